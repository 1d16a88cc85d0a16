"""What the store holds of findings and associations, as the answer needs it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol

from evidence.namespaces import EV, compact, prefixes
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
_LINKS: Final = (
    *("rdf:type", "prov:wasDerivedFrom", "proposition", "study", "statistic", "biomarker"),
    "citedReference",
)
_FIELDS: Final = (
    *(
        "recordId",
        "role",
        "quote",
        "start",
        "end",
        "confidence",
        "hedged",
        "reference",
        "kind",
        "outcomeText",
        "outcome",
    ),
    *(
        "interventionText",
        "intervention",
        "comparatorText",
        "comparator",
        "population",
        "timepoint",
        "direction",
    ),
    *(
        "favors",
        "significance",
        "disease",
        "therapy",
        "therapyInteraction",
        "evidenceType",
        "claimSignificance",
    ),
    "claimDirection",
)
DOCUMENT_FIELDS: Final = (
    *(
        "dcterms:identifier",
        "dcterms:title",
        "authors",
        "journal",
        "year",
        "bibo:doi",
        "pmid",
        "pmcid",
        "url",
        "form",
    ),
    *("design", "phase", "patients", "levelOfEvidence", "levelDerived", "registryId", "studyDisease"),
)
_BIOMARKER: Final = ("rdfs:label", "gene", "geneSymbol", "variantName", "hgvsP", "variantType")
_STATISTIC: Final = (
    *(
        "rdf:type",
        "recordId",
        "value",
        "operator",
        "unit",
        "ciLower",
        "ciUpper",
        "ciLevel",
        "numerator",
        "denominator",
    ),
    *("timepoint", "armText", "quote"),
)


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
    claims = describe(store, wanted, (*_LINKS, *_FIELDS))
    documents = describe(store, _targets(claims, "prov:wasDerivedFrom"), DOCUMENT_FIELDS)
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
    return describe(
        store,
        dict.fromkeys(str(v) for claim in claims for v in claim.properties.get("statistic", ())),
        _STATISTIC,
    )


def biomarkers_of(
    store: Queryable, nodes: Iterable[Mapping[str, Sequence[Value]]], name: str
) -> dict[str, Properties]:
    """The biomarkers by IRI to which a property of some nodes points."""
    wanted = dict.fromkeys(str(value) for properties in nodes for value in properties.get(name, ()))
    return describe(store, wanted, _BIOMARKER)


def describe(store: Queryable, nodes: Iterable[str], properties: Iterable[str]) -> dict[str, Properties]:
    """Node -> property -> values, for the properties asked for."""
    terms = " ".join(catalogue.iri(node) for node in nodes)
    if not terms:
        return {}
    found: dict[str, Properties] = {}
    names: dict[str, str] = {}
    text = catalogue.sparql("describe", nodes=terms, properties=catalogue.properties(properties))
    for node, property_node, value in store.query(text):
        property_iri = property_node.value
        name = names.get(property_iri) or names.setdefault(property_iri, _name(property_iri))
        found.setdefault(node.value, {}).setdefault(name, []).append(plain(value))
    return found


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


def _name(iri: str) -> str:
    if iri.startswith(EV):
        return iri[len(EV) :]
    for prefix, namespace in prefixes().items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri
