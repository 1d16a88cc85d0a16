"""Which way a row points: the words of its clause and its figures held against each other.

Where both tell and disagree, the better tied of them is believed, the disagreement noted, and the row doubted.
"""

from __future__ import annotations

import dataclasses
import re
from itertools import pairwise
from typing import Final, TypeAlias

from evidence.pipeline import directions
from evidence.pipeline.between_groups import changed_in_each
from evidence.pipeline.clauses import VERB
from evidence.pipeline.contrasts import contrasted
from evidence.pipeline.cue_subjects import IN_FAVOUR, sized_in, subject_of
from evidence.pipeline.figure_directions import (
    Figures,
    Read,
    against_none,
    as_told,
    by_difference,
    by_effect,
    by_figures,
    falls,
    signs_unsaid,
)
from evidence.pipeline.outcomes import OutcomeMention, named
from evidence.pipeline.polarity import polarity_of
from evidence.pipeline.row_sides import Sides
from evidence.pipeline.scenes import Scene
from evidence.pipeline.shared_values import BOTH_NAMED
from evidence.pipeline.significance import only_likeness
from evidence.pipeline.tables import numbers
from evidence.pipeline.turned_counts import counts_falls
from evidence.pipeline.value_arms import compared_with
from evidence.pipeline.yardsticks import yardstick
from evidence.records import (
    Direction,
    DirectionBasis,
    Discrepancy,
    Favors,
    FindingKind,
    Significance,
)

# How sure a row is by the way it was read.
_SURE: Final = numbers("row_confidence")
# What is significant where these are tested is that there is no difference that matters.
_TESTED_ALIKE: Final = re.compile(
    r"\b(?:non-? ?inferior|not inferior|equivalen)(?!.*\bsuperior)", re.IGNORECASE
)


@dataclasses.dataclass(slots=True)
class Notes:
    """What rows tell beside themselves: the arm of each figure (by its id), and where words and figures disagree."""

    arms: dict[str, str] = dataclasses.field(default_factory=dict)
    discrepancies: list[Discrepancy] = dataclasses.field(default_factory=list)


# Direction, whom it favours, where that was read, and how sure that is.
Pointing: TypeAlias = tuple[Direction | None, Favors | None, DirectionBasis | None, float]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class _Readings:
    """What the words, the figures and the effect size of a row say of it; `explicit` if words say of which arm."""

    words: Read | None
    explicit: bool
    figures: Read | None
    effect: Read | None


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
    if nobody and not (told == "not_significant" and figures.tests):
        return None, None, None, _SURE["no groups"]
    if cue is not None and cue.unshown:
        return "unclear", "unclear", None, _SURE["unshown"]
    if told == "not_significant":
        _deal_to_favoured(scene, sides, figures, outcome)
        return "no_difference", "neither", "words" if cue else "figures", _SURE["not significant"]
    if sides.comparator is not None:
        if len(figures.values) in (1, _TWO + 1) and BOTH.match(scene.text, figures.values[0].end):
            # "rash (41%, both groups)", "10% in both the A (7/71) and the B group (7/73)"
            return "no_difference", "neither", "words", _SURE["both groups"]
        if only_likeness(scene.text, figures.tests, scene.alpha):
            return "no_difference", "neither", "figures", _SURE["tested likeness"]
    elif figures.values and kind == "single_arm":
        return None, None, None, _SURE["one group"]
    readings = _readings(scene, cue, sides, figures, outcome, told)
    if (alike := _by_likeness(scene, readings, told)) is not None:
        return alike
    if cue is not None and (opposites := _contradiction(readings)) is not None:
        notes.discrepancies.append(_disagreement(scene, cue, figures, outcome, *opposites))
        held = sides.comparator is not None and _HOLDS_ONE.search(scene.text, cue.start, cue.end) is not None
        if held and figures.beside and _names_outside(scene):
            return "unclear", "unclear", None, _SURE["outsider"]
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
    polarity = polarity_of(outcome.concept, named(scene.text, outcome)) or -outcome.harm
    if _is_aim(scene, outcome):
        polarity = 0
    fallen = outcome.inverse or falls(scene, outcome, figures)
    measured = by_figures(scene, sides, figures, polarity, fallen) or against_none(
        scene, sides, figures, polarity
    )
    if signs_unsaid(outcome, figures):
        measured = None
    if told == "significant" and measured is not None and measured[0] == "no_difference":
        measured = None  # equal figures are not those that were tested
    worded, explicit = _by_words(
        scene, cue, sides, outcome, polarity, sides.beside or contrasted(scene.text, figures.values)
    )
    if cue is not None and cue.scale == "benefit" and not polarity and worded is not None:
        worded = by_difference(figures, worded)
    if (
        explicit
        and worded is not None
        and _order_untold(scene, figures)
        and not signs_unsaid(outcome, figures)
    ):
        measured = as_told(scene, sides, figures, worded, polarity, fallen) or measured
    tested = by_effect(scene, sides, figures, outcome, polarity)
    if tested is not None and measured is not None and tested[0] != measured[0] and not explicit:
        if "no_difference" not in (tested[0], measured[0]) and _order_untold(scene, figures):
            measured = as_told(scene, sides, figures, tested, polarity, fallen) or measured
    if cue is None and _PREDICTS.search(scene.text, scene.start, scene.end) is not None:
        tested = None  # "treatment was a predictor of survival (HR 2.1)": of having it, or of not having it
    return _Readings(words=worded, explicit=explicit, figures=measured, effect=tested)


def _deal_to_favoured(scene: Scene, sides: Sides, figures: Figures, outcome: OutcomeMention) -> None:
    """Give the arm that an untested trend favours the better of two figures: "trended in favor of B (16 v 23 months)"."""
    if len(figures.values) != _TWO or not _order_untold(scene, figures):
        return
    first = figures.values[0].start
    favoured = [
        item.arm
        for item in scene.near
        if scene.start <= item.start < first
        and IN_FAVOUR.search(scene.text, max(scene.start, item.start - _FAVOUR_REACH), item.start)
    ]
    if not favoured or favoured[0] not in sides.numbers:
        return
    polarity = polarity_of(outcome.concept, named(scene.text, outcome)) or -outcome.harm
    benefit = 1 if favoured[0] == sides.numbers[0] else -1
    told: Read = ("higher" if benefit * polarity > 0 else "lower"), directions.favors(benefit)
    fallen = outcome.inverse or falls(scene, outcome, figures)
    if not polarity or as_told(scene, sides, figures, told, polarity, fallen) is None:
        figures.places = (None, None)


_FAVOUR_REACH: Final = 30


def _names_outside(scene: Scene) -> bool:
    """Whether a clause names an arm outside brackets: "longer in the older (A v B: 61% v 83%)" does not say of whom it is told."""
    return any(
        scene.text.count("(", scene.start, item.start) == scene.text.count(")", scene.start, item.start)
        for item in scene.mentions
        if scene.start <= item.start < scene.end
    )


# A word that holds one arm against the other, and tells no course of one: "was lower", "a greater fall".
_HOLDS_ONE: Final = re.compile(
    r"\b(?:more|less|fewer|greater|smaller|larger|higher|lower|longer|shorter|better|worse|faster|slower)\b",
    re.IGNORECASE,
)
# An outcome that treatments are named by which are to bring it about: "weight loss program".
_AIM: Final = re.compile(r"\b(?:loss|gain|reduction)$", re.IGNORECASE)


def _is_aim(scene: Scene, outcome: OutcomeMention) -> bool:
    """Whether an outcome that else is a harm is what an arm is to bring about, as its name says."""
    name = outcome.name.lower()
    return _AIM.search(name) is not None and any(name in arm.name.lower() for arm in scene.names)


_PREDICTS: Final = re.compile(r"\b(?:predictors?|predicted|predictive|prognostic)\b", re.IGNORECASE)


def _by_likeness(scene: Scene, readings: _Readings, told: Significance) -> Pointing | None:
    """What a row says whose words call the groups alike; None where they do not, or a test of likeness confirms it."""
    if readings.words is None or readings.words[0] != "no_difference":
        return None
    if told == "significant" and not _TESTED_ALIKE.search(scene.text, scene.start, scene.end):
        read = readings.figures or readings.effect
        sure = _SURE["likeness against test"]
        return (*read, "figures", sure) if read is not None else ("unclear", "unclear", None, sure)
    # "Was similar (38% and 39%)".
    return (*readings.words, "words", _SURE["likeness"]) if told == "not_reported" else None


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
            return (*figures, "figures", _SURE["agree" if agree else "opposites"])
        return (*words, "words", _SURE["opposites"])
    if words is not None:
        return (*words, "words", _SURE["words"])
    if figures is not None:
        return (*figures, "figures", _SURE["figures"])
    if not compared:
        return None, None, None, _SURE["not compared"]
    return (
        (*readings.effect, "figures", _SURE["effect"])
        if readings.effect is not None
        else ("unclear", "unclear", None, _SURE["unread"])
    )


def _order_untold(scene: Scene, figures: Figures) -> bool:
    """Whether nothing but a habit of writing tells which of two contrasted figures is which arm's."""
    named = {item.arm for item in scene.near if scene.start <= item.start < scene.end}
    fronted = scene.near and compared_with(scene.text, scene.near[0].start)
    return not figures.beside and (len(named) < 2 or bool(fronted)) and contrasted(scene.text, figures.values)


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


def _by_words(
    scene: Scene,
    cue: directions.Cue | None,
    sides: Sides,
    outcome: OutcomeMention,
    polarity: int,
    against: bool,
) -> tuple[Read | None, bool]:
    """What the comparing word says, and whether it says of which arm."""
    if cue is None or not (
        sides.comparator is not None
        or cue.scale != "amount"
        or cue.end <= outcome.start
        or against
        or yardstick(scene) is not None
    ):
        return None, False
    if cue.scale == "amount" and cue.sign and _CHANGE_OF.search(scene.text, scene.start, outcome.start):
        return None, False  # "the change in pain was greater": whether it rose or fell is not said
    if sides.comparator is not None and _did_both(scene, cue):
        return None, False
    subject = subject_of(scene.text, cue, scene.near, scene.start, outcome.start)
    if cue.scale == "benefit" and not polarity and _CHANGE_OF.search(scene.text, scene.start, outcome.start):
        told = directions.by_words(cue, _place(subject, sides), polarity, outcome.inverse)
        return ("unclear", told[1]), False
    if (amounts := _changed_by(scene, cue)) is not None:
        if len(set(amounts.values())) == 1:
            return None, False
        subject = max(amounts, key=amounts.__getitem__)
    sized = sized_in(scene.text, cue.end, scene.end, scene.near, sides.numbers[1]) if cue.sign else None
    place = _place(subject, sides) if sized is None else sized
    explicit = subject is not None and cue.start >= scene.start and not _behind(scene, cue, outcome)
    cue = directions.of_time(scene.text, cue, named(scene.text, outcome))
    inverse = outcome.inverse or counts_falls(scene, outcome)
    return directions.by_words(cue, place, polarity, inverse), explicit


def _place(arm: int | None, sides: Sides) -> int:
    """1 where an arm is the comparator of a row, else 0: of whom nobody is named, the intervention is told."""
    return 1 if arm is not None and arm == sides.numbers[1] else 0


# A verb of what happened in each of the arms that stand behind it: "fell by 34% and 12% in A and B, respectively".
_HAPPENED: Final = re.compile(
    r"(?:(?:was|were) (?:\w+ly )?|(?:significantly|markedly|substantially|both) )?(?:fell|rose|declin|dropp|decreas|increas|reduc|improv|worsen|deteriorat)\w*",
    re.IGNORECASE,
)
_BOTH_BEFORE: Final = re.compile(r"\bboth (?:the )?$", re.IGNORECASE)
# Between two arms of which the same is told, or each with a course of its own: "rose from 3 to 5 with A | and from 3 to 4 with | B".
_BESIDES: Final = re.compile(
    r"(?: groups?| arms?)?(?:,? (?:and|or) (?:(?:in|with|for|by) )?(?:the )?"
    # "decreased in A (6.4) | , B (2.1), and C (2.9)"
    r"| \([^()]*\),? (?:[\w+/-]+(?: groups?| arms?)? \([^()]*\),? )?(?:(?:and|or) )?(?:(?:in|with|for|by) )?(?:the )?"
    r"|(?: \([^()]*\))?,? (?:and|versus|vs\.?) from (?:[^;()]|\([^()]*\)){1,50}? to (?:[^;()]|\([^()]*\)){1,50}?(?:in|with|for|on|among|after) (?:the )?)"
)


# Between two arms and the verb that tells what both did: "A and B | significantly | reduced".
_BOTH_DID: Final = re.compile(r"(?: groups?| arms?)? (?:(?:each|both|\w+ly) )*")


def _did_both(scene: Scene, cue: directions.Cue) -> bool:
    """Whether a verb tells what happened in both arms, which stand side by side behind it, before it, or behind "both"."""
    if _HAPPENED.fullmatch(scene.text, cue.start, cue.end) is not None and changed_in_each(scene):
        return True
    return _HAPPENED.fullmatch(scene.text, cue.start, cue.end) is not None and any(
        first.arm != second.arm
        and (
            first.start >= cue.end
            or (
                second.end <= cue.start
                and (
                    _BOTH_BEFORE.search(scene.text, scene.start, first.start)
                    or _BOTH_DID.fullmatch(scene.text, second.end, cue.start)
                )
            )
        )
        and _BESIDES.fullmatch(scene.text, first.end, second.start)
        for first, second in pairwise(scene.near)
    )


# A change told of each of two arms by its amount: "fell | by 3 ng/ml with A | and by 15 ng/ml with B".
_AMOUNT: Final = r"by (?:an? (?:mean|median|average) (?:of )?)?(?P<amount>\d[\d.·]*)(?![\d-])[^;()\d]{0,25}(?:\([^()]*\) )?(?:in|with|for|among|on|after) (?:the )?"
_FIRST_AMOUNT: Final = re.compile(rf" (?:\w+ly )?{_AMOUNT}")
_OTHER_AMOUNT: Final = re.compile(
    rf"(?: groups?| arms?)?(?: \([^()]*\))?,? (?:and|but|versus|vs\.?|while|whereas|compared (?:with|to)) (?:only )?{_AMOUNT}"
)


def _changed_by(scene: Scene, cue: directions.Cue) -> dict[int, float] | None:
    """By how much each of two arms changed behind one verb, where that is told; None where it is not."""
    if len(scene.near) < _TWO or _HAPPENED.fullmatch(scene.text, cue.start, cue.end) is None:
        return None
    behind = [item for item in scene.near if item.start >= cue.end][:_TWO]
    if len(behind) < _TWO or behind[0].arm == behind[1].arm:
        return None
    first = _FIRST_AMOUNT.fullmatch(scene.text, cue.end, behind[0].start)
    other = _OTHER_AMOUNT.fullmatch(scene.text, behind[0].end, behind[1].start) if first else None
    if first is None or other is None:
        return None
    amounts = (float(match["amount"].rstrip(".·").replace("·", ".")) for match in (first, other))
    return dict(zip((item.arm for item in behind), amounts, strict=True))


_TWO: Final = 2
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
    between = _GRADED.sub("", between)
    return any(character.isdigit() for character in between) or _NEW.search(between) is not None


# The degree of an event, which is no figure.
_GRADED: Final = re.compile(
    r"\bgrades? (?:[≥>]\s?)?(?:\d|[IV]+)(?:\s?(?:-|–|to|or|and|/)\s?(?:\d|[IV]+|higher|greater|more|worse|above)\b)*",
    re.IGNORECASE,
)
BOTH: Final = re.compile(
    r"\)?,? (?:of (?:the )?(?:patients|participants|women|men) )?(?:in |of |for )?(?:(?:both|each)(?: of the)?(?: \w+)? (?:groups|arms|group|arm)\b"
    rf"|{BOTH_NAMED})"
)
