"""The primary end point of a trial: which outcome it is (CONSORT 2010, item 6a), and whether the trial met it.

Which one follows from the words ("the primary end point was ..."), else from what the trial was powered or set out to
show. Whether it was met is weighed from what the document says of it: its own words, why it was stopped, the results
of that outcome between the randomised arms, what the conclusions claim. Where none of these tells, it is unknown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from spacy.tokens import Doc

from evidence.pipeline.layers import Sentence
from evidence.pipeline.outcomes import OutcomeMention
from evidence.pipeline.tables import rows
from evidence.records import Finding, PrimaryEndpoint

PRIMARY: Final = (
    r"(?:co-?)?(?:primary|main|principal)(?: and (?:key )?(?:secondary|co-?primary))?"
    r"(?: (?:study|efficacy|trial|composite|combined|safety|clinical|statistical|co-?primary))*[ -]"
    r"(?:(?:study |efficacy |trial )?end ?-?points?|outcomes?(?: measures?| variables?)?|objectives?|aims?|goals?|hypothes[ie]s)"
)
_PRIMARY: Final = re.compile(rf"\b{PRIMARY}\b", re.IGNORECASE)
_SECONDARY: Final = re.compile(r"[;,]? (?:and )?(?:the )?(?:key )?(?:secondary|other|exploratory)\b", re.IGNORECASE)
_POWERED: Final = re.compile(r"\b(?:power(?:ed)?|designed|sample size|hypothesi[sz]ed|assum\w+)\b[^.]{0,60}?\b(?:detect|show|demonstrate|test|improve\w*|difference|increase|reduction)\b|\bpower\b", re.IGNORECASE)
# The end point as written: what stands after "was" up to what says how it was measured.
_WRITTEN: Final = re.compile(
    r"\s*(?:\([^()]*\)\s*)?(?:(?:of (?:this|the) \w+ )?(?:was|were|is|are|included|:|of)|,)\s+"
    r"(?:(?:to \w+|the|an?|change (?:from baseline )?in|differences? (?:between \w+ )?in|proportion of (?:patients|women|men|participants) (?:with|who)"
    r"|rates? of|incidence of|percentage of (?:patients|women|men) (?:with|who)|time to first|occurrence of) )*"
    r"(?P<name>[A-Za-z][\w/ '’-]{2,60}?)"
    r"(?=[.,;:(\[]| (?:as|at|in|by|on|after|between|during|within|from|through|over|assessed|measured|defined|based|with|and|according|among|per|for|up) |$)",
)
_WORD: Final = re.compile(r"[a-z][a-z-]{2,}")
_DULL: Final = frozenset("the and rate rates patients with for time proportion percentage at of in change response".split())


@dataclass(frozen=True, slots=True)
class _Endpoint:
    """The outcome by name; `concept` is its id where the vocabulary has it."""

    name: str
    concept: str | None

    def is_of(self, item: OutcomeMention | Finding) -> bool:
        """Whether a mention or finding is of this outcome."""
        if isinstance(item, Finding):
            concept, name = item.outcome_concept, item.outcome
        else:
            concept, name = item.concept, item.name
        if self.concept is not None or concept is not None:
            return concept is not None and concept.id == self.concept
        own, other = _content(self.name), _content(name)
        return bool(own & other) and 2 * len(own & other) >= min(len(own), len(other))


def _content(name: str) -> frozenset[str]:
    return frozenset(_WORD.findall(name.lower())) - _DULL


def primary_endpoint(doc: Doc) -> PrimaryEndpoint | None:
    """The primary end point that a document tells of, or None where it tells of none."""
    endpoint = _endpoint(doc)
    if endpoint is None:
        return None
    weight = sum(_weights(doc, endpoint))
    return PrimaryEndpoint(outcome=endpoint.name, met=weight > 0 if abs(weight) >= _LEAST else None)


# -------------------------------------------------------------------- which outcome


def _endpoint(doc: Doc) -> _Endpoint | None:
    """Where the text names it, else what the trial was powered for, else the first outcome of its objective."""
    for reading in (_named, _powered, _objective):
        found = reading(doc)
        if found is not None:
            return found
    return None


def _named(doc: Doc) -> _Endpoint | None:
    """The outcome that stands with "primary end point": behind it, else before it, else as written."""
    text = doc.text
    written = None
    for sentence in doc._.sentences:
        if sentence.section in ("title", "references", "background"):
            continue
        for match in _PRIMARY.finditer(text, sentence.start, sentence.end):
            stop = _SECONDARY.search(text, match.end(), sentence.end)
            end = stop.start() if stop and sentence.section not in ("results", "conclusions") else sentence.end
            bracketed = text[max(sentence.start, match.start() - 40) : match.start()].rfind("(") >= 0 and text.find(")", match.end(), match.end() + 3) >= 0
            behind = [] if bracketed else _within(doc._.outcomes, match.end(), end)
            before = _within(doc._.outcomes, sentence.start, match.start())
            if behind:
                return _made(behind[0])
            if before and (bracketed or re.match(r"\s*(?:[.;,)]|$)|\s+(?:was|were) (?:not )?(?:met|reached)", text[match.end() : match.end() + 20])):
                return _made(before[-1] if bracketed else before[0])
            words = _WRITTEN.match(text, match.end(), sentence.end)
            if words is not None and written is None and _content(words["name"]):
                written = _Endpoint(words["name"].strip(), None)
    return written


def _powered(doc: Doc) -> _Endpoint | None:
    for sentence in doc._.sentences:
        if sentence.section in ("methods", "objective", None):
            match = _POWERED.search(doc.text, sentence.start, sentence.end)
            found = _within(doc._.outcomes, match.start(), sentence.end) if match else []
            if found:
                return _made(found[0])
    return None


def _objective(doc: Doc) -> _Endpoint | None:
    """The first outcome of the objective, else of the methods, else of what was compared."""
    for places in (("objective",), ("background", "methods", None)):
        for sentence, voice in zip(doc._.sentences, doc._.voices, strict=True):
            if sentence.section in places and (voice.role == "method" or sentence.section == "objective"):
                found = _within(doc._.outcomes, sentence.start, sentence.end)
                if found:
                    return _made(found[0])
    compared = [item for item in doc._.findings if item.role == "result" and item.kind == "comparison"]
    if not compared:
        return None
    concept = compared[0].outcome_concept
    return _Endpoint(compared[0].outcome, concept.id if concept else None)


def _within(mentions: Sequence[OutcomeMention], start: int, end: int) -> list[OutcomeMention]:
    return [item for item in mentions if start <= item.start < end]


def _made(mention: OutcomeMention) -> _Endpoint:
    return _Endpoint(mention.name, mention.concept.id if mention.concept else None)


# -------------------------------------------------------------------- met or not

# How much each kind of evidence counts; the verdict is the sign of the sum, and none where it is less than `_LEAST`.
_ENDPOINT: Final = 8.0
_STOPPING: Final = 5.0
_NONINFERIORITY: Final = 5.0
_RESULT: Final = 3.0
_SENTENCE: Final = 1.5
_CLAIM: Final = 2.0
_VERDICT: Final = 0.75
_LEAST: Final = 0.5
_OWN: Final = frozenset({"results", "conclusions", "discussion", None})
_DESIGNED: Final = re.compile(r"\bnon-? ?inferior", re.IGNORECASE)
_P_NONINFERIOR: Final = re.compile(
    r"\bP\s?(?:values?)? ?(?:for non-? ?inferiority)?\s?(?P<operator>[<=>≤])\s?(?P<value>0?[.·]\d+)(?: for non-? ?inferiority)?", re.IGNORECASE
)


@lru_cache(maxsize=1)
def _cues() -> dict[str, re.Pattern[str]]:
    """One pattern for each kind of evidence, its groups named by what they say."""
    table = rows("endpoint_cues")
    made = {}
    for about in dict.fromkeys(row["about"] for row in table):
        parts = [
            f"(?P<{row['met']}{index}>{row['pattern'].replace('{primary}', PRIMARY)})"
            for index, row in enumerate(table)
            if row["about"] == about
        ]
        made[about] = re.compile(r"(?<![\w-])(?:" + "|".join(parts) + r")(?!\w)", re.IGNORECASE)
    return made


def _says(about: str, text: str, start: int, end: int) -> int:
    """1 where the first cue of a kind says yes, -1 where it says no, 0 where there is none."""
    match = _cues()[about].search(text, start, end)
    return 0 if match is None else 1 if (match.lastgroup or "").startswith("yes") else -1


def _weights(doc: Doc, endpoint: _Endpoint) -> Iterator[float]:
    text = doc.text
    own = [item for item in doc._.sentences if item.section in _OWN]
    yield _ENDPOINT * _first(_says("endpoint", text, item.start, item.end) for item in own)
    yield _STOPPING * _first(_says("stopping", text, item.start, item.end) for item in own)
    if _noninferior(doc):
        yield _NONINFERIORITY * _first(_says("noninferiority", text, item.start, item.end) for item in own)
    else:
        yield _RESULT * _first(map(_verdict_of, _findings(doc, endpoint, "result")))
        yield _SENTENCE * _first(_of_sentence(doc, item, endpoint) for item in own if item.section != "conclusions")
    yield _CLAIM * _first(_of_sentence(doc, item, endpoint) for item in own if item.section in ("conclusions", "discussion"))
    yield _VERDICT * _first(_says("verdict", text, item.start, item.end) for item in own if item.section in ("conclusions", "discussion"))


def _first(values: Iterator[int] | Sequence[int] | map[int]) -> int:
    return next((value for value in values if value), 0)


def _noninferior(doc: Doc) -> bool:
    """Whether the trial was designed to show that a treatment is not much worse."""
    return any(
        item.section in ("title", "objective", "methods", None) and _DESIGNED.search(doc.text, item.start, item.end)
        for item in doc._.sentences
    )


def _findings(doc: Doc, endpoint: _Endpoint, role: str) -> Iterator[Finding]:
    """The findings on the end point between arms in the whole population."""
    return (
        item
        for item in doc._.findings
        if item.role == role and item.population is None and item.kind == "comparison" and endpoint.is_of(item)
    )


def _verdict_of(finding: Finding) -> int:
    if finding.significance == "not_significant" or finding.favors in ("comparator", "neither"):
        return -1
    if finding.significance == "significant" and finding.favors == "intervention":
        return 1
    return 0


def _of_sentence(doc: Doc, sentence: Sentence, endpoint: _Endpoint) -> int:
    """What the words around the end point's name say."""
    for item in _within(doc._.outcomes, sentence.start, sentence.end):
        if endpoint.is_of(item):
            said = _says("difference", doc.text, sentence.start, sentence.end)
            if said:
                return said
    return 0
