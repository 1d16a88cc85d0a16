"""Makes the records of a table: each figure one statistic, each finding with the words of its rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from evidence.document import Cell
from evidence.pipeline.arm_names import ArmName
from evidence.pipeline.result_tables.cells import Test, Value
from evidence.pipeline.result_tables.figures import Figure
from evidence.pipeline.result_tables.grid import Grid
from evidence.pipeline.result_tables.groups import Group
from evidence.records import Direction, DirectionBasis, Favors, Finding, FindingKind, Significance, Statistic
from evidence.vocabulary import Concept

_LEVEL: Final = 95.0


@dataclass(slots=True)
class Recorder:
    """Statistics once each, numbered on from `first`."""

    grid: Grid
    alpha: float
    first: int
    statistics: list[Statistic] = field(default_factory=list)
    _known: dict[tuple[int, int], Statistic] = field(default_factory=dict)

    def value(self, value: Value) -> Statistic:
        """The statistic of a group's figure."""
        arm = value.group.name if value.group else None
        return self._record(value.cell, value.figure, arm, value.subject.timepoint)

    def test(self, test: Test) -> Statistic:
        """The statistic of a P value or an effect."""
        return self._record(test.cell, test.figure, None, None)

    def finding(
        self,
        used: Sequence[Value | Test],
        statistics: Sequence[Statistic],
        outcome: tuple[str, Concept | None],
        intervention: Group | ArmName | str,
        comparator: Group | ArmName | None,
        population: str | None,
        kind: FindingKind,
        direction: Direction | None,
        favors: Favors | None,
        basis: DirectionBasis | None,
        told: Significance,
        confidence: float,
        timepoint: str | None = None,
    ) -> Finding:
        """A finding that quotes its rows; an intervention that is a text is a factor."""
        start, end = self._span([item.cell for item in used])
        factor = isinstance(intervention, str)
        return Finding(
            id="f0",
            start=start,
            end=end,
            quote=self.grid.text[start:end],
            kind=kind,
            outcome=outcome[0],
            outcome_concept=outcome[1],
            intervention=intervention if isinstance(intervention, str) else intervention.name,
            intervention_concepts=() if factor or isinstance(intervention, str) else intervention.concepts,
            comparator=comparator.name if comparator else None,
            comparator_concepts=comparator.concepts if comparator else (),
            population=population,
            timepoint=timepoint,
            favors=favors,
            direction=direction,
            significance=told,
            statistics=tuple(item.id for item in statistics),
            role="result",
            reference=None,
            confidence=round(confidence, 2),
            direction_basis=basis,
        )

    def _span(self, used: Sequence[Cell]) -> tuple[int, int]:
        """From the label of the first row that is used to the last figure."""
        rows = {cell.row for cell in used}
        stubs = [
            cell.start
            for cell in self.grid.table.cells
            if cell.row in rows and cell.column < self.grid.stubs and cell.end > cell.start
        ]
        start = min([*stubs, *(cell.start for cell in used)])
        ends = [item.end for item in self.statistics if start <= item.start <= max(cell.end for cell in used)]
        return start, max([*ends, *(cell.end for cell in used)])

    def _record(self, cell: Cell, figure: Figure, arm: str | None, timepoint: str | None) -> Statistic:
        start, end = cell.start + figure.start, cell.start + figure.end
        known = self._known.get((start, end))
        if known is None:
            known = Statistic(
                id=f"s{self.first + len(self.statistics)}",
                type=figure.type,
                start=start,
                end=end,
                text=self.grid.text[start:end],
                operator=figure.operator,
                value=figure.value,
                unit=figure.unit,
                ci_lower=figure.lower,
                ci_upper=figure.upper,
                ci_level=_LEVEL if figure.lower is not None else None,
                numerator=figure.numerator,
                denominator=figure.denominator,
                timepoint=timepoint,
                arm=arm,
            )
            self._known[(start, end)] = known
            self.statistics.append(known)
        return known
