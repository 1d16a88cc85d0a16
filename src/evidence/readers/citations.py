"""The citation of a document itself, as journals print it on one line, and lines of authors' names."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from evidence.document import Bibliography
from evidence.readers import tables
from evidence.readers.identifiers import iso_date, page_range

_MONTH: Final = r"[A-Z][a-z]{2,8}"
DATE: Final = (  # "2021", "2021 Dec", "2020 Jan-Feb", "2021 Dec 1", "2005 Aug 20-26", "2004 Apr 30-May 6"
    rf"(?:19|20)\d\d(?:\s{_MONTH}(?:[-–/]{_MONTH})?(?:\s\d{{1,2}}(?:[-–](?:{_MONTH}\s)?\d{{1,2}})?)?)?"
)
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_LONGEST: Final = 400
_LONGEST_NAME: Final = 100
_LONGEST_LIST: Final = 8_000
# "Ann B Smith 1 2, Carl Dee*, and Eva Fox"; marks of affiliation and degrees follow the names.
_NAME: Final = re.compile(r"[^\W\d_](?:[^\W\d_]|[.'’‐-]|\s(?=\S)){2,60}")
_MARKS: Final = re.compile(
    r"(?<![\s,])(?:[\s,]*(?:[#*†‡§¶]|\b[a-z]?\d{1,3}\b|(?<=\w)\d{1,3}(?!\d)))+\s*$|(?<!\s)\s*\([^()]*\)\s*$"
)
_BETWEEN: Final = re.compile(r"\s*[,;]\s*(?:and\s+|&\s*)?|\s+(?:and|&)\s+")
_DEGREE: Final = re.compile(
    r"(?:M\.?D|Ph\.?D|M\.?Sc?|M\.?P\.?H|B\.?Sc?|D\.?O|R\.?N|FACS|FRCS|MBBS|DrPH|Dr|Prof)\.?"
)


def citation_line(line: str) -> Bibliography | None:
    """Journal, date, volume, issue and pages of a citation line; None if the line is none.

    >>> found = citation_line(". 2021 Dec 1;34(10):369-376.")
    >>> found.date, found.volume, found.issue, found.pages, found.journal
    ('2021-12-01', '34', '10', '369-376', None)
    """
    line = line.strip()
    if len(line) > _LONGEST or " et al" in line or not _YEAR.search(line):
        return None
    match = next((match for pattern in _patterns() if (match := pattern.fullmatch(f" {line}"))), None)
    if match is None:
        return None
    groups, date = match.groupdict(), iso_date(match["date"])
    if date is None:
        return None
    return Bibliography(
        journal=(groups.get("journal") or "").strip(" .") or None,
        year=int(date[:4]),
        date=date,
        volume=groups.get("volume"),
        issue=groups.get("issue"),
        pages=page_range(groups.get("pages")),
    )


def names(line: str) -> tuple[str, ...]:
    """The authors of a line that is nothing but names, without marks and degrees; else none.

    >>> names("Ann B Smith 1 2, Carl Dee*, and Eva Fox, MD")
    ('Ann B Smith', 'Carl Dee', 'Eva Fox')
    """
    if len(line) > _LONGEST_LIST:
        return ()
    parts = _BETWEEN.split(line.strip().rstrip("."))
    if max(map(len, parts)) > _LONGEST_NAME:
        return ()
    found = [bare for part in parts if (bare := name(part)) and not _DEGREE.fullmatch(bare)]
    if not found or not all(_NAME.fullmatch(part) and 2 <= len(part.split()) <= 6 for part in found):
        return ()
    capitalised = all(part.split()[-1][:1].isupper() or part.split()[0][:1].isupper() for part in found)
    return tuple(found) if capitalised else ()


def name(words: str) -> str:
    """An author's name without the marks behind it."""
    while (bare := _MARKS.sub("", words).strip(" ,;")) != words:
        words = bare
    return words


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], ...]:
    return tuple(
        re.compile(r"\s*" + row["pattern"].replace("{date}", DATE)) for row in tables.rows("citation_lines")
    )
