"""Quads -> records: the way back from a document's graph.

Sets come back in canonical order (`canonical` gives the order), mentions, segments, citation markers and the
ledger's spans do not come back; everything else does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, cast, get_args

from pyoxigraph import Literal, NamedNode, Quad

from evidence.document import (
    Document,
    Form,
    OtherSource,
    Reference,
    Relation,
    RelationType,
    Section,
    Source,
    Standing,
)
from evidence.graph.canonical import (
    arm_order,
    biomarker_order,
    discrepancy_order,
    id_order,
    record_order,
    section_order,
    sorted_set,
)
from evidence.graph.terms import RELATION_PROPERTIES, concept_id, python_value, statistic_class, term
from evidence.namespaces import work_identifier
from evidence.records import (
    Arm,
    Association,
    Biomarker,
    Discrepancy,
    Extraction,
    Finding,
    Ledger,
    PrimaryEndpoint,
    Statistic,
    StatisticType,
    Study,
)
from evidence.vocabulary import Concept

Concepts = Callable[[str], Concept | None]
_STATISTIC_TYPES = {statistic_class(type): type for type in get_args(StatisticType)}


def from_quads(quads: Iterable[Quad], concepts: Concepts) -> Extraction:
    """The extraction that a document's graph holds, with the entities that it names (`Store.graph` gives
    both).

    `concepts` finds a concept by its CURIE (`Vocabulary.get`); one that it no longer knows comes back with
    its
    CURIE for a label. Raises ValueError where the quads hold no document.
    """
    return _Reader(quads, concepts).extraction()


class _Reader:
    """One document's triples by subject and property."""

    def __init__(self, quads: Iterable[Quad], concepts: Concepts) -> None:
        self.known = concepts
        self.nodes: dict[NamedNode, dict[NamedNode, list[NamedNode | Literal]]] = {}
        for quad in quads:
            subject, object = cast(NamedNode, quad.subject), cast("NamedNode | Literal", quad.object)
            self.nodes.setdefault(subject, {}).setdefault(quad.predicate, []).append(object)
        documents = self._of_type("ev:Document")
        if len(documents) != 1:
            raise ValueError(f"{len(documents)} documents in the quads instead of one")
        self.document = documents[0]

    def extraction(self) -> Extraction:
        numerals = self._value(self.document, "ev:numerals")
        explained = self._value(self.document, "ev:numeralsExplained")
        return Extraction(
            document=self._document(),
            study=self._study(),
            statistics=self._records("ev:Statistic", self._statistic),
            findings=self._records("ev:Finding", self._finding),
            associations=self._records("ev:Association", self._association),
            discrepancies=tuple(
                sorted(
                    map(self._discrepancy, self._nodes(self.document, "ev:discrepancy")),
                    key=discrepancy_order,
                )
            ),
            ledger=None if numerals is None else Ledger(numerals=numerals, explained=explained),
        )

    # Building blocks. Values are `Any`: the records' own types are what the writer gave, and the shapes
    # prove it.

    def _of_type(self, name: str) -> list[NamedNode]:
        kind, wanted = term("rdf:type"), term(name)
        return [node for node, said in self.nodes.items() if wanted in said.get(kind, ())]

    def _objects(self, node: NamedNode, name: str) -> list[NamedNode | Literal]:
        return self.nodes.get(node, {}).get(term(name), [])

    def _nodes(self, node: NamedNode, name: str) -> list[NamedNode]:
        return [object for object in self._objects(node, name) if isinstance(object, NamedNode)]

    def _value(self, node: NamedNode, name: str) -> Any:
        objects = self._objects(node, name)
        return python_value(cast(Literal, objects[0])) if objects else None

    def _values(self, node: NamedNode, name: str) -> tuple[str, ...]:
        return sorted_set(object.value for object in self._objects(node, name))

    def _concepts(self, node: NamedNode, name: str, kind: str) -> tuple[Concept, ...]:
        ids = sorted(concept_id(object) for object in self._nodes(node, name))
        return tuple(self.known(id) or Concept(id=id, label=id, kind=kind) for id in ids)

    def _concept(self, node: NamedNode, name: str, kind: str) -> Concept | None:
        return next(iter(self._concepts(node, name, kind)), None)

    def _records(self, type: str, read: Callable[[NamedNode], Any]) -> tuple[Any, ...]:
        return tuple(sorted((read(node) for node in self._of_type(type)), key=record_order))

    # Document and study

    def _document(self) -> Document:
        node, value, values = self.document, self._value, self._values
        return Document(
            id=value(node, "dcterms:identifier"),
            source=Source(
                uri=value(node, "ev:sourceUri"),
                media_type=value(node, "ev:mediaType"),
                format=value(node, "ev:sourceFormat"),
                sha256=value(node, "ev:sha256"),
            ),
            text=value(node, "ev:text"),
            form=cast("Form | None", value(node, "ev:form")),
            title=value(node, "dcterms:title"),
            authors=tuple((value(node, "ev:authors") or "").split("; ")) if value(node, "ev:authors") else (),
            journal=value(node, "ev:journal"),
            year=value(node, "ev:year"),
            date=value(node, "ev:issued"),
            volume=value(node, "ev:volume"),
            issue=value(node, "ev:issue"),
            pages=value(node, "ev:pages"),
            doi=value(node, "bibo:doi"),
            pmid=value(node, "ev:pmid"),
            pmcid=value(node, "ev:pmcid"),
            url=value(node, "ev:url"),
            publication_types=values(node, "ev:publicationType"),
            keywords=values(node, "ev:keyword"),
            language=value(node, "dcterms:language"),
            relations=self._relations(),
            sections=tuple(sorted(map(self._section, self._nodes(node, "ev:section")), key=section_order)),
            references=self._references(),
            other_sources=self._other_sources(),
        )

    def _other_sources(self) -> tuple[OtherSource, ...]:
        value = self._value
        found = [
            OtherSource(
                uri=value(node, "ev:sourceUri"),
                media_type=value(node, "ev:mediaType"),
                format=value(node, "ev:sourceFormat"),
                sha256=value(node, "ev:sha256"),
                doi=value(node, "bibo:doi"),
                pmid=value(node, "ev:pmid"),
                pmcid=value(node, "ev:pmcid"),
                standing=cast("Standing | None", value(node, "ev:standing")),
            )
            for node in self._nodes(self.document, "ev:otherSource")
        ]
        return tuple(sorted(found, key=lambda item: (item.uri, item.format)))

    def _relations(self) -> tuple[Relation, ...]:
        relations = [
            Relation(
                type=cast(RelationType, type),
                target=work_identifier(object.value) if isinstance(object, NamedNode) else object.value,
            )
            for type, name in RELATION_PROPERTIES.items()
            for object in self._objects(self.document, name)
        ]
        return tuple(sorted(relations, key=lambda item: (item.type, item.target)))

    def _section(self, node: NamedNode) -> Section:
        value = self._value
        return Section(
            role=value(node, "ev:sectionRole"),
            heading=value(node, "ev:heading"),
            start=value(node, "ev:start"),
            end=value(node, "ev:end"),
        )

    def _references(self) -> tuple[Reference, ...]:
        nodes = sorted(
            self._nodes(self.document, "ev:cites"), key=lambda node: self._value(node, "ev:position")
        )
        value = self._value
        return tuple(
            Reference(
                number=value(node, "ev:number"),
                text=value(node, "ev:referenceText"),
                doi=value(node, "ev:referenceDoi"),
                pmid=value(node, "ev:referencePmid"),
            )
            for node in nodes
        )

    def _study(self) -> Study | None:
        node, value = self.document, self._value
        design = value(node, "ev:design")
        if design is None:
            return None
        endpoint = value(node, "ev:primaryEndpointText")
        return Study(
            design=design,
            phase=value(node, "ev:phase"),
            n=value(node, "ev:patients"),
            registry_ids=self._values(node, "ev:registryId"),
            level_of_evidence=value(node, "ev:levelOfEvidence"),
            level_derived=value(node, "ev:levelDerived"),
            diseases=self._concepts(node, "ev:studyDisease", "disease"),
            arms=tuple(sorted(map(self._arm, self._nodes(node, "ev:arm")), key=arm_order)),
            primary_endpoint=None
            if endpoint is None
            else PrimaryEndpoint(outcome=endpoint, met=value(node, "ev:primaryEndpointMet")),
        )

    def _arm(self, node: NamedNode) -> Arm:
        value = self._value
        return Arm(
            name=value(node, "rdfs:label"),
            concepts=self._concepts(node, "ev:armConcept", "therapy"),
            n=value(node, "ev:armPatients"),
            start=value(node, "ev:start"),
            end=value(node, "ev:end"),
        )

    # Claims

    def _statistic(self, node: NamedNode) -> Statistic:
        value = self._value
        types = self._nodes(node, "rdf:type")
        return Statistic(
            id=value(node, "ev:recordId"),
            type=next(_STATISTIC_TYPES[type] for type in types if type in _STATISTIC_TYPES),
            start=value(node, "ev:start"),
            end=value(node, "ev:end"),
            text=value(node, "ev:quote"),
            operator=value(node, "ev:operator"),
            value=value(node, "ev:value"),
            unit=value(node, "ev:unit"),
            ci_lower=value(node, "ev:ciLower"),
            ci_upper=value(node, "ev:ciUpper"),
            ci_level=value(node, "ev:ciLevel"),
            numerator=value(node, "ev:numerator"),
            denominator=value(node, "ev:denominator"),
            timepoint=value(node, "ev:timepoint"),
            arm=value(node, "ev:armText"),
            test=value(node, "ev:test"),
        )

    def _finding(self, node: NamedNode) -> Finding:
        value = self._value
        statistics = [self._value(item, "ev:recordId") for item in self._nodes(node, "ev:statistic")]
        return Finding(
            id=value(node, "ev:recordId"),
            start=value(node, "ev:start"),
            end=value(node, "ev:end"),
            quote=value(node, "ev:quote"),
            kind=value(node, "ev:kind"),
            outcome=value(node, "ev:outcomeText"),
            outcome_concept=self._concept(node, "ev:outcome", "outcome"),
            intervention=value(node, "ev:interventionText"),
            intervention_concepts=self._concepts(node, "ev:intervention", "therapy"),
            comparator=value(node, "ev:comparatorText"),
            comparator_concepts=self._concepts(node, "ev:comparator", "therapy"),
            population=value(node, "ev:population"),
            timepoint=value(node, "ev:timepoint"),
            favors=value(node, "ev:favors"),
            direction=value(node, "ev:direction"),
            significance=value(node, "ev:significance"),
            statistics=tuple(sorted(statistics, key=id_order)),
            role=value(node, "ev:role"),
            reference=value(node, "ev:reference"),
            confidence=value(node, "ev:confidence"),
            hedged=value(node, "ev:hedged"),
            direction_basis=value(node, "ev:directionBasis"),
        )

    def _association(self, node: NamedNode) -> Association:
        value = self._value
        mentions = self._nodes(node, "ev:biomarkerMention")
        findings = [value(item, "ev:recordId") for item in self._nodes(node, "ev:backedBy")]
        return Association(
            id=value(node, "ev:recordId"),
            start=value(node, "ev:start"),
            end=value(node, "ev:end"),
            quote=value(node, "ev:quote"),
            biomarkers=tuple(sorted(map(self._biomarker, mentions), key=biomarker_order)),
            disease=self._concept(node, "ev:disease", "disease"),
            therapies=self._concepts(node, "ev:therapy", "therapy"),
            therapy_interaction=value(node, "ev:therapyInteraction"),
            evidence_type=value(node, "ev:evidenceType"),
            significance=value(node, "ev:claimSignificance"),
            direction=value(node, "ev:claimDirection"),
            role=value(node, "ev:role"),
            reference=value(node, "ev:reference"),
            confidence=value(node, "ev:confidence"),
            hedged=value(node, "ev:hedged"),
            findings=tuple(sorted(findings, key=id_order)),
        )

    def _biomarker(self, mention: NamedNode) -> Biomarker:
        value = self._value
        node = self._nodes(mention, "ev:names")[0]
        genes = self._nodes(node, "ev:gene")
        return Biomarker(
            gene=value(node, "ev:geneSymbol"),
            gene_id=concept_id(genes[0]) if genes else None,
            name=value(node, "ev:variantName"),
            hgvs_p=value(node, "ev:hgvsP"),
            type=value(node, "ev:variantType"),
            mention=(value(mention, "ev:start"), value(mention, "ev:end")),
            origin=value(mention, "ev:origin"),
        )

    def _discrepancy(self, node: NamedNode) -> Discrepancy:
        value = self._value
        spans = [(value(item, "ev:start"), value(item, "ev:end")) for item in self._nodes(node, "ev:span")]
        return Discrepancy(
            check=value(node, "ev:check"),
            severity=value(node, "ev:severity"),
            message=value(node, "ev:message"),
            spans=tuple(sorted(spans)),
        )
