"""Findings of a table: the figures of groups that answer one question, held against each other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from evidence.pipeline import directions
from evidence.pipeline.polarity import polarity_of
from evidence.pipeline.result_tables import groups
from evidence.pipeline.result_tables.cells import Test, Value
from evidence.pipeline.result_tables.figures import Figure
from evidence.pipeline.result_tables.grid import Grid
from evidence.pipeline.result_tables.groups import Axis, Group
from evidence.pipeline.result_tables.records import Recorder
from evidence.pipeline.result_tables.subjects import Subject
from evidence.pipeline.significance import by_numbers
from evidence.records import (
    Direction,
    DirectionBasis,
    Favors,
    Finding,
    FindingKind,
    Significance,
    Statistic,
)

# How sure a row of a table is by its circumstances: shares that were right of fifty rows read, of each circumstance.
_SURE: Final = {"any": 0.9, "no concept": 0.85, "own groups": 0.9, "untested": 0.97}


@dataclass(slots=True)
class Question:
    """Figures of several groups about one thing, with the tests that compare them."""

    key: tuple[str, ...]
    values: dict[str, Value] = field(default_factory=dict)
    tests: list[Test] = field(default_factory=list)

    @property
    def rows(self) -> set[int]:
        """The rows that its figures stand in."""
        return {value.row for value in self.values.values()}


def questions(values: Sequence[Value], tests: Sequence[Test], across: bool) -> list[Question]:
    """Figures put together by their labels; a test belongs to the one question that its place and labels fit."""
    found: list[Question] = []
    open_: dict[tuple[object, ...], Question] = {}
    for value in values:
        if value.group is None:
            continue
        place = (value.row, value.key) if across else (value.key,)
        question = open_.get(place)
        known = question.values.get(value.group.key) if question else None
        if question is not None and known is not None and _one(known, value):
            question.values[value.group.key] = _merged(known, value)
            continue
        if question is None or known is not None:
            question = open_[place] = Question(value.key)
            found.append(question)
        question.values[value.group.key] = value
    for test in tests:
        rows = set(range(test.row, test.row + test.rows))
        fits = [
            item
            for item in found
            if set(test.key) <= set(item.key) and (item.rows == {test.row} if across else item.rows <= rows)
        ]
        if (
            not across and test.rows == 1
        ):  # between the rows of both groups, if the others' cells are left empty
            fits = [item for item in found if _alone(test, item, tests) and set(test.key) <= set(item.key)]
        if across and test.rows > 1:
            fits = fits if len([item for item in found if item.rows & rows]) == 1 else []
        if len(fits) == 1:
            fits[0].tests.append(test)
    return found


def _alone(test: Test, question: Question, tests: Sequence[Test]) -> bool:
    """Whether a test is the only one of its column among a question's rows, and stands on the first of them."""
    rows = question.rows
    if len(rows) < 2 or test.row != min(rows):
        return False
    return sum(other.cell.column == test.cell.column and other.row in rows for other in tests) == 1


def _one(first: Value, second: Value) -> bool:
    """Whether two cells of one group and row tell one figure: a count, and its percentage."""
    return first.row == second.row and {first.figure.type, second.figure.type} == {"count", "rate"}


def _merged(first: Value, second: Value) -> Value:
    count, rate = (first, second) if first.figure.type == "count" else (second, first)
    figure = rate.figure
    told = Figure(
        type="rate",
        start=figure.start,
        end=figure.end,
        value=figure.value,
        operator=figure.operator,
        unit="%",
        numerator=count.figure.numerator,
        denominator=figure.denominator,
    )
    return Value(rate.row, rate.cell, rate.group, told, rate.key, rate.subject)


@dataclass(slots=True)
class Writer:
    """Makes the findings of questions."""

    grid: Grid
    axis: Axis
    kinds: frozenset[str]
    recorder: Recorder

    def findings(self, question: Question) -> Iterator[Finding]:
        """The findings of a question; none where nothing tells that its figures are results."""
        subject = next(iter(question.values.values())).subject
        if not self._is_result(question, subject):
            return
        present = [group for group in self.axis.groups if group.key in question.values]
        paired = groups.pairs(present) if len(present) > 1 else []
        for first, second in paired:
            finding = self._comparison(question, subject, first, second)
            if finding is not None:
                yield finding
        if not paired and subject.concept is not None:
            for group in present:
                if question.values[group.key].figure.value == 0:
                    continue
                if not self.axis.across and group.place is None:
                    continue  # a list of drugs or of groups that is held against nothing
                yield self._single(question.values[group.key], subject, group)

    def _is_result(self, question: Question, subject: Subject) -> bool:
        if subject.concept is not None:
            return True
        if {"baseline", "exposure"} & self.kinds:
            return False
        counted = all(value.figure.type == "count" for value in question.values.values())
        return bool(question.tests) or ("result" in self.kinds and not counted)

    def _comparison(
        self, question: Question, subject: Subject, first: Group, second: Group
    ) -> Finding | None:
        one, other = question.values[first.key], question.values[second.key]
        if one.figure.value == other.figure.value == 0 and not question.tests:
            return None  # what nobody had tells nothing
        if one.figure.type != other.figure.type and {one.figure.value, other.figure.value}.isdisjoint({0.0}):
            return None
        tests = [test for test in question.tests if self._compares(test, first, second)]
        unknown = not self._are_arms(first, second)
        if unknown and not tests:
            return None
        statistics = [self.recorder.value(one), self.recorder.value(other), *map(self.recorder.test, tests)]
        told = by_numbers(statistics[2:], self.recorder.alpha)
        direction, favors, basis = self._direction(one, other, statistics[2:], subject, told)
        if unknown:
            favors = "neither" if told == "not_significant" else "unclear"
        kind: FindingKind = "association" if unknown else "comparison"
        return self.recorder.finding(
            [one, other, *tests],
            statistics,
            (subject.name, subject.concept),
            first,
            second,
            subject.population,
            kind,
            direction,
            favors,
            basis,
            told,
            self._confidence(subject, (first, second), told),
            subject.timepoint,
        )

    def _are_arms(self, *told: Group) -> bool:
        """Whether groups are arms: the document's, or of named therapies or controls; else they are parts of the patients."""
        return all(
            group.place is not None or group.concepts or group.control or _named(group) for group in told
        )

    def _compares(self, test: Test, first: Group, second: Group) -> bool:
        if len(test.groups) > 1:
            return test.groups == {first.key, second.key}
        return len(self.axis.groups) == 2

    def _direction(
        self, one: Value, other: Value, tests: Sequence[Statistic], subject: Subject, told: Significance
    ) -> tuple[Direction | None, Favors | None, DirectionBasis | None]:
        if told == "not_significant":
            return "no_difference", "neither", "figures"
        polarity = polarity_of(subject.concept, subject.name) if subject.polarity_known else 0
        if one.figure.type in ("mean", "median") and _scored(subject):
            polarity = 0
        if one.figure.value is not None and other.figure.value is not None:
            if {one.figure.operator, other.figure.operator} == {"<"}:
                return "unclear", "unclear", None
            if told == "significant" and one.figure.value == other.figure.value:
                return "unclear", "unclear", None
            return (*directions.by_values(one.figure.value, other.figure.value, polarity), "figures")
        return "unclear", "unclear", None

    def _single(self, value: Value, subject: Subject, group: Group) -> Finding:
        return self.recorder.finding(
            [value],
            [self.recorder.value(value)],
            (subject.name, subject.concept),
            group,
            None,
            subject.population,
            "single_arm",
            None,
            None,
            None,
            "not_reported",
            self._confidence(subject, (group, None), "not_reported"),
            subject.timepoint,
        )

    def _confidence(self, subject: Subject, sides: tuple[Group, Group | None], told: Significance) -> float:
        sure = _SURE["any"]
        sure *= _SURE["no concept"] if subject.concept is None else 1.0
        sure *= _SURE["own groups"] if any(group and group.place is None for group in sides) else 1.0
        sure *= _SURE["untested"] if told == "not_reported" else 1.0
        return round(sure, 2)


# A score's name beside what it measures: more of "KOOS pain" is less pain. VAS and NRS count as they say.
_SCORE: Final = re.compile(
    r"(?<![\w-])(?!(?:VAS|NRS|PFS|DFS|TTP|EFS)\b)[A-Z]{3,}[A-Z0-9-]*\b|\b(?:subscales?|scales?|scores?|index)\b"
)


def _scored(subject: Subject) -> bool:
    """Whether an average is one of a score whose way is unknown."""
    concept = subject.concept
    if concept is None or concept.kind == "scale" or concept.attributes.get("measure") == "time_to_event":
        return False
    return _SCORE.search(subject.name) is not None and subject.name != concept.label


def _named(group: Group) -> bool:
    return groups.is_arm_word(group.name)
