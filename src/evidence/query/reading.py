"""Reads keywords: which words name concepts, which alterations, which say what kind of evidence is wanted.

The longest reading of the words wins, left to right. Nothing is corrected silently: a word that is understood
only in another case, or not at all, is told.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final, TypeVar

from evidence.lexicon import Lexicon, Match
from evidence.query.alterations import Alteration, categories, change, exon
from evidence.query.question import Facets, Marker, Question, Term
from evidence.query.shorthand import (
    failed_treatments,
    in_another_case,
    spelled_out,
    with_cancers,
    with_earlier,
)
from evidence.query.tables import rows
from evidence.vocabulary import Concept, Vocabulary

_WORD: Final = re.compile(r"[^\s,;()\[\]{}\"“”?!]+")
_PHASE: Final = re.compile(r"\bphase[ -]?(i{1,3}v?|iv|[0-4])(?:[/-](i{1,3}|[1-4]))?[ab]?\b", re.I)
_YEARS: Final = re.compile(
    r"\b(?:(since|after|from|until|before|to)\s+)?((?:19|20)\d\d)(?:\s?[-–]\s?((?:19|20)\d\d))?\b", re.I
)
_P_VALUE: Final = re.compile(r"(?<!\w)p(?:[- ]values?)?\s?(?:<|≤|<=|=<)\s?(?:0?\.\d+)", re.I)
_EXON: Final = re.compile(r"\bexons?\s*\d{1,2}\b", re.I)
_FUSION: Final = re.compile(r"(?:\bv)?::(?:v\b|\?)?")
_HYPHEN: Final = re.compile(r"[-–]")
_GRADE: Final = re.compile(r"\bgrades?\s+[1-5]\b", re.I)
_ALPHABETIC: Final = re.compile(r"[A-Za-z][\w'’]*(?:-[A-Za-z]+)*")
_OWN_NAME: Final = re.compile(r"v?[IVX]{1,4}|(?=.*[A-Za-z])(?=.*\d)[\w*-]{2,8}")
_ROMAN: Final = {"i": "1", "ii": "2", "iii": "3", "iv": "4"}
_LONGEST_PHRASE: Final = 4
# The rank of marks that are no words: what else begins there wins.
_MARK: Final = 4

_Cue = tuple[str, str]
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class _Span:
    """A candidate reading of some words. `rank` breaks ties of length: the smaller wins."""

    start: int
    end: int
    rank: int
    reading: Match | Alteration | _Cue


def understand(text: str, lexicon: Lexicon) -> Question:
    """Read a question."""
    facets, rest = _figures(spelled_out(text))
    altered = list(_alterations(rest))
    spans = _longest([*altered, *_cues(rest), *_concepts(rest, lexicon, altered)])
    spans = sorted([*spans, *_named_after_genes(rest, spans)], key=lambda span: span.start)
    terms = _terms(rest, spans, lexicon)
    unmatched = []
    for start, end in _uncovered(rest, spans):
        if found := in_another_case(rest[start:end], start, lexicon):
            terms.append(found)
        else:
            unmatched.append(rest[start:end])
    terms = sorted(terms, key=lambda item: item.start)
    versus = _versus(spans)
    terms = [_sided(term, versus) for term in terms]
    terms = with_earlier(rest, with_cancers(terms, lexicon.vocabulary))
    failed = failed_treatments(rest, terms)
    cues = [span.reading for span in spans if isinstance(span.reading, tuple) and span.start not in failed]
    alterations = [(span.start, span.reading) for span in spans if isinstance(span.reading, Alteration)]
    markers, homeless = _markers(rest, [term for term in terms if term.kind == "gene"], alterations)
    return Question(
        text=text,
        terms=tuple(term for term in terms if term.kind != "gene"),
        markers=markers,
        any_marker=("any", "") in cues,
        facets=_with_cues(facets, cues),
        unmatched=(*unmatched, *homeless),
        suggestions={word: lexicon.suggest(word) for word in unmatched if len(word) > 3},
    )


def _figures(text: str) -> tuple[Facets, str]:
    """Phase, years and a P value, and the text with them blanked out (offsets stay)."""
    facets = Facets()
    if found := _PHASE.search(text):
        numbers = [_ROMAN.get(item.lower(), item) for item in found.groups() if item]
        facets = replace(facets, phase="/".join(numbers))
        text = _blanked(text, found)
    if found := _P_VALUE.search(text):
        facets = replace(facets, significant=True)
        text = _blanked(text, found)
    if found := _YEARS.search(text):
        word, first, last = (found[1] or "").lower(), int(found[2]), found[3]
        since = None if word in ("until", "before", "to") else first
        until = int(last) if last else None if word in ("since", "after", "from") else first
        facets = replace(facets, since=since, until=until)
        text = _blanked(text, found)
    return facets, text


def _blanked(text: str, found: re.Match[str]) -> str:
    return text[: found.start()] + " " * (found.end() - found.start()) + text[found.end() :]


def _concepts(text: str, lexicon: Lexicon, alterations: Sequence[_Span]) -> Iterator[_Span]:
    for match in lexicon.match(text):
        for found in _genes_of(text, match, lexicon, alterations) or [match]:
            yield _Span(found.start, found.end, 2, found)


def _genes_of(text: str, match: Match, lexicon: Lexicon, alterations: Sequence[_Span]) -> list[Match]:
    """The genes of a biomarker whose name is genes and their alteration ("KRAS mutation", "BCR-ABL1"): read
    so, it also meets the mutations and fusions that are named one by one.
    """
    if {concept.kind for concept in match.concepts} != {"biomarker"}:
        return []
    words = [span.start for span in alterations if span.rank < _MARK and match.start < span.start < match.end]
    end = min(words, default=match.end)
    for joint in (None, _FUSION, _HYPHEN):
        found = [_gene(text, start, stop, lexicon) for start, stop in _pieces(text, match.start, end, joint)]
        genes = [gene for gene in found if gene is not None]
        if len(genes) == len(found) and (words or len(genes) > 1):
            return genes
    return []


def _pieces(text: str, start: int, end: int, joint: re.Pattern[str] | None) -> Iterator[tuple[int, int]]:
    for found in joint.finditer(text, start, end) if joint else ():
        yield start, found.start()
        start = found.end()
    yield start, end


def _gene(text: str, start: int, end: int, lexicon: Lexicon) -> Match | None:
    """The gene that a piece of the text names, and nothing else."""
    inner = lexicon.match(text[start:end])
    genes = tuple(name for name in inner[0].names if name.concept.kind == "gene") if len(inner) == 1 else ()
    if not genes or text[start:end].strip() != text[start + inner[0].start : start + inner[0].end]:
        return None
    return Match(start + inner[0].start, start + inner[0].end, genes)


def _alterations(text: str) -> Iterator[_Span]:
    """Substitutions, exons with what follows them, fusion marks, and the words of `alterations.tsv`."""
    for word in _WORD.finditer(text):
        if found := change(word.group()):
            yield _Span(*word.span(), 3, Alteration(text=word.group(), change=found))
    words = list(_phrases(text, _alteration_phrases()))
    for start, end, category in words:
        yield _Span(start, end, 1, Alteration(text=text[start:end], category=category))
    for match in _EXON.finditer(text):
        after = [item for item in words if 0 <= item[0] - match.end() <= 1]
        end, name = (after[0][1], after[0][2]) if after else (match.end(), None)
        spelled = text[match.start() : end]
        yield _Span(match.start(), end, 0, Alteration(text=spelled, exon=exon(spelled), category=name))
    for match in _FUSION.finditer(text):
        yield _Span(*match.span(), _MARK, Alteration(text="fusion", category="fusion"))


def _cues(text: str) -> Iterator[_Span]:
    for start, end, cue in _phrases(text, _cue_phrases()):
        yield _Span(start, end, 1, cue)


@cache
def _cue_phrases() -> dict[str, _Cue]:
    return {row["phrase"]: (row["facet"], row["value"]) for row in rows("cues")}


@cache
def _alteration_phrases() -> dict[str, str]:
    return {phrase: item.name for item in categories().values() for phrase in item.phrases}


def _phrases(text: str, table: Mapping[str, _T]) -> Iterator[tuple[int, int, _T]]:
    """All runs of words that a table has, in any case, with or without hyphens."""
    words = list(_ALPHABETIC.finditer(text))
    for index, first in enumerate(words):
        for last in words[index : index + _LONGEST_PHRASE]:
            phrase = " ".join(text[first.start() : last.end()].lower().split())
            for spelling in (phrase, phrase.replace("-", " ")):
                if spelling in table:
                    yield first.start(), last.end(), table[spelling]
                    break


def _longest(spans: Iterable[_Span]) -> list[_Span]:
    """The longest spans, left to right, not overlapping."""
    kept: list[_Span] = []
    for span in sorted(spans, key=lambda item: (item.start, -item.end, item.rank)):
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return kept


def _uncovered(text: str, spans: Sequence[_Span]) -> Iterator[tuple[int, int]]:
    """Words that no span touches; what is left of a word that one touches is none."""
    grades = list(_GRADE.finditer(text))
    for word in _WORD.finditer(text):
        touched = any(span.start < word.end() and word.start() < span.end for span in spans)
        grade = next((item for item in grades if item.start() <= word.start() < item.end()), None)
        if grade is not None and not touched:
            if word.start() == grade.start():
                yield grade.span()
            continue
        if not touched and any(character.isalnum() for character in word.group()):
            yield word.start(), word.start() + len(word.group().rstrip(".:"))


def _named_after_genes(text: str, spans: Sequence[_Span]) -> Iterator[_Span]:
    """Words right after a gene that look like an alteration's own name: with a digit, or a Roman number
    ("vIII").
    """
    genes = {
        span.end
        for span in spans
        if isinstance(span.reading, Match) and span.reading.concepts[0].kind == "gene"
    }
    for start, end in _uncovered(text, spans):
        word = text[start:end]
        if {start - 1, start - 2} & genes and _OWN_NAME.fullmatch(word):
            yield _Span(start, end, 3, Alteration(text=word))


def _terms(text: str, spans: Sequence[_Span], lexicon: Lexicon) -> list[Term]:
    """The concepts of the question, with ambiguous words decided by the others."""
    matches = [span.reading for span in spans if isinstance(span.reading, Match)]
    altered = {span.start for span in spans if isinstance(span.reading, Alteration)}
    clear = [match.concepts[0] for match in matches if len(match.concepts) == 1]
    terms = []
    for match in matches:
        scores = {
            concept: _plausibility(concept, match, clear, altered, lexicon.vocabulary)
            for concept in match.concepts
        }
        best = max(scores.values())
        terms.append(
            Term(
                start=match.start,
                end=match.end,
                text=text[match.start : match.end],
                readings=tuple(concept for concept, score in scores.items() if score == best),
                rejected=tuple(concept for concept, score in scores.items() if score < best),
            )
        )
    return terms


def _plausibility(
    concept: Concept, match: Match, clear: Sequence[Concept], altered: set[int], vocabulary: Vocabulary
) -> int:
    """How well a reading of an ambiguous name fits: its name's own strength, an alteration after it, its
    relatives among the other words, and whether the question still lacks its kind.
    """
    supported = any(name.concept == concept and not name.needs_support for name in match.names)
    score = 2 * supported
    if concept.kind == "gene":
        score += 4 if any(0 <= start - match.end <= 2 for start in altered) else 0
    relatives = vocabulary.broader(concept.id) | vocabulary.narrower(concept.id)
    others = [other for other in clear if other != concept]
    siblings = (not set(concept.broader).isdisjoint(other.broader) for other in others)
    score += 2 * (any(other.id in relatives for other in others) or any(siblings))
    score += concept.kind not in {other.kind for other in others}
    return score


def _versus(spans: Sequence[_Span]) -> int | None:
    """Where what treatments are compared with begins; None where alterations are compared ("deletion versus L858R")."""
    for number, span in enumerate(spans):
        if span.reading == ("versus", ""):
            after = next(
                (item.reading for item in spans[number + 1 :] if not isinstance(item.reading, tuple)), None
            )
            return None if isinstance(after, Alteration) or _is_gene(after) else span.end
    return None


def _is_gene(reading: Match | None) -> bool:
    return reading is not None and reading.concepts[0].kind == "gene"


def _sided(term: Term, versus: int | None) -> Term:
    """Therapies after "versus" are comparators, those before it treatments."""
    if versus is None or term.kind not in ("therapy", "procedure"):
        return term
    return replace(term, side="comparator" if term.start >= versus else "treatment")


def _markers(
    text: str, genes: Sequence[Term], alterations: Sequence[tuple[int, Alteration]]
) -> tuple[tuple[Marker, ...], list[str]]:
    """Genes with the alterations after them (or, where none stands before, the gene after them); words that
    only name a kind of alteration and have no gene are returned as words.
    """
    items: list[tuple[int, Term | Alteration]] = [*((term.start, term) for term in genes), *alterations]
    groups: list[tuple[list[Term], list[Alteration]]] = []
    for start, item in sorted(items, key=lambda pair: pair[0]):
        if isinstance(item, Alteration):
            if not groups:
                groups.append(([], []))
            groups[-1][1].append(item)
        elif groups and (not groups[-1][0] or _partners(text, groups[-1][0][-1], start)):
            groups[-1][0].append(item)
        else:
            groups.append(([item], []))
    homeless = [item.text for terms, found in groups if not terms for item in found if not _is_named(item)]
    markers = [_marker(terms, found) for terms, found in groups if terms or any(map(_is_named, found))]
    return tuple(dict.fromkeys(_without_context(_merged(markers)))), homeless


def _is_named(alteration: Alteration) -> bool:
    """Whether it says enough to be asked for without a gene ("T790M", but not "mutation")."""
    return alteration.change is not None or alteration.exon is not None


def _marker(terms: Sequence[Term], alterations: Sequence[Alteration]) -> Marker:
    genes = tuple(dict.fromkeys(concept for term in terms for concept in term.readings))
    if len(terms) > 1 and not alterations:
        alterations = [Alteration(text="fusion", category="fusion")]
    found = _distinct(alterations)
    names = "::".join(term.text for term in terms)
    return Marker(
        text=" ".join(filter(None, [names, *(item.text for item in found)])), genes=genes, alterations=found
    )


def _merged(markers: Sequence[Marker]) -> list[Marker]:
    """A gene named twice in a row, the second time with its alteration ("CDKN2A p16 expression"), is named
    once.
    """
    return [
        marker
        for marker, after in itertools.zip_longest(markers, markers[1:])
        if not (after and marker.genes == after.genes and not marker.alterations)
    ]


def _without_context(markers: Sequence[Marker]) -> Iterator[Marker]:
    """A fusion beside a change of one of its genes ("BCR::ABL1 fusion and ABL1 T315I") is where the change
    occurs; texts on the change need not say it.
    """
    changed = {
        gene for marker in markers for gene in marker.genes if any(item.change for item in marker.alterations)
    }
    for marker in markers:
        is_fusion = any(item.category == "fusion" for item in marker.alterations)
        yield replace(marker, alterations=()) if is_fusion and changed & set(marker.genes) else marker


def _partners(text: str, before: Term, start: int) -> bool:
    """Whether two genes are written as the partners of a fusion."""
    return text[before.end : start] in ("::", "-", "–")


def _distinct(alterations: Iterable[Alteration]) -> tuple[Alteration, ...]:
    """Each once; a fusion told by its mark and by its word is one."""
    return tuple(
        {(item.change, item.exon, item.category or item.text): item for item in alterations}.values()
    )


def _with_cues(facets: Facets, cues: Iterable[_Cue]) -> Facets:
    significance = set()
    changes: dict[str, object] = {}
    for facet, value in cues:
        if facet == "significance":
            significance.add(value)
        elif facet in ("evidence_type", "direction"):
            changes[facet] = value
        elif facet == "significant":
            changes["significant"] = True
        elif facet == "versus":
            changes["comparative"] = True
    return replace(facets, significance=frozenset(significance), **changes)  # type: ignore[arg-type]  # keys are above
