"""Which of several sources of one form of an article is kept: the richest, whatever order they come in."""

from __future__ import annotations

from dataclasses import fields
from typing import Final

from evidence.document import Bibliography, Document, OtherSource
from evidence.graph.notices import standing

# A record of an article and its abstract are one form: reference managers export the abstract, or leave it out.
_ABSTRACTS: Final = frozenset({"abstract", "record"})


def richness(document: Document) -> str:
    """A text by which sources of one form are ordered, the richest last: how much text, how many fields and
    references; then, so that the order is one, format, digest and place.
    """
    filled = sum(bool(getattr(document, field.name)) for field in fields(Bibliography))
    return " ".join(
        (
            f"{len(document.text):09d}",
            f"{filled:03d}",
            f"{len(document.references):05d}",
            document.source.format,
            document.source.sha256,
            document.source.uri,
        )
    )


def same_form(one: str | None, other: str | None) -> bool:
    """Whether two forms are one: an abstract and a record, or the same."""
    return one == other or (one in _ABSTRACTS and other in _ABSTRACTS)


def other_source(document: Document) -> OtherSource:
    """What is remembered of a document that a richer one stands for."""
    source = document.source
    return OtherSource(
        uri=source.uri,
        media_type=source.media_type,
        format=source.format,
        sha256=source.sha256,
        doi=document.doi,
        pmid=document.pmid,
        pmcid=document.pmcid,
        standing=standing(document),
    )


def without(sources: tuple[OtherSource, ...], uri: str) -> tuple[OtherSource, ...]:
    """Sources in their order (by place), without those of one place."""
    kept = {(item.uri, item.format): item for item in sources if item.uri != uri}
    return tuple(kept[key] for key in sorted(kept))
