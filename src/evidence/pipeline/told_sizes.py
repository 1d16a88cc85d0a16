"""Numbers that are told as sizes of groups: by the words around them, whichever group it is.

The ways to tell it are rows of `data/arm_size_cues.tsv`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from evidence.pipeline.layers import Numeral, Sentence
from evidence.pipeline.numerals import whole_number
from evidence.pipeline.sizes import PEOPLE, SIZE_LIKE
from evidence.pipeline.tables import rows
from evidence.records import Statistic

_UNTOLD: Final = frozenset({"title", "references", "conclusions", "discussion", "other"})
# Sentences that tell who was allocated, or who took part.
_TELLS: Final = re.compile(
    r"random|assign|allocat|divid|enrol|recruit|regist|entered|accru|includ|analy[sz]|evaluable|eligible|participa|were treated"
    r"|completed|consist|compris|received|respective|there were [\d,]+ (?:patients|women|men|participants|subjects) (?:in|on)\b"
)
_ALLOCATES: Final = re.compile(r"random|assign|allocat|divided")
_PER_GROUP: Final = re.compile(rf"\s(?:{PEOPLE}\s)?per\s(?:group|arm)\b")
_ASSIGNED: Final = re.compile(
    rf"(?:\s\(\d[\d.·]*\s?%\)|\s{PEOPLE})*(?:\s(?:were|was)(?: randomly)? (?:assigned|allocated|randomi[sz]ed)|(?<=\)))"
    r" to (?:receive |the )?\w"
)
# "randomly assigned to the A group (256 [50%]) or the B group (258 [50%])".
_ASSIGNED_BEFORE: Final = re.compile(
    r"\b(?:assigned|allocated|randomi[sz]ed)(?: \(?\d:\d(?::\d)*\)?)? to (?:receive )?[^.;]{2,160}\($"
)
# Smaller numbers beside names are events, centres or cycles more often than arms.
LEAST: Final = 4
# How many characters before a number its cue may take.
_HEAD: Final = 60
# A sentence that counts why something happened, and no groups: "causes of death were liver failure (n = 4 A group)".
_CAUSES: Final = re.compile(
    r"(?:[\w-]+ ){0,4}(?:causes? of (?:[\w-]+ )?deaths?|reasons? for (?:[\w-]+ ){1,3})\b(?![^.;]*\brandomi[sz]ed\b)",
    re.IGNORECASE,
)
# Before a number of cycles, a spread, or an age: "FAC × 6", "159 (± SD, 136)", "a mean age of 55".
_NO_SIZE: Final = re.compile(
    r"[×✕*±]\s?$|\bx\s$|\bSD,?\s$|\b(?:age|aged)(?:\s(?:of|was|were|range,?|at))*\s$"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Form:
    """A row of the table, compiled."""

    before: bool
    each: bool
    reach: int
    weight: int
    told: bool
    labelled: bool
    head: re.Pattern[str]
    tail: re.Pattern[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldSize:
    """A number that may be the size of a group: the stretch in which its name may stand, and the forms in which it is
    told, each with where its words begin (a name stands before them) or end (a name stands behind them).
    """

    value: int
    start: int
    end: int
    floor: int
    ceiling: int
    forms: tuple[tuple[_Form, int], ...]
    sentence: Sentence
    allocates: bool


@lru_cache(maxsize=1)
def _forms() -> tuple[_Form, ...]:
    def compiled(pattern: str, anchor: str) -> re.Pattern[str]:
        share = r"[(\[]\d[\d.·]*\s?%[)\]]"
        return re.compile(
            pattern.replace("{people}", PEOPLE).replace("{share}", share) + anchor, re.IGNORECASE
        )

    return tuple(
        _Form(
            before=row["name"] == "before",
            each=row["name"] == "each",
            reach=int(row["reach"]),
            weight=int(row["weight"]),
            told=row["where"] == "told",
            labelled="[nN]" in row["head"],
            head=compiled(f"(?:{row['head']})", "$"),
            tail=compiled(row["tail"], ""),
        )
        for row in rows("arm_size_cues")
    )


def told_sizes(
    text: str,
    sentences: Sequence[Sentence],
    numerals: Sequence[Numeral],
    statistics: Sequence[Statistic] = (),
) -> tuple[tuple[ToldSize, ...], ...]:
    """The numbers that are told as sizes of groups, in text order, by sentence.

    A number with its share is one only where it is told to have been assigned, and is none of the `statistics`.
    """
    found: list[tuple[ToldSize, ...]] = []
    results = {item.start for item in statistics if item.type == "rate"}
    starts = [numeral.start for numeral in numerals]
    for sentence in sentences:
        if sentence.section in _UNTOLD:
            continue
        if _CAUSES.match(text, sentence.start, sentence.end) is not None:
            continue
        near = [
            item
            for item in numerals[bisect_left(starts, sentence.start) : bisect_left(starts, sentence.end)]
            if item.meaning in SIZE_LIKE
            or (item.meaning == "schedule" and _PER_GROUP.match(text, item.end, sentence.end))
            or (
                item.meaning == "rate"
                and item.start not in results
                and (
                    _ASSIGNED.match(text, item.end, sentence.end)
                    or _ASSIGNED_BEFORE.search(text, sentence.start, item.start)
                )
            )
        ]
        told = tuple(_of_sentence(text, sentence, near)) if near else ()
        if told:
            found.append(told)
    return tuple(found)


def _of_sentence(text: str, sentence: Sentence, numerals: Sequence[Numeral]) -> Iterator[ToldSize]:
    values = [whole_number(text[item.start : item.end].strip()) for item in numerals]
    words = text[sentence.start : sentence.end].lower()
    tells = _adds_up(values) or _TELLS.search(words) is not None
    allocates = _ALLOCATES.search(words) is not None
    floor = sentence.start
    for index, (item, value) in enumerate(zip(numerals, values, strict=True)):
        if value is None or value < LEAST or _NO_SIZE.search(text, max(floor, item.start - 20), item.start):
            continue
        begin = max(sentence.start, item.start - _HEAD)
        forms = tuple(
            (form, head.start() if form.before else tail.end())
            for form in _forms()
            if (tells or not form.told)
            and (tail := form.tail.match(text, item.end, sentence.end)) is not None
            and (head := form.head.search(text, begin, item.start)) is not None
        )
        if forms:
            ceiling = numerals[index + 1].start if index + 1 < len(numerals) else sentence.end
            yield ToldSize(
                value=value, start=item.start, end=item.end, floor=floor, ceiling=ceiling, forms=forms,
                sentence=sentence, allocates=allocates,
            )  # fmt: skip
            floor = item.end


def _adds_up(values: Sequence[int | None]) -> bool:
    """Whether two numbers follow their sum: "335 women (166 control and 169 intervention)"."""
    return any(
        None not in triple and triple[0] == (triple[1] or 0) + (triple[2] or 0)
        for triple in zip(values, values[1:], values[2:], strict=False)
    )
