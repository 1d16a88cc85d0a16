"""Gradient boosting of decision trees for yes and no (Friedman 2001), by second-order steps over histograms.

The trees that it learns are read by `evidence.pipeline.claim_trees`. It is deterministic: no row and no feature is left
out by chance, and of two equally good questions the first feature's lowest limit is asked.
"""

from __future__ import annotations

from typing import Final

import numpy
from numpy.typing import NDArray

from evidence.pipeline.claim_trees import Forest, Node, Tree

Floats = NDArray[numpy.float64]
Codes = NDArray[numpy.int64]

# By cross-validation (scripts/train_claims.py).
ROUNDS: Final = 120
DEPTH: Final = 4
RATE: Final = 0.06
LEAST_ROWS: Final = 20
PENALTY: Final = 5.0
BINS: Final = 48


def boosted(numbers: Floats, right: Floats, weights: Floats | None = None, *, rounds: int = ROUNDS) -> Forest:
    """Trees for rows of numbers (rows x features) that are right (1) or wrong (0); `weights`: what each row counts."""
    weights = numpy.ones(len(right)) if weights is None else weights / weights.mean()
    limits = [_limits(column) for column in numbers.T]
    codes = numpy.column_stack(
        [
            numpy.searchsorted(edges, column, side="left")
            for edges, column in zip(limits, numbers.T, strict=True)
        ]
    ).astype(numpy.int64)
    share = float(numpy.average(right, weights=weights))
    base = float(numpy.log(share / (1 - share)))
    scores = numpy.full(len(right), base)
    trees: list[Tree] = [(Node(-1, 0.0, 0, 0, round(base, 5)),)]
    for _ in range(rounds):
        chances = 1 / (1 + numpy.exp(-scores))
        slope, curve = weights * (chances - right), weights * chances * (1 - chances)
        tree, leaf_of = _tree(codes, limits, slope, curve)
        trees.append(tree)
        scores += numpy.array([node.value for node in tree])[leaf_of]
    return Forest(trees)


def _limits(column: Floats) -> Floats:
    """Where a feature's values are parted: between neighbours, or between equal shares of the rows."""
    values = numpy.unique(column)
    if len(values) > BINS:
        values = numpy.unique(numpy.quantile(column, numpy.linspace(0, 1, BINS), method="lower"))
    return numpy.round((values[:-1] + values[1:]) / 2, 6)


def _tree(codes: Codes, limits: list[Floats], slope: Floats, curve: Floats) -> tuple[Tree, Codes]:
    """One tree, and the leaf of each row."""
    place = numpy.zeros(len(codes), dtype=numpy.int64)
    nodes: list[Node] = [Node(-1, 0.0, 0, 0, 0.0)]
    level = [0]
    for _ in range(DEPTH):
        following: list[int] = []
        for number in level:
            inside = numpy.flatnonzero(place == number)
            question = _question(codes[inside], limits, slope[inside], curve[inside])
            if question is None:
                continue
            feature, bin = question
            low, high = len(nodes), len(nodes) + 1
            nodes[number] = Node(feature, float(limits[feature][bin]), low, high, 0.0)
            nodes += [Node(-1, 0.0, 0, 0, 0.0), Node(-1, 0.0, 0, 0, 0.0)]
            place[inside] = numpy.where(codes[inside, feature] <= bin, low, high)
            following += [low, high]
        level = following
    for number, node in enumerate(nodes):
        if node.is_leaf:
            inside = place == number
            value = -RATE * slope[inside].sum() / (curve[inside].sum() + PENALTY)
            nodes[number] = Node(-1, 0.0, 0, 0, round(float(value), 5))
    return tuple(nodes), place


def _question(codes: Codes, limits: list[Floats], slope: Floats, curve: Floats) -> tuple[int, int] | None:
    """The feature and the bin at most of which to go low, by the greatest gain; None where none gains."""
    if len(codes) < 2 * LEAST_ROWS:
        return None
    total, bend = slope.sum(), curve.sum()
    best: tuple[float, int, int] = (1e-6, -1, -1)
    for feature, edges in enumerate(limits):
        if not len(edges):
            continue
        column, size = codes[:, feature], len(edges) + 1
        rows = numpy.bincount(column, minlength=size).cumsum()[:-1]
        slopes = numpy.bincount(column, weights=slope, minlength=size).cumsum()[:-1]
        curves = numpy.bincount(column, weights=curve, minlength=size).cumsum()[:-1]
        gains = (
            slopes**2 / (curves + PENALTY)
            + (total - slopes) ** 2 / (bend - curves + PENALTY)
            - total**2 / (bend + PENALTY)
        )
        gains[(rows < LEAST_ROWS) | (len(codes) - rows < LEAST_ROWS)] = 0.0
        bin = int(gains.argmax())
        if gains[bin] > best[0]:
            best = (float(gains[bin]), feature, bin)
    return None if best[1] < 0 else (best[1], best[2])
