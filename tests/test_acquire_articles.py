"""The folder of articles and the cache."""

from __future__ import annotations

from pathlib import Path

import pytest

from evidence.acquire.articles import Articles, Cache, request_key, write
from evidence.errors import AcquireError

KEY = request_key("http://127.0.0.1/a", {"id": "1"})


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def test_the_key_is_of_address_and_parameters_in_any_order() -> None:
    assert request_key("u", {"a": "1", "b": "2"}) == request_key("u", {"b": "2", "a": "1"})
    different = {
        request_key("u", {"a": "1"}),
        request_key("u", {"a": "1", "b": ""}),
        request_key("v", {"a": "1"}),
        request_key("u", {"a": "1&b=2"}),
    }
    assert len(different) == 4


def test_what_is_saved_is_in_folder_and_cache(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache")
    articles = Articles(tmp_path / "to", cache)
    assert not articles.has("a.xml", KEY)
    articles.save("a.xml", KEY, b"<a/>")
    assert articles.has("a.xml", KEY) and cache.get(KEY) == b"<a/>"
    assert files(tmp_path / "to") == ["a.xml"] and files(tmp_path / "cache") == [KEY]
    assert (articles.fetched, articles.restored, articles.kept) == (1, 0, 0)


def test_another_folder_is_filled_from_the_cache(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache")
    cache.put(KEY, b"<a/>")
    articles = Articles(tmp_path / "to", cache)
    assert articles.has("a.xml", KEY) and (tmp_path / "to" / "a.xml").read_bytes() == b"<a/>"
    assert (articles.fetched, articles.restored, articles.kept) == (0, 1, 0)


def test_a_file_that_is_there_is_left_as_it_is(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache")
    cache.put(KEY, b"<cached/>")
    (tmp_path / "a.xml").write_bytes(b"<mine/>")
    articles = Articles(tmp_path, cache)
    assert articles.has("a.xml", KEY) and articles.has("a.xml", KEY)
    assert (tmp_path / "a.xml").read_bytes() == b"<mine/>" and articles.kept == 1


def test_refreshing_believes_neither(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache")
    cache.put(KEY, b"<old/>")
    (tmp_path / "a.xml").write_bytes(b"<old/>")
    articles = Articles(tmp_path, cache, refresh=True)
    assert not articles.has("a.xml", KEY)
    articles.save("a.xml", KEY, b"<new/>")
    assert articles.has("a.xml", KEY) and cache.get(KEY) == b"<new/>"


def test_a_write_that_breaks_off_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.xml").write_bytes(b"<old/>")

    def interrupt(self: Path, target: Path) -> Path:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write(tmp_path / "a.xml", b"<new/>")
    assert files(tmp_path) == ["a.xml"] and (tmp_path / "a.xml").read_bytes() == b"<old/>"


def test_a_folder_that_is_none_is_told_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "to").write_bytes(b"")
    with pytest.raises(AcquireError, match="cannot be written") as caught:
        write(tmp_path / "to" / "a.xml", b"<a/>")
    assert str(tmp_path / "to") in str(caught.value) and caught.value.exit_status == 3
