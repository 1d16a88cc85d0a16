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

_NUMBERS: Final = r"\d{1,3}(?:\s?[,;–‒-]\s?\d{1,3})*"
_MARKER: Final = re.compile(
    rf"\[(?P<bracket>{_NUMBERS})\]"
    rf"|(?<=[A-Za-z)\]”\"%][.,;:])(?P<stop>\d{{1,3}}(?:[,–‒-]\d{{1,3}})*)(?=[\s)]|$)"
    rf"|(?<=\bal)[.,]?(?P<name>\d{{1,3}}(?:[,–‒-]\d{{1,3}})*)(?=[\s.,;:)]|$)"
    rf"|(?<=[a-z]{{4}})(?P<word>\d{{1,3}}(?:[,–‒-]\d{{1,3}})*)(?=[\s.,;:)]|$)"
)
_LARGEST: Final = 400


@Language.component(NAME)
def citations(doc: Doc) -> Doc:
    """Keep what the reader knows; else find the markers in the text."""
    document: Document = doc._.document
    doc._.citations = document.citations or tuple(_believed(document, list(_markers(doc.text))))
    return doc


def _markers(text: str) -> Iterator[tuple[Citation, bool]]:
    """Citations with whether they are glued to a plain word, the least certain form."""
    for match in _MARKER.finditer(text):
        kind = match.lastgroup or ""
        numbers = tuple(_spelled_out(match[kind]))
        if numbers:
            start = match.start() if kind == "bracket" else match.start(kind)
            yield Citation(start=start, end=match.end(), numbers=numbers), kind == "word"


def _spelled_out(marker: str) -> Iterator[int]:
    """Every number of a marker; "15-17" names three. Nothing for what cannot be one."""
    for part in re.split(r"\s?[,;]\s?", marker):
        ends = [int(number) for number in re.findall(r"\d+", part)]
        if not 0 < ends[0] <= ends[-1] <= _LARGEST or ends[-1] - ends[0] > 30:
            return
        yield from range(ends[0], ends[-1] + 1)


def _believed(document: Document, found: list[tuple[Citation, bool]]) -> Iterator[Citation]:
    listed = {reference.number for reference in document.references if reference.number is not None}
    if listed:
        yield from (citation for citation, _ in found if listed.issuperset(citation.numbers))
        return
    certain = [citation for citation, glued_to_word in found if not glued_to_word]
    numbers = {number for citation in certain for number in citation.numbers}
    if len(certain) > 1 and {1, 2} <= numbers:
        yield from certain
