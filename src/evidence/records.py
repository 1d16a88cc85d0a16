"""What a document claims: study, mentions, statistics, findings, associations (contract: design section 5).

The meaning of the fields of statistics and findings is that of the project's annotation guideline: directions are
those of the outcome as named, in the intervention against the comparator; `favors` is clinical benefit.
Records hold their own invariants, so that the graph is well-shaped by construction.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Self

from evidence.document import Document
from evidence.vocabulary import Concept

MentionKind = Literal[
    "disease",
    "therapy",
    "procedure",
    "gene",
    "variant",
    "biomarker",
    "outcome",
    "site",
    "population",
    "scale",
    "design",
]
Role = Literal["result", "conclusion", "cited", "background", "hypothesis", "recommendation", "method"]
FindingRole = Literal["result", "conclusion", "cited", "background", "hypothesis", "recommendation"]
StatisticType = Literal[
    "p_value",
    "hazard_ratio",
    "odds_ratio",
    "relative_risk",
    "mean_difference",
    "risk_difference",
    "median",
    "mean",
    "rate",
    "count",
    "correlation",
    "test_statistic",
    "other_effect",
]
Operator = Literal["=", "<", ">", "<=", ">=", "~"]
Design = Literal[
    "randomised controlled trial",
    "single-arm trial",
    "prospective cohort",
    "retrospective cohort",
    "case-control",
    "case series",
    "case report",
    "meta-analysis",
    "systematic review",
    "review",
    "preclinical",
    "other",
]
FindingKind = Literal["comparison", "single_arm", "before_after", "association"]
Favors = Literal["intervention", "comparator", "neither", "unclear"]
Direction = Literal["higher", "lower", "no_difference", "unclear"]
Significance = Literal["significant", "not_significant", "not_reported"]
# Where a finding's direction was read: its own words, its figures, or a sentence elsewhere in the document.
DirectionBasis = Literal["words", "figures", "conclusion"]
EvidenceType = Literal["predictive", "prognostic", "diagnostic", "predisposing", "oncogenic", "functional"]
ClaimSignificance = Literal[
    "sensitivity",
    "resistance",
    "reduced_sensitivity",
    "adverse_response",
    "better_outcome",
    "poor_outcome",
    "positive",
    "negative",
    "predisposition",
    "protectiveness",
    "gain_of_function",
    "loss_of_function",
    "unknown",
]
ClaimDirection = Literal["supports", "does_not_support"]
Origin = Literal["germline", "somatic"]
TherapyInteraction = Literal["combination", "sequential", "substitutes"]
Severity = Literal["error", "warning", "info"]

EFFECT_TYPES: frozenset[str] = frozenset(
    {"hazard_ratio", "odds_ratio", "relative_risk", "mean_difference", "risk_difference", "other_effect"}
)
# What describes one arm or group, and compares nothing.
VALUE_TYPES: frozenset[str] = frozenset({"median", "mean", "rate", "count"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """A sequence alteration in its normal form (HGVS, three-letter: `p.Thr790Met`); `name` is the short name (T790M).

    `type` is a Sequence Ontology term's name with underscores ("missense_variant", "gene_fusion") or one of the
    biomarker types that SO lacks ("expression", "wild_type", "signature", "methylation", "pathway").
    """

    gene: str | None
    gene_id: str | None
    hgvs_p: str | None
    hgvs_c: str | None
    type: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """Words that name a concept (grounded) or something new of a kind (concept None)."""

    start: int
    end: int
    text: str
    kind: MentionKind
    concept: Concept | None
    negated: bool = False
    variant: Variant | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Statistic:
    """One reported number with its meaning. `value` None with operator None is "not significant" or "not reached".

    Percentages are given in percent (unit "%"), P values and ratios plain; `ci_level` in percent.
    """

    id: str
    type: StatisticType
    start: int
    end: int
    text: str
    operator: Operator | None
    value: float | None
    unit: str | None = None
    ci_lower: float | None = None
    ci_upper: float | None = None
    ci_level: float | None = None
    numerator: int | None = None
    denominator: int | None = None
    timepoint: str | None = None
    arm: str | None = None
    test: str | None = None

    def __post_init__(self) -> None:
        if self.type == "p_value" and self.value is not None and not 0 <= self.value <= 1:
            raise ValueError(f"a P value of {self.value} cannot be ({self.text!r})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Arm:
    """A group of patients that is compared; `start`/`end` is where the text introduces it."""

    name: str
    concepts: tuple[Concept, ...]
    n: int | None
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PrimaryEndpoint:
    """`met` is None where the document does not let one tell."""

    outcome: str
    met: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Study:
    """What was done. `level_derived` marks a level that no author stated (Oxford CEBM 2009, by design)."""

    design: Design
    phase: str | None = None
    n: int | None = None
    registry_ids: tuple[str, ...] = ()
    level_of_evidence: str | None = None
    level_derived: bool = False
    diseases: tuple[Concept, ...] = ()
    arms: tuple[Arm, ...] = ()
    primary_endpoint: PrimaryEndpoint | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One outcome result: intervention x comparator x outcome x population x timepoint (design section 2)."""

    id: str
    start: int
    end: int
    quote: str
    kind: FindingKind
    outcome: str
    outcome_concept: Concept | None
    intervention: str | None
    intervention_concepts: tuple[Concept, ...]
    comparator: str | None
    comparator_concepts: tuple[Concept, ...]
    population: str | None
    timepoint: str | None
    favors: Favors | None
    direction: Direction | None
    significance: Significance
    statistics: tuple[str, ...]
    role: FindingRole
    reference: int | None
    confidence: float
    hedged: bool = False
    direction_basis: DirectionBasis | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.confidence <= 1:
            raise ValueError(f"{self.id}: confidence {self.confidence} is no probability")
        if self.significance == "not_significant" and self.favors in ("intervention", "comparator"):
            raise ValueError(f"{self.id}: a difference that is not significant favours no arm")


@dataclass(frozen=True, slots=True, kw_only=True)
class Biomarker:
    """One alteration (or other marker) of an association; `mention` are the offsets of its words, `origin` is where the
    words beside it say that it comes from."""

    gene: str | None
    gene_id: str | None
    name: str
    hgvs_p: str | None
    type: str
    mention: tuple[int, int]
    origin: Origin | None = None

    @classmethod
    def of(cls, variant: Variant, mention: tuple[int, int]) -> Self:
        """An alteration as a marker."""
        return cls(
            gene=variant.gene,
            gene_id=variant.gene_id,
            name=variant.name,
            hgvs_p=variant.hgvs_p,
            type=variant.type,
            mention=mention,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Association:
    """One molecular claim in CIViC's words (design section 2); `findings` are the ids of the findings that back it."""

    id: str
    start: int
    end: int
    quote: str
    biomarkers: tuple[Biomarker, ...]
    disease: Concept | None
    therapies: tuple[Concept, ...]
    therapy_interaction: TherapyInteraction | None
    evidence_type: EvidenceType
    significance: ClaimSignificance
    direction: ClaimDirection
    role: FindingRole
    reference: int | None
    confidence: float
    hedged: bool = False
    findings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Discrepancy:
    """What an audit found: a number that cannot be, or two that cannot both be."""

    check: str
    severity: Severity
    message: str
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """Every numeral of the document: how many, how many have a meaning, and the spans of the rest.

    `meanings` are start, end and meaning of each in text order (a statistic's type, "dose", "age", ...), None where
    nobody knows. They are not stored.
    """

    numerals: int
    explained: int
    unexplained: tuple[tuple[int, int], ...] = ()
    meanings: tuple[tuple[int, int, str | None], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction:
    """All that one document says."""

    document: Document
    study: Study | None
    mentions: tuple[Mention, ...] = ()
    statistics: tuple[Statistic, ...] = ()
    findings: tuple[Finding, ...] = ()
    associations: tuple[Association, ...] = ()
    discrepancies: tuple[Discrepancy, ...] = ()
    ledger: Ledger | None = None
