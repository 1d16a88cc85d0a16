"""SHACL over what is stored: proves that the graph keeps the records' promises (`ontology/shapes.ttl`).

Far too slow to stand before every document (pySHACL: 50 ms a document), so it runs in tests, on
`evidence validate` and on `evidence ingest --validate`. rdflib and pySHACL are imported on first use.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Protocol

from evidence.vocabulary import ontology_directory

if TYPE_CHECKING:
    from rdflib import Graph


class Triple(Protocol):
    """A triple or quad whose terms print as N-Triples (pyoxigraph's do)."""

    @property
    def subject(self) -> object: ...
    @property
    def predicate(self) -> object: ...
    @property
    def object(self) -> object: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    """A broken promise: where (a document's id, or another graph's name), node, property and value (IRIs)."""

    where: str
    node: str
    path: str | None
    value: str | None
    message: str

    def __str__(self) -> str:
        """One line."""
        place = f"{self.node} {_short(self.path)}" if self.path else self.node
        found = f" (found {_clip(self.value)!r})" if self.value is not None else ""
        return f"{self.where}: {place}: {' '.join(self.message.split())}{found}"


def validate(graphs: Iterable[tuple[str, Iterable[Triple]]]) -> Iterator[Violation]:
    """What is wrong in each graph; `graphs` are (document id, its quads with the entities that they name).

    Each graph is checked by itself: what two documents say of one study need not agree.
    """
    for where, quads in graphs:
        yield from _check(where, quads)


def _check(where: str, quads: Iterable[Triple]) -> Iterator[Violation]:
    import rdflib
    from pyshacl import validate as run_shacl
    from rdflib.namespace import SH

    data = rdflib.Graph()
    lines = "".join(f"{quad.subject} {quad.predicate} {quad.object} .\n" for quad in quads)
    data.parse(data=lines, format="nt")
    conforms, report, text = run_shacl(data, shacl_graph=_shapes())
    if conforms:
        return
    if not isinstance(report, rdflib.Graph):
        raise ValueError(f"{where}: the shapes could not be run: {text}")
    results: list[Violation] = []
    for result in report.objects(None, SH.result):
        path = report.value(result, SH.resultPath)
        results.append(
            Violation(
                where=where,
                node=str(report.value(result, SH.focusNode)),
                path=str(path) if isinstance(path, rdflib.URIRef) else None,
                value=_text(report.value(result, SH.value)),
                message=str(report.value(result, SH.resultMessage) or "breaks its shape"),
            )
        )
    yield from sorted(results, key=lambda item: (item.node, item.path or "", item.message, item.value or ""))


@cache
def _shapes() -> Graph:
    import rdflib

    return rdflib.Graph().parse(ontology_directory() / "shapes.ttl")


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def _short(iri: str | None) -> str:
    return "" if iri is None else iri.rsplit("#", 1)[-1].rsplit("/", 1)[-1]


def _clip(value: str, length: int = 80) -> str:
    return value if len(value) <= length else f"{value[: length - 1]}…"
