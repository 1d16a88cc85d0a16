"""The literals that a regular expression's matches begin with or hold, from its parse tree.

After RE2's prefilters (Cox, "Regular Expression Matching with a Trigram Index", 2012). Literals are in lower case, of ASCII,
and necessary: where none of them stands in a text in lower case, nothing matches.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

# Not public; but nothing else reads a pattern as the engine does, and a test holds every pattern against it.
from re import _constants as syntax  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any, Final

# Items of a parse tree: operation and argument.
_Items = Sequence[tuple[Any, Any]]
# What a match, or a part of it, may begin with, and whether what comes next may be added to it.
_Start = tuple[str, bool]

# More combinations than this are not told apart.
_MOST: Final = 100
# A set of more letters than this is no literal.
_LETTERS: Final = 3
# Of longer literals so many letters are enough: they are rare, and fewer are left.
_ENOUGH: Final = 7
# About how often a literal of so many characters stands in a thousand of English text, and a longer one.
_FREQUENCY: Final = {0: 1000.0, 1: 40.0, 2: 8.0, 3: 2.5, 4: 1.0}
_RARE: Final = 0.4
_MARK: Final = 8.0  # a character that is no letter
_BLANK: Final = 160.0
# Up to so many places in a thousand characters it pays to try a pattern at each, or to try the stretches that hold one.
_MANY: Final = 60.0
_FEW: Final = 12.0
# To search a sentence costs as much as to try at so many places.
_STRETCH: Final = 20.0

_REPEATS: Final = frozenset({syntax.MAX_REPEAT, syntax.MIN_REPEAT, syntax.POSSESSIVE_REPEAT})
_WIDTHLESS: Final = frozenset({syntax.AT, syntax.ASSERT, syntax.ASSERT_NOT})


@dataclass(frozen=True, slots=True)
class Literals:
    """What stands in every match of a pattern: one of `words` (none: nothing can be told).

    If `begins`, every match begins with one; if `apart`, only where no letter or digit stands before it.
    """

    words: tuple[str, ...]
    begins: bool
    apart: bool


def literals(pattern: re.Pattern[str]) -> Literals:
    """The literals of a pattern by which its matches are found fastest."""
    items = parser.parse(pattern.pattern, pattern.flags)
    beginnings = _distinct(_beginnings(items))
    begins = _frequency(beginnings)
    apart = _stands_apart(items) and all(word[0].isalnum() for word in beginnings)
    if begins <= _FEW:
        return Literals(beginnings, True, apart)
    needed = _distinct(_needed(items))
    needs = _frequency(needed)
    if begins <= _MANY and (needs > _FEW or begins <= _STRETCH * needs):
        return Literals(beginnings, True, apart)
    return Literals(needed if needs <= _FEW else (), False, False)


def _frequency(words: tuple[str, ...]) -> float:
    """About how often one of some literals stands in a thousand characters."""
    return sum(
        _BLANK
        if word == " "
        else _MARK
        if len(word) == 1 and not word.isalpha()
        else _FREQUENCY.get(len(word), _RARE)
        for word in words or ("",)
    )


def _distinct(starts: set[_Start]) -> tuple[str, ...]:
    """Literals, without those that begin with another; none if of one start nothing is known."""
    kept: list[str] = []
    for word in sorted({literal for literal, _ in starts}):
        if not word:
            return ()
        if not (kept and word.startswith(kept[-1])):
            kept.append(word)
    return tuple(kept)


def _stands_apart(items: _Items) -> bool:
    """Whether a pattern begins with a word's border: `\\b`, `(?<!\\w)`, `(?<![\\w-])`."""
    operation, argument = items[0]
    if operation is syntax.AT:
        return argument is syntax.AT_BOUNDARY
    if operation is not syntax.ASSERT_NOT or argument[0] >= 0 or len(argument[1]) != 1:
        return False
    kind, characters = argument[1][0]
    return kind is syntax.IN and (syntax.CATEGORY, syntax.CATEGORY_WORD) in characters


def _beginnings(items: _Items) -> set[_Start]:
    """What a match of a sequence may begin with."""
    found: set[_Start] = {("", True)}
    for operation, argument in items:
        going = [literal for literal, goes_on in found if goes_on]
        if not going:
            break
        steps = _step(operation, argument)
        if len(going) * len(steps) > _MOST:
            return {(literal, False) for literal, _ in found}
        found = {start for start in found if not start[1]}
        for literal in going:
            for more, goes_on in steps:
                longer = (literal + more)[:_ENOUGH]
                found.add((longer, goes_on and len(longer) < _ENOUGH))
    return found


def _step(operation: Any, argument: Any) -> set[_Start]:
    """What one item of a sequence may begin with, and whether that is all of it."""
    if operation is syntax.LITERAL:
        return {(chr(argument).lower(), True)} if argument < 128 else {("", False)}
    if operation is syntax.IN:
        letters = {chr(value).lower() for kind, value in argument if kind is syntax.LITERAL and value < 128}
        alone = all(kind is syntax.LITERAL and value < 128 for kind, value in argument)
        return {(letter, True) for letter in letters} if alone and len(letters) <= _LETTERS else {("", False)}
    if operation is syntax.BRANCH:
        return {start for branch in argument[1] for start in _beginnings(branch)}
    if operation is syntax.SUBPATTERN:
        return _beginnings(argument[3])
    if operation in _REPEATS:
        least, most, body = argument
        once = _beginnings(body)
        if most > 1:  # what follows the first time may be the next time, or what comes after
            once = {(literal, False) for literal, _ in once}
        return once | {("", True)} if least == 0 else once
    return {("", operation in _WIDTHLESS)}


def _needed(items: _Items) -> set[_Start]:
    """The literals of which one stands in every match of a sequence: the rarest that can be told."""
    items = list(items)
    # Behind a letter nothing begins that is rarer than what begins with it.
    letters = [operation is syntax.LITERAL and argument < 128 for operation, argument in items]
    choices = [
        _beginnings(items[place:]) for place in range(len(items)) if not (place and letters[place - 1])
    ]
    for operation, argument in items:
        if operation is syntax.SUBPATTERN:
            choices.append(_needed(argument[3]))
        elif operation in _REPEATS and argument[0] > 0:
            choices.append(_needed(argument[2]))
        elif operation is syntax.BRANCH:
            branches = [_needed(branch) for branch in argument[1]]
            if all(_distinct(branch) for branch in branches):
                choices.append(set().union(*branches))
    return min(choices, key=lambda starts: _frequency(_distinct(starts)), default={("", False)})
