"""Records of tagged lines, whatever the tags: from named fields to a document."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import BinaryIO, Final, get_args

from evidence.document import Bibliography, Document, Form, Relation, RelationType, Source
from evidence.errors import ReadError
from evidence.readers import tables
from evidence.readers.decoding import digest as sha256_of
from evidence.readers.decoding import load_records
from evidence.readers.digests import without_statement
from evidence.readers.draft import Draft, one_line
from evidence.readers.identifiers import clean_doi, find_doi, find_pmcid, find_pmid, iso_date, page_range
from evidence.readers.references import entries
from evidence.readers.traced import Traced, join

Fields = dict[str, list[Traced]]
_PARAGRAPHS: Final = re.compile(r"\n[^\S\n]*\n\s*")
_KEYWORD_END: Final = re.compile(r"[;\n]")
_DIGITS: Final = re.compile(r"(?:PMID:?\s*)?(\d{5,8})(?:\s*\[pmid\])?", re.IGNORECASE)
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_DOI_LOCATOR: Final = re.compile(r"(10\.\S+)(?:\s*\[doi\])?")
# A study that two works share has no field.
_RELATIONS: Final[tuple[RelationType, ...]] = tuple(
    name for name in get_args(RelationType) if name != "same_study_as"
)


def read_lines(
    stream: BinaryIO,
    *,
    uri: str,
    first: str,
    tag: re.Pattern[str],
    table: str,
    format: str,
    media_type: str,
) -> Iterator[Document | ReadError]:
    """The documents of records in tagged lines, each of which begins with a line that `first` matches."""
    start = re.compile(f"^(?={first})", re.MULTILINE)
    begin = re.compile(rf"[\r\n](?={first})".encode())

    def cut(data: bytes) -> int:
        return max((match.end() for match in begin.finditer(data)), default=0)

    number = 0
    for run in load_records(stream, uri=uri, cut=cut):
        for record in run.split(start):
            if record.strip():
                number += 1
                fields = lines_to_fields(record, table, tag)
                yield document(
                    record, fields, uri=uri, place=f"record {number}", format=format, media_type=media_type
                )


def lines_to_fields(record: Traced, table: str, tag: re.Pattern[str]) -> Fields:
    """The fields of a record whose tags begin lines; other lines go on with the value before them.

    `tag` matches a line's tag (group 1) and what parts it from the value; `table` says which tags are read.
    """
    names = tables.mapping(table)
    fields: Fields = {}
    value: list[Traced] | None = None

    def close(name: str | None) -> None:
        if name is not None and value and (whole := join(value, "\n").strip()):
            fields.setdefault(name, []).append(whole)

    name: str | None = None
    for line in record.lines():
        if match := tag.match(line.text):
            close(name)
            name, value = names.get(match[1]), [line.slice(match.end())]
        elif value is not None:
            value.append(line)
    close(name)
    return fields


def document(
    record: Traced,
    fields: Fields,
    *,
    uri: str,
    place: str,
    format: str,
    media_type: str,
    form: Form = "record",
) -> Document | ReadError:
    """The document of a record; a record without title and abstract is set aside."""
    statement = None
    for name in ("note", "abstract"):
        for index, value in enumerate(fields.get(name, [])):
            fields[name][index], found = without_statement(value)
            statement = statement or found
    draft = Draft()
    if title := _first(fields, "title"):
        draft.title(title)
    if abstract := _first(fields, "abstract"):
        draft.abstract(join((one_line(part) for part in abstract.split(_PARAGRAPHS)), "\n\n"))
    if draft.empty:
        return ReadError(
            "a record without title and abstract", uri=uri, place=place, remedy="export it again"
        )
    if conflict := _first(fields, "conflict"):
        draft.section("other", "Conflict of interest statement", [one_line(conflict)])
    if listed := _first(fields, "references"):
        draft.references("References", entries(listed))
    source = Source(uri=uri, media_type=media_type, format=format, sha256=sha256_of(record.text.encode()))
    known = bibliography(fields)
    return draft.document(
        source=source, form=form, bibliography=known, digest=statement, relations=tuple(_relations(fields))
    )


def bibliography(fields: Fields) -> Bibliography:
    """What the fields say of the document itself."""
    texts = {name: [one_line(value).text for value in values] for name, values in fields.items()}

    def one(*names: str) -> str | None:
        return next((value for name in names for value in texts.get(name, []) if value), None)

    year = _YEAR.search(one("year") or "")
    date = iso_date(one("date") or one("year") or "")
    known = Bibliography(
        title=one("title", "vernacular_title"),
        authors=tuple(_authors(texts.get("author") or texts.get("author_short", []))),
        journal=one("journal", "journal_short"),
        year=int(year[0]) if year else (int(date[:4]) if date else None),
        date=date if date and (not year or date.startswith(year[0])) else (year[0] if year else None),
        volume=one("volume"),
        issue=one("issue"),
        pages=page_range(one("pages") or one("first_page"), one("last_page")),
        url=one("url"),
        publication_types=tuple(dict.fromkeys(texts.get("type", []))),
        keywords=tuple(_keywords(fields.get("keyword", []))),
        language=one("language"),
    )
    return replace(known, doi=_doi(texts), pmid=_pmid(texts), pmcid=find_pmcid(one("pmcid") or ""))


def _authors(values: Iterable[str]) -> Iterator[str]:
    for value in values:
        yield from (author.strip() for author in value.split("; ") if author.strip())


def _keywords(values: Iterable[Traced]) -> Iterator[str]:
    for value in values:
        yield from (keyword for part in value.split(_KEYWORD_END) if (keyword := part.text.strip()))


def _doi(texts: dict[str, list[str]]) -> str | None:
    for value in texts.get("doi", []):
        return find_doi(value) or clean_doi(value)
    for value in texts.get("locator", []):
        if match := _DOI_LOCATOR.fullmatch(value):
            return clean_doi(match[1])
    links = (*texts.get("doi_link", []), *texts.get("url", []))
    return next((doi for link in links if "doi" in link and (doi := find_doi(link))), None)


def _pmid(texts: dict[str, list[str]]) -> str | None:
    for name in ("pmid", "accession", "id"):
        for value in texts.get(name, []):
            if (match := _DIGITS.fullmatch(value)) or (
                name == "pmid" and (match := re.fullmatch(r"(\d+)", value))
            ):
                return match[1]
    return next((pmid for value in texts.get("note", []) if (pmid := find_pmid(value))), None)


def _relations(fields: Fields) -> Iterator[Relation]:
    for name in _RELATIONS:
        for value in fields.get(name, []):
            words = one_line(value).text
            if pmid := find_pmid(words):
                yield Relation(type=name, target=f"pmid:{pmid}")
            elif name.endswith("_by") and words:  # a notice may have no record of its own
                yield Relation(type=name, target=words)


def _first(fields: Fields, name: str) -> Traced | None:
    return next(iter(fields.get(name, [])), None)
