"""Reads tables of domain knowledge: tab separated, a header line, no quoting, `#` begins a line of comment."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from evidence.errors import VocabularyError


@cache
def rows(path: Path) -> tuple[dict[str, str], ...]:
    """The rows of a table as column -> field.

    Raises VocabularyError with the line that has another number of columns than the header.
    """
    header: list[str] = []
    table = []
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1):
        if not line or line.startswith("#"):
            continue
        fields = line.split("\t")
        if not header:
            header = fields
        elif len(fields) == len(header):
            table.append(dict(zip(header, fields, strict=True)))
        else:
            raise VocabularyError(f"{path}, line {number}: {len(fields)} columns instead of {len(header)}")
    return tuple(table)
