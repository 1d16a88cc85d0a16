"""BioC collections in XML and JSON, as PubMed Central, PubTator and corpora give them; annotations are left out.

One document each. Passages say by their infons what they are ("section_type", "type", "section"); where they say
nothing, the first is the title and the rest the abstract.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any, BinaryIO, Final, cast

from lxml import etree

from evidence.document import Document, Reference, SectionRole, Source
from evidence.errors import ReadError
from evidence.headings import role_of
from evidence.readers import json_values, tables, xml_records
from evidence.readers.bioc_infons import bibliography, reference
from evidence.readers.decoding import digest
from evidence.readers.draft import Draft, one_line
from evidence.readers.streams import opened
from evidence.readers.traced import Traced, join

FORMAT: Final = "bioc"
MEDIA_TYPE: Final = "application/bioc"
_XML: Final = re.compile(r"\s*<")
_XML_SIGN: Final = re.compile(r"<(?:passage|infon)[\s>]|BioC\.dtd")
_JSON: Final = re.compile(r"\s*[\[{]")
_JSON_SIGN: Final = re.compile(r'(?<!\\)"passages"\s*:\s*\[')
_HEADING: Final = re.compile(r"(?:abstract_)?title(?:_\d+)?")
_STRONG: Final[frozenset[SectionRole | None]] = frozenset({"conclusions", "objective"})
_REMEDY: Final = "export it again"
_BODY: Final = frozenset({"intro", "methods", "case", "results", "discuss", "concl"})
_DOCUMENTS: Final = ("documents", "PubTator3")


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A passage's words, and what its infons say of it."""

    infons: Mapping[str, str]
    text: str

    @property
    def kind(self) -> str:
        """Its type within its section ("paragraph", "title_2", "abstract")."""
        return (self.infons.get("type") or "").casefold()

    @property
    def section(self) -> str:
        """Its section's type, in small letters; empty where it has none."""
        named = self.infons.get("section_type") or self.infons.get("section") or self.kind
        return "title" if named.casefold() == "front" else named.casefold()

    @property
    def is_heading(self) -> bool:
        """Whether it heads what follows."""
        return self.section != "title" and _HEADING.fullmatch(self.kind) is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Record:
    id: str
    infons: Mapping[str, str]
    passages: list[Passage]
    sha256: str


def sniff(head: str, name: str) -> float:
    """A collection with passages; JSON lines of texts have none."""
    if _XML.match(head):
        return 0.98 if "<collection" in head and _XML_SIGN.search(head) else 0.0
    return 1.0 if _JSON.match(head) and _JSON_SIGN.search(head) else 0.0


def read(stream: BinaryIO, *, uri: str) -> Iterator[Document | ReadError]:
    """The collection's documents; one without words is set aside."""
    head, whole = opened(stream, uri=uri, head_length=64)
    is_json = _JSON.match(head.lstrip(b"\xef\xbb\xbf").decode("latin-1"))
    for number, found in enumerate(_json(whole, uri) if is_json else _xml(whole, uri), start=1):
        yield found if isinstance(found, ReadError) else _document(found, uri, f"document {number}")


def _xml(stream: BinaryIO, uri: str) -> Iterator[_Record | ReadError]:
    for found in xml_records.records(stream, "document", uri=uri):
        if isinstance(found, ReadError):
            yield found
            continue
        sha256 = digest(etree.tostring(found, with_tail=False))
        xml_records.bare_names(found)
        passages = [
            Passage(infons=_infons(item), text=_passage_text(item)) for item in found.iterfind("passage")
        ]
        yield _Record(
            id=(found.findtext("id") or "").strip(), infons=_infons(found), passages=passages, sha256=sha256
        )


def _infons(element: etree._Element) -> dict[str, str]:
    return {item.get("key") or "": (item.text or "").strip() for item in element.iterfind("infon")}


def _passage_text(passage: etree._Element) -> str:
    own = passage.findtext("text")
    return own if own else " ".join(item.findtext("text") or "" for item in passage.iterfind("sentence"))


def _json(stream: BinaryIO, uri: str) -> Iterator[_Record | ReadError]:
    for number, value in enumerate(json_values.values(stream, uri=uri), start=1):
        if isinstance(value, ReadError):
            yield value
            continue
        for item in _items(value):
            record = _from_json(item)
            yield record or ReadError("not a BioC document", uri=uri, place=f"value {number}", remedy=_REMEDY)


def _items(value: Any) -> Iterator[Any]:
    """The documents of a value: a list of collections, a collection, or a document itself."""
    if isinstance(value, list):
        for part in value:
            if isinstance(part, dict):
                yield from _items(part)
            else:
                yield part
        return
    listed = (
        next((value[key] for key in _DOCUMENTS if isinstance(value.get(key), list)), None)
        if (isinstance(value, dict))
        else None
    )
    yield from [value] if listed is None else listed


def _from_json(item: Any) -> _Record | None:
    if not isinstance(item, dict) or not isinstance(item.get("passages"), list):
        return None
    passages = [
        Passage(infons=_strings(part.get("infons")), text=_json_text(part))
        for part in item["passages"]
        if isinstance(part, dict)
    ]
    sha256 = digest(json.dumps(item, sort_keys=True).encode())
    return _Record(
        id=str(item.get("id") or ""), infons=_strings(item.get("infons")), passages=passages, sha256=sha256
    )


def _json_text(part: dict[str, Any]) -> str:
    words = part.get("text")
    if not words and isinstance(part.get("sentences"), list):
        found = [item.get("text") for item in part["sentences"] if isinstance(item, dict)]
        words = " ".join(item for item in found if isinstance(item, str))
    return json_values.whole(words) if isinstance(words, str) else ""


def _strings(infons: Any) -> dict[str, str]:
    if not isinstance(infons, dict):
        return {}
    return {
        str(key): json_values.whole(str(value))
        for key, value in infons.items()
        if isinstance(value, str | int)
    }


def _document(record: _Record, uri: str, place: str) -> Document | ReadError:
    passages = [passage for passage in record.passages if passage.text.strip()]
    title = _title(passages)
    known = bibliography(record.id, [record.infons, *(passage.infons for passage in record.passages[:2])])
    draft = Draft()
    if title is not None:
        words = one_line(Traced.literal(title.text))
        draft.title(words)
        known = replace(known, title=words.text)
    cited = [passage for passage in passages if passage.section == "ref"]
    _body(draft, [passage for passage in passages if passage is not title and passage.section != "ref"])
    if draft.empty:
        return ReadError("a document without words", uri=uri, place=place, remedy=_REMEDY)
    draft.references("References", list(_references(cited)))
    full = any(passage.section in _BODY for passage in passages)
    source = Source(uri=uri, media_type=MEDIA_TYPE, format=FORMAT, sha256=record.sha256)
    return draft.document(source=source, form="fulltext" if full else "abstract", bibliography=known)


def _title(passages: list[Passage]) -> Passage | None:
    """The passage that is called the title, else the first where passages are not told apart."""
    named = next((passage for passage in passages if passage.section == "title"), None)
    if named is None and passages and not passages[0].section:
        return passages[0]
    return named


def _body(draft: Draft, passages: list[Passage]) -> None:
    """Write the passages, each run of a section below the headings before it."""
    heading: str | None = None
    for (section, is_heading), group in groupby(passages, lambda item: (item.section, item.is_heading)):
        words = [one_line(Traced.literal(passage.text)) for passage in group]
        if is_heading:
            for line in words:
                draft.paragraph(line)
            heading = words[-1].text
            continue
        role = _role(section, heading)
        if role is None:
            draft.abstract(join(words, "\n\n"))
        else:
            draft.section(role, heading, words)
        heading = None


def _role(section: str, heading: str | None) -> SectionRole | None:
    """The role of a section's type, unless its heading's is one that none overrules; an abstract's headings tell."""
    own = role_of(heading) if heading else None
    given = tables.mapping("bioc_sections").get(section)
    if given is None or own in _STRONG:
        return own
    return cast(SectionRole, given)


def _references(passages: list[Passage]) -> Iterator[tuple[Traced, Reference]]:
    listed = (passage for passage in passages if not passage.is_heading)
    for number, passage in enumerate(listed, start=1):
        found = reference(passage.infons, passage.text, number)
        yield Traced.literal(found.text), found
