"""What imported terms add to a vocabulary: new concepts, and names and matches of those that are there.

Terms merge by mapping (the same id, or a cross-reference between them), genes also by their approved symbol. The
vocabulary that is there wins: its labels, its hierarchy, and every name that it gives to another concept.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from evidence.importers.terms import Term, is_abbreviation, supported, usable
from evidence.lexicon import tokenize
from evidence.vocabulary import KINDS, SUPPORT_MARK, Concept, Vocabulary

_GENES: Final = "genes"

_Key = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """`new` concepts, and `enriched` ones: whole, with what was added. `left_out` counts what was not taken, by why."""

    new: tuple[Concept, ...]
    enriched: tuple[Concept, ...]
    left_out: Mapping[str, int]


def merge(
    terms: Iterable[Term], vocabulary: Vocabulary, *, group: str | None = None, under: str | None = None
) -> Merged:
    """What the terms add. `group` is that of terms whose source does not tell; `under` keeps a branch of the source."""
    chosen = _branch(list(terms), under)
    return _Merge(vocabulary, group).run(chosen)


def _branch(terms: list[Term], root: str | None) -> list[Term]:
    """The terms below `root`, itself among them; all of them without a root."""
    if root is None:
        return terms
    below: dict[str, list[str]] = defaultdict(list)
    for term in terms:
        for parent in term.broader:
            below[parent].append(term.id)
    wanted, waiting = {root}, [root]
    while waiting:
        for child in below[waiting.pop()]:
            if child not in wanted:
                wanted.add(child)
                waiting.append(child)
    return [term for term in terms if term.id in wanted]


class _Merge:
    def __init__(self, vocabulary: Vocabulary, group: str | None) -> None:
        self.vocabulary, self.group = vocabulary, group
        self.left_out: Counter[str] = Counter()
        self.by_id: dict[str, set[str]] = defaultdict(set)
        self.by_symbol: dict[str, str] = {}
        self.owners: dict[_Key, set[str]] = defaultdict(set)
        for concept in vocabulary:
            for id in (concept.id, *concept.xrefs):
                self.by_id[id].add(concept.id)
            if concept.group == _GENES:
                self.by_symbol[concept.label] = concept.id
            for name in (concept.label, *concept.synonyms, *concept.abbreviations):
                self.owners[_key(name)].add(concept.id)

    def run(self, terms: list[Term]) -> Merged:
        known, fresh = self._parted(terms)
        enriched: dict[str, Concept] = {}
        for term, id in known:
            base = enriched.get(id, self.vocabulary[id])
            concept = self._enriched(base, term)
            if concept is not base:
                enriched[id] = concept
        ours = {term.id: id for term, id in known} | {term.id: term.id for term, _ in fresh}
        new = [self._concept(term, group, ours) for term, group in fresh]
        return Merged(new=tuple(new), enriched=tuple(enriched.values()), left_out=dict(self.left_out))

    def _parted(self, terms: list[Term]) -> tuple[list[tuple[Term, str]], list[tuple[Term, str]]]:
        """Terms of concepts that are there (with their ids), and new ones with their groups."""
        known, fresh, seen = [], [], set()
        for term in terms:
            group = self.group or term.group
            matches = self._matches(term, group)
            if len(matches) > 1:
                self.left_out["match several concepts"] += 1
            elif matches:
                known.append((term, matches.pop()))
            elif group not in KINDS:
                self.left_out["are of no known kind (give --kind)"] += 1
            elif term.id in seen:
                self.left_out["stand twice"] += 1
            elif self.owners.get(_key(term.label)):
                self.left_out["are named as a concept that is there, without a mapping"] += 1
            else:
                seen.add(term.id)
                self.owners[_key(term.label)].add(term.id)
                fresh.append((term, group))
        return known, fresh

    def _matches(self, term: Term, group: str) -> set[str]:
        """The concepts that a term is; the id itself decides before its cross-references."""
        kind = KINDS.get(group)
        if term.id in self.vocabulary:
            return {term.id}
        for ids in ((term.id,), term.xrefs):
            found = {
                match
                for id in ids
                for match in self.by_id.get(id, ())
                if kind is None or self.vocabulary[match].kind == kind
            }
            if found:
                return found
        symbol = self.by_symbol.get(term.label) if group == _GENES else None
        return {symbol} if symbol else set()

    def _enriched(self, concept: Concept, term: Term) -> Concept:
        names = self._names(concept.id, (term.label, *term.names))
        synonyms = tuple(name for name in names if not is_abbreviation(name))
        abbreviations = tuple(supported(name) for name in names if is_abbreviation(name))
        own = {concept.id, *concept.xrefs}
        xrefs = tuple(id for id in dict.fromkeys((term.id, *term.xrefs)) if id not in own)
        if not (names or xrefs):
            return concept
        return replace(
            concept,
            synonyms=concept.synonyms + synonyms,
            abbreviations=concept.abbreviations + abbreviations,
            xrefs=concept.xrefs + xrefs,
        )

    def _concept(self, term: Term, group: str, ours: Mapping[str, str]) -> Concept:
        names = self._names(term.id, term.names)
        short = [name for name in names if is_abbreviation(name)]
        if group == _GENES and is_abbreviation(term.label):
            short.insert(0, term.label)
        broader = (ours.get(id) or self._single(id) for id in term.broader)
        return Concept(
            id=term.id,
            label=term.label,
            kind=KINDS[group],
            broader=tuple(dict.fromkeys(id for id in broader if id and id != term.id)),
            synonyms=tuple(name for name in names if not is_abbreviation(name)),
            abbreviations=tuple(dict.fromkeys(map(supported, short))),
            xrefs=tuple(id for id in dict.fromkeys(term.xrefs) if id != term.id),
            group=group,
        )

    def _single(self, id: str) -> str | None:
        found = self.by_id.get(id, set())
        return next(iter(found)) if len(found) == 1 else None

    def _names(self, id: str, names: Iterable[str]) -> list[str]:
        """The names that are new and nobody else's; they become this concept's."""
        taken = []
        for name in dict.fromkeys(usable(names)):
            owners = self.owners[_key(name)]
            if owners - {id}:
                self.left_out["names belong to another concept"] += 1
            elif not owners:
                owners.add(id)
                taken.append(name)
        return taken


def _key(name: str) -> _Key:
    """What two spellings of a name share, as the lexicon compares them."""
    return tuple(token[0] for token in tokenize(name.removesuffix(SUPPORT_MARK)))
