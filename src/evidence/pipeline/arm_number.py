"""How many arms a text says that its trial has: "randomized 1:1:1", "assigned to one of four groups", "a three-arm trial"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from evidence.pipeline.arm_cuts import cue
from evidence.pipeline.layers import Sentence
from evidence.pipeline.numerals import whole_number

_TOLD: Final = cue("number_of_arms")
_RATIO: Final = cue("ratio_of_arms")
# Whose groups are those of each of several questions.
_FACTORIAL: Final = re.compile(r"\bfactorial\b|\b[2-4] ?[×x] ?[2-4]\b", re.IGNORECASE)
_UNTOLD: Final = frozenset({"references", "background", "discussion"})


def number_of_arms(text: str, sentences: Sequence[Sentence]) -> int | None:
    """The most that a sentence about the trial's design tells; None where none does, or where the design is factorial."""
    numbers: list[int] = []
    for sentence in sentences:
        if sentence.section in _UNTOLD:
            continue
        for told in _TOLD.finditer(text, sentence.start, sentence.end):
            word = next(group for group in told.groups() if group is not None)
            numbers.append(whole_number(word.lower()) or 0)
        numbers += [
            (told["ratio"] or told["before"]).count(":") + 1
            for told in _RATIO.finditer(text, sentence.start, sentence.end)
        ]
    if not numbers or _FACTORIAL.search(text):
        return None
    return max(numbers)
