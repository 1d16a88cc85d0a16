"""What therapies a molecular claim is about, and how they were given: together, one after the other, or any one of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final, Literal

from evidence.lexicon import Lexicon
from evidence.pipeline.tables import alternatives
from evidence.records import Mention, TherapyInteraction
from evidence.vocabulary import Concept, Vocabulary


@dataclass(frozen=True, slots=True)
class Treatment:
    """Therapies given together, one after the other, or each by itself."""

    therapies: tuple[Concept, ...]
    interaction: TherapyInteraction | None


# What a drug is called before its name: "the MEK inhibitor".
_CALLED: Final = r"(?:the )?(?:(?:[\w/-]+ ){1,3}(?:inhibitor|antibody|antagonist|agonist|blocker) )?"
# What may stand behind its name: "adagrasib (MRTX849) plus".
_ASIDE: Final = r"(?:\s?\([^()]*\)|\))?"
# Between two names of one drug: "adagrasib (MRTX849)".
_ALIAS: Final = re.compile(r"\s?[(/,]\s?(?:(?:also|formerly) (?:known|called) as |aka )?", re.IGNORECASE)
_TOGETHER: Final = re.compile(
    rf"{_ASIDE}"
    r"\s?(?:\+|/|-|–|plus|combined with|in combination with|with|together with|co-?administered with|and concurrent|&)"
    rf"\s?{_CALLED}",
    re.IGNORECASE,
)
_TOGETHER_BEFORE: Final = re.compile(
    r"(?:\+|/|-|–|\bplus|\bcombined with|\bcombination with|\btogether with|\baddition of [\w-]+ to|\bcombination of"
    r"|\bcombination of (?:[\w-]+ ){1,3}(?:with|and))"
    r"\s?(?:the )?$",
    re.IGNORECASE,
)
_TOGETHER_AFTER: Final = re.compile(
    r"\s?(?:\+|/|-|–)\s?\w|\s(?:plus|combined with|in combination|together with)\b"
)
# "The addition of A to B" is A with B.
_ADDED: Final = re.compile(r"\b(?:addition of|adding|added) (?:[\w-]+ ){0,5}$", re.IGNORECASE)
# Before a list of drugs that are all given together ("a combination of A, B and C", "combined A, B and C").
_ALL_OF: Final = re.compile(
    r"\b(?:combinations?|triplets?|cocktail|triple (?:therapy|combination)|regimens?) (?:therapy |treatment |regimen )?(?:of|with) (?:the )?$"
    r"|\b(?:combined|combining|concomitant|concurrent|simultaneous) (?:treatment with |administration of |use of )?(?:the )?$"
    r"|\bphase [\w/]+ (?:clinical )?(?:trial|study) (?:of|with) (?:the )?$",
    re.IGNORECASE,
)
# The same behind it: "A, B and C combination therapy", "the A, B and C arm".
_ALL_BEFORE: Final = re.compile(
    rf"{_ASIDE}(?:[\s-](?:triple |combined )?(?:combination|combined|triplet|doublet|quadruplet|regimen|cocktail|group|arm)\b(?! or\b)"
    r"|,? (?:(?:given|used|administered) )?(?:together|in combination)\b(?! with\b))",
    re.IGNORECASE,
)
# What the first of a list is held against with the others: "A, B and C ... versus placebo, B and C".
_PLACEBO_WITH: Final = re.compile(
    r"\bplacebo(?:,| plus| and| with| in combination with) (?:the )?", re.IGNORECASE
)
_ALL_LISTED: Final = re.compile(rf"{_ASIDE}(?:,\s(?:and\s|plus\s)?|\s(?:and|plus)\s)")
_TO: Final = re.compile(r" to (?:[\w-]+ ){0,3}", re.IGNORECASE)
_IN_A_ROW: Final = re.compile(
    r"(?:,|\s)\s?(?:followed by|then|and then|prior to|before|and subsequently)\s", re.IGNORECASE
)
_AND: Final = re.compile(rf"\s?(?:,\s?)?and\s{_CALLED}", re.IGNORECASE)
_OR: Final = re.compile(r",?\s(?:and/)?or\s(?:the )?", re.IGNORECASE)
_OR_LISTED: Final = re.compile(r",\s|,?\sor\s")
_COMBINED: Final = re.compile(
    r"combin\w+|synerg\w+|\bdual\b|concomitant|concurrent|co-?treat|together|doublet|triplet|addition of|adding"
    r"|\bplacebo (?:and|plus|with)\b|\bplacebo, [\w-]+,? and\b|\b(?:and|plus|with) placebo\b|\b(?:vs\.?|versus|than|or|compared (?:with|to)) (?:[\w-]+ ){1,3}(?:monotherapy|alone)\b",
    re.IGNORECASE,
)
_COMPARED: Final = re.compile(
    alternatives("therapy_contexts", role="comparator").pattern + "$", re.IGNORECASE
)
# What makes no difference to a claim.
_IDLE: Final = re.compile(alternatives("therapy_contexts", role="idle").pattern + "$", re.IGNORECASE)
_EARLIER: Final = re.compile(alternatives("therapy_contexts", role="earlier").pattern + "$", re.IGNORECASE)
_ATTRIBUTIVE: Final = re.compile(
    r"[- ](?:resistan(?:t|ce)|refractory|na[iï]ve|sensitive|pretreated|experienced|treated|failed)\b"
)
_LISTED: Final = re.compile(r"\s?(?:,|/|and|or|and/or|,\s?(?:and|or))\s?", re.IGNORECASE)
_BRACKET: Final = re.compile(r"\s?\([^()]*\)")
# Between therapies that share a word behind the last.
_SHARED: Final = re.compile(r" (?:and/or|or|and) |/")
_GOES_ON: Final = re.compile(r"\s?(?:,|\)|/|and\b|or\b)")
# The context of a therapy that was given before.
EARLIER: Final = "earlier"
_CONTEXT_REACH: Final = 60
_FIRST_PART: Final = re.compile(r"\b[A-Za-z]+-$")
_HOLDERS: Final = frozenset({"population", "outcome"})


def therapies(text: str, mentions: Sequence[Mention], vocabulary: Vocabulary) -> list[Mention]:
    """Those that a claim may be about: no comparators, no earlier lines, no class beside its own member."""
    usable = [
        mention
        for mention in mentions
        if not text.endswith("anti-", 0, mention.start) and not _IDLE.search(_words_before(text, 0, mention))
    ]
    compared = _comparators(text, usable)
    # What the comparator is given too is no news of its own ("A, B and C versus placebo, B and C").
    given = {mention.concept.id for mention in compared if mention.concept}
    rest = [mention for mention in usable if mention not in compared]
    alone = [
        mention
        for place, mention in enumerate(rest)
        if mention.concept
        and (
            mention.concept.id not in given
            or _is_joined(text, mention)
            # "A and B against B" gives both together.
            or any(_are_listed(text, *pair) for pair in pairwise(rest[max(0, place - 1) : place + 2]))
        )
    ]
    return without_classes(alone or rest or usable, vocabulary)


def without_classes(mentions: Sequence[Mention], vocabulary: Vocabulary) -> list[Mention]:
    """Without a class beside its own member."""
    named = {mention.concept.id for mention in mentions if mention.concept}
    above = {broader for id in named for broader in vocabulary.broader(id)}
    return [mention for mention in mentions if mention.concept and mention.concept.id not in above]


def _are_listed(text: str, one: Mention, other: Mention) -> bool:
    """Whether "and" joins two therapies that words near them tell to be given together."""
    around = max(0, one.start - _CONTEXT_REACH), min(len(text), other.end + 2 * _CONTEXT_REACH)
    return (
        _AND.fullmatch(text, one.end, other.start) is not None and _COMBINED.search(text, *around) is not None
    )


def _comparators(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """Those that a claim only compares with, and those that a list joins to them."""
    found: list[Mention] = []
    for mention in mentions:
        before = _words_before(text, 0, mention)
        gap = (found[-1].end, mention.start) if found else (0, 0)
        listed = found and (_LISTED.fullmatch(text, *gap) or _TOGETHER.fullmatch(text, *gap))
        if listed or _COMPARED.search(before):
            found.append(mention)
    return found


def _words_before(text: str, floor: int, mention: Mention) -> str:
    """What stands before a therapy, without the first part of its own name ("platinum-pemetrexed")."""
    return _FIRST_PART.sub("", text[max(0, floor, mention.start - _CONTEXT_REACH) : mention.start])


def _is_joined(text: str, mention: Mention) -> bool:
    """Whether words beside a therapy give it together with another."""
    before = _TOGETHER_BEFORE.search(text, max(0, mention.start - _CONTEXT_REACH), mention.start)
    return before is not None or _TOGETHER_AFTER.match(text, mention.end) is not None


def about(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """Without the therapies that only tell who the patients are ("imatinib-resistant", "after failure of gefitinib or
    erlotinib"); all, if there are no others."""
    kept: list[Mention] = []
    attributive = attributes(text, mentions)
    earlier = floor = -1
    for mention in mentions:
        before = _words_before(text, floor, mention)
        floor = mention.end
        listed = (
            earlier >= 0
            and _LISTED.fullmatch(text, earlier, mention.start) is not None
            and ("," not in text[earlier : mention.start] or _GOES_ON.match(text, mention.end) is not None)
        )
        if _EARLIER.search(before) or listed:
            earlier = mention.end
        elif mention.start not in attributive:
            kept.append(mention)
    return kept or list(mentions)


def attributes(text: str, mentions: Sequence[Mention]) -> set[int]:
    """Where the therapies begin that only tell who the patients are ("imatinib-resistant"), and those that share the word
    behind the next one ("dasatinib and/or nilotinib-resistant")."""
    found: set[int] = set()
    following: Mention | None = None
    for mention in reversed(mentions):
        shared = following is not None and following.start in found
        if _ATTRIBUTIVE.match(text, mention.end) or (
            shared and following and _SHARED.fullmatch(text, mention.end, following.start)
        ):
            found.add(mention.start)
        following = mention
    return found


def contexts(text: str, mentions: Sequence[Mention]) -> list[str | None]:
    """What the words beside each therapy tell of its part: the comparator, an earlier line, or who the patients are."""
    found: list[str | None] = []
    attributive = attributes(text, mentions)
    floor = 0
    for mention in mentions:
        told = context_before(text, mention, floor)
        # "Intolerant to dasatinib and/or nilotinib" tells of both.
        if told is None and EARLIER in found[-1:] and _SHARED.fullmatch(text, floor, mention.start):
            told = EARLIER
        found.append(told or ("attributive" if mention.start in attributive else None))
        floor = mention.end
    return found


def context_before(text: str, mention: Mention, floor: int) -> str | None:
    """What the words before a therapy tell of its part; those before `floor`, where the therapy before it ends, are of that
    one, unless both stand in one list."""
    if _LISTED.fullmatch(text, floor, mention.start) or _TOGETHER.fullmatch(text, floor, mention.start):
        floor = 0
    before = _words_before(text, floor, mention)
    if _COMPARED.search(before) or _IDLE.search(before):
        return "comparator"
    if _EARLIER.search(before):
        return EARLIER
    return None


def treatments(
    text: str, start: int, end: int, mentions: Sequence[Mention], regimens: Set[frozenset[str]] = frozenset()
) -> list[Treatment]:
    """The therapies of a clause as they were given; two that the vocabulary has as a regimen are given together."""
    groups: list[list[Mention]] = []
    interactions: list[TherapyInteraction | None] = []
    combined = _COMBINED.search(text, start, end) is not None
    joined = _joined(text, mentions)
    for mention in mentions:
        if groups:
            gap = text[groups[-1][-1].end : mention.start]
            if _is_alias(gap, groups[-1][-1], mention):
                groups[-1].append(mention)
                continue
            if mention.start in joined:
                groups[-1].append(mention)
                interactions[-1] = "combination"
                continue
            pair = frozenset(item.concept.id for item in (*groups[-1], mention) if item.concept)
            interaction = _interaction(gap, combined or pair in regimens)
            if interaction is None and _TO.fullmatch(gap) and _is_added(text, groups[-1][0].start):
                interaction = "combination"
            if interaction is not None:
                groups[-1].append(mention)
                interactions[-1] = interactions[-1] or interaction
                continue
        groups.append([mention])
        interactions.append(None)
    if _are_alternatives(text, groups):
        groups, interactions = [[mention for group in groups for mention in group]], ["substitutes"]
    made: dict[tuple[str, ...], Treatment] = {}
    for group, interaction in zip(groups, interactions, strict=True):
        concepts = tuple(dict.fromkeys(mention.concept for mention in group if mention.concept is not None))
        treatment = Treatment(concepts, interaction if len(concepts) > 1 else None)
        made.setdefault(tuple(sorted(concept.id for concept in concepts)), treatment)
    return list(made.values())


def _is_alias(gap: str, one: Mention, other: Mention) -> bool:
    """Whether two names beside each other are of one therapy."""
    return one.concept == other.concept and _ALIAS.fullmatch(gap) is not None


def _are_alternatives(text: str, groups: Sequence[Sequence[Mention]]) -> bool:
    """Whether single therapies stand in one list of which any one was given ("gefitinib or erlotinib")."""
    if len(groups) < 2 or any(len(group) > 1 for group in groups):
        return False
    gaps = [text[left[0].end : right[0].start] for left, right in pairwise(groups)]
    return _OR.fullmatch(gaps[-1]) is not None and all(_OR_LISTED.fullmatch(gap) for gap in gaps[:-1])


def _joined(text: str, mentions: Sequence[Mention]) -> set[int]:
    """Where the therapies begin that words around their list give together with the one before ("a combination of A, B and
    C", "the A, B and C arm")."""
    lists: list[list[Mention]] = []
    for mention in mentions:
        gap = text[lists[-1][-1].end : mention.start] if lists else ""
        if lists and (
            _ALL_LISTED.fullmatch(gap) or _TOGETHER.fullmatch(gap) or _is_alias(gap, lists[-1][-1], mention)
        ):
            lists[-1].append(mention)
        else:
            lists.append([mention])
    return {
        mention.start
        for fellows in lists
        if _ALL_OF.search(text, max(0, fellows[0].start - _CONTEXT_REACH), fellows[0].start)
        or _ALL_BEFORE.match(text, fellows[-1].end)
        or _is_held_against_rest(text, fellows)
        for mention in fellows[1:]
    }


def _is_held_against_rest(text: str, fellows: Sequence[Mention]) -> bool:
    """Whether a list is held against placebo with what stands in it behind its first ("A, B and C versus placebo, B and C")."""
    end = fellows[-1].end
    return any(
        text.startswith(fellow.text, match.end())
        for match in _PLACEBO_WITH.finditer(text, end, end + 2 * _CONTEXT_REACH)
        for fellow in fellows[1:]
    )


def _is_added(text: str, start: int) -> bool:
    return _ADDED.search(text, max(0, start - _CONTEXT_REACH), start) is not None


def _interaction(gap: str, combined: bool) -> TherapyInteraction | None:
    if len(_BRACKET.sub("", gap)) > 40:
        return None
    if _TOGETHER.fullmatch(gap):
        return "combination"
    if _IN_A_ROW.fullmatch(gap):
        return "sequential"
    if combined and _AND.fullmatch(gap):
        return "combination"
    return None


class NameFinder:
    """Names of a kind among the mentions of a text, and inside those of patients and outcomes ("resistant to imatinib",
    "risk of breast cancer")."""

    def __init__(self, lexicon: Lexicon, kind: Literal["therapy", "disease"]) -> None:
        self._lexicon = lexicon
        self._kind = kind
        self._inside = lru_cache(maxsize=10_000)(self._search)

    def find(self, mentions: Iterable[Mention]) -> list[Mention]:
        """In text order."""
        found: list[Mention] = []
        for mention in mentions:
            if mention.kind == self._kind:
                found.append(mention)
            elif mention.kind in _HOLDERS:
                for start, end, concept in self._inside(mention.text):
                    found.append(
                        Mention(
                            start=mention.start + start,
                            end=mention.start + end,
                            text=mention.text[start:end],
                            kind=self._kind,
                            concept=concept,
                        )
                    )
        return found

    def _search(self, name: str) -> Sequence[tuple[int, int, Concept]]:
        return [
            (match.start, match.end, first.concept)
            for match in self._lexicon.match(name, self._kind)
            for first in match.names[:1]
            if not first.needs_support
        ]
