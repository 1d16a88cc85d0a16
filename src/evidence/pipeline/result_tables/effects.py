"""Tables of effect sizes alone: a treatment's effect in parts of the patients, or what an outcome depends on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from evidence.pipeline import directions
from evidence.pipeline.arm_names import ArmName
from evidence.pipeline.polarity import polarity_of
from evidence.pipeline.result_tables import labels, subjects
from evidence.pipeline.result_tables.cells import Reader, Test
from evidence.pipeline.result_tables.records import Recorder
from evidence.pipeline.significance import by_numbers
from evidence.records import Direction, DirectionBasis, Favors, Finding, Significance, Statistic
from evidence.vocabulary import Concept

_SURE: Final = 0.8
_RATIOS: Final = frozenset({"hazard_ratio", "odds_ratio", "relative_risk"})
_OVERALL: Final = frozenset({"total"})
_LONGEST: Final = 120
_REFERENCE: Final = re.compile(r"\bref(?:erence|erent)?\b", re.IGNORECASE)


def findings(
    reader: Reader,
    recorder: Recorder,
    arms: Sequence[ArmName],
    told: Sequence[tuple[Concept, Statistic, Direction]],
) -> Iterator[Finding]:
    """The findings of a table without arms of its own; `told` are the effects whose direction the text tells.

    Of a subgroup's ratio only the text tells which arm stands above the line, so a significant one has the direction
    that the text gives the same ratio, or none.
    """
    for tests in _by_row(reader.tests):
        ratios = [test for test in tests if test.figure.type in _RATIOS]
        for effect in ratios:
            if effect.figure.value == 1 or effect.figure.lower is None:
                continue
            outcome = _outcome(reader, effect)
            if outcome is None:
                continue
            finding = None
            if "factors" in reader.kinds:
                finding = _factor(reader, recorder, effect, _beside(effect, tests, ratios), outcome)
            elif "subgroup" in reader.kinds and len(arms) == 2 and arms[1].control:
                finding = _part(reader, recorder, effect, outcome, arms, told)
            if finding is not None:
                yield finding


def _by_row(tests: Sequence[Test]) -> list[list[Test]]:
    found: dict[int, list[Test]] = {}
    for test in tests:
        found.setdefault(test.row, []).append(test)
    return list(found.values())


def _beside(effect: Test, tests: Sequence[Test], ratios: Sequence[Test]) -> list[Test]:
    """The P value of an effect: the one that its row has, or, of a row of several effects, that under the same label."""
    ps = [test for test in tests if test.figure.type == "p_value" and set(test.key) <= set(effect.key)]
    if len(ratios) > 1:
        ps = [test for test in ps if test.key == effect.key]
    return ps if len(ps) == 1 else []


def _outcome(reader: Reader, test: Test) -> tuple[str, Concept] | None:
    """The outcome that the column names, else the one that corner or caption does."""
    path = reader.grid.column(test.cell.column)
    named = next((found for cell in reversed(path) if (found := subjects.named(reader.view, cell))), None)
    if named is not None:
        return named
    fallback = reader.fallback
    return (fallback[0], fallback[1]) if fallback is not None and fallback[1] is not None else None


def _words(reader: Reader, test: Test) -> str | None:
    """What the row's labels say; None where they name a group, or the row is the reference."""
    if any(
        start.start <= item.start < start.end for start in test.labels for item in reader.view.arm_mentions
    ):
        return None
    told = [label.rest for cell in test.labels if (label := labels.read(reader.grid.words(cell))).rest]
    words = ": ".join(dict.fromkeys(told))
    return words if words and len(words) <= _LONGEST and not _REFERENCE.search(words) else None


def _factor(
    reader: Reader,
    recorder: Recorder,
    effect: Test,
    ps: Sequence[Test],
    outcome: tuple[str, Concept],
) -> Finding | None:
    factor = _words(reader, effect)
    if factor is None:
        return None
    statistics = [recorder.test(item) for item in (effect, *ps)]
    significance = by_numbers(statistics, recorder.alpha)
    polarity = polarity_of(outcome[1], outcome[0])
    read = directions.by_effect(statistics[0], outcome[1], polarity)
    direction, favors, basis = _way(significance, read)
    return recorder.finding(
        [effect, *ps],
        statistics,
        outcome,
        factor,
        None,
        None,
        "association",
        direction,
        favors,
        basis,
        significance,
        _SURE,
    )


def _part(
    reader: Reader,
    recorder: Recorder,
    effect: Test,
    outcome: tuple[str, Concept],
    arms: Sequence[ArmName],
    told: Sequence[tuple[Concept, Statistic, Direction]],
) -> Finding | None:
    population = _words(reader, effect)
    overall = any(labels.read(reader.grid.words(cell)).says & _OVERALL for cell in effect.labels)
    if population is None and not overall:
        return None
    statistics = [recorder.test(effect)]  # the P value of a subgroup's row is most often one of interaction
    significance = by_numbers(statistics, recorder.alpha)
    polarity = polarity_of(outcome[1], outcome[0])
    direction, favors, basis = _way(significance, _as_told(statistics[0], outcome[1], polarity, told))
    return recorder.finding(
        [effect],
        statistics,
        outcome,
        arms[0],
        arms[1],
        population,
        "comparison",
        direction,
        favors,
        basis,
        significance,
        _SURE,
    )


def _as_told(
    effect: Statistic, concept: Concept, polarity: int, told: Sequence[tuple[Concept, Statistic, Direction]]
) -> tuple[Direction, Favors] | None:
    """The direction that the text gives a ratio of the same kind and outcome, on this side of one or the other."""
    for other, statistic, direction in told:
        if other.id != concept.id or statistic.type != effect.type or not statistic.value or not effect.value:
            continue
        same = (statistic.value < 1) == (effect.value < 1)
        way: Direction = direction if same else "lower" if direction == "higher" else "higher"
        sign = 1 if way == "higher" else -1
        return way, directions.favors(sign * polarity)
    return None


def _way(
    significance: Significance, read: tuple[Direction, Favors] | None
) -> tuple[Direction, Favors, DirectionBasis | None]:
    if significance == "not_significant":
        return "no_difference", "neither", "figures"
    return (*read, "figures") if read is not None else ("unclear", "unclear", None)
