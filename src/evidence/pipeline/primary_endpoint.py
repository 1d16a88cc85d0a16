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

from evidence.pipeline.dealing import clauses
from evidence.pipeline.directions import polarity
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
_SECONDARY: Final = re.compile(
    r"[;,]? (?:and )?(?:the )?(?:key )?(?:secondary|other|exploratory)\b", re.IGNORECASE
)
_POWERED: Final = re.compile(
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
_WORD: Final = re.compile(r"[a-z][a-z-]{2,}")
_DULL: Final = frozenset(
    [
        "the",
        "and",
        "rate",
        "rates",
        "patients",
        "with",
        "for",
        "time",
        "proportion",
        "percentage",
        "at",
        "of",
        "in",
        "change",
        "response",
    ]
)


@dataclass(frozen=True, slots=True)
class _Endpoint:
    """The outcome by name; `concept` is its id where the vocabulary has it, `polarity` 1 where more of it is better."""

    name: str
    concept: str | None
    polarity: int

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


def primary_endpoint(doc: Doc, *, stated_only: bool = False) -> PrimaryEndpoint | None:
    """The primary end point that a document tells of, or None where it tells of none.

    `stated_only` is for designs other than trials: what no author calls a primary end point is none there.
    """
    endpoint = _named(doc) if stated_only else _endpoint(doc)
    if endpoint is None:
        return None
    weight = sum(_weights(doc, endpoint))
    return PrimaryEndpoint(outcome=endpoint.name, met=weight > 0 if abs(weight) >= _LEAST else None)


# -------------------------------------------------------------------- which outcome


def _endpoint(doc: Doc) -> _Endpoint | None:
    """Where the text names it, else what the trial was powered for, else the first outcome of its objective or claims."""
    for reading in (_named, _powered, _implied):
        found = reading(doc)
        if found is not None:
            return found
    return None


def _named(doc: Doc) -> _Endpoint | None:
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
            if words is not None and written is None and _content(words["name"]):
                written = _Endpoint(words["name"].strip(), None, 0)
    return written


def _beside(doc: Doc, sentence: Sentence, match: re.Match[str]) -> _Endpoint | None:
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
        return _made(behind[0])
    return _made(before[0]) if before and _ENDED.match(text, match.end(), sentence.end) else None


def _powered(doc: Doc) -> _Endpoint | None:
    for sentence in doc._.sentences:
        if sentence.section in ("methods", "objective", None):
            match = _POWERED.search(doc._.document.text, sentence.start, sentence.end)
            found = _telling(_within(doc._.outcomes, sentence.start, sentence.end)) if match else []
            if found:
                return _made(found[0])
    return None


def _implied(doc: Doc) -> _Endpoint | None:
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
    return [
        item for item in mentions if item.concept is not None and not _cues()["vague"].fullmatch(item.name)
    ]


def _within(mentions: Sequence[OutcomeMention], start: int, end: int) -> list[OutcomeMention]:
    return [item for item in mentions if start <= item.start < end]


def _made(mention: OutcomeMention) -> _Endpoint:
    concept = mention.concept
    return _Endpoint(mention.name, concept.id if concept else None, polarity(concept, mention.name))


# -------------------------------------------------------------------- met or not

# How much each kind of evidence counts; the verdict is the sign of the sum, and none where it is less than `_LEAST`.
_ENDPOINT: Final = 8.0
_STOPPING: Final = 5.0
_NONINFERIORITY: Final = 5.0
_RESULT: Final = 2.5
_SENTENCE: Final = 1.5
_CLAIM: Final = 2.5
_GENERAL: Final = 0.75
_VERDICT: Final = 0.75
_LEAST: Final = 0.5
_OWN: Final = frozenset({"results", "conclusions", "discussion", None})
_CLOSING: Final = frozenset({"conclusions", "discussion"})
_DESIGNED: Final = re.compile(
    r"\b(?:non-? ?inferior|not inferior|equivalence (?:trial|study|margin|design))", re.IGNORECASE
)
_P_NONINFERIOR: Final = re.compile(
    r"\bP(?: values?)?\s?(?:for )?non-? ?inferiority\s?(?P<sign>[<=>≤])\s?(?P<value>0?[.·]\d+)"
    r"|\bP\s?(?P<sign2>[<=>≤])\s?(?P<value2>0?[.·]\d+) for non-? ?inferiority",
    re.IGNORECASE,
)
# CONSORT: P below .05 unless stated otherwise.
ALPHA: Final = 0.05
# How far a denial reaches, in characters, and what ends it.
_REACH: Final = 45
_STOP: Final = re.compile(r"[;:,]|\b(?:but|although|while|whereas|despite)\b")
_INSIGNIFICANT: Final = re.compile(
    r"(?:but|although|however)[^.;]{0,40}?(?:not|n't|without)[^.;]{0,40}?\bsignifican", re.IGNORECASE
)
# What every cue of stopping has, so that few sentences need the long patterns.
_ENDING: Final = re.compile(r"futil|fficacy|uperiority|benefit|unlikely|inefficacy")
_SAYS: Final = {"yes": 1, "no": -1}


@lru_cache(maxsize=1)
def _cues() -> dict[str, re.Pattern[str]]:
    """One pattern for each kind of evidence, its groups named by what they say."""
    table = rows("endpoint_cues")
    made = {}
    for about in dict.fromkeys(row["about"] for row in table):
        parts = [
            f"(?P<{row['says']}_{index}>{row['pattern'].replace('{primary}', PRIMARY)})"
            for index, row in enumerate(table)
            if row["about"] == about
        ]
        made[about] = re.compile(r"(?<![\w-])(?:" + "|".join(parts) + r")(?!\w)", re.IGNORECASE)
    return made


def _said(about: str, text: str, start: int, end: int, polarity: int = 0) -> Iterator[tuple[int, int, int]]:
    """The cues of a kind with their spans: 1 yes, -1 no. What stands right behind a denial is denied with it."""
    denied = -_REACH - 1
    for match in _cues()[about].finditer(text, start, end):
        kind = (match.lastgroup or "").partition("_")[0]
        says = _SAYS.get(kind) or ((1 if kind == "more" else -1) * polarity if polarity else 1)
        if match.start() - denied <= _REACH and not _STOP.search(text, denied, match.start()):
            says = -1
        elif kind == "no":
            denied = match.end()
        yield says, match.start(), match.end()


def _says(about: str, text: str, start: int, end: int) -> int:
    """-1 where a cue of a kind denies, else 1 where there is one, else 0."""
    return min((says for says, _, _ in _said(about, text, start, end)), default=0)


def _weights(doc: Doc, endpoint: _Endpoint) -> Iterator[float]:
    text = doc._.document.text
    own = [item for item in doc._.sentences if item.section in _OWN]
    closing = [item for item in own if item.section in _CLOSING]
    results = [item for item in own if item.section not in _CLOSING]
    yield _ENDPOINT * _first(
        _says("endpoint", text, item.start, item.end)
        for item in own
        if _PRIMARY.search(text, item.start, item.end)
    )
    yield _STOPPING * _first(
        _says("stopping", text, item.start, item.end)
        for item in own
        if _ENDING.search(text, item.start, item.end)
    )
    if _noninferior(doc):
        yield _NONINFERIORITY * _first(_noninferiority(text, item) for item in (*closing, *results))
        return
    yield _RESULT * _verdict(_findings(doc, endpoint))
    yield _SENTENCE * _first(_of_sentence(doc, item, endpoint) for item in results)
    claim = _first(_of_sentence(doc, item, endpoint) for item in closing)
    yield _CLAIM * claim
    if not claim:
        yield _GENERAL * _first(_says("difference", text, item.start, item.end) for item in closing)
    yield _VERDICT * _first(_says("verdict", text, item.start, item.end) for item in closing)


def _first(values: Iterator[int]) -> int:
    return next((value for value in values if value), 0)


def _noninferior(doc: Doc) -> bool:
    """Whether the trial was designed to show that a treatment is not much worse."""
    return any(
        item.section in ("title", "objective", "methods", None)
        and _DESIGNED.search(doc._.document.text, item.start, item.end)
        for item in doc._.sentences
    )


def _noninferiority(text: str, sentence: Sentence) -> int:
    match = _P_NONINFERIOR.search(text, sentence.start, sentence.end)
    if match is not None:
        value = float((match["value"] or match["value2"]).replace("·", "."))
        return 1 if value < ALPHA and (match["sign"] or match["sign2"]) != ">" else -1
    return _says("noninferiority", text, sentence.start, sentence.end)


def _findings(doc: Doc, endpoint: _Endpoint) -> list[Finding]:
    """The results on the end point, those of known significance first."""
    found = [item for item in doc._.findings if item.role == "result" and endpoint.is_of(item)]
    return sorted(found, key=lambda item: item.significance == "not_reported")


def _verdict(found: Sequence[Finding]) -> float:
    """What the first result says, from -1.2 to 1; who is favoured counts less than whether the arms differ."""
    if not found:
        return 0.0
    first = found[0]
    if first.significance == "not_significant" or first.favors == "neither":
        return -1.2
    benefit = {"intervention": 1.0, "comparator": -0.4}.get(first.favors or "", 0.5)
    return (
        benefit
        if first.significance == "significant"
        else benefit / 3
        if first.favors == "intervention"
        else 0.0
    )


def _of_sentence(doc: Doc, sentence: Sentence, endpoint: _Endpoint) -> int:
    """What the words next to the end point's name say, in the clause that names it or in the one that goes on from it."""
    parts = clauses(doc._.document.text, sentence.start, sentence.end)
    for index, (start, end) in enumerate(parts):
        named = [item for item in _within(doc._.outcomes, start, end) if endpoint.is_of(item)]
        said = list(_said("difference", doc._.document.text, start, end, endpoint.polarity)) if named else []
        if not said:
            continue
        says = min(said, key=lambda cue: min(_gap(cue, item) for item in named))[0]
        if index + 1 < len(parts) and _INSIGNIFICANT.match(doc._.document.text, *parts[index + 1]):
            return -1
        return says
    return 0


def _gap(cue: tuple[int, int, int], mention: OutcomeMention) -> int:
    """Characters between a cue and a mention."""
    return max(mention.start - cue[2], cue[1] - mention.end, 0)
