"""Which sentences give rows: those that tell results though their role is another, and not those that claim nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from evidence.document import Section
from evidence.pipeline import directions
from evidence.pipeline.contrasts import contrasted
from evidence.pipeline.dealing import is_test, is_value
from evidence.pipeline.discourse import Layers
from evidence.pipeline.layers import Sentence, Voice
from evidence.pipeline.scenes import within
from evidence.pipeline.screens import Screen
from evidence.pipeline.significance import USUAL_ALPHA, significance
from evidence.pipeline.tables import alternatives, pattern_of
from evidence.pipeline.unnamed_arms import BOTH_GROUPS

_NO_CLAIM: Final = Screen(alternatives("no_claims"))
_ANALYSED: Final = Screen(alternatives("role_cues", role="analysed"))
_PLANS: Final = Screen(alternatives("role_cues", role="method"))
_PLANNED: Final = Screen(alternatives("role_cues", role="planned"))
# How a discussion that cites nobody speaks of others' studies, of its own groups, and of what happened.
_OTHERS_DID: Final = alternatives("role_cues", role="others_did")
_OWN_GROUP: Final = alternatives("role_cues", role="own_group")
_PAST: Final = alternatives("role_cues", role="past")
_OURS: Final = alternatives("role_cues", role="ours")
# A sentence that tells that groups were alike before treatment.
_BALANCED: Final = pattern_of("no_results", "balanced")
# A sentence that tells who is among those that were analysed.
_MEMBERSHIP: Final = Screen(pattern_of("no_results", "membership"))
# A sentence that tells why patients were not studied.
_EXCLUDED: Final = pattern_of("no_results", "excluded")


def tells_results(layers: Layers, sentence: Sentence, mixed: Sequence[Section]) -> bool:
    """Whether a sentence under "Methods and results" measures or compares, or one under no heading tests and compares."""
    section = next((item for item in mixed if item.start <= sentence.start < item.end), None)
    if section is None or any(
        plan.search(layers.text, sentence.start, sentence.end) for plan in (_PLANS, _PLANNED)
    ):
        return False
    statistics = within(layers.statistics, sentence.start, sentence.end)
    compares = directions.compares(layers.text, sentence.start, sentence.end)
    if section.heading is None:  # nobody but a model says that it is of the methods
        return compares and (
            any(is_test(item) for item in statistics)
            or contrasted(
                layers.text, [item for item in statistics if item.type == "rate"]
            )  # "remissions (8% v 30%)"
            or significance(layers.text, sentence.start, sentence.end, (), USUAL_ALPHA) != "not_reported"
        )
    return bool(statistics) or compares


# A trial by its name: "in the MAGIC trial", "of the OE05 study".
_TRIAL: Final = re.compile(
    r"\b(?:in|from|of|by|[Tt]he) (?:the )?(?P<name>(?=[\w-]*(?:[A-Z]{2}|[a-z][A-Z]|\d))[A-Z][\w-]*(?: \d+)?) (?:trials?|stud(?:y|ies))\b"
)
_DESIGNS: Final = frozenset({"RCT", "ITT", "II", "III", "IV", "RCTs"})


def _other_trials(text: str, start: int, end: int, body: int | None) -> list[int]:
    """Where the names of trials end that neither title nor abstract have."""
    if body is None:
        return []
    head = text[:body]
    return [
        item.end()
        for item in _TRIAL.finditer(text, start, end)
        if item["name"] not in _DESIGNS and item["name"] not in head
    ]


def _goes_on_with_other(text: str, start: int, body: int | None) -> bool:
    """Whether a paragraph told of such a trial last, and not of this study since."""
    begin = text.rfind("\n\n", body or 0, start) + 1
    others = _other_trials(text, begin, start, body) if begin > 0 else []
    return bool(others) and _OURS.search(text, others[-1], start) is None


def tells_conclusion(layers: Layers, sentence: Sentence, body: int | None) -> bool:
    """Whether a sentence of the discussion that cites nobody says of the study's own arms how they did.

    It names two of them, or speaks of its groups; or it names the one that was tried and tells in the past.
    """
    if sentence.section not in ("discussion", "conclusions") or len(layers.arms) < 2:
        return False
    text, start, end = layers.text, sentence.start, sentence.end
    if not directions.compares(text, start, end) or _OTHERS_DID.search(text, start, end):
        return False
    if _other_trials(text, start, end, body) or _goes_on_with_other(text, start, body):
        return False
    named = {item.arm for item in within(layers.arm_mentions, start, end)}
    if len(named) > 1 or BOTH_GROUPS.search(text, start, end):
        return True
    return bool(named) and (_OWN_GROUP.search(text, start, end) or _PAST.search(text, start, end)) is not None


def is_tested(layers: Layers, sentence: Sentence) -> bool:
    """Whether a sentence that tells of the endpoint also tells figures of two arms and their test."""
    if sentence.section not in ("results", None):
        return False
    told = within(layers.statistics, sentence.start, sentence.end)
    values = [item for item in told if is_value(item)]
    return len(values) > 1 and any(item.type == "p_value" and item.start > values[1].end for item in told)


def claims_nothing(layers: Layers, sentence: Sentence, voice: Voice) -> bool:
    """Whether a sentence that is no result asks for more, or tells of the study itself, or a result who was left out."""
    if voice.role == "result" and (
        _BALANCED.match(layers.text, sentence.start, sentence.end)
        or _MEMBERSHIP.search(layers.text, sentence.start, sentence.end)
    ):
        return True
    if voice.role == "result" and (
        _EXCLUDED.match(layers.text, sentence.start, sentence.end)
        or (
            _ANALYSED.search(layers.text, sentence.start, sentence.end)
            and all(item.type == "count" for item in within(layers.statistics, sentence.start, sentence.end))
        )
    ):
        return True
    if voice.role in ("result", "conclusion") or within(layers.statistics, sentence.start, sentence.end):
        return False  # of conclusions, `claims` tells which part asks
    return _NO_CLAIM.search(layers.text, sentence.start, sentence.end) is not None
