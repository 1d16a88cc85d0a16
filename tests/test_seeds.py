"""What the four example texts must show: results as results, conclusions as conclusions, others' work as theirs."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import pytest

from evidence.pipeline.build import extract
from evidence.readers import read_path
from evidence.records import Extraction, Finding
from pipelines import pipeline

_SURVIVAL = "overall survival"


@lru_cache(maxsize=4)
def _read(path: Path) -> Extraction:
    return next(extract(pipeline(), read_path(path)))


@pytest.fixture
def record(shared: Path) -> Extraction:
    return _read(shared / "seeds" / "refworks_record.txt")


@pytest.fixture
def fulltext(shared: Path) -> Extraction:
    return _read(shared / "seeds" / "fulltext_markdown.txt")


def _values(extraction: Extraction, finding: Finding, kind: str) -> list[float | None]:
    known = {item.id: item for item in extraction.statistics}
    return [known[id].value for id in finding.statistics if known[id].type == kind]


def _rows(extraction: Extraction, role: str, p: float) -> list[Finding]:
    return [
        item
        for item in extraction.findings
        if item.role == role and _values(extraction, item, "p_value") == [p]
    ]


def test_record_metastasectomy_against_decompression(record: Extraction) -> None:
    row = _rows(record, "result", 0.75)[0]
    assert ((row.intervention or "").lower(), (row.comparator or "").lower()) == (
        "metastasectomy",
        "decompression",
    )
    assert (row.outcome, row.direction, row.significance) == (_SURVIVAL, "no_difference", "not_significant")


def test_record_local_control(record: Extraction) -> None:
    row = _rows(record, "result", 0.043)[0]
    assert ((row.intervention or "").lower(), row.favors, row.direction) == (
        "metastasectomy",
        "intervention",
        "higher",
    )
    assert row.outcome_concept is not None
    assert row.outcome_concept.label == "local control"


def test_record_direction_from_the_conclusion(record: Extraction) -> None:
    row = _rows(record, "result", 0.012)[0]
    assert (row.intervention, row.favors, row.direction_basis) == (
        "targeted therapy",
        "intervention",
        "conclusion",
    )


def test_record_conclusions(record: Extraction) -> None:
    told = [item for item in record.findings if item.role == "conclusion"]
    assert told
    assert [item.hedged for item in told if item.outcome == _SURVIVAL] == [True]
    assert all(not item.statistics for item in told)


@pytest.mark.parametrize(
    ("p", "medians", "arms"),
    [
        (0.012, [38, 18], ("targeted therapy", "cytokine therapy")),
        (0.75, [22, 22], ("metastasectomy", "decompression")),
    ],
)
def test_fulltext_medians(
    fulltext: Extraction, p: float, medians: list[float], arms: tuple[str, str]
) -> None:
    rows = [item for item in _rows(fulltext, "result", p) if _values(fulltext, item, "median") == medians]
    assert rows
    assert {((item.intervention or "").lower(), (item.comparator or "").lower()) for item in rows} == {arms}


@pytest.mark.parametrize(
    ("outcome", "arm", "time", "rate"),
    [
        (_SURVIVAL, "decompression", "3 years", 30.7),
        (_SURVIVAL, "decompression", "5 years", 11.2),
        (_SURVIVAL, "metastasectomy", "3 years", 28.2),
        (_SURVIVAL, "metastasectomy", "5 years", 12.8),
        (_SURVIVAL, "cytokine therapy", "3 years", 21),
        (_SURVIVAL, "cytokine therapy", "5 years", 6.6),
        (_SURVIVAL, "targeted therapy", "3 years", 53.6),
        (_SURVIVAL, "targeted therapy", "5 years", 26.8),
        ("locoregional progression-free survival", "metastasectomy", "3 years", 90.6),
        ("locoregional progression-free survival", "cytokine therapy", "5 years", 72.9),
    ],
)
def test_fulltext_rates_of_arms(fulltext: Extraction, outcome: str, arm: str, time: str, rate: float) -> None:
    found = [
        item
        for item in fulltext.findings
        if _values(fulltext, item, "rate") == [rate]
        and item.timepoint == time
        and (item.intervention or "").lower() == arm
    ]
    assert [item.outcome for item in found] == [outcome]


def test_fulltext_pain_before_and_after(fulltext: Extraction) -> None:
    rows = [item for item in fulltext.findings if item.kind == "before_after" and "pain" in item.outcome]
    assert [(_values(fulltext, item, "mean"), item.direction) for item in rows] == [([7.1, 2.6], "lower")]


def test_fulltext_local_recurrence(fulltext: Extraction) -> None:
    row = _rows(fulltext, "result", 0.125)[0]
    assert "local recurrence" in row.outcome
    assert _values(fulltext, row, "count") == [3, 13]
    assert _values(fulltext, row, "test_statistic") == [2.35]


@pytest.mark.parametrize(("reference", "values"), [(19, [130]), (4, [9, 30]), (2, [11.4, 14.1])])
def test_fulltext_cited(fulltext: Extraction, reference: int, values: list[float]) -> None:
    cited = [item for item in fulltext.findings if item.role == "cited" and item.reference == reference]
    known = {item.id: item.value for item in fulltext.statistics}
    assert values in [[known[id] for id in item.statistics] for item in cited]


def test_fulltext_no_own_result_cites(fulltext: Extraction) -> None:
    assert all(item.reference is None for item in fulltext.findings if item.role == "result")


def test_page_without_results(shared: Path) -> None:
    page = _read(shared / "seeds" / "pubmed_page.txt")
    assert [item for item in page.findings if item.statistics] == []


def test_commentary_has_no_results_of_its_own(shared: Path) -> None:
    commentary = _read(shared / "seeds" / "commentary.txt")
    assert [item.quote for item in commentary.findings if item.role == "result"] == []
