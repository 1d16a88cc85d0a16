"""Events that a clause names only as the time of something else, or as its cause, and of which it measures nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from evidence.pipeline.outcomes import OutcomeMention
from evidence.pipeline.scenes import Scene
from evidence.pipeline.screens import screened
from evidence.pipeline.tables import pattern_of

# An event before or behind which something else is told: "after progression 68% had more treatment".
_STOP: Final = r"(?:treatment |therapy |drug )?(?:discontinuation|cessation|withdrawal)"
_EVENT: Final = re.compile(rf"(?:progression|relapse|recurrence|progressive disease|{_STOP})", re.IGNORECASE)
_ON_OCCASION: Final = re.compile(
    r"\b(?:after|following|upon|before|until|since|beyond|at(?: the time of)?) (?:the )?(?:time of )?(?:disease |tumou?r |first |second |second-line |confirmed )*$",
    re.IGNORECASE,
)


_GOES_ON_LIST: Final = re.compile(r",? (?:or |and )?(?:unacceptable |intolerable |disease )*")


# Before and behind what something else went along with.
_AS: Final = re.compile(r"\bas (?:the )?(?:\w+ )?$")
_COURSE: Final = re.compile(
    r"(?:completion|end|start|initiation|cessation|beginning|conclusion) of\b", re.IGNORECASE
)
_WHEN: Final = re.compile(r"\b(?:at|after|before|until|upon|following|from|since) (?:the )?$", re.IGNORECASE)
_GROUPED: Final = screened(
    r"\b(?:categori[sz]ed|stratified|classified|grouped|dichotomi[sz]ed) (?:(?:the )?(?:patients|women|men|participants|tumou?rs) )?(?:by|according to|using|on) (?:the |an? )?(?:\w+ ){0,2}$"
)
_AS_REACH: Final = 60
_CHANGED: Final = re.compile(
    r" (?:levels? |scores? |status )?(?:increas|decreas|rose\b|fell\b|declin|worsen|improv)"
)


def goes_along(scene: Scene, item: OutcomeMention) -> bool:
    """Whether an outcome only tells when something was, or what it went along with: "it increased as expression increased"."""
    start = max(scene.start, item.start - _AS_REACH)
    # What stands at the outcome is looked at first: it is seldom there.
    if _CHANGED.match(scene.text, item.end) and _AS.search(scene.text, start, item.start):
        return True
    if _COURSE.match(scene.text, item.start) and _WHEN.search(scene.text, start, item.start):
        return True  # "at the completion of chemotherapy, response was"
    # "analyses that categorized patients by the score"
    return _GROUPED.search(scene.text, start, item.start) is not None


def without_times(scene: Scene, named: Sequence[OutcomeMention]) -> list[OutcomeMention]:
    """Without events that are only the time of something else, and what is listed with them: "until relapse or death"."""
    kept: list[OutcomeMention] = []
    dropped = -1
    for item in named:
        listed = dropped >= 0 and _GOES_ON_LIST.fullmatch(scene.text, dropped, item.start) is not None
        if listed or (
            _EVENT.fullmatch(scene.text, item.start, item.end) is not None
            and _ON_OCCASION.search(scene.text, max(scene.start, item.start - 50), item.start) is not None
        ):
            dropped = item.end
        else:
            kept.append(item)
    return kept


def without_occasion(scene: Scene, outcomes: list[OutcomeMention]) -> list[OutcomeMention]:
    """Without events that only tell when the analysis was made: "after 4.4 years and 67 deaths, survival was"."""
    if len(outcomes) > 1:
        outcomes = [
            item
            for item in outcomes
            if not _ANALYSED_AT.search(scene.text, max(scene.start, item.start - 60), item.start)
        ]
    if len(outcomes) > 1:
        outcomes = [item for item in outcomes if not _only_done(scene, item)]
    if (made := _ANALYSIS_MADE.search(scene.text, scene.start, scene.end)) is not None:
        outcomes = [item for item in outcomes if not made.start() <= item.start < made.end()]
    if len(outcomes) > 1 and (seen := events_seen(scene.text, scene.start, scene.end)) is not None:
        outcomes = [item for item in outcomes if not seen[0] <= item.start < seen[1]] or outcomes
    occasion = _OCCASION.match(scene.text, scene.start, scene.end)
    if occasion is None or not any(item.start >= occasion.end() for item in outcomes):
        return outcomes
    return [item for item in outcomes if item.start >= occasion.end()]


def _only_done(scene: Scene, item: OutcomeMention) -> bool:
    """Whether an outcome only tells what was done about the one before it: "events, which were managed by | dose adjustments, were"."""
    if not scene.text.startswith(",", item.end):
        return False
    start = max(scene.start, item.start - _MANAGED_REACH)
    return _MANAGED.search(scene.text, start, item.start) is not None


def events_seen(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Where a clause tells how many events an analysis had: "with a total of 268 death events available"."""
    seen = _EVENTS_SEEN.search(text, start, end)
    return None if seen is None else seen.span()


_EVENTS_SEEN: Final = pattern_of("no_results", "events_seen")
_MANAGED: Final = pattern_of("no_results", "managed")
_MANAGED_REACH: Final = 90
_OCCASION: Final = re.compile(
    r"(?:after|at|with) (?:a |an |the )?(?:median |mean |minimum )?(?:follow-?up|\w+ follow-?up)\b[^,;]*?\b(?:and|with) (?:a total of )?\d+ [^,;]{3,30}, ",
    re.IGNORECASE,
)
# When an analysis was made: "the final analysis for survival occurred when 255 (52%) patients had died".
_ANALYSIS_MADE: Final = screened(
    r"\banalys[ie]s(?: (?:for|of) [^.;,()]{3,50}?)?,? (?:occurred|took place|conducted|performed|done|was \w+(?: \w+)?) (?:when|after|once|at)\b[^.;,]*"
)
# Before the events of such a time, told within: "overall survival, analysed after 255 deaths, was".
_ANALYSED_AT: Final = screened(
    r"\b(?:analy[sz]ed|assessed|estimated|evaluated|based|updated)(?: \w+ly)? (?:after|at|on|with)(?: a total of)? \d+ $"
    r"|\b[Aa](?:t|fter) (?:the |an? )?(?:[\w-]+ ){0,3}analys[ie]s (?:of|after|with|at) \d+ (?:\w+ )?$"
)
# What is told of those who died or stopped, and of no outcome: "the cause of death was progression in 93% and 94%".
_CAUSES: Final = pattern_of("no_results", "causes")


def tells_causes(text: str, start: int, end: int) -> bool:
    """Whether a clause tells only of what patients died, or why they stopped treatment."""
    return _CAUSES.match(text, start, end) is not None


# An event, and what stands before the second one of a time: "the time to a new metastasis or | death".
_BAD_EVENT: Final = re.compile(
    r"(?:deaths?|relapse|recurrence|progression|metastas[ei]s)\b(?![ -](?:rates?|free|related))",
    re.IGNORECASE,
)
_TIME_TO_EITHER: Final = re.compile(
    r"\btime (?:to|until) (?:(?!(?:and|or|was|were|nor|than)\b)[\w/-]+ ){1,6}(?:and/)?or (?:to )?$",
    re.IGNORECASE,
)


def ends_time(text: str, begin: int, start: int) -> bool:
    """Whether an event is only the second one that ends a time: "the time to a new metastasis or | death"."""
    return (
        _BAD_EVENT.match(text, start) is not None
        and _TIME_TO_EITHER.search(text, max(begin, start - 90), start) is not None
    )
