"""Whose each figure of a sentence is, and of what, where the sentence itself names its arms: whole pipeline."""

from __future__ import annotations

import pytest

from pipelines import extraction_of

_CASES = [
    (
        "METHODS: Patients were randomly assigned to epoetin or rest. RESULTS: Thrombosis was higher with epoetin "
        "(3.0% v 1.0%), but not embolism (0.3% in both arms).",
        {3.0: "epoetin", 1.0: "rest", 0.3: None},
        "a figure of both arms is neither's, and the others are dealt without it",
    ),
    (
        "METHODS: Patients were randomly assigned to epoetin or rest. RESULTS: Median survival was 17.2 months in the "
        "epoetin group and 17.4 months in the rest group (HR, 1.06; 95% CI, 0.95 to 1.18), and median time to "
        "progression was 7.5 months in both groups (HR, 1.09; 95% CI, 0.99 to 1.21).",
        {17.2: "epoetin", 17.4: "rest", 7.5: None},
        "a figure of both groups behind the name of one",
    ),
    (
        "METHODS: Women were randomly assigned to yoga or a waiting list. RESULTS: Sleep differed. Within the yoga "
        "group the rate of insomnia was 23.8% and 20.3% after six and 12 months, respectively.",
        {23.8: "yoga", 20.3: "yoga"},
        "times are dealt in order, and not arms",
    ),
    (
        "METHODS: We studied 904 patients. RESULTS: Survival differed (P = .01). Relapse did not differ (intervention "
        "68.3%, control 69.8%, P = .6), nor did fever (intervention 33.1%, control 32.6%, P = .9).",
        {68.3: "intervention", 69.8: "control", 33.1: "intervention", 32.6: "control"},
        "names right before their figures in a bracket, whatever name comes behind it",
    ),
    (
        "RESULTS: The respective five-year rates for XYA and XYB were 1.3% and 1.1% for death, 4.6% and 2.1% for late "
        "infarction (P < .01), and 0.8% and 0.2% for stroke.",
        {1.3: "XYA", 1.1: "XYB", 4.6: "XYA", 2.1: "XYB", 0.8: "XYA", 0.2: "XYB"},
        "figures of both arms before the outcome that they are of",
    ),
    (
        "RESULTS: The five-year rates of local recurrence and of distant metastasis in the early group and the late "
        "group were 38% and 31% (P = .17) and 36% and 25% (P = .05), respectively.",
        {38.0: "early group", 31.0: "late group", 36.0: "early group", 25.0: "late group"},
        "outcomes and arms crosswise: each test ends the figures of an outcome",
    ),
    (
        "RESULTS: More CD patients (28%) stopped early than GD patients (18%, P = .009).",
        {28.0: "CD", 18.0: "GD"},
        "patients by what they got, in short",
    ),
    (
        "RESULTS: Response, defined as a fall of 25% in the score and a rating of better, was 69% in the drug group (34"
        " of 49 children responded) and 12% in the placebo group (6 of 52, P < .001).",
        {25.0: None, 69.0: "drug group", 34.0: "drug group", 12.0: "placebo group", 6.0: "placebo group"},
        "a definition tells nothing; a fraction goes with its share",
    ),
    (
        "RESULTS: Leakage was seen in XM2 but not in Ctr (4.6% v 0.9%).",
        {4.6: "XM2", 0.9: "Ctr"},
        "two names before the bracket of both figures",
    ),
    (
        "RESULTS: Nadirs were later after priming than before priming (12.8% v 14.8%, P = .001).",
        {12.8: "after priming", 14.8: "before priming"},
        "by when they were seen",
    ),
    (
        "RESULTS: Deaths occurred in 103 patients assigned losartan and 139 assigned atenolol (P = .02).",
        {103.0: "losartan", 139.0: "atenolol"},
        "patients in whom something occurred are no group of a study",
    ),
    (
        "RESULTS: For overall survival, XLD was superior to topotecan (P = .008), with a median of 108 weeks versus "
        "71 weeks.",
        {108.0: "XLD", 71.0: "topotecan"},
        "a subject that is held against another",
    ),
    (
        "RESULTS: Neutropenia was more common with XA (31% v 25% with the combination).",
        {31.0: "XA", 25.0: "combination"},
        "a name before the bracket and one behind the second figure",
    ),
    (
        "RESULTS: Response rates were 16% (gemcitabine-docetaxel) and 8% (gemcitabine).",
        {16.0: "gemcitabine-docetaxel", 8.0: "gemcitabine"},
        "a combination is one arm",
    ),
    (
        "RESULTS: In the early group, median survival was 16 months, and the 1-year survival rate was 68%; in the late "
        "group, median survival was 17 months, and the 1-year survival rate was 65%.",
        {16.0: "early group", 68.0: "early group", 17.0: "late group", 65.0: "late group"},
        "what stands between semicolons is of one arm",
    ),
    (
        "RESULTS: Nausea was similar with and without aprepitant (49% v 55%, respectively; P = .2).",
        {49.0: "with aprepitant", 55.0: "without aprepitant"},
        "those with something and those without",
    ),
]


@pytest.mark.parametrize(("text", "arms", "reason"), _CASES)
def test_arms(text: str, arms: dict[float, str], reason: str) -> None:
    told = {
        item.value: item.arm
        for item in extraction_of(text).statistics
        if item.type in ("rate", "median", "count")
    }
    assert told == arms, reason


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (
            "RESULTS: Seventy percent of patients had regression of lesions, whereas 68% of evaluable patients had "
            "relief of pain.",
            "what patients had is no arm, nor are those who could be evaluated",
        ),
        (
            "RESULTS: Pain fell by 3.9 points on the visual scale and by 2.1 points on the verbal scale.",
            "scales are no arms",
        ),
        (
            "RESULTS: Of 47 patients with a response (25 on idoxifene, 22 on tamoxifen), two relapsed.",
            "the sizes of groups are no results",
        ),
    ],
)
def test_no_arms(text: str, reason: str) -> None:
    assert {item.arm for item in extraction_of(text).statistics} <= {None}, reason


def test_tests_within_each_arm_are_none_between_them() -> None:
    text = (
        "RESULTS: Movement improved by 3.7 degrees (P = .003) in the drug group and by 9.4 degrees (P = .004) in the "
        "placebo group."
    )
    told = [(item.comparator is not None, item.significance) for item in extraction_of(text).findings]
    assert told == [(True, "not_reported")]


def test_a_fraction_told_again_is_that_of_its_rate() -> None:
    text = "RESULTS: Response was 61% (95% CI, 44% to 76%) (25 of 41) in the early group and 85% in the late group."
    told = [
        (item.type, item.value, item.numerator, item.denominator) for item in extraction_of(text).statistics
    ]
    assert told == [("rate", 61.0, 25, 41), ("rate", 85.0, None, None)]
