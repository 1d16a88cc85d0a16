"""The primary end point of a trial: which outcome it is (CONSORT 2010, item 6a), and whether the trial met it.

Which one follows from the words ("the primary end point was ..."), else from what the trial was powered or set out to
show. Whether it was met is weighed from what the document says of it: its own words, why it was stopped, the results
of that outcome between the randomised arms, what the conclusions claim. Where none of these tells, it is unknown.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence
from typing import Final

from spacy.tokens import Doc

from evidence.pipeline.endpoint_met import PRIMARY, Endpoint, content, met
from evidence.pipeline.layers import Sentence
from evidence.pipeline.outcomes import OutcomeMention
from evidence.pipeline.polarity import polarity_of
from evidence.pipeline.screens import screened
from evidence.pipeline.tables import alternatives
from evidence.records import PrimaryEndpoint

_PRIMARY: Final = screened(rf"\b{PRIMARY}\b", re.IGNORECASE)
_VAGUE: Final = alternatives("endpoint_cues", about="vague")
_SECONDARY: Final = re.compile(
    r"[;,]? (?:and )?(?:the )?(?:key )?(?:secondary|other|exploratory)\b", re.IGNORECASE
)
_POWERED: Final = screened(
    r"\b(?:power(?:ed)?|designed|sample size|hypothesi[sz]ed|assum\w+)\b[^.]{0,60}?\b(?:detect|show|demonstrate|test|improve\w*|difference|increase|reduction)\b|\bpower\b|\bnon-? ?inferior",
    re.IGNORECASE,
)
# The end point as written: what stands after "was" up to what says how it was measured.
_WRITTEN: Final = re.compile(
    r"\s*(?:\([^()]*\)\s*)?(?:(?:of (?:this|the) \w+ )?(?:was|were|is|are|included|:|of)|,)\s+"
    r"(?:(?:to \w+|the|an?|change (?:from baseline )?in|differences? (?:between \w+ )?in|proportion of (?:patients|women|men|participants) (?:with|who)"
    r"|rates? of|incidence of|percentage of (?:patients|women|men) (?:with|who)|time to first|occurrence of) )*"
    r"(?P<name>[A-Za-z][\w/ '’-]{2,60}?)"
    r"(?=[.,;:(\[]| (?:as|at|in|by|on|after|between|during|within|from|through|over|assessed|measured|defined|based|with|and|according|among|per|for|up) |$)",
)
_OPENED: Final = re.compile(r"\([^()]*$")
_CLOSED: Final = re.compile(r"[^(]{0,12}\)")
_ENDED: Final = re.compile(
    r"\s*(?:[.;,)]|$)|\s+(?:was|were) (?:not )?(?:met|reached)|\s*,? respectively", re.IGNORECASE
)


def primary_endpoint(doc: Doc, *, stated_only: bool = False) -> PrimaryEndpoint | None:
    """The primary end point that a document tells of, or None where it tells of none.

    `stated_only` is for designs other than trials: what no author calls a primary end point is none there.
    """
    endpoint = _named(doc) if stated_only else _endpoint(doc)
    if endpoint is None:
        return None
    return PrimaryEndpoint(
        outcome=endpoint.name, met=met(doc, endpoint, compared=not stated_only or bool(doc._.arms))
    )


def _endpoint(doc: Doc) -> Endpoint | None:
    """Where the text names it, else what the trial was powered for, else the first outcome of its objective or claims."""
    for reading in (_named, _powered, _implied):
        found = reading(doc)
        if found is not None:
            return found
    return None


def _named(doc: Doc) -> Endpoint | None:
    """The outcome that stands with "primary end point": behind it, else before it, else as written."""
    text = doc._.document.text
    written = None
    for sentence in doc._.sentences:
        if sentence.section in ("title", "references", "background"):
            continue
        for match in _PRIMARY.finditer(text, sentence.start, sentence.end):
            found = _beside(doc, sentence, match)
            if found is not None:
                return found
            words = _WRITTEN.match(text, match.end(), sentence.end)
            if words is not None and written is None and content(words["name"]):
                written = Endpoint(words["name"].strip(), None, 0)
    return written


def _beside(doc: Doc, sentence: Sentence, match: re.Match[str]) -> Endpoint | None:
    """The outcome that a naming of the primary end point is about."""
    text = doc._.document.text
    before = _within(doc._.outcomes, sentence.start, match.start())
    bracketed = _OPENED.search(text, sentence.start, match.start()) and _CLOSED.match(
        text, match.end(), sentence.end
    )
    if bracketed:
        return _made(before[-1]) if before else None
    stop = _SECONDARY.search(text, match.end(), sentence.end)
    end = stop.start() if stop and sentence.section not in ("results", "conclusions") else sentence.end
    behind = _within(doc._.outcomes, match.end(), end)
    if behind:
        return dataclasses.replace(_made(behind[0]), time=_time(text, behind[0].end, end))
    return _made(before[0]) if before and _ENDED.match(text, match.end(), sentence.end) else None


# Behind the end point: when it is told, "from baseline to week 12", "at 6 months".
_TIME: Final = re.compile(
    r"[^.;]{0,40}?\b(?:at|to|by) (?:(?P<unit>week|month|day|year)s? (?P<number>\d+)|(?P<count>\d+) (?P<units>week|month|day|year)s?)\b"
)


def _time(text: str, start: int, end: int) -> str | None:
    """The time that an end point is of, in the words of time points ("12 weeks"); None where it has none."""
    match = _TIME.match(text, start, end)
    if match is None:
        return None
    number, unit = match["number"] or match["count"], match["unit"] or match["units"]
    return f"{number} {unit}" + ("" if number == "1" else "s")


def _powered(doc: Doc) -> Endpoint | None:
    for sentence in doc._.sentences:
        if sentence.section in ("methods", "objective", None):
            match = _POWERED.search(doc._.document.text, sentence.start, sentence.end)
            found = _telling(_within(doc._.outcomes, sentence.start, sentence.end)) if match else []
            if found:
                return _made(found[0])
    return None


def _implied(doc: Doc) -> Endpoint | None:
    """The first outcome of the objective, else of the conclusions, else of the comparisons."""
    for section in ("title", "objective", "conclusions", "results"):
        for sentence in doc._.sentences:
            found = (
                _telling(_within(doc._.outcomes, sentence.start, sentence.end))
                if sentence.section == section
                else []
            )
            if found:
                return _made(found[0])
    return None


def _telling(mentions: Sequence[OutcomeMention]) -> list[OutcomeMention]:
    return [item for item in mentions if item.concept is not None and not _VAGUE.fullmatch(item.name)]


def _within(mentions: Sequence[OutcomeMention], start: int, end: int) -> list[OutcomeMention]:
    return [item for item in mentions if start <= item.start < end]


def _made(mention: OutcomeMention) -> Endpoint:
    concept = mention.concept
    return Endpoint(mention.name, concept.id if concept else None, polarity_of(concept, mention.name))
