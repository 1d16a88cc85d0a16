"""Crossref's records of works (api.crossref.org): their metadata, and what became of them: was one retracted?

`updated-by` of a work names the notices about it, `update-to` of a notice the works that it is about; both carry the
kind, the date and who says so (the publisher, or Retraction Watch, whose data Crossref has since January 2025). Who
gives an address (`mailto`) is served from the polite pool; five requests a second are within its limits.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote, unquote

from evidence.acquire.client import Client, Service
from evidence.acquire.json_bodies import list_at, object_at, objects_at, parsed, text_at
from evidence.errors import AcquireError, UsageError

BASE_URL: Final = "https://api.crossref.org"
_INTERVAL: Final = 0.2  # seconds
_ABSENT: Final = 404
_DOI: Final = re.compile(r"(?:doi:\s*|https?://(?:dx\.)?doi\.org/)?(10\.\d{4,9}/\S+)", re.IGNORECASE)
_PREFIX, _SUFFIX = "crossref-", ".json"
_RELATIONS: Final = {"updated-by": "has", "update-to": "is"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """A notice: the work `has` one, or `is` one about another work."""

    relation: str  # "has" or "is"
    kind: str  # as Crossref has it: retraction, correction, expression_of_concern, ...
    doi: str  # of the notice, or of the work that it is about
    date: str | None  # ISO 8601, as exact as it is known
    source: str | None  # publisher or retraction-watch


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """A work's record as it came, which `ingest` reads; the notices about it, and those that it is itself."""

    body: bytes
    updates: tuple[Update, ...]


def service(*, base_url: str = BASE_URL, email: str | None = None) -> Service:
    """Crossref."""
    identity = {"mailto": email} if email else {}
    return Service(name="Crossref", base_url=base_url, interval=_INTERVAL, identity=identity, email=email)


def identifier(word: str) -> str:
    """A DOI as people write it, with `doi:` or as an address. UsageError for what is none."""
    match = _DOI.fullmatch(word.strip())
    if match is None:
        raise UsageError(f"{word!r} is no DOI; give 10.PREFIX/SUFFIX")
    return match[1]


def file_name(doi: str) -> str:
    """The file of a work in the folder; the DOI can be read from it (`doi_of`)."""
    return f"{_PREFIX}{quote(doi.lower(), safe='')}{_SUFFIX}"


def doi_of(name: str) -> str | None:
    """The DOI whose file has a name, None for another's file."""
    if not (name.startswith(_PREFIX) and name.endswith(_SUFFIX)):
        return None
    found = unquote(name[len(_PREFIX) : -len(_SUFFIX)])
    return found if _DOI.fullmatch(found) else None


def work(client: Client, doi: str) -> Work | None:
    """A work as Crossref knows it now; None if it does not know the DOI.

    Not cached: whether a work is retracted is asked to be known as of now.
    """
    try:
        return client.ask(f"works/{quote(doi, safe='')}", {}, _work)
    except AcquireError as error:
        if error.status == _ABSENT:
            return None
        raise


def _work(body: bytes) -> Work:
    message = object_at(parsed(body), "message")
    text_at(message, "DOI")  # a work, not something else
    told = (field for field in _RELATIONS if field in message)
    updates = tuple(_update(field, item) for field in told for item in objects_at(message, field))
    return Work(body=body, updates=updates)


def _update(field: str, item: Mapping[str, Any]) -> Update:
    return Update(
        relation=_RELATIONS[field],
        kind=text_at(item, "type"),
        doi=text_at(item, "DOI").lower(),
        date=_date(item),
        source=text_at(item, "source") if "source" in item else None,
    )


def _date(item: Mapping[str, Any]) -> str | None:
    """Year, month and day as far as they are given: `{"date-parts": [[2019, 7, 26]]}`, or `[[null]]` for none."""
    if "updated" not in item:
        return None
    (parts,) = list_at(item, "updated", "date-parts")
    return "-".join(f"{part:02d}" for part in parts if isinstance(part, int)) or None
