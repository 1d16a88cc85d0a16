"""P values: always items of their own, beside the estimate they belong to."""

from __future__ import annotations

import re
from typing import Final

from evidence.pipeline.screens import Screen
from evidence.pipeline.statistics.drafts import Draft, operator_of
from evidence.pipeline.statistics.numerals import SCIENTIFIC, scientific
from evidence.pipeline.statistics.tokens import Passage
from evidence.pipeline.tables import alternatives
from evidence.records import Operator

# The mark, a few words without numbers, and an operator: "P for interaction was less than". Or the mark and its value at once.
_VALUE: Final = re.compile(
    r"P(?:[wfbpnerGhM&/'.y()-]{0,8}?(?P<operator>o{1,2})|[fb,:(w]{0,3}?)(?P<number>[NI])(?P<percent>%)?"
)
_NOT_SIGNIFICANT: Final = re.compile(r"P[wbo:,(]{0,3}?s|(?<=[(,;])s(?=[),;])")
# Further values of a list share the mark: "P = .02, .03, and < .001", "P = .02 and .03, respectively".
_NEXT: Final = re.compile(r"(?:,&|[,&/v])(?P<operator>o{0,2})(?P<number>N)(?![%UuN±]|[-t]N|\([CNI])")
_TO: Final = re.compile(r"[-t](?P<number>N)")
# "0.01 < P < 0.05"
_BEFORE: Final = re.compile(r"No$")
_THRESHOLD: Final = Screen(alternatives("statistics_thresholds"))
_REACHED: Final = re.compile(
    r"\b(?:reach|cross|exceed|met|meet|attain|pass|surpass|below|within|less than|lower than|above|not (?:statistically )?significant)\w*(?: [\w'’.-]+){0,5}? ?$",
    re.IGNORECASE,
)
_OF_A: Final = re.compile(r"\s+(?:of|was|is|at)(?: an?)?\s+")
_NEAR: Final = 60


def find(passage: Passage) -> list[Draft]:
    """Take all P values of a passage."""
    if "P" not in passage.string and "s" not in passage.string:
        return []
    drafts: list[Draft] = []
    place = 0
    while (match := _VALUE.search(passage.string, place)) is not None:
        place = match.end()
        place = _read(passage, match, drafts)
    for match in _NOT_SIGNIFICANT.finditer(passage.string):
        drafts.append(
            Draft(
                type="p_value",
                first=match.start(),
                last=match.end() - 1,
                at=match.end() - 1,
                value=None,
                operator=None,
            )
        )
        passage.take(match.start(), match.end() - 1, "p_value")
    return drafts


def is_threshold(passage: Passage, draft: Draft) -> bool:
    """Whether a P value is the rule by which others are judged: "P < .05 was considered significant".

    Its words stand near it and, where it stands in a bracket, with it in there (and in no bracket within).
    """
    start, end = passage.starts[draft.first], passage.ends[draft.last]
    low, high = max(passage.starts[0], start - _NEAR), min(passage.ends[-1], end + _NEAR)
    opened = max(passage.text.rfind(sign, low, start) for sign in "([")
    if opened > max(passage.text.rfind(sign, low, start) for sign in ")]"):
        closed = min(
            (place for sign in ")][(" if (place := passage.text.find(sign, end, high)) >= 0), default=high
        )
        if draft.operator == "<=" and _THRESHOLD.search(passage.text, max(low, opened - _NEAR // 2), opened):
            return True  # "which met the criterion for superiority (P ≤ .0148)"
        low, high = opened, closed
    found = _THRESHOLD.search(passage.text, low, high)
    if found is not None and _OF_A.fullmatch(passage.text, found.end(), start):
        return True  # "at a boundary of a P value of less than .01"
    # "P = .0009, which reached the significance level": a result, held against the rule.
    return found is not None and _REACHED.search(passage.text, low, found.start()) is None


def _read(passage: Passage, match: re.Match[str], drafts: list[Draft]) -> int:
    """Read one value and the list that it may begin; returns where the search goes on."""
    first, at = match.start(), match.start("number")
    value, last = _value(passage, at)
    if match["percent"] and match["operator"] is None:
        return at
    if match["percent"]:
        value, last = value / 100, max(last, match.end() - 1)
    if not 0 <= value <= 1 or (match["operator"] is None and passage.codes[at] == "I" and last == at):
        return at
    operator = _operator(passage, match)
    if (until := _TO.match(passage.string, last + 1)) is not None and passage.values[
        until.start("number")
    ] <= 1:
        last = until.end() - 1
        value, operator = passage.values[last], "<="
    if (before := _BEFORE.search(passage.string, max(0, first - 2), first)) is not None:
        first = before.start()
    drafts.append(Draft(type="p_value", first=first, last=last, at=at, value=value, operator=operator))
    passage.take(first, last, "p_value")
    while (follower := _NEXT.match(passage.string, last + 1)) is not None:
        at = follower.start("number")
        value, end = _value(passage, at)
        if not 0 <= value < 1:
            break
        begin = follower.start("operator") if follower["operator"] else at
        drafts.append(
            Draft(
                type="p_value",
                first=begin,
                last=end,
                at=at,
                value=value,
                operator=_operator(passage, follower) if follower["operator"] else operator,
            )
        )
        passage.take(begin, end, "p_value")
        last = end
    return last + 1


def _operator(passage: Passage, match: re.Match[str]) -> Operator:
    if not match["operator"]:
        return "="
    return operator_of(passage.words(match.start("operator"), match.end("operator") - 1))


def _value(passage: Passage, at: int) -> tuple[float, int]:
    """The value at a number token, and its last token: powers of ten are several tokens."""
    power = SCIENTIFIC.match(passage.text, passage.starts[at])
    if power is None:
        return passage.values[at], at
    last = at
    while last + 1 < len(passage.ends) and passage.starts[last + 1] < power.end():
        last += 1
    return scientific(power), last
