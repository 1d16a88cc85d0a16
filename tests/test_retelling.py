"""One finding told in two sentences is one row."""

from __future__ import annotations

import pytest

from evidence.records import Finding
from pipelines import extraction_of

_TRIAL = "METHODS: Patients were randomly assigned to receive sunitinib or placebo. RESULTS: "


def _told(results: str) -> list[Finding]:
    return list(extraction_of(_TRIAL + results).findings)


@pytest.mark.parametrize(
    ("results", "figures", "told", "reason"),
    [
        (
            "Overall survival did not differ between the groups. Median overall survival was 13 months with sunitinib"
            " and 12 months with placebo.",
            2, ("no_difference", "not_significant"), "the words before their figures",
        ),
        (
            "Overall survival was longer with sunitinib than with placebo (hazard ratio, 0.70; P = .01). Median overall"
            " survival was 13 months with sunitinib and 10 months with placebo.",
            4, ("higher", "significant"), "the test before the figures",
        ),
        (
            "The 5-year overall survival rate was 69% with sunitinib and 70% with placebo; the hazard ratio for death"
            " was 1.03 (P = .85).",
            4, ("no_difference", "not_significant"), "the test behind the figures, in one sentence",
        ),
    ],
)  # fmt: skip
def test_one_finding(results: str, figures: int, told: tuple[str, str], reason: str) -> None:
    (row,) = _told(results)
    assert len(row.statistics) == figures, reason
    assert (row.direction, row.significance) == told, reason
    assert results.endswith(row.quote[-20:]), reason


@pytest.mark.parametrize(
    ("results", "rows", "reason"),
    [
        (
            "Overall survival was longer with sunitinib than with placebo (P = .01). The 5-year overall survival was"
            " 30% with sunitinib and 20% with placebo (P = .02).",
            2, "each has a test of its own",
        ),
        (
            "Overall survival was longer with sunitinib than with placebo (P = .01). The 5-year overall survival was"
            " 30% with sunitinib and 20% with placebo.",
            2, "a landmark is another measure than the whole curve",
        ),
        (
            "Overall survival did not differ between the groups. Progression-free survival was 8 months with sunitinib"
            " and 5 months with placebo.",
            2, "two outcomes",
        ),
        (
            "Adverse events were more common with sunitinib than with placebo. Fatigue occurred in 30% with sunitinib"
            " and 20% with placebo.",
            2, "two harms are two counts",
        ),
    ],
)  # fmt: skip
def test_two_findings(results: str, rows: int, reason: str) -> None:
    assert len(_told(results)) == rows, reason
