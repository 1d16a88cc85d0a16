"""Public vocabularies and curated claims, from where their keepers publish them (`data/importers_sources.tsv`)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from evidence import tables
from evidence.acquire.articles import write
from evidence.acquire.client import Client, Patience, Service

_TABLE: Final = Path(__file__).parent.parent / "data" / "importers_sources.tsv"
_INTERVAL: Final = 1.0  # seconds between requests: one file a run
_LONGEST: Final = 1 << 30  # bytes; the largest of them have some hundred million


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """A file that somebody publishes, the importer's format that reads it, and its licence."""

    name: str
    format: str
    base_url: str
    path: str
    file: str
    licence: str
    source: str


@cache
def published() -> Mapping[str, Published]:
    """All that can be fetched, by name."""
    return {row["name"]: Published(**row) for row in tables.rows(_TABLE)}


def fetch(what: Published, folder: Path, *, tell: Callable[[str], None], base_url: str | None = None) -> Path:
    """Bring a file to a folder, whole or not at all. Raises AcquireError."""
    service = Service(name=what.source, base_url=base_url or what.base_url, interval=_INTERVAL)
    with Client(service, tell=tell, patience=Patience(longest_body=_LONGEST)) as client:
        body = client.ask(what.path, {}, _not_a_page)
    path = folder / what.file
    write(path, body)
    return path


def _not_a_page(body: bytes) -> bytes:
    """A service that is down may answer with a web page and status 200."""
    if not body.strip() or body.lstrip()[:15].lower().startswith((b"<!doctype html", b"<html")):
        raise ValueError("it is empty or a web page")
    return body
