"""What a table is: results of the document's own, or who took part, what was given, what others found."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from evidence.document import Document
from evidence.pipeline.result_tables import labels
from evidence.pipeline.result_tables.grid import Grid, Row
from evidence.pipeline.result_tables.view import View
from evidence.pipeline.tables import alternatives

_KINDS: Final = ("baseline", "before", "exposure", "cited", "result", "subgroup", "factors")
# Shares of a table's rows from which on it tells who took part, or of others' work.
_CHARACTERISTICS: Final = 0.34
_CITING: Final = 0.3
_NO_RESULTS: Final = frozenset(
    {
        "Review",
        "Systematic Review",
        "Meta-Analysis",
        "Comment",
        "Editorial",
        "Letter",
        "Clinical Trial Protocol",
        "Guideline",
    }
)
_AUTHORED: Final = re.compile(r"\bet al\b|\b(?:19|20)\d\d\s*\)?\s*(?:\[\d|$)")
_AUTHORS: Final = re.compile(
    r"^(?:stud(?:y|ies)|authors?|first authors?|references?|refs?\.?|trials?|publications?|source)\b",
    re.IGNORECASE,
)


@lru_cache(maxsize=1)
def _patterns() -> dict[str, re.Pattern[str]]:
    return {kind: alternatives("table_kinds", kind=kind) for kind in _KINDS}


def has_own_results(document: Document) -> bool:
    """Whether a document's tables can be of its own results: those of reviews, comments and protocols are not."""
    if any(relation.type == "comments_on" for relation in document.relations):
        return False
    return document.form != "comment" and _NO_RESULTS.isdisjoint(document.publication_types)


def kinds(view: View, grid: Grid, body: Sequence[Row]) -> frozenset[str]:
    """The kinds of a table, by its caption, its rows' labels and the citations in them."""
    table = grid.table
    caption = grid.text[slice(*table.caption)] if table.caption else ""
    found = {kind for kind, pattern in _patterns().items() if pattern.search(caption)}
    if _cites(view, grid, body):
        found.add("cited")
    told = [label for row in body for cell in row.stub[:1] if (label := labels.read(grid.words(cell))).rest]
    described = sum("characteristic" in label.says for label in told)
    columns = [
        labels.read(grid.words(cell)) for column in range(grid.width) for cell in grid.column(column)[-1:]
    ]
    across = sum("characteristic" in label.says for label in columns)
    if described >= max(2, _CHARACTERISTICS * len(told)) or across >= max(2, _CHARACTERISTICS * len(columns)):
        found.add("described")
    return frozenset(found)


def _cites(view: View, grid: Grid, body: Sequence[Row]) -> bool:
    """Whether the rows are other works: each cites one, or the first column is called after their authors."""
    corner = grid.column(0)
    if corner and _AUTHORS.match(grid.words(corner[-1])):
        return True
    starts = [citation.start for citation in view.citations]
    lines = [
        (row.cells[0].start if not row.stub else row.stub[0].start, row.cells[-1].end)
        for row in body
        if row.cells
    ]
    cited = sum(
        any(start <= place < end for place in starts)
        or _AUTHORED.search(grid.text, start, min(end, start + 60)) is not None
        for start, end in lines
        if start <= end
    )
    return bool(lines) and cited >= max(2, _CITING * len(lines))
