"""Paths, folders and standard input to documents, one after the other."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from evidence.errors import ReadError

if TYPE_CHECKING:
    from evidence.document import Document


class Inputs:
    """The documents of some paths, read as they are asked for, and the errors of what cannot be read.

    `read` and `set_aside` count as the iteration goes.
    """

    def __init__(self, paths: Iterable[str | Path], *, format: str | None = None) -> None:
        """`paths` are files, folders (hidden files are left out), or `-` for standard input."""
        self._paths = paths
        self._format = format
        self.read = 0
        self.set_aside = 0

    def __iter__(self) -> Iterator[Document | ReadError]:
        for path in self._paths:
            for item in self._items(path):
                if isinstance(item, ReadError):
                    self.set_aside += 1
                else:
                    self.read += 1
                yield item

    @property
    def exit_status(self) -> int:
        """0 all read, 1 some set aside, 3 nothing readable (design section 7)."""
        if not self.set_aside:
            return 0
        return 1 if self.read else ReadError.exit_status

    def _items(self, path: str | Path) -> Iterator[Document | ReadError]:
        from evidence.readers import read, read_path

        if path == "-":
            yield from read(sys.stdin.buffer, uri="-", format=self._format)
            return
        for file in files(Path(path)):
            yield from read_path(file, format=self._format)


def files(path: Path) -> Iterator[Path]:
    """A file itself, or all files below a folder in sorted order without the hidden ones."""
    if not path.is_dir():
        yield path
        return
    for folder, folders, names in os.walk(path):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(folder, name) for name in sorted(names) if not name.startswith("."))
