"""Names to concepts: one index that serves extraction and search alike.

Names are compared token by token after folding (case, British spelling, plural, hyphens, a space between letters and
digits); abbreviations must also agree in case. The index is built by first letters, and later by first words, as texts
ask for it, so that a keyword query pays for the few names that could match and not for the whole vocabulary (which
would take a few tenths of a second; a question has three of them in all).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Final

from evidence.vocabulary import SUPPORT_MARK, Concept, Vocabulary

# Letters and digits are tokens of their own, so that "HER2", "HER-2" and "HER 2" are one name.
_TOKEN: Final = re.compile(r"[^\W\d_]+|\d+")
_WORD: Final = re.compile(r"([^\W_]+)")
# The same in ASCII, where the engine need not look up what is a letter.
_ASCII_WORD: Final = re.compile(r"([A-Za-z0-9]+)")
# What may stand between two tokens of one name ("poly(ADP-ribose) polymerase", "EML4::ALK").
_JOINTS: Final = frozenset("] -‐‑‒–/'’()\n\u00a0\u2009\u202f")
_FUSED: Final = "::"
# Of "t(8;21); (q22; q22.1)" the widest.
_WIDEST: Final = 4
_GREEK: Final = {
    "α": "alpha",
    "β": "beta",
    "γ": "gamma",
    "δ": "delta",
    "κ": "kappa",
    "ε": "epsilon",
    "ζ": "zeta",
}
# What `fold` changes in a word and at its end, as folded, and a pattern of all that it may have been.
_FOLDED: Final = re.compile(r"e|or|ization|[^\x00-\x7f]")
_UNFOLDED: Final = {"e": "[ao]{0,2}e", "or": "ou?r", "ization": "i[sz]ation"}
_FOLDED_END: Final = re.compile(r"y$|stasis$")
_UNFOLDED_END: Final = {"y": "(?:y|ies)", "stasis": "stas[ei]s"}
# Of shorter words too many are two edits away.
_LONG: Final = 7
_SQUASH: Final = re.compile(r"[\W_]+")
_SPELLED: Final = str.maketrans(_GREEK)
# A question has about a dozen words; a text of more is worth a whole index.
_FEW: Final = 100
# Symbols that no English word is, whatever their case.
_WORD_AND_NUMBER: Final = re.compile(r"[A-Za-z]{2,}\d")
_ALPHABET: Final = "abcdefghijklmnopqrstuvwxyz"
_PUNCTUATION: Final = re.compile("[,;.]")
_COMMA: Final = ","  # before a token that follows one
_LEAF: Final = ""  # no token is empty, so the key is free for a node's names


@lru_cache(maxsize=200_000)
def fold(token: str) -> str:
    """The form in which two spellings of a word are equal: case, ae/oe/our, plural, Greek letters.

    >>> fold("TKIs"), fold("Tumours"), fold("leukaemia"), fold("metastases"), fold("therapies"), fold("diseases")
    ('tki', 'tumor', 'leukemia', 'metastasis', 'therapy', 'disease')
    """
    if len(token) > 2 and token[-1] == "s" and token[:-1].isupper():
        return fold(token[:-1])  # the plural of an abbreviation: "TKIs"
    word = token.casefold()
    if len(word) == 1:
        return _GREEK.get(word, word)
    word = word.replace("ae", "e").replace("oe", "e").replace("our", "or").replace("isation", "ization")
    if len(word) <= 3 or not word.endswith("s"):
        return word
    if word.endswith("stases"):
        return word[:-2] + "is"
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word if word.endswith(("ss", "us", "is")) else word[:-1]


def squash(name: str) -> str:
    """Letters and digits alone, Greek letters by their names, as abbreviations are compared.

    >>> squash("HER-2/neu"), squash("ER-α")
    ('HER2neu', 'ERalpha')
    """
    bare = name if name.isalnum() else _SQUASH.sub("", name)
    return bare if bare.isascii() else bare.translate(_SPELLED)


# A token of a text: folded form, start, end, and how it may continue a name begun before it: not at all, as names do,
# or only if the name has a comma there too. A bare tuple, since half a thousand are made of every abstract.
Token = tuple[str, int, int, int]
_APART: Final = 0
_JOINED: Final = 1
_BY_COMMA: Final = 2


@lru_cache(maxsize=4096)
def _joint(gap: str) -> int:
    """How a name can go on over a few characters between tokens; not over two spaces or a bracket opened after one."""
    if len(gap) <= 2 and _JOINTS.issuperset(gap) and (len(gap) == 1 or gap[0] not in " (\n"):
        return _JOINED
    if gap == _FUSED:
        return _JOINED
    commas = [character for character in gap if character not in _JOINTS]
    return _BY_COMMA if gap == "." or commas in ([","], [";"]) else _APART


# As many words as `fold` keeps.
@lru_cache(maxsize=200_000)
def _parts(word: str) -> str | tuple[tuple[str, int], ...]:
    """A word of letters and digits, folded; if it has several tokens ("HER2"), each of them, with its length."""
    parts = _TOKEN.findall(word)
    return fold(word) if parts == [word] else tuple((fold(part), len(part)) for part in parts)


def tokenize(text: str) -> list[Token]:
    """All tokens of a text, and how each is joined to the one before."""
    tokens: list[Token] = []
    add = tokens.append
    last = 0
    # The engine parts words from what stands between them faster than it finds letters and digits apart, and most words
    # are known.
    pieces = iter((_ASCII_WORD if text.isascii() else _WORD).split(text))
    for gap, word in zip(pieces, pieces, strict=False):
        if gap == " ":  # between nine of ten words
            joint, start = _JOINED, last + 1
        else:
            joint = _JOINED if not gap else _joint(gap) if len(gap) <= _WIDEST else _APART
            start = last + len(gap)
        last = start + len(word)
        parts = _parts(word)
        if isinstance(parts, str):
            add((parts, start, last, joint))
            continue
        for folded, length in parts:
            add((folded, start, start + length, joint))
            start, joint = start + length, _JOINED
    return tokens


@dataclass(frozen=True, slots=True)
class Name:
    """One name of a concept. `exact` is None for names matched in any case; `needs_support` for ambiguous ones."""

    concept: Concept
    exact: str | None
    needs_support: bool


@dataclass(frozen=True, slots=True)
class Match:
    """A span of a text and the names that it could be; several concepts may share a name."""

    start: int
    end: int
    names: tuple[Name, ...]

    @property
    def concepts(self) -> tuple[Concept, ...]:
        """The concepts, each once."""
        return tuple(dict.fromkeys(name.concept for name in self.names))


class Lexicon:
    """Finds names of concepts in texts."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Costs nothing: names are indexed as texts ask for them."""
        self.vocabulary = vocabulary
        self._trie: dict[str, Any] = {}
        # The first words of names that are indexed; None once a text has asked for many.
        self._indexed: set[str] | None = set()
        # From then on the names that no text has asked for, by their first word as folded: a concept's id, its name,
        # and whether that is an abbreviation.
        self._waiting: dict[str, list[tuple[str, str, bool]]] = {}

    def match(self, text: str, kind: str | None = None) -> list[Match]:
        """The longest names in a text, left to right, not overlapping; of one kind of concept only, if it is given."""
        return self.match_tokens(text, tokenize(text), kind)

    def match_tokens(self, text: str, tokens: Sequence[Token], kind: str | None = None) -> list[Match]:
        """As `match`, for a text that is tokenized already."""
        words = [token[0] for token in tokens]
        if self._indexed is not None:
            self._index(set(words))
        if self._waiting:
            for word in self._waiting.keys() & set(words):
                names = self._waiting.pop(word)
                self._add((self.vocabulary[id], name, abbreviation) for id, name, abbreviation in names)
        matches: list[Match] = []
        trie, after, last = self._trie, 0, len(tokens) - 1
        for position, node in enumerate(map(trie.get, words)):
            if node is None or position < after:
                continue
            if _LEAF not in node:  # only the beginning of names: mostly the next token already is another
                following = tokens[position + 1] if position < last else None
                if following is None or (following[3] != _BY_COMMA and following[0] not in node):
                    continue
            found = self._longest(text, tokens, position, node, kind)
            if found is not None:
                match, after = found
                matches.append(match)
        return matches

    def lookup(self, name: str) -> tuple[Concept, ...]:
        """The concepts that a whole string names; abbreviations in need of support come after the others."""
        found = [
            match
            for match in self.match(name)
            if not _SQUASH.sub("", name[: match.start] + name[match.end :])
        ]
        names = sorted(found[0].names, key=lambda item: item.needs_support) if found else []
        return tuple(dict.fromkeys(item.concept for item in names))

    def suggest(self, word: str) -> list[str]:
        """Names one edit away from a word that is none, or two from a long one, in alphabetical order."""
        wanted = word.casefold()
        near = sorted(name for name in self._spellings(wanted) if name != wanted)
        return near if near or len(wanted) < _LONG else sorted(self._two_edits_away(wanted))

    def _two_edits_away(self, word: str) -> set[str]:
        """Names that begin or end as a word does; another beginning and end at once is another word."""
        similar = self.vocabulary.named_like({word[:3]: ""}, word[-3:])
        names = {name.casefold() for concept in similar for name in (concept.label, *concept.synonyms)}
        return {name for name in names if abs(len(name) - len(word)) <= 2 and edits(word, name) == 2}

    def _spellings(self, word: str) -> set[str]:
        splits = [(word[:i], word[i:]) for i in range(len(word) + 1)]
        near = {a + b[1:] for a, b in splits if b}
        near |= {a + b[1] + b[0] + b[2:] for a, b in splits if len(b) > 1}
        near |= {a + c + b[1:] for a, b in splits if b for c in _ALPHABET}
        near |= {a + c + b for a, b in splits for c in _ALPHABET}
        # Of two halves an edit leaves one whole, so that only names with one of them need be looked at.
        middle = len(word) // 2
        similar = self.vocabulary.named_like({word[: max(middle - 1, 1)]: ""}, word[middle:])
        names = {name.casefold() for concept in similar for name in (concept.label, *concept.synonyms)}
        return near & names

    def _longest(
        self, text: str, tokens: Sequence[Token], position: int, node: dict[str, Any], kind: str | None
    ) -> tuple[Match, int] | None:
        start = tokens[position][1]
        if start and text[start - 1].isalnum():
            return None
        best = None
        after = position + 1
        while True:
            if _LEAF in node:
                end = tokens[after - 1][2]
                names = _agreeing(node[_LEAF], text, start, end, kind)
                if names and not (end < len(text) and text[end].isalnum()):
                    best = Match(start, end, names), after
            if after == len(tokens):
                return best
            word, _, _, joint = tokens[after]
            if not joint:
                return best
            child = node.get(word if joint == _JOINED else _COMMA + word)
            if child is None:
                return best
            node, after = child, after + 1

    def _index(self, words: set[str]) -> None:
        """Index the names that begin with some words, as folded; once a text asks for many, have all names wait."""
        done = self._indexed
        if done is None or words <= done:
            return
        if len(done | words) <= _FEW:
            wanted = words - done
            begin = {text: after for word in sorted(wanted) for text, after in beginnings(word).items()}
            self._add(
                (concept, name, abbreviation)
                for concept in self.vocabulary.named_like(begin)
                for name, abbreviation in _names(concept.label, concept.synonyms, concept.abbreviations)
                if first_word(name) in wanted
            )
            self._indexed = done | wanted
            return
        for id, label, synonyms, abbreviations in self.vocabulary.names():
            for name, abbreviation in _names(label, synonyms, abbreviations):
                word = first_word(name)
                if word not in done:
                    self._waiting.setdefault(word, []).append((id, name, abbreviation))
        self._indexed = None

    def _add(self, names: Iterable[tuple[Concept, str, bool]]) -> None:
        """Index names of concepts, each with whether it is an abbreviation."""
        for concept, name, abbreviation in names:
            needs_support = abbreviation and name.endswith(SUPPORT_MARK)
            spelled = name.removesuffix(SUPPORT_MARK) if needs_support else name
            found = Name(concept, squash(spelled) if abbreviation else None, needs_support)
            for words in _spellings(spelled):
                node = self._trie
                for word in words:
                    node = node.setdefault(word, {})
                node.setdefault(_LEAF, []).append(found)


def _names(label: str, synonyms: Iterable[str], abbreviations: Sequence[str]) -> Iterator[tuple[str, bool]]:
    """The names of a concept, each with whether it is an abbreviation."""
    # A label that is among the abbreviations too (a gene's symbol) is matched as they are: "MET", not "met".
    written = {name.removesuffix(SUPPORT_MARK) for name in abbreviations}
    for name in (label, *synonyms):
        if name not in written:
            yield name, False
    for name in abbreviations:
        yield name, True


def _spellings(name: str) -> list[list[str]]:
    """The tokens of a name; if it has commas, with them and without."""
    plain = [fold(word) for word in _TOKEN.findall(name)]
    if not _PUNCTUATION.search(name):
        return [plain]
    tokens = tokenize(name)
    if all(token[3] != _BY_COMMA for token in tokens[1:]):
        return [plain]
    return [
        [_COMMA * (token[3] == _BY_COMMA and token is not tokens[0]) + token[0] for token in tokens],
        plain,
    ]


def beginnings(word: str) -> dict[str, str]:
    """How names may begin whose first token, folded, is a word: plain texts, each with a pattern of what must follow.

    The inverse of `fold`, and a little more: letters A to Z stand in lower case, those that folding changes in both.

    >>> beginnings("kinase")
    {'kinas': '[ao]{0,2}es?(?![a-z])'}
    """
    if word.isdigit():
        return {word: r"(?!\d)"}
    cut = _FOLDED.search(word, 2) or _FOLDED_END.search(word, 1)
    start = cut.start() if cut else len(word)
    after = _FOLDED.sub(lambda found: _UNFOLDED.get(found[0]) or _in_any_case(found[0]), word[start:])
    after = _FOLDED_END.sub(lambda found: _UNFOLDED_END[found[0]], after) + "s?(?![a-z])"
    spelled = [word[:start]]
    for folded, digraph in (("e", "ae"), ("e", "oe"), ("or", "our")):
        spelled += [text.replace(folded, digraph, 1) for text in spelled if folded in text]
    spelled += (letter for letter, name in _GREEK.items() if name == word)
    spelled += [_capitals(text) for text in spelled if not text.isascii()]
    return dict.fromkeys(spelled, after)


def edits(one: str, other: str) -> int:
    """How many letters must be put in, left out, changed or swapped with their neighbour (optimal string alignment).

    >>> edits("sunitib", "sunitinib"), edits("abc", "acb"), edits("abc", "abc")
    (2, 1, 0)
    """
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        earlier, before, row = before, row, [i]
        for j, wanted in enumerate(other, start=1):
            least = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != wanted))
            if earlier and j > 1 and letter == other[j - 2] and wanted == one[i - 2]:
                least = min(least, earlier[j - 2] + 1)
            row.append(least)
    return row[-1]


def _in_any_case(letter: str) -> str:
    return f"(?:{letter}|{letter.upper()})"


def _capitals(text: str) -> str:
    """A text whose letters beyond A to Z are capitals."""
    return "".join(letter if letter.isascii() else letter.upper() for letter in text)


def first_word(name: str) -> str:
    """The first token of a name, folded."""
    match = _TOKEN.search(name)
    if match is None:
        raise ValueError(f"the name {name!r} has no letter or digit")
    return fold(match.group())


def _agreeing(names: Iterable[Name], text: str, start: int, end: int, kind: str | None) -> tuple[Name, ...]:
    """The names (of a kind) whose case agrees with the text, if theirs matters; a plural s does not disagree."""
    squashed = ""
    kept = []
    for name in names:
        if kind is not None and name.concept.kind != kind:
            continue
        if name.exact is not None:
            squashed = squashed or squash(text[start:end])
            if squashed != name.exact and squashed != name.exact + "s":
                if name.concept.kind == "gene" and _capitalised(text[start:end], squashed, name.exact):
                    kept.append(
                        name if _WORD_AND_NUMBER.match(name.exact) else replace(name, needs_support=True)
                    )
                continue
        kept.append(name)
    return tuple(kept)


def _capitalised(written: str, word: str, symbol: str) -> bool:
    """Whether a word is a gene's symbol as it is written for mice and rats: "Kras", "Tsc1", "Vps37a".

    Rules of nomenclature for genes of the mouse and the rat (International Committee on Standardized Genetic
    Nomenclature for Mice, 2016): only the first letter is a capital.
    """
    same = len(word) > 2 and word.lower() == symbol.lower() and word[0].isupper() and word[1].islower()
    return same and (len(written) == len(word) or written.replace("-", "") == word)
