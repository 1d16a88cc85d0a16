"""Which of two things a sentence gives the lower of two rates."""

from __future__ import annotations

import pytest

from evidence.pipeline import claim_rates


@pytest.mark.parametrize(
    ("text", "names", "expected", "reason"),
    [
        ("Responses were seen in 48% given ALPHA and in 5% given BETA.", "ALPHA BETA", {"BETA"}, "behind the rates"),
        ("Response rates were 8% for ALPHA and 44% for BETA.", "ALPHA BETA", {"ALPHA"}, "the first is lower"),
        ("With ALPHA the rate was 45% and with BETA it was 0%.", "ALPHA BETA", {"BETA"}, "before the rates"),
        ("The rate was 30% with ALPHA plus BETA and 20% with BETA.", "ALPHA BETA", {"BETA2"}, "only its second place"),
        ("The rate was 30% with ALPHA and 30% with BETA.", "ALPHA BETA", set(), "equal rates"),
        ("The rate was 30% with ALPHA.", "ALPHA", set(), "one rate"),
        ("Rates of 10%, 20% and 30% were seen with ALPHA and BETA.", "ALPHA BETA", set(), "three rates"),
        ("ALPHA gave a rate of 30% (95% CI, 20 to 40) with BETA.", "ALPHA BETA", set(), "a level of confidence"),
        ("ALPHA gave responses in 30% and stable disease in 20%.", "ALPHA", set(), "two rates of one thing"),
    ],
)  # fmt: skip
def test_lesser(text: str, names: str, expected: set[str], reason: str) -> None:
    spans = {}
    for name in names.split():
        start = text.find(name)
        spans[name] = (start, start + len(name))
        if (again := text.find(name, start + 1)) >= 0:
            spans[f"{name}2"] = (again, again + len(name))
    found = claim_rates.lesser(text, 0, len(text), sorted(spans.values()))
    assert {name for name, span in spans.items() if span in found} == expected, reason
