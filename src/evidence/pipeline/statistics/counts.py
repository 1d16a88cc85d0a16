"""Counts: events, or patients with an outcome, that are given without a percentage."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from evidence.pipeline.statistics.drafts import Draft
from evidence.pipeline.statistics.predicates import OPENERS, Verdict, opens_clause, verdict
from evidence.pipeline.statistics.tokens import Passage
from evidence.pipeline.tables import pattern_of

_CANDIDATE: Final = re.compile(r"(?P<number>[IW])(?![%UuN±]|[-t][NIW]|w{0,2}k)")
# The number is the end of a range or a part of a name ("6-104", "2 + 2").
_PART: Final = re.compile(r"[NIW#]-$|\.$|±$|(?<=[NIW#])/$")
_OF: Final = re.compile(r"(?:p?f|/)w?(?P<denominator>[IW])(?![%Uu]|/[NI])")
_NOUN: Final = re.compile(r"[wXGdA&-]{0,4}?[ne]")
_IN: Final = re.compile(r"(?:w{0,2}e(?:fw{1,4}(?:&[we])?)?)?p(?P<denominator>I)w{0,2}n")
# A number that shares the noun of the next: "four and eight patients".
_SHARED_NOUN: Final = re.compile(r"(?:,?[&v]|,)[IW][wXdA-]{0,3}[ne]")
_LIST_BEFORE: Final = re.compile(r"(?:[vh&:(-]|,&?|#\()[wpf]{0,2}$")
_POPULATION_BEFORE: Final = frozenset({"among", "amongst"})
_VERSUS_AFTER: Final = re.compile(r"[wpfGXn]{0,6}v[wpf]?[IW#](?![%UuN.])")
_OR_MORE: Final = tuple(["or", word] for word in ("more", "fewer", "less", "greater", "higher"))
_ENROLLED: Final = tuple(
    [word]
    for word in ("enrolled", "randomized", "randomised", "eligible", "evaluable", "assessable", "treated")
)
_ASSIGNED: Final = frozenset({"allocated", "assigned", "randomized", "randomised", "receiving", "given"})
_OCCURRED: Final = frozenset(
    {"occurred", "developed", "seen", "observed", "reported", "found", "detected", "noted"}
)
# Before the number of what a clause tells: "complete responses numbered 18".
_COUNTING: Final = frozenset({"numbered", "totaled", "totalled"})
_SAMPLES: Final = frozenset(
    {"subgroup", "subset", "cohort", "population", "group", "sample", "series", "subsample"}
)
_STUDIES: Final = frozenset({"studies", "trials", "rcts", "cohorts", "articles", "publications"})
_AT_LEAST: Final = frozenset({"least", "most", "any"})
_NEAR_SIZE: Final = 6
# A number of an arm, and how many tokens may stand before it up to the share of the other arm.
_OF_ARM: Final = re.compile(r"[wp]+[Gw]")
_NEAR_SHARE: Final = 7
# That something came more or less often, and the numbers of both arms behind that, or behind a number of events.
_OFTEN: Final = pattern_of("statistics_counting", "often")
_EACH: Final = (
    pattern_of("statistics_counting", "in_each"),
    pattern_of("statistics_counting", "beside_each"),
)
# What became of a number of people whose parts stand in a bracket.
_HAD: Final = pattern_of("statistics_counting", "had")
_LARGEST: Final = 200_000


def find(passage: Passage, drafts: Sequence[Draft]) -> list[Draft]:
    """Take the counts of a passage beside its other statistics; counts of patients that tell of no outcome are sizes."""
    found: list[Draft] = []
    tested = any(draft.type in ("p_value", "test_statistic") for draft in drafts)
    if (when := _analysed_at(passage)) is not None and passage.codes[when] in "IW":
        passage.take(when, when, "size")
    for match in list(_CANDIDATE.finditer(passage.string)):
        at = match.start("number")
        if (
            passage.codes[at] in "IW"
            and passage.values[at] <= _LARGEST
            and not _PART.search(passage.string[:at])
        ):
            if _is_whole(passage, at, drafts):
                continue
            draft = _draft(passage, at, [*found, *_shares(passage, at, drafts)], tested=tested)
            if draft is not None and not (
                _completes(passage, draft, drafts) or _restates(passage, draft, drafts)
            ):
                found.append(draft)
    return found


# Between a rate that its count stands before and those of whom it is: "in 85 (79%; 95% CI 70-86) of 107 patients".
_OF_WHOLE: Final = re.compile(r"\)fw?")


def _is_whole(passage: Passage, at: int, drafts: Sequence[Draft]) -> bool:
    """Whether a number is the denominator of the rate in the bracket before it, which gets it."""
    rate = next(
        (
            draft
            for draft in drafts
            if draft.type == "rate" and _OF_WHOLE.fullmatch(passage.string, draft.last + 1, at) is not None
        ),
        None,
    )
    whole = passage.values[at]
    if rate is None or rate.numerator is None or rate.denominator or not rate.value or not whole:
        return False
    if abs(rate.value - 100 * rate.numerator / whole) > _ROUNDED:
        return False
    rate.denominator = int(whole)
    passage.take(at, at, "rate")
    return True


# When an analysis was made, told before its result: "With 169 events, survival was".
_ANALYSED_AT: Final = re.compile(
    r"\W*(?:with|after|at|based on|following) (?:(?:a|an) (?:\w+ )?follow-?up (?:time |period )?of [\d.·]+ (?:months|years|weeks)(?: \([^()]*\))? and )?(?:a total of )?(?P<number>\d[\d,]*) (?:[\w-]+ ){0,3}?(?:events|deaths|relapses|progressions)(?: (?:observed|reported|recorded|occurred|accrued))?(?: and a median [^,;]{3,60})?, ",
    re.IGNORECASE,
)


def _analysed_at(passage: Passage) -> int | None:
    """The token of the number of events after which an analysis was made; None where the passage does not begin so."""
    match = _ANALYSED_AT.match(passage.text, passage.starts[0], passage.ends[-1]) if passage.starts else None
    if match is None:
        return None
    return next((index for index, start in enumerate(passage.starts) if start == match.start("number")), None)


def _shares(passage: Passage, at: int, drafts: Sequence[Draft]) -> list[Draft]:
    """The share with its count that a number goes on from: "29 responses (7%) with A and one with B"."""
    if _OF_ARM.match(passage.string, at + 1) is None:
        return []
    return [
        draft
        for draft in drafts
        if draft.type == "rate" and draft.numerator is not None and 0 < at - draft.last <= _NEAR_SHARE
    ][-1:]


def _denominator(passage: Passage, at: int) -> int | None:
    """The token of the patients of whom a count is: "5/10", "12 of the 40", "57 in 453 patients"."""
    match = _OF.match(passage.string, at + 1) or _IN.match(passage.string, at + 1)
    if match is None or passage.values[match.start("denominator")] < passage.values[at]:
        return None
    if passage.string.startswith("/", at + 1) and _has_pairs(passage):
        return None
    return match.start("denominator")


# Two numbers with a slash between them: "10/8".
_SLASHED: Final = re.compile(r"(?<=[fpc,(])I/I(?![%Uu/])")


def _has_pairs(passage: Passage) -> bool:
    """Whether slashes part the figures of two arms, since a part would exceed its whole: "in 10/8, 14/16 and 4/10"."""
    return any(
        passage.values[match.start()] > passage.values[match.end() - 1]
        for match in _SLASHED.finditer(passage.string)
    )


def _draft(passage: Passage, at: int, found: list[Draft], *, tested: bool) -> Draft | None:
    fraction = _denominator(passage, at)
    end = at if fraction is None else fraction
    noun = _NOUN.match(passage.string, end + 1)
    shared = _SHARED_NOUN.match(passage.string, at + 1)
    listed = (
        bool(found) and 0 < at - found[-1].last <= 14 and _LIST_BEFORE.search(passage.string[:at]) is not None
    )
    whole = _whole(passage, at)
    if whole is not None and (
        _opens(passage, whole) or (_of_study(passage, whole) and _bracketed(passage, whole, at))
    ):
        # "Of 397 women (198 on A and 199 on B)": the sizes of the arms.
        passage.take(at, at, "size")
        return None
    split = not listed and whole is not None
    told = fraction is not None or _versus(passage, at) or (noun is not None and tested)
    told = (
        told
        or _of_each(passage, at)
        or _each_arm(passage, at)
        or passage.data[at - 1 if at else 0] in _COUNTING
    )
    none = passage.codes[at] == "W" and passage.values[at] == 0
    if not (noun or shared or listed or split or told or none or _numbered(passage, at)):
        return None
    if passage.codes[at] == "W" and passage.values[at] == 1 and not (noun or fraction or listed):
        return None
    # "six died (A = four patients and B = two patients)"
    equals = whole is not None and passage.words(at - 1, at - 1) == "=" and not _of_study(passage, whole)
    had = whole is not None and _had(passage, whole)
    if not (equals or had) and _is_size(passage, at, counted=noun is not None, listed=listed, told=told):
        passage.take(at, at, "size")
        return None
    return _made(passage, at, fraction, noun)


def _is_size(passage: Passage, at: int, *, counted: bool, listed: bool, told: bool) -> bool:
    """Whether a number of patients says who was studied: "among 976 patients", "at least one event", "were assigned".

    `told` where its form (a fraction, a contrast of arms) makes it a result unless the words say otherwise.
    """
    before = passage.data[at - 1] if at else ""
    if (
        before in _AT_LEAST
        or (counted and not _STUDIES.isdisjoint(passage.data[max(0, at - 3) : at]))
        or passage.codes[at - 1 if at else 0] == "o"
        or passage.data[at + 1 : at + 3] in _OR_MORE
    ):
        return True
    occurred = at > 1 and passage.data[at - 2] in _OCCURRED
    if (
        before == "in"
        and counted
        and not occurred
        and not _ASSIGNED.isdisjoint(passage.data[at + 1 : at + 6])
    ):
        return True
    if (before == "the" and counted) or passage.data[at + 1 : at + 2] in _ENROLLED:
        return True
    if before in ("with", "to", "versus", "vs", "v") or passage.codes[at - 1 if at else 0] == "v":
        # A contrast of sizes: "163 patients compared with 164 patients".
        near = range(max(0, at - _NEAR_SIZE), at)
        last = next((index for index in reversed(near) if index in passage.meanings), None)
        if last is not None and passage.meanings[last] == "size":
            return True
    if before == "for" and passage.codes[at - 2] in "#)":
        return True
    if before == "of" and (passage.codes[at - 2] == "#" or passage.data[at - 2] in _SAMPLES):
        return True
    if before in _POPULATION_BEFORE or (before in OPENERS and opens_clause(passage, at)):
        return True
    if listed and not counted:
        return False
    found = verdict(passage, at, at)
    return found is Verdict.CONDUCT or (found is Verdict.UNKNOWN and not told)


def _numbered(passage: Passage, at: int) -> bool:
    """ "the number of second cancers was 168 in the treated arm and 190 in the control arm"."""
    words = passage.data[max(0, at - 9) : at]
    return passage.codes[at - 1 if at else 0] == "b" and ("number" in words or "numbers" in words)


def _versus(passage: Passage, at: int) -> bool:
    """ "fewer patients reported pain (13 v 31, P < .001)"."""
    string = passage.string
    contrast = (
        _VERSUS_AFTER.match(string, at + 1) is not None
        or re.search(r"#[wpfGXn]{0,6}v[wpf]?$", string[:at]) is not None
    )
    return contrast and ("n" in string or "e" in string or _often(passage, at))


def _often(passage: Passage, at: int) -> bool:
    """Whether a passage says before a number that something came more or less often."""
    return _OFTEN.search(passage.text, passage.starts[0], passage.starts[at]) is not None


def _of_each(passage: Passage, at: int) -> bool:
    """Whether a number is one of two arms' that count how often something came, or the events told before.

    "less frequent with A (23 in the A arm and 47 in the B arm)", "449 events: 183 in the A group and 266 in the B group".
    """
    start = passage.starts[at]
    for pattern in _EACH:
        for match in pattern.finditer(passage.text, passage.starts[0], passage.ends[-1]):
            if start in (match.start("first"), match.start("second")):
                parts = [match.start("first"), match.start("second")]
                return _often(passage, at) or _of_events(passage, match.start(), parts)
    return False


def _of_events(passage: Passage, end: int, parts: Sequence[int]) -> bool:
    """Whether the numbers at two places add up to the events that are counted before."""
    total = sum(passage.values[index] for index, start in enumerate(passage.starts) if start in parts)
    return any(
        passage.values[index] == total and "e" in passage.string[index + 1 : index + 4]
        for index, start in enumerate(passage.starts)
        if start < end and passage.kinds[index] in "IW"
    )


# "two with A and none with B", behind the events that are counted.
_WITH_EACH: Final = re.compile(r"[wp][wXGn]{0,4},?&W[wp]")


def _each_arm(passage: Passage, at: int) -> bool:
    """Whether a number word counts events of an arm, and the next one those of the other, of which there are none."""
    match = _WITH_EACH.match(passage.string, at + 1) if passage.codes[at] == "W" else None
    return match is not None and passage.values[match.end() - 2] == 0 and "e" in passage.string[:at]


def _whole(passage: Passage, at: int) -> int | None:
    """ "186 developed cancer (82 on tamoxifen and 104 on placebo": the count that the numbers of a bracket add up to."""
    opened, closed = passage.string.rfind("(", 0, at), passage.string.find(")", at)
    if not 0 <= opened < closed:
        return None
    total = sum(
        passage.values[index]
        for index in range(opened, closed)
        if passage.kinds[index] in "IW"
        and (passage.codes[index] in "IW" or passage.meanings.get(index) in ("count", "size"))
    )
    return next(
        (index for index in range(opened) if passage.values[index] == total and passage.kinds[index] in "IW"),
        None,
    )


def _of_study(passage: Passage, whole: int) -> bool:
    """Whether a number says who was studied: it was taken for that, or will be; not if what became of them is told."""
    if _had(passage, whole):
        return False
    if passage.codes[whole] in "IW":
        return verdict(passage, whole, whole) is Verdict.CONDUCT
    return passage.meanings.get(whole) == "size"


def _had(passage: Passage, whole: int) -> bool:
    """Whether a number of people, whose parts stand in a bracket, is told what became of: "136 women (74 A, 62 B) died"."""
    if passage.string[whole + 1 : whole + 3] != "n(":
        return False
    closed = passage.text.find(")", passage.starts[whole])
    return closed >= 0 and _HAD.match(passage.text, closed) is not None


def _opens(passage: Passage, whole: int) -> bool:
    """ "Of 47 patients with a response (25 on A, 22 on B), two": the whole of those who are spoken of."""
    closed = passage.string.find(")", whole)
    behind = passage.codes[closed + 1 : closed + 2]
    return whole > 0 and passage.data[whole - 1] == "of" and opens_clause(passage, whole) and behind == [","]


def _bracketed(passage: Passage, whole: int, at: int) -> bool:
    """Whether the bracket of a number stands right behind a whole or its noun."""
    opened = passage.string.rfind("(", 0, at)
    return opened - 1 == whole or passage.codes[opened - 1] == "n"


def _made(passage: Passage, at: int, fraction: int | None, noun: re.Match[str] | None) -> Draft:
    last, denominator = at, None
    if fraction is not None:
        last = fraction
        denominator = int(passage.values[last])
    elif noun is not None and noun.end() - 1 == at + 1:
        last = at + 1
    draft = Draft(type="count", first=at, last=last, at=at, value=passage.values[at])
    if denominator is not None:
        draft.numerator, draft.denominator = int(passage.values[at]), denominator
    elif last > at:
        draft.unit = passage.data[last]
    passage.take(at, last, "count")
    return draft


# Between a rate with its interval and the fraction that it is of.
_BETWEEN_BRACKETS: Final = re.compile(r"\)?[;,]?\(?")
# A rate may be rounded by so many percentage points.
_ROUNDED: Final = 0.6


def _restates(passage: Passage, draft: Draft, drafts: Sequence[Draft]) -> bool:
    """ "61% (95% CI, 44% to 76%) (25 of 41)": the fraction is that of the rate before it, told again."""
    if draft.denominator is None or draft.numerator is None:
        return False
    before = [other for other in drafts if other.type == "rate" and other.last < draft.first]
    rate = max(before, key=lambda other: other.last, default=None)
    if rate is None or rate.value is None or rate.denominator is not None:
        return False
    if abs(rate.value - 100 * draft.numerator / draft.denominator) > _ROUNDED:
        return False
    if _BETWEEN_BRACKETS.fullmatch(passage.string[rate.last + 1 : draft.first]) is None:
        return False
    rate.numerator, rate.denominator, rate.last = draft.numerator, draft.denominator, draft.last
    return True


def _completes(passage: Passage, draft: Draft, drafts: Sequence[Draft]) -> bool:
    """ "One patient had heart failure (1%)": the count is that of the percentage in the bracket that ends its clause."""
    rate = next((other for other in drafts if other.type == "rate" and other.first > draft.last), None)
    if rate is None or rate.numerator is not None or draft.numerator is not None or draft.value is None:
        return False
    between = passage.string[draft.last + 1 : rate.first]
    if (
        len(between) > 16
        or not between.endswith("(")
        or re.search(r"[#;NIW,(]", between[:-1])
        or passage.codes[rate.last + 1 : rate.last + 2] != [")"]
    ):
        return False
    rate.numerator = int(draft.value)
    return True
