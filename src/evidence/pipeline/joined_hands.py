"""Hands of one outcome that a clause names anew for each arm, put together: "three deaths in A and eight deaths in B"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from evidence.pipeline.dealing import Hand, is_value

_TWO: Final = 2


def joined(hands: Sequence[Hand]) -> Iterator[Hand]:
    """Hands of one outcome that is named anew for each arm, together: "three deaths in A and eight deaths in B"."""
    last: Hand | None = None
    for hand in hands:
        single = len(hand.statistics) > 0 and sum(is_value(item) for item in hand.statistics) == 1
        if last is not None and single and _again(last, hand):
            last = Hand(
                [last.outcomes[0]], [*last.statistics, *hand.statistics], last.start, hand.end, last.listed
            )
            yield last
            last = None
            continue
        if last is not None:
            yield last
        last = hand
    if last is not None:
        yield last


def _again(last: Hand, hand: Hand) -> bool:
    """Whether a hand goes on with the outcome of the one before, which has one value, at the same time point."""
    if (
        len(last.statistics) != 1
        or not is_value(last.statistics[0])
        or len(last.outcomes) + len(hand.outcomes) != _TWO
        or last.population != hand.population
    ):
        return False
    times = {item.timepoint for item in (*last.statistics, *hand.statistics) if is_value(item)}
    first, second = (item.outcomes[0].name.lower() for item in (last, hand))
    # "247 deaths from lung cancer with A and 309 deaths with B"
    counted = all(item.type == "count" for item in (*last.statistics, *hand.statistics) if is_value(item))
    return len(times) == 1 and (
        first == second
        or (counted and second == "mortality" and first.endswith(("cancer mortality", "specific mortality")))
    )
