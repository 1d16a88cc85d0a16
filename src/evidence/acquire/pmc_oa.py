"""Packages of PMC's Open Access Subset, by the OA Web Service (pmc.ncbi.nlm.nih.gov/tools/oa-service).

`oa.fcgi?id=` tells where an article's package is, `oa.fcgi?from=&until=` what has changed; a list longer than 1,000
records ends with a token for the next. Links are FTP addresses of a server that gives the same by HTTPS. A package
(TAR, gzip) holds the article's JATS (`.nxml`) beside its PDF, figures and supplements: the JATS is kept, for the others
would be read as articles of their own. NLM has announced the end of these packages (August 2026) for the Cloud Service
(`pmc_cloud`); mirrors go on to speak this protocol.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Final
from urllib.parse import unquote, urlsplit

from evidence.acquire.articles import Articles, request_key
from evidence.acquire.client import Client, RefusedError, Service
from evidence.acquire.outcomes import Outcome, Progress, bring
from evidence.acquire.pmc_cloud import file_name
from evidence.acquire.xml_bodies import Element, elements, root_of
from evidence.errors import ReadError
from evidence.readers import archives, streams

BASE_URL: Final = "https://www.ncbi.nlm.nih.gov/pmc/utils/oa"
FILES_URL: Final = "https://ftp.ncbi.nlm.nih.gov"
LONGEST_PACKAGE: Final = 512 << 20  # bytes: figures and films are in it
_INTERVAL: Final = 0.34  # seconds: NCBI's three requests a second, with some room
_PATH: Final = "oa.fcgi"
_PACKAGE: Final = "tgz"
_ARTICLE: Final = (".nxml", ".xml")
# Codes of errors that say that there is nothing to have, not that the question was wrong.
_ABSENT: Final = frozenset({"idIsNotOpenAccess", "idDoesNotExist"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """An article of the subset; `package` is the path of its package on the server of files, None where it has none."""

    pmcid: str
    citation: str = ""
    license: str = ""
    is_retracted: bool = False
    package: str | None = None


@dataclass(frozen=True, slots=True)
class _Page:
    records: tuple[Record, ...]
    token: str | None


def service(*, base_url: str = BASE_URL, email: str | None = None) -> Service:
    """The OA Web Service."""
    return Service(name="PMC OA", base_url=base_url, interval=_INTERVAL, email=email)


def files(*, base_url: str = FILES_URL, email: str | None = None) -> Service:
    """The server of the packages."""
    return Service(name="PMC's files", base_url=base_url, interval=_INTERVAL, email=email)


def record(client: Client, pmcid: str) -> Record | None:
    """An article's record; None where it is not open access, or unknown."""
    found = client.ask(_PATH, {"id": pmcid}, _page).records
    return next((item for item in found if item.pmcid == pmcid), None)


def changed(client: Client, *, since: date, until: date | None = None, limit: int) -> Iterator[Record]:
    """The first `limit` records with a package that changed on or after a day (and not after another), page by page."""
    parameters = {"from": since.isoformat(), "format": _PACKAGE}
    if until is not None:
        parameters["until"] = until.isoformat()
    seen: set[str] = set()
    while limit > len(seen):
        page = client.ask(_PATH, parameters, _page)
        for item in page.records:
            if item.pmcid not in seen and len(seen) < limit:
                seen.add(item.pmcid)
                yield item
        if page.token is None or parameters == {"resumptionToken": page.token}:
            return
        parameters = {"resumptionToken": page.token}


def fetch(
    client: Client,
    packages: Client,
    wanted: tuple[Record, ...],
    articles: Articles,
    *,
    on_progress: Progress | None = None,
) -> Outcome[Record]:
    """Bring the full texts out of their packages to the folder; records without package (`Record(pmcid=...)`) are asked
    for by `client`, and left out where the subset has none.
    """
    return bring(wanted, lambda item: _brought(client, packages, item, articles), on_progress=on_progress)


def _brought(client: Client, packages: Client, item: Record, articles: Articles) -> bool:
    name, key = file_name(item.pmcid), request_key(client.service.url(_PATH), {"id": item.pmcid})
    if articles.has(name, key):
        return True
    found = item if item.package else record(client, item.pmcid)
    if found is None or found.package is None:
        return False
    if found.is_retracted:
        client.tell(f"{client.service.name}: {found.pmcid} is marked as retracted")
    articles.save(name, key, packages.ask(found.package, {}, article_of))
    return True


def article_of(package: bytes) -> bytes:
    """The JATS of a package. ValueError where it is cut short, or holds none."""
    budget = streams.Budget()
    try:
        head, whole = streams.opened(io.BytesIO(package), uri="", head_length=1024, budget=budget)
        for member in archives.members(head, whole, uri="", budget=budget):
            if isinstance(member, ReadError):
                raise ValueError(member.reason)
            name, stream = member
            if name.lower().endswith(_ARTICLE) and root_of(body := stream.read()) == "article":
                return body
    except ReadError as error:
        raise ValueError(error.reason) from error
    raise ValueError("a package without an article in JATS")


def _page(body: bytes) -> _Page:
    found = elements(body)
    if found[0].name != "OA":
        raise ValueError(f"{found[0].name} where an answer of the OA service was expected")
    errors = [item for item in found if item.name == "error"]
    if refused := [item for item in errors if item.attributes.get("code") not in _ABSENT]:
        raise RefusedError(refused[0].text.strip() or refused[0].attributes.get("code", "an error"))
    return _Page(tuple(_records(found)), _token(found))


def _records(found: list[Element]) -> Iterator[Record]:
    """Each record with the links that stand in it."""
    current: Record | None = None
    for item in found:
        told = item.attributes
        if item.name == "record":
            if current is not None:
                yield current
            current = Record(
                pmcid=told.get("id", "").upper(),
                citation=told.get("citation", ""),
                license=told.get("license", ""),
                is_retracted=told.get("retracted") == "yes",
            )
        elif item.name == "link" and current is not None and told.get("format") == _PACKAGE:
            current = replace(
                current, package=unquote(urlsplit(told.get("href", "")).path).lstrip("/") or None
            )
    if current is not None:
        yield current


def _token(found: list[Element]) -> str | None:
    """What asks for the next page: the link below `resumption`, with no format."""
    behind = [item for item in found if item.name == "link" and "format" not in item.attributes]
    return next((token for item in behind if (token := item.attributes.get("token"))), None)
