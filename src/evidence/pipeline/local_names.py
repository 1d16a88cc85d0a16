"""Names of groups as a sentence writes them: runs of words that no verb, preposition, sign or bracket breaks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from evidence.pipeline.arm_names import ArmName
from evidence.pipeline.given_together import combines
from evidence.pipeline.group_names import NO_NAME
from evidence.pipeline.tables import rows
from evidence.pipeline.trimmed_names import words_of
from evidence.records import Mention, Statistic

# A name found in a sentence: start, end, and the key by which two namings are one group.
Named = tuple[int, int, str]
Span = tuple[int, int]

_TOKEN: Final = re.compile(r"[A-Za-zα-ωΑ-Ω\d][^\s,;:()\[\]=%<>]*|\S")
# The superscript of a citation behind the end of a sentence: "at poor risk.1".
_MARKER: Final = re.compile(r"(?<=[A-Za-z]{3})\.\d{1,3}(?:[,–-]\d{1,3})*$")
_BARE_NUMBER: Final = re.compile(r"[\d.·]+$")
_LONGEST: Final = 5


@dataclass(frozen=True, slots=True)
class LocalScene:
    """A sentence with what its names are found by; `blocked` are spans that name something else than a group.

    `lone` where the document has no arms.
    """

    text: str
    start: int
    end: int
    values: Sequence[Statistic]
    therapies: Sequence[Mention]
    blocked: Sequence[Span]
    lone: bool = False


@lru_cache(maxsize=1)
def _words() -> dict[str, tuple[str, ...]]:
    return {row["class"]: tuple(row["words"].split()) for row in rows("local_arm_words")}


@lru_cache(maxsize=1)
def _classes() -> dict[str, frozenset[str]]:
    return {kind: frozenset(words) for kind, words in _words().items()}


def any_of(kind: str) -> str:
    """A pattern of the words of a class of `data/local_arm_words.tsv`."""
    return "(?:" + "|".join(_words()[kind]) + ")"


# The words that may stand between a preposition and a name.
WHO: Final = rf"(?:{any_of('who')}\s+)*"


def keys(found: Iterable[Named]) -> list[str]:
    """The keys of names, in the order of their first places."""
    return list(dict.fromkeys(key for _, _, key in sorted(found)))


def joined(found: Sequence[Named], more: Iterable[Named]) -> list[Named]:
    """Names with those of others that overlap none of them."""
    kept = list(found)
    kept += [item for item in more if not _overlaps(item[0], item[1], kept)]
    return kept


def _overlaps(start: int, end: int, found: Sequence[Named]) -> bool:
    return any(start < last and first < end for first, last, _ in found)


def name_at(scene: LocalScene, start: int, end: int) -> Named | None:
    """The name that begins at `start`, at most to `end`: words that no verb, preposition, sign or bracket breaks."""
    stops = words_of("end") | _classes()["ends"]
    run: list[tuple[int, int, str]] = []
    for token in _TOKEN.finditer(scene.text, start, end):
        word = token.group()
        if "." in word:
            word = _MARKER.sub(".", word)  # with a stop, the name ends
        lower = word.lower().rstrip(".")
        if word == "+" and run and (given := _therapy_at(scene, token.end() + 1)) is not None:
            run.append((token.start(), given, scene.text[token.start() : given].lower()))
            continue
        if run and token.start() < run[-1][1]:
            continue  # within the therapy that was just added
        if not word[0].isalnum() or lower in stops or (lower in ("and", "or", "nor", "plus") and not run):
            break
        if lower == "and" and run and joins(scene, run[0][0], token.end() + 1):
            run.append((token.start(), token.end(), lower))
            continue
        if lower in ("and", "or", "nor") or token.start() - (run[-1][1] if run else start) > 1:
            break
        if word[0].isdigit() and not _numbers_name(scene.text, run, token):
            if run and run[-1][2] == scene.text[run[-1][0] : run[-1][1]]:
                return None  # "in the central 15 degrees"
            break
        run.append((token.start(), token.start() + len(lower), lower))
        if word.endswith(".") or len(run) > _LONGEST:
            break
    return _checked(scene, run)


def _therapy_at(scene: LocalScene, place: int) -> int | None:
    """Where the therapy that begins at a place ends; None where none begins there."""
    return next((item.end for item in scene.therapies if item.start == place), None)


# Between an arm and the figure of the next: "and 8 months", ", compared with a median of 8 months".
_AND: Final = re.compile(
    r",? (?:and|versus|vs\.?|v|compared with|as compared with) (?:(?:a |the )?(?:median|mean) of )?"
)


def joins(scene: LocalScene, start: int, place: int) -> bool:
    """Whether a therapy at `place` is given with those from `start`, though only an "and" joins them.

    "The combination of A and B"; "10 months with A and B and 8 with C".
    """
    other = next((item for item in scene.therapies if item.start == place), None)
    if other is None:
        return False
    if combines(scene.text, scene.start, start):
        return True
    before = [item for item in scene.values if item.end <= start]
    behind = [item for item in scene.values if item.start >= other.end]
    return bool(before and behind) and _AND.fullmatch(scene.text, other.end, behind[0].start) is not None


def _numbers_name(text: str, run: Sequence[tuple[int, int, str]], token: re.Match[str]) -> bool:
    """Whether a number belongs to a name: "FEC 100", "arm 2", "the 20 mg arm", "5-FU"."""
    if re.match(r"\d+-[A-Za-z]", token.group()):
        return True
    if not _BARE_NUMBER.match(token.group()):
        return False
    if run:
        before = text[run[-1][0] : run[-1][1]]
        return before.isupper() or before.lower() in (
            "arm",
            "group",
            "regimen",
            "schedule",
            "exon",
            "codon",
        )
    unit = re.match(r"\s?(\S+)", text[token.end() : token.end() + 8])
    return unit is not None and unit.group(1) in _classes()["unit"]


_FOUND_OUT: Final = re.compile(any_of("found_out"))


def _checked(scene: LocalScene, run: Sequence[tuple[int, int, str]]) -> Named | None:
    """The name of a run of words, or None where they name no group."""
    if not run or len(run) > _LONGEST:
        return None
    classes = _classes()
    no_name = classes["no_name"]
    words = [word for _, _, word in run]
    start, end = run[0][0], run[-1][1]
    if (
        words[0] in no_name
        or all(word in no_name or word in NO_NAME for word in words)
        or words[0].endswith("ly")
        or words[-1] in classes["last"]
        or words[-1] in classes["counted"]
        or any(map(_FOUND_OUT.fullmatch, words))
    ):
        return None
    if any(first < end and start < last for first, last in scene.blocked):
        return None
    name = " ".join(words)
    return (start, end, name) if re.search(r"[a-zα-ω]", name) else None


# Two doses of one drug, held against each other: "imatinib 800 mg versus 400 mg".
_DOSE: Final = r"\d[\d.,]* ?(?:mg|g|Gy|cGy|[µμ]g|mcg|IU|MU|mCi|MBq|GBq)(?:/(?:kg|m2|m²|d|day|week))*(?: (?:daily|twice daily|once daily|weekly|per day))?"
_DOSES: Final = re.compile(
    rf"\b(?P<drug>[A-Za-z][\w-]{{3,}}) (?P<first>{_DOSE})(?: \([^()]*\))?,? (?:versus|vs\.?|v|than|compared with|rather than|or)(?: with| at| the)* (?P<second>{_DOSE})"
)


# Doses by which a sentence calls groups of its own: "for the 60 and 75 mg/m2 doses", "at dose levels of 20, 30, and 50 mg".
_NUMBER: Final = r"\d[\d.,]*(?<![.,])"
_HYPHENED: Final = _DOSE.replace(" ?", "[ -]?", 1)
_LEVELS: Final = re.compile(
    rf"\b(?:for|at|in|with|among|after) (?:the |both )?(?P<of>(?:doses|dose levels?) of )?"
    rf"(?P<listed>(?:{_NUMBER}(?:[ -](?:mg|g|Gy|[µμ]g|mcg|IU|MU)(?:/\w+)*)?-?,? (?:and |or |versus |vs\.? )?)+)(?P<last>{_HYPHENED})"
    r"(?(of)|[ -](?:doses?|dose (?:levels?|groups?|cohorts?)|dosages?|groups|arms|cohorts)\b)"
)
_FIRST_NUMBER: Final = re.compile(_NUMBER)


def dose_levels(scene: LocalScene) -> list[Named]:
    """The doses that share their noun, each as a group: "the 60 and 75 mg/m2 doses"; none where no two are told."""
    match = _LEVELS.search(scene.text, scene.start, scene.end)
    if match is None or not scene.values:
        return []
    unit = _FIRST_NUMBER.sub("", match["last"], count=1).strip(" -")
    spans = [item.span() for item in _FIRST_NUMBER.finditer(scene.text, *match.span("listed"))]
    spans.append((match.start("last"), match.end("last")))
    told = [(start, end, _FIRST_NUMBER.match(scene.text, start)) for start, end in spans]
    return [(start, end, f"{number.group()} {unit}") for start, end, number in told if number is not None]


def doses(scene: LocalScene) -> list[Named]:
    """The two doses of a drug that a sentence holds against each other, each as a group."""
    for match in _DOSES.finditer(scene.text, scene.start, scene.end):
        drug = next((item for item in scene.therapies if item.end == match.end("drug")), None)
        if drug is not None and match["first"] != match["second"]:
            name = scene.text[drug.start : drug.end].lower()
            return [
                (drug.start, match.end("first"), f"{name} {match['first']}"),
                (*match.span("second"), f"{name} {match['second']}"),
            ]
    return []


# Words that two groups are told apart by, before the noun that they share.
_SHARING: Final = re.compile(any_of("shares_noun"))
# How far before the name that has the noun the other one may stand, in characters.
_HEAD_REACH: Final = 25


def with_shared_head(names: Sequence[ArmName]) -> list[ArmName]:
    """Two names, the noun of the later one given to the earlier: "complete than after incomplete excision"."""
    first, second = sorted(names, key=lambda item: item.start)
    adjective, _, noun = second.name.partition(" ")
    if (
        first.concepts
        or not noun
        or " " in noun
        or _SHARING.fullmatch(first.name) is None
        or _SHARING.fullmatch(adjective) is None
        or second.start - first.end > _HEAD_REACH
    ):
        return list(names)
    return [replace(item, name=f"{item.name} {noun}") if item is first else item for item in names]
