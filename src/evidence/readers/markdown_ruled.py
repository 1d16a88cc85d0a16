"""Tables in Pandoc's Markdown whose columns are drawn by dashes (Pandoc User's Guide, simple_tables, multiline_tables).

A line of several runs of dashes stands under the header and tells where the columns begin. The rows of a simple table
are lines, to the next blank one; those of a table that a line of dashes opens and closes are parted by blank ones. They
are written with bars (`markdown_tables`) before anything else is read, for a rule of dashes means more than one thing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from typing import Final

from evidence.readers.traced import Traced, Weaver, join

_RULE: Final = re.compile(r"^[ ]*-{2,}(?: +-{2,})+[ ]*$", re.MULTILINE)
_FRAME: Final = re.compile(r"[ ]*-{10,}[ ]*")
_DASHES: Final = re.compile(r"-+")
_PIECE: Final = re.compile(r"\S+(?: \S+)*")
_BAR: Final = re.compile(r"(?<!\\)\|")
_SET_IN: Final = "\u00a0"
_MOST_LINES: Final = 2000
# Pandoc's fenced divisions: that of a caption, which may be a heading, and the fences of all others.
_CAPTION_DIVISION: Final = re.compile(
    r"^:{3,}[ \t]*(?:caption|\{[^}\n]*\.caption[^}\n]*\})[ \t]*\n(?:#{1,6}[ \t]+)?([^:\n][^\n]*(?:\n[^:\n][^\n]*)*)"
    r"\n:{3,}[ \t]*$(?:\s*!\[\]\(\)[ \t]*$)?",
    re.MULTILINE,
)
_FENCE: Final = re.compile(r":{3,}[ \t]*(?:[\w-]+|\{[^}\n]*\})?[ \t]*$", re.MULTILINE)

Span = tuple[int, int]


def with_bars(text: Traced) -> Traced:
    """A text in which each of these tables is one with bars, as GitHub's, and the captions of tables are marked."""
    if ":::" in text.text:
        text = text.sub(_CAPTION_DIVISION, "\n\nTable: ", 1, "\n\n").sub(_FENCE, "\n\n")
    woven, last = Weaver(), 0
    for match in _RULE.finditer(text.text):
        if match.start() < last:
            continue
        columns = [run.start() for run in _DASHES.finditer(match[0])]
        framed, head = _head(text.text, match.start(), last)
        rows, end = _framed_rows(text.text, match.end()) if framed else _rows(text.text, match.end())
        if not head or not rows:
            continue
        start = text.text.rfind("\n", 0, head[0][0] - 1) + 1 if framed else head[0][0]
        woven.add(text, last, start)
        woven.add(_barred(text, columns, [head, *rows]))
        woven.insert("\n\n")
        last = end
    woven.add(text, last)
    return woven.done() if last else text


def _lines(text: str, start: int) -> Iterator[Span]:
    """The lines from a line's beginning on."""
    for _ in range(_MOST_LINES):
        if start > len(text) or (start == len(text) and start):
            return
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        yield start, end
        start = end + 1


def _head(text: str, rule: int, least: int) -> tuple[bool, list[Span]]:
    """The lines of the header above a rule, and whether a line of dashes stands over them; none: no table."""
    found: list[Span] = []
    end = rule - 1
    while end > least:
        start = text.rfind("\n", 0, end) + 1
        line = text[start:end]
        if start < least or not line.strip():
            break
        if _FRAME.fullmatch(line):
            return True, found[::-1]
        found.append((start, end))
        end = start - 1
    return False, found[:1]


def _rows(text: str, end: int) -> tuple[list[list[Span]], int]:
    """The lines to the next blank one, each a row; a rule that closes the table is none."""
    rows = []
    for start, stop in _lines(text, end + 1):
        line = text[start:stop]
        if not line.strip():
            break
        end = stop
        if _RULE.fullmatch(line) or _FRAME.fullmatch(line):
            break
        rows.append([(start, stop)])
    return rows, end


def _framed_rows(text: str, end: int) -> tuple[list[list[Span]], int]:
    """The lines to the line of dashes that closes the table, a row to each blank line; none where nothing closes it."""
    lines: list[Span] = []
    for start, stop in _lines(text, end + 1):
        if _FRAME.fullmatch(text[start:stop]):
            parted = groupby(lines, lambda span: bool(text[slice(*span)].strip()))
            return [list(group) for filled, group in parted if filled], stop
        lines.append((start, stop))
    return [], end


def _barred(body: Traced, columns: Sequence[int], rows: Sequence[Sequence[Span]]) -> Traced:
    """The table with bars; how far a row's first cell is set in, it tells by no-break spaces."""
    cut = [[_cells(body.text[slice(*span)], columns) for span in row] for row in rows]
    stubs = [first for spans in cut[1:] if (first := spans[0][0]) is not None]
    edge = min((start for start, _ in stubs), default=0)
    woven = Weaver()
    for number, (row, spans) in enumerate(zip(rows, cut, strict=True)):
        first = spans[0][0]
        woven.insert("\n| " + _SET_IN * (first[0] - edge if number and first is not None else 0))
        for column in range(len(columns)):
            woven.add(_words(body, row, [line[column] for line in spans]))
            woven.insert(" | " if column + 1 < len(columns) else " |")
        if not number:
            woven.insert("\n|" + "---|" * len(columns))
    return woven.done()


def _words(body: Traced, row: Sequence[Span], spans: Sequence[Span | None]) -> Traced:
    """A cell's words, which may stand on several lines."""
    parts = [
        body.slice(start + span[0], start + span[1])
        for (start, _), span in zip(row, spans, strict=True)
        if span
    ]
    return join(parts, " ").sub(_BAR, "\\|")


def _cells(line: str, columns: Sequence[int]) -> list[Span | None]:
    """Where in a line each column's words stand.

    What two spaces part are two cells, and what reaches over a column's beginning is cut there, where a space is. Each
    then goes to the column that it shares most with: a link that was shortened moves what stands behind it.
    """
    bounds = [0, *columns[1:], max(len(line), columns[-1] + 1)]
    found: list[Span | None] = [None] * len(columns)
    for match in _PIECE.finditer(line):
        cuts = [
            bound for bound in bounds[1:-1] if match.start() < bound < match.end() and line[bound - 1] == " "
        ]
        for start, end in pairwise((match.start(), *cuts, match.end())):
            shared = [min(end, right) - max(start, left) for left, right in pairwise(bounds)]
            column = shared.index(max(shared))
            known = found[column]
            found[column] = (known[0], end) if known else (start, end)
    return found
