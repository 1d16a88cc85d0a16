"""Checks the vocabulary files: form, hierarchy, shared names, and every identifier against references.

    python scripts/check_vocabulary.py --reference DIR

prints a line for each fault. Exit status 0 if there is none, 1 if there are some, 2 if a file is missing.
Without `--reference` the identifiers are not looked up, the rest is.

`vocabulary_references.tsv` beside this script says in which file and column of the reference folder each
prefix is found (an empty column: the file has no header line); `vocabulary_shared_names.tsv` lists the names
that two concepts of one kind may share, with the reason.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Final

HERE: Final = Path(__file__).resolve().parent
COLUMNS: Final = ("id", "label", "broader", "synonyms", "abbreviations", "xrefs", "attributes", "source")
# Files of one kind share a name space: a drug and a drug class must not have the same name.
KINDS: Final[Mapping[str, str]] = {
    "therapy_classes": "therapy",
    "therapies": "therapy",
    "regimens": "therapy",
    "genes": "gene",
    "other_genes": "gene",
    "gene_families": "gene",
    "outcomes": "outcome",
    "adverse_events": "outcome",
}
LOCAL: Final = re.compile(r"EV:[a-z0-9]+(-[a-z0-9]+)*")
# Attributes whose values are ids of other concepts.
LINKS: Final = ("targets", "members", "genes")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A line of a vocabulary file; `place` is its file and line."""

    place: str
    kind: str
    id: str
    label: str
    broader: tuple[str, ...]
    synonyms: tuple[str, ...]
    abbreviations: tuple[str, ...]
    xrefs: tuple[str, ...]
    links: tuple[str, ...]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run all checks and print what they find."""
    parser = argparse.ArgumentParser(description="Check the vocabulary files.")
    parser.add_argument(
        "--vocabulary", type=Path, default=HERE.parent / "ontology" / "vocabulary", metavar="DIR"
    )
    parser.add_argument(
        "--reference", type=Path, metavar="DIR", help="folder with the reference vocabularies"
    )
    options = parser.parse_args(arguments)
    try:
        faults, rows = check(options.vocabulary, options.reference)
    except OSError as error:
        print(f"{error.filename}: {error.strerror}; give the right folder", file=sys.stderr)
        return 2
    for fault in faults:
        print(fault)
    looked_up = "identifiers looked up" if options.reference else "identifiers not looked up (no --reference)"
    print(f"{rows} concepts, {len(faults)} faults, {looked_up}", file=sys.stderr)
    return 1 if faults else 0


def check(vocabulary: Path, reference: Path | None) -> tuple[list[str], int]:
    """All faults of a vocabulary folder, and the number of its rows."""
    faults: list[str] = []
    rows: list[Row] = []
    paths = sorted(vocabulary.glob("*.tsv"))
    if not paths:
        raise FileNotFoundError(2, "no vocabulary files (*.tsv) here", str(vocabulary))
    for path in paths:
        found, wrong = read(path)
        faults += wrong
        faults += unsorted(found)
        rows += found
    faults += broken_ids(rows)
    faults += broken_links(rows)
    faults += cycles(rows)
    faults += shared_names(rows, allowed_names(HERE / "vocabulary_shared_names.tsv"))
    if reference is not None:
        faults += unknown_ids(rows, reference, HERE / "vocabulary_references.tsv")
    return faults, len(rows)


def read(path: Path) -> tuple[list[Row], list[str]]:
    """The rows of a file that have the right form, and a fault for each that has not."""
    rows: list[Row] = []
    faults: list[str] = []
    lines = path.read_text(encoding="utf-8").split("\n")
    if tuple(lines[0].split("\t")) != COLUMNS:
        return [], [f"{path.name}:1: the columns must be {', '.join(COLUMNS)}"]
    if lines.pop() != "":
        faults.append(f"{path.name}: the last line does not end")
    kind = KINDS.get(path.stem, path.stem)
    for number, line in enumerate(lines[1:], start=2):
        place = f"{path.name}:{number}"
        fields = line.split("\t")
        if len(fields) != len(COLUMNS):
            faults.append(f"{place}: {len(fields)} columns instead of {len(COLUMNS)}")
        elif not fields[0] or not fields[1] or not fields[7]:
            faults.append(f"{place}: id, label and source must not be empty")
        else:
            faults += (
                f"{place}: name {name!r} is empty, has loose spaces or begins with a sign"
                for name in _malformed(fields)
            )
            rows.append(_row(place, kind, fields))
    return rows, faults


def _row(place: str, kind: str, fields: Sequence[str]) -> Row:
    id, label, broader, synonyms, abbreviations, xrefs, attributes, _source = fields
    pairs = dict(pair.split("=", 1) for pair in attributes.split(";") if "=" in pair)
    return Row(
        place=place,
        kind=kind,
        id=id,
        label=label,
        broader=_list(broader),
        synonyms=_list(synonyms),
        abbreviations=_list(abbreviations),
        xrefs=_list(xrefs),
        links=tuple(item for key in LINKS for item in _list(pairs.get(key, ""))),
    )


def _list(field: str) -> tuple[str, ...]:
    return tuple(field.split("|")) if field else ()


def _malformed(fields: Sequence[str]) -> Iterator[str]:
    for name in (fields[1], *_list(fields[3]), *_list(fields[4])):
        # What begins with a sign could not be found by its first letters.
        if name != name.strip() or not name_key(name) or not name[0].isalnum():
            yield name


def name_key(name: str) -> str:
    """What a name is reduced to when two are compared: case and signs do not count, as in the lexicon.

    >>> name_key("HER-2/neu"), name_key("PD-(L)1 inhibitor"), name_key("PD-L1 inhibitor")
    ('her 2 neu', 'pd l 1 inhibitor', 'pd l 1 inhibitor')
    """
    return " ".join(re.findall(r"[^\W\d_]+|\d+", name.casefold()))


def unsorted(rows: Sequence[Row]) -> Iterator[str]:
    """Rows whose label should stand before that of the row above."""
    for above, row in pairwise(rows):
        if row.label.casefold() < above.label.casefold():
            yield f"{row.place}: {row.label!r} stands after {above.label!r}; sort by label, whatever the case"


def broken_ids(rows: Iterable[Row]) -> Iterator[str]:
    """Ids that stand twice or are local but no slug; xrefs that are another concept's id."""
    first: dict[str, Row] = {}
    for row in rows:
        if row.id in first:
            other = first[row.id]
            yield f"{row.place}: {row.id} is the id of {other.label!r} already ({other.place})"
        elif row.id.startswith("EV:") and not LOCAL.fullmatch(row.id):
            yield f"{row.place}: {row.id} is not of the form EV:lower-case-words"
        first.setdefault(row.id, row)
    for row in first.values():
        for xref in row.xrefs:
            if xref in first:
                yield f"{row.place}: {xref}, a match of {row.label!r}, is the concept {first[xref].label!r}"


def broken_links(rows: Sequence[Row]) -> Iterator[str]:
    """Broader concepts, members, targets and genes that are no concept of the vocabulary."""
    known = {row.id for row in rows}
    for row in rows:
        for id in (*row.broader, *row.links):
            if id not in known:
                yield f"{row.place}: {row.label!r} points to {id}, which no file has"


def cycles(rows: Sequence[Row]) -> Iterator[str]:
    """Concepts that are broader than themselves."""
    parents = {row.id: row.broader for row in rows}
    for row in rows:
        seen: set[str] = set()
        waiting = list(row.broader)
        while waiting:
            id = waiting.pop()
            if id not in seen:
                seen.add(id)
                waiting += parents.get(id, ())
        if row.id in seen:
            yield f"{row.place}: {row.label!r} is broader than itself"


def allowed_names(path: Path) -> frozenset[tuple[str, str]]:
    """(kind, name key) of the names that may be shared."""
    lines = path.read_text(encoding="utf-8").splitlines()[1:]
    return frozenset((kind, name_key(name)) for kind, name, _reason in (line.split("\t") for line in lines))


def shared_names(rows: Sequence[Row], allowed: frozenset[tuple[str, str]]) -> Iterator[str]:
    """Names that two concepts of a kind have: full names in any case, unmarked abbreviations as written."""
    owners: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        written = {name.removesuffix("?") for name in row.abbreviations}
        names = {name_key(name) for name in (row.label, *row.synonyms) if name not in written}
        names |= {"=" + re.sub(r"[\W_]+", "", name) for name in row.abbreviations if not name.endswith("?")}
        for name in names:
            owners[row.kind, name].append(row)
    for (kind, name), found in owners.items():
        if len(found) > 1 and (kind, name.lstrip("=").casefold()) not in allowed:
            others = ", ".join(f"{row.label!r} ({row.place})" for row in found)
            yield f"{found[0].place}: the name {name.lstrip('=')!r} is shared by {others}"


def unknown_ids(rows: Sequence[Row], reference: Path, table: Path) -> Iterator[str]:
    """Ids and xrefs that are in none of the reference files that have their prefix."""
    searched = _references(table)
    known = {prefix: _known(reference, places) for prefix, places in searched.items()}
    for row in rows:
        for curie in (row.id, *row.xrefs):
            prefix, _, local = curie.partition(":")
            if prefix == "EV":
                continue
            if prefix not in known:
                yield f"{row.place}: {curie}: no reference file is named for the prefix {prefix}"
            elif local not in known[prefix]:
                files = ", ".join(sorted({place[0] for place in searched[prefix]}))
                yield f"{row.place}: {curie} ({row.label}) is not in {files}"


_Place = tuple[str, str, str, str]


def _references(table: Path) -> dict[str, list[_Place]]:
    places: dict[str, list[_Place]] = defaultdict(list)
    for line in table.read_text(encoding="utf-8").splitlines()[1:]:
        prefix, file, column, separator, written_as = line.split("\t")
        places[prefix].append((file, column, separator, written_as))
    return places


def _known(reference: Path, places: Iterable[_Place]) -> frozenset[str]:
    """Local parts of the identifiers in some columns; a file without a header line has the empty column."""
    locals: set[str] = set()
    for file, column, separator, written_as in places:
        lines = (reference / file).read_text(encoding="utf-8").splitlines()
        position = lines[0].split("\t").index(column) if column else 0
        for line in lines[1:] if column else lines:
            fields = line.split("\t")
            cell = fields[position] if position < len(fields) else ""
            for value in cell.split(separator) if separator else (cell,):
                prefix, colon, local = value.strip().partition(":")
                if not written_as and not colon:
                    locals.add(prefix)
                elif colon and prefix == written_as:
                    locals.add(local.split(" ")[0])  # "MESH:D018572 (Disease-Free Survival)"
    return frozenset(locals)


if __name__ == "__main__":
    sys.exit(main())
