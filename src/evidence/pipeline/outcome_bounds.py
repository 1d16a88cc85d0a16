"""Outcomes with what bounds them: the value beyond which patients are counted, the normal range, the time at which they had it."""

from __future__ import annotations

import dataclasses
import re
from typing import Final

from evidence.pipeline.outcomes import OutcomeMention
from evidence.pipeline.polarity import polarity_of
from evidence.pipeline.scenes import Scene
from evidence.pipeline.screens import screened

# Before what came at a time that is told: "the time at which 75% of patients had first | relief".
_TIME_AT: Final = screened(
    r"\b[Tt]imes? (?:at|by|in|within) which (?:[^.;,()]{0,60}? )?(?:had|have|experienced|reported|reached|achieved|attained|showed|developed) (?:an? |the )?$"
)


def at_which(scene: Scene, item: OutcomeMention) -> OutcomeMention:
    """An outcome of which the time is told at which patients had it: how long it took."""
    if _TIME_AT.search(scene.text, scene.start, item.start) is None:
        return item
    return dataclasses.replace(item, name=f"time to {item.name}", concept=None)


_NORMAL: Final = re.compile(r"\bnormal $", re.IGNORECASE)


def normal(scene: Scene, item: OutcomeMention) -> OutcomeMention:
    """An outcome that is bad to have much of, where it is told who has it within its normal range: "normal fatigue"."""
    before = _NORMAL.search(scene.text, max(scene.start, item.start - len("normal ")), item.start)
    bad = item.concept is not None and polarity_of(item.concept, item.name) < 0
    if bad and item.name.lower().startswith("normal "):
        return dataclasses.replace(item, concept=None)
    if before is None or not bad:
        return item
    return dataclasses.replace(item, start=before.start(), name=f"normal {item.name}", concept=None)


# Behind an outcome: the bound beyond which its values are counted.
_BOUND: Final = re.compile(
    r"(?: (?:scores?|levels?|values?|counts?|grades?))?(?: of)? ?"
    r"(?P<bound>(?P<less>[<≤]|(?:of )?(?:less|lower|fewer) than|below|under|at most)|(?P<more>[>≥]|(?:of )?(?:more|greater|higher) than|of at least|at least|above|exceeding))"
    r" ?\d[\d.,·]*(?: ?%| ?[x×] ?10\S+)?(?: (?:(?:[mµμ]?g|k?g|mm|cm|mL?|IU|U|points?|cells)\b(?:/\w+)?))?",
)
_COUNTED: Final = frozenset({"rate", "count"})


def bounded(scene: Scene, item: OutcomeMention) -> OutcomeMention:
    """An outcome with the bound beyond which its values are counted: "LVEF ≤ 30% was observed in 18%" tells of an event.

    What is good to have much of is bad below a bound.
    """
    bound = _BOUND.match(scene.text, item.end, scene.end)
    if bound is None or not any(
        number.type in _COUNTED and number.start >= bound.end() for number in scene.statistics
    ):
        return item
    name = " ".join(scene.text[item.start : bound.end()].split())
    if bound["more"]:
        return dataclasses.replace(item, end=bound.end(), name=name)
    bad = polarity_of(item.concept, item.name) > 0
    return dataclasses.replace(item, end=bound.end(), name=name, concept=None, harm=bad)
