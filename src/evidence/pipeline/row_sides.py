"""Who stands against whom, by name: two arms by their places, or the therapies that a clause names itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from evidence.pipeline.arm_lists import treats
from evidence.pipeline.arm_names import ArmName
from evidence.pipeline.given_together import (
    ADDED,
    ADDED_TO,
    ALSO,
    EARLIER,
    JOINED,
    LACKING,
    adds_to,
    combines,
    names_kind_of,
)
from evidence.pipeline.scenes import Scene
from evidence.pipeline.tables import pattern_of
from evidence.records import Mention
from evidence.vocabulary import Concept

_THAN: Final = re.compile(
    r"\b(?:(?:than|compared (?:with|to)|versus|vs\.?|over)\b[^.;]{0,40}|Compared (?:with|to)\b[^.;,]{0,40})$"
)
_THAN_REACH: Final = 45
# Before what patients had got before the treatment that is told of.
_PRETREATED: Final = pattern_of("earlier_treatments", "pretreated")


@dataclass(frozen=True, slots=True)
class Sides:
    """Intervention and comparator; `numbers` are their places among the arms. `sure` is lower where none is named.

    `beside` if they are known only because a comparing word is told of the intervention right beside it; it `acts` if the
    clause says that it did something to the outcome.
    """

    intervention: str | None = None
    intervention_concepts: tuple[Concept, ...] = ()
    comparator: str | None = None
    comparator_concepts: tuple[Concept, ...] = ()
    numbers: tuple[int | None, int | None] = (None, None)
    sure: float = 0.9
    beside: bool = False
    acts: bool = False


def pair(names: Sequence[ArmName], first: int, second: int | None, sure: float) -> Sides:
    """Two arms by their places, or one alone."""
    other = names[second] if second is not None else None
    return Sides(
        names[first].name,
        names[first].concepts,
        other.name if other else None,
        other.concepts if other else (),
        (first, second),
        sure,
    )


def behind_than(text: str, start: int, place: int) -> bool:
    """Whether what stands at a place is what something is held against, as the words from `start` on say."""
    return _THAN.search(text, max(start, place - _THAN_REACH), place) is not None


def by_therapies(scene: Scene) -> Sides:
    """The therapies that a clause names itself, where it speaks of none of the document's arms."""
    therapies = [
        item
        for item in scene.therapies
        if item.concept is not None
        and treats(item)
        and not LACKING.search(scene.text, scene.start, item.start)
    ]
    if not therapies:
        return Sides(sure=0.7)
    therapies = [
        item
        for item, after in zip(therapies, [*therapies[1:], None], strict=True)
        if after is None or not names_kind_of(scene.text, item, after)
    ]
    therapies = [
        item for item in therapies if not EARLIER.search(scene.text, scene.start, item.start)
    ] or therapies
    therapies = [
        item for item in therapies if not _PRETREATED.search(scene.text, scene.start, item.start)
    ]  # "43%: 33% in patients previously treated with A"
    if not therapies:
        return Sides(sure=0.7)
    compared = [item for item in therapies if behind_than(scene.text, scene.start, item.start)]
    own = [item for item in therapies if item not in compared]
    if not own:  # "an unknown drug reduced it compared with A"
        against = _together(scene.text, compared)
        return Sides(
            comparator=_as_written(scene.text, against),
            comparator_concepts=_concepts(against),
            sure=0.7,
        )
    main = _together(scene.text, own)
    second = _together(scene.text, compared) if compared else []
    if second and set(_concepts(compared)) < set(_concepts(main)):
        second = compared  # "adding A to B and C ... compared with B and C": all of the rest
    backbone = _backbone(scene.text, main)
    return Sides(
        _as_written(scene.text, main),
        _concepts(main),
        _as_written(scene.text, second or backbone),
        _concepts(second or backbone),
        (None, None),
        0.75,
    )


def _together(text: str, therapies: Sequence[Mention]) -> list[Mention]:
    """The first therapy with those that it is given with: "paclitaxel plus bevacizumab"."""
    found = list(therapies[:1])
    added = bool(found) and combines(text, 0, found[0].start)
    for item in therapies[1:]:
        gap = text[found[-1].end : item.start]
        to = adds_to(text, found[0].start, found[-1].end, item.start)
        if not (to or JOINED.fullmatch(gap) or (added and ALSO.fullmatch(gap))):
            break
        added = added or to or ADDED.fullmatch(gap) is not None
        found.append(item)
    return found


def _backbone(text: str, therapies: Sequence[Mention]) -> Sequence[Mention]:
    """What a therapy was added to: that alone is what the two are held against."""
    for place, (first, second) in enumerate(pairwise(therapies), start=1):
        if ADDED.fullmatch(text, first.end, second.start) or adds_to(
            text, first.start, first.end, second.start
        ):
            return therapies[place:]
    return ()


def _as_written(text: str, therapies: Sequence[Mention]) -> str | None:
    """The words from the first therapy to the last; one that is added to others is given plus them."""
    for place, (first, second) in enumerate(pairwise(therapies), start=1):
        if ADDED_TO.fullmatch(text[first.end : second.start]):
            return f"{_as_written(text, therapies[:place])} plus {_as_written(text, therapies[place:])}"
    return " ".join(text[therapies[0].start : therapies[-1].end].split()) if therapies else None


def _concepts(therapies: Sequence[Mention]) -> tuple[Concept, ...]:
    return tuple(dict.fromkeys(item.concept for item in therapies if item.concept is not None))
