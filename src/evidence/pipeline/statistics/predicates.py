"""Whether a count or percentage of patients tells of an outcome, or of how the study was conducted and who took part."""

from __future__ import annotations

import enum
from typing import Final

from evidence.pipeline.statistics.tokens import Passage
from evidence.pipeline.tables import rows

_OUTCOME: Final = frozenset(
    word for row in rows("statistics_predicates") if row["tells"] == "outcome" for word in row["words"].split()
)
_CONDUCT: Final = frozenset(
    word for row in rows("statistics_predicates") if row["tells"] == "conduct" for word in row["words"].split()
)
_REACH_AFTER: Final = 14
_REACH_BEFORE: Final = 14


class Verdict(enum.Enum):
    """What the clause around a number tells of."""

    OUTCOME = "outcome"
    CONDUCT = "conduct"
    UNKNOWN = "unknown"


def verdict(passage: Passage, first: int, last: int) -> Verdict:
    """The nearest telling word decides: first those behind, up to the next number, then those before."""
    after = _scan(passage, range(last + 1, min(len(passage.codes), last + 1 + _REACH_AFTER)), stop_at_numbers=True)
    if after is not Verdict.UNKNOWN:
        return after
    before = _scan(passage, range(first - 1, max(-1, first - 1 - _REACH_BEFORE), -1), stop_at_numbers=False)
    if before is not Verdict.UNKNOWN:
        return before
    return _scan(passage, range(len(passage.codes)), stop_at_numbers=False)


def _scan(passage: Passage, indexes: range, *, stop_at_numbers: bool) -> Verdict:
    for index in indexes:
        code = passage.codes[index]
        if code == ";" or (stop_at_numbers and code in "NIW#"):
            return Verdict.UNKNOWN
        word = passage.data[index]
        if word in _OUTCOME:
            return Verdict.OUTCOME
        if word in _CONDUCT:
            return Verdict.CONDUCT
    return Verdict.UNKNOWN
