"""The package oncoref's gene identifiers (Apache-2.0): its tables are read as data, nothing of it is imported.

`canonical-gene-space.csv.gz` ties symbols to Ensembl genes, `ensembl-id-aliases.csv` older Ensembl ids to these, and
`ncbi-entrez-gene-mappings.csv.gz` NCBI Gene ids. Genes are known here by their symbol: the terms have no id of HGNC.
"""

from __future__ import annotations

import csv
import gzip
from collections import defaultdict
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from evidence.errors import VocabularyError
from evidence.importers.terms import Term

PACKAGE: Final = "oncoref"
_SYMBOLS: Final = "canonical-gene-space.csv.gz"
_OLDER: Final = "ensembl-id-aliases.csv"
_ENTREZ: Final = "ncbi-entrez-gene-mappings.csv.gz"


def folder() -> Path:
    """Where the installed package has its tables. Raises VocabularyError where it is not installed."""
    # A top-level name is found without being imported.
    found = find_spec(PACKAGE)
    if found is None or not found.submodule_search_locations:
        raise VocabularyError(f"the package {PACKAGE} is not installed; install it, or give its data folder")
    return Path(found.submodule_search_locations[0]) / "data"


def read(path: Path) -> Iterator[Term]:
    """A term a symbol, with Ensembl and NCBI Gene ids as cross-references; `path` is the folder of the tables."""
    references: dict[str, list[str]] = defaultdict(list)
    for row in _rows(path / _SYMBOLS):
        references[row["symbol"]].append(f"ENSEMBL:{row['ensembl_gene_id']}")
    for row in _rows(path / _OLDER):
        references[row["symbol"]].append(f"ENSEMBL:{row['alt_haplotype_id']}")
    for row in _rows(path / _ENTREZ):
        references[row["canonical_symbol"]].append(f"NCBIGENE:{row['live_entrez_id']}")
    for symbol, xrefs in references.items():
        if symbol:
            yield Term(id=xrefs[0], label=symbol, group="genes", names=(symbol,), xrefs=tuple(xrefs))


def _rows(path: Path) -> Iterator[dict[str, str]]:
    if not path.exists():
        raise VocabularyError(f"{path}: no such table; give the data folder of {PACKAGE}")
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as lines:
        yield from csv.DictReader(lines)
