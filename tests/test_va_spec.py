"""`export --format va-spec`: the official models take what is written, and what has no place there is told."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from ga4gh.va_spec.base.core import Statement

from evidence.cli import main
from evidence.document import Document, Reference, Source
from evidence.records import Association, Biomarker, Extraction, Study
from evidence.render.va_spec import Dropped, line, statements
from evidence.vocabulary import Concept

TEXT = "The change conferred resistance to gefitinib in lung cancer [7]."
LUNG = Concept(id="DOID:1324", label="lung cancer", kind="disease", xrefs=("MONDO:0008903",))
GEFITINIB = Concept(id="NCIT:C1855", label="gefitinib", kind="therapy")
ERLOTINIB = Concept(id="NCIT:C65530", label="erlotinib", kind="therapy")
T790M = Biomarker(
    gene="EGFR",
    gene_id="HGNC:3236",
    name="T790M",
    hgvs_p="p.Thr790Met",
    type="missense_variant",
    mention=(4, 10),
)
MET = replace(
    T790M, gene="MET", gene_id="HGNC:7029", name="amplification", hgvs_p=None, type="gene_amplification"
)
CLAIM = Association(
    id="a1",
    start=0,
    end=len(TEXT),
    quote=TEXT,
    biomarkers=(T790M,),
    disease=LUNG,
    therapies=(GEFITINIB,),
    therapy_interaction=None,
    evidence_type="predictive",
    significance="resistance",
    direction="supports",
    role="cited",
    reference=7,
    confidence=0.8,
)
DOCUMENT = Document(
    id="doi:10.1000/x#abstract",
    source=Source(uri="a.txt", media_type="text/plain", format="text", sha256="0" * 64),
    text=TEXT,
    doi="10.1000/x",
    references=(Reference(number=7, text="Doe 2005", pmid="1"),),
)


def _told(**changes: Any) -> dict[str, Any] | Dropped:
    study = Study(design="randomised controlled trial", level_of_evidence="1b", level_derived=True)
    extraction = Extraction(document=DOCUMENT, study=study, associations=(replace(CLAIM, **changes),))
    [told] = statements(extraction)
    return told


@pytest.mark.parametrize(
    ("changes", "type", "predicate"),
    [
        ({}, "VariantTherapeuticResponseProposition", "predictsResistanceTo"),
        ({"significance": "sensitivity"}, "VariantTherapeuticResponseProposition", "predictsSensitivityTo"),
        (
            {"evidence_type": "prognostic", "significance": "poor_outcome"},
            "VariantPrognosticProposition",
            "associatedWithWorseOutcomeFor",
        ),
        (
            {"evidence_type": "diagnostic", "significance": "positive"},
            "VariantDiagnosticProposition",
            "isDiagnosticInclusionCriterionFor",
        ),
        (
            {"evidence_type": "oncogenic", "significance": "positive"},
            "VariantOncogenicityProposition",
            "isOncogenicFor",
        ),
        (
            {"evidence_type": "predisposing", "significance": "predisposition"},
            "VariantPathogenicityProposition",
            "isCausalFor",
        ),
        (
            {"evidence_type": "functional", "significance": "gain_of_function"},
            "ExperimentalVariantFunctionalImpactProposition",
            "impactsFunctionOf",
        ),
    ],
)
def test_every_kind_of_claim_is_a_valid_statement(
    changes: Mapping[str, Any], type: str, predicate: str
) -> None:
    told = _told(**changes)
    assert isinstance(told, dict)
    read = Statement(**json.loads(line(told)))
    assert (read.proposition.type, read.proposition.predicate) == (type, predicate)


def test_nothing_of_the_claim_is_lost() -> None:
    told = _told(
        biomarkers=(T790M, MET),
        therapies=(GEFITINIB, ERLOTINIB),
        therapy_interaction="substitutes",
        direction="does_not_support",
    )
    assert isinstance(told, dict)
    Statement(**told)
    extensions = {item["name"]: item["value"] for item in told["extensions"]}
    assert told["direction"] == "disputes"
    assert extensions["quote"] == {"start": 0, "end": len(TEXT), "exact": TEXT}
    assert extensions["role"] == "cited" and extensions["extractionConfidence"] == 0.8
    assert extensions["levelDerived"] is True and told["strength"]["primaryCoding"]["code"] == "1b"
    subject = told["proposition"]["subjectVariant"]
    assert subject["name"] == "EGFR T790M and MET amplification"
    assert [item["name"] for item in subject["extensions"][0]["value"]] == ["T790M", "amplification"]
    assert told["proposition"]["objectTherapeutic"]["membershipOperator"] == "OR"
    assert "geneContextQualifier" not in told["proposition"], "two genes are not one context"
    assert [report.get("doi", report.get("pmid")) for report in told["reportedIn"]] == ["10.1000/x", "1"]


@pytest.mark.parametrize(
    ("reason", "changes"),
    [
        ("no disease", {"disease": None}),
        ("no therapy", {"therapies": ()}),
        ("together or each alone", {"therapies": (GEFITINIB, ERLOTINIB)}),
        ("no proposition", {"significance": "reduced_sensitivity"}),
        (
            "not one gene",
            {"evidence_type": "functional", "significance": "loss_of_function", "biomarkers": (T790M, MET)},
        ),
    ],
)
def test_what_has_no_place_is_told(reason: str, changes: Mapping[str, Any]) -> None:
    told = _told(**changes)
    assert isinstance(told, Dropped)
    assert reason in str(told) and "doi:10.1000/x#abstract a1" in str(told)


def test_the_verb(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], reference_kb: Callable[[Path], Path]
) -> None:
    words = (
        "In non-small cell lung cancer, the EGFR T790M mutation confers resistance to gefitinib. "
        "The BRAF V600E mutation confers reduced sensitivity to cetuximab in colorectal cancer."
    )
    text = tmp_path / "a.jsonl"
    text.write_text(json.dumps({"id": "t", "title": None, "text": words}) + "\n")
    kb = str(reference_kb(tmp_path / "kb"))
    assert main(["ingest", "--kb", kb, "--format", "jsonl", str(text)]) == 0
    capsys.readouterr()
    assert main(["export", "--kb", kb, "--format", "va-spec"]) == 0
    captured = capsys.readouterr()
    told = [Statement(**json.loads(item)) for item in captured.out.splitlines()]
    assert told and captured.err.splitlines()[-1].startswith(f"{len(told)} statements written, ")
