"""Text that remembers its source: the law holds under any chain of repairs."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from evidence.readers.traced import EMPTY, Traced, Weaver, join

PATTERNS = [re.compile(pattern) for pattern in (r"b+", r"\s+", r"(a)(b)?", r"^", r"$", r"c*")]
STEPS = st.tuples(
    st.sampled_from(["slice", "sub", "strip", "join", "lines"]), st.integers(0, 20), st.sampled_from(PATTERNS)
)


@given(source=st.text("abc \n", max_size=40), steps=st.lists(STEPS, max_size=5))
def test_every_kept_character_leads_back(source: str, steps: list[tuple[str, int, re.Pattern[str]]]) -> None:
    words = Traced.whole(source)
    for step, number, pattern in steps:
        if step == "slice":
            words = words.slice(number, number + 10)
        elif step == "sub":
            words = words.sub(pattern, *([0] if number % 2 else ["<>", 0]))
        elif step == "strip":
            words = words.strip()
        elif step == "lines":
            words = join(words.lines(), "/")
        else:
            words = join((words, Traced.literal("x"), words))
    for segment in words.segments():
        length = segment.end - segment.start
        assert length > 0
        assert source[segment.source_start :][:length] == words.text[segment.start : segment.end]
    for position, character in enumerate(words.text):
        origin = words.origin(position)
        assert origin is None or source[origin] == character


@given(source=st.text("ab \n", max_size=30), pattern=st.sampled_from(PATTERNS))
def test_sub_agrees_with_re(source: str, pattern: re.Pattern[str]) -> None:
    assert Traced.whole(source).sub(pattern, "-").text == pattern.sub("-", source)


def test_adjacent_spans_are_one_segment() -> None:
    weaver, words = Weaver(), Traced.whole("abcdef")
    weaver.add(words, 0, 2)
    weaver.add(words, 2, 6)
    assert len(weaver.done().segments()) == 1


def test_empty() -> None:
    assert not EMPTY and EMPTY.segments() == () and EMPTY.origin(0) is None
    assert Traced.whole("  \n").strip().text == ""
