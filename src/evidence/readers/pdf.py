"""Articles in PDF, in one column or two.

PDFium (pypdfium2) gives the characters, `pdf_layout` the lines as they are read, `pdf_paragraphs` the paragraphs, their
words whole. Title and sections are found by size and by headings, the list of references is read by itself, and
footnotes stand behind the text. A PDF has no text that offsets could lead back to, so there are no segments.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import BinaryIO, Final

from evidence.document import Bibliography, Document, Form, SectionRole, Source
from evidence.errors import ReadError
from evidence.headings import role_of
from evidence.readers import pdf_pages, references, tables
from evidence.readers.citations import citation_line, names
from evidence.readers.decoding import digest, read_bounded
from evidence.readers.draft import Draft, one_line
from evidence.readers.identifiers import find_doi, find_pmcid, find_pmid
from evidence.readers.pdf_layout import Line, body_size, read_order
from evidence.readers.pdf_pages import Printed
from evidence.readers.pdf_paragraphs import (
    LONGEST_HEADING,
    Block,
    entries,
    paragraphs,
    without_footnotes,
    words,
)
from evidence.readers.traced import Traced, join

FORMAT: Final = "pdf"
MEDIA_TYPE: Final = "application/pdf"
LIMIT: Final = 100_000_000  # bytes; scans are the longest
_SIGN: Final = re.compile(
    r"[^%]{0,1023}%PDF-\d"
)  # readers take it within the first 1,024 bytes (PDF 32000-1, H.3)
_FEWEST_CHARACTERS: Final = 60  # of an article that is more than pictures with numbers below them
_UNREADABLE: Final = re.compile(r"[\ufffd\ue000-\uf8ff\x00-\x08\x0e-\x1f]")
_MOST_UNREADABLE: Final = 0.2
_RECOGNISE: Final = "run character recognition over it"
_TITLE_SIZE: Final = 1.15  # of the body's size
_TITLE_WORDS: Final = 6  # titles are longer; what is larger and shorter is the journal's name
_LONGEST_TITLE: Final = 400
_LONGEST_FRONT: Final = 25  # paragraphs before an abstract: authors and their affiliations
_LONGEST_AUTHORS: Final = 12  # lines
_SHORTEST_BODY: Final = 2_500  # characters of sections; an abstract alone has fewer
_BODY: Final[frozenset[SectionRole | None]] = frozenset({"background", "methods", "results", "discussion"})
_STRONG: Final[frozenset[SectionRole]] = frozenset({"conclusions", "objective", "other"})
_AFTER_METHODS: Final[frozenset[SectionRole]] = frozenset({"results", "discussion"})
_NAMED: Final[dict[SectionRole, str]] = {
    "background": "introduction",
    "results": "result",
    "methods": "method",
}
_SUBHEADING: Final = 0.96  # of the size of the section's own heading
_REFERENCE_LIST: Final = re.compile(
    r"(?m)^\W*(?:references|bibliography|literature cited)\W*$", re.IGNORECASE
)


def sniff(head: str, name: str) -> float:
    """The mark of a PDF, which may have something before it."""
    return 1.0 if head.startswith("%PDF-") else 0.9 if _SIGN.match(head) else 0.0


def read(stream: BinaryIO, *, uri: str) -> Iterator[Document | ReadError]:
    """The article, and the pages that could not be read."""
    data = read_bounded(stream, uri=uri, limit=LIMIT)
    found = pdf_pages.printed(data, uri=uri)
    yield document(found, Source(uri=uri, media_type=MEDIA_TYPE, format=FORMAT, sha256=digest(data)))
    for number in found.broken:
        yield ReadError(
            "a page that cannot be read", uri=uri, place=f"page {number}", remedy="fetch it again"
        )


def document(found: Printed, source: Source) -> Document | ReadError:
    """The document that the pages hold."""
    text = "".join(run.text for page in found.pages for run in page.runs)
    if len(text) < _FEWEST_CHARACTERS:
        return ReadError("no text, only pictures", uri=source.uri, remedy=_RECOGNISE)
    if len(_UNREADABLE.findall(text)) > _MOST_UNREADABLE * len(text):
        return ReadError("fonts that do not tell their letters", uri=source.uri, remedy=_RECOGNISE)
    body = body_size(found.pages)
    titled, lines = _title(read_order(found.pages), body)
    lines, notes = without_footnotes(lines, body, found.pages)
    title = one_line(join(words([titled]))).text if titled else None
    writer = _Writer(known=_bibliography(title, found))
    if title:
        writer.draft.title(Traced.literal(title))
    writer.write(lines)
    writer.notes(notes)
    if writer.draft.empty:
        return ReadError("no text", uri=source.uri, remedy="leave it out")
    form: Form = "fulltext" if writer.body >= _SHORTEST_BODY else "abstract"
    return writer.draft.document(source=source, form=form, bibliography=writer.known)


def _title(lines: list[Line], body: float) -> tuple[Block, list[Line]]:
    """The largest lines of the first page that have a title's number of words, and the other lines."""
    groups: list[Block] = []
    first = [line for line in lines if not line.page]
    for size, group in groupby(first, key=lambda line: round(line.main.size)):
        block = list(group)
        if size >= _TITLE_SIZE * body and sum(len(line.text) for line in block) <= _LONGEST_TITLE:
            groups.append(block)
    if not groups:
        return [], lines

    def rank(block: Block) -> tuple[int, float]:
        return min(_TITLE_WORDS, sum(len(line.text.split()) for line in block)), block[0].main.size

    best = max(groups, key=rank)
    if role_of(best[0].text) is not None or rank(best)[0] < 2:
        return [], lines
    chosen = set(map(id, best))
    return best, [line for line in lines if id(line) not in chosen]


def _bibliography(title: str | None, found: Printed) -> Bibliography:
    """What the first page says of the article, its heads and feet included, before any list of references."""
    runs = [run.text for run in found.pages[0].runs] if found.pages else []
    text = _REFERENCE_LIST.split("\n".join(runs), maxsplit=1)[0]
    cited = next((cited for run in runs if (cited := citation_line(run))), None) or Bibliography()
    doi = find_doi(text) or next((doi for value in found.metadata.values() if (doi := find_doi(value))), None)
    return replace(cited, title=title, doi=doi, pmid=find_pmid(text), pmcid=find_pmcid(text))


@dataclass(slots=True)
class _Writer:
    """Writes the article's blocks; `body` counts the characters of its sections."""

    known: Bibliography
    draft: Draft = field(default_factory=Draft)
    body: int = 0
    _role: SectionRole | None = None
    _heading: str | None = None
    _size: float = 0.0
    _pending: list[Traced] = field(default_factory=list)

    def write(self, lines: Sequence[Line]) -> None:
        """The text, and the list of references that ends it."""
        lines, listed, name = _cut_at_references(lines)
        blocks = paragraphs(lines)
        written = [part.strip() for part in words(blocks)]
        begun = self._front(blocks, written)
        for block, part in zip(blocks[begun:], written[begun:], strict=True):
            if block[0].row:
                self._flush()
                self.draft.section("other", None, [part])
            else:
                self._paragraph(one_line(part), block[0].main.size)
        self._flush()
        found = [(text, number) for number, entry in entries(listed) if (text := one_line(entry))]
        self.draft.references(name, [(text, references.record(text.text, number)) for text, number in found])

    def notes(self, lines: Sequence[Line]) -> None:
        """The footnotes, behind all else."""
        self.draft.section("other", None, [one_line(part) for part in words(paragraphs(lines))])

    def _front(self, blocks: Sequence[Block], written: Sequence[Traced]) -> int:
        """How many blocks stand before the abstract that is called so; of them the authors are taken."""
        if authors := next(
            (found for part in written[:_LONGEST_FRONT] if (found := _authors(part.text))), ()
        ):
            self.known = replace(self.known, authors=authors)
        for index, part in enumerate(written[:_LONGEST_FRONT]):
            if blocks[index][0].page > 0:
                break
            if _is_abstract(part.text):
                return index
        return 0

    def _paragraph(self, words: Traced, size: float) -> None:
        text = words.text
        role = role_of(text) if len(text) <= LONGEST_HEADING and not text.endswith(".") else None
        if _is_abstract(text):
            self._flush()
            self._role, self._heading, self._size = None, None, 0.0
        elif role is not None:
            self._flush()
            self._heading = text
            if not self._is_below(role, size, text):
                self._role, self._size = role, size
        elif words:
            self._pending.append(words)

    def _is_below(self, role: SectionRole, size: float, heading: str) -> bool:
        """Whether a heading is one within its section, and keeps its role: it is smaller, or leads back to the methods.

        Not one that names its role ("Methods", which some journals put last).
        """
        if self._role is None or role in _STRONG or _NAMED.get(role, role) in heading.casefold():
            return False
        return size < _SUBHEADING * self._size or (self._role in _AFTER_METHODS and role == "methods")

    def _flush(self) -> None:
        parts, self._pending = self._pending, []
        if self._heading is not None:
            self.draft.paragraph(Traced.literal(self._heading))
        if self._role is None:
            self.draft.abstract(join(parts, "\n\n"))
        else:
            self.draft.section(self._role, self._heading, parts)
            self.body += sum(map(len, parts)) if self._role in _BODY else 0
        self._heading = None  # what a table parts has its heading once


def _authors(text: str) -> tuple[str, ...]:
    """The names in the first lines of a paragraph."""
    lines = text.split("\n")
    counts = range(min(len(lines), _LONGEST_AUTHORS), 0, -1)
    return next((found for count in counts if (found := names(" ".join(lines[:count])))), ())


def _is_abstract(text: str) -> bool:
    return text.strip(" .:").casefold() in tables.words("abstract_headings")


def _cut_at_references(lines: Sequence[Line]) -> tuple[Sequence[Line], Sequence[Line], str]:
    """The lines before the list of references, those of it, and its heading."""
    for index, line in enumerate(lines):
        if len(line.text) <= LONGEST_HEADING and not line.row and role_of(line.text) == "references":
            return lines[:index], lines[index + 1 :], line.text
    return lines, (), "References"
