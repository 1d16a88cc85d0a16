"""What `evidence fetch` does with each service: ask it, write to the folder, tell what came."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from evidence.cli.options import note
from evidence.errors import UsageError

if TYPE_CHECKING:
    from evidence.acquire.articles import Articles
    from evidence.acquire.outcomes import Outcome

    Progress = Callable[[int, int], None]

_SHOWN: Final = 5  # identifiers in a note


def update(arguments: argparse.Namespace) -> int:
    """Ask all searches of a folder again for what has come since they were last answered."""
    from evidence.acquire.searches import Searches

    if not arguments.update:
        raise UsageError("name a service, or give --update; see evidence fetch --help")
    folder = Path(getattr(arguments, "to", "articles"))
    searches, works = Searches(folder), _works_in(folder)
    if not len(searches) and not works:
        raise UsageError(f"{folder} keeps no searches; fetch something there by a search first")
    status = 0
    for saved in searches:
        if saved.service not in _ASKED_AGAIN:
            note(f"{saved.service}: no service that is asked by searches; left out")
            continue
        note(f"{saved.service}: {saved.query}, since {saved.since.isoformat()}")
        given = argparse.Namespace(
            service=saved.service,
            query=[saved.query],
            pmid=None,
            limit=saved.limit,
            sort=saved.sort or "relevance",
            since=saved.since,
            to=str(folder),
            cache=getattr(arguments, "cache", None),
            email=arguments.email,
            base_url=None,
            refresh=False,
        )
        status = max(status, _ASKED_AGAIN[saved.service](given))
    if works:
        note(f"crossref: {len(works)} works, for notices")
        given = argparse.Namespace(service="crossref", to=str(folder), email=arguments.email, base_url=None)
        status = max(status, _crossref(given, works))
    return status


def _works_in(folder: Path) -> list[str]:
    """The DOIs of the works whose records Crossref gave: they are asked for again, since they may be retracted now."""
    from evidence.acquire import crossref

    names = sorted(path.name for path in folder.glob("*.json")) if folder.is_dir() else []
    return [doi for name in names if (doi := crossref.doi_of(name))]


def _save(arguments: argparse.Namespace, asked: date, sort: str | None) -> None:
    from evidence.acquire.searches import Saved, Searches

    query = " ".join(arguments.query)
    saved = Saved(service=arguments.service, query=query, limit=arguments.limit, sort=sort, asked=asked)
    Searches(Path(arguments.to)).note(saved)


def _since(arguments: argparse.Namespace) -> date | None:
    """From which day on something is new; None for a search that is asked for all that it finds."""
    since: date | None = getattr(arguments, "since", None)
    return since


def pubmed_records(arguments: argparse.Namespace) -> int:
    from evidence.acquire import pubmed
    from evidence.acquire.client import Client

    if bool(arguments.query) == bool(arguments.pmid):
        raise UsageError("give either a query or --pmid; see evidence fetch pubmed --help")
    service = pubmed.service(
        base_url=_base_url(arguments, pubmed.BASE_URL),
        email=_email(arguments),
        api_key=os.environ.get("NCBI_API_KEY") or None,
    )
    articles, asked, since = _articles(arguments), datetime.now(UTC).date(), _since(arguments)
    wanted: tuple[str, ...] | pubmed.Search
    with Client(service, tell=note) as client, _progress() as on_progress:
        if arguments.pmid:
            wanted = ids = pubmed.identifiers(_words(arguments.pmid))
        else:
            query = " ".join(arguments.query)
            wanted = pubmed.search(client, query, limit=arguments.limit, sort=arguments.sort, since=since)
            ids = wanted.pmids
            _tell_search(wanted, arguments.limit)
        missing = pubmed.fetch(client, wanted, articles, on_progress=on_progress)
    if missing:
        note(f"PubMed gives no record of {len(missing)}: {_listed(missing)}")
    elif arguments.query:
        _save(arguments, asked, arguments.sort)
    _tell(articles)
    return 1 if missing or not (ids or since) else 0


def _tell_search(found: Any, limit: int) -> None:
    from evidence.acquire import pubmed

    for message in found.messages:
        note(f"PubMed: {message}")
    note(f"PubMed: {found.count} found, {len(found.pmids)} wanted")
    if found.count > pubmed.REACH and limit > pubmed.REACH:
        note(f"PubMed lists the first {pubmed.REACH} records of a search; split it, by years for example")


def europepmc_texts(arguments: argparse.Namespace) -> int:
    from evidence.acquire import europepmc
    from evidence.acquire.client import Client

    base_url = _base_url(arguments, europepmc.BASE_URL)
    articles, asked, since = _articles(arguments), datetime.now(UTC).date(), _since(arguments)
    with (
        Client(europepmc.service(base_url=base_url, email=_email(arguments)), tell=note) as client,
        _progress() as on_progress,
    ):
        query = " ".join(arguments.query)
        count, hits = europepmc.search(client, query, limit=arguments.limit, since=since)
        note(f"Europe PMC: {count} found, {len(hits)} wanted")
        outcome = europepmc.fetch(client, hits, articles, on_progress=on_progress)
    if not outcome.failed:
        _save(arguments, asked, None)
    closed = [hit.id for hit in outcome.closed]
    status = _told_outcome(outcome, closed, "Europe PMC", articles, asked=len(hits))
    return 0 if since is not None and not outcome.failed else status


def _told_outcome(
    outcome: Outcome[Any], closed: Sequence[str], name: str, articles: Articles, *, asked: int
) -> int:
    """What came of articles that were asked for one by one; status 1 if some failed, or none could be had."""
    if closed:
        note(f"{name} has no open-access text of {len(closed)}, left out: {_listed(closed)}")
    for error in outcome.failed:
        note(f"set aside: {error}")
    _tell(articles)
    return 1 if outcome.failed or len(closed) == asked else 0


_ASKED_AGAIN: Final = {"pubmed": pubmed_records, "europepmc": europepmc_texts}


def crossref_works(arguments: argparse.Namespace) -> int:
    """Write the works' records, and a line for each notice."""
    from evidence.acquire import crossref

    return _crossref(arguments, [crossref.identifier(word) for word in _words(arguments.dois)])


def _crossref(arguments: argparse.Namespace, dois: Sequence[str]) -> int:
    from evidence.acquire import crossref
    from evidence.acquire.articles import write
    from evidence.acquire.client import Client

    base_url, folder = _base_url(arguments, crossref.BASE_URL), Path(arguments.to)
    unknown = 0
    with Client(crossref.service(base_url=base_url, email=_email(arguments)), tell=note) as client:
        for doi in dois:
            found = crossref.work(client, doi)
            if found is None:
                note(f"Crossref does not know {doi}")
                unknown += 1
                continue
            write(folder / crossref.file_name(doi), found.body)
            for update in found.updates:
                fields = (doi, update.relation, update.kind, update.date, update.doi, update.source)
                sys.stdout.write("\t".join(field or "" for field in fields) + "\n")
            if not found.updates:
                note(f"{doi}: no notices")
    if len(dois) > unknown:
        note(f"{folder}: {len(dois) - unknown} records of works; ingest stores what they tell")
    return 1 if unknown else 0


def pmc_texts(arguments: argparse.Namespace) -> int:
    """Full texts by their PMCIDs, from the Cloud Service; or from packages, by PMCIDs or by when they changed."""
    if bool(arguments.ids) == bool(arguments.since):
        raise UsageError("give either PMCIDs or --since; see evidence fetch pmc --help")
    if arguments.until and not arguments.since:
        raise UsageError("--until goes with --since; see evidence fetch pmc --help")
    return _pmc_packages(arguments) if arguments.packages or arguments.since else _pmc_cloud(arguments)


def _pmc_cloud(arguments: argparse.Namespace) -> int:
    from evidence.acquire import pmc_cloud
    from evidence.acquire.client import Client

    base_url, articles = _base_url(arguments, pmc_cloud.BASE_URL), _articles(arguments)
    pmcids = tuple(dict.fromkeys(map(pmc_cloud.identifier, _words(arguments.ids))))
    service = pmc_cloud.service(base_url=base_url, email=_email(arguments))
    with Client(service, tell=note) as client, _progress() as on_progress:
        outcome = pmc_cloud.fetch(client, pmcids, articles, on_progress=on_progress)
    return _told_outcome(outcome, outcome.closed, "PMC", articles, asked=len(pmcids))


def _pmc_packages(arguments: argparse.Namespace) -> int:
    from evidence.acquire import pmc_cloud, pmc_oa
    from evidence.acquire.client import Client, Patience

    email, articles = _email(arguments), _articles(arguments)
    service = pmc_oa.service(base_url=_base_url(arguments, pmc_oa.BASE_URL, "PMC_OA"), email=email)
    files = pmc_oa.files(base_url=_url("EVIDENCE_PMC_FILES_URL", None, pmc_oa.FILES_URL), email=email)
    patience = Patience(longest_body=pmc_oa.LONGEST_PACKAGE)
    with (
        Client(service, tell=note) as client,
        Client(files, tell=note, patience=patience) as packages,
        _progress() as on_progress,
    ):
        if arguments.since:
            found = pmc_oa.changed(
                client, since=arguments.since, until=arguments.until, limit=arguments.limit
            )
            wanted = tuple(found)
            note(f"PMC OA: {len(wanted)} records have changed")
        else:
            pmcids = dict.fromkeys(map(pmc_cloud.identifier, _words(arguments.ids)))
            wanted = tuple(pmc_oa.Record(pmcid=pmcid) for pmcid in pmcids)
        outcome = pmc_oa.fetch(client, packages, wanted, articles, on_progress=on_progress)
    closed = [item.pmcid for item in outcome.closed]
    return _told_outcome(outcome, closed, "PMC OA", articles, asked=len(wanted))


def unpaywall_links(arguments: argparse.Namespace) -> int:
    from evidence.acquire import crossref, unpaywall
    from evidence.acquire.client import Client

    base_url = _base_url(arguments, unpaywall.BASE_URL)
    unknown = 0
    with Client(unpaywall.service(base_url=base_url, email=_email(arguments)), tell=note) as client:
        for doi in [crossref.identifier(word) for word in _words(arguments.dois)]:
            found = unpaywall.location(client, doi)
            if found is None:
                note(f"Unpaywall does not know {doi}")
                unknown += 1
                continue
            told = (doi, found.status, found.version, found.license, found.url, found.pdf)
            sys.stdout.write("\t".join(field or "" for field in told) + "\n")
    return 1 if unknown else 0


def _articles(arguments: argparse.Namespace) -> Articles:
    from evidence.acquire.articles import Articles, Cache

    named = arguments.cache or os.environ.get("EVIDENCE_CACHE")
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    cache = Cache(Path(named) if named else Path(home) / "evidence")
    return Articles(Path(arguments.to), cache, refresh=arguments.refresh)


def _base_url(arguments: argparse.Namespace, usual: str, name: str | None = None) -> str:
    """Where a service is: the option, else the environment's EVIDENCE_(NAME)_URL, else where it usually is."""
    return _url(f"EVIDENCE_{name or arguments.service.upper()}_URL", arguments.base_url, usual)


def _url(variable: str, given: str | None, usual: str) -> str:
    named = given or os.environ.get(variable) or usual
    try:
        parts = urlsplit(named)
        usable = parts.scheme in ("http", "https") and parts.hostname and not parts.query + parts.fragment
    except ValueError:  # a broken IPv6 address
        usable = False
    if not usable:
        raise UsageError(f"{named!r} is no address of a service; give http(s)://host/path")
    return named


def _email(arguments: argparse.Namespace) -> str | None:
    email = arguments.email or os.environ.get("EVIDENCE_EMAIL") or None
    if email is None:
        note("tell the service who asks: set EVIDENCE_EMAIL, or give --email")
    elif "@" not in email or not email.isascii() or not email.isprintable() or " " in email:
        raise UsageError(f"{email!r} is no address for mail")
    return email


def _words(given: Sequence[str]) -> list[str]:
    """The arguments; where one is `-`, the words of standard input."""
    return [word for item in given for word in (sys.stdin.read().split() if item == "-" else (item,))]


def _listed(ids: Sequence[str]) -> str:
    return ", ".join(ids[:_SHOWN]) + (", ..." if len(ids) > _SHOWN else "")


def _tell(articles: Articles) -> None:
    note(
        f"{articles.folder}: {articles.fetched} fetched, {articles.restored} from the cache,"
        f" {articles.kept} there already"
    )


@contextmanager
def _progress() -> Iterator[Progress | None]:
    """A bar on standard error, on a terminal only."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("fetching", total=None)

        def show(done: int, total: int) -> None:
            progress.update(task, completed=done, total=total)

        yield show
