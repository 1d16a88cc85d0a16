"""Whose each value of a row is: by the arm named beside it, else by the order in which the arms are named.

"10% with A and 20% with B", "in A and B, 10% and 20%, respectively", "18.8 months, as compared with 14.5 with B".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final, TypeAlias

from evidence.pipeline.contrasts import (
    against,
    arms_with_figures,
    contrast_behind,
    is_median_time,
    side_by_side,
    versus_pairs,
)
from evidence.pipeline.directions import cues
from evidence.pipeline.layers import ArmMention
from evidence.pipeline.other_arms import of_two
from evidence.pipeline.screens import screened
from evidence.pipeline.shared_values import (
    AND,
    RESPECTIVELY,
    by_times,
    of_all_arms,
    of_all_or_some,
    of_other_arms,
    restates,
    right_before,
)
from evidence.records import Statistic

# Between the share of all patients and the figures of the arms: "fatigue in 361 (20%; 192 v 169)".
_WHOLE: Final = re.compile(r"[%\s]*; ?")
# Where a later part of a clause opens that names an arm anew.
_NAMED_AGAIN: Final = re.compile(r"[,;] (?:with|and|but)\b")
# Between an arm's name and its value in a bracket.
_OPENED: Final = re.compile(r"[\w\s-]{0,20}[(\[](?:(?:median|mean|rate)s?[,:]? )?")
_COMPARED_WITH: Final = re.compile(
    r"\b(?:[Aa]s )?(?:Compared|compared|[Rr]elative|In comparison) (?:with|to) (?:the |those |patients |women |men |participants )*"
    r"(?:(?:who (?:were |had )?)?(?:given|received|receiving|treated with|assigned to|allocated to|randomi[sz]ed to|in|on|with) (?:the )?)?$"
)
# Before the arm that a difference favours, which is not the arm of the figure beside it.
_FAVOURED: Final = screened(
    r"\b(?:favou?r(?:ing|ed|s)|in favou?r of|(?:benefit|advantage) (?:for|of|with|to)) (?:the )?$",
    re.IGNORECASE,
)
# Before the arm that a ratio behind the figures is told of: "(58 v 44 months; hazard ratio for death in the | A group, 0.61)".
_OF_RATIO: Final = screened(
    r"\d[^()]*[;,] [^;,()]*\b(?:hazard|odds|rate|risk) ratio\b[^;,()\d]*$", re.IGNORECASE
)
_RATIO_REACH: Final = 110
# Between two figures of a change: "fell from 40% to 30%", "(59% to 27%)".
_CHANGE: Final = re.compile(r"[\s)%\]]*(?:\([^()]*\)\s*)?to (?:an? )?(?:(?:median|mean) of )?")
# Around the first figure of a change whose second is told as a time: "from 5.4 months to 6.7 months after randomization".
_FROM: Final = re.compile(r"\bfrom (?:an? )?(?:(?:median|mean) of )?$")
_TO_FIGURE: Final = re.compile(rf"(?:\s*(?:days?|weeks?|months?|years?))?{_CHANGE.pattern}\d")
_FROM_REACH: Final = 20


# The arm of each figure, or None, and whether an arm is named beside each.
_Dealt: TypeAlias = tuple[list[int | None], bool]


def arms_of_values(
    text: str, values: Sequence[Statistic], mentions: Sequence[ArmMention], order: Sequence[int]
) -> _Dealt:
    """The arm of each value, and whether an arm is named beside each: right behind it, else right before it.

    Else the order of naming decides. `order` is the order in which the text last named both arms; it serves where
    this sentence names none.
    """
    if not values:
        return [], False
    if shared := of_all_arms(text, values):
        return _without(text, values, mentions, order, shared)
    if again := [place for place, pair in enumerate(pairwise(values), start=1) if restates(*pair)]:
        return _without(text, values, mentions, order, again, restated=True)
    if (timed := by_times(text, values, mentions)) is not None:
        return timed, False
    mentions = [
        item
        for item in mentions
        if not _FAVOURED.search(text, max(0, item.start - 30), item.start)
        and not _OF_RATIO.search(text, max(0, item.start - _RATIO_REACH), item.start)
    ]
    told = _under_heads(text, values, mentions) or _in_runs(text, values, mentions, order)
    if told is not None:
        return told
    right, left = _behind_each(text, values, mentions), _before_each(values, mentions)
    if len(values) == 1 and _begins_change(text, values[0]):
        return [None], False
    if len(values) == 1 and left[0] is None and of_all_or_some(text, values[0], mentions):
        return [None], False
    if len(values) == 1 and left[0] is not None and _in_later_bracket(text, values[0], mentions):
        return [left[0]], True
    own = _several_each(text, values, right) or _beside_each(text, values, mentions, right, left)
    if own is not None:
        return own, True
    named = _named(text, values, mentions)
    if (dealt := _respectively(text, values, named)) is not None:
        return dealt, False
    if len(values) == 1:
        behind = right[0] is None or _bracketed(text, values[0], mentions)
        return [left[0] if behind and left[0] is not None else right[0]], True
    return _by_naming(text, values, mentions, (right, left), named, order)


def _begins_change(text: str, value: Statistic) -> bool:
    """Whether a figure is what something went from, which is one group's start or the other group's figure."""
    before = _FROM.search(text, max(0, value.start - _FROM_REACH), value.start)
    return before is not None and _TO_FIGURE.match(text, value.end) is not None


def _without(
    text: str,
    values: Sequence[Statistic],
    mentions: Sequence[ArmMention],
    order: Sequence[int],
    places: Sequence[int],
    *,
    restated: bool = False,
) -> _Dealt:
    """The arms of the other values; those at `places` are nobody's, or tell the one before them again (`restated`)."""
    kept = [item for index, item in enumerate(values) if index not in places]
    arms, beside = arms_of_values(text, kept, mentions, order)
    for index in places:
        arms.insert(index, arms[index - 1] if restated else None)
    return arms, beside


def _under_heads(text: str, values: Sequence[Statistic], mentions: Sequence[ArmMention]) -> _Dealt | None:
    """The arms of values that have their arm as a head: "(A: 75%; B: 3%)"."""
    heads = [_head(text, mentions, item) for item in values]
    if None not in heads and len(set(heads)) > 1:
        return heads, True
    parts = [_head(text, mentions, item, opens=True) for item in values]
    headed = [arm for arm in parts if arm is not None]
    if len(set(headed)) == len(headed) > 1 and not versus_pairs(text, values):
        return parts, True  # "7 cases (A = 5, B = 2)": the whole is nobody's
    return None


def _in_runs(
    text: str, values: Sequence[Statistic], mentions: Sequence[ArmMention], order: Sequence[int]
) -> _Dealt | None:
    """The arms of values that come in pairs, or in runs of two kinds, each dealt by itself; those of a change."""
    if pairs := versus_pairs(text, values):
        if len({_head(text, mentions, pair[0]) for pair in pairs} - {None}) == len(pairs):
            return [None] * len(values), False  # "A, 17% v 6%; B, 11% v 6%": each pair is one arm's
        dealt = [
            ([None] * len(pair), False)
            if of_other_arms(text, pair[-1].end, mentions)
            else arms_of_values(text, pair, mentions, order)
            for pair in pairs
        ]
        return [arm for arms, _ in dealt for arm in arms], all(beside for _, beside in dealt)
    if (told := _told_pairs(text, values, mentions, order)) is not None:
        return told, False
    if len(values) == 2 and _CHANGE.fullmatch(text, values[0].end, values[1].start):
        return [None, None], False  # one group's change, or the other group's figure first: which is not said
    if _sums_up(text, values):
        return [None, *arms_of_values(text, values[1:], mentions, order)[0]], False
    if len(values) > 2 and (split := contrast_behind(text, values)):
        if _WHOLE.fullmatch(text, split[0][-1].end, split[1][0].start):
            return [*([None] * len(split[0])), *arms_of_values(text, split[1], mentions, order)[0]], False
        first, last = split
        # "0.96 in A and 0.82 in B, with more reductions in B (46% v 18%)": by the arm that the words between them name
        anew = _anew(text, first[-1], last[0], mentions)
        return [
            *arms_of_values(text, first, mentions, order)[0],
            *arms_of_values(text, last, anew or mentions, order)[0],
        ], False
    return None


def _anew(
    text: str, before: Statistic, behind: Statistic, mentions: Sequence[ArmMention]
) -> list[ArmMention]:
    """The arm that a later part of a clause names anew before its figures."""
    opened = [match.end() for match in _NAMED_AGAIN.finditer(text, before.end, behind.start)]
    return [item for item in mentions if opened and opened[-1] <= item.start < behind.start]


# Between the number of all and those of the arms: "83 deaths occurred (A 39, B 44)".
_PARTED: Final = re.compile(
    r"[^(\[.;:]{0,40}(?:[(\[:]|\b(?:of (?:which|whom|these)|including)\b)[^.;]*", re.IGNORECASE
)


def _sums_up(text: str, values: Sequence[Statistic]) -> bool:
    """Whether the first of some counts is that of all, and the others are its parts: "543 died (368 v 175)"."""
    if len(values) < 3 or any(item.type != "count" or item.value is None for item in values):
        return False
    whole, *parts = (item.value or 0.0 for item in values)
    return whole == sum(parts) and (
        (len(parts) == 2 and against(text, values[1], values[2]))
        or _PARTED.fullmatch(text, values[0].end, values[1].start) is not None
    )


def _named(text: str, values: Sequence[Statistic], mentions: Sequence[ArmMention]) -> list[int]:
    """The arms that are named with values, in the order in which the values are told."""
    if (both := _right_behind(text, values, mentions)) is not None:
        return both
    end = _last_name(text, values[-1].end)
    before = [item for item in mentions if item.start < end]
    named = list(arms_with_figures(text, before) or dict.fromkeys(item.arm for item in before))
    if len(named) == 2 and compared_with(text, mentions[0].start):
        named.reverse()  # "compared with B, A had fewer (16% v 33%)"
    return named


def _by_naming(
    text: str,
    values: Sequence[Statistic],
    mentions: Sequence[ArmMention],
    sides: tuple[Sequence[int | None], Sequence[int | None]],
    named: Sequence[int],
    order: Sequence[int],
) -> _Dealt:
    """The arms of values of which not each has its own beside it: the other one of two, else as they are named.

    `sides` are the arms right behind the values and right before them.
    """
    behind_last = {item.arm for item in mentions if item.start >= values[-1].end}
    if len(behind_last) == 1 and (told := of_two(text, values, mentions, sides[0], order)) is not None:
        return told, True  # "18.8 months, as compared with 14.5 months with B"
    if len(named) == len(values):
        return list(named), _heads_both(text, values, mentions)
    for side in sides:
        if (told := of_two(text, values, mentions, side, order)) is not None:
            return told, True
    if not named and len(order) == len(values) and _of_a_kind(values) and side_by_side(text, values):
        return list(order), False
    lone = len(named) == 1 and len(values) == 2 and against(text, *values)
    if lone and (len(order) == 2 or mentions[0].end <= values[0].start):
        return _beside_a_lone_name(text, values, mentions[0], order), False
    return [None] * len(values), False


def _heads_both(text: str, values: Sequence[Statistic], mentions: Sequence[ArmMention]) -> bool:
    """Whether two contrasted arms head two contrasted figures: "(A versus B: 70% versus 94%)"."""
    before = [item for item in mentions if item.end <= values[0].start][-2:]
    return (
        len(before) == len(values) == 2
        and _VERSUS.fullmatch(text, before[0].end, before[1].start) is not None
        and _HEADS.fullmatch(text, before[1].end, values[0].start) is not None
        and against(text, *values)
    )


def _behind_each(text: str, values: Sequence[Statistic], mentions: Sequence[ArmMention]) -> list[int | None]:
    """The arm that is named within each value's span, else behind it and before the next one."""
    heads = {
        item.start
        for item in mentions
        for value in values
        if 0 < value.start - item.end < 5
        and _HEADS.fullmatch(text, item.end, value.start)
        and _OPENS.search(text, max(0, item.start - 4), item.start)
    }
    plain = [item for item in mentions if item.start not in heads]
    return [
        _inside(mentions, item, _first(plain, item.end, _start(values, index + 1)))
        for index, item in enumerate(values)
    ]


def _before_each(values: Sequence[Statistic], mentions: Sequence[ArmMention]) -> list[int | None]:
    """The arm that is named before each value and behind the one before."""
    return [
        _last(mentions, values[index - 1].end if index else 0, item.start)
        for index, item in enumerate(values)
    ]


def compared_with(text: str, place: int) -> bool:
    """Whether the group named at a place is what another is held against: "compared with patients given A, ..."."""
    return _COMPARED_WITH.search(text, max(0, place - 75), place) is not None


# Between two figures and the two arms whose they are, in this order: "(17 v 23% for A and B, respectively)".
_FOR_BOTH: Final = re.compile(r"[\s%]*(?:for|in|with|on|of)\s+(?:the\s+)?")


def _right_behind(text: str, values: Sequence[Statistic], mentions: Sequence[ArmMention]) -> list[int] | None:
    """The two arms that are named together right behind two figures, whatever was named before."""
    if len(values) != 2:
        return None
    behind = [item for item in mentions if item.start >= values[1].end][:2]
    if len({item.arm for item in behind}) != 2:
        return None
    first, second = behind
    together = AND.fullmatch(text, first.end, second.start) is not None
    return (
        [first.arm, second.arm]
        if together and _FOR_BOTH.fullmatch(text, values[1].end, first.start) is not None
        else None
    )


_RIGHT_BEHIND: Final = re.compile(
    r"[\s%)]*(?:of (?:the )?(?:patients|those|women|men|participants) )?(?:in|with|for|on|among)\s+(?:the\s+)?"
)


def _beside_each(
    text: str,
    values: Sequence[Statistic],
    mentions: Sequence[ArmMention],
    right: Sequence[int | None],
    left: Sequence[int | None],
) -> list[int | None] | None:
    """The arms of values that have one beside them, each another: on the `right`, else on the `left`."""
    if len(values) > 1 and len(set(left)) > 1 and all(_bracketed(text, item, mentions) for item in values):
        return list(left)  # "with A (30%), B (36%), and C (18%)"
    if (
        len(values) > 1
        and len(set(left)) == len(values)
        and all(right_before(text, item, mentions) for item in values)
    ):
        return list(left)  # "(A 68%, B 70%)"
    told = next((item for item in mentions if item.start >= values[0].end), None)
    behind = told is not None and _RIGHT_BEHIND.fullmatch(text, values[0].end, told.start) is not None
    for side in (right,) if behind and len(values) > 1 else (right, left):
        if all(arm is not None for arm in side) and (len(values) == 1 or len(set(side)) > 1):
            return list(side)
        own = [arm for arm in side if arm is not None]
        if len(values) > len(own) > 1 and len(set(own)) == len(own):
            return list(side)
    return None


# Between the figures of one arm: "65% and 54% in A".
_LISTED: Final = re.compile(r"[\s%)]*(?:,|,? and)\s+")


def _several_each(
    text: str, values: Sequence[Statistic], right: Sequence[int | None]
) -> list[int | None] | None:
    """The arms of as many figures each, told behind the last: "65% and 54% in A, 73% and 62% in B"."""
    own = [arm for arm in right if arm is not None]
    if not 1 < len(own) < len(values) or len(set(own)) != len(own) or len(values) % len(own):
        return None
    each = len(values) // len(own)
    if any((arm is not None) != ((index + 1) % each == 0) for index, arm in enumerate(right)):
        return None
    if not all(
        _LISTED.fullmatch(text, values[index].end, values[index + 1].start)
        for index in range(len(values))
        if (index + 1) % each
    ):
        return None
    return [own[index // each] for index in range(len(values))]


def _of_a_kind(values: Sequence[Statistic]) -> bool:
    """Whether values may be those of two groups: a share and a time, or shares of different things, are not."""
    units = {item.unit for item in values}
    if all(item.type == "count" for item in values):
        units.discard(None)  # "35 and 31 patients"
    return len(units) <= 1 and len({(item.type, item.timepoint) for item in values}) == 1


# How far behind the last value a list of arms may go, in characters: further where "respectively" ends it.
_LIST, _LONG_LIST = 60, 250


def _last_name(text: str, end: int) -> int:
    said = RESPECTIVELY.search(text, end, end + _LONG_LIST)
    return (
        max(end + _LIST, said.start())
        if said is not None and ". " not in text[end : said.start()]
        else end + _LIST
    )


def _respectively(text: str, values: Sequence[Statistic], named: Sequence[int]) -> list[int | None] | None:
    """The arms of more values than arms, where "respectively" parts those that are dealt from the rest."""
    if not len(values) > len(named) > 1:
        return None
    said = RESPECTIVELY.search(text, values[0].start, values[-1].end)
    dealt = sum(item.end <= said.start() for item in values) if said is not None else 0
    return [*named, *([None] * (len(values) - dealt))] if dealt == len(named) else None


def _beside_a_lone_name(
    text: str, values: Sequence[Statistic], mention: ArmMention, order: Sequence[int]
) -> list[int | None]:
    """The arms of "x v y" where the words name one arm alone."""
    both: list[int | None] = [mention.arm, order[0] + order[1] - mention.arm if len(order) == 2 else None]
    first = _is_first(text, mention, values)
    if first is None:
        return list(order) if len(order) == 2 else both
    return both if first else both[::-1]


def _bracketed(text: str, value: Statistic, mentions: Sequence[ArmMention]) -> bool:
    """Whether a value stands in a bracket right behind an arm's name: "longer with A (1.6 months) than B"."""
    before = [item for item in mentions if item.end <= value.start]
    if not before:
        return False
    gap = text[before[-1].end : value.start]
    return _OPENED.fullmatch(gap) is not None


def _in_later_bracket(text: str, value: Statistic, mentions: Sequence[ArmMention]) -> bool:
    """Whether the arm behind a value is named in a bracket of other figures: "with A was 8.4 months (hazard ratio v B, 0.6)"."""
    after = next((item for item in mentions if item.start >= value.end), None)
    if after is None:
        return False
    gap = text[value.end : after.start]
    return gap.count("(") > gap.count(")") and _RATIO.search(gap) is not None


_RATIO: Final = re.compile(r"\b(?:hazard|ratio|HR|OR|RR|P|difference)\b")
_VERSUS: Final = re.compile(r"\s*(?:versus|vs\.?|v)\s+(?:the\s+)?")
# Between the name of an arm and its value: "A: 75%", "arm A, 92%".
_HEADS: Final = re.compile(r"\s*[:=,]\s*")


# Where a part begins that the name of an arm heads.
_OPENS: Final = re.compile(r"(?:[(\[;:]|^)\s*$")


def _head(text: str, mentions: Sequence[ArmMention], value: Statistic, *, opens: bool = False) -> int | None:
    """The arm whose name heads a value; if it `opens` a part, a name before a comma must begin one ("; B, 62%")."""
    before = [item for item in mentions if item.end <= value.start]
    if not before or not _HEADS.fullmatch(text, before[-1].end, value.start):
        return None
    name = before[-1]
    if opens and "," in text[name.end : value.start]:
        return name.arm if _OPENS.search(text, max(0, name.start - 4), name.start) else None
    return name.arm


def _told_pairs(
    text: str, values: Sequence[Statistic], mentions: Sequence[ArmMention], order: Sequence[int]
) -> list[int | None] | None:
    """ "37.9 months with A v 34.3 months with B in one subset, and 36.2 v 31.3 months overall": the first pair's order."""
    if len(values) < 4 or len(values) % 2:
        return None
    rest = [values[index : index + 2] for index in range(2, len(values), 2)]
    if not all(against(text, first, second) for first, second in rest):
        return None
    if any(values[2].start <= item.start < values[-1].end for item in mentions):
        return None
    if len({item.arm for item in _anew(text, values[1], values[2], mentions)}) == 1:
        return None
    first, _ = arms_of_values(text, values[:2], mentions, order)
    if None in first or len(set(first)) != 2:
        return None
    if of_other_arms(text, values[-1].end, mentions):
        return [*first, *[None] * (len(values) - 2)]
    return first * (len(values) // 2)


def _is_first(text: str, mention: ArmMention, values: Sequence[Statistic]) -> bool | None:
    """Whether the first of two contrasted values is that of the one arm named, by the comparing word before its name.

    "Greater in A (6% v 15%)": A has the greater one, whatever the order; None where no word tells.
    """
    first, second = values[0].value, values[1].value
    if first is None or second is None or first == second or mention.end > values[0].start:
        return None
    told = cues(text, max(0, mention.start - _COMPARING), mention.start)
    told = [item for item in told if not _NOUN.fullmatch(text, item.start, item.end)] or told
    if not told or _AFTER_THAN.search(text, max(0, mention.start - _COMPARING), mention.start):
        return None
    longer = told[-1].scale == "benefit" and is_median_time(values[0])
    if not told[-1].sign or not (told[-1].scale == "amount" or longer):
        return None
    return (first > second) == (told[-1].sign > 0)


# What is itself more or less frequent: "more frequent dose reductions in A (46% v 18%)".
_NOUN: Final = re.compile(r"(?:reduction|increase|decrease|improvement)s?", re.IGNORECASE)
# How far before an arm's name the word that compares it may stand.
_COMPARING: Final = 60
_AFTER_THAN: Final = re.compile(r"\b(?:than|versus|vs\.?|compared)\b")


def _inside(mentions: Sequence[ArmMention], value: Statistic, behind: int | None) -> int | None:
    """The arm named within a value's own span ("42.6% with A (95% CI, 29.4 to 55.8)"), else the one behind it."""
    return next((item.arm for item in mentions if value.start < item.start < value.end), behind)


def _start(values: Sequence[Statistic], index: int) -> int:
    return values[index].start if index < len(values) else 1 << 60


def _first(mentions: Sequence[ArmMention], start: int, end: int) -> int | None:
    found = [item for item in mentions if start <= item.start < min(end, start + 90)]
    return found[0].arm if found else None


def _last(mentions: Sequence[ArmMention], start: int, end: int) -> int | None:
    found = [item for item in mentions if start <= item.start and item.end <= end]
    return found[-1].arm if found else None
