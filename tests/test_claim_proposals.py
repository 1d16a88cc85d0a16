"""Whole claims as they are proposed and described."""

from __future__ import annotations

import math

from hypothesis import given
from hypothesis import strategies as st

from evidence.pipeline import claim_proposals
from evidence.pipeline.claim_proposals import NAMES, Proposal, Proposer
from evidence.pipeline.claim_scene import Candidate, Scene
from evidence.vocabulary import Vocabulary
from pipelines import scene_of

TEXT = (
    "Lung cancers with EGFR L858R and EGFR T790M were resistant to gefitinib, erlotinib and afatinib. "
    "Osimertinib was active in tumours with EGFR T790M."
)


def even(view: Scene, chance: float = 0.5) -> dict[str, float]:
    return {item.key: chance for item in (*view.markers, *view.therapies)}


def named(view: Scene, therapy: str) -> Candidate:
    return next(item for item in view.therapies if item.concept and item.concept.label == therapy)


def described(view: Scene, proposal: Proposal, chances: dict[str, float]) -> dict[str, float]:
    numbers = Proposer(Vocabulary.load()).describe(view, proposal, chances, {}, 0.9)
    return dict(zip(NAMES, numbers, strict=True))


def test_alone_each_marker_is_proposed_with_each_therapy() -> None:
    view = scene_of(TEXT)
    made = Proposer(Vocabulary(())).proposals(view, even(view), {})
    assert len(made) == len(view.markers) * len(view.therapies)


def test_groups_are_proposed_where_their_members_may_be_meant_together() -> None:
    view = scene_of(TEXT)
    one, other = view.markers[:2]
    made = Proposer(Vocabulary(())).proposals(view, even(view), {(one.key, other.key): 0.9})
    assert any(proposal.markers == (one, other) and proposal.markers_together == 0.9 for proposal in made)


def test_unlikely_arguments_are_not_proposed_beside_others() -> None:
    view = scene_of(TEXT)
    first, *rest = view.therapies
    chances = even(view) | {item.key: 0.001 for item in rest}
    assert claim_proposals.most_likely(view.therapies, chances) == [first]


def test_parts_of_a_group_are_another_reading_of_it() -> None:
    view = scene_of(TEXT)
    (one, other), drug = view.markers[:2], view.therapies[:1]
    pair, alone = Proposal.of((one, other), drug, {}), Proposal.of((one,), drug, {})
    assert pair.is_other_reading(alone)
    assert not alone.is_other_reading(Proposal.of((other,), drug, {}))
    assert not alone.is_other_reading(Proposal.of((one,), view.therapies[1:2], {}))


def test_the_places_of_arguments_are_described() -> None:
    view = scene_of(TEXT)
    marker = next(item for item in view.markers if item.key == "EGFR|L858R")
    near = described(view, Proposal.of((marker,), (named(view, "gefitinib"),), {}), even(view))
    far = described(view, Proposal.of((marker,), (named(view, "osimertinib"),), {}), even(view))
    assert near["gap"] < far["gap"]
    assert (near["sentences together"], far["sentences together"]) == (0.5, 0.0)


def test_the_fellows_of_a_list_are_described() -> None:
    view = scene_of(TEXT)
    gefitinib = named(view, "gefitinib")
    chances = even(view) | {named(view, "afatinib").key: 0.8}
    found = described(view, Proposal.of(view.markers[:1], (gefitinib,), {}), chances)
    assert (found["t listed"], found["t listed best"]) == (2.0, 0.8)


@given(st.lists(st.floats(0, 1), min_size=6, max_size=6))
def test_every_number_is_finite(chances: list[float]) -> None:
    view = scene_of(TEXT)
    weighed = dict(zip(even(view), chances, strict=True))
    proposer = Proposer(Vocabulary(()))
    for proposal in proposer.proposals(view, weighed, {}):
        numbers = proposer.describe(view, proposal, weighed, {}, 0.5)
        assert len(numbers) == len(NAMES)
        assert all(map(math.isfinite, numbers))


def test_what_is_given_together_is_proposed_however_unlikely() -> None:
    view = scene_of("Tumours with BRAF V600E responded to encorafenib plus cetuximab, and not to cetuximab.")
    chances = even(view) | {named(view, "cetuximab").key: 0.001}
    made = Proposer(Vocabulary(())).proposals(view, chances, {})
    assert any(len(proposal.therapies) == 2 for proposal in made)


def test_how_therapies_were_given_is_described() -> None:
    view = scene_of("Tumours with BRAF V600E responded to encorafenib plus cetuximab, and not to cetuximab.")
    both = Proposal.of(view.markers, (named(view, "encorafenib"), named(view, "cetuximab")), {})
    alone = Proposal.of(view.markers, (named(view, "cetuximab"),), {})
    names = ("t given", "t given alike", "t given with others", "t given apart")
    numbers = [described(view, item, even(view)) for item in (both, alone)]
    assert [[found[name] for name in names] for found in numbers] == [[1, 0.5, 0, 0.5], [1, 0.5, 0.5, 0]]
