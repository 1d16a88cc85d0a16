"""Whether a result is significant: by its P value, its interval or its words, against the level that the trial states."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from evidence.pipeline.gates import Gate
from evidence.pipeline.screens import screened
from evidence.pipeline.tables import pattern_of, rows
from evidence.records import Significance, Statistic

# Where an effect size says "no effect".
NULL: Final = {
    "hazard_ratio": 1.0,
    "odds_ratio": 1.0,
    "relative_risk": 1.0,
    "mean_difference": 0.0,
    "risk_difference": 0.0,
}
# The level of significance of a trial that states none (ICH E9, 3.5: two-sided type I error of 5%).
USUAL_ALPHA: Final = 0.05
# What is lost where a level in percent becomes a probability.
_ROUNDED: Final = 1e-6
# So many P values of one row are those of several comparisons.
_SEVERAL: Final = 3
# An interval of a higher level than this one is that of a stricter test.
_USUAL_LEVEL: Final = 95.0
# Behind "significant", harms of which there was much.
MUCH_HARM: Final = pattern_of("subject_words", "much_harm").pattern
_SIGNIFICANT: Final = screened(
    # "Significant toxicity" is much of it, and was not tested.
    rf"\b(?<!(?<!and )clinically )(?<!without )(?<!without any )(?<!cutoff for )(?<!cut-off for )(?<!point for )(?<!threshold for )(?<!score for )significan(?:t(?:ly)?|ce)\b(?!{MUCH_HARM})"
    r"|\bstatistically (?:superior|inferior|better|worse|longer|shorter|higher|lower|greater|fewer|more|less|improved|different)\b",
    re.IGNORECASE,
)
# How the alternatives of what follows begin.
_STEMS: Final = [
    "no",
    "statistically insignificant",
    "clinically insignificant",
    "insignificant",
    "did not",
    "trend",
    "ns",
    "fail",
    "fell",
    "fall",
    "just miss",
    "narrowly miss",
    "barely miss",
    "almost miss",
    "miss",
    "lost ",
    "lose",
    "losing ",
    "significance",
    "interval",
    "ci",
    "but not",
    "without",
    "neither",
]
_NOT_SIGNIFICANT: Final = Gate(
    re.compile(
        r"\b(?:non[- ]?(?:statistically[ -])?significant(?:ly)?|(?:statistically |clinically )?insignificant(?:ly)?|not? (?:(?!but\b|and (?:(?:was|were|is|are|had|has) )?(?:also |statistically )?significantly )\w+ ){0,4}?significan(?:t(?:ly)?|ce)"
        r"|none of (?:[\w-]+ ){1,6}?(?:was|were|had|showed|produced|proved) (?:\w+ ){0,2}?(?:statistically|significantly)\b"
        r"|none of (?:the |these |those )?(?:[\w-]+ ){0,5}?(?:differences?|changes?|effects?|trends?|comparisons?|associations?)\b[^.;,]{0,90}?significan(?:t|ce)|did not (?:\w+ ){0,2}?(?:reach|achieve|differ|separate from)|not? (?:\w+ ){0,3}?(?:statistical )?differen(?:ces?|t)|trend(?:ed|s)? (?:toward|towards|to|for)\b|NS\b|fail(?:s|ed|ing)? to (?:reach|achieve|attain|show|demonstrate|find|detect|be)(?: \w+){0,3}? significan(?:ce|t)|(?:fell|falls?) short of (?:\w+ )?significance|(?:just |narrowly |barely |almost )?miss(?:ed|es|ing) (?:the (?:level|threshold|boundary) (?:of|for) )?(?:statistical )?significance|(?:lost|loses|lose|losing) (?:its )?(?:statistical )?significance|no longer (?:\w+ )?significant|significance (?:was|were|is) (?:not|never|narrowly missed|just missed|missed)|(?:interval|ci)s? (?:\([^()]*\) )?(?:included?|includes|including|contain(?:s|ed)|cross(?:es|ed)|span(?:s|ned)|overlap(?:s|ped)(?: with)?|encompass(?:es|ed)) (?:the )?(?:unity|one|zero|null|1(?:[.·]0+)?|0)\b|but not (?:in|on|after|by) (?:the )?(?:multi(?:variable|variate)|adjust\w+)\b|without (?:any )?(?:\w+ly )?significant differences?\b|without (?:(?:reaching|achieving|attaining) )?(?:any )?(?:statistical )?significance\b|neither\b[^.;,]{0,120}?\bsignifican(?:t(?:ly)?|ce))",
        re.IGNORECASE,
    ),
    _STEMS,
    apart=True,
)
_OTHERS_REACH: Final = 50
# A denial that is added of other patients alone: "fell among women, with no significant fall among men".
_OF_OTHERS: Final = re.compile(
    r"\W*with no (?:\w+ )?significant \w+ (?:in|among|for) (?:the )?(?:[\w-]+ )?(?:patients|women|men|those|participants|tumou?rs)\b",
    re.IGNORECASE,
)
# The words behind a stated threshold come first: they are rare, and the engine skips to them.
_SAYS_ALPHA: Final = screened(r"designat|indicat|considered|denot")
_ALPHA_REACH: Final = 45
_STATED_ALPHA: Final = re.compile(
    r"\bp\s?(?:<|≤|of less than|values? (?:of )?less than)\s?(?P<alpha>0?[.·]\d+) (?:designat|indicat|(?:was |were |is )?considered|denot)",
    re.IGNORECASE,
)
# Behind a denied difference: it is the arms that do not differ, whatever changed within each.
_BETWEEN: Final = re.compile(
    r"[^.;,]{0,40}\b(?:between|among|across)\b[^.;,]{0,30}\b(?:groups|arms|treatments|regimens|therapies)\b",
    re.IGNORECASE,
)
# Before the denial of what was just told: "but this reduction | was not significant".
_THIS_WAS: Final = re.compile(
    r"\b(?:this|these|the) (?:\w+ )?(?:reductions?|increases?|decreases?|changes?|improvements?|differences?|effects?) (?:was|were|is|are|did) $",
    re.IGNORECASE,
)
# How far around a P value the words of another test may stand, in characters, and how far before it those of an interaction.
_AROUND: Final = 90
_INTERACTION_BEFORE: Final = 220


# A difference that is told of the figures alone: "numerically higher".
_NUMERICALLY: Final = re.compile(r"\bnumerical(?:ly)? ", re.IGNORECASE)


def only_numerically(text: str, start: int, cue_start: int, cue_end: int) -> bool:
    """Whether a clause from `start` says of its comparing word that only the figures differ: such a difference favours nobody."""
    return _NUMERICALLY.search(text, max(start, cue_start - len("numerically ")), cue_end) is not None


def alpha(text: str) -> float:
    """The threshold of significance that a document states in so many words, else .05."""
    for said in _SAYS_ALPHA.finditer(text):
        match = _STATED_ALPHA.search(text, max(0, said.start() - _ALPHA_REACH), said.end())
        if match is not None:
            return float(match["alpha"].replace("·", "."))
    return USUAL_ALPHA


def by_numbers(numbers: Sequence[Statistic], threshold: float) -> Significance:
    """By P value, else by interval (CONSORT: P below .05 unless stated otherwise).

    An interval of a higher level than 95% belongs to a test at one minus that level, which its P value is held against;
    one of a lower level that excludes no effect says nothing at the threshold ("HR 1.08, 80% CI 1.01 to 1.17").
    """
    stated = threshold
    level = max((item.ci_level for item in numbers if item.type in NULL and item.ci_level), default=0.0)
    if level > _USUAL_LEVEL:
        threshold = min(threshold, 1 - level / 100)
    ps = [item for item in numbers if item.type == "p_value"]
    if ps:
        below = [_is_below(item, threshold) for item in ps]
        if len(ps) >= _SEVERAL and any(below) and not below[0]:
            return "not_reported"  # those of several comparisons, which one row cannot tell
        return "significant" if any(below) else "not_significant"
    for item in numbers:
        null = NULL.get(item.type)
        if null is not None and item.ci_lower is not None and item.ci_upper is not None:
            if item.ci_lower <= null <= item.ci_upper:
                return "not_significant"
            wide = item.ci_level is None or 1 - item.ci_level / 100 <= stated + _ROUNDED
            return "significant" if wide else "not_reported"
    return "not_reported"


def significance(
    text: str, start: int, end: int, numbers: Sequence[Statistic], threshold: float, near: int | None = None
) -> Significance:
    """By P value, else by interval, else by the words of the stretch.

    Where the stretch says both that something is significant and that something is not, the words nearest to the
    offset `near` decide. A denial in words holds unless a P value says otherwise.
    """
    words = _told(text, start, end, near)
    told = by_numbers(numbers, threshold)
    if words == "not_significant" and not (
        told == "significant" and any(item.type == "p_value" for item in numbers)
    ):
        return "not_significant"
    if words == "not_significant" and _tested_behind(text, start, end, numbers, threshold):
        return "not_significant"
    if words == "significant" and told == "not_significant" and _at_the_level(numbers, threshold):
        return "significant"
    return words if told == "not_reported" else told


def _at_the_level(numbers: Sequence[Statistic], threshold: float) -> bool:
    """Whether each P value is as high as the level itself, rounded: "significantly more frequent (P = .05)"."""
    ps = [item for item in numbers if item.type == "p_value"]
    return bool(ps) and all(item.operator == "=" and item.value == threshold for item in ps)


def _tested_behind(text: str, start: int, end: int, numbers: Sequence[Statistic], threshold: float) -> bool:
    """Whether a denial has a P value of its own behind it: "fell (P = .01), but not significantly against B (P = .2)"."""
    denied = [
        match
        for match in _NOT_SIGNIFICANT.finditer(text, start, end)
        if _THIS_WAS.search(text, max(start, match.start() - _AROUND), match.start())
        or match.group().startswith("but not")
    ]
    behind = [
        item for item in numbers if item.type == "p_value" and denied and item.start >= denied[-1].end()
    ]
    return len(behind) == 1 < sum(item.type == "p_value" for item in numbers) and not _is_below(
        behind[0], threshold
    )


def disagrees(told: Significance, text: str, start: int, end: int, near: int) -> bool:
    """Whether the words of a stretch call significant what its numbers do not, or the other way round."""
    words = _told(text, start, end, near)
    return words != "not_reported" and told != "not_reported" and words != told


@lru_cache(maxsize=64)
def _told(text: str, start: int, end: int, near: int | None) -> Significance:
    """What the words of a stretch say; those nearest to `near` where they say both, else the denial."""
    every = list(_NOT_SIGNIFICANT.finditer(text, start, end))
    denied = [
        match
        for match in every
        if near is None
        or match.start() < near
        or not _OF_OTHERS.match(text[max(start, match.start() - 6) : match.end() + _OTHERS_REACH])
    ]
    claimed = [
        match
        for match in _SIGNIFICANT.finditer(text, start, end)
        if not any(other.start() < match.end() and match.start() < other.end() for other in every)
    ]
    if near is None or not denied or any(_BETWEEN.match(text, match.end(), end) for match in denied):
        return "not_significant" if denied else "significant" if claimed else "not_reported"
    told: list[tuple[int, Significance]] = [
        (max(match.start() - near, near - match.end(), 0), "not_significant") for match in denied
    ]
    told += [(max(match.start() - near, near - match.end(), 0), "significant") for match in claimed]
    return min(told)[1]


def _is_below(item: Statistic, threshold: float) -> bool:
    if item.value is None or item.operator in (">", "≥"):
        return False
    return item.value < threshold or (item.value == threshold and item.operator == "<")


@lru_cache(maxsize=1)
def _interaction() -> dict[str, re.Pattern[str]]:
    table = rows("interaction_tests")
    joined = {
        place: "|".join(row["pattern"] for row in table if row["place"] == place)
        for place in ("inside", "before", "behind")
    }
    return {
        "inside": re.compile(joined["inside"], re.IGNORECASE),
        "before": re.compile(rf"\b(?:{joined['before']})$", re.IGNORECASE),
        "behind": re.compile(rf"(?:{joined['behind']})\b", re.IGNORECASE),
    }


# A P value of a test of likeness: "P for noninferiority" (CONSORT extension to noninferiority trials, 2012, item 12a).
_LIKENESS: Final = re.compile(r"\b(?:non-? ?inferior|equivalen)", re.IGNORECASE)


_LIKENESS_BEHIND: Final = re.compile(
    r"\s*(?:for|\[|\()?\s*(?:the )?(?:test of )?(?:non-? ?inferior|equivalen)", re.IGNORECASE
)
_LIKENESS_BEFORE: Final = screened(r"\b(?:non-? ?inferiority|equivalence)(?: test)?[,:]? $", re.IGNORECASE)


def of_likeness(text: str, item: Statistic) -> bool:
    """Whether a P value tests that two arms are alike: below the level it speaks for likeness, and tells no difference."""
    return item.type == "p_value" and (
        _LIKENESS.search(item.text) is not None
        or _LIKENESS_BEHIND.match(text, item.end) is not None
        or _LIKENESS_BEFORE.search(text, max(0, item.start - _AROUND), item.start) is not None
    )


def only_likeness(text: str, tests: Sequence[Statistic], threshold: float) -> bool:
    """Whether the P values of a row test that its arms are alike, and none shows that they differ."""
    alike = [of_likeness(text, item) for item in tests]
    return any(alike) and not any(
        item.type == "p_value" and not likeness and _is_below(item, threshold)
        for item, likeness in zip(tests, alike, strict=True)
    )


def of_interaction(text: str, item: Statistic) -> bool:
    """Whether a P value is that of an interaction: of the difference between subgroups, and not of the arms."""
    if item.type != "p_value":
        return False
    patterns = _interaction()
    return (
        patterns["inside"].search(item.text) is not None
        or patterns["before"].search(text, max(0, item.start - _INTERACTION_BEFORE), item.start) is not None
        or patterns["behind"].match(text, item.end, item.end + _AROUND) is not None
    )


# Around a P value of the difference between the groups, which changes within each have P values beside: "P = .03 in both,
# between-group P = .99".
_BETWEEN_BEFORE: Final = screened(
    r"\b(?:between|inter)(?:-| (?:the )?(?:two )?)?(?:groups?|arms?|treatments?)(?: (?:differences?|comparisons?))?[,:]? $",
    re.IGNORECASE,
)
_BETWEEN_INSIDE: Final = re.compile(
    r"\b(?:between|inter)(?:-| (?:the )?(?:two )?)?(?:groups?|arms?)\b", re.IGNORECASE
)
_BETWEEN_BEHIND: Final = re.compile(
    r"(?: for| for the differences?| differences?)? between (?:the )?(?:two )?(?:groups|arms)\b",
    re.IGNORECASE,
)
_BETWEEN_REACH: Final = 50


def of_groups(text: str, numbers: Sequence[Statistic]) -> list[Statistic]:
    """Numbers without the P values of changes within groups, where another one is said to be that between the groups."""
    between = [
        item
        for item in numbers
        if item.type == "p_value"
        and (
            _BETWEEN_INSIDE.search(item.text) is not None
            or _BETWEEN_BEFORE.search(text, max(0, item.start - _BETWEEN_REACH), item.start) is not None
            or _BETWEEN_BEHIND.match(text, item.end, item.end + _BETWEEN_REACH) is not None
        )
    ]
    return [item for item in numbers if item.type != "p_value" or not between or item in between]


def tested_apart(
    values: Sequence[Statistic], places: Sequence[int | None], tests: Sequence[Statistic]
) -> bool:
    """Whether each arm's figure has a P value of its own, of its change or against a third arm, and the two have none.

    "Improved by 3.7 degrees (P = .003) with A and by 9.4 degrees (P = .004) with B".
    """
    own = [item for item in tests if item.type == "p_value"]
    if not len(own) == len(tests) == len(values) > 1 or None in places or len(set(places)) < len(values):
        return False
    starts = [*(item.start for item in values[1:]), own[-1].end + 1]
    return all(
        value.end <= test.start and test.end <= following
        for value, test, following in zip(values, own, starts, strict=True)
    )
