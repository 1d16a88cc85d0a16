"""Rows of three and more arms: one for each two that the words hold against each other.

"10 and 12 months with A and B v 8 months with C (HR 0.8 and 0.7, respectively)" is A v C and B v C; "A was no better than
B (P = .8) or C (P = .06)" is A v B and A v C; figures of all arms by themselves stand against the control's. A test that is
one for all belongs to no pair: such rows tell figures and name no arms (CONSORT extension for multi-arm trials, Juszczak
2019, item 17a: results for each comparison).
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from evidence.pipeline.contrasts import contrasted, versus_pairs
from evidence.pipeline.dealing import Hand, is_test, is_value
from evidence.pipeline.layers import ArmMention
from evidence.pipeline.scenes import Scene
from evidence.pipeline.screens import screened
from evidence.pipeline.value_arms import arms_of_values
from evidence.records import Statistic

# Between a median and its own words in brackets: "more than 60.0 months (median not reached)".
_AGAIN_TOLD: Final = re.compile(r" \((?:(?:the )?median )?")
# Between the words that compare and the arm, its own figure: "A and B, as compared with | 26% in | C".
_FIGURED: Final = re.compile(
    r" (?:a median (?:of )?)?\d[\d.·]*\s?(?:%|months?|years?|weeks?|points)?(?: \([^()]*\))? (?:in|with|for|among) (?:the )?"
)
_LEAST: Final = 3
_PAIR: Final = 2
# The two of three arms that get what the third gets and more.
_BOTH: Final = re.compile(
    r"\b(?:both|the two) (?:combinations|combination (?:arms|groups|regimens|treatments|therapies))\b",
    re.IGNORECASE,
)
# Between two arms that are held against each other.
_AGAINST: Final = re.compile(
    r"\b(?:than|versus|vs\.?|v|(?:as )?compared (?:with|to)|(?:in comparison|relative) (?:with|to)|against|over)\b",
    re.IGNORECASE,
)
# Between an arm and what the same other arm is then held against: "better than A (P = .01) but not compared with B".
_AGAIN: Final = re.compile(
    r"[\s,]*(?:\([^()]*\)[\s,]*)*(?:but|and|or|nor),? (?:also )?(?:not )?(?:better |worse |superior |different )?(?:when )?",
    re.IGNORECASE,
)
# Before an arm of which a clause denies what it tells of another: "A, but not B, was better than C".
_BUT_NOT: Final = re.compile(r"\b(?:but|and) not (?:with |for |in |the |by )*$", re.IGNORECASE)
# How far behind that an arm may begin, in characters.
_REACH: Final = 45
Pair = tuple[int, int]


def by_pairs(scene: Scene, hand: Hand) -> Iterator[tuple[Scene, Hand]]:
    """A hand with its scene; where a clause names three arms, a hand for each two that it compares."""
    if len(scene.names) < _LEAST:
        yield scene, hand
        return
    scene = _with_both(scene)
    if (compared := _own_pair(scene, hand)) is not None:
        both = [item for item in hand.statistics if is_value(item)]
        if len(both) == _PAIR and contrasted(scene.text, both):
            hand = dataclasses.replace(hand, places={both[0].id: compared[0], both[1].id: compared[1]})
        yield _of(scene, compared), hand
        return
    values = [item for item in hand.statistics if is_value(item)]
    values = _once(scene.text, values)
    places, _ = arms_of_values(scene.text, values, scene.near, ())
    told = [place for place in places if place is not None]
    if len({*told, *(item.arm for item in scene.near)}) < _LEAST:
        yield scene, hand
        return
    denied = _denied(scene)
    pairs = [pair for pair in _pairs(scene, told) if pair[0] not in denied]
    tests = _dealt([item for item in hand.statistics if is_test(item)], len(pairs))
    contrasts = versus_pairs(scene.text, values)
    if tests is None or not pairs or (len(told) < len(values) and len(contrasts) != len(pairs)):
        yield _nobody(scene), hand
        return
    for index, (pair, own) in enumerate(zip(pairs, tests, strict=True)):
        if len(contrasts) == len(pairs):
            known = {item.id: arm for item, arm in zip(contrasts[index], pair, strict=True)}
        else:
            known = {
                item.id: place
                for item, place in zip(values, places, strict=True)
                if place is not None and place in pair
            }
        kept = [item for item in values if item.id in known]
        statistics = sorted([*kept, *own], key=lambda item: item.start)
        yield _of(scene, pair), dataclasses.replace(hand, statistics=statistics, places=known)


# What tells of one of several arms something else, or sets one of them aside: "better than A and similar to B".
_OF_ONE: Final = screened(
    r"\brather than\b|\b(?:similar|comparable|equal|equivalent|non-?inferior|but)\b", re.IGNORECASE
)
# Between the words that compare and the arm that is held against the others.
_RIGHT_AWAY: Final = 25


def told_pairs(scene: Scene) -> list[Scene]:
    """A clause without figures, once for each of two arms that it holds against a third: "longer with A or B than with C"."""
    if len(scene.names) < _LEAST:
        return [scene]
    against = list(_AGAINST.finditer(scene.text, scene.start, scene.end))
    if len(against) != 1 or _OF_ONE.search(scene.text, scene.start, scene.end) is not None:
        return [scene]
    spread = _with_both(scene)
    tried = {item.arm for item in spread.near if item.start < against[0].start()}
    behind = next((item for item in spread.near if item.start >= against[0].end()), None)
    if len(tried) < _PAIR or behind is None or behind.start - against[0].end() > _RIGHT_AWAY:
        return [scene]
    denied = _denied(spread)
    pairs = [pair for pair in _pairs(spread, ()) if pair[0] not in denied]
    return [_of(spread, pair) for pair in pairs] if len(pairs) > 1 else [scene]


def _with_both(scene: Scene) -> Scene:
    """A clause that holds "both combinations" against the third arm, with the two arms that are meant."""
    held = {item.arm for item in scene.near}
    found = _BOTH.search(scene.text, scene.start, scene.end)
    if found is None or len(scene.names) != _LEAST or len(held) != 1:
        return scene
    others = [place for place in range(_LEAST) if place not in held]
    if not all(scene.names[next(iter(held))].ids < scene.names[place].ids for place in others):
        return scene
    both = [ArmMention(*found.span(), place) for place in others]
    return dataclasses.replace(scene, mentions=sorted([*both, *scene.near], key=lambda item: item.start))


def _denied(scene: Scene) -> set[int]:
    """The arms of which a clause denies what it tells of another, all held against the same."""
    if len(_AGAINST.findall(scene.text, scene.start, scene.end)) > 1:
        return set()  # "A versus C (P = .04), but not B versus C (P = .3)"
    return {item.arm for item in scene.near if _BUT_NOT.search(scene.text, scene.start, item.start)}


def _own_pair(scene: Scene, hand: Hand) -> Pair | None:
    """The two arms that are held against each other right before the figures of a hand, behind those of the one before.

    "Longer with A than with C (10 v 5 months; HR 0.5) and with B than with C (8 v 5 months; HR 0.7)".
    """
    first = min((item.start for item in hand.statistics), default=None)
    others = [item.end for item in scene.statistics if first is not None and item.start < first]
    if first is None or len(hand.statistics) == len(scene.statistics):
        return None
    start = max(others, default=scene.start)
    near = [item for item in scene.near if start <= item.start < first]
    told = list(_AGAINST.finditer(scene.text, start, first))
    arms = _arms(near, start, first)
    if len(told) != 1 or len(near) != len(arms) or len(arms) != _PAIR:
        return None
    before, after = near
    return (before.arm, after.arm) if before.end <= told[0].start() < after.start else None


def _pairs(scene: Scene, told: Sequence[int]) -> list[Pair]:
    """The comparisons of a clause: by its words, else of each arm with the control; none where that is open."""
    near = scene.near
    first = [
        match
        for match in _AGAINST.finditer(scene.text, scene.start, scene.end)
        if any(match.end() <= item.start <= match.end() + _REACH for item in near)
        and not re.search(r"\d|[(;]", scene.text[match.end() : _next(near, match.end())])
    ]
    if not first:
        first = [
            match
            for match in _AGAINST.finditer(scene.text, scene.start, scene.end)
            if _FIGURED.fullmatch(scene.text, match.end(), _next(near, match.end()))
            and not scene.text.endswith(("more ", "less ", "fewer "), 0, match.start())
        ]
        first = first if len(first) == 1 else []
    behind = {tuple(_arms(near, match.end(), scene.end)[:1]) for match in first}
    if len(first) > 1 and len(behind) == 1:  # "with A and B v C (12 and 10 v 8 with C)"
        (other,) = next(iter(behind))
        return [(arm, other) for arm in _arms(near, scene.start, scene.end) if arm != other]
    if len(first) > 1:
        pairs = [
            (before[-1], after[0])
            for match in first
            if (before := _arms(near, scene.start, _told_of(scene, first[0], match)))
            and (after := _arms(near, match.end(), scene.end))
        ]
        apart = len(set(map(frozenset, pairs))) == len(pairs) == len(first)
        return pairs if apart and all(one != other for one, other in pairs) else []
    if first:
        before = _arms(near, scene.start, first[0].start())
        after = _arms(near, first[0].end(), scene.end)
        if not before:  # "Compared with C, A and B"
            before, after = after[1:], after[:1]
        after = [arm for arm in after if arm not in before]
        single = len(before) == 1 or len(after) == 1
        return [(one, other) for one in before for other in after] if single else []
    controls = [index for index, arm in enumerate(scene.names) if arm.control]
    arms = list(dict.fromkeys([*(item.arm for item in near), *told]))
    if len(controls) != 1 or controls[0] not in arms:
        return []
    return [(arm, controls[0]) for arm in arms if arm != controls[0]]


def _told_of(scene: Scene, first: re.Match[str], match: re.Match[str]) -> int:
    """Before which place the arm stands that is held against another: with "but not compared with", before the first."""
    ends = [item.end for item in scene.near if item.end <= match.start()]
    again = ends and match is not first and _AGAIN.fullmatch(scene.text, max(ends), match.start())
    return first.start() if again else match.start()


def _next(near: Sequence[ArmMention], at: int) -> int:
    return min((item.start for item in near if item.start >= at), default=at)


def _arms(near: Sequence[ArmMention], start: int, end: int) -> list[int]:
    """The arms that a stretch of text names, in order."""
    return list(dict.fromkeys(item.arm for item in near if start <= item.start < end))


def _once(text: str, values: Sequence[Statistic]) -> list[Statistic]:
    """Values without a median that a bracket tells again: "more than 60.0 months (median not reached)"."""
    told = [
        behind
        for before, behind in pairwise(values)
        if before.type == behind.type == "median"
        and behind.value is None
        and _AGAIN_TOLD.fullmatch(text, before.end, behind.start)
    ]
    return [item for item in values if item not in told]


def _of(scene: Scene, pair: Pair) -> Scene:
    """A clause that names two of its arms alone."""
    return dataclasses.replace(scene, mentions=[item for item in scene.near if item.arm in pair])


def _nobody(scene: Scene) -> Scene:
    """A clause of which nobody can say who is held against whom."""
    return dataclasses.replace(scene, names=(), mentions=(), therapies=())


def _dealt(tests: Sequence[Statistic], count: int) -> list[list[Statistic]] | None:
    """The tests of each of several comparisons, in order; None where they cannot be dealt to them."""
    if not tests:
        return [[] for _ in range(count)]
    kinds = [[item for item in tests if (item.type == "p_value") == kind] for kind in (False, True)]
    if all(len(items) in (0, count) for items in kinds):  # "HR 0.8 and 0.7; P = .01 and .02"
        return [[items[index] for items in kinds if items] for index in range(count)]
    return None
