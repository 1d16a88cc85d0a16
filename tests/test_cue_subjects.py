"""Of which arm a comparing word speaks."""

from __future__ import annotations

import pytest

from evidence.pipeline import directions
from evidence.pipeline.cue_subjects import order_by_one, subject_of
from evidence.pipeline.layers import ArmMention


@pytest.mark.parametrize(
    ("text", "arm", "reason"),
    [
        ("A was better than B", 0, "the one behind 'than' is not spoken of"),
        ("survival was longer in B than in A", 1, "spoken of behind the word"),
        ("compared with A, B was better", 1, "the compared one first"),
    ],
)
def test_subject(text: str, arm: int, reason: str) -> None:
    mentions = [
        ArmMention(place, place + 1, "AB".index(letter))
        for place, letter in enumerate(text)
        if letter in "AB"
    ]
    cue = directions.cues(text, 0, len(text))[0]
    assert subject_of(text, cue, mentions, 0) == arm, reason


def test_a_lone_arm_is_told_first_unless_it_stands_behind_than() -> None:
    text = "longer with A; shorter than with A"
    first, last = (ArmMention(place, place + 1, 0) for place, letter in enumerate(text) if letter == "A")
    assert order_by_one(text, first, 0) == (0, 1)
    assert order_by_one(text, last, 14) == (1, 0)
