"""How the arguments of a claim stand in lists: one or another of them, one for each, or only named as examples."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import pairwise
from typing import Final

from evidence.pipeline.claim_arguments import is_general
from evidence.pipeline.claim_proposals import Proposal, gaps_of_list
from evidence.pipeline.claim_scene import Candidate, Scene
from evidence.records import Biomarker

# How many tokens away stands what is joined to something.
_NEAR: Final = 4
_OF_LISTS: Final = frozenset({",", "/", "and", "or", "the"})
_TOGETHER: Final = frozenset({"plus", "+", "with"})
_AGAINST: Final = frozenset({("versus",), ("vs",), ("v",), ("compared", "with"), ("compared", "to")})
# Words of a sentence whose lists tell who was given which.
_DEALT: Final = frozenset({"respectively", "assigned", "assigning", "randomized", "randomised", "randomly"})
# Words and signs that open a list of examples.
_OPENING: Final = frozenset(
    {"(", "including", "included", "such", "as", "e", "g", "i", ":", "like", "namely"}
)


def alternatives(view: Scene, first: Candidate, second: Candidate) -> bool:
    """Whether two arguments only stand in lists of which one or another is meant ("A or B", "A, B or C"), and nowhere are
    joined otherwise ("A plus B")."""
    told = [words for words in _joins(view, first, second).values() if words is not None]
    return bool(told) and all(map(_is_choice, told))


def opposed(view: Scene, first: Candidate, second: Candidate) -> bool:
    """Whether one argument is held against the other somewhere ("A versus B")."""
    return any(
        view.tokens[min(one, other) + 1 : max(one, other)] in _AGAINST
        for one in first.places
        for other in second.places
    )


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
    # "And/or" leaves the choice too.
    return "or" in words and ("and" not in words or "/" in words)


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


def dealt_otherwise(view: Scene, proposal: Proposal) -> bool:
    """Whether a sentence deals therapies to genes one by one ("A or B were given X or Y, respectively"), these to others."""
    own = {item.key for item in proposal.therapies}
    for number in range(view.sentences):
        inside = [place for place, sentence in enumerate(view.sentence_of) if sentence == number]
        ends = [place for place in inside if view.tokens[place] == "respectively"]
        if not ends:
            continue
        inside = inside[: inside.index(ends[-1])]
        marked, given = _units(view, view.markers, inside), _units(view, view.therapies, inside)
        if len(marked) != len(given) or len(given) < 2:
            continue
        ours = [place for place, unit in enumerate(marked) if _shares(unit, proposal.markers)]
        ours = ours or [place for place, unit in enumerate(marked) if _genes(unit) & _genes(proposal.markers)]
        theirs = [place for place, unit in enumerate(given) if not own.isdisjoint(item.key for item in unit)]
        if ours and theirs:
            return set(ours).isdisjoint(theirs)
    return False


def _shares(one: Sequence[Candidate], other: Sequence[Candidate]) -> bool:
    return not {item.key for item in one}.isdisjoint(item.key for item in other)


def _genes(markers: Sequence[Candidate]) -> set[str | None]:
    return {item.marker.gene for item in markers if item.marker}


def _units(view: Scene, candidates: Sequence[Candidate], inside: Sequence[int]) -> list[list[Candidate]]:
    """The members of a sentence's list in their order, those that are joined by "plus" as one."""
    places = [(place, item) for item in candidates for place in item.places]
    placed = sorted((pair for pair in places if inside[0] <= pair[0] <= inside[-1]), key=lambda pair: pair[0])
    units: list[list[Candidate]] = []
    last = -1
    for place, item in placed:
        joined = units and not _TOGETHER.isdisjoint(view.tokens[last + 1 : place]) and place - last <= _NEAR
        if joined:
            units[-1].append(item)
        else:
            units.append([item])
        last = place
    return units


def is_example(view: Scene, item: Candidate) -> bool:
    """Whether a change is only named among several of which a change in general was told: "mutations (A, B and C)"."""
    own = item.marker
    if own is None or is_general(own):
        return False
    kin = [
        (other.marker, other.places) for other in view.markers if other.marker and _are_kin(own, other.marker)
    ]
    general = {place for marker, places in kin if is_general(marker) for place in places}
    fellows = {place for marker, places in kin if not is_general(marker) for place in places}
    return bool(general) and all(_in_example(view, place, general, fellows) for place in item.places)


def _are_kin(one: Biomarker, other: Biomarker) -> bool:
    """Whether two markers are changes of one gene, or fusions both: "NTRK fusions (ETV6-NTRK3 and LMNA-NTRK1)"."""
    return one.gene == other.gene or ("::" in (one.gene or "") and other.type == "gene_fusion")


def _in_example(view: Scene, place: int, general: Collection[int], fellows: Collection[int]) -> bool:
    """Whether a place stands in a list that opens behind words for a change in general."""
    start = place
    while start > 0 and (start - 1 in fellows or view.tokens[start - 1] in _OF_LISTS):
        start -= 1
    end = place
    while end + 1 < len(view.tokens) and (end + 1 in fellows or view.tokens[end + 1] in _OF_LISTS):
        end += 1
    opened = start
    while opened > 0 and view.tokens[opened - 1] in _OPENING:
        opened -= 1
    listed = [other for other in fellows if start <= other <= end]
    return opened < start and len(listed) > 1 and opened - 1 in general


def is_listed(view: Scene, proposal: Proposal, believed: Sequence[Proposal]) -> bool:
    """Whether a proposal's therapy stands in a list with that of one that is believed ("resistant to A, B and C"), of the
    same markers."""
    return any(
        kept.markers == proposal.markers
        and len(kept.therapies) == len(proposal.therapies) == 1
        and kept.therapies != proposal.therapies
        and bool(gaps_of_list(view, kept.therapies[0], proposal.therapies[0]))
        for kept in believed
    )


def is_bound_with(view: Scene, proposal: Proposal, believed: Sequence[Proposal]) -> bool:
    """Whether a proposal's therapy stands in the list that words for an effect are bound to ("resistance to A and B") with
    that of one that is believed, of the same markers."""
    return any(
        kept.markers == proposal.markers
        and len(kept.therapies) == len(proposal.therapies) == 1
        and kept.therapies != proposal.therapies
        and any({kept.therapies[0].key, proposal.therapies[0].key} <= keys for keys in view.bound)
        and all(kept.therapies[0].key in keys for keys in view.bound if proposal.therapies[0].key in keys)
        for kept in believed
    )


def is_shared(view: Scene, proposal: Proposal, believed: Sequence[Proposal]) -> bool:
    """Whether a proposal's therapy, or its marker, is the alternative of one that is believed ("A or B"), all else alike."""
    return any(
        _is_alternative(view, kept.therapies, proposal.therapies)
        if kept.markers == proposal.markers
        else kept.therapies == proposal.therapies and _is_alternative(view, kept.markers, proposal.markers)
        for kept in believed
    )


def _is_alternative(view: Scene, kept: Sequence[Candidate], proposed: Sequence[Candidate]) -> bool:
    return len(kept) == len(proposed) == 1 and share_fate(view, kept[0], proposed[0])


def either(view: Scene, listed: Sequence[Sequence[Candidate]]) -> bool:
    """Whether single therapies of a list were given one or another ("gefitinib or erlotinib")."""
    if len(listed) < 2 or any(len(treatment) > 1 for treatment in listed):
        return False
    gaps = [gap for left, right in pairwise(listed) for gap in gaps_of_list(view, left[0], right[0])]
    last = gaps_of_list(view, listed[-2][0], listed[-1][0])
    return all("or" in gap.split(" ") for gap in last) and not any("and" in gap.split(" ") for gap in gaps)
