"""Lists of alterations with the therapy that targets each: "targetable mutations including therapies for [alteration]
in [disease] ([therapy]), ...". A head says what the brackets mean; without one they claim nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from evidence.pipeline import claim_arguments
from evidence.pipeline.layers import Sentence
from evidence.records import Biomarker, Mention
from evidence.vocabulary import Concept

_HEAD: Final = re.compile(
    r"\b(?:targetable|actionable|druggable|treatable|matched)\b"
    r"|\b(?:therap(?:y|ies)|treatments?|agents?|drugs?|inhibitors?|medications?|approvals?|options?)\b"
    r"(?: \w+){0,3} (?:for|against|targeting|directed (?:at|against)|include|including)\b",
    re.IGNORECASE,
)
# An item's parts stand close together: nothing between them but a few words, and no full stop.
_REACH: Final = 60
_BREAK: Final = re.compile(r"[;.](?:\s|$)|\)")
# Brackets after these words name the members of a class, and not what is given for an alteration: "ALK inhibitors (...)".
_CLASS: Final = re.compile(
    r"\b(?:inhibitors?|antagonists?|agonists?|antibod(?:y|ies)|blockers?|[TE]KIs?|degraders?)\s?$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Item:
    """Alterations with the therapies that stand in brackets after them, and the disease between."""

    markers: tuple[Biomarker, ...]
    therapies: tuple[Mention, ...]
    disease: Concept | None
    span: tuple[int, int]


def find(
    text: str,
    sentence: Sentence,
    markers: Sequence[Biomarker],
    therapies: Sequence[Mention],
    diseases: Sequence[Mention],
) -> list[Item]:
    """The items of a sentence's list, none unless a head stands before them and there are two or more."""
    if len(markers) < 2 or len(therapies) < 2:
        return []
    head = _HEAD.search(text, sentence.start, min(sentence.end, markers[0].mention[0]))
    if head is None:
        return []
    items = []
    last = head.start()
    for opening, closing in _brackets(text, sentence, markers[0].mention[1]):
        inside = tuple(mention for mention in therapies if opening < mention.start < closing)
        if not inside or _CLASS.search(text, sentence.start, opening):
            continue
        named = tuple(marker for marker in markers if last <= marker.mention[0] < opening)
        between = [mention for mention in diseases if last <= mention.start < opening]
        last = closing
        if (
            named
            and opening - named[-1].mention[1] <= _REACH
            and not _BREAK.search(text, named[-1].mention[1], opening)
        ):
            items.append(
                Item(
                    tuple(claim_arguments.specific(named)),
                    inside,
                    between[-1].concept if between else None,
                    (opening, closing),
                )
            )
    return items if len(items) > 1 else []


def _brackets(text: str, sentence: Sentence, start: int) -> list[tuple[int, int]]:
    found = []
    opening = text.find("(", start, sentence.end)
    while opening >= 0:
        closing = text.find(")", opening, sentence.end)
        if closing < 0:
            break
        found.append((opening, closing))
        opening = text.find("(", closing, sentence.end)
    return found
