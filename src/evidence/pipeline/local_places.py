"""The places where a sentence names the groups that it compares, tried in the order of their sureness (`FINDERS`)."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final

from evidence.pipeline.arm_cuts import cue
from evidence.pipeline.arm_lists import treats
from evidence.pipeline.contrasts import contrasted
from evidence.pipeline.directions import compares
from evidence.pipeline.given_together import ADDED_TO, ALSO, WHATEVER, combines, names_kind_of
from evidence.pipeline.local_names import WHO, LocalScene, Named, any_of, joined, keys, name_at
from evidence.pipeline.local_opposites import (
    with_their_opposites,
    with_those_without,
    without,
    without_in_each,
)
from evidence.pipeline.screens import Screen, screened
from evidence.pipeline.tables import pattern_of
from evidence.pipeline.written import begin_of_clause
from evidence.records import Mention

_PLACE: Final = rf"\b{any_of('place')}\s+{WHO}"
AGAINST: Final = screened(
    rf"\b(?:than|compared (?:with|to)|as compared (?:with|to)|in comparison (?:with|to)|versus|vs\.?|relative to"
    rf"|(?:superior|(?:non)?-?inferior|equivalent|as (?:effective|good|well tolerated)) (?:to|as|than))\s+(?:(?:that|those|did|was|were)\s+)?"
    rf"(?:{any_of('place')}\s+)*{WHO}"
)
_BESIDE: Final = re.compile(_PLACE)
_LATER: Final = re.compile(rf"\b(?:in|for|among)\s+{WHO}")
# Between a value and the name of those whose it is: "37% (3/8) of the patients in", "8.6 months for".
_OF_WHOM: Final = re.compile(
    rf"(?:\s*[)\]])?[\s%]*(?:\([^()]{{0,40}}\)\s*)?(?:[a-zA-Z/²]{{1,8}}[\s,]+)?(?:(?:of|in)\s+)?{WHO}{_PLACE}|[)\s]*\s{any_of('place')}\s+{WHO}"
)
# Between the name of a group and its value: "(A = four patients", "control, 35.5 days", "SH 2.2", "that for B was 0.33".
_WHOSE: Final = re.compile(r"(?:\s*(?:[:=,]|was|were|had|at|of|\([^()]{0,20}\)))*\s*$")
# Behind a figure: by how much what was measured differed, told of one measure after the other ("LDL, 23% higher; HDL, 5% lower").
_BY_SO_MUCH: Final = re.compile(r"\s*%?\s*(?:higher|lower|greater|smaller|more|less|fewer|longer|shorter)\b")
_BEGINS: Final = re.compile(r"(?:[(\[;:,]|\b(?:and|versus|vs\.?|v|for|in|with))\s*$")
_RESPECTIVELY: Final = re.compile(r"\brespective(?:ly)?\b")
# Patients by what they got, in short: "more CD patients", "4 SH patients".
_CODED: Final = re.compile(
    r"(?<![\w/+-])(?P<name>[A-Z][A-Za-z0-9]*[A-Z0-9][A-Za-z0-9/+-]*)\s+(?:patients?|subjects?|participants?|recipients?|women|men|eyes|cases)\b"
)
# "Among patients who received A, 12%".
_OPENING: Final = re.compile(
    rf"(?:[A-Z]{{4,}}:?\s+)?(?:In|Among|Of|For|With)\s+(?:\w+\s+)?(?:{any_of('people')}\s+)?{any_of('got')}\s+{WHO}"
)
_TWO_FIGURES: Final = re.compile(r"\s*%?\s*(?:and|versus|vs\.?|v|compared with)\s+$")
_HELD_BY: Final = re.compile(r"(?:with|for|in|among|receiving)\b")
# A subject that is held against another: "in which A | was noninferior to B".
_RANKED: Final = re.compile(r"\s*(?:was|were|is|are|proved)\b")
_OPENS: Final = re.compile(r"(?:^|[,;(]\s*|\b(?:which|that|and|the|but|when|where|while|whereas)\s+)$")
_HAD: Final = re.compile(r"\bhad (?:an? |the |no )?$")
# Between two names and the bracket with the figures of both: "in A but not in B (4.6 v 10.9)".
_OPENED: Final = re.compile(
    r"\s*(?:groups?|arms?|patients)?\s*[(\[]\s*(?:(?:mean|median|[\w-]+ rate)s?[,:]?\s*)?"
)
_IS: Final = re.compile(r"(?:\s*\([^()]*\))?\s*,?\s*(?:was|were|is|are|had been|averaged|reached)\s+$")
_BETWEEN: Final = re.compile(
    r"\s*(?:and|or|versus|vs\.?|,? and|,? but not)\s+(?:(?:the|for|in|with|on|those|to|of)\s+)*"
)
# What lies between two things, and holds no groups against each other: "a delay of 12 months between diagnosis and | surgery".
_LIES_BETWEEN: Final = Screen(cue("lies_between"))
_SUBJECT: Final = re.compile(
    r"(?:[A-Z]{4,}:?\s+)?(?:(?:[Tt]reatment|[Tt]herapy) with |[Tt]he (?:addition|use) of |[Tt]he |Both )?"
)
_EFFECT: Final = re.compile(rf"\s*(?:\([^()]*\)\s*)?{any_of('effect')}\b")
_VERB: Final = re.compile(rf"(?<=\w)\s{any_of('effect')}\b")
NEAR: Final = 40


def _beside(scene: LocalScene, found: Sequence[Named]) -> list[Named]:
    """The names behind values, where two values each have one: "37% for A and 44% for B"."""
    named = _behind(scene)
    return named if len(keys([*named, *found])) > 1 else []


def _behind(scene: LocalScene) -> list[Named]:
    """The names right behind values."""
    named = []
    for index, item in enumerate(scene.values):
        ceiling = scene.values[index + 1].start if index + 1 < len(scene.values) else scene.end
        whom = _OF_WHOM.match(scene.text, item.end, ceiling)
        name = name_at(scene, whom.end(), ceiling) if whom is not None else None
        if whom is not None and name is None:  # "by 3.9 points on the scale in the group assigned to A"
            later = _LATER.search(scene.text, whom.end(), min(ceiling, whom.end() + 2 * NEAR))
            name = name_at(scene, later.end(), ceiling) if later is not None else None
        if name is not None:
            named.append(name)
    return named


def _headed(scene: LocalScene, found: Sequence[Named]) -> list[Named]:
    """The names before values, where two values each have one: "(A = four patients and B = two patients)"."""
    named = []
    for index, item in enumerate(scene.values):
        floor = max(scene.start, item.start - NEAR, scene.values[index - 1].end if index else 0)
        gap = _WHOSE.search(scene.text, floor, item.start)
        if gap is None or _BY_SO_MUCH.match(scene.text, item.end):
            continue
        for begin in range(gap.start() - 1, floor - 1, -1):
            if scene.text[begin].isalnum() and not scene.text[begin - 1].isalnum():
                name = name_at(scene, begin, gap.start())
                if name is not None and name[1] == gap.start() and _BEGINS.search(scene.text, floor, begin):
                    named.append(name)
                    break
    return named if len(keys(named)) > 1 else []


def _coordinated(scene: LocalScene, found: Sequence[Named]) -> list[Named]:
    """The names that "respectively" deals figures to: "for A and B were 19.7% and 17.0%, respectively"."""
    said = _RESPECTIVELY.search(scene.text, scene.start, scene.end)
    if said is None and not _has_two_figures(scene):
        return []
    pairs = _pairs(scene)
    if said is None:
        pairs = [pair for pair in pairs if _by_two_figures(scene, pair)]
        return list(pairs[-1]) if pairs else []
    nearest = min(
        pairs, key=lambda pair: (pair[1][1] > said.start(), said.start() - pair[1][1]), default=None
    )
    return list(nearest) if nearest is not None else []


def _pairs(scene: LocalScene) -> list[tuple[Named, Named]]:
    """Two names joined by "and", "or" or "versus", with no figure between, wherever a group may be named."""
    pairs = []
    subject = _SUBJECT.match(scene.text, scene.start, scene.end)
    begins = [match.end() for match in _BESIDE.finditer(scene.text, scene.start, scene.end)]
    for begin in [*begins, subject.end() if subject is not None else scene.start]:
        first = name_at(scene, begin, scene.end)
        joint = _BETWEEN.match(scene.text, first[1], scene.end) if first is not None else None
        second = name_at(scene, joint.end(), scene.end) if joint is not None else None
        if first is not None and second is not None and first[2] != second[2]:
            pairs.append((first, second))
    return [
        pair
        for pair in pairs
        if not any(pair[0][0] <= item.start < pair[1][1] for item in scene.values)
        and not WHATEVER.search(scene.text, scene.start, pair[0][0])
        and not _lies_between(scene, pair[0][0])
    ]


def _lies_between(scene: LocalScene, place: int) -> bool:
    """Whether a name only tells one end of a time or of a tie: "the interval between surgery and radiotherapy"."""
    return any(
        match.start() <= place < match.end()
        for match in _LIES_BETWEEN.finditer(scene.text, scene.start, scene.end)
    )


def _has_two_figures(scene: LocalScene) -> bool:
    """Whether the figures of a sentence are two that are told together."""
    if len(scene.values) != 2:
        return False
    first, second = scene.values
    return (
        contrasted(scene.text, scene.values)
        or _TWO_FIGURES.fullmatch(scene.text, first.end, second.start) is not None
    )


def _by_two_figures(scene: LocalScene, pair: tuple[Named, Named]) -> bool:
    """Whether two names stand right before or behind the two figures that a sentence has: "with A and B was 10% and 20%"."""
    first, second = scene.values
    if pair[0][0] < first.start:
        if _behind(scene):
            return False  # "for A and B was 86% compared with 20% for A alone": one arm has both
        gap = scene.text[pair[1][1] : first.start]
        held = _OPENED.fullmatch(gap) is not None and contrasted(scene.text, scene.values)
        return held or _IS.fullmatch(gap) is not None
    behind = scene.text[second.end : pair[0][0]]
    return len(behind) <= NEAR and not re.search(r"[,;()]", behind)


# "Survival differed between A and B": the two that a difference is told of.
_DIFFERED: Final = re.compile(rf"\b[Dd]iffer(?:s|ed|ences?)?\b[^.;,()]{{0,50}}?\bbetween\s+(?={WHO}[a-zA-Z])")


def _differing(scene: LocalScene, found: Sequence[Named]) -> list[Named]:
    """The two names between which a difference is told, one of which is a treatment: "between targeted and cytokine therapy"."""
    differed = _DIFFERED.search(scene.text, scene.start, scene.end)
    if differed is None or found:
        return []
    own = [pair for pair in _pairs(scene) if 0 <= pair[0][0] - differed.end() < NEAR // 2]
    if not own or not any(pair[0] <= item.start < pair[1] for pair in own[0] for item in scene.therapies):
        return []
    return list(own[0])


def _coded(scene: LocalScene, found: Sequence[Named]) -> list[Named]:
    """Patients by a short name, where two are told apart: "more CD patients (28%) than GD patients (18%)"."""
    named = [
        (match.start("name"), match.end("name"), match["name"].lower())
        for match in _CODED.finditer(scene.text, scene.start, scene.end)
        if not any(first < match.end("name") and match.start("name") < last for first, last in scene.blocked)
    ]
    return named if len(keys(named)) > 1 else []


def singles(scene: LocalScene) -> list[Named]:
    """Names that tell one group each, by different signs: behind a figure, before one in a bracket, behind "than"."""
    named = [item for item in _behind(scene) if not _HAD.search(scene.text, scene.start, item[0])]
    opening = _OPENING.match(scene.text, scene.start, scene.end)
    places = [opening.end()] if opening is not None else []
    places += [match.end() for match in AGAINST.finditer(scene.text, scene.start, scene.end)]
    named += [name for place in places if (name := name_at(scene, place, scene.end)) is not None]
    for item in scene.values:
        opened = max(scene.text.rfind(sign, scene.start, item.start) for sign in "([")
        if opened < 0 or not scene.text[opened : item.start].strip("([ "):
            before = _BESIDE.finditer(scene.text, max(scene.start, opened - NEAR), max(opened, scene.start))
            named += [
                name
                for match in before
                if _HELD_BY.match(match.group())
                and (name := name_at(scene, match.end(), opened)) is not None
                and _is_treatment(scene, name)
                and not scene.text[name[1] : opened].strip()
            ]
    given = {(item.start, item.end): item.concept.id for item in scene.therapies if item.concept is not None}
    named = [(start, end, given.get((start, end), key)) for start, end, key in named]
    return joined([], sorted(named))


_TREATMENT: Final = re.compile(
    r"[A-Z\d]|\b(?:therapy|treatment|combination|placebo|controls?|surgery|care|group|arm)\b"
)


def _is_treatment(scene: LocalScene, name: Named) -> bool:
    """Whether a name can only be that of what a group got: a therapy, or a short name ("satisfied with decisions" is none)."""
    return _TREATMENT.search(scene.text, name[0], name[1]) is not None or any(
        item.start < name[1] and name[0] < item.end for item in scene.therapies
    )


def alike(found: Sequence[Named]) -> list[Named]:
    """Names with one key where one is the other in short: "combination therapy", "combination"."""
    short: dict[str, str] = {}
    for key in sorted(keys(found), key=len):
        words = set(key.split())
        short[key] = next((other for other in short if set(other.split()) < words), key)
    return [(start, end, short[key]) for start, end, key in found]


# Before what patients respond to, all of whom got it: "a better response to A than".
_RESPONSE_TO: Final = re.compile(
    r"\b(?:respon\w+|sensitiv\w+|resistan\w+|refractory|expos\w+) to (?:the )?$", re.IGNORECASE
)


# Before a verb, "to" tells no group: "ability to | predict outcomes compared with".
_INFINITIVE: Final = pattern_of("arm_cues", "before_infinitive")


def _compared(scene: LocalScene, found: Sequence[Named]) -> list[Named]:
    """The names on both sides of "than", "compared with" or "versus"."""
    for against in AGAINST.finditer(scene.text, scene.start, scene.end):
        other = name_at(scene, against.end(), scene.end)
        if other is None:
            continue
        if found and any(first < other[1] and other[0] < last for first, last, _ in found):
            # "Treatment with A reduced deaths compared with placebo"
            if len(keys(found)) == 1 and (tried := _tried(scene, against.start(), other)) is not None:
                return [tried]
            continue
        if found:
            return [other]
        if against.group().split()[-1] in ("to", "as") and (left := _left_of(scene, against.start())):
            return [left, other]
        drug = any(other[0] <= item.start < other[1] for item in scene.therapies)
        before = [
            name
            for match in _BESIDE.finditer(scene.text, scene.start, against.start())
            if not _INFINITIVE.search(scene.text, scene.start, match.end())
            and (drug or not _RESPONSE_TO.search(scene.text, scene.start, match.end()))
            and (name := name_at(scene, match.end(), against.start())) is not None
            and name[2] != other[2]
        ]
        subject = _subject(scene)
        if subject is not None and subject[2] != other[2] and subject[1] <= against.start():
            before = before or [subject]
        if before:
            return [before[-1], other]
    return []


def _tried(scene: LocalScene, end: int, other: Named) -> Named | None:
    """What a clause tells of before it names a control: its subject, or the one treatment that is named."""
    subject = _subject(scene)
    if subject is not None and subject[1] <= end and subject[2] != other[2]:
        return subject
    given = [item for item in _therapies(scene, []) if item[1] <= end and item[2] != other[2]]
    return given[0] if len(given) == 1 else None


def _left_of(scene: LocalScene, end: int) -> Named | None:
    """The subject of a verb that stands not far before a place: "in which A was clearly inferior to"."""
    for verb in reversed(list(_RANKED.finditer(scene.text, max(scene.start, end - NEAR), end))):
        floor = max(scene.start, verb.start() - 2 * NEAR)
        for begin in range(floor, verb.start()):
            if _OPENS.search(scene.text, floor, begin) or begin == scene.start:
                name = name_at(scene, begin, verb.start())
                if name is not None and name[1] == verb.start():
                    return name
        return None
    return None


def _subject(scene: LocalScene) -> Named | None:
    """What a sentence tells of: "X improved survival"."""
    begin = begin_of_clause(scene.text, scene.start, scene.end)
    lead = _SUBJECT.match(scene.text, begin, scene.end)
    begin = lead.end() if lead is not None else begin
    verb = _VERB.search(scene.text, begin, min(scene.end, begin + NEAR))
    name = name_at(scene, begin, verb.start() if verb is not None else scene.end)
    return name if name is not None and _EFFECT.match(scene.text, name[1], scene.end) else None


# Between therapies that are given together.
_TOGETHER: Final = re.compile(r"\s*[-–/+]\s*|\s(?:plus|with|combined with|in combination with|followed by)\s")
# Before what patients had earlier: "A remains active after B".
_REMAINS: Final = pattern_of("earlier_treatments", "remains")
# Before what patients had earlier, be it one or another: "who had previously received A or B".
_HAD_BEFORE: Final = pattern_of("earlier_treatments", "before_either")
# "Adding A to B and C": what is held against what is told by the words of adding.
_ADDS: Final = re.compile(r"\b(?:[Aa]dding|[Aa]ddition of) (?:[\w-]+ ){1,5}to\b")


def _therapies(scene: LocalScene, found: Sequence[Named]) -> list[Named]:
    """The therapies that a sentence names, those given together as one.

    Where one is added to others, it is one with them, and they are held against it only where they are told again.
    """
    adds = _ADDS.search(scene.text, scene.start, scene.end)
    added: set[str] = set()
    named: list[Named] = []
    previous: Mention | None = None
    for item in scene.therapies:
        if (
            item.concept is None
            or not treats(item)
            or not scene.start <= item.start < scene.end
            or _REMAINS.search(scene.text, scene.start, item.start)
            or _HAD_BEFORE.search(scene.text, scene.start, item.start)
            or _lies_between(scene, item.start)
        ):
            continue
        last = named[-1] if named else (scene.start, scene.start, "")
        to = (
            adds is not None
            and last[0] >= adds.start()
            and ADDED_TO.fullmatch(scene.text, last[1], item.start)
        )
        listed = ALSO.fullmatch(scene.text, last[1], item.start) and (
            item.concept.id in added
            or (len(last[2].split("+")) > 1 and adds is not None)
            or combines(scene.text, scene.start, last[0])
        )
        if previous is not None and names_kind_of(scene.text, previous, item):
            named[-1] = (last[0], item.end, item.concept.id)
        elif named and (to or listed or _TOGETHER.fullmatch(scene.text, last[1], item.start)):
            named[-1] = (last[0], item.end, f"{last[2]}+{item.concept.id}")
        else:
            named.append((item.start, item.end, item.concept.id))
        previous = item
        if adds is not None and len(named) == 1:
            added.add(item.concept.id)
    if adds is not None and len(named) < 2:
        return []
    return [_with_partner(scene, item) for item in named]


_PARTNER: Final = re.compile(r"(?P<name>(?:\s*[+/]\s*[A-Z][\w-]*)+)")


def _with_partner(scene: LocalScene, named: Named) -> Named:
    """A therapy with what is given with it by a short name that no vocabulary knows: "docetaxel + XY"."""
    start, end, key = named
    partner = _PARTNER.match(scene.text, end, scene.end)
    return named if partner is None else (start, partner.end(), f"{key}{''.join(partner['name'].split())}")


def lone(scene: LocalScene) -> list[Named]:
    """The one name before a bracket with figures: "more frequent with A (81% v 73%)", "more common with A: pain (..."."""
    if not scene.values:
        return []
    opened = max(scene.text.rfind(sign, scene.start, scene.values[0].start) for sign in "([")
    for match in _BESIDE.finditer(scene.text, scene.start, max(opened, scene.start)):
        name = name_at(scene, match.end(), opened)
        if name is None:
            continue
        beside = not scene.text[name[1] : opened].strip()
        listed = scene.text[name[1] : opened].lstrip().startswith(":")
        told = compares(scene.text, max(scene.start, match.start() - 2 * NEAR), match.start())
        held = beside and match.group().startswith("with") and contrasted(scene.text, scene.values[:2])
        if held or ((beside or listed) and told):
            return [name]
    return []


# "lower after A (10 v 20) than before": the same patients, or others, by when they were seen.
_WHEN: Final = screened(r"\b(?P<when>after|before)\s+(?P<what>(?!the\b|an?\b|this\b|that\b)[a-z][\w-]{3,})")


def _by_time(scene: LocalScene, found: Sequence[Named]) -> list[Named]:
    """Those seen before something and after it, where both are told: "10 days after A v 12 days before A"."""
    told = list(_WHEN.finditer(scene.text, scene.start, scene.end))
    if not told or not contrasted(scene.text, scene.values):
        return []
    for first in told:
        other = "before" if first["when"] == "after" else "after"
        again = re.compile(
            rf"\b{other}(?:\s+{re.escape(first['what'])})?\b(?!\s+(?!{re.escape(first['what'])})[a-z]{{4,}})"
        )
        second = again.search(scene.text, scene.start, scene.end)
        if second is not None:
            spans = [(first.start(), first.end(), first["when"]), (second.start(), second.end(), other)]
            return [(start, end, f"{when} {first['what']}") for start, end, when in sorted(spans)]
    return []


FINDERS: Final[tuple[Callable[[LocalScene, Sequence[Named]], list[Named]], ...]] = (
    without_in_each,
    with_their_opposites,
    with_those_without,
    _coded,
    _beside,
    _headed,
    _coordinated,
    without,
    _by_time,
    _compared,
    _differing,
    _therapies,
)
# Places that may hold any two therapies: those given together, those of which several outcomes are told.
UNSURE: Final = (_coordinated, without, _therapies)
