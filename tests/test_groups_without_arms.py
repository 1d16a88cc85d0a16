"""Texts that assigned nobody: whom series hold against whom, and what the news tell of others' trials."""

from __future__ import annotations

from typing import TypeAlias

import pytest

from pipelines import extraction_of

_SERIES = "METHODS: We reviewed 300 patients with spinal metastases of renal cell carcinoma. RESULTS: {}"
OS = "overall survival"
# (intervention, comparator, outcome, direction, favours, figures with their groups)
Row: TypeAlias = tuple[
    str | None, str | None, str, str | None, str | None, tuple[tuple[float, str | None], ...]
]


def _rows(results: str) -> list[Row]:
    extraction = extraction_of(_SERIES.format(results), title="Spinal metastases of renal cell carcinoma")
    told = {item.id: item for item in extraction.statistics}
    return [
        (
            item.intervention,
            item.comparator,
            item.outcome,
            item.direction,
            item.favors,
            tuple(
                (told[id].value or 0, told[id].arm)
                for id in item.statistics
                if told[id].type in ("median", "mean", "rate", "count")
            ),
        )
        for item in extraction.findings
        if item.role == "result"
    ]


@pytest.mark.parametrize(
    ("results", "wanted"),
    [
        (
            "Survival differed significantly between targeted and cytokine therapy (log-rank P = .012).",
            [("targeted therapy", "cytokine therapy", OS, "unclear", "unclear", ())],
        ),
        (
            "Survival was longer after complete than after incomplete excision (5-year survival: 84% vs. 50%; P "
            "< 0.01).",
            [
                (
                    "complete excision", "incomplete excision", OS, "higher", "intervention",
                    ((84, "complete excision"), (50, "incomplete excision")),
                )
            ],
        ),
        (
            "Survival was longer in patients who underwent surgery than in those who did not (P = .03).",
            [("surgery", "no surgery", OS, "higher", "intervention", ())],
        ),
        (
            "Those given targeted therapy lived longer than those who were not (P = .012).",
            [("targeted therapy", "no targeted therapy", OS, "higher", "intervention", ())],
        ),
        (
            "The response rate was 50% in patients with a MET mutation and 9% in those without (P = .01).",
            [
                (
                    "with MET mutation", "without MET mutation", "objective response rate", "higher", "intervention",
                    ((50, "with MET mutation"), (9, "without MET mutation")),
                )
            ],
        ),
        (
            "Within 4 years 3 of 60 regular users (5%) had died, as compared with 20 of 80 nonusers (25%) (P<0.001).",
            [
                (
                    "regular users", "nonusers", "mortality", "lower", "intervention",
                    ((5, "regular users"), (25, "nonusers")),
                )
            ],
        ),
        ("Patients lived longer without the operation.", []),
        (
            "Median progression-free survival was 13.4 months with exon 19 deletions and 9.8 months with L858R "
            "(P = .01).",
            [
                (
                    "exon 19 deletions", "L858R", "progression-free survival", "higher", "intervention",
                    ((13.4, "exon 19 deletions"), (9.8, "L858R")),
                )
            ],
        ),
        ("T790M was detected at progression in 52 of 96 rebiopsied tumors (54%).", []),
        (
            "The benefit was seen in patients with three or more positive nodes (HR, 0.58; 95% CI, 0.38-0.89) "
            "but not in those with one or two (HR, 0.91; P = .67).",
            [],
        ),
        (
            "Complications occurred in 18 patients (23%), and 5 (6.4%) needed revision surgery.",
            [
                (None, None, "Complications", None, None, ((23, None),)),
                (None, None, "revision surgery", None, None, ((6.4, None),)),
            ],
        ),
    ],
)  # fmt: skip
def test_groups_of_series(results: str, wanted: list[Row]) -> None:
    assert _rows(results) == wanted


def test_counts_are_held_against_each_other_by_how_many_they_are_of() -> None:
    ((*_, outcome, direction, favors, _),) = _rows(
        "Five of 10 patients with a germline MET mutation responded (50%), as compared with 5 of 57 without one (8.8%)."
    )
    assert (outcome, direction, favors) == ("objective response rate", "higher", "intervention")


def test_what_patients_are_called_is_told_of_nobody() -> None:
    rows = _rows("Patients with stable disease were defined as responders and all others as nonresponders.")
    assert [row for row in rows if row[1] is not None] == []


def test_a_pair_of_figures_for_each_population_is_with_and_without() -> None:
    rows = _rows(
        "Overall survival with and without cetuximab was 32 and 19 months in wild-type disease (P < .001) and 28 and "
        "17 months in mutant disease (P = .03)."
    )
    given, none = "with cetuximab", "without cetuximab"
    assert rows == [
        (given, none, OS, "higher", "intervention", ((32, given), (19, none))),
        (given, none, OS, "higher", "intervention", ((28, given), (17, none))),
    ]


@pytest.mark.parametrize(
    ("results", "direction"),
    [
        (
            "Mean pain on the VAS fell from 7.1 (95% CI, 6.7-7.4) before surgery to 2.6 (95% CI, 2.3-2.8) on day 7 "
            "(P < .001).",
            "lower",
        ),
        ("The mean haemoglobin rose from 9.8 to 11.2 g/dL after radiotherapy (P = .01).", "higher"),
    ],
)  # fmt: skip
def test_courses_with_intervals_and_with_one_unit(results: str, direction: str) -> None:
    (row,) = extraction_of(_SERIES.format(results)).findings
    assert (row.kind, row.direction, row.comparator) == ("before_after", direction, None)


_NEWS = """Keeping the kidney

Half a trial's patients lost the organ, and whether they should is an old question.1

The trial randomly assigned 300 patients to sunitinib, 50 mg daily (n = 150), or to interferon alfa (n = 150).

The median overall survival is now 26.4 months with sunitinib and 21.8 months with interferon alfa (HR, 0.82; 95% CI,
0.67-1.00).1 Median progression-free survival was 11.0 versus 5.0 months (HR, 0.54; 95% CI, 0.45-0.64; P < .001).1
Response rates were 47% and 12%, respectively.1

The interim analysis came after 181 deaths."""


def test_the_news_tell_of_the_arms_of_the_trial_that_they_cite() -> None:
    told = extraction_of(_NEWS, title="Keeping the kidney")
    rows = [(item.role, item.intervention, item.comparator, item.outcome) for item in told.findings]
    arms = ("cited", "sunitinib", "interferon alfa")
    assert rows == [
        (*arms, OS),
        (*arms, "progression-free survival"),
        (*arms, "objective response rate"),
    ]
