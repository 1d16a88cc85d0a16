"""Figures held against each other."""

from __future__ import annotations

import re

import pytest

from evidence.pipeline.contrasts import contrast_behind, contrasted, side_by_side, versus_pairs
from evidence.records import Statistic

_FIGURE = re.compile(r"\d+(?:\.\d+)?(?P<share>%)?")


def _values(text: str) -> list[Statistic]:
    """Every number of a text: shares where a percent sign stands behind them, else medians of months."""
    return [
        Statistic(
            id=f"s{index}",
            type="rate" if match["share"] else "median",
            start=match.start(),
            end=match.end(),
            text=match.group(),
            operator="=",
            value=float(match.group().rstrip("%")),
            unit="%" if match["share"] else "months",
        )
        for index, match in enumerate(_FIGURE.finditer(text))
    ]


@pytest.mark.parametrize(
    ("text", "held", "reason"),
    [
        ("12% v 20%", True, "the shortest form"),
        ("9 months as compared with 7 months", True, "a unit and words between"),
        ("(12%) versus 20%", True, "a bracket that closes between"),
        ("12% with A and 20% with B", False, "dealt, and not contrasted"),
        ("rose from 12% to 20%", False, "a change of one group"),
        ("12%", False, "nothing to be held against"),
    ],
)
def test_contrasted(text: str, held: bool, reason: str) -> None:
    assert contrasted(text, _values(text)) is held, reason


@pytest.mark.parametrize(
    ("text", "pairs", "reason"),
    [
        ("rash, 12% v 20%; fever, 5% v 8%", [(12, 20), (5, 8)], "each two are a contrast"),
        ("12% v 20%", [], "one pair needs no dealing"),
        ("12% v 20%, 5% and 8%", [], "the second two are no contrast"),
        ("12% v 20% v 5%, 4% v 6%", [], "an odd number has no pairs"),
    ],
)
def test_versus_pairs(text: str, pairs: list[tuple[int, int]], reason: str) -> None:
    found = [tuple(item.value for item in pair) for pair in versus_pairs(text, _values(text))]
    assert found == pairs, reason


@pytest.mark.parametrize(
    ("text", "runs", "reason"),
    [
        ("after 14 months fewer had relapsed (12% v 20%)", [1, 2], "a time stands before two shares"),
        ("30% relapsed (12% v 20%)", [], "a share before shares may be of a third arm"),
        ("after 14 months 12% and 20% had relapsed", [], "the last two are no contrast"),
    ],
)
def test_contrast_behind(text: str, runs: list[int], reason: str) -> None:
    assert [len(run) for run in contrast_behind(text, _values(text))] == runs, reason


@pytest.mark.parametrize(
    ("text", "beside", "reason"),
    [
        ("2.8 and 3.1 months", True, "a unit behind the second"),
        ("12% (range) and 20%", True, "a bracket between"),
        ("12%, of whom 20% recovered", False, "a share of a share"),
    ],
)
def test_side_by_side(text: str, beside: bool, reason: str) -> None:
    assert side_by_side(text, _values(text)) is beside, reason
