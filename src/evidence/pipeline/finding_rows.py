"""One row: the outcome of a hand with its arms, figures, direction and significance."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, cast

from evidence.pipeline import directions
from evidence.pipeline.between_groups import changed_in_every, denies, from_to, since_start, with_trend
from evidence.pipeline.clauses import OF_IT
from evidence.pipeline.contrary_subgroups import kind_of
from evidence.pipeline.contrasts import contrasted
from evidence.pipeline.dealing import Hand, is_test, is_value
from evidence.pipeline.figure_arms import of_causes, places_of
from evidence.pipeline.figure_directions import Figures
from evidence.pipeline.folding import folded
from evidence.pipeline.other_subjects import told_of_another
from evidence.pipeline.outcome_labels import standard
from evidence.pipeline.outcomes import OutcomeMention
from evidence.pipeline.pointing import BOTH, Notes, pointed
from evidence.pipeline.populations import heading, population
from evidence.pipeline.row_sides import Sides, pair
from evidence.pipeline.ruling import concession, ruling
from evidence.pipeline.scenes import Scene, within
from evidence.pipeline.screens import screened
from evidence.pipeline.sides import ALIKE, sides_of
from evidence.pipeline.significance import (
    by_numbers,
    disagrees,
    of_groups,
    of_interaction,
    only_likeness,
    only_numerically,
    significance,
    tested_apart,
)
from evidence.pipeline.spoken_of import heading_kind, kind_of_subject, of_patients, spoken_of, told_of_arm
from evidence.pipeline.tables import numbers, pattern_of
from evidence.pipeline.unnamed_arms import BOTH_GROUPS
from evidence.pipeline.value_arms import arms_of_values
from evidence.pipeline.yardsticks import yardstick
from evidence.records import (
    Direction,
    DirectionBasis,
    Discrepancy,
    Favors,
    Finding,
    FindingKind,
    FindingRole,
    Significance,
    Statistic,
)

_OWN: Final = frozenset({"result", "conclusion"})
# How sure a row is by the way it was read.
_SURE: Final = numbers("row_confidence")
_BEFORE_AFTER: Final = screened(
    r"\b(?:from baseline|(?:fell|rose|dropped|declined|decreased|increased|improved) from \S+(?: \([^()]*\))? (?:before|preoperatively|at baseline|at entry)\b|(?:compared with|versus|than|over|to)(?: the| their| its)? (?:baseline|pre-?treatment)|after (?:surgery|treatment|operation|therapy)|postoperatively|pre-?operatively)\b",
    re.IGNORECASE,
)


# Behind a figure that is itself the difference: "63 minutes longer".
_MORE_BY: Final = re.compile(
    r"\s*(?:(?:days|minutes|hours|months|weeks|years|points|ml|kg|mg|events|percentage points) )?"
    r"(?:longer|shorter|higher|lower|greater|less|more|fewer|larger|smaller)\b(?! than \d)"
)
_DIFFERENCE: Final = re.compile(r"\bdifferen(?:ce|t)|\bcompared\b", re.IGNORECASE)


def row(scene: Scene, hand: Hand, notes: Notes) -> Finding | None:
    """The finding of one hand, or None where the words claim nothing of the outcome."""
    outcome = hand.outcomes[0]
    cue = None if hand.overall else ruling(scene, hand)
    figures, differs = _figures(scene, hand)
    values, tested = figures.values, bool(figures.tests)
    against = contrasted(scene.text, values)
    since = hand.course or _since_start(scene, cue, figures)
    in_each = since or _each_by_itself(scene, hand, cue, figures)
    stated = (
        outcome.name in ("toxicity", "tolerability") and bool(outcome.phrase) and scene.voice.role in _OWN
    )
    compares = tested or differs or cue is not None or against
    sides = _lone(scene, since) if in_each else _sides(scene, cue, figures, compares, outcome.start)
    if stated and sides.intervention is None and scene.names:
        sides = pair(scene.names, 0, None, 0.8)
    if not _claims(scene, hand, cue, sides, stated, tested):
        if figures.beside and len(set(figures.places)) == len(figures.places) > 1:
            _note_arms(scene, figures, notes)
        return None
    told, doubt = _significance(scene, hand, cue, figures.tests, notes)
    if _untested(scene, cue, figures, told, stated):
        told = "not_reported"
    kind: FindingKind = "before_after" if in_each else _kind(scene, sides, figures.tests, cue, against)
    before = len(notes.discrepancies)
    direction, favors, basis, sure = pointed(scene, cue, sides, figures, outcome, told, kind, notes)
    alone = cue is not None and only_numerically(scene.text, scene.start, cue.start, cue.end)
    if alone and told == "not_reported" and direction in ("higher", "lower"):
        favors = "unclear"
    if direction == "unclear" and cue is None and not tested and len(values) == 1 and kind == "comparison":
        # One figure by itself compares nothing: it is that of its arm, or of nobody knows whom.
        arm = figures.places[0]
        sides = pair(scene.names, arm, None, 0.85) if arm is not None else Sides(sure=0.7)
        kind, direction, favors, basis = "single_arm", None, None, None
    if (
        figures.beside or len(notes.discrepancies) == before
    ):  # else whose figures these are is not sure either
        _note_arms(scene, figures, notes)
    return _finding(
        scene,
        hand,
        sides,
        kind=kind,
        population=_population(scene, hand),
        timepoint=next((item.timepoint for item in hand.statistics if item.timepoint), None),
        favors="unclear" if in_each and favors is not None else favors,
        direction=direction,
        significance=told,
        confidence=sides.sure * sure * doubt,
        basis=basis,
    )


def _finding(
    scene: Scene,
    hand: Hand,
    sides: Sides,
    *,
    kind: FindingKind,
    population: str | None,
    timepoint: str | None,
    favors: Favors | None,
    direction: Direction | None,
    significance: Significance,
    confidence: float,
    basis: DirectionBasis | None,
) -> Finding:
    """A finding of a hand's first outcome in the words of its sentence; the outcome's own time where `timepoint` is none."""
    outcome, sentence = hand.outcomes[0], scene.sentence
    return Finding(
        id="f0",
        start=sentence.start,
        end=sentence.end,
        quote=scene.text[sentence.start : sentence.end],
        kind=kind,
        outcome=standard(scene.text, outcome),
        outcome_concept=outcome.concept,
        intervention=sides.intervention,
        intervention_concepts=sides.intervention_concepts,
        comparator=sides.comparator,
        comparator_concepts=sides.comparator_concepts,
        population=population,
        timepoint=timepoint or outcome.timepoint,
        favors=favors,
        direction=direction,
        significance=significance,
        statistics=tuple(item.id for item in hand.statistics),
        role=cast(FindingRole, scene.voice.role),
        reference=scene.voice.reference,
        confidence=round(confidence, 2),
        hedged=scene.voice.hedged,
        direction_basis=basis,
    )


def _figures(scene: Scene, hand: Hand) -> tuple[Figures, bool]:
    """The values of a hand with their arms, and its tests; and whether another of its figures is itself the difference."""
    values, differs = [], False
    for item in hand.statistics:
        if is_value(item) and not of_causes(scene, item):
            if _MORE_BY.match(scene.text, item.end) or _is_difference(scene, hand, item):
                differs = True
            else:
                values.append(item)
    places, beside = places_of(scene, hand, values)
    if (other := yardstick(scene)) is not None:
        # Of two figures one is of what stands outside, or neither is of the arm as a whole.
        first = places[:1] if other.of_arm else []
        places = [*first, *([None] * (len(values) - len(first)))]
    return Figures(values, places, beside, [item for item in hand.statistics if is_test(item)]), differs


# Before a figure by which the one arm exceeds the other: "increased survival by a median of 4.2 months (29.5 v 25.2)".
_BY: Final = screened(
    r"\b(?:increas|improv|prolong|reduc|decreas|lengthen|extend|lower|long|short|delay|higher|greater)\w*\b[^.;()]{0,80}\bby (?:(?:an? )?(?:median|mean|average)(?: of)? |about |nearly )?$",
    re.IGNORECASE,
)


def _is_difference(scene: Scene, hand: Hand, item: Statistic) -> bool:
    """Whether a figure is that by which two others, which are held against each other behind it, differ."""
    rest = [other for other in hand.statistics if is_value(other) and other.start > item.end]
    told = _BY.search(scene.text, max(scene.start, item.start - 110), item.start) is not None
    return told and contrasted(scene.text, rest)


def _of_both(scene: Scene, figures: Figures) -> bool:
    """Whether the only value of a hand is that of both arms."""
    return len(figures.values) == 1 and BOTH.match(scene.text, figures.values[0].end) is not None


def _sides(scene: Scene, cue: directions.Cue | None, figures: Figures, compares: bool, outcome: int) -> Sides:
    """Who stands against whom; where a result names no arms at all, the kinds of patients that it tells of."""
    sides = sides_of(scene, figures.places, compares, _of_both(scene, figures), bool(figures.tests))
    if cue is not None and sides.comparator is None and told_of_arm(scene, cue):
        return dataclasses.replace(sides, beside=True)
    if cue is not None and None not in sides.numbers and (other := told_of_another(scene, cue, outcome)):
        return other
    if sides.intervention is not None or scene.voice.role != "result" or cue is None or cue.scale == "none":
        return sides
    return (heading_kind(scene, cue) if scene.names else spoken_of(scene, cue)) or sides


def _since_start(scene: Scene, cue: directions.Cue | None, figures: Figures) -> bool:
    """Whether a hand tells of a change since the start of at most one group, and holds none against another."""
    if (
        cue is None
        or cue.scale == "none"
        or _of_both(scene, figures)
        or contrasted(scene.text, figures.values)
    ):
        return False
    arms = {item.arm for item in within(scene.mentions, scene.start, scene.end)}
    return len(arms) < 2 and since_start(scene)


def _lone(scene: Scene, since: bool) -> Sides:
    """The one group that changed, where a clause names it; no groups where each of them did."""
    arms = [item.arm for item in within(scene.mentions, scene.start, scene.end)] if since else []
    alone = Sides(sure=0.7)
    if arms and BOTH_GROUPS.search(scene.text, scene.start, scene.end) is None:
        alone = pair(scene.names, arms[0], None, 0.8)
    elif since and not scene.names:
        alone = sides_of(scene, (), False)
    return dataclasses.replace(alone, beside=True)


def _each_by_itself(scene: Scene, hand: Hand, cue: directions.Cue | None, figures: Figures) -> bool:
    """Whether a hand tells how every group changed, and holds none against another."""
    if cue is None or cue.scale == "none":
        return False
    if from_to(scene, bool(figures.tests)):
        return True
    alone = not _of_both(scene, figures) and changed_in_every(scene, figures.values, cue.start)
    return alone and (bool(hand.statistics) or not denies(scene) or with_trend(scene) is not None)


def _untested(
    scene: Scene, cue: directions.Cue | None, figures: Figures, told: Significance, stated: bool
) -> bool:
    """Whether what is told of significance is of something else: another outcome, likeness, each arm's own change."""
    if not figures.tests:
        return stated or (cue is not None and cue.excepts)
    likeness = told == "significant" and only_likeness(scene.text, figures.tests, scene.alpha)
    return likeness or tested_apart(figures.values, figures.places, figures.tests)


def _population(scene: Scene, hand: Hand) -> str | None:
    """The subgroup of a hand's own figures, else that of its clause."""
    if hand.population is not None:
        return hand.population or None  # empty for all who were studied
    if (kind := kind_of(scene)) is not None:
        return kind or None
    arms = [(item.start, item.end) for item in scene.mentions]
    own = population(scene.text, scene.start, scene.end, arms)
    return (
        own
        or heading(scene.text, scene.sentence.start, scene.start, scene.end, arms)
        or (kind_of_subject(scene) if arms else None)
    )


def _significance(
    scene: Scene, hand: Hand, cue: directions.Cue | None, tests: Sequence[Statistic], notes: Notes
) -> tuple[Significance, float]:
    """Whether a hand's result is significant, and how far to believe it where words and numbers disagree."""
    start, end = _region(hand, scene, bool(tests))
    if by_numbers(tests, scene.alpha) == "not_reported" and _TOLD_OF_IT.search(scene.text, end, scene.end):
        start, end = scene.start, scene.end  # "12% lower, but this was not significant"
    if not tests and (turn := concession(scene)) is not None:
        start, end = (start, min(end, turn)) if hand.outcomes[0].start < turn else (max(start, turn), end)
    if cue is not None and cue.scale != "none":
        end = _before_trend(scene, hand, cue, end)
    near = cue.start if cue is not None else hand.outcomes[0].start
    told = significance(scene.text, start, end, hand.statistics, scene.alpha, near)
    if told == "significant" and not tests and cue is not None and _denies_beside(scene, cue):
        return "not_reported", 1.0
    by_tests = by_numbers(tests, scene.alpha)
    if not disagrees(by_tests, scene.text, start, end, near):
        return told, 1.0
    name, numbers = hand.outcomes[0].name, ", ".join(item.text for item in tests)
    notes.discrepancies.append(
        Discrepancy(
            check="significance",
            severity="warning",
            message=f"{name}: the words and the numbers ({numbers}) disagree on whether it is significant",
            spans=tuple((item.start, item.end) for item in tests),
        )
    )
    return told, _SURE["doubted significance"]


# Before a further outcome of which only a trend is told: "improved A | and showed a trend toward improved B".
_TREND_OF_NEXT: Final = screened(
    r"(?:,|,? (?:and|but|with))(?: (?!(?:no|not)\b)[\w-]+){0,5}? trend(?:ed|s)? (?:towards?|to|for|in) ",
    re.IGNORECASE,
)
_TREND_REACH: Final = 60


def _before_trend(scene: Scene, hand: Hand, cue: directions.Cue, end: int) -> int:
    """Where a stretch ends if behind a hand's outcome and its comparing word only a trend is told of a further one."""
    last = max(hand.outcomes[-1].end, *(item.end for item in hand.statistics), cue.end)
    found = _TREND_OF_NEXT.search(scene.text, last, end)
    if found is None:
        return end
    of_next = any(0 <= item.start - found.end() <= _TREND_REACH for item in scene.outcomes)
    return found.start() if of_next else end


def _denies_beside(scene: Scene, cue: directions.Cue) -> bool:
    """Whether a denied change stands beside one that is told, whose the word of significance is: "significantly less X and no
    change in Y"."""
    if cue.scale == "none" and _is_tested_of_another(scene, cue):
        return True
    return (
        cue.scale == "none"
        and _NO_CHANGE.match(scene.text, cue.start, cue.end) is not None
        and "significan" not in scene.text[cue.start : cue.end]
        and any(other.scale != "none" for other in scene.cues)
    )


def _is_tested_of_another(scene: Scene, cue: directions.Cue) -> bool:
    """Whether the word of significance stands right before another change alone: "did not improve A and significantly raised B"."""
    near = scene.text[max(scene.start, cue.start - _BESIDE) : cue.end].lower()
    return "significan" not in near and any(
        other.scale != "none"
        and "significantly" in scene.text[max(cue.end, other.start - _BESIDE) : other.end].lower()
        for other in scene.cues
    )


_BESIDE: Final = 20
# A denial that leaves nothing to be significant.
_NO_CHANGE: Final = re.compile(
    r"(?:no|without|little|neither|nor)\b|similar|comparabl|unchanged|the same", re.IGNORECASE
)
_TOLD_OF_IT: Final = re.compile(OF_IT, re.IGNORECASE)
# One of these stands in every sentence with the P value of an interaction, in lower case.
_MENTIONS_INTERACTION: Final = screened(r"interact|heterogen|effect modif|varied|differed|depended")


# What an interaction is told of: "the effect of A on X did not vary by age".
_VARIES: Final = pattern_of("no_results", "varies")


def apart(scene: Scene, hands: Iterable[Hand]) -> Iterator[tuple[Hand, bool]]:
    """Hands without the P values of interactions, which make hands of their own (told by True).

    A hand of nothing else says something of the arms only where its clause denies a difference.
    """
    interacts = _MENTIONS_INTERACTION.search(folded(scene.text), scene.sentence.start, scene.sentence.end)
    denied = any(cue.scale == "none" for cue in scene.cues)
    for hand in hands:
        hand.statistics = of_groups(scene.text, hand.statistics)
        if interacts is None:
            yield hand, False
            continue
        between = [item for item in hand.statistics if of_interaction(scene.text, item)]
        rest = [item for item in hand.statistics if item not in between]
        varies = between and _VARIES.search(scene.text, scene.start, between[0].start)
        if rest or (denied and not varies) or not between:
            hand.statistics = rest
            yield hand, False
        if between:
            yield Hand(hand.outcomes, between, between[0].start, between[-1].end), True


def interaction_row(scene: Scene, hand: Hand) -> Finding:
    """That an effect differs between subgroups, or does not: an association, which says nothing of the arms themselves."""
    sides = sides_of(scene, (), True)
    return _finding(
        scene,
        hand,
        sides,
        kind="association",
        population=None,
        timepoint=None,
        favors="unclear",
        direction="unclear",
        significance=by_numbers(hand.statistics, scene.alpha),
        confidence=sides.sure * _SURE["interaction"],
        basis=None,
    )


def _note_arms(scene: Scene, figures: Figures, notes: Notes) -> None:
    for item, place in zip(figures.values, figures.places, strict=True):
        if place is not None:
            notes.arms.setdefault(item.id, scene.names[place].name)


def note_loose(scene: Scene, statistics: Sequence[Statistic], notes: Notes) -> None:
    """Note whose figures are that make no row of two arms, where each has its own arm beside it."""
    kinds: dict[tuple[str, str | None], list[Statistic]] = {}
    for item in statistics:
        if is_value(item):
            kinds.setdefault((item.type, item.unit), []).append(item)
    for values in kinds.values():
        order = scene.order if len(scene.names) == 2 else ()
        places, beside = arms_of_values(scene.text, values, scene.near, order)
        apart = len(set(places)) == len(places) > 1 and None not in places
        if beside and apart and len({item.timepoint for item in values}) == 1:
            _note_arms(scene, Figures(values, places, beside, ()), notes)


def _claims(
    scene: Scene, hand: Hand, cue: directions.Cue | None, sides: Sides, stated: bool, tested: bool
) -> bool:
    """Whether the words claim something of the outcome."""
    outcome = hand.outcomes[0]
    other = yardstick(scene)
    if other is not None and other.kind == "reference" and not hand.statistics:
        if sides.intervention is None or cue is None:
            return False  # "similar to those previously reported", "consistent with the known profile"
    if hand.course or _alike(scene, cue):
        return True
    if not hand.statistics and sides.intervention is None and scene.voice.role == "result":
        # "Distress did not improve": in none of the arms.
        return cue is not None and cue.scale == "none" and len(scene.names) > 1
    if not hand.statistics and ((cue is None and not stated) or sides.intervention is None):
        return False
    told = scene.voice.role in _OWN or (scene.retells and sides.numbers[0] is not None)
    if not told and not hand.statistics and not _acts(scene, cue, outcome):
        return False
    # A name that no vocabulary knows, of one group and untested: the characteristics of patients, more often than not.
    values = [item for item in hand.statistics if is_value(item)]
    known = (
        outcome.concept is not None or outcome.phrase or sides.comparator is not None or tested or sides.acts
    )
    if sides.beside and significance(scene.text, scene.start, scene.end, (), scene.alpha) == "significant":
        known = True
    return known or (sides.intervention is not None and contrasted(scene.text, values))


# Before "was not significant".
_DIFFERENCES: Final = re.compile(r"\bdifferences?\b(?: in\b[^.;,]{3,60}?)? between\b", re.IGNORECASE)


def _alike(scene: Scene, cue: directions.Cue | None) -> bool:
    """Whether a result says that the groups, whoever they are, do not differ."""
    if cue is None or cue.scale != "none" or scene.voice.role not in _OWN:
        return False
    return (
        BOTH_GROUPS.search(scene.text, scene.start, scene.end) is not None
        or ALIKE.search(scene.text, cue.start, cue.end) is not None
        or _DIFFERENCES.search(scene.text, scene.start, cue.start) is not None
    )


def _acts(scene: Scene, cue: directions.Cue | None, outcome: OutcomeMention) -> bool:
    """Whether a clause about others' work says of a treatment, in this order, that it does something to the outcome."""
    if cue is None or cue.start > outcome.start:
        return False
    return any(item.end <= cue.start for item in scene.therapies)


def _kind(
    scene: Scene,
    sides: Sides,
    tests: Sequence[Statistic],
    cue: directions.Cue | None,
    against: bool,
) -> FindingKind:
    start, end = scene.sentence.start, scene.sentence.end
    other = yardstick(scene)
    if other is not None and other.kind == "baseline":
        return "before_after"
    if sides.beside:
        return "association" if of_patients(sides) else "comparison"
    if sides.intervention is None and _alike(scene, cue):
        return "comparison"
    if sides.intervention is not None and cue is not None and against:
        return "comparison"  # "higher in A (52.5% v 10.0%)": of the other group nothing is said
    if sides.comparator is None and tests and _BEFORE_AFTER.search(scene.text, start, end):
        return "before_after"
    if sides.comparator is not None or (
        tests and sides.intervention is not None and _DIFFERENCE.search(scene.text, start, end)
    ):
        return "comparison"
    if _BEFORE_AFTER.search(scene.text, start, end) and (tests or sides.intervention is None):
        return "before_after"
    return "association" if tests and sides.intervention is None else "single_arm"


def _region(hand: Hand, scene: Scene, tested: bool) -> tuple[int, int]:
    """Where the words of significance are looked for: in the hand's own words if it has tests, else in the clause."""
    return (hand.start, max(hand.end, hand.start)) if tested else (scene.start, scene.end)
