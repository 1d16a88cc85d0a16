"""What is wrong with a vocabulary as a whole: links that lead nowhere, circles, prefixes without a namespace."""

from __future__ import annotations

from collections.abc import Iterator

from evidence.namespaces import prefixes
from evidence.vocabulary import Vocabulary


def faults(vocabulary: Vocabulary) -> Iterator[str]:
    """A line for each fault, in the order of the concepts."""
    known = prefixes()
    for concept in vocabulary:
        for id in (concept.id, *concept.xrefs):
            if id.partition(":")[0] not in known:
                yield f"{concept.id} ({concept.label}): {id} has no prefix of ontology/prefixes.tsv"
        for id in concept.broader:
            if id not in vocabulary:
                yield f"{concept.id} ({concept.label}): its broader concept {id} is not there"
        if concept.id in vocabulary.broader(concept.id):
            yield f"{concept.id} ({concept.label}) is broader than itself"
