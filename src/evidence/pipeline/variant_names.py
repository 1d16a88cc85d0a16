"""Sequence changes as texts name them: the patterns of `data/variant_patterns.tsv`, and what their groups say in HGVS.

Knows nothing of genes: `variants` ties changes to genes. "A118G" can be a protein's or a DNA's;
`data/variant_levels.tsv` holds the words around it that tell.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from evidence import hgvs
from evidence.hgvs import Change
from evidence.pipeline.hotspots import hotspot_genes, hotspot_residues
from evidence.pipeline.tables import alternatives, rows
from evidence.pipeline.variant_readings import MINUS, READINGS, Reading


@dataclass(frozen=True, slots=True)
class Named:
    """Words that name a change: their span, and the change, or its name where HGVS has no form for it."""

    start: int
    end: int
    change: Change | None
    name: str
    type: str


@dataclass(frozen=True, slots=True)
class _Pattern:
    name: str
    gate: re.Pattern[str] | None
    pattern: re.Pattern[str]
    reading: Reading


# How far around a change written in letters that are bases as well as residues the words count that tell which.
_NEIGHBOURHOOD: Final = 60
_BOTH: Final = frozenset("ACGT")
# A bare letter-number-letter name of one digit is a plate's well or a factor more often than a change.
_SHORT: Final = 3
_CLOSE: Final = 30
# A change told in this many words or more is a retelling where the text has its short name too.
_WORDS: Final = 4
_GLUED: Final = re.compile(r"[A-Za-z0-9]+$")
_GREEK: Final = ("alpha", "beta", "gamma", "delta")
# A three-letter change stands out behind what names its chain or protein in capitals ("VHTyr101Phe").
_THREE_LETTERS: Final = re.compile(r"[A-Z][a-z]{2}\d+[A-Z][a-z]{2}(?![a-z])")
# Behind a list of several residues and several others: which becomes which.
_RESPECTIVELY: Final = re.compile(r",? respectively\b")
_PREFIX: Final = re.compile(r"(?<![A-Za-z0-9])p\.\s?[\[(]{0,2}$")
_ALLELE: Final = re.compile(
    r"(?<![A-Za-z0-9.])(?P<place>[-−+]?\d{1,5})(?P<allele>[A-Z])(?P=allele)?(?![A-Za-z0-9>/])"
)

_DNA: Final = alternatives("variant_levels", level="dna")
_PROTEIN: Final = alternatives("variant_levels", level="protein")
_MUTATION: Final = alternatives("variant_levels", level="either")
_LOOKALIKE_BEFORE: Final = re.compile(
    r"(?:"
    + "|".join(row["pattern"] for row in rows("variant_lookalikes") if row["where"] == "before")
    + r")\s?$",
    re.IGNORECASE,
)
_LOOKALIKE_AFTER: Final = re.compile(
    r"(?:" + "|".join(row["pattern"] for row in rows("variant_lookalikes") if row["where"] == "after") + r")",
)
_LOOKALIKES: Final = frozenset(
    row["pattern"] for row in rows("variant_lookalikes") if row["where"] == "whole"
)


# What stands in every text that names a change: most texts name none, and one look tells (a test holds every pattern's
# example against it). One set of characters begins all its alternatives, since the engine skips to a set.
_ANY: Final = re.compile(
    r"[\dA-Z.](?:(?<=\d)(?:(?<=[A-Za-zΔ.\s(-].)(?:(?<=(?:Ala|Arg|Asn|Asp|Cys|Gln|Glu|Gly|His|Ile|Leu|Lys|Met|Phe|Pro|Ser|Thr|Trp|Tyr|Val).)"
    r"|(?<=(?:Ala|Arg|Asn|Asp|Cys|Gln|Glu|Gly|His|Ile|Leu|Lys|Met|Phe|Pro|Ser|Thr|Trp|Tyr|Val)[\s(-].)"
    r"|(?<=[A-Z]{3}.)(?=\d*(?:[A-Z]{3}|fs|del|ins|dup))|(?<=[rR][sS].)|(?<=[cgmnrp]\..)"
    r"|(?<=(?:anine|inine|agine|rtate|teine|amate|ycine|ucine|ysine|onine|oline|erine|ophan|osine|aline)[\s(-].)"
    r"|(?<=(?:lutamine|istidine|tic acid|mic acid)[\s(-].)|(?<=(?:codon|sidue|ition|otide)\s.)"
    r"|(?<=[Δa].)(?=2)|(?<=[Δa]\s.)(?=2))"
    r"|(?=\)?\s?\(?(?:[ACGTU]+(?:\s?[-–—=]*(?:>|&|→|⟶)|\sto\s[ACGTU]|/|[,;.)\s]|$)"
    r"|(?:del|ins|dup|INS|DEL|DUP|indel)[\sACGT\di]))"
    r"|(?=[acgt]\s?[-–—=]*(?:>|→)))"
    r"|(?<=[A-Z])(?=[1-9]\d{0,7}(?:[A-Z*=]|fs|del|ins|dup|-{3}|\s?-*(?:>|→|[Ss]top|STOP|[Tt]er|\s?[A-Z][),.;\]\s])))"
    r"|(?<=[ACGTU])(?=\)?(?:\s?[-–—=]*(?:>|&|→|⟶|/)\s?|\sto\s)[ACGTU](?![A-Za-z]))|(?<=[ACGT])(?=\s?\(?[-−+]\s?\d+\)?\s?[ACGT])"
    r"|(?<=[A-Z])(?:(?<=(?:del|lta|dup|ins).)|(?<=(?:del|lta|dup|ins)[\s-].)|(?<=Δ.)|(?<=Δ\s.)|(?<=p\..))[a-z]{0,2}\d"
    r"|(?<=\d\s[A-Z])[a-z]{2}\)?(?:/|\s?-*>|→)|(?<=I)VS|(?<=del[ACGT])[ACGT]"
    r"|(?<=p\.)(?<![A-Za-z0-9]..)\s?[\[(]{0,2}(?:[A-Z][a-z]{0,2}\d|\d)|(?<=[cgmnr]\.)(?<![A-Za-z0-9]..)\s[-\d*])"
)


def find(text: str) -> list[Named]:
    """All changes in a text, in order, none overlapping another (the longest at a place wins)."""
    if _ANY.search(text) is None:
        return []
    found: list[tuple[int, int, Change | str]] = []
    for pattern in _patterns():
        if pattern.gate is not None and pattern.gate.search(text) is None:
            continue
        for match in pattern.pattern.finditer(text):
            if not _stands_alone(text, match):
                continue
            change = pattern.reading(match)
            if change is not None and not _is_lookalike(text, match, change):
                found.extend(_listed(text, match, change))
    found.sort(key=lambda item: (item[0], -item[1]))
    kept: list[tuple[int, int, Change | str]] = []
    for item in found:
        if not kept or item[0] >= kept[-1][1]:
            kept.append(item)
    if not kept:
        return []
    named = _without_retold(text, list(_named(text, kept)))
    return sorted((*named, *_alleles_of(text, named)), key=lambda item: item.start)


def _stands_alone(text: str, match: re.Match[str]) -> bool:
    """Whether nothing is glued on before, but the symbol of a gene ("BRAFV600E"), a Greek letter in words, or a name in
    capitals before three-letter codes."""
    start = match.start()
    if not start or not text[start - 1].isalnum():
        return True
    glued = _GLUED.search(text, max(0, start - 12), start)
    if glued is None:
        return False
    if glued[0].isupper() and _THREE_LETTERS.match(text, start):
        return True
    return glued[0] in hotspot_genes() or glued[0].endswith(_GREEK)


def _listed(text: str, match: re.Match[str], change: Change | str) -> Iterator[tuple[int, int, Change | str]]:
    """The change, and those that share its residue in a list ("G12C/D/V", "Ala16 > Cys, Thr or Met"), or what it became
    ("Arg3 and Leu66 were replaced by Glu")."""
    start, end = _trimmed(text, match)
    groups = match.groupdict()
    more, before = groups.get("more"), groups.get("refs")
    if isinstance(change, str) or not (more or before):
        yield start, end, change
        return
    others = list(_residues_in(match, "more")) if more else []
    fellows = list(_residues_in(match, "refs")) if before else []
    if fellows and others:
        yield from _respectively(match, change, fellows, others)
        return
    yield match.start("ref") if fellows else start, match.start("more") if others else end, change
    for item in others:
        residue = hgvs.one_letter(item["residue"])
        if residue:
            yield item.start(), item.end(), dataclasses.replace(change, alternative=residue)
    for item in fellows:
        residue = hgvs.one_letter(item["residue"])
        if residue and item["place"]:
            yield (
                item.start(),
                item.end(),
                dataclasses.replace(change, reference=residue, start=item["place"]),
            )


def _respectively(
    match: re.Match[str], change: Change, fellows: Sequence[re.Match[str]], others: Sequence[re.Match[str]]
) -> Iterator[tuple[int, int, Change]]:
    """As many residues as what they became, in order; nothing where the text does not say that it is in order."""
    if len(fellows) != len(others) or not _RESPECTIVELY.match(match.string, match.end()):
        return
    became = [change.alternative, *(hgvs.one_letter(item["residue"]) for item in others)]
    named = [(item["residue"], item["place"], item.span()) for item in fellows]
    named.append((match["ref"], match["pos"], match.span("ref")))
    for (residue, place, (start, end)), alternative in zip(named, became, strict=True):
        reference = hgvs.one_letter(residue)
        if reference and alternative and place:
            yield (
                start,
                end,
                dataclasses.replace(change, reference=reference, start=place, alternative=alternative),
            )


def _residues_in(match: re.Match[str], group: str) -> Iterator[re.Match[str]]:
    return _residue().finditer(match.string, match.start(group), match.end(group))


@cache
def _residue() -> re.Pattern[str]:
    """A residue in a list, with its place if it is told."""
    parts = _parts()
    words = parts["AW"]
    return re.compile(rf"(?P<residue>{words}|[A-Z](?![a-z]))(?:[\s-]?(?P<place>[1-9]\d{{0,4}}))?")


def _without_retold(text: str, named: list[Named]) -> list[Named]:
    """Without changes in words that the same text names in short ("A to G ... at nucleotide 1517 (c.1517A>G)")."""
    short = {(item.name, item.type) for item in named if " " not in text[item.start : item.end].strip()}
    return [
        item
        for item in named
        if text.count(" ", item.start, item.end) < _WORDS or (item.name, item.type) not in short
    ]


def _alleles_of(text: str, named: list[Named]) -> Iterator[Named]:
    """One allele of a change that the text names in full elsewhere ("-217A" of G-217A, "176F", "19SS")."""
    known: dict[tuple[str, str], Named] = {}
    for item in named:
        if item.change is not None and item.change.kind == "substitution":
            for letter in (item.change.reference, item.change.alternative):
                known.setdefault((item.change.start, letter), item)
    if not known or _DNA.search(text) is None:
        return
    taken = [(item.start, item.end) for item in named]
    for match in _ALLELE.finditer(text):
        place = match["place"].translate(MINUS).removeprefix("+")
        whole = known.get((place, match["allele"])) or known.get((place.removeprefix("-"), match["allele"]))
        if whole is None or any(start < match.end() and match.start() < end for start, end in taken):
            continue
        yield dataclasses.replace(whole, start=match.start(), end=match.end())


def _named(text: str, found: list[tuple[int, int, Change | str]]) -> Iterator[Named]:
    certain = any(_certain_protein(change) for _, _, change in found)
    for start, end, change in found:
        if isinstance(change, str):
            yield Named(start, end, None, change, "sequence_variant")
            continue
        if _ambiguous(text[start:end], change):
            change = _level_told(text, start, end, change, certain)
            if change.level != "p" and change.reference == change.alternative:
                continue  # a genotype: twice the same allele
        yield Named(start, end, change, change.name, change.type)


def _certain_protein(change: Change | str) -> bool:
    return (
        isinstance(change, Change)
        and change.level == "p"
        and not (change.reference in _BOTH and change.alternative in _BOTH)
    )


def _ambiguous(words: str, change: Change) -> bool:
    return (
        change.level == "p"
        and change.kind == "substitution"
        and words[0] == change.reference
        and words[-1] == change.alternative
        and change.reference in _BOTH
        and change.alternative in _BOTH
    )


def _level_told(text: str, start: int, end: int, change: Change, certain: bool) -> Change:
    """A118G: DNA if the words around say so; a protein's if they do, or if the document has proteins' changes."""
    if f"{change.reference}{change.start}" in hotspot_residues():
        return change
    around = text[max(0, start - _NEIGHBOURHOOD) : start] + text[end : end + _NEIGHBOURHOOD]
    dna = len(_DNA.findall(around))
    protein = len(_PROTEIN.findall(around))
    if protein > dna or (protein == dna and certain) or (not dna and not protein and not _DNA.search(text)):
        return change
    return Change(
        level="c",
        kind="substitution",
        start=change.start,
        reference=change.reference,
        alternative=change.alternative,
    )


def _is_lookalike(text: str, match: re.Match[str], change: Change | str) -> bool:
    """Whether it is a cell line, a well of a plate, a stage, a clone or a catalogue number."""
    words = match.group()
    start, end = match.span()
    if words in _LOOKALIKES:
        return True
    if isinstance(change, str) or change.level != "p" or len(words) > 7:
        return False
    if _PREFIX.search(text, max(0, start - 6), start):
        return False
    before = text[max(0, start - 24) : start]
    if _LOOKALIKE_BEFORE.search(before) or _LOOKALIKE_AFTER.match(text, end):
        return True
    if change.kind == "substitution" and len(words) == _SHORT:
        around = text[max(0, start - _CLOSE) : start] + text[end : end + _CLOSE]
        return _MUTATION.search(around) is None
    return False


def _trimmed(text: str, match: re.Match[str]) -> tuple[int, int]:
    """With a prefix "p." before it, and without brackets that are not closed inside, or blanks at the ends."""
    start, end = match.span()
    words = text[start:end]
    if words[0] == "(" and ")" not in words:
        start += 1
    if words[-1] == ")" and "(" not in words:
        end -= 1
    while text[start] == " ":
        start += 1
    while text[end - 1] == " ":
        end -= 1
    prefix = _PREFIX.search(text, max(0, start - 6), start)
    if prefix is None:
        return start, end
    closes = prefix[0].endswith("(") and text[end : end + 1] == ")"
    return prefix.start(), end + closes


@cache
def _parts() -> dict[str, str]:
    parts: dict[str, str] = {}
    for row in rows("variant_parts"):
        parts[row["part"]] = _filled(row["pattern"], parts)
    return parts


@cache
def _patterns() -> tuple[_Pattern, ...]:
    parts = _parts()
    return tuple(
        _Pattern(
            row["name"],
            re.compile(row["gate"]) if row["gate"] else None,
            re.compile(_filled(row["pattern"], parts)),
            READINGS[row["reading"]],
        )
        for row in rows("variant_patterns")
    )


def _filled(pattern: str, parts: dict[str, str]) -> str:
    for part, value in parts.items():
        pattern = pattern.replace("{" + part + "}", value)
    return pattern
