"""Which of two things a sentence gives the worse figure: "responses in 48% of those given A and in 5% of those given B".

A sentence of two figures compares; its words for an effect ("responses were seen") are true of the better one only. Of rates
and of medians of time the lower is worse, of inhibitory concentrations one that is many times higher.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from evidence.pipeline.screens import screened

Span = tuple[int, int]

_RATE: Final = re.compile(r"(?<![\w.])(?P<value>\d{1,3}(?:\.\d+)?)\s?%(?!\s?(?:CI|confidence))")
_TIME: Final = re.compile(
    r"(?<![\w.-])(?P<value>\d{1,3}(?:\.\d+)?)[ -](?P<unit>months?|mo|years?|weeks?|days)\b"
)
_LASTS: Final = screened(
    r"\b(?:[Mm]edian|[Mm]ean) (?:[\w-]+ ){0,4}(?:survival|OS|PFS|DFS|RFS|EFS|TTP|duration|time to)\b"
)
# Concentrations that inhibit, in nmol/l.
_DOSE: Final = re.compile(
    r"(?<![\w.])(?:[<>~≤≥] ?)?(?P<value>\d+(?:,\d{3})*(?:\.\d+)?)\s?(?P<unit>[pnuµμm](?:M\b|mol))(?!\s?(?:CI|confidence))"
)
_NANOMOLAR: Final = {"p": 1e-3, "n": 1.0, "u": 1e3, "µ": 1e3, "μ": 1e3, "m": 1e6}
_INHIBITS: Final = re.compile(r"\b(?:[IEG]I?C?50s?|inhibitory concentrations?)\b")
# How many times higher a concentration is that no longer counts as active.
_TIMES: Final = 10
# How far a figure may stand from what it is of.
_REACH: Final = 80
# Behind a figure: whose it is, though nothing that could be a claim's argument is named ("37% in KIT exon 9 and").
_OF_SOME: Final = re.compile(
    r"\s?(?:\([^()]*\)\s?)?(?:in|for|among|with|of|by)\b(?!.*\b(?:all|overall|total|whole)\b)"
)


# Ratios of hazards, odds and risks, and P values.
_RATIO: Final = screened(
    r"\b(?:[as]?HRs?|[Hh]azard ratios?|[aA]?ORs?|[Oo]dds ratios?|RRs?|[Rr]elative risks?)(?: ?\([^()\d]*\))?(?:,| ?=| ?:| of| was)? ?(?P<value>\d*[.·]\d+)"
)
_P_VALUE: Final = screened(r"\b[Pp](?:[- ]?values?)? ?(?P<sign>[=<>≤≥]) ?(?P<value>0?[.·]\d+)")
# The usual level of significance.
_ALPHA: Final = 0.05


def lesser(text: str, start: int, end: int, spans: Sequence[Span]) -> frozenset[Span]:
    """The spans that a stretch of text gives the worse of its two figures; none where it does not give two, each its own."""
    figures = _figures(text, start, end)
    if len(figures) != 2:
        return frozenset()
    (first, one), (second, other) = figures
    if one == other:
        return frozenset()
    between = [span for span in spans if first[1] <= span[0] and span[1] <= second[0]]
    behind = [span for span in spans if second[1] <= span[0] <= second[1] + _REACH and span[1] <= end]
    before = [span for span in spans if span[1] <= first[0] and first[0] - span[1] <= _REACH]
    if not between:
        alone = behind and one > other and _OF_SOME.match(text, first[1], second[0])
        return frozenset(behind) if alone else frozenset()
    left, right = (between, behind) if behind else (before, between)
    if not left and one < other and _OF_SOME.match(text, second[1], end):
        return frozenset(between)
    if not left or not right:
        return frozenset()
    return frozenset(right if one > other else left)


def falls(text: str, start: int, end: int) -> bool:
    """Whether a stretch of text gives ratios, and all are below 1: "associated with mortality (HR, 0.54)" is fewer deaths."""
    values = [float(match["value"].replace("·", ".")) for match in _RATIO.finditer(text, start, end)]
    return bool(values) and all(value < 1 for value in values)


def not_shown(text: str, start: int, end: int) -> bool:
    """Whether a stretch of text gives P values, and none is significant: "associated with shorter survival (P = .21)"."""
    given = [
        (match["sign"], float(match["value"].replace("·", ".").rstrip(".")))
        for match in _P_VALUE.finditer(text, start, end)
    ]
    return bool(given) and all(
        value >= _ALPHA if sign in ">≥" else value > _ALPHA and sign == "=" for sign, value in given
    )


def _figures(text: str, start: int, end: int) -> list[tuple[Span, float]]:
    """The figures of a stretch of text that can be compared, each with how good it is."""
    if "%" in text[start:end]:
        return [(match.span(), float(match["value"])) for match in _RATE.finditer(text, start, end)]
    if _LASTS.search(text, start, end):
        times = list(_TIME.finditer(text, start, end))
        same = len({match["unit"].rstrip("s") for match in times}) == 1
        return [(match.span(), float(match["value"])) for match in times] if same else []
    if "50" not in text[start:end] or not _INHIBITS.search(text, start, end):
        return []
    doses = [
        (match.span(), float(match["value"].replace(",", "")) * _NANOMOLAR[match["unit"][0]])
        for match in _DOSE.finditer(text, start, end)
    ]
    values = [value for _, value in doses]
    if len(values) != 2 or max(values) < _TIMES * min(values):
        return []
    return [(span, -value) for span, value in doses]
