"""Cards: what a node says, once more in one literal, so that an answer reads hundreds of nodes with one look-up each.

A card is a JSON object: a property (ours by their bare names, others with their prefix) to its sorted values, concepts
as CURIEs. Documents' cards leave out their texts and parts, and name under `names` all concepts that a claim may be
about: those mentioned, the study's diseases, the genes of the biomarkers. Cards follow from the other quads of a
document alone; reading a claim property by property took ten times as long.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Final

from evidence.namespaces import EVD

Value = str | int | float | bool
Said = dict[str, list[Value]]

CARD: Final = "ev:card"
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


def has_card(iri: str) -> bool:
    """Whether a node has a card, by its kind."""
    return _kind(iri) in _TOLD


def card(iri: str, said: Mapping[str, list[Value]], *, names: set[Value] | None = None) -> str:
    """The card of a node by what is said of it; `names` for documents alone."""
    told = _TOLD[_kind(iri)]
    content = {
        name: sorted(set(values), key=str)
        for name, values in said.items()
        if (name in told or told is _ALL) and not name.startswith("about")
    }
    if names is not None:
        content["names"] = sorted(names, key=str)
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def with_study(text: str, study: str) -> str:
    """A card with another study (its IRI), where it tells of one."""
    content = json.loads(text)
    if "study" in content:
        content["study"] = [study]
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


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
