"""A knowledge base in a folder: an Oxigraph store in `DIR/store`, its versions in `DIR/kb.json`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from types import TracebackType
from typing import IO, TYPE_CHECKING, Final, Self, cast

import pyoxigraph
from pyoxigraph import NamedNode, Quad, RdfFormat, Variable

from evidence.errors import StoreError
from evidence.namespaces import (
    ENTITIES_GRAPH,
    EVD,
    STORE_SCHEMA,
    graph_document,
    graph_iri,
    prefixes,
)
from evidence.store.base import FORMATS, Meta, Result, Term, evaluate

if TYPE_CHECKING:
    from rdflib import Dataset

# From here on Oxigraph's bulk loader (it writes a file a call) is faster than a transaction: measured 87,000
# against 177,000 quads a second at 20,000 quads, 114,000 against 3,500 at 3,000. Both are all or nothing.
_BULK: Final = 10_000
_SHARED: Final = tuple(f"{EVD}{kind}/" for kind in ("activity", "biomarker", "proposition", "study"))


class LocalStore:
    """An embedded knowledge base; one writer at a time, any number of readers beside it.

    A reader sees the state at which it was opened.
    """

    def __init__(
        self, store: pyoxigraph.Store, meta: Meta, directory: Path | None, *, writable: bool = True
    ) -> None:
        """Use `open`, `create` or `in_memory`."""
        self._store = store
        self._writable = writable
        self._meta = meta
        self._directory = directory

    @classmethod
    def open(cls, directory: Path, *, write: bool = False) -> Self:
        """Open one that is there; raises StoreError where it is missing, no knowledge base, or locked."""
        meta = _read_meta(directory)
        path = directory / "store"
        try:
            store = pyoxigraph.Store(path) if write else pyoxigraph.Store.read_only(str(path))
        except (OSError, RuntimeError) as error:  # RuntimeError: files that RocksDB finds corrupt
            raise _opening_error(error, directory) from None
        return cls(store, meta, directory, writable=write)

    @classmethod
    def create(cls, directory: Path) -> Self:
        """Open for writing; an empty or missing folder becomes a knowledge base first."""
        if not (directory / "kb.json").exists():
            if directory.exists() and (not directory.is_dir() or any(directory.iterdir())):
                raise StoreError(f"{directory} is no knowledge base and not empty; give another folder")
            try:
                directory.mkdir(parents=True, exist_ok=True)
                _write_meta(directory, Meta(schema=STORE_SCHEMA))
            except OSError as error:
                raise StoreError(
                    f"{directory}: cannot be written ({error.strerror}); give another folder"
                ) from None
        return cls.open(directory, write=True)

    @classmethod
    def in_memory(cls) -> Self:
        """One that leaves nothing behind."""
        return cls(pyoxigraph.Store(), Meta(schema=STORE_SCHEMA), None)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the folder, so that another may write."""
        # Oxigraph closes when its last reference goes.
        del self._store

    def __len__(self) -> int:
        """How many quads."""
        return len(self._store)

    @property
    def meta(self) -> Meta:
        """The versions it was written with."""
        return self._meta

    # Reading

    def query(self, sparql: str, *, substitutions: Mapping[str, Term] | None = None) -> Result:
        """Answer a SPARQL 1.1 query over the union of all graphs; every prefix of the project is declared.

        Returns solutions (SELECT), a truth value (ASK) or triples (CONSTRUCT, DESCRIBE). A substituted
        variable stands for that value throughout. Raises QueryError with line and column where the query is
        wrong.
        """
        values = {Variable(name): term for name, term in (substitutions or {}).items()}
        return evaluate(self._store, sparql, substitutions=values, known_prefixes=prefixes())

    def documents(self) -> Iterator[str]:
        """The ids of all documents, in the order of the store."""
        for graph in self._store.named_graphs():
            document_id = graph_document(graph.value) if isinstance(graph, NamedNode) else None
            if document_id is not None:
                yield document_id

    def graph(self, document_id: str) -> list[Quad]:
        """A document's quads, with the shared entities that they name; empty where there is no such
        document."""
        quads = list(self._store.quads_for_pattern(None, None, None, NamedNode(graph_iri(document_id))))
        entities = NamedNode(ENTITIES_GRAPH)
        for entity in _entities(quads):
            quads.extend(self._store.quads_for_pattern(entity, None, None, entities))
        return quads

    def value(self, subject: str, predicate: str) -> str | None:
        """One value of a node's property (both IRIs), or None: the cheapest question."""
        found = self._store.quads_for_pattern(NamedNode(subject), NamedNode(predicate), None)
        return next((quad.object.value for quad in found), None)  # type: ignore[union-attr]

    def values(self, subject: str, predicate: str) -> list[str]:
        """All values of a node's property (both IRIs), sorted."""
        found = self._store.quads_for_pattern(NamedNode(subject), NamedNode(predicate), None)
        return sorted(quad.object.value for quad in found)  # type: ignore[union-attr]

    def having(self, predicate: str, value: Term) -> list[str]:
        """The IRIs of the nodes that have a value of a property, sorted."""
        found = self._store.quads_for_pattern(None, NamedNode(predicate), value)
        return sorted(quad.subject.value for quad in found)  # type: ignore[union-attr]

    def dump(self, output: IO[bytes], format: str, *, document_id: str | None = None) -> None:
        """Write everything, or one document with its entities, as "nquads", "trig", "turtle", "ntriples",
        "jsonld" or "rdfxml". Formats of plain graphs get the union of all graphs.
        """
        rdf_format = FORMATS.get(format)
        if rdf_format is None:
            raise StoreError(f"{format!r} is no format of RDF here; take one of {', '.join(FORMATS)}")
        quads: Iterable[Quad] = self._store if document_id is None else self.graph(document_id)
        what = quads if rdf_format.supports_datasets else (quad.triple for quad in quads)
        with_prefixes = rdf_format in (RdfFormat.TRIG, RdfFormat.TURTLE, RdfFormat.RDF_XML)
        pyoxigraph.serialize(what, output, rdf_format, prefixes=dict(prefixes()) if with_prefixes else None)

    def dataset(self) -> Dataset:
        """The same graphs for rdflib's methods and tools: read-only, nothing is copied."""
        # rdflib takes 0.2 s to import, and only this method needs it.
        from evidence.store.rdflib_view import dataset

        return dataset(self._store)

    # Writing

    def replace(self, documents: Mapping[str, Sequence[Quad]], *, without: Iterable[str] = ()) -> None:
        """Put documents (id -> quads) in the place of what is stored under these ids, and remove others, in one
        transaction.
        """
        self._writing()
        gone = [NamedNode(graph_iri(document_id)) for document_id in without]
        graphs = [*(NamedNode(graph_iri(document_id)) for document_id in documents), *gone]
        old = {quad for graph in graphs for quad in self._store.quads_for_pattern(None, None, None, graph)}
        new = [quad for quads in documents.values() for quad in quads]
        if old:
            wanted = set(new)
            dropped = "".join(f"; DROP SILENT GRAPH {graph}" for graph in gone)
            self._change(old - wanted, wanted - old, also=dropped)
        elif len(new) < _BULK:
            self._store.extend(new)
        else:
            self._store.bulk_extend(new)

    def remove(self, document_id: str) -> bool:
        """Remove a document, and the entities that no other names; False where there is none."""
        self._writing()
        graph = NamedNode(graph_iri(document_id))
        if not self._store.contains_named_graph(graph):
            return False
        gone = set(self._store.quads_for_pattern(None, None, None, graph))
        self._change(gone, set(), also=f"; DROP SILENT GRAPH {graph}")
        return True

    def replace_graph(self, iri: str, quads: Iterable[Quad]) -> None:
        """Put a whole graph of reference (vocabulary, ontology) in the place of the old one."""
        self._writing()
        self._store.clear_graph(NamedNode(iri))
        self._store.bulk_extend(quads)

    def write_versions(self, *, vocabulary: str | None, ontology: str | None) -> None:
        """Note which vocabulary and ontology the knowledge base holds (None: it is being changed)."""
        self._writing()
        self._meta = replace(self._meta, vocabulary=vocabulary, ontology=ontology)
        if self._directory is not None:
            _write_meta(self._directory, self._meta)

    def optimize(self) -> None:
        """Compact the files, after much was written: queries get faster, and the disk fuller for a while."""
        self._writing()
        self._store.optimize()

    def _writing(self) -> None:
        if not self._writable:
            raise StoreError(f"{self._directory} was opened for reading; open it for writing")

    def _change(self, gone: set[Quad], come: set[Quad], *, also: str = "") -> None:
        """One update is one transaction. The terms are serialised by the engine itself."""
        gone = gone | self._orphans(gone)
        self._store.update(f"DELETE DATA {{ {_data(gone)} }}; INSERT DATA {{ {_data(come)} }}{also}")

    def _orphans(self, gone: set[Quad]) -> set[Quad]:
        """The descriptions of entities that nothing stored names but `gone`; what is to come brings its own."""
        entities = NamedNode(ENTITIES_GRAPH)
        orphans: set[Quad] = set()
        for entity in _entities(gone):
            naming = self._store.quads_for_pattern(None, None, entity)
            if all(quad in gone or quad.graph_name == entities for quad in naming):
                orphans.update(self._store.quads_for_pattern(entity, None, None, entities))
        return orphans


def _entities(quads: Iterable[Quad]) -> set[NamedNode]:
    """The shared entities that documents' quads name."""
    return {
        quad.object
        for quad in quads
        if isinstance(quad.object, NamedNode)
        and quad.object.value.startswith(_SHARED)
        and cast(NamedNode, quad.graph_name).value != ENTITIES_GRAPH
    }


def _data(quads: Iterable[Quad]) -> str:
    return " ".join(
        f"GRAPH {quad.graph_name} {{ {quad.subject} {quad.predicate} {quad.object} }}" for quad in quads
    )


def _read_meta(directory: Path) -> Meta:
    path = directory / "kb.json"
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
        meta = Meta(schema=stored["schema"], vocabulary=stored["vocabulary"], ontology=stored["ontology"])
    except FileNotFoundError:
        if directory.exists():
            raise StoreError(
                f"{directory} is no knowledge base (it has no kb.json); give its folder"
            ) from None
        raise StoreError(f"{directory}: no such knowledge base; make it with `evidence ingest`") from None
    except OSError as error:
        raise StoreError(f"{path}: cannot be read ({error.strerror}); check its permissions") from None
    except (ValueError, KeyError, TypeError):
        raise StoreError(f"{path} is damaged; restore it from a copy, or ingest anew elsewhere") from None
    if meta.schema != STORE_SCHEMA:
        raise StoreError(
            f"{directory} holds schema {meta.schema}, not {STORE_SCHEMA}; ingest anew into another folder"
        )
    return meta


def _write_meta(directory: Path, meta: Meta) -> None:
    """Under a temporary name first: a reader never sees half a file."""
    part = directory / "kb.json.part"
    part.write_text(json.dumps(asdict(meta), indent=1, sort_keys=True) + "\n", encoding="utf-8")
    part.replace(directory / "kb.json")


def _opening_error(error: OSError | RuntimeError, directory: Path) -> StoreError:
    if "lock" in str(error).lower():
        return StoreError(f"{directory} is being written by another process; wait until it has ended")
    if isinstance(error, FileNotFoundError):
        return StoreError(f"{directory} was never filled; run `evidence ingest` first")
    return StoreError(
        f"{directory}/store cannot be opened ({' '.join(str(error).split())}); restore it from a copy"
    )
