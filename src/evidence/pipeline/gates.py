"""Patterns that are tried only where they can begin.

A table of cues makes one large alternation, and Python's engine tries all of it at every character. Nearly all its
matches begin with one of a few stems ("higher", "reduc"): a pattern of those alone, without flags, lets the engine skip
to the few places where one stands, and only there the large one is tried.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final


class Gate:
    """A pattern with the stems (in lower case) that its matches begin with; it finds what the pattern finds."""

    __slots__ = ("_begins", "pattern")

    def __init__(self, pattern: re.Pattern[str], stems: Iterable[str]) -> None:
        self.pattern = pattern
        by_letter: dict[str, list[str]] = {}
        for stem in sorted(set(stems), key=lambda stem: (stem, len(stem))):
            rest = by_letter.setdefault(stem[0], [])
            if not any(stem[1:].startswith(shorter) for shorter in rest):
                rest.append(stem[1:])
        parts = (
            re.escape(letter) + "(?:" + "|".join(map(re.escape, rest)) + ")"
            for letter, rest in by_letter.items()
        )
        self._begins = re.compile("|".join(parts))

    def finditer(self, text: str, start: int, end: int) -> Iterator[re.Match[str]]:
        """The matches in a stretch of text, in order, none inside another."""
        last = start
        for begin in self._begins.finditer(folded(text), start, end):
            if begin.start() < last:
                continue
            match = self.pattern.match(text, begin.start(), end)
            if match is not None:
                yield match
                last = max(match.end(), begin.start() + 1)

    def search(self, text: str, start: int, end: int) -> re.Match[str] | None:
        """The first match in a stretch of text."""
        return next(self.finditer(text, start, end), None)


# Letters, besides those in capitals, that the engine holds equal to another: i with and without its dot, the long s.
_EQUAL: Final = str.maketrans({"\u0130": "i", "\u0131": "i", "\u017f": "s"})


@lru_cache(maxsize=8)
def folded(text: str) -> str:
    """A text in lower case, letter by letter, so that offsets stay."""
    lower = text.lower()
    if text.isascii():
        return lower
    if len(lower) != len(text):
        lower = "".join(_lower(letter) for letter in text)
    return lower.translate(_EQUAL)


# What of a pattern is no letter that it matches, or a capital that it does.
_CAPITALS: Final = re.compile(r"(?P<kept>\(\?P[<=]\w+|\\.)|[A-Z]")


def caseless(pattern: str) -> re.Pattern[str]:
    """A pattern that finds in a `folded` text what it finds in the text itself if case is ignored.

    The engine tries alternatives several times as fast where it need not ignore case. What is matched is the folded text.
    Raises ValueError for a pattern that heeds case in a part of it.
    """
    if "(?-i" in pattern:
        raise ValueError(f"a text in lower case has no capitals to tell apart: {pattern}")
    small = _CAPITALS.sub(lambda match: match["kept"] or match.group().lower(), pattern)
    # Letters outside ASCII may be equal to more than their capitals (the sign of micro to mu).
    strange = any(sign.isalpha() and not sign.isascii() for sign in small)
    return re.compile(small, re.IGNORECASE if strange else 0)


def _lower(letter: str) -> str:
    lower = letter.lower()
    return lower if len(lower) == 1 else letter
