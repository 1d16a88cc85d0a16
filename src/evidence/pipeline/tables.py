"""Reads the tables of patterns and words that the components work with (`pipeline/data/*.tsv`).

Domain knowledge is data: every row has its source or reason beside it.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from evidence import tables

_FOLDER: Final = Path(__file__).parent / "data"


def rows(name: str) -> tuple[dict[str, str], ...]:
    """The rows of `data/NAME.tsv`, by the columns of its header line."""
    return tables.rows(_FOLDER / f"{name}.tsv")


def numbers(name: str, key: str = "name", column: str = "value") -> dict[str, float]:
    """The numbers of `data/NAME.tsv` by their names."""
    return {row[key]: float(row[column]) for row in rows(name)}


def pattern_of(name: str, kind: str) -> re.Pattern[str]:
    """The one pattern of a kind in a table, case-insensitive.

    StopIteration if there is none.
    """
    return re.compile(next(row["pattern"] for row in rows(name) if row["kind"] == kind), re.IGNORECASE)


def member(name: str, pattern: str) -> str:
    """A member of an alternation of which `lastgroup` tells: by an empty group behind it.

    The engine passes over members that begin with another letter, but not over groups: one around each is entered.
    """
    return f"(?:{pattern})(?P<{name}>)"


def alternatives(name: str, column: str = "pattern", **where: str) -> re.Pattern[str]:
    """One regular expression, case-insensitive and at word boundaries, for all patterns of a table that meet `where`."""
    patterns = [row[column] for row in rows(name) if all(row[key] == value for key, value in where.items())]
    return re.compile(
        r"(?<!\w)(?:" + "|".join(sorted(patterns, key=len, reverse=True)) + r")(?!\w)", re.IGNORECASE
    )
