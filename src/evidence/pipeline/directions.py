"""Which way a result points: by the sentence's words, or by its figures.

Direction is that of the outcome as named, in the intervention against the comparator; favour is clinical benefit and
follows from the outcome's polarity.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from evidence.pipeline.arm_mentions import ArmMention
from evidence.pipeline.gates import Gate
from evidence.pipeline.tables import rows
from evidence.records import Direction, Favors, Significance, Statistic
from evidence.vocabulary import Concept

Scale = Literal["amount", "benefit", "none"]

_THAN: Final = re.compile(
    r"\b(?:than|compared (?:with|to)|versus|vs\.?|v|relative to|over|in comparison (?:with|to)|rather than"
    r"|(?:superior|inferior|similar|comparable|equivalent|equal) (?:to|with))\b(?: [\w-]+){0,4}?\s*$"
)
# Before the second of two groups, of which the first is called by a name that nobody knows: "the experimental and".
_SECOND: Final = re.compile(r"\b(?:between|in|for|of) (?:the )?[\w-]+ (?:and|or) (?:the )?$")
_GRADE: Final = re.compile(r"\bgrades? (?:\d|[ivx]+) or $", re.IGNORECASE)
# Before what only tells which patients are counted: "patients with a reduction in the PSA level".
_DEFINES: Final = re.compile(r"\b(?:patients|participants|women|men|those) with an? (?:[\w-]+ )?$")
_NEGATED: Final = re.compile(
    r"\b(?:not|no|neither|nor|fail(?:ed|s|ure)? to|cannot|never|n't)\b(?:[\s(]+[\w-]+){0,5}[\s(]*$",
    re.IGNORECASE,
)
# An inverted clause denies all that it says: "nor did it prolong survival in patients with elevated enzymes".
_NOR: Final = re.compile(
    r"[\s,;]*(?:and )?nor (?:did|does|do|was|were|has|have|had|is|are|could|can)\b", re.IGNORECASE
)
_SIGNIFICANT: Final = re.compile(
    r"\bsignifican(?:t(?:ly)?|ce)\b"
    r"|\bstatistically (?:superior|inferior|better|worse|longer|shorter|higher|lower|greater|fewer|more|less|improved|different)\b",
    re.IGNORECASE,
)
_NOT_SIGNIFICANT: Final = re.compile(
    r"\b(?:non-?(?:statistically[ -])?significant(?:ly)?|(?:statistically |clinically )?insignificant(?:ly)?|not? (?:\w+ ){0,4}?significan(?:t(?:ly)?|ce)"
    r"|did not (?:\w+ ){0,2}?(?:reach|achieve|differ)|not? (?:\w+ ){0,3}?(?:statistical )?differen(?:ces?|t)|trend(?:ed|s)? (?:toward|towards|to|for)\b|NS\b)",
    re.IGNORECASE,
)
# Where an effect size says "no effect".
_NULL: Final = {
    "hazard_ratio": 1.0,
    "odds_ratio": 1.0,
    "relative_risk": 1.0,
    "mean_difference": 0.0,
    "risk_difference": 0.0,
}
_ALPHA: Final = 0.05


@dataclass(frozen=True, slots=True)
class Cue:
    """A word that compares: on which scale, which way (1 up, -1 down, 0 no difference), and where."""

    scale: Scale
    sign: int
    start: int
    end: int


@lru_cache(maxsize=1)
def _pattern() -> tuple[re.Pattern[str], tuple[tuple[Scale, int], ...]]:
    table = rows("direction_cues")
    order = sorted(range(len(table)), key=lambda index: table[index]["scale"] != "none")
    signs = {"up": 1, "down": -1, "none": 0}
    parts = [f"(?P<g{place}>{table[index]['pattern']})" for place, index in enumerate(order)]
    meaning = tuple((table[index]["scale"], signs[table[index]["sign"]]) for index in order)
    pattern = re.compile(r"(?<![\w-])(?:" + "|".join(parts) + r")(?![\w-])", re.IGNORECASE)
    stems = [stem for row in table for stem in row["begins"].split("|")]
    return Gate(pattern, stems), meaning  # type: ignore[return-value]


def compares(text: str, start: int, end: int) -> bool:
    """Whether a stretch of text holds any comparing word."""
    return _pattern()[0].search(text, start, end) is not None


def cues(text: str, start: int, end: int) -> list[Cue]:
    """The comparing words of a stretch of text; a denied one says that there is no difference."""
    pattern, meaning = _pattern()
    found = []
    denied = _NOR.match(text, start, end) is not None
    for match in pattern.finditer(text, start, end):
        scale, sign = meaning[int((match.lastgroup or "g0")[1:])]
        if _GRADE.search(text, max(start, match.start() - 14), match.start()):
            continue
        if _DEFINES.search(text, max(start, match.start() - 40), match.start()):
            continue
        if scale != "none" and (
            denied or _NEGATED.search(text, max(start, match.start() - 50), match.start())
        ):
            scale, sign = "none", 0
        found.append(Cue(scale, sign, match.start(), match.end()))
    return found


def polarity(concept: Concept | None, name: str) -> int:
    """1 where more of an outcome is better, -1 where it is worse, 0 where that is unknown."""
    if concept is not None:
        known = {"higher_better": 1, "lower_better": -1}.get(concept.attributes.get("polarity", ""), 0)
        return (
            -known
            if name.lower().startswith("time to ") and not concept.label.startswith("time to ")
            else known
        )
    return 1 if _GOOD.search(name) else -1 if _HARM.search(name) else 0


# The end of a harm, and what is good to have of any kind.
_GOOD: Final = re.compile(
    r"\b(?:healing|recovery|relief|control|resolution|freedom from|absence of|remission|response|survival|cure)\b(?! times?\b)(?<!time to recovery)(?<!time to response)(?<!time to remission)(?<!time to healing)",
    re.IGNORECASE,
)
_HARM: Final = re.compile(
    r"^(?:increased|decreased|elevated|raised|reduced|low|high) |\b(?:pain|death|mortality|toxic\w*|adverse|complication|recurren\w*|relapse|nausea|vomiting|infection|h[a]?emorrhage|bleeding"
    r"|fatigue|anxiety|depression|distress|stress|tension|anger|discomfort|disability|worry|fear|negative emotions|burden|incontinence|swelling|ulcers?|insomnia|cough|dyspno?ea|itching|pruritus|readmissions?|hospitali[sz]ations?|exacerbations?|seizures?|falls|craving|hypersensitivity|symptoms?|failure|injury|fracture|edema|oedema|stay|blood loss|discontinu\w*)\b",
    re.IGNORECASE,
)


def by_words(
    cue: Cue, subject: int, outcome_polarity: int, inverse: bool = False
) -> tuple[Direction, Favors]:
    """What a cue says, told of the intervention (subject 0) or of the comparator (1).

    `inverse` where it says it of the event that ends the outcome: less risk of death is more survival.
    """
    if cue.scale == "none":
        return "no_difference", "neither"
    turn = 1 if subject == 0 else -1
    if inverse and cue.scale == "amount":
        turn = -turn
    if cue.scale == "amount":
        sign = cue.sign * turn
        benefit = sign * outcome_polarity
    else:
        benefit = cue.sign * turn
        sign = benefit * (outcome_polarity or 1)
    return ("higher" if sign > 0 else "lower"), favors(benefit)


def favors(benefit: int) -> Favors:
    """Whom a benefit of the intervention (1), of the comparator (-1) or of unknown kind (0) favours."""
    return "intervention" if benefit > 0 else "comparator" if benefit < 0 else "unclear"


def by_values(first: float, second: float, outcome_polarity: int) -> tuple[Direction, Favors]:
    """What two figures say, the intervention's first."""
    if first == second:
        return "no_difference", "neither"
    sign = 1 if first > second else -1
    return ("higher" if sign > 0 else "lower"), favors(sign * outcome_polarity)


def by_effect(
    effect: Statistic, concept: Concept | None, outcome_polarity: int
) -> tuple[Direction, Favors] | None:
    """What a ratio or difference says, taken as the intervention's against the comparator's.

    A hazard ratio is one of the bad event, so below 1 it means longer survival. Odds ratios and relative risks of
    outcomes that are good to have ("response") point the way that they are named.
    """
    null = _NULL.get(effect.type)
    if null is None or effect.value is None or effect.value == null:
        return None
    sign = 1 if effect.value > null else -1
    if effect.type == "hazard_ratio" and outcome_polarity > 0:
        sign = -sign
    return ("higher" if sign > 0 else "lower"), favors(sign * outcome_polarity)


# The words behind a stated threshold come first: they are rare, and the engine skips to them.
_SAYS_ALPHA: Final = re.compile(r"designat|indicat|considered|denot")
_ALPHA_REACH: Final = 45
_STATED_ALPHA: Final = re.compile(
    r"\bp\s?(?:<|≤|of less than|values? (?:of )?less than)\s?(?P<alpha>0?[.·]\d+) (?:designat|indicat|(?:was |were |is )?considered|denot)",
    re.IGNORECASE,
)


def alpha(text: str) -> float:
    """The threshold of significance that a document states in so many words, else .05."""
    for said in _SAYS_ALPHA.finditer(text):
        match = _STATED_ALPHA.search(text, max(0, said.start() - _ALPHA_REACH), said.end())
        if match is not None:
            return float(match["alpha"].replace("·", "."))
    return _ALPHA


def significance(
    text: str, start: int, end: int, numbers: Sequence[Statistic], threshold: float, near: int | None = None
) -> Significance:
    """By P value, else by interval, else by the words of the stretch (CONSORT: P below .05 unless stated otherwise).

    Where the stretch says both that something is significant and that something is not, the words nearest to the
    offset `near` decide.
    """
    ps = [item for item in numbers if item.type == "p_value" and "interaction" not in item.text.lower()]
    words = _told_significance(text, start, end, near)
    if words == "not_significant" and not any(_is_below(item, threshold) for item in ps):
        return "not_significant"
    if ps:
        if any(_is_below(item, threshold) for item in ps):
            return "significant"
        return "not_significant"
    for item in numbers:
        null = _NULL.get(item.type)
        if null is not None and item.ci_lower is not None and item.ci_upper is not None:
            return "not_significant" if item.ci_lower <= null <= item.ci_upper else "significant"
    return words


# Behind a denied difference: it is the arms that do not differ, whatever changed within each.
_BETWEEN: Final = re.compile(
    r"[^.;,]{0,40}\b(?:between|among|across)\b[^.;,]{0,30}\b(?:groups|arms|treatments|regimens|therapies)\b",
    re.IGNORECASE,
)


def _told_significance(text: str, start: int, end: int, near: int | None) -> Significance:
    """What the words of a stretch say; those nearest to `near` where they say both, else the denial."""
    denied = list(_NOT_SIGNIFICANT.finditer(text, start, end))
    if near is None or not denied or any(_BETWEEN.match(text, match.end(), end) for match in denied):
        said = bool(denied) or _SIGNIFICANT.search(text, start, end)
        return "not_significant" if denied else "significant" if said else "not_reported"
    told: list[tuple[int, Significance]] = [
        (max(match.start() - near, near - match.end(), 0), "not_significant") for match in denied
    ]
    told += [
        (max(match.start() - near, near - match.end(), 0), "significant")
        for match in _SIGNIFICANT.finditer(text, start, end)
        if not any(other.start() < match.end() and match.start() < other.end() for other in denied)
    ]
    return min(told)[1]


def _is_below(item: Statistic, threshold: float) -> bool:
    if item.value is None:
        return False
    return item.value < threshold or (item.value == threshold and item.operator == "<")


def subject_of(text: str, cue: Cue, mentions: Sequence[ArmMention], start: int) -> int | None:
    """Of which arm a comparing word speaks: not the one behind "than" or "compared with"; None where no arm is named."""
    if not mentions:
        return None
    compared = [item for item in mentions if _THAN.search(text, max(start, item.start - 45), item.start)]
    others = [item for item in mentions if item not in compared]
    if compared and any(item.arm != compared[0].arm for item in others):
        others = [item for item in others if item.arm != compared[0].arm]
    if others:
        before = [item for item in others if item.end <= cue.start]
        after = [item for item in others if item.start >= cue.end]
        if before and after:
            return before[-1].arm if not compared or cue.scale == "benefit" else after[0].arm
        return min(others, key=lambda item: abs(item.start - cue.start)).arm
    return 1 - compared[0].arm if compared[0].arm in (0, 1) else None


def order_by_one(text: str, mention: ArmMention, start: int) -> tuple[int, int]:
    """The order of two arms where a sentence names one: it is told first, unless it stands behind "than"."""
    floor = max(start, mention.start - 45)
    second = _THAN.search(text, floor, mention.start) or _SECOND.search(text, floor, mention.start)
    first = 1 - mention.arm if second else mention.arm
    return first, 1 - first
