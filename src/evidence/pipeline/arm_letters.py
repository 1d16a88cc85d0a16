"""The letters by which a text calls arms that it names elsewhere: "raltitrexed with oxaliplatin (arm A)", "Arm A received"."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Sequence
from typing import Final, TypeAlias

from evidence.pipeline.arm_names import ArmName
from evidence.pipeline.screens import screened
from evidence.pipeline.sizes import NUMBER, PEOPLE
from evidence.records import Mention

# Where an arm is named, and its place among the arms.
Place: TypeAlias = tuple[int, int, int]

# What a group got, behind its name: "group A received", "the intervention group (music)", "control group: saline".
_GIVEN: Final = r",? ?(?:was|were|had been) (?:given|treated with|administered)|,? ?(?:who |which )?(?:received|underwent|consumed|took|had|got|used)"
_GOT: Final = re.compile(rf",?\s*(?:\(n ?= ?\d+\)\s*)?(?:\(|: ?|{_GIVEN})\s*")
# The same behind a bracket that only gives a number of patients the name of their group: "30 patients (group A) received".
_GOT_BEHIND: Final = re.compile(rf"[^()]{{0,30}}\)(?:{_GIVEN})\s*")
_COLON: Final = re.compile(r": ?")
_COUNT: Final = NUMBER.replace("?P<n>", "?:")
# Where a number of patients begins the next group: "received A and 27 patients (group B)", "A, thirty women (group B)".
_NEXT_PEOPLE: Final = re.compile(
    rf"(?:\band|\bor|\bwhile|\bwhereas|[,;:])\s+(?:the )?(?:{_COUNT}\s*$|(?:{_COUNT}|(?:other|another|remaining)(?: {_COUNT})?) (?:[\w-]+ ){{0,2}}?{PEOPLE}\b)",
    re.IGNORECASE,
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
_PAIR: Final = 2
# How far from an arm's letter its therapies are looked for, in characters.
_REACH: Final = 200


def lettered(text: str, therapies: Sequence[Mention], named: Sequence[ArmName]) -> list[ArmName]:
    """Arms with the letters that the text gives their therapies, each letter to one arm; as they are where that is unsure."""
    if len(named) < 2:
        return list(named)
    if any(_LETTER_NAME.fullmatch(alias) for arm in named for alias in arm.aliases):
        return _with_other_letter(text, named)
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


def _with_other_letter(text: str, named: Sequence[ArmName]) -> list[ArmName]:
    """Two arms, of which one is called by a letter and the text knows one more: that is the other's."""
    known = [[alias for alias in arm.aliases if _LETTER_NAME.fullmatch(alias)] for arm in named]
    if len(named) != _PAIR or sorted(map(len, known)) != [0, 1]:
        return list(named)
    own = max(known)[0]
    told = {f"{match['noun']} {match['letter']}".lower() for match in _LETTERED.finditer(text)}
    noun = own.split()[0]
    others = {name for name in told if name.startswith(f"{noun} ")} - {own}
    if len(others) != 1 or own not in told:
        return list(named)
    return [
        arm if letters else dataclasses.replace(arm, aliases=(*arm.aliases, *others))
        for arm, letters in zip(named, known, strict=True)
    ]


def _stand_for(text: str, therapies: Sequence[Mention]) -> Iterator[tuple[str, frozenset[str]]]:
    """Each letter in lower case ("arm a") with the ids of the therapies that the text says it stands for."""
    for match in _LETTERED.finditer(text):
        got = got_behind(text, match.start(), match.end(), therapies)
        if got is None and OPENED.search(text, max(0, match.start() - 6), match.start()):
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


def got_behind(text: str, start: int, end: int, therapies: Sequence[Mention]) -> re.Match[str] | None:
    """The words behind a group's name (`start`:`end`) before what it got; None where none are.

    A bracket that names the patients before it does so, too ("30 patients (group A) received B"), and not one that names
    what they got ("B (group A) had").
    """
    if not OPENED.search(text, max(0, start - 6), start):
        return _GOT.match(text, end)
    if (colon := _COLON.match(text, end)) is not None:
        return colon
    floor = _before(text, start)
    named = any(floor <= item.start < start for item in therapies)
    return None if named else _GOT_BEHIND.match(text, end)


def _before(text: str, end: int) -> int:
    """Where the words begin that a bracket behind them gives a letter."""
    floor = max(0, end - _REACH)
    before = _unbracketed(text, floor, end)
    lettered = [match.end() for match in _LETTERED.finditer(text, floor, end)]
    cuts = [floor + match.end() for match in _END.finditer(before)]
    return max([floor, *lettered, *cuts, people_before(text, end)])


def people_before(text: str, end: int) -> int:
    """Where the last number of patients begins that stands before the bracket of a group's name: "and 27 patients (group B)"."""
    floor = max(0, end - _REACH)
    found = _NEXT_PEOPLE.finditer(_unbracketed(text, floor, end))
    return max((floor + match.start() + 1 for match in found), default=floor)


def _unbracketed(text: str, floor: int, end: int) -> str:
    """What stands before an opened bracket, without what other brackets hold."""
    return _BRACKETS.sub(lambda match: " " * len(match.group()), text[floor : end - 1])


def by_letters(text: str, arms: Sequence[ArmName]) -> Iterator[Place]:
    """Where a text calls arms by the letters of their names, without the noun that these have."""
    yield from _by_shared_noun(text, arms)
    yield from _by_bare_letters(text, arms)


# "arms B and A", "groups 1, 2, and 3": labels that share their noun.
_LABELS: Final = screened(
    r"\b(?P<noun>arm|group|regimen)s? (?P<labels>(?:[A-Z]|\d|I{1,3})(?:(?:, (?:and |or )?| and | or | v | vs\.? | versus )(?:[A-Z]|\d|I{1,3})\b)+)"
)
_LABEL: Final = re.compile(r"[A-Z\d]+")


def _by_shared_noun(text: str, arms: Sequence[ArmName]) -> Iterator[Place]:
    """Arms by labels that share the noun of their names."""
    for listed in _LABELS.finditer(text):
        for label in _LABEL.finditer(text, *listed.span("labels")):
            own = [
                index
                for index, arm in enumerate(arms)
                if f"{listed['noun']} {label.group().lower()}" in arm.aliases
            ]
            if len(own) == 1:
                yield *label.span(), own[0]


# A letter by itself beside a figure: "(A: 12%/B: 35%)", "12% in A and 35% in B".
_BARE_LETTER: Final = re.compile(
    r"(?:(?<=[(/,;] )|(?<=[(/;])|\b(?:v|vs\.?|versus|and) )(?P<before>[A-H])(?=(?::|,| =)? ?[<>≤≥]?\d)"
    r"|[\d%)\]](?: months| years| weeks| days)? (?:in|for|with) (?P<behind>[A-H])(?=[,;.)]| [(]| (?:and|v|vs\.?|versus)\b)"
)
# The letters that are looked for so.
_BARE: Final = frozenset("abcdefgh")
# How far apart two of them may stand, in characters.
_LETTERS_REACH: Final = 120


def _by_bare_letters(text: str, arms: Sequence[ArmName]) -> Iterator[Place]:
    """Arms by the letters alone of their names ("arm A"), where letters of two of them stand beside figures."""
    own = {
        alias[-1].upper(): index
        for index, arm in enumerate(arms)
        for alias in arm.aliases
        if _LETTER_NAME.fullmatch(alias) and alias[-1] in _BARE
    }
    if len(set(own.values())) < max(2, len(arms)):
        return
    found = [
        (*match.span(match.lastgroup or 0), own[match[match.lastgroup or 0]])
        for match in _BARE_LETTER.finditer(text)
        if match[match.lastgroup or 0] in own
    ]
    for start, end, arm in found:
        if any(
            other != arm
            and abs(first - start) < _LETTERS_REACH
            and not _FULL_STOP.search(text, *sorted((end, first)))
            for first, _, other in found
        ):
            yield start, end, arm


_FULL_STOP: Final = re.compile(r"\.\s")
