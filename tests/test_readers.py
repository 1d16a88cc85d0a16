"""The readers' door: formats told apart, laws that all readers keep, bounds, encodings, inputs set aside."""

from __future__ import annotations

import gzip
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence import readers
from evidence.document import Document
from evidence.errors import ReadError, UsageError
from evidence.readers import decoding

REFWORKS = """RT Journal Article
T1 A trial of two drugs
A1 Doe, Jane
YR 2020
AB Methods: We tried.Results: It went.
"""
PAGE = """Skip to main page content
. 2020 Jan;1(2):3-4.
doi: 10.1000/x.

A trial of two drugs

Affiliations

A trial of two drugs

Jane Doe et al. J Trials. 2020.

Abstract

We tried two drugs.

PubMed Disclaimer
"""
MARKDOWN = """# A trial of two drugs

* Jane Doe

## Methods

We *tried* two drugs.

## Results

It went well.
"""
PLAIN = "Two drugs were tried in a hun-\ndred patients. All of them\ndid well.\n\nMore work is needed.\n"
JSONL = '{"id": "a", "title": null, "text": "Two drugs were tried."}\n'
MEDLINE = "\nPMID- 123456\nTI  - A trial of two\n      drugs\nAB  - METHODS: We tried. RESULTS: It went.\n"
RIS = "TY  - JOUR\nTI  - A trial of two drugs\nAB  - METHODS: We tried. RESULTS: It went.\nER  - \n"
PUBMED_XML = """<?xml version="1.0"?>
<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID>123456</PMID><Article>
<ArticleTitle>A trial of two drugs</ArticleTitle>
<Abstract><AbstractText>We tried two drugs.</AbstractText></Abstract>
</Article></MedlineCitation></PubmedArticle></PubmedArticleSet>
"""
BIBTEX = """@article{doe2020,
  title = {A trial of two drugs},
  abstract = {METHODS: We tried. RESULTS: It went.},
}
"""
CSV = 'title,abstract,doi\nA trial of two drugs,"METHODS: We tried. RESULTS: It went.",10.1000/x\n'
TEXTS_OF = {"refworks": REFWORKS, "pubmed_page": PAGE, "markdown": MARKDOWN, "plain": PLAIN}
SAMPLES = {
    **TEXTS_OF,
    "jsonl": JSONL,
    "medline": MEDLINE,
    "ris": RIS,
    "pubmed_xml": PUBMED_XML,
    "bibtex": BIBTEX,
    "csv": CSV,
}


def outcomes(data: bytes, format: str | None = None) -> list[Document | ReadError]:
    return list(readers.read(io.BytesIO(data), uri="input", format=format))


def documents(text: str, format: str | None = None) -> list[Document]:
    found = outcomes(text.encode(), format)
    assert all(isinstance(item, Document) for item in found), found
    return [item for item in found if isinstance(item, Document)]


def errors(data: bytes, format: str | None = None) -> list[str]:
    return [str(item) for item in outcomes(data, format) if isinstance(item, ReadError)]


@pytest.mark.parametrize(("format", "text"), SAMPLES.items())
def test_sniff_knows_each_format_by_its_first_bytes(format: str, text: str) -> None:
    assert readers.sniff(text.encode(), "input") == format
    assert documents(text)[0].source.format == format


@pytest.mark.parametrize(("seed", "format"), [
    ("refworks_record.txt", "refworks"),
    ("pubmed_page.txt", "pubmed_page"),
    ("fulltext_markdown.txt", "markdown"),
    ("commentary.txt", "plain"),
])  # fmt: skip
def test_sniff_knows_the_seeds(shared: Path, seed: str, format: str) -> None:
    assert readers.sniff((shared / "seeds" / seed).read_bytes(), seed) == format


def test_unknown_format_is_a_usage_error_that_lists_the_formats() -> None:
    with pytest.raises(
        UsageError, match=r"unknown format 'word'.*refworks.*jsonl|unknown format 'word'.*jsonl"
    ):
        readers.read(io.BytesIO(b""), uri="-", format="word")
    with pytest.raises(UsageError, match="markdown"):
        readers.read_path("nowhere.txt", "word")


@pytest.mark.parametrize(("data", "reason"), [
    (b"", "empty"),
    (b" \n\t\n", "empty"),
    (b"\xef\xbb\xbf", "empty"),
    (b"Some words\0and more", "binary"),
    (bytes(range(1, 32)) * 50, "binary"),
    (b"words \x81\x8d\x8f\x90\x9d", "neither UTF-8 nor Windows-1252"),
    (b"\xff\xfeA", "not valid utf-16"),
    (b"<?xml version='1.0'?><a/>", "no known format"),
    (b"%PDF-1.7 text", "not a whole PDF"),
    (b"\x1f\x8b\x08\x00broken", "cannot be read"),
])  # fmt: skip
def test_what_is_no_text_is_set_aside_with_one_line(data: bytes, reason: str) -> None:
    (message,) = errors(data)
    assert reason in message
    assert message.startswith("input") and "\n" not in message


def test_a_missing_file_is_set_aside(tmp_path: Path) -> None:
    (error,) = readers.read_path(tmp_path / "none.txt")
    assert isinstance(error, ReadError) and "none.txt" in str(error)


@pytest.mark.parametrize("format", TEXTS_OF)
def test_a_file_beyond_the_limit_is_set_aside(format: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decoding.read_bounded, "__kwdefaults__", {"limit": 1000})
    (message,) = errors(SAMPLES[format].encode() + b"x" * 1000, format)
    assert "longer than" in message and "split it" in message


@pytest.mark.parametrize("encode", [
    lambda text: text.encode(),
    lambda text: text.encode("utf-8-sig"),
    lambda text: text.encode("utf-16"),
    lambda text: b"\xfe\xff" + text.encode("utf-16-be"),
    lambda text: text.encode("utf-16-le"),
    lambda text: text.encode("utf-16-be"),
    lambda text: text.encode("utf-32"),
    lambda text: text.encode("windows-1252"),
    lambda text: text.replace("\n", "\r\n").encode(),
    lambda text: gzip.compress(text.encode()),
], ids=[
    "utf-8", "bom", "utf-16", "marked utf-16-be", "utf-16-le", "utf-16-be", "utf-32", "windows-1252", "crlf", "gzip",
])  # fmt: skip
@pytest.mark.parametrize("format", [*TEXTS_OF, "medline", "ris", "bibtex", "csv"])
def test_encodings_give_the_same_text(format: str, encode: object) -> None:
    text = SAMPLES[format].replace("two", "trös–“two”")
    assert callable(encode)
    (found,) = outcomes(encode(text))
    assert isinstance(found, Document)
    assert found.text == documents(text)[0].text
    assert "trös–“" in found.text or format == "plain"


def _laws(document: Document, source: str | None) -> None:
    for section in document.sections:
        assert document.quote(section.start, section.end).exact == document.text[section.start : section.end]
    if source is not None:
        for segment in document.segments:
            length = segment.end - segment.start
            assert source[segment.source_start :][:length] == document.text[segment.start : segment.end]
    ends = [0, *(segment.end for segment in document.segments)]
    assert all(segment.start >= end for segment, end in zip(document.segments, ends, strict=False))


@pytest.mark.parametrize(("format", "text"), SAMPLES.items())
def test_segments_lead_back_to_the_source(format: str, text: str) -> None:
    for document in documents(text, format):
        _laws(document, text)
        inserted = len(document.text) - sum(segment.end - segment.start for segment in document.segments)
        assert (
            format in ("jsonl", "pubmed_xml") or inserted < 40
        )  # these two hold escapes, and have no segments


def test_segments_lead_back_in_the_seeds(shared: Path) -> None:
    for path in sorted((shared / "seeds").iterdir()):
        source = decoding.decode(path.read_bytes(), uri=str(path))
        for document in readers.read_path(path):
            assert isinstance(document, Document)
            _laws(document, source)
            assert sum(s.end - s.start for s in document.segments) > 0.97 * len(document.text)


MARKUP = st.sampled_from([
    "RT ", "T1 ", "A1 Doe, J", "AB ", "NO ", "DO 10.1/x", "TI  - ", "PMID- 1", "TY  - JOUR", "ER  - ",
    "## ", "### ", "# ", "====", "**Methods:** ", "**", "*", "_", "* ", "- ", "1. ", "2. 2 .", "[1]", "\\",
    "![f](u)", "[Figure 1](u) Figure 1", "[a](b)", "(", ")", "&lt;", "&#0;", "<sup>1</sup>", "<!-- ", "> ",
    "\n", "\n\n", "-\n", "\u00ad\n", "–\n", "\f", "\r\n", "\x85", "\u2028", "\ufeff", "é", "“",
    "Abstract", "References", "PubMed Disclaimer", "PMID: 1", ". 2021 Dec 1;34(10):369-376.", "12",
    "doi: 10.1000/x.", "et al. J. 2020.", "Keywords: a; b", "Conflict of interest statement", "© 2020",
    "Results: ", "METHODS We", "View this table:", "Fomchenko et al.1 ", "In their review, ", "comment on",
    "Digest of doi:10.1/x in our own words; not the article.", "Digest of ",
    "in our own words; not the article.",
    '{"text": "a"}', '{"id":1,"title":"t","text":""}', "null", "<PubmedArticle>", "</PubmedArticle>",
    "<PMID>",
    "<AbstractText Label='R'>", "<ArticleTitle>", "&x;",
])  # fmt: skip
TEXTS = st.lists(MARKUP | st.text(max_size=8), max_size=25).map("".join)


@settings(max_examples=150, deadline=None)
@given(text=TEXTS, format=st.sampled_from([None, *SAMPLES]))
def test_no_text_breaks_a_reader(text: str, format: str | None) -> None:
    for found in outcomes(text.encode("utf-8", "ignore"), format):
        if isinstance(found, Document):
            source = text.encode("utf-8", "ignore").decode("utf-8-sig")
            _laws(found, None if found.source.format == "jsonl" else source)
            assert found.text.strip() and found.id and found.source.sha256


@settings(max_examples=100, deadline=None)
@given(data=st.binary(max_size=200), format=st.sampled_from([None, *SAMPLES]))
def test_no_bytes_break_a_reader(data: bytes, format: str | None) -> None:
    for found in outcomes(data, format):
        assert isinstance(found, Document | ReadError)


@pytest.mark.parametrize("pattern", [
    "*", "**a", "[", "![", "](", "[a](", "-\n", "RT ", "A1 x", "## ", "### A b ", "1. ", "(", "&", "<",
    "_a", "\\",
    "\n", " \n", "a-\nb", "et al.1 ", "Digest of a ", "In their review, ", "====", "> ", "* a ", "A. B: ",
    "x@",
    "Methods ", "METHODS ", "10.1000/", "10.1000/))", "Jane Doe, ", "1", "2020 ", ". 2020;", "\f",
    "\u00ad", "é ",
    "PMID ", "<sup>", "<!--", "`", "^a", "A", "Ab ", "A1 ", "- ", "|", "PMID- 1\n", "TY  - JOUR\n",
])  # fmt: skip
@pytest.mark.parametrize("format", ["refworks", "pubmed_page", "markdown", "plain", "medline", "ris"])
def test_time_grows_with_length_and_no_faster(pattern: str, format: str) -> None:
    text = SAMPLES[format] + pattern * (30_000 // len(pattern))
    _within(lambda: outcomes(text.encode(), format), seconds=5)


@pytest.mark.parametrize(
    "start", ["", "x ", "<", "{", "# a\n", "RT Journal\n", "TITLE: ", "@a{", "a,b\n", "%PDF-"]
)
@pytest.mark.parametrize(
    "pattern", [" ", "\t", "\n", " \n", "<", "<a ", "a", "A. ", "# ", "=", "{", '"', ",", "(", "|", "- "]
)
def test_finding_the_format_takes_no_longer_the_odder_the_head(start: str, pattern: str) -> None:
    head = (start + pattern * 32_768)[:32_768]
    _within(lambda: [reader.sniff(head, "in") for reader in readers.READERS], seconds=2)


def _within(work: object, *, seconds: float) -> None:
    import time

    assert callable(work)
    start = time.process_time()
    work()
    assert time.process_time() - start < seconds


def test_reading_is_lazy_line_by_line() -> None:
    def lines() -> Iterator[bytes]:
        yield JSONL.encode()
        raise AssertionError("read on before the first document was asked for")

    class Stream(io.RawIOBase):
        _lines = lines()

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
            line = next(self._lines)
            buffer[: len(line)] = line
            return len(line)

    first = next(iter(readers.read(io.BufferedReader(Stream()), uri="-", format="jsonl")))
    assert isinstance(first, Document)
