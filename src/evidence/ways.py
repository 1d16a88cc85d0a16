"""Which way a result went, and which way a study did: the words of verdicts and networks.

A difference counts for or against a treatment only where it is told as significant: votes are counted here, not effects
(Cochrane Handbook 12.2.1 on the limits of vote counting).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final, Literal

Way = Literal["for", "against", "no difference", "mixed", "not tested", "uncontrolled", "unclear"]

WAYS: Final[tuple[Way, ...]] = (
    "for",
    "against",
    "no difference",
    "mixed",
    "not tested",
    "uncontrolled",
    "unclear",
)
_DECIDED: Final[frozenset[Way]] = frozenset(("for", "against", "no difference"))
_TURNED: Final[Mapping[Way, Way]] = {"for": "against", "against": "for"}
# An association's significance in CIViC's words -> whether it speaks for the treatment or the prognosis.
_GOOD: Final = frozenset({"sensitivity", "better_outcome", "protectiveness"})
_BAD: Final = frozenset(
    {"resistance", "reduced_sensitivity", "adverse_response", "poor_outcome", "predisposition"}
)


def finding_way(
    *, kind: str | None, favors: str | None, significance: str | None, direction: str | None
) -> Way:
    """The way of a finding, for its intervention against its comparator; "not tested" where no test is told."""
    if significance == "not_significant" or favors == "neither" or direction == "no_difference":
        return "no difference"
    if kind in ("single_arm", "before_after"):
        return "uncontrolled"
    if favors not in ("intervention", "comparator"):
        return "unclear"
    if significance != "significant":
        return "not tested"
    return "for" if favors == "intervention" else "against"


def association_way(*, significance: str | None, direction: str | None) -> Way:
    """The way of a molecular claim, for the treatment's effect or the prognosis of those who have the marker."""
    if direction == "does_not_support":
        return "no difference"
    return "for" if significance in _GOOD else "against" if significance in _BAD else "unclear"


def turned(way: Way) -> Way:
    """The same result seen from the other side."""
    return _TURNED.get(way, way)


def study_way(ways: Collection[Way]) -> Way:
    """The way of a study from those of its results: "mixed" where they differ; what is unclear or was not tested
    decides only where nothing else is told. There must be at least one.
    """
    decided = _DECIDED & set(ways)
    if len(decided) > 1:
        return "mixed"
    return next(way for way in WAYS if way in (decided or ways))
