"""HGNC: the complete set or a custom download, tab separated, under either's column names (genenames.org)."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from evidence.errors import VocabularyError
from evidence.importers.terms import Term, curies

# Our name of a column -> its names in the complete set and in custom downloads.
_COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "id": ("hgnc_id", "HGNC ID"),
    "symbol": ("symbol", "Approved symbol"),
    "name": ("name", "Approved name"),
    "status": ("status", "Status"),
    "aliases": ("alias_symbol", "Alias symbols"),
    "previous": ("prev_symbol", "Previous symbols"),
    "entrez": ("entrez_id", "NCBI Gene ID", "NCBI Gene ID(supplied by NCBI)"),
    "ensembl": ("ensembl_gene_id", "Ensembl gene ID"),
}


def read(path: Path) -> Iterator[Term]:
    """The approved genes. Raises VocabularyError where the columns are not HGNC's."""
    with path.open(encoding="utf-8", newline="") as lines:
        table = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        columns = {
            ours: next((name for name in theirs if name in (table.fieldnames or ())), None)
            for ours, theirs in _COLUMNS.items()
        }
        if columns["id"] is None or columns["symbol"] is None:
            raise VocabularyError(f"{path}, line 1: no columns of HGNC (hgnc_id, symbol); give its TSV file")
        for row in table:
            fields = {ours: (row[theirs] or "") if theirs else "" for ours, theirs in columns.items()}
            if fields["status"] in ("", "Approved") and fields["symbol"]:
                yield _term(fields)


def _term(fields: Mapping[str, str]) -> Term:
    aliases = (*_list(fields["aliases"]), *_list(fields["previous"]))
    xrefs = (f"NCBIGENE:{fields['entrez']}", f"ENSEMBL:{fields['ensembl']}")
    return Term(
        id=fields["id"],
        label=fields["symbol"],
        group="genes",
        names=tuple(name for name in (fields["symbol"], fields["name"], *aliases) if name),
        xrefs=curies(xref for xref in xrefs if not xref.endswith(":")),
    )


def _list(field: str) -> list[str]:
    """The complete set parts by a bar, custom downloads by a comma."""
    parts = field.strip('"').split("|") if "|" in field else field.split(",")
    return [part.strip() for part in parts if part.strip()]
