"""Results of Europe PMC's search in JSON, in its "core" form (Articles RESTful API, europepmc.org/RestfulWebService).

A page of results, several, a single one, or one a line. Titles and abstracts hold HTML of the simplest kind.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, BinaryIO, Final

from evidence.document import Bibliography, Document, Relation, RelationType, Source
from evidence.errors import ReadError
from evidence.readers import json_values
from evidence.readers.decoding import digest
from evidence.readers.html_text import abstract, fragment
from evidence.readers.identifiers import clean_doi, iso_date, page_range
from evidence.readers.prose import Manuscript, together

FORMAT: Final = "europepmc"
MEDIA_TYPE: Final = "application/vnd.europepmc+json"
_JSON: Final = re.compile(r"\s*[\[{]")
_SIGN: Final = re.compile(
    r'(?<!\\)"resultList"\s*:\s*\{|"(?:abstractText|authorString|firstPublicationDate|pubTypeList)"\s*:'
)
_RELATIONS: Final[dict[str, RelationType]] = {  # commentCorrection/type
    "comment on": "comments_on",
    "erratum for": "erratum_of",
    "retraction of": "retraction_of",
}
_PAGE: Final = frozenset({"hitCount", "resultList", "result"})  # of a page, which may have no results
_DIGITS: Final = re.compile(r"\d{1,9}")
_REMEDY: Final = 'give results of its search with resultType "core"'

Result = dict[str, Any]


def sniff(head: str, name: str) -> float:
    """A list of results, or the fields that only such a result has."""
    return 0.99 if _JSON.match(head) and _SIGN.search(head) else 0.0


def read(stream: BinaryIO, *, uri: str) -> Iterator[Document | ReadError]:
    """One document a result; a result without title and abstract is set aside."""
    yield from json_values.documents(
        stream, uri=uri, items=_results, document=_document, noun="result", remedy=_REMEDY
    )


def _results(value: Any) -> Iterator[Result]:
    """The results of a page, of several, or of a value that is one itself."""
    return json_values.unwrapped(
        value,
        lambda item: item.get("resultList", item.get("result")) or None,
        lambda item: not _PAGE & item.keys(),
    )


def _document(result: Result, uri: str, place: str) -> Document | ReadError:
    manuscript = Manuscript()
    title = together((piece.words for piece in fragment(_text(result, "title"))), " ")
    manuscript.draft.title(manuscript.traced(title))
    abstract(manuscript, fragment(_text(result, "abstractText")))
    if manuscript.draft.empty:
        return ReadError("a result without title and abstract", uri=uri, place=place, remedy=_REMEDY)
    sha256 = digest(json.dumps(result, sort_keys=True).encode())
    document = manuscript.draft.document(
        source=Source(uri=uri, media_type=MEDIA_TYPE, format=FORMAT, sha256=sha256),
        form="abstract",
        bibliography=_bibliography(result, title.text or None),
        relations=tuple(_relations(result)),
    )
    return manuscript.finished(document)


def _bibliography(result: Result, title: str | None) -> Bibliography:
    info = _object(result, "journalInfo")
    journal = _object(info, "journal")
    date = next((date for text in _dates(result, info) if (date := iso_date(text))), None)
    doi, pmid, pmcid = (_text(result, name) for name in ("doi", "pmid", "pmcid"))
    if not pmid and _text(result, "source") == "MED":
        pmid = _text(result, "id")
    return Bibliography(
        title=title,
        authors=tuple(_authors(result)),
        journal=_text(journal, "title")
        or _text(result, "journalTitle")
        or _text(journal, "isoabbreviation")
        or None,
        year=int(date[:4]) if date else None,
        date=date,
        volume=_text(info, "volume") or _text(result, "journalVolume") or None,
        issue=_text(info, "issue") or _text(result, "issue") or None,
        pages=page_range(_text(result, "pageInfo")),
        doi=clean_doi(doi) if doi else None,
        pmid=pmid if _DIGITS.fullmatch(pmid) else None,
        pmcid=pmcid if pmcid.startswith("PMC") else None,
        publication_types=tuple(_strings(_object(result, "pubTypeList").get("pubType"))),
        keywords=tuple(_strings(_object(result, "keywordList").get("keyword"))),
        language=_text(result, "language") or None,
    )


def _dates(result: Result, info: Result) -> Iterator[str]:
    """The issue's date, then what else tells the year."""
    yield _text(info, "dateOfPublication")
    yield _text(info, "printPublicationDate")
    yield _text(result, "firstPublicationDate")
    yield _text(info, "yearOfPublication") or _text(result, "pubYear")


def _authors(result: Result) -> Iterator[str]:
    """Names as "Last, First", groups by their name; of the short form as it stands."""
    listed = _object(result, "authorList").get("author")
    found = [item for item in listed if isinstance(item, dict)] if isinstance(listed, list) else []
    for author in found:
        names = (_text(author, "lastName"), _text(author, "firstName") or _text(author, "initials"))
        if (
            name := ", ".join(filter(None, names))
            or _text(author, "collectiveName")
            or _text(author, "fullName")
        ):
            yield name
    if not found:
        short = _text(result, "authorString").rstrip(".").split(", ")
        yield from (name.strip() for name in short if name.strip())


def _relations(result: Result) -> Iterator[Relation]:
    listed = _object(result, "commentCorrectionList").get("commentCorrection")
    for item in listed if isinstance(listed, list) else []:
        if not isinstance(item, dict):
            continue
        kind, target = _RELATIONS.get(_text(item, "type").casefold()), _text(item, "id")
        if kind and _text(item, "source") == "MED" and _DIGITS.fullmatch(target):
            yield Relation(type=kind, target=f"pmid:{target}")


def _object(found: Result, name: str) -> Result:
    value = found.get(name)
    return value if isinstance(value, dict) else {}


def _text(found: Result, name: str) -> str:
    """A field's words; empty where it has none."""
    value = found.get(name)
    if isinstance(value, str | int) and not isinstance(value, bool):
        return json_values.whole(" ".join(str(value).split()))
    return ""


def _strings(value: Any) -> Iterator[str]:
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, str) and (words := json_values.whole(" ".join(item.split()))):
            yield words
