"""The vocabulary (SKOS) and the ontology, as quads of their own graphs."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from evidence.graph.terms import concept_node, term
from evidence.namespaces import ONTOLOGY_GRAPH, VOCABULARY_GRAPH
from evidence.vocabulary import SUPPORT_MARK, Concept, Vocabulary, ontology_directory

# Attributes of the vocabulary's files: those that name concepts, and those with words.
_CONCEPT_ATTRIBUTES: Final[Mapping[str, str]] = MappingProxyType(
    {"members": "ev:member", "genes": "ev:gene", "targets": "ev:target"}
)
_TEXT_ATTRIBUTES: Final[Mapping[str, str]] = MappingProxyType(
    {"polarity": "ev:polarity", "measure": "ev:measure", "modality": "ev:modality", "range": "ev:range"}
)


def vocabulary_quads(vocabulary: Vocabulary) -> Iterator[Quad]:
    """Every concept as a `skos:Concept`; a SKOS notation holds its CURIE."""
    graph = NamedNode(VOCABULARY_GRAPH)
    yield Quad(graph, term("rdf:type"), term("skos:ConceptScheme"), graph)
    yield Quad(graph, term("ev:vocabularyVersion"), Literal(vocabulary.version), graph)
    for concept in vocabulary:
        node = concept_node(concept.id)
        for name, value in _concept(concept):
            yield Quad(node, term(name), value if isinstance(value, NamedNode) else Literal(value), graph)


def _concept(concept: Concept) -> Iterator[tuple[str, NamedNode | str]]:
    yield "rdf:type", term("skos:Concept")
    yield "skos:inScheme", NamedNode(VOCABULARY_GRAPH)
    yield "skos:notation", concept.id
    yield "skos:prefLabel", concept.label
    yield "ev:conceptKind", concept.kind
    if concept.group:
        yield "ev:group", concept.group
    names = [*concept.synonyms, *(name.removesuffix(SUPPORT_MARK) for name in concept.abbreviations)]
    for name in dict.fromkeys(names):
        if name != concept.label:
            yield "skos:altLabel", name
    for id in concept.broader:
        yield "skos:broader", concept_node(id)
    for id in concept.xrefs:
        yield "skos:exactMatch", concept_node(id)
    for key, value in concept.attributes.items():
        if key in _CONCEPT_ATTRIBUTES:
            for id in value.split("|"):
                yield _CONCEPT_ATTRIBUTES[key], concept_node(id)
        else:
            yield (
                _TEXT_ATTRIBUTES.get(key, "ev:attribute"),
                value if key in _TEXT_ATTRIBUTES else f"{key}={value}",
            )


def ontology_version() -> str:
    """The digest of the ontology's file."""
    return hashlib.sha256(_ontology()).hexdigest()[:16]


def ontology_quads() -> Iterator[Quad]:
    """The classes and properties of `ontology/evidence.ttl`."""
    graph = NamedNode(ONTOLOGY_GRAPH)
    for quad in parse(_ontology(), format=RdfFormat.TURTLE):
        yield Quad(quad.subject, quad.predicate, quad.object, graph)


def _ontology() -> bytes:
    return (ontology_directory() / "evidence.ttl").read_bytes()
