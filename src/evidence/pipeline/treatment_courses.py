"""Clauses whose subject is what came of a treatment, and no arm: "early response to A was associated with longer survival".

Such a clause names an arm, and compares patients of it with each other: those who responded with those who did not, those
who crossed over, those who had more cycles. Told of the arms, it would be a result of the trial that no trial has shown.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from evidence.pipeline.scenes import Scene, within
from evidence.pipeline.screens import Screen, screened
from evidence.pipeline.tables import pattern_of
from evidence.records import Mention


def _words(kind: str) -> str:
    """A pattern of `data/subject_words.tsv`, as a group."""
    return f"(?:{pattern_of('subject_words', kind).pattern})"


# Words of which every such subject has one: other clauses are not read.
_ANY: Final = Screen(re.compile(rf"\b(?:{_words('course')}|{_words('came_of')})", re.IGNORECASE))
# Before a subject: how its clause goes on, where it is told, and who tells of it.
_LEAD: Final = re.compile(
    rf"\W*(?:(?:and|but|however|moreover|furthermore|finally|overall|conversely|notably),? )*(?:{_words('told_that')} )?"
    r"(?:(?:in|among|of|for|on|at|by|after|during|with) [^,;()]{3,80}, )?(?:the |an? )?",
    re.IGNORECASE,
)
# Patients by what came of them, at the head of a clause: "patients who responded to A".
_WHO: Final = re.compile(
    r"(?:(?:only|all|those) )?(?:patients|women|men|participants|subjects|individuals|children|those)(?: [^,;.]{2,40}?)?"
    rf" who (?:(?:had|have|also|did|do|not|\w+ly) )*{_words('came_of')}",
    re.IGNORECASE,
)
_COURSE: Final = re.compile(rf"\b{_words('course')}\b", re.IGNORECASE)
# What is told of such patients, right behind their subject.
_DID: Final = re.compile(
    r"[^;,()]{0,40}?\b(?:was|were|is|are|had|has|have|did|does|do|showed|lived|survived|died|experienced|achieved|may|might|can|could)\b"
)
# What ties a course to an outcome: "Discontinuation of A | was associated with".
_TIES: Final = screened(
    r"\b(?:(?:was|were|is|are)(?: not| \w+ly)* (?:(?:more|less) )?(?:(?:an? |the )?(?:\w+ )?(?:predict|prognost|risk|factor)\w*|associated|correlated|related|linked)"
    r"|(?:did|does|do) not (?:\w+ly )?(?:correlate|predict|affect|influence)|(?:\w+ly )?(?:correlate[ds]?|predict(?:s|ed)?)\b)",
    re.IGNORECASE,
)
# A treatment that goes without its name: "response to treatment".
_TREATMENT: Final = re.compile(r"\b(?:treatment|therapy|study drugs?)\b(?! groups?| arms?)", re.IGNORECASE)
_HOLDS: Final = re.compile(r"\b(?:than|versus|vs|compared|relative)\b")


def of_no_arm(scene: Scene) -> Scene:
    """The clause without its arms and therapies, where its subject is a course under one of them; else as it is."""
    return replace(scene, names=(), mentions=(), therapies=()) if _is_course(scene) else scene


def _is_course(scene: Scene) -> bool:
    """Whether all arms that a clause names, if any, stand in a subject that tells what came of a treatment."""
    text, start, end = scene.text, scene.start, scene.end
    if scene.local or not scene.names or _ANY.search(text, start, end) is None:
        return False
    lead = _LEAD.match(text, start, end)
    first = lead.end() if lead is not None else start
    arms = within(scene.mentions, first, end)
    unnamed = _TREATMENT.search(text, first, end) if not arms else None
    if not (arms or unnamed):
        return False
    last = max((item.end for item in arms), default=unnamed.end() if unnamed else first)
    if _HOLDS.search(text, first, last) is not None:
        return False
    if _WHO.match(text, first, last) is not None:
        return _DID.match(text, last, end) is not None
    tied = _TIES.search(text, last, end)
    if tied is None:
        return False
    course = _COURSE.search(text, first, tied.start())
    if course is not None and text[course.start() - 1] == "-":
        return any(item.end == course.start() - 1 for item in arms)  # "A-induced hypertension"
    return course is not None and not any(course.group().lower() in arm.name.lower() for arm in scene.names)


# What is counted among procedures, and is none: "placebo", "observation".
_NO_REMEDY: Final = pattern_of("subject_words", "no_remedy")
# Right before a treatment that patients had earlier: "prior nephrectomy".
_HAD_BEFORE: Final = re.compile(r"\b(?:[Pp]rior|[Pp]revious|[Ee]arlier|[Pp]receding) (?:[\w-]+ )?$")


def besides_arms(scene: Scene, item: Mention) -> bool:
    """Whether a treatment is none that the arms got: one that patients had before, or a procedure where no arm has any."""
    if _HAD_BEFORE.search(scene.text, scene.start, item.start) is not None:
        return True
    given = [concept for arm in scene.names for concept in arm.concepts]
    return (
        item.kind == "procedure"
        and bool(given)
        and all(concept.kind != "procedure" or _NO_REMEDY.search(concept.label) for concept in given)
    )
