"""Candidates: the claims that could answer, by what they name themselves and by what their documents name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from evidence.namespaces import expand
from evidence.query import catalogue
from evidence.query.alterations import Alteration
from evidence.query.claims import Queryable
from evidence.query.expansion import Slot, hard
from evidence.query.ranking import weight

# The most claims that are counted for one question, and the most that are read and scored, the best first: reading one
# takes a quarter of a millisecond.
CANDIDATES: Final = 20_000
SHORTLIST: Final = 500
# Which properties of a claim may name what a slot asks for, by the slot's kind.
_PATHS: Final[Mapping[str, str]] = {
    "therapy": "ev:intervention|ev:comparator|ev:therapy",
    "procedure": "ev:intervention|ev:comparator|ev:therapy",
    "disease": "ev:disease",
    "outcome": "ev:outcome",
    "marker": "ev:biomarker/ev:gene|ev:intervention|ev:comparator",
}
_ANY_PATH: Final = "ev:intervention|ev:comparator|ev:therapy|ev:outcome|ev:disease|ev:biomarker/ev:gene"
# A claim on the gene, where an alteration of it was asked for, comes after those on the alteration.
_GENE_ALONE: Final = "broader"


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidates:
    """The IRIs of claims, and the queries that gave them; `without_disease` are those that name none, nor
    does their document.

    Of more than `SHORTLIST` claims only the best are there; `number` counts them all.
    """

    claims: tuple[str, ...]
    sparql: tuple[str, ...]
    without_disease: frozenset[str] = frozenset()
    number: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Restriction:
    """What claims must be, besides naming what was asked for: asked of the store where candidates are many."""

    roles: frozenset[str] = frozenset()
    since: int | None = None
    until: int | None = None
    phase: str | None = None
    significant: bool = False

    def patterns(self) -> str:
        """The restriction as graph patterns; empty where there is none."""
        found = []
        if self.roles:
            roles = " ".join(map(catalogue.literal, sorted(self.roles)))
            found.append(f"  VALUES ?role {{ {roles} }} ?claim ev:role ?role .")
        if self.significant:
            found.append('  FILTER NOT EXISTS { ?claim ev:significance "not_significant" }')
            found.append('  FILTER NOT EXISTS { ?claim ev:significance "not_reported" }')
        if self.since is not None or self.until is not None:
            bounds = [f"?year >= {self.since:d}"] if self.since is not None else []
            bounds += [f"?year <= {self.until:d}"] if self.until is not None else []
            found.append(f"  ?claim prov:wasDerivedFrom/ev:year ?year . FILTER ({' && '.join(bounds)})")
        if self.phase is not None:
            found.append(f"  ?claim prov:wasDerivedFrom/ev:phase {catalogue.literal(self.phase)} .")
        return "\n".join(found)


def candidates(
    store: Queryable,
    slots: Sequence[Slot],
    words: Sequence[str],
    *,
    enough: int,
    restriction: Restriction | None = None,
) -> Candidates:
    """Claims that name all slots themselves; if these are fewer than `enough`, also those whose documents do;
    for a question without any concept, those that hold all its words.
    """
    if not slots:
        return _by_words(store, words) if words else Candidates(claims=(), sparql=())
    slots = hard(slots)
    own = _by_parts(slots, "")
    claims = list(dict.fromkeys(_column(store, own)))
    if len(claims) > SHORTLIST:
        return _shortlisted(store, slots, claims, own, restriction)
    if len(claims) >= enough:
        return Candidates(claims=tuple(claims), sparql=(own,), number=len(claims))
    wider, further = _by_documents(store, slots)
    claims += further
    unstated = _without_disease(store, slots)
    found = tuple(dict.fromkeys([*claims, *unstated]))
    return Candidates(
        claims=found[:SHORTLIST],
        sparql=tuple(filter(None, (own, wider))),
        without_disease=frozenset(unstated),
        number=len(found),
    )


def _by_documents(store: Queryable, slots: Sequence[Slot]) -> tuple[str, list[str]]:
    """The query for the documents that name all slots, and the claims of these."""
    text = _documents(slots, SHORTLIST)
    documents = " ".join(map(catalogue.iri, _column(store, text))) if text else ""
    if not documents:
        return text, []
    claims = catalogue.sparql("claims_by_documents", documents=documents, limit=str(CANDIDATES))
    return text, _column(store, claims)


def _documents(slots: Sequence[Slot], limit: int) -> str:
    """The query for the documents that name all slots; empty where no slot has anything to look for."""
    blocks = _blocks(slots, "slot_mention")
    return catalogue.sparql("documents", slots=blocks, limit=str(limit)) if blocks else ""


def _shortlisted(
    store: Queryable, slots: Sequence[Slot], claims: list[str], own: str, restriction: Restriction | None
) -> Candidates:
    """The best of many claims: of those that meet the restriction, where there is one."""
    patterns = restriction.patterns() if restriction is not None else ""
    if not patterns:
        return Candidates(claims=tuple(claims[:SHORTLIST]), sparql=(own,), number=len(claims))
    narrower = _by_parts(slots, patterns)
    # Some of the others stay, to tell what was ruled out.
    best = dict.fromkeys([*_column(store, narrower), *claims])
    return Candidates(claims=tuple(best)[:SHORTLIST], sparql=(own, narrower), number=len(claims))


def _by_parts(slots: Sequence[Slot], patterns: str) -> str:
    parts = [f"COALESCE(?match{number}, 1)" for number in range(len(slots))]
    return catalogue.sparql(
        "claims_by_parts",
        slots="\n".join([_blocks(slots, "slot_part"), *filter(None, [patterns])]),
        match=" * ".join(parts),
        share=str(weight("quality", "share")),
        limit=str(CANDIDATES),
    )


def _without_disease(store: Queryable, slots: Sequence[Slot]) -> list[str]:
    """Claims that meet all but the disease asked for, where neither they nor their documents name any
    disease.
    """
    rest = [slot for slot in slots if slot.kind != "disease"]
    if not rest or len(rest) == len(slots):
        return []
    text = catalogue.sparql("claims_without_disease", slots=_blocks(rest, "slot_part"), limit=str(CANDIDATES))
    found = {claim.value: document.value for claim, document in store.query(text)}
    if not found:
        return []
    documents = " ".join(map(catalogue.iri, dict.fromkeys(found.values())))
    diseased = set(_column(store, catalogue.sparql("diseased", documents=documents)))
    return [claim for claim, document in found.items() if document not in diseased]


def near(store: Queryable, slots: Sequence[Slot], *, limit: int) -> list[str]:
    """The IRIs of documents that name all slots, whether or not they claim anything."""
    text = _documents(hard(slots), limit)
    return _column(store, text) if text else []


def count(store: Queryable, slots: Sequence[Slot]) -> int:
    """How many documents name all slots."""
    blocks = _blocks(slots, "slot_mention")
    if not blocks:
        return 0
    return int(_column(store, catalogue.sparql("documents_number", slots=blocks))[0])


def mentioned(store: Queryable, documents: Iterable[str], concepts: Iterable[str]) -> dict[str, set[str]]:
    """Which of some concepts each document (both by IRI and CURIE) names."""
    nodes, wanted = " ".join(map(catalogue.iri, documents)), {expand(id): id for id in concepts}
    found: dict[str, set[str]] = {}
    if nodes and wanted:
        for document, concept in store.query(catalogue.sparql("mentions", documents=nodes)):
            if concept.value in wanted:
                found.setdefault(document.value, set()).add(wanted[concept.value])
    return found


def _by_words(store: Queryable, words: Sequence[str]) -> Candidates:
    filters = "".join(catalogue.sparql("word", word=catalogue.literal(word.lower())) + "\n" for word in words)
    text = catalogue.sparql("claims_by_words", filters=filters, limit=str(CANDIDATES))
    claims = _column(store, text)
    return Candidates(claims=tuple(claims[:SHORTLIST]), sparql=(text,), number=len(claims))


def _column(store: Queryable, text: str) -> list[str]:
    return [row[0].value for row in store.query(text)]


def _blocks(slots: Sequence[Slot], template: str) -> str:
    """One block a slot, the slot with the fewest concepts first: it is where the engine should begin."""
    blocks = []
    for number, slot in enumerate(sorted(slots, key=lambda item: len(item.relations) or 1)):
        names = _names(item for marker in slot.markers for item in marker.alterations)
        if template == "slot_part":
            blocks.append(_part(slot, number, names))
        elif slot.relations:
            blocks.append(
                catalogue.sparql(template, n=str(number), concepts=catalogue.concepts(slot.relations))
            )
        elif names:
            terms = " ".join(map(catalogue.literal, names))
            blocks.append(catalogue.sparql("slot_variant_mention", n=str(number), names=terms))
    return "\n".join(filter(None, blocks))


def _part(slot: Slot, number: int, names: Sequence[str]) -> str:
    """A slot's block: the claims that name it themselves, with how well; those on an alteration by its name, too."""
    blocks = []
    if slot.relations:
        least = weight("relation", _GENE_ALONE) if names else 1.0
        weighted = " ".join(
            f"({catalogue.concepts([id])} {least * weight('relation', relation)})"
            for id, relation in slot.relations.items()
        )
        path = _PATHS.get(slot.kind, _ANY_PATH)
        blocks.append(catalogue.sparql("slot_part", n=str(number), weighted=weighted, path=path))
    if names:
        terms = " ".join(f"({catalogue.literal(name)} {weight('relation', 'same')})" for name in names)
        blocks.append(catalogue.sparql("slot_variant", n=str(number), names=terms))
    return " UNION\n".join(blocks)


def _names(alterations: Iterable[Alteration]) -> list[str]:
    """The spellings under which the store may hold alterations that no gene goes with."""
    spellings = (
        (item.text,) if item.change is None else (item.change.name, item.change.hgvs) for item in alterations
    )
    return [name for names in spellings for name in names if name]
