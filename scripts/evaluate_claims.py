"""Judges cross-validated molecular claims: what breaks them, and what their confidence is worth.

    python scripts/train_claims.py --predictions FOLDER DATA
    python scripts/evaluate_claims.py FOLDER DATA                    # the curve, and errors by phenomenon
    python scripts/evaluate_claims.py --show-errors 20 FOLDER DATA   # and twenty claims that were missed
    python scripts/evaluate_claims.py --write FOLDER DATA            # the curve, into docs/reliability.md

FOLDER holds what `train_claims.py` predicted of publications that its models had not seen, DATA the two sets that it
reads. A predictive claim of a CIViC statement is right where gene, alteration, therapies and significance are those of
an evidence item of that statement; one of a CIViCmine sentence where gene, cancer and drug are those of a relation.
CIViCmine marks sentences that were chosen for their words; those without a relation are told as well and count.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any, Final

from evidence.pipeline.claim_scene import Candidate
from evidence.records import Biomarker
from evidence.vocabulary import Vocabulary
from train_claims import Example, Item, Matcher, examples

ROOT: Final = Path(__file__).resolve().parents[1]
HEADING: Final = "# What a molecular claim's confidence is worth"
CUTS: Final = (0.0, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8)
Claims = Sequence[dict[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A predicted claim of one treatment: candidates, what is said, and how surely."""

    markers: tuple[Candidate, ...]
    therapies: tuple[Candidate, ...]
    disease: Candidate | None
    said: str
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A point of the curve."""

    predicted: int
    precision: float
    recall: float


class Examiner:
    """Compares predicted claims with the gold's."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._matcher = Matcher(vocabulary)

    def told(self, claims: Claims) -> list[Told]:
        """The predictive claims, one for each treatment."""
        return [
            item for claim in claims if claim["evidence_type"] == "predictive" for item in self._told(claim)
        ]

    def _told(self, claim: dict[str, Any]) -> Iterator[Told]:
        markers = tuple(map(_marker, claim["biomarkers"]))
        therapies = [self._concept("therapy", concept) for concept in claim["therapies"]]
        groups = (
            [[item] for item in therapies] if claim["therapy_interaction"] == "substitutes" else [therapies]
        )
        disease = self._concept("disease", claim["disease"]) if claim["disease"] else None
        for group in groups:
            yield Told(
                markers=markers,
                therapies=tuple(group),
                disease=disease,
                said=f"predictive {claim['significance']}",
                confidence=claim["confidence"],
            )

    def _concept(self, kind: Any, concept: dict[str, Any]) -> Candidate:
        return Candidate(kind, concept["id"], (0,), concept=self._vocabulary[concept["id"]])

    def faults(self, item: Item, told: Told) -> tuple[str, ...]:
        """Which parts of a predicted claim are not those of a statement's item."""
        found = []
        if not _paired(item.markers, told.markers, lambda gold, own: self._matcher.is_marker(own, *gold)):
            found.append("alteration")
        if not _paired(item.therapies, told.therapies, lambda gold, own: self._matcher.names(own, [gold])):
            found.append("therapies")
        if item.said is None or not item.said.startswith(told.said + " "):
            found.append("significance")
        return tuple(found)

    def is_related(self, item: Item, gene: Candidate, therapy: Candidate, disease: Candidate | None) -> bool:
        """Whether gene, drug and cancer are those of a sentence's relation."""
        return (
            item.type == "predictive"
            and self._matcher.marks(gene, item.markers)
            and self._matcher.names(therapy, item.therapies)
            and disease is not None
            and self._matcher.names(disease, item.disease)
        )


def _marker(marker: dict[str, Any]) -> Candidate:
    place = marker["mention"]
    known = Biomarker(
        gene=marker["gene"],
        gene_id=marker["gene_id"],
        name=marker["name"],
        hgvs_p=marker["hgvs_p"],
        type=marker["type"],
        mention=(place["start"], place["end"]),
    )
    return Candidate("marker", f"{known.gene}|{known.name}", (0,), marker=known)


def _paired(gold: Sequence[Any], own: Sequence[Candidate], same: Any) -> bool:
    """Whether two sets of arguments are the same."""
    return (
        len(gold) == len(own)
        and all(any(same(one, other) for other in own) for one in gold)
        and all(any(same(one, other) for one in gold) for other in own)
    )


def single(items: Iterable[Item]) -> list[Item]:
    """The predictive items, substitutes each by itself, repeated ones once."""
    found: dict[tuple[object, ...], Item] = {}
    for item in items:
        if item.type != "predictive":
            continue
        groups = (
            [(drug,) for drug in item.therapies] if item.interaction == "Substitutes" else [item.therapies]
        )
        for group in groups:
            made = Item(item.type, item.said, item.markers, group, item.disease, None)
            found.setdefault((item.said, item.markers, group), made)
    return list(found.values())


def phenomena(
    examiner: Examiner, texts: Sequence[Example], predicted: Mapping[str, Claims]
) -> tuple[Counter[str], list[tuple[str, str, str]]]:
    """What broke each missed claim of CIViC, with (example, what broke, claim)."""
    counts: Counter[str] = Counter()
    missed = []
    for example in texts:
        told = examiner.told(predicted.get(example.id, ()))
        for item in single(example.items):
            faults = min((examiner.faults(item, claim) for claim in told), key=len, default=("no claim",))
            counts[" and ".join(faults) or "right"] += 1
            if faults:
                markers = " + ".join(f"{gene} {variant}" for gene, variant in item.markers)
                missed.append(
                    (
                        example.id,
                        " and ".join(faults),
                        f"{markers}: {' + '.join(item.therapies)} ({item.said})",
                    )
                )
    return counts, missed


def statement_curve(
    examiner: Examiner, texts: Sequence[Example], predicted: Mapping[str, Claims]
) -> dict[float, Point]:
    """Precision and recall of predictive claims of CIViC's statements, by the least confidence."""
    total = 0
    verdicts: list[tuple[float, bool]] = []
    found: list[float] = []
    for example in texts:
        items, told = single(example.items), examiner.told(predicted.get(example.id, ()))
        total += len(items)
        verdicts += [
            (claim.confidence, any(not examiner.faults(item, claim) for item in items)) for claim in told
        ]
        found += [
            max((claim.confidence for claim in told if not examiner.faults(item, claim)), default=-1.0)
            for item in items
        ]
    return _curve(verdicts, found, total)


def sentence_curve(
    examiner: Examiner, texts: Sequence[Example], predicted: Mapping[str, Claims]
) -> dict[float, Point]:
    """The same of the relations of CIViCmine's sentences: each gene with each drug and the cancer."""
    total = 0
    verdicts: list[tuple[float, bool]] = []
    found: list[float] = []
    for example in texts:
        items = [item for item in example.items if item.type == "predictive"]
        items = list(
            {(item.markers[0][0], item.therapies, item.disease[-1]): item for item in items}.values()
        )
        total += len(items)
        pairs: dict[tuple[str, str], tuple[float, Candidate, Candidate, Candidate | None]] = {}
        for claim in examiner.told(predicted.get(example.id, ())):
            for gene, drug in product(claim.markers, claim.therapies):
                key = (str(gene.marker.gene if gene.marker else ""), drug.key)
                if key not in pairs or pairs[key][0] < claim.confidence:
                    pairs[key] = (claim.confidence, gene, drug, claim.disease)
        verdicts += [
            (confidence, any(examiner.is_related(item, gene, drug, disease) for item in items))
            for confidence, gene, drug, disease in pairs.values()
        ]
        found += [
            max((pair[0] for pair in pairs.values() if examiner.is_related(item, *pair[1:])), default=-1.0)
            for item in items
        ]
    return _curve(verdicts, found, total)


def _curve(verdicts: Sequence[tuple[float, bool]], found: Sequence[float], total: int) -> dict[float, Point]:
    curve = {}
    for cut in CUTS:
        kept = [right for confidence, right in verdicts if confidence >= cut]
        hits = sum(confidence >= cut for confidence in found if confidence >= 0)
        curve[cut] = Point(
            predicted=len(kept), precision=sum(kept) / max(len(kept), 1), recall=hits / max(total, 1)
        )
    return curve


def page(statements: Mapping[float, Point], sentences: Mapping[float, Point]) -> str:
    """The curve as Markdown."""
    lines = [
        HEADING,
        "",
        "Made by `scripts/evaluate_claims.py` from the cross-validated predictions of `scripts/train_claims.py`"
        " (publications that the",
        "models had not seen). Which therapy an alteration predicts the effect of: a statement's claim is right where"
        " gene, alteration,",
        "therapies and significance are all CIViC's; a sentence's where gene, cancer and drug are a relation of"
        " CIViCmine's. Claims under",
        "the least confidence are left out; each alternative of a profile (A or B) is a claim. Curators file statements"
        " under names",
        "that a third of them do not say, so recall ends early.",
        "CIViCmine's sentences hold few relations, compared here by name and identifier and not by place: each row is"
        " a handful. A cut",
        "raises precision and costs more recall than it is worth where silence does no harm; none reaches the nine in"
        " ten of a curator.",
        "",
        "| least confidence | CIViC: claims | precision | recall | CIViCmine: relations | precision | recall |",
        "| ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for cut in CUTS:
        one, other = statements[cut], sentences[cut]
        lines.append(
            f"| {cut:.1f} | {one.predicted} | {one.precision:.2f} | {one.recall:.2f} "
            f"| {other.predicted} | {other.precision:.2f} | {other.recall:.2f} |"
        )
    return "\n".join(lines) + "\n"


def _predicted(path: Path) -> dict[str, Claims]:
    with path.open(encoding="utf-8") as lines:
        found = map(json.loads, lines)
        return {record["document"]["id"]: record["associations"] for record in found}


def main() -> int:
    """Run it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("predictions", type=Path, metavar="FOLDER")
    parser.add_argument("data", type=Path, metavar="DATA")
    parser.add_argument("--show-errors", type=int, default=0, metavar="N")
    parser.add_argument("--write", action="store_true", help="write docs/reliability.md's part")
    options = parser.parse_args()
    examiner = Examiner(Vocabulary.load())
    texts = examples(options.data)
    civic = [example for example in texts if example.source == "civic"]
    mine = [example for example in texts if example.source == "civicmine"]
    statements = _predicted(options.predictions / "civic.jsonl")
    sentences = _predicted(options.predictions / "civicmine.jsonl")
    counts, missed = phenomena(examiner, civic, statements)
    for fault, count in counts.most_common():
        sys.stdout.write(f"{count:6d} {fault}\n")
    words = {example.id: example.text for example in civic}
    for id, fault, claim in missed[: options.show_errors]:
        sys.stdout.write(f"\n{id} [{fault}] {claim}\n    {words[id][:400]}\n")
    told = page(statement_curve(examiner, civic, statements), sentence_curve(examiner, mine, sentences))
    sys.stdout.write("\n" + told)
    if options.write:
        path = ROOT / "docs" / "reliability.md"
        path.write_text(
            path.read_text(encoding="utf-8").split(HEADING)[0].rstrip() + "\n\n" + told, encoding="utf-8"
        )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
