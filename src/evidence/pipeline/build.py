"""Puts the pipeline together, and runs it: Documents in, Extractions out."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator
from typing import Protocol, runtime_checkable

import spacy
from spacy.language import Language

from evidence.document import Document
from evidence.lexicon import Lexicon
from evidence.pipeline import (
    abbreviations,
    arm_mentions,
    arm_sizes,
    arms,
    assertion,
    associations,
    citations,
    findings,
    ledger,
    mentions,
    outcomes,
    roles,
    sections,
    sentences,
    statistics,
    study,
    variants,
)
from evidence.pipeline.layers import Page
from evidence.pipeline.result_tables import component as result_tables
from evidence.records import Extraction
from evidence.vocabulary import Vocabulary

# In the order in which they run: each needs the layers of those before it.
COMPONENTS = (
    sections.NAME,
    sentences.NAME,
    abbreviations.NAME,
    citations.NAME,
    assertion.NAME,
    mentions.NAME,
    roles.NAME,
    variants.NAME,
    statistics.NAME,
    arms.NAME,
    arm_mentions.NAME,
    arm_sizes.NAME,
    outcomes.NAME,
    findings.NAME,
    result_tables.NAME,
    study.NAME,
    associations.NAME,
    ledger.NAME,
)


@runtime_checkable
class _OverLexicon(Protocol):
    """A component that looks names up. spaCy's configuration holds plain values only, so `build` hands it over."""

    lexicon: Lexicon


@runtime_checkable
class _OverVocabulary(Protocol):
    """A component that asks for the concepts above and below another."""

    vocabulary: Vocabulary


def build(lexicon: Lexicon) -> Language:
    """The pipeline over a lexicon: a blank English tokenizer and our components, no tagger or parser."""
    nlp = spacy.blank("en")
    # Texts come with their bounds from the readers; spaCy's own is for parsers, which this pipeline has none of.
    nlp.max_length = 50_000_000
    # What spaCy works out of every new word (its shape, whether it is like a number) no component reads.
    nlp.vocab.lex_attr_getters = {}  # type: ignore[attr-defined]
    for name in COMPONENTS:
        component: object = nlp.add_pipe(name)
        if isinstance(component, _OverLexicon):
            component.lexicon = lexicon
        if isinstance(component, _OverVocabulary):
            component.vocabulary = lexicon.vocabulary
    return nlp


def extract(nlp: Language, documents: Iterable[Document]) -> Iterator[Extraction]:
    """Run the pipeline over documents, in their order.

    The layers are offsets into the document's text, and no component reads spaCy's tokens: so the Doc, which nobody gets
    to see, has none. The tokenizer would take a seventh of all time. (`nlp(text)` has them.)
    """
    components = [component for _, component in nlp.pipeline]
    for document in documents:
        doc = Page(nlp.vocab)
        layers = doc._
        layers.document = document
        for component in components:
            component(doc)
        yield Extraction(
            document=dataclasses.replace(document, sections=layers.sections),
            study=layers.study,
            mentions=tuple(
                sorted((*layers.mentions, *layers.variants), key=lambda item: (item.start, item.end))
            ),
            statistics=layers.statistics + layers.table_statistics,
            findings=layers.findings + layers.table_findings,
            associations=layers.associations,
            discrepancies=layers.discrepancies,
            ledger=layers.ledger,
        )
