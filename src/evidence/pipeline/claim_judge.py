"""Judges what a passage claims: logistic regressions (`claim_models`) over `claim_features`, which `scripts/train_claims.py`
learns from CIViC's statements and CIViCmine's sentences.

CIViCmine (Lever 2019) itself is a logistic regression over the words around the names. Here one tells what kind of claim a
passage makes, one each whether a marker, a therapy and a disease of the passage is its argument, one whether two arguments
are meant together, and one what is said of them. The rules' own findings are among the features. Of a statement's
therapies, boosted trees (`claim_trees`) then weigh which markers go with which (`claim_proposals`).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, pairwise
from typing import Final, cast

from evidence.pipeline import claim_arguments, claim_features, claim_fusions, claim_limits, claim_lists
from evidence.pipeline.claim_models import NONE, Linear, Task, steps
from evidence.pipeline.claim_proposals import Proposal, Proposer, gaps_of_list, most_likely
from evidence.pipeline.claim_scene import Candidate, Scene, key_of
from evidence.pipeline.claim_trees import Forest
from evidence.pipeline.tables import numbers
from evidence.records import Association, ClaimDirection, ClaimSignificance, EvidenceType, TherapyInteraction
from evidence.vocabulary import Vocabulary

# Words between two therapies, as tokens, that tell of one after the other.
_IN_A_ROW: Final = re.compile(
    r"(?:, )?(?:and )?(?:then|(?:was |were )?followed by|subsequently)(?: with| by)?"
)
# Chosen by cross-validation (scripts/train_claims.py): what is believed, and what is at least taken if it is the likeliest.
_THRESHOLDS: Final = numbers("claim_thresholds")


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A claim that the judgement believes, with how likely it is."""

    type: EvidenceType
    significance: ClaimSignificance
    direction: ClaimDirection
    markers: tuple[Candidate, ...]
    therapies: tuple[Candidate, ...]
    interaction: TherapyInteraction | None
    disease: Candidate | None
    # How likely all its parts are right: their probabilities' product, and what that was worth in cross-validation.
    product: float
    probability: float
    # Whether the passage only asks for it.
    asked: bool = False


Chances = Mapping[str, float]


class Judge:
    """The models together."""

    def __init__(self, models: Mapping[Task, Linear], forest: Forest, vocabulary: Vocabulary) -> None:
        self._models = models
        self._forest = forest
        self._vocabulary = vocabulary
        self._proposer = Proposer(vocabulary)

    def judge(self, view: Scene) -> list[Judged]:
        """The claims of a passage, none where none is likely."""
        if not view.markers or claim_limits.only_compared(view):
            return []
        kinds = self._models["type"].probabilities(claim_features.of_passage(view))
        kinds = claim_limits.types_told(view, kinds)
        believed = _believed(kinds)
        asked = claim_limits.only_asks(view)
        if not asked and not claim_limits.claims_effect(view):
            others = _without_prediction(kinds, believed)
            believed = [type for type in others if type in believed or claim_limits.is_told(view, type)]
        if not believed:
            return []
        chances = self._chances(view)
        taken = self._taken(view, chances, kinds) if "predictive" in believed else []
        if not taken:
            believed = _without_prediction(kinds, believed)
        diseases: Sequence[Candidate | None] = _diseases(view, chances) or [None]
        judged = [
            made
            for group, worth in _by_markers(taken)
            for listed in _lists(view, [therapies for therapies, _ in worth])
            for made in self._said(view, "predictive", group, listed, diseases, worth)
        ]
        if asked:
            judged = [
                replace(item, significance="unknown", direction="supports", asked=True) for item in judged
            ]
        for type in believed:
            if type != "predictive":
                for markers in self._groups(view, self._markers(view, chances, type), type):
                    chance = kinds[type] * min(chances[item.key] for item in markers)
                    judged += self._said(view, type, markers, [()], diseases, [((), chance)])
        return judged

    def proposed(self, view: Scene) -> list[tuple[Proposal, list[float]]]:
        """The claims of a therapy's effect that a passage may make, each with the numbers that describe it."""
        kinds = self._models["type"].probabilities(claim_features.of_passage(view))
        return self._described(view, self._chances(view), kinds)

    def _described(self, view: Scene, chances: Chances, kinds: Chances) -> list[tuple[Proposal, list[float]]]:
        together = self._together(view, chances)
        proposals = self._proposer.proposals(view, chances, together)
        return [
            (proposal, self._proposer.describe(view, proposal, chances, together, kinds["predictive"]))
            for proposal in claim_fusions.completed(view, proposals, together)
        ]

    def _together(self, view: Scene, chances: Chances) -> dict[tuple[str, str], float]:
        """How likely two markers, or two therapies, are meant together; not where the rules tell them apart, nor
        where one or the other is meant or is held against the other, nor where both are one in more and less detail, or different fusions."""
        fellows: tuple[tuple[Task, Sequence[Candidate]], ...] = (
            ("markers", view.markers),
            ("therapies", view.therapies),
        )
        return {
            (first.key, second.key): self._models[task].probability(
                claim_features.of_pair(view, first, second)
            )
            for task, candidates in fellows
            for first, second in combinations(most_likely(candidates, chances), 2)
            if not claim_limits.differ(view, [first], [second])
            and not claim_lists.alternatives(view, first, second)
            and not claim_lists.opposed(view, first, second)
            and not _exclude_each_other(first, second)
        }

    def _taken(self, view: Scene, chances: Chances, kinds: Chances) -> list[tuple[Proposal, float]]:
        """The believed proposals with their probability, the likeliest first: one at least if it is not unlikely, and no
        two that read the same words in two ways; with a believed therapy those of its list that are not unlikely, and those
        that are only told with it as alternatives."""
        weighed = [
            (proposal, self._forest.probability(numbers))
            for proposal, numbers in self._described(view, chances, kinds)
        ]
        weighed = [
            (proposal, chance)
            for proposal, chance in weighed
            if claim_limits.may_be(view, proposal, chance, _THRESHOLDS["proposal_aside"])
        ]
        taken: list[tuple[Proposal, float]] = []
        for proposal, chance in sorted(weighed, key=lambda item: -item[1]):
            if chance < _THRESHOLDS["proposal" if taken else "proposal_least"]:
                break
            other = any(proposal.is_other_reading(kept) or proposal.says_wider(kept) for kept, _ in taken)
            if not other or chance >= _THRESHOLDS["proposal_beside"]:
                taken.append((proposal, chance))
        for least, goes_with in (
            (_THRESHOLDS["proposal_listed"], claim_lists.is_listed),
            (_THRESHOLDS["proposal_bound"], claim_lists.is_bound_with),
            (0.0, claim_lists.is_shared),
        ):
            kept = [proposal for proposal, _ in taken]
            taken += [
                item
                for item in weighed
                if item not in taken and item[1] >= least and goes_with(view, item[0], kept)
            ]
        return taken

    def _chances(self, view: Scene) -> dict[str, float]:
        return {
            item.key: self._chance(view, item) for item in (*view.markers, *view.therapies, *view.diseases)
        }

    def weigh(self, view: Scene) -> list[float | None]:
        """How likely each of the rules' claims about a passage (`view.told`) is to be right; None where it is not believed."""
        kinds = self._models["type"].probabilities(claim_features.of_passage(view))
        if kinds.get(NONE, 0.0) > _THRESHOLDS["none"]:
            return [None for _ in view.told]
        chances = {item.key: self._chance(view, item) for item in (*view.markers, *view.therapies)}
        compared = {item.key for item in view.markers if claim_limits.is_only_compared(item)}
        compared |= {item.key for item in view.therapies if set(item.contexts) == {claim_limits.COMPARATOR}}
        together = self._together(view, chances)
        weighed = []
        for item in view.told:
            worth = self._worth(item, kinds, chances, compared)
            proposal = _proposal(view, item, together) if worth is not None else None
            if proposal is not None:
                numbers = self._proposer.describe(view, proposal, chances, together, kinds["predictive"])
                worth = self._forest.probability(numbers)
                if claim_lists.dealt_otherwise(view, proposal):
                    worth = None
            weighed.append(None if worth is None else self._calibrated(worth))
        return weighed

    def _worth(
        self, item: Association, kinds: Chances, chances: Chances, compared: Collection[str]
    ) -> float | None:
        """How likely the parts of a rule's claim are, by themselves; None where it is not believed."""
        # What a marker is joined to, as a mutation to the fusion that it is in, the passage itself need not name.
        markers = [chances[key] for key in map(key_of, item.biomarkers) if key in chances] or [0.0]
        least = min([*markers, *(chances.get(concept.id, 0.0) for concept in item.therapies)])
        if kinds[item.evidence_type] < _THRESHOLDS["sentence_type"]:
            return None
        if all(key_of(marker) in compared for marker in item.biomarkers):
            return None
        if item.therapies and all(concept.id in compared for concept in item.therapies):
            return None
        if least < _THRESHOLDS["sentence_argument"]:
            return None
        return kinds[item.evidence_type] * least

    def _chance(self, view: Scene, item: Candidate) -> float:
        return self._models[item.kind].probability(claim_features.of_candidate(view, item, self._vocabulary))

    def _said(
        self,
        view: Scene,
        type: EvidenceType,
        markers: Sequence[Candidate],
        listed: Sequence[Sequence[Candidate]],
        diseases: Sequence[Candidate | None],
        worth: Sequence[tuple[Sequence[Candidate], float]],
    ) -> list[Judged]:
        """What is said of markers and of the treatments of one list, of which `worth` tells the probabilities: one claim
        for each treatment and disease, one for all treatments where any one of them was given."""
        therapies = [item for treatment in listed for item in treatment]
        said = self._models["significance"].probabilities(
            claim_features.of_significance(view, markers, therapies)
        )
        of_type = {label: chance for label, chance in said.items() if label.startswith(f"{type} ")}
        total = sum(of_type.values())
        if type == "predictive":
            of_type = claim_limits.not_belied(view, of_type, markers, therapies)
        else:
            of_type = claim_limits.not_turned(view, type, of_type, markers)
        label = claim_limits.contrasted(view, type, markers, therapies) or max(
            of_type, key=of_type.__getitem__
        )
        _, significance, direction = label.split(" ")
        share = min(1.0, of_type.get(label, 0.0) / total)
        either = claim_lists.either(view, listed)
        made = []
        for treatment in [therapies] if either else listed:
            product = share * min(
                chance for part, chance in worth if part in (listed if either else [treatment])
            )
            made += [
                Judged(
                    type=type,
                    significance=cast(ClaimSignificance, significance),
                    direction=cast(ClaimDirection, direction),
                    markers=tuple(markers),
                    therapies=tuple(treatment),
                    interaction="substitutes" if either else _interaction(view, treatment),
                    disease=disease,
                    product=product,
                    probability=self._calibrated(product),
                )
                for disease in diseases
            ]
        return made

    def _markers(self, view: Scene, chances: Chances, type: EvidenceType) -> list[Candidate]:
        """The believed markers, one at least, without what others say better; one that is meant together with the
        likeliest needs less. Those named as absent only where no others are, and those who
        lack them are compared with others."""
        present = [item for item in view.markers if not item.negated]
        if not present and (type == "diagnostic" or not claim_limits.compares(view)):
            return []
        present = present or list(view.markers)
        markers = [
            item for item in present if not item.aside and chances[item.key] >= _THRESHOLDS["marker_aside"]
        ] or present
        likeliest = max(markers, key=lambda item: chances[item.key])
        chosen = [
            item
            for item in markers
            if item is likeliest
            or chances[item.key] >= _THRESHOLDS["marker"]
            or (chances[item.key] >= _THRESHOLDS["marker_joint"] and self._joint(view, likeliest, item))
        ]
        return chosen if len(chosen) == 1 else _said_best(chosen, likeliest)

    def _joint(self, view: Scene, one: Candidate, other: Candidate) -> bool:
        """Whether two markers are meant together."""
        first, second = sorted((one, other), key=lambda item: item.places[0])
        features = claim_features.of_pair(view, first, second)
        return self._models["markers"].probability(features) >= _THRESHOLDS["markers"]

    def _calibrated(self, product: float) -> float:
        """What claims of such a product were worth in cross-validation."""
        return self._models["confidence"].probability(steps(product))

    def _groups(self, view: Scene, chosen: Sequence[Candidate], type: EvidenceType) -> list[list[Candidate]]:
        """Markers in text order, those that are meant together in one group."""
        groups: list[list[Candidate]] = []
        for item in sorted(chosen, key=lambda candidate: candidate.places[0]):
            if (
                groups
                and not claim_limits.differ(view, groups[-1], [item], type)
                and self._joint(view, groups[-1][-1], item)
            ):
                groups[-1].append(item)
            else:
                groups.append([item])
        return groups


def _exclude_each_other(first: Candidate, second: Candidate) -> bool:
    """Whether two candidates are markers that are never one profile."""
    if first.marker is None or second.marker is None:
        return False
    return claim_arguments.is_one(first.marker, second.marker) or claim_arguments.are_rival_fusions(
        first.marker, second.marker
    )


def _by_markers(
    taken: Sequence[tuple[Proposal, float]],
) -> list[tuple[Sequence[Candidate], list[tuple[Sequence[Candidate], float]]]]:
    """The treatments of each group of markers, in text order, with their probabilities."""
    found: dict[tuple[str, ...], list[tuple[Proposal, float]]] = {}
    for proposal, chance in taken:
        found.setdefault(tuple(item.key for item in proposal.markers), []).append((proposal, chance))
    return [
        (
            group[0][0].markers,
            sorted(
                ((proposal.therapies, chance) for proposal, chance in group),
                key=lambda item: item[0][0].places[0],
            ),
        )
        for group in found.values()
    ]


def _proposal(view: Scene, item: Association, together: Mapping[tuple[str, str], float]) -> Proposal | None:
    """A rule's claim of therapies as a proposal, as far as the passage names its parts; None for other claims."""
    markers, therapies = set(map(key_of, item.biomarkers)), {concept.id for concept in item.therapies}
    own = tuple(part for part in view.markers if part.key in markers)
    given = tuple(part for part in view.therapies if part.key in therapies)
    if item.evidence_type != "predictive" or not own or not given:
        return None
    return Proposal.of(own, given, together)


def _believed(kinds: Chances) -> list[EvidenceType]:
    """The likeliest type, and others that are likely too; none where the passage probably claims nothing."""
    if kinds.get(NONE, 0.0) > _THRESHOLDS["none"]:
        return []
    ranked = sorted((kind for kind in kinds if kind != NONE), key=lambda kind: -kinds[kind])
    return [
        cast(EvidenceType, kind)
        for place, kind in enumerate(ranked)
        if not place or kinds[kind] > _THRESHOLDS["type"]
    ]


def _without_prediction(kinds: Chances, believed: Sequence[EvidenceType]) -> list[EvidenceType]:
    """The believed types of a passage that names no therapy to predict the effect of; else the next, if it is likely."""
    others: list[EvidenceType] = [type for type in believed if type != "predictive"]
    if others or len(believed) == len(others):
        return others
    rest = {kind: chance for kind, chance in kinds.items() if kind not in (NONE, "predictive")}
    likeliest = max(rest, key=rest.__getitem__)
    return [cast(EvidenceType, likeliest)] if rest[likeliest] >= _THRESHOLDS["type_least"] else []


def _diseases(view: Scene, chances: Chances) -> list[Candidate]:
    """The diseases that are believed; else the likeliest, if it is not unlikely or is named beside one that nobody has; of
    those that somebody has, if there are any."""
    named = [item for item in view.diseases if not item.aside] or view.diseases
    believed = [item for item in named if chances[item.key] >= _THRESHOLDS["disease"]]
    if believed or not named:
        return believed
    likeliest = max(named, key=lambda item: chances[item.key])
    others = len(named) < len(view.diseases)
    return [likeliest] if others or chances[likeliest.key] >= _THRESHOLDS["disease_least"] else []


def _interaction(view: Scene, therapies: Sequence[Candidate]) -> TherapyInteraction | None:
    """How therapies of one treatment go together: in a row where words between two of them say so."""
    if len(therapies) < 2:
        return None
    for first, second in pairwise(therapies):
        for left in first.places:
            for right in second.places:
                if _IN_A_ROW.fullmatch(" ".join(view.tokens[left + 1 : right])):
                    return "sequential"
    return "combination"


def _lists(view: Scene, treatments: Sequence[Sequence[Candidate]]) -> list[list[Sequence[Candidate]]]:
    """Treatments that stand in one list ("resistant to A, B and C"), of which the rules do not say different things."""
    lists: list[list[Sequence[Candidate]]] = []
    for treatment in treatments:
        if lists and gaps_of_list(view, lists[-1][-1][-1], treatment[0]):
            if not any(claim_limits.differ(view, fellow, treatment) for fellow in lists[-1]):
                lists[-1].append(treatment)
                continue
        lists.append([treatment])
    return lists


def _said_best(chosen: Sequence[Candidate], likeliest: Candidate) -> list[Candidate]:
    """Markers without those that others among them say better."""
    chosen = [item for item in chosen if item is likeliest or not item.key.startswith(likeliest.key)]
    special = claim_arguments.specific([item.marker for item in chosen if item.marker])
    families = {
        part.rstrip("0123456789")
        for marker in special
        if marker.gene and "::" in marker.gene
        for part in marker.gene.split("::")
    }
    return [
        item
        for item in chosen
        if item.marker in special and not (item.marker.type == "gene_fusion" and item.marker.gene in families)
    ]
