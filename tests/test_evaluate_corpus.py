"""The judge of `scripts/evaluate_corpus.py`: what counts as right, and the table."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from typing import Any

from pipelines import extraction_of

_PATH = Path(__file__).resolve().parents[1] / "scripts" / "evaluate_corpus.py"


def _script() -> Any:
    spec = importlib.util.spec_from_file_location("evaluate_corpus", _PATH)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["evaluate_corpus"] = module
    spec.loader.exec_module(module)
    return module


def test_each_gold_finding_is_found_once() -> None:
    script = _script()
    findings = extraction_of(
        "RESULTS: Overall survival was longer with sunitinib than with placebo (P = .01).",
        title="A trial of sunitinib",
    ).findings
    gold = {
        "role": "result", "outcome": "overall survival", "direction": "higher", "significance": "significant",
        "quote": "Overall survival was longer with sunitinib than with placebo (P = .01).",
    }  # fmt: skip
    judged, found = script.judge([*findings, *findings], [gold])
    assert ([item.right for item in judged], found) == ([True, False], 1)
    assert script.judge(findings, [gold | {"direction": "lower"}])[1] == 0
    other_way = {"direction": "lower", "intervention": "placebo", "comparator": "sunitinib"}
    assert script.judge(findings, [gold | other_way])[1] == 1


def test_table_counts_by_bucket() -> None:
    script = _script()
    rows = [script.Judged(0.91, True), script.Judged(0.93, False), script.Judged(0.4, False)]
    assert script.table(rows)[2:] == ["| 0.4 to 0.5 | 1 | 0.40 | 0.00 |", "| 0.9 to 1.0 | 2 | 0.92 | 0.50 |"]
