"""What people leave out when they type: the sign for a word, capitals, "cancer" after an organ."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache
from typing import Final

from evidence.lexicon import Lexicon
from evidence.query.question import Term
from evidence.query.tables import rows
from evidence.vocabulary import Vocabulary

# A marker in capitals with its sign: "HER2+", "HR+/HER2-"; "short- and long-term" has none.
_SIGNED: Final = re.compile(r"\b([A-Z][A-Z0-9-]*[A-Z0-9])([+−–-])(?=$|[\s,;/)])")
_SIGNS: Final = {"+": "-positive"}
_NEGATIVE: Final = "-negative"
# What shows that a drug was given before and is not what is asked for: "post-docetaxel", "docetaxel-refractory".
_GIVEN_BEFORE: Final = re.compile(
    r"(?:\bpost[- ]|\b(?:after|following|prior|previous|(?:pre-?)?treated with)(?: failure of)? )$", re.I
)
_FAILED: Final = re.compile(
    r"[- ](?:refractory|resistant|(?:pre-?)?treated|experienced|failures?|na[iï]ve)\b", re.I
)
_TREATMENTS: Final = ("therapy", "procedure")


def spelled_out(text: str) -> str:
    """The text with the signs of markers in words.

    >>> spelled_out("HR+/HER2- breast cancer"), spelled_out("short- and long-term, CD20+")
    ('HR-positive/HER2-negative breast cancer', 'short- and long-term, CD20-positive')
    """
    return _SIGNED.sub(lambda found: found[1] + _SIGNS.get(found[2], _NEGATIVE), text)


def in_another_case(word: str, start: int, lexicon: Lexicon) -> Term | None:
    """An abbreviation typed in other letters: "rcc", "pembro"."""
    for spelled in (word.upper(), word.capitalize()):
        if spelled != word and (found := lexicon.lookup(spelled)):
            end = start + len(word)
            return Term(start=start, end=end, text=word, readings=found, note=f"read as {spelled}")
    return None


def with_cancers(terms: Sequence[Term], vocabulary: Vocabulary) -> list[Term]:
    """Where no disease is named, an organ stands for its cancer: "olaparib ovarian"."""
    if any(term.kind == "disease" for term in terms):
        return list(terms)
    return [_cancer(term, vocabulary) for term in terms]


def _cancer(term: Term, vocabulary: Vocabulary) -> Term:
    found = vocabulary.get(_organs().get(term.readings[0].id, ""))
    if found is None:
        return term
    return replace(term, readings=(found,), rejected=term.readings, note=f"read as {found.label}")


@cache
def _organs() -> dict[str, str]:
    """Organ -> its cancer (ids)."""
    return {row["site"]: row["disease"] for row in rows("organs")}


def with_earlier(text: str, terms: Sequence[Term]) -> list[Term]:
    """Treatments told as given before are whom the evidence is on, where another treatment is asked for."""
    earlier = {term.start for term in terms if term.kind in _TREATMENTS and _is_earlier(text, term)}
    if not any(term.kind in _TREATMENTS and term.start not in earlier for term in terms):
        return list(terms)
    return [replace(term, side="earlier") if term.start in earlier else term for term in terms]


def _is_earlier(text: str, term: Term) -> bool:
    return bool(_GIVEN_BEFORE.search(text[: term.start]) or _FAILED.match(text, term.end))


def failed_treatments(text: str, terms: Iterable[Term]) -> list[int]:
    """Where words begin that only say that an earlier treatment failed."""
    ends = (term.end for term in terms if term.side == "earlier")
    return [end + 1 for end in ends if _FAILED.match(text, end)]
