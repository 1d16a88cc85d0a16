"""Words that tell which therapies of a clause are given together, which is added to which, and which was given before."""

from __future__ import annotations

import re
from typing import Final

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
LACKING: Final = re.compile(r"(?<!with or )\bwithout (?:an? |the |any )?$", re.IGNORECASE)
# Before what was done to the patients earlier: "after resection".
EARLIER: Final = re.compile(
    r"\b(?:after|following|before|despite|previous(?:ly)?|prior|earlier) (?:[\w-]+ ){0,2}$", re.IGNORECASE
)
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
