"""Which therapies of a clause words for an effect are bound to: those right behind or before them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from evidence.pipeline import claim_therapies
from evidence.pipeline.claim_cues import ClaimCue
from evidence.records import Mention

# What somebody is resistant or sensitive to stands right behind the word.
_TO_WHAT: Final = re.compile(r" (?:to|against) (?:[\w-]+ ){0,5}")
_ITSELF: Final = re.compile(r" (?:[\w-]+ ){0,2}")
_OPEN: Final = re.compile(r" (?:to|on|under|during|after|upon|following|through|despite)$", re.IGNORECASE)
_OVERCOMES: Final = re.compile(r"overc[ao]m|revers|circumvent|delay|prevent|abrogat", re.IGNORECASE)
# A class, and behind it its members: "resistance to EGFR kinase inhibitors (gefitinib, erlotinib)".
_NAMED: Final = re.compile(r",? ?\(?(?:such as |including |like |e\.g\.,? |i\.e\.,? )?")
# A noun to which a therapy is joined without a hyphen too ("gefitinib resistance").
_NOUN: Final = re.compile(r"resistance\b(?! to\b)", re.IGNORECASE)
# What begins to tell of something else.
_NEXT: Final = re.compile(
    r"\b(?:was|were|is|are|had|has|have|did|received?|respond\w*|achieved|treated|given|switched|underwent|started|showed"
    r"|remain\w*|but|whereas|while|although|which|who|that|followed|then|produced|induced|led|killed|benefit\w*|sensitiv\w*)\b|[.;]\s"
)
# Between therapies of which the last alone has the word: "A- and B-resistant", "A and/or B-resistant".
_HYPHENED_TOO: Final = re.compile(r"-(?:,| and| or|/|, and|, or) ?|-?(?:/| and/or ) ?")
_LISTED: Final = re.compile(r"\s?(?:,|/|\+|and|or|plus|,\s?(?:and|or))\s?")


def bound(
    text: str, cues: Sequence[ClaimCue], therapies: Sequence[Mention], named: Sequence[Mention]
) -> list[tuple[Sequence[Mention], Sequence[ClaimCue]]]:
    """The therapies of a clause with the cues that may be theirs. Words for an effect of what stands right behind them, or
    right before them ("resistant to A", "A-refractory"), tell of nothing else: "active in mutants with resistance to B",
    "patients resistant to A responded to B"."""
    cues = [cue for cue in cues if not of_unnamed(text, cue, named)]
    own = {cue: told for cue in cues if (told := targets(text, cue, named))}
    for cue in [cue for cue, told in own.items() if _is_hyphened(text, cue, told)]:
        if any(_same(own[cue], told) for other, told in own.items() if other != cue):
            del own[cue]
            cues = [other for other in cues if other != cue]
    if not own:
        return [(therapies, cues)] if cues else []
    spent = [cue for cue in own if _is_open(text, cue) and _are_earlier(text, own[cue])]
    if spent:
        past = {mention.start for cue in spent for mention in own.pop(cue)}
        if any(item.start not in past for item in therapies):
            left = [cue for cue in cues if cue not in spent]
            return bound(text, left, therapies, named) if left else []
    free = [cue for cue in cues if cue not in own]
    taken = {mention.start for told in own.values() for mention in told}
    others = [item for item in therapies if item.start not in taken]
    if not others:
        parts = [(therapies, cues)]
    elif free:
        # Who was given the others is told by what they are refractory to.
        told_of = {cue: told for cue, told in own.items() if not _is_hyphened(text, cue, told)}
        parts = [(others, free)]
        parts += [([item for item in therapies if item in told], [cue]) for cue, told in told_of.items()]
    else:
        parts = [(reached(text, told, therapies), [cue]) for cue, told in own.items()]
    return [(part, told) for part, told in parts if part and told]


def outer(text: str, cues: Sequence[ClaimCue], named: Sequence[Mention]) -> list[ClaimCue]:
    """The words for an effect but those between others and what these are bound to: "less sensitive to the
    apoptosis-inducing effects of A"."""
    spans = [(cue.end, told[0].start) for cue in cues if (told := targets(text, cue, named))]
    return [cue for cue in cues if not any(start <= cue.start and cue.end <= end for start, end in spans)]


def _is_hyphened(text: str, cue: ClaimCue, told: Sequence[Mention]) -> bool:
    """Whether words for an effect are joined to the therapy before them ("A-refractory")."""
    return told[0].end < cue.start and text[told[0].end] == "-"


def of_unnamed(text: str, cue: ClaimCue, named: Sequence[Mention]) -> bool:
    """Whether words for an effect are joined to something that is no therapy of the passage ("platinum-resistant")."""
    joined = cue.strength == "explicit" and cue.start > 1 and text[cue.start - 1] == "-"
    return joined and not targets(text, cue, named)


def _same(one: Sequence[Mention], other: Sequence[Mention]) -> bool:
    """Whether two lists name a therapy in common: of what "A-sensitive cells" are, "acquired A resistance" tells more."""
    return any(first.concept == second.concept for first in one for second in other)


def _is_open(text: str, cue: ClaimCue) -> bool:
    """Whether words for an effect end where what they are of begins ("progressed on", "emerged during")."""
    return _OPEN.search(text, cue.start, cue.end) is not None


def _are_earlier(text: str, therapies: Sequence[Mention]) -> bool:
    return claim_therapies.context_before(text, therapies[0], 0) == claim_therapies.EARLIER


def reached(text: str, told: Sequence[Mention], named: Sequence[Mention]) -> list[Mention]:
    """The therapies that words for an effect are bound to, with those behind them before the next verb ("resistant to A (1
    uM), as well as to B")."""
    last = told[-1]
    return [
        item
        for item in named
        if item in told or (item.start > last.end and not _NEXT.search(text, last.end, item.start))
    ]


def targets(text: str, cue: ClaimCue, named: Sequence[Mention]) -> list[Mention]:
    """The therapies of a list right behind a cue ("resistance to A and B"), or those that it is hyphened to; none of
    words that tell of others too ("overcomes resistance to A")."""
    if (cue.strength != "explicit" and not _is_open(text, cue)) or _OVERCOMES.match(text, cue.start):
        return []
    joins = "- " if _NOUN.match(text, cue.start) else "-"
    joined = [item for item in named if item.end == cue.start - 1 and text[item.end] in joins]
    if joined:
        for item in reversed([item for item in named if item.end < joined[0].start]):
            if not _HYPHENED_TOO.fullmatch(text, item.end, joined[0].start):
                break
            joined.insert(0, item)
        return joined
    behind = [item for item in named if item.start > cue.end]
    words = _ITSELF if _is_open(text, cue) else _TO_WHAT
    if not behind or not words.fullmatch(text, cue.end, behind[0].start):
        return []
    listed = behind[:1]
    for item in behind[1:]:
        if not any(words.fullmatch(text, listed[-1].end, item.start) for words in (_LISTED, _NAMED)):
            break
        listed.append(item)
    return listed
