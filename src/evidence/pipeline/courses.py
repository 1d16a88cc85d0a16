"""What went from one figure to another in the patients of a clause: "pain fell from 7.4 to 2.9 at 1 month (P < .001)".

The first figure is that of the start, and every later one, with its time, is a result by itself. Words for what comes
before and after are rows of `data/course_words.tsv`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from evidence.pipeline.contrasts import contrasted
from evidence.pipeline.tables import alternatives
from evidence.records import Statistic

_TWO: Final = 2
# What may stand between two figures, in characters.
_GAP: Final = r"[)\]]?(?:\([^()]*\)|\[[^\[\]]*\]|(?!\b(?:groups?|arms?)\b)[^.;()\[\]]|[.·](?=\d)){0,110}?"
# One of these stands in every clause that tells of a course.
_MAY: Final = re.compile(r"\bto\b|\band\b")
# A second course, which another group has.
_AGAIN: Final = re.compile(
    r"(?:[^.;]|\.(?=\d)){0,90}?\b(?:and|while|whereas|but|versus|vs\.?|compared with) (?:[^.;,\d]{0,60} )?(?:from )?-?\d[\d.·]*[^;,()\d]{0,25}(?:\([^()]*\))? to [^;,()\d]{0,12}\d"
)
# Behind a test of every time that was told.
_OF_ALL: Final = re.compile(r"\b(?:all|both|each)(?: of them)?(?: with)?,? ?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Words:
    """The patterns of `data/course_words.tsv`."""

    start: re.Pattern[str]
    to: re.Pattern[str]
    ended: re.Pattern[str]
    before: re.Pattern[str]
    after: re.Pattern[str]
    both: re.Pattern[str]
    verb: re.Pattern[str]
    start_told: re.Pattern[str]


@lru_cache(maxsize=1)
def words() -> Words:
    parts = {
        kind: alternatives("course_words", kind=kind).pattern
        for kind in ("lead", "change", "before", "after")
    }
    lead = rf"(?:(?:{parts['lead']}) )*"
    unit = r"[\s)%\]°]*(?:±\s?[\d.·]+\s*)?(?:[\w/]{1,8} )?(?:\([^()]*\) ?)?"
    return Words(
        start=re.compile(rf"\bfrom {lead}$", re.IGNORECASE),
        to=re.compile(rf"{_GAP}\bto {lead}", re.IGNORECASE),
        ended=re.compile(rf"{_GAP}\b(?:{parts['change']})(?: \w+ly)? to {lead}", re.IGNORECASE),
        before=re.compile(rf"{unit}(?:{parts['before']})\b", re.IGNORECASE),
        after=re.compile(rf"{unit}(?:{parts['after']})\b", re.IGNORECASE),
        verb=re.compile(
            rf"\b(?:{parts['change']}|an? (?:increase|decrease|reduction|improvement|decline) in)\b",
            re.IGNORECASE,
        ),
        start_told=re.compile(parts["before"], re.IGNORECASE),
        both=re.compile(
            rf"\b(?:{parts['before']})\b[^.;,()]{{0,30}}?\band (?:{parts['after']})\b[^.;()]{{0,80}}$",
            re.IGNORECASE,
        ),
    )


def courses(
    text: str, values: Sequence[Statistic], tests: Sequence[Statistic], begin: int
) -> Iterator[list[Statistic]]:
    """Each figure that stands behind that of the start, with it and with its tests; none where figures tell of no course."""
    if (
        len(values) < _TWO
        or len({item.type for item in values}) > 1
        or len({item.unit for item in values} - {None}) > 1  # the unit is told once
        or _MAY.search(text, begin, values[1].end) is None
        or contrasted(text, values)
        or not _is_course(text, values, begin)
        or _AGAIN.match(text, values[1].end)
    ):
        return
    first, *later = values
    times = [item.timepoint for item in later]
    if len(set(times)) < len(times) or (len(times) > 1 and None in times):
        return
    shared = [item for item in tests if _OF_ALL.search(text, later[-1].end, item.start)]
    stops = [*(item.start for item in later[1:]), len(text)]
    for item, stop in zip(later, stops, strict=True):
        yield [first, item, *(test for test in tests if item.end <= test.start < stop or test in shared)]


def _is_course(text: str, values: Sequence[Statistic], begin: int) -> bool:
    """Whether the first of some figures is told as that of the start, and the second as that of the end."""
    first, second = values[:_TWO]
    told = words()
    if told.start.search(text, begin, first.start):
        return told.to.fullmatch(text, first.end, second.start) is not None
    if told.ended.fullmatch(text, first.end, second.start):
        return True
    if len(values) > _TWO:
        return False
    early = told.before.match(text, first.end, second.start) is not None
    late = told.after.match(text, second.end) is not None
    return (early and late) or told.both.search(text, begin, first.start) is not None
