"""Factors and whom they are told of: lists before and behind their outcome, kinds of patients as subjects. Texts are invented."""

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
            "Independent predictors of death were node-positive primary (HR 1.6, 95% CI 1.2-2.2, P = 0.001), and tumor size "
            "(HR 1.4, 95% CI 1.1-2.0, P = 0.02).",
            [("node-positive primary", "mortality", "higher"), ("tumor size", "mortality", "higher")],
        ),
        (
            "KPS <80 (HR 2.3, 95% CI 1.5-3.6) and more than three metastases (HR 1.6, 95% CI 1.1-2.4) remained independent "
            "predictors of poor survival.",
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
