"""Which way a row points: the words of its clause and its figures held against each other.

Where both tell and disagree, the better tied of them is believed, the disagreement noted, and the row doubted.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final, TypeAlias, cast

from evidence.pipeline import directions
from evidence.pipeline.contrasts import contrasted, is_median_time
from evidence.pipeline.dealing import VERB
from evidence.pipeline.outcomes import OutcomeMention, named
from evidence.pipeline.scenes import Scene
from evidence.pipeline.sides import Sides, against_baseline
from evidence.pipeline.significance import of_likeness
from evidence.pipeline.value_arms import compared_with
from evidence.records import (
    Direction,
    DirectionBasis,
    Discrepancy,
    Favors,
    FindingKind,
    Significance,
    Statistic,
)

# Before an outcome whose figures are the sizes of its fall.
_FALL_OF: Final = re.compile(
    r"\b(?:decreases?|reductions?|declines?|falls?|drops?|loss) (?:in|of|from baseline in) (?:(?:the|mean|median|average|serum|plasma) )*$",
    re.IGNORECASE,
)
# Behind a survival whose figures count those who have it no longer.
_EVENTS: Final = re.compile(r"(?: \([A-Z-]{2,6}\))? events?\b")
# The events that end a survival, counted.
_ENDING: Final = re.compile(
    r"\s*(?:\w+ )?(?:deaths?|events?|relapses?|recurrences?|progressions?)\b|.* (?:deaths?|events?)$"
)
# What is significant where these are tested is that there is no difference that matters.
_TESTED_ALIKE: Final = re.compile(
    r"\b(?:non-? ?inferior|not inferior|equivalen)(?!.*\bsuperior)", re.IGNORECASE
)
_FELL_BY: Final = re.compile(
    r"\b(?:decreas\w+|fell|declin\w+|reduced|dropp\w+)(?: \w+ly)?(?: (?:by|of))(?: (?:a |an )?(?:mean|median|average)(?: of)?)? $"
)
# Between two figures of one verb.
_SHARE_VERB: Final = re.compile(r"%?(?: [\w/]{1,8})?,? (?:and|v|vs\.?|versus)(?: by)? ")
_TWO: Final = 2
_AVERAGES: Final = frozenset({"median", "mean"})


@dataclasses.dataclass(slots=True)
class Figures:
    """The numbers of a hand: values of arms with the place of each one's arm, and tests."""

    values: Sequence[Statistic]
    places: Sequence[int | None]
    beside: bool
    tests: Sequence[Statistic]


@dataclasses.dataclass(slots=True)
class Notes:
    """What rows tell beside themselves: the arm of each figure (by its id), and where words and figures disagree."""

    arms: dict[str, str] = dataclasses.field(default_factory=dict)
    discrepancies: list[Discrepancy] = dataclasses.field(default_factory=list)


# Direction, whom it favours, where that was read, and how sure that is.
Pointing: TypeAlias = tuple[Direction | None, Favors | None, DirectionBasis | None, float]
_Read: TypeAlias = tuple[Direction, Favors]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class _Readings:
    """What the words, the figures and the effect size of a row say of it; `explicit` if words say of which arm."""

    words: _Read | None
    explicit: bool
    figures: _Read | None
    effect: _Read | None


def pointed(
    scene: Scene,
    cue: directions.Cue | None,
    sides: Sides,
    figures: Figures,
    outcome: OutcomeMention,
    told: Significance,
    kind: FindingKind,
    notes: Notes,
) -> Pointing:
    """Direction, whom it favours, where that was read, and how sure that is."""
    nobody = sides.intervention is None and sides.comparator is None and cue is None
    if nobody and not (told == "not_significant" and figures.tests and not figures.values):
        return None, None, None, 0.8
    if told == "not_significant":
        return "no_difference", "neither", "words" if cue else "figures", 0.97
    if sides.comparator is not None:
        if len(figures.values) == 1 and BOTH.match(scene.text, figures.values[0].end):
            return "no_difference", "neither", "words", 0.95  # "rash (41%, both groups)"
        if any(of_likeness(scene.text, item) for item in figures.tests):
            return "no_difference", "neither", "figures", 0.9  # its P value tests likeness
    elif figures.values and kind == "single_arm":
        return None, None, None, 0.95  # a figure of one group by itself points nowhere
    readings = _readings(scene, cue, sides, figures, outcome, told)
    if (alike := _by_likeness(scene, readings, told)) is not None:
        return alike
    if cue is not None and (opposites := _contradiction(readings)) is not None:
        notes.discrepancies.append(_disagreement(scene, cue, figures, outcome, *opposites))
    return _weighed(readings, figures.beside, compared=sides.comparator is not None)


def _readings(
    scene: Scene,
    cue: directions.Cue | None,
    sides: Sides,
    figures: Figures,
    outcome: OutcomeMention,
    told: Significance,
) -> _Readings:
    """What each witness of a row says by itself; the order of two figures that nothing tells is that of the words."""
    polarity = directions.polarity(outcome.concept, named(scene.text, outcome)) or -outcome.harm
    fallen = outcome.inverse or _falls(scene, outcome, figures)
    by_figures = _by_figures(scene.text, sides, figures, polarity, fallen) or _against_none(
        scene, sides, figures, polarity
    )
    if told == "significant" and by_figures is not None and by_figures[0] == "no_difference":
        by_figures = None  # equal figures are not those that were tested
    by_words, explicit = _by_words(
        scene, cue, sides, outcome, polarity, sides.beside or contrasted(scene.text, figures.values)
    )
    if cue is not None and cue.scale == "benefit" and not polarity and by_words is not None:
        by_words = _by_difference(figures, by_words)
    if explicit and by_words is not None and _order_untold(scene, figures):
        by_figures = _as_told(scene, sides, figures, by_words, polarity, fallen) or by_figures
    by_effect = _by_effect(scene, sides, figures, outcome, polarity)
    if cue is None and _PREDICTS.search(scene.text, scene.start, scene.end) is not None:
        by_effect = (
            None  # "treatment was a predictor of survival (HR 2.1)": of having it, or of not having it
        )
    return _Readings(words=by_words, explicit=explicit, figures=by_figures, effect=by_effect)


_PREDICTS: Final = re.compile(r"\b(?:predictors?|predicted|predictive|prognostic)\b", re.IGNORECASE)


def _by_likeness(scene: Scene, readings: _Readings, told: Significance) -> Pointing | None:
    """What a row says whose words call the groups alike; None where they do not, or a test of likeness confirms it."""
    if readings.words is None or readings.words[0] != "no_difference":
        return None
    if told == "significant" and not _TESTED_ALIKE.search(scene.text, scene.start, scene.end):
        read = readings.figures or readings.effect
        return (*read, "figures", 0.6) if read is not None else ("unclear", "unclear", None, 0.6)
    return (*readings.words, "words", 0.9) if told == "not_reported" else None  # "was similar (38% and 39%)"


def _contradiction(readings: _Readings) -> tuple[Direction, Direction] | None:
    """What words say of an arm and what its figures say, where these are opposites."""
    if readings.words is None or readings.figures is None or not readings.explicit:
        return None
    opposites = readings.words[0], readings.figures[0]
    return opposites if opposites[0] != opposites[1] and "no_difference" not in opposites else None


def _weighed(readings: _Readings, beside: bool, *, compared: bool) -> Pointing:
    """The better tied of words and figures, else the one that tells, else the effect size of a comparison.

    `beside` if each figure has its arm beside it.
    """
    words, figures = readings.words, readings.figures
    if words is not None and figures is not None:
        agree = words[0] == figures[0]
        if agree or beside or not readings.explicit:
            return (*figures, "figures", 0.98 if agree else 0.75)
        return (*words, "words", 0.75)
    if words is not None:
        return (*words, "words", 0.92)
    if figures is not None:
        return (*figures, "figures", 0.95)
    if not compared:
        return None, None, None, 0.9
    return (
        (*readings.effect, "figures", 0.85)
        if readings.effect is not None
        else ("unclear", "unclear", None, 0.8)
    )


def _by_effect(
    scene: Scene, sides: Sides, figures: Figures, outcome: OutcomeMention, polarity: int
) -> _Read | None:
    """What the ratio or difference of a row says of the intervention against the comparator."""
    effect = next((item for item in figures.tests if item.type != "p_value"), None)
    read = directions.by_effect(effect, outcome.concept, polarity) if effect is not None else None
    if effect is None or read is None:
        return None
    return directions.turned(*read) if _other_way(scene, sides, effect) else read


def _falls(scene: Scene, outcome: OutcomeMention, figures: Figures) -> bool:
    """Whether an outcome's figures are the sizes of its fall, or count the events that end it: "190 RFS events"."""
    signed = bool(figures.values) and (
        all((item.value or 0) < 0 for item in figures.values)
        or any(item.text.startswith("+") for item in figures.values)
    )
    if (
        not signed
        and _FALL_OF.search(scene.text, max(scene.start, outcome.start - 40), outcome.start) is not None
    ):
        return True
    if outcome.name.endswith("survival") and figures.values:
        last = figures.values[-1]
        if all(item.type == "count" for item in figures.values) and (
            _ENDING.search(last.text) or _ENDING.match(scene.text, last.end)
        ):
            return True  # "overall survival was worse with A (46 v 27 deaths)"
    return _EVENTS.match(scene.text, outcome.end) is not None and all(
        item.type == "count" or (item.type == "rate" and item.end <= outcome.start) for item in figures.values
    )


# Between the two arms of a ratio: "hazard ratio for placebo v sunitinib".
_RATIO_OF: Final = re.compile(
    r"(?: (?:group|arm|therapy|treatment))?,? (?:vs?\.?|versus|(?:as )?compared (?:with|to)|relative to|over) (?:the )?"
)
_RATIO_REACH: Final = 120


def _other_way(scene: Scene, sides: Sides, effect: Statistic) -> bool:
    """Whether a ratio is told as the comparator's against the intervention's."""
    near = [
        item
        for item in scene.near
        if effect.start - _RATIO_REACH <= item.start and item.end <= effect.end + _RATIO_REACH // 2
    ]
    return any(
        (first.arm, second.arm) == (sides.numbers[1], sides.numbers[0])
        and _RATIO_OF.fullmatch(scene.text, first.end, second.start) is not None
        for first, second in pairwise(near)
    )


def _order_untold(scene: Scene, figures: Figures) -> bool:
    """Whether nothing but a habit of writing tells which of two contrasted figures is which arm's."""
    named = {item.arm for item in scene.near if scene.start <= item.start < scene.end}
    fronted = scene.near and compared_with(scene.text, scene.near[0].start)
    return not figures.beside and (len(named) < 2 or bool(fronted)) and contrasted(scene.text, figures.values)


def _as_told(
    scene: Scene,
    sides: Sides,
    figures: Figures,
    told: _Read,
    polarity: int,
    inverse: bool,
) -> _Read | None:
    """What two figures say in the order in which they say what the words do; None where they do in neither.

    "More neutropenia (28% v 50%) in the arm with A": the larger figure is that arm's, whichever stands first.
    """
    if len(figures.values) != 2 or None in sides.numbers:
        return None
    for places in (sides.numbers, sides.numbers[::-1]):
        said = _by_figures(scene.text, sides, dataclasses.replace(figures, places=places), polarity, inverse)
        if said is not None and said[0] == told[0]:
            figures.places = places
            return said
    return None


def _disagreement(
    scene: Scene,
    cue: directions.Cue,
    figures: Figures,
    outcome: OutcomeMention,
    words: Direction,
    numbers: Direction,
) -> Discrepancy:
    """What to say where a sentence says "higher" and its figures say lower."""
    told = scene.text[cue.start : cue.end]
    values = " and ".join(item.text for item in figures.values)
    return Discrepancy(
        check="direction",
        severity="warning",
        message=f'{outcome.name}: "{told}" says {words} in the intervention, its figures ({values}) say {numbers}',
        spans=((cue.start, cue.end), *((item.start, item.end) for item in figures.values)),
    )


def _by_difference(figures: Figures, told: _Read) -> _Read:
    """What is better of an outcome that nobody knows: more of it, unless a difference of means says less."""
    difference = next((item for item in figures.tests if item.type == "mean_difference"), None)
    signed = [item.value or 0 for item in ([difference] if difference is not None else figures.values)]
    if not signed or not signed[0] or told[0] == "no_difference" or (difference is None and max(signed) >= 0):
        return told
    return ("higher" if signed[0] > 0 else "lower"), told[1]


def _by_words(
    scene: Scene,
    cue: directions.Cue | None,
    sides: Sides,
    outcome: OutcomeMention,
    polarity: int,
    against: bool,
) -> tuple[_Read | None, bool]:
    """What the comparing word says, and whether it says of which arm."""
    if cue is None or not (
        sides.comparator is not None
        or cue.scale != "amount"
        or cue.end <= outcome.start
        or against
        or against_baseline(scene)
    ):
        return None, False
    if cue.scale == "amount" and cue.sign and _CHANGE_OF.search(scene.text, scene.start, outcome.start):
        return None, False  # "the change in pain was greater": whether it rose or fell is not said
    if sides.comparator is not None and _did_both(scene, cue):
        return None, False
    subject = directions.subject_of(scene.text, cue, scene.near, scene.start)
    place = 1 if subject is not None and subject == sides.numbers[1] else 0
    explicit = subject is not None and cue.start >= scene.start and not _behind(scene, cue, outcome)
    cue = directions.of_time(scene.text, cue, named(scene.text, outcome))
    return directions.by_words(cue, place, polarity, outcome.inverse), explicit


# A verb of what happened in each of the arms that stand behind it: "fell by 34% and 12% in A and B, respectively".
_HAPPENED: Final = re.compile(
    r"(?:(?:was|were) (?:\w+ly )?)?(?:fell|rose|declin|dropp|decreas|increas|reduc|improv|worsen|deteriorat)\w*",
    re.IGNORECASE,
)
_BESIDES: Final = re.compile(r"(?: groups?| arms?)?,? (?:and|or) (?:(?:in|with|for|by) )?(?:the )?")


def _did_both(scene: Scene, cue: directions.Cue) -> bool:
    """Whether a verb tells what happened in both arms, which stand side by side behind it."""
    behind = [item for item in scene.near if item.start >= cue.end]
    return _HAPPENED.fullmatch(scene.text, cue.start, cue.end) is not None and any(
        first.arm != second.arm and _BESIDES.fullmatch(scene.text, first.end, second.start)
        for first, second in pairwise(behind)
    )


# Before an outcome of which only the change is told.
_CHANGE_OF: Final = re.compile(
    r"\b(?<!no )(?:changes?|shifts?|variations?) (?:from baseline )?(?:in|of|for|to)(?: the)?(?: [\w-]+){0,2} $",
    re.IGNORECASE,
)
# What begins a statement of its own behind another's figures: "more often (4% v 1%), with a time to response of".
_NEW: Final = re.compile(f"{VERB.pattern}|,? with (?:an?|the|median|mean)\\b", re.IGNORECASE)
_BRACKETED: Final = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")


def _behind(scene: Scene, cue: directions.Cue, outcome: OutcomeMention) -> bool:
    """Whether a comparing word may be that of another outcome, behind whose figures this one stands.

    Not in a list: "increased nausea (1% v 2%), rash (3% v 4%), and fever (5% v 6%)".
    """
    if not any(cue.end <= item.start and item.end <= outcome.start for item in scene.statistics):
        return False
    between = scene.text[cue.end : outcome.start]
    while (shorter := _BRACKETED.sub("", between)) != between:
        between = shorter
    return any(character.isdigit() for character in between) or _NEW.search(between) is not None


def _by_figures(text: str, sides: Sides, figures: Figures, polarity: int, inverse: bool) -> _Read | None:
    """What two figures of one kind say, where it is known whose they are."""
    if None in sides.numbers:
        return None
    by_arm: dict[int, Statistic] = {}
    by_kind: dict[str, dict[int, Statistic]] = {}
    for item, place in zip(figures.values, figures.places, strict=True):
        if place is not None and item.value is not None:
            by_arm.setdefault(place, item)
            by_kind.setdefault(item.type, {}).setdefault(place, item)
    averages = [by_kind[kind] for kind in ("median", "mean") if len(by_kind.get(kind, ())) == _TWO]
    if averages and by_kind.keys() - _AVERAGES:
        by_arm = averages[0]  # beside a median, a share is that of the patients who are meant
    first, second = (by_arm.get(cast(int, number)) for number in sides.numbers)
    if first is None or second is None or first.value is None or second.value is None:
        return None
    if (
        first.type != second.type
        and not _one_verb(text, first, second)
        and ((first.value != 0 and second.value != 0) or _AVERAGES & {first.type, second.type})
    ):
        return None  # none of a number of patients is a share of zero, and no time or score of zero
    values = _signed(text, first, second)
    if inverse and not is_median_time(first):
        values.reverse()  # rates of the event, sizes of the fall
    return directions.by_values(values[0], values[1], polarity)


def _one_verb(text: str, first: Statistic, second: Statistic) -> bool:
    """Whether two figures stand behind one verb: "fell by 34% and 12%"."""
    early, late = sorted((first, second), key=lambda item: item.start)
    return _SHARE_VERB.fullmatch(text, early.end, late.start) is not None


def _signed(text: str, first: Statistic, second: Statistic) -> list[float]:
    """Two figures, below zero where something fell by them: "decreased by 3.34 cm", "fell by 34% and 12%"."""
    fell = [
        _FELL_BY.search(text, max(0, item.start - 30), item.start) is not None for item in (first, second)
    ]
    if any(fell) and _one_verb(text, first, second):
        fell = [True, True]
    values = (cast(float, item.value) for item in (first, second))
    return [-value if down else value for value, down in zip(values, fell, strict=True)]


BOTH: Final = re.compile(
    r"\)?,? (?:of (?:the )?(?:patients|participants|women|men) )?(?:in |of |for )?(?:both|each)(?: of the)?(?: \w+)? (?:groups|arms|group|arm)\b"
)
VERSUS_NONE: Final = re.compile(
    r"[\s)%\]]*(?:vs\.?|v\.?|versus|(?:as )?compared with)\s+(?:0|none|zero|no patients)(?![\d.·]|%? ?\()"
)
_NONE: Final = re.compile(
    r"\b(?:none|no (?:such |treatment-related )?(?:patients?|deaths?|cases?|events?|one))\b", re.IGNORECASE
)


def _against_none(scene: Scene, sides: Sides, figures: Figures, polarity: int) -> _Read | None:
    """What "three of 66 after A, compared with none in B" says."""
    first, second = sides.numbers
    values, places = figures.values, figures.places
    if len(values) != 1 or places[0] is None or first is None or second is None or not values[0].value:
        return None
    other = second if places[0] == first else first
    if VERSUS_NONE.match(scene.text, values[0].end) is None and not any(
        item.arm == other and _NONE.search(scene.text, max(0, item.start - 30), item.end)
        for item in scene.near
    ):
        return None
    return directions.by_values(*((1.0, 0.0) if places[0] == first else (0.0, 1.0)), polarity)
