"""Words that a line end cut in two."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise
from typing import Final

from evidence.readers import tables
from evidence.readers.traced import Traced

_SOFT: Final = re.compile("\u00ad[^\\S\n]*(?:\n[^\\S\n]*)?")
_CUT: Final = re.compile(r"(?<=[^\W_])(?P<hyphen>[-‐‑–])[^\S\n]*\n[^\S\n]*(?=[^\W_])")
_LAST_PIECE: Final = re.compile(r"[^\W_]+$")  # what stands before the hyphen, back to an earlier one
_FIRST_PIECE: Final = re.compile(r"[^\W_]+")
_LONGEST_PIECE: Final = 60
_WORD: Final = re.compile(r"[^\W_]+(?:[-‐‑][^\W_]+)*")


def unbroken(words: Traced) -> Traced:
    """The text with each word whole that a line end cut.

    Whether the hyphen is the word's own is decided by the same document first (does it write the word whole,
    or with its hyphen, elsewhere?), then by the parts (`data/readers_hyphenation.tsv`); else it goes.
    """
    words = words.sub(_SOFT)
    return words.sub_with(_CUT, _decider(words.text)) if _CUT.search(words.text) else words


def _decider(text: str) -> Callable[[re.Match[str]], tuple[tuple[int, int] | str, ...]]:
    known = {word.replace("‐", "-").replace("‑", "-").casefold() for word in _WORD.findall(text)}
    pairs = {f"{a}-{b}" for word in known if "-" in word for a, b in _adjacent(word.split("-"))}

    def pieces(match: re.Match[str]) -> tuple[tuple[int, int] | str, ...]:
        left = _LAST_PIECE.search(text, max(0, match.start() - _LONGEST_PIECE), match.start())
        right = _FIRST_PIECE.match(text, match.end(), match.end() + _LONGEST_PIECE)
        if left is None or right is None:  # the pattern asks for a letter or figure on either side
            return (match.span(),)
        if right[0] in tables.words("hyphenation", part="suspended"):
            return match.span("hyphen"), " "
        keeps = match["hyphen"] == "–" or _keeps(left[0], right[0], known, pairs)
        return (match.span("hyphen"),) if keeps else ()

    return pieces


def _keeps(left: str, right: str, known: set[str], pairs: set[str]) -> bool:
    a, b = left.casefold(), right.casefold()
    if a + b in known:
        return False
    if f"{a}-{b}" in pairs:
        return True
    if not left.isalpha() or not right.isalpha() or right[0].isupper() or left[1:] != left[1:].lower():
        return True  # figures, symbols and names: PD-L1, BRAF-mutant, 5-year, 0.5-0.9
    return a in tables.words("hyphenation", part="first") or b in tables.words("hyphenation", part="last")


def _adjacent(parts: list[str]) -> pairwise[tuple[str, str]]:
    return pairwise(parts)
