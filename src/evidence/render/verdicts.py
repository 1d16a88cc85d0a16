"""Rows under their verdicts: one arrangement and one wording for all outputs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

Json = Mapping[str, Any]

_NAMED_ONLY: Final = "Named, no claim found"
# Ways in which a study is told by what it lacks, in the words of the line.
_WORDS: Final = {
    "not tested": "difference not tested",
    "uncontrolled": "without comparison",
    "unclear": "unclear",
}


@dataclass(frozen=True, slots=True)
class Block:
    """A heading with its verdict line (both empty where rows stand alone) and its rows with their numbers."""

    heading: str
    verdict: str
    rows: tuple[tuple[int, Json], ...]


def blocks(rows: Sequence[Json], groups: Sequence[Json]) -> list[Block]:
    """The rows in the order in which they are shown: by group, then those that only name what was asked for."""
    if not groups:
        return [Block("", "", tuple(enumerate(rows, start=1)))]
    grouped = [place for group in groups for place in group["rows"]]
    rest = [place for place in range(len(rows)) if place not in set(grouped)]
    numbers = {place: number for number, place in enumerate([*grouped, *rest], start=1)}
    found = [
        Block(heading(group), verdict(group), tuple((numbers[place], rows[place]) for place in group["rows"]))
        for group in groups
    ]
    if rest:
        found.append(Block(_NAMED_ONLY, "", tuple((numbers[place], rows[place]) for place in rest)))
    return found


def heading(group: Json) -> str:
    """What a group is about: "BRAF V600E: vemurafenib, response to treatment"."""
    about = ", ".join(filter(None, (group["treatment"], group["outcome"])))
    return ": ".join(filter(None, (group["biomarker"], about)))


def verdict(group: Json) -> str:
    """The verdict as one line: "for: 1 study (821 patients); no difference: 2 studies (903); cited by 1"."""
    parts = list(_tallies(group["verdict"])) or ["no study of its own"]
    if group["cited"]:
        parts.append(f"cited by {len(group['cited'])}")
    if group["concluded"]:
        parts.append(f"concluded by {len(group['concluded'])}")
    return "; ".join(parts)


def _tallies(tallies: Json) -> Iterator[str]:
    for number, (way, tally) in enumerate(tallies.items()):
        studies = f"{tally['studies']} {'study' if tally['studies'] == 1 else 'studies'}"
        unit = (" patient" if tally["patients"] == 1 else " patients") if number == 0 else ""
        patients = f" ({tally['patients']:,}{unit})" if tally["patients"] else ""
        yield f"{_WORDS.get(way, way)}: {studies}{patients}"
