"""LaTeX as it stands in bibliographies, to plain text: accents, symbols, grouping braces, mathematics.

Own, because what converts LaTeX (pylatexenc) gives no offsets: here every run that needs no conversion stays where it
stands in the source. The characters are `data/readers_latex.tsv`.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from evidence.readers import tables
from evidence.readers.traced import Traced

_MARKED: Final = re.compile(r"[\\${}~]|--|``|''")
_SIGNS: Final = {"---": "—", "--": "–", "``": "“", "''": "”", "~": "\u00a0", "$": "", "{": "", "}": ""}
_CODE: Final = re.compile(r"U\+([0-9A-F]{4})")
_DOTLESS: Final = {"i": "i", "\\i": "i", "\\j": "j"}
_NO_TEXT: Final = r"\\(?:label|ref|cite[a-z]*|url|href)\s*\{[^{}]{0,300}\}"
_URL_ESCAPE: Final = re.compile(r"\\(?=[&%$#_{}~])|[{}]")


def plain(words: Traced) -> Traced:
    """The text that a value prints."""
    return words.sub_with(_tokens(), _printed) if _MARKED.search(words.text) else words


def verbatim(words: Traced) -> Traced:
    """An address or identifier: only its escapes go."""
    return words.sub(_URL_ESCAPE) if _MARKED.search(words.text) else words


@lru_cache(maxsize=1)
def _tokens() -> re.Pattern[str]:
    letters = "|".join(name for name in _characters("accent") if name.isalpha())
    marks = "".join(re.escape(name) for name in _characters("accent") if not name.isalpha())
    letter = r"(?P<{0}>\\[ij](?![A-Za-z])|[A-Za-z])"
    return re.compile(
        rf"(?P<nothing>{_NO_TEXT})"
        rf"|\\(?:(?P<mark>[{marks}])|(?P<named>{letters})(?=[\s{{\\]))\s*"
        rf"(?:\{{\s*{letter.format('inner')}\s*\}}|{letter.format('bare')})"
        r"|(?P<power>(?<=10)\s?\^\s?(?=[{\d−–-]))|(?P<shift>(?<!\\)[\^_](?=\s?[{\\]))"
        r"|\\(?P<command>[A-Za-z]+)\*?[ \t]*(?:\{\})?"
        r"|\\(?P<escape>[^A-Za-z\n])"
        r"|(?P<sign>---?|``|''|[~${}])"
    )


def _printed(match: re.Match[str]) -> tuple[str, ...]:
    kind = match.lastgroup
    if kind in ("inner", "bare"):
        base = match["inner"] or match["bare"]
        accent = _characters("accent")[match["mark"] or match["named"]]
        return (unicodedata.normalize("NFC", _DOTLESS.get(base, base) + accent),)
    if kind == "command":
        return (_characters("symbol").get(match["command"], ""),)
    if kind == "escape":
        return (_characters("escape").get(match["escape"], match["escape"]),)
    if kind == "sign":
        return (_SIGNS[match["sign"]],)
    return ("^",) if kind == "power" else ("",)


@lru_cache(maxsize=4)
def _characters(kind: str) -> dict[str, str]:
    return {
        _seen(row["command"]): _seen(row["character"]) for row in tables.rows("latex") if row["kind"] == kind
    }


def _seen(cell: str) -> str:
    return _CODE.sub(lambda match: chr(int(match[1], 16)), cell)
