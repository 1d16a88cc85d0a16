"""The ledger: every number of a text is explained as what it is, or listed."""

from __future__ import annotations

from io import StringIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence.document import Reference
from evidence.records import Ledger
from evidence.render.ledger import write_ledger
from pipelines import extraction_of, layers_of


def _meanings(text: str) -> list[str | None]:
    return [item.meaning for item in layers_of(text)._.numerals]


@pytest.mark.parametrize(
    ("text", "meanings"),
    [
        pytest.param("Grade 3-4 events were rare.", ["label", "label"], id="grades"),
        pytest.param("They took 75 mg/m2 weekly.", ["dose", "name"], id="a dose, and the unit's own digit"),
        pytest.param("Patients aged 18-75 years were eligible.", ["age", "age"], id="ages"),
        pytest.param("A (n = 97) and B (n = 99) were alike.", ["sample size", "sample size"], id="sizes"),
        pytest.param("Survival at 5 years was not reached.", ["landmark"], id="landmarks"),
        pytest.param("They were treated for 6 weeks.", ["duration"], id="durations"),
        pytest.param("It took six cycles.", ["schedule"], id="cycles in words"),
        pytest.param("It was done at 40 sites.", ["place"], id="places"),
        pytest.param(
            "Between January 13, 2017, and May 2, 2018, it ran.", ["date", "date", "date", "date"], id="dates"
        ),
        pytest.param("HER2 and IL-6 and T790M rose.", ["name", "name", "name"], id="names"),
        pytest.param("They were assigned 2:1 to A.", ["allocation"], id="allocation ratios"),
        pytest.param("We enrolled 508 patients.", ["size"], id="numbers enrolled"),
        pytest.param(
            "Median follow-up was 25 months (IQR 19-54).",
            ["follow-up", "range", "range"],
            id="follow-up and its range",
        ),
        pytest.param("Performance status was 0 to 1.", ["scale", "scale"], id="scales"),
        pytest.param(
            "It fell (HR 0.5, 95% CI 0.2-0.9).",
            ["hazard_ratio", "interval", "interval", "interval"],
            id="statistics",
        ),
        pytest.param("One of the aims was met.", [], id="a pronoun counts nobody"),
        pytest.param("Zanzibar 17.5 quux.", [None], id="what nobody knows"),
    ],
)
def test_meanings(text: str, meanings: list[str | None]) -> None:
    assert _meanings(text) == meanings


def test_what_nobody_knows_is_listed() -> None:
    doc = layers_of("They were treated for 6 weeks. Zanzibar 17.5 quux.")
    ledger: Ledger = doc._.ledger
    assert (ledger.numerals, ledger.explained) == (2, 1)
    assert [doc.text[start:end] for start, end in ledger.unexplained] == ["17.5"]


def test_each_numeral_has_its_meaning() -> None:
    ledger: Ledger = layers_of("They were treated for 6 weeks. Zanzibar 17.5 quux.")._.ledger
    assert [meaning for _, _, meaning in ledger.meanings] == ["duration", None]


def test_numbers_are_painted() -> None:
    output = StringIO()
    write_ledger(
        output, extraction_of("Survival was longer (HR 0.5; P = .01) in 9 weeks. Zanzibar 17.5 quux.")
    )
    text, _, legend = output.getvalue().partition("\n\n")
    assert " ".join(text.split()) == (
        "Survival was longer (HR [0.5: hazard ratio]; P = [.01: p value]) in 9 weeks. Zanzibar [17.5: ?] quux."
    )
    assert legend.splitlines() == [
        "2 statistics: hazard ratio 1, p value 1",
        "1 other numbers: duration 1",
        "1 without a meaning",
        "    59: … longer (HR 0.5; P = .01) in 9 weeks. Zanzibar «17.5» quux.",
    ]


def test_citations_are_explained() -> None:
    references = tuple(Reference(number=number, text=f"Work {number}") for number in range(1, 9))
    ledger: Ledger = layers_of("It hurts.7,8 Often.", references=references)._.ledger
    assert ledger.unexplained == ()


def test_a_text_without_numbers_has_an_empty_ledger() -> None:
    assert layers_of("Nothing was counted here.")._.ledger == Ledger(numerals=0, explained=0)


@given(st.text(max_size=120))
@settings(max_examples=60, deadline=None)
def test_the_ledger_adds_up(text: str) -> None:
    doc = layers_of(text)
    ledger: Ledger = doc._.ledger
    assert ledger.numerals == ledger.explained + len(ledger.unexplained)
    assert all(
        any(sign.isdigit() for sign in doc.text[start:end]) or start < end
        for start, end in ledger.unexplained
    )
