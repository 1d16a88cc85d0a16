"""The words with which conclusions claim something of an outcome, and whether a denial reaches them.

The words are rows of `data/conclusion_cues.tsv`. A denial turns a claim into "no difference" as far as it reaches
(after NegEx, Chapman 2001): over its own phrase for "no", over its clause for "not" unless another outcome and "and"
stand between ("does not improve A and increases B").
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final, Literal, cast

from evidence.pipeline.denials import NOT_SHOWN, does_besides, is_joined, not_shown, words
from evidence.pipeline.directions import AT_DOING, NO_EFFECT, alike_in_extent, not_of_other
from evidence.pipeline.folding import caseless, folded
from evidence.pipeline.lessening import lessening
from evidence.pipeline.outcomes import OutcomeMention
from evidence.pipeline.screens import screened
from evidence.pipeline.tables import member, pattern_of, rows
from evidence.pipeline.unasserted import moot, unasserted

Kind = Literal["amount", "benefit", "same", "affect", "stated", "untested"]
_SIGNS: Final = {"up": 1, "down": -1, "none": 0}


@dataclass(frozen=True, slots=True)
class ClaimCue:
    """A claiming word with its span; `denied` where no difference is told with it.

    `whole` is the outcome that it claims by itself ("superior to": efficacy), or empty. `elsewhere` if it likens to what
    others reported.
    """

    kind: Kind
    sign: int
    whole: str
    start: int
    end: int
    denied: bool = False
    elsewhere: bool = False


@lru_cache(maxsize=1)
def _pattern() -> tuple[re.Pattern[str], tuple[tuple[Kind, int, str], ...]]:
    table = rows("conclusion_cues")
    # Words that hold an outcome of their own come first: "superior to" before "superior".
    order = sorted(range(len(table)), key=lambda place: table[place]["whole"] != "efficacy")
    parts = (member(f"g{place}", table[index]["pattern"]) for place, index in enumerate(order))
    meaning = tuple(
        (cast(Kind, table[index]["kind"]), _SIGNS[table[index]["sign"]], table[index]["whole"])
        for index in order
    )
    return caseless(r"(?<![\w-])(?:" + "|".join(parts) + r")(?![\w-])"), meaning


# A word that is no claim: what others may gain, what is to be found out, what stands in a name.
_NO_CUE: Final = re.compile(
    r"(?:\b(?:chance|hope|possibility|prospect)s? (?:at|of|for) (?:an? )?|\bwho (?:(?:may|might|will|could|would|can|do|did|are|were|not|also|likely|most|to|potentially) ){0,4}|\bbest |\bmost |\bthat (?:may|might|could|would) (?:\w+ )?|\bbone |\bpotential |\bpredict(?:s|ed|ors?|ive)?(?: of| for)?(?: an?| the)? |\bpredict(?:s|ors? of|ive (?:of|for)) (?:an? |the )?(?:(?!(?:and|or|but)\b)[\w/-]+ ){1,3}|\bpredictive (?:bio)?markers? (?:of|for) (?:[\w-]+ ){0,3}|\bprognostic(?: of| for)?(?: an?)? |\bmaximi[sz]e |\bprimary |\bsecondary )$",
    re.IGNORECASE,
)


# "The increasing number of survivors" is nobody's effect; "to maintain" is an aim.
_ATTRIBUTES: Final = frozenset({"increasing", "decreasing", "declining", "improving", "maintain", "preserve"})
_ARTICLE: Final = re.compile(r"\b(?:the|an?|of|to)(?: \w+ly)? $", re.IGNORECASE)


def claim_cues(masked: str, start: int, end: int, outcomes: Sequence[OutcomeMention]) -> list[ClaimCue]:
    """The claiming words of a clause, in order, none inside an outcome's name but "benefit"."""
    pattern, meaning = _pattern()
    found: list[ClaimCue] = []
    for match in pattern.finditer(folded(masked), start, end):
        kind, sign, whole = meaning[int((match.lastgroup or "g0")[1:])]
        cue = ClaimCue(kind, sign, whole, match.start(), match.end())
        named = any(item.start <= match.start() and match.end() <= item.end for item in outcomes)
        if sign and not named and (verb := lessening(masked, start, match.span())) is not None:
            spared = _NO_MORE.match(masked, verb, match.start()) is not None  # "avoiding any increase of X"
            cue = ClaimCue(kind, sign if spared else -sign, "", verb, match.end(), denied=spared)
            while found and found[-1].start >= verb:
                found.pop()
        if _CHANGED.search(match.group()) and _NOT_DIFFERENT.match(masked, match.end(), end):
            continue  # the denial rules what changed: "reduction of pain was not different from B"
        if _NO_CUE.search(masked, max(start, match.start() - 60), match.start()) or (
            match.group().lower() in _ATTRIBUTES
            and _ARTICLE.search(masked, max(start, match.start() - 12), match.start())
        ):
            continue
        if any(
            item.start <= cue.start and cue.end <= item.end and not is_claim_alone(cue, item)
            for item in outcomes
        ):
            continue
        # "Noninferiority of A could not be demonstrated", "improves neither A nor B".
        denied = (
            cue.denied
            or _denied(masked, start, cue, outcomes)
            or _NEITHER.match(masked, match.end(), end) is not None
            or (kind == "same" and NOT_SHOWN.match(masked, match.end(), end) is not None)
            or not_shown(masked, *match.span(), end)
        )
        if moot(masked, start, cue.start):
            continue
        if not denied and unasserted(masked, start, cue.start, cue.end, end):
            continue
        elsewhere = kind == "same" and _ELSEWHERE.match(masked, match.end(), end) is not None
        cue = replace(cue, denied=denied, elsewhere=elsewhere)
        if found and (joined := _joined(masked, found[-1], cue)) is not None:
            found[-1] = joined
        else:
            found.append(cue)
    return found


_CHANGED: Final = re.compile(
    r"(?:improvements?|gains?|reductions?|increases?|decreases?|declines?|prolongation)$", re.IGNORECASE
)
# Before a change that did not come: "while avoiding any | increase of X" is no fall of X.
_NO_MORE: Final = re.compile(r"avoid\w* (?:any|an) (?:[\w-]+ )?$", re.IGNORECASE)
# Behind a noun of change, the verb that says of it that it did not differ: "reduction of | pain and fatigue did not differ", "was similar".
_NOT_DIFFERENT: Final = re.compile(
    r"(?:(?!\b(?:but|while|whereas|although|though|however|which|that|was|were|is|are|did|do|does|had|has|have)\b)[^.;]){0,180}?"
    r"(?:\b(?:that|which) )?\b(?:(?:was|were|is|are) not (?:\w+ly )?different|(?:did|do|does) not (?:\w+ly )?differ"
    r"|(?:was|were|is|are) (?:\w+ly )?(?:similar|comparable|equal|equivalent|identical|the same))\b",
    re.IGNORECASE,
)
# Behind a likeness to others' results: "similar to those reported for other agents".
_ELSEWHERE: Final = re.compile(
    r"(?: to| with)? (?:those|that|what|the [\w-]+) (?:\w+ly )?(?:(?:has|have|had|was|were) (?:been )?(?:\w+ly )?)?(?:reported|published|described|known|expected)\b",
    re.IGNORECASE,
)


_NOUN: Final = re.compile(
    r"(?:benefits?|advantages?|improvements?|gains?|prolongation|reductions?|increases?|decreases?|declines?|relief|(?:beneficial|positive) effects?|effects?)",
    re.IGNORECASE,
)
_ADJECTIVE: Final = re.compile(
    r"(?:similar|comparable|equivalent|the same|equal|greater|larger|higher|more|less|smaller|lower|better|superior)",
    re.IGNORECASE,
)
_BESIDE: Final = re.compile(r" (?:(?!(?:in|of|for|and|or|to|with)\b)[\w-]+ )?")


_LESSENS: Final = pattern_of("subject_words", "lessens")
_OF: Final = re.compile(
    r" (?:(?:the|an?|of|any|further|treatment-related|long[- ]term|short[- ]term|late|serious) )*",
    re.IGNORECASE,
)


# One treatment held against another, by what both do: "no better than B | in | prolonging".
_HOLDS_TO: Final = re.compile(r"(?:than|as|to|over|of|effective|efficacious|active)$", re.IGNORECASE)
_GOOD: Final = re.compile(r"benefits?|advantages?|superiority|better|superior", re.IGNORECASE)


def _joined(masked: str, first: ClaimCue, second: ClaimCue) -> ClaimCue | None:
    """One cue of an adjective and the noun behind it: "similar improvements" are no difference, "less relief" is less."""
    if (
        _LESSENS.match(masked, first.start, first.end)
        and second.sign
        and _OF.fullmatch(masked, first.end, second.start)
    ):  # "delays deterioration of", "reduces excessive"
        return replace(second, sign=-second.sign, denied=first.denied or second.denied, whole="")
    if (
        (
            (first.whole == "efficacy" and _HOLDS_TO.search(masked, first.start, first.end))
            or (first.denied and _GOOD.fullmatch(masked, first.start, first.end))
        )
        and masked.endswith("ing", 0, second.end)
        and AT_DOING.fullmatch(masked, first.end, second.start)
    ):
        if (
            first.kind == "same" or first.denied
        ):  # "no better than B in prolonging", "as effective as B in reducing"
            return replace(second, kind="same", sign=0, whole="", start=first.start, denied=False)
        # "less effective than B in reducing"
        return replace(second, sign=-second.sign, start=first.start) if first.sign < 0 else None
    if first.sign and second.kind == "same":
        if alike_in_extent(masked, (first.start, first.end), (second.start, second.end)):
            return replace(first, kind="same", sign=0, whole="")  # "decreased similarly"
    if not (
        _ADJECTIVE.fullmatch(masked, first.start, first.end)
        and _NOUN.fullmatch(masked, second.start, second.end)
        and _BESIDE.fullmatch(masked, first.end, second.start)
    ):
        return None
    joined = replace(second, start=first.start, denied=first.denied or second.denied)
    if first.kind == "same":
        return replace(joined, kind="same", sign=0)
    return replace(joined, sign=-second.sign) if first.sign < 0 else joined


def is_claim_alone(cue: ClaimCue, outcome: OutcomeMention) -> bool:
    """Whether an outcome's name is only a claim: "clinical benefit"."""
    return outcome.start <= cue.start and cue.end == outcome.end and cue.whole == "clinical benefit"


_DENIAL: Final = screened(
    rf"\b(?:(?P<verb>not(?! (?:only|just|merely|simply|solely)\b)|n't|never|cannot|fail(?:s|ed|ure)? (?:of (?:[\w-]+ ){{1,5}}?)?to|failed in|unable to|inability (?:of (?:[\w-]+ ){{1,5}}?)?to|{NO_EFFECT})|(?P<subject>none(?= of))"
    r"|(?P<noun>no|nor|neither|without|little|lack(?:s|ed|ing)?(?: of)?|absence of))\b",
    re.IGNORECASE,
)
_NEITHER: Final = re.compile(r" (?:in )?neither\b", re.IGNORECASE)
# Before a denial that says which patients are told of, up to the next comma.
_OF_PATIENTS: Final = re.compile(
    r"\b(?:patients|those|women|men|people|persons|individuals|children|adults|subjects|participants|tumou?rs|cancers)"
    r"(?: (?:who|that|whose [\w-]+)(?: (?:did|do|does|had|has|have|were|was|are|is|could|can))?)?(?: \w+ly)? ?$",
    re.IGNORECASE,
)
# Where a denial ends: "may not hasten A and may increase B".
_BREAK: Final = re.compile(
    r"[;:]|,? but\b|\b(?:al)?though\b|\b(?:whereas|while|however|because|since|despite|in spite of|notwithstanding|as (?:it|they|this|these|the))\b|\band (?:may|might|could|can|will|would|did|does|has|have|had|was|were|is|are)\b",
    re.IGNORECASE,
)
# "Although A was not better, B was": a denial that is conceded ends with its part of the sentence.
_CONCEDES: Final = re.compile(
    r"\b(?:although|though|while|whilst|whereas|despite|even if)\b[^,]*$", re.IGNORECASE
)
# What may stand between "no" and the word that it denies.
_NOUN_GAP: Final = re.compile(
    rf"\s+(?:(?!(?:of|in|for|to|with|from|and|or|was|were|had|than|on)\b)[\w-]+\s+){{0,4}}(?:{words('evidence')}\s+(?:[\w-]+\s+){{0,6}})?",
    re.IGNORECASE,
)
# Behind the "nor" of two treatments: the verb of what both did, or did not do.
_NEITHER_NOR: Final = re.compile(
    r" (?:(?!(?:was|were|is|are|and|or|but)\b)[\w/+-]+ ){1,5}?(?:(?:was|were|is|are|had|has|have|did|does|proved?|resulted|results|led|leads|showed|shows|gave|gives"
    r"|appeared|appears|provided|provides|improve[ds]?|prolong(?:ed|s)?|reduce[ds]?|increase[ds]?)\b[^;:]{0,60})?$",
    re.IGNORECASE,
)
_VERB_WORDS: Final = 12
_JOINED_DENIAL: Final = re.compile(r"\b(?:or|nor)\b")


def _denied(masked: str, start: int, cue: ClaimCue, outcomes: Sequence[OutcomeMention]) -> bool:
    last = None
    for match in _DENIAL.finditer(masked, max(start, cue.start - 160), cue.start):
        last = match
    if last is None:
        return False
    gap = masked[last.end() : cue.start]
    if "," in gap and _OF_PATIENTS.search(masked, max(start, last.start() - 60), last.start()):
        return False  # "in patients not given B, A improved"
    if _BREAK.search(gap) or ("," in gap and _CONCEDES.search(masked, start, last.start())):
        return False
    if last["subject"] or (
        last.group().lower() == "nor" and _NEITHER_NOR.match(masked, last.end(), cue.start)
    ):
        return True  # "none of A was more frequent", "neither A nor B resulted in better"
    if not_of_other(masked, start, cue.start, cue.end):
        return False  # "A, but not B, improved survival"
    if last["noun"]:
        return _NOUN_GAP.fullmatch(gap) is not None
    # "did not show a survival benefit": the outcome is part of the claiming word.
    between = [item for item in outcomes if last.end() <= item.start and item.end < cue.start - 1]
    if between and not _JOINED_DENIAL.search(masked, between[-1].end, cue.start):
        # "does not improve A and increases B"; not "failed to improve A and reduce B"
        if not (last["verb"] and is_joined(masked, last.end(), cue.start, cue.end)):
            return False
    if does_besides(masked, last.start(), cue.start, cue.end):
        return False
    return len(gap.split()) <= _VERB_WORDS
