"""What went from one figure to another: in patients since the start, or by a treatment. All texts are invented."""

from __future__ import annotations

import pytest

from evidence.records import Finding
from pipelines import extraction_of

_SERIES = "METHODS: We reviewed 84 patients who underwent vertebroplasty for spinal metastases. RESULTS: {}"


def _told(results: str, frame: str = _SERIES) -> list[tuple[Finding, list[float | None]]]:
    extraction = extraction_of(frame.format(results))
    values = {item.id: item.value for item in extraction.statistics if item.type != "p_value"}
    return [
        (item, [values[name] for name in item.statistics if name in values])
        for item in extraction.findings
        if item.role == "result"
    ]


@pytest.mark.parametrize(
    ("results", "figures", "direction"),
    [
        ("Mean VAS fell from 7.9 to 3.1 (p < 0.001).", [7.9, 3.1], "lower"),
        ("Mean VAS decreased from 7.9 ± 1.1 before the procedure to 3.1 ± 0.8.", [7.9, 3.1], "lower"),
        ("The mean preoperative VAS of 7.9 decreased to 3.1 after surgery (p = 0.01).", [7.9, 3.1], "lower"),
        (
            "Preoperative and postoperative mean VAS scores were 7.9 and 3.1, respectively.",
            [7.9, 3.1],
            "lower",
        ),
        ("Mean VAS was 7.9 preoperatively and 3.1 at last follow-up (p < 0.01).", [7.9, 3.1], "lower"),
        ("The Oswestry Disability Index improved from 61 to 33.", [61, 33], "lower"),
        (
            "Pain scores dropped from 8.2 (range, 5-10) preoperatively to 2.4 (range, 0-6).",
            [8.2, 2.4],
            "lower",
        ),
        (
            "The proportion of ambulatory patients rose from 52% before to 79% after surgery.",
            [52, 79],
            "higher",
        ),
        ("The mean Karnofsky score changed from 70 to 71 (p = 0.62).", [70, 71], "no_difference"),
    ],
)
def test_since_the_start(results: str, figures: list[float], direction: str) -> None:
    ((row, values),) = _told(results)
    assert (row.kind, row.direction, values) == ("before_after", direction, figures)
    assert row.comparator is None


def test_every_later_time_is_a_result() -> None:
    told = _told(
        "Mean VAS fell from 7.9 ± 1.1 to 3.1 ± 0.8 at 1 week, 2.7 ± 0.9 at 1 month and 2.2 at 6 months (all p < .01)."
    )
    assert [(row.timepoint, values) for row, values in told] == [
        ("1 week", [7.9, 3.1]),
        ("1 month", [7.9, 2.7]),
        ("6 months", [7.9, 2.2]),
    ]
    assert {row.significance for row, _ in told} == {"significant"}


def test_what_a_treatment_does_is_a_comparison() -> None:
    ((row, values),) = _told(
        "Radiotherapy reduced the 10-year risk of recurrence from 33% to 18% (p < 0.0001).",
        "METHODS: We did a meta-analysis of 17 trials of radiotherapy or none. RESULTS: {}",
    )
    assert (row.kind, row.intervention, row.direction, row.favors) == (
        "comparison",
        "Radiotherapy",
        "lower",
        "intervention",
    )
    assert values == [33, 18]


@pytest.mark.parametrize(
    "results",
    [
        "Pain scores decreased from 6.4 to 2.4 in the closed group and 6.3 to 2.2 in the control group.",
        "The number of operations increased from 2001 to 2012.",
        "Median survival was 7.9 months after laminectomy and 3.1 months after biopsy.",
    ],
)
def test_no_course(results: str) -> None:
    assert not [row for row, _ in _told(results) if row.kind == "before_after"]


@pytest.mark.parametrize(
    ("results", "comparator", "direction"),
    [
        (
            "Median survival was 15.8 months with surgery versus 6.9 months without surgery.",
            "without surgery",
            "higher",
        ),
        (
            "Survival was 58% for patients with resection vs 41% for those without (p = 0.08).",
            "without resection",
            "no_difference",
        ),
    ],
)
def test_with_and_without(results: str, comparator: str, direction: str) -> None:
    ((row, values),) = _told(results, "METHODS: We reviewed 84 patients with metastases. RESULTS: {}")
    assert (row.kind, row.comparator, row.direction, len(values)) == ("comparison", comparator, direction, 2)
