"""The component: sentences in, statistics and the meanings of all other numbers out.

A number is explained once: P values first, then intervals, then what is plainly no statistic (labels, doses, ages,
landmark times), then effect sizes, percentages, medians and means, and counts.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise, zip_longest
from typing import Final, cast

from spacy.language import Language
from spacy.tokens import Doc

from evidence.document import Document
from evidence.pipeline.layers import Numeral, Sentence, StatisticGroup, Voice
from evidence.pipeline.sections import may_tell_results
from evidence.pipeline.statistics import averages, contexts, counts, differences, effects, p_values, rates
from evidence.pipeline.statistics.drafts import Draft
from evidence.pipeline.statistics.groups import group
from evidence.pipeline.statistics.intervals import DEFAULT_LEVEL, Intervals, Precedent
from evidence.pipeline.statistics.predicates import (
    OPENERS,
    Verdict,
    averaged,
    is_baseline,
    opens_clause,
    tells_part,
    tells_who,
    verdict,
)
from evidence.pipeline.statistics.tokens import Passage, countable
from evidence.pipeline.tables import alternatives
from evidence.records import Statistic

NAME: Final = "evidence_statistics"

# Units of the times that patients are followed for; shorter ones are means as often as medians.
_TIMES: Final = frozenset({"days", "weeks", "months", "years"})


@Language.component(NAME)
def statistics(doc: Doc) -> Doc:
    """Add the layers `statistics`, `statistic_groups` and `numerals`."""
    document: Document = doc._.document
    text = document.text
    found: list[Statistic] = []
    groups: list[StatisticGroup] = []
    numerals: list[Numeral] = []
    precedent = Precedent()
    leading = True
    cited = {
        place: citation.end
        for citation in doc._.citations
        for place in range(citation.start - text.startswith(".", citation.start - 1), citation.end)
    }
    mixed = [(section.start, section.end) for section in doc._.sections if may_tell_results(section)]
    for sentence, voice in zip(doc._.sentences, doc._.voices, strict=True):
        if sentence.section == "references" or not countable(text, sentence.start, sentence.end):
            continue
        passage = Passage(text, sentence.start, sentence.end, cited)
        leading = leading or sentence.section != "results"
        drafts = read(passage, precedent, leading=leading and sentence.section == "results")
        leading = leading and not _tells_outcome(drafts)
        _learn(precedent, passage, drafts)
        guessed = any(start <= sentence.start < end for start, end in mixed)
        if reportable(sentence, voice) or (
            voice.role in ("method", "cited") and tested(passage, drafts, guessed=guessed)
        ):
            records = [
                _record(passage, draft, len(found) + place) for place, draft in enumerate(drafts, start=1)
            ]
            groups.extend(group(passage, drafts, records))
            found.extend(records)
        numerals.extend(passage.numerals())
    doc._.statistics = tuple(found)
    doc._.statistic_groups = tuple(groups)
    doc._.numerals = tuple(numerals)
    return doc


def reportable(sentence: Sentence, voice: Voice) -> bool:
    """Whether the numbers of a sentence are results: the document's own, or another work's that it cites."""
    if voice.role in ("result", "conclusion"):
        return True
    return voice.role == "cited" and (
        voice.reference is not None or sentence.section in ("discussion", "results", "conclusions", None)
    )


# Words of a trial's design: its figures are planned ones.
_DESIGN: Final = alternatives("statistics_design")


def tested(passage: Passage, drafts: Sequence[Draft], *, guessed: bool) -> bool:
    """Whether the figures of a sentence can only be results, wherever it stands: estimates with intervals, or tests.

    Abstracts without headings, and those with "methods and results" under one, mix results into methods; where the
    section is `guessed`, other figures of an outcome will do.
    """
    strong = any(
        draft.ci_level is not None or (draft.type == "p_value" and draft.value is not None)
        for draft in drafts
    )
    return ((strong and len(drafts) > 1) or (guessed and bool(drafts))) and _DESIGN.search(
        passage.text, passage.starts[0], passage.ends[-1]
    ) is None


def _learn(precedent: Precedent, passage: Passage, drafts: Sequence[Draft]) -> None:
    """What later sentences may leave out, because this one said it."""
    precedent.ratio = next(
        (draft.type for draft in reversed(drafts) if draft.type in effects.RATIOS), precedent.ratio
    )
    precedent.time = next(
        (
            draft.type
            for draft in reversed(drafts)
            if draft.type in ("median", "mean") and draft.unit in _TIMES
        ),
        precedent.time,
    )
    mark, spread = passage.kinds.rfind("C"), passage.kinds.rfind("Q")
    if mark > spread:
        precedent.level = passage.values[mark] or precedent.level or DEFAULT_LEVEL
    elif spread > mark and "F" not in passage.kinds and "a" not in passage.kinds:
        # Ranges of ages and follow-up times do not tell what the brackets behind outcomes hold.
        precedent.level = None


def _tells_outcome(drafts: Sequence[Draft]) -> bool:
    """Whether a sentence told of an outcome: the first of the results tell who took part, and need not be told so."""
    return any(draft.type != "rate" or draft.ci_level is not None for draft in drafts)


def read(passage: Passage, precedent: Precedent | None = None, *, leading: bool = False) -> list[Draft]:
    """All statistics of a passage, in text order; every number taken has its meaning.

    In the `leading` sentences of the results a percentage is believed to be a result only if the words say so.
    """
    precedent = precedent or Precedent()
    contexts.leave_definitions(passage)
    drafts = p_values.find(passage)
    drafts = [draft for draft in drafts if not p_values.is_threshold(passage, draft)]
    bounds = Intervals(passage, precedent)
    landmarks = contexts.find(passage)
    drafts += effects.find_tests(passage)
    drafts += effects.find(passage, bounds)
    percentages = rates.find(passage, bounds)
    drafts += [draft for draft in percentages if _of_outcome(passage, draft, percentages, leading=leading)]
    ratio = next((draft.type for draft in reversed(drafts) if draft.type in effects.RATIOS), precedent.ratio)
    drafts += differences.find(passage, bounds)
    drafts += averages.find(passage, bounds, ratio, precedent.time)
    drafts += counts.find(passage, drafts)
    contexts.find_late(passage)
    drafts.sort(key=lambda draft: passage.starts[draft.at])
    bounds.deal(drafts)
    _go_on_differing(passage, drafts)
    _set_timepoints(passage, drafts, landmarks)
    return drafts


def _go_on_differing(passage: Passage, drafts: Sequence[Draft]) -> None:
    """A share with its interval in a bracket of its own, behind a difference told so, is the difference at the next time:
    "at 3 years (absolute difference, 11%, 95% CI 7-15) and at 5 years (16%, 12-20)"."""
    for before, draft in pairwise(drafts):
        if (
            before.type == "risk_difference"
            and draft.type == "rate"
            and before.unit == draft.unit
            and None not in (before.ci_lower, draft.ci_lower)
            and draft.numerator is None
            and passage.codes[draft.first - 1 : draft.first] == ["("]
            and "v" not in passage.string[before.last : draft.first]
        ):
            draft.type = "risk_difference"


def _of_outcome(passage: Passage, draft: Draft, others: list[Draft], *, leading: bool) -> bool:
    """Percentages of patients with a characteristic, or who were given something, are no results.

    Those with an interval, or that are contrasted between arms, are results of something that was compared.
    """
    measured = draft.type in ("mean", "median") and draft.unit == "%" and averaged(passage, draft.first)
    measured = measured and passage.words(draft.at, draft.at)[0].isdigit()  # a sign tells of a change
    if (draft.type != "rate" and not measured) or draft.ci_lower is not None or draft.ci_upper is not None:
        return True
    opener = passage.data[draft.first - 1]
    # "in 58% with A, in 50% with B": the comma goes on with the list, and opens no clause.
    listed = any(other.at < draft.at and passage.data[other.first - 1] == opener for other in others)
    if is_baseline(passage) or (opener in OPENERS and not listed and opens_clause(passage, draft.first)):
        return False
    if draft.numerator is not None and tells_who(passage, draft.first, draft.last):
        return False
    if tells_part(passage, draft.first, draft.last):
        return False
    if any(
        _versus(passage, *sorted((draft, other), key=lambda item: item.at))
        for other in others
        if other is not draft
    ):
        return True
    found = verdict(passage, draft.first, draft.last)
    if found is not Verdict.UNKNOWN or not leading:
        return found is not Verdict.CONDUCT
    # Two shares, one for each arm, are of something compared; a row of shares describes who took part.
    return len(others) == 2 and others[1].first - others[0].last < _PAIR


# How far apart the percentages of two arms stand, in tokens.
_PAIR: Final = 14


def _versus(passage: Passage, left: Draft, right: Draft) -> bool:
    between = passage.string[left.last + 1 : right.first]
    return len(between) < 12 and "v" in between and "#" not in between.strip("#")


def _all_named(names: tuple[str, ...]) -> str:
    """ "3 and 5 years"."""
    values = [name.split(" ")[0] for name in names]
    return f"{', '.join(values[:-1])} and {names[-1]}"


def _set_timepoints(passage: Passage, drafts: list[Draft], landmarks: dict[int, tuple[str, ...]]) -> None:
    """A rate is that of the landmark right behind it, else of the last one before it.

    "3- and 5-year rates of 30% and 12%" names two in their order.
    """
    if not landmarks:
        return
    timed = [
        draft for draft in drafts if draft.type in ("rate", "mean", "median", "count", "risk_difference")
    ]
    places = sorted(landmarks)
    listed = _in_order(passage, timed, landmarks)
    for draft, after in zip_longest(timed, timed[1:]):
        if draft.at in listed:
            draft.timepoint = listed[draft.at]
            continue
        before = [place for place in places if place < draft.at]
        place = before[-1] if before else places[0]
        # "63% v 64% at 1 year, 46% v 47% at 2 years": both figures of a pair are told at its time
        paired = after is not None and after.type == draft.type and _versus(passage, draft, after)
        last = after.last if paired and after is not None else draft.last
        behind = next((item for item in places if item > last), None)
        own = behind is not None and _STRAIGHT.fullmatch(passage.string, last + 1, behind) is not None
        place = cast(int, behind) if own else place
        if not (own or before) and _is_of_bracket(passage, place, draft, timed):
            continue
        if draft.type == "median" and draft.value is None:
            continue  # "the 12-month rate was 68%; the median was not reached"
        names = landmarks[place]
        if len(names) == 1:
            if draft.type == "rate" or ((own or place < draft.at) and draft.unit not in _TIMES):
                draft.timepoint = names[0]
            continue
        following = [other for other in timed if other.at > place]
        if len(following) == 1:
            # One figure for several times is told of them all.
            draft.timepoint = _all_named(names)
        elif draft in following:
            draft.timepoint = names[following.index(draft) % len(names)]


# Between the figures of a list, and between the last one and the times of all.
_NEXT: Final = re.compile(r"[%u]?(?:\([^()]*\))?(?:,?&|,)")
_THEIR_TIMES: Final = re.compile(r"[%u]?(?:\([^()]*\))?,?p")


def _in_order(
    passage: Passage, timed: Sequence[Draft], landmarks: Mapping[int, tuple[str, ...]]
) -> dict[int, str]:
    """The times of figures that stand before as many times: "97%, 94%, and 91% at 3, 5, and 10 years"."""
    found: dict[int, str] = {}
    for place, names in landmarks.items():
        before = [draft for draft in timed if draft.last < place][-len(names) :]
        if (
            len(names) > 1
            and len(before) == len(names)
            and all(draft.type == "rate" for draft in before)
            and _THEIR_TIMES.fullmatch(passage.string, before[-1].last + 1, place) is not None
            and all(
                _NEXT.fullmatch(passage.string, first.last + 1, second.first)
                for first, second in pairwise(before)
            )
        ):
            found.update(zip((draft.at for draft in before), names, strict=True))
    return found


# Between a value and the time that it is told at: "7.4 (SD 2.1) at 3 months", "-0.7% at week 4".
_STRAIGHT: Final = re.compile(r"[%u]?(?:±[NI#]|\((?:[^()]|\([^()]*\))*\)|\)?(?:;[^()]*)?\))?(?:pU?)?")


def _is_of_bracket(passage: Passage, place: int, draft: Draft, timed: list[Draft]) -> bool:
    """Whether a landmark stands in a later bracket than a figure, with figures of its own: "(28% v 16%), (72% at 2 years)"."""
    span = _bracket(passage, place)
    return (
        span is not None
        and not span[0] < draft.at < span[1]
        and any(span[0] < other.at < span[1] for other in timed)
    )


def _bracket(passage: Passage, place: int) -> tuple[int, int] | None:
    """The tokens of the innermost bracket around a token, or None."""
    if "(" not in passage.kinds:
        return None
    depth, start = 0, place
    while start >= 0 and depth <= 0:
        start -= 1
        depth += (start >= 0 and passage.kinds[start] == "(") - (start >= 0 and passage.kinds[start] == ")")
    if start < 0:
        return None
    depth, end = 1, start
    while depth and end + 1 < len(passage.kinds):
        end += 1
        depth += (passage.kinds[end] == "(") - (passage.kinds[end] == ")")
    return start, end


_PAIRS: Final = {"(": ")", "[": "]", "{": "}"}


def _closed(passage: Passage, draft: Draft) -> int:
    """Where the span ends: behind the brackets that it opens, if they close straight behind it."""
    text = passage.text
    start, end = passage.starts[draft.first], passage.ends[draft.last]
    opened = [_PAIRS[sign] for sign in text[start:end] if sign in _PAIRS]
    if not opened:
        return end
    opened = opened[sum(text.count(sign, start, end) for sign in ")]}") :]
    while (
        opened and text[end : end + 2].lstrip(" ")[:1] == opened[-1]
    ):  # tokenised texts have a space before it
        end = text.index(opened.pop(), end) + 1
    return end


def _record(passage: Passage, draft: Draft, number: int) -> Statistic:
    start, end = passage.starts[draft.first], _closed(passage, draft)
    return Statistic(
        id=f"s{number}",
        type=draft.type,
        start=start,
        end=end,
        text=passage.text[start:end],
        operator=draft.operator,
        value=draft.value,
        unit=draft.unit,
        ci_lower=draft.ci_lower,
        ci_upper=draft.ci_upper,
        ci_level=draft.ci_level,
        numerator=draft.numerator,
        denominator=draft.denominator,
        timepoint=draft.timepoint,
        test=draft.test,
    )
