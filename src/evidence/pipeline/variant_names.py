"""Sequence changes as texts name them: the patterns of `data/variant_patterns.tsv`, and what their groups say in HGVS.

Knows nothing of genes: `variants` ties changes to genes. "A118G" can be a protein's or a DNA's;
`data/variant_levels.tsv` holds the words around it that tell.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from evidence import hgvs
from evidence.hgvs import Change
from evidence.pipeline.tables import alternatives, rows


@dataclass(frozen=True, slots=True)
class Named:
    """Words that name a change: their span, and the change, or its name where HGVS has no form for it."""

    start: int
    end: int
    change: Change | None
    name: str
    type: str


# A change, a name where HGVS has no form for what the text says, or None for what is no change at all.
Reading = Callable[[re.Match[str]], Change | str | None]


@dataclass(frozen=True, slots=True)
class _Pattern:
    name: str
    gate: re.Pattern[str] | None
    pattern: re.Pattern[str]
    reading: Reading


# How far around a change written in letters that are bases as well as residues the words count that tell which.
_NEIGHBOURHOOD: Final = 60
_BOTH: Final = frozenset("ACGT")
_MINUS: Final = str.maketrans(
    {"−": "-", "–": "-", "‐": "-", "‑": "-", " ": "", "(": "", ")": "", "\u00a0": ""}
)
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
# Words that tell of a replacement, right before what was replaced ("by mutating Thr37 of BiP to glycine").
_REPLACING: Final = re.compile(
    r"(?:replac|substitut|mutat|chang|conver|exchang|alter)\w*(?:\s(?:of|the|a|single|both|residues?|amino|acids?|active[- ]site"
    r"|conserved|V[LH]))*\s$",
    re.IGNORECASE,
)
_REPLACING_REACH: Final = 50
_PREFIX: Final = re.compile(r"(?<![A-Za-z0-9])p\.\s?[\[(]{0,2}$")
_ALLELE: Final = re.compile(
    r"(?<![A-Za-z0-9.])(?P<place>[-−+]?\d{1,5})(?P<allele>[A-Z])(?P=allele)?(?![A-Za-z0-9>/])"
)
_ROMAN: Final = {"I": "1", "II": "2", "III": "3", "IV": "4", "V": "5"}

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
    r"[\dA-Z.](?:(?<=\d)(?:(?<=(?:Ala|Arg|Asn|Asp|Cys|Gln|Glu|Gly|His|Ile|Leu|Lys|Met|Phe|Pro|Ser|Thr|Trp|Tyr|Val).)"
    r"|(?<=(?:Ala|Arg|Asn|Asp|Cys|Gln|Glu|Gly|His|Ile|Leu|Lys|Met|Phe|Pro|Ser|Thr|Trp|Tyr|Val)[\s(-].)"
    r"|(?<=[A-Z]{3}.)(?=\d*(?:[A-Z]{3}|fs|del|ins|dup))|(?<=[rR][sS].)|(?<=[cgmnrp]\..)"
    r"|(?<=(?:anine|inine|agine|rtate|teine|amate|ycine|ucine|ysine|onine|oline|erine|ophan|osine|aline)[\s(-].)"
    r"|(?<=(?:lutamine|istidine|tic acid|mic acid)[\s(-].)|(?<=(?:codon|sidue|ition|otide)\s.)"
    r"|(?<=[Δa].)(?=2)|(?<=[Δa]\s.)(?=2)"
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
        place = match["place"].translate(_MINUS).removeprefix("+")
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


@cache
def hotspot_residues() -> dict[str, tuple[str, ...]]:
    """Residue ("V600") -> the genes in which it is often mutated in cancer."""
    found: dict[str, tuple[str, ...]] = {}
    for row in rows("hotspots"):
        for residue in row["residues"].split("|"):
            found[residue] = (*found.get(residue, ()), row["gene"])
    return found


@cache
def residues_of(gene: str) -> tuple[str, ...]:
    """The residues of a gene that are often mutated in cancer."""
    return tuple(residue for residue, genes in hotspot_residues().items() if gene in genes)


@cache
def hotspot_genes() -> frozenset[str]:
    """The genes that have such residues."""
    return frozenset(row["gene"] for row in rows("hotspots"))


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
            _READINGS[row["reading"]],
        )
        for row in rows("variant_patterns")
    )


def _filled(pattern: str, parts: dict[str, str]) -> str:
    for part, value in parts.items():
        pattern = pattern.replace("{" + part + "}", value)
    return pattern


def _rs(match: re.Match[str]) -> str:
    return f"rs{match['number']}"


def _alleles(match: re.Match[str]) -> str:
    return f"{match['ref']}>{match['alt']}"


def _protein(match: re.Match[str]) -> Change | None:
    groups = match.groupdict()
    reference = hgvs.one_letter(groups["ref"])
    if reference is None or reference == "*":
        return None
    if groups.get("fs") or groups.get("fs2"):
        shifted = hgvs.one_letter(groups.get("alt") or "") or ""
        termination = groups.get("term") or groups.get("term2") or ""
        return Change(
            level="p",
            kind="frameshift",
            start=groups["pos"],
            reference=reference,
            alternative=shifted,
            termination=termination,
        )
    alternative = groups.get("alt") or groups.get("alt2") or ""
    if alternative == "X" and f"{reference}{groups['pos']}" in hotspot_residues():
        return Change(
            level="p", kind="residue", start=groups["pos"], reference=reference
        )  # "G719X": any residue
    new = reference if alternative == "=" else hgvs.one_letter(alternative)
    if not new:
        return None
    return Change(level="p", kind="substitution", start=groups["pos"], reference=reference, alternative=new)


def _protein_replaced(match: re.Match[str]) -> Change | None:
    """What was replaced by what, where a word before or between says that it was."""
    if match["passive"] is None and not _REPLACING.search(
        match.string, max(0, match.start() - _REPLACING_REACH), match.start()
    ):
        return None
    return _protein(match)


def _protein_residue(match: re.Match[str]) -> Change | None:
    prefixed = (
        match.string[max(0, match.start() - 3) : match.start()].replace(" ", "").endswith(("p.", "p.("))
    )
    reference = hgvs.one_letter(match["ref"])
    if not prefixed or reference is None:
        return None
    return Change(level="p", kind="residue", start=match["pos"], reference=reference)


def _sequence(match: re.Match[str]) -> str:
    return match.group().replace(" ", "")


def _protein_range(match: re.Match[str]) -> Change | None:
    reference = hgvs.one_letter(match["ref"]) or ""
    operation = match["op"].lower()
    kind = "delins" if operation == ">" else hgvs.kind_of("del" if operation in _DELETIONS else operation)
    end = match["pos2"]
    end_reference = (hgvs.one_letter(match["ref2"] or "") or "") if end else ""
    if operation == ">" and not end:
        return None
    if end and int(end) <= int(match["pos"]):
        return None
    sequence = hgvs.residues(match["seq"]) if kind in ("insertion", "delins") else ""
    return Change(
        level="p",
        kind=kind,
        start=match["pos"],
        end=end,
        reference=reference,
        end_reference=end_reference,
        alternative=sequence,
    )


_DELETIONS: Final = frozenset({"del", "delta", "δ"})


def _protein_bare(match: re.Match[str]) -> Change:
    kind = hgvs.kind_of(match["op"])
    return Change(level="p", kind=kind, start=match["pos"], end=match["pos2"], alternative=match["seq"])


def _bases(match: re.Match[str]) -> Change | None:
    groups = match.groupdict()
    level: hgvs.Level = groups.get("level") or "c"  # type: ignore[assignment]
    start = _place(groups["start"] or groups["start2"])
    if intron := groups.get("intron") or groups.get("intron2"):
        start = f"IVS{intron.split()[-1]}{start if start[0] in '+-' else '+' + start}"
    end = _place(groups["end"]) if groups.get("end") else None
    if groups.get("ref") and groups.get("alt"):
        reference, alternative = groups["ref"].upper(), groups["alt"].upper()
        if reference == alternative:
            return None  # a genotype: twice the same allele
        if len(reference) == len(alternative) == 1 and end is None:
            return Change(
                level=level, kind="substitution", start=start, reference=reference, alternative=alternative
            )
        if end is None and len(reference) > 1 and start.isdigit():
            end = str(int(start) + len(reference) - 1)
        return Change(
            level=level, kind="delins", start=start, end=end, reference=reference, alternative=alternative
        )
    if not groups.get("op"):
        return None
    operation = groups["op"].lower()
    if operation == "inv":
        return None
    sequence = groups.get("seq") or ""
    if groups.get("seq2"):
        return Change(level=level, kind="delins", start=start, end=end, alternative=groups["seq2"])
    kind = hgvs.kind_of(operation)
    inserted = sequence.split("ins")[-1].replace(" ", "") if kind in ("insertion", "delins") else ""
    return Change(level=level, kind=kind, start=start, end=end, alternative=inserted)


def _place(written: str) -> str:
    """A position without the blanks and signs of print; roman numerals of introns in digits.

    >>> _place("IVS 3 + 18"), _place("− 124"), _place("+252")
    ('IVS3+18', '-124', '252')
    """
    place = written.translate(_MINUS)
    if place.startswith("IVS"):
        number = re.match(r"IVS-?([IVX]+|\d+)", place)
        if number:
            place = f"IVS{_ROMAN.get(number[1], number[1])}{place[number.end() :]}"
    return place.removeprefix("+")


_READINGS: Final[dict[str, Reading]] = {
    "rs": _rs,
    "alleles": _alleles,
    "protein": _protein,
    "protein_replaced": _protein_replaced,
    "protein_residue": _protein_residue,
    "protein_range": _protein_range,
    "sequence": _sequence,
    "protein_bare": _protein_bare,
    "bases": _bases,
}
