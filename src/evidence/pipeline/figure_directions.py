"""What the figures and the effect size of a row say of its direction, where it is known whose they are."""

from __future__ import annotations

import dataclasses
import math
import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final, TypeAlias, cast

from evidence.pipeline import directions
from evidence.pipeline.contrasts import TIME_UNITS, is_median_time
from evidence.pipeline.layers import ArmMention
from evidence.pipeline.outcomes import OutcomeMention
from evidence.pipeline.polarity import polarity_of
from evidence.pipeline.row_sides import Sides
from evidence.pipeline.scenes import Scene
from evidence.pipeline.turned_counts import counts_falls
from evidence.records import Direction, Favors, Statistic

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
_FELL_BY: Final = re.compile(
    r"\b(?:(?:decreas\w+|fell|declin\w+|reduced|dropp\w+)(?: \w+ly)? (?:by|of)|(?:decreased|reduced|lowered)(?: (?!by\b)[\w-]+){1,4} by)(?: (?:a |an )?(?:mean|median|average)(?: of)?)? $"
)
_IMPROVED_BY: Final = re.compile(
    r"\bimprove(?:d|ments?)(?: \w+ly)? (?:by|of)(?: (?:a |an )?(?:mean|median|average)(?: of)?)? $"
)
# Between two figures of one verb.
_SHARE_VERB: Final = re.compile(
    r"%?(?:/\w{1,5})?(?: [\w/]{1,8})?(?:,? (?:and|v|vs\.?|versus)(?: by)?"
    # "fell by 3% | with A and by | 15% with B"
    r"| (?:in|with|for|among|on|after) [^.;,()\d]{1,50}?,? (?:and|but|versus|vs\.?|while|whereas|compared (?:with|to)) (?:only )?by(?: an? (?:mean|median|average)(?: of)?)?) "
)
_TWO: Final = 2
_AVERAGES: Final = frozenset({"median", "mean"})
Read: TypeAlias = tuple[Direction, Favors]
# Between the two arms of a ratio: "hazard ratio for placebo v sunitinib".
_RATIO_OF: Final = re.compile(
    r"(?: (?:group|arm|therapy|treatment))?,? (?:vs?\.?|versus|(?:as )?compared (?:with|to)|relative to|over) (?:the )?"
)
_RATIO_REACH: Final = 120
_REFERENCE_REACH: Final = 40
# Around the arm that a ratio is held against: "with | sunitinib | as the reference", "reference: | sunitinib".
_AS_REFERENCE: Final = re.compile(
    r"(?: (?:group|arm|therapy|treatment))?,? (?:(?:(?:being|was|is|serv\w+|used|taken|set|considered) )*as|being|was|is|=) (?:the |a )?(?:referen(?:ce|t)|comparator|baseline)\b"
)
_REFERENCE_IS: Final = re.compile(
    r"\b(?:referen(?:ce|t)(?: (?:group|category|arm|treatment))?(?:[:,=]? | (?:was|is|being) | ?= ?))(?:the )?$"
)
VERSUS_NONE: Final = re.compile(
    r"[\s)%\]]*(?:vs\.?|v\.?|versus|(?:as )?compared with)\s+(?:0|none|zero|no patients)(?![\d.·]|%? ?\()"
)
_NONE: Final = re.compile(
    r"\b(?:none|no (?:such |treatment-related )?(?:patients?|deaths?|cases?|events?|one))\b", re.IGNORECASE
)


@dataclasses.dataclass(slots=True)
class Figures:
    """The numbers of a hand: values of arms with the place of each one's arm, and tests."""

    values: Sequence[Statistic]
    places: Sequence[int | None]
    beside: bool
    tests: Sequence[Statistic]


def by_effect(
    scene: Scene, sides: Sides, figures: Figures, outcome: OutcomeMention, polarity: int
) -> Read | None:
    """What the ratio or difference of a row says of the intervention against the comparator."""
    effect = next((item for item in figures.tests if item.type != "p_value"), None)
    read = directions.by_effect(effect, outcome.concept, polarity) if effect is not None else None
    if effect is None or read is None:
        return None
    return directions.turned(*read) if _other_way(scene, sides, effect) else read


# A fall by its own name.
_LOSS: Final = re.compile(r"\b(?:loss|decline|decrease|reduction|fall|drop)$", re.IGNORECASE)


def signs_unsaid(outcome: OutcomeMention, figures: Figures) -> bool:
    """Whether the figures of a fall are below zero in one arm alone: sizes of the fall, or changes of what fell, nothing says
    which ("prevented bone loss, 0.001 v -0.014")."""
    below = [(item.value or 0) < 0 for item in figures.values if item.value is not None]
    return any(below) and not all(below) and _LOSS.search(outcome.name) is not None


def falls(scene: Scene, outcome: OutcomeMention, figures: Figures) -> bool:
    """Whether an outcome's figures are the sizes of its fall, or count the events that end it: "190 RFS events"."""
    signed = bool(figures.values) and (
        (figures.values[0].value or 0) < 0  # "a reduction of -16 v -8 and an increase of 5"
        or any(item.text.startswith("+") for item in figures.values)
    )
    if (
        not signed
        and _FALL_OF.search(scene.text, max(scene.start, outcome.start - 40), outcome.start) is not None
    ):
        return True
    if counts_falls(scene, outcome):
        return not any(item.unit in TIME_UNITS for item in figures.values)  # "resolved faster (3 v 5 days)"
    if (
        _LOSS.search(outcome.name)
        and figures.values
        and all((item.value or 0) < 0 for item in figures.values)
    ):
        return True  # "bone loss (-0.2% v -2.4%)": the changes of what is lost
    timed = outcome.name.endswith("survival") or outcome.name.lower().startswith("time to ")
    if timed and figures.values:
        last = figures.values[-1]
        counted = all(
            item.type == "count" or (item.type == "rate" and item.numerator) for item in figures.values
        )
        if counted and (
            any(_ENDING.search(item.text) for item in (figures.values[0], last))
            or _ENDING.match(scene.text, last.end)
        ):
            return True  # "overall survival was worse with A (46 v 27 deaths)"
    # "190 RFS events" ended it; "248 relapse events" are it.
    ended = timed or polarity_of(outcome.concept, outcome.name) > 0
    return (
        ended
        and _EVENTS.match(scene.text, outcome.end) is not None
        and all(
            item.type == "count" or (item.type == "rate" and item.end <= outcome.start)
            for item in figures.values
        )
    )


def _other_way(scene: Scene, sides: Sides, effect: Statistic) -> bool:
    """Whether a ratio is told as the comparator's against the intervention's."""
    near = [
        item
        for item in scene.near
        if effect.start - _RATIO_REACH <= item.start and item.end <= effect.end + _RATIO_REACH // 2
    ]
    reference = next((item.arm for item in scene.near if _is_reference(scene, item)), None)
    if reference is not None:
        return reference == sides.numbers[0]
    return any(
        (first.arm, second.arm) == (sides.numbers[1], sides.numbers[0])
        and _RATIO_OF.fullmatch(scene.text, first.end, second.start) is not None
        for first, second in pairwise(near)
    )


def _is_reference(scene: Scene, arm: ArmMention) -> bool:
    """Whether an arm is told to be what the ratios of its clause are held against."""
    text = scene.text
    return _AS_REFERENCE.match(text, arm.end, scene.end) is not None or (
        text.find("eferen", max(scene.start, arm.start - _REFERENCE_REACH), arm.start) >= 0
        and _REFERENCE_IS.search(text, max(scene.start, arm.start - _REFERENCE_REACH), arm.start) is not None
    )


def as_told(
    scene: Scene,
    sides: Sides,
    figures: Figures,
    told: Read,
    polarity: int,
    inverse: bool,
) -> Read | None:
    """What two figures say in the order in which they say what the words do; None where they do in neither.

    "More neutropenia (28% v 50%) in the arm with A": the larger figure is that arm's, whichever stands first.
    """
    if len(figures.values) != 2 or None in sides.numbers:
        return None
    for places in (sides.numbers, sides.numbers[::-1]):
        said = by_figures(scene, sides, dataclasses.replace(figures, places=places), polarity, inverse)
        if said is not None and said[0] == told[0]:
            figures.places = places
            return said
    return None


def by_difference(figures: Figures, told: Read) -> Read:
    """What is better of an outcome that nobody knows: more of it, unless a difference of means says less."""
    difference = next((item for item in figures.tests if item.type == "mean_difference"), None)
    signed = [item.value or 0 for item in ([difference] if difference is not None else figures.values)]
    if not signed or not signed[0] or told[0] == "no_difference" or (difference is None and max(signed) >= 0):
        return told
    return ("higher" if signed[0] > 0 else "lower"), told[1]


def by_figures(scene: Scene, sides: Sides, figures: Figures, polarity: int, inverse: bool) -> Read | None:
    """What two figures of one kind say, where it is known whose they are."""
    text = scene.text
    if None in sides.numbers:
        return None
    by_arm: dict[int, Statistic] = {}
    by_kind: dict[str, dict[int, Statistic]] = {}
    again: dict[str, dict[int, Statistic]] = {}
    for item, place in zip(figures.values, figures.places, strict=True):
        if place is not None and (item.value is not None or _not_reached(item)):
            by_arm.setdefault(place, item)
            if by_kind.setdefault(item.type, {}).setdefault(place, item) is not item:
                again.setdefault(item.type, {}).setdefault(place, item)
    averages = [by_kind[kind] for kind in ("median", "mean") if len(by_kind.get(kind, ())) == _TWO]
    if averages and by_kind.keys() - _AVERAGES:
        by_arm = averages[0]  # beside a median, a share is that of the patients who are meant
    places = cast(tuple[int, int], sides.numbers)
    first, second = (by_arm.get(place) for place in places)
    if first is None or second is None or (first.value is None and second.value is None):
        return None
    if first.type in _AVERAGES and _fell_in_each(scene, first, second):
        return None
    if (
        "count" in (first.type, second.type)
        and (shares := _of_arms(scene, places, first, second)) is not None
    ):
        if _UNKNOWN in shares:
            return None
        share, other = shares[::-1] if inverse else shares
        return directions.by_values(share, other, polarity)
    if (
        first.type != second.type
        and not _one_verb(text, first, second)
        and ((first.value != 0 and second.value != 0) or _AVERAGES & {first.type, second.type})
    ):
        return None  # none of a number of patients is a share of zero, and no time or score of zero
    later = [again.get(first.type, {}).get(place) for place in places]
    if first.type == second.type and _amounts_to(text, (first, second), later):
        return None  # "9% v 12% did not complete it, giving compliance rates of 91% and 88%"
    values = _signed(text, first, second, polarity)
    if inverse and not is_median_time(first):
        values.reverse()  # rates of the event, sizes of the fall
    return directions.by_values(values[0], values[1], polarity)


# Before the first of several arms with a figure in brackets, which may be what is left or what was lost: "decreased in A (6.4), B (2.1)".
_FELL_IN_EACH: Final = re.compile(
    r"\b(?:decreas\w+|declin\w+|fell|dropp\w+|reduced)(?: \w+ly)? (?:in|for|with|among) (?:the )?[^.;,()\d]{1,50} \($"
)


def _fell_in_each(scene: Scene, first: Statistic, second: Statistic) -> bool:
    """Whether figures stand in brackets behind arms in which something fell: how far, or to what, is not said."""
    start = min(first.start, second.start)
    signed = (first.value or 0.0) < 0 or (second.value or 0.0) < 0
    return not signed and _FELL_IN_EACH.search(scene.text, max(scene.start, start - 90), start) is not None


# Between two pairs of figures of which the second is what the first amounts to, told of another thing.
_GIVING: Final = re.compile(
    r"[^.;]*\b(?:giving|yielding|resulting in|corresponding to|which (?:gave|gives|yielded)|that is,)",
    re.IGNORECASE,
)


def _amounts_to(text: str, told: Sequence[Statistic], later: Sequence[Statistic | None]) -> bool:
    """Whether a second pair of figures of the arms is told to follow from the first, and points the other way."""
    first, second = told
    third, fourth = later
    if third is None or fourth is None or None in (first.value, second.value, third.value, fourth.value):
        return False
    rises = [(one.value or 0.0) - (other.value or 0.0) for one, other in ((first, second), (third, fourth))]
    between = max(first.end, second.end), min(third.start, fourth.start)
    return rises[0] * rises[1] < 0 and _GIVING.match(text, *between) is not None


def _not_reached(item: Statistic) -> bool:
    """Whether a median is longer than the patients were followed, and so than one that was reached."""
    return item.type == "median" and "reached" in item.text


def _one_verb(text: str, first: Statistic, second: Statistic) -> bool:
    """Whether two figures stand behind one verb: "fell by 34% and 12%"."""
    early, late = sorted((first, second), key=lambda item: item.start)
    return _SHARE_VERB.fullmatch(text, early.end, late.start) is not None


def _signed(text: str, first: Statistic, second: Statistic, polarity: int) -> list[float]:
    """Two figures, below zero where something fell by them: "decreased by 3.34 cm", "fell by 34% and 12%".

    What is a harm falls where it improves: "pain improved by 10 points v 1 point".
    """
    fell = [
        _FELL_BY.search(text, max(0, item.start - 30), item.start) is not None for item in (first, second)
    ]
    if any(fell) and _one_verb(text, first, second):
        fell = [True, True]
    early = min(first.start, second.start)
    if polarity < 0 and _IMPROVED_BY.search(text, max(0, early - 30), early):
        fell = [True, True]
    shares = [_share(item) for item in (first, second)]
    if None not in shares:
        return [share for share in shares if share is not None]
    values = (math.inf if item.value is None else item.value for item in (first, second))
    return [-value if down else value for value, down in zip(values, fell, strict=True)]


def _share(item: Statistic) -> float | None:
    """What share of patients a count is of, where it says of how many: 5 of 10 is more than 5 of 57."""
    if item.type != "count" or item.numerator is None or not item.denominator:
        return None
    return item.numerator / item.denominator


# Arms that were not meant to be of one size.
_UNEVEN: Final = re.compile(
    r"(?<![\d:.])(?:[2-9] ?(?:[:∶]|to|-to-) ?1|1 ?(?:[:∶]|to|-to-) ?[2-9])(?![\d:.])(?=[ -](?:ratio|random)|\)|[^.;]{0,60}\b(?:ratio|random|assign|allocat))"
)
# Arms of which one is larger than the other by no more are of one size.
_ALIKE: Final = 1.1
_UNKNOWN: Final = -1.0


def _of_arms(
    scene: Scene, places: tuple[int, int], first: Statistic, second: Statistic
) -> tuple[float, float] | None:
    """What shares of their arms two figures are, of which one is a count: 40 of 390 are fewer than 30 of 195.

    None where the counts themselves tell, `_UNKNOWN` for one in an arm of unknown size where these differ.
    """
    counts = first.type == second.type
    if counts and (first.value == second.value or (first.denominator and second.denominator)):
        return None
    if not counts and not _goes_on(scene.text, *sorted((first, second), key=lambda item: item.start)):
        return None
    sizes = [scene.names[place].size for place in places]
    known = [size for size in sizes if size]
    if counts and (
        max(known) <= _ALIKE * min(known) if len(known) == _TWO else _UNEVEN.search(scene.text) is None
    ):
        return None
    first_share, second_share = map(_part, (first, second), sizes)
    return first_share, second_share


# Between a share with its count and a count that goes without: "29 partial responses (7%) with A and one with B".
_AS_DID: Final = re.compile(
    r"[)\]][^;.()]{1,60}(?:,? (?:and|as did|versus|vs\.?|v|but|while|compared with) )(?:in |only |just )?$"
)


def _goes_on(text: str, share: Statistic, count: Statistic) -> bool:
    """Whether a count goes on from the share of the other arm, which has one too."""
    return (
        (share.type, count.type) == ("rate", "count")
        and share.numerator is not None
        and not count.denominator
        and _AS_DID.match(text, share.end - 1, count.start) is not None
    )


def _part(item: Statistic, size: int | None) -> float:
    """What part of its arm's patients a figure is; `_UNKNOWN` in an arm of unknown size, and for all that it has."""
    if item.type == "rate":
        return (item.value or 0.0) / 100
    whole = item.denominator or size
    return (item.value or 0.0) / whole if whole and (item.value or 0.0) < whole else _UNKNOWN


def against_none(scene: Scene, sides: Sides, figures: Figures, polarity: int) -> Read | None:
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
