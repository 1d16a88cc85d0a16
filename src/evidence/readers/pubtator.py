"""PubTator's format: `PMID|t|title` and `PMID|a|abstract`, then lines of annotations, which are left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO, Final

from evidence.document import Bibliography, Document, Source
from evidence.errors import ReadError
from evidence.readers.decoding import digest, load
from evidence.readers.draft import Draft
from evidence.readers.traced import Traced, join

FORMAT: Final = "pubtator"
MEDIA_TYPE: Final = "text/x-pubtator"
_SIGN: Final = re.compile(r"\s*[\w.:-]+\|[ta]\|")
_LINE: Final = re.compile(r"\s*([\w.:-]+)\|([ta])\|[ \t]*")
_PMID: Final = re.compile(r"\d{1,8}")
_PMCID: Final = re.compile(r"PMC\d+")


def sniff(head: str, name: str) -> float:
    """A title or an abstract with its identifier."""
    return 0.99 if _SIGN.match(head) else 0.0


def read(stream: BinaryIO, *, uri: str) -> Iterator[Document | ReadError]:
    """One document an identifier; an identifier without words is set aside."""
    found = False
    for name, parts in _records(load(stream, uri=uri).traced):
        found = True
        yield _document(name, parts, uri)
    if not found:
        yield ReadError("no line of the form PMID|t|title", uri=uri, remedy="export it again")


def _records(words: Traced) -> Iterator[tuple[str, list[tuple[str, Traced]]]]:
    """The titles and abstracts under each identifier; a second title begins a new record."""
    name, parts = "", list[tuple[str, Traced]]()
    for line in words.lines():
        match = _LINE.match(line.text)
        if match is None:
            continue
        if parts and (match[1] != name or (match[2] == "t" and any(kind == "t" for kind, _ in parts))):
            yield name, parts
            parts = []
        name = match[1]
        parts.append((match[2], line.slice(match.end())))
    if parts:
        yield name, parts


def _document(name: str, parts: list[tuple[str, Traced]], uri: str) -> Document | ReadError:
    title = join((words.strip() for kind, words in parts if kind == "t"), " ")
    draft = Draft()
    draft.title(title)
    draft.abstract(join((words.strip() for kind, words in parts if kind == "a"), "\n\n"))
    if draft.empty:
        return ReadError(
            "neither title nor abstract", uri=uri, place=f"record {name}", remedy="export it again"
        )
    whole = "\n".join(f"{name}|{kind}|{words.text}" for kind, words in parts)
    known = Bibliography(
        title=title.text or None,
        pmid=name if _PMID.fullmatch(name) else None,
        pmcid=name if _PMCID.fullmatch(name) else None,
    )
    source = Source(uri=uri, media_type=MEDIA_TYPE, format=FORMAT, sha256=digest(whole.encode()))
    return draft.document(source=source, form="abstract", bibliography=known)
