"""How many patients a study has: the number randomised, else entered (CONSORT 2010, items 13a and 16).

Counts of people are weighed by what stands around them (`data/size_cues.tsv`); a count that smaller ones of the same place
add up to is their total.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, pairwise
from typing import Final

from evidence.pipeline.folding import caseless, folded
from evidence.pipeline.layers import Numeral, Sentence
from evidence.pipeline.numerals import THIN, plain, whole_number
from evidence.pipeline.screens import Screen, screened
from evidence.pipeline.sizes import ALLOCATED, NUMBER, PEOPLE
from evidence.pipeline.tables import rows

# "N = 300" and "(n = 255)"; a number before people; a number before what was done with them ("939 were randomised");
# a number after what was done ("enrolled 281", "accrual of 475").
_EQUALS: Final = re.compile(
    rf"\b(?P<sign>[nN])\s?=\s?(?P<n>\d{{1,3}}(?:[, {THIN}]\d{{3}})+|\d{{1,6}})\b(?!\s?%)"
)
# What parts a number from people that it does not count.
_NO_GAP: Final = r"(?:\d\d|in|with|for|by|at|to|from|on|or|and|vs|versus|than|were|was|had|among|weeks?|months?|years?|days?|centers?|centres?|studies|trials|articles|publications|reports|rcts)"
# What a meta-analysis counts beside people.
_STUDIES: Final = r"(?! (?:[\w-]+ ){0,4}?(?:studies|trials|articles|publications|reports|rcts)\b)"
# "80 ASA physical status 1 and 2 women": a class of anaesthetists.
_ASA: Final = r"\sASA(?: (?:physical status|class|grade|score))? (?:[1-4]|I{1,3}|IV)(?:(?:,|,? and|,? or|-|–| to) ?(?:[1-4]|I{1,3}|IV)\b)*"
_COUNT: Final = caseless(  # of folded texts
    rf"(?<![\w.·/%≥≤<>=-])(?<!grade )(?<!phase ){NUMBER}(?![\w.·%/]|\s?%|[-–]\d|,\d|[-–](?:week|month|year|day|arm|center|centre))"
    rf"(?P<gap>(?:\s?\((?:\d|one|two)[^()]{{0,25}}\))?(?:{_ASA}|\s(?:of|(?!{_NO_GAP}\b)[\w/+.'’–-]+,?|\([^()]{{1,20}}\))){{0,9}}?\s\(?{PEOPLE}\b"
    r"|(?:\s\(\d[^()]{0,10}%\)(?: \w+ and)?)?\s(?:were|was|underwent|had been|have been) (?:\w+ )?(?:randomi\w+|enrol\w+|recruited|included|assigned|allocated|entered|accrued|analy[sz]ed)"
    # "697 were identified and 585 randomised, 390 to": the verb of before holds for the participle.
    r"|\srandomi[sz]ed(?=,? (?:\d|to\b|into\b|between\b)|[.;]\s)"
    # "66 were invited, 28 enrolled and 23 completed the trial"
    r"|\senrolled(?=,? (?:and )?\d|,? and completed\b))",
)
_AFTER_VERB: Final = screened(
    rf"\b(?:randomi[sz]ed|enrol(?:l?ed|ling)|recruited|accrued|included|(?:sample|accrual|enrol\w+ment|total) (?:size )?(?:of|was)|sample size (?:of|was)) {NUMBER}(?![\w.·%/]|\s?%|[-–]\w){_STUDIES}",
    re.IGNORECASE,
)
# "74 of the planned 92 patients were enrolled".
_OF_PLANNED: Final = screened(
    rf"(?<![\w.·/]){NUMBER} of (?:the |a )?(?:planned|target(?:ed)?|intended|projected|anticipated) \d[\d,]* {PEOPLE}\b",
    re.IGNORECASE,
)
_PEOPLE: Final = re.compile(rf"\b{PEOPLE}\b", re.IGNORECASE)
_UNTOLD: Final = frozenset({"references", "conclusions", "discussion", "other"})
_BACKGROUND: Final = -2.0
_YEARS: Final = range(1900, 2036)
# Results tell who took part before what came of it.
_FIRST_RESULTS: Final = 4
# How far from a count its cues may stand, in characters: before it, behind it, and those that may do either.
_BEFORE, _AFTER, _AROUND = 75, 200, 110
_CLAUSE: Final = re.compile(r"[;.](?=\s)|\b(?:and|but|while|whereas) (?=\d|$)")


@dataclass(slots=True)
class _Count:
    """A count that may be the study's size."""

    value: int
    start: int
    end: int
    sentence: int
    score: float


def study_size(
    text: str,
    sentences: Sequence[Sentence],
    numerals: Sequence[Numeral],
    sizes: Sequence[int],
    *,
    whole: bool = False,
) -> int | None:
    """How many were randomised, else entered; `sizes` are those of the arms, where they are known (`whole`: of all).

    Where only the arms' sizes are told, it is their sum.
    """
    counts = list(_counted(text, sentences, numerals))
    shares = parts(text, sentences) or (list(sizes) if len(sizes) > 1 else [])
    total = sum(shares) if shares else None
    totals = _totals(text, sentences, counts) | _apart(text, sentences)
    for count in counts:
        if count.value == total or (count.value in totals and count.score > 0):
            count.score += 6
        elif count.value in shares:
            count.score -= 6
        elif total is not None and count.value < total:
            count.score -= 2
    best = max(counts, key=lambda count: (count.score, -count.start), default=None)
    together = len(sizes) > 2 and best is not None and 2 * best.value == sum(sizes)
    if best is not None and whole and best.value in sizes and not together:
        return max(sum(sizes), total or 0)  # no arm is the whole study
    if best is not None and best.score > 0 and not (total is not None and best.value < max(shares)):
        return best.value
    if total is not None:
        return total
    last = -_PLANNED if _PROTOCOL.search(text) else -_PARTIAL
    return best.value if best is not None and best.score > last else None


def _counted(text: str, sentences: Sequence[Sentence], numerals: Sequence[Numeral]) -> Iterator[_Count]:
    """The counts of people where sizes are told: all before the results, and the first sentences of those."""
    results = 0
    starts = [item.start for item in numerals]
    for index, sentence in enumerate(sentences):
        results += sentence.section == "results"
        if sentence.section in _UNTOLD or results > _FIRST_RESULTS:
            continue
        near = starts[bisect_left(starts, sentence.start) : bisect_left(starts, sentence.end)]
        if near:
            yield from _counts(text, sentence, index, near)


def _matches(text: str, sentence: Sentence, places: Sequence[int]) -> Iterator[re.Match[str]]:
    """Where the numbers at `places` may count people."""
    if text.find("=", sentence.start, sentence.end) >= 0:
        yield from _EQUALS.finditer(text, sentence.start, sentence.end)
    lower = folded(text)
    for place in places:
        match = _COUNT.match(lower, place + text[place].isspace(), sentence.end)
        if match is not None:
            yield match
    yield from _AFTER_VERB.finditer(text, sentence.start, sentence.end)
    yield from _OF_PLANNED.finditer(text, sentence.start, sentence.end)


@lru_cache(maxsize=1)
def _cues() -> tuple[tuple[str, float, re.Pattern[str] | Screen], ...]:
    return tuple(
        (
            row["place"],
            float(row["weight"]),
            (screened if row["place"] == "after" else re.compile)(row["pattern"]),
        )
        for row in rows("size_cues")
    )


def _counts(text: str, sentence: Sentence, index: int, places: Sequence[int]) -> Iterator[_Count]:
    """The counts of people of a sentence with their scores."""
    taken: set[int] = set()
    for match in _matches(text, sentence, places):
        start, end = match.span("n")
        value = whole_number(match["n"].replace(" ", "") if match["n"][0].isdigit() else match["n"])
        plain = match["n"].isdigit() and match.re is not _EQUALS
        if (
            start in taken
            or value is None
            or value < 4
            or match["n"].startswith("0")
            or (plain and value in _YEARS and _dated(text, start))
        ):
            continue
        taken.add(start)
        yield _Count(value, start, end, index, _score(text, sentence, match, match.re is _EQUALS))


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


# Before a count that looks like a year: "a total of 1917 patients".
_TOTAL_OF: Final = re.compile(
    r"\b(?:total|sample|cohort|population|series|group|accrual|enrol\w+) of $", re.IGNORECASE
)


def _dated(text: str, start: int) -> bool:
    if _TOTAL_OF.search(text, max(0, start - 16), start):
        return False
    return _MONTH.search(text, max(0, start - 12), start) is not None


def _score(text: str, sentence: Sentence, match: re.Match[str], equals: bool) -> float:
    start, end = match.span("n")
    # Patterns of plain lower case are searched several times as fast as those that ignore case.
    before = text[max(sentence.start, start - _BEFORE) : start].lower()
    after = text[end : min(sentence.end, end + _AFTER)].lower()
    cut = max((item.end() for item in _CLAUSE.finditer(before)), default=0)
    stop = _CLAUSE.search(after)
    before, after = before[cut:], after[: stop.start() + 1] if stop else after
    near = f"{before}\n{after[:_AROUND]}"
    score = 0.5 + (_BACKGROUND if sentence.section in ("background", "title") else 0)
    if equals:
        alone = len(_EQUALS.findall(text, sentence.start, sentence.end)) == 1
        score += 4 if match["sign"] == "N" else 2 if _PEOPLE.search(before[-25:]) else 1 if alone else -1
    for place, weight, pattern in _cues():
        told = pattern.search(near if place == "around" else before if place == "before" else after)
        score += weight if told else 0
    return score


_ANY: Final = re.compile(
    rf"(?<![\w.·/%≥≤<>-])(?P<n>\d{{1,3}}(?:[,{THIN}]\d{{3}})+|\d{{1,5}})(?![\w.·%]|\s?%|[-–]\d|[,{THIN}]\d)"
)


def _totals(text: str, sentences: Sequence[Sentence], counts: Sequence[_Count]) -> set[int]:
    """The counts that two or three neighbouring numbers of their sentence or of the next one add up to."""
    lines_near = {line for count in counts for line in range(count.sentence - 1, count.sentence + 2)}
    numbers = [
        [int(plain(item["n"])) for item in _ANY.finditer(text, sentence.start, sentence.end)]
        if line in lines_near
        else []
        for line, sentence in enumerate(sentences)
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


_GIVEN: Final = screened(
    rf"(?<![\w.·])(?P<n>\d{{1,3}}(?:[,{THIN}]\d{{3}})+|\d{{2,6}}) {PEOPLE} (?:who were )?(?:randomly )?(?:randomi[sz]ed|assigned|allocated) to (?:receive )?\w"
)


def _apart(text: str, sentences: Sequence[Sentence]) -> set[int]:
    """The sum of two arms that are told in sentences of their own: "of 511 patients randomised to A ... of 510 to B"."""
    told = [
        int(plain(item["n"]))
        for sentence in sentences
        if sentence.section not in _UNTOLD
        for item in _GIVEN.finditer(text, sentence.start, sentence.end)
    ]
    return (
        {first + second for first, second in combinations(dict.fromkeys(told), 2)} if len(told) > 1 else set()
    )


# "(992 patients) or ... (..., 987 patients)", "(n = 47) or without (n = 43)"; "409 (50%) patients were assigned to A and 411
# (50%) to B".
_IN_BRACKETS: Final = re.compile(
    rf"\((?![^()]*(?:±|\bS[DE]\b))(?:[^()]{{0,60}}?[,;:] ?)?(?:[nN]\s?=\s?)?(?<!\d,)(?P<n>\d{{1,3}}(?:[,{THIN}]\d{{3}})+|\d{{1,6}})(?: {PEOPLE})?\)"
)
_DEALT: Final = re.compile(
    rf"(?<![\w.·])(?P<n>\d{{1,3}}(?:[,{THIN}]\d{{3}})+|\d{{1,6}})(?: \(\d[\d.·]*\s?%\))?(?: {PEOPLE})?(?: were| was)?(?: randomly)?"
    r"(?: assigned| allocated| randomi[sz]ed)?(?: to| into| in) (?:the |receive )?(?=[A-Za-z])"
)


# "63 patients were in the A group and 60 in the B group".
_IN_GROUPS: Final = screened(
    rf"(?<![\w.·]){NUMBER} {PEOPLE} were (?:in|on) (?:the )?[^.;,()\d]{{1,40}}?(?:group|arm),? (?:and|while|whereas) {NUMBER.replace('<n>', '<m>')}"
    rf"(?: {PEOPLE})?(?: were)? (?:in|on) (?:the )?[^.;,()\d]{{1,40}}?(?:group|arm)\b",
    re.IGNORECASE,
)


def parts(text: str, sentences: Sequence[Sentence]) -> list[int]:
    """The sizes of the arms where the sentence that tells of allocation lists them, two to four of one order."""
    for sentence in sentences:
        if sentence.section in _UNTOLD:
            continue
        both = _IN_GROUPS.search(text, sentence.start, sentence.end)
        told = [whole_number(both["n"]), whole_number(both["m"])] if both is not None else []
        if told and None not in told:
            return [value for value in told if value is not None]
        if not ALLOCATED.search(text, sentence.start, sentence.end):
            continue
        for pattern in (_IN_BRACKETS, _DEALT):
            values = [int(plain(item["n"])) for item in pattern.finditer(text, sentence.start, sentence.end)]
            if 2 <= len(values) <= 4 and 6 * min(values) > max(values) and min(values) > 4:
                return values
    return []
