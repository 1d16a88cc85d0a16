"""The vocabulary's checker: each fault is found, and the shipped vocabulary has none."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[1]
HEADER = "id\tlabel\tbroader\tsynonyms\tabbreviations\txrefs\tattributes\tsource"


@pytest.fixture(scope="module")
def checker() -> ModuleType:
    path = ROOT / "scripts" / "check_vocabulary.py"
    spec = importlib.util.spec_from_file_location("check_vocabulary", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def row(
    id: str,
    label: str,
    *,
    broader: str = "",
    synonyms: str = "",
    abbreviations: str = "",
    attributes: str = "",
) -> str:
    return "\t".join((id, label, broader, synonyms, abbreviations, "", attributes, "own curation"))


def write(folder: Path, **files: list[str]) -> Path:
    for stem, rows in files.items():
        folder.joinpath(f"{stem}.tsv").write_text("\n".join([HEADER, *rows, ""]), encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        pytest.param([row("EV:b", "beta"), row("EV:a", "Alpha")], "sort by label", id="order ignores case"),
        pytest.param(
            [row("EV:a", "alpha"), row("EV:a", "beta")], "is the id of 'alpha' already", id="one id, one row"
        ),
        pytest.param([row("EV:A b", "alpha")], "is not of the form", id="local ids are slugs"),
        pytest.param([row("EV:a", "alpha", broader="EV:x")], "points to EV:x", id="parents exist"),
        pytest.param([row("EV:a", "alpha", attributes="members=EV:x")], "points to EV:x", id="members exist"),
        pytest.param(
            [row("EV:a", "alpha", broader="EV:b"), row("EV:b", "beta", broader="EV:a")],
            "is broader than itself",
            id="no cycle",
        ),
        pytest.param(
            [row("EV:a", "alpha", synonyms="PD-(L)1 drug"), row("EV:b", "beta", synonyms="PD-L1 drug")],
            "the name 'pd l 1 drug' is shared",
            id="signs do not tell names apart",
        ),
        pytest.param(
            [row("EV:a", "alpha", abbreviations="AB"), row("EV:b", "beta", abbreviations="A-B")],
            "the name 'AB' is shared",
            id="nor unmarked abbreviations",
        ),
        pytest.param([row("EV:a", "alpha", synonyms=" x")], "loose spaces", id="names are trimmed"),
        pytest.param([row("EV:a", "alpha") + "\tx"], "9 columns instead of 8", id="eight columns"),
    ],
)
def test_finds_fault(checker: ModuleType, tmp_path: Path, rows: list[str], fault: str) -> None:
    faults, _ = checker.check(write(tmp_path, therapies=rows), None)
    assert any(fault in found for found in faults), faults


def test_abbreviations_that_need_support_may_be_shared(checker: ModuleType, tmp_path: Path) -> None:
    rows = [row("EV:a", "alpha", abbreviations="AB?"), row("EV:b", "beta", abbreviations="AB?|ab")]
    assert checker.check(write(tmp_path, therapies=rows), None) == ([], 2)


def test_other_kinds_have_their_own_names(checker: ModuleType, tmp_path: Path) -> None:
    folder = write(tmp_path, genes=[row("EV:g", "insulin")], therapies=[row("EV:t", "insulin")])
    assert checker.check(folder, None) == ([], 2)


def test_looks_identifiers_up(checker: ModuleType, tmp_path: Path) -> None:
    reference = tmp_path / "reference"
    (reference / "drugs").mkdir(parents=True)
    reference.joinpath("drugs/names.tsv").write_text("name\tcui\nx\tRXCUI:1|RXCUI:2\n", encoding="utf-8")
    table = tmp_path / "references.tsv"
    table.write_text(
        "prefix\tfile\tcolumn\tseparator\twritten_as\nRXNORM\tdrugs/names.tsv\tcui\t|\tRXCUI\n",
        encoding="utf-8",
    )
    rows, _ = checker.read(
        write(tmp_path, therapies=[row("RXNORM:2", "x"), row("RXNORM:3", "y"), row("ZZ:1", "z")])
        / "therapies.tsv"
    )
    assert list(checker.unknown_ids(rows, reference, table)) == [
        "therapies.tsv:3: RXNORM:3 (y) is not in drugs/names.tsv",
        "therapies.tsv:4: ZZ:1: no reference file is named for the prefix ZZ",
    ]


def test_missing_folder_is_one_line(
    checker: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert checker.main(["--vocabulary", str(tmp_path / "none")]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_shipped_vocabulary_has_no_fault(checker: ModuleType) -> None:
    faults, rows = checker.check(ROOT / "ontology" / "vocabulary", None)
    assert faults == []
    assert rows > 5000
