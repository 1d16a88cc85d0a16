"""Features of passages and of candidate arguments that the learnt judgement of molecular claims weighs.

A feature is a string that a passage has or has not. `scripts/train_claims.py` learns their weights.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final

from evidence.pipeline.claim_arguments import is_general
from evidence.pipeline.claim_scene import LISTED, Candidate, Scene, key_of, mask_of
from evidence.pipeline.hotspots import residues_of
from evidence.records import Association, Biomarker
from evidence.vocabulary import Vocabulary

# How many tokens to either side of a name count as its neighbours, and how many of its mentions are looked at.
_WINDOW: Final = 4
_WIDE: Final = 8
_MOST_MENTIONS: Final = 4
_BETWEEN: Final = 12
_FAR: Final = 99
_GAPS: Final = (1, 3, 6, 12, 30)
_TOGETHER: Final = ("combin", "synerg", "dual", "concurrent", "plus", "both", "alone", "either", "or", "co")
_PARTS: Final = re.compile(r"\||::")
# What joins the members of a list, and how many characters may stand between two of them, signs and brackets included.
_JOINS: Final = frozenset({"and", "or", "/", "+", "plus", "with"})
_LIST_REACH: Final = 40


def of_passage(view: Scene) -> set[str]:
    """What a passage says as a whole: its words, what it names, what the rules found."""
    found = _ngrams(view.tokens, "")
    found.add(f"#s{_count(view.sentences)}")
    found.add(f"#t{_count(len(view.therapies))}")
    found.add(f"#d{_count(len(view.diseases))}")
    found.add(f"#m{_count(len(view.markers))}")
    found.update(f"#k{mask_of(item.marker)}" for item in view.markers if item.marker)
    types = {item.evidence_type for item in view.told}
    found.update(f"rule {type}" for type in types)
    if len(types) == 1:
        found.add(f"rule only {next(iter(types))}")
    if not types:
        found.add("rule none")
    for number, cue in view.cues:
        found |= {f"cue {cue.rsplit(' ', 1)[0]}", f"cue {cue.split(' ', 1)[0]}"}
        if number == view.sentences - 1:
            found.add(f"cue last {cue}")
    return found


def of_candidate(view: Scene, candidate: Candidate, vocabulary: Vocabulary) -> set[str]:
    """What tells whether the passage's claim is about a candidate: where it stands, among what, what the rules chose."""
    fellows = {"marker": view.markers, "therapy": view.therapies, "disease": view.diseases}[candidate.kind]
    inside = [view.sentence_of[place] for place in candidate.places]
    found = _of_rank(view, candidate, fellows, inside)
    for place in candidate.places[:_MOST_MENTIONS]:
        found |= _neighbours(view.tokens, place)
    own = set(inside)
    found.update(
        f"s:{token}" for token, sentence in zip(view.tokens, view.sentence_of, strict=True) if sentence in own
    )
    for kind, others in (("marker", view.markers), ("therapy", view.therapies), ("disease", view.diseases)):
        found.add(f"near {kind} {_gap(_nearest(view, candidate, others))}")
    cues = {cue for number, cue in view.cues if number in own}
    found.update(f"cue {cue.split(' ')[0]}" for cue in cues)
    found.add(f"cue any {bool(cues)}")
    found.add(f"with cue {any(cue.startswith('predictive') for cue in cues)}")
    with_therapy = any(view.sentence_of[place] in own for item in view.therapies for place in item.places)
    found.add(f"with therapy {with_therapy}")
    found.update(f"context {context}" for context in candidate.contexts)
    if candidate.contexts:
        found |= {f"aside {candidate.aside}", f"context first {candidate.contexts[0]}"}
    if candidate.negated:
        found.add("negated")
    found |= _of_told(view.told, candidate)
    if candidate.concept is not None:
        found |= _of_concept(view, candidate, fellows, vocabulary)
    if candidate.marker is not None:
        found |= _of_marker(view, candidate.marker, vocabulary)
    return found


def of_pair(view: Scene, first: Candidate, second: Candidate) -> set[str]:
    """What tells whether two arguments are meant together: what stands between them where they are nearest."""
    found = {f"kinds {view.tokens[first.places[0]]} {view.tokens[second.places[0]]}"}
    if first.marker and second.marker:
        found.add(f"same gene {first.marker.gene == second.marker.gene}")
        found.add(f"names {first.marker.hgvs_p is not None} {second.marker.hgvs_p is not None}")
        for one, other in ((first.marker, second.marker), (second.marker, first.marker)):
            if one.gene and "::" in one.gene and other.gene in one.gene.split("::"):
                found.add("fusion drives")
    for item in view.told:
        keys = {concept.id for concept in item.therapies} | {key_of(marker) for marker in item.biomarkers}
        found.add(f"rule together {first.key in keys and second.key in keys}")
    if first.kind == "therapy":
        found |= _of_given(view, first, second)
    pairs = [
        (min(left, right), max(left, right))
        for left in first.places
        for right in second.places
        if left != right and view.sentence_of[left] == view.sentence_of[right]
    ]
    found |= {f"t:{token}" for token in view.tokens if token.startswith(_TOGETHER) or token == "+"}
    if not pairs:
        found.add("apart")
        return found
    left, right = min(pairs, key=lambda pair: pair[1] - pair[0])
    between = view.tokens[left + 1 : right]
    found |= {f"gap {_gap(right - left)}", f"often {len(pairs) > 1}"}
    if len(between) <= _BETWEEN:
        found |= _ngrams(between, "b:")
        found.add("all:" + " ".join(between))
    if first.kind == "therapy":
        found |= _of_list(view, left, right)
    found |= {f"l:{token}" for token in view.tokens[max(0, left - _WINDOW) : left]}
    found |= {f"r:{token}" for token in view.tokens[right + 1 : right + 1 + _WINDOW]}
    return found


def _of_given(view: Scene, first: Candidate, second: Candidate) -> set[str]:
    """Whether sentences that name either of two therapies tell of both as given together."""
    told = [{first.key, second.key} <= given for given in view.given if given & {first.key, second.key}]
    return {f"given {any(told)}", f"given all {all(told)}", f"given often {sum(told) > 1}"}


def _of_list(view: Scene, left: int, right: int) -> set[str]:
    """How the list goes on in which two therapies stand, and what stands around it: of "A, B and C combination therapy" the
    last words tell of A and B too."""
    begin, end = _list_of(view, left)
    if end < right:
        return {"list none"}
    found = {f"list {_count(sum(begin <= place <= end for place in _therapy_places(view)))}"}
    found |= {f"list joined {token}" for token in view.tokens[begin:end] if token in _JOINS}
    found |= {f"L:{token}" for token in view.tokens[max(0, begin - _WINDOW) : begin]}
    found |= {f"R:{token}" for token in view.tokens[end + 1 : end + 1 + _WINDOW]}
    found |= {f"L1:{token}" for token in view.tokens[max(0, begin - 1) : begin]}
    found |= {f"R1:{token}" for token in view.tokens[end + 1 : end + 2]}
    return found


def _list_of(view: Scene, place: int) -> tuple[int, int]:
    """The first and the last place of the list in which a therapy stands."""
    places = _therapy_places(view)
    begin = end = place
    for other in places[places.index(place) + 1 :]:
        if not _is_list(view, end, other):
            break
        end = other
    for other in reversed(places[: places.index(place)]):
        if not _is_list(view, other, begin):
            break
        begin = other
    return begin, end


def _therapy_places(view: Scene) -> list[int]:
    return sorted({place for item in view.therapies for place in item.places})


def _is_list(view: Scene, one: int, other: int) -> bool:
    """Whether only what joins the members of a list stands between two places."""
    between = " ".join(view.tokens[one + 1 : other])
    return len(between) <= _LIST_REACH and LISTED.fullmatch(between) is not None


def of_significance(view: Scene, markers: Sequence[Candidate], therapies: Sequence[Candidate]) -> set[str]:
    """What tells what is said of chosen arguments: the passage's words, those of the arguments' sentences and around
    the arguments apart, the cues, and the rules' votes."""
    this = sorted({place for item in therapies or markers for place in item.places})
    also = {place for item in markers for place in item.places} - set(this)
    inside = {view.sentence_of[place] for place in this}
    inside = ({view.sentence_of[place] for place in also} & inside) or inside
    tokens = list(view.tokens)
    for place in also:
        tokens[place] = "OURS"
    for place in this:
        tokens[place] = "THIS"
    found = {*view.tokens, *(f"{one} {two}" for one, two in pairwise(view.tokens))}
    sentenced = list(zip(tokens, view.sentence_of, strict=True))
    found |= _ngrams([token for token, sentence in sentenced if sentence in inside], "s:")
    if inside:
        last = max(inside)
        found.update(f"e:{token}" for token, sentence in sentenced if sentence == last)
    for place in this[: _MOST_MENTIONS + 2]:
        found.update(f"w:{token}" for token in tokens[max(0, place - _WIDE) : place])
        found.update(f"v:{token}" for token in tokens[place + 1 : place + 1 + _WIDE])
        found |= _neighbours(tokens, place)
    return found | _cues_of(view, inside) | _votes(view.told, markers, therapies)


def _cues_of(view: Scene, inside: set[int]) -> set[str]:
    found = set()
    claims = set()
    for number, cue in view.cues:
        found.add(f"cue {cue}")
        if number == view.sentences - 1:
            found.add(f"cue last {cue}")
        if number in inside:
            found.add(f"cue own {cue}")
            if cue.startswith("predictive"):
                claims.add(cue.split(" ")[1] + (" not" if cue.endswith("not") else ""))
    found.add("cues " + "+".join(sorted(claims)))
    return found


def _votes(
    told: Iterable[Association], markers: Sequence[Candidate], therapies: Sequence[Candidate]
) -> set[str]:
    found = set()
    keys = {item.key for item in therapies}
    names = {item.key for item in markers}
    for item in told:
        vote = f"{item.evidence_type} {item.significance} {item.direction}"
        found.add(f"rule {vote}")
        if not keys or any(concept.id in keys for concept in item.therapies):
            found.add(f"rule own {vote}")
            if any(key_of(marker) in names for marker in item.biomarkers):
                found.add(f"rule both {vote}")
    return found


def _ngrams(tokens: Sequence[str], prefix: str) -> set[str]:
    """Words, pairs and triples."""
    found = {prefix + token for token in tokens}
    found.update(f"{prefix}{one} {two}" for one, two in pairwise(tokens))
    found.update(
        f"{prefix}{one} {two} {three}"
        for (one, two), three in zip(pairwise(tokens), tokens[2:], strict=False)
    )
    return found


def _count(number: int) -> str:
    return str(number) if number < 4 else "4+" if number < 7 else "7+"


def _gap(tokens: int) -> str:
    return next((f"<={limit}" for limit in _GAPS if tokens <= limit), "far")


def _nearest(view: Scene, candidate: Candidate, others: Iterable[Candidate]) -> int:
    """How many tokens away the nearest of the others is in a sentence of the candidate."""
    gaps = (
        abs(place - other)
        for item in others
        if item is not candidate
        for other in item.places
        for place in candidate.places
        if view.sentence_of[place] == view.sentence_of[other]
    )
    return min(gaps, default=_FAR)


def _of_rank(
    view: Scene, candidate: Candidate, fellows: Sequence[Candidate], inside: Sequence[int]
) -> set[str]:
    often = [len(item.places) for item in fellows]
    count = len(candidate.places)
    return {
        f"n{_count(count)}",
        f"of{_count(len(fellows))}",
        f"rank{_count(fellows.index(candidate))}",
        f"first{_count(inside[0])}/{_count(view.sentences)}",
        f"last{inside[-1] == view.sentences - 1}",
        f"onlyone{len(fellows) == 1}",
        f"share{round(count / sum(often) * 5)}",
        f"most{count == max(often)}",
    }


def _neighbours(tokens: Sequence[str], place: int) -> set[str]:
    left = tokens[max(0, place - _WINDOW) : place]
    right = tokens[place + 1 : place + 1 + _WINDOW]
    found = {f"l{distance}:{token}" for distance, token in enumerate(reversed(left), 1)}
    found |= {f"r{distance}:{token}" for distance, token in enumerate(right, 1)}
    found |= {f"l:{token}" for token in left} | {f"r:{token}" for token in right}
    found |= {f"ll:{one} {two}" for one, two in pairwise(left)}
    found |= {f"rr:{one} {two}" for one, two in pairwise(right)}
    if left and right:
        found.add(f"lr:{left[-1]} {right[0]}")
    return found


def _of_told(told: Iterable[Association], candidate: Candidate) -> set[str]:
    found = set()
    for item in told:
        if candidate.kind == "marker":
            chosen = any(key_of(marker) == candidate.key for marker in item.biomarkers)
        elif candidate.kind == "therapy":
            chosen = any(concept.id == candidate.key for concept in item.therapies)
        else:
            chosen = item.disease is not None and item.disease.id == candidate.key
        found.add(f"rule {chosen}")
        if chosen:
            found.add(f"rule {item.evidence_type} {item.significance}")
    if "rule True" in found:
        found.discard("rule False")
    return found


def _of_concept(
    view: Scene, candidate: Candidate, fellows: Iterable[Candidate], vocabulary: Vocabulary
) -> set[str]:
    found = {f"group {candidate.concept.group}"} if candidate.concept else set()
    others = {item.key for item in fellows if item is not candidate}
    if candidate.kind == "therapy":
        found |= _targeting(view, candidate.key, vocabulary)
    if vocabulary.broader(candidate.key) & others:
        found.add("narrower of another")
    if vocabulary.narrower(candidate.key) & others:
        found.add("broader of another")
    return found


def _of_marker(view: Scene, marker: Biomarker, vocabulary: Vocabulary) -> set[str]:
    others = [item.marker for item in view.markers if item.marker is not None and item.marker is not marker]
    same = [item for item in others if item.gene == marker.gene]
    general, bare = is_general(marker), marker.type == "gene"
    named = marker.type if marker.hgvs_p or bare or "::" in marker.name else marker.name
    partners = {part for item in others if item.gene and "::" in item.gene for part in item.gene.split("::")}
    acted_on = {target for item in view.therapies for target in targets(item.key, vocabulary)}
    found = {
        f"mask {mask_of(marker)}",
        f"name {named}",
        f"gene {marker.gene is not None}",
        f"general {general} among special {any(not is_general(item) for item in same)}",
        f"general {general} any special {any(not is_general(item) and item.type != 'gene' for item in others)}",
        f"bare {bare} any altered {any(item.type != 'gene' for item in others)}",
        f"same gene altered {any(item.type != 'gene' for item in same)}",
        f"targeted {bool(_gene_ids(marker) & acted_on)}" if acted_on else "targets unknown",
    }
    special = sum(not is_general(item) and item.type != "gene" for item in same)
    found.add(f"general {general or bare} specials {_count(special)}")
    found.add(f"genes {_count(len({item.gene for item in others} | {marker.gene}))}")
    if marker.hgvs_p and marker.gene:
        found.add(f"hotspot {marker.name[:-1] in residues_of(marker.gene)}")
    if marker.gene in partners:
        found.add("partner of a fusion")
    if marker.gene and "::" in marker.gene:
        found.add("pair")
    return found


def targets(id: str, vocabulary: Vocabulary) -> frozenset[str]:
    """The genes that a therapy, or a class it belongs to, acts against."""
    concepts = (vocabulary.get(above) for above in (id, *vocabulary.broader(id)))
    named = (concept.attributes.get("targets", "") for concept in concepts if concept is not None)
    return frozenset(target for field in named for target in field.split("|") if target)


def _gene_ids(marker: Biomarker) -> frozenset[str]:
    return frozenset(part for part in _PARTS.split(marker.gene_id or "") if part)


def _targeting(view: Scene, id: str, vocabulary: Vocabulary) -> set[str]:
    """Whether a therapy acts against a gene that the passage names, and against one that it says to be altered."""
    acted_on = targets(id, vocabulary)
    if not acted_on:
        return {"targets unknown"}
    hit = [item.marker for item in view.markers if item.marker and _gene_ids(item.marker) & acted_on]
    altered = any(not is_general(marker) and marker.type != "gene" for marker in hit)
    return {f"targets {bool(hit)} {altered}"}
