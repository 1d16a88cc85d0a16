"""What the store holds of findings and associations, as the answer needs it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol

from evidence.namespaces import compact
from evidence.query import catalogue

Value = str | int | float | bool
# Property -> its values; our own properties by their bare names, others with their prefix.
Properties = dict[str, list[Value]]

_XSD: Final = "http://www.w3.org/2001/XMLSchema#"
_NUMBERS: Final[Mapping[str, Callable[[str], Value]]] = {
    f"{_XSD}integer": int,
    f"{_XSD}double": float,
    f"{_XSD}decimal": float,
    f"{_XSD}boolean": lambda text: text == "true",
}


class Queryable(Protocol):
    """What the answer needs of a store: SPARQL SELECT to rows of terms."""

    def query(self, text: str) -> Any:
        """Solutions with `.variables`, iterable as rows of terms (or None) in their order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A finding or an association with its document. `properties` are as stored, concepts as CURIEs.

    `names_no_disease` tells that the document does not either.
    """

    iri: str
    properties: Properties
    document: Properties
    biomarkers: tuple[Properties, ...]
    names_no_disease: bool = False

    def text(self, name: str) -> str | None:
        """A property's one value as text."""
        values = self.properties.get(name)
        return str(values[0]) if values else None

    def ids(self, name: str) -> frozenset[str]:
        """A property's concepts."""
        return frozenset(str(value) for value in self.properties.get(name, ()))

    @property
    def is_association(self) -> bool:
        """Whether this is a molecular claim."""
        return "evidenceType" in self.properties

    @property
    def document_id(self) -> str:
        """The document's own id."""
        return str(self.document["dcterms:identifier"][0])

    @property
    def genes(self) -> frozenset[str]:
        """The genes of its biomarkers."""
        return frozenset(str(gene) for item in self.biomarkers for gene in item.get("gene", ()))


def first(properties: Mapping[str, Sequence[Value]], name: str) -> Value | None:
    """A property's first value, or None."""
    values = properties.get(name)
    return values[0] if values else None


def load(
    store: Queryable, iris: Iterable[str], *, without_disease: frozenset[str] = frozenset()
) -> list[Claim]:
    """The claims of some IRIs, in their order."""
    wanted = list(iris)
    claims = cards(store, wanted)
    documents = cards(store, _targets(claims, "prov:wasDerivedFrom"))
    biomarkers = biomarkers_of(store, claims.values(), "biomarker")
    return [
        Claim(
            iri=iri,
            properties=claims[iri],
            document=documents[str(claims[iri]["prov:wasDerivedFrom"][0])],
            biomarkers=tuple(biomarkers[str(node)] for node in claims[iri].get("biomarker", ())),
            names_no_disease=iri in without_disease,
        )
        for iri in wanted
        if iri in claims
    ]


def statistics(store: Queryable, claims: Iterable[Claim]) -> dict[str, Properties]:
    """The statistics of some claims by IRI."""
    return cards(store, (str(node) for claim in claims for node in claim.properties.get("statistic", ())))


def biomarkers_of(
    store: Queryable, nodes: Iterable[Mapping[str, Sequence[Value]]], name: str
) -> dict[str, Properties]:
    """The biomarkers by IRI to which a property of some nodes points."""
    return cards(store, (str(value) for properties in nodes for value in properties.get(name, ())))


def cards(store: Queryable, nodes: Iterable[str]) -> dict[str, Properties]:
    """Node -> property -> values, as the cards of the nodes (by IRI) tell; nodes without a card are left out."""
    return {node: json.loads(text) for node, text in literals(store, nodes, "card").items()}


def literals(store: Queryable, nodes: Iterable[str], property: str) -> dict[str, str]:
    """The one text that a property of ours has for some nodes (by IRI), in their order."""
    wanted = list(dict.fromkeys(nodes))
    if not wanted:
        return {}
    text = catalogue.sparql(
        "literals", nodes=" ".join(map(catalogue.iri, wanted)), property=catalogue.property(property)
    )
    found = {node.value: value.value for node, value in store.query(text)}
    return {node: found[node] for node in wanted if node in found}


def plain(term: Any) -> Value:
    """A term as Python has it: numbers, texts, CURIEs of concepts, other IRIs."""
    datatype = getattr(term, "datatype", None)
    if datatype is None:
        return compact(term.value) or str(term.value)
    convert = _NUMBERS.get(datatype.value, str)
    value: Value = convert(term.value)
    return value


def _targets(nodes: Mapping[str, Properties], name: str) -> list[str]:
    return list(
        dict.fromkeys(str(value) for properties in nodes.values() for value in properties.get(name, ()))
    )
