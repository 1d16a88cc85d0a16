"""Layer `arms`: the groups of patients that a document compares, with the names by which it calls them.

Where a trial says who was assigned to what, that decides; else its title, else the sentence that says what is
compared. Which arm is the experimental one follows from what the other is (placebo, observation, the backbone
alone), from the title, and last from the order of naming.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, pairwise, permutations
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc

from evidence.pipeline.arm_aliases import called_short, named_like, told_apart, with_groups, with_shorts
from evidence.pipeline.arm_cuts import CONTROL, cue
from evidence.pipeline.arm_enumerations import enumerated
from evidence.pipeline.arm_kinds import without_kinds
from evidence.pipeline.arm_letters import OPENED, got_behind, lettered, people_before
from evidence.pipeline.arm_lists import Side
from evidence.pipeline.arm_names import ArmName, named_sides
from evidence.pipeline.arm_number import number_of_arms
from evidence.pipeline.arm_sides import PLACEBO, TOLD, masked_text, meaningful, sources, treated
from evidence.pipeline.case_controls import are_cases
from evidence.pipeline.control_arm import usual_one
from evidence.pipeline.given_together import EARLIER
from evidence.pipeline.group_names import EDGE, GENERIC, NO_NAME, GroupName, group_names, is_stratum, ranked
from evidence.pipeline.layers import Sentence, sentence_index, title_end
from evidence.pipeline.screens import screened
from evidence.records import Mention
from evidence.vocabulary import Vocabulary

NAME: Final = "evidence_arms"

_RANDOM: Final = screened(
    r"\brandomi[sz]|\brandomly\b|\b(?:allocated|assigned) to\b|\bcross-?over\b|\bplacebo\b", re.IGNORECASE
)
# What stands before "arm" or "group" and tells the design: "a single-arm trial".
_NO_GROUP: Final = cue("no_group")
_NAMING: Final = frozenset({"methods", "results", "conclusions", "objective", None})
_UNTIL: Final = re.compile(
    r"[;)]|\b(?:groups?|arms?|while|whereas|controls?|and (?:the other|another))\b", re.IGNORECASE
)
# Between a therapy of all and a bracket that names who got something beside it: "surgery by either using (group A) or not".
_EITHER_USED: Final = re.compile(r"\b(?:either|using|not|without)\b|\bwith\s*$")
_WITHIN_NUMBER: Final = frozenset(".·,±-/")
_TITLE_EFFECT: Final = cue("title_effect")
_TITLE_ACTS: Final = cue("title_acts")
_AGAINST: Final = cue("against_control")


class ArmFinder:
    """The component; the vocabulary tells it that letrozole is a hormone therapy, and no partner of one."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary

    def __call__(self, doc: Doc) -> Doc:
        """Set the layer."""
        doc._.arms = tuple(_arms(doc, self.vocabulary))
        return doc


@Language.factory(NAME)
def arms(nlp: Language, name: str) -> ArmFinder:
    """Make the component; `build` hands it the vocabulary."""
    return ArmFinder(Vocabulary(()))


def _arms(doc: Doc, vocabulary: Vocabulary) -> Iterator[ArmName]:
    """Two arms (or more, where they are listed), the experimental ones first; none where nothing is compared."""
    text: str = doc._.document.text
    therapies = _therapies(text, doc._.mentions)
    therapies = without_kinds(text, doc._.sentences, therapies, vocabulary)
    shorts = _short_names(text, therapies)
    if shorts:
        therapies = sorted([*therapies, *_by_initials(text, therapies, shorts)], key=lambda item: item.start)
    title = title_end(doc._.sentences)
    number = number_of_arms(text, doc._.sentences)
    groups = _groups(text, doc._.sentences)
    assigned = _RANDOM.search(text) is not None
    named = _told(doc, therapies, title, number)
    if len(named) < 2 and not assigned:
        cohort = named_sides(doc, treated(text, doc._.sentences, therapies), title)
        named = [dataclasses.replace(arm, control=False) for arm in cohort]
    told = number is not None and len(named) == number != len(groups)
    if len(named) < 2 or (_weak(named) and len(groups) > 1 and not told and not _are_groups(named, groups)):
        named = _by_groups(doc, groups, therapies, title, assigned) or named
    if are_cases(text, (arm.name for arm in named)):
        return iter(())
    named = with_shorts(with_groups(_against(named, groups), groups), shorts)
    named = list(called_short(text, lettered(text, therapies, told_apart(named))))
    if number is not None and 1 < len(named) < number:
        # What is told of one and compared may be held against an arm whose name is not known.
        named = [dataclasses.replace(arm, control=False) for arm in named]
    return _called_bare(text, doc._.mentions, named)


_SHORT_GROUP: Final = re.compile(r"(?P<short>[a-z][a-z/+-]{1,3}) (?:group|arm)s?")
_NO_SHORT: Final = cue("no_alias")


def _called_bare(text: str, mentions: Sequence[Mention], named: Sequence[ArmName]) -> Iterator[ArmName]:
    """Arms with the letters of their groups, where these mean nothing else: "20% in EX" of the EX group."""
    meant = {item.text.lower() for item in mentions}
    for arm in named:
        found = [
            match["short"] for alias in arm.aliases if (match := _SHORT_GROUP.fullmatch(alias)) is not None
        ]
        shorts = [
            short
            for short in dict.fromkeys(found)
            if short not in meant
            and _NO_SHORT.fullmatch(short.upper()) is None
            and re.search(rf"\b{re.escape(short.upper())}[ -](?:groups?|arms?)\b", text) is not None
        ]
        yield dataclasses.replace(arm, aliases=tuple(dict.fromkeys((*arm.aliases, *shorts))))


def _therapies(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions of therapies; "second-line chemotherapy", which names a population, holds one of chemotherapy."""
    therapies = [
        mention
        for mention in mentions
        if mention.kind in ("therapy", "procedure")
        and _OF_PLACEBO.match(text, mention.end) is None
        and _PLACEBO_OF.search(text, max(0, mention.start - 30), mention.start) is None
    ]
    known = {item.text.lower(): item for item in therapies}
    for item in mentions:
        last = item.text.rpartition(" ")[2].lower()
        if item.kind == "population" and last in known:
            start = item.end - len(last)
            therapies.append(
                dataclasses.replace(
                    known[last], start=start, end=item.end, text=item.text[start - item.start :]
                )
            )
    return sorted(therapies, key=lambda item: item.start)


# "fluorouracil plus doxorubicin and cyclophosphamide (FAC)", "durvalumab plus chemotherapy (D + CT)".
_INITIALS: Final = re.compile(r"\((?P<short>[A-Z]{2,5}|[A-Z]{1,4}(?: ?\+ ?[A-Z]{1,4})+)\)")
_CHOICE: Final = re.compile(r"\bor\b")
_WITHIN: Final = 25
_BESIDE: Final = 2
_PAIR: Final = 2


def _short_names(text: str, therapies: Sequence[Mention]) -> dict[str, list[Mention]]:
    """The therapies of combinations by the short names that the text gives them: the initials of those right before."""
    found: dict[str, list[Mention]] = {}
    for bracket in _INITIALS.finditer(text):
        short = bracket["short"]
        parts = re.split(r" ?\+ ?", short) if "+" in short else list(short)
        if short in found:
            continue
        before = [item for item in therapies if item.end <= bracket.start()]
        drugs = [item for item in before if item.concept is None or item.concept.group != "therapy_classes"]
        for held in (before[-len(parts) :], drugs[-len(parts) :]):
            if len(held) < len(parts) or bracket.start() - held[-1].end > _WITHIN:
                continue
            if held[-1].end - held[0].start > 2 * _WITHIN * len(parts):
                continue
            if any(_CHOICE.search(text, one.end, two.start) for one, two in pairwise(held)):
                continue  # "carboplatin or cisplatin (PC)"
            beside = bracket.start() - held[-1].end <= _BESIDE
            if _begin(held, [part[0] for part in parts], other_names=beside):
                found[short] = held
                break
    return found


def _begin(therapies: Sequence[Mention], letters: Sequence[str], *, other_names: bool) -> bool:
    """Whether letters are the initials of therapies, in any order: of their names in the text, or of `other_names` of theirs
    ("PE": cisplatin, Platinol, and etoposide)."""
    if sorted(item.text[0].upper() for item in therapies) == sorted(letters):
        return True
    if not other_names:
        return False
    initials = [
        {
            name[0].upper()
            for name in (item.text, *((item.concept.label, *item.concept.synonyms) if item.concept else ()))
        }
        for item in therapies
    ]
    return any(
        all(letter in known for letter, known in zip(order, initials, strict=True))
        for order in permutations(letters)
    )


def _by_initials(
    text: str, therapies: Sequence[Mention], shorts: Mapping[str, Sequence[Mention]]
) -> Iterator[Mention]:
    """The therapies that short names of combinations stand for, where they stand."""
    taken = [(item.start, item.end) for item in therapies]
    for short, held in shorts.items():
        for use in re.finditer(rf"(?<![\w(/+-]){re.escape(short)}(?![\w)/+-])", text):
            if not any(start < use.end() and use.start() < end for start, end in taken):
                for item in held:
                    yield dataclasses.replace(item, start=use.start(), end=use.end())


# "tamoxifen placebo" and "placebo of tamoxifen" are placebo.
_OF_PLACEBO: Final = re.compile(r"[ -](?:matched |matching )?placebo\b")
_PLACEBO_OF: Final = screened(r"\bplacebo (?:of|for|to match|matching) $")


def _against(named: list[ArmName], groups: Sequence[Sequence[GroupName]]) -> list[ArmName]:
    """The control last: of two arms the one that is left where the other has the name of a group beside "control"."""
    keys = [group[0].key for group in groups]
    if len(named) != 2 or not named[1].control or not any(CONTROL.fullmatch(key) for key in keys):
        return named
    own = {
        index
        for index, arm in enumerate(named)
        for key in keys
        if not CONTROL.search(key) and len(key) > 4 and key in arm.name.lower()
    }
    if own != {1}:
        return named
    first, last = named
    return [dataclasses.replace(last, control=False), dataclasses.replace(first, control=True)]


def _groups(text: str, sentences: Sequence[Sentence]) -> list[list[GroupName]]:
    """The groups by the names that methods, results and conclusions call them."""
    found = [
        item
        for sentence in sentences
        if sentence.section in _NAMING
        for item in group_names(text, sentence.start, sentence.end)
    ]
    return ranked(found)


# An arm by the letters that it was given elsewhere: "173 were randomized to IP".
_LETTERS: Final = re.compile(r"[A-Z][A-Z/+-]{1,6}")


def _told(doc: Doc, therapies: Sequence[Mention], title: int, number: int | None) -> list[ArmName]:
    """The arms of the first place that tells two; where it has letters alone, of one that says what these stand for."""
    masked = masked_text(doc._.document.text)
    alike: list[ArmName] = []
    letters: list[ArmName] = []
    places = sources(masked, doc._.sentences, therapies, number)
    if number is not None and number > _PAIR:
        listed = enumerated(doc._.document.text, masked, doc._.sentences, therapies, number)
        places = chain([listed], places) if listed else places
    for found in places:
        sides = meaningful(doc._.document.text, found)
        if len(sides) > 1:
            named = list(named_sides(doc, sides, title))
            if len({arm.name for arm in named}) < len(named):
                alike = alike or named  # told apart elsewhere, if anywhere
            elif letters:
                if {arm.name.lower() for arm in letters} <= {alias for arm in named for alias in arm.aliases}:
                    return named
            elif all(not arm.concepts and _LETTERS.fullmatch(arm.name) for arm in named):
                letters = named
            else:
                return _with_later(doc, named, sides, places, title)
    return letters or alike


def _with_later(
    doc: Doc, named: list[ArmName], sides: Sequence[Side], places: Iterator[list[Side]], title: int
) -> list[ArmName]:
    """Arms, or all that a later sentence of the assignment tells: one that was added to the trial among them; or those of
    a second randomisation, if the title asks for what they get."""
    if not all(side.assigned and side.mentions for side in sides):
        return named
    titled = {item.concept.id for item in doc._.mentions if item.concept is not None and item.end <= title}
    for found in places:
        if not all(side.assigned for side in found):
            break
        later = meaningful(doc._.document.text, found)
        if len(later) > 1 and not _parting(named) & titled:
            others = list(named_sides(doc, later, title))
            if len({arm.name for arm in others}) == len(others) and _parting(others) & titled:
                return others
        if len(later) > len(named) and all(side.mentions for side in later):
            more = list(named_sides(doc, later, title))
            if {arm.ids for arm in named} < {arm.ids for arm in more} and len(
                {arm.name for arm in more}
            ) == len(more):
                return more
    return named


def _parting(named: Sequence[ArmName]) -> frozenset[str]:
    """The ids of what only some arms get."""
    ids = [arm.ids for arm in named]
    return frozenset().union(*ids) - frozenset.intersection(*ids) if ids else frozenset()


# What several arms are at once: "one of two hypofractionated schedules".
_ONE_OF: Final = re.compile(r"(?:one|either|any) of (?:the )?(?:two|three|four|several)\b")


def _weak(named: Sequence[ArmName]) -> bool:
    """Whether arms cannot be told apart, or one is a stretch of words that names nothing known."""
    names = {(arm.ids, arm.name) for arm in named}
    plain = [arm for arm in named if not arm.concepts and not CONTROL.search(arm.name)]
    return (
        len(names) < len(named)
        or any(len(arm.name.split()) > 3 for arm in plain)
        or len(plain) == len(named)
        or any(_ONE_OF.match(arm.name) for arm in named)
    )


def _are_groups(named: Sequence[ArmName], groups: Sequence[Sequence[GroupName]]) -> bool:
    """Whether the text calls a group by the name of each arm."""
    own = [
        next((index for index, group in enumerate(groups) if named_like(group[0].key, arm)), None)
        for arm in named
    ]
    whole = not any("," in arm.name and not arm.concepts for arm in named)
    return whole and None not in own and len(set(own)) == len(named)


def _by_groups(
    doc: Doc, groups: Sequence[Sequence[GroupName]], therapies: Sequence[Mention], title: int, assigned: bool
) -> list[ArmName]:
    """Arms by the names of groups alone; where only a control is named, what stands against it."""
    text: str = doc._.document.text
    groups = [
        group
        for group in groups
        if not (assigned and is_stratum(group[0].key)) and _NO_GROUP.fullmatch(group[0].key) is None
    ]
    sides = [_described(text, group, doc._.sentences, therapies) for group in groups]
    groups, sides = _told_once(groups, sides)
    controls = [CONTROL.search(group[0].key) is not None for group in groups]
    if len(sides) == 1 and controls[0]:
        tried = _tried(text, therapies, title)
        sides = [tried, *sides] if tried is not None else []
    if len(sides) < 2:
        return []
    named = list(named_sides(doc, sides, title))
    if not any(controls) and (place := usual_one(text, [arm.name for arm in named])) is not None:
        rest = [dataclasses.replace(arm, control=False) for arm in named if arm is not named[place]]
        return [*rest, dataclasses.replace(named[place], control=True)]
    return named if assigned or any(controls) else [dataclasses.replace(arm, control=False) for arm in named]


def _told_once(
    groups: Sequence[Sequence[GroupName]], sides: Sequence[Side]
) -> tuple[list[Sequence[GroupName]], list[Side]]:
    """Groups and their sides without those that are another's by its role: "the control group received A", "the A arm".

    A group by a role and a group by just what that group got are one; doses or schedules in a name make it another.
    """
    got = [frozenset(item.concept for item in side.mentions if item.concept is not None) for side in sides]
    kept = [
        index
        for index, group in enumerate(groups)
        if not any(
            got[index]
            and got[index] == got[other]
            and group[0].key not in GENERIC
            and groups[other][0].key in GENERIC
            and _only_names(group[0].key, sides[index])
            for other in range(len(groups))
        )
    ]
    return [groups[index] for index in kept], [sides[index] for index in kept]


def _only_names(key: str, side: Side) -> bool:
    """Whether a group's name has no word beside those of what it got."""
    words = {word for item in side.mentions for word in item.text.lower().split()}
    return set(key.split()) <= words


def _described(
    text: str, group: Sequence[GroupName], sentences: Sequence[Sentence], therapies: Sequence[Mention]
) -> Side:
    """A group with the therapies that its names hold, or that the text says it received."""
    first = group[0]
    label = (
        " ".join(text[first.start : first.end].split()) if not first.key.startswith("group ") else first.key
    )
    label = re.sub(r"(?<=group|. arm)s$", "", label)
    side = Side(first.start, first.end, first.end, label=label)
    for item in group:
        inside = [mention for mention in therapies if item.start <= mention.start and mention.end <= item.end]
        if inside:
            side.mentions = inside
            return side
    for item in group:
        got = got_behind(text, item.start, item.end, therapies)
        sentence = sentences[sentence_index(sentences, item.start)]
        if got is not None:
            stop = _UNTIL.search(text, got.end(), sentence.end)
            limit = stop.start() if stop else sentence.end
            side.mentions = [
                mention for mention in therapies if got.end() <= mention.start and mention.end <= limit
            ][:3]
        elif (opened := OPENED.search(text, max(sentence.start, item.start - 60), item.start)) is not None:
            floor = max(sentence.start, people_before(text, item.start))
            side.mentions = [
                mention
                for mention in therapies
                if floor <= mention.start
                and 0 <= opened.start() - mention.end < 25
                and not _EITHER_USED.search(text, mention.end, opened.start())
            ][-1:]
        if side.mentions:
            break
    return side


# Words by which no arm is called.
_GOT_ALONE: Final = frozenset(
    {"treated", "given", "receiving", "received", "assigned", "allocated", "patients"}
)
_TIMED: Final = re.compile(r"\b\d+[- ](?:year|month|week|day)s?\b")


def _tried(text: str, therapies: Sequence[Mention], title: int) -> Side | None:
    """What is held against the only group that is named, a control: by the title, else by what stands beside it."""
    own = [
        item
        for item in therapies
        if item.end <= title
        and item.concept is not None
        and item.concept.id not in PLACEBO
        and not EARLIER.search(text, 0, item.start)
    ]
    if own:
        return Side(own[0].start, own[0].end, own[0].end, [own[0]], label=own[0].text)
    for pattern, floor, limit in (
        (_TITLE_EFFECT, 0, title),
        (_AGAINST, title, len(text)),
        (_TITLE_ACTS, 0, title),
    ):
        for match in pattern.finditer(text, floor, limit) if limit > floor else ():
            start, end = match.span("name")
            words = match["name"].split()
            edges = [place for place, word in enumerate(words) if word.lower() in EDGE]
            if edges:
                words = words[edges[-1] + 1 :]
                start = end - len(" ".join(words))
            if not words or words[-1].lower() in NO_NAME or CONTROL.fullmatch(words[-1]):
                continue
            if _GOT_ALONE.issuperset(map(str.lower, words)):
                continue  # "compared to patients treated with placebo"
            if TOLD.search(" ".join(words)) or _TIMED.search(" ".join(words)):
                continue  # "improved 3-year survival compared with placebo"
            if words[0][0].isdigit() and text[start - 1 : start] in _WITHIN_NUMBER:
                continue  # "0.8 ± 2.2 kg with placebo"
            return Side(
                start,
                end,
                end,
                [item for item in therapies if start <= item.start and item.end <= end],
                label=" ".join(words),
            )
    return None
