"""Effect sizes, correlations and test statistics: a name, and the number it names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, cast

from evidence.pipeline.statistics.drafts import Draft, operator_before
from evidence.pipeline.statistics.intervals import Intervals
from evidence.pipeline.statistics.tokens import TAKEN, Passage, unit_of
from evidence.records import StatisticType

RATIOS: Final = frozenset({"hazard_ratio", "odds_ratio", "relative_risk"})
# From a name to its number: words and signs, no other number's business. Longer ways only over words ("hazard ratio for
# disease progression or death in the treated group, 0.46").
_WAY: Final = re.compile(
    r"(?:[wfbpnetvGdaOhFXygcMK&/'.:,()oEk#Uu-]|C\)?|\([^()NIW#%]*\)){0,24}?(?P<number>[NI])"
)
# Beyond so many tokens a name is believed to name a number only behind one of these, or where an interval follows.
_SHORT_WAY: Final = 5
_BEFORE_VALUE: Final = frozenset("b,o(:")
_NEAR: Final = 3
_LONGEST_WAY: Final = {
    "difference": 8,
    "mean_difference": 10,
    "risk_difference": 12,
    "other_effect": 10,
    "correlation": 10,
}
# The number that follows is one of several that share a unit: no ratio.
_SHARED_UNIT: Final = re.compile(r"(?:\(#*\)|#)?(?:[v&,/]|,&|,v)(?:[NI](?:[v&,/]|,&))*[NI]%?[%Uu]")
_NAMED: Final = re.compile(r"[)(,:=obf]{0,4}(?:[wf]{1,3}b)?[(o]?(?P<number>[NI])")
_TEST: Final = re.compile(r"[TH](?:\([NI](?:[,;][NI])?\)|[NI],[NI])?[)(:fbw]{0,3}[o]?(?P<number>[NI])")
# A further value of a list of ratios: "were 1.19 (..) for PFS and 0.98 (..) for OS", "0.84 for RFS".
_CONNECTORS: Final = frozenset("wfbpnertvGdahXgc&/'.,:;()#-CK")
# Ratios beyond these are no ratios but percentages or counts of something.
_LARGEST_RATIO: Final = 2000.0
_ADJUSTED: Final = frozenset(
    {"adjusted", "unadjusted", "stratified", "unstratified", "pooled", "multivariable", "multivariate"}
)
_BEFORE_FOLLOWER: Final = frozenset("v&,o(bft:#wr;enhX")


def find_tests(passage: Passage) -> list[Draft]:
    """Test statistics with their degrees of freedom."""
    drafts = []
    if "T" in passage.string or "H" in passage.string:
        for match in _TEST.finditer(passage.string):
            at = match.start("number")
            kind: StatisticType = "test_statistic" if passage.string[match.start()] == "T" else "other_effect"
            last = at + 1 if passage.string[at + 1 : at + 2] == "%" else at
            draft = Draft(type=kind, first=match.start(), last=last, at=at, value=passage.values[at])
            draft.unit = "%" if last > at else None
            draft.test = _test_name(passage.words(match.start(), match.start()))
            drafts.append(draft)
            passage.take(match.start(), last, kind)
    return drafts


def _test_name(words: str) -> str:
    compact = words.lower().replace(" ", "")
    if compact.startswith(("chi", "χ", "x2", "x²")):
        return "chi-square"
    return (
        "I2"
        if compact.startswith(("i2", "i²", "i(2", "i^2", "incons"))
        else words.strip("()[] ").split("(")[0].split(" ")[0]
    )


def find(passage: Passage, intervals: Intervals) -> list[Draft]:
    """Take all effect sizes that have a name, then those that follow them in lists without repeating it."""
    drafts: list[Draft] = []
    place = passage.string.find("E")
    while place >= 0:
        draft = _named(passage, place, intervals)
        if draft is not None:
            drafts.append(draft)
            intervals.complete(draft)
        place = passage.string.find("E", place + 1)
    for draft in list(drafts):
        if draft.type in RATIOS:
            drafts.extend(_followers(passage, draft, drafts, intervals))
    return drafts


def _named(passage: Passage, name: int, intervals: Intervals) -> Draft | None:
    """The effect size that the name at a token names, taken."""
    kind = passage.data[name]
    at = _number(passage, name, kind, intervals)
    if at is None:
        return None
    unit, last = _unit(passage, at)
    bounded = intervals.following(at, last + 1) is not None or intervals.opens(at)
    resolved = _resolve(kind, unit, passage, name, bounded)
    if resolved is None:
        return None
    first, operator = operator_before(passage, at)
    start = _begin(passage, name, first)
    draft = Draft(
        type=resolved, first=start, last=last, at=at, value=passage.values[at], operator=operator, unit=unit
    )
    passage.take(start, last, resolved)
    return draft


def _begin(passage: Passage, name: int, first: int) -> int:
    """Where the span begins: at the name (with "adjusted"), or at the number where the name is that of a whole list."""
    if "#" in passage.string[name + 1 : first] or passage.words(name, name).lower().endswith("s"):
        return first
    return name - 1 if name and passage.data[name - 1] in _ADJUSTED else name


def _number(passage: Passage, name: int, kind: str, intervals: Intervals) -> int | None:
    """The token of the number that a name names."""
    if (headed := intervals.estimate_near(name)) is not None:
        return headed
    match = _WAY.match(passage.string, name + 1)
    if match is None:
        return None
    at = match.start("number")
    following = passage.string[at + 1 : at + 2]
    if following == "-" or (following == "n" and passage.codes[at] == "I"):
        return None
    interval = intervals.following(at, at + 1)
    bounded = interval is not None
    if passage.codes[at] == "I" and _NAMED.match(passage.string, name + 1) is None:
        # A whole number far from the name counts something else, unless its interval follows at once.
        if interval is None or interval.first - at > _NEAR:
            return None
    if at - name > _SHORT_WAY and passage.codes[at - 1] not in _BEFORE_VALUE and not bounded:
        return None
    if (at - name > _LONGEST_WAY.get(kind, 24) and not bounded) or _SHARED_UNIT.match(passage.string, at + 1):
        return None
    if kind in RATIOS and (following in ("%", "U", "u") or not 0 <= passage.values[at] <= _LARGEST_RATIO):
        return None
    way = passage.string[name + 1 : at]
    # Another name that is nearer to the number owns it.
    if "E" in way and kind != passage.data[name + 1 + way.rindex("E")] and way.rindex("E") > 1:
        return None
    return at


def _unit(passage: Passage, at: int) -> tuple[str | None, int]:
    """The unit behind a number, and the last token with it."""
    following = passage.string[at + 1 : at + 2]
    if following == "%":
        return "%", at + 1
    if following in ("U", "u"):
        return unit_of(passage.words(at + 1, at + 1))[0], at + 1
    if passage.data[at + 1 : at + 3] in (["percentage", "points"], ["percentage", "point"]):
        return "%", at + 2
    return None, at


def _resolve(kind: str, unit: str | None, passage: Passage, name: int, bounded: bool) -> StatisticType | None:
    if kind == "difference":
        return "risk_difference" if unit == "%" else "mean_difference"
    if bounded and unit is None and passage.words(name, name).lower() == "odds of":
        return "odds_ratio"  # "decreased odds of death (0.7, 0.6-0.8)": odds by themselves have no interval
    if kind == "relative_risk" and unit == "%":
        return None
    return cast(StatisticType, kind)


def _followers(passage: Passage, draft: Draft, drafts: Sequence[Draft], intervals: Intervals) -> list[Draft]:
    """Ratios that follow in a list under the same name."""
    others = {other.at for other in drafts if other is not draft}
    found: list[Draft] = []
    index = draft.last + 1
    gap = 0
    while index < len(passage.codes) and gap < 22:
        code = passage.codes[index]
        if index in others or code == "E":
            break
        if code == "N" and _ratio_like(passage, index):
            first, operator = operator_before(passage, index)
            follower = Draft(
                type=draft.type,
                first=first,
                last=index,
                at=index,
                value=passage.values[index],
                operator=operator,
            )
            intervals.complete(follower)
            if (follower.ci_level is None) != (draft.ci_level is None):
                break
            passage.take(first, index, draft.type)
            found.append(follower)
            index, gap = follower.last, 0
        elif code not in _CONNECTORS:
            break
        index += 1
        gap += 1
    return found


def _ratio_like(passage: Passage, index: int) -> bool:
    """Whether the number at a token is told as one of a list: with an interval, a P value or a name behind it."""
    after = passage.string[index + 1 : index + 4]
    if after.startswith(("I", "N", "X", "%", "U", "u", "-", "±", "K")) or _SHARED_UNIT.match(
        passage.string, index + 1
    ):
        return False
    if passage.data[index - 1] == "of" and passage.codes[index - 2] == "d":
        return False  # ", corresponding to an increase of 5.6"
    if passage.codes[index - 1] == "(" and index > 1 and passage.codes[index - 2] == TAKEN:
        return False  # "0.53 [SE 0.03] and 0.68 [0.06]": a bracket behind a ratio holds its spread
    return passage.string[max(0, index - 1) : index] in _BEFORE_FOLLOWER
