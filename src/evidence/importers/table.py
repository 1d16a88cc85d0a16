"""A plain table: tab separated, with the columns of `ontology/vocabulary` and, before them, the group.

Only `id` and `label` must be there; the columns may stand in any order.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from evidence.errors import VocabularyError
from evidence.importers.terms import Term, curie, curies, group_of


def read(path: Path) -> Iterator[Term]:
    """The rows of the table. Raises VocabularyError with the line that is wrong."""
    with path.open(encoding="utf-8", newline="") as lines:
        table = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        if not {"id", "label"} <= set(table.fieldnames or ()):
            raise VocabularyError(f"{path}, line 1: the columns `id` and `label` are missing; see --help")
        for number, row in enumerate(table, start=2):
            id = curie(row["id"] or "")
            if id is None or not row["label"]:
                raise VocabularyError(
                    f"{path}, line {number}: {row['id']!r} is no id under a prefix of ontology/prefixes.tsv, "
                    "or there is no label"
                )
            yield Term(
                id=id,
                label=row["label"],
                group=row.get("group") or group_of(id),
                names=(*_list(row.get("synonyms")), *_list(row.get("abbreviations"))),
                broader=_list(row.get("broader")),
                xrefs=curies(_list(row.get("xrefs"))),
            )


def _list(field: str | None) -> tuple[str, ...]:
    return tuple(part.removesuffix("?") for part in field.split("|") if part) if field else ()
