"""How many patients an arm has, by the words around its name: "EC, n = 104", "127 to capecitabine", "39 cases"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from evidence.pipeline.layers import Numeral
from evidence.pipeline.numerals import THIN, WORDS, whole_number
from evidence.pipeline.screens import screened

PEOPLE: Final = (
    r"(?:patients?|women|men|participants?|subjects?|individuals|children|adults|cases|survivors|people|persons|volunteers"
    r"|females?|males?|pts|infants|adolescents|girls|boys|eyes|tumou?rs|respondents|carriers|practitioners|nurses|physicians"
    r"|students|caregivers|responders|recipients|smokers|dyads|couples)"
)
NUMBER: Final = rf"(?P<n>\d{{1,3}}(?:[,{THIN} ]\d{{3}})+|\d{{1,6}}|{WORDS})"
# What the statistics component took a number for that can be a group's size; its guesses from near words are rough.
SIZE_LIKE: Final = frozenset(
    {
        None,
        "sample size",
        "size",
        "design",
        "age",
        "identifier",
        "follow-up",
        "threshold",
        "enumeration",
        "scale",
    }
)
# Around the mention of an arm: "EC, n = 104", "(n=258)", "127 to capecitabine", "seven EC patients are no size".
_AFTER_ARM: Final = re.compile(
    rf"[\s,;:]*[(\[]?\s*(?:[A-Z][\w/+ -]{{0,12}} (?:group|arm)[;,:]\s*)?(?:[nN]\s?=\s?(?P<n>\d[\d,]*)|(?:[\w-]+; )?(?P<m>\d[\d,]*) {PEOPLE}\b)"
)
_AFTER_BRACKET: Final = re.compile(rf"[^.;()]{{0,45}}\((?:[nN]\s?=\s?)?(?P<n>\d[\d,]*)(?: {PEOPLE})?\)")
_BEFORE_ARM: Final = re.compile(
    rf"(?<![\w.·%]){NUMBER}\s?(?:\(\d[\d.·]*\s?%\)\s?)?(?:{PEOPLE}\s?)?(?:\(\d[\d.·]*\s?%\)\s?)?(?:were |was |had been |who )?(?:randomly |randomi[sz]ed |assigned |allocated |enrolled )*"
    r"(?:to |in |into |received |underwent |receiving |had |obtained |with |on )(?:receive |undergo |the |treatment with |adjuvant |oral |an? )*$",
    re.IGNORECASE,
)
_PERFORMED: Final = re.compile(
    rf"[^.;()]{{0,60}}?\b(?:was|were) (?:performed|done|carried out|given|administered|used|offered)(?: \w+)? (?:in|to|for|on) {NUMBER} {PEOPLE}\b",
    re.IGNORECASE,
)
ALLOCATED: Final = screened(r"random|assign|allocat", re.IGNORECASE)
_JUST_BEFORE: Final = re.compile(r"(?<![\w.·%])(?P<n>\d{2,5})\s$")


def size_at(text: str, start: int, end: int, floor: int, ceiling: int) -> int | None:
    """The number that stands at a name (`start`:`end`) as its size, within the sentence `floor`:`ceiling`."""
    window = text[end : min(ceiling, end + 90)]
    match = _AFTER_ARM.match(window)
    if match is not None:
        return whole_number((match["n"] or match["m"]).rstrip(","))
    match = _PERFORMED.match(window)
    if match is None:
        match = _BEFORE_ARM.search(text, max(floor, start - 70), start)
    if match is None and ALLOCATED.search(text, floor, ceiling):
        match = _AFTER_BRACKET.match(window) or _JUST_BEFORE.search(text, max(floor, start - 8), start)
    return whole_number(match["n"].rstrip(",")) if match is not None else None


def people(text: str, numerals: Sequence[Numeral]) -> frozenset[int]:
    """The whole numbers of a document that may count people: what the sizes of arms can add up to."""
    found = set()
    for item in numerals:
        if item.meaning in SIZE_LIKE or item.meaning in ("count", "rate"):
            value = whole_number(text[item.start : item.end].strip())
            if value is not None and value > 3:
                found.add(value)
    return frozenset(found)
