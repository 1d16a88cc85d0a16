"""Times that place a result, or are those between which it was counted, and bounds: no values of a result."""

from __future__ import annotations

import re
from itertools import takewhile
from typing import Final

from evidence.pipeline.statistics.tokens import Passage, unit_of
from evidence.records import StatisticType

_SINGULAR: Final = frozenset({"day", "week", "month", "year", "hour", "minute"})
_PLACING: Final = frozenset(
    {"after", "before", "following", "prior", "post", "later", "earlier", "postoperatively", "ago", "of"}
)


def places(passage: Passage, index: int, unit: str | None) -> bool:
    """ "90 days after treatment", "2 years earlier", "3 week dosing": a time that places or describes something else."""
    if unit is None or passage.codes[index + 1 : index + 2] != ["U"]:
        return False
    if passage.data[index + 1] in _SINGULAR and passage.values[index] != 1:
        return True
    return passage.data[index + 2 : index + 3] != [] and passage.data[index + 2] in _PLACING


def spans_time(passage: Passage, index: int, unit: str | None, *, governed: bool) -> bool:
    """ "from baseline to 12 and 24 months", "deaths between 30 days and 6 months": times that results are of.

    A time that "median" or "mean" governs may be one of two that a difference is between.
    """
    if unit is None or unit_of(unit)[1] != "time" or index < 2:
        return False
    data, meanings = passage.data, passage.meanings
    if data[index - 1] == "to" and data[index - 2] == "baseline":
        return True
    between = data[index - 1] == "between" and data[index - 2] not in ("difference", "differences")
    if between and not governed:
        return True
    last = next((place for place in range(index - 1, max(-1, index - 4), -1) if place in meanings), None)
    return (
        last is not None
        and meanings[last] == "duration"
        and passage.codes[index - 1] == "&"
        and (data[last - 1] == "between" or data[last - 2] == "baseline")
    )


# Words before an average by which patients are parted, and how many words may stand between.
_BOUNDS: Final = frozenset({"than", "above", "below", "exceeding"})
_BOUND_REACH: Final = 5
# Before an average of how long patients were watched: "over a median of 41 months".
_WATCHED: Final = (["over", "a"], ["during", "a"])


def is_bound(passage: Passage, index: int) -> bool:
    """Whether patients are parted by the average at a token: "levels greater than the study population median (13 mg/L)"."""
    words = takewhile(str.isalpha, reversed(passage.data[max(0, index - _BOUND_REACH) : index]))
    return not _BOUNDS.isdisjoint(words)


# What opens a passage, before how long patients were watched.
_AFTER: Final = ["after", "a"]


def is_watched(passage: Passage, index: int) -> bool:
    """Whether the average at a token is how long patients were watched: "over a median of 41 months", "After a median of 14
    months 69% were alive"."""
    before = passage.data[max(0, index - 2) : index]
    return before in _WATCHED or (index == len(_AFTER) and before == _AFTER)


# "fell from 62.1 to 31.4", "improved from 8.1 (5-10) to 2.4": scores, whatever they are the average of.
_MOVED: Final = re.compile(
    r"d[wp]?(?P<from>p)[wAG]{0,3}(?P<first>[NI])[Uu]?(?:±[NI#]|\([^()]*\))?[wpka]{0,4}t[wAG]{0,3}(?P<second>[NI])(?![%n/X-]|,[NI])"
)
_YEARS: Final = range(1900, 2100)
# Behind such figures those of another group, which go without "from": then nothing tells them, and the first ones are left too.
_ANOTHER: Final = re.compile(r"[UuwpXGgknea-]{0,10},?&[wp]{0,4}[NI]t[NI]")


def moved(passage: Passage) -> set[int]:
    """The tokens of figures from which to which something went."""
    return {
        match.start(name)
        for match in _MOVED.finditer(passage.string)
        if passage.data[match.start("from")] == "from"
        and passage.values[match.start("first")] not in _YEARS
        and _ANOTHER.match(passage.string, match.end()) is None
        for name in ("first", "second")
    }


def goes_on(
    passage: Passage, index: int, ratio: StatisticType | None, interval: bool, fraction: bool
) -> StatisticType | None:
    """The kind of a number that goes on a list of ratios, or of other measures between zero and one (`fraction`).

    "In recurrence (RR 0.94, 0.87-1.01) and in mortality (0.91, 0.83-0.99)", "the area was 0.83 and on validation 0.80".
    """
    told = {passage.meanings[place] for place in range(index) if place in passage.meanings}
    if interval and ratio in told and passage.codes[index - 1] == "(":
        return ratio
    measured = interval and fraction and ratio not in told
    return "other_effect" if measured and "other_effect" in told else None
