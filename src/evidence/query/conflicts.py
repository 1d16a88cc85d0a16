"""Which rows other studies contradict."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from evidence.query import catalogue
from evidence.query.claims import Queryable
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
    claims: dict[str, list[dict[str, str]]] = {}
    if terms:
        solutions = store.query(catalogue.sparql("conflicts", propositions=terms))
        names = [variable.value for variable in solutions.variables]
        for solution in solutions:
            other = {name: term.value for name, term in zip(names, solution, strict=True) if term is not None}
            claims.setdefault(other["proposition"], []).append(other)
    return [
        replace(
            item,
            conflicts=tuple(sorted({o["id"] for o in claims.get(item.proposition, ()) if _opposes(item, o)})),
        )
        for item in rows
    ]


def _opposes(item: Row, other: Mapping[str, str]) -> bool:
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
    swapped = other["swapped"] == "true"
    for mine, name in ((item.direction, "direction"), (item.favors, "favors")):
        yours = other.get(name)
        if yours in turned and mine in turned and (mine == yours) is swapped:
            return True
    return False


def _claims_oppose(item: Row, other: Mapping[str, str]) -> bool:
    mine, yours = item.significance, other.get("claim")
    same_way = item.direction == other.get("claimDirection")
    if mine == yours:
        return not same_way
    return same_way and any(
        (mine in one and yours in two) or (mine in two and yours in one) for one, two in _CONTRARY
    )
