"""Whether more of an outcome is better: by the vocabulary, or by the words of one that it does not know."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from evidence.pipeline.tables import pattern_of
from evidence.vocabulary import Concept

# A time to an event is the longer the better where the event is bad.
TIME_TO: Final = re.compile(r"(?:(?:median|mean) )?(?:time|interval|duration) (?:to|until) ", re.IGNORECASE)
_GOOD_EVENT: Final = pattern_of("polarity", "good_event")
_BAD_EVENT: Final = pattern_of("polarity", "bad_event")


# The end of a harm, and what is good to have of any kind; harms.
_GOOD: Final = pattern_of("polarity", "good")
_HARM: Final = pattern_of("polarity", "harm")


# A good thing that was not reached.
_MISSED: Final = pattern_of("polarity", "missed")


# Behind a harm that was kept away: "complications averted".
_AVERTED: Final = re.compile(r" (?:averted|avoided|prevented)$", re.IGNORECASE)


def _of_time(name: str, start: int) -> int:
    """Whether it is better that an event takes long, as the words from `start` on name it."""
    return -1 if _GOOD_EVENT.search(name, start) else 1 if _BAD_EVENT.search(name, start) else 0


# Before an outcome that is good to have: it was bad ("adverse cosmesis").
_ADVERSE: Final = pattern_of("polarity", "adverse")


def polarity_of(concept: Concept | None, name: str) -> int:
    """1 where more of an outcome is better, -1 where it is worse, 0 where that is unknown."""
    if _AVERTED.search(name):
        return 1 if _HARM.search(name) else 0
    if concept is not None:
        known = {"higher_better": 1, "lower_better": -1}.get(concept.attributes.get("polarity", ""), 0)
        if name.lower().startswith("time to ") and not concept.label.startswith("time to "):
            return _of_time(name, len("time to ")) or -known  # to the deterioration of it, or to having it
        return -abs(known) if _ADVERSE.match(name) else known
    return _of_name(name)


@lru_cache(maxsize=10_000)
def _of_name(name: str) -> int:
    """By the words of a name: an outcome's name is asked for time and again."""
    time = TIME_TO.match(name)
    if time is not None:
        return _of_time(name, time.end())
    if _MISSED.search(name):
        return -1
    return 1 if _GOOD.search(name) else -1 if _HARM.search(name) else 0
