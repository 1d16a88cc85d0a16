"""The judge of `scripts/evaluate_claims.py`: what breaks a claim, and the curve."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from evidence.vocabulary import Vocabulary

pytest.importorskip("scipy", reason="train_claims.py needs scipy")

ERLOTINIB, GEFITINIB = "NCIT:C65530", "NCIT:C1855"


@pytest.fixture(scope="module")
def script() -> ModuleType:
    folder = str(Path(__file__).resolve().parents[1] / "scripts")
    sys.path.insert(0, folder)
    try:
        return importlib.import_module("evaluate_claims")
    finally:
        sys.path.remove(folder)


@pytest.fixture(scope="module")
def examiner(script: ModuleType) -> Any:
    return script.Examiner(Vocabulary.load())


def claim(**changes: Any) -> dict[str, Any]:
    """EGFR T790M makes resistant to erlotinib, as `evidence extract` writes it."""
    marker = {
        "gene": "EGFR",
        "gene_id": "HGNC:3236",
        "name": "T790M",
        "hgvs_p": "p.Thr790Met",
        "type": "missense",
    }
    return {
        "evidence_type": "predictive",
        "significance": "resistance",
        "therapy_interaction": None,
        "therapies": [{"id": ERLOTINIB}],
        "disease": None,
        "confidence": 0.6,
        "biomarkers": [{**marker, "mention": {"start": 0, "end": 5}}],
        **changes,
    }


def example(script: ModuleType, *therapies: str, interaction: str | None = None) -> Any:
    item = script.Item(
        "predictive", "predictive resistance supports", (("EGFR", "T790M"),), therapies, ("", ""), interaction
    )
    return script.Example("civic", "e1", "p1", "text", (item,))


@pytest.mark.parametrize(
    ("changes", "broken"),
    [
        ({}, "right"),
        ({"significance": "sensitivity"}, "significance"),
        ({"therapies": [{"id": GEFITINIB}]}, "therapies"),
        # Two that were given together are not one of them alone; any one of two is each.
        (
            {"therapies": [{"id": ERLOTINIB}, {"id": GEFITINIB}], "therapy_interaction": "combination"},
            "therapies",
        ),
        (
            {"therapies": [{"id": ERLOTINIB}, {"id": GEFITINIB}], "therapy_interaction": "substitutes"},
            "right",
        ),
        ({"evidence_type": "prognostic"}, "no claim"),
    ],
)
def test_what_breaks_a_claim(script: ModuleType, examiner: Any, changes: dict[str, Any], broken: str) -> None:
    counts, missed = script.phenomena(examiner, [example(script, "Erlotinib")], {"e1": [claim(**changes)]})
    assert counts == {broken: 1}
    assert bool(missed) is (broken != "right")


def test_the_curve_leaves_out_what_is_less_sure(script: ModuleType, examiner: Any) -> None:
    wrong = claim(significance="sensitivity", confidence=0.3)
    curve = script.statement_curve(examiner, [example(script, "Erlotinib")], {"e1": [claim(), wrong]})
    assert (curve[0.0].predicted, curve[0.0].precision, curve[0.0].recall) == (2, 0.5, 1.0)
    assert (curve[0.4].predicted, curve[0.4].precision, curve[0.4].recall) == (1, 1.0, 1.0)
    assert (curve[0.7].predicted, curve[0.7].recall) == (0, 0.0)
