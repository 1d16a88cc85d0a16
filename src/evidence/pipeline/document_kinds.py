"""Whether a document reports a study of its own, or tells of others' ones (`data/document_kinds.tsv`).

A commentary, an erratum or a guideline has no results of its own; of a letter or a narrative review only what a
sentence says to be ("in our patients") is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final, Literal, cast

from evidence.document import Citation, Document, Section
from evidence.pipeline.layers import Sentence
from evidence.pipeline.tables import alternatives, rows

Own = Literal["all", "said", "none"]
# Sections that only reports of studies have.
_OF_STUDIES: Final = frozenset({"methods", "results"})
# Results told with the name of the trial behind them.
_TRIALS: Final = alternatives("role_cues", role="of_trial")
# How much of a text tells what it is, in characters.
_OPENING: Final = 3000


@lru_cache(maxsize=1)
def _table() -> tuple[tuple[str, Own, re.Pattern[str]], ...]:
    return tuple(
        (
            row["where"],
            cast(Own, row["own"]),
            re.compile(
                rf"(?:{row['pattern']})" if row["where"] != "text" else rf"\b(?:{row['pattern']})",
                re.IGNORECASE,
            ),
        )
        for row in rows("document_kinds")
    )


def own_results(
    document: Document,
    sections: Sequence[Section] = (),
    sentences: Iterable[Sentence] = (),
    citations: Sequence[Citation] = (),
) -> Own:
    """Which of a document's results are its own.

    A relation to what it comments on, its publication types and its title decide, in this order; without them, what it
    says of itself, unless it has the sections of a study, and whether it cites others for most of its figures.
    """
    if any(item.type == "comments_on" for item in document.relations):
        return "none"
    types = [item.strip() for item in document.publication_types]
    title = (document.title or "").strip()
    said = {
        own
        for where, own, pattern in _table()
        if (where == "type" and any(pattern.fullmatch(item) for item in types))
        or (where == "title" and pattern.search(title))
    }
    if "none" in said:
        return "none"
    if "all" in said:
        return "all"
    roles = {item.role for item in sections}
    if "said" in said:
        return "all" if roles >= _OF_STUDIES else "said"
    headed = any(item.heading is not None and item.role in _OF_STUDIES for item in sections)
    if not headed and _cites_its_figures(document.text, sentences, citations):
        return "said"
    if _OF_STUDIES & roles:
        return "all"
    if len({match.group() for match in _TRIALS.finditer(document.text)}) > 1:
        return "said"  # of several trials of series nobody reports the results as one study
    opening = document.text[:_OPENING]
    return (
        "said"
        if any(where == "text" and pattern.search(opening) for where, _, pattern in _table())
        else "all"
    )


# A figure as results have them.
_FIGURE: Final = re.compile(r"\d(?:[.·]\d|\s?%)")
_FEWEST_CITED: Final = 2


def _cites_its_figures(text: str, sentences: Iterable[Sentence], citations: Sequence[Citation]) -> bool:
    """Whether most of the sentences with figures cite whose these are, as the news and commentaries do."""
    if len(citations) < _FEWEST_CITED:
        return False
    figured = [item for item in sentences if _FIGURE.search(text, item.start, item.end)]
    cited = [item for item in figured if any(item.start < mark.start <= item.end for mark in citations)]
    return len(cited) >= max(_FEWEST_CITED, len(figured) / 2)


# What an article's body begins with, behind what its abstract ends with.
_OPENS: Final = frozenset({"background", "objective", "methods"})
_CLOSES: Final = frozenset({"results", "conclusions", "discussion"})


def body_start(sections: Sequence[Section]) -> int | None:
    """Where the body of an article begins behind its abstract; None where there is no more than one of the two."""
    closed = False
    for section in sections:
        if closed and section.role in _OPENS:
            return section.start
        closed = closed or section.role in _CLOSES
    return None
