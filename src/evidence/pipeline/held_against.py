"""Arms that a clause only holds something against: they stand behind "than", "versus" or "compared with"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from evidence.pipeline.arm_mentions import ArmMention
from evidence.pipeline.scenes import Scene

_RIGHT_BEHIND: Final = re.compile(
    r"\b(?:than|[Cc]ompared (?:with|to)|(?:superior|inferior|preferable) to|versus|vs\.?|v|over|added to|addition of [\w -]+ to)(?: (?:the|that|those|with|in|of|for|given|receiving|who|received))* $"
)
# Between two arms that another is held against: "than with B (4%) or C (5%)".
_OR: Final = re.compile(
    r"[\s,]*(?:(?:groups?|arms?|patients)[\s,]*)?(?:or|and)(?: (?:the|with|in|for|to|those|given))* $"
)
_IN_BRACKETS: Final = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")


def only_held_against(scene: Scene) -> bool:
    """Whether the one arm that a clause names stands behind "than" or "versus" each time."""
    return bool(scene.near) and all(
        _RIGHT_BEHIND.search(scene.text, max(scene.start, item.start - 30), item.start) for item in scene.near
    )


def all_held_against(scene: Scene) -> bool:
    """Whether all arms that a clause names stand behind one "than" or "compared with", behind another's name or none."""
    if len(scene.names) < 3 or len(scene.near) < 2:
        return False
    first = scene.near[0].start
    floor = max(scene.start, first - 30)
    if not _RIGHT_BEHIND.search(scene.text, floor, first):
        return False
    return scene.text[scene.start : floor].strip() != "" and _told_together(scene, scene.near)


def against_either(scene: Scene, named: Sequence[ArmMention]) -> bool:
    """Whether two mentions stand behind one "than" as those that something else is held against: "than with B or C"."""
    first, second = named
    gap = scene.text[first.end : second.start]
    floor = max(scene.start, first.start - 30)
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
