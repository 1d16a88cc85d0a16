"""Words around a factor and its outcome that tell how much of the one there was, and how good the other."""

from __future__ import annotations

import re
from typing import Final

from evidence.pipeline.polarity import polarity_of
from evidence.records import Direction, Favors

# Behind a factor: how it is tied to the outcome.
MANNER: Final = re.compile(r"(?: (?!family\b|only\b|early\b)[a-z]+ly)+$")
# What an outcome is told to be where it is bad or good, and no part of its name.
_GRADED: Final = re.compile(
    r"(?:an? )?(?:(?P<worse>poor(?:er)?|adverse|worse|shorter|unfavou?rable|inferior|reduced|decreased|impaired)"
    r"|better|longer|improved|favou?rable|prolonged|good|superior) ",
    re.IGNORECASE,
)
# Before a factor: how much there was of it.
_HOW_MUCH: Final = re.compile(
    r"\b(?:higher|lower|greater|smaller|larger|older|younger|longer|shorter|better|worse|poorer|fewer|less|more|increasing|decreasing|increased"
    r"|decreased|reduced|elevated|low|high|poor) $",
    re.IGNORECASE,
)
# Before what is measured, and is the factor by how much there is of it: "a 5 kg/m2 increase in body-mass index".
MORE_OF: Final = re.compile(
    r"\b(?:increases?|decreases?|rise|elevation|higher|lower|elevated|increased|high|low)(?: in| of)? (?:the )?$",
    re.IGNORECASE,
)
_LONGEST: Final = 12


def with_degree(masked: str, span: tuple[int, int], start: int) -> tuple[int, int]:
    """A factor with the word before it that tells how much there was of it: "smaller tumour volume"."""
    degree = _HOW_MUCH.search(masked, max(start, span[0] - _LONGEST), span[0])
    return (degree.start(), span[1]) if degree is not None else span


# Behind a factor: the bound beyond which it is one, "of 70 or less", "of more than 4.2 Gy", "> 60 years".
_BOUND: Final = re.compile(
    r"(?:(?: (?:of|at|levels? of|scores? of|counts? of))? (?:(?:less|more|greater|fewer|higher|lower|older|younger|larger|smaller|longer|shorter|better|worse) than(?: or equal to)?"
    r"|at least|at most|over|under|above|below|up to|exceeding|no more than|not more than)| ?[<>≥≤=]{1,2}) ?\d[\d.,·]*(?:\s?(?:%|[a-zA-Zµμ/]{1,6}\d?(?![\w-])))?"
    r"| of \d[\d.,·]*(?:\s?(?:%|[a-zA-Zµμ/]{1,6}\d?(?![\w-])))? (?:or|and) (?:less|more|greater|higher|lower|fewer|above|below|over|older|younger|worse|better)\b"
)


def with_bound(masked: str, span: tuple[int, int]) -> tuple[int, int]:
    """A factor with the bound behind it beyond which it is one: "Karnofsky performance status of 70 or less"."""
    bound = _BOUND.match(masked, span[1])
    return (span[0], bound.end()) if bound is not None else span


def graded_outcome(name: str) -> tuple[str, tuple[Direction, Favors] | None]:
    """An outcome's name without the word that grades it, and what that says of the factor: "predictors of poor survival"."""
    held = _GRADED.match(name)
    polarity = polarity_of(None, name[held.end() :]) if held is not None else 0
    if held is None or not polarity:
        return name, None
    worse = held["worse"] is not None
    more = (polarity > 0) is not worse
    return name[held.end() :], ("higher" if more else "lower", "comparator" if worse else "intervention")


# Before an outcome: how much there was of it.
_GRADING: Final = re.compile(
    r"(?:(?:an?|the|significantly|markedly|slightly|both|more|less|fewer|most|higher|lower|greater|smaller|longer|shorter|better|worse|poorer|prolonged|improved|inferior|superior|increased|decreased|reduced|elevated|frequent|common|rates?|risks?|odds|incidence|likelihood|hazards?) (?:of |for )?)+",
    re.IGNORECASE,
)


def ungraded(masked: str, span: tuple[int, int]) -> tuple[int, int]:
    """The span of an outcome without the words that tell how much there was of it: "more frequent | procedures"."""
    grading = _GRADING.match(masked, *span)
    return (grading.end() if grading is not None else span[0], span[1])
