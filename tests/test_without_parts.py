"""A row of one group holds no figures of a part of its patients. All texts are invented."""

from __future__ import annotations

import pytest

from pipelines import extraction_of


@pytest.mark.parametrize(
    ("results", "figures"),
    [
        (
            "Adverse events occurred in 61 (73%) of 84 patients, which were serious in 13 (15%) patients.",
            [73],
        ),
        ("Nausea was seen in 40 patients (48%), including grade 3 events in 8 patients (10%).", [48]),
        ("Nausea occurred in 40% of patients and was of grade 3 in 6%.", [40]),
        ("The objective response rate was 38% by central review and 41% by the investigators.", [38, 41]),
    ],
)
def test_parts(results: str, figures: list[float]) -> None:
    told = extraction_of(
        f"METHODS: In a single-arm phase 2 trial, 84 patients got sunitinib. RESULTS: {results}"
    )
    values = {item.id: item.value for item in told.statistics}
    row = next(item for item in told.findings if item.role == "result")
    assert [values[name] for name in row.statistics] == figures


@pytest.mark.parametrize(
    ("results", "told"),
    [
        (
            "Two patients (3.3%) developed a fracture and no radiation myelopathy was seen.",
            [("fracture", [3.3])],
        ),
        (
            "Median overall survival was 20.2 months and was longer in men (37.1 vs 14.6 months, p = 0.002).",
            [("overall survival", [20.2]), ("overall survival", [37.1, 14.6])],
        ),
    ],
)
def test_of_others(results: str, told: list[tuple[str, list[float]]]) -> None:
    extraction = extraction_of(f"METHODS: We reviewed 61 patients after SBRT. RESULTS: {results}")
    values = {item.id: item.value for item in extraction.statistics if item.type != "p_value"}
    rows = [item for item in extraction.findings if item.role == "result"]
    assert [
        (row.outcome, [values[name] for name in row.statistics if name in values]) for row in rows
    ] == told
