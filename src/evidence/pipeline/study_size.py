"""How many patients a study has: the number randomised, else entered (CONSORT 2010, items 13a and 16).

Counts of people are weighed by what stands around them (`data/size_cues.tsv`); a count that smaller ones of the same place
add up to is their total. The sentence that tells of allocation also tells the arms' own sizes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, pairwise
from typing import Final

from evidence.pipeline.arm_mentions import ArmMention
from evidence.pipeline.layers import Sentence
from evidence.pipeline.numerals import WORDS, whole_number
from evidence.pipeline.sizes import ALLOCATED, NUMBER, PEOPLE
from evidence.pipeline.tables import rows

# "N = 300" and "(n = 255)"; a number before people; a number before what was done with them ("939 were randomised");
# a number after what was done ("enrolled 281", "accrual of 475").
_EQUALS: Final = re.compile(r"\b(?P<sign>[nN])\s?=\s?(?P<n>\d{1,3}(?:[, ]\d{3})+|\d{1,6})\b(?!\s?%)")
# What parts a number from people that it does not count.
_NO_GAP: Final = r"(?:\d\d|in|with|for|by|at|to|from|on|or|and|vs|versus|than|were|was|had|among|weeks?|months?|years?|days?|centers?|centres?)"
_COUNT: Final = re.compile(
    rf"(?<![\w.·/%≥≤<>=-])(?<!grade )(?<!phase ){NUMBER}(?![\w.·%/]|\s?%|[-–]\d|,\d|[-–](?:week|month|year|day|arm|center|centre))"
    rf"(?P<gap>(?:\s?\((?:\d|one|two)[^()]{{0,25}}\))?(?:\s(?:of|(?!{_NO_GAP}\b)[\w/+.'’–-]+,?|\([^()]{{1,20}}\))){{0,9}}?\s\(?{PEOPLE}\b"
    r"|\s(?:were|was|underwent|had been|have been) (?:\w+ )?(?:randomi\w+|enrol\w+|recruited|included|assigned|allocated|entered|accrued|analy[sz]ed))",
    re.IGNORECASE,
)
_AFTER_VERB: Final = re.compile(
    rf"\b(?:randomi[sz]ed|enrol(?:l?ed|ling)|recruited|accrued|included|(?:sample|accrual|enrol\w+ment|total) (?:size )?(?:of|was)|sample size (?:of|was)) {NUMBER}(?![\w.·%/]|\s?%|[-–]\w)",
    re.IGNORECASE,
)
_PEOPLE: Final = re.compile(rf"\b{PEOPLE}\b", re.IGNORECASE)
_UNTOLD: Final = frozenset({"references", "conclusions", "discussion", "other"})
_BACKGROUND: Final = -2.0
_YEARS: Final = range(1900, 2036)
# A cheap sign of a count: a digit, or a number word that is more than a few.
_NUMERAL: Final = re.compile(
    r"\d|(?:[Tt]went|[Tt]hirt|[Ff]ort|[Ff]ift|[Ss]ixt|[Ss]event|[Ee]ight|[Nn]inet)y|teen\b|hundred|thousand|[Tt]welve|[Ee]leven|\b[Tt]en\b"
    r"|\b(?:[Ff]our|[Ff]ive|[Ss]ix|[Ss]even|[Ee]ight|[Nn]ine) (?:\w+ )?(?:patients|women|men|cases|participants)"
)
# Where a number begins, found fast.
_LEAD: Final = re.compile(r"(?<![\d,.·])\d|(?<![a-z-])(?=[otfsenzOTFSEN])" + WORDS, re.IGNORECASE)
# Results tell who took part before what came of it.
_FIRST_RESULTS: Final = 4
# How far from a count its cues may stand, in characters: before it, behind it, and those that may do either.
_BEFORE, _AFTER, _AROUND = 75, 200, 110
_CLAUSE: Final = re.compile(r"[;.](?=\s)|\b(?:and|but|while|whereas) (?=\d)")


@dataclass(slots=True)
class _Count:
    """A count that may be the study's size."""

    value: int
    start: int
    end: int
    sentence: int
    score: float


def study_size(text: str, sentences: Sequence[Sentence], sizes: Sequence[int]) -> int | None:
    """How many were randomised, else entered; `sizes` are those of the arms, where they are known.

    Where only the arms' sizes are told, it is their sum.
    """
    counts = list(_counted(text, sentences))
    shares = [part.value for part in parts(text, sentences)] or (list(sizes) if len(sizes) > 1 else [])
    total = sum(shares) if shares else None
    totals = _totals(text, sentences, counts)
    for count in counts:
        if count.value == total or (count.value in totals and count.score > 0):
            count.score += 6
        elif count.value in shares:
            count.score -= 6
        elif total is not None and count.value < total:
            count.score -= 2
    best = max(counts, key=lambda count: (count.score, -count.start), default=None)
    if best is not None and best.score > 0:
        return best.value
    if total is not None:
        return total
    last = -_PLANNED if _PROTOCOL.search(text) else -_PARTIAL
    return best.value if best is not None and best.score > last else None


def _counted(text: str, sentences: Sequence[Sentence]) -> Iterator[_Count]:
    """The counts of people where sizes are told: all before the results, and the first sentences of those."""
    results = 0
    for index, sentence in enumerate(sentences):
        results += sentence.section == "results"
        if sentence.section in _UNTOLD or results > _FIRST_RESULTS:
            continue
        if _NUMERAL.search(text, sentence.start, sentence.end):
            yield from _counts(text, sentence, index)


def _matches(
    pattern: re.Pattern[str], lead: re.Pattern[str] | None, text: str, sentence: Sentence
) -> Iterator[re.Match[str]]:
    """The matches of a pattern, tried only where `lead` matches, if there is one."""
    if lead is None:
        yield from pattern.finditer(text, sentence.start, sentence.end)
        return
    for begin in lead.finditer(text, sentence.start, sentence.end):
        match = pattern.match(text, begin.start(), sentence.end)
        if match is not None:
            yield match


@lru_cache(maxsize=1)
def _cues() -> tuple[tuple[str, float, re.Pattern[str]], ...]:
    return tuple(
        (row["place"], float(row["weight"]), re.compile(row["pattern"], re.IGNORECASE))
        for row in rows("size_cues")
    )


def _counts(text: str, sentence: Sentence, index: int) -> Iterator[_Count]:
    """The counts of people of a sentence with their scores."""
    taken: set[int] = set()
    for pattern, lead in ((_EQUALS, None), (_COUNT, _LEAD), (_AFTER_VERB, None)):
        for match in _matches(pattern, lead, text, sentence):
            start, end = match.span("n")
            value = whole_number(match["n"].replace(" ", "") if match["n"][0].isdigit() else match["n"])
            plain = match["n"].isdigit() and pattern is not _EQUALS
            if (
                start in taken
                or value is None
                or value < 4
                or match["n"].startswith("0")
                or (plain and value in _YEARS and _dated(text, start))
            ):
                continue
            taken.add(start)
            yield _Count(value, start, end, index, _score(text, sentence, match, pattern is _EQUALS))


# What a count may lack where nothing better is told: of those who could be evaluated, and in protocols of those planned.
_PARTIAL, _PLANNED = 3.0, 8.0
_PROTOCOL: Final = re.compile(
    r"\bwill (?:be|receive|undergo|include|recruit|enrol)|\b(?:target|planned) (?:accrual|enrol)",
    re.IGNORECASE,
)
_MONTH: Final = re.compile(
    r"(?:\b(?:january|february|march|april|may|june|july|august|september|october|november|december|in|since|between|from|to|until|and|through|by|of|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.?|\d,)\s$",
    re.IGNORECASE,
)


def _dated(text: str, start: int) -> bool:
    return _MONTH.search(text, max(0, start - 12), start) is not None


def _score(text: str, sentence: Sentence, match: re.Match[str], equals: bool) -> float:
    start, end = match.span("n")
    before = text[max(sentence.start, start - _BEFORE) : start]
    after = text[end : min(sentence.end, end + _AFTER)]
    cut = max((item.end() for item in _CLAUSE.finditer(before)), default=0)
    stop = _CLAUSE.search(after)
    before, after = before[cut:], after[: stop.start() + 1] if stop else after
    near = after[:_AROUND]
    score = 0.5 + (_BACKGROUND if sentence.section in ("background", "title") else 0)
    if equals:
        alone = len(_EQUALS.findall(text, sentence.start, sentence.end)) == 1
        score += 4 if match["sign"] == "N" else 2 if _PEOPLE.search(before[-25:]) else 1 if alone else -1
    for place, weight, pattern in _cues():
        if place == "around":
            told = pattern.search(before) or pattern.search(near)
        else:
            told = pattern.search(before if place == "before" else after)
        score += weight if told else 0
    return score


_ANY: Final = re.compile(r"(?<![\w.·/%≥≤<>-])(?P<n>\d{1,3}(?:,\d{3})+|\d{1,5})(?![\w.·%]|\s?%|[-–]\d|,\d)")


def _totals(text: str, sentences: Sequence[Sentence], counts: Sequence[_Count]) -> set[int]:
    """The counts that two or three neighbouring numbers of their sentence or of the next one add up to."""
    numbers = [
        [int(item["n"].replace(",", "")) for item in _ANY.finditer(text, sentence.start, sentence.end)]
        for sentence in sentences
    ]
    found = set()
    for count in counts:
        lines = range(max(0, count.sentence - 1), count.sentence + 2)
        near = [
            number
            for line in lines
            if line < len(numbers)
            for number in numbers[line]
            if 4 < number < count.value
        ]
        told = {item.value for item in counts if item.sentence in lines and item is not count}
        pairs = {
            first + second for first, second in pairwise(near) if 6 * min(first, second) > first + second
        }
        pairs |= {
            first + second
            for first, second in combinations(told, 2)
            if 6 * min(first, second) > first + second
        }
        if count.value in pairs or any(
            sum(near[place : place + 3]) == count.value for place in range(len(near) - 2)
        ):
            found.add(count.value)
    return found


# "(992 patients) or ... (..., 987 patients)", "(n = 47) or without (n = 43)"; "409 (50%) patients were assigned to A and 411
# (50%) to B".
_IN_BRACKETS: Final = re.compile(
    rf"\((?:[^()]{{0,60}}?[,;:] ?)?(?:[nN]\s?=\s?)?(?<!\d,)(?P<n>\d{{1,3}}(?:,\d{{3}})+|\d{{1,6}})(?: {PEOPLE})?\)"
)
_DEALT: Final = re.compile(
    rf"(?<![\w.·])(?P<n>\d{{1,3}}(?:,\d{{3}})+|\d{{1,6}})(?: \(\d[\d.·]*\s?%\))?(?: {PEOPLE})?(?: were| was)?(?: randomly)?"
    r"(?: assigned| allocated| randomi[sz]ed)?(?: to| into| in) (?:the |receive )?(?=[A-Za-z])"
)


@dataclass(frozen=True, slots=True)
class Part:
    """The size of one arm in the sentence that tells of allocation; its arm is named `before` it or behind it."""

    value: int
    start: int
    end: int
    before: bool
    sentence: Sentence


def parts(text: str, sentences: Sequence[Sentence]) -> list[Part]:
    """The sizes of the arms where the sentence that tells of allocation lists them, two to four of one order."""
    for sentence in sentences:
        if sentence.section in _UNTOLD or not ALLOCATED.search(text, sentence.start, sentence.end):
            continue
        for pattern in (_IN_BRACKETS, _DEALT):
            found = [
                Part(
                    int(item["n"].replace(",", "")),
                    item.start(),
                    item.end(),
                    pattern is _IN_BRACKETS,
                    sentence,
                )
                for item in pattern.finditer(text, sentence.start, sentence.end)
            ]
            values = [item.value for item in found]
            if 2 <= len(found) <= 4 and 6 * min(values) > max(values) and min(values) > 4:
                return found
    return []


def sizes_of_parts(found: Sequence[Part], mentions: Sequence[ArmMention]) -> dict[int, int]:
    """The size of each arm (by its index) that the parts tell: an arm is named next to each, and no two the same."""
    sizes: dict[int, int] = {}
    for index, part in enumerate(found):
        if part.before:
            floor = found[index - 1].end if index else part.sentence.start
            near = [item.arm for item in mentions if floor <= item.start and item.end <= part.end][-1:]
        else:
            ceiling = found[index + 1].start if index + 1 < len(found) else part.sentence.end
            near = [item.arm for item in mentions if part.start <= item.start and item.end <= ceiling][:1]
        if not near or near[0] in sizes:
            return {}
        sizes[near[0]] = part.value
    return sizes
