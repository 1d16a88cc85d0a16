"""The knowledge base on disk: one transaction a batch, no orphans, one-line errors, rdflib on top."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pyoxigraph
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders import (
    KIDNEY_CANCER,
    LUNG_CANCER,
    VOCABULARY,
    make_document,
    make_extraction,
    make_finding,
)
from evidence.errors import QueryError, StoreError
from evidence.graph import Provenance, canonical, from_quads, sorted_nquads, to_quads
from evidence.namespaces import ENTITIES_GRAPH, EV, document_iri, graph_iri
from evidence.records import Extraction
from evidence.store import FORMATS, Literal, LocalStore, NamedNode

PROVENANCE = Provenance(pipeline="1", vocabulary="test")
ABSTRACT = make_extraction()
FULL_TEXT = make_extraction(document=make_document(id="doi:10.1000/kidney#fulltext", form="fulltext"))


def stored(*extractions: Extraction) -> dict[str, list[pyoxigraph.Quad]]:
    return {item.document.id: to_quads(item, PROVENANCE) for item in extractions}


def text_of(store: LocalStore) -> str:
    output = io.BytesIO()
    store.dump(output, "nquads")
    return "".join(sorted(output.getvalue().decode().split("\n")))


@pytest.fixture
def store() -> LocalStore:
    store = LocalStore.in_memory()
    store.replace(stored(ABSTRACT, FULL_TEXT))
    return store


def rows(store: LocalStore, sparql: str, **substitutions: Any) -> list[tuple[str | None, ...]]:
    answer = store.query(sparql, substitutions=substitutions)
    assert isinstance(answer, pyoxigraph.QuerySolutions)
    return [tuple(None if term is None else term.value for term in row) for row in answer]  # type: ignore[union-attr]


# Writing


def test_a_document_is_replaced_whole(store: LocalStore) -> None:
    changed = make_extraction(
        findings=(make_finding(direction="lower", favors="comparator"),), associations=()
    )
    store.replace(stored(changed))
    fresh = LocalStore.in_memory()
    fresh.replace(stored(FULL_TEXT, changed))
    assert text_of(store) == text_of(fresh)


def test_an_entity_that_another_claim_takes_over_stays(store: LocalStore) -> None:
    store.remove(FULL_TEXT.document.id)
    # The same question, asked by a finding at another place: the old finding goes, its proposition stays.
    moved = make_extraction(findings=(make_finding(start=0, end=5, quote="Sunit"),))
    store.replace(stored(moved))
    assert from_quads(store.graph(moved.document.id), VOCABULARY.get) == canonical(moved)
    assert len(rows(store, "SELECT ?p { ?f a ev:Finding ; ev:proposition ?p . ?p a ev:Proposition }")) == 1


def test_storing_twice_changes_nothing(store: LocalStore) -> None:
    before = text_of(store)
    store.replace(stored(ABSTRACT, FULL_TEXT))
    assert text_of(store) == before


def test_removing_leaves_what_others_share(store: LocalStore) -> None:
    alone = LocalStore.in_memory()
    alone.replace(stored(FULL_TEXT))
    assert store.remove(ABSTRACT.document.id)
    assert text_of(store) == text_of(alone)
    assert store.remove(FULL_TEXT.document.id)
    assert (len(store), list(store.documents())) == (0, [])
    assert not store.remove(FULL_TEXT.document.id)


def test_an_association_that_goes_takes_its_biomarker_along(store: LocalStore) -> None:
    bare = [
        make_extraction(document=item.document, associations=(), mentions=())
        for item in (ABSTRACT, FULL_TEXT)
    ]
    store.replace(stored(bare[0]))
    assert rows(store, "SELECT ?b { ?b a ev:Biomarker }")
    store.replace(stored(bare[1]))
    assert not rows(store, "SELECT ?b { ?b a ev:Biomarker }")


_literal = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


@settings(max_examples=100, deadline=None)
@given(_literal, _literal)
def test_no_text_breaks_a_replacement(one: str, other: str) -> None:
    # The update is SPARQL text, so every literal goes through the engine's escapes and back.
    store = LocalStore.in_memory()
    for title in (one, other):
        store.replace(stored(make_extraction(document=make_document(title=title))))
    assert store.value(document_iri(ABSTRACT.document.id), "http://purl.org/dc/terms/title") == other
    store.remove(ABSTRACT.document.id)
    assert len(store) == 0


def test_a_batch_that_fails_leaves_all_as_it_was(store: LocalStore) -> None:
    before = text_of(store)
    blank = pyoxigraph.Quad(
        pyoxigraph.BlankNode(),
        NamedNode("http://x/p"),
        Literal("x"),
        NamedNode(graph_iri(ABSTRACT.document.id)),
    )
    # DELETE DATA takes no blank node, so this document could not be taken away again.
    store.replace({"blank": [pyoxigraph.Quad(blank.subject, blank.predicate, blank.object, _graph("blank"))]})
    with_blank = text_of(store)
    with pytest.raises(SyntaxError):
        store.replace({"blank": [], ABSTRACT.document.id: []})
    assert text_of(store) == with_blank != before


def _graph(document_id: str) -> NamedNode:
    return NamedNode(graph_iri(document_id))


def test_large_batches_take_the_bulk_loader_and_end_alike(tmp_path: Path) -> None:
    many = [make_extraction(document=make_document(id=f"doi:10.1/{n}#abstract")) for n in range(80)]
    batch = stored(*many)
    assert sum(map(len, batch.values())) > 10_000
    with LocalStore.create(tmp_path / "kb") as bulk:
        bulk.replace(batch)
        single = LocalStore.in_memory()
        for document_id, quads in batch.items():
            single.replace({document_id: quads})
        assert text_of(bulk) == text_of(single)


# Reading


def test_a_document_comes_back_from_the_store(store: LocalStore) -> None:
    for extraction in (ABSTRACT, FULL_TEXT):
        quads = store.graph(extraction.document.id)
        assert sorted_nquads(quads) == sorted_nquads(to_quads(extraction, PROVENANCE))
        assert from_quads(quads, VOCABULARY.get) == canonical(extraction)
    assert store.graph("nobody") == []


def test_documents_are_listed(store: LocalStore) -> None:
    assert sorted(store.documents()) == [ABSTRACT.document.id, FULL_TEXT.document.id]


def test_queries_count_right_without_distinct(store: LocalStore) -> None:
    # Two documents of one study claim the same: two findings, one study, one proposition, one biomarker.
    assert rows(store, "SELECT (COUNT(?f) AS ?n) { ?f a ev:Finding ; ev:study ?s . ?s a ev:Study }") == [
        ("2",)
    ]
    assert rows(store, "SELECT (COUNT(?a) AS ?n) { ?a ev:biomarker ?b . ?b ev:gene HGNC:3236 }") == [("2",)]
    assert rows(store, "SELECT (COUNT(?s) AS ?n) { ?s a ev:Study }") == [("1",)]
    assert (
        rows(store, "SELECT ?p (COUNT(?f) AS ?n) { ?f a ev:Finding ; ev:proposition ?p } GROUP BY ?p")[0][1]
        == "2"
    )


def test_a_claim_and_its_proposition_do_not_mix(store: LocalStore) -> None:
    found = rows(store, "SELECT ?x { ?x ev:therapy NCIT:C116377 ; ev:disease DOID:3908 }")
    assert len(found) == 2
    assert {str(node).split("/")[-2] for (node,) in found} == {"association"}


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("ASK { ?f a ev:Finding ; ev:favors 'intervention' }", True),
        ("ASK { ?f a ev:Finding ; ev:favors 'comparator' }", False),
        ("ASK { ?s a ev:PValue ; ev:value ?v FILTER(?v < 0.05) }", True),
        ("ASK { ?f ev:statistic/ev:value 0.6e0 }", True),
        (
            "ASK { ?d a ev:Document ; ev:studyDisease DOID:4450 ; ev:design 'randomised controlled trial' }",
            True,
        ),
    ],
)
def test_ask(store: LocalStore, question: str, answer: bool) -> None:
    assert bool(store.query(question)) is answer


def test_a_users_words_enter_as_terms(store: LocalStore) -> None:
    question = "SELECT ?f ?words { ?f a ev:Finding ; ev:outcomeText ?words }"
    assert len(rows(store, question, words=Literal("overall survival"))) == 2
    assert rows(store, question, words=Literal('" } ; DROP ALL #')) == []
    assert (
        len(rows(store, "SELECT ?f ?d { ?f ev:disease ?d ; a ev:Finding }", d=_node(KIDNEY_CANCER.id))) == 2
    )
    with pytest.raises(QueryError, match="select that variable"):
        store.query("SELECT ?f { ?f ev:outcomeText ?words }", substitutions={"words": Literal("x")})


def _node(curie: str) -> NamedNode:
    return NamedNode("http://purl.obolibrary.org/obo/" + curie.replace(":", "_"))


@pytest.mark.parametrize(
    ("sparql", "place", "words"),
    [
        ("SELECT ?x {\n  ?x ev:quote }", (2, 15), "line 2"),
        ("SELECT ?x { ?x foo:bar ?y }", (1, 23), "a prefix that is not declared"),
        ("SELECT ?x { ?x a ev:Finding", (1, 28), "near its end"),
        ("INSERT DATA { ev:a ev:b 1 }", (1, 10), "wrong"),
        ("DROP ALL", None, "wrong"),
        ("", None, "wrong"),
    ],
    ids=["no object", "no prefix", "no end", "no writing", "no dropping", "nothing"],
)
def test_wrong_queries(store: LocalStore, sparql: str, place: tuple[int, int] | None, words: str) -> None:
    before = len(store)
    with pytest.raises(QueryError, match=words) as caught:
        store.query(sparql)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 200
    if place is not None:
        assert caught.value.line == place[0]
        assert caught.value.column is not None
        assert abs(caught.value.column - place[1]) <= 3
    assert len(store) == before


@pytest.mark.parametrize("format", sorted(FORMATS))
def test_dumps_can_be_read_again(store: LocalStore, format: str) -> None:
    output = io.BytesIO()
    store.dump(output, format)
    quads = list(pyoxigraph.parse(output.getvalue(), format=FORMATS[format]))
    assert len({quad.triple for quad in quads}) == len(store)
    if FORMATS[format].supports_datasets:
        assert {quad.graph_name for quad in quads} == {_graph(id) for id in store.documents()} | {_entities()}
    if format == "turtle":
        assert b"ev:Finding" in output.getvalue()


def _entities() -> NamedNode:
    return NamedNode(ENTITIES_GRAPH)


def test_one_document_can_be_dumped(store: LocalStore) -> None:
    output = io.BytesIO()
    store.dump(output, "nquads", document_id=ABSTRACT.document.id)
    back = pyoxigraph.parse(output.getvalue(), format=FORMATS["nquads"])
    assert from_quads(back, VOCABULARY.get) == canonical(ABSTRACT)


def test_an_unknown_format_is_refused(store: LocalStore) -> None:
    with pytest.raises(StoreError, match="'xlsx' is no format of RDF here; take one of nquads"):
        store.dump(io.BytesIO(), "xlsx")


# Opening


def test_what_was_written_is_there_when_opened_again(tmp_path: Path) -> None:
    with LocalStore.create(tmp_path / "kb") as store:
        store.replace(stored(ABSTRACT))
        store.write_versions(vocabulary="v", ontology="o")
        store.optimize()
        written = text_of(store)
    with LocalStore.open(tmp_path / "kb") as store:
        assert text_of(store) == written
        assert (store.meta.vocabulary, store.meta.ontology) == ("v", "o")
    with LocalStore.create(tmp_path / "kb") as store:
        assert text_of(store) == written


def _missing(folder: Path) -> None:
    pass


def _empty(folder: Path) -> None:
    folder.mkdir()


def _damaged(folder: Path) -> None:
    folder.mkdir()
    (folder / "kb.json").write_text("{")


def _other_schema(folder: Path) -> None:
    folder.mkdir()
    (folder / "kb.json").write_text(
        json.dumps({"schema": "evidence-store/1", "vocabulary": None, "ontology": None})
    )


def _unfilled(folder: Path) -> None:
    folder.mkdir()
    (folder / "kb.json").write_text(
        json.dumps({"schema": "evidence-store/3", "vocabulary": None, "ontology": None})
    )


def _broken_store(folder: Path) -> None:
    _unfilled(folder)
    (folder / "store").mkdir()
    (folder / "store" / "CURRENT").write_text("nonsense")


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (_missing, "no such knowledge base; make it with `evidence ingest`"),
        (_empty, "is no knowledge base"),
        (_damaged, "is damaged"),
        (_other_schema, "holds schema evidence-store/1, not evidence-store/3"),
        (_unfilled, "was never filled"),
        (_broken_store, "cannot be opened"),
    ],
)
def test_what_cannot_be_opened(tmp_path: Path, make: Any, words: str) -> None:
    folder = tmp_path / "kb"
    make(folder)
    with pytest.raises(StoreError, match=words) as caught:
        LocalStore.open(folder)
    assert "\n" not in str(caught.value)
    assert str(folder) in str(caught.value)


def test_a_folder_with_other_things_is_not_written_into(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(StoreError, match="no knowledge base and not empty"):
        LocalStore.create(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "kb").write_text("")
    for make in (LocalStore.create, LocalStore.open):
        with pytest.raises(StoreError):
            make(tmp_path / "kb")


def test_one_writer_at_a_time_and_readers_beside_it(tmp_path: Path) -> None:
    with LocalStore.create(tmp_path / "kb") as store:
        store.replace(stored(ABSTRACT))
        with pytest.raises(StoreError, match="is being written by another process"):
            LocalStore.open(tmp_path / "kb", write=True)
        with LocalStore.open(tmp_path / "kb") as reader:
            assert list(reader.documents()) == [ABSTRACT.document.id]


def test_a_reader_cannot_write(tmp_path: Path) -> None:
    with LocalStore.create(tmp_path / "kb") as store:
        store.replace(stored(ABSTRACT))
    with LocalStore.open(tmp_path / "kb") as reader:
        with pytest.raises(StoreError, match="opened for reading"):
            reader.replace(stored(FULL_TEXT))
        with pytest.raises(StoreError, match="opened for reading"):
            reader.remove(ABSTRACT.document.id)


def test_the_way_of_a_query_imports_little() -> None:
    code = (
        "import sys, evidence.store\n"
        "heavy = {'spacy', 'rdflib', 'pyshacl', 'networkx', 'pandas', 'numpy', 'requests', 'rich', 'lxml'}\n"
        "print(sorted(heavy & set(sys.modules)), 'evidence.graph' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[] False"


# rdflib, which calls methods that it has deprecated itself

_RDFLIB = pytest.mark.filterwarnings("ignore:Dataset:DeprecationWarning")


@_RDFLIB
def test_rdflib_reads_the_same_triples(store: LocalStore) -> None:
    import rdflib

    dataset = store.dataset()
    assert len(list(dataset.triples((None, None, None)))) == len(store)
    document = rdflib.URIRef(document_iri(ABSTRACT.document.id))
    assert dataset.value(document, rdflib.DCTERMS.identifier) == rdflib.Literal(ABSTRACT.document.id)
    assert dataset.value(document, rdflib.URIRef(EV + "year")).toPython() == 2021
    names = {str(graph.identifier) for graph in dataset.graphs()}
    assert {graph_iri(ABSTRACT.document.id), ENTITIES_GRAPH} <= names
    graph = dataset.graph(rdflib.URIRef(graph_iri(ABSTRACT.document.id)))
    assert len(graph) == sum(
        1 for quad in to_quads(ABSTRACT, PROVENANCE) if quad.graph_name == _graph(ABSTRACT.document.id)
    )
    assert (document, rdflib.RDF.type, rdflib.URIRef(EV + "Document")) in dataset


@_RDFLIB
def test_rdflib_hands_queries_over(store: LocalStore) -> None:
    import rdflib

    dataset = store.dataset()
    found = list(dataset.query("SELECT ?f ?v { ?f ev:statistic/ev:value ?v } ORDER BY ?v"))
    assert [row.v.toPython() for row in found] == [0.01, 0.01, 0.6, 0.6]  # type: ignore[union-attr]
    assert dataset.query("ASK { ?x a ev:Finding }").askAnswer is True
    bound = dataset.query(
        "SELECT ?x ?d { ?x ev:disease ?d }", initBindings={"d": rdflib.URIRef(_node(LUNG_CANCER.id).value)}
    )
    assert len(bound) == 2
    made = dataset.query("CONSTRUCT { ?x a ev:Finding } { ?x a ev:Finding }").graph
    assert made is not None
    assert len(made) == 2


@_RDFLIB
def test_rdflib_serialises_and_may_not_write(store: LocalStore) -> None:
    import rdflib

    dataset = store.dataset()
    again = rdflib.Dataset()
    again.parse(data=dataset.serialize(format="nquads"), format="nquads")
    assert sum(1 for _ in again.quads()) == len(store)
    with pytest.raises(StoreError, match="read-only"):
        dataset.add((rdflib.URIRef("http://x"), rdflib.RDF.type, rdflib.URIRef("http://y")))
    with pytest.raises(StoreError, match="read-only"):
        dataset.update("DELETE WHERE { ?s ?p ?o }")
