"""The command line: what the verbs write, where, and how they end."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from evidence.cli import main

STATEMENTS = (
    {"id": "s1", "title": None, "text": "Melanoma with BRAF V600E responded to vemurafenib."},
    {
        "id": "s2",
        "title": "Sunitinib versus interferon alfa in renal cell carcinoma",
        "text": "Overall survival was longer with sunitinib than with interferon alfa (HR 0.70; P = .005).",
    },
)


@pytest.fixture(scope="module")
def statements(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("input") / "statements.jsonl"
    path.write_text("".join(json.dumps(item) + "\n" for item in STATEMENTS), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def kb(
    tmp_path_factory: pytest.TempPathFactory, statements: Path, reference_kb: Callable[[Path], Path]
) -> str:
    folder = str(reference_kb(tmp_path_factory.mktemp("cli") / "kb"))
    assert main(["ingest", "--kb", folder, "--format", "jsonl", str(statements)]) == 0
    return folder


def test_extract_writes_a_line_a_document_in_order(
    statements: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["extract", "--format", "jsonl", str(statements)]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["document"]["id"] for line in lines] == ["s1", "s2"]
    assert lines[1]["document"]["text"] == f"{STATEMENTS[1]['title']}\n\n{STATEMENTS[1]['text']}"


def test_extract_reads_standard_input(
    statements: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(statements.read_bytes())))
    assert main(["extract", "--format", "jsonl", "--output", "json", "-"]) == 0
    assert [item["document"]["id"] for item in json.loads(capsys.readouterr().out)] == ["s1", "s2"]


@pytest.mark.parametrize("format", ["turtle", "trig", "nquads"])
def test_extract_writes_the_graph(statements: Path, capsys: pytest.CaptureFixture[str], format: str) -> None:
    assert main(["extract", "--output", format, "--format", "jsonl", str(statements)]) == 0
    assert "V600E" in capsys.readouterr().out


def test_what_cannot_be_read_is_set_aside(
    statements: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["extract", "--format", "jsonl", str(tmp_path / "absent"), str(statements)]) == 1
    captured = capsys.readouterr()
    assert len(captured.out.splitlines()) == 2
    assert captured.err.count("set aside: ") == 1 and "absent" in captured.err
    assert main(["extract", str(tmp_path / "absent")]) == 3


def test_folders_are_walked_in_order_without_hidden_files(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, id in (("b.jsonl", "2"), ("a/z.jsonl", "3"), (".hidden/x.jsonl", "9"), ("a.jsonl", "1")):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps({"id": id, "title": None, "text": "Melanoma."}) + "\n", encoding="utf-8")
    assert main(["extract", "--format", "jsonl", str(tmp_path)]) == 0
    assert [json.loads(line)["document"]["id"] for line in capsys.readouterr().out.splitlines()] == [
        "1",
        "2",
        "3",
    ]


def test_ingesting_again_changes_nothing(
    kb: str, statements: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["ingest", "--kb", kb, "--format", "jsonl", str(statements)]) == 0
    captured = capsys.readouterr()
    assert captured.out == "" and "2 unchanged" in captured.err


def test_query_answers_as_the_contract_says(kb: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["query", "--kb", kb, "--output", "json", "sunitinib", "RCC"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["question"]["text"] == "sunitinib RCC"
    assert {row["document"] for row in told["rows"]} == {"s2"}
    assert all(STATEMENTS[1]["text"].find(row["quote"]) >= 0 for row in told["rows"])


@pytest.mark.parametrize("output", ["table", "csv", "tsv", "md", "html"])
def test_query_in_every_format(kb: str, capsys: pytest.CaptureFixture[str], output: str) -> None:
    assert main(["--kb", kb, "query", "--output", output, "sunitinib RCC"]) == 0
    assert "interferon" in capsys.readouterr().out


def test_query_that_finds_nothing_says_what_was_understood(
    kb: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["query", "--kb", kb, "imatinib GIST"]) == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "therapy imatinib" in captured.err and "gastrointestinal stromal tumor" in captured.err


def test_explanation_goes_to_standard_error(kb: str, capsys: pytest.CaptureFixture[str]) -> None:
    main(["query", "--kb", kb, "--explain", "--output", "csv", "sunitinib RCC"])
    captured = capsys.readouterr()
    assert "SPARQL" in captured.err and "SPARQL" not in captured.out


@pytest.mark.parametrize(
    ("output", "words"),
    [("json", '"label": "sunitinib"'), ("graphml", "<graphml"), ("svg", "overall survival: 1 for")],
)
def test_graph_in_every_format(kb: str, capsys: pytest.CaptureFixture[str], output: str, words: str) -> None:
    assert main(["graph", "--kb", kb, "--output", output, "sunitinib RCC"]) == 0
    captured = capsys.readouterr()
    assert words in captured.out
    assert captured.err == "treatments: 2 nodes, 1 edges\n"


def test_graph_of_markers(kb: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["graph", "--kb", kb, "melanoma", "--output", "svg"]) == 0
    picture = capsys.readouterr().out
    assert "BRAF V600E" in picture and "vemurafenib" in picture and "1 sensitive" in picture


def test_graph_without_an_edge_is_status_1(kb: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["graph", "--kb", kb, "--kind", "markers", "sunitinib RCC"]) == 1
    assert json.loads(capsys.readouterr().out)["edges"] == []


@pytest.mark.parametrize(
    ("output", "words"),
    [("table", "s1"), ("json", '"bindings"'), ("csv", "id\r\n"), ("tsv", "?id\n"), ("xml", "<sparql")],
)
def test_sparql_in_every_format(kb: str, capsys: pytest.CaptureFixture[str], output: str, words: str) -> None:
    text = "SELECT ?id WHERE { ?d a ev:Document ; dcterms:identifier ?id } ORDER BY ?id"
    assert main(["sparql", "--kb", kb, "--output", output, text]) == 0
    captured = capsys.readouterr()
    assert words in captured.out
    assert captured.err.startswith("2 rows in ")


def test_sparql_triples_truth_and_files(kb: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sparql", "--kb", kb, "CONSTRUCT { ?d a ev:Document } WHERE { ?d a ev:Document }"]) == 0
    assert "a ev:Document" in capsys.readouterr().out
    question = tmp_path / "question.rq"
    question.write_text("ASK { ?d a ev:Document }", encoding="utf-8")
    assert main(["sparql", "--kb", kb, "--file", str(question)]) == 0
    assert capsys.readouterr().out == "yes\n"
    assert main(["sparql", "--kb", kb, "--output", "csv", "CONSTRUCT WHERE { ?s a ev:Document }"]) == 2


def test_wrong_sparql_says_where(kb: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sparql", "--kb", kb, "SELECT ?x WHERE {\n  ?x a ev:Document ;; }}"]) == 2
    error = capsys.readouterr().err
    assert "line 2" in error
    assert "^" in [line.strip() for line in error.splitlines()]


def test_show_tells_the_document_and_one_record(kb: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", "--kb", kb, "s2"]) == 0
    assert "«Overall survival" in capsys.readouterr().out
    assert main(["show", "--kb", kb, "s2", "f1"]) == 0
    assert main(["show", "--kb", kb, "s2", "f99"]) == 1
    assert main(["show", "--kb", kb, "s2", "--ledger"]) == 0
    assert "without a meaning" in capsys.readouterr().out
    assert main(["show", "--kb", kb, "s2", "f1", "--ledger"]) == 2
    assert main(["show", "--kb", kb, "--output", "json", "s2"]) == 0
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["document"]["id"] == "s2"
    assert main(["show", "--kb", kb, "s"]) == 2
    assert "2 ids" in capsys.readouterr().err


def test_stats_count(kb: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["stats", "--kb", kb, "--output", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["number of"]["document"] == 2
    assert main(["stats", "--kb", kb]) == 0


def test_export_writes_every_format(kb: str, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    for format in ("trig", "nquads", "turtle", "ntriples", "json-ld", "rdfxml"):
        assert main(["export", "--kb", kb, "--format", format, "s1"]) == 0
        assert b"V600E" in capfdbinary.readouterr().out, format


def test_validate_accepts_what_ingest_wrote(kb: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["validate", "--kb", kb]) == 0, capsys.readouterr().out
    assert "0 violations" in capsys.readouterr().err


def test_knowledge_base_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["query", "--kb", str(tmp_path / "none"), "RCC"]) == 3
    (line,) = capsys.readouterr().err.splitlines()
    assert "evidence ingest" in line


@pytest.mark.parametrize(
    "argv",
    [[], ["unknown"], ["query"], ["extract"], ["query", "--limit", "0", "x"], ["query", "--limit", "x", "y"]],
)
def test_wrong_usage_is_one_line_and_status_2(argv: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(argv)
    assert caught.value.code == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert "--help" in line


@pytest.mark.parametrize(
    "verb", ["ingest", "extract", "query", "graph", "sparql", "show", "stats", "validate", "export"]
)
def test_help_teaches_by_examples(verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main([verb, "--help"])
    assert caught.value.code == 0
    assert f"  evidence {verb}" in capsys.readouterr().out.partition("examples:")[2]


def test_a_reader_that_closes_early_is_no_error(kb: str) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    text = "SELECT * WHERE { GRAPH ?g { ?s ?p ?o } }"
    command = [sys.executable, "-m", "evidence", "--kb", kb, "sparql", "--output", "csv", text]
    try:
        done = subprocess.run(command, stdout=writer, stderr=subprocess.PIPE, text=True, check=False)
    finally:
        os.close(writer)
    assert (done.returncode, "Traceback" in done.stderr, "Exception" in done.stderr) == (0, False, False)


def test_a_question_imports_nothing_heavy(kb: str) -> None:
    """What keeps `query` within 300 ms (design section 7)."""
    script = (
        "import sys; from evidence.cli import main;"
        f"main(['query', '--kb', {kb!r}, '--output', sys.argv[1], 'sunitinib RCC']);"
        "heavy = {'spacy', 'rdflib', 'networkx', 'pandas', 'numpy', 'lxml', 'bs4', 'requests', 'rich', 'pyshacl'};"
        "sys.exit(3 if heavy & set(sys.modules) else 0)"
    )
    for output in ("json", "csv", "table"):
        done = subprocess.run(
            [sys.executable, "-c", script, output], capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, (output, done.stderr)
