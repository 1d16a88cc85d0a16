"""What a claim is worth before any question: bounded, and higher for what is better."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.worth import placed, qualities, tier, tiers

BASE = {"role": "cited", "level": "3", "significance": "not_significant", "patients": 50.0, "confidence": 0.5}
BETTER = {
    "role": "result",
    "level": "1b",
    "significance": "significant",
    "patients": 500.0,
    "confidence": 0.9,
}


@pytest.mark.parametrize("part", BASE)
def test_every_part_counts(part: str) -> None:
    assert sum(qualities(**{**BASE, part: BETTER[part]}).values()) > sum(qualities(**BASE).values())


def test_what_is_unknown_is_worth_least_but_something() -> None:
    unknown = qualities(role=None, level=None, significance=None, patients=None, confidence=None)
    assert 0 < sum(unknown.values()) < sum(qualities(**BASE).values())


@given(
    role=st.sampled_from(["result", "conclusion", "cited", "background", "hypothesis", "recommendation"]),
    level=st.none() | st.sampled_from(["1", "2b", "5", "II", "?"]),
    patients=st.none() | st.floats(0, 1e9),
    confidence=st.floats(0, 1),
)
def test_it_is_a_share(role: str, level: str | None, patients: float | None, confidence: float) -> None:
    parts = qualities(role=role, level=level, significance=None, patients=patients, confidence=confidence)
    assert all(value >= 0 for value in parts.values())
    assert sum(parts.values()) <= 1


@given(worth=st.floats(0, 1), digest=st.text("0123456789abcdef", min_size=24, max_size=24))
def test_the_digest_decides_only_between_equals(worth: float, digest: str) -> None:
    assert round(worth, 4) <= placed(worth, digest) <= min(1.0, round(worth, 4) + 1e-4)


def test_claims_of_equal_worth_have_an_order() -> None:
    assert (
        placed(0.7, "0" * 24) < placed(0.7, "8" + "0" * 23) < placed(0.7, "f" * 24) < placed(0.7002, "0" * 24)
    )


def test_the_best_tier_comes_first_and_every_worth_has_one() -> None:
    least = list(tiers().values())
    assert least == sorted(least, reverse=True)
    assert (tier(1.0), tier(0.0)) == (next(iter(tiers())), list(tiers())[-1])
    assert [tier(value) for value in least] == list(tiers())
