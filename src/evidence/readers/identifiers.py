"""Identifiers, dates and pages as citations print them."""

from __future__ import annotations

import re
from typing import Final

# Crossref's recommended pattern, widened to what older publishers registered (brackets, semicolons).
_DOI: Final = re.compile(r"\b(10\.\d{4,9}/[^\s\"“”‘’{}|\\^`]+)", re.IGNORECASE)
_DOI_TAIL: Final = re.compile(
    r"(?:[.,;:?!*'\"]|&[a-z]+;?.*|\]\(.*|(?:/(?:full|abstract|pdf)))+$", re.IGNORECASE
)
_PMID: Final = re.compile(
    r"(?:\bPMID\b[:\s]*|\bpubmed/|pubmed\.ncbi\.nlm\.nih\.gov/)\s*(\d{1,8})\b", re.IGNORECASE
)
_PMCID: Final = re.compile(r"\b(PMC\d{3,9})\b")
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_YEAR_FIRST: Final = re.compile(r"((?:19|20)\d{2})(?:[-/ ](\d{1,2}|[A-Za-z]{3,9})\.?(?:[-/ ](\d{1,2})\b)?)?")
_MONTH_FIRST: Final = re.compile(r"(\d{1,2})/(\d{1,2})/((?:19|20)\d{2})\b")  # RefWorks: month/day/year
_DAY_FIRST: Final = re.compile(r"(?:(\d{1,2})\s+)?([A-Za-z]{3,9})\.?\s+(?:(\d{1,2}),\s+)?((?:19|20)\d{2})\b")
_DASHES: Final = re.compile(r"\s*[‐‑‒–—−-]\s*")


def find_doi(text: str) -> str | None:
    """The first DOI of a text, bare and lower case (DOIs are case-insensitive: ISO 26324).

    >>> find_doi("doi: 10.1016/S0140-6736(05)66954-1.")
    '10.1016/s0140-6736(05)66954-1'
    """
    match = _DOI.search(text)
    return clean_doi(match[1]) if match else None


def clean_doi(doi: str) -> str:
    """A DOI without what follows it in print: full stops, brackets that it does not open, query parts."""
    while True:
        shorter = _DOI_TAIL.sub("", doi)
        for left, right in ("()", "[]", "<>"):
            if shorter.endswith(right) and shorter.count(right) > shorter.count(left):
                shorter = shorter[:-1]
        if shorter == doi:
            return doi.lower()
        doi = shorter


def find_pmid(text: str) -> str | None:
    """The first PubMed identifier that is called one."""
    match = _PMID.search(text)
    return match[1] if match else None


def find_pmcid(text: str) -> str | None:
    """The first PubMed Central identifier."""
    match = _PMCID.search(text)
    return match[1] if match else None


def iso_date(text: str) -> str | None:
    """The date that a text begins with, ISO 8601 as far as it is known; of a range the first.

    >>> iso_date("2021 Dec 1"), iso_date("12/3/2019"), iso_date("2005 Aug 20-26"), iso_date("2006 Spring")
    ('2021-12-01', '2019-12-03', '2005-08-20', '2006')
    """
    text = text.strip()
    if match := _MONTH_FIRST.match(text):
        return _date(match[3], match[1], match[2])
    if match := _YEAR_FIRST.match(text):
        return _date(match[1], match[2], match[3])
    if match := _DAY_FIRST.match(text):
        return _date(match[4], match[2], match[1] or match[3])
    return None


def _date(year: str, month: str | None, day: str | None) -> str:
    number = _month(month)
    if number is None:
        return year
    if day is None or not 1 <= int(day) <= 31:
        return f"{year}-{number:02d}"
    return f"{year}-{number:02d}-{int(day):02d}"


def _month(month: str | None) -> int | None:
    if month is None:
        return None
    if month.isdigit():
        return int(month) if 1 <= int(month) <= 12 else None
    name = month[:3].lower()
    return _MONTHS.index(name) + 1 if name in _MONTHS else None


def page_range(first: str | None, last: str | None = None) -> str | None:
    """Pages with a plain hyphen.

    >>> page_range("982", "988"), page_range("643–648"), page_range("e12", "e12")
    ('982-988', '643-648', 'e12')
    """
    pages = _DASHES.sub("-", f"{first}-{last}" if first and last and first != last else first or last or "")
    return pages.strip() or None
