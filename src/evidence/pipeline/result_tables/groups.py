"""Whose figures a column or a row holds: the document's arms, or groups that a table names itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from evidence.document import Cell
from evidence.pipeline.arm_cuts import CONTROL
from evidence.pipeline.arm_lists import treats
from evidence.pipeline.arm_names import ArmName
from evidence.pipeline.arm_sides import PLACEBO
from evidence.pipeline.result_tables import labels
from evidence.pipeline.result_tables.grid import Grid, Row
from evidence.pipeline.result_tables.view import View
from evidence.vocabulary import Concept

_NOUN: Final = re.compile(
    r"\b(?:groups?|arms?|placebo|controls?|cohort|treated|treatment as usual|usual care|sham|best supportive care|observation)\b",
    re.IGNORECASE,
)
_VERSUS: Final = re.compile(r"\b(?:vs\.?|versus|v|compared|minus|between)\b|difference", re.IGNORECASE)
_MOSTLY: Final = 0.5  # of a label, that is a name of an arm or a therapy
_TRAILING: Final = re.compile(r"[\s,;:]*(?:[\[(]\s*[\])])?[\s,;:†‡§¶*#%]*$")


@dataclass(frozen=True, slots=True)
class Group:
    """A group of patients; `place` is its index among the document's arms, None for one that only the table names."""

    key: str
    name: str
    concepts: tuple[Concept, ...]
    control: bool
    place: int | None
    size: int | None = None
    called_control: bool = False


@dataclass(frozen=True, slots=True)
class Axis:
    """Where the groups stand: by cell; `across` if they head columns, else they name rows."""

    across: bool
    by_cell: dict[Cell, Group]

    @property
    def groups(self) -> list[Group]:
        """The distinct groups, in the table's order."""
        return list({group.key: group for group in self.by_cell.values()}.values())


def axis(view: View, grid: Grid, body: Sequence[Row]) -> Axis | None:
    """The groups of a table: those that its columns' headers name, else those that its rows do."""
    for number in range(grid.head):
        cells = [
            cell
            for cell in grid.row(number)
            if cell.row == number and cell.column >= grid.stubs and cell.end > cell.start
        ]
        if found := _named(view, grid, cells, sized=True):
            return Axis(True, found)
    stubs = list(dict.fromkeys(cell for row in body for cell in row.labels))
    found = _named(view, grid, [cell for cell in stubs if _may_be(view, grid, cell)], sized=False)
    return Axis(False, found) if found else None


def _may_be(view: View, grid: Grid, cell: Cell) -> bool:
    """Whether a row's label can be a group's name: it is little else, and names no outcome."""
    if any(cell.start <= item.start < cell.end for item in view.outcomes):
        return False
    rest = labels.read(grid.words(cell)).rest
    spans = [(item.start, item.end) for item in view.arm_mentions]
    spans += [(item.start, item.end) for item in view.mentions if item.kind in ("therapy", "procedure")]
    named = {place for start, end in spans for place in range(max(start, cell.start), min(end, cell.end))}
    return _NOUN.search(rest) is not None or len(named) >= _MOSTLY * len(rest)


def _named(view: View, grid: Grid, cells: Sequence[Cell], *, sized: bool) -> dict[Cell, Group]:
    """The groups of some labels; none where fewer than two are told."""
    read = {cell: labels.read(grid.words(cell)) for cell in cells}
    plain = [
        cell
        for cell in cells
        if not read[cell].says
        & (labels.TESTS | {"total", "ci", "size", "characteristic", "grade", "baseline", "missing"})
        and not _VERSUS.search(grid.words(cell))
        and read[cell].rest
    ]
    found = {cell: group for cell in plain if (group := _group(view, grid, cell, read[cell]))}
    if not found:
        return {}
    called: dict[str, set[str]] = {}
    for cell, group in found.items():
        called.setdefault(group.key, set()).add(read[cell].rest.casefold())
    found |= {  # two labels of one arm are groups of their own ("10 mg", "20 mg")
        cell: _own(view, grid, cell, read[cell])
        for cell, group in found.items()
        if len(called[group.key]) > 1
    }
    if sized:  # beside a group that is known, one that has its size is one too
        others = [cell for cell in plain if cell not in found]
        told = [cell for cell in others if read[cell].size is not None]
        if told or (
            len(others) == 1 and len(found) == 1 and len(plain) == 2 and not _measured(read[others[0]])
        ):
            found |= {cell: _own(view, grid, cell, read[cell]) for cell in (told or others)}
    return found if len({group.key for group in found.values()}) > 1 else {}


def _measured(label: labels.Label) -> bool:
    return bool(label.says & {"n", "percent", "mean", "median", "spread", "time"})


def _group(view: View, grid: Grid, cell: Cell, label: labels.Label) -> Group | None:
    arms = {item.arm for item in view.arm_mentions if cell.start <= item.start and item.end <= cell.end}
    if len(arms) == 1:
        place = arms.pop()
        arm = view.arms[place]
        return _arm(place, arm, label)
    if arms:
        return None
    folded = label.rest.casefold()
    for place, arm in enumerate(view.arms):
        if folded == arm.name.casefold() or folded in arm.aliases or f"{folded} group" in arm.aliases:
            return _arm(place, arm, label)
    if _therapies(view, cell) or _NOUN.search(label.rest):
        return _own(view, grid, cell, label)
    return None


def _arm(place: int, arm: ArmName, label: labels.Label) -> Group:
    called = CONTROL.search(label.rest) is not None
    return Group(f"arm {place}", arm.name, arm.concepts, arm.control, place, label.size, called)


def _own(view: View, grid: Grid, cell: Cell, label: labels.Label) -> Group:
    name = _TRAILING.sub("", label.rest)
    concepts = tuple(dict.fromkeys(_therapies(view, cell)))
    control = CONTROL.search(name) is not None or {concept.id for concept in concepts} & PLACEBO != set()
    return Group(f"own {name.casefold()}", name, concepts, control, None, label.size, control)


def _therapies(view: View, cell: Cell) -> Iterable[Concept]:
    return [
        item.concept
        for item in view.mentions
        if item.kind in ("therapy", "procedure")
        and item.concept is not None
        and treats(item)
        and cell.start <= item.start
        and item.end <= cell.end
    ]


def pairs(groups: Sequence[Group]) -> list[tuple[Group, Group]]:
    """Who is held against whom: each group against the one control; of two groups without one the first told."""
    controls = [group for group in groups if group.called_control]
    controls = controls if len(controls) == 1 else [group for group in groups if group.control]
    if len(controls) == 1:
        return [(group, controls[0]) for group in groups if group is not controls[0]]
    if len(groups) != 2:
        return []
    return [(groups[0], groups[1])]


def is_arm_word(name: str) -> bool:
    """Whether a name says that it is an arm's ("the music group", "usual care")."""
    return _NOUN.search(name) is not None
