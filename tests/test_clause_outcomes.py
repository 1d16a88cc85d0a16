"""The outcomes of a clause: the vocabulary's, those as written, what ratios are of, and what is left from before."""

from __future__ import annotations

import pytest

from evidence.records import Finding
from pipelines import extraction_of

_TRIAL = (
    "METHODS: We randomly assigned 300 patients with renal cell carcinoma to receive sunitinib (n = 150) or "
    "placebo (n = 150). RESULTS: {}"
)


def _findings(results: str) -> list[Finding]:
    return list(extraction_of(_TRIAL.format(results), title="Sunitinib versus placebo").findings)


@pytest.mark.parametrize(
    ("results", "outcomes", "reason"),
    [
        (
            "Complete response (CR) rates were 20% with sunitinib and 10% with placebo.",
            ["complete response"],
            "a short form in brackets is no part of another name",
        ),
        (
            "Grade 3 to 4 fatigue was more common with sunitinib (20%) than with placebo (10%).",
            ["fatigue"],
            "a grade names nothing",
        ),
        (
            "The most common adverse events were fatigue (20% with sunitinib v 10% with placebo), nausea (9% v 3%), "
            "and taste changes (8% v 1%).",
            ["fatigue", "nausea", "taste changes"],
            "what heads a list is no outcome; its items are, known or not",
        ),
        (
            "Rash or acne (40% v 10%) was more common with sunitinib.",
            ["rash or acne"],
            "two names before one bracket are one outcome",
        ),
        (
            "The most common adverse events with sunitinib and placebo were decreased platelets (20% v 10%) and "
            "nausea (9% v 3%).",
            ["decreased platelets", "nausea"],
            "the word that makes a finding of the laboratory an adverse event",
        ),
        (
            "After a median follow-up of 40 months and 90 deaths, overall survival was longer with sunitinib than "
            "with placebo (P = .02).",
            ["overall survival"],
            "events that only tell when the analysis was made",
        ),
        (
            "Hazard ratios (sunitinib to placebo) were 0.80 for PFS (95% CI, 0.70 to 0.90; P = .001) and 0.90 for OS "
            "(95% CI, 0.70 to 1.20; P = .40).",
            ["progression-free survival", "overall survival"],
            "the ratio first, its outcome behind it",
        ),
        (
            "The hazard ratio for death with sunitinib compared with placebo was 0.70 (95% CI, 0.50 to 0.90).",
            ["overall survival"],
            "the event of a hazard ratio ends the outcome",
        ),
        (
            "Overall and cancer-specific mortality were lower with sunitinib than with placebo.",
            ["overall mortality", "cancer-specific mortality"],
            "two adjectives share a noun",
        ),
        (
            "Sunitinib was associated with fewer days in hospital than placebo (P = .01).",
            ["days in hospital"],
            "an outcome of its own words",
        ),
    ],
)
def test_outcomes(results: str, outcomes: list[str], reason: str) -> None:
    found = {item.outcome: None for item in _findings(results)}
    assert sorted(found) == sorted(outcomes), reason


def test_a_clause_goes_on_with_the_last_outcome_where_it_points_back() -> None:
    found = _findings(
        "Overall survival was 20 months with sunitinib and 15 months with placebo. "
        "This difference was not significant (P = .20)."
    )
    assert [(item.outcome, item.significance) for item in found][-1] == (
        "overall survival",
        "not_significant",
    )


def test_a_clause_with_words_of_its_own_does_not_go_on() -> None:
    found = _findings(
        "Overall survival was 20 months with sunitinib and 15 months with placebo (P = .20). "
        "Significantly fewer patients asked for a second opinion with sunitinib (10% v 30%; P = .01)."
    )
    assert [item.significance for item in found if item.outcome == "overall survival"] == ["not_significant"]


def test_less_risk_of_death_is_more_survival() -> None:
    found = _findings("Sunitinib reduced the risk of death compared with placebo (P = .01).")
    assert [(item.outcome, item.direction, item.favors) for item in found] == [
        ("overall survival", "higher", "intervention")
    ]
