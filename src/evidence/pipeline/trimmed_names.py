"""What is left of a run of words as a name: without articles and measures before it, figures and times behind it.

The classes of words that decide it are `data/outcome_words.tsv`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Final, TypeAlias

from evidence.pipeline.numerals import WORDS
from evidence.pipeline.tables import rows

NUMBER: Final = re.compile(r"[<>≥≤=~]?-?\d[\d.,·/]*%?(?:(?:\+/-|±)\d[\d.,·]*)?$")
# What stands behind "of" in "a score of 3.18" and is no part of a name.
_FIGURE: Final = re.compile(r"[<>≥≤=~±$£€]*(?:[a-z]{2})?[$£€]?\d(?![\d.·]*-[a-z])")
_TIMED: Final = re.compile(r"(?:\d+|one|two|three|four|five|six|ten)-(?:year|month|week|day)s?|[ivx]+")
_ALPHANUMERIC: Final = re.compile(r"[a-zα-ω\d%]")
_COUNT: Final = re.compile(WORDS, re.IGNORECASE)
CONJUNCTION: Final = frozenset({"and", "or", "nor", "plus", "&"})
_LONGEST: Final = 9
# A measure of an effect, or a test, which is of something: "the corresponding relative risk was 1.92".
_EFFECT: Final = re.compile(
    r"(?:(?:corresponding|adjusted|unadjusted|estimated|overall|pooled) )*(?:relative|hazards?|odds|risk|rate) (?:risks?|ratios?)"
    r"|(?:superiority|non-?inferiority|equivalence|log-?rank|statistical) (?:tests?|testing|analys[ei]s)|favou?r(?: of .*)?"
    r"|(?:hrs?|rrs?) (?:of |was |= ?)?\d[\d.·]*.*"  # "and HR 0.64"
)

# A word of a name: where it begins and ends, and what it is in lower case.
Word: TypeAlias = tuple[int, int, str]
Classes: TypeAlias = dict[str, frozenset[str]]


@lru_cache(maxsize=1)
def classes_of_words() -> Classes:
    return {row["class"]: frozenset(row["words"].split()) for row in rows("outcome_words")}


def words_of(kind: str) -> frozenset[str]:
    """A class of words of `data/outcome_words.tsv`."""
    return classes_of_words()[kind]


def names_bearers(name: str) -> bool:
    """Whether a name in lower case is that of who has something, and of no outcome: "braf-mutated tumours"."""
    words = name.replace("wild type", "wild-type").split()
    return len(words) > 1 and words[-1] in words_of("bearer") and words[-2].endswith(tuple(words_of("borne")))


def _is_ratio(words: Sequence[str]) -> bool:
    """Whether a name is that of a ratio of two things, and no effect size: "leptin/adiponectin ratio"."""
    return words[-1] == "ratio" and len(words) > 1 and words[-2] not in ("hazard", "odds", "risk", "rate")


def _is_course(words: Sequence[str]) -> bool:
    """Whether a name is that of how a treatment went: "length of treatment", "adherence to the regimen"."""
    return len(words) > 2 and words[-2] in ("of", "to", "with") and words[-3] in words_of("course")


def trimmed(masked: str, item: list[Word], classes: Classes, loose: bool = False) -> tuple[int, int] | None:
    """The span of a name without what stands around it; None where nothing is left that could be one."""
    item = _without_lead(item)
    if len(item) > 1 and item[0][2] in classes["period"] and masked[: item[0][0]].rstrip()[-1:].isdigit():
        item = _without_lead(item[1:])  # "3 year DFS"
    if len(item) > 2 and item[0][2] in classes["chance"] and item[1][2] == "of":
        return trimmed(masked, item[2:], classes, loose)
    item = _without_tail(item)
    if len(item) > 2 and item[0][2] in classes["whole"] and item[1][2] == "of":
        return None  # "a total of 337 patients": people or events that are counted
    if len(item) > 2 and item[0][2] in classes["change"] and item[1][2] in ("of", "in"):
        return trimmed(masked, item[2:], classes)  # "prolongation of survival": the outcome is what changes
    words = [word for _, _, word in item]
    if "at" in words[1:] and not classes["cost"].isdisjoint(words):
        before = item[: words.index("at")]  # "survival at the cost of toxicity"
        return trimmed(masked, before, classes, loose)
    level = loose and _LEVEL.match(" ".join(words)) is not None
    if not 0 < len(words) <= _LONGEST or (_is_none(words, classes) and not level):
        return None
    if loose:
        return item[0][0], item[-1][1]
    if words[-1] in classes["member"] and "of" in words[1:]:
        return trimmed(masked, item[: len(words) - 1 - words[::-1].index("of")], classes)
    return (item[0][0], item[-1][1]) if _may_be_outcome(masked, item, words, classes) else None


# A grade or a stage that is a factor: "grade 3".
_LEVEL: Final = re.compile(r"(?:grade|stage) (?:\d|[ivx]+\b)")


def _without_lead(item: list[Word]) -> list[Word]:
    """A name without the articles, measures and numbers before it, up to its figure: "the mean | score | of 3.18"."""
    while item and _leads(item[0][2]):
        item = item[1:]
    for place, (first, second) in enumerate(pairwise(item)):
        if first[2] == "of" and _FIGURE.match(second[2]):
            return item[:place]
    return item


def _without_tail(item: list[Word]) -> list[Word]:
    """A name without figures, times and conjunctions behind it."""
    while len(item) > 2 and NUMBER.match(item[-1][2]) and item[-2][2] == "of":
        item = item[:-2]  # "a dose of 40": the figure is no part of the name
    while item and _trails(item[-1][2]):
        item = item[:-1]
    return item


# What is asked of words is kept: the words of outcomes are few.
@lru_cache(maxsize=20_000)
def _leads(word: str) -> bool:
    """Whether a word may only stand before a name: an article, a measure, a number, a sign."""
    return word in words_of("lead") or NUMBER.match(word) is not None or not word[0].isalnum()


@lru_cache(maxsize=20_000)
def _trails(word: str) -> bool:
    """Whether a word may only stand behind a name: a figure, a time, a conjunction, a sign."""
    return (
        word in words_of("tail")
        or word in CONJUNCTION
        or _TIMED.fullmatch(word) is not None
        or _ALPHANUMERIC.search(word) is None
    )


@lru_cache(maxsize=20_000)
def _counts(word: str) -> bool:
    """Whether a word begins with a number in words."""
    return _COUNT.match(word) is not None


def _is_none(words: Sequence[str], classes: Classes) -> bool:
    """Whether words name neither an outcome nor a factor: measures of nothing, adverbs, people, counts."""
    if all(word in classes["no_outcome"] or word in classes["argument"] for word in words) and (
        len(words) == 1 or words[-1] not in classes["measure"] or words[-1] in classes["change"]
    ):
        return True
    return (
        (len(words) == 1 and words[0].endswith("ly"))
        or (words[0] == "p" and not _ALPHANUMERIC.match("".join(words[1:2])))
        or words[0] in classes["people"]
        or _counts(words[0])
        or not classes["part"].isdisjoint(words)
        or _EFFECT.fullmatch(" ".join(words)) is not None
        or words[-1].endswith("-fold")
    )


def _may_be_outcome(masked: str, item: Sequence[Word], words: Sequence[str], classes: Classes) -> bool:
    """Whether a name may be that of an outcome: what it is headed by can be one, and it is no mere letter."""
    last = words[-1]
    if last in classes["no_outcome"] and last not in classes["measure"]:
        if not (_is_ratio(words) or _is_course(words)):
            return False
    if words[-1] in classes["measure"] and all(_TIMED.fullmatch(word) for word in words[:-1]):
        return len(words) == 1  # "3-year rates": of what was told before
    if len(words) == 1 and words[0].endswith(("-positive", "-negative")):
        return False
    if (len(words) == 1 and words[0] in classes["site"]) or "=" in masked[item[0][0] : item[-1][1]]:
        return False
    if words[-1] in classes["alteration"] and classes["counts_alteration"].isdisjoint(words):
        return False
    if names_bearers(" ".join(words)):
        return False
    return any(len(word) > 2 or (len(word) == 2 and masked[begin].isupper()) for begin, _, word in item)
