"""Numerals as texts write them, with their values: "1,528", "0·76", "forty-five", "one hundred twenty-six", "3 x 10^-8"."""

from __future__ import annotations

import re
from typing import Final

_UNITS: Final = {
    word: value
    for value, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
}
_TENS: Final = {
    word: 10 * value
    for value, word in enumerate(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], start=2
    )
}
_SCALES: Final = {"hundred": 100, "thousand": 1000, "million": 1_000_000}
_NAMES: Final = _UNITS | _TENS | _SCALES

_WORD: Final = "(?:" + "|".join(sorted(_NAMES, key=len, reverse=True)) + ")"
# A number in words: "two", "forty-five", "one hundred and twenty-six".
WORDS: Final = rf"\b{_WORD}(?:(?:\s*-\s*|\s+and\s+|\s+){_WORD})*\b"
# A number in digits, with groups of thousands (comma, thin or plain space) and a decimal point or mid-dot.
DIGITS: Final = r"(?:\d{1,3}(?:[,\u2009\u202f ]\d{3})+(?!\d)|\d+)(?:[.·∙‧]\d+)?|[.·∙‧]\d+"
_NUMBER_WORDS: Final = re.compile(WORDS, re.IGNORECASE)


def value_of_digits(words: str) -> float:
    """The value of a number in digits.

    >>> value_of_digits("1,528"), value_of_digits("0·76"), value_of_digits(".05")
    (1528.0, 0.76, 0.05)
    """
    return float(re.sub(r"[,\s\u2009\u202f]", "", words).translate({0xB7: ".", 0x2219: ".", 0x2027: "."}))


def value_of_words(words: str) -> int | None:
    """The value of a number in words, or None if it is none ("one two").

    >>> value_of_words("One hundred and twenty-six"), value_of_words("forty-five"), value_of_words("four hundred sixteen")
    (126, 45, 416)
    """
    total = current = 0
    last = None
    for word in re.findall(r"[a-z]+", words.lower()):
        if word == "and":
            continue
        value = _NAMES.get(word)
        if value is None:
            return None
        if word in _SCALES:
            current = max(current, 1) * value
            if value >= 1000:
                total, current = total + current, 0
        elif (last in _UNITS) or (last in _TENS and word in _TENS):
            return None
        else:
            current += value
        last = word
    return None if last is None else total + current


def whole_number(words: str) -> int | None:
    """The value of a count in digits or words; None for a fraction or no number."""
    if words[:1].isdigit():
        value = value_of_digits(words)
        return int(value) if value.is_integer() else None
    return value_of_words(words)
