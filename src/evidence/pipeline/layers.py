"""The layers that components add to a Doc, as extension attributes (`doc._.sentences`).

Nearly every layer is a tuple of frozen values with character offsets into the document's text (`doc._.document.text`; the Doc
itself need have no tokens). One component owns each layer; those after it read it, none rewrites it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from spacy.tokens import Doc
from spacy.vocab import Vocab

from evidence.document import SectionRole
from evidence.records import Role

CueKind = Literal["negation", "hedge"]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence: its span (no white space at its ends), and the role of the section it stands in, if any."""

    start: int
    end: int
    section: SectionRole | None


@dataclass(frozen=True, slots=True)
class ArmMention:
    """A span that names an arm (its index in layer `arms`)."""

    start: int
    end: int
    arm: int


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that turn or weaken what a sentence says; their reach is the span `start`:`scope_end`."""

    kind: CueKind
    start: int
    end: int
    scope_end: int


@dataclass(frozen=True, slots=True)
class Voice:
    """Whose word a sentence is: its role, the reference number it cites (if any), and whether it hedges."""

    role: Role
    reference: int | None
    hedged: bool


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """A short form that the document itself defines, with the span of the long form that defines it."""

    short: str
    long: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number in the text (in digits, or a word that counts people) and what it means; None where nobody knows."""

    start: int
    end: int
    meaning: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StatisticGroup:
    """Statistics (by id, in text order) that belong together.

    "versus": values that are contrasted ("38 v 29%", "32% ... than with ... (22%)"); "list": values joined by commas and
    "and"; "bracket": all that stands in one bracket. `respectively`: they go with as many names, in their order.
    """

    kind: Literal["versus", "list", "bracket"]
    respectively: bool
    statistics: tuple[str, ...]
    start: int
    end: int


# Layer -> the value where no component has added it yet, and who adds it.
LAYERS: Final[dict[str, Any]] = {
    "document": None,  # build.extract: the Document
    "sections": (),  # sections: tuple[Section, ...]
    "sentences": (),  # sentences: tuple[Sentence, ...]
    "definitions": (),  # abbreviations: tuple[Abbreviation, ...]
    "citations": (),  # citations: tuple[Citation, ...]
    "cues": (),  # assertion: tuple[Cue, ...]
    "mentions": (),  # mentions: tuple[Mention, ...], no variants
    "own_results": "all",  # roles: document_kinds.Own
    "voices": (),  # roles: tuple[Voice, ...], one a sentence
    "arms": (),  # arms: tuple[ArmName, ...], experimental first
    "arm_mentions": (),  # arm_mentions: tuple[ArmMention, ...]
    "told_sizes": (),  # arm_sizes: tuple[tuple[ToldSize, ...], ...] of told_sizes, by sentence
    "statistics": (),  # statistics: tuple[Statistic, ...]
    "statistic_groups": (),  # statistics: tuple[StatisticGroup, ...]
    "numerals": (),  # statistics: tuple[Numeral, ...] of all sentences but references
    "outcomes": (),  # outcomes: tuple[OutcomeMention, ...]
    "ratio_outcomes": (),  # outcomes: tuple[OutcomeMention, ...], what ratios say that they are of
    "variants": (),  # variants: tuple[Mention, ...] of kind variant and biomarker
    "study": None,  # study: Study
    "findings": (),  # findings: tuple[Finding, ...]
    "table_statistics": (),  # result_tables: tuple[Statistic, ...]
    "table_findings": (),  # result_tables: tuple[Finding, ...]
    "discrepancies": (),  # findings: tuple[Discrepancy, ...], words against figures
    "associations": (),  # associations: tuple[Association, ...]
    "ledger": None,  # ledger: Ledger
}

for _name, _default in LAYERS.items():
    if not Doc.has_extension(_name):
        Doc.set_extension(_name, default=_default)


class Layers:
    """The layers of a text as plain attributes."""

    __slots__ = tuple(LAYERS)

    def __init__(self) -> None:
        for name, default in LAYERS.items():
            setattr(self, name, default)


class Page(Doc):
    """A Doc without tokens, for components that read and write layers alone.

    Its `_` has them as plain attributes: spaCy makes an object anew for each access, of which a text needs hundreds.
    """

    __slots__ = ("_",)

    def __init__(self, vocab: Vocab) -> None:
        super().__init__(vocab)
        self._ = Layers()  # type: ignore[assignment,misc]


def title_end(sentences: Sequence[Sentence]) -> int:
    """Where the title of a document ends; 0 where it has none."""
    return sentences[0].end if sentences and sentences[0].section == "title" else 0


def sentence_index(sentences: Sequence[Sentence], offset: int) -> int:
    """The index of the sentence that holds an offset, or of the last one that begins before it (-1: none)."""
    low, high = 0, len(sentences)
    while low < high:
        middle = (low + high) // 2
        if sentences[middle].start <= offset:
            low = middle + 1
        else:
            high = middle
    return low - 1
