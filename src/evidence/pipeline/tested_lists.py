"""Lists each of whose members has its tests behind it in brackets: "A above 200 ng/mL (P < .001) and B (P = .02)".

The tests part the members, so that these are read whole, whatever their words.
"""

from __future__ import annotations

import re
from typing import Final

from evidence.pipeline.dealing import is_test
from evidence.pipeline.scenes import Scene
from evidence.pipeline.written import VERB, begin_of_clause

Span = tuple[int, int]

# A member with its tests: "CEA above 200 ng/mL (P < .001), and".
_TESTED: Final = re.compile(
    r"[\s,;]*(?:(?:and|or|but|as well as),? )?(?:not )?(?:also )?(?:both |only )?(?:(?:in|with|by|among) )?(?:an? |the )?(?P<name>[A-Za-z≥>≤<][^(),;:]{2,80}?) ?(?P<tests>\((?:[^()]|\([^()]*\))*\)|\[[^\[\]]*\])\s*"
)
# No factor or outcome, but when it was one, what it was held against, or the next factor with its outcome.
_WHEN: Final = re.compile(
    r"(?:when|while|if|after|before|during|on|at)\b"
    r"|.*\b(?:compared|(?:in|for|among) (?:patients|women|men|those|participants|children)|with an? (?:\w+ )?(?:impairment|improvement|increase|decrease|reduction|higher|lower|better|worse))\b",
    re.IGNORECASE,
)


def each_tested(scene: Scene, start: int, end: int, *, whole: bool = True) -> list[Span]:
    """The factors of a list whose members have their tests behind them in brackets; none where any has not, up to `end` if
    the list is to be the `whole`."""
    spans: list[Span] = []
    place = begin_of_clause(scene.text, start, end) if whole else start
    while place < end:
        match = _TESTED.match(scene.text, place, end)
        tested = match is not None and any(
            is_test(item) and match.start("tests") < item.start < match.end() for item in scene.statistics
        )
        if match is None or not tested or VERB.search(match["name"]) or _WHEN.match(match["name"]):
            return [] if whole or len(spans) < 2 else spans
        spans.append(match.span("name"))
        place = match.end()
    return spans if len(spans) > 1 else []
