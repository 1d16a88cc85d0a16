"""Outcomes of a list: events that share their figures, laboratory findings, what only the list shows to be some, its head and its exceptions."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence
from typing import Final

from evidence.pipeline.bracket_names import before_brackets
from evidence.pipeline.outcomes import OutcomeMention
from evidence.pipeline.scenes import Scene, within
from evidence.pipeline.screens import screened
from evidence.pipeline.trimmed_names import classes_of_words, trimmed
from evidence.records import VALUE_TYPES

# A bracket that tells each cause of what was counted, or how many of it were of a kind: "three in the A group (one each of
# sepsis and bleeding)", "four had pancreatitis (two fatal)".
CAUSES: Final = re.compile(
    r"\((?:one|two|three|four|five|six|\d+)(?: (?:patient|case|death)s?)? (?:each of|each with|of each|(?:of (?:them|which|whom|these) )?(?:were |was )?(?:non-?)?(?:fatal|lethal|life-threatening))\b"
)
# Behind two events that are counted together, and before a list of more than two.
_OCCURRED: Final = re.compile(
    r"(?: events?)?(?: of (?:any )?grade [\w -]{1,20}?)? (?:occurred|developed|appeared|(?:was|were) (?:reported|observed|seen|noted|recorded|diagnosed|present|found)|(?:was|were) (?:<|≤|~)?\d)"
)
_LISTED: Final = re.compile(r", $")
_OR: Final = re.compile(r"\s+or(?: had| have)?\s+")
_FIGURES: Final = re.compile(
    r"\s*[(\[](?:\d|<|none\b|one\b|two\b|three\b|four\b|five\b|six\b|seven\b|eight\b|nine\b|ten\b)"
)
_EVENTS: Final = screened(r"\b(?:adverse|toxic\w*|side.effects?|grades? \d|events?|AEs?)\b", re.IGNORECASE)
_ADVERSE: Final = screened(
    r"\b(?:adverse|toxic|side)[ -](?:\w+ )?(?:events?|effects?|reactions?)\b|\btoxicit(?:y|ies)\b|\b[Gg]rades? (?:[≥>] ?)?[2-5]\b"
)
# "in patients with clear-cell histology (12 v 10 months) and": what goes on is a list of patients.
_OF_PATIENTS: Final = re.compile(
    r"\b(?:in|among|for) (?:the )?(?:patients|women|men|those|participants|subjects)\b[^().;]{3,70}\([^()]*\)(?:,| and|, and) (?:the |those with |in )?$"
)
_ABNORMAL: Final = re.compile(r"(?<![\w-])(?P<word>increased|decreased|elevated|raised|reduced|low|high) $")


def _told_before(
    scene: Scene, outcomes: list[OutcomeMention], first: OutcomeMention, second: OutcomeMention
) -> bool:
    """Whether the figures of two outcomes stand before both: "30 (8%) with A and 70 (20%) with B had relapsed or died"."""
    later = min((item.start for item in outcomes if item.start > second.start), default=scene.end)
    return any(number.end <= first.start for number in scene.statistics) and not any(
        first.start <= number.start < later for number in scene.statistics
    )


def joint(scene: Scene, outcomes: list[OutcomeMention]) -> list[OutcomeMention]:
    """Two that share their figures as one outcome: "rash or acne (305 [78%] of 390 v 30 [15%])", "A or B occurred in 10%"."""
    found: list[OutcomeMention] = []
    for item in outcomes:
        if (
            found
            and _OR.fullmatch(scene.text, found[-1].end, item.start)
            and (
                _FIGURES.match(scene.text, item.end)
                or _told_before(scene, outcomes, found[-1], item)
                or (
                    _OCCURRED.match(scene.text, item.end)
                    and not _LISTED.search(scene.text, scene.start, found[-1].start)
                )
            )
        ):
            name = " ".join(scene.text[found[-1].start : item.end].split()).lower()
            found[-1] = dataclasses.replace(found[-1], end=item.end, name=name)
        else:
            found.append(item)
    return found


def abnormal(scene: Scene, outcomes: list[OutcomeMention]) -> list[OutcomeMention]:
    """In lists of adverse events, findings of the laboratory with the word that makes them one: "decreased platelets"."""
    if not _EVENTS.search(scene.text, scene.sentence.start, scene.sentence.end):
        return outcomes
    found = []
    for item in outcomes:
        before = _ABNORMAL.search(scene.text, max(scene.start, item.start - 12), item.start)
        if before is not None and _FIGURES.match(scene.text, item.end):
            name = " ".join(scene.text[before.start("word") : item.end].split()).lower()
            item = dataclasses.replace(item, start=before.start("word"), name=name, concept=None)
        found.append(item)
    return found


def with_unknown(scene: Scene, outcomes: list[OutcomeMention]) -> list[OutcomeMention]:
    """The outcomes of a clause with those that only its list of figures shows to be some."""
    taken = [(item.start, item.end) for item in outcomes]
    taken += [(mention.start, mention.end) for mention in scene.mentions]
    spans = before_brackets(
        scene.text, scene.start, scene.end, [item.start for item in scene.statistics], taken
    )
    new = [
        OutcomeMention(*span, scene.text[slice(*span)], None, None)
        for span in spans
        if not _OF_PATIENTS.search(scene.text, scene.start, span[0])
    ]
    listed = _ADVERSE.search(scene.text, scene.start, scene.end)
    return [
        dataclasses.replace(item, harm=True)
        if listed is not None
        and item.concept is None
        and item.start >= listed.end()
        and _FIGURES.match(scene.text, item.end)
        else item
        for item in sorted([*outcomes, *new], key=lambda item: item.start)
    ]


_COUNTED_WITH: Final = re.compile(r",? or (?:[\w-]+ )?")


def either(text: str, outcomes: Sequence[OutcomeMention]) -> OutcomeMention | None:
    """A list of events that are counted together: "neutropenia or leukopenia (12% v 5%)"; None for other lists."""
    first, last = outcomes[0], outcomes[-1]
    if _COUNTED_WITH.fullmatch(text, outcomes[-2].end, last.start) is None:
        return None
    return dataclasses.replace(first, end=last.end, name=" ".join(text[first.start : last.end].split()))


# Between two events that patients were free of: "freedom from disease progression and from death".
_FREE_OF_BOTH: Final = re.compile(
    r"(?: (?:to|of) [\w-]+(?: [\w-]+)?)?(?:,|,? (?:and|or))(?: (?:from|of))?(?: (?:an?|any|another|other))? ",
    re.IGNORECASE,
)
_FREE_REACH: Final = 20
_FREE: Final = re.compile(r"\bfree(?:dom)?[- ](?:from|of)\b", re.IGNORECASE)


def free_of_all(text: str, outcomes: list[OutcomeMention]) -> list[OutcomeMention]:
    """Without the further events of a list that patients were free of: that is one outcome."""
    kept: list[OutcomeMention] = []
    end = 0
    for item in outcomes:
        if (
            kept
            and _FREE.search(text, max(0, kept[-1].start - _FREE_REACH), kept[-1].end)
            and _FREE_OF_BOTH.fullmatch(text, end, item.start)
        ):
            end = item.end
            continue
        kept.append(item)
        end = item.end
    return kept


def without_headers(scene: Scene, outcomes: list[OutcomeMention]) -> list[OutcomeMention]:
    """Without what a list is only headed by: "the most common adverse events were rash and nausea"."""
    if len(outcomes) < 2:
        return outcomes
    return [
        item
        for item in outcomes
        if not _MOST.search(scene.text, max(scene.start, item.start - 90), item.start)
        and not _heads(scene, item, outcomes)
    ]


# Behind what a list is headed by: "adverse events that were more common with A than with B were | hypertension".
_MORE_WERE: Final = re.compile(
    r"(?: of grade [^,;()]{1,20})?(?:,? (?:that|which))?(?: (?:were|was|occurred|seen|observed|reported|noted|occurring))*(?: \w+ly)? (?:more|less) (?:common(?:ly)?|frequent(?:ly)?|often|prevalent)\b"
    r"(?:(?!\b(?:were|was|are|included?|including)\b)[^.;:()]){0,70}\b(?:were|are|included|include|including|was)(?: (?=[a-z]))"
)
_FIRST_OF_LIST: Final = 25


def _heads(scene: Scene, item: OutcomeMention, outcomes: Sequence[OutcomeMention]) -> bool:
    """Whether an outcome only heads a list of those that were more or less common, which follows."""
    told = _MORE_WERE.match(scene.text, item.end, scene.end)
    return told is not None and any(
        0 <= other.start - told.end() <= _FIRST_OF_LIST and "," not in scene.text[told.end() : other.start]
        for other in outcomes
    )


_MOST: Final = re.compile(
    r"\b(?:most|more) (?:common(?:ly)?|frequent(?:ly)?|often|prevalent)\b(?: \w+ed)?(?:(?!\b(?:were|was|are|is|being|be|included?|including|such|event|followed)\b)[\w ,/≥>–-]|\([^()%]*\))*$|\bother than (?:\w+ )?$",
    re.IGNORECASE,
)


# Before and behind what a result does not hold for: "all events except | fatigue | occurred".
EXCEPT: Final = screened(
    r"\b(?:except(?:ing)?(?: for)?|with the exception of|save for|excluding|apart from|aside from|other than)(?: [\w-]+){0,1} $",
    re.IGNORECASE,
)
_EXCEPTED: Final = re.compile(r",? (?:occurred|was|were|did|had|that (?:was|were))\b")


def is_exception(scene: Scene, item: OutcomeMention) -> bool:
    """Whether a result is told not to hold for an outcome, of which nothing more is told."""
    return (
        EXCEPT.search(scene.text, max(scene.start, item.start - 30), item.start) is not None
        and _EXCEPTED.match(scene.text, item.end, scene.end) is not None
    )


_SEMICOLON: Final = re.compile(r";\s+(?:and (?:the )?|the )?")
_PLAIN: Final = re.compile(r"(?:[A-Za-z][\w/-]*\s+){1,6}")
_WORD: Final = re.compile(r"\S+")


def with_last_parts(scene: Scene, outcomes: list[OutcomeMention]) -> list[OutcomeMention]:
    """With what stands between a semicolon and figures of its own, whatever was told before: "; adequate sedation A 65%, B 36%"."""
    found = list(outcomes)
    values = [item for item in scene.statistics if item.type in VALUE_TYPES]
    for match in _SEMICOLON.finditer(scene.text, scene.start, scene.end):
        start = match.end()
        limit = scene.text.find(";", start, scene.end)
        limit = limit if limit >= 0 else scene.end
        figure = next((item.start for item in values if start < item.start < limit), None)
        if figure is None or not any(scene.start <= item.start < start for item in scene.statistics):
            continue
        stop = min(
            [figure, *(mention.start for mention in scene.mentions if start <= mention.start < figure)]
        )
        lead = scene.text[scene.start : start]
        if _PLAIN.fullmatch(scene.text, start, stop) is None or lead.count("(") != lead.count(")"):
            continue
        words = [
            (item.start(), item.end(), item.group().lower())
            for item in _WORD.finditer(scene.text, start, stop)
        ]
        span = trimmed(scene.text, words, classes_of_words())
        if span is not None and not within(outcomes, start, limit):
            found.append(OutcomeMention(*span, scene.text[slice(*span)], None, None))
    return sorted(found, key=lambda item: item.start)
