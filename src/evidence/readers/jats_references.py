"""The list of references of a JATS article: each entry's words, number and identifiers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from lxml import etree

from evidence.document import Reference
from evidence.readers.identifiers import clean_doi, find_doi, find_pmid, page_range
from evidence.readers.jats_front import person
from evidence.readers.jats_text import Cited, plain
from evidence.readers.prose import numbered

_NUMBER: Final = re.compile(r"\W*(\d{1,4})\W*")
_CITATIONS: Final = ("mixed-citation", "element-citation", "citation", "nlm-citation", "product")
_APART: Final = ("pub-id", "object-id", "label")
_STOP: Final = (".", "?", "!", ",", ":", ";")


def references(article: etree._Element) -> tuple[list[tuple[str, Reference]], Cited]:
    """The entries, each with its words, and how the text's markers lead to them.

    Numbers are those of the labels; where they do not rise, or are no numbers, the order's.
    """
    listed = [
        item for part in ("front", "body", "back") for item in article.iterfind(f"{part}//ref-list//ref")
    ]
    listed = list(dict.fromkeys(listed))
    labels = [_number(item) for item in listed]
    if None in labels or any(a >= b for a, b in pairwise(number or 0 for number in labels)):
        labels = list(range(1, len(listed) + 1))
    found: list[tuple[str, Reference]] = []
    by_id: dict[str, int] = {}
    for item, number in zip(listed, labels, strict=True):
        words = " ".join(_entries(item))
        found.append(
            (words, Reference(number=number, text=words, doi=_doi(item, words), pmid=_pmid(item, words)))
        )
        by_id |= {name: number or 0 for node in item.iter() if (name := node.get("id"))}
    return found, Cited(by_id=by_id, numbers=numbered(reference for _, reference in found))


def _number(item: etree._Element) -> int | None:
    label = item.find("label")
    if label is None:
        label = next((found for name in _CITATIONS for found in item.iterfind(f"{name}/label")), None)
    match = _NUMBER.fullmatch(plain(label)) if label is not None else None
    return int(match[1]) if match else None


def _entries(item: etree._Element) -> Iterator[str]:
    cited = [child for child in item if child.tag in _CITATIONS]
    alternatives = item.find("citation-alternatives")
    if alternatives is not None:
        cited += [child for child in alternatives if child.tag in _CITATIONS][:1]
    for child in cited or [item]:
        words = _composed(child) if _structured(child) else plain(child, without=_APART)
        if words:
            yield words


def _structured(citation: etree._Element) -> bool:
    """Whether an entry is parts with nothing between them, neither words nor punctuation."""
    bare = not any(text.strip() for text in _own_text(citation))
    return bare and len(citation) > 0 and citation.tag != "mixed-citation"


def _own_text(citation: etree._Element) -> Iterator[str]:
    yield citation.text or ""
    for child in citation:
        yield child.tail or ""


def _composed(citation: etree._Element) -> str:
    """An entry as journals print it (Citing Medicine): authors, title, source, date, volume, pages."""
    year, volume, issue = _part(citation, "year"), _part(citation, "volume"), _part(citation, "issue")
    pages = page_range(_part(citation, "fpage"), _part(citation, "lpage")) or _part(citation, "elocation-id")
    place = ""
    if volume or issue:
        place = f"{volume}{f'({issue})' if issue else ''}"
    published = f"{year}{f';{place}' if place else ''}" if year else place
    if pages:
        published = f"{published}:{pages}" if published else pages
    title = _part(citation, "article-title") or _part(citation, "chapter-title")
    parts = (_people(citation), title, _part(citation, "source"), published, *_comments(citation))
    return " ".join(part if part.endswith(_STOP) else f"{part}." for part in parts if part)


def _people(citation: etree._Element) -> str:
    names = [
        plain(item) if item.tag in ("collab", "string-name") else person(item).replace(",", "", 1)
        for item in citation.iter("name", "collab", "string-name")
    ]
    if citation.find(".//etal") is not None:
        names.append("et al")
    return ", ".join(name for name in names if name)


def _comments(citation: etree._Element) -> Iterator[str]:
    for name in ("publisher-name", "comment"):
        for item in citation.iterfind(name):
            yield plain(item, without=_APART)


def _part(citation: etree._Element, name: str) -> str:
    found = citation.find(name)
    return plain(found) if found is not None else ""


def _doi(item: etree._Element, words: str) -> str | None:
    for node in item.iter("pub-id"):
        if node.get("pub-id-type") == "doi" and (doi := find_doi(plain(node))):
            return clean_doi(doi)
    return find_doi(words) or _linked(item, "doi.org")


def _linked(item: etree._Element, host: str) -> str | None:
    for node in item.iter("ext-link", "uri"):
        link = node.get("{http://www.w3.org/1999/xlink}href") or ""
        if host in link and (doi := find_doi(link)):
            return doi
    return None


def _pmid(item: etree._Element, words: str) -> str | None:
    for node in item.iter("pub-id"):
        if node.get("pub-id-type") == "pmid" and (number := plain(node)).isdigit():
            return number
    return find_pmid(words)
