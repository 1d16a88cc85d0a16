"""Results of queries in the standard formats, written by the engine itself."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping
from typing import Final, TypeGuard

from pyoxigraph import QueryBoolean, QueryResultsFormat, QuerySolutions, QueryTriples
from pyoxigraph import serialize as write

from evidence.namespaces import prefixes
from evidence.store.base import FORMATS, Result

# SPARQL 1.1 Query Results JSON, CSV and TSV, XML (W3C recommendations).
_RESULTS: Final[Mapping[str, QueryResultsFormat]] = {
    "json": QueryResultsFormat.JSON,
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
    "xml": QueryResultsFormat.XML,
}
# The engine writes without counting. In XML a `<` of a text is escaped, in TSV a line end is.
_COUNTS: Final[Mapping[str, Callable[[str], int]]] = {
    "json": lambda text: len(json.loads(text)["results"]["bindings"]),
    "csv": lambda text: sum(1 for _ in csv.reader(io.StringIO(text))) - 1,
    "tsv": lambda text: text.count("\n") - 1,
    "xml": lambda text: text.count("<result>"),
}


def is_table(result: Result) -> TypeGuard[QuerySolutions]:
    """Whether a result is that of a SELECT."""
    return isinstance(result, QuerySolutions)


def is_truth(result: Result) -> TypeGuard[QueryBoolean]:
    """Whether a result is that of an ASK."""
    return isinstance(result, QueryBoolean)


def formats(result: Result) -> tuple[str, ...]:
    """The standard formats in which a result can be written."""
    if isinstance(result, QuerySolutions):
        return tuple(_RESULTS)
    return ("json", "xml") if isinstance(result, QueryBoolean) else tuple(FORMATS)


def serialize(result: Result, format: str) -> tuple[str, int]:
    """The text of a result in one of its `formats`, and how many rows or triples it has (a truth value:
    1).
    """
    if isinstance(result, QueryTriples):
        triples = list(result)
        buffer = io.BytesIO()

        known = dict(prefixes()) if format in ("turtle", "trig", "rdfxml") else None
        write(triples, buffer, FORMATS[format], prefixes=known)
        return buffer.getvalue().decode(), len(triples)
    serialized = result.serialize(format=_RESULTS[format])
    text = (serialized or b"").decode()
    return text, 1 if isinstance(result, QueryBoolean) else _COUNTS[format](text)
