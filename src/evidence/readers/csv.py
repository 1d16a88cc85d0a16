"""Tables of records, parted by commas, semicolons or tabs (RFC 4180), from reference managers and databases.

The first line names the columns; which names are known is `data/readers_csv_headers.tsv`. Python's csv module keeps no
offsets, and takes quotes as such in the tab-delimited files of Web of Science, which have none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import BinaryIO, Final

from evidence.document import Document
from evidence.errors import ReadError
from evidence.readers import tables, tagged
from evidence.readers.citations import citation_line
from evidence.readers.decoding import load_records
from evidence.readers.identifiers import find_doi
from evidence.readers.traced import Traced

FORMAT: Final = "csv"
MEDIA_TYPE: Final = "text/csv"
_DELIMITERS: Final = ",;\t|"
_SEPARATOR_LINE: Final = re.compile(r"\s*(?:\"?sep=.\"?\s*\n)?")  # Excel's "sep=;"
_WORD: Final = re.compile(r"[^\W_]+")
_FEWEST: Final = 3  # known columns of a table whose name does not say that it is one
_LONGEST_HEADER: Final = 20_000
_NAMED: Final = (".csv", ".tsv", ".tab", ".txt")
_DOUBLED: Final = re.compile(r'"(?=")')
_SEMICOLON: Final = re.compile(";")
_COMMA: Final = re.compile(",")
_AND: Final = re.compile(r"(?<=\s)(?:and|&)(?=\s)")
_SHORT_NAME: Final = re.compile(
    r"[^\W\d_][^,\d]{0,60}\s(?:[A-Z]\.?-?){1,4}(?:\s(?:Jr|Sr|2nd|3rd|\dth|I{2,3}))?\.?"
)
_AUTHOR_ID: Final = re.compile(r"\(\d{8,}\)")
_BEHIND_CITATION: Final = re.compile(
    r"\b(?:doi:|eCollection\b|Epub\b|Print\b|Online ahead\b|PMID:).*", re.DOTALL
)

Cells = list[Traced]


def sniff(head: str, name: str) -> float:
    """A first line of known columns, a title or an abstract among them."""
    _, columns = _header(head)
    known = [tables.mapping("csv_headers")[column] for column in columns if column]
    if not {"title", "abstract"} & set(known):
        return 0.0
    enough = len(known) >= _FEWEST or (len(known) >= 2 and name.endswith(_NAMED))
    return 0.96 if enough and 2 * len(known) >= min(len(columns), 8) else 0.0


def read(stream: BinaryIO, *, uri: str) -> Iterator[Document | ReadError]:
    """One document a row; a row without title and abstract is set aside."""
    delimiter, columns, number = "", tuple[str, ...](), 0
    for run in load_records(stream, uri=uri, cut=_cut):
        start = 0
        if not delimiter:
            start, (delimiter, columns) = _opening(run.text), _header(run.text)
            if not any(columns):
                remedy = "name the columns: title, abstract, doi ..."
                raise ReadError("a table without known columns", uri=uri, remedy=remedy)
        for row, cells in _rows(run, start, delimiter):
            if number and any(cell.strip() for cell in cells):
                yield tagged.document(
                    row,
                    _fields(columns, cells),
                    uri=uri,
                    place=f"row {number + 1}",
                    format=FORMAT,
                    media_type=MEDIA_TYPE,
                )
            number += 1


def _cut(data: bytes) -> int:
    """Where the last row begins: behind a line end that no quotes hold."""
    quotes, end = data.count(b'"'), len(data)
    while (line := data.rfind(b"\n", 0, end)) >= 0:
        quotes -= data.count(b'"', line, end)
        if not quotes % 2:
            return line + 1
        end = line
    return 0


def _opening(text: str) -> int:
    match = _SEPARATOR_LINE.match(text)
    return match.end() if match else 0


def _header(text: str) -> tuple[str, tuple[str, ...]]:
    """The delimiter that parts the most known columns, and the columns' names, empty where unknown."""
    words = Traced.whole(text[:_LONGEST_HEADER])
    known = tables.mapping("csv_headers")
    best: tuple[str, tuple[str, ...]] = (_DELIMITERS[0], ())
    for delimiter in _DELIMITERS:
        _, cells = next(_rows(words, _opening(words.text), delimiter), (words, []))
        folded = (" ".join(_WORD.findall(cell.text.casefold())) for cell in cells)
        names = tuple(name if name in known else "" for name in folded)
        if sum(map(bool, names)) > sum(map(bool, best[1])):
            best = delimiter, names
    return best


@lru_cache(maxsize=8)
def _cell(delimiter: str) -> re.Pattern[str]:
    """A cell: quoted up to its end (or, cut short, to the text's), else up to the next delimiter."""
    stop = re.escape(delimiter)
    return re.compile(
        rf'[ ]*"(?P<quoted>[^"]*(?:""[^"]*)*)(?:"[ ]*(?=[{stop}\n]|\Z)|\Z)|(?P<bare>[^{stop}\n]*)'
    )


def _rows(run: Traced, start: int, delimiter: str) -> Iterator[tuple[Traced, Cells]]:
    """Each row with its cells."""
    text, cell = run.text, _cell(delimiter)
    begun, cells = start, Cells()
    while start <= len(text):
        match = cell.match(text, start)
        if match is None:  # the bare cell may be empty, so that one of the two always matches
            return
        quoted = match["quoted"] is not None
        value = run.slice(*match.span("quoted" if quoted else "bare"))
        cells.append(value.sub(_DOUBLED) if quoted and '""' in value.text else value)
        start = match.end()
        if text[start : start + 1] == delimiter:
            start += 1
            continue
        yield run.slice(begun, start), cells
        start += 1
        begun, cells = start, []


def _fields(columns: Sequence[str], cells: Cells) -> tagged.Fields:
    """The cells by what their columns mean; of several columns of a field the first in the table that has words."""
    rows = {name: cell.strip() for name, cell in zip(columns, cells, strict=False) if name and cell.strip()}
    fields: tagged.Fields = {}
    for name, field in tables.mapping("csv_headers").items():
        if name not in rows:
            continue
        if field == "keyword":
            fields.setdefault(field, []).extend(_keywords(rows[name]))
        elif field not in fields:
            fields[field] = list(_authors(rows[name])) if field == "author" else [rows[name]]
    if citation := fields.pop("citation", None):
        _cite(citation[0], fields)
    return fields


def _authors(value: Traced) -> Iterator[Traced]:
    """The names of a cell, whichever of its marks parts them."""
    if ";" in value.text:
        names = value.split(_SEMICOLON)
    elif _AND.search(value.text):
        names = (part for half in value.split(_AND) for part in _short_names(half))
    else:
        names = _short_names(value)
    for name in names:
        if bare := name.sub(_AUTHOR_ID).strip():
            yield bare


def _short_names(value: Traced) -> Iterator[Traced]:
    """The names between commas where each is a surname with initials ("Roe RR, Doe J."); else the name itself."""
    parts = [part.strip() for part in value.split(_COMMA)]
    parts = [part for part in parts if part]
    if all(_SHORT_NAME.fullmatch(part.text) for part in parts):
        yield from (
            part.slice(0, len(part.text.rstrip("."))) if part is parts[-1] else part for part in parts
        )
    else:
        yield value.strip()


def _keywords(value: Traced) -> Iterator[Traced]:
    yield from [value] if ";" in value.text else value.split(_COMMA)


def _cite(citation: Traced, fields: tagged.Fields) -> None:
    """Fill in what only the citation says ("J Trials. 2020 Jan;1(2):3-4. doi: ...")."""
    words = " ".join(citation.text.split())
    found = citation_line(_BEHIND_CITATION.sub("", words).strip())
    for name in ("journal", "date", "volume", "issue", "pages"):
        if found and (value := getattr(found, name)):
            fields.setdefault(name, [Traced.literal(value)])
    if doi := find_doi(words):
        fields.setdefault("doi", [Traced.literal(doi)])
