"""Figures that stand beside another arm's: "7.2 v 5.6 months", "(control, 35.5 days; fibrin, 39.5 days)"."""

from __future__ import annotations

import re
from typing import Final

from evidence.pipeline.statistics.tokens import Passage

# Contrasts: a comparing word straight behind the value or behind the arm's name; or straight before it.
_VERSUS_AFTER: Final = re.compile(
    r"(?:[Uu#]|/[uwX]|\([^()]*\))*(?:[wpfXGgnca-]{0,9},?v[wpfG]{0,3}o?[NI#(]|,?v)"
)
_VERSUS_BEFORE: Final = re.compile(r"v[wpfnGX]{0,4}o?$")
_BRACKETED: Final = re.compile(r"(?:[Uu]|/[uwX]|\([NI#][-t][NI#]\))*[,;)]")
_LISTED_AFTER: Final = re.compile(r"(?P<unit>[Uu])?(?:,[NI]){0,6},?&[wpf]{0,2}[NI#]")


def contrasted(passage: Passage, index: int) -> bool:
    """Whether the number stands beside another arm's."""
    string = passage.string
    before, after = string[max(0, index - 6) : index], string[index + 1 : index + 26]
    versus = _VERSUS_AFTER.match(after)
    # "92% with 3 years v 82% with 1 year": a duration is held against no percentage.
    apart = (
        versus is not None
        and passage.kinds.startswith("U", index + 1)
        and passage.kinds.startswith("%", index + versus.end() + 1)
    )
    if (versus is not None and not apart) or _VERSUS_BEFORE.search(before):
        return True
    if _listed_in_bracket(passage, index):
        return True
    opened = before.endswith(("(", "(o", "(w,", "(w:"))
    return opened and _BRACKETED.match(after) is not None and passage.codes[index] == "N" and "h" in string


def _listed_in_bracket(passage: Passage, index: int) -> bool:
    """ "(6.1 and 3.4 months, P", "(control, 35.5 days; fibrin, 39.5 days)", "were 16.6 and 25.1 months, respectively"."""
    string = passage.string
    opened, closed = string.rfind("(", 0, index), string.find(")", index)
    inside = string[opened + 1 : closed] if 0 <= opened < closed else ""
    if (
        inside
        and ")" not in inside
        and len(re.findall(r"[NI](?![%/-])|##", inside)) > 1
        and re.search(r"[&;,]", inside)
    ):
        return "U" in inside or "u" in inside
    following = _LISTED_AFTER.match(string, index + 1)
    if following is not None:
        # A duration is not listed with a percentage: "85% with 9 weeks and 88% with 12 months".
        return following["unit"] is None or not passage.kinds.startswith("%", following.end())
    return re.search(r"#,?&$", string[:index]) is not None
