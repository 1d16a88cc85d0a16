"""A statistic while it is put together, in tokens of its passage."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from evidence.pipeline.statistics.tokens import Passage
from evidence.records import Operator, StatisticType

_OPERATORS: Final[dict[str, Operator]] = {
    "=": "=",
    "<": "<",
    ">": ">",
    "≤": "<=",
    "⩽": "<=",
    "≦": "<=",
    "<=": "<=",
    "=<": "<=",
    "≥": ">=",
    "⩾": ">=",
    "≧": ">=",
    ">=": ">=",
    "=>": ">=",
    "~": "~",
    "≈": "~",
    "∼": "~",
    "≅": "~",
}
# Operators in words, by their first words.
_SPELLED: Final[tuple[tuple[tuple[str, ...], Operator], ...]] = (
    (("less than or", "lower than or", "at most", "up to", "no more", "no greater", "no higher"), "<="),
    (("greater than or", "more than or", "at least", "no less", "no fewer", "no lower"), ">="),
    (("less", "fewer", "lower", "smaller", "below", "under"), "<"),
    (("greater", "more", "higher", "larger", "over", "above", "exceed"), ">"),
)


@dataclass(slots=True, kw_only=True)
class Draft:
    """`first` and `last` are its tokens, `at` the token of its value; offsets are those of the text."""

    type: StatisticType
    first: int
    last: int
    at: int
    value: float | None
    operator: Operator | None = "="
    unit: str | None = None
    ci_lower: float | None = None
    ci_upper: float | None = None
    ci_level: float | None = None
    numerator: int | None = None
    denominator: int | None = None
    timepoint: str | None = None
    test: str | None = None


def operator_of(words: str) -> Operator:
    """The operator that a sign or words stand for; words of nearness are "~".

    >>> operator_of("≤"), operator_of("< or ="), operator_of("less than"), operator_of("approximately")
    ('<=', '<=', '<', '~')
    """
    compact = words.replace(" ", "").replace("/", "").replace("or", "").lower()
    if compact in _OPERATORS:
        return _OPERATORS[compact]
    for firsts, operator in _SPELLED:
        if words.lower().startswith(firsts):
            return operator
    return "~"


def operator_before(passage: Passage, index: int) -> tuple[int, Operator]:
    """The first token of a number with the operator before it, and the operator ("=" where there is none)."""
    if index and passage.codes[index - 1] == "o":
        operator = operator_of(passage.words(index - 1, index - 1))
        if index > 1 and passage.codes[index - 2] == "o" and operator == "=":
            return index - 2, operator_of(passage.words(index - 2, index - 2) + "=")
        return (index if operator == "=" else index - 1), operator
    return index, "="
