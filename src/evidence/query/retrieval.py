"""Candidates: the claims that could answer, by what they name themselves and by what their documents name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from evidence.query import catalogue
from evidence.query.alterations import Alteration
from evidence.query.claims import Queryable, plain
from evidence.query.expansion import Slot

# The most claims that are read and scored for one question; above it, a question should say more.
CANDIDATES: Final = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidates:
    """The IRIs of claims, and the queries that gave them; `without_disease` are those that name none, nor
    does their document.
    """

    claims: tuple[str, ...]
    sparql: tuple[str, ...]
    without_disease: frozenset[str] = frozenset()


def candidates(store: Queryable, slots: Sequence[Slot], words: Sequence[str], *, enough: int) -> Candidates:
    """Claims that name all slots themselves; if these are fewer than `enough`, also those whose documents do;
    for a question without any concept, those that hold all its words.
    """
    if not slots:
        return _by_words(store, words) if words else Candidates(claims=(), sparql=())
    own = catalogue.sparql("claims_by_parts", slots=_blocks(slots, "slot_part"), limit=str(CANDIDATES))
    claims = _column(store, own)
    if len(claims) >= enough:
        return Candidates(claims=tuple(claims), sparql=(own,))
    wider = catalogue.sparql(
        "claims_by_documents", slots=_blocks(slots, "slot_mention"), limit=str(CANDIDATES)
    )
    claims += _column(store, wider)
    unstated = _without_disease(store, slots)
    return Candidates(
        claims=tuple(dict.fromkeys([*claims, *unstated])),
        sparql=(own, wider),
        without_disease=frozenset(unstated),
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
    if not slots:
        return []
    return _column(
        store, catalogue.sparql("documents", slots=_blocks(slots, "slot_mention"), limit=str(limit))
    )


def count(store: Queryable, slots: Sequence[Slot]) -> int:
    """How many documents name all slots."""
    blocks = _blocks(slots, "slot_mention")
    if not blocks:
        return 0
    return int(_column(store, catalogue.sparql("documents_number", slots=blocks))[0])


def mentioned(store: Queryable, documents: Iterable[str], concepts: Iterable[str]) -> dict[str, set[str]]:
    """Which of some concepts each document (both by IRI and CURIE) names."""
    nodes, ids = " ".join(map(catalogue.iri, documents)), catalogue.concepts(concepts)
    found: dict[str, set[str]] = {}
    if nodes and ids:
        for document, concept in store.query(catalogue.sparql("mentions", documents=nodes, concepts=ids)):
            found.setdefault(document.value, set()).add(str(plain(concept)))
    return found


def _by_words(store: Queryable, words: Sequence[str]) -> Candidates:
    filters = "".join(catalogue.sparql("word", word=catalogue.literal(word.lower())) + "\n" for word in words)
    text = catalogue.sparql("claims_by_words", filters=filters, limit=str(CANDIDATES))
    return Candidates(claims=tuple(_column(store, text)), sparql=(text,))


def _column(store: Queryable, text: str) -> list[str]:
    return [row[0].value for row in store.query(text)]


def _blocks(slots: Sequence[Slot], template: str) -> str:
    """One block a slot, the slot with the fewest concepts first: it is where the engine should begin."""
    blocks = []
    for number, slot in enumerate(sorted(slots, key=lambda item: len(item.relations) or 1)):
        if slot.relations:
            blocks.append(
                catalogue.sparql(template, n=str(number), concepts=catalogue.concepts(slot.relations))
            )
        elif names := _names(item for marker in slot.markers for item in marker.alterations):
            variant = {"slot_part": "slot_variant", "slot_mention": "slot_variant_mention"}[template]
            terms = " ".join(map(catalogue.literal, names))
            blocks.append(catalogue.sparql(variant, n=str(number), names=terms))
    return "\n".join(blocks)


def _names(alterations: Iterable[Alteration]) -> list[str]:
    """The spellings under which the store may hold alterations that no gene goes with."""
    spellings = (
        (item.text,) if item.change is None else (item.change.name, item.change.hgvs) for item in alterations
    )
    return [name for names in spellings for name in names if name]
