"""Where a text names genes: the anchors to which alterations are tied.

A gene stands under its own name, or inside a longer name of the vocabulary ("EGFR exon 20 insertion" is a biomarker,
"HER2-positive breast cancer" may be a disease). Names of therapies hide theirs: "EGFR inhibitor" tells of no gene's
state.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final

from evidence.lexicon import Lexicon, Name
from evidence.records import Mention
from evidence.vocabulary import Concept, Vocabulary

_HOLDERS = frozenset({"biomarker", "disease", "population"})


# "IL-3-independent growth" tells of no state of IL3.
_REAGENT: Final = re.compile(
    r"[ -](?:in?dependen|withdrawal|deprivation|stimulat|free\b|treated|targeted|direct|inhibit|antibod|blockade)"
)
# "BRCA1/2", "CDKN2A/B", "IDH1 or IDH2" name each of their genes; a part that is no symbol replaces the first's end.
_SHARED_STEM: Final = re.compile(r"(?:/(?:\d{1,2}|[A-Z]))+(?![\w+])")
_PARTS: Final = re.compile(r"/|,| (?:and/or|and|or) ")
_MOST_PARTS: Final = 4


@dataclass(frozen=True, slots=True)
class Anchor:
    """One gene (or family of genes) at one place."""

    start: int
    end: int
    gene: Concept


def syndromic(concept: Concept | None, vocabulary: Vocabulary) -> Concept | None:
    """The gene of a hereditary syndrome that one gene causes ("VHL families" tells of VHL); None for other concepts."""
    if concept is None or concept.kind != "disease":
        return None
    gene = concept.attributes.get("genes")
    return vocabulary.get(gene) if gene else None


# Behind a gene or a fusion that something only resembles, and so has not ("BCR-ABL1-like", "BRCA1-like").
LIKE: Final = re.compile(r"[-\u2010-\u2013]like\b")
_JOINT: Final = re.compile(r"-|\u2013|::|/")


class GeneFinder:
    """Finds anchors among the mentions of a text."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._inside = lru_cache(maxsize=20_000)(self._search)

    @cached_property
    def symbols(self) -> dict[str, Concept]:
        """The genes by their symbols."""
        return {concept.label: concept for concept in self._lexicon.vocabulary.group("genes")}

    def anchors(self, text: str, mentions: Iterable[Mention]) -> list[Anchor]:
        """All genes that the mentions name, in order, but for those that are only factors of a culture, and those that
        something is only like."""
        found = [anchor for anchor in self._anchors(text, mentions) if not _REAGENT.match(text, anchor.end)]
        kept: list[Anchor] = []
        likened = -1
        for anchor in reversed(found):
            joined = likened >= 0 and _JOINT.fullmatch(text, anchor.end, likened)
            if joined or LIKE.match(text, anchor.end):
                likened = anchor.start
            else:
                kept.append(anchor)
        return kept[::-1]

    def _anchors(self, text: str, mentions: Iterable[Mention]) -> Iterator[Anchor]:
        for mention in mentions:
            if mention.kind == "gene" and mention.concept is not None:
                yield from self._each(text, Anchor(mention.start, mention.end, mention.concept))
            elif mention.kind in _HOLDERS:
                syndrome = syndromic(mention.concept, self._lexicon.vocabulary)
                if syndrome is not None:
                    yield Anchor(mention.start, mention.end, syndrome)
                    continue
                about = mention.concept.attributes.get("genes", "") if mention.concept else ""
                for start, end, gene in self._inside(mention.text, about):
                    yield from self._each(text, Anchor(mention.start + start, mention.start + end, gene))

    def _each(self, text: str, anchor: Anchor) -> Iterator[Anchor]:
        """The genes of words that name several at once; the one that they name, where they do not."""
        more = _SHARED_STEM.match(text, anchor.end) if text.startswith("/", anchor.end) else None
        end = more.end() if more else anchor.end
        words = text[anchor.start : end]
        first, *others = _PARTS.split(words)
        if not others or len(others) >= _MOST_PARTS:
            yield anchor
            return
        stems = (self.symbols.get(part) or self.symbols.get(first[: -len(part)] + part) for part in others)
        named = [self.symbols.get(first), *stems]
        genes = [gene for gene in named if gene is not None]
        if len(genes) < len(named):
            yield anchor
            return
        for gene in dict.fromkeys(genes):
            yield Anchor(anchor.start, end, gene)

    def _search(self, name: str, about: str) -> Sequence[tuple[int, int, Concept]]:
        """The genes inside a name; those that its concept is known to be `about` need no support."""
        known = set(about.split("|"))
        return [
            (match.start, match.end, chosen)
            for match in self._lexicon.match(name, "gene")
            if (chosen := _certain(match.names, known)) is not None
        ]


def _certain(names: Sequence[Name], known: Set[str]) -> Concept | None:
    for name in names:
        if not name.needs_support or name.concept.id in known:
            return name.concept
    return None
