"""Residues that are often mutated in cancer (`data/hotspots.tsv`)."""

from __future__ import annotations

from functools import cache

from evidence.pipeline.tables import rows


@cache
def hotspot_residues() -> dict[str, tuple[str, ...]]:
    """Residue ("V600") -> the genes in which it is often mutated in cancer."""
    found: dict[str, tuple[str, ...]] = {}
    for row in rows("hotspots"):
        for residue in row["residues"].split("|"):
            found[residue] = (*found.get(residue, ()), row["gene"])
    return found


@cache
def residues_of(gene: str) -> tuple[str, ...]:
    """The residues of a gene that are often mutated in cancer."""
    return tuple(residue for residue, genes in hotspot_residues().items() if gene in genes)


@cache
def hotspot_genes() -> frozenset[str]:
    """The genes that have such residues."""
    return frozenset(row["gene"] for row in rows("hotspots"))
