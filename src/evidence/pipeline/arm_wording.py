"""What an arm is called by: its therapies as written, with what is chosen among them, or its words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise, zip_longest
from typing import Final

from evidence.pipeline import unknown_drugs
from evidence.pipeline.arm_cuts import CONTROL, cue
from evidence.pipeline.arm_lists import BRACKET, Side, plain_name
from evidence.records import Mention
from evidence.vocabulary import Concept

# The most therapies that a name is made of, where something is chosen among them.
_MOST: Final = 6
# Of so many drugs an arm is called by each: BEACOPP has seven, and one may be added.
_MOST_DRUGS: Final = 8


def called(text: str, side: Side, concepts: Sequence[Concept]) -> str:
    """The name of an arm: its therapies as written, joined, or its words."""
    if side.label:
        return _labelled(side)
    plain = plain_name(text, side)
    own = [item for item in side.mentions if side.start <= item.start < side.end]
    told = all(item.text.lower().split()[-1] in plain.lower() for item in side.mentions)
    if plain.lower() == "without":
        return "control"  # "with A or without"
    if plain and ((told and all(concept.kind == "procedure" for concept in concepts)) or not own):
        if told or CONTROL.search(plain):
            return plain
    if (chosen := _chosen(text, side)) is not None:
        return chosen
    named = [
        item
        for item, behind in zip_longest(side.mentions, side.mentions[1:])
        if not _is_kind_of(text, item, behind)
    ]
    words = list({item.concept: item.text for item in reversed(named)}.values())[::-1]
    for drug, noun in named_again(text, side):
        words = [drug.text + text[drug.end : noun.end] if word == drug.text else word for word in words]
        words.remove(noun.text)
    words = [*unknown_drugs.before(text, side, own), *words, *unknown_drugs.behind(text, side, own)]
    name = " plus ".join(list(dict.fromkeys(words))[:_MOST_DRUGS])
    alone = side.alone or re.search(r"\balone\b", text[side.start : side.end])
    return f"{name} alone" if alone and "alone" not in name else name


def _is_kind_of(text: str, item: Mention, behind: Mention | None) -> bool:
    """Whether a therapy only tells what kind the next one is: "the anti-CD20 antibody ofatumumab", "standard treatment of"."""
    between = text[item.end : behind.start] if behind is not None else ""
    if between == " of ":
        return True
    return (
        behind is not None
        and between == " "
        and item.concept is not None
        and behind.concept is not None
        and item.concept.id in behind.concept.broader
    )


# Between what is chosen from and the first choice, and between two choices.
_OF: Final = re.compile(
    r"(?:(?<=choice)|(?<=choices)|(?: \w+)? consisting) (?:of|between)[ :]+(?:the |an? |either |one of )*"
)
# Between a kind of treatment and those of the kind that were given: "a standard inhibitor, namely A or B".
_NAMELY: Final = re.compile(r",? (?:that is|namely|i\.e\.),? (?:either )?")
_OR: Final = re.compile(
    r"(?<!with)(?<!plus)(?:,| ) ?or (?!without|not using|not receiving)(?:[\w.-]+ ){0,2}$", re.IGNORECASE
)
_CHOICES_APART: Final = 160
_CHOICE: Final = cue("choice")


def _chosen(text: str, side: Side) -> str | None:
    """The name of an arm within which something is chosen, with its alternatives; None where nothing is.

    "Investigator's choice of docetaxel or paclitaxel" is not three therapies given together.
    """
    name, chosen = "", False
    for last, item in pairwise(side.mentions):
        # Of two of which one is shared with another side, what stands between parts the sides.
        apart = (side.start <= last.start < side.end) != (side.start <= item.start < side.end)
        if not apart and not last.end < item.start <= last.end + _CHOICES_APART:
            return None
        gap = BRACKET.sub(" ", text[last.end : item.start])
        choice = None
        if not apart:
            choice = (
                " of "
                if _OF.fullmatch(text, last.end, item.start)
                else " ("
                if "(" not in name and _NAMELY.fullmatch(text, last.end, item.start)
                else " or "
                if _OR.search(gap)
                else None
            )
        name += f"{last.text}{choice or ' plus '}"
        chosen = chosen or choice is not None
    once = len({item.concept for item in side.mentions}) == len(side.mentions)
    told = " of " in name or once or _CHOICE.search(text, side.start, side.mentions[0].start)
    name = f"{name}{side.mentions[-1].text}{')' if '(' in name else ''}"
    return name if chosen and told and len(side.mentions) <= _MOST else None


# Between drugs and the noun that names them again: "cisplatin chemotherapy", "platinum-based chemotherapy".
_AGAIN: Final = re.compile(r"(?:-(?:based|containing))? ")
_NOUN: Final = "chemotherapy"


def named_again(text: str, side: Side) -> list[tuple[Mention, Mention]]:
    """The drugs of a side that the noun right behind names again, with that noun."""
    return [
        (drug, noun)
        for drug, noun in pairwise(side.mentions)
        if noun.concept is not None
        and noun.concept.label == _NOUN
        and drug.concept is not noun.concept
        and _AGAIN.fullmatch(text, drug.end, noun.start)
    ]


# Between the noun for a regimen and the drugs of which it consists.
_CONSISTING: Final = re.compile(r"(?: regimens?)? (?:consisting|composed|comprising) (?:of )?(?:either )?")


def spelled_out(text: str, side: Side) -> list[tuple[Mention, Mention]]:
    """The drugs of which the chemotherapy of a side consists, with the noun: "chemotherapy consisting of A or B"."""
    first, drugs = next(iter(side.mentions), None), side.mentions[1:]
    if first is None or not drugs or first.concept is None or first.concept.label != _NOUN:
        return []
    consists = _CONSISTING.fullmatch(text, first.end, drugs[0].start) or _CONSISTING.fullmatch(
        text, first.start + len(_NOUN), drugs[0].start
    )
    return [(drug, first) for drug in drugs] if consists is not None else []


def _labelled(side: Side) -> str:
    """The name of an arm that is known by the name of its group: with the therapies that it got, where that is known."""
    words = list(dict.fromkeys(item.text for item in side.mentions))
    outside = [word for word in words if word.lower() not in side.label.lower()]
    return (
        f"{' plus '.join(outside)} ({side.label})" if outside and len(outside) == len(words) else side.label
    )
