"""A cell's figure: which statistic its words are, given what the labels around it say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from evidence.pipeline.numerals import MID_DOTS, plain
from evidence.records import Operator, StatisticType

_N: Final = rf"[-−–+]?(?:\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d*[.{MID_DOTS}]\d+|\d+(?:[.{MID_DOTS}]\d+)?)"
_MARK: Final = r"(?:\s*(?:\*|†|‡|§|¶|#|∗|⁎|\^|[a-e](?![\w.]))[,\s]*)*"
_TIME: Final = r"(?:months?|mos?\.?|years?|yrs?\.?|weeks?|wks?\.?|days?)"
_TO: Final = r"\s*(?:[-–−‐‑]{1,2}|to|,|;)\s*"
_FRACTION: Final = re.compile(
    rf"(\d+)\s*/\s*(\d+)(?:\s*[\[(]\s*([<~]?)\s*({_N})\s*%?\s*[\])]|\s*,?\s*({_N})\s*%)?{_MARK}"
)
_PAIR: Final = re.compile(
    rf"({_N})\s*(%)?\s*[\[(]\s*(?:(?:SD|SE|s\.d\.|±)\s*)?([<~]?)\s*({_N})\s*(%)?\s*[\])]{_MARK}"
)
_INTERVAL: Final = re.compile(
    rf"({_N})\s*(%)?\s*({_TIME})?{_MARK}\s*[,;:|]?\s*[\[(]?\s*(?:(?:9[059]) ?% ?CI[:,]?\s*)?({_N})\s*%?{_TO}({_N})\s*%?\s*({_TIME})?\s*[\])]?{_MARK}"
)
_RANGE: Final = re.compile(rf"[\[(]?\s*({_N})\s*%?{_TO}({_N})\s*%?\s*[\])]?{_MARK}")
_SPREAD: Final = re.compile(rf"({_N})\s*(?:±|\+/-|\+−)\s*({_N})\s*(%)?{_MARK}")
_SINGLE: Final = re.compile(rf"([<>≤≥⩽⩾=~]?)\s*({_N})\s*(%|{_TIME})?{_MARK}")
_P: Final = re.compile(
    rf"(?:[pP]\s*)?([<>≤≥⩽⩾=]?)\s*((?:0?[.{MID_DOTS}]\d+)|[01](?:[.{MID_DOTS}]0+)?){_MARK}"
)
_NOT_SIGNIFICANT: Final = re.compile(rf"N\.?S\.?{_MARK}|not significant", re.IGNORECASE)
_OPERATORS: Final[dict[str, Operator]] = {
    "": "=", "=": "=", "<": "<", ">": ">", "≤": "<=", "⩽": "<=", "≥": ">=", "⩾": ">=", "~": "~",
}  # fmt: skip
_ROUNDING: Final = 0.6  # percentage points: what rounding of a share to whole percent leaves, and a little
_LEVEL: Final = 95.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A statistic as a cell tells it: offsets within the cell, and the fields of a `Statistic`."""

    type: StatisticType
    start: int
    end: int
    value: float | None
    operator: Operator | None = "="
    unit: str | None = None
    lower: float | None = None
    upper: float | None = None
    numerator: int | None = None
    denominator: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hints:
    """What the labels say, the nearest first; how many patients the arm has; the unit; whether times are survival."""

    says: Sequence[frozenset[str]]
    size: int | None = None
    unit: str | None = None
    timed: bool = False
    around: int = 0  # how many of `says`, at the end, are those of corner, caption and notes

    def first(self, *kinds: str) -> str | None:
        """The first of some kinds that the nearest label says."""
        return next((kind for level in self.says for kind in kinds if kind in level), None)

    def near(self, *kinds: str) -> bool:
        """Whether the nearest label that says anything of figures says one of some kinds."""
        return any(kind in next((level for level in self.says if level), frozenset()) for kind in kinds)


def value(words: str, hints: Hints) -> Figure | None:
    """The figure of an arm; None where nothing tells what it is."""
    for read in (_fraction, _spread, _pair, _interval, _single):
        found = read(words, hints)
        if found is not None:
            return found
    return None


def p_value(words: str) -> Figure | None:
    """A P value; one beyond 1 is none."""
    if match := _P.fullmatch(words.strip()):
        number = plain(match[2])
        if number <= 1:
            start = len(words) - len(words.lstrip())
            return Figure(
                type="p_value",
                start=start,
                end=start + match.end(2),
                value=number,
                operator=_OPERATORS[match[1]],
            )
    if _NOT_SIGNIFICANT.fullmatch(words.strip()):
        return Figure(type="p_value", start=0, end=len(words), value=None, operator=None)
    return None


def effect(words: str, type: StatisticType) -> Figure | None:
    """An effect size, with its interval where one follows."""
    bare = words.strip()
    start = len(words) - len(words.lstrip())
    if match := _INTERVAL.fullmatch(bare):
        estimate, lower, upper = plain(match[1]), plain(match[4]), plain(match[5])
        if not lower <= estimate <= upper:
            return None
        return Figure(type=type, start=start, end=start + len(bare), value=estimate, lower=lower, upper=upper)
    if (match := _SINGLE.fullmatch(bare)) and not match[1]:
        return Figure(type=type, start=start, end=start + match.end(2), value=plain(match[2]))
    return None


def interval(words: str) -> tuple[float, float] | None:
    """The bounds that a cell of an interval's column holds."""
    match = _RANGE.fullmatch(words.strip())
    if match is None:
        return None
    lower, upper = plain(match[1]), plain(match[2])
    return (lower, upper) if lower <= upper else None


def is_time(unit: str) -> bool:
    """Whether a unit is one of time."""
    return re.fullmatch(_TIME, unit, re.IGNORECASE) is not None


def _share(number: float, of: int | None, percent: float) -> bool:
    return bool(of) and number <= (of or 0) and abs(100 * number / (of or 1) - percent) <= _ROUNDING


def _rate(
    words: str, percent: float, numerator: int | None, denominator: int | None, low: bool = False
) -> Figure:
    return Figure(
        type="rate",
        start=0,
        end=len(words.rstrip()),
        value=percent,
        operator="<" if low else "=",
        unit="%",
        numerator=numerator,
        denominator=denominator,
    )


def _fraction(words: str, hints: Hints) -> Figure | None:
    match = _FRACTION.fullmatch(words.strip())
    if match is None:
        return None
    part, whole, told = int(match[1]), int(match[2]), match[4] or match[5]
    if not 0 <= part <= whole or not whole:
        return None
    percent = plain(told) if told else round(100 * part / whole, 1)
    if abs(100 * part / whole - percent) > 2 * _ROUNDING:
        return None
    return _rate(words, percent, part, whole, match[3] == "<")


def _spread(words: str, hints: Hints) -> Figure | None:
    match = _SPREAD.fullmatch(words.strip())
    if match is None:
        return None
    type: StatisticType = "median" if hints.first("median", "mean") == "median" else "mean"
    unit = "%" if match[3] else hints.unit
    return Figure(type=type, start=0, end=len(words.rstrip()), value=plain(match[1]), unit=unit)


def _pair(words: str, hints: Hints) -> Figure | None:
    match = _PAIR.fullmatch(words.strip())
    if match is None:
        return None
    first, second, low = plain(match[1]), plain(match[4]), bool(match[3])
    if match[2]:  # "75% (15)"
        count = int(second) if second == int(second) else None
        fits = count is not None and _share(count, hints.size, first)
        return _rate(words, first, count if not match[5] else None, hints.size if fits else None)
    whole = first == int(first) and first >= 0
    fits = whole and _share(first, hints.size, second)
    if whole and second <= 100 and (match[5] or fits or (low and second <= 1)):
        return _rate(words, second, int(first), hints.size if fits else None, low)
    kind = hints.first("spread", "mean", "median", "percent", "n")
    if kind in ("mean", "spread") or hints.near("mean", "spread"):
        if hints.first("median", "mean") == "median":
            return Figure(type="median", start=0, end=len(words.rstrip()), value=first, unit=hints.unit)
        return Figure(type="mean", start=0, end=len(words.rstrip()), value=first, unit=hints.unit)
    if kind in ("percent", "n") and whole and second <= 100 and _counts(hints) and not hints.size:
        return _rate(words, second, int(first), None, low)
    return None


def _counts(hints: Hints) -> bool:
    """Whether one label says that counts stand with their percentages."""
    return any({"n", "percent"} <= level for level in hints.says)


def _interval(words: str, hints: Hints) -> Figure | None:
    match = _INTERVAL.fullmatch(words.strip())
    if match is None:
        return None
    estimate, lower, upper = plain(match[1]), plain(match[4]), plain(match[5])
    if not lower <= estimate <= upper:
        return None
    kind = hints.first("median", "mean", "percent")
    percent = match[2] or (kind == "percent")
    spread = hints.first("spread", "ci") == "spread"
    certain = hints.first("ci", "spread") == "ci" or "CI" in words
    type: StatisticType | None = (
        "rate" if percent else "median" if kind == "median" else "mean" if kind == "mean" else None
    )
    unit = "%" if percent else (match[3] or match[6] or hints.unit)
    if type is None:
        type = "median" if hints.timed and unit and re.fullmatch(_TIME, unit, re.IGNORECASE) else None
    if type is None or (type == "rate" and spread):
        return None
    bounds = (lower, upper) if certain and not spread else (None, None)
    return Figure(
        type=type,
        start=0,
        end=len(words.rstrip()),
        value=estimate,
        unit=unit,
        lower=bounds[0],
        upper=bounds[1],
    )


_NOT_REACHED: Final = re.compile(r"(?:not (?:yet )?reached|N\.?R\.?)\s*(?:[\[(].*[\])])?", re.IGNORECASE)


def _single(words: str, hints: Hints) -> Figure | None:
    bare = words.strip()
    start = len(words) - len(words.lstrip())
    kind = hints.first("median", "mean", "percent", "n")
    if hints.timed and kind in ("median", None) and _NOT_REACHED.fullmatch(bare):
        return Figure(
            type="median", start=start, end=start + len(bare), value=None, operator=None, unit=hints.unit
        )
    match = _SINGLE.fullmatch(bare)
    if match is None:
        return None
    number, unit = plain(match[2]), match[3]
    end = start + (match.end(3) if unit else match.end(2))
    operator = _OPERATORS[match[1]]
    if unit == "%" or (unit is None and kind == "percent" and not _counts(hints)):
        return (
            Figure(type="rate", value=number, operator=operator, unit="%", start=start, end=end)
            if 0 <= number <= 100
            else None
        )
    unit = unit or hints.unit
    if kind in ("median", "mean"):
        near = Hints(says=hints.says[: len(hints.says) - hints.around])
        if near.first("median", "mean") is None and number == int(number):
            return None  # what caption or notes say of averages need not be of whole numbers
        return Figure(
            type="median" if kind == "median" else "mean",
            value=number,
            operator=operator,
            unit=unit,
            start=start,
            end=end,
        )
    if hints.timed and unit and re.fullmatch(_TIME, unit, re.IGNORECASE):
        return Figure(type="median", value=number, operator=operator, unit=unit, start=start, end=end)
    if unit is None and number == int(number) and number >= 0 and (kind == "n" or _counts(hints)):
        if _counts(hints) and number != 0:
            return None  # a count or a percentage: nothing tells
        return Figure(
            type="count", value=number, operator=operator, numerator=int(number), start=start, end=end
        )
    return None
