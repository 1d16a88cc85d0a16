"""Whether more of an outcome is better: by the vocabulary, or by the words of one that it does not know."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from evidence.vocabulary import Concept

# A time to an event is the longer the better where the event is bad.
TIME_TO: Final = re.compile(r"(?:(?:median|mean) )?(?:time|interval|duration) (?:to|until) ", re.IGNORECASE)
_GOOD_EVENT: Final = re.compile(
    r"\b(?:respon\w+|recover\w+|remission|healing|relief|resolution|improvement|discharge|return|ambulation|engraftment|extubation|normali[sz]ation)\b",
    re.IGNORECASE,
)
_BAD_EVENT: Final = re.compile(
    r"\b(?:deteriorat\w+|worsening|progress\w+|relapse|recurrence|failure|death|events?|metastas[ie]s|decline|decrease|exacerbation|treatment|therapy|chemotherapy|toxicity|complications?|infections?|fractures?|discontinuation|hospitali[sz]ation|resistance)\b",
    re.IGNORECASE,
)


# The end of a harm, and what is good to have of any kind.
_GOOD: Final = re.compile(
    r"^without |^normal (?!tissue)|\b(?:reach|achiev|attain)ing |^(?:(?:minimal|little|minor) (?:or |to ))?no (?!complete\b|response|remission|survival|improve)|^(?:with|had|having|reporting|experiencing|who (?:had|reported|experienced)) no |\b(?:healing|recovery|relief|control|resolution|freedom from|free[- ](?:from|of)|absence of|remission|response|survival|cure)\b(?! times?\b)(?<!time to recovery)(?<!time to response)(?<!time to remission)(?<!time to healing)|[- ]free$",
    re.IGNORECASE,
)
_HARM: Final = re.compile(
    r"^(?:increased|decreased|elevated|raised|reduced|low|high) |\b(?:pain|death|mortality|toxic\w*|adverse|complications?|morbidit(?:y|ies)|recurren\w*|relapse|nausea|vomiting|infection|h[a]?emorrhage|bleeding"
    r"|triglycerides?|sore(?:ness)?|dry mouth|dryness|numbness|tingling|hot flu?shes|problems|difficult(?:y|ies)|complaints?|fatigue|anxiety|depression|distress|stress|tension|anger|discomfort|disability|worry|fear|negative emotions|burden|incontinence|swelling|ulcers?|insomnia|cough|dyspno?ea|itching|pruritus|readmissions?|hospitali[sz]ations?|exacerbations?|seizures?|falls|craving|hypersensitivity|symptoms?|failure|events?(?!-free| free)|metastas[ei]s(?!-free| free)|injury|fracture|edema|oedema|dysfunction|strictures?|stenos[ie]s|fistulas?|leaks?|leakage|perforation|obstruction|necrosis|dehiscence|stay|blood loss|discontinu\w*|(?:need|requirements?) for)\b",
    re.IGNORECASE,
)


# A good thing that was not reached.
_MISSED: Final = re.compile(
    r"\b(?:non-?complete|incomplete) (?:\w+ )?(?:respon|remission)|\bnon-?respon", re.IGNORECASE
)


# Behind a harm that was kept away: "complications averted".
_AVERTED: Final = re.compile(r" (?:averted|avoided|prevented)$", re.IGNORECASE)


def _of_time(name: str, start: int) -> int:
    """Whether it is better that an event takes long, as the words from `start` on name it."""
    return -1 if _GOOD_EVENT.search(name, start) else 1 if _BAD_EVENT.search(name, start) else 0


def polarity_of(concept: Concept | None, name: str) -> int:
    """1 where more of an outcome is better, -1 where it is worse, 0 where that is unknown."""
    if _AVERTED.search(name):
        return 1 if _HARM.search(name) else 0
    if concept is not None:
        known = {"higher_better": 1, "lower_better": -1}.get(concept.attributes.get("polarity", ""), 0)
        if name.lower().startswith("time to ") and not concept.label.startswith("time to "):
            return _of_time(name, len("time to ")) or -known  # to the deterioration of it, or to having it
        return known
    return _of_name(name)


@lru_cache(maxsize=10_000)
def _of_name(name: str) -> int:
    """By the words of a name: an outcome's name is asked for time and again."""
    time = TIME_TO.match(name)
    if time is not None:
        return _of_time(name, time.end())
    if _MISSED.search(name):
        return -1
    return 1 if _GOOD.search(name) else -1 if _HARM.search(name) else 0
