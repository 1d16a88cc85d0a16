"""Rules that find molecular claims in CIViC's words.

A claim needs words that claim (`data/claim_cues.tsv`) in a clause. Its biomarkers, therapies and disease stand in the
clause, else in its sentence, else in the sentences before it; how far back is believed depends on the kind of text: a
statement without sections is about one thing, an abstract's section is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from spacy.tokens import Doc

from evidence.pipeline import (
    claim_arguments,
    claim_binding,
    claim_cues,
    claim_diseases,
    claim_rates,
    claim_therapies,
    therapy_lists,
)
from evidence.pipeline.claim_cues import ClaimCue, Strength
from evidence.pipeline.layers import Cue, Sentence, Voice
from evidence.pipeline.tables import alternatives
from evidence.records import Association, Biomarker, ClaimSignificance, EvidenceType, FindingRole, Mention
from evidence.vocabulary import Concept, Vocabulary

# How many sentences back a claim's arguments are looked for: in statements without sections, and in sections.
_REACH_STATEMENT: Final = 6
_REACH_ELSEWHERE: Final = 0
# A document whose sentences name more markers than this is a catalogue.
_MOST_MARKERS: Final = 12
_CONFIDENCE: Final = {0: 0.9, 1: 0.75}
_FAR: Final = 0.6
_HEDGED: Final = 0.8
_WEAK: Final = 0.85
_PREDICTIVE_OUTCOMES: Final[dict[str, ClaimSignificance]] = {
    "poor_outcome": "resistance",
    "better_outcome": "sensitivity",
}
# Words for the course of a disease that say nothing of a treatment, whatever was given.
_OF_COURSE: Final = re.compile(r"prognos|natural history|clinical course", re.IGNORECASE)
# A clause that tells of those who were given nothing.
_UNTREATED: Final = re.compile(
    r"\buntreated\b|\bwithout (?:\w+ )?(?:treatment|therapy)\b|\bnot (?:been )?treated\b", re.IGNORECASE
)
# How many therapies "the combination" may be of.
_MOST_TOGETHER: Final = 4
# A clause that tells of all therapies of its sentence together.
_TOGETHER: Final = re.compile(
    r"\b(?:(?:the|this|their|its|dual|double) combination|combined|both (?:drugs|agents|compounds|inhibitors)|(?:used|given) together)\b"
)
# Behind words that claim something of the patients without the alteration: "longer survival in wild-type tumours".
_OF_WILD_TYPE: Final = re.compile(
    r" (?:in|for|among|with) (?:the |(?:patients|those|tumou?rs|cancers) with )?(?:[A-Z][\w-]+[ -])?(?:wild[ -]?type|unmutated|non-?mutated)\b"
)
# Those who have not the alteration, where it is not named again.
_WITHOUT: Final = re.compile(
    r"\b(?:negative for|without|lacking|no|not having|non-?carriers of|(?:did|do|does) not (?:have|harbou?r|carry|bear|express))"
    r" (?:the |this |these |such |an? |any )?(?:(?!response|benefit|effect|evidence)[\w/-]+ ){0,3}?"
    r"(?:mutations?|alterations?|amplifications?|fusions?|rearrangements?|(?:over)?expression|markers?|variants?|promoters?"
    r"|(?:co)?deletions?|translocations?)\b"
    r"|\b(?:mutation|marker)[- ]negative\b|\bwild[ -]?type\b|\bnon-?carriers\b|\bnon-?mutated\b|\bunmutated\b",
    re.IGNORECASE,
)
# Words for a course that tell of events, and only a ratio tells whether of more or fewer.
_WITH_EVENTS: Final = re.compile(r"(?:associated|correlated|linked) with\b|predict", re.IGNORECASE)
_OBJECTIVE: Final = alternatives("role_cues", role="objective")
# Where several types are claimed at once, the most specific one.
_ORDER: Final[tuple[EvidenceType, ...]] = (
    "prognostic",
    "predisposing",
    "diagnostic",
    "oncogenic",
    "functional",
)


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence with what it names."""

    sentence: Sentence
    voice: Voice
    markers: tuple[Biomarker, ...]
    therapies: tuple[Mention, ...]
    diseases: tuple[Mention, ...]
    # The diseases that somebody has (`claim_diseases`).
    meant: tuple[Mention, ...]


@dataclass(frozen=True, slots=True)
class _Claim:
    """What a clause says, before it is an Association."""

    type: EvidenceType
    significance: ClaimSignificance
    negated: bool
    start: int
    end: int
    therapies: tuple[Mention, ...] = ()
    distance: int = 0
    strength: Strength = "strong"
    # Whether resistance came about, of whatever.
    acquired: bool = False


class ClaimRules:
    """The rules, over a vocabulary: a class is not named beside its own drug."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        members = (concept.attributes.get("members", "") for concept in vocabulary.group("regimens"))
        self._regimens = frozenset(frozenset(item.split("|")) for item in members if item)

    def claims(
        self,
        text: str,
        lines: Sequence[Line],
        markers: Sequence[Biomarker],
        negations: Sequence[Cue],
        *,
        statement: bool,
    ) -> list[Association]:
        """The claims of a text's lines, in their order; a `statement` is a short text about one thing."""
        reach = _REACH_STATEMENT if statement else _REACH_ELSEWHERE
        fusions = [marker for marker in markers if marker.gene and "::" in marker.gene]
        made: list[Association] = []
        for index, line in enumerate(lines):
            role = role_of(text, line, statement=statement)
            if role is not None and not _list_in(text, line):
                made.extend(self._of_line(text, negations, lines, index, role, reach, fusions))
        return made

    def listed(self, text: str, lines: Sequence[Line], *, statement: bool) -> list[Association]:
        """The claims of lists of alterations with the therapy of each in brackets after it."""
        return [
            self._made(text, line, claim, (marker,), treatment, item.disease, role)
            for line in lines
            if (role := role_of(text, line, statement=statement)) is not None
            for item in _list_in(text, line)
            for claim in [_Claim("predictive", "sensitivity", False, line.sentence.start, line.sentence.end)]
            for treatment in claim_therapies.treatments(text, *item.span, item.therapies)
            for marker in item.markers
        ]

    def given(self, text: str, lines: Sequence[Line]) -> list[frozenset[str]]:
        """The therapies of each treatment that a line tells of, as they were given: together, or each by itself; what one
        line tells of a combination, it tells of the therapies that another joins by "and"; "the combination" is of those
        named last."""
        found: list[frozenset[str]] = []
        start, end = lines[0].sentence.start, lines[-1].sentence.end
        before: list[str] = []
        for line in lines:
            named = claim_therapies.without_classes(line.therapies, self.vocabulary)
            for treatment in claim_therapies.treatments(text, start, end, named, self._regimens):
                ids = [concept.id for concept in treatment.therapies]
                is_each = treatment.interaction == "substitutes"
                found += [frozenset((id,)) for id in ids] if is_each else [frozenset(ids)]
            both = _TOGETHER.search(text, line.sentence.start, line.sentence.end)
            own = [item.concept.id for item in named if item.concept and both and item.end <= both.start()]
            meant = frozenset(own if len(set(own)) > 1 else before)
            if both and 1 < len(meant) <= _MOST_TOGETHER:
                found.append(meant)
            before = [item.concept.id for item in named if item.concept] or before
        return found

    def _of_line(
        self,
        text: str,
        negations: Sequence[Cue],
        lines: Sequence[Line],
        index: int,
        role: FindingRole,
        reach: int,
        fusions: Sequence[Biomarker],
    ) -> Iterator[Association]:
        line = lines[index]
        if not reach and not line.markers:
            return
        clauses = claim_cues.clauses(
            text, line.sentence.start, line.sentence.end, long=reach == _REACH_ELSEWHERE
        )
        for start, end in clauses:
            markers, distance = _markers_for(lines, index, start, end, reach)
            if not markers or _is_without(text, line, start, end):
                continue
            cues = claim_cues.find(text, start, end, negations)
            if reach == _REACH_ELSEWHERE:
                cues = [cue for cue in cues if not cue.weak and not _OF_WILD_TYPE.match(text, cue.end, end)]
            if not cues or claim_cues.asks(text, start, end):
                continue
            for claim in self._claims(text, lines, index, (start, end), cues, reach):
                claim = replace(claim, distance=max(distance, claim.distance))
                disease = disease_of(lines, index, markers[0].mention[0])
                chosen = claim_arguments.specific(
                    claim_arguments.claimed_of(text, start, markers, line.therapies)
                )
                if claim.type == "predisposing":
                    chosen = [marker for marker in chosen if marker.type not in claim_arguments.STATUS]
                chosen = claim_arguments.beside_disease(
                    text, chosen, line.diseases, strict=reach == _REACH_ELSEWHERE
                )
                for group in claim_arguments.joint(text, chosen, fusions)[:_MOST_MARKERS]:
                    if claim.acquired and all(
                        claim_arguments.is_held(text, item, line.diseases) for item in group
                    ):
                        continue
                    if claim.therapies:
                        for treatment in self._treatments(text, claim):
                            yield self._made(text, line, claim, group, treatment, disease, role)
                    else:
                        nothing = claim_therapies.Treatment((), None)
                        yield self._made(text, line, claim, group, nothing, disease, role)

    def _treatments(self, text: str, claim: _Claim) -> list[claim_therapies.Treatment]:
        """A claim's therapies as they were given; all together where its clause names none and tells of "the
        combination"."""
        first, last = claim.therapies[0].start, claim.therapies[-1].end
        if not claim.start <= first < claim.end and _TOGETHER.search(text, claim.start, claim.end):
            concepts = tuple(dict.fromkeys(item.concept for item in claim.therapies if item.concept))
            return [claim_therapies.Treatment(concepts, "combination" if len(concepts) > 1 else None)]
        begin, end = min(first, claim.start), max(last, claim.end)
        return claim_therapies.treatments(text, begin, end, claim.therapies, self._regimens)

    def _claims(
        self,
        text: str,
        lines: Sequence[Line],
        index: int,
        clause: tuple[int, int],
        cues: Sequence[ClaimCue],
        reach: int,
    ) -> Iterator[_Claim]:
        """What the clause says: of its therapies if it names any, else of the marker alone."""
        named, distance = _therapies_for(lines, index, *clause, reach)
        if named and not clause[0] <= named[0].start < clause[1] and _UNTREATED.search(text, *clause):
            named = ()
        therapies = claim_therapies.therapies(text, named, self.vocabulary)
        cues = claim_binding.outer(text, cues, named)
        predictive = [cue for cue in cues if cue.type == "predictive"]
        outcomes = [
            cue
            for cue in cues
            if cue.type == "prognostic"
            and cue.significance in _PREDICTIVE_OUTCOMES
            and not _OF_COURSE.search(text, cue.start, cue.end)
        ]
        if named and all(item.start >= clause[1] for item in named):
            # "A was associated with shorter survival, and B prolonged it": no word of what was given.
            outcomes, predictive = [], [cue for cue in predictive if not _is_any_of(cue, outcomes)]
        if distance == 0 and outcomes and not any(not cue.weak for cue in predictive):
            predictive = [
                *predictive,
                *(
                    replace(cue, type="predictive", significance=_PREDICTIVE_OUTCOMES[cue.significance])
                    for cue in outcomes
                ),
            ]
        if predictive and claim_cues.denies(text, *clause):
            predictive = [cue for cue in predictive if cue.negated]
        others = [cue for cue in cues if cue.type != "predictive" and not cue.weak]
        if (
            therapies
            and predictive
            and (distance == 0 or not others or any(not cue.weak for cue in predictive))
        ):
            parts = (
                claim_binding.bound(text, predictive, therapies, named)
                if distance == 0
                else [(therapies, predictive)]
            )
            for part, own in parts:
                yield from _predictive(text, own, part, distance, clause)
            return
        if distance == 0 and therapies and predictive:
            return
        for type in _ORDER:
            of_type = [cue for cue in cues if cue.type == type]
            strong = [cue for cue in of_type if not cue.weak] or (of_type if not others else [])
            if strong:
                cue = min(strong, key=_is_general)
                negated = cue.negated or claim_cues.denies(text, *clause)
                turned = _WITH_EVENTS.match(text, cue.start) and claim_rates.falls(text, *clause)
                significance: ClaimSignificance = "better_outcome" if turned else cue.significance
                yield _Claim(type, significance, negated, *clause, strength=cue.strength)
                return

    def _made(
        self,
        text: str,
        line: Line,
        claim: _Claim,
        group: tuple[Biomarker, ...],
        treatment: claim_therapies.Treatment,
        disease: Concept | None,
        role: FindingRole,
    ) -> Association:
        start, end = line.sentence.start, line.sentence.end
        return Association(
            id="",
            start=start,
            end=end,
            quote=text[start:end],
            biomarkers=group,
            disease=disease,
            therapies=treatment.therapies,
            therapy_interaction=treatment.interaction,
            evidence_type=claim.type,
            significance=claim.significance,
            direction="does_not_support" if claim.negated else "supports",
            role=role,
            reference=line.voice.reference,
            confidence=_CONFIDENCE.get(claim.distance, _FAR)
            * (_HEDGED if line.voice.hedged else 1.0)
            * (_WEAK if claim.strength == "weak" else 1.0),
            hedged=line.voice.hedged,
        )


def _is_without(text: str, line: Line, start: int, end: int) -> bool:
    """Whether a clause that names no marker of its own tells of those who have not the sentence's ("whereas in the
    patients negative for the mutation")."""
    if start == line.sentence.start or any(start <= marker.mention[0] < end for marker in line.markers):
        return False
    return _WITHOUT.search(text, start, end) is not None


def _list_in(text: str, line: Line) -> list[therapy_lists.Item]:
    return therapy_lists.find(text, line.sentence, line.markers, line.therapies, line.diseases)


def _predictive(
    text: str,
    cues: Sequence[ClaimCue],
    therapies: Sequence[Mention],
    distance: int,
    clause: tuple[int, int],
) -> Iterator[_Claim]:
    """Each therapy with the cue nearest to it; those that only tell who the patients are, if no other is named."""
    strong = [cue for cue in cues if not cue.weak] or list(cues)
    strong = [cue for cue in strong if cue.significance != "unknown"] or strong
    about = claim_therapies.about(text, therapies)
    explicit = [cue for cue in strong if cue.strength == "explicit"]
    strong = explicit or strong
    strength: Strength = "explicit" if explicit else "weak" if all(cue.weak for cue in cues) else "strong"
    shared: dict[tuple[ClaimSignificance, bool, bool], list[Mention]] = {}
    for mention in about:
        cue = min(strong, key=lambda item: _gap(mention, item)) if distance == 0 else strong[0]
        shared.setdefault((cue.significance, cue.negated, cue.acquired), []).append(mention)
    for (significance, negated, acquired), mentions in shared.items():
        yield _Claim(
            "predictive",
            significance,
            negated,
            *clause,
            therapies=tuple(mentions),
            distance=distance,
            strength=strength,
            acquired=acquired,
        )


def _is_any_of(cue: ClaimCue, others: Sequence[ClaimCue]) -> bool:
    return any(cue.start < other.end and other.start < cue.end for other in others)


def _is_general(cue: ClaimCue) -> int:
    """How much less a cue tells than others: of a haplotype's "decreased risk" the risk, and of words that tell no way least."""
    return ("protectiveness", cue.significance, "unknown").index(cue.significance)


def _gap(mention: Mention, cue: ClaimCue) -> int:
    if cue.end <= mention.start:
        return mention.start - cue.end
    return max(0, cue.start - mention.end) + 5


def lines_of(
    doc: Doc, markers: Sequence[Biomarker], therapies: Sequence[Mention], diseases: Sequence[Mention]
) -> list[Line]:
    """The sentences of a document with what each names, but for those of lists of references."""
    lines = []
    text: str = doc._.document.text
    meant = {mention.start for mention in claim_diseases.meant(text, diseases)}
    for sentence, voice in zip(doc._.sentences, doc._.voices, strict=True):
        if sentence.section == "references":
            continue
        start, end = sentence.start, sentence.end
        inside = [marker for marker in markers if start <= marker.mention[0] < end]
        given = [mention for mention in therapies if start <= mention.start < end]
        lesser = claim_rates.lesser(text, start, end, [marker.mention for marker in inside])
        lesser |= claim_rates.lesser(text, start, end, [(mention.start, mention.end) for mention in given])
        named = tuple(mention for mention in diseases if mention.concept and start <= mention.start < end)
        lines.append(
            Line(
                sentence,
                voice,
                tuple(marker for marker in inside if marker.mention not in lesser),
                tuple(mention for mention in given if (mention.start, mention.end) not in lesser),
                named,
                tuple(mention for mention in named if mention.start in meant),
            )
        )
    return lines


def role_of(text: str, line: Line, *, statement: bool) -> FindingRole | None:
    """Whose claim it is; a statement tells of results wherever it tells of methods."""
    role = line.voice.role
    if role != "method":
        return role
    return (
        "result"
        if statement and not _OBJECTIVE.search(text, line.sentence.start, line.sentence.end)
        else None
    )


def _markers_for(
    lines: Sequence[Line], index: int, start: int, end: int, reach: int
) -> tuple[Sequence[Biomarker], int]:
    """The clause's markers, else its sentence's, else those of the nearest sentence before it (or, in a statement,
    after it), with how many sentences away they are."""
    line = lines[index]
    inside = [marker for marker in line.markers if start <= marker.mention[0] < end]
    if inside or line.markers:
        return inside or line.markers, 0
    for back in _around(lines, index, reach):
        if lines[back].markers:
            return lines[back].markers, abs(index - back)
    return (), 0


def _therapies_for(
    lines: Sequence[Line], index: int, start: int, end: int, reach: int
) -> tuple[Sequence[Mention], int]:
    line = lines[index]
    inside = [mention for mention in line.therapies if start <= mention.start < end]
    if inside or line.therapies:
        return inside or line.therapies, 0
    for back in _around(lines, index, reach):
        if lines[back].therapies:
            return lines[back].therapies, abs(index - back)
    return (), 0


def _around(lines: Sequence[Line], index: int, reach: int) -> Iterator[int]:
    """The sentences before, nearest first; in statements (a long reach) then the next ones."""
    section = lines[index].sentence.section
    far = reach > _REACH_ELSEWHERE
    for back in range(index - 1, max(-1, index - 1 - reach), -1):
        if far or lines[back].sentence.section == section:
            yield back
    if far:
        yield from range(index + 1, min(len(lines), index + 3))


def disease_of(lines: Sequence[Line], index: int, place: int) -> Concept | None:
    """The disease nearest to the marker in the sentence; else of the sentences before it, the title among them; else of
    those after it; of diseases that somebody has, if any are named."""
    named = [line.meant for line in lines]
    if not any(named):
        named = [line.diseases for line in lines]
    for back in range(index, -1, -1):
        mention = claim_arguments.nearest(named[back], place)
        if mention is not None:
            return mention.concept
    return next((mentions[0].concept for mentions in named[index + 1 :] if mentions), None)
