"""Associations as statements of the GA4GH Variant Annotation Specification (VA-Spec 1.0), one JSON object each.

What a statement has no place for is kept in its extensions (quote, role, confidence, the words of the claim). A claim
that no proposition of the standard can hold is not bent until it fits: it is told as dropped, with the reason.
https://va-spec.ga4gh.org; propositions in `data/va_spec_propositions.tsv`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from evidence import __version__, tables
from evidence.document import Document, Reference
from evidence.namespaces import document_iri, expand
from evidence.records import Association, Biomarker, Extraction, Study
from evidence.vocabulary import Concept

_TABLE: Final = Path(__file__).parent.parent / "data" / "va_spec_propositions.tsv"
_DIRECTIONS: Final[Mapping[str, str]] = {"supports": "supports", "does_not_support": "disputes"}
# VA-Spec's TherapyGroup knows AND (all to one patient) and OR (one to each); "sequential" is kept in an extension.
_OPERATORS: Final[Mapping[str | None, str]] = {"combination": "AND", "sequential": "AND", "substitutes": "OR"}
_LEVELS: Final = "Oxford Centre for Evidence-based Medicine, Levels of Evidence"

_Object = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Dropped:
    """A claim that the standard has no place for."""

    document: str
    record: str
    reason: str

    def __str__(self) -> str:
        return f"{self.document} {self.record}: {self.reason}"


def statements(extraction: Extraction) -> Iterator[_Object | Dropped]:
    """A statement for every association, in order, or why there is none."""
    for association in extraction.associations:
        rule = _rule(association)
        reason = _unfit(association, rule)
        if rule is None or reason:
            yield Dropped(extraction.document.id, association.id, reason)
        else:
            yield _statement(extraction, association, rule)


def line(statement: _Object) -> str:
    """A statement as one line of JSON; absent values are left out, as the schema asks."""
    return json.dumps(statement, ensure_ascii=False)


@cache
def _rules() -> Mapping[tuple[str, str], Mapping[str, str]]:
    return {(row["evidence_type"], row["significance"]): row for row in tables.rows(_TABLE)}


def _rule(association: Association) -> Mapping[str, str] | None:
    return _rules().get((association.evidence_type, association.significance))


def _unfit(association: Association, rule: Mapping[str, str] | None) -> str:
    """Why the claim cannot be a statement, or ""."""
    if rule is None:
        return f"no proposition for {association.evidence_type} claims of {association.significance}"
    needs = rule["needs"].split("|")
    if "disease" in needs and association.disease is None:
        return "no disease, which the proposition requires"
    if "therapies" in needs and not association.therapies:
        return "no therapy, which the proposition requires"
    if len(association.therapies) > 1 and association.therapy_interaction not in _OPERATORS:
        return "several therapies, and it is not known whether together or each alone"
    if "gene" in needs and len(_genes(association.biomarkers)) != 1:
        return "not one gene, whose function the proposition is about"
    return ""


def _statement(extraction: Extraction, item: Association, rule: Mapping[str, str]) -> _Object:
    document = extraction.document
    return _present(
        {
            "id": f"{document_iri(document.id)}#{item.id}",
            "type": "Statement",
            "description": item.quote,
            "proposition": _proposition(item, rule),
            "direction": _DIRECTIONS[item.direction],
            "strength": _strength(extraction.study),
            "contributions": [_contribution(document)],
            "reportedIn": list(_reports(document, item)),
            "extensions": [
                _extension("quote", {"start": item.start, "end": item.end, "exact": item.quote}),
                _extension("role", item.role),
                _extension("significance", item.significance),
                _extension("extractionConfidence", item.confidence),
                _extension("hedged", item.hedged),
                *(
                    [_extension("therapyInteraction", item.therapy_interaction)]
                    * bool(item.therapy_interaction)
                ),
                *_level_extension(extraction.study),
            ],
        }
    )


def _proposition(item: Association, rule: Mapping[str, str]) -> _Object:
    genes = _genes(item.biomarkers)
    proposition: _Object = {
        "type": rule["type"],
        "subjectVariant": _variant(item.biomarkers),
        "predicate": rule["predicate"],
    }
    if rule["object"] == "objectTherapeutic":
        proposition["objectTherapeutic"] = _therapeutic(item)
        proposition["conditionQualifier"] = _disease(item)
    elif rule["object"] == "objectSequenceFeature":
        return proposition | {"objectSequenceFeature": genes[0]}
    else:
        proposition[rule["object"]] = _disease(item)
    if len(genes) == 1:
        proposition["geneContextQualifier"] = genes[0]
    return proposition


def _disease(item: Association) -> _Object:
    if item.disease is None:
        raise ValueError(f"{item.id} has no disease")
    return _concept(item.disease, "Disease")


def _therapeutic(item: Association) -> _Object:
    therapies = [_concept(therapy, "Therapy") for therapy in item.therapies]
    if len(therapies) == 1:
        return therapies[0]
    return {"therapies": therapies, "membershipOperator": _OPERATORS[item.therapy_interaction]}


def _variant(biomarkers: Sequence[Biomarker]) -> _Object:
    """A categorical variant (Cat-VRS 1.0) under its name; its alterations, each in full, in an extension."""
    return {
        "type": "CategoricalVariant",
        "name": " and ".join(_name(biomarker) for biomarker in biomarkers),
        "extensions": [
            _extension(
                "biomarkers",
                [
                    _present(
                        {
                            "gene": biomarker.gene,
                            "geneId": biomarker.gene_id,
                            "name": biomarker.name,
                            "hgvsP": biomarker.hgvs_p,
                            "type": biomarker.type,
                        }
                    )
                    for biomarker in biomarkers
                ],
            )
        ],
    }


def _name(biomarker: Biomarker) -> str:
    if biomarker.gene is None or biomarker.name.startswith(biomarker.gene):
        return biomarker.name
    return f"{biomarker.gene} {biomarker.name}"


def _genes(biomarkers: Sequence[Biomarker]) -> list[_Object]:
    found = dict.fromkeys((item.gene_id, item.gene) for item in biomarkers if item.gene_id and item.gene)
    return [_coded("Gene", id, symbol) for id, symbol in found if id and symbol]


def _concept(concept: Concept, type: str) -> _Object:
    mappings = [{"coding": _coding(id), "relation": "exactMatch"} for id in concept.xrefs]
    return _coded(type, concept.id, concept.label) | ({"mappings": mappings} if mappings else {})


def _coded(type: str, id: str, label: str) -> _Object:
    return {"conceptType": type, "name": label, "primaryCoding": _coding(id, label)}


def _coding(id: str, label: str | None = None) -> _Object:
    """A CURIE as a coding: its namespace is the system, the part after the colon the code."""
    _, _, local = id.partition(":")
    iri = expand(id)
    coding = {"system": iri.removesuffix(local) or iri, "code": local, "iris": [iri], "name": label}
    return _present(coding)


def _strength(study: Study | None) -> _Object | None:
    level = study.level_of_evidence if study else None
    if level is None:
        return None
    return {"name": f"level {level}", "primaryCoding": {"system": _LEVELS, "code": level}}


def _level_extension(study: Study | None) -> list[_Object]:
    stated = study is not None and study.level_of_evidence is not None
    return [_extension("levelDerived", study.level_derived)] if stated and study is not None else []


def _contribution(document: Document) -> _Object:
    if document.form == "curated":
        agent = {"type": "Agent", "name": document.source.format, "agentType": "organization"}
        return {"type": "Contribution", "contributor": agent, "activityType": "curation"}
    agent = {"type": "Agent", "name": f"evidence {__version__}", "agentType": "software"}
    return {"type": "Contribution", "contributor": agent, "activityType": "extraction"}


def _reports(document: Document, item: Association) -> Iterator[_Object]:
    """The document that says it, and the work that it says it of."""
    yield _present(
        {
            "id": document_iri(document.id),
            "type": "Document",
            "documentType": document.form,
            "title": document.title,
            "doi": document.doi,
            "pmid": document.pmid,
            "urls": [document.url] if document.url else None,
        }
    )
    if item.reference is not None:
        for reference in document.references:
            if reference.number == item.reference:
                yield _cited(reference)
                return


def _cited(reference: Reference) -> _Object:
    named = {"type": "Document", "documentType": "cited work", "name": reference.text}
    return _present(named | {"doi": reference.doi, "pmid": reference.pmid})


def _extension(name: str, value: Any) -> _Object:
    return {"name": name, "value": value}


def _present(values: _Object) -> _Object:
    return {key: value for key, value in values.items() if value is not None}
