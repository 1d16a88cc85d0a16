"""The arms that a text lists: "A or B", "A, B, or A plus B", "A plus either B or C", "A with or without B".

A list is cut at the words that part arms; commas part them where an arm begins behind each ("A, B, or C") and not where
they hold the drugs of one arm together ("A, B, and C or D"). Then each side gets its therapies: its own, and those that
the words share with other sides ("the same with C", "both", "combined with B or C", ", both with D").
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from evidence.pipeline.arm_cuts import (
    BOTH,
    CONTROL,
    DOSE_ONLY,
    EITHER,
    OR,
    SHORT,
    SIZED,
    before_next_phase,
    before_next_statement,
    cue,
    cuts,
    cuts_into,
    strong_cuts,
)
from evidence.pipeline.screens import screened
from evidence.records import Mention

_STOP: Final = cue("stop")
_NOISE: Final = cue("noise")
_DOSE: Final = cue("dose")
_SAME: Final = cue("same_before")
_COUNTED: Final = cue("counted_list")
_TRAILING: Final = re.compile(
    r"(?:[\s,;:.]+(?:with|and|of|to|the|an?|or|for|in|both|plus|by|on|at|either|from))+$", re.IGNORECASE
)
BRACKET: Final = re.compile(r"\([^()]*(?:\([^()]*\)[^()]*)*\)|\[[^\[\]]*\]")
_LEFT_OUT: Final = re.compile(
    r"\b(?:(?:(?<!with or )without|omitting|no) (?:[\w-]+ )?|during (?:every|each|all) (?:cycles?|courses?) of )$"
)
# Before what those who took part got anyhow, or what a session was before: "yoga for women receiving | chemotherapy".
_GOT_ANYHOW: Final = cue("got_anyhow")
_GOT_BY_ALL: Final = cue("got_by_all")
_ANYHOW_REACH: Final = 90
# How far apart two names of one treatment may stand: "anthracycline-containing | chemotherapy".
_NAMED_TWICE: Final = 12
# Before what a time is counted from: "within 24 h of surgery".
_COUNTED_FROM: Final = re.compile(r"\bwithin (?:[\w.-]+\s){1,3}(?:of|after|before|from) (?:the )?$")
_WITH_PARTNER: Final = re.compile(r"\b(?:with|plus) ")
_BEFORE: Final = re.compile(r"\bbefore\b")
_ADDS: Final = re.compile(
    r"\s*(?:in combination with|combined with|together with|plus|with|following|after) "
)
WITHOUT: Final = re.compile(
    r"[,;]? (?:(?:either )?(?:with or without|(using|receiving) or not \1)|with/without|plus or minus|plus/minus|±|\+/[-−–]) "
    r"|(?<=[A-Za-z0-9]) ?(?:±|\+/[-−–]) ?(?=[A-Za-z])"
    # "with (n = 47) or without (n = 43) A": brackets too short for more than a size
    rf"| with {SIZED}{{5,10}} or without {SIZED}{{5,10}} ",
    re.IGNORECASE,
)
# The same where brackets name the groups: "using (group A) or not using (group B) ultrasound"; who has the name of which is
# not read.
_WITHOUT_NAMED: Final = re.compile(
    rf"\b(?:with|using|receiving)(?:\s{{2,}}|\s?{SIZED}+\s?)or (?:without|not using|not receiving)(?:\s{{2,}}|\s?{SIZED})",
    re.IGNORECASE,
)
_TOGETHER: Final = re.compile(
    r",? (?:both |each )?(?:in combination with|combined with|together with|plus|added to|on a background of|in addition to|(?:while|and) (?:continuing|maintaining|receiving)|with continu(?:ed|ing)|alongside|on top of) "
    r"|, (?:both |each |all )?with (?:open-label |concurrent |concomitant )?(?!or\b)",
    re.IGNORECASE,
)
# "the SABR group", "(control group)", "EC arm"; one to four words before the noun.
GROUP: Final = re.compile(
    r"(?P<name>(?:[A-Za-z0-9][\w/+.-]*[ -]?(?:plus |and )?){0,3}?[A-Za-z0-9][\w/+.-]*)[ -](?:group|arm|cohort|regimen)s?\b"
)
_GROUP_NOUN: Final = screened(
    r"group|arm|cohort|regimen"
)  # of `GROUP`, which is slow to find that there is none
_ARTICLE: Final = re.compile(r"\s*(?:(?:the|an?|either) )*")
NO_THERAPY: Final = cue("no_therapy")
_EITHER_ONE: Final = re.compile(r"\s*either\b", re.IGNORECASE)
_ALONE: Final = re.compile(r"\balone\b", re.IGNORECASE)
# Behind the words of the last arm, before what all got earlier or meanwhile: "or a vegan diet after surgery", "or saline
# during radiotherapy".
_BESIDE_ALL: Final = re.compile(r"(?:after|following|during|throughout) (?:their |the )?(?:[\w-]+ )?$")
# Before what all arms got with a dose that is one arm's: "or 66 Gy in 33 fractions, starting on day 22 after A".
_TO_ALL: Final = re.compile(r"\b(?:starting|commencing|concurrent(?:ly)?|before|after)\b", re.IGNORECASE)
_DOSING: Final = cue("dosing")
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


# What all got besides, one thing or another: "A or | placebo | in combination with B or C".
_PLACEBO_WITH_EITHER: Final = cue("placebo_with_either")
# Two orders of the same: "A either before or after B" is neither A nor both.
_BEFORE_OR_AFTER: Final = cue("before_or_after")


def split(
    masked: str, start: int, end: int, therapies: Sequence[Mention], number: int | None = None
) -> list[Side]:
    """The sides of a list of arms, with what belongs to several of them; one side where nothing parts it.

    Of a trial of so many arms (`number`) commas part as many, where they can, whether or not an arm's name is known.
    """
    counted = _COUNTED.match(masked, start, end)
    start = counted.end() if counted is not None else start
    end = before_next_phase(masked, start, end, therapies)
    if counted is None:
        end = before_next_statement(masked, start, end)
    shared = _PLACEBO_WITH_EITHER.search(masked, start, end)
    if shared is not None and any(item.start == shared.start("other") for item in therapies):
        end = shared.end("placebo")
    if sides := with_or_without(masked, start, end, therapies):
        return sides
    if _WITHOUT_NAMED.search(masked, start, end):
        return []
    if (orders := _BEFORE_OR_AFTER.search(masked, start, end)) is not None:
        if OR.search(masked, start, orders.start()) is None:
            return []
        end = orders.start()  # "placebo or A, before or after surgery"
    parted = list(cuts(masked, start, end, therapies, counted is not None))
    if number is not None and 0 < len(parted) < number - 1:
        parted = cuts_into(masked, start, end, number) or parted
    elif number == _TWO < len(parted) + 1 and _EITHER_ONE.match(masked, start, end):
        # "either A or placebo in addition to B as first-line or second-line treatment"
        parting = next((cut for cut in strong_cuts(masked, start, end, counted is not None)), parted[0])
        end = next((cut for cut, _ in parted if cut > parting[1]), end)
        parted = [parting]
    last = start
    for cut, behind in parted:
        sides.append(Side(last, cut, cut))
        last = behind
    sides.append(Side(last, end, end))
    return filled(sides[:_MOST], masked, therapies)


def with_or_without(masked: str, start: int, end: int, therapies: Sequence[Mention]) -> list[Side]:
    """ "A with or without B": A and B together, and A alone; so for each of "A or C, with or without B".

    What is told behind, "A with or without B, or C", is a side by itself. None where the words do not stand.
    """
    matches = list(WITHOUT.finditer(masked, start, end))
    sides: list[Side] = []
    for index, match in enumerate(matches):
        limit = end
        joint = OR.search(masked, match.end(), end)
        if joint is not None and joint.group().strip(" ,").startswith(("or", "versus", "vs")):
            limit = joint.start()
        bases = [Side(first, last, end) for first, last in _bases(masked, start, match.start(), therapies)]
        added = filled([Side(match.end(), limit, end)], masked, therapies)[0]
        for base in filled(bases, masked, therapies):
            if not added.mentions or not (base.mentions or plain_name(masked, base)):
                return []
            both = Side(base.start, added.end, end, [*base.mentions, *added.mentions])
            # What stands in brackets behind what is added is a name of that alone.
            sides += [both, Side(base.start, base.end, match.start(), base.mentions, alone=True)]
        start = joint.end() if joint is not None and limit < end else end
        if index + 1 == len(matches) and start < end:
            rest = filled([Side(start, end, end)], masked, therapies)[0]
            sides += [rest] if rest.mentions else []
    return sides[:_MOST]


def _bases(masked: str, start: int, end: int, therapies: Sequence[Mention]) -> list[tuple[int, int]]:
    """What "with or without" is said of: each of "A or C", where both name a therapy."""
    parts = []
    last = start
    for cut, behind in strong_cuts(masked, start, end, False):
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
            and not _COUNTED_FROM.search(masked, max(side.start, item.start - 40), item.start)
        ]
        inside = _tried(masked, side, inside)
        side.mentions = [item for item in inside if masked[item.start] not in (" ", SIZED)] or inside
    _cut_last(sides, masked)
    either = EITHER.search(masked, sides[0].start, sides[0].end)
    if either is not None and _finds_out(sides[0], either.start()):
        sides[
            0
        ].start = either.end()  # "annual screenings with either A or B": what is compared stands behind
        sides[0].mentions = [item for item in sides[0].mentions if item.start >= either.end()]
        either = None
    backbone = [item for item in sides[0].mentions if either is not None and item.end <= either.start()]
    added = False
    _share_noun(sides, masked)
    if len(sides) > 1 and not sides[0].mentions and DOSE_ONLY.fullmatch(masked, sides[0].start, sides[0].end):
        sides[0].mentions = list(sides[1].mentions)  # "75 or 250 mg of A"
    for index, side in enumerate(sides[1:], start=1):
        own = side.mentions
        if _only_scheduled(sides, side, masked):
            side.mentions = list(sides[0].mentions)  # "A either weekly or once every 3 weeks, followed by B"
        elif backbone:
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
        elif not own and BOTH.match(masked, side.start, side.end):
            side.mentions = [item for other in sides[:index] for item in other.mentions]
    return sides


def _tried(masked: str, side: Side, inside: Sequence[Mention]) -> list[Mention]:
    """The therapies of a side without what all who took part got anyhow, by one name or two ("doxorubicin-based chemotherapy")."""
    kept: list[Mention] = []
    left = side.start - _NAMED_TWICE - 1
    for item in inside:
        floor = max(side.start, item.start - _ANYHOW_REACH)
        anyhow = _GOT_ANYHOW.search(masked, floor, item.start) or (
            kept and _GOT_BY_ALL.search(masked, floor, item.start)
        )
        if anyhow or 0 <= item.start - left <= _NAMED_TWICE:
            left = item.end
        else:
            kept.append(item)
    return kept


# A side that tells nothing but how often: "once every 3 weeks (four cycles), followed by"; and the first of two such.
_HOW_OFTEN: Final = r"(?:(?:once|twice|three times|thrice) )?(?:(?:a|per) (?:day|week|month)|every (?:other |\d+ |two |three |four |six )?(?:days?|weeks?|months?)|daily|weekly|biweekly|monthly)\b"
_BEGINS_SCHEDULE: Final = re.compile(
    rf"\s*(?:given |administered )?{_HOW_OFTEN}\s*(?=$|[\s{SIZED}]*(?:$|,|\(|followed\b|for\b|before\b|until\b))",
    re.IGNORECASE,
)
_EITHER_SCHEDULE: Final = re.compile(rf"\beither (?:given |administered )?{_HOW_OFTEN}", re.IGNORECASE)


def _only_scheduled(sides: Sequence[Side], side: Side, masked: str) -> bool:
    """Whether the second of two sides tells only how often what the first tells was given."""
    return (
        len(sides) == _TWO
        and bool(sides[0].mentions)
        and _EITHER_SCHEDULE.search(masked, sides[0].start, sides[0].end) is not None
        and _BEGINS_SCHEDULE.match(masked, side.start, side.end) is not None
    )


# Procedures that find out and do not treat.
_FINDS_OUT: Final = frozenset({"imaging", "diagnostic", "screening"})


def treats(item: Mention) -> bool:
    """Whether a therapy or procedure is one that treats, as far as the vocabulary knows it."""
    return item.concept is None or item.concept.attributes.get("modality") not in _FINDS_OUT


def _finds_out(side: Side, end: int) -> bool:
    """Whether what a side tells before a place only finds out."""
    before = [item for item in side.mentions if item.end <= end]
    return bool(before) and not any(map(treats, before))


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
    group = None
    if last.mentions and not same and _GROUP_NOUN.search(masked, begin, last.mentions[0].start) is not None:
        group = GROUP.match(masked, begin, last.end)
    if group is not None and group.end() <= last.mentions[0].start:
        last.mentions, last.end = [], group.end()  # "the CMF group after surgery": the name is told
    named = _STOP.search(masked, begin + 3, last.mentions[0].start) if last.mentions else None
    if (
        named is not None
        and (
            SHORT.fullmatch(masked, begin, named.start())
            or _BESIDE_ALL.match(masked, named.start(), last.mentions[0].start)
            or NO_THERAPY.fullmatch(words := masked[begin : named.start()].strip(f" {SIZED}"))
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
    if (
        together is not None
        and together.group().startswith(" in addition")
        and any(_ALONE.search(masked, side.start, side.end) for side in sides[:-1])
    ):  # "A alone or A in addition to B": B is the other's alone
        stop = (
            _STOP.search(masked, max(item.end for item in last.mentions), last.end) if last.mentions else stop
        )
        together = None
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
        if (
            len(" ".join(gap.split())) > _FAR
            or not _DOSING.fullmatch(gap)
            or (surgical and "followed by" in gap)
        ):
            break
        kept.append(item)
    return kept


# The number of a reference behind the full stop.
_GLUED: Final = re.compile(r"(?<=[A-Za-z)])\.\d{1,3}(?:[,–-]\d{1,3})*$")


def plain_name(text: str, side: Side) -> str:
    """The words of a side that names nothing in the vocabulary, or "" where they look like no name."""
    words = _GLUED.sub("", BRACKET.sub(" ", text[side.start : side.end]).strip(" ,.;:"))
    while (noise := _NOISE.match(words)) is not None:
        words = words[noise.end() :]
    stop = _STOP.search(words)
    words = " ".join((words[: stop.start()] if stop else words).split()).strip(" ,.;:")
    dose = _DOSE.search(words)
    words = words[: dose.start()].strip(" ,.;:") if dose is not None and dose.start() > 3 else words
    words = _TRAILING.sub("", words)
    if words.endswith(" containing"):
        return ""  # "oil containing 1 g of A"
    return words if 0 < len(words.split()) <= _LONGEST_NAME and words[:1].isalpha() else ""
