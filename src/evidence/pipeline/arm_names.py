"""What the arms of a document are called, the one that others are held against (`control_arm`) last.

An arm is called by its therapies as written, or by its words; every other name that the document gives it is an alias.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from spacy.tokens import Doc

from evidence.pipeline.arm_cuts import cue
from evidence.pipeline.arm_lists import BRACKET, GROUP, Side, plain_name
from evidence.pipeline.arm_sides import NONE, USUAL_CARE
from evidence.pipeline.arm_wording import called, named_again, spelled_out
from evidence.pipeline.control_arm import SHORT, USUAL, by_wording, control_score, title_order
from evidence.pipeline.group_names import GENERIC, NO_NAME, own_words
from evidence.pipeline.layers import Abbreviation
from evidence.pipeline.tables import alternatives, rows
from evidence.records import Mention
from evidence.vocabulary import Concept

_MOST: Final = 6
_PAIR: Final = 2
_EITHER: Final = re.compile(r"\bor\b|/")
# How far behind a bare number the next dose may stand, in characters.
_NEXT_DOSE: Final = 20
# What a group's name ends with: a quick test before the search for the whole name.
_GROUP_WORD: Final = re.compile(r"group|arm|cohort|regimen")


@dataclass(frozen=True, slots=True)
class ArmName:
    """An arm as the text calls it. `aliases` are lower case; `control` tells the arm that others are held against.

    The groups of a cohort, which nobody assigned, have no control among them. `size` is how many patients the text says
    that it has, where its counts are held against each other.
    """

    name: str
    concepts: tuple[Concept, ...]
    aliases: tuple[str, ...]
    control: bool
    start: int
    end: int
    size: int | None = None
    # The ids of its concepts, which are asked for at every place where a therapy is named.
    ids: frozenset[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "ids", frozenset(concept.id for concept in self.concepts))

    @property
    def own_words(self) -> frozenset[str]:
        """The words of its names that are its own."""
        return frozenset().union(*(own_words(name) for name in (self.name, *self.aliases)))


# A name that is none.
_SCHEDULE: Final = cue("schedule")


def group_alias(key: str) -> str:
    """How a group's name is looked for: with "group" where the word alone means anything."""
    return key if key.startswith("group ") or (len(key) > 4 and key not in GENERIC) else f"{key} group"


def named_sides(doc: Doc, sides: Sequence[Side], title: int) -> Iterator[ArmName]:
    """Arms with their names and aliases, control last."""
    text: str = doc._.document.text
    drafts = []
    for side in sides[:_MOST]:
        if NONE.match(text, side.start):
            side.mentions = []
        elif all(item.concept is None for item in side.mentions):
            side.mentions = _defined(doc, side) or side.mentions
        concepts = tuple(dict.fromkeys(item.concept for item in side.mentions if item.concept is not None))
        drafts.append((side, concepts, called(text, side, concepts)))
    drafts = _in_own_words(text, drafts)
    if any(_SCHEDULE.fullmatch(name.lower()) for _, _, name in drafts):
        return  # "received A at 2 mL three times a day, or matched placebo": who got what is not known
    everything = [with_members(concepts) for _, concepts, _ in drafts]
    # A regimen by its drugs alone: "CHOP" is less than "R-CHOP".
    apart = [with_members(concepts, alone=True) for _, concepts, _ in drafts]
    marks = _marks(doc, sides[:_MOST], [name for _, _, name in drafts])
    in_title = {item.concept.id for item in doc._.mentions if item.concept is not None and item.end <= title}
    titled = _titled(doc, title)
    named = []
    for index, (side, concepts, name) in enumerate(drafts):
        others = frozenset().union(*(ids for ids in everything if ids != everything[index]))
        own = everything[index]
        again = [*named_again(text, side), *spelled_out(text, side)]
        if any(noun.concept is not None and noun.concept.id in others for _, noun in again):
            # Against "chemotherapy plus B", "cisplatin chemotherapy" is the chemotherapy alone.
            own -= with_members([drug.concept for drug, _ in again if drug.concept is not None])
        drugs = frozenset().union(*(ids for ids in apart if ids != apart[index]))
        control = control_score(
            text[side.start : side.end],
            name,
            own - (everything[index] - apart[index]),
            drugs,
            alone=side.alone,
        )
        if own == USUAL_CARE and own != others:
            control += USUAL
        # Of an arm that names nothing known, the drugs of a regimen in the title say nothing.
        told = own or not in_title.isdisjoint(item.id for _, kin, _ in drafts for item in kin)
        if told and in_title & others and not in_title & own and name.lower() not in titled:
            control += 1
        control += by_wording(text, side, sides)
        twin = everything.count(everything[index]) > 1
        found = list(_aliases(doc, side, name, frozenset(item.id for item in concepts), twin))
        if marks[index]:
            name = f"{name} {marks[index][0]}"
            found = [name.lower(), *_by_marks(marks[index]), *_dosed(name.lower()), *found[1:]]
        if (not concepts or twin) and (
            short := _shorter(name, [other for _, _, other in drafts if other != name], twin=bool(concepts))
        ):
            found.append(short)
        aliases = tuple(dict.fromkeys(found))
        named.append((control, index, ArmName(name, concepts, aliases, False, side.start, side.end)))
    if named and len({control for control, _, _ in named}) == 1:
        order = title_order(
            titled, [arm.name for _, _, arm in named], [bool(arm.concepts) for _, _, arm in named]
        )
        named = [(place, index, arm) for place, (_, index, arm) in zip(order, named, strict=True)]
    last = max((control for control, _, _ in named), default=0)
    for control, _, arm in sorted(named, key=lambda item: item[:2]):
        yield ArmName(
            arm.name, arm.concepts, arm.aliases, control == last and len(named) > 1, arm.start, arm.end
        )


# The last word of a name that nobody knows, and how long it is at least where it stands alone.
_LAST: Final = re.compile(
    r"(?:[a-z]+ly|[a-z-]+(?:ed|al|ic|ive|ous|ary)|early|short|long|brief|online|mobile) (?P<rest>[a-z][a-z -]+)"
)
_LONG_WORD: Final = 8


def _shorter(name: str, others: Sequence[str], *, twin: bool) -> str | None:
    """The name of an arm that no vocabulary knows without its adjective: "electrocautery" of "monthly electrocautery".

    Of a `twin`, which gets what another arm gets too, only without what both are called by: "supervised aerobic exercise".
    """
    found = _LAST.fullmatch(name.lower())
    if found is None:
        return None
    rest = found["rest"]
    lead = name.lower().removesuffix(rest)
    if twin and not any(other.lower().startswith(lead) for other in others):
        return None
    if " " not in rest and (len(rest) < _LONG_WORD or rest in GENERIC or rest in NO_NAME):
        return None
    return None if any(rest in other.lower() for other in others) else rest


def _defined(doc: Doc, side: Side) -> list[Mention]:
    """What stands in the long form of an arm's short name: "irinotecan plus cisplatin (IP)", then "173 to IP"."""
    short = SHORT.match(doc._.document.text, side.start, side.end)
    return [
        item
        for definition in doc._.definitions
        # Of "carboplatin or cisplatin" nobody knows which was given.
        if short is not None and definition.short == short["short"] and not _EITHER.search(definition.long)
        for item in doc._.mentions
        if item.kind in ("therapy", "procedure")
        and definition.start <= item.start
        and item.end <= definition.end
    ]


def with_members(concepts: Sequence[Concept], *, alone: bool = False) -> frozenset[str]:
    """The ids of therapies, and those of the drugs of a regimen; these `alone` where they are known."""
    members = [concept.attributes.get("members", "") for concept in concepts]
    kept = {concept.id for concept, own in zip(concepts, members, strict=True) if not (alone and own)}
    return frozenset(kept.union(*(own.split("|") for own in members)) - {""})


_PLURAL: Final = re.compile(r"\b(day|week|month|year|cycle|course|fraction)s$")
_ONLY_LABEL: Final = re.compile(r"(?:arm|group|cohort|regimen)\b", re.IGNORECASE)


def _by_marks(marks: Sequence[str]) -> Iterator[str]:
    """The names that marks make: "12 months", "12-months", and "12-month" of "the 12-month group"."""
    plain = [mark.strip("()").lower() for mark in marks]
    joined = [mark.replace(" ", "-") for mark in plain]
    yield from (*plain, *joined, *(_PLURAL.sub(r"\1", mark) for mark in joined))


def _titled(doc: Doc, title: int) -> str:
    """The title in lower case; what it writes out is named there by its short form, too."""
    titled: str = doc._.document.text[:title].lower()
    for definition in doc._.definitions:
        long = definition.long.lower()
        titled = titled.replace(long, f"{long} {definition.short.lower()}", 1)
    return titled


def _dosed(name: str) -> list[str]:
    """A name with its dose without the unit: "gefitinib 250 nor 500 mg"."""
    dose = re.match(r"[^\d]+ \d[\d.,]*(?= )", name)
    return [dose.group()] if dose is not None else []


def _in_own_words(
    text: str, drafts: Sequence[tuple[Side, tuple[Concept, ...], str]]
) -> list[tuple[Side, tuple[Concept, ...], str]]:
    """Drafts of which two that would have one name have their words: "A with X" and "A with Y" of unknown X and Y."""
    names = [name for _, _, name in drafts]
    alike = [index for index, name in enumerate(names) if names.count(name) > 1]
    plain = [plain_name(text, drafts[index][0]) for index in alike]
    if not all(plain) or len(set(plain)) < len(plain) or any(_ONLY_LABEL.match(words) for words in plain):
        return list(drafts)
    for index, words in zip(alike, plain, strict=True):
        names[index] = words
    return [(side, concepts, name) for (side, concepts, _), name in zip(drafts, names, strict=True)]


# What tells arms of one treatment apart: dose, schedule, duration, in this order.
_MARKS: Final = tuple(
    re.compile(row["pattern"], re.IGNORECASE) for row in rows("arm_cues") if row["kind"].startswith("mark_")
)


def _marks(doc: Doc, sides: Sequence[Side], names: Sequence[str]) -> list[tuple[str, ...]]:
    """What tells arms of one name apart: the short name behind each, dose, schedule, duration; none where needless."""
    text: str = doc._.document.text
    marks: list[tuple[str, ...]] = [()] * len(sides)
    for name in dict.fromkeys(names):
        alike = [index for index, other in enumerate(names) if other == name]
        if len(alike) == 1 or name.lower() == "placebo":
            continue
        told = [[next((f"({short})" for short in _in_brackets(doc, sides[index])), None) for index in alike]]
        told += [[_mark(text, sides[index], pattern) for index in alike] for pattern in _MARKS]
        if len({_dosed_drug(text, sides[index]) for index in alike} - {None}) > 1:
            told[1] = [None] * len(alike)  # doses of different drugs tell nothing apart
        for words in told:
            if None not in words and len(set(words)) == len(words):
                for index, word in zip(alike, words, strict=True):
                    marks[index] = (*marks[index], str(word))
    return marks


def _dosed_drug(text: str, side: Side) -> Concept | None:
    """The therapy whose dose a side tells first: the last one before it, else the first of all."""
    dose = _MARKS[0].search(text, side.start, side.limit)
    own = [item for item in side.mentions if side.start <= item.start < side.end]
    before = [item for item in own if dose is not None and item.end <= dose.start()]
    return before[-1].concept if before else own[0].concept if own else None


_BARE: Final = re.compile(r"[\d.·,]+")


def _mark(text: str, side: Side, pattern: re.Pattern[str]) -> str | None:
    """What a pattern tells of a side; a bare number has the unit of the next one: "75 or 250 mg"."""
    match = pattern.search(text, side.start, side.limit)
    if match is not None:
        return " ".join(match.group().split())
    words = text[side.start : side.end].strip()
    following = pattern.search(text, side.end, side.end + _NEXT_DOSE)
    if pattern is _MARKS[1] or following is None or not _BARE.fullmatch(words):
        return None
    unit = following.group().lstrip("0123456789.,· -")
    return f"{words} {unit.removesuffix('s') if words == '1' else unit}"


_HOLDS_AGAINST: Final = re.compile(r"\b(?:versus|vs\.?|compared with|or)\b", re.IGNORECASE)
_LACKS: Final = re.compile(r".{0,3}\bno ", re.IGNORECASE)


_GRAYS: Final = re.compile(r"\d[\d.·]* Gy\b")


def _aliases(doc: Doc, side: Side, name: str, ids: frozenset[str], twin: bool) -> Iterator[str]:
    """Every other name that the document gives the arm: in the bracket behind it, or as a short form of its own."""
    if side.label:
        yield side.label.lower()
        key = re.sub(r"(?:[- ]treated| recipients| groups?| arms?)+$", "", side.label.lower())
        yield group_alias(key)
        yield group_alias(
            re.sub(
                r"(?: treatment| therapy| supplementation| administration| infusion| injection)+$", "", key
            )
        )
        return
    yield name.lower()
    if (dose := _GRAYS.match(name)) is not None:
        yield dose.group().lower()  # "8 Gy in a single fraction", then "patients who received 8 Gy"
    spans = {(item.start, item.end) for item in side.mentions}
    if len(spans) == 1 and len(side.mentions) > 1:  # a short name for them all
        ((start, end),) = spans
        yield doc._.document.text[start:end].lower()
    shorts = [short.lower() for short in _in_brackets(doc, side)]
    if len(shorts) == _PAIR == len(side.mentions) and not any(map(_LETTERED_ARM.fullmatch, shorts)):
        yield from (
            sign.join(shorts) for sign in ("+", " + ", " plus ")
        )  # "A (X) with or without B (Y)": "X+Y"
    yield from shorts
    for definition in doc._.definitions:
        inside_ids = {
            item.concept.id
            for item in doc._.mentions
            if item.concept is not None
            and item.kind in ("therapy", "procedure")
            and definition.start < item.end <= definition.end  # or begins before: "oral etoposide"
        }
        if not inside_ids and " " in definition.long and definition.long.lower() in name.lower():
            yield group_alias(definition.short.lower())  # "the WL group" of a weight loss program
        if _HOLDS_AGAINST.search(definition.long):
            continue  # the trial's own short name
        if twin and not side.start <= definition.start < side.end:
            continue  # another arm has the same therapies
        if ids and _LACKS.match(doc._.document.text, max(0, definition.start - 3), definition.end):
            continue  # "no text messaging (No-TM)"
        if (inside_ids and inside_ids == ids) or (
            side.start <= definition.start
            and definition.end <= side.end
            and not inside_ids
            and not _of_patients(doc, definition)
        ):
            if inside_ids or not _NO_ALIAS.fullmatch(definition.short):
                yield definition.short.lower()


def _of_patients(doc: Doc, definition: Abbreviation) -> bool:
    """Whether a short form is of what patients or their tumours have, and no name of what they get: "HER2", "CLL"."""
    return any(
        item.kind in ("gene", "biomarker", "disease", "outcome")
        and definition.start <= item.start < item.end == definition.end
        for item in doc._.mentions
    )


# "(arm A)", "(TAC)", "(Arm VG; n = 432)", "(3w4)": the first words of a bracket.
_LABEL: Final = re.compile(
    r"(?:the )?(?:(?P<noun>[Aa]rm|[Gg]roup|[Rr]egimen) )?(?P<short>[A-Z\d][A-Za-z\d+/-]{0,9}|[A-Z][A-Za-z]{0,4}(?:\s?\+\s?[A-Z][A-Za-z]{0,4}){1,3}|\d ?\+ ?\d)(?=$|[,;:])"
)
_NO_ALIAS: Final = alternatives("arm_cues", kind="no_alias")
_OF_STUDY: Final = re.compile(r"\s*(?:trial|study|criteria|scale|score)\b")


def _in_brackets(doc: Doc, side: Side) -> Iterator[str]:
    """The names that the brackets of an arm give it."""
    text: str = doc._.document.text
    end = min(side.limit, side.end + 60)
    ours = [(item.start, item.end) for item in side.mentions] or [(side.start, side.end)]
    others = {
        definition.short
        for definition in doc._.definitions
        if not any(start < definition.end and definition.start < last for start, last in ours)
    }
    for bracket in BRACKET.finditer(text, side.start, end):
        inside = bracket.group()[1:-1]
        if _GROUP_WORD.search(inside) and (group := GROUP.search(inside)) is not None:
            yield group["name"]
            continue
        label = _LABEL.match(inside)
        if label is None or _OF_STUDY.match(text, bracket.end()):
            continue
        short = label["short"]
        if label["noun"]:
            yield f"{label['noun']} {short}"
        elif "+" in short and short[0].isdigit():
            yield short  # "(2 + 2)"
        elif not (short.upper() == short.lower() or short in others or _NO_ALIAS.fullmatch(short)):
            yield short
    arm = _LETTERED_ARM.search(text, side.start, side.end)
    if arm is not None:
        yield arm.group()


_LETTERED_ARM: Final = re.compile(r"\b(?:arm|group|regimen) ([A-Z]|[1-4]|I{1,3})\b")
