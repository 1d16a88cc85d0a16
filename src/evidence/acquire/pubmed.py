"""Abstracts from PubMed, by the Entrez Programming Utilities (NCBI Bookshelf NBK25501).

Rules of use (chapter "A General Introduction to the E-utilities", NBK25497): no more than three requests a second, ten
with a key; `tool` and `email` with every request, so that NCBI can write before it blocks; large jobs at night or on
weekends. Parameters (chapter "The E-utilities In-Depth", NBK25499): searches keep their result on the history server
(`usehistory`, then `WebEnv` and `query_key`); above some 200 identifiers, requests are posted.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from evidence.acquire.articles import Articles, request_key
from evidence.acquire.client import TOOL, Client, RefusedError, Service
from evidence.acquire.json_bodies import count_at, list_at, object_at, parsed
from evidence.acquire.xml_bodies import pubmed_records
from evidence.errors import UsageError

BASE_URL: Final = "https://eutils.ncbi.nlm.nih.gov/entrez/eutils"
BATCH: Final = 200  # records a request
# A search of PubMed reaches 10,000 records (NBK25499, ESearch); the service itself stops at position 9,998.
REACH: Final = 9_999
SORTS: Final = ("relevance", "pub_date")
_INTERVAL: Final = 0.34  # seconds: three requests a second, with some room
_INTERVAL_WITH_KEY: Final = 0.11
_POST_BEYOND: Final = 500  # characters; NBK25497 advises to post what is longer than several hundred
_PMID: Final = re.compile(r"(?:pmid:?\s*)?([1-9]\d{0,7})", re.IGNORECASE)
_FAR: Final = "3000/12/31"  # a day that no record has reached
_PASSING: Final = "Search Backend failed"  # what ESearch says, with status 200, when it is not well itself
_LISTS: Final = ("errorlist", "warninglist")  # of ESearch: phrases that were not found, ignored or left out

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What ESearch found: how many records in all, the first of them, and where the history server keeps them."""

    count: int
    pmids: tuple[str, ...]
    web_env: str
    query_key: str
    messages: tuple[str, ...]  # how the question was understood, and what of it was not


def service(*, base_url: str = BASE_URL, email: str | None = None, api_key: str | None = None) -> Service:
    """PubMed, with the pace that the key allows."""
    named = {"tool": TOOL, "email": email, "api_key": api_key}
    return Service(
        name="PubMed",
        base_url=base_url,
        interval=_INTERVAL_WITH_KEY if api_key else _INTERVAL,
        identity={name: value for name, value in named.items() if value},
        post_beyond=_POST_BEYOND,
        email=email,
    )


def identifiers(words: Sequence[str]) -> tuple[str, ...]:
    """Identifiers as people write them ("123", "PMID: 123"), each once. UsageError for what is none."""
    found: dict[str, None] = {}
    for word in words:
        match = _PMID.fullmatch(word.strip().rstrip(","))
        if match is None:
            raise UsageError(f"{word!r} is no PMID; give numbers of up to eight digits")
        found[match[1]] = None
    return tuple(found)


def search(
    client: Client, query: str, *, limit: int, sort: str = "relevance", since: date | None = None
) -> Search:
    """The records that answer a question in PubMed's own query language, best or newest first.

    With `since`, only those that came to PubMed on that day or later (`edat`; NBK25499 wants both bounds).
    """
    parameters = {
        "db": "pubmed",
        "term": query,
        "retmode": "json",
        "retmax": str(min(limit, REACH)),
        "sort": sort,
        "usehistory": "y",
    }
    if since is not None:
        parameters |= {"datetype": "edat", "mindate": f"{since:%Y/%m/%d}", "maxdate": _FAR}
    return client.ask("esearch.fcgi", parameters, _search)


def fetch(
    client: Client, wanted: Sequence[str] | Search, articles: Articles, *, on_progress: Progress | None = None
) -> tuple[str, ...]:
    """Bring the records to the folder, one file each, and return the PMIDs for which PubMed gave none.

    A search of which nothing is on disk is read from the history server; what is missing then, or of a list of PMIDs,
    is asked for by its identifiers, so that a second run asks only for what is missing.
    """
    ids = wanted.pmids if isinstance(wanted, Search) else tuple(wanted)
    missing = _missing(client, ids, articles)
    if isinstance(wanted, Search) and wanted.web_env and missing == ids:
        _bring(client, _history(wanted), set(missing), articles, on_progress)
        missing = _missing(client, ids, articles)
    _bring(client, _by_identifiers(missing), set(missing), articles, on_progress)
    return _missing(client, ids, articles)


def _bring(
    client: Client,
    batches: Iterator[dict[str, str]],
    missing: set[str],
    articles: Articles,
    on_progress: Progress | None,
) -> None:
    done = 0
    for batch in batches:
        parameters = {"db": "pubmed", "retmode": "xml", **batch}
        for pmid, body in client.ask("efetch.fcgi", parameters, pubmed_records).items():
            if pmid in missing:
                articles.save(_name(pmid), _key(client, pmid), body)
                done += 1
        if on_progress is not None:
            on_progress(done, len(missing))


def _by_identifiers(pmids: Sequence[str]) -> Iterator[dict[str, str]]:
    for start in range(0, len(pmids), BATCH):
        yield {"id": ",".join(pmids[start : start + BATCH])}


def _history(found: Search) -> Iterator[dict[str, str]]:
    for start in range(0, len(found.pmids), BATCH):
        size = min(BATCH, len(found.pmids) - start)
        yield {
            "WebEnv": found.web_env,
            "query_key": found.query_key,
            "retstart": str(start),
            "retmax": str(size),
        }


def _missing(client: Client, ids: Sequence[str], articles: Articles) -> tuple[str, ...]:
    return tuple(pmid for pmid in ids if not articles.has(_name(pmid), _key(client, pmid)))


def _name(pmid: str) -> str:
    return f"pmid-{pmid}.xml"


def _key(client: Client, pmid: str) -> str:
    """The request that would bring this record alone, whichever batch it came in."""
    url = client.service.url("efetch.fcgi")
    return request_key(url, {"db": "pubmed", "retmode": "xml", "id": pmid})


def _search(body: bytes) -> Search:
    result = object_at(parsed(body), "esearchresult")
    if refusal := result.get("ERROR"):
        if str(refusal).startswith(_PASSING):
            raise ValueError(refusal)
        raise RefusedError(refusal)
    return Search(
        count=count_at(result, "count"),
        pmids=tuple(str(int(str(pmid))) for pmid in list_at(result, "idlist")),
        web_env=str(result.get("webenv", "")),
        query_key=str(result.get("querykey", "")),
        messages=tuple(_messages(result)),
    )


def _messages(result: dict[str, Any]) -> Iterator[str]:
    if translation := result.get("querytranslation"):
        yield f"understood as {translation}"
    for kind in _LISTS:
        for name in object_at(result, kind) if kind in result else ():
            for value in list_at(result, kind, name):
                yield str(value) if name == "outputmessages" else f"{name}: {value}"
