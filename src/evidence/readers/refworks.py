"""RefWorks tagged records, as reference managers and journal sites export them (RefWorks Tagged Format).

Two-character tags with their values, on lines of their own (the values may go on over more lines) or all in
one line; RT begins a record. The table of tags is `data/readers_refworks_tags.tsv`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import BinaryIO, Final

from evidence.document import Document
from evidence.errors import ReadError
from evidence.readers import tables, tagged
from evidence.readers.decoding import load
from evidence.readers.tagged import Fields
from evidence.readers.traced import Traced

FORMAT: Final = "refworks"
MEDIA_TYPE: Final = "application/x-refworks-tagged"
_RECORD: Final = re.compile(r"(?:^|(?<=\s))RT(?= )", re.MULTILINE)
_HEAD: Final = re.compile(r"\s*(?:RT[ \t]+[A-Z]|(?:SR|ID|A1|T1)[ \t]+\S)")
_FEWEST_LINES: Final = 3  # a record with so many tags at the beginning of lines has all its tags there


def sniff(head: str, name: str) -> float:
    """A record's first tag, and more than one tag after it."""
    if not _HEAD.match(head):
        return 0.0
    found = {match[1] for match in _tags().finditer(head[:4000])} & {"T1", "A1", "JF", "AB", "YR", "DO", "SR"}
    return min(0.95, 0.35 * len(found))


def read(stream: BinaryIO, *, uri: str) -> Iterator[Document | ReadError]:
    """One document a record; a record without title and abstract is set aside."""
    source = load(stream, uri=uri).traced
    starts = _record_starts(source)
    for number, (start, end) in enumerate(zip(starts, [*starts[1:], len(source)], strict=True), start=1):
        record = source.slice(start, end).strip()
        if record:
            fields, place = _fields(record), f"record {number}"
            yield tagged.document(record, fields, uri=uri, place=place, format=FORMAT, media_type=MEDIA_TYPE)


def _record_starts(source: Traced) -> list[int]:
    shape = _shapes()["RT"]
    starts = [
        match.start()
        for match in _RECORD.finditer(source.text)
        if source.text[match.start() - 1 : match.start()] in ("", "\n")
        or shape.match(source.text, match.end() + 1)
    ]
    return starts if starts and not source.text[: starts[0]].strip() else [0, *starts]


def _fields(record: Traced) -> Fields:
    """The values of each field, in order, as they stand (with their line ends)."""
    names, many = tables.mapping("refworks_tags"), tables.words("refworks_tags", many="many")
    found: list[tuple[str, int, int]] = []
    seen: set[str] = set()
    matches = list(_tags().finditer(record.text))
    in_lines = sum(_own_line(record.text, match) for match in matches) >= _FEWEST_LINES
    for match in matches:
        tag, own_line = match[1], _own_line(record.text, match)
        if tag in seen and tag not in many:
            continue
        if not own_line and (in_lines or not _shapes()[tag].match(record.text, match.end())):
            continue
        seen.add(tag)
        found.append((names[tag], match.start(), match.end()))
    fields: Fields = {}
    ends = [*(start for _, start, _ in found[1:]), len(record)]
    for (field, _, start), end in zip(found, ends, strict=False):  # no tag, no field: one end is left over
        if value := record.slice(start, end).strip():
            fields.setdefault(field, []).append(value)
    return fields


def _own_line(text: str, match: re.Match[str]) -> bool:
    return match.start() == 0 or text[match.start() - 1] == "\n"


@lru_cache(maxsize=1)
def _tags() -> re.Pattern[str]:
    tags = "|".join(sorted(tables.words("refworks_tags")))
    return re.compile(rf"(?:^|(?<=\s))({tags})(?:[ \t]+|(?=\n)|\Z)", re.MULTILINE)


@lru_cache(maxsize=1)
def _shapes() -> dict[str, re.Pattern[str]]:
    tag = f"(?:{'|'.join(sorted(tables.words('refworks_tags')))})"
    return {
        row["tag"]: re.compile(row["shape"].replace("{tag}", tag)) for row in tables.rows("refworks_tags")
    }
