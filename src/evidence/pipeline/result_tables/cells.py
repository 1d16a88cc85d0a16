"""The figures of a table: each with its group, and with the labels that say what it is of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, cast

from evidence.document import Cell
from evidence.pipeline.result_tables import figures, labels, subjects
from evidence.pipeline.result_tables.figures import Figure, Hints
from evidence.pipeline.result_tables.grid import Grid, Row
from evidence.pipeline.result_tables.groups import Axis, Group
from evidence.pipeline.result_tables.subjects import Subject
from evidence.pipeline.result_tables.view import View
from evidence.records import StatisticType
from evidence.vocabulary import Concept

_EMPTY: Final = re.compile(
    r"[\W_]*|n/?a|nd|not (?:applicable|available|done)|ref(?:erence|erent)?\.?|[Xx]", re.IGNORECASE
)
_FROM: Final = re.compile(
    r"\bchanges?\b|\bfrom baseline\b|compared (?:with|to)|\bby baseline\b|\bversus\b|\bafter\b|\bpost\b",
    re.IGNORECASE,
)
_ANY: Final = re.compile(
    r"(?:(?:clinical|primary|secondary|efficacy|safety|study|patients?|treatment|adverse|time|assessment|end ?point|outcome)s?\W*)*"
    r"(?:outcomes?|variables?|parameters?|characteristics?|measures?|groups?|results?|items?|factors?|scales?|tests?|domains?|time|visits?|"
    r"events?|reactions?|effects?|toxicit(?:y|ies)|arms?|subjects?|patients?|endpoints?|end points?|categor(?:y|ies)|criteria|grades?|symptoms?|points?|score|periods?)?"
    r"(?: measures?| variables?)?[a-e]?",
    re.IGNORECASE,
)
_STATED: Final = re.compile(
    r"\b(?:data|values?|figures|numbers|results|percentages)\b[^.;]{0,40}\b(?:are|is|as|in|represent)\b[^.;]{0,80}",
    re.IGNORECASE,
)
# What the caption's figures are of, where it is not the outcome itself.
_TURNS: Final = re.compile(
    r"\b(?:time|times|onset|doses?|duration|factors?|days|cost\w*)\b[^.;]*$", re.IGNORECASE
)
_NOTES: Final = 2000
_ENDING: Final = 60
_SPACES: Final = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Value:
    """A group's figure. `key` are the words of its labels, those of its group and its measure left out."""

    row: int
    cell: Cell
    group: Group | None
    figure: Figure
    key: tuple[str, ...]
    subject: Subject


@dataclass(frozen=True, slots=True)
class Test:
    """A P value or an effect; `groups` are those that its labels name."""

    row: int
    rows: int
    cell: Cell
    figure: Figure
    key: tuple[str, ...]
    groups: frozenset[str]
    labels: tuple[Cell, ...] = ()


@dataclass(slots=True)
class Reader:
    """Reads the cells of one table."""

    view: View
    grid: Grid
    axis: Axis | None
    kinds: frozenset[str]
    values: list[Value] = field(default_factory=list)
    tests: list[Test] = field(default_factory=list)
    _sizes: dict[str, int] = field(default_factory=dict)
    _around: tuple[frozenset[str], ...] = ()
    _fallback: tuple[str, Concept | None] | None = None

    def read(self, body: Sequence[Row]) -> None:
        """Read all rows."""
        self._fallback = self._corner() or self._caption() or self._called()
        self._around = self._beside()
        before: Row | None = None
        for row in body:
            if not row.stub and not row.heads and before is not None:  # goes on with the row above it
                self._row(replace(row, number=before.number, heads=before.heads, stub=before.stub))
                continue
            self._row(row)
            before = row if row.stub else before

    @property
    def fallback(self) -> tuple[str, Concept | None] | None:
        """The one outcome that corner or caption names."""
        return self._fallback

    def _corner(self) -> tuple[str, Concept] | None:
        cells = [cell for column in range(self.grid.stubs) for cell in self.grid.column(column)]
        found = {told for cell in cells if (told := subjects.named(self.view, cell))}
        return found.pop() if len(found) == 1 else None

    def _called(self) -> tuple[str, None] | None:
        """What the corner calls the rows, where that is no word for rows of any kind."""
        cells = [cell for column in range(self.grid.stubs) for cell in self.grid.column(column)]
        words = labels.read(self.grid.words(cells[-1])).rest if cells else ""
        return (words, None) if words and not _ANY.fullmatch(words) else None

    def _caption(self) -> tuple[str, Concept] | None:
        """The one outcome that the caption names."""
        span = self.grid.table.caption
        if span is None:
            return None
        found = {
            item.concept.id: (item.concept.label, item.concept)
            for item in self.view.outcomes
            if span[0] <= item.start < span[1]
            and item.concept is not None
            and not _TURNS.search(self.view.text, max(span[0], item.start - 40), item.start)
        }
        told = next(iter(found.values())) if len(found) == 1 else None
        return None if told is None or subjects.is_general(told[1]) else told

    def _beside(self) -> tuple[frozenset[str], ...]:
        """What corner, caption and notes say of the figures."""
        table = self.grid.table
        corner = [cell for column in range(self.grid.stubs) for cell in self.grid.column(column)]
        said = [labels.read(self.grid.words(cell)).says for cell in corner]
        caption = self.view.text[slice(*table.caption)] if table.caption else ""
        notes = self.view.text[slice(*table.notes)] if table.notes else ""
        said += [labels.read(match[0]).says for match in _STATED.finditer(f"{notes[:_NOTES]}. {caption}")]
        said.append(labels.read(caption[-_ENDING:]).says)
        kept = {"n", "percent", "mean", "median", "spread", "ci"}
        # A share that caption or notes speak of need not be what the plain numbers are.
        return tuple(
            found if "n" in found or not place >= len(corner) else found - {"percent"}
            for place, found in enumerate(item & kept for item in said)
        )

    def _row(self, row: Row) -> None:
        read = [(cell, labels.read(self.grid.words(cell))) for cell in row.labels]
        own = read[-1][1] if row.stub else None
        if own is not None and "size" in own.says and not own.says & labels.TESTS:
            self._note_sizes(row)
            return
        if any(_before(label, self.grid.words(cell)) or "missing" in label.says for cell, label in read):
            return
        if (
            own is not None
            and own.says & {"spread", "ci"}
            and not own.rest
            and not own.says & ({"mean", "median"} | labels.TESTS)
        ):
            return
        parted = self._fallback is not None and "subgroup" in self.kinds
        parted = parted or (self.axis is None and bool(self.kinds & {"subgroup", "factors"}))
        if any("characteristic" in label.says for _, label in read) and not parted:
            return
        group = self._group_of(row.labels) if self.axis is not None and not self.axis.across else None
        for cell in row.cells:
            words = self.grid.words(cell)
            if not _EMPTY.fullmatch(words):
                self._cell(row, cell, group)

    def _group_of(self, cells: Sequence[Cell]) -> Group | None:
        by_cell = self.axis.by_cell if self.axis is not None else {}
        return next((by_cell[cell] for cell in reversed(cells) if cell in by_cell), None)

    def _note_sizes(self, row: Row) -> None:
        for cell in row.cells:
            group = self._group_of(self.grid.column(cell.column))
            number = re.fullmatch(
                r"(?:[nN]\s*=\s*)?(\d+)(?:\s*\(.*\))?", self.grid.words(cell).replace(",", "").strip()
            )
            if group is not None and number:
                self._sizes[group.key] = int(number[1])

    def _cell(self, row: Row, cell: Cell, group: Group | None) -> None:
        path = self.grid.column(cell.column)
        above = [(item, labels.read(self.grid.words(item))) for item in path]
        if any(
            _before(label, self.grid.words(item)) or "characteristic" in label.says for item, label in above
        ):
            return
        if self.axis is not None and self.axis.across:
            group = self._group_of(path)
        by_cell = self.axis.by_cell if self.axis is not None else {}
        rest = [item for item in (*row.labels, *path) if item not in by_cell]
        inner = [label for _, label in reversed(above)]
        stub = [labels.read(self.grid.words(item)) for item in reversed(row.labels)]
        test = next((kind for label in (*stub[:1], *inner) for kind in _tests(label)), None)
        key = tuple(
            _key(self.grid.words(item)) for item in rest if _tells(labels.read(self.grid.words(item)))
        )
        if test is not None:
            if group is not None and self.axis is not None and self.axis.across:
                return  # a test below one group is of before against after
            self._test(row, cell, test, key, [*stub[:1], *inner], path)
            return
        if any(label.says & {"total", "size"} for label in inner) or _is_spread(inner):
            return
        subject = subjects.subject(self.view, self.grid, rest, self._fallback, self.kinds)
        if subject is None:
            return
        says = [*(label.says for label in (*stub[:1], *inner, *stub[1:])), *self._around]
        unit = next((label.unit for label in (*stub[:1], *inner, *stub[1:]) if label.unit), None)
        hints = Hints(
            says=says,
            size=(group.size or self._sizes.get(group.key)) if group else None,
            unit=unit,
            around=len(self._around),
            timed=subject.concept is not None
            and subject.concept.attributes.get("measure") == "time_to_event",
        )
        figure = figures.value(self.grid.words(cell), hints)
        if figure is not None and not _mistimed(hints, figure, subject):
            self.values.append(Value(row.number, cell, group, figure, key, subject))

    def _test(
        self,
        row: Row,
        cell: Cell,
        kind: str,
        key: tuple[str, ...],
        around: Sequence[labels.Label],
        path: Sequence[Cell],
    ) -> None:
        words = self.grid.words(cell)
        said = frozenset().union(*(label.says for label in around))
        found = figures.p_value(words) if "p" in said else None
        if found is None and (effects := said & labels.TESTS - {"p"}):
            type = cast(StatisticType, kind if kind != "p" else next(iter(effects)))
            found = figures.effect(words, type) if len(effects) == 1 else None
        if found is None:
            return
        if found.type != "p_value" and found.lower is None:
            found = self._with_bounds(row, cell, found)
        named = frozenset(
            f"arm {item.arm}"
            for label in (*path, *row.labels)
            for item in self.view.arm_mentions
            if label.start <= item.start < label.end
        )
        self.tests.append(Test(row.number, cell.rows, cell, found, key, named, row.labels))

    def _with_bounds(self, row: Row, cell: Cell, found: Figure) -> Figure:
        """An effect with the interval that the next column holds."""
        beside = next((item for item in row.cells if item.column == cell.column + cell.columns), None)
        if beside is None or found.value is None:
            return found
        said = frozenset().union(
            *(labels.read(self.grid.words(item)).says for item in self.grid.column(beside.column)[-1:])
        )
        bounds = (
            figures.interval(self.grid.words(beside)) if "ci" in said and not said & labels.TESTS else None
        )
        if bounds is None or not bounds[0] <= found.value <= bounds[1]:
            return found
        return replace(found, end=beside.end - cell.start, lower=bounds[0], upper=bounds[1])


def _mistimed(hints: Hints, figure: Figure, subject: Subject) -> bool:
    """Whether an average of survival is in no unit of time: then its short name is another thing's ("OS", an eye)."""
    if not hints.timed or figure.type not in ("median", "mean") or figure.value is None:
        return False
    return figure.unit is not None and not figures.is_time(figure.unit)


def _tests(label: labels.Label) -> Iterator[str]:
    effects = label.says & labels.TESTS
    yield from sorted(effects - {"p"})
    yield from effects & {"p"}


def _tells(label: labels.Label) -> bool:
    """Whether a label tells figures apart, beyond what they measure."""
    return bool(label.rest) or bool(label.says & {"grade", "time"})


def _is_spread(inner: Sequence[labels.Label]) -> bool:
    """Whether a column holds what stands beside the figures."""
    said = inner[0].says if inner else frozenset()
    return bool(said & {"spread", "ci"}) and not said & {"mean", "median", "percent", "n"}


def _before(label: labels.Label, words: str) -> bool:
    """Whether a label tells of the time before treatment."""
    return "baseline" in label.says and _FROM.search(words) is None


def _key(words: str) -> str:
    return _SPACES.sub(" ", words).casefold().strip()
