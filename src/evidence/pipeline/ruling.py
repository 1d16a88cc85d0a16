"""Which comparing word of a clause rules an outcome."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence
from typing import Final

from evidence.pipeline import directions
from evidence.pipeline.between_groups import denied_in_every
from evidence.pipeline.contrasts import closed_off
from evidence.pipeline.dealing import Hand
from evidence.pipeline.outcomes import OutcomeMention
from evidence.pipeline.scenes import Scene, within
from evidence.pipeline.screens import screened
from evidence.pipeline.turned_counts import counts_falls, turning_verb

# How far from an outcome without figures a comparing word may stand, in characters.
_CUE_REACH: Final = 70
# How far before an outcome that a clause tells; behind it only right there: "lived longer".
_PHRASE_REACH: Final = 15
# Between what is stated as a whole and its likeness: "the safety profile was generally | similar".
_CALLED: Final = re.compile(r" (?:profiles? )?(?:was|were|is|are|remained|appeared)(?: to be)?(?: \w+){0,2} ")
# Between "lived" and "longer": " a median of 4.2 months ", " a mean of 20 months, 6 months ".
_SO_LONG: Final = re.compile(
    r"(?: for)?(?:,? (?:an? (?:additional |extra )?)?(?:(?:median|mean|average)(?: of)? )?(?:about |nearly |approximately |almost )?\d[\d.·]* (?:days|weeks|months|years)){1,2} "
)
# How far behind a comparing word its own outcome may begin: "decreased rates of grade 3-4 neutropenia".
_NEXT_REACH: Final = 40
# "with no excess of B", "without an increase in B": a denial that is of what stands behind it.
_ADDED: Final = re.compile(r"\b(?:with (?:no|little)|without)\b(?: [\w-]+){0,6}$", re.IGNORECASE)
# Behind a denial that is of what was told: "with no difference between the groups".
_BETWEEN: Final = re.compile(
    r" (?:(?:was|were) )?(?:seen |found |observed |noted )?(?:between|across|among (?:the )?(?:(?:two|three|study|treatment) )*(?:groups|arms|treatments|regimens))\b|(?<=difference)\s?[.(]|(?<=differences)\s?[.(]"
)
_ADDED_REACH: Final = 30
# Before an outcome that a claim of others excepts: "all end points except survival", "progression, but not survival".
_EXCEPT: Final = re.compile(
    r"\b(?:except(?:ing|ion of)?|excluding|apart from|aside from|save for|other than|with the exception of|(?:but|and|though|although) not)"
    r"(?: for| in| of| against| on| over| to| with)?(?: the)? (?:median )?$",
    re.IGNORECASE,
)


_EXCEPT_BOTH: Final = re.compile(
    r"\b(?:except(?: for)?|apart from|aside from|save for|with the exception of) (?:[\w-]+ ){1,6}(?:and|or) $",
    re.IGNORECASE,
)
_BEING: Final = re.compile(r"\b(?:being|which|that)\b")


def ruling(scene: Scene, hand: Hand) -> directions.Cue | None:
    """The comparing word of a hand's outcome; one that claims something of all others denies it of this one."""
    cue = _nearest(scene, hand)
    if (
        cue is not None
        and cue.sign
        and not hand.statistics
        and (denial := denied_in_every(scene)) is not None
    ):
        cue = next((item for item in scene.cues if item.start >= denial and not item.sign), cue)
    if cue is not None and not cue.sign:
        cue = _but_rather(scene, cue)
    if cue is not None and (cue.void or _free_of(scene, hand.outcomes[0], cue)):
        return None
    if cue is None or not (_excepted(scene, hand.outcomes[0], cue) or _not_in(scene, hand, cue)):
        return cue
    if cue.scale == "none":
        return None  # "similar, except for": what differs, and how, is not told
    return dataclasses.replace(cue, scale="none", sign=0, excepts=True)


# Between what is denied and what became of it instead: "was not reduced | but rather | increased".
_BUT_RATHER: Final = re.compile(
    r",? but (?:(?:it |they )?(?:was|were) )?(?:(?:rather|actually|in fact|instead|even|\w+ly) )*",
    re.IGNORECASE,
)


def _but_rather(scene: Scene, denied: directions.Cue) -> directions.Cue:
    """What became of an outcome instead of what a clause denies of it, if it says so."""
    behind = next((cue for cue in scene.cues if cue.start >= denied.end), None)
    if behind is None or not behind.sign or within(scene.outcomes, denied.start, behind.start):
        return denied
    return behind if _BUT_RATHER.fullmatch(scene.text, denied.end, behind.start) else denied


# Before a harm that is only described, behind what is told of something else: "longer survival and acceptable toxicity".
ONLY_CALLED: Final = r"(?:\b(?:and|but)|,) (?:an? |only )?(?:manageable|acceptable|tolerable|predictable|reversible|favou?rable|good|excellent|convenient) (?:[\w-]+ )?$"
# Before what was not seen, or only described, beside that of which a clause tells: "reduced pain without significant toxicity".
_FREE_OF: Final = screened(
    r"\bwithout (?:any )?(?:(?:clinically |statistically )?(?:significant|serious|severe|major|relevant|undue|substantial|important) )?$"
    # "longer survival with manageable toxicity"
    rf"|{ONLY_CALLED}"
    r"|\bwith (?:an? |only )?(?:manageable|acceptable|tolerable|minimal|mild|moderate|limited|low|little|modest|favou?rable|few|good|predictable|reversible|transient) (?:[\w-]+ )?$",
    re.IGNORECASE,
)


def _free_of(scene: Scene, outcome: OutcomeMention, cue: directions.Cue) -> bool:
    """Whether a comparing word is told of something else, and of this outcome only that there was none."""
    found = _FREE_OF.search(scene.text, max(scene.start, outcome.start - 45), outcome.start)
    return found is not None and cue.end <= found.start()


def _of_next(cue: directions.Cue, outcomes: Sequence[OutcomeMention]) -> bool:
    """Whether an outcome follows so close on a comparing word that the word is its own."""
    return any(0 <= item.start - cue.end <= _NEXT_REACH for item in outcomes)


# Between an item of a list and the comparing word of the next one: "better A and B, fewer C".
_NEXT_ITEM: Final = re.compile(r"(?:,|,? (?:and|but|with|as well as)) ")


def _heads_next(scene: Scene, cue: directions.Cue, hand: Hand) -> bool:
    """Whether a comparing word behind an outcome, or behind the list it stands in, begins the next item."""
    end = hand.outcomes[0].end
    behind = any(
        cue.start >= last and _NEXT_ITEM.fullmatch(scene.text, last, cue.start) is not None
        for last in {end, (hand.run or (0, end))[1]}
    )
    return behind and _of_next(cue, [item for item in scene.outcomes if item.start >= cue.end])


_OF: Final = re.compile(r" (?:in|of) (?:the |an? )?")
_CHANGES: Final = re.compile(
    r"(?:increases?|decreases?|reductions?|improvements?|declines?|rises?|gains?)$", re.IGNORECASE
)


def _is_of(scene: Scene, cue: directions.Cue) -> bool:
    """Whether a noun of change is told of the outcome behind it: "adverse events and decreases in ejection fraction"."""
    joint = _OF.match(scene.text, cue.end) if _CHANGES.search(scene.text, cue.start, cue.end) else None
    return joint is not None and any(item.start == joint.end() for item in scene.outcomes)


_IN: Final = re.compile(
    r" (?:in|of)(?: (?:the|their|both|mean|median|average|total|overall|serum|plasma|levels?|severity|intensity|frequency|number|incidence|rates?|of))* "
)
# Before a change that only tells which patients are counted: "the proportion of patients with a 10% decrease in".
_COUNTED: Final = re.compile(r"\b(?:proportions?|percentages?|numbers?|share) of [^,;.]*$", re.IGNORECASE)


def _change_in(scene: Scene, cues: Sequence[directions.Cue], start: int) -> directions.Cue | None:
    """The noun of change of what begins behind it, which a comparative only sizes: "improvements in mean X were greater"."""
    for cue in cues:
        if cue.end <= start and cue.scale != "none" and _CHANGES.search(scene.text, cue.start, cue.end):
            counted = _COUNTED.search(scene.text, scene.start, cue.start)
            if counted is None and _IN.fullmatch(scene.text, cue.end, start):
                return cue
    return None


def _adds(text: str, cue: directions.Cue) -> bool:
    """Whether a denial is added to what its clause told before."""
    begin = max(0, cue.start - _ADDED_REACH)
    added = cue.scale == "none" and _ADDED.search(text[begin : cue.end]) is not None
    return added and _BETWEEN.match(text, cue.end) is None


def _excepted(scene: Scene, outcome: OutcomeMention, cue: directions.Cue) -> bool:
    """Whether a claim of all other outcomes excepts this one, which has no comparing word of its own."""
    own = cue.start >= outcome.end and _BEING.search(scene.text, outcome.end, cue.start) is not None
    return (
        not own
        and (
            _EXCEPT.search(scene.text, max(scene.start, outcome.start - 30), outcome.start)
            or _EXCEPT_BOTH.search(scene.text, max(scene.start, outcome.start - 80), outcome.start)
        )
        is not None
    )


def _not_in(scene: Scene, hand: Hand, cue: directions.Cue) -> bool:
    """Whether a claim is one of others than a hand's patients: "longer in men (HR 0.6) but not in women (HR 1.0)"."""
    if not hand.population or cue.scale == "none":
        return False
    place = scene.text.find(hand.population, max(cue.end, hand.start), scene.end)
    return place >= 0 and _NOT_IN.search(scene.text, cue.end, place) is not None


_NOT_IN: Final = re.compile(r"\b(?:but|and|though) not (?:in|for|among|with) (?:the )?$", re.IGNORECASE)


# A bracket that says what counts: "worsening of pain (an increase of two points)", with no figure of an arm.
_DEFINITION: Final = re.compile(r" \((?:≥|>|at least |an? |defined as )[^()]*$")


def _defines(scene: Scene, cue: directions.Cue, outcome: OutcomeMention) -> bool:
    """Whether a comparing word is part of the definition in brackets behind an outcome."""
    return cue.start > outcome.end and _DEFINITION.match(scene.text[outcome.end : cue.start]) is not None


# Before a participle that tells what was done to a further outcome: "improved A (P = .03), reducing | B".
_FURTHER: Final = re.compile(r",\s+(?:thereby |thus )?$")


def _does_more(scene: Scene, cue: directions.Cue, outcome: OutcomeMention) -> bool:
    """Whether a comparing word behind an outcome is a participle with an outcome of its own."""
    return (
        cue.start > outcome.end
        and scene.text[cue.start : cue.end].endswith("ing")
        and _FURTHER.search(scene.text, max(outcome.end, cue.start - 12), cue.start) is not None
        and _of_next(cue, [item for item in scene.outcomes if item.start >= cue.end])
    )


# Behind an outcome within a denial: "no survival advantage".
_DIFFERENCE: Final = re.compile(
    r"\b(?:differences?|effects?|impact|influence|changes?|benefits?|advantages?|improvements?|gains?|increases?|reductions?)\b",
    re.IGNORECASE,
)
# What is conceded has comparing words of its own: "despite more responses, survival did not improve".
_DESPITE: Final = screened(
    r"(?:\b(?:despite|in spite of|notwithstanding|with the exception of|[Ww]eighed against)\b|(?:[Ee]xcept for|[Aa]part from|[Aa]side from|[Oo]ther than|[Bb]esides|[Ss]ave for)(?= (?:an? |the )?(?:more|less|fewer|higher|lower|greater|increased|decreased|reduced|better|worse|longer|shorter)\b))[^,;]*"
    # a list of what is conceded: "despite gains in pain, anxiety, and sleep, no"
    r"(?:(?:, (?!(?:there|no|we|it|the)\b)[\w -]{1,40}){0,6},? (?:and|or) [\w -]{1,40}(?=,))?",
    re.IGNORECASE,
)


def concession(scene: Scene) -> int | None:
    """Where a clause turns from or to what it concedes; None where it concedes nothing."""
    found = _DESPITE.search(scene.text, scene.start, scene.end)
    if found is None:
        return None
    return found.end() if found.start() - scene.start < 2 else found.start()


# Before a further outcome, whose figures tell which way it went: "loss was greater with A, resulting in BMIs of 29 v 38".
_FURTHER_ON: Final = re.compile(r"\b(?:resulting in|leading to|yielding|translating into|followed by)\b")
# Before what only came later: "improvement of symptoms, followed by progression".
_FOLLOWED: Final = re.compile(r", followed by\b")
# What is only named along with what was compared: "fewer events with A (26% v 42%), with stomatitis as the most common".
_ALONG: Final = re.compile(r", (?:with|including) ")
_AS_NOTABLE: Final = re.compile(
    r"[^.;()]{0,80}? (?:as|being) (?:the |an? )?(?:most|notable|common|main|key|frequent|leading|principal|major|predominant)\b"
)
# An adjective that takes the comparative before it: "were more resistant to A (PFS, 3 and 12 months)".
_ADJECTIVE: Final = re.compile(r" (?:resistant|refractory|sensitive|responsive|susceptible|tolerant)\b")
_DEGREE: Final = re.compile(r"(?:more|less)$", re.IGNORECASE)


def _is_of_adjective(scene: Scene, cue: directions.Cue, outcome: OutcomeMention) -> bool:
    """Whether a comparative is that of an adjective, and this outcome stands behind it."""
    adjective = _ADJECTIVE.match(scene.text, cue.end, scene.end)
    return (
        adjective is not None
        and outcome.start >= adjective.end()
        and _DEGREE.search(scene.text[cue.start : cue.end]) is not None
    )


def _is_before_bracket(scene: Scene, cue: directions.Cue, outcome: OutcomeMention) -> bool:
    """Whether a comparing word has an outcome of its own before the bracket in which this one stands with its figures:
    "longer survival and fewer events (median survival with A 14 vs 9 with B)"."""
    opening = max(scene.text.rfind(sign, cue.end, max(cue.end, outcome.start)) for sign in "([")
    if opening < 0 or any(sign in scene.text[opening : outcome.start] for sign in ")]"):
        return False
    own = next((item for item in scene.outcomes if cue.end <= item.start < opening), None)
    return (
        own is not None
        and own.start - cue.end <= _NEXT_REACH
        and own.concept is not None
        and own.concept != outcome.concept
    )


# Between a fall and what fell: "decline in mean".
_FALL_REACH: Final = 12


# Before what a treatment brought about, and before what it did besides: "A caused hypertension but had no effect on B".
_BROUGHT: Final = re.compile(
    r"\b(?:had|has|have|caus(?:es?|ed|ing)|produc(?:es?|ed|ing)|induc(?:es?|ed|ing)|(?:led|leads) to|result(?:s|ed) in|associated with) (?:[\w-]+ ){0,4}$",
    re.IGNORECASE,
)
_BUT_DID: Final = re.compile(
    r",? but (?:it |they )?(?:\w+ly )?(?:(?:had|did|do|does|has|have|showed|failed|no|not|without)\b|improv|prolong|increas|reduc|decreas)"
)
_BROUGHT_REACH: Final = 60


def _of_second_verb(scene: Scene, cue: directions.Cue, outcome: OutcomeMention) -> bool:
    """Whether a comparing word is told, behind "but", of something else than what a treatment brought about."""
    return (
        cue.start >= outcome.end
        and _BUT_DID.search(scene.text, outcome.end, cue.end) is not None
        and _BROUGHT.search(scene.text, max(scene.start, outcome.start - _BROUGHT_REACH), outcome.start)
        is not None
    )


# From an outcome to what is told of the treatment besides: "no advantage in survival | and is | more toxic", "similar in efficacy
# | but | more toxic".
_AND_IS: Final = re.compile(
    r"[^,;:]{0,60}?,? and (?:is|was|are|were|has|had|had been|have|may be|might be|can be|appears|appeared|seems|seemed|proved|came)\b(?: [\w-]+){0,3} "
    r"|[^,;:]{0,60}?,? (?:but|yet)\b[^,;:]{0,40} ",
    re.IGNORECASE,
)
# What is told of what stands behind it: "the benefit in survival came | at the cost of", "was not mirrored by".
_ONWARD: Final = re.compile(
    r"at (?:the|an?|some|no) |(?:was|were|is|are|ha\w+ been|did|do|does|could|would) not .*(?:by|in|with|to)$",
    re.IGNORECASE,
)


def _says_more(scene: Scene, cue: directions.Cue, outcome: OutcomeMention) -> bool:
    """Whether a comparing word behind an outcome that has one before it is told of the treatment, or of what it costs."""
    return cue.start >= outcome.end and (
        _ONWARD.match(scene.text, cue.start, cue.end) is not None
        or _AND_IS.fullmatch(scene.text, outcome.end, cue.start) is not None
    )


def _is_of_another(scene: Scene, cue: directions.Cue, hand: Hand) -> bool:
    """Whether a comparing word is told of something else than an outcome, whatever stands between them."""
    outcome = hand.outcomes[0]
    begin = max(cue.end, outcome.start)
    apart = _FURTHER_ON if hand.statistics else _FOLLOWED
    return (
        _does_more(scene, cue, outcome)
        or (
            bool(hand.statistics)
            and cue.start >= outcome.end
            and closed_off(scene.text, outcome.end, cue.start)
            and all(closed_off(scene.text, item.end, cue.start) for item in hand.statistics)
        )
        or _is_of_adjective(scene, cue, outcome)
        or apart.search(scene.text, cue.end, begin) is not None
        or (bool(hand.statistics) and _is_before_bracket(scene, cue, outcome))
        or (
            _ALONG.search(scene.text, cue.end, begin) is not None
            and _AS_NOTABLE.match(scene.text, outcome.end, scene.end) is not None
        )
    )


def _reaches(scene: Scene, cue: directions.Cue, hand: Hand) -> bool:
    """Whether a comparing word stands near enough to an outcome that is a phrase, or that no figures tell of."""
    outcome = hand.outcomes[0]
    if outcome.phrase:
        return (
            0 <= outcome.start - cue.end <= _PHRASE_REACH
            or (cue.scale == "amount" and 0 <= cue.start - outcome.end <= 1)
            or (
                cue.start > outcome.end and _SO_LONG.fullmatch(scene.text, outcome.end, cue.start) is not None
            )
            or (cue.scale == "none" and _CALLED.fullmatch(scene.text, outcome.end, cue.start) is not None)
        )
    if hand.statistics or len(hand.outcomes) > 1 or hand.listed:
        return True
    before = _CUE_REACH if cue.scale != "none" else 2 * _CUE_REACH
    return outcome.start - cue.end <= before and cue.start - outcome.end <= _CUE_REACH


# Before the subject of a second statement: "survival was not longer and | ", "there was no gain in survival and | the".
AND_SUBJECT: Final = re.compile(
    r"\b(?:was|were|is|are|did|does|do|had|has|have)\b[^,;:]*?,? and (?:(?:the|median|mean|overall|more|grade|of) )*$",
    re.IGNORECASE,
)
# Between it and its own word.
IS: Final = re.compile(
    r"(?: (?:rates?|scores?|levels?))? (?:was|were|is|are|remained|became) (?:\w+ly |even |also )?",
    re.IGNORECASE,
)


def _predicate(scene: Scene, cues: Sequence[directions.Cue], hand: Hand) -> directions.Cue | None:
    """The word that is told of an outcome in a statement of its own behind "and": "A was not longer and B was increased"."""
    outcome = hand.outcomes[0]
    behind = next((cue for cue in cues if cue.start >= outcome.end), None)
    if behind is None or hand.statistics or not any(cue.end <= outcome.start for cue in cues):
        return None
    if IS.fullmatch(scene.text, outcome.end, behind.start) is None:
        return None
    earlier = AND_SUBJECT.search(scene.text, scene.start, outcome.start)
    told = earlier is not None and any(
        earlier.start() <= cue.start and cue.end <= outcome.start for cue in cues
    )
    return behind if told else None


def _nearest(scene: Scene, hand: Hand) -> directions.Cue | None:
    """The comparing word nearest to an outcome: before it, or behind it and before the next one's figures."""
    outcome, cues = hand.outcomes[0], scene.cues
    if counts_falls(scene, outcome):  # "fewer patients had a decline in X": the fall is what is counted
        first, last = turning_verb(scene, outcome) or (outcome.start, outcome.start)
        cues = [
            cue
            for cue in cues
            if not (cue.end <= outcome.start <= cue.end + _FALL_REACH or first <= cue.start < last)
        ]
    if (own_word := _predicate(scene, cues, hand)) is not None:
        return own_word
    about = [
        cue
        for cue in cues
        if cue.start < outcome.start and _DIFFERENCE.search(scene.text, outcome.end, cue.end)
    ]
    if about:
        return about[0]  # "no survival advantage"
    outside = [
        cue
        for cue in cues
        if cue.end <= outcome.start
        or (cue.start >= outcome.end and not _adds(scene.text, cue) and not _is_of(scene, cue))
    ]
    outside = [cue for cue in outside if not _is_of_another(scene, cue, hand)]
    if any(cue.end <= outcome.start for cue in outside):
        outside = [cue for cue in outside if not _says_more(scene, cue, outcome)]
    own = [cue for cue in outside if not _defines(scene, cue, outcome)]
    outside = [cue for cue in own or outside if not _of_second_verb(scene, cue, outcome)]
    if (turn := concession(scene)) is not None:
        outside = [cue for cue in outside if (cue.start < turn) == (outcome.start < turn)]
    before = [cue for cue in outside if cue.end <= outcome.start and cue.scale != "none"]
    if before:
        outside = [cue for cue in outside if not _heads_next(scene, cue, hand)]
    if hand.statistics and before:
        # Of a list, each has its figures behind it: "raised A (1 v 2), B (3 v 4), and lowered C (6 v 5)".
        told = max(item.end for item in hand.statistics)
        if told > outcome.end:
            outside = [cue for cue in outside if cue.start < told or not _of_next(cue, scene.outcomes)]
    outside = [cue for cue in outside if _reaches(scene, cue, hand)]
    if not outside:
        inside = [cue for cue in cues if outcome.start <= cue.start and cue.end <= outcome.end]
        return inside[0] if inside and "benefit" in outcome.name else None
    # A list without figures is ruled as one: "increased, and in fatigue, pain, and insomnia scores were reduced".
    first, last = hand.run or (outcome.start, outcome.end)
    if any(first <= cue.start < last for cue in outside):
        first, last = outcome.start, outcome.end  # its items have words of their own
    if (change := _change_in(scene, outside, first)) is not None:
        return change
    return min(
        outside,
        key=lambda cue: first - cue.end if cue.end <= outcome.start else 1.2 * (cue.start - last),
    )
