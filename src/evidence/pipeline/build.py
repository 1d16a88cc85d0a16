"""Puts the pipeline together, and runs it: Documents in, Extractions out."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator
from typing import cast

import spacy
from spacy.language import Language

from evidence.document import Document
from evidence.lexicon import Lexicon
from evidence.pipeline import (
    abbreviations,
    arm_mentions,
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
from evidence.records import Extraction

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
    outcomes.NAME,
    findings.NAME,
    study.NAME,
    associations.NAME,
    ledger.NAME,
)


def build(lexicon: Lexicon) -> Language:
    """The pipeline over a lexicon. It has no trained part: a blank English tokenizer and our components."""
    nlp = spacy.blank("en")
    # Texts come with their bounds from the readers; spaCy's own is for parsers, which this pipeline has none of.
    nlp.max_length = 50_000_000
    for name in COMPONENTS:
        nlp.add_pipe(name)
    finder = cast(mentions.MentionFinder, nlp.get_pipe(mentions.NAME))
    finder.lexicon = lexicon
    finder_of_outcomes = cast(outcomes.OutcomeFinder, nlp.get_pipe(outcomes.NAME))
    finder_of_outcomes.lexicon = lexicon
    variant_finder = cast(variants.VariantFinder, nlp.get_pipe(variants.NAME))
    variant_finder.lexicon = lexicon
    claims = cast(associations.AssociationFinder, nlp.get_pipe(associations.NAME))
    claims.vocabulary = lexicon.vocabulary
    namer = cast(arm_mentions.ArmMentionFinder, nlp.get_pipe(arm_mentions.NAME))
    namer.vocabulary = lexicon.vocabulary
    return nlp


def extract(nlp: Language, documents: Iterable[Document]) -> Iterator[Extraction]:
    """Run the pipeline over documents, in their order."""
    for document in documents:
        doc = nlp.make_doc(document.text)
        doc._.document = document
        for _, component in nlp.pipeline:
            doc = component(doc)
        yield Extraction(
            document=dataclasses.replace(document, sections=doc._.sections),
            study=doc._.study,
            mentions=tuple(
                sorted((*doc._.mentions, *doc._.variants), key=lambda item: (item.start, item.end))
            ),
            statistics=doc._.statistics,
            findings=doc._.findings,
            associations=doc._.associations,
            discrepancies=doc._.discrepancies,
            ledger=doc._.ledger,
        )
