"""Figures of several kinds of patients are results of each kind. All texts are invented."""

from __future__ import annotations

import pytest

from pipelines import extraction_of

_SERIES = "METHODS: We reviewed 84 patients who had surgery for metastases. RESULTS: {}"


@pytest.mark.parametrize(
    ("results", "told"),
    [
        (
            "Median survival was 31 months for breast cancer, 15 months for melanoma and 6 months for lung cancer.",
            [("breast cancer", 31), ("melanoma", 15), ("lung cancer", 6)],
        ),
        (
            "Five-year survival was 70% in stage I, 45% in stage II and 20% in stage III.",
            [("stage I", 70), ("stage II", 45), ("stage III", 20)],
        ),
        (
            "The 5-year survival was 31% for patients with an interval of 0 to 11 months and 44% for those with an "
            "interval of more than 36 months; 41% for single lesions and 25% for four or more lesions.",
            [
                ("patients with an interval of 0 to 11 months", 31),
                ("those with an interval of more than 36 months", 44),
                ("single lesions", 41),
                ("four or more lesions", 25),
            ],
        ),
        (
            "Five-year survival was 86%, 70% and 37% for localized, regional and distant disease, respectively.",
            [("localized disease", 86), ("regional disease", 70), ("distant disease", 37)],
        ),
        (
            "The response rate was 46% (95% CI, 25 to 68) in 21 patients with skipping and 0% in patients with "
            "amplification.",
            [("patients with skipping", 46), ("patients with amplification", 0)],
        ),
    ],
)
def test_each_kind(results: str, told: list[tuple[str, float]]) -> None:
    extraction = extraction_of(_SERIES.format(results))
    values = {item.id: item.value for item in extraction.statistics}
    rows = [item for item in extraction.findings if item.role == "result"]
    assert [(row.population, *(values[name] for name in row.statistics)) for row in rows] == told
