"""Articles that are asked for one by one: one that fails is set aside, a service that fails ends the run."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from evidence.errors import AcquireError

# Articles that fail and none that comes between: then it is the service, not the article.
_IN_A_ROW: Final = 3

Progress = Callable[[int, int], None]
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome(Generic[T]):
    """What has no full text that may be had, and the errors of what could not be fetched."""

    closed: tuple[T, ...]
    failed: tuple[AcquireError, ...]


def bring(
    items: Sequence[T], brought: Callable[[T], bool], *, on_progress: Progress | None = None
) -> Outcome[T]:
    """Call `brought` for each item: whether its article is on disk now, False where the service has none.

    AcquireError if there is no connection, or several items fail one after the other.
    """
    closed: list[T] = []
    failed: list[AcquireError] = []
    in_a_row = 0
    for number, item in enumerate(items, start=1):
        try:
            if brought(item):
                in_a_row = 0
            else:
                closed.append(item)
        except AcquireError as error:
            in_a_row += 1
            if error.status is None or in_a_row == _IN_A_ROW:
                raise
            failed.append(error)
        if on_progress is not None:
            on_progress(number, len(items))
    return Outcome(closed=tuple(closed), failed=tuple(failed))
