"""XML as it comes from a service: is it whole, and where in it does each record of PubMed stand?

Read with expat by offsets, so that what is saved is what was sent, byte for byte. Entities are not expanded and
nothing outside is loaded; what the text says is for the readers.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final
from xml.parsers import expat

_RECORDS: Final = frozenset({"PubmedArticle", "PubmedBookArticle"})  # DTD pubmed_250101
_SET: Final = "PubmedArticleSet"


def root_of(body: bytes) -> str:
    """The name of the root element. ValueError if the XML is cut short or otherwise not well-formed."""
    return _scan(body).root


def pubmed_records(body: bytes) -> dict[str, bytes]:
    """PMID to a set with that one record, in the order of the body.

    ValueError if the XML is not well-formed, is no set of PubMed articles, or a record has no PMID.
    """
    scanned = _scan(body)
    if scanned.root != _SET:
        raise ValueError(f"{scanned.root} where {_SET} was expected")
    if not scanned.spans:
        return {}
    head, tail = body[: scanned.spans[0].start], body[scanned.spans[-1].end :]
    records = {}
    for span in scanned.spans:
        if not (span.pmid.isascii() and span.pmid.isdecimal()):
            raise ValueError("a record without PMID")
        records[span.pmid] = head + body[span.start : span.end] + b"\n" + tail.lstrip()
    return records


@dataclass(slots=True)
class Element:
    """An element of a body: its name, its attributes, and the text directly in it."""

    name: str
    attributes: dict[str, str]
    text: str = ""


def elements(body: bytes) -> list[Element]:
    """The elements of a small body in the order in which they begin. ValueError if it is not well-formed."""
    found: list[Element] = []
    path: list[Element] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        path.append(Element(name, attributes))
        found.append(path[-1])

    def text(words: str) -> None:
        path[-1].text += words

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.EndElementHandler = lambda name: path.pop()
    parser.CharacterDataHandler = text
    _parse(parser, body)
    return found


@dataclass(slots=True)
class _Span:
    """A record: where it starts and ends in the body, in bytes."""

    start: int
    end: int = 0
    pmid: str = ""


@dataclass(slots=True)
class _Scan:
    """The root's name and the records, noted as the parser goes."""

    body: bytes
    parser: expat.XMLParserType
    root: str = ""
    spans: list[_Span] = field(default_factory=list)
    _path: list[str] = field(default_factory=list)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.root = self.root or name
        if len(self._path) == 1 and name in _RECORDS:
            self.spans.append(_Span(self.parser.CurrentByteIndex))
        self._path.append(name)

    def end(self, name: str) -> None:
        self._path.pop()
        if len(self._path) == 1 and name in _RECORDS:
            self.spans[-1].end = self.body.index(b">", self.parser.CurrentByteIndex) + 1

    def text(self, words: str) -> None:
        """The record's own PMID: directly below MedlineCitation or BookDocument, not that of another it names."""
        if len(self._path) == 4 and self._path[1] in _RECORDS and self._path[3] == "PMID":
            self.spans[-1].pmid += words.strip()


def _scan(body: bytes) -> _Scan:
    parser = expat.ParserCreate()
    scan = _Scan(body, parser)
    parser.StartElementHandler = scan.start
    parser.EndElementHandler = scan.end
    parser.CharacterDataHandler = scan.text
    _parse(parser, body)
    return scan


def _parse(parser: expat.XMLParserType, body: bytes) -> None:
    parser.DefaultHandler = _leave  # with a default handler, expat does not expand entities of the document
    try:
        parser.Parse(body, True)
    except expat.ExpatError as error:
        raise ValueError(f"XML: {error}") from error


def _leave(words: str) -> None:
    """What is neither element nor text is of no interest."""
