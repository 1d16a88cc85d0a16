"""Outcomes, comparisons and populations as a sentence writes them, where no vocabulary names them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

# Where the outcome of a sentence stands: in order of certainty.
_PLACES: Final = (
    # "no significant difference in X between the groups"
    re.compile(
        r"\b(?:differences?|changes?|improvements?|reductions?|increases?|decreases?|effects?|impact|benefits?)(?: \w+){0,3}? (?:in|of|on|for|with respect to|regarding|with regard to)"
        r" (?:the |their |mean |median |any |overall )*(?P<outcome>[^.;,()]{3,70}?)"
        r"(?= (?:between|among|across|compared|than|versus|vs|for|with|at|after|when|was|were|from|in)\b|\s*[(,;.]|\s*$)"
    ),
    # "A significantly improved X"
    re.compile(
        r"\b(?:improv|increas|reduc|decreas|prolong|lower|affect|influenc|delay|prevent|enhanc|alter|chang)(?:e|ed|es|s|ing)\b"
        r" (?:the |their |mean |median |overall )*(?P<outcome>[^.;,()]{3,60}?)(?= (?:between|among|compared|than|versus|vs|for|with|at|after|when|in|from|by|and)\b|\s*[(,;.]|\s*$)"
    ),
    # "X was higher", "X did not differ", "X occurred in"
    re.compile(
        r"^(?:(?:In|At|After|During|For|Among|With|Overall|However|Moreover|Furthermore|Additionally|Similarly|Also|By)\b[^,;()]{0,80}, )?"
        r"(?:(?:the|a|an|mean|median|both|no|more|fewer|significantly|there (?:was|were)) )*"
        r"(?P<outcome>[A-Za-z][^.;,()]{2,70}?)(?= (?:was|were|is|are|did|had|has|have|occurred|decreased|increased|improved|remained|showed|differed|tended|declined|rose|fell|averaged)\b)",
        re.IGNORECASE,
    ),
)
_NOT_AN_OUTCOME: Final = re.compile(
    r"^(?:whereas|while|although|but|and|or|who|which|no|more|most|some|percentages?|proportions?|rates?|patients?|women|men|participants?|subjects?|groups?|arms?|there|we|it|this|these|they|both|all|one|two|results?|findings?|study|trial"
    r"|differences?|treatment|therapy|analysis|data|the)\b|\b(?:group|arm|patients|participants|subjects|women|men)$",
    re.IGNORECASE,
)
_POPULATION: Final = re.compile(
    r"\b(?:in|among|for|of) (?:the )?(?:\d+%? )?(?:of )?(?:the )?(?P<who>(?:(?:patients|women|men|participants|those|subjects|children|individuals) (?:with|who|whose|aged|receiving|without|having|in)"
    r" [^,;()]{3,70}?|(?:[\w/+-]+ ){1,3}(?:patients|women|men|participants|subgroup|population|cohort)))(?=[,;(.]| (?:was|were|had|the|median|did|compared|versus|there|we|treated)\b|$)"
)
_NO_POPULATION: Final = re.compile(r"^(?:the |all |these |both |of |our |study |eligible |evaluable |randomi[sz]ed |\d+ )*(?:patients|women|men|participants|population|cohort)$")


def as_written(text: str, start: int, end: int, statistics: list[int]) -> tuple[int, int] | None:
    """The span of a clause's outcome, by where it stands; None where nothing looks like one."""
    stop = min([end, *(place for place in statistics if place > start)]) if statistics else end
    for number, pattern in enumerate(_PLACES):
        clause = text[start : stop if number == 2 else end]
        match = pattern.search(clause)
        if match is not None and not _NOT_AN_OUTCOME.search(match["outcome"].strip()):
            return start + match.start("outcome"), start + match.end("outcome")
    return None


# What stands before the name in "..., and endometrial abnormalities (191 [4%] v 19 [<1%])".
_LEAD: Final = re.compile(
    r"^(?:(?:and|or|as|well|more|fewer|less|higher|lower|significantly|with|in|of|for|the|a|an|rates?|incidence|cases|occurrences|frequency|increased|decreased"
    r"|grades? [\d/–-]+(?: (?:or|to|and|-) \d)?|grade (?:≥|>) ?\d|median|mean|were|was|including|both|also|than) )+",
    re.IGNORECASE,
)
_NAME: Final = re.compile(r"[A-Za-zα-ω][\w/α-ω' -]{3,60}")


def before_brackets(text: str, start: int, end: int, statistics: list[int], taken: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Names of outcomes that stand right before a bracket with figures, in a list of such, and that no vocabulary knows.

    `taken` are the spans of outcomes known; a stretch between two brackets that holds one of them names nothing new.
    """
    found = []
    last = None
    for place in statistics:
        opening = max(text.rfind("(", start, place), text.rfind("[", start, place))
        if opening < 0 or ")" in text[opening:place] or text[opening - 1 : opening] != " ":
            continue
        if last is not None and opening > last:
            cut = max(last, text.rfind(",", last, opening) + 1, text.rfind(";", last, opening) + 1)
            words = text[cut:opening].strip(" ,;")
            lead = _LEAD.match(words)
            words = words[lead.end() :] if lead else words
            begin = text.find(words, cut, opening) if words else -1
            free = not any(first < opening and last_end > cut for first, last_end in taken)
            if begin >= 0 and free and _NAME.fullmatch(words) and not _NOT_AN_OUTCOME.search(words) and len(words.split()) <= 6:
                found.append((begin, begin + len(words)))
        closing = text.find(")", place, end)
        last = closing + 1 if closing >= 0 else place
    return found


def population(text: str, start: int, end: int, arms: Sequence[tuple[int, int]]) -> str | None:
    """The subgroup that a sentence speaks of, as written; patients who are an arm (`arms`: its spans) are none."""
    match = _POPULATION.search(text, start, end)
    if match is None or _NO_POPULATION.match(match["who"]):
        return None
    if any(match.start("who") <= first < match.end("who") for first, _ in arms):
        return None
    return match["who"].strip()
