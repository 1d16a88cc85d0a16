"""Confidence and credible intervals, and the estimates that they belong to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from evidence.pipeline.statistics.drafts import Draft
from evidence.pipeline.statistics.tokens import Passage

DEFAULT_LEVEL: Final = 95.0

_BOUND: Final = r"o?[NIx]%?[Uu]?"
_BOUNDS: Final = re.compile(rf"(?P<lower>{_BOUND})(?:[-t,&;/]|,t|-t)(?P<upper>{_BOUND})(?![-/]\d)")
# From the mark to its bounds: ", ", " = ", " for difference, ", "] 0.58 [" (the last is handled by `Interval.estimate`).
_MARKED: Final = re.compile(rf"C(?:[,:;o=(fbwp.-]|\)(?=[,:;(oNI])){{0,5}}?(?P<bounds>{_BOUNDS.pattern})")
# "HR [95% CI]: 0.58 [0.46-0.72]", "HR (95% CI) 0.58 (0.46-0.72)": the mark stands before the estimate.
_HEADING: Final = re.compile(
    rf"C\)?[,:;o=bwf]{{0,3}}?(?P<estimate>[NI])%?[Uu]?\((?P<bounds>{_BOUNDS.pattern})\)"
)
_ONE_SIDED: Final = re.compile(
    r"(?P<side>w?)[wfbp,]{0,3}C[,:o=bfw]{0,3}?(?P<bound>[NI])%?(?![-t,][NIx])"
)
_BARE: Final = re.compile(
    rf"[,;]?\((?P<bounds>{_BOUNDS.pattern})(?=[);,])|,(?P<open>[NI]%?[-t][NIx]%?)(?=[;),])"
)


@dataclass(slots=True, kw_only=True)
class Interval:
    """Tokens `first` to `last` (its mark and bounds); a bound that is not reached is None. `estimate` is the token of
    its estimate where the form of words ties them together."""

    first: int
    last: int
    lower: float | None
    upper: float | None
    level: float
    estimate: int | None = None


def find(passage: Passage) -> list[Interval]:
    """Take all intervals that are marked as such. Intervals without a mark are found by `bare` beside an estimate."""
    if "C" not in passage.string:
        return []
    found: list[Interval] = []
    level = 0.0
    place = 0
    while (mark := passage.string.find("C", place)) >= 0:
        level = passage.values[mark] or level or DEFAULT_LEVEL
        interval = _at(passage, mark, level)
        place = mark + 1
        if interval is not None:
            found.append(interval)
            place = interval.last + 1
    return found


def _at(passage: Passage, mark: int, level: float) -> Interval | None:
    heading = _HEADING.match(passage.string, mark)
    if heading is not None:
        interval = _made(passage, heading, level)
        if interval is not None:
            interval.first, interval.estimate = heading.end("estimate"), heading.start("estimate")
            passage.take(heading.start("bounds"), heading.end("bounds") - 1, "interval")
            return interval
    marked = _MARKED.match(passage.string, mark)
    if marked is not None:
        interval = _made(passage, marked, level)
        if interval is not None:
            passage.take(mark, interval.last, "interval")
            return interval
    return _one_sided(passage, mark, level)


def _one_sided(passage: Passage, mark: int, level: float) -> Interval | None:
    """ "95% CI lower limit 0.63", "upper bound of the 95% CI, 1.2", "95% CI, < 1.2"."""
    match = _ONE_SIDED.match(passage.string, mark)
    if match is None:
        return None
    at = match.start("bound")
    words = passage.text[passage.starts[max(0, mark - 5)] : passage.starts[at]].lower()
    upper = "upper" in words or "<" in words or "≤" in words
    lower = "lower" in words or ">" in words or "≥" in words
    if upper == lower:
        return None
    value = passage.values[at]
    passage.take(mark, match.end() - 1, "interval")
    return Interval(
        first=mark,
        last=match.end() - 1,
        lower=value if lower else None,
        upper=value if upper else None,
        level=level,
    )


def bare(passage: Passage, draft: Draft, level: float) -> Interval | None:
    """The unmarked interval straight behind an estimate: "7.2 months (5.6-7.5)", "0.92, 0.80-1.06". It must hold the value."""
    match = _BARE.match(passage.string, draft.last + 1)
    if match is None:
        return None
    group = "bounds" if match["bounds"] else "open"
    interval = _made(passage, match, level, group)
    if interval is None or draft.value is None or not _holds(interval, draft.value):
        return None
    passage.take(match.start(group), match.end(group) - 1, "interval")
    return interval


def _holds(interval: Interval, value: float) -> bool:
    return (interval.lower is None or interval.lower <= value) and (
        interval.upper is None or value <= interval.upper
    )


def _made(passage: Passage, match: re.Match[str], level: float, group: str = "bounds") -> Interval | None:
    bounds = _BOUNDS.match(passage.string, match.start(group))
    if bounds is None:
        return None
    lower, upper = _bound(passage, bounds, "lower"), _bound(passage, bounds, "upper")
    if lower is None and upper is None:
        return None
    if lower is not None and upper is not None:
        # "0.3 -2.1": a dash after a blank is no minus sign where the bounds would stand upside down.
        upper = -upper if upper < lower <= -upper else upper
        lower, upper = min(lower, upper), max(lower, upper)
    return Interval(first=match.start(), last=bounds.end() - 1, lower=lower, upper=upper, level=level)


def _bound(passage: Passage, bounds: re.Match[str], side: str) -> float | None:
    for index in range(bounds.start(side), bounds.end(side)):
        if passage.codes[index] in "NI":
            return passage.values[index]
    return None


def attach(draft: Draft, interval: Interval) -> None:
    """Give an estimate its interval."""
    draft.ci_lower, draft.ci_upper, draft.ci_level = interval.lower, interval.upper, interval.level
    draft.last = max(draft.last, interval.last)
    draft.first = min(draft.first, interval.estimate if interval.estimate is not None else draft.first)
