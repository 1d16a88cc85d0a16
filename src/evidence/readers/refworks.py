"""RefWorks tagged records, as reference managers and journal sites export them (RefWorks Tagged Format).

Two-character tags with their values, on lines of their own (the values may go on over more lines) or all in
one line; RT begins a record. The table of tags is `data/readers_refworks_tags.tsv`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import BinaryIO, Final

from evidence.document import Document, Source
from evidence.errors import ReadError
from evidence.readers import tables
from evidence.readers.decoding import digest, load
from evidence.readers.digests import without_statement
from evidence.readers.draft import Bibliography, Draft, one_line
from evidence.readers.identifiers import clean_doi, find_doi, find_pmid, iso_date, page_range
from evidence.readers.references import entries
from evidence.readers.traced import Traced, join

FORMAT: Final = "refworks"
MEDIA_TYPE: Final = "application/x-refworks-tagged"
_RECORD: Final = re.compile(r"(?:^|(?<=\s))RT(?= )", re.MULTILINE)
_HEAD: Final = re.compile(r"\s*(?:RT[ \t]+[A-Z]|(?:SR|ID|A1|T1)[ \t]+\S)")
_PARAGRAPHS: Final = re.compile(r"\n[^\S\n]*\n\s*")
_KEYWORD_END: Final = re.compile(r"\s*[;\n]\s*")
_DIGITS: Final = re.compile(r"(?:PMID:?\s*)?(\d{5,8})", re.IGNORECASE)
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_FEWEST_LINES: Final = 3  # a record with so many tags at the beginning of lines has all its tags there

Fields = dict[str, list[Traced]]


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
            yield _document(record, uri, f"record {number}")


def _record_starts(source: Traced) -> list[int]:
    shape = _shapes()["RT"]
    starts = [
        match.start()
        for match in _RECORD.finditer(source.text)
        if source.text[match.start() - 1 : match.start()] in ("", "\n")
        or shape.match(source.text, match.end() + 1)
    ]
    return starts if starts and not source.text[: starts[0]].strip() else [0, *starts]


def _document(record: Traced, uri: str, place: str) -> Document | ReadError:
    fields, statement = _fields(record), None
    notes = []
    for note in fields.get("note", []):
        note, found = without_statement(note)
        statement = statement or found
        notes.append(note)
    draft = Draft()
    if title := _first(fields, "title"):
        draft.title(title)
    if abstract := _first(fields, "abstract"):
        abstract, found = without_statement(abstract)
        statement = statement or found
        draft.abstract(join((one_line(part) for part in abstract.split(_PARAGRAPHS)), "\n\n"))
    if draft.empty:
        return ReadError(
            "a record without title and abstract", uri=uri, place=place, remedy="export it again"
        )
    if listed := _first(fields, "references"):
        draft.references("References", entries(listed))
    source = Source(uri=uri, media_type=MEDIA_TYPE, format=FORMAT, sha256=digest(record.text.encode()))
    return draft.document(source=source, form="record", bibliography=_bibliography(fields), digest=statement)


def _bibliography(fields: Fields) -> Bibliography:
    texts = {name: [one_line(value).text for value in values] for name, values in fields.items()}

    def one(name: str) -> str | None:
        return next((value for value in texts.get(name, []) if value), None)

    year = _YEAR.search(one("year") or "")
    date = iso_date(one("date") or "")
    doi, url = one("doi"), one("url")
    kind = one("type")
    return Bibliography(
        title=one("title"),
        authors=tuple(author for value in texts.get("author", []) for author in value.split("; ") if author),
        journal=one("journal") or one("journal_short"),
        year=int(year[0]) if year else (int(date[:4]) if date else None),
        date=date if date and (not year or date.startswith(year[0])) else (year[0] if year else None),
        volume=one("volume"),
        issue=one("issue"),
        pages=page_range(one("first_page"), one("last_page")),
        doi=(find_doi(doi) or clean_doi(doi)) if doi else find_doi(url or ""),
        pmid=_pmid(texts),
        url=url,
        publication_types=(kind,) if kind else (),
        keywords=tuple(
            keyword
            for value in fields.get("keyword", [])
            for keyword in (part.text.strip() for part in value.split(_KEYWORD_END))
            if keyword
        ),
        language=one("language"),
    )


def _pmid(texts: dict[str, list[str]]) -> str | None:
    for name in ("accession", "id"):
        for value in texts.get(name, []):
            if match := _DIGITS.fullmatch(value):
                return match[1]
    return next((pmid for value in texts.get("note", []) if (pmid := find_pmid(value))), None)


def _fields(record: Traced) -> Fields:
    """The values of each field, in order, as they stand (with their line ends)."""
    table = {row["tag"]: row for row in tables.rows("refworks_tags")}
    found: list[tuple[str, int, int]] = []
    seen: set[str] = set()
    matches = list(_tags().finditer(record.text))
    in_lines = sum(_own_line(record.text, match) for match in matches) >= _FEWEST_LINES
    for match in matches:
        tag, own_line = match[1], _own_line(record.text, match)
        if tag in seen and not table[tag]["many"]:
            continue
        if not own_line and (in_lines or not _shapes()[tag].match(record.text, match.end())):
            continue
        seen.add(tag)
        found.append((table[tag]["field"], match.start(), match.end()))
    fields: Fields = {}
    ends = [*(start for _, start, _ in found[1:]), len(record)]
    for (field, _, start), end in zip(found, ends, strict=False):  # no tag, no field: one end is left over
        if value := record.slice(start, end).strip():
            fields.setdefault(field, []).append(value)
    return fields


def _own_line(text: str, match: re.Match[str]) -> bool:
    return match.start() == 0 or text[match.start() - 1] == "\n"


def _first(fields: Fields, name: str) -> Traced | None:
    return next(iter(fields.get(name, [])), None)


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
