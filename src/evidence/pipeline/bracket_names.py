"""Names right before brackets of figures, in a list of such: "rash (4% v 2%), nail changes (9% v 1%)"."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from evidence.pipeline.gates import Gate
from evidence.pipeline.trimmed_names import names_bearers, words_of

# What may stand before a name and is no part of it.
_LEAD: Final = re.compile(
    r"^(?:(?:and|or|as|well|more|fewer|less|higher|lower|significantly|with|in|of|for|the|a|an|rates?|incidence|cases|occurrences|frequency"
    r"|(?:improvements?|reductions?|increases?|decreases?|changes?) in|overall|increased|decreased|grades? [\d/–-]+(?: (?:or|to|and|-) \d)?|grade (?:≥|>) ?\d|followed by|median|mean|were|was|including|especially|particularly|notably|mainly|primarily|predominantly|both|also|than) )+",
    re.IGNORECASE,
)
_AND: Final = re.compile(r"\s+and ")
# Before the names that a model was adjusted for.
_ADJUSTED: Final = re.compile(r"\b(?:adjust|correct|controll)\w* for\b[^;()]*$", re.IGNORECASE)
# A name, and what is none: people, groups, words of the study itself.
_NAME: Final = re.compile(r"[A-Za-zα-ω][\w/α-ω' -]{3,60}")
_PEOPLE: Final = re.compile(
    r"^(?:whereas|while|although|but|and|n?or|neither|who|which|no|more|most|some|patients?|women|men|participants?|subjects?|groups?|arms?"
    r"|there|we|it|this|these|they|both|all|one|two|results?|findings?|study|trial|treatment|therapy|analysis|data|the)\b"
    r"|\b(?:(?:sub)?groups?|arms?|subsets?|(?:sub)?populations?|cohorts?|patients|participants|subjects|women|men|controls)$",
    re.IGNORECASE,
)
# What makes a statement of a stretch of words, and no name: "serum ferritin was lower (P = .02)".
_STATES: Final = re.compile(r"\b(?:was|were|is|are|had|has|did|fell|rose|remained)\b")
# Between what heads a list and its first item: "the most common adverse events were".
_HEADING: Final = Gate(
    re.compile(
        r"\b(?:events?|effects?|toxicit\w+|reactions?|symptoms?|complications?|AEs?|outcomes?)\b[^.;]{0,60}?\b(?:were|was|included?|are|being)\b:? ",
        re.IGNORECASE,
    ),
    ("event", "effect", "toxicit", "reaction", "symptom", "complication", "ae", "outcome"),
)


@lru_cache(maxsize=1)
def _no_name() -> frozenset[str]:
    """Words that make no name by themselves: "with statistical significance (F = 13.36)"."""
    return words_of("no_outcome") | words_of("argument") | words_of("lead")


def _without_tail(words: str) -> str:
    """A name without the words behind it that are no part of one: "extended also"."""
    while " " in words and words.rpartition(" ")[2].lower() in words_of("tail"):
        words = words.rpartition(" ")[0]
    return words


def before_brackets(
    text: str, start: int, end: int, statistics: list[int], taken: list[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Names of outcomes right before a bracket with figures, in a list of such, that no vocabulary knows.

    `taken` are the spans of outcomes known; a stretch between two brackets that holds one of them names nothing new.
    """
    found = []
    heading = _HEADING.search(text, start, min(statistics, default=start)) if statistics else None
    last = heading.end() if heading is not None else None
    for place in statistics:
        opening = max(text.rfind("(", start, place), text.rfind("[", start, place))
        if opening < 0 or ")" in text[opening:place] or text[opening - 1 : opening] != " ":
            continue
        if last is not None and opening > last:
            cut = max(last, text.rfind(",", last, opening) + 1, text.rfind(";", last, opening) + 1)
            ends = [stop for _, stop in taken if cut < stop < opening]
            if ends and (joint := _AND.match(text, max(ends), opening)) is not None:
                cut = joint.end()  # "(47%) in the A group and | neurotoxic effects (70%)"
            words = text[cut:opening].strip(" ,;")
            lead = _LEAD.match(words)
            words = _without_tail(words[lead.end() :] if lead else words)
            begin = text.find(words, cut, opening) if words else -1
            free = not _ADJUSTED.search(text, start, cut) and not any(
                first < opening and last_end > cut for first, last_end in taken
            )
            free = (
                free
                and words.split(" ")[0].lower() not in words_of("end")
                and words.lower() not in words_of("tail")
                and not _no_name().issuperset(words.lower().split(" "))
            )
            if (
                begin >= 0
                and free
                and _NAME.fullmatch(words)
                and not (_PEOPLE.search(words) or _STATES.search(words) or names_bearers(words.lower()))
                and len(words.split()) <= 6
            ):
                found.append((begin, begin + len(words)))
        closing = text.find(")", place, end)
        last = closing + 1 if closing >= 0 else place
    return found
