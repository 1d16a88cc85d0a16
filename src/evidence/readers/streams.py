"""Streams of bytes: their first bytes without losing them, gzip unpacked, and bounds on what unpacking may cost."""

from __future__ import annotations

import gzip
import io
import lzma
import struct
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, Final, Protocol, cast

from evidence.errors import ReadError

if TYPE_CHECKING:
    from typing_extensions import Buffer

MEGABYTE: Final = 1_000_000
# Text unpacks to 3 to 15 times its size, lists of like records to 50; deflate reaches 1,032 with one byte repeated.
HIGHEST_RATIO: Final = 200
_RATIO_FROM: Final = 20 * MEGABYTE  # what unpacks to less harms nobody
_LONGEST_SPOOL: Final = 2_000 * MEGABYTE  # of an archive that cannot be read from its end without a copy
_IN_MEMORY: Final = 20 * MEGABYTE
_GZIP: Final = b"\x1f\x8b"
_CHUNK: Final = 1 << 16
_ERRORS: Final[
    tuple[type[Exception], ...]
] = (  # of gzip, zipfile and tarfile: broken, cut short, packed in a way that is not known
    OSError,
    EOFError,
    zlib.error,
    zipfile.BadZipFile,
    tarfile.TarError,
    NotImplementedError,
    lzma.LZMAError,
    struct.error,
    UnicodeDecodeError,
)


@dataclass(slots=True, kw_only=True)
class Budget:
    """What may still be unpacked of one input, with what is packed in it in turn.

    `unpacked` counts bytes, `members` files of archives, `depth` packings in each other. A PubMed baseline file unpacks
    to 200 MB, a shard of PMC's open-access subset holds some ten thousand articles.
    """

    unpacked: int = 20_000 * MEGABYTE
    members: int = 100_000
    depth: int = 3

    def take(self, size: int, uri: str) -> None:
        """Spend bytes; ReadError when there are none left."""
        self.unpacked -= size
        if self.unpacked < 0:
            raise ReadError(
                "unpacks to more than an archive may", uri=uri, remedy="unpack it, and give the files"
            )


class Unpacked(Protocol):
    """What an unpacking stream offers."""

    def read1(self, size: int = -1, /) -> bytes:
        """What is there, at most so many bytes; at its end none."""


class Metered(io.RawIOBase):
    """An unpacked stream that ends with a ReadError once it exceeds the budget, or what its packed bytes can hold.

    `packed` gives the packed bytes taken so far. It cannot be wound back: unpacking twice would cost twice.
    """

    def __init__(
        self, stream: Unpacked, *, uri: str, budget: Budget, packed: Callable[[], int] | None
    ) -> None:
        self._read = (
            stream.read1
        )  # gives what is there: a reader of lines must not wait for more than the line
        self._uri, self._budget, self._packed = uri, budget, packed
        self._taken = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Buffer) -> int:
        view = memoryview(buffer)
        with read_errors(self._uri, ValueError):  # zipfile's for offsets that cannot be
            chunk = self._read(len(view))
        self._taken += len(chunk)
        self._budget.take(len(chunk), self._uri)
        if (
            self._packed is not None
            and self._taken > _RATIO_FROM
            and self._taken > HIGHEST_RATIO * self._packed()
        ):
            raise ReadError(
                f"unpacks to more than {HIGHEST_RATIO} times its size",
                uri=self._uri,
                remedy="leave it out, or unpack it yourself",
            )
        view[: len(chunk)] = chunk
        return len(chunk)


def buffered(stream: io.RawIOBase) -> BinaryIO:
    """A raw stream with a buffer before it."""
    return cast(BinaryIO, io.BufferedReader(stream, _CHUNK))


def opened(
    stream: BinaryIO, *, uri: str, head_length: int, budget: Budget | None = None
) -> tuple[bytes, BinaryIO]:
    """A stream's first bytes (two or more), and the stream from its beginning; gzip is unpacked.

    The stream can be wound back where the one given can, and is not packed.
    """
    budget = budget or Budget()
    with read_errors(uri):
        head, whole = _peeked(stream, head_length)
        while head.startswith(_GZIP):
            budget.depth -= 1
            if budget.depth < 0:
                raise ReadError("packed too many times over", uri=uri, remedy="unpack it, and give the files")
            head, whole = _peeked(_gunzipped(whole, uri, budget), head_length)
        return head, whole


def seekable(stream: BinaryIO, *, uri: str) -> BinaryIO:
    """The stream, if it can be wound back, else a copy that can, which has no name and is gone when it is closed."""
    if stream.seekable():
        return stream
    copy = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - the caller reads and closes it
    try:
        _copy(stream, cast(BinaryIO, copy), uri)
    except ReadError:
        copy.close()
        raise
    return cast(BinaryIO, copy)


def _copy(stream: BinaryIO, copy: BinaryIO, uri: str) -> None:
    size = 0
    with read_errors(uri):
        while chunk := stream.read(_CHUNK):
            size += len(chunk)
            if size > _LONGEST_SPOOL:
                reason = f"longer than {_LONGEST_SPOOL // MEGABYTE} MB"
                raise ReadError(reason, uri=uri, remedy="unpack it, and give the files")
            copy.write(chunk)
    copy.seek(0)


@contextmanager
def read_errors(uri: str, *others: type[Exception]) -> Iterator[None]:
    """A stream that cannot be read, or unpacked, as a ReadError; `others` are errors that say so here."""
    try:
        yield
    except _ERRORS + others as error:
        reason = " ".join(str(error).split()) or type(error).__name__
        raise ReadError(f"cannot be read ({reason})", uri=uri, remedy="check the file") from error


def _gunzipped(stream: BinaryIO, uri: str, budget: Budget) -> BinaryIO:
    counted = _Counted(stream)
    unpacked = gzip.GzipFile(fileobj=cast(BinaryIO, counted))
    return buffered(Metered(cast(Unpacked, unpacked), uri=uri, budget=budget, packed=lambda: counted.taken))


class _Counted:
    """A stream that counts the bytes taken from it."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.taken = 0

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(size)
        self.taken += len(data)
        return data


class _Rewound(io.RawIOBase):
    """A stream whose first bytes were taken, from its beginning; leaves the stream open when it is closed."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head = memoryview(head)
        self._read: Callable[[int], bytes] = getattr(rest, "read1", rest.read)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Buffer) -> int:
        view = memoryview(buffer)
        if len(self._head):
            size = min(len(view), len(self._head))
            view[:size] = self._head[:size]
            self._head = self._head[size:]
            return size
        chunk = self._read(len(view))
        view[: len(chunk)] = chunk
        return len(chunk)


def _peeked(stream: BinaryIO, length: int) -> tuple[bytes, BinaryIO]:
    """The first bytes, and the stream from its beginning."""
    start = stream.tell() if stream.seekable() else None
    chunks, size = [], 0
    while size < length and (chunk := stream.read(length - size)):
        chunks.append(chunk)
        size += len(chunk)
    head = b"".join(chunks)
    if start is not None:
        stream.seek(start)
        return head, stream
    return head, buffered(_Rewound(head, stream))
