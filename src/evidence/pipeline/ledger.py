"""Layer `ledger`: every number of the text is accounted for, as a statistic or as what else it is; the rest is listed.

A number that no component understands is a figure that might have been evidence: the ledger is how one sees it.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator, Sequence
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc

from evidence.document import Document
from evidence.pipeline.layers import Numeral
from evidence.records import Ledger

NAME: Final = "evidence_ledger"

# The meaning of what another layer explains: a citation, the name of a drug or an alteration, a cell of a table.
_NAMED: Final = "name"
_DIGITS: Final = re.compile(r"\d+(?:[.,·]\d+)*")


@Language.component(NAME)
def ledger(doc: Doc) -> Doc:
    """Count the numerals of the text, and list those without a meaning."""
    found = sorted([*doc._.numerals, *_outside(doc)], key=lambda numeral: numeral.start)
    named = _spans(doc)
    starts = [start for start, _ in named]
    meanings = tuple(
        (numeral.start, numeral.end, numeral.meaning or (_NAMED if _within(numeral, named, starts) else None))
        for numeral in found
    )
    unexplained = tuple((start, end) for start, end, meaning in meanings if meaning is None)
    doc._.ledger = Ledger(
        numerals=len(found),
        explained=len(found) - len(unexplained),
        unexplained=unexplained,
        meanings=meanings,
    )
    return doc


def _spans(doc: Doc) -> list[tuple[int, int]]:
    """What other layers explain: citations, names of drugs, genes, alterations and scales, study registrations."""
    spans = [
        (item.start, item.end)
        for layer in (doc._.citations, doc._.mentions, doc._.variants, doc._.table_statistics)
        for item in layer
    ]
    return sorted(spans)


def _within(numeral: Numeral, spans: Sequence[tuple[int, int]], starts: Sequence[int]) -> bool:
    place = bisect.bisect_right(starts, numeral.start) - 1
    return any(spans[index][1] > numeral.start for index in range(max(0, place - 2), place + 1))


def _outside(doc: Doc) -> Iterator[Numeral]:
    """Numbers outside sentences (headings), and in lists of references."""
    document: Document = doc._.document
    text = document.text
    last = 0
    for sentence in doc._.sentences:
        for match in _DIGITS.finditer(text, last, sentence.start):
            yield Numeral(match.start(), match.end(), "heading")
        if sentence.section == "references":
            for match in _DIGITS.finditer(text, sentence.start, sentence.end):
                yield Numeral(match.start(), match.end(), "reference")
        last = sentence.end
    for match in _DIGITS.finditer(text, last):
        yield Numeral(match.start(), match.end(), "heading")
