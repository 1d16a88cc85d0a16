"""Decision trees by which whole claims are weighed: gradient boosting (Friedman 2001) as `scripts/train_claims.py` learns it
into `data/claim_trees.tsv`, summed here without NumPy.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from evidence.pipeline.claim_proposals import NAMES
from evidence.pipeline.tables import rows

TABLE: Final = "claim_trees"


@dataclass(frozen=True, slots=True)
class Node:
    """A question (is the number of this place at most `limit`?) with the node to go on to, or a leaf with its value."""

    place: int
    limit: float
    low: int
    high: int
    value: float

    @property
    def is_leaf(self) -> bool:
        """Whether nothing is asked here."""
        return self.place < 0


Tree = tuple[Node, ...]


class Forest:
    """Trees whose leaves sum to the logarithm of the odds; the first node of each is its root."""

    def __init__(self, trees: Sequence[Tree]) -> None:
        self.trees = tuple(trees)

    def probability(self, numbers: Sequence[float]) -> float:
        """How likely what is so described is right."""
        score = 0.0
        for tree in self.trees:
            node = tree[0]
            while node.place >= 0:
                node = tree[node.low if numbers[node.place] <= node.limit else node.high]
            score += node.value
        return 1 / (1 + math.exp(-score))


def read(table: Iterable[Mapping[str, str]]) -> Forest:
    """The trees of a table of nodes: tree, node, feature (empty at a leaf), limit, low, high, value."""
    places = {name: place for place, name in enumerate(NAMES)}
    trees: dict[str, list[Node]] = {}
    for row in table:
        node = (
            Node(places[row["feature"]], float(row["limit"]), int(row["low"]), int(row["high"]), 0.0)
            if row["feature"]
            else Node(-1, 0.0, 0, 0, float(row["value"]))
        )
        trees.setdefault(row["tree"], []).append(node)
    return Forest([tuple(nodes) for nodes in trees.values()])


@lru_cache(maxsize=1)
def learnt() -> Forest:
    """The shipped trees."""
    return read(rows(TABLE))
