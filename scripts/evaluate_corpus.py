"""Scores the pipeline on the project's own corpus, and says how far a finding's confidence can be trusted.

    python scripts/evaluate_corpus.py              # precision, recall and F1 of findings, and the reliability table
    python scripts/evaluate_corpus.py --write      # the same, into docs/reliability.md

A finding is right where a gold finding of its document has the same role, the same outcome, the same direction and
significance, and overlapping words; each gold finding is found once. Arms are not compared here, their names being
free; but where a finding's arms are the gold's the other way round, its direction is taken the other way round too.
The weights of the confidence are learnt from this corpus, so what it is worth is told of rows that were rated by
weights which saw nothing of their document: `--cross-validated FILE`, as `train_confidence.py --judged FILE` writes
it (JSON lines of `{"confidence": 0.9, "right": true}`). `--trials FOLDER` adds annotated abstracts of trials that are
not part of the project: files of JSON lines of `{"text": ..., "findings": [...]}`, of which results and conclusions
are judged alike.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from evidence.document import Document, Source
from evidence.lexicon import Lexicon
from evidence.pipeline.build import build, extract
from evidence.readers import read_path
from evidence.records import Finding
from evidence.vocabulary import Vocabulary

ROOT = Path(__file__).resolve().parents[1]
BOUNDS = (0.0, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.01)
_NOISE = frozenset(["median", "mean", "rate", "rates", "of", "the", "a", "in", "for", "patients", "overall"])


@dataclass(frozen=True, slots=True)
class Judged:
    """A finding of the pipeline: how sure it was, and whether the gold agrees."""

    confidence: float
    right: bool


def words(name: str | None) -> frozenset[str]:
    """The content words of an outcome's name, without plural s."""
    found = (
        word.rstrip("s") for word in re.findall(r"[a-z0-9]+", (name or "").lower()) if word not in _NOISE
    )
    return frozenset(found)


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The names of the shipped vocabulary."""
    return Lexicon(Vocabulary.load())


@lru_cache(maxsize=1024)
def _concepts(name: str) -> frozenset[str]:
    return frozenset(concept.id for concept in lexicon().lookup(name))


def same_outcome(finding: Finding, gold: dict[str, Any]) -> bool:
    """The words of one name hold those of the other, or both name one concept ("death", "mortality")."""
    concept = finding.outcome_concept
    names = [name for name in (gold["outcome"], gold.get("outcome_text")) if name]
    if concept is not None and any(concept.id in _concepts(name) for name in names):
        return True
    label = concept.label if concept is not None else None
    told = [name for name in (words(finding.outcome), words(label)) if name]
    return any(
        name <= wanted or wanted <= name for wanted in filter(None, map(words, names)) for name in told
    )


_TURNED: dict[str | None, str] = {"higher": "lower", "lower": "higher"}


def _alike(left: str | None, right: str | None) -> bool:
    """Whether two names of arms share half of their words, or one holds the other."""
    one, two = words(left), words(right)
    return bool(one and two) and (
        one <= two or two <= one or 2 * len(one & two) >= 0.5 * (len(one) + len(two))
    )


def _turned(finding: Finding, gold: dict[str, Any]) -> bool:
    """Whether a finding has the gold's arms, the other way round."""
    first, second = gold.get("intervention"), gold.get("comparator")
    if not finding.comparator or not second:
        return False
    straight = _alike(finding.intervention, first) + _alike(finding.comparator, second)
    return _alike(finding.intervention, second) + _alike(finding.comparator, first) > straight


def agrees(finding: Finding, gold: dict[str, Any]) -> bool:
    """Whether a finding says what a gold finding says, at the same place."""
    known = {"unclear": None}
    told: str | None = known.get(finding.direction or "", finding.direction)
    if told in _TURNED and _turned(finding, gold):
        told = _TURNED[told]
    wanted = known.get(gold["direction"] or "", gold["direction"])
    silent = {"not_significant", "not_reported"}
    return (
        finding.role == gold["role"]
        and same_outcome(finding, gold)
        and (
            told == wanted
            or (gold["significance"] == "not_significant" and "no_difference" in (told, wanted))
        )
        and (
            finding.significance == gold["significance"]
            or {finding.significance, gold["significance"]} <= silent
        )
        and _overlap(finding.quote, gold["quote"])
    )


def _overlap(left: str, right: str) -> bool:
    """Whether one quote holds the other, or they share most of their words."""
    first, second = ("".join(re.findall(r"\w+", item.lower())) for item in (left, right))
    if first in second or second in first:
        return True
    one, two = (set(re.findall(r"\w+", item.lower())) for item in (left, right))
    return len(one & two) >= 0.6 * min(len(one), len(two))


def judge(findings: Sequence[Finding], gold: Sequence[dict[str, Any]]) -> tuple[list[Judged], int]:
    """Each finding with whether it is right, and how many gold findings were found; the surest choose first."""
    free = list(gold)
    judged = []
    for finding in sorted(findings, key=lambda item: -item.confidence):
        match = next((item for item in free if agrees(finding, item)), None)
        if match is not None:
            free.remove(match)
        judged.append(Judged(finding.confidence, match is not None))
    return judged, len(gold) - len(free)


def documents(path: Path) -> Iterable[Document]:
    """The documents of a file of the corpus, all of which can be read."""
    return (item for item in read_path(path) if isinstance(item, Document))


def corpus() -> tuple[list[Judged], int, int]:
    """All findings of the corpus judged, the gold findings found, and their number."""
    nlp = build(lexicon())
    judged: list[Judged] = []
    found = total = 0
    for path in sorted((ROOT / "corpus" / "documents").iterdir()):
        name = path.name.split(".")[0]
        gold = json.loads((ROOT / "corpus" / "gold" / f"{name}.json").read_text(encoding="utf-8"))[
            "documents"
        ]
        for extraction, record in zip(extract(nlp, documents(path)), gold, strict=True):
            rows, hits = judge(extraction.findings, record["findings"])
            judged += rows
            found += hits
            total += len(record["findings"])
    return judged, found, total


def trials(folder: Path) -> list[Judged]:
    """The results and conclusions of annotated abstracts, judged."""
    records = [
        json.loads(line)
        for path in sorted(folder.glob("*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    source = Source(uri=str(folder), media_type="application/x-ndjson", format="jsonl", sha256="0" * 64)
    texts = (Document(id=record["doc_id"], text=record["text"], source=source) for record in records)
    judged: list[Judged] = []
    for extraction, record in zip(extract(build(lexicon()), texts), records, strict=True):
        told = [item for item in extraction.findings if item.role in ("result", "conclusion")]
        judged += judge(told, record["findings"])[0]
    return judged


def table(judged: Iterable[Judged]) -> list[str]:
    """The reliability table as Markdown: confidence said, findings, share that is right."""
    lines = ["| confidence | findings | said | right |", "| --- | ---: | ---: | ---: |"]
    rows = list(judged)
    for low, high in pairwise(BOUNDS):
        inside = [item for item in rows if low <= item.confidence < high]
        if inside:
            said = sum(item.confidence for item in inside) / len(inside)
            right = sum(item.right for item in inside) / len(inside)
            lines.append(f"| {low:.1f} to {min(high, 1.0):.1f} | {len(inside)} | {said:.2f} | {right:.2f} |")
    return lines


def report(
    judged: Sequence[Judged], found: int, total: int, unseen: Sequence[Judged], more: Sequence[Judged]
) -> str:
    """The page: what was measured, on what, and the tables.

    `judged` are the findings of the corpus as the program rates them, `unseen` as weights do that did not see their
    document, `more` those of other texts.
    """
    right = sum(item.right for item in judged)
    precision, recall = right / max(len(judged), 1), found / max(total, 1)
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    lines = [
        "# How far a finding's confidence can be trusted",
        "",
        "Made by `scripts/evaluate_corpus.py`. A finding counts as right where role, outcome, direction and",
        "significance are those of a gold finding of the same words.",
        "",
        f"Own corpus: {len(judged)} findings, {total} in the gold; precision {precision:.3f}, recall {recall:.3f}, "
        f"F1 {f1:.3f}.",
        "",
        *_section(
            "The confidence is learnt from this corpus (`scripts/train_confidence.py`). Cross-validated, each finding"
            " rated by weights that saw nothing of its document:"
            if unseen
            else "The confidence is learnt from this corpus, so that its own rows flatter it:",
            unseen or judged,
        ),
    ]
    if more:
        lines += [
            "",
            *_section(
                f"{len(more)} findings of annotated trial abstracts that are not part of the project, on which nothing"
                " was trained (`--trials`), judged alike:",
                more,
            ),
        ]
    return "\n".join(lines) + "\n"


def _section(title: str, judged: Sequence[Judged]) -> list[str]:
    brier = sum((item.confidence - item.right) ** 2 for item in judged) / max(len(judged), 1)
    return [title, "", *table(judged), "", f"Brier's score {brier:.3f} (0 is best)."]


def _judged_elsewhere(path: Path | None) -> list[Judged]:
    if path is None:
        return []
    return [Judged(**json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines() if line]


def main() -> int:
    """Print the report, or write it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--write", action="store_true", help="write docs/reliability.md")
    parser.add_argument(
        "--cross-validated", type=Path, metavar="FILE", help="findings rated by unseen weights"
    )
    parser.add_argument("--trials", type=Path, metavar="FOLDER", help="annotated abstracts of trials")
    options = parser.parse_args()
    more = trials(options.trials) if options.trials is not None else []
    page = report(*corpus(), _judged_elsewhere(options.cross_validated), more)
    if options.write:
        path = ROOT / "docs" / "reliability.md"
        # What scripts/evaluate_claims.py wrote there stands behind its own heading.
        _, *claims = path.read_text(encoding="utf-8").split("\n# ", maxsplit=1)
        path.write_text("\n# ".join([page, *claims]), encoding="utf-8")
    sys.stdout.write(page)
    return 0


if __name__ == "__main__":
    sys.exit(main())
