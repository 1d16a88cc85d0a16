"""Layer `citations`: the places where a text cites, by brackets or by superscript numbers that lost their raising.

Journals' exports glue them on: "metastases.7,8", "Kato et al19 showed", "literature,19-21 where". They are believed if
the document has a list of references that holds the numbers or, without a list, if the numbers count up from 1.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc

from evidence.document import Citation, Document

NAME: Final = "evidence_citations"

# Numbers that end a word, or stand in square brackets. What stands before them decides; that is looked at in Python,
# because a lookbehind is tried at every character of the text and this at every numeral. (One set of characters begins
# both, since the engine skips to a set, but not to the beginnings of alternatives.)
_NUMBERS: Final = re.compile(
    r"[\[\d](?:(?<=\[)(?P<bracket>\d{1,3}(?:\s?[,;–‒-]\s?\d{1,3})*)\]"
    r"|(?<=\d)\d{0,2}(?:[,–‒-]\d{1,3})*(?=[\s.,;:)](?!(?<=[.,])\d)|$))"
)
_STOPS: Final = frozenset(".,;:")
_BEFORE_STOP: Final = frozenset(')]”"%')
_SHORTEST_WORD: Final = 4
_LARGEST: Final = 400


@Language.component(NAME)
def citations(doc: Doc) -> Doc:
    """Keep what the reader knows; else find the markers in the text."""
    document: Document = doc._.document
    doc._.citations = document.citations or tuple(_believed(document, list(_markers(document.text))))
    return doc


def _markers(text: str) -> Iterator[tuple[Citation, bool]]:
    """Citations with whether they are glued to a plain word, the least certain form."""
    for match in _NUMBERS.finditer(text):
        bracketed = match["bracket"] is not None
        glue = "bracket" if bracketed else _glue(text, match.start())
        numbers = tuple(_spelled_out(match["bracket"] or match.group())) if glue else ()
        if numbers:
            yield Citation(start=match.start(), end=match.end(), numbers=numbers), glue == "word"


def _glue(text: str, start: int) -> str | None:
    """What a bare number is glued to: a stop behind a word, the "al" of "et al", or a plain word; None for neither."""
    before = text[max(0, start - _SHORTEST_WORD) : start]
    if not before or before[-1].isspace():
        return None
    if before[-1] in _STOPS:
        closed = before[-2:-1]
        return "stop" if closed.isalpha() or closed in _BEFORE_STOP else None
    if before.endswith(" al"):
        return "name"
    return "word" if len(before) == _SHORTEST_WORD and before.isalpha() and before.islower() else None


def _spelled_out(marker: str) -> Iterator[int]:
    """Every number of a marker; "15-17" names three. Nothing for what cannot be one."""
    for part in re.split(r"\s?[,;]\s?", marker):
        ends = [int(number) for number in re.findall(r"\d+", part)]
        if not 0 < ends[0] <= ends[-1] <= _LARGEST or ends[-1] - ends[0] > 30:
            return
        yield from range(ends[0], ends[-1] + 1)


def _believed(document: Document, found: list[tuple[Citation, bool]]) -> Iterator[Citation]:
    listed = {reference.number for reference in document.references if reference.number is not None}
    printed = any(section.role == "references" for section in document.sections)
    if len(listed) > 1 or (listed and printed):  # else it is what a commentary discusses, and no list
        yield from (citation for citation, _ in found if listed.issuperset(citation.numbers))
        return
    certain = [citation for citation, glued_to_word in found if not glued_to_word]
    numbers = {number for citation in certain for number in citation.numbers}
    if len(certain) > 1 and numbers == set(range(1, len(numbers) + 1)):
        yield from certain
