"""Percentages: rates of patients with an outcome with the counts beside them, and changes and differences in percent."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from evidence.pipeline.statistics.drafts import Draft, operator_before
from evidence.pipeline.statistics.intervals import Intervals
from evidence.pipeline.statistics.predicates import percent_type, tells_rate
from evidence.pipeline.statistics.tokens import Passage
from evidence.pipeline.tables import alternatives

# A percentage; several may share one sign: "38 vs 29%", "29.7, 12 and 5%", "86 ± 1.3%", "61.2 (23/37) vs 26.3%".
_PERCENT: Final = re.compile(
    r"(?P<shared>(?:[NI](?:±[NI]|\(I/I\)|\(w+\))?(?:[v/]|,?&|,v?|w{1,3}v)){1,6}|(?<=p)[NI]t)?"
    r"(?P<number>[NIW])(?P<spread>\(?±[NI]\)?)?\)?%"
)
# "35 of 37,", "9 out of 45,": what follows is their share.
_OUT_OF: Final = re.compile(r"[IW]w?fw?I,$")
_OUT_REACH: Final = 5
_RANGE: Final = re.compile(r"[NI]%?[-t][NI]%")
# "A reduction of between 17% and 56%": one figure between two bounds, and none of two arms.
_BOUNDS: Final = re.compile(r"[NI]%?&[NI]%")
_OF_BETWEEN: Final = frozenset({"of", "by", "from", "was", "were"})
_PER: Final = re.compile(r"(?P<number>[NI])K(?P<base>I)(?P<what>[wnU-]{1,3})")
_OR_MORE: Final = tuple(["or", word] for word in ("more", "greater", "higher", "less", "fewer", "lower"))
_SYMBOLIC: Final = frozenset("><≥≤")
_BOUNDED: Final = alternatives("statistics_bounded").pattern
_BOUNDED_BEFORE: Final = re.compile(
    rf"{_BOUNDED}(?: (?:of|was|were|is|in|at|by|below))*\s*\(?$", re.IGNORECASE
)
_BOUNDED_BEHIND: Final = re.compile(rf" ?(?:of )?(?:tumou?r cells\b|predicted\b|{_BOUNDED})", re.IGNORECASE)
_NAME_REACH: Final = 40
# What may stand between a count and the bracket that holds its percentage: "six patients (2%)", "4154 of them (85%)".
_COUNT_BEFORE: Final = re.compile(
    r"(?P<numerator>[IW])(?:(?:/|[wne]{0,2}f)w?(?P<denominator>[IW]))?(?:(?P<way>[wnefdpGa&X-]{0,5})\(o?|[ne]?[,;:]o?)$"
)
_SLASH_BEFORE: Final = re.compile(r"(?P<numerator>[IW])(?:/|p?f)(?P<denominator>[I])[nwe,;:=]{0,3}\(?o?$")
# A count of events before those of whom it is: "83 deaths among 335 patients (24.8%)".
_EVENTS_BEFORE: Final = re.compile(
    r"(?P<numerator>[IW])(?=[wp]*e)[wepX]{1,5}(?P<denominator>I)[nw]{0,2}\(o?$"
)
_DENOMINATOR_AFTER: Final = re.compile(r"\)?(?:[nwe]{0,2}[fp])w?(?P<denominator>[IW])(?![%Uu.K]|[-t/][NI])")
_COUNTS_AFTER: Final = re.compile(
    r"\)?[,;:]?\(?(?:(?P<size>z)(?=#)|w{0,2})(?P<numerator>[IW#])(?:(?:/|[nwe]{0,2}p?fw?)(?P<denominator>[I]))?(?P<nouns>[nwe]{0,2})(?=[);,:])"
)
# How far a percentage may differ from its counts: roundings, and denominators of another set.
_TOLERANCE: Final = 2.0
# Of how many patients, by what a share and its count come to, a number behind them may be the whole; of another, it is not.
_LEAST_WHOLE: Final = 0.7
_MOST_WHOLE: Final = 1.4


@dataclass(slots=True)
class _Counts:
    numerator: int | None = None
    denominator: int | None = None
    first: int | None = None
    last: int | None = None


def find(passage: Passage, intervals: Intervals) -> list[Draft]:
    """Take all percentages and rates per thousand, whatever they turn out to be of."""
    drafts = (
        [_per(passage, match) for match in _PER.finditer(passage.string)] if "K" in passage.string else []
    )
    if "%" not in passage.string:
        return drafts
    for span in list(_RANGE.finditer(passage.string)):
        if not _from_to(passage, span.start()):
            passage.take(span.start(), span.end() - 1, "range")
    for span in list(_BOUNDS.finditer(passage.string)):
        first = span.start()
        if first > 1 and passage.data[first - 1] == "between" and passage.data[first - 2] in _OF_BETWEEN:
            passage.take(first, span.end() - 1, "range")
    place = 0
    while (match := _PERCENT.search(passage.string, place)) is not None:
        place = match.end()
        numbers = _numbers(passage, match)
        if not numbers and drafts:
            drafts[-1].last = max(drafts[-1].last, place - 1)  # "46.3% +/- 4.6%"
        for at in numbers:
            draft = _draft(passage, at, place - 1 if at == match.start("number") else at)
            if draft is not None:
                if drafts and _goes_on(passage, drafts[-1], draft):
                    draft.type = drafts[-1].type
                drafts.append(draft)
                _complete(passage, draft, intervals)
    return drafts


# Between the averages of two arms: "71% for A and 79% for B", "by 3.4% in A and 5.1% in B".
_NEXT: Final = re.compile(r"(?:\([^()]*\))?[wpfGXgna-]{0,9}(?:\([^()]*\))?,?(?:&|v)[wp]{0,2}o?|,")


def _goes_on(passage: Passage, last: Draft, draft: Draft) -> bool:
    """Whether a percentage is another arm's of what the one before it is a mean or median of, and not another site's."""
    between = range(last.last + 1, draft.first)
    return (
        draft.type == "rate"
        and last.type in ("mean", "median")
        and last.unit == "%"
        and _NEXT.fullmatch(passage.kinds, last.last + 1, draft.first) is not None
        and not any(tells_rate(passage, index) or passage.data[index] == "at" for index in between)
    )


def _per(passage: Passage, match: re.Match[str]) -> Draft:
    """ "42.5 per 1000 women-years"."""
    at, last = match.start("number"), match.end() - 1
    unit = passage.text[passage.starts[at + 1] : passage.ends[last]].replace(",", "")
    first, operator = operator_before(passage, at)
    passage.take(first, last, "rate")
    return Draft(
        type="rate", first=first, last=last, at=at, value=passage.values[at], operator=operator, unit=unit
    )


def _from_to(passage: Passage, first: int) -> bool:
    """ "decreased from 8% to 4%": two values, no range."""
    until = passage.string[first + 1 : first + 3]
    return until == "%t" or (until[:1] == "t" and first > 0 and passage.data[first - 1] == "from")


def _numbers(passage: Passage, match: re.Match[str]) -> list[int]:
    """The number tokens that the sign belongs to, first one first."""
    at = match.start("number")
    if at and passage.codes[at - 1] == "±":
        # "6.7% (± 1.2%)"
        passage.take(at, match.end() - 1, "spread")
        return []
    if not match["shared"]:
        return [at]
    if _OUT_OF.search(passage.string, max(0, match.start() - _OUT_REACH), match.start() + 2):
        return [at]  # "35 of 37, 95%": of how many, and their share
    before = passage.codes[match.start() - 1] if match.start() else " "
    inside = range(match.start("shared"), match.end("shared"))
    shared = [
        index
        for index in inside
        if passage.codes[index] in "NI" and passage.codes[index - 1 if index else 0] not in "±/("
    ]
    shared = [match.start("shared"), *shared] if match.start("shared") not in shared else shared
    if before == "(" and len(shared) == 1 and passage.string[match.end() : match.end() + 1] == ")":
        if passage.codes[shared[0]] == "I" and "," in passage.string[match.start("shared") : at]:
            return [at]  # "fatigue (48, 10%)": how many patients, and their share
    last = passage.codes[match.end("shared") - 1]
    if (
        len(shared) == 1
        and passage.data[at - 1] == "or"
        and passage.codes[at - 2] == ","
        and passage.codes[shared[0]] == "I"
    ):
        return [at]  # "47, or 30.7%": how many patients, and their share
    if before in "gGUy" or last == "/" or any(not 0 <= passage.values[index] <= 100 for index in shared):
        return [at]
    if last == "," and any(passage.codes[index] != passage.codes[at] for index in shared):
        return [at]
    shared = [
        index
        for index in shared
        if not (passage.codes[index + 1] == "/" or passage.codes[index - 1 if index else 0] == "/")
    ]
    return [*shared, at]


def _draft(passage: Passage, at: int, last: int) -> Draft | None:
    """The rate at a number; thresholds ("≥ 50%") are taken and are none."""
    first, operator = operator_before(passage, at)
    words = passage.words(first, first)
    threshold = words.lower() == "at least" or (
        operator is not None
        and words[0] in _SYMBOLIC
        and (operator != "<" or _is_bound(passage, first, last))
    )
    if threshold or passage.data[last + 1 : last + 3] in _OR_MORE:
        passage.take(at, last, "threshold")
        return None
    draft = Draft(
        type="rate", first=first, last=last, at=at, value=passage.values[at], operator=operator, unit="%"
    )
    draft.type = percent_type(passage, first, at, last)
    passage.take(first, last, draft.type)
    return draft


def _is_bound(passage: Passage, first: int, last: int) -> bool:
    """Whether "less than" so many percent is of a measure by which patients are told apart: "PD-L1 < 1%", "< 5% blasts"."""
    start, end = passage.starts[first], passage.ends[last]
    return (
        _BOUNDED_BEFORE.search(passage.text, max(0, start - _NAME_REACH), start) is not None
        or _BOUNDED_BEHIND.match(passage.text, end) is not None
    )


def _complete(passage: Passage, draft: Draft, intervals: Intervals) -> None:
    """Add the counts beside a percentage, and its interval."""
    counts = _counts_before(passage, draft)
    if counts.numerator is None:
        counts = _counts_after(passage, draft)
    elif counts.denominator is None:
        _denominator_after(passage, draft, counts)
    if counts.numerator is not None and _plausible(draft, counts):
        draft.numerator, draft.denominator = counts.numerator, counts.denominator
        draft.first = draft.first if counts.first is None else min(draft.first, counts.first)
        draft.last = draft.last if counts.last is None else max(draft.last, counts.last)
        for index in range(draft.first, draft.last + 1):
            if passage.codes[index] in "NIW":
                passage.take(index, index, "rate")
    intervals.complete(draft)


def _counts_before(passage: Passage, draft: Draft) -> _Counts:
    offset = max(0, draft.first - 16)
    window = passage.string[offset : draft.first]
    match = _SLASH_BEFORE.search(window) or _events_before(passage, draft, window, offset)
    match = match or _COUNT_BEFORE.search(window)
    if match is None:
        return _Counts()
    first = offset + match.start("numerator")
    if match["denominator"] is None and passage.codes[first + 1] in "Gg":
        return _Counts()
    denominator = match["denominator"] and int(passage.values[offset + match.start("denominator")])
    return _Counts(int(passage.values[first]), denominator or None, first)


def _events_before(passage: Passage, draft: Draft, window: str, offset: int) -> re.Match[str] | None:
    """A count of events and of patients whose share is the percentage; another count may stand there."""
    match = _EVENTS_BEFORE.search(window)
    if match is None:
        return None
    events, patients = (
        int(passage.values[offset + match.start(part)]) for part in ("numerator", "denominator")
    )
    return match if _plausible(draft, _Counts(events, patients)) else None


def _denominator_after(passage: Passage, draft: Draft, counts: _Counts) -> None:
    match = _DENOMINATOR_AFTER.match(passage.string, draft.last + 1)
    if match is not None:
        at = match.start("denominator")
        wanted = (counts.numerator or 0) * 100 / draft.value if draft.value else 0
        if passage.values[at] >= (counts.numerator or 0) and (
            not wanted or _LEAST_WHOLE * wanted <= passage.values[at] <= _MOST_WHOLE * wanted
        ):
            counts.denominator, counts.last = int(passage.values[at]), at


def _counts_after(passage: Passage, draft: Draft) -> _Counts:
    match = _COUNTS_AFTER.match(passage.string, draft.last + 1)
    if match is None:
        return _Counts()
    at = match.start("numerator")
    if passage.codes[at] == "#" and not match["size"]:
        return _Counts()
    bracketed = "(" in passage.string[draft.last + 1 : at]
    if match["denominator"] is None and not (bracketed and (match["nouns"] or match["size"])):
        return _Counts()
    end = match.start("denominator") if match["denominator"] else at
    return _Counts(
        int(passage.values[at]), int(passage.values[end]) if match["denominator"] else None, None, end
    )


def _plausible(draft: Draft, counts: _Counts) -> bool:
    """Whether counts and percentage agree."""
    if counts.denominator is None or draft.value is None:
        return counts.numerator is not None
    if not counts.denominator or counts.numerator is None or counts.numerator > counts.denominator:
        return False
    return abs(100 * counts.numerator / counts.denominator - draft.value) <= _TOLERANCE
