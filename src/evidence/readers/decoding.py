"""Bytes to text: the bound on size, the encodings, what is no text at all."""

from __future__ import annotations

import codecs
import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final, cast

from evidence.errors import ReadError
from evidence.readers.streams import read_errors
from evidence.readers.traced import Traced

LIMIT: Final = 20_000_000  # bytes of one document; the longest articles and theses stay under 5 million
_BYTE_ORDER_MARKS: Final = (  # UTF-32 first: its little-endian mark begins with that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_WIDE: Final = ("utf-16", "utf-32")
_RUN: Final = 4_000_000  # bytes that are decoded at once of what holds many records
_SHOWN: Final = 400  # bytes from which an encoding is told
_MOST_ZEROS: Final = 0.9
_CONTROL: Final = re.compile(r"[\x00-\x08\x0e-\x1a\x7f]")
_MOST_CONTROLS: Final = 0.01  # a stray control character is a slip of an export; one in a hundred is no text
_NEWLINE: Final = re.compile(r"\r\n?|[\u2028\u2029\x85]")


@dataclass(frozen=True, slots=True)
class Text:
    """A decoded source: `source` as the bytes say, `traced` with newlines as line ends, the bytes' digest."""

    source: str
    traced: Traced
    sha256: str


def load(stream: BinaryIO, *, uri: str) -> Text:
    """The text of a whole stream. ReadError if it is too long, empty, or no text."""
    data = read_bounded(stream, uri=uri)
    source = decode(data, uri=uri)
    return Text(source, Traced.whole(source).sub(_NEWLINE, "\n"), digest(data))


def load_records(stream: BinaryIO, *, uri: str, cut: Callable[[bytes], int]) -> Iterator[Traced]:
    """The text of a stream of records, of any length, a run of whole records at a time; offsets are into the whole.

    `cut` gives where the last record of some bytes begins (0: there is no second one). Every run is decoded by
    itself. ReadError for a run that is no text, and for a record beyond the limit; UTF-16 and UTF-32 are read whole.
    """
    data, offset, ended = b"", 0, False
    while not ended:
        with read_errors(uri):
            more = stream.read(_RUN)
        ended, data = not more, data + more
        if encoding_of(data).startswith(_WIDE) and not offset:
            yield load(cast(BinaryIO, _Chained(data, stream)), uri=uri).traced
            return
        if len(data) > LIMIT + _RUN:
            raise ReadError(f"a record longer than {LIMIT // 1_000_000} MB", uri=uri, remedy="split it")
        end = len(data) if ended else cut(data)
        if data[:end].removeprefix(codecs.BOM_UTF8).strip() or (ended and not offset):
            # What the first run was not, a later one, which may be short, is not either.
            source, data = decode(data[:end], uri=uri, wide=not offset), data[end:]
            yield Traced(source, (0,), (offset,)).sub(_NEWLINE, "\n")
            offset += len(source)


class _Chained:
    """Bytes, and the stream that goes on with them."""

    def __init__(self, data: bytes, rest: BinaryIO) -> None:
        self._data, self._rest = data, rest

    def read(self, size: int) -> bytes:
        found, self._data = self._data[:size], self._data[size:]
        return found or self._rest.read(size)


def read_bounded(stream: BinaryIO, *, uri: str, limit: int = LIMIT) -> bytes:
    """All bytes of a stream, or ReadError once they are more than `limit`."""
    chunks, size = [], 0
    with read_errors(uri):
        while size <= limit and (chunk := stream.read(min(1 << 20, limit + 1 - size))):
            chunks.append(chunk)
            size += len(chunk)
    if size > limit:
        raise ReadError(
            f"longer than {limit // 1_000_000} MB", uri=uri, remedy="split it, or give JSON lines"
        )
    return b"".join(chunks)


def decode(data: bytes, *, uri: str, wide: bool = True) -> str:
    """The text of bytes: by their byte order mark, else UTF-16 by its zeros (if it may be `wide`), UTF-8, Windows-1252.

    ReadError for empty and binary input. The mark itself is not part of the text.
    """
    encoding = encoding_of(data) if wide else "utf-8"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        text = _windows_1252(data, uri) if encoding == "utf-8" else ""
        if not text:
            raise ReadError(
                f"not valid {encoding}", uri=uri, place=f"byte {error.start}", remedy="save it as UTF-8"
            ) from error
    if not text.strip():
        raise ReadError("empty", uri=uri, remedy="leave it out")
    controls = _CONTROL.findall(text)
    if "\0" in controls or len(controls) > _MOST_CONTROLS * len(text):
        raise ReadError("binary, not text", uri=uri, remedy="export it as text, Markdown or XML")
    return text


def encoding_of(data: bytes) -> str:
    """The encoding that the first bytes show; of UTF-16 without a mark every other byte of Latin letters is zero."""
    if marked := next((name for mark, name in _BYTE_ORDER_MARKS if data.startswith(mark)), None):
        return marked
    even, odd = data[:_SHOWN:2], data[1:_SHOWN:2]
    for encoding, zeros, letters in (("utf-16-le", odd, even), ("utf-16-be", even, odd)):
        if zeros.count(0) > _MOST_ZEROS * len(zeros) and letters.count(0) < (1 - _MOST_ZEROS) * len(letters):
            return encoding
    return "utf-8"


def _windows_1252(data: bytes, uri: str) -> str:
    try:
        return data.decode("windows-1252")
    except UnicodeDecodeError as error:
        raise ReadError(
            "neither UTF-8 nor Windows-1252 text",
            uri=uri,
            place=f"byte {error.start}",
            remedy="save it as UTF-8",
        ) from error


def digest(data: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(data).hexdigest()
