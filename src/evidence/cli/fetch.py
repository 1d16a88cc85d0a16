"""The verb that brings literature to disk: fetch, with a service behind it (pubmed, europepmc, pmc, crossref ...)."""

from __future__ import annotations

import argparse
from datetime import date
from typing import Any

from evidence.cli import fetching
from evidence.cli.options import Parser, add_verb, positive

_EXAMPLES = """\
  evidence fetch pubmed "renal cell carcinoma AND sunitinib" --limit 100 --to articles/
  evidence fetch pubmed --pmid 17215529 23964934 --to articles/
  evidence fetch europepmc "sunitinib AND OPEN_ACCESS:y" --limit 20 --to articles/
  evidence fetch pmc PMC2693516 --to articles/
  evidence fetch --update --to articles/
  evidence fetch crossref 10.1056/NEJMoa065044
  evidence fetch unpaywall 10.1056/NEJMoa065044
  evidence ingest articles/
"""
_EPILOG = """\
What is in the folder, or in the cache, is not fetched again, so that a run that broke off is simply run again. The
searches that brought articles are kept in the folder (.searches.json); --update asks them again for what is new, and
Crossref for new notices about the works whose records are there.
environment: EVIDENCE_EMAIL, your address, so that a service can write before it blocks; EVIDENCE_CACHE, the folder
of the cache (default ~/.cache/evidence); EVIDENCE_PUBMED_URL, EVIDENCE_EUROPEPMC_URL, EVIDENCE_PMC_URL,
EVIDENCE_PMC_OA_URL, EVIDENCE_PMC_FILES_URL, EVIDENCE_CROSSREF_URL, EVIDENCE_UNPAYWALL_URL, where the services are, if
elsewhere; NCBI_API_KEY, with which PubMed allows ten requests a second instead of three.
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
_PMC_EXAMPLES = """\
  evidence fetch pmc PMC2693516 PMC3442969
  evidence fetch pmc --packages PMC2693516
  evidence fetch pmc --since 2026-01-01 --until 2026-01-31 --limit 500
the Cloud Service is PMC's since August 2026; the OA Web Service (--packages, --since) is for mirrors that still have it
"""
_CROSSREF_EXAMPLES = """\
  evidence fetch crossref 10.1056/NEJMoa065044 --to notices/
  evidence sparql --output csv 'SELECT DISTINCT ?doi { ?d bibo:doi ?doi }' | tail -n +2 | evidence fetch crossref -
  evidence ingest notices/                    what is retracted leaves answers
one line a notice: DOI, "has" (a notice) or "is" (one), its kind, its date, the other DOI, who says so; each work's
record is written to the folder, and asked for anew each time
"""
_UNPAYWALL_EXAMPLES = """\
  evidence fetch unpaywall 10.1056/NEJMoa065044
one line a work: DOI, kind of access, version, licence, page, PDF; the links are shown, and not followed
"""


def add_verbs(verbs: Any) -> None:
    """Add this module's verb to the command line."""
    parser = add_verb(
        verbs,
        "fetch",
        fetch,
        help="bring literature from PubMed, Europe PMC, PMC or Crossref to a folder",
        examples=_EXAMPLES,
    )
    parser.epilog = f"{parser.epilog}{_EPILOG}"
    parser.add_argument(
        "--update", action="store_true", help="ask the folder's saved searches for what is new"
    )
    _add_common(parser)
    _add_folder(parser, default=argparse.SUPPRESS)
    parser.set_defaults(fetch=fetching.update)
    sources = parser.add_subparsers(
        title="services", metavar="SERVICE", dest="service", required=False, parser_class=Parser
    )
    _add_pubmed(sources)
    _add_europepmc(sources)
    _add_pmc(sources)
    _add_crossref(sources)
    parser = _add_source(
        sources,
        "unpaywall",
        fetching.unpaywall_links,
        "where may these works be read free of charge?",
        _UNPAYWALL_EXAMPLES,
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
    parser = _add_source(
        sources, "pubmed", fetching.pubmed_records, "abstracts from PubMed, as XML", _PUBMED_EXAMPLES
    )
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
        fetching.europepmc_texts,
        "full texts of open-access articles from Europe PMC, as JATS XML",
        _EUROPEPMC_EXAMPLES,
    )
    parser.add_argument("query", nargs="+", metavar="QUERY", help="in Europe PMC's language")
    _add_folder(parser)


def _add_pmc(sources: Any) -> None:
    parser = _add_source(
        sources,
        "pmc",
        fetching.pmc_texts,
        "full texts of PMC's Open Access Subset, as JATS XML",
        _PMC_EXAMPLES,
    )
    parser.add_argument("ids", nargs="*", metavar="PMCID", help="or - for standard input; or --since")
    parser.add_argument(
        "--packages", action="store_true", help="from the OA Web Service's packages, not the Cloud Service"
    )
    parser.add_argument(
        "--since", type=_day, metavar="DATE", help="packages that changed on that day or later (YYYY-MM-DD)"
    )
    parser.add_argument("--until", type=_day, metavar="DATE", help="and not after this day")
    _add_folder(parser)


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _add_crossref(sources: Any) -> None:
    parser = _add_source(
        sources,
        "crossref",
        fetching.crossref_works,
        "records of works with their notices: were they retracted or corrected?",
        _CROSSREF_EXAMPLES,
    )
    parser.add_argument("dois", nargs="+", metavar="DOI", help="or - for standard input")
    parser.add_argument(
        "--to", metavar="DIR", default="articles", help="the folder to write to (default: articles)"
    )


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
