"""Two figures of which one has its arm right beside it: the other one is the other arm's."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from evidence.pipeline.contrasts import side_by_side
from evidence.pipeline.layers import ArmMention
from evidence.records import Statistic

# Between a preposition and the arm that it names, and between that arm and the next figure.
_OF_ARM: Final = re.compile(
    r"\b(?:with|in|for|after|following|on|among|under|receiving|given)(?: (?:the|those|patients|women|men))* $"
)
_AND_NEXT: Final = re.compile(
    r"(?: (?:group|arm|patients))?,? and (?:[\d.·,;%()\[\]<=> –-]|\b(?:CI|to|and|P|p)\b)*"
)
# Behind the arm that is named first of two whose figures stand before them both: "in the | A/B | and B arms, respectively".
_AND_OTHER: Final = re.compile(
    r"(?: (?:groups?|arms?|patients|therapy|treatment))? and (?:(?:in|with|for|on) )?(?:the )?(?:[\w/+-]+ ){0,4}?[\w/+-]+,? respectively\b"
)


def of_two(
    text: str,
    values: Sequence[Statistic],
    mentions: Sequence[ArmMention],
    side: Sequence[int | None],
    order: Sequence[int],
) -> list[int | None] | None:
    """The arms of two values of which one has its arm right beside it: the other value is the other arm's."""
    if len(values) != 2 or len(order) != 2 or None not in side or len(set(side)) != 2:
        return None
    kinds = {item.type for item in values}
    if len(kinds) > 1 and all(item.value for item in values):
        return None  # "83 deaths among 335 patients (24.8%) in A": one group's count and share
    if not _tight(text, values, mentions, side):
        return None
    known = side[0] if side[0] is not None else side[1]
    other = order[1] if known == order[0] else order[0]
    if side[0] is None and _heads_list(text, values, mentions):
        return [known, other]
    return [known, other] if side[0] is not None else [other, known]


def _heads_list(text: str, values: Sequence[Statistic], mentions: Sequence[ArmMention]) -> bool:
    """Whether the one arm that is named behind two figures is the first of the two to which "respectively" deals them."""
    behind = next((item for item in mentions if item.start >= values[1].end), None)
    return (
        behind is not None and side_by_side(text, values) and _AND_OTHER.match(text, behind.end) is not None
    )


def _tight(
    text: str, values: Sequence[Statistic], mentions: Sequence[ArmMention], side: Sequence[int | None]
) -> bool:
    """Whether the one arm that is named stands right at its value, with no bracket opened or closed between."""
    place = 0 if side[0] is not None else 1
    value = values[place]
    gaps = [
        text[value.end : item.start] if item.start >= value.end else text[item.end : value.start]
        for item in mentions
        if item.arm == side[place] and not (place and _told_of_first(text, values, item))
    ]
    return any(len(gap) <= 40 and gap.count("(") == gap.count(")") for gap in gaps)


def _told_of_first(text: str, values: Sequence[Statistic], mention: ArmMention) -> bool:
    """Whether the arm between two figures is the first one's: "0.12 (0.08-0.17) after A and 0.33 (0.25-0.40) after"."""
    return (
        values[0].end <= mention.start
        and mention.end <= values[1].start
        and _OF_ARM.search(text, values[0].end, mention.start) is not None
        and _AND_NEXT.fullmatch(text, mention.end, values[1].start) is not None
    )
