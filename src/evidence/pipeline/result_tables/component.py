"""Layers `table_statistics` and `table_findings`: what the result tables of a full text say.

Trials tell most of their results, and nearly all of their harms, in tables alone. A figure is believed to be an arm's
where its column or row is headed by it, and an outcome's where its labels name one.
"""

from __future__ import annotations

import dataclasses
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc

from evidence.document import Document, Table
from evidence.pipeline.result_tables import effects, groups, kinds, labels, spans
from evidence.pipeline.result_tables.cells import Reader
from evidence.pipeline.result_tables.grid import Grid
from evidence.pipeline.result_tables.periods import period, timed
from evidence.pipeline.result_tables.records import Recorder
from evidence.pipeline.result_tables.rows import Writer, questions
from evidence.pipeline.result_tables.view import View
from evidence.pipeline.significance import alpha as alpha_of
from evidence.records import EFFECT_TYPES, Direction, Finding, Statistic
from evidence.vocabulary import Concept

NAME: Final = "evidence_result_tables"

_LARGEST: Final = 4000  # cells: what is larger is data, and no summary of results
_PARTIAL: Final = frozenset({"subgroup", "factors"})


@Language.component(NAME)
def result_tables(doc: Doc) -> Doc:
    """Read the tables of a document that can have results of its own; ids go on behind those of the text's records."""
    document: Document = doc._.document
    if not document.tables or not kinds.has_own_results(document):
        return doc
    alpha = alpha_of(document.text)
    statistics: list[Statistic] = []
    findings: list[Finding] = []
    for table in document.tables:
        if len(table.cells) <= _LARGEST:
            _read(doc, table, alpha, statistics, findings)
    doc._.table_statistics = tuple(statistics)
    first = len(doc._.findings) + 1
    doc._.table_findings = tuple(
        dataclasses.replace(item, id=f"f{number}") for number, item in enumerate(findings, start=first)
    )
    return doc


def _read(doc: Doc, table: Table, alpha: float, statistics: list[Statistic], findings: list[Finding]) -> None:
    view, grid = View.of(doc, table), Grid.of(table, doc._.document.text)
    tests = frozenset(
        column
        for column in range(grid.width)
        if any(labels.read(grid.words(cell)).says & labels.TESTS for cell in grid.column(column))
    )
    body = grid.body(tests)
    told = kinds.kinds(view, grid, body)
    if _is_aside(told):
        return
    astray = spans.moved(grid, body)
    body = [row for row in body if row.number not in astray]
    axis = groups.axis(view, grid, body)
    if spans.lost(grid, body, axis):
        return
    reader = Reader(view, grid, axis, told)
    reader.read(body)
    recorder = Recorder(grid, alpha, len(doc._.statistics) + len(statistics) + 1)
    rows: list[Finding] = []
    if axis is not None:
        writer = Writer(grid, axis, told, recorder)
        for question in questions(reader.values, reader.tests, axis.across):
            rows.extend(writer.findings(question))
    if not rows and told & _PARTIAL:
        rows.extend(effects.findings(reader, recorder, doc._.arms, _told(doc)))
    when = period(doc._.document.text, table)
    findings.extend(timed(rows, when))
    statistics.extend(timed(recorder.statistics, when))


def _told(doc: Doc) -> list[tuple[Concept, Statistic, Direction]]:
    """The effects of which the text tells the direction."""
    known = {item.id: item for item in doc._.statistics}
    return [
        (finding.outcome_concept, known[id], finding.direction)
        for finding in doc._.findings
        if finding.outcome_concept is not None
        and finding.kind == "comparison"
        and finding.role == "result"
        and finding.population is None
        and finding.direction in ("higher", "lower")
        for id in finding.statistics
        if id in known and known[id].type in EFFECT_TYPES
    ]


def _is_aside(told: frozenset[str]) -> bool:
    """Whether a table tells of others' work, of who took part, or of what was given, and of no results."""
    if told & {"cited", "before"}:
        return True
    if "described" in told and not told & _PARTIAL:
        return True
    return bool(told & {"baseline", "exposure"}) and "result" not in told
