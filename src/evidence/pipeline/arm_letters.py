"""The letters by which a text calls arms that it names elsewhere: "raltitrexed with oxaliplatin (arm A)", "Arm A received"."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Sequence
from typing import Final

from evidence.pipeline.arm_names import ArmName
from evidence.pipeline.screens import screened
from evidence.records import Mention

# What a group got, behind its name: "group A received", "the intervention group (music)", "control group: saline".
GOT: Final = re.compile(
    r",?\s*(?:\(n ?= ?\d+\)\s*)?(?:\(|: ?|,? ?(?:was|were|had been) (?:given|treated with|administered)|,? ?(?:who |which )?(?:received|underwent|consumed|took|had|got|used))\s*"
)
_LETTERED: Final = screened(
    r"\b(?P<noun>[Aa]rm|[Gg]roup|[Rr]egimen|ARM|GROUP) (?P<letter>[A-H]|[1-6]|I{1,3})\b"
)
# The same as a name, in lower case.
_LETTER_NAME: Final = re.compile(r"(?:arm|group|regimen) (?:[a-h]|[1-6]|i{1,3})")
# Where the words that tell of one arm end.
_END: Final = re.compile(
    r"[;)]|\.\s|\b(?:arm|group|regimen)\b|,? \b(?:while|whereas|versus|vs\.?|and (?:the other|another))\b",
    re.IGNORECASE,
)
# Before the name of a group that a bracket gives what stands before it.
OPENED: Final = re.compile(r"\((?:the )?$")
_BRACKETS: Final = re.compile(r"\([^()]*\)")
# How far from an arm's letter its therapies are looked for, in characters.
_REACH: Final = 200


def lettered(text: str, therapies: Sequence[Mention], named: Sequence[ArmName]) -> list[ArmName]:
    """Arms with the letters that the text gives their therapies, each letter to one arm; as they are where that is unsure."""
    if len(named) < 2 or any(_LETTER_NAME.fullmatch(alias) for arm in named for alias in arm.aliases):
        return list(named)
    own: dict[str, set[int]] = {}
    for key, ids in _stand_for(text, therapies):
        like = [index for index, arm in enumerate(named) if arm.ids == ids]
        own.setdefault(key, set()).update(like if len(like) == 1 else ())
    told = {key: places.pop() for key, places in own.items() if len(places) == 1}
    if len(set(told.values())) < len(told) or len(told) < len(named):
        return list(named)
    return [
        dataclasses.replace(
            arm, aliases=(*arm.aliases, *(key for key, place in told.items() if place == index))
        )
        for index, arm in enumerate(named)
    ]


def _stand_for(text: str, therapies: Sequence[Mention]) -> Iterator[tuple[str, frozenset[str]]]:
    """Each letter in lower case ("arm a") with the ids of the therapies that the text says it stands for."""
    for match in _LETTERED.finditer(text):
        got = GOT.match(text, match.end())
        if OPENED.search(text, max(0, match.start() - 6), match.start()):
            start, end = _before(text, match.start()), match.start()
        elif got is not None:
            stop = _END.search(text, got.end(), got.end() + _REACH)
            start, end = got.end(), stop.start() if stop is not None else got.end() + _REACH
        else:
            continue
        ids = frozenset(
            item.concept.id
            for item in therapies
            if start <= item.start and item.end <= end and item.concept is not None
        )
        if ids:
            yield f"{match['noun']} {match['letter']}".lower(), ids


def _before(text: str, end: int) -> int:
    """Where the words begin that a bracket behind them gives a letter."""
    floor = max(0, end - _REACH)
    before = _BRACKETS.sub(lambda match: " " * len(match.group()), text[floor : end - 1])
    lettered = [match.end() for match in _LETTERED.finditer(text, floor, end)]
    cuts = [floor + match.end() for match in _END.finditer(before)]
    return max([floor, *lettered, *cuts])
