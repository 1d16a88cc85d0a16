"""The rhetorical roles of an abstract's sentences where no heading tells them.

A linear-chain conditional random field (Lafferty 2001) over the words of each sentence and of its neighbours, and its
place. Roles follow each other in the order of structured abstracts (title, background, methods, results, conclusions,
other), each of which may be absent, so that the best path is a choice of borders. Weights are those of
`data/section_weights.tsv`, which `scripts/train_sections.py` makes and says what they were trained on.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final, Literal

import numpy
from numpy.typing import NDArray

from evidence.pipeline.tables import rows

RhetoricalRole = Literal["title", "background", "methods", "results", "conclusions", "other"]
# In the order in which abstracts tell them. "background" is with the objective: authors head the two alike.
ROLES: Final[tuple[RhetoricalRole, ...]] = (
    "title",
    "background",
    "methods",
    "results",
    "conclusions",
    "other",
)
# Where a word stands: in the sentence itself, in the one before, in the one after.
PLACES: Final = ("own", "before", "after")
TABLE: Final = "section_weights"

_TOKEN: Final = re.compile(r"[a-z]+|\d+(?:[.,·]\d+)*|[%=<>±?:;]")
_NEVER: Final = -1e4


@dataclass(frozen=True, slots=True)
class Weights:
    """What training learnt.

    `words` are rows of `of_words`, whose columns are the roles for each of `PLACES`; `features` are rows of `of_features`
    (features x roles); row 0 of both is zero. `change[i, j]` is for role j after role i, `start` and `end` for the first and the last sentence's.
    """

    words: dict[str, int]
    of_words: NDArray[numpy.float64]
    features: dict[str | tuple[str, ...], int]
    of_features: NDArray[numpy.float64]
    change: NDArray[numpy.float64]
    start: NDArray[numpy.float64]
    end: NDArray[numpy.float64]


def words(sentence: str) -> list[str]:
    """The tokens of a sentence in lower case, every number as "0".

    >>> words("We enrolled 1,200 patients (P < .05).")
    ['we', 'enrolled', '0', 'patients', 'p', '<', '0']
    """
    return ["0" if token[0].isdigit() else token for token in _TOKEN.findall(sentence.lower())]


def features(tokens: Sequence[str], index: int, count: int) -> dict[str | tuple[str, ...], None]:
    """What is a sentence's own besides its words: pairs of words, how it begins (`^`), where it stands (`@`).

    In an order of their own, as the words are: sums of their weights differ by it in their last digit, and ways that weigh
    the same would be told apart by the seed of the interpreter's hashes.

    >>> sorted(map(str, features(["we", "enrolled"], 0, 4)))
    ["('^', 'we')", "('^', 'we', 'enrolled')", "('we', 'enrolled')", '@0/10', '@<0', '@>3']
    """
    places = (f"@{index * 10 // count}/10", f"@<{min(index, 3)}", f"@>{min(count - 1 - index, 3)}")
    return dict.fromkeys((*pairwise(tokens), *(("^", *tokens[:length]) for length in (1, 2, 3)), *places))


def roles(sentences: Sequence[str], *, titled: bool, learnt: Weights | None = None) -> list[RhetoricalRole]:
    """The likeliest role of each sentence, in order; `titled` where the title is none of them."""
    if not sentences:
        return []
    learnt = learnt or _learnt()
    scores = _scores(sentences, learnt)
    if titled:
        scores[0, 0] = _NEVER
    return [ROLES[place] for place in best_path(scores, learnt)]


def best_path(scores: NDArray[numpy.float64], learnt: Weights) -> list[int]:
    """The best sequence of roles (Viterbi) over `scores` (sentences x roles)."""
    reached = scores[0] + learnt.start
    came: list[NDArray[numpy.intp]] = []
    for own in scores[1:]:
        ways = reached[:, None] + learnt.change
        came.append(ways.argmax(axis=0))
        reached = ways.max(axis=0) + own
    path = [int((reached + learnt.end).argmax())]
    for step in reversed(came):
        path.append(int(step[path[-1]]))
    return path[::-1]


def _scores(sentences: Sequence[str], learnt: Weights) -> NDArray[numpy.float64]:
    """Sentences x roles: each sentence's own features, its words, and those of its neighbours."""
    count, width = len(sentences), len(ROLES)
    known, others = learnt.words, learnt.features
    of_words: list[int] = []
    of_features: list[int] = []
    starts = []
    for index, sentence in enumerate(sentences):
        tokens = words(sentence)
        starts.append((len(of_words), len(of_features)))
        # Row 0 weighs nothing: every sentence has one row at least, and no word or feature has that one.
        of_words += [0, *filter(None, map(known.get, dict.fromkeys(tokens)))]
        of_features += [0, *filter(None, map(others.get, features(tokens, index, count)))]
    first, second = zip(*starts, strict=True)
    summed = numpy.zeros((count + 2, len(PLACES) * width))
    summed[1:-1] = numpy.add.reduceat(learnt.of_words[of_words], first, axis=0)
    own, before, after = (summed[:, place * width : (place + 1) * width] for place in range(len(PLACES)))
    scores = numpy.add.reduceat(learnt.of_features[of_features], second, axis=0)
    return scores + own[1:-1] + before[:-2] + after[2:]  # type: ignore[no-any-return]


@lru_cache(maxsize=1)
def _learnt() -> Weights:
    return weights_of(rows(TABLE))


def weights_of(table: Sequence[dict[str, str]]) -> Weights:
    """Weights from the rows of a table, in hundredths.

    `place` is one of `PLACES` for a word, "feature" for what `features` makes (tuples joined by spaces), or "border".
    """
    width = len(ROLES)
    named: dict[str, int] = {}
    for row in table:
        if row["place"] in PLACES:
            named.setdefault(row["feature"], len(named) + 1)
    of_words = numpy.zeros((len(named) + 1, len(PLACES) * width))
    others: dict[str | tuple[str, ...], int] = {}
    of_features = [[0.0] * width]
    borders: dict[str, NDArray[numpy.float64]] = {}
    for row in table:
        feature, numbers = row["feature"], [int(row[role]) / 100 for role in ROLES]
        if row["place"] == "border":
            borders[feature] = numpy.array(numbers)
        elif row["place"] == "feature":
            others[feature if feature.startswith("@") else tuple(feature.split(" "))] = len(of_features)
            of_features.append(numbers)
        else:
            first = PLACES.index(row["place"]) * width
            of_words[named[feature], first : first + width] = numbers
    change = numpy.stack([borders[f"after {role}"] for role in ROLES])
    change[numpy.tril_indices(width, -1)] = _NEVER
    change[:, 0] = _NEVER
    return Weights(
        named, of_words, others, numpy.array(of_features), change, start=borders["start"], end=borders["end"]
    )
