"""The word lists of questions, read from `query/data/*.tsv` (each row with its reason)."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from evidence import tables

_DATA: Final = Path(__file__).parent / "data"


def rows(name: str) -> tuple[dict[str, str], ...]:
    """The rows of one table as column -> field."""
    return tables.rows(_DATA / f"{name}.tsv")
