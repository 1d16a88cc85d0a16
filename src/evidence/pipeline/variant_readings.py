"""What the groups of a matched pattern say: a change in HGVS, by the pattern's `reading` (`data/variant_patterns.tsv`)."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from evidence import hgvs
from evidence.hgvs import Change
from evidence.pipeline.hotspots import hotspot_residues

# A change, a name where HGVS has no form for what the text says, or None for what is no change at all.
Reading = Callable[[re.Match[str]], Change | str | None]

MINUS: Final = str.maketrans(
    {"−": "-", "–": "-", "‐": "-", "‑": "-", " ": "", "(": "", ")": "", "\u00a0": ""}
)
_ROMAN: Final = {"I": "1", "II": "2", "III": "3", "IV": "4", "V": "5"}
# Words that tell of a replacement, right before what was replaced ("by mutating Thr37 of BiP to glycine").
_REPLACING: Final = re.compile(
    r"(?:replac|substitut|mutat|chang|conver|exchang|alter)\w*(?:\s(?:of|the|a|single|both|residues?|amino|acids?|active[- ]site"
    r"|conserved|V[LH]))*\s$",
    re.IGNORECASE,
)
_REPLACING_REACH: Final = 50


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
    place = written.translate(MINUS)
    if place.startswith("IVS"):
        number = re.match(r"IVS-?([IVX]+|\d+)", place)
        if number:
            place = f"IVS{_ROMAN.get(number[1], number[1])}{place[number.end() :]}"
    return place.removeprefix("+")


READINGS: Final[dict[str, Reading]] = {
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
