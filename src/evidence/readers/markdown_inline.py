"""Markdown within a line: what emphasis, links, images, escapes and entities leave of it."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from evidence.readers import tables
from evidence.readers.traced import Traced

_TARGET: Final = r"\((?:[^()\s]|\([^()\s]*\))*(?:\s+\"[^\"\n]*\")?\)"
_IMAGE: Final = re.compile(rf"!\[[^\[\]\n]{{0,300}}\]{_TARGET}")
LINK: Final = re.compile(rf"(?<!!)\[([^\[\]\n]{{0,500}})\](?P<target>{_TARGET})")
_AUTOLINK: Final = re.compile(r"<((?:https?://|mailto:)[^\s<>]{1,500})>")
# A figure's or table's own link, right before the caption that opens with the same words.
_LABEL: Final = re.compile(
    rf"(?:!\[[^\[\]\n]{{0,300}}\]{_TARGET}\s*)?\[(?P<label>[^\[\]\n]{{1,60}})\]{_TARGET}\s*(?=(?P=label)\b)"
)
_CAPTION_IMAGE: Final = re.compile(
    rf"!\[[^\[\]\n]{{0,300}}\]{_TARGET}\s*(?=\n|\Z|(?:Fig(?:ure|\.)?|Table)\s*\w)"
)
_BREAK_TAG: Final = re.compile(r"<br\s*/?>", re.IGNORECASE)
_TAG: Final = re.compile(
    r"</?(?:sup|sub|i|b|em|strong|span|p|u|small|a|div|figure|figcaption)(?:\s[^<>]{0,300})?/?>|<!--.{0,2000}?-->",
    re.IGNORECASE | re.DOTALL,
)
_STRONG: Final = re.compile(r"(?<!\\)(\*\*|__)(?=[^\s*_])([^\n]{1,400}?)(?<=[^\s\\])\1")
_EMPHASIS: Final = re.compile(r"(?<![\\*])\*(?=[^\s*])([^*\n]{1,400}?)(?<=[^\s\\])\*(?!\*)")
_UNDERSCORED: Final = re.compile(r"(?<![\w\\])_(?=[^\s_])([^_\n]{1,400}?)(?<=[^\s\\])_(?!\w)")
_CODE: Final = re.compile(r"`([^`\n]{1,200})`")
_ESCAPE: Final = re.compile(r"\\([!-/:-@\[-`{-~])")
_ENTITY: Final = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_SUPERSCRIPT: Final = re.compile(r"(?<=\S)\^([^\s^]{1,40})\^")


def captions_apart(words: Traced) -> Traced:
    """Figures and tables reduced to their captions, each beginning a paragraph; the site's words gone."""
    words = words.sub(_LABEL, "\n\n").sub(_CAPTION_IMAGE, "\n\n")
    return words.sub(_furniture_lines(), "\n\n")


def plain(words: Traced) -> Traced:
    """The words without markup."""
    words = words.sub(_IMAGE)
    for _ in range(2):  # a link may stand in brackets of its own: [[1](#ref1)]
        words = words.sub_with(LINK, _link)
    words = words.sub(_AUTOLINK, 1).sub(_BREAK_TAG, " ").sub(_TAG)
    for pattern, group in ((_STRONG, 2), (_EMPHASIS, 1), (_UNDERSCORED, 1), (_CODE, 1), (_SUPERSCRIPT, 1)):
        words = words.sub(pattern, group)
    return words.sub(_ESCAPE, 1).sub_with(_ENTITY, _entity).strip()


def without_entities(words: Traced) -> Traced:
    """Character references as the characters they stand for (HTML Living Standard, 13.5)."""
    return words.sub_with(_ENTITY, _entity)


def _link(match: re.Match[str]) -> Iterable[tuple[int, int] | str]:
    return () if _furniture_link().fullmatch(match[1].strip()) else (match.span(1),)


def _entity(match: re.Match[str]) -> Iterable[tuple[int, int] | str]:
    character = html.unescape(match[0])
    return (match.span(),) if character == match[0] else (" " if character == "\xa0" else character,)


@lru_cache(maxsize=1)
def _furniture_link() -> re.Pattern[str]:
    return tables.patterns("furniture", re.IGNORECASE, kind="link")


@lru_cache(maxsize=1)
def _furniture_lines() -> re.Pattern[str]:
    lines = tables.patterns("furniture", kind="line").pattern
    return re.compile(rf"(?:^|(?<=\s))(?:[*•]\s+)?(?:{lines})(?=\s|$)\s*", re.MULTILINE)
