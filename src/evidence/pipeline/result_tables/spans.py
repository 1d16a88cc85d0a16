"""Tables whose header does not stand over its columns, because what was converted lost how far its cells reach.

HTML and JATS say which columns a header's cell covers. Markdown and tab-separated text cannot, so that the labels of the
groups end up over the first columns, and figures under the wrong group. Such a table gives no findings.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from evidence.pipeline.result_tables import labels
from evidence.pipeline.result_tables.grid import Grid, Row
from evidence.pipeline.result_tables.groups import Axis

_MEASURES: Final = frozenset({"n", "percent", "mean", "median", "spread", "size"})
_BARE: Final = 2  # columns of figures under no label: one may be P's


def moved(grid: Grid, body: Sequence[Row]) -> frozenset[int]:
    """The rows that moved to the left, because a label that covered several rows reached into the first alone.

    They have in the first column what the other rows have in the second (a time), and nothing in the last.
    """
    if any(cell.rows > 1 for cell in grid.table.cells):
        return frozenset()
    timed = [row for row in body if _is_time(grid, row.number, 1)]
    return frozenset(
        row.number
        for row in body
        if timed and _is_time(grid, row.number, 0) and not _filled(grid, row.number, grid.width - 1)
    )


def _is_time(grid: Grid, row: int, column: int) -> bool:
    cell = grid.places.get((row, column))
    if cell is None or cell.end <= cell.start:
        return False
    label = labels.read(grid.words(cell))
    return "time" in label.says and not label.rest


def _filled(grid: Grid, row: int, column: int) -> bool:
    cell = grid.places.get((row, column))
    return cell is not None and cell.end > cell.start


def lost(grid: Grid, body: Sequence[Row], axis: Axis | None) -> bool:
    """Whether a header of several cells cannot be trusted to stand over its columns."""
    if any(cell.columns > 1 for cell in grid.table.cells):
        return False  # the source tells how far its cells reach
    return _measure_over_labels(grid) or _bare_columns(grid, body) or _unlike_groups(grid, axis)


def _measure_over_labels(grid: Grid) -> bool:
    """A lower row of the header says over the column of the rows' labels what figures are: it moved to the left."""
    for number in range(1, grid.head):
        cell = grid.places.get((number, 0))
        if cell is not None and cell.row == number and cell.end > cell.start:
            label = labels.read(grid.words(cell))
            if label.says & _MEASURES and not label.rest:
                return True
    return False


def _bare_columns(grid: Grid, body: Sequence[Row]) -> bool:
    filled = {cell.column for row in body for cell in row.cells if cell.end > cell.start}
    bare = [column for column in filled if column >= grid.stubs and not grid.column(column)]
    return grid.head > 0 and _BARE <= len(bare) < len(filled)


def _unlike_groups(grid: Grid, axis: Axis | None) -> bool:
    """One group's columns are said to hold one thing, another's another."""
    if axis is None or not axis.across:
        return False
    told = []
    for cell in axis.by_cell:
        below = [item for item in grid.column(cell.column) if item.row > cell.row]
        told.append(
            frozenset(says for item in below for says in labels.read(grid.words(item)).says) & _MEASURES
        )
    return any(a and b and not a & b for a in told for b in told)
