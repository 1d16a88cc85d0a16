"""Records to quads and back: the round trip, identity, and what the model promises to those who query it."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

import pyoxigraph
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders import (
    CONCEPTS,
    KIDNEY_CANCER,
    OSIMERTINIB,
    PLACEBO,
    SUNITINIB,
    VOCABULARY,
    make_association,
    make_biomarker,
    make_document,
    make_extraction,
    make_finding,
    make_study,
)
from evidence import readers, records
from evidence.document import Document, Form, Reference, Relation, Section, SectionRole, Source
from evidence.errors import VocabularyError
from evidence.graph import (
    Provenance,
    canonical,
    fingerprint,
    from_quads,
    ontology_quads,
    sorted_nquads,
    study_key,
    to_quads,
    vocabulary_quads,
)
from evidence.graph.identity import association_proposition, digest, finding_proposition
from evidence.graph.terms import evidence_code
from evidence.namespaces import (
    ENTITIES_GRAPH,
    EV,
    compact,
    document_iri,
    expand,
    graph_document,
    graph_iri,
    prefixes,
    work_identifier,
    work_iri,
)
from evidence.vocabulary import Vocabulary, ontology_directory

PROVENANCE = Provenance(pipeline="1", vocabulary="test")
ROOT = Path(__file__).resolve().parents[1]


# Hypothesis: any extraction whose offsets lie in its text

_words = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
_name = _words.filter(bool)
_author = st.text(st.characters(exclude_categories=["Cs"], exclude_characters=";"), min_size=1, max_size=12)
_number = st.floats(allow_nan=False, allow_infinity=False)
_count = st.integers(min_value=0, max_value=10**6)
_concepts = st.lists(st.sampled_from(CONCEPTS), max_size=3, unique=True).map(tuple)
_concept = st.none() | st.sampled_from(CONCEPTS)


def _maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | strategy


def _one_of(literal: Any) -> st.SearchStrategy[Any]:
    return st.sampled_from(get_args(literal))


@st.composite
def _spans(draw: st.DrawFn, text: str) -> tuple[int, int]:
    start = draw(st.integers(0, len(text)))
    return start, draw(st.integers(start, len(text)))


@st.composite
def _documents(draw: st.DrawFn) -> Document:
    text = draw(st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
    ends = sorted(draw(st.lists(st.integers(0, len(text)), max_size=6, unique=True)))
    sections = tuple(
        Section(role=draw(_one_of(SectionRole)), heading=draw(_maybe(_words)), start=start, end=end)
        for start, end in zip(ends[::2], ends[1::2], strict=False)
    )
    relation = st.builds(
        Relation,
        type=st.sampled_from(["comments_on", "erratum_of", "retraction_of", "same_study_as"]),
        target=st.sampled_from(["doi:10.1000/(x)1<2>", "pmid:77", "doi:", "A name of a paper"]),
    )
    reference = st.builds(
        Reference,
        number=_maybe(_count),
        text=_words,
        doi=_maybe(st.just("10.1/a b")),
        pmid=_maybe(st.just("5")),
    )
    return Document(
        id=draw(_name),
        source=draw(st.builds(Source, uri=_words, media_type=_words, format=_words, sha256=_words)),
        text=text,
        form=draw(_maybe(_one_of(Form))),
        title=draw(_maybe(_words)),
        authors=tuple(draw(st.lists(_author, max_size=3))),
        journal=draw(_maybe(_words)),
        year=draw(_maybe(st.integers(1000, 3000))),
        date=draw(_maybe(st.just("2021-12"))),
        doi=draw(_maybe(st.just("10.1000/x;1"))),
        pmid=draw(_maybe(st.just("123"))),
        publication_types=tuple(draw(st.lists(_words, max_size=2))),
        keywords=tuple(draw(st.lists(_words, max_size=2))),
        language=draw(_maybe(st.just("en"))),
        relations=tuple(draw(st.lists(relation, max_size=2))),
        sections=sections,
        references=tuple(draw(st.lists(reference, max_size=3))),
    )


@st.composite
def _statistics(draw: st.DrawFn, text: str, id: str) -> records.Statistic:
    start, end = draw(_spans(text))
    kind = draw(_one_of(records.StatisticType))
    value = st.floats(0, 1) if kind == "p_value" else _number
    return records.Statistic(
        id=id,
        type=kind,
        start=start,
        end=end,
        text=text[start:end],
        operator=draw(_maybe(_one_of(records.Operator))),
        value=draw(_maybe(value)),
        unit=draw(_maybe(_words)),
        ci_lower=draw(_maybe(_number)),
        ci_level=draw(_maybe(st.just(95))),
        numerator=draw(_maybe(_count)),
        denominator=draw(_maybe(_count)),
        arm=draw(_maybe(_words)),
    )


@st.composite
def _findings(draw: st.DrawFn, text: str, id: str, statistics: list[str]) -> records.Finding:
    start, end = draw(_spans(text))
    significance = draw(_one_of(records.Significance))
    favors = ["neither", "unclear"] if significance == "not_significant" else get_args(records.Favors)
    return records.Finding(
        id=id,
        start=start,
        end=end,
        quote=text[start:end],
        kind=draw(_one_of(records.FindingKind)),
        outcome=draw(_words),
        outcome_concept=draw(_concept),
        intervention=draw(_maybe(_words)),
        intervention_concepts=draw(_concepts),
        comparator=draw(_maybe(_words)),
        comparator_concepts=draw(_concepts),
        population=draw(_maybe(_words)),
        timepoint=draw(_maybe(_words)),
        favors=draw(_maybe(st.sampled_from(favors))),
        direction=draw(_maybe(_one_of(records.Direction))),
        significance=significance,
        statistics=tuple(draw(st.lists(st.sampled_from(statistics), max_size=3))) if statistics else (),
        role=draw(_one_of(records.FindingRole)),
        reference=draw(_maybe(_count)),
        confidence=draw(st.floats(0, 1)),
        hedged=draw(st.booleans()),
        direction_basis=draw(_maybe(_one_of(records.DirectionBasis))),
    )


@st.composite
def _associations(draw: st.DrawFn, text: str, id: str, findings: list[str]) -> records.Association:
    start, end = draw(_spans(text))
    biomarker = st.builds(
        records.Biomarker,
        gene=_maybe(_words),
        gene_id=_maybe(st.just("HGNC:3236")),
        name=_words,
        hgvs_p=_maybe(_words),
        type=st.sampled_from(["missense_variant", "expression"]),
        mention=_spans(text),
        origin=_maybe(_one_of(records.Origin)),
    )
    order = lambda item: (*item.mention, item.name, item.type)  # noqa: E731 (a key for hypothesis)
    return records.Association(
        id=id,
        start=start,
        end=end,
        quote=text[start:end],
        biomarkers=tuple(draw(st.lists(biomarker, min_size=1, max_size=3, unique_by=order))),
        disease=draw(_concept),
        therapies=draw(_concepts),
        therapy_interaction=draw(_maybe(_one_of(records.TherapyInteraction))),
        evidence_type=draw(_one_of(records.EvidenceType)),
        significance=draw(_one_of(records.ClaimSignificance)),
        direction=draw(_one_of(records.ClaimDirection)),
        role=draw(_one_of(records.FindingRole)),
        reference=draw(_maybe(_count)),
        confidence=draw(st.floats(0, 1)),
        findings=tuple(draw(st.lists(st.sampled_from(findings), unique=True))) if findings else (),
    )


@st.composite
def _studies(draw: st.DrawFn, text: str) -> records.Study:
    arms = []
    for name in draw(st.lists(_words, max_size=3, unique=True)):
        start, end = draw(_spans(text))
        arms.append(
            records.Arm(name=name, concepts=draw(_concepts), n=draw(_maybe(_count)), start=start, end=end)
        )
    return records.Study(
        design=draw(_one_of(records.Design)),
        phase=draw(_maybe(_words)),
        n=draw(_maybe(_count)),
        registry_ids=tuple(draw(st.lists(_words, max_size=2))),
        level_of_evidence=draw(_maybe(_words)),
        level_derived=draw(st.booleans()),
        diseases=draw(_concepts),
        arms=tuple(arms),
        primary_endpoint=draw(
            _maybe(st.builds(records.PrimaryEndpoint, outcome=_words, met=_maybe(st.booleans())))
        ),
    )


@st.composite
def extractions(draw: st.DrawFn) -> records.Extraction:
    """Any extraction."""
    document = draw(_documents())
    text = document.text
    ids = [f"s{n}" for n in range(draw(st.integers(0, 3)))]
    findings = [f"f{n}" for n in range(draw(st.integers(0, 2)))]
    return records.Extraction(
        document=document,
        study=draw(_maybe(_studies(text))),
        statistics=tuple(draw(_statistics(text, id)) for id in ids),
        findings=tuple(draw(_findings(text, id, ids)) for id in findings),
        associations=tuple(
            draw(_associations(text, f"a{n}", findings)) for n in range(draw(st.integers(0, 2)))
        ),
        discrepancies=tuple(
            records.Discrepancy(
                check=draw(_name), severity="warning", message=draw(_name), spans=(draw(_spans(text)),)
            )
            for _ in range(draw(st.integers(0, 2)))
        ),
        ledger=draw(_maybe(st.builds(records.Ledger, numerals=_count, explained=_count))),
    )


@settings(max_examples=150, deadline=None)
@given(extractions())
def test_records_survive_the_graph_and_back(extraction: records.Extraction) -> None:
    assert from_quads(to_quads(extraction, PROVENANCE), VOCABULARY.get) == canonical(extraction)


@settings(max_examples=50, deadline=None)
@given(extractions())
def test_the_graph_keeps_its_model(extraction: records.Extraction) -> None:
    quads = to_quads(extraction, PROVENANCE)
    assert len(set(quads)) == len(quads)
    assert not any(isinstance(quad.subject, pyoxigraph.BlankNode) for quad in quads)
    graphs = {quad.graph_name.value for quad in quads}
    assert graphs == {graph_iri(extraction.document.id), ENTITIES_GRAPH}
    # A triple in two graphs would be counted twice in their union.
    assert max(Counter(quad.triple for quad in quads).values()) == 1


@settings(max_examples=50, deadline=None)
@given(extractions())
def test_reading_twice_changes_nothing(extraction: records.Extraction) -> None:
    first, second = (sorted_nquads(to_quads(extraction, PROVENANCE)) for _ in range(2))
    assert first == second


def test_a_whole_extraction_comes_back() -> None:
    extraction = make_extraction()
    back = from_quads(to_quads(extraction, PROVENANCE), VOCABULARY.get)
    assert back == canonical(extraction)
    assert back.findings[0].intervention_concepts[0].label == "sunitinib"
    assert (back.mentions, back.ledger) == ((), replace(extraction.ledger, unexplained=()))  # type: ignore[type-var]


def test_a_concept_that_the_vocabulary_lost_comes_back_by_its_id() -> None:
    back = from_quads(to_quads(make_extraction(), PROVENANCE), Vocabulary(()).get)
    assert back.findings[0].intervention_concepts[0].label == "NCIT:C71622"


def test_quads_without_a_document_are_refused() -> None:
    with pytest.raises(ValueError, match="0 documents"):
        from_quads([], VOCABULARY.get)


def test_a_finding_may_not_name_a_missing_statistic() -> None:
    with pytest.raises(ValueError, match="names statistic s1"):
        to_quads(make_extraction(statistics=()), PROVENANCE)


def test_negated_mentions_are_not_stated() -> None:
    negated = tuple(replace(mention, negated=True) for mention in make_extraction().mentions)
    quads = to_quads(make_extraction(mentions=negated), PROVENANCE)
    assert not [quad for quad in quads if quad.predicate.value.startswith(f"{EV}mentions")]


def test_two_records_of_one_description_stay_two() -> None:
    twins = (make_finding(), make_finding(id="f2", confidence=0.5))
    back = from_quads(to_quads(make_extraction(findings=twins), PROVENANCE), VOCABULARY.get)
    assert [finding.id for finding in back.findings] == ["f1", "f2"]


# Identity

LONG = "A made-up title of more than four words"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ({"title": "A Trial of Two Drugs."}, {"title": "A trial of  two drugs", "doi": None}, True),
        ({"title": "Drug–drug trials in Ω cells"}, {"title": "Drug-drug trials in ω cells"}, True),
        ({"title": "Erratum", "doi": "10.1/a"}, {"title": "Erratum", "doi": "10.1/b"}, False),
        ({"title": "Reply", "doi": "10.1/A"}, {"title": None, "doi": "10.1/a"}, True),
        ({"title": None, "doi": None, "pmid": "1"}, {"title": "Reply", "doi": None, "pmid": "1"}, True),
        (
            {"title": None, "doi": None, "pmid": None, "id": "x"},
            {"title": None, "doi": None, "pmid": None, "id": "y"},
            False,
        ),
        ({"title": LONG, "form": "fulltext"}, {"title": LONG, "form": "comment"}, False),
    ],
    ids=[
        "case, full stop and spaces do not part titles",
        "nor do kinds of hyphen",
        "a title of one word tells nothing",
        "then the DOI does, in any case",
        "then the PubMed id",
        "then the document is alone",
        "a comment may repeat the title of what it comments on",
    ],
)
def test_study_key(one: dict[str, Any], other: dict[str, Any], same: bool) -> None:
    assert (study_key(make_document(**one)) == study_key(make_document(**other))) is same


def test_a_record_and_a_full_text_of_one_article_fall_under_one_study(shared: Path) -> None:
    keys = {}
    for name in ("refworks_record.txt", "fulltext_markdown.txt", "pubmed_page.txt"):
        (document,) = readers.read_path(str(shared / "seeds" / name))
        assert isinstance(document, Document)
        keys[name] = study_key(document)
    assert keys["refworks_record.txt"] == keys["fulltext_markdown.txt"] != keys["pubmed_page.txt"]


def _proposition(study: records.Study | None = None, key: str = "k", **changes: Any) -> str:
    finding = make_finding(**changes)
    return digest(*finding_proposition(finding, study or make_study(), key).members)


@pytest.mark.parametrize(
    ("changes", "same"),
    [
        ({"direction": "lower", "favors": "comparator"}, True),
        ({"significance": "not_significant", "favors": "neither"}, True),
        ({"intervention": "SU11248", "outcome": "OS", "population": "women", "timepoint": "2 years"}, True),
        ({"comparator_concepts": (), "comparator": None}, False),
        ({"comparator_concepts": (OSIMERTINIB,)}, False),
        ({"intervention_concepts": (PLACEBO,), "comparator_concepts": (SUNITINIB,)}, False),
        ({"kind": "before_after"}, False),
    ],
    ids=[
        "the direction is no part of the question",
        "nor is significance",
        "nor are words where there are concepts, nor subgroups and times",
        "another comparator is another question",
        "so it is by concept",
        "roles count",
        "and the kind",
    ],
)
def test_findings_share_a_proposition(changes: dict[str, Any], same: bool) -> None:
    assert (_proposition(**changes) == _proposition()) is same


def test_the_converse_is_the_swapped_proposition() -> None:
    study = make_study()
    proposition = finding_proposition(make_finding(), study, "k")
    swapped = make_finding(intervention_concepts=(PLACEBO,), comparator_concepts=(SUNITINIB,))
    assert proposition.converse == finding_proposition(swapped, study, "k").members
    assert finding_proposition(swapped, study, "k").converse == proposition.members


@pytest.mark.parametrize(
    "changes", [{"intervention_concepts": (), "intervention": None}, {"study": make_study(diseases=())}]
)
def test_what_is_not_known_to_be_the_same_question_is_not_shared(changes: dict[str, Any]) -> None:
    assert _proposition(key="one", **changes) != _proposition(key="other", **changes)
    assert _proposition(key="one") == _proposition(key="other")


def test_association_propositions_leave_out_what_follows() -> None:
    one, resistant = (
        make_association(),
        make_association(significance="resistance", direction="does_not_support"),
    )
    assert association_proposition(one) == association_proposition(resistant)
    # Where it stands in the text is no part of a biomarker.
    elsewhere = make_association(biomarkers=(make_biomarker(mention=(0, 1)),))
    assert association_proposition(one) == association_proposition(elsewhere)
    assert association_proposition(one) != association_proposition(make_association(disease=KIDNEY_CANCER))


@pytest.mark.parametrize(
    ("changes", "same"),
    [
        ({"source": replace(make_document().source, uri="elsewhere.txt", sha256="f" * 64)}, True),
        ({"sections": ()}, True),
        ({"text": "Other words.", "sections": ()}, False),
        ({"title": None}, False),
        ({"authors": ("Doe, Jane; Roe, Richard",)}, False),
    ],
    ids=[
        "where it lay",
        "parts that the pipeline may find",
        "other words",
        "other bibliography",
        "other authors",
    ],
)
def test_fingerprint(changes: dict[str, Any], same: bool) -> None:
    mark = fingerprint(make_document(), PROVENANCE)
    assert (fingerprint(make_document(**changes), PROVENANCE) == mark) is same


@pytest.mark.parametrize("versions", [{"pipeline": "2"}, {"vocabulary": "other"}])
def test_fingerprint_names_the_versions(versions: dict[str, str]) -> None:
    assert fingerprint(make_document(), replace(PROVENANCE, **versions)) != fingerprint(
        make_document(), PROVENANCE
    )


def test_digests_do_not_change() -> None:
    # Stored IRIs depend on it: BLAKE2b (96 bits) of the members as ASCII JSON, told by b2sum.
    assert digest("a", 1, None, ("é", 0.5)) == "13382f4fe82df95278fcb53f"


# Names


@pytest.mark.parametrize(
    ("curie", "iri"),
    [
        ("DOID:4450", "http://purl.obolibrary.org/obo/DOID_4450"),
        ("HGNC:3236", "http://identifiers.org/hgnc/3236"),
        ("EV:overall-survival", "https://w3id.org/oncology-evidence/concept/overall-survival"),
        ("MESH:D002292", "http://id.nlm.nih.gov/mesh/D002292"),
        ("CIVIC.TID:15", "http://identifiers.org/civic.tid/15"),
        ("FPLX:VEGF_R", "http://identifiers.org/fplx/VEGF_R"),
    ],
)
def test_curies(curie: str, iri: str) -> None:
    assert expand(curie) == iri
    assert compact(iri) == curie


@pytest.mark.parametrize("curie", ["NOPE:1", "DOID", "DOID:", ""])
def test_unknown_curies_are_refused(curie: str) -> None:
    with pytest.raises(VocabularyError, match="no such prefix"):
        expand(curie)


@given(_name)
def test_documents_are_told_by_their_graph(id: str) -> None:
    assert graph_document(graph_iri(id)) == id
    pyoxigraph.NamedNode(graph_iri(id))
    pyoxigraph.NamedNode(document_iri(id))


def test_other_graphs_are_no_documents() -> None:
    assert graph_document(ENTITIES_GRAPH) is None


@pytest.mark.parametrize("identifier", ["doi:10.1002/(sici)1097<1::a>3.0;2-x", "pmid:12", "doi:10.1/ä b"])
def test_works(identifier: str) -> None:
    iri = work_iri(identifier)
    assert iri is not None
    pyoxigraph.NamedNode(iri)
    assert work_identifier(iri) == identifier


@pytest.mark.parametrize("name", ["A paper", "doi:", "pmid:x", "pmid:", "sha256:00"])
def test_names_are_no_works(name: str) -> None:
    assert work_iri(name) is None


# Vocabulary and ontology


def test_vocabulary_is_skos() -> None:
    lines = sorted_nquads(vocabulary_quads(VOCABULARY))
    said = [
        line for line in lines.splitlines() if line.startswith("<http://purl.obolibrary.org/obo/NCIT_C71622>")
    ]
    names = {line.split(" ", 2)[2].split(" <")[0] for line in said}
    assert {'"sunitinib"', '"Sutent"', '"SUN"', '"NCIT:C71622"', '"therapy"'} <= names
    assert '<https://w3id.org/oncology-evidence/ontology#polarity> "higher_better"' in lines
    assert (
        "DOID_3908> <http://www.w3.org/2004/02/skos/core#broader> <https://w3id.org/oncology-evidence/concept/solid>"
        in lines
    )


def test_every_curie_of_the_vocabulary_has_an_iri() -> None:
    quads = list(vocabulary_quads(Vocabulary.load()))
    concepts = {quad.subject.value for quad in quads if quad.predicate.value.endswith("#prefLabel")}  # type: ignore[union-attr]
    assert all(compact(iri) for iri in concepts)


def _ontology() -> set[pyoxigraph.Quad]:
    return set(ontology_quads())


def test_every_property_and_class_that_is_written_is_declared_with_label_and_comment() -> None:
    declared = {quad.subject.value for quad in _ontology()}  # type: ignore[union-attr]
    quads = [*to_quads(make_extraction(), PROVENANCE), *vocabulary_quads(VOCABULARY)]
    written = {quad.predicate.value for quad in quads}
    written |= {quad.object.value for quad in quads if quad.predicate.value.endswith("#type")}  # type: ignore[union-attr]
    assert {iri for iri in written if iri.startswith(EV)} <= declared
    for iri in declared:
        if iri.startswith(EV):
            said = {quad.predicate.value.rsplit("#")[-1] for quad in _ontology() if quad.subject.value == iri}  # type: ignore[union-attr]
            assert {"label", "comment"} <= said, iri


def test_the_code_writes_no_undeclared_name() -> None:
    declared = {quad.subject.value for quad in _ontology()}  # type: ignore[union-attr]
    code = "".join(path.read_text() for path in (ROOT / "src" / "evidence" / "graph").glob("*.py"))
    assert {name for name in re.findall(r'"ev:(\w+)"', code) if EV + name not in declared} == set()


@pytest.mark.parametrize(
    ("name", "literal"),
    [
        ("role", records.FindingRole),
        ("direction", records.Direction),
        ("favors", records.Favors),
        ("significance", records.Significance),
        ("kind", records.FindingKind),
        ("directionBasis", records.DirectionBasis),
        ("design", records.Design),
    ],
)
def test_controlled_values_are_those_of_the_records(name: str, literal: Any) -> None:
    defined = {quad.subject for quad in _ontology() if quad.object == pyoxigraph.NamedNode(EV + name)}
    notation = pyoxigraph.NamedNode(prefixes()["skos"] + "notation")
    values = {
        quad.object.value for quad in _ontology() if quad.subject in defined and quad.predicate == notation
    }  # type: ignore[union-attr]
    assert values == set(get_args(literal))


def test_every_external_code_was_looked_up(shared: Path) -> None:
    known = "".join(
        (shared / "data" / "vocab" / name).read_text(encoding="utf-8")
        for name in (
            "stato/stato_terms.tsv",
            "eco/eco_terms.tsv",
            "sepio/sepio_terms.tsv",
            "cto/cto_terms.tsv",
            "so/so_variant_terms.tsv",
        )
    )
    iris = {quad.object.value for quad in _ontology() if isinstance(quad.object, pyoxigraph.NamedNode)}
    codes = {iri.rsplit("/")[-1].replace("_", ":") for iri in iris if iri.startswith(prefixes()["obo"])}
    rows = (ontology_directory() / "evidence_codes.tsv").read_text().splitlines()[1:]
    assert {code for code in codes if f"\n{code}\t" not in known} == set()
    assert {row for row in rows if "\n{2}\t{3}\t".format(*row.split("\t")) not in known} == set()


@pytest.mark.parametrize(
    ("role", "design", "code"),
    [
        ("result", "randomised controlled trial", "ECO_0007225"),
        ("result", "preclinical", "ECO_0007297"),
        ("result", None, "ECO_0007319"),
        ("conclusion", "review", "ECO_0007319"),
        ("cited", "randomised controlled trial", "ECO_0007321"),
        ("hypothesis", None, "ECO_0006217"),
    ],
    ids=[
        "own result of patients",
        "of cells",
        "of nobody knows what",
        "a review's word",
        "another's word",
        "a guess",
    ],
)
def test_evidence_codes(role: str, design: Any, code: str) -> None:
    assert evidence_code(role, design).value.endswith(code)


def test_every_role_has_an_evidence_code() -> None:
    for role in get_args(records.FindingRole):
        for design in (None, *get_args(records.Design)):
            evidence_code(role, design)


def test_the_wheel_carries_the_ontology() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())
    assert settings["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"] == {
        "ontology": "evidence/ontology"
    }
    assert {"evidence.ttl", "shapes.ttl", "prefixes.tsv", "evidence_codes.tsv"} <= {
        path.name for path in ontology_directory().iterdir()
    }
