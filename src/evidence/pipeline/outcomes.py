"""Layer `outcomes`: every place that names an outcome, with its standard name and its time point."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc

from evidence.lexicon import Lexicon
from evidence.pipeline.screens import Choice, Screen, screened
from evidence.pipeline.tables import pattern_of, rows
from evidence.records import Statistic
from evidence.vocabulary import Concept, Vocabulary

NAME: Final = "evidence_outcomes"

_DURATION: Final = r"(?:\d+(?:[.·]\d+)?|one|two|three|four|five|six|eight|ten|twelve|eighteen)"
_BEFORE: Final = screened(
    rf"({_DURATION})[- ]?(year|month|week|day)s?(?! (?:and|or|but|with|in|for|v|vs|versus|was|were)\b)(?: \w+){{0,2}}\s*(?:rates? of |rate of )?$",
    re.IGNORECASE,
)
_AFTER: Final = re.compile(
    rf"^(?: \([^()]*\))?(?: rates?| probability)?,? at ({_DURATION}) (year|month|week|day)s?", re.IGNORECASE
)
# A name of an outcome that is used to name something else.
_NOT_AFTER: Final = pattern_of("outcome_turns", "names_else")
# Behind a time to an event, the other event that ends it.
_OR_SOONER: Final = re.compile(
    r"(?: from any cause| of any cause)?,? (?:or|and/or) (?!(?:overall|progression-free|disease-free|event-free|survival|response|not|to|in|with|longer|shorter)\b)"
    r"(?:(?:disease|tumou?r|first|second|local|distant|treatment|clinical|radiographic|hospital) )?[a-z][a-z-]+\b(?! survival| time| rate)"
)
# Two outcomes that share a noun: "overall and cancer-specific mortality".
_OVERALL_AND: Final = re.compile(
    r"\b(?:overall|all-cause|total) (?:and|or|nor) (?:[a-z]+(?: [a-z]+)?-specific )?$", re.IGNORECASE
)
_SPECIFIC: Final = re.compile(
    r"(?:[a-z]+(?: [a-z]+)?-specific )?(?P<noun>mortality|deaths?)\b", re.IGNORECASE
)
_NUMBER_WORDS: Final = {
    "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "eight": "8", "ten": "10",
    "twelve": "12", "eighteen": "18",
}  # fmt: skip
# A statistic whose span holds the name of what it measures: "0.93 for EFS (95% CI".
_VALUE_FOR: Final = re.compile(r"[\d.·]+ (?:for|in) (?:the )?")
_RATIOS: Final = frozenset({"hazard_ratio", "odds_ratio", "relative_risk"})
_RATIO_OF: Final = re.compile(
    r"\b(?:ratios?|HRs?|ORs?|RRs?|risk|rate|odds)\b(?: ?[\[(][A-Za-z]+[\])])?,? (?:for|of) (?:the )?(?P<event>[a-z][a-z -]+?)"
    r"(?= (?:was|were|in|with|for|of|between|after|among|compared|versus|vs|v)\b| ?[,;:(=\d])",
    re.IGNORECASE,
)
# Before an event, who judged it.
_ASSESSED: Final = re.compile(
    r"^(?:(?:independent(?:ly)?|investigator|central(?:ly)?|local(?:ly)?|committee|blinded)[ -])+(?:assessed|reviewed|determined|adjudicated) ",
    re.IGNORECASE,
)
# A longer name in no vocabulary is more often a clause than an event.
_LONGEST_EVENT: Final = 4


@dataclass(frozen=True, slots=True)
class OutcomeMention:
    """A span that names an outcome. `name` is the concept's label, or the words as written; `phrase` if a clause tells it.

    `inverse` if the words tell the event that ends it ("risk of death" of overall survival); `harm` if a list of adverse
    events holds it; `refers` if the words only point to what is named elsewhere ("the primary end point").
    """

    start: int
    end: int
    name: str
    concept: Concept | None
    timepoint: str | None
    phrase: bool = False
    inverse: bool = False
    harm: bool = False
    refers: bool = False


class OutcomeFinder:
    """The component; the lexicon turns the names in `data/outcome_phrases.tsv` into concepts."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon

    def __call__(self, doc: Doc) -> Doc:
        """Outcomes by name, and those told in a clause; none inside a statistic or another outcome."""
        text: str = doc._.document.text
        known, choice = _phrases()
        phrases = [
            self._told(known[place], match)
            for place in choice.of(text)
            for match in known[place].pattern.finditer(text)
        ]
        names = [
            OutcomeMention(
                item.start, item.end, item.concept.label, item.concept, timepoint(text, item.start, item.end)
            )
            for item in doc._.mentions
            if item.kind == "outcome"
            and item.concept is not None
            and not _NOT_AFTER.match(text[item.end : item.end + 20])
        ]
        names = [self._told_to_change(text, item) for item in names]
        names = [
            _ended(
                text, _eased(text, worse(text, _free_of(text, _time_to(text, self._or_sooner(text, item)))))
            )
            for item in names
        ]
        names += [
            shared for item in names if (shared := self._of_all(text, item.start, item.end)) is not None
        ]
        doc._.outcomes = tuple(
            _clear(
                text,
                sorted([*phrases, *names], key=lambda item: (item.start, -item.end)),
                doc._.statistics,
            )
        )
        doc._.ratio_outcomes = tuple(self._of_ratios(doc._.statistics))
        return doc

    def _told_to_change(self, text: str, item: OutcomeMention) -> OutcomeMention:
        """The measure alone where an adverse event's name is a measure and its verb: "hemoglobin decreased (P = .01) with A"."""
        parts = _FELL_OR_ROSE.fullmatch(text, item.start, item.end)
        if parts is None or _CHANGED_HOW.match(text, item.end) is None:
            return item
        if _TELLS_CHANGE.search(text, max(0, item.start - _CHANGE_REACH), item.start) is None:
            return item
        what = parts["what"]
        known = [concept for concept in self.lexicon.lookup(what) if concept.kind == "outcome"]
        concept = known[0] if known else None
        name = concept.label if concept is not None else what
        return replace(item, end=parts.end("what"), name=name, concept=concept)

    def _or_sooner(self, text: str, item: OutcomeMention) -> OutcomeMention:
        """A time to one event or another, whichever comes first, is another outcome: "time to death or reoperation"."""
        if text[item.start : item.start + 8].lower() != "time to ":
            return item
        more = _OR_SOONER.match(text, item.end)
        if more is None:
            return item
        name = " ".join(text[item.start : more.end()].split()).lower()
        known = [concept for concept in self.lexicon.lookup(name) if concept.kind == "outcome"]
        concept = known[0] if known else None
        return replace(
            item, end=more.end(), name=concept.label if concept is not None else name, concept=concept
        )

    def _of_ratios(self, statistics: Sequence[Statistic]) -> Iterator[OutcomeMention]:
        """What a ratio says itself that it is of: "hazard ratio for death, 0.63"; it stands where the ratio does."""
        for item in statistics:
            if item.type not in _RATIOS or (named := _RATIO_OF.search(item.text)) is None:
                continue
            words = _ASSESSED.sub("", named["event"])
            event = next((row for row in _events() if row[0].fullmatch(words)), None)
            name = event[1] if event is not None and item.type == "hazard_ratio" else words
            concepts = [concept for concept in self.lexicon.lookup(name) if concept.kind == "outcome"]
            concept = concepts[0] if concepts else None
            if event is None and concept is None and len(words.split()) > _LONGEST_EVENT:
                continue
            yield OutcomeMention(
                item.start, item.start, concept.label if concept is not None else name, concept, None
            )

    def _of_all(self, text: str, start: int, end: int) -> OutcomeMention | None:
        """The other outcome of "overall and cancer-specific mortality", which the first adjective tells."""
        specific = _SPECIFIC.fullmatch(text, start, end)
        before = _OVERALL_AND.search(text, max(0, start - 50), start) if specific is not None else None
        if specific is None or before is None:
            return None
        found = [item for item in self.lexicon.lookup(specific["noun"]) if item.kind == "outcome"]
        if not found:
            return None
        adjective = before.group().split(" ")[0]
        name = f"{adjective} {found[0].label}".lower()
        return OutcomeMention(before.start(), before.start() + len(adjective), name, found[0], None)

    def _told(self, phrase: _Phrase, match: re.Match[str]) -> OutcomeMention:
        found = [concept for concept in self.lexicon.lookup(phrase.outcome) if concept.kind == "outcome"]
        time = timepoint(match.string, match.start(), match.end()) if phrase.inverse else None
        return OutcomeMention(
            match.start(),
            match.end(),
            phrase.outcome,
            found[0] if found else None,
            time,
            not phrase.inverse,
            phrase.inverse,
        )


@Language.factory(NAME)
def outcomes(nlp: Language, name: str) -> OutcomeFinder:
    """Make the component; `build` hands it the lexicon."""
    return OutcomeFinder(Lexicon(Vocabulary(())))


@lru_cache(maxsize=1)
def _events() -> tuple[tuple[re.Pattern[str], str], ...]:
    """The events of hazard ratios, and the outcomes that they are the other side of."""
    return tuple((re.compile(row["pattern"], re.IGNORECASE), row["outcome"]) for row in rows("hazard_events"))


@dataclass(frozen=True, slots=True)
class _Phrase:
    """A row of `data/outcome_phrases.tsv`."""

    pattern: Screen
    outcome: str
    inverse: bool


@lru_cache(maxsize=1)
def _phrases() -> tuple[tuple[_Phrase, ...], Choice]:
    """The rows, and which a text may have: `needs` are words of which one stands in every match."""
    table = rows("outcome_phrases")
    phrases = tuple(
        _Phrase(screened(rf"\b(?:{row['pattern']})\b", re.IGNORECASE), row["outcome"], bool(row["inverse"]))
        for row in table
    )
    return phrases, Choice(row["needs"].split("|") for row in table)


# Behind the name of a survival: what ends it is told.
_EVENT_OF: Final = re.compile(r"[- ]events?\b(?! (?:rates?|analys\w+|time|probabilit\w+)\b)")
# Before it, the same: "an event ending a period of | disease-free survival".
_EVENT_IN: Final = re.compile(r"\bevents? (?:ending|terminating|in|for) (?:a |the )?(?:period of )?$")
# Before an end point that is an event: "the occurrence of the primary efficacy outcome".
_OCCURRENCE: Final = re.compile(
    r"\b(?:occurrence|incidence|risk) of (?:the |a )?(?:primary |secondary |co-primary )?$"
)


def _ended(text: str, item: OutcomeMention) -> OutcomeMention:
    """A survival of which the events are told: more of them are less of it ("a disease-free survival event occurred in")."""
    label = item.concept.label if item.concept is not None else ""
    ended = "survival" in label and (
        _EVENT_OF.match(text, item.end) is not None
        or _EVENT_IN.search(text, max(0, item.start - 40), item.start) is not None
    )
    occurred = (
        label == "efficacy" and _OCCURRENCE.search(text, max(0, item.start - 40), item.start) is not None
    )
    return replace(item, inverse=True) if ended or occurred else item


# Before an event that did not come: "free-from-local-recurrence rates", "freedom from distant relapse".
_FREE_OF: Final = Screen(pattern_of("outcome_turns", "free_of"))


def _free_of(text: str, item: OutcomeMention) -> OutcomeMention:
    """An event that patients are free of is another outcome than the event."""
    harm = _polarity(item) == "lower_better"
    before = _FREE_OF.search(text, max(0, item.start - _FREE_REACH), item.start) if harm else None
    start = before.start() if before is not None else _without(text, item) if harm else None
    if start is None:
        return item
    name = " ".join(text[start : item.end].split())
    return replace(item, start=start, name=name, concept=None)


_NONE_OF: Final = Screen(pattern_of("outcome_turns", "none_of"))
_SHARE_WITHOUT: Final = pattern_of("outcome_turns", "share_without")
_BY_MORE: Final = pattern_of("outcome_turns", "by_more")
_SHARE_REACH: Final = 160


def _without(text: str, item: OutcomeMention) -> int | None:
    """Where the name of what a share of patients did not have begins: "more patients given A had | no vomiting"."""
    before = _NONE_OF.search(text, max(0, item.start - _FREE_REACH), item.start)
    if before is None:
        return None
    if _BY_MORE.match(text, item.end) is not None:
        return before.start()
    share = _SHARE_WITHOUT.search(text, max(0, before.start() - _SHARE_REACH), before.start())
    return before.start() if share is not None else None


_TIME_TO: Final = Screen(pattern_of("outcome_turns", "time_to"))
_TIME_REACH: Final = 80


def _time_to(text: str, item: OutcomeMention) -> OutcomeMention:
    """How long it took until a harm is another outcome than the harm: the longer the better."""
    harm = _polarity(item) == "lower_better" and text[item.start : item.start + 5].lower() != "time "
    before = _TIME_TO.search(text, max(0, item.start - _TIME_REACH), item.start) if harm else None
    if before is None:
        return item
    name = " ".join(text[before.start() : item.end].replace("times ", "time ").split())
    # By the name of a time to it, an event's polarity is turned.
    return replace(
        item,
        start=before.start(),
        name=name,
        concept=item.concept if name[:8].lower() == "time to " else None,
    )


# A measure and its verb, and what stands around them where they are a statement.
_FELL_OR_ROSE: Final = pattern_of("outcome_turns", "fell_or_rose")
_TELLS_CHANGE: Final = pattern_of("outcome_turns", "tells_change")
_CHANGED_HOW: Final = pattern_of("outcome_turns", "changed_how")
_CHANGE_REACH: Final = 12
_FREE_REACH: Final = 50
# Before what got worse: the outcome is that it did, or how long it took.
_WORSE: Final = Screen(pattern_of("outcome_turns", "worse"))
_WORSE_REACH: Final = 160
# Before a worsening that is denied: "without any significant | deterioration of quality of life".
_NOT_WORSE: Final = pattern_of("outcome_turns", "not_worse")


def worse(text: str, item: OutcomeMention) -> OutcomeMention:
    """An outcome with the words that it got worse; the time until it did is another one: "time to deterioration of pain"."""
    before = _WORSE.search(text, max(0, item.start - _WORSE_REACH), item.start)
    if before is None:
        return item
    if before["list"] is not None:  # "deterioration in X (49% v 41%), | Y"
        timed = before.group().lower().startswith("time")
        return item if timed else replace(item, inverse=_polarity(item) == "higher_better")
    if before.group().lower().startswith("time"):
        name = " ".join(text[before.start() : item.end].split())
        return replace(item, start=before.start(), name=name, concept=None)
    if _NOT_WORSE.search(text, max(0, before.start() - _WORSE_REACH), before.start()) is not None:
        return item  # what did not get worse is alike
    return replace(item, start=before.start(), inverse=_polarity(item) == "higher_better")


# Before a harm of which patients are counted who got better: "the proportion of patients with improved pain".
_BETTER: Final = Screen(pattern_of("outcome_turns", "better"))
_BETTER_REACH: Final = 110
_AVERTED: Final = pattern_of("outcome_turns", "averted")


def _eased(text: str, item: OutcomeMention) -> OutcomeMention:
    """A harm of which those are told who got better, or who were spared it: the more of them, the less of it."""
    if item.inverse or _polarity(item) != "lower_better":
        return item
    if _AVERTED.match(text, item.end) is not None:
        return replace(item, inverse=True)
    before = _BETTER.search(text, max(0, item.start - _BETTER_REACH), item.start)
    return item if before is None else replace(item, inverse=True)


def _polarity(item: OutcomeMention) -> str:
    return item.concept.attributes.get("polarity", "") if item.concept is not None else ""


def named(text: str, outcome: OutcomeMention) -> str:
    """The name by which an outcome's polarity goes: a time to an event is written where its concept is the event."""
    words = text[outcome.start : outcome.end]
    return words if words[:8].lower() == "time to " else outcome.name


def times_event(item: OutcomeMention) -> bool:
    """Whether an outcome is how long it took until the event that its concept is."""
    return (
        item.concept is not None
        and item.name[:8].lower() == "time to "
        and not item.concept.label.startswith("time to ")
    )


def timepoint(text: str, start: int, end: int) -> str | None:
    """The time point of an outcome: "3-year overall survival", "overall survival rate at 18 months"."""
    match = _BEFORE.search(text, max(0, start - 40), start) or _AFTER.match(text[end : end + 40])
    if match is None:
        return None
    amount = _NUMBER_WORDS.get(match[1].lower(), match[1].replace("·", "."))
    return f"{amount} {match[2].lower()}" + ("" if amount == "1" else "s")


# The risk of a disease where the disease only tells whose death or relapse it is: "the risk of breast cancer death".
_RUNS_ON: Final = pattern_of("outcome_turns", "whose")


# From where a share with its count begins to the event that it counts: "83 | deaths (24.8%)", "Nine early | deaths (3%)".
_COUNTED: Final = re.compile(r"[\w,]+ (?:[a-z-]+ )?")


def _clear(
    text: str, found: Sequence[OutcomeMention], statistics: Sequence[Statistic]
) -> Iterator[OutcomeMention]:
    last = 0
    spans = [
        (item.start, item.end, item.type == "rate" and item.numerator is not None)
        for item in statistics
        if item.type != "count"
    ]
    for place, item in enumerate(found):
        if place + 1 < len(found) and _RUNS_ON.fullmatch(text, item.start, found[place + 1].end):
            continue
        marks = text[item.start : item.end].isupper()  # "OR" at the beginning of a ratio is its own mark
        inside = any(
            (start < item.start or (marks and start == item.start))
            and item.end <= end
            and not _VALUE_FOR.fullmatch(text, start, item.start)
            and not (counts and _COUNTED.fullmatch(text, start, item.start))
            for start, end, counts in spans
        )
        if item.start >= last and not inside and not text.endswith(" per ", 0, item.start):
            yield item
            last = item.end
