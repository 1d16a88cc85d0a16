"""Outcomes in brackets: results of their own where figures stand with them, else only a list, a cause, or what was counted."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from evidence.pipeline.listed_outcomes import CAUSES
from evidence.pipeline.outcomes import OutcomeMention
from evidence.records import Statistic


def outside_brackets(
    text: str, start: int, outcomes: list[OutcomeMention], statistics: Sequence[Statistic]
) -> list[OutcomeMention]:
    """Without those that a bracket only lists: "wound complications (infection, hematoma) were seen in 17 cases"."""
    kept: list[OutcomeMention] = []
    for item in outcomes:
        opening = text.rfind("(", start, item.start)
        closing = text.find(")", item.end)
        inside = opening >= 0 and ")" not in text[opening : item.start]
        if inside and CAUSES.match(text, opening):
            continue
        if inside and kept and kept[-1].end <= opening and _only_explains(text, item, opening, statistics):
            continue
        again = (
            inside
            and item.inverse
            and any(other.concept == item.concept and not other.inverse for other in outcomes)
        )
        if again:
            continue  # "A (190 events of it) compared with B (283) prolonged it"
        if not inside or any(opening < number.start < closing for number in statistics):
            kept.append(item)
    return kept


# Events that a bracket counts for the outcome before it: "survival was worse with A (46 v 27 deaths; P = .02)".
_UNIT: Final = re.compile(r"deaths?|events?|relapses?|recurrences?", re.IGNORECASE)


def _counts_unit(text: str, item: OutcomeMention, statistics: Sequence[Statistic]) -> bool:
    """Whether an outcome in a bracket is only what its figures count."""
    return _UNIT.fullmatch(text, item.start, item.end) is not None and any(
        number.type in ("count", "rate") and number.start < item.start and item.start - number.end <= 1
        for number in statistics
    )


# Between a share and what it is the share of, told of an outcome already named: "(74% v 68% of the patients were alive and".
_SHARE_OF: Final = re.compile(
    r"[\s%]*(?:of )?(?:the |all )?(?:patients|women|men|participants|subjects)\b[^;()]{0,40}? (?:were|was|had|remained) [^;()]*$",
    re.IGNORECASE,
)


def _only_explains(text: str, item: OutcomeMention, opening: int, statistics: Sequence[Statistic]) -> bool:
    """Whether an outcome in a bracket only says what the figures before it count, which the outcome before the bracket names."""
    before = [number for number in statistics if opening < number.start < item.start]
    shared = (
        bool(before)
        and before[-1].type == "rate"
        and _SHARE_OF.match(text[before[-1].end : item.start]) is not None
    )
    return shared or _counts_unit(text, item, statistics)
