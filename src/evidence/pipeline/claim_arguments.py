"""What a molecular claim is about: the biomarkers, therapies and disease that a stretch of text names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from evidence.pipeline.tables import alternatives, rows
from evidence.records import Biomarker, Mention, TherapyInteraction
from evidence.vocabulary import Concept, Vocabulary


@dataclass(frozen=True, slots=True)
class Treatment:
    """Therapies given together, one after the other, or each by itself."""

    therapies: tuple[Concept, ...]
    interaction: TherapyInteraction | None


_TOGETHER: Final = re.compile(
    r"\s?(?:\+|/|-|–|plus|combined with|in combination with|with|together with|co-?administered with|and concurrent|&)\s?(?:the )?",
    re.IGNORECASE,
)
_IN_A_ROW: Final = re.compile(r"(?:,|\s)\s?(?:followed by|then|and then|prior to|before|and subsequently)\s", re.IGNORECASE)
_AND: Final = re.compile(r"\s?(?:,\s?)?and\s(?:the )?", re.IGNORECASE)
_COMBINED: Final = re.compile(r"combin\w+|synerg\w+|\bdual\b|concomitant|concurrent|co-?treat|together|doublet|triplet|addition of|adding", re.IGNORECASE)
_COMPARED: Final = alternatives("therapy_contexts", role="comparator")
_EARLIER: Final = alternatives("therapy_contexts", role="earlier")
_ATTRIBUTIVE: Final = re.compile(r"[- ](?:resistan(?:t|ce)|refractory|na[iï]ve|sensitive|pretreated|experienced|treated|failed)\b")
_CONTEXT_REACH: Final = 34
# Types of a gene's state that a change with a name of its own says better.
_GENERAL: Final = frozenset({"sequence_variant", "sequence_alteration", "gene", "protein_altering_variant", "expression"})
_JOINED: Final = re.compile(
    r"\s?(?:\+|/|&|plus|and concurrent|with concurrent|and co-?occurring|with co-?occurring|in cis with|together with|combined with|as well as)\s?",
    re.IGNORECASE,
)
_BIOMARKER_TYPES: Final = {row["concept"]: (row["name"], row["type"]) for row in rows("biomarker_types")}


def biomarkers(variants: Sequence[Mention], mentions: Sequence[Mention]) -> list[tuple[Mention, Biomarker]]:
    """The markers of a document: alterations, and the vocabulary's biomarkers that are none of a gene's own states."""
    found = []
    for mention in variants:
        variant = mention.variant
        if variant is not None and not mention.negated:
            found.append(
                (
                    mention,
                    Biomarker(
                        gene=variant.gene,
                        gene_id=variant.gene_id,
                        name=variant.name,
                        hgvs_p=variant.hgvs_p,
                        type=variant.type,
                        mention=(mention.start, mention.end),
                    ),
                )
            )
    taken = [(mention.start, mention.end) for mention in variants]
    for mention in mentions:
        if mention.kind != "biomarker" or mention.concept is None or mention.negated:
            continue
        if mention.concept.id not in _BIOMARKER_TYPES:
            continue
        if any(start < mention.end and mention.start < end for start, end in taken):
            continue
        name, type = _BIOMARKER_TYPES[mention.concept.id]
        place = (mention.start, mention.end)
        marker = Biomarker(
            gene=None, gene_id=None, name=name or mention.concept.label, hgvs_p=None, type=type, mention=place
        )
        found.append((mention, marker))
    return sorted(found, key=lambda item: item[0].start)


def specific(markers: Sequence[Biomarker]) -> list[Biomarker]:
    """Without what the others say better: the general state of a gene beside its named change, wild type beside any
    change of the gene, a repeated name."""
    named = {(marker.gene, True) for marker in markers if marker.type not in _GENERAL and marker.type != "wild_type"}
    fused = {part for marker in markers if marker.gene and "::" in marker.gene for part in marker.gene.split("::")}
    altered = {marker.gene for marker in markers if marker.type != "wild_type"}
    kept: dict[tuple[str | None, str], Biomarker] = {}
    for marker in markers:
        if marker.type in _GENERAL and ((marker.gene, True) in named or marker.gene in fused):
            continue
        if marker.type == "wild_type" and marker.gene in altered:
            continue
        kept.setdefault((marker.gene, marker.name), marker)
    return list(kept.values())


def joint(text: str, markers: Sequence[Biomarker]) -> list[tuple[Biomarker, ...]]:
    """Markers that are meant together ("L858R + T790M"), the others each by itself; a fusion goes with the changes of the
    gene that it drives."""
    fusions = [marker for marker in markers if marker.gene and "::" in marker.gene]
    groups: list[tuple[Biomarker, ...]] = []
    for marker in markers:
        if groups and _JOINED.fullmatch(text, groups[-1][-1].mention[1], marker.mention[0]) and marker.type != "expression":
            groups[-1] = (*groups[-1], marker)
        else:
            groups.append((marker,))
    driven = [
        (fusion, group)
        for group in groups
        for fusion in fusions
        if len(group) == 1 and group[0].hgvs_p and group[0].gene == (fusion.gene or "").split("::")[-1]
    ]
    if not driven:
        return groups
    together = {id(group): (fusion, *group) for fusion, group in driven}
    alone = {id(fusion) for fusion, _ in driven}
    return [together.get(id(group), group) for group in groups if id(group[0]) not in alone]


def therapies(text: str, mentions: Sequence[Mention], vocabulary: Vocabulary) -> list[Mention]:
    """Those that a claim may be about: no comparators, no earlier lines, no class beside its own member."""
    kept = [
        mention
        for mention in mentions
        if not _COMPARED.search(text, max(0, mention.start - _CONTEXT_REACH), mention.start)
    ] or list(mentions)
    named = {mention.concept.id for mention in kept if mention.concept}
    above = {broader for id in named for broader in vocabulary.broader(id)}
    return [mention for mention in kept if mention.concept and mention.concept.id not in above]


def is_attributive(text: str, mention: Mention) -> bool:
    """Whether the therapy tells who the patients are ("imatinib-resistant", "after failure of gefitinib")."""
    if _ATTRIBUTIVE.match(text, mention.end):
        return True
    return _EARLIER.search(text, max(0, mention.start - _CONTEXT_REACH), mention.start) is not None


def treatments(text: str, start: int, end: int, mentions: Sequence[Mention]) -> list[Treatment]:
    """The therapies of a clause as they were given."""
    groups: list[list[Mention]] = []
    interactions: list[TherapyInteraction | None] = []
    combined = _COMBINED.search(text, start, end) is not None
    for mention in mentions:
        if groups:
            gap = text[groups[-1][-1].end : mention.start]
            interaction = _interaction(gap, combined)
            if interaction is not None:
                groups[-1].append(mention)
                interactions[-1] = interactions[-1] or interaction
                continue
        groups.append([mention])
        interactions.append(None)
    made: dict[tuple[str, ...], Treatment] = {}
    for group, interaction in zip(groups, interactions, strict=True):
        concepts = tuple(dict.fromkeys(mention.concept for mention in group if mention.concept is not None))
        treatment = Treatment(concepts, interaction if len(concepts) > 1 else None)
        made.setdefault(tuple(sorted(concept.id for concept in concepts)), treatment)
    return list(made.values())


def _interaction(gap: str, combined: bool) -> TherapyInteraction | None:
    if len(gap) > 40:
        return None
    if _TOGETHER.fullmatch(gap):
        return "combination"
    if _IN_A_ROW.fullmatch(gap):
        return "sequential"
    if combined and _AND.fullmatch(gap):
        return "combination"
    return None


def nearest(mentions: Sequence[Mention], place: int) -> Mention | None:
    """The mention nearest to a place."""
    return min(mentions, key=lambda mention: min(abs(mention.start - place), abs(mention.end - place)), default=None)
