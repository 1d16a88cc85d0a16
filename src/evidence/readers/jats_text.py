"""JATS' mixed content as paragraphs: inline markup goes, its words stay, figures and tables are set apart."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, cast

from lxml import etree

from evidence.headings import role_of
from evidence.readers import grids, tables
from evidence.readers.grids import Entry, Grid
from evidence.readers.prose import Prose, Words, named, numbers_of, together
from evidence.readers.xml_records import character, name_of

_EMPHASIS: Final = frozenset({"bold", "italic", "underline", "sc"})
_LABELLED: Final = frozenset({"fn", "list-item", "def-item"})
_SENTENCE_END: Final = (".", "?", "!", ")", "]", "”", ";")
_AFTER_HEADING: Final = re.compile(r"\s*[:.–—-]*\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """The list of references as markers lead to it: numbers by XML id, and all numbers."""

    by_id: Mapping[str, int] = field(default_factory=dict)
    numbers: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Part:
    """A paragraph, and the heading that runs in at its beginning and is no part of its words."""

    heading: str | None
    words: Words


@dataclass(slots=True)
class Flow:
    """Walks mixed content; `floats` are the figures and tables met on the way, `pointed` the ids that it points to."""

    cited: Cited
    run_in: bool = False
    without: Sequence[str] = ()
    parts: list[Part] = field(default_factory=list)
    floats: list[etree._Element] = field(default_factory=list)
    pointed: list[str] = field(default_factory=list)
    _prose: Prose = field(default_factory=Prose)
    _heading: str | None = None
    _labelled: bool = False

    def read(self, element: etree._Element) -> Flow:
        """Take an element's content as a paragraph or several."""
        self._children(element)
        self._end()
        return self

    def take(self, element: etree._Element) -> None:
        """Take an element as it stands among paragraphs."""
        self._child(element)
        self._end()

    @property
    def words(self) -> Words:
        """All that was read, in one line."""
        return together((part.words for part in self.parts), " ")

    def _children(self, element: etree._Element) -> None:
        self._prose.add(element.text or "")
        for child in element:
            self._child(child)
            self._prose.add(child.tail or "")

    def _child(self, element: etree._Element) -> None:
        tag = name_of(element)
        if tag is None:
            self._prose.add(character(element))
            return
        kind = "drop" if tag in self.without else tables.mapping("jats_elements").get(tag)
        if kind == "float":
            self.floats.append(element)
            self._prose.add(" ")  # the sentence goes on behind it
        elif kind == "block":
            self._block(element)
        elif kind in ("raised", "lowered"):
            self._shifted(element, raised=kind == "raised")
        elif kind != "drop":
            self._inline(element, tag)

    def _block(self, element: etree._Element) -> None:
        if self._labelled:
            self._labelled = False  # what follows a label stands on its line
        else:
            self._end()
        self._children(element)
        self._end()

    def _shifted(self, element: etree._Element, *, raised: bool) -> None:
        if raised and next(element.iter("xref"), None) is None:
            self._prose.raised(plain(element))
            return
        self._prose.border()
        self._children(element)
        self._prose.border()

    def _inline(self, element: etree._Element, tag: str) -> None:
        if tag == "xref":
            self._reference(element)
        elif tag == "break":
            self._prose.add(" ")
        elif tag == "label":
            self._label(element)
        elif tag == "math":
            self._prose.add(_formula(element))
        elif not (self.run_in and tag in _EMPHASIS and self._begins(element)):
            self._children(element)

    def _label(self, element: etree._Element) -> None:
        """The label of a list's item or a footnote opens its line; others are numbering."""
        parent = element.getparent()
        if parent is not None and parent.tag in _LABELLED:
            self._end()
            self._children(element)
            self._prose.add(" ")
            self._labelled = not self._prose.empty

    def _begins(self, element: etree._Element) -> bool:
        """Whether emphasised words are a heading that runs in: then they open a paragraph."""
        heading = plain(element).strip(" .:–—-")
        if not (self._prose.empty or self._prose.ends(_SENTENCE_END)) or role_of(heading) is None:
            return False
        self._end()
        self._heading = heading
        return True

    def _reference(self, element: etree._Element) -> None:
        ids = (element.get("rid") or "").split()
        if element.get("ref-type") != "bibr":
            self.pointed += ids
            self._children(element)
            return
        text = plain(element, trimmed=False)
        linked = [self.cited.by_id[item] for item in ids if item in self.cited.by_id]
        numbers = named(text, linked, self.cited.numbers) if linked else numbers_of(text, self.cited.numbers)
        self._prose.cite(text, numbers)

    def _end(self) -> None:
        words = self._prose.done()
        if self._heading is not None:
            words = words.after(_AFTER_HEADING)
        if words:
            self.parts.append(Part(self._heading, words))
            self._heading = None
        self._prose, self._labelled = Prose(), False


def plain(element: etree._Element, *, without: Sequence[str] = (), trimmed: bool = True) -> str:
    """An element's words in one line, without those of the elements of the given names."""
    prose = Prose()
    _plain(prose, element, frozenset(without))
    return prose.done().text if trimmed else prose.untrimmed()


def _plain(prose: Prose, element: etree._Element, without: frozenset[str]) -> None:
    prose.add(element.text or "")
    for child in element:
        if name_of(child) is None:
            prose.add(character(child))
        elif child.tag == "math":
            prose.add(_formula(child))
        elif child.tag not in without:
            _plain_child(prose, child, without)
        prose.add(child.tail or "")


def _plain_child(prose: Prose, child: etree._Element, without: frozenset[str]) -> None:
    kind = "space" if child.tag == "break" else tables.mapping("jats_elements").get(str(child.tag))
    if kind in ("drop", "float"):
        return
    if kind == "raised" and not len(child):
        prose.raised(child.text or "")
        return
    if kind in ("raised", "lowered"):
        prose.border()
    elif kind is not None:
        prose.add(" ")
    _plain(prose, child, without)
    if kind in ("raised", "lowered"):
        prose.border()
    elif kind not in (None, "apart"):
        prose.add(" ")


def grid(table: etree._Element, cited: Cited) -> Grid[Words]:
    """A table's rows, one a line, with bars between the cells; an empty cell keeps its place."""
    rows = []
    for part in table:
        for row in (part,) if part.tag == "tr" else part.iterfind("tr") if name_of(part) else ():
            heads = part.tag == "thead"
            rows.append([_entry(cell, cited, heads) for cell in row if cell.tag in ("td", "th")])
    lines, cells = grids.laid_out(rows)
    return Grid(together((together(line, grids.CELLS) for line in lines), grids.ROWS), cells)


def _entry(cell: etree._Element, cited: Cited, head: bool) -> Entry[Words]:
    return Entry(
        words=Flow(cited).read(cell).words,
        rows=grids.span(cell.get("rowspan")),
        columns=grids.span(cell.get("colspan")),
        header=head or cell.tag == "th",
        indent=grids.indent("".join(cast(Iterator[str], cell.itertext())), cell.get("style")),
    )


def _formula(math: etree._Element) -> str:
    """MathML in a line: powers with "^", fractions with a stroke, all else one after the other."""
    if name_of(math) in (None, "annotation", "annotation-xml"):
        return ""
    parts = [_formula(child) for child in math]
    if math.tag in ("msup", "mfrac") and len(parts) == 2:
        return ("^" if math.tag == "msup" else "/").join(parts)
    return (math.text or "").strip() + "".join(parts)
