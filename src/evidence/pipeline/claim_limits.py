"""What a passage's words forbid to be said, whatever the learnt judgement holds likely.

A claim of what is only denied, asked, planned or compared with, of those who have not the marker, or of the lower of two
rates is worse than none; and where the rules say different things of the arguments of contrasting clauses, the arguments are
not meant together.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Final

from evidence.pipeline import claim_lists
from evidence.pipeline.claim_arguments import KNOWN
from evidence.pipeline.claim_proposals import Proposal
from evidence.pipeline.claim_scene import Candidate, Scene, key_of
from evidence.records import Association, EvidenceType


def _votes(view: Scene, keys: Collection[str], type: EvidenceType = "predictive") -> set[str]:
    """What the rules' claims of a type say of arguments."""
    return {
        f"{item.evidence_type} {item.significance} {item.direction}"
        for item in view.told
        if item.evidence_type == type
        and not (type == "prognostic" and item.significance == "unknown")
        and not _keys(item).isdisjoint(keys)
    }


def _keys(item: Association) -> set[str]:
    return {*map(key_of, item.biomarkers), *(part.id for part in item.therapies)}


# The context of a marker that another is held against.
COMPARED: Final = "compared"
COMPARATOR: Final = "comparator"
# What must not be told of a passage that only denies it, or tells only of the contrary.
_WORKS: Final = "predictive sensitivity supports"
_FAILS: Final = "predictive resistance supports"
_HARMS: Final = "predictive adverse_response"
_UNTOLD: Final = "predictive unknown supports"
_COURSE_UNTOLD: Final = "prognostic unknown supports"
_OF_SURVIVAL: Final = frozenset({"survival", "os", "pfs", "dfs", "rfs", "efs", "alive", "OUTCOME"})
_OF_EVENTS: Final = frozenset(
    {"mortality", "death", "deaths", "relapse", "relapses", "recurrence", "progression", "risk"}
)
_OF_FINDINGS: Final = frozenset({"diagnostic", "predisposing"})
_COMPARING: Final = frozenset(
    {"than", "compared", "comparison", "versus", "vs", "difference", "differences", "differ"}
)
_OPPOSITES: Final = {
    one: other
    for pair in (
        ("better_outcome", "poor_outcome"),
        ("positive", "negative"),
        ("predisposition", "protectiveness"),
        ("gain_of_function", "loss_of_function"),
    )
    for one, other in (pair, pair[::-1])
}
# What is told where words of its opposite only name the subject.
_SPECIFIC: Final = frozenset({"protectiveness"})
_GOOD: Final = ("predictive sensitivity", "prognostic better_outcome")
_POOR: Final = ("predictive resistance", "predictive reduced_sensitivity", "prognostic poor_outcome")
_LESSER: Final = "lesser"
_OF_EFFECTS: Final = frozenset({"predictive", "prognostic"})
# States that those have who lack the alteration.
_OF_THOSE_WITHOUT: Final = frozenset({"wild_type"})
# States of a protein by which it is read whether a treatment reached it.
_READ_OUTS: Final = frozenset({"phosphorylation"})
_OF_LABORATORY: Final = frozenset({"functional", "oncogenic"})
_OF_PATIENTS: Final = ("predisposing", "prognostic", "diagnostic")
_ASKING: Final = frozenset({"whether", "unknown", "unclear", "uncertain"})


def claims_effect(view: Scene) -> bool:
    """Whether a passage has words that claim an effect, and does not only ask for it or plan to look."""
    told = [cue for _, cue in view.cues if cue.startswith(("predictive", "prognostic"))]
    effects = [cue for cue in told if cue.startswith("predictive")]
    if not _ASKING.isdisjoint(view.tokens) and all(cue.startswith("predictive unknown") for cue in effects):
        return False
    return any(not cue.endswith(" asked") for cue in effects or told)


def is_told(view: Scene, type: EvidenceType) -> bool:
    """Whether a passage has words that claim something of a type themselves, and neither ask nor deny."""
    return any(cue.startswith(type) and cue.endswith((" strong", " explicit")) for _, cue in view.cues)


def only_asks(view: Scene) -> bool:
    """Whether a passage names an effect, but only asks for it ("whether A predicts resistance to B")."""
    return any(cue.startswith("predictive") for _, cue in view.cues) and not claims_effect(view)


def not_belied(
    view: Scene, said: Mapping[str, float], markers: Sequence[Candidate], therapies: Sequence[Candidate]
) -> dict[str, float]:
    """What may be said of an effect: nothing that the passage only denies ("did not respond"), no effect where it denies
    any ("did not differ by"), no benefit where it tells only of harm or of the lower of two rates, no failure where it
    tells only of benefit. Words that are bound to other therapies tell nothing of these."""
    given = {item.key for item in therapies}
    placed = [
        (number, cue)
        for place, (number, cue) in enumerate(view.cues)
        if not (place < len(view.bound) and view.bound[place] and view.bound[place].isdisjoint(given))
    ]
    near = _near(view, placed, markers)
    cues = near if any(_points(cue) and " weak" not in cue for cue in near) else [cue for _, cue in placed]
    effects = [cue for cue in cues if cue.startswith("predictive") and not cue.endswith(" asked")]
    told = [cue for cue in cues if not cue.endswith((" asked", " denied"))]
    told = [cue for cue in told if " weak" not in cue and cue.startswith(_POOR + _GOOD)] or told
    good = any(cue.startswith(_POOR[:2]) if cue.endswith(" not") else cue.startswith(_GOOD) for cue in told)
    poor = any(cue.startswith(_GOOD[:1]) if cue.endswith(" not") else cue.startswith(_POOR) for cue in told)
    belied = set()
    if (poor and not good) or any(set(item.contexts) == {_LESSER} for item in markers):
        belied.add(_WORKS)
    if good and not poor:
        belied.add(_FAILS)
    if all(item.held for item in markers) and _only_came(view):
        belied.add(_FAILS)
    if effects and all(cue.startswith(_HARMS) for cue in effects):
        belied |= {_WORKS, _FAILS}
    strong = [cue for cue in effects if " weak" not in cue] or effects or cues
    if strong and all(
        cue.endswith(" denied") or (" unknown" in cue and cue.endswith(" not")) for cue in strong
    ):
        belied |= {label for label in said if label.endswith(" supports")}
        belied |= _not_denied(strong)
    elif not any(_points(cue) for cue in cues):
        return {_UNTOLD: said.get(_UNTOLD, 0.0)}
    kept = {label: chance for label, chance in said.items() if label not in belied}
    return kept or dict(said)


def _near(view: Scene, cues: Sequence[tuple[int, str]], markers: Sequence[Candidate]) -> list[str]:
    """What the sentences tell that name the markers themselves."""
    own = {view.sentence_of[place] for item in markers for place in item.places}
    return [cue for number, cue in cues if number in own]


def _not_denied(cues: Collection[str]) -> set[str]:
    """What is not told to be denied, where words deny one of two opposites: "did not predict response" denies sensitivity."""
    named = {cue.split(" ")[1] for cue in cues} & {"sensitivity", "resistance"}
    others = {"sensitivity", "resistance"} - named
    return {f"predictive {other} does_not_support" for other in others} if named else set()


def _points(cue: str) -> bool:
    """Whether words tell of an effect, and which way it goes."""
    return (
        cue.startswith(("predictive", "prognostic")) and " unknown" not in cue and not cue.endswith(" asked")
    )


def _only_came(view: Scene) -> bool:
    """Whether what a passage tells of resistance is only that it came about."""
    failures = [
        came
        for (_, cue), came in zip(view.cues, view.acquired, strict=False)
        if cue.startswith(_POOR) and not cue.endswith((" not", " asked"))
    ]
    return bool(failures) and all(failures)


def _failed_later(view: Scene, proposal: Proposal) -> bool:
    """Whether a passage has words for no other effect than that resistance came about, or tells it of these therapies, and
    names others that may be what its other words are of."""
    own = {item.key for item in proposal.therapies}
    told = [
        (came, keys)
        for (_, cue), came, keys in zip(view.cues, view.acquired, view.bound, strict=False)
        if cue.startswith(("predictive", "prognostic")) and " weak" not in cue
    ]
    spent = {key for came, keys in told if came for key in keys}
    others = {item.key for item in view.therapies} - spent
    return bool(told) and (all(came for came, _ in told) or (own <= spent and bool(others)))


def not_turned(
    view: Scene, type: EvidenceType, said: Mapping[str, float], markers: Sequence[Candidate]
) -> dict[str, float]:
    """The same of other types of claims: not one of two opposites where a passage has words for the other only, and speaks
    of those alone who have the marker; neither where it denies any."""
    placed = [item for item in view.cues if item[1].startswith(type) and not item[1].endswith(" asked")]
    near = _near(view, placed, markers)
    cues = near if any(" weak" not in cue for cue in near) else [cue for _, cue in placed]
    if type == "prognostic" and not cues:
        # Of 22 of CIViC's statements that were taken for prognoses without a word for the course 3 went the way that was told.
        return {_COURSE_UNTOLD: said.get(_COURSE_UNTOLD, 0.0)}
    # What is found in a disease, and what a family has, weak words tell too; where it is not found tells nothing against it.
    found = type in _OF_FINDINGS
    strong = [cue for cue in cues if not found and " weak" not in cue] or cues
    idle = (" denied",) if found else (" denied", " not")
    belied: set[str] = set()
    turned: set[str] = set()
    if strong and all(cue.endswith(idle) for cue in strong):
        belied |= {label for label in said if label.endswith(" supports")}
    own = {item.marker.gene for item in markers if item.marker}
    if not any(COMPARED in item.contexts or _is_lack(item, own) for item in view.markers):
        stated = [cue for cue in strong if not cue.endswith((" denied", " not"))]
        told = {cue.split(" ")[1] for cue in [cue for cue in stated if " weak" not in cue] or stated}
        told = told & _SPECIFIC or told  # "a haplotype with a reduced risk"
        turned = {f"{type} {name} supports" for name in told if name in _OPPOSITES and len(told) == 1}
        belied |= {f"{type} {_OPPOSITES[label.split(' ')[1]]} supports" for label in turned}
    if (
        type == "prognostic"
        and not _OF_SURVIVAL.isdisjoint(view.tokens)
        and _OF_EVENTS.isdisjoint(view.tokens)
    ):
        if any(_LESSER in item.contexts for item in view.markers):
            lives = any(set(item.contexts) != {_LESSER} for item in markers)
            belied.add(f"{type} {'poor' if lives else 'better'}_outcome supports")
    kept = {label: chance for label, chance in said.items() if label not in belied}
    if type == "predisposing" and turned and not turned & belied:
        # Protection is too seldom curated to be learnt: where words tell it, what was held for a risk is one.
        kept |= dict.fromkeys(
            turned, sum(chance for label, chance in said.items() if label.endswith(" supports"))
        )
    if kept:
        return kept
    likeliest = max(said, key=lambda label: said[label])
    return {likeliest.replace(" supports", " does_not_support"): said[likeliest]}


def _is_lack(item: Candidate, genes: Collection[str | None]) -> bool:
    """Whether what a passage names is not to have a change of one of the genes."""
    if item.marker is None:
        return False
    return item.marker.type in _OF_THOSE_WITHOUT or (item.negated and item.marker.gene in genes)


def only_compared(view: Scene) -> bool:
    """Whether the one marker that a passage names is what it holds another against: "unlike V600E, the others ..."."""
    return all(map(is_only_compared, view.markers))


def compares(view: Scene) -> bool:
    """Whether a passage holds something against something else."""
    return not _COMPARING.isdisjoint(view.tokens)


def differ(
    view: Scene, group: Sequence[Candidate], other: Sequence[Candidate], type: EvidenceType = "predictive"
) -> bool:
    """Whether the rules say one thing of some arguments, and another of others: clauses that contrast them. Of therapies of
    which one or the other was given they cannot."""
    votes = _votes(view, {item.key for item in group}, type)
    others = _votes(view, {item.key for item in other}, type)
    if not votes or not others or not votes.isdisjoint(others):
        return False
    return not (len(group) == len(other) == 1 and claim_lists.share_fate(view, group[0], other[0]))


def contrasted(
    view: Scene, type: EvidenceType, markers: Sequence[Candidate], therapies: Sequence[Candidate]
) -> str | None:
    """What the rules say of arguments, where it is one thing, and they say another of the fellows of these."""
    if type not in _OF_EFFECTS:
        return None
    if type == "predictive" and (vote := _explicit(view, markers, therapies)) is not None:
        return vote
    for own, fellows in ((markers, view.markers), (therapies, view.therapies)):
        votes = _votes(view, {item.key for item in own}, type)
        others = [item for item in fellows if item not in own]
        if len(votes) == 1 and any(differ(view, own, [item], type) for item in others):
            return next(iter(votes))
    return None


def _explicit(view: Scene, markers: Sequence[Candidate], therapies: Sequence[Candidate]) -> str | None:
    """What the rules say of arguments where a passage names both sensitivity and resistance in so many words, and tells
    one of them of just these therapies, or of others only."""
    given = {item.key for item in therapies}
    named = [
        (cue.split(" ")[1], keys)
        for (_, cue), keys in zip(view.cues, view.bound, strict=False)
        if cue.startswith("predictive") and " explicit" in cue
    ]
    if not {"sensitivity", "resistance"} <= {said for said, _ in named}:
        return None
    others = any(item.aside for item in view.therapies if item not in therapies)
    told = {said for said, keys in named if given <= keys or (others and said == "sensitivity" and not keys)}
    own = {item.key for item in markers} | given
    votes = {
        f"{item.evidence_type} {item.significance} {item.direction}"
        for item in view.told
        if item.evidence_type == "predictive" and item.significance in told and own == _keys(item)
    }
    return votes.pop() if len(votes) == 1 and len(told) == 1 else None


def _only_of_others(view: Scene, proposal: Proposal) -> bool:
    """Whether each word for an effect that a passage has is bound to other therapies ("resistant to A received B")."""
    own = {item.key for item in proposal.therapies}
    told = [
        keys
        for (_, cue), keys in zip(view.cues, view.bound, strict=False)
        if cue.startswith(("predictive", "prognostic"))
    ]
    return bool(told) and all(keys and not own <= keys for keys in told)


def _is_part(view: Scene, proposal: Proposal) -> bool:
    """Whether the rules tell of a proposal's therapies, for these markers, only together with others."""
    markers = {item.key for item in proposal.markers}
    own = {item.key for item in proposal.therapies}
    told = [
        {concept.id for concept in item.therapies}
        for item in view.told
        if item.evidence_type == "predictive" and not markers.isdisjoint(map(key_of, item.biomarkers))
        if not own.isdisjoint(concept.id for concept in item.therapies)
        if item.therapy_interaction != "substitutes"
    ]
    return bool(told) and all(own < given for given in told)


def _works_only_joined(view: Scene, proposal: Proposal) -> bool:
    """Whether the rules deny, of these markers, the effect of a proposal's therapies that they tell of these with others
    ("neither A nor B alone, but the combination")."""
    markers = {item.key for item in proposal.markers}
    own = {item.key for item in proposal.therapies}
    told = [
        ({concept.id for concept in item.therapies}, item.direction == "supports", item.significance)
        for item in view.told
        if item.evidence_type == "predictive" and not markers.isdisjoint(map(key_of, item.biomarkers))
    ]
    alone = {(supported, said) for given, supported, said in told if given == own}
    joined = {said for given, supported, said in told if own < given and supported}
    return bool(alone) and all(not supported and said in joined for supported, said in alone)


def crossed(view: Scene, proposal: Proposal) -> bool:
    """Whether a marker of one clause is proposed with a therapy of another, where the rules give each a fellow of its own
    in the same sentence ("A responded to X, while B responded to Y")."""
    markers = {item.key for item in proposal.markers}
    therapies = {item.key for item in proposal.therapies}
    told = [(item.start, _keys(item)) for item in view.told if item.evidence_type == "predictive"]
    if any(keys & markers and keys & therapies for _, keys in told):
        return False
    ours = {start for start, keys in told if keys & markers}
    return any(start in ours for start, keys in told if keys & therapies)


def may_be(view: Scene, proposal: Proposal, chance: float, least: float) -> bool:
    """Not what is told of those without a marker, nor of what a claim only compares with; what stands aside (earlier lines)
    has to be `least` likely where another therapy does not."""
    if any(part.negated or is_only_compared(part) for part in proposal.markers):
        return False
    known = [part for part in proposal.markers if _is_known(part) and not _drives(part, proposal.markers)]
    if known and not all(map(_is_known, view.markers)):
        return False
    if all(map(_is_read_out, proposal.markers)) and not all(map(_is_read_out, view.markers)):
        return False
    if crossed(view, proposal) or _only_of_others(view, proposal):
        return False
    if _is_part(view, proposal) or _works_only_joined(view, proposal):
        return False
    if claim_lists.dealt_otherwise(view, proposal) or all(
        claim_lists.is_example(view, part) for part in proposal.markers
    ):
        return False
    if all(part.held for part in proposal.markers) and _failed_later(view, proposal):
        return False
    if all(set(part.contexts) == {COMPARATOR} for part in proposal.therapies):
        return False
    if all(part.aside for part in proposal.therapies) and any(not part.aside for part in view.therapies):
        return chance >= least
    return True


def is_only_compared(item: Candidate) -> bool:
    """Whether another marker is held against one wherever that is named, but for where what is known of it is told."""
    return COMPARED in item.contexts and {COMPARED, KNOWN}.issuperset(item.contexts)


def _is_known(item: Candidate) -> bool:
    """Whether a passage tells of a marker only what is known already ("BRAF V600E (a known sensitizing mutation)")."""
    return set(item.contexts) == {KNOWN}


def _drives(item: Candidate, markers: Sequence[Candidate]) -> bool:
    """Whether a marker is the fusion of a gene of which another is a change: what is known of it, the change is new to."""
    symbol = item.marker.gene if item.marker else None
    if not symbol or "::" not in symbol:
        return False
    return any(other.marker is not None and other.marker.gene in symbol.split("::") for other in markers)


def _is_read_out(item: Candidate) -> bool:
    """Whether a marker is what a treatment does to a protein ("phosphorylated AKT was reduced") sooner than what tells whom
    it helps."""
    return item.marker is not None and item.marker.name in _READ_OUTS


def types_told(view: Scene, kinds: Mapping[str, float]) -> dict[str, float]:
    """How likely each type of claim is, where a passage's words tell of what a change does to the protein or the cell, and
    none of the patients: as likely as the types without words of theirs were, it claims that."""
    named = {cue.split(" ")[0] for _, cue in view.cues}
    strong = {cue.split(" ")[0] for _, cue in view.cues if " weak" not in cue and not cue.endswith(" asked")}
    if not strong or not strong <= _OF_LABORATORY:
        return dict(kinds)
    unnamed = [type for type in _OF_PATIENTS if type not in named and type in kinds]
    share = sum(kinds[type] for type in unnamed) / len(strong)
    return {
        type: 0.0 if type in unnamed else chance + (share if type in strong else 0.0)
        for type, chance in kinds.items()
    }
