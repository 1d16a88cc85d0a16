"""Medians and means of outcomes, with their unit and interval.

What a number is follows from the words before it: "median" or "mean" governs the values behind it, unless they are
follow-up times, ages or exposures. Without such a word, values that are contrasted between arms are medians where the
outcome is a time to an event, and means elsewhere.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from evidence.pipeline.screens import Screen
from evidence.pipeline.statistics.contrasted import contrasted
from evidence.pipeline.statistics.drafts import Draft, operator_before
from evidence.pipeline.statistics.effects import RATIOS
from evidence.pipeline.statistics.intervals import Intervals
from evidence.pipeline.statistics.predicates import is_baseline, names_rate
from evidence.pipeline.statistics.spans import goes_on, is_bound, is_watched, moved, places, spans_time
from evidence.pipeline.statistics.tokens import NUMBERS, TAKEN, TOPICS, Passage, unit_of
from evidence.pipeline.tables import pattern_of
from evidence.records import StatisticType

# Behind a characteristic that changed ("weight gain"), and before the dose of what is given as needed ("insulin dose").
_CHANGES: Final = tuple([word] for word in ("gain", "loss", "change", "changes", "reduction", "increase"))
_TITRATED: Final = frozenset(
    {"insulin", "morphine", "opioid", "opioids", "fentanyl", "sufentanil", "propofol"}
)
# The unit behind the last of several values: "31.2 v 22.7 months", "22 (95% CI = 17-29) months", "7.1 (0.9) and 6.2 (1.0) cm".
_SHARED_UNIT: Final = re.compile(
    r"(?:±[NI]|,?[v&]|[,;#()rwfpbheGnxXg/-]|[NI](?=[^%])|±){0,26}?(?P<unit>[Uu])"
)
_OWN_UNIT: Final = re.compile(r"(?:\(?±[NI]\)?|\(#+\)|\([NISx#,;wQ±-]{1,8}\))?(?P<unit>[Uu%])")
_SPREAD: Final = re.compile(r"(?:[Uu](?:/[wUu])?)?(?:\(?±[NI]\)?|\(So?[NI]\))")
# Two decimals side by side, each with a number in a bracket, are means with spreads: "97.6 (6.4) and 126.8 (30.3)".
_SPREADS: Final = re.compile(
    r"(?<![o/A-DF-Z])N\([NI]\)(?:[Uu](?:/[wUuX])?)?[wpGXn]{0,6},?[&v][wpGXn]{0,6}(?P<second>N)\([NI]\)"
)
# The same where each stands in a bracket of its own with its unit: "longer with A (2.1 [0.4] days) than with B (1.2 [0.5] days)".
_SPREADS_APART: Final = re.compile(r"(?<=\()N(?=\([NI]\)[Uu])")
_SPREAD_ALONE: Final = re.compile(r"\([NI]\)")
# A score told with the scale's maximum: "1/10".
_OUT_OF: Final = re.compile(r"/I(?![-t/.%]|[NI])")
_MAXIMA: Final = frozenset({4, 5, 6, 7, 10, 20, 100})
# Behind a number these say that it counts, lists or divides something, and is no average.
_NOT_VALUE_AFTER: Final = re.compile(r"[-t][NI]|/[NIX]|[NI]|X|-w|K|\.\d")
_COUNTED: Final = re.compile(r"[wXGd-]{0,4}[ne](?![u/])")
_VALUE_BEFORE: Final = frozenset("bfo(v&,:twhSMAp#;rX/Gdye)U")
_TIMES: Final = (["of", "response"], ["of", "remission"])
_VALUES: Final = re.compile("[NIWx]")
_PREPOSITIONS: Final = frozenset({"at", "with", "after", "over", "during"})
# "patients aged 60 years or older (median 68 years)": how far before a bracket an age makes its median one of age.
_AGED: Final = 7
_PARALLEL: Final = re.compile(r"[NI]\([NI]\)")
_RANGE: Final = re.compile("[NIW]-[NIW][Uu]")
# The highest value, told in a bracket with the lowest.
_IN_RANGE: Final = re.compile("[(][NIW]t[NIW]")
# Longest ways from "median" or "mean" to a value, in tokens: with a unit, the first without one, further ones.
_REACH_WITH_UNIT, _REACH_FIRST, _REACH_LATER = 40, 16, 24


@dataclass(slots=True)
class _State:
    """What the words before a number say that it is; a topic of a `phrase` ("at a median follow-up of") ends with its values."""

    kind: StatisticType | None = None
    since: int = 0
    topic: str | None = None
    phrase: bool = False
    values: int = 0
    unit: str | None = None
    last: int = -1


def _code_before(passage: Passage, index: int) -> str:
    return passage.codes[index - 1] if index else " "


# Behind a cut-off, which names the outcome: "median time to a performance status > 2 was 10.0 months".
_GOVERNED: Final = re.compile(r"b[NIo]")
_IN_EACH: Final = Screen(pattern_of("statistics_counting", "measured_in_each"))
# No ratio of a list that goes without its name is as large.
_RATIO_MOST: Final = 20


def _measured_in_each(passage: Passage) -> frozenset[int]:
    """The two values of a measure that are told with a unit for each arm: "was 117 g/L with A and 113 g/L with B"."""
    told = _IN_EACH.search(passage.text, passage.starts[0], passage.ends[-1]) if passage.starts else None
    if told is None or "baseline" in passage.text[passage.starts[0] : told.start()].lower():
        return frozenset()
    places = {told.start("first"), told.start("second")}
    return frozenset(index for index, start in enumerate(passage.starts) if start in places)


# What makes a result of a characteristic that two groups are told of: "had a lower mean weight (61 v 66, P = .03)".
_COMPARED: Final = frozenset(
    {"lower", "higher", "greater", "smaller", "reduced", "increased", "less", "more", "differed"}
)


class _Reader:
    """One pass over a passage."""

    def __init__(
        self, passage: Passage, intervals: Intervals, ratio: StatisticType | None, time: StatisticType | None
    ) -> None:
        self.passage = passage
        self.intervals = intervals
        self.ratio = ratio
        self.time = time
        self.state = _State()
        self.event_time = False
        self.baseline = is_baseline(passage)
        self.drafts: list[Draft] = []
        self.parallel = {
            place
            for match in _SPREADS.finditer(passage.string)
            for place in (match.start(), match.start("second"))
        }
        apart = [match.start() for match in _SPREADS_APART.finditer(passage.string)]
        self.parallel.update(apart if len(apart) > 1 else ())
        self.moved = moved(passage) | _measured_in_each(passage)

    def read(self) -> list[Draft]:
        if _VALUES.search(self.passage.string) is None:
            return []
        opened = -1
        for index, code in enumerate(self.passage.string):
            if code in NUMBERS and self.passage.codes[index] != TAKEN:
                self._number(index)
            elif code == "x" and self.passage.codes[index] == "x":
                self._not_reached(index)
            elif code in "MA":
                self._average(index, opened)
            elif code == "F":
                self._enter(index, "follow-up")
            elif code == "a":
                self._enter(index, "age")
            elif code in "wkdGeK" and self.passage.data[index] in TOPICS:
                self._word(index)
            elif code == "(":
                opened = index
            elif code == ")" and not self.state.phrase and not self.state.since > opened >= 0:
                opened = -1
            elif code in ";)" and (self.state.phrase or (code == ")" and self.state.since > opened >= 0)):
                # A "median" in a bracket speaks of nothing outside it.
                self._leave()
        return self.drafts

    def _average(self, index: int, opened: int) -> None:
        """Enter what a "median" or "mean" governs; `opened` is the bracket that it stands in, -1 outside any."""
        aged = opened >= 0 and "a" in self.passage.kinds[max(0, opened - _AGED) : opened]
        watched = is_watched(self.passage, index)
        topic = (
            "age" if aged else "follow-up" if watched else "design" if is_bound(self.passage, index) else None
        )
        kind: StatisticType = "median" if self.passage.kinds[index] == "M" else "mean"
        self.state = _State(kind=kind, since=index, topic=topic, phrase=watched)

    def _word(self, index: int) -> None:
        word = self.passage.data[index]
        topic: str | None = TOPICS[word]
        if topic == "baseline" and self.passage.data[index - 1] == "from":
            return
        if topic in ("baseline", "exposure") and (
            self.passage.data[index + 1 : index + 2] in _CHANGES or self.passage.data[index - 1] in _TITRATED
        ):
            return
        if topic == "before":
            following = self.passage.data[index + 1 : index + 3]
            topic = "time" if following in _TIMES or following[:1] == ["to"] else None
        if topic == "time":
            self.event_time = True
            if self.state.phrase and self.state.values:
                self._leave()
        elif topic not in (None, "design") and self.state.kind is not None and not self.state.values:
            self._enter(index, topic)

    def _enter(self, index: int, topic: str) -> None:
        if self.state.topic is not None and topic != "follow-up":
            return
        before = range(max(0, index - 4), index)
        phrase = any(self.passage.data[i] in _PREPOSITIONS or self.passage.codes[i] == "(" for i in before)
        self.state.topic, self.state.phrase, self.state.values = topic, phrase, 0

    def _leave(self) -> None:
        self.state = _State()

    def _number(self, index: int) -> None:
        passage, state = self.passage, self.state
        spread = _SPREAD.match(passage.string, index + 1) or self._parallel(index)
        before = passage.codes[index - 1] if index else "b"
        after = passage.string[index + 1 : index + 4]
        unit = self._unit(index)
        is_behind = before in _VALUE_BEFORE or self._for_each(index, unit)
        if (not is_behind and spread is None) or after[:1] == "%" or before == "±":
            return
        if self._score(index) or (before == "/" and index > 1 and passage.codes[index - 2] in "NI#"):
            return
        if passage.codes[index] == "W" and unit is None:
            return
        if spans_time(passage, index, unit, governed=state.kind is not None):
            passage.take(index, index, "duration")
            return
        if _IN_RANGE.fullmatch(passage.string, max(0, index - 3), index + 1):
            # "38 months (28 to 61 months, n = 7)"
            passage.take(index - 2, index, "spread")
            return
        if self._ranges(index):
            return
        until = after[:1] == "t" and passage.data[index - 1] == "from"
        if spread is None and not until and (_NOT_VALUE_AFTER.match(after) or self._counts(index, after)):
            return
        # "the median was 10.0 months after A and 9.5 months after B": the value, and no time after something.
        value = state.kind is not None and (
            before == "b" or (state.values > 0 and before in "&v," and unit == state.unit)
        )
        if (not value and places(passage, index, unit)) or (before == "o" and _GOVERNED.match(after)):
            return
        if (
            before == "("
            and index > 1
            and passage.codes[index - 2] == "#"
            and after[:1] == ")"
            and ("S" in passage.kinds or len(_PARALLEL.findall(passage.kinds)) > 1)
        ):
            # "mean (SD) 85.7 (15.6)", "154 (29) v 144 (31)"
            passage.take(index, index, "spread")
            return
        if any(TOPICS.get(word) == "design" for word in passage.data[max(0, index - 3) : index]):
            return
        # "after 11 years of follow-up, 136 women (74 on A"
        of_people = before == "(" and index > 1 and passage.codes[index - 2] == "n"
        if state.topic == "follow-up" and state.kind is None and unit is None:
            if before not in "bf(o:" or of_people:
                return
        # "mean weight fell by 3.2 kg"
        changed = state.topic == "baseline" and "d" in passage.kinds[max(0, index - 2) : index]
        changed = changed or (
            state.topic == "baseline"
            and state.kind is not None
            and (after[:1] == "v" or (before == "v" and state.values > 0))
            and not _COMPARED.isdisjoint(passage.data[:index])
        )
        if (
            state.topic is not None
            and not changed
            and (unit is not None or state.values == 0 or state.topic == "age")
        ):
            self._no_outcome(index)
            return
        kind = self._kind(index, unit, spread is not None)
        if kind is not None and not (self.baseline and kind in ("median", "mean")):
            self._add(index, kind, unit, spread)

    def _parallel(self, index: int) -> re.Match[str] | None:
        """The bracket with the spread of one of two means that are held side by side."""
        if index not in self.parallel:
            return None
        return _SPREAD_ALONE.match(self.passage.string, index + 1)

    def _score(self, index: int) -> bool:
        """ "median scores were 1/10 and 2/10": each score is taken, with the maximum in its span."""
        passage, state = self.passage, self.state
        if state.kind is None or state.topic is not None or _OUT_OF.match(passage.string, index + 1) is None:
            return False
        maximum = passage.values[index + 2]
        if maximum not in _MAXIMA or passage.values[index] > maximum or not self._governed(index, "points"):
            return False
        self._add(index, state.kind, None, None)
        self.drafts[-1].last = index + 2
        passage.take(index, index + 2, state.kind)
        return True

    def _ranges(self, index: int) -> bool:
        """ "a median survival of 11.4-14.1 months": the lowest and the highest of several medians, each taken as one."""
        passage, state = self.passage, self.state
        if state.kind is None or state.topic is not None or state.values:
            return False
        if _RANGE.match(passage.string, index) is None or passage.codes[index - 1] not in "bfw":
            return False
        low, high = passage.values[index], passage.values[index + 2]
        unit = self._unit(index + 2)
        if not low < high or unit is None or self.baseline or places(passage, index + 2, unit):
            return False
        self._add(index, state.kind, unit, None)
        self._add(index + 2, state.kind, unit, None)
        return True

    def _add(self, index: int, kind: StatisticType, unit: str | None, spread: re.Match[str] | None) -> None:
        passage, state = self.passage, self.state
        first, operator = operator_before(passage, index)
        own = _OWN_UNIT.match(passage.string, index + 1)
        last = index + 1 if own is not None and own.end() == index + 2 else index
        last = last if spread is None else max(last, spread.end() - 1)
        state.values += 1
        state.unit, state.last = unit or state.unit, index
        draft = Draft(
            type=kind,
            first=first,
            last=last,
            at=index,
            value=passage.values[index],
            operator=operator,
            unit=unit or (None if kind in RATIOS else state.unit),
        )
        passage.take(first, last, kind)
        self.drafts.append(draft)
        self.intervals.complete(draft)

    def _not_reached(self, index: int) -> None:
        """ "median survival was not reached": a median without a value."""
        state = self.state
        if (
            state.kind != "median"
            or state.topic is not None
            or index - state.since > 25
            or self.passage.codes[index - 1] in "-t"
        ):
            return
        self.drafts.append(
            Draft(
                type="median", first=index, last=index, at=index, value=None, operator=None, unit=state.unit
            )
        )
        self.passage.take(index, index, "median")
        state.values += 1

    def _no_outcome(self, index: int) -> None:
        """Take a follow-up time, age or exposure; a phrase ends where no further value of its list follows."""
        state = self.state
        self.parallel.clear()
        self.passage.take(index, index, state.topic or "other")
        state.values += 1
        following = self.passage.string[index + 1 : index + 14]
        if state.phrase and not re.match(r"[Uu]?(?:\([^()]*\))?(?:[wpG]{0,3}[&v]|,?[&v])", following):
            self._leave()

    def _counts(self, index: int, after: str) -> bool:
        """ "204 patients", "the 268 on placebo": people between the values of a list have not the list's unit."""
        if self.passage.codes[index] != "I" or _OWN_UNIT.match(after):
            return False
        return _COUNTED.match(after) is not None or self.passage.data[index - 1] == "the"

    def _for_each(self, index: int, unit: str | None) -> bool:
        """ "lived for a median of 25.6 months and those on placebo for 22.3 months": the second of two alike."""
        state, data = self.state, self.passage.data
        told_so = state.kind is not None and state.values > 0 and unit is not None and unit == state.unit
        return told_so and data[index - 1] == "for" and "for" in data[max(0, state.since - 2) : state.since]

    def _unit(self, index: int) -> str | None:
        """The unit of a number: its own, or that of the list it stands in."""
        string = self.passage.string
        own = _OWN_UNIT.match(string, index + 1)
        match = own or _SHARED_UNIT.match(string, index + 1)
        if match is None or match["unit"] == "%":
            return None
        between = string[index + 1 : match.start("unit")]
        if own is None and string.startswith("G", match.end("unit")):
            return None  # "165 in the 3 cm group": the unit of the group's name
        if own is None and between.count(")") > between.count("("):
            return None  # "(1.6 v -3.4; P = .01) but not at week 12": no unit reaches into a bracket
        unit, kind = unit_of(self.passage.words(match.start("unit"), match.start("unit")))
        # "38 at 360 mg and 33 at 240 mg": a dose is that of its own number.
        apart = kind == "dose" and re.search("[pX]", between) is not None
        return None if own is None and apart else unit

    def _kind(self, index: int, unit: str | None, spread: bool) -> StatisticType | None:
        """Median, mean, a ratio that needs no name again, or no average (None)."""
        time = unit is not None and unit_of(unit)[1] == "time"
        if self.state.kind is not None and self._governed(index, unit):
            return self.state.kind
        if time and self.passage.string[index + 2 : index + 3] == "M":
            return "median"
        if spread or index in self.moved:
            return "mean"
        last = self.drafts[-1] if self.drafts else None
        listed = _code_before(self.passage, index) in "&v,"
        if last is not None and time and last.unit == unit and index - last.last < 14 and listed:
            return last.type
        interval = self.intervals.following(index, index + 1) is not None or self.intervals.opens(index)
        fraction = unit is None and 0 <= self.passage.values[index] <= 1
        if (told := goes_on(self.passage, index, self.ratio, interval, fraction)) is not None:
            return told
        if interval and fraction and last is not None and last.type == "rate" and last.unit is None:
            return "rate"
        contrast = contrasted(self.passage, index)
        if time and self.event_time and (interval or contrast or self.passage.codes[index - 1] in "bfM"):
            return "median"
        if (
            interval
            and unit is None
            and 0 <= self.passage.values[index] <= 1
            and names_rate(self.passage, index)
        ):
            return "rate"
        increase = self.passage.data[index - 1] == "of" and self.passage.codes[index - 2 : index - 1] == ["d"]
        # "(-0.01, -0.18 to 0.16, v 0.74, 0.47 to 1.00)": held against a mean, it is one
        other = contrast and last is not None and last.type == "mean"
        ratio = 0 < self.passage.values[index] < 50 and not increase and not other
        if interval and unit is None and self.ratio and ratio:
            return self.ratio
        if (
            unit is None
            and self.ratio
            and self.intervals.brackets(index)
            and _RATIO_MOST > self.passage.values[index] > 0
        ):
            return self.ratio
        whole = self.passage.codes[index] == "I" and unit is None
        if interval or (contrast and not whole):
            return self.time if time and self.time is not None else "mean"
        return "mean" if unit is not None and not time and self._changed(index) else None

    def _governed(self, index: int, unit: str | None) -> bool:
        """Whether the "median" or "mean" before still speaks of this number."""
        state, passage = self.state, self.passage
        if state.values and unit is None and state.unit is not None and passage.codes[index] == "I":
            return contrasted(self.passage, index) or index - state.last < 10
        words = sum(code not in "#,()" for code in passage.codes[state.since : index])
        return words <= (
            _REACH_WITH_UNIT if unit is not None else _REACH_LATER if state.values else _REACH_FIRST
        )

    def _changed(self, index: int) -> bool:
        """ "increased by 9.1 points"."""
        data, codes = self.passage.data, self.passage.codes
        last = self.drafts[-1] if self.drafts else None
        if index > 1 and data[index - 1] == "by" and last is not None and last.type == "mean":
            return last.unit == self._unit(index)  # "and by 3.3 points in B"
        return index > 1 and data[index - 1] in ("by", "of") and "d" in codes[max(0, index - 4) : index - 1]


def find(
    passage: Passage,
    intervals: Intervals,
    ratio: StatisticType | None = None,
    time: StatisticType | None = None,
) -> list[Draft]:
    """Take medians and means, and follow-up times, ages and exposures, which are no statistics of an outcome.

    `ratio` is the kind of ratio that the sentence before reported, `time` the kind of average time, which this one may go
    on listing without its name.
    """
    return _Reader(passage, intervals, ratio, time).read()
