"""Words that make a molecular claim (`data/claim_cues.tsv`), in a clause, with whether they are negated."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final, Literal, cast

from evidence.pipeline import claim_rates, negation_ends
from evidence.pipeline.folding import caseless, folded
from evidence.pipeline.layers import Cue
from evidence.pipeline.tables import alternatives, member, rows
from evidence.records import ClaimSignificance, EvidenceType

Strength = Literal["explicit", "strong", "weak"]


@dataclass(frozen=True, slots=True)
class ClaimCue:
    """Words at a place, and what they claim of the biomarker they are said of."""

    start: int
    end: int
    type: EvidenceType
    significance: ClaimSignificance
    strength: Strength
    negated: bool
    # Whether its clause only asks or plans, or denies that marker and effect go together.
    asked: bool = False
    denied: bool = False
    # Whether they tell that resistance came about, and not of what ("developed resistance").
    acquired: bool = False

    @property
    def weak(self) -> bool:
        """Whether the words claim only where no others do."""
        return self.strength == "weak"


# NegEx's reach of about five words, less than a clause.
_NEGATION_REACH: Final = 60
# A clause ends where another subject may begin.
_CLAUSES: Final = re.compile(
    r"(?:,|;|:|\.)?\s(?:but(?! not [^,;.]{2,60},)|whereas|while|however|although|though|in contrast|conversely|on the other hand)\b"
    r"|;|\.\s(?=[A-Z])"
)


_VERBS: Final = (
    r"(?:was|were|is|are|had|has|have|predict(?:s|ed)|confer(?:s|red)|caus(?:es|ed)|respond(?:s|ed)|show(?:s|ed)"
    r"|sensiti[sz](?:es|ed)|render(?:s|ed)|remain(?:s|ed)|progressed|achieved|benefit(?:s|t?ed)|led|leads|regressed"
    r"|(?<!ly )(?:improve[sd]|prolong(?:s|ed)|extend(?:s|ed)))\b"
)
_REPORTS: Final = r"(?:demonstrat(?:es|ed)|exhibit(?:s|ed)|display(?:s|ed)|experienced|relapsed|died)\b"


def _joints(verbs: str, words: int) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The verbs of clauses, and the "and" that one of them follows behind a subject of so many words at most."""
    subject = rf"(?:[\w/.-]+ (?:\([^()]*\) )?){{1,{words}}}?"
    return re.compile(rf"\b{verbs}"), re.compile(rf",?\sand\s(?=(?:in |among )?{subject}{verbs})")


# The judgement of statements was learnt on the clauses of the first; a result of an abstract has longer subjects ("and one
# patient with A showed").
_JOINTS: Final = _joints(_VERBS, 5)
_LONG_JOINTS: Final = _joints(rf"(?:{_VERBS}|{_REPORTS})", 10)
_BLOCKS: Final = alternatives("claim_blocks")
_DENIALS: Final = alternatives("claim_denials")
_ACQUIRED: Final = alternatives("acquired_resistance")
# A word of each of these patterns.
_MAY_COME: Final = re.compile(r"resist|progress|relaps")


@cache
def _patterns() -> tuple[
    tuple[EvidenceType, tuple[tuple[ClaimSignificance, Strength], ...], re.Pattern[str]], ...
]:
    """One pattern an evidence type; its groups' numbers tell the row."""
    table = rows("claim_cues")
    found = []
    for type in dict.fromkeys(row["type"] for row in table):
        of_type = [row for row in table if row["type"] == type]
        groups = "|".join(member(f"g{i}", row["pattern"]) for i, row in enumerate(of_type))
        meanings = tuple(
            (cast(ClaimSignificance, row["significance"]), cast(Strength, row["strength"])) for row in of_type
        )
        found.append((cast(EvidenceType, type), meanings, caseless(rf"(?<![\w])(?:{groups})")))
    return tuple(found)


_DENIES_ITSELF: Final = re.compile(r"(?:no|none|lack of|lacks?|absence of)\b")
# What is told of a change as known already: "V600E (a known sensitizing mutation)", "a known sensitizing mutation (L858R)".
_KNOWN: Final = re.compile(
    r"\((?:an? )?(?:(?:well-)?known|(?:well-)?established) [^()]*\)"
    r"|\b(?:known|established) (?:[\w-]+ ){0,3}?(?:sensiti[sz]ing|resistance|resistant) (?:mutation|mutant|variant|alteration)s?\b"
)
# Before a denial that stands between commas: "G12C, but not G12D, predicted".
_PARENTHETIC: Final = re.compile(r",\s*(?:but |and |though )?$")


def _aside(text: str, negation: Cue, place: int) -> bool:
    """Whether a denial is of what stands between it and the next comma only, which closes before `place`."""
    return (
        _PARENTHETIC.search(text, max(0, negation.start - 8), negation.start) is not None
        and text.find(",", negation.end, place) >= 0
    )


def find(text: str, start: int, end: int, negations: Sequence[Cue]) -> list[ClaimCue]:
    """All cues of a stretch of text; of two of one type that overlap, the one that begins first."""
    found, lower = [], folded(text)
    may_come = _MAY_COME.search(lower, start, end) is not None
    come = [match.span() for match in _ACQUIRED.finditer(text, start, end)] if may_come else []
    known = [match.span() for match in _KNOWN.finditer(lower, start, end)]
    for type, meanings, pattern in _patterns():
        for match in pattern.finditer(lower, start, end):
            if any(left <= match.start() < right for left, right in known):
                continue
            significance, strength = meanings[int(cast(str, match.lastgroup)[1:])]
            # Words that deny of themselves are not denied again: "no responses and no remissions".
            negated = not _DENIES_ITSELF.match(lower, match.start()) and any(
                cue.end <= match.start() < min(cue.scope_end, cue.end + _NEGATION_REACH)
                and not match.start() <= cue.start < match.end()
                and not _aside(text, cue, match.start())
                and not negation_ends.ended(text, cue, match.start(), "claim")
                for cue in negations
            )
            acquired = significance == "resistance" and any(
                left <= match.start() < right for left, right in come
            )
            found.append(
                ClaimCue(match.start(), match.end(), type, significance, strength, negated, acquired=acquired)
            )
    return found


def placed(text: str, start: int, end: int, negations: Sequence[Cue]) -> list[ClaimCue]:
    """All cues of a sentence, with what its clauses make of them."""
    found: list[ClaimCue] = []
    for left, right in clauses(text, start, end):
        if cues := find(text, left, right, negations):
            asked, denied = asks(text, left, right), denies(text, left, right)
            found += [replace(cue, asked=asked, denied=denied) for cue in cues] if asked or denied else cues
    return found


def asks(text: str, start: int, end: int) -> bool:
    """Whether a clause only asks, plans or measures (`data/claim_blocks.tsv`)."""
    return text[start:end].rstrip().endswith("?") or _BLOCKS.search(text, start, end) is not None


def denies(text: str, start: int, end: int) -> bool:
    """Whether a clause denies that a marker and an effect go together (`data/claim_denials.tsv`), or its P values do."""
    return _DENIALS.search(text, start, end) is not None or claim_rates.not_shown(text, start, end)


def clauses(text: str, start: int, end: int, *, long: bool = False) -> list[tuple[int, int]]:
    """A sentence's clauses, as far as its conjunctions show them; with `long` those of long subjects too."""
    borders = [start, *(match.start() for match in _CLAUSES.finditer(text, start, end)), end]
    return [
        part
        for left, right in itertools.pairwise(borders)
        if right - left > 1
        for part in _joined(text, left, right, _LONG_JOINTS if long else _JOINTS)
    ]


def _claims(text: str, start: int, end: int) -> bool:
    return any(not cue.weak for cue in find(text, start, end, ()))


def _joined(
    text: str, start: int, end: int, joints: tuple[re.Pattern[str], re.Pattern[str]]
) -> list[tuple[int, int]]:
    """The clauses that "and" joins, where each claims something with a verb of its own."""
    verb, conjunction = joints
    for match in conjunction.finditer(text, start, end):
        border = match.start()
        parts = (start, border), (border + 1, end)
        if verb.search(text, *parts[0]) and all(_claims(text, *part) for part in parts):
            return [(start, border), *_joined(text, border + 1, end, joints)]
    return [(start, end)]
