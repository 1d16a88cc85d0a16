"""Alterations asked for, and whether a biomarker found is one of them.

Names are compared, not parsed sequences: "V600E", "Val600Glu" and "p.Val600Glu" are one substitution, "V600"
is any substitution of that residue, "exon 11 mutation" any in that exon, "mutation" any change of the
sequence. Which words name which category, and which categories lie below which, is data
(`data/alterations.tsv`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final, Literal

from evidence import hgvs
from evidence.query.tables import rows

Match = Literal["exact", "narrower", "broader"]

_EXON: Final = re.compile(r"\bexons?\s*(\d{1,2})", re.I)
_SQUASH: Final = re.compile(r"[\W_]+")
_WORD: Final = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Alteration:
    """An alteration in the question's words; what of it is understood is set, the rest None."""

    text: str
    change: hgvs.Change | None = None
    exon: int | None = None
    category: str | None = None


@dataclass(frozen=True, slots=True)
class Category:
    """A row of `alterations.tsv`."""

    name: str
    phrases: tuple[str, ...]
    types: frozenset[str]
    narrower: tuple[str, ...]


@cache
def categories() -> dict[str, Category]:
    """All categories by name."""
    return {
        row["category"]: Category(
            row["category"],
            tuple(filter(None, row["phrases"].split("|"))),
            frozenset(filter(None, row["types"].split("|"))),
            tuple(filter(None, row["narrower"].split("|"))),
        )
        for row in rows("alterations")
    }


def change(word: str) -> hgvs.Change | None:
    """The change of a sequence that a whole word names; letter and single digit are a stage or a class
    ("T4").

    >>> change("Val600Glu") == change("V600E"), change("V600").kind, change("T4")
    (True, 'residue', None)
    """
    found = hgvs.parse(word)
    return None if found and found.kind == "residue" and len(found.start) == 1 else found


def exon(text: str) -> int | None:
    """The exon that a text names."""
    found = _EXON.search(text)
    return int(found[1]) if found else None


@lru_cache(maxsize=4096)  # an answer meets the same few biomarkers in hundreds of claims
def matches(asked: Alteration, *, name: str, hgvs_p: str | None, type: str | None) -> Match | None:
    """How a biomarker of the right gene meets what is asked: the same, narrower, broader, or not at all."""
    if asked.change is not None:
        return _change_match(asked.change, _changes(name, hgvs_p))
    if _squash(asked.text) and _squash(asked.text) == _squash(name):
        return "exact"
    found = _categories_of(name, type, hgvs_p)
    if asked.exon is not None:
        if exon(name) != asked.exon:
            return None
        if asked.category is None or asked.category in found:
            return "exact"
        return "narrower" if asked.category in ("mutation", "exon") else None
    if asked.category is None:
        return "narrower" if _squash(asked.text) in _squash(name) else None
    if asked.category in found:
        return "exact"
    return "narrower" if found & _below(asked.category) else None


def _changes(name: str, hgvs_p: str | None) -> list[hgvs.Change]:
    words = (hgvs_p, name, *name.replace("/", " ").split())
    return [found for word in words if word and (found := hgvs.parse(word))]


def _change_match(asked: hgvs.Change, found: list[hgvs.Change]) -> Match | None:
    if any(hgvs.same(item, asked) for item in found):
        return "exact"
    if any(hgvs.within(item, asked) for item in found):
        return "narrower"
    return "broader" if any(hgvs.within(asked, item) for item in found) else None


def _categories_of(name: str, type: str | None, hgvs_p: str | None) -> frozenset[str]:
    """The categories that a biomarker's type and name tell; the longest phrase in the name decides."""
    found = {item.name for item in categories().values() if type in item.types}
    words = _words(name.casefold())
    phrases = [(length, category) for length, category, phrase in _phrases() if phrase in words]
    if phrases:
        found.add(max(phrases)[1])
    if "::" in name:
        found.add("fusion")
    if any(item.kind in ("substitution", "residue") for item in _changes(name, hgvs_p)):
        found.add("substitution")
    return frozenset(found)


def _words(text: str) -> str:
    """Words with a space before and behind each, so that a phrase is found whole."""
    return f" {' '.join(_WORD.findall(text))} "


@cache
def _phrases() -> tuple[tuple[int, str, str], ...]:
    """Length, category and words of each phrase."""
    return tuple(
        (len(phrase), item.name, _words(phrase)) for item in categories().values() for phrase in item.phrases
    )


@cache
def _below(category: str) -> frozenset[str]:
    table = categories()
    found: set[str] = set()
    waiting = list(table[category].narrower)
    while waiting:
        item = waiting.pop()
        if item not in found:
            found.add(item)
            waiting.extend(table[item].narrower)
    return frozenset(found)


def _squash(text: str) -> str:
    return _SQUASH.sub("", text).casefold()
