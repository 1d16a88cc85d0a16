"""Candidates: the claims that could answer, by what they name themselves and by what their documents name."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from evidence import worth
from evidence.query import catalogue
from evidence.query.claims import Claim, Queryable, cards, first, load, told
from evidence.query.expansion import Slot, hard
from evidence.query.ranking import weight

# The most claims that a question is given whose claims are not ranked, and the most that are read and scored.
CANDIDATES: Final = 20_000
SHORTLIST: Final = 500
# An answer of few rows is chosen from fewer: so many for each row, but no less than the number.
_FOR_A_ROW: Final = 10
_LEAST: Final = 200
# Claims whose documents alone name what was asked for fill up to that number, and are no less than this one: each is
# read and scored for a tenth of a millisecond, and few of them are rows where many claims name all themselves.
_WIDER: Final = 100
# What is asked for under so many concepts ("cancer", "targeted therapy") is looked for in what names the rest of the
# question, where that is less: each concept is a place of its own in the store, and most have no claim.
_MANY: Final = 400
# The parts of a claim under which it stands in the tiers, besides its biomarkers' genes (`graph.claims`), and the names
# of their changes.
_PARTS: Final = ("intervention", "comparator", "therapy", "outcome", "disease")
_CHANGES: Final = ("variantName", "hgvsP")
# A claim on the gene, where an alteration of it was asked for, comes after those on the alteration.
_GENE_ALONE: Final = "broader"


# How well each thing that a claim may name matches a slot, and the spellings of the alteration that is None there.
_Ways = tuple[dict[str | None, float], list[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidates:
    """Claims, and the queries that gave them.

    Of more than `SHORTLIST` claims (fewer, for a few rows) only the best are there; `are_more` tells that so many were
    found.
    """

    claims: tuple[Claim, ...]
    sparql: tuple[str, ...]
    are_more: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Restriction:
    """What claims must be, besides naming what was asked for: asked of the store where candidates are many."""

    roles: frozenset[str] = frozenset()
    since: int | None = None
    until: int | None = None
    phase: str | None = None
    significant: bool = False

    def patterns(self) -> str:
        """The restriction on `?claim` as graph patterns; empty where there is none.

        All are optional and then filtered: the engine looks them up for the claims found (a plain pattern or an EXISTS
        over two properties it reads for the whole store).
        """
        found = []
        if self.roles:
            roles = ", ".join(map(catalogue.literal, sorted(self.roles)))
            found.append(f"  OPTIONAL {{ ?claim ev:role ?role }} FILTER (?role IN ({roles}))")
        if self.significant:
            found.append("  OPTIONAL { ?claim ev:significance ?significance }")
            found.append('  FILTER (!BOUND(?significance) || ?significance = "significant")')
        bounds = [f"?year >= {self.since:d}"] if self.since is not None else []
        bounds += [f"?year <= {self.until:d}"] if self.until is not None else []
        bounds += [f"?phase = {catalogue.literal(self.phase)}"] if self.phase is not None else []
        if bounds:
            told = "OPTIONAL { ?document ev:year ?year } OPTIONAL { ?document ev:phase ?phase }"
            found.append(f"  OPTIONAL {{ ?claim prov:wasDerivedFrom ?document {told} }}")
            found.append(f"  FILTER ({' && '.join(bounds)})")
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
    most = min(SHORTLIST, max(_LEAST, _FOR_A_ROW * enough))
    own = _ranked(store, slots, "", most)
    if own.are_more:
        return _restricted(store, slots, own, restriction, most)
    if len(own.claims) >= enough:
        return own
    wider, further = _by_documents(store, slots, limit=max(_WIDER, _LEAST - len(own.claims)))
    found = {claim.iri: claim for claim in (*further, *own.claims)}
    # Claims that name all themselves come first.
    order = dict.fromkeys([*(claim.iri for claim in own.claims), *found])
    unstated = _without_disease(store, slots)
    found |= {claim.iri: claim for claim in load(store, [iri for iri in unstated if iri not in found])}
    found |= {iri: replace(found[iri], names_no_disease=True) for iri in unstated}
    best = [found[iri] for iri in dict.fromkeys([*order, *unstated])]
    return Candidates(
        claims=tuple(best[:SHORTLIST]),
        sparql=tuple(filter(None, (*own.sparql, wider))),
        are_more=len(best) > SHORTLIST,
    )


def _ranked(store: Queryable, slots: Sequence[Slot], patterns: str, most: int) -> Candidates:
    """The best claims that name all slots and meet the patterns: tier by tier of their worth, as long as the next might
    hold a better one than those found (the threshold algorithm of Fagin, Lotem and Naor 2003, on one list).
    """
    share = weight("quality", "share")
    found: list[tuple[float, str]] = []
    ceiling, last, are_more = 1.0, 0.0, False
    for tier, least in worth.tiers().items():
        able = _able(slots, (last - share * ceiling) / (1 - share))
        if not able:
            break
        found += _best(store, able, patterns, _about(tier), above=last, limit=most)
        found.sort(key=lambda item: (-item[0], item[1]))
        if len(found) >= most:
            del found[most:]
            last, are_more = found[-1][0], True
        ceiling = least
    return Candidates(
        claims=tuple(told(card) for _, card in found),
        sparql=(_by_parts(slots, patterns, _about(*worth.tiers()), answer="?claim ?score"),),
        are_more=are_more,
    )


def _best(
    store: Queryable, slots: Sequence[Slot], patterns: str, about: str, *, above: float, limit: int
) -> list[tuple[float, str]]:
    """The best claims of some tiers that name all slots and score above something: their scores and cards."""
    fewest, *others = sorted(slots, key=_places)
    most = max(map(_places, others), default=0)
    if most < _MANY or 2 * (number := _claims(store, fewest, about)) > most:
        text = _by_parts(slots, patterns, about, above=above, answer="?score ?card", limit=limit)
        return [(float(score.value), card.value) for score, card in store.query(text)]
    if not number:
        return []
    text = _by_parts([fewest], patterns, about, above=above, answer="?card", limit=number)
    ways = [(_matches(slot), _spellings_of(slot)) for slot in slots]
    scored = ((_score(told(card), ways), card) for card in _column(store, text))
    return [(score, card) for score, card in scored if score > above]


def _places(slot: Slot) -> int:
    """In how many places of the store a slot is looked for."""
    return len(slot.relations) or 1


def _claims(store: Queryable, slot: Slot, about: str) -> int:
    """How many claims of some tiers name a slot."""
    text = catalogue.sparql("claims_number", slots=_blocks([slot], "slot_part", about))
    return int(_column(store, text)[0])


def _score(claim: Claim, ways: Sequence[_Ways]) -> float:
    """As `claims_by_parts.rq` has it; 0 where the claim does not name every slot."""
    share, named = weight("quality", "share"), claim.genes.union(*map(claim.ids, _PARTS))
    changes = {str(text) for item in claim.biomarkers for name in _CHANGES for text in item.get(name, ())}
    match = 1.0
    for matches, spellings in ways:
        met = [matches[id] for id in named if id in matches]
        if not changes.isdisjoint(spellings):
            met.append(matches[None])
        match *= max(met, default=0.0)
    worth = float(first(claim.properties, "worth") or 0.0)
    return (1 - share) * match + share * worth if match else 0.0


def _able(slots: Sequence[Slot], needed: float) -> list[Slot]:
    """The slots with those concepts alone by which a claim may match better than is needed; empty where none may."""
    known = [_matches(slot) for slot in slots]
    reach = [max(matches.values(), default=1.0) for matches in known]
    able = []
    for number, slot in enumerate(slots):
        others = math.prod(reach[:number] + reach[number + 1 :])
        kept = {key for key, match in known[number].items() if match * others > needed}
        if known[number] and not kept:
            return []
        if len(kept) < len(known[number]):
            slot = replace(slot, relations={id: slot.relations[id] for id in slot.relations if id in kept})
        able.append(slot)
    return able


def _matches(slot: Slot) -> dict[str | None, float]:
    """How well a claim that names a concept matches a slot; under None, one that names an alteration asked for."""
    least = weight("relation", _GENE_ALONE) if _spellings_of(slot) else 1.0
    matches: dict[str | None, float] = {
        id: least * weight("relation", relation) for id, relation in slot.relations.items()
    }
    return matches | {None: weight("relation", "same")} if _spellings_of(slot) else matches


def _restricted(
    store: Queryable, slots: Sequence[Slot], own: Candidates, restriction: Restriction | None, most: int
) -> Candidates:
    """The best of many claims: of those that meet the restriction, where there is one."""
    patterns = restriction.patterns() if restriction is not None else ""
    if not patterns:
        return own
    narrower = _ranked(store, slots, patterns, most)
    # Some of the others stay, to tell what was ruled out.
    best = {claim.iri: claim for claim in (*narrower.claims, *own.claims)}
    return Candidates(
        claims=tuple(best.values())[:most], sparql=(*own.sparql, *narrower.sparql), are_more=True
    )


def _by_documents(store: Queryable, slots: Sequence[Slot], *, limit: int) -> tuple[str, list[Claim]]:
    """The query for the documents that name all slots, and the claims of these that are worth most."""
    text, found = _naming(store, slots, SHORTLIST)
    documents = " ".join(map(catalogue.iri, found))
    if not documents:
        return text, []
    claims = catalogue.sparql("claims_by_documents", documents=documents, limit=str(limit))
    return text, [told(card) for card in _column(store, claims)]


def _naming(store: Queryable, slots: Sequence[Slot], limit: int) -> tuple[str, list[str]]:
    """The query for the documents that name all slots, and these."""
    text = _documents(slots, limit)
    few = [slot for slot in slots if _places(slot) < _MANY]
    if len(few) < len(slots) and (narrow := _documents(few, SHORTLIST)):
        found = _column(store, narrow)
        if len(found) < SHORTLIST:
            many = [slot.relations.keys() for slot in slots if _places(slot) >= _MANY]
            named = ((iri, set(map(str, card["names"]))) for iri, card in cards(store, found).items())
            return text, [iri for iri, names in named if all(ids & names for ids in many)][:limit]
    return text, _column(store, text) if text else []


def _documents(slots: Sequence[Slot], limit: int) -> str:
    """The query for the documents that name all slots; empty where no slot has anything to look for."""
    blocks = _blocks(slots, "slot_mention")
    return catalogue.sparql("documents", slots=blocks, limit=str(limit)) if blocks else ""


def _about(*tiers: str) -> str:
    """The properties under which claims of some tiers of worth tell what they are about."""
    return "|".join(f"ev:about{tier}" for tier in tiers)


def _by_parts(
    slots: Sequence[Slot],
    patterns: str,
    about: str,
    *,
    answer: str,
    above: float = 0.0,
    limit: int = SHORTLIST,
) -> str:
    """`answer` are the variables wanted: of ?claim, ?score, ?card."""
    parts = [f"COALESCE(?match{number}, 1)" for number in range(len(slots))]
    return catalogue.sparql(
        "claims_by_parts",
        answer=answer,
        slots=_blocks(slots, "slot_part", about),
        patterns=patterns,
        match=" * ".join(parts),
        share=str(weight("quality", "share")),
        above=str(above),
        limit=str(limit),
    )


def _without_disease(store: Queryable, slots: Sequence[Slot]) -> list[str]:
    """Claims that meet all but the disease asked for, where neither they nor their documents name any
    disease.
    """
    rest = [slot for slot in slots if slot.kind != "disease"]
    if not rest or len(rest) == len(slots):
        return []
    text = catalogue.sparql(
        "claims_without_disease",
        slots=_blocks(rest, "slot_part", _about(*worth.tiers())),
        limit=str(CANDIDATES),
    )
    found = {claim.value: document.value for claim, document in store.query(text)}
    if not found:
        return []
    documents = " ".join(map(catalogue.iri, dict.fromkeys(found.values())))
    diseased = set(_column(store, catalogue.sparql("diseased", documents=documents)))
    return [claim for claim, document in found.items() if document not in diseased]


def near(store: Queryable, slots: Sequence[Slot], *, limit: int) -> list[str]:
    """The IRIs of documents that name all slots, whether or not they claim anything."""
    return _naming(store, hard(slots), limit)[1]


def count(store: Queryable, slots: Sequence[Slot]) -> int:
    """How many documents name all slots."""
    blocks = _blocks(slots, "slot_mention")
    if not blocks:
        return 0
    return int(_column(store, catalogue.sparql("documents_number", slots=blocks))[0])


def _by_words(store: Queryable, words: Sequence[str]) -> Candidates:
    filters = "".join(catalogue.sparql("word", word=catalogue.literal(word.lower())) + "\n" for word in words)
    text = catalogue.sparql("claims_by_words", filters=filters, limit=str(CANDIDATES))
    claims = _column(store, text)
    return Candidates(
        claims=tuple(load(store, claims[:SHORTLIST])), sparql=(text,), are_more=len(claims) > SHORTLIST
    )


def _column(store: Queryable, text: str) -> list[str]:
    return [row[0].value for row in store.query(text)]


def _blocks(slots: Sequence[Slot], template: str, about: str = "") -> str:
    """One block a slot, the slot with the fewest concepts first: it is where the engine should begin."""
    blocks = []
    for number, slot in enumerate(sorted(slots, key=_places)):
        names = _spellings_of(slot)
        if template == "slot_part":
            blocks.append(_part(slot, number, names, about))
        elif slot.relations:
            blocks.append(
                catalogue.sparql(template, n=str(number), concepts=catalogue.concepts(slot.relations))
            )
        elif names:
            terms = " ".join(map(catalogue.literal, names))
            blocks.append(catalogue.sparql("slot_variant_mention", n=str(number), names=terms))
    return "\n".join(filter(None, blocks))


def _part(slot: Slot, number: int, names: Sequence[str], about: str) -> str:
    """A slot's block: the claims that name it themselves, with how well; those on an alteration by its name, too."""
    blocks = []
    matches = _matches(slot)
    if slot.relations:
        weighted = " ".join(f"({catalogue.concepts([id])} {matches[id]})" for id in slot.relations)
        blocks.append(catalogue.sparql("slot_part", n=str(number), weighted=weighted, about=about))
    if names:
        terms = " ".join(f"({catalogue.literal(name)} {matches[None]})" for name in names)
        blocks.append(catalogue.sparql("slot_variant", n=str(number), names=terms, about=about))
    return " UNION\n".join(blocks)


def _spellings_of(slot: Slot) -> list[str]:
    """The spellings under which the store may hold the alterations asked for."""
    alterations = (item for marker in slot.markers for item in marker.alterations)
    spellings = (
        (item.text,) if item.change is None else (item.change.name, item.change.hgvs) for item in alterations
    )
    return [name for names in spellings for name in names if name]
