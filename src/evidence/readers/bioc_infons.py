"""What the infons of BioC say of a document and of its references.

PubMed Central's service writes "article-id_pmc", "name_0" ("surname:Doe;given-names:Jane"), "fpage"; PubTator writes
the journal's citation as one line; others write PubMed's field names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from evidence.document import Bibliography, Reference
from evidence.readers.citations import citation_line
from evidence.readers.identifiers import clean_doi, find_doi, iso_date, page_range

_NAME: Final = re.compile(r"name_(\d+)")
_SEPARATOR: Final = re.compile(r"\s*[|\t;]\s*")
_BETWEEN_NAMES: Final = re.compile(r"\s*[,;]\s*")
_DIGITS: Final = re.compile(r"\d{1,9}")
_SPACE: Final = re.compile(r"\s+")


def bibliography(identifier: str, infons: Sequence[Mapping[str, str]]) -> Bibliography:
    """The document's own citation; of several infons of a name the first that is not empty."""
    known: dict[str, str] = {}
    for part in infons:
        for key, value in part.items():
            if value.strip():
                known.setdefault(key, value.strip())
    cited = citation_line(known.get("journal", "")) or Bibliography()
    pmcid = _pmcid(known.get("pmcid") or known.get("article-id_pmc") or "") or (
        _pmcid(identifier) if identifier.startswith("PMC") else None
    )
    date = iso_date(" ".join(known[name] for name in ("year", "month", "day") if name in known)) or cited.date
    doi = find_doi(known.get("doi") or known.get("article-id_doi") or known.get("journal", ""))
    return Bibliography(
        authors=tuple(_authors(known)),
        journal=_SPACE.sub(" ", known.get("journal-title") or known.get("journal", "").split(";")[0]) or None,
        year=int(date[:4]) if date else None,
        date=date,
        volume=known.get("volume") or cited.volume,
        issue=known.get("issue") or cited.issue,
        pages=page_range(known.get("fpage"), known.get("lpage")) or known.get("elocation-id") or cited.pages,
        doi=clean_doi(doi) if doi else None,
        pmid=_pmid(known, identifier, pmcid),
        pmcid=pmcid,
        publication_types=tuple(part for part in _SEPARATOR.split(known.get("publicationTypes", "")) if part),
    )


def reference(infons: Mapping[str, str], text: str, number: int) -> Reference:
    """An entry of the list: its words with authors, source and place where the infons have them."""
    year, volume = infons.get("year", ""), infons.get("volume", "")
    pages = page_range(infons.get("fpage"), infons.get("lpage")) or ""
    published = f"{year}{f';{volume}' if volume else ''}{f':{pages}' if pages else ''}"
    names = ", ".join(name.replace(",", "", 1) for name in _authors(infons))
    parts = [_SPACE.sub(" ", part).strip() for part in (names, text, infons.get("source", ""), published)]
    words = " ".join(part if part.endswith((".", "?", "!")) else f"{part}." for part in parts if part)
    pmid = infons.get("pub-id_pmid", "")
    doi = find_doi(infons.get("pub-id_doi", "")) or find_doi(text)
    return Reference(number=number, text=words, doi=doi, pmid=pmid if _DIGITS.fullmatch(pmid) else None)


def _authors(infons: Mapping[str, str]) -> Iterator[str]:
    numbered = [(int(match[1]), value) for key, value in infons.items() if (match := _NAME.fullmatch(key))]
    for _, value in sorted(numbered):
        parts = dict(part.split(":", 1) for part in value.split(";") if ":" in part)
        names = [parts.get("surname", "").strip(), parts.get("given-names", "").strip()]
        if name := ", ".join(filter(None, names)) or value.strip():
            yield name
    if not numbered:
        yield from filter(None, (name.strip() for name in _BETWEEN_NAMES.split(infons.get("authors", ""))))


def _pmcid(value: str) -> str | None:
    number = value.removeprefix("PMC")
    return f"PMC{number}" if _DIGITS.fullmatch(number) else None


def _pmid(known: Mapping[str, str], identifier: str, pmcid: str | None) -> str | None:
    """The stated one, else the document's name, unless that is PubMed Central's number."""
    stated = known.get("pmid") or known.get("article-id_pmid") or ""
    if _DIGITS.fullmatch(stated):
        return stated
    return identifier if _DIGITS.fullmatch(identifier) and pmcid != f"PMC{identifier}" else None
