"""Who stands against whom in a row: intervention and comparator."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from evidence.pipeline.arm_cuts import cue
from evidence.pipeline.given_together import EARLIER, LACKING
from evidence.pipeline.group_names import is_stratum
from evidence.pipeline.held_against import all_held_against, one_against_others, only_held_against
from evidence.pipeline.lent_arms import may_be_lent
from evidence.pipeline.row_sides import Sides, behind_than, by_therapies, pair
from evidence.pipeline.scenes import Scene, within
from evidence.pipeline.screens import Screen
from evidence.pipeline.unnamed_arms import (
    BOTH_GROUPS,
    holds_patients,
    of_patients_alone,
    of_unknown,
    tied,
)
from evidence.pipeline.yardsticks import Yardstick, yardstick
from evidence.records import VALUE_TYPES, Mention

_COMPARES: Final = re.compile(
    r"\b(?:than|versus|vs\.?|v|compared|between|differ\w*|similar|comparable|both|respectively|as (?:effective|efficacious|good|active|safe|toxic) as|(?:cases|events) after|patients after(?=[^.;]*\b(?:and|or)\b[^.;]* after))\b"
)
_OTHERS: Final = frozenset({"cited", "background"})
# Comparing words that hold groups against each other, whether or not they are named.
ALIKE: Final = re.compile(
    r"differ|similar|comparabl|equivalen|equal|identical|\bthe same\b|alike|inferior", re.IGNORECASE
)
_OWN_SECTIONS: Final = frozenset({"results", "conclusions", "discussion", None})


def sides_of(
    scene: Scene, places: Sequence[int | None], compares: bool, shared: bool = False, tested: bool = False
) -> Sides:
    """The arms of a row: those named, the other one of two where something is compared, else the therapies named.

    `shared` if one figure is that of both arms, `tested` if there is an effect size or a test of their difference.
    """
    names = scene.names
    if _all_got(scene):
        return Sides(sure=0.7)
    if scene.local and scene.start > scene.sentence.start and (own := _between(scene)) is not None:
        return own
    strata = scene.local and all(is_stratum(arm.name) for arm in names)
    if scene.voice.role in _OTHERS and not strata and _of_others(scene):
        return by_therapies(scene)
    if (other := yardstick(scene)) is not None:
        return _by_yardstick(scene, other)
    if tied(scene):
        return Sides(sure=0.7)
    if shared and len(names) == 2:
        return pair(names, 0, 1, 0.9)
    if scene.local and not within(scene.mentions, scene.start, scene.end) and of_patients_alone(scene):
        return Sides(sure=0.7)  # "A was feasible, whereas patients with B are more likely to relapse"
    if names and (control := _other_control(scene)) is not None:
        return _against_other(scene, control)
    if scene.local and len(names) == 1 and scene.near and only_held_against(scene):
        # "poorer in those with a mutation when compared to the wild type group"
        return Sides(comparator=names[0].name, comparator_concepts=names[0].concepts, sure=0.7)
    if _each_against_another(scene):
        return Sides(sure=0.7)
    named = sorted({item.arm for item in scene.near} | {place for place in places if place is not None})
    if len(named) >= 2:
        return _of_several(scene, named, places, tested)
    if len(named) == 1:
        return _of_one(scene, named[0], compares, len(places))
    return _of_none(scene, compares)


# The groups of a later clause: "but did not differ between BRAF mutant and wild-type tumors (P = .36)".
_BETWEEN: Final = re.compile(
    r"\bdiffer\w*(?: \w+ly)?(?: in [^.;,()]{3,40}?)? between (?:the )?(?P<first>[^.;,()]{2,50}?) and (?:the )?(?P<second>[^.;,()]{2,50}?)(?= ?\(|[,.;]|$)"
)


def _between(scene: Scene) -> Sides | None:
    """The groups that a later clause of a sentence holds against each other, of which its arms are not the first."""
    found = _BETWEEN.search(scene.text, scene.start, scene.end)
    if found is None or within(scene.mentions, *found.span("first")) or "group" in found["first"]:
        return None
    return Sides(intervention=found["first"], comparator=found["second"], sure=0.7)


def _by_yardstick(scene: Scene, other: Yardstick) -> Sides:
    """The one arm of a clause that holds none against another, and what it is held against by name."""
    if not other.of_arm or len(other.arms) != 1:
        return Sides(sure=0.7)
    arm = min(other.arms)
    if other.kind == "reference" and _is_foreign(scene):
        return Sides(sure=0.7)
    told = _as_cited(scene, arm) if _is_foreign(scene) else pair(scene.names, arm, None, 0.85)
    return replace(told, comparator=other.name)


def _of_several(scene: Scene, named: Sequence[int], places: Sequence[int | None], tested: bool) -> Sides:
    """The first two arms that a clause names, if it holds them against each other; the factor that several share."""
    names = scene.names
    if all_held_against(scene):
        return Sides(sure=0.7)
    if (split := one_against_others(scene)) is not None:
        first, others = split
        return replace(
            pair(names, first, None, 0.85),
            comparator=" and ".join(names[place].name for place in others),
            comparator_concepts=tuple(
                dict.fromkeys(concept for place in others for concept in names[place].concepts)
            ),
        )
    if (drug := _factor(scene)) is not None:
        return Sides(drug.text, (drug.concept,) if drug.concept is not None else (), sure=0.7)
    figures = {place for place in places if place is not None}
    if len(names) > _PAIR and _is_row_of_tests(scene):
        return Sides(sure=0.7)
    # "60% for A and 45% for B (P = .002)"
    held = tested and len(places) == len(figures) > 1
    # "37% for A and 44% for B"
    told = len(figures) > 1 and (
        (scene.local and None not in places) or not all(is_stratum(arm.name) for arm in names)
    )
    if (
        held
        or told
        or any(names[place].control for place in named[:2])
        or (len(names) == 2 and any(arm.control for arm in names))
        or _COMPARES.search(scene.text, scene.start, scene.end)
    ):
        return pair(names, named[0], named[1], 0.95)
    return by_therapies(scene)


# What says in each pair of arms which is held against which.
_HELD_BY_PAIRS: Final = re.compile(
    r"\b(?:than|versus|vs\.?|v|compared|between|both|over|superior|inferior|neither)\b", re.IGNORECASE
)


def _is_row_of_tests(scene: Scene) -> bool:
    """Whether a clause has a row of figures with several P values, and does not say of which arms each of these is: "71 for
    A, 81 for B (P = .006), and 76 for C (P = .02)"."""
    values = sum(item.type in VALUE_TYPES for item in scene.statistics)
    tests = sum(item.type == "p_value" for item in scene.statistics)
    return values > _PAIR and tests > 1 and not _HELD_BY_PAIRS.search(scene.text, scene.start, scene.end)


def _of_one(scene: Scene, arm: int, compares: bool, figures: int) -> Sides:
    """The one arm that a clause names, against the other one of two where something is compared.

    A clause that has one of its `figures` alone tells that of the arm.
    """
    names, lone = scene.names, figures == 1
    if (drug := _factor(scene)) is not None:
        return Sides(drug.text, (drug.concept,) if drug.concept is not None else (), sure=0.7)
    if _with_the_others(scene):
        return pair(names, 0, 1, 0.8) if scene.paired and compares else Sides(sure=0.7)
    if len(names) > 2 and _several(scene, arm):
        return Sides(sure=0.7)  # "the two A arms": which of those is not said
    if _is_foreign(scene):
        return _as_cited(scene, arm)
    if scene.paired and (_unchanged_in_control(scene, arm) or (figures <= 1 and _some_patients(scene))):
        return pair(names, arm, None, 0.85)
    own = not _is_foreign(scene) and not holds_patients(scene)
    if scene.paired and own and compares and (not lone or only_held_against(scene)):
        return pair(names, 0, 1, 0.9)
    if len(names) == 2 and not scene.local and own and _told_alike(scene):
        return pair(names, 0, 1, 0.8)
    if len(names) == 2 and not (scene.local or scene.paired) and compares and only_held_against(scene):
        return Sides(sure=0.7)  # "compared with A, ...": who did so, nobody knows
    if len(names) == 2 and not (scene.local or scene.paired) and own and compares and figures == _PAIR:
        return pair(names, arm, 1 - arm, 0.85)  # "more frequent in A (14% v 7%)"
    if len(names) > 2 and not scene.local and only_held_against(scene):
        tried = [place for place, other in enumerate(names) if not other.control]
        if compares and len(tried) == 1 and names[arm].control:
            return pair(names, tried[0], arm, 0.75)
        told = by_therapies(scene)
        if told.intervention is not None and told.comparator is not None:
            return told
        # "D v C": whoever D is, C is not the one that is tried
        return Sides(comparator=names[arm].name, comparator_concepts=names[arm].concepts, sure=0.7)
    return pair(names, arm, None, 0.85)


# A change that a share of all patients had, whoever got what: "pain improved in 67% of evaluable patients".
_IN_A_SHARE: Final = re.compile(
    r"\bin \d[\d.·]*\s?% of (?:the |all |evaluable |assessable |treated )*(?:patients|women|men|participants|cases)\b"
    r"(?![^;]*\b(?:versus|vs\.?|v|compared|than|respectively|and (?:in )?\d)\b)"
)


def _of_none(scene: Scene, compares: bool) -> Sides:
    """The two arms of a document, spoken of without their names; else the therapies that a clause names itself."""
    if (
        of_patients_alone(scene)
        or of_unknown(scene)
        or _IN_A_SHARE.search(scene.text, scene.start, scene.end)
    ):
        return Sides(sure=0.7)
    if _others_drug(scene) or effect_of_shared(scene):
        return by_therapies(scene)
    both = len(scene.names) == 2 and BOTH_GROUPS.search(scene.text, scene.start, scene.end) is not None
    meant = both or (scene.paired and not _is_foreign(scene))
    if meant and compares and scene.sentence.section in _OWN_SECTIONS and may_be_lent(scene):
        return pair(scene.names, 0, 1, 0.8)
    return by_therapies(scene)


def _is_foreign(scene: Scene) -> bool:
    """Whether a clause tells of others' work, and neither retells it nor has groups of its own."""
    return scene.voice.role in _OTHERS and not scene.retells and not scene.local


def _told_alike(scene: Scene) -> bool:
    """Whether a clause says that groups are alike, and not only that one did not change."""
    return any(cue.scale == "none" and ALIKE.search(scene.text, cue.start, cue.end) for cue in scene.cues)


def _as_cited(scene: Scene, arm: int) -> Sides:
    """The one arm that a clause about others' work names, as it is written there: RT is not "reduced-dose RT" in all studies."""
    item = next(item for item in scene.near if item.arm == arm)
    known = {concept.id for concept in scene.names[arm].concepts}
    more = any(
        (other.kind == "therapy" and (other.concept is None or other.concept.id not in known))
        or behind_than(scene.text, scene.start, other.start)
        for other in scene.therapies
    )
    if more or only_held_against(scene):
        return by_therapies(scene)
    written = " ".join(scene.text[item.start : item.end].split())
    told = pair(scene.names, arm, None, 0.85)
    return told if written.lower() == scene.names[arm].name.lower() else replace(told, intervention=written)


# Before the arm of which some patients are told of.
_SOME_OF_ARM: Final = cue("some_of_arm")


def _some_patients(scene: Scene) -> bool:
    """Whether a clause tells of some patients of the arm that it names, and holds nothing against another: "one A patient"."""
    first = scene.near[0].start
    return (
        scene.start <= first
        and _SOME_OF_ARM.fullmatch(scene.text, scene.start, first) is not None
        and _COMPARES.search(scene.text, scene.start, scene.end) is None
    )


# A denied change, of one group by itself.
_CHANGE: Final = re.compile(r"\b(?:chang|reduc|increas|decreas|improv|declin)\w*", re.IGNORECASE)

_IN: Final = re.compile(r"\b(?:in|within|for|among)(?: the)? $", re.IGNORECASE)


def _unchanged_in_control(scene: Scene, arm: int) -> bool:
    """Whether a clause says only that nothing changed in the control arm: "in group A (control), there was no reduction"."""
    return (
        scene.names[arm].control
        and all(_IN.search(scene.text, max(0, item.start - 12), item.start) for item in scene.near)
        and any(cue.scale == "none" and _CHANGE.search(scene.text, cue.start, cue.end) for cue in scene.cues)
        and _COMPARES.search(scene.text, scene.start, scene.end) is None
    )


# What is held against where none of the document's arms is called so: "2 years versus 1 year" told beside observation.
_OTHER_CONTROL: Final = Screen(cue("told_control"))


def _other_control(scene: Scene) -> str | None:
    """The control that a clause names as what is held against, and that none of the arms is."""
    found = _OTHER_CONTROL.search(scene.text, scene.start, scene.end)
    if found is None:
        return None
    first = found["control"].lower().split()[0]
    own = " ".join(text.lower() for arm in scene.names for text in (arm.name, *arm.aliases))
    return (
        None
        if first in own or any(arm.control and not arm.concepts for arm in scene.names)
        else found["control"]
    )


def _against_other(scene: Scene, control: str) -> Sides:
    """The arm that a clause names against such a control; by the therapies named where it names none or several."""
    named = {item.arm for item in scene.near}
    if len(named) == 1:
        return replace(pair(scene.names, named.pop(), None, 0.75), comparator=control)
    return replace(by_therapies(scene), comparator=control, comparator_concepts=())


# A control that is none of the arms, each of which is held against it: "0.76 for A versus control and 0.69 for B versus control".
_VERSUS_CONTROL: Final = Screen(cue("versus_control"))
_RIGHT_BEFORE: Final = 12


def _each_against_another(scene: Scene) -> bool:
    """Whether a clause holds each of several arms against a control that is none of them."""
    held = [
        match
        for match in _VERSUS_CONTROL.finditer(scene.text, scene.start, scene.end)
        if not any(item.start < match.end() and match.start() < item.end for item in scene.near)
    ]
    arms = {
        item.arm for match in held for item in scene.near if 0 <= match.start() - item.end <= _RIGHT_BEFORE
    }
    return len(held) > 1 and len(arms) > 1


# Around what several arms have in common: "the two docetaxel arms", "both docetaxel-containing regimens".
_SEVERAL: Final = re.compile(r"\b(?:both|two|three|all) (?:of the )?(?:[\w-]+ )?$", re.IGNORECASE)
_ARMS: Final = re.compile(
    r"[^\s-]*[\s-](?:(?:based|containing|treated) )?(?:arms|groups|regimens)\b", re.IGNORECASE
)


def _several(scene: Scene, arm: int) -> bool:
    """Whether a clause names an arm by what it shares with others: more than one is meant."""
    return all(
        _SEVERAL.search(scene.text, max(scene.start, item.start - 30), item.start)
        and _ARMS.match(scene.text, item.start)
        for item in scene.near
        if item.arm == arm
    )


# Before the control that is named together with all others: "similar for the treatment and placebo groups".
_AND_OTHERS: Final = re.compile(
    r"\b(?:treatment|active|experimental|intervention|investigational|study|vaccine|treated)(?: (?:groups?|arms?|drugs?))? (?:and|or) (?:the |in the )?$",
    re.IGNORECASE,
)


def _with_the_others(scene: Scene) -> bool:
    """Whether the one arm that a clause names stands beside "treatment and", which is the others."""
    return bool(scene.near) and all(
        _AND_OTHERS.search(scene.text, max(scene.start, item.start - 40), item.start) for item in scene.near
    )


def _factor(scene: Scene) -> Mention | None:
    """The drug of several arms, and not of all, that a clause tells of before it names any arm; None for other clauses."""
    if len(scene.names) < 3 or not scene.therapies:
        return None
    drug = scene.therapies[0]
    first = min((item.start for item in scene.near), default=drug.start)
    holders = [arm for arm in scene.names if drug.concept is not None and drug.concept in arm.concepts]
    alone = drug.end <= first and 1 < len(holders) < len(scene.names)
    return drug if alone and _VERB_BEHIND.match(scene.text, drug.end, scene.end) else None


_VERB_BEHIND: Final = re.compile(
    r" (?:(?:significantly|also|further) )?(?:(?:did|does) not (?:\w+ )?)?(?:improve|reduce|increase|prolong|affect|lower|delay|decrease|prevent|show|had\b|lead|led\b|cause)\w*",
    re.IGNORECASE,
)


def _others_drug(scene: Scene) -> bool:
    """Whether a clause speaks of a drug that none of the arms got, and of none that one of them did."""
    own = {concept.id for arm in scene.names for concept in arm.concepts}
    drugs = {
        item.concept.id
        for item in scene.therapies
        if item.concept is not None
        and item.concept.group == "therapies"
        and not item.text.isupper()  # a short name may be that of an arm with more in it
        and not EARLIER.search(scene.text, scene.start, item.start)
        and not LACKING.search(scene.text, scene.start, item.start)
    }
    return bool(drugs and own) and drugs.isdisjoint(own)


# Before a treatment whose effect a clause tells, whatever the arms are: "no effect of chemotherapy on bone turnover".
_EFFECT_OF: Final = cue("effect_of")


def effect_of_shared(scene: Scene) -> bool:
    """Whether a clause that names no arm tells the effect of the one treatment that all arms got."""
    return (
        scene.paired
        and not scene.near
        and len(scene.therapies) == 1
        and all(
            item.concept is not None
            and all(item.concept.id in {concept.id for concept in arm.concepts} for arm in scene.names)
            and _EFFECT_OF.search(scene.text, max(scene.start, item.start - 60), item.start) is not None
            for item in scene.therapies
        )
    )


def _of_others(scene: Scene) -> bool:
    """Whether a sentence about others' work names a treatment that none of this study's arms got."""
    own = {concept.id for arm in scene.names for concept in arm.concepts}
    return any(
        item.concept is not None and item.concept.id not in own and item.kind == "therapy"
        for item in scene.therapies
    )


_PAIR: Final = 2
_KIND: Final = cue("heading_kind")
# Patients who got one treatment, before what is told of some of them: "In 66 patients given A, mutant tumors had less".
_WHO_GOT: Final = re.compile(
    r"(?:[Ii]n|[Aa]mong|[Oo]f|[Ww]ith|[Ff]or) (?:the |these |all )?(?:[\d,]+ )?(?:\w+ )?(?:patients|women|men|participants|those) (?:on|given|receiving|treated with|who (?:received|were given|were treated with)) [^,;()]{3,60}, "
)


def _all_got(scene: Scene) -> bool:
    """Whether all of whom a clause compares some with others got what it names, so that it is nobody's side."""
    opening = _WHO_GOT.match(scene.text, scene.sentence.start, scene.end)
    if opening is None or not scene.cues or _KIND.match(scene.text, opening.end(), scene.end) is None:
        return False
    named = [*(item.start for item in scene.near), *(item.start for item in scene.therapies)]
    return bool(named) and all(start < opening.end() for start in named)
