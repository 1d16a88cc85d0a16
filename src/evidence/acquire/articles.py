"""The folder that articles are brought to, and the cache beside it: what is on disk is not asked for again."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

from evidence.errors import AcquireError


def request_key(url: str, parameters: Mapping[str, str]) -> str:
    """The digest (SHA-256) of a request; parameters that identify the asker do not belong into it."""
    words = f"{url}?{urlencode(sorted(parameters.items()))}"
    return hashlib.sha256(words.encode()).hexdigest()


class Cache:
    """Bodies under the digest of the request that brings them, for all folders of a user."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def get(self, key: str) -> bytes | None:
        """The body of a request, if it was kept."""
        path = self._path(key)
        with _told(path, "read"):
            return path.read_bytes() if path.is_file() else None

    def put(self, key: str, body: bytes) -> None:
        """Keep a body."""
        write(self._path(key), body)

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / key


class Articles:
    """A folder with one file an article. With `refresh`, what is there already is fetched again.

    `kept`, `restored` and `fetched` count what was there, what came from the cache and what from the service.
    """

    def __init__(self, folder: Path, cache: Cache, *, refresh: bool = False) -> None:
        self.folder = folder
        self._cache = cache
        self._refresh = refresh
        self._settled: set[str] = set()
        self.kept = self.restored = self.fetched = 0

    def has(self, name: str, key: str) -> bool:
        """Whether an article is in the folder, now that what the cache holds has been copied there."""
        if name in self._settled:
            return True
        if self._refresh:
            return False
        path = self.folder / name
        if path.is_file():
            self.kept += 1
        elif (body := self._cache.get(key)) is not None:
            write(path, body)
            self.restored += 1
        else:
            return False
        self._settled.add(name)
        return True

    def save(self, name: str, key: str, body: bytes) -> None:
        """Write an article that the service has given."""
        write(self.folder / name, body)
        self._cache.put(key, body)
        self._settled.add(name)
        self.fetched += 1


def write(path: Path, body: bytes) -> None:
    """Write a file whole or not at all: under a temporary, hidden name, then renamed."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.part")
    with _told(path, "written"):
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            temporary.write_bytes(body)
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)


@contextmanager
def _told(path: Path, done: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = f"cannot be {done} ({error.strerror or error})"
        raise AcquireError(reason, where=str(path), remedy="check the folder and the disk") from error
