"""Counts of those in whom an outcome fell or went, not of those who had it: "nausea resolved in 40%", "had less pain".

The more of them, the less of the outcome. Verbs and nouns are rows of `outcome_turns.tsv`.
"""

from __future__ import annotations

import re
from typing import Final

from evidence.pipeline.outcomes import OutcomeMention
from evidence.pipeline.polarity import polarity_of
from evidence.pipeline.scenes import Scene
from evidence.pipeline.screens import screened
from evidence.pipeline.tables import pattern_of

# Before an outcome, patients in whom it fell: "the proportion of patients with a decline in performance status".
_PEOPLE: Final = r"(?:patients|women|men|participants|subjects|those|children)"
_DID: Final = r"(?:had|have|has|having|experienced|experiencing|showed|showing|reported|reporting|achieved|achieving|obtained|demonstrated)"
_IN_WHOM: Final = (
    rf"(?:\b{_PEOPLE} (?:with|who {_DID}|having|experiencing|showing)"
    rf"|\b(?:fewer|more|less) {_PEOPLE}\b[^.;,]{{0,60}}? {_DID}"
    # "40% of patients on A and 10% on B | had"
    rf"|(?:\d ?%\)?|\bpercent\b|\d of (?:the )?\d+)(?:(?! and {_DID}\b)[^.;,()]|\([^()]*\)){{0,80}}? {_DID})"
    r" (?:an? )?(?:[\w-]+ ){0,2}"
)
_OF_IT: Final = r"(?:in|of|from) (?:(?:the|their|mean|median|average) )*$"
_WITH_A_FALL: Final = screened(
    rf"{_IN_WHOM}(?:decreases?|reductions?|declines?|falls?|drops?|loss|deterioration|worsening) {_OF_IT}",
    re.IGNORECASE,
)
# Before a harm, patients in whom it was relieved: "more patients had an improvement in pain".
_RELIEF: Final = rf"\b(?:{pattern_of('outcome_turns', 'relief').pattern}) {_OF_IT}"
_WITH_RELIEF: Final = screened(rf"{_IN_WHOM}{_RELIEF}", re.IGNORECASE)
# "Improved | symptoms were reported by 40%"; what there was less of is no relief ("less edema was seen in A").
_LESS_OF: Final = re.compile(
    rf"(?<![\w-])(?!less|lower)(?:{pattern_of('outcome_turns', 'less_of').pattern}) $", re.IGNORECASE
)
# The same by adjectives: "40% of patients had | less | pain", "had | impaired | quality of life".
_HAD_LESS: Final = screened(
    rf"{_IN_WHOM}(?:{pattern_of('outcome_turns', 'less_of').pattern}) $", re.IGNORECASE
)
_HAD_WORSE: Final = screened(
    rf"{_IN_WHOM}(?:{pattern_of('outcome_turns', 'worse_of').pattern}) $", re.IGNORECASE
)
# "Improvement in pain was seen in 60% of patients": before it and behind.
_RELIEVED: Final = re.compile(_RELIEF, re.IGNORECASE)
_SEEN_IN: Final = re.compile(
    r"(?: scores?| symptoms?)?(?: (?:was|were|had))?(?: \w+ly)? (?:seen|observed|reported|noted|found|achieved|experienced|occurred|obtained|documented|recorded)"
    r"(?: more (?:often|frequently)| less (?:often|frequently))? (?:in|by|among|with|on) "
)
_RELIEF_REACH: Final = 60
# "Decreases in ejection fraction occurred in 19 (1%) and 15 (1%) patients", with the verb or, in a list, without.
_FALL: Final = screened(rf"\b(?:decreases?|reductions?|declines?|falls?|drops?) {_OF_IT}", re.IGNORECASE)
_COUNTED_IN: Final = re.compile(
    r"(?: ?\([^()]*\))?(?: (?:was|were))?(?: \w+ly)?(?: (?:seen|observed|reported|noted|found|recorded|occurred|achieved|experienced|obtained))? (?:in|by|among) "
    r"(?:\d[\d.,·]* ?(?:%|\(\d|of \d|patients)|\w+ (?:\(\d|of \d|patients))"
)
# "No nausea occurred in 80% of patients", "80% of patients had no nausea": those without it are counted. An effect that
# is denied, and no outcome, is what ends in these words: "no survival benefit".
_NONE_OF: Final = screened(r"\bno (?:[\w-]+ )?$", re.IGNORECASE)
_HAD_NONE: Final = screened(rf"{_IN_WHOM}no (?:[\w-]+ )?$", re.IGNORECASE)
_EFFECT: Final = re.compile(
    r" (?:difference|change|benefit|improvement|increase|decrease|advantage|reduction)s?\b"
)
# Between the names of one subject, and between the last and its verb: "pain scores | resolved".
_AND: Final = re.compile(r"(?:, (?:and |or )?| (?:and|or) )(?:[a-z-]+ ){0,2}")
_OF_NAME: Final = (
    r"(?: ?\([^()]*\))?(?: (?:scores?|symptoms?|levels?|status|events?|rates?))?(?: ?\([^()]*\))?"
)
_IN_SO_MANY: Final = pattern_of("outcome_turns", "in_so_many").pattern
# Behind an outcome, that it went; behind a harm, that it was mended, or got less, where its count stands behind the verb.
_WENT: Final = re.compile(
    rf"{_OF_NAME} (?P<verb>{pattern_of('outcome_turns', 'went').pattern})\b", re.IGNORECASE
)
_MENDED: Final = re.compile(
    rf"{_OF_NAME} (?P<verb>{pattern_of('outcome_turns', 'mended').pattern})\b", re.IGNORECASE
)
_EASED: Final = re.compile(
    rf"{_OF_NAME} (?P<verb>{pattern_of('outcome_turns', 'eased').pattern})\b{_IN_SO_MANY}", re.IGNORECASE
)
# Behind what is good to have, that it got worse; behind anything, that it fell.
_SPOILT: Final = re.compile(
    rf"{_OF_NAME} (?P<verb>{pattern_of('outcome_turns', 'spoilt').pattern})\b{_IN_SO_MANY}", re.IGNORECASE
)
_FELL: Final = re.compile(
    rf"{_OF_NAME} (?P<verb>{pattern_of('outcome_turns', 'fell').pattern})\b{_IN_SO_MANY}", re.IGNORECASE
)


def counts_falls(scene: Scene, outcome: OutcomeMention) -> bool:
    """Whether it is patients in whom an outcome fell that are more or fewer; a harm falls where it improves."""
    if outcome.inverse:
        return False  # by its own words
    text, start = scene.text, outcome.start
    if _WITH_A_FALL.search(text, scene.start, start) is not None or turning_verb(scene, outcome) is not None:
        return True
    near = max(scene.start, start - _RELIEF_REACH)
    if _FALL.search(text, near, start) is not None and _COUNTED_IN.match(text, outcome.end, scene.end):
        return True
    if _counts_none(scene, outcome, near):
        return True
    good = polarity_of(outcome.concept, outcome.name)
    if good >= 0:
        return good > 0 and _HAD_WORSE.search(text, scene.start, start) is not None
    if _HAD_LESS.search(text, scene.start, start) is not None:
        return True
    return _WITH_RELIEF.search(text, scene.start, start) is not None or (
        _SEEN_IN.match(text, outcome.end, scene.end) is not None
        and (_RELIEVED.search(text, near, start) or _LESS_OF.search(text, near, start)) is not None
    )


def _counts_none(scene: Scene, outcome: OutcomeMention, near: int) -> bool:
    """Whether those are counted who did not have an outcome: "no nausea occurred in 80% (A) and 60% (B)"."""
    text, start, end = scene.text, outcome.start, outcome.end
    if _EFFECT.match(text, end, scene.end) is not None:
        return False
    if _NONE_OF.search(text, near, start) is None:
        return False
    return (
        _COUNTED_IN.match(text, end, scene.end) is not None
        or _HAD_NONE.search(text, scene.start, start) is not None
    )


def turning_verb(scene: Scene, outcome: OutcomeMention) -> tuple[int, int] | None:
    """The verb behind an outcome that makes those counted the ones in whom it fell: "nausea | resolved | in 40%"."""
    good = polarity_of(outcome.concept, outcome.name)
    patterns = (
        [_FELL, _SPOILT] if good > 0 else [_FELL, _WENT, _MENDED, _EASED] if good < 0 else [_FELL, _WENT]
    )
    end = _end_of_subject(scene, outcome)
    for pattern in patterns:
        if (found := pattern.match(scene.text, end, scene.end)) is not None:
            return found.span("verb")
    return None


def _end_of_subject(scene: Scene, outcome: OutcomeMention) -> int:
    """Where the list of outcomes ends that one stands in: "nausea, pain and fatigue |"."""
    end = outcome.end
    for item in scene.outcomes:
        if item.start >= end and _AND.fullmatch(scene.text, end, item.start) is not None:
            end = item.end
    return end
