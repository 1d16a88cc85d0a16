"""Short statements about one thing (curators' summaries, single sentences): what their sentences claim is one claim told in
several steps, so that contradictions are settled, and the special rules over the general."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from evidence.pipeline.claim_arguments import is_general
from evidence.records import Association
from evidence.vocabulary import Vocabulary

Key = tuple[object, ...]
# Later sentences conclude.
_LATER: Final = 1e-6


def consolidated(made: Sequence[Association], vocabulary: Vocabulary) -> list[Association]:
    """The claims that stand after settling: direct over carried, special over general, the weightier significance."""
    predictive = [item for item in made if item.evidence_type == "predictive"]
    others = [item for item in made if item.evidence_type != "predictive"]
    for rule in (_direct, _special, _without_classes, _whole, _settled):
        predictive = rule(predictive, vocabulary)
    claimed = {_markers(item) for item in predictive}
    return [*predictive, *(item for item in others if _markers(item) not in claimed)]


def _markers(item: Association) -> Key:
    return tuple((marker.gene, marker.name) for marker in item.biomarkers)


def _therapies(item: Association) -> frozenset[str]:
    return frozenset(concept.id for concept in item.therapies)


def _direct(items: Sequence[Association], _: Vocabulary) -> list[Association]:
    """Markers that have a claim in a sentence of their own lose those carried from afar."""
    best: dict[Key, float] = {}
    for item in items:
        best[_markers(item)] = max(best.get(_markers(item), 0.0), _certainty(item))
    return [item for item in items if _certainty(item) >= best[_markers(item)]]


def _certainty(item: Association) -> float:
    return item.confidence / (0.8 if item.hedged else 1.0)


def _special(items: Sequence[Association], _: Vocabulary) -> list[Association]:
    """The general state of a gene goes where a named change of it has a claim."""
    named = {marker.gene for item in items for marker in item.biomarkers if not is_general(marker)}
    return [
        item
        for item in items
        if not all(is_general(marker) and marker.gene in named for marker in item.biomarkers)
    ]


def _without_classes(items: Sequence[Association], vocabulary: Vocabulary) -> list[Association]:
    """A class of drugs goes where one of its drugs has a claim."""
    named = {id for item in items for id in _therapies(item)}
    above = {broader for id in named for broader in vocabulary.broader(id)}
    return [item for item in items if not _therapies(item) & above] or list(items)


def _whole(items: Sequence[Association], _: Vocabulary) -> list[Association]:
    """A part of a combination goes where the combination has the claim."""
    combined = [item for item in items if item.therapy_interaction == "combination"]
    return [
        item
        for item in items
        if not any(_markers(other) == _markers(item) and _therapies(item) < _therapies(other) for other in combined)
    ]


def _settled(items: Sequence[Association], _: Vocabulary) -> list[Association]:
    """One significance for each marker and treatment: the one that more sentences claim, or the last."""
    weights: dict[Key, dict[str, float]] = {}
    for place, item in enumerate(items):
        votes = weights.setdefault((_markers(item), _therapies(item)), {})
        votes[item.significance] = votes.get(item.significance, 0.0) + item.confidence + place * _LATER
    return [
        item
        for item in items
        if item.significance == max(votes := weights[_markers(item), _therapies(item)], key=votes.__getitem__)
    ]
