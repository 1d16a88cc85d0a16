"""The outcomes that the vocabulary names and those as written, made one list: the fuller name of two that overlap."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence
from typing import Final

from evidence.pipeline.measured import is_measured
from evidence.pipeline.outcomes import OutcomeMention, worse
from evidence.pipeline.scenes import Scene
from evidence.pipeline.tables import alternatives
from evidence.pipeline.trimmed_names import words_of
from evidence.pipeline.written import Written
from evidence.records import Mention

_VERB: Final = alternatives("acting_verbs", kind="any")
_ACTING: Final = alternatives("acting_verbs", kind="acting")
# "eradication rates of sequential versus standard therapy": a name that runs into the arms ends before them.
_BEFORE_ARM: Final = re.compile(
    r"(?P<name>[\w/. ‐–-]+?) (?:of|in|for|with|among|between|under)(?: (?:the|patients|both|those|those in))* ?$"
)
_SHORTEST: Final = 4
_MODIFIED: Final = re.compile(r"[A-Za-zα-ω][\w/α-ω'-]+")
_TIMED: Final = re.compile(
    r"\d+-(?:year|month|week|day)|(?:one|two|three|four|five|six|ten)-(?:year|month|week|day)", re.IGNORECASE
)
_HARM: Final = re.compile(r"tox|adverse|treatment-related|death|mortality")


def by_scale(item: Mention) -> OutcomeMention:
    """A scale as an outcome: its score."""
    return OutcomeMention(
        item.start, item.end, item.concept.label if item.concept else item.text, item.concept, None
    )


def merged(
    scene: Scene,
    masked: str,
    known: Sequence[OutcomeMention],
    new: Sequence[Written],
    scales: Sequence[Mention],
) -> list[OutcomeMention]:
    """The vocabulary's outcomes and those as written: the fuller name of two that overlap."""
    made = list(known)
    for item in new:
        covering = [arm for arm in scene.mentions if item.start < arm.end and arm.start < item.end]
        if covering and is_measured(masked[item.start : item.end]):
            covering = []
        if covering:
            cut = _BEFORE_ARM.match(masked, item.start, covering[0].start)
            if cut is None or cut.end("name") - item.start < _SHORTEST:
                continue
            item = dataclasses.replace(item, end=cut.end("name"))
            if set(masked[item.start : item.end].lower().split()) <= words_of("no_outcome"):
                continue
        if _is_given(scene, masked[item.start : item.end]):
            continue
        if (longer := _time_to_worse(masked, made, item)) is not None:
            made = [outcome for outcome in made if outcome.start != longer.start] + [longer]
            continue
        inside = [outcome for outcome in made if outcome.start < item.end and item.start < outcome.end]
        scale = [mention for mention in scales if item.start <= mention.start and mention.end <= item.end]
        if not inside and scale:
            made.append(worse(scene.text, by_scale(scale[0])))
        elif not inside:
            name = " ".join(
                (masked if _holds_figures(scene, item) else scene.text)[item.start : item.end].split()
            )
            made.append(OutcomeMention(item.start, item.end, name, None, None))
        elif not scene.statistics and _IMPAIRED.fullmatch(masked, item.start, inside[0].start):
            continue  # "increased fatigue and impaired quality of life"
        elif (fuller := _fuller(masked, item, inside)) is not None:
            made = [outcome for outcome in made if outcome not in inside] + [fuller]
    made.sort(key=lambda outcome: outcome.start)
    subjects = {item.start for item in new if item.place == "subject"}
    return [
        outcome
        for index, outcome in enumerate(made)
        if outcome.concept is not None
        or outcome.start not in subjects
        or not _acts(masked, outcome, made[index + 1 :])
    ]


# Times until something gets worse, before what does.
_WORSENS: Final = re.compile(r"\b(?:worsening|deterioration|decline)$", re.IGNORECASE)


def _time_to_worse(masked: str, known: Sequence[OutcomeMention], item: Written) -> OutcomeMention | None:
    """The time until what is written gets worse, where that time is told right before it: "time to worsening | performance status"."""
    for outcome in known:
        gap = masked[outcome.end : item.start]
        if gap in (" ", " of ", " in ") and _WORSENS.search(masked, outcome.start, outcome.end):
            name = " ".join(masked[outcome.start : item.end].split())
            return dataclasses.replace(outcome, end=item.end, name=name)
    return None


_IN_BRACKETS: Final = re.compile(r"[(\[][^()\[\]]*(?:\[[^()\[\]]*\])?[^()\[\]]*[\d=<>][^()\[\]]*(?:[)\]]|$)")


def _holds_figures(scene: Scene, item: Written) -> bool:
    """Whether a name goes around a bracket with figures."""
    return _IN_BRACKETS.search(scene.text, item.start, item.end) is not None


# Before an outcome, what was done to it where nothing is counted, and no part of an event's name.
_IMPAIRED: Final = re.compile(
    r"(?:impair|deteriorat|elevat|rais|restor|preserv|maintain)(?:ed|e?s) (?:the )?", re.IGNORECASE
)
_GROUP: Final = re.compile(r" (?:groups?|arms?|cohorts?)$")


def _is_given(scene: Scene, name: str) -> bool:
    """Whether a name is that of what an arm was given, and so of no outcome: "significant in the tamoxifen arm"."""
    name = _GROUP.sub("", " ".join(name.lower().split()))
    return any(
        name in (part.strip() for part in arm.name.lower().replace(" alone", "").split(" plus "))
        for arm in scene.names
    )


def _acts(masked: str, subject: OutcomeMention, later: Sequence[OutcomeMention]) -> bool:
    """Whether a subject does something to an outcome behind it, and so is none: "the schedule improved survival"."""
    if not later:
        return False
    verb = _VERB.search(masked, subject.end, later[0].start)
    return verb is not None and _ACTING.match(masked, verb.start()) is not None


def _fuller(masked: str, item: Written, inside: Sequence[OutcomeMention]) -> OutcomeMention | None:
    """The name as written, where the vocabulary's covers only part of it; None where that part says it all."""
    outcome = inside[0]
    if len(inside) > 1 or outcome.phrase or (item.start >= outcome.start and item.end <= outcome.end):
        return None
    concept = outcome.concept
    if concept is not None and (concept.group == "adverse_events" or _HARM.search(concept.label)):
        return None
    before = _content(masked[item.start : outcome.start])
    after = _content(masked[outcome.end : item.end])
    name = " ".join(masked[item.start : max(item.end, outcome.end)].split())
    if after and after[0] == "of":
        return None  # "control of the disease"
    if outcome.inverse and not after and concept is not None and "survival" in concept.label:
        return None  # "an event ending a period of survival" is told of the survival
    if after:  # "insulin dose" is no insulin
        return OutcomeMention(item.start, item.end, name, None, None)
    if not before:
        return None
    if "of" in before:
        head = before[before.index("of") - 1] if before.index("of") else "rate"
        if head not in words_of("measure"):
            return OutcomeMention(item.start, item.end, name, None, None)
        return _of_measure(masked, item, outcome)
    return dataclasses.replace(outcome, start=item.start, end=max(item.end, outcome.end), name=name)


def _of_measure(masked: str, item: Written, outcome: OutcomeMention) -> OutcomeMention | None:
    """What a measure is of, by its whole name: "incidence of | vaginal recurrence"; None where the vocabulary's is all of it."""
    start = masked.rfind(" of ", item.start, outcome.start) + len(" of ")
    words = _content(masked[start : outcome.start])
    if not words or any(not word.isalpha() or word.endswith("ing") for word in words):
        return None
    start = max(start, masked.find(words[0], start, outcome.start))
    name = " ".join(masked[start : max(item.end, outcome.end)].split())
    return dataclasses.replace(outcome, start=start, end=max(item.end, outcome.end), name=name)


def _content(words: str) -> list[str]:
    """The words that say something of the outcome itself."""
    measure, lead = words_of("measure"), (words_of("lead") | {"overall"}) - {"of"}
    kept = [word.lower() for word in _MODIFIED.findall(_TIMED.sub(" ", words)) if word.lower() not in lead]
    while kept and kept[-1] in measure:
        kept.pop()
    return kept if any(word != "of" for word in kept) else []
