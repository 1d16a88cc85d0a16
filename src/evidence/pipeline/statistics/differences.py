"""Amounts by which one arm is above the other, told without the name of an effect size.

"3.2 months longer with A", "A extended median survival by 2.4 months", "a gain of 2.4 months": such an amount is a
difference (of means or of medians, Cochrane Handbook 6.5), and is no arm's median or mean.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile
from typing import Final

from evidence.pipeline.statistics.drafts import Draft, operator_before
from evidence.pipeline.statistics.intervals import Intervals
from evidence.pipeline.statistics.tokens import TOPICS, Passage, unit_of
from evidence.pipeline.tables import rows

_WORDS: Final = {row["place"]: frozenset(row["words"].split()) for row in rows("statistics_differences")}
# A value with its unit and no other value beside it, which would be the other arm's.
_VALUE: Final = re.compile(r"(?P<number>[NIW])(?P<unit>[Uu](?:/[wUuX])?|w[wu])(?!-)")
_OTHER_ARM: Final = re.compile(r"(?:\([^()]*\))?[wpfGXn]{0,4},?[v&][wpfo]{0,3}[NI#]")
# From the noun or verb to the value: words alone, and brackets without numbers.
_WAY: Final = frozenset("wfbpndGEMAaeto(),k")
_BEFORE_VALUE: Final = frozenset({"of", "was", "is", "were", "by"})
# Before a value: "more than 3 months", "2-3 months", "2 v 3 months", "(3 months": bounds and arms' own values.
_BOUNDS_BEFORE: Final = frozenset("h-tv(")
_NOUN_REACH, _VERB_REACH = 10, 14
_POINTS: Final = ({"percentage", "percent"}, {"point", "points"})


def find(passage: Passage, intervals: Intervals) -> list[Draft]:
    """Take such amounts with their intervals."""
    return [
        draft
        for match in _VALUE.finditer(passage.string)
        if (draft := _difference(passage, match, intervals))
    ]


def _difference(passage: Passage, match: re.Match[str], intervals: Intervals) -> Draft | None:
    at, last = match.start("number"), match.end() - 1
    shares = (
        passage.data[at + 1] in _POINTS[0]
        and passage.data[at + 2 : at + 3] != []
        and passage.data[at + 2] in _POINTS[1]
    )
    if match["unit"][0] == "w" and not shares:
        return None
    unit, kind = ("%", "share") if shares else unit_of(passage.words(at + 1, at + 1))
    bound = kind != "share" and passage.codes[at - 1] in _BOUNDS_BEFORE
    if kind == "dose" or bound:
        return None
    if not _is_told(passage, at, last, kind):
        return None
    first, operator = operator_before(passage, at)
    median = "M" in passage.kinds[:at]
    draft = Draft(
        type="risk_difference" if shares else "other_effect" if median else "mean_difference",
        first=first,
        last=last,
        at=at,
        value=passage.values[at],
        operator=operator,
        unit=unit,
    )
    passage.take(first, last, draft.type)
    intervals.complete(draft)
    return draft


def _is_told(passage: Passage, at: int, last: int, kind: str) -> bool:
    """Whether a comparative stands behind a value, or a noun or verb of change before it."""
    data = passage.data
    if data[last + 1 : last + 2] != [] and data[last + 1] in _WORDS["behind"]:
        return True
    if (
        kind not in ("time", "share")
        or data[at - 1] not in _BEFORE_VALUE
        or _OTHER_ARM.match(passage.string, last + 1)
    ):
        return False
    way = [data[index] for index in _way(passage, at)]
    if data[at - 1] == "by":
        changed, reach = _WORDS["verb"], _VERB_REACH
        told = kind == "share" or any(TOPICS.get(word) == "time" for word in data[:at])
    else:
        changed, reach, told = _WORDS["noun"], _NOUN_REACH, True
    place = next((index for index, word in enumerate(way[:reach]) if word in changed), None)
    return told and place is not None and _WORDS["apart"].isdisjoint(way[: place + 2])


def _way(passage: Passage, at: int) -> Iterator[int]:
    """The tokens before a value, nearest first, up to another number or clause."""
    return takewhile(lambda index: passage.kinds[index] in _WAY, range(at - 1, -1, -1))
