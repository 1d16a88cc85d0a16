"""What a sentence is read with: a document's layers, what stands in the sentence, and what earlier ones left open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from evidence.document import Section
from evidence.pipeline.arm_names import ArmName
from evidence.pipeline.contrasts import is_median_time
from evidence.pipeline.directions import Cue
from evidence.pipeline.layers import ArmMention
from evidence.pipeline.outcomes import OutcomeMention
from evidence.pipeline.scenes import within
from evidence.records import Mention, Statistic

# How many sentences on a time to an event is still spoken of.
_TIMED_REACH: Final = 3
# By how much a heading may be longer than the outcome that it names, in characters: a number, a full stop.
_EDGES: Final = 5


@dataclass(frozen=True, slots=True)
class Layers:
    """The layers of a Doc that rows are made of; a Doc's own attributes are too slow to be asked for each sentence."""

    text: str
    statistics: Sequence[Statistic]
    outcomes: Sequence[OutcomeMention]
    ratio_outcomes: Sequence[OutcomeMention]
    mentions: Sequence[Mention]
    arms: Sequence[ArmName]
    arm_mentions: Sequence[ArmMention]


@dataclass(slots=True)
class Spoken:
    """What stands in a sentence at a `place` of the document, and the comparing words that a clause leaves to the next."""

    place: int
    statistics: Sequence[Statistic]
    outcomes: list[OutcomeMention]
    mentions: Sequence[Mention]
    cues: Sequence[Cue] = ()


@dataclass(slots=True)
class Context:
    """What a document's earlier sentences leave to the later ones, and what all of them share."""

    alpha: float
    masked: str
    order: tuple[int, ...] = (0, 1)
    outcome: OutcomeMention | None = None
    place: int = -1
    # The last outcome that is a time to an event, and the sentence that told of it.
    timed: OutcomeMention | None = None
    timed_place: int = -1
    # The outcomes of the last clause that had any, and its sentence.
    clause: Sequence[OutcomeMention] = ()
    clause_place: int = -1
    # The last sentence that told of factors: "a positive biopsy was prognostic of worse survival".
    factors_place: int = -2
    # Whether the document tells of others' studies, so that its arms are those of the study that it cites.
    retells: bool = False
    # Where the body of an article begins, which tells of more than its arms; None where there is an abstract alone.
    body: int | None = None

    def tell(self, outcome: OutcomeMention, place: int) -> None:
        """Leave an outcome of a sentence to what follows."""
        self.outcome, self.place = outcome, place
        if _is_timed(outcome):
            self.timed, self.timed_place = outcome, place

    def left(self, statistics: Sequence[Statistic], place: int) -> OutcomeMention | None:
        """The outcome that figures without one are of: a median of months is none of a share of patients."""
        last = self.outcome if self.outcome is not None and self.outcome.concept is not None else None
        if last is None or _is_timed(last):
            return last
        if any(is_median_time(item) for item in statistics):
            return self.timed if place - self.timed_place <= _TIMED_REACH else None
        return last


def _is_timed(outcome: OutcomeMention) -> bool:
    return outcome.concept is not None and outcome.concept.attributes.get("measure") == "time_to_event"


def headed(sections: Sequence[Section], outcomes: Sequence[OutcomeMention]) -> dict[int, OutcomeMention]:
    """The outcomes by which sections of results are headed ("Progression-free survival"), by where these begin."""
    found = {}
    for before, section in pairwise(sections):
        heading = section.heading
        if heading is None or section.role != "results":
            continue
        named = within([item for item in outcomes if item.concept is not None], before.end, section.start)
        if len(named) == 1 and named[0].end - named[0].start >= len(heading) - _EDGES:
            found[section.start] = named[0]
    return found
