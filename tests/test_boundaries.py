"""Boundaries: results that are not significant, or of which nothing is said, whatever their interval."""

from __future__ import annotations

import pytest

from pipelines import extraction_of

_DESIGN = "METHODS: Patients were randomly assigned to receive sotorasib or docetaxel. RESULTS: "
_LONGER = "Overall survival was 14 months with sotorasib and 11 months with docetaxel"


@pytest.mark.parametrize(
    ("results", "outcome", "told", "reason"),
    [
        (
            "{longer} (hazard ratio, 0.70; 95% CI, 0.5 to 0.9).",
            "overall survival", "significant", "nothing is said of a boundary",
        ),
        (
            "{longer} (hazard ratio, 0.70; 95% CI, 0.5 to 0.9; the"
            " prespecified boundary for significance was not crossed).",
            "overall survival", "not_significant", "the boundary as the subject",
        ),
        (
            "{longer} (hazard ratio, 0.70; 95% CI, 0.5 to 0.9; P = .02),"
            " which did not meet the prespecified threshold.",
            "overall survival", "not_significant", "behind the bracket",
        ),
        (
            "{longer} (hazard ratio, 0.70; 95% CI, 0.5 to 0.9; P = .02"
            " [significance boundary, P = .009]).",
            "overall survival", "not_significant", "a boundary told by its value",
        ),
        (
            "{longer} (hazard ratio, 0.70; 95% CI, 0.5 to 0.9; P = .004"
            " [boundary, .009]).",
            "overall survival", "significant", "a boundary that was crossed",
        ),
        (
            "{longer} (hazard ratio, 0.70; 95% CI, 0.5 to 0.9)."
            " This difference was not formally tested because of the hierarchical procedure.",
            "overall survival", "not_reported", "the next sentence forbids a verdict",
        ),
        (
            "{longer} (hazard ratio, 0.70; 95% CI, 0.5 to 0.9)."
            " Overall survival data were immature.",
            "overall survival", "not_reported", "an interval of immature data is no verdict",
        ),
        (
            "Progression-free survival was longer with sotorasib than with docetaxel (hazard ratio, 0.66; P = .002)."
            " Overall survival data were immature.",
            "progression-free survival", "significant", "immature is another outcome",
        ),
    ],
)  # fmt: skip
def test_boundaries(results: str, outcome: str, told: str, reason: str) -> None:
    rows = [
        row
        for row in extraction_of(_DESIGN + results.format(longer=_LONGER)).findings
        if row.outcome == outcome
    ]
    assert rows and {row.significance for row in rows} == {told}, reason
    if told == "not_significant":
        assert {(row.direction, row.favors) for row in rows} == {("no_difference", "neither")}, reason


def test_a_test_of_an_interaction_is_none_of_the_arms() -> None:
    text = _DESIGN + (
        "The effect of sotorasib on overall survival was larger in women (26 v 14 months; interaction P = .01)."
    )
    ps = [row for row in extraction_of(text).findings if row.significance == "significant"]
    assert [(row.kind, row.comparator, row.direction) for row in ps] == [
        ("association", "docetaxel", "unclear")
    ]
