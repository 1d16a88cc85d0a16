"""Results that were not judged by the usual level: the trial's boundary was missed, or no test was allowed.

An interval that excludes "no effect" is no proof where the text says that the prespecified boundary was not crossed,
that the outcome was not formally tested, or that its data are immature (`data/significance_boundaries.tsv`). The words
stand behind the figures in their bracket, in the clause after it, or in a sentence of their own that points back or
names the outcome.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain
from typing import Final

from evidence.pipeline.folding import caseless, folded
from evidence.pipeline.layers import Sentence, Voice
from evidence.pipeline.outcomes import OutcomeMention
from evidence.pipeline.scenes import within
from evidence.pipeline.screens import Screen, screened
from evidence.pipeline.tables import member
from evidence.pipeline.tables import rows as table_rows
from evidence.records import Finding, Statistic

# What is said of a result twice is what says more: a boundary that was missed, immature data or not.
_STRENGTH: Final = ("immature", "untested", "missed")
_OWN: Final = frozenset({"result", "conclusion"})
# One of these stands in every text that says so, in lower case.
_NEEDS: Final = screened(
    r"boundar|threshold|formal|hierarch|gate-?keep|sequential|step-?down|matur|criteri|specified|level|interim|[\[(](?:not|non)[ -]?(?:statistically )?signif|alpha"
)
# A boundary told by its value: "a boundary of 0.0202", "(threshold, P = .0085)".
_VALUE: Final = screened(
    r"\b(?:boundar(?:y|ies)|thresholds?|alpha|significance levels?|level of significance|(?:statistical |significance )criteri(?:on|a))\b"
    r"(?! of (?:cost|willingness))(?: (?:for|of) (?:\w+ )?(?:superiority|efficacy|(?:statistical )?significance))?"
    r"[ ,:=(\[]*(?:(?:was|is|of|at|were|a|an|two-sided|one-sided|P|p|value|values?|less|than|below|α|alpha)[ ,:=<≤]+){0,8}"
    r"(?P<value>0?[.·]0\d+)",
)
# The same, the value first: "the prespecified 0.009 threshold".
_VALUE_FIRST: Final = screened(
    r"(?<![\d.·])(?P<value>0?[.·]0\d+) (?:significance |alpha |two-sided |stopping )*(?:boundary|threshold|level|alpha)\b"
)
_NOT_BOUND: Final = re.compile(r"non-? ?inferior|equivalen|futil|margin", re.IGNORECASE)
# How far before the words of a boundary the P value may stand that they judge, in characters.
_REACH: Final = 160


@lru_cache(maxsize=1)
def _said() -> Screen:
    table = table_rows("significance_boundaries")
    parts = (member(f"{row['says']}_{place}", row["pattern"]) for place, row in enumerate(table))
    return Screen(caseless(r"(?<!\w)(?:" + "|".join(parts) + r")(?!\w)"))


def held(
    text: str,
    found: Sequence[Finding],
    sentences: Sequence[tuple[Sentence, Voice]],
    statistics: Sequence[Statistic],
    outcomes: Sequence[OutcomeMention],
) -> list[Finding]:
    """The findings, those that a boundary concerns told by it and no longer by the usual level."""
    lower = folded(text)
    if _NEEDS.search(lower) is None and "α" not in lower:
        return list(found)
    known = {item.id: item for item in statistics}
    told: dict[int, str] = {}
    for place, (sentence, voice) in enumerate(sentences):
        if voice.role not in _OWN:
            continue
        before = sentences[place - 1][0] if place else None
        for says, offset in _verdicts(text, sentence, within(statistics, sentence.start, sentence.end)):
            named = within(outcomes, sentence.start, sentence.end)
            for index in _concerned(found, known, sentence, before, named, offset):
                told[index] = max(says, told.get(index, says), key=_STRENGTH.index)
    return [_judged(item, told[index], known) if index in told else item for index, item in enumerate(found)]


def _verdicts(text: str, sentence: Sentence, statistics: Sequence[Statistic]) -> Iterator[tuple[str, int]]:
    """What a sentence says of boundaries, and where."""
    for match in _said().finditer(folded(text), sentence.start, sentence.end):
        if not _NOT_BOUND.search(match.group()) and not _NOT_BOUND.search(
            text, max(sentence.start, match.start() - 30), match.start()
        ):
            yield (match.lastgroup or "").partition("_")[0], match.start()
    told = [pattern.finditer(text, sentence.start, sentence.end) for pattern in (_VALUE, _VALUE_FIRST)]
    for match in chain(*told):
        ps = [
            item
            for item in statistics
            if item.type == "p_value"
            and item.value is not None
            and match.start() - _REACH < item.end <= match.start()
        ]
        bound = float(match["value"].replace("·", "."))
        if (
            ps
            and ps[-1].operator in ("=", ">")
            and (ps[-1].value or 0.0) > bound
            and not _NOT_BOUND.search(text, ps[-1].end, match.end())
        ):
            yield "missed", match.start()


def _concerned(
    found: Sequence[Finding],
    known: dict[str, Statistic],
    sentence: Sentence,
    before: Sentence | None,
    named: Sequence[OutcomeMention],
    offset: int,
) -> Iterable[int]:
    """The places of the findings that a verdict at an offset is of: those told last before it in its sentence, else of the outcome
    that its sentence names, else those of the sentence before."""
    here = [index for index, item in enumerate(found) if item.start == sentence.start and item.role in _OWN]
    ends = {
        index: max((known[id].end for id in found[index].statistics if known[id].end <= offset), default=-1)
        for index in here
    }
    last = max(ends.values(), default=-1)
    if last >= 0:
        return [index for index in here if ends[index] == last]
    concepts = {item.concept.id for item in named if item.concept is not None}
    if concepts:
        return [
            index
            for index, item in enumerate(found)
            if item.role in _OWN and item.outcome_concept is not None and item.outcome_concept.id in concepts
        ]
    if before is None or named:
        return []
    return [index for index, item in enumerate(found) if item.start == before.start and item.role in _OWN]


def _judged(item: Finding, says: str, known: dict[str, Statistic]) -> Finding:
    """A finding by what is said of its boundary."""
    if item.kind == "association" or item.comparator is None:
        return item
    if says == "missed":
        return dataclasses.replace(
            item,
            significance="not_significant",
            direction="no_difference",
            favors="neither",
            direction_basis="words",
        )
    tested = any(known[id].type == "p_value" for id in item.statistics)
    if item.significance != "significant" or (says == "immature" and tested):
        return item
    return dataclasses.replace(item, significance="not_reported")
