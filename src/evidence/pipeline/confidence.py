"""How likely a finding is to be right: a logistic regression over the circumstances in which it was read.

Rules make the rows; what rows like these are worth is learnt. The weights (`data/confidence_weights.tsv`) are those of
`scripts/train_confidence.py`, from the project's own corpus and from the prompts of Evidence Inference 2.0 (DeYoung et
al. 2020), whose answers tell whether rows of their sentences point the right way. Circumstances too rare to be learnt,
in which a row must yet be doubted, have factors of their own (`data/confidence_factors.tsv`).
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import repeat
from typing import Final

from evidence.pipeline.arm_names import ArmName
from evidence.pipeline.tables import numbers, rows
from evidence.records import EFFECT_TYPES, VALUE_TYPES, Discrepancy, Finding, Statistic

TABLE: Final = "confidence_weights"
# Weights are whole hundredths, so that their sum does not hang on the order of circumstances, which are a set.
SCALE: Final = 100
# What every row has.
ANY: Final = "any row"
# What every row of a text without title and headings has.
RETOLD: Final = "no title and no headings"
# Where the words of a sentence and its numbers cannot both be read right.
_DISAGREEMENTS: Final = frozenset({"direction", "significance"})
_TOKEN: Final = re.compile(r"[a-z]+|[;:()%=<>]")
# The steps by which lengths, counts and distances are told apart.
_WORDS: Final = (1, 2, 3, 5)
_LENGTHS: Final = (100, 160, 240, 350)
_PLACES: Final = (0, 20, 60, 150)
_GAPS: Final = (5, 20, 50, 100)
_COUNTS: Final = (0, 1, 2, 3, 5)
_DOUBTS: Final = (0.55, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9)


def confidences(
    findings: Sequence[Finding],
    statistics: Iterable[Statistic],
    arms: Iterable[ArmName],
    discrepancies: Sequence[Discrepancy],
    *,
    retold: bool = False,
) -> Iterator[float]:
    """The confidence that each finding of a document deserves: a probability in two digits.

    What a finding comes with is how sure the rules were of its arms and its direction; it is one circumstance of all.
    `retold` where the document is no article: a text without title and headings, as curators retell a study.
    """
    known = {item.id: item for item in statistics}
    beside = Counter(item.start for item in findings)
    names = frozenset(arm.name for arm in arms)
    words: dict[int, frozenset[str]] = {}
    for item in findings:
        if item.start not in words:
            words[item.start] = frozenset(_TOKEN.findall(item.quote.lower()))
        figures = [known[id] for id in item.statistics]
        found = circumstances(item, figures, names, beside[item.start], words[item.start])
        doubt = _doubt(item, figures, discrepancies) * (_factors()[RETOLD] if retold else 1.0)
        yield round(probability(found) * doubt, 2)


def probability(found: Iterable[str]) -> float:
    """How likely a row of these circumstances is to be right."""
    weights = learnt()
    total = weights.get(ANY, 0) + sum(map(weights.get, found, repeat(0)))
    return 1 / (1 + math.exp(-total / SCALE))


@lru_cache(maxsize=1)
def learnt() -> Mapping[str, int]:
    """The shipped weights of circumstances, in hundredths."""
    return {row["circumstance"]: int(row["weight"]) for row in rows(TABLE)}


@lru_cache(maxsize=1)
def _factors() -> Mapping[str, float]:
    return numbers("confidence_factors", "circumstance", "factor")


@lru_cache(maxsize=1)
def _whole() -> frozenset[str]:
    """The outcomes that words claim by themselves, which no sentence names: "A is superior to B" claims efficacy."""
    return frozenset(row["whole"] for row in rows("conclusion_cues") if row["whole"])


def _doubt(finding: Finding, figures: Sequence[Statistic], discrepancies: Sequence[Discrepancy]) -> float:
    """By what a finding's confidence is lowered, whatever rows like it are worth: 1 where nothing speaks against it."""
    factors = _factors()
    named = finding.outcome_concept is not None or finding.outcome in _whole()
    known = 1.0 if named else factors["outcome no vocabulary knows"]
    if finding.direction_basis == "conclusion":
        return known * factors["direction of the conclusion"]
    own = {(item.start, item.end) for item in figures}
    disputed = any(item.check in _DISAGREEMENTS and not own.isdisjoint(item.spans) for item in discrepancies)
    return known * factors["words against figures"] if disputed else known


def circumstances(
    finding: Finding, figures: Sequence[Statistic], names: frozenset[str], beside: int, told: frozenset[str]
) -> set[str]:
    """The circumstances of a finding.

    `figures` are its statistics, `names` those of the document's arms, `beside` how many findings its sentence makes,
    `told` the words of that sentence. Words that name the outcome or the arms do not count.
    """
    named = " ".join(filter(None, (finding.outcome, finding.intervention, finding.comparator))).lower()
    found = {f"says {word}" for word in told.difference(_TOKEN.findall(named))}
    found |= _of_claim(finding)
    found |= _of_outcome(finding, figures)
    found |= _of_arms(finding, names)
    found |= _of_figures(finding, figures)
    found.add(f"findings beside {_step(beside, _COUNTS)}")
    found.add(f"length {_step(finding.end - finding.start, _LENGTHS)}")
    return found


def _of_claim(finding: Finding) -> frozenset[str]:
    """Whose word it is, and what it says."""
    return _claimed(
        finding.role,
        finding.kind,
        finding.direction,
        finding.significance,
        finding.direction_basis,
        finding.confidence,
        finding.hedged,
        finding.population is not None,
        finding.timepoint is not None,
    )


# Of findings there are a few hundred kinds.
@lru_cache(maxsize=4096)
def _claimed(
    role: str,
    kind: str,
    direction: str | None,
    told: str,
    basis: str | None,
    confidence: float,
    hedged: bool,
    populated: bool,
    timed: bool,
) -> frozenset[str]:
    found = {
        f"role {role}",
        f"kind {kind}",
        f"role {role} kind {kind}",
        f"direction {direction}",
        f"basis {basis}",
        f"role {role} basis {basis}",
        f"significance {told}",
        f"significance {told} basis {basis}",
        f"significance {told} direction {direction}",
    }
    found.update(f"rules surer than {step}" for step in _DOUBTS if confidence > step)
    for name, holds in (("hedged", hedged), ("of a population", populated), ("at a time", timed)):
        if holds:
            found.add(name)
    return frozenset(found)


def _of_outcome(finding: Finding, figures: Sequence[Statistic]) -> set[str]:
    """How the outcome is named, and where."""
    concept, length = finding.outcome_concept, _step(len(finding.outcome.split()), _WORDS)
    found = {
        f"outcome known {concept is not None}",
        f"outcome words {length}",
        f"outcome words {length} known {concept is not None}",
    }
    if concept is not None:
        found |= {f"outcome of {concept.group}", f"outcome polarity {concept.attributes.get('polarity')}"}
    if any(letter.isdigit() for letter in finding.outcome):
        found.add("outcome with digits")
    place = finding.quote.lower().find(finding.outcome.lower())
    found.add(f"outcome at {'another place' if place < 0 else _step(place, _PLACES)}")
    if figures and place >= 0:
        gap = figures[0].start - finding.start - place - len(finding.outcome)
        found.add(f"figures {'before' if gap < 0 else 'behind'} the outcome")
        found.add(f"figures {_step(abs(gap), _GAPS)} from the outcome")
    return found


def _of_arms(finding: Finding, names: frozenset[str]) -> set[str]:
    """Who is compared, and whether the document or the sentence names them."""
    quote = finding.quote.lower()
    sides = (finding.intervention, finding.comparator)
    first, second = (side is not None for side in sides)
    known = [side in names for side in sides]
    here = [side is not None and side.lower() in quote for side in sides]
    return {
        f"arms told {first} {second}",
        f"arms of the document {known[0]} {known[1]}",
        f"arms named here {here[0]} {here[1]}",
        f"arms {min(len(names), 4)}",
    }


def _of_figures(finding: Finding, figures: Sequence[Statistic]) -> set[str]:
    """What was measured and tested."""
    values = [item for item in figures if item.type in VALUE_TYPES]
    tested = any(item.type == "p_value" for item in figures)
    found = {
        f"figures {_step(len(figures), _COUNTS)}",
        f"values {min(len(values), 3)}",
        f"values with an arm {min(sum(item.arm is not None for item in values), 3)}",
        f"kinds of values {min(len({item.type for item in values}), 2)}",
        f"p value {tested}",
        f"p value {tested} direction {finding.direction} significance {finding.significance}",
        f"effect size {any(item.type in EFFECT_TYPES for item in figures)}",
    }
    if any(not finding.start <= item.start < finding.end for item in figures):
        found.add("figures of another sentence")
    return found


def _step(number: int, steps: Sequence[int]) -> str:
    return next((str(step) for step in steps if number <= step), "more")
