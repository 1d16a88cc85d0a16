"""The vocabulary: concepts with names, hierarchy and identifiers, read from `ontology/vocabulary/*.tsv`.

One file a kind of concept; the columns are explained in `ontology/vocabulary/README.md`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Final, TypeVar

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
        "other_genes": "gene",
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
# Files that continue another's, and whose rows have no name but their label: found by bisection, not by search.
_CONTINUED: Final[Mapping[str, str]] = MappingProxyType({"other_genes": "genes"})

# What begins a field or an item of one is a name unless a colon or an equals sign soon follows (identifiers,
# attributes), or it ends the line (sources).
_NO_NAME: Final = rb"[a-z.]{2,9}[:=+;\n]"

_HEADER: Final = "\t".join(COLUMNS).encode() + b"\n"
# A row with a parent, and all of its parents.
_WITH_PARENTS: Final = re.compile(rb"\n([^\t\n]+)\t[^\t\n]*\t([^\t\n]+)")

# Id, label, synonyms and abbreviations of a concept.
Names = tuple[str, str, tuple[str, ...], tuple[str, ...]]
_T = TypeVar("_T")


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
    """All concepts, with their hierarchy.

    A folder's files are read whole, but a row becomes a Concept only when it is asked for: a question needs a few
    dozen of many thousands, and has 300 ms in all.
    """

    def __init__(
        self, concepts: Iterable[Concept] = (), *, version: str = "", sheets: Iterable[Sheet] = ()
    ) -> None:
        """`version` is for provenance (default: that of `sheets`); the concepts of `sheets` come first."""
        self._version = version
        # The ids above a concept, of those that were asked for.
        self._above: dict[str, frozenset[str]] = {}
        self._sheets = tuple(sheets)
        # Those that are made already, by id.
        self._concepts: dict[str, Concept] = {}
        for concept in concepts:
            if concept.id in self._concepts:
                raise VocabularyError(
                    f"{concept.id} stands twice in the vocabulary ({concept.label!r}); keep one"
                )
            self._concepts[concept.id] = concept
        # The rows of the files that were searched for an id already, by the file's place.
        self._rows: dict[int, dict[bytes, bytes]] = {}

    @classmethod
    def load(cls, directory: Path | None = None) -> Vocabulary:
        """Read every known file of a folder (default: the one shipped)."""
        folder = directory or ontology_directory() / "vocabulary"
        sheets = [read_sheet(folder / f"{stem}.tsv", stem, kind) for stem, kind in KINDS.items()]
        if directory is not None:
            # The shipped files are checked by the tests; a question has no time to.
            for sheet in sheets:
                sheet.check()
        return cls(sheets=sheets)

    @property
    def version(self) -> str:
        """The digest of the files."""
        if not self._version and self._sheets:
            # Not at the top: a question needs no version, and has no time to spare.
            import hashlib

            digest = hashlib.sha256()
            for sheet in self._sheets:
                digest.update(sheet.content)
            self._version = digest.hexdigest()[:16]
        return self._version

    @cached_property
    def _ids(self) -> dict[str, None]:
        """All ids in the order of the files, those that continue another last."""
        found: dict[str, None] = {}
        for place in sorted(range(len(self._sheets)), key=lambda place: self._sheets[place].labels_only):
            ids = [id.decode() for id in self._rows_of(place)]
            if twice := next((id for id in ids if id in found), None):
                raise VocabularyError(
                    f"{self._sheets[place].path}: {twice} stands twice in the vocabulary; keep one"
                )
            found |= dict.fromkeys(ids)
        return found | dict.fromkeys(self._concepts)

    def _rows_of(self, place: int) -> dict[bytes, bytes]:
        """Id -> line of a file."""
        rows = self._rows.get(place)
        if rows is None:
            rows = self._rows[place] = self._sheets[place].rows()
        return rows

    def __getitem__(self, id: str) -> Concept:
        concept = self._concepts.get(id)
        if concept is not None:
            return concept
        key = id.encode()
        for place, sheet in enumerate(self._sheets):
            line = self._rows_of(place).get(key)
            if line is not None:
                return self._made(id, sheet, line.decode())
        raise KeyError(id)

    def _made(self, id: str, sheet: Sheet, line: str) -> Concept:
        concept = self._concepts.get(id)
        if concept is None:
            concept = self._concepts[id] = sheet.concept(line)
        return concept

    def __contains__(self, id: str) -> bool:
        return self.get(id) is not None

    def __iter__(self) -> Iterator[Concept]:
        return (self[id] for id in self._ids)

    def __len__(self) -> int:
        return len(self._ids)

    def names(self) -> Iterator[Names]:
        """Of all concepts, in their order: id, label, synonyms and abbreviations; rows do not become concepts."""
        for place in sorted(range(len(self._sheets)), key=lambda place: self._sheets[place].labels_only):
            for line in self._rows_of(place).values():
                id, label, _, synonyms, abbreviations, *_ = self._sheets[place].fields(line.decode())
                yield id, label, _list(synonyms), _list(abbreviations)
        if not self._sheets:
            for concept in self:
                yield concept.id, concept.label, concept.synonyms, concept.abbreviations

    def get(self, id: str) -> Concept | None:
        """The concept, or None."""
        try:
            return self[id]
        except KeyError:
            return None

    def group(self, name: str) -> Iterator[Concept]:
        """The concepts of one file, by its stem; with those of files that continue it."""
        if not self._sheets:
            return (concept for concept in self if concept.group == name)
        sheets = [sheet for sheet in self._sheets if sheet.group == name]
        return (self._made(_id(line), sheet, line) for sheet in sheets for line in sheet.lines())

    def named_like(self, beginnings: Mapping[str, str], ending: str = "") -> Iterator[Concept]:
        """Concepts with names that begin (or end, if an `ending` is given) in a certain way, and perhaps others.

        `beginnings` are plain texts, each with a regular expression for what must follow; the ending is a plain
        text. Letters A to Z are in lower case.
        """
        if not self._sheets:
            yield from self
            return
        begins = "|".join(re.escape(text) + after for text, after in beginnings.items()).encode()
        pattern = rb"[\t|](?=%b)(?!%b)" % (begins, _NO_NAME)
        if ending:
            pattern += rb"|%b(?=[\t|])" % re.escape(ending).encode()
        search, label = re.compile(pattern), re.compile(begins)
        for sheet in self._sheets:
            found = sheet.labelled(beginnings, label) if sheet.labels_only else sheet.matching(search)
            for line in found:
                yield self._made(_id(line), sheet, line)

    @cached_property
    def _children(self) -> dict[bytes, list[bytes]]:
        """In bytes: a question needs a few of many thousands as text."""
        children: dict[bytes, list[bytes]] = {}
        if not self._sheets:
            for concept in self:
                for parent in concept.broader:
                    children.setdefault(parent.encode(), []).append(concept.id.encode())
        for sheet in (sheet for sheet in self._sheets if not sheet.labels_only):
            for id, parents in _WITH_PARENTS.findall(sheet.content):
                for parent in parents.split(b"|"):
                    children.setdefault(parent, []).append(id)
        return children

    def narrower(self, id: str) -> frozenset[str]:
        """The ids of all concepts below one (itself not among them)."""
        below = self._closure(id.encode(), lambda item: self._children.get(item, ()))
        return frozenset(item.decode() for item in below)

    def broader(self, id: str) -> frozenset[str]:
        """The ids of all concepts above one (itself not among them)."""
        above = self._above.get(id)
        if above is None:
            above = self._above[id] = self._closure(
                id, lambda item: concept.broader if (concept := self.get(item)) else ()
            )
        return above

    @staticmethod
    def _closure(id: _T, step: Callable[[_T], Iterable[_T]]) -> frozenset[_T]:
        seen: set[_T] = set()
        waiting = list(step(id))
        while waiting:
            item = waiting.pop()
            if item not in seen:
                seen.add(item)
                waiting.extend(step(item))
        return frozenset(seen)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file of the vocabulary, as read."""

    path: Path
    group: str
    kind: str
    content: bytes

    def lines(self) -> list[str]:
        """Its rows."""
        return [line for line in self.content.decode().split("\n")[1:] if line]

    def rows(self) -> dict[bytes, bytes]:
        """Its rows by their ids; VocabularyError where an id stands twice."""
        lines = [line for line in self.content.split(b"\n")[1:] if line]
        found = {line.partition(b"\t")[0]: line for line in lines}
        if len(found) < len(lines):
            ids = [line.partition(b"\t")[0] for line in lines]
            twice = next(id for id in ids if ids.count(id) > 1).decode()
            raise VocabularyError(f"{self.path}: {twice} stands twice in the vocabulary; keep one")
        return found

    @property
    def labels_only(self) -> bool:
        """Whether rows have no name but their label."""
        return self.path.stem in _CONTINUED

    def check(self) -> None:
        """Raise VocabularyError where a line has too many or few columns.

        Counting is a hundred times faster than parsing, and is wrong only where two lines make up for each other;
        `concept` finds those.
        """
        rows = self.content.count(b"\n") - self.content.count(b"\n\n") + (not self.content.endswith(b"\n"))
        if self.content.count(b"\t") != rows * (len(COLUMNS) - 1):
            for line in self.lines():
                self.concept(line)

    def matching(self, search: re.Pattern[bytes]) -> Iterator[str]:
        """The rows in which a pattern is found, letters in lower case."""
        content = self.content.lower()  # half the time of a search that ignores case
        end = content.index(b"\n")
        while match := search.search(content, end):
            start = content.rindex(b"\n", 0, match.start()) + 1
            end = content.find(b"\n", match.end())
            if end < 0:
                end = len(content)
            yield self.content[start:end].decode()

    def labelled(self, beginnings: Iterable[str], pattern: re.Pattern[bytes]) -> Iterator[str]:
        """The rows whose label begins with one of some texts and matches a pattern; the rows are in its order."""
        content = self.content.lower()
        for text in dict.fromkeys(text.encode() for text in beginnings):
            start = self._first(content, text)
            while start < len(content):
                label = content.index(b"\t", start) + 1
                if not content.startswith(text, label):
                    break
                end = content.find(b"\n", label)
                end = len(content) if end < 0 else end
                if pattern.match(content, label):
                    yield self.content[start:end].decode()
                start = end + 1

    @staticmethod
    def _first(content: bytes, text: bytes) -> int:
        """Where the first row begins whose label is not less than a text, by bisection."""
        low, high = content.index(b"\n") + 1, len(content)
        while low < high:
            start = content.rindex(b"\n", 0, (low + high) // 2) + 1
            start = max(start, low)
            label = content.index(b"\t", start) + 1
            end = content.find(b"\n", label)
            if content[label : content.index(b"\t", label)] < text:
                low = len(content) if end < 0 else end + 1
            else:
                high = start
        return low

    def fields(self, line: str) -> list[str]:
        """The columns of a row."""
        fields = line.split("\t")
        if len(fields) != len(COLUMNS):
            number = 1 + self.content[: self.content.index(line.encode())].count(b"\n")
            raise VocabularyError(
                f"{self.path}, line {number}: {len(fields)} columns instead of {len(COLUMNS)}; check its tabs"
            )
        return fields

    def concept(self, line: str) -> Concept:
        """The concept of a row."""
        id, label, broader, synonyms, abbreviations, xrefs, attributes, _source = self.fields(line)
        return Concept(
            id=id,
            label=label,
            kind=self.kind,
            broader=_list(broader),
            synonyms=_list(synonyms),
            abbreviations=_list(abbreviations),
            xrefs=_list(xrefs),
            attributes=dict(pair.split("=", 1) for pair in attributes.split(";")) if attributes else {},
            group=self.group,
        )


def _id(line: str) -> str:
    return line[: line.index("\t")]


def read_sheet(path: Path, group: str, kind: str) -> Sheet:
    """Read a file of the vocabulary; VocabularyError where it is absent or has other columns."""
    try:
        sheet = Sheet(path, _CONTINUED.get(group, group), kind, path.read_bytes())
    except FileNotFoundError:
        raise VocabularyError(
            f"{path}: no such vocabulary file; reinstall, or give the right folder"
        ) from None
    if not sheet.content.startswith(_HEADER):
        raise VocabularyError(f"{path}, line 1: the columns must be {', '.join(COLUMNS)}")
    return sheet


def _list(field: str) -> tuple[str, ...]:
    return tuple(field.split("|")) if field else ()
