"""What later passes add to a document's findings: figures told in other sentences, directions told in the conclusion."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final

from evidence.pipeline import directions
from evidence.pipeline.arm_names import ArmName
from evidence.pipeline.contrasts import contrasted
from evidence.pipeline.dealing import is_test, is_value
from evidence.pipeline.layers import Sentence
from evidence.pipeline.polarity import polarity_of
from evidence.pipeline.scenes import within
from evidence.pipeline.tables import numbers
from evidence.pipeline.unnamed_arms import BOTH_GROUPS
from evidence.records import Finding, Mention, Statistic

_SEVERAL: Final = 2
# How sure a row is by the way it was read.
_SURE: Final = numbers("row_confidence")
# How far before a test of before against after its two figures may stand, in characters.
_NEAR_BEFORE: Final = 450
# A sentence that takes back the difference that the one before told: "However, this difference was not significant."
_TAKES_BACK: Final = re.compile(
    r"(?:however|but|nevertheless|yet|still)?,? ?(?:this|the|these|that|those|none of these) (?:[\w-]+ )?"
    r"(?P<what>differences?|improvements?|increases?|decreases?|reductions?|benefits?|effects?|trends?|results?) (?:(?:between|among) [^.;,()]{3,70}? )?"
    r"(?:(?:was|were|did|does|is|are|failed|lacked)\b[^.;,]{0,30}?\b(?:not|insignificant|nonsignificant|non-significant|failed to|lacked)\b|lacked|failed to)"
    r"(?:[^.;,]{0,30}?\bsignifican|(?<=significant))",
    re.IGNORECASE,
)


def merged(rows: list[Finding], statistics: Sequence[Statistic]) -> list[Finding]:
    """Comparisons that tell only a P value get the medians or means that other sentences tell of their arms."""
    known = {item.id: item for item in statistics}

    def single(row: Finding, arm: str | None) -> list[str]:
        return [
            id
            for other in rows
            if other.role == "result"
            and other.comparator is None
            and other.intervention == arm
            and other.outcome == row.outcome
            and other.population == row.population
            for id in other.statistics
            if known[id].type in ("median", "mean") and known[id].timepoint is None
        ]

    merged = []
    for row in rows:
        if (
            row.kind == "before_after"
            and row.role == "result"
            and not any(is_value(known[id]) for id in row.statistics)
        ):
            told = [
                id
                for other in rows
                if other.kind != "comparison"
                and 0 < row.start - other.start < _NEAR_BEFORE
                and (
                    other.outcome == row.outcome
                    or (other.outcome_concept is not None and other.outcome_concept.kind == "scale")
                )
                for id in other.statistics
                if known[id].type in ("mean", "median")
            ]
            near = [
                item.id
                for item in statistics
                if item.type in ("mean", "median") and 0 < row.start - item.start < _NEAR_BEFORE
            ]
            if told and len(near) == 2:  # "It was 2.6 after surgery" names no outcome
                told = near
            if len(told) == 2:
                row = dataclasses.replace(row, statistics=(*told, *row.statistics))
        if (
            row.kind == "comparison"
            and row.role == "result"
            and not any(is_value(known[id]) for id in row.statistics)
        ):
            figures = [single(row, row.intervention), single(row, row.comparator)]
            if all(len(found) == 1 for found in figures):
                row = dataclasses.replace(row, statistics=(*figures[0], *figures[1], *row.statistics))
                row = _redirected(row, known[figures[0][0]], known[figures[1][0]])
        merged.append(row)
    return merged


def paired(
    rows: Sequence[Finding], statistics: Sequence[Statistic], text: str, arms: Sequence[ArmName]
) -> list[Finding]:
    """One comparison of two results of one sentence that tell of one outcome in each of a document's two arms.

    "With A, overall survival was 15.2 months; with B, it was 19.8 months (P = .02)".
    """
    if len(arms) != _PAIR:
        return list(rows)
    known = {item.id: item for item in statistics}
    found: list[Finding] = []
    for row in rows:
        other = found[-1] if found else None
        if other is not None and _halves(other, row, known, arms, text):
            found[-1] = _compared(other, row, known, arms, text)
        else:
            found.append(row)
    return found


_PAIR: Final = 2


def _halves(
    first: Finding, second: Finding, known: Mapping[str, Statistic], arms: Sequence[ArmName], text: str
) -> bool:
    """Whether two rows tell one figure of the same thing each, the one in an arm and the other in the other arm."""
    values = [[known[id] for id in row.statistics if is_value(known[id])] for row in (first, second)]
    if [len(own) for own in values] != [1, 1] or any(is_test(known[id]) for id in first.statistics):
        return False
    (left,), (right,) = values
    return (
        first.kind == second.kind == "single_arm"
        and first.role == second.role == "result"
        and (first.outcome, first.population) == (second.outcome, second.population)
        and {first.intervention, second.intervention} == {arm.name for arm in arms}
        and (left.type, left.unit, left.timepoint) == (right.type, right.unit, right.timepoint)
        and ". " not in text[left.end : right.start]
    )


def _compared(
    first: Finding, second: Finding, known: Mapping[str, Statistic], arms: Sequence[ArmName], text: str
) -> Finding:
    """One row of two that each tell of an arm."""
    by_arm = {row.intervention: row for row in (first, second)}
    tried, control = (by_arm[arm.name] for arm in arms)
    values = [next(known[id] for id in row.statistics if is_value(known[id])) for row in (tried, control)]
    made = dataclasses.replace(
        second,
        start=first.start,
        quote=text[first.start : second.end],
        kind="comparison",
        intervention=tried.intervention,
        intervention_concepts=tried.intervention_concepts,
        comparator=control.intervention,
        comparator_concepts=control.intervention_concepts,
        direction="unclear",
        favors="unclear",
        statistics=(*first.statistics, *second.statistics),
        confidence=min(first.confidence, second.confidence),
    )
    if second.significance == "not_significant":
        return _denied(made)
    if values[0].value is None or values[1].value is None:
        return made
    return _directed(made, values[0].value, values[1].value)


def taken_back(rows: Sequence[Finding], text: str, sentences: Sequence[Sentence]) -> list[Finding]:
    """Differences that the next sentence says not to be significant are none, and its P value is theirs.

    Of several outcomes one difference that is spoken of is that of the last.
    """
    found = [_denied(row) if any(_of_all(item, row) for item in rows) else row for row in rows]
    for before, sentence in pairwise(sentences):
        denial = _TAKES_BACK.match(text, sentence.start, sentence.end)
        if denial is None:
            continue
        told = [row for row in found if row.start == before.start and row.comparator is not None]
        for row in told if denial["what"].endswith("s") else told[-1:]:
            if row.significance == "not_reported":
                again = [item for item in found if item.start == sentence.start and _same(item, row)]
                numbers = tuple(id for item in again for id in item.statistics)
                denied = _denied(dataclasses.replace(row, statistics=(*row.statistics, *numbers)))
                found[found.index(row)] = denied
                found = [item for item in found if item not in again]
    return found


def _denied(row: Finding) -> Finding:
    """A difference that is none."""
    return dataclasses.replace(
        row,
        significance="not_significant",
        direction="no_difference",
        favors="neither",
        direction_basis="words",
    )


def _of_all(denial: Finding, row: Finding) -> bool:
    """Whether a row denies of all groups what another one of its sentence tells of two: "lower in A than in B and C, but"."""
    return (
        (denial.start, denial.outcome, denial.intervention) == (row.start, row.outcome, None)
        and denial.kind == row.kind == "comparison"
        and denial.significance == "not_significant"
        and row.significance == "not_reported"
        and row.comparator is not None
    )


def _same(row: Finding, other: Finding) -> bool:
    """Whether two rows are of one outcome and one pair of arms."""
    return (row.outcome, row.intervention, row.comparator) == (
        other.outcome,
        other.intervention,
        other.comparator,
    )


def _redirected(row: Finding, first: Statistic, second: Statistic) -> Finding:
    """A significant difference that tells no direction takes that of its arms' figures."""
    told = row.significance == "significant" and row.direction in (None, "unclear")
    if not told or first.value is None or second.value is None or first.type != second.type:
        return row
    return _directed(row, first.value, second.value)


def _directed(row: Finding, tried: float, control: float) -> Finding:
    """A comparison with the direction that the figures of its two arms tell."""
    polarity = polarity_of(row.outcome_concept, row.outcome)
    direction, favors = directions.by_values(tried, control, polarity)
    return dataclasses.replace(row, direction=direction, favors=favors, direction_basis="figures")


def adopted(rows: Sequence[Finding]) -> list[Finding]:
    """Groups that do not differ and are not named are those that all other comparisons of the document name."""
    pairs = {
        frozenset((row.intervention, row.comparator)): row
        for row in rows
        if row.role == "result" and row.intervention is not None and row.comparator is not None
    }
    if len(pairs) != 1:
        return list(rows)
    (known,) = pairs.values()
    return [
        dataclasses.replace(
            row,
            intervention=known.intervention,
            intervention_concepts=known.intervention_concepts,
            comparator=known.comparator,
            comparator_concepts=known.comparator_concepts,
            kind="comparison",
        )
        if row.role == "result"
        and row.direction == "no_difference"
        and row.kind in ("comparison", "association")
        and row.intervention is None
        and row.comparator is None
        and BOTH_GROUPS.search(row.quote) is not None
        else row
        for row in rows
    ]


def settled(rows: Sequence[Finding]) -> Iterator[Finding]:
    """A significant difference whose direction no word or figure tells takes the conclusion's, and says so."""
    claims = [row for row in rows if row.role == "conclusion" and row.direction in ("higher", "lower")]
    for row in rows:
        if row.role == "result" and row.significance == "significant" and row.direction in (None, "unclear"):
            same = [
                claim
                for claim in claims
                if claim.outcome == row.outcome
                and claim.intervention == row.intervention
                and claim.intervention is not None
            ]
            if len({claim.direction for claim in same}) == 1:
                row = dataclasses.replace(
                    row,
                    direction=same[0].direction,
                    favors=same[0].favors,
                    direction_basis="conclusion",
                    confidence=round(row.confidence * _SURE["borrowed"], 2),
                )
        yield row


def unopposed(row: Finding) -> Finding:
    """A row of one arm favours nobody: whom it is better than is not told; a tested difference is an association."""
    if row.kind != "single_arm" or row.favors not in ("intervention", "comparator", "unclear"):
        return row
    if row.significance == "significant" and row.direction is not None and row.statistics:
        return dataclasses.replace(
            row, kind="association"
        )  # "A was associated with longer survival (P = .012)"
    return dataclasses.replace(row, favors=None)


_NONINFERIOR: Final = re.compile(r"\bnon-?inferior|\bequivalen", re.IGNORECASE)


def untested(row: Finding) -> Finding:
    """Likeness is not significant by a word that is of something else: "significantly reduced X without increasing Y"."""
    if (row.direction, row.significance) != ("no_difference", "significant") or _NONINFERIOR.search(
        row.quote
    ):
        return row
    return dataclasses.replace(row, significance="not_reported")


# Between two figures, the second of which is of a part of those whom the first is of, or of something else that befell them.
_PART_OF: Final = re.compile(
    r";|\b(?:at|after) (?:a |an )?(?:median|mean)\b|\b(?:which|whom|including|included|who|grades?|serious|fatal|remained|died|relapsed|(?:were|was|had|requiring|leading)(?! in| with| observed| seen))\b",
    re.IGNORECASE,
)
# The same behind a number of patients, who may only be those in whom something was found.
_COUNTED_OF: Final = re.compile(r"\b(?:including|included|of (?:which|whom)|grades?)\b", re.IGNORECASE)


def without_parts(row: Finding, known: Mapping[str, Statistic], text: str) -> Finding:
    """A row of one group without the figures that are of a part of its patients: "events in 73%, which were serious in 15%"."""
    values = [known[id] for id in row.statistics if is_value(known[id])]
    if row.kind != "single_arm" or len(values) < _SEVERAL or len(values) < len(row.statistics):
        return row
    if contrasted(text, values) or text.find("respectively", values[-1].end, row.end) >= 0:
        return row
    turns = _COUNTED_OF if values[0].type == "count" else _PART_OF
    left = {
        second.id
        for first, second in pairwise(values)
        if second.numerator != first.value and turns.search(text, first.end, second.start)
    }
    first_left = next((place for place, item in enumerate(values) if item.id in left), len(values))
    told = {item.id for item in values[:first_left]}
    return dataclasses.replace(row, statistics=tuple(id for id in row.statistics if id in told))


def of_its_figures(row: Finding, arms: Mapping[str, str], mentions: Sequence[Mention]) -> Finding:
    """A row of one arm is of the arm that its figures are of: "95.8% with A, and 77.4% with B" has one of B."""
    own = {arms.get(id) for id in row.statistics}
    if row.kind != "single_arm" or row.comparator is not None or row.intervention is None or len(own) != 1:
        return row
    arm = next(iter(own))
    if arm is None or arm.lower() == row.intervention.lower():
        return row
    concepts = (
        item.concept
        for item in within(mentions, row.start, row.end)
        if item.concept is not None and item.text.lower() in arm.lower()
    )
    return dataclasses.replace(row, intervention=arm, intervention_concepts=tuple(dict.fromkeys(concepts)))
