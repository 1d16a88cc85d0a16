"""Questions as oncologists type them, on the example corpus: the answers are those that reading the documents gives.

`corpus/questions.tsv` was written before the answers were looked at. A question that is not answered right says in its
column `miss` why; it may come right at any time.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import evidence
from corpus_kb import DOCUMENTS
from evidence.knowledge_base import KnowledgeBase, Rows
from evidence.query.rows import MENTION
from evidence.query.verdicts import Verdict

CORPUS = DOCUMENTS.parent
_TALLY = re.compile(r"(for|against|no difference|mixed|not tested) (\d+) \((\d+)\)")
_CITED = re.compile(r"cited (\d+)")


def table(name: str) -> list[dict[str, str]]:
    with (CORPUS / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


QUESTIONS = table("questions.tsv")


def names() -> dict[str, str]:
    """Document ids by the name of the file, with the number of the record where it holds several."""
    found: dict[str, list[str]] = {}
    for row in table("manifest.tsv"):
        found.setdefault(row["file"].split(".")[0], []).append(row["document_id"])
    return {
        name if len(ids) == 1 else f"{name}#{number}": id
        for name, ids in found.items()
        for number, id in enumerate(ids, start=1)
    }


NAMES = names()


def cases() -> Iterator[object]:
    for row in QUESTIONS:
        marks = [pytest.mark.xfail(reason=row["miss"], strict=False)] if row["miss"] else []
        yield pytest.param(row, id=row["question"], marks=marks)


@pytest.fixture(scope="module")
def kb(corpus_kb: Path) -> Iterator[KnowledgeBase]:
    with evidence.open(corpus_kb) as opened:
        yield opened


def test_there_are_fifty_and_each_names_documents_that_exist() -> None:
    assert len(QUESTIONS) >= 50
    told = {name for row in QUESTIONS for name in f"{row['documents']} {row['allowed']}".split()}
    assert told <= set(NAMES)
    assert all(row["reason"] for row in QUESTIONS)


def test_most_are_answered() -> None:
    """The floor only rises: of those whose answer is known at least this share has no miss to explain."""
    missed = sum(bool(row["miss"]) for row in QUESTIONS)
    assert missed / len(QUESTIONS) <= 0.18


@pytest.mark.parametrize("row", list(cases()))
def test_it_is_answered(kb: KnowledgeBase, row: dict[str, str]) -> None:
    rows = kb.query(row["question"])
    if row["suggestion"]:
        offered = [name for names in rows.answer.question.suggestions.values() for name in names]
        assert row["suggestion"] in offered
        return
    claims = {origin.document for item in rows if item.kind != MENTION for origin in item.origins}
    wanted = {NAMES[name] for name in row["documents"].split()}
    allowed = {NAMES[name] for name in row["allowed"].split()}
    assert wanted <= claims
    assert claims <= wanted | allowed
    if row["verdict"]:
        treatment, outcome, tallies = row["verdict"].split("; ")
        expected = {item for item in _TALLY.findall(tallies) if item[1] != "0"}
        assert decided(rows, treatment, outcome) == expected
        for number in _CITED.findall(tallies):
            cited = {id for item in about(rows, treatment, outcome) for id in item.cited}
            assert len(cited) == int(number)


def about(rows: Rows, treatment: str, outcome: str) -> list[Verdict]:
    """The verdicts whose treatment and outcome hold these words."""
    return [
        item
        for item in rows.verdicts
        if treatment.casefold() in item.treatment.casefold() and outcome.casefold() in item.outcome.casefold()
    ]


def decided(rows: Rows, treatment: str, outcome: str) -> set[tuple[str, str, str]]:
    """Way, studies and patients of the verdicts on a treatment and an outcome."""
    return {
        (way, str(tally.studies), str(tally.patients))
        for item in about(rows, treatment, outcome)
        for way, tally in item.tallies.items()
        if way not in ("unclear", "uncontrolled")
    }
