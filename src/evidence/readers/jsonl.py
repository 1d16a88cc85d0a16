"""JSON lines: `{"id", "title", "text"}`, one document a line (design section 5).

Read line by line in bounded memory. The text is title, blank line, text, all exactly as given: no repair,
and so no segments.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, BinaryIO, Final

from evidence import headings
from evidence.document import Document, Section, Source
from evidence.errors import ReadError
from evidence.readers.decoding import LIMIT, digest
from evidence.readers.streams import read_errors

FORMAT: Final = "jsonl"
MEDIA_TYPE: Final = "application/jsonl"
_HEAD: Final = re.compile(r'\s*\{\s*"')
_FIELDS: Final = re.compile(r'"(?:id|title|text)"\s*:')
_CHUNK: Final = 1 << 20
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_REMEDY: Final = 'give one object {"id", "title", "text"} a line'


def sniff(head: str, name: str) -> float:
    """An object that opens with one of the fields."""
    if not _HEAD.match(head):
        return 0.0
    first = head.lstrip().split("\n", 1)[0]
    if not _FIELDS.search(first):
        return 0.0
    return 1.0 if name.endswith((".jsonl", ".ndjson")) or '"text"' in first else 0.6


def read(stream: BinaryIO, *, uri: str) -> Iterator[Document | ReadError]:
    """One document a line; a bad line is set aside with its number."""
    with read_errors(uri):
        for number, line in enumerate(_lines(stream), start=1):
            place = f"line {number}"
            if line is None:
                yield ReadError(
                    f"longer than {LIMIT // 1_000_000} MB", uri=uri, place=place, remedy="shorten it"
                )
            elif line.strip():
                try:
                    yield _document(line, uri, place)
                except ReadError as error:
                    yield error


def _lines(stream: BinaryIO) -> Iterator[bytes | None]:
    """The lines; None for one beyond the limit, which is passed over without being held."""
    first = True
    while line := stream.readline(LIMIT + 1):
        if first:
            line, first = line.removeprefix(b"\xef\xbb\xbf"), False
        if len(line) <= LIMIT or line.endswith(b"\n"):
            yield line or b"\n"
            continue
        del line
        while (rest := stream.readline(_CHUNK)) and not rest.endswith(b"\n"):
            pass
        yield None


def _document(line: bytes, uri: str, place: str) -> Document:
    record = _record(line, uri, place)
    title, words = _field(record, "title", uri, place), _field(record, "text", uri, place)
    if not (title or words):
        raise ReadError("no title and no text", uri=uri, place=place, remedy=_REMEDY)
    text = words or "" if title is None else f"{title}\n\n{words or ''}"
    sha256 = digest(line.strip())
    sections, start = [], 0
    if title:
        sections.append(Section(role="title", heading=None, start=0, end=len(title)))
        start = len(title) + 2
    return Document(
        id=_id(record, uri, place) or f"sha256:{sha256}",
        source=Source(uri=uri, media_type=MEDIA_TYPE, format=FORMAT, sha256=sha256),
        text=text,
        title=title,
        sections=(*sections, *headings.split(text, start, len(text))),
    )


def _record(line: bytes, uri: str, place: str) -> dict[str, Any]:
    try:
        record = json.loads(line.decode("utf-8"))
    except json.JSONDecodeError as error:
        reason = f"not JSON ({error.msg} at column {error.colno})"
    except UnicodeDecodeError as error:
        reason = f"not valid UTF-8 at byte {error.start}"
    except ValueError:  # Python bounds the digits of an integer (CVE-2020-10735)
        reason = "not JSON (a number too long)"
    except RecursionError:
        reason = "not JSON (nested too deeply)"
    else:
        if isinstance(record, dict):
            return record
        reason = "not a JSON object"
    raise ReadError(reason, uri=uri, place=place, remedy=_REMEDY)


def _field(record: dict[str, Any], name: str, uri: str, place: str) -> str | None:
    value = record.get(name)
    if value is not None and not isinstance(value, str):
        raise ReadError(f'"{name}" is not a string', uri=uri, place=place, remedy=_REMEDY)
    if value is not None and not value.isascii() and _SURROGATE.search(value):
        raise ReadError(
            f'"{name}" holds half a surrogate pair', uri=uri, place=place, remedy="write it as UTF-8"
        )
    return value


def _id(record: dict[str, Any], uri: str, place: str) -> str | None:
    value = record.get("id")
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return _field(record, "id", uri, place) or None
