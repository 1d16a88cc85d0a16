"""Negation and hedging, and how far they reach. Texts are invented."""

from __future__ import annotations

import pytest

from pipelines import layers_of


@pytest.mark.parametrize(
    ("text", "cues", "reason"),
    [
        (
            "Sunitinib did not prolong survival.",
            [("negation", "not prolong survival.")],
            "to the sentence's end",
        ),
        (
            "Sunitinib did not prolong survival but reduced pain.",
            [("negation", "not prolong survival ")],
            "up to a terminating word",
        ),
        ("Sunitinib may prolong survival.", [("hedge", "may prolong survival.")], "a hedge"),
        ("A notable result of Mayo.", [], "no part of a word"),
        ("Sunitinib prolonged survival.", [], "neither"),
    ],
)
def test_cues_and_their_reach(text: str, cues: list[tuple[str, str]], reason: str) -> None:
    found = [(cue.kind, text[cue.start : cue.scope_end]) for cue in layers_of(text)._.cues]
    wanted = [(kind, words) for kind, words in cues]
    assert [
        (kind, words[-len(want[1]) :]) for (kind, words), want in zip(found, wanted, strict=True)
    ] == wanted, reason


def test_a_cue_reaches_no_further_than_its_sentence() -> None:
    doc = layers_of("Sunitinib did not prolong survival. Pain was relieved.")
    (sentence, _) = doc._.sentences
    assert {cue.scope_end for cue in doc._.cues} == {sentence.end}
