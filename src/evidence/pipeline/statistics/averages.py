"""Medians and means of outcomes, with their unit and interval."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from evidence.pipeline.statistics.drafts import Draft, operator_before
from evidence.pipeline.statistics.effects import last_level, nothing_between
from evidence.pipeline.statistics.intervals import Interval, attach, bare
from evidence.pipeline.statistics.tokens import NUMBERS, Passage, unit_of
from evidence.pipeline.tables import rows
from evidence.records import StatisticType

# Word -> topic, of what a median or mean is: "time" (an outcome that is a time), "exposure", "baseline".
_TOPICS: Final = {word: row["topic"] for row in rows("statistics_topics") for word in row["words"].split()}
# The unit behind the last of several values: "31.2 v 22.7 months", "22 (95% CI = 17-29) months", "7.1 (0.9) and 6.2 (1.0) cm".
_SHARED_UNIT: Final = re.compile(r"(?:±[NI]|[v&,;#()rwfpbheGnX/-]|[NI](?=[^%])|±){0,26}?(?P<unit>[Uu])")
_OWN_UNIT: Final = re.compile(r"(?:\(?±[NI]\)?|\(#+\)|\([NIS#,;wQ±-]{1,8}\))?(?P<unit>[Uu%])")
_SPREAD: Final = re.compile(r"(?:[Uu](?:/w)?)?\(?±[NI]\)?")
# Behind a number these say that it counts or lists something, and is no average.
_NOT_VALUE_AFTER: Final = re.compile(r"[ney]|[-t][NI]|wn|/[NI]")
_VALUE_BEFORE: Final = frozenset("bfo(v&,:twhSMAp#-;rX/GQ")


@dataclass(slots=True)
class _State:
    """What the words before a number say that it is."""

    kind: StatisticType | None = None
    topic: str | None = None
    phrase: bool = False
    since: int = 0
    unit: str | None = None
    values: int = 0


def find(passage: Passage, intervals: Sequence[Interval]) -> list[Draft]:
    """Take medians and means, and follow-up times, ages and exposures, which are no statistics of an outcome."""
    drafts: list[Draft] = []
    state = _State()
    outcome_time = False
    for index in range(len(passage.codes)):
        code = passage.codes[index]
        if code == "M" or code == "A":
            state = _State(kind="median" if code == "M" else "mean", since=index)
        elif code == "F":
            _enter(passage, state, index, "follow-up")
        elif code == "a":
            _enter(passage, state, index, "age")
        elif code == "w" or code in "kdGe":
            topic = _TOPICS.get(passage.data[index])
            if topic == "time":
                outcome_time = True
                if state.phrase and state.values:
                    state.topic, state.phrase = None, False
            elif topic is not None and state.kind is not None:
                _enter(passage, state, index, topic)
        elif code == ";":
            state.topic = None if state.phrase else state.topic
        elif code in NUMBERS or code == "x":
            draft = _value(passage, index, state, outcome_time, intervals)
            if draft is not None:
                drafts.append(draft)
                _complete(passage, draft, intervals)
    return drafts


def _enter(passage: Passage, state: _State, index: int, topic: str) -> None:
    """A topic begins; behind a preposition ("at a median follow-up of 20 months, survival was") it holds one value."""
    before = passage.string[max(0, index - 5) : index]
    if state.topic is None or topic == "follow-up":
        state.topic, state.values = topic, 0
        state.phrase = "p" in before or (index >= 1 and passage.data[index - 1] in ("with", "a"))


def _value(
    passage: Passage, index: int, state: _State, outcome_time: bool, intervals: Sequence[Interval]
) -> Draft | None:
    """The average at a number token, if it is one."""
    code = passage.codes[index]
    if code == "x":
        return _not_reached(passage, index, state)
    if index and passage.codes[index - 1] not in _VALUE_BEFORE and passage.codes[index - 1] != "w":
        return None
    if passage.string[index + 1 : index + 2] == "%" or code == "W" and passage.string[index + 1 : index + 2] not in ("U", "v"):
        return None
    unit = _unit(passage, index)
    spread = _SPREAD.match(passage.string, index + 1)
    if state.topic is not None and (unit is not None or state.values == 0 or state.topic == "age"):
        return _not_outcome(passage, index, state, unit)
    kind = _kind(passage, index, state, unit, outcome_time, spread is not None, intervals)
    if kind is None:
        return None
    first, operator = operator_before(passage, index)
    own = _OWN_UNIT.match(passage.string, index + 1)
    last = index + 1 if own is not None and own.end() == index + 2 else index
    if spread is not None:
        last = max(last, spread.end() - 1)
    if operator in (">", ">=") and state.kind is None:
        return None
    state.values += 1
    state.unit = unit or state.unit
    draft = Draft(type=kind, first=first, last=last, at=index, value=passage.values[index], operator=operator, unit=unit or state.unit)
    passage.take(first, last, kind)
    return draft


def _not_reached(passage: Passage, index: int, state: _State) -> Draft | None:
    """ "median survival was not reached"."""
    if state.kind != "median" or state.topic is not None or index - state.since > 25:
        return None
    draft = Draft(type="median", first=index, last=index, at=index, value=None, operator=None, unit=state.unit)
    passage.take(index, index, "median")
    state.values += 1
    return draft


def _not_outcome(passage: Passage, index: int, state: _State, unit: str | None) -> None:
    """Take a follow-up time, age or exposure."""
    passage.take(index, index, state.topic or "other")
    state.values += 1
    following = passage.string[index + 1 : index + 12]
    if state.phrase and not re.match(r"[Uu]?(?:\([^)]*\))?[&v]", following):
        state.topic, state.phrase, state.kind = None, False, None


def _unit(passage: Passage, index: int) -> str | None:
    """The unit of a number: its own, or that of the list it stands in."""
    match = _OWN_UNIT.match(passage.string, index + 1) or _SHARED_UNIT.match(passage.string, index + 1)
    if match is None or match["unit"] == "%":
        return None
    if "." in passage.text[passage.ends[index] : passage.starts[match.start("unit")]].replace(" .", "").split(" ")[0:1]:
        return None
    return unit_of(passage.words(match.start("unit"), match.start("unit")))[0]


def _kind(
    passage: Passage,
    index: int,
    state: _State,
    unit: str | None,
    outcome_time: bool,
    spread: bool,
    intervals: Sequence[Interval],
) -> StatisticType | None:
    """Median, mean or no average."""
    after = passage.string[index + 1 : index + 3]
    if _NOT_VALUE_AFTER.match(after) and not spread:
        return None
    time = unit is not None and unit_of(unit)[1] == "time"
    if state.kind is not None and _governs(passage, index, state, unit):
        return state.kind
    if spread:
        return "mean"
    contrast = _contrasted(passage, index)
    if _has_interval(passage, index, intervals) and (time or not outcome_time):
        return "median" if time and outcome_time else "mean"
    if contrast and time:
        return "median" if outcome_time else "mean"
    if contrast and (passage.codes[index] == "N" or unit is not None):
        return "mean"
    return None


def _governs(passage: Passage, index: int, state: _State, unit: str | None) -> bool:
    """Whether the median or mean before still speaks of this number."""
    if state.values and passage.codes[index] == "I" and unit is None and state.unit is not None:
        return _contrasted(passage, index)
    between = passage.codes[state.since : index]
    words = sum(code not in "#,()" for code in between)
    return words <= (34 if unit is not None else 16 if not state.values else 22)


def _contrasted(passage: Passage, index: int) -> bool:
    """Whether the number stands in a bracketed contrast: "(31.2 v 22.7", "5.6 and 4.2 ... respectively", "1.25 hours) than"."""
    before, after = passage.string[max(0, index - 3) : index], passage.string[index + 1 : index + 12]
    if re.match(r"[Uu]?(?:\([^()]{0,6}\))?(?:v|,v)", after) or re.search(r"(?:v|v[wpf]{1,2})o?$", before):
        return True
    opened = before.endswith(("(", "(o", "(w,", "(w:"))
    return opened and bool(re.match(r"[Uu]?(?:[,;)])", after)) and passage.codes[index] == "N" and ("h" in passage.string or "v" in passage.string)


def _has_interval(passage: Passage, index: int, intervals: Sequence[Interval]) -> bool:
    return any(
        interval.estimate is None and index < interval.first and nothing_between(passage, index + 1, interval.first)
        for interval in intervals
    )


def _complete(passage: Passage, draft: Draft, intervals: Sequence[Interval]) -> None:
    for interval in intervals:
        if interval.estimate is None and draft.at < interval.first and nothing_between(passage, draft.last + 1, interval.first):
            interval.estimate = draft.at
            attach(draft, interval)
            return
    if intervals and (unmarked := bare(passage, draft.at, last_level(intervals, draft.at))) is not None:
        attach(draft, unmarked)
