"""Screens: a screened pattern finds what the pattern finds, wherever its literals stand."""

from __future__ import annotations

import re
from functools import cache
from importlib import import_module
from pkgutil import walk_packages

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus_kb import DOCUMENTS
from evidence import pipeline
from evidence.document import Document
from evidence.pipeline import outcomes
from evidence.pipeline.screens import Screen, screened
from evidence.readers import read_path

_MODULES = [
    import_module(module.name) for module in walk_packages(pipeline.__path__, f"{pipeline.__name__}.")
]
_SCREENS = {
    f"{module.__name__}.{name}": value
    for module in _MODULES
    for name, value in vars(module).items()
    if isinstance(value, Screen)
} | {f"outcome phrase {place}": phrase.pattern for place, phrase in enumerate(outcomes._phrases()[0])}


@cache
def _texts() -> list[str]:
    return [
        item.text
        for path in sorted(DOCUMENTS.iterdir())
        for item in read_path(path)
        if isinstance(item, Document)
    ]


@pytest.mark.parametrize("name", _SCREENS)
def test_a_screen_finds_what_its_pattern_finds(name: str) -> None:
    screen = _SCREENS[name]
    for text in _texts():
        wanted = [match.span() for match in screen.pattern.finditer(text)]
        assert [match.span() for match in screen.finditer(text)] == wanted
        assert [match.span() for match in screen.finditer(text, 0, len(text))] == wanted


_PATTERNS = (
    r"\b(?:co-?)?(?:primary|main)(?: end)?",
    r"(?<![\w-])(?:(?P<no>no|not|none of)|(?P<may>ma[yi]))(?!\w)",
    r"\b[\w-]+(?:-treated| recipients)\b",
    r"(?:a b|main|\n)+no?",
    r"(?<=o)main",
    r"s?ki\b",
    r"^no|main$",
)


@given(
    st.sampled_from(_PATTERNS),
    st.sampled_from((0, re.IGNORECASE)),
    st.text(alphabet="acomainprkysfte NOMSK-_\n\u0130\u0131\u017f\u212a", max_size=40),
    st.integers(0, 40),
    st.integers(0, 40),
    st.booleans(),
)
def test_screening_changes_nothing(
    pattern: str, flags: int, text: str, start: int, end: int, long: bool
) -> None:
    """Also where lower case is not what the engine goes by: dotted and dotless i, long s, the sign of kelvins."""
    text = text + "." * 600 * long  # a long text is looked at by its index
    plain, screen = re.compile(pattern, flags), screened(pattern, flags)
    wanted = [match.span() for match in plain.finditer(text, start, end)]
    assert [match.span() for match in screen.finditer(text, start, end)] == wanted
    found, other = plain.search(text), screen.search(text)
    assert (found and found.span()) == (other and other.span())


def test_a_word_that_is_new_since_a_text_was_read_is_found_in_it() -> None:
    text = "an unheard-of nonceword, " * 30
    screened("unheard").search(text, 0, 100)
    late = screened("nonceword").search(text, 0, 100)
    assert late is not None
    assert late.start() == text.index("nonceword")
