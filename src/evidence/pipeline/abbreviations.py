"""Layer `definitions`: the short forms that a document defines itself, by the algorithm of Schwartz and Hearst (2003).

scispaCy's implementation decides which words a short form stands for. Its detector's own search for candidates costs
more than the rest of this component (a Matcher and a PhraseMatcher built for every text), so the brackets are found
by a regular expression.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from scispacy.abbreviation import find_abbreviation
from spacy.language import Language
from spacy.tokens import Doc

from evidence.pipeline.layers import Abbreviation

NAME: Final = "evidence_abbreviations"

_BRACKETS: Final = re.compile(r"[(\[]([^()\[\]\n]{2,60}?)(?:[;,][^()\[\]\n]*)?[)\]]")
_SHORT: Final = re.compile(
    r"(?=.*[A-Za-z])(?=.*[A-Z])[A-Za-z0-9][\w/+&.-]{0,9}\w\+?|[A-Z][A-Za-z0-9+-]{1,10}"
)
# Schwartz and Hearst: a long form has at most min(|A| + 5, |A| * 2) words, |A| the characters of the short form.
_EXTRA_WORDS: Final = 5


_WORD: Final = re.compile(r"\S+")
_LAST_WORD: Final = re.compile(r"(\S+)\s*$")
_BLANK: Final = re.compile(r"\s")


class AbbreviationFinder:
    """The component: "long form (SHORT)" and "SHORT (long form)"."""

    def __init__(self, tokenize: Callable[[str], Doc]) -> None:
        """`tokenize` is spaCy's tokenizer: of a text only the words about its brackets are cut into tokens."""
        self._tokenize = tokenize

    def __call__(self, doc: Doc) -> Doc:
        """Find the short forms that a text defines, each once."""
        layers = doc._
        text: str = layers.document.text
        found: dict[str, Abbreviation] = {}
        for match in _BRACKETS.finditer(text):
            inside = match[1].strip()
            if _SHORT.fullmatch(inside):
                definition = self._before(text, match.start(), match.start(1), inside)
            else:
                definition = self._inside(text, match.start(), match.start(1), match.end(1))
            if definition is not None:
                found.setdefault(definition.short, definition)
        layers.definitions = tuple(found.values())
        return doc

    def _before(self, text: str, bracket: int, start: int, short: str) -> Abbreviation | None:
        """The long form stands before the bracket, the short form in it."""
        words = min(len(short) + _EXTRA_WORDS, len(short) * 2)
        line = max(
            text.rfind("\n", 0, bracket), text.rfind(". ", 0, bracket) + 1, text.rfind("(", 0, bracket)
        )
        starts = [match.start() for match in _WORD.finditer(text, line + 1, bracket)][-words:]
        return self._define(text, starts[0], _last(text, bracket), start, short) if starts else None

    def _inside(self, text: str, bracket: int, start: int, end: int) -> Abbreviation | None:
        """The short form is the word before the bracket, the long form stands in it."""
        first = max(0, bracket - 14)
        match = _LAST_WORD.search(text[first:bracket])
        if match is None or not _SHORT.fullmatch(match[1]):
            return None
        found = self._define(text, start, end, first + match.start(1), match[1])
        # What explains a short form is the whole of the bracket: "FOS (lost in one of six)" explains nothing.
        return found if found is not None and not text[start : found.start].strip() else None

    def _define(self, text: str, start: int, end: int, short_start: int, short: str) -> Abbreviation | None:
        """The part of a stretch `start`:`end` that a short form stands for."""
        short_end = short_start + len(short)
        # spaCy's tokens do not reach over white space, so that those of a few words are those of the whole text.
        first = min(start, short_start)
        while first and not text[first - 1].isspace():
            first -= 1
        blank = _BLANK.search(text, max(end, short_end))
        if not _in_order(short, text, first, blank.end() if blank else len(text)):
            return None
        words = self._tokenize(text[first : blank.end() if blank else len(text)])
        long = words.char_span(start - first, end - first, alignment_mode="expand")
        short_span = words.char_span(short_start - first, short_end - first, alignment_mode="expand")
        if long is None or short_span is None or not len(long):
            return None
        _, form = find_abbreviation(long, short_span)
        if form is None or not len(form):
            return None
        if first + form.start_char < short_end and short_start < first + form.end_char:
            return None  # one token of both: "MLH1(c.632_633insT)"
        return Abbreviation(short, form.text, first + form.start_char, first + form.end_char)


@Language.factory(NAME)
def abbreviations(nlp: Language, name: str) -> AbbreviationFinder:
    """Make the component."""
    return AbbreviationFinder(nlp.tokenizer)


def _in_order(short: str, text: str, start: int, end: int) -> bool:
    """Whether the letters and digits of a short form stand in a stretch of text in their order.

    Schwartz and Hearst ask for that and more; of a third of all brackets it does not hold, and they need no tokens.
    """
    left = map(str.lower, text[start:end])
    return all(sign in left for sign in map(str.lower, short) if sign.isalnum())


def _last(text: str, end: int) -> int:
    while end and text[end - 1].isspace():
        end -= 1
    return end
