"""Layer `sections`: those that the reader found, else those that inline headings make, else those that the words tell.

An abstract without headings is told in the same order as one with them (background, methods, results, conclusions), so
its sentences' words and places tell its sections (`rhetoric`). A statement of a few sentences has none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc

from evidence import headings
from evidence.document import Document, Section, SectionRole
from evidence.pipeline import rhetoric
from evidence.pipeline.sentences import bounds
from evidence.pipeline.tables import alternatives

NAME: Final = "evidence_sections"

_OBJECTIVE: Final = alternatives("role_cues", role="objective")
# Abstracts have 150 to 400 words (journals' limits). Shorter texts, above all those without a title, are statements (nine
# of ten of a curated knowledge base's have less than 1,200 characters), and longer ones are articles with their own order.
_FEWEST_SENTENCES: Final = 5
_FEWEST_CHARACTERS: Final = 700
_FEWEST_UNTITLED: Final = 1200
_MOST_SENTENCES: Final = 40


@Language.component(NAME)
def sections(doc: Doc) -> Doc:
    """Keep the reader's sections; where they say nothing but the title, look for headings, and else read."""
    document: Document = doc._.document
    doc._.sections = _sections(document)
    return doc


def _sections(document: Document) -> tuple[Section, ...]:
    text, known = document.text, document.sections
    if not any(section.role != "title" for section in known):
        start = known[-1].end if known else 0
        known = (*known, *headings.split(text, start, len(text)))
    known = _without_lone_opening(known)
    if any(section.role not in ("title", "other") for section in known):
        return tuple(sorted((*known, *_of_abstract(text, known)), key=lambda section: section.start))
    titles = [section for section in known if section.role == "title"]
    others = [section for section in known if section.role == "other"]
    start = titles[-1].end if titles else 0
    stop = text.rfind(others[0].heading or "", start, others[0].start) if others else len(text)
    return (*titles, *predicted(text, start, max(start, stop), titled=bool(titles)), *others)


# What opens an abstract.
_OPENING: Final = frozenset({"background", "objective"})


def _without_lone_opening(known: Sequence[Section]) -> tuple[Section, ...]:
    """Sections without the only one where it is that of an abstract's opening and a whole abstract long.

    Its other headings were lost on the way, and it would swallow the results.
    """
    found = [section for section in known if section.role != "title"]
    lost = (
        len(found) == 1 and found[0].role in _OPENING and found[0].end - found[0].start >= _FEWEST_CHARACTERS
    )
    return tuple(section for section in known if not lost or section.role == "title")


def lacks_parts(document: Document, sections: Iterable[Section]) -> bool:
    """Whether a text has neither a title nor headings, as curators retell a study: its parts, if any, are only guessed."""
    return document.title is None and all(section.heading is None for section in sections)


# One heading over methods and results, as journals of cardiology and PLoS have it.
_MIXED_HEADING: Final = alternatives("role_cues", role="mixed_heading")


def may_tell_results(section: Section) -> bool:
    """Whether a section of methods may tell results: no heading says what it is, or one says that it is of both
    ("Methods and Results", "Methodology/Principal Findings")."""
    if section.role != "methods":
        return False
    return section.heading is None or _MIXED_HEADING.search(section.heading) is not None


def _of_abstract(text: str, known: Sequence[Section]) -> Iterator[Section]:
    """The sections of an article's abstract without headings, which stands between the title and the first heading."""
    start = max((section.end for section in known if section.role == "title"), default=0)
    first = next((section for section in known if section.role != "title"), None)
    if first is None or first.start <= start:
        return
    stop = text.rfind(first.heading, start, first.start) if first.heading else first.start
    if stop - start >= _FEWEST_CHARACTERS:
        yield from predicted(text, start, stop, titled=start > 0)


# What only results have: tests and intervals.
_TESTED: Final = re.compile(
    r"\b[Pp](?:[ -]values?)?\s?[<=>≤]\s?0?[.·]\d|\b9\d(?:\.\d)?\s?% ?(?:CI|[Cc]onfidence)|[(\[](?:adjusted )?(?:HR|OR|RR)\b"
)
_SHARE: Final = re.compile(r"\d\s?%")
# Conclusions are told in the present, and of what may or should be.
_CLAIMS: Final = re.compile(
    r"\b(?:is|are|may|might|should|can|could|appears?|seems?|suggests?|warrants?|warranted|remains?|recommend\w*|conclu\w+|supports?)\b",
    re.IGNORECASE,
)
_CONCLUDES: Final = alternatives("role_cues", role="conclusion")
_FEWEST_SHARES: Final = 2


def _is_result(sentence: str) -> bool:
    """Whether a sentence tells of figures and claims nothing."""
    if _CONCLUDES.search(sentence):
        return False
    if _TESTED.search(sentence):
        return True
    return len(_SHARE.findall(sentence)) >= _FEWEST_SHARES and _CLAIMS.search(sentence) is None


def predicted(text: str, start: int, end: int, *, titled: bool) -> Iterator[Section]:
    """The sections of a stretch of text without headings; none where it is no abstract by its length.

    `titled` where the title stands before the stretch; else its first sentence may be the title.
    """
    spans = bounds(text, start, end)
    if not _FEWEST_SENTENCES <= len(spans) <= _MOST_SENTENCES:
        return
    if spans[-1][1] - spans[0][0] < (_FEWEST_CHARACTERS if titled else _FEWEST_UNTITLED):
        return
    sentences = [text[first:last] for first, last in spans]
    roles: list[SectionRole] = list(rhetoric.roles(sentences, titled=titled))
    if "results" not in roles:
        return
    for index, (role, sentence) in enumerate(zip(roles, sentences, strict=True)):
        if role == "background" and (
            _OBJECTIVE.search(sentence) or (index and roles[index - 1] == "objective")
        ):
            roles[index] = "objective"
        elif role == "conclusions" and _is_result(sentence):
            roles[index] = "results"
    for role, run in groupby(range(len(spans)), key=roles.__getitem__):
        places = list(run)
        yield Section(role=role, heading=None, start=spans[places[0]][0], end=spans[places[-1]][1])
