"""What a denial reaches, and what it does not (`data/denial_words.tsv`).

"Did not prolong A and worsened B" denies the first verb alone, since the second is not in the form that "did not" asks for;
"did not prolong A and reduce B" denies both. "Longer A with B was not seen" denies what stands before it.
"""

from __future__ import annotations

import re
from typing import Final

from evidence.pipeline.tables import rows


def words(kind: str) -> str:
    """The alternatives of a kind, for patterns made of them."""
    return "(?:" + "|".join(row["pattern"] for row in rows("denial_words") if row["kind"] == kind) + ")"


_CHANGE: Final = words("change")
_ADVERBS: Final = r"(?:(?:\w+ly|much|further|even|also) )*"
# A verb that tells something of its own: "worsened", "markedly increases".
FINITE: Final = re.compile(rf"{_ADVERBS}{_CHANGE}(?:ed|e?s)$", re.IGNORECASE)
# A verb in the form that "did not" and "failed to" ask for.
_PLAIN: Final = re.compile(rf"{_ADVERBS}{_CHANGE}e?$", re.IGNORECASE)
_OF_A_NOUN: Final = re.compile(r" (?:in|of)\b")  # "increases in"
# From a denial to a second verb, which it does not reach unless that is plain: "not prolong A and | worsened B".
_DENIED_DEED: Final = re.compile(
    rf"{words('denies_doing')} {words('deed_aside')}(?:{_CHANGE}|{words('other_deed')})(?:e|y)?\b[^;:]*,? (?:and|but) {_ADVERBS}$",
    re.IGNORECASE,
)
_BRINGS: Final = re.compile(rf" {words('brings')}\b", re.IGNORECASE)
_AND: Final = re.compile(rf",? and {_ADVERBS}$", re.IGNORECASE)
# From a denial over a statement of its own behind it: "not prolong A and was | more toxic".
_STATES_MORE: Final = re.compile(
    r"(?:not|cannot|never|n't|to)\b[^;:]*?\band (?:(?!(?:in|of|or|with|to|for|by|nor|not)\b)[\w-]+ ){0,3}?"
    + words("states_more"),
    re.IGNORECASE,
)
# Behind what a clause then denies.
NOT_SHOWN: Final = re.compile(rf"[^.;,]{{0,90}}?\b{words('not_shown')}\b", re.IGNORECASE)
_SHOWABLE: Final = re.compile(rf"{words('showable')}$", re.IGNORECASE)
_SHOWABLE_ADJECTIVE: Final = re.compile(rf"{words('showable_adjective')}$", re.IGNORECASE)
_ONLY_ITS_NOUN: Final = re.compile(
    rf"(?: (?!{words('other_statement')}\b)[\w/%-]+){{1,9}} (?=(?:was|were|is|are|could|can|has|have|had|did|does|do|failed|never)\b)",
    re.IGNORECASE,
)
# Behind what an outcome gained, that another one did not: what it gained is not denied.
SHOWN_ELSEWHERE: Final = words("shown_elsewhere")
_SHOWN_ELSEWHERE: Final = re.compile(
    rf" (?:in|of|for|with) [^.;,()]{{3,60}}? {SHOWN_ELSEWHERE}", re.IGNORECASE
)
_BEFORE_NOT: Final = 7  # "should "


def does_besides(text: str, denial: int, cue_start: int, cue_end: int) -> bool:
    """Whether a claiming word states something beside what the denial that begins at `denial` reaches: another verb behind
    "and" that is not in the plain form which "did not" asks for ("did not prolong A and worsened B")."""
    return (
        FINITE.match(text, cue_start, cue_end) is not None
        and not (text.endswith("s", 0, cue_end) and _OF_A_NOUN.match(text, cue_end))
        and _DENIED_DEED.match(text[max(0, denial - _BEFORE_NOT) : cue_start], min(_BEFORE_NOT, denial))
        is not None
    )


def is_joined(text: str, denial_end: int, cue_start: int, cue_end: int) -> bool:
    """Whether a claiming word behind another outcome and "and" is still denied: "failed to improve A and reduce B"."""
    shared = _PLAIN.match(text, cue_start, cue_end) or _BRINGS.match(text, denial_end, cue_start)
    return shared is not None and _AND.search(text, denial_end, cue_start) is not None


def states_more(text: str, denial: int, cue_start: int, cue_end: int) -> bool:
    """Whether a comparing word belongs to a statement of its own behind what is denied: "did not prolong A and was more toxic"."""
    return _STATES_MORE.match(text, denial, cue_start) is not None or does_besides(
        text, denial, cue_start, cue_end
    )


def not_shown(text: str, cue_start: int, cue_end: int, end: int) -> bool:
    """Whether a clause says behind a claiming word that what it claims was not shown or seen."""
    if _SHOWN_ELSEWHERE.match(text, cue_end, end) is not None:
        return False
    if _SHOWABLE.search(text, cue_start, cue_end) is not None:
        return NOT_SHOWN.match(text, cue_end, end) is not None
    if _SHOWABLE_ADJECTIVE.search(text, cue_start, cue_end) is None:
        return False
    noun = _ONLY_ITS_NOUN.match(text, cue_end, end)
    return noun is not None and NOT_SHOWN.match(text, noun.end() - 1, end) is not None
