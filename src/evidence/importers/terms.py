"""A term of somebody else's vocabulary, in the form that all importers give, and its identifiers in ours."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from evidence import tables
from evidence.namespaces import prefixes
from evidence.vocabulary import SUPPORT_MARK

_DATA: Final = Path(__file__).parent.parent / "data"
_LONGEST_NAME: Final = 120  # characters; what is longer is a description
# "NSCLC", "HER2", "t-MN": matched as written only.
_SHORT: Final = re.compile(r"(?=.*[A-Z])[A-Za-z]{0,2}[A-Z0-9/-]+[a-z]{0,2}")
_SHORTEST_SAFE: Final = 5  # characters from which an abbreviation with a digit is believed without support


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One term as its source has it. `id`, `broader` and `xrefs` are CURIEs under the project's prefixes.

    `group` is a file stem of `ontology/vocabulary`, or "" where the source does not tell; `names` are exact synonyms.
    """

    id: str
    label: str
    group: str = ""
    names: tuple[str, ...] = ()
    broader: tuple[str, ...] = ()
    xrefs: tuple[str, ...] = ()


def curie(id: str) -> str | None:
    """An identifier of another vocabulary under the project's prefixes, or None where there is no such prefix.

    >>> curie("NCI:C9385"), curie("HGNC:1097"), curie("SNOMEDCT_US:1")
    ('NCIT:C9385', 'HGNC:1097', None)
    """
    prefix, _, local = id.strip().partition(":")
    row = table("prefixes").get(prefix.upper())
    ours = row["ours"] if row is not None else prefix
    if not local or ours not in prefixes():
        return None
    return f"{ours}:{local.strip()}"


def curies(ids: Iterable[str]) -> tuple[str, ...]:
    """Those of some identifiers that have a prefix of the project, each once."""
    return tuple(dict.fromkeys(found for found in map(curie, ids) if found is not None))


def group_of(id: str) -> str:
    """What a CURIE's prefix tells of the kind of its concept, or ""."""
    row = table("prefixes").get(id.partition(":")[0].upper())
    return row["group"] if row is not None else ""


@cache
def table(name: str) -> dict[str, dict[str, str]]:
    """The rows of `data/importers_NAME.tsv` by their first column."""
    return {next(iter(row.values())): row for row in rows(name)}


def rows(name: str) -> tuple[dict[str, str], ...]:
    """The rows of `data/importers_NAME.tsv`, by the names in its first line."""
    return tables.rows(_DATA / f"importers_{name}.tsv")


def usable(names: Iterable[str]) -> Iterator[str]:
    """Names that a text could hold: no inverted ones ("Carcinoma, lung"), no descriptions, none without a letter."""
    for name in names:
        clean = " ".join(name.split())
        if 1 < len(clean) <= _LONGEST_NAME and ", " not in clean and any(map(str.isalpha, clean)):
            yield clean


def is_abbreviation(name: str) -> bool:
    """Whether a name is matched as written only ("NSCLC", "p53")."""
    return _SHORT.fullmatch(name) is not None


def supported(name: str) -> str:
    """An abbreviation as the vocabulary writes it: with a mark where it is too short to be believed alone."""
    safe = len(name) >= _SHORTEST_SAFE and any(map(str.isdigit, name))
    return name if safe else name + SUPPORT_MARK
