"""Literals: what every match of a pattern begins with or holds."""

from __future__ import annotations

import re

import pytest

from evidence.pipeline.literals import literals


@pytest.mark.parametrize(
    ("pattern", "words", "begins"),
    [
        ("Placebo", {"placebo"}, True),
        ("randomi[sz]ed|allocated", {"randomi", "allocat"}, True),
        (r"(?:co-?)?primary", {"co-prim", "coprima", "primary"}, True),
        ("[Gg]roups?", {"group"}, True),
        (r"(?<!non-)\bfailed", {"failed"}, True),
        # A set of many letters, and a digit, begin nothing that could be looked up; what stands behind them does.
        (r"[a-z]+-treated", {"-treate"}, False),
        (r"\d+ months", {" months"}, False),
        (r"(?:x|y|[a-f])(?:month|year)s", {"months", "years"}, False),
        # A word that may be missing is not needed.
        (r"\d+(?: months)?", set(), False),
        (r"[a-z]+|months", set(), False),
        # What is looked ahead or back at is no part of the match.
        (r"\d(?= months)", set(), False),
        # Letters outside ASCII have more than one lower case, or none.
        (r"µg", set(), False),
    ],
)
def test_literals(pattern: str, words: set[str], begins: bool) -> None:
    found = literals(re.compile(pattern))
    assert (set(found.words), found.begins) == (words, begins)


@pytest.mark.parametrize(
    ("pattern", "apart"),
    [
        (r"\bmain", True),
        (r"(?<!\w)main", True),
        (r"(?<![\w-])main", True),
        (r"(?<![-.])main", False),
        (r"(?:\bmain|prime)", False),
        (r"\b(?:-main|main)", False),
    ],
)
def test_whether_a_word_border_stands_before_every_literal(pattern: str, apart: bool) -> None:
    assert literals(re.compile(pattern)).apart is apart
