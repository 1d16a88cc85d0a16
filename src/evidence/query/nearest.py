"""What a knowledge base has nearest to a question that finds nothing: which part of it is not there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from evidence.query import retrieval
from evidence.query.claims import Queryable
from evidence.query.expansion import Slot


@dataclass(frozen=True, slots=True, kw_only=True)
class Presence:
    """How many documents name one thing asked for, and how many name all the others (None where it is alone)."""

    asked: str
    documents: int
    without: int | None


def nearest(store: Queryable, slots: Sequence[Slot]) -> list[Presence]:
    """For each thing asked for, where it stands."""
    found = []
    for number, slot in enumerate(slots):
        others = [*slots[:number], *slots[number + 1 :]]
        found.append(
            Presence(
                asked=slot.text,
                documents=retrieval.count(store, [slot]),
                without=retrieval.count(store, others) if others else None,
            )
        )
    return found
