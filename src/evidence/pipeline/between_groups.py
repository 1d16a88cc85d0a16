"""What changed in every group and did not differ between them: "pain improved (P < .001), with no difference between groups".

The change is one result, without a comparator; that the groups are alike in it is another. A clause that denies the
difference may stand in the same clause, behind it, or begin the next sentence.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence
from typing import Final

from evidence.pipeline.contrasts import contrasted
from evidence.pipeline.row_sides import pair
from evidence.pipeline.scenes import Scene
from evidence.pipeline.screens import screened
from evidence.records import Finding, Statistic

_GROUPS: Final = (
    r"(?: (?:the|both|two|three|four|all|any|either|treatment|treatments|study|intervention|these|of|of the|patient))*"
    r" (?:(?:groups|arms|treatments|regimens|therapies|conditions|cohorts|interventions|drugs|agents|them)\b|the two\b(?! \w))"
)
_NO_DIFFERENCE: Final = rf"(?:[\w-]+ ){{0,3}}?differences?\b(?: (?:\w+ ){{0,2}}?(?:seen|found|observed|noted|detected))? (?:between|among|across){_GROUPS}"
# Behind what changed, in its own clause or in one that follows.
_WITH_NONE: Final = screened(
    rf"\b(?:with(?:out(?: any)?| no)|(?:but|and|although|though|however),? (?:with )?no|(?:but|and|although|though|however),? there (?:was|were)(?: however,?)? no) {_NO_DIFFERENCE}",
    re.IGNORECASE,
)
# Behind what changed in each group, a difference that is no more than a trend: "in both arms, with a trend in favor of A".
_WITH_TREND: Final = screened(
    r"\b(?:with|but|and)(?: only)?(?: there was)? an? (?:[\w-]+ )?trend (?:towards?|to|for|in favou?r of|favou?ring)\b",
    re.IGNORECASE,
)
# What differs no more than the groups do, where no outcome is named: "difference in these changes".
_CHANGES: Final = r"(?:the |these |this |their )?(?:\w+ )?(?:changes?|improvements?|reductions?|effects?|results?|respects?|changed scores?)"
# At the beginning of the next sentence, of nothing that it names itself.
_NEXT: Final = re.compile(
    rf"\s*(?:however,? |nevertheless,? |but )?(?:there (?:was|were)(?:,? however,?)? no|no) {_NO_DIFFERENCE}(?=\s*(?:[.(]|in this|in these|(?:was|were) (?:seen|found|observed|noted|detected)\.|at any|$))"
    rf"|\s*(?:however,? |nevertheless,? |but )?(?:there (?:was|were)(?:,? however,?)? no|no) (?:[\w-]+ ){{0,3}}?differences? (?:was |were )?(?:\w+ )?(?:in {_CHANGES} )?(?:between|among) (?:the )?[^.;,()]{{3,90}}?\b(?:groups?|arms?)(?= ?[.(])"
    rf"|\s*(?:however,? |nevertheless,? |but )?(?:the )?(?:differences? (?:in {_CHANGES} )?between(?:{_GROUPS}| [^.;,()]{{3,90}}?) (?:was|were) not (?:statistically )?significant|(?:two |both )?groups did not differ(?: significantly)?"
    rf"|{_CHANGES} (?:did not differ(?: significantly)?|(?:was|were) (?:not (?:\w+ly )?different|similar|comparable)) (?:between|among|across|in){_GROUPS})\s*[.(]",
    re.IGNORECASE,
)
_NEXT_REACH: Final = 160
# The confidence of a denial without a figure, before it is weighed.
_DENIED: Final = 0.7


# What a change is measured from: "fell from baseline".
_START: Final = screened(
    r"\b(?:from (?:the |their )?(?:baseline|pre-?test|pre-?treatment|pre-?intervention|pre-?operative|study entry|screening)|between (?:the )?baseline and)\b|\bfrom -?\d[\d.·]*(?: ?[\w/%]+){0,2}(?: \([^()]*\))? to -?\d[\d.·]*",
    re.IGNORECASE,
)


def since_start(scene: Scene) -> bool:
    """Whether a clause tells of a change since the start, and holds no group against another."""
    words = [match.span() for match in _START.finditer(scene.text, scene.start, scene.end)]
    ends = [scene.start, *(end for _, end in words)]
    starts = [*(start for start, _ in words), scene.end]
    rest = " ".join(scene.text[begin:stop] for begin, stop in zip(ends, starts, strict=True))
    return bool(words) and _AGAINST.search(rest) is None


# Two changes side by side, each of one group: "from 6.4 to 2.4 with A and from 6.3 to 2.2 with B".
_FROM_TO: Final = re.compile(
    r"\bfrom [^.;,()]{0,20}?\d[\d.·]*[^;,()\d]{0,25}(?:\([^()]*\))? to [^;,()\d]{0,12}\d[^;]{0,60}?\b(?:and|while|whereas|but) (?:[\w-]+ ){0,4}?(?:from )?-?\d[\d.·]*[^;,()\d]{0,25}(?:\([^()]*\))? to [^;,()\d]{0,12}\d"
)


def changed_in_each(scene: Scene) -> bool:
    """Whether a clause tells what every group began and ended with, and holds none against another."""
    return _FROM_TO.search(scene.text, scene.start, scene.end) is not None


def denied_behind(scene: Scene) -> re.Match[str] | None:
    """The words, from a clause on, that deny a difference between the groups in what the clause tells of."""
    found = _WITH_NONE.search(scene.text, scene.start, scene.sentence.end)
    if found is not None:
        return found
    if (trend := with_trend(scene)) is not None:
        return trend
    end = scene.sentence.end
    return _NEXT.match(scene.text, end, min(len(scene.text), end + _NEXT_REACH))


def with_trend(scene: Scene) -> re.Match[str] | None:
    """The words, behind what changed in each group, that tell no more than a trend between them."""
    trend = _WITH_TREND.search(scene.text, scene.start, scene.sentence.end)
    each = trend is not None and _IN_EACH.search(scene.text, scene.start, trend.start()) is not None
    return trend if each else None


# What changed in every group: no group is held against another.
_IN_EACH: Final = screened(
    r"\b(?:in|for|with|within|of|by|under|on|after|during) (?:both|all|each|either)(?: of)?(?: the)?(?: (?:two|three|four))?(?: [\w-]+){0,2}? (?:groups?|arms?|cohorts?|regimens?|therap(?:y|ies)|treatments?|drugs|agents|interventions|schedules)\b"
    r"|\b(?:both|all|each)(?: of)?(?: the)?(?: (?:two|three|four))?(?: [\w-]+)? (?:groups?|arms?) (?:\w+ly )?(?:had|showed|experienced|improved|increased|decreased|demonstrated|reported|achieved|exhibited|displayed|reduced)\b",
    re.IGNORECASE,
)
_AGAINST: Final = re.compile(
    r"\b(?:than(?! \d)|compared|versus|vs\.?|v|relative to|over (?:placebo|control)|superior|inferior|differ\w*|between|respectively|similar\w*|favou?r\w*|being|(?:more|less|greater|higher|lower|fewer|better|worse|longer|shorter)(?: [\w-]+)? (?:in|with|for|among)|(?:greater|lesser|larger|smaller) (?:extent|degree))\b",
    re.IGNORECASE,
)


# Where a clause turns to something else: "on both arms; however, more patients on A".
_TURNS: Final = re.compile(r";|\b(?:but|however|whereas|while|although)\b")


def changed_in_every(scene: Scene, values: Sequence[Statistic], told_at: int | None = None) -> bool:
    """Whether a clause tells of a change in every group, and holds none against another. `told_at` is where the word of the
    change stands, behind which the clause may have turned to something else."""
    denial = denied_behind(scene)
    end = denial.start() if denial is not None and denial.start() < scene.end else scene.end
    each = _IN_EACH.search(scene.text, scene.start, end)
    if each is not None and told_at is not None and _TURNS.search(scene.text, each.end(), told_at):
        each = None
    return (
        (denial is not None or each is not None)
        and _AGAINST.search(scene.text, scene.start, end) is None
        and not contrasted(scene.text, values)
        and len(values) < 2
    )


def in_each(scene: Scene, start: int) -> bool:
    """Whether a clause tells behind a word of change that it was one in every group, and holds none against another."""
    each = _IN_EACH.search(scene.text, start, scene.end)
    denial = denied_behind(scene)
    end = denial.start() if denial is not None and denial.start() < scene.end else scene.end
    return (
        each is not None
        and _AGAINST.search(scene.text, scene.start, end) is None
        and _TURNS.search(scene.text, start, each.start()) is None
    )


def denied_in_every(scene: Scene) -> int | None:
    """Where a clause that tells of a change in every group denies in words that they differ in it."""
    denial = denied_behind(scene)
    if denial is None or not scene.start < denial.start() < scene.end or with_trend(scene) is not None:
        return None
    return denial.start() if changed_in_every(scene, ()) else None


def from_to(scene: Scene, tested: bool) -> bool:
    """Whether an untested clause only tells from what to what each group went."""
    return (
        not tested and changed_in_each(scene) and _AGAINST.search(scene.text, scene.start, scene.end) is None
    )


def denies(scene: Scene) -> bool:
    """Whether a clause itself, beside what changed, denies a difference between the groups."""
    found = denied_behind(scene)
    return found is not None and found.start() < scene.end


def continues(text: str, start: int, end: int) -> bool:
    """Whether a clause denies a difference between the groups in what was told before it."""
    return _NEXT.match(text, start, end) is not None or (
        (found := _WITH_NONE.search(text, start, end)) is not None and found.start() - start < 3
    )


def alike(scene: Scene, row: Finding) -> Finding:
    """The second result of a clause: that the groups do not differ in what changed in each."""
    sides = pair(scene.names, 0, 1, 0.8) if len(scene.names) == 2 else None
    row = dataclasses.replace(
        row,
        kind="comparison",
        intervention=sides.intervention if sides else None,
        intervention_concepts=sides.intervention_concepts if sides else (),
        comparator=sides.comparator if sides else None,
        comparator_concepts=sides.comparator_concepts if sides else (),
    )
    return without_difference(row)


def without_difference(row: Finding) -> Finding:
    """A row's comparison with no difference in it, as words deny one without a figure."""
    return dataclasses.replace(
        row,
        direction="no_difference",
        favors="neither",
        significance="not_significant",
        statistics=(),
        confidence=_DENIED,
        direction_basis="words",
    )
