"""Whether a clause that names no arm may be told of the two arms of its document."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import Final

from evidence.pipeline.arm_cuts import cue
from evidence.pipeline.dealing import is_value
from evidence.pipeline.scenes import Scene
from evidence.pipeline.screens import Screen
from evidence.pipeline.unnamed_arms import BOTH_GROUPS, HELD, MAY_TREAT
from evidence.records import EFFECT_TYPES, Statistic

# What tells a course: "pain decreased", "TIMP-1 was elevated".
_COURSE: Final = Screen(cue("course"))
# The end of such a word where it tells what its subject did: "music reduced", but not "was reduced", "a reduced".
_DID: Final = cue("did")
# Outcomes that patients have once and not before, and words that tell a difference without comparing.
_OF_GROUPS: Final = Screen(cue("of_groups"))
# What holds patients against themselves: "did not differ between the two time points".
_WITHIN: Final = Screen(cue("within_patients"))
# What ties one thing to another, and what may stand before it that points back to a treatment.
_TIES: Final = Screen(cue("ties"))
_POINTS_BACK: Final = cue("points_back")
# What is held against each other by name: "no difference between smokers and ex-smokers".
_BETWEEN: Final = Screen(cue("between_two"))
_OF_ARMS: Final = cue("arms_between")
# Sections whose clauses tell what was found, and not what is thought of it.
_RESULTS: Final = frozenset({"results", None})
# What stands between the figures of a list, and of how many groups a list is that no two arms have.
_LISTED: Final = re.compile(r"\W*(?:and\W+)?")
_SEVERAL_GROUPS: Final = 3


def may_be_lent(scene: Scene) -> bool:
    """Whether a clause that names no arm may be meant of the document's two: it holds groups against each other, and
    neither only what was before and after, nor factors, nor groups of other names."""
    if BOTH_GROUPS.search(scene.text, scene.start, scene.end):
        return True
    if _WITHIN.search(scene.text, scene.start, scene.end) or _lists_several(scene):
        return False
    return not (
        _is_course(scene) or _ties(scene) or _is_between_others(scene) or _goes_on_with_factors(scene)
    )


def _lists_several(scene: Scene) -> bool:
    """Whether a clause lists what three or more groups had: "9.8, 2.0, 1.6 and 0.7 years for each, respectively"."""
    values = [item for item in scene.statistics if is_value(item)]
    if len(values) < _SEVERAL_GROUPS or "respectively" not in scene.text[values[-1].end : scene.end]:
        return False
    return all(_LISTED.fullmatch(scene.text, one.end, other.start) for one, other in pairwise(values))


def _goes_on_with_factors(scene: Scene) -> bool:
    """Whether a clause goes on with an effect, and nothing else, where the sentence before tied factors to outcomes."""
    return (
        scene.after_factors
        and any(map(_is_effect, scene.statistics))
        and not any(map(is_value, scene.statistics))
        and MAY_TREAT.search(scene.text, scene.start, scene.end) is None
    )


def _is_course(scene: Scene) -> bool:
    """Whether a clause of the results tells only what changed, or how much of something there was: "TIMP-1 was elevated in
    120 patients", "pain and mood improved (P < .01)".

    What only a group can have (survival, an incidence) is meant of the arms, and so is what goes with an effect size or
    two figures, and what something did: who did it, the clause's subject tells.
    """
    text, start, end = scene.text, scene.start, scene.end
    if scene.sentence.section not in _RESULTS:
        return False
    course = _COURSE.search(text, start, end)
    if course is None or HELD.search(text, start, end) or _OF_GROUPS.search(text, start, end):
        return False
    kinds = Counter(item.type for item in scene.statistics if is_value(item))
    if max(kinds.values(), default=0) > 1 or any(map(_is_effect, scene.statistics)):
        return False
    return _DID.search(text, start, course.end()) is None or any(
        item.start < course.start() for item in scene.outcomes
    )


def _is_effect(item: Statistic) -> bool:
    """Whether a statistic compares two groups, and is not the share by which something fell or rose."""
    return item.type in EFFECT_TYPES and item.type != "other_effect"


def _ties(scene: Scene) -> bool:
    """Whether a clause ties factors to outcomes: "the drained volume and the tumor size independently correlated with seroma"."""
    found = _TIES.search(scene.text, scene.start, scene.end)
    if found is None or scene.therapies:
        return False
    treats = MAY_TREAT.search(scene.text, scene.start, scene.end)
    if treats is not None and scene.text[treats.start() - 1] != "-":  # "on-treatment levels"
        return False
    return _POINTS_BACK.fullmatch(scene.text, scene.start, found.start()) is None


def _is_between_others(scene: Scene) -> bool:
    """Whether a clause tells a difference between two of other names: "between smokers and ex-smokers"."""
    found = _BETWEEN.search(scene.text, scene.start, scene.end)
    return found is not None and not any(_OF_ARMS.search(found[name]) for name in ("first", "second"))
