"""Layer `definitions`: the short forms that a document defines itself, by the algorithm of Schwartz and Hearst (2003).

scispaCy's implementation decides which words a short form stands for. Its detector's own search for candidates costs
more than the rest of this component (a Matcher and a PhraseMatcher built for every text), so the brackets are found
by a regular expression.
"""

from __future__ import annotations

import re
from typing import Final

from scispacy.abbreviation import find_abbreviation
from spacy.language import Language
from spacy.tokens import Doc, Span

from evidence.pipeline.layers import Abbreviation

NAME: Final = "evidence_abbreviations"

_BRACKETS: Final = re.compile(r"[(\[]([^()\[\]\n]{2,60}?)(?:[;,][^()\[\]\n]*)?[)\]]")
_SHORT: Final = re.compile(
    r"(?=.*[A-Za-z])(?=.*[A-Z])[A-Za-z0-9][\w/+&.-]{0,9}\w\+?|[A-Z][A-Za-z0-9+-]{1,10}"
)
# Schwartz and Hearst: a long form has at most min(|A| + 5, |A| * 2) words, |A| the characters of the short form.
_EXTRA_WORDS: Final = 5


@Language.component(NAME)
def abbreviations(doc: Doc) -> Doc:
    """Find "long form (SHORT)" and "SHORT (long form)"."""
    text: str = doc._.document.text
    found: dict[str, Abbreviation] = {}
    for match in _BRACKETS.finditer(text):
        inside = match[1].strip()
        if _SHORT.fullmatch(inside):
            definition = _before(doc, text, match.start(), match.start(1), inside)
        else:
            definition = _inside(doc, text, match.start(), match.start(1), match.end(1))
        if definition is not None:
            found.setdefault(definition.short, definition)
    doc._.definitions = tuple(found.values())
    return doc


def _before(doc: Doc, text: str, bracket: int, start: int, short: str) -> Abbreviation | None:
    """The long form stands before the bracket, the short form in it."""
    words = min(len(short) + _EXTRA_WORDS, len(short) * 2)
    begin = (
        max(text.rfind("\n", 0, bracket), text.rfind(". ", 0, bracket) + 1, text.rfind("(", 0, bracket)) + 1
    )
    starts = [match.start() for match in re.finditer(r"\S+", text[begin:bracket])][-words:]
    if not starts:
        return None
    return _define(
        doc, doc.char_span(begin + starts[0], _last(text, bracket), alignment_mode="expand"), start, short
    )


def _inside(doc: Doc, text: str, bracket: int, start: int, end: int) -> Abbreviation | None:
    """The short form is the word before the bracket, the long form stands in it."""
    match = re.search(r"(\S+)\s*$", text[max(0, bracket - 14) : bracket])
    if match is None or not _SHORT.fullmatch(match[1]):
        return None
    short_start = max(0, bracket - 14) + match.start(1)
    found = _define(doc, doc.char_span(start, end, alignment_mode="expand"), short_start, match[1])
    # What explains a short form is the whole of the bracket: "FOS (lost in one of six)" explains nothing.
    return found if found is not None and not text[start : found.start].strip() else None


def _define(doc: Doc, long: Span | None, start: int, short: str) -> Abbreviation | None:
    short_span = doc.char_span(start, start + len(short), alignment_mode="expand")
    if long is None or short_span is None or not len(long):
        return None
    _, form = find_abbreviation(long, short_span)
    if form is None or not len(form):
        return None
    return Abbreviation(short, form.text, form.start_char, form.end_char)


def _last(text: str, end: int) -> int:
    while end and text[end - 1].isspace():
        end -= 1
    return end
