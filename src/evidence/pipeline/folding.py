"""Texts and patterns in lower case, letter by letter.

Python's engine compares several times as fast where it need not ignore case.
"""

from __future__ import annotations

import re
from typing import Final

# Letters, besides those in capitals, that the engine holds equal to another: i with and without its dot, the long s.
_EQUALS: Final = {"\u0130": "i", "\u0131": "i", "\u017f": "s"}
_EQUAL: Final = str.maketrans(_EQUALS)


# The texts in hand, and each of them folded: of one document there are a handful, asked for again and again.
_KNOWN: Final[dict[str, str]] = {}
_MOST_KNOWN: Final = 16


def folded(text: str) -> str:
    """A text in lower case, letter by letter, so that offsets stay; one that is folded already is returned itself."""
    known = _KNOWN.get(text)
    if known is None:
        known = _folded(text)
        if len(_KNOWN) >= _MOST_KNOWN:
            _KNOWN.clear()
        _KNOWN[text] = _KNOWN[known] = known
    return known


def _folded(text: str) -> str:
    lower = text.lower()
    if text.isascii():
        return lower
    if len(lower) != len(text):
        lower = "".join(_lower(letter) for letter in text)
    # To look for three letters is a hundred times as fast as to translate.
    return lower.translate(_EQUAL) if any(letter in lower for letter in _EQUALS) else lower


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
