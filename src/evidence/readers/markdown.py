"""Articles in Markdown, as journal sites export them: headings, lists, emphasis, links; also all in one line.

Markup goes and words stay: emphasis and links are reduced to their text, a figure or table to its caption
(once), and what the site wrote (`data/readers_furniture.tsv`) is no part of the text. The syntax is
CommonMark's as far as exporters use it. The document's own DOI is what its head states, never one of its
references'.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import BinaryIO, Final

from evidence.document import Bibliography, Document, Reference, SectionRole, Source
from evidence.errors import ReadError
from evidence.headings import role_of
from evidence.readers import markdown_ruled, markdown_tables, references, tables
from evidence.readers.citations import citation_line, name, names
from evidence.readers.decoding import load
from evidence.readers.digests import without_statement
from evidence.readers.draft import Draft, one_line
from evidence.readers.identifiers import clean_doi, find_doi, find_pmcid, find_pmid
from evidence.readers.markdown_blocks import Block, blocks, paragraphs
from evidence.readers.markdown_inline import LINK, captions_apart, plain
from evidence.readers.markdown_tables import TableLines
from evidence.readers.traced import Traced, join

FORMAT: Final = "markdown"
MEDIA_TYPE: Final = "text/markdown"
_MARKS: Final = re.compile(r"^#{1,6} \S|(?<=\s)#{2,6} \S|(?<![ \t=])[ \t]*={4,}", re.MULTILINE)
_RUN_IN: Final = re.compile(r"(?<!\\)\*\*([^*\n:]{2,70}?)\s*[:.]?\s*\*\*\s*[:.]?[ \t]*(?=\S)")
_KEYWORDS: Final = re.compile(r"^\s*(?:\*\*)?key\s?words?\s*:?(?:\*\*)?\s*:?\s*(?=\S)", re.IGNORECASE)
_COPYRIGHT: Final = re.compile(
    r"(?:^|\s)(?:Copyright\s*©?|©)\s.*|^This manuscript is generously published.*", re.DOTALL
)
_CREDIT: Final = re.compile(r"^\s*(?:authors?|by)\b:?\s*|,?\s+(?:for|on behalf of) the\s.*$", re.IGNORECASE)
_STATED: Final = re.compile(
    r"^\s*(?:\*\*)?(?:doi|https?://(?:dx\.)?doi\.org/|article doi)\b[:*\s]*", re.IGNORECASE
)
_ACCESS_NUMBER: Final = re.compile(
    r"access_num=([^&\s)]+)&link_type=(DOI|MED|PUBMED)\b|(?:doi\.org|lookup/doi)/(10\.[^\s)]+)"
)
_LONGEST_KEYWORD: Final = 60
_LONGEST_CREDIT: Final = (
    200  # a longer paragraph above the first heading is the article's, not the authors' names
)
_STRONG_ROLES: Final[frozenset[SectionRole]] = frozenset({"conclusions", "objective", "references"})


def sniff(head: str, name: str) -> float:
    """Headings in Markdown's ways."""
    if head.lstrip().startswith(("<?xml", "<!DOCTYPE", "<html")):
        return 0.0
    marks = len(_MARKS.findall(head))
    if name.endswith((".md", ".markdown")):
        return 0.8 if marks else 0.4
    return min(0.85, 0.3 + 0.15 * marks) if marks else 0.0


def read(stream: BinaryIO, *, uri: str) -> Iterator[Document | ReadError]:
    """The article's document."""
    loaded = load(stream, uri=uri)
    words, digest = without_statement(loaded.traced)
    article = _Article()
    for block in blocks(markdown_ruled.with_bars(words)):
        article.add(block)
    if article.draft.empty:
        yield ReadError("no title and no text", uri=uri, remedy="export it again")
        return
    listed = article.listed
    article.draft.references(listed[0] if listed else "References", listed[1] if listed else [])
    source = Source(uri=uri, media_type=MEDIA_TYPE, format=FORMAT, sha256=loaded.sha256)
    yield article.draft.document(source=source, form="fulltext", bibliography=article.known, digest=digest)


@dataclass(slots=True)
class _Article:
    """What was read of an article so far."""

    draft: Draft = field(default_factory=Draft)
    known: Bibliography = field(default_factory=Bibliography)
    listed: tuple[Traced, list[tuple[Traced, Reference]]] | None = None
    _outline: list[tuple[int, SectionRole | None]] = field(default_factory=list)
    _abstract: int | None = None

    def add(self, block: Block) -> None:
        """A heading and what follows it."""
        heading = plain(block.heading)
        label = heading.text.strip(" :.").casefold()
        if (
            block.level <= 1
            and not self._outline
            and self.known.title is None
            and label not in _abstract_names()
        ):
            self._head(heading, block.body)
            return
        role = self._role(block.level, heading.text)
        if label in _abstract_names() and not self.draft_has_body():
            self._abstract = block.level
            self._paragraphs(None, None, block.body, abstract=True)
            return
        if self._abstract is not None and block.level <= self._abstract:
            self._abstract = None
        if role == "references":
            self.listed = (heading, _references(block.body))
        elif label in ("keywords", "key words"):
            self._keywords([words for _, words in paragraphs(block.body)])
        elif label == "footnotes":
            self._footnotes(block.body)
        else:
            if block.body:
                self.draft.paragraph(heading)
            self._paragraphs(role, heading.text, block.body, abstract=self._abstract is not None)

    def draft_has_body(self) -> bool:
        """A section with a heading of its own was read."""
        return bool(self._outline) and any(role for _, role in self._outline[:-1])

    def _head(self, title: Traced, body: Traced) -> None:
        if title:
            self.draft.title(title)
            self.known = replace(self.known, title=one_line(title).text)
        authors: list[str] = []
        for item, words in paragraphs(captions_apart(body)):
            words = one_line(plain(words))
            if item and len(words) < _LONGEST_CREDIT and not _STATED.match(words.text):
                authors.append(name(words.text))
            elif not self._stated(words.text):
                if len(words) >= _LONGEST_CREDIT:
                    self.draft.abstract(words)
                elif not authors and title:
                    authors += names(_CREDIT.sub("", words.text))
        self.known = replace(self.known, authors=tuple(author for author in authors if author))

    def _stated(self, text: str) -> bool:
        """Take from a line what it says of the article's own identity."""
        cited = citation_line(text)
        doi = find_doi(text) if cited or _STATED.match(text) or len(text) < _LONGEST_CREDIT else None
        found = replace(cited or Bibliography(), doi=doi, pmid=find_pmid(text), pmcid=find_pmcid(text))
        values = {
            n: getattr(found, n)
            for n in Bibliography.__slots__
            if getattr(found, n) and not getattr(self.known, n)
        }
        self.known = replace(self.known, **values)
        return bool(values)

    def _role(self, level: int, heading: str) -> SectionRole | None:
        """A subsection has its parent's role, unless its own is one that no parent overrules."""
        while self._outline and self._outline[-1][0] >= level:
            self._outline.pop()
        parent = self._outline[-1][1] if self._outline else None
        own = role_of(heading)
        role = own if parent is None or own in _STRONG_ROLES else parent
        self._outline.append((level, role))
        return role

    def _paragraphs(
        self, role: SectionRole | None, heading: str | None, body: Traced, *, abstract: bool
    ) -> None:
        parts = markdown_tables.parts(body)
        if parts is not None:
            self._with_tables(role, heading, parts)
            return
        found = list(paragraphs(captions_apart(body)))
        if abstract:
            found = self._without_keywords(found)
        kept = [words for _, words in found if not self._aside(words)]
        if role is None:
            run_in = (one_line(plain(words.sub_with(_RUN_IN, _colon))) for words in kept)
            self.draft.abstract(join((words for words in run_in if words), "\n\n"))
        else:
            self.draft.section(role, heading, [one_line(plain(words)) for words in kept])

    def _with_tables(
        self, role: SectionRole | None, heading: str | None, parts: Sequence[Traced | TableLines]
    ) -> None:
        """Text with tables in it: each stands by itself, with the paragraph before it where that is its caption."""
        for place, part in enumerate(parts):
            if isinstance(part, TableLines):
                before = parts[place - 1] if place else None
                caption = markdown_tables.caption(before) if isinstance(before, Traced) else None
                self.draft.tables(None, (one_line(plain(words)) for words in caption or ()), (part.grid,), ())
                continue
            following = parts[place + 1] if place + 1 < len(parts) else None
            rest = markdown_tables.without_caption(part) if isinstance(following, TableLines) else part
            if rest.strip():
                self._paragraphs(role, heading, rest, abstract=False)

    def _without_keywords(self, found: list[tuple[bool, Traced]]) -> list[tuple[bool, Traced]]:
        """The abstract without the list of short items that ends it, which are its keywords."""
        last = len(found)
        while last and found[last - 1][0] and len(found[last - 1][1]) <= _LONGEST_KEYWORD:
            last -= 1
        self._keywords([words for _, words in found[last:]])
        return found[:last]

    def _keywords(self, listed: list[Traced]) -> None:
        words = [part.strip(" .") for item in listed for part in re.split(r"[;,]\s", plain(item).text)]
        self.known = replace(self.known, keywords=self.known.keywords + tuple(word for word in words if word))

    def _aside(self, words: Traced) -> bool:
        """Lines within a section that are metadata: keywords, the article's identity, copyright."""
        text = words.text
        if match := _KEYWORDS.match(text):
            self._keywords([words.slice(match.end())])
            return True
        return bool(_STATED.match(text) and self._stated(text)) or bool(_COPYRIGHT.match(text))

    def _footnotes(self, body: Traced) -> None:
        kept = tables.patterns("furniture", re.IGNORECASE, kind="note")
        for _, words in paragraphs(body):
            words = one_line(plain(words)).sub(_COPYRIGHT)
            if kept.match(words.text):
                start = words.text.find(":")
                heading = words.text[:start].strip() if 0 < start < _LONGEST_KEYWORD else None
                self.draft.section("other", heading, [words])


def _colon(match: re.Match[str]) -> tuple[tuple[int, int] | str, ...]:
    """A run-in heading in bold, known as one, with a colon; other bold words as they are."""
    return (match.span(1), ": ") if role_of(match[1]) is not None else (match.span(),)


def _references(body: Traced) -> list[tuple[Traced, Reference]]:
    """The entries; what an entry's links lead to is known before the links go."""
    found = []
    for words, reference in references.entries(body):
        bare = one_line(plain(words.sub_with(LINK, _without_services)))
        doi, pmid = _linked(words.text)
        found.append((bare, references.record(bare.text, reference.number, doi=doi, pmid=pmid)))
    return found


def _without_services(match: re.Match[str]) -> tuple[tuple[int, int], ...]:
    """Links of a reference to services go by where they lead, whatever they are called."""
    return () if "external-ref" in match["target"] or "ijlink" in match["target"] else (match.span(),)


def _linked(text: str) -> tuple[str | None, str | None]:
    doi, pmid = None, find_pmid(text)
    for number, kind, path in _ACCESS_NUMBER.findall(text):
        if (kind == "DOI" and number.startswith("10.")) or path:
            doi = doi or clean_doi(number or path)
        elif kind in ("MED", "PUBMED") and number.isdigit():
            pmid = pmid or number
    return doi, pmid


def _abstract_names() -> frozenset[str]:
    return tables.words("abstract_headings")
