"""What a question's concepts reach: members of classes, regimens, subtypes; and, marked so, what lies
above.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from evidence.query.question import Marker, Question, Side, Term
from evidence.vocabulary import Concept, Vocabulary

Relation = Literal["same", "narrower", "part", "member", "broader"]

_LIST: Final = re.compile(r"[|,\s]+")
SOFT: Final = frozenset({"population", "site", "design"})
# From the strongest, so that a concept reached in two ways keeps the better one.
RELATIONS: Final[tuple[Relation, ...]] = ("same", "narrower", "part", "member", "broader")


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One thing that evidence must speak of: concept ids with their relation to what was asked, or any of
    some markers.

    `wholes` are sets of drugs that, taken together, are the regimen asked for. `above` are all wider diseases: what
    is told of one of them is not told of another disease.
    """

    text: str
    kind: str
    side: Side = "any"
    relations: Mapping[str, Relation] = field(default_factory=dict)
    wholes: tuple[frozenset[str], ...] = ()
    markers: tuple[Marker, ...] = ()
    above: frozenset[str] = frozenset()

    @property
    def is_soft(self) -> bool:
        """Whether evidence that does not say it may still answer: whom, where and how a study was done is told
        in the study's methods, if at all; so is what they had before.
        """
        return self.kind in SOFT or self.side == "earlier"


def hard(slots: Sequence[Slot]) -> list[Slot]:
    """The slots that evidence must meet; where all are soft, all."""
    return [slot for slot in slots if not slot.is_soft] or list(slots)


def slots(question: Question, vocabulary: Vocabulary) -> list[Slot]:
    """The question's terms and markers, each with all that meets it."""
    found = [_term_slot(term, vocabulary) for term in question.terms]
    alternatives = [question.markers] if question.any_marker else [(marker,) for marker in question.markers]
    for markers in filter(None, alternatives):
        relations = _relations((gene for marker in markers for gene in marker.genes), vocabulary)
        text = " or ".join(marker.text for marker in markers)
        found.append(Slot(text=text, kind="marker", relations=relations, markers=markers))
    return found


def _term_slot(term: Term, vocabulary: Vocabulary) -> Slot:
    relations = _relations(term.readings, vocabulary)
    wholes: tuple[frozenset[str], ...] = ()
    if term.kind == "therapy":
        wholes = tuple(members for concept in term.readings if (members := _members(concept)))
        for regimen in vocabulary.group("regimens"):
            if any(relations.get(member) in ("same", "narrower") for member in _members(regimen)):
                relations.setdefault(regimen.id, "part")
    above: frozenset[str] = frozenset()
    if term.kind == "disease":
        above = frozenset().union(*(vocabulary.broader(concept.id) for concept in term.readings))
    return Slot(
        text=term.text, kind=term.kind, side=term.side, relations=relations, wholes=wholes, above=above
    )


def _relations(asked: Iterable[Concept], vocabulary: Vocabulary) -> dict[str, Relation]:
    concepts = list(asked)
    relations: dict[str, Relation] = {concept.id: "same" for concept in concepts}
    for concept in concepts:
        below = vocabulary.narrower(concept.id)
        if concept.group == "gene_families":
            below |= _members(concept)
        for id in sorted(below):
            relations.setdefault(id, "narrower")
    for concept in concepts:
        for id in _above(concept, vocabulary):
            relations.setdefault(id, "broader")
    return relations


def _above(concept: Concept, vocabulary: Vocabulary) -> list[str]:
    """What a concept is directly a kind of, and two steps up for a drug (its class, and the class of that).

    Further up stand "cancer" and "targeted therapy", which answer nothing. Genes have their families above
    them.
    """
    above = list(concept.broader)
    if concept.group == "therapies":
        above += [
            id for parent in concept.broader if (known := vocabulary.get(parent)) for id in known.broader
        ]
    if concept.group == "genes":
        above += [family.id for family in vocabulary.group("gene_families") if concept.id in _members(family)]
    return above


def _members(concept: Concept) -> frozenset[str]:
    """The members of a regimen or of a gene family."""
    return frozenset(filter(None, _LIST.split(concept.attributes.get("members", ""))))
