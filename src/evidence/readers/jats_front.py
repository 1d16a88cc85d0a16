"""What a JATS article's front matter says of the article: identifiers, title, authors, dates, relations."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, cast

from lxml import etree

from evidence.document import Bibliography, Relation, RelationType
from evidence.readers import tables
from evidence.readers.identifiers import clean_doi, find_doi, find_pmid, iso_date, page_range
from evidence.readers.jats_text import plain

_XLINK: Final = "{http://www.w3.org/1999/xlink}href"
_LANGUAGE: Final = "{http://www.w3.org/XML/1998/namespace}lang"
_TITLE_END: Final = (".", "?", "!", ":")
_AUTHORS: Final = frozenset({None, "author", "collab", "group"})
# Dates by how they name the issue's publication, and the electronic one; never the archive's or the manuscript's.
_PRINT: Final = frozenset({"ppub", "print", "epub-ppub", "collection", "issue-pub"})
_ELECTRONIC: Final = frozenset({"epub", "pub", "electronic", "publication", "epreprint"})
_ASIDE: Final = frozenset({"abbr", "abbreviations", "author-abbrev", "heading", "transliterated"})


def bibliography(article: etree._Element) -> Bibliography:
    """The article's own citation; names as "Surname, Given" with the suffix behind, groups by their name."""
    meta = article.find("front/article-meta")
    if meta is None:
        return Bibliography()
    date = _date(meta)
    kind = tables.mapping("jats_types").get(article.get("article-type") or "")
    language = article.get(_LANGUAGE)
    return Bibliography(
        title=_title(article),
        authors=tuple(_authors(meta)),
        journal=_journal(article),
        year=int(date[:4]) if date else None,
        date=date,
        volume=_text(meta, "volume"),
        issue=_text(meta, "issue"),
        pages=_pages(meta),
        publication_types=(kind,) if kind else (),
        keywords=tuple(_keywords(meta)),
        language=language.lower() if language else None,
        **_identifiers(meta),
    )


def registrations(article: etree._Element) -> Iterator[str]:
    """Trials' registrations that are metadata only: JATS4R's related objects, and publishers' own fields."""
    for item in article.iterfind("front/article-meta//related-object"):
        kind = f"{item.get('document-id-type')} {item.get('source-type')}".casefold()
        if number := item.get("document-id") if "trial" in kind or "registry" in kind else None:
            yield f"{item.get('source-id') or ''} {number}".strip()
    for item in article.iterfind("front/article-meta//custom-meta"):
        if (
            "trial" in (_text(item, "meta-name") or "").casefold()
            and (value := item.find("meta-value")) is not None
        ):
            parts = [plain(part) for part in value] or [plain(value)]
            yield " ".join(part for part in parts if part)


def relations(article: etree._Element) -> Iterator[Relation]:
    """What the article is to those that it is marked as related to; the other's name where it has no identifier."""
    kind = article.get("article-type") or ""
    comment = kind in tables.words("jats_types", comment="yes")
    known = {row["type"]: row for row in tables.rows("jats_relations")}
    seen = set()
    for item in article.iterfind("front/article-meta//related-article"):
        row = known.get(item.get("related-article-type") or "")
        if row is None or (row["of"] == "comment" and not comment):
            continue
        relation = Relation(type=cast(RelationType, row["relation"]), target=_target(item))
        if relation.target and relation not in seen:
            seen.add(relation)
            yield relation


def _target(item: etree._Element) -> str:
    link, kind = (item.get(_XLINK) or item.get("href") or "").strip(), item.get("ext-link-type") or ""
    words = plain(item)
    if doi := find_doi(link) or find_doi(words):
        return f"doi:{doi}"
    if link.isdigit() and kind in ("pubmed", "pmid"):
        return f"pmid:{link}"
    pmid = find_pmid(link) or find_pmid(words)
    return f"pmid:{pmid}" if pmid else words


def _identifiers(meta: etree._Element) -> dict[str, str | None]:
    found: dict[str, str] = {}
    for item in meta.iterfind("article-id"):
        found.setdefault(item.get("pub-id-type") or "", plain(item))
    doi, pmid = found.get("doi"), found.get("pmid", "")
    pmc = (found.get("pmc") or found.get("pmcid") or "").removeprefix("PMC")
    return {
        "doi": clean_doi(found_doi) if doi and (found_doi := find_doi(doi)) else None,
        "pmid": pmid if pmid.isdigit() else None,
        "pmcid": f"PMC{pmc}" if pmc.isdigit() else None,
    }


def full_title(article: etree._Element) -> str | None:
    """The title with its subtitle, as citations print it."""
    parts = [_title(article, name) for name in ("article-title", "subtitle")]
    title = ""
    for part in filter(None, parts):
        title = f"{title}{' ' if title.endswith(_TITLE_END) else ': '}{part}" if title else part
    return title or None


def _title(article: etree._Element, name: str = "article-title") -> str | None:
    """The title without marks of footnotes."""
    found = article.find(f"front/article-meta/title-group/{name}")
    return plain(found, without=("xref", "fn")) or None if found is not None else None


def _journal(article: etree._Element) -> str | None:
    for path in (
        "journal-title-group/journal-title",
        "journal-title",
        "journal-id[@journal-id-type='nlm-ta']",
    ):
        if name := _text(article, f"front/journal-meta/{path}"):
            return name
    return None


def _authors(meta: etree._Element) -> Iterator[str]:
    for contributor in meta.iterfind("contrib-group/contrib"):
        if contributor.get("contrib-type") in _AUTHORS and (name := _name(contributor)):
            yield name


def _name(contributor: etree._Element) -> str:
    """A person's name, or a group's without those of its members."""
    for path in ("name", "name-alternatives/name", "string-name", "name-alternatives/string-name"):
        if (found := contributor.find(path)) is not None:
            return person(found)
    for path in ("collab", "collab-alternatives/collab"):
        if (found := contributor.find(path)) is not None:
            return plain(found, without=("contrib-group", "xref", "fn", "aff", "address"))
    return ""


def person(name: etree._Element) -> str:
    """ "Surname, Given" with the suffix behind; a name without parts as it stands."""
    parts = [_text(name, "surname"), _text(name, "given-names")]
    known = ", ".join(part for part in parts if part) or plain(name)
    suffix = _text(name, "suffix")
    return f"{known} {suffix}" if suffix and parts[0] else known


def _date(meta: etree._Element) -> str | None:
    """The issue's date, else the electronic publication's, which also refines a year that is all the issue has."""
    printed, electronic = _dates(meta, _PRINT), _dates(meta, _ELECTRONIC)
    first = max(printed, key=len, default=None) if printed else None
    if first is None:
        return electronic[0] if electronic else None
    return next((date for date in electronic if len(first) == 4 and date.startswith(first)), first)


def _dates(meta: etree._Element, kinds: frozenset[str]) -> list[str]:
    found = []
    for item in meta.iterfind("pub-date"):
        named = {item.get("pub-type"), item.get("date-type"), item.get("publication-format")} - {None}
        if "publication-format" in item.attrib and len(named) > 1:  # the format tells print from electronic
            named -= {"pub", "publication"}
        if not named:
            named = {"pub"}
        parts = [_text(item, name) for name in ("year", "month", "day")]
        words = " ".join(part for part in parts if part) or item.get("iso-8601-date") or ""
        if named & kinds and (date := iso_date(words)):
            found.append(date)
    return found


def _pages(meta: etree._Element) -> str | None:
    first, last = _text(meta, "fpage"), _text(meta, "lpage")
    return page_range(first, last) or _text(meta, "elocation-id") or page_range(_text(meta, "page-range"))


def _keywords(meta: etree._Element) -> Iterator[str]:
    """The keywords in all languages that the article has them in."""
    for group in meta.iterfind("kwd-group"):
        if group.get("kwd-group-type") not in _ASIDE:
            for item in group.iter("kwd", "compound-kwd"):
                if words := plain(item, without=("xref",)):
                    yield words


def _text(element: etree._Element, path: str) -> str | None:
    found = element.find(path)
    return plain(found) or None if found is not None else None
