"""A document and the study that it reports, as triples."""

from __future__ import annotations

from pyoxigraph import Literal, NamedNode

from evidence.document import Document, OtherSource, Reference, Section
from evidence.graph.description import Description
from evidence.graph.identity import digest, fingerprint
from evidence.graph.notices import standing
from evidence.graph.sources import richness
from evidence.graph.studies import keys
from evidence.graph.terms import FORM_CLASSES, RELATION_PROPERTIES, term
from evidence.namespaces import work_iri
from evidence.records import Arm, Study


def describe_document(to: Description) -> None:
    """The document with its bibliography, sections, references and provenance, and the study as it tells
    it."""
    document, node = to.document, to.node
    to.link(node, "rdf:type", term("ev:Document"))
    if document.form is not None and document.form in FORM_CLASSES:
        to.link(node, "rdf:type", term(FORM_CLASSES[document.form]))
    to.state(node, "dcterms:identifier", document.id)
    to.state(node, "ev:form", document.form)
    to.state(node, "ev:standing", standing(document))
    _bibliography(to)
    to.state(node, "ev:text", document.text)
    to.state(node, "ev:sourceUri", document.source.uri)
    to.state(node, "ev:sourceFormat", document.source.format)
    to.state(node, "ev:mediaType", document.source.media_type)
    to.state(node, "ev:sha256", document.source.sha256)
    to.state(node, "ev:fingerprint", fingerprint(document, to.provenance))
    to.state(node, "ev:richness", richness(document))
    for source in document.other_sources:
        describe_source(to, source)
    to.link(node, "prov:wasGeneratedBy", _activity(to))
    to.link(node, "ev:study", to.study)
    for relation in dict.fromkeys(document.relations):
        work = work_iri(relation.target)
        to.link(
            node, RELATION_PROPERTIES[relation.type], NamedNode(work) if work else Literal(relation.target)
        )
    for position, reference in enumerate(document.references, start=1):
        _reference(to, reference, position)
    for section in document.sections:
        _section(to, section)
    if to.extraction.ledger is not None:
        to.state(node, "ev:numerals", to.extraction.ledger.numerals)
        to.state(node, "ev:numeralsExplained", to.extraction.ledger.explained)
    _study(to, to.extraction.study)


def _bibliography(to: Description) -> None:
    document, node = to.document, to.node
    to.state(node, "dcterms:title", document.title)
    to.state(node, "ev:authors", "; ".join(document.authors) or None)
    for author in dict.fromkeys(document.authors):
        to.state(node, "dcterms:creator", author)
    for name, value in (
        ("ev:journal", document.journal),
        ("ev:year", document.year),
        ("ev:issued", document.date),
        ("ev:volume", document.volume),
        ("ev:issue", document.issue),
        ("ev:pages", document.pages),
        ("bibo:doi", document.doi),
        ("ev:pmid", document.pmid),
        ("ev:pmcid", document.pmcid),
        ("ev:url", document.url),
        ("dcterms:language", document.language),
    ):
        to.state(node, name, value)
    for name, values in (
        ("ev:publicationType", document.publication_types),
        ("ev:keyword", document.keywords),
    ):
        for value in dict.fromkeys(values):
            to.state(node, name, value)
    works = [*_works(document), *(work for source in document.other_sources for work in _works(source))]
    for work in dict.fromkeys(works):
        to.link(node, "ev:work", work)


def _works(source: Document | OtherSource | Reference) -> list[NamedNode]:
    pmcid = None if isinstance(source, Reference) else source.pmcid
    told = (("doi", source.doi), ("pmid", source.pmid), ("pmcid", pmcid))
    found = (work_iri(f"{kind}:{value or ''}") for kind, value in told)
    return [NamedNode(work) for work in found if work is not None]


def describe_source(to: Description, source: OtherSource) -> None:
    """Another file that told of the document, and told less."""
    node = to.mint("source", source.uri, source.format, source.sha256)
    to.link(to.node, "ev:otherSource", node)
    for name, value in source_statements(source):
        to.state(node, name, value)


def source_statements(source: OtherSource) -> list[tuple[str, str]]:
    """What is said of another source."""
    told = (
        ("ev:sourceUri", source.uri),
        ("ev:sourceFormat", source.format),
        ("ev:mediaType", source.media_type),
        ("ev:sha256", source.sha256),
        ("bibo:doi", source.doi),
        ("ev:pmid", source.pmid),
        ("ev:pmcid", source.pmcid),
        ("ev:standing", source.standing),
    )
    return [(name, value) for name, value in told if value is not None]


def _reference(to: Description, reference: Reference, position: int) -> None:
    node = to.mint("reference", reference.number, reference.text)
    to.link(node, "rdf:type", term("ev:Reference"))
    to.link(to.node, "ev:cites", node)
    to.state(node, "ev:position", position)
    to.state(node, "ev:number", reference.number)
    to.state(node, "ev:referenceText", reference.text)
    to.state(node, "ev:referenceDoi", reference.doi)
    to.state(node, "ev:referencePmid", reference.pmid)
    for work in _works(reference):
        to.link(node, "ev:citedWork", work)
    if reference.number is not None:
        to.references.setdefault(reference.number, node)


def _section(to: Description, section: Section) -> None:
    node = to.mint("section", section.role, section.start, section.end)
    to.link(node, "rdf:type", term("ev:Section"))
    to.link(to.node, "ev:section", node)
    to.state(node, "ev:sectionRole", section.role)
    to.state(node, "ev:heading", section.heading)
    to.span(node, section.start, section.end)


def _activity(to: Description) -> NamedNode:
    versions = to.provenance
    return to.shared(
        "activity",
        digest(versions.pipeline, versions.vocabulary),
        (
            ("rdf:type", term("prov:Activity")),
            ("ev:pipelineVersion", versions.pipeline),
            ("ev:vocabularyVersion", versions.vocabulary),
        ),
    )


def study_description(label: str) -> tuple[tuple[str, NamedNode | str], ...]:
    """What is said of a study."""
    return (("rdf:type", term("ev:Study")), ("rdfs:label", label))


def _study(to: Description, study: Study | None) -> None:
    to.shared("study", digest(to.label), study_description(to.label))
    for key in sorted(keys(to.document, study)):
        to.state(to.node, "ev:studyKey", key)
    if study is None:
        return
    node = to.node
    to.state(node, "ev:design", study.design)
    to.state(node, "ev:phase", study.phase)
    to.state(node, "ev:patients", study.n)
    for registry_id in dict.fromkeys(study.registry_ids):
        to.state(node, "ev:registryId", registry_id)
    to.state(node, "ev:levelOfEvidence", study.level_of_evidence)
    to.state(node, "ev:levelDerived", study.level_derived)
    to.concepts(node, "ev:studyDisease", study.diseases)
    if study.primary_endpoint is not None:
        to.state(node, "ev:primaryEndpointText", study.primary_endpoint.outcome)
        to.state(node, "ev:primaryEndpointMet", study.primary_endpoint.met)
    for arm in study.arms:
        _arm(to, arm)


def _arm(to: Description, arm: Arm) -> None:
    node = to.mint("arm", arm.name, arm.start, arm.end)
    to.link(node, "rdf:type", term("ev:Arm"))
    to.link(to.node, "ev:arm", node)
    to.state(node, "rdfs:label", arm.name)
    to.state(node, "ev:armPatients", arm.n)
    to.concepts(node, "ev:armConcept", arm.concepts)
    to.span(node, arm.start, arm.end)
