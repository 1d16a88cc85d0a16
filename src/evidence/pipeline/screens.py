"""Patterns that are tried only where their literals stand.

Python's engine tries a pattern at every character of a text. Most of the words that the pipeline's cues are made of stand
in few sentences; all of them are found by one pass over a text (Aho and Corasick 1975), and a screened pattern is tried
only at those that begin its matches, or in those stretches that hold one that its matches hold.

It pays for patterns that are asked of all sentences and made of rare words; not for those of "the" and "of", and not for
a look at a few characters. For many stems that begin nearly all matches there are `gates`.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Final

from ahocorasick_rs import AhoCorasick

from evidence.pipeline.folding import folded
from evidence.pipeline.literals import Literals, literals

# A whole text up to this length is looked at as it is; an index is for those whose parts are asked for again and again.
_SHORT: Final = 500


class Screen:
    """A compiled pattern whose `search` and `finditer` find what the pattern finds, tried only where its literals stand."""

    __slots__ = (
        "_begins",
        "_literals",
        "_newest",
        "_numbers",
        "_search",
        "findall",
        "fullmatch",
        "match",
        "pattern",
        "sub",
    )

    def __init__(self, pattern: re.Pattern[str], known: Literals | None = None) -> None:
        """`known` are its literals, if they need not be taken from the pattern."""
        self.pattern = pattern
        self._literals = known  # found when first asked for: many patterns never are
        self._begins = known is not None and known.begins
        self._numbers: frozenset[int] = frozenset()
        self._newest = 0
        self._search = pattern.search
        self.match: Callable[..., re.Match[str] | None] = pattern.match
        self.fullmatch: Callable[..., re.Match[str] | None] = pattern.fullmatch
        self.findall: Callable[..., list[Any]] = pattern.findall
        self.sub: Callable[..., str] = pattern.sub

    def search(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """The first match in a stretch of text."""
        index = _INDEXES.get(text)
        places = index.of_screen.get(self) if index is not None else None
        if places is None:
            wanted = self._literals
            if wanted is None:
                wanted = self._literals = literals(self.pattern)
                self._begins = wanted.begins
            if not wanted.words:
                return self._search(text, start, end)
            if end == sys.maxsize and len(text) <= _SHORT:
                lower = text.lower() if text.isascii() else folded(text)
                for word in wanted.words:
                    if word in lower:
                        return self._search(text, start)
                return None
            places = self._places(index or _indexed(text), wanted)
        if not places:
            return None
        at, last = bisect_left(places, start), len(places)
        if not self._begins:
            return self._search(text, start, end) if at < last and places[at] < end else None
        match = self.match
        while at < last and (place := places[at]) < end:
            if (found := match(text, place, end)) is not None:
                return found
            at += 1
        return None

    def _places(self, index: _Index, wanted: Literals) -> Sequence[int]:
        """Where the literals begin in a text, in order."""
        numbers = self._numbers
        if not numbers:
            numbers = self._numbers = frozenset(map(_WORDS.number, wanted.words))
            self._newest = max(numbers)
        of_word = index.of_word
        if self._newest < index.known:
            found: list[Sequence[int]] = [of_word[number] for number in of_word.keys() & numbers]
        else:
            found = [index.places(number) for number in numbers]
        places: Sequence[int] = ()
        if found:
            places = found[0] if len(found) == 1 else sorted(set().union(*found))
        if places and wanted.apart:
            text = index.text
            places = [
                place
                for place in places
                if not place or not ((before := text[place - 1]).isalnum() or before == "_")
            ]
        index.of_screen[self] = places
        return places

    def finditer(self, text: str, start: int = 0, end: int = sys.maxsize) -> Iterator[re.Match[str]]:
        """The matches in a stretch of text, in order, none inside another."""
        first = self.search(text, start, end)
        return iter(()) if first is None else self._from(first, text, end)

    def _from(self, found: re.Match[str] | None, text: str, end: int) -> Iterator[re.Match[str]]:
        """A match and those behind it."""
        while found is not None:
            yield found
            start = found.end() if found.end() > found.start() else found.end() + 1
            found = self.search(text, start, end)


def screened(pattern: str, flags: int = 0) -> Screen:
    """As `re.compile`, for a pattern whose matches have at least a character."""
    return Screen(re.compile(pattern, flags))


class _Words:
    """The literals of all screens asked for so far, found in a text by one pass over it (Aho and Corasick 1975)."""

    __slots__ = ("_automaton", "_numbers", "_words", "known")

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._words: list[str] = []
        self._automaton = AhoCorasick([])
        self.known = 0  # how many of them the automaton has

    def number(self, word: str) -> int:
        """The number of a word, which is new if it was never asked for."""
        number = self._numbers.get(word)
        if number is None:
            number = self._numbers[word] = len(self._words)
            self._words.append(word)
        return number

    def word(self, number: int) -> str:
        """The word of a number."""
        return self._words[number]

    def places(self, text: str) -> dict[int, list[int]]:
        """Where in a text each word begins, by its number."""
        if len(self._words) > self.known:  # in the first documents, until all screens have been asked for
            self._automaton, self.known = AhoCorasick(self._words), len(self._words)
        found: dict[int, list[int]] = defaultdict(list)
        for number, start, _ in self._automaton.find_matches_as_indexes(text, overlapping=True):
            found[number].append(start)
        return found


_WORDS: Final = _Words()


class _Index:
    """Where literals stand in a text: by the words' numbers as far as `known`, and by screens that asked."""

    __slots__ = ("known", "of_screen", "of_word", "text")

    def __init__(self, text: str) -> None:
        """`text` is folded."""
        self.text = text
        self.of_word = _WORDS.places(text)
        self.known = _WORDS.known
        self.of_screen: dict[Screen, Sequence[int]] = {}

    def places(self, number: int) -> Sequence[int]:
        """Where a word stands, be it new since this text was read through."""
        if number < self.known:
            return self.of_word.get(number, ())
        return [match.start() for match in re.finditer(f"(?={re.escape(_WORDS.word(number))})", self.text)]


class Choice:
    """Tells which of many patterns may match in a text: those of whose words (in lower case) one stands in it."""

    __slots__ = ("_newest", "_of_word")

    def __init__(self, words: Iterable[Iterable[str]]) -> None:
        """`words` by pattern."""
        self._of_word: dict[int, list[int]] = defaultdict(list)
        for place, needed in enumerate(words):
            for word in needed:
                self._of_word[_WORDS.number(word)].append(place)
        self._newest = max(self._of_word)

    def of(self, text: str) -> list[int]:
        """The patterns that may match, by their places, in order."""
        index = _INDEXES.get(text) or _indexed(text)
        if self._newest < index.known:
            standing = index.of_word.keys() & self._of_word.keys()
        else:
            standing = {number for number in self._of_word if index.places(number)}
        return sorted({place for number in standing for place in self._of_word[number]})


# The texts in hand, as they are and folded. Of one document there are a handful: its own, those with brackets masked, and a
# few made of sections.
_INDEXES: Final[dict[str, _Index]] = {}
_MOST_INDEXES: Final = 16


def _indexed(text: str) -> _Index:
    lower = folded(text)
    index = _INDEXES.get(lower)
    if index is None:
        index = _Index(lower)
        if len(_INDEXES) >= _MOST_INDEXES:
            _INDEXES.clear()
        _INDEXES[lower] = index
    _INDEXES[text] = index
    return index
