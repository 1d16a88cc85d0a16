"""Whose the figures of a hand are: the arms beside them, those named last, or nobody's where they are of something else."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from evidence.pipeline.arm_cuts import cue
from evidence.pipeline.contrasts import closed_off, side_by_side
from evidence.pipeline.cue_subjects import order_by_one
from evidence.pipeline.dealing import Hand
from evidence.pipeline.figure_directions import VERSUS_NONE
from evidence.pipeline.held_against import against_either
from evidence.pipeline.layers import ArmMention
from evidence.pipeline.listed_outcomes import CAUSES
from evidence.pipeline.scenes import Scene, within
from evidence.pipeline.screens import screened
from evidence.pipeline.unnamed_arms import BOTH_GROUPS, of_unknown
from evidence.pipeline.value_arms import arms_of_values
from evidence.records import Statistic

# Between figures and the name of an arm that is not theirs.
_APART: Final = re.compile(r"[),;]")
# "The rates of grade 3 and 4 events were 26% and 19%, respectively": the figures are those of the grades.
_GRADES: Final = re.compile(r"\bgrades? (?:\d|i+v?) and (?:\d|i+v?)\b[^.;]{0,90}$", re.IGNORECASE)
_PAIR: Final = 2
_RESPECTIVELY: Final = re.compile(r"[^.;,]{0,20},? respectively\b")
# Behind a figure of a kind of patients, whatever they got: "9.2 months for patients with local and 5.4 for those with".
_KIND: Final = cue("kind_behind")
_KINDS: Final = cue("kinds_behind")
# Between a figure and another of the next statement: "in 10% and 1%, and two deaths in the A group".
_AND_THEN: Final = re.compile(r"[^;.]*?[,;] (?:and|but|while|whereas) $")


def places_of(scene: Scene, hand: Hand, values: Sequence[Statistic]) -> tuple[list[int | None], bool]:
    """The arm of each value, and whether one is named beside each; a lone "x v 0" is the first arm's."""
    if hand.places is not None:
        return [hand.places.get(item.id) for item in values], True
    if len(values) > 1 and (
        _by_grade(scene, values)
        or _by_patients(scene, values)
        or _by_outcomes(scene, hand, values)
        or of_unknown(scene)
        or _against_several(scene, values)
    ):
        return [None] * len(values), False
    if len(values) == 1 and _is_whole(scene, values[0]):
        return [None], False
    if len(values) == 1:
        own = _before_bracket(scene, values[0])
        if own is None:
            own = _behind_list(scene, values[0])
        if own is not None:
            return [own], True
    places, beside = arms_of_values(scene.text, values, *_told_last(scene, values))
    if len(values) == _PAIR and _is_part(scene, *values):
        places = [places[0], places[0]]
    if len(values) == 1 and len(scene.names) == 2 and len(scene.order) == 2:
        own = any(hand.outcomes[0].end <= item.start < values[0].start for item in scene.near)
        if (places[0] is None or not own) and VERSUS_NONE.match(scene.text, values[0].end):
            return [scene.order[0]], False
    return places, beside


# Between a figure of all and those of its parts: "eight patients (10%) had responses; | six were in the A group".
_PARTS: Final = re.compile(r"\)?[^();.]*; (?:[^().]|\([^()]*\)|\.\d)*")


def _is_whole(scene: Scene, value: Statistic) -> bool:
    """Whether a figure is told before a semicolon behind which both arms are named, and neither before it: it is that of all."""
    if len({item.arm for item in scene.mentions}) < _PAIR or scene.mentions[0].start < value.end:
        return False
    return _PARTS.fullmatch(scene.text, value.end, scene.mentions[0].start) is not None


def _against_several(scene: Scene, values: Sequence[Statistic]) -> bool:
    """Whether two figures behind them are of something without an arm's name and of the arms that it is held against: "fewer
    in X than in those given B or C (12% v 34%)"."""
    named = [item for item in scene.near if item.end <= values[0].start]
    return len(values) == len(named) == _PAIR and against_either(scene, named)


# Between a figure and that of a part of the same patients: "in 31 with A, and was grade 3-4 in five, while".
_PART: Final = re.compile(
    r"[^;]*?(?:,? and|,) (?:was|were|being|these were|including) (?:severe\b|of grade|grades?\b|life-threatening|fatal)[^;]*"
)
# Between a figure and that of those of the same patients who got over it: "in 27 (75%), which resolved in 20 (74%)".
_RESOLVED: Final = re.compile(
    r"[^;]*?, (?:of (?:which|whom)|which|who) (?:[\w-]+ ){0,3}?(?:resolved|recovered|subsided|improved|disappeared|reversed|persisted|required|died|discontinued)\b[^;]*"
)
# Those of its words without one of which it is not tried.
_DEGREES: Final = ("grade", "severe", "life-threatening", "fatal")


def _is_part(scene: Scene, whole: Statistic, part: Statistic) -> bool:
    """Whether a figure is that of a part of those whom the one before tells of, behind which no further arm is named."""
    if _RESOLVED.fullmatch(scene.text, whole.end, part.start) is not None:
        return not any(whole.end <= item.start < scene.end for item in scene.mentions)
    if not any(scene.text.find(word, whole.end, part.start) >= 0 for word in _DEGREES):
        return False
    named = [item for item in scene.mentions if whole.end <= item.start < part.start]
    return (
        len({item.arm for item in named}) <= 1
        and _PART.fullmatch(scene.text, whole.end, part.start) is not None
        and not any(part.end <= item.start < scene.end for item in scene.mentions)
    )


# Behind the name of an arm, a bracket that is still open.
_OPENS_BEHIND: Final = re.compile(r"(?: (?:group|arm|patients))?,? [(\[][^()\[\]]*$")


def _before_bracket(scene: Scene, value: Statistic) -> int | None:
    """The arm before the bracket of a figure that is closed before the next arm: "in A (9% of them complete) and in B"."""
    before = next((item for item in reversed(scene.near) if item.end <= value.start), None)
    behind = next((item for item in scene.near if item.start >= value.end), None)
    if before is None or behind is None or not closed_off(scene.text, value.end, behind.start):
        return None
    return before.arm if _OPENS_BEHIND.match(scene.text, before.end, value.start) else None


# Before the arm that a list of bracketed figures ends with, and what no such list goes over.
_ENDS_LIST: Final = re.compile(
    r"[)\]] (?:for|in|with|among)(?: (?:the|patients|those|women|men|receiving|given|treated with|who received|assigned to))* $"
)
_NEW_STATEMENT: Final = re.compile(r";|\b(?:was|were|is|are|had|occurred|did|than|versus|vs|compared)\b")


def _behind_list(scene: Scene, value: Statistic) -> int | None:
    """The arm behind the list in which a figure stands: "X (2%), Y (3%), and Z (4%) for A, and X (1%) and W (5%) for B"."""
    before = next((item for item in reversed(scene.near) if item.end <= value.start), None)
    behind = next((item for item in scene.near if item.start >= value.end), None)
    if behind is None or (before is not None and not _ends_list(scene, before)):
        return None
    if _NEW_STATEMENT.search(scene.text, value.end, behind.start) or not _ends_list(scene, behind):
        return None
    return (
        behind.arm
        if scene.text[value.start - 1] in "([" or "(" in scene.text[value.start : value.end]
        else None
    )


def _ends_list(scene: Scene, mention: ArmMention) -> bool:
    return _ENDS_LIST.search(scene.text, max(scene.start, mention.start - 45), mention.start) is not None


def _by_grade(scene: Scene, values: Sequence[Statistic]) -> bool:
    """Whether "respectively" deals figures to grades of an event, and not to arms, of which the clause names one at most,
    and none behind the figures."""
    named = within(scene.mentions, scene.start, scene.end)
    return (
        len(values) == 2
        and len({item.arm for item in named}) < 2
        and all(item.start < values[0].start for item in named)
        and _RESPECTIVELY.match(scene.text, values[-1].end, scene.end) is not None
        and _GRADES.search(scene.text, scene.start, values[0].start) is not None
    )


_JOINED_KINDS: Final = re.compile(r"(?<!both )(?<!of )\b[\w-]+(?: \([^()]*\))? and (?:[\w-]+ )*[\w-]+")


def _by_outcomes(scene: Scene, hand: Hand, values: Sequence[Statistic]) -> bool:
    """Whether "respectively" deals two figures to what "and" joins before them ("local and distant recurrence"), no arm being named."""
    return (
        len(values) == _PAIR
        and not within(scene.mentions, scene.start, scene.end)
        and BOTH_GROUPS.search(scene.text, scene.start, scene.end) is None
        and _RESPECTIVELY.match(scene.text, values[-1].end, scene.end) is not None
        and _JOINED_KINDS.search(scene.text, scene.start, min(values[0].start, hand.outcomes[0].end))
        is not None
    )


def _by_patients(scene: Scene, values: Sequence[Statistic]) -> bool:
    """Whether figures are told of kinds of patients, each of its own, and from the first one on no arm is named."""
    text = scene.text
    ends = [*(item.start for item in values[1:]), scene.end]
    found = [_KIND.match(text, item.end, end) for item, end in zip(values, ends, strict=True)]
    last = found[-1] if all(found) else None
    if last is None and len(values) == _PAIR and side_by_side(text, values):
        last = _KINDS.match(text, values[-1].end, scene.end)
    return last is not None and not within(scene.mentions, values[0].start, last.end())


def _told_last(scene: Scene, values: Sequence[Statistic]) -> tuple[Sequence[ArmMention], Sequence[int]]:
    """The arms by which a hand's values go, and their order: that arm alone which was named since the figures before."""
    order = scene.order if len(scene.names) == 2 else ()
    if not values or not order:
        return scene.near, order
    near = [item for item in scene.near if not _behind_another(scene, values[-1], item)]
    named = [item for item in near if item.end <= values[0].start]
    before = [item.end for item in scene.statistics if named and item.end <= named[-1].start]
    since = [
        item
        for item in named
        if before and item.start >= max(before) and _APART.search(scene.text, max(before), item.start)
    ]
    if len({item.arm for item in since}) != 1 or len(since) == len(named):
        return near, order
    behind = [item for item in near if item.start >= values[0].start]
    return [since[-1], *behind], order_by_one(scene.text, since[-1], scene.start)


# Behind figures of all arms: what most of what they count was, in whichever arm.
_MOSTLY: Final = screened(
    r"\brespectively,? (?:\w+ )?(?:mostly|mainly|predominantly|primarily|largely)\b(?:[^.;]|\.\d)*$"
)


def of_causes(scene: Scene, item: Statistic) -> bool:
    """Whether a figure tells the causes of what was counted before it, in a bracket or behind "mostly"."""
    if _MOSTLY.search(scene.text, scene.sentence.start, item.start):
        return True
    opening = scene.text.rfind("(", scene.start, item.start)
    return (
        opening >= 0
        and ")" not in scene.text[opening : item.start]
        and CAUSES.match(scene.text, opening) is not None
    )


def _behind_another(scene: Scene, last: Statistic, arm: ArmMention) -> bool:
    """Whether an arm is named behind a figure of another kind and statement, which begins behind a hand's last one."""
    other = next((item for item in scene.statistics if last.end <= item.start < arm.start), None)
    return (
        other is not None
        and other.type != last.type
        and _AND_THEN.fullmatch(scene.text, last.end, other.start) is not None
    )
