"""Which of its concepts an ambiguous name means at a place: by its neighbours, by rules that are data.

A row of `data/name_senses.tsv` says: this name, with this before it, this after it and this near it, means that
concept, or nothing that the vocabulary has (`-`). What stands beside a name decides before what the document says
elsewhere, and that before what merely stands near:

1. rows of the name itself with a `before` or an `after`;
2. for names marked with `?`: the one concept that the document also names in full, or defines;
3. rows of the name that look at the neighbourhood only, or at nothing (its usual sense);
4. the concept whose name it is without a `?`;
5. rows of the kind (`<gene>`): what genes, diseases, therapies have beside them whatever their name. They decide
   only where they support a single one of the concepts.

A name that nothing supports is left alone, but for what else the document means by it (`means_nothing` where that
cannot be): "S-1" of "gemcitabine plus S-1" is a drug in "only S-1", too (one sense per discourse: Gale, Church and
Yarowsky 1992).
"""

from __future__ import annotations

import re
from collections.abc import Set
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from evidence.lexicon import Match, Name, squash
from evidence.pipeline.tables import rows
from evidence.vocabulary import Concept

# How far a neighbour may stand off, in characters: about eight words.
_NEIGHBOURHOOD: Final = 50
_NOTHING: Final = "-"


@dataclass(frozen=True, slots=True)
class Sense:
    """One row: the concept's id (None: the name means nothing here) and where it holds (regular expressions); empty conditions hold."""

    concept: str | None
    before: str
    after: str
    near: str

    @property
    def beside(self) -> bool:
        """Whether it looks at what stands right beside the name."""
        return bool(self.before or self.after)

    def holds(self, text: str, start: int, end: int) -> bool:
        """Whether all its conditions are met around a name's span."""
        first = max(0, start - _NEIGHBOURHOOD)
        if self.before and not _pattern(self.before).search(text[first:start]):
            return False
        if self.after and not _pattern(self.after).match(text, end):
            return False
        return not self.near or _pattern(self.near).search(text[first : end + _NEIGHBOURHOOD]) is not None


@lru_cache(maxsize=1)
def senses() -> dict[str, tuple[Sense, ...]]:
    """Name as written, or kind in angle brackets -> its rows; those that look beside the name first."""
    table: dict[str, tuple[Sense, ...]] = {}
    for row in sorted(rows("name_senses"), key=lambda row: not (row["before"] or row["after"])):
        sense = Sense(
            concept=None if row["concept"] == _NOTHING else row["concept"],
            before=f"(?:{row['before']})$" if row["before"] else "",
            after=row["after"],
            near=row["near"],
        )
        table[row["name"]] = (*table.get(row["name"], ()), sense)
    return table


# Of hundreds of rows a text asks for a few.
@cache
def _pattern(source: str) -> re.Pattern[str]:
    return re.compile(source, re.IGNORECASE)


def sense(text: str, match: Match, certain: Set[str]) -> Concept | None:
    """The concept that a match means, or None; `certain` are the ids of concepts that the document names in full."""
    words = text[match.start : match.end]
    rules = _own(words)
    if not rules and not match.names[0].needs_support:
        return match.names[0].concept
    own = [row for row in rules if row.holds(text, match.start, match.end)]
    if own and own[0].beside:
        return _meant(own[0], match)
    usual = next((name.concept for name in match.names if not name.needs_support), None)
    if usual is None:
        found = {
            name.concept for name in match.names if name.concept.id in certain and _as_written(name, words)
        }
        if len(found) == 1:
            return found.pop()
    if own:
        return _meant(own[0], match)
    return usual or _of_its_kind(text, match)


def means_nothing(text: str, match: Match) -> bool:
    """Whether what stands around a name says that it means nothing that the vocabulary has."""
    own = [row for row in _own(text[match.start : match.end]) if row.holds(text, match.start, match.end)]
    if own:
        return own[0].concept is None
    return _is_no_name(text, match)


def _is_no_name(text: str, match: Match) -> bool:
    """Whether what stands around a name says so of any name."""
    return any(row.holds(text, match.start, match.end) for row in senses().get("<any>", ()))


def _own(words: str) -> tuple[Sense, ...]:
    table = senses()
    return table.get(words) or table.get(words.removesuffix("s"), ())


def _meant(row: Sense, match: Match) -> Concept | None:
    return next((name.concept for name in match.names if name.concept.id == row.concept), None)


def _of_its_kind(text: str, match: Match) -> Concept | None:
    table = senses()
    if _is_no_name(text, match):
        return None
    found = {
        concept
        for concept in match.concepts
        if any(row.holds(text, match.start, match.end) for row in table.get(f"<{concept.kind}>", ()))
    }
    return found.pop() if len(found) == 1 else None


def _as_written(name: Name, words: str) -> bool:
    return name.exact is None or squash(words).removesuffix("s") == name.exact.removesuffix("s")
