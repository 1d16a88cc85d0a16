"""Layer `findings`: outcomes, arms, statistics and directions put together, one row for each result.

Three passes: the sentences, each by itself with what the one before it left open; then figures told in other
sentences of the same outcome and arms; then directions that a sentence does not tell but the conclusion does.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Sequence
from typing import Final, TypeVar, cast

from spacy.language import Language
from spacy.tokens import Doc

from evidence.pipeline import directions
from evidence.pipeline.arm_mentions import ArmMention
from evidence.pipeline.arms import ArmName
from evidence.pipeline.dealing import Hand, arms_of_values, clauses, deal, is_test, is_value
from evidence.pipeline.layers import Sentence, Voice
from evidence.pipeline.outcomes import OutcomeMention
from evidence.pipeline.written import as_written, before_brackets, population
from evidence.records import Direction, DirectionBasis, Favors, Finding, FindingKind, FindingRole, Significance, Statistic
from evidence.vocabulary import Concept

NAME: Final = "evidence_findings"

_Spanned = TypeVar("_Spanned", OutcomeMention, ArmMention, Statistic)

# How far from an outcome without figures a comparing word may stand, in characters.
_CUE_REACH: Final = 70
_CLAIMING: Final = frozenset({"result", "conclusion", "cited", "background", "hypothesis", "recommendation"})
_OWN: Final = frozenset({"result", "conclusion"})
_BEFORE_AFTER: Final = re.compile(
    r"\b(?:from baseline|(?:compared with|versus|than|over|to) baseline|after (?:surgery|treatment|operation|therapy)|postoperative(?:ly)?|pre-?operative(?:ly)?)\b",
    re.IGNORECASE,
)


_DIFFERENCE: Final = re.compile(r"\bdifferen(?:ce|t)|\bcompared\b", re.IGNORECASE)


@dataclasses.dataclass(slots=True)
class _Context:
    """What a document's earlier sentences leave to the later ones."""

    alpha: float
    order: tuple[int, ...] = (0, 1)
    outcome: OutcomeMention | None = None
    place: int = -1


@Language.component(NAME)
def findings(doc: Doc) -> Doc:
    """Make the rows, and give the statistics the arms that the rows know."""
    arms: dict[str, int] = {}
    made = _merged(list(_rows(doc, arms)), doc._.statistics)
    doc._.findings = tuple(dataclasses.replace(item, id=f"f{index}") for index, item in enumerate(_settled(made), start=1))
    names = doc._.arms
    doc._.statistics = tuple(
        dataclasses.replace(item, arm=names[arms[item.id]].name) if item.arm is None and item.id in arms else item
        for item in doc._.statistics
    )
    return doc


def _rows(doc: Doc, arms: dict[str, int]) -> Iterator[Finding]:
    context = _Context(directions.alpha(doc.text))
    for place, (sentence, voice) in enumerate(zip(doc._.sentences, doc._.voices, strict=True)):
        if voice.role not in _CLAIMING:
            continue
        if context.place < place - 1:
            context.outcome = None  # only the sentence right before leaves its outcome to this one
        yield from _of_sentence(doc, place, voice, context, arms)


def _within(items: Sequence[_Spanned], start: int, end: int) -> list[_Spanned]:
    return [item for item in items if start <= item.start < end]


def _of_sentence(
    doc: Doc, place: int, voice: Voice, context: _Context, arms: dict[str, int]
) -> Iterator[Finding]:
    text = doc.text
    sentence: Sentence = doc._.sentences[place]
    mentions = _within(doc._.arm_mentions, sentence.start, sentence.end)
    named = tuple(dict.fromkeys(item.arm for item in mentions))
    if len(named) == 2:
        context.order = named
    cue_before = None
    for start, end in clauses(text, sentence.start, sentence.end):
        statistics = _within(doc._.statistics, start, end)
        outcomes = _outside_brackets(text, start, _within(doc._.outcomes, start, end), statistics)
        if not outcomes and statistics:
            outcomes = _scales(doc, start, end)
        cues = [cue for cue in directions.cues(text, start, end) if not _covered(cue, outcomes)]
        outcomes = _told_once(outcomes, statistics)
        if outcomes and len(statistics) > 1:
            outcomes = _with_unknown(text, start, end, outcomes, statistics, mentions)
        if not outcomes:
            outcomes = _inferred(text, start, end, statistics, cues, context, voice, bool(doc._.arms))
        if not outcomes:
            continue
        for hand in deal(text, start, end, outcomes, statistics, mentions):
            finding = _row(doc, sentence, voice, (start, end), hand, cues or cue_before or [], mentions, context, arms)
            if finding is not None:
                context.outcome, context.place = hand.outcomes[-1], place
                yield finding
        cue_before = cues or cue_before


def _outside_brackets(
    text: str, start: int, outcomes: list[OutcomeMention], statistics: Sequence[Statistic]
) -> list[OutcomeMention]:
    """Without those that a bracket only lists: "wound complications (infection, hematoma) were seen in 17 cases"."""
    kept = []
    for item in outcomes:
        opening = text.rfind("(", start, item.start)
        closing = text.find(")", item.end)
        inside = opening >= 0 and ")" not in text[opening : item.start]
        if not inside or any(opening < number.start < closing for number in statistics):
            kept.append(item)
    return kept


def _scales(doc: Doc, start: int, end: int) -> list[OutcomeMention]:
    """The scales that a clause gives figures of, where it names no outcome."""
    return [
        OutcomeMention(item.start, item.end, item.concept.label, item.concept, None)
        for item in doc._.mentions
        if item.kind == "scale" and item.concept is not None and start <= item.start < end
    ][:1]


def _covered(cue: directions.Cue, outcomes: Sequence[OutcomeMention]) -> bool:
    """Whether a comparing word is part of an outcome's name ("blood creatinine increased")."""
    return any(item.start <= cue.start and cue.end <= item.end and not item.phrase for item in outcomes)


def _told_once(outcomes: list[OutcomeMention], statistics: Sequence[Statistic]) -> list[OutcomeMention]:
    """Without a second naming of an outcome before any figure: "overall survival was longer (median survival, 10 v 8"."""
    kept: list[OutcomeMention] = []
    for item in outcomes:
        again = bool(kept) and kept[-1].name == item.name
        if not again or any(kept[-1].end <= number.start < item.start for number in statistics):
            kept.append(item)
        elif item.timepoint is not None and kept[-1].timepoint is None:
            kept[-1] = dataclasses.replace(kept[-1], timepoint=item.timepoint)
    return kept


def _with_unknown(
    text: str,
    start: int,
    end: int,
    outcomes: list[OutcomeMention],
    statistics: Sequence[Statistic],
    mentions: Sequence[ArmMention],
) -> list[OutcomeMention]:
    """The outcomes of a clause with those that only its list of figures shows to be some."""
    taken = [(item.start, item.end) for item in (*outcomes, *mentions)]
    spans = before_brackets(text, start, end, [item.start for item in statistics], taken)
    new = [OutcomeMention(*span, text[slice(*span)], None, None) for span in spans]
    return sorted([*outcomes, *new], key=lambda item: item.start)


def _inferred(
    text: str,
    start: int,
    end: int,
    statistics: Sequence[Statistic],
    cues: Sequence[directions.Cue],
    context: _Context,
    voice: Voice,
    trial: bool,
) -> list[OutcomeMention]:
    """The outcome of a clause that names none of the vocabulary: as written, else that of the sentence before."""
    if not statistics and not (cues and voice.role in _OWN and trial):
        return []
    span = as_written(text, start, end, [item.start for item in statistics])
    if span is not None:
        return [OutcomeMention(*span, text[slice(*span)], None, None)]
    if statistics and context.outcome is not None and context.outcome.concept is not None and voice.role == "result":
        first = statistics[0].start
        return [dataclasses.replace(context.outcome, start=first, end=first)]
    return []


def _row(
    doc: Doc,
    sentence: Sentence,
    voice: Voice,
    clause: tuple[int, int],
    hand: Hand,
    cues: Sequence[directions.Cue],
    mentions: Sequence[ArmMention],
    context: _Context,
    arms: dict[str, int],
) -> Finding | None:
    """The finding of one hand, or None where the words claim nothing of the outcome."""
    text = doc.text
    outcome = hand.outcomes[0]
    values = [item for item in hand.statistics if is_value(item)]
    tests = [item for item in hand.statistics if is_test(item)]
    cue = _cue_for(outcome, hand, cues)
    near = _within(mentions, *clause) or list(mentions)
    places, beside = arms_of_values(text, values, near, context.order if len(doc._.arms) == 2 else ())
    sides = _sides(doc, sentence, clause, near, places, bool(tests) or cue is not None or len(values) > 1)
    stated = outcome.name == "toxicity" and outcome.phrase and voice.role in _OWN
    if stated and sides.intervention is None and doc._.arms:
        sides = _pair(doc._.arms, 0, None, 0.8)
    if not hand.statistics and ((cue is None and not stated) or sides.intervention is None):
        return None
    if voice.role not in _OWN and not hand.statistics and not _acts(doc, clause, cue, outcome):
        return None
    if outcome.concept is None and sides.comparator is None and not tests:
        return None  # the characteristics of patients, more often than not
    for item, place in zip(values, places, strict=True):
        if place is not None:
            arms.setdefault(item.id, place)
    told = directions.significance(text, *_region(hand, clause, bool(tests)), hand.statistics, context.alpha)
    kind = _kind(text, sentence, sides, tests)
    direction, favors, basis, sure = _direction(
        text, cue, near, sides, values, places, beside, tests, outcome, told, clause[0], kind
    )
    return Finding(
        id="f0",
        start=sentence.start,
        end=sentence.end,
        quote=text[sentence.start : sentence.end],
        kind=kind,
        outcome=_standard(text, outcome),
        outcome_concept=outcome.concept,
        intervention=sides.intervention,
        intervention_concepts=sides.intervention_concepts,
        comparator=sides.comparator,
        comparator_concepts=sides.comparator_concepts,
        population=population(text, *clause, [(item.start, item.end) for item in mentions]),
        timepoint=next((item.timepoint for item in hand.statistics if item.timepoint), None) or outcome.timepoint,
        favors=favors,
        direction=direction,
        significance=told,
        statistics=tuple(item.id for item in hand.statistics),
        role=cast(FindingRole, voice.role),
        reference=voice.reference,
        confidence=round(sure * sides.sure * (1.0 if outcome.concept is not None else 0.75), 2),
        hedged=voice.hedged,
        direction_basis=basis,
    )


_GRADE: Final = re.compile(
    r"(?:any |all )?grades? ?(?:\d|[≥>])[\d /–-]*(?:(?:or|to|and) (?:\d|higher|worse|more|above))? ?| of grades? .*$", re.IGNORECASE
)
_QUALIFIER: Final = re.compile(
    r"\b(?:[a-z]+-related|(?:non-?)?ha?ematolog\w+|acute|late|severe|serious|gyna?ecological|cardiac|renal|hepatic|dermatologic\w*|neurologic\w*)"
    r" (?=(?:grade [\d /or-]+)?$)",
    re.IGNORECASE,
)


def _standard(text: str, outcome: OutcomeMention) -> str:
    """The name of an outcome: the field's for an endpoint, the text's own for an adverse event."""
    concept = outcome.concept
    if concept is None or outcome.phrase or outcome.start == outcome.end:
        return outcome.name
    if concept.label.endswith(" outcome"):
        return text[outcome.start : outcome.end]
    if not (concept.group == "adverse_events" or _HARM.search(concept.label)):
        return concept.label
    before = _QUALIFIER.search(text, max(0, outcome.start - 40), outcome.start)
    words = _GRADE.sub("", text[before.start() if before else outcome.start : outcome.end]).strip()
    return " ".join(words.lower().split()) if " " in words else concept.label


_HARM: Final = re.compile(r"tox|adverse|treatment-related|death|mortality")


@dataclasses.dataclass(frozen=True, slots=True)
class _Sides:
    """Who stands against whom. `sure` is lower where the sentence names no arm."""

    intervention: str | None = None
    intervention_concepts: tuple[Concept, ...] = ()
    comparator: str | None = None
    comparator_concepts: tuple[Concept, ...] = ()
    numbers: tuple[int | None, int | None] = (None, None)
    sure: float = 0.9


def _sides(
    doc: Doc,
    sentence: Sentence,
    clause: tuple[int, int],
    near: Sequence[ArmMention],
    places: Sequence[int | None],
    compares: bool,
) -> _Sides:
    """The arms of a row: those named, the other one of two where something is compared, else the therapies named."""
    names: Sequence[ArmName] = doc._.arms
    named = sorted({item.arm for item in near} | {place for place in places if place is not None})
    if len(named) >= 2 and (any(arm.control for arm in names) or _COMPARES.search(doc.text, *clause)):
        return _pair(names, named[0], named[1], 0.95)
    if len(named) >= 2:
        return _local(doc, clause)
    if len(named) == 1:
        if len(names) == 2 and names[1].control and compares and len(places) != 1:
            return _pair(names, 0, 1, 0.9)
        return _pair(names, named[0], None, 0.85)
    if len(names) == 2 and names[1].control and compares and _tells_own(doc, sentence):
        return _pair(names, 0, 1, 0.8)
    return _local(doc, clause)


_COMPARES: Final = re.compile(r"\b(?:than|versus|vs\.?|v|compared|between|differ\w*|(?:cases|patients|events) after)\b")


def _acts(doc: Doc, clause: tuple[int, int], cue: directions.Cue | None, outcome: OutcomeMention) -> bool:
    """Whether a clause about others' work says of a treatment, in this order, that it does something to the outcome."""
    if cue is None or cue.start > outcome.start:
        return False
    return any(
        item.kind in ("therapy", "procedure") and clause[0] <= item.start and item.end <= cue.start for item in doc._.mentions
    )


def _tells_own(doc: Doc, sentence: Sentence) -> bool:
    return sentence.section in ("results", "conclusions", "discussion", None)


def _pair(names: Sequence[ArmName], first: int, second: int | None, sure: float) -> _Sides:
    other = names[second] if second is not None else None
    return _Sides(
        names[first].name,
        names[first].concepts,
        other.name if other else None,
        other.concepts if other else (),
        (first, second),
        sure,
    )


_THAN: Final = re.compile(r"\b(?:than|compared (?:with|to)|versus|vs\.?|over)\b[^.;]{0,40}$")


def _local(doc: Doc, clause: tuple[int, int]) -> _Sides:
    """The therapies that a clause names itself, where it speaks of none of the document's arms."""
    text = doc.text
    therapies = [item for item in doc._.mentions if item.kind in ("therapy", "procedure") and clause[0] <= item.start < clause[1]]
    if not therapies:
        return _Sides(sure=0.7)
    compared = [item for item in therapies if _THAN.search(text, max(clause[0], item.start - 45), item.start)]
    main = [item for item in therapies if item not in compared]
    first = main[:1] or therapies[:1]
    second = compared[:1]
    return _Sides(
        first[0].text,
        tuple(item.concept for item in first if item.concept is not None),
        second[0].text if second else None,
        tuple(item.concept for item in second if item.concept is not None),
        (None, None),
        0.75,
    )


def _kind(text: str, sentence: Sentence, sides: _Sides, tests: Sequence[Statistic]) -> FindingKind:
    if sides.comparator is not None or (tests and sides.intervention is not None and _DIFFERENCE.search(text, sentence.start, sentence.end)):
        return "comparison"
    if _BEFORE_AFTER.search(text, sentence.start, sentence.end) and (tests or sides.intervention is None):
        return "before_after"
    return "association" if tests and sides.intervention is None else "single_arm"


def _region(hand: Hand, clause: tuple[int, int], tested: bool) -> tuple[int, int]:
    """Where the words of significance are looked for: in the hand's own words if it has tests, else in the clause."""
    return (hand.start, max(hand.end, hand.start)) if tested else clause


def _cue_for(outcome: OutcomeMention, hand: Hand, cues: Sequence[directions.Cue]) -> directions.Cue | None:
    """The comparing word nearest to an outcome: before it, or behind it and before the next one's figures."""
    outside = [cue for cue in cues if cue.end <= outcome.start or cue.start >= outcome.end]
    if outcome.phrase:
        outside = [cue for cue in outside if 0 <= outcome.start - cue.end <= 15]
    elif not hand.statistics and len(hand.outcomes) == 1 and not hand.listed:
        outside = [cue for cue in outside if -_CUE_REACH <= cue.start - outcome.end and outcome.start - cue.end <= _CUE_REACH and cue.start - outcome.end <= _CUE_REACH]
    if not outside:
        return None
    return min(outside, key=lambda cue: outcome.start - cue.end if cue.end <= outcome.start else 1.2 * (cue.start - outcome.end))


def _direction(
    text: str,
    cue: directions.Cue | None,
    near: Sequence[ArmMention],
    sides: _Sides,
    values: Sequence[Statistic],
    places: Sequence[int | None],
    beside: bool,
    tests: Sequence[Statistic],
    outcome: OutcomeMention,
    told: Significance,
    start: int,
    kind: FindingKind,
) -> tuple[Direction | None, Favors | None, DirectionBasis | None, float]:
    """Direction, whom it favours, where that was read, and how sure that is."""
    if sides.intervention is None and sides.comparator is None and cue is None:
        return None, None, None, 0.8
    polarity = directions.polarity(outcome.concept, outcome.name)
    if told == "not_significant":
        return "no_difference", "neither", "words" if cue else "figures", 0.97
    figures = _figures(sides, values, places, polarity) or _against_none(text, near, sides, values, places, polarity)
    if sides.comparator is None and values and kind == "single_arm":
        return None, None, None, 0.95  # a figure of one group by itself points nowhere
    words = None
    explicit = False
    if cue is not None and (sides.comparator is not None or cue.scale != "amount" or cue.end <= outcome.start):
        subject = directions.subject_of(text, cue, near, start)
        explicit = subject is not None
        place = 1 if explicit and subject == sides.numbers[1] else 0
        words = directions.by_words(cue, place, polarity)
    if words is not None and figures is not None:
        agree = words[0] == figures[0]
        if agree or beside or not explicit:
            return (*figures, "figures", 0.98 if agree else 0.75)
        return (*words, "words", 0.75)
    if words is not None:
        return (*words, "words", 0.92)
    if figures is not None:
        return (*figures, "figures", 0.95)
    if sides.comparator is None:
        return None, None, None, 0.9
    effect = next((item for item in tests if item.type != "p_value"), None)
    read = directions.by_effect(effect, outcome.concept, polarity) if effect is not None else None
    return (*read, "figures", 0.85) if read is not None else ("unclear", "unclear", None, 0.8)


def _figures(
    sides: _Sides, values: Sequence[Statistic], places: Sequence[int | None], polarity: int
) -> tuple[Direction, Favors] | None:
    """What two figures of one kind say, where it is known whose they are."""
    if None in sides.numbers:
        return None
    by_arm: dict[int, Statistic] = {}
    for item, place in zip(values, places, strict=True):
        if place is not None and item.value is not None:
            by_arm.setdefault(place, item)
    first, second = (by_arm.get(cast(int, number)) for number in sides.numbers)
    if first is None or second is None or first.type != second.type or first.value is None or second.value is None:
        return None
    return directions.by_values(first.value, second.value, polarity)


# How far before a test of before against after its two figures may stand, in characters.
_NEAR_BEFORE: Final = 450
_NONE: Final = re.compile(r"\b(?:none|no (?:such |treatment-related )?(?:patients?|deaths?|cases?|events?|one))\b", re.IGNORECASE)


def _against_none(
    text: str,
    near: Sequence[ArmMention],
    sides: _Sides,
    values: Sequence[Statistic],
    places: Sequence[int | None],
    polarity: int,
) -> tuple[Direction, Favors] | None:
    """What "three of 66 after A, compared with none in B" says."""
    first, second = sides.numbers
    if len(values) != 1 or places[0] is None or first is None or second is None or not values[0].value:
        return None
    other = second if places[0] == first else first
    if not any(item.arm == other and _NONE.search(text, max(0, item.start - 30), item.end) for item in near):
        return None
    return directions.by_values(*((1.0, 0.0) if places[0] == first else (0.0, 1.0)), polarity)


def _merged(rows: list[Finding], statistics: Sequence[Statistic]) -> list[Finding]:
    """Comparisons that tell only a P value get the medians or means that other sentences tell of their arms."""
    known = {item.id: item for item in statistics}

    def single(row: Finding, arm: str | None) -> list[str]:
        return [
            id
            for other in rows
            if other.role == "result"
            and other.comparator is None
            and other.intervention == arm
            and other.outcome == row.outcome
            and other.population == row.population
            for id in other.statistics
            if known[id].type in ("median", "mean") and known[id].timepoint is None
        ]

    merged = []
    for row in rows:
        if row.kind == "before_after" and row.role == "result" and not any(is_value(known[id]) for id in row.statistics):
            told = [
                id
                for other in rows
                if other.kind != "comparison"
                and 0 < row.start - other.start < _NEAR_BEFORE
                and (other.outcome == row.outcome or (other.outcome_concept is not None and other.outcome_concept.kind == "scale"))
                for id in other.statistics
                if known[id].type in ("mean", "median")
            ]
            if len(told) == 2:
                row = dataclasses.replace(row, statistics=(*told, *row.statistics))
        if row.kind == "comparison" and row.role == "result" and not any(is_value(known[id]) for id in row.statistics):
            figures = [single(row, row.intervention), single(row, row.comparator)]
            if all(len(found) == 1 for found in figures):
                row = dataclasses.replace(row, statistics=(*figures[0], *figures[1], *row.statistics))
                row = _redirected(row, known[figures[0][0]], known[figures[1][0]])
        merged.append(row)
    return merged


def _redirected(row: Finding, first: Statistic, second: Statistic) -> Finding:
    """A significant difference that tells no direction takes that of its arms' figures."""
    told = row.significance == "significant" and row.direction in (None, "unclear")
    if not told or first.value is None or second.value is None or first.type != second.type:
        return row
    direction, favors = directions.by_values(
        first.value, second.value, directions.polarity(row.outcome_concept, row.outcome)
    )
    return dataclasses.replace(row, direction=direction, favors=favors, direction_basis="figures")


def _settled(rows: Sequence[Finding]) -> Iterator[Finding]:
    """A significant difference whose direction no word or figure tells takes the conclusion's, and says so."""
    claims = [row for row in rows if row.role == "conclusion" and row.direction in ("higher", "lower")]
    for row in rows:
        if row.role == "result" and row.significance == "significant" and row.direction in (None, "unclear"):
            same = [
                claim
                for claim in claims
                if claim.outcome == row.outcome and claim.intervention == row.intervention and claim.intervention is not None
            ]
            if len({claim.direction for claim in same}) == 1:
                row = dataclasses.replace(
                    row,
                    direction=same[0].direction,
                    favors=same[0].favors,
                    direction_basis="conclusion",
                    confidence=round(row.confidence * 0.85, 2),
                )
        yield row
