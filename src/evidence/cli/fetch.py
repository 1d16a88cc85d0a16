"""The verb that brings literature to disk: fetch, with a service behind it (pubmed, europepmc, crossref)."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
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
  evidence fetch crossref 10.1056/NEJMoa065044
  evidence ingest articles/
"""
_EPILOG = """\
What is in the folder, or in the cache, is not fetched again, so that a run that broke off is simply run again.
environment: EVIDENCE_EMAIL, your address, so that a service can write before it blocks; EVIDENCE_CACHE, the folder
of the cache (default ~/.cache/evidence); EVIDENCE_PUBMED_URL, EVIDENCE_EUROPEPMC_URL, EVIDENCE_CROSSREF_URL, where
the services are, if elsewhere; NCBI_API_KEY, with which PubMed allows ten requests a second instead of three.
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
    sources = parser.add_subparsers(
        title="services", metavar="SERVICE", dest="service", required=True, parser_class=Parser
    )
    _add_pubmed(sources)
    _add_europepmc(sources)
    parser = _add_source(
        sources, "crossref", _crossref, "were these works retracted or corrected?", _CROSSREF_EXAMPLES
    )
    parser.add_argument("dois", nargs="+", metavar="DOI", help="or - for standard input")


def fetch(arguments: argparse.Namespace) -> int:
    """Ask the service that was named."""
    status: int = arguments.fetch(arguments)
    return status


def _add_source(sources: Any, name: str, run: Any, help: str, examples: str) -> Parser:
    parser: Parser = sources.add_parser(name, help=help, description=help, epilog=f"examples:\n{examples}")
    parser.set_defaults(fetch=run)
    parser.add_argument("--email", metavar="ADDRESS", help="yours, for the service (default: EVIDENCE_EMAIL)")
    parser.add_argument("--base-url", metavar="URL", help="where the service is, if elsewhere")
    return parser


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


def _add_folder(parser: Parser) -> None:
    parser.add_argument(
        "--to", metavar="DIR", default="articles", help="the folder to write to (default: articles)"
    )
    parser.add_argument(
        "--limit", type=positive, default=100, metavar="N", help="at most N results of a search (default 100)"
    )
    parser.add_argument("--cache", metavar="DIR", help="the cache's folder (default: EVIDENCE_CACHE)")
    parser.add_argument(
        "--refresh",
        action="store_true",
        help="fetch again what is on disk: records change, and are retracted",
    )


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
    articles = _articles(arguments)
    wanted: tuple[str, ...] | pubmed.Search
    with Client(service, tell=note) as client, _progress() as on_progress:
        if arguments.pmid:
            wanted = ids = pubmed.identifiers(_words(arguments.pmid))
        else:
            wanted = pubmed.search(
                client, " ".join(arguments.query), limit=arguments.limit, sort=arguments.sort
            )
            ids = wanted.pmids
            _tell_search(wanted, arguments.limit)
        missing = pubmed.fetch(client, wanted, articles, on_progress=on_progress)
    if missing:
        note(f"PubMed gives no record of {len(missing)}: {_listed(missing)}")
    _tell(articles)
    return 1 if missing or not ids else 0


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
    articles = _articles(arguments)
    with (
        Client(europepmc.service(base_url=base_url, email=_email(arguments)), tell=note) as client,
        _progress() as on_progress,
    ):
        count, hits = europepmc.search(client, " ".join(arguments.query), limit=arguments.limit)
        note(f"Europe PMC: {count} found, {len(hits)} wanted")
        outcome = europepmc.fetch(client, hits, articles, on_progress=on_progress)
    if outcome.closed:
        ids = [hit.id for hit in outcome.closed]
        note(f"Europe PMC has no open-access text of {len(ids)}, left out: {_listed(ids)}")
    for error in outcome.failed:
        note(f"set aside: {error}")
    _tell(articles)
    return 1 if outcome.failed or len(outcome.closed) == len(hits) else 0


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
