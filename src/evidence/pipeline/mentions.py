"""Layer `mentions`: names of the vocabulary's concepts in the text, each grounded once.

A document's own abbreviations rule over any list: "RCC" is what the document says it is, and where it defines it as
something that the vocabulary does not have, it is nothing. Names that need support (`?` in the vocabulary) are
believed where the document names the same concept in full, or where `data/name_support.tsv` finds its neighbours.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Final, cast

from spacy.language import Language
from spacy.tokens import Doc

from evidence.document import Section
from evidence.lexicon import Lexicon, Match, Name, tokenize
from evidence.pipeline.layers import Abbreviation, Cue
from evidence.pipeline.tables import rows
from evidence.records import Mention, MentionKind
from evidence.vocabulary import Concept, Vocabulary

NAME: Final = "evidence_mentions"

# How far a negation reaches to a name (NegEx: about five words), and how far a neighbour may stand off.
_NEGATION_REACH: Final = 45
_NEIGHBOURHOOD: Final = 50
# Kinds that may qualify a long form's head ("metastatic renal cell carcinoma (mRCC)") and add no second concept.
_QUALIFIERS: Final = frozenset({"population", "site", "design", "scale"})


@lru_cache(maxsize=1)
def _support() -> dict[str, re.Pattern[str]]:
    """Name as written -> pattern of neighbours that support it."""
    return {row["name"]: re.compile(row["neighbours"], re.IGNORECASE) for row in rows("name_support")}


class MentionFinder:
    """The component: a lexicon over each text."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon

    def __call__(self, doc: Doc) -> Doc:
        """Find, ground and sort the mentions; none overlaps another."""
        text: str = doc._.document.text
        matches = self._outside_references(self.lexicon.match_tokens(text, tokenize(text)), doc._.sections)
        local = self._defined(doc._.definitions, matches)
        certain = {name.concept.id for match in matches for name in match.names if not name.needs_support} | {
            concept.id for concept in local.values() if concept is not None
        }
        found = []
        for match in matches:
            words = text[match.start : match.end]
            if _singular(words, local) in local:
                continue
            name = self._chosen(text, match, certain)
            if name is not None:
                found.append((match.start, match.end, name.concept))
        found.extend(_occurrences(text, local, found))
        negations = [cue for cue in doc._.cues if cue.kind == "negation"]
        doc._.mentions = tuple(
            Mention(
                start=start,
                end=end,
                text=text[start:end],
                kind=cast(MentionKind, concept.kind),
                concept=concept,
                negated=_negated(start, negations),
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

    @staticmethod
    def _defined(definitions: Iterable[Abbreviation], matches: Sequence[Match]) -> dict[str, Concept | None]:
        """Short form -> the one concept that its long form names, or None."""
        local: dict[str, Concept | None] = {}
        for definition in definitions:
            inside = [
                match for match in matches if definition.start <= match.start and match.end <= definition.end
            ]
            heads = [match for match in inside if match.end == definition.end]
            if not heads and len(inside) == 1 and inside[0].start == definition.start:
                heads = inside  # "tamoxifen 20 mg (TAM)"
            others = [match for match in inside if match not in heads]
            plain = all(concept.kind in _QUALIFIERS for match in others for concept in match.concepts)
            local[definition.short] = heads[0].concepts[0] if heads and plain else None
        return local

    @staticmethod
    def _chosen(text: str, match: Match, certain: set[str]) -> Name | None:
        """The first name that needs no support or has it."""
        for name in match.names:
            if not name.needs_support or name.concept.id in certain:
                return name
        supported = _support().get(text[match.start : match.end])
        if supported is None:
            return None
        around = text[max(0, match.start - _NEIGHBOURHOOD) : match.end + _NEIGHBOURHOOD]
        return match.names[0] if supported.search(around) else None


@Language.factory(NAME)
def mentions(nlp: Language, name: str) -> MentionFinder:
    """Make the component, over no names yet: spaCy's configuration holds plain values only, so `build` hands it
    the lexicon."""
    return MentionFinder(Lexicon(Vocabulary(())))


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


def _negated(start: int, negations: Sequence[Cue]) -> bool:
    return any(cue.end <= start < min(cue.scope_end, cue.end + _NEGATION_REACH) for cue in negations)
