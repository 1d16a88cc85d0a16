"""Verbs that say less of a change behind them turn it: what prevents a decline keeps its outcome up."""

from __future__ import annotations

import pytest

from pipelines import extraction_of

_TRIAL = "METHODS: Patients were randomly assigned to perindopril or placebo. {}: {}"
EJECTION, QUALITY = "left ventricular ejection fraction", "quality of life"


@pytest.mark.parametrize("section", ["RESULTS", "CONCLUSION"])
@pytest.mark.parametrize(
    ("words", "outcome", "direction", "favors"),
    [
        ("Perindopril prevented declines in {}.", EJECTION, "higher", "intervention"),
        (
            "Perindopril protected against treatment-related declines in {}.",
            EJECTION,
            "higher",
            "intervention",
        ),
        ("Perindopril reduced the decline in {}.", QUALITY, "higher", "intervention"),
        ("Perindopril attenuated the mean decrease in {}.", EJECTION, "higher", "intervention"),
        ("Perindopril prevented increases in {}.", "fatigue", "lower", "intervention"),
        ("Perindopril did not prevent declines in {}.", EJECTION, "no_difference", "neither"),
        # Another outcome's change is not what is lessened.
        ("Perindopril reduced pain, with increases in {}.", "fatigue", "higher", "comparator"),
        ("Perindopril not only prolonged {} but was cheap.", "overall survival", "higher", "intervention"),
    ],
)
def test_a_lessened_change_is_the_opposite(
    section: str, words: str, outcome: str, direction: str, favors: str
) -> None:
    text = _TRIAL.format(section, words.format(outcome))
    told = [
        (item.direction, item.favors)
        for item in extraction_of(text, title="A trial").findings
        if item.outcome == outcome and item.intervention == "perindopril"
    ]
    assert told == [(direction, favors)]
