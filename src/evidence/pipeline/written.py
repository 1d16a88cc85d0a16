"""Outcomes as a clause writes them, where no vocabulary names them: "the mean test time and the total dose were higher".

No parser stands behind this: names are runs of words between those that no name goes over (verbs, prepositions,
comparatives: `data/outcome_words.tsv`), at the places where trial reports put their outcomes
(`data/outcome_places.tsv`): the subject, the object of a verb of change, behind a comparative, behind "differences in".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from evidence.pipeline.folding import caseless, folded
from evidence.pipeline.gates import Gate
from evidence.pipeline.tables import member, pattern_of, rows
from evidence.pipeline.trimmed_names import CONJUNCTION, NUMBER, Classes, Word, classes_of_words, trimmed

# What is looked back at stands behind the first letter, so that the engine skips to it.
_BRACKET: Final = re.compile(
    r"\((?<![\w/-]\()(?:[^()]|\([^()]*\))*\)|\[(?<![\w/-]\[)(?:[^\[\]]|\[[^\[\]]*\])*\]"
)
# "grade 3 to 4": the conjunctions and prepositions of a grade part no names.
_GRADES: Final = re.compile(
    r"[Gg](?<![A-Za-z][Gg])rades? (?:[≥>] ?)?(?:[0-5]|I{1,3}V?|IV|V)\b"
    r"(?:(?: ?[-–/,] ?| (?:to|or|and) (?:grade )?)(?:[0-5]|I{1,3}V?|IV|V|higher|worse|greater|more|above)\b)*"
)
_TOKEN: Final = re.compile(r"[A-Za-zα-ωΑ-Ω0-9%][^\s,;:]*|[,;:]|[-–—+≥≤<>=±×]+")
# What a measure means, told within its statement: "response, defined as a fall of 25% in X and Y, was".
_DEFINITION: Final = re.compile(
    r"(?<=,)\s+(?:(?:which|and) (?:was|is) )?defined (?:as|by)\s[^;]{3,250}?(?=,\s+(?:was|were|occurred|did|had|showed)\b)"
)
# Verbs that part a subject from what is told of it.
VERB: Final = re.compile(
    r"\b(?:was|were|is|are|did|had|has|have|do|does|occurred|decreased|increased|improved|remained|showed|differed|tended|declined|rose|fell"
    r"|averaged|appeared|seemed|reached|exceeded|dropped|became|developed|favou?red|correlated|changed|ranged|worsened"
    # "brain metastases disappeared in 40% of the patients"
    r"|(?:disappeared|resolved|vanished|regressed|shrank|shrunk|subsided|abated|persisted|recurred|deteriorated|healed|normali[sz]ed)(?= (?:\w+ly )?(?:in|with|among) ))\b"
)
# A subject that has more or less of something is none itself: "tumor tissue had lower expression".
_HAS_MORE: Final = re.compile(
    r"(?:had|has|have) (?:(?:an?|the|also|both|\w+ly) )*(?:higher|lower|greater|less|more|fewer|better|worse|longer|shorter|larger|smaller|poorer|superior|inferior|similar|comparable|faster|slower|increased|decreased|reduced|elevated|improved) (?!by\b|in\b|from\b|to\b|at\b|after\b|during\b|over\b|with\b|than\b|for\b|and\b|or\b)\w"
)
# Nor is one that does something to what is named behind the verb: "sepsis increased permeability", "had no effect on pain".
_ACTS_ON: Final = re.compile(
    rf"(?:{pattern_of('subject_words', 'did').pattern}) (?:(?:the|their|its|both|a|an) )?"
    rf"(?!(?:{pattern_of('subject_words', 'not_done_to').pattern})\b)[A-Za-z]"
    r"|(?:(?:did|does|do) not )?(?:had|has|have) (?:(?:no|little|an?|any) )?(?:\w+ ){0,2}(?:effects?|impact|influence) on\b"
    r"|(?:was|were|is|are) (?:\w+ ){0,2}?associated with (?:(?:an?|\w+ly) ){0,2}(?:improved|better|longer|prolonged|superior|worse|poorer|shorter|inferior) [a-z-]*(?:\w+ )?(?:survival|OS|PFS|DFS|RFS|EFS|MFS|\w+FS|outcomes?|prognosis)\b",
    re.IGNORECASE,
)
# What may stand before the subject of a clause.
_ADVERBIAL: Final = re.compile(
    r"(?:(?:among|in|for) (?:the )?(?:\w+ )?(?:patients|women|men|participants|subjects|those|children)\b[^,;]{0,80}?(?:(?:, [\w/-]+)+, (?:and|or) |(?:(?<=positive)|(?<=negative)), (?=[\w-]+-(?:positive|negative)))[^,;]{0,80}?, "
    r"|(?:in|at|after|during|for|among|with|by|on|from|over|between|within|compared|relative to|overall|however|moreover|furthermore|additionally|in addition|similarly"
    r"|also|finally|interestingly|adjusting|controlling|correcting|collected|measured|assessed|recorded|evaluated|obtained|surprisingly|respectively|results?|secondary|consequently|thus|hence|conversely|whereas|while|although|but|and|as|following|when|there)\b[^,;]{0,110}?, |(?:among|in|for|of) whom |and |but |whereas |while |although )+",
    re.IGNORECASE,
)
# What reports a result whose subject stands behind it: "an analysis of both trials showed that mortality was lower".
_REPORTED: Final = re.compile(
    r"[^,;]{3,120}?\b(?:show(?:ed|s|n)|demonstrat(?:ed|es)|reveal(?:ed|s)|indicat(?:ed|es)|found|suggest(?:ed|s)|observed|noted|confirm(?:ed|s)) that (?:[^,;]{3,60}, )?"
)
_THERE: Final = re.compile(r"(?:there|it) (?:was|were|is|are)\b", re.IGNORECASE)
# What groups were made alike in is no result.
_AT_BASELINE: Final = re.compile(
    r"\b(?:balanced|matched|stratified|adjust\w+|controll\w+)\b[^,;]*$", re.IGNORECASE
)
_RESTART: Final = re.compile(r", (?=(?:the|an?|there|their|these|no|use)\b)")
# A bracket that is longer than this, in characters, holds more than an abbreviation.
_FIGURES_GAP: Final = 26
_MOST: Final = 8
# More blanks than these between two words were a bracket.
_BLANKED: Final = 4
# The prepositions with which a clause goes on behind one.
_RESUMING: Final = frozenset({"with", "in", "for", "than"})

# The place of a name that nothing but the verb behind it makes one: good where its clause names no other.
OPENING: Final = "opening"


@dataclass(frozen=True, slots=True)
class Written:
    """An outcome's name as written, and the place that made it one (a row of `data/outcome_places.tsv`, "subject" or `OPENING`)."""

    start: int
    end: int
    place: str


@lru_cache(maxsize=1)
def _places() -> Gate:
    table = rows("outcome_places")
    pattern = caseless("|".join(member(row["place"], row["pattern"]) for row in table))
    return Gate(pattern, (stem for row in table for stem in row["begins"].split("|")))


def without_brackets(text: str) -> str:
    """The text with what stands in brackets blanked out, glued ones ("25(OH)D") apart, and grades; offsets stay."""
    masked = _GRADES.sub(_blank, _BRACKET.sub(_blank, text))
    return _DEFINITION.sub(_blank, masked) if "defined" in masked else masked


def definition(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Where a sentence says what a measure means, and tells no result: ", defined as a fall of 25%, "."""
    match = _DEFINITION.search(text, start, end) if text.find("defined", start, end) >= 0 else None
    return match.span() if match is not None else None


def _blank(match: re.Match[str]) -> str:
    return " " * len(match.group())


@lru_cache(maxsize=64)
def written(masked: str, start: int, end: int) -> tuple[Written, ...]:
    """The outcomes that a clause of a masked text names, in order, none inside another.

    Those of a sentence are asked for by who looks for its groups, and again where it is one clause.
    """
    found: list[Written] = []
    for match in _places().finditer(folded(masked), start, end):
        if _AT_BASELINE.search(masked, max(start, match.start() - 40), match.start()):
            continue
        found += (Written(*span, match.lastgroup or "") for span in _list(masked, match.end(), end))
    placed = list(found)
    for begin, stop in _subject(masked, start, end):
        if not any(begin < item.end and item.start < stop for item in placed):
            found.append(Written(begin, stop, "subject"))
    if not found and (last := _before_verb(masked, start, end)) is not None:
        return (Written(*last, OPENING),)
    kept: list[Written] = []
    for item in sorted(found, key=lambda item: (item.start, -item.end)):
        if not kept or item.start >= kept[-1].end:
            kept.append(item)
    return tuple(kept)


def begin_of_clause(masked: str, start: int, end: int) -> int:
    """Where a clause begins behind its adverbials: "in both groups, | pain was"."""
    adverbial = _ADVERBIAL.match(masked, start, end)
    return adverbial.end() if adverbial is not None else start


def _subject(masked: str, start: int, end: int) -> list[tuple[int, int]]:
    """The names before the clause's first verb."""
    report = _REPORTED.match(masked, start, end)
    start = report.end() if report is not None else start
    adverbial = _ADVERBIAL.match(masked, start, end)
    begin = adverbial.end() if adverbial is not None else start
    if _THERE.match(masked, begin, end):
        return []
    verb = VERB.search(masked, begin, end)
    if verb is not None and adverbial is not None:  # "Among patients with A, B, or C, the rate was"
        begin = max(begin, *(match.end() for match in _RESTART.finditer(masked, begin, verb.start())), 0)
    if (
        verb is None
        or _HAS_MORE.match(masked, verb.start(), end)
        or _ACTS_ON.match(masked, verb.start(), end)
    ):
        return []
    return list(_list(masked, begin, verb.start(), subject=True))


def _acts(masked: str, begin: int, verb: int, end: int) -> bool:
    """Whether the verb of a clause tells what its subject did to something, and is no participle before a noun."""
    return _ACTS_ON.match(masked, verb, end) is not None and _BEFORE_NOUN.search(masked, begin, verb) is None


# Before a participle that goes with the noun behind it: "the time to | decreased pain".
_BEFORE_NOUN: Final = re.compile(r"\b(?:to|of|in|with|for|an?|the|and|or|no|by|from) $", re.IGNORECASE)
# Prepositions with which a clause may begin that sets no comma before its subject: "At week 24 the dose was".
_OPENING: Final = re.compile(
    r"\s*(?:in|at|after|during|by|from|over|within|on|before|between|following|until|throughout)\b",
    re.IGNORECASE,
)
# What ends such a beginning, read backwards from the verb.
_DETERMINERS: Final = frozenset({"the", "a", "an", "their", "his", "her", "its"})


def _before_verb(masked: str, start: int, end: int) -> tuple[int, int] | None:
    """The name right before a clause's verb, back to a determiner, a number or a word that no name goes over."""
    verb = VERB.search(masked, start, end) if _OPENING.match(masked, start, end) else None
    if verb is None:
        return None
    end = verb.start()
    classes = classes_of_words()
    item: list[Word] = []
    for token in reversed(list(_TOKEN.finditer(masked, start, end))):
        lower = token.group().lower()
        broken = bool(item) and masked[token.end() : item[0][0]] != " "
        if (
            broken
            or lower in _DETERMINERS
            or lower in (",", ";", ":")
            or lower in classes["end"]
            or NUMBER.match(lower)
        ):
            break
        item.insert(0, (token.start(), token.end(), lower))
    return trimmed(masked, item, classes)


def subjects(masked: str, start: int, end: int) -> list[tuple[int, int]]:
    """The names from the beginning of a clause to its verb, which stands at `end`."""
    return list(_list(masked, begin_of_clause(masked, start, end), end, subject=True, loose=True))


def named_list(masked: str, start: int, end: int) -> list[tuple[int, int]]:
    """The names of a list that begins at `start`, which may be of anything: factors, outcomes."""
    return list(_list(masked, start, end, loose=True))


# What parts the names of a list.
_PARTING: Final = CONJUNCTION | {","}
_AUXILIARIES: Final = frozenset({"was", "were", "had", "did", "has", "have", "is", "are"})
# Words whose full stop ends no sentence, and the genus of a species ("H. pylori").
_SHORTENED: Final = re.compile(r"\b(?:[Vv]s|[Vv]|[Nn]o|i\.e|e\.g|[A-Z])\.$")


def _list(
    masked: str, start: int, end: int, subject: bool = False, loose: bool = False
) -> Iterator[tuple[int, int]]:
    """The names that begin at `start`, parted by commas and conjunctions.

    In a `subject` verbs are participles; `loose` lists may hold what is no outcome ("older age").
    """
    classes = classes_of_words()
    inner = classes["participle"] if subject else frozenset()
    ending = classes["end"]
    item: list[Word] = []
    count = 0
    skipping = False
    previous = start
    for token in _TOKEN.finditer(masked, start, end):
        word = token.group().rstrip(".")
        lower = word if word == "WHO" else word.lower()  # the organisation's scales are no relative clauses
        begin, stop = token.span()
        gap = begin - previous
        previous = stop
        parts = lower in _PARTING
        bracketed = gap > _FIGURES_GAP
        if parts and item and not bracketed and (_shares(item, classes) or _graded(masked, item, stop)):
            item.append((begin, stop, lower))
            continue
        # Behind a bracket of figures no name goes on.
        closed = bracketed and bool(item) and not parts
        if loose and lower == "than" and item and _bounds(masked, item[-1], classes):
            item.append((begin, begin + len(word), lower))
            continue  # "more than three metastases"
        ends = lower in (";", ":") or (lower in ending and lower not in inner and _ends(lower, item, classes))
        soft = ends and lower in classes["soft"]
        if skipping and not parts and (soft or not ends):
            continue
        skipping = False
        if parts or ends or closed or (item and gap > _BLANKED and _resumes(masked, begin, lower)):
            if ends and count and not closed and lower in _AUXILIARIES:
                return  # the subject of the next clause
            span = trimmed(masked, item, classes, loose)
            if span is not None:
                yield span
                count += 1
            item = []
            skipping = (soft and count > 0) or (closed and not ends)
            if subject and count and lower in classes["such_as"]:
                skipping = False
                continue
            if (ends and not skipping) or count == _MOST:
                return
            continue
        item.append((begin, begin + len(word), lower))
        if stop - begin != len(word) and _ends_sentence(masked, token):
            break
    span = None if skipping else trimmed(masked, item, classes, loose)
    if span is not None:
        yield span


def _bounds(masked: str, word: Word, classes: Classes) -> bool:
    """Whether a word before "than" bounds a number: "more than three"; the class of "Child-Pugh A than" does not."""
    return word[2] in classes["lead"] and masked[word[0]] != "A"


def _ends(word: str, item: Sequence[Word], classes: Classes) -> bool:
    """Whether no name goes over a word of those that end names; one goes over the preposition that its noun takes ("time to")."""
    return f"{item[-1][2]}:{word}" not in classes["carrier"] if item else word not in classes["lead"]


def _resumes(masked: str, place: int, word: str) -> bool:
    """Whether the clause goes on behind a bracket that was blanked out, and the name does not: "pain (VAS) in A"."""
    return masked[place - 1].isspace() and word in _RESUMING


def _ends_sentence(masked: str, token: re.Match[str]) -> bool:
    """Whether the full stop of a word is that of a sentence."""
    return _SHORTENED.search(token.group()) is None and masked[token.end() : token.end() + 1].isspace()


def _graded(masked: str, item: Sequence[Word], end: int) -> bool:
    """Whether a conjunction stands between two numbers: "grade 3 or 4 neutropenia", "stage III or IV disease"."""
    if item[-1][2] in _ROMAN:
        return _ROMAN_NEXT.match(masked, end) is not None
    return bool(NUMBER.match(item[-1][2])) and masked[end : end + 2].strip().isdigit()


_ROMAN: Final = frozenset({"i", "ii", "iii", "iv"})
_ROMAN_NEXT: Final = re.compile(r" (?:I{1,3}|IV|V)\b")


def _shares(item: Sequence[Word], classes: Classes) -> bool:
    """Whether the words before a conjunction want the noun behind it: "systolic and", "physical, "."""
    content = [word for _, _, word in item if word not in classes["lead"]]
    return bool(content) and content[-1] in classes["shared"]


def first_name(masked: str, start: int, end: int) -> tuple[int, int] | None:
    """The run of words at `start` that no verb, preposition or comma breaks, people and groups among them."""
    classes = classes_of_words()
    run: list[tuple[int, int]] = []
    for token in _TOKEN.finditer(masked, start, end):
        word = token.group().rstrip(".").lower()
        stops = (
            word in (";", ":")
            or word in _PARTING
            or word in classes["end"]
            or token.start() - (run[-1][1] if run else start) > 3
        )
        if stops or NUMBER.match(word):
            break
        run.append((token.start(), token.start() + len(word)))
        if token.group().endswith("."):
            break
    return (run[0][0], run[-1][1]) if run else None
