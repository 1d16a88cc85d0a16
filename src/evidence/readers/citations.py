"""The citation of a document itself, as PubMed and journals print it on one line."""

from __future__ import annotations

import re
from typing import Final

from evidence.readers.draft import Bibliography
from evidence.readers.identifiers import iso_date, page_range

# "Clin Spine Surg. 2021 Dec 1;34(10):369-376." (National Library of Medicine, Citing Medicine, chapter 1); a pasted page
# may have lost the journal. Month ranges, days, supplements and electronic locations are all allowed.
_LINE: Final = re.compile(
    r"""^\s*(?P<journal>[A-Za-z][^;\d\n]{0,120}?)?\s*\.?\s+
    (?P<date>(?:19|20)\d\d(?:\s(?:[A-Z][a-z]{2,8})(?:[-–/][A-Z][a-z]{2,8})?(?:\s\d{1,2}(?:[-–]\d{1,2})?)?)?)
    \s?;\s?(?P<volume>[^\s(:;.][^(:;.\n]{0,20}?)?\s?(?:\((?P<issue>[^)\n]{1,30})\))?
    (?:\s?:\s?(?P<pages>[\w.]+(?:[-–][\w.]+?)?))?\s*\.(?=\s|$)""",
    re.VERBOSE,
)


def citation_line(line: str) -> Bibliography | None:
    """Journal, date, volume, issue and pages of a citation line; None if the line is none.

    >>> found = citation_line(". 2021 Dec 1;34(10):369-376.")
    >>> found.date, found.volume, found.issue, found.pages, found.journal
    ('2021-12-01', '34', '10', '369-376', None)
    """
    match = _LINE.match(line if line.startswith((".", " ")) else f" {line}")
    if match is None or not (match["volume"] or match["pages"]):
        return None
    return Bibliography(
        journal=(match["journal"] or "").strip(" .") or None,
        year=int(match["date"][:4]),
        date=iso_date(match["date"]),
        volume=match["volume"],
        issue=match["issue"],
        pages=page_range(match["pages"]),
    )
