"""Whether the primary end point was met: level, place and order of tests, and what else tells. Texts are invented."""

from __future__ import annotations

import pytest

from pipelines import extraction_of

_DESIGN = (
    "METHODS: Patients with kidney cancer were randomly assigned to sunitinib or placebo. "
    "The primary end point was progression-free survival. "
)


def _met(text: str) -> bool | None:
    study = extraction_of(_DESIGN + text, title="A trial in kidney cancer").study
    assert study is not None
    assert study.primary_endpoint is not None
    return study.primary_endpoint.met


_TESTED = "RESULTS: Median PFS was 9 months with sunitinib and 7 months with placebo (HR 0.75; P = .04)."


@pytest.mark.parametrize(
    ("text", "met", "reason"),
    [
        (_TESTED, True, "below the usual level"),
        ("The significance level was 2.5%. " + _TESTED, False, "above the level that the methods state"),
        (
            "RESULTS: Median PFS was 9 months with sunitinib and 6 months with placebo "
            "(HR 0.6; 80% CI, 0.4 to 0.9; one-sided P = .07).",
            True,
            "the interval tells the level at which it was tested",
        ),
        (
            "RESULTS: PFS was longer with sunitinib (HR 0.8; 95% CI, 0.6 to 1.1; P = .15). "
            "In a subgroup analysis of men, PFS was longer with sunitinib (P = .01).",
            False,
            "a subgroup does not outweigh all patients",
        ),
        (
            "RESULTS: Median PFS was 7, 6, and 5 months in the three arms. The hazard ratio was 0.76 (P = .16). "
            "A test for trend of PFS was positive (P = .03).",
            False,
            "the first test is of the outcome that the sentence before it names",
        ),
        (
            "RESULTS: None of the differences met the prespecified criteria for significance.",
            False,
            "short of the level set before",
        ),
        (
            "RESULTS: The trial was stopped after an unfavourable benefit-risk assessment of sunitinib.",
            False,
            "stopped for harm, and not for benefit",
        ),
        (
            "CONCLUSION: The risk of disease progression or death was lower with sunitinib than with placebo.",
            True,
            "less of the event is more of the outcome",
        ),
        (
            "CONCLUSION: Sunitinib did not reduce the risk of disease progression or death.",
            False,
            "a denial is one of the event too",
        ),
        (
            "RESULTS: PFS did not differ between groups (P = .60). "
            "CONCLUSION: Sunitinib cannot be considered inferior to placebo.",
            True,
            "who concludes so had to show that they are alike",
        ),
        ("CONCLUSION: Sunitinib has encouraging activity.", True, "a verdict without a comparison"),
    ],
)
def test_met(text: str, met: bool, reason: str) -> None:
    assert _met(text) is met, reason
