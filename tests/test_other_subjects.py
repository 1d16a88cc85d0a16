"""Clauses that name no arm of their document: whom they tell of, and that no arm is told of in its place."""

from __future__ import annotations

import pytest

from pipelines import extraction_of

_TRIAL = (
    "METHODS: We randomly assigned 300 patients with small-cell lung cancer to receive irinotecan and carboplatin "
    "or to best supportive care. RESULTS: {}"
)
_SHORT = (
    "PURPOSE: To compare oral topotecan/cisplatin (TC) with etoposide/cisplatin (PE). METHODS: We randomly assigned "
    "784 patients with small-cell lung cancer to oral topotecan with cisplatin or to etoposide with cisplatin. "
    "RESULTS: {}"
)
_LETTERED = (
    "METHODS: Patients with head and neck cancer were randomly assigned to cisplatin with radiotherapy (arm A) or to "
    "the same chemoradiotherapy with erlotinib, starting 1 week before radiotherapy and continued to its completion "
    "(arm B). RESULTS: {}"
)
IC, CARE = "irinotecan plus carboplatin", "best supportive care"
TC, PE = "oral topotecan plus cisplatin (TC)", "etoposide plus cisplatin (PE)"


def _rows(text: str) -> list[tuple[str, str | None, str | None, str | None]]:
    return [
        (item.outcome, item.intervention, item.comparator, item.direction)
        for item in extraction_of(text, title="A trial of two treatments").findings
        if item.role == "result"
    ]


@pytest.mark.parametrize(
    ("results", "wanted"),
    [
        # Something else did it.
        (
            "Brain irradiation significantly increased fatigue.",
            [("fatigue", "Brain irradiation", None, "higher")],
        ),
        (
            "Age and primary site did not affect overall survival.",
            [("overall survival", "Age and primary site", None, "no_difference")],
        ),
        (
            "Multivariable regression revealed that tumor tissue had significantly lower COX-2 expression (P = .01).",
            [("COX-2 expression", "tumor tissue", None, "lower")],
        ),
        # A group that is none of the arms.
        (
            "Neutropenia occurred more frequently with ZQ (84% v 59%).",
            [("neutropenia", "ZQ", None, "higher")],
        ),
        (
            "Overall survival was longer (36 months) in the subset who had antibodies (hazard ratio, 0.3; P = .02).",
            [("overall survival", None, None, None)],
        ),
        # The arms by words that any treatment is called by.
        (
            "The treatment significantly prolonged overall survival.",
            [("overall survival", IC, CARE, "higher")],
        ),
        ("Chemotherapy did not improve quality of life.", [("quality of life", IC, CARE, "no_difference")]),
        ("The intensified regimen reduced fatigue.", [("fatigue", IC, CARE, "lower")]),
    ],
)
def test_what_is_told_of_another_is_told_of_no_arm(
    results: str, wanted: list[tuple[str, str | None, str | None, str | None]]
) -> None:
    assert _rows(_TRIAL.format(results)) == wanted


@pytest.mark.parametrize(
    ("results", "wanted"),
    [
        (
            "Neutropenia occurred more frequently with PE (84% v 59%), whereas anemia occurred more frequently with TC "
            "(38% v 21%).",
            [("neutropenia", TC, PE, "lower"), ("anemia", TC, PE, "higher")],
        ),
        ("Fatigue scores were significantly better with PE.", [("Fatigue scores", TC, PE, "higher")]),
    ],
)
def test_combinations_are_known_by_the_initials_of_any_name_of_their_drugs(
    results: str, wanted: list[tuple[str, str | None, str | None, str | None]]
) -> None:
    assert _rows(_SHORT.format(results)) == wanted


def test_the_other_letter_is_the_other_arm() -> None:
    ((outcome, first, second, direction),) = _rows(_LETTERED.format("Patients on arm B had more rash."))
    assert (outcome, direction) == ("rash", "higher")
    assert first is not None
    assert second is not None
    assert "erlotinib" in first
    assert "arm A" in second


@pytest.mark.parametrize(
    ("results", "wanted"),
    [
        # What does something to an outcome is none itself.
        ("Brain irradiation decreased blood flow markedly (P = .01).", ["blood flow"]),
        ("Exercise had no effect on fatigue (P = .72).", ["fatigue"]),
        # A part behind a semicolon has its own figures, and what they are of.
        (
            "Scores of sedation were higher with best supportive care (P < .01); overall tolerance chemotherapy 64.7%, "
            "best supportive care 35.7% (P = .21).",
            ["Scores of sedation", "overall tolerance"],
        ),
        # "HR+" is no hazard ratio.
        (
            "In HR+ disease, survival was longer with best supportive care (6.26 v 2.1 years).",
            ["overall survival"],
        ),
    ],
)
def test_outcomes_are_what_was_measured(results: str, wanted: list[str]) -> None:
    extraction = extraction_of(_TRIAL.format(results), title="A trial of two treatments")
    assert [item.outcome for item in extraction.findings if item.role == "result"] == wanted
    assert not any(item.type == "hazard_ratio" for item in extraction.statistics)


def test_a_letter_that_is_no_arms_is_told_as_written() -> None:
    text = (
        "METHODS: Patients were randomly assigned to methotrexate with or without ifosfamide. RESULTS: A significantly "
        "higher incidence of neutropenia was reported in arm B."
    )
    assert _rows(text) == [("neutropenia", "arm B", None, "higher")]


def test_words_of_an_arms_name_compare_nothing() -> None:
    text = (
        "METHODS: Caregivers were randomly assigned to an early group or a delayed group. RESULTS: Differences in pain "
        "(before the delayed group started) favored the early group (P = .02)."
    )
    assert _rows(text) == [("pain", "early group", "delayed group", "lower")]


def test_a_share_of_the_one_arm_that_is_named_is_what_another_is_held_against() -> None:
    rows = _rows(
        "METHODS: Patients were randomly assigned to acupuncture (n = 33), yoga (n = 34), or usual care (n = 33). "
        "RESULTS: A significant 30% decrease in pain was seen among those assigned to both programs compared with a 1% "
        "decrease among patients randomly assigned to usual care (P = .04)."
    )
    assert rows == [("pain", None, "usual care", "lower")]


@pytest.mark.parametrize(
    "sentence",
    [
        "There was a difference in response rate between lobular cancer (ILC) and non-ILC tumors (P = .03).",
        "A significantly higher response rate was seen in ILC versus non-ILC independent of treatment.",
        "Both markers gave additional ability to predict the response rate compared with using either marker alone.",
    ],
)
def test_kinds_of_tumors_and_markers_are_not_the_arms(sentence: str) -> None:
    rows = _rows(
        f"METHODS: Women were randomly assigned to chemotherapy plus gefitinib or placebo. RESULTS: {sentence}"
    )
    told = {name for row in rows for name in row[1:3]}
    assert told <= {None, "ILC", "non-ILC", "Both markers"}


def test_by_how_much_two_markers_differ_makes_them_no_groups() -> None:
    rows = _rows(
        "RESULTS: Ferritin (P = .05) and apoA1 (P = .02) levels were positively associated with breast cancer risk "
        "(highest v lowest percentile: ferritin, 23% higher; apoA1, 28% higher) and albumin (P = .03) and apoB (P = "
        ".01) levels were negatively associated (highest v lowest percentile: albumin, 19% lower; apoB, 22% lower)."
    )
    assert {row[1:3] for row in rows} == {("Ferritin", None), ("apoA1 levels", None)}


@pytest.mark.parametrize(
    "sentence",
    [
        "RESULTS: The hazard ratio for survival was 0.76 for cisplatin versus control (P = .05) and 0.69 for docetaxel "
        "versus control (P = .01).",
        "RESULTS: Survival was longer than in the chemotherapy arm of the TRIO-0012 trial (P = .03).",
        "In TRIO-3, women were randomized to fulvestrant or placebo. RESULTS: While data are not mature for TRIO-2, "
        "median overall survival was increased in TRIO-3 (32 v 25 months; HR, 0.75 [95% CI, 0.53 to 1.04]).",
    ],
)
def test_arms_and_controls_of_other_trials_are_not_this_ones(sentence: str) -> None:
    text = (
        f"METHODS: In the TRIO-2 trial, patients were randomly assigned to cisplatin or docetaxel. {sentence}"
    )
    assert {row[1:3] for row in _rows(text) if row[0] != "hazard ratio"} <= {(None, None)}


def test_a_verb_behind_likely_to_is_no_group() -> None:
    rows = _rows(
        "RESULTS: Patients treated with swimming were more likely to report feeling less pain than those treated with "
        "land exercises."
    )
    assert not any("report" in (row[1] or "") for row in rows)


@pytest.mark.parametrize(
    "results",
    [
        "There was a significant difference in response between basal-like cancer (BLC) and non-BLC tumors (P = .03).",
        "Overall survival differed significantly between HER2-positive and HER2-negative patients (P = .03).",
        "A significantly higher response rate was seen in BLC versus non-BLC whatever the treatment.",
    ],
)
def test_kinds_of_patients_and_their_opposites_are_no_arms(results: str) -> None:
    for trial in (_TRIAL, _SHORT):
        assert not {IC, CARE, TC, PE} & {name for row in _rows(trial.format(results)) for name in row[1:3]}


def test_arms_held_against_each_other_in_two_kinds_of_patients_stay_so() -> None:
    rows = _rows(
        _SHORT.format(
            "Response differed between TC and PE in HER2-positive and HER2-negative tumors (P = .03)."
        )
    )
    assert [row[1:3] for row in rows] == [(TC, PE)]
