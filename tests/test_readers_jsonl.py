"""JSON lines: exact text, bad lines set aside, bounded memory."""

from __future__ import annotations

import io
import json
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.document import Document
from evidence.errors import ReadError
from evidence.readers import decoding, jsonl, read


def outcomes(data: bytes) -> list[Document | ReadError]:
    return list(read(io.BytesIO(data), uri="x.jsonl", format="jsonl"))


@given(title=st.none() | st.text(), text=st.text(), id=st.text(min_size=1))
def test_text_is_exactly_what_was_given(title: str | None, text: str, id: str) -> None:
    (found,) = outcomes(json.dumps({"id": id, "title": title, "text": text}).encode() + b"\n")
    if not (title or text):
        assert isinstance(found, ReadError)
        return
    assert isinstance(found, Document)
    assert found.text == (text if title is None else f"{title}\n\n{text}")
    assert found.id == id and found.title == title
    if title:
        assert found.text[found.sections[0].start : found.sections[0].end] == title


def test_sections_of_a_structured_abstract() -> None:
    record = {"id": "1", "title": "A trial", "text": "METHODS: We tried.Results: It went."}
    (found,) = outcomes(json.dumps(record).encode())
    assert isinstance(found, Document)
    assert [(s.role, found.text[s.start : s.end]) for s in found.sections] == [
        ("title", "A trial"), ("methods", "We tried."), ("results", "It went."),
    ]  # fmt: skip


@pytest.mark.parametrize(("line", "reason"), [
    (b"not json", "not JSON (Expecting value at column 1)"),
    (b"[1]", "not a JSON object"),
    (b'{"id": "1"}', "no title and no text"),
    (b'{"id": "1", "text": 5}', '"text" is not a string'),
    (b'{"id": ["1"], "text": "a"}', '"id" is not a string'),
    (b'{"id": true, "text": "a"}', '"id" is not a string'),
    (b'{"id": "1", "text": "\\ud800"}', "half a surrogate pair"),
    (b'{"id": "1", "text": "\xff"}', "not valid UTF-8"),
    (b"[" * 100_000, "nested too deeply"),
    (b'{"id": ' + b"1" * 5000 + b', "text": "a"}', "a number too long"),
])  # fmt: skip
def test_a_bad_line_is_set_aside_with_its_number_and_the_rest_goes_on(line: bytes, reason: str) -> None:
    good = b'{"id": "1", "title": null, "text": "words"}'
    first, bad, last = outcomes(b"\n".join([good, b"", line, good, b""]))
    assert isinstance(first, Document) and isinstance(last, Document)
    assert isinstance(bad, ReadError)
    assert str(bad).startswith("x.jsonl, line 3: ") and reason in str(bad)


def test_ids_may_be_numbers_or_missing() -> None:
    numbered, missing = outcomes(b'\xef\xbb\xbf{"id": 7, "text": "words"}\r\n{"text": "words"}')
    assert isinstance(numbered, Document) and isinstance(missing, Document)
    assert numbered.id == "7" and missing.id == f"sha256:{missing.source.sha256}"


@pytest.mark.parametrize("end", [b"\n", b""])
def test_an_endless_line_is_passed_over_without_being_held(
    end: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jsonl, "LIMIT", 1_000_000)

    class Endless(io.RawIOBase):
        left = 50_000_000

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
            if self.left <= 0:
                rest = getattr(self, "rest", end + b'{"id": "2", "text": "words"}\n' if end else b"")
                self.rest = b""
                buffer[: len(rest)] = rest
                return len(rest)
            size = min(len(buffer), self.left)
            buffer[:size] = b"x" * size
            self.left -= size
            return size

    tracemalloc.start()
    found = list(read(io.BufferedReader(Endless()), uri="-", format="jsonl"))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert isinstance(found[0], ReadError) and "line 1: longer than 1 MB" in str(found[0])
    assert len(found) == (2 if end else 1) and peak < 8_000_000


def test_the_limit_of_a_line_is_that_of_a_document() -> None:
    assert jsonl.LIMIT == decoding.LIMIT == 20_000_000
