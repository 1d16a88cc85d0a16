"""What the learnt judgement of molecular claims sees of a passage: its words with what it names masked, and the
candidates for a claim's arguments.

Names are masked by their kind ("GENE", "DRUG"), so that weights are learnt of how texts claim, not of what they claim.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from typing import Final, Literal

from evidence.pipeline import claim_binding, claim_diseases, claim_rates, claim_therapies
from evidence.pipeline.claim_arguments import is_held, marker_context
from evidence.pipeline.claim_cues import ClaimCue
from evidence.pipeline.layers import Sentence
from evidence.records import Association, Biomarker, Mention
from evidence.vocabulary import Concept

CandidateKind = Literal["marker", "therapy", "disease"]
Span = tuple[int, int]

_TOKEN: Final = re.compile(r"[a-z]+|[\d.]*\d(?:,\d{3})*|[%<>=;:,()+/]")
# Words between arguments of one list, as tokens, of which the same is said; behind each may stand a bracket ("K601E (n = 6),
# G464V").
LISTED: Final = re.compile(r"(?:\( [^()]* \) ?)?(?:,|/|,? ?(?:and / or|and|or)(?: the)?)")
# What words are bound to that tell of a therapy which is not named.
_UNNAMED: Final = frozenset({""})
_MASKS: Final = {
    "gene": "GENE",
    "gene_fusion": "FUSION",
    "expression": "EXPRESSION",
    "wild_type": "WILDTYPE",
    "feature_amplification": "AMPLIFIED",
    "copy_number_gain": "AMPLIFIED",
    "copy_number_loss": "LOSS",
    "sequence_variant": "MUTATION",
    "sequence_alteration": "MUTATION",
    "signature": "SIGNATURE",
}
_KIND_MASKS: Final = {"disease": "DISEASE", "gene": "GENE", "outcome": "OUTCOME"}


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something that a claim may be about, with its places (token numbers) in the passage."""

    kind: CandidateKind
    key: str
    places: tuple[int, ...]
    marker: Biomarker | None = None
    concept: Concept | None = None
    # Named only as absent ("without TERT mutations").
    negated: bool = False
    # What the words beside its mentions say of its part (`claim_therapies`, `marker_context`, `claim_diseases`), one for each mention.
    contexts: tuple[str | None, ...] = ()
    # A marker: whether every mention only tells who was treated ("ALK-positive disease").
    held: bool = False

    @property
    def aside(self) -> bool:
        """Whether every mention is what the claim compares with, comes after, only tells who the patients are, or is a disease
        that they do not have."""
        return bool(self.contexts) and None not in self.contexts


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """A passage as the judgement sees it: tokens with the number of the sentence of each, candidates, what the rules
    made of it (`told`), and the words that claim (`cues`: the sentence's number, what they say; `bound`: the keys of the
    therapies that each tells of alone, none where it may tell of any)."""

    tokens: tuple[str, ...]
    sentence_of: tuple[int, ...]
    sentences: int
    markers: tuple[Candidate, ...]
    therapies: tuple[Candidate, ...]
    diseases: tuple[Candidate, ...]
    told: tuple[Association, ...]
    cues: tuple[tuple[int, str], ...]
    bound: tuple[frozenset[str], ...] = ()
    # Of each cue, whether it tells that resistance came about, of whatever.
    acquired: tuple[bool, ...] = ()
    # The therapies of each treatment that a sentence tells of, as they were given: together, or each by itself.
    given: tuple[frozenset[str], ...] = ()


def key_of(marker: Biomarker) -> str:
    """The key of a marker's candidate."""
    return f"{marker.gene}|{marker.name}"


def mask_of(marker: Biomarker) -> str:
    """The token that stands for a marker's words."""
    return _MASKS.get(marker.type, "CHANGE")


def scene(
    text: str,
    sentences: Sequence[Sentence],
    *,
    markers: Sequence[tuple[Biomarker, bool]],
    therapies: Sequence[Mention],
    diseases: Sequence[Mention],
    mentions: Sequence[Mention],
    told: Sequence[Association],
    cues: Sequence[ClaimCue],
    given: Iterable[frozenset[str]] = (),
) -> Scene:
    """The scene of neighbouring sentences: `markers` with whether each is negated there, `mentions` of all kinds."""
    start, end = sentences[0].start, sentences[-1].end
    spans = [(*marker.mention, mask_of(marker)) for marker, _ in markers]
    spans += [
        (
            item.start,
            item.end,
            "CLASS" if item.concept and item.concept.group == "therapy_classes" else "DRUG",
        )
        for item in therapies
    ]
    spans += [(item.start, item.end, _KIND_MASKS[item.kind]) for item in mentions if item.kind in _KIND_MASKS]
    # Of two names of the same words the first is shown: what is a marker is not only a gene.
    inside = dict.fromkeys(span for span in spans if start <= span[0] < end)
    masked = sorted(inside, key=lambda item: (item[0], -item[1]))
    tokens, sentence_of, covered = _tokens(text, sentences, masked)
    places = [marker.mention for marker, _ in markers]
    lesser = {
        place
        for sentence in sentences
        for place in claim_rates.lesser(text, sentence.start, sentence.end, places)
    }
    placed = [
        (number, cue)
        for cue in claim_binding.outer(text, cues, therapies)
        for number, sentence in enumerate(sentences)
        if sentence.start <= cue.start < sentence.end
    ]
    return Scene(
        tokens=tuple(tokens),
        sentence_of=tuple(sentence_of),
        sentences=len(sentences),
        markers=tuple(_markers(markers, covered, text, diseases, therapies, lesser)),
        therapies=tuple(_concepts("therapy", therapies, covered, claim_therapies.contexts(text, therapies))),
        diseases=tuple(_concepts("disease", diseases, covered, claim_diseases.contexts(text, diseases))),
        told=tuple(told),
        cues=tuple((number, _told_by(cue)) for number, cue in placed),
        bound=tuple(_bound(text, cue, therapies) for _, cue in placed),
        acquired=tuple(cue.acquired for _, cue in placed),
        given=tuple(given),
    )


def _bound(text: str, cue: ClaimCue, therapies: Sequence[Mention]) -> frozenset[str]:
    if cue.type == "predictive" and claim_binding.of_unnamed(text, cue, therapies):
        return _UNNAMED
    told = claim_binding.targets(text, cue, therapies)
    told = claim_binding.reached(text, told, therapies) if told else []
    return frozenset(item.concept.id for item in told if item.concept)


def _told_by(cue: ClaimCue) -> str:
    """What a cue says, in words for a feature."""
    idle = " asked" if cue.asked else " denied" if cue.denied else " not" if cue.negated else ""
    return f"{cue.type} {cue.significance} {cue.strength}{idle}"


def _markers(
    markers: Iterable[tuple[Biomarker, bool]],
    covered: dict[int, int],
    text: str,
    diseases: Sequence[Mention],
    therapies: Sequence[Mention],
    lesser: Set[Span],
) -> Iterator[Candidate]:
    groups: dict[str, list[tuple[Biomarker, bool]]] = {}
    for marker, negated in markers:
        if marker.mention[0] in covered:
            groups.setdefault(key_of(marker), []).append((marker, negated))
    for key, group in groups.items():
        places = tuple(dict.fromkeys(covered[marker.mention[0]] for marker, _ in group))
        chosen = next((marker for marker, negated in group if not negated), group[0][0])
        negated = all(negated for _, negated in group)
        contexts = tuple(
            "lesser" if marker.mention in lesser else marker_context(text, marker, diseases, therapies)
            for marker, _ in group
        )
        held = all(is_held(text, marker, diseases) for marker, _ in group)
        yield Candidate("marker", key, places, marker=chosen, negated=negated, contexts=contexts, held=held)


def _concepts(
    kind: CandidateKind, mentions: Sequence[Mention], covered: dict[int, int], contexts: Sequence[str | None]
) -> Iterator[Candidate]:
    groups: dict[str, list[tuple[Mention, str | None]]] = {}
    for mention, part in zip(mentions, contexts, strict=True):
        if mention.concept is not None and mention.start in covered:
            groups.setdefault(mention.concept.id, []).append((mention, part))
    for key, group in groups.items():
        places = tuple(dict.fromkeys(covered[mention.start] for mention, _ in group))
        told = tuple(part for _, part in group)
        yield Candidate(kind, key, places, concept=group[0][0].concept, contexts=told)


def _tokens(
    text: str, sentences: Sequence[Sentence], masked: Sequence[tuple[int, int, str]]
) -> tuple[list[str], list[int], dict[int, int]]:
    """Tokens, the sentence of each, and the token that covers each masked span's start."""
    tokens: list[str] = []
    sentence_of: list[int] = []
    covered: dict[int, int] = {}
    pending = 0
    for number, sentence in enumerate(sentences):
        position = sentence.start
        while pending < len(masked) and masked[pending][0] < sentence.end:
            start, end, mask = masked[pending]
            pending += 1
            if start < position:
                if tokens:
                    covered.setdefault(start, len(tokens) - 1)
                continue
            tokens += _words(text[position:start])
            covered[start] = len(tokens)
            tokens.append(mask)
            position = end
        tokens += _words(text[position : sentence.end])
        tokens.append(".")
        sentence_of += [number] * (len(tokens) - len(sentence_of))
    return tokens, sentence_of, covered


def _words(text: str) -> list[str]:
    """Lower-case words and signs, numbers by their size."""
    return [_number(word) if word[-1].isdigit() else word for word in _TOKEN.findall(text.lower())]


def _number(word: str) -> str:
    """A number's class: nothing, what a P value below or above .05 may be, or its power of ten.

    >>> [_number(word) for word in ("0", ".001", "0.8", "4", "42", "1,200")]
    ['#0', '#<.05', '#<1', '#1', '#10', '#100']
    """
    digits = word.replace(",", "")
    if digits.count(".") > 1:
        return "#"
    value = float(digits)
    if value == 0:
        return "#0"
    if value < 1:
        return "#<.05" if value < 0.05 else "#<1"
    return "#1" if value < 10 else "#10" if value < 100 else "#100"
