"""The tokens of a passage (a sentence): every number, and the words and signs that say what it is.

Each token has a code of one letter (`data/statistics_*.tsv`), so that grammar is a regular expression over the string
of codes: "N" decimal number, "I" whole number, "W" number word, "%", "U" unit of time, "u" other unit, "E" effect
size's name, "T" test statistic's name, "P" P value's mark, "C" interval's mark, "-" dash, "(" and ")" brackets of any kind,
"X" a name that holds digits, "w" any other word, and the codes of the tables.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Final

from evidence.pipeline.layers import Numeral
from evidence.pipeline.numerals import plain
from evidence.pipeline.screens import screened
from evidence.pipeline.statistics.numerals import PLAIN, SMALL_NUMBERS, WORDS, spelled
from evidence.pipeline.tables import rows

TAKEN: Final = "#"
NUMBERS: Final = frozenset("NIW")

_SIGNS: Final = {
    **dict.fromkeys("([{", "("),
    **dict.fromkeys(")]}", ")"),
    **dict.fromkeys("-–—−‐‑‒", "-"),
    "%": "%",
    "％": "%",
    ",": ",",
    ";": ";",
    ":": ":",
    "/": "/",
}
# Letters of European names and of Greek; ranges are matched faster than "no digit, no underscore, a word character".
_LETTER: Final = "[A-Za-zªµºÀ-ÖØ-öø-ɏΑ-ωϕ\u1e00-\u1eff]"
_TOKEN: Final = re.compile(
    rf"\s*(?:(?P<word>(?P<head>{_LETTER}+)(?:[-‐‑'’]{_LETTER}+)*)(?P<tail>\d\w*(?:[-‐‑]\w+)*|[-‐‑]\d\w*)?"
    rf"|(?P<number>(?:(?<![\w.)%\]·–−-])[-−–+](?=[.\d]))?(?:{PLAIN}))(?P<censored>[+](?=[\s)\],;]|/\d|[-–—][\d.]+[+]))?"
    r"|(?P<sign>\S))"
)
# Numbers that are names: "18F", "5-FU", "70-gene", "3.3.2", "2nd", or lost a sign, nobody knows which: "3?9"; not "26-not reached", "93%vs", "5-10".
_NUMBER_NAME: Final = re.compile(
    r"\d+(?:\.\d+){2,}|\d+\?\d+|\d+(?:\.\d+)?(?![eE][-−–]\d)[A-Za-z]\w*(?:[-‐‑]\w+)*|\d+[-‐‑](?!not|NE|NR|NA|to\b|and\b|or\b)[A-Za-z]+\w*(?:-\w+)*|\d+['′]"
)
# Raised or lowered digits in brackets: "mg/m(2)", "10(9)/L", "(18)F".
_SUBSCRIPT: Final = re.compile(
    r"(?<=[A-Za-zχ])\(\d\)(?=[-/ ,.;)]|$)|(?<=\b10)\(-?\d{1,2}\)|\(\d{1,3}\)(?=[A-Z])"
)
# A degree of staining: "IHC 2+", and not the end of a range of times.
_SCORE: Final = re.compile(r"[0-4]\+(?!\s?(?:to\b|[-–—]|months|years|weeks|days))")
# A blank may part thousands: "12 807 women".
_PARTED: Final = re.compile(r"[1-9]\d{0,2} \d{3}(?![\d.·]\d|\d)")
_SPELLED: Final = re.compile(rf"(?i:{WORDS})(?![A-Za-z])(?!-(?!and\b|year|month|week|day)[a-z])")
# Where nothing of this stands, a passage has no numerals to explain.
# The words come first and what must not stand before them is looked back at, so that the engine skips to where one could match.
_FIRST_LETTERS: Final = [(f"[{word[0]}{word[0].upper()}]{word[1:]}") for word in sorted(SMALL_NUMBERS)]
_COUNTABLE: Final = screened(
    r"(?:"
    + "|".join(rf"{word}(?<![A-Za-z]{word})" for word in (*_FIRST_LETTERS, "NS"))
    + r"|not (?:yet )?(?:been )?reached)(?![A-Za-z])"
)
_DIGIT: Final = re.compile(r"\d")


def countable(text: str, start: int, end: int) -> bool:
    """Whether a passage may hold a numeral to explain."""
    return (_DIGIT.search(text, start, end) or _COUNTABLE.search(text, start, end)) is not None


_NAMED_GROUP: Final = re.compile(r"\(\?P<\w+>")
_MANY_PATTERNS: Final = 3


class _Beginnings:
    """Patterns by the word that they may begin with; each is tried only there."""

    __slots__ = ("_any", "_by_first")

    def __init__(self, table: Iterable[dict[str, str]], label: str) -> None:
        self._by_first: dict[str, list[tuple[str, re.Pattern[str]]]] = {}
        # Of a word with many patterns, all of them as one: mostly none matches, and one look tells.
        self._any: dict[str, re.Pattern[str]] = {}
        for row in table:
            # Blanks are of all kinds: journals print "P = .43" with no-break and thin spaces.
            pattern = row["pattern"].replace("[ ]", r"\s").replace("[ -]", r"[\s-]").replace("[ ,]", r"[\s,]")
            pattern = pattern if row["case"] == "exact" else f"(?i:{pattern})"
            entry = (
                row[label],
                re.compile(rf"(?:{pattern})(?![A-Za-z]|[-‐‑][A-Za-z])" if label == "type" else pattern),
            )
            for first in row["first"].split():
                self._by_first.setdefault(first, []).append(entry)
        for first, entries in self._by_first.items():
            if len(entries) >= _MANY_PATTERNS:
                parts = (f"(?:{_NAMED_GROUP.sub('(?:', pattern.pattern)})" for _, pattern in entries)
                self._any[first] = re.compile("|".join(parts))

    def __contains__(self, first: str) -> bool:
        return first in self._by_first

    def match(self, first: str, text: str, place: int) -> tuple[str, re.Match[str]] | None:
        entries = self._by_first.get(first)
        if entries is None:
            return None
        known = self._any.get(first)
        if known is not None and known.match(text, place) is None:
            return None
        for label, pattern in entries:
            found = pattern.match(text, place)
            if found is not None:
                return label, found
        return None


_MARKS: Final = _Beginnings(rows("statistics_marks"), "code")
_EFFECTS: Final = _Beginnings(rows("statistics_effects"), "type")
_WORD_CODES: Final = {word: row["code"] for row in rows("statistics_words") for word in row["words"].split()}
# Form -> (unit, kind).
_UNITS: Final = {
    form: (row["unit"], row["kind"]) for row in rows("statistics_units") for form in row["forms"].split("|")
}
# Word -> topic, of what a number is: "time" (time to an event), "exposure", "baseline".
TOPICS: Final = {word: row["topic"] for row in rows("statistics_topics") for word in row["words"].split()}


# Tokens that hold digits and say what they are.
_SELF_EXPLAINING: Final = {
    "X": "name",
    "y": "landmark",
    "j": "age",
    "C": "interval",
    "c": "allocation",
    "T": "test_statistic",
    "H": "other_effect",
    "E": "name",
}


_NUMERALS: Final = re.compile(f"[{''.join(NUMBERS)}{''.join(_SELF_EXPLAINING)}]")
# Words that no name begins with: a number that stands right behind one has lost its blank.
_GLUED: Final = frozenset({"versus", "vs", "than", "and", "was", "were"})
# Behind these a number does not go on behind a blank.
_LABELLING: Final = frozenset("gGUmk")
# Words and signs as written -> (code, lower case), of those that begin no mark: a cache, emptied where a corpus fills it.
_KNOWN: Final[dict[str, tuple[str, str]]] = {}
# What stands between blanks and is made of these alone -> their places in it, codes and lower case: a cache too.
_CHUNK: Final = re.compile(r"\s*(\S+)")
_CHUNKS: Final[dict[str, tuple[tuple[int, int, str, str], ...]]] = {}
_MOST_KNOWN: Final = 100_000


class Passage:
    """The tokens of one sentence, as parallel lists; `string` is what the grammar matches.

    A token that a statistic or another meaning has taken has the code "#", so that no number means two things;
    `meanings` tells of each number token what it was taken for.
    """

    __slots__ = ("_cited", "codes", "data", "ends", "kinds", "meanings", "starts", "string", "text", "values")

    def __init__(
        self, text: str, start: int, end: int, cited: Mapping[int, int] = MappingProxyType({})
    ) -> None:
        """`cited` are the places of a citation's marker, each with where the marker ends."""
        self.text = text
        self._cited = cited
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.codes: list[str] = []
        self.values: list[float] = []
        self.data: list[str] = []
        self.meanings: dict[int, str] = {}
        self._read(start, end)
        self.string = "".join(self.codes)
        self.kinds = self.string

    def _read(self, place: int, end: int) -> None:
        starts, ends, codes = self.starts.append, self.ends.append, self.codes.append
        values, data = self.values.append, self.data.append
        while (chunk := _CHUNK.match(self.text, place, end)) is not None:
            place, stop = chunk.span(1)
            known = _CHUNKS.get(chunk[1])
            if known is None:
                place = self._read_chunk(place, stop, end)
                continue
            for first, last, code, words in known:
                starts(place + first)
                ends(place + last)
                codes(code)
                values(0.0)
                data(words)
            place = stop

    def _read_chunk(self, place: int, stop: int, end: int) -> int:
        """Read the tokens of what stands between blanks, and those that a mark takes behind it; where to go on."""
        begin, plain, cached = place, [], True
        while place < stop and (match := _TOKEN.match(self.text, place, end)) is not None:
            kind = "number" if match.lastgroup == "censored" else match.lastgroup
            words = match[kind or ""]
            # Most words and signs begin no mark: they need one look-up.
            seen = _KNOWN.get(words) if kind != "tail" else None
            if seen is not None:
                place = match.end()
                start = self._push(place - len(words), place, seen[0], data=seen[1]) - len(words)
                plain.append((start - begin, place - begin, *seen))
                continue
            cached = False
            if kind == "number":
                place = self._add_number(match)
            elif kind == "sign":
                place = self._add_sign(match)
            else:
                place = self._add_word(match)
        if cached:
            if len(_CHUNKS) >= _MOST_KNOWN:
                _CHUNKS.clear()
            _CHUNKS[self.text[begin:stop]] = tuple(plain)
        return place

    def _push(self, start: int, end: int, code: str, value: float = 0.0, data: str = "") -> int:
        self.starts.append(start)
        self.ends.append(end)
        self.codes.append(code)
        self.values.append(value)
        self.data.append(data)
        return end

    def _add_sign(self, match: re.Match[str]) -> int:
        start, end = match.span("sign")
        sign = match["sign"]
        if (marked := _MARKS.match(sign, self.text, start)) is not None:
            return self._add_mark(*marked)
        if sign == "(" and (subscript := _SUBSCRIPT.match(self.text, start)) is not None:
            return self._push(start, subscript.end(), "X")
        code = _SIGNS.get(sign, ".")
        if sign != "(" and sign not in _MARKS:
            self._remember(sign, code, "")
        return self._push(start, end, code)

    @staticmethod
    def _remember(words: str, code: str, data: str) -> None:
        if len(_KNOWN) >= _MOST_KNOWN:
            _KNOWN.clear()
        _KNOWN[words] = code, data

    def _add_number(self, match: re.Match[str]) -> int:
        start, end = match.span("number")
        if start in self._cited:
            return self._push(start, max(end, self._cited[start]), "X")
        if (marked := _MARKS.match("0", self.text, start)) is not None:
            return self._add_mark(*marked)
        words = match["number"]
        if words[0] == "." and self.text[start - 1 : start].isalpha():
            # The tail of a name: "MA.14".
            return self._push(start, end, "X")
        named = _NUMBER_NAME.match(self.text, start)
        if named is not None and _unit_code(self.text[end : named.end()]) is None:
            return self._push(start, named.end(), "X")
        parted = _PARTED.match(self.text, start)
        if parted is not None and parted.end() > end and (not self.codes or self.codes[-1] not in _LABELLING):
            return self._push(start, parted.end(), "I", float(parted.group().replace(" ", "")))
        if match["censored"] and _SCORE.match(self.text, start):
            return self._push(start, match.end(), "X")
        end = match.end()  # "14.5+ months": followed for so long, and still going on
        value = plain(words)
        whole = words.isdigit() or (value >= 1000 and value.is_integer())
        return self._push(start, end, "I" if whole else "N", value)

    def _add_word(self, match: re.Match[str]) -> int:
        start, end = match.span("word")
        first = match["head"].lower()
        if (marked := _MARKS.match(first, self.text, start)) is not None:
            return self._add_mark(*marked)
        if (effect := _EFFECTS.match(first, self.text, start)) is not None:
            return self._push(start, effect[1].end(), "E", data=effect[0])
        if first in SMALL_NUMBERS and (number := _SPELLED.match(self.text, start)) is not None:
            return self._push(start, number.end(), "W", float(spelled(number.group())))
        words, tail = match["word"], match["tail"]
        data = words.lower()
        # "HER2", "IL-6", "Ki-67" are names; "occurred-108" is a word, a dash and a number, "versus76.4%" a word and a number.
        named = tail is not None and (tail[0].isdigit() or len(words) <= 4 or words[-1].isupper())
        if named and data not in _GLUED:
            return self._push(start, match.end(), "X")
        if data in ("vs", "v"):
            return self._push(start, end + (self.text[end : end + 1] == "."), "v", data=data)
        code = _WORD_CODES.get(data) or _unit_code(words) or "w"
        if first not in _MARKS and first not in _EFFECTS and first not in SMALL_NUMBERS:
            self._remember(words, code, data)
        return self._push(start, end, code, data=data)

    def _add_mark(self, code: str, match: re.Match[str]) -> int:
        """An interval's mark has its level as value; a landmark its length, and its unit as data."""
        value, data = 0.0, match.group()
        if code == "C":
            level = next((text for text in match.groups() if text), None)
            value = plain(level) if level else 0.0
        elif code == "y":
            length, period, *old = (text for text in match.groups() if text)
            value = plain(length) if length[0].isdigit() else float(spelled(length))
            data = unit_of(period.lower())[0]
            code = "j" if old else "y"
        return self._push(match.start(), match.end(), code, value, data)

    def take(self, first: int, last: int, meaning: str) -> None:
        """Mark the tokens `first` to `last` (inclusive) as taken."""
        for index in range(first, last + 1):
            if self.codes[index] in NUMBERS:
                self.meanings[index] = meaning
            self.codes[index] = TAKEN
        self.string = self.string[:first] + TAKEN * (last + 1 - first) + self.string[last + 1 :]

    def numerals(self) -> Iterator[Numeral]:
        """Every token that holds a number, with what it was taken for; number words only where they count people."""
        for place in _NUMERALS.finditer(self.kinds):
            index, kind = place.start(), place.group()
            if kind == "W" and index not in self.meanings and self.codes[index + 1 : index + 2] != ["n"]:
                continue
            if kind in NUMBERS:
                yield Numeral(self.starts[index], self.ends[index], self.meanings.get(index))
            elif any(sign.isdigit() for sign in self.words(index, index)):
                yield Numeral(self.starts[index], self.ends[index], _SELF_EXPLAINING[kind])

    def words(self, first: int, last: int) -> str:
        """The text of the tokens `first` to `last` (inclusive)."""
        return self.text[self.starts[first] : self.ends[last]]


def _unit_code(words: str) -> str | None:
    unit = _UNITS.get(words)
    return None if unit is None else "U" if unit[1] == "time" else "u"


def unit_of(words: str) -> tuple[str, str]:
    """A unit's form -> (its standard name, its kind)."""
    return _UNITS.get(words) or _UNITS.get(words.lower()) or (words, "measure")
