"""What the store holds of findings and associations, as the answer needs it."""

from __future__ import annotations

import json
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
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
    """A finding or an association with its document, biomarkers and statistics. `properties` are as stored, concepts as
    CURIEs.

    `document` is what claims tell of theirs (`graph.cards`), not all that it names. `names_no_disease` tells that the
    document does not either.
    """

    iri: str
    properties: Properties
    document: Properties
    biomarkers: tuple[Properties, ...]
    statistics: tuple[Properties, ...] = ()
    names_no_disease: bool = False

    def text(self, name: str) -> str | None:
        """A property's one value as text."""
        values = self.properties.get(name)
        return str(values[0]) if values else None

    def ids(self, name: str) -> frozenset[str]:
        """A property's concepts."""
        return frozenset(map(str, self.properties.get(name, ())))

    @property
    def is_association(self) -> bool:
        """Whether this is a molecular claim."""
        return "evidenceType" in self.properties

    @property
    def document_iri(self) -> str:
        """The document's node."""
        return str(self.document["iri"][0])

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


def told(card: str, *, without_disease: Container[str] = ()) -> Claim:
    """The claim of a card; `without_disease` are the IRIs of those that name none, nor does their document."""
    properties: dict[str, Any] = json.loads(card)
    iri = properties.pop("iri")[0]
    return Claim(
        iri=iri,
        document=properties.pop("prov:wasDerivedFrom")[0],
        biomarkers=tuple(properties.pop("biomarker", ())),
        statistics=tuple(properties.pop("statistic", ())),
        properties=properties,
        names_no_disease=iri in without_disease,
    )


def load(
    store: Queryable, iris: Iterable[str], *, without_disease: frozenset[str] = frozenset()
) -> list[Claim]:
    """The claims of some IRIs, in their order."""
    return [told(card, without_disease=without_disease) for card in literals(store, iris, "card").values()]


def documents_of(store: Queryable, claims: Iterable[Claim]) -> dict[str, Properties]:
    """The documents of some claims by IRI, with all that they name."""
    return cards(store, (claim.document_iri for claim in claims))


def biomarkers_of(
    store: Queryable, documents: Iterable[Mapping[str, Sequence[Value]]]
) -> dict[str, Properties]:
    """The biomarkers by IRI that some documents mention."""
    return cards(store, (str(node) for item in documents for node in item.get("mentionsBiomarker", ())))


def cards(store: Queryable, nodes: Iterable[str]) -> dict[str, Properties]:
    """Node -> property -> values, as the cards of the nodes (by IRI) tell; nodes without a card are left out."""
    return {node: json.loads(text) for node, text in literals(store, nodes, "card").items()}


def literals(store: Queryable, nodes: Iterable[str], property: str) -> dict[str, str]:
    """The one text that a property of ours has for some nodes (by IRI), in their order."""
    reader = store if isinstance(store, Reader) else Reader(store)
    return reader.literals(nodes, property)


class Reader:
    """A store, and what was read of it: the steps of an answer ask for the cards of the same documents."""

    def __init__(self, store: Queryable) -> None:
        self._store = store
        # Property -> node -> text; None where there is none.
        self._known: dict[str, dict[str, str | None]] = {}

    def query(self, text: str) -> Any:
        """Solutions, as the store has them."""
        return self._store.query(text)

    def literals(self, nodes: Iterable[str], property: str) -> dict[str, str]:
        """As `literals`."""
        wanted = list(dict.fromkeys(nodes))
        known = self._known.setdefault(property, {})
        unread = [node for node in wanted if node not in known]
        if unread:
            known.update(dict.fromkeys(unread))
            text = catalogue.sparql(
                "literals", nodes=" ".join(map(catalogue.iri, unread)), property=catalogue.property(property)
            )
            known.update((node.value, value.value) for node, value in self.query(text))
        return {node: found for node in wanted if (found := known[node]) is not None}


def plain(term: Any) -> Value:
    """A term as Python has it: numbers, texts, CURIEs of concepts, other IRIs."""
    datatype = getattr(term, "datatype", None)
    if datatype is None:
        return compact(term.value) or str(term.value)
    convert = _NUMBERS.get(datatype.value, str)
    value: Value = convert(term.value)
    return value
