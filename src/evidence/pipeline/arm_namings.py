"""Which arm a naming means by the words around it: the one that lacks what is denied, the one that gets what is joined."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from evidence.pipeline.arm_cuts import CONTROL
from evidence.pipeline.arm_names import ArmName
from evidence.pipeline.layers import ArmMention
from evidence.pipeline.screens import screened

_PAIR: Final = 2
_DENIED_REACH: Final = 45
# Before the name of an arm, says that patients are not of it: "no TM", "who did not receive abiraterone".
_DENIED: Final = screened(
    r"\b(?:no|non|without|not (?:receiving|given|treated with|undergoing)|(?:did|had) not (?:receive|received|undergo|undergone|get|have)"
    r"|never (?:received|had))[ -](?:(?:any|further|adjuvant|maintenance|concurrent|concomitant|additional|the) )*$",
    re.IGNORECASE,
)


_LACKS: Final = re.compile(r"non?[ -](?=\w)", re.IGNORECASE)


def denied(text: str, item: ArmMention, arms: Sequence[ArmName]) -> ArmMention | None:
    """A naming as it is; of the arm that is left, of two, where it is denied: "no X" is the arm that lacks X."""
    before = _DENIED.search(text, max(0, item.start - _DENIED_REACH), item.start) or _LACKS.match(
        text, item.start
    )
    if before is None or (arms[item.arm].start <= item.start and item.end <= arms[item.arm].end):
        return item
    if len(arms) != _PAIR or not arms[1].control or item.arm != 0:
        return None
    lesser = (
        arms[1].ids <= arms[0].ids or CONTROL.search(arms[1].name) or arms[1].name.lower().startswith("no")
    )
    return ArmMention(before.start(), item.end, 1) if lesser else None


# A short name that no vocabulary knows, to which what stands behind it is added: "CHT plus".
_UNKNOWN_PLUS: Final = screened(
    r"(?<![\w-])(?!PBO\b|PL\b)[A-Z][A-Z-]{1,6} (?:plus|\+|followed by|combined with) $"
)
_PLUS_REACH: Final = 25


def added_to(text: str, item: ArmMention, arms: Sequence[ArmName]) -> ArmMention:
    """A naming as it is; of the arm that gets more, of two, where a short name before it says that it is added to that:
    "CHT plus | RP" beside RP alone."""
    if len(arms) != _PAIR or not arms[item.arm].ids < arms[1 - item.arm].ids:
        return item
    before = _UNKNOWN_PLUS.search(text, max(0, item.start - _PLUS_REACH), item.start)
    return item if before is None else ArmMention(before.start(), item.end, 1 - item.arm)


def outermost(found: list[ArmMention]) -> Iterator[ArmMention]:
    """In order, the longer of two that overlap; two readings of one span that disagree are none."""
    last: ArmMention | None = None
    for item in sorted(found, key=lambda item: (item.start, -item.end)):
        if last is not None and item.start < last.end:
            continue
        yield item
        last = item


_DASH: Final = re.compile(r"[-–+/]")


def compounds(text: str, found: Sequence[ArmMention], arms: Sequence[ArmName]) -> Iterator[ArmMention]:
    """Two names that a dash joins are that of the arm that got both: "EXE–COXIB" beside EXE alone."""
    more = [
        place
        for place, arm in enumerate(arms)
        if all(other.ids < arm.ids for other in arms if other is not arm)
    ]
    last: ArmMention | None = None
    for item in found:
        if last is not None and more and last.arm != item.arm and _DASH.fullmatch(text, last.end, item.start):
            last = ArmMention(last.start, item.end, more[0])
            continue
        if last is not None:
            yield last
        last = item
    if last is not None:
        yield last
