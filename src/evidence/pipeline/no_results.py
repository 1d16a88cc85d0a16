"""Clauses of results that tell no result of the arms: the start, likeness to what was told before, denied ties."""

from __future__ import annotations

import re
from typing import Final

from evidence.pipeline import directions
from evidence.pipeline.scenes import Scene, within
from evidence.pipeline.screens import Screen, screened
from evidence.pipeline.tables import pattern_of
from evidence.pipeline.unnamed_arms import MAY_TREAT

# Where a clause tells how the groups were before treatment: it begins or ends with that.
_AT_START: Final = pattern_of("no_results", "at_start")
# A word of each of its alternatives.
_MAY_START: Final = screened(
    r"baseline|initial|pre-?(?:treatment|operative|intervention)|entry|enrol", re.IGNORECASE
)
# What is told of later, or of kinds of patients by what they had then.
_LATER: Final = pattern_of("no_results", "later")


def of_the_start(scene: Scene) -> bool:
    """Whether a clause only compares the groups at baseline: "quality of life was higher with A at baseline"."""
    if _MAY_START.search(scene.text, scene.start, scene.end) is None:
        return False
    told = scene.text[scene.start : scene.end]
    return (
        scene.voice.role == "result"
        and _AT_START.match(told) is not None
        and _LATER.search(told) is None
        and directions.compares(scene.text, scene.start, scene.end)
    )


# What is told like what was told before, whichever way that went: "there was a similar trend for survival".
_LIKE_BEFORE: Final = pattern_of("no_results", "like_before")


def goes_like_before(scene: Scene) -> bool:
    """Whether a clause that names no arm says only that an outcome went as another did, and not that arms are alike."""
    return (
        not scene.statistics
        and not within(scene.mentions, scene.start, scene.end)
        and _LIKE_BEFORE.match(scene.text, scene.start, scene.end) is not None
    )


# "No association between X and Y": where neither is a treatment, that the arms are alike is not said.
_NO_ASSOCIATION: Final = Screen(pattern_of("no_results", "no_association"))


def denies_association(scene: Scene) -> bool:
    """Whether a clause that names no arm or treatment only denies that two other things go together."""
    denied = _NO_ASSOCIATION.search(scene.text, scene.start, scene.end)
    return (
        denied is not None
        and MAY_TREAT.search(denied["what"]) is None
        and not scene.therapies
        and not within(scene.mentions, scene.start, scene.end)
        and all(item.type == "p_value" for item in scene.statistics)
    )


# "No interaction between treatment and age was found": that the arms are alike is not said.
_NO_INTERACTION: Final = Screen(pattern_of("no_results", "no_interaction"))


def denies_interaction(scene: Scene) -> bool:
    """Whether a clause only denies that an effect differs between patients of two kinds."""
    if _NO_INTERACTION.search(scene.text, scene.start, scene.end) is None:
        return False
    cues = directions.cues(scene.text, scene.start, scene.end)
    return all(cue.scale == "none" for cue in cues) and all(
        item.type == "p_value" for item in scene.statistics
    )


# How many were looked at for something, and not what was found: "all were analyzed for safety and 56 (28 each group) for response".
_LOOKED_AT: Final = pattern_of("no_results", "looked_at")


def counts_analysed(scene: Scene) -> bool:
    """Whether a clause only counts the patients who were looked at for an outcome."""
    return (
        bool(scene.statistics)
        and all(item.type == "count" for item in scene.statistics)
        and not directions.compares(scene.text, scene.start, scene.end)
        and _LOOKED_AT.match(scene.text, scene.start, scene.end) is not None
    )
