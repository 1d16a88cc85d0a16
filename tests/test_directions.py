"""Directions: what words and figures say, and of whom."""

from __future__ import annotations

import pytest

from evidence.pipeline import directions
from evidence.pipeline.polarity import polarity_of


@pytest.mark.parametrize(
    ("text", "scale", "sign", "reason"),
    [
        ("significantly longer", "amount", 1, "more of the outcome"),
        ("fewer", "amount", -1, "less of the outcome"),
        ("superior", "benefit", 1, "better, whatever is measured"),
        ("no significant difference", "none", 0, "a denied difference"),
        ("did not improve", "none", 0, "a denied benefit"),
        ("similar", "none", 0, "told likeness"),
        ("was not statistically significant", "none", 0, "told insignificance"),
        ("were non-significantly higher", "none", 0, "told insignificance of a comparative"),
        ("did not show any significant changes", "none", 0, "a denied difference as an object"),
        ("did not alter", "none", 0, "a denied change"),
        ("significantly low in", "amount", -1, "a positive that compares"),
        ("no rash was seen in any of our patients", "none", 0, "an event that nobody had"),
        ("less in the diet group than", "amount", -1, "a comparative right before whom it tells of"),
    ],
)
def test_cues(text: str, scale: str, sign: int, reason: str) -> None:
    found = directions.cues(text, 0, len(text))
    assert found, reason
    assert (found[0].scale, found[0].sign) == (scale, sign), reason


def test_grades_compare_nothing() -> None:
    text = "grade 3 or higher"
    assert directions.cues(text, 0, len(text)) == []


def test_polarity_of_time_to_an_event_is_the_other_way_round() -> None:
    assert polarity_of(None, "pain") == -1
    assert polarity_of(None, "gait") == 0
    assert polarity_of(None, "time to pain worsening") == 1
    assert polarity_of(None, "time to recovery") == -1
    assert polarity_of(None, "time to sunrise") == 0


@pytest.mark.parametrize(
    ("first", "second", "polarity", "told"),
    [
        (10, 8, 1, ("higher", "intervention")),
        (10, 8, -1, ("higher", "comparator")),
        (8, 10, 0, ("lower", "unclear")),
        (8, 8, 1, ("no_difference", "neither")),
    ],
)
def test_figures(first: float, second: float, polarity: int, told: tuple[str, str]) -> None:
    assert directions.by_values(first, second, polarity) == told


@pytest.mark.parametrize(
    "text",
    [
        "None of the events was more frequent",
        "shorter courses without impacting survival",
        "left survival unchanged",
        "did as well as the others",
    ],
)
def test_no_difference_is_told(text: str) -> None:
    assert directions.cues(text, 0, len(text))[-1].scale == "none"
