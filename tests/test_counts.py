"""Counts of two arms are held against each other as shares of the arms' sizes."""

from __future__ import annotations

import pytest

from pipelines import extraction_of

_SIZES = "We randomly assigned 585 patients with lung cancer to afatinib (n = 390) or placebo (n = 195)."
_RATIO = "Patients with lung cancer were randomly assigned in a 2:1 ratio to afatinib or placebo."
_NOTHING = "Patients with lung cancer were randomly assigned to afatinib or placebo."


def _told(methods: str, results: str) -> list[tuple[str, str | None, str | None]]:
    findings = extraction_of(f"METHODS: {methods} RESULTS: {results}", title="A trial").findings
    return [(item.outcome, item.direction, item.favors) for item in findings if item.role == "result"]


@pytest.mark.parametrize(
    ("methods", "results", "wanted"),
    [
        # 40 of 390 are fewer than 30 of 195.
        (
            _SIZES,
            "There were 40 deaths with afatinib versus 30 with placebo.",
            ("deaths", "lower", "intervention"),
        ),
        (
            _SIZES,
            "Rash was seen in 90 patients with afatinib and in 30 patients with placebo.",
            ("rash", "higher", "comparator"),
        ),
        # Sizes that are not told, of arms that were not to be alike.
        (
            _RATIO,
            "There were 40 deaths with afatinib versus 30 with placebo.",
            ("deaths", "unclear", "unclear"),
        ),
        (
            _NOTHING,
            "There were 40 deaths with afatinib versus 30 with placebo.",
            ("deaths", "higher", "comparator"),
        ),
        # Patients of whom they are counted, a ratio, and words tell more than the sizes.
        (
            _SIZES,
            "Rash was seen in 40 of 100 patients with afatinib and in 30 of 100 patients with placebo.",
            ("rash", "higher", "comparator"),
        ),
        (
            _RATIO,
            "There were 40 deaths with afatinib versus 30 with placebo (risk ratio, 0.67; P = .03).",
            ("deaths", "lower", "intervention"),
        ),
        (_RATIO, "Deaths were fewer with afatinib (40 versus 50).", ("deaths", "lower", "intervention")),
        # A share and a count.
        (
            _SIZES,
            "There were 29 partial responses (7%) with afatinib and one with placebo.",
            ("partial response", "higher", "intervention"),
        ),
        (
            _NOTHING,
            "There were 29 partial responses (7%) with afatinib and one with placebo.",
            ("partial response", "unclear", "unclear"),
        ),
    ],
)
def test_counts_are_shares_of_their_arms(
    methods: str, results: str, wanted: tuple[str, str | None, str | None]
) -> None:
    assert _told(methods, results) == [wanted]


@pytest.mark.parametrize(
    "told",
    [
        "514 patients were randomly assigned to the afatinib group (256 [50%] patients) or the placebo group (258 "
        "[50%] patients).",
        "514 patients were randomly assigned (1:1) to the afatinib group (256 [50%]) or the placebo group (258 [50%]).",
    ],
)
def test_shares_of_all_patients_are_sizes(told: str) -> None:
    extraction = extraction_of(f"METHODS: We did a trial. RESULTS: {told}", title="A trial")
    assert extraction.study is not None
    assert [arm.n for arm in extraction.study.arms] == [256, 258]
    assert not extraction.statistics


def test_a_count_of_all_patients_is_no_arms() -> None:
    results = (
        "Fourteen patients developed neutropenia (three of 41 in the afatinib group, and 11 of 48 in the placebo "
        "group), and 14 of 89 patients were diagnosed with anemia (seven of 41 in the afatinib group, and "
        "seven of 48 in the placebo group)."
    )
    extraction = extraction_of(f"METHODS: {_NOTHING} RESULTS: {results}", title="A trial")
    told = {item.id: item for item in extraction.statistics}
    rows = [[(told[id].value, told[id].arm) for id in item.statistics] for item in extraction.findings]
    assert rows == [
        [(14, None), (3, "afatinib"), (11, "placebo")],
        [(14, None), (7, "afatinib"), (7, "placebo")],
    ]


@pytest.mark.parametrize(
    ("results", "wanted"),
    [
        # Behind a word of how often something came, or events that they add up to, numbers of the arms count it.
        (
            "Relapse was less frequent with afatinib (23 in the afatinib arm and 47 in the placebo arm).",
            {23, 47},
        ),
        ("We saw 449 deaths--183 in the afatinib group and 266 in the placebo group.", {449, 183, 266}),
        ("Grade 3 neurotoxicity was more common with afatinib (eight v one).", {8, 1}),
        ("A lower incidence of lymphedema was seen with afatinib (3 v 11).", {3, 11}),
        ("Arthralgia was more common with afatinib (94 placebo and 114 afatinib).", {94, 114}),
        # People whose parts stand in a bracket, by what became of them.
        ("136 women (74 placebo, 62 afatinib) developed brain metastases.", {74, 62}),
        (
            "After 9 years of follow-up, 136 women (74 placebo, 62 afatinib) developed brain metastases.",
            {74, 62},
        ),
        ("136 women (74 placebo, 62 afatinib) were studied.", set()),
        (
            "The incidence of relapse was alike at first, but was lower in the later period (23 in the afatinib arm "
            "and 47 in the placebo arm).",
            {23, 47},
        ),
        (
            "The incidence of relapse was lower in a subset of patients (23 in the afatinib arm and 47 in the placebo "
            "arm).",
            set(),
        ),
        # Values of a measure, ages and sizes are no counts.
        ("Quality of life was better with afatinib (68 v 55).", set()),
        ("Patients entered the two arms (23 in the afatinib arm and 47 in the placebo arm).", set()),
        ("The patients were older with afatinib (60 v 50).", set()),
    ],
)
def test_bare_numbers_of_two_arms_are_counts_where_events_are_compared(
    results: str, wanted: set[float]
) -> None:
    told = extraction_of(f"METHODS: {_NOTHING} RESULTS: {results}", title="A trial").statistics
    assert {item.value for item in told if item.type == "count"} == wanted
    arms = {item.value: item.arm for item in told}
    assert arms.get(449) is None and arms.get(136) is None
