"""The rows of two figures that no arms' names part: what went from one to the other, and what was so with and without."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence
from typing import Final

from evidence.pipeline import directions
from evidence.pipeline.contrasts import TIME_UNITS, contrasted
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
    if _is_effect(scene, outcome, first, last):
        return dataclasses.replace(
            row, kind="comparison"
        )  # "A raised survival from 70% to 78%": without it and with it
    own = "unclear" if scene.paired and favors != "neither" else favors
    return dataclasses.replace(row, kind="before_after", comparator=None, comparator_concepts=(), favors=own)


def _is_effect(scene: Scene, outcome: OutcomeMention, first: Statistic, last: Statistic) -> bool:
    """Whether a treatment is told to change an outcome that no patient has twice, and no start of it is told."""
    told = words()
    changes = told.verb.search(scene.text, scene.start, outcome.start)
    named_first = [*(item.end for item in scene.near), *(item.end for item in scene.therapies)]
    return (
        changes is not None
        and (first.type == "rate" or (first.type == "median" and (first.unit or last.unit) in TIME_UNITS))
        and any(end <= changes.start() for end in named_first)
        and told.start_told.search(scene.text, scene.start, scene.end) is None
    )


_TWO: Final = 2
# Between two figures, of which the first is of those who had something: "15.8 months with surgery versus 6.9 months".
_WITH: Final = re.compile(
    r"[\s)%]*(?:with|after|in|for|among) [^.;()\d]{2,50}?,? (?:and|versus|vs\.?|v|compared with) [^.;\d]{0,15}"
)
# Those who did not have what the first figure is of: "6.9 months without surgery", "41% for those without".
_WITHOUT: Final = re.compile(
    r"[^.;()]{0,30}?\b(?P<who>without(?: [\w-]+){0,2}|(?:those|patients|women|men) (?:without|who (?:did|had|were|received) (?:not|no)\b)(?: [\w-]+){0,2})"
)


def with_and_without(
    scene: Scene, outcome: OutcomeMention, values: Sequence[Statistic], row: Finding
) -> Finding:
    """The row of two figures, of those who had a treatment and of those without it, as the comparison that it is."""
    if row.kind != "single_arm" or row.intervention is None or len(values) != _TWO:
        return row
    first, second = values
    beside = contrasted(scene.text, values)
    if not beside and _WITH.fullmatch(scene.text, first.end, second.start) is None:
        return row
    others = _WITHOUT.match(scene.text, second.end, scene.end)
    if others is None and beside:
        without = re.compile(rf"\b(?P<who>without (?:the )?{re.escape(row.intervention)})\b", re.IGNORECASE)
        others = without.search(scene.text, scene.sentence.start, scene.sentence.end)
    if others is None or first.value is None or second.value is None or first.type != second.type:
        return row
    who = " ".join(others["who"].split())
    who = f"without {row.intervention}" if who == "without" else who
    row = dataclasses.replace(row, kind="comparison", comparator=who)
    if row.significance == "not_significant":
        return row
    polarity = polarity_of(outcome.concept, named(scene.text, outcome)) or -outcome.harm
    direction, favors = directions.by_values(first.value, second.value, polarity)
    return dataclasses.replace(row, direction=direction, favors=favors, direction_basis="figures")
