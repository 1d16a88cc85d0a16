"""The outcomes of a clause: those the vocabulary names, those only the clause writes, else that of the sentence before."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence
from typing import Final

from evidence.pipeline import directions
from evidence.pipeline.bracketed import outside_brackets
from evidence.pipeline.contrasts import TIME_UNITS
from evidence.pipeline.figured import behind_figures, figured
from evidence.pipeline.listed_outcomes import (
    abnormal,
    free_of_all,
    is_exception,
    joint,
    with_last_parts,
    with_unknown,
    without_headers,
)
from evidence.pipeline.merged_outcomes import by_scale, merged
from evidence.pipeline.occasions import ends_time, goes_along, tells_causes, without_occasion, without_times
from evidence.pipeline.outcome_bounds import at_which, bounded, normal
from evidence.pipeline.outcome_labels import standard
from evidence.pipeline.outcomes import OutcomeMention, worse
from evidence.pipeline.scenes import Scene
from evidence.pipeline.screens import screened
from evidence.pipeline.tables import alternatives, pattern_of
from evidence.pipeline.unnamed_arms import BOTH_GROUPS
from evidence.pipeline.written import OPENING, Written, written
from evidence.records import VALUE_TYPES, Mention, Statistic

_OWN: Final = frozenset({"result", "conclusion"})
# How a clause that names no outcome refers to the last one.
_CONTINUES: Final = alternatives("continuing_results")
# What was counted is told: "the percentage of patients who received radiotherapy did not differ".
_OF_WHO: Final = re.compile(
    r"\b(?:percentage|proportion|number|share)s? of (?:the )?(?:patients|women|men|participants|children|subjects) (?:who|receiving|undergoing|given|needing|requiring)\b",
    re.IGNORECASE,
)


# Before what made no difference to what is told: "regardless of whether patients had X or Y".
_WHATEVER: Final = screened(r"\b(?:regardless|irrespective) of\b(?:[^,;.]|\.\d)*$", re.IGNORECASE)


# Figures of what was told before: "the corresponding durations were 17 and 14 months".
_CORRESPONDING: Final = screened(
    r"\b(?:corresponding|respective) (?:median |mean |\d-year )?(?:durations?|rates?|values?|figures|times|numbers|percentages|proportions|results|medians|means)$",
    re.IGNORECASE,
)


# A change of what was named before, and no outcome by itself: "whereas the others reported deterioration".
_BARE_CHANGE: Final = re.compile(r"(?:deterioration|worsening|decline|improvement)s?", re.IGNORECASE)
# Of an age that is told before: "women aged 50 and older".
_OF_AGE: Final = re.compile(r"(?:older|younger|elderly|over|above)", re.IGNORECASE)


def outcomes_of(
    scene: Scene,
    masked: str,
    named: list[OutcomeMention],
    scales: Sequence[Mention],
    of_ratios: Sequence[OutcomeMention],
    last: OutcomeMention | None,
) -> list[OutcomeMention]:
    """The outcomes of a clause, in order.

    `named` are the vocabulary's, `of_ratios` what its ratios say that they are of, `last` what was told of before.
    """
    if tells_causes(scene.text, scene.start, scene.end):
        return []
    named = [
        item
        for item in _told(scene, named)
        # "the time to progression or to | death": the second event of one time.
        if not scene.text.endswith(" or to ", scene.start, item.start)
    ]
    named = without_times(scene, named)
    named = without_occasion(scene, [item for item in named if not _is_known(scene, item)])
    known = outside_brackets(scene.text, scene.start, _of_no_population(scene, named), scene.statistics)
    own = scene.voice.role in _OWN and (
        bool(scene.names)
        or bool(scene.statistics)
        or BOTH_GROUPS.search(scene.text, scene.start, scene.end) is not None
        or bool(scene.therapies)
        or directions.compares(scene.text, scene.start, scene.end)
    )
    measured = [item for item in scales if item.concept is not None and scene.start <= item.start < scene.end]
    for item in measured:
        if "," in item.text:  # no list of outcomes: "Disabilities of the Arm, Shoulder and Hand"
            masked = f"{masked[: item.start]}{'S'.ljust(item.end - item.start, 's')}{masked[item.end :]}"
    found = known
    if own:
        new = [
            item
            for item in written(masked, scene.start, scene.end)
            if not _WHATEVER.search(masked, scene.start, item.start) and not _in_population(scene, item)
            if not _CORRESPONDING.search(masked, scene.start, item.end)
            if not _OF_AGE.fullmatch(masked, item.start, item.end)
            if not ends_time(masked, scene.start, item.start)
            if scene.statistics or not _BARE_CHANGE.fullmatch(masked, item.start, item.end)
        ]
        if known or of_ratios or measured:
            new = [item for item in new if item.place != OPENING]
        found = merged(scene, masked, known, new, measured)
    if not found and scene.statistics:
        found = [worse(scene.text, by_scale(item)) for item in measured][:1]
    found = _without_populations(scene, [item for item in found if not goes_along(scene, item)])
    found = _told_once(scene.text, free_of_all(scene.text, found), scene.statistics)
    found = [item for item in found if item is found[0] or not _only_stood_for(scene, item)]
    found = [bounded(scene, normal(scene, at_which(scene, item))) for item in found]
    found = without_headers(scene, found)
    if found and len(scene.statistics) > 1:
        found = with_unknown(scene, abnormal(scene, joint(scene, found)))
        found = with_last_parts(scene, found)
        found = _with_listed(scene, masked, found) if own else found
    found = [item for item in found if not _DAY.fullmatch(item.name)]
    if not found and of_ratios:
        return list(of_ratios)
    if not found and last is not None and _goes_on(scene, masked):
        return _again(scene, last)
    found = found or (
        [item for item in _figured(scene, masked) if not _DAY.fullmatch(item.name)] if own else []
    )
    return found or (_again(scene, last) if last is not None and _goes_on_in_time(scene, last) else [])


# A second time of what was told at a first, and no outcome: "higher on day 2 (P = .03) and | day 3 (P = .04)".
_DAY: Final = re.compile(
    r"(?:days?|weeks?|months?|years?|hours?|cycles?|visits?|courses?) \d+|\d[\d-]* ?h(?:ours?|r)?",
    re.IGNORECASE,
)
# Before what a measure only stands for: "an index of | mucositis".
_STANDS_FOR: Final = pattern_of("outcome_turns", "stands_for")
_STANDS_REACH: Final = 90


def _only_stood_for(scene: Scene, item: OutcomeMention) -> bool:
    """Whether an outcome is only what the one before it is a measure of: "PSA, a surrogate of survival, was lower"."""
    start = max(scene.start, item.start - _STANDS_REACH)
    return any(_STANDS_FOR.search(f"{scene.text[start:end]} ") for end in (item.start, item.end))


# Kinds of patients by what they have: "survival in the elevated lactate dehydrogenase or EGFR wild-type populations".
_POPULATIONS: Final = screened(
    r"\bin the (?P<who>[^.;()]{3,90}?) (?:populations|subpopulations?|subgroups?|subsets?)\b"
)


def _without_populations(scene: Scene, outcomes: list[OutcomeMention]) -> list[OutcomeMention]:
    """Without those that only say in which patients an outcome before them was measured."""
    told = _POPULATIONS.search(scene.text, scene.start, scene.end) if len(outcomes) > 1 else None
    if told is None or not any(item.end <= told.start() for item in outcomes):
        return outcomes
    return [item for item in outcomes if not told.start() < item.start < told.end()]


def _told(scene: Scene, named: Sequence[OutcomeMention]) -> list[OutcomeMention]:
    """Without those that are only a cause, or an exception: "stopped because of | rash", "all events except | fatigue"."""
    return [
        item
        for item in named
        if not _DUE.search(scene.text, max(scene.start, item.start - 30), item.start)
        and not is_exception(scene, item)
        and not ends_time(scene.text, scene.start, item.start)
    ]


def _again(scene: Scene, last: OutcomeMention) -> list[OutcomeMention]:
    """The outcome told of before, at a clause's first figure."""
    first = scene.statistics[0].start
    return [dataclasses.replace(last, start=first, end=first, name=standard(scene.text, last))]


def _with_listed(scene: Scene, masked: str, outcomes: list[OutcomeMention]) -> list[OutcomeMention]:
    """With those behind figures in a list of "x and y for X"."""
    values = [item for item in scene.statistics if item.type in VALUE_TYPES]
    known = [(item.start, item.end) for item in outcomes]
    new = behind_figures(masked, scene.end, values, known, scene.mentions)
    told = [OutcomeMention(*span, masked[slice(*span)], None, None) for span in new]
    return sorted([*outcomes, *told], key=lambda item: item.start)


def _figured(scene: Scene, masked: str) -> list[OutcomeMention]:
    """What figures are of in a clause that names no outcome."""
    values = [item for item in scene.statistics if item.type in VALUE_TYPES]
    for place in range(len(values)):
        span = figured(masked, scene.start, scene.end, values[place:], scene.near)
        if span is not None:
            found = [OutcomeMention(*span, " ".join(masked[slice(*span)].split()), None, None)]
            return with_unknown(scene, found) if len(scene.statistics) > 1 else found
    return []


def _goes_on(scene: Scene, masked: str) -> bool:
    """Whether a clause that names no outcome tells more of the last one: "the hazard ratio was", "no such effect"."""
    if not scene.statistics or scene.voice.role not in ("result", "cited"):
        return False
    if _OF_WHO.search(masked, scene.start, scene.end):
        return False
    return _CONTINUES.search(masked, scene.start, scene.end) is not None


def _goes_on_in_time(scene: Scene, last: OutcomeMention) -> bool:
    """Whether a clause without an outcome has times and the hazard ratio of the time to an event told last."""
    return (
        last.concept is not None
        and last.concept.attributes.get("measure") == "time_to_event"
        and scene.voice.role in ("result", "cited")
        and any(item.type == "hazard_ratio" for item in scene.statistics)
        and any(item.type in ("median", "mean") and item.unit in TIME_UNITS for item in scene.statistics)
    )


def of_claims(
    scene: Scene, masked: str, named: list[OutcomeMention], mentions: Sequence[Mention]
) -> list[OutcomeMention]:
    """The outcomes of a clause that claims and tells no figures: the vocabulary's, and those written that name nothing else.

    `mentions` are all that the sentence names: therapies, diseases, sites, scales.
    """
    known = outside_brackets(scene.text, scene.start, _of_no_population(scene, _told(scene, named)), ())
    here = [item for item in mentions if item.concept is not None and scene.start <= item.start < scene.end]
    other = [item for item in here if item.kind not in ("outcome", "scale", "disease")]
    diseases = [item for item in here if item.kind == "disease"]
    new = [
        item
        for item in (_unclaimed(masked, found) for found in written(masked, scene.start, scene.end))
        if not _NO_NAME.search(masked[item.start : item.end])
        and not any(item.start < mention.end and mention.start < item.end for mention in other)
        and not (item.place not in _OF_DISEASE and any(mention.end == item.end for mention in diseases))
        and not any(masked[item.start : item.end].lower() in arm.name.lower() for arm in scene.names)
    ]
    told = merged(scene, masked, known, new, [item for item in here if item.kind == "scale"])
    return _told_once(scene.text, told, ())


# Before an outcome that is only referred to: "consistent with the known side effects".
_KNOWN: Final = re.compile(
    r"\b(?:consistent|in line|in keeping|compatible) with (?:\w+ ){0,2}?(?:known|expected|established|previous(?:ly)?|prior|reported|that|those|earlier)(?: [\w-]+){0,3} $",
    re.IGNORECASE,
)


def _is_known(scene: Scene, item: OutcomeMention) -> bool:
    """Whether an outcome is only what a result is held against: "consistent with known side effects"."""
    return _KNOWN.search(scene.text, max(scene.start, item.start - 70), item.start) is not None


_CHANGE_OF: Final = re.compile(
    r"(?:[\w-]+ ){0,2}(?:improvements?|reductions?|deteriorations?|declines?|increases?|decreases?|worsening|prolongation|prevention|benefits?|gains?|relief|reducing|improving|increasing|preventing|suppressing|prolonging|controlling|relieving)"
    r"(?: (?:of|in|for))?(?: the)? ",
    re.IGNORECASE,
)


def _unclaimed(masked: str, item: Written) -> Written:
    """A name without what is claimed of it: "early improvement in X" names X."""
    change = _CHANGE_OF.match(masked, item.start, item.end)
    return item if change is None else dataclasses.replace(item, start=change.end())


# Where a disease is an outcome: "prevents second cancers", "no effect on the incidence of breast cancer".
_OF_DISEASE: Final = frozenset({"verb", "effect", "difference"})
# What stands where outcomes stand and is none.
_NO_NAME: Final = pattern_of("outcome_turns", "no_name")


def _of_no_population(scene: Scene, named: Sequence[OutcomeMention]) -> list[OutcomeMention]:
    """Without those that only tell which patients are meant: "in patients without a history of heart failure"."""
    spans = [
        match.span()
        for match in _WHO.finditer(scene.text, scene.start, scene.end)
        if not _SHARE.search(scene.text, max(scene.start, match.start() - 30), match.start())
    ]
    if len(named) > 1 and (who := _WHO_HAD.match(scene.text, scene.start, scene.end)) is not None:
        spans.append(who.span())
    return [
        item
        for item in named
        if (
            not any(start < item.start and item.end <= end for start, end in spans)
            and (item is named[0] or _WHO_DID.search(scene.text, named[0].end, item.start) is None)
        )
        or (item is named[0] and _IS_SUBJECT.match(scene.text, item.end, scene.end) is not None)
    ]


# Verbs that tell of patients what they have: "patients with elevated | lactate dehydrogenase".
_STATE: Final = re.compile(
    r"\b(?:with|without|having|had|have) (?:an? |the )?(?:elevated|increased|decreased|reduced|raised|improved|impaired) $",
    re.IGNORECASE,
)
# The same by degrees of it: "for the populations with mid or | high HER3 expression".
_DEGREES: Final = re.compile(
    r"(?:patients|subjects|participants|women|men|those|(?:sub)?populations?|subgroups?|subsets?|tumou?rs) (?:with|having|expressing) "
    r"(?:(?:high|higher|low|lower|mid|medium|middle|intermediate|moderate|normal|strong|weak|positive|negative),? (?:(?:and|or|to) )?(?:very )?)+$",
    re.IGNORECASE,
)


# The same by what happened to them: "longer in the subset who developed an | immune response".
_WHO_DID: Final = re.compile(
    r"\b(?:in|among|for) (?:the |those |a |all )?(?:(?:sub)?(?:set|group)s?|patients|women|men|participants|subjects|those) (?:of \w+ )?(?:with [^,;()]{3,60}? )?(?:(?:who|that) (?:\w+ly )?"
    r"(?:(?:did|had) not (?:develop(?:ed)?|achieved?|experienced?|reach(?:ed)?|show|shown|mount|attain(?:ed)?)|developed|had|achieved|experienced|reached|showed|mounted|attained)|achieving|experiencing|developing|attaining|reaching) (?:(?:an?|the|any|no) )?(?:[\w-]+ ){0,4}$",
    re.IGNORECASE,
)


# The subject of a clause, by what happened to them: "patients who developed | rash had longer survival".
_WHO_HAD: Final = re.compile(
    r"\W*(?:(?:but|and|whereas|while|however),? )?(?:the |those )?(?:patients|women|men|participants|subjects|those) (?:who (?:\w+ly )?(?:developed|experienced|achieved|attained|showed)|achieving|experiencing|developing) "
    r"[^.;,()]{3,60}?(?: \([^()]*\))?(?= (?:had|have|lived|survived|showed|were|was)\b)",
    re.IGNORECASE,
)


def _in_population(scene: Scene, item: Written) -> bool:
    """Whether a name only tells which patients are meant: "in patients with elevated lactate dehydrogenase"."""
    if _WHO_DID.search(scene.text, scene.start, item.start) is not None:
        return True
    degrees = _DEGREES.search(scene.text, scene.start, item.start)
    if degrees is not None:
        near = max(scene.start, degrees.start() - _SHARE_REACH)
        return _SHARE.search(scene.text, near, degrees.start()) is None
    return _STATE.search(scene.text, scene.start, item.start) is not None and any(
        match.start() < item.start and item.end <= match.end()
        for match in _WHO.finditer(scene.text, scene.start, scene.end)
    )


# How far before patients the share stands that is told of them, in characters.
_SHARE_REACH: Final = 30
_DUE: Final = pattern_of("outcome_turns", "due")
_WHO: Final = screened(
    r"\bdefined (?:as|by) [^;()]{3,220}?(?=,\s+(?:was|were|occurred)\b)|\bdefined (?:by|as|using) [^,;()]{0,90}"
    r"|\b(?:(?:(?:sub)?populations?|subgroups?|subsets?|tumou?rs) with (?!(?:\w+ly )?(?:longer|shorter|better|worse|poorer|improved|prolonged|superior|inferior|favou?rable)\b)"
    r"|(?:patients|subjects|participants|women|men|children|adults|individuals|those|people)(?: \w+)? (?:with|without|who (?:ha(?:d|ve)|developed|experienced|suffered)|whose|having)\b)"
    r"(?:(?! in terms| with res| with reg| regarding| compared| was\b| were\b| had\b| did\b| lived\b| survived\b| died\b| responded\b| progressed\b| relapsed\b| recurred\b| fared\b| improved\b| showed\b| experienced\b| reported\b|(?<!who)(?<!that)(?<!had)(?<!have) (?:achieved|attained|reached|obtained|developed|demonstrated|exhibited)\b| receiv| treated| than\b| for\b|(?<! of)(?<! in)(?<! to)(?<! at)(?<!with)(?<!from) the\b)[^,;().]){0,60}",
    re.IGNORECASE,
)
# "In those with a mutation disease control was 10%": the first outcome of a clause, and its verb.
_IS_SUBJECT: Final = re.compile(r"(?: rates?)?(?: at \d+ \w+)? (?:was|were|had been)\b")
_SHARE: Final = re.compile(
    r"\b(?:proportions?|percentages?|numbers?|rates?|fraction|more|fewer|less|%|\d|many)\)? (?:of )?(?:the )?$"
)


def _told_once(
    text: str, outcomes: list[OutcomeMention], statistics: Sequence[Statistic]
) -> list[OutcomeMention]:
    """Without a second naming of an outcome before any figure: "overall survival was longer (median survival, 10 v 8"."""
    kept: list[OutcomeMention] = []
    for item in outcomes:
        again = bool(kept) and (kept[-1].name, kept[-1].inverse) == (item.name, item.inverse)
        if not again or any(kept[-1].end <= number.start < item.start for number in statistics):
            kept.append(item)
        elif item.timepoint is not None and kept[-1].timepoint is None and not _AND.match(text, kept[-1].end):
            kept[-1] = dataclasses.replace(kept[-1], timepoint=item.timepoint)
    return kept


# Between a median and a rate of one outcome: the time point is the rate's alone.
_AND: Final = re.compile(r"(?: time)?(?: \([A-Z]{2,5}\))? and ")
