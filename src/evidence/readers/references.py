"""Lists of references: their entries, numbers and identifiers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from evidence.document import Reference
from evidence.readers.draft import one_line
from evidence.readers.identifiers import find_doi, find_pmid
from evidence.readers.traced import Traced, join

# "1. ", "1) ", "[1] ", "1. 1 ." (the list's number and the journal's) or a bullet, at a line's start.
_LABEL: Final = re.compile(
    r"^[ \t]*(?:\[?(\d{1,4})[.)\]]+[ \t]*(?:\1[ \t]*\.[ \t]*)?|[*•·-][ \t]+)(?=\S)", re.MULTILINE
)
_TWICE: Final = re.compile(r"(?<=\s)(\d{1,4})\.\s+\1\s?\.\s*(?=\S)")
_BLANK: Final = re.compile(r"\n[^\S\n]*\n")
_YEAR: Final = re.compile(r"\b(?:19|20)\d\d\b")
_REGISTERED: Final = re.compile(r"\bNCT\d{8}\b")
# "Antonarakis ES, ", "de Bono J.S., ", "Smith A. ", "KEYNOTE-177 investigators.": by whom a work is.
_BY_WHOM: Final = re.compile(
    r"(?:[^\W\d_][\w'’-]+ ){0,2}[^\W\d_][\w'’-]+,? (?:[A-Z][.-]?\s?){1,4}(?=[,.;:\s]|$)|[^.]{0,120}\bet al\b"
    r"|[^.]{3,80} (?:investigators|group|collaborators|consortium|committee)\b",
)


def entries(listed: Traced) -> list[tuple[Traced, Reference]]:
    """The entries of a list, each with its words on one line and its record.

    Numbers are those of the list; where they do not rise (pasted pages number each "1.") the order's.
    """
    found = list(_entries(listed))
    numbers = [number for number, _ in found]
    if any(number is None for number in numbers) or any(a >= b for a, b in pairwise(n or 0 for n in numbers)):
        found = [(order, words) for order, (_, words) in enumerate(found, start=1)]
    return [(words, record(words.text, number)) for number, words in found]


def unheaded(paragraphs: Sequence[Traced]) -> int | None:
    """Where the paragraphs begin that end a text as a list of references without a heading; None if none do.

    Its entries count up from one, and each says by whom a work is, and its year or an identifier: numbered statements
    do not.
    """
    for index in range(len(paragraphs) - 1, 0, -1):
        listed = [paragraph.text for paragraph in paragraphs[index:]]
        label = _LABEL.match(listed[0])
        if label is None or label[1] is None:
            return None
        if label[1] == "1":
            found = list(_entries(join(paragraphs[index:], "\n\n")))
            counted = [number for number, _ in found] == list(range(1, len(found) + 1))
            return index if counted and all(_is_work(words.text) for _, words in found) else None
    return None


def _is_work(text: str) -> bool:
    dated = _YEAR.search(text) or _REGISTERED.search(text) or find_doi(text) or find_pmid(text)
    return bool(dated and _BY_WHOM.match(text))


def record(text: str, number: int | None, *, doi: str | None = None, pmid: str | None = None) -> Reference:
    """The record of an entry; identifiers that its words state come before those given."""
    return Reference(number=number, text=text, doi=find_doi(text) or doi, pmid=find_pmid(text) or pmid)


def _entries(listed: Traced) -> Iterator[tuple[int | None, Traced]]:
    text = listed.text
    spans = _labels_in_lines(text) or _labels_in_flow(text)
    if not spans:
        blocks = list(listed.split(_BLANK))
        parts = blocks if len(blocks) > 1 else list(listed.lines())
        yield from ((None, words) for part in parts if (words := one_line(part)))
        return
    for (_, start, number), end in zip(
        spans, [*(begin for begin, _, _ in spans[1:]), len(text)], strict=True
    ):
        if words := one_line(listed.slice(start, end)):
            yield number, words


def _labels_in_lines(text: str) -> list[tuple[int, int, int | None]]:
    """Begin, end and number of each label that begins a line; none where one line holds several entries."""
    found = [(m.start(), m.end(), int(m[1]) if m[1] else None) for m in _LABEL.finditer(text)]
    lines = sum(1 for line in text.split("\n") if line.strip())
    return found if len(found) > 1 or lines > 1 or len(_labels_in_flow(text)) < 2 else []


def _labels_in_flow(text: str) -> list[tuple[int, int, int | None]]:
    """Labels that count up from one in running text; if the first repeats its number ("1. 1 ."), all do."""
    first = re.compile(r"\s*\[?1[.)\]]+\s+(1\s?\.\s*)?(?=\S)").match(text)
    if first is None:
        return []
    found: list[tuple[int, int, int | None]] = [(first.start(), first.end(), 1)]
    if first[1]:
        return found + [(m.start(), m.end(), int(m[1])) for m in _TWICE.finditer(text, first.end())]
    while True:
        number = len(found) + 1
        label = re.compile(rf"(?<=\s)\[?{number}[.)\]]+\s+(?=[^\s\d])").search(text, found[-1][1])
        if label is None:
            return found
        found.append((label.start(), label.end(), number))
