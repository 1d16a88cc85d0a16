"""Groups of patients by the names that a text calls them: "the music group", "groups A and B", "controls".

Trials of all fields name their groups in the results even where no vocabulary knows what they got. A name that only
tells which side a group is on ("treatment group", "controls") serves as well as one that tells its therapy.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from evidence.pipeline.screens import Screen, screened
from evidence.pipeline.tables import pattern_of


def _words(kind: str) -> frozenset[str]:
    return frozenset(pattern_of("arm_cues", kind).pattern.split("|"))


EDGE: Final = _words("edge")
NO_NAME: Final = _words("no_name")
_STRATUM: Final = re.compile(
    "(?:"
    + pattern_of("arm_cues", "stratum").pattern
    + r")(?:[ -](?:groups?|patients|cohorts?|subgroups?|populations?|tumou?rs?|disease))?",
    re.IGNORECASE,
)
_LETTER: Final = r"(?:[A-H]\d?|[1-6]|I{1,3}|IV)"
# Short for what a group got: "Group T" for tolvaptan.
_ANY_LETTER: Final = r"(?:I{1,3}|IV|[A-Z]\d?|[1-6])"


def _groups_by(letter: str) -> tuple[Screen, re.Pattern[str]]:
    """Groups by letters of a kind, and one such letter."""
    several = rf"{letter}(?:(?:,? (?:and|or|&|vs\.?|versus)|,|/) ?(?:[Gg]roup )?{letter})*"
    lettered = screened(rf"\b[Gg](?:roups?|R(?:OUP)?S?) (?P<letters>{several})(?![\w-]|\.\d)")
    return lettered, re.compile(rf"{letter}(?![\w-])")


_LETTERED: Final = {False: _groups_by(_LETTER), True: _groups_by(_ANY_LETTER)}
# A group, and no limb: "arm/shoulder effects", "arm and shoulder symptoms".
_NOUN: Final = screened(
    r"[ -](?:groups?|arms?(?!/shoulder|,? (?:and|or) shoulder| (?:symptoms?|swelling|lymph\w*|o?edema|circumference|stiffness|mobility|morbidity|volume)))\b(?![-–])"
)
_SENTENCE_END: Final = re.compile(r"[a-z)\]\d][.?!]$")
_WORD: Final = re.compile(r"[^\s()\[\],;:]+")
# "controls" is a verb as often as a group: "resection controls the tumour". The word itself comes first in the pattern,
# and what must stand before it is looked back at, so that the engine skips to the few places where it could match.
_BEFORE_CONTROLS: Final = (
    *(
        rf"\b{word} "
        for word in (
            "in",
            "of",
            "to",
            "vs",
            "and",
            "with",
            "than",
            "from",
            "both",
            "among",
            "versus",
            "the",
            "for",
            "v",
        )
    ),
    *(rf"\b{word} " for word in ("healthy", "normal", "matched", "placebo", "untreated", "historical")),
    r"vs\. ",
    r"\d ",
)
CONTROLS: Final = r"controls\b(?:" + "|".join(f"(?<={before}controls)" for before in _BEFORE_CONTROLS) + ")"
_CONTROLS: Final = re.compile(
    rf"{CONTROLS}|control\b(?:(?<=than control)|(?<=with control)|(?<=to control)"
    r"|(?<=and control)(?= (?:animals|rats|mice|subjects|patients|participants)))"
)
# A placebo that is told of, and does not only name the design ("placebo-controlled").
_PLACEBO: Final = screened(r"\bplacebo\b(?!-)", re.IGNORECASE)
_TREATED: Final = screened(r"\b(?P<name>[A-Za-z][\w/+]+(?:-[\w/+]+)*)(?:-treated| recipients)\b")
_BOTH: Final = frozenset({"treatment", "study", "experimental", "intervention", "therapy"})
# Names that only tell which side a group is on.
GENERIC: Final = frozenset(
    {*_BOTH, "control", "controls", "active", "comparison", "test", "case", "real", "usual"}
)
_COMMON: Final = pattern_of("arm_cues", "common_subject")
_OWN_WORD: Final = re.compile(r"[A-Za-z][\w&/+-]*")
_LONGEST: Final = 4
_MOST: Final = 6


@dataclass(frozen=True, slots=True)
class GroupName:
    """A place that names a group: its span, and the name without "group", in lower case ("group a" keeps it)."""

    start: int
    end: int
    key: str


def is_stratum(name: str) -> bool:
    """Whether a group is called by what its patients or their tumours are: "ERBB2-negative", "age"; nobody was assigned to it."""
    return _STRATUM.fullmatch(name) is not None


def own_words(name: str) -> frozenset[str]:
    """The words of a name that are its own, and not those by which any treatment, group or study is called."""
    found = (word.lower() for word in _OWN_WORD.findall(name))
    return frozenset(word for word in found if word not in GENERIC and not _COMMON.fullmatch(word))


def group_names(text: str, start: int, end: int, *, any_letter: bool = False) -> list[GroupName]:
    """Every naming of a group in a stretch of text, in order; those called by `any_letter` are no arms of a document."""
    found = [*_lettered(text, start, end, any_letter), *_before_nouns(text, start, end)]
    found += [
        GroupName(match.start(), match.end(), "control") for match in _CONTROLS.finditer(text, start, end)
    ]
    found += [
        GroupName(match.start(), match.end(), "placebo") for match in _PLACEBO.finditer(text, start, end)
    ]
    found += [
        GroupName(match.start(), match.end(), match["name"].lower())
        for match in _TREATED.finditer(text, start, end)
        if match["name"].lower() not in NO_NAME
    ]
    kept: list[GroupName] = []
    for item in sorted(found, key=lambda item: (item.start, -item.end)):
        if not kept or item.start >= kept[-1].end:
            kept.append(item)
    return kept


def _lettered(text: str, start: int, end: int, any_letter: bool) -> Iterator[GroupName]:
    """ "group A", "groups 1 and 2": each letter a group."""
    lettered, one_letter = _LETTERED[any_letter]
    for match in lettered.finditer(text, start, end):
        begin = match.start()
        for letter in one_letter.finditer(text, match.start("letters"), match.end("letters")):
            yield GroupName(begin, letter.end(), f"group {letter.group().lower()}")
            begin = letter.end()


def _before_nouns(text: str, start: int, end: int) -> Iterator[GroupName]:
    """ "the D group", "the treatment and placebo groups", "intervention/control arms"."""
    for match in _NOUN.finditer(text, start, end):
        floor = max(start, match.start() - 90)
        words = [
            (item.start() + floor, item.end() + floor) for item in _WORD.finditer(text[floor : match.start()])
        ]
        plural = match.group().endswith("s")
        name = _name(text, words, match.start())
        if name is None:
            continue
        begin, key = name
        if plural and key in _BOTH and not re.search(r"(?:and|or|/)\s?$", text[floor:begin]):
            continue  # "the treatment groups" are all of them
        if key in _BOTH and re.search(r"\b(?:by|per)\s$", text[floor:begin]):
            continue  # "by treatment group"
        yield GroupName(begin, match.end(), key)
        joined = re.search(r"(?:,? (?:and|or|vs\.?|versus)|,|/)\s?(?:the |in |in the )?$", text[floor:begin])
        while plural and joined is not None:
            cut = floor + joined.start()
            rest = [(first, last) for first, last in words if last <= cut]
            other = _name(text, rest, cut)
            if other is None or (len(text[other[0] : cut].split()) > 2 and joined.group().strip() != ","):
                break
            yield GroupName(other[0], cut, other[1])
            joined = re.search(r",\s(?:the )?$", text[floor : other[0]])


def _name(text: str, words: Sequence[tuple[int, int]], cut: int) -> tuple[int, str] | None:
    """Where the name that ends at `cut` begins, and the name; None where it is none."""
    taken: list[tuple[int, int]] = []
    last = cut
    for begin, stop in reversed(words):
        word = text[begin:stop]
        if (
            text[stop:last].strip()
            or word == "|"  # the edge of a table's cell
            or word.lower() in EDGE
            or len(taken) == _LONGEST
            or (last < cut and _SENTENCE_END.search(word))
        ):
            break
        if word[0].isdigit() and not re.search(r"[A-Za-z]", word) and not taken:
            break
        if word == "=":
            taken = taken[:-1]  # "n = 4 A group": of the A group, four
            break
        taken.append((begin, stop))
        last = begin
    while taken and text[taken[-1][0] : taken[-1][1]].lower() in NO_NAME:
        taken.pop()
    if not taken or _SENTENCE_END.search(text[taken[0][0] : taken[0][1]]):
        return None
    key = " ".join(text[taken[-1][0] : cut].lower().split())
    return (
        None
        if not key or key in NO_NAME or key.endswith(" sub") or not key[0].isalnum()
        else (taken[-1][0], key)
    )


def ranked(found: Sequence[GroupName]) -> list[list[GroupName]]:
    """The groups that a document names, each with all its namings, in the order of first naming.

    Longer names of one group ("intravenous lornoxicam") go with the shorter; names used once go where others are
    used more often.
    """
    by_key: dict[str, list[GroupName]] = {}
    for item in found:
        by_key.setdefault(item.key, []).append(item)
    if "control" in by_key and "placebo" in by_key:
        by_key["placebo"] = [*by_key["placebo"], *by_key.pop("control")]
    for key in sorted(by_key, key=len, reverse=True):
        shorter = [
            other
            for other in by_key
            if other != key and set(other.split()) < set(key.split()) and not other.startswith("group ")
        ]
        if len(shorter) == 1:
            by_key[shorter[0]] = [*by_key[shorter[0]], *by_key.pop(key)]
    groups = sorted(by_key.values(), key=lambda group: min(item.start for item in group))
    lettered = [group for group in groups if group[0].key.startswith("group ")]
    if len(lettered) > 1:
        groups = lettered
    often = [group for group in groups if len(group) > 1]
    return (often if len(often) > 1 else groups)[:_MOST]
