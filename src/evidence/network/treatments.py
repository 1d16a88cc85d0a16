"""The network of treatments that studies compare: who was tested against whom, and with what answer.

Nodes are what an arm gave (one drug, or a combination), edges are comparisons, as in the geometry of a network
meta-analysis (Salanti et al., J Clin Epidemiol 2008;61:857). Nothing is pooled: an edge tells what a study reported.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import IO, Any, Final, cast

import networkx as nx

from evidence.namespaces import compact, expand
from evidence.store import NamedNode, Store, Term

# A finding without both arms, or without an answer, is no edge.
_COMPARISONS: Final = """
SELECT ?finding ?side ?treatment ?label ?study ?outcome ?favors ?wantedOutcome ?wantedDisease
WHERE {
  ?finding ev:kind "comparison" ; ev:role "result" ; ev:study ?study ; ev:favors ?favors ;
           ev:outcome ?measured .
  ?measured skos:prefLabel ?outcome .
  %s
  VALUES (?property ?side) { (ev:intervention "intervention") (ev:comparator "comparator") }
  ?finding ?property ?treatment .
  ?treatment skos:prefLabel ?label .
}
ORDER BY ?finding
"""
_ON_OUTCOME: Final = "?measured skos:broader* ?wantedOutcome ."
_ON_DISEASE: Final = "FILTER EXISTS { ?finding ev:disease/skos:broader* ?wantedDisease }"


@dataclass(slots=True, kw_only=True)
class _Comparison:
    """A finding, as its rows come: each names one treatment of one side."""

    study: str
    outcome: str
    favors: str
    sides: dict[str, dict[str, str]] = field(default_factory=lambda: {"intervention": {}, "comparator": {}})


def treatment_network(
    store: Store, *, outcome: str | None = None, disease: str | None = None
) -> nx.MultiDiGraph[str]:
    """The comparisons that studies report as their own results, from the intervention to its comparator.

    `outcome` and `disease` are CURIEs, and let in what lies below them in the vocabulary. A node is named by
    its concepts' CURIEs, sorted and joined by "+", and has a `label`. There is one edge for each study and
    outcome, with `study`, `outcome`, `findings` (how many) and `favors` (each answer once, joined by " / ").
    Findings whose arms are not both in the vocabulary, or are alike, and those that do not tell whom they favour,
    are left out. Raises VocabularyError if a CURIE has no known prefix.
    """
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for comparison in _comparisons(store, outcome, disease):
        left, right = (_treatment(comparison.sides[side]) for side in ("intervention", "comparator"))
        if not left[0] or not right[0] or left[0] == right[0]:
            continue
        for name, label in (left, right):
            graph.add_node(name, label=label)
        _add(graph, left[0], right[0], comparison)
    return graph


def common_comparators(graph: nx.MultiDiGraph[str], left: str, right: str) -> list[str]:
    """The treatments against which both were tested: what an indirect comparison would go through.

    The adjusted indirect comparison of Bucher et al. (J Clin Epidemiol 1997;50:683) needs one. A node that is
    not in the graph has none.
    """
    if left not in graph or right not in graph:
        return []
    return sorted(nx.common_neighbors(nx.Graph(graph), left, right))


def write_graphml(graph: nx.MultiDiGraph[str], output: IO[bytes]) -> None:
    """Write the network for Cytoscape, Gephi, yEd, R."""
    # The pure Python writer: its output does not depend on whether lxml is there.
    nx.write_graphml_xml(graph, output)


def write_json(graph: nx.MultiDiGraph[str], output: IO[str]) -> None:
    """Write the network as node-link JSON, which NetworkX and D3 read."""
    json.dump(nx.node_link_data(graph, edges="edges"), output, ensure_ascii=False, indent=1)
    output.write("\n")


def _comparisons(store: Store, outcome: str | None, disease: str | None) -> Iterator[_Comparison]:
    values: dict[str, Term] = {}
    conditions = []
    if outcome is not None:
        values["wantedOutcome"] = NamedNode(expand(outcome))
        conditions.append(_ON_OUTCOME)
    if disease is not None:
        values["wantedDisease"] = NamedNode(expand(disease))
        conditions.append(_ON_DISEASE)
    # A SELECT query's result can be gone through.
    found = cast(Iterable[Any], store.query(_COMPARISONS % "\n  ".join(conditions), substitutions=values))
    for _, rows in groupby(found, key=lambda row: row["finding"]):
        comparison = None
        for row in rows:
            if comparison is None:
                told = {name: row[name].value for name in ("study", "outcome", "favors")}
                comparison = _Comparison(**told)
            curie = compact(row["treatment"].value) or row["treatment"].value
            comparison.sides[row["side"].value][curie] = row["label"].value
        if comparison is not None:
            yield comparison


def _treatment(concepts: dict[str, str]) -> tuple[str, str]:
    """The node's name and label; two empty texts for an arm that is not in the vocabulary."""
    names = sorted(concepts)
    return "+".join(names), " + ".join(sorted(concepts.values()))


def _add(graph: nx.MultiDiGraph[str], left: str, right: str, comparison: _Comparison) -> None:
    key = f"{comparison.study} {comparison.outcome}"
    if graph.has_edge(left, right, key):
        edge = graph.edges[left, right, key]
        edge["findings"] += 1
        edge["favors"] = " / ".join(sorted({*edge["favors"].split(" / "), comparison.favors}))
    else:
        told = {"study": comparison.study, "outcome": comparison.outcome, "favors": comparison.favors}
        graph.add_edge(left, right, key, findings=1, **told)
