"""RDF terms: the nodes of prefixed names and concepts, and the classes that the records' words stand for."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Final

from pyoxigraph import Literal, NamedNode

from evidence import tables
from evidence.namespaces import EV, EVD, compact, expand, prefixes
from evidence.records import Design
from evidence.vocabulary import Concept, ontology_directory

# FaBiO classes of a document's form; a record and a digest of an article are no FaBiO expression of their
# own.
FORM_CLASSES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "abstract": "fabio:Abstract",
        "record": "fabio:Abstract",
        "fulltext": "fabio:JournalArticle",
        "page": "fabio:WebPage",
        "comment": "fabio:Comment",
        "curated": "ev:CuratedStatement",
    }
)
RELATION_PROPERTIES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "comments_on": "ev:commentsOn",
        "erratum_of": "ev:erratumOf",
        "retraction_of": "ev:retractionOf",
        "concern_about": "ev:concernAbout",
        "corrected_by": "ev:correctedBy",
        "retracted_by": "ev:retractedBy",
        "concern_raised_by": "ev:concernRaisedBy",
        "same_study_as": "ev:sameStudyAs",
    }
)
_XSD: Final = "http://www.w3.org/2001/XMLSchema#"


@cache
def term(name: str) -> NamedNode:
    """The node of a prefixed name of `ontology/prefixes.tsv` ("ev:quote", "prov:wasDerivedFrom")."""
    prefix, _, local = name.partition(":")
    return NamedNode(prefixes()[prefix] + local)


@cache
def concept_node(id: str) -> NamedNode:
    """The node of a concept's CURIE."""
    return NamedNode(expand(id))


def data_node(kind: str, key: str) -> NamedNode:
    """A node of our own data: `evd:finding/0123...`."""
    return NamedNode(f"{EVD}{kind}/{key}")


def concept_id(node: NamedNode) -> str:
    """The CURIE of a concept's node."""
    curie = compact(node.value)
    if curie is None:
        raise ValueError(f"{node.value} is no concept's IRI")
    return curie


@cache
def statistic_class(type: str) -> NamedNode:
    """`hazard_ratio` -> `ev:HazardRatio`."""
    return NamedNode(EV + "".join(word.capitalize() for word in type.split("_")))


def python_value(literal: Literal) -> str | int | float | bool:
    """A literal as Python's own."""
    datatype = literal.datatype.value
    if datatype == f"{_XSD}integer":
        return int(literal.value)
    if datatype == f"{_XSD}double":
        return float(literal.value)
    if datatype == f"{_XSD}boolean":
        return literal.value == "true"
    return literal.value


@cache
def evidence_code(role: str, design: Design | None) -> NamedNode:
    """The Evidence and Conclusion Ontology's class for a claim, by whose word it is and the study's design.

    The rules are `ontology/evidence_codes.tsv`; the first row that fits holds, `*` is any design, none an
    unknown one.
    """
    path = ontology_directory() / "evidence_codes.tsv"
    for row in tables.rows(path):
        if row["role"] == role and row["design"] in ("*", design or ""):
            return concept_node(row["code"])
    raise ValueError(f"{path} has no code for {role!r}")


def nothing(_: str) -> Concept | None:
    """A vocabulary that knows nothing."""
    return None
