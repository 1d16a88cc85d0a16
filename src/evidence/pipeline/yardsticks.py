"""What a clause holds a result against where that is none of the arms: patients themselves before treatment, other studies,
kinds of patients, degrees, periods (`data/yardsticks.tsv`).

"Longer than previously reported", "compared with baseline", "responders lived longer than nonresponders": whatever arm such
a clause names, it is not held against the other one, and two figures in it are not those of two arms.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal, cast

from evidence.pipeline.cue_subjects import SELVES
from evidence.pipeline.dealing import is_value
from evidence.pipeline.layers import ArmMention
from evidence.pipeline.scenes import Scene, within
from evidence.pipeline.screens import Screen, screened
from evidence.pipeline.tables import rows
from evidence.pipeline.unnamed_arms import holds_patients, of_others_in_body, of_patients_alone

NAME: Final = "yardstick"
Kind = Literal["baseline", "reference", "patients", "degree", "period", "within"]

_HOLDS: Final = (
    r"\b(?:than|versus|vs\.?|v|(?:as )?compared (?:with|to)|in comparison (?:with|to)|relative to|over|above|below"
    r"|(?:similar|equal|identical|superior|inferior) to|the same(?: [\w-]+){0,2}? (?:as|that)|comparable (?:to|with)|consistent with|in line with|exceed(?:s|ed|ing)?|surpass(?:es|ed|ing)?)"
)
_COMPARES: Final = screened(_HOLDS)
_BASELINE: Final = screened(rf"{_HOLDS} (?:at )?{SELVES}", re.IGNORECASE)
_OTHER_GROUP: Final = re.compile(
    # of a pair of figures ("4.2 v 6.1") the second may be that before treatment
    rf"(?!(?<=[\d%] )(?:v|vs\.?|versus) \d){_HOLDS} (?!(?:at )?{SELVES})|\b(?:between|respectively|that of|those of)\b|\bdiffer(?:s|ed)? (?!(?:\w+ly )?(?:from\b|{_HOLDS} (?:at )?{SELVES}))|\b(?:hazard|odds|risk|rate) ratio",
    re.IGNORECASE,
)
# What holds groups against each other before that.
_OF_ARMS: Final = re.compile(r"\b(?:than|versus|vs|compared)\b")
# Between a comparing word and what it holds against.
_LEAD: Final = r"(?: (?:that|those|what|the|an?|our|any|in|of|for|with|from|was|were|would be|has been|had been|have been|is|among|data|rates?|results?|findings?))* "
# What heads a clause: the arm of which all is told.
_HEADS: Final = re.compile(
    r"(?:(?:and|but|while|whereas|however),? )?(?:in|within|among|for|of) (?:(?:the|these|those|all|\d[\d,]*|patients?|those|women|men|treated|given|receiving|assigned|to|with|in|who|received|on) )*$",
    re.IGNORECASE,
)
# Patients of one arm by their number, of whom some are told of.
_OF_SOME: Final = re.compile(
    r"(?:(?:and|but|while|whereas|however),? )?of (?:the |these |all |those |patients |participants )*(?:\d|(?:in|given|assigned|allocated|who)\b)",
    re.IGNORECASE,
)
# Patients of whom a clause has just told, and what they got next.
_THESE: Final = re.compile(
    r"\bof (?:whom|them|these|those)\b(?! (?:in|on|with|who|given|receiving|treated|assigned|allocated)\b)"
)
_GOT_NEXT: Final = re.compile(
    r"\b(?:(?:went|going) on to|proceeded to|received|began|started|underwent|crossed over to|switched to)(?: (?:[\w-]+ ){0,2})$"
)
# What a result of all groups may be held against, and what holds them against each other besides.
_EXPECTED: Final = re.compile(r"(?:expect|anticipat|predict|project|hypothesi|assum)", re.IGNORECASE)
_ALIKE: Final = re.compile(
    r"\b(?:similar|comparable|equal|equivalent|identical|differ\w*|between)\b", re.IGNORECASE
)
# A clause that speaks of groups holds them against each other, whatever the course was.
_GROUPS: Final = re.compile(r"\b(?:groups?|arms?|conditions?|treatments|differ\w*|between)\b")
# Patients of one arm that later got the other.
_CROSSED: Final = re.compile(r"\b(?:cross(?:ed|ing)|switch(?:ed|ing))\b")
# How far behind the words of a kind of patients an arm may stand that they got, in characters.
_NEAR: Final = 30


@dataclass(frozen=True, slots=True)
class Yardstick:
    """What a clause holds its result against; `name` as told, of what stands outside the study.

    `arms` are those that the clause names beside it.
    """

    kind: Kind
    arms: frozenset[int]
    name: str | None = None

    @property
    def of_arm(self) -> bool:
        """Whether a result of the arm that the clause names is told, and not of its patients by kind or degree."""
        return self.kind in ("baseline", "reference")


@lru_cache(maxsize=1)
def _patterns() -> dict[str, Screen]:
    kinds: dict[str, list[str]] = {}
    for row in rows("yardsticks"):
        kinds.setdefault(row["kind"], []).append(row["pattern"])
    joined = {kind: "|".join(patterns) for kind, patterns in kinds.items()}
    return {
        "reference": screened(rf"{_HOLDS}{_LEAD}(?P<name>{joined['reference']})", re.IGNORECASE),
        "ours": screened(rf"{_HOLDS}{_LEAD}(?:{joined['ours']})\b", re.IGNORECASE),
        "patients": screened(rf"{_HOLDS}{_LEAD}(?:{joined['patients']})\b", re.IGNORECASE),
        "degree": screened(rf"\b(?:{joined['degree']})", re.IGNORECASE),
        "after": screened(joined["after"], re.IGNORECASE),
        "period": screened(joined["period"], re.IGNORECASE),
        "years": screened(joined["years"], re.IGNORECASE),
        "strata": screened(joined["strata"], re.IGNORECASE),
        "opposites": screened(joined["opposites"], re.IGNORECASE),
        "within": screened(rf"\b(?:{joined['within']})", re.IGNORECASE),
    }


def yardstick(scene: Scene) -> Yardstick | None:
    """What a clause holds its result against, where that is no arm; None where it may be one."""
    if NAME not in scene.known:
        scene.known[NAME] = _yardstick(scene)
    return cast("Yardstick | None", scene.known[NAME])


def _yardstick(scene: Scene) -> Yardstick | None:
    text, start, end = scene.text, scene.start, scene.end
    mentions = within(scene.mentions, start, end)
    named = frozenset(item.arm for item in mentions)
    if _against_baseline(scene) or _after_treatment(scene, named):
        return Yardstick("baseline", named)
    patterns = _patterns()
    reference = patterns["reference"].search(text, start, end)
    if reference is not None:
        beside = frozenset(
            item.arm
            for item in mentions
            if item.start < reference.start() or (item.start >= reference.end() and not scene.local)
        )  # what others' results are of is no group of the clause's own
        cited = scene.voice.role == "cited" and not _OF_ARMS.search(text, start, reference.start())
        if len(beside) < 2 or cited or _all_expected(scene, reference["name"]):
            return Yardstick("reference", beside, " ".join(reference["name"].split()))
    if patterns["ours"].search(text, start, end) is not None:
        return Yardstick("reference", frozenset())
    if scene.local:
        return None  # the groups are the clause's own
    if of_others_in_body(scene):
        return Yardstick("patients", named)
    if of_patients_alone(scene) if not named else len(named) == 1 and holds_patients(scene):
        return Yardstick("patients", named)
    if len(named) < 2 and _among_who_had(scene, mentions):
        return Yardstick("patients", named)
    kinds = patterns["patients"].search(text, start, end)
    if kinds is not None and not _names_arm(scene, kinds.end()):
        return Yardstick("patients", named)
    if (
        len(named) < 2
        and _COMPARES.search(text, start, end) is None
        and patterns["degree"].search(text, start, end)
    ):
        return Yardstick("degree", named)
    if len(named) < 2 and (patterns["strata"].search(text, start, end) or _opposites(scene, mentions)):
        return Yardstick("patients", named)
    if patterns["years"].search(text, start, end) or (
        not named and patterns["period"].search(text, start, end) and not _GROUPS.search(text, start, end)
    ):
        return Yardstick("period", named)
    if _within_arm(scene):
        return Yardstick("within", named)
    return None


def _all_expected(scene: Scene, name: str) -> bool:
    """Whether all groups are held against what was expected, and not against each other: "lower than expected with A and B"."""
    return (
        _EXPECTED.search(name) is not None
        and _ALIKE.search(scene.text, scene.start, scene.end) is None
        and sum(map(is_value, scene.statistics)) < len({item.arm for item in scene.mentions})
    )


# Patients who had more of something by an arm, of whom it is told how they fared: "patients who had more rash on A lived longer".
_WHO_HAD_MORE: Final = screened(
    r"\b(?:patients|women|men|those|participants|subjects|survivors|individuals) who (?:had|have|experienced|reported|showed|developed|perceived) "
    r"(?:more|less|fewer|higher|lower|greater|worse|better|poorer|increased|decreased|reduced|elevated|severe) [^,;.()]{3,90}?(?= (?:had|reported|showed|experienced|exhibited|lived|survived|were|was)\b)",
    re.IGNORECASE,
)


def _among_who_had(scene: Scene, mentions: Sequence[ArmMention]) -> bool:
    """Whether a clause tells something of patients who had more of another thing, be it by the one arm that it names."""
    who = _WHO_HAD_MORE.search(scene.text, scene.start, scene.end)
    return (
        who is not None
        and all(who.start() <= item.start < who.end() for item in mentions)
        and _COMPARES.search(scene.text, who.end(), scene.end) is None
    )


def _opposites(scene: Scene, mentions: Sequence[ArmMention]) -> bool:
    """Whether a clause holds patients against those who are not of their kind: "in LOB versus non-LOB tumors"."""
    return any(
        not any(item.start < match.end() and match.start() < item.end for item in mentions)
        for match in _patterns()["opposites"].finditer(scene.text, scene.start, scene.end)
    )


def _against_baseline(scene: Scene) -> bool:
    """Whether a clause holds patients against themselves before treatment, and no group against another."""
    return (
        _BASELINE.search(scene.text, scene.start, scene.end) is not None
        and _OTHER_GROUP.search(scene.text, scene.start, scene.end) is None
    )


def _after_treatment(scene: Scene, named: frozenset[int]) -> bool:
    """Whether a clause tells only what changed by treatment, of one group or of all: "pain decreased after treatment"."""
    text, start, end = scene.text, scene.start, scene.end
    return (
        scene.paired  # in a cohort it is what the treatment did
        and len(named) < 2
        and _patterns()["after"].search(text, start, end) is not None
        and _COMPARES.search(text, start, end) is None
        and not _GROUPS.search(text, start, end)
    )


def _names_arm(scene: Scene, behind: int) -> bool:
    """Whether an arm's name follows: "responders given A than nonresponders given B"."""
    return any(behind <= item.start < behind + _NEAR for item in scene.mentions)


def _within_arm(scene: Scene) -> bool:
    """Whether an arm heads a clause that then tells which of its patients fared so."""
    mentions = within(scene.mentions, scene.start, scene.end)
    if not mentions or _HEADS.fullmatch(scene.text, scene.start, mentions[0].start) is None:
        return False
    others = [item for item in mentions if item.arm != mentions[0].arm]
    some = _OF_SOME.match(scene.text, scene.start, mentions[0].start) is not None
    if some and others and _of_these(scene, mentions[0].end, others):
        return True
    told = _patterns()["within"].search(scene.text, mentions[0].end, scene.end)
    if told is None:
        return some and not others
    return not others or _CROSSED.search(scene.text, told.end(), scene.end) is not None


def _of_these(scene: Scene, behind: int, others: Sequence[ArmMention]) -> bool:
    """Whether a clause about patients of one arm goes on with some of them, and names the other only as what they got next:
    "of the 90 patients given A, 60 went on to B, of whom 5 relapsed"."""
    if _COMPARES.search(scene.text, behind, scene.end) is not None:
        return False
    these = _THESE.search(scene.text, behind, scene.end)
    return all(
        (these is not None and item.end <= these.start())
        or _GOT_NEXT.search(scene.text, behind, item.start) is not None
        for item in others
    )
