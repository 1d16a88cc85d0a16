"""The NCI Thesaurus, FLAT file: tab separated, no header, a concept a line (evs.nci.nih.gov, "Thesaurus.FLAT.txt").

Columns: code, concept IRI, parents, synonyms (the first is the preferred name), definition, display name, status,
semantic type, subsets. Lists are parted by a bar.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from evidence.errors import VocabularyError
from evidence.importers.terms import Term, table

_PARENTS, _SYNONYMS, _STATUS, _TYPE = 2, 3, 6, 7
_RETIRED: Final = frozenset({"Obsolete_Concept", "Retired_Concept"})


def read(path: Path) -> Iterator[Term]:
    """The concepts whose semantic type is of a kind that the vocabulary has. Raises VocabularyError."""
    types = table("ncit_types")
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            fields = line.rstrip("\n").split("\t")
            if len(fields) <= _TYPE:
                raise VocabularyError(
                    f"{path}, line {number}: {len(fields)} columns; NCI Thesaurus FLAT files have eight or nine"
                )
            groups = [types[kind]["group"] for kind in fields[_TYPE].split("|") if kind in types]
            names = [name for name in fields[_SYNONYMS].split("|") if name]
            if not groups or not names or _RETIRED & set(fields[_STATUS].split("|")):
                continue
            yield Term(
                id=f"NCIT:{fields[0]}",
                label=names[0],
                group=groups[0],
                names=tuple(names[1:]),
                broader=tuple(f"NCIT:{code}" for code in fields[_PARENTS].split("|") if code.startswith("C")),
            )
