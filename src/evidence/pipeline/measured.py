"""Substances as they are measured ("serum magnesium", "consumption of sufentanil"): outcomes, and no names of arms."""

from __future__ import annotations

import re
from functools import lru_cache

from evidence.pipeline.screens import Screen, screened
from evidence.pipeline.trimmed_names import words_of

# How far before a name the words may stand that measure it, in characters.
_REACH = 40


@lru_cache(maxsize=1)
def _patterns() -> tuple[Screen, re.Pattern[str]]:
    specimen, quantity = ("|".join(sorted(words_of(kind))) for kind in ("specimen", "quantity"))
    before = rf"\b(?:{specimen}) $|\b(?:{quantity}) of (?:total |rescue |postoperative )*$"
    return screened(before, re.IGNORECASE), re.compile(rf" (?:{quantity})\b", re.IGNORECASE)


def is_measured(name: str) -> bool:
    """Whether a name is that of a measured substance, by its first or its last word."""
    words = name.lower().split()
    return len(words) > 1 and (words[0] in words_of("specimen") or words[-1] in words_of("quantity"))


def of_substance(text: str, start: int, end: int) -> bool:
    """Whether a name, at its place, is that of a measured substance."""
    before, behind = _patterns()
    return (
        before.search(text, max(0, start - _REACH), start) is not None or behind.match(text, end) is not None
    )
