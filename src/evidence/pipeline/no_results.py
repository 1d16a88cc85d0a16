"""Clauses of results that tell no result of the arms: the start, likeness to what was told before, denied ties."""

from __future__ import annotations

import re
from typing import Final

from evidence.pipeline import directions
from evidence.pipeline.scenes import Scene, within
from evidence.pipeline.screens import screened
from evidence.pipeline.unnamed_arms import MAY_TREAT

# Where a clause tells how the groups were before treatment: it begins or ends with that.
_AT_START: Final = re.compile(
    r"\W*(?:(?:the|mean|median) )*baseline (?!to\b)"
    r"|\W*initially,? |.*\bno (?:\w+ )?(?:initial|baseline|pre-?(?:treatment|operative|intervention)) differences?\b"
    r"|.*\b(?<!from )(?<!than )(?<!with )(?<!to )(?<!versus )(?<!between )(?<!relative to )at (?:the )?(?:baseline|(?:study )?entry|enrol+ment)(?: \([^()]*\))?\W*$",
    re.IGNORECASE | re.DOTALL,
)
# What is told of later, or of kinds of patients by what they had then.
_LATER: Final = re.compile(
    r"\b(?:after|later|follow-?up|months?|weeks?|years?|days?|end of|end ?points?|improv\w+|increas\w+|decreas\w+|predict\w*|associat\w*|correlat\w*|chang\w+|who (?:had|were)|(?:patients|women|men|those|participants|subgroup of \w+) with)\b",
    re.IGNORECASE,
)


def of_the_start(scene: Scene) -> bool:
    """Whether a clause only compares the groups at baseline: "quality of life was higher with A at baseline"."""
    told = scene.text[scene.start : scene.end]
    return (
        scene.voice.role == "result"
        and _AT_START.match(told) is not None
        and _LATER.search(told) is None
        and directions.compares(scene.text, scene.start, scene.end)
    )


# What is told like what was told before, whichever way that went: "there was a similar trend for survival".
_LIKE_BEFORE: Final = re.compile(
    r"\W*(?:(?:and|but|while|whereas|overall|in addition|also|moreover|furthermore|again),? )*(?:there (?:was|were|is) |we (?:also )?(?:observed|found|saw|noted) )?(?:an? |the )?"
    r"(?:similar|comparable|same|identical|parallel)(?: [\w-]+){0,2}? (?:trends?|patterns?|results?|findings?|observations?|effects?|benefits?|improvements?|differences?|reductions?|increases?|associations?|relationships?|tendenc(?:y|ies))"
    r" (?:(?:was|were|is|are|has been|have been) (?:also |\w+ly )?(?:seen|observed|found|noted|obtained|reported|evident|apparent|detected|shown|recorded|present)\b|for\b|in\b|with\b|regarding\b|towards?\b)"
    r"(?![^.;]*\b(?:both|two|all|each|groups?|arms?|treatments|regimens|between|across|compared|versus|vs)\b)",
    re.IGNORECASE,
)


def goes_like_before(scene: Scene) -> bool:
    """Whether a clause that names no arm says only that an outcome went as another did, and not that arms are alike."""
    return (
        not scene.statistics
        and not within(scene.mentions, scene.start, scene.end)
        and _LIKE_BEFORE.match(scene.text, scene.start, scene.end) is not None
    )


# "No association between X and Y": where neither is a treatment, that the arms are alike is not said.
_NO_ASSOCIATION: Final = screened(
    r"\b(?:no|not|neither|without|any|lack of|absence of)\b[^.;,]{0,60}?\b(?:associations?|correlations?|relations?|relationships?|links?)\b(?: (?:was|were) (?:\w+ly )?\w+)? between (?P<what>[^.;()]{2,90}? and [^.;()]{2,120})",
    re.IGNORECASE,
)


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
_NO_INTERACTION: Final = screened(
    r"\b(?:no|not|neither|without)\b[^.;,]{0,40}\binteractions?\b(?! of)|\binteractions?\b[^.;,]{0,60}\b(?:was|were) (?:not|non)",
    re.IGNORECASE,
)


def denies_interaction(scene: Scene) -> bool:
    """Whether a clause only denies that an effect differs between patients of two kinds."""
    if _NO_INTERACTION.search(scene.text, scene.start, scene.end) is None:
        return False
    cues = directions.cues(scene.text, scene.start, scene.end)
    return all(cue.scale == "none" for cue in cues) and all(
        item.type == "p_value" for item in scene.statistics
    )
