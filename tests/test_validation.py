"""The shapes hold what the records promise, and name what breaks it."""

from __future__ import annotations

from typing import Any, get_args

import pytest
from hypothesis import HealthCheck, given, settings
from pyoxigraph import Literal, NamedNode, Quad

from builders import (
    VOCABULARY,
    make_association,
    make_document,
    make_extraction,
    make_finding,
    make_statistics,
)
from evidence import document, records
from evidence.graph import Provenance, to_quads, vocabulary_quads
from evidence.namespaces import EV, prefixes
from evidence.validation import Violation, validate
from evidence.vocabulary import ontology_directory
from test_graph import extractions

PROVENANCE = Provenance(pipeline="1", vocabulary="test")
QUADS = to_quads(make_extraction(), PROVENANCE)


def iri(name: str) -> NamedNode:
    prefix, _, local = name.partition(":")
    return NamedNode(prefixes()[prefix] + local)


def without(name: str) -> list[Quad]:
    return [quad for quad in QUADS if quad.predicate != iri(name)]


def of_type(name: str) -> NamedNode:
    return next(quad.subject for quad in QUADS if quad.object == iri(name))  # type: ignore[return-value]


def changed(type: str, name: str, *objects: Any) -> list[Quad]:
    """The good graph with other objects for one property of one node."""
    node, predicate = of_type(type), iri(name)
    graph = next(quad.graph_name for quad in QUADS if quad.subject == node)
    kept = [quad for quad in QUADS if (quad.subject, quad.predicate) != (node, predicate)]
    terms = [item if isinstance(item, NamedNode) else Literal(item) for item in objects]
    return kept + [Quad(node, predicate, term, graph) for term in terms]


def broken(quads: list[Quad]) -> set[str]:
    """The properties that violations name, or their messages where they name none."""
    found = list(validate([("d", quads)]))
    return {violation.path.rsplit("#")[-1] if violation.path else violation.message for violation in found}


def test_a_good_graph_conforms() -> None:
    assert list(validate([("d", QUADS), ("vocabulary", vocabulary_quads(VOCABULARY))])) == []


def test_a_bare_document_conforms() -> None:
    bare = make_extraction(
        document=make_document(
            form=None, title=None, year=None, doi=None, pmid=None, references=(), sections=()
        ),
        study=None,
        mentions=(),
        statistics=(),
        findings=(),
        associations=(),
        discrepancies=(),
        ledger=None,
    )
    assert list(validate([("d", to_quads(bare, PROVENANCE))])) == []


@pytest.mark.parametrize(
    "name",
    [
        "ev:text",
        "ev:quote",
        "ev:role",
        "ev:significance",
        "ev:proposition",
        "ev:study",
        "ev:hedged",
        "ev:confidence",
        "ev:evidenceCode",
        "ev:start",
        "ev:outcomeText",
        "ev:evidenceType",
        "ev:biomarker",
        "ev:sha256",
        "prov:wasDerivedFrom",
        "prov:wasGeneratedBy",
        "dcterms:identifier",
        "oa:exact",
        "oa:hasSource",
        "ev:severity",
    ],
)
def test_what_is_required(name: str) -> None:
    local = name.split(":")[1]
    assert any(local == path.rsplit("/")[-1] for path in broken(without(name)))


@pytest.mark.parametrize(
    ("type", "name", "objects", "told"),
    [
        ("ev:Finding", "ev:role", ["rumour"], "role"),
        ("ev:Finding", "ev:role", ["result", "cited"], "role"),
        ("ev:Finding", "ev:kind", ["wish"], "kind"),
        ("ev:Finding", "ev:direction", ["up"], "direction"),
        ("ev:Finding", "ev:confidence", [1.5], "confidence"),
        ("ev:Finding", "ev:start", [-1], "start"),
        ("ev:Finding", "ev:start", [10_000], "start"),
        ("ev:Finding", "ev:start", ["5"], "start"),
        ("ev:Finding", "ev:quote", [""], "quote"),
        ("ev:Finding", "ev:quote", ["words of nobody"], "a quote does not stand in the text at its offsets"),
        ("ev:Finding", "ev:end", [99], "a quote does not stand in the text at its offsets"),
        ("ev:Finding", "ev:outcome", ["overall survival"], "outcome"),
        ("ev:Finding", "ev:statistic", [iri("ev:nothing")], "statistic"),
        ("ev:PValue", "ev:value", [1.2], "value"),
        ("ev:PValue", "ev:operator", ["about"], "operator"),
        ("ev:HazardRatio", "ev:ciLevel", [950.0], "ciLevel"),
        ("ev:Association", "ev:claimSignificance", ["significant"], "claimSignificance"),
        ("ev:Association", "ev:biomarker", [], "biomarker"),
        ("ev:Document", "ev:design", ["RCT"], "design"),
        ("ev:Document", "ev:form", ["book"], "form"),
        ("ev:Document", "ev:year", [20211], "year"),
        ("ev:Document", "ev:pmid", ["PMID 1"], "pmid"),
        ("ev:Document", "ev:numeralsExplained", [6], "numeralsExplained"),
        ("ev:Arm", "ev:armPatients", [-1], "armPatients"),
        ("ev:Discrepancy", "ev:severity", ["grave"], "severity"),
    ],
)
def test_what_is_refused(type: str, name: str, objects: list[Any], told: str) -> None:
    assert told in broken(changed(type, name, *objects))


def test_a_difference_that_is_not_significant_favours_none() -> None:
    quads = changed("ev:Finding", "ev:significance", "not_significant")
    (violation,) = validate([("d", quads)])
    assert violation.node == of_type("ev:Finding").value
    neither = to_quads(
        make_extraction(findings=(make_finding(significance="not_significant", favors="neither"),)),
        PROVENANCE,
    )
    assert list(validate([("d", neither)])) == []


def test_a_statistic_has_one_type() -> None:
    node = of_type("ev:PValue").value
    quads = changed("ev:PValue", "rdf:type", iri("ev:Statistic"))
    assert [violation.node for violation in validate([("d", quads)])] == [node]
    quads = changed("ev:PValue", "rdf:type", iri("ev:Statistic"), iri("ev:PValue"), iri("ev:Median"))
    assert node in {violation.node for violation in validate([("d", quads)])}


def test_every_type_of_statistic_is_known_to_the_shapes() -> None:
    place = make_statistics()[1]
    for kind in get_args(records.StatisticType):
        one = records.Statistic(
            id="s1", type=kind, start=place.start, end=place.end, text=place.text, operator=None, value=None
        )
        quads = to_quads(make_extraction(statistics=(one,), findings=()), PROVENANCE)
        assert list(validate([("d", quads)])) == [], kind


@pytest.mark.parametrize(
    ("path", "literal"),
    [
        ("role", records.FindingRole),
        ("kind", records.FindingKind),
        ("favors", records.Favors),
        ("direction", records.Direction),
        ("directionBasis", records.DirectionBasis),
        ("significance", records.Significance),
        ("evidenceType", records.EvidenceType),
        ("claimSignificance", records.ClaimSignificance),
        ("claimDirection", records.ClaimDirection),
        ("therapyInteraction", records.TherapyInteraction),
        ("operator", records.Operator),
        ("design", records.Design),
        ("severity", records.Severity),
        ("form", document.Form),
        ("sectionRole", document.SectionRole),
        ("conceptKind", records.MentionKind),
    ],
)
def test_enumerations_are_those_of_the_records(path: str, literal: Any) -> None:
    import rdflib
    from rdflib.namespace import SH

    shapes = rdflib.Graph().parse(ontology_directory() / "shapes.ttl")
    wanted = set(get_args(literal)) - ({"variant"} if path == "conceptKind" else set())
    lists = [
        {str(value) for value in rdflib.collection.Collection(shapes, head)}
        for shape in shapes.subjects(SH.path, rdflib.URIRef(EV + path))
        for head in shapes.objects(shape, SH["in"])
    ]
    assert lists
    # The narrower list of "not significant favours none" names two of the values.
    assert wanted in lists
    assert all(values <= wanted for values in lists)


def test_a_violation_is_one_line() -> None:
    violation = Violation(where="d", node="n", path=f"{EV}role", value="x" * 500, message="bad\n role")
    assert str(violation).startswith("d: n role: bad role (found 'xxx")
    assert len(str(violation)) < 150


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(extractions())
def test_any_extraction_with_words_conforms(extraction: records.Extraction) -> None:
    """Records hold their own invariants; not that a quote has words, nor that a ledger adds up."""
    unchecked = {"quote", "numeralsExplained"}
    assert broken(to_quads(extraction, PROVENANCE)) <= unchecked


def test_the_shipped_vocabulary_conforms() -> None:
    """Sampled: pySHACL takes minutes for the whole."""
    from evidence.vocabulary import Vocabulary

    whole = Vocabulary.load()
    picked = [concept for number, concept in enumerate(whole) if number % 50 == 0]
    wanted = {concept.id: concept for concept in picked}
    for concept in picked:
        wanted.update({id: whole[id] for id in whole.broader(concept.id)})
    quads = vocabulary_quads(Vocabulary(wanted.values(), version="sample"))
    assert list(map(str, validate([("vocabulary", quads)]))) == []


def test_associations_without_disease_conform() -> None:
    quads = to_quads(
        make_extraction(associations=(make_association(disease=None, therapies=()),)), PROVENANCE
    )
    assert list(validate([("d", quads)])) == []
