"""Whom a comparison speaks of where the document's arms are unknown: "hypoglycaemia was rarer with the patch than with injections".

The name stands right behind the comparing word ("higher in", "shorter with"), the other's behind "than" or "compared
with". Both are told as written; no name is made up where the words do not hold one.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from evidence.pipeline.arm_cuts import cue
from evidence.pipeline.directions import Cue
from evidence.pipeline.row_sides import Sides
from evidence.pipeline.scenes import Scene
from evidence.pipeline.written import first_name

_FIRST: Final = re.compile(
    r"(?: \w+ly)?(?: ?\([^()]*\))?,? (?:in|with|for|among|under|following|on) (?:(?:the|those|patients|participants|subjects|infants|children|given|receiving|who|had|were|treated|with|in|on|of) )*",
    re.IGNORECASE,
)
_SECOND: Final = re.compile(
    r"\b(?:than|compared (?:with|to)|versus|vs\.?|relative to|as against) (?:(?:the|those|that|patients|participants|subjects|infants|children|given|receiving|who|had|were|treated|with|in|on|of|for|to|during|under) )*",
    re.IGNORECASE,
)
_BRACKET: Final = re.compile(r" ?[(\[]")
# Patients held against others: "higher in patients (P = .01)".
_WHO: Final = re.compile(r"\b(patients|participants|subjects|infants|children) $", re.IGNORECASE)
_REACH: Final = 120
_PEOPLE: Final = re.compile(
    r"^those\b|\b(?:carriers|subjects|patients|participants|controls|cases|women|men|males?|females?|children|smokers|nonsmokers|volunteers|individuals|people|asthmatics|diabetics|survivors|normals|tumou?rs|cancers|carcinomas)\b",
    re.IGNORECASE,
)
# The rest of a fusion's name: "BCR | ::ABL1 fusion".
_FUSED: Final = re.compile(r"::[A-Z][A-Z0-9]+(?: (?:fusion|rearrangement)s?)?")
# Names that name nobody.
_NOBODY: Final = cue("nobody")


# Kinds of patients who head a sentence, by what they had: "Patients with progression reported", "KL tumors had".
_HEADING: Final = re.compile(cue("heading_kind").pattern)
# What makes patients a kind of them, and is not that they were treated.
_QUALIFIED: Final = re.compile(r" (?:with|without|whose|aged|having|older|younger|over|under) ")
_OPEN_END: Final = re.compile(r" (?:who|that|which)$")
# Behind "than": those who did not have it.
_THOSE: Final = re.compile(
    r"(?:those|patients|women|men|participants|subjects|tumou?rs|cases) (?P<who>(?:without|with (?:no|low|high)|who (?:did|had|have|were|was) not?)\b[^.;,()]{0,40})"
)


def spoken_of(scene: Scene, cue: Cue) -> Sides | None:
    """The groups that a comparing word is told of, the one that it is told of first; None where no name stands there."""
    first = _named(scene, _FIRST.match(scene.text, cue.end, scene.end)) or _heading(scene, cue)
    if first is not None and _is_trial(scene.text, first):
        # "Increased in NEVER-3": the arms are those of that trial, which of two may be the other one.
        return Sides(sure=0.7, beside=True) if _of_several_trials(scene.text) else None
    return _held_against(scene, cue, first) if first is not None else None


# A name that trials of a series have: capitals and a number.
_SERIES: Final = re.compile(r"\b[A-Z][A-Za-z]{2,}[- ]?\d{1,4}\b")


@lru_cache(maxsize=256)
def _is_trial(text: str, name: str) -> bool:
    """Whether a name is that of a trial, as the text says: "in the NEVER-3 trial", "In NEVER-3, patients were"."""
    if _SERIES.fullmatch(name) is None:
        return False
    said = re.escape(name)
    return (
        re.search(
            rf"\b{said} (?:trials?|stud(?:y|ies))\b"
            rf"|\b(?:trials?|stud(?:y|ies))[,:]? (?:[\w-]+ (?:\([^()]*\),? )?(?:and )?)?{said}\b"
            rf"|\bIn {said},? [^.;]{{0,80}}\b(?:patients|women|men|participants|random\w+|enrolled)\b",
            text,
        )
        is not None
    )


@lru_cache(maxsize=8)
def _of_several_trials(text: str) -> bool:
    """Whether a text speaks of several trials by such names."""
    return sum(_is_trial(text, name) for name in set(_SERIES.findall(text))) > 1


def heading_kind(scene: Scene, cue: Cue) -> Sides | None:
    """The kind of patients who head a clause that names none of the document's arms: "patients with high X had worse Y"."""
    if scene.near or any(scene.start <= item.start < scene.end for item in scene.therapies):
        return None
    first = _heading(scene, cue)
    return _held_against(scene, cue, first) if first is not None else None


def kind_of_subject(scene: Scene) -> str | None:
    """The kind of patients who head a clause that names an arm behind them: "patients with X had worse function after A"."""
    found = _HEADING.match(scene.text, scene.start, scene.end)
    if found is None or _QUALIFIED.search(found["who"]) is None:
        return None
    named = [*(item.start for item in scene.mentions), *(item.start for item in scene.therapies)]
    if any(found.start() <= start < found.end() for start in named):
        return None
    return _OPEN_END.sub("", " ".join(found["who"].split()))


def _held_against(scene: Scene, cue: Cue, first: str) -> Sides:
    """A group with the one behind "than" or "compared with", if any."""
    than = _SECOND.search(scene.text, cue.end, min(scene.end, cue.end + _REACH))
    second = _named(scene, than)
    if than is not None and (second is None or _PEOPLE.fullmatch(second)):
        others = _THOSE.search(scene.text, than.start(), min(scene.end, than.end() + _REACH))
        second = f"those {others['who'].strip()}" if others is not None else None
    return Sides(intervention=first, comparator=second, sure=0.6 if second is None else 0.7, beside=True)


# What compares and does not only tell that something changed.
_COMPARATIVE: Final = re.compile(
    r"(?:\w+ly )*(?:higher|lower|greater|smaller|larger|longer|shorter|fewer|more|less|better|worse|poorer|superior|inferior|high|low)"
    r"(?: (?:common(?:ly)?|frequent(?:ly)?|often|likely|severe|pronounced))?$",
    re.IGNORECASE,
)


def told_of_arm(scene: Scene, cue: Cue) -> bool:
    """Whether a comparative is told of one of several arms, right behind it, against all others: "higher in A"."""
    arms = [item for item in scene.mentions if scene.start <= item.start < scene.end]
    return (
        len(scene.names) > 2
        and len({item.arm for item in arms}) == 1
        and _COMPARATIVE.match(scene.text, cue.start, cue.end) is not None
        and _FIRST.fullmatch(scene.text, cue.end, arms[0].start) is not None
    )


def of_patients(sides: Sides) -> bool:
    """Whether such groups are kinds of patients, and not what they were given."""
    return any(
        name is not None and _PEOPLE.search(name) is not None
        for name in (sides.intervention, sides.comparator)
    )


def _heading(scene: Scene, cue: Cue) -> str | None:
    """The kind of patients who are the subject of a clause, as written, before the comparing word."""
    found = _HEADING.match(scene.text, scene.start, cue.start)
    if found is None and scene.start > scene.sentence.start:
        found = _HEADING.match(scene.text, scene.sentence.start, scene.start)
    return _OPEN_END.sub("", " ".join(found["who"].split())) if found is not None else None


def _named(scene: Scene, lead: re.Match[str] | None) -> str | None:
    """The name that begins behind some words, as written."""
    if lead is None:
        return None
    bracket = _BRACKET.search(scene.text, lead.end(), scene.end)
    span = first_name(scene.text, lead.end(), bracket.start() if bracket is not None else scene.end)
    if span is not None and any(item.start < span[1] and span[0] < item.end for item in scene.outcomes):
        return None  # "a decrease in A" tells of A, and of no group
    if span is None:
        who = _WHO.search(lead.group())
        return who[1] if who is not None else None
    if any(item.start < span[1] and span[0] < item.end for item in scene.outcomes):
        return None
    fused = _FUSED.match(scene.text, span[1], scene.end)
    name = " ".join(scene.text[span[0] : fused.end() if fused is not None else span[1]].split())
    return None if _NOBODY.match(name) or len(name) < 2 else name
