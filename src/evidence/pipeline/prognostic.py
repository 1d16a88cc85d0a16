"""Prognostic findings: "Older age (P = .02) and tumour size (P = .001) were associated with poorer survival".

Each factor is a row of its own, with the figures that stand behind it. A therapy or an arm is no factor: what is
associated with it is its effect.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, cast

from evidence.pipeline import directions
from evidence.pipeline.outcomes import OutcomeMention
from evidence.pipeline.scenes import Scene
from evidence.pipeline.written import subjects
from evidence.records import EFFECT_TYPES, Direction, Favors, Finding, FindingRole, Statistic

_PREDICTS: Final = re.compile(
    r"\b(?:(?:was|were|is|are|remained|being) (?:\w+ly )?(?:(?:not|also|only|both|an?|the|strong|stronger|independent|significant|poor|good|adverse|major|most|important),? ){0,4}"
    r"(?:associated with|correlated with|(?:prognostic|predictive|risk) (?:factors?|markers?|indicators?|variables?) (?:for|of)|predict(?:ive|ors?) (?:of|for)"
    r"|prognostic (?:for|of))|(?:independently |significantly )?predicted)\b"
)
_REACH: Final = 90
_FACTOR: Final = re.compile(r"[A-Za-z]{3}|\b[A-Z]{2}\b")


def prognostic(scene: Scene, masked: str) -> list[Finding] | None:
    """The rows of a clause that tells of prognostic factors; None for any other clause."""
    cue = _PREDICTS.search(masked, scene.start, scene.end)
    if cue is None or any(item.start < cue.start() for item in scene.therapies):
        return None
    outcome = next((item for item in scene.outcomes if 0 <= item.start - cue.end() <= _REACH), None)
    factors = [
        span for span in subjects(masked, scene.start, cue.start()) if _FACTOR.search(masked[slice(*span)])
    ]
    if outcome is None or outcome.concept is None or not factors:
        return None
    if any(start < arm.end and arm.start < end for arm in scene.mentions for start, end in factors):
        return None
    return list(_rows(scene, cue, outcome, factors))


def _rows(
    scene: Scene, cue: re.Match[str], outcome: OutcomeMention, factors: Sequence[tuple[int, int]]
) -> Iterator[Finding]:
    for index, (start, end) in enumerate(factors):
        stop = factors[index + 1][0] if index + 1 < len(factors) else cue.start()
        own = [item for item in scene.statistics if end <= item.start < stop]
        if len(factors) == 1 or not any(item.start < cue.start() for item in scene.statistics):
            own = [*own, *(item for item in scene.statistics if item.start >= outcome.end)]
        tests = [item for item in own if item.type == "p_value" or item.type in EFFECT_TYPES]
        yield _row(scene, cue, outcome, " ".join(scene.text[start:end].split()), tests)


def _row(
    scene: Scene, cue: re.Match[str], outcome: OutcomeMention, factor: str, tests: Sequence[Statistic]
) -> Finding:
    told = directions.significance(scene.text, scene.start, scene.end, tests, scene.alpha)
    polarity = directions.polarity(outcome.concept, outcome.name)
    word = next(
        (item for item in scene.cues if cue.start() <= item.start and item.end <= outcome.start), None
    )
    effect = next((item for item in tests if item.type in EFFECT_TYPES), None)
    read = directions.by_words(word, 0, polarity) if word is not None else None
    if read is None and effect is not None:
        read = directions.by_effect(effect, outcome.concept, polarity)
    direction: Direction | None = "no_difference" if told == "not_significant" else read[0] if read else None
    favors: Favors | None = "neither" if told == "not_significant" else read[1] if read else None
    return Finding(
        id="f0",
        start=scene.sentence.start,
        end=scene.sentence.end,
        quote=scene.text[scene.sentence.start : scene.sentence.end],
        kind="association",
        outcome=outcome.name,
        outcome_concept=outcome.concept,
        intervention=factor,
        intervention_concepts=(),
        comparator=None,
        comparator_concepts=(),
        population=None,
        timepoint=outcome.timepoint,
        favors=favors,
        direction=direction,
        significance=told,
        statistics=tuple(item.id for item in tests),
        role=cast(FindingRole, scene.voice.role),
        reference=scene.voice.reference,
        confidence=0.75,
        hedged=scene.voice.hedged,
        direction_basis="words" if word is not None else "figures" if read is not None else None,
    )
