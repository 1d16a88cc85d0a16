"""Factors and their outcomes, and kinds of patients as subjects of a comparison. Texts are invented."""

from __future__ import annotations

import pytest

from pipelines import extraction_of

_SERIES = "METHODS: We reviewed 240 patients who underwent surgery. RESULTS: {}"


@pytest.mark.parametrize(
    ("results", "told"),
    [
        (
            "Multivariable analysis identified lytic tumor (HR 3.5; 95% CI 1.6-7.9) and deformity (HR 3.0; P = .02) as "
            "significant predictors of fracture.",
            [("lytic tumor", "fracture", "higher"), ("deformity", "fracture", "higher")],
        ),
        (
            "Independent predictors of death were node-positive primary (HR 1.6, 95% CI 1.2-2.2, P = 0.001), and "
            "tumor size (HR 1.4, 95% CI 1.1-2.0, P = 0.02).",
            [("node-positive primary", "mortality", "higher"), ("tumor size", "mortality", "higher")],
        ),
        (
            "KPS <80 (HR 2.3, 95% CI 1.5-3.6) and more than three metastases (HR 1.6, 95% CI 1.1-2.4) remained "
            "independent predictors of poor survival.",
            [("KPS <80", "survival", "lower"), ("more than three metastases", "survival", "lower")],
        ),
        (
            "Smaller tumor volume was associated with better physical functioning.",
            [("Smaller tumor volume", "physical functioning", "higher")],
        ),
        (
            "High expression correlated with shorter disease-free survival (P = 0.02).",
            [("High expression", "disease-free survival", "lower")],
        ),
        (
            "Male sex (HR 1.5, 95% CI 1.1-2.0) independently predicted shorter overall survival.",
            [("Male sex", "overall survival", "lower")],
        ),
        (
            "The 5-year survival rate was lower in patients with nodal metastasis than in those without (P < 0.001).",
            [("nodal metastasis", "overall survival", "lower")],
        ),
        (
            "Smoking was associated with an odds ratio of 2.1 (95% CI 1.4-3.0) for anastomotic leak.",
            [("Smoking", "anastomotic leak", "higher")],
        ),
        (
            "Sarcopenic patients had higher rates of major complications (41% vs 22%, P = 0.006).",
            [("Sarcopenic patients", "major complications", "higher")],
        ),
        (
            "Patients with progression reported worse fatigue than those without (52 vs 36 points, p < 0.01).",
            [("Patients with progression", "fatigue", "higher")],
        ),
        (
            "Tumor histology (p = 0.22) and level of compression (p = 0.60) did not influence survival.",
            [
                ("Tumor histology", "overall survival", "no_difference"),
                ("level of compression", "overall survival", "no_difference"),
            ],
        ),
        (
            "Patients with bone-only disease had longer PFS than those with visceral metastases (64% v 31%; P = .01).",
            [("Patients with bone-only disease", "progression-free survival", "higher")],
        ),
        (
            "A 5 kg/m2 increase in BMI was associated with colon cancer (RR 1.24, p = 0.01).",
            [("kg/m2 increase in BMI", "colon cancer", "higher")],
        ),
        (
            "Better survival was associated with younger age (p < 0.001) and KPS 90-100 (p = 0.005).",
            [("younger age", "overall survival", "higher"), ("KPS 90-100", "overall survival", "higher")],
        ),
        (
            "Increasing level of the mutant correlated with reduced overall survival.",
            [("Increasing level of the mutant", "overall survival", "lower")],
        ),
        (
            "Karnofsky performance status of 70 or less (HR, 2.11; P < .001) predicted shorter survival.",
            [("Karnofsky performance status of 70 or less", "overall survival", "lower")],
        ),
        (
            "A cochlear dose of less than 4.2 Gy was associated with better hearing preservation (OR, 2.7; P = .003).",
            [("cochlear dose of less than 4.2 Gy", "hearing preservation", "higher")],
        ),
        (
            "Regular use of aspirin was not associated with overall survival (hazard ratio, 0.96; 95% CI, 0.69 "
            "to 1.32; P=0.76 by the log-rank test; P=0.009 for interaction between aspirin and PIK3CA variables).",
            [("Regular use of aspirin", "overall survival", "no_difference")],
        ),
        (
            "Mutant tumors responded less (7% vs. 27%, p = 0.026) and progressed sooner (median 3.1 vs. 5.2 "
            "months, p = 0.007).",
            [
                ("Mutant tumors", "objective response rate", "lower"),
                ("Mutant tumors", "time to progression", "lower"),
            ],
        ),
        (
            "Women reported more fatigue than men (38 vs 27; P = 0.03).",
            [("Women", "fatigue", "higher")],
        ),
    ],
)
def test_factors(results: str, told: list[tuple[str, str, str]]) -> None:
    rows = [item for item in extraction_of(_SERIES.format(results)).findings if item.role == "result"]
    assert [(item.intervention, item.outcome, item.direction) for item in rows] == told
    assert {item.kind for item in rows} == {"association"}


def test_a_threshold_is_no_group() -> None:
    rows = extraction_of(
        _SERIES.format(
            "Hazard ratios for a ratio greater than the cutoff for CSS and PFS were 1.61 and 1.63 (both P < .001)."
        )
    ).findings
    assert {item.comparator for item in rows} == {None}
    assert "higher" not in {item.direction for item in rows}


def test_a_factor_without_a_name_leaves_its_ratio_to_nobody() -> None:
    extraction = extraction_of(
        _SERIES.format(
            "age ≥65 years (HR 2.3, 95% CI 1.9-2.7), grade 3 (HR 4.1; 95% CI 3.1-5.4) and metastasis (HR 3.0; 95% CI "
            "2.4-3.8) were associated with increased mortality."
        )
    )
    values = {item.id: item.value for item in extraction.statistics}
    told = {item.intervention: [values[name] for name in item.statistics] for item in extraction.findings}
    assert told["age ≥65 years"] == [2.3]
    assert told["metastasis"] == [3.0]


def test_whom_others_are_held_against_is_no_intervention() -> None:
    (row,) = extraction_of(
        _SERIES.format(
            "Survival was better in patients with complete resection than in those with debulking (P = .003)."
        )
    ).findings
    assert (row.intervention, row.comparator, row.favors) == (
        "complete resection",
        "debulking",
        "intervention",
    )
