"""The vocabulary: concepts with names, hierarchy and identifiers, read from `ontology/vocabulary/*.tsv`.

One file a kind of concept; the columns are explained in `ontology/vocabulary/README.md`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Final

from evidence.errors import VocabularyError

COLUMNS: Final = ("id", "label", "broader", "synonyms", "abbreviations", "xrefs", "attributes", "source")
# File stem -> kind of mention (contract: design section 5).
KINDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "diseases": "disease",
        "therapies": "therapy",
        "therapy_classes": "therapy",
        "regimens": "therapy",
        "procedures": "procedure",
        "genes": "gene",
        "gene_families": "gene",
        "biomarkers": "biomarker",
        "outcomes": "outcome",
        "adverse_events": "outcome",
        "sites": "site",
        "scales": "scale",
        "designs": "design",
        "populations": "population",
    }
)
SUPPORT_MARK: Final = "?"

_Step = Callable[[str], Sequence[str]]


def ontology_directory() -> Path:
    """Where the ontology lies: inside the installed package, or beside `src/` in a checkout."""
    packaged = Path(__file__).parent / "ontology"
    return packaged if packaged.is_dir() else Path(__file__).parents[2] / "ontology"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Concept:
    """An entry of the vocabulary. Equal to another if the ids are.

    `id` and `xrefs` are CURIEs. `synonyms` match in any case, `abbreviations` only as written; one that ends in `?`
    needs support from the document. `attributes` are the file's own (polarity of an outcome, members of a regimen).
    """

    id: str
    label: str
    kind: str
    broader: tuple[str, ...] = ()
    synonyms: tuple[str, ...] = ()
    abbreviations: tuple[str, ...] = ()
    xrefs: tuple[str, ...] = ()
    attributes: Mapping[str, str] = field(default_factory=dict)
    # The file's stem: tells drugs from classes and endpoints from adverse events.
    group: str = ""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Concept) and other.id == self.id

    def __hash__(self) -> int:
        return hash(self.id)


class Vocabulary:
    """All concepts, with their hierarchy. Cheap to load: no third-party import, one pass over the files."""

    def __init__(self, concepts: Iterable[Concept], *, version: str = "") -> None:
        """`version` is the digest of the files, for provenance."""
        self.version = version
        self._concepts: dict[str, Concept] = {}
        for concept in concepts:
            if concept.id in self._concepts:
                raise VocabularyError(
                    f"{concept.id} stands twice in the vocabulary ({concept.label!r}); keep one"
                )
            self._concepts[concept.id] = concept

    @classmethod
    def load(cls, directory: Path | None = None) -> Vocabulary:
        """Read every known file of a folder (default: the one shipped)."""
        folder = directory or ontology_directory() / "vocabulary"
        digest = hashlib.sha256()
        concepts: list[Concept] = []
        for stem, kind in KINDS.items():
            path = folder / f"{stem}.tsv"
            try:
                content = path.read_bytes()
            except FileNotFoundError:
                raise VocabularyError(
                    f"{path}: no such vocabulary file; reinstall, or give the right folder"
                ) from None
            digest.update(content)
            concepts.extend(_parse(content.decode(), path, stem, kind))
        return cls(concepts, version=digest.hexdigest()[:16])

    def __getitem__(self, id: str) -> Concept:
        return self._concepts[id]

    def __contains__(self, id: str) -> bool:
        return id in self._concepts

    def __iter__(self) -> Iterator[Concept]:
        return iter(self._concepts.values())

    def __len__(self) -> int:
        return len(self._concepts)

    def get(self, id: str) -> Concept | None:
        """The concept, or None."""
        return self._concepts.get(id)

    @cached_property
    def _children(self) -> dict[str, list[str]]:
        children: dict[str, list[str]] = {}
        for concept in self:
            for parent in concept.broader:
                children.setdefault(parent, []).append(concept.id)
        return children

    def narrower(self, id: str) -> frozenset[str]:
        """The ids of all concepts below one (itself not among them)."""
        return self._closure(id, lambda item: self._children.get(item, ()))

    def broader(self, id: str) -> frozenset[str]:
        """The ids of all concepts above one (itself not among them)."""
        return self._closure(id, lambda item: self._concepts[item].broader if item in self._concepts else ())

    @staticmethod
    def _closure(id: str, step: _Step) -> frozenset[str]:
        seen: set[str] = set()
        waiting = list(step(id))
        while waiting:
            item = waiting.pop()
            if item not in seen:
                seen.add(item)
                waiting.extend(step(item))
        return frozenset(seen)


def _parse(text: str, path: Path, group: str, kind: str) -> Iterator[Concept]:
    lines = text.split("\n")
    if tuple(lines[0].split("\t")) != COLUMNS:
        raise VocabularyError(f"{path}, line 1: the columns must be {', '.join(COLUMNS)}")
    for number, line in enumerate(lines[1:], start=2):
        if not line:
            continue
        fields = line.split("\t")
        if len(fields) != len(COLUMNS):
            raise VocabularyError(
                f"{path}, line {number}: {len(fields)} columns instead of {len(COLUMNS)}; check its tabs"
            )
        id, label, broader, synonyms, abbreviations, xrefs, attributes, _source = fields
        yield Concept(
            id=id,
            label=label,
            kind=kind,
            broader=_list(broader),
            synonyms=_list(synonyms),
            abbreviations=_list(abbreviations),
            xrefs=_list(xrefs),
            attributes=dict(pair.split("=", 1) for pair in attributes.split(";")) if attributes else {},
            group=group,
        )


def _list(field: str) -> tuple[str, ...]:
    return tuple(field.split("|")) if field else ()
