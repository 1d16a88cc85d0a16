"""Rows of an answer: one finding or association each, with every document of its study that tells it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from evidence.namespaces import EV
from evidence.query.claims import Claim, Properties, Value, first
from evidence.query.ranking import Hit, Scored, level_of, way_of
from evidence.query.verdicts import is_of_subgroup
from evidence.vocabulary import Concept, Vocabulary
from evidence.ways import Way

if TYPE_CHECKING:
    from evidence.query.mentions import Mention

# Bare or prefixed property -> key of the row's statistics, in the contract's order.
_STATISTIC_KEYS: Final = {
    "recordId": "id",
    "quote": "text",
    "operator": "operator",
    "value": "value",
    "unit": "unit",
    "ciLower": "ci_lower",
    "ciUpper": "ci_upper",
    "ciLevel": "ci_level",
    "numerator": "numerator",
    "denominator": "denominator",
    "timepoint": "timepoint",
    "armText": "arm",
}
# The kind and role of a row that is no claim.
MENTION: Final = "mention"
CITED: Final = "cited"
_JOINTS: Final = {"combination": " + ", "sequential": ", then ", "substitutes": " or "}


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """One place that tells a row's claim: document, record and span, with what is needed to cite it."""

    document: str
    record: str
    start: int
    end: int
    role: str
    quote: str
    title: str | None
    authors: str | None
    journal: str | None
    year: int | None
    doi: str | None
    pmid: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One finding or association (design section 5). `origins` is best first; the row's own words are the
    first's.

    `way` tells for or against the intervention (`evidence.ways`). `significance` and `direction` are those of a
    finding, or CIViC's words of an association. `conflicts` are the ids of documents of other studies that claim the
    opposite of the same proposition, `corrections` the notices of errata about the work. A row of kind "mention" is no
    claim: its document names what was asked for, and nothing more is known of it.
    """

    kind: str
    study: str
    score: float
    score_parts: Mapping[str, float]
    matched: tuple[Mapping[str, str], ...]
    proposition: str = ""
    treatment: str | None = None
    treatment_concepts: tuple[Concept, ...] = ()
    comparator: str | None = None
    comparator_concepts: tuple[Concept, ...] = ()
    outcome: str | None = None
    outcome_concept: Concept | None = None
    biomarkers: tuple[Mapping[str, Value | None], ...] = ()
    diseases: tuple[Concept, ...] = ()
    population: str | None = None
    timepoint: str | None = None
    evidence_type: str | None = None
    significance: str | None = None
    direction: str | None = None
    favors: str | None = None
    way: Way = "unclear"
    subgroup: bool = False
    therapy_interaction: str | None = None
    statistics: tuple[Mapping[str, Value | None], ...] = ()
    hedged: bool = False
    design: str | None = None
    phase: str | None = None
    n: int | None = None
    level: str | None = None
    level_derived: bool = False
    origins: tuple[Origin, ...]
    conflicts: tuple[str, ...] = ()
    corrections: tuple[str, ...] = ()

    @property
    def document(self) -> str:
        """The id of the document whose words the row shows."""
        return self.origins[0].document

    @property
    def quote(self) -> str:
        """The words that carry the claim."""
        return self.origins[0].quote

    @property
    def role(self) -> str:
        """Whose word it is."""
        return self.origins[0].role

    @property
    def year(self) -> int | None:
        """The year of publication."""
        return self.origins[0].year


def group(scored: Iterable[Scored]) -> list[list[Scored]]:
    """Claims that are one claim of one study told again (abstract, full text, conclusion) come together.

    Told again: the same proposition and the same way it went, and figures of which one telling's are among
    the other's. Within one document, population and time point must agree as well. Groups are in the order of
    their best claim.
    """
    groups: list[list[Scored]] = []
    places: dict[tuple[str | None, ...], list[int]] = {}
    for item in scored:
        claim = item.claim
        keys = (
            "study",
            "proposition",
            "direction",
            "favors",
            "significance",
            "claimSignificance",
            "claimDirection",
        )
        place = places.setdefault(tuple(claim.text(key) for key in keys), [])
        for index in place:
            if all(_told_again(claim, other.claim) for other in groups[index]):
                groups[index].append(item)
                break
        else:
            place.append(len(groups))
            groups.append([item])
    return groups


def _told_again(one: Claim, other: Claim) -> bool:
    if one.document_id == other.document_id and (
        one.text("population") != other.text("population") or one.text("timepoint") != other.text("timepoint")
    ):
        return False
    mine, yours = _figures(one), _figures(other)
    return mine <= yours or yours <= mine


def _figures(claim: Claim) -> set[tuple[Value | None, ...]]:
    return {
        (first(item, "value"), first(item, "ciLower"), first(item, "ciUpper")) for item in claim.statistics
    }


def row(
    members: Sequence[Scored],
    slots: Sequence[str],
    vocabulary: Vocabulary,
) -> Row:
    """The row of a group; all but the origins is the best claim's."""
    best = members[0]
    claim = best.claim
    therapies = _concepts(claim, "therapy", vocabulary) or _concepts(claim, "intervention", vocabulary)
    comparators = _concepts(claim, "comparator", vocabulary)
    outcomes = _concepts(claim, "outcome", vocabulary)
    return Row(
        kind=claim.text("kind") or "association",
        proposition=claim.text("proposition") or "",
        study=claim.text("study") or "",
        treatment=claim.text("interventionText") or _joined(therapies, claim.text("therapyInteraction")),
        treatment_concepts=therapies,
        comparator=claim.text("comparatorText") or _joined(comparators, None),
        comparator_concepts=comparators,
        outcome=claim.text("outcomeText"),
        outcome_concept=outcomes[0] if outcomes else None,
        biomarkers=tuple(_biomarker(item) for item in claim.biomarkers),
        diseases=_concepts(claim, "disease", vocabulary),
        population=claim.text("population"),
        timepoint=claim.text("timepoint"),
        evidence_type=claim.text("evidenceType"),
        significance=claim.text("claimSignificance") or claim.text("significance"),
        direction=claim.text("claimDirection") or claim.text("direction"),
        favors=claim.text("favors"),
        way=way_of(claim),
        subgroup=is_of_subgroup(claim),
        therapy_interaction=claim.text("therapyInteraction"),
        statistics=_statistics(claim),
        hedged=bool(first(claim.properties, "hedged")),
        score=best.score,
        score_parts=best.parts,
        matched=_matched(slots, best.hits),
        origins=tuple(_origin(item.claim.document, item.claim) for item in members),
        # What is only cited was found by another study, of which no more is told.
        **(_study(claim.document) if claim.text("role") != CITED else {}),
    )


def mention_row(item: Mention, slots: Sequence[str]) -> Row:
    """The row of a document that only names what was asked for."""
    origin = _origin(item.document, None)
    return Row(
        kind=MENTION,
        study=_text(item.document, "study") or "",
        score=item.score,
        score_parts=item.parts,
        matched=_matched(slots, item.hits),
        origins=(replace(origin, start=item.start, end=item.end, quote=item.quote, role=MENTION),),
        **_study(item.document),
    )


def _study(document: Properties) -> dict[str, Any]:
    """What a document tells of its study."""
    phase, patients = first(document, "phase"), first(document, "patients")
    return {
        "design": _text(document, "design"),
        "phase": None if phase is None else str(phase),
        "n": None if patients is None else int(patients),
        "level": level_of(document),
        "level_derived": bool(first(document, "levelDerived")),
    }


def _matched(slots: Sequence[str], hits: Sequence[Hit]) -> tuple[dict[str, str], ...]:
    return tuple(
        {"asked": text, "relation": hit.relation, "place": hit.place}
        for text, hit in zip(slots, hits, strict=True)
    )


def _origin(document: Properties, claim: Claim | None) -> Origin:
    """The place in a document that tells a claim; without one, the document alone."""
    year = first(document, "year")
    told = {} if claim is None else claim.properties
    return Origin(
        document=str(document["dcterms:identifier"][0]),
        record=_text(told, "recordId") or "",
        start=int(first(told, "start") or 0),
        end=int(first(told, "end") or 0),
        role=_text(told, "role") or "",
        quote=_text(told, "quote") or "",
        title=_text(document, "dcterms:title"),
        authors=_text(document, "authors"),
        journal=_text(document, "journal"),
        year=None if year is None else int(year),
        doi=_text(document, "bibo:doi"),
        pmid=_text(document, "pmid"),
    )


def _statistics(claim: Claim) -> tuple[dict[str, Value | None], ...]:
    objects = [
        {"type": _type(item), **{key: first(item, name) for name, key in _STATISTIC_KEYS.items()}}
        for item in claim.statistics
    ]
    return tuple(sorted(objects, key=lambda item: _natural(str(item["id"]))))


def _type(item: Properties) -> str | None:
    """`hazard_ratio` of `ev:HazardRatio`."""
    names = [str(value)[len(EV) :] for value in item.get("rdf:type", ()) if str(value).startswith(EV)]
    special = [name for name in names if name != "Statistic"]
    if not special:
        return None
    return "".join(f"_{c.lower()}" if c.isupper() else c for c in special[0]).lstrip("_")


def _natural(id: str) -> tuple[str, int]:
    digits = "".join(c for c in id if c.isdigit())
    return id.rstrip("0123456789"), int(digits or 0)


def _biomarker(item: Properties) -> dict[str, Value | None]:
    keys = {
        "geneSymbol": "gene",
        "gene": "gene_id",
        "variantName": "name",
        "hgvsP": "hgvs_p",
        "variantType": "type",
        "rdfs:label": "label",
    }
    return {key: first(item, name) for name, key in keys.items()}


def _concepts(claim: Claim, name: str, vocabulary: Vocabulary) -> tuple[Concept, ...]:
    known = (vocabulary.get(str(id)) or _unknown(str(id)) for id in claim.properties.get(name, ()))
    return tuple(sorted(known, key=lambda concept: concept.label))


def _unknown(id: str) -> Concept:
    """A concept that the vocabulary in use no longer has."""
    return Concept(id=id, label=id, kind="unknown")


def _joined(concepts: Sequence[Concept], interaction: str | None) -> str | None:
    return _JOINTS.get(interaction or "", ", ").join(concept.label for concept in concepts) or None


def _text(properties: Properties, name: str) -> str | None:
    value = first(properties, name)
    return None if value is None else str(value)


def concept(item: Concept) -> dict[str, Any]:
    """A concept as the contract has it."""
    return {"id": item.id, "label": item.label, "xrefs": list(item.xrefs)}


def plain(item: Row) -> dict[str, Any]:
    """A row as the contract's JSON object (design section 5), with more beside."""
    origin = item.origins[0]
    return {
        "document": item.document,
        "record": origin.record,
        "study": {"id": item.study, "design": item.design, "phase": item.phase, "n": item.n},
        "kind": item.kind,
        "treatment": item.treatment,
        "treatment_concepts": [concept(each) for each in item.treatment_concepts],
        "comparator": item.comparator,
        "comparator_concepts": [concept(each) for each in item.comparator_concepts],
        "outcome": item.outcome,
        "outcome_concept": concept(item.outcome_concept) if item.outcome_concept else None,
        "biomarkers": [dict(each) for each in item.biomarkers],
        "disease": concept(item.diseases[0]) if item.diseases else None,
        "diseases": [concept(each) for each in item.diseases],
        "population": item.population,
        "timepoint": item.timepoint,
        "evidence_type": item.evidence_type,
        "significance": item.significance,
        "direction": item.direction,
        "favors": item.favors,
        "way": item.way,
        "subgroup": item.subgroup,
        "therapy_interaction": item.therapy_interaction,
        "statistics": [dict(each) for each in item.statistics],
        "role": item.role,
        "hedged": item.hedged,
        "quote": item.quote,
        "level": item.level,
        "level_derived": item.level_derived,
        "score": item.score,
        "score_parts": dict(item.score_parts),
        "matched": [dict(each) for each in item.matched],
        "conflicts": list(item.conflicts),
        "corrections": list(item.corrections),
        "sources": [
            {
                "document": each.document,
                "record": each.record,
                "start": each.start,
                "end": each.end,
                "role": each.role,
                "quote": each.quote,
                "title": each.title,
                "authors": each.authors.split("; ") if each.authors else [],
                "journal": each.journal,
                "year": each.year,
                "doi": each.doi,
                "pmid": each.pmid,
            }
            for each in item.origins
        ],
    }
