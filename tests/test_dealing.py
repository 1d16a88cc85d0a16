"""Dealing: clauses, hands, and the arms of values."""

from __future__ import annotations

import pytest

from evidence.pipeline.clauses import clauses
from evidence.pipeline.layers import ArmMention
from evidence.pipeline.value_arms import arms_of_values
from evidence.records import Statistic


def _values(text: str, *figures: str) -> list[Statistic]:
    found = []
    place = 0
    for index, figure in enumerate(figures):
        place = text.index(figure, place)
        found.append(
            Statistic(
                id=f"s{index}", type="rate", start=place, end=place + len(figure), text=figure, operator="=",
                value=float(figure.rstrip("%")), unit="%",
            )
        )  # fmt: skip
        place += len(figure)
    return found


def _mentions(text: str) -> list[ArmMention]:
    return [ArmMention(i, i + 1, "AB".index(c)) for i, c in enumerate(text) if c in "AB"]


@pytest.mark.parametrize(
    ("text", "figures", "order", "arms", "beside", "reason"),
    [
        ("10% in A and 20% in B", ("10%", "20%"), (0, 1), [0, 1], True, "behind each"),
        ("A had 10% and B had 20%", ("10%", "20%"), (0, 1), [0, 1], True, "before each"),
        (
            "in B and A, 10% and 20%, respectively",
            ("10%", "20%"),
            (0, 1),
            [1, 0],
            False,
            "in the order of naming",
        ),
        ("10% v 20%", ("10%", "20%"), (1, 0), [1, 0], False, "in the order that the text last used"),
        (
            "10% v 20%; severe 30% v 40%",
            ("10%", "20%", "30%", "40%"),
            (0, 1),
            [0, 1, 0, 1],
            False,
            "two by two",
        ),
        (
            "65% and 54% in A, 73% and 62% in B",
            ("65%", "54%", "73%", "62%"),
            (0, 1),
            [0, 0, 1, 1],
            True,
            "several figures of each arm",
        ),
        (
            "B was better borne than A, with fewer stops (17% v 23% for A and B)",
            ("17%", "23%"),
            (0, 1),
            [0, 1],
            False,
            "the names right behind two figures, whatever stands before",
        ),
        (
            "7% relapsed (A = 5%, B = 2%)",
            ("7%", "5%", "2%"),
            (0, 1),
            [None, 0, 1],
            True,
            "a whole and its parts",
        ),
        (
            "12% with A, 10% with B, 5% overall",
            ("12%", "10%", "5%"),
            (0, 1),
            [0, 1, None],
            True,
            "a name behind its figure does not head the next",
        ),
        (
            "68% were relieved, with complete relief in 12%",
            ("68%", "12%"),
            (0, 1),
            [None, None],
            False,
            "a share of a share is no other arm's",
        ),
        ("10%, 20% and 30%", ("10%", "20%", "30%"), (0, 1), [None, None, None], False, "nothing says whose"),
        (
            "10% in A, 20% in B; odds fell by 5%",
            ("10%", "20%", "5%"),
            (0, 1),
            [0, 1, None],
            True,
            "one is nobody's",
        ),
        ("pain (A: 75%; B: 3%), rash (A", ("75%", "3%"), (0, 1), [0, 1], True, "names head their figures"),
        (
            "pain (A, 17% v 6%; B, 11% v 6%)",
            ("17%", "6%", "11%", "6%"),
            (0, 1),
            [None, None, None, None],
            False,
            "pairs of two populations are not those of the arms",
        ),
        (
            "35% with B v 27% with A in one, and 30% v 20%, respectively, in all",
            ("35%", "27%", "30%", "20%"),
            (0, 1),
            [1, 0, 1, 0],
            False,
            "the order of the first pair",
        ),
        ("more frequent in B (6% v 15%)", ("6%", "15%"), (0, 1), [0, 1], False, "what is more is B's"),
        ("less frequent in B (6% v 15%)", ("6%", "15%"), (0, 1), [1, 0], False, "what is less is B's"),
        ("more frequent in B (15% v 6%)", ("15%", "6%"), (1, 0), [1, 0], False, "the named one first"),
    ],
)
def test_arms_of_values(
    text: str,
    figures: tuple[str, ...],
    order: tuple[int, int],
    arms: list[int | None],
    beside: bool,
    reason: str,
) -> None:
    assert arms_of_values(text, _values(text, *figures), _mentions(text), order) == (arms, beside), reason


@pytest.mark.parametrize(
    ("text", "count", "reason"),
    [
        ("A was better; B was worse", 2, "a semicolon parts statements"),
        ("A was better, whereas B was worse", 2, "so does whereas"),
        ("A was better (10; 20), and B was worse", 2, "brackets hold together, and a new subject parts"),
        ("X, Y, and Z were similar", 1, "a list is one"),
    ],
)
def test_clauses(text: str, count: int, reason: str) -> None:
    assert len(clauses(text, 0, len(text))) == count, reason
