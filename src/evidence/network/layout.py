"""Places of nodes for a picture: deterministic, in a unit square or in columns by kind."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import networkx as nx

# Markers in the middle: their lines to treatments and to diseases do not cross.
_COLUMNS: Final = ("therapy", "biomarker", "disease")
_SWEEPS: Final = 4
_SEED: Final = 7


def placed(graph: nx.MultiDiGraph[str]) -> dict[str, tuple[float, float]]:
    """The place of each node, x and y from 0 to 1.

    A network of one kind of node is spread by springs (Fruchterman and Reingold, Softw Pract Exp 1991;21:1129), its
    unconnected parts side by side; one of several kinds stands in columns, ordered so that few edges cross (the
    barycentre heuristic of Sugiyama et al., IEEE Trans Syst Man Cybern 1981;11:109).
    """
    kinds = {kind for _, kind in graph.nodes(data="kind")}
    return _columns(graph) if len(kinds) > 1 else _spread(graph)


def _spread(graph: nx.MultiDiGraph[str]) -> dict[str, tuple[float, float]]:
    parts = sorted(nx.weakly_connected_components(graph), key=lambda part: (-len(part), min(part)))
    total = sum(max(2, len(part)) for part in parts)
    found: dict[str, tuple[float, float]] = {}
    left = 0.0
    for part in parts:
        width = max(2, len(part)) / total
        for name, (x, y) in _part(nx.Graph(graph.subgraph(sorted(part)))).items():
            found[name] = (left + width * (0.1 + 0.8 * x), 0.05 + 0.9 * y)
        left += width
    return found


def _part(graph: nx.Graph[str]) -> dict[str, tuple[float, float]]:
    """A connected part, from 0 to 1 both ways."""
    if len(graph) == 1:
        return dict.fromkeys(graph, (0.5, 0.5))
    if len(graph) == 2:
        return {name: (float(number), 0.5) for number, name in enumerate(sorted(graph))}
    places = nx.spring_layout(graph, seed=_SEED, iterations=200)
    return {name: (x, y) for name, x, y in _scaled(places)}


def _scaled(places: Mapping[str, Any]) -> list[tuple[str, float, float]]:
    xs, ys = ([float(place[axis]) for place in places.values()] for axis in (0, 1))
    spans = [(min(values), (max(values) - min(values)) or 1.0) for values in (xs, ys)]
    return [
        (name, (float(place[0]) - spans[0][0]) / spans[0][1], (float(place[1]) - spans[1][0]) / spans[1][1])
        for name, place in places.items()
    ]


def _columns(graph: nx.MultiDiGraph[str]) -> dict[str, tuple[float, float]]:
    columns = [
        sorted(
            (name for name, told in graph.nodes(data=True) if told["kind"] == wanted), key=_degree_in(graph)
        )
        for wanted in _COLUMNS
    ]
    columns = [column for column in columns if column]
    # Each column in turn by what stands in the others now, forth and back.
    for number in [*range(len(columns)), *reversed(range(len(columns)))] * _SWEEPS:
        heights = {name: (row + 0.5) / len(column) for column in columns for row, name in enumerate(column)}
        columns[number] = sorted(
            columns[number],
            key=lambda name: (_barycentre(graph, name, heights), name),
        )
    return {
        name: (number / max(1, len(columns) - 1), (row + 0.5) / len(column))
        for number, column in enumerate(columns)
        for row, name in enumerate(column)
    }


def _degree_in(graph: nx.MultiDiGraph[str]) -> Any:
    return lambda name: (-graph.degree(name), name)


def _barycentre(graph: nx.MultiDiGraph[str], name: str, heights: Mapping[str, float]) -> float:
    around = sorted(heights[other] for other in nx.all_neighbors(graph, name))
    return sum(around) / len(around) if around else heights[name]
