"""Full text in JATS, the Journal Article Tag Suite (ANSI/NISO Z39.96; also NLM 2.3), as PubMed Central gives it.

One document an article, also from sets of articles. A figure is its caption, a table its rows with bars between the
cells, under the role other: what a row says only its header tells. Reviews and replies below an article
(`sub-article`, `response`), abstracts in other languages and supplements' files are no part of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO, Final, cast

from lxml import etree

from evidence.document import Document, Form, SectionRole, Source
from evidence.errors import ReadError
from evidence.headings import role_of
from evidence.readers import jats_front, tables, xml_records
from evidence.readers.decoding import digest
from evidence.readers.jats_references import references
from evidence.readers.jats_text import Cited, Flow, Part, grid, plain
from evidence.readers.prose import Manuscript, Words
from evidence.readers.traced import Traced, join

FORMAT: Final = "jats"
MEDIA_TYPE: Final = "application/jats+xml"
_ROOT: Final = re.compile(r"<(?:\w+:)?(?:article|pmc-articleset)[\s>]")
_SIGN: Final = re.compile(
    r"<(?:\w+:)?(?:front|journal-meta|article-meta|pmc-articleset)[\s>]|<!DOCTYPE article |\bdtd-version=|-//NLM//DTD "
)
_HTML: Final = re.compile(r"<!doctype html|<html[\s>]", re.IGNORECASE)
_STRONG: Final[frozenset[SectionRole]] = frozenset({"conclusions", "objective", "references"})
_SECTIONS: Final = ("sec", "boxed-text", "app", "app-group", "ack", "notes", "glossary", "fn-group", "bio")
_FLOATS: Final = ("fig", "fig-group", "table-wrap", "table-wrap-group")
_NUMBERING: Final = ("title", "label", "sec-meta")
_HEADINGS: Final = {"ack": "Acknowledgements", "glossary": "Abbreviations"}


def sniff(head: str, name: str) -> float:
    """An article, or a set of them, with a journal's front matter."""
    if not re.match(r"\s*<", head) or _HTML.search(head[:2000]):
        return 0.0
    root = _ROOT.search(head)
    return 0.98 if root and _SIGN.search(head) else 0.0


def read(stream: BinaryIO, *, uri: str) -> Iterator[Document | ReadError]:
    """One document an article; what follows a break in the XML cannot be read and is set aside as one."""
    number = 0
    for found in xml_records.records(stream, "article", uri=uri):
        if isinstance(found, ReadError):
            yield found
            continue
        number += 1
        sha256 = digest(etree.tostring(found, with_tail=False))
        xml_records.bare_names(found)
        source = Source(uri=uri, media_type=MEDIA_TYPE, format=FORMAT, sha256=sha256)
        yield _document(found, source, f"article {number}")


def _document(article: etree._Element, source: Source, place: str) -> Document | ReadError:
    listed, cited = references(article)
    known = jats_front.bibliography(article)
    writer = _Writer(cited)
    if title := jats_front.full_title(article):
        writer.manuscript.draft.title(Traced.literal(title))
    writer.front(article)
    body = writer.body(article)
    if writer.manuscript.draft.empty:
        return ReadError(
            "an article without title and text", uri=source.uri, place=place, remedy="fetch it again"
        )
    heading = article.find("back/ref-list/title")
    entries = [(Traced.literal(words), reference) for words, reference in listed]
    writer.manuscript.draft.references(
        (plain(heading) if heading is not None else "") or "References", entries
    )
    relations = tuple(jats_front.relations(article))
    comment = any(relation.type == "comments_on" for relation in relations)
    body = body and article.get("article-type") != "abstract"
    form: Form = "comment" if comment else "fulltext" if body else "abstract"
    document = writer.manuscript.draft.document(
        source=source, form=form, bibliography=known, relations=relations
    )
    return writer.manuscript.finished(document)


@dataclass(slots=True)
class _Writer:
    """Writes an article's parts into a manuscript, and remembers which section first points to a figure."""

    cited: Cited
    manuscript: Manuscript = field(default_factory=Manuscript)
    _shown: dict[str, SectionRole | None] = field(default_factory=dict)

    def front(self, article: etree._Element) -> None:
        """The abstract, then those that other readers or uses have."""
        found = article.findall("front/article-meta/abstract")
        for abstract in sorted(found, key=lambda item: item.get("abstract-type") is not None):
            kind = abstract.get("abstract-type")
            heading = abstract.find("title")
            name = plain(heading) if heading is not None else ""
            role = (role_of(name) or "other") if kind is not None else None
            self._contents(abstract, role, name if role else None, apart=role is None)

    def body(self, article: etree._Element) -> bool:
        """The article's text, its floating figures, and what stands behind it; whether there is any text."""
        before = self.manuscript.written
        for body in article.iterfind("body"):
            # What stands before the first heading introduces; without headings nothing tells.
            self._contents(body, "background" if body.find("sec") is not None else None, None, apart=True)
        has_text = self.manuscript.written > before
        for item in (*article.iterfind("floats-group/*"), *article.iterfind("floats-wrap/*")):
            if item.tag in _SECTIONS:
                self._section(item, None, "other")
            else:
                self._float(item, self._shown.get(item.get("id") or ""))
        for part in article.iterfind("back/*"):
            if part.tag in _SECTIONS:
                self._section(part, None, "other")
        for note in article.iterfind("front/article-meta/author-notes/fn"):
            self._contents(note, "other", None)
        for note in article.iterfind("front/article-meta/funding-group/funding-statement"):
            self.manuscript.section("other", "Funding", [Flow(self.cited).read(note).words])
        registered = [words for words in dict.fromkeys(jats_front.registrations(article)) if words]
        self.manuscript.section("other", "Trial registration", [Words("; ".join(registered))])
        return has_text

    def _section(
        self, element: etree._Element, parent: SectionRole | None, default: SectionRole | None = None
    ) -> None:
        """A subsection has its parent's role, unless its own is one that no parent overrules."""
        title = element.find("title")
        if title is None:
            title = element.find("caption/title")
        heading = plain(title, without=("xref", "fn")) if title is not None else ""
        if not heading and element.find("sec") is None:
            heading = _HEADINGS.get(str(element.tag), "")
        own = role_of(heading) or _marked(element)
        role = (own or default) if parent is None or own in _STRONG else parent
        self._contents(element, role, heading or None)

    def _contents(
        self, element: etree._Element, role: SectionRole | None, heading: str | None, *, apart: bool = False
    ) -> None:
        """What a section holds, in its order: paragraphs with their figures and tables behind them, subsections.

        `apart`: the subsections do not take their roles from here, and what stands behind them has none.
        """
        flow = Flow(self.cited, run_in=role is None)
        for child in element:
            if child.tag in _SECTIONS:
                if heading := self._flush(flow, role, heading):
                    self.manuscript.draft.paragraph(Traced.literal(heading))
                    heading = None
                self._section(child, None if apart else role)
                role = None if apart else role
                flow = Flow(self.cited, run_in=role is None)
            elif child.tag == "caption":
                for part in child:
                    if part.tag != "title":
                        flow.take(part)
            elif child.tag not in _NUMBERING:
                flow.take(child)
        self._flush(flow, role, heading)

    def _flush(self, flow: Flow, role: SectionRole | None, heading: str | None) -> str | None:
        """Write what was read. What is left of the heading: it, if there was nothing to stand below it."""
        for name in flow.pointed:
            self._shown.setdefault(name, role)
        if role is not None:
            self.manuscript.section(role, heading, (part.words for part in flow.parts))
        elif flow.parts:
            if heading:
                self.manuscript.draft.paragraph(Traced.literal(heading))
            self._unmarked(flow.parts)
        for item in flow.floats:
            self._float(item, role)
        return None if flow.parts else heading

    def _unmarked(self, parts: list[Part]) -> None:
        """Paragraphs whose roles only headings within them tell, in emphasis or in plain words."""
        groups: list[tuple[str | None, list[Words]]] = []
        for part in parts:
            if part.heading is not None or not groups:
                groups.append((part.heading, []))
            groups[-1][1].append(part.words)
        for heading, paragraphs in groups:
            if heading is None:
                self.manuscript.draft.abstract(join(map(self.manuscript.traced, paragraphs), "\n\n"))
            else:
                self.manuscript.section(role_of(heading), heading, paragraphs)

    def _float(self, element: etree._Element, role: SectionRole | None) -> None:
        """A figure's caption under the role of its section, a table's rows under other."""
        if element.tag not in _FLOATS:
            return
        for child in element:
            self._float(child, role)
        if element.tag == "table-wrap":
            role = "other"
        captions, feet = element.findall("caption"), element.findall("table-wrap-foot")
        caption = [part.words for item in captions for part in Flow(self.cited).read(item).parts]
        notes = [part.words for item in feet for part in Flow(self.cited).read(item).parts]
        found = element.find("label")
        label = plain(found) if found is not None else None
        tables = (*element.iterfind("table"), *element.iterfind("alternatives/table"))
        if tables:
            self.manuscript.tables(label, caption, [grid(table, self.cited) for table in tables], notes)
        else:
            self.manuscript.section(role or "other", label, (*caption, *notes))


def _marked(element: etree._Element) -> SectionRole | None:
    """The role that a section's type gives it."""
    kind = (element.get("sec-type") or element.get("notes-type") or "").lower()
    return cast("SectionRole | None", tables.mapping("jats_sections").get(kind))
