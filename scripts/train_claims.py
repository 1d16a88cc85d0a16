"""Trains the weights by which molecular claims are judged (`pipeline/data/claim_weights.tsv` and `claim_trees.tsv`).

    python scripts/train_claims.py --folds 5 --predictions FOLDER DATA    # cross-validation only
    python scripts/train_claims.py --output FOLDER DATA                  # train on everything and write the tables

DATA is a folder with two data sets that may be trained on: `civic` (evidence statements of CIViC, CC0) and
`civicmine` (annotated sentences of CIViCmine, CC0). No text is written, only weights. With `--folds` the documents of
each publication are judged by models that saw none of that publication; `--predictions` writes what they say as JSON
lines (one file a data set, the contract of `evidence extract`), so that it can be scored like the program's own output.

The models are those of `evidence.pipeline.claim_judge`: logistic regressions with an L2 penalty, fitted by L-BFGS
(Nocedal 1980), deterministically. What the rules find is among the features, so the table is to be trained again when
they change. The trees that weigh whole claims (`evidence.pipeline.claim_trees`) learn from proposals whose arguments
were weighed by models that saw nothing of their publication (stacking, Wolpert 1992). The cross-validation is not fully
nested: those models have seen the publications of the fold that is judged, so that its figures err to the high side.
"""

from __future__ import annotations

import argparse
import hashlib
import itertools
import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix
from scipy.special import logsumexp

from boosting import boosted
from evidence import hgvs
from evidence.document import Document, Source
from evidence.importers.profiles import alternatives
from evidence.lexicon import Lexicon, fold
from evidence.pipeline import claim_features, claim_models, claim_trees
from evidence.pipeline.associations import NAME, AssociationFinder
from evidence.pipeline.build import build, extract
from evidence.pipeline.claim_judge import Judge
from evidence.pipeline.claim_models import NO, NONE, SCALE, TASKS, YES, Linear, Task
from evidence.pipeline.claim_proposals import NAMES, Proposal
from evidence.pipeline.claim_scene import Candidate, Scene
from evidence.pipeline.claim_trees import Forest
from evidence.records import Extraction
from evidence.render.jsonl import line
from evidence.vocabulary import Vocabulary

Floats = NDArray[numpy.float64]
Row = tuple[set[str], str, float]  # features, label, weight of the example
# The numbers of a proposed claim, whether it is right (1 or 0), and what it counts.
Described = tuple[list[float], float, float]
Models = dict[Task, Linear]

# Inverse of the L2 penalty, and in how many examples a feature must be; by cross-validation.
_STRENGTH: Final[dict[str, float]] = {"type": 0.3, "significance": 0.1, "markers": 0.1, "therapies": 0.1}
_ARGUMENT_STRENGTH: Final = 0.03
_LEAST_EXAMPLES: Final = 4
# What an example of CIViCmine's few sentences counts, one of CIViC's statements counting one; by cross-validation.
_SENTENCE: Final = 3.0
_LEAST_WEIGHT: Final = 2  # in hundredths
# A text with many names has proposals by the thousand, of which one or two are right: so that it does not decide what
# the trees learn, each of n counts n to the minus this; by cross-validation.
_CROWD: Final = 0.5
_SIGNIFICANCES: Final = {
    "Sensitivity/Response": "sensitivity",
    "Reduced Sensitivity": "reduced_sensitivity",
    "Adverse Response": "adverse_response",
    "Better Outcome": "better_outcome",
    "Poor Outcome": "poor_outcome",
    "Gain of Function": "gain_of_function",
    "Loss of Function": "loss_of_function",
    "Dominant Negative": "loss_of_function",
    "Oncogenicity": "positive",
}
_KNOWN: Final = {"Resistance", "Positive", "Negative", "Predisposition", "Protectiveness"}
# What a profile asks to be absent.
_ABSENT: Final = re.compile(r"\s+AND\s+NOT\s+.*")
# CIViC's names of a gene's states beside those of `pipeline/data/marker_states.tsv`.
_STATES: Final = {
    "wildtype": "wild type",
    "itd": "internal tandem duplication",
    "rearrangement": "fusion",
    "translocation": "fusion",
    "alu insertion": "insertion",
    "gain": "amplification",
    "copy number gain": "amplification",
    "deletion": "loss",
    "copy number loss": "loss",
    "inactivation": "loss",
}


@dataclass(frozen=True, slots=True)
class Item:
    """A claim of the gold: arguments by name, and what is said of them (None where nobody coded it)."""

    type: str
    said: str | None
    markers: tuple[tuple[str, str | None], ...]
    therapies: tuple[str, ...]
    disease: tuple[str, ...]
    interaction: str | None

    @property
    def is_each(self) -> bool:
        """Whether each therapy is claimed by itself."""
        return self.interaction == "Substitutes"


@dataclass(frozen=True, slots=True)
class Example:
    """A text with its claims; `group` is the publication it is of."""

    source: str
    id: str
    group: str
    text: str
    items: tuple[Item, ...]


def records(path: Path) -> Iterator[dict[str, Any]]:
    """The records of a JSON-lines file."""
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def examples(data: Path) -> list[Example]:
    """All texts: CIViC's statements with the items that share them, CIViCmine's sentences."""
    statements: dict[str, list[dict[str, Any]]] = {}
    for record in records(data / "civic" / "evidence.jsonl"):
        statements.setdefault(record["statement"], []).append(record)
    found = [
        Example(
            "civic",
            group[0]["evidence_id"],
            group[0]["source_id"],
            text,
            tuple(item for record in group for item in _civic(record)),
        )
        for text, group in statements.items()
    ]
    for record in records(data / "civicmine" / "sentences.jsonl"):
        items = tuple(_civicmine(record))
        found.append(
            Example(
                "civicmine",
                record["sentence_id"],
                record["pmid"] or record["sentence_id"],
                record["text"],
                items,
            )
        )
    return found


def _civic(record: dict[str, Any]) -> Iterator[Item]:
    """The claims of an evidence item: one for each alternative of its profile ("L858R OR Exon 19 Deletion")."""
    kind, significance = record["evidence_type"].lower(), record["significance"]
    direction = "does_not_support" if record["direction"] == "Does Not Support" else "supports"
    said = _SIGNIFICANCES.get(significance, significance.lower() if significance in _KNOWN else "unknown")
    for markers in profiles(record["molecular_profile"]):
        yield Item(
            kind,
            f"{kind} {said} {direction}",
            markers,
            tuple(record["therapies"]),
            (record["doid"] or "", record["disease"] or ""),
            record["therapy_interaction"],
        )


def profiles(profile: str) -> Iterator[tuple[tuple[str, str], ...]]:
    """What a molecular profile asks to be present (genes and variants), each alternative by itself.

    >>> list(profiles("(EGFR L858R OR EGFR Exon 19 Deletion) AND EGFR T790M AND NOT MET Amplification"))
    [(('EGFR', 'L858R'), ('EGFR', 'T790M')), (('EGFR', 'Exon 19 Deletion'), ('EGFR', 'T790M'))]
    """
    for names in alternatives(_ABSENT.sub("", profile)):
        parts = [name.split(" ", 1) for name in names]
        yield tuple((gene, variant) for gene, variant in parts)


def _civicmine(record: dict[str, Any]) -> Iterator[Item]:
    entities = {entity["id"]: entity for entity in record["entities"]}
    for relation in record["relations"]:
        if relation["type"] != "AssociatedVariant":
            arguments = {role: entities[id] for role, id in relation["args"].items()}
            drug = arguments.get("drug")
            yield Item(
                relation["type"].lower(),
                None,
                ((arguments["gene"]["text"], None), *((id, None) for id in _ids(arguments["gene"]))),
                (drug["text"],) if drug else (),
                (*_ids(arguments["cancer"]), arguments["cancer"]["text"]),
                None,
            )


def _ids(entity: dict[str, Any]) -> list[str]:
    return re.split(r"[,;|]", str(entity["ids"]))


class Matcher:
    """Tells which candidates of a scene the gold's arguments are."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._lexicon = Lexicon(vocabulary)

    @cache  # noqa: B019 - one matcher lives as long as the script
    def _concepts(self, name: str) -> frozenset[str]:
        return frozenset(concept.id for concept in self._lexicon.lookup(name))

    def names(self, candidate: Candidate, names: Iterable[str]) -> bool:
        """Whether a concept is one of these names or identifiers."""
        concept = candidate.concept
        assert concept is not None
        own = {concept.id, *concept.xrefs}
        known = {_plain(name) for name in (concept.label, *concept.synonyms, *concept.abbreviations)}
        return any(
            name in own or _plain(name) in known or concept.id in self._concepts(name)
            for name in names
            if name
        )

    def marks(self, candidate: Candidate, markers: Iterable[tuple[str, str | None]]) -> bool:
        """Whether a marker is one of these (gene or its identifier, variant if told)."""
        return any(self.is_marker(candidate, gene, variant) for gene, variant in markers)

    def is_marker(self, candidate: Candidate, gene: str, variant: str | None) -> bool:
        """Whether a marker is this variant of this gene."""
        marker = candidate.marker
        assert marker is not None
        ids = set(re.split(r"\||::", marker.gene_id or ""))
        same = _partners(gene) == _partners(marker.gene or "") or bool(ids & {gene, *self._concepts(gene)})
        if variant is None or not same:
            return same
        return bool(_variants(variant) & _variants(marker.name, marker.hgvs_p))


def _plain(name: str) -> str:
    return "".join(fold(token) for token in re.findall(r"\w+", name))


def _partners(gene: str) -> frozenset[str]:
    return frozenset(part.upper() for part in gene.split("::") if part != "v")


def _variants(*names: str | None) -> set[object]:
    """Comparable forms of a variant's names."""
    found: set[object] = set()
    for name in filter(None, names):
        lower = name.lower()
        found.add(_plain(_STATES.get(lower, lower)))
        found.add("fusion" if "::" in name else _plain(lower.removesuffix(" mutation")) or _plain(lower))
        for part in (name, *re.split(r"[ ()]+", name)):
            change = hgvs.parse(part) if part else None
            if change is not None:
                found.add(change.hgvs or change.name)
    return found


def rows_of(example: Example, view: Scene, matcher: Matcher, vocabulary: Vocabulary) -> dict[str, list[Row]]:
    """What one text teaches each model."""
    found: dict[str, list[Row]] = {task: [] for task in TASKS}
    kinds = sorted({item.type for item in example.items}) or [NONE]
    passage = claim_features.of_passage(view)
    share = 1.0 if example.source == "civic" else _SENTENCE
    found["type"] = [(passage, kind, share / len(kinds)) for kind in kinds]
    markers = [marker for item in example.items for marker in item.markers]
    drugs = [name for item in example.items for name in item.therapies]
    diseases = [name for item in example.items for name in item.disease]
    chosen = {
        "marker": [item for item in view.markers if matcher.marks(item, markers)],
        "therapy": [item for item in view.therapies if matcher.names(item, drugs)],
        "disease": [item for item in view.diseases if matcher.names(item, diseases)],
    }
    asked = (*view.markers, *view.diseases, *(view.therapies if "predictive" in kinds else ()))
    for item in asked:
        label = YES if item in chosen[item.kind] else NO
        found[item.kind].append((claim_features.of_candidate(view, item, vocabulary), label, share))
    if example.source == "civic":
        found["significance"] = list(_said(example, view, matcher, chosen))
        found["markers"] = list(_pairs(example, view, matcher, chosen["marker"]))
        found["therapies"] = list(_treatments(example, view, matcher, chosen["therapy"]))
    return found


def _said(
    example: Example, view: Scene, matcher: Matcher, chosen: Mapping[str, Sequence[Candidate]]
) -> Iterator[Row]:
    for said in dict.fromkeys(item.said for item in example.items):
        items = [item for item in example.items if item.said == said]
        markers = [name for item in items for name in item.markers]
        drugs = [name for item in items for name in item.therapies]
        features = claim_features.of_significance(
            view,
            [item for item in chosen["marker"] if matcher.marks(item, markers)],
            [item for item in chosen["therapy"] if matcher.names(item, drugs)],
        )
        yield features, said or "", 1.0


def _pairs(example: Example, view: Scene, matcher: Matcher, chosen: Sequence[Candidate]) -> Iterator[Row]:
    for first, second in itertools.combinations(chosen, 2):
        joint = any(
            len(item.markers) > 1
            and matcher.marks(first, item.markers)
            and matcher.marks(second, item.markers)
            for item in example.items
        )
        alike = any(
            matcher.is_marker(first, *marker) and matcher.is_marker(second, *marker)
            for item in example.items
            for marker in item.markers
        )
        if not alike:
            yield claim_features.of_pair(view, first, second), YES if joint else NO, 1.0


def _treatments(
    example: Example, view: Scene, matcher: Matcher, chosen: Sequence[Candidate]
) -> Iterator[Row]:
    for first, second in itertools.combinations(chosen, 2):
        given = {
            item.interaction
            for item in example.items
            if matcher.names(first, item.therapies) and matcher.names(second, item.therapies)
        }
        together = bool(given & {"Combination", "Sequential"})
        yield claim_features.of_pair(view, first, second), YES if together else NO, 1.0


def fit(rows: Sequence[Row], strength: float) -> Linear:
    """A model of its examples."""
    labels = sorted(
        {label for _, label, _ in rows} | {NO, YES}
        if {NO, YES} >= {r[1] for r in rows}
        else {r[1] for r in rows}
    )
    counts = Counter(feature for features, _, _ in rows for feature in features)
    names = ["", *sorted(feature for feature, count in counts.items() if count >= _LEAST_EXAMPLES)]
    index = {name: place for place, name in enumerate(names)}
    columns: list[int] = []
    ends = [0]
    for features, _, _ in rows:
        columns += [0, *sorted(index[feature] for feature in features if feature in index)]
        ends.append(len(columns))
    design = csr_matrix((numpy.ones(len(columns)), columns, ends), shape=(len(rows), len(names)))
    gold = numpy.eye(len(labels))[[labels.index(label) for _, label, _ in rows]]
    share = numpy.array([weight for _, _, weight in rows])[:, None]
    # A yes or no needs one column of weights: that of YES, the last label.
    width = len(labels) if len(labels) > 2 else 1
    found = _minimum(design, gold, share, width, strength)
    weights: dict[str, list[tuple[int, int]]] = {}
    for name, values in zip(names, found, strict=True):
        rounded = [round(value * SCALE) for value in values]
        first = len(labels) - width
        kept = [(first + place, value) for place, value in enumerate(rounded) if abs(value) >= _LEAST_WEIGHT]
        if kept:
            weights[name] = kept
    return Linear(labels, weights)


def _minimum(design: csr_matrix, gold: Floats, share: Floats, width: int, strength: float) -> Floats:
    """The weights with the least penalised negative log-likelihood; the first feature, always there, is free."""
    transposed = design.T.tocsr()
    penalty = numpy.full((design.shape[1], 1), 1 / strength)
    penalty[0] = 0.01

    def loss(vector: Floats) -> tuple[float, Floats]:
        weights = vector.reshape(-1, width)
        scores = design @ weights
        if width == 1:
            scores = numpy.hstack([numpy.zeros_like(scores), scores])
        chances = scores - logsumexp(scores, axis=1)[:, None]
        residue = (numpy.exp(chances) - gold)[:, gold.shape[1] - width :] * share
        value = -(share * gold * chances).sum() + 0.5 * (penalty * weights**2).sum()
        return float(value), (transposed @ residue + penalty * weights).ravel()

    start = numpy.zeros(design.shape[1] * width)
    options = {"maxiter": 120, "maxcor": 8}
    return minimize(loss, start, jac=True, method="L-BFGS-B", options=options).x.reshape(-1, width)  # type: ignore[no-any-return]


def fitted(teaching: Sequence[dict[str, list[Row]]]) -> dict[Task, Linear]:
    """All models but that of the confidence."""
    return {
        task: fit(
            [row for taught in teaching for row in taught[task]], _STRENGTH.get(task, _ARGUMENT_STRENGTH)
        )
        for task in TASKS
    }


@dataclass(frozen=True, slots=True)
class Validated:
    """What cross-validation gives: the models and trees of each fold, examples for the confidence, and proposals."""

    models: dict[int, Models]
    forests: dict[int, Forest]
    sure: list[Row]
    proposed: list[Described]


def grown(rows: Iterable[Described]) -> Forest:
    """Trees that tell right proposals from others."""
    found = list(rows)
    numbers = numpy.array([row[0] for row in found])
    return boosted(numbers, numpy.array([row[1] for row in found]), numpy.array([row[2] for row in found]))


def fold_of(group: str, folds: int) -> int:
    """The fold of a publication, the same on every machine."""
    return int(hashlib.sha256(group.encode()).hexdigest(), 16) % folds


def document_of(example: Example) -> Document:
    """The text as JSON lines give it."""
    source = Source(uri="-", media_type="application/x-ndjson", format="jsonl", sha256="0" * 64)
    return Document(id=example.id, source=source, text=example.text, title=None)


class Trainer:
    """The pipeline, its examples and what they teach."""

    def __init__(self, data: Path) -> None:
        self.vocabulary = Vocabulary.load()
        self.nlp = build(Lexicon(self.vocabulary))
        component = dict(self.nlp.pipeline)[NAME]
        assert isinstance(component, AssociationFinder)
        self.finder = component
        self.finder.judge = Judge(_empty(), Forest(()), self.vocabulary)
        self.examples = examples(data)
        matcher = Matcher(self.vocabulary)
        self.views = [self._view(example) for example in self.examples]
        self.teaching: list[dict[str, list[Row]]] = [
            rows_of(example, view, matcher, self.vocabulary)
            if view is not None
            else {task: [] for task in TASKS}
            for example, view in zip(self.examples, self.views, strict=True)
        ]
        self.matcher = matcher

    def _view(self, example: Example) -> Scene | None:
        doc = self.nlp.make_doc(example.text)
        doc._.document = document_of(example)
        for name, component in self.nlp.pipeline:
            if name == NAME:
                return self.finder.statement(doc)[0]
            doc = component(doc)
        return None

    def cross_validated(self, folds: int) -> Validated:
        """The models of each fold, trained on the others, and examples for the confidence and the trees."""
        places = [fold_of(example.group, folds) for example in self.examples]
        models: dict[int, Models] = {}
        for number in range(folds):
            taught = [part for place, part in zip(places, self.teaching, strict=True) if place != number]
            models[number] = {**fitted(taught), "confidence": _empty()["confidence"]}
            print(f"fold {number + 1} of {folds}", file=sys.stderr)
        proposed: dict[int, list[Described]] = {number: [] for number in range(folds)}
        for place, example, view in zip(places, self.examples, self.views, strict=True):
            if view is not None:
                judge = Judge(models[place], Forest(()), self.vocabulary)
                found = judge.proposed(view)
                proposed[place] += [
                    (numbers, float(self._is_right(example, proposal)), len(found) ** -_CROWD)
                    for proposal, numbers in found
                ]
        forests = {
            number: grown(row for place, part in proposed.items() if place != number for row in part)
            for number in range(folds)
        }
        sure = [
            row
            for place, example, view in zip(places, self.examples, self.views, strict=True)
            if view is not None and example.source == "civic"
            for row in self._verdicts(Judge(models[place], forests[place], self.vocabulary), example, view)
        ]
        return Validated(models, forests, sure, [row for part in proposed.values() for row in part])

    def _is_right(self, example: Example, proposal: Proposal) -> bool:
        """Whether a proposal's markers and therapies are those of one of the gold's claims."""
        for item in example.items:
            if item.type != "predictive":
                continue
            for group in [(drug,) for drug in item.therapies] if item.is_each else [item.therapies]:
                if self._is_given(group, proposal.therapies) and self._is_marked(
                    example, item, proposal.markers
                ):
                    return True
        return False

    def _is_given(self, drugs: Sequence[str], therapies: Sequence[Candidate]) -> bool:
        return (
            len(drugs) == len(therapies)
            and all(self.matcher.names(own, drugs) for own in therapies)
            and all(any(self.matcher.names(own, [drug]) for own in therapies) for drug in drugs)
        )

    def _is_marked(self, example: Example, item: Item, markers: Sequence[Candidate]) -> bool:
        """A sentence's relations name a gene each, in several ways; a statement's items all their markers."""
        if not all(self.matcher.marks(own, item.markers) for own in markers):
            return False
        return example.source != "civic" or (
            len(item.markers) == len(markers)
            and all(any(self.matcher.is_marker(own, *marker) for own in markers) for marker in item.markers)
        )

    def _verdicts(self, judge: Judge, example: Example, view: Scene) -> Iterator[Row]:
        """Whether each judged claim is one of the gold's: type, markers, therapies, and what is said."""
        for judged in judge.judge(view):
            said = f"{judged.type} {judged.significance} {judged.direction}"
            right = any(
                item.said == said
                and all(self.matcher.marks(marker, item.markers) for marker in judged.markers)
                and all(self.matcher.names(therapy, item.therapies) for therapy in judged.therapies)
                and (item.interaction == "Substitutes" or len(item.therapies) == len(judged.therapies))
                for item in example.items
            )
            yield set(claim_models.steps(judged.product)), YES if right else NO, 1.0

    def extractions(
        self, models: Mapping[int, Models], forests: Mapping[int, Forest]
    ) -> Iterator[tuple[str, Extraction]]:
        """What the whole pipeline says of each example, judged by the models of its fold: data set and extraction."""
        judges = {place: Judge(parts, forests[place], self.vocabulary) for place, parts in models.items()}
        for example in self.examples:
            self.finder.judge = judges[fold_of(example.group, len(models))]
            yield example.source, next(extract(self.nlp, [document_of(example)]))


def _empty() -> dict[Task, Linear]:
    """Models that know nothing."""
    return {task: Linear((NO, YES), {}) for task in (*TASKS, "confidence")}


def write(models: Mapping[Task, Linear], path: Path) -> None:
    """Write the table of weights."""
    lines = [
        "# Made by scripts/train_claims.py from CIViC and CIViCmine (both CC0); hundredths."
        " See evidence.pipeline.claim_models.",
        "task\tfeature\tweights",
    ]
    for task, model in models.items():
        lines.append(f"{task}\tlabels\t{'|'.join(model.labels)}")
        for feature, weights in sorted(model.weights.items()):
            pairs = " ".join(f"{place}:{weight}" for place, weight in weights)
            lines.append(f"{task}\t={feature}\t{pairs}")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def write_trees(forest: Forest, path: Path) -> None:
    """Write the table of trees."""
    lines = [
        "# Made by scripts/train_claims.py from CIViC and CIViCmine (both CC0). See evidence.pipeline.claim_trees.",
        "tree\tnode\tfeature\tlimit\tlow\thigh\tvalue",
    ]
    for tree, nodes in enumerate(forest.trees):
        for number, node in enumerate(nodes):
            asked = (
                "\t\t\t" if node.is_leaf else f"{NAMES[node.place]}\t{node.limit}\t{node.low}\t{node.high}"
            )
            lines.append(f"{tree}\t{number}\t{asked}\t{node.value if node.is_leaf else ''}")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> int:
    """Run it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", type=Path, metavar="DATA")
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--predictions", type=Path, metavar="FOLDER")
    parser.add_argument("--output", type=Path, metavar="FOLDER")
    options = parser.parse_args()
    trainer = Trainer(options.data)
    validated = trainer.cross_validated(options.folds)
    confidence = fit(validated.sure, 1.0)
    if options.predictions:
        options.predictions.mkdir(parents=True, exist_ok=True)
        judged = {place: {**parts, "confidence": confidence} for place, parts in validated.models.items()}
        lines: dict[str, list[str]] = {}
        for source, extraction in trainer.extractions(judged, validated.forests):
            lines.setdefault(source, []).append(line(extraction))
        for source, told in lines.items():
            (options.predictions / f"{source}.jsonl").write_text("\n".join(told) + "\n", encoding="utf-8")
    if options.output:
        write(
            {**fitted(trainer.teaching), "confidence": confidence},
            options.output / f"{claim_models.TABLE}.tsv",
        )
        write_trees(grown(validated.proposed), options.output / f"{claim_trees.TABLE}.tsv")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
