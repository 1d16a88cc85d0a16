"""A verdict for each treatment and outcome: how many distinct studies, with how many patients, came out which way.

Only a study's own results count (role `result`), each study once, on all its patients where it tells of them and not
only of subgroups. What others cite, and what authors conclude, is counted apart. `evidence.ways` tells when a result
counts for a treatment.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from evidence.query.claims import Claim, first
from evidence.query.expansion import Slot
from evidence.query.ranking import Scored, is_turned, way_of
from evidence.vocabulary import Vocabulary
from evidence.ways import WAYS, Way, study_way, turned

# What authors call a result on some of the patients (CONSORT 2010, item 18); of two cohorts, "the other" is one, and
# "among them" are those just told of.
_SUBGROUP: Final = re.compile(
    r"\b(?:sub-?(?:group|set)s?|the (?:other|remaining) (?:cohort|strat(?:um|a))|among (?:them|these|those))\b",
    re.I,
)
_OUTCOMES: Final[Mapping[str, str]] = {"predictive": "response to treatment", "prognostic": "prognosis"}
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
        swapped = is_turned(slots, item.hits)
        way = way_of(item.claim)
        other = _side(item.claim, "intervention" if swapped else "comparator", vocabulary)[1]
        for ids, key in _keys(item.claim, slots, vocabulary, is_turned=swapped):
            votes = groups.setdefault(ids, _Group(key)).votes
            votes.append(_Vote(item.claim, turned(way) if swapped else way, other))
    return tuple(_verdict(group) for group in groups.values())


def _keys(
    claim: Claim, slots: Sequence[Slot], vocabulary: Vocabulary, *, is_turned: bool
) -> list[tuple[tuple[str, ...], Key]]:
    """The groups that a claim is of: what is said of any one of several therapies ("gefitinib or erlotinib") counts for
    each of those asked for, as CIViC's "Substitutes" means it."""
    ids, key = _key(claim, vocabulary, is_turned=is_turned)
    if claim.text("therapyInteraction") != "substitutes":
        return [(ids, key)]
    asked = {
        id
        for slot in slots
        if slot.kind == "therapy"
        for id, relation in slot.relations.items()
        if relation != "broader"
    }
    _, biomarker, outcome = key
    named = {id: _label(id, vocabulary) for id in sorted(claim.ids("therapy") & asked)}
    either = " or ".join(sorted(_label(id, vocabulary) for id in claim.ids("therapy")))
    if not named:
        return [(("either", *ids), (either, biomarker, outcome))]
    return [((ids[0], id, *ids[2:]), (label, biomarker, outcome)) for id, label in named.items()]


def _label(id: str, vocabulary: Vocabulary) -> str:
    concept = vocabulary.get(id)
    return concept.label if concept else id


def _key(claim: Claim, vocabulary: Vocabulary, *, is_turned: bool) -> tuple[tuple[str, ...], Key]:
    """What makes claims one group, and the group's treatment, biomarker and outcome in words."""
    if claim.is_association:
        ids, treatment = _side(claim, "therapy", vocabulary)
        biomarker = ", ".join(sorted({str(first(item, "rdfs:label") or "") for item in claim.biomarkers}))
        evidence_type = claim.text("evidenceType") or ""
        outcome = _OUTCOMES.get(evidence_type, evidence_type)
        return ("association", ids, biomarker, outcome), (treatment, biomarker, outcome)
    ids, treatment = _side(claim, "comparator" if is_turned else "intervention", vocabulary)
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
    labels = [_label(id, vocabulary) for id in ids]
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
    """A study's way: that of its results on all patients, or else of its subgroups."""
    whole = [vote for vote in votes if not is_of_subgroup(vote.claim)] or votes
    return study_way({vote.way for vote in whole})


def is_of_subgroup(claim: Claim) -> bool:
    """Whether a claim is on some of a study's patients alone."""
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
