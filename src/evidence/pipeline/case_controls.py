"""Studies of cases and controls: people with a disease and people without, who are no arms.

"Hormone therapy use in 278 cases was compared with use in 2,224 controls" holds no therapy against controls. Where cases
are those who got a treatment ("matched controls who had open surgery"), they are groups like others.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from evidence.pipeline.arm_cuts import cue
from evidence.pipeline.screens import Screen, screened

_DESIGN: Final = Screen(cue("case_control"))
_PEOPLE: Final = Screen(cue("cases_had"))
_ASSIGNED: Final = screened(r"\brandomi[sz]ed\b|\brandomly (?:assigned|allocated)\b", re.IGNORECASE)
_CASES: Final = cue("case_or_control")


def are_cases(text: str, names: Iterable[str]) -> bool:
    """Whether one of some groups is called a case or a control, in a study of people with a disease and without."""
    return any(_CASES.fullmatch(name.lower()) for name in names) and of_cases(text)


@lru_cache(maxsize=8)
def of_cases(text: str) -> bool:
    """Whether a text tells of such a study, in which nobody was assigned to anything."""
    return _ASSIGNED.search(text, 0, len(text)) is None and (
        _DESIGN.search(text, 0, len(text)) is not None and _PEOPLE.search(text, 0, len(text)) is not None
    )
