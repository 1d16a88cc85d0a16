"""Reads the tables of patterns and words that the components work with (`pipeline/data/*.tsv`).

Domain knowledge is data: every row has its source or reason beside it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Final

_FOLDER: Final = Path(__file__).parent / "data"


@lru_cache(maxsize=64)
def rows(name: str) -> tuple[dict[str, str], ...]:
    """The rows of a table, by the columns of its header line. Lines that begin with `#` are comments.

    Raises ValueError where a line has another number of columns than the header.
    """
    path = _FOLDER / f"{name}.tsv"
    lines = [
        line for line in path.read_text(encoding="utf-8").split("\n") if line and not line.startswith("#")
    ]
    header = lines[0].split("\t")
    table = []
    for line in lines[1:]:
        fields = line.split("\t")
        if len(fields) != len(header):
            raise ValueError(f"{path.name}: {len(fields)} columns instead of {len(header)}: {line!r}")
        table.append(dict(zip(header, fields, strict=True)))
    return tuple(table)


def alternatives(name: str, column: str = "pattern", **where: str) -> re.Pattern[str]:
    """One regular expression, case-insensitive and at word boundaries, for all patterns of a table that meet `where`."""
    patterns = [row[column] for row in rows(name) if all(row[key] == value for key, value in where.items())]
    return re.compile(
        r"(?<!\w)(?:" + "|".join(sorted(patterns, key=len, reverse=True)) + r")(?!\w)", re.IGNORECASE
    )
