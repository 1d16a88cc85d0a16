"""States of genes as texts name them ("EGFR mutations", "loss of PTEN", "EML4-ALK"): words beside the gene, tabulated
in `data/marker_states.tsv`, with lists of genes that share one ("VEGFR/AXL/cMet mutations")."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Final

from evidence.pipeline.genes import Anchor
from evidence.pipeline.tables import rows


@dataclass(frozen=True, slots=True)
class State:
    """What a gene is said to be: the biomarker's name and type."""

    name: str
    type: str


@dataclass(frozen=True, slots=True)
class Marker:
    """A gene in a state: the words' span, the gene (5' partner first where two are fused), its state."""

    start: int
    end: int
    genes: tuple[Anchor, ...]
    state: State


# Between two states of one gene ("loss or mutation", "amplified/overexpressing").
_OR: Final = re.compile(r"(?:,? (?:and/or|or|and) |\s?/\s?)")
_OR_BEFORE: Final = re.compile(
    r"\b(?P<state>(?:(?:high|low|increased|elevated|reduced) )?[a-z]{4,14}(?: mutations?)?)(?:,? (?:and/or|or|and) |\s?/\s?)$",
    re.IGNORECASE,
)
_OR_REACH: Final = 40
# Behind the second of two states: what it is of, if not of the same gene ("EGFR mutation or amplification of MET").
_OF_ANOTHER: Final = re.compile(r"s? (?:of|in|involving)(?: the)? [A-Z][A-Z0-9-]")
# Second states that say no more than the first.
_NO_SECOND: Final = frozenset({"expression", "positive", "negative", "alteration", "wild type"})
# How far before a gene its state may stand, and how far after.
_BEFORE_REACH: Final = 90
_LIST: Final = re.compile(r"\s?(?:,|/|and|or|&|\+|,\s?(?:and|or|and/or)|and/or|-)\s?(?:the |in |both )?")
# "KRAS- or NRAS-mutated"; a receptor with a hyphen ("ER-, PR-") is negative.
_HYPHENED: Final = re.compile(r"-(?:,? (?:and|or|and/or) |, )")
_RECEPTORS: Final = frozenset({"ESR1", "PGR", "ERBB2", "estrogen receptor", "progesterone receptor"})
_FUSED: Final = re.compile(r"-|–|::|:|/|‑")
_FUSION_AFTER: Final = re.compile(
    r"[\s-]?(?:\([^)]{2,12}\)\s?)?(?:gene |oncogenic |oncogene |variant \w+ |kinase )*"
    r"(?:fusion|rearrange|translocat|positive|\+|transcript|chimer|oncoprotein|mutation|negative)",
)
# "A fusion between exon 4 of TRIM24 and exon 9 of BRAF": both partners, with words and exons around them.
_FUSION_BETWEEN: Final = re.compile(
    r"\b(?:fusions?|rearrangements?|translocations?|juxtaposition|chimeras?|fus(?:es|ed|ing)|join(?:s|ed|ing))"
    r"(?: \w+){0,2} (?P<between>between|of|joining|linking)(?: the| in-frame| introns? \d+(?: of)?| exons? [\d-]+(?: of)?)*\s$",
    re.IGNORECASE,
)
_FUSION_SIGNS: Final = ("fus", "Fus", "between", "join", "uxtapos")
_FUSION_BETWEEN_REACH: Final = 70
_PARTNER: Final = re.compile(
    r"(?: genes?| \([^()]{2,30}\)| introns? \d+| exons? [\d-]+)*,? (?:(?P<fused>(?:is |was |were |being )?fused"
    r"(?: in[- ]frame)? (?:to|with))|(?P<to>to|with)|and)(?: the| introns? \d+(?: of)?| exons? [\d-]+(?: of)?)*\s"
)
_PARTNER_REACH: Final = 60
# "Fusion of the ACTB and GLI1 genes" is one, "fusions of ALK and ROS1" are two.
_ONE_FUSION: Final = re.compile(r" genes\b")
_SINGULAR: Final = re.compile(r"\b(?:fusion|juxtaposition|chimera)\b[^.;]*$", re.IGNORECASE)


_GRADE: Final = re.compile(
    r"\b(?:(?P<high>high|increased|elevated|strong|enhanced|over|up-?regulation of|overexpression of)|(?P<lost>loss of|lack of|lost|absence of|absent|lacking)"
    r"|low|reduced|decreased|weak|down-?regulation of|reduction of|decrease (?:in|of))(?:er)?[ -]"
    r"(?:(?:level|nuclear|cytoplasmic|tumou?r|tumou?ral|intratumou?ral|protein|mRNA|of|baseline)[ -])*$",
    re.IGNORECASE,
)


# What follows a gene whose level alone is named: "tumours with high ERCC1 were resistant".
_LEVEL_AFTER: Final = re.compile(
    r"(?: (?:tumou?rs?|patients|cases|groups?|cells|cancers|carcinomas?))?(?:,| (?:was|were|is|are|had|has|have|and|or|but|predict\w*|respond\w*|confer\w*)\b)"
)
_LOSS: Final = "copy_number_loss"
# A change of the gene right behind it: who lacks "BRAF V600E" has not lost BRAF.
_CHANGE: Final = re.compile(r"[ -]\(?(?:p\.)?(?:[A-Z]\d{1,4}[A-Z*]?|[A-Z][a-z]{2}\d{1,4}|exons? \d)")


@cache
def _known_fusions() -> frozenset[tuple[str, str]]:
    return frozenset((row["five_prime"], row["three_prime"]) for row in rows("fusions"))


@cache
def _positive() -> dict[str, State]:
    return {row["gene"]: State(row["name"], row["type"]) for row in rows("marker_positive")}


@cache
def _after() -> re.Pattern[str]:
    fillers = "|".join(row["pattern"] for row in rows("marker_fillers"))
    states = "|".join(
        f"(?P<s{i}>{row['after']})" for i, row in enumerate(rows("marker_states")) if row["after"]
    )
    return re.compile(
        rf"(?:[\s-]?\([^()]{{2,12}}\))?(?:[\s-](?:{fillers})\b)*(?:[\s-]{{0,2}}|\s\()(?:{states})(?![a-z])",
        re.IGNORECASE,
    )


@cache
def _before() -> re.Pattern[str]:
    states = "|".join(
        f"(?P<s{i}>{row['before']})" for i, row in enumerate(rows("marker_states")) if row["before"]
    )
    return re.compile(
        rf"(?<![A-Za-z])(?:{states})[\s-](?:(?:human|somatic|germline|tumou?r|the)\s)?$", re.IGNORECASE
    )


_BEFORE_GATE: Final = re.compile(
    r"(?:\b(?:of|in|for|with|within|the|at|any|by|genes?|affecting|involving|either|both|encoding)"
    r"|mutant|mutated|ed|ing|type|WT|wt|mut|high|higher|increased|elevated|low|lower|reduced|strong|decreased|positive"
    r"|absence|lack|loss|deletion|-?express(?:ion)?|nuclear|cytoplasmic|protein|mRNA|serum|human|somatic|germline|tumou?r)[\s-]$",
    re.IGNORECASE,
)


@cache
def _states() -> tuple[State, ...]:
    return tuple(State(row["name"], row["type"]) for row in rows("marker_states"))


def find(text: str, anchors: Sequence[Anchor]) -> list[Marker]:
    """The states of the genes at `anchors` (in text order)."""
    found = list(_joined(text, anchors))
    partners = {gene.start for marker in found for gene in marker.genes}
    for group in _lists(text, anchors):
        found.extend(
            marker
            for marker in _of_group(text, group)
            if marker.state.type != "gene_fusion" or marker.genes[0].start not in partners
        )
    seconds = [second for marker in found for second in _seconds(text, marker)]
    return [*found, *seconds]


def _seconds(text: str, marker: Marker) -> Iterator[Marker]:
    """The other state of a gene of which two are named with one noun ("PTEN loss or mutation", "loss or mutation of PTEN");
    it stands at its own words."""
    if len(marker.genes) > 1:
        return
    gene = marker.genes[0]
    joined = _OR.match(text, marker.end) if marker.end > gene.end else None
    if joined is not None:
        state = _state_after(text, joined.end())
        if state is not None and not _OF_ANOTHER.match(text, state[1]):
            yield from _second(marker, joined.end(), state[1], state[0])
    elif marker.start < gene.start:
        words = _OR_BEFORE.search(text, max(0, marker.start - _OR_REACH), marker.start)
        state = _state_after(text, words.start("state")) if words is not None else None
        if words is not None and state is not None and state[1] == words.end("state"):
            yield from _second(marker, words.start("state"), state[1], state[0])


def _second(marker: Marker, start: int, end: int, state: State) -> Iterator[Marker]:
    if state.name not in _NO_SECOND and state.name != marker.state.name:
        yield Marker(start, end, marker.genes, state)


def _joined(text: str, anchors: Sequence[Anchor]) -> Iterator[Marker]:
    """Fusions told in words."""
    if not any(sign in text for sign in _FUSION_SIGNS):
        return
    for left, right in pairwise(anchors):
        if right.start - left.end > _PARTNER_REACH or left.gene == right.gene:
            continue
        gap = _PARTNER.fullmatch(text, left.end, right.start)
        if gap is None:
            continue
        if gap["fused"] or _is_between(text, left, right, joined=gap["to"] is not None):
            genes = (right, left) if _is_fusion(right, left) else (left, right)
            yield Marker(left.start, right.end, genes, State("fusion", "gene_fusion"))


def _is_between(text: str, left: Anchor, right: Anchor, *, joined: bool) -> bool:
    before = _FUSION_BETWEEN.search(text, max(0, left.start - _FUSION_BETWEEN_REACH), left.start)
    if before is None:
        return False
    if before["between"] == "between" or joined or _is_fusion(left, right) or _is_fusion(right, left):
        return True
    return _SINGULAR.search(before[0]) is not None and _ONE_FUSION.match(text, right.end) is not None


def _is_fusion(left: Anchor, right: Anchor) -> bool:
    return (left.gene.label, right.gene.label) in _known_fusions()


def _of_group(text: str, group: Sequence[tuple[Anchor, ...]]) -> Iterator[Marker]:
    """The members' own states; those that have none share the state at the list's end, or at its beginning."""
    own = [_state_after(text, genes[-1].end) for genes in group]
    shared = own[-1]
    begin = group[0][0].start
    ahead = _state_before(text, begin)
    if shared is not None and shared[0].name == "expression":
        graded, begin = _graded(text, group[0][0].start) or (shared[0], begin)
        own[-1] = shared = graded, shared[1]
    elif shared is None and ahead is None and _LEVEL_AFTER.match(text, group[-1][-1].end):
        ahead = _graded(text, begin) if _BEFORE_GATE.search(text, max(0, begin - 16), begin) else None
    for genes, state in zip(group, own, strict=True):
        start, end = begin if genes is group[0] else genes[0].start, genes[-1].end
        if state is not None:
            yield Marker(start, state[1], genes, _meant(genes, state[0]))
        elif ahead is not None and ahead[0].type == _LOSS and _CHANGE.match(text, end):
            continue
        elif ahead is not None and (shared is None or genes is group[0]):
            yield Marker(ahead[1] if genes is group[0] else start, end, genes, _meant(genes, ahead[0]))
        elif shared is not None:
            yield Marker(start, end, genes, _meant(genes, shared[0]))
        elif len(genes) > 1:
            yield Marker(start, end, genes, State("fusion", "gene_fusion"))


def _graded(text: str, start: int) -> tuple[State, int] | None:
    """Over- or underexpression or none, where a word before the gene tells ("high PD-L1 expression"), with where the
    marker's words begin: those that say that there is none are its own."""
    match = _GRADE.search(text, max(0, start - 30), start)
    if match is None:
        return None
    if match["lost"]:
        return State("loss of expression", "expression"), match.start("lost")
    return State("overexpression" if match["high"] else "underexpression", "expression"), start


def _meant(genes: tuple[Anchor, ...], state: State) -> State:
    """ "Positive" in the gene's own sense; whatever two fused genes have, they are a fusion."""
    if len(genes) > 1:
        return State("fusion", "gene_fusion")
    if state.name == "negative" and genes[0].gene.label not in _positive():
        return State("loss of expression", "expression")
    if state.name == "positive":
        return _positive().get(genes[0].gene.label, State("expression", "expression"))
    return state


def _lists(text: str, anchors: Sequence[Anchor]) -> Iterator[list[tuple[Anchor, ...]]]:
    """Genes in lists of one or more; two genes that are fused are one member."""
    group: list[tuple[Anchor, ...]] = []
    index = 0
    while index < len(anchors):
        genes: tuple[Anchor, ...] = (anchors[index],)
        if index + 1 < len(anchors) and _are_fused(text, anchors[index], anchors[index + 1]):
            genes = (anchors[index], anchors[index + 1])
        if group:
            gap = text[group[-1][-1].end : genes[0].start]
            hyphened = _HYPHENED.fullmatch(gap) is not None and group[-1][0].gene.label not in _RECEPTORS
            if len(gap) > 12 or (_LIST.fullmatch(gap) is None and not hyphened):
                yield group
                group = []
        group.append(genes)
        index += len(genes)
    if group:
        yield group


def _are_fused(text: str, left: Anchor, right: Anchor) -> bool:
    gap = text[left.end : right.start]
    if _FUSED.fullmatch(gap) is None or left.gene == right.gene:
        return False
    if gap == "::":
        return True
    known = _is_fusion(left, right)
    if gap in "/:":
        return known and _FUSION_AFTER.match(text, right.end) is not None
    return known or _FUSION_AFTER.match(text, right.end) is not None


def _state_after(text: str, end: int) -> tuple[State, int] | None:
    match = _after().match(text, end)
    if match is None or match.lastgroup is None:
        return None
    return _states()[int(match.lastgroup[1:])], match.end()


def _state_before(text: str, start: int) -> tuple[State, int] | None:
    if start == 0 or _BEFORE_GATE.search(text, max(0, start - 16), start) is None:
        return None
    begin = max(0, start - _BEFORE_REACH)
    stop = max(text.rfind(". ", begin, start), text.rfind("\n", begin, start), text.rfind(";", begin, start))
    match = _before().search(text, max(begin, stop), start)
    if match is None or match.lastgroup is None:
        return None
    return _states()[int(match.lastgroup[1:])], match.start()
