"""The word lists of questions, read from `query/data/*.tsv` (each row with its reason)."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

from evidence.errors import VocabularyError

_DATA: Final = Path(__file__).parent / "data"


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """The rows of one table as column -> field."""
    path = _DATA / f"{name}.tsv"
    header, *lines = path.read_text(encoding="utf-8").splitlines()
    columns = header.split("\t")
    table = []
    for number, line in enumerate(lines, start=2):
        fields = line.split("\t")
        if len(fields) != len(columns):
            raise VocabularyError(f"{path}, line {number}: {len(fields)} columns instead of {len(columns)}")
        table.append(dict(zip(columns, fields, strict=True)))
    return tuple(table)
