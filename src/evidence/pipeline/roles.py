"""Layer `voices`: whose word each sentence is (own result, own conclusion, another work's, background, ...).

The section decides where there is one; in it, citations and the sentence's own words ("we found", "Kato et al
showed") can overrule it, and never the other way to the authors' credit: a sentence that cites tells of others unless
it says that its authors found the thing themselves.
"""

from __future__ import annotations

import bisect
from collections.abc import Sequence
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc

from evidence.document import Citation
from evidence.pipeline.layers import Sentence, Voice
from evidence.pipeline.tables import alternatives
from evidence.records import Role

NAME: Final = "evidence_roles"

_OWN: Final = alternatives("role_cues", role="own")
_CITED: Final = alternatives("role_cues", role="cited")
_HYPOTHESIS: Final = alternatives("role_cues", role="hypothesis")
_OBJECTIVE: Final = alternatives("role_cues", role="objective")
_METHOD: Final = alternatives("role_cues", role="method")
_CONCLUSION: Final = alternatives("role_cues", role="conclusion")

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
    """One voice for each sentence, in order."""
    text: str = doc._.document.text
    citations: Sequence[Citation] = doc._.citations
    starts = [citation.start for citation in citations]
    hedges = [cue.start for cue in doc._.cues if cue.kind == "hedge"]
    # Who comments on another's work has no results to tell.
    comments = any(relation.type == "comments_on" for relation in doc._.document.relations)
    voices = []
    count = len(doc._.sentences)
    for index, sentence in enumerate(doc._.sentences):
        first = bisect.bisect_left(starts, sentence.start)
        citation = citations[first] if first < len(starts) and starts[first] <= sentence.end else None
        hedge = bisect.bisect_left(hedges, sentence.start)
        hedged = hedge < len(hedges) and hedges[hedge] < sentence.end
        role = _role(text[sentence.start : sentence.end], sentence, citation, index, count)
        if comments and role == "result":
            role = "background"
        cites = role == "cited" and citation is not None
        voices.append(Voice(role, citation.numbers[0] if cites and citation is not None else None, hedged))
    doc._.voices = tuple(voices)
    return doc


def _role(words: str, sentence: Sentence, citation: Citation | None, index: int, count: int) -> Role:
    section = sentence.section
    if section in ("title", "methods", "other", "references"):
        return "method"
    if _HYPOTHESIS.search(words):
        return "hypothesis"
    if section != "results" and section != "conclusions" and _OBJECTIVE.search(words):
        return "method"
    if section in _CITING and citation is not None:
        return (
            "result"
            if section == "results" and _OWN.search(words)
            else "conclusion"
            if _says_own(words)
            else "cited"
        )
    if section is None:
        return _unsectioned(words, index, count)
    if section in ("discussion", "background") and _OWN.search(words):
        return "conclusion" if section == "discussion" else "background"
    if section in ("discussion", "background") and _CITED.search(words):
        return "cited"
    return _BY_SECTION[section]


def _says_own(words: str) -> bool:
    match = _OWN.search(words)
    return match is not None and match.group().lower().startswith("we ")


def _unsectioned(words: str, index: int, count: int) -> Role:
    """Without sections the sentence's own words decide, and its place where they do not."""
    if _METHOD.search(words):
        return "method"
    if _CONCLUSION.search(words):
        return "conclusion"
    if _OWN.search(words):
        return "result"
    if _CITED.search(words):
        return "cited"
    return "background" if index == 0 and count > 4 else "result"
