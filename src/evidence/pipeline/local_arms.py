"""The groups that a sentence itself compares, where it names none of the document's arms.

"Scores were higher in the music group than in the rest group", "A was 12% in those given X compared with 20% in Y". The
places where a sentence names its groups are tried in the order of their sureness: names of groups; a name right behind
or right before each figure; names that "respectively" deals figures to; the two sides of "than"; therapies; and last
one name by itself, to which the figures of the bracket behind it belong.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from evidence.pipeline.arm_lists import CONTROL
from evidence.pipeline.arm_mentions import ArmMention
from evidence.pipeline.arm_names import ArmName
from evidence.pipeline.arm_sides import PLACEBO
from evidence.pipeline.directions import compares
from evidence.pipeline.group_names import NO_NAME, group_names, is_stratum
from evidence.pipeline.layers import Sentence
from evidence.pipeline.tables import rows
from evidence.pipeline.value_arms import versus_pairs
from evidence.pipeline.written import words_of
from evidence.records import Mention, Statistic

# A name found in a sentence: start, end, and the key by which two namings are one group.
Named = tuple[int, int, str]
Span = tuple[int, int]


@lru_cache(maxsize=1)
def _words() -> dict[str, tuple[str, ...]]:
    return {row["class"]: tuple(row["words"].split()) for row in rows("local_arm_words")}


def _any(kind: str) -> str:
    return "(?:" + "|".join(_words()[kind]) + ")"


_WHO: Final = rf"(?:{_any('who')}\s+)*"
_PLACE: Final = rf"\b{_any('place')}\s+{_WHO}"
_AGAINST: Final = re.compile(
    rf"\b(?:than|compared (?:with|to)|as compared (?:with|to)|in comparison (?:with|to)|versus|vs\.?|relative to)\s+(?:(?:that|those|did|was|were)\s+)?"
    rf"(?:{_any('place')}\s+)*{_WHO}"
)
_BESIDE: Final = re.compile(_PLACE)
# Between a value and the name of those whose it is: "37% (3/8) of the patients in", "8.6 months for".
_OF_WHOM: Final = re.compile(
    rf"(?:\s*[)\]])?[\s%]*(?:\([^()]{{0,40}}\)\s*)?(?:[a-zA-Z/²]{{1,8}}[\s,]+)?(?:(?:of|in)\s+)?{_WHO}{_PLACE}|[)\s]*\s{_any('place')}\s+{_WHO}"
)
# Between the name of a group and its value: "(A = four patients", "control, 35.5 days", "SH 2.2", "that for B was 0.33".
_WHOSE: Final = re.compile(r"(?:\s*(?:[:=,]|was|were|had|at|of|\([^()]{0,20}\)))*\s*$")
_BEGINS: Final = re.compile(r"(?:[(\[;,]|\b(?:and|versus|vs\.?|v|for|in|with))\s*$")
_RESPECTIVELY: Final = re.compile(r"\brespectively\b")
_BETWEEN: Final = re.compile(
    r"\s*(?:and|or|versus|vs\.?|,? and)\s+(?:(?:the|for|in|with|on|those|to|of)\s+)*"
)
_SUBJECT: Final = re.compile(
    r"(?:[A-Z]{4,}:?\s+)?(?:(?:[Tt]reatment|[Tt]herapy) with |[Tt]he (?:addition|use) of |[Tt]he |Both )?"
)
_EFFECT: Final = re.compile(rf"\s*(?:\([^()]*\)\s*)?{_any('effect')}\b")
_TOKEN: Final = re.compile(r"[A-Za-zα-ωΑ-Ω\d][^\s,;:()\[\]=%<>]*|\S")
_BARE_NUMBER: Final = re.compile(r"[\d.·]+$")
_NEAR: Final = 40
_LONGEST: Final = 5
_MOST: Final = 4


@dataclass(frozen=True, slots=True)
class _Scene:
    """A sentence with what its names are found by; `blocked` are spans that name something else than a group."""

    text: str
    start: int
    end: int
    values: Sequence[Statistic]
    therapies: Sequence[Mention]
    blocked: Sequence[Span]


def local_arms(
    text: str,
    sentence: Sentence,
    therapies: Sequence[Mention],
    known: Sequence[tuple[ArmMention, ArmName]],
    values: Sequence[Statistic],
    blocked: Sequence[Span] = (),
    *,
    lone: bool = True,
) -> tuple[list[ArmName], list[ArmMention]] | None:
    """The arms of a sentence and where it names them, or None where it holds none against another.

    `known` are its mentions of the document's arms, at most one arm's; `blocked` are the spans of its outcomes and
    diseases, which no arm's name may overlap. A `lone` name by itself is an arm only where the document has none.
    """
    scene = _Scene(text, sentence.start, sentence.end, values, therapies, blocked)
    found = [(mention.start, mention.end, arm.name.lower()) for mention, arm in known]
    groups = group_names(text, sentence.start, sentence.end)
    found = _with(found, ((item.start, item.end, item.key) for item in groups))
    if _populations(text, values, found):
        return None
    for finder in _FINDERS:
        if len(_keys(found)) < 2:
            found = _with(found, finder(scene, found))
    keys = _keys(found)
    if not keys:
        found = _lone(scene) if lone else []
        keys = _keys(found)
    elif (
        len(keys) == 1 and not known and values and "respectively" not in text[sentence.start : sentence.end]
    ):
        keys = (
            keys
            if (lone and len(values) == 1) or any(start < values[0].start for start, _, _ in found)
            else []
        )
    elif not 2 <= len(keys) <= _MOST:
        return None
    against = _AGAINST.search(text, sentence.start, sentence.end) is not None
    if not keys or (not lone and not against and all(is_stratum(key) for key in keys)):
        return None  # strata of a study with arms are populations, unless they are held against each other
    keys.sort(key=lambda key: bool(CONTROL.search(key)) or key in PLACEBO)
    given = {arm.name.lower(): arm for _, arm in known}
    names = [
        given.get(key) or _named(text, key, found, therapies, index == len(keys) - 1)
        for index, key in enumerate(keys)
    ]
    return names, [ArmMention(start, end, keys.index(key)) for start, end, key in sorted(found)]


def _keys(found: Iterable[Named]) -> list[str]:
    return list(dict.fromkeys(key for _, _, key in sorted(found)))


def _with(found: Sequence[Named], more: Iterable[Named]) -> list[Named]:
    kept = list(found)
    kept += [item for item in more if not _overlaps(item[0], item[1], kept)]
    return kept


def _populations(text: str, values: Sequence[Statistic], found: Sequence[Named]) -> bool:
    """Whether each group has a pair of figures: "23 v 19 months in one group and 13 v 10 in the other"."""
    pairs = versus_pairs(text, values)
    behind = {key for _, second in pairs for start, _, key in found if 0 <= start - second.end < _NEAR}
    return len(pairs) > 1 and len(behind) > 1


def _overlaps(start: int, end: int, found: Sequence[Named]) -> bool:
    return any(start < last and first < end for first, last, _ in found)


def _named(text: str, key: str, found: Sequence[Named], therapies: Sequence[Mention], last: bool) -> ArmName:
    start, end, _ = next(item for item in found if item[2] == key)
    concepts = tuple(
        dict.fromkeys(
            item.concept
            for item in therapies
            if start <= item.start and item.end <= end and item.concept is not None
        )
    )
    words = " ".join(text[start:end].split())
    name = key if key.startswith("group ") else re.sub(r"(?<=group|.arms)s$", "", words)
    return ArmName(name, concepts, (), last and bool(CONTROL.search(words)), start, end)


# ---------------------------------------------------------------- names


def _name(scene: _Scene, start: int, end: int) -> Named | None:
    """The name that begins at `start`: words that no verb, preposition, sign or bracket breaks."""
    stops = words_of("end")
    run: list[tuple[int, int, str]] = []
    for token in _TOKEN.finditer(scene.text, start, end):
        word = token.group()
        lower = word.lower().rstrip(".")
        if not word[0].isalnum() or lower in stops or (lower in ("and", "or", "nor", "plus") and not run):
            break
        if lower in ("and", "or", "nor") or token.start() - (run[-1][1] if run else start) > 1:
            break
        if word[0].isdigit() and not _numbers_name(scene.text, run, token):
            if run and run[-1][2] == scene.text[run[-1][0] : run[-1][1]]:
                return None  # "in the central 15 degrees"
            break
        run.append((token.start(), token.start() + len(lower), lower))
        if word.endswith(".") or len(run) > _LONGEST:
            break
    return _checked(scene, run)


def _numbers_name(text: str, run: Sequence[tuple[int, int, str]], token: re.Match[str]) -> bool:
    """Whether a number belongs to a name: "FEC 100", "arm 2", "the 20 mg arm", "5-FU"."""
    if re.match(r"\d+-[A-Za-z]", token.group()):
        return True
    if not _BARE_NUMBER.match(token.group()):
        return False
    if run:
        before = text[run[-1][0] : run[-1][1]]
        return before.isupper() or before.lower() in ("arm", "group", "regimen", "schedule")
    unit = re.match(r"\s?(\S+)", text[token.end() : token.end() + 8])
    return unit is not None and unit.group(1) in _words()["unit"]


def _checked(scene: _Scene, run: Sequence[tuple[int, int, str]]) -> Named | None:
    """The name of a run of words, or None where they name no group."""
    if not run or len(run) > _LONGEST:
        return None
    no_name = _words()["no_name"]
    words = [word for _, _, word in run]
    start, end = run[0][0], run[-1][1]
    if (
        words[0] in no_name
        or all(word in no_name or word in NO_NAME for word in words)
        or words[0].endswith("ly")
    ):
        return None
    if any(first < end and start < last for first, last in scene.blocked):
        return None
    name = " ".join(words)
    return (start, end, name) if re.search(r"[a-zα-ω]", name) else None


# ---------------------------------------------------------------- places


def _beside(scene: _Scene, found: Sequence[Named]) -> list[Named]:
    """The names behind values, where two values each have one: "37% for A and 44% for B"."""
    named = []
    for index, item in enumerate(scene.values):
        ceiling = scene.values[index + 1].start if index + 1 < len(scene.values) else scene.end
        whom = _OF_WHOM.match(scene.text, item.end, ceiling)
        name = _name(scene, whom.end(), ceiling) if whom is not None else None
        if name is not None:
            named.append(name)
    return named if len(_keys([*named, *found])) > 1 else []


def _headed(scene: _Scene, found: Sequence[Named]) -> list[Named]:
    """The names before values, where two values each have one: "(A = four patients and B = two patients)"."""
    named = []
    for index, item in enumerate(scene.values):
        floor = max(scene.start, item.start - _NEAR, scene.values[index - 1].end if index else 0)
        gap = _WHOSE.search(scene.text, floor, item.start)
        if gap is None:
            continue
        for begin in range(gap.start() - 1, floor - 1, -1):
            if scene.text[begin].isalnum() and not scene.text[begin - 1].isalnum():
                name = _name(scene, begin, gap.start())
                if name is not None and name[1] == gap.start() and _BEGINS.search(scene.text, floor, begin):
                    named.append(name)
                    break
    return named if len(_keys(named)) > 1 else []


def _coordinated(scene: _Scene, found: Sequence[Named]) -> list[Named]:
    """The names that "respectively" deals figures to: "for A and B were 19.7% and 17.0%, respectively"."""
    said = _RESPECTIVELY.search(scene.text, scene.start, scene.end)
    if said is None:
        return []
    pairs = []
    subject = _SUBJECT.match(scene.text, scene.start, scene.end)
    begins = [match.end() for match in _BESIDE.finditer(scene.text, scene.start, scene.end)]
    for begin in [*begins, subject.end() if subject is not None else scene.start]:
        first = _name(scene, begin, scene.end)
        joint = _BETWEEN.match(scene.text, first[1], scene.end) if first is not None else None
        second = _name(scene, joint.end(), scene.end) if joint is not None else None
        if first is not None and second is not None and first[2] != second[2]:
            pairs.append((first, second))
    pairs = [
        pair for pair in pairs if not any(pair[0][0] <= item.start < pair[1][1] for item in scene.values)
    ]
    nearest = min(
        pairs, key=lambda pair: (pair[1][1] > said.start(), said.start() - pair[1][1]), default=None
    )
    return list(nearest) if nearest is not None else []


def _compared(scene: _Scene, found: Sequence[Named]) -> list[Named]:
    """The names on both sides of "than", "compared with" or "versus"."""
    for against in _AGAINST.finditer(scene.text, scene.start, scene.end):
        other = _name(scene, against.end(), scene.end)
        if other is None or any(first < other[1] and other[0] < last for first, last, _ in found):
            continue
        if found:
            return [other]
        before = [
            name
            for match in _BESIDE.finditer(scene.text, scene.start, against.start())
            if (name := _name(scene, match.end(), against.start())) is not None and name[2] != other[2]
        ]
        subject = _subject(scene)
        if subject is not None and subject[2] != other[2] and subject[1] <= against.start():
            before = before or [subject]
        if before:
            return [before[-1], other]
    return []


def _subject(scene: _Scene) -> Named | None:
    """What a sentence tells of: "X improved survival"."""
    lead = _SUBJECT.match(scene.text, scene.start, scene.end)
    name = _name(scene, lead.end() if lead is not None else scene.start, scene.end)
    return name if name is not None and _EFFECT.match(scene.text, name[1], scene.end) else None


def _therapies(scene: _Scene, found: Sequence[Named]) -> list[Named]:
    return [
        (item.start, item.end, item.concept.id)
        for item in scene.therapies
        if item.concept is not None and scene.start <= item.start < scene.end
    ]


def _lone(scene: _Scene) -> list[Named]:
    """The one name before a bracket with figures: "more frequent with A (81% v 73%)", "more common with A: pain (..."."""
    if not scene.values:
        return []
    opened = max(scene.text.rfind(sign, scene.start, scene.values[0].start) for sign in "([")
    for match in _BESIDE.finditer(scene.text, scene.start, max(opened, scene.start)):
        name = _name(scene, match.end(), opened)
        if name is None:
            continue
        beside = not scene.text[name[1] : opened].strip()
        listed = scene.text[name[1] : opened].lstrip().startswith(":")
        if (beside or listed) and compares(
            scene.text, max(scene.start, match.start() - _NEAR), match.start()
        ):
            return [name]
    return []


_FINDERS: Final[tuple[Callable[[_Scene, Sequence[Named]], list[Named]], ...]] = (
    _beside,
    _headed,
    _coordinated,
    _compared,
    _therapies,
)
