"""Which rows other studies contradict."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

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


# What claims say that decides whether they oppose others, and by it the documents (by study) that say so.
_SAID: Final = ("role", "direction", "favors", "significance", "claimSignificance", "claimDirection")
_Told = dict[tuple[tuple[str | None, ...], bool], set[tuple[str, str]]]


def with_conflicts(rows: Sequence[Row], store: Queryable) -> list[Row]:
    """Each row with the documents of other studies that claim the opposite."""
    terms = " ".join(catalogue.iri(id) for id in dict.fromkeys(item.proposition for item in rows) if id)
    claims: dict[str, _Told] = {}
    if terms:
        for proposition, swapped, card in store.query(catalogue.sparql("conflicts", propositions=terms)):
            properties: dict[str, Any] = json.loads(card.value)
            said = tuple(str(properties[name][0]) if name in properties else None for name in _SAID)
            origin = (
                str(properties["study"][0]),
                str(properties["prov:wasDerivedFrom"][0]["dcterms:identifier"][0]),
            )
            told = claims.setdefault(proposition.value, {})
            told.setdefault((said, swapped.value == "true"), set()).add(origin)
    found = ((item, _opponents(item, claims.get(item.proposition, {}))) for item in rows)
    return [replace(item, conflicts=opponents) if opponents else item for item, opponents in found]


def _opponents(item: Row, told: _Told) -> tuple[str, ...]:
    """The ids of the documents of other studies that claim the opposite."""
    found = {
        document
        for (said, swapped), origins in told.items()
        if _opposes(item, dict(zip(_SAID, said, strict=True)), swapped=swapped)
        for study, document in origins
        if study != item.study
    }
    return tuple(sorted(found))


def _opposes(item: Row, other: Mapping[str, str | None], *, swapped: bool) -> bool:
    """Whether another study's own word goes the other way; a difference that is not significant opposes
    nothing.
    """
    if other["role"] not in _OWN_WORD or item.role not in _OWN_WORD:
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


def _claims_oppose(item: Row, other: Mapping[str, str | None]) -> bool:
    mine, yours = item.significance, other.get("claimSignificance")
    same_way = item.direction == other.get("claimDirection")
    if mine == yours:
        return not same_way
    return same_way and any(
        (mine in one and yours in two) or (mine in two and yours in one) for one, two in _CONTRARY
    )
