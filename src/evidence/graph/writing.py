"""Records -> quads. Every triple stands in one graph only: in the document's, or, where it tells of a node
that documents share (a study, biomarker, proposition or activity: its IRI digests its description), in the
entities'.

Why: queries read the union of all graphs, and Oxigraph's union gives a triple once for every graph that
holds it.
"""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import Quad

from evidence.graph.claims import describe_claims
from evidence.graph.description import Description
from evidence.graph.documents import describe_document
from evidence.graph.identity import Provenance
from evidence.records import Extraction


def to_quads(extraction: Extraction, provenance: Provenance, study: str | None = None) -> list[Quad]:
    """All that one document says, as quads of its own graph and of the shared entities'.

    Mentions are reduced to the distinct concepts and variants that the document names without negating
    them; the map of offsets into the source (`segments`), the citation markers and the ledger's spans are
    left out. `study` is the key of its study, where other documents have a say in that. Raises ValueError where a
    finding names a statistic that the extraction lacks.
    """
    description = Description(extraction, provenance, study)
    describe_document(description)
    describe_claims(description)
    return description.quads()


def sorted_nquads(quads: Iterable[Quad]) -> str:
    """Canonical text of a set of quads: N-Quads, sorted by line. With no blank nodes, equal text is equal
    data."""
    # One at a time: `str.splitlines` would also break at the line separators inside texts.
    return "".join(sorted({f"{quad} .\n" for quad in quads}))
