"""Which sources are one document and which documents one study: by what they share, in any order, and never by less."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders import VOCABULARY, make_document, make_extraction, make_study
from evidence.document import Document, Relation, Source
from evidence.graph import keys, studies
from evidence.graph.studies import surname
from evidence.ingest import Summary, ingest
from evidence.namespaces import document_iri
from evidence.query.withdrawn import Withdrawals
from evidence.records import Extraction
from evidence.store import LocalStore

TITLE = "Sunitinib or placebo in a made-up kidney trial"


def source(uri: str, format: str = "pubmed") -> Source:
    return Source(uri=uri, media_type="text/plain", format=format, sha256=f"{abs(hash(uri)):064x}"[:64])


def document(uri: str, **changes: Any) -> Document:
    values: dict[str, Any] = {"source": source(uri), "relations": (), **changes}
    return make_document(**values)


XML = document("a.xml")
NBIB = document(
    "b.nbib", id="doi:10.1000/kidney#record", form="record", volume=None, doi="10.1000/kidney", keywords=()
)
RIS = document(
    "c.ris",
    id="doi:10.1000/kidney#record",
    form="record",
    pmid=None,
    text=TITLE,
    keywords=(),
    journal=None,
    sections=(),
)
PMID_ONLY = document("d.xml", id="pmid:1234567#abstract", doi=None, text=TITLE, sections=(), keywords=())
FULL = document(
    "e.xml", id="doi:10.1000/kidney#fulltext", form="fulltext", text=f"{XML.text} More.", pmcid="PMC77"
)
PAGE = document(
    "m.html",
    id="pmcid:PMC77#fulltext",
    form="fulltext",
    doi=None,
    pmid=None,
    pmcid="PMC77",
    text=TITLE,
    sections=(),
)
RETRACTED = document(
    "f.nbib",
    id="doi:10.1000/kidney#record",
    form="record",
    text=TITLE,
    sections=(),
    relations=(Relation(type="retracted_by", target="pmid:9"),),
)
FOLLOW_UP = document(
    "g.xml",
    id="pmid:77#abstract",
    doi=None,
    pmid="77",
    title="Quality of life in patients given sunitinib or placebo",
)
NAMELESS = document("h.txt", id="sha256:ff", doi=None, pmid=None, form="digest", authors=())
SAME_TITLE = document(
    "i.xml", id="doi:10.1000/other#abstract", doi="10.1000/other", pmid="55", authors=("Poe, Edgar",)
)
COMMENT = document(
    "j.xml", id="doi:10.1000/comment#comment", doi="10.1000/comment", pmid="66", form="comment"
)
TRIAL = {"doi:10.1000/kidney#fulltext", "pmid:77#abstract", "doi:10.1000/kidney#abstract"}


def extract(documents: Iterable[Document]) -> Iterator[Extraction]:
    """The full text and its follow-up name the trial's registration, as they would."""
    for item in documents:
        registered = ("NCT01234567",) if item.id in TRIAL else ()
        yield make_extraction(document=item, study=make_study(registry_ids=registered))


def run(store: LocalStore, *documents: Document) -> Summary:
    return ingest(documents, store, extract, vocabulary=VOCABULARY)


def graph(store: LocalStore) -> list[str]:
    output = io.BytesIO()
    store.dump(output, "nquads")
    return sorted(output.getvalue().decode().split("\n"))


def study_of(store: LocalStore) -> dict[str, str]:
    rows = store.query("SELECT ?id ?s { ?d a ev:Document ; dcterms:identifier ?id ; ev:study ?s }")
    return {row["id"].value: row["s"].value for row in rows}


def test_sources_of_one_form_are_one_document_with_the_others_named() -> None:
    store = LocalStore.in_memory()
    summary = run(store, RIS, NBIB, XML)
    assert list(store.documents()) == [XML.id]
    assert (summary.documents, summary.added, summary.merged) == (3, 1, 2)
    rows = store.query("SELECT ?u { ?d ev:otherSource/ev:sourceUri ?u } ORDER BY ?u")
    assert [row["u"].value for row in rows] == ["b.nbib", "c.ris"]


def test_a_source_that_tells_less_is_not_extracted_and_known_the_next_time() -> None:
    store = LocalStore.in_memory()
    run(store, XML)
    seen: list[str] = []

    def noting(documents: Iterable[Document]) -> Iterator[Extraction]:
        for item in documents:
            seen.append(item.source.uri)
            yield make_extraction(document=item)

    first = ingest([RIS], store, noting, vocabulary=VOCABULARY)
    again = ingest([RIS], store, noting, vocabulary=VOCABULARY)
    assert (seen, first.merged, again.merged, again.unchanged) == ([], 1, 0, 1)


@pytest.mark.parametrize("order", [(XML, RETRACTED), (RETRACTED, XML)], ids=["told after", "told before"])
@pytest.mark.parametrize("runs", [1, 2])
def test_the_richest_is_kept_and_a_retraction_that_another_source_tells_stays_known(
    order: tuple[Document, ...], runs: int
) -> None:
    """The claims of the abstract stay stored, so that answers can say that they leave them out."""
    store = LocalStore.in_memory()
    for documents in [order] if runs == 1 else [(item,) for item in order]:
        run(store, *documents)
    assert list(store.documents()) == [XML.id]
    (row,) = store.query("SELECT ?u { ?d ev:otherSource ?o . ?o ev:standing 'retracted' ; ev:sourceUri ?u }")
    assert row["u"].value == RETRACTED.source.uri
    withdrawals = Withdrawals(store)
    assert document_iri(XML.id) in withdrawals
    reinstated = replace(RETRACTED, relations=(), source=replace(RETRACTED.source, sha256="0" * 64))
    run(store, reinstated)
    assert not Withdrawals(store)


def test_a_chain_of_identifiers_joins_sources() -> None:
    """One knows the DOI, one the PubMed id; the one that knows both joins them, though it is not kept."""
    store = LocalStore.in_memory()
    doi_only = replace(RIS, text=f"{RIS.text}, with much more to tell", title=RIS.title)
    run(store, doi_only, PMID_ONLY)
    assert len(list(store.documents())) == 2
    both = replace(XML, text=TITLE[:9], sections=(), keywords=(), authors=(), journal=None)
    run(store, both)
    assert list(store.documents()) == [doi_only.id]


def test_a_full_text_known_by_its_pmcid_alone_is_the_one_that_has_a_doi() -> None:
    for order in ((FULL, PAGE), (PAGE, FULL)):
        store = LocalStore.in_memory()
        run(store, *order)
        assert list(store.documents()) == [FULL.id]


def test_a_retraction_that_the_abstract_tells_is_the_full_text_s_that_only_a_pmcid_names() -> None:
    store = LocalStore.in_memory()
    run(store, PAGE, replace(RETRACTED, pmcid="PMC77"))
    assert document_iri(PAGE.id) in Withdrawals(store)


def test_documents_with_ids_of_their_own_stay_apart() -> None:
    store = LocalStore.in_memory()
    run(store, document("x.jsonl", id="mine"), document("y.jsonl", id="yours"))
    assert sorted(store.documents()) == ["mine", "yours"]


ALL = (XML, NBIB, RIS, PMID_ONLY, FULL, RETRACTED, FOLLOW_UP, NAMELESS, SAME_TITLE, COMMENT, PAGE)


def _reference() -> list[str]:
    store = LocalStore.in_memory()
    run(store, *ALL)
    return graph(store)


@settings(max_examples=30, deadline=None)
@given(st.permutations(ALL), st.sets(st.integers(1, len(ALL) - 1)))
def test_any_order_in_any_number_of_runs_gives_the_same_graph(order: list[Document], cuts: set[int]) -> None:
    store = LocalStore.in_memory()
    places = [0, *sorted(cuts), len(order)]
    for start, end in pairwise(places):
        run(store, *order[start:end])
    once = graph(store)
    assert once == _reference()
    run(store, *reversed(order))
    assert graph(store) == once


def test_studies_by_title_author_and_registration() -> None:
    store = LocalStore.in_memory()
    run(store, XML, FULL, FOLLOW_UP, SAME_TITLE, COMMENT)
    told = study_of(store)
    assert told[XML.id] == told[FULL.id] == told[FOLLOW_UP.id]
    assert len({told[XML.id], told[SAME_TITLE.id], told[COMMENT.id]}) == 3


def test_who_names_no_author_joins_a_title_until_another_author_has_it() -> None:
    store = LocalStore.in_memory()
    run(store, XML, NAMELESS)
    told = study_of(store)
    assert told[XML.id] == told[NAMELESS.id]
    run(store, SAME_TITLE)
    told = study_of(store)
    assert len({told[XML.id], told[NAMELESS.id], told[SAME_TITLE.id]}) == 3


def test_every_claim_follows_its_document() -> None:
    store = LocalStore.in_memory()
    for item in (FOLLOW_UP, XML, FULL):
        run(store, item)
    rows = store.query(
        "SELECT DISTINCT ?s { { ?f a ev:Finding ; ev:study ?s } UNION { ?d a ev:Document ; ev:study ?s } }"
    )
    assert len(list(rows)) == 1
    (row,) = store.query("SELECT (COUNT(?s) AS ?n) { ?s a ev:Study }")
    assert row["n"].value == "1"


@pytest.mark.parametrize(
    ("changes", "study", "expected"),
    [
        pytest.param(
            {}, {"registry_ids": ("NCT01234567",)}, {"registry:NCT01234567"}, id="a trial's registration"
        ),
        pytest.param(
            {},
            {"registry_ids": ("NCT01234567", "NCT07654321")},
            set(),
            id="several of one registry: a pooled analysis, or others' trials",
        ),
        pytest.param(
            {},
            {"registry_ids": ("NCT01234567", "ISRCTN12345678")},
            {"registry:NCT01234567", "registry:ISRCTN12345678"},
            id="one of each registry",
        ),
        pytest.param(
            {},
            {"design": "review", "registry_ids": ("NCT01234567",)},
            set(),
            id="a review that cites a trial",
        ),
        pytest.param(
            {"form": "comment"}, {"registry_ids": ("NCT01234567",)}, set(), id="a comment on a trial"
        ),
        pytest.param(
            {"relations": (Relation(type="retraction_of", target="pmid:1"),)},
            {"registry_ids": ("NCT01234567",)},
            set(),
            id="a notice about a trial",
        ),
        pytest.param(
            {"title": "Drug A or B: results of KEYNOTE-999"}, {}, {"trial:keynote999"}, id="a numbered trial"
        ),
        pytest.param(
            {"title": "Quality of life with A: the ARISER phase 3 randomised trial"},
            {},
            {"trial:ariser DOID:4450"},
            id="a trial's acronym, with the disease",
        ),
        pytest.param({"title": "Results of the EORTC randomised trial"}, {}, set(), id="a group's name"),
        pytest.param(
            {"title": "A pool of the ARISER trial and the ZORO trial"}, {}, set(), id="two acronyms"
        ),
        pytest.param({"title": "Report of the AIO EGA Study Group"}, {}, set(), id="a study group"),
        pytest.param({"title": "A pool of KEYNOTE-998 and KEYNOTE-999"}, {}, set(), id="two numbered trials"),
    ],
)
def test_keys_of_trials(changes: dict[str, Any], study: dict[str, Any], expected: set[str]) -> None:
    told = keys(document("a", **changes), make_study(**{"registry_ids": (), **study}))
    assert {key for key in told if key.startswith(("registry:", "trial:"))} == expected


def test_a_digest_names_the_work_that_it_is_of() -> None:
    digest = document(
        "k",
        id="d",
        doi=None,
        pmid=None,
        title="Notes",
        relations=(Relation(type="same_study_as", target="doi:10.1000/KIDNEY"),),
    )
    told = studies({"a": keys(XML, None), "d": keys(digest, None)})
    assert told["a"] == told["d"]


@pytest.mark.parametrize(
    "author", ["Doe, Jane", "Jane Doe", "Doe J", "Doe JM", "DOE, J.", "Jane M. Doe", "Döe, Jane"]
)
def test_surname(author: str) -> None:
    assert surname(author) == "doe"
