"""One claim of a conclusion as a finding: of which arm it speaks, which way it points, how sure it is."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final, cast

from evidence.pipeline import directions
from evidence.pipeline.between_groups import in_each
from evidence.pipeline.conclusion_cues import ClaimCue
from evidence.pipeline.contrary_subgroups import kind_of
from evidence.pipeline.cue_subjects import FAVOURS, sized_in
from evidence.pipeline.layers import ArmMention
from evidence.pipeline.outcome_labels import standard
from evidence.pipeline.outcomes import OutcomeMention, named
from evidence.pipeline.polarity import polarity_of
from evidence.pipeline.populations import population
from evidence.pipeline.row_sides import Sides, pair
from evidence.pipeline.scenes import Scene
from evidence.pipeline.sides import effect_of_shared, sides_of
from evidence.pipeline.significance import MUCH_HARM, only_numerically
from evidence.pipeline.tables import numbers, pattern_of
from evidence.pipeline.unnamed_arms import ALL_DID
from evidence.pipeline.yardsticks import yardstick
from evidence.records import Direction, Favors, Finding, FindingRole, Significance


@dataclass(frozen=True, slots=True)
class Claim:
    """What is claimed of an outcome; `cue` is None for what is only called acceptable ("manageable toxicity")."""

    outcome: OutcomeMention
    cue: ClaimCue | None
    start: int
    denied: bool = False
    population: str | None = None


# How sure a row is by the way it was read.
_SURE: Final = numbers("row_confidence")
_INSIGNIFICANT: Final = re.compile(
    r"\b(?:non-?(?:statistically )?(?:-? ?significant(?:ly)?)|insignificant(?:ly)?|(?:not(?! only\b)|no|nor|without|fail(?:ed|s|ure)? to|n't)\b[^,;]{0,50}?\b(?:statistical(?:ly)?|significan(?:t|tly|ce))|trends? towards?)\b",
    re.IGNORECASE,
)
_SIGNIFICANT: Final = re.compile(
    rf"(?<!non-)(?<!non)\bsignifican(?:t(?:ly)?|ce)\b(?!{MUCH_HARM})", re.IGNORECASE
)


def row(scene: Scene, masked: str, claim: Claim) -> Finding | None:
    """The finding of a claim, or None where it says nothing of a treatment."""
    cue, outcome = claim.cue, claim.outcome
    denied = claim.denied or (cue is not None and cue.denied)
    if cue is not None and ((cue.kind == "affect" and not denied) or (cue.kind == "same" and denied)):
        return None  # "affects" says not which way, "not similar" neither
    sways = cue is not None and not denied and directions.SWAYS.match(scene.text, cue.start) is not None
    if sways and scene.names and not scene.near and not scene.therapies:
        return None  # "a high score adversely affects survival": of no arm
    before = {item.arm for item in scene.mentions if item.start < scene.start}
    own = any(scene.start <= item.start < scene.end for item in scene.mentions)
    if scene.therapies and cue is not None and not own and len(before) > 1:
        # "..., although some benefit of chemotherapy was found": not told of whichever arm the clause before names first
        scene = replace(scene, mentions=())
    sides = _sides(scene, cue, denied or (cue is not None and cue.kind == "same"))
    if sides.intervention is None:
        return None
    if cue is not None and cue.elsewhere and scene.names and not scene.near:
        treated = next((item for item in scene.therapies if item.start < cue.start), None)
        if treated is None or treated.concept is None:
            return None  # "outcomes were similar to those reported for others": of which arm, nobody knows
        sides = replace(sides, intervention=treated.text, intervention_concepts=(treated.concept,))
    if cue is not None and cue.elsewhere:
        sides = replace(
            sides, comparator=None, comparator_concepts=()
        )  # others' treatments, and none of the study's
    end = max(outcome.end, cue.end if cue is not None else 0)
    told: Significance = "not_reported"
    if cue is not None:
        behind = _SIGNIFICANTLY.match(masked, end) if cue.end <= outcome.start else None
        region = masked[min(claim.start, cue.start) : end if behind is None else behind.end()]
        told = (
            "not_significant"
            if cue.kind == "untested" or _INSIGNIFICANT.search(region)
            else "significant"
            if _SIGNIFICANT.search(region)
            else "not_reported"
        )
    if claim.denied and told == "significant":
        told = "not_significant"  # "significantly improves A, but not B"
    direction, favors = _direction(scene, cue, denied or told == "not_significant", sides, outcome)
    alone = cue is not None and only_numerically(scene.text, scene.start, cue.start, cue.end)
    if alone and told == "not_reported" and direction in ("higher", "lower"):
        favors = "unclear"
    return Finding(
        id="f0",
        start=scene.sentence.start,
        end=scene.sentence.end,
        quote=scene.text[scene.sentence.start : scene.sentence.end],
        kind="comparison" if sides.comparator is not None else "single_arm",
        outcome=_name(scene.text, outcome),
        outcome_concept=outcome.concept,
        intervention=sides.intervention,
        intervention_concepts=sides.intervention_concepts,
        comparator=sides.comparator,
        comparator_concepts=sides.comparator_concepts,
        population=claim.population or _population(scene),
        timepoint=outcome.timepoint,
        favors=favors,
        direction=direction,
        significance=told,
        statistics=(),
        role=cast(FindingRole, scene.voice.role),
        reference=scene.voice.reference,
        confidence=round(sides.sure * _SURE["claim" if direction is not None else "claim of no way"], 2),
        hedged=scene.voice.hedged,
        direction_basis="words" if direction is not None else None,
    )


# Behind what was changed, that it was so significantly: "increased survival significantly, compared with B".
_SIGNIFICANTLY: Final = re.compile(
    r" (?:statistically )?significantly(?=[.,;]|$| (?:(?:as |when )?compared|versus|vs|over|relative|in|with|for|and|among|at)\b)"
)
# What goes on behind the patients that a claim is of.
_GOES_ON: Final = re.compile(
    r" but | and (?=(?:in|was|were|is|are|had|may|might|failed|improv|increas|reduc)\b)"
)


def _population(scene: Scene) -> str | None:
    """The patients that a clause speaks of, as written."""
    if (kind := kind_of(scene)) is not None:
        return kind or None
    arms = [(item.start, item.end) for item in scene.mentions]
    found = population(scene.text, scene.start, scene.end, arms)
    return None if found is None else _GOES_ON.split(found)[0].removesuffix(" and in")


_PRAISE: Final = re.compile(r"(?:favou?rable|manageable|acceptable|tolerable|good) ", re.IGNORECASE)


def _name(text: str, outcome: OutcomeMention) -> str:
    return outcome.name if outcome.concept is None else _PRAISE.sub("", standard(text, outcome))


_OF_PATIENTS: Final = re.compile(
    r"(?:[A-Za-z ]{2,30}, )?(?:only |the |all |older |younger |elderly )?(?:patients|women|men|individuals|those|subjects|survivors|tumou?rs|children) (?!(?:receiving|treated|assigned|randomi|given|on|in the|in both|randomly|allocated)\b)",
    re.IGNORECASE,
)
# What something of no arm may do: "less trauma could lead to fewer infections".
_WHATEVER_IS: Final = pattern_of("subject_words", "may_do")
_KIND_OF_PATIENTS: Final = pattern_of("subject_words", "kind_of_patients")
# What a tumour is or makes, as the subject of a claim: "over-expression of COX-2 confers a better prognosis".
_MARKER: Final = pattern_of("subject_words", "marker")
_NO_TREATMENT: Final = re.compile(
    r"\b(?:patients|women|men|deaths?|risk|survival|survivors|whites|cancers?)\b", re.IGNORECASE
)


def _sides(scene: Scene, cue: ClaimCue | None, alike: bool) -> Sides:
    """The arms of a claim; the control is implied where something is compared, and not where safety is only told.

    Of two arms none of which is the control it can be told that they are alike, and not which of them is better.
    """
    if cue is None:
        named = scene.near
        if scene.names and (scene.paired or named):
            told = [item for item in named if not _compared(scene, item)]
            place = (
                told[0].arm if told else 0
            )  # "as compared with B, A had an advantage without more toxicity"
            return pair(scene.names, place, None, 0.8)
        return replace(sides_of(scene, (), False), comparator=None, comparator_concepts=())
    if effect_of_shared(scene):
        return Sides()
    if not scene.near and _WHATEVER_IS.match(scene.text, scene.start, scene.end):
        return Sides()
    if not scene.near and any(
        subject.match(scene.text, scene.start, scene.end)
        for subject in (_OF_PATIENTS, _KIND_OF_PATIENTS, ALL_DID, _MARKER)
    ):
        return Sides()  # "patients with A had better survival" tells of no arm
    if scene.local and _NO_TREATMENT.search(" ".join(item.name for item in scene.names)):
        scene = replace(scene, names=(), mentions=())
    sides = sides_of(scene, (), True)
    if sides.comparator is None and scene.near and all(_compared(scene, item) for item in scene.near):
        return Sides()  # "D prolonged survival versus C": who D is, nobody knows
    if scene.near and all(_compared(scene, item) and _is_given_with(scene, item) for item in scene.near):
        return Sides()  # "more toxicity than tablets given with B": what is held against what, nobody knows
    if sides.comparator is not None and cue.sign and not alike:
        if _told_of_both(scene, cue) or in_each(scene, cue.end):
            return (
                Sides()
            )  # "A and B improved survival", "survival improved in both arms": none is held against another
    if sides.intervention is None and alike and len(scene.names) == 2:
        held = yardstick(scene)
        if held is None or held.kind != "reference":  # "similar to results in the literature"
            return pair(scene.names, 0, 1, 0.7)
    return sides


_AND: Final = re.compile(r"(?: (?:groups?|arms?|therapy|treatment))? and (?:the )?", re.IGNORECASE)


_GIVEN_WITH: Final = re.compile(
    r"\b(?:given|combined|together|along|administered) with (?:the )?$", re.IGNORECASE
)


def _is_given_with(scene: Scene, item: ArmMention) -> bool:
    """Whether an arm is only what something else is given with."""
    return _GIVEN_WITH.search(scene.text, max(scene.start, item.start - 30), item.start) is not None


_BOTH: Final = re.compile(r"\bboth(?: the)? $", re.IGNORECASE)


def _told_of_both(scene: Scene, cue: ClaimCue) -> bool:
    """Whether two arms that "and" joins are what a claim is made of, before it or behind "both", and nothing is held against
    anything."""
    pair_of = [item for item in scene.near if scene.start <= item.start]
    return (
        len({item.arm for item in pair_of}) == len(pair_of) == 2 == len(scene.near)
        and _AND.fullmatch(scene.text, pair_of[0].end, pair_of[1].start) is not None
        and (pair_of[1].end <= cue.start or _BOTH.search(scene.text, cue.end, pair_of[0].start) is not None)
        and _HOLDS.search(scene.text, scene.start, scene.end) is None
    )


_HOLDS: Final = re.compile(
    r"\b(?:than|versus|vs\.?|v|compared|between|relative to|over|combination|combining|addition|respectively)\b",
    re.IGNORECASE,
)


_ADDED: Final = re.compile(
    r"\b(?:added|adding|addition|combination|combined|combining)\b[^,;]{0,70}? (?:to|with|and) (?:[\w-]+ ){0,3}$",
    re.IGNORECASE,
)
_THAN: Final = re.compile(
    r"\b(?:than(?! \d| (?:one|two|three|four|five|six|ten)\b)|compared (?:with|to)|versus|vs\.?|relative to|over(?! (?:\d|time\b|an? |the (?:course|next|first|study)\b))|in comparison (?:with|to)|rather than|superior to|inferior to|similar to|comparable to|equivalent to|effective as|against|(?:chang|switch|shift|conver[ts])\w*\b[^.;,()]{0,50}? from)\b\.?"
    r"(?: [\w-]+){0,8}?\s*\(?$",
    re.IGNORECASE,
)


_AFTER: Final = re.compile(
    r"\b(?:after|following|followed by|plus|on top of) (?:[\w-]+ )?$|[+/]\s?$", re.IGNORECASE
)
_JOINED: Final = re.compile(
    r"\s*(?:\+|/|,? (?:followed by|plus|combined with|in combination with|with the addition of)\b)",
    re.IGNORECASE,
)


_NAIVE: Final = pattern_of("earlier_treatments", "patients")


# What happened to patients after an arm's treatment, and no treatment after another: "infections occurred following A".
_HAPPENED_AFTER: Final = re.compile(
    r"\b(?:occur\w*|seen|observed|found|noted|reported|recorded|develop\w*|arose|experienced|more|less|higher|lower|longer|shorter|better|worse|greater|smaller"
    r"|frequent(?:ly)?|common(?:ly)?|often|common|rates?|(?:was|were|is|are|ha[ds])(?: \w+)?) (?:after|following) (?:[\w-]+ )?$",
    re.IGNORECASE,
)


def _part(scene: Scene, item: ArmMention) -> bool:
    """Whether the control is named as a part of a combination: "B after A", "adding B to A", "A followed by B"."""
    after = max(scene.start, item.start - 40)
    return (
        _ADDED.search(scene.text, max(scene.start, item.start - 110), item.start) is not None
        or (
            _AFTER.search(scene.text, after, item.start) is not None
            and _HAPPENED_AFTER.search(scene.text, after, item.start) is None
        )
        or _JOINED.match(scene.text, item.end, scene.end) is not None
    )


def _compared(scene: Scene, item: ArmMention) -> bool:
    """Whether an arm is what another is held against."""
    return _THAN.search(scene.text, max(scene.start, item.start - 80), item.start) is not None


# Behind a claim that is made of the control, by whatever name.
_CONTROL: Final = re.compile(
    r"(?: [\w-]+){1,4} (?:with|in|on|after|under|for) (?:the )?(?:standard|conventional|usual|control|comparator|placebo) (?:treatment|therapy|care|chemotherapy|group|arm|regimen)\b",
    re.IGNORECASE,
)


def _subject(scene: Scene, cue: ClaimCue, numbers: tuple[int | None, int | None]) -> int:
    """0 where the claim is made of the intervention, 1 where of the comparator."""
    if numbers[0] is None or numbers[1] is None:
        return 0
    if FAVOURS.match(scene.text, cue.start):
        favoured = next((item for item in scene.near if 0 < item.start - cue.end <= 25), None)
        if favoured is not None:
            return 1 if favoured.arm == numbers[1] else 0
    if not scene.near and _CONTROL.match(scene.text, cue.end, scene.end):
        return 1  # "poorer quality of life with standard treatment"
    if (sized := sized_in(scene.text, cue.end, scene.end, scene.near, numbers[1])) is not None:
        return sized
    free: list[ArmMention] = []
    compared: list[ArmMention] = []
    for item in scene.near:
        if (item.arm == numbers[1] and _part(scene, item)) or _NAIVE.match(scene.text, item.end):
            continue
        (compared if _compared(scene, item) else free).append(item)
    chosen = next((item for item in free if item.start < cue.start), free[0] if free else None)
    if chosen is not None:
        return 1 if chosen.arm == numbers[1] else 0
    return 1 if compared and compared[0].arm == numbers[0] else 0


def _direction(
    scene: Scene, cue: ClaimCue | None, denied: bool, sides: Sides, outcome: OutcomeMention
) -> tuple[Direction | None, Favors | None]:
    if cue is None:
        return None, None
    if denied or cue.kind == "same":
        return "no_difference", "neither"
    polarity = polarity_of(outcome.concept, named(scene.text, outcome))
    polarity = (polarity or 1) if outcome.name == cue.whole else polarity
    scale: directions.Scale = "amount" if cue.kind == "amount" else "benefit"
    word = directions.of_time(
        scene.text, directions.Cue(scale, cue.sign, cue.start, cue.end), named(scene.text, outcome)
    )
    return directions.by_words(word, _subject(scene, cue, sides.numbers), polarity, outcome.inverse)
