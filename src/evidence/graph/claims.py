"""Statistics, findings, associations, mentions and discrepancies, as triples."""

from __future__ import annotations

from typing import Final

from pyoxigraph import NamedNode

from evidence.graph.description import Description, Value
from evidence.graph.identity import (
    Proposition,
    association_proposition,
    biomarker_members,
    digest,
    finding_proposition,
)
from evidence.graph.terms import concept_node, data_node, evidence_code, statistic_class, term
from evidence.records import Association, Biomarker, Discrepancy, Finding, Statistic, Study
from evidence.worth import placed, qualities, tier

# Characters of context on either side of a quote, for `oa:prefix` and `oa:suffix`: enough to find it again
# by eye.
_CONTEXT: Final = 32


def describe_claims(to: Description) -> None:
    """All that the document claims, each with its words, its place and its proposition."""
    _mentions(to)
    statistics = {item.id: _statistic(to, item) for item in to.extraction.statistics}
    findings = {item.id: _finding(to, item, statistics) for item in to.extraction.findings}
    for association in to.extraction.associations:
        _association(to, association, findings)
    for discrepancy in to.extraction.discrepancies:
        _discrepancy(to, discrepancy)


def _mentions(to: Description) -> None:
    mentions = [mention for mention in to.extraction.mentions if not mention.negated]
    to.concepts(to.node, "ev:mentions", (mention.concept for mention in mentions))
    variants = dict.fromkeys(mention.variant for mention in mentions if mention.variant is not None)
    for biomarker in dict.fromkeys(_biomarker(to, Biomarker.of(variant, (0, 0))) for variant in variants):
        to.link(to.node, "ev:mentionsBiomarker", biomarker)


def _biomarker(to: Description, item: Biomarker) -> NamedNode:
    named = item.name if item.gene is None or item.name.startswith(item.gene) else f"{item.gene} {item.name}"
    return to.shared(
        "biomarker",
        digest(*biomarker_members(item)),
        (
            ("rdf:type", term("ev:Biomarker")),
            ("rdfs:label", named),
            ("ev:gene", concept_node(item.gene_id) if item.gene_id else None),
            ("ev:geneSymbol", item.gene),
            ("ev:variantName", item.name),
            ("ev:hgvsP", item.hgvs_p),
            ("ev:variantType", item.type),
        ),
    )


def _statistic(to: Description, item: Statistic) -> NamedNode:
    node = to.mint("statistic", item.type, item.start, item.end, item.text)
    to.link(node, "rdf:type", term("ev:Statistic"))
    to.link(node, "rdf:type", statistic_class(item.type))
    to.link(node, "prov:wasDerivedFrom", to.node)
    to.state(node, "ev:recordId", item.id)
    to.state(node, "ev:operator", item.operator)
    to.measure(node, "ev:value", item.value)
    to.state(node, "ev:unit", item.unit)
    to.measure(node, "ev:ciLower", item.ci_lower)
    to.measure(node, "ev:ciUpper", item.ci_upper)
    to.measure(node, "ev:ciLevel", item.ci_level)
    to.state(node, "ev:numerator", item.numerator)
    to.state(node, "ev:denominator", item.denominator)
    to.state(node, "ev:timepoint", item.timepoint)
    to.state(node, "ev:armText", item.arm)
    to.state(node, "ev:test", item.test)
    to.state(node, "ev:quote", item.text)
    to.span(node, item.start, item.end)
    return node


def _finding(to: Description, item: Finding, statistics: dict[str, NamedNode]) -> NamedNode:
    place = (item.start, item.end, item.outcome, item.intervention, item.comparator)
    node = to.mint("finding", *place, item.population, item.timepoint, item.role)
    worth = _claim(to, node, "ev:Finding", item)
    for name, value in (
        ("ev:kind", item.kind),
        ("ev:outcomeText", item.outcome),
        ("ev:interventionText", item.intervention),
        ("ev:comparatorText", item.comparator),
        ("ev:population", item.population),
        ("ev:timepoint", item.timepoint),
        ("ev:favors", item.favors),
        ("ev:direction", item.direction),
        ("ev:directionBasis", item.direction_basis),
        ("ev:significance", item.significance),
    ):
        to.state(node, name, value)
    to.concepts(node, "ev:outcome", (item.outcome_concept,))
    to.concepts(node, "ev:intervention", item.intervention_concepts)
    to.concepts(node, "ev:comparator", item.comparator_concepts)
    study = to.extraction.study
    diseases = study.diseases if study else ()
    to.concepts(node, "ev:disease", diseases)
    named = (*item.intervention_concepts, *item.comparator_concepts, item.outcome_concept, *diseases)
    to.concepts(node, f"ev:about{tier(worth)}", named)
    for id in dict.fromkeys(item.statistics):
        if id not in statistics:
            raise ValueError(f"{to.document.id}: finding {item.id} names statistic {id}, which is not there")
        to.link(node, "ev:statistic", statistics[id])
    to.link(node, "ev:proposition", _proposition(to, finding_proposition(item, study, to.key)))
    return node


def _association(to: Description, item: Association, findings: dict[str, NamedNode]) -> None:
    names = tuple(biomarker_members(biomarker) for biomarker in item.biomarkers)
    therapies = tuple(therapy.id for therapy in item.therapies)
    disease = item.disease.id if item.disease else None
    node = to.mint(
        "association", item.start, item.end, names, disease, therapies, item.evidence_type, item.role
    )
    worth = _claim(to, node, "ev:Association", item)
    to.state(node, "ev:evidenceType", item.evidence_type)
    to.state(node, "ev:claimSignificance", item.significance)
    to.state(node, "ev:claimDirection", item.direction)
    to.state(node, "ev:therapyInteraction", item.therapy_interaction)
    to.concepts(node, "ev:disease", (item.disease,))
    to.concepts(node, "ev:therapy", item.therapies)
    biomarkers = [(_biomarker(to, biomarker), biomarker) for biomarker in item.biomarkers]
    about = f"ev:about{tier(worth)}"
    for biomarker in dict.fromkeys(biomarker for biomarker, _ in biomarkers):
        to.link(node, "ev:biomarker", biomarker)
        to.link(node, about, biomarker)
    genes = (concept_node(named.gene_id) for _, named in biomarkers if named.gene_id)
    concepts = (concept_node(concept.id) for concept in (item.disease, *item.therapies) if concept)
    for concept in dict.fromkeys((*genes, *concepts)):
        to.link(node, about, concept)
    for biomarker, named in biomarkers:
        start, end = named.mention
        place = to.mint("mention", node.value, biomarker.value, start, end)
        to.link(node, "ev:biomarkerMention", place)
        to.link(place, "ev:names", biomarker)
        to.state(place, "ev:origin", named.origin)
        to.span(place, start, end)
    for id in dict.fromkeys(item.findings):
        if id not in findings:
            raise ValueError(
                f"{to.document.id}: association {item.id} names finding {id}, which is not there"
            )
        to.link(node, "ev:backedBy", findings[id])
    to.link(node, "ev:proposition", _proposition(to, association_proposition(item)))


def _claim(to: Description, node: NamedNode, type: str, item: Finding | Association) -> float:
    """What findings and associations have in common: whose word, where, how sure. Returns what the claim is worth."""
    study = to.extraction.study
    to.link(node, "rdf:type", term(type))
    to.link(node, "prov:wasDerivedFrom", to.node)
    to.link(to.node, "ev:claim", node)
    to.link(node, "ev:study", to.study)
    to.state(node, "ev:recordId", item.id)
    to.state(node, "ev:role", item.role)
    source = "curated" if to.document.form == "curated" else item.role
    to.link(node, "ev:evidenceCode", evidence_code(source, study.design if study else None))
    to.state(node, "ev:hedged", item.hedged)
    to.state(node, "ev:reference", item.reference)
    if item.reference in to.references:
        to.link(node, "ev:citedReference", to.references[item.reference])
    to.measure(node, "ev:confidence", item.confidence)
    worth = placed(_worth(item, study), node.value.rpartition("/")[2])
    to.measure(node, "ev:worth", worth)
    to.state(node, "ev:quote", item.quote)
    to.span(node, item.start, item.end)
    _annotation(to, node, item)
    return worth


def _worth(item: Finding | Association, study: Study | None) -> float:
    return sum(
        qualities(
            role=item.role,
            level=study.level_of_evidence if study else None,
            significance=item.significance if isinstance(item, Finding) else None,
            patients=study.n if study else None,
            confidence=item.confidence,
        ).values()
    )


def _annotation(to: Description, node: NamedNode, item: Finding | Association) -> None:
    """W3C Web Annotation Data Model, 4.2.4 (quote) and 4.2.5 (position)."""
    key = node.value.rpartition("/")[2]
    annotation, target = data_node("annotation", key), data_node("target", key)
    position, quotation = data_node("position", key), data_node("quotation", key)
    to.link(annotation, "rdf:type", term("oa:Annotation"))
    to.link(annotation, "oa:hasBody", node)
    to.link(annotation, "oa:hasTarget", target)
    to.link(target, "rdf:type", term("oa:SpecificResource"))
    to.link(target, "oa:hasSource", to.node)
    to.link(target, "oa:hasSelector", position)
    to.link(target, "oa:hasSelector", quotation)
    to.link(position, "rdf:type", term("oa:TextPositionSelector"))
    to.state(position, "oa:start", item.start)
    to.state(position, "oa:end", item.end)
    text = to.document.text
    to.link(quotation, "rdf:type", term("oa:TextQuoteSelector"))
    to.state(quotation, "oa:exact", item.quote)
    to.state(quotation, "oa:prefix", text[max(0, item.start - _CONTEXT) : item.start])
    to.state(quotation, "oa:suffix", text[item.end : item.end + _CONTEXT])


def _proposition(to: Description, proposition: Proposition) -> NamedNode:
    description: list[tuple[str, NamedNode | Value]] = [("rdf:type", term("ev:Proposition"))]
    description += [
        (f"ev:of{role[0].upper()}{role[1:]}", _member(to, role, value)) for role, value in proposition.members
    ]
    if proposition.converse is not None:
        description.append(("ev:converse", data_node("proposition", digest(*proposition.converse))))
    return to.shared("proposition", digest(*proposition.members), description)


def _member(to: Description, role: str, value: str) -> NamedNode | str:
    if role in ("intervention", "comparator", "outcome", "disease", "therapy"):
        return concept_node(value)
    if role == "biomarker":
        return data_node("biomarker", value)
    return data_node("scope", digest(value)) if role == "scope" else value


def _discrepancy(to: Description, item: Discrepancy) -> None:
    node = to.mint("discrepancy", item.check, item.message, item.spans)
    to.link(node, "rdf:type", term("ev:Discrepancy"))
    to.link(to.node, "ev:discrepancy", node)
    to.state(node, "ev:check", item.check)
    to.state(node, "ev:severity", item.severity)
    to.state(node, "ev:message", item.message)
    for start, end in item.spans:
        place = to.mint("span", node.value, start, end)
        to.link(node, "ev:span", place)
        to.span(place, start, end)
