"""One outcome told of two kinds of patients who went different ways: "improved survival in men but worsened it in women".

Each kind has a clause of its own, though the second leaves out the outcome, the arm or the verb, and "in women", who are no
subgroup elsewhere, are one beside the men.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from evidence.pipeline.scenes import Scene
from evidence.pipeline.tables import pattern_of

_PEOPLE: Final = pattern_of("subject_words", "one_kind").pattern
_WORSE: Final = pattern_of("subject_words", "compares_kinds").pattern
_DID: Final = pattern_of("subject_words", "turns_kinds").pattern
# Who they are, up to what ends their name.
_WHO: Final = (
    rf"(?:the |all )?(?P<who>(?:(?!(?:in|among|for|and|but|than|with|was|were|group|arm)\b)[\w/+<>=≥≤.-]+ ){{0,5}}?(?:{_PEOPLE})\b"
    r"(?:,? (?:with(?:out)?|who|whose|aged|younger than|older than|at|having|in the) [^.;,()]{2,70}?)?"
    r"|(?:[Ss]tudy|[Tt]rial|[Cc]ohort) [\w-]{1,8})"
)
_END: Final = r"(?= ?[(;,]|\.(?!\d)|$| by \d| (?:and|but|whereas|while|when|compared|than|versus|with (?:an?|the) (?:hazard|HR|odds|\d))\b)"
_IN: Final = r"(?:in|among|for)"
# What is told of the second kind, before they are named: "but worsened it in", "and was longer with A in".
_SECOND: Final = re.compile(
    rf"\b(?:and|but|while|whereas|although|though),? (?:\w+ly )?(?:(?:{_DID}) (?:it|this|the latter|(?:[\w-]+ ){{0,4}}?[\w-]+)"
    rf"|(?:(?:it|this) )?(?:(?:was|were|is|are|with|to) )?(?:an? )?(?:\w+ly )?(?:{_WORSE})(?: (?!{_IN} (?!the [\w+/-]+ (?:group|arm)\b))[\w+/-]+){{0,6}}?"
    rf"|(?P<favoured>(?:favou?red )?(?:the )?[\w+/-]+(?: [\w+/-]+){{0,2}}?))"
    rf" {_IN} {_WHO}{_END}"
)
# The second kind by a test of its own that denies what the first has: "longer in men (P = .01), but not in women (P = .4)".
_DENIED: Final = re.compile(rf"\bbut not (?:\w+ly )?{_IN} {_WHO}(?= ?[(\[])")
_FIRST: Final = re.compile(rf"\b{_IN} {_WHO}(?:,? ?\([^()]*(?:\([^()]*\)[^()]*)*\))?,? $")
# What each kind of patients favours: "favored A in men and B in women".
_FAVOURED: Final = re.compile(r"\bfavou?r(?:s|ed|ing)?\b", re.IGNORECASE)
# The same with the kinds before what is told of them: "in men, it was longer; in women, it was shorter".
_HEAD: Final = re.compile(rf"\W*(?:In|Among|For) {_WHO}, ")
_LATER: Final = re.compile(
    rf"[;,] (?P<cut>(?:(?:and|but|while|whereas) )?{_IN} {_WHO},? (?:it|this|they|these) (?:was|were|did)\b)"
)
# All who were studied, against whom a subgroup may be held.
_ALL: Final = pattern_of("subject_words", "everybody")


@dataclass(frozen=True, slots=True)
class Contrast:
    """Where the clause of the second kind of patients begins, where it has named them, and both kinds as written."""

    cut: int
    named: int
    first: str
    second: str


@lru_cache(maxsize=8)  # asked for each clause and row of a sentence
def contrast(text: str, start: int, end: int) -> Contrast | None:
    """The two kinds of patients of whom a sentence tells an outcome one after the other; None where it does not."""
    for found in _SECOND.finditer(text, start, end):
        before = _FIRST.search(text, start, found.start())
        if before is not None and (
            not found["favoured"] or _FAVOURED.search(text, start, before.start()) is not None
        ):
            return Contrast(found.start(), found.end(), _named(before["who"]), _named(found["who"]))
    denied = _DENIED.search(text, start, end)
    before = _FIRST.search(text, start, denied.start()) if denied is not None else None
    if denied is not None and before is not None:
        return Contrast(denied.start(), denied.end(), _named(before["who"]), _named(denied["who"]))
    head = _HEAD.match(text, start, end)
    later = _LATER.search(text, head.end(), end) if head is not None else None
    if head is None or later is None:
        return None
    return Contrast(later.start("cut"), later.end(), _named(head["who"]), _named(later["who"]))


def kind_of(scene: Scene) -> str | None:
    """The kind of patients of whom a clause tells, of two that its sentence holds against each other: empty for all who
    were studied, None where it tells of neither alone."""
    found = contrast(scene.text, scene.sentence.start, scene.sentence.end)
    if found is None:
        return None
    who = found.second if scene.start >= found.cut else found.first if scene.end <= found.cut else None
    return "" if who is not None and _ALL.match(who) else who


def of_second_kind(scene: Scene) -> bool:
    """Whether a clause tells of the second kind of patients what its sentence told of the first."""
    found = contrast(scene.text, scene.sentence.start, scene.sentence.end)
    return found is not None and found.cut == scene.start


def _named(who: str) -> str:
    return " ".join(who.split())
