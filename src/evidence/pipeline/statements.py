"""Short statements about one thing (curators' summaries, single sentences): what their sentences claim is one claim
told in several steps, so that contradictions are settled, and the special rules over the general."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from evidence.pipeline.claim_arguments import is_general
from evidence.pipeline.claim_cues import Strength
from evidence.records import Association
from evidence.vocabulary import Vocabulary

Key = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """A claim, from how many sentences away its arguments come, and how sure the words are that make it."""

    association: Association
    distance: int
    strength: Strength

    @property
    def markers(self) -> Key:
        """The biomarkers by name."""
        return tuple((marker.gene, marker.name) for marker in self.association.biomarkers)

    @property
    def therapies(self) -> frozenset[str]:
        """The ids of the therapies."""
        return frozenset(concept.id for concept in self.association.therapies)


# How much a claim counts against another that contradicts it; later sentences conclude.
_WEIGHTS: Final[dict[Strength, float]] = {"explicit": 2.0, "strong": 1.0, "weak": 0.4}
_LATER: Final = 1e-3


def consolidated(made: Sequence[Told], vocabulary: Vocabulary) -> list[Told]:
    """The claims that stand after settling: direct over carried, special over general, the weightier significance."""
    predictive = [item for item in made if item.association.evidence_type == "predictive"]
    others = [item for item in made if item.association.evidence_type != "predictive"]
    for rule in (_direct, _special, _without_classes, _whole, _settled, _sure, _named):
        predictive = rule(predictive, vocabulary)
    claimed = {item.markers for item in predictive}
    return [*predictive, *_special([item for item in others if item.markers not in claimed], vocabulary)]


def _direct(items: Sequence[Told], _: Vocabulary) -> list[Told]:
    """Markers that have a claim in a sentence of their own lose those carried from afar."""
    direct = {item.markers for item in items if item.distance == 0}
    return [item for item in items if item.distance == 0 or item.markers not in direct]


def _special(items: Sequence[Told], _: Vocabulary) -> list[Told]:
    """The general state of a gene goes where a named change of it has a claim."""
    markers = [marker for item in items for marker in item.association.biomarkers]
    named = {marker.gene or "" for marker in markers if not is_general(marker)}
    parts = {part for gene in named for part in gene.split("::")}
    named |= parts | {part.rstrip("0123456789") for part in parts}
    return [
        item
        for item in items
        if not all(is_general(marker) and marker.gene in named for marker in item.association.biomarkers)
    ]


def _sure(items: Sequence[Told], _: Vocabulary) -> list[Told]:
    """Weak words claim where no strong ones do."""
    return [item for item in items if item.strength != "weak"] or list(items)


def _named(items: Sequence[Told], _: Vocabulary) -> list[Told]:
    """Where a change of the sequence or a fusion has a claim, states of genes tell of its setting."""
    named = [
        item
        for item in items
        if any(marker.hgvs_p or "::" in (marker.gene or "") for marker in item.association.biomarkers)
    ]
    return named or list(items)


def _without_classes(items: Sequence[Told], vocabulary: Vocabulary) -> list[Told]:
    """A class of drugs goes where one of its drugs has a claim."""
    named = {id for item in items for id in item.therapies}
    above = {broader for id in named for broader in vocabulary.broader(id)}
    return [item for item in items if not item.therapies & above] or list(items)


def _whole(items: Sequence[Told], _: Vocabulary) -> list[Told]:
    """A part of a combination goes where the combination has the claim."""
    combined = [item for item in items if item.association.therapy_interaction == "combination"]
    return [
        item
        for item in items
        if not any(other.markers == item.markers and item.therapies < other.therapies for other in combined)
    ]


def _settled(items: Sequence[Told], _: Vocabulary) -> list[Told]:
    """One significance for each marker and treatment: the one that more sentences claim, or the last."""
    votes: dict[Key, dict[str, float]] = {}
    for place, item in enumerate(items):
        of_claim = votes.setdefault((item.markers, item.therapies), {})
        weight = _WEIGHTS[item.strength] + place * _LATER
        of_claim[item.association.significance] = of_claim.get(item.association.significance, 0.0) + weight
    chosen = {key: max(of_claim, key=of_claim.__getitem__) for key, of_claim in votes.items()}
    return [item for item in items if item.association.significance == chosen[item.markers, item.therapies]]
