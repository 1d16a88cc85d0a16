"""The sides of a comparison: where a text says "A or B", "A versus B", "A with or without B", and who belongs to which.

Where a trial says who was assigned to what, that decides; else its title, else the sentence that says what is
compared, else who received what.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from evidence.pipeline.arm_cuts import CONTROL, SIZED, cue
from evidence.pipeline.arm_lists import (
    BRACKET,
    GROUP,
    NO_THERAPY,
    WITHOUT,
    Side,
    filled,
    plain_name,
    split,
    treats,
    with_or_without,
)
from evidence.pipeline.layers import Sentence
from evidence.pipeline.screens import Screen
from evidence.pipeline.sizes import size_at
from evidence.records import Mention
from evidence.vocabulary import Concept

_ASSIGNMENT: Final = Screen(cue("assignment"))
_TO: Final = cue("to")
_VERSUS: Final = Screen(cue("versus"))
_COMPARE: Final = Screen(cue("compare"))
_NO_COMPARISON: Final = Screen(cue("comparison_denied"))
EXPERIMENTAL: Final = cue("experimental")

# Before an assignment that only tells of whom the sentence speaks: "among the patients randomly assigned to A, 6 died".
_AMONG: Final = re.compile(
    r"\b(?:among|amongst|for|in) (?:the |those |all )*(?:(?:\d[\d,]*|[a-z]+) )?(?:patients|women|men|participants|subjects|those) (?:who (?:were|had been) )?$",
    re.IGNORECASE,
)
_AMONG_REACH: Final = 60
# A verb by which a result is told of what stands before it.
TOLD: Final = cue("told_effect")
# Behind "versus": those who had not what was named before.
_HAD_NOT: Final = re.compile(
    r"\s*(?:(?:those|patients|women|men|tumou?rs) )?without\b(?=\s*(?:[.,;:]|$)|\s{2})"
)
# Behind "versus": a figure, and no arm.
_FIGURE: Final = re.compile(r"\s*\d[\d.·,]*\s?(?:%|\)|,|;|(?:for|in|with|on|of|among|patients|and)\b)")
# "until progression or unacceptable toxicity" lists no arms.
_UNTIL: Final = re.compile(r"\buntil\b")
_WITH: Final = re.compile(r"\b(?:with|and|to)\b", re.IGNORECASE)
_RECEIVED: Final = re.compile(
    r"\b(?:(?:patients|women|men|participants|subjects) (?:received|underwent|were treated with)|received either) "
)
NONE: Final = re.compile(
    r"\s*(?:either |receive )?no(?: further| additional| adjuvant| maintenance)?\b", re.IGNORECASE
)
_SIZE: Final = re.compile(r"\b[nN]\s?=\s?\d|^\(\d+ (?:patients|women|men)\b")
_NAMELESS: Final = cue("nameless")
# Before a list of arms, what all of them get: "to receive, in addition to radiotherapy, | A or B".
_BESIDE: Final = cue("beside")
_COURSES: Final = re.compile(r"\s*(?:\w+ )?(?:cycles|courses)\b", re.IGNORECASE)
SAYS_CONTROL: Final = re.compile(r"\((?:[^()]*\b)?control\b|\bcontrol (?:group|arm|regimen)", re.IGNORECASE)
# What all get who get nothing else.
USUAL_CARE: Final = frozenset({"EV:standard-of-care"})
# What adds nothing to a therapy: an arm that has it besides the other's therapies is still the lesser one.
PLACEBO: Final = frozenset({"NCIT:C753", "EV:placebo"})


def masked_text(text: str) -> str:
    """The text with what stands in brackets blanked out, so that arms can be split where their words meet.

    Brackets with the size of a group are filled with `SIZED`: they end the name of an arm.
    """
    return BRACKET.sub(
        lambda match: (SIZED if _SIZE.search(match.group()) else " ") * len(match.group()), text
    )


def sources(
    masked: str, sentences: Sequence[Sentence], therapies: Sequence[Mention], number: int | None = None
) -> Iterator[list[Side]]:
    """The places that tell the arms, the surest first; `number` is how many arms the text says that there are."""
    yield from _assigned(masked, sentences, therapies, number)
    yield from _compared(masked, sentences, therapies)
    yield from _received(masked, sentences, therapies)


def _assigned(
    masked: str, sentences: Sequence[Sentence], therapies: Sequence[Mention], number: int | None
) -> Iterator[list[Side]]:
    """Who was assigned to what."""
    for sentence in sentences:
        if sentence.section in ("title", "background", "conclusions", "references"):
            continue
        assignment = _ASSIGNMENT.search(masked, sentence.start, sentence.end)
        if assignment is None:
            continue
        if sentence.section == "results" and _AMONG.search(
            masked, max(sentence.start, assignment.start() - _AMONG_REACH), assignment.start()
        ):
            continue
        to = _TO.search(masked, assignment.end(), sentence.end)
        if to is not None:
            beside = _BESIDE.match(masked, to.end(), sentence.end)
            start = to.end() if beside is None else beside.end()
            until = _UNTIL.search(masked, start, sentence.end)
            sides = split(masked, start, until.start() if until else sentence.end, therapies, number)
            if until is not None and len(sides) < 2:
                sides = split(masked, start, sentence.end, therapies, number)
            for side in sides:
                side.assigned = True
            yield sides


def _comparing(masked: str, sentence: Sentence, therapies: Sequence[Mention]) -> re.Match[str] | None:
    """The word that announces what is compared; in a title "A compared with B" it stands between both, and announces none."""
    word = _COMPARE.search(masked, sentence.start, sentence.end)
    between = (
        word is not None
        and sentence.section == "title"
        and _VERSUS.match(masked, word.start(), sentence.end) is not None
        and any(sentence.start <= item.start < word.start() for item in therapies)
    )
    return None if between else word


def _compared(
    masked: str, sentences: Sequence[Sentence], therapies: Sequence[Mention]
) -> Iterator[list[Side]]:
    """What stands on both sides of "versus", or with and without something."""
    for sentence in sentences:
        if sentence.section in ("results", "conclusions", "references", "discussion"):
            continue
        if _NO_COMPARISON.search(masked, sentence.start, sentence.end) is not None:
            continue
        compare = _comparing(masked, sentence, therapies)
        start = compare.end() if compare else sentence.start
        versus = _VERSUS.search(masked, start, sentence.end)
        if compare is not None:
            versus = versus or _WITH.search(masked, start, sentence.end)
        if versus is not None and _FIGURE.match(masked, versus.end()):
            continue  # "677 readmissions vs 824 for usual care"
        if versus is not None and _HAD_NOT.match(masked, versus.end(), sentence.end):
            if not any(start <= item.start < versus.start() for item in therapies):
                continue  # "for patients with mutations versus without"
        if versus is not None and sentence.section is None and compare is None:
            if TOLD.search(masked, _left_edge(masked, start, versus.start()), versus.start()):
                continue  # "A improved survival compared with B"
        if versus is not None:
            left = Side(_left_edge(masked, start, versus.start()), versus.start(), versus.start())
            if WITHOUT.search(masked, left.start, left.end):
                sides = split(masked, left.start, sentence.end, therapies)
            else:
                right = versus.end() - (len("placebo") if versus.group().lower().endswith("placebo") else 0)
                told = any(left.start <= item.start < left.end for item in therapies)
                parts = list(_against(masked, right, sentence, therapies if told else ()))
                sides = filled([left, *parts], masked, therapies)
            # Methods compare much that is no arm ("preoperative and postoperative parameters").
            if sentence.section != "methods" or (
                any(side.mentions for side in sides)
                and all(side.mentions or NONE.match(masked, side.start, side.end) for side in sides)
            ):
                yield sides
        elif (without := WITHOUT.search(masked, sentence.start, sentence.end)) is not None:
            edge = _left_edge(masked, sentence.start, without.start())
            yield with_or_without(masked, edge, sentence.end, therapies)


def _received(
    masked: str, sentences: Sequence[Sentence], therapies: Sequence[Mention]
) -> Iterator[list[Side]]:
    """What patients received, where each side of the list names a therapy."""
    for sentence in sentences:
        received = (
            _RECEIVED.search(masked, sentence.start, sentence.end)
            if sentence.section in ("methods", None)
            else None
        )
        if received is not None:
            sides = split(masked, received.end(), sentence.end, therapies)
            if all(side.mentions for side in sides):
                yield sides


_BETWEEN_CONTROLS: Final = cue("between_controls")
# Between two of several that one arm is held against: "A plus B versus A alone or B alone", "A versus B versus C".
_ANOTHER: Final = re.compile(
    r"\balone,? (?:or|and|versus|vs\.?) (?=[^,;.]{3,80}\balone\b)|\s(?:versus|vs\.?)\s"
    # "an active control and a waiting list": two controls
    rf"|(?:{_BETWEEN_CONTROLS.pattern})",
    re.IGNORECASE,
)


def _against(masked: str, start: int, sentence: Sentence, therapies: Sequence[Mention]) -> Iterator[Side]:
    """What stands behind "versus", one side or more; of several each names a therapy or a control."""
    limit = sentence.end
    cuts = [
        (match.start() + (len("alone") if match.group()[0] in "aA" else 0), match.end())
        for match in _ANOTHER.finditer(masked, start, limit)
        if sentence.section == "title" or match.group()[0] in "aA" or match.group().split()[0] == "and"
    ]
    spans = list(
        zip([start, *(behind for _, behind in cuts)], [*(cut for cut, _ in cuts), limit], strict=True)
    )
    named = all(
        any(first <= item.start < last for item in therapies) or CONTROL.search(masked, first, last)
        for first, last in spans
    )
    if not named:
        spans = [(start, limit)]
    yield from (
        Side(first, last, last if place < len(spans) - 1 else limit)
        for place, (first, last) in enumerate(spans)
    )


def _left_edge(masked: str, start: int, end: int) -> int:
    """Where the name of the left arm begins: after the last "of", "with", colon or comma before its words."""
    edge = max(
        masked.rfind(cut, start, end) + len(cut) for cut in (": ", " of ", " between ", " whether ", " that ")
    )
    return max(start, edge if edge > len(" between ") else start)


def meaningful(text: str, sides: Sequence[Side]) -> list[Side]:
    """The sides that name something; beside a therapy that is no control, words that name none must at least be a control's."""
    therapies = any(not _is_control(item) for side in sides for item in side.mentions)
    kept: list[Side] = []
    for side in sides:
        name = plain_name(text, side)
        if len(kept) > 1 and _COURSES.match(text, side.start, side.end):
            continue  # "A, B, or C every 3 weeks for four or six cycles"
        if side.mentions or (
            name
            and _NAMELESS.fullmatch(name) is None
            and (
                not therapies
                or side.assigned
                or CONTROL.search(name)
                or GROUP.search(name)
                or _SIZE.search(text, side.start, side.end)
            )
        ):
            kept.append(side)
    return kept


def _is_control(mention: Mention) -> bool:
    """Whether a therapy is what controls get: a placebo, or usual care."""
    return (mention.concept is not None and mention.concept.id in PLACEBO) or (
        NO_THERAPY.fullmatch(mention.text) or CONTROL.fullmatch(mention.text)
    ) is not None


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
                if size is not None and size > 1 and treats(item):
                    sides[item.concept] = Side(item.start, item.end, item.end, [item])
    return list(sides.values()) if len(sides) > 1 else []
