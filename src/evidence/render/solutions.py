"""Results of SPARQL queries for people: a table, IRIs shortened by the project's prefixes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import IO, Any

from evidence.namespaces import compact, prefixes
from evidence.render.table import write_grid


def write_solutions(output: IO[str], names: Sequence[str], solutions: Iterable[Any]) -> int:
    """Write solutions (rows of terms, None where unbound) as a table; return how many there are."""
    rows = [[shown(term) for term in solution] for solution in solutions]
    if names:
        write_grid(output, names, rows)
    return len(rows)


def shown(term: Any) -> str:
    """A term as one reads it: a literal's text, an IRI by its prefix, nothing for an unbound variable."""
    if term is None:
        return ""
    value = str(term.value) if hasattr(term, "value") else str(term)
    return " ".join(value.split()) if hasattr(term, "datatype") else shortened(value)


def shortened(iri: str) -> str:
    """An IRI as CURIE or prefixed name where it has one.

    >>> shortened("http://purl.obolibrary.org/obo/DOID_4450"), shortened("http://purl.org/dc/terms/title")
    ('DOID:4450', 'dcterms:title')
    """
    if curie := compact(iri):
        return curie
    for prefix, namespace in prefixes().items():
        if iri.startswith(namespace) and "/" not in iri[len(namespace) :]:
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri
