"""Which outcome was the primary end point, and whether it was met. Every text is invented."""

from __future__ import annotations

import pytest

from evidence.records import PrimaryEndpoint
from pipelines import extraction_of

DESIGN = "METHODS: Patients with kidney cancer were randomly assigned to sunitinib or placebo. "
OS, PFS = "overall survival", "progression-free survival"


def endpoint_of(text: str, *, title: str = "A trial in kidney cancer") -> PrimaryEndpoint | None:
    study = extraction_of(text, title=title).study
    assert study is not None
    return study.primary_endpoint


@pytest.mark.parametrize(
    ("words", "outcome"),
    [
        pytest.param(
            "The primary end point was investigator-assessed progression-free survival.", PFS, id="behind"
        ),
        pytest.param("Overall survival was the primary outcome.", OS, id="before"),
        pytest.param(
            "The primary endpoint was PFS; secondary endpoints were OS and toxicity.",
            PFS,
            id="not the secondary",
        ),
        pytest.param(
            "PFS and OS were primary and secondary end points, respectively.", PFS, id="dealt in order"
        ),
        pytest.param(
            "The trial had 90% power to detect an improvement in overall survival.", OS, id="powered for"
        ),
        pytest.param(
            "The primary outcome was urinary vitamin level at week 8. Secondary outcomes included OS.",
            "urinary vitamin level",
            id="as written where the vocabulary has none",
        ),
    ],
)
def test_outcome(words: str, outcome: str) -> None:
    found = endpoint_of(DESIGN + words)
    assert found is not None
    assert found.outcome == outcome


def test_told_with_the_result_in_brackets() -> None:
    found = endpoint_of(
        f"{DESIGN}RESULTS: Overall survival (primary end point) was similar between groups (P = .48)."
    )
    assert found == PrimaryEndpoint(outcome=OS, met=False)


@pytest.mark.parametrize(
    ("rest", "met"),
    [
        pytest.param("RESULTS: The trial met its primary end point.", True, id="says so"),
        pytest.param("RESULTS: The study did not meet its primary end point.", False, id="denies it"),
        pytest.param("CONCLUSION: The primary end point, PFS, was not met.", False, id="denies it, passive"),
        pytest.param("RESULTS: The trial was stopped early for futility.", False, id="futility"),
        pytest.param(
            "RESULTS: The trial was stopped at the interim analysis for efficacy.", True, id="efficacy"
        ),
        pytest.param(
            "RESULTS: Median PFS was 9 months with sunitinib and 6 months with placebo (HR 0.60; P < .001).",
            True,
            id="a significant result in favour",
        ),
        pytest.param(
            "RESULTS: Median PFS was 9 months with sunitinib and 8 months with placebo (HR 0.95; P = .63).",
            False,
            id="a result that is not significant",
        ),
        pytest.param("CONCLUSION: Sunitinib did not improve PFS.", False, id="a claim denied"),
        pytest.param(
            "CONCLUSION: Neither dose of sunitinib improved PFS.", False, id="neither denies the verb"
        ),
        pytest.param(
            "CONCLUSION: Sunitinib significantly prolonged PFS but not OS.",
            True,
            id="the cue nearest to the outcome",
        ),
        pytest.param(
            "CONCLUSION: Sunitinib prolonged OS but did not translate into prolonged PFS.",
            False,
            id="denial reaches on",
        ),
        pytest.param(
            "RESULTS: PFS favored sunitinib but did not reach statistical significance.", False, id="a trend"
        ),
        pytest.param("RESULTS: Follow-up goes on.", None, id="unknown is told as unknown"),
    ],
)
def test_met(rest: str, met: bool | None) -> None:
    found = endpoint_of(f"{DESIGN}The primary end point was progression-free survival. {rest}")
    assert found == PrimaryEndpoint(outcome=PFS, met=met)


@pytest.mark.parametrize(
    ("rest", "met"),
    [
        pytest.param("RESULTS: Sunitinib was noninferior to placebo for PFS.", True, id="shown"),
        pytest.param(
            "CONCLUSION: The trial did not show noninferiority of sunitinib.", False, id="not shown"
        ),
        pytest.param(
            "RESULTS: The difference was 2% (P = .001 for noninferiority).", True, id="its own P value"
        ),
        pytest.param(
            "RESULTS: The difference was 9% (P for noninferiority = .12).",
            False,
            id="its own P value, too large",
        ),
        pytest.param("RESULTS: PFS did not differ between groups.", True, id="likeness was to be shown"),
        pytest.param("RESULTS: PFS was inferior with sunitinib.", False, id="worse"),
    ],
)
def test_noninferiority(rest: str, met: bool) -> None:
    text = f"{DESIGN}This noninferiority trial had PFS as primary end point. {rest}"
    found = endpoint_of(text)
    assert found == PrimaryEndpoint(outcome=PFS, met=met)


def test_less_of_a_harm_is_better() -> None:
    start = f"{DESIGN}The primary end point was hearing loss. CONCLUSION: "
    lower = endpoint_of(start + "Hearing loss was lower with sunitinib.")
    higher = endpoint_of(start + "Hearing loss was higher with sunitinib.")
    assert (lower and lower.met, higher and higher.met) == (True, False)


def test_a_cohort_has_none_that_it_does_not_name() -> None:
    assert (
        endpoint_of("METHODS: Charts of patients were reviewed retrospectively. RESULTS: OS was 9 months.")
        is None
    )


def test_another_time_s_test_is_of_no_end_point() -> None:
    endpoint = endpoint_of(
        DESIGN
        + "The primary outcome was change in quality of life from baseline to week 12. RESULTS: Quality of life was "
        "better with sunitinib than placebo at week 24 (1.6 v -3.4; P = .01) but not at week 12 (0.4 v -1.1; P = .3)."
    )
    assert endpoint is not None and endpoint.met is False


def test_what_a_study_of_one_treatment_says_of_factors_misses_no_end_point() -> None:
    endpoint = endpoint_of(
        "METHODS: Patients received sunitinib. The primary end point was progression-free survival at 4 "
        "months. RESULTS: PFS at 4 months was 46%. Age was not associated with PFS (P = .40).",
        title="A phase II trial of sunitinib",
    )
    assert endpoint is not None and endpoint.met is None


def test_a_threshold_that_another_outcome_missed_says_nothing_of_the_end_point() -> None:
    endpoint = endpoint_of(
        DESIGN
        + "The primary end point was progression-free survival. RESULTS: Progression-free survival was longer with "
        "sunitinib than placebo (hazard ratio, 0.63; P = .005). At the first interim analysis, the hazard ratio for "
        "death was 0.57 (99.67% CI, 0.30 to 1.07) and did not meet the criterion for significance."
    )
    assert endpoint is not None and endpoint.met is True
