"""Deals a sentence's statistics out: to its outcomes, and within an outcome to the arms.

Trial reports pack several results into a sentence. What belongs together follows from where it stands: statistics
follow the outcome that they measure, unless they stand before the first one, are joined to the next one ("0.93 for
EFS"), or the sentence deals them out in order ("5-year DFS and OS rates were ... and ..., respectively").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from evidence.pipeline.arm_mentions import ArmMention
from evidence.pipeline.directions import cues
from evidence.pipeline.outcomes import OutcomeMention
from evidence.pipeline.populations import of_figures
from evidence.records import EFFECT_TYPES, Statistic

_CLAUSE: Final = re.compile(
    r";\s+(?=\w)|,?\s+(?=(?:whereas|while|although|however)\b)|,\s+(?=but\b(?! (?:in|not|(?:was|were|had) (?:not|only)\b)))|,\s+(?=and (?:there (?:was|were)|no\b|did not))"
    r"|\s?,\s+(?=(?:and )?(?!(?:who|which|where|when|with|compared|as|respectively|and|or|but|that|including)\b)(?:[A-Za-z][\w/-]* ){1,7}"
    r"(?:\([^()]*\) )?(?:was|were|had|did not|occurred|remained|showed)\b)"
)
_VERB: Final = re.compile(
    r"\b(?:was|were|is|are|had|has|have|did|does|occurred|showed|improved|increased|decreased|reduced|prolonged|differed|achieved|experienced"
    r"|reported|died|developed|received|remained|resulted|led|favou?red|discontinued|reached|demonstrated)\b",
    re.IGNORECASE,
)
_VERSUS: Final = re.compile(
    r"[\s)%\],]*(?:vs\.?|v\.?|versus|(?:as )?compared (?:with|to)|against|than)\s*(?:(?:only|just|a median of) )?"
)
# Between an arm's name and its value in a bracket.
_OPENED: Final = re.compile(r"[\w\s-]{0,20}[(\[](?:(?:median|mean|rate)s?[,:]? )?")
_RESPECTIVELY: Final = re.compile(r"\brespectively\b", re.IGNORECASE)
# Between two outcomes of one list.
_LIST: Final = re.compile(
    r"(?:\s*[(\[][A-Za-z0-9/+-]{1,12}[)\]])?\s*(?:,|;|/|and|or|&|, and|, or|as well as|, as well as|and in)\s*(?:(?!was|were|had|is|are|did|in|with)[\w/≥>-]+\s){0,5}"
)
# Between a statistic and the outcome that it is joined to: "0.93 for EFS", "273 recurrences".
_JOINED: Final = re.compile(
    r"\s*(?:for|in|of|(?:of )?(?:the )?(?:patients|women|men|participants|subjects|children)?\s*(?:had|experienced|developed|reported))?\s*"
    r"(?:(?:treatment-related|grade \d[\w -]{0,10}|serious) )?"
)
_COMPARED_WITH: Final = re.compile(
    r"\b(?:[Aa]s )?(?:Compared|compared|[Rr]elative|In comparison) (?:with|to) (?:the )?$"
)
_REST_OF_BRACKET: Final = re.compile(r"^[^()]{0,40}\)")
_VALUES: Final = frozenset({"rate", "count", "median", "mean"})


@dataclass(slots=True)
class Hand:
    """Outcomes that share what was dealt to them: one outcome, or a list.

    `listed` if it was split off a list; `population` if its figures are those of one of several subgroups.
    """

    outcomes: list[OutcomeMention]
    statistics: list[Statistic] = field(default_factory=list)
    start: int = 0
    end: int = 0
    listed: bool = False
    population: str | None = None


def is_value(item: Statistic) -> bool:
    """Whether a statistic describes one arm (and does not compare two)."""
    return item.type in _VALUES


def is_test(item: Statistic) -> bool:
    """Whether a statistic compares."""
    return item.type == "p_value" or item.type in EFFECT_TYPES or item.type == "test_statistic"


def clauses(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The clauses of a sentence, cut where a new statement begins outside brackets."""
    cuts = [start]
    depth = 0
    position = start
    for match in _CLAUSE.finditer(text, start, end):
        between = text[position : match.start()]
        depth += between.count("(") + between.count("[") - between.count(")") - between.count("]")
        position = match.start()
        if depth <= 0:
            cuts.append(match.end())
    return _whole(text, list(zip(cuts, [*cuts[1:], end], strict=True)))


def _whole(text: str, parts: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Parts without a verb are items of a list and join the part that has it: the next one, else the one before."""
    joined: list[tuple[int, int]] = []
    start = None
    for begin, end in parts:
        start = begin if start is None else start
        if _VERB.search(text, begin, end):
            joined.append((start, end))
            start = None
    if start is not None:
        joined = [*joined[:-1], (joined[-1][0], parts[-1][1])] if joined else [(parts[0][0], parts[-1][1])]
    return joined


def deal(
    text: str,
    start: int,
    end: int,
    outcomes: Sequence[OutcomeMention],
    statistics: Sequence[Statistic],
    mentions: Sequence[ArmMention],
) -> list[Hand]:
    """One hand for each outcome of a clause, or for a list of outcomes that cannot be told apart."""
    runs = list(_runs(text, outcomes, statistics))
    hands = [Hand([run[-1]] if len(run) == 1 else list(run), start=run[0].start) for run in runs]
    for item in statistics:
        place = _place(text, item, hands)
        hands[place].statistics.append(item)
    dealt: list[Hand] = []
    for hand in hands:
        for single in _spread(text, hand, mentions) if len(hand.outcomes) > 1 else [hand]:
            for timed in _by_timepoint(single):
                for part in _by_population(text, timed, end):
                    part.listed = len(hand.outcomes) > 1
                    dealt.append(part)
    for index, hand in enumerate(dealt):
        first = min([hand.outcomes[0].start, *(item.start for item in hand.statistics)])
        hand.start = start if index == 0 else first
        hand.end = max([hand.outcomes[-1].end, *(item.end for item in hand.statistics)])
    return dealt


def _runs(
    text: str, outcomes: Sequence[OutcomeMention], statistics: Sequence[Statistic]
) -> Iterator[list[OutcomeMention]]:
    """Outcomes listed with nothing between them."""
    run: list[OutcomeMention] = []
    for outcome in outcomes:
        if run:
            gap = text[run[-1].end : outcome.start]
            counted = any(run[-1].end <= item.start < outcome.start for item in statistics)
            if counted or len(gap) > 70 or not _LIST.fullmatch(gap):
                yield run
                run = []
        run.append(outcome)
    if run:
        yield run


def _place(text: str, item: Statistic, hands: Sequence[Hand]) -> int:
    """The hand that a statistic goes to."""
    before = [index for index, hand in enumerate(hands) if hand.outcomes[0].start < item.end]
    after = len(before)
    if after < len(hands):
        gap = _REST_OF_BRACKET.sub("", text[item.end : hands[after].outcomes[0].start])
        joined = not is_test(item) or " for " in gap or "for " in gap[:5]
        if joined and len(gap) <= 40 and _JOINED.fullmatch(gap):
            return after
    return before[-1] if before else 0


def _spread(text: str, hand: Hand, mentions: Sequence[ArmMention]) -> Iterator[Hand]:
    """A list of outcomes with its statistics: one each where they are dealt in order, else shared or left with the last."""
    count = len(hand.outcomes)
    groups = list(_groups(text, hand.statistics))
    values = [item for item in hand.statistics if is_value(item)]
    tests = [item for item in hand.statistics if is_test(item)]
    if len(groups) == count and values:
        for outcome, group in zip(hand.outcomes, groups, strict=True):
            yield Hand([outcome], list(group))
    elif values and len(values) % count == 0 and len(tests) in (0, count):
        by_arm = _arm_between(values, count, mentions)
        size = len(values) // count
        for index, outcome in enumerate(hand.outcomes):
            own = values[index::count] if by_arm else values[index * size : (index + 1) * size]
            yield Hand([outcome], [*own, *([tests[index]] if tests else [])])
    elif len(tests) == count and not values:
        for outcome, test in zip(hand.outcomes, tests, strict=True):
            yield Hand([outcome], [test])
    elif not values:
        for outcome in hand.outcomes:
            yield Hand([outcome], list(tests))
    else:
        for outcome in hand.outcomes[:-1]:
            yield Hand([outcome])
        yield Hand([hand.outcomes[-1]], hand.statistics)


def _by_timepoint(hand: Hand) -> list[Hand]:
    """One hand for each time point of "3- and 5-year rates of 29.7% and 12%"; tests go with the last one's values."""
    times = list(dict.fromkeys(item.timepoint for item in hand.statistics if is_value(item)))
    if len(times) < 2:
        return [hand]
    parts = [
        Hand(hand.outcomes, [item for item in hand.statistics if is_value(item) and item.timepoint == time])
        for time in times
    ]
    for test in (item for item in hand.statistics if not is_value(item)):
        near = min(parts, key=lambda part: min(abs(test.start - value.end) for value in part.statistics))
        near.statistics.append(test)
    return parts


def _by_population(text: str, hand: Hand, end: int) -> list[Hand]:
    """One hand for each pair of figures of one kind that has a subgroup of its own, with the tests behind it."""
    values = [item for item in hand.statistics if is_value(item)]
    pairs = versus_pairs(text, values)
    if len(pairs) < 2 or len({item.type for item in values}) > 1:
        return [hand]
    parts = []
    start = hand.outcomes[-1].end
    for place, pair in enumerate(pairs):
        stop = pairs[place + 1][0].start if place + 1 < len(pairs) else end
        own = [item for item in hand.statistics if pair[0].start <= item.start < stop]
        who = of_figures(text, start, pair[0].start, pair[-1].end, stop, place == 0)
        parts.append(Hand(hand.outcomes, own, population=who))
        start = max(item.end for item in own)
    early = [item for item in hand.statistics if item.start < pairs[0][0].start]
    if early or any(part.population is None for part in parts):
        return [hand]
    return parts


def _arm_between(values: Sequence[Statistic], count: int, mentions: Sequence[ArmMention]) -> bool:
    """Whether an arm is named between the first block of values and the next: then each block is one arm's."""
    if len(values) <= count:
        return False
    return any(values[count - 1].end <= item.start < values[count].start for item in mentions) and not any(
        values[0].end <= item.start < values[count - 1].start for item in mentions
    )


def _groups(text: str, statistics: Sequence[Statistic]) -> Iterator[list[Statistic]]:
    """Runs of values with the tests that follow them."""
    group: list[Statistic] = []
    for item in statistics:
        if group and is_value(item) and is_test(group[-1]):
            yield group
            group = []
        group.append(item)
    if group:
        yield group


def arms_of_values(
    text: str, values: Sequence[Statistic], mentions: Sequence[ArmMention], order: Sequence[int]
) -> tuple[list[int | None], bool]:
    """The arm of each value, and whether an arm is named beside each: right behind it, else right before it.

    Else the order of naming decides. `order` is the order in which the text last named both arms; it serves where
    this sentence names none.
    """
    if not values:
        return [], False
    heads = [_head(text, mentions, item) for item in values]
    if None not in heads and len(set(heads)) > 1:
        return heads, True  # "(A: 75%; B: 3%)"
    pairs = versus_pairs(text, values)
    if len(pairs) > 1:
        if len({_head(text, mentions, pair[0]) for pair in pairs} - {None}) == len(pairs):
            return [None] * len(values), False  # "A, 17% v 6%; B, 11% v 6%": each pair is one arm's
        dealt = [arms_of_values(text, pair, mentions, order) for pair in pairs]
        return [arm for arms, _ in dealt for arm in arms], all(beside for _, beside in dealt)
    if (told := _told_pairs(text, values, mentions, order)) is not None:
        return told, False
    if len(values) > 2 and (split := _contrast(text, values)):
        return [arm for run in split for arm in arms_of_values(text, run, mentions, order)[0]], False
    right = [
        _inside(mentions, item, _first(mentions, item.end, _start(values, index + 1)))
        for index, item in enumerate(values)
    ]
    left = [
        _last(mentions, values[index - 1].end if index else 0, item.start)
        for index, item in enumerate(values)
    ]
    for side in (right, left):
        if all(arm is not None for arm in side) and (len(values) == 1 or len(set(side)) > 1):
            return list(side), True
        own = [arm for arm in side if arm is not None]
        if len(values) > len(own) > 1 and len(set(own)) == len(own):
            return list(side), True
    named = list(dict.fromkeys(item.arm for item in mentions if item.start < values[-1].end + 60))
    if len(named) == 2 and _COMPARED_WITH.search(text, max(0, mentions[0].start - 30), mentions[0].start):
        named.reverse()  # "compared with B, A had fewer (16% v 33%)"
    if (
        len(values) > len(named) > 1
        and (said := _RESPECTIVELY.search(text, values[0].start, values[-1].end)) is not None
    ):
        before = [item for item in values if item.end <= said.start()]
        if len(before) == len(named):
            return [*named, *([None] * (len(values) - len(before)))], False
    if len(values) == 1:
        behind = right[0] is None or _bracketed(text, values[0], mentions)
        return [left[0] if behind and left[0] is not None else right[0]], True
    behind_last = {item.arm for item in mentions if item.start >= values[-1].end}
    if len(behind_last) == 1 and (told := _of_two(text, values, mentions, right, order)) is not None:
        return told, True  # "18.8 months, as compared with 14.5 months with B"
    if len(named) == len(values):
        return list(named), False
    for side in (right, left):
        if (told := _of_two(text, values, mentions, side, order)) is not None:
            return told, True
    if not named and len(order) == len(values):
        return list(order), False
    lone = len(named) == 1 and len(values) == 2 and _VERSUS.fullmatch(text[values[0].end : values[1].start])
    if lone and (len(order) == 2 or mentions[0].end <= values[0].start):
        both: list[int | None] = [named[0], order[0] + order[1] - named[0] if len(order) == 2 else None]
        first = _is_first(text, mentions[0], values)
        if first is None:
            return (list(order) if len(order) == 2 else both), False
        return (both if first else both[::-1]), False
    return [None] * len(values), False


def _bracketed(text: str, value: Statistic, mentions: Sequence[ArmMention]) -> bool:
    """Whether a value stands in a bracket right behind an arm's name: "longer with A (1.6 months) than B"."""
    before = [item for item in mentions if item.end <= value.start]
    if not before:
        return False
    gap = text[before[-1].end : value.start]
    return _OPENED.fullmatch(gap) is not None


def contrasted(text: str, values: Sequence[Statistic]) -> bool:
    """Whether two neighbouring values are held against each other."""
    return any(
        _VERSUS.fullmatch(text[first.end : second.start]) is not None for first, second in pairwise(values)
    )


def versus_pairs(text: str, values: Sequence[Statistic]) -> list[Sequence[Statistic]]:
    """The values two by two, where each two are held against each other: "66% v 20%; pronounced, 54% v 7%"."""
    if len(values) < 4 or len(values) % 2:
        return []
    pairs = [values[index : index + 2] for index in range(0, len(values), 2)]
    return pairs if all(_VERSUS.fullmatch(text[first.end : second.start]) for first, second in pairs) else []


def _of_two(
    text: str,
    values: Sequence[Statistic],
    mentions: Sequence[ArmMention],
    side: Sequence[int | None],
    order: Sequence[int],
) -> list[int | None] | None:
    """The arms of two values of which one has its arm right beside it: the other value is the other arm's."""
    if len(values) != 2 or len(order) != 2 or None not in side or len(set(side)) != 2:
        return None
    if not _tight(text, values, mentions, side):
        return None
    known = side[0] if side[0] is not None else side[1]
    other = order[1] if known == order[0] else order[0]
    return [known, other] if side[0] is not None else [other, known]


# Between the name of an arm and its value: "A: 75%", "arm A, 92%".
_HEADS: Final = re.compile(r"\s*[:=,]\s*")


def _head(text: str, mentions: Sequence[ArmMention], value: Statistic) -> int | None:
    """The arm whose name heads a value."""
    before = [item for item in mentions if item.end <= value.start]
    return before[-1].arm if before and _HEADS.fullmatch(text, before[-1].end, value.start) else None


def _told_pairs(
    text: str, values: Sequence[Statistic], mentions: Sequence[ArmMention], order: Sequence[int]
) -> list[int | None] | None:
    """ "37.9 months with A v 34.3 months with B in one subset, and 36.2 v 31.3 months overall": the first pair's order."""
    if len(values) < 4 or len(values) % 2:
        return None
    rest = [values[index : index + 2] for index in range(2, len(values), 2)]
    if not all(_VERSUS.fullmatch(text[first.end : second.start]) for first, second in rest):
        return None
    if any(values[2].start <= item.start < values[-1].end for item in mentions):
        return None
    first, _ = arms_of_values(text, values[:2], mentions, order)
    return first * (len(values) // 2) if None not in first and len(set(first)) == 2 else None


def _is_first(text: str, mention: ArmMention, values: Sequence[Statistic]) -> bool | None:
    """Whether the first of two contrasted values is that of the one arm named, by the comparing word before its name.

    "Greater in A (6% v 15%)": A has the greater one, whatever the order; None where no word tells.
    """
    first, second = values[0].value, values[1].value
    if first is None or second is None or first == second or mention.end > values[0].start:
        return None
    told = cues(text, max(0, mention.start - _COMPARING), mention.start)
    if not told or _AFTER_THAN.search(text, max(0, mention.start - _COMPARING), mention.start):
        return None
    longer = told[-1].scale == "benefit" and values[0].type == "median" and values[0].unit in _TIMES
    if not told[-1].sign or not (told[-1].scale == "amount" or longer):
        return None
    return (first > second) == (told[-1].sign > 0)


# How far before an arm's name the word that compares it may stand.
_COMPARING: Final = 60
_AFTER_THAN: Final = re.compile(r"\b(?:than|versus|vs\.?|compared)\b")
_TIMES: Final = frozenset({"days", "weeks", "months", "years"})


def _contrast(text: str, values: Sequence[Statistic]) -> list[Sequence[Statistic]]:
    """A pair that is contrasted and the values of another kind before it: "of 55 cases ... (89% v 66%)"."""
    first, second = values[-2:]
    before = values[:-2]
    if first.type != second.type or any(item.type == first.type for item in before):
        return []
    return [before, [first, second]] if _VERSUS.fullmatch(text[first.end : second.start]) else []


def _tight(
    text: str, values: Sequence[Statistic], mentions: Sequence[ArmMention], side: Sequence[int | None]
) -> bool:
    """Whether the one arm that is named stands right at its value, with no bracket opened or closed between."""
    place = 0 if side[0] is not None else 1
    value = values[place]
    gaps = [
        text[value.end : item.start] if item.start >= value.end else text[item.end : value.start]
        for item in mentions
        if item.arm == side[place]
    ]
    return any(len(gap) <= 40 and gap.count("(") == gap.count(")") for gap in gaps)


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


def deals_in_order(text: str, start: int, end: int) -> bool:
    """Whether a stretch says "respectively"."""
    return _RESPECTIVELY.search(text, start, end) is not None


def joined(hands: Sequence[Hand]) -> Iterator[Hand]:
    """Hands of one outcome that is named anew for each arm, together: "three deaths in A and eight deaths in B"."""
    last: Hand | None = None
    for hand in hands:
        single = len(hand.statistics) > 0 and sum(is_value(item) for item in hand.statistics) == 1
        if last is not None and single and _again(last, hand):
            last = Hand(
                [last.outcomes[0]], [*last.statistics, *hand.statistics], last.start, hand.end, last.listed
            )
            yield last
            last = None
            continue
        if last is not None:
            yield last
        last = hand
    if last is not None:
        yield last


def _again(last: Hand, hand: Hand) -> bool:
    """Whether a hand goes on with the outcome of the one before, which has one value, at the same time point."""
    if (
        len(last.statistics) != 1
        or not is_value(last.statistics[0])
        or len(last.outcomes) + len(hand.outcomes) != 2
    ):
        return False
    times = {item.timepoint for item in (*last.statistics, *hand.statistics) if is_value(item)}
    return len(times) == 1 and last.outcomes[0].name == hand.outcomes[0].name
