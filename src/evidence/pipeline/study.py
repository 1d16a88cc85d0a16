"""Layer `study`: what was done (design, phase, size, arms with their sizes, registrations, level of evidence)."""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final, cast

from spacy.language import Language
from spacy.tokens import Doc

from evidence.pipeline.arm_sizes import with_sizes
from evidence.pipeline.layers import Sentence, sentence_index, title_end
from evidence.pipeline.numerals import whole_number
from evidence.pipeline.primary_endpoint import primary_endpoint
from evidence.pipeline.screens import screened
from evidence.pipeline.study_size import study_size
from evidence.pipeline.tables import rows
from evidence.records import Arm, Design, Study
from evidence.vocabulary import Concept

NAME: Final = "evidence_study"

# Registration numbers, by registry (WHO ICTRP's list of primary registries; EudraCT; PROSPERO).
# (Their first letters come first, since the engine skips to a set, but not to the beginnings of alternatives.)
_REGISTRY: Final = re.compile(
    r"[ACDEIJKNTUj\d](?<=\b.)(?:(?<=N)(?:CT ?\d{8}|TR ?\d{2,5}|L\d{4,})|(?<=I)(?:SRCTN ?\d{8}|RCT\d+N?\d*)"
    r"|(?<=E)udraCT(?: (?:no\.?|number))?:? ?\d{4}-\d{6}-\d{2}|(?<=\d)\d{3}-\d{6}-\d{2}|(?<=A)CTRN ?\d{14}|(?<=U)MIN ?\d{9}"
    r"|(?<=C)(?:0{3,}\d{3,6}|hiCTR[-\w]*\d+|TRI/\d{4}/\d+/\d+|RD\d{8,})|(?<=D)RKS\d{8}|(?<=J)(?:PRN-\w+\d+|apicCTI-\d+)"
    r"|(?<=j)RCT\w?\d+|(?<=K)CT\d{7}|(?<=T)rial\d+/\d{4})\b"
)
_PHASE: Final = screened(
    r"\bphase[ -]?(?P<first>1|2|3|4|IV|III|II|I)(?P<sub>[ab])?(?:\s?(?:/|-|–|to|and)\s?(?:phase )?(?P<second>2|3|4|IV|III|II)(?P<sub2>[ab])?)?\b",
    re.IGNORECASE,
)
# Before the phase of the study itself, where it is told beside that of earlier ones.
_THIS: Final = re.compile(r"\b(?:[Tt]his|[Oo]ur|[Ww]e|present|current)\b[^.;]*$")
# Studies of one phase, told in the plural, are others': "promising activity in phase 2 studies".
_OTHERS: Final = re.compile(r"(?: [\w-]+){0,2} (?:studies|trials)\b")
_ROMAN: Final = {"i": "1", "ii": "2", "iii": "3", "iv": "4"}
_LEVEL: Final = screened(
    r"\blevels? of evidence\b[\s:.,–-]*(?:level )?(?P<level>[1-5][a-c]?|IV|V|I{1,3}[ab]?)\b", re.IGNORECASE
)
# The National Library of Medicine's publication types, given by indexers, the most telling first.
_TYPES: Final[dict[str, Design]] = {
    "meta-analysis": "meta-analysis",
    "systematic review": "systematic review",
    "randomized controlled trial": "randomised controlled trial",
    "case reports": "case report",
    "review": "review",
}
# The smallest share of a study's patients that an arm is believed to have.
_SMALLEST: Final = 0.06
# The design whose end point can be told without being stated: what its arms are first held against each other by.
_TRIAL: Final[Design] = "randomised controlled trial"


@Language.component(NAME)
def study(doc: Doc) -> Doc:
    """What the document says of the study that it reports."""
    text = doc._.document.text
    sentences: tuple[Sentence, ...] = doc._.sentences
    design = _design(text, sentences, doc._.document.publication_types)
    if doc._.own_results == "none":
        doc._.study = Study(design=design, diseases=_diseases(doc))  # what it tells of is another's
        return doc
    stated = _LEVEL.search(text)
    level = _arabic(stated["level"]) if stated else _derived(design, text)
    arms = tuple(_arms(doc))
    sizes = [arm.n for arm in arms if arm.n is not None]
    whole = len(sizes) == len(arms) > 1
    n = (
        _cases(text)
        if design == "case report"
        else study_size(text, sentences, doc._.numerals, sizes, whole=whole)
    )
    doc._.study = Study(
        design=design,
        phase=_phase(text, sentences),
        n=n,
        registry_ids=tuple(dict.fromkeys(_registered(match.group()) for match in _REGISTRY.finditer(text))),
        level_of_evidence=level,
        level_derived=stated is None and level is not None,
        diseases=_diseases(doc),
        arms=tuple(
            # No arm is the whole study, nor next to nothing of it.
            dataclasses.replace(arm, n=None)
            if n is not None and arm.n is not None and not n > arm.n >= _SMALLEST * n
            else arm
            for arm in arms
        ),
        primary_endpoint=primary_endpoint(doc, stated_only=design != _TRIAL),
    )
    return doc


# How many patients a report of cases tells of.
_CASES: Final = re.compile(
    r"(?<![\w-])(?P<n>two|three|four|five|six|seven|eight|nine|ten|[2-9]) (?:(?!of\b)\w+ ){0,2}?(?:cases|patients)\b",
    re.IGNORECASE,
)
_CASES_REACH: Final = 400


def _cases(text: str) -> int:
    """How many patients a case report tells of: one, unless its beginning says otherwise."""
    told = _CASES.search(text, 0, _CASES_REACH)
    return (whole_number(told["n"].lower()) or 1) if told is not None else 1


@lru_cache(maxsize=1)
def _designs() -> tuple[tuple[Design, str, re.Pattern[str]], ...]:
    return tuple(
        (cast(Design, row["design"]), row["place"], re.compile(row["pattern"])) for row in rows("design_cues")
    )


def _design(text: str, sentences: Sequence[Sentence], publication_types: Sequence[str]) -> Design:
    """The first row of `data/design_cues.tsv` that holds."""
    title = " ".join(text[item.start : item.end] for item in sentences if item.section == "title")
    own = " ".join(
        text[item.start : item.end]
        for item in sentences
        if item.section in ("title", "methods", "objective", None)
    )
    own = own if len(own) > len(title) + 40 else text
    # The table is in lower case: patterns that ignore case are searched several times as slowly.
    places = {"title": title.lower(), "own": own.lower(), "any": text.lower()}
    types = {item.lower() for item in publication_types}
    for name, design in _TYPES.items():
        if name in types:
            return design
    return next((design for design, place, pattern in _designs() if pattern.search(places[place])), "other")


def _phase(text: str, sentences: tuple[Sentence, ...]) -> str | None:
    """The phase that title, methods or objective name; the title's first."""
    told = [
        (sentences[sentence_index(sentences, match.start())].section, match)
        for match in _PHASE.finditer(text)
    ]
    own = [
        (section, match)
        for section, match in told
        if _THIS.search(text, max(0, match.start() - 60), match.start())
    ]
    told = [item for item in told if item[0] != "background"] + (
        own or [item for item in told if item[0] == "background"]
    )
    for sections in (("title",), ("methods", "objective", None), ("background", "results", "conclusions")):
        for section, match in told:
            if section in sections and not (section == "background" and _OTHERS.match(text, match.end())):
                first, second = (
                    _ROMAN.get(part.lower(), part.lower()) if part else ""
                    for part in (match["first"], match["second"])
                )
                return f"{first}/{second}" if second and second != first else first
    return None


def _arabic(level: str) -> str:
    return _ROMAN.get(level.lower(), "5" if level.upper() == "V" else level.lower())


@lru_cache(maxsize=1)
def _oxford() -> tuple[tuple[str, re.Pattern[str], re.Pattern[str] | None, str], ...]:
    return tuple(
        (
            row["design"],
            re.compile(row["says"], re.IGNORECASE),
            re.compile(row["not"], re.IGNORECASE) if row["not"] else None,
            row["level"],
        )
        for row in rows("oxford_levels")
    )


def _derived(design: Design, text: str) -> str | None:
    """The level that a design has (`data/oxford_levels.tsv`), or None where the text does not tell it."""
    return next(
        (
            level
            for name, says, excluded, level in _oxford()
            if name == design and says.search(text) and not (excluded and excluded.search(text))
        ),
        None,
    )


def _registered(words: str) -> str:
    """A registration number without its registry's name and spaces ("NTR 267" keeps its own)."""
    bare = re.sub(r"^EudraCT\D*", "", words, flags=re.IGNORECASE)
    return bare if bare.startswith("NTR") else bare.replace(" ", "")


def _diseases(doc: Doc) -> tuple[Concept, ...]:
    """The diseases of the title, else the one named most."""
    found = [item for item in doc._.mentions if item.kind == "disease" and item.concept is not None]
    title = title_end(doc._.sentences)
    titled = tuple(dict.fromkeys(item.concept for item in found if item.start < title))
    if titled:
        return titled
    most = Counter(item.concept for item in found).most_common(1)
    return (most[0][0],) if most else ()


def _arms(doc: Doc) -> Iterator[Arm]:
    """The arms with the sizes that the document tells: of rates as well, which by now know their arms."""
    for arm in with_sizes(doc):
        yield Arm(name=arm.name, concepts=arm.concepts, n=arm.size, start=arm.start, end=arm.end)
