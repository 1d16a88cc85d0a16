"""How many arms a text says that its trial has: "randomized 1:1:1", "assigned to one of four groups", "a three-arm trial"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from evidence.pipeline.arm_cuts import cue
from evidence.pipeline.gates import Gate
from evidence.pipeline.layers import Sentence, sentence_index
from evidence.pipeline.numerals import whole_number

# What is looked for begins with a number; what must stand before it is looked at then.
_TOLD: Final = Gate(cue("number_of_arms"), ("two", "three", "four", "five", "six", *"23456"))
_ASSIGNED: Final = cue("number_assigned")
_BETWEEN: Final = cue("number_between")
_RATIO: Final = cue("ratio_of_arms")
_RATIO_BEFORE: Final = cue("ratio_before")
_RATIO_BEHIND: Final = cue("ratio_behind")
# How far before a number the words of the assignment may begin, in characters.
_REACH: Final = 130
_OF_RESULTS: Final = frozenset({"groups", "arms"})
# Whose groups are those of each of several questions.
_FACTORIAL: Final = re.compile(r"\bfactorial\b|\b[2-4] ?[×x] ?[2-4]\b", re.IGNORECASE)
_UNTOLD: Final = frozenset({"references", "background", "discussion"})


def number_of_arms(text: str, sentences: Sequence[Sentence]) -> int | None:
    """The most that a sentence about the trial's design tells; None where none does, or where the design is factorial."""
    told = [int(whole_number(match["number"].lower()) or 0) for match in announced(text, sentences)]
    told += [match.group().count(":") + 1 for match in _ratios(text, sentences)]
    if not told or _FACTORIAL.search(text):
        return None
    return max(told)


def announced(text: str, sentences: Sequence[Sentence]) -> Iterator[re.Match[str]]:
    """The places that tell the number of arms in words: "three groups", "three-arm"."""
    for match in _TOLD.finditer(text, 0, len(text)):
        if match.start() and text[match.start() - 1].isalnum():
            continue
        sentence = _design(sentences, match.start())
        if sentence is None:
            continue
        start = max(sentence.start, match.start() - _REACH)
        if (
            match["design"] is not None
            or _ASSIGNED.search(text, start, match.start())
            or (match["noun"] in _OF_RESULTS and _BETWEEN.search(text, start, match.start()))
        ):
            yield match


def _ratios(text: str, sentences: Sequence[Sentence]) -> Iterator[re.Match[str]]:
    for match in _RATIO.finditer(text):
        sentence = _design(sentences, match.start())
        if sentence is not None and (
            _RATIO_BEFORE.search(text, max(sentence.start, match.start() - _REACH), match.start())
            or _RATIO_BEHIND.match(text, match.end())
        ):
            yield match


def _design(sentences: Sequence[Sentence], place: int) -> Sentence | None:
    """The sentence of a place, if it is one that may tell the design."""
    index = sentence_index(sentences, place)
    if index < 0 or sentences[index].section in _UNTOLD:
        return None
    return sentences[index]
