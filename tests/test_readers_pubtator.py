"""PubTator's format."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence.document import Document
from evidence.errors import ReadError
from evidence.readers import pubtator, read, read_path, sniff

RECORD = "123456|t|A trial of two drugs\n123456|a|METHODS: We tried. RESULTS: A|B was best.\n"
ANNOTATIONS = "123456\t2\t7\ttrial\tDesign\tD1\n123456\tCause\tD1\tD2\tNovel\n"


def outcomes(text: str | bytes) -> list[Document | ReadError]:
    data = text if isinstance(text, bytes) else text.encode()
    return list(read(io.BytesIO(data), uri="a.txt", format="pubtator"))


def test_titles_and_abstracts_without_annotations() -> None:
    first, second = outcomes(f"{RECORD}{ANNOTATIONS}\nPMC77|t|Another one.\nPMC77|a|\n\n")
    assert isinstance(first, Document) and isinstance(second, Document)
    assert (first.id, first.pmid, first.title, first.form) == (
        "pmid:123456#abstract",
        "123456",
        "A trial of two drugs",
        "abstract",
    )
    assert first.text == "A trial of two drugs\n\nMETHODS: We tried.\n\nRESULTS: A|B was best."
    assert [section.role for section in first.sections] == ["title", "methods", "results"]
    assert (second.pmcid, second.pmid, second.text) == ("PMC77", None, "Another one.")


def test_segments_lead_back_to_the_source() -> None:
    source = RECORD + ANNOTATIONS
    (found,) = outcomes(source)
    assert isinstance(found, Document)
    for segment in found.segments:
        length = segment.end - segment.start
        assert source[segment.source_start :][:length] == found.text[segment.start : segment.end]
    assert sum(segment.end - segment.start for segment in found.segments) > len(found.text) - 6


def test_records_without_a_blank_line_between_are_two() -> None:
    assert [
        item.pmid for item in outcomes(RECORD + RECORD.replace("123456", "99")) if isinstance(item, Document)
    ] == [
        "123456",
        "99",
    ]
    assert len(outcomes(RECORD + RECORD)) == 2


@pytest.mark.parametrize(("data", "reason"), [
    (b"1|t|\n1|a|  \n", "record 1: neither title nor abstract"),
    (b"words\n", "no line of the form"),
    (b"1|t|a\0b", "binary"),
    (b"", "empty"),
    (b"1|t|\x81\x8d\x8f\x90\x9d", "neither UTF-8 nor Windows-1252"),
])  # fmt: skip
def test_what_cannot_be_read_is_set_aside(data: bytes, reason: str) -> None:
    (error,) = outcomes(data)
    assert isinstance(error, ReadError) and reason in str(error)


def test_sniff() -> None:
    assert sniff(RECORD.encode(), "x") == "pubtator"
    assert pubtator.sniff("A table | of | two\n1|t|x", "x") == 0 == pubtator.sniff('{"id": "1|t|x"}', "x")


@settings(max_examples=100, deadline=None)
@given(
    data=st.binary(max_size=100),
    lines=st.lists(st.sampled_from(["1|t|", "1|a|", "2|t|a", "\n", "x\ty", "|t|"]), max_size=9),
)
def test_no_bytes_break_the_reader(data: bytes, lines: list[str]) -> None:
    for found in outcomes("".join(lines).encode() + data):
        assert isinstance(found, Document | ReadError)


def test_samples(shared: Path) -> None:
    found = list(read_path(shared / "data/format_samples/pubtator/biored_sample.pubtator"))
    assert len(found) > 4
    assert all(
        isinstance(item, Document) and item.pmid and item.title and "\t" not in item.text for item in found
    )
