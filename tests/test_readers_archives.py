"""ZIP, TAR and gzip: members in their order, hostile paths, bombs, what is cut short."""

from __future__ import annotations

import gzip
import io
import re
import tarfile
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence import readers
from evidence.document import Document
from evidence.errors import ReadError
from evidence.readers import streams

RIS = b"TY  - JOUR\nTI  - A trial of two drugs\nER  - \n"
JSONL = b'{"id": "a", "title": null, "text": "Two drugs were tried."}\n'
MARKDOWN = b"# Another trial\n\n## Methods\n\nWe tried.\n"
FILES = {"b/one.ris": RIS, "a.jsonl": JSONL, "notes.md": MARKDOWN}


def zipped(files: Mapping[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", compression) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return stream.getvalue()


def tarred(files: Mapping[str, bytes], *, format: int = tarfile.PAX_FORMAT) -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w", format=format) as archive:
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return stream.getvalue()


PACKINGS: dict[str, Callable[[Mapping[str, bytes]], bytes]] = {
    "zip": zipped,
    "zip, stored": lambda files: zipped(files, zipfile.ZIP_STORED),
    "zip, bzip2": lambda files: zipped(files, zipfile.ZIP_BZIP2),
    "tar": tarred,
    "tar, GNU": lambda files: tarred(files, format=tarfile.GNU_FORMAT),
    "tar, gzip": lambda files: gzip.compress(tarred(files)),
    "zip in tar": lambda files: tarred({"inner.zip": zipped(files)}),
    "tar.gz in zip": lambda files: zipped({"inner.tgz": gzip.compress(tarred(files))}),
    "gzip twice": lambda files: gzip.compress(gzip.compress(tarred(files))),
}


class Pipe(io.RawIOBase):
    """A stream that cannot be wound back."""

    def __init__(self, data: bytes) -> None:
        self._stream = io.BytesIO(data)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        return self._stream.readinto(buffer)


def outcomes(data: bytes, format: str | None = None) -> list[Document | ReadError]:
    return list(readers.read(io.BytesIO(data), uri="in", format=format))


def one_line_errors(data: bytes) -> list[str]:
    found = [str(item) for item in outcomes(data) if isinstance(item, ReadError)]
    assert all("\n" not in line and line.startswith("in") for line in found)
    return found


@pytest.mark.parametrize("pack", PACKINGS.values(), ids=PACKINGS)
@pytest.mark.parametrize("seekable", [True, False])
def test_members_are_read_in_their_order(
    pack: Callable[[Mapping[str, bytes]], bytes], seekable: bool
) -> None:
    data = pack(FILES)
    stream = io.BytesIO(data) if seekable else io.BufferedReader(Pipe(data))
    found = list(readers.read(stream, uri="in"))
    assert [item.text for item in found if isinstance(item, Document)] == [
        "A trial of two drugs", "Two drugs were tried.", "Another trial\n\nMethods\n\nWe tried.",
    ]  # fmt: skip
    assert [item.source.format for item in found if isinstance(item, Document)] == [
        "ris",
        "jsonl",
        "markdown",
    ]
    uris = [item.source.uri for item in found if isinstance(item, Document)]
    assert [uri.rpartition("!")[2] for uri in uris] == list(FILES)
    assert all(uri.startswith("in!") for uri in uris)


def test_a_member_has_the_documents_that_its_file_has(tmp_path: Path) -> None:
    (tmp_path / "one.ris").write_bytes(RIS)
    (alone,) = readers.read_path(tmp_path / "one.ris")
    (packed,) = outcomes(zipped({"one.ris": RIS}))
    assert isinstance(alone, Document) and isinstance(packed, Document)
    assert (alone.id, alone.text, alone.source.sha256) == (packed.id, packed.text, packed.source.sha256)


def test_a_named_format_is_that_of_the_members() -> None:
    (found,) = outcomes(zipped({"list": b'\n{"text": "a", "id": "b"}'}), "jsonl")
    assert isinstance(found, Document) and found.id == "b"


def test_a_named_format_finds_a_tar_by_its_name() -> None:
    (found,) = readers.read(io.BytesIO(tarred({"list": JSONL})), uri="lists.tar", format="jsonl")
    assert isinstance(found, Document) and found.source.uri == "lists.tar!list"


@pytest.mark.parametrize("name", [
    "../../../../etc/cron.d/evil.ris", "/etc/evil.ris", "C:\\evil.ris", "a/../../evil.ris", "a\nb.ris",
    "é" * 90 + ".ris",
    "a" * 150 + "/" + "b" * 150 + ".ris", "con.ris", "~/evil.ris", "-rf.ris", "evil\u202esir.ris",
])  # fmt: skip
@pytest.mark.parametrize("pack", [zipped, tarred], ids=["zip", "tar"])
def test_a_path_is_only_a_name(
    name: str, pack: Callable[[Mapping[str, bytes]], bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (found,) = outcomes(pack({name: RIS}))
    assert isinstance(found, Document) and found.source.uri == "in!" + re.sub("[\n\u202e]", "\ufffd", name)
    assert not any(tmp_path.iterdir())


def test_links_folders_and_hidden_files_are_passed_over() -> None:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as archive:
        for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.DIRTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE):
            info = tarfile.TarInfo(f"x{kind!r}")
            info.type, info.linkname = kind, "/etc/passwd"
            archive.addfile(info)
        for name in (".hidden.ris", "__MACOSX/._one.ris", ".git/one.ris", "./one.ris"):
            info = tarfile.TarInfo(name)
            info.size = len(RIS)
            archive.addfile(info, io.BytesIO(RIS))
    (found,) = outcomes(stream.getvalue())
    assert isinstance(found, Document) and found.source.uri == "in!./one.ris"


@pytest.mark.parametrize("bomb", [
    gzip.compress(b" " * 6_000_000),
    gzip.compress(JSONL * 100_000),
    zipped({"a.jsonl": JSONL * 100_000}),
    zipped({"a.txt": b"a" * 6_000_000}),
    gzip.compress(tarred({"a.jsonl": JSONL * 100_000})),
    gzip.compress(gzip.compress(b"<PubmedArticleSet>" + b"<PubmedArticle/>" * 60_000)),
], ids=["spaces", "lines", "zip", "zip, one word", "tar", "gzip twice"])  # fmt: skip
def test_what_unpacks_to_far_more_than_it_is_ends_early(bomb: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "_RATIO_FROM", 50_000)
    found = outcomes(bomb)
    assert len(found) < 59_000
    assert any("times its size" in str(item) for item in found)


def test_the_whole_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    files = {f"{number}.jsonl": JSONL * 100 for number in range(50)}
    monkeypatch.setattr(readers, "Budget", lambda: streams.Budget(unpacked=50_000))
    (message,) = one_line_errors(zipped(files))
    assert "unpacks to more" in message
    monkeypatch.setattr(readers, "Budget", lambda: streams.Budget(members=10))
    (message,) = one_line_errors(zipped(files))
    assert "more files" in message and len(outcomes(zipped(files))) == 1001


def test_nesting_is_bounded() -> None:
    data = zipped({"one.ris": RIS})
    for _ in range(9):
        data = zipped({"in.zip": data})
    (message,) = one_line_errors(data)
    assert "too many times" in message
    data = RIS
    for _ in range(9):
        data = gzip.compress(data)
    (message,) = one_line_errors(data)
    assert "too many times" in message


def test_a_bad_member_leaves_the_others() -> None:
    data = bytearray(zipped({"a.ris": RIS, "b.ris": RIS.replace(b"two", b"ten")}, zipfile.ZIP_STORED))
    data[data.index(b"two")] ^= 1
    bad, good = outcomes(bytes(data))
    assert isinstance(bad, ReadError) and "CRC" in str(bad) and bad.uri == "in!a.ris"
    assert isinstance(good, Document)
    empty, good = outcomes(zipped({"empty.txt": b"", "b.ris": RIS}))
    assert isinstance(empty, ReadError) and "empty" in str(empty) and isinstance(good, Document)


def test_an_encrypted_member_says_so() -> None:
    data = bytearray(zipped({"a.ris": RIS}))
    data[6] |= 1
    data[data.rindex(b"PK\x01\x02") + 8] |= 1
    (message,) = one_line_errors(bytes(data))
    assert "in!a.ris: encrypted" in message


@pytest.mark.parametrize("files", [
    {"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>"},
    {"mimetype": b"application/epub+zip", "a.xhtml": b"<html/>"},
], ids=["spreadsheet", "book"])  # fmt: skip
def test_other_office_files_are_one_line(files: dict[str, bytes]) -> None:
    (message,) = one_line_errors(zipped(files))
    assert "office document or book" in message and "DOCX" in message


@pytest.mark.parametrize("data", [
    zipped(FILES)[:-30],
    zipped(FILES)[:100],
    b"PK\x03\x04",
    b"PK\x05\x06",
    gzip.compress(zipped(FILES))[:200],
    gzip.compress(tarred(FILES))[:200],
    tarred({"a.ris": RIS * 100})[:2000],
    tarred({"a.ris": RIS})[:600],
    tarred(FILES).replace(b"ustar", b"ustar", 1)[:700] + b"\xff" * 700,
])  # fmt: skip
def test_half_an_archive_is_one_line_at_most_a_member(data: bytes) -> None:
    assert 1 <= len(one_line_errors(data)) <= 2


def test_a_header_cannot_ask_for_memory() -> None:
    info = tarfile.TarInfo("././@LongLink")
    info.type, info.size = tarfile.GNUTYPE_LONGNAME, 1 << 40
    (message,) = one_line_errors(info.tobuf(tarfile.GNU_FORMAT) + b"a" * 5000)
    assert "name too long" in message


def test_an_empty_archive_is_one_line() -> None:
    assert "without a file" in one_line_errors(zipped({}))[0]
    assert "without a file" in one_line_errors(zipped({".hidden": b"a"}))[0]
    assert len(one_line_errors(tarred({}))) == 1


@pytest.mark.parametrize("data", [
    zipped(FILES).replace(b"PK\x05\x06", b"PK\x05\x06\0\0\0", 1),  # an offset before the beginning
    zipped(FILES)[5:].join([b"PK\x03\x04", b""]),
    zipped({"a": RIS}).replace(b"a", b"\0", 2),  # a file without a name
])  # fmt: skip
def test_found_by_fuzzing(data: bytes) -> None:
    assert one_line_errors(data)


SEEDS = [zipped(FILES), tarred(FILES), gzip.compress(tarred(FILES)), zipped({"a.zip": zipped(FILES)})]


@settings(max_examples=300, deadline=None)
@given(
    seed=st.sampled_from(SEEDS),
    changes=st.lists(st.tuples(st.integers(0, 1 << 16), st.binary(max_size=4)), max_size=6),
    end=st.integers(0, 1 << 16),
)
def test_no_change_of_bytes_breaks_the_reading(
    seed: bytes, changes: list[tuple[int, bytes]], end: int
) -> None:
    data = bytearray(seed)
    for place, new in changes:
        place %= len(data)
        data[place : place + len(new)] = new
    for found in outcomes(bytes(data[: max(20, end % (2 * len(data)))])):
        assert isinstance(found, Document | ReadError)
