"""Significance: by P values, intervals and words; which P values are of interactions."""

from __future__ import annotations

import pytest

from evidence.pipeline.significance import alpha, by_numbers, of_interaction, significance
from evidence.records import Statistic
from pipelines import layers_of


def test_stated_alpha() -> None:
    assert alpha("P < .01 was considered significant.") == 0.01
    assert alpha("Nothing is said.") == 0.05


def _ratio(lower: float, upper: float, level: float | None = 95.0) -> Statistic:
    return Statistic(
        id="s1", type="hazard_ratio", start=0, end=1, text="x", operator="=", value=0.8,
        ci_lower=lower, ci_upper=upper, ci_level=level,
    )  # fmt: skip


def _p(value: float) -> Statistic:
    return Statistic(id="s2", type="p_value", start=2, end=3, text="p", operator="=", value=value)


@pytest.mark.parametrize(
    ("numbers", "told", "reason"),
    [
        ((_p(0.04),), "significant", "below the usual level"),
        ((_p(0.05),), "not_significant", "not below it"),
        ((_ratio(0.6, 0.9),), "significant", "the interval excludes no effect"),
        ((_ratio(0.6, 1.1),), "not_significant", "the interval holds no effect"),
        ((_ratio(0.6, 0.99), _p(0.2)), "not_significant", "the P value goes before the interval"),
        ((_ratio(0.4, 1.05, 99.0), _p(0.02)), "not_significant", "a 99% interval is of a test at .01"),
        ((_ratio(0.64, 1.0, 95.05), _p(0.046)), "significant", "a 95.05% interval is of a test at .0495"),
        ((_ratio(0.6, 1.1, 90.0), _p(0.04)), "significant", "a lower level makes no test milder"),
        ((), "not_reported", "nothing is told"),
    ],
)
def test_by_numbers(numbers: tuple[Statistic, ...], told: str, reason: str) -> None:
    assert by_numbers(numbers, 0.05) == told, reason


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Survival was significantly longer.", "significant"),
        ("Clinically significant rash was seen.", "not_reported"),
        ("The gain was statistically and clinically significant.", "significant"),
        ("The gain was not significant.", "not_significant"),
    ],
)
def test_by_words(text: str, told: str) -> None:
    assert significance(text, 0, len(text), (), 0.05) == told


@pytest.mark.parametrize(
    ("text", "interaction"),
    [
        ("The effect was larger in the young (P for interaction = .04).", True),
        ("The effect was larger in the young (interaction P = .04).", True),
        ("The effect was larger in the young (P = .04 for interaction).", True),
        ("There was no heterogeneity (test for heterogeneity, P = .4).", True),
        ("Survival was longer with A than with B (P = .04).", False),
        ("An interaction is possible. Survival was longer with A than with B (P = .04).", False),
    ],
)
def test_of_interaction(text: str, interaction: bool) -> None:
    ps = [item for item in layers_of(text)._.statistics if item.type == "p_value"]
    assert [of_interaction(text, item) for item in ps] == [interaction]
