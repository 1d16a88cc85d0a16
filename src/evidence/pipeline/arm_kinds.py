"""Names of a kind of treatment that stand before the treatment itself: "hormone therapy with letrozole or tamoxifen".

The kind is no partner of what it is a kind of: the arm gets letrozole, not hormone therapy and letrozole. "Chemotherapy
with bevacizumab" is another matter: bevacizumab is no chemotherapy, and so both are given.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from evidence.pipeline.arm_cuts import cue
from evidence.pipeline.layers import Sentence, sentence_index
from evidence.records import Mention
from evidence.vocabulary import Concept, Vocabulary

# Between the kind and the treatment: "with three cycles of", "using weekly", "either with FL (".
_NAMES_MEMBER: Final = cue("names_member")
# Between a treatment with its cycles or its size and the kind that is told behind: "FEC × 6 (n = 140) neoadjuvant chemotherapy".
_NAMED_BEHIND: Final = cue("kind_behind_member")
# How a kind is given, which its members do not tell: "high-dose chemotherapy with melphalan" keeps its name.
_TELLS_MORE: Final = cue("kind_tells_more")
# What shows that the kind is the backbone to which its member is added.
_ADDED: Final = cue("member_added")
_CLASSES: Final = "therapy_classes"
# Too wide to be a kind of anything: nearly every drug is one.
_WIDEST: Final = "EV:systemic-therapy"


def without_kinds(
    text: str, sentences: Sequence[Sentence], therapies: Sequence[Mention], vocabulary: Vocabulary
) -> list[Mention]:
    """The therapies without kinds of treatment that only tell what the next one is."""
    kinds = set(_kinds(text, sentences, therapies, vocabulary))
    return [item for item in therapies if item.start not in kinds] if kinds else list(therapies)


def _kinds(
    text: str, sentences: Sequence[Sentence], therapies: Sequence[Mention], vocabulary: Vocabulary
) -> Iterator[int]:
    """Where such kinds begin."""
    for item, behind in pairwise(therapies):
        kind = item.concept
        if _NAMED_BEHIND.fullmatch(text, item.end, behind.start) and kind is not None:
            told = behind.concept
            if told is not None and told.group == _CLASSES and _is_member(kind, told, vocabulary):
                yield behind.start
        if kind is None or behind.concept is None or kind.group != _CLASSES:
            continue
        if not _NAMES_MEMBER.fullmatch(text, item.end, behind.start) or _TELLS_MORE.search(item.text):
            continue
        if not _is_member(behind.concept, kind, vocabulary):
            continue
        sentence = sentences[sentence_index(sentences, item.start)]
        again = any(
            other.concept is not None
            and other.start != item.start
            and sentence.start <= other.start < sentence.end
            and (other.concept.id == kind.id or other.concept.id in kind.broader)
            for other in therapies
        )
        if not again and not _ADDED.search(text, sentence.start, sentence.end):
            yield item.start


def _is_member(drug: Concept, kind: Concept, vocabulary: Vocabulary) -> bool:
    """Whether a drug is one of a kind, whenever the kind is given: cisplatin is one of "adjuvant chemotherapy"."""
    kinds = {kind.id, *(id for id in kind.broader if id != _WIDEST)} - {_WIDEST}
    members = drug.attributes.get("members", "").split("|")
    above = {drug.id}.union(*(vocabulary.broader(id) for id in (drug.id, *filter(None, members))))
    return drug.id != kind.id and not kinds.isdisjoint(above)
