"""The numerals of statistics: numbers as printed, powers of ten, and counts in words."""

from __future__ import annotations

import re
from typing import Final

from evidence.pipeline.numerals import MID_DOTS, TENS, THIN, TORN, UNITS, plain

# A number as printed, without its sign.
PLAIN: Final = (
    rf"{TORN}|0,\d+(?!\d*,)|(?:\d{{1,3}}(?:,\d{{3}})+(?!\d|\.\d{{3}})|\d{{1,3}}(?:[{THIN}]\d{{3}})+(?!\d)|\d+)"
    rf"(?:[.{MID_DOTS}]\d+)?|[.{MID_DOTS}]\d+"
)
# A power of ten, as in P values: "3 x 10^-8", "10-5", "1.2 × 10(-4)", "4e-6".
SCIENTIFIC: Final = re.compile(
    rf"(?:(?P<mantissa>\d+(?:[.{MID_DOTS}]\d+)?)\s?(?:[x×✕∗*·]|X)\s?)?10\s?(?:\^|\*\*|<sup>|\{{|\()?\s?[-−–‐‑]\s?"
    rf"(?P<power>\d{{1,3}})[)}}]?(?:</sup>)?"
    rf"|(?P<float>\d+(?:[.{MID_DOTS}]\d+)?)\s?[eE]\s?[-−–‐‑]\s?(?P<exponent>\d{{1,3}})"
)

_ONES: Final = UNITS | {"none": 0}
# The words that a spelled-out number may begin with.
SMALL_NUMBERS: Final = frozenset((*_ONES, *TENS)) - {"zero"}
_SMALL: Final = "|".join(sorted((*_ONES, *TENS), key=len, reverse=True))
# Number words, joined as English joins them: "one hundred and forty-two".
WORDS: Final = (
    rf"(?:{_SMALL})(?:[- ](?:{'|'.join(list(_ONES)[1:10])})(?![a-z]))?"
    rf"(?:[ -](?:hundred|thousand)(?:(?:[ ]and)?[ ](?:{_SMALL})(?![a-z])(?:-(?:{'|'.join(list(_ONES)[1:10])}))?)?)*"
)


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
        elif word in TENS:
            current += TENS[word]
        elif word == "hundred":
            current = max(1, current) * 100
        elif word == "thousand":
            total, current = (total + max(1, current)) * 1000, 0
    return total + current
