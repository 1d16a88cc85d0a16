"""The blocks of a Markdown text: headings, paragraphs, list items; also of a text all in one line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from evidence.headings import role_of
from evidence.readers import tables
from evidence.readers.traced import EMPTY, Traced

# A heading at a line's beginning, or, from the second level on, within a line ("... ## RESULTS Before").
_HEADING: Final = re.compile(r"(?:^[ \t]{0,3}(#{1,6})|(?<=\s)(#{2,6}))[ \t]+(?=\S)", re.MULTILINE)
_SETEXT: Final = re.compile(
    r"^[ \t]{0,3}(?P<words>\S[^\n]*?)[ \t]*(?:\n[ \t]{0,3}|[ \t]+)(?P<rule>={4,})(?=\s|$)[ \t]*", re.MULTILINE
)
_SETEXT_SECOND: Final = re.compile(
    r"^[ \t]{0,3}(?P<words>[^\s|\-][^\n|]{1,150})\n[ \t]{0,3}-{3,}[ \t]*$", re.MULTILINE
)
_CLOSING: Final = re.compile(r"[ \t]+#+[ \t]*$")
# A bullet or number at a line's beginning, or a bullet between words; "2 * 3" is arithmetic.
_ITEM: Final = re.compile(
    r"^[ \t]*(?:[*+•-]|\d{1,3}[.)])[ \t]+(?=\S)|(?<=\s)(?<!\d\s)[*•][ \t](?=[^\s\d*])", re.MULTILINE
)
_BLANK: Final = re.compile(r"\n[^\S\n]*\n\s*")
_RULE: Final = re.compile(r"^[ \t]*(?:[-*_][ \t]*){3,}$", re.MULTILINE)
_WORD: Final = re.compile(r"\S+")
_LONGEST_HEADING: Final = 120
_LONGEST_TITLE: Final = 400
_MOST_WORDS: Final = 14


@dataclass(frozen=True, slots=True)
class Block:
    """A heading with what follows it; `level` 1 is the title's, 0 the part before any heading."""

    level: int
    heading: Traced
    body: Traced


def blocks(words: Traced) -> Iterator[Block]:
    """The text cut at its headings."""
    words = words.sub(_RULE) if _RULE.search(words.text) else words
    found = _headings(words.text)
    first = found[0][0] if found else len(words)
    if words.text[:first].strip():
        yield Block(0, EMPTY, words.slice(0, first).strip())
    for index, (_, level, start, end) in enumerate(found):
        stop = found[index + 1][0] if index + 1 < len(found) else len(words)
        if end is None:
            end = start + _heading_length(words.text[start:stop], level)
        heading = words.slice(start, end).sub(_CLOSING).strip()
        yield Block(level, heading, words.slice(end, stop).sub(_UNDERLINE).strip())


_UNDERLINE: Final = re.compile(r"\A[ \t]*\n?[ \t]{0,3}(?:={4,}|-{3,}(?=[ \t]*\n))[ \t]*")


def _headings(text: str) -> list[tuple[int, int, int, int | None]]:
    """Where each heading begins, its level, and where its words begin and, if that is certain, end."""
    found: dict[int, tuple[int, int, int, int | None]] = {
        m.start(): (m.start(), len(m[1] or m[2]), m.end(), None) for m in _HEADING.finditer(text)
    }
    for pattern, level in ((_SETEXT, 1), (_SETEXT_SECOND, 2)):
        for m in pattern.finditer(text):
            if not m["words"].startswith("#") and not _ITEM.match(m["words"]):
                found.setdefault(m.start(), (m.start(), level, m.start("words"), m.end("words")))
    return [found[start] for start in sorted(found)]


def paragraphs(body: Traced) -> Iterator[tuple[bool, Traced]]:
    """The paragraphs and items of a body; True marks an item."""
    for block in body.split(_BLANK):
        starts = [(m.start(), m.end()) for m in _ITEM.finditer(block.text)]
        first = starts[0][0] if starts else len(block)
        if words := block.slice(0, first).strip():
            yield False, words
        for (_, start), end in zip(
            starts, [*(s for s, _ in starts[1:]), len(block)][: len(starts)], strict=True
        ):
            if words := block.slice(start, end).strip():
                yield True, words


def _heading_length(text: str, level: int) -> int:
    """How much of what follows the number signs is the heading: the line, or what of it reads like one."""
    line, end, rest = text.partition("\n")
    alone = bool(end) and (level == 1 or not rest.partition("\n")[0].strip())
    if end and len(line) <= (_LONGEST_TITLE if alone else _LONGEST_HEADING):
        return len(line)
    tokens = [(m.start(), m.end(), m[0]) for m in _WORD.finditer(line[:600])][: _MOST_WORDS + 1]
    if not tokens:
        return 0
    known = _known_length(tokens, line)
    if known is not None:
        return known
    if (
        len(tokens) <= _MOST_WORDS
        and len(line) <= _LONGEST_HEADING
        and line.rstrip()[-1:] not in (".", "?", "!")
    ):
        return len(line)
    return tokens[_unknown_length([word for *_, word in tokens]) - 1][1]


def _known_length(tokens: list[tuple[int, int, str]], line: str) -> int | None:
    """The end of the longest beginning that is a known heading, and that what follows does not go on."""
    best = None
    for index, (_, end, word) in enumerate(tokens):
        after = tokens[index + 1][2] if index + 1 < len(tokens) else ""
        if word[-1:].isalnum() and role_of(line[:end]) is not None and not after[:1].islower():
            best = end
    return best if best is not None else _abstract_length(tokens)


def _abstract_length(tokens: list[tuple[int, int, str]]) -> int | None:
    first = tokens[0][2].casefold().strip(":")
    return tokens[0][1] if first in tables.words("abstract_headings") else None


def _unknown_length(tokens: list[str]) -> int:
    """How many words an unknown heading has that is followed by a sentence on the same line.

    In capitals: up to the first word that is not. In title case: up to the capitalised word that begins the
    sentence. Else: up to the next capitalised word that is no acronym.
    """
    connectors = tables.words("title_connectors")
    if _capital(tokens[0]) and len(tokens[0]) > 1:
        count = next(
            (i for i, t in enumerate(tokens) if not _capital(t) and t not in connectors), len(tokens)
        )
        if (
            count < len(tokens) and len(tokens[count - 1]) == 1
        ):  # "RESULTS A total": the article begins the sentence
            count -= 1
        return max(1, count)
    title = next(
        (i for i, t in enumerate(tokens) if not t[:1].isupper() and t not in connectors), len(tokens)
    )
    while title > 1 and tokens[title - 1] in connectors:
        title -= 1
    if title > 2 or (title == 2 and tokens[1][1:].islower() and len(tokens) > 2 and not _capital(tokens[1])):
        return max(1, title - 1)
    sentence = next((i for i, t in enumerate(tokens) if i and t[:1].isupper() and not _capital(t)), 1)
    return max(1, sentence)


def _capital(word: str) -> bool:
    return word == word.upper() and any(character.isalpha() for character in word)
