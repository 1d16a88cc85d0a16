"""Which of two things a sentence gives the lower rate: "responses in 48% of those given A and in 5% of those given B".

A sentence of two rates compares; its words for an effect ("responses were seen") are true of the greater one only.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

Span = tuple[int, int]

_RATE: Final = re.compile(r"(?<![\w.])(\d{1,3}(?:\.\d+)?)\s?%(?!\s?(?:CI|confidence))")
# How far a rate may stand from what it is of.
_REACH: Final = 80


def lesser(text: str, start: int, end: int, spans: Sequence[Span]) -> frozenset[Span]:
    """The spans that a stretch of text gives the lower of its two rates; none where it does not give two, each its own."""
    rates = list(_RATE.finditer(text, start, end)) if "%" in text[start:end] else []
    if len(rates) != 2:
        return frozenset()
    first, second = rates
    between = [span for span in spans if first.end() <= span[0] and span[1] <= second.start()]
    behind = [span for span in spans if second.end() <= span[0] <= second.end() + _REACH and span[1] <= end]
    before = [span for span in spans if span[1] <= first.start() and first.start() - span[1] <= _REACH]
    if not between:
        return frozenset()
    one, other = (between, behind) if behind else (before, between)
    if not one or not other or float(first[1]) == float(second[1]):
        return frozenset()
    return frozenset(other if float(first[1]) > float(second[1]) else one)
