"""A kinase that drives a tumour as a fusion, and the change by which it escapes its inhibitors, are one marker.

"BCR-ABL1 with T315I" tells nothing of BCR-ABL1 without T315I, and T315I is found in BCR-ABL1 only: whatever a statement claims
of the one it claims of both (`data/fusion_kinases.tsv`). Of CIViC's predictive items whose statements name a fusion of such a
kinase and one of its changes, 159 are filed under both, 16 under the change and 1 under the fusion.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from evidence.pipeline import claim_limits
from evidence.pipeline.claim_arguments import DRIVEN
from evidence.pipeline.claim_proposals import Group, Proposal
from evidence.pipeline.claim_scene import Candidate, Scene

# How likely a fusion and its change are meant together.
_TOGETHER: Final = 1.0


def completed(
    view: Scene, proposals: Iterable[Proposal], together: Mapping[tuple[str, str], float]
) -> list[Proposal]:
    """The proposals with what their fusions and changes go with, each once."""
    missing = dict(_missing(view))
    found: dict[tuple[tuple[str, ...], tuple[str, ...]], Proposal] = {}
    for proposal in proposals:
        whole = _whole(proposal.markers, missing)
        if whole is not proposal.markers:
            proposal = Proposal.of(whole, proposal.therapies, {**together, **_sure(whole)})
        key = tuple(item.key for item in whole), tuple(item.key for item in proposal.therapies)
        found.setdefault(key, proposal)
    return list(found.values())


def _whole(markers: Group, missing: Mapping[str, Candidate]) -> Group:
    own = {item.key for item in markers}
    added = {missing[key].key: missing[key] for key in own if key in missing}
    more = [item for key, item in added.items() if key not in own]
    return tuple(sorted((*markers, *more), key=lambda item: (item.places[0], item.key))) if more else markers


def _sure(markers: Group) -> dict[tuple[str, str], float]:
    return {(one.key, other.key): _TOGETHER for one in markers for other in markers}


def _missing(view: Scene) -> Iterator[tuple[str, Candidate]]:
    """By a marker's key the one that it goes with: by each change its fusion, by a fusion its change, where there is one."""
    usable = [item for item in view.markers if not item.negated and not claim_limits.is_only_compared(item)]
    fusions: dict[str, list[Candidate]] = {}
    for item in usable:
        for gene in _partners(item):
            fusions.setdefault(gene, []).append(item)
    for gene, named in fusions.items():
        changes = [item for item in usable if _is_change(item, gene)]
        changes = [item for item in changes if not claim_limits.differ(view, named, [item])]
        if len(named) == 1:
            yield from ((change.key, named[0]) for change in changes)
            if len(changes) == 1:
                yield named[0].key, changes[0]


def _partners(item: Candidate) -> list[str]:
    """The kinases that a fusion drives."""
    symbol = item.marker.gene if item.marker else None
    return [part for part in symbol.split("::") if part in DRIVEN] if symbol and "::" in symbol else []


def _is_change(item: Candidate, gene: str) -> bool:
    return item.marker is not None and item.marker.hgvs_p is not None and item.marker.gene == gene
