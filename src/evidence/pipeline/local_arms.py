"""The groups that a sentence itself compares, where it names none of the document's arms.

"Scores were higher in the music group than in the rest group", "A was 12% in those given X compared with 20% in Y". The
places where a sentence names its groups are tried in the order of their sureness: names of groups; a name right behind
or right before each figure; names that "respectively" deals figures to; the two sides of "than"; therapies; and last
one name by itself, to which the figures of the bracket behind it belong.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from evidence.pipeline.arm_cuts import CONTROL
from evidence.pipeline.arm_names import ArmName
from evidence.pipeline.arm_sides import PLACEBO
from evidence.pipeline.case_controls import of_cases
from evidence.pipeline.contrasts import versus_pairs
from evidence.pipeline.folding import folded
from evidence.pipeline.given_together import LACKING, NONE_GOT
from evidence.pipeline.group_names import GroupName, group_names, is_stratum
from evidence.pipeline.layers import ArmMention, Sentence
from evidence.pipeline.local_names import (
    LocalScene,
    Named,
    Span,
    dose_levels,
    doses,
    joined,
    keys,
    name_at,
    with_shared_head,
)
from evidence.pipeline.local_opposites import like_with_like
from evidence.pipeline.local_places import AGAINST, FINDERS, NEAR, UNSURE, alike, singles
from evidence.pipeline.local_places import lone as lone_name
from evidence.pipeline.value_arms import compared_with
from evidence.records import Mention, Statistic

_MOST: Final = 4
_PAIR: Final = 2
# What calls a group only where the other's name completes it: "with and without A".
_BARE: Final = frozenset({"with", "without", "before", "after"})
_TO: Final = re.compile(r" to (?:a |an |the )?")
# Behind measures that are told of all treatments, and are no groups: "A and B were reduced with all treatments".
_WITH_ALL: Final = re.compile(
    r"\b(?:was|were) [^.;()]{0,40}?\b(?:with|by|after|on|under) (?:all|both|each|either|every)(?: of)?(?: the)? (?:\w+ )?(?:treatments?|therap(?:y|ies)|regimens?|drugs?|agents?)\b"
)


def local_arms(
    text: str,
    sentence: Sentence,
    therapies: Sequence[Mention],
    known: Sequence[tuple[ArmMention, ArmName]],
    values: Sequence[Statistic],
    blocked: Sequence[Span] = (),
    *,
    lone: bool = True,
    sure: bool = False,
    strata: bool = False,
) -> tuple[list[ArmName], list[ArmMention]] | None:
    """The arms of a sentence and where it names them, or None where it holds none against another.

    `known` are its mentions of the document's arms, at most one arm's; `blocked` are the spans of its outcomes and
    diseases, which no arm's name may overlap. A `lone` name by itself is an arm only where the document has none.
    If only the `sure` places are tried, two therapies are no arms by their being named, nor by "respectively", unless the
    sentence holds something against something. Of `strata` each has a figure: they are held against each other.
    """
    if of_cases(text):
        return None  # an odds ratio of each exposure, or what cases had and controls had not
    scene = LocalScene(text, sentence.start, sentence.end, values, therapies, blocked, lone)
    found = [(mention.start, mention.end, arm.name.lower()) for mention, arm in known]
    groups = _apart(text, group_names(text, sentence.start, sentence.end, any_letter=True))
    found = joined(found, ((item.start, item.end, item.key) for item in groups))
    held = AGAINST.search(text, sentence.start, sentence.end)
    against = held is not None
    by_dose = [] if known else doses(scene) or dose_levels(scene)
    found = by_dose or _found(scene, found, sure=sure, against=against)
    if held is not None and not known:
        found = like_with_like(scene, found, name_at(scene, held.end(), scene.end))
    if _populations(text, values, found):
        return None
    told_of_all = _WITH_ALL.search(text, sentence.start, sentence.end)
    if told_of_all is not None and not known and all(end <= told_of_all.start() for _, end, _ in found):
        return None
    found = [
        item
        for item in found
        if NONE_GOT.fullmatch(text, sentence.start, item[0]) is None
        and text[item[0] : item[1]] not in _ARTICLES
    ]
    told = keys(found)
    if not told:
        found = lone_name(scene) if lone else []
        told = keys(found)
    elif (
        len(told) == 1 and not known and values and "respectively" not in text[sentence.start : sentence.end]
    ):
        told = (
            told
            if (lone and len(values) == 1) or any(start < values[0].start for start, _, _ in found)
            else []
        )
    elif not _PAIR <= len(told) <= _MOST:
        return None
    if len(told) == 1 and all(LACKING.search(text, sentence.start, start) for start, _, _ in found):
        return None  # "longer without A" tells of those who had no A
    if not told or (not (lone or against or strata) and all(is_stratum(key) for key in told)):
        return None  # strata of a study with arms are populations, unless they are held against each other
    first = min((start for start, _, key in found if key == told[0]), default=sentence.start)
    if len(told) == _PAIR and compared_with(text, first):
        told.reverse()
    told.sort(key=lambda key: bool(CONTROL.search(key)) or key in PLACEBO)
    given = {arm.name.lower(): arm for _, arm in known}
    names = [
        given.get(key) or _named(text, key, found, therapies, index == len(told) - 1)
        for index, key in enumerate(told)
    ]
    if by_dose:
        names = _of_one_drug(names, told)
    if len(names) == _PAIR and not known:
        names = with_shared_head(names)
    found = joined(found, _again(text, sentence, found))
    return names, [ArmMention(start, end, told.index(key)) for start, end, key in sorted(found)]


# What is no name by itself: "with a 21% increase with A and an 8% reduction with B".
_ARTICLES: Final = frozenset({"a", "an", "the"})
# Between a group and what it was given: "the control group given placebo".
_GIVEN: Final = re.compile(
    r",? (?:(?:who|which) (?:were |was )?)?(?:given|receiving|received|treated with|assigned to|taking) (?:an? |the )?"
)


def _apart(text: str, groups: Sequence[GroupName]) -> list[GroupName]:
    """Groups without those that only tell what the group before them was given."""
    return [
        item
        for place, item in enumerate(groups)
        if not place or _GIVEN.fullmatch(text, groups[place - 1].end, item.start) is None
    ]


def _found(scene: LocalScene, found: list[Named], *, sure: bool, against: bool) -> list[Named]:
    """The names that a sentence tells groups by, from the surest places that tell two."""
    for finder in FINDERS:
        if len(keys(found)) < _PAIR and not (sure and not against and finder in UNSURE):
            found = joined(found, finder(scene, found))
    if len(keys(found)) < _PAIR and scene.values and not sure:
        both = alike(joined(found, singles(scene)))
        found = both if len(keys(both)) == _PAIR else found
    return found


def _again(text: str, sentence: Sentence, found: Sequence[Named]) -> list[Named]:
    """The other places of a sentence that call a group by the words by which one does."""
    words = {text[start:end]: key for start, end, key in found if text[start:end].lower() not in _BARE}
    return [
        (match.start(), match.end(), words[name])
        for name in words
        if _stands_twice(text, name, sentence)
        for match in re.compile(
            rf"(?<![\w/+-]){re.escape(name)}(?![\w/+-])", re.IGNORECASE if name.islower() else 0
        ).finditer(text, sentence.start, sentence.end)
    ]


def _stands_twice(text: str, name: str, sentence: Sentence) -> bool:
    """Whether the words of a name may stand in its sentence more than once; to look is quicker than to make a pattern."""
    if name.islower():
        if not name.isascii():
            return True  # letters outside ASCII may be equal to others
        text = folded(text)
    first = text.find(name, sentence.start, sentence.end)
    return first >= 0 and text.find(name, first + 1, sentence.end) >= 0


def _populations(text: str, values: Sequence[Statistic], found: Sequence[Named]) -> bool:
    """Whether each group has a pair of figures: "23 v 19 months in one group and 13 v 10 in the other"."""
    pairs = versus_pairs(text, values)
    if len(pairs) < _PAIR:
        return False
    stops = [*(first.start for first, _ in pairs[1:]), sys.maxsize]
    behind = [
        min(
            ((start, key) for start, _, key in found if second.end <= start < min(stop, second.end + NEAR)),
            default=None,
        )
        for (_, second), stop in zip(pairs, stops, strict=True)
    ]
    told = [item[1] for item in behind if item is not None]
    return len(told) == len(pairs) == len(set(told))


def _of_one_drug(names: Sequence[ArmName], keys: Sequence[str]) -> list[ArmName]:
    """Arms by the doses of one drug, which is told of the first alone."""
    return [replace(arm, name=key, concepts=names[0].concepts) for arm, key in zip(names, keys, strict=True)]


def _named(text: str, key: str, found: Sequence[Named], therapies: Sequence[Mention], last: bool) -> ArmName:
    start, end, _ = next(item for item in found if item[2] == key)
    concepts = tuple(
        dict.fromkeys(
            item.concept
            for item in therapies
            if start <= item.start and item.end <= end and item.concept is not None
        )
    )
    words = " ".join(text[start:end].split())
    if "+" in key:
        words = _TO.sub(" plus ", words)  # "adding A to B": both
    name = (
        key
        if key.startswith(("group ", "with ", "without ", "no ", "before ", "after "))
        else re.sub(r"(?<=group|.arms)s$", "", words)
    )
    return ArmName(name, concepts, (), last and bool(CONTROL.search(words)), start, end)
