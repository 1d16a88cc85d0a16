"""Drugs by misspelt names: "bosutanib", "crizotnib", "doxyrubicin" are each one edit away from one drug's name.

International nonproprietary names are chosen so that none is easily taken for another (WHO, Guidelines on the use of
international nonproprietary names, 1997), so that a word that is no name and one edit away from just one of them is that
one misspelt. The index of names with one letter left out is that of symmetric deletion (Garbe 2012, SymSpell).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Final

from evidence.lexicon import Lexicon, Match, Name, Token, edits, fold
from evidence.pipeline.tables import rows
from evidence.vocabulary import Concept

_ENDINGS: Final = tuple(row["ending"] for row in rows("inn_endings"))
# Of shorter words too many are one edit away from each other.
_LEAST: Final = 8
# Either the first or the last letters of a word stand as one edit leaves them.
_KEPT: Final = 4
_DRUGS: Final = "therapies"


class Misspellings:
    """The drugs of a lexicon's vocabulary, by names of one word that bear an INN's ending."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Costs nothing: names are indexed when the first text asks."""
        self._lexicon = lexicon
        self._judged: dict[str, Concept | None] = {}

    def matches(self, tokens: Sequence[Token], known: Iterable[Match]) -> Iterator[Match]:
        """Misspelt drugs among a text's tokens, outside the names that are known."""
        judged = self._judged
        # Nearly every word is known to be no drug's.
        found = [
            token
            for token in tokens
            if len(token[0]) >= _LEAST - 1
            and (judged[token[0]] if token[0] in judged else self.meant(token[0])) is not None
        ]
        taken = [(match.start, match.end) for match in known] if found else []
        for word, start, end, _ in found:
            concept = self.meant(word)
            if concept is not None and not any(first <= start < last for first, last in taken):
                yield Match(start, end, (Name(concept, None, needs_support=False),))

    def meant(self, word: str) -> Concept | None:
        """The one drug whose name a folded word misspells, None for names and other words."""
        try:
            return self._judged[word]
        except KeyError:
            return self._judged.setdefault(word, self._judge(word))

    def _judge(self, word: str) -> Concept | None:
        heads, tails, names, shorter = self._index
        if word in names or not word.isalpha() or (word[:_KEPT] not in heads and word[-_KEPT:] not in tails):
            return None
        near = set(shorter.get(word, ()))
        for less in _shortened(word):
            near.update(shorter.get(less, ()))
            near.update({less} & names.keys())
        # The first letter is seldom mistaken, and tells real pairs apart: lapatinib and apatinib.
        meant = {names[name] for name in near if name[0] == word[0] and edits(word, name) == 1}
        if len(meant) != 1 or self._lexicon.lookup(word):
            return None
        return self._lexicon.vocabulary[meant.pop()]

    @cached_property
    def _index(self) -> tuple[set[str], set[str], dict[str, str], dict[str, set[str]]]:
        """The first and last letters of names, the names with their concepts' ids, and the names by their shortened forms."""
        names: dict[str, str] = {}
        for concept in self._lexicon.vocabulary.group(_DRUGS):
            for name in (concept.label, *concept.synonyms):
                word = fold(name)
                if len(word) >= _LEAST and word.isalpha() and word.endswith(_ENDINGS):
                    names[word] = concept.id
        shorter: dict[str, set[str]] = {}
        for word in names:
            for less in _shortened(word):
                shorter.setdefault(less, set()).add(word)
        return {word[:_KEPT] for word in names}, {word[-_KEPT:] for word in names}, names, shorter


def _shortened(word: str) -> Iterator[str]:
    """A word without one of its letters but the first."""
    return (word[:place] + word[place + 1 :] for place in range(1, len(word)))
