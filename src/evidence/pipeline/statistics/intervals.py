"""Confidence and credible intervals, and the estimates that they belong to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from evidence.pipeline.statistics.drafts import Draft
from evidence.pipeline.statistics.tokens import Passage
from evidence.records import EFFECT_TYPES, StatisticType

DEFAULT_LEVEL: Final = 95.0

_BOUND: Final = r"o?[NIx]%?[Uu]?"
_BOUNDS: Final = re.compile(rf"(?P<lower>{_BOUND})(?:,t|-t|[-t,&;/])(?P<upper>{_BOUND})(?![-/]\d)")
# From the mark to its bounds: ", ", " = ", " for difference, ". Behind the name of an effect it has no estimate.
_MARKED: Final = re.compile(rf"C(?:[,:;o=(fbwpEGn.-]|\)(?=[,:;(oNI])){{0,6}}?(?P<bounds>{_BOUNDS.pattern})")
# "HR [95% CI]: 0.58 [0.46-0.72]", "HR (95% CI) 0.58 (0.46-0.72)": the mark stands before the estimate.
_HEADING: Final = re.compile(
    rf"C\)?[,:;o=bwf]{{0,3}}?(?P<estimate>[NI])%?[Uu]?\((?P<bounds>{_BOUNDS.pattern})\)"
)
_ONE_SIDED: Final = re.compile(r"C[,:o=bfw]{0,3}?(?P<bound>[NI])%?(?![-t,][NIx])")
_BARE: Final = re.compile(
    rf"[,;]?\((?P<bounds>{_BOUNDS.pattern})(?=[);,])|,(?P<open>[NI]%?[-t][NIx]%?)(?=[;),])"
)
# Further intervals behind one mark, each of another arm: "95% CI, 2.5 to 5.3 and 1.9 to 3.8, respectively".
_FURTHER: Final = re.compile(rf"(?:,?&|v)(?P<bounds>{_BOUNDS.pattern})(?=[);,]|r)")
# What may stand between an estimate and its interval: its own P value, and numbers that mean something else.
_PASSED: Final = frozenset({"p_value", "label", "landmark", "sample size", "small label", "increment"})
_REACH: Final = 14


@dataclass(slots=True, kw_only=True)
class Precedent:
    """What a document's earlier sentences settle: the last kind of ratio and of average times, and whether its brackets hold intervals."""

    ratio: StatisticType | None = None
    level: float | None = None
    time: StatisticType | None = None


@dataclass(slots=True, kw_only=True)
class Interval:
    """Tokens `first` to `last` (its mark and bounds); a bound that is not reached is None.

    `estimate` is the token of its estimate once that is known, -1 where the text gives none.
    """

    first: int
    last: int
    lower: float | None
    upper: float | None
    level: float
    estimate: int | None = None


class Intervals:
    """The intervals of a passage. Those with a mark are taken at once; those without, beside their estimate."""

    __slots__ = ("_lists", "_passage", "_precedent", "marked")

    def __init__(self, passage: Passage, precedent: Precedent) -> None:
        self._passage = passage
        self._precedent = precedent
        self.marked: list[Interval] = []
        self._lists: list[list[Interval]] = []
        level = 0.0
        place = passage.string.find("C")
        while place >= 0:
            level = passage.values[place] or level or precedent.level or DEFAULT_LEVEL
            interval = _at(passage, place, level)
            if interval is not None:
                self.marked.append(interval)
                place = interval.last
                if interval.estimate is None and len(listed := _listed(passage, interval)) > 1:
                    self._lists.append(listed)
                    interval.estimate = -1
                    place = listed[-1].last
            place = passage.string.find("C", place + 1)

    def complete(self, draft: Draft) -> None:
        """Give an estimate its interval: the marked one that follows it with no number between, or a bare one."""
        interval = self._headed(draft) or self.following(draft.at, draft.last + 1) or self.bare(draft)
        if interval is not None:
            interval.estimate = draft.at
            draft.ci_lower, draft.ci_upper, draft.ci_level = interval.lower, interval.upper, interval.level
            draft.last = max(draft.last, interval.last)

    def deal(self, drafts: Sequence[Draft]) -> None:
        """Give the intervals that one mark announces to as many estimates before it, in their order, if each holds its own:
        "4.0 and 2.5 months with A and B (95% CI, 2.5 to 5.3 and 1.9 to 3.8)". Else they are nobody's."""
        for listed in self._lists:
            before = [item for item in drafts if item.at < listed[0].first and item.type != "p_value"]
            told = before[-len(listed) :]
            if len(told) == len(listed) and all(
                item.type == told[0].type
                and item.ci_level is None
                and item.value is not None
                and _holds(interval, item.value)
                for item, interval in zip(told, listed, strict=True)
            ):
                for item, interval in zip(told, listed, strict=True):
                    item.ci_lower, item.ci_upper, item.ci_level = (
                        interval.lower,
                        interval.upper,
                        interval.level,
                    )

    def _headed(self, draft: Draft) -> Interval | None:
        return next((item for item in self.marked if item.estimate == draft.at), None)

    def following(self, at: int, start: int) -> Interval | None:
        """The marked interval, without an estimate as yet, that belongs to a number at `at` whose words end at `start`."""
        for interval in self.marked:
            if interval.estimate is None and at < interval.first:
                return interval if _nothing_between(self._passage, start, interval.first) else None
        return None

    def estimate_near(self, name: int) -> int | None:
        """The estimate behind a name with its mark: "HR (95% CI) 0.58 (0.46-0.72)"."""
        for interval in self.marked:
            if interval.estimate is not None and 0 < interval.estimate - name < 8:
                return interval.estimate if self._passage.codes[interval.estimate] in "NI" else None
        return None

    def bare(self, draft: Draft) -> Interval | None:
        """The unmarked interval straight behind an estimate: "7.2 months (5.6-7.5)", "0.92, 0.80-1.06".

        It must hold the value; behind medians and the like, the text must have used brackets for intervals (and not for
        ranges) before. Effect sizes have no ranges.
        """
        level = self._level_before(draft.first)
        if level is None and draft.type in EFFECT_TYPES:
            level = self._precedent.level or DEFAULT_LEVEL
        match = _BARE.match(self._passage.string, draft.last + 1) if level else None
        if match is None or level is None:
            return None
        group = "bounds" if match["bounds"] else "open"
        interval = _made(self._passage, match.start(group), level)
        if interval is None or draft.value is None or not _holds(interval, draft.value):
            return None
        self._passage.take(match.start(group), match.end(group) - 1, "interval")
        return interval

    def opens(self, at: int) -> bool:
        """Whether an unmarked interval follows a number at once: "0.99, 0.77-1.28"."""
        match = _BARE.match(self._passage.string, at + 1)
        return match is not None and match["open"] is not None and self._level_before(at) is not None

    def brackets(self, at: int) -> bool:
        """Whether an unmarked interval in brackets follows a number that opens a part of a bracket: "(0.32 [0.24-0.42]; P < .001)"."""
        match = _BARE.match(self._passage.string, at + 1)
        opened = self._passage.codes[at - 1 : at] in (["("], ["["], [";"])
        return (
            opened
            and match is not None
            and match["bounds"] is not None
            and self._level_before(at) is not None
        )

    def _level_before(self, place: int) -> float | None:
        """The level that brackets have before a token; None if they hold ranges there, or nothing says what they hold."""
        kinds = self._passage.kinds[:place]
        mark, spread = kinds.rfind("C"), kinds.rfind("Q")
        if mark < 0 and spread < 0:
            # A later mark in the same sentence tells as well.
            if "Q" in self._passage.kinds:
                return None
            return self._precedent.level or (DEFAULT_LEVEL if "C" in self._passage.kinds else None)
        if spread > mark:
            return None
        return self._passage.values[mark] or self._precedent.level or DEFAULT_LEVEL


def _nothing_between(passage: Passage, start: int, end: int) -> bool:
    """Whether no number lies between two tokens but P values and what else is already told."""
    if end - start > _REACH:
        return False
    for index in range(start, end):
        code = passage.codes[index]
        if code in "NIW" or (code == "#" and passage.meanings.get(index, "p_value") not in _PASSED):
            return False
    return True


def _at(passage: Passage, mark: int, level: float) -> Interval | None:
    """The interval that a mark announces, taken."""
    heading = _HEADING.match(passage.string, mark)
    if heading is not None:
        interval = _made(passage, heading.start("bounds"), level)
        if interval is not None:
            interval.estimate = heading.start("estimate")
            passage.take(heading.start("bounds"), heading.end("bounds") - 1, "interval")
            return interval
    marked = _MARKED.match(passage.string, mark)
    if marked is not None:
        interval = _made(passage, marked.start("bounds"), level)
        if interval is not None:
            interval.first = mark
            interval.estimate = -1 if "E" in passage.string[mark : marked.start("bounds")] else None
            passage.take(mark, interval.last, "interval")
            return interval
    return _one_sided(passage, mark, level)


def _listed(passage: Passage, first: Interval) -> list[Interval]:
    """An interval and those that its mark announces as well, taken."""
    listed = [first]
    while (match := _FURTHER.match(passage.string, listed[-1].last + 1)) is not None:
        interval = _made(passage, match.start("bounds"), first.level)
        if interval is None:
            break
        passage.take(match.start("bounds"), interval.last, "interval")
        listed.append(interval)
    return listed


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


def _holds(interval: Interval, value: float) -> bool:
    return (interval.lower is None or interval.lower <= value) and (
        interval.upper is None or value <= interval.upper
    )


def _made(passage: Passage, start: int, level: float) -> Interval | None:
    bounds = _BOUNDS.match(passage.string, start)
    if bounds is None:
        return None
    lower, upper = _bound(passage, bounds, "lower"), _bound(passage, bounds, "upper")
    if lower is not None and upper is not None:
        # "0.3 -2.1": a dash behind a blank is no minus sign where the bounds would stand upside down.
        upper = -upper if upper < lower <= -upper else upper
        lower, upper = min(lower, upper), max(lower, upper)
    return Interval(first=start, last=bounds.end() - 1, lower=lower, upper=upper, level=level)


def _bound(passage: Passage, bounds: re.Match[str], side: str) -> float | None:
    for index in range(bounds.start(side), bounds.end(side)):
        if passage.codes[index] in "NI":
            return passage.values[index]
    return None
