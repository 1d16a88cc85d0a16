"""Where a work may be read free of charge and lawfully, by Unpaywall's REST API (unpaywall.org/products/api).

`v2/{doi}?email=` tells the best open location of a work: a page, a PDF, which version and under which licence. The
links are shown and not followed: what may be done with what they lead to is for the reader to see. The service asks for
an address with every request, and for no more than 100,000 requests a day.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote

from evidence.acquire.client import Client, Service
from evidence.acquire.json_bodies import parsed, text_at
from evidence.errors import AcquireError, UsageError

BASE_URL: Final = "https://api.unpaywall.org/v2"
_INTERVAL: Final = 0.2  # seconds
_ABSENT: Final = 404


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """An open copy: `status` is Unpaywall's kind (gold, hybrid, bronze, green, closed); closed has no address."""

    status: str
    url: str | None = None
    pdf: str | None = None
    version: str | None = None
    license: str | None = None


def service(*, base_url: str = BASE_URL, email: str | None = None) -> Service:
    """Unpaywall; UsageError without an address, which it does not answer."""
    if email is None:
        raise UsageError("Unpaywall answers only those who say who asks; set EVIDENCE_EMAIL, or give --email")
    return Service(
        name="Unpaywall", base_url=base_url, interval=_INTERVAL, identity={"email": email}, email=email
    )


def location(client: Client, doi: str) -> Location | None:
    """The best open location of a work; None where Unpaywall does not know the DOI."""
    try:
        return client.ask(quote(doi, safe="/"), {}, _location)
    except AcquireError as error:
        if error.status == _ABSENT:
            return None
        raise


def _location(body: bytes) -> Location:
    found = parsed(body)
    best: Any = found.get("best_oa_location")
    told: Mapping[str, Any] = best if isinstance(best, dict) else {}
    return Location(
        status=text_at(found, "oa_status"),
        url=_text(told, "url_for_landing_page") or _text(told, "url"),
        pdf=_text(told, "url_for_pdf"),
        version=_text(told, "version"),
        license=_text(told, "license"),
    )


def _text(told: Mapping[str, Any], name: str) -> str | None:
    value = told.get(name)
    return value if isinstance(value, str) and value else None
