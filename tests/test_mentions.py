"""Mentions: the vocabulary's names in a text, under the text's own definitions, with support for the ambiguous."""

from __future__ import annotations

from itertools import pairwise

import pytest
from tests.pipelines import layers_of


def named(text: str, kind: str | None = None) -> list[tuple[str, str]]:
    return [
        (item.text, item.concept.label)
        for item in layers_of(text)._.mentions
        if kind is None or item.kind == kind
    ]


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        pytest.param(
            "Renal cell carcinoma (RCC) is rare; RCC spreads.",
            "disease",
            ["renal cell carcinoma"] * 3,
            id="defined",
        ),
        pytest.param("PD was studied.", "outcome", [], id="ambiguous and without support"),
        pytest.param("Median OS was 12 months.", "outcome", ["overall survival"], id="neighbours support it"),
        pytest.param(
            "Pharmacodynamics (PD) were studied; PD was stable.",
            "outcome",
            [],
            id="the text's own meaning rules",
        ),
        pytest.param(
            "We met at the clinic; the impact was small.", "gene", [], id="English words are no genes"
        ),
        pytest.param(
            "Non-small-cell lung cancer and kidney cancer",
            "disease",
            ["non-small cell lung cancer", "kidney cancer"],
            id="two",
        ),
        pytest.param("targeted therapy", "therapy", ["targeted therapy"], id="a class"),
    ],
)
def test_grounding(text: str, kind: str, found: list[str]) -> None:
    assert [label for _, label in named(text, kind)] == found


def test_negation_reaches_a_few_words() -> None:
    doc = layers_of("There was no bevacizumab in this arm, but sunitinib was given.")
    assert [(item.text, item.negated) for item in doc._.mentions if item.kind == "therapy"] == [
        ("bevacizumab", True),
        ("sunitinib", False),
    ]


def test_none_overlaps_another() -> None:
    mentions = layers_of(
        "EGFR inhibitor therapy for advanced non-small cell lung cancer of the lung"
    )._.mentions
    assert all(left.end <= right.start for left, right in pairwise(mentions))
