"""A web page's text as headings, paragraphs and tables, without what the site put around the article."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from bs4 import BeautifulSoup, MarkupResemblesLocatorWarning, XMLParsedAsHTMLWarning
from bs4.element import NavigableString, Tag
from bs4.exceptions import ParserRejectedMarkup

from evidence.headings import role_of
from evidence.readers import grids, tables
from evidence.readers.grids import Entry, Grid
from evidence.readers.jats_text import Cited
from evidence.readers.prose import Manuscript, Prose, Words, named, together
from evidence.readers.traced import join

HEADINGS: Final = ("h1", "h2", "h3", "h4", "h5", "h6")
_SENTENCE_END: Final = (".", "?", "!", ")", "]", "”", ";")
_WORD: Final = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_AFTER_HEADING: Final = re.compile(r"\s*[:.–—-]*\s*")
_DEEPEST: Final = 150  # levels of elements; real pages stay under 60
_DEEPEST_PAGE: Final = 250
_LONGEST_MARKED: Final = 0.4  # of the page's text: what is longer is the article, whatever it is called
_LONGEST_RUN_IN: Final = 60
_ITSELF: Final = "abstract"  # a heading that names the whole, and no part of it
_ABSTRACT: Final = frozenset(
    {"abstract", "article", "author", "content", "eng", "full", "main", "section", "text"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A heading (level 1 to 6), a paragraph (level 0), or a table (with its `grid`).

    `run_in` is the heading that a paragraph begins with; `abstract` says that an element so called holds it.
    """

    words: Words
    level: int = 0
    run_in: str | None = None
    grid: Grid[Words] | None = None
    caption: bool = False
    abstract: bool = False


@dataclass(slots=True)
class Walker:
    """Walks the page's elements in their order."""

    cited: Cited
    sizes: dict[int, int]
    pieces: list[Piece] = field(default_factory=list)
    _prose: Prose = field(default_factory=Prose)
    _run_in: str | None = None
    _abstract: int = 0
    _caption: int = 0

    def read(self, page: BeautifulSoup) -> list[Piece]:
        """The page's pieces."""
        self._children(page, 0)
        self._end()
        return self.pieces

    def _children(self, element: Tag, depth: int) -> None:
        if depth > _DEEPEST:
            self._prose.add(element.get_text(" "))
            return
        for child in element.children:
            if isinstance(child, Tag):
                self._child(child, depth + 1)
            elif type(child) is NavigableString:  # comments and declarations are of derived types
                self._prose.add(child)

    def _child(self, element: Tag, depth: int) -> None:
        name = element.name
        if is_furniture(element, self.sizes):
            return
        if name in HEADINGS:
            self._end()
            if element.find(HEADINGS) is not None:  # a heading that was not closed
                self._block(element, depth)
                return
            words = Words(flat(element))
            self.pieces.append(Piece(words=words, level=int(name[1]), abstract=self._abstract > 0))
        elif name == "table" and _is_grid(element):
            self._grid(element)
        elif _kind(name) in ("block", "part"):
            self._block(element, depth)
        else:
            self._inline(element, name, depth)

    def _grid(self, table: Tag) -> None:
        self._end()
        caption = table.find("caption")
        if caption is not None:
            self.pieces.append(Piece(words=Words(flat(caption)), caption=True, abstract=self._abstract > 0))
        found = grid(table)
        self.pieces.append(Piece(words=found.words, grid=found))

    def _block(self, element: Tag, depth: int) -> None:
        abstract, caption = _is_abstract(element), element.name == "figcaption" and _of_table(element)
        self._end()
        self._abstract += abstract
        self._caption += caption
        self._children(element, depth)
        self._end()
        self._abstract -= abstract
        self._caption -= caption

    def _inline(self, element: Tag, name: str, depth: int) -> None:
        if name == "br":
            self._prose.add(" ")
        elif name == "a":
            self._link(element, depth)
        elif name in ("sup", "sub"):
            if name == "sup" and element.find("a") is None:
                self._prose.raised(element.get_text())
                return
            self._prose.border()
            self._children(element, depth)
            self._prose.border()
        elif not (_kind(name) == "emphasis" and self._begins(element)):
            self._children(element, depth)

    def _link(self, element: Tag, depth: int) -> None:
        text = element.get_text()
        if _link_text().fullmatch(text.strip()):
            return
        target = str(element.get("href") or "").rpartition("#")[2]
        number = self.cited.by_id.get(target) if "#" in str(element.get("href") or "") else None
        if number is None:
            self._children(element, depth)
        else:
            self._prose.cite(text, named(text, [number], self.cited.numbers))

    def _begins(self, element: Tag) -> bool:
        """Whether emphasised words are a heading that runs in: then they open a paragraph."""
        if not (self._prose.empty or self._prose.ends(_SENTENCE_END)):
            return False
        text = element.get_text()
        heading = " ".join(text[: _LONGEST_RUN_IN + 1].split()).strip(" .:–—-")
        if len(text.strip()) > _LONGEST_RUN_IN or role_of(heading) is None:
            return False
        self._end()
        self._run_in = heading
        return True

    def _end(self) -> None:
        words = self._prose.done()
        if self._run_in is not None:
            words = words.after(_AFTER_HEADING)
        if words:
            piece = Piece(
                words=words, run_in=self._run_in, abstract=self._abstract > 0, caption=self._caption > 0
            )
            self.pieces.append(piece)
            self._run_in = None
        self._prose = Prose()


def parsed(text: str) -> BeautifulSoup | None:
    """A page; None for what the parser rejects, and what is nested as no page is."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", XMLParsedAsHTMLWarning)
        warnings.simplefilter("ignore", MarkupResemblesLocatorWarning)
        try:
            page = BeautifulSoup(text, "lxml")
        except ParserRejectedMarkup:
            return None
    return page if _is_flat(page) else None


def _is_flat(page: BeautifulSoup) -> bool:
    """Whether no element lies deeper than in any real page: Beautiful Soup's searches cost the depth, each time."""
    depths = {id(page): 0}
    for node in page.descendants:
        if isinstance(node, Tag):
            depth = depths[id(node.parent)] + 1
            if depth > _DEEPEST_PAGE:
                return False
            depths[id(node)] = depth
    return True


def fragment(markup: str) -> list[Piece]:
    """The pieces of a title or an abstract in HTML; without markup it is one paragraph."""
    page = parsed(markup) if "<" in markup or "&" in markup else None
    if page is None:
        prose = Prose()
        prose.add(markup)
        return [Piece(words=words)] if (words := prose.done()) else []
    return Walker(Cited(), sizes(page)).read(page)


def abstract(manuscript: Manuscript, pieces: Iterable[Piece]) -> None:
    """An abstract's paragraphs below their headings; those below none may have headings in plain words."""
    groups: list[tuple[str | None, list[Words]]] = [(None, [])]
    for piece in pieces:
        if piece.level or piece.run_in is not None:
            heading = piece.words.text if piece.level else piece.run_in
            groups.append((None if (heading or "").casefold() == _ITSELF else heading, []))
        if not piece.level:
            groups[-1][1].append(piece.words)
    for heading, paragraphs in groups:
        if heading is None:
            manuscript.draft.abstract(join(map(manuscript.traced, paragraphs), "\n\n"))
        else:
            manuscript.section(role_of(heading), heading, paragraphs)


def sizes(page: BeautifulSoup) -> dict[int, int]:
    """The length of the text that each element shows, by its identity."""
    found: dict[int, int] = {}
    for node in reversed(list(page.descendants)):  # children come after their parents
        parent = node.parent
        if parent is None or _kind(parent.name) == "drop":
            continue
        length = found.get(id(node), 0) if isinstance(node, Tag) else len(str(node).strip())
        found[id(parent)] = found.get(id(parent), 0) + length
    return found


def is_furniture(element: Tag, lengths: dict[int, int]) -> bool:
    """Whether an element is the site's by its kind, or by what its class, id or role calls it."""
    kind = _kind(element.name)
    if kind == "drop" or element.get("aria-hidden") == "true" or element.has_attr("hidden"):
        return True
    if kind != "part" and not (kind == "block" and _marked(_words(element))):
        return False
    return lengths.get(id(element), 0) <= _LONGEST_MARKED * max(lengths.values(), default=0)


def _kind(name: str) -> str | None:
    return tables.mapping("html_elements").get(name)


def flat(element: Tag) -> str:
    """An element's words in one line, without links that lead away."""
    prose = Prose()
    for node in element.descendants:
        if isinstance(node, Tag):
            if node.name == "br" or _kind(node.name) == "block":
                prose.add(" ")
        elif type(node) is NavigableString and node.parent is not None:
            if node.parent.name == "a" and _link_text().fullmatch(node.strip()):
                continue
            if node.parent.name == "sup":
                prose.raised(node)
            elif _kind(node.parent.name) != "drop":
                prose.add(node)
    return prose.done().text


def grid(table: Tag) -> Grid[Words]:
    """A table's rows, one a line, with bars between the cells; an empty cell keeps its place."""
    rows = []
    for row in table.find_all("tr"):
        heads = row.parent is not None and row.parent.name == "thead"
        rows.append([_entry(cell, heads) for cell in row.find_all(["td", "th"], recursive=False)])
    lines, cells = grids.laid_out(rows)
    return Grid(together((together(line, grids.CELLS) for line in lines), grids.ROWS), cells)


def _entry(cell: Tag, head: bool) -> Entry[Words]:
    return Entry(
        words=Words(flat(cell)),
        rows=grids.span(str(cell.get("rowspan") or "")),
        columns=grids.span(str(cell.get("colspan") or "")),
        header=head or cell.name == "th",
        indent=grids.indent(cell.get_text(), str(cell.get("style") or "")),
    )


def _is_grid(table: Tag) -> bool:
    """Whether a table holds data: no table and no heading in it, and a row of two cells or more."""
    if table.find(["table", "p", *HEADINGS]) is not None:
        return False
    return any(len(row.find_all(["td", "th"], recursive=False, limit=2)) > 1 for row in table.find_all("tr"))


def _of_table(caption: Tag) -> bool:
    return caption.parent is not None and caption.parent.find("table") is not None


def _is_abstract(element: Tag) -> bool:
    """Whether a class or the id calls an element the abstract, and nothing else besides."""
    found = (set(_split(value).split()) for value in _values(element))
    return any("abstract" in words and words <= _ABSTRACT for words in found)


def _words(element: Tag) -> str:
    """The words of an element's class, id and role, in small letters with a space between."""
    return _split(" ".join(_values(element)))


def _values(element: Tag) -> Iterator[str]:
    for name in ("class", "id", "role"):
        value = element.get(name)
        if isinstance(value, str):
            yield from value.split()
        elif value:
            yield from map(str, value)


@lru_cache(maxsize=4096)
def _split(names: str) -> str:
    return " ".join(word.lower() for word in _WORD.findall(names[:400]))


@lru_cache(maxsize=4096)
def _marked(words: str) -> bool:
    marks = tables.words("html_furniture", kind="mark")
    return any(f" {mark} " in f" {words} " for mark in marks)


@lru_cache(maxsize=1)
def _link_text() -> re.Pattern[str]:
    return tables.patterns("furniture", kind="link")
