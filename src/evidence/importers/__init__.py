"""Vocabularies and curated claims that users have, read as data and added to a knowledge base.

A module a format, each with `read(path) -> Iterator[Term]`; `merging` decides what they add to the vocabulary that is
shipped, and `civic` brings curated claims.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from evidence.importers.terms import Term

# Format -> module and what it reads; the modules are imported on use, for they need parsers.
FORMATS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "obo": ("obo", "OBO 1.2 and 1.4 (DOID, MONDO, Uberon)"),
        "oncotree": ("oncotree", "OncoTree's tree as JSON"),
        "hgnc": ("hgnc", "HGNC's complete set or a custom download, TSV"),
        "ncit": ("ncit", "NCI Thesaurus, the FLAT file"),
        "skos": ("skos", "SKOS or OWL as Turtle, RDF/XML, N-Triples or JSON-LD"),
        "tsv": ("table", "a table with the columns of ontology/vocabulary"),
        "oncoref": ("oncoref", "gene identifiers of the package oncoref, read as data"),
    }
)


def reader(format: str) -> Callable[[Path], Iterator[Term]]:
    """What reads a format; KeyError for one that is none."""
    module = import_module(f"evidence.importers.{FORMATS[format][0]}")
    read: Callable[[Path], Iterator[Term]] = module.read
    return read
