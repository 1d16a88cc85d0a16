"""Which words a negation does not reach (`data/negation_ends.tsv`): those behind a verb or an effect that takes the denial to
itself ("no activity in PTEN deficient tumours", "after crizotinib failed, lorlatinib led to responses")."""

from __future__ import annotations

import re
from functools import cache
from typing import Final, Literal

from evidence.pipeline.layers import Cue
from evidence.pipeline.tables import rows

# "With and without KRAS mutations" tells of both.
_EITHER: Final = re.compile(r"\bwith(?: and | or |/)$")
_WORD: Final = re.compile(r"\w*")
Of = Literal["claim", "change", "had_no_effect"]


@cache
def _rows(of: Of) -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    return tuple(
        (
            re.compile(row["negation"] or r".*", re.IGNORECASE),
            re.compile(rf"(?:(?<!\w)|(?=\W))(?:{row['pattern']})(?!\w)", re.IGNORECASE),
        )
        for row in rows("negation_ends")
        if row["of"] == of
    )


def ended(text: str, negation: Cue, place: int, of: Of) -> bool:
    """Whether a negation is of what stands before `place`, or not of what stands there alone. A verb that claims may itself be
    that of those who lack something ("tumours without PTEN responded"); a denial in brackets ends with them; who is denied an
    effect has the alteration ("no patient with KRAS G12D responded")."""
    closing = text.find(")", negation.end, place)
    if closing >= 0 and text.find("(", negation.end, closing) < 0:
        return True
    if of == "change" and _EITHER.search(text, max(0, negation.start - 12), negation.start):
        return True
    if of == "change" and any(
        own.fullmatch(text, negation.start, negation.end) is not None
        and (reach := words.match(text, negation.end)) is not None
        and place < reach.end()
        for own, words in _rows("had_no_effect")
    ):
        return True
    stop = _WORD.match(text, place).end() if of == "claim" else place  # type: ignore[union-attr]
    return any(
        own.fullmatch(text, negation.start, negation.end) is not None
        and words.search(text, negation.end, stop) is not None
        for own, words in _rows(of)
    )
