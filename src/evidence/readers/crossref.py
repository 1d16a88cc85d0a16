"""Works as Crossref's REST API gives them in JSON (api.crossref.org): metadata, references, what became of them.

One work (`message-type` "work"), a list of works, or works one after the other. Titles and abstracts hold JATS' or
HTML's inline elements. `updated-by` names the notices about a work, `update-to` the works that a notice is about.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, BinaryIO, Final, cast

from evidence.document import Bibliography, Document, Reference, Relation, RelationType, Source
from evidence.errors import ReadError
from evidence.readers import json_values, tables
from evidence.readers.decoding import digest
from evidence.readers.html_text import abstract, fragment
from evidence.readers.identifiers import clean_doi, page_range
from evidence.readers.prose import Manuscript, together

FORMAT: Final = "crossref"
MEDIA_TYPE: Final = "application/vnd.crossref-api-message+json"
_JSON: Final = re.compile(r"\s*[\[{]")
_SIGN: Final = re.compile(
    r'(?<!\\)"message-type"\s*:\s*"work(?:-list)?"|"(?:is-referenced-by-count|reference-count|container-title)"\s*:'
)
_DOI: Final = re.compile(r'(?<!\\)"DOI"\s*:\s*"10\.')
_JATS: Final = re.compile(r"(</?)jats:(title)?")  # with its prefix as the API writes it
_DATES: Final = ("published-print", "issued", "published-online", "created")
_REMEDY: Final = "fetch it again from api.crossref.org/works"

Work = dict[str, Any]


def sniff(head: str, name: str) -> float:
    """The envelope of the API, or a DOI with the fields that only such a work has."""
    if not _JSON.match(head):
        return 0.0
    found = _SIGN.search(head)
    return 0.99 if found and ("message-type" in found.group() or _DOI.search(head)) else 0.0


def read(stream: BinaryIO, *, uri: str) -> Iterator[Document | ReadError]:
    """One document a work; a work without a title and without an abstract is set aside."""
    yield from json_values.documents(
        stream, uri=uri, items=_works, document=_document, noun="work", remedy=_REMEDY
    )


def _works(value: Any) -> Iterator[Work]:
    """The works of an answer, of several, or a work without its envelope."""
    return json_values.unwrapped(
        value, lambda item: item.get("message", item.get("items")), lambda item: "DOI" in item
    )


def _document(work: Work, uri: str, place: str) -> Document | ReadError:
    manuscript = Manuscript()
    title = together((piece.words for piece in fragment(_plain(_first(work, "title")))), " ")
    manuscript.draft.title(manuscript.traced(title))
    told = _text(work, "abstract")
    abstract(manuscript, fragment(_plain(told)))
    if manuscript.draft.empty:
        return ReadError("a work without title and abstract", uri=uri, place=place, remedy=_REMEDY)
    sha256 = digest(json.dumps(work, sort_keys=True).encode())
    document = manuscript.draft.document(
        source=Source(uri=uri, media_type=MEDIA_TYPE, format=FORMAT, sha256=sha256),
        form="abstract" if told else "record",
        bibliography=_bibliography(work, title.text or None),
        relations=tuple(dict.fromkeys((*_notices(work), *_relations(work)))),
        references=tuple(_references(work)),
    )
    return manuscript.finished(document)


def _plain(markup: str) -> str:
    """Markup whose elements are HTML's: JATS' titles become headings, for HTML's own title is another thing."""
    return _JATS.sub(lambda match: f"{match[1]}{'h4' if match[2] else ''}", markup)


def _bibliography(work: Work, title: str | None) -> Bibliography:
    date = next((date for name in _DATES if (date := _date(work.get(name)))), None)
    kind = tables.mapping("crossref_types").get(_text(work, "type"))
    return Bibliography(
        title=title,
        authors=tuple(_authors(work)),
        journal=_first(work, "container-title") or _first(work, "short-container-title") or None,
        year=int(date[:4]) if date else None,
        date=date,
        volume=_text(work, "volume") or None,
        issue=_text(work, "issue") or None,
        pages=page_range(_text(work, "page")),
        doi=_doi(_text(work, "DOI")),
        url=_text(work, "URL") or None,
        publication_types=(kind,) if kind else (),
        keywords=tuple(_strings(work.get("subject"))),
        language=_text(work, "language") or None,
    )


def _authors(work: Work) -> Iterator[str]:
    """Names as "Family, Given", with the suffix behind; groups by their name."""
    for author in _objects(work.get("author")):
        names = ", ".join(filter(None, (_text(author, "family"), _text(author, "given"))))
        suffix = _text(author, "suffix")
        if name := f"{names} {suffix}".strip() if names else _text(author, "name"):
            yield name


def _date(value: Any) -> str | None:
    """Year, month and day as far as they are given: `{"date-parts": [[2019, 7, 26]]}`, or `[[null]]` for none."""
    parts = value.get("date-parts") if isinstance(value, dict) else None
    first = parts[0] if isinstance(parts, list) and parts and isinstance(parts[0], list) else []
    numbers = [part for part in first[:3] if isinstance(part, int) and not isinstance(part, bool)]
    if not numbers or not 1000 <= numbers[0] <= 9999:
        return None
    return "-".join(f"{part:02d}" for part in numbers)


def _notices(work: Work) -> Iterator[Relation]:
    """The notices about a work, and the works that it is a notice about."""
    kinds = {row["kind"]: row for row in tables.rows("crossref_updates")}
    for name, way in (("updated-by", "has"), ("update-to", "is")):
        for update in _objects(work.get(name)):
            row, doi = kinds.get(_text(update, "type").lower().replace("-", "_")), _doi(_text(update, "DOI"))
            if row and doi:
                yield Relation(type=cast(RelationType, row[way]), target=f"doi:{doi}")


def _relations(work: Work) -> Iterator[Relation]:
    told = work.get("relation")
    for kind, relation in tables.mapping("crossref_relations").items():
        for item in _objects(told.get(kind) if isinstance(told, dict) else None):
            doi = _doi(_text(item, "id")) if _text(item, "id-type") == "doi" else None
            if doi:
                yield Relation(type=cast(RelationType, relation), target=f"doi:{doi}")


def _references(work: Work) -> Iterator[Reference]:
    """The list of references in its order; what a publisher deposited in parts is put together."""
    for number, item in enumerate(_objects(work.get("reference")), start=1):
        parts = (_text(item, name) for name in ("author", "article-title", "journal-title", "year"))
        words = _text(item, "unstructured") or ". ".join(filter(None, parts))
        doi = _doi(_text(item, "DOI"))
        if words or doi:
            yield Reference(number=number, text=words or f"doi:{doi}", doi=doi)


def _doi(text: str) -> str | None:
    return clean_doi(text) if text.startswith("10.") else None


def _objects(value: Any) -> Iterator[Work]:
    for item in value if isinstance(value, list) else ():
        if isinstance(item, dict):
            yield item


def _first(found: Work, name: str) -> str:
    """The first of a field's words: Crossref gives titles as lists, of which the second is a translation."""
    return next(_strings(found.get(name)), "")


def _text(found: Work, name: str) -> str:
    """A field's words; empty where it has none."""
    return next(_strings(found.get(name)), "") if not isinstance(found.get(name), list) else ""


def _strings(value: Any) -> Iterator[str]:
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, str) and (words := json_values.whole(" ".join(item.split()))):
            yield words
