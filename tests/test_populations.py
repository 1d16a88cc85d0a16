"""Populations: the subgroup that a clause or a pair of figures speaks of."""

from __future__ import annotations

import pytest

from evidence.pipeline.populations import of_figures, population
from pipelines import extraction_of


@pytest.mark.parametrize(
    ("text", "who", "reason"),
    [
        ("In patients with WM, survival was longer.", "patients with WM", "short names are names"),
        ("Survival was longer in node-positive patients.", "node-positive patients", "an adjective"),
        ("Among women aged 50 or older, relapse fell.", "women aged 50 or older", "what stands first"),
        ("The percentage of patients with a response was 40%.", None, "what is counted"),
        ("Rash was seen in 8% of patients receiving A and in 2%.", None, "an arm, by its share"),
        ("Survival was longer in all patients.", None, "all are no subgroup"),
        ("In the intention-to-treat population, survival was longer.", None, "all who were randomised"),
        ("Rash was seen in patients in the drug group and in others.", None, "an arm"),
        ("In the unaltered cohort it was 0.9 (0.6 to 1.3).", "unaltered cohort", "a pronoun is the outcome"),
        ("Survival was longer in this subgroup.", None, "a word that only points"),
        ("In patients with a median follow-up of 7 years, survival was longer.", None, "how long, not who"),
    ],
)
def test_population(text: str, who: str | None, reason: str) -> None:
    assert population(text, 0, len(text), []) == who, reason


def test_patients_who_are_an_arm_are_no_subgroup() -> None:
    text = "Survival was longer in patients receiving sunitinib."
    place = text.index("sunitinib")
    assert population(text, 0, len(text), [(place, place + 9)]) is None


@pytest.mark.parametrize(
    ("text", "opens", "who", "reason"),
    [
        ("in patients with KRAS wild type (@)", True, "patients with KRAS wild type", "before its bracket"),
        (
            "(10 v 8) and large-cell histology (n = 153; @)",
            False,
            "large-cell histology",
            "the next of a list",
        ),
        ("(@) in women, and", True, "women", "behind its bracket"),
        ("more explanations (@)", True, None, "an outcome, which no preposition introduces"),
    ],
)
def test_of_figures(text: str, opens: bool, who: str | None, reason: str) -> None:
    first = text.index("@")
    assert of_figures(text, 0, first, first + 1, len(text), opens) == who, reason


def test_each_subgroup_of_a_list_is_a_row() -> None:
    extraction = extraction_of(
        "METHODS: We randomly assigned patients to receive sunitinib (n = 150) or placebo (n = 150). "
        "RESULTS: Overall survival was longer with sunitinib than with placebo in patients with clear-cell "
        "histology (n = 200; 12 v 10 months) and papillary histology (n = 100; 9 v 6 months).",
        title="Sunitinib versus placebo",
    )
    values = {item.id: item.value for item in extraction.statistics}
    rows = [
        (item.population, [values[id] for id in item.statistics], item.direction)
        for item in extraction.findings
    ]
    assert rows == [
        ("patients with clear-cell histology", [12, 10], "higher"),
        ("papillary histology", [9, 6], "higher"),
    ]
