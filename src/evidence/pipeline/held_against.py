"""Arms that a clause only holds something against: they stand behind "than", "versus" or "compared with"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from evidence.pipeline.layers import ArmMention
from evidence.pipeline.scenes import Scene

_RIGHT_BEHIND: Final = re.compile(
    r"\b(?:than|[Cc]ompared (?:with|to)|(?:superior|inferior|preferable) to|versus|vs\.?|v|over|added to|addition of [\w -]+ to)"
    r"(?: an? \d[\d.·]*\s?% (?:\w+ )?(?:decrease|increase|reduction|improvement|rise|fall|loss|gain)(?= (?:in|with|for|among)\b))?"
    r"(?: (?:the|that|those|with|in|of|for|among|women|men|patients|participants|given|receiving|who|received|randomly|randomi[sz]ed|assigned|allocated|to))* $"
)
# How far before an arm the word may stand that holds something against it, in characters.
_REACH: Final = 90
# Between two arms that another is held against: "than with B (4%) or C (5%)".
_OR: Final = re.compile(
    r"[\s,]*(?:(?:groups?|arms?|patients)[\s,]*)?(?:or|and)(?: (?:the|with|in|for|to|those|given))* $"
)
_IN_BRACKETS: Final = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")


def only_held_against(scene: Scene) -> bool:
    """Whether the one arm that a clause names stands behind "than" or "versus" each time."""
    return bool(scene.near) and all(
        _RIGHT_BEHIND.search(scene.text, max(scene.start, item.start - _REACH), item.start)
        for item in scene.near
    )


def all_held_against(scene: Scene) -> bool:
    """Whether all arms that a clause names stand behind one "than" or "compared with", behind another's name or none."""
    if len(scene.names) < 3 or len(scene.near) < 2:
        return False
    first = scene.near[0].start
    floor = max(scene.start, first - 30)
    than = _RIGHT_BEHIND.search(scene.text, floor, first)
    if than is None:
        return False
    return scene.text[scene.start : than.start()].strip() != "" and _told_together(scene, scene.near)


def one_against_others(scene: Scene) -> tuple[int, tuple[int, ...]] | None:
    """The one arm of three or more that a clause names before "than", and those behind it: "A is better than B and C"."""
    named = [item for item in scene.near if scene.start <= item.start < scene.end]
    if len(scene.names) < 3 or len({item.arm for item in named}) < 3:
        return None
    if (pair := _last_two(scene, named)) is not None:
        return pair
    first, *others = named
    floor = max(first.end, others[0].start - _REACH)
    if first.arm in {item.arm for item in others} or not _told_together(scene, others):
        return None
    if _RIGHT_BEHIND.search(scene.text, floor, others[0].start) is None:
        return None
    return first.arm, tuple(dict.fromkeys(item.arm for item in others))


# Before an arm of which the opposite is meant: "A, rather than B, was better than C".
_NOT_MEANT: Final = re.compile(
    r"\b(?:rather than|instead of|unlike|(?:but |and )?not)(?: (?:the|with|for|by|in))* $", re.IGNORECASE
)


def _last_two(scene: Scene, named: Sequence[ArmMention]) -> tuple[int, tuple[int, ...]] | None:
    """The last arm before "than" and the one behind it, where another stood before: "B was non-inferior and A superior to C"."""
    *before, second = named
    meant = [
        item
        for item in before
        if not _NOT_MEANT.search(scene.text, max(scene.start, item.start - 20), item.start)
    ]
    first = meant[-1] if meant else before[-1]
    told = _RIGHT_BEHIND.search(scene.text, max(before[-1].end, second.start - _REACH), second.start)
    joined = _OR.fullmatch(scene.text, named[0].end, first.start) is not None
    return (first.arm, (second.arm,)) if told is not None and not joined and first.arm != second.arm else None


def against_either(scene: Scene, named: Sequence[ArmMention]) -> bool:
    """Whether two mentions stand behind one "than" as those that something else is held against: "than with B or C"."""
    first, second = named
    gap = scene.text[first.end : second.start]
    floor = max(scene.start, first.start - _REACH)
    return (
        " or " in gap
        and _told_together(scene, named)
        and _RIGHT_BEHIND.search(scene.text, floor, first.start) is not None
    )


def _told_together(scene: Scene, named: Sequence[ArmMention]) -> bool:
    """Whether nothing but "or" and "and" parts mentions, figures in brackets aside."""
    return all(
        _OR.fullmatch(_IN_BRACKETS.sub("", scene.text[one.end : other.start]))
        for one, other in pairwise(named)
    )
