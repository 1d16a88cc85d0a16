"""What changes in a stored document's quads when others come: the study that it is of, and the sources it names."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from evidence.document import OtherSource
from evidence.graph.cards import CARD, with_study
from evidence.graph.documents import source_statements, study_description
from evidence.graph.identity import digest
from evidence.graph.terms import data_node, term
from evidence.namespaces import ENTITIES_GRAPH, document_iri, work_iri


def rewritten(
    quads: Iterable[Quad],
    document_id: str,
    *,
    sources: tuple[OtherSource, ...] | None,
    study: str | None,
) -> list[Quad]:
    """The quads of a document's graph with its study under another key, and with the sources (None: as they are)."""
    found = list(quads)
    if study is not None:
        node, link, entities = data_node("study", digest(study)), term("ev:study"), NamedNode(ENTITIES_GRAPH)
        card = term(CARD)
        found = [
            Quad(quad.subject, link, node, quad.graph_name)
            if quad.predicate == link
            else Quad(
                quad.subject, card, Literal(with_study(_text(quad.object), node.value)), quad.graph_name
            )
            if quad.predicate == card
            else quad
            for quad in found
        ]
        found += [
            Quad(node, term(name), value if isinstance(value, NamedNode) else Literal(value), entities)
            for name, value in study_description(study)
        ]
    if sources is not None:
        found = _with_sources(found, document_id, sources)
    return found


def _with_sources(quads: list[Quad], document_id: str, sources: tuple[OtherSource, ...]) -> list[Quad]:
    document, link, work = NamedNode(document_iri(document_id)), term("ev:otherSource"), term("ev:work")
    graph = quads[0].graph_name
    old = {quad.object for quad in quads if quad.predicate == link}
    kept = [quad for quad in quads if quad.predicate != link and quad.subject not in old]
    told = {quad.predicate: quad.object for quad in kept if quad.subject == document}
    own = {work_iri(f"{kind}:{_text(told.get(term(name)))}") for kind, name in _IDENTIFIERS}
    kept = [
        quad
        for quad in kept
        if not (quad.subject == document and quad.predicate == work and _text(quad.object) not in own)
    ]
    for source in sources:
        node = data_node("source", digest(document_id, "source", source.uri, source.format, source.sha256))
        kept.append(Quad(document, link, node, graph))
        kept += [Quad(node, term(name), Literal(value), graph) for name, value in source_statements(source)]
        for identifier in (
            f"doi:{source.doi or ''}",
            f"pmid:{source.pmid or ''}",
            f"pmcid:{source.pmcid or ''}",
        ):
            if found := work_iri(identifier):
                kept.append(Quad(document, work, NamedNode(found), graph))
    return list(dict.fromkeys(kept))


_IDENTIFIERS: Final = (("doi", "bibo:doi"), ("pmid", "ev:pmid"), ("pmcid", "ev:pmcid"))


def _text(node: object) -> str:
    return node.value if isinstance(node, (NamedNode, Literal)) else ""
