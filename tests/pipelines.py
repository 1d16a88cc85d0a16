"""Runs the pipeline on small texts, once built for all tests."""

from __future__ import annotations

from functools import lru_cache

from spacy.language import Language
from spacy.tokens import Doc

from evidence.document import Document, Reference, Relation, Section, Source
from evidence.lexicon import Lexicon
from evidence.pipeline.associations import NAME as ASSOCIATIONS
from evidence.pipeline.associations import AssociationFinder
from evidence.pipeline.build import build, extract
from evidence.pipeline.claim_scene import Scene
from evidence.records import Extraction
from evidence.vocabulary import Vocabulary


@lru_cache(maxsize=1)
def pipeline() -> Language:
    """The shipped pipeline over the shipped vocabulary."""
    return build(Lexicon(Vocabulary.load()))


def document_of(
    text: str,
    *,
    title: str | None = None,
    references: tuple[Reference, ...] = (),
    relations: tuple[Relation, ...] = (),
) -> Document:
    """A document as JSON lines make it."""
    whole = f"{title}\n\n{text}" if title else text
    sections = (Section(role="title", heading=None, start=0, end=len(title)),) if title else ()
    return Document(
        id="test",
        source=Source(uri="-", media_type="application/x-ndjson", format="jsonl", sha256="0" * 64),
        text=whole,
        title=title,
        sections=sections,
        references=references,
        relations=relations,
    )


def layers_of(
    text: str,
    *,
    title: str | None = None,
    references: tuple[Reference, ...] = (),
    relations: tuple[Relation, ...] = (),
) -> Doc:
    """The Doc with all its layers."""
    nlp = pipeline()
    document = document_of(text, title=title, references=references, relations=relations)
    doc = nlp.make_doc(document.text)
    doc._.document = document
    for _, component in nlp.pipeline:
        doc = component(doc)
    return doc


def extraction_of(text: str, *, title: str | None = None) -> Extraction:
    """What the pipeline hands over."""
    return next(extract(pipeline(), [document_of(text, title=title)]))


def scene_of(text: str) -> Scene:
    """What the judgement of molecular claims sees of a statement."""
    finder = dict(pipeline().pipeline)[ASSOCIATIONS]
    assert isinstance(finder, AssociationFinder)
    view, _ = finder.statement(layers_of(text))
    assert view is not None
    return view
