"""What a passage's words forbid to be said, whatever the learnt judgement holds likely.

A claim of what is only denied, asked, planned or compared with, of those who have not the marker, or of the lower of two
rates is worse than none; and where the rules say different things of the arguments of contrasting clauses, the arguments are
not meant together.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Final

from evidence.pipeline.claim_proposals import Proposal
from evidence.pipeline.claim_scene import Candidate, Scene, key_of
from evidence.records import EvidenceType


def _votes(view: Scene, keys: Collection[str]) -> set[str]:
    """What the rules' predictive claims say of arguments."""
    return {
        f"{item.evidence_type} {item.significance} {item.direction}"
        for item in view.told
        if item.evidence_type == "predictive"
        and any(key in keys for key in (*map(key_of, item.biomarkers), *(part.id for part in item.therapies)))
    }


# The context of a marker that another is held against.
COMPARED: Final = "compared"
COMPARATOR: Final = "comparator"
# What must not be told of a passage that only denies it, or tells only of the contrary.
_WORKS: Final = "predictive sensitivity supports"
_FAILS: Final = "predictive resistance supports"
_GOOD: Final = ("predictive sensitivity", "prognostic better_outcome")
_POOR: Final = ("predictive resistance", "predictive reduced_sensitivity", "prognostic poor_outcome")
_LESSER: Final = "lesser"
# How many tokens away stands what is joined to something.
_NEAR: Final = 4
_OF_LISTS: Final = frozenset({",", "/", "and", "or", "the"})
# Words of a sentence whose lists tell who was given which.
_DEALT: Final = frozenset({"respectively", "assigned", "assigning", "randomized", "randomised", "randomly"})
_ASKING: Final = frozenset({"whether", "unknown", "unclear", "uncertain"})


def claims_effect(view: Scene) -> bool:
    """Whether a passage has words that claim an effect, and does not only ask for it or plan to look."""
    told = [cue for _, cue in view.cues if cue.startswith(("predictive", "prognostic"))]
    effects = [cue for cue in told if cue.startswith("predictive")]
    if not _ASKING.isdisjoint(view.tokens) and all(cue.startswith("predictive unknown") for cue in effects):
        return False
    return any(not cue.endswith(" asked") for cue in effects or told)


def only_asks(view: Scene) -> bool:
    """Whether a passage names an effect, but only asks for it ("whether A predicts resistance to B")."""
    return any(cue.startswith("predictive") for _, cue in view.cues) and not claims_effect(view)


def not_belied(view: Scene, said: Mapping[str, float], markers: Sequence[Candidate]) -> dict[str, float]:
    """What may be said of an effect: nothing that the passage only denies ("did not respond"), no effect where it denies
    any ("did not differ by"), no benefit where it tells only of harm or of the lower of two rates, no failure where it
    tells only of benefit."""
    effects = [cue for _, cue in view.cues if cue.startswith("predictive") and not cue.endswith(" asked")]
    told = [cue for _, cue in view.cues if not cue.endswith((" asked", " denied"))]
    good = any(cue.startswith(_POOR[:2]) if cue.endswith(" not") else cue.startswith(_GOOD) for cue in told)
    poor = any(cue.startswith(_GOOD[:1]) if cue.endswith(" not") else cue.startswith(_POOR) for cue in told)
    belied = set()
    if (poor and not good) or any(set(item.contexts) == {_LESSER} for item in markers):
        belied.add(_WORKS)
    if good and not poor:
        belied.add(_FAILS)
    if effects and all(cue.endswith(" denied") for cue in effects):
        belied |= {label for label in said if label.endswith(" supports")}
    kept = {label: chance for label, chance in said.items() if label not in belied}
    return kept or dict(said)


def only_compared(view: Scene) -> bool:
    """Whether the one marker that a passage names is what it holds another against: "unlike V600E, the others ..."."""
    return all(set(item.contexts) == {COMPARED} for item in view.markers)


def differ(view: Scene, group: Sequence[Candidate], other: Sequence[Candidate]) -> bool:
    """Whether the rules say one thing of some arguments, and another of others: clauses that contrast them. Of therapies of
    which one or the other was given they cannot."""
    votes = _votes(view, {item.key for item in group})
    if not votes or not votes.isdisjoint(others := _votes(view, {item.key for item in other})) or not others:
        return False
    return not (len(group) == len(other) == 1 and share_fate(view, group[0], other[0]))


def alternatives(view: Scene, first: Candidate, second: Candidate) -> bool:
    """Whether two arguments only stand in lists of which one or another is meant ("A or B", "A, B or C"), and nowhere are
    joined otherwise ("A plus B")."""
    told = [words for words in _joins(view, first, second).values() if words is not None]
    return bool(told) and all(map(_is_choice, told))


def share_fate(view: Scene, first: Candidate, second: Candidate) -> bool:
    """Whether two therapies are only named as one or the other ("treated with A or B"), so that what is told of those who
    had either is told of both; not where a sentence deals them to groups of their own."""
    inside = [view.sentence_of[place] for place in first.places]
    joins = _joins(view, first, second)
    chosen = {place for pair, words in joins.items() if words and _is_choice(words) for place in pair}
    return (
        chosen == {*first.places, *second.places}
        and alternatives(view, first, second)
        and not any(
            sentence in inside and token in _DEALT
            for token, sentence in zip(view.tokens, view.sentence_of, strict=True)
        )
    )


def _joins(view: Scene, first: Candidate, second: Candidate) -> dict[tuple[int, int], set[str] | None]:
    """What joins each two places of arguments in one sentence."""
    fellows = {place for item in (*view.markers, *view.therapies) for place in item.places}
    return {
        (one, other): _joined_by(view, min(one, other), max(one, other), fellows)
        for one in first.places
        for other in second.places
        if one != other and view.sentence_of[one] == view.sentence_of[other]
    }


def _is_choice(words: Collection[str]) -> bool:
    return "or" in words and "and" not in words


def _joined_by(view: Scene, left: int, right: int, fellows: Collection[int]) -> set[str] | None:
    """The words that join the list in which two arguments stand, as far as it goes on behind them, nothing where other
    words join them; None if they stand apart."""
    words: set[str] = set()
    since: set[str] = set()
    for place in range(left + 1, len(view.tokens)):
        if place in fellows and since:
            words |= since
            since = set()
        elif view.tokens[place] in _OF_LISTS:
            since.add(view.tokens[place])
        else:
            return words if place > right else set() if right - left <= _NEAR else None
    return words


def contrasted(
    view: Scene, type: EvidenceType, markers: Sequence[Candidate], therapies: Sequence[Candidate]
) -> str | None:
    """What the rules say of arguments, where it is one thing, and they say another of the fellows of these."""
    if type != "predictive":
        return None
    for own, fellows in ((markers, view.markers), (therapies, view.therapies)):
        votes = _votes(view, {item.key for item in own})
        others = [item for item in fellows if item not in own]
        if len(votes) == 1 and any(differ(view, own, [item]) for item in others):
            return next(iter(votes))
    return None


def may_be(view: Scene, proposal: Proposal, chance: float, least: float) -> bool:
    """Not what is told of those without a marker, nor of what a claim only compares with; what stands aside (earlier lines)
    has to be `least` likely where another therapy does not."""
    if any(part.negated or set(part.contexts) == {COMPARED} for part in proposal.markers):
        return False
    if all(set(part.contexts) == {COMPARATOR} for part in proposal.therapies):
        return False
    if all(part.aside for part in proposal.therapies) and any(not part.aside for part in view.therapies):
        return chance >= least
    return True
