"""Rows as CSV (RFC 4180) or TSV (IANA text/tab-separated-values: no tabs or line ends inside fields)."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from typing import IO, Any

from evidence.render.cells import COLUMNS, cells


def write_csv(output: IO[str], rows: Iterable[Mapping[str, Any]]) -> None:
    """A header and a line a row; `source` is the document's id, which is what one looks up."""
    writer = csv.DictWriter(output, fieldnames=COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(_fields(row) for row in rows)


def write_tsv(output: IO[str], rows: Iterable[Mapping[str, Any]]) -> None:
    """As CSV, with tabs; white space inside fields becomes a space."""
    output.write("\t".join(COLUMNS) + "\n")
    for row in rows:
        fields = _fields(row)
        output.write("\t".join(" ".join(fields[name].split()) for name in COLUMNS) + "\n")


def _fields(row: Mapping[str, Any]) -> dict[str, str]:
    return {**cells(row), "source": row["document"]}
