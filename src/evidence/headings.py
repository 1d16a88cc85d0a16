"""Headings of abstracts and articles, and the rhetorical role that each announces.

The headings are those of the National Library of Medicine's structured-abstract labels and of journals' own
styles (`data/section_headings.tsv`); composed ones ("Design, Setting, and Participants") take the role of
their first part.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Final, cast

from evidence import tables
from evidence.document import Section, SectionRole

_TABLE: Final = Path(__file__).parent / "data" / "section_headings.tsv"
_NUMBERING: Final = re.compile(r"^\s*(?:\d+(?:\.\d+)*\.?|[IVX]+\.)\s+")
_CONNECTOR: Final = re.compile(r"\s*(?:,\s*and\s|,|/|&|\band\b|\bwith\b|;)\s*")
# Where an inline heading may end: at a colon, a full stop (in AMA style with a dash: "Objective.—To"),
# a line's end, or, in capitals, before a figure or a word that is not in capitals. (One set of characters begins all,
# since the engine skips to a set, but not to the beginnings of alternatives.)
_HEADING_END: Final = re.compile(
    r"[\s:：.](?:(?<=[:：])[:：]*\s*|(?<=\s)\s*[:：]+\s*|(?<=\.)(?:\s?[—–]\s?|\s+(?=[A-Z0-9]))"
    r"|(?<=[ \t])[ \t]*\n\s*|(?<=\n)\s*|(?<=[A-Z]{3}[ \t])[ \t]*(?=[A-Z][a-z]*\b|\d)(?![A-Z]{4}))"
)
# Where it may begin: after the end of a sentence (journals glue it on: "spine.Methods: We") or a line.
_BEFORE: Final = re.compile(r"[.?!)\]\"”;\n]\s*(?=[A-Z](?:[^.?!)\]\"”;\n]|\.(?=[a-z]))*$)")
_LONGEST: Final = 70


@lru_cache(maxsize=1)
def _roles() -> dict[str, SectionRole]:
    return {row["heading"]: cast(SectionRole, row["role"]) for row in tables.rows(_TABLE)}


@lru_cache(maxsize=4096)
def role_of(heading: str) -> SectionRole | None:
    """The role that a heading announces, or None if it is none that is known.

    >>> role_of("2. Materials and Methods:"), role_of("Design, Setting, and Patients"), role_of("Melanoma")
    ('methods', 'methods', None)
    """
    roles = _roles()
    words = " ".join(_NUMBERING.sub("", heading).replace("’", "'").casefold().split()).strip(" .:：*#-–—")
    if words in roles:
        return roles[words]
    found = [roles.get(part.strip()) for part in _CONNECTOR.split(words) if part.strip()]
    return found[0] if found and all(found) else None


def split(text: str, start: int, end: int) -> list[Section]:
    """The sections that inline headings make of a part of a text; none if it has no heading.

    Text before the first heading has no section. Headings themselves lie in no section.
    """
    found = list(inline(text, start, end)) or bare(text, start, end)
    sections = []
    for index, (_, body, heading) in enumerate(found):
        stop = found[index + 1][0] if index + 1 < len(found) else end
        body, stop = _trimmed(text, body, stop)
        role = role_of(heading)
        if role is not None and body < stop:
            sections.append(Section(role=role, heading=heading, start=body, end=stop))
    return sections


def inline(text: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    """The inline headings of a part of a text: where each starts, where what follows starts, its words."""
    last = start
    for match in _HEADING_END.finditer(text, start, end):
        floor = max(last, match.start() - _LONGEST)
        before = _BEFORE.search(text, floor, match.start())
        if before is None and floor > last:
            continue
        begin = before.end() if before else floor
        while begin < match.start() and text[begin].isspace():
            begin += 1
        heading = text[begin : match.start()]
        if not heading[:1].isupper() or role_of(heading) is None:
            continue
        if not match.group().strip() and "\n" not in match.group() and not heading.isupper():
            continue
        yield begin, match.end(), heading
        last = match.end()


# Words that journals print as headings in type alone, which plain text loses: "Methods We enrolled".
_BARE: Final = re.compile(
    r"(?:^|(?<=[.?!)\]] )|(?<=\n))(?P<heading>"
    r"Background|Introduction|Context|Objectives?|Purpose|Aims?|(?:Patients|Materials?|Subjects|Design) and [Mm]ethods"
    r"|Methods?|Design|Setting|Participants|Interventions?|Main [Oo]utcome [Mm]easures?"
    r"|Findings|Results?|Conclusions?|Interpretation|Discussion|Funding) (?=[A-Z0-9])"
)
# Those without which a text is not searched.
_OF_RESULTS: Final = ("Results ", "Result ", "Findings ")
# In what order they stand.
_ORDER: Final[tuple[SectionRole, ...]] = ("background", "objective", "methods", "results", "conclusions")


def bare(text: str, start: int, end: int) -> list[tuple[int, int, str]]:
    """Headings that no mark ends, as `inline` gives them: two at least, in an abstract's order, one of results."""
    if not any(text.find(word, start, end) >= 0 for word in _OF_RESULTS):
        return []
    found = [
        (match.start("heading"), match.end(), match["heading"]) for match in _BARE.finditer(text, start, end)
    ]
    roles = [role for _, _, heading in found if (role := role_of(heading)) in _ORDER]
    places = [_ORDER.index(role) for role in roles if role is not None]
    ordered = "results" in roles and len(set(roles)) > 1 and places == sorted(places)
    return found if ordered else []


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end
