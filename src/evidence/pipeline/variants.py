"""Layer `variants`: mentions of sequence changes and of genes' states, each tied to its gene.

Of kind "variant" are changes of the sequence that have a name of their own (V600E, exon 19 deletion, EML4-ALK), of kind
"biomarker" the states of a gene (mutation, amplification, overexpression, wild type). A change belongs to the gene
beside it; else to the gene of the list it stands in; else to the gene that is named nearby and is known to have that
residue mutated (`data/hotspots.tsv`); else to the only or the last gene named before it.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc

from evidence.lexicon import Lexicon
from evidence.pipeline import hotspots, markers, negation_ends, variant_names
from evidence.pipeline.genes import Anchor, GeneFinder
from evidence.pipeline.layers import Cue, sentence_index
from evidence.pipeline.screens import screened
from evidence.pipeline.tables import rows
from evidence.pipeline.variant_names import Named
from evidence.records import Mention, Variant
from evidence.vocabulary import Concept, Vocabulary

NAME: Final = "evidence_variants"

# What may stand between a gene and its change ("EGFR gene exon 21 L858R", "KRAS mutation (p.G12D)").
_BESIDE: Final = re.compile(
    r"[\s(\[/:,*-]*(?:(?:gene|genes|mutations?|mutants?|mutated|variants?|the|exon|codon|in|at|with|a|an|point|missense|somatic"
    r"|germline|activating|resistance|kinase|domain|protein|polymorphisms?|SNPs?|heterozygous|homozygous|hotspot|and|or|novel"
    r"|acquired|secondary|gatekeeper|substitution|carrying|harbou?ring|such as|including|like|namely|e\.g\.|i\.e\."
    r"|c\.|p\.|\d{1,2})"
    r"[\s(\[/:,*-]+)*"
)
_AFTERWARDS: Final = re.compile(
    r"[\s)\]-]*(?:(?:point|missense|activating|resistance|somatic|germline|hotspot|driver)\s)*"
    r"(?:mutations?|mutants?|variants?|substitutions?|polymorphisms?|alterations?|allele|SNPs?|-mutated|-mutant|-positive)?\s?"
    r"(?:\([^()]{1,30}\)\s?)?(?:of|in|within|on|from)?\s?(?:exon \d+ )?(?:of |in )?(?:the |human )*\(?"
)
# Between a change and its gene, and between that gene and the next change.
_IN_GENE: Final = re.compile(r"[)\] ]*(?: ?(?:in|of|within)(?: the)?(?: human)? |\()")
_NEXT_ITEM: Final = re.compile(r"[)\]]*(?: genes?)?(?:[,;]| (?:and|or|plus) )")
_LIST: Final = re.compile(r"[\s,;/()\[\]+&-]*(?:and|or|plus|as well as)?[\s,;/()\[\]+&-]*(?:p\.)?")
# The longest gap over which a gene counts as beside its change.
_BESIDE_REACH: Final = 45
# States that a change right beside them says better ("TP53 variant L323P", "T790M EGFR mutations").
_SAID_BETTER: Final = frozenset({"sequence_variant", "sequence_alteration"})
_ADJACENT: Final = 3
# Kinases that drive tumours as fusions, and what joins them to their partners.
_KINASES: Final = frozenset(row["gene"] for row in rows("fusion_kinases"))
_FUSED: Final = re.compile(r"-|–|::|/")
# How far a negation reaches to a change (NegEx: about five words).
_NEGATION_REACH: Final = 45
# "Not otherwise specified" belongs to a disease's name.
_NOT_OTHERWISE: Final = " otherwise specified"
_EXON: Final = re.compile("|".join(row["pattern"] for row in rows("exon_changes")))
_NAMED: Final = tuple(
    (row["sign"], re.compile(row["pattern"]), row["gene"], row["name"], row["type"])
    for row in rows("named_alterations")
)
_EXON_CLASSES: Final = {(row["gene"], row["exon"], row["name"]): row["type"] for row in rows("exon_classes")}
_EXON_SIGNS: Final = ("xon", "ex1", "ex2", "E19", "E20", "el19", "el 19", "19del", "20ins")
_TRANSLOCATION: Final = re.compile(
    r"(?<![A-Za-z])((?:t ?\((?:\d{1,2}|X); ?(?:\d{1,2}|X)\)|inv ?\(\d{1,2}\)))"
    r"(?:\s?\([pq][\d.]*(?:; ?[pq][\d.]*)?[pq\d.]*\))?"
)
# Several changes that are inherited together and go by one name: a state of the gene, and no change with a place of its own.
_HAPLOTYPE: Final = "haplotype"
_STAR: Final = re.compile(r"\*(?P<number>\d{1,3}[A-Z]?)(?![\w*:])")
_FUSIONS: Final = {row["translocation"]: row["fusion"] for row in rows("translocations")}
_RESIDUE: Final = re.compile(r"\b[ACDEFGHIKLMNPQRSTVWY]\d{2,4}(?![\w>*]|-\d|\.\d)")
# Genes whose residues are written without a blank ("BRAFV600-mutant").
_GLUED_GENES: Final = ("BRAFV", "KRASG", "NRASQ", "IDH1R", "IDH2R")
_GLUED_RESIDUE: Final = screened(r"\b(BRAF|KRAS|NRAS|IDH1|IDH2)([A-Z]\d{2,3})(?![\w>*])")
_WILD_TYPE_BEFORE: Final = re.compile(
    r"\b(?:wild[ -]?type|WT|wt|unmutated|non-?mutated)(?: for)?(?: the)?[ -]$", re.IGNORECASE
)
_WILD_TYPE_AFTER: Final = re.compile(r"[ -](?:gene )?(?:wild[ -]?type|WT\b|wt\b|unmutated)", re.IGNORECASE)
_WILD_TYPE_REACH: Final = 24
_CODONS: Final = screened(r"\b[Cc]odons? (\d{1,4}(?:(?:, ?| and | or |/|, (?:and|or) )\d{1,4})*)\b")
_NUMBER: Final = re.compile(r"\d+")
_MUTATION_WORD: Final = re.compile(r"[\s-]?(?:mut|variant|substitut|alter|hotspot)")
_ANY_CHANGE: Final = "protein_altering_variant"
_EXON_KINDS: Final = {row["word"]: (row["name"], row["type"]) for row in rows("exon_kinds")}


@dataclass(frozen=True, slots=True)
class _Change:
    """A change of any kind, before it has its gene."""

    start: int
    end: int
    name: str
    type: str
    hgvs_p: str | None
    hgvs_c: str | None
    residue: str | None
    # The two genes of a translocation that needs no gene beside it.
    fusion: str | None = None
    # The gene of an alteration whose name tells it.
    gene: str | None = None
    # The exon of a change that its exon names.
    exon: str | None = None


class VariantFinder:
    """The component: changes, states, and their genes."""

    def __init__(self) -> None:
        self.lexicon = Lexicon(Vocabulary(()))

    @property
    def lexicon(self) -> Lexicon:
        """The names; only those of genes are looked for here."""
        return self._lexicon

    @lexicon.setter
    def lexicon(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._genes = GeneFinder(lexicon)

    def __call__(self, doc: Doc) -> Doc:
        """Add the layer."""
        text: str = doc._.document.text
        anchors = self._genes.anchors(text, doc._.mentions)
        changes = _changes(text, doc, anchors)
        if not anchors and not changes:
            return doc
        negations = [cue for cue in doc._.cues if cue.kind == "negation"]
        found = []
        for change, gene in zip(changes, self._tied(text, doc, anchors, changes), strict=True):
            known = _classified(change, gene)
            state = change.type == _HAPLOTYPE or (change.exon and known is change)
            kind = "biomarker" if state else "variant"
            found.append(_mention(text, change.start, change.end, kind, _variant(known, gene), negations))
        taken = [(change.start, change.end) for change in changes]
        for marker in markers.find(text, anchors):
            general = marker.state.type in _SAID_BETTER
            reach = _ADJACENT if general and not _is_head(text, marker.end, taken) else 0
            if any(start < marker.end + reach and marker.start < end + reach for start, end in taken):
                continue
            kind = "variant" if len(marker.genes) > 1 else "biomarker"
            mention = _mention(text, marker.start, marker.end, kind, _state(marker), negations)
            found.append(
                dataclasses.replace(mention, negated=True) if marker.state.name == "negative" else mention
            )
        doc._.variants = tuple(sorted(found, key=lambda item: (item.start, item.end)))
        return doc

    def _tied(
        self, text: str, doc: Doc, anchors: Sequence[Anchor], changes: Sequence[_Change]
    ) -> list[Concept | None]:
        """The gene of each change."""
        genes: list[Concept | None] = []
        for index, change in enumerate(changes):
            gene = (
                self._genes.symbols.get(change.gene or "")
                or self._glued(text, change)
                or _beside(text, anchors, change, changes[index - 1].end if index else 0)
                or self._in_class(doc, change)
            )
            if gene is None and index and _LIST.fullmatch(text, changes[index - 1].end, change.start):
                gene = genes[index - 1]
            genes.append(gene)
        for index in range(len(changes) - 2, -1, -1):
            between = (changes[index].end, changes[index + 1].start)
            if genes[index] is None and _LIST.fullmatch(text, *between):
                genes[index] = genes[index + 1]
        near = [
            gene or self._in_reach(doc, anchors, changes, genes, change)
            for change, gene in zip(changes, genes, strict=True)
        ]
        known = {change.name: gene for change, gene in zip(changes[::-1], near[::-1], strict=True) if gene}
        return [
            gene or known.get(change.name) or self._last_named(doc, anchors, change)
            for change, gene in zip(changes, near, strict=True)
        ]

    def _glued(self, text: str, change: _Change) -> Concept | None:
        """The gene whose symbol stands before the change without a blank ("BRAFV600E")."""
        if not change.start or not text[change.start - 1].isalnum():
            return None
        begin = change.start
        while begin and text[begin - 1].isalnum():
            begin -= 1
        return self._genes.symbols.get(text[begin : change.start])

    def _in_class(self, doc: Doc, change: _Change) -> Concept | None:
        """The gene of the inhibitors of a change ("KRAS G12C inhibitors"), whose name hides it."""
        for mention in doc._.mentions:
            if mention.kind == "therapy" and mention.start < change.start < mention.end:
                return self._genes.symbols.get(mention.text[: change.start - mention.start].rstrip(" -"))
        return None

    def _in_reach(
        self,
        doc: Doc,
        anchors: Sequence[Anchor],
        changes: Sequence[_Change],
        genes: Sequence[Concept | None],
        change: _Change,
    ) -> Concept | None:
        """The gene by which a residue is known, the one beside another mention of the change, or the sentence's only one."""
        hot = hotspots.hotspot_residues().get(change.residue or "", ())
        for candidates in (self._in_sentence(doc, anchors, change), anchors):
            for anchor in candidates:
                if anchor.gene.label in hot:
                    return anchor.gene
        for other, gene in zip(changes, genes, strict=True):
            if gene is not None and other.name == change.name:
                return gene
        inside = self._in_sentence(doc, anchors, change)
        if (
            len(hot) == 1
            and inside
            and all(anchor.gene.label in hotspots.hotspot_genes() for anchor in inside)
        ):
            return self._genes.symbols.get(
                hot[0]
            )  # "MET amplification and C797S": EGFR's, which is not named
        if len({anchor.gene.id for anchor in inside}) == 1:
            return inside[0].gene
        return None

    def _last_named(self, doc: Doc, anchors: Sequence[Anchor], change: _Change) -> Concept | None:
        """The last gene before a change, else that of its residue, else the first one of its sentence."""
        before = [anchor for anchor in anchors if anchor.end <= change.start]
        if before:
            return before[-1].gene
        hot = hotspots.hotspot_residues().get(change.residue or "", ())
        if len(hot) == 1 and not anchors:
            return self._genes.symbols.get(hot[0])
        inside = self._in_sentence(doc, anchors, change)
        return inside[0].gene if inside else None

    @staticmethod
    def _in_sentence(doc: Doc, anchors: Sequence[Anchor], change: _Change) -> list[Anchor]:
        index = sentence_index(doc._.sentences, change.start)
        if index < 0:
            return []
        sentence = doc._.sentences[index]
        text: str = doc._.document.text
        return [
            anchor
            for anchor in anchors
            if sentence.start <= anchor.start < sentence.end and not _is_wild_type(text, anchor)
        ]


@Language.factory(NAME)
def variants(nlp: Language, name: str) -> VariantFinder:
    """Make the component, over no names yet (`build` hands it the lexicon)."""
    return VariantFinder()


def _changes(text: str, doc: Doc, anchors: Sequence[Anchor]) -> list[_Change]:
    """Changes outside lists of references, in order: of residues and bases, of exons, of chromosomes."""
    genes = {
        (mention.start, mention.end)
        for mention in doc._.mentions
        if mention.kind == "gene" and mention.concept is not None and _is_own(mention.text, mention.concept)
    }
    found = [
        _of(item)
        for item in variant_names.find(text)
        if (item.start, item.end) not in genes or _is_hotspot(item)
    ]
    for search in (_named_alterations, _exon_changes, _translocations):
        found.extend(change for change in search(text) if not _overlaps(change, found))
    found.extend(change for change in _star_alleles(text, anchors) if not _overlaps(change, found))
    if anchors or any(gene in text for gene in _GLUED_GENES):
        found.extend(change for change in _residues(text, anchors) if not _overlaps(change, found))
    references = [section for section in doc._.sections if section.role == "references"]
    kept = [item for item in found if not any(part.start <= item.start < part.end for part in references)]
    return sorted(kept, key=lambda change: change.start)


def _is_own(words: str, gene: Concept) -> bool:
    """Whether words are a name of the gene; a change in brackets after it only looks like its abbreviation."""
    names = (gene.label, *gene.synonyms, *gene.abbreviations)
    return any(name.rstrip("?").casefold() == words.casefold() for name in names)


def _is_hotspot(item: Named) -> bool:
    change = item.change
    return change is not None and f"{change.reference}{change.start}" in hotspots.hotspot_residues()


def _is_head(text: str, end: int, changes: Sequence[tuple[int, int]]) -> bool:
    """Whether a bracket after a state lists several changes, so that the state is meant as such ("PIK3CA mutations
    (E542K, E545K or H1047R)")."""
    if not text.startswith(" (", end):
        return False
    closing = text.find(")", end)
    return sum(end <= start < closing for start, _ in changes) > 1


def _overlaps(change: _Change, others: Sequence[_Change]) -> bool:
    return any(other.start < change.end and change.start < other.end for other in others)


def _of(item: Named) -> _Change:
    change = item.change
    if change is None:
        return _Change(item.start, item.end, item.name, item.type, None, None, None)
    protein = change.level == "p"
    residue = f"{change.reference}{change.start}" if protein else None
    return _Change(
        item.start,
        item.end,
        item.name,
        item.type,
        change.hgvs if protein else None,
        None if protein else change.hgvs,
        residue,
    )


def _named_alterations(text: str) -> Iterator[_Change]:
    for sign, pattern, gene, name, type in _NAMED:
        for match in pattern.finditer(text) if sign in text else ():
            start = match.start() + (match[0][0] in " -")
            yield _Change(start, match.end(), name, type, None, None, None, gene=gene or None)


def _star_alleles(text: str, anchors: Sequence[Anchor]) -> Iterator[_Change]:
    """Inherited haplotypes by number ("UGT1A1*28"), named with their gene as PharmVar does; those of HLA genes, with a colon,
    tell whose T cells see a peptide, and predict nothing."""
    for anchor in anchors if "*" in text else ():
        allele = _STAR.match(text, anchor.end)
        if allele is not None and text[anchor.start : anchor.end] == anchor.gene.label:
            name = f"{anchor.gene.label}*{allele['number']}"
            yield _Change(
                anchor.start, allele.end(), name, _HAPLOTYPE, None, None, None, gene=anchor.gene.label
            )


def _exon_changes(text: str) -> Iterator[_Change]:
    if not any(sign in text for sign in _EXON_SIGNS):
        return
    for match in _EXON.finditer(text):
        groups = {key.rstrip("0123456789"): value for key, value in match.groupdict().items() if value}
        name, type = _EXON_KINDS[groups["what"].lower().rstrip("s").replace("-", " ").strip()]
        label = f"exon {groups['exon'].replace('–', '-')} {name}"
        yield _Change(match.start(), match.end(), label, type, None, None, None, exon=groups["exon"])


def _translocations(text: str) -> Iterator[_Change]:
    """Of chromosomes, by cytogenetics' notation; the well-known ones are the fusions that they make."""
    if "t(" not in text and "inv(" not in text:
        return
    for match in _TRANSLOCATION.finditer(text):
        name = match[1].replace(" ", "")
        fusion = _FUSIONS.get(name)
        yield _Change(match.start(), match.end(), fusion or name, "gene_fusion", None, None, None, fusion)


def _residues(text: str, anchors: Sequence[Anchor]) -> Iterator[_Change]:
    """Residues where any change is meant ("BRAF V600", "KRAS codon 12"): of genes that the text names, and known to be
    mutated there; or right after their gene, and right before a word for mutation."""
    hot: dict[str, set[str]] = {}
    for anchor in anchors:
        for residue in hotspots.residues_of(anchor.gene.label):
            hot.setdefault(residue[1:], set()).add(residue)
    ends = {anchor.end for anchor in anchors}
    for match in _RESIDUE.finditer(text):
        residue = match[0]
        known = residue in hot.get(residue[1:], ())
        after_gene = match.start() - 1 in ends and _MUTATION_WORD.match(text, match.end())
        if known or after_gene:
            yield _Change(match.start(), match.end(), residue, _ANY_CHANGE, None, None, residue)
    for match in _GLUED_RESIDUE.finditer(text):
        if match[2] in hotspots.residues_of(match[1]):
            yield _Change(
                match.start(2), match.end(), match[2], _ANY_CHANGE, None, None, match[2], gene=match[1]
            )
    for match in _CODONS.finditer(text):
        for number in _NUMBER.finditer(text, match.start(1), match.end(1)):
            named = hot.get(number[0], set())
            if len(named) == 1:
                residue = next(iter(named))
                first = match.start() if number.start() == match.start(1) else number.start()
                yield _Change(first, number.end(), residue, _ANY_CHANGE, None, None, residue)


def _classified(change: _Change, gene: Concept | None) -> _Change:
    """An exon's change with the type that it has in that gene, if it is a known one."""
    if change.exon is None or gene is None:
        return change
    type = _EXON_CLASSES.get((gene.label, change.exon, change.name.split()[-1]))
    return dataclasses.replace(change, type=type) if type else change


def _beside(text: str, anchors: Sequence[Anchor], change: _Change, previous: int) -> Concept | None:
    """The gene right before the change, or right after it; not the one of another change, which ends at `previous`, in a
    list of changes each with its gene behind it ("V600E in BRAF, G12D in KRAS")."""
    before = after = partner = None
    for anchor in anchors:
        if anchor.end <= change.start:
            before = anchor
        elif anchor.start >= change.end and after is None:
            after = anchor
        elif after is not None:
            partner = anchor
            break
    if before is not None and change.start - before.end <= _BESIDE_REACH:
        gap = text[before.end : change.start]
        taken = _NEXT_ITEM.match(gap) and _IN_GENE.fullmatch(text, previous, before.start)
        if "." not in gap.replace("e.g.", "").replace("i.e.", "") and _BESIDE.fullmatch(gap) and not taken:
            return before.gene
    if (
        after is not None
        and after.start - change.end <= _BESIDE_REACH
        and _AFTERWARDS.fullmatch(text, change.end, after.start)
    ):
        return _driving(text, after, partner)
    return None


def _driving(text: str, gene: Anchor, partner: Anchor | None) -> Concept:
    """The kinase of a fusion that begins with a gene, since it is what changes ("G2032R-mutated CD74-ROS1"); else the gene."""
    if partner is not None and partner.gene.label in _KINASES:
        if _FUSED.fullmatch(text, gene.end, partner.start):
            return partner.gene
    return gene.gene


def _is_wild_type(text: str, anchor: Anchor) -> bool:
    """Whether a gene is said to have no change ("wild type for BRAF"): one that stands farther off is not its own."""
    before = _WILD_TYPE_BEFORE.search(text, max(0, anchor.start - _WILD_TYPE_REACH), anchor.start)
    return before is not None or _WILD_TYPE_AFTER.match(text, anchor.end) is not None


def _variant(change: _Change, gene: Concept | None) -> Variant:
    if change.fusion is not None:
        return Variant(
            gene=change.fusion, gene_id=None, hgvs_p=None, hgvs_c=None, type=change.type, name=change.fusion
        )
    return Variant(
        gene=gene.label if gene else None,
        gene_id=gene.id if gene else None,
        hgvs_p=change.hgvs_p,
        hgvs_c=change.hgvs_c,
        type=change.type,
        name=change.name,
    )


def _state(marker: markers.Marker) -> Variant:
    genes = [anchor.gene for anchor in marker.genes]
    symbol = "::".join(gene.label for gene in genes)
    return Variant(
        gene=symbol,
        gene_id=genes[-1].id,
        hgvs_p=None,
        hgvs_c=None,
        type=marker.state.type,
        name=symbol if len(genes) > 1 else marker.state.name,
    )


def _mention(
    text: str, start: int, end: int, kind: str, variant: Variant, negations: Sequence[Cue]
) -> Mention:
    negated = any(
        cue.end <= start < min(cue.scope_end, cue.end + _NEGATION_REACH)
        and not text.startswith(_NOT_OTHERWISE, cue.end)
        and not negation_ends.ended(text, cue, start, "change")
        for cue in negations
    )
    return Mention(
        start=start,
        end=end,
        text=text[start:end],
        kind=kind,  # type: ignore[arg-type]
        concept=None,
        negated=negated,
        variant=variant,
    )
