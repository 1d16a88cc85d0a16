"""Associations: factors and outcomes either way round, each pair with its own figures."""

from __future__ import annotations

import pytest

from pipelines import extraction_of

_COHORT = "METHODS: We reviewed the records of 300 patients with renal cell carcinoma. RESULTS: {}"


def _rows(result: str) -> list[tuple[str | None, str | None, str | None, list[float | None]]]:
    extraction = extraction_of(_COHORT.format(result), title="Prognosis of renal cell carcinoma")
    values = {item.id: item.value for item in extraction.statistics}
    return [
        (item.intervention, item.outcome, item.direction, [values[id] for id in item.statistics])
        for item in extraction.findings
        if item.kind == "association"
    ]


@pytest.mark.parametrize(
    ("result", "rows", "reason"),
    [
        (
            "Anemia (HR, 1.9; P = .01) and tumor grade (HR, 2.4; P < .001) were independent predictors of "
            "poorer overall survival.",
            [
                ("Anemia", "overall survival", "lower", [1.9, 0.01]),
                ("tumor grade", "overall survival", "lower", [2.4, 0.001]),
            ],
            "factors with their figures first",
        ),
        (
            "Promoter methylation was associated with longer overall survival (HR, 0.60; P = .002) and "
            "progression-free survival (HR, 0.70; P = .01).",
            [
                ("Promoter methylation", "overall survival", "higher", [0.6, 0.002]),
                ("Promoter methylation", "progression-free survival", "higher", [0.7, 0.01]),
            ],
            "one factor, and each outcome with its own figures",
        ),
        (
            "Independent predictors of overall survival were anemia (HR, 1.9) and tumor grade (HR, 2.4).",
            [
                ("anemia", "overall survival", "lower", [1.9]),
                ("tumor grade", "overall survival", "lower", [2.4]),
            ],
            "the outcome announced, the factors behind; a hazard above 1 is shorter survival",
        ),
        (
            "Time to first visit was increased in patients with a long commute (OR, 9.2) or a language barrier "
            "(OR, 2.4), and in patients without insurance (OR, 6.7).",
            [
                ("long commute", "Time to first visit", "higher", [9.2]),
                ("language barrier", "Time to first visit", "higher", [2.4]),
                ("patients without insurance", "Time to first visit", "higher", [6.7]),
            ],
            "an outcome that no vocabulary names, and its factors behind",
        ),
        (
            "A good functional outcome was decreased by older age (OR, 0.56), a high NIHSS score (OR, 0.07), and "
            "pneumonia (OR, 0.35).",
            [
                ("older age", "good functional outcome", "lower", [0.56]),
                ("high NIHSS score", "good functional outcome", "lower", [0.07]),
                ("pneumonia", "good functional outcome", "lower", [0.35]),
            ],
            "what decreases it is no outcome",
        ),
        (
            "Aspirin use was, however, associated with an increased risk of bruising for patients with thin skin "
            "(HR, 1.50) and fair skin (HR, 1.31).",
            [
                ("Aspirin use", "bruising", "higher", [1.5]),
                ("Aspirin use", "bruising", "higher", [1.31]),
            ],
            "whose risk it is tells no other outcome",
        ),
        (
            "Loneliness was associated with increased risk of drinking (RR, 1.14; 95% CI, 1.07-1.21) but not smoking "
            "(RR, 0.98; 95% CI, 0.94-1.03).",
            [
                ("Loneliness", "risk of drinking", "higher", [1.14]),
                ("Loneliness", "smoking", "no_difference", [0.98]),
            ],
            "another outcome by itself",
        ),
        (
            "Pain sites increased odds of a fall (OR, 1.12) and increased hazard of a fracture (HR, 1.21).",
            [
                ("Pain sites", "fall", "higher", [1.12]),
                ("Pain sites", "fracture", "higher", [1.21]),
            ],
            "a second verb with the factors of the first",
        ),
        (
            "Trainees were most likely to be involved in needle accidents on wards (OR, 7.99), when working at night "
            "(OR, 1.58), or when working alone (OR, 1.65).",
            [
                ("Trainees", "needle accidents", "higher", [7.99]),
                ("Trainees", "needle accidents", "higher", [1.58]),
                ("Trainees", "needle accidents", "higher", [1.65]),
            ],
            "when it happened is no other outcome",
        ),
        (
            "Age older than 65 years (P = .02), ECOG performance status of 2 or higher (P = .01), and grade 3 disease "
            "(P = .004) were associated with worse overall survival.",
            [
                ("Age older than 65 years", "overall survival", "lower", [0.02]),
                ("ECOG performance status of 2 or higher", "overall survival", "lower", [0.01]),
                ("grade 3 disease", "overall survival", "lower", [0.004]),
            ],
            "factors with bounds, each with the test in the bracket behind it",
        ),
        (
            "Factors predictive of recurrence were tumor size greater than 3 cm (HR, 1.9), lymphovascular invasion "
            "(HR, 1.6), and two or more positive nodes (HR, 2.2).",
            [
                ("tumor size greater than 3 cm", "recurrence", "higher", [1.9]),
                ("lymphovascular invasion", "recurrence", "higher", [1.6]),
                ("two or more positive nodes", "recurrence", "higher", [2.2]),
            ],
            "the same behind the outcome that announces them",
        ),
        (
            "Obesity was associated with more frequent wound infection (OR, 2.4) and longer hospital stay (OR, 1.8).",
            [
                ("Obesity", "wound infection", "higher", [2.4]),
                ("Obesity", "hospital stay", "higher", [1.8]),
            ],
            "outcomes without the words that tell how much of them there was, each with its own ratio",
        ),
        (
            "Overall survival was associated with anemia (P = .01) and tumor grade (P = .20).",
            [
                ("anemia", "overall survival", None, [0.01]),
                ("tumor grade", "overall survival", "no_difference", [0.2]),
            ],
            "the outcome as subject",
        ),
        (
            "There was no association between blood group and overall survival (HR, 1.02; 95% CI, 0.80 to 1.30).",
            [("blood group", "overall survival", "no_difference", [1.02])],
            "a noun of association",
        ),
        (
            "The Cox model showed that anemia (HR, 1.9; 95% CI, 1.2 to 3.0) was prognostic for overall survival.",
            [("anemia", "overall survival", "lower", [1.9])],
            "the report before the factor is no part of it",
        ),
    ],
)
def test_rows(result: str, rows: list[tuple[str, str, str, list[float]]], reason: str) -> None:
    assert _rows(result) == rows, reason


def test_a_short_name_is_a_factor() -> None:
    assert _rows("CR was associated with longer progression-free survival (P = .01).") == [
        ("CR", "progression-free survival", "higher", [0.01])
    ]


def test_what_an_arm_is_associated_with_is_its_effect() -> None:
    found = extraction_of(
        "METHODS: We randomly assigned 300 patients to receive sunitinib (n = 150) or placebo (n = 150). "
        "RESULTS: Sunitinib was associated with longer overall survival than placebo (HR, 0.70; P = .01).",
        title="Sunitinib versus placebo",
    ).findings
    assert [(item.kind, item.comparator, item.direction) for item in found] == [
        ("comparison", "placebo", "higher")
    ]


def test_deaths_that_were_related_to_a_cause_are_no_factor() -> None:
    assert _rows("Four deaths were related to toxicity.") == []
