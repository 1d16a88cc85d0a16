"""What earlier sentences leave to the later ones."""

from __future__ import annotations

import pytest

from evidence.pipeline.discourse import Context
from evidence.pipeline.outcomes import OutcomeMention
from evidence.records import Statistic, StatisticType
from evidence.vocabulary import Concept

_SURVIVAL = OutcomeMention(
    0,
    2,
    "OS",
    Concept(id="x:1", label="overall survival", kind="outcome", attributes={"measure": "time_to_event"}),
    None,
)
_RESPONSE = OutcomeMention(0, 2, "ORR", Concept(id="x:2", label="response rate", kind="outcome"), None)
_UNKNOWN = OutcomeMention(0, 4, "gait", None, None)


def _figure(kind: StatisticType, unit: str) -> Statistic:
    return Statistic(id="s1", type=kind, start=9, end=11, text="12", operator="=", value=12.0, unit=unit)


_MONTHS, _SHARE = _figure("median", "months"), _figure("rate", "%")


@pytest.mark.parametrize(
    ("told", "figure", "place", "left", "reason"),
    [
        ([], _SHARE, 1, None, "nothing was told"),
        ([_RESPONSE], _SHARE, 1, _RESPONSE, "a share is that of the last outcome"),
        ([_SURVIVAL], _SHARE, 1, _SURVIVAL, "a share may be that of the survivors"),
        ([_SURVIVAL, _RESPONSE], _MONTHS, 2, _SURVIVAL, "a median of months is none of a share of patients"),
        ([_SURVIVAL, _RESPONSE], _MONTHS, 9, None, "a time to an event is not spoken of for ever"),
        ([_UNKNOWN], _SHARE, 1, None, "a name that no vocabulary knows is left to nobody"),
    ],
)
def test_left(
    told: list[OutcomeMention], figure: Statistic, place: int, left: OutcomeMention | None, reason: str
) -> None:
    context = Context(0.05, "")
    for index, outcome in enumerate(told):
        context.tell(outcome, index)
    assert context.left([figure], place) is left, reason
