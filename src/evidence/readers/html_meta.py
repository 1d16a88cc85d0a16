"""What a page's head says of its article: <meta> elements, JSON-LD (schema.org), the canonical link."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, Final

from bs4 import BeautifulSoup

from evidence.document import Bibliography
from evidence.readers import tables
from evidence.readers.identifiers import find_doi, find_pmcid, iso_date, page_range

_SPACE: Final = re.compile(r"\s+")
_KEYWORDS: Final = re.compile(r"\s*[;,]\s*")
_ARTICLES: Final = ("ScholarlyArticle", "MedicalScholarlyArticle", "Article", "NewsArticle", "Report")
_PMID: Final = re.compile(r"\d{1,8}")
_WITHOUT: Final = frozenset({"keywords", "author"})


def bibliography(page: BeautifulSoup) -> Bibliography:
    """The article's citation; of several sources of a field the first of `data/readers_html_meta.tsv`, then JSON-LD."""
    found: dict[str, list[str]] = {}
    for name, field in tables.mapping("html_meta").items():
        values = [value for value in _metas(page).get(name, []) if value]
        if values and not found.get(field):
            found[field] = values
    for field, values in _linked_data(page).items():
        if values and not found.get(field):
            found[field] = values
    return _bibliography(page, found)


def references(page: BeautifulSoup) -> list[str]:
    """The references that the head lists, as Highwire Press' tags have them, for pages that show none."""
    listed = []
    for value in _metas(page).get("citation_reference", []):
        parts = [part.partition("=") for part in re.split(r";\s*(?=citation_)", value)]
        words = ". ".join((content if equals else name).strip(" .") for name, equals, content in parts)
        if words.strip():
            listed.append(f"{words}.")
    return listed


def _bibliography(page: BeautifulSoup, found: dict[str, list[str]]) -> Bibliography:
    def one(name: str) -> str | None:
        return next(iter(found.get(name, [])), None)

    date = next((date for value in found.get("date", []) if (date := iso_date(value))), None)
    authors = found.get("author") or [name for value in found.get("names", []) for name in value.split(";")]
    url = one("url") or _canonical(page)
    doi = next((doi for value in found.get("doi", []) if (doi := find_doi(value))), None)
    pmid = one("pmid") or ""
    keywords = [word for value in found.get("keywords", []) for word in _KEYWORDS.split(value)]
    return Bibliography(
        title=one("title"),
        authors=tuple(dict.fromkeys(name.strip() for name in authors if name.strip())),
        journal=one("journal"),
        year=int(date[:4]) if date else None,
        date=date,
        volume=one("volume"),
        issue=one("issue"),
        pages=page_range(one("first_page"), one("last_page")),
        doi=doi,
        pmid=pmid if _PMID.fullmatch(pmid) else None,
        pmcid=find_pmcid(one("pmcid") or "") or find_pmcid(url or ""),
        url=url,
        publication_types=tuple(found.get("type", [])),
        keywords=tuple(dict.fromkeys(word for word in keywords if word)),
        language=one("language"),
    )


def _metas(page: BeautifulSoup) -> dict[str, list[str]]:
    """The contents of the <meta> elements by their names in small letters."""
    found: dict[str, list[str]] = {}
    for element in page.find_all("meta"):
        name = str(element.get("name") or element.get("property") or "").lower()
        if name and name not in _WITHOUT:
            found.setdefault(name, []).append(_SPACE.sub(" ", str(element.get("content") or "")).strip())
    return found


def _canonical(page: BeautifulSoup) -> str | None:
    link = page.find("link", rel="canonical")
    return str(link.get("href") or "") or None if link is not None else None


def _linked_data(page: BeautifulSoup) -> dict[str, list[str]]:
    for script in page.find_all("script", type="application/ld+json"):
        try:
            value = json.loads(script.get_text())
        except (ValueError, RecursionError):  # sites' own faults are no fault of the article's
            continue
        for item in _articles(value):
            return {name: [text for text in texts if text] for name, texts in _fields(item).items()}
    return {}


def _articles(value: Any) -> Iterator[dict[str, Any]]:
    for item in value if isinstance(value, list) else [value]:
        if not isinstance(item, dict):
            continue
        kinds = item.get("@type")
        if any(kind in _ARTICLES for kind in (kinds if isinstance(kinds, list) else [kinds])):
            yield item
        graph = item.get("@graph")
        inner = [
            *(graph if isinstance(graph, list) else []),
            item.get("mainEntity"),
            item.get("mainEntityOfPage"),
        ]
        yield from (
            part
            for part in inner
            if isinstance(part, dict) and any(str(part.get("@type")) == kind for kind in _ARTICLES)
        )


def _fields(item: dict[str, Any]) -> dict[str, list[str]]:
    issue, volume, journal = _container(item)
    return {
        "title": [*_texts(item.get("headline")), *_texts(item.get("name"))],
        "author": _texts(item.get("author")),
        "date": _texts(item.get("datePublished")),
        "journal": journal,
        "volume": volume,
        "issue": issue,
        "first_page": _texts(item.get("pageStart")),
        "last_page": _texts(item.get("pageEnd")),
        "doi": [*_texts(item.get("identifier")), *_texts(item.get("sameAs")), *_texts(item.get("@id"))],
        "keywords": _texts(item.get("keywords")),
        "language": _texts(item.get("inLanguage")),
        "url": _texts(item.get("url")),
    }


def _container(item: dict[str, Any]) -> tuple[list[str], list[str], list[str]]:
    """Issue, volume and journal: each is a part of the next."""
    issue: list[str] = []
    volume: list[str] = []
    journal: list[str] = []
    for _ in range(4):
        inner = item.get("isPartOf")
        if isinstance(inner, list):
            inner = next((part for part in inner if isinstance(part, dict)), None)
        if not isinstance(inner, dict):
            break
        issue = issue or _texts(inner.get("issueNumber"))
        volume = volume or _texts(inner.get("volumeNumber"))
        kind = str(inner.get("@type"))
        if "Periodical" in kind or ("Issue" not in kind and "Volume" not in kind):
            journal = journal or _texts(inner.get("name"))
        item = inner
    return issue, volume, journal


def _texts(value: Any) -> list[str]:
    """The words of a value: of strings and numbers themselves, of things their name or value."""
    if isinstance(value, str | int) and not isinstance(value, bool):
        return [_SPACE.sub(" ", str(value)).strip()]
    if isinstance(value, list):
        return [text for part in value if not isinstance(part, list) for text in _texts(part)]
    if isinstance(value, dict):
        given, family = value.get("givenName"), value.get("familyName")
        if isinstance(given, str) and isinstance(family, str):
            return [f"{family}, {given}"]
        inner = value.get("name", value.get("value"))
        return _texts(inner) if isinstance(inner, str | int) else []
    return []
