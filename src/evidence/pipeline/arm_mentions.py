"""Layer `arm_mentions`: every place where the text speaks of an arm, by whatever name it calls it.

Therapies that stand together ("ganetespib and docetaxel") are read as one set and held against the arms' own sets, so
that "docetaxel" is the other arm; names that are none of a therapy ("the combination group", "controls", "EC") are
found as written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc

from evidence.pipeline.arm_cuts import CONTROL, cue
from evidence.pipeline.arm_letters import by_letters
from evidence.pipeline.arm_names import ArmName, with_members
from evidence.pipeline.arm_namings import added_to, compounds, denied, outermost
from evidence.pipeline.arm_sides import EXPERIMENTAL, PLACEBO
from evidence.pipeline.group_names import CONTROLS
from evidence.pipeline.layers import ArmMention
from evidence.pipeline.screens import screened
from evidence.records import Mention
from evidence.vocabulary import Concept, Vocabulary

NAME: Final = "evidence_arm_mentions"

# What may stand between two therapies of one arm.
_JOIN: Final = re.compile(
    r"\s*(?:,|/|\+|-|–|plus|and|with|combined with|in combination with|followed by|, and|added to|or)?"
    r"\s*(?:(?!(?:than|versus|vs|v|to|over|or|from|against|before|but|while|whereas)\b)[\w-]+ )?$"
)
_LONGEST_JOIN: Final = 28
# Between therapies of which the one follows the other, or is added to it: no two arms.
_THEN: Final = re.compile(r"followed by|combin|plus|added|^[-–]$")
_GROUP_NOUN: Final = screened(
    rf"\b(?:groups?|arms?|cohorts?|regimens?)\b|(?:(?<=[Ii]ntervention )|(?<=[Ee]xperimental ))(?:patients|participants)\b|{CONTROLS}|control\b(?:(?<=with control)(?! \w+ of)|(?<=than control))"
)
_PEOPLE: Final = frozenset({"patients", "participants"})
# What can only stand before the name of a group: words, and the ends of lines and of a table's cells.
_DETERMINER: Final = re.compile(
    r"[(,;:.|\n]\s*|\b(?:the|an?|in|of|for|with|to|than|both|each|per|and|or|vs\.?|versus|v|those|our|this|that|were|was)\s+",
    re.IGNORECASE,
)
_COMBINATION: Final = re.compile(
    r"(?<=[Tt]he )combination(?: (?:arm|group|therapy|treatment|regimen))?\b(?! of\b)"
)
_COMBINED: Final = re.compile(r"combin(?:ation|ed)\b", re.IGNORECASE)
# The arm that gets more, told without a noun of groups.
_COMBINED_THERAPY: Final = screened(
    r"\b(?:combined|combination|combined-modality) (?:therapy|treatment|modality)\b(?! (?:with|of|groups|arms)\b)"
)
_MONOTHERAPY: Final = screened(
    r"\b(?:monotherapy|single-agent) (?:arm|group|regimen)s?\b"
    # without a noun of groups: "with combination therapy and monotherapy", "than with monotherapy"
    r"|(?:(?<=\bwith )|(?<=\bfor )|(?<=\band )|(?<=\bthan )|(?<=\bto )|(?<=\bversus )|(?<=\bvs )|(?<=\bvs\. )|(?<=\bv )|(?<=\breceiving ))monotherapy\b(?! (?:with|of|using)\b)"
)
_IN_ONE: Final = screened(cue("groups_in_one").pattern, re.IGNORECASE)
_ALONE: Final = re.compile(r"\s*(?:alone|only|monotherapy|by itself)\b")
# "oxaliplatin added to FULV" is not the arm that gets FULV alone.
_ADDED: Final = screened(
    r"\b(?:[Aa]dded to|(?:[Aa]ddition of|[Aa]dding) (?:[\w-]+ ){1,3}to)(?: (?!the\b)[\w-]+)? $"
)
# "surgery-related complications" are no patients of the surgical arm.
NAMES_ANOTHER: Final = re.compile(
    r"-(?:related|induced|attributable|emergent|free|na[iï]ve|refractory|resistant|sensitive|experienced|eligible|ineligible)\b"
)
# Before controls that are no patients of the trial.
_OUTSIDE: Final = screened(r"\b(?:historic(?:al)?|published|external|healthy|population) $", re.IGNORECASE)
_TAIL: Final = re.compile(
    r"(?:[ -](?:treated|treatment|therapy|containing|based))?(?:[ -](?:groups?|arms?|patients|cohorts?|regimens?|recipients))?\b"
)


_PAIR: Final = 2


class ArmMentionFinder:
    """The component; the vocabulary tells it that a mention of "chemotherapy" can be of an arm with docetaxel."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary

    def __call__(self, doc: Doc) -> Doc:
        """Find the mentions, in text order, none inside another."""
        arms: Sequence[ArmName] = doc._.arms
        if not arms:
            doc._.arm_mentions = ()
            return doc
        text: str = doc._.document.text
        clusters = list(
            _clusters(text, [item for item in doc._.mentions if item.kind in ("therapy", "procedure")])
        )
        of_both = [cluster for cluster in clusters if self._is_of_both(text, cluster, arms)]
        found = [
            *self._by_therapies(text, clusters, arms),
            *(item for item in _by_aliases(text, arms) if not _within(item, of_both)),
            *(ArmMention(*item) for item in by_letters(text, arms)),
            *_by_groups(text, arms),
        ]
        found = [
            item
            for item in found
            if not _ADDED.search(text, max(0, item.start - 45), item.start)
            and not NAMES_ANOTHER.match(text, item.end)
            and not _OUTSIDE.search(text, max(0, item.start - 20), item.start)
        ]
        found = [added_to(text, item, arms) for item in found]
        found = [item for near in found if (item := denied(text, near, arms)) is not None]
        doc._.arm_mentions = tuple(compounds(text, list(outermost(found)), arms))
        return doc

    def _is_of_both(self, text: str, cluster: Sequence[Mention], arms: Sequence[ArmName]) -> bool:
        """Whether therapies that are given together are those of two arms, neither of which is known to get both: "resection
        plus radiosurgery" where surgery and radiosurgery are held against each other."""
        if len(cluster) == 1 or any(arms[0].ids & arm.ids for arm in arms[1:]):
            return False
        if not all(_THEN.search(text[one.end : other.start]) for one, other in pairwise(cluster)):
            return False
        touched = [
            {
                index
                for index, arm in enumerate(arms)
                if any(self._related(item.concept.id, id) for id in arm.ids)
            }
            for item in cluster
            if item.concept is not None
        ]
        return all(len(indices) == 1 for indices in touched) and len(set().union(*touched)) > 1

    def _by_therapies(
        self, text: str, clusters: Sequence[Sequence[Mention]], arms: Sequence[ArmName]
    ) -> Iterator[ArmMention]:
        known: dict[
            tuple[frozenset[str], bool, bool], int | None
        ] = {}  # a text names few therapies, many times
        for cluster in clusters:
            end = cluster[-1].end
            alone = _ALONE.match(text, end)
            ids = frozenset(item.concept.id for item in cluster if item.concept is not None)
            end = alone.end() if alone else end
            tail = _TAIL.match(text, end)
            grouped = tail is not None and bool(_GROUP_NOUN.search(tail.group()))
            told = (ids, alone is not None, grouped)
            if told not in known:
                arm = self._arm_of(ids, arms, alone is not None, grouped)
                if arm is None:
                    arm = _by_drugs([item.concept for item in cluster if item.concept is not None], arms)
                known[told] = arm
            arm = known[told]
            if arm is not None and (both := self._two_groups(text, cluster, arms)):
                yield from both
            elif arm is not None:
                yield ArmMention(cluster[0].start, tail.end() if tail else end, arm)
            elif len(cluster) > 1 and not any(
                _THEN.search(text[first.end : second.start]) for first, second in pairwise(cluster)
            ):  # "alpelisib and placebo" are two arms
                single = [
                    self._arm_of(frozenset({item.concept.id}), arms, False, False)
                    for item in cluster
                    if item.concept
                ]
                if len(single) == len(cluster) and None not in single and len(set(single)) > 1:
                    yield from (
                        ArmMention(item.start, item.end, place)
                        for item, place in zip(cluster, single, strict=True)
                        if place is not None
                    )

    def _two_groups(
        self, text: str, cluster: Sequence[Mention], arms: Sequence[ArmName]
    ) -> Sequence[ArmMention]:
        """The two arms that "and" joins before their plural, where one of them gets both: "in the biopsy and surgery groups"."""
        tail = _GROUPS.match(text, cluster[-1].end)
        places = [
            place
            for place in range(1, len(cluster))
            if _AND.fullmatch(text, cluster[place - 1].end, cluster[place].start)
        ]
        if tail is None or len(places) != 1:
            return ()
        found = []
        for part in (cluster[: places[0]], cluster[places[0] :]):
            ids = frozenset(item.concept.id for item in part if item.concept is not None)
            arm = self._arm_of(ids, arms, False, False)
            if arm is None:
                return ()
            found.append(ArmMention(part[0].start, part[-1].end, arm))
        first, second = found
        return (first, ArmMention(second.start, tail.end(), second.arm)) if first.arm != second.arm else ()

    def _arm_of(self, ids: frozenset[str], arms: Sequence[ArmName], alone: bool, grouped: bool) -> int | None:
        """The one arm that a set of therapies names, or None where it could be several or none."""
        exact = [index for index, arm in enumerate(arms) if arm.ids == ids]
        if len(exact) == 1:
            return exact[0]
        bare = [index for index, arm in enumerate(arms) if arm.ids - PLACEBO == ids]
        if alone:
            bare = bare or [
                i
                for i, arm in enumerate(arms)
                if len(arm.ids) == 1 == len(ids) and self._related(*arm.ids, *ids)
            ]
            return bare[0] if len(bare) == 1 else None
        if len(bare) == 1 and grouped:
            return bare[0]
        shared = frozenset.intersection(*(arm.ids for arm in arms))
        # The groups of a cohort are told by their own names alone: "surgery" is not the one group that was operated.
        for close in (self._equal, self._related) if any(arm.control for arm in arms) else (self._equal,):
            own = [
                index
                for index, arm in enumerate(arms)
                if any(close(id, other) for id in ids for other in arm.ids - shared)
                and all(any(close(id, other) for other in arm.ids) for id in ids - shared)
            ]
            if len(own) == 1:
                return own[0]
        # A drug of one arm's regimen alone: rituximab, where R-CHOP stands against CHOP.
        drugs = [with_members(arm.concepts) for arm in arms]
        parts = [index for index, held in enumerate(drugs) if ids <= held]
        return (
            parts[0]
            if len(parts) == 1 and not any(ids & drugs[i] for i in range(len(arms)) if i != parts[0])
            else None
        )

    @staticmethod
    def _equal(left: str, right: str) -> bool:
        return left == right

    def _related(self, left: str, right: str) -> bool:
        return (
            left == right or left in self.vocabulary.broader(right) or right in self.vocabulary.broader(left)
        )


def _within(item: ArmMention, clusters: Sequence[Sequence[Mention]]) -> bool:
    return any(cluster[0].start <= item.start and item.end <= cluster[-1].end for cluster in clusters)


@Language.factory(NAME)
def arm_mentions(nlp: Language, name: str) -> ArmMentionFinder:
    """Make the component; `build` hands it the vocabulary."""
    return ArmMentionFinder(Vocabulary(()))


def _clusters(text: str, therapies: Sequence[Mention]) -> Iterator[list[Mention]]:
    """Runs of therapies that stand together."""
    cluster: list[Mention] = []
    for item in therapies:
        if cluster:
            gap = text[cluster[-1].end : item.start]
            repeated = any(other.concept == item.concept for other in cluster)
            if len(gap) > _LONGEST_JOIN or not _JOIN.fullmatch(gap):
                yield cluster
                cluster = []
            elif repeated:
                since = _since_and(text, [*cluster, item])
                yield cluster[:since]
                cluster = cluster[since:]
        cluster.append(item)
    if cluster:
        yield cluster


# Before the second of two arms that share the noun of groups: "in the single-fraction v | multifraction group".
_BESIDE: Final = re.compile(
    r"\b(?:the|in|of|for|between|both) (?P<name>(?!the\b)[\w-]{6,}(?: [\w-]+)?) (?:and|or|vs\.?|versus|v) (?:the )?$"
)
_BESIDE_REACH: Final = 60
# Between two arms, and behind them: "the A and B groups".
_AND: Final = re.compile(r" and (?:the )?")
_GROUPS: Final = re.compile(r"[ -](?:treatment |study )?(?:groups|arms|regimens|cohorts)\b")
# Between two arms of a list, and within one.
_LIST_JOIN: Final = re.compile(r"\s*(?:,|,? (?:and|or))\s*(?:the )?")


def _since_and(text: str, cluster: Sequence[Mention]) -> int:
    """Where the last arm of a run begins whose last therapy is one that an arm before has: "A/B and | C/B"; else that
    therapy itself."""
    places = [
        place
        for place in range(1, len(cluster))
        if _LIST_JOIN.fullmatch(text, cluster[place - 1].end, cluster[place].start)
    ]
    return places[-1] if places else len(cluster) - 1


_COMBINES: Final = re.compile(r"[/+]| plus ")
_GOES_ON: Final = re.compile(r"\s?[/+]\s?[A-Za-z]| plus ")


def _by_aliases(text: str, arms: Sequence[ArmName]) -> Iterator[ArmMention]:
    """Names as written, short ones only in their own case."""
    lower = text.lower()
    shared = {alias for alias in arms[0].aliases if any(alias in arm.aliases for arm in arms[1:])}
    for index, arm in enumerate(arms):
        for alias in arm.aliases:
            if alias in shared:
                continue
            start = lower.find(alias)
            while start >= 0:
                end = start + len(alias)
                end += lower[end : end + 1] == "s"
                whole = not (start and lower[start - 1].isalnum()) and not (
                    end < len(lower) and lower[end].isalnum()
                )
                written = text[start:end].isupper() or any(char.isdigit() for char in alias)
                joined = arm.name.endswith(" alone") and _JOINED_TO.search(text, max(0, start - 16), start)
                if joined and not text[start:end].lower().endswith(" alone"):
                    whole = False  # "chemoradiotherapy followed by surgery" is not the arm that gets surgery alone
                if (
                    len(arms) > _PAIR
                    and end > start + len(alias)
                    and _OR_ONE.search(text, max(0, start - 30), start)
                ):
                    whole = False  # "prophylactic or reactive treatments" are two arms
                if _COMBINES.search(alias) and _GOES_ON.match(text, end):
                    whole = False  # "A/B" of "A/B/C" is not the arm of A and B
                if whole and (len(alias) > 4 or " " in alias or written):
                    tail = _TAIL.match(text, end)
                    twin = _marked_twin(text, start, alias, index, arms)
                    yield ArmMention(start, tail.end() if tail else end, index if twin is None else twin)
                start = lower.find(alias, start + 1)


_MARK: Final = re.compile(r"[\w-]+")
_PHRASE: Final = re.compile(r"(?:[\w-]+ ){1,2}$")
_MARK_REACH: Final = 30


def _marked_twin(text: str, start: int, alias: str, index: int, arms: Sequence[ArmName]) -> int | None:
    """The other arm of the same therapies, by what only its name has, right before them: "dose-dense weekly | A plus B"."""
    twins = [
        place for place, arm in enumerate(arms) if place != index and arm.ids and arm.ids == arms[index].ids
    ]
    if not twins or "-" in alias:
        return None
    own = set(_MARK.findall(arms[index].name.lower()))
    before = _PHRASE.search(text, max(0, start - _MARK_REACH), start)
    said = set(before.group().lower().split()) if before is not None else set()
    for place in twins:
        if said & ({word for word in _MARK.findall(arms[place].name.lower()) if "-" in word} - own):
            return place
    return None


# Before the plural that is that of another arm, too.
_OR_ONE: Final = re.compile(r"\b(?!the )[\w-]+ n?or $")
# Before what is given with or after another therapy.
_JOINED_TO: Final = re.compile(r"(?<=\w)[-–+/]$|\b(?:followed by|plus|combined with) $")


def _by_groups(text: str, arms: Sequence[ArmName]) -> Iterator[ArmMention]:
    """ "The control group", "the combination arm", "controls", where two arms stand against each other."""
    if (whole := _of_all(arms)) is not None:
        yield from (ArmMention(match.start(), match.end(), whole) for match in _COMBINATION.finditer(text))
    if len(arms) != 2:
        return
    if len(arms[0].ids) > max(1, len(arms[1].ids)):
        yield from (ArmMention(match.start(), match.end(), 0) for match in _COMBINATION.finditer(text))
        yield from (ArmMention(match.start(), match.end(), 0) for match in _COMBINED_THERAPY.finditer(text))
        if len(arms[1].ids) == 1:
            yield from (ArmMention(match.start(), match.end(), 1) for match in _MONOTHERAPY.finditer(text))
    elif _gets_more(arms[1], arms[0]):
        yield from (ArmMention(match.start(), match.end(), 1) for match in _COMBINED_THERAPY.finditer(text))
    if arms[1].control:
        for match in _IN_ONE.finditer(text):
            for group, place in (("tried", 0), ("held", 1), ("held_first", 1), ("tried_last", 0)):
                if match[group] is not None:
                    yield ArmMention(*match.span(group), place)
    for match in _GROUP_NOUN.finditer(text):
        if match.group().endswith(("control", "controls")):
            yield ArmMention(match.start(), match.end(), 1)
            continue
        floor = max(0, match.start() - 48)
        words = text[floor : match.start()]
        begin = floor + max((cut.end() for cut in _DETERMINER.finditer(words)), default=len(words))
        name = text[begin : match.start()]
        if CONTROL.search(name) or (_COMBINED.match(name) and _gets_more(arms[1], arms[0])):
            yield ArmMention(begin, match.end(), 1)
        elif (
            EXPERIMENTAL.search(name)
            and arms[1].control
            and (not match.group().endswith("s") or match.group() in _PEOPLE)
        ):
            yield ArmMention(begin, match.end(), 0)
        elif len(name.strip()) > 5 and (
            like := [i for i, arm in enumerate(arms) if name.strip().lower() in arm.name.lower()]
        ):
            if len(like) == 1:
                yield ArmMention(begin, match.end(), like[0])
                beside = _BESIDE.search(text, max(0, begin - _BESIDE_REACH), begin)
                other = [
                    i for i, arm in enumerate(arms) if beside and beside["name"].lower() in arm.name.lower()
                ]
                if beside is not None and len(other) == 1 and other != like:
                    yield ArmMention(*beside.span("name"), other[0])


def _by_drugs(concepts: Sequence[Concept], arms: Sequence[ArmName]) -> int | None:
    """The one arm that gets exactly the drugs of a regimen, whichever of the two is called by them: "DCF"."""
    told = with_members(concepts, alone=True)
    same = [
        index for index, arm in enumerate(arms) if told and with_members(arm.concepts, alone=True) == told
    ]
    return same[0] if len(same) == 1 else None


def _gets_more(arm: ArmName, other: ArmName) -> bool:
    """Whether an arm gets several therapies, and the other one fewer, but some that are known."""
    return len(arm.ids - PLACEBO) > max(1, len(other.ids)) and bool(other.ids)


def _of_all(arms: Sequence[ArmName]) -> int | None:
    """The one of three or more arms that gets what others get together, "the combination"; None where none does."""
    if len(arms) == _PAIR:
        return None
    whole = [
        index
        for index, arm in enumerate(arms)
        if all(other.ids and other.ids - PLACEBO < arm.ids for other in arms if other is not arm)
    ]
    # "A plus B", A, and C: the only arm of several drugs, and with one of another's
    joined = [index for index, arm in enumerate(arms) if len(arm.ids - PLACEBO) > 1]
    if not whole and len(joined) == 1:
        (place,) = joined
        if any(other.ids and other.ids < arms[place].ids for other in arms):
            return place
    return whole[0] if len(whole) == 1 else None
