"""The verb that brings literature to disk: fetch, with a service behind it (pubmed, europepmc, crossref)."""

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

from evidence.cli.options import Parser, add_verb, note, positive
from evidence.errors import UsageError

if TYPE_CHECKING:
    from evidence.acquire.articles import Articles

    Progress = Callable[[int, int], None]

_EXAMPLES = """\
  evidence fetch pubmed "renal cell carcinoma AND sunitinib" --limit 100 --to articles/
  evidence fetch pubmed --pmid 17215529 23964934 --to articles/
  evidence fetch europepmc "sunitinib AND OPEN_ACCESS:y" --limit 20 --to articles/
  evidence fetch --update --to articles/
  evidence fetch crossref 10.1056/NEJMoa065044
  evidence fetch unpaywall 10.1056/NEJMoa065044
  evidence ingest articles/
"""
_EPILOG = """\
What is in the folder, or in the cache, is not fetched again, so that a run that broke off is simply run again. The
searches that brought articles are kept in the folder (.searches.json); --update asks them again for what is new.
environment: EVIDENCE_EMAIL, your address, so that a service can write before it blocks; EVIDENCE_CACHE, the folder
of the cache (default ~/.cache/evidence); EVIDENCE_PUBMED_URL, EVIDENCE_EUROPEPMC_URL, EVIDENCE_CROSSREF_URL,
EVIDENCE_UNPAYWALL_URL, where the services are, if elsewhere; NCBI_API_KEY, with which PubMed allows ten requests a
second instead of three.
"""
_PUBMED_EXAMPLES = """\
  evidence fetch pubmed "renal cell carcinoma AND sunitinib" --limit 100
  evidence fetch pubmed "melanoma AND 2020:2024[dp] AND randomized controlled trial[pt]" --sort pub_date
  evidence fetch pubmed --pmid 17215529 23964934
  cut -f1 screened.tsv | evidence fetch pubmed --pmid - --to screened/
"""
_EUROPEPMC_EXAMPLES = """\
  evidence fetch europepmc "sunitinib AND OPEN_ACCESS:y" --limit 20
  evidence fetch europepmc "EXT_ID:31452104 AND SRC:MED"
"""
_CROSSREF_EXAMPLES = """\
  evidence fetch crossref 10.1056/NEJMoa065044
  evidence sparql --output csv 'SELECT ?doi { ?d bibo:doi ?doi }' | tail -n +2 | evidence fetch crossref -
one line a notice: DOI, "has" (a notice) or "is" (one), its kind, its date, the other DOI, who says so
"""
_UNPAYWALL_EXAMPLES = """\
  evidence fetch unpaywall 10.1056/NEJMoa065044
one line a work: DOI, kind of access, version, licence, page, PDF; the links are shown, and not followed
"""
_SHOWN: Final = 5  # identifiers in a note


def add_verbs(verbs: Any) -> None:
    """Add this module's verb to the command line."""
    parser = add_verb(
        verbs,
        "fetch",
        fetch,
        help="bring literature from PubMed or Europe PMC to a folder",
        examples=_EXAMPLES,
    )
    parser.epilog = f"{parser.epilog}{_EPILOG}"
    parser.add_argument(
        "--update", action="store_true", help="ask the folder's saved searches for what is new"
    )
    _add_common(parser)
    _add_folder(parser, default=argparse.SUPPRESS)
    parser.set_defaults(fetch=_update)
    sources = parser.add_subparsers(
        title="services", metavar="SERVICE", dest="service", required=False, parser_class=Parser
    )
    _add_pubmed(sources)
    _add_europepmc(sources)
    parser = _add_source(
        sources, "crossref", _crossref, "were these works retracted or corrected?", _CROSSREF_EXAMPLES
    )
    parser.add_argument("dois", nargs="+", metavar="DOI", help="or - for standard input")
    parser = _add_source(
        sources, "unpaywall", _unpaywall, "where may these works be read free of charge?", _UNPAYWALL_EXAMPLES
    )
    parser.add_argument("dois", nargs="+", metavar="DOI", help="or - for standard input")


def fetch(arguments: argparse.Namespace) -> int:
    """Ask the service that was named."""
    status: int = arguments.fetch(arguments)
    return status


def _add_source(sources: Any, name: str, run: Any, help: str, examples: str) -> Parser:
    parser: Parser = sources.add_parser(name, help=help, description=help, epilog=f"examples:\n{examples}")
    parser.set_defaults(fetch=run)
    _add_common(parser)
    parser.add_argument("--base-url", metavar="URL", help="where the service is, if elsewhere")
    return parser


def _add_common(parser: Parser) -> None:
    parser.add_argument("--email", metavar="ADDRESS", help="yours, for the service (default: EVIDENCE_EMAIL)")


def _add_pubmed(sources: Any) -> None:
    parser = _add_source(sources, "pubmed", _pubmed, "abstracts from PubMed, as XML", _PUBMED_EXAMPLES)
    parser.add_argument("query", nargs="*", metavar="QUERY", help="in PubMed's language; or --pmid")
    parser.add_argument("--pmid", nargs="+", metavar="ID", help="these records; - for standard input")
    parser.add_argument(
        "--sort", choices=("relevance", "pub_date"), default="relevance", help="default: relevance"
    )
    _add_folder(parser)


def _add_europepmc(sources: Any) -> None:
    parser = _add_source(
        sources,
        "europepmc",
        _europepmc,
        "full texts of open-access articles from Europe PMC, as JATS XML",
        _EUROPEPMC_EXAMPLES,
    )
    parser.add_argument("query", nargs="+", metavar="QUERY", help="in Europe PMC's language")
    _add_folder(parser)


def _add_folder(parser: Parser, *, default: Any = None) -> None:
    """`default` argparse.SUPPRESS: for the verb itself, so that it does not overrule its services."""
    suppressed = default is argparse.SUPPRESS
    parser.add_argument(
        "--to",
        metavar="DIR",
        default=default if suppressed else "articles",
        help="the folder to write to (default: articles)",
    )
    parser.add_argument(
        "--cache", metavar="DIR", default=default, help="the cache's folder (default: EVIDENCE_CACHE)"
    )
    if suppressed:
        return
    parser.add_argument(
        "--limit", type=positive, default=100, metavar="N", help="at most N results of a search (default 100)"
    )
    parser.add_argument(
        "--refresh",
        action="store_true",
        help="fetch again what is on disk: records change, and are retracted",
    )


def _update(arguments: argparse.Namespace) -> int:
    """Ask all searches of a folder again for what has come since they were last answered."""
    from evidence.acquire.searches import Searches

    if not arguments.update:
        raise UsageError("name a service, or give --update; see evidence fetch --help")
    folder = Path(getattr(arguments, "to", "articles"))
    searches = Searches(folder)
    if not len(searches):
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
    return status


def _save(arguments: argparse.Namespace, asked: date, sort: str | None) -> None:
    from evidence.acquire.searches import Saved, Searches

    query = " ".join(arguments.query)
    saved = Saved(service=arguments.service, query=query, limit=arguments.limit, sort=sort, asked=asked)
    Searches(Path(arguments.to)).note(saved)


def _since(arguments: argparse.Namespace) -> date | None:
    """From which day on something is new; None for a search that is asked for all that it finds."""
    since: date | None = getattr(arguments, "since", None)
    return since


def _pubmed(arguments: argparse.Namespace) -> int:
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


def _europepmc(arguments: argparse.Namespace) -> int:
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
    if outcome.closed:
        ids = [hit.id for hit in outcome.closed]
        note(f"Europe PMC has no open-access text of {len(ids)}, left out: {_listed(ids)}")
    for error in outcome.failed:
        note(f"set aside: {error}")
    if not outcome.failed:
        _save(arguments, asked, None)
    _tell(articles)
    nothing = len(outcome.closed) == len(hits) and since is None
    return 1 if outcome.failed or nothing else 0


_ASKED_AGAIN: Final = {"pubmed": _pubmed, "europepmc": _europepmc}


def _crossref(arguments: argparse.Namespace) -> int:
    from evidence.acquire import crossref
    from evidence.acquire.client import Client

    base_url = _base_url(arguments, crossref.BASE_URL)
    unknown = 0
    with Client(crossref.service(base_url=base_url, email=_email(arguments)), tell=note) as client:
        for doi in [crossref.identifier(word) for word in _words(arguments.dois)]:
            found = crossref.updates(client, doi)
            if found is None:
                note(f"Crossref does not know {doi}")
                unknown += 1
                continue
            for update in found:
                fields = (doi, update.relation, update.kind, update.date, update.doi, update.source)
                sys.stdout.write("\t".join(field or "" for field in fields) + "\n")
            if not found:
                note(f"{doi}: no notices")
    return 1 if unknown else 0


def _unpaywall(arguments: argparse.Namespace) -> int:
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


def _base_url(arguments: argparse.Namespace, usual: str) -> str:
    named = arguments.base_url or os.environ.get(f"EVIDENCE_{arguments.service.upper()}_URL") or usual
    try:
        parts = urlsplit(named)
        usable = parts.scheme in ("http", "https") and parts.hostname and not parts.query + parts.fragment
    except ValueError:  # a broken IPv6 address
        usable = False
    if not usable:
        raise UsageError(f"{named!r} is no address of a service; give http(s)://host/path")
    return str(named)


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
