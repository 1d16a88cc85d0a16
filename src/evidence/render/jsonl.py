"""The contract of `evidence extract`: one JSON object a document (design section 5; schema `evidence/1`).

Absent values are null, never missing; offsets are code points into `document.text`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, Final

from evidence.document import Document, Table
from evidence.records import (
    Association,
    Biomarker,
    Extraction,
    Finding,
    Ledger,
    Mention,
    Statistic,
    Study,
    Variant,
)
from evidence.vocabulary import Concept

SCHEMA: Final = "evidence/1"

# What it writes is built here, and holds no circles.
_ENCODER: Final = json.JSONEncoder(
    ensure_ascii=False, separators=(",", ":"), allow_nan=False, check_circular=False
)

Json = dict[str, Any]


def line(extraction: Extraction) -> str:
    """One line without its end; equal extractions give equal lines."""
    return _ENCODER.encode(extraction_object(extraction))


def extraction_object(extraction: Extraction) -> Json:
    """The whole line as plain dictionaries and lists."""
    text = extraction.document.text
    return {
        "schema": SCHEMA,
        "document": document_object(extraction.document),
        "study": None if extraction.study is None else study_object(extraction.study),
        "mentions": [_mention(mention) for mention in extraction.mentions],
        "statistics": [_statistic(statistic) for statistic in extraction.statistics],
        "findings": [_finding(finding) for finding in extraction.findings],
        "associations": [_association(association) for association in extraction.associations],
        "discrepancies": [
            {
                "check": item.check,
                "severity": item.severity,
                "message": item.message,
                "spans": [_span(*span) for span in item.spans],
            }
            for item in extraction.discrepancies
        ],
        "ledger": None if extraction.ledger is None else _ledger(extraction.ledger, text),
    }


def document_object(document: Document) -> Json:
    """Identity, citation metadata, text and its parts."""
    source = document.source
    return {
        "id": document.id,
        "form": document.form,
        "source": {
            "uri": source.uri,
            "media_type": source.media_type,
            "format": source.format,
            "sha256": source.sha256,
        },
        "title": document.title,
        "authors": list(document.authors),
        "journal": document.journal,
        "year": document.year,
        "date": document.date,
        "volume": document.volume,
        "issue": document.issue,
        "pages": document.pages,
        "doi": document.doi,
        "pmid": document.pmid,
        "pmcid": document.pmcid,
        "url": document.url,
        "publication_types": list(document.publication_types),
        "keywords": list(document.keywords),
        "language": document.language,
        "relations": [{"type": relation.type, "target": relation.target} for relation in document.relations],
        "text": document.text,
        "sections": [
            {"role": part.role, "heading": part.heading, "start": part.start, "end": part.end}
            for part in document.sections
        ],
        "tables": [_table(table) for table in document.tables],
        "references": [
            {"number": entry.number, "text": entry.text, "doi": entry.doi, "pmid": entry.pmid}
            for entry in document.references
        ],
    }


def _table(table: Table) -> Json:
    """A table's spans, and its cells by their place in the grid (both from 0)."""
    return {
        "label": table.label,
        "start": table.start,
        "end": table.end,
        "caption": _place(table.caption),
        "notes": _place(table.notes),
        "cells": [
            {
                "row": cell.row,
                "column": cell.column,
                "rows": cell.rows,
                "columns": cell.columns,
                "header": cell.header,
                "start": cell.start,
                "end": cell.end,
            }
            for cell in table.cells
        ],
    }


def _place(span: tuple[int, int] | None) -> Json | None:
    return None if span is None else {"start": span[0], "end": span[1]}


def concept_object(concept: Concept) -> Json:
    """A concept as the contract has it: id, label and mappings."""
    return {"id": concept.id, "label": concept.label, "xrefs": list(concept.xrefs)}


def study_object(study: Study) -> Json:
    """What was done; `level_derived` tells that no author stated the level."""
    endpoint = study.primary_endpoint
    return {
        "design": study.design,
        "phase": study.phase,
        "n": study.n,
        "registry_ids": list(study.registry_ids),
        "level_of_evidence": study.level_of_evidence,
        "level_derived": study.level_derived,
        "diseases": _concepts(study.diseases),
        "arms": [
            {
                "name": arm.name,
                "concepts": _concepts(arm.concepts),
                "n": arm.n,
                "start": arm.start,
                "end": arm.end,
            }
            for arm in study.arms
        ],
        "primary_endpoint": None if endpoint is None else {"outcome": endpoint.outcome, "met": endpoint.met},
    }


def _mention(mention: Mention) -> Json:
    return {
        "start": mention.start,
        "end": mention.end,
        "text": mention.text,
        "kind": mention.kind,
        "concept": _optional(mention.concept),
        "negated": mention.negated,
        "variant": None if mention.variant is None else _variant(mention.variant),
    }


def _variant(variant: Variant) -> Json:
    return {
        "gene": variant.gene,
        "gene_id": variant.gene_id,
        "hgvs_p": variant.hgvs_p,
        "hgvs_c": variant.hgvs_c,
        "type": variant.type,
        "name": variant.name,
    }


def _statistic(statistic: Statistic) -> Json:
    return {
        "id": statistic.id,
        "type": statistic.type,
        "start": statistic.start,
        "end": statistic.end,
        "text": statistic.text,
        "operator": statistic.operator,
        "value": statistic.value,
        "unit": statistic.unit,
        "ci_lower": statistic.ci_lower,
        "ci_upper": statistic.ci_upper,
        "ci_level": statistic.ci_level,
        "numerator": statistic.numerator,
        "denominator": statistic.denominator,
        "timepoint": statistic.timepoint,
        "arm": statistic.arm,
        "test": statistic.test,
    }


def _finding(finding: Finding) -> Json:
    return {
        "id": finding.id,
        "start": finding.start,
        "end": finding.end,
        "quote": finding.quote,
        "kind": finding.kind,
        "outcome": finding.outcome,
        "outcome_concept": _optional(finding.outcome_concept),
        "intervention": finding.intervention,
        "intervention_concepts": _concepts(finding.intervention_concepts),
        "comparator": finding.comparator,
        "comparator_concepts": _concepts(finding.comparator_concepts),
        "population": finding.population,
        "timepoint": finding.timepoint,
        "favors": finding.favors,
        "direction": finding.direction,
        "direction_basis": finding.direction_basis,
        "significance": finding.significance,
        "statistics": list(finding.statistics),
        "role": finding.role,
        "hedged": finding.hedged,
        "reference": finding.reference,
        "confidence": finding.confidence,
    }


def _association(association: Association) -> Json:
    return {
        "id": association.id,
        "start": association.start,
        "end": association.end,
        "quote": association.quote,
        "biomarkers": [_biomarker(biomarker) for biomarker in association.biomarkers],
        "disease": _optional(association.disease),
        "therapies": _concepts(association.therapies),
        "therapy_interaction": association.therapy_interaction,
        "evidence_type": association.evidence_type,
        "significance": association.significance,
        "direction": association.direction,
        "role": association.role,
        "hedged": association.hedged,
        "reference": association.reference,
        "confidence": association.confidence,
        "findings": list(association.findings),
    }


def _biomarker(biomarker: Biomarker) -> Json:
    return {
        "gene": biomarker.gene,
        "gene_id": biomarker.gene_id,
        "name": biomarker.name,
        "hgvs_p": biomarker.hgvs_p,
        "type": biomarker.type,
        "mention": _span(*biomarker.mention),
        "origin": biomarker.origin,
    }


def _ledger(ledger: Ledger, text: str) -> Json:
    return {
        "numerals": ledger.numerals,
        "explained": ledger.explained,
        "unexplained": [{**_span(start, end), "text": text[start:end]} for start, end in ledger.unexplained],
    }


def _concepts(concepts: Iterable[Concept]) -> list[Json]:
    return [concept_object(concept) for concept in concepts]


def _optional(concept: Concept | None) -> Json | None:
    return None if concept is None else concept_object(concept)


def _span(start: int, end: int) -> Json:
    return {"start": start, "end": end}
