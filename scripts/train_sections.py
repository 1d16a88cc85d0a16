"""Trains the weights that find the sections of abstracts without headings (`pipeline/data/section_weights.tsv`).

    python scripts/train_sections.py --folds 5 DATA                # cross-validation only
    python scripts/train_sections.py --output TABLE.tsv DATA       # train on everything and write the table

DATA is a folder of data sets whose licences allow training: `section_roles` and `evidence_inference` (abstracts of the
open-access subset of PubMed Central, selected under the MIT licence), `oncology_rct_stage` and `rct_oncology_screening`
(Dryad, CC0). Abstracts that a set for evaluation only also holds (`oncology_rct_outcome`, `oncology_findings`) are left
out, by DOI. The headings are taken off and serve as labels. No text is written, only weights.

The model is that of `evidence.pipeline.rhetoric`; training maximises the conditional likelihood with an L2 penalty by
L-BFGS (Nocedal 1980), deterministically. Every second abstract begins with its title, so that both forms are learnt.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import numpy
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix
from scipy.special import logsumexp

from evidence import headings
from evidence.pipeline import rhetoric
from evidence.pipeline.rhetoric import ROLES
from evidence.pipeline.sentences import bounds

Floats = NDArray[numpy.float64]
_CLASS: Final = {"objective": "background", "discussion": "conclusions"}
_LEAST_SENTENCES: Final = 4
_NEVER: Final = -30.0  # as a log-likelihood that L-BFGS can still add up


@dataclass(frozen=True, slots=True)
class Example:
    """An abstract: the data set it is of, its sentences, and the number of each one's role."""

    source: str
    id: str
    sentences: tuple[str, ...]
    labels: tuple[int, ...]


def records(path: Path) -> Iterator[dict[str, Any]]:
    """The records of a JSON-lines file."""
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def barred(data: Path) -> set[str]:
    """The DOIs of the sets that are for evaluation only."""
    trials = {record["doi"].lower() for record in records(data / "oncology_rct_outcome" / "trials.jsonl")}
    parts = sorted((data / "oncology_findings").glob("part-*.jsonl"))
    return trials | {record["doc_id"].lower() for part in parts for record in records(part)}


def sections(data: Path) -> Iterator[tuple[str, str, str, Sequence[tuple[str | None, str]]]]:
    """Every abstract that may be trained on: data set, id, title, and its parts as (role, text)."""
    seen = set()
    for record in records(data / "section_roles" / "abstracts.jsonl"):
        seen.add(record["pmcid"])
        parts = [(part["role"].lower(), part["text"]) for part in record["sections"]]
        yield "section_roles", record["pmcid"], record["title"], parts
    for record in records(data / "evidence_inference" / "abstracts.jsonl"):
        if record["pmcid"] not in seen:
            headed = [
                (headings.role_of(part["heading"] or ""), part["text"])
                for part in record["abstract_sections"]
            ]
            yield "evidence_inference", record["pmcid"], record["title"], headed
    left_out = barred(data)
    for source, file in (
        ("oncology_rct_stage", "trials.jsonl"),
        ("rct_oncology_screening", "articles.jsonl"),
    ):
        for record in records(data / source / file):
            text = record["abstract"]
            if record["doi"].lower() not in left_out:
                found = headings.split(text, 0, len(text))
                yield (
                    source,
                    record["doi"],
                    record["title"],
                    [(item.role, text[item.start : item.end]) for item in found],
                )


def examples(data: Path) -> list[Example]:
    """The abstracts whose every part has a role, and whose roles stand in the usual order."""
    kept: list[Example] = []
    for source, key, title, parts in sections(data):
        named = [(_CLASS.get(role or "", role), text) for role, text in parts]
        if any(role not in ROLES for role, _ in named) or len({role for role, _ in named}) < 3:
            continue
        pairs = [
            (text[start:end], ROLES.index(role))
            for role, text in named
            for start, end in bounds(text, 0, len(text))
        ]
        if len(kept) % 2 and title:
            pairs.insert(0, (title, 0))
        texts, labels = zip(*pairs, strict=True)
        if len(pairs) >= _LEAST_SENTENCES and all(first <= second for first, second in pairwise(labels)):
            kept.append(Example(source, key, texts, labels))
    return kept


def keys(sentences: Sequence[str]) -> Iterator[set[tuple[str, str]]]:
    """The features of each sentence with their places."""
    tokens = [rhetoric.words(sentence) for sentence in sentences]
    count = len(tokens)
    for index, item in enumerate(tokens):
        made = rhetoric.features(item, index, count)
        found = {("feature", key if isinstance(key, str) else " ".join(key)) for key in made}
        found |= {("own", key) for key in item}
        if index:
            found |= {("before", key) for key in tokens[index - 1]}
        if index + 1 < count:
            found |= {("after", key) for key in tokens[index + 1]}
        yield found


def matrix(corpus: Iterable[Example], index: dict[tuple[str, str], int]) -> csr_matrix:
    """Sentences x features, 1 where a sentence has a feature."""
    columns: list[int] = []
    ends = [0]
    for example in corpus:
        for found in keys(example.sentences):
            columns += sorted(index[key] for key in found if key in index)
            ends.append(len(columns))
    return csr_matrix((numpy.ones(len(columns)), columns, ends), shape=(len(ends) - 1, len(index)))


class Likelihood:
    """The penalised negative log-likelihood of a corpus and its gradient, over the flat vector of all weights."""

    def __init__(self, corpus: Sequence[Example], design: csr_matrix, penalty: float) -> None:
        self.design = design
        count = len(ROLES)
        # Borders are few and seen often: they are hardly penalised.
        self.penalty = numpy.full(design.shape[1] * count + count * count + 2 * count, penalty)
        self.penalty[design.shape[1] * count :] = 0.1
        self.lengths = numpy.array([len(example.labels) for example in corpus])
        longest = int(self.lengths.max())
        self.inside = numpy.arange(longest)[None, :] < self.lengths[:, None]
        self.places = numpy.zeros(self.inside.shape, dtype=int)
        self.places[self.inside] = numpy.arange(design.shape[0])
        labels = numpy.concatenate([example.labels for example in corpus])
        self.gold = numpy.eye(count)[labels]
        self.allowed = numpy.triu(numpy.ones((count, count), dtype=bool))
        self.allowed[:, 0] = False
        self.changes, self.starts, self.ends = (
            numpy.zeros((count, count)),
            numpy.zeros(count),
            numpy.zeros(count),
        )
        for example in corpus:
            self.starts[example.labels[0]] += 1
            self.ends[example.labels[-1]] += 1
            for first, second in pairwise(example.labels):
                self.changes[first, second] += 1

    def parts(self, vector: Floats) -> tuple[Floats, Floats, Floats, Floats]:
        """The weights of features, changes, starts and ends."""
        count = len(ROLES)
        words, change, start, end = numpy.split(
            vector, numpy.cumsum([self.design.shape[1] * count, count * count, count])
        )
        masked = numpy.where(self.allowed, change.reshape(count, count), _NEVER)
        return words.reshape(-1, count), masked, start, end

    def __call__(self, vector: Floats) -> tuple[float, Floats]:
        """Value and gradient (forward-backward in log space, all abstracts at once)."""
        words, change, start, end = self.parts(vector)
        scores = (self.design @ words)[self.places]
        last = self.lengths - 1
        forward, backward = numpy.zeros_like(scores), numpy.zeros_like(scores)
        forward[:, 0] = scores[:, 0] + start
        for step in range(1, scores.shape[1]):
            forward[:, step] = logsumexp(forward[:, step - 1][:, :, None] + change, axis=1) + scores[:, step]
        final = forward[numpy.arange(len(last)), last] + end
        total = logsumexp(final, axis=1)
        backward[:] = end
        for step in range(scores.shape[1] - 2, -1, -1):
            ahead = logsumexp(change + (scores[:, step + 1] + backward[:, step + 1])[:, None, :], axis=2)
            backward[:, step] = numpy.where((step < last)[:, None], ahead, end)
        expected = numpy.exp(forward + backward - total[:, None, None])
        changed = numpy.zeros_like(change)
        for step in range(scores.shape[1] - 1):
            on = step < last
            ahead = (scores[on, step + 1] + backward[on, step + 1])[:, None, :]
            changed += numpy.exp(
                forward[on, step][:, :, None] + change + ahead - total[on][:, None, None]
            ).sum(axis=0)
        gradient = numpy.concatenate(
            [
                (self.design.T @ (self.gold - expected[self.inside])).ravel(),
                ((self.changes - changed) * self.allowed).ravel(),
                self.starts - expected[:, 0].sum(axis=0),
                self.ends - numpy.exp(final - total[:, None]).sum(axis=0),
            ]
        )
        fit = (self.gold * (self.design @ words)).sum() + (self.changes * change)[self.allowed].sum()
        fit += self.starts @ start + self.ends @ end - total.sum()
        return -fit + (self.penalty * vector) @ vector / 2, -gradient + self.penalty * vector


def fitted(
    corpus: Sequence[Example], index: dict[tuple[str, str], int], settings: argparse.Namespace
) -> tuple[Floats, ...]:
    """The weights that fit a corpus best."""
    likelihood = Likelihood(corpus, matrix(corpus, index), settings.penalty)
    count = len(ROLES)
    begin = numpy.zeros(len(index) * count + count * count + 2 * count)
    found = minimize(likelihood, begin, jac=True, method="L-BFGS-B", options={"maxiter": settings.iterations})
    return likelihood.parts(found.x)


def trained(corpus: Sequence[Example], settings: argparse.Namespace) -> list[dict[str, str]]:
    """The rows of the table: fit on all features seen often enough, keep the weightiest, fit again."""
    seen = Counter(key for example in corpus for found in keys(example.sentences) for key in found)
    often = sorted(key for key, times in seen.items() if times >= settings.least)
    weights = fitted(corpus, {key: place for place, key in enumerate(often)}, settings)[0]
    worth = numpy.abs(weights).max(axis=1) * numpy.sqrt([seen[key] for key in often])
    kept = [often[place] for place in sorted(numpy.argsort(-worth, kind="stable")[: settings.features])]
    weights, change, start, end = fitted(corpus, {key: place for place, key in enumerate(kept)}, settings)
    named = [(*key, row) for key, row in zip(kept, weights, strict=True)]
    borders = [("border", "start", start), ("border", "end", end)]
    borders += [("border", f"after {role}", row) for role, row in zip(ROLES, change, strict=True)]
    return [
        {
            "place": place,
            "feature": feature,
            **{role: str(round(100 * value)) for role, value in zip(ROLES, row, strict=True)},
        }
        for place, feature, row in [*borders, *sorted(named, key=lambda item: item[:2])]
    ]


def cross_validate(corpus: Sequence[Example], settings: argparse.Namespace) -> None:
    """Print the share of characters (OTHER left out) whose role is right, by data set, over the folds."""
    right, total = Counter[str](), Counter[str]()
    order = numpy.random.default_rng(0).permutation(len(corpus))
    for fold in range(settings.folds):
        held = set(order[fold :: settings.folds].tolist())
        table = trained([item for place, item in enumerate(corpus) if place not in held], settings)
        learnt = rhetoric.weights_of(table)
        for example in (corpus[place] for place in sorted(held)):
            body = [pair for pair in zip(example.sentences, example.labels, strict=True) if pair[1]]
            found = rhetoric.roles([text for text, _ in body], titled=True, learnt=learnt)
            for (text, label), role in zip(body, found, strict=True):
                for name in (example.source, "all") if ROLES[label] != "other" else ():
                    total[name] += len(text)
                    right[name] += len(text) * (ROLES[label] == role)
    for name in sorted(total):
        print(f"{name:<24} {right[name] / total[name]:.4f} of {total[name]} characters")


def main() -> int:
    """Parse, then cross-validate or train."""
    parser = argparse.ArgumentParser(description="Train the weights of the roles of sentences.")
    parser.add_argument("data", type=Path)
    parser.add_argument("--output", type=Path, help="write the table here")
    parser.add_argument("--folds", type=int, default=0, help="cross-validate with so many folds")
    parser.add_argument("--features", type=int, default=8000, help="how many features to keep")
    parser.add_argument("--least", type=int, default=4, help="how often a feature must be seen")
    parser.add_argument("--penalty", type=float, default=6.0, help="of the squared weights")
    parser.add_argument("--iterations", type=int, default=60)
    settings = parser.parse_args()
    corpus = examples(settings.data)
    print(f"{len(corpus)} abstracts: {dict(sorted(Counter(example.source for example in corpus).items()))}")
    if settings.folds:
        cross_validate(corpus, settings)
    if settings.output:
        table = trained(corpus, settings)
        lines = [
            "# Made by scripts/train_sections.py; hundredths. See evidence.pipeline.rhetoric.",
            "\t".join(table[0]),
        ]
        settings.output.write_text(
            "\n".join([*lines, *("\t".join(row.values()) for row in table)]) + "\n", encoding="utf-8"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
