"""What a knowledge base can do, wherever it lies. Terms, solutions and quads are pyoxigraph's."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import IO, Any, Final, Protocol

import pyoxigraph
from pyoxigraph import (
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Variable,
)

from evidence.errors import QueryError

Term = NamedNode | Literal
Result = QuerySolutions | QueryBoolean | QueryTriples

FORMATS: Final[Mapping[str, RdfFormat]] = MappingProxyType(
    {
        "nquads": RdfFormat.N_QUADS,
        "trig": RdfFormat.TRIG,
        "turtle": RdfFormat.TURTLE,
        "ntriples": RdfFormat.N_TRIPLES,
        "jsonld": RdfFormat.JSON_LD,
        "rdfxml": RdfFormat.RDF_XML,
    }
)
_PLACE: Final = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Meta:
    """The versions that a knowledge base was written with; None where a part is not there yet."""

    schema: str
    vocabulary: str | None = None
    ontology: str | None = None


class Store(Protocol):
    """A knowledge base. Reading methods see the union of all graphs."""

    @property
    def meta(self) -> Meta:
        """Its versions."""

    def query(self, sparql: str, *, substitutions: Mapping[str, Term] | None = None) -> Result:
        """Answer a SPARQL 1.1 query. `substitutions` are values for variables: the way in for a user's
        words."""

    def documents(self) -> Iterator[str]:
        """The ids of all documents."""

    def graph(self, document_id: str) -> list[Quad]:
        """A document's quads, with the shared entities that they name; empty where there is no such
        document."""

    def value(self, subject: str, predicate: str) -> str | None:
        """One value of a node's property (both IRIs), or None: the cheapest question."""

    def values(self, subject: str, predicate: str) -> list[str]:
        """All values of a node's property (both IRIs), sorted."""

    def having(self, predicate: str, value: Term) -> list[str]:
        """The IRIs of the nodes that have a value of a property, sorted."""

    def replace(self, documents: Mapping[str, Sequence[Quad]], *, without: Iterable[str] = ()) -> None:
        """Put documents (id -> quads) in the place of those stored under these ids; remove others; all or none."""

    def remove(self, document_id: str) -> bool:
        """Remove a document, and the entities that no other names; False where there is none."""

    def replace_graph(self, iri: str, quads: Iterable[Quad]) -> None:
        """Put a whole graph of reference (vocabulary, ontology) in the place of the old one."""

    def write_versions(self, *, vocabulary: str | None, ontology: str | None) -> None:
        """Note which vocabulary and ontology are held (None: being changed)."""

    def dump(self, output: IO[bytes], format: str, *, document_id: str | None = None) -> None:
        """Write everything, or one document, in one of `FORMATS`."""


def evaluate(
    store: pyoxigraph.Store,
    sparql: str,
    *,
    substitutions: Mapping[Variable, Any],
    known_prefixes: Mapping[str, str],
) -> Result:
    """Answer a query over the union of all graphs; raises QueryError where it is wrong."""
    try:
        return store.query(
            sparql,
            prefixes=dict(known_prefixes),
            use_default_graph_as_union=True,
            substitutions=dict(substitutions),
        )
    except SyntaxError as error:
        raise _query_error(error, sparql) from None
    except RuntimeError as error:
        # The engine wants a substituted variable among the selected ones (SEP-0007 leaves that open).
        raise QueryError(f"{error}; select that variable, or write its value into the query") from None


def _query_error(error: SyntaxError, sparql: str) -> QueryError:
    """The engine's complaint in one line, with the place and the words there."""
    place = _PLACE.match(str(error))
    if place is None:
        return QueryError(f"the query is wrong: {' '.join(str(error).split())}")
    line, column = int(place[1]), int(place[2])
    lines = [*sparql.split("\n"), ""][line - 1 :]
    near = repr(lines[0][max(0, column - 16) : column + 14].strip())
    if not lines[0][column - 1 :].strip() and not "".join(lines[1:]).strip():
        near = "its end"
    why = "a prefix that is not declared" if "Prefix not found" in place[3] else _expected(place[3])
    return QueryError(
        f"the query is wrong at line {line}, column {column}, near {near}: {why}", line=line, column=column
    )


def _expected(complaint: str) -> str:
    flat = " ".join(complaint.split())
    # The engine lists every character that its grammar would take there: past a line that helps nobody.
    return flat if len(flat) <= 80 else "something else must stand there; check the words just before"
