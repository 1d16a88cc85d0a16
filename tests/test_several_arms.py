"""Rows of three and more arms: one for each two that are compared, none where nobody can say which."""

from __future__ import annotations

import pytest

from pipelines import extraction_of

ARMS = "durvalumab plus oleclumab, durvalumab plus monalizumab, or durvalumab"
METHODS = f"METHODS: Patients were randomly assigned to {ARMS}. "
ONE, TWO, CONTROL = "durvalumab plus oleclumab", "durvalumab plus monalizumab", "durvalumab"


def rows_of(results: str, methods: str = METHODS) -> list[tuple[str | None, str | None, list[float | None]]]:
    extraction = extraction_of(f"{methods}RESULTS: {results}", title="A trial in lung cancer")
    values = {item.id: item.value for item in extraction.statistics}
    return [
        (item.intervention, item.comparator, [values[id] for id in item.statistics])
        for item in extraction.findings
        if item.role == "result"
    ]


@pytest.mark.parametrize(
    ("results", "rows", "reason"),
    [
        (
            "Response rates were 31%, 36%, and 18% with durvalumab plus oleclumab, durvalumab plus monalizumab, and "
            "durvalumab, respectively.",
            [(ONE, CONTROL, [31, 18]), (TWO, CONTROL, [36, 18])], "figures of all arms stand against the control's",
        ),
        (
            "The response rate was higher with durvalumab plus oleclumab (31%) and durvalumab plus monalizumab (36%) "
            "than with durvalumab (18%).",
            [(ONE, CONTROL, [31, 18]), (TWO, CONTROL, [36, 18])], "two before the comparing word, one behind",
        ),
        (
            "Durvalumab plus oleclumab improved overall survival compared with durvalumab (HR, 0.60; P = .01) but not "
            "compared with durvalumab plus monalizumab (HR, 0.90; P = .50).",
            [(ONE, CONTROL, [0.60, 0.01]), (ONE, TWO, [0.90, 0.50])], "but not compared with another: of the same arm",
        ),
        (
            "Durvalumab plus oleclumab was no better in overall survival than durvalumab plus monalizumab (HR, 1.02; "
            "P = .88) or durvalumab (HR, 0.83; P = .06).",
            [(ONE, TWO, [1.02, 0.88]), (ONE, CONTROL, [0.83, 0.06])], "one before, two behind",
        ),
        (
            "Response rates were 31%, 36%, and 18% with durvalumab plus oleclumab, durvalumab plus monalizumab, and "
            "durvalumab, respectively (P = .02).",
            [(None, None, [31, 36, 18, 0.02])], "one test of all arms is no pair's",
        ),
    ],
)  # fmt: skip
def test_a_row_for_each_comparison(
    results: str, rows: list[tuple[str | None, str | None, list[float | None]]], reason: str
) -> None:
    assert rows_of(results) == rows, reason


def test_doses_of_one_drug_are_arms_of_their_own() -> None:
    methods = (
        "METHODS: Patients were randomly assigned to gefitinib 250 mg, gefitinib 500 mg, or methotrexate. "
    )
    results = (
        "Neither gefitinib 250 nor 500 mg improved survival compared with methotrexate (HR 1.22 and HR 1.12)."
    )
    assert rows_of(results, methods) == [
        ("gefitinib 250 mg", "methotrexate", [1.22]),
        ("gefitinib 500 mg", "methotrexate", [1.12]),
    ]


def test_the_arm_that_others_are_held_against_is_not_the_one_that_is_tried() -> None:
    assert all(
        intervention != CONTROL
        for intervention, _, _ in rows_of("Overall survival was longer with NEW versus durvalumab (P = .01).")
    )
