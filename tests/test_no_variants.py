"""Texts that name no change of a gene yield none: trial abstracts of many fields, chosen by what they do not say."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from spacy.tokens import Doc

from evidence.document import Document
from evidence.pipeline import variants
from pipelines import document_of, pipeline

# Words without which nobody tells of a change of a gene; an abstract that has none of them has no variant.
_MOLECULAR = re.compile(
    r"mutat|mutant|polymorphi|genotyp|allel|\bvariants?\b|\bSNPs?\b|\brs\d|delet|duplicat|insertion|substitution"
    r"|translocat|fusion|haplotyp|carriers?\b|isoform|HLA-|codon|exon|transgen|wild[- ]type|nucleotide",
    re.IGNORECASE,
)
# Words of every text that are also symbols or synonyms of genes.
_EVERYDAY = frozenset(
    {"met", "was", "impact", "rest", "set", "cat", "gap", "kit", "mice", "age", "fast", "can", "large"}
)
_LEAST = 300


def _records(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _abstracts(shared: Path) -> Iterator[Document]:
    data = shared / "data"
    for record in _records(data / "evidence_inference" / "abstracts.jsonl"):
        body = "\n".join(part["text"] for part in record["abstract_sections"])
        yield document_of(body, title=record["title"])
    for name in ("breast_rct_pico", "ebm_nlp"):
        for record in _records(data / name / "abstracts.jsonl"):
            yield document_of(record.get("text") or " ".join(record["sentences"]))


def _read(document: Document) -> Doc:
    """The layers up to the variants."""
    nlp = pipeline()
    doc = nlp.make_doc(document.text)
    doc._.document = document
    for name, component in nlp.pipeline:
        doc = component(doc)
        if name == variants.NAME:
            return doc
    raise AssertionError("the pipeline has no component of variants")


@pytest.fixture(scope="module")
def read(shared: Path) -> list[Doc]:
    return [_read(document) for document in _abstracts(shared)]


def test_abstracts_without_variants_yield_none(read: list[Doc]) -> None:
    silent = [doc for doc in read if not _MOLECULAR.search(doc._.document.text)]
    assert len(silent) >= _LEAST
    found = [
        (mention.text, doc._.document.text[max(0, mention.start - 40) : mention.end + 40])
        for doc in silent
        for mention in doc._.variants
        if mention.kind == "variant"
    ]
    assert not found


def test_everyday_words_are_no_genes(read: list[Doc]) -> None:
    found = [
        doc._.document.text[max(0, mention.start - 40) : mention.end + 40]
        for doc in read
        for mention in doc._.mentions
        if mention.kind == "gene" and mention.text.lower() in _EVERYDAY and not mention.text.isupper()
    ]
    assert not found


def test_everyday_words_in_a_sentence_are_no_genes() -> None:
    document = document_of(
        "The primary endpoint was met. The impact was large at rest, and the rest of the set was fast to age."
    )
    assert not [mention for mention in _read(document)._.mentions if mention.kind == "gene"]
