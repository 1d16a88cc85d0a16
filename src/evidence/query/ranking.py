"""How well a claim answers a question.

    score = (1 - share) * match + share * quality

`match` is the product of what each slot of the question scores (relation x place), of the kind of claim and
of words that name no concept; `quality` the weighted sum of role, level, significance, patients, recency and
confidence. All weights, each with its reason, are `data/weights.tsv`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

from evidence import worth
from evidence.query import alterations
from evidence.query.claims import Claim, Properties, first
from evidence.query.expansion import RELATIONS, Relation, Slot
from evidence.query.question import Facets, Marker
from evidence.query.tables import rows
from evidence.vocabulary import Vocabulary
from evidence.ways import Way, association_way, finding_way

Place = Literal[
    "own", "study", "swapped", "comparator", "title", "quote", "unstated", "document", "others", "absent"
]
# Where the claim names it in its own parts; what its document names elsewhere cannot be better.
OWN_PLACES: Final[frozenset[str]] = frozenset({"own", "swapped", "comparator"})

TREATMENTS: Final = ("therapy", "procedure")
# It is called survival, and is not that.
_EVENT_FREE: Final = re.compile(r"[-–\s]free survival\b", re.I)
_FULL_YEARS: Final = 30
# Claims of the same trend: CIViC's "reduced sensitivity" is a weaker "resistance".
_RELATED: Final = {"resistance": {"reduced_sensitivity"}, "reduced_sensitivity": {"resistance"}}
_OPPOSITE: Final = {
    "sensitivity": {"resistance", "reduced_sensitivity"},
    "resistance": {"sensitivity"},
    "better_outcome": {"poor_outcome"},
    "poor_outcome": {"better_outcome"},
}
_PART_FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "therapy": ("intervention", "therapy", "comparator"),
    "procedure": ("intervention", "therapy", "comparator"),
    "disease": ("disease",),
    "outcome": ("outcome",),
}


@dataclass(frozen=True, slots=True)
class Hit:
    """How a claim meets one slot."""

    relation: Relation
    place: Place

    @property
    def weight(self) -> float:
        """Relation times place."""
        return weight("relation", self.relation) * weight("place", self.place)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """A claim with its score; `parts` tell how the score came about."""

    claim: Claim
    hits: tuple[Hit, ...]
    score: float
    parts: Mapping[str, float]


@cache
def _weights() -> dict[tuple[str, str], float]:
    return {(row["part"], row["value"]): float(row["weight"]) for row in rows("weights")} | dict(
        worth.weights()
    )


def weight(part: str, value: str) -> float:
    """A number of `weights.tsv`, or of what claims are worth."""
    return _weights()[part, value]


def meets(
    slot: Slot,
    claim: Claim,
    mentioned: Collection[str],
    vocabulary: Vocabulary,
    *,
    markers: Sequence[Properties] = (),
) -> Hit | None:
    """The best way in which a claim meets a slot; `mentioned` are the concepts that its document names, `markers`
    the biomarkers.
    """
    if slot.markers:
        any_marker = (
            _meets_marker(slot, marker, claim, mentioned, vocabulary, markers) for marker in slot.markers
        )
        return max(filter(None, any_marker), key=lambda hit: hit.weight, default=None)
    found = [
        Hit(relation, _side(slot, field))
        for field in _fields(slot)
        if (relation := relation_of(slot, claim.ids(field))) is not None
    ]
    if slot.kind == "disease" and all(hit.relation == "broader" for hit in found):
        found += [Hit(relation, "study")] if (relation := _of_study(slot, claim, mentioned)) else []
    if found:
        return max(found, key=lambda hit: hit.weight)
    others = any(claim.ids(field) for field in _fields(slot))
    if slot.kind == "disease":
        others = not claim.ids("disease") <= slot.above
    found_elsewhere = _elsewhere(slot, claim, mentioned, vocabulary, others=others)
    return Hit("same", "absent") if found_elsewhere is None and slot.is_soft else found_elsewhere


def _fields(slot: Slot) -> tuple[str, ...]:
    """The parts of a claim that may name a slot; what was given earlier is none of them."""
    return () if slot.side == "earlier" else _PART_FIELDS.get(slot.kind, ())


def _of_study(slot: Slot, claim: Claim, mentioned: Collection[str]) -> Relation | None:
    """The relation of the study's disease, where the claim names no other. One told in a wider word is the one asked
    for if the document names that too.
    """
    if not claim.ids("disease") <= slot.above:
        return None
    told = {str(id) for id in claim.document.get("studyDisease", ())} | claim.ids("disease")
    relation = relation_of(slot, told)
    if relation in (None, "broader") and told and told <= slot.above:
        relation = relation_of(slot, mentioned)
    return None if relation == "broader" else relation


def _meets_marker(
    slot: Slot,
    marker: Marker,
    claim: Claim,
    mentioned: Collection[str],
    vocabulary: Vocabulary,
    markers: Sequence[Properties],
) -> Hit | None:
    found = [
        Hit(hit, "own")
        for item in claim.biomarkers
        if (hit := biomarker_relation(slot, marker, item)) is not None
    ]
    if found:
        return max(found, key=lambda hit: hit.weight)
    if marker.alterations:
        told = any(stands_in(item.text, claim.text("quote") or "") for item in marker.alterations)
        named = not marker.genes or relation_of(slot, mentioned) is not None
        if told and named:
            return Hit("same", "others" if claim.biomarkers else "quote")
        return None if claim.is_association else _of_population(slot, marker, claim, markers)
    return _elsewhere(slot, claim, mentioned, vocabulary, others=bool(claim.biomarkers))


def _of_population(slot: Slot, marker: Marker, claim: Claim, markers: Sequence[Properties]) -> Hit | None:
    """A finding names no marker; that of its patients stands in the title, or elsewhere in the document."""
    found = [relation for item in markers if (relation := biomarker_relation(slot, marker, item))]
    if not found:
        return None
    title = str(first(claim.document, "dcterms:title") or "")
    in_title = any(stands_in(item.text, title) for item in marker.alterations)
    return Hit(min(found, key=RELATIONS.index), "title" if in_title else "document")


def _elsewhere(
    slot: Slot, claim: Claim, mentioned: Collection[str], vocabulary: Vocabulary, *, others: bool
) -> Hit | None:
    """What no part of the claim names, its words or its document may. A claim whose part is filled by
    `others` is about these: the document's naming the one asked for does not count then, and the claim's
    own words count little.
    """
    relation = relation_of(slot, mentioned)
    if relation == "broader":
        # Naming a wider thing somewhere says nothing of the one asked for.
        relation = None
    if relation is None:
        return (
            Hit("same", "unstated")
            if slot.kind == "disease" and not others and claim.names_no_disease
            else None
        )
    names = names_of((id for id in mentioned if id in slot.relations), vocabulary)
    words = _words_on_others(slot, claim)
    quoted = any(stands_in(name, words) for name in names)
    if others:
        return Hit(relation, "others") if quoted else None
    if quoted:
        return Hit(relation, "quote")
    # A finding has an outcome of its own, whatever else its document measures.
    is_of_another = slot.kind == "outcome" and not claim.is_association
    return None if is_of_another or _is_beside_the_title(slot, names, claim) else Hit(relation, "document")


def _words_on_others(slot: Slot, claim: Claim) -> str:
    """A claim's words; where an outcome is sought, without longer names that hold the name of another."""
    quote = claim.text("quote") or ""
    return _EVENT_FREE.sub(" ", quote) if slot.kind == "outcome" else quote


def _is_beside_the_title(slot: Slot, names: Iterable[str], claim: Claim) -> bool:
    """A finding that names no treatment is on the one that the title names, not on each that its document mentions."""
    title = str(first(claim.document, "dcterms:title") or "")
    is_treatment = slot.kind in TREATMENTS and slot.side != "earlier"
    return is_treatment and bool(title) and not any(stands_in(name, title) for name in names)


def biomarker_relation(slot: Slot, marker: Marker, item: Properties) -> Relation | None:
    """The relation of a biomarker found to one of the markers that a slot asks for."""
    genes = {str(value) for value in item.get("gene", ())}
    is_marker_asked = len(slot.markers) == 1 or not genes.isdisjoint(gene.id for gene in marker.genes)
    gene = relation_of(slot, genes) if is_marker_asked else None
    if not marker.alterations or (gene is None and marker.genes):
        return gene
    altered = _alteration_relation(marker, item)
    return None if altered is None else max((altered, gene or "same"), key=RELATIONS.index)


def _alteration_relation(marker: Marker, item: Properties) -> Relation | None:
    name, hgvs_p, type = (_text(item, key) for key in ("variantName", "hgvsP", "variantType"))
    if len(marker.genes) > 1 and "::" in (name or ""):
        partners = set((name or "").split()[0].split("::"))
        return "same" if {gene.label for gene in marker.genes} <= partners else None
    found = {
        alterations.matches(asked, name=name or "", hgvs_p=hgvs_p, type=type) for asked in marker.alterations
    }
    if "exact" in found:
        # "NTRK3 fusion" is all that is known of a fusion whose partner was asked for.
        return "broader" if len(marker.genes) > 1 else "same"
    return "narrower" if "narrower" in found else "broader" if "broader" in found else None


def _text(item: Properties, name: str) -> str | None:
    value = first(item, name)
    return None if value is None else str(value)


def relation_of(slot: Slot, ids: Collection[str]) -> Relation | None:
    """The strongest relation that any of some concepts has to what is asked."""
    found = [slot.relations[id] for id in ids if id in slot.relations]
    if any(whole <= set(ids) for whole in slot.wholes):
        found.append("member")
    return min(found, key=RELATIONS.index, default=None)


def _side(slot: Slot, field: str) -> Place:
    if slot.kind not in TREATMENTS:
        return "own"
    reported = "comparator" if field == "comparator" else "treatment"
    if slot.side == "any":
        return "comparator" if reported == "comparator" else "own"
    return "own" if slot.side == reported else "swapped"


def names_of(ids: Iterable[str], vocabulary: Vocabulary) -> list[str]:
    """All names of some concepts."""
    concepts = [concept for id in ids if (concept := vocabulary.get(id))]
    return [
        name.rstrip("?")
        for concept in concepts
        for name in (concept.label, *concept.synonyms, *concept.abbreviations)
    ]


def stands_in(name: str, text: str) -> bool:
    """Whether a name stands in a text as words of their own, in whatever case.

    >>> stands_in("met", "MET amplification"), stands_in("met", "was met_ by"), stands_in("c-Met", "(c-MET)")
    (True, False, True)
    """
    return next(places(name.lower(), text.lower()), None) is not None


def places(name: str, text: str) -> Iterator[tuple[int, int]]:
    """Where a name stands so in a text, both in lower case. Thousands of names are sought for one question: no
    patterns.
    """
    start = text.find(name)
    while start >= 0:
        end = start + len(name)
        if not (_is_word(text[start - 1 : start]) or _is_word(text[end : end + 1])):
            yield start, end
        start = text.find(name, start + 1)


def _is_word(character: str) -> bool:
    return character.isalnum() or character == "_"


def agreement(facets: Facets, claim: Claim, *, is_turned: bool = False) -> float | None:
    """How the kind of claim agrees with the kind asked for; None rules the claim out. `is_turned` tells that the
    treatment asked for is what the claim compares with.
    """
    if facets.evidence_type and not _is_of_type(facets.evidence_type, claim):
        return None
    if not facets.significance:
        return _denial(claim, is_turned=is_turned) if facets.direction == "does_not_support" else 1.0
    if not claim.is_association:
        return _finding_agreement(facets, claim)
    told = claim.text("claimSignificance") or "unknown"
    supports = claim.text("claimDirection") != "does_not_support"
    negated = facets.direction == "does_not_support"
    if told in facets.significance:
        return weight("claim", "agrees" if supports is not negated else "contrary")
    if any(told in _RELATED.get(asked, ()) for asked in facets.significance):
        return weight("claim", "related") if supports is not negated else None
    if any(told in _OPPOSITE.get(asked, ()) for asked in facets.significance) and supports is negated:
        return weight("claim", "related")
    return None


def _denial(claim: Claim, *, is_turned: bool) -> float:
    """How a claim agrees with a question that denies ("no benefit"): one that found a benefit is contrary."""
    way = way_of(claim)
    if way in ("no difference", "for" if is_turned else "against"):
        return weight("claim", "agrees")
    return weight("claim", "contrary" if way in ("for", "against") else "open")


def way_of(claim: Claim) -> Way:
    """Which way a claim went, for its intervention against its comparator."""
    if claim.is_association:
        return association_way(
            significance=claim.text("claimSignificance"), direction=claim.text("claimDirection")
        )
    return finding_way(
        kind=claim.text("kind"),
        favors=claim.text("favors"),
        significance=claim.text("significance"),
        direction=claim.text("direction"),
    )


def is_turned(slots: Sequence[Slot], hits: Sequence[Hit | None]) -> bool:
    """Whether the treatment asked for is what a study compared with."""
    places = {
        hit.place
        for slot, hit in zip(slots, hits, strict=True)
        if hit is not None and slot.kind in TREATMENTS
    }
    return "own" not in places and not places.isdisjoint(("comparator", "swapped"))


def contradicts(facets: Facets, claim: Claim) -> bool:
    """Whether a molecular claim says the opposite of what was asked for ("resistance": it tells of sensitivity)."""
    if (
        not claim.is_association
        or not facets.significance
        or claim.text("claimDirection") == "does_not_support"
    ):
        return False
    told = claim.text("claimSignificance")
    return any(told in _OPPOSITE.get(asked, ()) for asked in facets.significance)


def _is_of_type(evidence_type: str, claim: Claim) -> bool:
    """A comparison of treatments may bear on what predicts their effect; on prognosis or diagnosis it does not."""
    if claim.is_association:
        return claim.text("evidenceType") == evidence_type
    return evidence_type == "predictive" or claim.text("kind") == "association"


def _finding_agreement(facets: Facets, claim: Claim) -> float | None:
    """A finding tells of response where a treatment's effect was measured (and of none where there was no effect); of
    resistance and prognosis it does not, unless it compares by a marker, which is an association's business.
    """
    answering = ("comparator", "neither") if facets.direction == "does_not_support" else ("intervention",)
    if "sensitivity" in facets.significance and claim.text("favors") in (*answering, None):
        return weight("claim", "open")
    if facets.significance & {"poor_outcome", "better_outcome"} and claim.text("kind") == "association":
        return weight("claim", "open")
    return None


def score(claim: Claim, hits: tuple[Hit, ...], agreed: float, missing_words: int, *, newest: int) -> Scored:
    """The score of a claim that meets all slots."""
    match = math.prod(hit.weight for hit in hits) * agreed * weight("place", "absent") ** missing_words
    quality = _qualities(claim, newest)
    share = weight("quality", "share")
    total = (1 - share) * match + share * sum(quality.values())
    return Scored(claim=claim, hits=hits, score=round(total, 4), parts={"match": round(match, 4), **quality})


def level_of(document: Properties) -> str | None:
    """The level of evidence of a document's study."""
    value = first(document, "levelOfEvidence")
    return None if value is None else str(value)


def _qualities(claim: Claim, newest: int) -> dict[str, float]:
    """What a claim is worth, and how recent it is beside the newest candidate."""
    patients, confidence = first(claim.document, "patients"), first(claim.properties, "confidence")
    year = first(claim.document, "year")
    recency = max(0.0, min(1.0, 1 - (newest - float(year)) / _FULL_YEARS)) if year else 0.0
    return {
        **worth.qualities(
            role=claim.text("role"),
            level=level_of(claim.document),
            significance=claim.text("significance"),
            patients=None if patients is None else float(patients),
            confidence=None if confidence is None else float(confidence),
        ),
        "recency": weight("quality", "recency") * recency,
    }
