"""Tables in Markdown: rows of bars over and under a row of dashes (GitHub Flavored Markdown 0.29, section 4.10)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from evidence.readers import grids
from evidence.readers.draft import one_line
from evidence.readers.grids import Entry, Grid
from evidence.readers.markdown_inline import plain
from evidence.readers.traced import Traced, join

# The row that makes a table of the one above it; two columns or more, for "---" alone underlines a heading.
_DELIMITER: Final = re.compile(
    r"^[ \t]{0,3}\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)+\|?[ \t]*$", re.MULTILINE
)
_ALONE: Final = re.compile(r"^[ \t]{0,3}\|[ \t]*:?-+:?[ \t]*\|[ \t]*$", re.MULTILINE)
_BAR: Final = re.compile(r"(?<!\\)\|")
_LINE: Final = re.compile(r"[^\n]+")
_CAPTION: Final = re.compile(
    r"(?:\A|\n[^\S\n]*\n|\n)[^\S\n]*(?P<words>[*_]{0,3}(?:Table|TABLE)\b[^\n]*(?:\n(?![^\S\n]*\n)[^\n]+)*)\s*\Z"
)
_OPENING: Final = re.compile(r"\ATable:[ \t]+")  # Pandoc's mark of a caption (table_captions)
_LONGEST_CAPTION: Final = 1000


@dataclass(frozen=True, slots=True)
class TableLines:
    """A table as it was met in a text."""

    grid: Grid[Traced]


def parts(body: Traced) -> list[Traced | TableLines] | None:
    """A text cut at its tables; None where it has none."""
    delimiters = [*_DELIMITER.finditer(body.text), *_ALONE.finditer(body.text)]
    if not delimiters:
        return None
    found: list[Traced | TableLines] = []
    last = 0
    for match in sorted(delimiters, key=lambda item: item.start()):
        head = body.text.rfind("\n", 0, max(0, match.start() - 1)) + 1
        if head < last or not _BAR.search(body.text, head, match.start()):
            continue
        rows = [(head, match.start() - 1)]
        end = match.end()
        while (line := _LINE.match(body.text, end + 1)) and _BAR.search(line[0]):
            rows.append(line.span())
            end = line.end()
        found.append(body.slice(last, head))
        found.append(TableLines(_grid(body, rows)))
        last = end
    if not last:
        return None
    found.append(body.slice(last))
    return found


def _grid(body: Traced, rows: Sequence[tuple[int, int]]) -> Grid[Traced]:
    entries = [
        [
            Entry(words=one_line(plain(words)), header=number == 0, indent=grids.indent(words.text, None))
            for words in _cells(body.slice(*row))
        ]
        for number, row in enumerate(rows)
    ]
    lines, cells = grids.laid_out(entries)
    return Grid(join((join(line, grids.CELLS) for line in lines), grids.ROWS), cells)


def _cells(line: Traced) -> list[Traced]:
    """A row's cells as they are written; the bars at its ends are no cells."""
    line = line.strip()
    found = list(line.split(_BAR))
    found = found[1:] if found and not found[0].strip() and line.text.startswith("|") else found
    return found[:-1] if found and not found[-1].strip() and line.text.endswith("|") else found


def caption(before: Traced) -> tuple[Traced, ...] | None:
    """The caption that ends the text before a table ("Table 2. Response")."""
    match = _CAPTION.search(before.text, max(0, len(before.text) - _LONGEST_CAPTION))
    return (before.slice(*match.span("words")).sub(_OPENING),) if match else None


def without_caption(before: Traced) -> Traced:
    """The text before a table without what `caption` takes of it."""
    match = _CAPTION.search(before.text, max(0, len(before.text) - _LONGEST_CAPTION))
    return before.slice(0, match.start("words")) if match else before
