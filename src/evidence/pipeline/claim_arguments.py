"""What a molecular claim is about: the biomarkers, therapies and disease that a stretch of text names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from evidence.pipeline.tables import alternatives, rows
from evidence.records import Biomarker, Mention, Origin
from evidence.vocabulary import Concept

_LISTED: Final = re.compile(r"\s?(?:,|/|and|or|and/or|,\s?(?:and|or))\s?", re.IGNORECASE)
_ADJECTIVE_REACH: Final = 30
_BETWEEN: Final = re.compile(
    # Fellows of a list first: what "KRAS- or NRAS-mutated colorectal cancer" says of the one it says of the other.
    r"(?:-?(?:/| and | or )[A-Z][A-Z0-9]{1,8}(?![A-Za-z0-9]))?[\s-]?(?:positive |mutant |mutated |amplified |advanced |metastatic |human |stage \w+ )*"
)
# States that are any change of the sequence, and types that are none.
_ANY_OF_SEQUENCE: Final = frozenset({"sequence_variant", "sequence_alteration"})
_NOT_OF_SEQUENCE: Final = frozenset(
    {
        "copy_number_gain",
        "copy_number_loss",
        "expression",
        "feature_amplification",
        "gene",
        "gene_fusion",
        "methylation",
        "phosphorylation",
        "wild_type",
    }
)
# Types of a gene's state that a change with a name of its own says better.
_GENERAL: Final = frozenset({"sequence_variant", "sequence_alteration", "expression"})
# Where a marker comes from stands right before it or in its own words ("germline BRCA1 and BRCA2 mutations").
_ORIGINS: Final[dict[Origin, re.Pattern[str]]] = {
    "germline": alternatives("variant_origins", origin="germline"),
    "somatic": alternatives("variant_origins", origin="somatic"),
}
_ORIGIN_REACH: Final = 30
_ORIGIN_BRACKET: Final = 12
_STOPS: Final = (". ", ";", ",", "\n")
_SUBSTITUTION: Final = re.compile(r"[A-Z]\d+[A-Z]")
_LEVEL: Final = "expression"
_LEVELS: Final = frozenset({"overexpression", "underexpression"})
_ANY_CHANGE: Final = "protein_altering_variant"
# Told beside another marker, these describe the comparison or the read-out.
_COMPARISON_REACH: Final = 70
_COMPARISON: Final = re.compile(
    rf"(?P<words>{alternatives('marker_contexts').pattern})\.?(?:[^,;().]|\.(?!\s))*$", re.IGNORECASE
)
# Behind a therapy that another is held against these tell who was given both ("compared with docetaxel in KRAS G12C cancer").
_OF_BOTH: Final = re.compile(r"\b(?:in|among|for|with|of|against|patients|on)\b", re.IGNORECASE)
_COMPARATOR: Final = re.compile(
    rf"\s?(?:(?:the|a) )?{alternatives('comparator_words').pattern}(?: alone)?(?: \([^()]*\))? ",
    re.IGNORECASE,
)
_KNOWN: Final = re.compile(r"[^.;,()]{0,25}\(an? (?:well-)?known\b")
# In a bracket that tells only this: "comparable to cells with T790M (T790M is a known resistance mutation)".
_IS_KNOWN: Final = re.compile(
    r"(?: mutation)?,? (?:is|being) (?:an? |the )?(?:well-)?(?:known|established|recogni[sz]ed)\b"
)
_KNOWN_BEFORE: Final = re.compile(
    r"\b(?:known|established) (?:[\w-]+ ){0,3}?(?:sensiti[sz]ing|resistance|resistant|activating|driver|oncogenic)"
    r" (?:mutation|mutant|variant|alteration)s?,? (?:\((?:[\w-]+ ){0,2}|(?:[A-Z][\w-]+ )?)$"
)
_KNOWN_REACH: Final = 80
# What defines most trials' populations, and predisposes nobody to anything.
_POPULATION: Final = re.compile(
    r"(?:(?:[\s/,(-]+(?!and\b)[\w/-]+){0,5}?|(?:[\s/,(-]+(?!(?:and|was|were|is|are|had|has|have|with|to|in|of|for|by)\b)[\w/-]+){0,9}?)"
    r"[\s)-]+(?:tumou?rs?|diseases?|patients?|populations?|sub-?groups?|cancers?|women|men|cohorts?"
    r"|breast|carcinomas?|status|trials?|setting|MBC|ABC|NSCLC|mBC)\b(?!-free)",
    re.IGNORECASE,
)
# The context of a marker of which is told what is known already.
KNOWN: Final = "known"
STATUS: Final = frozenset({"expression", "signature", "wild_type"})
_STATES_ASIDE: Final = frozenset({"wild_type", "phosphorylation"})
_JOINED: Final = re.compile(
    r"\s?(?:\+|&|plus|and concurrent|with concurrent|and co-?occurring|with co-?occurring|in cis with|together with"
    r"|combined with|as well as|co-?(?:existing|occurring|existent) with|concomitant with|in the presence of)\s?",
    re.IGNORECASE,
)
_BIOMARKER_TYPES: Final = {row["concept"]: row for row in rows("biomarker_types")}
_HOLDING: Final = {row["part"]: row["pattern"] for row in rows("marker_holders")}
_HELD_BY: Final = re.compile(rf"{_HOLDING['before']}(?:{_HOLDING['holder']})\b", re.IGNORECASE)
_HOLDS: Final = re.compile(rf"(?<!\w)(?:{_HOLDING['holder']})(?:{_HOLDING['having']})$", re.IGNORECASE)
_HAVING: Final = re.compile(_HOLDING["having"], re.IGNORECASE)
_HOLDER_REACH: Final = 90


# Kinases that drive tumours as fusions.
DRIVEN: Final = frozenset(row["gene"] for row in rows("fusion_kinases"))
_SLASH: Final = re.compile(r"\s?[/-]\s?")


def biomarkers(variants: Iterable[Mention], mentions: Iterable[Mention]) -> list[tuple[Mention, Biomarker]]:
    """The markers of a document: alterations, and the vocabulary's biomarkers that are none of a gene's own states."""
    found: list[tuple[Mention, Biomarker]] = []
    named: list[tuple[Mention, Biomarker]] = []
    taken = []
    mentions = list(mentions)
    drugs = [(mention.start, mention.end) for mention in mentions if mention.kind == "therapy"]
    for mention in variants:
        taken.append((mention.start, mention.end))
        variant = mention.variant
        if variant is not None and not mention.negated:
            # A drug is called by what it acts against ("KRAS G12C inhibitors").
            in_name = any(start <= mention.start and mention.end <= end for start, end in drugs)
            (named if in_name else found).append(
                (mention, Biomarker.of(variant, (mention.start, mention.end)))
            )
    found = found or named
    for mention in mentions:
        if mention.kind != "biomarker" or mention.concept is None or mention.negated:
            continue
        if mention.concept.id not in _BIOMARKER_TYPES:
            continue
        if any(start < mention.end and mention.start < end for start, end in taken):
            continue
        row = _BIOMARKER_TYPES[mention.concept.id]
        marker = Biomarker(
            gene=row["name"] if row["gene_id"] else None,
            gene_id=row["gene_id"] or None,
            name=row["name"] or mention.concept.label,
            hgvs_p=None,
            type=row["type"],
            mention=(mention.start, mention.end),
        )
        found.append((mention, marker))
    return sorted(found, key=lambda item: item[0].start)


def bare_genes(mentions: Iterable[Mention]) -> list[tuple[Mention, Biomarker]]:
    """Genes of which no state is told, for texts that name no alteration at all ("ERCC1 predicts response")."""
    return [
        (mention, bare_gene(mention, mention.concept))
        for mention in mentions
        if mention.kind == "gene" and mention.concept is not None and not mention.negated
    ]


def bare_gene(mention: Mention, gene: Concept) -> Biomarker:
    """A gene as the marker, in no state that the text tells."""
    return Biomarker(
        gene=gene.label,
        gene_id=gene.id,
        name=gene.label,
        hgvs_p=None,
        type="gene",
        mention=(mention.start, mention.end),
    )


def specific(markers: Sequence[Biomarker]) -> list[Biomarker]:
    """Without what the others say better: the general state of a gene beside its named change, wild type beside any
    change of the gene, a repeated name."""
    named = {marker.gene for marker in markers if not is_general(marker) and marker.type != "wild_type"}
    fused = {
        part for marker in markers if marker.gene and "::" in marker.gene for part in marker.gene.split("::")
    }
    fused |= {gene.rstrip("0123456789") for gene in fused}
    altered = any(marker.type not in _STATES_ASIDE for marker in markers)
    kept: dict[tuple[str | None, str], Biomarker] = {}
    for marker in markers:
        if is_general(marker) and (marker.gene in named or marker.gene in fused):
            continue
        if marker.type == _ANY_CHANGE and any(
            other.gene == marker.gene and other is not marker and other.name.startswith(marker.name)
            for other in markers
        ):
            continue
        if marker.type in _STATES_ASIDE and altered:
            continue
        kept.setdefault((marker.gene, marker.name), marker)
    return list(kept.values())


def is_general(marker: Biomarker) -> bool:
    """Whether a change with a name of its own would say more of the gene."""
    if marker.type == "gene_fusion":
        return "::" not in (marker.gene or "")
    return marker.type in _GENERAL and marker.hgvs_p is None


def is_one(first: Biomarker, second: Biomarker) -> bool:
    """Whether two markers are one in more and in less detail ("ESR1 mutation" and "L536Q", "V600" and "V600E", "ALK fusion" and
    "EML4-ALK"), so that they are not meant together."""
    for wide, narrow in ((first, second), (second, first)):
        partners = (narrow.gene or "").split("::")
        if wide.type == "gene_fusion" and len(partners) > 1 and wide.gene in partners:
            return True
        if wide.gene != narrow.gene or wide.gene is None:
            continue
        if is_general(wide) and wide.type in _ANY_OF_SEQUENCE and narrow.type not in _NOT_OF_SEQUENCE:
            return True
        if wide.type == _ANY_CHANGE and narrow.name != wide.name and narrow.name.startswith(wide.name):
            return True
    return False


def are_rival_fusions(first: Biomarker, second: Biomarker) -> bool:
    """Whether two markers are different fusions, of which a tumour has one."""
    return (
        first.type == second.type == "gene_fusion"
        and "::" in (first.gene or "")
        and "::" in (second.gene or "")
        and first.gene != second.gene
    )


def joint(
    text: str, markers: Sequence[Biomarker], elsewhere: Sequence[Biomarker] = ()
) -> list[tuple[Biomarker, ...]]:
    """Markers that are meant together ("L858R + T790M"), the others each by itself; a fusion, named here or
    `elsewhere`, goes with the changes of the gene that it drives."""
    fusions = {
        marker.gene: marker
        for marker in (*markers, *reversed(elsewhere))
        if marker.gene and "::" in marker.gene
    }
    groups: list[tuple[Biomarker, ...]] = []
    for marker in markers:
        if groups and _are_joined(text, groups[-1][-1], marker):
            groups[-1] = (*groups[-1], marker)
        else:
            groups.append((marker,))
    driven = [
        (fusion, group)
        for group in groups
        for fusion in fusions.values()
        if len(group) == 1
        and group[0].hgvs_p
        and group[0].gene in DRIVEN
        and group[0].gene in (fusion.gene or "").split("::")
        and fusion.mention[0] < group[0].mention[0]
    ]
    if not driven:
        return groups
    together = {id(group): (fusion, *group) for fusion, group in driven}
    alone = {fusion.gene for fusion, _ in driven}
    return [
        together.get(id(group), group) for group in groups if len(group) > 1 or group[0].gene not in alone
    ]


def _are_joined(text: str, left: Biomarker, right: Biomarker) -> bool:
    """By a word or sign for "together"; by a stroke only changes of two residues of one gene ("L858R/T790M")."""
    gap = left.mention[1], right.mention[0]
    if _JOINED.fullmatch(text, *gap):
        return right.type != "expression"
    if not left.hgvs_p or not right.hgvs_p or left.gene != right.gene:
        return False
    return left.hgvs_p[:-3] != right.hgvs_p[:-3] and _SLASH.fullmatch(text, *gap) is not None


def claimed_of(
    text: str, start: int, markers: Sequence[Biomarker], therapies: Sequence[Mention]
) -> list[Biomarker]:
    """Without the markers that a claim only compares with ("than cells with V600E") or explains ("(a known sensitizing
    mutation)"); all, if there are no others."""
    kept: list[Biomarker] = []
    compared = -1
    for marker in markers:
        begin = max(start, marker.mention[0] - _COMPARISON_REACH)
        listed = compared >= 0 and _LISTED.fullmatch(text, compared, marker.mention[0]) is not None
        if _is_compared(text, begin, marker, therapies) or listed:
            compared = marker.mention[1]
        elif not _is_known(text, marker):
            kept.append(marker)
    return kept or list(markers)


def _is_known(text: str, marker: Biomarker) -> bool:
    """Whether what a marker does is told as known already, beside what is found: "(a known sensitizing mutation)"."""
    start, end = marker.mention
    if _KNOWN.match(text, end) or (text.endswith("(", 0, start) and _IS_KNOWN.match(text, end)):
        return True
    return _KNOWN_BEFORE.search(text, max(0, start - _KNOWN_REACH), start) is not None


def _is_compared(text: str, begin: int, marker: Biomarker, therapies: Sequence[Mention]) -> bool:
    """Whether words before a marker hold something against it, and not against a therapy that they name."""
    place = marker.mention[0]
    match = _COMPARISON.search(text, begin, place)
    if match is None:
        return False
    control = _COMPARATOR.match(text, match.end("words"), place)
    if control is not None and _OF_BOTH.match(text, control.end(), place):
        return False
    return not any(
        match.end("words") <= mention.start
        and mention.end < place
        and _OF_BOTH.search(text, mention.end, place)
        for mention in therapies
    )


def residues(markers: Iterable[Biomarker]) -> list[Biomarker]:
    """The residues at which a text names several substitutions: "V600E or V600K" may be meant as V600."""
    changes: dict[tuple[str | None, str], list[Biomarker]] = {}
    for marker in markers:
        if marker.type == "missense_variant" and _SUBSTITUTION.fullmatch(marker.name):
            changes.setdefault((marker.gene, marker.name[:-1]), []).append(marker)
    return [
        replace(group[0], name=residue, hgvs_p=None, type=_ANY_CHANGE)
        for (_, residue), group in changes.items()
        if len({marker.name for marker in group}) > 1
    ]


def levels(markers: Iterable[Biomarker]) -> list[Biomarker]:
    """The expression of a gene of which a text tells both high and low: "high A v low A" may be meant as expression of A."""
    found: dict[str | None, list[Biomarker]] = {}
    for marker in markers:
        if marker.name in _LEVELS:
            found.setdefault(marker.gene, []).append(marker)
    return [
        replace(group[0], name=_LEVEL)
        for group in found.values()
        if {marker.name for marker in group} == _LEVELS
    ]


def origin(text: str, marker: Biomarker) -> Origin | None:
    """Whether the words of a marker, or those right beside it, call it germline or somatic; None if neither or both."""
    start, end = marker.mention
    begin = max(text.rfind(stop, 0, start) for stop in _STOPS) + 1
    words = text[max(begin, start - _ORIGIN_REACH) : end]
    if text.startswith(" (", end):
        words += text[end : end + _ORIGIN_BRACKET]
    found = {name for name, pattern in _ORIGINS.items() if pattern.search(words)}
    return found.pop() if len(found) == 1 else None


def marker_context(
    text: str, marker: Biomarker, diseases: Iterable[Mention], therapies: Sequence[Mention]
) -> str | None:
    """What the words beside a marker tell of its part: what is compared with, a known fact, which disease is meant."""
    begin = max(0, marker.mention[0] - _COMPARISON_REACH)
    if _is_compared(text, begin, marker, therapies):
        return "compared"
    if _is_known(text, marker):
        return KNOWN
    return "of disease" if _is_beside(text, marker, diseases) else None


def is_held(text: str, marker: Biomarker, diseases: Iterable[Mention]) -> bool:
    """Whether a marker only tells who was treated ("ALK-positive disease", "melanoma with the BRAF V600E mutation")."""
    start, end = marker.mention
    if _HELD_BY.match(text, end) or _HOLDS.search(text, max(0, start - _HOLDER_REACH), start):
        return True
    return any(
        _HAVING.fullmatch(text, mention.end, start) is not None
        for mention in diseases
        if 0 < start - mention.end < _HOLDER_REACH
    ) or _is_beside(text, marker, diseases)


def _is_beside(text: str, marker: Biomarker, diseases: Iterable[Mention]) -> bool:
    """Whether a marker only tells which disease is meant, before the disease's name or in it."""
    start, end = marker.mention
    return any(
        (mention.start <= start and end <= mention.end)
        or (
            start <= mention.start <= end + _ADJECTIVE_REACH
            and "," not in text[end : mention.start]
            and _BETWEEN.fullmatch(text, end, mention.start) is not None
        )
        for mention in diseases
    )


def beside_disease(
    text: str, markers: Sequence[Biomarker], diseases: Sequence[Mention], *, strict: bool
) -> list[Biomarker]:
    """Without those that only tell which disease is meant ("HER2-amplified breast cancer cells with PIK3CA E545K");
    all, if there are no others. Where `strict`, the status that defines a population ("HER2-negative breast cancer")
    never counts."""
    kept = [marker for marker in markers if not _is_beside(text, marker, diseases)]
    if not strict:
        return kept or list(markers)
    return [
        marker
        for marker in kept or markers
        if marker.type not in STATUS or not _POPULATION.match(text, marker.mention[1])
    ]


def nearest(mentions: Sequence[Mention], place: int) -> Mention | None:
    """The mention nearest to a place."""
    return min(
        mentions, key=lambda mention: min(abs(mention.start - place), abs(mention.end - place)), default=None
    )
