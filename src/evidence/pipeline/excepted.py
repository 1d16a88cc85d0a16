"""Patients for whom a result is denied: "A was longer in women (HR 0.6), but not in men", "with no benefit in older patients".

That the arms are alike in them is a result of its own, unless figures tell it: those are dealt out like any others.
"""

from __future__ import annotations

import dataclasses
import re
from typing import Final

from evidence.pipeline.arm_cuts import cue
from evidence.pipeline.between_groups import without_difference
from evidence.pipeline.dealing import Hand
from evidence.pipeline.group_names import own_words
from evidence.pipeline.populations import population
from evidence.pipeline.scenes import Scene, within
from evidence.pipeline.screens import Screen
from evidence.records import Finding

_DENIED_FOR: Final = Screen(cue("denied_for"))
_FIGURE: Final = re.compile(r"\s*[(\[][^()\[\]]*\d")


def excepted(scene: Scene, hand: Hand, row: Finding) -> Finding | None:
    """The row of the patients behind a hand for whom its difference is denied; None where none are, or where figures or
    an outcome of their own stand with them."""
    if row.direction not in ("higher", "lower") or row.kind != "comparison":
        return None
    last = max([item.end for item in hand.outcomes] + [item.end for item in hand.statistics])
    end = scene.sentence.end
    found = _DENIED_FOR.search(scene.text, last, end)
    if found is None or found.start() > scene.end:
        return None  # of a later clause
    # Outcomes of one list share the word behind them: "survival and response were longer".
    ruled = min((item.end for item in scene.cues if last <= item.start < found.start()), default=last)
    if within(scene.outcomes, max(last, ruled), end):
        return None
    who = population(scene.text, found.start("who"), end, [(item.start, item.end) for item in scene.mentions])
    if who is None or who == row.population or any(own_words(who) & arm.own_words for arm in scene.names):
        return None
    place = scene.text.find(who, found.start("who"), end)
    if place < 0 or _FIGURE.match(scene.text, place + len(who)) is not None:
        return None
    return dataclasses.replace(without_difference(row), population=who)
