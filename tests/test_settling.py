"""What later passes add to a document's findings. Every value is invented."""

from __future__ import annotations

from dataclasses import replace

import pytest

from builders import make_finding, make_statistics
from evidence.pipeline.settling import merged, settled
from evidence.records import Direction, Finding, Statistic

_STATISTIC = make_statistics()[0]


def _statistic(id: str, type: str, value: float, start: int = 0) -> Statistic:
    return replace(
        _STATISTIC, id=id, type=type, value=value, start=start, end=start + 3, timepoint=None, ci_lower=None,
        ci_upper=None, ci_level=None, numerator=None, denominator=None,
    )  # fmt: skip


def _row(**changes: object) -> Finding:
    known = {"intervention": "sunitinib", "comparator": "placebo", "outcome": "overall survival"}
    return make_finding(
        **{
            **known,
            "outcome_concept": None,
            "kind": "comparison",
            "role": "result",
            "population": None,
            "significance": "significant",
            "direction": None,
            "favors": None,
            "direction_basis": None,
            "statistics": (),
            **changes,
        }
    )


_MEDIANS = [
    _statistic("s1", "median", 10.0),
    _statistic("s2", "median", 8.0),
    _statistic("s3", "p_value", 0.01),
]


def _figures(first: str = "sunitinib", second: str = "placebo") -> list[Finding]:
    return [
        _row(kind="single_arm", intervention=first, comparator=None, statistics=("s1",)),
        _row(kind="single_arm", intervention=second, comparator=None, statistics=("s2",)),
    ]


def test_a_test_gets_the_figures_of_its_arms_and_their_direction() -> None:
    row = merged([*_figures(), _row(statistics=("s3",))], _MEDIANS)[-1]
    assert row.statistics == ("s1", "s2", "s3")
    assert (row.direction, row.direction_basis) == ("higher", "figures")


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        (_figures(second="everolimus"), "a figure of another arm"),
        (_figures()[:1], "a figure of one arm alone"),
        ([*_figures(), *_figures()], "two figures of one arm: which of them is not known"),
        ([replace(row, outcome="toxicity") for row in _figures()], "figures of another outcome"),
        ([replace(row, population="women") for row in _figures()], "figures of some of the patients"),
        ([replace(row, role="cited") for row in _figures()], "another work's figures"),
    ],
)
def test_figures_that_are_not_its_own_are_left(rows: list[Finding], reason: str) -> None:
    row = merged([*rows, _row(statistics=("s3",))], _MEDIANS)[-1]
    assert (row.statistics, row.direction) == (("s3",), None), reason


def test_a_direction_that_the_sentence_tells_stays() -> None:
    told = _row(statistics=("s3",), direction="lower", favors="comparator", direction_basis="words")
    assert merged([*_figures(), told], _MEDIANS)[-1].direction == "lower"


def _claim(direction: Direction, **changes: object) -> Finding:
    favors = "intervention" if direction == "higher" else "comparator"
    return _row(role="conclusion", direction=direction, favors=favors, **changes)


def test_the_conclusion_tells_the_direction_of_a_significant_difference() -> None:
    row, _ = settled([_row(), _claim("higher")])
    assert (row.direction, row.favors, row.direction_basis) == ("higher", "intervention", "conclusion")
    assert row.confidence < _row().confidence


@pytest.mark.parametrize(
    ("row", "claims", "reason"),
    [
        (_row(significance="not_significant"), [_claim("higher")], "no difference has no direction"),
        (_row(), [_claim("higher"), _claim("lower")], "conclusions that contradict each other"),
        (_row(), [_claim("higher", outcome="toxicity")], "a claim of another outcome"),
        (_row(), [_claim("higher", intervention="everolimus")], "a claim of another treatment"),
        (_row(intervention=None), [_claim("higher", intervention=None)], "nobody knows of which treatment"),
        (_row(role="cited"), [_claim("higher")], "another work's result"),
    ],
)
def test_where_the_conclusion_tells_nothing(row: Finding, claims: list[Finding], reason: str) -> None:
    assert next(iter(settled([row, *claims]))).direction is None, reason
