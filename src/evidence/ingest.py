"""The only writer: documents -> extractions -> quads -> the knowledge base, in batches.

A run that broke off is resumed by running it again: what is stored with the same content, read by the same
versions, is left as it is and costs no extraction.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from evidence import __version__
from evidence.document import Document
from evidence.errors import ReadError
from evidence.graph import (
    Provenance,
    fingerprint,
    ontology_quads,
    ontology_version,
    vocabulary_quads,
)
from evidence.linking import Entry, Linker
from evidence.namespaces import EV, ONTOLOGY_GRAPH, VOCABULARY_GRAPH, document_iri
from evidence.records import Extraction
from evidence.store import Store
from evidence.vocabulary import Vocabulary

# A batch is stored when it has so many quads (about 130 abstracts): at 20,000 and at 150,000 Oxigraph's bulk
# loader is slower, and little has to be done again after a crash.
_BATCH: Final = 50_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What a run did. `documents` are those that could be read: `added`, `replaced`, `unchanged`, or `merged` into a
    richer source of the same.

    `findings` to `quads` count what was stored in this run. `notices` say which stored texts were replaced by
    different ones, `set_aside` which inputs could not be read and why.
    """

    added: int = 0
    replaced: int = 0
    unchanged: int = 0
    merged: int = 0
    findings: int = 0
    associations: int = 0
    statistics: int = 0
    discrepancies: int = 0
    quads: int = 0
    set_aside: tuple[ReadError, ...] = ()
    notices: tuple[str, ...] = ()

    @property
    def documents(self) -> int:
        """How many documents could be read."""
        return self.added + self.replaced + self.unchanged + self.merged


def ingest(
    inputs: Iterable[Document | ReadError],
    store: Store,
    extract: Callable[[Iterable[Document]], Iterator[Extraction]],
    *,
    vocabulary: Vocabulary,
    pipeline_version: str = __version__,
    on_progress: Callable[[Summary], None] | None = None,
) -> Summary:
    """Store what the inputs say; `extract` may read ahead, but yields in the order that it was given.

    An input that could not be read (or that holds no Unicode text) is set aside, and the batch goes on. A
    document whose id is stored already takes the place of the stored one, in one transaction with its
    batch; nothing else that is stored is touched. The vocabulary and the ontology are brought up to date
    first.
    """
    write_reference(store, vocabulary)
    run = _Run(store, Provenance(pipeline=pipeline_version, vocabulary=vocabulary.version))
    for extraction in extract(run.wanted(inputs)):
        run.add(extraction)
        if on_progress is not None:
            on_progress(run.summary())
    run.flush()
    return run.summary()


def write_reference(store: Store, vocabulary: Vocabulary) -> None:
    """Bring the store's vocabulary and ontology up to date; nothing is done where they are."""
    ontology = ontology_version()
    stored = store.meta
    if (stored.vocabulary, stored.ontology) == (vocabulary.version, ontology):
        return
    # A run that breaks off in here leaves no version behind, so that the next one does it again.
    store.write_versions(vocabulary=None, ontology=None)
    store.replace_graph(VOCABULARY_GRAPH, vocabulary_quads(vocabulary))
    store.replace_graph(ONTOLOGY_GRAPH, ontology_quads())
    store.write_versions(vocabulary=vocabulary.version, ontology=ontology)


@dataclass(frozen=True, slots=True)
class _Version:
    """What tells whether a document is the stored one."""

    fingerprint: str
    text: str
    uri: str


class _Run:
    """The counts of a run, and the batch that is not stored yet."""

    def __init__(self, store: Store, provenance: Provenance) -> None:
        self.store = store
        self.provenance = provenance
        self.linker = Linker(store, provenance)
        self.batch: list[Entry] = []
        self.batched = 0
        # Documents that were handed out but are not stored yet: the same id may come again before.
        self.pending: dict[str, _Version] = {}
        self.counts: Counter[str] = Counter()
        self.counted: dict[tuple[str, str], str] = {}  # as what the documents of the batch were counted
        self.set_aside: list[ReadError] = []
        self.notices: list[str] = []

    def summary(self) -> Summary:
        return Summary(**self.counts, set_aside=tuple(self.set_aside), notices=tuple(self.notices))

    def wanted(self, inputs: Iterable[Document | ReadError]) -> Iterator[Document]:
        """The documents that have to be extracted."""
        for item in inputs:
            if isinstance(item, ReadError):
                self.set_aside.append(item)
            elif self._is_wanted(item):
                yield item

    def _is_wanted(self, document: Document) -> bool:
        try:
            mark = fingerprint(document, self.provenance)
        except UnicodeEncodeError:
            remedy = "save it as UTF-8"
            reason = f"document {document.id!r} holds half a surrogate pair, which is no Unicode text"
            self.set_aside.append(ReadError(reason, uri=document.source.uri, remedy=remedy))
            return False
        known = self.pending[document.id].fingerprint if document.id in self.pending else None
        known = known or self._stored(document.id, "fingerprint")
        if known == mark:
            self.counts["unchanged"] += 1
            return False
        richer = self.linker.richer(document)
        if richer is not None:
            self._merge(document, richer)
            return False
        if known is None:
            self._count("added", document)
        else:
            self._count("replaced", document)
            self._notice(document)
        self.pending[document.id] = _Version(mark, document.text, document.source.uri)
        return True

    def _merge(self, document: Document, richer: str) -> None:
        """Name a document's source beside the richer one that stands for it."""
        if self.linker.is_named(document, richer):
            self.counts["unchanged"] += 1
            return
        self.counts["merged"] += 1
        self.batch.append(Entry(document, None))

    def _count(self, what: str, document: Document) -> None:
        self.counts[what] += 1
        self.counted[(document.id, document.source.uri)] = what

    def _notice(self, document: Document) -> None:
        pending = self.pending.get(document.id)
        if pending is not None and pending.uri != document.source.uri:
            return  # another source of the same: the richer will be kept
        text = pending.text if pending is not None else self._stored(document.id, "text")
        if text != document.text:
            self.notices.append(
                f"{document.id}: the text differs from the stored one, which {document.source.uri} replaces"
            )

    def _stored(self, document_id: str, name: str) -> str | None:
        return self.store.value(document_iri(document_id), EV + name)

    def add(self, extraction: Extraction) -> None:
        self.batch.append(Entry(extraction.document, extraction))
        self.counts["findings"] += len(extraction.findings)
        self.counts["associations"] += len(extraction.associations)
        self.counts["statistics"] += len(extraction.statistics)
        self.counts["discrepancies"] += len(extraction.discrepancies)
        # Means of a thousand abstracts; what a batch has in quads is only known when it is planned.
        self.batched += 60 + 45 * len(extraction.findings) + 14 * len(extraction.statistics)
        self.batched += 6 * len(extraction.document.references) + 45 * len(extraction.associations)
        if self.batched >= _BATCH:
            self.flush()

    def flush(self) -> None:
        """Store the batch. What was handed out since under the same id stays pending."""
        if not self.batch:
            return
        plan = self.linker.plan(self.batch)
        self.store.replace(plan.written, without=plan.gone)
        self.counts["quads"] += sum(map(len, plan.written.values()))
        self.counts["merged"] += len(plan.lesser)
        for document in plan.lesser:
            self.counts[self.counted.get((document.id, document.source.uri), "added")] -= 1
        for entry in self.batch:
            version = self.pending.get(entry.document.id)
            if version is not None and version.fingerprint == self._stored(entry.document.id, "fingerprint"):
                del self.pending[entry.document.id]
            self.counted.pop((entry.document.id, entry.document.source.uri), None)
        self.batch, self.batched = [], 0
