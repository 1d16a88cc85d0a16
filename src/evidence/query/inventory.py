"""What a knowledge base holds, in numbers."""

from __future__ import annotations

from typing import Final

from evidence.namespaces import EV, compact
from evidence.query import catalogue
from evidence.query.claims import Queryable

_CLASSES: Final = (
    "Document",
    "Study",
    "Finding",
    "Association",
    "Statistic",
    "Biomarker",
    "Discrepancy",
    "Concept",
)
# Heading -> class and property of the values counted under it.
_TALLIES: Final = {
    "form": ("ev:Document", "ev:form"),
    "format": ("ev:Document", "ev:sourceFormat"),
    "design": ("ev:Document", "ev:design"),
    "year": ("ev:Document", "ev:year"),
    "role of findings": ("ev:Finding", "ev:role"),
    "significance of findings": ("ev:Finding", "ev:significance"),
    "role of associations": ("ev:Association", "ev:role"),
    "claims of associations": ("ev:Association", "ev:claimSignificance"),
}
_MOST: Final = 20


def inventory(store: Queryable) -> dict[str, dict[str, int]]:
    """Heading -> value -> number: things by class, then documents and claims by their commonest
    properties.
    """
    counts = {
        _local(name.value): int(number.value) for name, number in store.query(catalogue.sparql("inventory"))
    }
    found = {"number of": {name.lower(): counts.get(name, 0) for name in _CLASSES}}
    for heading, (kind, name) in _TALLIES.items():
        text = catalogue.sparql("tally", **{"class": kind, "property": name, "limit": str(_MOST)})
        values = {value.value: int(number.value) for value, number in store.query(text)}
        if values:
            found[heading] = values
    return found


def _local(iri: str) -> str:
    return iri.removeprefix(EV) if iri.startswith(EV) else (compact(iri) or iri.rpartition("#")[2])
