"""CIViC's molecular profiles: "EGFR L858R", "BRAF V600E AND AKT1 Q79K", "(A OR B) AND C" (docs.civicdb.org)."""

from __future__ import annotations

import re
from itertools import product
from typing import Final

_PARTS: Final = re.compile(r"([()]|\bAND\b|\bOR\b|\bNOT\b)")
_OPERATORS: Final = frozenset({"AND", "OR", "NOT"})
_DEEPEST: Final = 20  # brackets; curated profiles have one or two

_Alternatives = list[tuple[str, ...]]


def alternatives(profile: str) -> _Alternatives:
    """The profile as alternatives, each a set of simple profiles that occur together.

    Raises ValueError for one with NOT (an absence is no biomarker here) or one that is not well-formed.

    >>> alternatives("(EGFR L858R OR EGFR Exon 19 Deletion) AND EGFR T790M")
    [('EGFR L858R', 'EGFR T790M'), ('EGFR Exon 19 Deletion', 'EGFR T790M')]
    >>> alternatives("VHL R167W (c.499C>T)")
    [('VHL R167W (c.499C>T)',)]
    """
    words = _words(profile)
    if "NOT" in words:
        raise ValueError(f"the profile {profile!r} asks for an absence")
    found = _any(words, 0)
    if words or not found:
        raise ValueError(f"the profile {profile!r} is not well-formed")
    return found


def _words(profile: str) -> list[str]:
    """Operators, grouping brackets and names; a bracket after a name ("c.499C>T", "t(9;22)") belongs to it."""
    words: list[str] = []
    inside = 0  # brackets open within the name
    for part in _PARTS.split(profile):
        named = bool(words) and words[-1] not in ("(", ")", *_OPERATORS)
        if inside or (part == "(" and named):
            words[-1] += part
            inside += (part == "(") - (part == ")")
        elif named and part not in ("(", ")", *_OPERATORS):
            words[-1] += part
        elif part.strip():
            words.append(part.lstrip())
    return [word.strip() for word in words]


def _any(words: list[str], depth: int) -> _Alternatives:
    found = _all(words, depth)
    while words and words[0] == "OR":
        words.pop(0)
        other = _all(words, depth)
        found = found + other if other else []
    return found


def _all(words: list[str], depth: int) -> _Alternatives:
    parts = [_one(words, depth)]
    while words and words[0] == "AND":
        words.pop(0)
        parts.append(_one(words, depth))
    return [tuple(name for names in chosen for name in names) for chosen in product(*parts)]


def _one(words: list[str], depth: int) -> _Alternatives:
    if not words or depth > _DEEPEST or words[0] in ("AND", "OR", ")"):
        return []
    word = words.pop(0)
    if word != "(":
        return [(word,)]
    found = _any(words, depth + 1)
    if not words or words.pop(0) != ")":
        return []
    return found
