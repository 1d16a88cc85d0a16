"""Numerals as texts write them, with their values: "1,528", "0·76", "forty-five", "one hundred twenty-six"."""

from __future__ import annotations

import re
from typing import Final

UNITS: Final = {
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
TENS: Final = {
    word: 10 * value
    for value, word in enumerate(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], start=2
    )
}
_SCALES: Final = {"hundred": 100, "thousand": 1000, "million": 1_000_000}
_NAMES: Final = UNITS | TENS | _SCALES

_WORD: Final = "(?:" + "|".join(sorted(_NAMES, key=len, reverse=True)) + ")"
# A number in words: "two", "forty-five", "one hundred and twenty-six".
WORDS: Final = rf"\b{_WORD}(?:(?:\s*-\s*|\s+and\s+|\s+){_WORD})*\b"
# The dots that journals print as decimal points, beside the full stop.
MID_DOTS: Final = "·∙⋅•‧"
_DOTS: Final = re.compile(f"[{MID_DOTS}]")
# The narrow blanks that part thousands: figure, punctuation (The Lancet's), thin and narrow no-break space.
THIN: Final = "\u2007\u2008\u2009\u202f"
_PARTING: Final = re.compile(f"[,{THIN}]")
_PRINTED: Final = re.compile(r"\d[\d.,·\s]*")
_DECIMAL: Final = re.compile(r"\d*\.\d+")
_DASHES: Final = re.compile("[−–‐‑]")


# A fraction that a blank got into, behind an operator and before the end of its bracket: "(P = 0. 99)".
TORN: Final = r"(?:(?<=[=<>≤≥–−-])|(?<=[=<>≤≥] ))\d\. \d{2,4}(?=\s?[)\],;])"


def plain(printed: str) -> float:
    """The value of a number as printed, with or without a sign.

    Journals of the Lancet family print decimal points as mid-dots, JCO leaves the leading zero out, and thousands are
    parted by a comma or a narrow blank (ISO 31-0).

    >>> plain("0·78"), plain(".012"), plain("1,725"), plain("−3.1"), plain("0,03")
    (0.78, 0.012, 1725.0, -3.1, 0.03)
    """
    if printed.isascii() and (printed.isdigit() or _DECIMAL.fullmatch(printed)):
        return float(printed)  # nearly all
    digits = _DASHES.sub("-", _DOTS.sub(".", printed)).replace(" ", "").replace("+", "")
    if digits.lstrip("-").startswith("0,"):
        return float(digits.replace(",", "."))
    return float(_PARTING.sub("", digits))


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
        elif (last in UNITS) or (last in TENS and word in TENS):
            return None
        else:
            current += value
        last = word
    return None if last is None else total + current


# One or two decimals are no thousands, be they noughts.
_DECIMALS: Final = re.compile(r"[.·]\d{1,2}$")


def whole_number(words: str) -> int | None:
    """The value of a count in digits or words; None for a fraction or no number."""
    if words[:1].isdigit():
        if _PRINTED.fullmatch(words) is None or _DECIMALS.search(words) is not None:
            return None  # "75-year-old", "4.0"
        value = plain(words)
        return int(value) if value.is_integer() else None
    return value_of_words(words)
