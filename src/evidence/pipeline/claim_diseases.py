"""Whether a disease that a text names is one that the patients of a claim have (`data/disease_contexts.tsv`).

"A patient with colorectal cancer and suspected Lynch syndrome, for which testing was negative" has colorectal cancer.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from evidence.pipeline.tables import alternatives, rows
from evidence.records import Mention

# Other words of the disease's name, and none by which something else is told of the disease ("negative for KRAS in lung cancer").
_BETWEEN: Final = (
    r" (?:an? |the )?(?:(?!(?:in|of|with|and|or|for|from|to|by|but|tumou?rs|patients)\b)[\w-]+ ){0,2}$"
)
_ROLES: Final = {
    role: re.compile(alternatives("disease_contexts", role=role).pattern + _BETWEEN, re.IGNORECASE)
    for role in dict.fromkeys(row["role"] for row in rows("disease_contexts"))
}
# How far before a disease such words may begin, in characters.
_REACH: Final = 60
_SUSPECTED: Final = "suspected"
# Between a disease and its short form in brackets.
_SHORT: Final = " ("


def contexts(text: str, mentions: Sequence[Mention]) -> list[str | None]:
    """What the words before each disease tell of its part, None where nothing says that nobody has it; a short form in
    brackets has the part of what it is short for. What was only suspected may have been found: it counts where other words
    say that it was not."""
    found = _contexts(text, mentions)
    refuted = {
        mention.concept.id
        for mention, told in zip(mentions, found, strict=True)
        if mention.concept and told is not None and told != _SUSPECTED
    }
    return [
        None if told == _SUSPECTED and mention.concept and mention.concept.id not in refuted else told
        for mention, told in zip(mentions, found, strict=True)
    ]


def _contexts(text: str, mentions: Sequence[Mention]) -> list[str | None]:
    found: list[str | None] = []
    end, id = -1, ""
    for mention in mentions:
        own = mention.concept.id if mention.concept else ""
        if found and own == id and text[end : mention.start] == _SHORT:
            found.append(found[-1])
        else:
            found.append(_context(text, max(0, end), mention))
        end, id = mention.end, own
    return found


def _context(text: str, floor: int, mention: Mention) -> str | None:
    begin = max(floor, mention.start - _REACH)
    return next((role for role, words in _ROLES.items() if words.search(text, begin, mention.start)), None)


def meant(text: str, mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    """Those that somebody has."""
    told = zip(mentions, contexts(text, mentions), strict=True)
    return tuple(mention for mention, context in told if context is None)
