"""Statistics that belong together: values that are contrasted or listed, and what stands with them in one bracket."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from evidence.pipeline.layers import StatisticGroup
from evidence.pipeline.statistics.drafts import Draft
from evidence.pipeline.statistics.tokens import Passage
from evidence.records import Statistic

# How far apart the values of one list may stand, in tokens without numbers.
_REACH: Final = 22
_VALUES: Final = frozenset({"rate", "median", "mean", "count", "hazard_ratio", "odds_ratio", "relative_risk"})
_VERSUS: Final = re.compile(r"[vh]")
# From the last value to "respectively", over the names it pairs.
_BEHIND: Final = re.compile(r"[^#NIW;]{0,16}?r")
_BRACKET: Final = re.compile(r"[()\[\]{}]")


def group(passage: Passage, drafts: Sequence[Draft], records: Sequence[Statistic]) -> list[StatisticGroup]:
    """The groups of a passage's statistics."""
    return [*_lists(passage, drafts, records), *_brackets(passage, drafts, records)]


def _lists(passage: Passage, drafts: Sequence[Draft], records: Sequence[Statistic]) -> list[StatisticGroup]:
    values = [(draft, record) for draft, record in zip(drafts, records, strict=True) if draft.type in _VALUES]
    runs: list[list[tuple[Draft, Statistic]]] = []
    for pair in values:
        if runs and _joined(passage, runs[-1][-1][0], pair[0]):
            runs[-1].append(pair)
        else:
            runs.append([pair])
    return [_made(passage, run) for run in runs if len(run) > 1]


def _joined(passage: Passage, left: Draft, right: Draft) -> bool:
    """Same kind of value, and a connector but no border of a clause between them."""
    if (left.type != right.type and {left.type, right.type} != {"rate", "count"}) or (
        left.unit != right.unit and left.type != "rate"
    ):
        return False
    between = "".join(passage.codes[left.last + 1 : right.first])
    return len(between) <= _REACH and ";" not in between and re.search(r"[vh&,]", between) is not None


def _made(passage: Passage, run: list[tuple[Draft, Statistic]]) -> StatisticGroup:
    first, last = run[0][0], run[-1][0]
    between = "".join(
        "".join(passage.codes[left.last + 1 : right.first]) for (left, _), (right, _) in pairwise(run)
    )
    behind = _BEHIND.match(passage.string, last.last + 1)
    return StatisticGroup(
        kind="versus" if _VERSUS.search(between) else "list",
        respectively=(behind is not None and behind.group().endswith("r"))
        or "r" in "".join(passage.codes[max(0, first.first - 4) : first.first]),
        statistics=tuple(record.id for _, record in run),
        start=run[0][1].start,
        end=run[-1][1].end,
    )


def _brackets(
    passage: Passage, drafts: Sequence[Draft], records: Sequence[Statistic]
) -> list[StatisticGroup]:
    """All statistics inside one outermost bracket."""
    if len(records) < 2:
        return []
    found = []
    depth, opened = 0, 0
    for match in _BRACKET.finditer(passage.text, passage.starts[0], passage.ends[-1]):
        if match.group() in "([{":
            depth += 1
            opened = match.start() if depth == 1 else opened
        elif depth:
            depth -= 1
            if depth == 0:
                inside = tuple(record.id for record in records if opened < record.start < match.start())
                if len(inside) > 1:
                    found.append(
                        StatisticGroup(
                            kind="bracket",
                            respectively=False,
                            statistics=inside,
                            start=opened,
                            end=match.end(),
                        )
                    )
    return found
