"""The findings whose figures back a molecular claim.

A finding backs a claim of a treatment's effect or of the course of disease, if it is told of the same treatment (or, of a
prognosis, of the marker itself), in the claim's own sentence or in one that names the claim's marker.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Final

from evidence.pipeline.layers import Sentence, sentence_index
from evidence.records import Association, Biomarker, Finding
from evidence.vocabulary import Vocabulary

_OF_OUTCOMES: Final = frozenset({"predictive", "prognostic"})
_CITED: Final = "cited"


def backing(
    association: Association,
    findings: Iterable[Finding],
    sentences: tuple[Sentence, ...],
    markers: Sequence[Biomarker],
    vocabulary: Vocabulary,
) -> tuple[str, ...]:
    """The ids of the findings that back a claim, in their order; `markers` are all those that the document names."""
    if association.evidence_type not in _OF_OUTCOMES:
        return ()
    claimed = {(marker.gene, marker.name) for marker in association.biomarkers}
    places = [marker.mention[0] for marker in markers if (marker.gene, marker.name) in claimed]
    named = {association.start} | {_sentence_start(sentences, place) for place in places}
    therapies = _related({concept.id for concept in association.therapies}, vocabulary)
    return tuple(
        finding.id
        for finding in findings
        if (finding.role == _CITED) == (association.role == _CITED)
        and finding.reference == association.reference
        and _sentence_start(sentences, finding.start) in named
        and _is_about(finding, therapies, places)
    )


def _sentence_start(sentences: tuple[Sentence, ...], place: int) -> int:
    index = sentence_index(sentences, place)
    return sentences[index].start if index >= 0 else -1


def _related(ids: Collection[str], vocabulary: Vocabulary) -> frozenset[str]:
    """Therapies with their classes and, of classes, their drugs."""
    return frozenset(ids).union(
        *(vocabulary.broader(id) for id in ids), *(vocabulary.narrower(id) for id in ids)
    )


def _is_about(finding: Finding, therapies: Collection[str], places: Iterable[int]) -> bool:
    """Whether a finding tells of one of the therapies; where the claim has none, whether it names the marker."""
    if therapies:
        compared = (*finding.intervention_concepts, *finding.comparator_concepts)
        return any(concept.id in therapies for concept in compared)
    return any(finding.start <= place < finding.end for place in places)
