"""Web pages of one article: PubMed's and journals' (Silverchair, Atypon, HighWire, ScienceDirect, Springer Nature).

What the head says of the article comes first (`html_meta`); the text begins at the abstract or at the first heading
of an article, and what the site put around and between is left out (`data/readers_html_furniture.tsv`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import BinaryIO, Final

from bs4 import BeautifulSoup
from bs4.element import Tag

from evidence.document import Bibliography, Document, Form, Reference, SectionRole, Source
from evidence.errors import ReadError
from evidence.headings import role_of
from evidence.readers import html_meta, references, tables
from evidence.readers.citations import citation_line, names
from evidence.readers.decoding import load
from evidence.readers.grids import Grid
from evidence.readers.html_text import HEADINGS, Piece, Walker, flat, parsed, sizes
from evidence.readers.identifiers import find_doi, find_pmcid, find_pmid
from evidence.readers.jats_text import Cited
from evidence.readers.prose import Manuscript, Words, numbered
from evidence.readers.traced import Traced, join

FORMAT: Final = "html"
MEDIA_TYPE: Final = "text/html"
_SIGN: Final = re.compile(r"<!doctype html|<html[\s>]", re.IGNORECASE)
_PART: Final = re.compile(r"<(?:head|body|meta|div|p|h1)[\s>]", re.IGNORECASE)
_KEYWORDS: Final = re.compile(r"^key\s?words?\s*:?\s*", re.IGNORECASE)
_KEYWORD_END: Final = re.compile(r"\s*[;,|•·]\s+|\s*[;|•·]\s*")
_IDENTITY: Final = re.compile(r"^(?:PMID|PMCID|doi|https?://(?:dx\.)?doi\.org/)\b", re.IGNORECASE)
_COPYRIGHT: Final = re.compile(r"^(?:Copyright\b|©|\(c\)\s)", re.IGNORECASE)
_LISTED: Final = re.compile(r"^\[?(\d{1,4})[.)\]]\s*(?=\D)")
_ORDER: Final = re.compile(r"^\d+:\s*")
_EMPTY: Final = re.compile(r"\s*[\[(]\s*(?:DOI)?\s*[\])]")  # brackets around links that were left out
_SITE: Final = re.compile(r"\s+[-–—|]\s+[^-–—|]{2,60}$")
_STRONG: Final[frozenset[SectionRole | None]] = frozenset({"conclusions", "objective", "references"})
_BODY: Final[frozenset[SectionRole | None]] = frozenset({"background", "methods", "results", "discussion"})
_SHORTEST_OPENING: Final = 200  # characters of a paragraph that begins an article without any heading
_SHORTEST_ABSTRACT: Final = 100


def sniff(head: str, name: str) -> float:
    """A page's root, or its parts in a file called one."""
    begins = re.match(r"\s*<", head) is not None
    if begins and _SIGN.search(head[:5000]):
        return 0.95
    return 0.7 if begins and name.endswith((".html", ".htm", ".xhtml")) and _PART.search(head) else 0.0


def read(stream: BinaryIO, *, uri: str) -> Iterator[Document | ReadError]:
    """The page's document."""
    loaded = load(stream, uri=uri)
    page = parsed(loaded.source)
    source = Source(uri=uri, media_type=MEDIA_TYPE, format=FORMAT, sha256=loaded.sha256)
    document = _document(page, source) if page is not None else None
    yield document or ReadError(
        "a web page without an article's text", uri=uri, remedy="save the article's own page, fully loaded"
    )


def _document(page: BeautifulSoup, source: Source) -> Document | None:
    listed, cited = _references(page)
    known = html_meta.bibliography(page)
    title = known.title or _shown_title(page)
    article = _Article(known=replace(known, title=title))
    if title:
        article.manuscript.draft.title(Traced.literal(title))
    for piece in Walker(cited, sizes(page)).read(page):
        article.add(piece)
    article.flush()
    if not article.started and not title:
        return None
    article.manuscript.draft.references("References", listed)
    form: Form = "fulltext" if article.has_body else "page"
    document = article.manuscript.draft.document(source=source, form=form, bibliography=article.known)
    return article.manuscript.finished(document) if document.text else None


def _shown_title(page: BeautifulSoup) -> str | None:
    """The first heading, of the page or (on pages without) within the abstract; else the window's title."""
    found = page.find("h1") or page.select_one("[class~=abstract] h2, [id=abstract] h2")
    if isinstance(found, Tag) and (words := flat(found)) and words.casefold() not in _abstract_names():
        return words
    found = page.find("title")
    return _SITE.sub("", flat(found)) or None if isinstance(found, Tag) else None


def _abstract_names() -> frozenset[str]:
    return tables.words("abstract_headings")


@dataclass(slots=True)
class _Article:
    """What was read of the article so far."""

    known: Bibliography
    manuscript: Manuscript = field(default_factory=Manuscript)
    started: bool = False
    has_body: bool = False
    _outline: list[tuple[int, SectionRole | None]] = field(default_factory=list)
    _dropped: int | None = None
    _abstract: int | None = None
    _only_marked: bool = False
    _titled: bool = False
    _ended: bool = False
    _keywords: bool = False
    _heading: str | None = None
    _role: SectionRole | None = None
    _parts: list[Piece] = field(default_factory=list)

    def add(self, piece: Piece) -> None:
        """The next heading, table or paragraph."""
        if piece.level:
            self._begin(piece)
        elif self._dropped is None:
            if piece.grid is not None:
                self._table(piece.grid)
            elif not self._aside(piece) and self._within(piece):
                self._parts.append(piece)

    def flush(self) -> None:
        """Write the paragraphs below the last heading."""
        parts, self._parts = self._parts, []
        if not parts:
            return
        heading, self._heading = self._heading, None
        if self._abstract is None and self._role in _BODY:
            self.has_body = True
        if self._role is not None:
            self.manuscript.section(self._role, heading, (piece.words for piece in parts))
            return
        if heading:
            self.manuscript.draft.paragraph(Traced.literal(heading))
        self._unmarked(parts)

    def _begin(self, piece: Piece) -> None:
        self.flush()
        level, text = piece.level, piece.words.text
        label = text.strip(" :.").casefold()
        if self._dropped is not None and level <= self._dropped:
            self._dropped = None
        self._titled = self._titled or text == self.known.title
        if self._dropped is not None or not label or text == self.known.title:
            return
        if label in tables.words("html_furniture", kind="heading"):
            self._dropped = level
            return
        if label in _abstract_names() and not self.has_body:
            self.started, self._only_marked = True, False
            self._abstract, self._heading, self._role, self._outline = level, None, None, []
            return
        if self._abstract is not None and level <= self._abstract:
            self._abstract = None
        self._section(piece, label)

    def _section(self, piece: Piece, label: str) -> None:
        level, text = piece.level, piece.words.text
        role = self._role_below(level, text)
        self._keywords = label in ("keywords", "key words")
        if role == "references":
            self._dropped, self._ended = level, True
            return
        if not self.started and role in (None, "other"):
            return
        if role is None and (self._ended or (self._only_marked and not piece.abstract)):
            self._dropped = level  # behind the article only its own headings go on with it
            return
        if self._heading and self.started:  # a heading with nothing but subsections below it
            self.manuscript.draft.paragraph(Traced.literal(self._heading))
        self.started, self._only_marked = True, False
        self._heading, self._role = text, role

    def _role_below(self, level: int, heading: str) -> SectionRole | None:
        """A subsection has its parent's role, unless its own is one that no parent overrules."""
        while self._outline and self._outline[-1][0] >= level:
            self._outline.pop()
        parent = self._outline[-1][1] if self._outline else None
        own = role_of(heading)
        role = own if parent is None or own in _STRONG else parent
        self._outline.append((level, role))
        return role

    def _within(self, piece: Piece) -> bool:
        """Whether a paragraph is the article's; the first of an article without headings begins it."""
        text = piece.words.text
        if self.started:
            return piece.abstract or not self._only_marked
        whole = text.endswith((".", "?", "!", ")"))
        if piece.abstract and (piece.run_in or (len(text) >= _SHORTEST_ABSTRACT and whole)):
            self.started = self._only_marked = True
            self._abstract = 0
            return True
        if len(text) >= _SHORTEST_OPENING and whole and not citation_line(text):
            self.started = True
            return True
        self._stated(text)
        return False

    def _stated(self, text: str) -> None:
        """Take from a line above the article what it says of the article."""
        if len(text) > _SHORTEST_OPENING:
            return
        cited = citation_line(_ORDER.sub("", text)) or Bibliography()
        found = replace(
            cited,
            authors=names(text) if self._titled else (),
            doi=find_doi(text),
            pmid=find_pmid(text),
            pmcid=find_pmcid(text),
        )
        missing = {
            name: getattr(found, name) for name in Bibliography.__slots__ if not getattr(self.known, name)
        }
        self.known = replace(self.known, **missing)

    def _aside(self, piece: Piece) -> bool:
        """Lines that are metadata or the site's: keywords, identifiers, copyright, links to figures."""
        text = piece.words.text
        listed = _KEYWORDS.match(text) if self.started else None
        if (
            self._keywords
            or listed
            or (piece.run_in or "").casefold() in ("keywords", "keyword", "key words")
        ):
            words = tuple(part for part in _KEYWORD_END.split(_KEYWORDS.sub("", text).strip(" .")) if part)
            self.known = replace(self.known, keywords=self.known.keywords or words)
            return True
        if _IDENTITY.match(text) and len(text) < _SHORTEST_OPENING:
            self._stated(text)
            return True
        furniture = tables.patterns("furniture", kind="line"), tables.patterns("furniture", kind="link")
        return bool(_COPYRIGHT.match(text)) or any(pattern.fullmatch(text) for pattern in furniture)

    def _table(self, grid: Grid[Words]) -> None:
        """A table stands by itself, under the role other; its caption is the paragraph before it."""
        if not self.started or self._only_marked:
            return
        caption = self._parts.pop().words if self._parts and self._parts[-1].caption else Words("")
        self.flush()
        self.manuscript.tables(None, (caption,), (grid,), ())

    def _unmarked(self, parts: list[Piece]) -> None:
        """Paragraphs whose roles only headings within them tell, in emphasis or in plain words."""
        groups: list[tuple[str | None, list[Words]]] = []
        for piece in parts:
            if piece.run_in is not None or not groups:
                groups.append((piece.run_in, []))
            groups[-1][1].append(piece.words)
        for heading, paragraphs in groups:
            if heading is None:
                self.manuscript.draft.abstract(join(map(self.manuscript.traced, paragraphs), "\n\n"))
            else:
                self.manuscript.section(role_of(heading), heading, paragraphs)


def _references(page: BeautifulSoup) -> tuple[list[tuple[Traced, Reference]], Cited]:
    """The page's list of references, else its head's; and where the text's links to them lead."""
    entries, by_id = [], dict[str, int]()
    for order, item in enumerate(_items(page), start=1):
        words = _EMPTY.sub("", flat(item))
        label = _LISTED.match(words)
        words = words[label.end() :] if label else words
        entries.append((Traced.literal(words), references.record(words, order, doi=_linked_doi(item))))
        anchors = (item, *item.find_all(id=True), *item.find_all("a", attrs={"name": True}))
        by_id |= {str(name): order for node in anchors for name in (node.get("id"), node.get("name")) if name}
    if not entries:
        listed = enumerate(html_meta.references(page), start=1)
        entries = [(Traced.literal(words), references.record(words, order)) for order, words in listed]
    return entries, Cited(by_id=by_id, numbers=numbered(reference for _, reference in entries))


def _items(page: BeautifulSoup) -> list[Tag]:
    for heading in page.find_all(HEADINGS):
        if heading.find(HEADINGS) is None and role_of(flat(heading)) == "references":
            found = heading.find_next(["ol", "ul"])
            items = [item for item in found.find_all("li", recursive=False) if flat(item)] if found else []
            if items:
                return items
    return []


def _linked_doi(item: Tag) -> str | None:
    links = (str(link.get("href") or "") for link in item.find_all("a"))
    return next((doi for link in links if "doi.org/" in link and (doi := find_doi(link))), None)
