"""What has no end, or is far too long: every reader stops at its bound and says so in one line."""

from __future__ import annotations

import io
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from evidence import readers
from evidence.document import Document
from evidence.errors import ReadError
from evidence.readers import decoding

OPENINGS = {
    "bioc": b'{"documents": [{"passages": [{"text": "',
    "bibtex": b"@article{a, title = {A trial},\n abstract = {",
    "crossref": b'{"message-type": "work", "message": {"DOI": "10.1/a", "title": ["',
    "csv": b'title,abstract\n"A trial","',
    "docx": b"PK\x03\x04",
    "europepmc": b'{"resultList": {"result": [{"title": "',
    "html": b"<!DOCTYPE html><html><body><h1>",
    "jats": b"<article><front><article-meta><title-group><article-title>",
    "markdown": b"# A trial\n\n## Methods\n\n",
    "medline": b"PMID- 1\nTI  - ",
    "pdf": b"%PDF-1.7\n",
    "plain": b"A trial of two drugs. ",
    "pubmed_page": b"PubMed Disclaimer\n",
    "pubmed_xml": b"<PubmedArticleSet><PubmedArticle><ArticleTitle>",
    "pubtator": b"1|t|",
    "refworks": b"RT Journal Article\nT1 A trial\nAB ",
    "ris": b"TY  - JOUR\nTI  - ",
}


class Endless(io.RawIOBase):
    """A stream that goes on for ever; reading it further than any bound fails."""

    def __init__(self, opening: bytes, again: bytes) -> None:
        self._opening, self._again = opening, again * (1 + (1 << 16) // len(again))
        self.taken = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        size = min(len(buffer), 1 << 16)
        data, self._opening = self._opening[:size], self._opening[size:]
        data = data or self._again[:size]
        buffer[: len(data)] = data
        self.taken += len(data)
        assert self.taken < 150_000_000, "read on beyond every bound"
        return len(data)


def test_every_format_that_holds_documents_in_one_piece_is_tried() -> None:
    assert set(OPENINGS) == set(readers.formats()) - {"jsonl"}  # which passes over lines without holding them


@pytest.mark.parametrize("again", [b"a", b"word "], ids=["one word", "one line"])
@pytest.mark.parametrize("format", OPENINGS)
def test_a_record_without_an_end_is_one_line(
    format: str, again: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("decoding", "xml_records"):
        monkeypatch.setattr(f"evidence.readers.{name}.LIMIT", 2_000_000)
    monkeypatch.setattr(decoding.read_bounded, "__kwdefaults__", {"limit": 2_000_000})
    monkeypatch.setattr("evidence.readers.pdf.LIMIT", 2_000_000)
    monkeypatch.setattr("evidence.readers.streams._LONGEST_SPOOL", 2_000_000)
    started = time.process_time()
    found = list(readers.read(io.BufferedReader(Endless(OPENINGS[format], again)), uri="in", format=format))
    assert time.process_time() - started < 10
    (error,) = (item for item in found if isinstance(item, ReadError))
    assert ("longer than" in str(error) or "well-formed" in str(error)) and "\n" not in str(error)


RECORDS = {
    "medline": b"PMID- 1\nTI  - A trial\n\n",
    "ris": b"TY  - JOUR\nTI  - A trial\nER  - \n",
    "bibtex": b"@article{a, title={A trial}}\n",
    "csv": b'"A trial",a\n',
}


@pytest.mark.parametrize(("format", "again"), RECORDS.items())
def test_records_without_an_end_come_one_after_the_other(format: str, again: bytes) -> None:
    stream = Endless(b"title,abstract\n" if format == "csv" else b"", again)
    found = readers.read(io.BufferedReader(stream), uri=f"in.{format}")
    for _ in range(2000):
        assert isinstance(next(found), Document)
    assert stream.taken < 20_000_000


def many(record: Callable[[int], str], opening: str = "") -> str:
    return opening + "".join(record(number) for number in range(400))


FILES = {
    "medline": many(lambda n: f"PMID- {100000 + n}\nTI  - Trial {n} of \u00fc\nAB  - METHODS: We tried.\n\n"),
    "ris": many(lambda n: f"TY  - JOUR\r\nTI  - Trial {n} of \u00fc\r\nAB  - We tried.\r\nER  - \r\n\r\n"),
    "bibtex": many(lambda n: f"@article{{k{n},\n title = {{Trial {n} of \u00fc}},\n abstract = {{We tried.}}\n}}\n"),
    "csv": many(lambda n: f'"Trial {n} of \u00fc","We\ntried."\n', "title,abstract\n"),
}  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16", "utf-8-sig"])
@pytest.mark.parametrize(("format", "text"), FILES.items())
def test_long_files_are_read_in_runs_and_lead_back(
    format: str, text: str, encoding: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(decoding, "_RUN", 777)
    found = list(readers.read(io.BytesIO(text.encode(encoding)), uri="in", format=format))
    assert [item.title for item in found if isinstance(item, Document)] == [
        f"Trial {n} of ü" for n in range(400)
    ]
    for item in found:
        assert isinstance(item, Document)
        for segment in item.segments:
            length = segment.end - segment.start
            assert text[segment.source_start :][:length] == item.text[segment.start : segment.end]


def test_a_run_that_is_no_text_ends_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decoding, "_RUN", 500)
    data = FILES["medline"].encode() + b"PMID- 9\nTI  - \0\0\0\n"
    found = list(readers.read(io.BytesIO(data), uri="in", format="medline"))
    assert sum(isinstance(item, Document) for item in found) > 390
    assert isinstance(found[-1], ReadError) and "binary" in str(found[-1])


def test_a_line_of_json_beyond_the_limit_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("evidence.readers.jsonl.LIMIT", 1000)
    data = b'{"text": "a"}\n{"text": "' + b"a" * 5_000_000 + b'"}\n{"text": "b"}\n'
    first, error, last = readers.read(io.BytesIO(data), uri="in", format="jsonl")
    assert isinstance(first, Document) and isinstance(last, Document)
    assert isinstance(error, ReadError) and "line 2" in str(error)


@pytest.mark.parametrize("opening", [b"<a>", b"<div>", b"[", b'{"a":', b"((", b"{{", b"> ", b"* ", b"\\"])
@pytest.mark.parametrize("format", sorted(readers.formats()))
def test_deep_nesting_is_no_depth_of_calls(opening: bytes, format: str) -> None:
    started = time.process_time()
    data = OPENINGS.get(format, b"") + opening * 20_000
    for item in readers.read(io.BytesIO(data), uri="in", format=format):
        assert isinstance(item, Document | ReadError)
    assert time.process_time() - started < 10


def test_a_folder_of_odd_files_is_read_to_its_end(tmp_path: Path) -> None:
    def written() -> Iterator[Path]:
        for format, opening in OPENINGS.items():
            for at, data in enumerate(
                (opening, opening[: len(opening) // 2], b"\0" + opening, opening + b"\0\0")
            ):
                path = tmp_path / f"{format}.{at}"
                path.write_bytes(data)
                yield path

    for path in written():
        for item in readers.read_path(path):
            assert isinstance(item, Document) or "\n" not in str(item)


@pytest.mark.parametrize(("format", "text"), [
    ("html", "<!DOCTYPE html><body><h2>References" + "<h2>a" * 4000),
    ("html", "<!DOCTYPE html><body>" + "<table><tr><td>a<td>b" * 300),
    ("html", "<!DOCTYPE html><body><h2>References</h2>" + "<ol><li>a" * 3000),
    ("pubmed_page", "PubMed Disclaimer\n. 2020 Jan;1(2):3-4.\n\nA title\n\n" + ", ".join(["J 999999x"] * 2000)),
    ("pubmed_page", "PubMed Disclaimer\n. 2020 Jan;1(2):3-4.\n\nA title\n\n" + "Jane Doe " + "((((" * 20_000),
    ("pubmed_page", "PubMed Disclaimer\n. 2020 Jan;1(2):3-4.\n\nA title\n\nJane Doe, " + " " * 100_000 + "x"),
    ("plain", "A title\n\n" + "\n".join(["Jane Doe, " + "1 " * 40] * 1000)),
    ("markdown", "# A title\n\n* " + "9," * 30_000),
])  # fmt: skip
def test_found_by_fuzzing_to_take_longer_than_they_are(format: str, text: str) -> None:
    started = time.process_time()
    list(readers.read(io.BytesIO(text.encode()), uri="in", format=format))
    assert time.process_time() - started < 5
