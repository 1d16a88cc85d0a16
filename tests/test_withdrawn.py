"""Claims that rest on retracted works: whoever tells of it, in whatever order, answers leave them out and say so."""

from __future__ import annotations

from itertools import permutations

import pytest

from builders import make_document, make_extraction
from evidence.document import OtherSource, Reference, Relation
from evidence.graph import Provenance, to_quads
from evidence.graph.notices import bare_title, standing
from evidence.lexicon import Lexicon
from evidence.namespaces import document_iri
from evidence.query import catalogue
from evidence.query.answer import answer
from evidence.query.claims import load
from evidence.query.contract import answer_object
from evidence.query.withdrawn import Withdrawals
from evidence.render.explanation import withdrawn
from evidence.store import LocalStore
from evidence.vocabulary import Vocabulary

PROVENANCE = Provenance(pipeline="1", vocabulary="1")
ARTICLE = {"doi": "10.1000/trial", "pmid": "100", "relations": ()}
NOTICE = {"id": "pmid:900#abstract", "doi": None, "pmid": "900", "title": "Retraction: a trial of drug A"}


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        pytest.param({"relations": ()}, None, id="nothing is told"),
        pytest.param(
            {"relations": (Relation(type="retracted_by", target="pmid:9"),)}, "retracted", id="its record"
        ),
        pytest.param({"publication_types": ("Retracted Publication",)}, "retracted", id="its type"),
        pytest.param({"title": "RETRACTED: Drug A in melanoma"}, "retracted", id="its title"),
        pytest.param({"title": "[RETRACTED ARTICLE] Drug A in melanoma"}, "retracted", id="in brackets"),
        pytest.param({"title": "Retracted drug approvals in oncology"}, None, id="a title about retractions"),
        pytest.param({"title": "WITHDRAWN: Drug A in melanoma"}, "retracted", id="a publisher's other word"),
        pytest.param(
            {
                "title": "RETRACTED: Drug A in melanoma",
                "relations": (Relation(type="retraction_of", target="pmid:1"),),
            },
            None,
            id="the notice itself is not retracted",
        ),
        pytest.param(
            {
                "relations": (
                    Relation(type="corrected_by", target="Ann Oncol. 2009;20:1"),
                    Relation(type="concern_raised_by", target="pmid:9"),
                )
            },
            "concern",
            id="the gravest counts",
        ),
    ],
)
def test_standing(changes, told):
    assert standing(make_document(**{"relations": (), **changes})) == told


def test_bare_title():
    assert bare_title("RETRACTED ARTICLE: Drug A") == "Drug A"
    assert bare_title("Drug A") == "Drug A"


def _store(folder, documents):
    store = LocalStore.create(folder)
    for document in documents:
        extraction = make_extraction(document=document)
        store.replace({document.id: to_quads(extraction, PROVENANCE)})
    return store


def _left_out(store):
    """The ids of the documents whose claims are left out."""
    claims = load(store, [row[0].value for row in store.query("SELECT ?c { ?c a ev:Finding }")])
    withdrawals = Withdrawals(store)
    return {claim.document_id for claim in claims if withdrawals.reason(claim)}


def _notice(type="retraction_of", target="pmid:100"):
    return make_document(**NOTICE, relations=(Relation(type=type, target=target),))


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_a_notice_marks_every_form_of_the_work_in_any_order(tmp_path, order):
    """The full text is known by its DOI alone, the notice names the PubMed id; the abstract has both."""
    abstract = make_document(id="doi:10.1000/trial#abstract", **ARTICLE)
    fulltext = make_document(id="doi:10.1000/trial#fulltext", doi="10.1000/trial", pmid=None, relations=())
    documents = [abstract, fulltext, _notice()]
    with _store(tmp_path / "kb", [documents[index] for index in order]) as store:
        assert _left_out(store) == {abstract.id, fulltext.id}


def test_another_work_is_not_touched(tmp_path):
    other = make_document(id="doi:10.1000/other#abstract", doi="10.1000/other", pmid="200", relations=())
    with _store(tmp_path / "kb", [other, _notice()]) as store:
        assert _left_out(store) == set()


def test_concern_is_told_as_such_and_an_erratum_withdraws_nothing(tmp_path):
    article = make_document(**ARTICLE)
    for type, reason in (
        ("concern_about", "rests on a work under an expression of concern"),
        ("erratum_of", None),
    ):
        with _store(tmp_path / type, [article, _notice(type)]) as store:
            claim = load(store, [row[0].value for row in store.query("SELECT ?c { ?c a ev:Finding }")])[0]
            assert Withdrawals(store).reason(claim) == reason


def test_a_claim_that_cites_a_retracted_work_rests_on_it(tmp_path):
    reference = Reference(number=12, text="Somebody. A trial.", doi="10.1000/trial")
    citing = make_document(
        id="doi:10.1000/review", doi="10.1000/review", pmid="300", relations=(), references=(reference,)
    )
    with _store(tmp_path / "kb", [citing, make_document(**ARTICLE), _notice()]) as store:
        nodes = store.query("SELECT ?r { ?d ev:cites ?r ; dcterms:identifier 'doi:10.1000/review' }")
        told = Withdrawals(store)
        assert [row[0].value in told._told for row in nodes] == [True]
        assert document_iri(citing.id) not in told._told


def test_the_answer_leaves_it_out_and_says_so(tmp_path):
    vocabulary = Vocabulary.load()
    article = make_document(**ARTICLE)
    with _store(tmp_path / "kb", [article]) as store:
        asked = store.query("SELECT ?o { ?f a ev:Finding ; ev:interventionText ?o }")
        word = next(iter(asked))[0].value
        found = answer(word, store=store, lexicon=Lexicon(vocabulary))
        assert found.rows
        assert not found.withdrawn
    with _store(tmp_path / "kb2", [article, _notice()]) as store:
        found = answer(word, store=store, lexicon=Lexicon(vocabulary))
        assert all(row.document != article.id for row in found.rows)
        told = answer_object(found)["question"]
        assert told["ruled_out"]["rests on a retracted work"] >= 1
        line = withdrawn(told)[0]
        assert article.id in line
        assert "pmid:900#abstract" in line


CORRECTED = (Relation(type="corrected_by", target="doi:10.1000/erratum"),)


@pytest.mark.parametrize(
    ("documents", "told"),
    [
        pytest.param([{**ARTICLE, "relations": CORRECTED}], ("doi:10.1000/erratum",), id="its record"),
        pytest.param(
            [
                ARTICLE,
                {**NOTICE, "relations": (Relation(type="erratum_of", target="pmid:100"),)},
            ],
            ("pmid:900#abstract",),
            id="the notice's record",
        ),
        pytest.param(
            [
                {
                    **ARTICLE,
                    "other_sources": (
                        OtherSource(
                            uri="a.ris", media_type="x/y", format="ris", sha256="0" * 64, standing="corrected"
                        ),
                    ),
                }
            ],
            ("a.ris",),
            id="another source",
        ),
        pytest.param([ARTICLE], (), id="nobody"),
    ],
)
def test_what_rests_on_a_corrected_work_stays_and_is_marked(tmp_path, documents, told):
    with _store(tmp_path / "kb", [make_document(**each) for each in documents]) as store:
        asked = store.query("SELECT ?o { ?f a ev:Finding ; ev:interventionText ?o }")
        word = next(iter(asked))[0].value
        found = answer(word, store=store, lexicon=Lexicon(Vocabulary.load()))
        (row,) = [item for item in found.rows if item.document == "doi:10.1000/kidney#abstract"][:1]
        assert row.corrections == told and not found.withdrawn


def test_the_query_is_in_the_catalogue():
    assert "SELECT" in catalogue.sparql("withdrawn")
