"""One finding told in two sentences, or in two clauses of one: "Survival did not differ. Medians were 13 and 12 months".

The words of one and the figures of the other, or the figures of the arms and their test, make one row, whose quote is
both. Rows with tests of their own, of other patients or of other arms stay apart, and so do two that contradict.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from evidence.pipeline.dealing import is_value
from evidence.records import Finding, Statistic

# Outcomes that two names tell alike; two names of harms are two counts.
_ENDPOINT: Final = re.compile(r"survival|response|remission|control")
# A sentence that goes on to parts of the patients, whether or not it names them.
_SUBGROUPS: Final = re.compile(r"\bsub-?(?:groups?|sets?|populations?)\b", re.IGNORECASE)
_SIDES: Final = frozenset({"higher", "lower"})


def retold(text: str, rows: Sequence[Finding], statistics: Sequence[Statistic]) -> list[Finding]:
    """The rows, those that tell one finding together made one; in the order of the first of each."""
    known = {item.id: item for item in statistics}
    made: list[Finding] = []
    for row in rows:
        place = next(_partners(text, made, row, known), None)
        if place is None:
            made.append(row)
        else:
            made[place] = _joined(text, made[place], row, known)
    return made


def _partners(
    text: str, made: Sequence[Finding], row: Finding, known: Mapping[str, Statistic]
) -> Iterator[int]:
    """The places of the rows, the last one first, that a row tells on."""
    for place in range(len(made) - 1, -1, -1):
        other = made[place]
        if other.end < row.start and text[other.end : row.start].strip():
            return
        if _alike(other, row) and _completes(other, row, known):
            yield place


def _alike(first: Finding, second: Finding) -> bool:
    """Whether two rows are results of the same outcome, arms and patients that do not contradict."""
    concepts = first.outcome_concept, second.outcome_concept
    same = (
        concepts[0].id == concepts[1].id
        if concepts[0] is not None and concepts[1] is not None
        else first.outcome == second.outcome
    )
    told = {first.direction, second.direction} & _SIDES
    return (
        same
        and (first.outcome.lower() == second.outcome.lower() or _ENDPOINT.search(first.outcome) is not None)
        and first.outcome.lower().startswith("time to ") == second.outcome.lower().startswith("time to ")
        and first.role == second.role == "result"
        and first.kind == second.kind == "comparison"
        and first.comparator is not None
        and (first.intervention, first.comparator) == (second.intervention, second.comparator)
        and first.population == second.population
        and len(told) < 2
        # Groups that are told to be alike are not so by what the next sentence tells to be significant.
        and not any(
            one.direction == "no_difference" and other.significance == "significant"
            for one, other in ((first, second), (second, first))
        )
        and (_SUBGROUPS.search(second.quote) is None or _SUBGROUPS.search(first.quote) is not None)
    )


def _completes(first: Finding, second: Finding, known: Mapping[str, Statistic]) -> bool:
    """Whether one row has what the other lacks: figures, or their test."""
    kinds = [{is_value(known[id]) for id in row.statistics} for row in (first, second)]
    together = first.start == second.start
    if not kinds[0]:
        return bool(kinds[1]) and (first.timepoint in (None, second.timepoint))
    if kinds == [{True}, {False}]:
        return together or first.timepoint == second.timepoint
    return kinds == [{False}, {True}] and second.timepoint == first.timepoint


def _joined(text: str, first: Finding, second: Finding, known: Mapping[str, Statistic]) -> Finding:
    """Two rows as one: the verdict of the tested one, else of the one that tells it in words."""
    tested = [any(not is_value(known[id]) for id in row.statistics) for row in (first, second)]
    judge, other = (second, first) if tested[1] or (not tested[0] and first.statistics) else (first, second)
    if judge.direction in (None, "unclear"):
        judge = dataclasses.replace(
            judge, direction=other.direction, favors=other.favors, direction_basis=other.direction_basis
        )
    start, end = min(first.start, second.start), max(first.end, second.end)
    return dataclasses.replace(
        judge,
        start=start,
        end=end,
        quote=text[start:end],
        outcome=(first if first.statistics else second).outcome,
        timepoint=first.timepoint or second.timepoint,
        statistics=tuple(dict.fromkeys((*first.statistics, *second.statistics))),
        confidence=max(first.confidence, second.confidence),
    )
