"""The readers' tables: patterns and words that are knowledge of a format, each with its source beside it."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Final

from evidence import tables

_FOLDER: Final = Path(__file__).parent.parent / "data"


def rows(name: str) -> tuple[dict[str, str], ...]:
    """The rows of `data/readers_NAME.tsv`, by the names in its first line."""
    return tables.rows(_FOLDER / f"readers_{name}.tsv")


@lru_cache(maxsize=16)
def mapping(name: str) -> dict[str, str]:
    """The first two columns of a table, one by the other."""
    return dict(list(row.values())[:2] for row in rows(name))


@lru_cache(maxsize=64)
def words(name: str, **where: str) -> frozenset[str]:
    """The first column of the rows that have the given values."""
    return frozenset(
        next(iter(row.values()))
        for row in rows(name)
        if all(row[key] == value for key, value in where.items())
    )


@lru_cache(maxsize=64)
def patterns(name: str, flags: int = 0, **where: str) -> re.Pattern[str]:
    """One pattern of all those in the first column of the rows that have the given values."""
    chosen = [next(iter(row.values())) for row in rows(name) if all(row[k] == v for k, v in where.items())]
    return re.compile("|".join(f"(?:{pattern})" for pattern in chosen), flags)
