"""The arms that a text lists: "A or B", "A, B, or A plus B", "A plus either B or C", "A with or without B".

A list is cut at the words that part arms; commas part them where an arm begins behind each ("A, B, or C") and not where
they hold the drugs of one arm together ("A, B, and C or D"). Then each side gets its therapies: its own, and those that
the words share with other sides ("the same with C", "both", "combined with B or C", ", both with D").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from evidence.pipeline.tables import rows
from evidence.records import Mention


def cue(kind: str) -> re.Pattern[str]:
    """A pattern of `data/arm_cues.tsv`."""
    return re.compile(next(row["pattern"] for row in rows("arm_cues") if row["kind"] == kind), re.IGNORECASE)


CONTROL: Final = cue("control")
_STOP: Final = cue("stop")
_NOISE: Final = cue("noise")
_DOSE: Final = cue("dose")
_CONTINUES: Final = cue("continues")
_BEGINS: Final = cue("begins_arm")
_BOTH: Final = cue("both_before")
_SAME: Final = cue("same_before")
_CHOICE: Final = cue("choice")
_COUNTED: Final = cue("counted_list")
_TRAILING: Final = re.compile(
    r"(?:[\s,;:.]+(?:with|and|of|to|the|an?|or|for|in|both|plus|by|on|at|either|from))+$", re.IGNORECASE
)
BRACKET: Final = re.compile(r"\([^()]*(?:\([^()]*\)[^()]*)*\)|\[[^\[\]]*\]")
SIZED: Final = "\N{BROKEN BAR}"
_OR: Final = re.compile(r",? (?:or|versus|vs\.?|and) (?:to )?|; ")
_ALTERNATIVE: Final = re.compile(r",? (?:or|versus|vs\.?) (?!without)")
_COMMA: Final = re.compile(r"[,;] ")
# What an arm can be called by: a word, a number, or a letter before brackets that say what it is.
_NAMES: Final = re.compile(r"[A-Za-z]{2}|\d|\b[A-H] {4,}")
_SEMICOLON: Final = re.compile(r"; ")
_STATES: Final = cue("states")
_LEFT_OUT: Final = re.compile(r"\b(?:(?<!with or )without|omitting|no) (?:[\w-]+ )?$")
_WITH_PARTNER: Final = re.compile(r"\b(?:with|plus) ")
_BEFORE: Final = re.compile(r"\bbefore\b")
_EITHER: Final = re.compile(r"\b(?:plus|with|and) either ")
_ADDS: Final = re.compile(
    r"\s*(?:in combination with|combined with|together with|plus|with|following|after) "
)
_FOLLOWED: Final = re.compile(r",? followed by ")
WITHOUT: Final = re.compile(r"[,;]? (?:with or without|plus or minus|±|\+/-) ", re.IGNORECASE)
_TOGETHER: Final = re.compile(
    r",? (?:both |each )?(?:in combination with|combined with|together with|plus|added to|on a background of|in addition to) "
    r"|, (?:both |each |all )?with (?:open-label |concurrent |concomitant )?(?!or\b)",
    re.IGNORECASE,
)
# "the SABR group", "(control group)", "EC arm"; one to four words before the noun.
GROUP: Final = re.compile(
    r"(?P<name>(?:[A-Za-z0-9][\w/+.-]*[ -]?(?:plus |and )?){0,3}?[A-Za-z0-9][\w/+.-]*)[ -](?:group|arm|cohort|regimen)s?\b"
)
_ARTICLE: Final = re.compile(r"\s*(?:(?:the|an?|either) )*")
# A short name that a regimen goes by, which no vocabulary need know: "TAC", "FEC-D", "5-FU".
_SHORT: Final = re.compile(r"\s*(?:the )?[A-Z0-9][A-Za-z0-9/+-]*[A-Z][A-Za-z0-9/+-]*\s*$")
_NO_THERAPY: Final = cue("no_therapy")
# Before what all arms got with a dose that is one arm's: "or 66 Gy in 33 fractions, starting on day 22 after A".
_TO_ALL: Final = re.compile(r"\b(?:starting|commencing|concurrent(?:ly)?|before|after)\b", re.IGNORECASE)
DOSE_ONLY: Final = cue("dose_only")
_DOSED: Final = re.compile(rf"\s*(?:{DOSE_ONLY.pattern})(?=,| or )", re.IGNORECASE)
_AT_DOSE: Final = re.compile(r"\d\s?(?:mg|g|mcg|µg|μg|IU|Gy|MU|MBq|GBq)?(?:/\w+)*\s*, $")
_DOSING: Final = cue("dosing")
_BEGINS_PLAIN: Final = cue("begins_plain")
# How far apart two drugs of one regimen may stand, in characters.
_FAR: Final = 90
# What follows the treatment of all arms, more often than of the last one.
_LATER: Final = frozenset({"surgery", "surgical", "transplantation"})
_SHARES_NOUN: Final = cue("shares_noun")
_TWO: Final = 2
_LONGEST_NAME: Final = 7
_MOST: Final = 6


@dataclass(slots=True)
class Side:
    """One side of "A or B": its span, the end of its sentence, and the mentions that belong to it."""

    start: int
    end: int
    limit: int
    mentions: list[Mention] = field(default_factory=list)
    alone: bool = False
    assigned: bool = False
    label: str = ""


def split(masked: str, start: int, end: int, therapies: Sequence[Mention]) -> list[Side]:
    """The sides of a list of arms, with what belongs to several of them; one side where nothing parts it."""
    counted = _COUNTED.match(masked, start, end)
    start = counted.end() if counted is not None else start
    end = _before_next_phase(masked, start, end, therapies)
    if counted is None:
        end = _before_next_statement(masked, start, end)
    if sides := with_or_without(masked, start, end, therapies):
        return sides
    last = start
    for cut, behind in _cuts(masked, start, end, therapies, counted is not None):
        sides.append(Side(last, cut, cut))
        last = behind
    sides.append(Side(last, end, end))
    return filled(sides[:_MOST], masked, therapies)


def _before_next_phase(masked: str, start: int, end: int, therapies: Sequence[Mention]) -> int:
    """Where a list ends whose arms are told again for a later phase: "A or B, followed by A or B"."""
    for later in _FOLLOWED.finditer(masked, start, end):
        cut = _ALTERNATIVE.search(masked, start, later.start())
        if cut is None or not _ALTERNATIVE.search(masked, later.end(), end):
            continue
        before = {item.concept for item in therapies if start <= item.start < later.start()}
        after = [item.concept for item in therapies if later.end() <= item.start < end]
        told = any(cut.end() <= item.start < later.start() for item in therapies)
        if told and after and all(concept in before for concept in after[:2]):
            return later.start()
    return end


def _before_next_statement(masked: str, start: int, end: int) -> int:
    """Where a list ends before a semicolon behind which something is stated: "A or B; both groups then received C"."""
    for stop in _SEMICOLON.finditer(masked, start, end):
        following = _SEMICOLON.search(masked, stop.end(), end)
        if _STATES.search(masked, stop.end(), following.start() if following else end):
            return stop.start()
    return end


def _begins_arm(masked: str, at: int, end: int, therapies: Sequence[Mention]) -> bool:
    """Whether an arm's name begins right at a place: a therapy, a short name, another dose, a control, or "both"."""
    begin = _BEGINS.match(masked, at, end)
    place = begin.end() if begin is not None else at
    comma = _COMMA.search(masked, place, end)
    return (
        any(place <= item.start <= place + 1 for item in therapies)
        or _SHORT.fullmatch(masked, place, comma.start() if comma is not None else end) is not None
        or (_DOSED.match(masked, at, end) is not None and _dose_before(masked, at))
        or bool(CONTROL.match(masked, place, end) or _BOTH.match(masked, at, end))
        or _BEGINS_PLAIN.match(masked, at, comma.start() if comma is not None else end) is not None
    )


def _dose_before(masked: str, at: int) -> bool:
    return _AT_DOSE.search(masked, max(0, at - 25), at) is not None


def _cuts(
    masked: str, start: int, end: int, therapies: Sequence[Mention], counted: bool
) -> Iterator[tuple[int, int]]:
    """Where sides end and the next begin."""
    strong = list(_strong_cuts(masked, start, end, counted))
    if not strong:
        return
    first = strong[0][0]
    yield from _comma_cuts(masked, start, first, therapies)
    for (cut, behind), (following, _) in zip(strong, [*strong[1:], (end, end)], strict=True):
        yield cut, behind
        if following < end:
            yield from _comma_cuts(masked, behind, following, therapies)


def _strong_cuts(masked: str, start: int, end: int, counted: bool) -> Iterator[tuple[int, int]]:
    last = start
    parted = counted and _SEMICOLON.search(masked, start, end) is not None
    listed = counted and _ALTERNATIVE.search(masked, start, end) is None
    lone = masked.count(" and ", start, end) == 1
    either = _EITHER.search(masked, start, end)
    for match in _SEMICOLON.finditer(masked, start, end) if parted else _OR.finditer(masked, start, end):
        word = match.group().strip(" ,")
        if either is not None and word.startswith("or") and match.end() <= either.start():
            continue  # "with A or B plus either C or D": A or B is the backbone
        if word.startswith("and") and not (
            (listed and (lone or match.group().startswith(","))) or _between_arms(masked, last, match, end)
        ):
            continue
        if word.startswith(("or", "and")) and not _NAMES.search(masked, last, match.start()):
            continue  # nothing that could be an arm stands before it
        if word.startswith("or") and _CHOICE.search(masked, last, match.start()):
            continue  # "the physician's choice of A or B" is one arm
        yield match.start(), match.end()
        last = match.end()


def _comma_cuts(masked: str, start: int, end: int, therapies: Sequence[Mention]) -> list[tuple[int, int]]:
    """The commas between arms of a list whose last one stands behind `end`: an arm begins behind each of them."""
    cuts: list[tuple[int, int]] = []
    for comma in _COMMA.finditer(masked, start, end):
        if _CONTINUES.match(masked, comma.end(), end):
            if re.match(r"(?:and|plus) ", masked[comma.end() : end]):
                return []  # "A, B, and C" is one arm
            continue
        if _begins_arm(masked, comma.end(), end, therapies) and any(
            start <= item.start < comma.start() for item in therapies
        ):
            cuts.append((comma.start(), comma.end()))
    return [] if cuts and _joins(masked, cuts, start, end, therapies) else cuts


def _joins(
    masked: str, cuts: Sequence[tuple[int, int]], start: int, end: int, therapies: Sequence[Mention]
) -> bool:
    """Whether the last of a list holds its drugs together: "A, B and C or D", where C is not told of A before."""
    last = [item for item in therapies if cuts[-1][1] <= item.start < end]
    before = {item.concept for item in therapies if start <= item.start < cuts[-1][0]}
    if len(last) < 2 or before & {item.concept for item in last}:
        return False
    return re.search(r"\band\b", masked[last[-2].end : last[-1].start]) is not None


def _between_arms(masked: str, last: int, joint: re.Match[str], end: int) -> bool:
    """Whether an "and" parts two arms: "1006 to A and 507 to placebo", "A (n = 30) and B", "an A group and a control group"."""
    if masked[last : joint.start()].endswith(SIZED):
        return True
    return bool(
        re.match(
            r"\s*(?:to |\d+\s+(?:to|were|patients|received|in)\b|an? [\w -]{1,30}group)",
            masked[joint.end() : end],
        )
    )


def with_or_without(masked: str, start: int, end: int, therapies: Sequence[Mention]) -> list[Side]:
    """ "A with or without B": A and B together, and A alone; so for each of "A or C, with or without B".

    What is told behind, "A with or without B, or C", is a side by itself. None where the words do not stand.
    """
    matches = list(WITHOUT.finditer(masked, start, end))
    sides: list[Side] = []
    for index, match in enumerate(matches):
        limit = end
        joint = _OR.search(masked, match.end(), end)
        if joint is not None and joint.group().strip(" ,").startswith(("or", "versus", "vs")):
            limit = joint.start()
        bases = [Side(first, last, end) for first, last in _bases(masked, start, match.start(), therapies)]
        added = filled([Side(match.end(), limit, end)], masked, therapies)[0]
        for base in filled(bases, masked, therapies):
            if not added.mentions or not (base.mentions or plain_name(masked, base)):
                return []
            both = Side(base.start, added.end, end, [*base.mentions, *added.mentions])
            sides += [both, Side(base.start, base.end, end, base.mentions, alone=True)]
        start = joint.end() if joint is not None and limit < end else end
        if index + 1 == len(matches) and start < end:
            rest = filled([Side(start, end, end)], masked, therapies)[0]
            sides += [rest] if rest.mentions else []
    return sides[:_MOST]


def _bases(masked: str, start: int, end: int, therapies: Sequence[Mention]) -> list[tuple[int, int]]:
    """What "with or without" is said of: each of "A or C", where both name a therapy."""
    parts = []
    last = start
    for cut, behind in _strong_cuts(masked, start, end, False):
        parts.append((last, cut))
        last = behind
    parts.append((last, end))
    named = [any(first <= item.start < stop for item in therapies) for first, stop in parts]
    return parts if all(named) else [(start, end)]


def filled(sides: list[Side], masked: str, therapies: Sequence[Mention]) -> list[Side]:
    """Give each side its mentions, cut off what is no name of an arm, and share a common backbone."""
    for side in sides:
        inside = [item for item in therapies if side.start <= item.start and item.end <= side.end]
        inside = [
            item
            for item in inside
            if not _LEFT_OUT.search(masked, max(side.start, item.start - 25), item.start)
        ]
        side.mentions = [item for item in inside if masked[item.start] not in (" ", SIZED)] or inside
    _cut_last(sides, masked)
    either = _EITHER.search(masked, sides[0].start, sides[0].end)
    backbone = [item for item in sides[0].mentions if either is not None and item.end <= either.start()]
    added = False
    _share_noun(sides, masked)
    if len(sides) > 1 and not sides[0].mentions and DOSE_ONLY.fullmatch(masked, sides[0].start, sides[0].end):
        sides[0].mentions = list(sides[1].mentions)  # "75 or 250 mg of A"
    for index, side in enumerate(sides[1:], start=1):
        own = side.mentions
        if backbone:
            side.mentions = [*backbone, *own]
        elif _ADDS.match(masked, side.start, side.end):
            # "A with B or with C" shares A; "A and B alone or in combination with C" shares both.
            added = True
            side.mentions = [*_first_backbone(sides[0], masked), *own]
        elif added and own and not CONTROL.search(masked, side.start, side.end):
            side.mentions = [*_first_backbone(sides[0], masked), *own]
        elif (same := _SAME.match(masked, side.start, side.end)) is not None and sides[0].mentions:
            joint = _WITH_PARTNER.search(masked, side.start, side.end)
            if (
                joint is not None
            ):  # "the same with C"; "same treatment as (A) plus C" points to the one before
                other = (
                    sides[index - 1] if re.search(r"\bas\b", masked[same.end() : joint.start()]) else sides[0]
                )
                side.mentions = [*other.mentions, *(item for item in own if item.start >= joint.end())]
        elif not own and DOSE_ONLY.fullmatch(masked, side.start, side.end):
            # "A 250 mg or 500 mg", "placebo or 200 or 400 mg of A"
            following = sides[index + 1] if index + 1 < len(sides) else None
            dosed = following is not None and re.match(r"\s*\d", masked[following.start : following.end])
            beside = following if following is not None and dosed else sides[index - 1]
            side.mentions = list(beside.mentions)
        elif not own and _BOTH.match(masked, side.start, side.end):
            side.mentions = [item for other in sides[:index] for item in other.mentions]
    return sides


def _share_noun(sides: Sequence[Side], masked: str) -> None:
    """Give a side that is one adjective the noun of the next: "immediate or delayed radiotherapy"."""
    if len(sides) != _TWO or sides[0].mentions or not sides[1].mentions:
        return
    adjective = _SHARES_NOUN.fullmatch(masked, sides[0].start, sides[0].end)
    other = re.match(r"\s*([\w-]+) ", masked[sides[1].start : sides[1].end])
    if adjective is None or other is None or not _SHARES_NOUN.fullmatch(other.group(1)):
        return
    behind = sides[1].start + other.end()
    noun = plain_name(masked, Side(behind, sides[1].end, sides[1].limit))
    if noun:
        sides[0].mentions = [item for item in sides[1].mentions if item.start >= behind]
        sides[0].label, sides[1].label = f"{adjective.group(1)} {noun}", f"{other.group(1)} {noun}"


def _first_backbone(first: Side, masked: str) -> list[Mention]:
    joints = list(_WITH_PARTNER.finditer(masked, first.start, first.end))
    cut = joints[-1].start() if joints else first.end
    return [item for item in first.mentions if item.end <= cut] or first.mentions


def _cut_last(sides: Sequence[Side], masked: str) -> None:
    """Cut the last side where its name ends, and give all what is said of all behind it: "A or B, both with C"."""
    last = sides[-1]
    article = _ARTICLE.match(masked, last.start, last.end)
    begin = article.end() if article is not None else last.start
    same = _SAME.match(masked, last.start, last.end) is not None
    group = GROUP.match(masked, begin, last.end) if last.mentions and not same else None
    if group is not None and group.end() <= last.mentions[0].start:
        last.mentions, last.end = [], group.end()  # "the CMF group after surgery": the name is told
    named = _STOP.search(masked, begin + 3, last.mentions[0].start) if last.mentions else None
    if (
        named is not None
        and (
            _SHORT.fullmatch(masked, begin, named.start())
            or _NO_THERAPY.fullmatch(words := masked[begin : named.start()].strip(f" {SIZED}"))
            or (
                len(sides) > 1
                and sides[-2].mentions
                and DOSE_ONLY.fullmatch(words)
                and _TO_ALL.search(masked, named.start(), last.mentions[0].start)
            )
        )
    ):  # "either TAC or FAC as adjuvant chemotherapy", "A or observation after surgery", "or 66 Gy in 33 fractions"
        last.mentions, last.end = [], named.start()
    before = _BEFORE.search(masked, last.mentions[0].end, last.end) if last.mentions else None
    if before is not None:  # "before surgery" is said of all, unless it is what another side gets
        others = {item.concept for side in sides[:-1] for item in side.mentions}
        last.mentions = [
            item for item in last.mentions if item.end <= before.start() or item.concept in others
        ]
    stop = _STOP.search(masked, last.mentions[0].end if last.mentions else last.start + 3, last.end)
    together = _TOGETHER.search(masked, last.start, last.end)
    shared_by_all = _share_backbone(sides, masked, together.end()) if together is not None else []
    if together is not None and together.group().startswith((",", " in addition")):
        shared = [item for item in last.mentions if item.start >= together.end()]
        last.mentions = [item for item in last.mentions if item.end <= together.start()]
        last.end = together.start()
        for side in sides:
            side.mentions = [*side.mentions, *(item for item in shared if item not in side.mentions)]
    elif stop is not None:
        last.mentions = _one_regimen(masked, last.mentions, stop.start())
        last.end = (
            stop.start()
            if last.mentions == [] or last.mentions[-1].end <= stop.start()
            else last.mentions[-1].end
        )
    last.mentions = [*last.mentions, *(item for item in shared_by_all if item not in last.mentions)]


def _share_backbone(sides: Sequence[Side], masked: str, start: int) -> list[Mention]:
    """Give the other sides what a dummy is added to, "A or placebo plus B", and tell it."""
    last = sides[-1]
    if not last.mentions or not last.mentions[0].text.lower().endswith("placebo"):
        return []
    stop = _STOP.search(masked, start, last.end)
    end = stop.start() if stop is not None else last.end
    shared = [item for item in last.mentions[1:] if start <= item.start and item.end <= end]
    for side in sides[:-1]:
        had = {item.concept for item in side.mentions}
        side.mentions = [*side.mentions, *(item for item in shared if item.concept not in had)]
    return shared


def _one_regimen(masked: str, mentions: Sequence[Mention], stop: int) -> list[Mention]:
    """The therapies before a word that ends a name, with those behind it that only doses and days part from them."""
    kept = [item for item in mentions if item.end <= stop] or list(mentions[:1])
    for item in mentions[len(kept) :]:
        surgical = item.concept is not None and item.concept.attributes.get("modality") in _LATER
        gap = masked[kept[-1].end : item.start]
        if len(gap) > _FAR or not _DOSING.fullmatch(gap) or (surgical and "followed by" in gap):
            break
        kept.append(item)
    return kept


def plain_name(text: str, side: Side) -> str:
    """The words of a side that names nothing in the vocabulary, or "" where they look like no name."""
    words = BRACKET.sub(" ", text[side.start : side.end]).strip(" ,.;:")
    while (noise := _NOISE.match(words)) is not None:
        words = words[noise.end() :]
    stop = _STOP.search(words)
    words = " ".join((words[: stop.start()] if stop else words).split()).strip(" ,.;:")
    dose = _DOSE.search(words)
    words = words[: dose.start()].strip(" ,.;:") if dose is not None and dose.start() > 3 else words
    words = _TRAILING.sub("", words)
    return words if 0 < len(words.split()) <= _LONGEST_NAME and words[:1].isalpha() else ""
