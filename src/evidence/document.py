"""What was read: the source's bytes, and the document they hold (design section 2)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

SectionRole = Literal[
    "title",
    "background",
    "objective",
    "methods",
    "results",
    "conclusions",
    "discussion",
    "references",
    "other",
]
# What a document is to another, and (`..._by`) what another is to it.
RelationType = Literal[
    "comments_on",
    "erratum_of",
    "retraction_of",
    "concern_about",
    "corrected_by",
    "retracted_by",
    "concern_raised_by",
    "same_study_as",
]
# What became of a work after it appeared: a retraction, an expression of concern, a correction (the gravest counts).
Standing = Literal["retracted", "concern", "corrected"]
# The form of an article that a document is; it ends the document's id (design section 5).
Form = Literal["record", "abstract", "fulltext", "page", "comment", "digest", "curated"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Words of a document: half-open offsets in Unicode code points; `text[start:end] == exact`."""

    start: int
    end: int
    exact: str

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end or self.end - self.start != len(self.exact):
            raise ValueError(
                f"a quote of {len(self.exact)} characters cannot stand at {self.start}:{self.end}"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The bytes read. `uri` is the path or address as given, `sha256` the hexadecimal digest of the bytes."""

    uri: str
    media_type: str
    format: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherSource(Source):
    """Another source of the same form of an article that told less than the one that was kept, with what it knew.

    `standing` is what it tells of the work, which the one that was kept may not know.
    """

    doi: str | None = None
    pmid: str | None = None
    pmcid: str | None = None
    standing: Standing | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of a document's text with its rhetorical role; `heading` is as written, and lies outside the span."""

    role: SectionRole
    heading: str | None
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """One entry of the list of references; `number` as the text cites it."""

    number: int | None
    text: str
    doi: str | None = None
    pmid: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """A place in the text that cites: the marker's span, and the reference numbers it names (ranges spelled out)."""

    start: int
    end: int
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A cell of a table: `text[start:end]` are its words; it covers `rows` x `columns` of the grid.

    `row` and `column` count from 0. `header` says that the source marks it up as one; `indent` is how far its words are
    set in, in units that only compare within a table.
    """

    start: int
    end: int
    row: int
    column: int
    rows: int = 1
    columns: int = 1
    header: bool = False
    indent: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table: the span of its rows (one a line), its cells in reading order, the spans of caption and notes."""

    start: int
    end: int
    cells: tuple[Cell, ...]
    label: str | None = None
    caption: tuple[int, int] | None = None
    notes: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """What this document is to another; `target` is an id (`doi:...`, `pmid:...`) or, where none is known, a name."""

    type: RelationType
    target: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A run of the text that stands unchanged in the source: `source_text[source_start:][:end - start]`."""

    start: int
    end: int
    source_start: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Bibliography:
    """What a source says of the document itself.

    `doi` is bare and lower case ("10.1000/x"), `pmid` digits, `pmcid` "PMC" and digits, `date` ISO 8601 as far as
    known ("2021-12-01", "2021-12", "2021").
    """

    title: str | None = None
    authors: tuple[str, ...] = ()
    journal: str | None = None
    year: int | None = None
    date: str | None = None
    volume: str | None = None
    issue: str | None = None
    pages: str | None = None
    doi: str | None = None
    pmid: str | None = None
    pmcid: str | None = None
    url: str | None = None
    publication_types: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Document(Bibliography):
    """A read source. Immutable: every offset anywhere refers to `text`.

    `sections` do not overlap, are in text order, and what none covers has no
    role. `citations` are those that the format marks up; plain text has none here (the pipeline finds them).
    """

    id: str
    source: Source
    text: str
    form: Form | None = None
    relations: tuple[Relation, ...] = ()
    sections: tuple[Section, ...] = ()
    references: tuple[Reference, ...] = ()
    citations: tuple[Citation, ...] = ()
    tables: tuple[Table, ...] = ()
    other_sources: tuple[OtherSource, ...] = ()
    segments: tuple[Segment, ...] = ()

    def __post_init__(self) -> None:
        last = 0
        for section in self.sections:
            if not last <= section.start <= section.end <= len(self.text):
                raise ValueError(
                    f"{self.id}: section {section.role} at {section.start}:{section.end} overlaps or overruns"
                )
            last = section.end

    def quote(self, start: int, end: int) -> Quote:
        """The words at a span."""
        return Quote(start=start, end=end, exact=self.text[start:end])


def document_id(
    *, doi: str | None, pmid: str | None, pmcid: str | None, sha256: str, form: Form | None
) -> str:
    """The best identifier with its form, else the digest of the bytes (design section 5).

    >>> document_id(doi="10.1/x", pmid="1", pmcid=None, sha256="ab", form="abstract")
    'doi:10.1/x#abstract'
    """
    if doi:
        base = f"doi:{doi.lower()}"
    elif pmid:
        base = f"pmid:{pmid}"
    elif pmcid:
        base = f"pmcid:{pmcid}"
    elif form != "digest":
        return f"sha256:{sha256}"
    else:
        base = f"sha256:{sha256}"  # a digest says that it is one, whatever it is known by
    return f"{base}#{form}" if form else base
