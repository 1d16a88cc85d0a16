"""The further names of arms: the groups that they are, the short names of what they get, each only where it is one arm's."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from evidence.pipeline.arm_cuts import CONTROL, cue
from evidence.pipeline.arm_names import ArmName, group_alias
from evidence.pipeline.arm_sides import PLACEBO
from evidence.pipeline.folding import folded
from evidence.pipeline.group_names import GroupName
from evidence.pipeline.screens import screened
from evidence.records import Mention
from evidence.vocabulary import Concept

_PAIR: Final = 2
_CONTROL_GROUP: Final = screened(r"\bcontrol (?:group|arm|regimen)s?\b|\band control groups\b")
# An arm that gets nothing, by its name.
_NOTHING: Final = cue("gets_nothing")


def with_shorts(named: Sequence[ArmName], shorts: Mapping[str, Sequence[Mention]]) -> list[ArmName]:
    """Arms with the short names of their combinations of therapies, whatever the chemotherapy is called."""
    if not shorts:
        return list(named)
    drugs = [_drugs(arm.concepts) for arm in named]
    extra: dict[int, list[str]] = {index: [] for index in range(len(named))}
    for short, held in shorts.items():
        own = _drugs(item.concept for item in held if item.concept is not None)
        like = [index for index, other in enumerate(drugs) if other == own]
        # "neratinib plus capecitabine with loperamide prophylaxis"
        like = like or [
            index for index, other in enumerate(drugs) if own < other and len(other) == len(own) + 1
        ]
        if len(like) == 1:
            extra[like[0]].append(short.lower())
    return [
        dataclasses.replace(arm, aliases=tuple(dict.fromkeys((*arm.aliases, *extra[index]))))
        for index, arm in enumerate(named)
    ]


def _drugs(concepts: Iterable[Concept]) -> frozenset[str]:
    """Ids of therapies; one for all that say no more than chemotherapy."""
    return frozenset("chemotherapy" if "chemotherapy" in item.label else item.id for item in concepts)


def _use(text: str, alias: str) -> re.Match[str] | None:
    """The first place where a text calls an arm by an alias, which is in lower case."""
    if alias.isascii() and alias not in folded(text):
        return None  # to look is quicker than to make a pattern
    return re.search(rf"(?<![\w-]){re.escape(alias)}(?![\w-])", text, re.IGNORECASE)


def called_short(text: str, named: Sequence[ArmName]) -> Iterator[ArmName]:
    """Arms with the short names behind their own by which the text calls them: "text messaging (TM)"."""
    for arm in named:
        words = {word.removesuffix("s") for word in re.findall(r"\w+", arm.name.lower())}
        short = None
        for alias in arm.aliases:
            own = {word.removesuffix("s") for word in re.findall(r"\w+", alias)} - {"group", "arm"}
            if (
                own
                and not own <= words
                and not any(alias in other.aliases for other in named if other is not arm)
            ):
                match = _use(text, alias)
                if match is not None and (
                    len(alias) > 4 or match.group().isupper() or any(char.isupper() for char in match.group())
                ):
                    short = " ".join(match.group().split())
                    break
        if (
            short is None
            and arm.control
            and len(named) == 2
            and "control" not in words
            and _CONTROL_GROUP.search(text)
        ):
            short = "control group"
        yield dataclasses.replace(arm, name=f"{arm.name} ({short})") if short and "(" not in arm.name else arm


def told_apart(named: Sequence[ArmName]) -> list[ArmName]:
    """Arms without the names that another has who gets less: in "A followed by B and C (BC), or BC alone" those of BC.

    What an arm gets "alone" is that arm's name: beside "A (A + B)" and "A alone", "A".
    """
    named = _alone(named)
    return [
        dataclasses.replace(
            arm,
            aliases=tuple(
                alias
                for alias in arm.aliases
                if not any(other.ids and other.ids < arm.ids and alias in other.aliases for other in named)
            ),
        )
        for arm in named
    ]


def _alone(named: Sequence[ArmName]) -> list[ArmName]:
    """Two arms, the short name of what one gets alone taken from the other that gets more, if that has a further name."""
    if len(named) != _PAIR:
        return list(named)
    found = []
    for arm, other in zip(named, reversed(named), strict=True):
        lost = {alias for alias in arm.aliases if f"{alias} alone" in other.aliases}
        kept = tuple(alias for alias in arm.aliases if alias not in lost)
        gained = tuple(
            alias for alias in other.aliases if f"{alias} alone" in arm.aliases and len(other.aliases) > 1
        )
        found.append(dataclasses.replace(arm, aliases=(*(kept or arm.aliases), *gained)))
    return found


def with_groups(named: Sequence[ArmName], groups: Sequence[Sequence[GroupName]]) -> list[ArmName]:
    """Arms with the names of groups whose words are those of one arm's name, or that are left for one arm."""
    extra: dict[int, list[str]] = {index: [] for index in range(len(named))}
    free = []
    if len(named) > 1 and _all_active(named):
        groups = [group for group in groups if group[0].key != "placebo"]
    for group in groups:
        keys = list(dict.fromkeys(item.key for item in group))
        like = [index for index, arm in enumerate(named) if named_like(keys[0], arm)]
        if len(like) == 1:
            extra[like[0]] += keys
        elif not like and len(group) > 1:
            free.append(keys)
    left = [index for index, keys in extra.items() if not keys]
    if len(named) == 2 and len(free) == 1 and len(left) == 1 and len(groups) == 2:
        extra[left[0]] += free[0]
    if len(named) == len(free) == len(left) == _PAIR:
        for index, keys in zip(_nested([arm.ids for arm in named]), _by_parts(free), strict=False):
            extra[index] += keys
    return [
        dataclasses.replace(
            arm, aliases=tuple(dict.fromkeys((*arm.aliases, *(group_alias(key) for key in extra[index]))))
        )
        for index, arm in enumerate(named)
    ]


def _all_active(named: Sequence[ArmName]) -> bool:
    """Whether each arm gets something that another does not: a placebo group is none of them, or an arm with its own dummy."""
    return all(
        arm.ids and arm.ids.isdisjoint(PLACEBO) and not _NOTHING.search(arm.name) for arm in named
    ) and not any(all(arm.ids < other.ids for other in named if other is not arm) for arm in named)


def _nested(ids: Sequence[frozenset[str]]) -> list[int]:
    """The places of two arms, the one first that gets what the other gets and more; none where neither does."""
    first, second = ids
    return [0, 1] if second and second < first else [1, 0] if first and first < second else []


def _by_parts(groups: Sequence[list[str]]) -> list[list[str]]:
    """Two groups' names, the one first that holds the other's whole name as a part: "R-CHOP" and "CHOP"."""
    for longer, shorter in (groups, groups[::-1]):
        if shorter[0] in re.split(r"[-+/]", longer[0], maxsplit=1) + re.split(r"[-+/]", longer[0]):
            return [longer, shorter]
    return []


def named_like(key: str, arm: ArmName) -> bool:
    words = set(re.findall(r"\w+", key))
    return (
        key in arm.aliases
        or words <= set(re.findall(r"\w+", arm.name.lower()))
        or (arm.control and CONTROL.fullmatch(key) is not None)
    )
