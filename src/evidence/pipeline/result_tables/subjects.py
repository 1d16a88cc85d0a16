"""What a row or column is about: the outcome that its labels name, with time, grade and population."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from evidence.document import Cell
from evidence.pipeline.result_tables import labels
from evidence.pipeline.result_tables.grid import Grid
from evidence.pipeline.result_tables.view import View
from evidence.vocabulary import Concept

_PARTED: Final = re.compile(r"\b(?:by|according to|stratified|subgroups?|status)\b", re.IGNORECASE)
_STANDARD: Final = re.compile(
    r"survival|response|progressi|recurrence|quality of life|control|failure|remission|relapse|metastas"
)
_TIMEPOINT: Final = re.compile(
    r"(?P<amount>\d+(?:[.·]\d+)?)[-\s]?(?P<unit>year|month|week|day|yr|mo|wk)s?\b|\b(?P<named>day|week|month|year|cycle)\s?(?P<number>\d+)\b",
    re.IGNORECASE,
)
_UNITS: Final = {"yr": "year", "mo": "month", "wk": "week"}
_LONGEST: Final = 120


@dataclass(frozen=True, slots=True)
class Subject:
    """What figures are about. `told` is whether the labels of the figures, and not the caption alone, name it."""

    name: str
    concept: Concept | None
    timepoint: str | None
    population: str | None
    told: bool
    polarity_known: bool = True


def named(view: View, cell: Cell) -> tuple[str, Concept] | None:
    """The outcome or scale that a label names: as the field calls endpoints, as written for all else."""
    label = labels.read(view.text[cell.start : cell.end])
    found = [
        item
        for item in view.outcomes
        if cell.start <= item.start < cell.end
        and item.concept is not None
        and " ".join(view.text[item.start : item.end].split()) in label.rest
    ]
    if found:
        item = found[0]
        concept = item.concept
        if concept is None or _turned(label.rest, view.text[item.start : item.end]):
            return None
        if concept.group != "adverse_events" and _STANDARD.search(concept.label) and len(found) == 1:
            return concept.label, concept
        return _written(label, concept), concept
    for mention in view.mentions:
        if (
            cell.start <= mention.start < cell.end
            and mention.concept is not None
            and not mention.negated
            and mention.kind in ("scale", "outcome")
            and " ".join(mention.text.split()) in label.rest
            and not _turned(label.rest, mention.text)
        ):
            return _written(label, mention.concept), mention.concept
    return None


# Labels that turn what they name: no more of the concept is told by more of these.
_TURNED: Final = re.compile(
    r"\b(?:no|not|none|without|absence|never|reductions?|decreas\w*|improve\w*|relief|worse\w*|impair\w*|deteriorat\w*|lack|poor)\b|(?<!-)\bfree\b|-free\b(?!(?: |-)\w*(?: |-)?survival)",
    re.IGNORECASE,
)
_GENERAL: Final = re.compile(
    r"toxicity|adverse event|complication|side effect|safety|tolerab|efficacy|effectiveness|outcome|clinical benefit$"
)
_CHANGED: Final = re.compile(r"\b(?:changes?|differences?|ratio|loss|gain|delta|slope)\b", re.IGNORECASE)


def _turned(words: str, name: str) -> bool:
    """Whether what a label says beside an outcome's name turns it ("no pain"; "lack of energy" is a name)."""
    return _TURNED.search(words.replace(" ".join(name.split()), " ", 1)) is not None


def _written(label: labels.Label, concept: Concept) -> str:
    words = label.rest or concept.label
    return words[0].lower() + words[1:] if words[:1].isupper() and words[1:2].islower() else words


def subject(
    view: View,
    grid: Grid,
    rest: Sequence[Cell],
    fallback: tuple[str, Concept | None] | None,
    kinds: frozenset[str],
) -> Subject | None:
    """The subject of the labels of a figure (outermost first; those of the rows before those of the columns).

    `fallback` is the one outcome that corner or caption names.
    """
    read = [(cell, labels.read(grid.words(cell))) for cell in rest]
    timepoint = next((told for cell, _ in reversed(read) if (told := _time(grid.words(cell)))), None)
    if timepoint is None:
        timepoint = next(
            (told for cell, label in reversed(read) if (told := _period(grid.words(cell), label))), None
        )
    grade = next(
        (
            grid.words(cell).strip()
            for cell, label in reversed(read)
            if "grade" in label.says and _grade_alone(label.rest)
        ),
        None,
    )
    telling = [
        (cell, label)
        for cell, label in read
        if label.rest
        and not _grade_alone(label.rest)
        and not _time_alone(label)
        and "total" not in label.says
    ]
    outcomes = [(place, found) for place, (cell, _) in enumerate(telling) if (found := named(view, cell))]
    if outcomes:
        return _with_outcome(telling, outcomes, timepoint, grade)
    if fallback is not None and (fallback[1] is not None or not telling):
        name = _graded(fallback[0], grade)
        none = _none(grade)
        if not telling:
            return Subject(name, None if none else fallback[1], timepoint, None, False, not none)
        if not is_general(fallback[1]) and ("subgroup" in kinds or (grade is None and _parts(telling))):
            population = "; ".join(label.rest for _, label in telling)
            return Subject(name, fallback[1], timepoint, population[:_LONGEST], False)
    return _as_written(grid, telling, timepoint, grade) if telling else None


def _as_written(
    grid: Grid, telling: Sequence[tuple[Cell, labels.Label]], timepoint: str | None, grade: str | None
) -> Subject | None:
    """What no vocabulary knows, as the row's label has it, with what the column adds."""
    own = [label for cell, label in telling if cell.column < grid.stubs]
    above = [label for cell, label in telling if cell.column >= grid.stubs]
    if own and "generic" in own[-1].says and len(own) < 2:
        return None
    kept = [*own[-2 if own and "generic" in own[-1].says else -1 :], *above[-1:]]
    words = ": ".join(dict.fromkeys(label.rest for label in kept))
    if len(words) > _LONGEST:
        return None
    plain = len(telling) == 1 and not (_TURNED.search(words) or _CHANGED.search(words))
    return Subject(_graded(words, grade), None, timepoint, None, True, plain)


# A limit, or a range behind a colon ("<8.5 g/dL", "level: 8.5-9.9"); the range of a scale is none ("VAS, 0-100").
_LIMIT: Final = re.compile(r"[<>≤≥⩽⩾]\s?\d|:\s*\d[\d.]*\s?[-–]{1,2}\s?\d")


def _beyond_a_limit(head: str, concept: Concept) -> bool:
    """Whether a label parts the patients by a quantity's limit: how many are beyond it is not the quantity."""
    return concept.attributes.get("measure") in (None, "score") and _LIMIT.search(head) is not None


def is_general(concept: Concept | None) -> bool:
    """Whether an outcome is all harms or effects together: a row below it names one of them, not some of the patients."""
    return concept is not None and _GENERAL.search(concept.label) is not None


def _none(grade: str | None) -> bool:
    """Whether a grade says that nobody had it."""
    return grade is not None and not re.search(r"[1-5IVX]|any|all", grade)


def _parts(telling: Sequence[tuple[Cell, labels.Label]]) -> bool:
    """Whether labels part the patients by what they are."""
    return any("characteristic" in label.says for _, label in telling)


def _with_outcome(
    telling: Sequence[tuple[Cell, labels.Label]],
    outcomes: Sequence[tuple[int, tuple[str, Concept]]],
    timepoint: str | None,
    grade: str | None,
) -> Subject:
    """The innermost outcome; a label further in that names none parts the patients, or the outcome."""
    place, (name, concept) = outcomes[-1]
    inner = [label for _, label in telling[place + 1 :]]
    head = telling[place][1].rest
    if not inner:
        if _none(grade) or _beyond_a_limit(head, concept):
            return Subject(_graded(name, grade), None, timepoint, None, True, False)
        return Subject(_graded(name, grade), concept, timepoint, None, True, not _CHANGED.search(head))
    words = "; ".join(label.rest for label in inner)
    if _PARTED.search(head) or any("characteristic" in label.says for label in inner):
        return Subject(_graded(name, grade), concept, timepoint, words[:_LONGEST], True)
    # A part of the outcome (its degrees, its sites) has no polarity of its own that is known.
    return Subject(_graded(f"{name}: {words}"[:_LONGEST], grade), None, timepoint, None, True, False)


def _graded(name: str, grade: str | None) -> str:
    if grade is None:
        return name
    words = grade if re.search(r"grade|any|all", grade, re.IGNORECASE) else f"grade {grade.lstrip('Gg')}"
    return f"{words[0].lower()}{words[1:]} {name}"


_GRADE_LEFT: Final = re.compile(
    r"(?:\W|(?:NCI|CTC(?:AE)?|WHO|RTOG)\b|\b(?:any|all|grades?|gr?|g ?[0-5]|[0-5]|I{1,3}|IV|V|or|and|to|higher|above|worse|more)\b|(?<=[Gg])\d)*",
    re.IGNORECASE,
)


def _grade_alone(words: str) -> bool:
    return bool(words) and _GRADE_LEFT.fullmatch(words) is not None


def _time_alone(label: labels.Label) -> bool:
    return "time" in label.says


# A time without a number that is the whole label: "Post", "Follow-up", "End of treatment".
_PERIOD: Final = re.compile(r"(?:at |after )?(?:post|follow|end of)[a-z -]*", re.IGNORECASE)


def _period(words: str, label: labels.Label) -> str | None:
    told = " ".join(words.split())
    return told.lower() if _time_alone(label) and _PERIOD.fullmatch(told) is not None else None


def _time(words: str) -> str | None:
    match = _TIMEPOINT.search(words)
    if match is None:
        return None
    if match["named"]:
        return f"{match['named'].lower()} {match['number']}"
    unit = _UNITS.get(match["unit"].lower(), match["unit"].lower())
    amount = match["amount"].replace("·", ".")
    return f"{amount} {unit}" + ("" if amount == "1" else "s")
