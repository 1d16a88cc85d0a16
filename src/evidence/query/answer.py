"""Answers a question: candidates from the store, scored, grouped by study, with what contradicts them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from evidence.lexicon import Lexicon
from evidence.query import catalogue, retrieval
from evidence.query.claims import Claim, Queryable, first, load, statistics
from evidence.query.expansion import Slot, slots
from evidence.query.question import Facets, Question
from evidence.query.ranking import Hit, Scored, agreement, level, meets, score, weight
from evidence.query.reading import understand
from evidence.query.rows import Row, group, row
from evidence.query.withdrawn import Withdrawals, Withdrawn

LIMIT: Final = 50
# Groups have rarely more than three members (abstract, full text, conclusion).
_MEMBERS: Final = 3
_OWN_WORD: Final = frozenset({"result", "conclusion"})
_CONTRARY: Final = (
    ({"sensitivity"}, {"resistance", "reduced_sensitivity"}),
    ({"better_outcome"}, {"poor_outcome"}),
    ({"positive"}, {"negative"}),
    ({"predisposition"}, {"protectiveness"}),
    ({"gain_of_function"}, {"loss_of_function"}),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What the asker restricts. `min_level` keeps levels up to it ("2": 1 and 2)."""

    limit: int = LIMIT
    roles: frozenset[str] = frozenset()
    since: int | None = None
    min_level: str | None = None
    significant: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The rows, best first, with how they came about. `ruled_out` counts candidates by the reason they are no
    rows.
    """

    question: Question
    slots: tuple[Slot, ...]
    rows: tuple[Row, ...]
    sparql: tuple[str, ...]
    candidates: int
    ruled_out: Mapping[str, int]
    words_not_found: tuple[str, ...] = ()
    # The documents of all rows, those beyond the limit among them.
    documents: frozenset[str] = frozenset()
    # What would have been told, did it not rest on retracted works.
    withdrawn: tuple[Withdrawn, ...] = ()


def answer(text: str, *, store: Queryable, lexicon: Lexicon, options: Options | None = None) -> Answer:
    """Answer keywords from a store."""
    options = options or Options()
    vocabulary = lexicon.vocabulary
    question = understand(text, lexicon)
    wanted = slots(question, vocabulary)
    found = retrieval.candidates(store, wanted, question.unmatched, enough=options.limit)
    claims = load(store, found.claims, without_disease=found.without_disease)
    ruled_out: dict[str, int] = {}
    claims, withdrawn = _standing(claims, store, ruled_out)
    scored, missing = _scored(claims, question, wanted, store, lexicon, options, ruled_out)
    documents = frozenset(item.claim.document_id for item in scored)
    scored = scored[: options.limit * _MEMBERS]
    figures = statistics(store, (item.claim for item in scored))
    groups = group(scored, figures)[: options.limit]
    names = [slot.text for slot in wanted]
    rows = [row(members, names, figures, vocabulary) for members in groups]
    return Answer(
        question=question,
        slots=tuple(wanted),
        rows=tuple(_with_conflicts(rows, store)),
        sparql=found.sparql,
        candidates=len(found.claims),
        ruled_out=ruled_out,
        words_not_found=missing,
        documents=documents,
        withdrawn=withdrawn,
    )


def near(result: Answer, store: Queryable) -> list[tuple[str, str | None]]:
    """Documents (id, title) that name all that was asked for and of which no row tells."""
    found = retrieval.near(store, result.slots)
    return sorted((id, title) for id, title in found if id not in result.documents)[: retrieval.NEAR]


def _standing(
    claims: list[Claim], store: Queryable, ruled_out: dict[str, int]
) -> tuple[list[Claim], tuple[Withdrawn, ...]]:
    """The claims whose works stand, and the documents of those that rest on withdrawn ones."""
    withdrawals = Withdrawals(store)
    if not withdrawals:
        return claims, ()
    reasons = {claim.iri: withdrawals.reason(claim) for claim in claims}
    for reason in filter(None, reasons.values()):
        ruled_out[reason] = ruled_out.get(reason, 0) + 1
    out = withdrawals.documents(claim for claim in claims if reasons[claim.iri])
    return [claim for claim in claims if reasons[claim.iri] is None], out


def _scored(
    claims: Sequence[Claim],
    question: Question,
    wanted: Sequence[Slot],
    store: Queryable,
    lexicon: Lexicon,
    options: Options,
    ruled_out: dict[str, int],
) -> tuple[list[Scored], tuple[str, ...]]:
    """The claims that meet all slots and restrictions, best first, and the words that stand in none of
    them.
    """
    concepts = dict.fromkeys(id for slot in wanted for id in slot.relations)
    documents = dict.fromkeys(str(claim.properties["prov:wasDerivedFrom"][0]) for claim in claims)
    named = retrieval.mentioned(store, documents, concepts)
    kept: list[tuple[Claim, tuple[Hit, ...], float]] = []
    for claim in claims:
        mentioned = named.get(str(claim.properties["prov:wasDerivedFrom"][0]), set())
        hits = tuple(hit for slot in wanted if (hit := meets(slot, claim, mentioned, lexicon.vocabulary)))
        agreed = agreement(question.facets, claim)
        reason = _reason(
            claim, question.facets, options, complete=len(hits) == len(wanted), agrees=agreed is not None
        )
        if reason is None and agreed is not None:
            kept.append((claim, hits, agreed))
        elif reason is not None:
            ruled_out[reason] = ruled_out.get(reason, 0) + 1
    kept = _without_broader(kept, len(wanted), ruled_out)
    absent = {claim.iri: _absent(question.unmatched, claim) for claim, _, _ in kept}
    fewest = min((len(words) for words in absent.values()), default=0)
    newest = max((int(year) for claim, _, _ in kept if (year := first(claim.document, "year"))), default=0)
    scored = [
        score(claim, hits, agreed, fewest, newest=newest)
        for claim, hits, agreed in kept
        if len(absent[claim.iri]) == fewest
    ]
    scored = _without_weak(scored, ruled_out)
    nowhere = [word for word in question.unmatched if all(word in words for words in absent.values())]
    return sorted(scored, key=lambda item: (-item.score, item.claim.document_id, item.claim.iri)), tuple(
        nowhere
    )


def _reason(claim: Claim, facets: Facets, options: Options, *, complete: bool, agrees: bool) -> str | None:
    """Why a claim is no row, or None."""
    year = first(claim.document, "year")
    since = max(filter(None, (facets.since, options.since)), default=None)
    checks = {
        "does not meet all that was asked": complete,
        "is of another kind of claim": agrees,
        "is not in the role asked for": not options.roles or claim.text("role") in options.roles,
        "is older": since is None or (year is not None and int(year) >= since),
        "is younger": facets.until is None or (year is not None and int(year) <= facets.until),
        "is of another phase": facets.phase in (None, first(claim.document, "phase")),
        "is of a weaker level of evidence": _level_allows(claim, options.min_level),
        "is not significant": not (options.significant or facets.significant)
        or claim.is_association
        or claim.text("significance") == "significant",
    }
    return next((reason for reason, passed in checks.items() if not passed), None)


def _level_allows(claim: Claim, weakest: str | None) -> bool:
    told = level(claim)
    return weakest is None or (told is not None and told[:1] <= weakest[:1])


def _without_broader(
    kept: list[tuple[Claim, tuple[Hit, ...], float]], slots: int, ruled_out: dict[str, int]
) -> list[tuple[Claim, tuple[Hit, ...], float]]:
    """Evidence on the wider concept goes where there is evidence on the concept asked for."""
    for number in range(slots):
        narrow = [item for item in kept if item[1][number].relation != "broader"]
        if narrow and len(narrow) < len(kept):
            reason = "is on a wider concept"
            ruled_out[reason] = ruled_out.get(reason, 0) + len(kept) - len(narrow)
            kept = narrow
    return kept


def _without_weak(scored: Sequence[Scored], ruled_out: dict[str, int]) -> list[Scored]:
    """Claims that match far less well than the best are left out: they would only dilute the answer."""
    least = weight("quality", "cutoff") * max((item.parts["match"] for item in scored), default=0.0)
    kept = [item for item in scored if item.parts["match"] >= least]
    if len(kept) < len(scored):
        ruled_out["matches far less well than the best"] = len(scored) - len(kept)
    return kept


def _absent(words: Collection[str], claim: Claim) -> list[str]:
    title = first(claim.document, "dcterms:title")
    text = f"{claim.text('quote')} {title or ''}".casefold()
    return [word for word in words if word.casefold() not in text]


def _with_conflicts(rows: Sequence[Row], store: Queryable) -> list[Row]:
    """Each row with the documents of other studies that claim the opposite."""
    terms = " ".join(catalogue.iri(id) for id in dict.fromkeys(item.proposition for item in rows) if id)
    claims: dict[str, list[dict[str, str]]] = {}
    if terms:
        solutions = store.query(catalogue.sparql("conflicts", propositions=terms))
        names = [variable.value for variable in solutions.variables]
        for solution in solutions:
            other = {name: term.value for name, term in zip(names, solution, strict=True) if term is not None}
            claims.setdefault(other["proposition"], []).append(other)
    return [
        replace(
            item,
            conflicts=tuple(sorted({o["id"] for o in claims.get(item.proposition, ()) if _opposes(item, o)})),
        )
        for item in rows
    ]


def _opposes(item: Row, other: Mapping[str, str]) -> bool:
    """Whether another study's own word goes the other way; a difference that is not significant opposes
    nothing.
    """
    if other["study"] == item.study or other["role"] not in _OWN_WORD or item.role not in _OWN_WORD:
        return False
    if item.evidence_type is not None:
        return _claims_oppose(item, other)
    if "not_significant" in (item.significance, other.get("significance")):
        return False
    turned = {
        "higher": "lower",
        "lower": "higher",
        "intervention": "comparator",
        "comparator": "intervention",
    }
    swapped = other["swapped"] == "true"
    for mine, name in ((item.direction, "direction"), (item.favors, "favors")):
        yours = other.get(name)
        if yours in turned and mine in turned and (mine == yours) is swapped:
            return True
    return False


def _claims_oppose(item: Row, other: Mapping[str, str]) -> bool:
    mine, yours = item.significance, other.get("claim")
    same_way = item.direction == other.get("claimDirection")
    if mine == yours:
        return not same_way
    return same_way and any(
        (mine in one and yours in two) or (mine in two and yours in one) for one, two in _CONTRARY
    )
