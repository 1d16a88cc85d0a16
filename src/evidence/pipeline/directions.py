"""Which way a result points: by the sentence's words, or by its figures.

Direction is that of the outcome as named, in the intervention against the comparator; favour is clinical benefit and
follows from the outcome's polarity.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final, Literal

from evidence.pipeline.denials import FINITE, NOT_SHOWN, SHOWN_ELSEWHERE, not_shown, states_more
from evidence.pipeline.folding import caseless, folded
from evidence.pipeline.gates import Gate
from evidence.pipeline.lessening import lessening
from evidence.pipeline.polarity import TIME_TO
from evidence.pipeline.screens import screened
from evidence.pipeline.significance import NULL
from evidence.pipeline.tables import member, pattern_of, rows
from evidence.pipeline.unasserted import moot, unasserted
from evidence.records import Direction, Favors, Statistic
from evidence.vocabulary import Concept

Scale = Literal["amount", "benefit", "none"]

# Behind a denied change that is one since an earlier report, and none between arms.
_SINCE_REPORT: Final = re.compile(
    r"[\w ,]{0,30}?\bfrom (?:the |that |those |our )?(?:\w+ ){0,3}?(?:reports?|analys[ie]s|publications?|results)\b",
    re.IGNORECASE,
)
# Behind a word that compares the time of watching: "no new signals with longer follow-up".
_FOLLOW_UP: Final = re.compile(r" (?:duration of )?(?:follow-?up|observation)\b", re.IGNORECASE)
# Behind a comparative that bounds a number: "greater than or equal to grade 3".
_OR_EQUAL: Final = re.compile(
    r" than (?:or equal to\b|(?:the |an? )?(?:[\w-]+ )?(?:cut-?offs?|threshold|upper limit|lower limit)\b)"
)
_THAN_OR: Final = " than or "
# Before a comparative that bounds a number: "grade 3 or | higher", "a performance status of 2 or | more", "5 cm or | larger".
_OR_BEYOND: Final = re.compile(
    r"\b(?:grades? (?:\d|[ivx]+)|\d[\d.,]*(?:\s?%|[ -][\w/]+){0,2}|one|two|three|four|five|six) or $",
    re.IGNORECASE,
)
# Behind likeness that heads a clause, and is that of all that the clause tells: "Similar to other inhibitors, A caused rash".
_AS_OTHERS: Final = re.compile(
    r"(?:similar(?:ly)?|comparable|identical|consistent) (?:to|with|as) [^.;,]{3,80}, ", re.IGNORECASE
)
_LIKELY_NOT: Final = re.compile(r" (?:not to|to lose)\b")
# Before what got worse, the time until it did: "time to definitive | worsening".
_TIMED: Final = re.compile(r"\b(?:times?|interval) (?:to|until) (?:[\w-]+ ){0,3}$", re.IGNORECASE)
# Before "more", what is lost: the more of it, the less there is.
_LOST: Final = re.compile(r"\b(?:lost|los(?:e|es|ing)) (?:\w+ly )*$", re.IGNORECASE)
# What has ended, and is no shorter: "no longer responding".
_NO_LONGER: Final = re.compile(r"no longer\b", re.IGNORECASE)
# Behind a comparative that holds a figure against a bound: "lasted longer than 12 months".
_THAN_NUMBER: Final = re.compile(
    r" than (?:about |approximately |an? )?\d[\d.,]* ?(?:months?|years?|weeks?|days?|%|mg|cm|mm)"
)
# Before what only tells which patients are counted: "patients with a reduction in the PSA level".
_DEFINES: Final = re.compile(
    r"\b(?:patients|participants|women|men|those) with an? (?:[\w-]+ )?$"
    r"|\b(?:(?:[Pp]atients|[Pp]articipants|[Ww]omen|[Mm]en|[Tt]hose|[Ii]ndividuals|[Pp]eople|[Pp]ersons|[Ss]ubjects)|who (?:are|were)) at (?:an? |the )?(?:\w+ly )?$"
)
# Before a verb, what it is denied of alone: "A but not B (treatment) | reduced pain", "A, but not B, was associated with | less pain".
_NOT_THE_OTHER: Final = re.compile(
    r"\b(?:but|and) not(?: (?:with|for|in|by|after))?(?: the)?(?: (?!(?:to|only|be|been|in|of|as|so|yet|all|any|every|enough|statistically|significant|clinically|better|more|less|worse|superior|inferior)\b|\w+ly\b|\w+ed\b)[\w/+-]+)"
    r"(?: (?!(?:and|or|of|in|with|to|for|by)\b|\w+ly\b)[\w/+-]+){0,3}?(?:,(?: (?:treatment|therapy|monotherapy|administration|exposure|groups?|arms?|patients))?)?(?: \w+ly)?"
    r"(?P<verb> (?:was|were|is|are|had|has|led|leads|resulted|results|showed|shows|produced|gave|provided|caused|yielded)\b[^,;:]{0,40})? $",
    re.IGNORECASE,
)
_OTHER_REACH: Final = 110
# Adjectives that deny what follows.
NO_EFFECT: Final = r"(?:ineffective|unsuccessful|futile) (?:in|at|for)|incapable of"
_NEGATED: Final = screened(
    rf"\b(?:not(?! (?:only|just|merely|simply|solely)\b)|no|none(?= of)|neither|nor|fail(?:ed|s|ure)? (?:of (?:[\w-]+ ){{1,5}}?)?to|unable to|inability (?:of (?:[\w-]+ ){{1,5}}?)?to|cannot|never|n't|{NO_EFFECT})\b"
    r"(?:[\s(]+(?!(?:despite|although|though|but|whereas|while|however|because|since|as (?:it|they|this|these|the))\b)[\w-]+){0,5}[\s(]*$"
    # "neither A (RR, 0.98) nor B (RR, 0.99) reduced"
    r"|\bnor (?:[\w-]+ ){1,4}\([^()]*\)\s*$"
    # "without improving", "without a significant gain", and not "better without chemotherapy than"
    r"|(?:(?<!with or )\bwithout|\black(?:s|ed|ing)?(?: of)?|\babsence of)(?: (?:an?|any|the|further|additional|evidence of|\w+ly|significant|relevant|meaningful|apparent|major|substantial|overall|survival|translating into|leading to|resulting in|producing|conferring|providing|yielding|achieving|demonstrating|showing))* $",
    re.IGNORECASE,
)
# Likeness that a trial was to show: denied, it was not shown ("did not meet the criteria of noninferiority").
_TO_SHOW: Final = re.compile(r"\b(?:non-? ?inferior|equivalen)", re.IGNORECASE)
# Any likeness, and what denies it right before it: "the two were not comparable".
_LIKENESS: Final = re.compile(r"(?:similar|comparable|identical|equal|the same)", re.IGNORECASE)
_NOT: Final = re.compile(r"\bnot (?:\w+ly )?$", re.IGNORECASE)
# Before what is asked, and not claimed.
_ASKED: Final = screened(
    r"(?<!regardless of )(?<!irrespective of )(?<!independent of )\bwhether\b|\b(?:unclear|unknown|uncertain|not known) (?:if|how)\b",
    re.IGNORECASE,
)
# An inverted clause denies all that it says: "nor did it prolong survival in patients with elevated enzymes".
_NOR: Final = re.compile(
    r"[\s,;]*(?:and )?nor (?:did|does|do|was|were|has|have|had|is|are|could|can)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Cue:
    """A word that compares: on which scale, which way (1 up, -1 down, 0 no difference), and where.

    `excepts` if it claims something of all outcomes but the one that it is asked for; `void` if the words about it take
    it back: nothing is claimed of the outcome that it rules.
    """

    scale: Scale
    sign: int
    start: int
    end: int
    excepts: bool = False
    void: bool = False
    unshown: bool = False

    @property
    def span(self) -> tuple[int, int]:
        """Where it begins and ends."""
        return self.start, self.end


@lru_cache(maxsize=1)
def _pattern() -> tuple[re.Pattern[str], tuple[tuple[Scale, int], ...]]:
    table = rows("direction_cues")
    order = sorted(range(len(table)), key=lambda index: table[index]["scale"] != "none")
    signs = {"up": 1, "down": -1, "none": 0}
    patterns = [row["pattern"].replace("{shown_elsewhere}", SHOWN_ELSEWHERE) for row in table]
    parts = (member(f"g{place}", patterns[index]) for place, index in enumerate(order))
    meaning = tuple((table[index]["scale"], signs[table[index]["sign"]]) for index in order)
    pattern = caseless(r"(?<![\w-])(?:" + "|".join(parts) + r")(?![\w-])")
    stems = [stem for row in table for stem in row["begins"].split("|")]
    return Gate(pattern, stems), meaning  # type: ignore[return-value]


# What treatments do to an outcome, and kinds of patients, markers and circumstances as well: "adversely affected survival".
SWAYS: Final = pattern_of("subject_words", "sways")
HAS_EFFECT: Final = pattern_of("subject_words", "has_effect")


def not_of_other(text: str, start: int, cue_start: int, cue_end: int) -> bool:
    """Whether what stands between a denial and a claiming word is only another treatment, of which alone it is denied."""
    found = _NOT_THE_OTHER.search(text, max(start, cue_start - _OTHER_REACH), cue_start)
    return found is not None and (
        found["verb"] is not None or FINITE.match(text, cue_start, cue_end) is not None
    )


def _is_negated(text: str, start: int, cue_start: int, cue_end: int) -> bool:
    """Whether a denial before a comparing word reaches it."""
    begin = max(start, cue_start - 50)
    while (found := _NEGATED.search(text, begin, cue_start)) is not None:
        if not states_more(text, found.start(), cue_start, cue_end):
            return True
        begin = found.start() + 1
    return False


def compares(text: str, start: int, end: int) -> bool:
    """Whether a stretch of text holds any comparing word."""
    return _pattern()[0].search(folded(text), start, end) is not None


def cues(text: str, start: int, end: int) -> list[Cue]:
    """The comparing words of a stretch of text; a denied one says that there is no difference."""
    pattern, meaning = _pattern()
    found: list[Cue] = []
    denied = _NOR.match(text, start, end) is not None
    asked = _ASKED.search(text, start, end)
    end = asked.start() if asked is not None else end
    for match in pattern.finditer(folded(text), start, end):
        scale, sign = meaning[int((match.lastgroup or "g0")[1:])]
        if _OR_BEYOND.search(text, max(start, match.start() - 30), match.start()):
            continue
        if _DEFINES.search(text, max(start, match.start() - 40), match.start()):
            continue
        if _NO_LONGER.match(text, max(start, match.start() - 3)) or _THAN_NUMBER.match(
            text, match.end(), end
        ):
            continue
        if _FOLLOW_UP.match(text, match.end()) or _bounds(text, match) or _names_event(text, start, match):
            continue
        if (scale, sign) == ("benefit", -1) and _TIMED.search(
            text, max(start, match.start() - 50), match.start()
        ):
            continue  # "time to definitive worsening of appetite favored A"
        if scale == "none" and (
            _SINCE_REPORT.match(text, match.end(), end)
            or (match.start() == start and _AS_OTHERS.match(text, start, end))
        ):
            continue
        if scale != "none" and (
            denied
            or (_is_negated(text, start, *match.span()) and not not_of_other(text, start, *match.span()))
            or not_shown(text, *match.span(), end)
        ):
            scale, sign = "none", 0
        if _LIKELY_NOT.match(text, match.end(), end) and text.startswith("likely", match.end() - 6):
            sign = -sign  # "more likely not to relapse"
        if sign and _LOST.search(text, max(start, match.start() - 30), match.start()):
            sign = -sign
        begin = match.start()
        if sign and (verb := lessening(text, start, match.span())) is not None:
            begin, sign = verb, -sign
            while found and found[-1].start >= verb:
                found.pop()
        void = moot(text, start, begin) or (
            scale != "none" and unasserted(text, start, begin, match.end(), end)
        )
        unshown = scale == "none" and _is_unshown(text, start, match, end)
        cue = Cue(scale, sign, begin, match.end(), void=void, unshown=unshown)
        if found and (joined := _joined(text, found[-1], cue)) is not None:
            found[-1] = joined
        else:
            found.append(cue)
    return found


def _is_unshown(text: str, start: int, match: re.Match[str], end: int) -> bool:
    """Whether a word for likeness is denied: noninferiority that was not shown, groups that were not alike."""
    before = max(start, match.start() - 50), match.start()
    if _TO_SHOW.match(text, match.start()):
        return (
            _NEGATED.search(text, *before) is not None or NOT_SHOWN.match(text, match.end(), end) is not None
        )
    return _LIKENESS.match(text, match.start()) is not None and _NOT.search(text, *before) is not None


# An adjective of an event's name: "the incidence of worsening pain", "the most common events were nausea and elevated AST".
_ADJECTIVE: Final = re.compile(
    r"(?:worsening|elevated|increased|decreased|reduced|raised|prolonged|impaired|lowered|shortened)$",
    re.IGNORECASE,
)
_NOUN_BEHIND: Final = re.compile(
    r" (?!(?:from|in|by|to|with|at|over|after|during|more|less|for|on|and|or|when|while|between|among|until|since|than|of|as|the|was|were)\b|\w+ly\b)[A-Za-z]"
)
_NAMED: Final = re.compile(
    r"\b(?:incidences?|rates?|frequenc(?:y|ies)|risks?|occurrence|numbers?|episodes?|cases?|proportions?|prevalence) of (?:[\w-]+ ){0,2}$"
    r"|^(?:the )?(?:most|more) (?:common|frequent)(?:ly)? [^.;]*?\b(?:was|were|included?|being) [^.;]*$",
    re.IGNORECASE,
)


# A second verb, behind the risk that the first one changed: "reduced the risk of recurrence and | prolonged survival".
_SECOND_VERB: Final = re.compile(
    r"\b(?:reduc|lower|decreas|increas|rais)(?:es?|ed|s) (?:the |both the )?(?:\w+ )?(?:incidences?|rates?|frequency|risks?|occurrence|number) of (?:[\w-]+ ){1,2}?and (?:increased|decreased|reduced|prolonged|lowered|shortened)$",
    re.IGNORECASE,
)
# Behind a change of so much that makes a response of it: "a decline | of at least 50% in PSA", "a reduction | of 50% or more".
_THRESHOLD: Final = re.compile(r" of (?:(?:at least |[≥⩾]=? ?)\d+%|\d+% or (?:more|greater|higher)\b)")


def _bounds(text: str, match: re.Match[str]) -> bool:
    """Whether a comparative, or the likeness behind it, bounds a number ("greater than or equal to grade 3"), or a number it."""
    return (
        _OR_EQUAL.match(text, match.end()) is not None
        or _THRESHOLD.match(text, match.end()) is not None
        or text.endswith(_THAN_OR, 0, match.start())
    )


# Around an adjective of patients by what they have: "in the | elevated | lactate dehydrogenase or wild-type populations".
_IN_THE: Final = re.compile(r"\b(?:in|for|among) (?:the )?$")
_WHOSE: Final = re.compile(r"(?: [\w/-]+){1,9}? (?:populations?|subpopulations?|subgroups?|subsets?)\b")


def _names_event(text: str, start: int, match: re.Match[str]) -> bool:
    """Whether a comparing word is part of the name of an event, or of patients, and compares nothing."""
    if _ADJECTIVE.match(text, match.start(), match.end()) is None:
        return False
    if _IN_THE.search(text, max(start, match.start() - 12), match.start()) and _WHOSE.match(
        text, match.end()
    ):
        return True
    return (
        _NOUN_BEHIND.match(text, match.end()) is not None
        and _NAMED.search(text[start : match.start()]) is not None
        and _SECOND_VERB.search(text[start : match.end()]) is None
    )


# Words that say less of the comparing word beside them: "less deterioration", "deteriorated less".
_LESS: Final = frozenset({"less", "smaller", "slower", "lesser"})


def _turned(text: str, first: Cue, second: Cue) -> Cue | None:
    """One cue of two words side by side of which one says less of the other; None where neither does."""
    for less, other in ((first, second), (second, first)):
        if text[less.start : less.end].rpartition(" ")[2].lower() in _LESS and other.scale != "none":
            return Cue(other.scale, -other.sign, first.start, second.end, void=first.void or second.void)
    return None


# Likeness told of a change, and the words that may stand between the two: "similar mean reductions", "equally reduced".
_ALIKE_IN: Final = re.compile(
    r"(?:similar|comparable|equivalent|equal|identical|the same)(?P<adverb>ly)?$", re.IGNORECASE
)
_MODIFIES: Final = re.compile(r" (?:(?:mean|median|average|overall|significant|marked|clinical|\w+ly) ){0,2}")
_CHANGE: Final = re.compile(
    r"(?:improvements?|reductions?|increases?|decreases?|declines?|gains?|rises?)$", re.IGNORECASE
)
# Likeness in what two treatments do: "as effective as B in prolonging", "equivalent to B for reducing".
_AS_GOOD: Final = re.compile(
    r"\b(?:as \w+ as|equally(?: \w+)?|similar|comparable|equivalent|equal|non-?inferior(?: to)?|not inferior"
    r"|better|more effective|effective|efficacious|superior(?:ity)?|advantages?|benefits?)$",
    re.IGNORECASE,
)
_LESS_GOOD: Final = re.compile(r"(?:less effective|inferior)$", re.IGNORECASE)
AT_DOING: Final = re.compile(
    r"(?: (?!(?:and|but|was|were|is|are)\b)[\w/+-]+){0,7}?,? (?:in|at|for|in terms of|with (?:respect|regard) to) (?:the )?(?:\w+ly )?",
    re.IGNORECASE,
)
# Between a noun of change and what is said of its size: "the reduction in X was smaller".
_WAS: Final = re.compile(r"[^.;:]{0,90}?\b(?:was|were|is|are|tended to be|seemed|appeared)(?: \w+ly)? ")
_SMALLER: Final = re.compile(
    r"(?:\w+ly )*(?:less(?: pronounced)?|smaller|slower|lesser|lower)$", re.IGNORECASE
)


# Behind the verb that says that something changed, that it did so alike: "decreased | similarly", "reduced X | to a similar extent".
_ALIKE_FAR: Final = re.compile(
    r"(?:(?!\b(?:and|but|while|whereas|although|with|was|were|is|are)\b)[^.;:,]){0,90}?"
    r" (?:(?:to|by|at) (?:an? |the )?(?:\w+ly )?(?:similar|same|comparable|equal|equivalent|identical) (?:extent|degree|amount|magnitude|rate|level)s?"
    r"|(?:similar|equal|comparab|identical)ly)\b",
    re.IGNORECASE,
)
_VERB_OF_CHANGE: Final = re.compile(r"(?:ed|e?s|fell|rose)$", re.IGNORECASE)


def alike_in_extent(text: str, first: tuple[int, int], second: tuple[int, int]) -> bool:
    """Whether a word of likeness says how far that changed of which the word before it tells: "reduced X to a similar extent"."""
    if _VERB_OF_CHANGE.search(text, *first) is None:
        return False
    found = _ALIKE_FAR.match(text, first[1])
    return found is not None and second[0] < found.end()


# Between a verb of change and its degree: "declined over time more with A".
_IN_TIME: Final = re.compile(
    r" (?:(?:over time|(?:from|since|versus|compared with) baseline|(?:at|by|after|during|within|in) (?:the )?[\w-]+ (?:[\w-]+ )?|\w+ly) ?)+"
)
_MORE_OR_LESS: Final = {"more": 1, "further": 1, "faster": 1, "less": -1, "slower": -1}


def _joined(text: str, first: Cue, second: Cue) -> Cue | None:
    """One cue of two that tell one thing: that groups changed alike, or that one changed less; None where they do not."""
    if second.start - first.end == 1 and (turned := _turned(text, first, second)) is not None:
        return turned
    degree = text[second.start : second.end].rpartition(" ")[2].lower()
    if (
        degree in _MORE_OR_LESS
        and first.scale != "none"
        and _IN_TIME.fullmatch(text, first.end, second.start)
    ):
        void = first.void or second.void
        return Cue(first.scale, _MORE_OR_LESS[degree] * first.sign, first.start, second.end, void=void)
    if first.sign and second.scale == "none" and alike_in_extent(text, first.span, second.span):
        return replace(first, scale="none", sign=0, void=first.void or second.void)
    changes = _CHANGE.search(text, first.start, first.end) is not None
    if (
        changes
        and first.scale != "none"
        and _SMALLER.match(text, second.start, second.end)
        and _WAS.fullmatch(text, first.end, second.start)
    ):
        return replace(first, sign=-first.sign, void=first.void or second.void)
    if (
        first.scale == "none"
        and _AS_GOOD.search(text, first.start, first.end)
        and text[second.start : second.end].endswith("ing")
        and AT_DOING.fullmatch(text, first.end, second.start)
    ):
        return replace(first, end=second.end, void=first.void or second.void)
    if (
        first.scale == "benefit"
        and _LESS_GOOD.search(text, first.start, first.end)
        and text[second.start : second.end].endswith("ing")
        and AT_DOING.fullmatch(text, first.end, second.start)
    ):
        return replace(second, sign=-second.sign, start=first.start)  # "less effective than B in reducing"
    alike = _ALIKE_IN.match(text, first.start, first.end) if first.scale == "none" else None
    if (
        alike is None
        or second.scale == "none"
        or not (alike["adverb"] or _CHANGE.search(text, second.start, second.end))
        or not _MODIFIES.fullmatch(text, first.end, second.start)
    ):
        return None
    return replace(first, end=second.end, void=first.void or second.void)


_DELAYED: Final = re.compile(r"\bdelay(?:s|ed|ing)?$", re.IGNORECASE)


def of_time(text: str, cue: Cue, name: str) -> Cue:
    """A comparing word beside a time to an event: what delays the event makes the time longer."""
    delayed = cue.scale == "amount" and TIME_TO.match(name) and _DELAYED.search(text, cue.start, cue.end)
    return replace(cue, sign=1) if delayed else cue


def by_words(
    cue: Cue, subject: int, outcome_polarity: int, inverse: bool = False
) -> tuple[Direction, Favors]:
    """What a cue says, told of the intervention (subject 0) or of the comparator (1).

    `inverse` where it says it of the event that ends the outcome: less risk of death is more survival.
    """
    if cue.unshown:
        return "unclear", "unclear"
    if cue.scale == "none":
        return "no_difference", "neither"
    turn = 1 if subject == 0 else -1
    if inverse and cue.scale == "amount":
        turn = -turn
    if cue.scale == "amount":
        sign = cue.sign * turn
        benefit = sign * outcome_polarity
    else:
        benefit = cue.sign * turn
        sign = benefit * (outcome_polarity or 1)
    return ("higher" if sign > 0 else "lower"), favors(benefit)


def favors(benefit: int) -> Favors:
    """Whom a benefit of the intervention (1), of the comparator (-1) or of unknown kind (0) favours."""
    return "intervention" if benefit > 0 else "comparator" if benefit < 0 else "unclear"


def turned(direction: Direction, favoured: Favors) -> tuple[Direction, Favors]:
    """What is told of the comparator against the intervention, told the other way round."""
    others: dict[Direction, Direction] = {"higher": "lower", "lower": "higher"}
    sides: dict[Favors, Favors] = {"intervention": "comparator", "comparator": "intervention"}
    return others.get(direction, direction), sides.get(favoured, favoured)


def by_values(first: float, second: float, outcome_polarity: int) -> tuple[Direction, Favors]:
    """What two figures say, the intervention's first."""
    if first == second:
        return "no_difference", "neither"
    sign = 1 if first > second else -1
    return ("higher" if sign > 0 else "lower"), favors(sign * outcome_polarity)


# What the name of a difference says that it is: the size of a fall, told without its sign.
_REDUCTION: Final = re.compile(r"\b(?:reductions?|decreases?|declines?)\b", re.IGNORECASE)


def by_effect(
    effect: Statistic, concept: Concept | None, outcome_polarity: int
) -> tuple[Direction, Favors] | None:
    """What a ratio or difference says, taken as the intervention's against the comparator's.

    A hazard ratio is one of the bad event, so below 1 it means longer survival. Odds ratios and relative risks of
    outcomes that are good to have ("response") point the way that they are named.
    """
    null = NULL.get(effect.type)
    if null is None or effect.value is None or effect.value == null:
        return None
    sign = 1 if effect.value > null else -1
    if effect.value > null == 0 and _REDUCTION.search(effect.text):  # "absolute risk reduction of 3.2%"
        sign = -1
    if effect.type == "hazard_ratio" and outcome_polarity > 0:
        sign = -sign
    return ("higher" if sign > 0 else "lower"), favors(sign * outcome_polarity)
