"""Claims that rest on retracted works, or on works under a concern: answers leave them out, and say so.

What rests on a corrected work stays, and is marked: an erratum seldom touches the result.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from evidence.namespaces import work_identifier
from evidence.query import catalogue
from evidence.query.claims import Claim, Queryable
from evidence.query.rows import Row
from evidence.store import NamedNode

_REASONS: Final = {
    "retracted": "rests on a retracted work",
    "concern": "rests on a work under an expression of concern",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawn:
    """A document whose claims are left out: its id, what became of the work, and the documents that tell so."""

    document: str
    standing: str
    told_by: tuple[str, ...]
    claims: int = 0


class Withdrawals:
    """What a store knows of withdrawn works: documents and references (by IRI) that are, or cite, one."""

    def __init__(self, store: Queryable) -> None:
        self._told: dict[str, tuple[str, set[str]]] = {}
        for thing, standing, identifier in store.query(catalogue.sparql("withdrawn")):
            worst, told = self._told.get(thing.value, (standing.value, set()))
            worst = "retracted" if "retracted" in (worst, standing.value) else worst
            self._told[thing.value] = (worst, told | {identifier.value})

    def __bool__(self) -> bool:
        return bool(self._told)

    def __contains__(self, iri: object) -> bool:
        return iri in self._told

    def reason(self, claim: Claim) -> str | None:
        """Why a claim may not be told: the work that it is of, or that it cites, was withdrawn."""
        found = [standing for _, (standing, _) in self._of(claim)]
        return _REASONS["retracted" if "retracted" in found else found[0]] if found else None

    def documents(self, claims: Iterable[Claim]) -> tuple[Withdrawn, ...]:
        """The documents of the claims that are left out, with how many of each."""
        counts: dict[str, int] = {}
        told: dict[str, tuple[str, set[str]]] = {}
        for claim in claims:
            for _, (standing, by) in self._of(claim)[:1]:
                counts[claim.document_id] = counts.get(claim.document_id, 0) + 1
                told[claim.document_id] = (standing, by)
        return tuple(
            Withdrawn(document=id, standing=told[id][0], told_by=tuple(sorted(told[id][1])), claims=count)
            for id, count in sorted(counts.items())
        )

    def _of(self, claim: Claim) -> list[tuple[str, tuple[str, set[str]]]]:
        rests = (claim.document_iri, *claim.properties.get("citedReference", ()))
        known: Mapping[str, tuple[str, set[str]]] = self._told
        return [(str(node), known[str(node)]) for node in rests if str(node) in known]


def with_corrections(rows: Sequence[Row], store: Queryable) -> list[Row]:
    """Each row with the notices that correct one of the works that it is of."""
    ids = dict.fromkeys(origin.document for item in rows for origin in item.origins)
    told: dict[str, set[str]] = {}
    if ids:
        asked = catalogue.sparql("corrected", ids=" ".join(map(catalogue.literal, ids)))
        for id, by in store.query(asked):
            name = work_identifier(by.value) if isinstance(by, NamedNode) else by.value
            told.setdefault(id.value, set()).add(name)
    if not told:
        return list(rows)
    return [
        replace(
            item,
            corrections=tuple(sorted(set().union(*(told.get(each.document, ()) for each in item.origins)))),
        )
        for item in rows
    ]
