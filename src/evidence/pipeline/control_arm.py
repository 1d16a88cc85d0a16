"""Which arm of a document is the one that others are held against: by what it gets, by the words about it, by the title."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from evidence.pipeline.arm_cuts import CONTROL, cue
from evidence.pipeline.arm_lists import Side
from evidence.pipeline.arm_sides import NONE, PLACEBO, SAYS_CONTROL, USUAL_CARE
from evidence.pipeline.group_names import GENERIC, NO_NAME
from evidence.pipeline.screens import screened

_PAIR: Final = 2
# What a place that holds others against an arm is worth, and how many of them count.
_AGAINST: Final = 3
_OFTEN: Final = 2
# An arm that is called by letters alone, and what it is worth that they are some of the other's.
SHORT: Final = re.compile(r"\s*(?:\d+ to )?(?:the )?(?P<short>[A-Z](?:-?[A-Z]){1,5})(?![\w-])")
_LETTERS_LESS: Final = 3
_SHAM: Final = re.compile(r"\bsham\b", re.IGNORECASE)
# What it is worth that an arm gets what all would: more than that it gets a placebo.
USUAL: Final = 3
_PLACEBO: Final = 2
# That it gets nothing, or less than the others.
_LESS: Final = 4
# That its own words say so, or that it is left to the investigators to choose.
_SAID: Final = 5
# How an arm's own words say that it is the one that is tried: "experimental flushing with saline".
_TRIED: Final = re.compile(r"(?:either )?(?:the |an? )?(?:experimental|investigational)\b", re.IGNORECASE)
# An arm whose name is that it is the control, and what it got stands in brackets: "control (5 mg prednisone ...)".
_CALLED_CONTROL: Final = re.compile(r"\s*(?:the |an? )?controls? \(", re.IGNORECASE)
# Before what stands for the standard of care in a trial of something new.
_CHOSEN: Final = cue("chosen")
_CHOICE_REACH: Final = 40


def by_wording(text: str, side: Side, sides: Sequence[Side]) -> int:
    """How much the words about an arm speak for its being the control, whatever it gets."""
    score = 0
    floor = max((other.end for other in sides if other.end <= side.start), default=0)
    if _CHOSEN.search(text, max(floor, side.start - _CHOICE_REACH), side.end):
        score += _SAID
    if _TRIED.match(text, side.start, side.end):
        score -= _SAID
    if _CALLED_CONTROL.match(text, side.start, side.end):
        score += _SAID
    if len(sides) > _PAIR:
        score += _held_against(text, side)
    elif _fewer_letters(text, side, sides):
        score += _LETTERS_LESS
    return score


def _fewer_letters(text: str, side: Side, sides: Sequence[Side]) -> bool:
    """Whether an arm is called by some of the letters that the other is called by: "DE" beside "DEE"."""
    matches = [SHORT.match(text, other.start, other.end) for other in (side, *sides)]
    own, *shorts = (match["short"].replace("-", "") if match is not None else "" for match in matches)
    hyphened = any(match is not None and "-" in match["short"] for match in matches)
    return own != "" and any(
        Counter(own) < Counter(short)
        and (not hyphened or short.startswith(own) or short.endswith(own))  # "G-CSF" is no less than "GM-CSF"
        and not (short == f"S{own}" and _SHAM.search(text))
        for short in shorts
    )


def _held_against(text: str, side: Side) -> int:
    """What speaks for one of several arms being the control: that the text compares others with it."""
    first = side.mentions[0].text if side.mentions else ""
    if not first or len({item.concept for item in side.mentions}) > 1:
        return 0
    alone = _alone(first)
    found = 0
    for against in _HELD_AGAINST.finditer(text, 0, len(text)):
        place: int | None = against.end()
        while place is not None and text.startswith(" ", place):
            if alone.match(text, place + 1):
                found += 1
                break
            between = _BEFORE_ARM.match(text, place)
            place = between.end() if between is not None else None
    return _AGAINST * min(found, _OFTEN)


# What holds something against an arm, and a word that may stand before the arm's name.
_HELD_AGAINST: Final = screened(
    r"\b(?:than|versus|vs\.?|v|compared (?:with|to)|comparisons? (?:\w+ )?against)(?= )", re.IGNORECASE
)
_BEFORE_ARM: Final = re.compile(
    r" (?:the|that|those|patients|women|men|participants|with|in|of|for|given|who|received|receiving|oral|intravenous|topical)(?= )",
    re.IGNORECASE,
)


@lru_cache(maxsize=1000)
def _alone(name: str) -> re.Pattern[str]:
    """A name of an arm that nothing is added to."""
    return re.compile(
        rf"{re.escape(name)}\b(?! (?:plus|and|with|versus|vs)\b|[-/+])",
        re.IGNORECASE,
    )


def title_order(title: str, names: Sequence[str], known: Sequence[bool]) -> list[int]:
    """The places of arms in the order in which the title names them; where it does not name all, those of known therapies first."""
    found = []
    for index, name in enumerate(names):
        words = [
            word
            for word in re.findall(r"[\w-]{4,}", name.lower())
            if word not in GENERIC and word not in NO_NAME
        ]
        others = {
            word
            for place, other in enumerate(names)
            if place != index
            for word in re.findall(r"[\w-]{4,}", other.lower())
        }
        found.append(
            min((title.find(word) for word in words if word in title and word not in others), default=-1)
        )
    if -1 in found or len(set(found)) < len(found):
        unknown = len(names) == _PAIR
        order = sorted(range(len(names)), key=lambda index: (unknown and not known[index], index))
        return [order.index(index) for index in range(len(names))]
    return [sorted(found).index(place) for place in found]


def control_score(words: str, name: str, ids: frozenset[str], others: frozenset[str], *, alone: bool) -> int:
    """How much speaks for the arm being the one that others are held against."""
    adds_nothing = PLACEBO | USUAL_CARE  # "a placebo or usual care": neither has what the other lacks
    own, rest = ids - adds_nothing, others - adds_nothing
    score = 0
    if SAYS_CONTROL.search(words):
        score += _SAID
    elif NONE.match(words):
        score += _LESS
    if own != rest and own <= rest and (ids or CONTROL.search(name)):
        score += _LESS
    elif rest and rest < own:
        score -= _LESS
    if alone or (ids & PLACEBO and not others & PLACEBO and own <= rest) or CONTROL.search(name):
        score += _PLACEBO
    return score


_USUAL_IS: Final = screened(r"\b(?:conventional|standard|control)\b[^.;()]{0,40}\(")


def usual_one(text: str, names: Sequence[str]) -> int | None:
    """The place of the arm that the text tells as what is usual: "conventional (74 Gy in 37 fractions) or one of two schedules"."""
    if _USUAL_IS.search(text) is None:
        return None
    found = [
        place
        for place, name in enumerate(names)
        if re.search(
            rf"{_USUAL_IS.pattern.pattern}(?:[a-z]+ )?{re.escape(re.sub(r' (?:groups?|arms?)$', '', name))}\b",
            text,
        )
    ]
    return found[0] if len(found) == 1 else None
