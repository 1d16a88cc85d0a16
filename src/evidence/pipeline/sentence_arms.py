"""The arms that a sentence speaks of, and where it names them: the document's, or groups of its own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, TypeAlias

from evidence.pipeline import directions
from evidence.pipeline.arm_cuts import cue
from evidence.pipeline.arm_names import ArmName
from evidence.pipeline.dealing import AMONG, is_test, is_value
from evidence.pipeline.discourse import Context, Layers
from evidence.pipeline.layers import ArmMention, Sentence, Voice
from evidence.pipeline.local_arms import local_arms
from evidence.pipeline.local_places import AGAINST
from evidence.pipeline.measured import of_substance
from evidence.pipeline.populations import kind_behind, stratum
from evidence.pipeline.scenes import within
from evidence.pipeline.tables import pattern_of
from evidence.pipeline.written import written
from evidence.records import Mention, Statistic

# Before "control" that is an outcome, and no arm.
_CONTROL_OF: Final = pattern_of("arm_cues", "control_of")
# A group of any trial; in a sentence about others' work it is one of theirs.
_ANY_GROUP: Final = re.compile(
    r"(?:intervention|experimental|treatment|study|test|control|comparison|active)(?:[ -](?:groups?|arms?|patients|participants))?|controls",
    re.IGNORECASE,
)
_SEVERAL: Final = 2
# The two arms of a document, whatever else all patients of a sentence got.
_IN_BOTH: Final = re.compile(
    r"\b(?:in|for|across|between) (?:both|each|either|the two) (?:(?:treatment|study) )?(?:arms?|groups?)\b"
)
# How far before a group it may be told that others are held against it, in characters.
_THAN_REACH: Final = 60
# The arms that a sentence speaks of, where it names them, and whether they are its own and not the document's.
SentenceArms: TypeAlias = tuple[Sequence[ArmName], Sequence[ArmMention], bool]


def arms_of(
    layers: Layers, sentence: Sentence, voice: Voice, context: Context, therapies: Sequence[Mention]
) -> SentenceArms:
    """The arms that a sentence speaks of and where it names them: the document's, else its own (told by True); the document's are not those of what it cites."""
    mentions = [
        item
        for item in within(layers.arm_mentions, sentence.start, sentence.end)
        if not (
            layers.text[item.start : item.end].lower() == "control"
            and _CONTROL_OF.search(layers.text, max(sentence.start, item.start - 20), item.start)
        )
    ]
    if voice.role == "cited" and not context.retells:
        mentions = [
            item for item in mentions if _ANY_GROUP.fullmatch(layers.text, item.start, item.end) is None
        ]
    others = [item for item in mentions if not of_substance(layers.text, item.start, item.end)]
    if len({item.arm for item in others}) > 1:
        mentions = others
    if len({item.arm for item in mentions}) < 2 and voice.role in ("result", "conclusion", "cited"):
        values = [item for item in within(layers.statistics, sentence.start, sentence.end) if is_value(item)]
        strata = _of_strata(layers.text, values, sentence.end)
        alone = not (layers.arms or strata)
        if alone and (_headed(layers, sentence, therapies) or _of_kinds(layers, sentence, values, therapies)):
            return (), (), False
        if not layers.arms or not mentions or strata or _of_a_cohort(layers, mentions, therapies):
            known = [] if strata else [(item, layers.arms[item.arm]) for item in mentions]
            blocked = [
                (item.start, item.end) for item in within(layers.outcomes, sentence.start, sentence.end)
            ]
            blocked += [
                (item.start, item.end)
                for item in within(layers.mentions, sentence.start, sentence.end)
                if item.kind in ("disease", "outcome", "scale", "site")
            ]
            blocked += _changing(layers, sentence, context)
            cited = voice.role == "cited"
            found = local_arms(
                layers.text, sentence, therapies, known, values, blocked,
                lone=not layers.arms and not cited, sure=cited, strata=strata,
            )  # fmt: skip
            if found is not None and len(found[0]) == 1 and _only_held_against(layers.text, found[1]):
                found = None
            if (
                found is not None
                and len(found[0]) == 1
                and len(layers.arms) == _SEVERAL
                and _IN_BOTH.search(layers.text, sentence.start, sentence.end)
            ):
                found = None  # "for patients who had surgery, the same in both arms"
            if found is not None and (not (cited or mentions) or len(found[0]) == _SEVERAL):
                return found[0], found[1], True
    foreign = voice.role == "cited" and not mentions and not context.retells
    return () if foreign else layers.arms, mentions, False


def _of_strata(text: str, values: Sequence[Statistic], end: int) -> bool:
    """Whether each of a sentence's two figures is of a stratum of its own: "8.6 months in wild type and 6.9 in mutant tumors"."""
    if len(values) % 2 or not values or values[0].type != values[1].type:
        return False
    stops = [*(item.start for item in values[1:]), end]
    told = [stratum(text, item.end, stop) for item, stop in zip(values, stops, strict=True)]
    return None not in told[:2] and told[0] != told[1] and not any(told[2:])


_HEADING: Final = cue("heading_kind")
_THAN: Final = re.compile(
    r"\bthan (?:the )?(?:those|patients|women|men|participants|tumou?rs) (?:with|who|without|in)\b"
)


def _headed(layers: Layers, sentence: Sentence, therapies: Sequence[Mention]) -> bool:
    """Whether a sentence holds a kind of patients, its subject, against another kind: "patients with A had more B than those with C"."""
    return (
        not therapies
        and _THAN.search(layers.text, sentence.start, sentence.end) is not None
        and _HEADING.match(layers.text, sentence.start, sentence.end) is not None
    )


# Before a group that another one, which has no name, is held against: "than in those with".
_THAN_THOSE: Final = re.compile(
    r"\bthan (?:in |for |with |among )?(?:the )?(?:those|that|patients|women|men|participants|tumou?rs) (?:with|of|in|who (?:had|underwent|received)|undergoing|receiving|after|treated with) (?:the |an? )?$"
)


def _only_held_against(text: str, mentions: Sequence[ArmMention]) -> bool:
    """Whether the one group that a sentence names is that which others are held against, whom nobody would take it for."""
    return bool(mentions) and all(
        _THAN_THOSE.search(text, max(0, item.start - _THAN_REACH), item.start) for item in mentions
    )


def _of_kinds(
    layers: Layers, sentence: Sentence, values: Sequence[Statistic], therapies: Sequence[Mention]
) -> bool:
    """Whether a sentence only lists what kinds of patients had, and holds none against another.

    "31 months for breast cancer and 15 months for melanoma": no groups, where no treatment or test is told.
    """
    own = [
        item
        for item in values
        if not (item.type == "count" and AMONG.search(layers.text, max(0, item.start - 9), item.start))
    ]
    if len(own) < _SEVERAL or any(
        is_test(item) for item in within(layers.statistics, sentence.start, sentence.end)
    ):
        return False
    if any(item.start > own[0].end for item in therapies) or directions.compares(
        layers.text, sentence.start, sentence.end
    ):
        return False
    stops = [*(item.start for item in own[1:]), sentence.end]
    return all(kind_behind(layers.text, item.end, stop) for item, stop in zip(own, stops, strict=True))


def _changing(layers: Layers, sentence: Sentence, context: Context) -> list[tuple[int, int]]:
    """What a sentence says was affected, or did not change, which no group is called by: "no change in A or B"."""
    held = AGAINST.search(layers.text, sentence.start, sentence.end) is not None
    places = ("effect",) if held else ("effect", "difference")
    return [
        (item.start, item.end)
        for item in written(context.masked, sentence.start, sentence.end)
        if item.place in places
    ]


def _of_a_cohort(layers: Layers, mentions: Sequence[ArmMention], therapies: Sequence[Mention]) -> bool:
    """Whether a sentence names a treatment beside one of the groups of a cohort, which are not all that it had."""
    if any(arm.control for arm in layers.arms):
        return False
    own = {concept for arm in layers.arms for concept in arm.concepts}
    return any(
        item.concept not in own and not any(arm.start <= item.start < arm.end for arm in mentions)
        for item in therapies
    )
