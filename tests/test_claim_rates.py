"""Which of two things a sentence gives the lower of two rates, and what ratios and tests say."""

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
        ("Rates were 37% in some and 5% in ALPHA.", "ALPHA", {"ALPHA"}, "the better of others, without a name"),
        ("Rates were 37% in all patients and 30% in ALPHA.", "ALPHA", set(), "the whole and a part of it"),
        ("IC50 values were 20 nM in ALPHA and 9.1 uM in BETA.", "ALPHA BETA", {"BETA"}, "the higher dose"),
        ("IC50 values were 20 nM in ALPHA and 40 nM in BETA.", "ALPHA BETA", set(), "both low"),
        ("Plasma held 20 nM of ALPHA and 9.1 uM of BETA.", "ALPHA BETA", set(), "no inhibition"),
        ("Median survival was 31 months in ALPHA and 15 months in BETA.", "ALPHA BETA", {"BETA"}, "medians of time"),
        ("Median survival was 5 months in ALPHA and 12 months in others.", "ALPHA", {"ALPHA"}, "worse than others"),
        ("ALPHA was given for 2 months and BETA for 6 months.", "ALPHA BETA", set(), "times that measure no course"),
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


@pytest.mark.parametrize(
    ("text", "falls", "not_shown"),
    [
        ("was associated with mortality (HR, 0.54; 95% CI, 0.31 to 0.94; P = .03)", True, False),
        ("was associated with mortality (hazard ratio 1.84; P < .001)", False, False),
        ("was associated with mortality (HR = 0·54 and HR = 1.2)", False, False),
        ("was associated with mortality", False, False),
        ("was associated with mortality (P = .21)", False, True),
        ("was associated with mortality (p>0.05)", False, True),
        ("was associated with mortality (P = .21) and relapse (P = .001)", False, False),
        # Of what is below .1 nothing is told.
        ("was associated with mortality (P < .1)", False, False),
    ],
)
def test_ratios_and_tests_of_a_clause(text: str, falls: bool, not_shown: bool) -> None:
    assert claim_rates.falls(text, 0, len(text)) == falls
    assert claim_rates.not_shown(text, 0, len(text)) == not_shown
