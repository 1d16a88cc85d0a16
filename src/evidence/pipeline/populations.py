"""The subgroup that a clause speaks of, as written: "in patients with adenocarcinoma"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

_POPULATION: Final = re.compile(
    r"\b(?:in|among|for|of) (?:the )?(?:\d+%? )?(?:of )?(?:the )?(?P<who>(?:(?:patients|women|men|participants|those|subjects|children|individuals) (?:with|who|whose|aged|receiving|without|having|in)"
    r" [^,;()]{3,70}?|(?:[\w/+-]+ ){1,3}(?:patients|women|men|participants|subgroup|population|cohort)))(?=[,;(.]| (?:was|were|had|the|median|did|compared|versus|there|we|treated)\b|$)"
)
_NO_POPULATION: Final = re.compile(
    r"^(?:the |all |these |both |of |our |study |eligible |evaluable |randomi[sz]ed |\d+ )*(?:patients|women|men|participants|population|cohort)$"
)


def population(text: str, start: int, end: int, arms: Sequence[tuple[int, int]]) -> str | None:
    """The subgroup that a sentence speaks of, as written; patients who are an arm (`arms`: its spans) are none."""
    match = _POPULATION.search(text, start, end)
    if match is None or _NO_POPULATION.match(match["who"]):
        return None
    if any(match.start("who") <= first < match.end("who") for first, _ in arms):
        return None
    return match["who"].strip()
