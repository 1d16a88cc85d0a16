"""Whether a count or percentage of patients tells of an outcome, or of how the study was conducted and who took part."""

from __future__ import annotations

import enum
import re
from collections.abc import Iterable
from typing import Final

from evidence.pipeline.statistics.tokens import Passage
from evidence.pipeline.tables import rows
from evidence.records import StatisticType

_TELLS: Final = {word: row["tells"] for row in rows("statistics_predicates") for word in row["words"].split()}
_BASELINE: Final = frozenset(word for word, tells in _TELLS.items() if tells == "sentence")
_MEAN_AGE: Final = re.compile(r"[MA](?:\([^()]{0,6}\))?a")
_RELATIVE: Final = frozenset({"who", "that", "which", "those", "having"})
# How many words the search goes to either side.
_REACH: Final = 14


# Words between the border of a clause and a number of those who were studied: "In the 471 patients, survival was ...".
OPENERS: Final = frozenset({"in", "of", "for", "from", "the", "these", "those", "all", "among"})


class Verdict(enum.Enum):
    """What the clause around a number tells of."""

    OUTCOME = "outcome"
    CONDUCT = "conduct"
    UNKNOWN = "unknown"


def verdict(passage: Passage, first: int, last: int) -> Verdict:
    """The nearest telling word decides: first those behind, up to the next number, then those before, then any."""
    after = _nearest(passage, _up_to_number(passage, last + 1))
    if after is not Verdict.UNKNOWN:
        return after
    before = _nearest(passage, _back_to_semicolon(passage, first - 1))
    if before is not Verdict.UNKNOWN:
        return before
    whole = range(len(passage.codes))
    return (
        Verdict.OUTCOME if any(_TELLS.get(passage.data[i]) == "outcome" for i in whole) else Verdict.UNKNOWN
    )


def opens_clause(passage: Passage, at: int) -> bool:
    """Whether the phrase of the number at a token begins the sentence or its clause."""
    place = at - 1
    while place >= 0 and passage.data[place] in OPENERS:
        place -= 1
    return place < 0 or (place < at - 1 and passage.codes[place] in ",;.:")


def is_baseline(passage: Passage) -> bool:
    """Whether a sentence tells what the groups were like before treatment."""
    return not _BASELINE.isdisjoint(passage.data) or _MEAN_AGE.search(passage.kinds) is not None


def _up_to_number(passage: Passage, start: int) -> Iterable[int]:
    """The tokens behind a number up to the next one; what stands in brackets between is passed over."""
    depth = 0
    for index in range(start, min(len(passage.codes), start + _REACH)):
        code = passage.kinds[index]
        depth += (code == "(") - (code == ")" and depth > 0)
        if depth == 0 and (code in ";NIW" or passage.codes[index] == "#"):
            return
        if depth == 0:
            yield index


def _back_to_semicolon(passage: Passage, start: int) -> Iterable[int]:
    words = 0
    for index in range(start, -1, -1):
        code = passage.codes[index]
        if code == ";" or words >= _REACH:
            return
        words += bool(passage.data[index]) and code != "#"
        if code != "#":
            yield index


def _nearest(passage: Passage, indexes: Iterable[int]) -> Verdict:
    for index in indexes:
        found = _tells(passage, index)
        if found is not Verdict.UNKNOWN:
            return found
    return Verdict.UNKNOWN


def _tells(passage: Passage, index: int) -> Verdict:
    """What the word at a token tells."""
    kind = _TELLS.get(passage.data[index])
    if kind is None or kind == "sentence":
        return Verdict.UNKNOWN
    if kind == "outcome":
        return Verdict.OUTCOME
    before = passage.data[max(0, index - 2) : index]
    if (
        kind == "participle"
        and passage.data[index + 1 : index + 2] == ["in"]
        and passage.codes[index + 2 : index + 3] in (["#"], ["I"], ["W"])
    ):
        # "was diagnosed in 11 patients": the subject is no patient.
        return Verdict.OUTCOME
    if kind == "at" and before[-1:] != ["at"]:
        return Verdict.UNKNOWN
    if kind in ("participle", "examined") and "b" not in passage.codes[max(0, index - 2) : index]:
        return Verdict.UNKNOWN
    if kind in ("participle", "finite") and not _RELATIVE.isdisjoint(passage.data[max(0, index - 3) : index]):
        return Verdict.UNKNOWN
    if kind == "attribute" and (
        passage.codes[index + 1 : index + 2] == ["n"]
        or (before[-1:] == ["of"] and passage.kinds[index - 2] == "%")
    ):
        return Verdict.UNKNOWN
    return Verdict.CONDUCT


# Words (lower case) that make a percentage a rate, or a change of a measure, or a change of a risk.
_RATE_WORDS: Final = frozenset(
    word for row in rows("statistics_percentages") if row["tells"] == "rate" for word in row["words"].split()
)
_CHANGE_WORDS: Final = frozenset(
    word
    for row in rows("statistics_percentages")
    if row["tells"] == "change"
    for word in row["words"].split()
)
_RELATIVE_WORDS: Final = frozenset(
    word
    for row in rows("statistics_percentages")
    if row["tells"] == "relative"
    for word in row["words"].split()
)
_RISK_WORDS: Final = frozenset(
    word for row in rows("statistics_percentages") if row["tells"] == "risk" for word in row["words"].split()
)
_ABSOLUTE_WORDS: Final = frozenset(
    word
    for row in rows("statistics_percentages")
    if row["tells"] == "absolute"
    for word in row["words"].split()
)


# Behind a percentage: the spread of a measure ("3.7% of weight (SD = 5.4%)").
_SPREAD_AFTER: Final = re.compile(r"(?:fw{1,3})?\((?:±|So?)[NI]")
# How far apart the changes of two arms stand, in tokens; further where they are held against each other.
_NEAR, _BESIDE = 12, 20


def _beside(kinds: str) -> bool:
    """Whether another percentage stands near, in the kinds of tokens from the nearest one on."""
    return "%" in kinds[:_NEAR] or ("%" in kinds and "v" in kinds[: kinds.find("%")])


def tells_rate(passage: Passage, index: int) -> bool:
    """Whether a word speaks of a rate; "the control group" does not."""
    return passage.data[index] in _RATE_WORDS and passage.codes[index + 1 : index + 2] not in (["G"], ["g"])


def _names_measure(codes: list[str]) -> bool:
    """Whether the last "mean" or "median" before a percentage is one of a measure: no people or events stand between."""
    last = max((index for index, code in enumerate(codes) if code in "MA"), default=-1)
    return last >= 0 and not any(code in "neNIW#;(" for code in codes[last + 1 :])


_BY_REACH: Final = 22


def percent_type(passage: Passage, first: int, at: int, last: int) -> StatisticType:
    """What a percentage is: a rate, a mean or median of a measure in percent, or a change of a risk."""
    before = passage.data[max(0, first - 12) : first]
    codes = passage.codes[max(0, first - 12) : first]
    after = _beyond_brackets(passage, last + 1)
    # "at a median follow-up of": that median governs no percentage.
    average = next((code for code in reversed(codes) if code in "MA;F"), None)
    governed: StatisticType = "median" if average == "M" else "mean"
    rate = not _RATE_WORDS.isdisjoint(before)
    if (
        average in ("M", "A")
        and not rate
        and (not _CHANGE_WORDS.isdisjoint(before) or "±" in passage.codes[at:last])
    ):
        return governed
    if average in ("M", "A") and not rate and _names_measure(codes):
        return governed
    if passage.words(at, at)[0] in "+-−–":
        return governed if average in ("M", "A") else "mean"
    spread = "±" in passage.codes[at:last] or _SPREAD_AFTER.match(passage.kinds, last + 1)
    if (
        spread
        and _RISK_WORDS.isdisjoint(before)
        and not any(tells_rate(passage, index) for index in range(len(passage.data)))
    ):
        return "mean"
    if (
        "difference" in before[-10:]
        and passage.codes[first - 1 : first] in (["b"], ["f"])
        and "v" not in codes
    ):
        return "risk_difference"
    if passage.codes[last + 1 : last + 2] == ["E"] and passage.data[last + 1] == "risk_difference":
        return "risk_difference"  # "a 5% absolute improvement"
    limit = after[:2] and after[0] == "lower" and after[1] in ("limit", "bound", "confidence")
    changed = not _RELATIVE_WORDS.isdisjoint(after[:2]) and "v" not in passage.codes[last + 1 : last + 3]
    changed = changed and not limit
    far = passage.data[max(0, first - _BY_REACH) : first]  # "was reduced in A, as compared with B, by 6%"
    changed = changed or (passage.data[first - 1 : first] == ["by"] and not _CHANGE_WORDS.isdisjoint(far))
    changed = changed or _reduction(passage, first)
    # "was reduced by 23% (hazard ratio 0.77) and mortality by 31%"
    another = passage.data[first - 1 : first] == ["by"] and "other_effect" in {
        passage.meanings.get(place) for place in range(first)
    }
    changed = changed or another
    if not changed:
        return "rate"
    if not _ABSOLUTE_WORDS.isdisjoint([*before, *after]):
        return "risk_difference"
    if not _RISK_WORDS.isdisjoint([*before, *after]):
        return "other_effect"
    # Each arm's own change stands beside the other's; a single change is that of an arm against the other.
    beside = _beside(passage.kinds[last + 1 : last + _BESIDE]) or _beside(
        passage.kinds[max(0, first - _BESIDE) : first][::-1]
    )
    return governed if beside or average in ("M", "A") else "other_effect"


def _beyond_brackets(passage: Passage, start: int) -> list[str]:
    """The first words behind a number, what stands in brackets passed over."""
    found: list[str] = []
    depth = 0
    for index in range(start, min(len(passage.codes), start + 18)):
        kind = passage.kinds[index]
        closing = kind == ")" and depth > 0
        depth += (kind == "(") - closing
        if depth == 0 and (kind != ")" or not closing):
            found.append(passage.data[index])
        if len(found) == 6:
            break
    return found


def _reduction(passage: Passage, first: int) -> bool:
    """ "a reduction in the risk of death of 27%", "a relative reduction in mortality of 20%": what the noun of change is of."""
    if passage.data[first - 1 : first] != ["of"]:
        return False
    near = range(max(0, first - 14), first - 1)
    change = next((index for index in near if passage.data[index] in _CHANGE_WORDS), None)
    if change is None or passage.data[change + 1 : change + 2] not in (["in"], ["of"]):
        return False
    return passage.data[max(0, change - 1)] == "relative" or any(
        passage.data[index] in ("risk", "risks", "hazard", "odds", "chance") for index in range(change, first)
    )


def averaged(passage: Passage, first: int) -> bool:
    """Whether "mean" or "median" governs a percentage that is no change: of a measure, which may be one at baseline."""
    near = range(max(0, first - 6), first)
    return any(passage.codes[index] in "MA" for index in near) and _CHANGE_WORDS.isdisjoint(
        passage.data[max(0, first - 12) : first]
    )


def names_rate(passage: Passage, index: int) -> bool:
    """Whether the words before a number speak of a rate."""
    return not _RATE_WORDS.isdisjoint(passage.data[max(0, index - 14) : index])


# Before and behind a share that tells of whom a figure is: "16.6 months (95% CI 13.4-22.9; 130 [35%] patients)", "in the
# safety population (372 [99%] patients in A v 189 [100%] in B)", "In patients with a deficiency (236 [63%] v 118 [62%]), it was".
_BEHIND_INTERVAL: Final = re.compile(r"\((?:9\d% )?(?:CI )?[^()]*;\s*$")
_PATIENTS_CLOSE: Final = re.compile(r"[)\]]?\s*(?:patients|participants|women|men)\s*\)")
_IN_POPULATION: Final = re.compile(
    r"\b(?:population|analysis set|cohort|subset)\s*\((?:[^()]*\b(?:vs\.?|versus|v|and)\s+)?$"
)
_COUNTS_PATIENTS: Final = re.compile(r"\([^()]*\] (?:patients|participants|women|men)\b[^()]*\)")
_IN_PATIENTS: Final = re.compile(
    r"(?:^|[.;:]\s+)In (?:the )?(?:patients|women|men|those|participants) (?:with|who)\b[^.;()]{3,90}\((?:[^()]*\b(?:vs\.?|versus|v)\s+)?$"
)
_WHO_REACH: Final = 150


# Before the share of all patients who got each treatment: "randomly assigned to the A group (256 [50%]) or the B group (".
_ASSIGNED_TO: Final = re.compile(
    r"\b(?:assigned|allocated|randomi[sz]ed)(?: \(?\d:\d(?::\d)*\)?)? to (?:receive )?(?:[^.;()]{2,70}\((?:\d[\d,]* ?[(\[]\d[\d.·]*%[)\]](?: \w+)?\))?){1,3}[([]?\(?$"
)


_CLOSES: Final = re.compile(r"[\])]?\s*(?:(?:patients|participants|women|men|subjects|children)\s*)?\)")


# Around the share of all that a kind of patients is: "the patients with stage IV (57% of the study population)".
_KIND_OPENS: Final = re.compile(
    r"\b(?:patients|women|men|those|participants|subjects|children|sub(?:group|set|population)|cohort)\b"
    r"(?: (?:of|with|without|whose|having|aged)\b[^.;()]{2,90})?\s*\($"
)
_OF_ALL: Final = re.compile(
    r"\s*of (?:the |all (?:the )?|our )?(?:[\w-]+ ){0,5}?(?:population|cohort|patients|participants|sample)\s*[);]"
)
_ALL_REACH: Final = 70


def tells_part(passage: Passage, first: int, last: int) -> bool:
    """Whether a share says what part of all patients a kind of them is, and no result."""
    start, end = passage.starts[first], passage.ends[last]
    return (
        _OF_ALL.match(passage.text, end, end + _ALL_REACH) is not None
        and _KIND_OPENS.search(passage.text[max(0, start - _WHO_REACH) : start]) is not None
    )


def tells_who(passage: Passage, first: int, last: int) -> bool:
    """Whether a share with its count says of how many patients figures are, and no result."""
    start, end = passage.starts[first], passage.ends[last]
    before, behind = passage.text[max(0, start - _WHO_REACH) : start], passage.text[end : end + 16]
    if _PATIENTS_CLOSE.match(behind) and _BEHIND_INTERVAL.search(before):
        return True
    population = _IN_POPULATION.search(before)
    if population is not None:  # not "similar in the safety population (38% with A and 39% with B)"
        opened = passage.text.find("(", max(0, start - _WHO_REACH) + population.start())
        return _COUNTS_PATIENTS.search(passage.text, opened, start + _WHO_REACH) is not None
    if _IN_PATIENTS.search(before) is not None:
        return True
    return _CLOSES.match(behind) is not None and _ASSIGNED_TO.search(before) is not None
