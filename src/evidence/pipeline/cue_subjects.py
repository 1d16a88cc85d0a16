"""Of which arm a comparing word speaks, and in which order a sentence that names one arm tells of two."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from evidence.pipeline.contrasts import closed_off
from evidence.pipeline.directions import Cue
from evidence.pipeline.layers import ArmMention

# Themselves before treatment, behind what patients are held against: "compared with baseline".
SELVES: Final = (
    r"(?:(?:the|their|its) )?(?:baseline|pre-?(?:treatment|operative|therapy|surgery)(?:ly)?|before (?:the )?(?:treatment|surgery|therapy|operation|intervention)"
    r"|(?:values?|levels?|scores?) (?:at|from) baseline|(?:initial|first|diagnostic|baseline|core|pre-?treatment) (?:needle |core )?biops(?:y|ies)|(?:own )?post-?(?:treatment|therapy|intervention|operative) (?:values?|levels?|scores?|measure(?:s|ments?)|assessments?)|(?:own )?post-?(?:treatment|therapy|intervention)(?=\s*(?:$|[.,;()]))|(?:their )?(?:initial|own baseline) (?:values?|levels?|scores?))\b(?! (?:group|arm))"
)
_THAN: Final = re.compile(
    rf"\b(?:(?:than(?! \d)|[Cc]ompared (?:with|to)|versus|vs\.?|v|[Rr]elative to|over(?! (?:time|\d|an? |the (?:course|next|first|following|study|entire)))|[Ii]n comparison (?:with|to)|rather than)(?! (?:at )?{SELVES})"
    r"|(?:superior|inferior|similar|comparable|equivalent|equal) to|(?:similar|comparable|equivalent) with)\b(?: [\w-]+){0,4}?\s*\(?$"
)
# Right before an arm of which the opposite is said: "A, but not B, improved survival".
_OPPOSITE: Final = re.compile(r"\b(?:(?:but|and) not|unlike)(?: (?:with|for|in|by|the))* $", re.IGNORECASE)
# Before the second of two groups, of which the first is called by a name that nobody knows: "the experimental and".
_SECOND: Final = re.compile(r"\b(?:between|in|for|of) (?:the )?[\w-]+ (?:and|or) (?:the )?$")
# Before a noun that tells what the figures before it come to: ", a relative reduction", "(corresponding to an increase".
_SUMS_UP: Final = re.compile(
    r"[,;(] ?(?:(?:which|that) (?:is|was|represents|represented|corresponds to|translates into) )?"
    r"(?:(?:representing|corresponding to|amounting to|yielding|giving|for|i\.e\.,?|that is,?|resulting in|translating into) )?"
    r"an? (?:(?:relative|absolute|risk|statistically|significant|clinically|meaningful|estimated|overall|[\d.·]+(?:%| percent| percentage[- ]points?|[- ]months?)) )*$",
    re.IGNORECASE,
)
# Behind a change that both arms had, in which of them it was the greater: "a reduction that was more marked in B", "fell with
# both, with a greater reduction in B".
_SIZED: Final = re.compile(
    r"(?:[^.;]|\.\d){0,150}?(?:\b(?:that|which) (?:was|were|is|are) (?:\w+ly )?(?P<that>more|less) (?:marked|pronounced|profound|evident|prominent|apparent)"
    r"|,? (?:with|and) (?:an? )?(?:\w+ly )?(?P<noun>greater|larger|smaller|lesser|more marked|less marked|more pronounced|less pronounced) "
    r"(?:reductions?|decreases?|declines?|falls?|increases?|rises?|improvements?)"
    # "declined in both groups, but less so with A", "to a lesser extent in the A group"
    r"|(?<=[\w)])(?<!\bnot),? (?:but|and|although|though|yet|albeit)(?: to an?)? (?:\w+ly )?(?P<degree>more|less|greater|lesser|smaller|larger)"
    r"(?: (?:so|often|strongly|extent|degree|\w+ly))?)"
    r" (?:in|with|for|among|by|after) (?:the presence of )?(?:the )?",
    re.IGNORECASE,
)
_GREATER: Final = re.compile(r"more|greater|larger", re.IGNORECASE)
# Of every arm the same: "in both groups", "with each treatment".
_IN_ALL: Final = re.compile(r"\b(?:both|each|all|either)\b", re.IGNORECASE)


def sized_in(
    text: str, cue_end: int, end: int, near: Sequence[ArmMention], comparator: int | None
) -> int | None:
    """Where a clause says in which arm the change told before was the greater one: 0 if that is the intervention, 1 if it is
    the comparator; None where it does not."""
    found = _SIZED.match(text, cue_end, end)
    if found is None or (found["degree"] and not _IN_ALL.search(text, cue_end, found.start("degree"))):
        return None
    arm = next((item.arm for item in near if item.start == found.end()), None)
    greater = _GREATER.match(found["that"] or found["noun"] or found["degree"]) is not None
    return None if arm is None else int((arm == comparator) == greater)


# Before or behind two arms that were alike in something else: "despite longer A, B was similar with | sunitinib and placebo",
# "sunitinib and placebo | did not differ in A, but B was longer".
_ALIKE: Final = re.compile(
    r"\b(?:similar|comparable|equivalent|equal|identical|(?:the )?same|alike|differ\w*)\b[^.;,]*$",
    re.IGNORECASE,
)
_ALIKE_BEHIND: Final = re.compile(
    r"\b(?:similar|comparable|equivalent|equal|identical|(?:the )?same|alike|differ\w*)\b", re.IGNORECASE
)
_ALIKE_REACH: Final = 110
# What begins a statement about something else.
_TURNS: Final = re.compile(r";|,? (?:but|yet|while|whereas|although|however)\b|, and\b", re.IGNORECASE)
_JOINT: Final = re.compile(r"(?: (?:groups?|arms?|therapy|treatment))? (?:and|or|versus|vs\.?) (?:the )?")


def _not_alike(text: str, cue: Cue, mentions: Sequence[ArmMention]) -> list[ArmMention]:
    """The mentions of arms without the pairs that are only said to be alike behind a comparing word of something else."""
    alike: set[int] = set()
    for place, (first, second) in enumerate(pairwise(mentions)):
        if _JOINT.fullmatch(text, first.end, second.start) is None:
            continue
        told_later = cue.end <= first.start and _ALIKE.search(text, cue.end, first.start)
        turn = _TURNS.search(text, second.end, cue.start) if second.end <= cue.start else None
        told_before = turn is not None and (
            _ALIKE.search(text, max(0, first.start - _ALIKE_REACH), first.start)
            or _ALIKE_BEHIND.search(text, second.end, turn.start())
        )
        if told_later or told_before:
            alike |= {place, place + 1}
    return [item for place, item in enumerate(mentions) if place not in alike]


# How far before an arm "than" may stand, in characters.
_THAN_REACH: Final = 45
# How far behind "favored" the arm may stand that is favoured, in characters.
_FAVOURED: Final = 25
# Between the arms that are favoured for one outcome and for the next.
_AND_THE_OTHER: Final = re.compile(
    r"\bfor\b(?:[^.;]|\.\d)*?,? (?:and|but|while|whereas)(?: (?:the|favou?red))* $"
)
# Behind "favored": a group by whatever name.
_GROUP_BEHIND: Final = re.compile(r" (?:the )?[\w-]+ (?:group|arm)\b")
# What says whom it favours behind it: not "favorable".
FAVOURS: Final = re.compile(r"favou?r(?:s|ed|ing)?\b", re.IGNORECASE)
# Between an arm and the next comparing word of a list, and between that word and its own arm.
_AND_MORE: Final = re.compile(
    r"(?: (?:group|arm|therapy|treatment))?,? (?:and|but|while|whereas)(?: there (?:was|were))? "
)
_OUTCOME_OF_NEXT: Final = re.compile(
    r"(?: (?!(?:than|with|in|for|to)\b)[\w/-]+){1,3} (?:with|in|for|among)(?: the)? "
)
# Between a verb and the arm right behind it, and between what another arm did and that verb.
_OF_NEXT: Final = re.compile(
    r"(?: \w+ly)? (?:with|in|for|on|among|under)(?: (?:the|those|patients|given|receiving|on))* $"
)
_FROM: Final = re.compile(r"(?: \w+ly)? from\b")
_TO: Final = re.compile(r"\bto\b")
_TURNED: Final = re.compile(r"\b(?:but|and|while|whereas)\b")


def subject_of(
    text: str, cue: Cue, mentions: Sequence[ArmMention], start: int, told_at: int = 0
) -> int | None:
    """Of which arm a comparing word speaks: not the one behind "than" or "compared with"; None where no arm is named.

    `told_at` is where the outcome stands, of which several arms may be favoured, each for its own. What sums up the figures of
    both is told of none ("5 with A and 9 with B, a relative reduction of 44%") but of one named behind it ("a reduction in the
    risk of relapse in the A group").
    """
    if cue.scale != "none":
        mentions = _not_alike(text, cue, mentions)
    if not mentions:
        return None
    outside = [
        item for item in mentions if item.start >= cue.end or not closed_off(text, item.end, cue.start)
    ]
    if outside:
        mentions = outside
    earlier = [item for item in mentions if item.end <= cue.start]
    if earlier and _SUMS_UP.search(text, earlier[-1].end, cue.start):
        mentions = [item for item in mentions if item.start >= cue.end]
        if not mentions:
            return None
    if FAVOURS.match(text, cue.start):  # "favored the early group": whom it names
        favoured = next((item for item in mentions if 0 <= item.start - cue.end <= _FAVOURED), None)
        if favoured is not None:
            others = [item for item in mentions if favoured.end < item.end <= told_at]
            if others and _AND_THE_OTHER.search(text, favoured.end, others[-1].start):
                return others[-1].arm  # "favored A for pain, and B for diarrhoea"
            return favoured.arm
        only = {item.arm for item in mentions}
        if _GROUP_BEHIND.match(text, cue.end) and only <= {0, 1} and len(only) == 1:
            return 1 - only.pop()  # a group by a name that nobody knows, and not the one named elsewhere
    compared = [item for item in mentions if _is_second(text, item, start)]
    beside = next((item for item in mentions if item.start >= cue.end), None)
    if compared and beside is not None and beside not in compared and beside.arm == compared[0].arm:
        if _OF_NEXT.match(text, cue.end, beside.start):
            return beside.arm  # "longer with B (median: A, 24 weeks, v B, 25 weeks)"
    others = [item for item in mentions if item not in compared]
    if compared and any(item.arm != compared[0].arm for item in others):
        others = [item for item in others if item.arm != compared[0].arm]
    if others:
        before = [item for item in others if item.end <= cue.start]
        after = [item for item in others if item.start >= cue.end]
        if before and after:
            turned = _OF_NEXT.match(text, cue.end, after[0].start) and _TURNED.search(
                text, before[-1].end, cue.start
            )
            # "more fatigue with A and more nausea with B"
            listed = _AND_MORE.fullmatch(text, before[-1].end, cue.start) and _OUTCOME_OF_NEXT.fullmatch(
                text, cue.end, after[0].start
            )
            if turned or listed:
                return after[0].arm  # "maintained with A but deteriorated with B"
            return before[-1].arm if not compared or cue.scale == "benefit" else after[0].arm
        if len(after) > 1 and after[0].arm != after[1].arm and _FROM.match(text, cue.end, after[0].start):
            if _TO.search(text, after[0].end, after[1].start) and not _TO.search(
                text, cue.end, after[0].start
            ):
                return after[1].arm  # "increased from 12% with A to 31% with B"
        return min(others, key=lambda item: abs(item.start - cue.start)).arm
    return 1 - compared[0].arm if compared[0].arm in (0, 1) else None


def _is_second(text: str, mention: ArmMention, start: int) -> bool:
    """Whether an arm stands behind "than", in the clause that begins at `start` or in one before."""
    floor = mention.start - _THAN_REACH
    floor = max(0, floor) if mention.start < start else max(start, floor)
    return any(pattern.search(text, floor, mention.start) for pattern in (_THAN, _OPPOSITE))


# Before the arm that a difference favours.
IN_FAVOUR: Final = re.compile(
    r"\b(?:favou?r(?:ing|ed|s)|in favou?r of|(?:benefit|advantage) (?:for|of|with|to)) (?:the )?$",
    re.IGNORECASE,
)


def order_by_one(text: str, mention: ArmMention, start: int) -> tuple[int, int]:
    """The order of two arms where a sentence names one: it is told first, unless it stands behind "than"."""
    floor = max(start, mention.start - 45)
    if (0 <= mention.arm <= 1) and IN_FAVOUR.search(text, floor, mention.start):
        return 0, 1  # whom a difference favours is not whose figure is told first
    second = _THAN.search(text, floor, mention.start) or _SECOND.search(text, floor, mention.start)
    first = 1 - mention.arm if second else mention.arm
    return first, 1 - first
