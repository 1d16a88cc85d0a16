"""What a knowledge base adds to the vocabulary that is shipped: the concepts that its users imported.

They stand in the knowledge base's folder, `vocabulary/NAME.tsv`, a file an import: the columns of
`ontology/vocabulary` with the group before them. A row with an id of the shipped vocabulary adds to that concept.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from evidence.errors import VocabularyError
from evidence.vocabulary import COLUMNS, KINDS, Concept, Sheet, Vocabulary

FOLDER: Final = "vocabulary"
_HEADER: Final = ("group", *COLUMNS)


def vocabulary_of(knowledge_base: Path, *, without: str | None = None) -> Vocabulary:
    """The shipped vocabulary with what the knowledge base adds; the shipped one where it adds nothing.

    `without` leaves the import of that name out. The version is that of all that was read. Raises
    VocabularyError where a file is damaged.
    """
    shipped = Vocabulary.load()
    paths = [path for path in imports(knowledge_base) if path.stem != without]
    if not paths:
        return shipped
    # Not at the top: most knowledge bases add nothing, and a question has no time to spare.
    import hashlib

    digest = hashlib.sha256(shipped.version.encode())
    concepts = {concept.id: concept for concept in shipped}
    for path in paths:
        content = path.read_bytes()
        digest.update(path.name.encode() + b"\n" + content)
        for concept in _parse(content.decode(), path):
            base = concepts.get(concept.id)
            concepts[concept.id] = concept if base is None else _added(base, concept)
    return Vocabulary(concepts.values(), version=digest.hexdigest()[:16])


def imports(knowledge_base: Path) -> list[Path]:
    """The files of imported concepts, by name."""
    return sorted((knowledge_base / FOLDER).glob("*.tsv"))


def write(knowledge_base: Path, name: str, concepts: Iterable[Concept], source: str) -> Path:
    """Put an import in the place of the one of its name; `source` says where the concepts come from."""
    rows = sorted((_row(concept, source) for concept in concepts), key=lambda row: (row[0], row[1]))
    path = knowledge_base / FOLDER / f"{name}.tsv"
    path.parent.mkdir(parents=True, exist_ok=True)
    # Under another name first: a reader never sees half a file.
    part = path.with_suffix(".part")
    part.write_text(
        "".join("\t".join(row) + "\n" for row in (_HEADER, *rows)), encoding="utf-8", newline="\n"
    )
    part.replace(path)
    return path


def _row(concept: Concept, source: str) -> tuple[str, ...]:
    attributes = ";".join(f"{key}={value}" for key, value in concept.attributes.items())
    lists = (concept.broader, concept.synonyms, concept.abbreviations, concept.xrefs)
    fields = (concept.group, concept.id, concept.label, *("|".join(items) for items in lists))
    return tuple(" ".join(field.split()) for field in (*fields, attributes, source))


def _parse(text: str, path: Path) -> Iterator[Concept]:
    header, *lines = text.split("\n")
    if tuple(header.split("\t")) != _HEADER:
        raise VocabularyError(f"{path}, line 1: the columns must be {', '.join(_HEADER)}; import it again")
    for number, line in enumerate(lines, start=2):
        if not line:
            continue
        group, _, row = line.partition("\t")
        if group not in KINDS or line.count("\t") != len(COLUMNS):
            raise VocabularyError(
                f"{path}, line {number}: no row of an import; remove the file, import again"
            )
        yield Sheet(path, group, KINDS[group], b"").concept(row)


def _added(base: Concept, more: Concept) -> Concept:
    """A shipped concept with the names and matches of its row; its label and place in the hierarchy stay."""
    return replace(
        base,
        synonyms=_union(base.synonyms, more.synonyms),
        abbreviations=_union(base.abbreviations, more.abbreviations),
        xrefs=_union(base.xrefs, more.xrefs),
    )


def _union(first: tuple[str, ...], second: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*first, *second)))
