"""What a numeral is worth: decimal points of all kinds, thousands, powers of ten, and number words.

Journals of the Lancet family print decimal points as mid-dots ("0·78"); JCO leaves the leading zero out (".012");
thousands are parted by a comma or a thin space (ISO 31-0).
"""

from __future__ import annotations

import re
from typing import Final

# The dots that journals print as decimal points, beside the full stop.
MID_DOTS: Final = "·∙⋅•‧"
_DOTS: Final = re.compile(f"[{MID_DOTS}]")
_DASHES: Final = re.compile("[−–‐‑]")

# A number as printed, without its sign.
PLAIN: Final = (
    rf"0,\d+(?!\d*,)|(?:\d{{1,3}}(?:,\d{{3}})+(?![\d.]\d)|\d{{1,3}}(?:[\u2009\u202f]\d{{3}})+(?!\d)|\d+)"
    rf"(?:[.{MID_DOTS}]\d+)?|[.{MID_DOTS}]\d+"
)
# A power of ten, as in P values: "3 x 10^-8", "10-5", "1.2 × 10(-4)", "4e-6".
SCIENTIFIC: Final = re.compile(
    rf"(?:(?P<mantissa>\d+(?:[.{MID_DOTS}]\d+)?)\s?(?:[x×✕∗*·]|X)\s?)?10\s?(?:\^|\*\*|<sup>|\{{|\()?\s?[-−–‐‑]\s?"
    rf"(?P<power>\d{{1,3}})[)}}]?(?:</sup>)?"
    rf"|(?P<float>\d+(?:[.{MID_DOTS}]\d+)?)\s?[eE]\s?[-−–‐‑]\s?(?P<exponent>\d{{1,3}})"
)

_ONES: Final = {
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
} | {"none": 0}
_TENS: Final = {
    word: 10 * value
    for value, word in enumerate(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], start=2
    )
}
# The words that a spelled-out number may begin with.
SMALL_NUMBERS: Final = frozenset((*_ONES, *_TENS)) - {"zero"}
_SMALL: Final = "|".join(sorted((*_ONES, *_TENS), key=len, reverse=True))
# Number words, joined as English joins them: "one hundred and forty-two".
WORDS: Final = (
    rf"(?:{_SMALL})(?:[- ](?:{'|'.join(list(_ONES)[1:10])})(?![a-z]))?"
    rf"(?:[ -](?:hundred|thousand)(?:(?:[ ]and)?[ ](?:{_SMALL})(?![a-z])(?:-(?:{'|'.join(list(_ONES)[1:10])}))?)?)*"
)


def plain(printed: str) -> float:
    """The value of a number as printed, with or without a sign.

    >>> plain("0·78"), plain(".012"), plain("1,725"), plain("−3.1"), plain("0,03")
    (0.78, 0.012, 1725.0, -3.1, 0.03)
    """
    digits = _DASHES.sub("-", _DOTS.sub(".", printed)).replace(" ", "").replace("+", "")
    if digits.lstrip("-").startswith("0,"):
        return float(digits.replace(",", "."))
    return float(digits.replace(",", "").replace("\u2009", "").replace("\u202f", ""))


def scientific(match: re.Match[str]) -> float:
    """The value of a match of `SCIENTIFIC`.

    >>> scientific(SCIENTIFIC.match("3 x 10^-8")), scientific(SCIENTIFIC.match("10-5"))
    (3e-08, 1e-05)
    """
    if match["float"] is not None:
        return float(f"{plain(match['float'])}e-{match['exponent']}")
    mantissa = 1.0 if match["mantissa"] is None else plain(match["mantissa"])
    return float(f"{mantissa}e-{match['power']}")


def spelled(words: str) -> int:
    """The value of number words.

    >>> spelled("seven"), spelled("Forty-two"), spelled("one hundred and forty-two"), spelled("two thousand")
    (7, 42, 142, 2000)
    """
    total = current = 0
    for word in re.split(r"[ -]+", words.lower()):
        if word in _ONES:
            current += _ONES[word]
        elif word in _TENS:
            current += _TENS[word]
        elif word == "hundred":
            current = max(1, current) * 100
        elif word == "thousand":
            total, current = (total + max(1, current)) * 1000, 0
    return total + current
