"""Clauses that name no arm of their document and tell of something that is none: "sepsis increased it", "better with PE".

Told of the arms all the same, such a result would be that of whichever arm comes first.
"""

from __future__ import annotations

import re
from typing import Final

from evidence.pipeline.arm_cuts import cue
from evidence.pipeline.directions import Cue
from evidence.pipeline.group_names import own_words
from evidence.pipeline.row_sides import Sides, pair
from evidence.pipeline.scenes import Scene
from evidence.pipeline.spoken_of import spoken_of
from evidence.pipeline.tables import pattern_of
from evidence.pipeline.unnamed_arms import BOTH_GROUPS

_PAIR: Final = 2
_SURE: Final = 0.6


def _words(kind: str) -> str:
    """A pattern of `data/subject_words.tsv`, as a group."""
    return f"(?:{pattern_of('subject_words', kind).pattern})"


# What stands before the verb by which a clause tells what its subject did.
_SUBJECT: Final = re.compile(
    rf"\W*(?:(?:{cue('opening').pattern}),? )*(?:{_words('told_that')} )?"
    r"(?:(?:in|at|after|during|by|on|for|among) [^,;()]{3,80}, )?"
    rf"(?:{_words('patients_of')} )?(?:the )?(?!{_words('tells_of_study')}\b)"
    rf"(?P<what>(?:(?!{_words('no_subject')}\b)[^\s,;:()]+ ){{1,8}}?)(?:\([^()]*\) )?"
    rf"(?P<verb>(?:(?:{_words('acts')}|{_words('may_act')}|an?|the|\w+ly|significant|also|further) )*)",
    re.IGNORECASE,
)
# What a verb says that its subject did to something, right at its beginning.
_DOES: Final = re.compile(
    rf"(?:(?:\w+ly|did not|does not|do not|not|failed to) )*{_words('does')}\b", re.IGNORECASE
)
# What makes of a comparing word behind it something that the subject had or did.
_ACTS: Final = re.compile(rf"\b{_words('acts')}\b", re.IGNORECASE)
_OF_SOME: Final = re.compile(rf"(?: ?\([^()]*\))? {_words('of_some')}\b", re.IGNORECASE)
# A group by its letter, which the document gives no arm: "a higher incidence of toxicity was reported in arm B".
_LETTERED: Final = re.compile(
    r"[^.;,()]{0,80}?\b(?:in|with|for|on) (?P<who>(?:[Aa]rm|[Gg]roup|[Rr]egimen) (?:[A-H]|[1-6]|I{1,3}))\b(?! (?:and|or|than|vs?\b|versus)\b)"
)
_KINDS: Final = re.compile(rf"\b{_words('treatment_kind')}", re.IGNORECASE)
_UNFINISHED: Final = re.compile(
    rf"^{_words('unfinished_begin')}\b|\b{_words('unfinished_end')}$", re.IGNORECASE
)
# Where what was told of another is kept for the rest of a clause, and what goes on with it.
_ANOTHER: Final = "other_subjects.told_of_another"
_AND_ALSO: Final = re.compile(r"\band (?:also )?(?:\w+ly )*$")
_SHARE: Final = re.compile(rf"{_words('share')}$", re.IGNORECASE)
_ARTICLE: Final = re.compile(r"^(?:the|an?|this|these|our|such) ", re.IGNORECASE)


def told_of_another(scene: Scene, ruling: Cue, outcome: int) -> Sides | None:
    """Whom a comparing word is told of where a clause names no arm: what did something to the outcome at `outcome`, or the
    group right behind the word. None where that is an arm by other words, or where no such name stands there.
    """
    if scene.near or not scene.names or BOTH_GROUPS.search(scene.text, scene.start, scene.end):
        return None
    before = scene.known.get(_ANOTHER)
    if isinstance(before, Sides) and _AND_ALSO.search(scene.text, scene.start, ruling.start):
        return before  # "tumours had lower X | and higher Y"
    told = _doer(scene, ruling, outcome)
    if told is not None and told.intervention is None:
        return told
    if told is None and ruling.scale != "none":
        if _OF_SOME.match(scene.text, ruling.end):
            return Sides(sure=0.7)
        if (lettered := _LETTERED.match(scene.text, ruling.end, scene.end)) is not None:
            return Sides(intervention=lettered["who"], sure=_SURE, beside=True)
        told = spoken_of(scene, ruling)
    if told is None or told.intervention is None:
        return told
    told = _as_arms(scene, told)
    scene.known[_ANOTHER] = told
    return told


def _doer(scene: Scene, ruling: Cue, outcome: int) -> Sides | None:
    """The subject of a verb by which a clause tells what was done to an outcome behind it."""
    found = _SUBJECT.fullmatch(scene.text, scene.start, ruling.start)
    if found is None or outcome < ruling.start:
        return None
    if not (_DOES.match(scene.text, ruling.start) or _ACTS.search(found["verb"])):
        return None
    start, end = found.span("what")
    if any(item.start < end and start < item.end for item in scene.outcomes):
        return None
    name = " ".join(_ARTICLE.sub("", found["what"]).split())
    if _UNFINISHED.search(name):
        return None
    if _SHARE.match(name):
        return Sides(sure=0.7)
    return Sides(intervention=name, sure=_SURE, beside=True, acts=True)


def _as_arms(scene: Scene, told: Sides) -> Sides | None:
    """The arms of a document with the one that a name means first; the name itself where it means none of them.

    None where the name means no one by itself ("the intervention"), or what both arms got.
    """
    words = own_words(told.intervention or "")
    if not words:
        return told if _of_all(scene, told.intervention or "") else None
    owners = [place for place, arm in enumerate(scene.names) if words & arm.own_words]
    if len(owners) == 1 and len(scene.names) == _PAIR:
        return pair(scene.names, owners[0], 1 - owners[0], _SURE)
    if owners or not any(arm.own_words for arm in scene.names if not arm.control):
        return None
    return told


def _of_all(scene: Scene, name: str) -> bool:
    """Whether a name is that of a kind of treatment that all arms got: "chemotherapy" of those with and without A."""
    kind = _KINDS.search(name)
    return kind is not None and all(kind.group().lower() in arm.name.lower() for arm in scene.names)
