"""What became of a document's work, as the document itself tells: retracted, under an expression of concern, corrected.

What other documents tell (a retraction's own record) stands in theirs; who asks joins the two, so that the order in
which documents are stored does not matter.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Final, cast

from evidence import tables
from evidence.document import Document, Standing

_TABLE: Final = Path(__file__).parent.parent / "data" / "notices.tsv"
# The gravest first: it is what a document is told to be.
_BY_RELATION: Final[dict[str, Standing]] = {
    "retracted_by": "retracted",
    "concern_raised_by": "concern",
    "corrected_by": "corrected",
}
_GRAVEST: Final[tuple[Standing, ...]] = ("retracted", "concern", "corrected")
# A notice about another work bears the words that mark the work itself.
_NOTICES: Final = frozenset({"retraction_of", "concern_about", "erratum_of"})


@cache
def _marks(place: str) -> tuple[tuple[str, Standing], ...]:
    return tuple(
        (row["mark"], cast(Standing, row["standing"])) for row in tables.rows(_TABLE) if row["place"] == place
    )


@cache
def _titles() -> tuple[tuple[re.Pattern[str], Standing], ...]:
    return tuple((re.compile(mark, re.IGNORECASE), standing) for mark, standing in _marks("title"))


def standing(document: Document) -> Standing | None:
    """What became of the work: by the notices that its record names, its publication types, or its title."""
    found = {_BY_RELATION.get(relation.type) for relation in document.relations}
    found |= {told for mark, told in _marks("type") if mark in document.publication_types}
    if not any(relation.type in _NOTICES for relation in document.relations):
        found |= {told for pattern, told in _titles() if document.title and pattern.match(document.title)}
    return next((told for told in _GRAVEST if told in found), None)


def bare_title(title: str) -> str:
    """A title without the words that say what became of the work.

    >>> bare_title("RETRACTED: Drug A in lung cancer")
    'Drug A in lung cancer'
    """
    return next((title[match.end() :] for mark, _ in _titles() if (match := mark.match(title))), title)
