"""What figures are of where neither the vocabulary nor the usual places of an outcome tell it.

Reports of trials measure much that has no standard name (CONSORT 2010, item 17a, asks for every outcome): the subject
before the figure ("the time to extubation was 14 minutes with A and 19 with B"), what patients did ("45 (83%) finished
the course", "more A patients (28%) stopped early than B patients (18%)"), or were likelier to do ("were less likely to
relapse (52% v 65%)"). A name is taken only where nothing else names an outcome.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from evidence.pipeline.layers import ArmMention
from evidence.pipeline.tables import rows
from evidence.pipeline.trimmed_names import words_of
from evidence.pipeline.written import begin_of_clause
from evidence.records import Statistic

Span = tuple[int, int]

_ADVERBS: Final = r"(?:\w+ly |not |also |still |again )*"
_OF_FIGURE: Final = re.compile(
    r"\b(?:an?|the) (?P<name>(?:[\w/-]+ ){1,4}?)(?:of|by) $"
    r"|\bwith (?:an? |the )?(?P<with>(?:rates?|incidences?|risks?|frequenc(?:y|ies)|probabilit(?:y|ies)) of (?:[\w/-]+ ){1,6}?)(?:of )?$"
)
_THAT: Final = re.compile(r"\b(?:that|whereas|while|although|and|but)\s")
# Before an arm that is no part of the name which stands before it.
_OF_ARM: Final = re.compile(
    r"(?:^|\b(?:in|with|on|for|of|to|by|from|under|among)\s+)(?:(?:the|an?|both|those) )*$"
)
_WORD: Final = re.compile(r"[\w'’/+-]+")
_BORDER: Final = re.compile(r"[,;:.](?=\s|$)")
# Between two figures of one list, whose predicate follows the last.
_NEXT: Final = re.compile(r"[\s,)]*(?:and|or|versus|vs\.?|v|compared (?:with|to)|,)\s*$")
_POINTING: Final = frozenset(
    {"it", "they", "this", "these", "that", "there", "we", "he", "she", "which", "who"}
)
_LONGEST: Final = 12
_VERB_BY: Final = 5


@lru_cache(maxsize=1)
def _parts() -> dict[str, str]:
    return {row["class"]: row["pattern"] for row in rows("figured_words")}


@lru_cache(maxsize=1)
def _conduct() -> frozenset[str]:
    """The participles that tell how a study was conducted: "were randomized to A"."""
    table = rows("statistics_predicates")
    return frozenset(word for row in table if row["tells"] == "participle" for word in row["words"].split())


@lru_cache(maxsize=1)
def _patterns() -> dict[str, re.Pattern[str]]:
    parts = _parts()
    people, verb = parts["people"], parts["verb"]
    more = r"\b(?:more|fewer|less|most|(?:an?|the) (?:greater|higher|lower|smaller|larger) (?:proportion|percentage|number|share) of)\s+(?:[\w-]+ than )?(?:(?!(?:in|of|among|for|with|than)\b)[\w-]+ ){0,2}?"
    whose = r"(?:(?:in|of|on|from|receiving|given|treated with|assigned to|allocated to) (?:the )?[\w/+-]+(?: [\w/+-]+){0,2}?(?: (?:groups?|arms?))? )?"
    did = rf"(?:(?!(?:{parts['auxiliary']}|did|received|showed|reported|experienced|developed|achieved|underwent)\b){verb}|\w+ing)"
    return {
        name: re.compile(pattern, re.IGNORECASE)
        for name, pattern in {
            "copula": rf"\b{parts['copula']}\s+$",
            "likely": r"\b(?:likely|able|willing|ready|inclined) to (?P<name>[\w' /-]{4,90}?)\s*$",
            "doing": rf"{more}{people} {whose}(?P<name>{did} [\w' /-]{{3,80}}?)\s*$",
            "took": r"\btook\s+(?:only |about |approximately |an? (?:median|mean|average) of )?$",
            "task": rf"\bto (?P<name>\w+(?: (?!(?:{parts['stop']})\b)[\w-]+){{1,6}}?)(?=\s*(?:[,;.(]|$|\b(?:{parts['stop']}|in|with|for)\b))",
            "modifier": rf"\s*(?:with|without|aged|whose) (?:[\w/≥≤<>-]+ ){{1,5}}?(?={parts['verb']}\b)",
            "who": rf"\s*(?:%\s*)?(?:of )?(?:the |all |these |those |our )*(?:\d+ )?(?:[\w-]+ )?{people}\b",
            "whom": rf"\s*{parts['whom']}\s+(?:(?:the|a|an|those|this|their) )*",
            "verb": rf"{_ADVERBS}{verb}\b",
            "auxiliary": rf"(?:{parts['auxiliary']}\s+)+",
            "stop": rf"\b(?:{parts['stop']})\b",
        }.items()
    }


def figured(
    masked: str, start: int, end: int, values: Sequence[Statistic], mentions: Sequence[ArmMention]
) -> Span | None:
    """Where a clause, of a text with blank brackets, tells what its figures are of; None where no form fits."""
    if not values:
        return None
    hole = _hole(masked, start, values[0])
    patterns = _patterns()
    for form in ("likely", "doing"):
        match = patterns[form].search(masked, start, hole)
        if match is not None:
            return _name(masked, *match.span("name"), mentions)
    copula = patterns["copula"].search(masked, start, hole)
    if copula is not None:
        return _name(masked, _subject(masked, start, copula.start()), copula.start(), mentions)
    figure = _OF_FIGURE.search(masked, start, hole)
    if figure is not None:
        return _name(masked, *figure.span(figure.lastgroup or "name"), mentions)
    if patterns["took"].search(masked, start, hole):
        task = patterns["task"].search(masked, values[0].end, end)
        return _name(masked, *task.span("name"), mentions) if task is not None else None
    return _predicate(masked, start, end, hole, values, mentions)


def _hole(masked: str, start: int, value: Statistic) -> int:
    """Where a figure begins, or the blanks of the bracket that holds it."""
    hole = value.start
    if masked[hole : hole + 1].isspace():
        while hole > start and masked[hole - 1].isspace():
            hole -= 1
        hole += 1
    return hole


def _subject(masked: str, start: int, end: int) -> int:
    """Where the subject begins that ends at a copula."""
    begin = begin_of_clause(masked, start, end)
    for match in _THAT.finditer(masked, begin, end):
        if match.group().strip() == "that":
            begin = match.end()
    return begin


# What is left of a verb behind a name: "24 second cancers have been | observed".
_AUXILIARIES: Final = frozenset({"has", "have", "had", "been", "was", "were", "being"})
_WHO: Final = frozenset({"patients", "those"})


def _name(masked: str, start: int, end: int, mentions: Sequence[ArmMention]) -> Span | None:
    """A stretch as a name: before the first arm that it runs into, without what stands around a name."""
    inside = [
        item
        for item in mentions
        if start <= item.start < end and _OF_ARM.search(masked, max(start, item.start - 20), item.start)
    ]
    if inside:
        end = inside[0].start
    start = max(start, masked.rfind(", ", start, end) + 1)
    words = [(match.start(), match.end()) for match in _WORD.finditer(masked, start, end)]
    while words and masked[slice(*words[0])].lower() in words_of("lead"):
        words.pop(0)
    edges = (words_of("lead"), words_of("tail"), words_of("end") if inside else _AUXILIARIES, _WHO)
    while words and any(masked[slice(*words[-1])].lower() in edge for edge in edges):
        words.pop()
    if not words or len(words) > _LONGEST:
        return None
    told = [masked[slice(*word)].lower() for word in words]
    head = next((word for word in told if not word.endswith("ly")), told[0])
    if head in words_of("people") or head in _conduct() or head in _POINTING:
        return None
    if all(word in words_of("no_outcome") or word in words_of("measure") for word in told):
        return None
    if any(item.start < words[-1][1] <= item.end for item in mentions):
        return None  # what a group is called, or got
    if not any(len(word) > 2 and word.isalpha() for word in told):
        return None
    return words[0][0], words[-1][1]


def _predicate(
    masked: str, start: int, end: int, hole: int, values: Sequence[Statistic], mentions: Sequence[ArmMention]
) -> Span | None:
    """What the patients did whose share or number is told: behind it, behind its arm, and behind the figures listed with it."""
    if any(item.type not in ("rate", "count") for item in values) or not _of_patients(
        masked, start, hole, mentions
    ):
        return None
    place = values[0].end
    patterns = _patterns()
    while place < end:
        follow = next((item for item in values if item.start >= place), None)
        skipped = (
            follow.end
            if follow is not None and _NEXT.fullmatch(masked, place, _hole(masked, place, follow))
            else _skipped(masked, place, end, mentions)
        )
        if skipped is None:
            break
        place = skipped
    while place < end and not masked[place].isalnum():
        place += 1
    stop = min(
        (
            match.start()
            for match in (patterns["stop"].search(masked, place, end), _BORDER.search(masked, place, end))
            if match is not None
        ),
        default=end,
    )
    stop = min([stop, *(item.start for item in values if item.start > place)])
    verb = patterns["verb"]
    words = [match.start() for match in _WORD.finditer(masked, place, stop)][:_VERB_BY]
    if not any(verb.match(masked, word, stop) for word in words):
        return None
    lead = patterns["auxiliary"].match(masked, place, stop)
    return _name(masked, lead.end() if lead is not None else place, stop, mentions)


def _of_patients(masked: str, start: int, hole: int, mentions: Sequence[ArmMention]) -> bool:
    """Whether nothing but patients and their arm stands before a figure: "in arm A, 12", "more A patients (28%)"."""
    left = masked[begin_of_clause(masked, start, hole) : hole].rstrip()
    named = [item for item in mentions if start <= item.start < hole]
    words = [word.lower() for word in _WORD.findall(left)]
    if not words or left.endswith(","):
        return True
    who = _patterns()["who"]
    tail = who.search(left)
    ends = tail is not None and tail.end() == len(left)
    arm = bool(named) and not masked[named[-1].end : hole].strip(" -").replace("patients", "").strip()
    return (ends or arm) and len(words) <= _LONGEST


def _skipped(masked: str, place: int, end: int, mentions: Sequence[ArmMention]) -> int | None:
    """The place behind the people or the arm that stand at a place, or None."""
    patterns = _patterns()
    who = patterns["who"].match(masked, place, end)
    if who is not None:
        modifier = patterns["modifier"].match(masked, who.end(), end)
        return who.end() if modifier is None else modifier.end()
    whom = patterns["whom"].match(masked, place, end)
    if whom is not None:
        who = patterns["who"].match(masked, whom.end(), end)
        if who is not None:
            return who.end()
        near = [
            item for item in mentions if whom.end() - 12 <= item.start <= whom.end() + 12 and item.end > place
        ]
        return near[0].end if near else None
    gap = re.compile(r"[\s)%\]]+").match(masked, place, end)
    return (
        gap.end()
        if gap is not None and gap.end() > place and gap.end() < end and masked[gap.end()] in "%)"
        else None
    )


# Between a figure and what it is of, where figures come first: "5% and 14% for local recurrence".
_FOR: Final = re.compile(r"[\s%]*\bfor (?:the )?")
_FOR_KNOWN: Final = re.compile(r"[\s%]*\bfor (?:[\w/-]+ ){0,2}")
_NAME_FOR: Final = re.compile(r"(?:[A-Za-z][\w/-]* ?){1,5}?(?=\s*(?:[,;.(]|and \d|or \d|and$|$|  ))")


def behind_figures(
    masked: str, end: int, values: Sequence[Statistic], known: Sequence[Span], mentions: Sequence[ArmMention]
) -> list[Span]:
    """Names behind "for" in a list of figures of which others have a known outcome there: "1% for death, 4% for late X"."""
    if not any(
        _FOR_KNOWN.fullmatch(masked, item.end, start)
        for item in values
        for start, _ in known
        if start > item.end
    ):
        return []
    taken = [*known, *((item.start, item.end) for item in mentions)]
    found = []
    for item in values:
        lead = _FOR.match(masked, item.end, end)
        name = _NAME_FOR.match(masked, lead.end(), end) if lead is not None else None
        if name is None or any(start < name.end() and name.start() < stop for start, stop in taken):
            continue
        span = _name(masked, name.start(), name.end(), mentions)
        if span is not None:
            found.append(span)
    return found
