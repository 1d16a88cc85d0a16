"""Outcomes told by a short form of the document's own."""

from __future__ import annotations

import pytest

from pipelines import extraction_of

_TRIAL = (
    "METHODS: We randomly assigned 80 adults to dexmedetomidine (n = 40) or placebo (n = 40) and recorded the block "
    "recovery interval (BRI) and overall survival (OS). RESULTS: {}"
)


@pytest.mark.parametrize(
    ("results", "outcome", "reason"),
    [
        (
            "BRI was longer with dexmedetomidine than with placebo (P = .01).",
            "block recovery interval (BRI)",
            "a short form by itself",
        ),
        (
            "BRI values were higher with dexmedetomidine than with placebo (P = .01).",
            "block recovery interval (BRI) values",
            "with a noun that measures",
        ),
        (
            "OS was longer with dexmedetomidine than with placebo (P = .01).",
            "overall survival",
            "the vocabulary's name stays",
        ),
        (
            "Time to BRI was longer with dexmedetomidine than with placebo (P = .01).",
            "Time to BRI",
            "a longer name stays as written",
        ),
    ],
)
def test_short_names(results: str, outcome: str, reason: str) -> None:
    extraction = extraction_of(_TRIAL.format(results), title="Dexmedetomidine versus placebo")
    assert [item.outcome for item in extraction.findings if item.role == "result"] == [outcome], reason
