"""The arms of a list that is announced with their number: "one of four groups: (1) A; (2) B; (3) A plus B; and (4) C"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from evidence.pipeline.arm_cuts import cuts_into
from evidence.pipeline.arm_lists import Side, filled, plain_name
from evidence.pipeline.arm_number import announced
from evidence.pipeline.layers import Sentence, sentence_index
from evidence.records import Mention

# "three groups:", "4 groups of 7 rats each:", "three groups by treatment:".
_COLON: Final = re.compile(r"[^.:;]{0,40}(?::|, namely )\s*")
_COLON_REACH: Final = 50
_NUMBERED: Final = (
    re.compile(r"\((?:[1-9]|i{1,3}|iv|vi?|[a-f])\)\s*"),
    re.compile(r"(?<![\w.(])[1-9](?:[).]|\s[-–])\s*"),
)
_PARTED: Final = re.compile(r";(?: and)?\s+")


def enumerated(
    text: str, masked: str, sentences: Sequence[Sentence], therapies: Sequence[Mention], number: int
) -> list[Side]:
    """The sides of a list that begins behind a colon and has as many members as it was announced with; none where no such
    list stands."""
    for told in announced(text, sentences):
        end = sentences[sentence_index(sentences, told.start())].end
        colon = _COLON.match(text, told.end(), min(end, told.end() + _COLON_REACH))
        if colon is None:
            continue
        sides = filled(_parts(text, masked, colon.end(), end, number), masked, therapies)
        if len(sides) == number and all(side.mentions or plain_name(text, side) for side in sides):
            for side in sides:
                side.assigned = True
            return sides
    return []


def _parts(text: str, masked: str, start: int, end: int, number: int) -> list[Side]:
    for marks in _NUMBERED:
        numbered = list(marks.finditer(text, start, end))
        if len(numbered) == number and not text[start : numbered[0].start()].strip():
            ends = [*(mark.start() for mark in numbered[1:]), end]
            return [Side(mark.end(), last, last) for mark, last in zip(numbered, ends, strict=True)]
    cut = [part.span() for part in _PARTED.finditer(masked, start, end)]
    cut = cut if len(cut) == number - 1 else cuts_into(masked, start, end, number)
    starts = [start, *(behind for _, behind in cut)]
    ends = [*(last for last, _ in cut), end]
    return [Side(first, last, last) for first, last in zip(starts, ends, strict=True)]
