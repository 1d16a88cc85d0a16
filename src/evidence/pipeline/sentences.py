"""Layer `sentences`, and spaCy's own sentence starts.

spaCy's rule-based splitter breaks at "cf.", "Fig." and "et al.", and no splitter knows superscript citations glued to a
full stop ("disease.7,8 Surgery", "disease.[7] Surgery") or headings glued to it ("surgery.Results: We"); hence our own.
"""

from __future__ import annotations

import re
from typing import Final

import numpy
from spacy.attrs import IDX, SENT_START
from spacy.language import Language
from spacy.tokens import Doc

from evidence.document import Section
from evidence.pipeline.layers import Sentence
from evidence.pipeline.numerals import TORN
from evidence.pipeline.tables import rows

NAME: Final = "evidence_sentences"

_ABBREVIATIONS: Final = frozenset(row["abbreviation"] for row in rows("sentence_abbreviations"))
# The end of a sentence: a full stop (with closing brackets, and a citation glued to it), white space, and what may begin
# a sentence; or a full stop glued to a capitalised word; or an empty line. One set of characters begins them all, and what
# each needs of it is looked back at: the engine skips to such a set, but not to the beginnings of alternatives.
_IN_LINE: Final = (
    r"(?<=[.!?])[\"”’)\]]*(?:(?<=[A-Za-z)\]”\"%][.!?])\d{1,3}(?:[,–-]\d{1,3})*|(?: ?\[\d{1,3}(?:[,–-] ?\d{1,3})*\])+)?(?P<space>\s+)(?=[\"“‘(\[]?(?:[A-Z0-9≥≤<>~α-ωΔ]|[a-z][A-Z]{2}))"
    r"|(?<=[a-z)\]][.?])(?=[A-Z][a-z]+[\s,])"
)
_END_IN_LINE: Final = re.compile(rf"[.!?](?:{_IN_LINE})")
_END: Final = re.compile(rf"[.!?\s\"”)\]](?:{_IN_LINE}|(?<=[.!?][\s\"”)\]])\s*\n|(?<=[.!?]\n)|(?<=\n)\s*\n)")
# A fraction that a blank got into: "95% CI, 0.46-0. 92)".
_TORN: Final = re.compile(TORN)
_LAST_WORD: Final = re.compile(r"[(\[]?([A-Za-z][A-Za-z.]*)$")


@Language.component(NAME)
def sentences(doc: Doc) -> Doc:
    """Split section by section: no sentence crosses a section's border."""
    layers = doc._
    text: str = layers.document.text
    found: list[Sentence] = []
    last = 0
    for section in layers.sections:
        _split(text, last, _before_heading(text, last, section), None, found)
        _split(text, section.start, section.end, section, found)
        last = section.end
    _split(text, last, len(text), None, found)
    layers.sentences = tuple(found)
    _mark(doc, found)
    return doc


def bounds(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Where the sentences of a stretch of text begin and end."""
    found: list[Sentence] = []
    _split(text, start, end, None, found)
    return [(item.start, item.end) for item in found]


def _split(text: str, start: int, end: int, section: Section | None, found: list[Sentence]) -> None:
    role = section.role if section else None
    begin = start
    # Most abstracts are one line: there only a full stop ends a sentence, and white space need not be looked at.
    ends = _END if text.find("\n", start, end) >= 0 else _END_IN_LINE
    for match in ends.finditer(text, start, end):
        stop = match.start()
        if match["space"] is not None and (_goes_on(text, begin, stop) or _in_bracket(text, begin, stop)):
            continue
        _add(text, begin, match.end(), role, found)
        begin = match.end()
    _add(text, begin, end, role, found)


def _before_heading(text: str, last: int, section: Section) -> int:
    """Where the text between two sections ends: a heading is no sentence."""
    place = text.rfind(section.heading, last, section.start) if section.heading else -1
    return section.start if place < 0 else place


def _goes_on(text: str, begin: int, stop: int) -> bool:
    """Whether the full stop at `stop` ends an abbreviation and not a sentence."""
    if text[stop] != ".":
        return False
    if text[stop - 1 : stop].isdigit() and _TORN.match(text, stop - 1) is not None:
        return True
    word = _LAST_WORD.search(text, max(begin, stop - 12), stop)
    if word is None or word[1].rstrip(".").lower() not in _ABBREVIATIONS:
        return False
    if len(word[1]) > 1 and word[1].isupper() and not text[stop + 1 : stop + 4].lstrip()[:1].isdigit():
        return False  # "... than CF. Survival was": the short name of a regimen, and no "compare"
    # "No. 7" goes on; "Was it? No. It" does not.
    return word[1] not in ("No", "V") or text[stop + 1 : stop + 4].lstrip()[:1].isdigit()


# From a full stop to the bracket that closes behind it, and no bracket of a list ("2) ...").
_CLOSES: Final = re.compile(r"(?!\W*\w{1,2}\))[^()\n]{0,250}\)")
_OPENED: Final = 250


def _in_bracket(text: str, begin: int, stop: int) -> bool:
    """Whether a full stop stands in a bracket: "survival (alone: HR 1.35. Adjusted: HR 1.29) and response"."""
    opened = text.rfind("(", max(begin, stop - _OPENED), stop)
    return (
        opened >= 0
        and text.find(")", opened, stop + 1) < 0
        and not text.startswith(")", stop + 1)
        and _CLOSES.match(text, stop + 1) is not None
    )


def _add(text: str, start: int, end: int, role: object, found: list[Sentence]) -> None:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    if start < end:
        found.append(Sentence(start, end, role))  # type: ignore[arg-type]


def _mark(doc: Doc, found: list[Sentence]) -> None:
    """Tell spaCy where sentences begin, if it has cut the text into tokens."""
    if not len(doc):
        return
    marks = numpy.full(len(doc), -1, dtype="int64").astype("uint64")
    places = numpy.searchsorted(doc.to_array(IDX), [sentence.start for sentence in found])
    marks[places[places < len(doc)]] = 1
    marks[0] = 1
    doc.from_array([SENT_START], marks)  # type: ignore[arg-type]  # the stub knows several attributes only
