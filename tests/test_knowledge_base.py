"""The Python API."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import evidence
from evidence.errors import QueryError, StoreError, UsageError

TEXT = "Overall survival was longer with sunitinib than with interferon alfa (HR 0.70; P = .005)."


@pytest.fixture(scope="module")
def kb(
    tmp_path_factory: pytest.TempPathFactory, reference_kb: Callable[[Path], Path]
) -> Iterator[evidence.KnowledgeBase]:
    folder = tmp_path_factory.mktemp("api")
    source = folder / "statements.jsonl"
    record = {"id": "s1", "title": "Sunitinib versus interferon alfa in renal cell carcinoma", "text": TEXT}
    source.write_text(json.dumps(record) + "\n", encoding="utf-8")
    with evidence.open(reference_kb(folder / "kb"), write=True) as made:
        assert made.ingest(source, folder / "absent", format="jsonl").added == 1
    with evidence.open(folder / "kb") as opened:
        yield opened


def test_rows_are_typed_and_show_as_a_table(kb: evidence.KnowledgeBase) -> None:
    rows = kb.query("sunitinib RCC")
    assert rows[0].document == "s1" and rows[0].quote in TEXT
    assert "<table" in rows._repr_html_() and "sunitinib" in rows._repr_html_()
    assert rows.to_dict()["rows"][0]["document"] == "s1"
    assert repr(rows).startswith("<") and len(rows[:1]) == 1


def test_no_row_is_no_error(kb: evidence.KnowledgeBase) -> None:
    assert len(kb.query("imatinib GIST")) == 0


def test_sparql_gives_values_of_python(kb: evidence.KnowledgeBase) -> None:
    pattern = (
        "?f a ev:Finding ; ev:start ?start ; ev:intervention ?c ; prov:wasDerivedFrom/dcterms:identifier ?id"
    )
    rows = kb.sparql(f"SELECT ?id ?start ?c WHERE {{ {pattern} }}")
    assert rows and all(type(row["start"]) is int and row["id"] == "s1" for row in rows)
    assert "NCIT:C71622" in {row["c"] for row in rows}
    assert kb.sparql("ASK { ?d a ev:Document }") is True


def test_wrong_sparql(kb: evidence.KnowledgeBase) -> None:
    with pytest.raises(QueryError):
        kb.sparql("SELECT")
    with pytest.raises(QueryError, match="dataset"):
        kb.sparql("CONSTRUCT WHERE { ?s a ev:Document }")


def test_documents(kb: evidence.KnowledgeBase) -> None:
    assert kb.documents() == ["s1"]
    assert kb.document("s1").document.text.endswith(TEXT)
    with pytest.raises(KeyError):
        kb.document("s2")


def test_dataset_for_rdflib(kb: evidence.KnowledgeBase) -> None:
    assert (
        next(iter(kb.dataset().query("ASK { ?d a <https://w3id.org/oncology-evidence/ontology#Document> }")))
        is True
    )


def test_missing_folder(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="ingest"):
        evidence.open(tmp_path / "none")


def test_importing_the_package_is_cheap() -> None:
    script = (
        "import sys, evidence; sys.exit(bool({'pyoxigraph', 'spacy', 'evidence.store'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


def test_unknown_name() -> None:
    with pytest.raises(AttributeError):
        _ = evidence.absent


def test_data_frames(kb: evidence.KnowledgeBase) -> None:
    pandas = pytest.importorskip("pandas")
    rows = kb.query("sunitinib RCC")
    frame = rows.to_pandas()
    assert len(frame) == len(rows)
    assert frame["score"].max() == rows[0].score
    assert str(frame["year"].dtype) == "Int64"
    counted = kb.sparql_pandas(
        "SELECT ?id ?year WHERE { ?d dcterms:identifier ?id OPTIONAL { ?d ev:year ?year } }"
    )
    assert isinstance(counted, pandas.DataFrame)
    assert list(counted.columns) == ["id", "year"]
    assert len(counted) == len(kb.documents())
    with pytest.raises(QueryError, match="SELECT"):
        kb.sparql_pandas("ASK { ?s ?p ?o }")


def test_without_pandas_the_extra_is_named(
    kb: evidence.KnowledgeBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(UsageError, match=r"\[pandas\]"):
        kb.query("sunitinib RCC").to_pandas()
