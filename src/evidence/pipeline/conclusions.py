"""What a sentence of the conclusions claims of a treatment, outcome by outcome, where it tells no figures.

"A improves overall survival but not quality of life, with manageable toxicity" makes three claims. Each outcome is
ruled by the claiming word (`data/conclusion_cues.tsv`) that stands before it in its phrase ("improves PFS and OS"),
behind it as a predicate ("OS was improved") or joined to it ("a survival benefit"). A denial turns a claim into "no
difference" as far as it reaches. Words that claim without an outcome ("A is superior to B") claim efficacy or benefit.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from typing import Final

from evidence.pipeline.conclusion_cues import ClaimCue, claim_cues, is_claim_alone
from evidence.pipeline.conclusion_rows import Claim, row
from evidence.pipeline.listed_outcomes import EXCEPT
from evidence.pipeline.outcomes import OutcomeMention
from evidence.pipeline.prognostic import prognostic
from evidence.pipeline.ruling import AND_SUBJECT, IS, ONLY_CALLED, concession
from evidence.pipeline.scenes import Scene
from evidence.pipeline.screens import Screen
from evidence.pipeline.tables import alternatives, pattern_of
from evidence.pipeline.treatment_courses import besides_arms
from evidence.records import Finding


def claims(scene: Scene, masked: str) -> Iterator[Finding]:
    """The rows of a clause of a conclusion that has no figures; `masked` is the text without brackets."""
    told_of_arms = scene.mentions or not all(besides_arms(scene, item) for item in scene.therapies)
    factors = None if told_of_arms else prognostic(scene, masked)
    if factors is not None:
        yield from factors
        return
    end = _end(masked, scene)
    found = claim_cues(masked, scene.start, end, scene.outcomes)
    outcomes = [
        item
        for item in scene.outcomes
        if item.end <= end and not any(is_claim_alone(cue, item) for cue in found)
    ]
    whose = [match.span() for match in _OF_WHOM.finditer(masked, scene.start, end)]
    found = [cue for cue in found if not any(start <= cue.start < stop for start, stop in whose)]
    outcomes = [item for item in outcomes if not any(start <= item.start <= stop for start, stop in whose)]
    made = [
        claim
        for side in _sides(scene)
        for claim in _ruled(
            masked,
            scene,
            [item for item in outcomes if item.start in side],
            [cue for cue in found if cue.start in side],
        )
    ]
    taken = {claim.cue for claim in made if claim.cue is not None}
    free = [
        cue
        for cue in found
        if cue not in taken
        and not any(cue.end <= claim.outcome.start and _reaches(masked, cue, claim.outcome) for claim in made)
    ]
    made += _wholes(masked, scene, free, taken)
    made += _excepted(masked, end, made)
    told = set()
    for claim in sorted(made, key=lambda item: item.outcome.start):
        finding = row(scene, masked, claim)
        if finding is not None and (finding.outcome, finding.population, claim.cue) not in told:
            told.add((finding.outcome, finding.population, claim.cue))
            yield finding


def _sides(scene: Scene) -> list[range]:
    """The parts of a clause that have claims of their own: what it concedes, and the rest ("despite more A, B was not longer")."""
    turn = concession(scene)
    if turn is None:
        return [range(scene.start, scene.end)]
    return [range(scene.start, turn), range(turn, scene.end)]


# Before what only tells which patients are meant: "an option for patients at | increased risk of recurrence".
_OF_WHOM: Final = pattern_of("subject_words", "meant")
_BUT_NOT: Final = re.compile(
    r"[^,;.]{0,80},? but not (?:in|for|among) (?:the )?(?P<who>(?:(?! as compared| compared)[^,;.]){3,60})",
    re.IGNORECASE,
)


def _excepted(masked: str, end: int, made: Sequence[Claim]) -> Iterator[Claim]:
    """No difference for those whom a claim excepts: "improves survival in women, but not in men"."""
    for claim in made:
        match = _BUT_NOT.match(masked, claim.outcome.end, end)
        ruled = claim.cue is not None and not claim.denied and not claim.cue.denied
        between = match is not None and any(
            claim.outcome.end <= other.outcome.start < match.end() for other in made
        )
        if match is not None and ruled and not between:
            yield replace(claim, denied=True, population=match["who"].strip())


_NO_CLAIM: Final = Screen(alternatives("no_claims"))
_PART: Final = re.compile(r"[,;] |\b(?:and|but) ")


def _end(masked: str, scene: Scene) -> int:
    """Where a clause stops to claim: "A improves survival and should be studied further"."""
    asks = _NO_CLAIM.search(masked, scene.start, scene.end)
    if asks is None:
        return scene.end
    parts = [match.start() for match in _PART.finditer(masked, scene.start, asks.start())]
    return parts[-1] if parts else scene.start


# ---------------------------------------------------------------- which word rules which outcome

_TERMS: Final = re.compile(
    r"\b(?:in terms of|with (?:respect|regards?|reference) to|regarding|concerning|in relation to|as measured by|as assessed by)\b",
    re.IGNORECASE,
)
_FINITE: Final = re.compile(
    r"\b(?:was|were|is|are|has|have|had|did|does|do|may|might|can|could|should|would|will|led|resulted|seems?|remains?|remained|appears?|showed|shows"
    r"|than|compared|versus|vs|who|which|while|whereas|although|but|because|due|owing|after|following|without|with|when|at the (?:cost|expense))\b|[;:]|, and (?:no|there)\b",
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
    r"(?: (?:profile|rates?|times?|scores?|levels?|outcomes?))?(?: and (?:[\w/-]+ ){0,5}?[\w/-]+)?(?: (?:of|for|in|with|among|between|after|at|from|on)\b(?:(?!, (?:which|who|that))[^;:]){0,90}?)?"
    r" (?:was|were|is|are|remain(?:s|ed)?|seem(?:s|ed)?|appear(?:s|ed)?|ha(?:s|ve|d)|did|does|do|may|might|could|can|tended)\b"
    r"(?:,? (?:\w+ly|not|also|be|been|to be|to have|found to be|shown to be|reported to be|however,?|even|still|no|much|all|both|far))* ?",
    re.IGNORECASE,
)
# "With regard to survival, there was no difference".
_FRONTED: Final = re.compile(
    r",? (?:there|we|it|the (?:study|trial|results|data))\b[^;:]{0,60}", re.IGNORECASE
)
_BARE: Final = re.compile(r"(?: (?:factors?|scores?|outcomes?|measures?|parameters?|rates?))? (?:[\w-]+ly )?")
_INTRANSITIVE: Final = re.compile(
    r"(?:improv|increas|decreas|declin|worsen|differ|deteriorat|doubl|tripl|halv)\w*", re.IGNORECASE
)
_NOUN: Final = re.compile(
    r"(?:benefits?|advantages?|improvements?|gains?|prolongation|reductions?|increases?|decreases?|differences?|superiority|prevention|relief)",
    re.IGNORECASE,
)
_LISTED: Final = re.compile(
    r"(?:,|,? and|,? or|,? nor|/|,? as well as|,? plus|,? and/or|,? but not| and not|,? not)(?: (?:in|on|of|for))?"
    r" (?:(?!(?:was|were|is|are|had|has|did|but|with|than|who|it|they|we|this|there|no|without)\b)[\w/-]+ ){0,3}",
    re.IGNORECASE,
)
_EXCEPT: Final = re.compile(r"\bnot\b", re.IGNORECASE)
# Outcomes that a clause tells with a verb of their own: "was well tolerated".
_CALLED_SO: Final = frozenset({"toxicity", "tolerability"})
# Kinds that rule no outcome behind them.
_WHOLE: Final = frozenset({"stated", "untested"})
_FAR: Final = 60
_ADVERB: Final = 12
_FARTHEST: Final = 170


def _ruled(
    masked: str, scene: Scene, outcomes: Sequence[OutcomeMention], cues: Sequence[ClaimCue]
) -> Iterator[Claim]:
    """A claim for each outcome that a word rules; lists share their word, "but not X" denies it for one."""
    before: Claim | None = None
    outcomes = [
        item for item in outcomes if not _VERB_LIKE.match(masked, item.end) and not _AFFECTS.match(item.name)
    ]
    for index, outcome in enumerate(outcomes):
        claim = _listed(masked, outcome, cues, before)
        if claim is None:
            rest = outcomes[index + 1 :]
            claim = _own(masked, scene, outcome, cues, rest, before)
        if claim is None:
            claim = _accepted(masked, scene, outcome)
        if claim is not None and _is_excepted(masked, scene, claim):
            before = claim
            if claim.denied or claim.cue is None or claim.cue.denied or claim.cue.kind == "same":
                continue  # "no differences except for fatigue": what differs, and how, is not told
            claim = replace(claim, denied=True)  # "superior for all end points except survival"
        if claim is not None:
            yield claim
        before = claim


def _is_excepted(masked: str, scene: Scene, claim: Claim) -> bool:
    """Whether a claim excepts its outcome, which has no word of its own: not "except for more fatigue"."""
    begin = max(scene.start, claim.outcome.start - 45)
    found = EXCEPT.search(masked, begin, claim.outcome.start)
    return found is not None and (
        claim.cue is None or claim.cue.start < found.start() or claim.cue.start >= claim.outcome.end
    )


def _listed(
    masked: str, outcome: OutcomeMention, cues: Sequence[ClaimCue], before: Claim | None
) -> Claim | None:
    """The claim of the outcome before, where this one stands in a list with it."""
    if before is None or before.cue is None:
        return None
    gap = masked[before.outcome.end : outcome.start]
    behind = next((cue for cue in cues if cue.start >= outcome.end), None)
    if behind is not None and AND_SUBJECT.search(masked, before.start, outcome.start):
        if IS.fullmatch(masked, outcome.end, behind.start):
            return None  # "there was no gain in A and B was increased"
    if _PRAISED.match(masked, outcome.start) or _OWN_WORD.search(gap) or _is_noun_of(masked, before):
        return None
    if not _LISTED.fullmatch(gap) or any(before.outcome.end <= cue.start < outcome.start for cue in cues):
        return None
    return Claim(outcome, before.cue, before.start, before.denied or _EXCEPT.search(gap) is not None)


# What begins the name of a harm that is only described, and against nothing: "longer survival and a | favorable safety profile".
_PRAISED: Final = pattern_of("subject_words", "praised")
_FURTHER: Final = re.compile(r",|\band\b")
# Behind a verb that looks like an outcome's name: "restores height better and leaks | less".
_VERB_LIKE: Final = re.compile(r" (?:less|more)\s*(?:[.;,]|$)")
_AFFECTS: Final = re.compile(
    r"(?:affect|influence|impact|alter|modif|chang)(?:s|e|es|y|ies)? ", re.IGNORECASE
)
_IN_A_NAME: Final = re.compile(r"prevention|reductions?|relief|decreases?", re.IGNORECASE)


def _is_noun_of(masked: str, claim: Claim) -> bool:
    """Whether a claim's word is a noun right behind its outcome, and no other's: "improved nausea prevention and B"."""
    return (
        claim.cue is not None
        and claim.cue.start - claim.outcome.end == 1
        and _IN_A_NAME.fullmatch(masked, claim.cue.start, claim.cue.end) is not None
    )


def _own(
    masked: str,
    scene: Scene,
    outcome: OutcomeMention,
    cues: Sequence[ClaimCue],
    rest: Sequence[OutcomeMention],
    before: Claim | None,
) -> Claim | None:
    named = before.cue if before is not None and _is_noun_of(masked, before) else None
    ahead = [cue for cue in cues if cue.end <= outcome.start and cue is not named]
    behind = [cue for cue in cues if cue.start >= outcome.end]
    start = scene.start
    if before is not None:
        start = before.outcome.end if before.cue is None else max(before.outcome.end, before.cue.end)
        start = min(start, outcome.start)
    untested = next((cue for cue in behind if cue.kind == "untested"), None)
    if untested is not None and _near(untested, outcome, rest):
        return Claim(outcome, untested, start)
    ahead, behind = ([cue for cue in part if cue.kind not in _WHOLE] for part in (ahead, behind))
    noun = bool(behind) and _NOUN.fullmatch(masked, behind[0].start, behind[0].end) is not None
    if noun and behind[0].start - outcome.end == 1:
        return Claim(outcome, behind[0], start)  # "a survival benefit"
    if before is not None and ahead and masked[before.outcome.end : ahead[-1].start] == " and ":
        start = before.start  # "significantly decreased A and increased B"
    if outcome.phrase and outcome.name in _CALLED_SO:
        close = bool(ahead) and outcome.start - ahead[-1].end <= 2 and ahead[-1].kind == "same"
        return Claim(outcome, ahead[-1], start) if close else None
    if behind and behind[0].kind == "same" and behind[0].start - outcome.end < _ADVERB:
        if masked[behind[0].start : behind[0].end].lower().endswith("ly"):
            return Claim(outcome, behind[0], start)  # "reduces the risk similarly to"
    if (
        ahead
        and not _has_predicate(masked, outcome, ahead, behind, before)
        and _reaches(masked, ahead[-1], outcome)
    ):
        return Claim(outcome, ahead[-1], start)
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
    if outcome.concept is None and not _measured(masked, scene, outcome, behind[0]):
        return None
    later = [other for other in rest if other.start >= behind[0].end and _reaches(masked, behind[0], other)]
    if any(not _has_own(masked, behind, other) for other in later):
        return None  # "anaemia at the start was associated with decreased survival"
    bare = _BARE.fullmatch(gap) and _INTRANSITIVE.match(masked, behind[0].start)
    fronted = (
        behind[0].denied
        and _FRONTED.fullmatch(gap)
        and _TERMS.search(masked, max(scene.start, outcome.start - _FAR), outcome.start)
    )
    told = outcome.phrase and gap == " "  # "preserves walking better than"
    return Claim(outcome, behind[0], start) if bare or fronted or told or _COPULA.fullmatch(gap) else None


def _has_predicate(
    masked: str,
    outcome: OutcomeMention,
    ahead: Sequence[ClaimCue],
    behind: Sequence[ClaimCue],
    before: Claim | None,
) -> bool:
    """Whether an outcome begins a statement of its own behind the last one's: "Responses are shorter and toxicity is greater"."""
    return (
        before is not None
        and bool(ahead and behind)
        and ahead[-1] is before.cue
        and (
            _AND.fullmatch(masked, ahead[-1].end, outcome.start) is not None
            or AND_SUBJECT.search(masked, before.start, outcome.start) is not None
        )
        and _COPULA.fullmatch(masked, outcome.end, behind[0].start) is not None
    )


# Between a claiming word and an outcome that begins a statement of its own.
_AND: Final = re.compile(r",? and (?:[\w-]+ ){0,6}?")


def _has_own(masked: str, cues: Sequence[ClaimCue], outcome: OutcomeMention) -> bool:
    """Whether an outcome joined by "and" has a word of its own: "A was longer and B was higher", "longer and fewer B"."""
    if _AND.fullmatch(masked, cues[0].end, outcome.start) is None:
        return False
    return any(
        cue.end <= outcome.start
        or (cue.start >= outcome.end and _COPULA.fullmatch(masked, outcome.end, cue.start))
        for cue in cues[1:]
    )


_PREDICATE: Final = re.compile(
    r"higher|lower|longer|shorter|greater|larger|smaller|fewer|more|less|reduced|increased|decreased|improved|better|worse|similar|comparable|the same|unchanged|unaffected|equivalent",
    re.IGNORECASE,
)


def _measured(masked: str, scene: Scene, outcome: OutcomeMention, cue: ClaimCue) -> bool:
    """Whether a subject that no vocabulary knows is what is compared, and not the treatment that does something."""
    if _PREDICATE.match(masked, cue.start, cue.end) is None:
        return False
    taken = [(item.start, item.end) for item in scene.mentions] + [
        (item.start, item.end) for item in scene.therapies
    ]
    return not any(start < outcome.end and outcome.start < end for start, end in taken)


def _near(cue: ClaimCue, outcome: OutcomeMention, rest: Sequence[OutcomeMention]) -> bool:
    return cue.start - outcome.end <= _FAR and not any(item.start < cue.start for item in rest)


def _reaches(masked: str, cue: ClaimCue, outcome: OutcomeMention) -> bool:
    """Whether a claiming word rules the outcome behind it."""
    gap = masked[cue.end : outcome.start]
    if _OWN_WORD.search(gap) or (_PRAISED.match(masked, outcome.start) and _FURTHER.search(gap)):
        return False
    terms = [match.end() for match in _TERMS.finditer(gap)]
    if terms:
        return len(gap) <= _FARTHEST and len(gap) - terms[-1] <= _FAR
    gap = _SEEN.sub(" ", _ASIDE.sub(" ", gap))
    return len(gap) <= _FAR and not _FINITE.search(gap)


# Between a claiming word and the harm behind it, which has a word of its own: "longer survival and acceptable toxicity".
_OWN_WORD: Final = re.compile(ONLY_CALLED, re.IGNORECASE)
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


def _accepted(masked: str, scene: Scene, outcome: OutcomeMention) -> Claim | None:
    """What is told of safety without comparing it: "safe", "well tolerated", "with manageable toxicity"."""
    if not _HARM.search(outcome.name) and not _HARM.search(masked, outcome.start, outcome.end):
        return None
    called = (
        outcome.phrase
        or outcome.name == "tolerability"
        or _ACCEPTED.search(masked, max(scene.start, outcome.start - 60), outcome.start)
        or _CALLED.match(masked, outcome.end, scene.end)
    )
    return Claim(outcome, None, outcome.start) if called else None


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


def _wholes(
    masked: str, scene: Scene, free: Sequence[ClaimCue], taken: Collection[ClaimCue]
) -> Iterator[Claim]:
    """Claims without an outcome: efficacy where treatments are compared, benefit or outcome where that is the word."""
    found: set[str] = set()
    for cue in free:
        if cue.kind == "stated":
            outcome = OutcomeMention(cue.start, cue.end, cue.whole, None, None)
            yield Claim(outcome, None, cue.start)
            continue
        if cue.whole == "clinical outcome" and _SETS_APART.search(masked, scene.start, scene.end):
            continue  # "all symptoms but pain were improved": of something that has a name
        # Efficacy and toxicity are told apart; other words of the kind tell of the same.
        if (
            cue.whole in found
            or (found and "toxicity" not in {cue.whole, *found})
            or (
                cue.whole == "efficacy"
                and any(
                    _MEANS.fullmatch(masked, cue.end, other.start) for other in taken if other.start > cue.end
                )
            )
        ):
            continue  # "effective in preventing nausea" claims of nausea
        if not cue.whole or (cue.kind == "same" and len({item.arm for item in scene.near}) < 2):
            continue
        if _MODAL.search(masked, max(scene.start, cue.start - 30), cue.start):
            continue  # an aim, and no claim
        adjective = _ADJECTIVE.fullmatch(masked, cue.start, cue.end)
        if adjective and not _CALLS.search(masked, max(scene.start, cue.start - 25), cue.start):
            continue
        outcome = OutcomeMention(cue.start, cue.end, cue.whole, None, None)
        if adjective and _only_calls_effective(scene):
            if not cue.denied:
                yield Claim(outcome, None, cue.start)
        else:
            yield Claim(outcome, cue, max(scene.start, cue.start - 40))
        found.add(cue.whole)


# What sets some outcomes apart from others, which have names: "all symptoms but pain were improved".
_SETS_APART: Final = re.compile(
    r"\b(?:only|except\w*|exception|excluding|other than|apart from|aside from|(?:and|but) not)\b",
    re.IGNORECASE,
)
# Words that hold a treatment against another, and controls that treat nothing.
_HELD_AGAINST: Final = re.compile(
    r"\b(?:than|versus|vs\.?|compared|compar(?:able|ison)|equally|as|similarly|over|rather|superior|inferior|add(?:ed|ing|ition)?)\b",
    re.IGNORECASE,
)
_NO_REMEDY: Final = pattern_of("subject_words", "no_remedy")


def _only_calls_effective(scene: Scene) -> bool:
    """Whether a claim calls a treatment effective that was tried against another treatment, and does not hold it against
    that: "A is safe and effective" of a trial of A against B says not that it is more so."""
    if not scene.paired or _HELD_AGAINST.search(scene.text, scene.start, scene.end):
        return False
    tried, control = scene.names
    return bool(control.ids - tried.ids) and _NO_REMEDY.search(control.name) is None
