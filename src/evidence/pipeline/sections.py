"""Layer `sections`: those that the reader found, else those that inline headings make."""

from __future__ import annotations

from typing import Final

from spacy.language import Language
from spacy.tokens import Doc

from evidence import headings
from evidence.document import Document, Section
from evidence.pipeline import layers as layers

NAME: Final = "evidence_sections"


@Language.component(NAME)
def sections(doc: Doc) -> Doc:
    """Keep the reader's sections; where they say nothing but the title, look for inline headings."""
    document: Document = doc._.document
    doc._.sections = _sections(document)
    return doc


def _sections(document: Document) -> tuple[Section, ...]:
    if any(section.role != "title" for section in document.sections):
        return document.sections
    start = document.sections[-1].end if document.sections else 0
    return (*document.sections, *headings.split(document.text, start, len(document.text)))
