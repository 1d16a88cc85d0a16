"""How many patients each arm has: numbers that stand with the names of arms, made to agree with each other.

Which of several numbers (`told_sizes`) is an arm's size follows from how surely it is told as one, and from whether the
arms' sizes add up to a number that the text gives; the denominators of an arm's rates serve where nothing else does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, product
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc

from evidence.pipeline.arm_cuts import CONTROL
from evidence.pipeline.arm_names import ArmName
from evidence.pipeline.arm_sides import EXPERIMENTAL
from evidence.pipeline.layers import ArmMention, Sentence
from evidence.pipeline.screens import screened
from evidence.pipeline.sizes import PEOPLE, people
from evidence.pipeline.told_sizes import LEAST, ToldSize, told_sizes
from evidence.records import Statistic

NAME: Final = "evidence_arm_sizes"
_ALLOCATION, _DENOMINATOR, _AGREEMENT = 2, 1, 6
_WORDS: Final = 30
_BESIDE: Final = 6
_LINK: Final = re.compile(r"[\s,:=(\[]*")
_SIDE_BEFORE: Final = re.compile(
    r"\b(?P<word>(?!alone\b|only\b)[\w-]+)[,:]?\s?(?:[(\[]\s?)?(?:[nN]\s?=\s?)?$"
)
_GROUP_END: Final = re.compile(r" (?:group|arm)s?$")
_PAIR: Final = 2
_RESPECTIVELY: Final = screened(r"\brespective(?:ly)?\b", re.IGNORECASE)
# Between the sizes of a list that is dealt out in order.
_AND: Final = re.compile(
    rf"(?:\s{PEOPLE})?(?:,|,? and|versus|vs\.?|v|or|/)\s?|(?:\s{PEOPLE})? (?:and|versus|vs\.?|v|or) "
)
# What no name of an arm stands behind, seen from its number.
_PARTED: Final = re.compile(r"[()\[\];:]|\b(?:and|or|versus|vs|v|than)\b")
_MOST: Final = 4
# What is left over is rather the whole than an arm where it is so many times the arms known.
_UNLIKE: Final = 1.8
# The largest arm may be so many times the smallest for a sum of sizes to mean something.
_UNEVEN: Final = 8


@dataclass(frozen=True, slots=True)
class _Named:
    """A size with the arm that it is told of, and how surely."""

    arm: int
    value: int
    start: int
    weight: int


@Language.component(NAME)
def arm_sizes(doc: Doc) -> Doc:
    """Find the numbers of a document that are told as sizes of groups."""
    layers = doc._
    layers.told_sizes = told_sizes(layers.document.text, layers.sentences, layers.numerals, layers.statistics)
    return doc


def with_sizes(doc: Doc) -> tuple[ArmName, ...]:
    """A document's arms with their sizes, as far as its statistics know their arms by now."""
    layers = doc._
    text: str = layers.document.text
    arms: tuple[ArmName, ...] = layers.arms
    wholes = people(text, layers.numerals)
    sizes = sizes_of_arms(text, layers.told_sizes, arms, layers.arm_mentions, layers.statistics, wholes)
    return tuple(replace(arm, size=sizes.get(index)) for index, arm in enumerate(arms))


def sizes_of_arms(
    text: str,
    told: Sequence[Sequence[ToldSize]],
    arms: Sequence[ArmName],
    mentions: Sequence[ArmMention],
    statistics: Sequence[Statistic],
    wholes: frozenset[int] = frozenset(),
) -> dict[int, int]:
    """The size of each arm (by its index) that the text tells.

    `wholes` are numbers of people that sizes may add up to.
    """
    if not arms:
        return {}
    everywhere = [(item.start, item.end, item.arm) for item in mentions]
    spans = [(arm.start, arm.start + 1, index) for index, arm in enumerate(arms)]
    named: list[_Named] = []
    for sizes in told:
        sentence = sizes[0].sentence
        here = sorted(item for item in spans if sentence.start <= item[0] < sentence.end)
        # The sentence that tells all arms parts them itself: "A with C (n = 9) or B with C (n = 8)".
        places = sorted([*everywhere, *here])
        far = here if len(here) == len(arms) else places
        ordered = _in_order(text, sizes, sentence, far, len(arms))
        named += ordered
        dealt = {item.start for item in ordered}
        sizes = tuple(item for item in sizes if item.start not in dealt)
        if ordered and len(sizes) < len(arms):
            continue
        named += [
            _Named(arm, item.value, item.start, form.weight)
            for item in sizes
            for form, _ in item.forms
            if form.each
            for arm in range(len(arms))
        ]
        linked = {item.start: _linked(text, item, places, far, arms) for item in sizes}
        named += _completed(sizes, linked, len(arms), wholes)
    named += _denominators(statistics, arms)
    return {**_agreeing(named, len(arms), wholes), **_with_and_without(text, arms)}


# "A with (n = 47) or without (n = 43) B": each size stands behind the word that tells whose it is.
_WITH_OR_WITHOUT: Final = screened(
    r"\bwith \([nN]\s?=\s?(?P<both>\d+)\) or without \([nN]\s?=\s?(?P<alone>\d+)\)"
)


def _with_and_without(text: str, arms: Sequence[ArmName]) -> dict[int, int]:
    """The sizes of two arms of which one gets more than the other, where they stand behind "with" and "without"."""
    told = _WITH_OR_WITHOUT.search(text) if len(arms) == _PAIR else None
    if told is None:
        return {}
    more = next((index for index, arm in enumerate(arms) if arms[1 - index].ids < arm.ids), None)
    return {} if more is None else {more: int(told["both"]), 1 - more: int(told["alone"])}


_OF_GROUPS: Final = re.compile(r"\b(?:groups?|arms?|cohorts?)\b", re.IGNORECASE)


def _in_order(
    text: str,
    sizes: Sequence[ToldSize],
    sentence: Sentence,
    places: Sequence[tuple[int, int, int]],
    arms: int,
) -> list[_Named]:
    """ "207 and 201 patients were given A and B, respectively", "(42 and 43 in each respective group)"."""
    said = _RESPECTIVELY.search(text, sentence.start, sentence.end)
    if said is None or arms < 2:
        return []
    runs = [
        run
        for run in (sizes[place : place + arms] for place in range(len(sizes) - arms + 1))
        if all(_AND.fullmatch(text, left.end, right.start) for left, right in pairwise(run))
    ]
    if not runs:
        return []
    run = runs[-1]
    near = [arm for start, end, arm in places if sentence.start <= start < sentence.end]
    if not near and _OF_GROUPS.search(text, sentence.start, sentence.end) is None:
        return []
    order = list(dict.fromkeys(near)) if near else list(range(arms))
    if sorted(order) != list(range(arms)):
        return []
    weight = _ALLOCATION + (_ALLOCATION if run[0].allocates else 0)
    return [_Named(arm, item.value, item.start, weight) for arm, item in zip(order, run, strict=True)]


# Behind the name of an arm, what some of its patients did: "36 patients receiving A | crossed over to B".
_CROSSED: Final = re.compile(
    r"(?: (?:groups?|arms?|patients))? (?:who )?(?:(?:had|later|then|subsequently|were) )*(?:crossed|switched|crossing)\b"
)


def _crossed(text: str, item: ToldSize, places: Sequence[tuple[int, int, int]]) -> bool:
    """Whether a number is that of patients who went over from the arm behind it to another one."""
    ends = (end for start, end, _ in places if start >= item.end)
    return _CROSSED.match(text, next(ends, len(text))) is not None


def _linked(
    text: str,
    item: ToldSize,
    places: Sequence[tuple[int, int, int]],
    far: Sequence[tuple[int, int, int]],
    arms: Sequence[ArmName],
) -> _Named | None:
    """The arm whose name stands where a form wants it: among the `far` places where doses may stand between."""
    extra = _ALLOCATION if item.allocates else 0
    for form, edge in item.forms:
        if form.each:
            continue
        if form.before:
            near = [
                arm for _, end, arm in (places if form.reach <= _BESIDE else far)
                if max(item.floor, edge - form.reach) < end <= edge
                and (form.reach > _BESIDE or _LINK.fullmatch(text, end, edge))
            ]  # fmt: skip
            arm = near[-1] if near else _by_side_before(text, item, arms)
        else:
            near = [
                arm for start, end, arm in places
                if item.end <= start <= min(edge + form.reach, item.ceiling) and end > edge
                and (start < edge or not _PARTED.search(text, edge, start))
            ]  # fmt: skip
            if near and (_of_all(text, item, edge, near[0], places) or _crossed(text, item, places)):
                continue
            arm = near[0] if near else _by_side(text, item, edge, arms)
        if arm is not None:
            return _Named(arm, item.value, item.start, form.weight + extra)
    return None


# Between two arms that share out a number of patients, with no other number of patients between.
_EITHER: Final = re.compile(
    r"(?:(?!\bn\s?=|\d\s(?:patients|women|men|participants|subjects|were|to)\b)[^.;])*\b(?:or|versus|vs\.?)\b[^.;\d]*"
)


# Behind the name of an arm that has its own number of patients.
_OWN_SIZE: Final = re.compile(rf"\s?\((?:[^()]{{0,40}}[,;]\s?)?(?:[nN]\s?=\s?\d|\d+(?:\s{PEOPLE})?\))")


def _of_all(text: str, item: ToldSize, edge: int, arm: int, places: Sequence[tuple[int, int, int]]) -> bool:
    """Whether a number is shared out to all arms behind it: "we planned to randomise 72 patients to A or B"."""
    behind = [place for place in places if edge <= place[0] < item.sentence.end]
    if not behind or behind[0][2] != arm:
        return False
    if _OWN_SIZE.match(text, behind[0][1], item.sentence.end):
        return True
    other = next((place for place in behind if place[2] != arm), None)
    return other is not None and _EITHER.fullmatch(text, behind[0][1], other[0]) is not None


def _by_side(text: str, item: ToldSize, tail: int, arms: Sequence[ArmName]) -> int | None:
    """ "166 control and 169 intervention": the arm of two that a word says which side it is on."""
    if len(arms) != 2 or not arms[1].control:
        return None
    words = text[tail : min(item.ceiling, tail + _WORDS)]
    if CONTROL.match(words):
        return 1
    return 0 if EXPERIMENTAL.match(words) else None


def _by_side_before(text: str, item: ToldSize, arms: Sequence[ArmName]) -> int | None:
    """ "intervention (n = 51) and control (n = 51) groups"."""
    words = _SIDE_BEFORE.search(text, max(item.floor, item.start - _WORDS), item.start)
    if words is None:
        return None
    short = words["word"].lower()
    called = [index for index, arm in enumerate(arms) if _GROUP_END.sub("", arm.name.lower()) == short]
    if len(called) == 1:
        return called[0]
    if len(arms) != 2 or not arms[1].control:
        return None
    return 1 if CONTROL.fullmatch(words["word"]) else 0 if EXPERIMENTAL.fullmatch(words["word"]) else None


def _completed(
    sizes: Sequence[ToldSize], linked: Mapping[int, _Named | None], arms: int, wholes: frozenset[int]
) -> Iterator[_Named]:
    """The links of a sentence; the size that is left over, or that makes the sum whole, is the arm's that is left over."""
    links = [link for item in sizes if (link := linked[item.start]) is not None]
    yield from links
    taken = {link.arm for link in links}
    left = [item for item in sizes if linked[item.start] is None]
    if not links and len(left) == arms > 1 and len({item.value for item in left}) == 1:
        # "every 4 weeks (n = 911) or 12 weeks (n = 911)"
        told = [item for item in left if _is_labelled(item)]
        yield from (_Named(arm, item.value, item.start, _DENOMINATOR) for arm, item in enumerate(told))
    if arms < 2 or not len(links) == len(taken) == arms - 1:
        return
    known = sum(link.value for link in links)
    left = [item for item in left if item.value < _UNLIKE * known or item.value + known in wholes]
    fitting = left if len(sizes) == arms else [item for item in left if item.value + known in wholes]
    if not fitting and any(_is_labelled(item) for item in sizes if linked[item.start] is not None):
        fitting = [item for item in left if _is_labelled(item)]  # "to A (n = 220) or UC (n = 108)"
    if len(fitting) == 1:
        arm = next(index for index in range(arms) if index not in taken)
        yield _Named(arm, fitting[0].value, fitting[0].start, min(link.weight for link in links))


def _is_labelled(item: ToldSize) -> bool:
    """Whether a size is told with its sign: "n = 220"."""
    return any(form.labelled for form, _ in item.forms)


def _denominators(statistics: Sequence[Statistic], arms: Sequence[ArmName]) -> Iterator[_Named]:
    """The patients that the rates of an arm are of: its size, where nothing tells it better."""
    names = {arm.name: index for index, arm in enumerate(arms)}
    for item in statistics:
        arm = names.get(item.arm or "")
        if arm is not None and item.denominator is not None and item.denominator >= LEAST:
            yield _Named(arm, item.denominator, item.start, _DENOMINATOR)


def _agreeing(named: Sequence[_Named], arms: int, wholes: frozenset[int]) -> dict[int, int]:
    """One size for each arm: the surest, those before all that add up to a number of people that the text gives."""
    best: list[list[_Named]] = []
    for arm in range(arms):
        mine: dict[int, _Named] = {}
        for item in named:
            if item.arm == arm and (item.value not in mine or mine[item.value].weight < item.weight):
                mine[item.value] = item
        best.append(sorted(mine.values(), key=lambda item: (-item.weight, item.start))[:_MOST])
    told = [index for index in range(arms) if best[index]]
    if len(told) > 1:
        chosen = max(product(*(best[index] for index in told)), key=lambda items: _worth(items, wholes))
        return {item.arm: item.value for item in chosen}
    return {index: best[index][0].value for index in told}


def _worth(items: Sequence[_Named], wholes: frozenset[int]) -> tuple[int, int]:
    values = [item.value for item in items]
    agree = sum(values) in wholes and min(values) * _UNEVEN > max(values)
    distinct = len({item.start for item in items}) in (len(items), 1)
    weight = sum(item.weight for item in items) + (_AGREEMENT if agree else 0)
    return (weight if distinct else 0), -sum(item.start for item in items)
