"""What of an extraction the graph keeps, and in which order its sets come back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from evidence.document import Section
from evidence.records import Arm, Association, Biomarker, Discrepancy, Extraction, Finding, Statistic, Study
from evidence.vocabulary import Concept


def canonical(extraction: Extraction) -> Extraction:
    """What of an extraction the graph keeps, in the order in which it comes back: what `from_quads` gives."""
    document = extraction.document
    ledger = extraction.ledger
    return replace(
        extraction,
        document=replace(
            document,
            publication_types=sorted_set(document.publication_types),
            keywords=sorted_set(document.keywords),
            relations=tuple(sorted(set(document.relations), key=lambda item: (item.type, item.target))),
            sections=tuple(sorted(document.sections, key=section_order)),
            citations=(),
            tables=(),
            other_sources=tuple(sorted(document.other_sources, key=lambda item: (item.uri, item.format))),
            segments=(),
        ),
        study=_canonical_study(extraction.study),
        mentions=(),
        statistics=tuple(sorted(extraction.statistics, key=record_order)),
        findings=tuple(sorted(map(_canonical_finding, extraction.findings), key=record_order)),
        associations=tuple(sorted(map(_canonical_association, extraction.associations), key=record_order)),
        discrepancies=tuple(
            sorted(
                (replace(item, spans=tuple(sorted(item.spans))) for item in extraction.discrepancies),
                key=discrepancy_order,
            )
        ),
        ledger=replace(ledger, unexplained=(), meanings=()) if ledger else None,
    )


def sorted_set(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(values)))


def sorted_concepts(concepts: Iterable[Concept]) -> tuple[Concept, ...]:
    return tuple(sorted(set(concepts), key=lambda concept: concept.id))


def id_order(id: str) -> tuple[int, str]:
    """f2 before f10."""
    return len(id), id


def record_order(record: Statistic | Finding | Association) -> tuple[int, str]:
    return id_order(record.id)


def section_order(section: Section) -> tuple[int, int, str, str]:
    return section.start, section.end, section.role, section.heading or ""


def arm_order(arm: Arm) -> tuple[int, int, str]:
    return arm.start, arm.end, arm.name


def biomarker_order(item: Biomarker) -> tuple[int, int, str, str]:
    return *item.mention, item.name, item.type


def discrepancy_order(item: Discrepancy) -> tuple[tuple[tuple[int, int], ...], str, str]:
    return item.spans, item.check, item.message


def _canonical_study(study: Study | None) -> Study | None:
    if study is None:
        return None
    return replace(
        study,
        registry_ids=sorted_set(study.registry_ids),
        diseases=sorted_concepts(study.diseases),
        arms=tuple(
            sorted(
                (replace(arm, concepts=sorted_concepts(arm.concepts)) for arm in study.arms), key=arm_order
            )
        ),
    )


def _canonical_finding(finding: Finding) -> Finding:
    return replace(
        finding,
        intervention_concepts=sorted_concepts(finding.intervention_concepts),
        comparator_concepts=sorted_concepts(finding.comparator_concepts),
        statistics=tuple(sorted(set(finding.statistics), key=id_order)),
    )


def _canonical_association(association: Association) -> Association:
    return replace(
        association,
        biomarkers=tuple(sorted(association.biomarkers, key=biomarker_order)),
        therapies=sorted_concepts(association.therapies),
        findings=tuple(sorted(set(association.findings), key=id_order)),
    )
