"""A verdict for each treatment and outcome: how many distinct studies, with how many patients, came out which way.

Only a study's own results count (role `result`), each study once, on all its patients where it tells of them and not
only of subgroups. What others cite, and what authors conclude, is counted apart. A difference counts for a treatment
only where it is told as significant: votes are counted here, not effects (Cochrane Handbook 12.2.1 on the limits of
vote counting).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from evidence.query.claims import Claim, first
from evidence.query.expansion import Slot
from evidence.query.ranking import Hit, Scored
from evidence.vocabulary import Vocabulary

Way = Literal["for", "against", "no difference", "mixed", "not tested", "uncontrolled", "unclear"]

WAYS: Final[tuple[Way, ...]] = (
    "for",
    "against",
    "no difference",
    "mixed",
    "not tested",
    "uncontrolled",
    "unclear",
)
_TURNED: Final[Mapping[Way, Way]] = {"for": "against", "against": "for"}
# An association's significance in CIViC's words -> whether it speaks for the treatment or the prognosis.
_GOOD: Final = frozenset({"sensitivity", "better_outcome", "protectiveness"})
_BAD: Final = frozenset(
    {"resistance", "reduced_sensitivity", "adverse_response", "poor_outcome", "predisposition"}
)
# What authors call a result on some of the patients (CONSORT 2010, item 18).
_SUBGROUP: Final = re.compile(r"\bsub-?(?:group|set)s?\b", re.I)
_OUTCOMES: Final[Mapping[str, str]] = {"predictive": "response to treatment", "prognostic": "prognosis"}
_THERAPIES: Final = ("therapy", "procedure")
Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Distinct studies that came out one way, the patients of those that tell a number, and their documents."""

    studies: int
    patients: int
    documents: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the studies found of a treatment (or biomarker) and an outcome; ways without a study are left out.

    `claims` are the IRIs of all claims counted, `cited` and `concluded` the documents that only cite or conclude.
    """

    treatment: str
    biomarker: str
    outcome: str
    comparators: tuple[str, ...]
    tallies: Mapping[Way, Tally]
    cited: tuple[str, ...]
    concluded: tuple[str, ...]
    claims: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Vote:
    """One claim of a group: which way it went, seen from the treatment that was asked for."""

    claim: Claim
    way: Way
    comparator: str


@dataclass(slots=True)
class _Group:
    key: Key
    votes: list[_Vote] = field(default_factory=list)


def verdicts(scored: Iterable[Scored], slots: Sequence[Slot], vocabulary: Vocabulary) -> tuple[Verdict, ...]:
    """A verdict for each treatment and outcome, in the order of their best claims."""
    groups: dict[tuple[str, ...], _Group] = {}
    for item in scored:
        turned = _is_turned(slots, item.hits)
        ids, key = _key(item.claim, vocabulary, turned=turned)
        votes = groups.setdefault(ids, _Group(key)).votes
        way = way_of(item.claim)
        other = _side(item.claim, "intervention" if turned else "comparator", vocabulary)[1]
        votes.append(_Vote(item.claim, _TURNED.get(way, way) if turned else way, other))
    return tuple(_verdict(group) for group in groups.values())


def _is_turned(slots: Sequence[Slot], hits: Sequence[Hit]) -> bool:
    """Whether the treatment asked for is what a study compared with."""
    places = {hit.place for slot, hit in zip(slots, hits, strict=True) if slot.kind in _THERAPIES}
    return "own" not in places and not places.isdisjoint(("comparator", "swapped"))


def way_of(claim: Claim) -> Way:
    """Which way a claim went, for its intervention against its comparator.

    "for" and "against" need a difference told as significant; one told without a test is "not tested".
    """
    if claim.is_association:
        return _association_way(claim)
    favors, significance = claim.text("favors"), claim.text("significance")
    if significance == "not_significant" or favors == "neither" or claim.text("direction") == "no_difference":
        return "no difference"
    if claim.text("kind") in ("single_arm", "before_after"):
        return "uncontrolled"
    if favors not in ("intervention", "comparator"):
        return "unclear"
    if significance != "significant":
        return "not tested"
    return "for" if favors == "intervention" else "against"


def _association_way(claim: Claim) -> Way:
    told = claim.text("claimSignificance") or ""
    if claim.text("claimDirection") == "does_not_support":
        return "no difference"
    return "for" if told in _GOOD else "against" if told in _BAD else "unclear"


def _key(claim: Claim, vocabulary: Vocabulary, *, turned: bool) -> tuple[tuple[str, ...], Key]:
    """What makes claims one group, and the group's treatment, biomarker and outcome in words."""
    if claim.is_association:
        ids, treatment = _side(claim, "therapy", vocabulary)
        biomarker = ", ".join(sorted({str(first(item, "rdfs:label") or "") for item in claim.biomarkers}))
        evidence_type = claim.text("evidenceType") or ""
        outcome = _OUTCOMES.get(evidence_type, evidence_type)
        return ("association", ids, biomarker, outcome), (treatment, biomarker, outcome)
    ids, treatment = _side(claim, "comparator" if turned else "intervention", vocabulary)
    known = sorted(claim.ids("outcome"))
    concept = vocabulary.get(known[0]) if known else None
    outcome = concept.label if concept else (claim.text("outcomeText") or "")
    return ("finding", ids, "", known[0] if known else outcome.casefold()), (treatment, "", outcome)


def _side(claim: Claim, name: str, vocabulary: Vocabulary) -> tuple[str, str]:
    """A side's identity and its name: without what both arms had, where that leaves something."""
    ids = claim.ids(name)
    if name in ("intervention", "comparator"):
        other = claim.ids("comparator" if name == "intervention" else "intervention")
        ids = (ids - other) or ids
    if not ids:
        text = claim.text(f"{name}Text") or ""
        return text.casefold(), text
    labels = [concept.label if (concept := vocabulary.get(id)) else id for id in ids]
    return " ".join(sorted(ids)), " + ".join(sorted(labels))


def _verdict(group: _Group) -> Verdict:
    treatment, biomarker, outcome = group.key
    studies: dict[str, list[_Vote]] = {}
    for vote in group.votes:
        if vote.claim.text("role") == "result":
            studies.setdefault(vote.claim.text("study") or vote.claim.document_id, []).append(vote)
    ways: dict[Way, list[list[_Vote]]] = {}
    for votes in studies.values():
        ways.setdefault(_study_way(votes), []).append(votes)
    return Verdict(
        treatment=treatment,
        biomarker=biomarker,
        outcome=outcome,
        comparators=tuple(dict.fromkeys(vote.comparator for vote in group.votes if vote.comparator)),
        tallies={way: _tally(ways[way]) for way in WAYS if way in ways},
        cited=_documents(group.votes, "cited"),
        concluded=_documents(group.votes, "conclusion"),
        claims=frozenset(vote.claim.iri for vote in group.votes),
    )


def _study_way(votes: Sequence[_Vote]) -> Way:
    """A study's way: that of its results on all patients, or else of its subgroups; "mixed" where they differ.

    What is unclear or was not tested decides only where nothing else is told.
    """
    whole = [vote for vote in votes if not _is_of_subgroup(vote.claim)] or votes
    ways = {vote.way for vote in whole}
    decided = ways & {"for", "against", "no difference"}
    if len(decided) > 1:
        return "mixed"
    return next(way for way in WAYS if way in (decided or ways))


def _is_of_subgroup(claim: Claim) -> bool:
    return claim.text("population") is not None or _SUBGROUP.search(claim.text("quote") or "") is not None


def _tally(studies: Sequence[Sequence[_Vote]]) -> Tally:
    patients = 0
    for votes in studies:
        told = [number for vote in votes if (number := first(vote.claim.document, "patients")) is not None]
        patients += max(map(int, told), default=0)
    documents = dict.fromkeys(vote.claim.document_id for votes in studies for vote in votes)
    return Tally(studies=len(studies), patients=patients, documents=tuple(sorted(documents)))


def _documents(votes: Iterable[_Vote], role: str) -> tuple[str, ...]:
    return tuple(sorted({vote.claim.document_id for vote in votes if vote.claim.text("role") == role}))
