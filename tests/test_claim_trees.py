"""Boosted trees: what they read, and what they learn."""

from __future__ import annotations

import importlib
import math
import sys
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.pipeline import claim_trees
from evidence.pipeline.claim_proposals import NAMES
from evidence.pipeline.claim_trees import Forest, Node

numpy = pytest.importorskip("numpy")


@pytest.fixture(scope="module")
def boosting() -> ModuleType:
    folder = str(Path(__file__).resolve().parents[1] / "scripts")
    sys.path.insert(0, folder)
    try:
        return importlib.import_module("boosting")
    finally:
        sys.path.remove(folder)


def leaf(value: float) -> Node:
    return Node(-1, 0.0, 0, 0, value)


def test_leaves_add_up_to_the_odds() -> None:
    forest = Forest([(leaf(-1.0),), (Node(1, 0.5, 1, 2, 0.0), leaf(-2.0), leaf(3.0))])
    assert forest.probability([9.0, 0.5]) == pytest.approx(1 / (1 + math.exp(3)))
    assert forest.probability([9.0, 0.6]) == pytest.approx(1 / (1 + math.exp(-2)))


def test_a_table_is_read_by_the_names_of_features() -> None:
    table = [
        {"tree": "0", "node": "0", "feature": NAMES[2], "limit": "1.5", "low": "1", "high": "2", "value": ""},
        {"tree": "0", "node": "1", "feature": "", "limit": "", "low": "", "high": "", "value": "-1"},
        {"tree": "0", "node": "2", "feature": "", "limit": "", "low": "", "high": "", "value": "1"},
    ]
    numbers = [0.0] * len(NAMES)
    assert claim_trees.read(table).probability(numbers) < 0.5
    numbers[2] = 2.0
    assert claim_trees.read(table).probability(numbers) > 0.5


def test_the_shipped_trees_only_ask_of_features_that_there_are() -> None:
    for tree in claim_trees.learnt().trees:
        for number, node in enumerate(tree):
            assert node.is_leaf or (node.place < len(NAMES) and number < node.low < node.high < len(tree))


@given(st.lists(st.floats(-5, 5), min_size=len(NAMES), max_size=len(NAMES)))
def test_a_probability_is_one(numbers: list[float]) -> None:
    assert 0 < claim_trees.learnt().probability(numbers) < 1


def test_what_two_features_say_only_together_is_learnt(boosting: ModuleType) -> None:
    """Exclusive or, with shares that let a greedy question begin; a linear model cannot tell it."""
    rows = [(a, b) for a, b, times in ((0, 0, 90), (0, 1, 60), (1, 0, 70), (1, 1, 40)) for _ in range(times)]
    right = numpy.array([float(a != b) for a, b in rows])
    forest = boosting.boosted(numpy.array(rows, dtype=float), right)
    for a in (0, 1):
        for b in (0, 1):
            assert (forest.probability([a, b]) > 0.5) == (a != b)
    again = boosting.boosted(numpy.array(rows, dtype=float), right)
    assert again.trees == forest.trees, "the same rows give the same trees"


def test_rows_count_by_their_weights(boosting: ModuleType) -> None:
    rows = numpy.array([[0.0]] * 60 + [[1.0]] * 60)
    right = numpy.array([1.0, 0.0] * 60)
    weights = numpy.where(rows[:, 0] == right, 3.0, 1.0)
    forest = boosting.boosted(rows, right, weights)
    assert forest.probability([1.0]) > 0.6 > 0.4 > forest.probability([0.0])
