"""The wheel carries all that the command line needs, and works in an empty folder without the repository."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from installed import ROOT, Installed

CORPUS = ROOT / "corpus" / "documents"
HEAVY = ("spacy", "scispacy", "rdflib", "networkx", "pandas", "requests", "numpy")


def _data_files() -> list[str]:
    """Every file beside the code and in the ontology, as it must stand in the wheel."""
    code = ROOT / "src" / "evidence"
    kinds = {".tsv", ".rq", ".ttl", ".typed"}
    beside = [
        path.relative_to(code) for path in code.rglob("*") if path.suffix in kinds or path.name == "py.typed"
    ]
    ontology = [path.relative_to(ROOT) for path in (ROOT / "ontology").rglob("*") if path.suffix in kinds]
    return sorted(f"evidence/{path.as_posix()}" for path in [*beside, *ontology])


def test_the_wheel_carries_every_data_file(installed: Installed) -> None:
    assert set(_data_files()) <= set(installed.names())


def test_the_wheel_carries_the_licence(installed: Installed) -> None:
    assert any(name.endswith("licenses/LICENSE") for name in installed.names())


def test_the_wheel_carries_nothing_of_the_tests_and_the_corpus(installed: Installed) -> None:
    tops = {name.split("/")[0] for name in installed.names()}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"evidence"}


def test_the_installed_package_is_the_one_that_runs(installed: Installed, tmp_path: Path) -> None:
    told = installed.run("python", "-c", "import evidence; print(evidence.__file__)", cwd=tmp_path)
    assert Path(told.stdout.strip()).is_relative_to(installed.site)


@pytest.fixture(scope="module")
def filled(installed: Installed, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty folder in which the installed command has read one page into `./.evidence`."""
    folder = tmp_path_factory.mktemp("empty")
    page = CORPUS / "mok_2017_aura3.pubmed.txt"
    done = installed.run("evidence", "ingest", str(page), cwd=folder)
    assert done.returncode == 0, done.stderr
    return folder


def test_extract_in_an_empty_folder(installed: Installed, tmp_path: Path) -> None:
    line = json.dumps({"id": "x", "title": None, "text": "Survival was longer with sunitinib (P = .01)."})
    done = installed.run("evidence", "extract", "--format", "jsonl", "-", cwd=tmp_path, text=line + "\n")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["schema"] == "evidence/1"
    assert [statistic["value"] for statistic in told["statistics"]] == [0.01]
    assert list(tmp_path.iterdir()) == []


def test_query_in_an_empty_folder(installed: Installed, filled: Path) -> None:
    done = installed.run("evidence", "query", "osimertinib NSCLC", "--output", "json", cwd=filled)
    assert done.returncode == 0, done.stderr
    rows = json.loads(done.stdout)["rows"]
    assert {row["document"] for row in rows} == {"pmid:27959700#digest"}


def test_sparql_in_an_empty_folder(installed: Installed, filled: Path) -> None:
    asked = "SELECT ?title WHERE { ?d a ev:Document ; dcterms:title ?title }"
    done = installed.run("evidence", "sparql", asked, "--output", "csv", cwd=filled)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[1:] == [
        "Osimertinib or Platinum-Pemetrexed in EGFR T790M-Positive Lung Cancer"
    ]


def test_validate_finds_the_shapes(installed: Installed, filled: Path) -> None:
    done = installed.run("evidence", "validate", cwd=filled)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    "question",
    [["query", "osimertinib NSCLC"], ["sparql", "ASK { ?d a ev:Document }"]],
    ids=["query", "sparql"],
)
def test_a_question_imports_nothing_heavy(installed: Installed, filled: Path, question: list[str]) -> None:
    """`evidence query` answers within 300 ms; each of these modules costs a good part of that."""
    script = (
        "import sys; from evidence.cli import main; status = main(sys.argv[1:])\n"
        f"print(status, [name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)"
    )
    done = installed.run("python", "-c", script, *question, cwd=filled)
    assert done.stderr.splitlines()[-1] == "0 []"


def test_the_installed_python_api(installed: Installed, filled: Path) -> None:
    script = "import evidence; kb = evidence.open(); print(kb.documents(), len(kb.query('osimertinib')) > 0)"
    done = installed.run("python", "-c", script, cwd=filled)
    assert done.stdout == "['pmid:27959700#digest'] True\n", done.stderr
