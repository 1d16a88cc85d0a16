"""Counts: events, or patients with an outcome, that are given without a percentage."""

from __future__ import annotations

import re
from typing import Final

from evidence.pipeline.statistics.drafts import Draft
from evidence.pipeline.statistics.tokens import Passage
from evidence.pipeline.statistics.predicates import Verdict, verdict

_CANDIDATE: Final = re.compile(r"(?P<number>[IW])(?![%UuN]|[-t][NIW])")
_OF: Final = re.compile(r"(?:f|/)w?(?P<denominator>[IW])")
_NOUN: Final = re.compile(r"[wXGdA&-]{0,4}?[ne]")
_LIST_BEFORE: Final = re.compile(r"(?:[vh&]|,&?)[wp]{0,1}$")


def find(passage: Passage) -> list[Draft]:
    """Take the counts of a passage; counts of patients that had no outcome are taken as sizes."""
    drafts: list[Draft] = []
    for match in list(_CANDIDATE.finditer(passage.string)):
        at = match.start("number")
        if passage.codes[at] not in "IW" or passage.values[at] > 200_000:
            continue
        draft = _draft(passage, at, drafts)
        if draft is not None:
            drafts.append(draft)
    return drafts


def _draft(passage: Passage, at: int, drafts: list[Draft]) -> Draft | None:
    fraction = _OF.match(passage.string, at + 1)
    noun = _NOUN.match(passage.string, at + 1 if fraction is None else fraction.end())
    listed = bool(drafts) and 0 < at - drafts[-1].last <= 14 and _LIST_BEFORE.search(passage.string[:at]) is not None
    none = passage.values[at] == 0
    pronoun = passage.codes[at] == "W" and passage.values[at] == 1 and noun is None
    if (noun is None and not listed and fraction is None and not none) or pronoun:
        return None
    found = Verdict.OUTCOME if listed and noun is None else verdict(passage, at, at)
    if found is not Verdict.OUTCOME:
        if noun is not None:
            passage.take(at, at, "size")
        return None
    last = at
    denominator = None
    if fraction is not None and passage.values[fraction.start("denominator")] >= passage.values[at]:
        last = fraction.end() - 1
        denominator = int(passage.values[last])
    if fraction is None and noun is not None and noun.end() - 1 == at + 1:
        last = noun.end() - 1
    value = passage.values[at]
    draft = Draft(type="count", first=at, last=last, at=at, value=value)
    draft.unit = passage.data[last] if last > at and fraction is None else None
    if denominator is not None:
        draft.numerator, draft.denominator = int(value), denominator
    passage.take(at, last, "count")
    return draft
