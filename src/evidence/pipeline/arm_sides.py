"""The sides of a comparison: where a text says "A or B", "A versus B", "A with or without B", and who belongs to which.

Where a trial says who was assigned to what, that decides; else its title, else the sentence that says what is
compared, else who received what.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from evidence.pipeline.layers import Sentence
from evidence.pipeline.sizes import size_at
from evidence.pipeline.tables import rows
from evidence.records import Mention
from evidence.vocabulary import Concept


def cue(kind: str) -> re.Pattern[str]:
    return re.compile(next(row["pattern"] for row in rows("arm_cues") if row["kind"] == kind), re.IGNORECASE)


_ASSIGNMENT: Final = cue("assignment")
_TO: Final = cue("to")
_VERSUS: Final = cue("versus")
_COMPARE: Final = cue("compare")
CONTROL: Final = cue("control")
EXPERIMENTAL: Final = cue("experimental")
_STOP: Final = cue("stop")
_NOISE: Final = cue("noise")
_DOSE: Final = cue("dose")

# "until progression or unacceptable toxicity" lists no arms.
_UNTIL: Final = re.compile(r"\buntil\b")
_TRAILING: Final = re.compile(
    r"(?:[\s,;:.]+(?:with|and|of|to|the|an?|or|for|in|both|plus|by|on|at|either|from))+$", re.IGNORECASE
)
_WITH: Final = re.compile(r"\b(?:with|and|to)\b", re.IGNORECASE)
_RECEIVED: Final = re.compile(
    r"\b(?:patients|women|men|participants|subjects) (?:received|underwent|were treated with) "
)
NONE: Final = re.compile(
    r"\s*(?:either |receive )?no(?: further| additional| adjuvant| maintenance)?\b", re.IGNORECASE
)
BRACKET: Final = re.compile(r"\([^()]*(?:\([^()]*\)[^()]*)*\)|\[[^\[\]]*\]")
_SIZE: Final = re.compile(r"\b[nN]\s?=\s?\d|^\(\d+ (?:patients|women|men)\b")
_SIZED: Final = "\N{BROKEN BAR}"
_OR: Final = re.compile(r",? (?:or|versus|vs\.?|and) (?:to )?|; ")
_WITH_PARTNER: Final = re.compile(r"\b(?:with|plus) ")
_WITHOUT: Final = re.compile(r",? (?:with or without|plus or minus|±|\+/-) ", re.IGNORECASE)
_TOGETHER: Final = re.compile(
    r",? (?:both |each )?(?:in combination with|combined with|together with|plus|added to|on a background of) "
    r"|, (?:both |each |all )?with (?:open-label |concurrent |concomitant )?(?!or\b)",
    re.IGNORECASE,
)
# "the SABR group", "(control group)", "EC arm"; one to four words before the noun.
GROUP: Final = re.compile(
    r"(?P<name>(?:[A-Za-z0-9][\w/+.-]*[ -]?(?:plus |and )?){0,3}?[A-Za-z0-9][\w/+.-]*)[ -](?:group|arm|cohort|regimen)s?\b"
)
_GROUP_NOISE: Final = frozenset(
    [
        "the",
        "a",
        "an",
        "in",
        "of",
        "to",
        "and",
        "both",
        "two",
        "each",
        "other",
        "this",
        "that",
        "these",
        "either",
        "one",
        "three",
        "four",
        "all",
        "treatment",
        "study",
        "between",
        "per",
        "same",
        "respective",
        "patients",
        "patient",
        "cooperative",
        "collaborative",
        "age",
    ]
)
SAYS_CONTROL: Final = re.compile(r"\((?:[^()]*\b)?control\b|\bcontrol (?:group|arm|regimen)", re.IGNORECASE)
# Procedures that find out and do not treat.
NO_ARM: Final = frozenset({"imaging", "diagnostic", "screening"})
_LONGEST_NAME: Final = 7
# What adds nothing to a therapy: an arm that has it besides the other's therapies is still the lesser one.
PLACEBO: Final = frozenset({"NCIT:C753", "EV:placebo"})


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


def masked_text(text: str) -> str:
    """The text with what stands in brackets blanked out, so that arms can be split where their words meet.

    Brackets with the size of a group are filled with `_SIZED`: they end the name of an arm.
    """
    return BRACKET.sub(
        lambda match: (_SIZED if _SIZE.search(match.group()) else " ") * len(match.group()), text
    )


def sources(masked: str, sentences: Sequence[Sentence], therapies: Sequence[Mention]) -> Iterator[list[Side]]:
    """The places that tell the arms, the surest first."""
    for sentence in sentences:
        assignment = _ASSIGNMENT.search(masked, sentence.start, sentence.end)
        if assignment is None or sentence.section in ("title", "background", "conclusions", "references"):
            continue
        to = _TO.search(masked, assignment.end(), sentence.end)
        if to is not None:
            until = _UNTIL.search(masked, to.end(), sentence.end)
            sides = _split(masked, to.end(), until.start() if until else sentence.end, therapies)
            if until is not None and len(sides) < 2:
                sides = _split(masked, to.end(), sentence.end, therapies)
            for side in sides:
                side.assigned = True
            yield sides
    for sentence in sentences:
        if sentence.section in ("results", "conclusions", "references", "discussion"):
            continue
        compare = _COMPARE.search(masked, sentence.start, sentence.end)
        start = compare.end() if compare else sentence.start
        versus = _VERSUS.search(masked, start, sentence.end)
        if compare is not None:
            versus = versus or _WITH.search(masked, start, sentence.end)
        if versus is not None:
            left = Side(_left_edge(masked, start, versus.start()), versus.start(), versus.start())
            sides = _filled([left, Side(versus.end(), sentence.end, sentence.end)], masked, therapies)
            # Methods compare much that is no arm ("preoperative and postoperative parameters").
            if sentence.section != "methods" or all(side.mentions for side in sides):
                yield sides
        elif (without := _WITHOUT.search(masked, sentence.start, sentence.end)) is not None:
            edge = _left_edge(masked, sentence.start, without.start())
            yield _with_or_without(without, edge, sentence.end, masked, therapies)
    for sentence in sentences:
        received = (
            _RECEIVED.search(masked, sentence.start, sentence.end)
            if sentence.section in ("methods", None)
            else None
        )
        if received is not None:
            sides = _split(masked, received.end(), sentence.end, therapies)
            if all(side.mentions for side in sides):
                yield sides


def _left_edge(masked: str, start: int, end: int) -> int:
    """Where the name of the left arm begins: after the last "of", "with", colon or comma before its words."""
    edge = max(
        masked.rfind(cut, start, end) + len(cut) for cut in (": ", " of ", " between ", " whether ", " that ")
    )
    return max(start, edge if edge > len(" between ") else start)


def _split(masked: str, start: int, end: int, therapies: Sequence[Mention]) -> list[Side]:
    """The sides of "A or B", with what belongs to both of them."""
    if (without := _WITHOUT.search(masked, start, end)) is not None:
        return _with_or_without(without, start, end, masked, therapies)
    sides = []
    last = start
    for match in _OR.finditer(masked, start, end):
        if match.group().strip(" ,;") == "and" and not _between_arms(masked, last, match, end):
            continue
        if match.group().strip(" ,") in ("or", "and") and _inside_list(
            masked, last, match.start(), therapies
        ):
            continue
        sides.append(Side(last, match.start(), match.start()))
        last = match.end()
        if len(sides) == 3:
            break
    sides.append(Side(last, end, end))
    return _filled(sides, masked, therapies)


def _between_arms(masked: str, last: int, joint: re.Match[str], end: int) -> bool:
    """Whether an "and" parts two arms: "1006 to A and 507 to placebo", "A (n = 30) and B", "an A group and a control group"."""
    if masked[last : joint.start()].endswith(_SIZED):
        return True
    return bool(
        re.match(
            r"\s*(?:to |\d+\s+(?:to|were|patients|received|in)\b|an? [\w -]{1,30}group)",
            masked[joint.end() : end],
        )
    )


def _inside_list(masked: str, last: int, at: int, therapies: Sequence[Mention]) -> bool:
    """Whether nothing that could be an arm stands between the last cut and this one."""
    return not re.search(r"[A-Za-z]{3}", masked[last:at])


def _with_or_without(
    match: re.Match[str], start: int, end: int, masked: str, therapies: Sequence[Mention]
) -> list[Side]:
    """ "A with or without B": A and B together, and A alone."""
    base, added = _filled([Side(start, match.start(), end), Side(match.end(), end, end)], masked, therapies)
    if not added.mentions or not (base.mentions or plain_name(masked, base)):
        return []
    both = Side(start, added.end, end, [*base.mentions, *added.mentions])
    return [both, Side(base.start, base.end, end, base.mentions, alone=True)]


def _filled(sides: list[Side], masked: str, therapies: Sequence[Mention]) -> list[Side]:
    """Give each side its mentions, cut off what is no name of an arm, and share a common backbone."""
    for side in sides:
        inside = [item for item in therapies if side.start <= item.start and item.end <= side.end]
        side.mentions = [item for item in inside if masked[item.start] not in (" ", _SIZED)] or inside
    last = sides[-1]
    group = GROUP.match(masked, *_name_span(masked, last)) if last.mentions else None
    if group is not None and group.end() <= last.mentions[0].start:
        last.mentions, last.end = [], group.end()  # "the CMF group after surgery": the name is told
    stop = _STOP.search(masked, last.mentions[0].end if last.mentions else last.start + 3, last.end)
    together = _TOGETHER.search(masked, last.start, last.end)
    if together is not None and together.group().startswith(","):
        shared = [item for item in last.mentions if item.start >= together.end()]
        last.mentions = [item for item in last.mentions if item.end <= together.start()]
        last.end = together.start()
        for side in sides:
            side.mentions = [*side.mentions, *(item for item in shared if item not in side.mentions)]
    elif stop is not None:
        last.mentions = [item for item in last.mentions if item.end <= stop.start()] or last.mentions[:1]
        last.end = (
            stop.start()
            if last.mentions == [] or last.mentions[-1].end <= stop.start()
            else last.mentions[-1].end
        )
    either = re.compile(r"\b(?:plus|with|and) either ").search(masked, sides[0].start, sides[0].end)
    if either is not None:
        backbone = [item for item in sides[0].mentions if item.end <= either.start()]
        for side in sides[1:]:
            side.mentions = [*backbone, *side.mentions]
    if re.match(r"\s*(?:in combination with|combined with|plus|with) ", masked[last.start : last.end]):
        # "A with B or with C" shares A; "A and B alone or in combination with C" shares both.
        joints = list(_WITH_PARTNER.finditer(masked, sides[0].start, sides[0].end))
        cut = joints[-1].start() if joints else sides[0].end
        backbone = [item for item in sides[0].mentions if item.end <= cut] or sides[0].mentions
        last.mentions = [*backbone, *last.mentions]
    return sides


def _name_span(masked: str, side: Side) -> tuple[int, int]:
    """Where the words of a side begin, behind articles, and where it ends."""
    article = re.compile(r"\s*(?:(?:the|an?|either) )*").match(masked, side.start, side.end)
    return (article.end() if article is not None else side.start), side.end


def meaningful(text: str, sides: Sequence[Side]) -> list[Side]:
    """The sides that name something; beside a therapy, words that name none must at least be a control's."""
    therapies = any(side.mentions for side in sides)
    kept = []
    for side in sides:
        name = plain_name(text, side)
        if side.mentions or (
            name and (not therapies or side.assigned or CONTROL.search(name) or GROUP.search(name))
        ):
            kept.append(side)
    return kept


def treated(text: str, sentences: Sequence[Sentence], therapies: Sequence[Mention]) -> list[Side]:
    """The groups of a cohort: treatments that methods or results tell the number of patients of."""
    sides: dict[Concept, Side] = {}
    for sentence in sentences:
        if sentence.section not in ("methods", "results", None):
            continue
        for item in therapies:
            if (
                sentence.start <= item.start < sentence.end
                and item.concept is not None
                and item.concept not in sides
            ):
                size = size_at(text, item.start, item.end, sentence.start, sentence.end)
                if size is not None and size > 1 and item.concept.attributes.get("modality") not in NO_ARM:
                    sides[item.concept] = Side(item.start, item.end, item.end, [item])
    return list(sides.values()) if len(sides) > 1 else []


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
