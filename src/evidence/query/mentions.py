"""Documents that name all that was asked for and of which no row tells: weak evidence, marked as such.

What a document names is no claim. Where an answer has few rows, such documents fill it up, below every claim,
with the sentence that names most of what was asked.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from evidence.query import retrieval
from evidence.query.claims import Properties, Queryable, biomarkers_of, cards, literals
from evidence.query.expansion import RELATIONS, Relation, Slot
from evidence.query.question import BOUNDS, Question
from evidence.query.ranking import Hit, biomarker_relation, names_of, places, relation_of, stands_in, weight
from evidence.query.tables import rows
from evidence.vocabulary import Vocabulary

# As many documents as are read to choose from; a question with more says too little for a mention to count.
_READ: Final = 200
_SENTENCE_END: Final = re.compile(r"(?<=[.;?!])\s+(?=[A-Z0-9(\"“])|\n\s*\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A document with the sentence that names most of what was asked for, and how it names each thing."""

    document: Properties
    start: int
    end: int
    quote: str
    hits: tuple[Hit, ...]
    # Words of the question that name no concept and do not stand in the text.
    absent: int
    score: float
    parts: Mapping[str, float]

    @property
    def document_id(self) -> str:
        """The document's own id."""
        return str(self.document["dcterms:identifier"][0])


@cache
def _stems() -> dict[str, list[str]]:
    stems: dict[str, list[str]] = {}
    for row in rows("stems"):
        stems.setdefault(row["asked"], []).append(row["stem"])
    return stems


def mentions(
    store: Queryable,
    slots: Sequence[Slot],
    question: Question,
    vocabulary: Vocabulary,
    *,
    withdrawn: Container[str] = (),
) -> list[Mention]:
    """The documents that name every slot, best first, without those that are `withdrawn` (by IRI)."""
    if not slots:
        return []
    nodes = [node for node in retrieval.near(store, slots, limit=_READ) if node not in withdrawn]
    documents = cards(store, nodes)
    texts = literals(store, documents, "text")
    concepts = frozenset(id for slot in slots for id in slot.relations)
    markers = biomarkers_of(store, documents.values())
    found = []
    for iri, document in documents.items():
        own = [markers[str(node)] for node in document.get("mentionsBiomarker", ()) if str(node) in markers]
        named = concepts.intersection(map(str, document["names"]))
        hits = [_hit(slot, _relation(slot, named, own, texts[iri])) for slot in slots]
        met = [hit for hit in hits if hit is not None]
        if len(met) == len(slots):
            found.append(_mention(document, texts[iri], slots, met, named, question, vocabulary))
    found = [item for item in found if item.parts["match"] >= weight("mention", "least")]
    return sorted(found, key=lambda item: (-item.score, item.document_id))


def _hit(slot: Slot, relation: Relation | None) -> Hit | None:
    if relation is not None:
        return Hit(relation, "document")
    return Hit("same", "absent") if slot.is_soft else None


def _relation(
    slot: Slot, named: Collection[str], markers: Sequence[Properties], text: str
) -> Relation | None:
    """The strongest relation of what a document names to what is asked; an alteration must be named itself."""
    if not any(marker.alterations for marker in slot.markers):
        return relation_of(slot, named)
    found = [
        relation
        for marker in slot.markers
        for item in markers
        if (relation := biomarker_relation(slot, marker, item))
    ]
    for marker in slot.markers:
        told = any(stands_in(item.text, text) for item in marker.alterations)
        if told and (not marker.genes or relation_of(slot, named)):
            found.append("same")
    return min(found, key=RELATIONS.index, default=None)


def _mention(
    document: Properties,
    text: str,
    slots: Sequence[Slot],
    hits: Sequence[Hit],
    named: Collection[str],
    question: Question,
    vocabulary: Vocabulary,
) -> Mention:
    names = [list(_names(slot, named, vocabulary)) for slot in slots]
    start, end, together = _best_sentence(text, names)
    asked = question.facets.significance
    low = text.casefold()
    cued = not asked or any(stem in low for item in asked for stem in _stems().get(item, ()))
    absent = sum(word[0] not in BOUNDS and word.casefold() not in low for word in question.unmatched)
    share = weight("mention", "sentence")
    match = (
        math.prod(weight("relation", hit.relation) for hit in hits)
        * (1.0 if cued else weight("mention", "uncued"))
        * (1 - share + share * together / len(slots))
        * weight("place", "absent") ** (absent + sum(hit.place == "absent" for hit in hits))
    )
    return Mention(
        document=document,
        start=start,
        end=end,
        quote=text[start:end],
        hits=tuple(hits),
        absent=absent,
        score=round(weight("mention", "share") * match, 4),
        parts={"match": round(match, 4)},
    )


def _names(slot: Slot, named: Collection[str], vocabulary: Vocabulary) -> Iterator[str]:
    """The words that stand for a slot in a text: the alterations', or those of the concepts that it names."""
    altered = [item.text for marker in slot.markers for item in marker.alterations]
    if altered:
        yield from altered
    else:
        yield from names_of((id for id in named if id in slot.relations), vocabulary)


def _best_sentence(text: str, names: Sequence[Sequence[str]]) -> tuple[int, int, int]:
    """Start and end of the first sentence that names the most slots, and how many."""
    low = _lowered(text)
    found = [[place for name in options for place in places(name.lower(), low)] for options in names]
    best = (0, 0, -1)
    start = 0
    ends = [(gap.start(), gap.end()) for gap in _SENTENCE_END.finditer(text)]
    for end, after in [*ends, (len(text), len(text))]:
        together = sum(any(start <= first and last <= end for first, last in spots) for spots in found)
        if together > best[2]:
            best = (start, end, together)
        start = after
    return best


def _lowered(text: str) -> str:
    """The text in lower case, with every character at its place (Turkish dotted I becomes two)."""
    low = text.lower()
    if len(low) == len(text):
        return low
    return "".join(lower if len(lower := character.lower()) == 1 else character for character in text)
