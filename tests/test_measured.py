"""Substances as they are measured, which are no arms."""

from __future__ import annotations

import pytest

from evidence.pipeline.measured import is_measured, of_substance


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Serum magnesium", True),
        ("zinc concentrations", True),
        ("morphine consumption", True),
        ("magnesium", False),
        ("levels", False),
        ("magnesium group", False),
    ],
)
def test_is_measured(name: str, told: bool) -> None:
    assert is_measured(name) is told


@pytest.mark.parametrize(
    ("text", "name", "told", "reason"),
    [
        ("the consumption of sufentanil was lower", "sufentanil", True, "how much was used"),
        ("mean vitamin D levels rose", "vitamin D", True, "how much there is"),
        ("plasma zinc rose", "zinc", True, "what it is measured in"),
        ("pain was lower with sufentanil", "sufentanil", False, "an arm"),
        ("after consumption of the walnut diet", "walnut diet", False, "what an arm ate"),
    ],
)
def test_of_substance(text: str, name: str, told: bool, reason: str) -> None:
    start = text.index(name)
    assert of_substance(text, start, start + len(name)) is told, reason
