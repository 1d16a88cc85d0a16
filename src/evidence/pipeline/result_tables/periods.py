"""The part of a trial that a whole table is of, as its caption says: "adverse events during maintenance treatment"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final, TypeVar

from evidence.document import Table
from evidence.pipeline.tables import alternatives
from evidence.records import Finding, Statistic

_PERIOD: Final = alternatives("table_periods")
Timed = TypeVar("Timed", Finding, Statistic)


def period(text: str, table: Table) -> str | None:
    """The one period that a caption names, in lower case; None where it names none, or several."""
    if table.caption is None:
        return None
    told = {
        " ".join(next(filter(None, match.groups())).lower().split())
        for match in _PERIOD.finditer(text, *table.caption)
    }
    return told.pop() if len(told) == 1 else None


def timed(items: Iterable[Timed], told: str | None) -> Iterator[Timed]:
    """Rows or figures with the time of their table, where they have none of their own."""
    for item in items:
        yield replace(item, timepoint=told) if told is not None and item.timepoint is None else item
