"""Where words stand on printed pages, to lines in the order in which they are read.

Columns by a left edge that many lines share; heads, feet and page numbers by what repeats from page to page; tables by
cells that stand below each other. Thresholds are parts of the font's size or the page's, set on articles of journals
in one and in two columns.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from statistics import median
from typing import Final

from evidence.readers.pdf_pages import Page, Run

_MARGIN: Final = 0.12  # of the page's height: where heads and feet stand
_FEWEST_LINES: Final = 5  # of a column
_NARROWEST: Final = 0.22  # of the page's width: a column's lines; cells of a table are shorter
_GUTTER: Final = (0.28, 0.72)  # of the page's width: where a second column may begin
_HANGING: Final = 30.0  # points
_MOST_CROSSING: Final = 0.2  # of the lines beside a column
_ALIGNED: Final = 3.0  # points
_SAME_LINE: Final = 0.2  # of the font's size: how far baselines of a line may differ
_SAME_HEIGHT: Final = 12.0  # points, from page to page
_BLANK_LINE: Final = 1.8  # of the font's size
_SMALLER: Final = 0.9  # of the line's size: superscripts and subscripts are
_SHIFT: Final = 0.6  # of the line's size: how far they are raised or lowered
_CELL: Final = 1.0  # of the font's size: a wider gap may part cells
_FEWEST_ROWS: Final = 3
_WIDE_ROW: Final = 4  # cells of a row that spans both columns
_DIGITS: Final = re.compile(r"\d+|\b[ivxlc]+\b")
_FIGURE: Final = re.compile(r"\d")
_NUMBER: Final = re.compile(r"\W*(?:page\s*)?[a-z]?\d{1,5}(?:\s*(?:of|/)\s*\d{1,5})?\W*", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Line:
    """A line of a column, its runs from left to right; `row` says that it is a table's."""

    runs: tuple[Run, ...]
    page: int
    column: int = 0
    row: bool = False

    @cached_property
    def main(self) -> Run:
        """The longest run, whose size and baseline are the line's."""
        return max(self.runs, key=lambda run: len(run.text))

    @cached_property
    def text(self) -> str:
        """Its words."""
        return " ".join(run.text for run in self.runs)

    @cached_property
    def left(self) -> float:
        """Its left edge."""
        return min(run.left for run in self.runs)

    @cached_property
    def right(self) -> float:
        """Its right edge."""
        return max(run.right for run in self.runs)

    @cached_property
    def cells(self) -> tuple[tuple[float, float], ...]:
        """The left and right edges of what wide gaps part."""
        found: list[tuple[float, float]] = []
        for run in self.runs:
            if found and run.left - found[-1][1] <= _CELL * self.main.size:
                found[-1] = (found[-1][0], max(found[-1][1], run.right))
            else:
                found.append((run.left, run.right))
        return tuple(found)


def body_size(pages: Iterable[Page]) -> float:
    """The size in which most characters are set; 0 where there are none."""
    counted: Counter[float] = Counter()
    for page in pages:
        for run in page.runs:
            counted[round(run.size, 1)] += len(run.text)
    return counted.most_common(1)[0][0] if counted else 0.0


def read_order(pages: Sequence[Page]) -> list[Line]:
    """The lines of all pages as they are read, without running heads, feet and page numbers."""
    found: list[Line] = []
    aside = _furniture(pages)
    for number, page in enumerate(pages):
        runs = [run for run in page.runs if not _stands_at(run, aside[number])]
        found += _page_lines(page, runs, number)
    return found


def _furniture(pages: Sequence[Page]) -> list[list[tuple[float, float]]]:
    """For each page the baselines, with their reach, of what is printed on other pages, too, and of page numbers."""
    edges = [list(_edge_lines(page, number)) for number, page in enumerate(pages)]
    printed: defaultdict[str, list[Line]] = defaultdict(list)
    for line in (line for lines in edges for line in lines):
        printed[_folded(line.text)].append(line)
    heads = [lines[0] for lines in edges if lines and _stands_apart(lines, pages)]
    places = Counter(round(line.main.baseline) for line in heads)
    found = []
    for lines in edges:
        extremes = {id(line) for line in (*lines[:1], *lines[-1:])}
        aside = [
            line
            for line in lines
            if _repeated(line, printed[_folded(line.text)])
            or (id(line) in extremes and _NUMBER.fullmatch(line.text))
            or (line in heads and line.page and places[round(line.main.baseline)] > 1)
        ]
        found.append([(line.main.baseline, line.main.size * _SAME_LINE) for line in aside])
    return found


def _edge_lines(page: Page, number: int) -> Iterator[Line]:
    """The lines within the upper and the lower margin, across all columns."""
    low, high = page.height * _MARGIN, page.height * (1 - _MARGIN)
    yield from _lines([run for run in page.runs if not low < run.baseline < high], number)


def _repeated(line: Line, alike: Sequence[Line]) -> bool:
    """Whether another page has the same words, figures apart, at the same height."""
    return any(
        other.page != line.page and abs(other.main.baseline - line.main.baseline) <= _SAME_HEIGHT
        for other in alike
    )


def _stands_apart(lines: Sequence[Line], pages: Sequence[Page]) -> bool:
    """Whether the uppermost line of a page is a head: more than a blank line stands below it."""
    first = lines[0]
    below = lines[1].main.baseline if len(lines) > 1 else 0.0
    at_top = first.main.baseline > pages[first.page].height * (1 - _MARGIN)
    return at_top and first.main.baseline - below > _BLANK_LINE * first.main.size


def _folded(text: str) -> str:
    return _DIGITS.sub("#", text.casefold())


def _stands_at(run: Run, places: Sequence[tuple[float, float]]) -> bool:
    return any(abs(run.baseline - baseline) <= reach for baseline, reach in places)


def _page_lines(page: Page, runs: list[Run], number: int) -> list[Line]:
    """A page's lines: what crosses the gutter stands between what is above it and what is below."""
    edge = _second_column(page, runs)
    if edge is None:
        return _with_rows(_lines(runs, number))
    wide = [
        line
        for line in _with_rows(_lines(runs, number), fewest=_WIDE_ROW)
        if line.row and not any(abs(run.left - edge) <= _ALIGNED for run in line.runs)
    ]
    crossing = {id(run) for line in wide for run in line.runs}
    rest = [run for run in runs if id(run) not in crossing]
    spanning = [run for run in rest if run.left < edge - _ALIGNED and run.right > edge + _ALIGNED]
    across = sorted([*wide, *_lines(spanning, number)], key=lambda line: -line.main.baseline)
    narrow = [run for run in rest if not (run.left < edge - _ALIGNED and run.right > edge + _ALIGNED)]
    found: list[Line] = []
    top = float("inf")
    for bottom in (*(line.main.baseline for line in across), float("-inf")):
        for column in (0, 1):
            inside = [
                run
                for run in narrow
                if bottom < run.baseline <= top and (run.left >= edge - _ALIGNED) == bool(column)
            ]
            lines = _with_rows(_lines(inside, number))
            found += [replace(line, column=column + 1) for line in lines]
        found += [line for line in across if line.main.baseline == bottom]
        top = bottom
    return found


def _second_column(page: Page, runs: Sequence[Run]) -> float | None:
    """The left edge that the lines of a second column share, if the page has two."""
    low, high = (part * page.width for part in _GUTTER)
    edges = Counter(round(run.left / 2) for run in runs if low < run.left < high)
    for place, count in edges.most_common(3):
        edge = 2.0 * place
        right = [run for run in runs if abs(run.left - edge) <= _ALIGNED]
        if count < _FEWEST_LINES or median(run.right - run.left for run in right) < _NARROWEST * page.width:
            continue
        bottom, top = min(run.baseline for run in right), max(run.baseline for run in right)
        beside = [run for run in runs if bottom <= run.baseline <= top and run.left < edge - _ALIGNED]
        crossing = sum(run.right > edge + _ALIGNED for run in beside)
        if len(beside) >= _FEWEST_LINES and crossing <= _MOST_CROSSING * len(beside):
            return _leftmost(edge, beside, crossing)
    return None


def _leftmost(edge: float, beside: Sequence[Run], crossing: int) -> float:
    """The edge of the column's lines that begin before the others, as far as no line before the column reaches."""
    for left in sorted({run.left for run in beside if edge - _HANGING <= run.left}):
        if sum(run.left < left - 1 and run.right > left for run in beside) <= crossing:
            return left
    return edge


def _lines(runs: Sequence[Run], page: int) -> list[Line]:
    """Runs on one baseline as lines, from the top; smaller ones join the line that they are raised or lowered from."""
    found: list[list[Run]] = []
    at: dict[int, list[list[Run]]] = {}
    for run in sorted(runs, key=lambda run: -run.size):
        reach = int(_SHIFT * run.size / _SMALLER) + 2
        near = (line for level in range(-reach, reach + 1) for line in at.get(int(run.baseline) + level, ()))
        line = next((line for line in near if _belongs(run, line)), None)
        if line is None:
            line = []
            found.append(line)
            at.setdefault(int(run.baseline), []).append(line)
        line.append(run)
    lines = (Line(runs=tuple(sorted(line, key=lambda run: run.left)), page=page) for line in found)
    return sorted(lines, key=lambda line: (-line.main.baseline, line.left))


def _belongs(run: Run, line: Sequence[Run]) -> bool:
    first = line[0]
    off = abs(run.baseline - first.baseline)
    if off <= _SAME_LINE * first.size:
        return True
    if run.size > _SMALLER * first.size or off > _SHIFT * first.size:
        return False
    return any(
        -0.3 * first.size < run.left - other.right < 0.5 * first.size
        or -0.3 * first.size < other.left - run.right < 0.5 * first.size
        for other in line
    )


def _with_rows(lines: list[Line], *, fewest: int = 2) -> list[Line]:
    """The lines with those marked that are rows of a table: three or more whose cells stand below each other.

    A row has `fewest` cells; one line between two rows may have fewer, as it heads those below it.
    """
    full = [len(line.cells) >= fewest and _has_figures(line) for line in lines]
    aligned = [full[at] and full[at + 1] and _aligned(*pair) for at, pair in enumerate(pairwise(lines))]
    rows = [False] * len(lines)
    start = 0
    for index in range(len(lines)):
        if index == len(lines) - 1 or not aligned[index]:
            if index - start + 1 >= _FEWEST_ROWS:
                rows[start : index + 1] = [True] * (index - start + 1)
            start = index + 1
    for index in range(1, len(lines) - 1):
        rows[index] = rows[index] or (rows[index - 1] and rows[index + 1])
    return [replace(line, row=True) if row else line for line, row in zip(lines, rows, strict=True)]


def _has_figures(line: Line) -> bool:
    """Whether half of the cells behind the first hold figures: words that stand apart are loosely set text."""
    rest = line.cells[1:]
    with_figures = {
        place
        for run in line.runs
        for place, (left, right) in enumerate(rest)
        if left <= run.left <= right and _FIGURE.search(run.text)
    }
    return 2 * len(with_figures) >= len(rest)


def _aligned(above: Line, below: Line) -> bool:
    """Whether a cell of one, other than the first, stands below one of the other: its left, its middle or its right.

    The last words of justified lines end at one place, so that alone tells nothing.
    """
    for left, right in above.cells[1:]:
        for other_left, other_right in below.cells[1:]:
            if abs(left - other_left) <= _ALIGNED or abs(left + right - other_left - other_right) <= _ALIGNED:
                return True
            last = (left, right) == above.cells[-1] and (other_left, other_right) == below.cells[-1]
            if abs(right - other_right) <= _ALIGNED and not last:
                return True
    return False
