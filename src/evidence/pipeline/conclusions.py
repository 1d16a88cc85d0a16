"""What a sentence of the conclusions claims of a treatment, outcome by outcome, where it tells no figures.

"A improves overall survival but not quality of life, with manageable toxicity" makes three claims. Each outcome is
ruled by the claiming word (`data/conclusion_cues.tsv`) that stands before it in its phrase ("improves PFS and OS"),
behind it as a predicate ("OS was improved") or joined to it ("a survival benefit"). A denial turns a claim into "no
difference" as far as it reaches. Words that claim without an outcome ("A is superior to B") claim efficacy or benefit.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final, Literal, cast

from evidence.pipeline import directions
from evidence.pipeline.arm_mentions import ArmMention
from evidence.pipeline.finding_rows import factors, standard
from evidence.pipeline.outcomes import OutcomeMention
from evidence.pipeline.populations import population
from evidence.pipeline.scenes import Scene
from evidence.pipeline.sides import Sides, pair, sides_of
from evidence.pipeline.tables import rows
from evidence.records import Direction, Favors, Finding, FindingRole, Significance

Kind = Literal["amount", "benefit", "same", "affect"]
_SIGNS: Final = {"up": 1, "down": -1, "none": 0}


@dataclass(frozen=True, slots=True)
class _Cue:
    """A claiming word with its span; `denied` where no difference is told with it."""

    kind: Kind
    sign: int
    whole: str
    start: int
    end: int
    denied: bool = False


@dataclass(frozen=True, slots=True)
class _Claim:
    """What is claimed of an outcome; `cue` is None for what is only called acceptable ("manageable toxicity")."""

    outcome: OutcomeMention
    cue: _Cue | None
    start: int
    denied: bool = False


def claims(scene: Scene, masked: str) -> Iterator[Finding]:
    """The rows of a clause of a conclusion that has no figures; `masked` is the text without brackets."""
    found = _cues(masked, scene.start, scene.end, scene.outcomes)
    outcomes = [item for item in scene.outcomes if not any(_inside(cue, item) for cue in found)]
    made = list(_ruled(masked, scene, outcomes, found))
    taken = {claim.cue for claim in made if claim.cue is not None}
    made += _wholes(masked, scene, [cue for cue in found if cue not in taken], taken)
    for claim in sorted(made, key=lambda item: item.outcome.start):
        finding = _row(scene, masked, claim)
        if finding is not None:
            yield finding


# ---------------------------------------------------------------- claiming words


@lru_cache(maxsize=1)
def _pattern() -> tuple[re.Pattern[str], tuple[tuple[Kind, int, str], ...]]:
    table = rows("conclusion_cues")
    # Words that hold an outcome of their own come first: "superior to" before "superior".
    order = sorted(range(len(table)), key=lambda place: table[place]["whole"] != "efficacy")
    parts = [f"(?P<g{place}>{table[index]['pattern']})" for place, index in enumerate(order)]
    meaning = tuple(
        (cast(Kind, table[index]["kind"]), _SIGNS[table[index]["sign"]], table[index]["whole"])
        for index in order
    )
    return re.compile(r"(?<![\w-])(?:" + "|".join(parts) + r")(?![\w-])", re.IGNORECASE), meaning


# A word that is no claim: what others may gain, what is to be found out, what stands in a name.
_NO_CUE: Final = re.compile(
    r"(?:\bwho (?:\w+ ){0,3}|\bbest |\bmost |\bthat (?:may|might|could|would) (?:\w+ )?|\bbone |\bpotential |\bprimary |\bsecondary )$",
    re.IGNORECASE,
)


def _cues(masked: str, start: int, end: int, outcomes: Sequence[OutcomeMention]) -> list[_Cue]:
    """The claiming words of a clause, in order, none inside an outcome's name but "benefit"."""
    pattern, meaning = _pattern()
    found = []
    for match in pattern.finditer(masked, start, end):
        kind, sign, whole = meaning[int((match.lastgroup or "g0")[1:])]
        cue = _Cue(kind, sign, whole, match.start(), match.end())
        if _NO_CUE.search(masked, max(start, match.start() - 30), match.start()):
            continue
        if any(
            item.start <= cue.start and cue.end <= item.end and not _inside(cue, item) for item in outcomes
        ):
            continue
        found.append(replace(cue, denied=_denied(masked, start, cue, outcomes)))
    return found


def _inside(cue: _Cue, outcome: OutcomeMention) -> bool:
    """Whether an outcome's name is only a claim: "clinical benefit"."""
    return outcome.start <= cue.start and cue.end == outcome.end and cue.whole == "clinical benefit"


_DENIAL: Final = re.compile(
    r"\b(?:(?P<verb>not(?! only)|n't|never|cannot|fail(?:s|ed|ure)? to|failed in|unable to)"
    r"|(?P<noun>no|nor|neither|without|little|lack(?:s|ed|ing)?(?: of)?|absence of|insufficient))\b",
    re.IGNORECASE,
)
_BREAK: Final = re.compile(r"[;:]|,? but\b|\b(?:although|whereas|while|however|because)\b", re.IGNORECASE)
# What may stand between "no" and the word that it denies.
_NOUN_GAP: Final = re.compile(
    r"\s+(?:(?!(?:of|in|for|to|with|from|and|or|was|were|had|than|on)\b)[\w-]+\s+){0,4}"
    r"(?:(?:evidence|indication|proof|signs?|support)\s+(?:(?:of|for|that|to suggest(?: that)?)\s+)(?:[\w-]+\s+){0,6})?",
    re.IGNORECASE,
)
_VERB_WORDS: Final = 12
_JOINED_DENIAL: Final = re.compile(r"\b(?:or|nor)\b")


def _denied(masked: str, start: int, cue: _Cue, outcomes: Sequence[OutcomeMention]) -> bool:
    last = None
    for match in _DENIAL.finditer(masked, max(start, cue.start - 160), cue.start):
        last = match
    if last is None:
        return False
    gap = masked[last.end() : cue.start]
    if _BREAK.search(gap):
        return False
    if last["noun"]:
        return _NOUN_GAP.fullmatch(gap) is not None
    between = [item for item in outcomes if last.end() <= item.start and item.end <= cue.start]
    if between and not _JOINED_DENIAL.search(masked, between[-1].end, cue.start):
        return False  # "does not improve A and increases B"
    return len(gap.split()) <= _VERB_WORDS


# ---------------------------------------------------------------- which word rules which outcome

_TERMS: Final = re.compile(
    r"\b(?:in terms of|with (?:respect|regards?|reference) to|regarding|concerning|in relation to|as measured by|as assessed by)\b",
    re.IGNORECASE,
)
_FINITE: Final = re.compile(
    r"\b(?:was|were|is|are|has|have|had|did|does|do|may|might|can|could|should|would|will|led|resulted|seems?|remains?|remained|appears?|showed|shows"
    r"|than|compared|versus|vs|who|which|while|whereas|although|but|because|due|owing|after|following|without|with|when|at the (?:cost|expense))\b|[;:]",
    re.IGNORECASE,
)
_SEEN: Final = re.compile(
    r"\b(?:was|were|is|are|has been|have been) (?:\w+ ){0,2}?(?:noted|seen|found|observed|detected|shown|demonstrated|evident|recorded|reported|achieved|obtained|identified)\b",
    re.IGNORECASE,
)
_ASIDE: Final = re.compile(
    r",? but (?:[\w-]+ )?(?:manageable|acceptable|tolerable|expected|reversible)\b,?", re.IGNORECASE
)
# Between a subject and its predicate.
_COPULA: Final = re.compile(
    r"(?: rates?| times?| scores?| levels?| outcomes?)?(?: (?:of|for|in|with|among|between|after|at|from|on)\b[^;:]{0,90}?)?"
    r" (?:was|were|is|are|remain(?:s|ed)?|seem(?:s|ed)?|appear(?:s|ed)?|ha(?:s|ve|d)|did|does|do|may|might|could|can|tended)\b(?: (?!and\b)[\w-]+){0,5} ?",
    re.IGNORECASE,
)
_BARE: Final = re.compile(r" (?:[\w-]+ly )?")
_INTRANSITIVE: Final = re.compile(
    r"(?:improv|increas|decreas|declin|worsen|differ|deteriorat)\w*", re.IGNORECASE
)
_NOUN: Final = re.compile(
    r"(?:benefits?|advantages?|improvements?|gains?|prolongation|reductions?|increases?|decreases?|differences?|superiority|prevention|relief)",
    re.IGNORECASE,
)
_LISTED: Final = re.compile(
    r"(?:,|,? and|,? or|,? nor|/|,? as well as|,? plus|,? and/or|,? but not| and not|,? not)(?: (?:in|on|of|for))?"
    r" (?:(?!(?:was|were|is|are|had|has|did|but|with|than|who)\b)[\w/-]+ ){0,3}",
    re.IGNORECASE,
)
_EXCEPT: Final = re.compile(r"\bnot\b", re.IGNORECASE)
_FAR: Final = 60
_FARTHEST: Final = 170


def _ruled(
    masked: str, scene: Scene, outcomes: Sequence[OutcomeMention], cues: Sequence[_Cue]
) -> Iterator[_Claim]:
    """A claim for each outcome that a word rules; lists share their word, "but not X" denies it for one."""
    before: _Claim | None = None
    for index, outcome in enumerate(outcomes):
        claim = _listed(masked, outcome, cues, before)
        if claim is None:
            rest = outcomes[index + 1 :]
            claim = _own(masked, scene, outcome, cues, rest, before)
        if claim is None:
            claim = _accepted(masked, scene, outcome)
        if claim is not None:
            yield claim
        before = claim


def _listed(
    masked: str, outcome: OutcomeMention, cues: Sequence[_Cue], before: _Claim | None
) -> _Claim | None:
    """The claim of the outcome before, where this one stands in a list with it."""
    if before is None or before.cue is None:
        return None
    gap = masked[before.outcome.end : outcome.start]
    if not _LISTED.fullmatch(gap) or any(before.outcome.end <= cue.start < outcome.start for cue in cues):
        return None
    return _Claim(outcome, before.cue, before.start, before.denied or _EXCEPT.search(gap) is not None)


def _own(
    masked: str,
    scene: Scene,
    outcome: OutcomeMention,
    cues: Sequence[_Cue],
    rest: Sequence[OutcomeMention],
    before: _Claim | None,
) -> _Claim | None:
    ahead = [cue for cue in cues if cue.end <= outcome.start]
    behind = [cue for cue in cues if cue.start >= outcome.end]
    start = max(scene.start, before.outcome.end if before else scene.start)
    if (
        behind
        and _NOUN.fullmatch(masked, behind[0].start, behind[0].end)
        and behind[0].start - outcome.end == 1
    ):
        return _Claim(outcome, behind[0], start)  # "a survival benefit"
    if ahead and _reaches(masked, ahead[-1], outcome):
        return _Claim(outcome, ahead[-1], start)
    if not behind:
        return None
    last = outcome
    for other in rest:  # "OS and PFS were longer"
        if not _LISTED.fullmatch(masked, last.end, other.start):
            break
        last = other
    gap = masked[last.end : behind[0].start]
    if any(last.end <= other.start < behind[0].start for other in rest):
        return None
    if outcome.concept is None and not _measured(masked, scene, outcome, behind[0], rest):
        return None
    bare = _BARE.fullmatch(gap) and _INTRANSITIVE.match(masked, behind[0].start)
    return _Claim(outcome, behind[0], start) if bare or _COPULA.fullmatch(gap) else None


_PREDICATE: Final = re.compile(
    r"higher|lower|longer|shorter|greater|larger|smaller|fewer|more|less|reduced|increased|decreased|improved|better|worse|similar|comparable|the same|unchanged|unaffected|equivalent",
    re.IGNORECASE,
)


def _measured(
    masked: str, scene: Scene, outcome: OutcomeMention, cue: _Cue, rest: Sequence[OutcomeMention]
) -> bool:
    """Whether a subject that no vocabulary knows is what is compared, and not the treatment that does something."""
    if _PREDICATE.match(masked, cue.start, cue.end) is None:
        return False
    if any(other.concept is not None and _reaches(masked, cue, other) for other in rest):
        return False
    taken = [(item.start, item.end) for item in scene.mentions] + [
        (item.start, item.end) for item in scene.therapies
    ]
    return not any(start < outcome.end and outcome.start < end for start, end in taken)


def _reaches(masked: str, cue: _Cue, outcome: OutcomeMention) -> bool:
    """Whether a claiming word rules the outcome behind it."""
    gap = masked[cue.end : outcome.start]
    terms = [match.end() for match in _TERMS.finditer(gap)]
    if terms:
        return len(gap) <= _FARTHEST and len(gap) - terms[-1] <= _FAR
    gap = _SEEN.sub(" ", _ASIDE.sub(" ", gap))
    return len(gap) <= _FAR and not _FINITE.search(gap)


_ACCEPTED: Final = re.compile(
    r"\b(?:manageable|acceptable|tolerable|favou?rable|good|excellent|expected|modest|moderate|mild|minimal|low|limited|no|known|consistent|predictable|without|new)\b"
    r"[\w,/ -]{0,40}$",
    re.IGNORECASE,
)
_CALLED: Final = re.compile(
    r"(?: profile)?(?: (?:of|for|with)\b[^;,]{0,50}?)? (?:was|were|is|are|being) (?:\w+ ){0,2}?(?:manageable|acceptable|tolerable|favou?rable|good|mild|modest|moderate|low|consistent|expected|predictable)\b",
    re.IGNORECASE,
)
_HARM: Final = re.compile(r"tox|adverse|side.effect|safety|tolerab|morbidity", re.IGNORECASE)


def _accepted(masked: str, scene: Scene, outcome: OutcomeMention) -> _Claim | None:
    """What is told of safety without comparing it: "safe", "well tolerated", "with manageable toxicity"."""
    if not _HARM.search(outcome.name):
        return None
    called = (
        outcome.phrase
        or outcome.name == "tolerability"
        or _ACCEPTED.search(masked, max(scene.start, outcome.start - 60), outcome.start)
        or _CALLED.match(masked, outcome.end, scene.end)
    )
    return _Claim(outcome, None, outcome.start) if called else None


# Before a word that claims nothing by itself: an aim, what another sentence said, what is weighed.
_MODAL: Final = re.compile(
    r"\b(?:(?:to|should|would) (?:be )?|(?:this|that|these|those|such|between|recommended as an?|considered an?|any) (?:\w+ )?)$",
    re.IGNORECASE,
)
_MEANS: Final = re.compile(r"[^,;]{0,60}\b(?:in|for|at|to)(?: the)? $")
_ADJECTIVE: Final = re.compile(r"effective(?:ly|ness)?|efficacious", re.IGNORECASE)
_CALLS: Final = re.compile(
    r"\b(?:is|are|was|were|be|an?|and|as|more|highly|very|the|safe,?|appears?|seems?|remains?|not)(?: \w+ly)? $",
    re.IGNORECASE,
)


def _wholes(masked: str, scene: Scene, free: Sequence[_Cue], taken: Collection[_Cue]) -> Iterator[_Claim]:
    """Claims without an outcome: efficacy where treatments are compared, benefit or outcome where that is the word."""
    for cue in free:
        if cue.whole == "efficacy" and any(
            _MEANS.fullmatch(masked, cue.end, other.start) for other in taken if other.start > cue.end
        ):
            continue  # "effective in preventing nausea" claims of nausea
        if not cue.whole or (cue.kind == "same" and len({item.arm for item in scene.near}) < 2):
            continue
        if _MODAL.search(masked, max(scene.start, cue.start - 30), cue.start):
            continue  # an aim, and no claim
        adjective = _ADJECTIVE.fullmatch(masked, cue.start, cue.end)
        if adjective and not _CALLS.search(masked, max(scene.start, cue.start - 25), cue.start):
            continue
        yield _Claim(
            OutcomeMention(cue.start, cue.end, cue.whole, None, None), cue, max(scene.start, cue.start - 40)
        )
        return


# ---------------------------------------------------------------- rows

_INSIGNIFICANT: Final = re.compile(
    r"\b(?:non-?(?:statistically )?(?:-? ?significant(?:ly)?)|insignificant(?:ly)?|(?:not|no|nor|without|fail(?:ed|s|ure)? to|n't)\b[^,;]{0,50}?\b(?:statistical(?:ly)?|significan(?:t|tly|ce)))\b",
    re.IGNORECASE,
)
_SIGNIFICANT: Final = re.compile(r"(?<!non-)(?<!non)\bsignifican(?:t(?:ly)?|ce)\b", re.IGNORECASE)


def _row(scene: Scene, masked: str, claim: _Claim) -> Finding | None:
    cue, outcome = claim.cue, claim.outcome
    denied = claim.denied or (cue is not None and cue.denied)
    if cue is not None and cue.kind == "affect" and not denied:
        return None  # "affects" says not which way
    sides = _sides(scene, cue)
    if sides.intervention is None:
        return None
    end = max(outcome.end, cue.end if cue is not None else 0)
    told: Significance = "not_reported"
    if cue is not None:
        region = masked[min(claim.start, cue.start) : end]
        told = (
            "not_significant"
            if _INSIGNIFICANT.search(region)
            else "significant"
            if _SIGNIFICANT.search(region)
            else "not_reported"
        )
    direction, favors = _direction(scene, cue, denied or told == "not_significant", sides, outcome)
    return Finding(
        id="f0",
        start=scene.sentence.start,
        end=scene.sentence.end,
        quote=scene.text[scene.sentence.start : scene.sentence.end],
        kind="comparison" if sides.comparator is not None else "single_arm",
        outcome=standard(scene.text, outcome) if outcome.concept is not None else outcome.name,
        outcome_concept=outcome.concept,
        intervention=sides.intervention,
        intervention_concepts=sides.intervention_concepts,
        comparator=sides.comparator,
        comparator_concepts=sides.comparator_concepts,
        population=population(
            scene.text, scene.start, scene.end, [(item.start, item.end) for item in scene.mentions]
        ),
        timepoint=outcome.timepoint,
        favors=favors,
        direction=direction,
        significance=told,
        statistics=(),
        role=cast(FindingRole, scene.voice.role),
        reference=scene.voice.reference,
        confidence=_confidence(outcome, sides, direction),
        hedged=scene.voice.hedged,
        direction_basis="words" if direction is not None else None,
    )


def _confidence(outcome: OutcomeMention, sides: Sides, direction: Direction | None) -> float:
    worth = factors()
    factor = sides.sure * worth["any row"] * worth["conclusion"] * (0.92 if direction is not None else 0.9)
    factor *= worth["outcome in no vocabulary"] if outcome.concept is None else 1.0
    return round(factor * (worth["no direction"] if direction is None else 1.0), 2)


def _sides(scene: Scene, cue: _Cue | None) -> Sides:
    """The arms of a claim; the control is implied where something is compared, and not where safety is only told."""
    if cue is None:
        named = scene.near
        if scene.names and (scene.paired or named):
            place = named[0].arm if named else 0
            return pair(scene.names, place, None, 0.8)
        return replace(sides_of(scene, (), False), comparator=None, comparator_concepts=())
    return sides_of(scene, (), True)


_ADDED: Final = re.compile(
    r"\b(?:added|adding|addition|combination|combined|combining)\b[^,;]{0,70}? (?:to|with|and) (?:[\w-]+ ){0,3}$",
    re.IGNORECASE,
)
_THAN: Final = re.compile(
    r"\b(?:than|compared (?:with|to)|versus|vs\.?|relative to|over|in comparison (?:with|to)|rather than|superior to|inferior to|similar to|comparable to|equivalent to|effective as|against)\b"
    r"(?: [\w-]+){0,4}?\s*$",
    re.IGNORECASE,
)


def _subject(scene: Scene, cue: _Cue, numbers: tuple[int | None, int | None]) -> int:
    """0 where the claim is made of the intervention, 1 where of the comparator."""
    if numbers[0] is None or numbers[1] is None:
        return 0
    free: list[ArmMention] = []
    compared: list[ArmMention] = []
    for item in scene.near:
        start = max(scene.start, item.start - 60)
        if _ADDED.search(scene.text, max(scene.start, item.start - 110), item.start):
            continue
        (compared if _THAN.search(scene.text, start, item.start) else free).append(item)
    chosen = next((item for item in free if item.start < cue.start), free[0] if free else None)
    if chosen is not None:
        return 1 if chosen.arm == numbers[1] else 0
    return 1 if compared and compared[0].arm == numbers[0] else 0


def _direction(
    scene: Scene, cue: _Cue | None, denied: bool, sides: Sides, outcome: OutcomeMention
) -> tuple[Direction | None, Favors | None]:
    if cue is None:
        return None, None
    if denied or cue.kind == "same":
        return "no_difference", "neither"
    polarity = 1 if outcome.name == cue.whole else directions.polarity(outcome.concept, outcome.name)
    scale: directions.Scale = "amount" if cue.kind == "amount" else "benefit"
    word = directions.Cue(scale, cue.sign, cue.start, cue.end)
    return directions.by_words(word, _subject(scene, cue, sides.numbers), polarity)
