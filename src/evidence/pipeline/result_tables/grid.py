"""A table seen as rows and columns with their labels: what stands above and to the left of each cell."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from evidence.document import Cell, Table
from evidence.pipeline.result_tables import labels

_FIGURE: Final = re.compile(r"^\W{0,3}\d")
_LABELLED: Final = re.compile(r"^\(?\s*[nN][*†‡§∗]?\s*=\s*\d")
_MOST_HEADS: Final = 4
_TEXTUAL: Final = 0.7  # of a column's cells: what is mostly words names rows


@dataclass(frozen=True, slots=True)
class Row:
    """A row below the header: its number, the labels that lead to it (outermost first), and its own cells."""

    number: int
    heads: tuple[Cell, ...]
    stub: tuple[Cell, ...]
    cells: tuple[Cell, ...]

    @property
    def labels(self) -> tuple[Cell, ...]:
        """All that names the row."""
        return (*self.heads, *self.stub)


@dataclass(slots=True)
class Grid:
    """The cells of a table by their place. `head` rows are headers, `stubs` columns name the rows."""

    table: Table
    text: str
    places: dict[tuple[int, int], Cell] = field(default_factory=dict)
    height: int = 0
    width: int = 0
    head: int = 0
    stubs: int = 1

    @classmethod
    def of(cls, table: Table, text: str) -> Grid:
        """Lay out a table."""
        grid = cls(table, text)
        for cell in table.cells:
            for row in range(cell.row, cell.row + cell.rows):
                for column in range(cell.column, cell.column + cell.columns):
                    grid.places.setdefault((row, column), cell)
        grid.height = max((row for row, _ in grid.places), default=-1) + 1
        grid.width = max((column for _, column in grid.places), default=-1) + 1
        grid.head = grid._heads()
        grid.stubs = grid._stubs()
        return grid

    def words(self, cell: Cell) -> str:
        """A cell's words."""
        return self.text[cell.start : cell.end]

    def column(self, number: int) -> tuple[Cell, ...]:
        """The labels above a column, outermost first."""
        found = (self.places.get((row, number)) for row in range(self.head))
        return tuple(dict.fromkeys(cell for cell in found if cell is not None and cell.end > cell.start))

    def row(self, number: int) -> list[Cell]:
        """The cells that cover a row, left to right."""
        found = (self.places.get((number, column)) for column in range(self.width))
        return list(dict.fromkeys(cell for cell in found if cell is not None))

    def body(self, tests: frozenset[int] = frozenset()) -> list[Row]:
        """The rows below the header, each with the rows that it stands under; those with figures in the columns of
        `tests` alone lead others too.
        """
        found: list[Row] = []
        above: list[tuple[int, Cell, bool]] = []  # how far set in, the label, and whether its row has figures
        indented = self._indented()
        before: tuple[Cell, ...] = ()
        nested = False  # whether rows under the last head have their labels in the second column
        for number in range(self.head, self.height):
            cells = self.row(number)
            stub = tuple(cell for cell in cells if cell.column < self.stubs and cell.end > cell.start)
            values = tuple(cell for cell in cells if cell.column >= self.stubs and cell.row == number)
            filled = [cell for cell in values if cell.end > cell.start and not self._names_measure(cell)]
            if not stub and not filled:
                continue
            first = stub[0] if stub else None
            nested = nested or (first is not None and first.column > 0)
            if nested and first is not None and first.column == 0 and filled:
                above, nested = [], False
            if first is not None and first.column == 0 and first.row == number:
                level = first.indent
                above = [
                    item for item in above if (item[0] < level if indented else not item[2] and bool(filled))
                ]
            if first is not None and all(cell.column in tests for cell in filled):
                above = above if indented else []
                above.append((first.indent, first, False))
                before, nested = (), False
                if filled:
                    found.append(Row(number, tuple(cell for _, cell, _ in above), (), values))
                continue
            if first is None or first.column > 0:  # an empty first cell: the label above goes on
                carried = before[:1] if self.stubs > 1 and first is not None else ()
                stub = (*carried, *stub)
            heads = tuple(cell for _, cell, _ in above if cell not in stub)
            found.append(Row(number, heads, stub, values))
            if first is not None and first.column == 0:
                before = (first,) if len(stub) > 1 else ()
                if indented and len(stub) == 1:
                    above.append((first.indent, first, True))
        return found

    def _names_measure(self, cell: Cell) -> bool:
        """Whether a cell below the header says what the figures below it are ("Mean (SD)")."""
        label = labels.read(self.words(cell))
        return (
            bool(label.says) and not label.rest and "missing" not in label.says and not self._is_figure(cell)
        )

    def _indented(self) -> bool:
        """Whether the first column's labels are set in by different amounts."""
        return (
            len(
                {
                    c.indent
                    for c in self.table.cells
                    if not c.column and c.row >= self.head and c.end > c.start
                }
            )
            > 1
        )

    def _heads(self) -> int:
        """How many rows are headers: those marked up as such, and those below that only go on with labels."""
        count = 0
        for number in range(min(self.height, _MOST_HEADS)):
            cells = [cell for cell in self.row(number) if cell.end > cell.start]
            if (cells and all(cell.header for cell in cells) and count == number) or (
                not cells and count == number
            ):
                count += 1
            else:
                break
        if count == 0 and self.height > 1 and self._is_label_row(0):
            count = 1
        while 0 < count < min(self.height - 1, _MOST_HEADS) and self._goes_on(count):
            count += 1
        return count

    def _is_label_row(self, number: int) -> bool:
        cells = [cell for cell in self.row(number) if cell.column and cell.end > cell.start]
        return bool(cells) and not any(self._is_figure(cell) for cell in cells)

    def _goes_on(self, number: int) -> bool:
        """Whether a row without a label of its own names the columns, and does not fill them."""
        first = self.places.get((number, 0))
        if first is not None and first.end > first.start and first.row == number:
            return False
        return self._is_label_row(number)

    def _is_figure(self, cell: Cell) -> bool:
        words = self.words(cell)
        return _FIGURE.match(words) is not None and not _LABELLED.match(words)

    def _stubs(self) -> int:
        """How many columns name the rows: the first, and those next to it that hold words or have no header."""
        count = 1
        while count < self.width - 1 and self._names_rows(count):
            count += 1
        return count

    def _names_rows(self, column: int) -> bool:
        cells = [
            cell
            for number in range(self.head, self.height)
            if (cell := self.places.get((number, column))) is not None
            and cell.row == number
            and cell.column == column
            and cell.end > cell.start
        ]
        if not cells:
            return False
        if self.head and not self.column(column) and not _has_values(self, cells):
            return True
        textual = sum(not _FIGURE.match(self.words(cell)) and len(self.words(cell)) > 2 for cell in cells)
        return textual >= _TEXTUAL * len(cells) and not _has_values(self, cells)


_VALUE: Final = re.compile(
    r"\d\s*[(%±]|\d\s*\+/-|^\s*[<>]?\s*0?[.·]\d+\s*$|\bNS\b|not reached", re.IGNORECASE
)


def _has_values(grid: Grid, cells: Sequence[Cell]) -> bool:
    """Whether any of some cells holds what only a figure can be."""
    return sum(_VALUE.search(grid.words(cell)) is not None for cell in cells) > len(cells) / 5
