"""Plain text: commentaries, and articles without markup, mostly with the hard line ends of print and PDF.

Lines are joined to paragraphs, words that a line end cut are made whole (`hyphens`), and a page break that
cuts a sentence is closed. A text that comments on another work says so
(`data/readers_comment_phrases.tsv`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import BinaryIO, Final

from evidence.document import Bibliography, Document, Reference, Relation, Source
from evidence.errors import ReadError
from evidence.headings import role_of
from evidence.readers import references, tables
from evidence.readers.citations import citation_line, names
from evidence.readers.decoding import load
from evidence.readers.digests import without_statement
from evidence.readers.draft import Draft, one_line
from evidence.readers.hyphens import unbroken
from evidence.readers.identifiers import find_doi, find_pmcid, find_pmid
from evidence.readers.traced import EMPTY, Traced, join

FORMAT: Final = "plain"
MEDIA_TYPE: Final = "text/plain"
_MARKUP: Final = re.compile(
    r"\s*(?:<\?xml|<!DOCTYPE|<[A-Za-z][\w:-]*[\s>]|%PDF-|\{\\rtf|\d+\|[ta]\||PK\x03\x04|%!PS|[{\[]\s*[\"{\[])"
)
_PAGE_BREAK: Final = re.compile(r"[ \t]*\f[ \t]*")
_BLANK: Final = re.compile(r"\n[^\S\n]*\n\s*")
_PAGE_NUMBER: Final = re.compile(r"(?:page\s+)?\d{1,4}(?:\s+of\s+\d{1,4})?", re.IGNORECASE)
# A mark, with a reference's number behind it; "0.70" is none.
_SENTENCE_END: Final = re.compile(r"[.!?:;][\"'”’)\]]*$|(?<!\d)[.!?:;][\"'”’)\]]*\d+(?:[,–-]\d+)*$")
_ENTRY: Final = re.compile(r"^[ \t]*(?:\[?\d{1,4}[.)\]]|[*•–-])[ \t]+\S", re.MULTILINE)
_IDENTITY: Final = re.compile(
    r"^\s*(?:doi\b|https?://(?:dx\.)?doi\.org/|PMID\b|PMCID\b)[:\s]*\S+(?:\s+\S+){0,5}\s*$", re.IGNORECASE
)
# "Fomchenko et al.1", "Lee and Park [12]": the authors as a text names them, and the number of the reference.
_WORK: Final = re.compile(
    r"(?P<name>[A-Z][\w'’-]+(?:\s+et\s+al(?![a-z])\.?|\s+(?:and|&)\s+(?:[A-Z][\w'’-]+|colleagues|co-?workers)))"
    r"(?:,?\s?\[?(?P<number>\d{1,3})\b)?"
)
_TITLE_LABEL: Final = re.compile(r"^\s*(?:TITLE|Title)\s*:\s*")
_WORD: Final = re.compile(r"[^\W\d_]+")
_GLUED: Final = re.compile(r"\b(?P<before>[^\W\d_][a-z]{3,})[A-Z][^\W\d_A-Z]{2,}\b")
_CUT_WORD: Final = re.compile(r"\w[-‐\u00ad]$")
_SHORTEST_CUT: Final = 50
_LONGEST_TITLE: Final = 300
_BETWEEN_NAMES: Final = re.compile(r",|\band\b|&")
_LONGEST_HEADING: Final = 70


def sniff(head: str, name: str) -> float:
    """Anything that is not plainly markup or data: the last resort, but for a text whose title is labelled."""
    if _MARKUP.match(head):
        return 0.0
    return (
        0.7 if _TITLE_LABEL.match(head) else 0.05
    )  # a "# Patients" of a table below makes no Markdown of it


def read(stream: BinaryIO, *, uri: str) -> Iterator[Document | ReadError]:
    """The text's document."""
    loaded = load(stream, uri=uri)
    words, digest = without_statement(loaded.traced)
    words = words.sub(_PAGE_BREAK, "\n\n").strip()
    paragraphs = _whole([part for part in words.split(_BLANK) if part.strip()])
    if not paragraphs:  # nothing, or soft hyphens alone
        yield ReadError("no text", uri=uri, remedy="leave it out")
        return
    title, paragraphs = _title(paragraphs)
    known, paragraphs = _identity(paragraphs, title)
    draft = Draft()
    if title:
        draft.title(title)
    _fill(draft, paragraphs)
    relations, cited = _comments(" ".join(paragraph.text for paragraph in paragraphs), known.title or "")
    if draft.empty:
        yield ReadError("no text but a heading", uri=uri, remedy="leave it out")
        return
    yield draft.document(
        source=Source(uri=uri, media_type=MEDIA_TYPE, format=FORMAT, sha256=loaded.sha256),
        form="comment" if relations else None,
        bibliography=known,
        digest=digest,
        relations=relations,
        references=cited,
    )


def _whole(parts: list[Traced]) -> list[Traced]:
    """Paragraphs with whole words; those that a page break cut put together, without the page numbers."""
    joined: list[Traced] = []
    for part in parts:
        part = part.strip()
        if _PAGE_NUMBER.fullmatch(part.text) and joined:
            continue
        if joined and _cut(joined[-1].text, part.text):
            joined[-1] = join((joined[-1], part), "\n")
        else:
            joined.append(part)
    whole = unbroken(join(joined, "\n\n"))
    return [part for part in whole.split(_BLANK) if part.strip()]


def _cut(before: str, after: str) -> bool:
    """A sentence goes on: no full stop, and more than a heading, before the break; a small letter after."""
    if not after[:1].islower() or _SENTENCE_END.search(before[-40:]):
        return False
    return len(before) > _SHORTEST_CUT or _CUT_WORD.search(before[-2:]) is not None


def _title(paragraphs: list[Traced]) -> tuple[Traced, list[Traced]]:
    """A first paragraph that reads like a title: short, no sentence, no heading, followed by others."""
    first = paragraphs[0]
    if _TITLE_LABEL.match(first.text) and len(first.text) <= _LONGEST_TITLE:
        title = first.sub(_TITLE_LABEL, "").strip()
        return title.slice(0, _end_of_title(title.text, paragraphs[1:])), paragraphs[1:]
    text = first.text.strip()
    if (
        len(paragraphs) < 2
        or len(text) > _LONGEST_TITLE
        or text.endswith((".", ":", ",", ";"))
        or text[:1].islower()
    ):
        return EMPTY, paragraphs
    if role_of(text) is not None or citation_line(text) or _ENTRY.match(text):
        return EMPTY, paragraphs
    return first, paragraphs[1:]


def _end_of_title(title: str, others: Sequence[Traced]) -> int:
    """Where a labelled title ends: before a running head, or the title in another language, that flattening glued on.

    "TrialDrug A in kidney cancer" is glued where no text says "TrialDrug" and some text says "trial"; a name with a
    capital within ("FoundationOne") stands in the text as it does in the title.
    """
    glued = list(_GLUED.finditer(title))
    if not glued:
        return len(title)
    said = frozenset(word for other in others for word in _WORD.findall(other.text))
    lower = {word.lower() for word in said}
    ends = (
        match.end("before")
        for match in glued
        if match.group() not in said and match["before"].lower() in lower
    )
    return next(ends, len(title))


def _identity(paragraphs: list[Traced], title: Traced) -> tuple[Bibliography, list[Traced]]:
    """What a line near the top that is nothing but an identifier or a citation says of the text itself."""
    known: dict[str, object] = {"title": one_line(title).text} if title else {}
    kept = []
    for index, paragraph in enumerate(paragraphs):
        text = paragraph.text.strip()
        cited = citation_line(text) if len(text) < _LONGEST_TITLE else None
        authors = names(text) if title and index == 0 and _BETWEEN_NAMES.search(text) else ()
        if index >= 5 or not (cited or authors or _IDENTITY.match(text)):
            kept.append(paragraph)
            continue
        known |= {"authors": authors} if authors else {}
        found = {"doi": find_doi(text), "pmid": find_pmid(text), "pmcid": find_pmcid(text)}
        if cited:
            found |= {name: getattr(cited, name) for name in Bibliography.__slots__ if getattr(cited, name)}
        known |= {name: value for name, value in found.items() if value and name not in known}
    return Bibliography(**known), kept  # type: ignore[arg-type]


def _fill(draft: Draft, paragraphs: list[Traced]) -> None:
    """Paragraphs under headings that stand on lines of their own; the list of references apart."""
    pending: list[Traced] = []

    def flush() -> None:
        draft.abstract(join(pending, "\n\n"))
        pending.clear()

    unheaded = references.unheaded(paragraphs)
    for index, paragraph in enumerate(paragraphs):
        first, _, rest = paragraph.text.partition("\n")
        if index == unheaded:
            flush()
            draft.references("References", references.entries(join(paragraphs[index:], "\n\n")))
            return
        if len(first) <= _LONGEST_HEADING and role_of(first) == "references":
            flush()
            listed = [paragraph.slice(len(first) + 1)] if rest.strip() else []
            draft.references(
                paragraph.slice(0, len(first)),
                references.entries(join([*listed, *paragraphs[index + 1 :]], "\n\n")),
            )
            return
        if rest and len(first) <= _LONGEST_HEADING and role_of(first) is not None:
            pending += [paragraph.slice(0, len(first)), _unwrapped(paragraph.slice(len(first) + 1))]
        else:
            pending.append(_unwrapped(paragraph))
    flush()


def _unwrapped(paragraph: Traced) -> Traced:
    """A paragraph on one line; the entries of a list keep lines of their own."""
    starts = [match.start() for match in _ENTRY.finditer(paragraph.text)]
    if len(starts) < 2:
        return one_line(paragraph)
    bounds = [0, *(start for start in starts if start), len(paragraph)]
    parts = (one_line(paragraph.slice(a, b)) for a, b in pairwise(bounds))
    return join((part for part in parts if part), "\n")


def _comments(text: str, title: str) -> tuple[tuple[Relation, ...], tuple[Reference, ...]]:
    """The work that the text is about, if it says so, and its number among the references.

    A text whose title announces a comment comments on the first work that it cites, if that is reference 1.
    """
    found = next(_named(text), None)
    if found is None and tables.patterns("comment_phrases", kind="title").search(title):
        found = next((match for match in _WORK.finditer(text) if match["number"] == "1"), None)
    if found is None:
        quoted = tables.patterns("comment_phrases", kind="quoted").search(f"{title} {text}")
        return ((Relation(type="comments_on", target=quoted[1]),) if quoted else ()), ()
    work = " ".join(found["name"].split())
    relation = Relation(type="comments_on", target=work)
    return (relation,), ((Reference(number=int(found["number"]), text=work),) if found["number"] else ())


def _named(text: str) -> Iterator[re.Match[str]]:
    for phrase in tables.patterns("comment_phrases", kind="names").finditer(text):
        yield from (work for work in (_WORK.match(text, phrase.end()),) if work)
