"""Clauses that tell of no arm, whatever their sentence or document names: kinds of patients, factors, groups unknown."""

from __future__ import annotations

import re
from typing import Final

from evidence.pipeline.arm_cuts import cue
from evidence.pipeline.dealing import is_value
from evidence.pipeline.folding import caseless, folded
from evidence.pipeline.numerals import UNITS
from evidence.pipeline.scenes import Scene
from evidence.pipeline.screens import Screen, screened
from evidence.records import EFFECT_TYPES

# The arms of a trial, spoken of together.
BOTH_GROUPS: Final = screened(
    r"\b(?:between|among|across|in|for|with|of|with either|the)(?: the| both| two| either| all| treatment| study| these)*"
    r" (?:groups|arms|regimens|treatments|therapies|schedules|cohorts|strategies|conditions)\b|\b(?:between|inter)-?(?:group|arm|treatment)s?\b|\b(?:group|treatment) differences?\b|\b(?:both|the two|either) (?:\w+ )?(?:groups|arms|regimens?|treatments?|therapies|schedules?|strategies)\b",
    re.IGNORECASE,
)
_TWO: Final = 2
# How far behind the words of a kind of patients an arm may stand that they got, in characters.
_NEAR: Final = 12
# What may stand before what a clause tells of.
_OPENING: Final = rf"(?:(?:{cue('opening').pattern}),? )*"
# What holds kinds of patients against each other, and no treatments: "longer in women than in men".
_OF_PATIENTS: Final = screened(cue("kinds_held").pattern, re.IGNORECASE)
# What only strata of all patients can be told of: "lowest with BRAF mutations", "did not depend on the KRAS status".
_BY_STRATUM: Final = screened(cue("by_stratum").pattern, re.IGNORECASE)
# A group by a name that nobody knows: "superior in patients allocated to combined modality".
_ASSIGNED: Final = screened(cue("assigned_unknown").pattern, re.IGNORECASE)
# A clause that tells of a kind of patients how they fared, and of no arm: "patients with rash had better survival".
_SOME_HAD: Final = re.compile(rf"{_OPENING}(?:{cue('some_had').pattern})", re.IGNORECASE)
# What the body of an article tells of beside its arms, and what shows that it holds these against each other.
_OF_FACTORS: Final = screened(cue("of_factors").pattern, re.IGNORECASE)
_OF_STRATA: Final = screened(cue("of_strata").pattern, re.IGNORECASE)
HELD: Final = cue("held_groups")
_OWN: Final = frozenset({"result", "conclusion"})


ALL_DID: Final = re.compile(
    rf"{_OPENING}(?:(?:overall|at [\w -]{{3,30}}|after [\w -]{{3,30}}),? )?(?:all (?:of )?(?:the |our )?(?:[\w-]+ ){{0,2}}?[a-z]+s|(?:the )?(?:patients|participants|subjects|women|men))\b(?! (?:with|who|in|on|given|receiving|treated|assigned|randomi[sz]ed|allocated|from|of|under|whose)\b)"
    r"(?![^.;]*\b(?:than|versus|vs\.?|v|compared|respectively|between|differ\w*|similar\w*|groups?|arms?)\b)",
    re.IGNORECASE,
)


def holds_patients(scene: Scene) -> bool:
    """Whether a clause holds kinds of patients against each other, and no treatments."""
    held = _OF_PATIENTS.search(scene.text, scene.start, scene.end)
    return held is not None and not any(
        held.start() <= item.start < held.end() + _NEAR for item in scene.mentions
    )


def of_patients_alone(scene: Scene) -> bool:
    """Whether a clause tells how patients of some kind fared, or holds kinds of them against each other."""
    if not scene.near and ALL_DID.match(scene.text, scene.start, scene.end):
        return True
    if holds_patients(scene) or _SOME_HAD.match(scene.text, scene.start, scene.end) or _of_more(scene):
        return True
    if _goes_on(scene):
        return True
    strata = bool(scene.names) and not scene.local
    return strata and _BY_STRATUM.search(scene.text, scene.start, scene.end) is not None


# A clause without a subject of its own.
_SUBJECTLESS: Final = re.compile(
    r"\W*(?:and|or) (?:\w+ly )?(?:more|less|had|have|has|were|was|are|is|experienced|showed)\b", re.IGNORECASE
)
_HEAD: Final = re.compile(r"(?:^|[,;] )(?=(?:whereas|while|but|and|however)\b)", re.IGNORECASE)


def _goes_on(scene: Scene) -> bool:
    """Whether a clause only goes on with what was told of a kind of patients: "whereas those with B are less likely to
    respond | and more likely to relapse"."""
    if _SUBJECTLESS.match(scene.text, scene.start, scene.end) is None:
        return False
    heads = [match.end() for match in _HEAD.finditer(scene.text, scene.sentence.start, scene.start)]
    begin = heads[-1] if heads else scene.sentence.start
    told = _SOME_HAD.match(scene.text, begin, scene.start)
    return told is not None and not any(begin <= item.start < scene.start for item in scene.mentions)


# Groups by their number, and how many figures "respectively" deals out.
_SO_MANY: Final = screened(
    r"\b(?P<number>two|three|four|five|six) (?:[\w-]+ ){0,3}?(?:groups|subgroups|categories|genotypes|quartiles|tertiles|strata)\b",
    re.IGNORECASE,
)
_HOLDS_AGAINST: Final = re.compile(r"\b(?:versus|vs|v)\b")


def _of_more(scene: Scene) -> bool:
    """Whether a clause that names no arm tells of more groups than there are arms: "alike in the three genetic groups", "were
    77%, 81% and 88%, respectively"."""
    if (
        not scene.names
        or scene.local
        or any(scene.start <= item.start < scene.end for item in scene.mentions)
    ):
        return False
    told = _SO_MANY.search(scene.text, scene.start, scene.end)
    if told is not None:
        return UNITS[told["number"].lower()] > len(scene.names)
    values = [item for item in scene.statistics if is_value(item)]
    dealt = "respectively" in scene.text[scene.start : scene.end] and len({item.type for item in values}) == 1
    odd = len(values) > _TWO and len(scene.names) == _TWO and len(values) % _TWO == 1
    return dealt and odd and _HOLDS_AGAINST.search(scene.text, values[0].start, values[-1].end) is None


def of_others_in_body(scene: Scene) -> bool:
    """Whether a clause in the body of an article, which tells of more than its arms, does not say that it is of these.

    It names none of them, nor groups; it speaks of factors, tests or patients by kind, or only of what changed.
    """
    if not (scene.body and scene.paired and scene.voice.role in _OWN) or scene.mentions:
        return False
    if BOTH_GROUPS.search(scene.text, scene.start, scene.end):
        return False
    if _OF_STRATA.search(scene.text, scene.start, scene.end) is not None and not _held_in_stratum(scene):
        return True
    return (
        _OF_FACTORS.search(scene.text, scene.start, scene.end) is not None
        or HELD.search(scene.text, scene.start, scene.end) is None
    )


def _held_in_stratum(scene: Scene) -> bool:
    """Whether a clause has an effect size, or figures in pairs: in each stratum the arms are held against each other."""
    values = [item for item in scene.statistics if is_value(item)]
    return (len(values) > 0 and len(values) % _TWO == 0) or any(
        item.type in EFFECT_TYPES for item in scene.statistics
    )


def of_unknown(scene: Scene) -> bool:
    """Whether a clause that names no arm says that one group did better that goes by a name that nobody knows."""
    return not scene.near and _ASSIGNED.search(scene.text, scene.start, scene.end) is not None


# What is tied to an outcome by a clause, be it no pronoun that may stand for a treatment.
_TIED: Final = caseless(  # of folded texts
    rf"{_OPENING}(?:(?:by|in|on|after|controlling|adjusting) [^.;]{{3,80}}?, )?"
    r"(?P<what>(?!(?:it|this|they|these|that|which|treatment|therapy|there)\b)(?:[^.;,(]|\([^()]*\)){3,120}?)"
    rf"\b(?:{cue('tie').pattern})",
)
_TIE: Final = Screen(caseless(cue("tie").pattern))  # of folded texts
MAY_TREAT: Final = cue("may_treat")
# How much of a drug patients had, and what it did in them, is not whether they got it.
_EXPOSURE: Final = cue("exposure")


# Before a treatment that patients answered to, which is not what an outcome is tied to.
_ANSWER: Final = cue("answer")


# The same without a verb: "69% attended, with lower adherence associated with fatigue".
_TIED_BESIDE: Final = screened(
    r"\bwith (?P<what>(?:higher|lower|greater|smaller|better|poorer|worse|older|younger|increased|decreased|reduced) [\w -]{3,60}?)"
    r" (?:\w+ly )?(?:associated|correlated) (?:with|to)\b",
    re.IGNORECASE,
)


def tied(scene: Scene) -> bool:
    """Whether a clause ties something else than an arm or a treatment to an outcome, whatever its sentence named before."""
    beside = _TIED_BESIDE.search(scene.text, scene.start, scene.end)
    if beside is not None and not MAY_TREAT.search(beside["what"]):
        return not any(item.start >= beside.end() for item in scene.near)
    lower = folded(scene.text)
    if len(scene.names) > _TWO or _TIE.search(lower, scene.start, scene.end) is None:
        return False
    found = _TIED.match(lower, scene.start, scene.end)
    if found is None or MAY_TREAT.search(found["what"]):
        return False
    named = [item.start for item in scene.near if scene.start <= item.start < scene.end]
    if scene.local and named and all(start < found.end() for start in named):
        return True  # "A and B were associated with survival": factors, and no groups
    if named and all(_ANSWER.search(scene.text, found.end(), start) for start in named):
        return True  # "an increase in lymphocytes was associated with response to A"
    exposure = _EXPOSURE.search(found["what"]) is not None
    return not any(not exposure or start >= found.end() for start in named) and (
        exposure or not any(item.start < found.end() for item in scene.therapies)
    )
