"""Networks of one answer: its comparisons of treatments, and its markers with their treatments and diseases.

They are made of rows as `evidence query --output json` writes them. Only own results count (role `result`), each study
once for each edge; which way a study went is told by `evidence.ways`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import networkx as nx

from evidence.ways import WAYS, Way, study_way, turned

Row = Mapping[str, Any]
Network: TypeAlias = "nx.MultiDiGraph[str]"


@dataclass(slots=True)
class _Edge:
    """The results on an edge by study, with the patients of each."""

    ways: dict[str, list[tuple[Way, bool]]] = field(default_factory=dict)
    patients: dict[str, int] = field(default_factory=dict)
    documents: dict[str, None] = field(default_factory=dict)

    def add(self, row: Row, way: Way) -> None:
        study = row["study"]["id"]
        self.ways.setdefault(study, []).append((way, row["subgroup"]))
        self.patients[study] = max(self.patients.get(study, 0), row["study"]["n"] or 0)
        self.documents[row["document"]] = None

    def attributes(self) -> dict[str, str | int]:
        """How many studies and patients, how many studies went each way, and their documents."""
        counts = dict.fromkeys(WAYS, 0)
        for told_ways in self.ways.values():
            # All patients of a study decide, and its subgroups only where nothing is told of all.
            whole = [way for way, is_of_subgroup in told_ways if not is_of_subgroup]
            counts[study_way(whole or [way for way, _ in told_ways])] += 1
        told: dict[str, str | int] = {way.replace(" ", "_"): count for way, count in counts.items() if count}
        return {
            "studies": len(self.ways),
            "patients": sum(self.patients.values()),
            **told,
            "documents": "; ".join(self.documents),
        }


def comparisons(rows: Iterable[Row]) -> tuple[nx.MultiDiGraph[str], int]:
    """Treatments that studies compared, and how many comparisons are left out because an arm is in no vocabulary.

    Nodes are what an arm gave (CURIEs joined by "+"; without what both arms had) with `label` and `kind`. There is one
    edge for each pair and outcome, from the intervention of its first study to the comparator: `outcome`, `studies`,
    `patients`, and how many studies went `for` the first, `against`, `no_difference` ...
    """
    edges: dict[tuple[str, str, str], _Edge] = {}
    labels: dict[str, str] = {}
    skipped = 0
    for row in _own(rows):
        if row["kind"] != "comparison":
            continue
        left, right = _arms(row)
        if not left or not right:
            skipped += 1
            continue
        names = _name(left), _name(right)
        labels |= {
            name: " + ".join(sorted(side.values())) for name, side in zip(names, (left, right), strict=True)
        }
        outcome = row["outcome_concept"]["label"] if row["outcome_concept"] else row["outcome"] or ""
        if (names[1], names[0], outcome) in edges:
            edges[names[1], names[0], outcome].add(row, turned(row["way"]))
        else:
            edges.setdefault((*names, outcome), _Edge()).add(row, row["way"])
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for (first, second, outcome), edge in edges.items():
        for name in (first, second):
            graph.add_node(name, label=labels[name], kind="therapy")
        graph.add_edge(first, second, key=outcome, outcome=outcome, **edge.attributes())
    return graph, skipped


def markers(rows: Iterable[Row]) -> nx.MultiDiGraph[str]:
    """Markers, the treatments whose effect they bear on, and the diseases in which they do.

    Nodes have `label` and `kind` (biomarker, therapy, disease). An edge from marker to therapy tells how many studies
    found for the effect (`for`: sensitivity), `against` (resistance) or `no_difference`; one from marker to disease
    the same of prognosis, or, with `claim` "studied in", only in how many studies the marker's claims are on it.
    """
    edges: dict[tuple[str, str, str], _Edge] = {}
    nodes: dict[str, tuple[str, str]] = {}
    for row in _own(rows):
        if not row["evidence_type"]:
            continue
        for marker in row["biomarkers"]:
            name = f"marker:{marker['label'] or marker['name']}"
            nodes[name] = (str(marker["label"] or marker["name"]), "biomarker")
            for target, label, kind, claim, way in _targets(row):
                nodes[target] = (label, kind)
                edges.setdefault((name, target, claim), _Edge()).add(row, way)
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for name, (label, kind) in nodes.items():
        graph.add_node(name, label=label, kind=kind)
    for (first, second, claim), edge in edges.items():
        graph.add_edge(first, second, key=claim, claim=claim, **edge.attributes())
    graph.remove_nodes_from([name for name in nodes if graph.degree(name) == 0])
    return graph


def _own(rows: Iterable[Row]) -> Iterator[Row]:
    return (row for row in rows if row["role"] == "result")


def _arms(row: Row) -> tuple[dict[str, str], dict[str, str]]:
    """The concepts of both arms by CURIE, without those that both had where that leaves something in each."""
    sides = [
        {item["id"]: item["label"] for item in row[name]}
        for name in ("treatment_concepts", "comparator_concepts")
    ]
    left, right = ({id: side[id] for id in side if id not in other} for side, other in (sides, sides[::-1]))
    return (left or sides[0], right or sides[1]) if left or right else ({}, {})


def _name(side: Mapping[str, str]) -> str:
    return "+".join(sorted(side))


def _targets(row: Row) -> Iterator[tuple[str, str, str, str, Way]]:
    """What a marker's claim points to: node, label, kind, the claim's name and its way."""
    therapies = row["treatment_concepts"]
    if therapies and row["evidence_type"] == "predictive":
        joined = row["therapy_interaction"] == "combination"
        groups = [therapies] if joined else [[therapy] for therapy in therapies]
        for group in groups:
            label = " + ".join(sorted(item["label"] for item in group))
            yield "+".join(sorted(item["id"] for item in group)), label, "therapy", "response", row["way"]
    for disease in row["diseases"]:
        is_prognostic = row["evidence_type"] == "prognostic"
        claim = "prognosis" if is_prognostic else "studied in"
        yield disease["id"], disease["label"], "disease", claim, row["way"] if is_prognostic else "unclear"
