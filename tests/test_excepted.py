"""Patients for whom a result is denied have a row of their own, unless figures tell of them."""

from __future__ import annotations

from typing import TypeAlias

import pytest

from pipelines import extraction_of

_TRIAL = "METHODS: 300 women were randomly assigned to receive tamoxifen or placebo. RESULTS: {}"
# (outcome, population, direction, number of statistics)
Row: TypeAlias = tuple[str, str | None, str | None, int]


@pytest.mark.parametrize(
    ("results", "wanted"),
    [
        (
            "Tamoxifen reduced breast cancer incidence in high-risk women (HR 0.5; P = .01), but not in low-risk "
            "women.",
            [
                ("breast cancer incidence", "high-risk women", "lower", 2),
                ("breast cancer incidence", "low-risk women", "no_difference", 0),
            ],
        ),
        (
            "Tamoxifen reduced breast cancer incidence in high-risk women (HR 0.5; P = .01), with no significant "
            "reductions among low-risk women.",
            [
                ("breast cancer incidence", "high-risk women", "lower", 2),
                ("breast cancer incidence", "low-risk women", "no_difference", 0),
            ],
        ),
        (
            "Tamoxifen improved overall survival in patients with PD-L1 ≥ 1% (HR 0.5; P = .01) but there was no "
            "benefit in patients with PD-L1 < 1%.",
            [
                ("overall survival", "patients with PD-L1 ≥ 1%", "higher", 2),
                ("overall survival", "patients with PD-L1 < 1%", "no_difference", 0),
            ],
        ),
        (
            "Reanalysis showed reductions in mortality mainly among patients with high risk, with no significant "
            "reductions among low-risk patients.",
            [
                ("mortality", "patients with high risk", "lower", 0),
                ("mortality", "low-risk patients", "no_difference", 0),
            ],
        ),
        # Two outcomes of one word.
        (
            "Overall survival and progression-free survival were longer with tamoxifen in women with bone metastases, "
            "but not in women with visceral metastases.",
            [
                ("overall survival", "women with bone metastases", "higher", 0),
                ("overall survival", "women with visceral metastases", "no_difference", 0),
                ("progression-free survival", "women with bone metastases", "higher", 0),
                ("progression-free survival", "women with visceral metastases", "no_difference", 0),
            ],
        ),
        # What a later clause denies is of its own outcome.
        (
            "Overall survival was longer with tamoxifen in women with bone metastases, and response was more frequent "
            "but not in women with visceral metastases.",
            [
                ("overall survival", "women with bone metastases", "higher", 0),
                ("response", None, "higher", 0),
                ("response", "women with visceral metastases", "no_difference", 0),
            ],
        ),
        # Figures of their own tell of them.
        (
            "Tamoxifen improved overall survival in patients with nonsquamous histology (HR 0.5; P = .01), with no "
            "benefit in patients with squamous histology (HR 1.1; P = .6).",
            [
                ("overall survival", "patients with nonsquamous histology", "higher", 2),
                ("overall survival", "patients with squamous histology", "no_difference", 2),
            ],
        ),
        # An arm is no kind of patients, nor is a time.
        (
            "Overall survival was longer with tamoxifen (HR 0.6, P = .01), but not in the placebo group.",
            [("overall survival", None, "higher", 2)],
        ),
        (
            "Response was higher with tamoxifen at 6 weeks, but not in the long term.",
            [("Response", None, "higher", 0)],
        ),
    ],
)
def test_patients_for_whom_a_result_is_denied_have_a_row_of_their_own(
    results: str, wanted: list[Row]
) -> None:
    extraction = extraction_of(_TRIAL.format(results), title="A trial of two treatments")
    told = [
        (item.outcome, item.population, item.direction, len(item.statistics))
        for item in extraction.findings
        if item.role == "result"
    ]
    assert sorted(told, key=str) == sorted(wanted, key=str)


def test_a_clause_behind_but_has_likeness_of_its_own() -> None:
    extraction = extraction_of(
        _TRIAL.format(
            "Grade 3 to 4 toxicity occurred in 38% of tamoxifen patients but mortality was similar in the two groups."
        ),
        title="A trial of two treatments",
    )
    told = {item.outcome: item.direction for item in extraction.findings}
    assert told == {"toxicity": None, "mortality": "no_difference"}
