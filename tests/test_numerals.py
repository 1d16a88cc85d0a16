"""Numerals in words and digits."""

from __future__ import annotations

import pytest

from evidence.pipeline.numerals import plain, value_of_words, whole_number


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("seven", 7),
        ("forty-five", 45),
        ("one hundred and twenty-six", 126),
        ("four hundred sixteen", 416),
        ("two thousand nine hundred seventy-two", 2972),
        ("one two", None),
        ("many", None),
        ("", None),
    ],
)
def test_words(words: str, value: int | None) -> None:
    assert value_of_words(words) == value


@pytest.mark.parametrize(
    ("digits", "value"),
    [("1,528", 1528.0), ("0·76", 0.76), (".05", 0.05), ("12\u2009345", 12345.0), ("1\u2008234", 1234.0)],
)
def test_digits(digits: str, value: float) -> None:
    assert plain(digits) == value


def test_a_fraction_is_no_count() -> None:
    assert whole_number("2.5") is None
    assert whole_number("1,000") == 1000
