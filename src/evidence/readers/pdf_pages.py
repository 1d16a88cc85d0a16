"""A PDF's pages as runs of characters, read by a process apart (`pdf_characters`), within bounds of time and memory."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from evidence.errors import ReadError

_PROGRAM: Final = Path(__file__).with_name("pdf_characters.py")
_SECONDS: Final = 120.0  # a thesis of 300 pages takes five
_REASONS: Final = {
    "password": ("encrypted", "save a copy without its password"),
    "broken": ("not a whole PDF", "fetch it again"),
    "memory": ("needs more memory than a PDF may", "print its pages to a new PDF"),
}


@dataclass(frozen=True, slots=True)
class Run:
    """Characters of one size on one baseline; positions in points from the page's lower left corner."""

    text: str
    left: float
    right: float
    baseline: float
    size: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page's size, and its runs in the order in which it draws them."""

    width: float
    height: float
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """A PDF's pages that could be read, the numbers of those that could not, and its metadata (PDF 32000-1, 14.3.3)."""

    pages: tuple[Page, ...]
    broken: tuple[int, ...]
    metadata: Mapping[str, str]


def printed(data: bytes, *, uri: str) -> Printed:
    """The pages of a PDF. ReadError if it is encrypted or broken, or takes too long."""
    command = [
        sys.executable,
        "-P",
        str(_PROGRAM),
    ]  # -P: the modules beside it are not the standard library's
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=_SECONDS, check=False)
    except subprocess.TimeoutExpired as error:
        reason, remedy = f"not read within {_SECONDS:.0f} s", "print its pages to a new PDF"
        raise ReadError(reason, uri=uri, remedy=remedy) from error
    if done.returncode:
        raise ReadError("a PDF that breaks its reader", uri=uri, remedy="print its pages to a new PDF")
    return assembled((json.loads(line) for line in done.stdout.splitlines()), uri=uri)


def assembled(lines: Any, *, uri: str) -> Printed:
    """What the lines of `pdf_characters` say."""
    pages, broken, metadata = [], [], dict[str, str]()
    for line in lines:
        if "error" in line:
            reason, remedy = _REASONS[line["error"]]
            raise ReadError(reason, uri=uri, remedy=remedy)
        if "broken" in line:
            broken.append(line["broken"])
        elif "runs" in line:
            runs = tuple(Run(*run) for run in line["runs"])
            pages.append(Page(width=line["width"], height=line["height"], runs=runs))
        else:
            metadata = line["metadata"]
    return Printed(pages=tuple(pages), broken=tuple(broken), metadata=metadata)
