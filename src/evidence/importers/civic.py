"""CIViC's clinical evidence (nightly ClinicalEvidenceSummaries.tsv, CC0): curated claims as extractions.

An evidence item becomes a document of form "curated": its first line is what the curators filed, the rest their
statement, and its claim has the statement for a quote. The claim is about the article that the item cites: its role is
"cited". Biomarkers are read by the pipeline from the first line, so that they are the same nodes as those of texts,
and a curated claim shares its proposition with an extracted one.
"""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, cast

from evidence.document import Document, Reference, Section, Source
from evidence.errors import VocabularyError
from evidence.importers.profiles import alternatives
from evidence.importers.terms import rows, table
from evidence.records import (
    Association,
    Biomarker,
    ClaimDirection,
    ClaimSignificance,
    EvidenceType,
    Extraction,
    TherapyInteraction,
    Variant,
)
from evidence.vocabulary import Concept, Vocabulary

FORMAT: Final = "civic"
_ACCEPTED: Final = frozenset({"", "accepted"})
# "FGFR2::v Fusion": the gene with any partner.
_ANY_PARTNER: Final = re.compile(r"(?:\bv::)?(\w+)(?:::v\b)? Fusion\b")
_REFERENCE: Final = 1  # the number of an item's only reference

# A line of text -> the alterations that it names.
Reader = Callable[[str], tuple[Variant, ...]]
Lookup = Callable[[str], tuple[Concept, ...]]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An evidence item that was not taken, and why."""

    id: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """What items are grounded with: the lexicon's whole-name lookup, the vocabulary, the pipeline's alterations."""

    lookup: Lookup
    vocabulary: Vocabulary
    variants: Reader


def read(path: Path, names: Names) -> Iterator[Extraction | LeftOut]:
    """The accepted, unflagged items of a file in its order. Raises VocabularyError where it is no such file.

    An item whose claim cannot be told whole is left out: a therapy or disease that the vocabulary lacks, a profile
    with NOT, a direction that is neither. A claim without its disease would be a wider one than the curators made.
    """
    content = path.read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    source = Source(uri=str(path), media_type="text/tab-separated-values", format=FORMAT, sha256=digest)
    by_id = {id: concept for concept in names.vocabulary for id in (concept.id, *concept.xrefs)}
    lines = content.decode("utf-8", errors="replace").splitlines()
    items = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    columns = _columns(items.fieldnames or (), path)
    for row in items:
        item = {ours: (row[theirs] or "").strip() if theirs else "" for ours, theirs in columns.items()}
        if item["status"].lower() not in _ACCEPTED or item["flagged"].lower() == "true":
            continue
        yield _Item(item, names, by_id, source).read()


def _columns(header: object, path: Path) -> dict[str, str | None]:
    present = set(cast("tuple[str, ...]", header))
    columns = {
        ours: next((name for name in row["names"].split("|") if name in present), None)
        for ours, row in table("civic_columns").items()
    }
    named = columns["profile"] or columns["variant"]
    if not (columns["id"] and named and columns["type"] and columns["statement"]):
        raise VocabularyError(
            f"{path}, line 1: no columns of CIViC's ClinicalEvidenceSummaries; give that file"
        )
    return columns


class _UnusableError(Exception):
    """Why an item is left out."""


class _Item:
    """One evidence item on its way."""

    def __init__(
        self, item: Mapping[str, str], names: Names, by_id: Mapping[str, Concept], source: Source
    ) -> None:
        self.item, self.names, self.by_id, self.source = item, names, by_id, source
        number = item["id"].upper().removeprefix("EID")
        self.id = f"civic.eid:{number}#curated"
        self.profile = item["profile"] or f"{item['gene']} {item['variant']}".strip()

    def read(self) -> Extraction | LeftOut:
        try:
            document = self._document()
            claims = tuple(self._claims(document))
        except _UnusableError as reason:
            return LeftOut(self.id, str(reason))
        return Extraction(document=document, study=None, associations=claims)

    def _document(self) -> Document:
        item = self.item
        filed = "; ".join(
            part for part in (self.profile, item["disease"], item["therapies"], item["significance"]) if part
        )
        text = f"{filed}\n\n{item['statement']}"
        pmid = (
            item["source_id"]
            if item["source_type"] in ("", "PubMed") and item["source_id"].isdigit()
            else None
        )
        return Document(
            id=self.id,
            source=self.source,
            text=text,
            form="curated",
            title=filed,
            url=item["url"] or None,
            sections=(
                Section(role="title", heading=None, start=0, end=len(filed)),
                Section(role="other", heading=None, start=len(filed) + 2, end=len(text)),
            ),
            references=(Reference(number=_REFERENCE, text=item["citation"] or item["source_id"], pmid=pmid),),
        )

    def _claims(self, document: Document) -> Iterator[Association]:
        item = self.item
        start = len(document.text) - len(item["statement"])
        therapies = tuple(
            sorted(map(self._therapy, _list(item["therapies"])), key=lambda concept: concept.id)
        )
        disease = self._disease()
        if not item["statement"]:
            raise _UnusableError("it has no statement")
        for number, profile in enumerate(self._profiles(), start=1):
            yield Association(
                id=f"a{number}",
                start=start,
                end=len(document.text),
                quote=item["statement"],
                biomarkers=tuple(biomarker for part in profile for biomarker in self._biomarkers(part)),
                disease=disease,
                therapies=therapies,
                therapy_interaction=self._interaction(len(therapies)),
                evidence_type=cast(EvidenceType, self._word("type")),
                significance=cast(ClaimSignificance, self._word("significance")),
                direction=cast(ClaimDirection, self._word("direction")),
                role="cited",
                reference=_REFERENCE,
                confidence=1.0,
            )

    def _profiles(self) -> list[tuple[str, ...]]:
        try:
            return alternatives(self.profile)
        except ValueError as error:
            raise _UnusableError(str(error)) from None

    def _word(self, field: str) -> str:
        value = self.item[field]
        for row in rows("civic_values"):
            if row["field"] == field and row["civic"].casefold() == value.casefold():
                return row["ours"]
        raise _UnusableError(
            f"its {field} {value or 'is not given'}".rstrip() + " is no claim for or against anything"
        )

    def _interaction(self, therapies: int) -> TherapyInteraction | None:
        if therapies < 2 or not self.item["interaction"]:
            return None
        return cast(TherapyInteraction, self._word("interaction"))

    def _therapy(self, name: str) -> Concept:
        for concept in self.names.lookup(name):
            if concept.kind in ("therapy", "procedure"):
                return concept
        raise _UnusableError(f"the vocabulary has no therapy {name!r}")

    def _disease(self) -> Concept | None:
        name, doid = self.item["disease"], self.item["doid"].removeprefix("DOID:")
        if not name:
            return None
        found = self.by_id.get(f"DOID:{doid}") if doid else None
        if found is not None:
            return found
        for concept in self.names.lookup(name):
            if concept.kind == "disease":
                return concept
        raise _UnusableError(f"the vocabulary has no disease {name!r} (DOID:{doid or '?'})")

    def _biomarkers(self, profile: str) -> tuple[Biomarker, ...]:
        """The alterations of one simple profile, as the pipeline reads it; else its gene with its words."""
        at = self.profile.find(profile)
        place = (max(at, 0), max(at, 0) + len(profile if at >= 0 else self.profile))
        read = self.names.variants(_ANY_PARTNER.sub(r"\1 fusion", profile))
        # "R167W (c.499C>T)" is one change, told twice.
        read = tuple(variant for variant in read if variant.hgvs_p) or read
        if read:
            return tuple(Biomarker.of(variant, place) for variant in read)
        symbol, _, rest = profile.partition(" ")
        gene = next((concept for concept in self.names.lookup(symbol) if concept.kind == "gene"), None)
        if gene is None or not rest:
            raise _UnusableError(f"{profile!r} names no gene and alteration that are known here")
        variant = Variant(
            gene=gene.label,
            gene_id=gene.id,
            hgvs_p=None,
            hgvs_c=None,
            type="sequence_variant",
            name=re.sub(r"\s+", " ", rest).lower() if rest.isupper() and " " in rest else rest,
        )
        return (Biomarker.of(variant, place),)


def _list(field: str) -> list[str]:
    return [part.strip() for part in re.split(r"[,|]\s*", field) if part.strip()]
