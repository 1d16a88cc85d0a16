"""WordprocessingML (ECMA-376 part 1, clause 17) as paragraphs and tables: text runs, headings by their styles."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from lxml import etree

from evidence.readers import grids, tables
from evidence.readers.grids import Entry, Grid
from evidence.readers.prose import Prose, Words, together
from evidence.readers.xml_records import name_of

# Deleted and moved text, pictures with the text in them, and what older programs see instead of something newer.
_DROPPED: Final = frozenset(
    {"del", "moveFrom", "drawing", "pict", "object", "Fallback", "pPr", "rPr", "sdtPr"}
)
_WRAPPERS: Final = frozenset(
    {"sdt", "sdtContent", "customXml", "ins", "moveTo", "AlternateContent", "Choice"}
)
_SPACES: Final = frozenset({"tab", "br", "cr", "ptab"})
_HEADING: Final = re.compile(
    r"(?:heading|überschrift|titre)\s*([1-9])", re.IGNORECASE
)  # built-in names, and their ids
_TITLE: Final = re.compile(r"(?:document\s?)?title", re.IGNORECASE)
_LONGEST_CHAIN: Final = 20  # styles based on each other


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A paragraph (level None), a heading (1 to 9; 0 is the title), or a table."""

    words: Words
    level: int | None = None
    grid: Grid[Words] | None = None


def pieces(body: etree._Element, styles: Mapping[str, int]) -> Iterator[Piece]:
    """The paragraphs and tables of a part in their order; `styles` gives the level of those that head."""
    for child in body:
        name = name_of(child)
        if name == "p":
            if words := _words(child):
                yield Piece(words=words, level=_level(child, styles))
        elif name == "tbl":
            yield from _table(child, styles)
        elif name in _WRAPPERS:
            yield from pieces(child, styles)


def heading_styles(root: etree._Element) -> dict[str, int]:
    """The levels of the styles that are headings, by their names, their outline levels or what they are based on."""
    known: dict[str, int] = {}
    based: dict[str, str] = {}
    for style in root.iterfind("style"):
        identifier = _value(style, "styleId")
        name = _child_value(style, "name")
        outline = _child_value(style, "pPr/outlineLvl")
        level = named_level(name)
        if level is None and outline.isdigit() and int(outline) < 9:
            level = int(outline) + 1
        if level is not None:
            known[identifier] = level
        based[identifier] = _child_value(style, "basedOn")
    return {style: level for style in based if (level := _inherited(style, known, based)) is not None}


def _inherited(style: str, known: Mapping[str, int], based: Mapping[str, str]) -> int | None:
    for _ in range(_LONGEST_CHAIN):
        if style in known or not style:
            break
        style = based.get(style, "")
    return known.get(style)


def named_level(name: str) -> int | None:
    """The level that a style's name tells: "heading 2" is 2, "Title" 0."""
    match = _HEADING.fullmatch(name)
    return int(match[1]) if match else 0 if _TITLE.fullmatch(name) else None


def _level(paragraph: etree._Element, styles: Mapping[str, int]) -> int | None:
    style, outline = _child_value(paragraph, "pPr/pStyle"), _child_value(paragraph, "pPr/outlineLvl")
    if outline.isdigit() and int(outline) < 9:
        return int(outline) + 1
    return styles.get(style, named_level(style) if style else None)


def _words(paragraph: etree._Element) -> Words:
    prose = Prose()
    _children(paragraph, prose)
    return prose.done()


def _children(element: etree._Element, prose: Prose) -> None:
    for child in element:
        name = name_of(child)
        if name is None or name in _DROPPED:
            continue
        if name == "r":
            _run(child, prose)
        elif name == "t":  # of a formula
            prose.add(child.text or "")
        else:
            _children(child, prose)


def _run(run: etree._Element, prose: Prose) -> None:
    if run.find("rPr/vanish") is not None:
        return
    shift = _child_value(run, "rPr/vertAlign")
    text = "".join(_characters(run))
    if shift == "superscript":
        prose.raised(text)
        return
    if shift == "subscript":
        prose.border()
    prose.add(text)
    if shift == "subscript":
        prose.border()


def _characters(run: etree._Element) -> Iterator[str]:
    for child in run:
        name = name_of(child)
        if name == "t":
            yield child.text or ""
        elif name in _SPACES:
            yield " "
        elif name == "noBreakHyphen":
            yield "-"
        elif name == "sym":
            yield tables.mapping("symbol_font").get(_value(child, "char").upper(), "")
        elif name in _WRAPPERS:
            yield from _characters(child)


def _table(table: etree._Element, styles: Mapping[str, int]) -> Iterator[Piece]:
    """A table's grid; one of a single column only frames paragraphs."""
    rows = [row for row in table if name_of(row) == "tr"]
    cells = [[cell for cell in row if name_of(cell) == "tc"] for row in rows]
    if max(map(len, cells), default=0) < 2:
        for row in cells:
            for cell in row:
                yield from pieces(cell, styles)
        return
    lines, found = grids.laid_out(_entries(rows, cells))
    words = together((together(line, grids.CELLS) for line in lines), grids.ROWS)
    if words:
        yield Piece(words=words, grid=Grid(words, found))


def _entries(
    rows: Sequence[etree._Element], cells: Sequence[Sequence[etree._Element]]
) -> list[list[Entry[Words]]]:
    """The cells as HTML would list them: those that only go on with one from above (vMerge) are part of it."""
    found: list[list[Entry[Words]]] = []
    open_cells: dict[
        int, tuple[int, int]
    ] = {}  # column -> row and place of the entry that may be gone on with
    for number, row in enumerate(cells):
        heads = number == 0 or rows[number].find("trPr/tblHeader") is not None
        entries: list[Entry[Words]] = []
        column = 0
        for cell in row:
            columns = grids.span(_child_value(cell, "tcPr/gridSpan"))
            merge = cell.find("tcPr/vMerge")
            above = open_cells.get(column)
            if merge is not None and _value(merge, "val") != "restart" and above is not None:
                at, place = above
                entry = found[at][place]
                found[at][place] = Entry(
                    words=entry.words, rows=number - at + 1, columns=entry.columns, header=entry.header
                )
            else:
                open_cells.pop(column, None)
                if merge is not None:
                    open_cells[column] = number, len(entries)
                entries.append(Entry(words=_cell_words(cell), columns=columns, header=heads))
            column += columns
        found.append(entries)
    return found


def _cell_words(cell: etree._Element) -> Words:
    return together((words for item in cell.iter("p") if (words := _words(item))), " ")


def _child_value(element: etree._Element, path: str) -> str:
    found = element.find(path)
    return _value(found, "val") if found is not None else ""


def _value(element: etree._Element, name: str) -> str:
    """An attribute, whatever its namespace."""
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return str(value)
    return ""
