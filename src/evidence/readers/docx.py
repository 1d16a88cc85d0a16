"""Manuscripts in Word's DOCX (ECMA-376, Office Open XML): the main part's paragraphs, headings by their styles, tables.

Nothing but the main part and its styles is read: no macro, no relationship, no embedded object.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import BinaryIO, Final

from lxml import etree

from evidence.document import Bibliography, Document, Form, Reference, SectionRole, Source
from evidence.errors import ReadError
from evidence.headings import role_of
from evidence.readers import references, tables, xml_records
from evidence.readers.citations import names
from evidence.readers.decoding import LIMIT, digest, read_bounded
from evidence.readers.docx_text import Piece, heading_styles, pieces
from evidence.readers.identifiers import find_doi, find_pmcid, find_pmid
from evidence.readers.prose import Manuscript, Words
from evidence.readers.streams import read_errors, seekable
from evidence.readers.traced import Traced, join

FORMAT: Final = "docx"
MEDIA_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_MAIN: Final = "word/document.xml"
_STYLES: Final = "word/styles.xml"
_LABEL: Final = re.compile(r"\[?\d{1,4}[.)\]]+\s*(?=\S)")
_CAPTION: Final = re.compile(r"(?:Supplementary\s+)?Table\s+\w{1,5}\b")
_STRONG: Final[frozenset[SectionRole | None]] = frozenset({"conclusions", "objective", "references"})
_BODY: Final[frozenset[SectionRole | None]] = frozenset({"background", "methods", "results", "discussion"})
_LONGEST_TITLE: Final = 300
_LONGEST_HEADING: Final = 70
_LONGEST_FRONT: Final = 15  # paragraphs between title and abstract
_SHORTEST_BODY: Final = 2_500  # characters of sections; an abstract alone has fewer
_REMEDY: Final = "save it again as DOCX"


def sniff(head: str, name: str) -> float:
    """A ZIP; what is an archive of other things is known before (`archives`)."""
    return 0.98 if head.startswith("PK\x03\x04") else 0.0


def read(stream: BinaryIO, *, uri: str) -> Iterator[Document | ReadError]:
    """The manuscript."""
    whole = seekable(stream, uri=uri)
    try:
        with read_errors(uri, ValueError), zipfile.ZipFile(whole) as archive:
            main, styles = _part(archive, _MAIN, uri), _part(archive, _STYLES, uri)
    finally:
        if whole is not stream:
            whole.close()
    root = _parsed(main, uri)
    body = root.find("body")
    if body is None:
        raise ReadError("a DOCX without a text", uri=uri, remedy=_REMEDY)
    levels = heading_styles(_parsed(styles, uri)) if styles.strip() else {}
    source = Source(uri=uri, media_type=MEDIA_TYPE, format=FORMAT, sha256=digest(main))
    yield _document(list(pieces(body, levels)), source)


def _part(archive: zipfile.ZipFile, name: str, uri: str) -> bytes:
    """A part's bytes; none where there is no such part."""
    if name not in archive.NameToInfo:
        return b""
    with archive.open(name) as part:
        return read_bounded(part, uri=f"{uri}!{name}", limit=LIMIT)  # type: ignore[arg-type]


def _parsed(data: bytes, uri: str) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        reason = f"not well-formed XML ({' '.join((error.msg or '').split())})"
        raise ReadError(reason, uri=uri, remedy=_REMEDY) from error
    xml_records.bare_names(root)
    return root


def _document(found: Sequence[Piece], source: Source) -> Document | ReadError:
    title, found = _title(found)
    known, found = _front(found)
    writer = _Writer()
    if title:
        writer.manuscript.draft.title(Traced.literal(title.text))
    for piece in found:
        writer.add(piece)
    writer.finish()
    if writer.manuscript.draft.empty:
        return ReadError("no text", uri=source.uri, remedy="leave it out")
    form: Form = "fulltext" if writer.body >= _SHORTEST_BODY else "abstract"
    known = replace(known, title=title.text or None)
    document = writer.manuscript.draft.document(source=source, form=form, bibliography=known)
    return writer.manuscript.finished(document)


def _title(found: Sequence[Piece]) -> tuple[Words, Sequence[Piece]]:
    """The paragraph of that style, else the first one that reads like a title: short, no sentence, no known heading."""
    place = next((at for at, piece in enumerate(found) if piece.level == 0), None)
    if place is None and len(found) > 1 and found[0].grid is None:
        text = found[0].words.text
        if len(text) <= _LONGEST_TITLE and not text.endswith((".", ":", ";")) and role_of(text) is None:
            place = 0
    if place is None or role_of(found[place].words.text) is not None or _is_abstract(found[place].words.text):
        return Words(""), found
    return found[place].words, [*found[:place], *found[place + 1 :]]


def _front(found: Sequence[Piece]) -> tuple[Bibliography, Sequence[Piece]]:
    """What the paragraphs before the first heading say of the text; they go where it is the abstract's."""
    heads = (at for at, piece in enumerate(found) if _is_abstract(piece.words.text) or _heads(piece))
    place = next(heads, 0)
    front = found[:place] if place <= _LONGEST_FRONT else ()
    abstract = bool(front) and _is_abstract(found[place].words.text)
    texts = [piece.words.text for piece in front if piece.grid is None]
    words = "\n".join(texts)
    authors = next((listed for text in texts if (listed := names(text))), ())
    known = Bibliography(authors=authors, doi=find_doi(words), pmid=find_pmid(words), pmcid=find_pmcid(words))
    return known, found[len(front) :] if abstract else found


def _heads(piece: Piece) -> bool:
    """A heading by its style, or a paragraph that is nothing but a known heading."""
    if piece.grid is not None:
        return False
    text = piece.words.text
    plain = len(text) <= _LONGEST_HEADING and not text.endswith(".") and role_of(text) is not None
    return bool(piece.level) or plain


def _is_abstract(text: str) -> bool:
    return text.strip(" .:").casefold() in tables.words("abstract_headings")


@dataclass(slots=True)
class _Writer:
    """Writes the pieces into a manuscript; `body` counts the characters of its sections."""

    manuscript: Manuscript = field(default_factory=Manuscript)
    body: int = 0
    _outline: list[tuple[int, SectionRole | None]] = field(default_factory=list)
    _role: SectionRole | None = None
    _heading: str | None = None
    _pending: list[Words] = field(default_factory=list)
    _listed: list[Words] = field(default_factory=list)
    _list_heading: str = "References"

    def add(self, piece: Piece) -> None:
        """The next piece."""
        text = piece.words.text
        if _is_abstract(text):
            self._flush()
            self._outline, self._role, self._heading = [], None, None
        elif _heads(piece):
            self._begin(text, piece.level or 1)
        elif piece.grid is not None:
            caption = (
                self._pending.pop() if self._pending and _CAPTION.match(self._pending[-1].text) else Words("")
            )
            self._flush()
            self.manuscript.tables(None, (caption,), (piece.grid,), ())
        elif self._role == "references":
            self._listed.append(piece.words)
        else:
            self._pending.append(piece.words)

    def finish(self) -> None:
        """Write what is left, and the list of references."""
        self._flush()
        entries: list[tuple[Traced, Reference]] = []
        for number, words in enumerate(self._listed, start=1):
            label = _LABEL.match(words.text)
            text = words.text[label.end() :] if label else words.text
            entries.append((Traced.literal(text), references.record(text, number)))
        self.manuscript.draft.references(self._list_heading, entries)

    def _begin(self, heading: str, level: int) -> None:
        self._flush()
        while self._outline and self._outline[-1][0] >= level:
            self._outline.pop()
        parent = self._outline[-1][1] if self._outline else None
        own = role_of(heading)
        self._role = own if parent is None or own in _STRONG else parent
        self._outline.append((level, self._role))
        self._heading = heading
        if own == "references":
            self._list_heading, self._heading = heading, None

    def _flush(self) -> None:
        parts, self._pending = self._pending, []
        heading, self._heading = self._heading, None
        if self._role is None or not parts:
            if heading:
                self.manuscript.draft.paragraph(Traced.literal(heading))
            self.manuscript.draft.abstract(join(map(self.manuscript.traced, parts), "\n\n"))
            return
        self.body += sum(len(part.text) for part in parts) if self._role in _BODY else 0
        self.manuscript.section(self._role, heading, parts)
