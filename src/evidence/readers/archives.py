"""ZIP and TAR archives: their files one after the other, in their order, by names that are only names.

Nothing is unpacked to a place that has a name, so no path in an archive leads anywhere. What unpacking may cost is
bounded (`streams.Budget`). TAR is read forward, header by header (POSIX.1-2017, pax, "ustar Interchange Format", and
GNU's long names), so that it may come from a pipe, and no header makes more be held than a name's length.
"""

from __future__ import annotations

import io
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import BinaryIO, Final, cast

from evidence.errors import ReadError
from evidence.readers.streams import Budget, Metered, Unpacked, buffered, read_errors

Member = tuple[str, BinaryIO]
_ZIP: Final = (
    b"PK\x03\x04",
    b"PK\x05\x06",
)  # APPNOTE.TXT 4.3.7 and 4.3.16: a file's header, an empty archive's end
_MAGIC: Final = slice(257, 262)
_BLOCK: Final = tarfile.BLOCKSIZE
_LONGEST_HEADER: Final = 1 << 16  # of names and pax records
_CHUNK: Final = 1 << 16
_FILES: Final = (tarfile.REGTYPE, tarfile.AREGTYPE, tarfile.CONTTYPE)
_WORD: Final = (
    "word/document.xml"  # where Word, LibreOffice and Google put the main part (ECMA-376 part 1, 11.3.10)
)
_OFFICE: Final = ("[Content_Types].xml", "mimetype")
_HIDDEN: Final = (".", "__MACOSX")
_ENCRYPTED: Final = 0x1  # APPNOTE.TXT 4.4.4, bit 0
_REMEDY: Final = "pack it again, or give the files"


def is_zip(head: bytes) -> bool:
    """A ZIP's first bytes."""
    return head.startswith(_ZIP)


def is_archive(head: bytes, stream: BinaryIO, *, uri: str) -> bool:
    """Whether a stream that begins so holds files of its own; a DOCX, which is a ZIP too, is a document.

    A ZIP's stream must be seekable. ReadError if it is broken.
    """
    if not is_zip(head):
        return head[_MAGIC] == b"ustar"
    with read_errors(uri, ValueError), zipfile.ZipFile(stream) as archive:
        found = _WORD not in archive.NameToInfo
    stream.seek(0)
    return found


def members(head: bytes, stream: BinaryIO, *, uri: str, budget: Budget) -> Iterator[Member | ReadError]:
    """The files of an archive with their names; each is to be read before the next is asked for.

    Folders, links and hidden files are passed over. What cannot be unpacked is yielded as the error that says why.
    """
    if budget.depth <= 0:
        yield ReadError("packed too many times over", uri=uri, remedy="unpack it, and give the files")
        return
    found = _zipped(stream, uri, budget) if is_zip(head) else _tarred(stream, uri, budget)
    empty = True
    try:
        for member in found:
            if isinstance(member, tuple) and _hidden(member[0]):
                continue
            budget.members -= 1
            if budget.members < 0:
                yield ReadError("more files than an archive may hold", uri=uri, remedy=_REMEDY)
                return
            empty = False
            yield member
            if budget.unpacked < 0:
                return
        if empty:
            yield ReadError("an archive without a file to read", uri=uri, remedy="leave it out")
    except ReadError as error:
        yield error


def _hidden(name: str) -> bool:
    return any(part.startswith(_HIDDEN) and part not in (".", "..") for part in PurePosixPath(name).parts)


def _shown(name: str) -> str:
    """A name on one line, and as it stands: what would break or turn the line is replaced."""
    return "".join(character if character.isprintable() else "\ufffd" for character in name)


def _zipped(stream: BinaryIO, uri: str, budget: Budget) -> Iterator[Member | ReadError]:
    with read_errors(uri, ValueError):
        archive = zipfile.ZipFile(stream)
    if any(name in archive.NameToInfo for name in _OFFICE):
        yield ReadError("an office document or book", uri=uri, remedy="save it as DOCX, PDF or text")
        return
    for info in archive.infolist():
        if not info.filename or info.is_dir():
            continue
        try:
            name = _shown(info.filename)
            yield name, _member(archive, info, f"{uri}!{name}", budget)
        except ReadError as error:
            yield error


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str, budget: Budget) -> BinaryIO:
    if info.flag_bits & _ENCRYPTED:
        raise ReadError("encrypted", uri=name, remedy="unpack it with its password")
    with read_errors(name, ValueError):  # zipfile's for offsets that cannot be
        unpacked = archive.open(info)
    return buffered(
        Metered(cast(Unpacked, unpacked), uri=name, budget=budget, packed=lambda: info.compress_size)
    )


def _tarred(stream: BinaryIO, uri: str, budget: Budget) -> Iterator[Member | ReadError]:
    """The regular files of a TAR, read forward."""
    long_name, number = "", 0
    while (block := _exactly(stream, _BLOCK, uri)).strip(b"\0"):
        number += 1
        with read_errors(uri, ValueError):
            header = tarfile.TarInfo.frombuf(block, "utf-8", "replace")
        if header.size < 0:
            raise ReadError("a broken archive (a file of negative length)", uri=uri, remedy=_REMEDY)
        rest = -header.size % _BLOCK
        if header.type in (tarfile.GNUTYPE_LONGNAME, tarfile.XHDTYPE, tarfile.SOLARIS_XHDTYPE):
            if header.size > _LONGEST_HEADER:
                raise ReadError("a broken archive (a name too long)", uri=uri, remedy=_REMEDY)
            extra = _exactly(stream, header.size + rest, uri)[: header.size]
            long_name = _gnu(extra) if header.type == tarfile.GNUTYPE_LONGNAME else _pax(extra) or long_name
            continue
        part = _Part(stream, header.size, uri)
        if header.type in _FILES:
            name = _shown(long_name or header.name)
            yield name, buffered(Metered(part, uri=f"{uri}!{name}", budget=budget, packed=None))
        part.skip(rest)
        long_name = ""


def _gnu(extra: bytes) -> str:
    return extra.rstrip(b"\0").decode("utf-8", "replace")


def _pax(extra: bytes) -> str:
    """The path that a pax header's records ("27 path=...\\n") give, if any does."""
    for record in extra.split(b"\n"):
        _, equals, value = record.partition(b" path=")
        if equals:
            return value.decode("utf-8", "replace")
    return ""


def _exactly(stream: BinaryIO, size: int, uri: str) -> bytes:
    with read_errors(uri):
        data = stream.read(size)
    if len(data) < size and data.strip(b"\0"):
        raise ReadError("a broken archive (it ends early)", uri=uri, remedy=_REMEDY)
    return data


class _Part(io.RawIOBase):
    """The next `size` bytes of a stream."""

    def __init__(self, stream: BinaryIO, size: int, uri: str) -> None:
        self._stream, self._left, self._uri = stream, size, uri

    def read1(self, size: int = -1, /) -> bytes:
        """At most `size` bytes of what is left."""
        data = self._stream.read(self._left if size < 0 else min(size, self._left))
        if not data and self._left and size:
            raise EOFError("a broken archive (it ends early)")
        self._left -= len(data)
        return data

    def skip(self, beyond: int) -> None:
        """Pass over what is left, and over as many bytes beyond it."""
        self._left += beyond
        with read_errors(self._uri):
            while self._left and self.read1(_CHUNK):
                pass
