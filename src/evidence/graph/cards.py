"""Cards: what a node says, once more in one literal, so that an answer reads hundreds of nodes with one look-up each.

A card is a JSON object: a property (ours by their bare names, others with their prefix) to its sorted values, concepts
as CURIEs. Documents' cards leave out their texts and parts, and name under `names` all concepts that a claim may be
about: those mentioned, the study's diseases, the genes of the biomarkers. A claim's card has its IRI, and tells its
biomarkers, statistics and document (in short) where other cards have the IRIs of such nodes: a store of millions of
triples reads each node from two places of the disk, and an answer has hundreds of claims. Cards follow from the other
quads of a document alone; reading a claim property by property took ten times as long.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from evidence.namespaces import EVD

Value = str | int | float | bool
Said = dict[str, list[Value]]

CARD: Final = "ev:card"
IRI: Final = "iri"
DERIVED: Final = "prov:wasDerivedFrom"
_ALL: Final[frozenset[str]] = frozenset()
_DOCUMENT: Final = frozenset(
    (
        *(
            "rdf:type",
            "dcterms:identifier",
            "dcterms:title",
            "authors",
            "journal",
            "year",
            "bibo:doi",
            "pmid",
        ),
        *("pmcid", "url", "form", "study", "design", "phase", "patients", "levelOfEvidence", "levelDerived"),
        *("registryId", "studyDisease", "mentionsBiomarker"),
    )
)
# What claims tell of their document.
_IN_SHORT: Final = _DOCUMENT - {"rdf:type", "pmcid", "url", "form", "registryId", "mentionsBiomarker"}
_CLAIMS: Final = frozenset(("finding", "association"))
# By the kind of node: which properties its card tells (none named: all).
_TOLD: Final[Mapping[str, frozenset[str]]] = {
    "document": _DOCUMENT,
    "finding": _ALL,
    "association": _ALL,
    "statistic": _ALL,
    "biomarker": _ALL,
}


def bare(name: str) -> str:
    """A property's name as cards have it.

    >>> bare("ev:quote"), bare("rdf:type")
    ('quote', 'rdf:type')
    """
    return name.removeprefix("ev:")


def is_told(iri: str) -> bool:
    """Whether cards tell what is said of a node, by its kind."""
    return _kind(iri) in _TOLD


def has_card(iri: str) -> bool:
    """Whether a node has a card of its own, by its kind: statistics are told by the claims that rest on them."""
    return is_told(iri) and _kind(iri) != "statistic"


def is_claim(iri: str) -> bool:
    """Whether a node is a finding or an association, by its kind."""
    return _kind(iri) in _CLAIMS


def card(iri: str, said: Mapping[str, list[Value]], *, names: set[Value] | None = None) -> str:
    """The card of a node that is no claim, by what is said of it; `names` for documents alone."""
    content = _content(said, _TOLD[_kind(iri)])
    if names is not None:
        content["names"] = sorted(names, key=str)
    return _text(content)


def claim_card(iri: str, told: Mapping[str, Said]) -> str:
    """The card of a claim, by what is said of all nodes of its document and of the biomarkers (by their IRIs)."""
    content = _content(told[iri], _ALL)
    for name in ("biomarker", "statistic"):
        if name in content:
            parts = [_content(told[str(node)], _ALL) for node in content[name]]
            content[name] = [{key: part[key] for key in part if key != DERIVED} for part in parts]
    content[DERIVED] = [{IRI: [node], **_content(told[str(node)], _IN_SHORT)} for node in content[DERIVED]]
    return _text({IRI: [iri], **content})


def _content(said: Mapping[str, list[Value]], told: frozenset[str]) -> dict[str, list[Any]]:
    return {
        name: sorted(set(values), key=str)
        for name, values in said.items()
        if (name in told or told is _ALL) and not name.startswith("about")
    }


def _text(content: Mapping[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def with_study(text: str, study: str) -> str:
    """A card with another study (its IRI), wherever it tells of one."""
    content = json.loads(text)
    # A biomarker's card, and a document's, is derived from nothing.
    for told in (content, *content.get(DERIVED, ())):
        if "study" in told:
            told["study"] = [study]
    return _text(content)


def names_of(document: Mapping[str, list[Value]], biomarkers: Mapping[str, Said]) -> set[Value]:
    """All concepts that a document names."""
    genes = {
        gene
        for node in document.get("mentionsBiomarker", ())
        for gene in biomarkers.get(str(node), {}).get("gene", ())
    }
    return {*document.get("mentions", ()), *document.get("studyDisease", ()), *genes}


def _kind(iri: str) -> str:
    return iri[len(EVD) :].partition("/")[0] if iri.startswith(EVD) else ""
