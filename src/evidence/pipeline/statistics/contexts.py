"""What a number is when it is no statistic: a label, a dose, an age, a landmark, a size, a follow-up time, ...

The patterns are data (`data/statistics_contexts.tsv`), over the codes of tokens.
"""

from __future__ import annotations

import re
from typing import Final

from evidence.pipeline.screens import screened
from evidence.pipeline.statistics.predicates import Verdict, verdict
from evidence.pipeline.statistics.tokens import NUMBERS, TOPICS, Passage, unit_of
from evidence.pipeline.tables import rows

_EARLY: Final = tuple(
    (row["meaning"], row["anchor"], re.compile(row["pattern"]))
    for row in rows("statistics_contexts")
    if row["when"] == "early"
)
_LATE: Final = tuple(
    (row["meaning"], row["anchor"], re.compile(row["pattern"]))
    for row in rows("statistics_contexts")
    if row["when"] == "late"
)
# (side, word) -> meaning.
_NEIGHBOURS: Final = {
    (row["side"], word): row["meaning"]
    for row in rows("statistics_neighbours")
    for word in row["words"].split()
}
# How many words away a neighbour may stand.
_REACH: Final = 4
_LANDMARK_WORDS: Final = frozenset({"at", "after", "within", "by"})
_DURATION_WORDS: Final = frozenset(
    {
        "during",
        "over",
        "until",
        "till",
        "every",
        "for",
        "last",
        "first",
        "next",
        "past",
        "previous",
        "prior",
        "in",
        "up",
        "before",
        "through",
    }
)
_NUMBER: Final = re.compile("[NIW]")
_DAY_AND_YEAR: Final = 3  # tokens, with the comma between
_VOLUMES: Final = frozenset({"dl", "l", "ml"})
_LISTED: Final = re.compile(r"(?P<list>[NIW](?:-[,&t]{1,2}[NIW]|[,&t]{1,2}[NIW])*)-?,?[&t]y")
_FOR_A_MEDIAN: Final = re.compile(r"pw?[MA]f[NI]")
_AT: Final = re.compile(r"p(?P<list>[NIW](?:[-,&t]{1,2}[NIW])*)(?P<unit>U)")


# Behind a share, with its number or interval, the time since something: "16.4% 1 year after surgery".
_SINCE: Final = re.compile(r"%(?:\([^()]*\))?(?P<at>[NIW])(?P<unit>U)p")
_SINCE_WORDS: Final = frozenset({"after", "following", "from", "post"})


# A further time behind the figures of the one before: "at 3 months (2.1 v 3.4) and 6 months (2.0 v 2.9)".
_AND_AT: Final = re.compile(r"\),?&(?P<at>[NIW])(?P<unit>U)(?=\()")
# A visit by its number: "at week 24", "from baseline to week 12", "but not month 6".
_NUMBERED: Final = re.compile(
    r"(?<![NIW#yX%-])(?P<unit>U)(?P<list>I(?:(?:,(?!I[(f])|,?&)I(?![%UuneN]))*)(?![%Uune/]|[-t]N)"
)
_BEFORE_NUMBERED: Final = frozenset({"at", "by", "to", "not"})


# Behind a duration: it is that of a treatment, and no time at which an outcome is told.
_TREATED_SO_LONG: Final = frozenset(
    ["arm", "arms", "group", "groups", "regimen", "treatment", "therapy", "course", "schedule", "cohort"]
)


# Endings of drugs' names.
_DRUGS: Final = tuple(row["ending"] for row in rows("inn_endings"))


_NUMBER_AND_WORD: Final = re.compile("[NI]w")


def find(passage: Passage) -> dict[int, tuple[str, ...]]:
    """Take the numbers whose meaning their near words give away. Returns the landmark times: token -> their names."""
    landmarks = _landmarks(passage)
    _apply(passage, _EARLY)
    for match in _NUMBER_AND_WORD.finditer(passage.string):
        if TOPICS.get(passage.data[match.end() - 1]) == "design":
            passage.take(
                match.start(), match.start(), "threshold"
            )  # "not significant per the 0.009 threshold"
    return landmarks


def find_late(passage: Passage) -> None:
    """Take what is left when all statistics are found: by patterns, then by the nearest words."""
    _apply(passage, _LATE)
    for match in list(_NUMBER.finditer(passage.string)):
        index = match.start()
        if (meaning := _by_neighbours(passage, index)) is not None:
            passage.take(index, index, meaning)


def _by_neighbours(passage: Passage, index: int) -> str | None:
    """What the words around a number make of it: those behind it first, unless it ends a list of its own."""
    for side, step in (("after", 1), ("before", -1)):
        place, passed = index + step, 0
        while 0 <= place < len(passage.codes) and passed < _REACH:
            word = passage.data[place]
            if (meaning := _NEIGHBOURS.get((side, word))) is not None:
                return meaning
            if passage.kinds[place] in ";" or (passage.kinds[place] in ")" and side == "before"):
                break
            passed += bool(word)
            place += step
    before = passage.words(index - 1, index - 1) if index else ""
    if passage.codes[index] == "I" and before.isalpha() and len(before) > 1 and before.isupper():
        return "name"
    return (
        "size" if passage.codes[index] in "IW" and verdict(passage, index, index) is Verdict.CONDUCT else None
    )


def _apply(passage: Passage, table: tuple[tuple[str, str, re.Pattern[str]], ...]) -> None:
    if _NUMBER.search(passage.string) is None:
        return
    letters = set(passage.string)
    for meaning, anchor, pattern in table:
        if anchor and anchor not in letters:
            continue
        place = 0
        while (match := pattern.search(passage.string, place)) is not None:
            place = match.end("numbers")
            if _holds(passage, meaning, match):
                passage.take(match.start("numbers"), place - 1, meaning)


def _holds(passage: Passage, meaning: str, match: re.Match[str]) -> bool:
    """What a pattern over codes cannot tell."""
    at = match.start("numbers")
    if meaning == "dose" and "unit" in match.re.groupindex:
        unit = match.start("unit")
        concentration = passage.string[unit + 1 : unit + 2] == "/" and passage.data[unit + 2] in _VOLUMES
        return unit_of(passage.words(unit, unit))[1] == "dose" and not concentration
    if meaning == "small label":
        return passage.values[at] <= 20
    if meaning == "year":
        return all(
            passage.codes[index] == "I"
            and 1900 <= passage.values[index] <= 2050
            and passage.ends[index] - passage.starts[index] == 4
            for index in range(*match.span("numbers"))
            if passage.codes[index] in "NIW"
        )
    if meaning == "date" and match.end("numbers") - at == _DAY_AND_YEAR:
        return passage.values[at] <= 31 and 1900 <= passage.values[match.end("numbers") - 1] <= 2050
    if meaning == "day":
        return passage.values[at] <= 31
    return True


def _landmarks(passage: Passage) -> dict[int, tuple[str, ...]]:
    """ "3- and 5-year", "at 1, 3 and 5 years": token -> ("3 years", "5 years")."""
    found: dict[int, tuple[str, ...]] = {}
    if "y" in passage.string:
        for index in [place for place, code in enumerate(passage.codes) if code == "y"]:
            named = passage.data[index + 1 : index + 2]
            if not _TREATED_SO_LONG.isdisjoint(named) or (named and named[0].endswith(_DRUGS)):
                passage.take(index, index, "duration")  # "the 6-month arm", "6-month trastuzumab"
                continue
            found[index] = (_named(passage.values[index], passage.data[index]),)
        for match in _LISTED.finditer(passage.string):
            unit = passage.data[match.end() - 1]
            values = [
                passage.values[i] for i in range(match.start(), match.end()) if passage.codes[i] in "NIWy"
            ]
            found[match.end() - 1] = tuple(_named(value, unit) for value in values)
            passage.take(match.start("list"), match.end("list") - 1, "landmark")
    for match in list(_AT.finditer(passage.string)):
        unit = unit_of(passage.words(match.start("unit"), match.start("unit")))[0]
        values = [
            passage.values[i]
            for i in range(match.start("list"), match.end("list"))
            if passage.codes[i] in "NIW"
        ]
        word = passage.data[match.start()]
        if word == "by" and not passage.values[match.start("list")].is_integer():
            continue
        if passage.string[match.end() : match.end() + 3].lstrip("fM.")[:1] == "F":
            passage.take(match.start("list"), match.end() - 1, "follow-up")
        elif word in _LANDMARK_WORDS:
            found[match.start("list")] = tuple(_named(value, unit) for value in values)
            passage.take(match.start("list"), match.end() - 1, "landmark")
        elif word in _DURATION_WORDS and not _is_for_each(passage, match.start()):
            passage.take(match.start("list"), match.end() - 1, "duration")
    for match in list(_AND_AT.finditer(passage.string)) if found else ():
        unit = unit_of(passage.words(match.start("unit"), match.start("unit")))[0]
        found[match.start("at")] = (_named(passage.values[match.start("at")], unit),)
        passage.take(match.start("at"), match.start("unit"), "landmark")
    for match in list(_NUMBERED.finditer(passage.string)):
        at = match.start("unit")
        unit, kind = unit_of(passage.words(at, at))
        if kind == "time" and at and passage.data[at - 1] in _BEFORE_NUMBERED:
            values = [passage.values[i] for i in range(*match.span("list")) if passage.codes[i] == "I"]
            found[match.start("list")] = tuple(_named(value, unit) for value in values)
            passage.take(match.start("list"), match.end("list") - 1, "landmark")
    for match in _SINCE.finditer(passage.string):
        if passage.data[match.end() - 1] in _SINCE_WORDS:
            unit = unit_of(passage.words(match.start("unit"), match.start("unit")))[0]
            found[match.start("at")] = (_named(passage.values[match.start("at")], unit),)
            passage.take(match.start("at"), match.start("unit"), "landmark")
    return found


def _is_for_each(passage: Passage, place: int) -> bool:
    """ "lived for a median of 25.6 months and those on placebo for 22.3 months": no duration, but the second median."""
    told = _FOR_A_MEDIAN.search(passage.string, 0, place)
    return told is not None and passage.data[told.start()] == passage.data[place]


def _named(value: float, unit: str) -> str:
    """ "5 years", "1 year"."""
    return f"{value:g} {unit.removesuffix('s') if value == 1 else unit}"


# A bracket that says what counts as a change: "worsening (a change in performance status from 0 or 1 to 2 or more)".
_MEANT: Final = screened(
    r"\((?:defined as |that is, )?an? (?:change|increase|decrease|decline|drop|rise|improvement|deterioration|reduction|worsening) (?:in|of|from)\b(?:(?!\b(?:CI|confidence|[Pp])\b|%)[^();=<])*\)"
)


# How much of what an analysis waits for had been seen: "at a data maturity of 46%".
_MATURE: Final = screened(
    r"\b(?:maturity|information fraction)(?: \([^()]*\))? of [\d.·]+ ?%|[\d.·]+ ?% (?:data )?maturity\b"
)
# What opens a sentence with the time that patients were watched for: "At a median of 6 months (2-29), 6 of 24 responded".
_WATCHED: Final = screened(
    r"(?<![\w,] )(?:At|After|Over|With) an? (?:median|mean) (?:(?:time|duration|period|interval) )?of [\d.·]+ (?:months|years|weeks|days)(?:['’]?(?: of)? follow-?up)?(?: ?[(\[][^()\[\]]*[)\]])?, "
)


def leave_definitions(passage: Passage) -> None:
    """Take the numbers of what counts as a change for thresholds, and those of how long patients were watched and how much
    had been seen when they were analysed."""
    if not passage.starts:
        return
    begin, end = passage.starts[0], passage.ends[-1]
    for pattern, meaning in ((_MEANT, "threshold"), (_MATURE, "design")):
        for match in pattern.finditer(passage.text, begin, end):
            for index in _tokens(passage, match):
                if passage.kinds[index] in NUMBERS:
                    passage.take(index, index, meaning)
    for match in _WATCHED.finditer(passage.text, begin, end):
        # Its "median" is that of nothing behind it.
        inside = _tokens(passage, match)
        passage.take(inside[0], inside[-1], "follow-up")


def _tokens(passage: Passage, match: re.Match[str]) -> list[int]:
    """The tokens of a match."""
    return [index for index, start in enumerate(passage.starts) if match.start() <= start < match.end()]
