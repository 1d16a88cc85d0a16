"""The quads of one document while they are gathered, and how a triple is added to them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from pyoxigraph import Literal, NamedNode, Quad

from evidence.graph.cards import (
    CARD,
    Said,
    bare,
    card,
    claim_card,
    has_card,
    is_claim,
    is_told,
    names_of,
)
from evidence.graph.identity import Member, Provenance, digest
from evidence.graph.studies import study_key
from evidence.graph.terms import concept_node, data_node, python_value, term
from evidence.namespaces import ENTITIES_GRAPH, compact, document_iri, graph_iri
from evidence.records import Extraction
from evidence.vocabulary import Concept

Value = str | int | float | bool | None


class Description:
    """What one document says. `node` is the document, `key` the scope of its own questions, `study` what it reports.

    `label` is the key of its study, where other documents have a say in that; else it is the document's own.
    """

    def __init__(self, extraction: Extraction, provenance: Provenance, label: str | None = None) -> None:
        self.extraction = extraction
        self.document = extraction.document
        self.provenance = provenance
        self.node = NamedNode(document_iri(self.document.id))
        self.key = study_key(self.document)
        self.label = label or study_key(self.document, extraction.study)
        self.study = data_node("study", digest(self.label))
        # References by the number that the text cites.
        self.references: dict[int, NamedNode] = {}
        self._graph = NamedNode(graph_iri(self.document.id))
        self._entities = NamedNode(ENTITIES_GRAPH)
        self._own: list[Quad] = []
        self._shared: dict[NamedNode, list[Quad]] = {}
        self._minted: dict[str, int] = {}
        # What is said of the nodes that cards tell of, by their IRIs; biomarkers are shared.
        self._said: dict[str, Said] = {}
        self._biomarkers: dict[str, Said] = {}

    def quads(self) -> list[Quad]:
        """All that was gathered, with the cards of it."""
        told = self._said | self._biomarkers
        cards = [
            Quad(NamedNode(iri), term(CARD), Literal(self._card(iri, told)), self._graph)
            for iri in self._said
            if has_card(iri)
        ]
        return self._own + cards + [quad for quads in self._shared.values() for quad in quads]

    def link(self, subject: NamedNode, name: str, object: NamedNode | Literal) -> None:
        """A triple between nodes."""
        self._own.append(Quad(subject, term(name), object, self._graph))
        self._note(subject, name, object)

    def state(self, subject: NamedNode, name: str, value: Value) -> None:
        """A value; None says nothing."""
        if value is not None:
            self._own.append(Quad(subject, term(name), Literal(value), self._graph))
            self._note(subject, name, value)

    def measure(self, subject: NamedNode, name: str, value: float | None) -> None:
        """A real number, whole ones too (`xsd:double`)."""
        self.state(subject, name, None if value is None else float(value))

    def concepts(self, subject: NamedNode, name: str, concepts: Iterable[Concept | None]) -> None:
        """A triple for each distinct concept."""
        for id in {concept.id: None for concept in concepts if concept is not None}:
            self.link(subject, name, concept_node(id))

    def span(self, subject: NamedNode, start: int, end: int) -> None:
        """Half-open offsets into the document's text."""
        self.state(subject, "ev:start", start)
        self.state(subject, "ev:end", end)

    def mint(self, kind: str, *members: Member) -> NamedNode:
        """A node of this document; equal descriptions are told apart by their order."""
        key = digest(self.document.id, kind, *members)
        seen = self._minted[key] = self._minted.get(key, 0) + 1
        return data_node(kind, key if seen == 1 else digest(key, seen))

    def shared(self, kind: str, key: str, said: Iterable[tuple[str, NamedNode | Value]]) -> NamedNode:
        """A node among the entities, described once; `key` digests what is said of it."""
        node = data_node(kind, key)
        if node not in self._shared:
            told = [(name, value) for name, value in said if value is not None]
            if has_card(node.value):
                content: Said = {}
                for name, value in told:
                    content.setdefault(bare(name), []).append(_plain(value))
                self._biomarkers[node.value] = content
                told.append((CARD, card(node.value, content)))
            self._shared[node] = [
                Quad(node, term(name), _object(value), self._entities) for name, value in told
            ]
        return node

    def _note(
        self, subject: NamedNode, name: str, value: NamedNode | Literal | str | int | float | bool
    ) -> None:
        iri = subject.value
        if is_told(iri):
            self._said.setdefault(iri, {}).setdefault(bare(name), []).append(_plain(value))

    def _card(self, iri: str, told: Mapping[str, Said]) -> str:
        if is_claim(iri):
            return claim_card(iri, told)
        said = told[iri]
        return card(iri, said, names=names_of(said, self._biomarkers) if iri == self.node.value else None)


def _object(value: NamedNode | str | int | float | bool) -> NamedNode | Literal:
    return value if isinstance(value, NamedNode) else Literal(value)


def _plain(value: NamedNode | Literal | str | int | float | bool) -> str | int | float | bool:
    """As cards have it: concepts as CURIEs, other nodes by their IRIs."""
    if isinstance(value, NamedNode):
        return _name(value.value)
    return python_value(value) if isinstance(value, Literal) else value


@lru_cache(maxsize=20_000)
def _name(iri: str) -> str:
    return compact(iri) or iri
