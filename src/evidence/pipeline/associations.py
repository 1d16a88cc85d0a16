"""Layer `associations`: molecular claims in CIViC's words.

Rules (`claim_rules`) find what sentences claim, and a learnt judgement (`claim_judge`) weighs it. In a short statement the
judgement decides what is claimed of what, the rules' findings among its features. In a sentence of an abstract or a full
text only the rules' claims count, and the judgement tells which of them are believed. Either way its probability is the
claim's confidence.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc

from evidence.lexicon import Lexicon
from evidence.pipeline import (
    claim_arguments,
    claim_backing,
    claim_cues,
    claim_models,
    claim_rules,
    claim_scene,
    claim_therapies,
    claim_trees,
    negation_ends,
)
from evidence.pipeline.claim_judge import Judge, Judged
from evidence.pipeline.claim_rules import ClaimRules, Line
from evidence.pipeline.claim_scene import Candidate, Scene
from evidence.pipeline.genes import syndromic
from evidence.pipeline.layers import Cue
from evidence.pipeline.screens import screened
from evidence.pipeline.sections import lacks_parts
from evidence.records import Association, Biomarker, Mention
from evidence.vocabulary import Concept, Vocabulary

NAME: Final = "evidence_associations"

# The length of the longest text that is believed to be a statement about one thing, and of one that tells of its authors as
# others ("the authors concluded"), which curators do and abstracts do not: of 41 statements of CIViC that are longer than
# the first 21 do, and of 424 abstracts of trials 6.
_STATEMENT: Final = 1400
_RETOLD: Final = 2600
_OF_AUTHORS: Final = screened(r"\b(?:[Tt]he )?[Aa]uthors\b")
# From this length on, what speaks of "us" is an abstract, and no sentence out of one.
_PASSAGE: Final = 500
_OF_US: Final = screened(r"\b(?:[Ww]e|[Oo]ur)\b")
# What hedged words take from a claim's confidence.
_HEDGED: Final = 0.9


class AssociationFinder:
    """The component. It needs the vocabulary's hierarchy: classes, their drugs, and what the drugs act against."""

    def __init__(self) -> None:
        self.lexicon = Lexicon(Vocabulary(()))

    @property
    def lexicon(self) -> Lexicon:
        """The names, and the classes, their drugs, and the drugs that are given together."""
        return self._lexicon

    @lexicon.setter
    def lexicon(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._vocabulary = lexicon.vocabulary
        self._therapies = claim_therapies.NameFinder(lexicon, "therapy")
        self._diseases = claim_therapies.NameFinder(lexicon, "disease")
        self._rules = ClaimRules(lexicon.vocabulary)
        self._judge: Judge | None = None

    @property
    def judge(self) -> Judge:
        """The learnt judgement, read when the first text asks for it."""
        if self._judge is None:
            self._judge = Judge(claim_models.learnt(), claim_trees.learnt(), self._vocabulary)
        return self._judge

    @judge.setter
    def judge(self, judge: Judge) -> None:
        self._judge = judge

    def __call__(self, doc: Doc) -> Doc:
        """Add the layer."""
        if _is_statement(doc):
            view, lines = self.statement(doc)
            text: str = doc._.document.text
            made = self._rules.listed(text, lines, statement=True)
            if view is not None and not made:
                made = list(self._told(doc, view, lines))
        else:
            made = self._believed(doc)
        found: dict[tuple[object, ...], Association] = {}
        for association in made:
            known = found.get(_key(association))
            if known is None or association.confidence > known.confidence:
                found[_key(association)] = association
        ordered = sorted(found.values(), key=lambda item: (item.start, item.end))
        markers = [marker for marker, _ in self._candidates(doc)] if ordered and doc._.findings else []
        doc._.associations = tuple(
            dataclasses.replace(
                item,
                id=f"a{number}",
                biomarkers=tuple(
                    dataclasses.replace(marker, origin=claim_arguments.origin(doc._.document.text, marker))
                    for marker in item.biomarkers
                ),
                findings=claim_backing.backing(
                    item, doc._.findings, doc._.sentences, markers, self._vocabulary
                ),
            )
            for number, item in enumerate(ordered, start=1)
        )
        return doc

    def statement(self, doc: Doc) -> tuple[Scene | None, list[Line]]:
        """A statement as the judgement sees it, and its lines; no scene where it names no marker."""
        candidates = self._candidates(doc)
        therapies, diseases = self._therapies.find(doc._.mentions), self._diseases.find(doc._.mentions)
        lines = claim_rules.lines_of(doc, [marker for marker, _ in candidates], therapies, diseases)
        if not lines or not candidates:
            return None, lines
        markers = claim_arguments.biomarkers(doc._.variants, doc._.mentions)
        markers = markers or claim_arguments.bare_genes(doc._.mentions)
        named = [marker for _, marker in markers]
        told = self._rules.claims(
            doc._.document.text,
            claim_rules.lines_of(doc, named, therapies, diseases),
            named,
            _negations(doc),
            statement=True,
        )
        return self._scene(doc, lines, candidates, told), lines

    def _candidates(self, doc: Doc) -> list[tuple[Biomarker, bool]]:
        """Every marker that a text names, with whether it is negated there; genes by themselves, where no state or
        change of theirs is named."""
        variants, mentions = doc._.variants, doc._.mentions
        markers = claim_arguments.biomarkers(map(_asserted, variants), map(_asserted, mentions))
        named = {
            gene for _, marker in markers if marker.gene for gene in (marker.gene, *marker.gene.split("::"))
        }
        bare = claim_arguments.bare_genes(map(_asserted, mentions))
        bare += [
            (mention, claim_arguments.bare_gene(mention, gene))
            for mention in mentions
            if (gene := syndromic(mention.concept, self._vocabulary)) is not None
        ]
        markers += [(mention, marker) for mention, marker in bare if marker.gene not in named]
        known = {(marker.gene, marker.name) for _, marker in markers}
        places = {marker.mention: mention for mention, marker in markers}
        named_so = [marker for _, marker in markers]
        markers += [
            (places[marker.mention], marker)
            for marker in (*claim_arguments.residues(named_so), *claim_arguments.levels(named_so))
            if (marker.gene, marker.name) not in known
        ]
        negations, text = _negations(doc), doc._.document.text
        negated = {
            (mention.start, mention.kind)
            for mention in (*variants, *mentions)
            if mention.negated and not _is_past(text, mention.start, negations)
        }
        return [
            (marker, (mention.start, mention.kind) in negated)
            for mention, marker in sorted(markers, key=lambda item: item[0].start)
        ]

    def _scene(
        self,
        doc: Doc,
        lines: Sequence[Line],
        candidates: Sequence[tuple[Biomarker, bool]],
        told: Sequence[Association],
    ) -> Scene:
        text: str = doc._.document.text
        negations = _negations(doc)
        return claim_scene.scene(
            text,
            [line.sentence for line in lines],
            markers=candidates,
            therapies=[mention for line in lines for mention in line.therapies],
            diseases=[mention for line in lines for mention in line.diseases],
            mentions=doc._.mentions,
            told=told,
            cues=[
                cue
                for line in lines
                for cue in claim_cues.placed(text, line.sentence.start, line.sentence.end, negations)
            ],
            given=self._rules.given(text, lines),
        )

    def _told(self, doc: Doc, view: Scene, lines: Sequence[Line]) -> Iterator[Association]:
        """What the judgement finds claimed in a statement."""
        text: str = doc._.document.text
        for judged in self.judge.judge(view):
            line = lines[_sentence(view, judged)]
            role = claim_rules.role_of(text, line, statement=True) or "result"
            role = "hypothesis" if judged.asked else role
            start, end = line.sentence.start, line.sentence.end
            yield Association(
                id="",
                start=start,
                end=end,
                quote=text[start:end],
                biomarkers=tuple(item.marker for item in judged.markers if item.marker),
                disease=judged.disease.concept if judged.disease else None,
                therapies=tuple(item.concept for item in judged.therapies if item.concept),
                therapy_interaction=judged.interaction,
                evidence_type=judged.type,
                significance=judged.significance,
                direction=judged.direction,
                role=role,
                reference=line.voice.reference,
                confidence=round(judged.probability * (_HEDGED if line.voice.hedged else 1.0), 3),
                hedged=line.voice.hedged,
            )

    def _believed(self, doc: Doc) -> list[Association]:
        """The rules' claims in the sentences of an abstract or a full text, as far as the judgement believes them."""
        markers = [marker for _, marker in claim_arguments.biomarkers(doc._.variants, doc._.mentions)]
        if not markers:
            return []
        text: str = doc._.document.text
        therapies, diseases = self._therapies.find(doc._.mentions), self._diseases.find(doc._.mentions)
        lines = claim_rules.lines_of(doc, markers, therapies, diseases)
        made = self._rules.claims(text, lines, markers, _negations(doc), statement=False)
        by_start = {line.sentence.start: line for line in lines}
        found = self._rules.listed(text, lines, statement=False)
        for start in dict.fromkeys(item.start for item in made):
            line = by_start[start]
            told = [item for item in made if item.start == start]
            view = self._scene(doc, [line], [(marker, False) for marker in line.markers], told)
            weighed = zip(told, self.judge.weigh(view), strict=True)
            believed = [
                dataclasses.replace(item, confidence=round(chance * (_HEDGED if item.hedged else 1.0), 3))
                for item, chance in weighed
                if chance is not None
            ]
            found += [item for item in believed if not _is_part(item, believed)]
        return found


@Language.factory(NAME)
def associations(nlp: Language, name: str) -> AssociationFinder:
    """Make the component, over no names yet (`build` hands it the lexicon)."""
    return AssociationFinder()


def _asserted(mention: Mention) -> Mention:
    return dataclasses.replace(mention, negated=False) if mention.negated else mention


def _is_past(text: str, place: int, negations: Iterable[Cue]) -> bool:
    """Whether all negations whose reach covers a place are of something before it."""
    over = [cue for cue in negations if cue.end <= place < cue.scope_end]
    return bool(over) and all(negation_ends.ended(text, cue, place, "change") for cue in over)


def _negations(doc: Doc) -> list[Cue]:
    return [cue for cue in doc._.cues if cue.kind == "negation"]


def _sentence(view: Scene, judged: Judged) -> int:
    """The number of the sentence that names most of a claim's arguments, therapies of which any one was given counted as
    one; of several, one with words that claim, and the last of those."""
    either = judged.interaction == "substitutes"
    cues = {number for number, cue in view.cues if cue.startswith(judged.type)}

    def weight(number: int) -> tuple[int, bool, int]:
        given = _names(view, judged.therapies, number)
        named = _names(view, judged.markers, number) + (min(given, 1) if either else given)
        return named, number in cues, number

    return max(range(view.sentences), key=weight)


def _names(view: Scene, candidates: Iterable[Candidate], number: int) -> int:
    return sum(any(view.sentence_of[place] == number for place in item.places) for item in candidates)


def _is_statement(doc: Doc) -> bool:
    """Whether a text is short and has neither title nor headings, and is no abstract that lost them."""
    text: str = doc._.document.text
    if not lacks_parts(doc._.document, doc._.sections):
        return False
    if len(text) > _PASSAGE and _OF_US.search(text) is not None:
        return False
    return len(text) <= _STATEMENT or (len(text) <= _RETOLD and _OF_AUTHORS.search(text) is not None)


def _is_part(item: Association, others: Iterable[Association]) -> bool:
    """Whether a claim of one therapy is only a part of a claim of several that are given together."""
    own = {concept.id for concept in item.therapies}
    return bool(own) and any(
        other.therapy_interaction == "combination"
        and own < {concept.id for concept in other.therapies}
        and other.biomarkers == item.biomarkers
        and (other.significance, other.direction) == (item.significance, item.direction)
        for other in others
    )


def _key(association: Association) -> tuple[object, ...]:
    return (
        tuple((marker.gene, marker.name) for marker in association.biomarkers),
        _id(association.disease),
        tuple(concept.id for concept in association.therapies),
        association.evidence_type,
        association.significance,
        association.direction,
        association.role,
    )


def _id(concept: Concept | None) -> str | None:
    return concept.id if concept else None
