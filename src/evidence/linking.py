"""What a batch of documents changes in what is stored: which sources are one document, which documents one study.

Both answers depend on the set of documents alone, so that any order of files gives the same graph, and a batch is
written with all that follows from it in one transaction, so that a run that breaks off leaves no half of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final, cast

from evidence.document import Document, OtherSource, Standing
from evidence.graph import Provenance, keys, studies, to_quads
from evidence.graph.identity import digest
from evidence.graph.rewriting import rewritten
from evidence.graph.sources import other_source, richness, same_form, without
from evidence.graph.studies import AUTHOR
from evidence.graph.terms import data_node, term
from evidence.namespaces import EV, document_id_of, document_iri, graph_iri, work_identifier, work_iri
from evidence.records import Extraction
from evidence.store import Literal, NamedNode, Store

if TYPE_CHECKING:
    from pyoxigraph import Quad

_STUDY_KEY: Final = f"{EV}studyKey"
_WORK: Final = f"{EV}work"


@dataclass(slots=True)
class Entry:
    """A document of a batch. `extraction` None: what is stored is richer, and it is only named as a source."""

    document: Document
    extraction: Extraction | None


@dataclass(slots=True)
class Plan:
    """What to write: documents (id -> quads), and the ids of those that go; how many turned out to tell less."""

    written: dict[str, Sequence[Quad]] = field(default_factory=dict)
    gone: list[str] = field(default_factory=list)
    lesser: list[Document] = field(default_factory=list)


@dataclass(slots=True)
class _Member:
    """One of the sources of a document: of the batch, or stored (then without entry)."""

    id: str
    uri: str
    richness: str
    entry: Entry | None


class Linker:
    """Plans batches against a store."""

    def __init__(self, store: Store, provenance: Provenance) -> None:
        self.store = store
        self.provenance = provenance

    def richer(self, document: Document) -> str | None:
        """The id of a stored document of the same form of the same article, from another place, that tells more."""
        own = richness(document)
        for id in self._same(document):
            if (self._value(id, "richness") or "") > own and self._value(
                id, "sourceUri"
            ) != document.source.uri:
                return id
        return None

    def is_named(self, document: Document, by: str) -> bool:
        """Whether a stored document names another's source already."""
        source = document.source
        node = data_node("source", digest(by, "source", source.uri, source.format, source.sha256))
        return self.store.value(node.value, f"{EV}sha256") is not None

    def plan(self, entries: Iterable[Entry]) -> Plan:
        """What a batch of entries (in the order in which they came) changes."""
        plan = Plan()
        kept: dict[str, Extraction] = {}
        updated: dict[str, tuple[OtherSource, ...]] = {}
        for members in self._grouped(entries):
            self._choose(members, plan, kept, updated)
        labels, moved = self._studies(kept, plan.gone)
        for id, extraction in kept.items():
            plan.written[id] = to_quads(extraction, self.provenance, labels[id])
        for id in sorted({*updated, *moved} - set(kept) - set(plan.gone)):
            plan.written[id] = self._rewritten(id, updated.get(id), labels.get(id))
        return plan

    # Which sources are one document

    def _same(self, document: Document) -> list[str]:
        """The ids of stored documents that are the same form of the same article, the document's own id among them."""
        found = [document.id] if self._value(document.id, "richness") else []
        if not _named_by_identifier(document.id):
            return found
        for identifier in _identifiers(document):
            work = work_iri(identifier)
            for node in self.store.having(_WORK, NamedNode(work)) if work else ():
                id = document_id_of(node)
                if not id or id in found or not _named_by_identifier(id):
                    continue
                if same_form(self._value(id, "form"), document.form):
                    found.append(id)
        return found

    def _grouped(self, entries: Iterable[Entry]) -> list[list[_Member]]:
        """The sources that are one document, through whatever chain of identifiers."""
        groups: dict[int, tuple[set[str], list[_Member]]] = {}
        holder: dict[str, int] = {}  # name -> number of the group that has it
        stored: set[str] = set()
        for number, entry in enumerate(entries):
            document = entry.document
            names = _own_names(document)
            members = [_Member(document.id, document.source.uri, richness(document), entry)]
            for id in self._same(document):
                names |= self._names(id)
                if id not in stored:
                    stored.add(id)
                    uri, rank = self._value(id, "sourceUri"), self._value(id, "richness")
                    members.append(_Member(id, uri or "", rank or "", None))
            for other in sorted({holder[name] for name in names if name in holder}):
                more_names, more_members = groups.pop(other)
                names |= more_names
                members = [*more_members, *members]
            groups[number] = (names, members)
            holder |= dict.fromkeys(names, number)
        return [members for _, members in groups.values()]

    def _names(self, id: str) -> set[str]:
        """By what other sources may be the same as a stored document."""
        if not _named_by_identifier(id):
            return {f"id:{id}"}
        form = _form(self._value(id, "form"))
        works = self.store.values(document_iri(id), _WORK)
        return {f"id:{id}", *(f"{form} {name}" for work in works if (name := _identifier(work)))}

    def _choose(
        self,
        members: Sequence[_Member],
        plan: Plan,
        kept: dict[str, Extraction],
        updated: dict[str, tuple[OtherSource, ...]],
    ) -> None:
        """Keep the richest; of one place the latest. The others are named by it, and those that are stored go."""
        members = sorted(members, key=lambda item: item.entry is not None)  # what is stored came first
        latest = {member.uri: member for member in members}
        best = max(
            (item for item in latest.values() if item.entry is None or item.entry.extraction is not None),
            key=lambda item: item.richness,
        )
        named: list[OtherSource] = []
        for member in members:
            if member.entry is None:
                named += self._other_sources(member.id)
                if member is not best and member.id != best.id:
                    plan.gone.append(member.id)
            if member is best or latest[member.uri] is not member:
                continue
            named.append(
                self._stored_source(member.id)
                if member.entry is None
                else other_source(member.entry.document)
            )
            if member.entry is not None and member.entry.extraction is not None:
                plan.lesser.append(member.entry.document)
        sources = without(tuple(named), best.uri)
        if best.entry is not None and best.entry.extraction is not None:
            extraction = best.entry.extraction
            document = replace(extraction.document, other_sources=sources)
            kept[best.id] = replace(extraction, document=document)
        elif sources != self._other_sources(best.id):
            updated[best.id] = sources

    def _stored_source(self, id: str) -> OtherSource:
        value = self._value
        return OtherSource(
            uri=value(id, "sourceUri") or "",
            media_type=value(id, "mediaType") or "",
            format=value(id, "sourceFormat") or "",
            sha256=value(id, "sha256") or "",
            doi=self.store.value(document_iri(id), term("bibo:doi").value),
            pmid=value(id, "pmid"),
            pmcid=value(id, "pmcid"),
            standing=cast("Standing | None", value(id, "standing")),
        )

    def _other_sources(self, id: str) -> tuple[OtherSource, ...]:
        found = []
        for node in self.store.values(document_iri(id), f"{EV}otherSource"):
            value = {name: self.store.value(node, f"{EV}{name}") for name in _SOURCE}
            found.append(
                OtherSource(
                    uri=value["sourceUri"] or "",
                    media_type=value["mediaType"] or "",
                    format=value["sourceFormat"] or "",
                    sha256=value["sha256"] or "",
                    doi=self.store.value(node, term("bibo:doi").value),
                    pmid=value["pmid"],
                    pmcid=value["pmcid"],
                    standing=cast("Standing | None", value["standing"]),
                )
            )
        return tuple(sorted(found, key=lambda item: (item.uri, item.format)))

    # Which documents are one study

    def _studies(
        self, kept: Mapping[str, Extraction], gone: Sequence[str]
    ) -> tuple[dict[str, str], list[str]]:
        """The study of each document that the batch touches, and the stored ones whose study is now another."""
        known = {id: keys(extraction.document, extraction.study) for id, extraction in kept.items()}
        before = [key for id in (*kept, *gone) for key in self.store.values(document_iri(id), _STUDY_KEY)]
        waiting = [*before, *(key for told in known.values() for key in told)]
        seen: set[str] = set()
        while waiting:
            key = waiting.pop()
            if key in seen or key.startswith(AUTHOR):
                continue
            seen.add(key)
            for node in self.store.having(_STUDY_KEY, Literal(key)):
                id = document_id_of(node)
                if id and id not in known and id not in gone:
                    known[id] = frozenset(self.store.values(node, _STUDY_KEY))
                    waiting += known[id]
        labels = studies(known)
        moved = [
            id
            for id, label in labels.items()
            if id not in kept and self._value(id, "study") != data_node("study", digest(label)).value
        ]
        return labels, moved

    def _rewritten(
        self, id: str, sources: tuple[OtherSource, ...] | None, label: str | None
    ) -> Sequence[Quad]:
        """A stored document's quads with other sources, or another study."""
        graph = NamedNode(graph_iri(id))
        quads = [quad for quad in self.store.graph(id) if quad.graph_name == graph]
        return rewritten(quads, id, sources=sources, study=label)

    def _value(self, id: str, name: str) -> str | None:
        return self.store.value(document_iri(id), EV + name)


_SOURCE: Final = ("sourceUri", "mediaType", "sourceFormat", "sha256", "pmid", "pmcid", "standing")


def _named_by_identifier(id: str) -> bool:
    """Whether a document's id is an article's; one that was given to it keeps it apart from all others."""
    return id.startswith(("doi:", "pmid:", "pmcid:"))


def _own_names(document: Document) -> set[str]:
    """By what other sources may be the same as a document."""
    names = {f"id:{document.id}"}
    if _named_by_identifier(document.id):
        form = _form(document.form)
        names |= {f"{form} {identifier.lower()}" for identifier in _identifiers(document)}
    return names


def _identifiers(document: Document) -> list[str]:
    """By what an article is known."""
    told = (("doi", document.doi), ("pmid", document.pmid), ("pmcid", document.pmcid))
    return [f"{kind}:{value}" for kind, value in told if value]


def _form(form: str | None) -> str:
    return "abstract" if same_form(form, "abstract") else str(form)


def _identifier(work: str) -> str | None:
    return work_identifier(work).lower()
