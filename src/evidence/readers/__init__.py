"""Bytes to documents: one module a format, all of them in `READERS`.

`read` finds the format by the first bytes, or takes it by name, and yields a document for each record of the
input, and a `ReadError` for each that it sets aside, so that the rest goes on.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, Final, Protocol

from evidence.document import Document
from evidence.errors import ReadError, UsageError
from evidence.readers import (
    archives,
    bibtex,
    bioc,
    crossref,
    csv,
    docx,
    europepmc,
    html,
    jats,
    jsonl,
    markdown,
    medline,
    pdf,
    plain,
    pubmed_page,
    pubmed_xml,
    pubtator,
    refworks,
    ris,
)
from evidence.readers.decoding import decode, encoding_of
from evidence.readers.streams import Budget, opened, seekable

__all__ = ["READERS", "Reader", "decode", "formats", "read", "read_path", "sniff"]


class Reader(Protocol):
    """What a format's module offers."""

    FORMAT: str
    MEDIA_TYPE: str

    def sniff(self, head: str, name: str) -> float:
        """How surely the first characters, and the file's name, are of this format: 0 not at all to 1."""

    def read(self, stream: BinaryIO, *, uri: str) -> Iterator[Document | ReadError]:
        """The stream's documents, and what was set aside."""


_HEAD_LENGTH: Final = 1 << 16  # bytes
_MARK_LENGTH: Final = (
    4  # what tells gzip and ZIP; with a format by name it does, so that lines come as they are written
)
_TAR_NAMES: Final = (".tar", ".tgz", ".tar.gz")  # whose first block has to be seen
READERS: Final[tuple[Reader, ...]] = (  # of two that are as sure, the first: BioC's JSON is JSON lines, too
    bioc,
    crossref,
    europepmc,
    pdf,
    docx,
    html,
    jsonl,
    pubmed_xml,
    jats,
    medline,
    pubtator,
    ris,
    bibtex,
    csv,
    refworks,
    pubmed_page,
    markdown,
    plain,
)


def formats() -> tuple[str, ...]:
    """The names of the formats."""
    return tuple(reader.FORMAT for reader in READERS)


def sniff(head: bytes, name: str) -> str:
    """The format of an input by its first bytes and its name. ReadError if it is none that is known."""
    text = _head_text(head)
    score, reader = max(
        ((reader.sniff(text, name.lower()), reader) for reader in READERS), key=lambda pair: pair[0]
    )
    if score <= 0:
        raise ReadError(
            "in no known format", uri=name, remedy=f"name it with --format ({', '.join(formats())})"
        )
    return reader.FORMAT


def read(stream: BinaryIO, *, uri: str, format: str | None = None) -> Iterator[Document | ReadError]:
    """The documents of a stream, in their order; what cannot be read is yielded as the error that says why.

    UsageError, at once, if the format's name is none of `formats()`.
    """
    if format is not None and format not in formats():
        raise UsageError(f"unknown format {format!r}: use one of {', '.join(formats())}")
    return _read(stream, uri, format, Budget())


def read_path(path: Path | str, format: str | None = None) -> Iterator[Document | ReadError]:
    """The documents of a file."""
    if format is not None and format not in formats():
        raise UsageError(f"unknown format {format!r}: use one of {', '.join(formats())}")
    return _read_path(Path(path), format)


def _read_path(path: Path, format: str | None) -> Iterator[Document | ReadError]:
    try:
        stream = path.open("rb")
    except OSError as error:
        yield ReadError(error.strerror or "cannot be opened", uri=str(path), remedy="check the path")
        return
    with stream:
        yield from _read(stream, str(path), format, Budget())


def _read(stream: BinaryIO, uri: str, format: str | None, budget: Budget) -> Iterator[Document | ReadError]:
    """The documents of a stream, or of the files in it: `archive.zip!member` is where such a one came from."""
    whole = stream
    lines_only = format is not None and not uri.lower().endswith(_TAR_NAMES)
    try:
        head, whole = opened(
            stream, uri=uri, head_length=_MARK_LENGTH if lines_only else _HEAD_LENGTH, budget=budget
        )
        if archives.is_zip(head):
            whole = seekable(whole, uri=uri)
        if archives.is_archive(head, whole, uri=uri):
            yield from _unpacked(head, whole, uri, format, budget)
            return
        name = format or sniff(head, uri)
        reader = next(reader for reader in READERS if name == reader.FORMAT)
        yield from reader.read(whole, uri=uri)
    except ReadError as error:
        yield error
    finally:
        if whole is not stream:
            whole.close()


def _unpacked(
    head: bytes, stream: BinaryIO, uri: str, format: str | None, budget: Budget
) -> Iterator[Document | ReadError]:
    for member in archives.members(head, stream, uri=uri, budget=budget):
        if isinstance(member, ReadError):
            yield member
            continue
        name, unpacked = member
        deeper = budget.depth
        budget.depth -= 1
        yield from _read(unpacked, f"{uri}!{name}", format, budget)
        budget.depth = deeper


def _head_text(head: bytes) -> str:
    """The first characters for sniffing, whatever they are; a character that the cut broke is left out."""
    encoding = encoding_of(head)
    decoder = codecs.getincrementaldecoder("utf-8-sig" if encoding == "utf-8" else encoding)()
    with suppress(UnicodeDecodeError):
        return decoder.decode(head)
    return head.decode("latin-1")
