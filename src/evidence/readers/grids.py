"""Tables as grids: where each cell stands, however many rows and columns those before it span.

Markup languages share the model (HTML Living Standard, 4.9.12 "Processing model"; JATS has XHTML's tables): a row's
cells take the columns that no cell from above reaches into.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Generic, Protocol, TypeVar

from evidence.document import Cell

CELLS: Final = " | "
ROWS: Final = "\n"
_WIDEST: Final = 200  # columns; real tables stay under 40
_SET_IN: Final = re.compile(r"(?:padding-left|text-indent|margin-left)\s*:\s*(\d+)")
_EDGE: Final = re.compile(r"[ \t\r\n]*([\u00a0\u2000-\u200a\u202f\u205f\u3000]*)")
_NUMBER: Final = re.compile(r"\s*(\d{1,5})\s*")


class _Worded(Protocol):
    @property
    def text(self) -> str: ...
    def __bool__(self) -> bool: ...


W = TypeVar("W", bound=_Worded)


@dataclass(frozen=True, slots=True)
class Grid(Generic[W]):
    """A table's words, one row a line, and its cells with their offsets there."""

    words: W
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry(Generic[W]):
    """A cell as its row lists it."""

    words: W
    rows: int = 1
    columns: int = 1
    header: bool = False
    indent: int = 0


def span(told: str | None) -> int:
    """How many rows or columns a cell says it spans; what is no number, or none, is one."""
    match = _NUMBER.fullmatch(told or "")
    return max(1, int(match[1])) if match else 1


def indent(words: str, style: str | None) -> int:
    """How far a cell's words are set in: by fixed spaces before them, or by its style."""
    edge, told = _EDGE.match(words), _SET_IN.search(style or "")
    return (len(edge[1]) if edge else 0) + (int(told[1]) if told else 0)


def laid_out(rows: Sequence[Sequence[Entry[W]]]) -> tuple[list[list[W]], tuple[Cell, ...]]:
    """The words of the rows that have any, and the cells with their offsets once those are joined.

    Empty cells at a row's end leave no words; a cell's offsets are then those of the row's end.
    """
    lines: list[list[W]] = []
    cells: list[Cell] = []
    reaching: dict[int, int] = {}  # column -> the first row that no cell from above reaches into
    offset = 0
    for number, row in enumerate(rows):
        words = [entry.words for entry in row]
        while words and not words[-1]:
            words.pop()
        if words:
            offset += len(ROWS) if lines else 0
            lines.append(words)
        last, column = offset, 0
        for index, entry in enumerate(row):
            while reaching.get(column, 0) > number:
                column += 1
            if index and index < len(words):
                last += len(CELLS)
            width = min(entry.columns, _WIDEST - column)
            if width < 1:
                break
            height = min(entry.rows, len(rows) - number)
            end = last + len(entry.words.text)
            cells.append(
                Cell(
                    start=last,
                    end=end,
                    row=number,
                    column=column,
                    rows=height,
                    columns=width,
                    header=entry.header,
                    indent=entry.indent,
                )
            )
            for place in range(column, column + width):
                reaching[place] = number + height
            column, last = column + width, end
        if words:
            offset += _length(words)
    return lines, tuple(cells)


def _length(words: Sequence[W]) -> int:
    return sum(len(item.text) for item in words) + len(CELLS) * (len(words) - 1)
