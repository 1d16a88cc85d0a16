"""Figures held against each other: "10% v 20%", "18.8 months, as compared with 14.5"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from evidence.pipeline.layers import ArmMention
from evidence.records import Statistic

_VERSUS: Final = re.compile(
    r"[\s)%\],]*(?:[(\[][^()\[\]]{3,24}[)\]],?\s*)?(?:(?:/\w{1,8}|days?|weeks?|months?|years?|hours?|h|min(?:utes)?|mm|cm|kg|m?g|m[lL]|points?|units?)\s+)?(?:vs\.?|v\.?|versus|(?:as )?compared (?:with|to)|against|than)\s*(?:(?:only|just|a median of) )?"
)

# The units of a survival time.
TIME_UNITS: Final = frozenset({"days", "weeks", "months", "years"})


def is_median_time(item: Statistic) -> bool:
    """Whether a figure is a median of a time: of such the greater is the longer."""
    return item.type == "median" and item.unit in TIME_UNITS


def against(text: str, first: Statistic, second: Statistic) -> bool:
    """Whether the second of two figures is what the first is held against."""
    return _VERSUS.fullmatch(text, first.end, second.start) is not None


def contrasted(text: str, values: Sequence[Statistic]) -> bool:
    """Whether two neighbouring values are held against each other."""
    return any(against(text, first, second) for first, second in pairwise(values))


def versus_pairs(text: str, values: Sequence[Statistic]) -> list[Sequence[Statistic]]:
    """The values two by two, where each two are held against each other: "66% v 20%; pronounced, 54% v 7%"."""
    if len(values) < 4 or len(values) % 2:
        return []
    pairs = [values[index : index + 2] for index in range(0, len(values), 2)]
    return pairs if all(against(text, first, second) for first, second in pairs) else []


def contrast_behind(text: str, values: Sequence[Statistic]) -> list[Sequence[Statistic]]:
    """A pair that is contrasted and the values of another kind before it: "of 55 cases ... (89% v 66%)"."""
    first, second = values[-2:]
    before = values[:-2]
    if first.type != second.type or any(item.type == first.type for item in before):
        return []
    return [before, [first, second]] if against(text, first, second) else []


_SIGNS: Final = re.compile(r"[(\[\])]")


def closed_off(text: str, start: int, end: int) -> bool:
    """Whether a bracket that is open at one place is closed before another: "55% (9% complete responders) and 17%"."""
    depth = 0
    for sign in _SIGNS.finditer(text, start, end):
        depth += 1 if sign.group() in "([" else -1
        if depth < 0:
            return True
    return False


# Between the figures of two arms that are told without their names: "2.8 and 3.1 months", "12% (3 of 25) and 8%".
_ALONGSIDE: Final = re.compile(
    r"[\s)%\],;]*(?:[A-Za-z/²]{1,8}[\s,;]+)?(?:[(\[][^()\[\]]*[)\]][\s,;]*)*(?:and|or|to|versus|vs\.?|v|compared (?:with|to)|-)?\s*(?:(?:a|the) )?(?:(?:median|mean|only|just) )?(?:of )?[(\[]?"
)


def side_by_side(text: str, values: Sequence[Statistic]) -> bool:
    """Whether nothing but an "and" or a contrast parts figures: a share of a share is no other arm's."""
    return contrasted(text, values) or all(
        _ALONGSIDE.fullmatch(text, first.end, second.start) is not None for first, second in pairwise(values)
    )


_PAIR: Final = 2
# Between two arms whose figures are held against each other: "(18 in control group vs 7 in intervention group)".
_BESIDE_FIGURES: Final = re.compile(r"(?:[^.;()]*\d)?[^.;()]*\b(?:vs?\.?|versus)\s+(?:\S+ ){0,3}?\d[^.;()]*")


def arms_with_figures(text: str, mentions: Sequence[ArmMention]) -> tuple[int, ...] | None:
    """The order of the first two arms that are named each with a figure, whatever was named before them."""
    pairs = pairwise(mentions) if len(mentions) > _PAIR else ()
    return next(
        (
            (one.arm, two.arm)
            for one, two in pairs
            if one.arm != two.arm and _BESIDE_FIGURES.fullmatch(text, one.end, two.start)
        ),
        None,
    )
