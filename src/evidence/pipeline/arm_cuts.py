"""Where a list of arms is cut: at the words that part arms, at commas behind which an arm begins, and where it ends."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from evidence.pipeline.screens import Screen
from evidence.pipeline.tables import pattern_of
from evidence.records import Mention


def cue(kind: str) -> re.Pattern[str]:
    """A pattern of `data/arm_cues.tsv`."""
    return pattern_of("arm_cues", kind)


CONTROL: Final = cue("control")
_CONTINUES: Final = cue("continues")
_BEGINS: Final = cue("begins_arm")
BOTH: Final = cue("both_before")
_CHOICE: Final = cue("choice")
_STATES: Final = cue("states")
_PATIENTS_DID: Final = cue("patients_did")
_ALLOCATED_BY: Final = Screen(cue("allocated_by"))
_BEGINS_PLAIN: Final = cue("begins_plain")
DOSE_ONLY: Final = cue("dose_only")
SIZED: Final = "\N{BROKEN BAR}"
OR: Final = re.compile(r",? (?:or|versus|vs\.?|and) (?:to )?|; ")
_ALTERNATIVE: Final = re.compile(r",? (?:or|versus|vs\.?) (?!without)")
_ALTERNATIVE_VERSUS: Final = re.compile(r",? (?:versus|vs\.?) ")
_COMMA: Final = re.compile(r"[,;] ")
_LAST_ARM: Final = re.compile(r",? (?:or|and) ")
# What an arm can be called by: a word, a number, or a letter before brackets that say what it is.
_NAMES: Final = re.compile(r"[A-Za-z]{2}|\d|\b[A-H] {4,}")
_SEMICOLON: Final = re.compile(r"; ")
EITHER: Final = re.compile(r"\b(?:plus|with|and) (?:\d+ (?:days|weeks|months|cycles|courses) of )?either ")
_FOLLOWED: Final = re.compile(r",? followed by ")
# A short name that a regimen goes by, which no vocabulary need know: "TAC", "FEC-D", "5-FU".
SHORT: Final = re.compile(r"\s*(?:the )?[A-Z0-9][A-Za-z0-9/+-]*[A-Z][A-Za-z0-9/+-]*\s*$")
_DOSED: Final = re.compile(rf"\s*(?:{DOSE_ONLY.pattern})(?=,| or )", re.IGNORECASE)
_AT_DOSE: Final = re.compile(r"\d\s?(?:mg|g|mcg|µg|μg|IU|Gy|MU|MBq|GBq)?(?:/\w+)*\s*, $")
# Names of up to three words before the last comma of "A, B, or C", whether or not a vocabulary knows them.
_PLAIN_LIST: Final = re.compile(
    rf"\s*(?:either )?(?:(?!(?:{_CONTINUES.pattern}))[A-Za-z][\w/+-]*(?: [A-Za-z][\w/+-]*){{0,2}}(?:, |$))+",
    re.IGNORECASE,
)
# Arms that are each told by dose: "12 mg of A every three weeks, 75 mg of B every three weeks, or".
_DOSE_OF: Final = re.compile(
    r"\s*(?:either )?\d[\d.,·]*\s?(?:mg|g|mcg|µg|μg|Gy|IU|MU)\b(?:/\w+)*[\w ]{0,12}? of "
)
# Where the next arm is told with its number of patients: "75 to A, 76 to B".
_COUNTED_TO: Final = re.compile(
    r"(?:and )?\d[\d,]* (?:(?:patients|women|men|participants) )?(?:were (?:assigned|randomi[sz]ed) )?to "
)


# Where the next arm is told with its own number of patients and what they were to get.
_COUNTED_NEXT: Final = re.compile(
    r",? and (?:another |the other )?\d[\d,]* (?:patients |women |men |participants )?to (?:receive|undergo) "
)
# Behind "or": another way of giving the same, "given intravenously or subcutaneously".
_ROUTE: Final = re.compile(
    r"(?:intravenously|subcutaneously|orally|intramuscularly|concurrently|sequentially)\b"
)
# Before options of which one arm's regimen consists.
_CONSISTS: Final = re.compile(r"\b(?:regimen|chemotherapy|therapy|treatment) (?:consisting|composed) of ")


def _options(masked: str, start: int, end: int) -> int | None:
    """Where "or" parts two options of one regimen, and no arms: "a regimen consisting of A or B, or C"; None if nowhere."""
    consists = _CONSISTS.search(masked, start, end)
    if consists is None:
        return None
    parted = [match.start() for match in _ALTERNATIVE.finditer(masked, consists.end(), end)]
    before = _ALTERNATIVE.search(masked, start, consists.start())
    return parted[0] if len(parted) > 1 and before is None else None


def before_next_phase(masked: str, start: int, end: int, therapies: Sequence[Mention]) -> int:
    """Where a list ends whose arms are told again for a later phase: "A or B, followed by A or B"."""
    for later in _FOLLOWED.finditer(masked, start, end):
        cut = _ALTERNATIVE.search(masked, start, later.start())
        if cut is None or not _ALTERNATIVE.search(masked, later.end(), end):
            continue
        before = {item.concept for item in therapies if start <= item.start < later.start()}
        after = [item.concept for item in therapies if later.end() <= item.start < end]
        told = any(cut.end() <= item.start < later.start() for item in therapies)
        if told and after and all(concept in before for concept in after[:2]):
            return later.start()
    return end


def before_next_statement(masked: str, start: int, end: int) -> int:
    """Where a list ends before what is stated: "A or B; both groups then received C", "A, 6 patients died of B or C"."""
    for said in (_PATIENTS_DID, _ALLOCATED_BY):
        if (told := said.search(masked, start, end)) is not None:
            end = told.start()
    for stop in _SEMICOLON.finditer(masked, start, end):
        following = _SEMICOLON.search(masked, stop.end(), end)
        if _STATES.search(masked, stop.end(), following.start() if following else end):
            return stop.start()
    return end


def _begins_arm(masked: str, at: int, end: int, therapies: Sequence[Mention]) -> bool:
    """Whether an arm's name begins right at a place: a therapy, a short name, another dose, a control, or "both"."""
    begin = _BEGINS.match(masked, at, end)
    place = begin.end() if begin is not None else at
    comma = _COMMA.search(masked, place, end)
    return (
        # "standard" begins "standard of care", and only goes before other names
        any(item.start - at in (0, 1) or place <= item.start <= place + 1 for item in therapies)
        or SHORT.fullmatch(masked, place, comma.start() if comma is not None else end) is not None
        or (_DOSED.match(masked, at, end) is not None and _dose_before(masked, at))
        or bool(CONTROL.match(masked, place, end) or BOTH.match(masked, at, end))
        or _BEGINS_PLAIN.match(masked, at, comma.start() if comma is not None else end) is not None
    )


def _dose_before(masked: str, at: int) -> bool:
    return _AT_DOSE.search(masked, max(0, at - 25), at) is not None


def cuts(
    masked: str, start: int, end: int, therapies: Sequence[Mention], counted: bool
) -> Iterator[tuple[int, int]]:
    """Where sides end and the next begin."""
    strong = list(strong_cuts(masked, start, end, counted))
    if not strong:
        return
    first, behind = strong[0]
    if masked.startswith(", or", first) and _PLAIN_LIST.fullmatch(masked, start, first):
        yield from ((comma.start(), comma.end()) for comma in _COMMA.finditer(masked, start, first))
    else:
        yield from _comma_cuts(masked, start, first, therapies)
    for (cut, behind), (following, _) in zip(strong, [*strong[1:], (end, end)], strict=True):
        yield cut, behind
        if following < end:
            yield from _comma_cuts(masked, behind, following, therapies)


def cuts_into(masked: str, start: int, end: int, number: int) -> list[tuple[int, int]]:
    """The places that part a list of just so many arms, by commas and "or" or "and"; none where there are more or fewer.

    Where "or" parts the last arm, "and" joins what one arm gets.
    """
    words = list(_LAST_ARM.finditer(masked, start, end))
    last = [match for match in words if "or" in match.group()] or words
    if not last:
        return []
    every = list(_COMMA.finditer(masked, start, last[-1].start()))
    parting = [comma for comma in every if not _CONTINUES.match(masked, comma.end(), end)]
    for matches in ([*parting, last[-1]], [*parting, *last], [*every, last[-1]]):
        found = sorted({match.span() for match in matches})
        if len(found) == number - 1:
            return found
    return []


def strong_cuts(masked: str, start: int, end: int, counted: bool) -> Iterator[tuple[int, int]]:
    """Where words part arms."""
    last = start
    parted = counted and _SEMICOLON.search(masked, start, end) is not None
    listed = counted and _ALTERNATIVE.search(masked, start, end) is None
    lone = masked.count(" and ", start, end) == 1
    either = EITHER.search(masked, start, end)
    # Where arms were parted before it, "either" begins what is chosen; not where one of the two is a control.
    parted_by = (
        _ALTERNATIVE_VERSUS if either is None or CONTROL.search(masked, either.end(), end) else _ALTERNATIVE
    )
    versus = parted_by.search(masked, start, end)
    chosen = versus.end() if versus is not None else end
    told = _COUNTED_NEXT.search(masked, start, end)
    if told is not None and masked.find(" or ", told.end(), end) < 0:
        yield told.span()  # "A or B plus C and 222 patients to receive the same plus D": A or B is a choice
        return
    options = _options(masked, start, end)
    for match in _SEMICOLON.finditer(masked, start, end) if parted else OR.finditer(masked, start, end):
        word = match.group().strip(" ,")
        if match.start() == options or _ROUTE.match(masked, match.end(), end):
            continue
        if either is not None and word.startswith("or") and match.end() <= either.start() < chosen:
            continue  # "with A or B plus either C or placebo": A or B is the backbone
        if either is not None and chosen <= either.start() < match.start():
            continue  # "A versus B and either C or D", "A or B plus either C or D": what is chosen within an arm
        if word.startswith("and") and not (
            (listed and (lone or match.group().startswith(","))) or _between_arms(masked, last, match, end)
        ):
            continue
        if word.startswith(("or", "and")) and not _NAMES.search(masked, last, match.start()):
            continue  # nothing that could be an arm stands before it
        if word.startswith("or") and _CHOICE.search(masked, last, match.start()):
            continue  # "the physician's choice of A or B" is one arm
        yield match.start(), match.end()
        last = match.end()


def _comma_cuts(masked: str, start: int, end: int, therapies: Sequence[Mention]) -> list[tuple[int, int]]:
    """The commas between arms of a list whose last one stands behind `end`: an arm begins behind each of them."""
    found: list[tuple[int, int]] = []
    for comma in _COMMA.finditer(masked, start, end):
        if _COUNTED_TO.match(masked, comma.end(), end):
            found.append((comma.start(), comma.end()))
            continue
        doses = _DOSE_OF.match(masked, start, end) and _DOSE_OF.match(masked, comma.end(), end)
        if _CONTINUES.match(masked, comma.end(), end) and not doses:
            if re.match(r"(?:and|plus) ", masked[comma.end() : end]):
                return []  # "A, B, and C" is one arm
            continue
        sized = masked.startswith(SIZED, comma.start() - 1)  # "A (n = 9), B (n = 8), or C"
        if sized or (
            _begins_arm(masked, comma.end(), end, therapies)
            and any(start <= item.start < comma.start() for item in therapies)
        ):
            found.append((comma.start(), comma.end()))
    return [] if found and _joins(masked, found, start, end, therapies) else found


def _joins(
    masked: str, cuts: Sequence[tuple[int, int]], start: int, end: int, therapies: Sequence[Mention]
) -> bool:
    """Whether the last of a list holds its drugs together: "A, B and C or D", where C is not told of A before."""
    last = [item for item in therapies if cuts[-1][1] <= item.start < end]
    before = {item.concept for item in therapies if start <= item.start < cuts[-1][0]}
    if len(last) < 2 or before & {item.concept for item in last}:
        return False
    return re.search(r"\band\b", masked[last[-2].end : last[-1].start]) is not None


def _between_arms(masked: str, last: int, joint: re.Match[str], end: int) -> bool:
    """Whether an "and" parts two arms: "1006 to A and 507 to placebo", "A (n = 30) and B", "an A group and a control group"."""
    if masked[last : joint.start()].endswith(SIZED):
        return True
    return bool(
        re.match(
            r"\s*(?:to |\d+\s+(?:to|were|patients|received|in)\b|an? [\w -]{1,30}group)",
            masked[joint.end() : end],
        )
    )
