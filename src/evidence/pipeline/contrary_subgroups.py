"""One outcome told of two kinds of patients who went different ways: "improved survival in men but worsened it in women".

Each kind has a clause of its own, though the second leaves out the outcome, the arm or the verb, and "in women", who are no
subgroup elsewhere, are one beside the men.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from evidence.pipeline.tables import pattern_of

_PEOPLE: Final = pattern_of("subject_words", "one_kind").pattern
_WORSE: Final = pattern_of("subject_words", "compares_kinds").pattern
_DID: Final = pattern_of("subject_words", "turns_kinds").pattern
# Who they are, up to what ends their name.
_WHO: Final = (
    rf"(?:the |all )?(?P<who>(?:(?!(?:in|among|for|and|but|than|with|was|were|group|arm)\b)[\w/+<>=≥≤.-]+ ){{0,5}}?(?:{_PEOPLE})\b"
    r"(?:,? (?:with(?:out)?|who|whose|aged|younger than|older than|at|having|in the) [^.;,()]{2,70}?)?)"
)
_END: Final = r"(?= ?[(;,]|\.(?!\d)|$| by \d| (?:and|but|whereas|while|when|compared|than|versus|with (?:an?|the) (?:hazard|HR|odds|\d))\b)"
_IN: Final = r"(?:in|among|for)"
# What is told of the second kind, before they are named: "but worsened it in", "and was longer with A in".
_SECOND: Final = re.compile(
    rf"(?:and|but|while|whereas|although|though),? (?:\w+ly )?(?:(?:{_DID}) (?:it|this|the latter|(?:[\w-]+ ){{0,4}}?[\w-]+)"
    rf"|(?:(?:it|this) )?(?:(?:was|were|is|are) )?(?:\w+ly )?(?:{_WORSE})(?: (?:with|in the|for|than(?: with)?|on) (?:[\w+/-]+ ){{0,3}}?[\w+/-]+)?)"
    rf" {_IN} {_WHO}{_END}"
)
_FIRST: Final = re.compile(rf"\b{_IN} {_WHO}(?:,? ?\([^()]*(?:\([^()]*\)[^()]*)*\))?,? $")
# The same with the kinds before what is told of them: "in men, it was longer; in women, it was shorter".
_HEAD: Final = re.compile(rf"\W*(?:In|Among|For) {_WHO}, ")
_LATER: Final = re.compile(
    rf"[;,] (?P<cut>(?:(?:and|but|while|whereas) )?{_IN} {_WHO},? (?:it|this|they|these) (?:was|were|did)\b)"
)
# All who were studied, against whom a subgroup may be held.
_ALL: Final = pattern_of("subject_words", "everybody")


@dataclass(frozen=True, slots=True)
class Contrast:
    """Where the clause of the second kind of patients begins, and both kinds as written."""

    cut: int
    first: str
    second: str


def contrast(text: str, start: int, end: int) -> Contrast | None:
    """The two kinds of patients of whom a sentence tells an outcome one after the other; None where it does not."""
    for found in _SECOND.finditer(text, start, end):
        before = _FIRST.search(text, start, found.start())
        if before is not None:
            return Contrast(found.start(), _named(before["who"]), _named(found["who"]))
    head = _HEAD.match(text, start, end)
    later = _LATER.search(text, head.end(), end) if head is not None else None
    if head is None or later is None:
        return None
    return Contrast(later.start("cut"), _named(head["who"]), _named(later["who"]))


def kind_of(found: Contrast, start: int, end: int) -> str | None:
    """The kind of patients of whom a clause `start`:`end` tells, of two that its sentence holds against each other: empty
    for all who were studied, None where it tells of neither alone."""
    who = found.second if start >= found.cut else found.first if end <= found.cut else None
    return "" if who is not None and _ALL.match(who) else who


def of_second_kind(text: str, sentence: int, start: int, end: int) -> bool:
    """Whether a clause of the sentence that begins at `sentence` tells of the second kind what was told of the first."""
    found = contrast(text, sentence, end)
    return found is not None and found.cut == start


def _named(who: str) -> str:
    return " ".join(who.split())
