"""Trains the weights of a finding's confidence (`pipeline/data/confidence_weights.tsv`).

    python scripts/train_confidence.py DATA                       # cross-validation only
    python scripts/train_confidence.py --output TABLE.tsv DATA    # the same, then train on everything and write it
    python scripts/train_confidence.py --judged FILE DATA         # cross-validated rows for `evaluate_corpus.py`

Two kinds of rows are judged. Those of the project's own corpus are right where they say what a gold finding says
(`evaluate_corpus.py`). Those of Evidence Inference 2.0 (DeYoung et al. 2020; annotations under the MIT licence; folder
is `DATA/evidence_inference`) are right where they point the way that the experts' answer to a prompt does: rows of a
sentence that the experts marked, on an outcome that is the prompt's. Sentences marked in the full text follow the
abstract as results. These rows tell nothing of outcomes that were misread, so each circumstance has a weight that both
kinds share and one of its own for each kind (Daume 2007, "Frustratingly easy domain adaptation"); what is written is
the sum for the corpus. Articles of `evidence_inference_exhaustive`, which is for evaluation, are left out.

The model is a logistic regression with an L2 penalty, fitted by L-BFGS (Nocedal 1980), deterministically. Its
circumstances hang on the rules: the table is to be trained again when they change much.
"""

from __future__ import annotations

import argparse
import json
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from unittest.mock import patch

import numpy
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix
from spacy.language import Language

from evaluate_corpus import ROOT, Judged, agrees, documents, lexicon, table, words
from evidence.document import Document, Source
from evidence.pipeline import confidence
from evidence.pipeline.build import build, extract
from evidence.pipeline.confidence import ANY, SCALE
from evidence.records import Extraction, Finding
from train_claims import fold_of, records

Floats = NDArray[numpy.float64]

CORPUS: Final = "corpus"
PROMPTS: Final = "prompts"
# Chosen by cross-validation: inverse of the variance of shared weights, of a kind's own, and of words; the least
# number of examples of a circumstance; what a row of the prompts counts beside one of the corpus.
_PENALTY: Final = 10.0
_OWN_PENALTY: Final = 10.0
_WORD_PENALTY: Final = 20.0
_LEAST_EXAMPLES: Final = 8
_SHARE: Final = {CORPUS: 1.0, PROMPTS: 0.5}
_FREE: Final = 0.05  # the penalty of the weights that all rows of a kind have
_LEAST_WEIGHT: Final = 2  # in hundredths
_SENTENCE: Final = (40, 700)  # the characters of a marked span that can be a sentence
_ALIKE: Final = 0.5
_ANSWERS: Final = {
    "significantly increased": "higher",
    "significantly decreased": "lower",
    "no significant difference": "no_difference",
}
_TURNED: Final = {"higher": "lower", "lower": "higher"}


@dataclass(frozen=True, slots=True)
class Row:
    """A finding as the model sees it: its document and kind, its circumstances, and whether it is right."""

    document: str
    kind: str
    circumstances: frozenset[str]
    right: bool


class Reader:
    """The pipeline, with the circumstances of the findings of the last document."""

    def __init__(self) -> None:
        self._nlp: Language = build(lexicon())
        self.seen: list[frozenset[str]] = []

    def read(self, document: Document) -> Extraction:
        """What a document says; `seen` has the circumstances of its findings, those of tables apart."""
        self.seen = []

        def noted(found: Iterable[str]) -> float:
            self.seen.append(frozenset(found))
            return 0.5

        with patch.object(confidence, "probability", noted):
            return next(extract(self._nlp, [document]))


def corpus_rows(reader: Reader) -> Iterator[Row]:
    """The rows of the project's own corpus; each gold finding is found once."""
    for path in sorted((ROOT / "corpus" / "documents").iterdir()):
        gold = ROOT / "corpus" / "gold" / f"{path.name.split('.')[0]}.json"
        told = json.loads(gold.read_text(encoding="utf-8"))["documents"]
        for number, (document, record) in enumerate(zip(documents(path), told, strict=True)):
            findings = reader.read(document).findings
            free = list(record["findings"])
            for finding, found in zip(findings, reader.seen, strict=False):
                match = next((item for item in free if agrees(finding, item)), None)
                if match is not None:
                    free.remove(match)
                yield Row(f"{path.name} {number}", CORPUS, found, match is not None)


def prompt_rows(reader: Reader, data: Path) -> Iterator[Row]:
    """The rows of sentences that the experts of Evidence Inference marked, on outcomes that they asked for."""
    prompts: dict[str, list[dict[str, Any]]] = {}
    for prompt in records(data / "evidence_inference" / "prompts.jsonl"):
        prompts.setdefault(prompt["pmcid"], []).append(prompt)
    evaluated = data / "evidence_inference_exhaustive" / "articles.jsonl"
    left_out = {record["pmcid"] for record in records(evaluated)} if evaluated.exists() else set()
    for record in records(data / "evidence_inference" / "abstracts.jsonl"):
        if record["pmcid"] in left_out:
            continue
        asked = prompts[record["pmcid"]]
        document = _document(record, asked)
        findings = reader.read(document).findings
        places = [_places(document.text, prompt) for prompt in asked]
        for finding, found in zip(findings, reader.seen, strict=False):
            right = _points_right(finding, zip(asked, places, strict=True))
            if right is not None:
                yield Row(record["pmcid"], PROMPTS, found, right)


def _document(record: Mapping[str, Any], asked: Iterable[Mapping[str, Any]]) -> Document:
    """An abstract, with the sentences that were marked in the full text behind it."""
    parts = [
        f"{part['heading'].rstrip(':')}: {part['text']}" if part["heading"] else part["text"]
        for part in record["abstract_sections"]
    ]
    marked = [
        item["text"].strip()
        for prompt in asked
        for item in prompt["evidence"]
        if not item["in_abstract"] and _is_sentence(item["text"])
    ]
    if marked:
        sentences = (text if text.endswith(".") else f"{text}." for text in dict.fromkeys(marked))
        parts.append("RESULTS: " + " ".join(sentences))
    source = Source(uri="-", media_type="application/x-ndjson", format="jsonl", sha256="0" * 64)
    text = "\n\n".join([record["title"], "\n".join(parts)])
    return Document(id=record["pmcid"], source=source, text=text, title=record["title"])


def _is_sentence(text: str) -> bool:
    """Whether a marked span is running text, and no rows of a table."""
    return not set(text) & set("\n\t") and _SENTENCE[0] <= len(text) <= _SENTENCE[1]


def _places(text: str, prompt: Mapping[str, Any]) -> list[tuple[int, int]]:
    """Where the sentences that were marked for a prompt stand."""
    found = []
    for item in prompt["evidence"]:
        tokens = re.findall(r"\w+", item["text"])
        if tokens and _is_sentence(item["text"]):
            match = re.search(r"\W+".join(map(re.escape, tokens)), text)
            found += [match.span()] if match else []
    return found


def _points_right(
    finding: Finding, asked: Iterable[tuple[Mapping[str, Any], Sequence[tuple[int, int]]]]
) -> bool | None:
    """Whether a finding points the way of the prompt that is most like it; None where no prompt asks for it."""
    told = "no_difference" if finding.significance == "not_significant" else finding.direction
    if finding.role not in ("result", "conclusion") or told in (None, "unclear"):
        return None
    label = finding.outcome_concept.label if finding.outcome_concept is not None else None
    best, answer = 0.0, None
    for prompt, places in asked:
        if not any(finding.start < end and start < finding.end for start, end in places):
            continue
        outcome = max(likeness(prompt["outcome"], name) for name in (finding.outcome, label))
        sides = [prompt["intervention"], prompt["comparator"]]
        straight, turned = (
            likeness(first, finding.intervention) + likeness(second, finding.comparator)
            for first, second in (sides, sides[::-1])
        )
        if outcome >= _ALIKE and 2 * outcome + max(straight, turned) > best:
            best = 2 * outcome + max(straight, turned)
            wanted = _ANSWERS[prompt["label"]]
            answer = _TURNED.get(wanted, wanted) if turned > straight else wanted
    return None if answer is None else told == answer


def likeness(left: str | None, right: str | None) -> float:
    """How much alike two names are: the mean of Dice's coefficient and the share of the shorter one in the other."""
    one, other = words(left), words(right)
    if not one or not other:
        return 0.0
    shared = len(one & other)
    return shared / (len(one) + len(other)) + shared / min(len(one), len(other)) / 2


def _seen_by(row: Row, kind: str) -> list[str]:
    """A row's features: what it shares with all rows, and what counts for its kind alone."""
    return [*row.circumstances, ANY, *(f"{item} @{kind}" for item in row.circumstances if not _is_word(item))]


def _is_word(circumstance: str) -> bool:
    return circumstance.startswith("says ")


def fit(rows: Sequence[Row]) -> dict[str, int]:
    """The weights of circumstances for rows of the corpus, in hundredths."""
    features = [[*_seen_by(row, row.kind), f"{ANY} @{row.kind}"] for row in rows]
    counts = Counter(name for found in features for name in found)
    names = sorted(name for name, count in counts.items() if count >= _LEAST_EXAMPLES)
    index = {name: place for place, name in enumerate(names)}
    columns: list[int] = []
    ends = [0]
    for found in features:
        columns += sorted(index[name] for name in found if name in index)
        ends.append(len(columns))
    design = csr_matrix((numpy.ones(len(columns)), columns, ends), shape=(len(rows), len(names)))
    right = numpy.array([float(row.right) for row in rows])
    share = numpy.array([_SHARE[row.kind] for row in rows])
    fitted = _minimum(design, right, share, numpy.array([_penalty(name) for name in names]))
    total: defaultdict[str, float] = defaultdict(float)
    for name, value in zip(names, fitted, strict=True):
        plain, _, kind = name.partition(" @")
        if kind in ("", CORPUS):
            total[plain] += float(value)
    rounded = {name: round(value * SCALE) for name, value in total.items()}
    return {name: weight for name, weight in rounded.items() if abs(weight) >= _LEAST_WEIGHT}


def _penalty(name: str) -> float:
    if name.startswith(ANY):
        return _FREE
    return _WORD_PENALTY if _is_word(name) else _OWN_PENALTY if " @" in name else _PENALTY


def _minimum(design: csr_matrix, right: Floats, share: Floats, penalty: Floats) -> Floats:
    """The weights with the least penalised negative log-likelihood."""
    transposed = design.T.tocsr()

    def loss(weights: Floats) -> tuple[float, Floats]:
        scores = design @ weights
        value = (share * (numpy.logaddexp(0, scores) - right * scores)).sum() + 0.5 * (
            penalty * weights**2
        ).sum()
        residue = (1 / (1 + numpy.exp(-scores)) - right) * share
        return float(value), transposed @ residue + penalty * weights

    options = {"maxiter": 300}
    return minimize(loss, numpy.zeros(design.shape[1]), jac=True, method="L-BFGS-B", options=options).x  # type: ignore[no-any-return]


def likelihood(weights: Mapping[str, int], row: Row) -> float:
    """How likely a row is to be right by a table of weights."""
    total = sum(weights.get(name, 0) for name in (ANY, *row.circumstances))
    return 1 / (1 + math.exp(-total / SCALE))


def cross_validated(rows: Sequence[Row], folds: int) -> list[Judged]:
    """Each row of the corpus: its likelihood by weights that saw nothing of its document, and whether it is right."""
    found = []
    for number in range(folds):
        weights = fit([row for row in rows if fold_of(row.document, folds) != number])
        found += [
            Judged(likelihood(weights, row), row.right)
            for row in rows
            if row.kind == CORPUS and fold_of(row.document, folds) == number
        ]
    return found


def told(name: str, judged: Sequence[Judged]) -> list[str]:
    """Brier's score (1950), the share of right rows that are rated above wrong ones, and a reliability table."""
    said = [item.confidence for item in judged if item.right]
    unsaid = [item.confidence for item in judged if not item.right]
    above = sum((one > other) + (one == other) / 2 for one in said for other in unsaid)
    brier = sum((item.confidence - item.right) ** 2 for item in judged) / len(judged)
    return [
        f"{name}: {len(judged)} rows, {len(said) / len(judged):.3f} right, Brier {brier:.4f}, "
        f"area under the curve {above / max(len(said) * len(unsaid), 1):.3f}",
        *table(judged),
    ]


def write(weights: Mapping[str, int], path: Path) -> None:
    """Write the table of weights."""
    lines = [
        "# Made by scripts/train_confidence.py from the project's corpus and Evidence Inference 2.0 (annotations: MIT);"
        " hundredths. See evidence.pipeline.confidence.",
        "circumstance\tweight",
        *(f"{name}\t{weight}" for name, weight in sorted(weights.items())),
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> int:
    """Run it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", type=Path, metavar="DATA")
    parser.add_argument("--folds", type=int, default=10)
    parser.add_argument(
        "--output", type=Path, metavar="TABLE", help="write the weights learnt from everything"
    )
    parser.add_argument(
        "--judged", type=Path, metavar="FILE", help="write the cross-validated rows of the corpus"
    )
    options = parser.parse_args()
    reader = Reader()
    rows = [*corpus_rows(reader), *prompt_rows(reader, options.data)]
    prompts = [row.right for row in rows if row.kind == PROMPTS]
    print(f"prompts: {len(prompts)} rows, {sum(prompts) / len(prompts):.3f} point the right way")
    judged = cross_validated(rows, options.folds)
    print("\n".join(told(f"corpus, {options.folds} folds by document", judged)))
    if options.judged:
        lines = [
            json.dumps({"confidence": round(item.confidence, 2), "right": item.right}) for item in judged
        ]
        options.judged.write_text("\n".join(lines) + "\n", encoding="utf-8")
    if options.output:
        write(fit(rows), options.output)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
