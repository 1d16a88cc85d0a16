"""Which rows other studies contradict."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from evidence.namespaces import document_id_of
from evidence.query import catalogue
from evidence.query.claims import Properties, Queryable
from evidence.query.rows import Row

_OWN_WORD: Final = frozenset({"result", "conclusion"})
_CONTRARY: Final = (
    ({"sensitivity"}, {"resistance", "reduced_sensitivity"}),
    ({"better_outcome"}, {"poor_outcome"}),
    ({"positive"}, {"negative"}),
    ({"predisposition"}, {"protectiveness"}),
    ({"gain_of_function"}, {"loss_of_function"}),
)


def with_conflicts(rows: Sequence[Row], store: Queryable) -> list[Row]:
    """Each row with the documents of other studies that claim the opposite."""
    terms = " ".join(catalogue.iri(id) for id in dict.fromkeys(item.proposition for item in rows) if id)
    claims: dict[str, list[tuple[Properties, bool]]] = {}
    if terms:
        for proposition, swapped, card in store.query(catalogue.sparql("conflicts", propositions=terms)):
            told = (json.loads(card.value), swapped.value == "true")
            claims.setdefault(proposition.value, []).append(told)
    return [
        replace(item, conflicts=tuple(sorted(_opponents(item, claims.get(item.proposition, ())))))
        for item in rows
    ]


def _opponents(item: Row, others: Iterable[tuple[Properties, bool]]) -> set[str]:
    """The ids of the documents that claim the opposite."""
    found = set()
    for told, swapped in others:
        other = {name: str(values[0]) for name, values in told.items()}
        id = document_id_of(other["prov:wasDerivedFrom"])
        if id is not None and _opposes(item, other, swapped=swapped):
            found.add(id)
    return found


def _opposes(item: Row, other: Mapping[str, str], *, swapped: bool) -> bool:
    """Whether another study's own word goes the other way; a difference that is not significant opposes
    nothing.
    """
    if other["study"] == item.study or other["role"] not in _OWN_WORD or item.role not in _OWN_WORD:
        return False
    if item.evidence_type is not None:
        return _claims_oppose(item, other)
    if "not_significant" in (item.significance, other.get("significance")):
        return False
    turned = {
        "higher": "lower",
        "lower": "higher",
        "intervention": "comparator",
        "comparator": "intervention",
    }
    for mine, name in ((item.direction, "direction"), (item.favors, "favors")):
        yours = other.get(name)
        if yours in turned and mine in turned and (mine == yours) is swapped:
            return True
    return False


def _claims_oppose(item: Row, other: Mapping[str, str]) -> bool:
    mine, yours = item.significance, other.get("claimSignificance")
    same_way = item.direction == other.get("claimDirection")
    if mine == yours:
        return not same_way
    return same_way and any(
        (mine in one and yours in two) or (mine in two and yours in one) for one, two in _CONTRARY
    )
