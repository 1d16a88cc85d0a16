"""Layer `voices`: whose word each sentence is (own result, own conclusion, another work's, background, ...).

The section decides where there is one; in it, citations and the sentence's own words ("we found", "Kato et al
showed") can overrule it, and never the other way to the authors' credit: a sentence that cites tells of others unless
it says that its authors found the thing themselves.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Sequence
from itertools import groupby
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc

from evidence.document import Citation, SectionRole
from evidence.pipeline.directions import compares
from evidence.pipeline.document_kinds import Own, own_results
from evidence.pipeline.layers import Sentence, Voice
from evidence.pipeline.screens import Screen
from evidence.pipeline.tables import alternatives
from evidence.records import Role

NAME: Final = "evidence_roles"

_OWN: Final = alternatives("role_cues", role="own")
_CITED: Final = alternatives("role_cues", role="cited")
_OF_TRIAL: Final = alternatives("role_cues", role="of_trial")
_HYPOTHESIS: Final = Screen(alternatives("role_cues", role="hypothesis"))
_OBJECTIVE: Final = alternatives("role_cues", role="objective")
_METHOD: Final = alternatives("role_cues", role="method")
_CONCLUSION: Final = alternatives("role_cues", role="conclusion")
_RECOMMENDATION: Final = Screen(alternatives("role_cues", role="recommendation"))
_ASKED: Final = alternatives("role_cues", role="asked")
_COMPARED: Final = alternatives("role_cues", role="compared")
_TESTED: Final = alternatives("role_cues", role="tested")
_OTHERS: Final = Screen(alternatives("role_cues", role="others"))
_ONE_STUDY: Final = Screen(alternatives("role_cues", role="one_study"))
_GOES_ON: Final = alternatives("role_cues", role="goes_on")
_EARLIER: Final = alternatives("role_cues", role="earlier")
_OURS: Final = Screen(alternatives("role_cues", role="ours"))
_PLANNED: Final = Screen(alternatives("role_cues", role="planned"))

# What a sentence is where nothing in it says otherwise. A title announces, and claims nothing; neither does "other".
_BY_SECTION: Final[dict[str | None, Role]] = {
    "title": "method",
    "background": "background",
    "objective": "method",
    "methods": "method",
    "results": "result",
    "conclusions": "conclusion",
    "discussion": "background",
    "references": "method",
    "other": "method",
}
# Where others' work is told of: there a citation makes the claim theirs.
_CITING: Final = frozenset({"background", "discussion", "conclusions", "results", None})


@Language.component(NAME)
def roles(doc: Doc) -> Doc:
    """One voice for each sentence, in order, and which of the document's results are its own."""
    layers = doc._
    text: str = layers.document.text
    citations: Sequence[Citation] = layers.citations
    told: Sequence[Sentence] = layers.sentences
    starts = [citation.start for citation in citations]
    hedges = [cue.start for cue in layers.cues if cue.kind == "hedge"]
    own = own_results(layers.document, layers.sections, told, citations)
    sections = _sections_of(told)
    references = _reference_lines(text, told)
    headed = [(item.start, item.end) for item in layers.sections if item.heading is not None]
    voices: list[Voice] = []
    cited = None  # what the sentence before cites
    count = len(told)
    for index, sentence in enumerate(told):
        first = bisect.bisect_left(starts, sentence.start)
        citation = citations[first] if first < len(starts) and starts[first] <= sentence.end else None
        hedge = bisect.bisect_left(hedges, sentence.start)
        hedged = hedge < len(hedges) and hedges[hedge] < sentence.end
        words = text[sentence.start : sentence.end]
        under = any(start <= sentence.start < end for start, end in headed) if citation else False
        role = (
            "method" if index in references else _role(words, sections[index], citation, under, index, count)
        )
        if own != "all":
            role = _of_others(role, words, own)
        cites = role == "cited" and citation is not None
        number = citation.numbers[0] if cites and citation is not None else None
        if (
            (cited is not None or (voices and voices[-1].role == "cited"))
            and citation is None
            and role in ("conclusion", "background")
            and sections[index] == sections[index - 1] == "discussion"
            and _goes_on(text[told[index - 1].start : told[index - 1].end], words)
        ):
            role, number = "cited", cited.numbers[0] if cited is not None else None
        cited = citation
        voices.append(Voice(role, number, hedged))
    layers.own_results = own
    layers.voices = tuple(voices)
    return doc


def _goes_on(before: str, words: str) -> bool:
    """Whether a sentence goes on with the one work that the cited sentence before it told of: "This study found ..."."""
    return (
        _GOES_ON.match(words) is not None
        and _OURS.search(words) is None
        and _ONE_STUDY.search(before) is not None
        and _OURS.search(before) is None
    )


# The conclusions of an abstract or an article have a few sentences; what has more is a discussion under that heading.
_MOST_CONCLUSIONS: Final = 12


def _sections_of(sentences: Sequence[Sentence]) -> list[SectionRole | None]:
    """The role of each sentence's section: long conclusions are a discussion, what no section of an article holds is "other"."""
    found: list[SectionRole | None] = []
    for role, run in groupby(sentences, key=lambda item: item.section):
        length = len(list(run))
        if role == "conclusions" and length > _MOST_CONCLUSIONS:
            role = "discussion"
        elif role is None and "results" in found:
            role = "other"
        found += [role] * length
    return found


_AUTHORS: Final = re.compile(
    r"(?:\[?\d{1,3}[.\]]?\s*)?[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)? [A-Z]{1,3}(?:, [A-Z][\w'’-]+(?: [\w'’-]+)? [A-Z]{1,3})+(?:,? et al)?[.,:]"
)
_FEWEST_REFERENCES: Final = 4


def _reference_lines(text: str, sentences: Sequence[Sentence]) -> range:
    """The sentences of a list of references that no section holds: from the first list of authors to behind the last."""
    free = [index for index, item in enumerate(sentences) if item.section in (None, "other")]
    lines = [index for index in free if _AUTHORS.match(text, sentences[index].start, sentences[index].end)]
    return range(lines[0], lines[-1] + 3) if len(lines) >= _FEWEST_REFERENCES else range(0)


def _of_others(role: Role, words: str, own: Own) -> Role:
    """The role of a sentence in a document that tells of others' studies: no result is its own, or only one said to be."""
    if role not in ("result", "background"):
        return role
    if _CITED.search(words) or _OF_TRIAL.search(words):
        return "cited"
    if role == "result" and (own == "none" or not _OWN.search(words)):
        return "background"
    return role


def _role(
    words: str, section: SectionRole | None, citation: Citation | None, headed: bool, index: int, count: int
) -> Role:
    if section in ("title", "methods", "other", "references"):
        return "method"
    if _HYPOTHESIS.search(words):
        return "hypothesis"
    if _PLANNED.search(words):
        return "method"
    if section != "results" and section != "conclusions" and _OBJECTIVE.search(words):
        return "method"
    # Few sentences have what every question has, so that few need the pattern.
    if ("whether" in words or " if " in words or "We " in words or "we " in words) and _ASKED.search(words):
        return "method"
    if section in _CITING and citation is not None:
        return (
            "result"
            if section == "results" and _is_own_result(words, headed)
            else "conclusion"
            if _says_own(words)
            else "cited"
        )
    if section in ("conclusions", "discussion") and _recommends(words):
        return "recommendation"
    if section is None:
        return _unsectioned(words, index, count)
    if section in ("discussion", "background") and _OWN.search(words):
        return "conclusion" if section == "discussion" else "background"
    if section in ("discussion", "background") and _CITED.search(words):
        return "cited"
    if section == "discussion" and _CONCLUSION.search(words):
        return "conclusion"
    if section in ("results", "conclusions") and _OTHERS.search(words) and not _OWN.search(words):
        return "cited"
    return _BY_SECTION[section]


def _is_own_result(words: str, headed: bool) -> bool:
    """Whether a sentence of the results that cites tells a result of its authors: a method or a test is cited with it.

    Results without a heading are only guessed to be some: there, as in the news, what is cited is told of others.
    """
    if _OWN.search(words):
        return True
    return (
        headed
        and _TESTED.search(words) is not None
        and not _COMPARED.search(words)
        and not _CITED.search(words)
    )


def _recommends(words: str) -> bool:
    """Whether a sentence only says what is to be done: nothing is claimed before."""
    match = _RECOMMENDATION.search(words)
    return match is not None and not compares(words, 0, match.start())


def _says_own(words: str) -> bool:
    match = _OWN.search(words)
    return (
        match is not None
        and match.group().lower().startswith("we ")
        and not _CITED.match(words, match.start())
        and _EARLIER.search(words) is None
    )


def _unsectioned(words: str, index: int, count: int) -> Role:
    """Without sections the sentence's own words decide, and its place where they do not."""
    if _METHOD.search(words):
        return "method"
    if _recommends(words):
        return "recommendation"
    if _CONCLUSION.search(words):
        return "conclusion"
    if _OWN.search(words):
        return "result"
    if _CITED.search(words):
        return "cited"
    return "background" if index == 0 and count > 4 else "result"
