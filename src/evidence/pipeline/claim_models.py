"""Linear models of molecular claims, with the weights of `data/claim_weights.tsv`, which `scripts/train_claims.py` learns."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Final, Literal, cast

from evidence.pipeline.tables import rows

Task = Literal["type", "significance", "marker", "therapy", "disease", "markers", "therapies", "confidence"]
TASKS: Final[tuple[Task, ...]] = (
    "type",
    "significance",
    "marker",
    "therapy",
    "disease",
    "markers",
    "therapies",
)
TABLE: Final = "claim_weights"
# The labels of yes and no questions, in the order of a logistic regression's.
NO, YES = "no", "yes"
NONE: Final = "none"
SCALE: Final = 100


class Linear:
    """A linear model over features that are there or not: two labels by a logistic function, more by a softmax.

    Weights are whole hundredths: their sum does not hang on the order of features, which sets of strings have none of,
    so that two runs judge alike to the last bit.
    """

    def __init__(self, labels: Sequence[str], weights: Mapping[str, str | Sequence[tuple[int, int]]]) -> None:
        self.labels = tuple(labels)
        self._weights = dict(weights)

    def probabilities(self, features: Iterable[str]) -> dict[str, float]:
        """The probability of each label."""
        scores = [0] * len(self.labels)
        for feature in ("", *features):
            for place, weight in self._of(feature):
                scores[place] += weight
        highest = max(scores)
        powers = [math.exp((score - highest) / SCALE) for score in scores]
        total = sum(powers)
        return {label: power / total for label, power in zip(self.labels, powers, strict=True)}

    def probability(self, features: Iterable[str]) -> float:
        """The probability of `YES`."""
        return self.probabilities(features)[YES]

    @property
    def weights(self) -> dict[str, Sequence[tuple[int, int]]]:
        """The weights of each feature: (number of the label, weight in hundredths)."""
        return {feature: self._of(feature) for feature in list(self._weights)}

    def _of(self, feature: str) -> Sequence[tuple[int, int]]:
        """A feature's weights; they are read from their text when they are first asked for."""
        weights = self._weights.get(feature, ())
        if isinstance(weights, str):
            pairs = (pair.split(":") for pair in weights.split(" "))
            weights = tuple((int(place), int(weight)) for place, weight in pairs)
            self._weights[feature] = weights
        return weights


def steps(product: float) -> list[str]:
    """A product of probabilities as features: its logarithm in steps of a tenth."""
    return [f">{step}" for step in range(1, 41) if -math.log(max(product, 1e-9)) > step / 10]


@lru_cache(maxsize=1)
def learnt() -> dict[Task, Linear]:
    """The shipped models."""
    labels: dict[str, list[str]] = {}
    weights: dict[str, dict[str, str]] = {}
    for row in rows(TABLE):
        if row["feature"] == "labels":
            labels[row["task"]] = row["weights"].split("|")
        else:
            weights.setdefault(row["task"], {})[row["feature"].removeprefix("=")] = row["weights"]
    return {cast(Task, task): Linear(names, weights.get(task, {})) for task, names in labels.items()}
