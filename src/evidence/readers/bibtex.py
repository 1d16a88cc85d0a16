"""BibTeX and BibLaTeX, as reference managers, publishers and preprint servers export them.

Values in braces or quotes, joined with #, with @string's abbreviations; an entry that does not close ends where the
next one begins a line. The parser is own, because bibtexparser keeps no offsets, and the grammar is a page (Patashnik,
"BibTeXing", 1988; Hufflen, "BibTeX's grammar"). The fields read are `data/readers_bibtex_fields.tsv`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO, Final

from evidence.document import Document
from evidence.errors import ReadError
from evidence.readers import latex, tables, tagged
from evidence.readers.decoding import load_records
from evidence.readers.traced import EMPTY, Traced, join

FORMAT: Final = "bibtex"
MEDIA_TYPE: Final = "application/x-bibtex"
_SIGN: Final = re.compile(
    r"@\s*(?:article|book|in(?:book|collection|proceedings)|misc|proceedings|(?:phd|masters)?thesis|techreport|report"
    r"|unpublished|online|string|comment|preamble|conference|manual|patent|dataset|electronic)\s*[{(]",
    re.IGNORECASE,
)
_BEFORE_ENTRY: Final = re.compile(r"(?:[^\S\n]*(?:%[^\n]*)?\n)*[^\S\n]*")
_ENTRY: Final = re.compile(r"(?:^|(?<=[})]))[^\S\n]*@[^\S\n]*([A-Za-z]+)[^\S\n]*[{(]", re.MULTILINE)
_CUT: Final = re.compile(rb"[\r\n](?=[ \t]*@[ \t]*[A-Za-z]+[ \t]*[{(])")
_KEY: Final = re.compile(r"\s*[^\s,={}\"]*\s*,")
_FIELD: Final = re.compile(r"[\s,]*([A-Za-z][\w:+./-]*)\s*=\s*")
_NEXT_FIELD: Final = re.compile(r"\n[^\S\n]*[A-Za-z][\w:+./-]*\s*=\s*[{\"]")
_LAST_LINE: Final = re.compile(r"\n[^\S\n]*[})][^\S\n]*(?=\n|\Z)")
_BRACE: Final = re.compile(r"\\.|[{}]", re.DOTALL)
_QUOTE: Final = re.compile(r"\\.|[{}\"]", re.DOTALL)
_WORD: Final = re.compile(r"[^\s,#{}\"=()]+")
_JOINT: Final = re.compile(r"\s*#\s*")
_AND: Final = re.compile(r"(?<=\s)and(?=\s)", re.IGNORECASE)
_COMMA: Final = re.compile(",")
_MOST_UNCLOSED: Final = 10  # values without an end, in an entry that is not believed any further
_NO_ENTRIES: Final = frozenset({"comment", "preamble"})
_VERBATIM: Final = frozenset({"doi", "url", "pmid", "pmcid", "accession"})
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_PUBMED: Final = frozenset({"pubmed", "pmid", "medline"})

Fields = dict[str, list[Traced]]


def sniff(head: str, name: str) -> float:
    """An entry's opening, behind blank lines and lines of comment."""
    begin = _BEFORE_ENTRY.match(head)
    if begin and _SIGN.match(head, begin.end()):
        return 0.97
    return 0.8 if name.endswith((".bib", ".bibtex")) and _SIGN.search(head) else 0.0


def read(stream: BinaryIO, *, uri: str) -> Iterator[Document | ReadError]:
    """One document an entry; an entry without title and abstract is set aside."""
    reader, number = _Reader(), 0
    for run in load_records(stream, uri=uri, cut=_cut):
        for record, fields in reader.entries(run):
            number += 1
            place = f"record {number}"
            yield tagged.document(record, fields, uri=uri, place=place, format=FORMAT, media_type=MEDIA_TYPE)
    if not number:
        yield ReadError("no entry of a bibliography", uri=uri, remedy="export it again")


def _cut(data: bytes) -> int:
    return max((match.end() for match in _CUT.finditer(data)), default=0)


@dataclass(slots=True)
class _Reader:
    """Reads entries, and remembers the abbreviations that it met."""

    strings: dict[str, Traced] = field(
        default_factory=lambda: {month: Traced.literal(month) for month in _MONTHS}
    )

    def entries(self, run: Traced) -> Iterator[tuple[Traced, Fields]]:
        """Each entry with its fields by their meaning."""
        found = list(_ENTRY.finditer(run.text))
        ends = (*(match.start() for match in found[1:]), len(run))
        closed = 0
        for match, end in zip(found, ends, strict=False):  # no entry, one end
            if match.start() < closed:  # within a value of the entry before
                continue
            kind = match[1].lower()
            if kind in _NO_ENTRIES:
                continue
            if kind == "string":
                self.strings |= {name: value for name, value, _ in self._values(run, match.end(), end)}
                continue
            key = _KEY.match(run.text, match.end(), end)
            values: dict[str, Traced] = {}
            for name, value, stop in self._values(run, key.end() if key else match.end(), end):
                values.setdefault(name, value)
                closed = stop
            yield run.slice(match.start(), end).strip(), _meanings(values)

    def _values(self, run: Traced, start: int, end: int) -> Iterator[tuple[str, Traced, int]]:
        """Name, value and end of each field."""
        unclosed = 0
        while unclosed < _MOST_UNCLOSED and (match := _FIELD.match(run.text, start, end)):
            parts: list[Traced] = []
            start = match.end()
            while True:
                inside, stop, after = _part(run.text, start, end)
                unclosed += start < inside and stop == after
                word = run.slice(inside, stop)
                parts.append(self.strings.get(word.text.lower(), word) if start == inside else word)
                joint = _JOINT.match(run.text, after, end)
                start = joint.end() if joint else after
                if joint is None:
                    break
            yield match[1].lower(), join(parts) if len(parts) > 1 else parts[0], start


def _part(text: str, start: int, end: int) -> tuple[int, int, int]:
    """Start and end of what a part of a value says, and where what follows it begins."""
    if text[start : start + 1] == "{":
        return start + 1, *_braced(text, start + 1, end)
    if text[start : start + 1] == '"':
        return start + 1, *_quoted(text, start + 1, end)
    word = _WORD.match(text, start, end)
    return (start, word.end(), word.end()) if word else (start, start, start)


def _braced(text: str, start: int, end: int) -> tuple[int, int]:
    """Where a value in braces ends, and where what follows it begins; one without its brace ends at the next field."""
    depth = 1
    for match in _BRACE.finditer(text, start, end):
        depth += {"{": 1, "}": -1}.get(match[0], 0)
        if not depth:
            lacking = _NEXT_FIELD.search(text, start, match.start())
            return (lacking.start(), lacking.start()) if lacking else match.span()
    return _unclosed(text, start, end)


def _quoted(text: str, start: int, end: int) -> tuple[int, int]:
    depth = 0
    for match in _QUOTE.finditer(text, start, end):
        if match[0] == '"' and depth <= 0:
            return match.start(), match.end()
        depth += {"{": 1, "}": -1}.get(match[0], 0)
    return _unclosed(text, start, end)


def _unclosed(text: str, start: int, end: int) -> tuple[int, int]:
    found = _NEXT_FIELD.search(text, start, end) or _LAST_LINE.search(text, start, end)
    stop = found.start() if found else end
    return stop, stop


def _meanings(values: dict[str, Traced]) -> Fields:
    """The fields that are read by their meaning, as plain text."""
    fields: Fields = {}
    kind = values.get("eprinttype", values.get("archiveprefix", EMPTY)).text.strip("{} ").lower()
    for row in tables.rows("bibtex_fields"):
        value, meaning = values.get(row["field"], EMPTY).strip(), row["meaning"]
        if not value or (row["field"] == "eprint" and kind not in _PUBMED):
            continue
        if meaning == "author":
            fields[meaning] = list(_names(value))
        elif meaning == "keyword":
            fields.setdefault(meaning, []).extend(_parted(latex.plain(value)))
        else:
            clean = latex.verbatim(value) if meaning in _VERBATIM else latex.plain(value)
            fields.setdefault(meaning, []).append(clean)
    if "year" in fields and "month" in fields and "date" not in fields:
        fields["date"] = [join((fields["year"][0], fields["month"][0]), " ")]
    fields.pop("month", None)
    return fields


def _names(value: Traced) -> Iterator[Traced]:
    """The names between the "and"s that no braces hold, as plain text; "Last, Jr, First" with the suffix behind."""
    depths, depth = [], 0
    for character in value.text:
        depth += {"{": 1, "}": -1}.get(character, 0)
        depths.append(depth)
    last = 0
    cuts = [match.span() for match in _AND.finditer(value.text) if depths[match.start()] <= 0]
    for start, end in (*cuts, (len(value), len(value))):
        words = value.slice(last, start).strip()
        name = latex.plain(words)
        last = end
        if name and name.text.lower() != "others":
            parts = [part.strip() for part in name.split(_COMMA)] if words.text[0] != "{" else []
            yield join((join((parts[0], parts[2]), ", "), parts[1]), " ") if len(parts) == 3 else name


def _parted(value: Traced) -> Iterator[Traced]:
    """The keywords; commas part them where no semicolon does, which is left to `tagged`."""
    yield from [value] if ";" in value.text else value.split(_COMMA)
