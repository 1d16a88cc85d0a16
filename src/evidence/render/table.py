"""Tables for the terminal. Written by hand: rich takes longer to import than a question to answer, and cannot
set a quote across all columns under its row.
"""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from typing import IO, Any, Final

from evidence.render.cells import shown
from evidence.render.terminal import columns
from evidence.render.verdicts import blocks

# Wide enough for all columns where the output is no terminal.
_FILE_WIDTH: Final = 160
_GAP: Final = "  "
_INDENT: Final = "    "
# Share of the width that a column may take at most; what is not listed takes what its texts need.
_SHARES: Final = {
    "treatment v comparator": 0.26,
    "outcome": 0.18,
    "result": 0.26,
    "source": 0.16,
    "design": 0.12,
}
_HEAD: Final = ("", "treatment v comparator", "outcome", "result", "P", "n", "design", "year", "source")
_BOLD: Final = "\x1b[1m"
_DIM: Final = "\x1b[2m"
_RED: Final = "\x1b[31m"
_RESET: Final = "\x1b[0m"


def write_table(
    output: IO[str], rows: Sequence[Mapping[str, Any]], groups: Sequence[Mapping[str, Any]] = ()
) -> None:
    """Treatment v comparator, outcome, result, P, n, design, year, source; under each row its words, over each
    group its verdict.
    """
    width = _width(output)
    grouped = blocks(rows, groups)
    lines = {number: _columns(number, shown(row)) for block in grouped for number, row in block.rows}
    widths = _widths([_HEAD, *lines.values()], width, _SHARES)
    _write_row(output, _HEAD, widths, style=_BOLD)
    for block in grouped:
        if block.heading:
            _write_words(
                output, " — ".join(filter(None, (block.heading, block.verdict))), width, _BOLD, indent=""
            )
        for number, row in block.rows:
            _write_row(output, lines[number], widths)
            _write_notes(output, row, width)


def _write_notes(output: IO[str], row: Mapping[str, Any], width: int) -> None:
    texts = shown(row)
    notes = [
        texts["disease"],
        texts["role"],
        f"level {texts['level']}" if texts["level"] else "",
        texts["match"],
        f"corrected ({texts['corrections']})" if texts["corrections"] else "",
    ]
    _write_words(output, f"“{texts['quote']}”", width)
    _write_words(output, " · ".join(filter(None, [*notes, row["document"], texts["score"]])), width, _DIM)
    if texts["conflicts"]:
        _write_words(output, f"contradicted by {texts['conflicts']}", width, _RED)


def write_grid(output: IO[str], head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A plain table: the solutions of a query, statistics of a store."""
    widths = _widths([head, *rows], _width(output), {})
    _write_row(output, head, widths, style=_BOLD)
    for row in rows:
        _write_row(output, row, widths)


def styled(output: IO[str], text: str, style: str) -> str:
    """A text in a style on a terminal, plain elsewhere."""
    return f"{style}{text}{_RESET}" if style and text and output.isatty() else text


def _columns(number: int, texts: Mapping[str, str]) -> tuple[str, ...]:
    therapies = " v ".join(filter(None, (texts["treatment"], texts["comparator"])))
    contrast = ": ".join(filter(None, (texts["biomarker"], therapies)))
    rest = (texts[name] for name in ("outcome", "result", "p", "n", "design", "year", "source"))
    return (str(number), contrast, *rest)


def _width(output: IO[str]) -> int:
    return columns(_FILE_WIDTH) if output.isatty() else _FILE_WIDTH


def _widths(lines: Sequence[Sequence[str]], width: int, shares: Mapping[str, float]) -> list[int]:
    """Each column as wide as its widest text, but the wide ones narrower where the line would be too long."""
    natural = [max(len(line[index]) for line in lines) for index in range(len(lines[0]))]
    caps = [max(8, int(width * shares.get(name, 1.0))) for name in lines[0]]
    widths = [min(size, cap) for size, cap in zip(natural, caps, strict=True)]
    while sum(widths) + len(_GAP) * (len(widths) - 1) > width and max(widths) > 8:
        widths[widths.index(max(widths))] -= 1
    return widths


def _write_row(output: IO[str], texts: Sequence[str], widths: Sequence[int], *, style: str = "") -> None:
    wrapped = [textwrap.wrap(text, size) or [""] for text, size in zip(texts, widths, strict=True)]
    for index in range(max(map(len, wrapped))):
        parts = [
            (lines[index] if index < len(lines) else "").ljust(size)
            for lines, size in zip(wrapped, widths, strict=True)
        ]
        output.write(styled(output, _GAP.join(parts).rstrip(), style) + "\n")


def _write_words(output: IO[str], text: str, width: int, style: str = "", *, indent: str = _INDENT) -> None:
    for line in textwrap.wrap(text, width, initial_indent=indent, subsequent_indent=indent or _INDENT):
        output.write(styled(output, line, style) + "\n")
