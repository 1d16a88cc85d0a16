"""The component: sentences in, statistics and the meanings of all other numbers out.

A number is explained once: P values first, then intervals, then what is plainly no statistic (labels, doses, ages,
landmark times), then effect sizes, percentages, medians and means, and counts.
"""

from __future__ import annotations

from typing import Final

from spacy.language import Language
from spacy.tokens import Doc

from evidence.pipeline.layers import Sentence, StatisticGroup, Voice
from evidence.pipeline.statistics import averages, contexts, counts, effects, intervals, p_values, rates
from evidence.pipeline.statistics.drafts import Draft
from evidence.pipeline.statistics.groups import group
from evidence.pipeline.statistics.predicates import Verdict, verdict
from evidence.pipeline.statistics.tokens import COUNTABLE, Passage
from evidence.records import Statistic, StatisticType

NAME: Final = "evidence_statistics"


@Language.component(NAME)
def statistics(doc: Doc) -> Doc:
    """Add the layers `statistics`, `statistic_groups` and `numerals`."""
    text = doc.text
    found: list[Statistic] = []
    groups: list[StatisticGroup] = []
    numerals: list[tuple[int, int, str]] = []
    ratio: StatisticType | None = None
    for sentence, voice in zip(doc._.sentences, doc._.voices, strict=True):
        if sentence.section == "references" or COUNTABLE.search(text, sentence.start, sentence.end) is None:
            continue
        passage = Passage(text, sentence.start, sentence.end)
        drafts = read(passage, ratio)
        ratio = next((draft.type for draft in reversed(drafts) if draft.type in effects.RATIOS), None)
        if reportable(sentence, voice):
            records = [_record(passage, draft, len(found) + place) for place, draft in enumerate(drafts, start=1)]
            groups.extend(group(passage, drafts, records))
            found.extend(records)
        numerals.extend(
            (passage.starts[index], passage.ends[index], meaning) for index, meaning in sorted(passage.meanings.items())
        )
    doc._.statistics = tuple(found)
    doc._.statistic_groups = tuple(groups)
    doc._.numerals = tuple(numerals)
    return doc


def reportable(sentence: Sentence, voice: Voice) -> bool:
    """Whether the numbers of a sentence are results: the document's own, or another work's that it cites."""
    if voice.role in ("result", "conclusion"):
        return True
    return voice.role == "cited" and (voice.reference is not None or sentence.section in ("discussion", "results", "conclusions"))


def read(passage: Passage, ratio: StatisticType | None = None) -> list[Draft]:
    """All statistics of a passage, in text order; every number taken has its meaning.

    `ratio` is the kind of ratio that the sentence before reported last, if any.
    """
    rates.spell_out(passage)
    sentence = passage.text[passage.starts[0] : passage.ends[-1]]
    drafts = p_values.find(passage)
    if drafts and p_values.is_threshold(sentence):
        drafts = []
    bounds = intervals.find(passage)
    landmarks = contexts.find(passage)
    drafts += effects.find_tests(passage)
    drafts += effects.find(passage, bounds)
    percentages = rates.find(passage, bounds)
    drafts += [draft for draft in percentages if _of_outcome(passage, draft, percentages)]
    drafts += averages.find(passage, bounds, ratio)
    drafts += counts.find(passage, drafts)
    contexts.find_late(passage)
    drafts.sort(key=lambda draft: passage.starts[draft.at])
    _set_timepoints(passage, drafts, landmarks)
    return drafts


def _of_outcome(passage: Passage, draft: Draft, others: list[Draft]) -> bool:
    """Percentages of patients with a characteristic, or who were given something, are no results.

    Those with an interval, or that are contrasted between arms, are results of something that was compared.
    """
    if draft.type != "rate" or draft.ci_lower is not None or draft.ci_upper is not None:
        return True
    if any(_versus(passage, *sorted((draft, other), key=lambda item: item.at)) for other in others if other is not draft):
        return True
    return verdict(passage, draft.first, draft.last) is not Verdict.CONDUCT


def _versus(passage: Passage, left: Draft, right: Draft) -> bool:
    between = passage.string[left.last + 1 : right.first]
    return len(between) < 12 and "v" in between and "#" not in between.strip("#")


def _set_timepoints(passage: Passage, drafts: list[Draft], landmarks: dict[int, tuple[str, ...]]) -> None:
    """A rate is that of the last landmark before it; "3- and 5-year rates of 30% and 12%" names two in their order."""
    if not landmarks:
        return
    timed = [draft for draft in drafts if draft.type in ("rate", "mean", "median", "count", "risk_difference")]
    places = sorted(landmarks)
    for draft in timed:
        before = [place for place in places if place < draft.at]
        place = before[-1] if before else places[0]
        names = landmarks[place]
        if len(names) == 1:
            if draft.type == "rate" or (place < draft.at and draft.unit not in ("months", "years", "weeks", "days")):
                draft.timepoint = names[0]
            continue
        following = [other for other in timed if other.at > place]
        draft.timepoint = names[following.index(draft) % len(names)] if draft in following else None


def _record(passage: Passage, draft: Draft, number: int) -> Statistic:
    start, end = passage.starts[draft.first], passage.ends[draft.last]
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
