"""IRIs and CURIEs: the prefixes of `ontology/prefixes.tsv`, and the IRIs under which documents and their
graphs stand.

Plain strings, no third-party import: the graph, the store and the queries share them.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Final
from urllib.parse import quote, unquote

from evidence.errors import VocabularyError
from evidence.vocabulary import ontology_directory

EV: Final = "https://w3id.org/oncology-evidence/ontology#"
EVD: Final = "https://w3id.org/oncology-evidence/id/"
DOI: Final = "https://doi.org/"
PUBMED: Final = "https://pubmed.ncbi.nlm.nih.gov/"
PMC: Final = "https://pmc.ncbi.nlm.nih.gov/articles/"

# The version of the contract that documents are extracted and stored under (`schema` of every output line).
SCHEMA: Final = "evidence/1"
# How documents lie in a knowledge base: 2 has cards, and claims by tiers of their worth; in 3 a claim's card tells what
# it rests on, and a document's node which claims are its.
STORE_SCHEMA: Final = "evidence-store/3"

ENTITIES_GRAPH: Final = f"{EVD}entities"
VOCABULARY_GRAPH: Final = f"{EVD}vocabulary"
ONTOLOGY_GRAPH: Final = f"{EVD}ontology"
_DOCUMENT_GRAPHS: Final = f"{EVD}graph/"


@cache
def _table() -> tuple[tuple[str, str, str], ...]:
    path = ontology_directory() / "prefixes.tsv"
    rows = [tuple(line.split("\t")) for line in path.read_text(encoding="utf-8").splitlines()[1:]]
    for number, row in enumerate(rows, start=2):
        if len(row) != 3:
            raise VocabularyError(f"{path}, line {number}: {len(row)} columns instead of 3; check its tabs")
    return tuple((row[0], row[1], row[2]) for row in rows)


@cache
def prefixes() -> Mapping[str, str]:
    """Prefix -> namespace, for queries and serialisations. A concept's CURIE is a SPARQL name under them."""
    return MappingProxyType({prefix: iri for prefix, iri, _ in _table()})


@cache
def _concept_namespaces() -> Mapping[str, str]:
    return MappingProxyType({iri: prefix for prefix, iri, use in _table() if use == "concept"})


def expand(curie: str) -> str:
    """The IRI of a CURIE.

    >>> expand("DOID:4450")
    'http://purl.obolibrary.org/obo/DOID_4450'
    """
    prefix, colon, local = curie.partition(":")
    namespace = prefixes().get(prefix)
    if not colon or not local or namespace is None:
        raise VocabularyError(f"{curie!r}: no such prefix as {prefix!r}; add it to ontology/prefixes.tsv")
    return namespace + quote(local, safe="-._~:/()+")


def compact(iri: str) -> str | None:
    """The CURIE of a concept's IRI, or None where no concept has such an IRI.

    >>> compact("http://identifiers.org/hgnc/3236")
    'HGNC:3236'
    """
    # Concept namespaces end in `_` or `/`, and none is the beginning of another's ids.
    cut = max(iri.rfind("_"), iri.rfind("/")) + 1
    while cut > 0:
        prefix = _concept_namespaces().get(iri[:cut])
        if prefix is not None:
            return f"{prefix}:{unquote(iri[cut:])}"
        cut = max(iri.rfind("_", 0, cut - 1), iri.rfind("/", 0, cut - 1)) + 1
    return None


def document_iri(document_id: str) -> str:
    """The IRI of a document."""
    return f"{EVD}document/{quote(document_id, safe=':')}"


def graph_iri(document_id: str) -> str:
    """The IRI of the named graph that holds all that a document says."""
    return _DOCUMENT_GRAPHS + quote(document_id, safe=":")


def graph_document(iri: str) -> str | None:
    """The id of the document whose graph this is, or None for the other graphs."""
    return unquote(iri[len(_DOCUMENT_GRAPHS) :]) if iri.startswith(_DOCUMENT_GRAPHS) else None


def document_id_of(iri: str) -> str | None:
    """The id of the document of an IRI, or None where it is none's."""
    prefix = f"{EVD}document/"
    return unquote(iri[len(prefix) :]) if iri.startswith(prefix) else None


def work_iri(identifier: str) -> str | None:
    """The IRI of an article by `doi:...`, `pmid:...` or `pmcid:PMC...`; None for anything else (a name).

    >>> work_iri("doi:10.1000/x")
    'https://doi.org/10.1000/x'
    """
    scheme, _, local = identifier.partition(":")
    if scheme == "doi" and local:
        return DOI + quote(local, safe="-._~/:;()")
    if scheme == "pmid" and local.isascii() and local.isdigit():
        return PUBMED + local
    if scheme == "pmcid" and local[:3].upper() == "PMC" and local[3:].isascii() and local[3:].isdigit():
        return PMC + local.upper()
    return None


def work_identifier(iri: str) -> str:
    """The inverse of `work_iri`."""
    if iri.startswith(DOI):
        return f"doi:{unquote(iri[len(DOI) :])}"
    if iri.startswith(PMC):
        return f"pmcid:{iri.removeprefix(PMC)}"
    return f"pmid:{iri.removeprefix(PUBMED)}"
