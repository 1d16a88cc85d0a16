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
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import Any, Final

from ahocorasick_rs import AhoCorasick

from evidence.pipeline.gates import folded
from evidence.pipeline.literals import Literals, literals

# A whole text up to this length is looked at as it is; an index is for those whose parts are asked for again and again.
_SHORT: Final = 500


class Screen:
    """A compiled pattern whose `search` and `finditer` find what the pattern finds, tried only where its literals stand."""

    __slots__ = ("_literals", "_search", "findall", "fullmatch", "match", "pattern", "sub")

    def __init__(self, pattern: re.Pattern[str]) -> None:
        self.pattern = pattern
        self._literals: Literals | None = None  # found when first asked for: many patterns never are
        self._search = pattern.search
        self.match: Callable[..., re.Match[str] | None] = pattern.match
        self.fullmatch: Callable[..., re.Match[str] | None] = pattern.fullmatch
        self.findall: Callable[..., list[Any]] = pattern.findall
        self.sub: Callable[..., str] = pattern.sub

    def search(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """The first match in a stretch of text."""
        wanted = self._literals
        if wanted is None:
            wanted = self._literals = literals(self.pattern)
        if not wanted.words:
            return self._search(text, start, end)
        if end == sys.maxsize and len(text) <= _SHORT:
            lower = text.lower() if text.isascii() else folded(text)
            for word in wanted.words:
                if word in lower:
                    return self._search(text, start)
            return None
        places = _index(text).places(self, wanted)
        at, last = bisect_left(places, start), len(places)
        if not wanted.begins:
            return self._search(text, start, end) if at < last and places[at] < end else None
        match = self.match
        while at < last and (place := places[at]) < end:
            if (found := match(text, place, end)) is not None:
                return found
            at += 1
        return None

    def finditer(self, text: str, start: int = 0, end: int = sys.maxsize) -> Iterator[re.Match[str]]:
        """The matches in a stretch of text, in order, none inside another."""
        while (found := self.search(text, start, end)) is not None:
            yield found
            start = found.end() if found.end() > found.start() else found.end() + 1


def screened(pattern: str, flags: int = 0) -> Screen:
    """As `re.compile`, for a pattern whose matches have at least a character."""
    return Screen(re.compile(pattern, flags))


class _Words:
    """The literals of all screens asked for so far, found in a text by one pass over it (Aho and Corasick 1975)."""

    __slots__ = ("_automaton", "_known", "_numbers")

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._known = 0
        self._automaton = AhoCorasick([])

    def number(self, word: str) -> int:
        """The number of a word, which is new if it was never asked for."""
        return self._numbers.setdefault(word, len(self._numbers))

    def places(self, text: str) -> tuple[int, dict[int, list[int]]]:
        """How many words were looked for, and where in a text each begins, by its number."""
        if len(self._numbers) > self._known:  # in the first documents, until all screens have been asked for
            self._automaton, self._known = AhoCorasick(list(self._numbers)), len(self._numbers)
        found: dict[int, list[int]] = {}
        for number, start, _ in self._automaton.find_matches_as_indexes(text, overlapping=True):
            if number in found:
                found[number].append(start)
            else:
                found[number] = [start]
        return self._known, found


_WORDS: Final = _Words()


class _Index:
    """Where literals stand in a text."""

    __slots__ = ("_known", "_of_screen", "_of_word", "_text")

    def __init__(self, text: str) -> None:
        self._text = folded(text)
        self._known, self._of_word = _WORDS.places(self._text)
        self._of_screen: dict[Screen, list[int]] = {}

    def places(self, screen: Screen, wanted: Literals) -> list[int]:
        """Where the literals of a screen begin, in order."""
        known = self._of_screen.get(screen)
        if known is None:
            known = [place for word in wanted.words for place in self._places(word)]
            if len(wanted.words) > 1:
                known = sorted(set(known))
            if wanted.apart:
                text = self._text
                known = [
                    place
                    for place in known
                    if not place or not ((before := text[place - 1]).isalnum() or before == "_")
                ]
            self._of_screen[screen] = known
        return known

    def _places(self, word: str) -> Sequence[int]:
        number = _WORDS.number(word)
        if number < self._known:
            return self._of_word.get(number, ())
        # A word that is new since this text was read through.
        return [match.start() for match in re.finditer(f"(?={re.escape(word)})", self._text)]


# Of one document there are a handful of texts: its own, those with brackets masked, and a few made of sections.
_index: Final = lru_cache(maxsize=8)(_Index)
