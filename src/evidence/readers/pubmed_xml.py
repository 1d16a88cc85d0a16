"""PubMed's XML (efetch, baseline and update files; DTD pubmed_250101), read record by record.

Read without entity expansion, without network and without loading the DTD.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO, Final, cast

from lxml import etree

from evidence.document import Bibliography, Document, Reference, Relation, RelationType, SectionRole, Source
from evidence.errors import ReadError
from evidence.headings import role_of
from evidence.readers import xml_records
from evidence.readers.decoding import digest
from evidence.readers.draft import Draft
from evidence.readers.identifiers import clean_doi, find_doi, iso_date, page_range
from evidence.readers.traced import Traced

FORMAT: Final = "pubmed_xml"
MEDIA_TYPE: Final = "application/vnd.pubmed+xml"
_RECORDS: Final = ("PubmedArticle", "PubmedBookArticle")
_RELATIONS: Final[dict[str, RelationType]] = {
    "CommentOn": "comments_on",
    "ErratumFor": "erratum_of",
    "RetractionOf": "retraction_of",
    "ExpressionOfConcernFor": "concern_about",
    "ErratumIn": "corrected_by",
    "RetractionIn": "retracted_by",
    "ExpressionOfConcernIn": "concern_raised_by",
}
_NOTED: Final[frozenset[RelationType | None]] = frozenset(
    {"corrected_by", "retracted_by", "concern_raised_by"}
)
_CATEGORIES: Final[dict[str, SectionRole]] = {  # NlmCategory, where the label itself is not known
    "BACKGROUND": "background",
    "OBJECTIVE": "objective",
    "METHODS": "methods",
    "RESULTS": "results",
    "CONCLUSIONS": "conclusions",
}


def sniff(head: str, name: str) -> float:
    """The root of a set, or a single article."""
    return (
        0.99 if re.match(r"\s*<", head) and re.search(r"<Pubmed(?:Book)?Article(?:Set)?[\s>]", head) else 0.0
    )


def read(stream: BinaryIO, *, uri: str) -> Iterator[Document | ReadError]:
    """One document a record; what follows a break in the XML cannot be read and is set aside as one."""
    number = 0
    for found in xml_records.records(stream, *_RECORDS, uri=uri):
        if isinstance(found, ReadError):
            yield found
        else:
            number += 1
            yield _document(found, uri, f"record {number}")


def _document(record: etree._Element, uri: str, place: str) -> Document | ReadError:
    # Of the record's two halves this one holds all but identifiers and references, which are many.
    cited = record.find("MedlineCitation")
    cited = record if cited is None else cited
    known = _bibliography(record, cited)
    draft = Draft()
    if known.title:
        draft.title(Traced.literal(known.title))
    for part in cited.iterfind(".//Abstract/AbstractText"):
        _abstract_part(draft, part)
    if draft.empty:
        return ReadError("a record without title and abstract", uri=uri, place=place, remedy="fetch it again")
    registries = [
        f"{_text(bank, 'DataBankName')} {number.text}"
        for bank in cited.iterfind(".//DataBank")
        for number in bank.iterfind(".//AccessionNumber")
    ]
    for heading, words in (
        ("Trial registration", "; ".join(registries)),
        ("Conflict of interest statement", _text(cited, ".//CoiStatement")),
    ):
        if words:
            draft.paragraph(Traced.literal(heading))
            draft.section("other", heading, [Traced.literal(words)])
    sha256 = digest(etree.tostring(record, with_tail=False))
    return draft.document(
        source=Source(uri=uri, media_type=MEDIA_TYPE, format=FORMAT, sha256=sha256),
        form="abstract",
        bibliography=known,
        relations=tuple(_relations(cited)),
        references=tuple(_references(record)),
    )


def _abstract_part(draft: Draft, part: etree._Element) -> None:
    words, label = _words(part), " ".join((part.get("Label") or "").split())
    if not label:
        draft.abstract(Traced.literal(words))
    elif words:
        role = role_of(label) or _CATEGORIES.get(part.get("NlmCategory") or "")
        draft.run_in(role, label, Traced.literal(words))


def _bibliography(record: etree._Element, cited: etree._Element) -> Bibliography:
    date = _date(cited)
    ids = {item.get("IdType"): _words(item) for item in record.iterfind("./*/ArticleIdList/ArticleId")}
    located = (_words(item) for item in cited.iterfind(".//Article/ELocationID[@EIdType='doi']"))
    doi = next((doi for doi in (*located, ids.get("doi", "")) if doi), None)
    pages = _text(cited, ".//MedlinePgn") or page_range(
        _text(cited, ".//StartPage"), _text(cited, ".//EndPage")
    )
    pmcid = ids.get("pmc") or ids.get("pmcid")
    return Bibliography(
        title=_text(cited, ".//ArticleTitle")
        or _text(cited, ".//VernacularTitle")
        or _text(cited, ".//BookTitle"),
        authors=tuple(_authors(cited)),
        journal=_text(cited, ".//Journal/Title") or _text(cited, ".//ISOAbbreviation"),
        year=int(date[:4]) if date else None,
        date=date,
        volume=_text(cited, ".//JournalIssue/Volume"),
        issue=_text(cited, ".//JournalIssue/Issue"),
        pages=page_range(pages),
        doi=clean_doi(doi) if doi else None,
        pmid=_text(record, "./*/PMID") or ids.get("pubmed"),
        pmcid=pmcid if pmcid and pmcid.startswith("PMC") else None,
        publication_types=tuple(_words(item) for item in cited.iterfind(".//PublicationType")),
        keywords=tuple(words for item in cited.iterfind(".//Keyword") if (words := _words(item))),
        language=_text(cited, ".//Language"),
    )


def _authors(record: etree._Element) -> Iterator[str]:
    """Names as "Last, Fore" with the suffix behind (as MEDLINE does), groups by their name."""
    listed = (item for item in record.iterfind(".//AuthorList") if item.get("Type", "authors") == "authors")
    for author in (author for item in listed for author in item.iterfind("Author")):  # not editors of books
        last, fore = _text(author, "LastName"), _text(author, "ForeName") or _text(author, "Initials")
        suffix = _text(author, "Suffix")
        name = ", ".join(part for part in (last, fore) if part) or _text(author, "CollectiveName")
        if name:
            yield f"{name} {suffix}" if suffix else name


def _date(record: etree._Element) -> str | None:
    """The issue's date, else the electronic publication's."""
    for place in (".//JournalIssue/PubDate", ".//ArticleDate", ".//Book/PubDate"):
        found = record.find(place)
        if found is None:
            continue
        parts = [_text(found, name) for name in ("Year", "Month", "Day")]
        words = " ".join(part for part in parts if part) or _text(found, "MedlineDate") or ""
        if date := iso_date(words):
            return date
    return None


def _relations(record: etree._Element) -> Iterator[Relation]:
    for item in record.iterfind(".//CommentsCorrections"):
        kind, pmid = _RELATIONS.get(item.get("RefType") or ""), _text(item, "PMID")
        name = _text(item, "RefSource") if kind in _NOTED else None  # a notice may have no record of its own
        if kind and (pmid or name):
            yield Relation(type=kind, target=f"pmid:{pmid}" if pmid else name or "")


def _references(record: etree._Element) -> Iterator[Reference]:
    for number, item in enumerate(record.iterfind(".//ReferenceList/Reference"), start=1):
        words = _text(item, "Citation") or ""
        ids = {identifier.get("IdType"): _words(identifier) for identifier in item.iterfind(".//ArticleId")}
        doi = ids.get("doi")
        yield Reference(
            number=number,
            text=words,
            doi=clean_doi(doi) if doi else find_doi(words) if "10." in words else None,
            pmid=ids.get("pubmed"),
        )


def _text(element: etree._Element, path: str) -> str | None:
    found = element.find(path)
    return _words(found) or None if found is not None else None


def _words(element: etree._Element) -> str:
    """All text of an element, white space folded; inner markup (italics, superscripts, MathML) goes."""
    text = "".join(cast(Iterator[str], element.itertext())) if len(element) else element.text or ""
    return " ".join(text.split())
