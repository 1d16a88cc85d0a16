"""Whole claims that a passage may make of a therapy's effect: which markers with which therapies, described as numbers.

The judgement's first step weighs each argument by itself. What it cannot see is that arguments compete, that the members
of one list share their fate, and that a marker and a therapy belong together because they stand together. So every pair
of a group of markers and a treatment is described by how its arguments were weighed, how they rank among their fellows,
and where they stand to each other; `claim_trees` weighs the descriptions. Choosing among whole readings by a second model
over the first one's scores is reranking (Collins and Koo 2005).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import Final

from evidence.pipeline import claim_features
from evidence.pipeline.claim_arguments import is_general
from evidence.pipeline.claim_scene import LISTED, Candidate, Scene, key_of
from evidence.records import Biomarker
from evidence.vocabulary import Vocabulary

Group = tuple[Candidate, ...]

# How many arguments, the likeliest first, are weighed in groups, and which are too unlikely to be proposed.
_MOST: Final = 8
_LEAST: Final = 0.03
# How likely the members of a group of each size have to be meant together.
_SIZES: Final = ((2, 0.25), (3, 0.5), (4, 0.5))
_FAR: Final = 60
_REACH: Final = 8
_GENES: Final = re.compile(r"\||::")


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """Markers that are meant together, with the therapies of one treatment."""

    markers: Group
    therapies: Group
    # How likely the first step's model has the members of each group to be meant together (1 for one alone).
    markers_together: float
    therapies_together: float

    @classmethod
    def of(cls, markers: Group, therapies: Group, together: Mapping[tuple[str, str], float]) -> Proposal:
        """A proposal of arguments in text order."""
        return cls(
            markers=markers,
            therapies=therapies,
            markers_together=_least(markers, together),
            therapies_together=_least(therapies, together),
        )

    def is_other_reading(self, other: Proposal) -> bool:
        """Whether two proposals share some members of a group, and not all."""
        return _overlap(self.markers, other.markers) or _overlap(self.therapies, other.therapies)

    def says_wider(self, other: Proposal) -> bool:
        """Whether two proposals are of the same therapies, and one's marker is the other's in general, or the reverse:
        "mutations" and "L536Q", "D835" and "D835H" of one gene."""
        if {item.key for item in self.therapies} != {item.key for item in other.therapies}:
            return False
        if len(self.markers) != 1 or len(other.markers) != 1:
            return False
        first, second = self.markers[0].marker, other.markers[0].marker
        if first is None or second is None or first.gene != second.gene:
            return False
        return (
            is_general(first) != is_general(second)
            or first.name.startswith(second.name)
            or second.name.startswith(first.name)
        )


class Proposer:
    """Proposes the readings of a passage; `together` tells how likely two arguments of one kind are meant together."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary

    def proposals(
        self, view: Scene, chances: Mapping[str, float], together: Mapping[tuple[str, str], float]
    ) -> list[Proposal]:
        """Every group of markers with every treatment."""
        markers = _groups(view.markers, chances, together)
        therapies = _groups(view.therapies, chances, together)
        therapies += [group for group in _given(view) if group not in therapies]
        return [Proposal.of(one, other, together) for one in markers for other in therapies]

    def describe(
        self,
        view: Scene,
        proposal: Proposal,
        chances: Mapping[str, float],
        together: Mapping[tuple[str, str], float],
        predictive: float,
    ) -> list[float]:
        """The numbers of a proposal, in the order of `NAMES`."""
        found = {
            "type predictive": predictive,
            "sentences": float(view.sentences),
            "markers": float(len(view.markers)),
            "therapies": float(len(view.therapies)),
        }
        found |= _of_group("m", view, proposal.markers, view.markers, chances, together)
        found |= _of_group("t", view, proposal.therapies, view.therapies, chances, together)
        found["m together"], found["t together"] = proposal.markers_together, proposal.therapies_together
        found |= _of_markers(view, proposal, self._vocabulary)
        found |= self._of_therapies(view, proposal) | _of_given(view, proposal)
        found |= _of_places(view, proposal)
        found |= _of_rules(view, proposal)
        return [found[name] for name in NAMES]

    def _of_therapies(self, view: Scene, proposal: Proposal) -> dict[str, float]:
        own = {item.key for item in proposal.therapies}
        others = {item.key for item in view.therapies} - own
        return {
            "t class": _share(
                item.concept is not None and item.concept.group == "therapy_classes"
                for item in proposal.therapies
            ),
            "t broader of another": _share(bool(self._vocabulary.narrower(key) & others) for key in own),
            "t narrower of another": _share(bool(self._vocabulary.broader(key) & others) for key in own),
        }


NAMES: Final = (
    *("type predictive", "sentences", "markers", "therapies"),
    *(
        f"{kind} {name}"
        for kind in "mt"
        for name in (
            *("least", "most", "size", "rank", "of best", "lead", "listed best", "listed mean", "listed"),
            *("outside together", "outside best", "aside", "first", "last", "mentions", "share", "together"),
        )
    ),
    *("m general", "m bare", "m special of gene", "m general of gene", "m negated", "m wild type"),
    *("m expression", "m residue change", "m fusion", "m genes", "m targeted", "m others targeted"),
    *("t class", "t broader of another", "t narrower of another"),
    *("t given", "t given alike", "t given with others", "t given apart"),
    *("gap", "sentences together", "with cue", "in last", "between"),
    *("rule exact", "rule overlap", "rule markers", "rule therapies", "rules"),
)


def most_likely(candidates: Sequence[Candidate], chances: Mapping[str, float]) -> list[Candidate]:
    """The likeliest candidates of one kind, in text order."""
    ranked = sorted(candidates, key=lambda item: -chances[item.key])[:_MOST]
    likely = [item for place, item in enumerate(ranked) if not place or chances[item.key] >= _LEAST]
    return sorted(likely, key=lambda item: item.places[0])


def _overlap(one: Group, other: Group) -> bool:
    own, others = {item.key for item in one}, {item.key for item in other}
    return bool(own & others) and own != others


def _least(group: Group, together: Mapping[tuple[str, str], float]) -> float:
    """How likely neighbours of a group are meant together, where that is least likely."""
    return min((together.get((one.key, other.key), 0.0) for one, other in pairwise(group)), default=1.0)


def _groups(
    candidates: Sequence[Candidate], chances: Mapping[str, float], together: Mapping[tuple[str, str], float]
) -> list[Group]:
    """Single candidates, and groups of up to four that may be meant together."""
    inside = most_likely(candidates, chances)
    found: list[Group] = [(item,) for item in inside]
    for size, least in _SIZES:
        found += [group for group in combinations(inside, size) if _least(group, together) >= least]
    return found


def _given(view: Scene) -> list[Group]:
    """The groups of therapies that a sentence tells to be given together, however unlikely a member is by itself."""
    sets = dict.fromkeys(given for given in view.given if len(given) > 1)
    ordered = sorted(view.therapies, key=lambda item: item.places[0])
    groups = (tuple(item for item in ordered if item.key in given) for given in sets)
    return list(dict.fromkeys(group for group in groups if len(group) > 1))


def _of_group(
    kind: str,
    view: Scene,
    group: Group,
    fellows: Sequence[Candidate],
    chances: Mapping[str, float],
    together: Mapping[tuple[str, str], float],
) -> dict[str, float]:
    own = [chances[item.key] for item in group]
    outside = [item for item in fellows if item not in group]
    others = [chances[item.key] for item in outside]
    listed = [chances[item.key] for item in _listed(view, group, fellows)]
    best = max((chances[item.key] for item in fellows), default=1.0)
    mentions = sum(len(item.places) for item in group)
    pairs = [
        together.get((one.key, other.key), together.get((other.key, one.key), 0.0))
        for one in group
        for other in outside
    ]
    sentences = [view.sentence_of[place] for item in group for place in item.places]
    values = {
        "least": min(own),
        "most": max(own),
        "size": float(len(group)),
        "rank": float(sum(chance > min(own) for chance in others)),
        "of best": min(own) / max(best, 1e-6),
        "lead": min(own) - max(others, default=0.0),
        "listed best": max(listed, default=-1.0),
        "listed mean": sum(listed) / len(listed) if listed else -1.0,
        "listed": float(len(listed)),
        "outside together": max(pairs, default=0.0),
        "outside best": max(others, default=-1.0),
        "aside": _share(item.aside for item in group),
        "first": min(sentences) / view.sentences,
        "last": (max(sentences) + 1) / view.sentences,
        "mentions": float(mentions),
        "share": mentions / max(sum(len(item.places) for item in fellows), 1),
    }
    return {f"{kind} {name}": value for name, value in values.items()}


def _of_markers(view: Scene, proposal: Proposal, vocabulary: Vocabulary) -> dict[str, float]:
    own = [item.marker for item in proposal.markers if item.marker is not None]
    others = [
        item.marker for item in view.markers if item.marker is not None and item not in proposal.markers
    ]
    fellows = [item for item in others if any(item.gene == one.gene for one in own)]
    targets = {
        target for item in proposal.therapies for target in claim_features.targets(item.key, vocabulary)
    }
    return {
        "m general": _share(map(is_general, own)),
        "m bare": _share(item.type == "gene" for item in own),
        "m special of gene": float(
            sum(not is_general(item) and item.type not in ("gene", "wild_type") for item in fellows)
        ),
        "m general of gene": float(sum(is_general(item) for item in fellows)),
        "m negated": _share(item.negated for item in proposal.markers),
        "m wild type": _share(item.type == "wild_type" for item in own),
        "m expression": _share(item.type == "expression" for item in own),
        "m residue change": _share(item.hgvs_p is not None for item in own),
        "m fusion": _share("::" in (item.gene or "") for item in own),
        "m genes": float(len({item.gene for item in (*own, *others)})),
        "m targeted": _share(bool(_ids(item) & targets) for item in own) if targets else -1.0,
        "m others targeted": float(sum(bool(_ids(item) & targets) for item in others)) if targets else -1.0,
    }


def _of_places(view: Scene, proposal: Proposal) -> dict[str, float]:
    """How markers and therapies stand to each other."""
    markers = [place for item in proposal.markers for place in item.places]
    therapies = [place for item in proposal.therapies for place in item.places]
    gaps = [
        (abs(one - other), min(one, other), max(one, other))
        for one in markers
        for other in therapies
        if view.sentence_of[one] == view.sentence_of[other]
    ]
    both = {view.sentence_of[place] for place in markers} & {view.sentence_of[place] for place in therapies}
    cues = {number for number, cue in view.cues if cue.startswith("predictive")}
    gap, left, right = min(gaps, default=(_FAR, 0, 0))
    fellows = {place for item in (*view.markers, *view.therapies) for place in item.places}
    return {
        "gap": float(min(gap, _FAR)),
        "sentences together": len(both) / view.sentences,
        "with cue": float(bool(both & cues)),
        "in last": float(view.sentences - 1 in both),
        "between": float(sum(left < place < right for place in fellows)),
    }


def _of_given(view: Scene, proposal: Proposal) -> dict[str, float]:
    """How the sentences tell that the therapies were given: how often just these together, and of the treatments with any
    of them how many are these, these with others, and without some of them."""
    own = {item.key for item in proposal.therapies}
    told = [given for given in view.given if given & own]
    return {
        "t given": float(sum(given == own for given in told)),
        "t given alike": _share(given == own for given in told),
        "t given with others": _share(own < given for given in told),
        "t given apart": _share(not own <= given for given in told),
    }


def _of_rules(view: Scene, proposal: Proposal) -> dict[str, float]:
    told = [
        ({key_of(marker) for marker in item.biomarkers}, {concept.id for concept in item.therapies})
        for item in view.told
        if item.evidence_type == "predictive"
    ]
    markers = {item.key for item in proposal.markers}
    therapies = {item.key for item in proposal.therapies}
    return {
        "rule exact": float((markers, therapies) in told),
        "rule overlap": float(any(one & markers and other & therapies for one, other in told)),
        "rule markers": float(any(one == markers for one, _ in told)),
        "rule therapies": float(any(other == therapies for _, other in told)),
        "rules": float(len(told)),
    }


def _listed(view: Scene, group: Group, fellows: Sequence[Candidate]) -> list[Candidate]:
    """The fellows that stand in one list with a group's members."""
    found: list[Candidate] = list(group)
    for reached in found:
        found += [item for item in fellows if item not in found and _in_list(view, item, reached)]
    return found[len(group) :]


def _in_list(view: Scene, one: Candidate, other: Candidate) -> bool:
    """Whether two arguments stand beside each other in a list, somewhere."""
    return bool(gaps_of_list(view, one, other))


def gaps_of_list(view: Scene, one: Candidate, other: Candidate) -> list[str]:
    """The words between two arguments wherever they stand beside each other in one list."""
    between = [
        " ".join(view.tokens[min(left, right) + 1 : max(left, right)])
        for left in one.places
        for right in other.places
        if left != right and abs(left - right) < _REACH
    ]
    return [gap for gap in between if LISTED.fullmatch(gap)]


def _share(flags: Iterable[bool]) -> float:
    found = list(flags)
    return sum(found) / len(found) if found else 0.0


def _ids(marker: Biomarker) -> frozenset[str]:
    return frozenset(part for part in _GENES.split(marker.gene_id or "") if part)
