"""Names of those who had something and of those who had not: "with and without A", "users" and "nonusers"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from evidence.pipeline.arm_cuts import cue
from evidence.pipeline.contrasts import side_by_side
from evidence.pipeline.group_names import is_stratum
from evidence.pipeline.local_names import WHO, LocalScene, Named, keys, name_at
from evidence.pipeline.screens import screened

# "similar with and without A", "with or without A".
_WITHOUT: Final = re.compile(
    rf"\b(?P<with>with)\s+(?:and|or|than|versus|vs\.?|v)\s+(?=without\b)(?P<without>without)\s+{WHO}"
)


def without(scene: LocalScene, found: Sequence[Named]) -> list[Named]:
    """ "with and without A": those who got it and those who did not."""
    match = _WITHOUT.search(scene.text, scene.start, scene.end)
    name = name_at(scene, match.end(), scene.end) if match is not None else None
    if match is None or name is None:
        return []
    return [
        (match.start("with"), match.end("with"), f"with {name[2]}"),
        (match.start("without"), name[1], f"without {name[2]}"),
    ]


def without_in_each(scene: LocalScene, found: Sequence[Named]) -> list[Named]:
    """The same before two figures of each of several populations: "with and without A was 32 and 19 in B and 28 and 17 in C"."""
    values = scene.values
    pairs = [values[place : place + 2] for place in range(0, len(values), 2)]
    each = len(values) > 2 and all(len(pair) == 2 and side_by_side(scene.text, pair) for pair in pairs)
    return without(scene, found) if each else []


# Patients by what they had or were given, up to the verb or the figure that is told of them.
_HAVING: Final = re.compile(
    r"\b(?:[Pp]atients|[Tt]hose|[Ww]omen|[Mm]en|participants|subjects|individuals|tumou?rs|cases|carcinomas|cancers) "
    r"(?:(?P<with>with|who (?:had|harbou?red|carried)|harbou?ring|carrying|having) |(?:who (?:received|underwent|were (?:given|treated with))|given|treated with|receiving|undergoing) )"
    r"(?:an? |the )?(?P<what>(?:(?:in (?=[A-Z][A-Z0-9]))?(?!\b(?:than|and|or|in|had|was|were|lived|survived|responded|died|who|as|did|from|for|at|of)\b)[\w/+-]+(?: |(?=[,(]))){1,5}?)"
    r"(?=\(|,|\b(?:had|was|were|lived|survived|responded|died|than|and|as|in|versus|v|vs|experienced|did)\b)"
)
_THAN: Final = re.compile(r"\bthan\b")
# Those who had none of it: "those without", "5 of 57 without one", "those who did not".
_NOT_HAVING: Final = screened(
    r"\b(?:(?:those|patients|women|men|participants|subjects|individuals|tumou?rs|cases|carcinomas|cancers) )?"
    r"(?:(?P<without>(?<!with or )(?<!with and )(?<=[\w)] )without)(?: (?:one|it|them|(?:an?|the|this|such an?) [\w-]+))?|who (?:did|were|had|was) not(?: (?:receive|undergo|have|get)(?: it)?)?)"
    r"(?=\s*(?:[,;.()]|$|\b(?:and|was|were|had)\b))"
)


def with_those_without(scene: LocalScene, found: Sequence[Named]) -> list[Named]:
    """ "50% of patients with a mutation, as compared with 9% of those without one": who had something and who did not."""
    lacking = _NOT_HAVING.search(scene.text, scene.start, scene.end)
    before = list(_HAVING.finditer(scene.text, scene.start, lacking.start())) if lacking is not None else []
    having = before[-1] if before else None
    if having is None or lacking is None or (having["with"] is None) != (lacking["without"] is None):
        return []
    if having["with"] and (
        not scene.lone or len(scene.values) < 2 or _THAN.search(scene.text, having.end(), lacking.start())
    ):
        return []  # a kind of patients is a factor where it is held against the others, and no arm of a trial
    what = " ".join(having["what"].split())
    start, end = (
        having.start("with" if having["with"] else "what"),
        having.start("what") + len(having["what"].rstrip()),
    )
    first, second = (f"with {what}", f"without {what}") if having["with"] else (what, f"no {what}")
    return [(start, end, first), (*lacking.span(), second)]


# Before what patients are called, of whom nothing is told: "were defined as responders".
_CALLED: Final = re.compile(
    r"\b(?:defined|classified|regarded|considered|termed|called|categori[sz]ed)(?: as)? \W*$"
)


# Those who did or had something, of whom a word for the others is made by "non" or "never": "regular users".
_DOERS: Final = screened(
    r"\b(?P<name>(?:(?!(?:the|in|of|among|for|from|than|with|and|or|between|by|were|was|all|\d[\d.,]*)\b)[\w-]+ ){0,2}"
    r"(?P<noun>users|smokers|drinkers|carriers|responders|recipients|survivors|secretors))\b"
)


def with_their_opposites(scene: LocalScene, found: Sequence[Named]) -> list[Named]:
    """ "2 of 62 regular users had died, as compared with 23 of 90 nonusers": who did something and who did not."""
    for match in _DOERS.finditer(scene.text, scene.start, scene.end):
        opposite = re.search(
            rf"\b(?:non-?|never[- ]){match['noun']}\b", scene.text[scene.start : scene.end], re.IGNORECASE
        )
        if opposite is None:
            continue
        start, end = scene.start + opposite.start(), scene.start + opposite.end()
        if start <= match.start("noun") < end or _CALLED.search(scene.text, scene.start, match.start("name")):
            continue
        return [
            (match.start("name"), match.end("name"), match["name"].lower()),
            (start, end, scene.text[start:end].lower()),
        ]
    return []


# What calls patients or cells by what they have, and no treatment: "wild-type KRAS", "mutation carriers".
_GENOTYPE: Final = re.compile(cue("genotype").pattern, re.IGNORECASE)
# Patients by a change that they have: "those whose tumours harboured KRAS mutations".
_WITH_CHANGE: Final = re.compile(
    r"\b(?:[Pp]atients|[Tt]hose|[Ww]omen|[Mm]en|participants|subjects|individuals|tumou?rs|cases|carcinomas|cancers) "
    r"(?:with|who (?:had|have|harbou?r(?:ed)?|carried)|harbou?ring|carrying|having|whose tumou?rs (?:had|have|harbou?red|carried|were)) "
    r"(?:an? |the )?(?P<what>(?:(?:in (?=[A-Z][A-Z0-9]))?(?!\b(?:than|and|or|in|had|has|have|was|were|lived|survived|responded|died|who|as|did|from|for|at|of)\b)[\w/+-]+(?: |(?=[,(]))){1,5}?)"
    r"(?=\(|,|\b(?:had|have|has|was|were|lived|survived|responded|died|than|and|as|in|who|treated|versus|v|vs|experienced|did|compared)\b)"
)
# A change by its gene at the head of a sentence: "PIK3CA mutations were associated with".
_CHANGE: Final = re.compile(
    r"(?:In [^,;.]{3,80}, |[Tt]he presence of (?:an? |the )?)?"
    r"(?P<what>(?:[A-Z][\w/-]* ){1,3}(?:gene )?(?:mutations?|mutants?|amplifications?|fusions?|rearrangements?|(?:over)?expression|deletions?|loss))\b"
)


# Where a change is, behind its name: "mutations | in codon 12 or 13 of KRAS".
_WHERE: Final = re.compile(r" ?(?:in|of) [^,;.()]{2,50}?(?= (?:compared|than|versus|vs|v|had|was|were)\b)")


def like_with_like(scene: LocalScene, found: list[Named], other: Named | None = None) -> list[Named]:
    """Two groups of which the second is called by what its patients have: the first then is those who have something else,
    and not what a name nearer by says that they were given; none where no words tell who they are. `other` is what stands
    behind "than", where a sentence has such words."""
    told = keys(found)
    if len(told) != 2:
        return found
    last = max(found)
    if other is not None and other[2] not in told and _GENOTYPE.search(other[2]):
        last = other  # "more resistant to A-containing B than patients with wild-type C"
    first = next(item for item in found if item[2] != last[2])
    if not _GENOTYPE.search(last[2]) or _GENOTYPE.search(first[2]) or is_stratum(first[2]):
        return found
    having = [
        match
        for match in _WITH_CHANGE.finditer(scene.text, scene.start, last[0])
        if _GENOTYPE.search(match["what"])
    ]
    who = having[-1] if having else _CHANGE.match(scene.text, scene.start, last[0])
    if who is None:
        return []
    start, end = who.span("what")
    if (where := _WHERE.match(scene.text, end, last[0])) is not None:
        end = where.end()
    return [(start, end, " ".join(scene.text[start:end].split()).lower()), last]
