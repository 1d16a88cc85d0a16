"""The only writer: what is unchanged costs nothing, what fails is set aside, nothing stored is lost."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from builders import CONCEPTS, VOCABULARY, make_document, make_extraction
from evidence import ingest as ingest_module
from evidence.document import Document
from evidence.errors import ReadError
from evidence.graph import from_quads
from evidence.ingest import Summary, ingest
from evidence.namespaces import ONTOLOGY_GRAPH, VOCABULARY_GRAPH
from evidence.records import Extraction
from evidence.store import LocalStore
from evidence.vocabulary import Vocabulary

ABSTRACT = make_document()
FULL_TEXT = make_document(id="doi:10.1000/kidney#fulltext", form="fulltext", text=f"{ABSTRACT.text} More.")
OTHER = make_document(id="pmid:2#abstract", title="Quite another trial of two drugs", doi=None, pmid="2")
UNREADABLE = ReadError("no text in it", uri="broken.pdf", remedy="give its text")


class Extractor:
    """Extracts the same records from every document, and counts the documents."""

    def __init__(self, ahead: int = 1) -> None:
        self.seen: list[str] = []
        self.ahead = ahead

    def __call__(self, documents: Iterable[Document]) -> Iterator[Extraction]:
        waiting: list[Document] = []
        for document in documents:
            waiting.append(document)
            if len(waiting) >= self.ahead:
                yield from self._all(waiting)
                waiting = []
        yield from self._all(waiting)

    def _all(self, documents: list[Document]) -> Iterator[Extraction]:
        for document in documents:
            self.seen.append(document.id)
            yield make_extraction(document=document)


@pytest.fixture
def store() -> LocalStore:
    return LocalStore.in_memory()


def run(store: LocalStore, *inputs: Document | ReadError, **options: Any) -> tuple[Summary, list[str]]:
    extractor = options.pop("extractor", None) or Extractor()
    options.setdefault("vocabulary", VOCABULARY)
    return ingest(inputs, store, extractor, **options), extractor.seen


def text_of(store: LocalStore) -> list[str]:
    output = io.BytesIO()
    store.dump(output, "nquads")
    return sorted(output.getvalue().decode().split("\n"))


def test_documents_are_stored_and_counted(store: LocalStore) -> None:
    summary, _ = run(store, ABSTRACT, OTHER)
    assert (summary.documents, summary.added, summary.replaced, summary.unchanged) == (2, 2, 0, 0)
    assert (summary.findings, summary.associations, summary.statistics, summary.discrepancies) == (2, 2, 4, 2)
    assert sorted(store.documents()) == [ABSTRACT.id, OTHER.id]
    assert summary.quads > 300
    assert from_quads(store.graph(OTHER.id), VOCABULARY.get).document.pmid == "2"


def test_ingesting_twice_changes_nothing_and_extracts_nothing(tmp_path: Path) -> None:
    with LocalStore.create(tmp_path / "kb") as store:
        run(store, ABSTRACT, FULL_TEXT, OTHER)
        before = text_of(store)
    with LocalStore.create(tmp_path / "kb") as store:
        summary, seen = run(store, ABSTRACT, FULL_TEXT, OTHER)
        assert text_of(store) == before
    assert (summary.documents, summary.unchanged, summary.quads, seen) == (3, 3, 0, [])


def test_layers_that_the_pipeline_adds_do_not_make_a_document_another(store: LocalStore) -> None:
    bare = replace(ABSTRACT, sections=())

    def sectioning(documents: Iterable[Document]) -> Iterator[Extraction]:
        for document in documents:
            yield make_extraction(document=replace(document, sections=ABSTRACT.sections))

    ingest([bare], store, sectioning, vocabulary=VOCABULARY)
    assert run(store, bare)[0].unchanged == 1


def test_order_does_not_matter(store: LocalStore) -> None:
    run(store, ABSTRACT, FULL_TEXT, OTHER)
    other = LocalStore.in_memory()
    run(other, OTHER, FULL_TEXT)
    run(other, ABSTRACT)
    assert text_of(store) == text_of(other)


def test_two_forms_of_one_article_are_two_documents_of_one_study(store: LocalStore) -> None:
    run(store, ABSTRACT, FULL_TEXT)
    assert sorted(store.documents()) == [ABSTRACT.id, FULL_TEXT.id]
    (row,) = store.query("SELECT (COUNT(DISTINCT ?s) AS ?n) { ?d a ev:Document ; ev:study ?s }")
    assert row["n"].value == "1"


def test_the_same_form_read_again_replaces_itself_and_says_so(store: LocalStore) -> None:
    run(store, ABSTRACT, OTHER)
    corrected = replace(
        ABSTRACT, text=f"{ABSTRACT.text} Corrected.", source=replace(ABSTRACT.source, uri="new.txt")
    )
    summary, seen = run(store, corrected)
    assert (summary.replaced, summary.added, seen) == (1, 0, [ABSTRACT.id])
    assert summary.notices == (
        "doi:10.1000/kidney#abstract: the text differs from the stored one, which new.txt replaces",
    )
    fresh = LocalStore.in_memory()
    run(fresh, OTHER, corrected)
    run(fresh, ABSTRACT)  # less rich, from another place: named as a source
    assert text_of(store) == text_of(fresh)


@pytest.mark.parametrize(
    ("options", "document"),
    [
        ({"pipeline_version": "next"}, ABSTRACT),
        ({"vocabulary": Vocabulary(CONCEPTS, version="next")}, ABSTRACT),
        ({}, replace(ABSTRACT, journal="Another Journal")),
    ],
    ids=["another pipeline", "another vocabulary", "other bibliography"],
)
def test_the_same_text_is_replaced_without_a_notice(
    store: LocalStore, options: dict[str, Any], document: Document
) -> None:
    run(store, ABSTRACT)
    summary, _ = run(store, document, **options)
    assert (summary.replaced, summary.notices) == (1, ())


def test_the_same_content_elsewhere_is_unchanged(store: LocalStore) -> None:
    run(store, ABSTRACT)
    moved = replace(ABSTRACT, source=replace(ABSTRACT.source, uri="moved/kidney.txt", sha256="1" * 64))
    assert run(store, moved)[0].unchanged == 1


def test_what_cannot_be_read_is_set_aside(store: LocalStore) -> None:
    summary, _ = run(store, UNREADABLE, ABSTRACT, UNREADABLE)
    assert summary.set_aside == (UNREADABLE, UNREADABLE)
    assert summary.documents == 1


@pytest.mark.parametrize(
    "change",
    [{"text": "half \ud83d of a pair", "sections": ()}, {"title": "\udc00"}, {"keywords": ("\ud800",)}],
)
def test_what_is_no_unicode_is_set_aside(store: LocalStore, change: dict[str, Any]) -> None:
    # JSON can escape half a surrogate pair; no UTF-8 can hold it.
    summary, _ = run(store, replace(ABSTRACT, **change), OTHER)
    (error,) = summary.set_aside
    assert "surrogate" in str(error)
    assert "\n" not in str(error)
    assert list(store.documents()) == [OTHER.id]


@pytest.mark.parametrize("ahead", [1, 2, 10])
def test_the_last_of_one_id_stays(store: LocalStore, ahead: int) -> None:
    later = replace(ABSTRACT, text=f"{ABSTRACT.text} Later.")
    summary, _ = run(store, ABSTRACT, OTHER, later, later, extractor=Extractor(ahead))
    assert (summary.added, summary.replaced, summary.unchanged) == (2, 1, 1)
    assert len(summary.notices) == 1
    assert from_quads(store.graph(ABSTRACT.id), VOCABULARY.get).document.text.endswith("Later.")


def test_batches_are_stored_on_the_way(store: LocalStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ingest_module, "_BATCH", 300)
    documents = [make_document(id=f"d{number}") for number in range(5)]

    def failing(inputs: Iterable[Document]) -> Iterator[Extraction]:
        for number, document in enumerate(inputs):
            if number == 3:
                raise RuntimeError("the pipeline broke")
            yield make_extraction(document=document)

    with pytest.raises(RuntimeError, match="the pipeline broke"):
        ingest(documents, store, failing, vocabulary=VOCABULARY)
    assert sorted(store.documents()) == ["d0", "d1"]
    # The run is resumed by running it again.
    summary, seen = run(store, *documents)
    assert (summary.unchanged, seen) == (2, ["d2", "d3", "d4"])


def test_progress_is_told(store: LocalStore) -> None:
    told: list[int] = []
    run(store, ABSTRACT, OTHER, on_progress=lambda summary: told.append(summary.documents))
    assert told == [1, 2]


def test_vocabulary_and_ontology_are_there_and_kept_up_to_date(store: LocalStore) -> None:
    run(store)
    assert store.meta.vocabulary == "test"
    assert bool(store.query("ASK { NCIT:C71622 skos:altLabel 'Sutent' . ev:Finding a owl:Class }"))
    run(store, vocabulary=Vocabulary(CONCEPTS[:1], version="next"))
    assert store.meta.vocabulary == "next"
    assert not bool(store.query("ASK { NCIT:C71622 skos:altLabel 'Sutent' }"))


def test_an_up_to_date_vocabulary_is_not_written_again(
    store: LocalStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(store)
    written: list[str] = []
    monkeypatch.setattr(store, "replace_graph", lambda iri, quads: written.append(iri))
    run(store, ABSTRACT)
    assert written == []
    run(store, vocabulary=Vocabulary(CONCEPTS, version="next"))
    assert written == [VOCABULARY_GRAPH, ONTOLOGY_GRAPH]


def test_a_broken_off_vocabulary_is_written_again(store: LocalStore, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(iri: str, quads: object) -> None:
        raise KeyboardInterrupt

    run(store, vocabulary=Vocabulary(CONCEPTS[:1], version="old"))
    with monkeypatch.context() as patch:
        patch.setattr(store, "replace_graph", broken)
        with pytest.raises(KeyboardInterrupt):
            run(store)
    # Neither the old one nor the new one is whole now.
    assert store.meta.vocabulary is None
    run(store)
    assert store.meta.vocabulary == "test"
