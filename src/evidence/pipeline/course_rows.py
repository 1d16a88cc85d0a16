"""The row of what went from one figure to another: since the start, over the years, or by what was done."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from evidence.pipeline import directions
from evidence.pipeline.contrasts import TIME_UNITS
from evidence.pipeline.courses import words
from evidence.pipeline.outcomes import OutcomeMention, named
from evidence.pipeline.polarity import polarity_of
from evidence.pipeline.scenes import Scene
from evidence.pipeline.yardsticks import yardstick
from evidence.records import Direction, Favors, Finding, Statistic


def coursed(scene: Scene, outcome: OutcomeMention, values: Sequence[Statistic], row: Finding) -> Finding:
    """The row of a course: which way the outcome went since the start, or by what was done to it."""
    first, last = values
    if first.value is None or last.value is None:
        return row
    direction: Direction = "no_difference"
    favors: Favors = "neither"
    if row.significance != "not_significant":
        polarity = polarity_of(outcome.concept, named(scene.text, outcome)) or -outcome.harm
        direction, favors = directions.by_values(last.value, first.value, polarity)
    row = dataclasses.replace(row, direction=direction, favors=favors, direction_basis="figures")
    other = yardstick(scene)
    if other is not None and other.kind == "period":  # of patients of other years
        return dataclasses.replace(
            row, kind="before_after", intervention=None, intervention_concepts=(), comparator=None,
            comparator_concepts=(), favors="neither" if favors == "neither" else "unclear",
        )  # fmt: skip
    if _is_effect(scene, outcome, first):
        return dataclasses.replace(
            row, kind="comparison"
        )  # "A raised survival from 70% to 78%": without it and with it
    own = "unclear" if scene.paired and favors != "neither" else favors
    return dataclasses.replace(row, kind="before_after", comparator=None, comparator_concepts=(), favors=own)


def _is_effect(scene: Scene, outcome: OutcomeMention, first: Statistic) -> bool:
    """Whether a treatment is told to change an outcome that no patient has twice, and no start of it is told."""
    told = words()
    changes = told.verb.search(scene.text, scene.start, outcome.start)
    named_first = [*(item.end for item in scene.near), *(item.end for item in scene.therapies)]
    return (
        changes is not None
        and (first.type == "rate" or (first.type == "median" and first.unit in TIME_UNITS))
        and any(end <= changes.start() for end in named_first)
        and told.start_told.search(scene.text, scene.start, scene.end) is None
    )
