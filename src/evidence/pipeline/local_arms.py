"""The groups that a sentence itself compares, where it names none of the document's arms.

"Scores were higher in the music group than in the rest group", "A was 12% in those given X compared with 20% in Y".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from evidence.pipeline.arm_mentions import ArmMention
from evidence.pipeline.arm_sides import CONTROL, PLACEBO
from evidence.pipeline.arms import ArmName
from evidence.pipeline.dealing import versus_pairs
from evidence.pipeline.group_names import NO_NAME, group_names
from evidence.pipeline.layers import Sentence
from evidence.pipeline.written import first_name
from evidence.records import Mention, Statistic

_AGAINST: Final = re.compile(
    r"\b(?:than|compared (?:with|to)|as compared (?:with|to)|in comparison (?:with|to)|versus|vs\.?|relative to)\s+(?:(?:that|those|did|was|were)\s+)?"
    r"(?:(?:in|for|with|of|among|by|on|after|during|receiving|given|treated with|who received|undergoing)\s+)*(?:(?:the|a|an|those|patients|subjects|participants"
    r"|women|men|who|received|receiving|undergoing|treated|with|given|on|in)\s+)*"
)
_BESIDE: Final = re.compile(
    r"\b(?:in|for|with|among|after|by|using|receiving|of|to|on|during|treated with|given)\s+(?:(?:the|a|an|those|patients|subjects|participants|women|men|who|received"
    r"|receiving|undergoing|treated|with|given|on|in)\s+)*"
)
# Between a value and the name of those whose it is: "37% (3/8) of the patients in", "8.6 months for".
_OF_WHOM: Final = re.compile(
    r"[\s%]*(?:[a-zA-Z/²]{1,8}[\s,]+)?(?:of\s+)?(?:(?:the|all)\s+)?(?:(?:patients|subjects|women|men|those|participants|children|cases|eyes|individuals)\s+)?"
    r"(?:(?:who\s+)?(?:received|underwent|receiving|undergoing|treated|assigned|randomi[sz]ed|given)\s+)?(?:in|with|for|on|after|among|to|of|under|during|receiving|using)\s+"
    r"(?:(?:the|a|an|those|patients|subjects|participants|women|men|who|received|receiving|treated|with|given|assigned|to)\s+)*"
)
_RESPECTIVELY: Final = re.compile(r"\brespectively\b")
_NAME: Final = r"(?:(?!and\b|or\b|the\b|were\b|was\b)[A-Za-z0-9][\w/+.-]*\s?){1,3}?"
_TWO: Final = re.compile(
    rf"\b(?:in|for|with|between|among|on|under|of)\s+(?:the\s+)?(?P<first>{_NAME})\s+(?:and|versus|vs\.?)\s+(?:(?:the|for|in|with|on)\s+)*(?P<second>{_NAME})"
    r"(?=\s+(?:groups?|arms?|patients|were|was|had|recipients|doses?)\b|\s*[,;.]|\s*$)"
)
_NEAR: Final = 40
_NO_GROUP: Final = re.compile(
    r"^(?:baseline|before|expected|previous\w*|\d.*|one|two|half|all|other|either|both|chance|usual|placebo-controlled|day|week|month|year|normal|p|n)$",
    re.IGNORECASE,
)


def local_arms(
    text: str,
    masked: str,
    sentence: Sentence,
    therapies: Sequence[Mention],
    known: Sequence[tuple[ArmMention, ArmName]],
    values: Sequence[Statistic],
) -> tuple[list[ArmName], list[ArmMention]] | None:
    """The arms of a sentence and where it names them, or None where it holds none against another.

    `known` are its mentions of the document's arms, at most one arm's.
    """
    found = [(mention.start, mention.end, arm.name.lower()) for mention, arm in known]
    found += [
        (item.start, item.end, item.key)
        for item in group_names(text, sentence.start, sentence.end)
        if not _overlaps(item.start, item.end, found)
    ]
    if _populations(text, values, found):
        return None
    if len({key for _, _, key in found}) < 2:
        found += [
            item for item in _beside(masked, sentence, values) if not _overlaps(item[0], item[1], found)
        ]
    if len({key for _, _, key in found}) < 2:
        found += [item for item in _coordinated(masked, sentence) if not _overlaps(item[0], item[1], found)]
    if len({key for _, _, key in found}) < 2:
        found += _compared(masked, sentence, found)
    if len({key for _, _, key in found}) < 2:
        found += [
            (item.start, item.end, item.concept.id)
            for item in therapies
            if item.concept is not None
            and sentence.start <= item.start < sentence.end
            and not _overlaps(item.start, item.end, found)
        ]
    keys = list(dict.fromkeys(key for _, _, key in sorted(found)))
    if len(keys) == 1 and not known and values and "respectively" not in text[sentence.start : sentence.end]:
        keys = keys if any(start < values[0].start for start, _, _ in found) else []
    elif not 2 <= len(keys) <= 4:
        return None
    if not keys:
        return None
    keys.sort(key=lambda key: bool(CONTROL.search(key)) or key in PLACEBO)
    given = {arm.name.lower(): arm for _, arm in known}
    names = [
        given.get(key) or _named(text, key, found, therapies, index == len(keys) - 1)
        for index, key in enumerate(keys)
    ]
    return names, [ArmMention(start, end, keys.index(key)) for start, end, key in sorted(found)]


def _populations(text: str, values: Sequence[Statistic], found: Sequence[tuple[int, int, str]]) -> bool:
    """Whether each group has a pair of figures: "23 v 19 months in one group and 13 v 10 in the other"."""
    pairs = versus_pairs(text, values)
    behind = {key for _, second in pairs for start, _, key in found if 0 <= start - second.end < _NEAR}
    return len(pairs) > 1 and len(behind) > 1


def _overlaps(start: int, end: int, found: Sequence[tuple[int, int, str]]) -> bool:
    return any(start < last and first < end for first, last, _ in found)


def _named(
    text: str, key: str, found: Sequence[tuple[int, int, str]], therapies: Sequence[Mention], last: bool
) -> ArmName:
    start, end, _ = next(item for item in found if item[2] == key)
    concepts = tuple(
        dict.fromkeys(
            item.concept
            for item in therapies
            if start <= item.start and item.end <= end and item.concept is not None
        )
    )
    words = " ".join(text[start:end].split())
    name = key if key.startswith("group ") else re.sub(r"(?<=group|.arms)s$", "", words)
    return ArmName(name, concepts, (), last and bool(CONTROL.search(words)), start, end)


def _beside(masked: str, sentence: Sentence, values: Sequence[Statistic]) -> list[tuple[int, int, str]]:
    """The names behind values, where two values each have one: "37% for A and 44% for B"."""
    found = []
    for item in values:
        whom = _OF_WHOM.match(masked, item.end, sentence.end)
        group = _group(masked, whom.end(), sentence.end) if whom is not None else None
        if group is not None:
            found.append(group)
    return found if len({key for _, _, key in found}) > 1 else []


def _coordinated(masked: str, sentence: Sentence) -> list[tuple[int, int, str]]:
    """The two names that "respectively" deals figures to: "for A and B were 19.7% and 17.0%, respectively"."""
    said = _RESPECTIVELY.search(masked, sentence.start, sentence.end)
    if said is None:
        return []
    found = list(_TWO.finditer(masked, sentence.start, sentence.end))
    for match in sorted(found, key=lambda match: (match.end() > said.start(), said.start() - match.end())):
        names = [" ".join(match[group].split()).lower() for group in ("first", "second")]
        if all(
            not _NO_GROUP.match(name) and name not in NO_NAME and re.search(r"[A-Za-z]", name)
            for name in names
        ):
            return [(*match.span("first"), names[0]), (*match.span("second"), names[1])]
    return []


def _compared(
    masked: str, sentence: Sentence, found: Sequence[tuple[int, int, str]]
) -> list[tuple[int, int, str]]:
    """The names on both sides of "than", "compared with" or "versus"."""
    for against in _AGAINST.finditer(masked, sentence.start, sentence.end):
        other = _group(masked, against.end(), sentence.end)
        if other is None:
            continue
        if any(first < other[1] and other[0] < last for first, last, _ in found):
            continue
        if found:
            return [other]
        before = [
            group
            for match in _BESIDE.finditer(masked, sentence.start, against.start())
            if (group := _group(masked, match.end(), against.start())) is not None
        ]
        if before:
            return [before[-1], other]
    return []


def _group(masked: str, start: int, end: int) -> tuple[int, int, str] | None:
    span = first_name(masked, start, end)
    if span is None or span[0] - start > 12:
        return None
    words = " ".join(masked[slice(*span)].split())
    if _NO_GROUP.match(words) or len(words.split()) > 5 or not re.search(r"[A-Za-z]{2}", words):
        return None
    return span[0], span[1], words.lower()
