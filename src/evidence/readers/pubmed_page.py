"""PubMed's page of one article, as pasted from the browser.

The page's own words (banner, menus, disclaimers, links) are known by their lines
(`data/readers_pubmed_lines.tsv`) and are no part of the text; the statement of conflicts of interest and
the grants are, as sections of role other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import BinaryIO, Final

from evidence.document import Bibliography, Document, Relation, Source
from evidence.errors import ReadError
from evidence.readers import tables
from evidence.readers.citations import DATE, citation_line, names
from evidence.readers.decoding import load
from evidence.readers.digests import Digest, without_statement
from evidence.readers.draft import Draft
from evidence.readers.identifiers import find_doi, find_pmcid, find_pmid
from evidence.readers.references import entries
from evidence.readers.traced import Traced, join

FORMAT: Final = "pubmed_page"
MEDIA_TYPE: Final = "text/plain"
_SIGNS: Final = re.compile(
    r"^[^\S\n]*(?:PubMed Disclaimer|LinkOut - more resources|Access keys NCBI Homepage.*"
    r"|Skip to main page content)[^\S\n]*$",
    re.MULTILINE,
)
_ABSTRACT: Final = re.compile(r"^[^\S\n]*Abstract[^\S\n]*$", re.MULTILINE)
_IDENTIFIER_LINE: Final = re.compile(r"\s*(?:doi:\s*10\.\d|PMID:\s*\d|PMCID:\s*PMC)", re.IGNORECASE)
# "Zach Pennington et al. Clin Spine Surg. 2021." heads the page once more for the sharing menu.
_SHORT: Final = re.compile(
    r"(?P<author>[A-Z][^.,;\d]{1,60}?)\s+et al\.?(?:\s+(?P<journal>[A-Z][^\d]{1,100}?)\s*\.)?"
    rf"\s*(?:{DATE})?\s*\.?"
)
_COPYRIGHT: Final = re.compile(
    r"^\s*(?:Copyright\b|©|\(c\)\s|Published by\b|This article is protected by copyright)"
)
_KEYWORDS: Final = re.compile(r"^\s*Keywords:\s*")
_COMMENTED: Final = re.compile(r"PMID:\s*(\d+)")
_BLANK: Final = re.compile(r"\n\s*\n")


@dataclass(slots=True)
class _Page:
    """A page's lines by what they belong to."""

    head: list[Traced] = field(default_factory=list)
    parts: dict[str, list[Traced]] = field(default_factory=dict)


def sniff(head: str, name: str) -> float:
    """The page's own lines, or a citation line with an abstract below it."""
    signs = len(set(_SIGNS.findall(head)))
    if signs:
        return min(0.98, 0.9 + 0.04 * signs)
    lines = head[:6000].split("\n")
    cited = any(citation_line(line) for line in lines[:60])
    return 0.9 if cited and _ABSTRACT.search(head) else 0.0


def read(stream: BinaryIO, *, uri: str) -> Iterator[Document | ReadError]:
    """The page's document."""
    loaded = load(stream, uri=uri)
    words, digest = without_statement(loaded.traced)
    page = _parted(words)
    if "abstract" not in page.parts and "no_abstract" not in page.parts:
        yield ReadError("a PubMed page cut before its abstract", uri=uri, remedy="copy the whole page")
        return
    source = Source(uri=uri, media_type=MEDIA_TYPE, format=FORMAT, sha256=loaded.sha256)
    document = _document(page, source, digest)
    if document.text:
        yield document
    else:
        yield ReadError("a PubMed page without title and abstract", uri=uri, remedy="copy the whole page")


def _parted(words: Traced) -> _Page:
    page, place = _Page(), ""
    for line in words.lines():
        begin = _begins(line.text)
        if begin == "skip" or (begin == "head" and place != ""):
            continue
        if begin is not None:
            place = begin
            page.parts.setdefault(place, [])
        elif place not in ("", "head", "drop"):
            page.parts[place].append(line)
        elif place != "drop":
            page.head.append(line)
        if begin == "keywords":
            page.parts["keywords"].append(line)
            place = "drop"
    return page


def _begins(line: str) -> str | None:
    bare = line.strip().casefold()
    kinds = tables.mapping("pubmed_lines")
    if bare in kinds:
        return kinds[bare]
    return "keywords" if _KEYWORDS.match(line) else None


def _document(page: _Page, source: Source, digest: Digest | None) -> Document:
    known, title = _head(page.head)
    draft = Draft()
    if title:
        draft.title(title)
    abstract = [line for line in page.parts.get("abstract", []) if not _COPYRIGHT.match(line.text)]
    draft.abstract(join((join(p, " ") for p in _paragraphs(abstract)), "\n\n"))
    for part, heading in (("conflict", "Conflict of interest statement"), ("funding", "Grants and funding")):
        paragraphs = [join(p, " ") for p in _paragraphs(page.parts.get(part, []))]
        if paragraphs:
            draft.paragraph(Traced.literal(heading))
            draft.section("other", heading, paragraphs)
    draft.references("References", entries(join(page.parts.get("references", []), "\n")))
    return draft.document(
        source=source,
        form="page",
        bibliography=_completed(known, page),
        digest=digest,
        relations=_comments(page),
    )


def _paragraphs(lines: list[Traced]) -> Iterator[list[Traced]]:
    paragraph: list[Traced] = []
    for line in lines:
        if line.strip():
            paragraph.append(line.strip())
        elif paragraph:
            yield paragraph
            paragraph = []
    if paragraph:
        yield paragraph


def _head(lines: list[Traced]) -> tuple[Bibliography, Traced | None]:
    """What stands above the abstract: citation, identifiers, title (its first copy), authors below it."""
    kinds = tables.words("publication_types")
    types = tuple(dict.fromkeys(line.text.strip() for line in lines if line.text.strip() in kinds))
    known, title = Bibliography(publication_types=types), None
    authors: tuple[str, ...] = ()
    cited = next((index for index, line in enumerate(lines) if citation_line(line.text)), len(lines))
    for line in lines[cited:]:
        text = line.text.strip()
        if not text or text in kinds:
            continue
        if found := citation_line(text):
            known = _merged(known, found)
        elif _IDENTIFIER_LINE.match(text):
            known = _merged(
                known, Bibliography(doi=find_doi(text), pmid=find_pmid(text), pmcid=find_pmcid(text))
            )
        elif short := _SHORT.fullmatch(text):
            journal = (short["journal"] or "").strip(" .") or None
            known = _merged(
                known, Bibliography(journal=journal, authors=(" ".join(short["author"].split()),))
            )
        elif title is None:
            title = line.strip()
        elif not authors and text != title.text:
            authors = names(text)
            known = replace(known, authors=authors or known.authors)
    return replace(known, title=title.text if title else None), title


def _merged(first: Bibliography, second: Bibliography) -> Bibliography:
    """What the first knows, and from the second what it does not."""
    missing = {name: getattr(second, name) for name in Bibliography.__slots__ if not getattr(first, name)}
    return replace(first, **missing)


def _completed(known: Bibliography, page: _Page) -> Bibliography:
    keywords = " ".join(line.text.strip() for line in page.parts.get("keywords", []))
    listed = tuple(
        word.strip(" .") for word in re.split(r"[;,]", _KEYWORDS.sub("", keywords)) if word.strip(" .")
    )
    types = tuple(line.text.strip() for line in page.parts.get("publication_types", []) if line.strip())
    return replace(
        known, keywords=listed, publication_types=tuple(dict.fromkeys(known.publication_types + types))
    )


def _comments(page: _Page) -> tuple[Relation, ...]:
    text = "\n".join(line.text for line in page.parts.get("comment_on", []))
    return tuple(Relation(type="comments_on", target=f"pmid:{pmid}") for pmid in _COMMENTED.findall(text))
