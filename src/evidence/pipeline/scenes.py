"""A clause with all that it is read by: its arms, outcomes, statistics and comparing words."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Final, TypeVar

from evidence.pipeline.arm_names import ArmName
from evidence.pipeline.directions import Cue
from evidence.pipeline.layers import ArmMention, Sentence, Voice
from evidence.pipeline.outcomes import OutcomeMention
from evidence.records import Mention, Statistic

# Below this many items looking at each is quicker than looking up.
_FEW: Final = 8
_SEVERAL: Final = 2
_START: Final = attrgetter("start")
Spanned = TypeVar("Spanned", OutcomeMention, ArmMention, Statistic, Mention)


# What opens a clause that is set against the one before.
_SET_AGAINST: Final = re.compile(r"\s*(?:whereas|while|which|in contrast)\b", re.IGNORECASE)


@dataclass(slots=True)
class Scene:
    """A clause `start`:`end` of a sentence.

    `names` are the document's arms, or the sentence's own where it speaks of none of those; `mentions` are theirs, of
    the clause or else of the sentence; `order` is the order in which both arms were last named. `retells` where a
    commentary cites the study that it is about: the document's arms are that study's.
    """

    text: str
    sentence: Sentence
    voice: Voice
    start: int
    end: int
    names: Sequence[ArmName]
    mentions: Sequence[ArmMention]
    local: bool
    order: tuple[int, ...]
    alpha: float
    statistics: Sequence[Statistic] = ()
    therapies: Sequence[Mention] = ()
    outcomes: list[OutcomeMention] = field(default_factory=list)
    cues: Sequence[Cue] = ()
    retells: bool = False
    # Whether it stands in the body of an article.
    body: bool = False
    # Whether the sentence before told of factors, and not of arms.
    after_factors: bool = False
    # What was found out of the clause once and is asked often, by the name of who found it.
    known: dict[str, object] = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def near(self) -> Sequence[ArmMention]:
        """The arms that the clause names, else those between its semicolons, else those of its sentence."""
        if not self.mentions:
            return self.mentions
        named = within(self.mentions, self.start, self.end)
        if named:
            return named
        if len({item.arm for item in self.mentions}) < _SEVERAL:
            # Not the one that only a clause names which is set against this one: "A improved, whereas with B it did not".
            set_against = self.mentions[0].start >= self.end and _SET_AGAINST.match(self.text, self.end)
            return () if set_against else self.mentions
        floor = self.text.rfind("; ", self.sentence.start, self.start)
        ceiling = self.text.find("; ", max(self.start, self.end - 2), self.sentence.end)
        floor, ceiling = max(floor, self.sentence.start), ceiling if ceiling >= 0 else self.sentence.end
        return within(self.mentions, floor, ceiling) or self.mentions

    @property
    def paired(self) -> bool:
        """Whether one arm is held against one control."""
        return len(self.names) == 2 and self.names[1].control


def within(items: Sequence[Spanned], start: int, end: int) -> list[Spanned]:
    """The items that begin in a stretch of text, of items in text order."""
    if len(items) > _FEW:
        first = bisect_left(items, start, key=_START)
        return list(items[first : bisect_left(items, end, first, key=_START)])
    return [item for item in items if start <= item.start < end]
