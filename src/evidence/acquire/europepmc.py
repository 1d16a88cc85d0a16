"""Full texts from Europe PMC, by its RESTful web service (europepmc.org/RestfulWebService).

`search` pages by `cursorMark`: the first is `*`, the next comes with each page, and the last page gives none or the
same again. `{PMCID}/fullTextXML` gives the JATS of open-access articles. The service publishes no rate; five requests a
second are half of what clients of it keep to.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from evidence.acquire.articles import Articles, request_key
from evidence.acquire.client import Client, RefusedError, Service
from evidence.acquire.json_bodies import count_at, objects_at, parsed, text_at
from evidence.acquire.outcomes import Outcome, Progress, bring
from evidence.acquire.xml_bodies import root_of
from evidence.errors import AcquireError

BASE_URL: Final = "https://www.ebi.ac.uk/europepmc/webservices/rest"
_INTERVAL: Final = 0.2  # seconds
_PAGE: Final = 1_000  # results a page, the most that the service gives
_FIRST: Final = "*"
_NEXT: Final = "nextCursorMark"
_FAR: Final = "3000-12-31"  # a day that no article has reached
_PMCID: Final = re.compile(r"PMC\d+")
_ABSENT: Final = 404


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A result of a search; `pmcid` only where the article is open access, so that its full text may be fetched."""

    id: str  # source and identifier, as "MED:123"
    pmcid: str | None


def service(*, base_url: str = BASE_URL, email: str | None = None) -> Service:
    """Europe PMC."""
    return Service(name="Europe PMC", base_url=base_url, interval=_INTERVAL, email=email)


def search(
    client: Client, query: str, *, limit: int, since: date | None = None
) -> tuple[int, tuple[Hit, ...]]:
    """How many articles answer a question in Europe PMC's query language, and the first `limit` of them.

    With `since`, only those that came or changed on that day or later: an article may become open access after a while.
    """
    if since is not None:
        query = f"({query}) AND UPDATE_DATE:[{since.isoformat()} TO {_FAR}]"
    hits: list[Hit] = []
    cursor: str | None = _FIRST
    count = 0
    while cursor is not None and len(hits) < limit:
        page = _page(client, query, cursor, min(limit, _PAGE))
        count = page.count
        hits.extend(page.hits)
        cursor = page.next_cursor if page.hits and page.next_cursor != cursor else None
    return count, tuple(hits[:limit])


def fetch(
    client: Client, hits: tuple[Hit, ...], articles: Articles, *, on_progress: Progress | None = None
) -> Outcome[Hit]:
    """Bring the full texts to the folder, one file each; what the service has no text of is left out.

    An article that the service gives brokenly is set aside. AcquireError if there is no connection, or several
    articles fail one after the other.
    """
    return bring(hits, lambda hit: _brought(client, hit, articles), on_progress=on_progress)


def _brought(client: Client, hit: Hit, articles: Articles) -> bool:
    """Whether the article's full text is in the folder now."""
    if hit.pmcid is None:
        return False
    path = f"{hit.pmcid}/fullTextXML"
    name, key = f"{hit.pmcid}.xml", request_key(client.service.url(path), {})
    if articles.has(name, key):
        return True
    try:
        body = client.ask(path, {}, _article)
    except AcquireError as error:
        if error.status == _ABSENT:
            return False
        raise
    articles.save(name, key, body)
    return True


def _article(body: bytes) -> bytes:
    if (root := root_of(body)) != "article":
        raise ValueError(f"{root} where an article was expected")
    return body


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    count: int
    hits: tuple[Hit, ...]
    next_cursor: str | None


def _page(client: Client, query: str, cursor: str, size: int) -> _Page:
    parameters = {
        "query": query,
        "format": "json",
        "resultType": "lite",  # has all that is needed to find the full text
        "pageSize": str(size),
        "cursorMark": cursor,
    }
    return client.ask("search", parameters, _parsed)


def _parsed(body: bytes) -> _Page:
    found = parsed(body)
    if "errMsg" in found:
        raise RefusedError(found["errMsg"])
    return _Page(
        count=count_at(found, "hitCount"),
        hits=tuple(_hit(result) for result in objects_at(found, "resultList", "result")),
        next_cursor=text_at(found, _NEXT) if _NEXT in found else None,
    )


def _hit(result: Mapping[str, Any]) -> Hit:
    pmcid = str(result.get("pmcid", ""))
    may_be_had = result.get("isOpenAccess") == "Y" and _PMCID.fullmatch(pmcid)
    return Hit(id=f"{text_at(result, 'source')}:{text_at(result, 'id')}", pmcid=pmcid if may_be_had else None)
