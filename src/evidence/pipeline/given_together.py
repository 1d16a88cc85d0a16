"""Words that tell which therapies of a clause are given together, which is added to which, and which was given before."""

from __future__ import annotations

import re
from typing import Final

from evidence.pipeline.screens import screened
from evidence.pipeline.tables import pattern_of
from evidence.records import Mention

# Between a therapy that is added and those that it is added to: "adding A to B and C".
ADDED_TO: Final = re.compile(r" (?:\([^()]*\) )?to (?:a |an |the )?(?:[\w-]+ ){0,2}")
# The same with a word of adding between: "A added to B".
ADDED: Final = re.compile(r",? (?:(?:was|is|when) )?(?:added|in addition) to (?:a |the )?(?:[\w-]+ )?")
JOINED: Final = re.compile(
    rf"(?: plus | and then | (?:combined |in combination |together )?with |, followed by | followed by |\s?[+/–-]\s?|{ADDED.pattern})"
)
# Between those of one arm, where other words tell that they are one.
ALSO: Final = re.compile(r",? and |, ")
# "Adding A to B and C".
_ADDING: Final = re.compile(r"\b(?:adding|addition of) (?:[\w-]+ ){0,2}$", re.IGNORECASE)
_COMBINED: Final = re.compile(
    r"\b(?:combinations? (?:therapy )?of|combining|doublets? of) (?:the )?$", re.IGNORECASE
)
# Before a therapy that those who are told of did not have: "patients lived longer without the operation".
_NOT_GIVEN: Final = (
    r"\bnot (?:(?:yet|previously|concurrently|also) )?(?:receiv\w+|given|treated with|undergo\w+|taking)"
)
LACKING: Final = re.compile(rf"(?:(?<!with or )\bwithout|{_NOT_GIVEN}) (?:an? |the |any )?$", re.IGNORECASE)
# The same at the head of a sentence, of all whom it tells of: "Among patients not receiving A, B improved".
NONE_GOT: Final = re.compile(
    rf"(?:among|in|for) [^.;,()]{{0,60}}?{_NOT_GIVEN} (?:an? |the |any )?$", re.IGNORECASE
)
# Before what makes no difference to what is told, and is held against nothing: "worse, regardless of chemotherapy".
WHATEVER: Final = screened(
    r"\b(?:(?:regardless|irrespective(?:ly)?|independent(?:ly)?|in spite) of|despite|notwithstanding) (?:the )?(?:[\w+/-]+,? ){0,9}$",
    re.IGNORECASE,
)
# Before what was done to the patients earlier: "after resection".
EARLIER: Final = pattern_of("earlier_treatments", "before")
# How far before a therapy such words may begin, in characters.
_REACH: Final = 80


def combines(text: str, floor: int, start: int) -> bool:
    """Whether one "and" joins the therapies from `start` to one arm: "the combination of A and B"."""
    return _COMBINED.search(text, max(floor, start - _REACH), start) is not None


def adds_to(text: str, start: int, end: int, other: int) -> bool:
    """Whether therapies from `start` to `end` are told as added to the one at `other`: "adding A to B"."""
    return (
        ADDED_TO.fullmatch(text, end, other) is not None
        and _ADDING.search(text, max(0, start - _REACH), start) is not None
    )


# Between a kind of drug and the drug of that kind: "the antibody-drug conjugate A", "the inhibitor A".
_APPOSED: Final = re.compile(
    r"(?: ?-?(?!(?:and|or|versus|vs|v|with|plus|than|to|after|over|alone|by|in|for|from|of|using|including|containing|comprising|consisting|given|followed)\b)[\w-]+){0,3} \(?"
)


def names_kind_of(text: str, kind: Mention, drug: Mention) -> bool:
    """Whether a therapy only tells of which kind the one behind it is, so that both are one: "the HER2 inhibitor neratinib"."""
    return (
        kind.concept is not None
        and drug.concept is not None
        and kind.concept.group == "therapy_classes"
        and drug.concept.group == "therapies"
        and _APPOSED.fullmatch(text, kind.end, drug.start) is not None
    )
