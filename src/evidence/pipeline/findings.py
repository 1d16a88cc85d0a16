"""Layer `findings`: outcomes, arms, statistics and directions put together, one row for each result.

Three passes: the sentences, clause by clause, each with what the one before it left open; then figures told in other
sentences of the same outcome and arms; then directions that a sentence does not tell but the conclusion does.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Sequence
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc

from evidence.pipeline import directions
from evidence.pipeline.arm_mentions import NAMES_ANOTHER
from evidence.pipeline.arm_names import ArmName
from evidence.pipeline.arm_sizes import with_sizes
from evidence.pipeline.between_groups import alike, continues, denies
from evidence.pipeline.boundaries import held
from evidence.pipeline.clause_outcomes import of_claims, outcomes_of
from evidence.pipeline.clauses import clauses
from evidence.pipeline.conclusions import claims
from evidence.pipeline.confidence import confidences
from evidence.pipeline.contrary_subgroups import of_second_kind
from evidence.pipeline.contrasts import arms_with_figures
from evidence.pipeline.course_rows import coursed, with_and_without
from evidence.pipeline.cue_subjects import order_by_one
from evidence.pipeline.dealing import Hand, deal, is_value
from evidence.pipeline.discourse import Context, Layers, Spoken, headed
from evidence.pipeline.document_kinds import body_start
from evidence.pipeline.excepted import excepted
from evidence.pipeline.finding_rows import apart, interaction_row, note_loose, row
from evidence.pipeline.given_together import WHATEVER
from evidence.pipeline.joined_hands import joined
from evidence.pipeline.layers import Sentence, Voice, title_end
from evidence.pipeline.named_endpoints import with_endpoints
from evidence.pipeline.no_results import (
    counts_analysed,
    denies_association,
    denies_interaction,
    goes_like_before,
    of_the_start,
)
from evidence.pipeline.occasions import events_seen
from evidence.pipeline.one_treatment import one_treatment, told_of
from evidence.pipeline.outcomes import OutcomeMention
from evidence.pipeline.pointing import Notes
from evidence.pipeline.prognostic import prognostic
from evidence.pipeline.retelling import retold
from evidence.pipeline.scenes import Scene, within
from evidence.pipeline.screens import screened
from evidence.pipeline.sections import lacks_parts, may_tell_results
from evidence.pipeline.sentence_arms import SentenceArms, arms_of
from evidence.pipeline.settling import (
    adopted,
    merged,
    of_its_figures,
    paired,
    settled,
    taken_back,
    unopposed,
    untested,
    without_parts,
)
from evidence.pipeline.several_arms import by_pairs, told_pairs
from evidence.pipeline.short_names import spelled_out
from evidence.pipeline.significance import alpha
from evidence.pipeline.silent_sections import silent
from evidence.pipeline.tables import pattern_of
from evidence.pipeline.telling_sentences import claims_nothing, is_tested, tells_conclusion, tells_results
from evidence.pipeline.treatment_courses import of_no_arm
from evidence.pipeline.written import definition, without_brackets
from evidence.records import Finding, Statistic

NAME: Final = "evidence_findings"

# What a sentence says of others' work before its own result: "in contrast to X, in which A was better, we found ...".
_OTHERS_FIRST: Final = pattern_of("no_results", "others_first")
_OF_OTHERS: Final = frozenset({"cited", "background"})
# What is claimed of a treatment as a whole.
_WHOLE: Final = frozenset({"efficacy", "clinical benefit", "clinical outcome", "feasibility"})
_CLAIMING: Final = frozenset({"result", "conclusion", "cited", "background", "hypothesis", "recommendation"})


# The short name of an arm, which is no outcome: "fentanyl (PCIA group)".
_SHORT: Final = re.compile(r"\(([A-Z][\w+/-]*)(?: (?:group|arm))?\)")


@Language.component(NAME)
def findings(doc: Doc) -> Doc:
    """Make the rows, note where words and figures disagree, and give the statistics the arms that the rows know."""
    layers = doc._
    arms: tuple[ArmName, ...] = layers.arms
    if len(arms) > 1 and any(item.type == "count" for item in layers.statistics):
        arms = with_sizes(doc)  # counts of events say nothing without them
    notes = Notes()
    made = paired(list(_rows(doc, arms, notes)), layers.statistics, layers.document.text, arms)
    made = taken_back(merged(made, layers.statistics), layers.document.text, layers.sentences)
    told = list(zip(layers.sentences, layers.voices, strict=True))
    made = retold(layers.document.text, made, layers.statistics)
    made = held(layers.document.text, made, told, layers.statistics, layers.outcomes)
    known = {item.id: item for item in layers.statistics}
    rows = (
        of_its_figures(unopposed(untested(row)), notes.arms, layers.mentions)
        for row in settled(adopted(made))
    )
    rows = (without_parts(row, known, layers.document.text) for row in rows)
    shorts = {match[1] for arm in arms for match in _SHORT.finditer(arm.name)}
    rows = (
        row
        for row in rows
        if row.outcome not in shorts
        and (row.intervention is None or row.intervention.lower() != row.outcome.lower())
    )
    found = list(spelled_out(map(_favouring_nobody, rows), layers.definitions))
    if not arms:
        title = title_end(layers.sentences)
        found = told_of(found, one_treatment(layers.document.text, layers.sentences, layers.mentions, title))
    bare = lacks_parts(layers.document, layers.sections)
    worth = confidences(found, layers.statistics, arms, notes.discrepancies, retold=bare)
    layers.findings = tuple(
        dataclasses.replace(item, id=f"f{index}", confidence=confidence)
        for index, (item, confidence) in enumerate(zip(found, worth, strict=True), start=1)
    )
    layers.statistics = tuple(
        dataclasses.replace(item, arm=notes.arms[item.id])
        if item.arm is None and item.id in notes.arms
        else item
        for item in layers.statistics
    )
    layers.discrepancies = tuple(notes.discrepancies)
    return doc


def _favouring_nobody(row: Finding) -> Finding:
    """A row that names neither side favours none of them."""
    named = row.intervention is not None or row.comparator is not None
    sided = row.favors in ("intervention", "comparator")
    return dataclasses.replace(row, favors="unclear") if sided and not named else row


def _rows(doc: Doc, arms: Sequence[ArmName], notes: Notes) -> Iterator[Finding]:
    text: str = doc._.document.text
    layers = Layers(
        text,
        doc._.statistics,
        with_endpoints(doc),
        doc._.ratio_outcomes,
        doc._.mentions,
        arms,
        doc._.arm_mentions,
    )
    context = Context(
        alpha(text),
        without_brackets(text),
        retells=doc._.own_results != "all",
        body=body_start(doc._.sections),
    )
    mixed = [item for item in doc._.sections if may_tell_results(item)]
    headings = headed(doc._.sections, doc._.outcomes)
    mute = silent(text, doc._.sections)
    for place, (sentence, voice) in enumerate(zip(doc._.sentences, doc._.voices, strict=True)):
        if voice.role == "method" and (tells_results(layers, sentence, mixed) or is_tested(layers, sentence)):
            voice = dataclasses.replace(voice, role="result")
        concludes = voice.role == "background" and tells_conclusion(layers, sentence, context.body)
        if concludes:
            voice = dataclasses.replace(voice, role="conclusion")
        if voice.role not in _CLAIMING or claims_nothing(layers, sentence, voice):
            continue
        if mute.holds(text, sentence):
            continue
        if context.place < place - 2:
            context.outcome = None  # an outcome is left to the next sentence, and over one that tells of none
        if (heading := headings.get(sentence.start)) is not None:
            context.tell(heading, place - 1)
        for finding in _of_sentence(layers, place, sentence, voice, context, notes):
            if not concludes or finding.outcome_concept is not None or finding.outcome in _WHOLE:
                yield finding


def _of_sentence(
    layers: Layers, place: int, sentence: Sentence, voice: Voice, context: Context, notes: Notes
) -> Iterator[Finding]:
    """The rows of a sentence, clause by clause, each clause with the comparing words that an earlier one left."""
    spoken = _spoken(layers, place, sentence)
    stated = voice.role == "conclusion" or any(item.phrase for item in spoken.outcomes)
    if not (spoken.statistics or stated or directions.compares(layers.text, sentence.start, sentence.end)):
        return  # nothing is measured, compared or stated
    before: list[OutcomeMention] = []
    for scene in map(of_no_arm, _scenes(layers, sentence, voice, spoken, context)):
        if (
            denies_interaction(scene)
            or denies_association(scene)
            or counts_analysed(scene)
            or goes_like_before(scene)
            or of_the_start(scene)
        ):
            continue
        told = within(spoken.outcomes, scene.start, scene.end)
        second = bool(before) and of_second_kind(scene)
        if voice.role == "conclusion" and not scene.statistics and not (second and not told):
            scene.cues = directions.cues(scene.text, scene.start, scene.end)
            scene.outcomes = before = of_claims(scene, context.masked, told, spoken.mentions)
            for part in told_pairs(scene):
                yield from claims(part, context.masked)
            continue
        scene.outcomes = _outcomes(layers, scene, spoken, told, context)
        if second and not scene.outcomes:
            scene.outcomes = [
                dataclasses.replace(item, start=scene.start, end=scene.start) for item in before
            ]
        before = scene.outcomes
        if not scene.outcomes and not scene.statistics and (voice.role in _OF_OTHERS or _holds_both(scene)):
            # "A was superior to B": nothing but which of the two is the better one.
            yield from (item for item in claims(scene, context.masked) if item.comparator is not None)
            continue
        yield from _measured(scene, spoken, context, notes)


def _holds_both(scene: Scene) -> bool:
    """Whether a clause names both arms of a study of two: "A was better tolerated than B"."""
    named = {item.arm for item in within(scene.mentions, scene.start, scene.end)}
    return len(scene.names) == len(named) == 2


def _spoken(layers: Layers, place: int, sentence: Sentence) -> Spoken:
    """What the layers hold of a sentence; the figures of a definition in it are no results."""
    statistics = within(layers.statistics, sentence.start, sentence.end)
    if (meant := definition(layers.text, sentence.start, sentence.end)) is not None:
        statistics = [item for item in statistics if not meant[0] <= item.start < meant[1]]
    return Spoken(
        place,
        statistics,
        within(layers.outcomes, sentence.start, sentence.end),
        within(layers.mentions, sentence.start, sentence.end),
    )


def _scenes(
    layers: Layers, sentence: Sentence, voice: Voice, spoken: Spoken, context: Context
) -> Iterator[Scene]:
    """The clauses of a sentence with what is said in them, but for those that only tell of others' work."""
    text = layers.text
    therapies = [
        item
        for item in spoken.mentions
        if item.kind in ("therapy", "procedure")
        and not NAMES_ANOTHER.match(text, item.end)
        and not WHATEVER.search(text, sentence.start, item.start)
        and not text.endswith(("pre-", "Pre-"), 0, item.start)
    ]
    names, mentions, local = arms_of(layers, sentence, voice, context, therapies)
    order = _order(text, sentence, voice, (names, mentions, local), context)
    for start, end in clauses(text, sentence.start, sentence.end):
        if end < sentence.end and _OTHERS_FIRST.match(text, start, end):
            continue
        yield Scene(
            text, sentence, voice, start, end, names, mentions, local, order, context.alpha,
            _told_of_arms(text, start, end, spoken.statistics), within(therapies, start, end),
            retells=voice.role == "cited" and context.retells,
            body=context.body is not None and sentence.start >= context.body,
            after_factors=spoken.place - context.factors_place == 1,
        )  # fmt: skip


def _told_of_arms(text: str, start: int, end: int, statistics: Sequence[Statistic]) -> list[Statistic]:
    """The statistics of a clause, but how many events its analysis had."""
    here = [item for item in within(statistics, start, end) if not _of_non_responders(text, start, item)]
    if not any(item.type == "count" for item in here) or (seen := events_seen(text, start, end)) is None:
        return here
    return [item for item in here if not seen[0] <= item.start < seen[1]]


# Those without a response, told among those who had one: "17 (29%) no responses", "and no response in 38%".
_NO_RESPONSE: Final = r"no (?:objective )?respon(?:ses?|ders?)"
_WITHOUT: Final = re.compile(rf"\)? (?:(?:patients )?(?:had|with|showed) )?{_NO_RESPONSE}\b", re.IGNORECASE)
_WITHOUT_IN: Final = screened(rf"(?:,|,? and) {_NO_RESPONSE} in $", re.IGNORECASE)


def _of_non_responders(text: str, start: int, item: Statistic) -> bool:
    """Whether a figure is how many had no response, which is none of the outcomes beside it."""
    return is_value(item) and (
        _WITHOUT.match(text, item.end) is not None or _WITHOUT_IN.search(text, start, item.start) is not None
    )


def _order(
    text: str, sentence: Sentence, voice: Voice, arms: SentenceArms, context: Context
) -> tuple[int, ...]:
    """The order in which both arms are named in a sentence, else were last; it is left to what follows."""
    names, mentions, local = arms
    named = tuple(dict.fromkeys(item.arm for item in mentions))
    if len(named) == 2:
        named = arms_with_figures(text, mentions) or named
        if voice.role != "cited":
            # Which of a sentence's own groups is which arm, nobody knows.
            context.order = () if local else named
        return named
    if voice.role in _OF_OTHERS and not (local or context.retells):
        return ()  # another study's figures are not dealt to the arm of this one that goes without its name
    if len(named) == 1 and len(names) == 2:
        return order_by_one(text, mentions[0], sentence.start)
    return context.order


def _outcomes(
    layers: Layers, scene: Scene, spoken: Spoken, told: list[OutcomeMention], context: Context
) -> list[OutcomeMention]:
    """The outcomes of a clause; where it has none and goes on with the one before, those of that one."""
    outcomes = outcomes_of(
        scene,
        context.masked,
        told,
        [item for item in spoken.mentions if item.kind == "scale"],
        within(layers.ratio_outcomes, scene.start, scene.end),
        context.left(scene.statistics, spoken.place),
    )
    if outcomes:
        context.clause, context.clause_place = outcomes, spoken.place
    elif spoken.place - context.clause_place < 2 and continues(scene.text, scene.start, scene.end):
        return [dataclasses.replace(item, start=scene.start, end=scene.start) for item in context.clause]
    return outcomes


def _measured(scene: Scene, spoken: Spoken, context: Context, notes: Notes) -> Iterator[Finding]:
    """The rows of a clause that measures or compares: those of factors, else those of its outcomes' hands."""
    text, start, end = scene.text, scene.start, scene.end
    cues = [
        cue
        for cue in directions.cues(text, start, end)
        if not _covered(cue, scene.outcomes) and not _names_arm(cue, scene)
    ]
    if scene.names and not scene.near and not scene.therapies:
        # "Pgp adversely affected survival": of no arm
        cues = [dataclasses.replace(cue, void=True) if _sways(text, cue) else cue for cue in cues]
    scene.cues = cues or _left(scene, spoken.cues)
    factors = prognostic(scene, context.masked)
    if factors is not None:
        if factors:
            context.factors_place = spoken.place
        yield from factors
        return
    spoken.cues = scene.cues
    hands = deal(text, start, end, scene.outcomes, scene.statistics, scene.mentions) if scene.outcomes else []
    if not hands and scene.near:
        note_loose(scene, scene.statistics, notes)
    for outcome, finding in _dealt(scene, hands, notes):
        context.tell(outcome, spoken.place)
        yield finding


def _sways(text: str, cue: directions.Cue) -> bool:
    """Whether a comparing word tells of what may be a treatment, and may be anything else: "had an adverse effect on"."""
    return any(pattern.match(text, cue.start) for pattern in (directions.SWAYS, directions.HAS_EFFECT))


def _left(scene: Scene, cues: Sequence[directions.Cue]) -> Sequence[directions.Cue]:
    """The comparing words that an earlier clause leaves; to one that is set against it by "but", no likeness.

    What such a clause only denies ("but vomiting was not") is alike.
    """
    if _ONE_EVENT.match(scene.text, scene.start, scene.end) is not None and not scene.statistics:
        return []
    if not scene.statistics and _STATES_ANEW.match(scene.text, scene.start, scene.end) is not None:
        cues = [cue for cue in cues if cue.scale == "none"]
    if _CONTRASTS.match(scene.text, scene.start, scene.end) is None:
        return cues
    if _DENIED.search(scene.text, scene.start, scene.end) is not None:
        return [dataclasses.replace(cue, scale="none") for cue in cues]
    return [cue for cue in cues if cue.scale != "none"]


# A clause that tells of one event and compares nothing: "and a complete response was documented".
_ONE_EVENT: Final = pattern_of("no_results", "one_event")
# A clause that goes over to a statement with a verb of its own: "therefore, recruitment of such patients was stopped".
_STATES_ANEW: Final = re.compile(
    r"\W*(?:and )?(?:but|however|therefore|thus|hence|so|consequently)\b,? (?!(?:was|were|is|are|did|does|do|not)\b)[^;]*?"
    r"\b(?:was|were|is|are|has|had|have|remained|stayed)\b(?! not(?: \([^()]*\))?\s*[.;,]?\s*$| (?:even )?(?:more|less) so\b)",
    re.IGNORECASE,
)
_CONTRASTS: Final = re.compile(r"(?:but|whereas|while|however|although)\b", re.IGNORECASE)
_DENIED: Final = re.compile(r"\b(?:was|were|did|had|is|are|does|do) not(?: \([^()]*\))?\s*[.;,]?\s*$")


def _dealt(scene: Scene, hands: Sequence[Hand], notes: Notes) -> Iterator[tuple[OutcomeMention, Finding]]:
    """The rows of a clause's hands, each with the outcome that it leaves to what follows."""
    for hand, interaction in apart(scene, joined(hands)):
        if len(scene.names) > 2:
            note_loose(scene, hand.statistics, notes)
        pairs = [(scene, hand)] if interaction else by_pairs(scene, hand)
        for part, own in pairs:
            finding = interaction_row(part, own) if interaction else row(part, own, notes)
            if finding is None:
                continue
            told = [item for item in own.statistics if is_value(item)]
            if own.course:
                yield hand.outcomes[-1], coursed(part, own.outcomes[0], told, finding)
                continue
            finding = with_and_without(part, own.outcomes[0], told, finding)
            if finding.kind == "before_after" and denies(part):
                yield hand.outcomes[-1], alike(part, finding)
            yield hand.outcomes[-1], finding
            if (denied := excepted(part, own, finding)) is not None:
                yield hand.outcomes[-1], denied


def _names_arm(cue: directions.Cue, scene: Scene) -> bool:
    """Whether a comparing word is part of the name of an arm: "favored the early group over the delayed group"."""
    return cue.scale != "none" and any(
        item.start <= cue.start and cue.end < item.end for item in scene.mentions
    )


def _covered(cue: directions.Cue, outcomes: Sequence[OutcomeMention]) -> bool:
    """Whether a comparing word is part of an outcome's name ("blood creatinine increased")."""
    return any(
        item.start <= cue.start and cue.end <= item.end and not item.phrase and "benefit" not in item.name
        for item in outcomes
    )
