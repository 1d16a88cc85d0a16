"""Marked-up prose to exact text: white space folded, raised figures kept apart, citations known by their place.

Markup languages (JATS, HTML) share what is hard about their inline markup. Two numbers never run together where a
superscript between them is all that parted them: "25<sup>12</sup>" is 25 with a mark 12, and "10<sup>9</sup>" is a
power, which is written "10^9".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from evidence.document import Citation, Document, Reference, SectionRole
from evidence.readers.draft import Draft
from evidence.readers.grids import Grid
from evidence.readers.traced import Traced

# XML's white space (XML 1.0, production 3) and the characters that would end a line; the rest stays as it stands,
# because thin and no-break spaces belong to numbers.
_SPACE: Final = re.compile(r"[ \t\r\n\f\v\x1c-\x1f\x85\u2028\u2029]+")
_POWER: Final = re.compile(r"[-−–‐‑]?\s?\d{1,3}")
_BASE: Final = re.compile(r"(?<![\d.,·])10$")
_APART: Final = "\u00a0"  # a no-break space: a thin or plain one would make thousands of "25 123"
_BETWEEN: Final = re.compile(r"[\s\u200b]*(?:[,;]|and|&|(?P<range>[–‒—−-]|to))?[\s\u200b]*")
_DIGITS: Final = re.compile(r"\d{1,4}")
_RANGE: Final = re.compile(r"(\d{1,4})\s?[–‒—−-]\s?(\d{1,4})")
_BRACKETS: Final = {"[": "]", "(": ")"}
_LONGEST_RANGE: Final = 40


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph's text, and the citations in it by their offsets there."""

    text: str
    citations: tuple[Citation, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.text)

    def after(self, opening: re.Pattern[str]) -> Words:
        """What stands behind an opening."""
        match = opening.match(self.text)
        cut = match.end() if match else 0
        kept = (item for item in self.citations if item.start >= cut)
        return Words(
            self.text[cut:], tuple(replace(item, start=item.start - cut, end=item.end - cut) for item in kept)
        )


@dataclass(slots=True)
class Prose:
    """Puts a paragraph together from runs of text, raised runs and citations."""

    _parts: list[str] = field(default_factory=list)
    _length: int = 0
    _last: str = ""
    _tail: str = ""
    _border: bool = False
    _citations: list[Citation] = field(default_factory=list)

    @property
    def empty(self) -> bool:
        """Nothing but white space stands in it yet."""
        return not self._tail.strip()

    def ends(self, marks: tuple[str, ...]) -> bool:
        """What was written last, but for white space, is one of the marks."""
        return self._tail.rstrip().endswith(marks)

    def add(self, text: str) -> None:
        """A run of text as it stands, its white space folded."""
        text = _SPACE.sub(" ", text)
        if text.startswith(" ") and self._last == " ":
            text = text[1:]
        if text:
            self._part_from(text[0])
            self._append(text)

    def border(self) -> None:
        """Markup ends or begins here, so that a figure before it is not continued by one behind it."""
        self._border = True

    def raised(self, text: str) -> None:
        """A raised run of plain text: an exponent, an ordinal's ending or a mark."""
        bare = text.strip()
        if _POWER.fullmatch(bare) and _BASE.search(self._tail):
            self._append("^")
        self.border()
        self.add(text)
        self.border()

    def cite(self, text: str, numbers: Sequence[int]) -> None:
        """A citation's marker that names references by their numbers."""
        marker = text.strip()
        if not marker:
            self.add(text)
            return
        self.border()
        if text[0].isspace():
            self.add(" ")
        self._part_from(marker[0])
        start = self._length
        self._append(_SPACE.sub(" ", marker))
        if numbers:
            self._citations.append(Citation(start=start, end=self._length, numbers=tuple(numbers)))
        self.border()
        if text[-1].isspace():
            self.add(" ")

    def untrimmed(self) -> str:
        """The text with the white space at its ends."""
        return "".join(self._parts)

    def done(self) -> Words:
        """The paragraph, without white space at its ends; neighbouring markers are one citation."""
        text = "".join(self._parts)
        begun, text = len(text) - len(text.lstrip()), text.strip()
        moved = (replace(item, start=item.start - begun, end=item.end - begun) for item in self._citations)
        joined = _joined(text, [item for item in moved if item.start >= 0 and item.end <= len(text)])
        return Words(text, tuple(_bracketed(text, item) for item in joined))

    def _part_from(self, character: str) -> None:
        """Keep a figure apart from the one before a border."""
        if self._border and self._last.isdigit() and character.isdigit():
            self._append(_APART)
        self._border = False

    def _append(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)
        self._last = text[-1]
        self._tail = (self._tail + text)[-4:]


def together(parts: Iterable[Words], separator: str) -> Words:
    """Paragraphs as one, with a separator between."""
    texts, citations, length = [], [], 0
    for part in parts:
        citations += [
            replace(item, start=item.start + length, end=item.end + length) for item in part.citations
        ]
        texts.append(part.text)
        length += len(part.text) + len(separator)
    return Words(separator.join(texts), tuple(citations))


@dataclass(slots=True)
class Manuscript:
    """A draft that knows where its citations come to stand.

    The text it is given is numbered through, as if it were a source; the draft's segments tell in the end where
    each run of it stands. They do not lead back to the bytes, and the document has none.
    """

    draft: Draft = field(default_factory=Draft)
    written: int = 0
    _citations: list[Citation] = field(default_factory=list)

    def traced(self, words: Words) -> Traced:
        """A paragraph for the draft."""
        if not words:
            return Traced.literal("")
        origin = self.written
        self.written += len(words.text) + 1  # a gap, so that no two paragraphs are one run
        self._citations += (
            replace(item, start=item.start + origin, end=item.end + origin) for item in words.citations
        )
        return Traced(words.text, (0,), (origin,))

    def section(self, role: SectionRole | None, heading: str | None, paragraphs: Iterable[Words]) -> None:
        """The heading's words, where it has any, and the paragraphs below it."""
        kept = [self.traced(words) for words in paragraphs if words]
        if not kept:
            return
        if heading:
            self.draft.paragraph(Traced.literal(heading))
        self.draft.section(role, heading, kept)

    def tables(
        self,
        label: str | None,
        captions: Iterable[Words],
        grids: Iterable[Grid[Words]],
        notes: Iterable[Words],
    ) -> None:
        """Tables under one label, with their captions before and their notes behind them."""
        kept = [Grid(self.traced(grid.words), grid.cells) for grid in grids]
        if label and kept:
            self.draft.paragraph(Traced.literal(label))
        self.draft.tables(label, map(self.traced, captions), kept, map(self.traced, notes))

    def finished(self, document: Document) -> Document:
        """The draft's document with its citations."""
        starts = {segment.source_start: segment for segment in document.segments}
        ordered = sorted(starts)
        found, index = [], 0
        for item in sorted(self._citations, key=lambda item: item.start):
            while index + 1 < len(ordered) and ordered[index + 1] <= item.start:
                index += 1
            segment = starts[ordered[index]] if ordered else None
            if segment is None or item.start < segment.source_start:
                continue
            shift = segment.start - segment.source_start
            if item.end + shift <= segment.end:
                found.append(replace(item, start=item.start + shift, end=item.end + shift))
        return replace(document, segments=(), citations=tuple(sorted(found, key=lambda item: item.start)))


def named(text: str, numbers: Sequence[int], known: frozenset[int]) -> tuple[int, ...]:
    """The references that a marker names: those it is linked to, with those its own words count up.

    A marker "2–4" may be linked to the second and the fourth only; the third stands in its words.
    """
    found = dict.fromkeys(numbers)
    for first, last in _RANGE.findall(text):
        found |= dict.fromkeys(number for number in _spelled_out(int(first), int(last)) if number in known)
    return tuple(sorted(found))


def numbers_of(text: str, known: frozenset[int]) -> tuple[int, ...]:
    """The references that a marker's own words number, if they are nothing but numbers of the list."""
    if re.sub(r"[\d\s,;–‒—−\-()\[\]]", "", text):
        return ()
    found = [int(number) for number in _DIGITS.findall(text)]
    return named(text, found, known) if found and known.issuperset(found) else ()


def numbered(references: Iterable[Reference]) -> frozenset[int]:
    """The numbers of a list of references."""
    return frozenset(item.number for item in references if item.number is not None)


def _spelled_out(first: int, last: int) -> range:
    return range(first, last + 1) if first <= last <= first + _LONGEST_RANGE else range(0)


def _joined(text: str, citations: Sequence[Citation]) -> list[Citation]:
    """Markers with nothing but commas between them are one; a dash between two spells out a range."""
    joined: list[Citation] = []
    for item in citations:
        before = joined[-1] if joined else None
        between = _BETWEEN.fullmatch(text, before.end, item.start) if before else None
        if before is None or between is None:
            joined.append(item)
            continue
        spelled: Iterable[int] = item.numbers
        if between["range"]:
            spelled = dict.fromkeys((*_spelled_out(before.numbers[-1], item.numbers[0]), *item.numbers))
        numbers = tuple(dict.fromkeys((*before.numbers, *spelled)))
        joined[-1] = Citation(start=before.start, end=item.end, numbers=numbers)
    return joined


def _bracketed(text: str, item: Citation) -> Citation:
    """A marker that is all that its brackets hold has them with it."""
    before, behind = text[item.start - 1 : item.start], text[item.end : item.end + 1]
    if behind and _BRACKETS.get(before) == behind:
        return replace(item, start=item.start - 1, end=item.end + 1)
    return item
