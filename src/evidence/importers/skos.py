"""SKOS and OWL vocabularies in any serialisation of RDF: labels, exact synonyms, hierarchy, exact matches.

SKOS Reference, sections 5 (labels), 8 (broader) and 10 (mapping); for OWL the annotation properties of oboInOwl.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from evidence.errors import VocabularyError
from evidence.importers.terms import Term, curies, group_of
from evidence.namespaces import compact

_SKOS: Final = "http://www.w3.org/2004/02/skos/core#"
_RDFS: Final = "http://www.w3.org/2000/01/rdf-schema#"
_OIO: Final = "http://www.geneontology.org/formats/oboInOwl#"
_OWL: Final = "http://www.w3.org/2002/07/owl#"
_LABELS: Final = (f"{_SKOS}prefLabel", f"{_RDFS}label")
_NAMES: Final = (f"{_SKOS}altLabel", f"{_OIO}hasExactSynonym")
_ABOVE: Final = (f"{_SKOS}broader", f"{_RDFS}subClassOf")
_SAME: Final = (f"{_SKOS}exactMatch", f"{_OWL}equivalentClass")
_REFERENCES: Final = f"{_OIO}hasDbXref"
_DEPRECATED: Final = f"{_OWL}deprecated"
_ENGLISH: Final = ("", "en", "en-us", "en-gb")

_Said = dict[str, list[NamedNode | Literal]]


def read(path: Path) -> Iterator[Term]:
    """The concepts with a label and an IRI under a prefix of the project. Raises VocabularyError."""
    format = RdfFormat.from_extension(path.suffix.removeprefix("."))
    if path.suffix == ".owl":
        format = RdfFormat.RDF_XML
    if format is None:
        raise VocabularyError(
            f"{path}: its ending names no format of RDF; call it .ttl, .owl, .nt or .jsonld"
        )
    said: dict[str, _Said] = defaultdict(lambda: defaultdict(list))
    try:
        for quad in parse(path=str(path), format=format):
            if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal):
                said[quad.subject.value][quad.predicate.value].append(quad.object)
    except (SyntaxError, ValueError) as error:
        raise VocabularyError(f"{path}: {error}; give a well-formed file") from None
    yield from (term for iri, properties in said.items() if (term := _term(iri, properties)) is not None)


def _term(iri: str, said: _Said) -> Term | None:
    id = compact(iri)
    labels = _words(said, _LABELS)
    if id is None or not labels or any(item.value == "true" for item in said.get(_DEPRECATED, ())):
        return None
    nodes = [item.value for name in _SAME for item in said.get(name, ()) if isinstance(item, NamedNode)]
    return Term(
        id=id,
        label=labels[0],
        group=group_of(id),
        names=tuple(_words(said, _NAMES)),
        broader=_ids(said, _ABOVE),
        xrefs=(
            *(known for known in map(compact, nodes) if known is not None),
            *curies(item.value for item in said.get(_REFERENCES, ())),
        ),
    )


def _ids(said: _Said, names: tuple[str, ...]) -> tuple[str, ...]:
    found = (
        compact(item.value) for name in names for item in said.get(name, ()) if isinstance(item, NamedNode)
    )
    return tuple(dict.fromkeys(id for id in found if id is not None))


def _words(said: _Said, names: tuple[str, ...]) -> list[str]:
    """English literals, those without a language among them."""
    return [
        item.value
        for name in names
        for item in said.get(name, ())
        if isinstance(item, Literal) and (item.language or "").lower() in _ENGLISH
    ]
