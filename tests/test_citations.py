"""Citations: brackets, superscripts that lost their raising, and figures that are none."""

from __future__ import annotations

import pytest

from evidence.document import Reference
from pipelines import layers_of

_LIST = tuple(Reference(number=number, text=f"Work {number}") for number in range(1, 31))


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        pytest.param("It hurts.7,8 Often.", [(7, 8)], id="behind a full stop"),
        pytest.param("In the literature,19–21 where it stands.", [(19, 20, 21)], id="a range behind a comma"),
        pytest.param("Kato et al19 showed it.", [(19,)], id="glued to al"),
        pytest.param("According to Jung et al,4 the rate is 9%.", [(4,)], id="behind al and a comma"),
        pytest.param("As told before [3, 5-7].", [(3, 5, 6, 7)], id="square brackets"),
        pytest.param("HER2 and CD20 and T790M and IL-2 rose.", [], id="names with digits"),
        pytest.param("P = .043 and 7.1 (6.7–7.4).", [], id="figures"),
        pytest.param(
            "It reached 11.4–14.1 months.2,13,14 Others agree.", [(2, 13, 14)], id="figures before a citation"
        ),
        pytest.param("It was told.99 No such work.", [], id="a number that the list does not hold"),
    ],
)
def test_with_a_list_of_references(text: str, numbers: list[tuple[int, ...]]) -> None:
    assert [item.numbers for item in layers_of(text, references=_LIST)._.citations] == numbers


def test_without_a_list_numbers_must_count_from_one() -> None:
    assert [item.numbers for item in layers_of("In their review.1 It is common.2")._.citations] == [
        (1,),
        (2,),
    ]
    assert [item.numbers for item in layers_of("They found it.1 It was new.1")._.citations] == [(1,), (1,)]
    assert layers_of("It took weeks.5 Then it ended.")._.citations == ()
