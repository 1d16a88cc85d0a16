"""Sequence changes in HGVS nomenclature: normal forms, short names, equality, and what lies within what.

The forms are those of the HGVS recommendations 21.0 (varnomen.hgvs.org) for substitutions, deletions, duplications,
insertions, deletion-insertions and frameshifts of proteins and coding DNA. Three liberties, because abstracts name
neither transcript nor exon borders: positions of introns may stand in the legacy form (`c.IVS8-1G>A`), a deletion's
residues are kept only at its two ends, and predicted changes carry no brackets.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

Level = Literal["p", "c", "g", "m", "n", "r"]
Kind = Literal["substitution", "deletion", "insertion", "duplication", "delins", "frameshift", "residue"]

# IUPAC-IUB three-letter codes of amino acids (HGVS standards: characters and codes), with `Ter` for a stop.
THREE_LETTER: Final[dict[str, str]] = {
    "A": "Ala",
    "R": "Arg",
    "N": "Asn",
    "D": "Asp",
    "C": "Cys",
    "Q": "Gln",
    "E": "Glu",
    "G": "Gly",
    "H": "His",
    "I": "Ile",
    "L": "Leu",
    "K": "Lys",
    "M": "Met",
    "F": "Phe",
    "P": "Pro",
    "S": "Ser",
    "T": "Thr",
    "W": "Trp",
    "Y": "Tyr",
    "V": "Val",
    "U": "Sec",
    "*": "Ter",
}
_NAMES: Final = {
    "alanine": "A",
    "arginine": "R",
    "asparagine": "N",
    "aspartate": "D",
    "aspartic acid": "D",
    "cysteine": "C",
    "glutamine": "Q",
    "glutamate": "E",
    "glutamic acid": "E",
    "glycine": "G",
    "histidine": "H",
    "isoleucine": "I",
    "leucine": "L",
    "lysine": "K",
    "methionine": "M",
    "phenylalanine": "F",
    "proline": "P",
    "serine": "S",
    "threonine": "T",
    "tryptophan": "W",
    "tyrosine": "Y",
    "valine": "V",
    "selenocysteine": "U",
    "stop": "*",
    "stop codon": "*",
    "term": "*",
    "amber": "*",
    "ochre": "*",
    "opal": "*",
    "x": "*",
}
_ONE_LETTER: Final[dict[str, str]] = (
    {three.lower(): one for one, three in THREE_LETTER.items()}
    | _NAMES
    | {one.lower(): one for one in THREE_LETTER}
)

_RESIDUE: Final = "[ARNDCQEGHILKMFPSTWYVU]|" + "|".join(
    three for three in THREE_LETTER.values() if three != "Ter"
)
_STOP: Final = r"\*|X|Ter|stop|Stop|STOP"
_PROTEIN: Final = re.compile(
    rf"(?:p\.)?\s?\(?(?P<reference>{_RESIDUE}|\*|Ter)(?P<start>\d{{1,5}})"
    rf"(?:[_-](?P<end_reference>{_RESIDUE})(?P<end>\d{{1,5}}))?"
    rf"(?:(?P<operation>delins|del|dup|ins)(?P<inserted>(?:{_RESIDUE})*)"
    rf"|(?P<shifted>{_RESIDUE})?(?P<frameshift>fs)(?:(?:{_STOP})?(?P<termination>\d+))?"
    rf"|(?P<alternative>{_RESIDUE}|{_STOP}|=))?\)?"
)
_PLACE: Final = r"(?:IVS\d+)?[-+*]?\d+(?:[+-]\d+)?"
_BASES: Final = re.compile(
    rf"(?:(?P<level>[cgmnr])\.)?\s?\(?(?P<start>{_PLACE})(?:_(?P<end>{_PLACE}))?"
    rf"(?:(?P<reference>[ACGTU])>(?P<alternative>[ACGTU])"
    rf"|(?P<operation>delins|del|dup|ins)(?P<inserted>[ACGTU]*|\d*))\)?"
)
_SPLICE: Final = re.compile(r"\d([+-])(\d+)$")
# Bases of an intron that its splice site comprises (Sequence Ontology: the first two and the last two).
_SPLICE_SITE: Final = 2

_PROTEIN_TYPES: Final[dict[Kind, str]] = {
    "substitution": "missense_variant",
    "deletion": "inframe_deletion",
    "insertion": "inframe_insertion",
    "duplication": "inframe_insertion",
    "delins": "inframe_indel",
    "frameshift": "frameshift_variant",
    "residue": "protein_altering_variant",
}
_BASE_TYPES: Final[dict[Kind, str]] = {
    "substitution": "SNV",
    "deletion": "deletion",
    "insertion": "insertion",
    "duplication": "duplication",
    "delins": "delins",
    "frameshift": "frameshift_variant",
    "residue": "sequence_variant",
}


def one_letter(residue: str) -> str | None:
    """The one-letter code of an amino acid (or `*` for a stop) in any of its names.

    >>> one_letter("Val"), one_letter("glutamic acid"), one_letter("X"), one_letter("Ter"), one_letter("valet")
    ('V', 'E', '*', '*', None)
    """
    return _ONE_LETTER.get(residue.strip().lower())


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change of one sequence.

    `level` is HGVS's prefix. Positions are strings, since those of DNA have signs and introns ("87+1", "-124", "*25",
    "IVS8-1"); `end` is None for a single place. Residues are in one-letter code, bases in capitals. `reference` and
    `end_reference` are the residues at the two ends of a protein change, or the bases replaced; `alternative` is what
    stands there instead (`*` a stop, the reference itself no change), `termination` how far a frameshift reads on. A
    `residue` is a place in a protein where any change is meant ("V600").
    """

    level: Level
    kind: Kind
    start: str
    end: str | None = None
    reference: str = ""
    end_reference: str = ""
    alternative: str = ""
    termination: str = ""

    @property
    def hgvs(self) -> str | None:
        """The HGVS description, three-letter for proteins; None where the text leaves out what HGVS demands.

        >>> parse("V600E").hgvs, parse("Y99Vfs*61").hgvs, parse("c.399_402delAGAG").hgvs, parse("V600").hgvs
        ('p.Val600Glu', 'p.Tyr99ValfsTer61', 'c.399_402del', None)
        """
        body = self._protein_body() if self.level == "p" else self._bases_body()
        return None if body is None else f"{self.level}.{body}"

    @property
    def name(self) -> str:
        """The short name: one-letter and without prefix for proteins, HGVS for DNA and RNA.

        >>> parse("p.Glu746_Ala750del").name, parse("p.Arg161Ter").name, parse("c.1799T>A").name
        ('E746_A750del', 'R161*', 'c.1799T>A')
        """
        if self.level != "p":
            body = self._bases_body()
            return body if "IVS" in body else f"{self.level}.{body}"
        span = f"{self.reference}{self.start}" + (f"_{self.end_reference}{self.end}" if self.end else "")
        if self.kind == "frameshift":
            return f"{span}{self.alternative}fs" + (f"*{self.termination}" if self.termination else "")
        if self.kind in _OPERATIONS:
            return f"{span}{_OPERATIONS[self.kind]}{self.alternative}"
        return f"{span}{self.alternative}"

    @property
    def type(self) -> str:
        """The Sequence Ontology term's name.

        >>> parse("R161*").type, parse("c.87+1G>A").type, parse("c.1799T>A").type, parse("Q61").type
        ('stop_gained', 'splice_donor_variant', 'SNV', 'protein_altering_variant')
        """
        if self.level == "p":
            if self.kind == "substitution":
                special = {"*": "stop_gained", self.reference: "synonymous_variant"}
                return (
                    "stop_lost"
                    if self.reference == "*"
                    else special.get(self.alternative, "missense_variant")
                )
            return _PROTEIN_TYPES[self.kind]
        splice = _SPLICE.search(self.start)
        if splice is None:
            return _BASE_TYPES[self.kind]
        if int(splice[2]) > _SPLICE_SITE:
            return "intron_variant"
        return "splice_donor_variant" if splice[1] == "+" else "splice_acceptor_variant"

    def _protein_body(self) -> str | None:
        if not self.reference or self.kind == "residue" or (self.end and not self.end_reference):
            return None
        span = f"{THREE_LETTER[self.reference]}{self.start}"
        if self.end:
            span += f"_{THREE_LETTER[self.end_reference]}{self.end}"
        if self.kind == "frameshift":
            new = THREE_LETTER.get(self.alternative, "")
            return f"{span}{new}fs" + (f"Ter{self.termination}" if self.termination else "")
        if self.kind == "substitution":
            new = self.alternative
            return span + ("=" if new == self.reference else THREE_LETTER[new])
        return span + _OPERATIONS[self.kind] + "".join(THREE_LETTER[residue] for residue in self.alternative)

    def _bases_body(self) -> str:
        span = self.start + (f"_{self.end}" if self.end else "")
        if self.kind == "substitution":
            return f"{span}{self.reference}>{self.alternative}"
        return f"{span}{_OPERATIONS.get(self.kind, '')}{self.alternative}"


_OPERATIONS: Final[dict[Kind, str]] = {
    "deletion": "del",
    "insertion": "ins",
    "duplication": "dup",
    "delins": "delins",
}
_KINDS: Final[dict[str, Kind]] = {operation: kind for kind, operation in _OPERATIONS.items()}


def kind_of(operation: str) -> Kind:
    """The kind of change that HGVS's short word for it names: del, ins, dup, delins (or the old indel).

    >>> kind_of("del"), kind_of("INS"), kind_of("indel")
    ('deletion', 'insertion', 'delins')
    """
    word = operation.lower()
    return "delins" if word == "indel" else _KINDS[word]


def parse(name: str) -> Change | None:
    """The change that a whole string names, with or without prefix and brackets, in one- or three-letter code.

    A bare letter-number-letter name is that of a protein ("A118G"): only its text could tell that DNA is meant.

    >>> parse("p.(Gly12Cys)").name, parse("delirium"), parse("1799T>A").hgvs
    ('G12C', None, 'c.1799T>A')
    """
    text = name.strip()
    if found := _PROTEIN.fullmatch(text):
        return _protein(found)
    if found := _BASES.fullmatch(text):
        return _bases(found)
    return None


def same(left: Change, right: Change) -> bool:
    """Whether two names are of one change. What writers leave out at will is not compared: the bases of a deletion or
    duplication, and all of a frameshift but its place."""
    return _key(left) == _key(right)


def within(narrow: Change, broad: Change) -> bool:
    """Whether the first is an instance of the second (V600E within V600; everything within itself).

    >>> within(parse("V600E"), parse("V600")), within(parse("V600"), parse("V600E"))
    (True, False)
    """
    if broad.kind == "residue" and broad.level == narrow.level:
        return (narrow.reference, narrow.start) == (broad.reference, broad.start) and narrow.end is None
    return same(narrow, broad)


def _key(change: Change) -> tuple[str, ...]:
    head = (
        change.level,
        change.kind,
        change.reference if change.level == "p" else "",
        change.start,
        change.end or "",
    )
    if change.kind in ("deletion", "duplication", "frameshift", "residue"):
        return head
    if change.kind == "substitution":
        return (
            *head,
            change.reference,
            change.alternative,
        )
    return (*head, change.alternative)


def _protein(found: re.Match[str]) -> Change | None:
    reference = one_letter(found["reference"]) or ""
    end_reference = one_letter(found["end_reference"]) or "" if found["end"] else ""
    common = {"reference": reference, "end": found["end"], "end_reference": end_reference}
    if found["operation"]:
        inserted = "" if found["operation"] in ("del", "dup") else residues(found["inserted"])
        return Change(
            level="p", kind=kind_of(found["operation"]), start=found["start"], alternative=inserted, **common
        )
    if found["end"]:
        return None
    if found["frameshift"]:
        termination = found["termination"] or ""
        shifted = one_letter(found["shifted"] or "") or ""
        return Change(
            level="p",
            kind="frameshift",
            start=found["start"],
            alternative=shifted,
            termination=termination,
            **common,
        )
    if found["alternative"]:
        new = reference if found["alternative"] == "=" else one_letter(found["alternative"]) or ""
        return Change(level="p", kind="substitution", start=found["start"], alternative=new, **common)
    return Change(level="p", kind="residue", start=found["start"], **common)


def _bases(found: re.Match[str]) -> Change:
    level: Level = found["level"] or "c"  # type: ignore[assignment]
    if found["operation"]:
        kind = kind_of(found["operation"])
        inserted = found["inserted"] if kind in ("insertion", "delins") else ""
        return Change(level=level, kind=kind, start=found["start"], end=found["end"], alternative=inserted)
    return Change(
        level=level,
        kind="substitution",
        start=found["start"],
        end=found["end"],
        reference=found["reference"],
        alternative=found["alternative"],
    )


_RESIDUES: Final = re.compile(_RESIDUE)


def residues(sequence: str) -> str:
    """A run of amino acids in one-letter code.

    >>> residues("AlaAlaSer"), residues("AAS")
    ('AAS', 'AAS')
    """
    if len(sequence) % 3 == 0 and not sequence.isupper():
        return "".join(one_letter(sequence[i : i + 3]) or "" for i in range(0, len(sequence), 3))
    return sequence
