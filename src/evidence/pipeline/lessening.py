"""Verbs that say less of a change behind them: "prevented declines in ejection fraction", "reduced the loss of weight".

The change's own word says that there was more of it; what such a verb claims is the opposite. What got worse is read with its
outcome ("deterioration of quality of life": `outcomes`).
"""

from __future__ import annotations

import re
from typing import Final

from evidence.pipeline.tables import pattern_of

_CHANGE: Final = re.compile(rf"(?:{pattern_of('subject_words', 'change').pattern})$", re.IGNORECASE)
_OF: Final = re.compile(r" (?:in|of) ")
_LESSENS: Final = re.compile(
    rf"\b(?:{pattern_of('subject_words', 'lessens').pattern})"
    r"(?: (?!(?:and|or|but|in|of|with|by|than|to|while|whereas)\b)[\w/-]+){0,5} $",
    re.IGNORECASE,
)
_REACH: Final = 90


def lessening(text: str, start: int, cue: tuple[int, int]) -> int | None:
    """Where a verb begins that says less of the change that a word names, in a stretch of text from `start`; None where
    the word names no change or nothing lessens it."""
    if _CHANGE.search(text, *cue) is None or _OF.match(text, cue[1]) is None:
        return None
    found = _LESSENS.search(text, max(start, cue[0] - _REACH), cue[0])
    return found.start() if found is not None else None
