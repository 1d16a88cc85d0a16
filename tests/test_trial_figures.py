"""What figures of trials are of: falls that are counted, bounds, times, totals; and whose they are."""

from __future__ import annotations

from typing import TypeAlias

import pytest

from pipelines import extraction_of

_TRIAL = (
    "METHODS: Patients with renal cell carcinoma were randomly assigned to sunitinib or placebo. RESULTS: {}"
)
_SCHEDULES = (
    "METHODS: Patients were randomly assigned (1:1) to receive either 8 Gy in a single fraction or 20 Gy in "
    "multiple fractions by a central computer-generated allocation sequence, stratified by previous radiation. "
    "RESULTS: {}"
)
_FLUSHING = (
    "METHODS: Children with catheters were randomly assigned to standard flushing with heparin solution or to "
    "experimental flushing with normal saline via a cap. RESULTS: {}"
)
S, P = "sunitinib", "placebo"
# (outcome, direction, favours, population, figures with their arms)
Row: TypeAlias = tuple[str, str | None, str | None, str | None, tuple[tuple[float | None, str | None], ...]]
_VALUES = ("median", "mean", "rate", "count")


def _rows(trial: str, results: str) -> list[Row]:
    extraction = extraction_of(trial.format(results), title="A trial of two treatments")
    told = {item.id: item for item in extraction.statistics}
    return [
        (
            item.outcome,
            item.direction,
            item.favors,
            item.population,
            tuple((told[id].value, told[id].arm) for id in item.statistics if told[id].type in _VALUES),
        )
        for item in extraction.findings
        if item.role == "result"
    ]


@pytest.mark.parametrize(
    ("results", "wanted"),
    [
        # A bound makes an outcome an event; much of what is good is bad below one.
        (
            "A left ventricular ejection fraction ≤ 30% was observed in 18% with placebo and in 12% with sunitinib.",
            ("left ventricular ejection fraction ≤ 30%", "lower", "intervention", None, ((18, P), (12, S))),
        ),
        (
            "Pain scores ≥ 4 were seen in 18% with sunitinib and in 12% with placebo.",
            ("Pain scores ≥ 4", "higher", "comparator", None, ((18, S), (12, P))),
        ),
        (
            "The time at which 75% of patients had first relief was 24.5 h versus 46.3 h for sunitinib and placebo, "
            "respectively.",
            ("time to first relief", "lower", "intervention", None, ((24.5, S), (46.3, P))),
        ),
        # Falls that are counted.
        (
            "Rash occurred in 49 (3%) patients given sunitinib and 93 (7%) patients given placebo, and decreases in "
            "left ventricular ejection fraction in 19 (3%) and 5 (1%) patients, respectively.",
            ("left ventricular ejection fraction", "lower", "comparator", None, ((3, S), (1, P))),
        ),
        # How long patients were watched, and when the analysis was made.
        (
            "The response rate was 40% with sunitinib and 20% with placebo. After a median of 14 months 69% and 59% of "
            "the patients were alive.",
            ("overall survival", "higher", "intervention", None, ((69, S), (59, P))),
        ),
        (
            "With 169 events, overall survival was 22 months with sunitinib and 20 months with placebo.",
            ("overall survival", "higher", "intervention", None, ((22, S), (20, P))),
        ),
        # Counts.
        (
            "The response rate was 40% with sunitinib and 20% with placebo. Rash was seen in 35 and 31 patients, "
            "respectively.",
            ("rash", "higher", "comparator", None, ((35, S), (31, P))),
        ),
        (
            "Complete responses numbered 18 with sunitinib and seven with placebo (P = .02).",
            ("complete response", "higher", "intervention", None, ((18, S), (7, P))),
        ),
        # All patients' share before the arms' counts is no arm's.
        (
            "Rash was seen in 60 patients (30%; 35 with sunitinib vs 25 with placebo), fatigue in 36 (20%; 19 vs "
            "17).",
            ("fatigue", "higher", "comparator", None, ((20, None), (19, S), (17, P))),
        ),
        # The arms as they were last named with figures.
        (
            "During treatment with sunitinib or placebo, 2524 had cancers (1818 with placebo vs 706 with sunitinib) "
            "and 543 died (368 vs 175).",
            ("mortality", "lower", "intervention", None, ((543, None), (368, P), (175, S))),
        ),
        # Kinds of patients behind the figures of the arms.
        (
            "Median overall survival was 12.4 months with sunitinib and 7.9 months with placebo (HR, 0.27) in EGFR "
            "mutation-positive tumors and 8.3 and 5.6 months, respectively (HR, 0.33), in wild-type tumors.",
            (
                "overall survival",
                "higher",
                "intervention",
                "EGFR mutation-positive tumors",
                ((12.4, S), (7.9, P)),
            ),
        ),
        # Other names of outcomes, and harms that no vocabulary knows.
        (
            "The progression-free rate at 3 months was 56% for sunitinib versus 37% for placebo.",
            ("progression-free survival", "higher", "intervention", None, ((56, S), (37, P))),
        ),
        ("Sore mouth was worse with sunitinib.", ("Sore mouth", "higher", "comparator", None, ())),
    ],
)  # fmt: skip
def test_figures_of_two_arms(results: str, wanted: Row) -> None:
    assert wanted in _rows(_TRIAL, results)


def test_what_is_the_more_common_of_several_is_held_against_no_arm() -> None:
    assert not _rows(
        _TRIAL, "Neutropenia was the more common adverse event, but febrile neutropenia was uncommon."
    )


def test_how_patients_were_allocated_names_no_arm() -> None:
    one, many = "8 Gy in a single fraction", "20 Gy in multiple fractions"
    results = (
        "The most frequent toxicities were anorexia (56% who received 8 Gy vs 66% who received 20 Gy; p=0.011) and "
        "diarrhoea (23% vs 31%; p=0.018)."
    )
    assert _rows(_SCHEDULES, results) == [
        ("anorexia", "lower", "intervention", None, ((56, one), (66, many))),
        ("diarrhoea", "lower", "intervention", None, ((23, one), (31, many))),
    ]


def test_what_is_called_experimental_is_tried() -> None:
    ((outcome, direction, favors, _, figures),) = _rows(
        _FLUSHING, "Bacteremia was more frequent in the experimental arm (24% v 9%)."
    )
    assert (outcome, direction, favors) == ("bacteremia", "higher", "comparator")
    assert figures == ((24, "normal saline"), (9, "heparin"))
