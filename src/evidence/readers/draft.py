"""A document's text and sections as a reader puts them together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from evidence import headings
from evidence.document import (
    Bibliography,
    Document,
    Form,
    Reference,
    Relation,
    Section,
    SectionRole,
    Source,
    Table,
    document_id,
)
from evidence.readers.digests import Digest
from evidence.readers.grids import Grid
from evidence.readers.traced import Traced, Weaver, join

_BREAK: Final = "\n\n"
_SPACE: Final = re.compile(r"\s{2,}|[^\S ]")  # a single space stays as it stands, so that runs stay long


@dataclass(slots=True)
class Draft:
    """Title, blank line, paragraphs with blank lines between; sections remember their spans."""

    _weaver: Weaver = field(default_factory=Weaver)
    _sections: list[Section] = field(default_factory=list)
    _tables: list[Table] = field(default_factory=list)
    _references: tuple[Reference, ...] = ()

    @property
    def empty(self) -> bool:
        """Nothing stands in it yet."""
        return not len(self._weaver)

    def title(self, title: Traced) -> None:
        """The title, on one line; it comes first."""
        start, end = self.paragraph(one_line(title))
        if start < end:
            self._sections.append(Section(role="title", heading=None, start=start, end=end))

    def paragraph(self, words: Traced) -> tuple[int, int]:
        """A paragraph without role; where it stands. An empty one leaves no trace."""
        words = words.strip()
        if words and len(self._weaver):
            self._weaver.insert(_BREAK)
        start = len(self._weaver)
        self._weaver.add(words)
        return start, len(self._weaver)

    def section(self, role: SectionRole | None, heading: str | None, paragraphs: Iterable[Traced]) -> None:
        """Paragraphs under a role (None: of none known); the heading's words are a paragraph before."""
        spans = [self.paragraph(paragraph) for paragraph in paragraphs if paragraph.strip()]
        if spans and role is not None:
            self._sections.append(Section(role=role, heading=heading, start=spans[0][0], end=spans[-1][1]))

    def abstract(self, words: Traced) -> None:
        """An abstract: each inline heading begins a paragraph, and a section of its role."""
        words = _broken_at_headings(words.strip())
        start, end = self.paragraph(words)
        self._sections += (
            replace(section, start=section.start + start, end=section.end + start)
            for section in headings.split(words.text, 0, end - start)
        )

    def run_in(self, role: SectionRole | None, heading: str, words: Traced) -> None:
        """A paragraph that its heading opens ("METHODS: We tried."); the section is what follows it."""
        start, end = self.paragraph(join((Traced.literal(f"{heading}: "), words.strip())))
        if role is not None:
            self._sections.append(
                Section(role=role, heading=heading, start=start + len(heading) + 2, end=end)
            )

    def tables(
        self,
        label: str | None,
        captions: Iterable[Traced],
        grids: Iterable[Grid[Traced]],
        notes: Iterable[Traced],
    ) -> None:
        """A table, or several under one caption, under the role other; the label's words are a paragraph before."""
        caption = [self.paragraph(words) for words in captions if words.strip()]
        places = [(*self.paragraph(grid.words), grid) for grid in grids if grid.words.strip()]
        note = [self.paragraph(words) for words in notes if words.strip()]
        spans = [*caption, *((start, end) for start, end, _ in places), *note]
        if not spans:
            return
        self._sections.append(Section(role="other", heading=label, start=spans[0][0], end=spans[-1][1]))
        for start, end, grid in places:
            cut = len(grid.words.text) - len(grid.words.text.lstrip())
            self._tables.append(
                Table(
                    start=start,
                    end=end,
                    cells=tuple(
                        replace(
                            cell,
                            start=min(max(cell.start - cut, 0) + start, end),
                            end=min(max(cell.end - cut, 0) + start, end),
                        )
                        for cell in grid.cells
                    ),
                    label=label,
                    caption=(caption[0][0], caption[-1][1]) if caption else None,
                    notes=(note[0][0], note[-1][1]) if note else None,
                )
            )

    def references(self, heading: Traced | str, entries: Sequence[tuple[Traced, Reference]]) -> None:
        """The list of references: last in the text, one paragraph a reference's words, and the records."""
        if not entries:
            return
        title = heading if isinstance(heading, Traced) else Traced.literal(heading)
        self.paragraph(title)
        self.section("references", title.text, [join((words for words, _ in entries), "\n")])
        self._references = tuple(reference for _, reference in entries)

    def document(
        self,
        *,
        source: Source,
        form: Form | None,
        bibliography: Bibliography,
        digest: Digest | None = None,
        relations: tuple[Relation, ...] = (),
        references: tuple[Reference, ...] = (),
    ) -> Document:
        """The document. A digest statement decides its form and names the work that it is of."""
        if digest is not None:
            form = "digest"
            bibliography = replace(
                bibliography, doi=digest.doi or bibliography.doi, pmid=digest.pmid or bibliography.pmid
            )
            if digest.target:
                relations += (Relation(type="same_study_as", target=digest.target),)
        text = self._weaver.done()
        known = bibliography
        return Document(
            id=document_id(
                doi=known.doi, pmid=known.pmid, pmcid=known.pmcid, sha256=source.sha256, form=form
            ),
            source=source,
            text=text.text,
            form=form,
            relations=relations,
            sections=tuple(self._sections),
            references=self._references or references,
            tables=tuple(self._tables),
            segments=text.segments(),
            **{name: getattr(known, name) for name in Bibliography.__slots__},
        )


def one_line(words: Traced) -> Traced:
    """Lines and runs of white space as one space each."""
    return words.strip().sub(_SPACE, " ")


def _broken_at_headings(words: Traced) -> Traced:
    """A blank line before each inline heading, also where a journal glued it on ("spine.Methods: We")."""
    weaver, last = Weaver(), 0
    for begin, _, _ in headings.inline(words.text, 0, len(words)):
        stop = len(words.text[:begin].rstrip())
        if stop > last:
            weaver.add(words, last, stop)
            weaver.insert(_BREAK)
        last = begin
    weaver.add(words, last)
    return weaver.done()
