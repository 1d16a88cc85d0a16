"""Deals a sentence's statistics out: to its outcomes, and within an outcome to the arms.

Trial reports pack several results into a sentence. What belongs together follows from where it stands: statistics
follow the outcome that they measure, unless they stand before the first one, are joined to the next one ("0.93 for
EFS"), or the sentence deals them out in order ("5-year DFS and OS rates were ... and ..., respectively").
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from evidence.pipeline.contrasts import against, closed_off, versus_pairs
from evidence.pipeline.courses import courses
from evidence.pipeline.layers import ArmMention
from evidence.pipeline.listed_outcomes import either
from evidence.pipeline.outcomes import OutcomeMention
from evidence.pipeline.populations import EVERYBODY, kind_behind, kinds_behind, of_figures, stratum
from evidence.records import EFFECT_TYPES, VALUE_TYPES, Statistic

# Between two outcomes of one list.
_LIST: Final = re.compile(
    r"(?:\s*[(\[][A-Za-z0-9/+-]{1,12}[)\]])?\s*(?:,|;|/|and|or|&|, and|, or|as well as|, as well as|and in)\s*(?:(?!was|were|had|is|are|did|in|with|no |none |without )[\w/≥>-]+\s){0,5}"
)
# Between a statistic and the outcome that it is joined to: "0.93 for EFS", "273 recurrences".
_JOINED: Final = re.compile(
    r"\s*(?:for|in|of|(?:of )?(?:the )?(?:patients|women|men|participants|subjects|children)?\s*(?:had|experienced|developed|reported))?\s*"
    r"(?:(?:treatment-related|grade \d[\w -]{0,10}|serious|\w+ or) )?"
    r"(?:(?<=for )(?:(?!(?:and|or|in|with|of|patients|women|men|those|arm|group)\b)[\w/-]+ ){1,2})?"
)
# Between an amount and what it is less or more of: "a 12% lower risk of death", "a 20% reduction in mortality".
_AMOUNT_OF: Final = re.compile(
    r" (?:(?:relative|absolute|lower|higher|greater|smaller|reduced|increased|fewer|more|less|reduction|increase|decrease|improvement) )+"
    r"(?:(?:in|of) )?(?:the )?(?:(?:relative |absolute )?(?:risks?|hazards?|odds|rates?|incidence|probability|likelihood) (?:of|for) )?(?:the )?"
)
# "3% with a complete response and 37% with a partial response": the share of patients stands before what they had.
_HAVING: Final = re.compile(
    r"\s*(?:(?:\([^()]*\)\s*)?(?:patients? )?with (?:an? )?|(?:patients? )?(?:had |achieved |experienced |showed )(?:an? )?|an? )(?:confirmed |best )?"
)
_CLOSED: Final = re.compile(r"\s*(?:\([A-Z]{1,5}\)\s*)?(?:[,;.)]|and\b|or\b|$)")
_REST_OF_BRACKET: Final = re.compile(r"^[^()]{0,40}\)")
_TWO: Final = 2
_TWO_PAIRS: Final = 4
# Before how many patients of a kind there were.
AMONG: Final = re.compile(r"\b(?:in|among|of)(?: the)? $")
_AVERAGES: Final = frozenset({"median", "mean"})


@dataclass(slots=True)
class Hand:
    """Outcomes that share what was dealt to them: one outcome, or a list.

    `listed` if it was split off a list, which reaches over `run`; `population` if its figures are those of one of several subgroups (empty: of
    all who were studied, told beside these); `places` are the arms of its figures (by their ids), where these are known.
    """

    outcomes: list[OutcomeMention]
    statistics: list[Statistic] = field(default_factory=list)
    start: int = 0
    end: int = 0
    listed: bool = False
    run: tuple[int, int] | None = None
    population: str | None = None
    places: dict[str, int] | None = None
    course: bool = False
    overall: bool = False


def is_value(item: Statistic) -> bool:
    """Whether a statistic describes one arm (and does not compare two)."""
    return item.type in VALUE_TYPES


def is_test(item: Statistic) -> bool:
    """Whether a statistic compares."""
    return item.type == "p_value" or item.type in EFFECT_TYPES or item.type == "test_statistic"


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
    places = _forward(text, statistics, [_place(text, item, hands) for item in statistics], hands, mentions)
    places = _crosswise(text, end, statistics, places, hands)
    for item, place in zip(statistics, places, strict=True):
        hands[place].statistics.append(item)
    dealt: list[Hand] = []
    for hand in hands:
        for single in _spread(text, hand, mentions) if len(hand.outcomes) > 1 else [hand]:
            if len({item.arm for item in mentions}) < _TWO and (course := _by_course(text, single, start)):
                dealt += course
                continue
            for timed in (part for whole in _with_overall(text, single) for part in _by_timepoint(whole)):
                for part in _by_population(text, timed, start, end, unnamed=not mentions):
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
        if item.unit == "%" and _AMOUNT_OF.fullmatch(text, item.end, hands[after].outcomes[0].start):
            return after
        gap = _REST_OF_BRACKET.sub("", text[item.end : hands[after].outcomes[0].start])
        joined = not is_test(item) or " for " in gap or "for " in gap[:5]
        if joined and len(gap) <= 40 and _JOINED.fullmatch(gap):
            return after
        next_one = hands[after].outcomes[0]
        if item.type in ("rate", "count") and _HAVING.fullmatch(text, item.end, next_one.start):
            if _CLOSED.match(text, next_one.end):
                return after
    outside = [index for index in before if not closed_off(text, hands[index].outcomes[-1].end, item.start)]
    return (outside or before or [0])[-1]


# Between the figures of two arms.
_PAIRED: Final = re.compile(r"[\s%)]*(?:and|versus|vs\.?|v)\s+(?:in\s+)?")
# The same where no arm is named: "and 6.7% v 0.3% had diarrhea".
_AGAINST_EACH: Final = re.compile(r"[\s%)]*(?:versus|vs\.?|v)\s+")
_RESPECTIVELY: Final = re.compile(r"\brespectively\b", re.IGNORECASE)


# Between the share of an arm's patients and what they had: "36% of patients in the B arm | had".
_HAD: Final = re.compile(
    r"[\s%)]*(?:of (?:the )?)?(?:[\w-]+ ){0,7}?(?:had(?: had)?|experienced|developed|reported|achieved|showed|suffered(?: from)?) (?:an? )?(?:grade \d[\w -]{0,10} )?"
)
_AND_OF: Final = re.compile(r"[^,;.()\d]{3,70}?,? (?:and|versus|vs\.?|v|compared with) ")


def _of_subjects(
    text: str,
    statistics: Sequence[Statistic],
    places: Sequence[int],
    hands: Sequence[Hand],
    mentions: Sequence[ArmMention],
) -> list[int]:
    """The outcomes of figures, where two shares with an arm behind each are of what stands behind both.

    "57% of A patients and 36% of B patients had X, and 43% of A patients and 27% of B patients had Y".
    """
    moved = list(places)
    for index, (item, other) in enumerate(pairwise(statistics)):
        ahead = next((n for n, hand in enumerate(hands) if hand.outcomes[0].start >= other.end), None)
        if ahead is None or not is_value(item) or item.type != other.type:
            continue
        name = hands[ahead].outcomes[0].start
        one = {mention.arm for mention in mentions if item.end <= mention.start < other.start}
        two = {mention.arm for mention in mentions if other.end <= mention.start < name}
        apart = len(one) == len(two) == 1 and one != two
        if apart and _AND_OF.fullmatch(text, item.end, other.start) and _HAD.fullmatch(text, other.end, name):
            moved[index] = moved[index + 1] = ahead
    return moved


def _forward(
    text: str,
    statistics: Sequence[Statistic],
    places: list[int],
    hands: Sequence[Hand],
    mentions: Sequence[ArmMention],
) -> list[int]:
    """ "In A and B, 5% and 14% for X, and 32% and 20% for Y": the first figure goes to the outcome of the second."""
    first = next((item.start for item in statistics if is_value(item)), None)
    if first is None:
        return places
    places = _of_subjects(text, statistics, places, hands, mentions)
    named = len({item.arm for item in mentions if item.end <= first}) == 2
    between = _PAIRED if named else _AGAINST_EACH
    moved = list(places)
    for index in range(len(statistics) - 2, -1, -1):
        item, other = statistics[index : index + 2]
        ahead = moved[index + 1]
        if (
            item.type == other.type
            and is_value(item)
            and moved[index] < ahead == places[index + 1]
            and hands[ahead].outcomes[0].start >= other.end
            and between.fullmatch(text, item.end, other.start)
        ):
            moved[index] = ahead
    return moved


def _crosswise(
    text: str, end: int, statistics: Sequence[Statistic], places: list[int], hands: Sequence[Hand]
) -> list[int]:
    """ "Rates of X and of Y in A and B were 38% and 31% (P = .2) and 36% and 25% (P = .05), respectively".

    Groups of figures that end with a test of their own go to as many outcomes in their order, where all stand before.
    """
    if len(hands) < 2 or set(places) != {len(hands) - 1} or hands[-1].outcomes[-1].end > statistics[0].start:
        return places
    groups = list(_groups(text, statistics))
    tested = all(is_test(group[-1]) and any(is_value(item) for item in group) for group in groups)
    if len(groups) != len(hands) or not tested or not _RESPECTIVELY.search(text, statistics[-1].end, end):
        return places
    return [index for index, group in enumerate(groups) for _ in group]


def _spread(text: str, hand: Hand, mentions: Sequence[ArmMention]) -> Iterator[Hand]:
    """A list of outcomes with its statistics: one each where they are dealt in order, else shared or left with the last."""
    values = [item for item in hand.statistics if is_value(item)]
    if len(values) > 1 and (whole := either(text, hand.outcomes)) is not None:
        yield Hand([whole], hand.statistics)
        return
    count = len(hand.outcomes)
    groups = list(_groups(text, hand.statistics))
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
    elif all(item.type == "count" for item in values) and (
        ratios := (not values and _with_shared_test(tests, count)) or _with_own_tests(tests, count)
    ):  # how many patients were analysed is no figure of any outcome
        for outcome, own in zip(hand.outcomes, ratios, strict=True):
            yield Hand([outcome], own)
    elif len(tests) == count and not values:
        for outcome, test in zip(hand.outcomes, tests, strict=True):
            yield Hand([outcome], [test])
    elif not values:
        for outcome in hand.outcomes:
            yield Hand([outcome], list(tests), run=(hand.outcomes[0].start, hand.outcomes[-1].end))
    else:
        for outcome in hand.outcomes[:-1]:
            yield Hand([outcome])
        each = all(is_test(group[-1]) and any(is_value(item) for item in group) for group in groups)
        # more figures than outcomes are known: the last one's are the last
        yield Hand([hand.outcomes[-1]], groups[-1] if len(groups) > count and each else hand.statistics)


def _with_own_tests(tests: Sequence[Statistic], count: int) -> list[list[Statistic]]:
    """As many ratios as outcomes, each with its P value behind it: "(HR 0.53, P < .001 and HR 0.67, P = .008)"."""
    pairs = [list(pair) for pair in zip(tests[::2], tests[1::2], strict=False)]
    told = all(first.type in EFFECT_TYPES and second.type == "p_value" for first, second in pairs)
    return pairs if len(tests) == 2 * count == 2 * len(pairs) and told else []


def _with_shared_test(tests: Sequence[Statistic], count: int) -> list[list[Statistic]]:
    """As many ratios as outcomes, each with the test that they share: "were 1.61 and 2.27, respectively (both P < .001)"."""
    ratios = [item for item in tests if item.type != "p_value"]
    if len(ratios) != count or len(tests) != count + 1 or tests[-1].type != "p_value":
        return []
    return [[item, tests[-1]] for item in ratios]


def _by_course(text: str, hand: Hand, begin: int) -> list[Hand]:
    """One hand for each figure that an outcome went to from that of the start; none where nothing went from one to another."""
    values = [item for item in hand.statistics if is_value(item)]
    tests = [item for item in hand.statistics if not is_value(item)]
    return [Hand(hand.outcomes, part, course=True) for part in courses(text, values, tests, begin)]


# Between the figure of all and those of two kinds of them: "was 20 months and was longer in patients with A (37 v 15)".
_TURNS_TO_KINDS: Final = re.compile(
    r"[^;]*\b(?:and|but|which)\b[^;]*\b(?:longer|shorter|higher|lower|better|worse|greater|more|less|differ\w*)\b[^;]*[(\[][^()\[\]]*"
)


def _with_overall(text: str, hand: Hand) -> list[Hand]:
    """The figure of all who were studied apart from the two behind it that are held against each other."""
    values = [item for item in hand.statistics if is_value(item)]
    if len(values) != _TWO + 1 or not against(text, *values[1:]) or len({item.type for item in values}) > 1:
        return [hand]
    if against(text, *values[:2]) or _TURNS_TO_KINDS.fullmatch(text, values[0].end, values[1].start) is None:
        return [hand]
    rest = [item for item in hand.statistics if item is not values[0]]
    return [
        Hand(hand.outcomes, [values[0]], population=EVERYBODY, overall=True),
        dataclasses.replace(hand, statistics=rest),
    ]


def _by_timepoint(hand: Hand) -> list[Hand]:
    """One hand for each time point of "3- and 5-year rates of 29.7% and 12%"; tests go with the last one's values."""
    times = list(dict.fromkeys(item.timepoint for item in hand.statistics if is_value(item)))
    if len(times) < 2 or hand.overall:
        return [hand]
    kinds = {item.type for item in hand.statistics if is_value(item)}
    if len(times) == _TWO and None in times and (len(kinds) == 1 or kinds <= _AVERAGES):
        return [hand]  # "67.2 with A and 45.4 with B at day 30": one time, told once
    parts = [
        Hand(hand.outcomes, [item for item in hand.statistics if is_value(item) and item.timepoint == time])
        for time in times
    ]
    for test in (item for item in hand.statistics if not is_value(item)):
        near = min(parts, key=lambda part: min(abs(test.start - value.end) for value in part.statistics))
        near.statistics.append(test)
    return parts


def _by_population(text: str, hand: Hand, begin: int, end: int, *, unnamed: bool) -> list[Hand]:
    """One hand for each pair of figures of one kind that has a subgroup of its own, with the tests behind it.

    Where no figures of arms are told, for each effect: "longer in men (HR 0.6) but not in women (HR 1.0)"; where
    no arms are named (`unnamed`), for each figure behind which a kind of patients is.
    """
    values = [item for item in hand.statistics if is_value(item)]
    effects = [] if values else [item for item in hand.statistics if item.type in EFFECT_TYPES]
    if len({item.type for item in values or effects}) > 1:
        return (_by_kind(text, hand, values, end) if unnamed else []) or [hand]
    pairs: Sequence[Sequence[Statistic]] = versus_pairs(text, values) or [(item,) for item in effects]
    own_effects = _with_effects(text, hand.statistics)
    if own_effects:
        pairs = own_effects
    elif len(pairs) < _TWO:
        pairs = _with_tests(text, hand.statistics) or pairs
    apart = bool(own_effects) and all(is_value(pair[0]) for pair in own_effects)
    if len(pairs) < 2:
        kinds = _by_kind(text, hand, values, end) if unnamed else []
        return kinds or _by_strata(text, hand, values, end)
    parts: list[Hand] = []
    last = hand.outcomes[-1]
    start = last.end if last.start < last.end else begin  # "in men it was 13.6 v 5.4": told without a name
    for place, pair in enumerate(pairs):
        stop = pairs[place + 1][0].start if place + 1 < len(pairs) else end
        own = [item for item in hand.statistics if pair[0].start <= item.start < stop]
        # Behind figures of nobody in particular only a preposition tells a subgroup, and no further arm.
        opens = place == 0 or not any(part.population for part in parts)
        who = of_figures(text, start, pair[0].start, pair[-1].end, stop, opens)
        if who is None and place:
            if not apart:
                return [hand]
            who = EVERYBODY  # whose they are is not told, but not those of the subgroup before
        parts.append(Hand(hand.outcomes, own, population=who))
        start = max(item.end for item in own)
    early = any(item.start < pairs[0][0].start for item in hand.statistics)
    told = [part.population for part in parts]
    if early or (len(set(told)) < len(told) and not apart):
        return [hand]
    for part in parts if any(told) else ():
        part.population = part.population or EVERYBODY  # the subgroup of one is not that of the others
    return parts


def _with_tests(text: str, statistics: Sequence[Statistic]) -> list[Sequence[Statistic]]:
    """Pairs of figures that each have a P value of their own behind them: "28% and 39% among X (P = .003) and 7.8% and 7.7% among Y (P = 1.00)"."""
    groups = list(_groups(text, statistics))
    pairs = [[item for item in group if is_value(item)] for group in groups]
    told = all(
        len(pair) == _TWO and len(group) == _TWO + 1 and _PAIRED.fullmatch(text, pair[0].end, pair[1].start)
        for pair, group in zip(pairs, groups, strict=True)
    )
    return list(pairs) if told and len(pairs) > 1 else []


def _with_effects(text: str, statistics: Sequence[Statistic]) -> list[Sequence[Statistic]]:
    """Pairs of figures that each have a ratio of their own behind them: one row holds no two of them."""
    groups = list(_groups(text, statistics))
    values = [[item for item in group if is_value(item)] for group in groups]
    effects = [[item for item in group if item.type in EFFECT_TYPES] for group in groups]
    whole = all(
        len(pair) in (0, 2) and len(effect) == 1 for pair, effect in zip(values, effects, strict=True)
    )
    pairs = [pair or effect for pair, effect in zip(values, effects, strict=True)]
    return list(pairs) if whole and any(values) and len(pairs) > 1 else []


def _by_kind(text: str, hand: Hand, values: Sequence[Statistic], end: int) -> list[Hand]:
    """One hand for each figure behind which a kind of patients is named: "27 months for breast cancer, 16 for melanoma"."""
    if len(values) < len(hand.statistics):
        return []
    values = [
        item
        for item in values
        if not (item.type == "count" and AMONG.search(text, max(0, item.start - 9), item.start))
    ]
    if len(values) < _TWO or len({item.type for item in values}) > 1:
        return []
    stops = [*(item.start for item in values[1:]), end]
    kinds = [kind_behind(text, item.end, stop) for item, stop in zip(values, stops, strict=True)]
    if None in kinds:
        kinds = list(kinds_behind(text, values[-1].end, end, len(values)))
    if not kinds or len(set(kinds)) < len(kinds):
        return []
    return [Hand(hand.outcomes, [item], population=kind) for item, kind in zip(values, kinds, strict=True)]


def _by_strata(text: str, hand: Hand, values: Sequence[Statistic], end: int) -> list[Hand]:
    """One hand for each two figures behind which a stratum is named: "47% and 21% in the TS-negative, 40% and 39% in ..."."""
    if len(values) < _TWO_PAIRS or len(values) % 2:
        return [hand]
    stops = [item.start for item in values[2::2]] + [end]
    parts = []
    for place, stop in enumerate(stops):
        pair = values[2 * place : 2 * place + 2]
        who = stratum(text, pair[1].end, stop)
        if who is None or stratum(text, pair[0].end, pair[1].start) is not None:
            return [hand]
        own = [
            item
            for item in hand.statistics
            if item in pair or (is_test(item) and pair[1].end <= item.start < stop and place + 1 < len(stops))
        ]
        parts.append(Hand(hand.outcomes, own, population=who))
    told = {item.id for part in parts for item in part.statistics}
    parts[-1].statistics += [item for item in hand.statistics if item.id not in told]
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
