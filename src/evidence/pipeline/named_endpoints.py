"""Results that name their outcome only as "the primary end point": which outcome that is (CONSORT 2010, item 6a)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from spacy.tokens import Doc

from evidence.pipeline.endpoint_met import PRIMARY
from evidence.pipeline.layers import Sentence
from evidence.pipeline.outcomes import OutcomeMention
from evidence.pipeline.scenes import within
from evidence.pipeline.screens import screened
from evidence.pipeline.tables import pattern_of

_NAMED: Final = screened(
    rf"\b(?:the |an? )?(?:composite |combined )?{PRIMARY}(?P<event> events?)?\b", re.IGNORECASE
)
# A definition beside it: "the primary end point (death or stroke)".
_DEFINED: Final = re.compile(r" \((?P<words>[^()\d=<>]{3,120})\)")
_TELLING: Final = frozenset({"results", "conclusions"})
_DEFINING: Final = frozenset({"methods", "objective"})
_REACH: Final = 40


def with_endpoints(doc: Doc) -> Sequence[OutcomeMention]:
    """A document's outcomes and, in its results and conclusions, the primary end point where nothing else names one.

    It is the one outcome that the methods name as it. Where they name none, or several, or one that cannot be counted
    and the text counts it, it has only the words' own name, and is a harm where it is an event ("the primary outcome
    occurred in").
    """
    text: str = doc._.document.text
    outcomes: Sequence[OutcomeMention] = doc._.outcomes
    told = [
        (sentence, match)
        for sentence in doc._.sentences
        if sentence.section in _TELLING
        for match in _NAMED.finditer(text, sentence.start, sentence.end)
    ]
    if not told:
        return outcomes
    meant = _meant(doc)
    new = [item for sentence, match in told if (item := _read(doc, sentence, match, meant)) is not None]
    kept = [
        item for item in outcomes if not any(item.start < span.end and span.start < item.end for span in new)
    ]
    return sorted([*kept, *new], key=lambda item: item.start)


def _meant(doc: Doc) -> OutcomeMention | None:
    """The outcome that the methods tell to be the primary end point, where it is one alone."""
    text = doc._.document.text
    found: list[OutcomeMention] = []
    for sentence in doc._.sentences:
        if sentence.section in _DEFINING:
            for match in _NAMED.finditer(text, sentence.start, sentence.end):
                stop = _SECONDARY.search(text, match.end(), sentence.end)
                found += within(doc._.outcomes, match.end(), stop.start() if stop else sentence.end)
    named = {item.concept.id for item in found if item.concept is not None}
    return found[0] if len(named) == 1 and all(item.concept is not None for item in found) else None


_SECONDARY: Final = pattern_of("endpoint_words", "other")
_NOT_IT: Final = pattern_of("endpoint_words", "not_it")
_EVENT_BEFORE: Final = pattern_of("endpoint_words", "event_before")
_EVENT_BEHIND: Final = pattern_of("endpoint_words", "event_behind")
_ARTICLE: Final = re.compile(r"(?:the|an?) ", re.IGNORECASE)


def _read(
    doc: Doc, sentence: Sentence, match: re.Match[str], meant: OutcomeMention | None
) -> OutcomeMention | None:
    """The end point as an outcome of its sentence; None where the sentence tells which it is, or only that it was met."""
    text, last = doc._.document.text, sentence.end
    defined = _DEFINED.match(text, match.end(), last)
    end = defined.end() if defined is not None else match.end()
    named = [
        *within(doc._.outcomes, sentence.start, last),
        *within(doc._.ratio_outcomes, sentence.start, last),
    ]
    others = [item for item in named if item.end <= match.start() or item.start >= end]
    if others or text.endswith(" as ", 0, match.start()) or _NOT_IT.match(text, end, last) is not None:
        return None
    before = _EVENT_BEFORE.search(text, max(sentence.start, match.start() - _REACH), match.start())
    start = before.start() if before is not None else match.start()
    if defined is not None:
        listed: list[OutcomeMention] = within(doc._.outcomes, defined.start(), defined.end())
        if len(listed) == 1 and listed[0].concept is not None:
            return replace(listed[0], start=start, end=match.end(), refers=True)
        return OutcomeMention(start, match.end(), defined["words"], None, None)
    occurs = (
        before is not None or match["event"] is not None or _EVENT_BEHIND.match(text, end, last) is not None
    )
    counted = occurs or any(item.type == "rate" for item in within(doc._.statistics, sentence.start, last))
    if meant is not None and (not counted or _is_counted(meant)):
        return replace(meant, start=start, end=match.end(), timepoint=None, refers=True)
    words = _ARTICLE.sub("", " ".join(match.group().split()), count=1)
    return OutcomeMention(
        start, match.end(), f"{words} event" if occurs and not match["event"] else words, None, None
    )


def _is_counted(outcome: OutcomeMention) -> bool:
    """Whether patients have an outcome or not, as they have no score or amount."""
    attributes = outcome.concept.attributes if outcome.concept is not None else {}
    return attributes.get("measure") in ("time_to_event", "proportion") or (
        outcome.concept is not None and outcome.concept.group == "adverse_events"
    )
