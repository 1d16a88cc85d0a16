"""Results told of "the primary end point": which outcome that is."""

from __future__ import annotations

import pytest

from pipelines import extraction_of

METHODS = "METHODS: Patients with cancer were randomly assigned to apixaban (n = 275) or placebo (n = 275). "
DEFINED = "The primary outcome was venous thromboembolism over 180 days. "
FRACTION = "The primary end point was left ventricular ejection fraction. "


@pytest.mark.parametrize(
    ("text", "outcome", "direction", "favors", "reason"),
    [
        (
            DEFINED + "RESULTS: The primary outcome occurred in 4.4% of the apixaban group and in 10.2% of the "
            "placebo group (hazard ratio, 0.41; 95% CI, 0.26 to 0.65).",
            "thromboembolic event", "lower", "intervention", "the outcome that the methods name",
        ),
        (
            "RESULTS: The primary composite end point (death, stroke, or thromboembolism) occurred in 4.4% of the "
            "apixaban group and 10.2% of the placebo group (P < .001).",
            "death, stroke, or thromboembolism", "lower", "intervention", "its definition beside it",
        ),
        (
            "RESULTS: The risk of the composite primary end point was reduced with apixaban (5% v 9%; P = .01).",
            "composite primary end point event", "lower", "intervention", "an event, by the risk of it",
        ),
        (
            "RESULTS: Major bleeding was more frequent with apixaban (2% v 1%; P = .03). There was no difference in "
            "the primary end point between groups (P = .4).",
            "primary end point", "no_difference", "neither", "not the outcome of the sentence before",
        ),
        (
            FRACTION + "RESULTS: The primary end point occurred in 14 patients (14.5%) in the apixaban group and 3 "
            "patients (3.5%) in the placebo group (P = .02).",
            "primary end point event", "higher", "comparator", "an amount does not occur",
        ),
        (
            "RESULTS: Apixaban significantly improved the primary end point (HR 0.7, 95% CI 0.5 to 0.9).",
            "primary end point", "higher", "intervention", "a ratio in brackets is no definition",
        ),
    ],
)  # fmt: skip
def test_what_the_primary_end_point_is(
    text: str, outcome: str, direction: str, favors: str, reason: str
) -> None:
    row = extraction_of(METHODS + text).findings[-1]
    assert (row.outcome, row.direction, row.favors) == (outcome, direction, favors), reason


@pytest.mark.parametrize(
    "text",
    [
        "RESULTS: The primary end point of major bleeding was more frequent with apixaban (2% v 1%; P = .03).",
        "RESULTS: The hazard ratio for overall survival as the primary end point was 0.7 (95% CI, 0.5 to 0.9).",
        "RESULTS: Overall survival, the primary end point, was longer with apixaban (P = .03).",
        "RESULTS: The primary end point was not met.",
    ],
)
def test_an_outcome_that_the_sentence_names_goes_by_its_name(text: str) -> None:
    assert not any("primary" in row.outcome for row in extraction_of(METHODS + text).findings)
