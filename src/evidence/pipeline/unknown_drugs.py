"""Drugs of an arm that no vocabulary knows, beside those that it knows: by a dose, a code, or the stem of their name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from evidence.pipeline.arm_cuts import cue
from evidence.pipeline.arm_lists import Side
from evidence.records import Mention

_STEM: Final = cue("inn_stem").pattern
# A drug that no vocabulary knows, before the one that it is given with: it has a dose, a code, or the stem of an
# international nonproprietary name.
_UNKNOWN: Final = re.compile(
    r"(?:^|[\s(])(?P<name>[A-Za-z]{1,4}-?\d{3,6}\w?"
    rf"|[a-z]{{3,}}(?:{_STEM})\b"
    r"|[A-Za-z][a-z]{4,}(?=\s+\d[\d.,]*\s?(?:mg|g|mcg|µg|μg|IU|MU)\b))"
    r"[^,;]{0,40}?\s(?:plus|with|and|in combination with|combined with|followed by)\s(?:\d[^\s]*\s\S+\s(?:of\s)?|weekly\s|oral\s)?$"
)


# Words with which an arm, or its bracket, begins, and what joins them to the drug that is known: "smectolite | and", "brovicodone | /".
_HEAD: Final = re.compile(
    r"(?:^ ?|\()(?:(?:oral|intravenous|topical|weekly|daily) )?(?P<name>[A-Za-z][a-z-]{4,}(?: [a-z][a-z-]{4,})?)(?: ?\(\d[^()]{1,30}\))?(?: ?/| (?:plus|and|\+|combined with|in combination with)) ?(?:oral |intravenous |weekly |daily )?$"
)
_NO_DRUG: Final = cue("no_drug")


def before(text: str, side: Side, own: Sequence[Mention]) -> Iterator[str]:
    """The name of a drug that no vocabulary knows, which an arm gets with those that are known."""
    if own:
        words = text[side.start : own[0].start]
        match = _UNKNOWN.search(words) or _HEAD.search(words)
        if match is not None and not _NO_DRUG.search(match["name"]):
            yield match["name"]


# A preparation that no vocabulary knows and that goes by a code, behind the drug that it is given with: "plus gp100".
_CODED: Final = re.compile(
    r"\s*(?:\([^()]*\)\s*)?(?:plus|and|with|combined with|in combination with)\s(?P<name>[A-Za-z]{1,5}-?\d{2,6}[A-Za-z]?)(?![\w/%-]| (?:mg|g|cycles?|patients)\b)"
)


def behind(text: str, side: Side, own: Sequence[Mention]) -> Iterator[str]:
    """The code of what an arm gets besides the drugs that are known."""
    if own:
        match = _CODED.match(text, own[-1].end, side.end)
        if match is not None:
            yield match["name"]
