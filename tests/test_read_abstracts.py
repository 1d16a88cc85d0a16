"""Wordings met in abstracts that were read sentence against row: arms, clauses, denials, figures."""

from __future__ import annotations

from typing import TypeAlias

import pytest

from pipelines import extraction_of

_TRIAL = (
    "METHODS: We randomly assigned 300 patients with renal cell carcinoma to receive sunitinib (n = 150) or "
    "placebo (n = 150). {}"
)
OS = "overall survival"
# (outcome, direction, favours, significance)
Row: TypeAlias = tuple[str, str | None, str | None, str]


def _rows(text: str, trial: str = _TRIAL) -> list[Row]:
    found = extraction_of(trial.format(text), title="A trial of several treatments").findings
    return [
        (item.outcome, item.direction, item.favors, item.significance)
        for item in found
        if item.role in ("result", "conclusion")
    ]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        # One of two arms alone is denied, and not the one that is told of.
        (
            "RESULTS: Sunitinib, but not placebo, increased fatigue.",
            [("fatigue", "higher", "comparator", "not_reported")],
        ),
        (
            "CONCLUSION: Sunitinib but not placebo reduced nausea.",
            [("nausea", "lower", "intervention", "not_reported")],
        ),
        # What a treatment does to an outcome with a value of its own.
        (
            "CONCLUSION: Sunitinib adversely affected quality of life.",
            [("quality of life", "lower", "comparator", "not_reported")],
        ),
        # Who had more, and not who was treated before.
        (
            "CONCLUSION: Patients on placebo experienced more fatigue.",
            [("fatigue", "lower", "intervention", "not_reported")],
        ),
        # What is taken back behind a semicolon.
        (
            "RESULTS: Sunitinib reduced nausea compared with placebo; however, this difference was not significant.",
            [("nausea", "no_difference", "neither", "not_significant")],
        ),
        # Each outcome has its own test.
        (
            "RESULTS: Patients given sunitinib reported significant increases in fatigue and no change in anxiety.",
            [
                ("fatigue", "higher", "comparator", "significant"),
                ("anxiety", "no_difference", "neither", "not_reported"),
            ],
        ),
        (
            "RESULTS: Pain decreased with sunitinib (P < .001) and placebo (P = .02; between-group P = .45).",
            [("Pain", "no_difference", "neither", "not_significant")],
        ),
        # A kind of patients, and no result of theirs.
        (
            "CONCLUSION: Sunitinib reduced mortality in patients at increased risk of death.",
            [("mortality", "lower", "intervention", "not_reported")],
        ),
        # What may follow from a result is none.
        (
            "CONCLUSION: Sunitinib reduced fatigue, which could translate into an improvement of quality of life.",
            [("fatigue", "lower", "intervention", "not_reported")],
        ),
        # A lost decimal point is no number: the words tell.
        (
            "RESULTS: Overall survival did not differ (HR 1?17; p=0?44).",
            [(OS, "no_difference", "neither", "not_significant")],
        ),
    ],
)
def test_rows(text: str, wanted: list[Row]) -> None:
    assert _rows(text) == wanted


def test_a_denied_superiority_that_a_harm_goes_with_is_none() -> None:
    rows = _rows(
        "CONCLUSION: Sunitinib showed no superiority in overall survival or significant side effects."
    )
    assert (OS, "no_difference", "neither") in [row[:3] for row in rows]
    assert "significant" not in {row[3] for row in rows}


@pytest.mark.parametrize(
    ("methods", "arms"),
    [
        (
            "Patients were randomly assigned to chemotherapy (CT) with or without goserelin (G).",
            {("goserelin",), ()},
        ),
        (
            "Patients were randomly assigned to radiotherapy either before or after chemotherapy.",
            set(),
        ),
    ],
)
def test_arms_are_not_made_up(methods: str, arms: set[tuple[str, ...]]) -> None:
    study = extraction_of(f"METHODS: {methods}", title="A trial in cancer").study
    names = [arm.name for arm in study.arms]
    if not arms:
        assert not any("plus" in name for name in names)
    else:
        assert any("goserelin" in name for name in names) and any("goserelin" not in name for name in names)


def test_the_short_name_of_what_is_added_is_none_of_the_control() -> None:
    text = (
        "METHODS: Patients were randomly assigned to chemotherapy (CT) with or without goserelin (G). "
        "RESULTS: Menopause was more frequent with CT (50%) than with CT+G (20%) (P = .01)."
    )
    (row,) = [
        item
        for item in extraction_of(text, title="A trial in breast cancer").findings
        if item.role == "result"
    ]
    assert row.intervention is not None
    assert row.direction == ("lower" if "goserelin" in row.intervention else "higher")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "RESULTS: The rates of grade 3 and 4 fatigue during sunitinib were 26% and 19%, respectively.",
            {("sunitinib", None)},
        ),
        (
            "RESULTS: Survival after 5 years was 70% and 73% for the sunitinib and placebo groups, respectively.",
            {("sunitinib", "placebo")},
        ),
        (
            "RESULTS: Eight patients (10%) had objective responses; six (15%) were in the sunitinib group and two (5%) "
            "in the placebo group.",
            {(None, None), ("sunitinib", "placebo")},
        ),
    ],
)
def test_whose_figures_are(text: str, wanted: set[tuple[str | None, str | None]]) -> None:
    found = extraction_of(_TRIAL.format(text), title="A trial of several treatments").findings
    assert {(item.intervention, item.comparator) for item in found if item.role == "result"} <= wanted
    assert found


def test_the_first_trial_to_show_a_benefit_shows_it() -> None:
    text = (
        "CONCLUSION: This is the first trial to demonstrate a survival advantage for sunitinib over placebo."
    )
    assert _rows(text) == [(OS, "higher", "intervention", "not_reported")]


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        ("Sunitinib was favorable versus placebo for overall survival.", [(OS, "higher", "intervention")]),
        ("Placebo was favorable versus sunitinib for overall survival.", [(OS, "lower", "comparator")]),
        ("Overall survival favored placebo.", [(OS, "lower", "comparator")]),
        (
            "There was more fatigue with placebo and more nausea with sunitinib.",
            [("fatigue", "lower", "intervention"), ("nausea", "higher", "comparator")],
        ),
        ("Adverse cosmesis was more common with sunitinib.", [("Adverse cosmesis", "higher", "comparator")]),
        (
            "The arms were well balanced with the exception of a higher rate of anemia with sunitinib (32% v 25%).",
            [],
        ),
    ],
)
def test_which_way(sentence: str, wanted: list[tuple[str, str, str]]) -> None:
    assert [row[:3] for row in _rows(f"RESULTS: {sentence}")] == wanted
