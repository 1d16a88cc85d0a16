"""Claims that words about them take back without denying them: an aim, a condition, a doubt (`data/unasserted.tsv`).

"Powered to detect an improvement", "if A improves survival", "the benefit of A is questionable": nothing is claimed, and
nothing is denied either.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from evidence.pipeline.screens import Screen, screened
from evidence.pipeline.tables import rows

# How far before a claiming word one of these may begin, in characters.
_FAR: Final = 110
# A finite verb or a break between shows that something else is claimed; a condition or an assumption has a verb of its own.
_GAP: Final = r"(?:(?!\b(?:but|and|was|were|is|are|has|had|because|as)\b)[\w/%.()-]+\s+)"
_CLAUSE_GAP: Final = r"(?:(?!\b(?:but|because|then)\b)[\w/%.()-]+\s+)"
_CLAUSE: Final = 7


@lru_cache(maxsize=3)
def _before(place: str = "before") -> Screen:
    parts = []
    for row in rows("unasserted"):
        if row["place"] == place:
            gap = _GAP if int(row["reach"]) < _CLAUSE else _CLAUSE_GAP
            parts.append(rf"(?:{row['pattern']})\s+{gap}{{0,{row['reach']}}}")
    return screened(r"(?<![\w-])(?:" + "|".join(parts) + r")$", re.IGNORECASE)


@lru_cache(maxsize=1)
def _lacking() -> Screen:
    parts = [row["pattern"] for row in rows("unasserted") if row["place"] == "lacking"]
    return screened("(?:" + "|".join(parts) + r")\b", re.IGNORECASE)


@lru_cache(maxsize=1)
def _behind() -> re.Pattern[str]:
    parts = [row["pattern"] for row in rows("unasserted") if row["place"] == "behind"]
    return re.compile("(?:" + "|".join(parts) + r")\b", re.IGNORECASE)


@lru_cache(maxsize=1)
def _claimed() -> re.Pattern[str]:
    parts = [row["pattern"] for row in rows("unasserted") if row["place"] == "claim"]
    return re.compile("(?:" + "|".join(parts) + ")$", re.IGNORECASE)


def moot(text: str, start: int, cue_start: int) -> bool:
    """Whether a claiming word of a clause is neither claimed nor denied, though a denial stand before it: "our data do not
    support the use of A to prolong B"."""
    return _before("moot").search(text, max(start, cue_start - _FAR), cue_start) is not None


def unasserted(text: str, start: int, cue_start: int, cue_end: int, end: int) -> bool:
    """Whether the claiming word at `cue_start` to `cue_end` of a clause (`start` to `end`) is no claim."""
    if _before().search(text, max(start, cue_start - _FAR), cue_start) is not None:
        return True
    if _before("told").search(text, max(start, cue_start - _FAR), cue_start) is not None:
        if _lacking().match(text, cue_end, end) is not None:
            return True  # "evidence for improved survival is lacking"
    return (
        _claimed().search(text, cue_start, cue_end) is not None
        and _behind().match(text, cue_end, end) is not None
    )
