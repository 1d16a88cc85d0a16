"""What the label of a row or column says of its figures: measure, test, time, grade; and what is left of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from evidence.pipeline.tables import rows

TESTS: Final = frozenset(
    {
        "p",
        "hazard_ratio",
        "odds_ratio",
        "relative_risk",
        "mean_difference",
        "risk_difference",
        "other_effect",
    }
)
_SIZE: Final = re.compile(
    r"[\[(]?\s*\b[nN][*†‡§∗]?\s*=\s*(\d{1,3}(?:[,\s\u2009]\d{3})+|\d+)(?:\s*\(\d+(?:\.\d+)?%?\))?\s*[\])]?"
)
_BRACKETED: Final = re.compile(r"\((\d{2,5})\)\s*$")
_UNIT: Final = re.compile(
    r"[,;:]?\s*[\[(]\s*(?P<unit>months?|mos?\.?|years?|yrs?\.?|weeks?|wks?\.?|days?|hours?|h|min(?:utes)?|%|mm ?Hg|[µμmk]?[gl](?:/\w+)?|"
    r"[\w.×^/ -]{1,14}/[\w.×^ -]{1,8}|cm|mm|kg|Gy)\s*[\])]|,\s*(?P<plain>months?|mo|years?|yr|weeks?|wk|days?|h|min|%)\s*$",
    re.IGNORECASE,
)
_COUNTED: Final = re.compile(
    r"[,;:–-]?\s*[\[(]?\s*\b(?:n|nos?\.?|number|#)\s*(?:of patients\s*)?(?:/\s*N\s*)?[,(/]?\s*\(?%\)?\s*[\])]?|[,;:]?\s*[\[(]?%\s*[,(]?\s*(?:n|no\.?)\b\s*[\])]*",
    re.IGNORECASE,
)
_NUMBERED: Final = re.compile(
    r"[,;:]?\s*[\[(]\s*(?:n|nos?\.?|number)\s*[\])]|[,;:]\s*(?:n|nos?\.?|number)\s*$", re.IGNORECASE
)
_PATIENTS: Final = re.compile(
    r"[,;:]\s*\b(?:nos?\.?|number) of (?:patients|subjects)\b\s*(?:\(\s*\d+(?:\.\d+)?\s*%?\s*\))?",
    re.IGNORECASE,
)
_MEASURES: Final = re.compile(
    r"[,;:–-]?\s*[\[(]?\s*\b(?:means?|medians?|average|s\.?d\.?|s\.?e\.?m?\.?|range|IQR|inter-?quartile range|9[059] ?% ?CIs?|CIs?|(?:9[059] ?% ?)?confidence intervals?)\b"
    r"(?:\s*[\[(,;±/]?\s*(?:±|\+/-)?\s*(?:s\.?d\.?|s\.?e\.?m?\.?|range|IQR|95 ?% ?CI|CI)\s*[\])]?)?\s*[\])]?",
    re.IGNORECASE,
)
_MARKS: Final = re.compile(r"[\s*†‡§¶#∗⁎^:;,|–-]+$|^[\s•·–:;,|-]+")
_LISTED: Final = re.compile(r"^\d{1,2}[.)]\s+(?=[A-Z])")
_SPACES: Final = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Label:
    """A label read: what it says of figures, how many took part, the unit, and the words that are left."""

    says: frozenset[str]
    size: int | None
    unit: str | None
    rest: str

    @property
    def only_tells_figures(self) -> bool:
        """Nothing is left that could name an outcome or a group."""
        return not self.rest


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[str, re.Pattern[str], bool], ...]:
    return tuple(
        (row["says"], re.compile(row["pattern"], re.IGNORECASE), row["whole"] == "yes")
        for row in rows("table_labels")
    )


@lru_cache(maxsize=4096)
def read(words: str) -> Label:
    """Read a label's words."""
    words = _SPACES.sub(" ", words).strip()
    size = _SIZE.search(words) or _BRACKETED.search(words)
    left = _LISTED.sub("", words[: size.start()] + words[size.end() :] if size else words)
    says = set()
    if _COUNTED.search(left):
        says |= {"n", "percent"}
        left = _COUNTED.sub(" ", left)
    left = _PATIENTS.sub(" ", left) if len(left) > 24 else left
    if _NUMBERED.search(left):
        says.add("n")
        left = _NUMBERED.sub(" ", left)
    unit = _UNIT.search(left)
    told = (unit["unit"] or unit["plain"]) if unit else None
    if told == "%":
        says.add("percent")
        told = None
    left = _UNIT.sub(" ", left) if unit else left
    left = _bare(left)
    for kind, pattern, whole in _patterns():
        if pattern.fullmatch(left) if whole else pattern.search(left):
            says.add(kind)
    if says & {"mean", "median", "spread", "ci"} or "percent" in says:
        left = _bare(_MEASURES.sub(" ", left))
        left = "" if re.fullmatch(r"(?:%|rates?|of|with|and|\W)*", left, re.IGNORECASE) else left
    if says & (TESTS | {"size", "total", "time"}) or (left.lower() in _PLAIN):
        left = "" if not says & TESTS or _test_alone(left) else left
    return Label(frozenset(says), int(re.sub(r"\D", "", size[1])) if size else None, told, left)


_PLAIN: Final = frozenset(
    {"n", "no.", "no", "%", "number", "value", "values", "rate", "#", "nos", "number of patients"}
)
_TEST_WORDS: Final = re.compile(
    r"[\W\d]*(?:(?:p|values?|val|hazards?|odds|risk|rate|relative|ratios?|HR|OR|RRR?|RR|CI|confidence|intervals?|log|rank|test|adjusted|unadjusted"
    r"|for|of|the|between|difference|differences?|in|mean|effect|sizes?|crude|arms?|groups?|overall|comparison|estimated|significance|or|and|to|vs?|t|chi|square[d]?|fisher.?s?|exact|wilcoxon|mann|whitney|u|cohen.?s?|d|two|sided|tailed|stratified|absolute|treatment|[a-e])[\W\d]*)*",
    re.IGNORECASE,
)


def _test_alone(words: str) -> bool:
    return _TEST_WORDS.fullmatch(words) is not None


def _bare(words: str) -> str:
    words = _SPACES.sub(" ", words).replace("()", "").replace("[]", "")
    return _MARKS.sub("", _MARKS.sub("", words)).strip()
