"""What a row calls its outcome: the field's name for an endpoint, the text's own for an adverse event."""

from __future__ import annotations

import re
from typing import Final

from evidence.pipeline.outcomes import OutcomeMention

# Outcomes that the field has one name for; others are told as written, with the concept beside.
_STANDARD: Final = re.compile(
    r"survival|response|progressi|recurrence|quality of life|control|failure|remission|interval|relapse|metastas|rate$"
)
_HARM: Final = re.compile(r"tox|adverse|treatment-related|death|mortality")
# The words that an outcome got worse, before its name: "deterioration in | role functioning".
_GOT_WORSE: Final = re.compile(
    r"^[^()]*?\b(?:deterioration|worsening|impairment)\b[^()]*? (?:in|of) (?:(?:the|their|global|overall|health-related) )*",
    re.IGNORECASE,
)
# The grade of an adverse event, which is no part of its name; and what is one, before it: "acute skin toxicity".
_GRADE: Final = re.compile(
    r"(?:any |all )?grades? ?(?:\d|[≥>])[\d /–-]*(?:(?:or|to|and) (?:\d|higher|worse|more|above|greater))? ?| of grades? .*$",
    re.IGNORECASE,
)
_QUALIFIER: Final = re.compile(
    r"\b(?:[a-z]+-related|(?:non-?)?ha?ematolog\w+|acute|late|severe|serious|gyna?ecological|cardiac|renal|hepatic|dermatologic\w*|neurologic\w*)"
    r" (?=(?:grade [\d /or-]+)?$)",
    re.IGNORECASE,
)


def standard(text: str, outcome: OutcomeMention) -> str:
    """The name of an outcome: the field's for an endpoint, the text's own for an adverse event."""
    concept = outcome.concept
    if concept is None or outcome.phrase or outcome.refers or outcome.start == outcome.end:
        return outcome.name
    if concept.label.endswith(" outcome"):
        return text[outcome.start : outcome.end]
    if outcome.name != concept.label:
        return outcome.name
    if not (concept.group == "adverse_events" or _HARM.search(concept.label)):
        words = " ".join(text[outcome.start : outcome.end].split())
        if outcome.inverse:  # what is told is of the outcome that got worse, and not of its getting worse
            words = _GOT_WORSE.sub("", words)
        short = words in concept.abbreviations and words[0].lower() == concept.label[0].lower()
        return concept.label if short or _STANDARD.search(concept.label) else words
    before = _QUALIFIER.search(text, max(0, outcome.start - 40), outcome.start)
    words = _GRADE.sub("", text[before.start() if before else outcome.start : outcome.end]).strip()
    return " ".join(words.lower().split())
