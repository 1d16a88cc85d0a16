"""Layer `mentions`: names of the vocabulary's concepts in the text, each grounded once.

A document's own abbreviations rule over any list: "RCC" is what the document says it is, and where it defines it as
something that the vocabulary does not have, it is nothing. What other ambiguous names mean, `senses` decides; one
that it leaves open is of the kind of the names that it is listed with.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, cast

from spacy.language import Language
from spacy.tokens import Doc

from evidence.document import Section
from evidence.lexicon import Lexicon, Match, tokenize
from evidence.pipeline.genes import LIKE
from evidence.pipeline.layers import Abbreviation
from evidence.pipeline.misspellings import Misspellings
from evidence.pipeline.senses import means_nothing, sense
from evidence.records import Mention, MentionKind
from evidence.vocabulary import Concept, Vocabulary

NAME: Final = "evidence_mentions"

# How far a negation reaches to a name (NegEx: about five words).
_NEGATION_REACH: Final = 45
# Kinds that may qualify a long form's head ("metastatic renal cell carcinoma (mRCC)") and add no second concept.
_QUALIFIERS: Final = frozenset({"population", "site", "design", "scale"})
# What stands between the items of a list, and the kinds that are listed among themselves.
_LIST: Final = re.compile(r"(?:,|/|;| ?\+| ?&|::|[-–])? ?(?:and|or)? ?")
_LISTED: Final = frozenset({"gene", "disease", "outcome"})


class MentionFinder:
    """The component: a lexicon over each text."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon

    @property
    def lexicon(self) -> Lexicon:
        """The names, by which misspelt ones are known too."""
        return self._lexicon

    @lexicon.setter
    def lexicon(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._misspellings = Misspellings(lexicon)

    def __call__(self, doc: Doc) -> Doc:
        """Find, ground and sort the mentions; none overlaps another."""
        text: str = doc._.document.text
        tokens = tokenize(text)
        known = self._lexicon.match_tokens(text, tokens)
        known = sorted([*known, *self._misspellings.matches(tokens, known)], key=lambda match: match.start)
        matches = self._outside_references(known, doc._.sections)
        matches = [match for match in matches if not _is_likened(text, match)]
        longer = {
            definition: match
            for definition in doc._.definitions
            if (match := _ending_with(definition, matches)) is not None
        }
        local = self._defined(text, doc._.definitions, matches, longer)
        certain = {name.concept.id for match in matches for name in match.names if not name.needs_support} | {
            concept.id for concept in local.values() if concept is not None
        }
        free = [match for match in matches if _singular(text[match.start : match.end], local) not in local]
        found = [
            (match.start, match.end, concept)
            for match, concept in zip(free, _grounded(text, free, certain), strict=True)
            if concept is not None
        ]
        found.extend(
            item
            for item in _occurrences(text, local, found)
            # "stopped because of adverse events (AEs; 5%)": what is told there is told of the whole
            if not any(match.end < item[0] <= match.end + _OWN_BRACKET for match in longer.values())
        )
        reaches = [
            (cue.end, min(cue.scope_end, cue.end + _NEGATION_REACH))
            for cue in doc._.cues
            if cue.kind == "negation"
        ]
        doc._.mentions = tuple(
            Mention(
                start=start,
                end=end,
                text=text[start:end],
                kind=cast(MentionKind, concept.kind),
                concept=concept,
                negated=_negated(start, reaches),
            )
            for start, end, concept in sorted(found, key=lambda item: item[0])
        )
        return doc

    @staticmethod
    def _outside_references(matches: Sequence[Match], sections: Iterable[Section]) -> list[Match]:
        for section in sections:
            if section.role == "references":
                matches = [match for match in matches if not section.start <= match.start < section.end]
        return list(matches)

    def _defined(
        self,
        text: str,
        definitions: Iterable[Abbreviation],
        matches: Sequence[Match],
        longer: Mapping[Abbreviation, Match],
    ) -> dict[str, Concept | None]:
        """Short form -> the one concept that its long form names, or None; `longer` are the names that only end with one."""
        local: dict[str, Concept | None] = {}
        for definition in definitions:
            inside = [
                match for match in matches if definition.start <= match.start and match.end <= definition.end
            ]
            heads = [match for match in inside if match.end == definition.end]
            if not heads and len(inside) == 1 and inside[0].start == definition.start:
                heads = inside  # "tamoxifen 20 mg (TAM)"
            if not inside and definition in longer:
                local[definition.short] = self._of_long_form(text, definition, longer[definition])
                continue
            others = [match for match in inside if match not in heads]
            plain = all(concept.kind in _QUALIFIERS for match in others for concept in match.concepts)
            concept = heads[0].concepts[0] if heads and plain else None
            if concept is not None and concept.kind == "outcome" and heads[0].start > definition.start:
                concept = self._usual(definition.short, concept)
            if concept is not None and concept.kind == "gene" and not _covers(heads[0], definition):
                concept = (
                    None  # "activation-induced cytidine deaminase (AID)", "Bcl-2 interacting killer (BIK)"
                )
            local[definition.short] = concept
        return local

    def _usual(self, short: str, concept: Concept) -> Concept:
        """The outcome that goes by a short form anyway, where the long form's last words name another: "time to treatment
        progression (TTP)" is no progression."""
        return next((item for item in self._lexicon.lookup(short) if item.kind == "outcome"), concept)

    def _of_long_form(self, text: str, definition: Abbreviation, longer: Match) -> Concept | None:
        """What a long form names by itself ("second | progression-free survival"), else what it only ends: "time to | next
        treatment (TTNT)"."""
        alone = self._lexicon.lookup(text[definition.start : definition.end])
        whole = not alone or _initials(text[longer.start : longer.end]) == sorted(definition.short.lower())
        concept = longer.concepts[0] if whole else alone[0]
        return concept if concept.kind != "gene" else None


@Language.factory(NAME)
def mentions(nlp: Language, name: str) -> MentionFinder:
    """Make the component, over no names yet: spaCy's configuration holds plain values only, so `build` hands it
    the lexicon."""
    return MentionFinder(Lexicon(Vocabulary(())))


def _is_likened(text: str, match: Match) -> bool:
    """Whether a gene or its change only tells what something is like, which then has it not ("BCR-ABL1-like")."""
    return LIKE.match(text, match.end) is not None and all(
        concept.kind in ("gene", "biomarker") for concept in match.concepts
    )


def _initials(name: str) -> list[str]:
    """The first letters of a name's words but for little ones, in alphabetical order."""
    return sorted(word[0] for word in re.findall(r"[a-z]+", name.lower()) if word not in _LITTLE)


def _ending_with(definition: Abbreviation, matches: Sequence[Match]) -> Match | None:
    """The name that ends with a long form and begins before it, if any."""
    return next(
        (match for match in matches if match.start < definition.start < match.end == definition.end), None
    )


def _covers(match: Match, definition: Abbreviation) -> bool:
    return match.start == definition.start and match.end == definition.end


def _grounded(text: str, matches: Sequence[Match], certain: set[str]) -> list[Concept | None]:
    """The concept that each match means. One that nothing decides is the therapy that the same name means elsewhere in the
    document, else of the kind of those that it is listed with."""
    found: list[Concept | None] = [sense(text, match, certain) for match in matches]
    if None in found:
        found = _as_elsewhere(text, matches, found)
    for order in (range(1, len(matches)), range(len(matches) - 2, -1, -1)):
        step = order.step
        for index in order:
            neighbour = found[index - step]
            if found[index] is None and neighbour is not None:
                found[index] = _listed(text, matches[index - step], neighbour, matches[index])
    return found


_LEAST_LETTERS: Final = 3
_OWN_BRACKET: Final = 3
_LITTLE: Final = frozenset({"to", "of", "the", "in", "for", "and"})


def _as_elsewhere(
    text: str, matches: Sequence[Match], found: Sequence[Concept | None]
) -> list[Concept | None]:
    """What each match means, a name that nothing decides what it means elsewhere; for short names and classes of therapies,
    which are told once beside what goes with them, and then stand alone. Not two letters, which stand for too much, nor
    words: "insulin" is given, and the body makes it."""
    meant: dict[str, set[Concept]] = {}
    for match, concept in zip(matches, found, strict=True):
        if concept is not None:
            meant.setdefault(text[match.start : match.end], set()).add(concept)
    told: list[Concept | None] = []
    for match, concept in zip(matches, found, strict=True):
        words = text[match.start : match.end]
        others = meant.get(words, set())
        if concept is None and len(others) == 1 and not means_nothing(text, match):
            (other,) = others
            short = len(words) >= _LEAST_LETTERS and not words.islower()
            if other.group == "therapy_classes" or (other.kind == "therapy" and short):
                concept = other
        told.append(concept)
    return told


def _listed(text: str, neighbour: Match, concept: Concept, match: Match) -> Concept | None:
    """What a match means in a list ("APC, KRAS and TP53") beside a name that is understood."""
    first, second = (neighbour, match) if neighbour.start < match.start else (match, neighbour)
    if concept.kind not in _LISTED or not _LIST.fullmatch(text, first.end, second.start):
        return None
    found = {item for item in match.concepts if item.kind == concept.kind}
    return found.pop() if len(found) == 1 else None


def _singular(words: str, local: dict[str, Concept | None]) -> str:
    return words if words in local else words.removesuffix("s")


def _occurrences(
    text: str, local: dict[str, Concept | None], found: Sequence[tuple[int, int, Concept]]
) -> Iterator[tuple[int, int, Concept]]:
    """Every place where a defined short form stands by itself, and no longer name does."""
    taken = {position for start, end, _ in found for position in range(start, end)} if local else set()
    for short, concept in local.items():
        start = -1 if concept is None else text.find(short)
        while start >= 0 and concept is not None:
            end = start + len(short)
            if end < len(text) and text[end] == "s" and short[-1].isupper():
                end += 1
            before = text[start - 1] if start else " "
            after = text[end] if end < len(text) else " "
            if not before.isalnum() and not after.isalnum() and start not in taken:
                yield start, end, concept
            start = text.find(short, start + 1)


def _negated(start: int, reaches: Sequence[tuple[int, int]]) -> bool:
    for first, last in reaches:  # noqa: SIM110  # there are few, and all mentions ask
        if first <= start < last:
            return True
    return False
