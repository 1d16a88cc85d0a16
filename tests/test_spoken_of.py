"""Whom a comparison speaks of where the document names no arms."""

from __future__ import annotations

import pytest

from pipelines import extraction_of

CASES = [
    (
        "RESULTS: Skin temperature was higher in the hot room than in the cool room (P = .01).",
        ("hot room", "cool room", "higher", "comparison"),
        "both named",
    ),
    (
        "RESULTS: The area under the curve was 20% smaller with warm compresses (P = .03).",
        ("warm compresses", None, "lower", "comparison"),
        "the other one unnamed",
    ),
    (
        "RESULTS: Fasting ghrelin was significantly higher in asthmatic subjects (P = .02).",
        ("asthmatic subjects", None, "higher", "association"),
        "kinds of patients",
    ),
    (
        "RESULTS: Step counts were higher at follow-up (P = .04).",
        (None, None, None, "association"),
        "no group at all",
    ),
]


@pytest.mark.parametrize(("text", "expected", "reason"), CASES)
def test_spoken_of(text: str, expected: tuple[str | None, ...], reason: str) -> None:
    rows = [item for item in extraction_of(text).findings if item.role == "result"]
    assert [(item.intervention, item.comparator, item.direction, item.kind) for item in rows] == [expected], (
        reason
    )
