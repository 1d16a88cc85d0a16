"""Which candidates answer a question: scored, best first, and for the others the condition that each failed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from evidence.lexicon import Lexicon
from evidence.query.claims import Claim, Properties, Queryable, biomarkers_of, documents_of, first
from evidence.query.expansion import Slot
from evidence.query.question import BOUNDS, Facets, Question
from evidence.query.ranking import (
    OWN_PLACES,
    Hit,
    Scored,
    agreement,
    contradicts,
    is_turned,
    level_of,
    meets,
    score,
    weight,
)

_MOST_MISSES: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What the asker restricts. `min_level` keeps levels up to it ("2": 1 and 2)."""

    limit: int = 50
    roles: frozenset[str] = frozenset()
    since: int | None = None
    min_level: str | None = None
    significant: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Miss:
    """A claim that is no row, and the one condition that it failed."""

    document: str
    record: str
    condition: str
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """The claims that answer, best first. `ruled_out` counts the others by the condition they failed; `misses` are
    those of them that failed a single one, best first. `words_not_found` stand in no claim.
    """

    scored: tuple[Scored, ...]
    ruled_out: Mapping[str, int]
    misses: tuple[Miss, ...]
    words_not_found: tuple[str, ...]

    def without_claims(self, condition: str) -> Selection:
        """The same with all claims ruled out under one condition."""
        closest = {item.claim.document_id: _miss(item.claim, condition) for item in reversed(self.scored)}
        return replace(
            self,
            scored=(),
            ruled_out={**self.ruled_out, condition: len(self.scored)},
            misses=(*reversed(closest.values()), *self.misses)[:_MOST_MISSES],
        )


@dataclass(slots=True)
class _Sieve:
    """Notes what falls through."""

    counts: dict[str, int] = field(default_factory=dict)
    near: list[tuple[float, Claim, str]] = field(default_factory=list)

    def drop(self, claim: Claim, condition: str, *, closeness: float = 0.0) -> None:
        self.counts[condition] = self.counts.get(condition, 0) + 1
        if closeness > 0:
            self.near.append((closeness, claim, condition))

    def misses(self, *, told: Collection[str]) -> tuple[Miss, ...]:
        """The closest, one for each document that is not told of anyway."""
        closest: dict[str, Miss] = {}
        for _, claim, condition in sorted(self.near, key=lambda item: (-item[0], item[1].iri)):
            if claim.document_id not in told and len(closest) < _MOST_MISSES:
                closest.setdefault(claim.document_id, _miss(claim, condition))
        return tuple(closest.values())


def _miss(claim: Claim, condition: str) -> Miss:
    return Miss(
        document=claim.document_id,
        record=claim.text("recordId") or "",
        condition=condition,
        quote=claim.text("quote") or "",
    )


@dataclass(frozen=True, slots=True)
class _Met:
    """A claim that passed, with how it meets each slot."""

    claim: Claim
    hits: tuple[Hit, ...]
    agreed: float


def select(
    claims: Sequence[Claim],
    question: Question,
    wanted: Sequence[Slot],
    store: Queryable,
    lexicon: Lexicon,
    options: Options,
) -> Selection:
    """Score the claims that meet every slot and restriction."""
    sieve = _Sieve()
    concepts = frozenset(id for slot in wanted for id in slot.relations)
    # Where a claim names all that was asked for itself, what else its document names makes no difference.
    vocabulary = lexicon.vocabulary
    of_itself = {claim.iri: [meets(slot, claim, (), vocabulary) for slot in wanted] for claim in claims}
    unsettled = [claim for claim in claims if not _are_own(of_itself[claim.iri])]
    documents = documents_of(store, unsettled)
    markers = _markers(unsettled, documents, wanted, store)
    named = {
        claim.iri: concepts.intersection(map(str, documents[claim.document_iri]["names"]))
        for claim in unsettled
    }
    met = []
    excepted: set[str] = set()
    for claim in claims:
        hits = of_itself[claim.iri]
        if claim.iri in named:
            names, own = named[claim.iri], markers.get(claim.document_iri, ())
            hits = [meets(slot, claim, names, vocabulary, markers=own) for slot in wanted]
        if found := _met(claim, hits, question.facets, wanted, options, sieve):
            met.append(found)
        elif contradicts(question.facets, claim):
            excepted |= _own_therapies(hits, wanted)
    met = _without_excepted(met, wanted, excepted, sieve)
    met = _stating_most(_without_broader(met, wanted, sieve), wanted, sieve)
    absent = {found.claim.iri: _absent(question.unmatched, found.claim) for found in met}
    fewest = min(map(len, absent.values()), default=0)
    newest = max((int(year) for found in met if (year := first(found.claim.document, "year"))), default=0)
    scored = [
        score(found.claim, found.hits, found.agreed, fewest, newest=newest)
        for found in met
        if len(absent[found.claim.iri]) == fewest
    ]
    scored = _without_weak(scored, sieve)
    scored.sort(key=lambda item: (-item.score, item.claim.document_id, item.claim.iri))
    told = {item.claim.document_id for item in scored}
    return Selection(
        scored=tuple(scored),
        ruled_out=sieve.counts,
        misses=sieve.misses(told=told),
        words_not_found=tuple(
            word for word in question.unmatched if all(word in words for words in absent.values())
        ),
    )


def _are_own(hits: Sequence[Hit | None]) -> bool:
    """Whether a claim names all that was asked for in its own parts."""
    return all(hit is not None and hit.place in OWN_PLACES for hit in hits)


def _met(
    claim: Claim,
    hits: Sequence[Hit | None],
    facets: Facets,
    wanted: Sequence[Slot],
    options: Options,
    sieve: _Sieve,
) -> _Met | None:
    unmet = [slot.text for slot, hit in zip(wanted, hits, strict=True) if hit is None]
    agreed = agreement(facets, claim, is_turned=is_turned(wanted, hits))
    failed = [*_unmet(unmet), *failed_conditions(claim.document, facets, options)]
    failed += _failed_by_claim(claim, facets, options, agrees=agreed is not None)
    kept = tuple(hit for hit in hits if hit is not None)
    if not failed and agreed is not None:
        return _Met(claim, kept, agreed)
    closeness = sum(hit.weight for hit in kept) if len(failed) == 1 and len(unmet) <= 1 else 0.0
    sieve.drop(claim, failed[0], closeness=closeness)
    return None


def _markers(
    claims: Sequence[Claim], documents: Mapping[str, Properties], wanted: Sequence[Slot], store: Queryable
) -> dict[str, list[Properties]]:
    """The biomarkers that the documents of findings name (by IRI), where alterations are asked for."""
    if not any(marker.alterations for slot in wanted for marker in slot.markers):
        return {}
    asked = dict.fromkeys(claim.document_iri for claim in claims if not claim.is_association)
    known = biomarkers_of(store, [documents[iri] for iri in asked])
    return {
        iri: [known[str(node)] for node in documents[iri].get("mentionsBiomarker", ()) if str(node) in known]
        for iri in asked
    }


def _unmet(slots: Sequence[str]) -> list[str]:
    return [f"does not speak of {' and '.join(slots)}"] if slots else []


def _failed_by_claim(claim: Claim, facets: Facets, options: Options, *, agrees: bool) -> list[str]:
    failed = []
    if not agrees:
        told = claim.text("claimSignificance") or "result"
        failed.append(f"is of another kind of claim ({told.replace('_', ' ')})")
    if options.min_level is not None and claim.text("role") == "cited":
        failed.append("is cited, and the level of what it cites is not told")
    if options.roles and claim.text("role") not in options.roles:
        failed.append("is not in the role asked for")
    is_wanted = claim.is_association or claim.text("significance") == "significant"
    if (options.significant or facets.significant) and not is_wanted:
        failed.append("is not significant")
    return failed


def failed_conditions(document: Properties, facets: Facets, options: Options) -> list[str]:
    """The conditions on year, phase and level of evidence that a document fails."""
    told = first(document, "year")
    year = None if told is None else int(told)
    since = max(filter(None, (facets.since, options.since)), default=None)
    checks = {
        "does not tell its year": year is not None or (since is None and facets.until is None),
        f"is older than {since}": since is None or year is None or year >= since,
        f"is younger than {facets.until}": facets.until is None or year is None or year <= facets.until,
        f"is not of phase {facets.phase}": facets.phase in (None, first(document, "phase")),
        "is of a weaker level of evidence": _level_allows(document, options.min_level),
    }
    return [condition for condition, passed in checks.items() if not passed]


def _level_allows(document: Properties, weakest: str | None) -> bool:
    told = level_of(document)
    return weakest is None or (told is not None and told[:1] <= weakest[:1])


def _without_broader(met: list[_Met], wanted: Sequence[Slot], sieve: _Sieve) -> list[_Met]:
    """Evidence on the wider concept goes where there is evidence on the concept asked for; so do findings whose
    documents name a marker somewhere, where claims name it.
    """
    for number, slot in enumerate(wanted):
        weak = [found for found in met if _is_weak(slot, found.hits[number])]
        if weak and len(weak) < len(met):
            for found in weak:
                wider = found.hits[number].relation == "broader"
                condition = (
                    f"is on a wider concept than {slot.text}" if wider else f"does not speak of {slot.text}"
                )
                sieve.drop(found.claim, condition, closeness=1.0)
            met = [found for found in met if not _is_weak(slot, found.hits[number])]
    return met


def _own_therapies(hits: Sequence[Hit | None], wanted: Sequence[Slot]) -> set[str]:
    """The therapies asked for that a claim which meets everything else is itself about, not only about their class."""
    if any(hit is None or hit.relation == "broader" for hit in hits):
        return set()
    return {slot.text for slot in wanted if slot.kind == "therapy"}


def _without_excepted(
    met: list[_Met], wanted: Sequence[Slot], excepted: Collection[str], sieve: _Sieve
) -> list[_Met]:
    """A molecular claim on a whole class does not stand for a drug of which the opposite is claimed: T790M is resistant
    to EGFR inhibitors, and sensitive to osimertinib."""
    kept = []
    for found in met:
        pairs = zip(wanted, found.hits, strict=True)
        slot = next(
            (slot for slot, hit in pairs if slot.text in excepted and hit.relation == "broader"), None
        )
        if slot is None:
            kept.append(found)
        else:
            condition = f"is on a wider concept than {slot.text}, of which the opposite is claimed"
            sieve.drop(found.claim, condition, closeness=1.0)
    return kept


def _is_weak(slot: Slot, hit: Hit) -> bool:
    is_altered = any(marker.alterations for marker in slot.markers)
    return hit.relation == "broader" or (is_altered and hit.place == "document")


def _stating_most(met: list[_Met], wanted: Sequence[Slot], sieve: _Sieve) -> list[_Met]:
    """Where some evidence says whom, where or how, what does not say it goes."""

    def silent(found: _Met) -> list[str]:
        pairs = zip(wanted, found.hits, strict=True)
        return [slot.text for slot, hit in pairs if hit.place == "absent"]

    fewest = min((len(silent(found)) for found in met), default=0)
    kept = []
    for found in met:
        missing = silent(found)
        if len(missing) == fewest:
            kept.append(found)
        else:
            sieve.drop(found.claim, f"does not say {' and '.join(missing)}", closeness=1.0)
    return kept


def _without_weak(scored: Sequence[Scored], sieve: _Sieve) -> list[Scored]:
    """Claims that match far less well than the best are left out: they would only dilute the answer.

    A study's own result gives way to other results alone, not to what somebody cites in better words.
    """
    cutoff = weight("quality", "cutoff")
    best = max((item.parts["match"] for item in scored), default=0.0)
    best_result = max((item.parts["match"] for item in scored if _is_result(item.claim)), default=0.0)
    kept = []
    for item in scored:
        if item.parts["match"] >= cutoff * (best_result if _is_result(item.claim) else best):
            kept.append(item)
        else:
            sieve.drop(item.claim, "matches far less well than the best", closeness=item.parts["match"])
    return kept


def _is_result(claim: Claim) -> bool:
    return claim.text("role") == "result"


def _absent(words: Iterable[str], claim: Claim) -> list[str]:
    """The words that neither a claim nor its title holds; bounds (">65") are told in many ways, and not sought."""
    title = first(claim.document, "dcterms:title")
    text = f"{claim.text('quote')} {title or ''}".casefold()
    return [word for word in words if word[0] not in BOUNDS and word.casefold() not in text]
