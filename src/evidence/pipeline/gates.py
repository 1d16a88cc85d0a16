"""Patterns that are tried only where they can begin.

A table of cues makes one large alternation, and Python's engine tries all of it at every character. Nearly all its
matches begin with one of a few stems ("higher", "reduc"): the pass that finds the literals of all screens finds them too
(`screens`), and only where one stands the large pattern is tried.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from evidence.pipeline.literals import Literals
from evidence.pipeline.screens import Screen


class Gate:
    """A pattern with the stems (in lower case) that its matches begin with; it finds what the pattern finds."""

    __slots__ = ("_screen", "pattern")

    def __init__(self, pattern: re.Pattern[str], stems: Iterable[str], *, apart: bool = False) -> None:
        """`apart` if a stem is the beginning of a word."""
        self.pattern = pattern
        self._screen = Screen(pattern, Literals(tuple(sorted(set(stems))), begins=True, apart=apart))

    def finditer(self, text: str, start: int, end: int) -> Iterator[re.Match[str]]:
        """The matches in a stretch of text, in order, none inside another."""
        return self._screen.finditer(text, start, end)

    def search(self, text: str, start: int, end: int) -> re.Match[str] | None:
        """The first match in a stretch of text."""
        return self._screen.search(text, start, end)
