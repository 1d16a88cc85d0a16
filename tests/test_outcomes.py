"""Outcomes by name and by clause, with their time points."""

from __future__ import annotations

import pytest

from pipelines import layers_of


@pytest.mark.parametrize(
    ("text", "name", "timepoint", "reason"),
    [
        (
            "RESULTS: The 3-year overall survival rate was 50%.",
            "overall survival",
            "3 years",
            "before the name",
        ),
        (
            "RESULTS: Overall survival at 18 months was 50%.",
            "overall survival",
            "18 months",
            "behind the name",
        ),
        ("RESULTS: Half were alive without relapse.", "relapse-free survival", None, "a state and no name"),
        ("RESULTS: The drug was well tolerated.", "tolerability", None, "what conclusions call it"),
        ("RESULTS: The drug was safe.", "toxicity", None, "what conclusions call it"),
    ],
)
def test_outcomes(text: str, name: str, timepoint: str | None, reason: str) -> None:
    assert [(item.name, item.timepoint) for item in layers_of(text)._.outcomes] == [(name, timepoint)], reason


def test_a_name_that_names_something_else_is_none() -> None:
    assert layers_of("RESULTS: Overall survival curves were drawn.")._.outcomes == ()
