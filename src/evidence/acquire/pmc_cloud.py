"""Full texts of PMC's article datasets, by the PMC Cloud Service (pmc.ncbi.nlm.nih.gov/tools/cloud; its README.txt).

Since August 2026 it is the way to the Open Access Subset. The bucket is read by HTTPS as any S3 bucket (ListObjectsV2):
`metadata/PMC1.2.json` tells of version 2 of an article whether it is open access, an author's manuscript, or retracted,
and where its XML is (`xml_url`, with the MD5 of the file). No rate is published; five requests a second are few.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

from evidence.acquire.articles import Articles, request_key
from evidence.acquire.client import Client, Service
from evidence.acquire.json_bodies import parsed, text_at
from evidence.acquire.outcomes import Outcome, Progress, bring
from evidence.acquire.xml_bodies import elements, root_of
from evidence.errors import UsageError

BASE_URL: Final = "https://pmc-oa-opendata.s3.amazonaws.com"
_INTERVAL: Final = 0.2  # seconds
_PMCID: Final = re.compile(r"(?:PMCID:?\s*)?(PMC[1-9]\d{0,8})(?:\.\d+)?", re.IGNORECASE)
_VERSION: Final = re.compile(r"metadata/(PMC\d+)\.(\d+)\.json")


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A version of an article: `path` and `md5` are those of its XML, None where it has none."""

    number: int
    is_manuscript: bool
    is_retracted: bool
    path: str | None
    md5: str | None


def service(*, base_url: str = BASE_URL, email: str | None = None) -> Service:
    """The PMC Cloud Service."""
    return Service(name="PMC", base_url=base_url, interval=_INTERVAL, email=email)


def identifier(word: str) -> str:
    """A PMCID as people write it ("PMC123", "PMCID: PMC123.1"). UsageError for what is none."""
    match = _PMCID.fullmatch(word.strip().rstrip(","))
    if match is None:
        raise UsageError(f"{word!r} is no PMCID; give PMC and digits")
    return match[1].upper()


def file_name(pmcid: str) -> str:
    """The file of an article in the folder: the same, whichever service brings it."""
    return f"{pmcid}.xml"


def fetch(
    client: Client, pmcids: tuple[str, ...], articles: Articles, *, on_progress: Progress | None = None
) -> Outcome[str]:
    """Bring the full texts to the folder; what is not open access, or is not there as XML, is left out."""
    return bring(pmcids, lambda pmcid: _brought(client, pmcid, articles), on_progress=on_progress)


def versions(client: Client, pmcid: str) -> tuple[Version, ...]:
    """The open-access versions of an article, the best first: the publisher's before an author's, the latest first."""
    told = {"list-type": "2", "prefix": f"metadata/{pmcid}."}
    names = client.ask("", told, _listed)
    found = [client.ask(name, {}, _version) for name in names]
    is_open = [version for version in found if version is not None]
    return tuple(sorted(is_open, key=lambda item: (item.is_manuscript, -item.number)))


def _brought(client: Client, pmcid: str, articles: Articles) -> bool:
    name, key = file_name(pmcid), request_key(client.service.url(pmcid), {})
    if articles.has(name, key):
        return True
    best = next((item for item in versions(client, pmcid) if item.path), None)
    if best is None or best.path is None:
        return False
    if best.is_retracted:
        client.tell(f"{client.service.name}: {pmcid} is marked as retracted")
    articles.save(name, key, client.ask(best.path, {}, lambda body: _article(body, best.md5)))
    return True


def _listed(body: bytes) -> list[str]:
    found = elements(body)
    if found[0].name != "ListBucketResult":
        raise ValueError(f"{found[0].name} where a list of files was expected")
    return [item.text for item in found if item.name == "Key" and _VERSION.fullmatch(item.text)]


def _version(body: bytes) -> Version | None:
    """A version, None where it is not open access."""
    told = parsed(body)
    text_at(told, "pmcid")  # an article's, not something else
    if told.get("is_pmc_openaccess") is not True:
        return None
    path, md5 = _file(told, "xml_url")
    return Version(
        number=int(told.get("version") or 0),
        is_manuscript=told.get("is_manuscript") is True,
        is_retracted=told.get("is_retracted") is True,
        path=path,
        md5=md5,
    )


def _file(told: Mapping[str, Any], name: str) -> tuple[str | None, str | None]:
    """The path in the bucket, and the digest, of an address as `s3://pmc-oa-opendata/PMC1.1/PMC1.1.xml?md5=...`."""
    url = told.get(name)
    if not isinstance(url, str) or not url:
        return None, None
    parts = urlsplit(url)
    path = parts.path.lstrip("/")
    if parts.scheme != "s3" or not path:
        raise ValueError(f"no address in the bucket: {url}")
    return path, next(iter(parse_qs(parts.query).get("md5", ())), None)


def _article(body: bytes, md5: str | None) -> bytes:
    if md5 is not None and hashlib.md5(body, usedforsecurity=False).hexdigest() != md5:
        raise ValueError("not the file that the service has: its MD5 is another")
    if (root := root_of(body)) != "article":
        raise ValueError(f"{root} where an article was expected")
    return body
