"""`evidence vocabulary`, and what a knowledge base adds to the vocabulary."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from evidence.additions import imports, vocabulary_of, write
from evidence.cli import main
from evidence.errors import VocabularyError
from evidence.vocabulary import Concept, Vocabulary
from literature_services import Answer, Service
from test_importers import OBO

CIVIC_COLUMNS = (
    "molecular_profile", "disease", "doid", "therapies", "therapy_interaction_type", "evidence_type",
    "evidence_direction", "significance", "evidence_statement", "citation_id", "source_type", "citation",
    "evidence_status", "evidence_id", "evidence_civic_url", "is_flagged",
)  # fmt: skip
ITEM = dict(
    zip(
        CIVIC_COLUMNS,
        (
            "EGFR T790M", "Lung Non-small Cell Carcinoma", "3908", "Gefitinib", "", "Predictive", "Supports",
            "Resistance", "Cells with the change kept growing under the drug.", "1", "PubMed", "Doe et al., 2005",
            "accepted", "9001", "https://example.org/9001", "false",
        ),
        strict=True,
    )
)  # fmt: skip
LEFT_OUT = {
    "an unknown therapy": {"therapies": "Unobtainium"},
    "an unknown disease": {"disease": "Moon Sickness", "doid": ""},
    "a profile with NOT": {"molecular_profile": "NOT KRAS Mutation"},
    "no direction": {"evidence_direction": "N/A"},
}


def _civic(path: Path, *changes: dict[str, str]) -> str:
    rows = [{**ITEM, "evidence_id": str(9001 + number), **change} for number, change in enumerate(changes)]
    lines = ["\t".join(CIVIC_COLUMNS), *("\t".join(row[name] for name in CIVIC_COLUMNS) for row in rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return str(path)


def _asked(kb: Path, query: str, capsys: pytest.CaptureFixture[str]) -> list[dict[str, str]]:
    capsys.readouterr()
    assert main(["sparql", "--kb", str(kb), "--output", "json", query]) == 0
    bindings = json.loads(capsys.readouterr().out)["results"]["bindings"]
    return [{name: value["value"] for name, value in row.items()} for row in bindings]


def test_an_import_counts_in_texts_and_questions(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    kb, obo = tmp_path / "kb", tmp_path / "a.obo"
    obo.write_text(OBO, encoding="utf-8")
    assert main(["vocabulary", "search", "--kb", str(kb), "glass cell sarcoma"]) == 0
    assert "DOID:9999901" not in capsys.readouterr().out
    assert main(["vocabulary", "import", "--kb", str(kb), "obo", str(obo)]) == 0
    assert main(["vocabulary", "search", "--kb", str(kb), "Glass cell sarcomas"]) == 0
    assert "DOID:9999901\tdisease\tglass cell sarcoma" in capsys.readouterr().out
    text = tmp_path / "a.jsonl"
    text.write_text(json.dumps({"id": "t", "title": None, "text": "Imatinib in glass cell sarcoma."}) + "\n")
    assert main(["ingest", "--kb", str(kb), "--format", "jsonl", str(text)]) == 0
    found = _asked(
        kb, "SELECT ?d { ?d ev:mentions DOID:9999901 . DOID:9999901 skos:broader DOID:162 }", capsys
    )
    assert len(found) == 1
    assert main(["vocabulary", "show", "--kb", str(kb), "DOID:9999901"]) == 0
    assert "vitreous sarcoma" in capsys.readouterr().out
    assert main(["vocabulary", "check", "--kb", str(kb)]) == 0


@pytest.mark.parametrize(
    ("words", "told"),
    [
        pytest.param(["search", "Keytruda"], "NCIT:C106432\ttherapy\tpembrolizumab", id="a brand"),
        pytest.param(["search", "pembro"], "NCIT:C106432\ttherapy\tpembrolizumab", id="clipped"),
        pytest.param(["search", "kidney", "canc"], "DOID:263\tdisease\tkidney cancer", id="a beginning"),
        pytest.param(["show", "Keytruda"], "pembrolizumab  (NCIT:C106432, therapy)", id="by a name"),
    ],
)
def test_a_concept_is_found_by_what_people_type(
    tmp_path: Path, words: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["vocabulary", words[0], "--kb", str(tmp_path), *words[1:]]) == 0
    assert told in capsys.readouterr().out


def test_importing_again_replaces(tmp_path: Path) -> None:
    kb, obo = tmp_path / "kb", tmp_path / "a.obo"
    obo.write_text(OBO, encoding="utf-8")
    versions = []
    for _ in range(2):
        assert main(["vocabulary", "import", "--kb", str(kb), "obo", str(obo)]) == 0
        versions.append(vocabulary_of(kb).version)
    assert versions[0] == versions[1] != Vocabulary.load().version
    assert len(imports(kb)) == 1


@pytest.mark.parametrize(
    "words",
    [
        ["vocabulary", "show", "DOID:404404"],
        ["vocabulary", "show", "OS"],
        ["vocabulary", "import", "obo"],
        ["vocabulary", "import", "obo", "nowhere.obo"],
        ["vocabulary", "fetch", "snomed"],
    ],
)
def test_wrong_usage_is_said(tmp_path: Path, words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*words[:2], "--kb", str(tmp_path / "kb"), *words[2:]]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_a_damaged_import_is_said(tmp_path: Path) -> None:
    concept = Concept(id="DOID:1", label="a", kind="disease", group="diseases", attributes={"k": "v"})
    path = write(tmp_path, "one", [concept], "test")
    assert vocabulary_of(tmp_path)["DOID:1"].attributes == {"k": "v"}
    path.write_text(path.read_text() + "half a line\n")
    with pytest.raises(VocabularyError, match=r"one\.tsv, line 3"):
        vocabulary_of(tmp_path)


def test_curated_claims_become_marked_claims(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    kb = tmp_path / "kb"
    file = _civic(tmp_path / "civic.tsv", {}, {"is_flagged": "true"}, {"evidence_status": "submitted"})
    for told in ("1 added", "1 unchanged"):
        assert main(["vocabulary", "import", "--kb", str(kb), "civic", file]) == 0
        assert told in capsys.readouterr().err
    query = (
        "SELECT ?id ?role ?quote ?gene ?name ?code { ?d a ev:CuratedStatement ; dcterms:identifier ?id . "
        "?a prov:wasDerivedFrom ?d ; a ev:Association ; ev:role ?role ; ev:quote ?quote ; ev:therapy ?t ; "
        "ev:evidenceCode ?code ; ev:biomarker [ ev:geneSymbol ?gene ; ev:variantName ?name ] . "
        "?t skos:prefLabel 'gefitinib' }"
    )
    [row] = _asked(kb, query, capsys)
    assert row["id"] == "civic.eid:9001#curated"
    assert (row["gene"], row["name"], row["role"]) == ("EGFR", "T790M", "cited")
    assert row["quote"] == ITEM["evidence_statement"]
    assert row["code"].endswith("ECO_0000304"), "a manual assertion"
    assert main(["validate", "--kb", str(kb)]) == 0


def test_a_claim_that_cannot_be_told_whole_is_left_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = _civic(tmp_path / "c.tsv", *LEFT_OUT.values(), {})
    assert main(["vocabulary", "import", "--kb", str(tmp_path / "kb"), "civic", file]) == 1
    told = capsys.readouterr().err.splitlines()
    for number, reason in enumerate(LEFT_OUT):
        assert told[number].startswith(f"left out: civic.eid:{9001 + number}#curated: "), reason
    assert "1 curated items" in told[-1]


def test_a_curated_claim_meets_an_extracted_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    kb, text = tmp_path / "kb", tmp_path / "a.jsonl"
    words = "In non-small cell lung cancer, the EGFR T790M mutation confers resistance to gefitinib."
    text.write_text(json.dumps({"id": "t", "title": None, "text": words}) + "\n")
    assert main(["ingest", "--kb", str(kb), "--format", "jsonl", str(text)]) == 0
    assert main(["vocabulary", "import", "--kb", str(kb), "civic", _civic(tmp_path / "c.tsv", {})]) == 0
    query = (
        "SELECT ?p { ?a ev:proposition ?p ; prov:wasDerivedFrom ?d . ?d a ev:CuratedStatement . "
        "?b ev:proposition ?p ; prov:wasDerivedFrom ?e . FILTER NOT EXISTS { ?e a ev:CuratedStatement } }"
    )
    assert len(_asked(kb, query, capsys)) == 1


class _Files(Service):
    """Gives one body whatever is asked."""

    def __init__(self, body: bytes) -> None:
        super().__init__()
        self.body = body

    def answer(self, asked: object) -> Answer:
        return Answer(body=self.body)


def test_fetching_a_vocabulary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with _Files(OBO.encode()) as server:
        words = ["vocabulary", "fetch", "doid-cancer", "--to", str(tmp_path), "--base-url", server.url]
        assert main(words) == 0
    assert (tmp_path / "DO_cancer_slim.obo").read_text(encoding="utf-8") == OBO


def test_a_web_page_is_no_vocabulary(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setattr("evidence.acquire.client.time.sleep", lambda seconds: None)
    with _Files(b"<!DOCTYPE html><p>down") as server:
        words = ["vocabulary", "fetch", "mondo", "--to", str(tmp_path), "--base-url", server.url]
        assert main(words) == 3
    assert "web page" in capsys.readouterr().err
    assert not (tmp_path / "mondo.obo").exists()
