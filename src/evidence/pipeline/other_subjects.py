"""Clauses that name no arm of their document and tell of something that is none: "sepsis increased it", "better with PE".

Told of the arms all the same, such a result would be that of whichever arm comes first.
"""

from __future__ import annotations

import re
from typing import Final

from evidence.pipeline.arm_cuts import cue
from evidence.pipeline.arm_names import ArmName
from evidence.pipeline.directions import Cue
from evidence.pipeline.group_names import GENERIC
from evidence.pipeline.scenes import Scene
from evidence.pipeline.sides import Sides, pair
from evidence.pipeline.spoken_of import spoken_of
from evidence.pipeline.unnamed_arms import BOTH_GROUPS

_PAIR: Final = 2
_SURE: Final = 0.6
# What stands before the verb by which a clause tells what its subject did.
_SUBJECT: Final = re.compile(
    rf"\W*(?:(?:{cue('opening').pattern}),? )*(?:(?:the )?\w+ (?:\w+ )?(?:showed|revealed|suggest(?:s|ed)?|indicated|demonstrated) that )?"
    r"(?:(?:in|at|after|during|by|on|for|among) [^,;()]{3,80}, )?"
    r"(?:those (?:in|on) |patients (?:(?:in|on) |(?:who )?(?:were )?(?:treated with|given|assigned to(?: receive)?|receiving|received) ))?(?:the )?"
    r"(?!(?:the |this |our |an? )?(?:[\w-]+ ){0,3}?(?:\w*analys[ie]s|trials?|study|studies|data|results?|findings?|regression|models?|reviews?|evidence|interventions|treatments|regimens|groups|arms)\b)"
    r"(?P<what>(?:(?!(?:there|it|they|we|which|that|who|was|were|is|are|be|had|have|has|no|did|does|do)\b)[^\s,;:()]+ ){1,8}?)(?:\([^()]*\) )?"
    r"(?P<verb>(?:(?:had|has|have|showed|reported|experienced|demonstrated|exhibited|produced|caused|induced|resulted in|leads? to|led to|provided|conferred|yielded|gave|gives|did not|does not|do not|failed to|can|could|may|might|will|would"
    r"|appear(?:s|ed)? to|seem(?:s|ed)? to|tend(?:s|ed)? to|an?|the|\w+ly|significant|also|further) )*)",
    re.IGNORECASE,
)
# What a verb says that its subject did to something, right at its beginning.
_DOES: Final = re.compile(
    r"(?:(?:\w+ly|did not|does not|do not|not|failed to) )*(?:reduc|increas|improv|decreas|prolong|enhanc|lower|delay|affect|influenc|attenuat|prevent|inhibit|suppress|extend|shorten|rais|elevat|worsen)(?:e|es|ed|s|r|ing|ened|ens|ened)?\b",
    re.IGNORECASE,
)
# What makes of a comparing word behind it something that the subject had or did.
_ACTS: Final = re.compile(
    r"\b(?:had|has|have|showed|reported|experienced|demonstrated|exhibited|produced|caused|induced|resulted in|leads? to|led to|provided|conferred|yielded|gave|gives)\b",
    re.IGNORECASE,
)
# Some of the patients, behind what is told of them: "longer (36 months) in the subset who responded".
_OF_SOME: Final = re.compile(
    r"(?: ?\([^()]*\))? (?:in|for|among) (?:the |those |all |a )?(?:sub(?:set|group|population)s?|patients|women|men|participants|subjects) (?:of \w+ )?(?:who|whose|in whom|that)\b",
    re.IGNORECASE,
)
# A group by its letter, which the document gives no arm: "a higher incidence of toxicity was reported in arm B".
_LETTERED: Final = re.compile(
    r"[^.;,()]{0,80}?\b(?:in|with|for|on) (?P<who>(?:[Aa]rm|[Gg]roup|[Rr]egimen) (?:[A-H]|[1-6]|I{1,3}))\b(?! (?:and|or|than|vs?\b|versus)\b)"
)
_COMMON: Final = cue("common_subject")
_WORD: Final = re.compile(r"[A-Za-z][\w&/+-]*")
# What is no name, but an adjective's or a preposition's beginning: "undergoing immediate or | delayed reconstruction".
_UNFINISHED: Final = re.compile(
    r"^(?:during|in|at|on|after|before|with|by|for|from|to|of|as|through)\b|\b(?:or|and|of|the|with|in|for|an?|to|by|on)$",
    re.IGNORECASE,
)
# So many of the patients, whichever they are: "68% of evaluable patients had improvement".
_SHARE: Final = re.compile(
    r"(?:\d[\d.,]*%?|\w+ percent|half|most|many|some|several|few|\w+) of (?:the |all |these )?(?:\w+ ){0,2}(?:patients|women|men|participants|subjects|cases)$",
    re.IGNORECASE,
)
_ARTICLE: Final = re.compile(r"^(?:the|an?|this|these|our|such) ", re.IGNORECASE)


def told_of_another(scene: Scene, ruling: Cue, outcome: int) -> Sides | None:
    """Whom a comparing word is told of where a clause names no arm: what did something to the outcome at `outcome`, or the
    group right behind the word. None where that is an arm by other words, or where no such name stands there.
    """
    if scene.near or not scene.names or BOTH_GROUPS.search(scene.text, scene.start, scene.end):
        return None
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
        return None
    return _as_arms(scene, told)


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
    words = _own(told.intervention or "")
    if not words:
        return told if _of_all(scene, told.intervention or "") else None
    owners = [place for place, arm in enumerate(scene.names) if words & _of_arm(arm)]
    if len(owners) == 1 and len(scene.names) == _PAIR:
        return pair(scene.names, owners[0], 1 - owners[0], _SURE)
    if owners or not any(_of_arm(arm) for arm in scene.names if not arm.control):
        return None
    return told


# Kinds of treatment that may be common to all arms.
_KINDS: Final = re.compile(r"\b(?:chemo|radio|immuno|hormon|endocrin|surg|transplant)\w*", re.IGNORECASE)


def _of_all(scene: Scene, name: str) -> bool:
    """Whether a name is that of a kind of treatment that all arms got: "chemotherapy" of those with and without A."""
    kind = _KINDS.search(name)
    return kind is not None and all(kind.group().lower() in arm.name.lower() for arm in scene.names)


def _own(name: str) -> frozenset[str]:
    """The words of a name that are its own, and not those by which any treatment, group or study is called."""
    found = (word.lower() for word in _WORD.findall(name))
    return frozenset(word for word in found if word not in GENERIC and not _COMMON.fullmatch(word))


def _of_arm(arm: ArmName) -> frozenset[str]:
    return frozenset().union(*(_own(name) for name in (arm.name, *arm.aliases)))
