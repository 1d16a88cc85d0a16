"""A question as understood: the concepts, markers and kinds of evidence that its words ask for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from evidence.query.alterations import Alteration
from evidence.vocabulary import Concept

# What a word begins with that sets a bound.
BOUNDS: Final = frozenset("<>≤≥=")
# "earlier": what was given before, and is not what is asked for.
Side = Literal["any", "treatment", "comparator", "earlier"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """Words of the question and the concepts they are read as; `rejected` are readings that the other words
    rule out.

    `note` tells a reading that the words as typed do not give ("read as RCC").
    """

    start: int
    end: int
    text: str
    readings: tuple[Concept, ...]
    rejected: tuple[Concept, ...] = ()
    side: Side = "any"
    note: str | None = None

    @property
    def kind(self) -> str:
        """The kind of the readings; those that disagree are told by the first."""
        return self.readings[0].kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Marker:
    """A molecular marker: genes (several for a fusion), and the alterations asked of them."""

    text: str
    genes: tuple[Concept, ...] = ()
    alterations: tuple[Alteration, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Facets:
    """What kind of evidence the question wants; empty or None where it does not say."""

    significance: frozenset[str] = frozenset()
    evidence_type: str | None = None
    direction: str | None = None
    comparative: bool = False
    phase: str | None = None
    since: int | None = None
    until: int | None = None
    significant: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question as understood. `unmatched` are its words that name nothing; `suggestions` names one edit
    away.
    """

    text: str
    terms: tuple[Term, ...] = ()
    markers: tuple[Marker, ...] = ()
    any_marker: bool = False
    facets: Facets = field(default_factory=Facets)
    unmatched: tuple[str, ...] = ()
    suggestions: Mapping[str, list[str]] = field(default_factory=dict)
