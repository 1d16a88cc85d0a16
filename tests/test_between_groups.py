"""What changed in every group, and that the groups do not differ in it."""

from __future__ import annotations

import pytest

from pipelines import extraction_of

_TRIAL = (
    "METHODS: We randomly assigned 80 adults with asthma to receive budesonide (n = 40) or placebo (n = 40). "
    "RESULTS: {}"
)

CASES = [
    (
        "Sleep quality improved significantly at week 8 (P < .001), with no significant difference between the groups.",
        "Sleep quality",
        "the P value is that of the change",
    ),
    (
        "Handgrip increased in both groups, but there was no difference between the treatment groups.",
        "Handgrip",
        "a clause of its own",
    ),
    (
        "Walking distance rose during follow-up. There were no differences between groups.",
        "Walking distance",
        "the next sentence",
    ),
    (
        "Symptom scores declined over 6 weeks (P = .01) without any differences between the two arms.",
        "Symptom scores",
        "without any differences",
    ),
    (
        "Budesonide and placebo both improved sleep quality, with no significant difference between the arms.",
        "sleep quality",
        "without figures, the groups' likeness is the result",
    ),
]


@pytest.mark.parametrize(("results", "outcome", "reason"), CASES)
def test_alike_in_what_changed(results: str, outcome: str, reason: str) -> None:
    extraction = extraction_of(_TRIAL.format(results), title="Budesonide versus placebo in asthma")
    rows = [item for item in extraction.findings if item.role == "result"]
    compared = [item for item in rows if item.kind == "comparison"]
    assert [(item.outcome, item.significance) for item in compared] == [(outcome, "not_significant")], reason
    assert [item.direction for item in compared] == ["no_difference"], reason
    assert all(item.favors not in ("intervention", "comparator") for item in rows), reason


def test_a_comparison_stays_one() -> None:
    extraction = extraction_of(
        _TRIAL.format(
            "Sleep quality was better with budesonide than with placebo (P = .01), with no difference between the "
            "groups in cough."
        ),
        title="Budesonide versus placebo in asthma",
    )
    told = {item.outcome: item.favors for item in extraction.findings if item.role == "result"}
    assert told["Sleep quality"] == "intervention"
    assert told["cough"] == "neither"
