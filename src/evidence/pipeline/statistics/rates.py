"""Rates: percentages of patients with an outcome, with the counts beside them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from evidence.pipeline.statistics.drafts import Draft, operator_before
from evidence.pipeline.statistics.effects import last_level, nothing_between
from evidence.pipeline.statistics.intervals import Interval, attach, bare
from evidence.pipeline.statistics.tokens import Passage

# A percentage; several may share one sign: "38 vs 29%", "29.7, 12 and 5%", "86 ± 1.3%".
_PERCENT: Final = re.compile(
    r"(?P<shared>(?:[NI](?:±[NI])?(?:[v&,/]|,&|,v|\(w\)[v&,]?)){1,6})?(?P<number>[NI])(?P<spread>(?:\(?±[NI]\)?))?\)?%"
)
_RANGE: Final = re.compile(r"[NI]%?[-t][NI]%")
_SYMBOLIC: Final = frozenset("><≥≤")
# What may stand between a count and the bracket that holds its percentage: "six patients (2%)", "4154 of them (85%)".
_COUNT_BEFORE: Final = re.compile(
    r"(?P<numerator>[IW])(?:(?:/|(?:w?[ne])?(?:f|w f)w?)(?P<denominator>[IW]))?(?P<way>[wnefdpGa&X-]{0,5})[(,:;=]{1,2}o?$"
)
_SLASH_BEFORE: Final = re.compile(r"(?P<numerator>[IW])(?:/|f)(?P<denominator>[I])[nwe,;:=]{0,3}\(?o?$")
_DENOMINATOR_AFTER: Final = re.compile(r"\)?(?:[nwe]{0,2}f)w?(?P<denominator>[IW])(?![%Uu])")
_COUNTS_AFTER: Final = re.compile(
    r"\)?[,;:]?\(?(?:z|w{0,2})(?P<numerator>[IW])(?:(?:/|[nwe]{0,2}fw?)(?P<denominator>[I]))?(?P<nouns>[nwe]{0,2})(?P<close>[);,])"
)
_PERCENT_WORDS: Final = frozenset({"percent", "per-cent", "pct"})


@dataclass(slots=True)
class _Counts:
    numerator: int | None = None
    denominator: int | None = None
    first: int | None = None
    last: int | None = None


def spell_out(passage: Passage) -> None:
    """Read the word "percent" as its sign."""
    for index, word in enumerate(passage.data):
        if word in _PERCENT_WORDS or (word == "cent" and index and passage.data[index - 1] == "per"):
            passage.codes[index] = "%"
            if word == "cent":
                passage.codes[index - 1] = "_"
    passage.string = "".join(passage.codes).replace("_%", "%_") if "cent" in passage.data else "".join(passage.codes)


def find(passage: Passage, intervals: Sequence[Interval]) -> list[Draft]:
    """Take all percentages, whatever they turn out to be of."""
    if "%" not in passage.string:
        return []
    drafts: list[Draft] = []
    for match in list(_RANGE.finditer(passage.string)):
        if not _from_to(passage, match.start()):
            passage.take(match.start(), match.end() - 1, "range")
    place = 0
    while (match := _PERCENT.search(passage.string, place)) is not None:
        place = match.end()
        for at in _numbers(passage, match):
            draft = _draft(passage, at, place - 1 if at == match.start("number") else at)
            if draft is not None:
                drafts.append(draft)
                _complete(passage, draft, intervals)
    return drafts


def _from_to(passage: Passage, first: int) -> bool:
    """ "decreased from 8% to 4%": two values, no range."""
    return passage.codes[first + 1] == "%" and passage.codes[first + 2] == "t"


def _numbers(passage: Passage, match: re.Match[str]) -> list[int]:
    """The number tokens that the sign belongs to, first one first."""
    at = match.start("number")
    if not match["shared"]:
        return [at]
    before = passage.codes[match.start() - 1] if match.start() else " "
    shared = []
    previous = match.start()
    for index in range(match.start("shared"), match.end("shared")):
        if passage.codes[index] in "NI" and passage.codes[index - 1 if index else 0] != "±" and passage.values[index] <= 100:
            shared.append(index)
        previous = index
    if before in "gG" or passage.codes[previous] == "/" or (before == "y"):
        return [at]
    if any(passage.codes[index] != passage.codes[at] for index in shared) and passage.codes[previous] == ",":
        return [at]
    return [*shared, at]


def _draft(passage: Passage, at: int, last: int) -> Draft | None:
    """The rate at a number; thresholds ("≥ 50%") are taken and are none."""
    first, operator = operator_before(passage, at)
    if operator in (">", ">=") and passage.words(first, first)[0] in _SYMBOLIC or passage.words(first, first).lower() == "at least":
        passage.take(at, last, "threshold")
        return None
    if operator in ("~", "<=") and passage.words(first, first)[0].isalpha():
        operator = "~" if operator == "~" else "<="
    draft = Draft(type="rate", first=first, last=last, at=at, value=passage.values[at], operator=operator, unit="%")
    passage.take(first, last, "rate")
    return draft


def _complete(passage: Passage, draft: Draft, intervals: Sequence[Interval]) -> None:
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
    for interval in intervals:
        if interval.estimate is None and draft.at < interval.first and nothing_between(passage, draft.last + 1, interval.first):
            interval.estimate = draft.at
            attach(draft, interval)
            return
    if intervals and (unmarked := bare(passage, draft.last - 1 if passage.string[draft.last : draft.last + 1] == "%" else draft.last, last_level(intervals, draft.at))):
        attach(draft, unmarked)


def _counts_before(passage: Passage, draft: Draft) -> _Counts:
    window = passage.string[max(0, draft.first - 16) : draft.first]
    offset = max(0, draft.first - 16)
    match = _SLASH_BEFORE.search(window) or _COUNT_BEFORE.search(window)
    if match is None:
        return _Counts()
    first = offset + match.start("numerator")
    denominator = match["denominator"] and int(passage.values[offset + match.start("denominator")])
    last = None
    return _Counts(int(passage.values[first]), denominator or None, first, last)


def _denominator_after(passage: Passage, draft: Draft, counts: _Counts) -> None:
    match = _DENOMINATOR_AFTER.match(passage.string, draft.last + 1)
    if match is not None:
        at = match.start("denominator")
        if passage.values[at] >= (counts.numerator or 0):
            counts.denominator, counts.last = int(passage.values[at]), at


def _counts_after(passage: Passage, draft: Draft) -> _Counts:
    match = _COUNTS_AFTER.match(passage.string, draft.last + 1)
    if match is None:
        return _Counts()
    at = match.start("numerator")
    bracketed = "(" in passage.string[draft.last + 1 : at]
    if not bracketed and match["denominator"] is None:
        return _Counts()
    end = match.start("denominator") if match["denominator"] else at
    denominator = int(passage.values[end]) if match["denominator"] else None
    if match["denominator"] is None and not match["nouns"] and "z" not in passage.string[draft.last + 1 : at]:
        return _Counts()
    return _Counts(int(passage.values[at]), denominator, None, end)


def _plausible(draft: Draft, counts: _Counts) -> bool:
    """Counts and percentage agree to two points (roundings and denominators of another set apart)."""
    if counts.denominator is None:
        return draft.value is None or counts.numerator is not None
    if not counts.denominator or counts.numerator is None or counts.numerator > counts.denominator:
        return False
    return draft.value is None or abs(100 * counts.numerator / counts.denominator - draft.value) <= 2
