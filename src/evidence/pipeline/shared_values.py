"""Figures that no order of arms deals out: those of all arms ("7.5 months in both groups"), of some or of other patients, and one
arm's at several times."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from evidence.pipeline.layers import ArmMention
from evidence.pipeline.screens import screened
from evidence.records import Statistic

# Behind a figure that is every arm's.
_OF_ALL: Final = re.compile(
    r"\)?,? (?:in|for|with|of|on) (?:both|all|each|the two|either)(?: of the)?(?: (?:treatment|study|two|three|four))? (?:groups?|arms?)\b(?!,? respectively)"
)
# Behind a figure, both arms by their names: "in both the A (7/71) and the B group".
BOTH_NAMED: Final = r"both (?:the )?(?:(?!and\b)[\w/+-]+ ){1,4}?(?:\([^()]*\) )?and (?:in )?(?:the )?(?:[\w/+-]+ ){1,4}?(?:groups?|arms?|patients|recipients)\b"
_OF_BOTH: Final = re.compile(
    rf"\)?,? (?:of (?:the )?(?:patients|participants|women|men) )?(?:in|for|with|on) {BOTH_NAMED}"
)
_UNIT: Final = r"(?:hours|h|days|weeks|months|years)"
# Behind figures that "respectively" deals to times, and not to arms.
_BY_TIMES: Final = re.compile(
    rf"[)%\s]*(?:,? (?:after|at|by|over) )(?:\w+(?: {_UNIT})?,? )?\w+,? and \w+ {_UNIT},? respectively\b"
)


def of_all_arms(text: str, values: Sequence[Statistic]) -> list[int]:
    """The places of the last values if they are told of all arms, or of the first one, behind which both are named; the others
    are dealt without them."""
    if _OF_BOTH.match(text, values[0].end):
        return [0]
    places = [index for index, item in enumerate(values) if _OF_ALL.match(text, item.end)]
    return places if places == list(range(len(values)))[len(values) - len(places) :] else []


def by_times(
    text: str, values: Sequence[Statistic], mentions: Sequence[ArmMention]
) -> list[int | None] | None:
    """The arm of values at several times: the only one that is named before them, if any; None if they are dealt otherwise."""
    if len(values) < 2 or _BY_TIMES.match(text, values[-1].end) is None:
        return None
    before = {item.arm for item in mentions if item.end <= values[0].start}
    later = any(item.start >= values[0].start for item in mentions)
    return [before.pop() if len(before) == 1 and not later else None] * len(values)


# A share may be rounded by so many percentage points; a time told in another unit by such a part of it.
_ROUNDED: Final = 0.6
_ROUNDED_TIME: Final = 0.04
_DAYS: Final = {"days": 1.0, "weeks": 7.0, "months": 365.25 / 12, "years": 365.25}


def restates(share: Statistic, part: Statistic) -> bool:
    """Whether a figure is that of the one right before it: "69% in A (34 of 49 had it)", "6.2 months (189 days)"."""
    if share.value is None:
        return False
    if share.type == part.type == "median" and share.unit != part.unit and part.value:
        days, again = (
            _DAYS.get(share.unit or "", 0.0) * share.value,
            _DAYS.get(part.unit or "", 0.0) * part.value,
        )
        return again > 0 and abs(days - again) <= _ROUNDED_TIME * again
    if share.type != "rate" or not part.denominator or part.numerator is None:
        return False
    return part.type == "count" and abs(share.value - 100 * part.numerator / part.denominator) <= _ROUNDED


def right_before(text: str, value: Statistic, mentions: Sequence[ArmMention]) -> bool:
    """Whether nothing but a blank parts a value from an arm's name before it."""
    return any(item.end + 1 == value.start and text[item.end].isspace() for item in mentions)


# Between two arms that are named together.
AND: Final = re.compile(
    r"(?:\s+(?:group|arm)s?)?\s*(?:and|versus|vs\.?|v)\s+(?:the\s+|for\s+|in\s+|with\s+)?"
)
RESPECTIVELY: Final = screened(r"\brespectively\b", re.IGNORECASE)
# Between a number of patients and the arm that some of them got: "10 had severe pain, of whom eight were taking A".
_OF_WHOM: Final = re.compile(
    r"[^.;]*, of (?:which|whom) \w+ (?:\([^()]*\) )?(?:were|was|had|received|got)\b[^.;,]*"
)


# Between a figure of all and the arms that are held against each other: "15.8% without differences between A and B".
_ALIKE_IN: Final = re.compile(
    r"[^.;]*\b(?:differ(?:ed|ences?)?|similar|comparable)\b[^.;,]{0,40}? (?:between|among) (?:the )?"
)


def of_all_or_some(text: str, value: Statistic, mentions: Sequence[ArmMention]) -> bool:
    """Whether the arm behind a figure is held against another one, or that of some of its patients alone."""
    first = next((item for item in mentions if item.start >= value.end), None)
    if first is None:
        return False
    gap = (value.end, first.start)
    if _OF_WHOM.fullmatch(text, *gap) is not None or _ALIKE_IN.fullmatch(text, *gap) is not None:
        return True
    # One figure is not dealt to two arms: "14/16 in A and B, respectively".
    second = next((item for item in mentions if item.start >= first.end), None)
    paired = second is not None and AND.fullmatch(text, first.end, second.start) is not None
    if paired and second is not None and RESPECTIVELY.search(text, second.end, second.end + 40):
        return True
    # The arm heads its part in a bracket: "six died (A = four and B = two)".
    opening = text.rfind("(", *gap)
    return (
        opening >= 0 and ")" not in text[opening : first.start] and _PART.match(text, first.end) is not None
    )


# Behind the name of an arm, its part of a whole: "A = four", "A: 4", "4 in A, 2 in B".
_PART: Final = re.compile(
    r"\s*[=:,]\s*(?:\w+\s+)?(?:patients|\d|one|two|three|four|five|six|seven|eight|nine|ten)\b|\s+and\s"
)


# Behind a pair of figures, arms by their letters: "16.3 v 25.3 months for arms C and D".
_LETTERED: Final = re.compile(
    r"[\s%)]*(?:\w+ )?(?:for|in|with|on|of) (?:the )?(?:arms?|groups?|cohorts?) \w{1,3} (?:and|versus|vs\.?|v) (?:(?:arm|group|cohort) )?\w{1,3}\b"
)


def of_other_arms(text: str, place: int, mentions: Sequence[ArmMention]) -> bool:
    """Whether the arms that are named behind figures are none of those that are known."""
    named = _LETTERED.match(text, place)
    return named is not None and not any(place <= item.start < named.end() for item in mentions)
