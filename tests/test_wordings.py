"""How trials say it: the same result in many wordings, each with what it means.

A difference that is denied, not significant, or one of patients and not of treatments must never be told as a benefit.
"""

from __future__ import annotations

import pytest

from evidence.records import Finding
from pipelines import extraction_of, layers_of

_TRIAL = (
    "METHODS: We randomly assigned 300 patients with renal cell carcinoma to receive sunitinib (n = 150) or "
    "placebo (n = 150). RESULTS: {}"
)
OS, PFS = "overall survival", "progression-free survival"


def _told(results: str) -> list[Finding]:
    extraction = extraction_of(
        _TRIAL.format(results), title="Sunitinib versus placebo in renal cell carcinoma"
    )
    return [item for item in extraction.findings if item.role == "result"]


@pytest.mark.parametrize(
    ("results", "outcome"),
    [
        ("Superiority of sunitinib over placebo for overall survival was not shown.", OS),
        ("Overall survival was 87.9% with sunitinib and 86.6% with placebo (P for noninferiority < .001).", OS),
        ("Sunitinib left overall survival unchanged (HR 1.01; 95% CI 0.85 to 1.20).", OS),
        ("Sunitinib shortened treatment without compromising overall survival.", OS),
        ("Patients given sunitinib did as well as those given placebo in terms of overall survival.", OS),
        ("Overall survival was numerically longer with sunitinib than with placebo (21 v 18 months; P = .12).", OS),
        ("Sunitinib did not significantly improve overall survival.", OS),
        ("There was a trend toward longer overall survival with sunitinib (P = .07).", OS),
        ("No improvement in overall survival was seen with sunitinib.", OS),
        ("Sunitinib failed to improve overall survival compared with placebo (HR, 0.95; 95% CI, 0.80 to 1.12).", OS),
        ("The improvement in overall survival with sunitinib was not statistically significant (P = .30).", OS),
        ("Sunitinib was noninferior to placebo for overall survival (HR, 0.98; 95% CI, 0.85 to 1.13).", OS),
        ("Sunitinib was not inferior to placebo with respect to progression-free survival.", PFS),
        ("Patients receiving sunitinib had no worse overall survival than those receiving placebo.", OS),
        ("Overall survival did not differ between groups (21.0 v 20.4 months; P = .65).", OS),
        ("The between-group difference in overall survival was not significant.", OS),
        (
            "Although progression-free survival was longer with sunitinib (9 v 5 months; P < .001), overall survival "
            "was not (21 v 20 months; P = .40).",
            OS,
        ),
        ("Progression-free survival, but not overall survival, was significantly improved with sunitinib.", OS),
        ("Sunitinib improved progression-free survival but not overall survival.", OS),
        ("Sunitinib improved neither overall survival nor quality of life.", OS),
        ("Sunitinib improved neither overall survival nor quality of life.", "quality of life"),
        ("Neither response rate nor progression-free survival differed significantly.", PFS),
        ("Overall survival was 12% higher with sunitinib, but this did not reach statistical significance.", OS),
        ("Overall survival was longer with sunitinib, although statistical significance was not reached.", OS),
        ("Overall survival was longer with sunitinib, but significance was narrowly missed.", OS),
        ("Overall survival was longer with sunitinib, but this just missed significance.", OS),
        ("Overall survival was longer with sunitinib, but the confidence interval included one.", OS),
        ("Overall survival favored neither arm.", OS),
        ("Overall survival was longer with sunitinib, but lost significance after adjustment.", OS),
        ("Overall survival was similar in the two groups (HR 1.02; 95% CI 0.85 to 1.22).", OS),
        ("Neither progression-free survival (P = .40) nor overall survival (P = .90) differed between the arms.", PFS),
        ("There was no evidence that sunitinib prolonged overall survival.", OS),
        ("Overall survival was 60% at 2 years, with no significant difference between the arms (P = .50).", OS),
        ("There was no evidence of a difference in overall survival with sunitinib (P = .40).", OS),
        (
            "Although overall survival was longer with sunitinib than with placebo, this was not significantly "
            "different (P = .12).",
            OS,
        ),
        (
            "While overall survival was longer with sunitinib (21 v 18 months), the difference was not statistically "
            "significant (P = .20).",
            OS,
        ),
        ("Adding sunitinib did not increase the rate of grade 3 diarrhea.", "diarrhea"),
        ("The benefit of sunitinib in overall survival was lost after adjustment (HR 0.97; 95% CI 0.80-1.18).", OS),
        ("Sunitinib gave a nonsignificant 12% reduction in mortality.", "mortality"),
        ("The rate of hypertension was comparable (12% v 11%).", "hypertension"),
        ("Overall survival favored placebo, but the difference did not reach statistical significance (P = .06).", OS),
        (
            "Overall survival was longer with sunitinib (21% v 18%), although this was not significant after "
            "adjustment.",
            OS,
        ),
        (
            "Median overall survival was 21 months with sunitinib and 18 months with placebo. The difference was not "
            "significant.",
            OS,
        ),
        (
            "Median overall survival was 21 months with sunitinib and 18 months with placebo. However, this difference "
            "was not statistically significant (P = .12).",
            OS,
        ),
        ("Treatment with sunitinib did not lead to more deaths (5% v 4%).", "deaths"),
        ("Rates of fatigue were 30% and 31% (P = .90).", "fatigue"),
    ],
)  # fmt: skip
def test_no_difference(results: str, outcome: str) -> None:
    rows = [item for item in _told(results) if item.outcome == outcome]
    assert [(item.direction, item.favors) for item in rows] == [("no_difference", "neither")]
    assert rows[0].significance != "significant"


@pytest.mark.parametrize(
    ("results", "outcome", "direction", "favors"),
    [
        ("Overall survival was inferior with sunitinib (HR, 1.40; 95% CI, 1.10 to 1.78).", OS, "lower", "comparator"),
        (
            "Placebo was associated with shorter progression-free survival than sunitinib (4 v 9 months; P < .001).",
            PFS, "higher", "intervention",
        ),
        ("The risk of death was 27% lower with sunitinib (HR 0.73; 95% CI 0.60-0.89).", OS, "higher", "intervention"),
        ("Fatigue was less common with placebo (20%) than with sunitinib (41%).", "fatigue", "higher", "comparator"),
        ("Overall survival was better in the placebo group (P = .03).", OS, "lower", "comparator"),
        (
            "Response rates were 6% and 31% in the placebo and sunitinib groups, respectively (P < .001).",
            "objective response rate", "higher", "intervention",
        ),
        (
            "The hazard ratio for death with placebo as compared with sunitinib was 1.5 (95% CI 1.2 to 1.9).",
            OS, "higher", "intervention",
        ),
        (
            "Median survival was 12 months with placebo and 16 with sunitinib, a significant improvement (P = .01).",
            OS, "higher", "intervention",
        ),
        (
            "There were 24 deaths with sunitinib, 31 with placebo, a relative reduction in mortality of 23% (P = .03).",
            "mortality", "lower", "intervention",
        ),
        (
            "An absolute risk reduction of 3.2% for death was seen with sunitinib (P = .04).",
            "death", "lower", "intervention",
        ),
        (
            "Sunitinib reduced the relative risk of death by 20% (P = .01).",
            OS, "higher", "intervention",
        ),
        (
            "Quality of life deteriorated less with sunitinib than with placebo (P = .03).",
            "quality of life", "higher", "intervention",
        ),
        (
            "More patients in the placebo group than in the sunitinib group discontinued treatment (22% v 10%).",
            "treatment discontinuation", "lower", "intervention",
        ),
        ("Overall survival at 2 years was 60% v 45%, favoring sunitinib.", OS, "higher", "intervention"),
        ("Progression-free survival was significantly shorter with placebo.", PFS, "higher", "intervention"),
        (
            "Sunitinib reduced the risk of death (HR 0.55); median progression-free survival was 11 v 5 months.",
            PFS, "higher", "intervention",
        ),
        (
            "The sunitinib group had a significantly lower rate of complete response (2% v 9%; P = .03).",
            "complete response", "lower", "comparator",
        ),
        (
            "Hypertension was seen in 24% with sunitinib versus 2% with placebo, whereas nausea was more frequent with "
            "placebo (10% v 5%).",
            "nausea", "lower", "intervention",
        ),
        ("Pain was significantly reduced with sunitinib compared with placebo.", "Pain", "lower", "intervention"),
        (
            "Median time to death or dialysis was longer with sunitinib than with placebo (30 v 21 months; P = .01).",
            "time to death or dialysis", "higher", "intervention",
        ),
        (
            "Events seen more often with sunitinib than with placebo were rash (12% v 1%); those seen less often "
            "included nausea (2% v 16%).",
            "nausea", "lower", "intervention",
        ),
        (
            "Overall survival was seen to be longer in the older (placebo versus sunitinib: 61% versus 83%).",
            OS, "higher", "intervention",
        ),
        (
            "Neutropenia or leukopenia was more frequent with sunitinib (12% v 5%).",
            "Neutropenia or leukopenia", "higher", "comparator",
        ),
        (
            "The most common adverse event was skin whitening in both groups (6% with sunitinib and 4% with placebo).",
            "skin whitening", "higher", "unclear",
        ),
        (
            "The free-from-recurrence rate was 92% with sunitinib and 81% with placebo (P = .01).",
            "free-from-recurrence rate", "higher", "intervention",
        ),
        (
            "Sunitinib increased overall survival by a median of 4.2 months over placebo (29.5 v 25.2 months).",
            OS, "higher", "intervention",
        ),
        (
            "The response rate was 55% with sunitinib (9% complete responders) and 17% with placebo.",
            "objective response rate", "higher", "intervention",
        ),
        (
            "Reductions in the mean pain and fatigue were greater with sunitinib than with placebo.",
            "fatigue", "lower", "intervention",
        ),
    ],
)  # fmt: skip
def test_difference(results: str, outcome: str, direction: str, favors: str) -> None:
    rows = [item for item in _told(results) if item.outcome == outcome]
    assert [(item.direction, item.favors) for item in rows] == [(direction, favors)]
    assert (rows[0].intervention, rows[0].comparator) == ("sunitinib", "placebo")


@pytest.mark.parametrize(
    "results",
    [
        "Patients with a performance status of 2 had shorter overall survival than those with one of 0 (P < .001).",
        "Overall survival was longer in women than in men (P = .02).",
        "It remains unclear whether sunitinib prolongs overall survival.",
        "At baseline, pain was worse with sunitinib than with placebo (53% v 50%).",
        "The mean baseline pain scores were 5.2 with sunitinib and 5.9 with placebo.",
        "Age, tumor size and serum calcium were not significantly different between sunitinib and placebo.",
        "There were no differences between sunitinib and placebo at baseline in pain, sleep or mood.",
        "The main cause of death was disease progression: 40 (93%) with sunitinib and 45 (94%) with placebo.",
        "There was no interaction between treatment and sex for overall survival (P = .60).",
        "A treatment-by-age interaction for overall survival was not significant.",
        "The final analysis of overall survival took place when 255 (52%) patients had died.",
        "Pain scores were significantly lower in the sunitinib group compared with baseline (P = .01).",
        "In the sunitinib group 22% had results below the threshold; results below it for residual disease were "
        "associated with improved outcomes.",
    ],
)
def test_no_comparison_of_the_arms(results: str) -> None:
    """Kinds of patients are held against each other, or nothing is claimed."""
    assert not [item for item in _told(results) if item.comparator == "placebo"]


def test_a_share_of_patients_stands_before_what_they_had() -> None:
    text = (
        "RESULTS: The response rate to erdafitinib was 40% "
        "(3% with a complete response and 37% with a partial response)."
    )
    extraction = extraction_of(text, title="Erdafitinib in urothelial cancer")
    values = {item.id: item.value for item in extraction.statistics}
    told = {item.outcome: [values[id] for id in item.statistics] for item in extraction.findings}
    assert told == {"objective response rate": [40.0], "complete response": [3.0], "partial response": [37.0]}
    assert {item.comparator for item in extraction.findings} == {None}


@pytest.mark.parametrize(
    ("text", "wanted", "reason"),
    [
        (
            "DISCUSSION: In contrast to the COMPARZ trial, in which pazopanib was noninferior to sunitinib (HR 1.05), "
            "we found shorter survival with pazopanib (18 v 24 months; P = .02).",
            [("conclusion", "lower", 3)],
            "what others found before 'we found' is not told as the authors' own",
        ),
        (
            "METHODS: A meta-analysis of six trials. RESULTS: In the trial by Lee et al, the hazard ratio for death "
            "with sunitinib as compared with placebo was 0.60 (P = .01).",
            [("cited", "higher", 2)],
            "a named author's trial among results",
        ),
    ],
)  # fmt: skip
def test_whose_result(text: str, wanted: list[tuple[str, str, int]], reason: str) -> None:
    told = [(item.role, item.direction, len(item.statistics)) for item in extraction_of(text).findings]
    assert told == wanted, reason


@pytest.mark.parametrize(
    "claim",
    [
        "Rather than improving overall survival, sunitinib was toxic.",
        "Far from prolonging overall survival, sunitinib increased mortality.",
        "Sunitinib is unlikely to improve overall survival.",
        "Sunitinib has yet to improve overall survival.",
        "If sunitinib improves overall survival, it should be used.",
        "If sunitinib is found to improve overall survival, it should be used.",
        "There is a lack of treatments aiming to improve and prolong overall survival.",
        "The trial had been powered to detect an improvement in overall survival with sunitinib.",
        "At least 300 deaths were needed to detect a hazard ratio of 0.7 for overall survival with sunitinib.",
        "The hypothesis that sunitinib prolongs overall survival was rejected.",
        "The survival benefit of sunitinib is questionable.",
    ],
)
@pytest.mark.parametrize("section", ["", "CONCLUSIONS: "])
def test_what_is_taken_back_is_no_claim(claim: str, section: str) -> None:
    """An aim, a condition, a doubt: nothing is claimed of survival."""
    assert not [
        item
        for item in extraction_of(_TRIAL.format(section + claim)).findings
        if item.outcome == OS and item.direction is not None
    ]


@pytest.mark.parametrize(
    "claim",
    [
        "Although progression-free survival was not improved, sunitinib prolonged overall survival.",
        "While the gain in response did not reach significance, sunitinib may provide an overall survival advantage.",
        "Though sunitinib did not improve response, it provided an overall survival advantage.",
    ],
)
def test_what_is_conceded_denies_nothing_behind_it(claim: str) -> None:
    rows = extraction_of(_TRIAL.format("") + f"CONCLUSIONS: {claim}").findings
    assert [
        (item.direction, item.favors) for item in rows if item.outcome_concept and item.outcome == OS
    ] == [("higher", "intervention")]


@pytest.mark.parametrize(
    "results",
    [
        "The benefit of sunitinib in overall survival varied with the combination of stage and age (P = .004).",
        "Treatment remained a strong independent predictor of overall survival (P = .002; HR, 2.12).",
    ],
)
def test_what_tells_of_neither_arm_points_nowhere(results: str) -> None:
    """The P value of an interaction, a ratio of nobody knows which way."""
    told = {(item.direction, item.favors) for item in _told(results) if item.outcome == OS}
    assert told <= {("unclear", "unclear"), (None, None)}


def test_what_is_exacerbated_is_more_of_a_harm() -> None:
    rows = extraction_of(
        _TRIAL.format("")
        + "CONCLUSIONS: Sunitinib improved overall survival and exacerbated hematologic toxicity."
    ).findings
    assert [(item.outcome, item.direction, item.favors) for item in rows] == [
        (OS, "higher", "intervention"),
        ("hematologic toxicity", "higher", "comparator"),
    ]


def test_both_of_two_exceptions_are_excepted() -> None:
    rows = _told("Rates of adverse events were similar in both groups, except for rash and hypocalcemia.")
    assert [item.outcome for item in rows] == ["adverse events"]


def test_counts_stand_before_what_patients_achieved() -> None:
    told = extraction_of(
        _TRIAL.format(
            "In the sunitinib group, 1 achieved complete remission (CR), 9 achieved partial remission (PR)."
        )
    )
    values = {item.id: item.value for item in told.statistics}
    assert {
        item.outcome: [values[id] for id in item.statistics] for item in told.findings if item.statistics
    } == {"complete response": [1], "partial response": [9]}


def test_a_bracket_is_of_the_arm_before_it() -> None:
    told = extraction_of(
        _TRIAL.format(
            "The response rate was 55% with sunitinib (9% complete responders) and 17% with placebo."
        )
    )
    assert {item.value: item.arm for item in told.statistics} == {
        55: "sunitinib", 9: "sunitinib", 17: "placebo",
    }  # fmt: skip


def test_likeness_is_not_left_to_what_is_set_against_it() -> None:
    rows = _told("Pain was similar in both groups, but nausea was recorded in 41% of the sunitinib group.")
    assert [(item.outcome, item.comparator, item.direction) for item in rows] == [
        ("Pain", "placebo", "no_difference"),
        ("nausea", None, None),
    ]


@pytest.mark.parametrize(
    "conclusion",
    [
        "Sunitinib should not be given in this setting, as it increases toxicity without improving overall survival.",
        "Sunitinib increased toxicity without a gain in overall survival.",
        "Superiority of sunitinib over placebo for overall survival was not shown.",
        "Sunitinib improves neither overall survival nor quality of life over placebo.",
        "A benefit of sunitinib in overall survival was not observed.",
        "Sunitinib and placebo were equally ineffective in prolonging overall survival.",
        "With longer follow-up the overall survival benefit of sunitinib disappeared.",
    ],
)
def test_conclusions_that_deny(conclusion: str) -> None:
    rows = extraction_of(_TRIAL.format("") + f"CONCLUSIONS: {conclusion}").findings
    told = [
        (item.direction, item.favors)
        for item in rows
        if item.outcome == OS and item.role in ("conclusion", "recommendation")
    ]
    assert told == [("no_difference", "neither")]


def test_a_drug_of_neither_arm_is_told_by_its_name() -> None:
    rows = extraction_of(
        _TRIAL.format("Regular aspirin was linked to longer overall survival (P = .01).")
    ).findings
    assert [(item.intervention, item.comparator) for item in rows] == [("aspirin", None)]


def test_figures_of_different_kinds_are_not_those_of_two_arms() -> None:
    told = extraction_of(
        _TRIAL.format("Median time to response was 3 months, and 72% of responses were ongoing.")
    )
    assert {item.arm for item in told.statistics if item.type in ("median", "rate")} == {None}


@pytest.mark.parametrize(
    ("results", "wanted"),
    [
        (
            "Overall survival was longer with sunitinib in men (HR 0.6; 95% CI 0.4 to 0.9) but not in women "
            "(HR 1.0; 95% CI 0.7 to 1.4).",
            [("men", "higher", 0.6), ("women", "no_difference", 1.0)],
        ),
        (
            "Sunitinib improved overall survival in patients with liver metastases (HR 0.6; P = .01) but not in those "
            "without (HR 0.96).",
            [("patients with liver metastases", "higher", 0.6), ("those without", "no_difference", 0.96)],
        ),
        (
            "Overall survival in patients with liver metastases was 21 months with sunitinib versus 12 months with "
            "placebo (HR 0.5; 95% CI 0.4 to 0.7), and the median among those without liver metastases was 31 versus 30 "
            "months (HR 0.9; 95% CI 0.7 to 1.2).",
            [
                ("patients with liver metastases", "higher", 0.5),
                ("those without liver metastases", "no_difference", 0.9),
            ],
        ),
        (
            "Overall survival was 21 v 12 months (HR 0.5; 95% CI 0.4 to 0.7) and, after adjustment, 20 v 12 months "
            "(HR 0.6; 95% CI 0.4 to 0.8).",
            [(None, "higher", 0.5), (None, "higher", 0.6)],
        ),
        (
            "Overall survival was longer with sunitinib in VHL-mutated tumors (HR 0.6; P = .01).",
            [("VHL-mutated tumors", "higher", 0.6)],
        ),
    ],
)
def test_subgroups_have_rows_of_their_own(results: str, wanted: list[tuple[str, str, float]]) -> None:
    extraction = extraction_of(
        _TRIAL.format(results), title="Sunitinib versus placebo in renal cell carcinoma"
    )
    ratios = {item.id: item.value for item in extraction.statistics if item.type == "hazard_ratio"}
    told = [
        (item.population, item.direction, next(ratios[id] for id in item.statistics if id in ratios))
        for item in extraction.findings
    ]
    assert told == wanted


def test_a_median_of_months_is_not_one_of_a_share_of_patients() -> None:
    told = _told(
        "Median progression-free survival was 10 months with sunitinib and 4 months with placebo (P < .001). The "
        "objective response rate was 31% with sunitinib and 6% with placebo. In patients with brain metastases the "
        "medians were 8 months and 4 months."
    )
    assert [item.outcome for item in told] == [PFS, "objective response rate", PFS]


def test_a_population_is_no_arm() -> None:
    text = (
        "RESULTS: PFS was longer with rucaparib than with placebo in the BRCA cohort (16.6 v 5.4 months; HR 0.23; "
        "P < .001) and in the ITT population (10.8 v 5.4 months; HR 0.36)."
    )
    rows = extraction_of(text, title="Maintenance in ovarian carcinoma").findings
    assert {(item.intervention, item.comparator) for item in rows} == {("rucaparib", "placebo")}


@pytest.mark.parametrize(
    ("text", "intervention", "comparator"),
    [
        (
            "CONCLUSIONS: The combination of docetaxel and gemcitabine improves survival compared with docetaxel.",
            "docetaxel and gemcitabine", "docetaxel",
        ),
        (
            "RESULTS: Median survival was 10 months with docetaxel and gemcitabine and 8 with vinorelbine (P = .02).",
            "docetaxel and gemcitabine", "vinorelbine",
        ),
        (
            "RESULTS: Survival with docetaxel and vinorelbine was 10 and 8 months, respectively (P = .02).",
            "docetaxel", "vinorelbine",
        ),
        (
            "RESULTS: Survival was 60% for lobectomy and 45% for radiotherapy (P = .002).", "lobectomy", "radiotherapy",
        ),
    ],
)  # fmt: skip
def test_drugs_of_one_arm(text: str, intervention: str, comparator: str) -> None:
    rows = extraction_of(text).findings
    assert [(item.intervention, item.comparator) for item in rows] == [(intervention, comparator)]


def test_a_change_is_dealt_to_no_arm() -> None:
    """Whether "from 40% to 30%" is one group's change or the other group's figure first, is not said."""
    text = (
        "METHODS: 300 patients were randomly assigned to adjuvant chemotherapy or observation after surgery. "
        "RESULTS: Chemotherapy reduced relapses from 40% to 30% (P = .01)."
    )
    extraction = extraction_of(text)
    assert [(item.direction, item.favors) for item in extraction.findings] == [("lower", "intervention")]
    assert [item.name for item in extraction.study.arms] == ["adjuvant chemotherapy", "observation"]
    assert {item.arm for item in extraction.statistics} == {None}


@pytest.mark.parametrize(
    ("results", "wanted"),
    [
        (
            "The hazard ratio for death was 0.71 (P < .001) overall, 0.10 in EGFR-mutant (P < .001), and 0.95 in EGFR "
            "wild-type disease (P = .52).",
            [(None, 0.71, "higher"), ("EGFR-mutant", 0.1, "higher"), ("EGFR wild-type disease", 0.95, "no_difference")],
        ),
        (
            "Overall survival was longer in the per-protocol population (HR 0.70; P = .01) but not in the "
            "intention-to-treat population (HR 0.90; P = .40).",
            [("per-protocol population", 0.7, "higher"), (None, 0.9, "no_difference")],
        ),
        (
            "In the BRCA cohort (n = 90), median survival was 30 v 20 months (HR 0.5; P = .01); in the HRD cohort it "
            "was 28 v 20 months (HR 0.6; P = .02) and in the ITT population 25 v 20 months (HR 0.9; P = .22).",
            [("BRCA cohort", 0.5, "higher"), ("HRD cohort", 0.6, "higher"), (None, 0.9, "no_difference")],
        ),
    ],
)  # fmt: skip
def test_each_population_has_its_own_row(results: str, wanted: list[tuple[str | None, float, str]]) -> None:
    extraction = extraction_of(_TRIAL.format(results))
    ratios = {item.id: item.value for item in extraction.statistics if item.type == "hazard_ratio"}
    told = [
        (item.population, ratios[id], item.direction)
        for item in extraction.findings
        for id in item.statistics
        if id in ratios
    ]
    assert told == wanted


def test_compared_with_stands_first() -> None:
    text = (
        "Compared with patients given ADT alone, those who received docetaxel lived longer (58 v 48 months)."
    )
    extraction = extraction_of(text)
    assert [(item.intervention, item.direction) for item in extraction.findings] == [("docetaxel", "higher")]
    assert {item.value: item.arm for item in extraction.statistics} == {58: "docetaxel", 48: "ADT"}


@pytest.mark.parametrize(
    ("text", "intervention", "comparator"),
    [
        (
            "CONCLUSIONS: Adding pertuzumab to trastuzumab and docetaxel prolonged overall survival.",
            "pertuzumab plus trastuzumab and docetaxel", "trastuzumab and docetaxel",
        ),
        (
            "CONCLUSIONS: Adding bevacizumab to carboplatin and paclitaxel improved survival compared with "
            "carboplatin and paclitaxel alone.",
            "bevacizumab plus carboplatin and paclitaxel", "carboplatin and paclitaxel",
        ),
        (
            "METHODS: Patients were randomly assigned to zorvatinib plus paclitaxel or to paclitaxel alone. "
            "RESULTS: Median survival was longer with zorvatinib plus paclitaxel (12 v 8 months; P = .02).",
            "zorvatinib plus paclitaxel", "paclitaxel alone",
        ),
        (
            "METHODS: Patients were randomly assigned to ABC123 20 mg plus paclitaxel (A + P) or paclitaxel alone. "
            "RESULTS: Median survival in the A + P and paclitaxel groups was 12 and 8 months (P = .02).",
            "ABC123 plus paclitaxel (A + P)", "paclitaxel alone",
        ),
    ],
)  # fmt: skip
def test_what_is_added(text: str, intervention: str, comparator: str) -> None:
    """A combination is never told as one of its drugs, be it that no vocabulary knows the other."""
    rows = extraction_of(text).findings
    assert {(item.intervention, item.comparator) for item in rows} == {(intervention, comparator)}


def test_counts_stand_before_what_patients_had() -> None:
    text = (
        "RESULTS: Of 50 patients given pembrolizumab, 12 had a complete response (24%), 8 a partial response."
    )
    extraction = extraction_of(text)
    values = {item.id: item.value for item in extraction.statistics}
    told = {item.outcome: [values[id] for id in item.statistics] for item in extraction.findings}
    assert told == {"complete response": [24.0], "partial response": [8.0]}


@pytest.mark.parametrize(
    ("text", "arms"),
    [
        ("METHODS: We randomized 400 patients to 1 or 3 years of imatinib.", ["imatinib 1 year", "imatinib 3 years"]),
        (
            "METHODS: Women were randomly assigned to 6 months or 12 months of trastuzumab.",
            ["trastuzumab 6 months", "trastuzumab 12 months"],
        ),
    ],
)  # fmt: skip
def test_arms_by_duration(text: str, arms: list[str]) -> None:
    results = " RESULTS: Survival at 5 years was 92% with {1} v 82% with {0} (P = .02)."
    durations = [" ".join(name.split()[1:]) for name in arms]
    extraction = extraction_of(text + results.format(*durations))
    assert [item.name for item in extraction.study.arms] == arms
    assert {item.value: item.arm for item in extraction.statistics if item.type == "rate"} == {
        92: arms[1],
        82: arms[0],
    }
    assert not [item for item in extraction.statistics if item.type == "median"]


def test_the_test_of_noninferiority_tells_no_difference() -> None:
    (row,) = _told(
        "Overall survival was 89.4% with sunitinib and 89.8% with placebo (P = .01 for noninferiority)."
    )
    assert (row.direction, row.favors) == ("no_difference", "neither")


def test_a_control_that_is_no_arm_is_told_by_its_name() -> None:
    text = (
        "METHODS: Women were randomly assigned to 1 year or 2 years of trastuzumab. RESULTS: Mortality was lower "
        "with 1 year of trastuzumab than with observation (HR 0.76; P = .001)."
    )
    (row,) = extraction_of(text).findings
    assert (row.intervention, row.comparator) == ("trastuzumab 1 year", "observation")
    assert row.favors == "intervention"


def test_doses_of_radiation_before_what_all_arms_got() -> None:
    text = (
        "METHODS: Patients were randomly assigned to receive 45 Gy radiotherapy in 30 twice-daily fractions or 66 Gy "
        "in 33 once-daily fractions, starting on day 22 after commencing cisplatin chemotherapy. RESULTS: Survival "
        "was 30 months in the twice-daily group and 25 months in the once-daily group (P = .14)."
    )
    extraction = extraction_of(text)
    first, second = (item.name for item in extraction.study.arms)
    assert "45 Gy" in first
    assert "66 Gy" in second
    assert {item.value: item.arm for item in extraction.statistics if item.type == "median"} == {
        30: first,
        25: second,
    }


@pytest.mark.parametrize(
    ("results", "reason"),
    [
        (
            "In the placebo group, there was no significant change in fatigue scores (P = .60).",
            "of the other arm nothing is said",
        ),
        ("No reduction in pain was seen in the placebo arm (P = .44).", "of the other arm nothing is said"),
        ("Patients with rash had better quality of life (P = .01).", "kinds of patients, and no arms"),
        ("Those who developed hypertension lived longer (P = .02).", "kinds of patients, and no arms"),
        (
            "Pain scores decreased from 6.4 to 2.4 with sunitinib and from 6.3 to 2.2 with placebo.",
            "what each group began and ended with",
        ),
    ],
)
def test_no_arm_is_held_against_another(results: str, reason: str) -> None:
    assert [item.comparator for item in _told(results) if item.comparator is not None] == [], reason


@pytest.mark.parametrize(
    "text",
    [
        "CONCLUSIONS: Sunitinib improved survival over placebo, but with increased toxicity.",
        "CONCLUSIONS: Sunitinib improved survival at the cost of increased toxicity.",
        "CONCLUSIONS: Sunitinib improves survival at a modest cost in toxicity.",
        "Sunitinib improved survival over placebo at the expense of toxicity.",
    ],
)
def test_what_a_benefit_costs_is_told_with_it(text: str) -> None:
    rows = extraction_of(
        _TRIAL.format(text), title="Sunitinib versus placebo in renal cell carcinoma"
    ).findings
    told = {item.outcome: (item.direction, item.favors) for item in rows}
    assert told == {OS: ("higher", "intervention"), "toxicity": ("higher", "comparator")}


def test_a_difference_that_was_not_significant() -> None:
    (row,) = _told(
        "Median survival was 15.6 months with sunitinib and 15.5 with placebo, a difference that was not significant."
    )
    assert (row.direction, row.significance) == ("no_difference", "not_significant")


def test_what_one_clause_calls_similar_has_no_figures_of_the_next() -> None:
    text = (
        "RESULTS: Vertebroplasty and kyphoplasty gave similar pain relief (P = .60), but cement leakage was more "
        "frequent after vertebroplasty (30% v 8%; P = .001)."
    )
    told = {item.outcome: item.direction for item in extraction_of(text).findings}
    assert told == {"pain relief": "no_difference", "cement leakage": "higher"}


@pytest.mark.parametrize(
    "conclusion",
    [
        "A trend toward longer overall survival was observed with sunitinib.",
        "Sunitinib showed a trend towards improvement in overall survival.",
    ],
)
def test_a_trend_is_no_benefit_in_conclusions_either(conclusion: str) -> None:
    text = _TRIAL.format("Grade 3 diarrhea was seen in 4%.") + f" CONCLUSIONS: {conclusion}"
    rows = extraction_of(text, title="Sunitinib versus placebo in renal cell carcinoma").findings
    told = [
        (item.direction, item.favors) for item in rows if item.role == "conclusion" and item.outcome == OS
    ]
    assert told == [("no_difference", "neither")]


def test_citations_in_brackets_behind_the_full_stop() -> None:
    """What stands before the next citation is another work's, and no result of this one's."""
    text = (
        "Discussion: Sunitinib prolonged survival in an earlier trial.[2] We found that placebo was as good. Previous "
        "studies showed that hypertension predicts longer survival.[5,6] In our study it did not."
    )
    told = {item.quote: item.role for item in extraction_of(_TRIAL.format("") + text).findings}
    others = {role for quote, role in told.items() if "earlier" in quote or "Previous" in quote}
    assert others
    assert others <= {"cited", "background"}


def test_a_letter_tells_of_others_results() -> None:
    text = (
        "To the Editor: Smith et al. report that sunitinib improved survival. Quality of life did not differ."
    )
    assert "result" not in {item.role for item in extraction_of(text).findings}


_CARE = "METHODS: 120 patients were randomised to drugapril (n=60) or placebo (n=60). RESULTS: {}"
HIGHER, LOWER, ALIKE = "higher", "lower", "no_difference"


@pytest.mark.parametrize(
    ("results", "told"),
    [
        # What is held against stands first.
        ("Compared with placebo, stride length was longer (P = .02).", {"Stride length": HIGHER}),
        ("Compared with placebo, pain was lower with drugapril.", {"pain": LOWER}),
        ("Relative to placebo, gait speed was higher with drugapril (P=.03).", {"gait speed": HIGHER}),
        (
            "Compared with placebo patients, more drugapril patients slept through the night (25% vs. 10%; P = .007).",
            {"slept through the night": HIGHER},
        ),
        (
            "Compared with placebo, there was an improvement in union rate with drugapril (17% v 26%, respectively).",
            {"union rate": HIGHER},
        ),
        (
            "In the drugapril group, compared to the placebo group, joint scores were lower (P < 0.001), sedation "
            "scores were lower, and consumption of morphine was lower.",
            {"joint scores": LOWER, "sedation scores": LOWER, "consumption of morphine": LOWER},
        ),
        # Likeness of changes, and changes by their size.
        ("Similar reductions in itching were seen with drugapril and placebo.", {"itching": ALIKE}),
        ("Both groups showed comparable improvements in stride length.", {"stride length": ALIKE}),
        ("Stride length was similarly increased with drugapril and placebo.", {"Stride length": ALIKE}),
        ("Drugapril was as effective as placebo in the prevention of thrombosis.", {"thrombosis": ALIKE}),
        ("Blood pressure reduction was significantly smaller with drugapril.", {"Blood pressure": HIGHER}),
        (
            "The reduction in time for the stair climb was greater with drugapril (P = .04).",
            {"time for the stair climb": LOWER},
        ),
        (
            "Drugapril led to greater reductions in HbA1c (-1.1%, baseline 8.5%) than placebo (+0.2%, P < .001).",
            {"HbA1c": LOWER},
        ),
        (
            "Improvements were observed in stair score (-3, 95% CI -5 to -1) versus placebo.",
            {"stair score": LOWER},
        ),
        # Significance that is denied.
        (
            "Stride length was longer with drugapril, but this difference failed to reach significance.",
            {"Stride length": ALIKE},
        ),
        (
            "Stride length was longer with drugapril, without statistical significance.",
            {"Stride length": ALIKE},
        ),
        ("Tolerance was good without significant difference.", {"Tolerance": ALIKE}),
        (
            "There was no difference (P > 0.01) between the studied groups regarding nosebleeds (26% vs. 29%).",
            {"nosebleeds": ALIKE},
        ),
        (
            "The rate of complications with drugapril was more than with placebo, but no significant difference was "
            "observed (P = 0.32).",
            {"complications": ALIKE},
        ),
        ("Drugapril reduced pain without significant toxicity.", {"pain": LOWER}),
        (
            "Clips were fewer in group A (2.8) compared to group B (4.4) and group C (3.9), but there was no "
            "significant difference between the groups (P = 0.16).",
            {"Clips": ALIKE},
        ),
        ("Pain was, however, lower with drugapril (P=.03).", {"pain": LOWER}),
        # None in any group, and not where the words are of some of the events or patients.
        ("No side effects were observed throughout the study.", {"side effects": ALIKE}),
        ("There were no adverse reactions.", {"adverse reactions": ALIKE}),
        ("No deaths occurred in the drugapril group.", {}),
        ("No grade 4 diarrhea was observed.", {}),
        ("No new safety signals were noted.", {}),
        ("Common events included mild pain in the drugapril group; no serious adverse events occurred.", {}),
        # Names.
        (
            "Percent monocyte counts were found to be higher with drugapril (P<.05).",
            {"monocyte counts": HIGHER},
        ),
        (
            "The percentage of patients in the mild class was higher with drugapril (P=.04).",
            {"mild class": HIGHER},
        ),
        ("Drugapril patients rated their comfort higher than placebo patients (P=.04).", {"comfort": HIGHER}),
        ("The Mallampati grade was better in the drugapril group (p=0.04).", {"Mallampati grade": HIGHER}),
        (
            "Grip force adjusted for age was higher in the drugapril group, as were gait speed and step width (P<.05).",
            {"Grip force": HIGHER, "gait speed": HIGHER, "step width": HIGHER},
        ),
        (
            "Significantly more patients in the drugapril group continued their exercises (40/60 vs 22/60, p<0.05).",
            {"continued their exercises": HIGHER},
        ),
        (
            "More drugapril than placebo group patients felt ready to go home (82% vs. 60%, p=0.04).",
            {"go home": HIGHER},
        ),
        (
            "Patients on drugapril reported receiving fewer leaflets (18% vs. 33%, p=0.02).",
            {"leaflets": LOWER},
        ),
        (
            "Lean mass increased with drugapril (+3.7%) and decreased with placebo (-0.6%), resulting in a significant "
            "(p < 0.001) difference.",
            {"Lean mass": HIGHER},
        ),
        (
            "There was no significant change in ferritin or albumin in either of the two groups (P = 0.58 and 0.93).",
            {"ferritin": ALIKE, "albumin": ALIKE},
        ),
    ],
)
def test_outcomes_in_no_vocabulary(results: str, told: dict[str, str]) -> None:
    """Of what, and which way, in drugapril against placebo."""
    rows = extraction_of(_CARE.format(results)).findings
    found = {item.outcome.lower(): item.direction for item in rows if item.comparator is not None}
    assert found == {name.lower(): direction for name, direction in told.items()}


@pytest.mark.parametrize(
    ("results", "told"),
    [
        (
            "Group T had higher sodium levels as compared to Group H (133 vs. 131 mEq/L).",
            ("group t", "group h", HIGHER),
        ),
        (
            "Rate of wound dehiscence was significantly higher in the mesh group.",
            ("mesh group", None, HIGHER),
        ),
        (
            "Weaning was shorter in the mask group (60 [50–80] minutes vs. 110 [80–130] minutes; p <0.001).",
            ("mask group", None, LOWER),
        ),
        (
            "The difference in return rate between postal and online modes was not significant.",
            (None, None, ALIKE),
        ),
        ("At week 6, both groups showed a comparable decrease of plasma zinc.", (None, None, ALIKE)),
    ],
)
def test_groups_of_a_sentence_alone(results: str, told: tuple[str | None, str | None, str]) -> None:
    (row,) = extraction_of(f"RESULTS: {results}").findings
    assert (row.intervention, row.comparator, row.direction) == told


@pytest.mark.parametrize(
    ("results", "told"),
    [
        ("Stride length improved from baseline (P=.02).", [("before_after", None, None, HIGHER)]),
        ("Stride length increased from baseline to week 8 (P=.02).", [("before_after", None, None, HIGHER)]),
        (
            "Drugapril increased stride length from baseline (P=.02).",
            [("before_after", "drugapril", None, HIGHER)],
        ),
        (
            "With placebo, stride length was significantly lower compared with baseline (P=.02).",
            [("before_after", "placebo", None, LOWER)],
        ),
        (
            "Drugapril increased stride length from baseline compared with placebo (P=.02).",
            [("comparison", "drugapril", "placebo", HIGHER)],
        ),
        (
            "Stride length fell by 5 cm from baseline with drugapril and by 2 cm with placebo (P=.02).",
            [("comparison", "drugapril", "placebo", LOWER)],
        ),
        (
            "Drugapril lowered urea by 7.1% from baseline (P = 0.01), but this reduction was not significant when "
            "compared to placebo (P = 0.20).",
            [("comparison", "drugapril", "placebo", ALIKE)],
        ),
    ],
)
def test_a_change_since_the_start_is_no_difference_between_groups(
    results: str, told: list[tuple[str, str | None, str | None, str]]
) -> None:
    rows = extraction_of(_CARE.format(results)).findings
    assert [(item.kind, item.intervention, item.comparator, item.direction) for item in rows] == told


@pytest.mark.parametrize(
    ("results", "told"),
    [
        (
            "Tear flow was greater in the drugapril group than in the other groups (P < .01).",
            ("drugapril", HIGHER),
        ),
        ("The plaque index was significantly low in the drugapril group (P < .05).", ("drugapril", LOWER)),
        ("Pain was lower with testolol (P=.01).", ("testolol", LOWER)),
        ("Stride length increased in the drugapril group (P=.01).", ("drugapril", None)),
        # Who has more is no arm of the trial, and its arms are not held against each other.
        (
            "Dropout was higher on the waiting list (45%) compared with drugapril (30%) or placebo (28%; P=.03).",
            (None, None),
        ),
    ],
)
def test_one_of_several_arms(results: str, told: tuple[str | None, str | None]) -> None:
    """A comparative tells of one arm against all others, whoever they are; a change does not."""
    trial = _CARE.replace(" or placebo", ", testolol (n=60) or placebo")
    rows = extraction_of(trial.format(results)).findings
    assert [(item.intervention, item.comparator, item.direction) for item in rows] == [
        (told[0], None, told[1])
    ]


def test_standard_deviations_end_no_sentence() -> None:
    text = "RESULTS: The mean was 2.5 (s.d. 0.7) with drugapril and 2.1 (s.d. 0.8) with placebo. None died."
    assert len(layers_of(text)._.sentences) == 2


def test_a_cohort_has_more_treatments_than_its_title_names() -> None:
    """A treatment named beside one group of a cohort is held against it, and its figures are its own."""
    text = (
        "METHODS: This was a retrospective cohort of 100 patients with spinal metastases. In 39 the metastasis was "
        "removed; metastasectomy was done in 39 and targeted therapy given to 26. RESULTS: Survival was the same "
        "after metastasectomy and after decompression (P = .750). Median overall survival was 38 months with targeted "
        "therapy and 18 months with cytokine therapy. Local control was 95.8% at 5 years with targeted therapy, and "
        "77.4% with cytokine therapy."
    )
    extraction = extraction_of(text, title="Metastasectomy and Targeted Therapy for Spinal Metastases")
    told = {
        frozenset((item.intervention, item.comparator)) for item in extraction.findings if item.comparator
    }
    assert told == {frozenset(("targeted therapy", "cytokine therapy"))}
    assert {item.value: item.arm for item in extraction.statistics if item.type in ("median", "rate")} == {
        38: "targeted therapy",
        18: "cytokine therapy",
        95.8: "targeted therapy",
        77.4: "cytokine therapy",
    }
    for item in extraction.findings:
        arms = {part.arm for part in extraction.statistics if part.id in item.statistics and part.arm}
        assert not arms or item.intervention in arms or item.comparator in arms


def test_a_benefit_that_was_tested_favours_its_treatment() -> None:
    text = "RESULTS: Targeted therapy was associated with longer overall survival (P = .012)."
    (row,) = extraction_of(text).findings
    assert (row.kind, row.direction, row.favors) == ("association", "higher", "intervention")


@pytest.mark.parametrize(
    ("results", "told"),
    [
        ("Quality of life was significantly improved at 6 months compared with baseline (P = .01).", (None, "higher")),
        ("Pain was significantly reduced compared to baseline in those receiving sunitinib.", ("sunitinib", "lower")),
        ("Fatigue was significantly increased versus baseline in both groups (P < .001 for both).", (None, "higher")),
        ("Fatigue was significantly worse than before treatment with sunitinib (P = .02).", ("sunitinib", "higher")),
        ("Sunitinib did not significantly change pain compared to baseline.", ("sunitinib", "no_difference")),
    ],
)  # fmt: skip
def test_patients_held_against_themselves_are_no_comparison_of_arms(
    results: str, told: tuple[str | None, str]
) -> None:
    rows = _told(results)
    assert [(item.kind, item.intervention, item.comparator, item.direction) for item in rows] == [
        ("before_after", told[0], None, told[1])
    ], results


@pytest.mark.parametrize(
    ("results", "direction"),
    [
        ("Compared with baseline, pain decreased more with sunitinib than with placebo (P = .02).", "lower"),
        ("Pain was significantly lower with sunitinib than with placebo, as compared with baseline.", "lower"),
        ("The change from baseline in pain was greater with sunitinib than with placebo (P = .02).", "unclear"),
        (
            "Pain fell by 34% and 12% compared with baseline in the sunitinib and placebo groups, respectively.",
            "lower",
        ),
        ("Pain fell by 12% and 34% in the sunitinib and placebo groups, respectively (P = .01).", "higher"),
    ],
)  # fmt: skip
def test_arms_are_held_against_each_other_though_baseline_is_named(results: str, direction: str) -> None:
    rows = _told(results)
    assert [(item.intervention, item.comparator, item.direction) for item in rows] == [
        ("sunitinib", "placebo", direction)
    ], results


@pytest.mark.parametrize(
    ("results", "wanted"),
    [
        (
            "Sunitinib gave a median survival of 8.6 months in wild-type tumors and 6.9 months in mutant tumors.",
            [("wild-type tumors", "mutant tumors", "higher")],
        ),
        (
            "The response rate with sunitinib was 41% in those with VHL mutations and 50% in VHL wild-type tumors.",
            [("VHL mutations", "VHL wild-type tumors", "lower")],
        ),
        (
            "By multivariate analysis, age (HR 1.8; 95% CI, 1.2 to 2.6) was an independent risk factor for nausea.",
            [(None, None, None)],
        ),
        (
            "High sunitinib exposure was independently associated with hypertension (P = .01).",
            [(None, None, None)],
        ),
        ("The response rate was lowest with VHL mutations (P = .008).", [(None, None, None)]),
        ("Overall survival did not depend on the VHL status (P = .72).", [(None, None, "no_difference")]),
        (
            "Overall survival was superior in patients allocated to bimodality (81% v 72%).",
            [(None, None, None)],
        ),
    ],
)
def test_strata_are_no_arms(results: str, wanted: list[tuple[str | None, str | None, str | None]]) -> None:
    """Each figure has its own stratum, or only strata can be meant: the document's arms are not."""
    assert [(item.intervention, item.comparator, item.direction) for item in _told(results)] == wanted


def test_figures_of_others_are_not_those_of_the_arm_unnamed() -> None:
    told = extraction_of(
        _TRIAL.format(
            "Overall survival was longer with sunitinib (HR 0.6; P = .01). DISCUSSION: In the trial by "
        )
        + "Lee et al of second-line sunitinib, mutant tumors responded less (7% vs. 27%, P = .03)."
    )
    rows = [item for item in told.findings if item.role == "cited"]
    assert rows and {item.comparator for item in rows} == {None}
    assert {item.arm for item in told.statistics if item.value == 27} == {None}


def test_a_citation_behind_a_bracket_is_no_figure() -> None:
    told = extraction_of(
        "Sunitinib was better tolerated.1 Median survival was 15 vs. 12 months (P = .007).2\n\nNo more is known.3",
        title="Sunitinib in renal cell carcinoma",
    )
    assert not {item.value for item in told.statistics} & {0.1, 0.2, 0.3}


def test_an_outcome_is_not_who_it_is_of() -> None:
    rows = extraction_of("RESULTS: A significant decrease in blood pressure (12 mm Hg) was found.").findings
    assert not [item for item in rows if item.intervention is not None]


@pytest.mark.parametrize(
    ("results", "comparator"),
    [
        ("Survival was 12 months with sunitinib, similar to that of historical controls.", "historical controls"),
        ("Survival with sunitinib was longer than previously reported (9 v 5 months).", "previously reported"),
        ("Among patients given sunitinib, responders lived longer than nonresponders (20 v 9 months).", None),
        ("In the placebo group, survival was longer in patients who crossed over to sunitinib (P = .03).", None),
        ("Overall survival improved over time (12 months in 2000-2005 v 18 months in 2006-2010; P < .001).", None),
        ("Mortality fell with sunitinib from 30% in 2000-2004 to 20% in 2005-2009.", None),
    ],
)  # fmt: skip
def test_what_a_result_is_held_against_is_not_the_other_arm(results: str, comparator: str | None) -> None:
    told = extraction_of(_TRIAL.format(results), title="Sunitinib versus placebo in renal cell carcinoma")
    rows = [item for item in told.findings if item.role == "result"]
    assert rows and {item.comparator for item in rows} == {comparator}, results
    assert comparator is not None or {item.intervention for item in rows} == {None}
    assert "placebo" not in {item.arm for item in told.statistics}


@pytest.mark.parametrize(
    "results",
    [
        "The incidence of hypertension increased with the dose of sunitinib.",
        "Quality of life declined over time in both groups.",
        "The benefit of sunitinib increased with age.",
    ],
)
def test_gradients_and_courses_compare_no_arms(results: str) -> None:
    assert not [item for item in _told(results) if item.comparator is not None], results


@pytest.mark.parametrize(
    ("results", "direction"),
    [
        ("Pain declined over time more with sunitinib than with placebo (P = .02).", "lower"),
        ("Pain decreased from baseline less with sunitinib than with placebo (P = .02).", "higher"),
        (
            "Quality of life deteriorated at week 12 more with placebo than with sunitinib (P = .02).",
            "higher",
        ),
    ],
)
def test_degrees_of_a_change(results: str, direction: str) -> None:
    assert [(item.comparator, item.direction) for item in _told(results)] == [("placebo", direction)], results


def test_what_a_benefit_comes_with_is_not_what_grew() -> None:
    rows = _told("Sunitinib increased overall survival with manageable toxicity.")
    assert [(item.outcome, item.direction) for item in rows] == [(OS, "higher")]


@pytest.mark.parametrize(
    ("results", "outcome", "direction", "favors"),
    [
        ("Overall survival did not improve with sunitinib despite a higher response rate (31% v 6%).",
         "objective response rate", "higher", "intervention"),
        ("Overall survival did not improve with sunitinib despite a higher response rate (31% v 6%).",
         OS, "no_difference", "neither"),
        ("Despite longer progression-free survival, overall survival was not improved by sunitinib.",
         OS, "no_difference", "neither"),
        ("Only in patients younger than 65 years did sunitinib improve overall survival.",
         OS, "higher", "intervention"),
        ("Fewer patients given sunitinib reported worsening of pain (≥2-point increase) compared with placebo.",
         "worsening of pain", "lower", "intervention"),
        ("Sunitinib, but not placebo, improved quality of life.", "quality of life", "higher", "intervention"),
        ("Placebo, but not sunitinib, improved quality of life.", "quality of life", "lower", "comparator"),
        ("Both sunitinib and placebo improved quality of life.", "quality of life", "unclear", "unclear"),
        ("Time to deterioration of pain was longer with sunitinib (HR 0.7; P = .02).",
         "Time to deterioration of pain", "higher", "intervention"),
        ("Fewer patients had a deterioration in quality of life with sunitinib than with placebo.",
         "quality of life", "higher", "intervention"),
        ("The proportion of patients without relapse was 70% with sunitinib and 55% with placebo (P = .01).",
         "without relapse", "higher", "intervention"),
        ("Pain scores improved by 10 points with sunitinib versus 1 point with placebo (P = .01).",
         "Pain scores", "lower", "intervention"),
        ("The proportion of patients with improved pain was 40% with sunitinib and 20% with placebo (P = .01).",
         "pain", "lower", "intervention"),
        ("Quality of life was maintained with sunitinib but deteriorated with placebo.",
         "quality of life", "higher", "intervention"),
        ("Differences over time significantly favored sunitinib over placebo for cough (P < .001).",
         "cough", "lower", "intervention"),
    ],
)  # fmt: skip
def test_each_outcome_has_its_own_word(results: str, outcome: str, direction: str, favors: str) -> None:
    rows = {item.outcome: (item.direction, item.favors) for item in _told(results)}
    assert rows.get(outcome) == (direction, favors), (results, rows)


@pytest.mark.parametrize(
    ("results", "medians"),
    [
        (
            "Patients on sunitinib lived for a median of 21.5 months and those on placebo for 18.2 months (HR 0.80).",
            {21.5: "sunitinib", 18.2: "placebo"},
        ),
        (
            "The 150 patients on sunitinib lived for a median of 21.5 months (95% CI, 19 to 24) and the 149 on placebo "
            "for 18.2 months (16 to 20).",
            {21.5: "sunitinib", 18.2: "placebo"},
        ),
        (
            "Median overall survival was 21.5 months among the 150 patients on sunitinib and 18.2 months among the 149 "
            "patients on placebo.",
            {21.5: "sunitinib", 18.2: "placebo"},
        ),
        (
            "Median overall survival, analysed after 230 deaths, was 21.5 months with sunitinib versus 18.2 months "
            "with placebo.",
            {21.5: "sunitinib", 18.2: "placebo"},
        ),
        (
            "Median overall survival was 21.5 months with sunitinib in those treated for 12 months.",
            {21.5: "sunitinib"},
        ),
    ],
)
def test_people_and_deaths_between_medians_are_no_medians(results: str, medians: dict[float, str]) -> None:
    told = extraction_of(_TRIAL.format(results)).statistics
    assert {item.value: item.arm for item in told if item.type == "median"} == medians


@pytest.mark.parametrize(
    "assigned",
    [
        "Patients were randomly assigned to IP (n=173) or EP (n=189).",
        "173 were randomized to IP and 189 to EP.",
    ],
)
def test_an_arm_is_what_its_short_name_stands_for(assigned: str) -> None:
    told = extraction_of(
        "PURPOSE: To compare irinotecan plus cisplatin (IP) with etoposide plus cisplatin (EP). "
        f"METHODS: {assigned} RESULTS: Median overall survival was 10.9 months with IP and 10.3 months with EP (P=.12)."
    )
    (row,) = (item for item in told.findings if item.role == "result")
    drugs = [
        {concept.label for concept in side} for side in (row.intervention_concepts, row.comparator_concepts)
    ]
    assert drugs == [{"irinotecan", "cisplatin"}, {"etoposide", "cisplatin"}]


@pytest.mark.parametrize(
    "results",
    [
        "Patients with metastases had shorter overall survival than those without (12 v 22 months; P < .001).",
        "Women had longer overall survival than men (22 v 12 months; P < .001).",
        "Smokers had shorter overall survival (12 v 22 months; P < .001).",
        "With sunitinib, survival was 22 months in patients without and 12 months in those with metastases.",
        "Patients who completed treatment lived longer than those who did not (25 v 12 months).",
        "Patients treated at academic centers had longer overall survival (22 v 18 months; P = .03).",
        "Overall survival was longer in the second half of the study (22 v 18 months; P = .03).",
        "Median survival was 30 months with and 12 months without hypertension (P < .001).",
        "Survival was 30 months in patients who developed hypertension and 12 months in those who did not.",
        "An increase in lymphocytes was associated with response to sunitinib (P = .02).",
    ],
)
def test_figures_of_kinds_of_patients_are_not_those_of_arms(results: str) -> None:
    told = extraction_of(_TRIAL.format(results), title="Sunitinib versus placebo in renal cell carcinoma")
    sides = {
        side
        for item in told.findings
        if item.role == "result"
        for side in (item.intervention, item.comparator)
    }
    assert sides.isdisjoint({"sunitinib", "placebo"})
    assert {item.arm for item in told.statistics} == {None}


@pytest.mark.parametrize(
    ("results", "kind", "others", "direction"),
    [
        (
            "Patients with elevated TIMP-1 had a significantly reduced response rate (19% v 31%; P = .01).",
            "Patients with elevated TIMP-1", None, "lower",
        ),
        (
            "Patients with recurrence had a significantly worse overall survival (HR, 5.2; 95% CI, 3.1 to "
            "8.7) compared with "
            "those who did not experience recurrence.",
            "Patients with recurrence", "those who did not experience recurrence", "lower",
        ),
        (
            "Patients with metastases had shorter overall survival than those without (12 v 22 months; P < .001).",
            "Patients with metastases", "those without", "lower",
        ),
    ],
)  # fmt: skip
def test_kinds_of_patients_who_head_a_clause_are_what_it_tells_of(
    results: str, kind: str, others: str | None, direction: str
) -> None:
    told = extraction_of(_TRIAL.format(results), title="Sunitinib versus placebo in renal cell carcinoma")
    rows = [item for item in told.findings if item.role == "result"]
    assert [(item.intervention, item.comparator, item.direction, item.kind) for item in rows] == [
        (kind, others, direction, "association")
    ]


@pytest.mark.parametrize(
    ("results", "direction", "favors"),
    [
        ("Time to 5% deterioration of health significantly favored sunitinib (P = .01).", "higher", "intervention"),
        ("Time to pain relief was longer with sunitinib than with placebo (P = .01).", "higher", "comparator"),
        ("Time to deterioration of quality of life was shorter with sunitinib (P = .01).", "lower", "comparator"),
    ],
)  # fmt: skip
def test_it_is_good_that_a_deterioration_takes_long(results: str, direction: str, favors: str) -> None:
    told = extraction_of(_TRIAL.format(results), title="Sunitinib versus placebo in renal cell carcinoma")
    (row,) = (item for item in told.findings if item.role == "result")
    assert (row.direction, row.favors) == (direction, favors)


def test_what_patients_stopped_for_is_no_outcome() -> None:
    told = extraction_of(
        _TRIAL.format(
            "Treatment discontinuation related to adverse events was higher with sunitinib (33%) than with "
            "placebo (6%)."
        )
    )
    assert ["discontinuation" in item.outcome for item in told.findings if item.role == "result"] == [True]


def test_what_changed_after_treatment_is_no_comparison() -> None:
    rows = _told("Pain decreased after treatment with sunitinib.")
    assert [(item.kind, item.comparator, item.direction) for item in rows] == [
        ("before_after", None, "lower")
    ]


def test_controls_of_history_are_no_arm() -> None:
    told = extraction_of(
        _TRIAL.format("Survival was 45% for sunitinib, 40% for placebo, and 38% for historical controls.")
    )
    assert {item.value: item.arm for item in told.statistics} == {
        45.0: "sunitinib",
        40.0: "placebo",
        38.0: None,
    }


def test_who_heads_a_sentence_is_whom_its_clauses_tell_of() -> None:
    rows = _told(
        "In patients with metastases, progression-free survival was 9 months with sunitinib v 5 months with placebo "
        "(P = .06), and overall survival was 22 months with sunitinib v 18 months with placebo (P = .02)."
    )
    assert [item.population for item in rows] == ["patients with metastases", "patients with metastases"]
    rows = _told(
        "In patients with metastases, overall survival was longer with sunitinib (P = .02), whereas response rates did "
        "not differ in all (P = .50)."
    )
    assert [item.population for item in rows] == ["patients with metastases", None]


def test_a_median_by_which_patients_are_parted_is_no_result() -> None:
    told = extraction_of(
        _TRIAL.format(
            "In patients with levels greater than the study population median (ie, 13 mg/L), survival was longer "
            "with sunitinib (hazard ratio, 0.47; P = .011)."
        )
    )
    assert [item.type for item in told.statistics] == ["hazard_ratio", "p_value"]


@pytest.mark.parametrize(
    ("results", "kind", "value", "outcome", "direction"),
    [
        (
            "Overall survival was 3.2 months longer with sunitinib (P = .01).",
            "mean_difference",
            3.2,
            OS,
            "higher",
        ),
        (
            "Patients on sunitinib lived 3.2 months longer than those on placebo.",
            "mean_difference",
            3.2,
            OS,
            "higher",
        ),
        (
            "Sunitinib extended median progression-free survival by 2.4 months.",
            "other_effect",
            2.4,
            PFS,
            "higher",
        ),
        ("The gain in median overall survival was 2.4 months.", "other_effect", 2.4, OS, "higher"),
        (
            "A survival benefit of 2.4 months was seen with sunitinib (P = .02).",
            "mean_difference",
            2.4,
            OS,
            "higher",
        ),
        (
            "Mean quality of life was 6.4 points higher in the sunitinib group (95% CI 2.1-10.7).",
            "mean_difference",
            6.4,
            "quality of life",
            "higher",
        ),
        (
            "Five-year overall survival was 8 percentage points higher with sunitinib.",
            "risk_difference",
            8.0,
            OS,
            "higher",
        ),
    ],
)
def test_an_amount_of_difference_is_no_arms_own(
    results: str, kind: str, value: float, outcome: str, direction: str
) -> None:
    told = extraction_of(_TRIAL.format(results), title="Sunitinib versus placebo in renal cell carcinoma")
    assert [(item.type, item.value, item.arm) for item in told.statistics if item.type != "p_value"] == [
        (kind, value, None)
    ]
    rows = [item for item in told.findings if item.role == "result"]
    assert [(item.outcome, item.comparator, item.direction) for item in rows] == [
        (outcome, "placebo", direction)
    ]


@pytest.mark.parametrize(
    "results",
    [
        "Pain decreased by 2.3 points with sunitinib and by 1.1 points with placebo (P = .02).",
        "Median overall survival was 22 months with sunitinib, or longer than 12 months with placebo.",
        "Treatment was delayed by 3 weeks in 12% of patients.",
    ],
)
def test_what_each_arm_has_is_no_difference(results: str) -> None:
    told = extraction_of(_TRIAL.format(results))
    assert {item.type for item in told.statistics}.isdisjoint({"mean_difference", "other_effect"})


@pytest.mark.parametrize(
    "results",
    [
        "Sunitinib yielded response rates of 31% and 28% in clear-cell and papillary tumours, respectively.",
        "Median survival was 22 and 12 months in men and women, respectively.",
        "Median survival was 22 and 12 months for stage II and stage III disease, respectively.",
        "The response rate to sunitinib was 31% in the first line and 12% in the second line.",
        "Survival was 22 and 12 months in responders and nonresponders.",
    ],
)
def test_figures_of_kinds_of_patients_are_dealt_to_no_arm(results: str) -> None:
    told = extraction_of(_TRIAL.format(results), title="Sunitinib versus placebo in renal cell carcinoma")
    assert {item.arm for item in told.statistics} == {None}
    assert {item.comparator for item in told.findings} == {None}


@pytest.mark.parametrize(
    ("results", "wanted"),
    [
        (
            "Sunitinib was superior in terms of progression-free survival and quality of life, but inferior in terms "
            "of toxicity.",
            {PFS: "intervention", "quality of life": "intervention", "toxicity": "comparator"},
        ),
        (
            "Sunitinib was inferior to placebo in terms of quality of life and fatigue, but superior in terms of "
            "progression-free survival.",
            {"quality of life": "comparator", "fatigue": "comparator", PFS: "intervention"},
        ),
        (
            "Patients' reports favored sunitinib for pain (P = .01), and placebo for diarrhea (P < .001).",
            {"pain": "intervention", "diarrhea": "comparator"},
        ),
        (
            "The response rate increased from 12% with placebo to 31% with sunitinib (P < .001).",
            {"objective response rate": "intervention"},
        ),
        ("Mortality fell from 31% with placebo to 12% with sunitinib.", {"mortality": "intervention"}),
        (
            "Median overall survival was 24 months in the placebo group v not reached in the sunitinib group.",
            {OS: "intervention"},
        ),
        (
            "In the sunitinib vs placebo group, the incidence of adverse events greater than or equal to grade 3 was "
            "57.4% vs 82.4%.",
            {"adverse events": "intervention"},
        ),
        (
            "Sunitinib was associated with longer overall survival in univariate (P = .03) but not in multivariable "
            "analysis (P = .21).",
            {OS: "neither"},
        ),
        ("Sunitinib led to a 59% lower risk of an event or death.", {"event-free survival": "intervention"}),
        (
            "Events were observed in 10 patients on sunitinib and in 28 on placebo.",
            {"Events": "intervention"},
        ),
    ],
)
def test_each_outcome_favors_whom_its_own_words_name(results: str, wanted: dict[str, str]) -> None:
    told = {item.outcome: item.favors for item in _told(results)}
    assert {outcome: told.get(outcome) for outcome in wanted} == wanted


def test_an_amount_goes_to_what_it_is_less_of() -> None:
    told = extraction_of(
        _TRIAL.format(
            "Sunitinib resulted in a 30% lower risk of progression (HR 0.70) and a 12% lower risk of death (HR 0.88)."
        )
    )
    values = {item.id: item.value for item in told.statistics}
    assert [
        [values[number] for number in item.statistics] for item in told.findings if item.role == "result"
    ] == [
        [30.0, 0.7],
        [12.0, 0.88],
    ]


def test_those_in_whom_events_were_counted_are_no_count() -> None:
    told = extraction_of(
        _TRIAL.format(
            "There were 32 events of progression or death in 150 patients on sunitinib and 114 events in 150 patients "
            "on placebo."
        )
    )
    assert [(item.value, item.denominator, item.arm) for item in told.statistics] == [
        (32.0, 150, "sunitinib"),
        (114.0, 150, "placebo"),
    ]


def test_what_else_was_given_has_not_the_outcome_before() -> None:
    rows = _told(
        "Overall survival was longer with sunitinib (P = .01). The percentage of patients who received radiotherapy "
        "did not differ between the groups (53.4% and 56.8%, respectively)."
    )
    assert [item.outcome for item in rows] == [OS]


@pytest.mark.parametrize(
    ("results", "outcomes"),
    [
        (
            "The incidence of worsening pain, hypotension, and adverse events was similar in the two groups.",
            3,
        ),
        ("Sunitinib was as effective as placebo in prolonging overall survival.", 1),
        ("Sunitinib was noninferior to placebo in preventing recurrence.", 1),
        ("No significant overall survival difference was found between the groups.", 1),
    ],
)
def test_likeness_beside_words_that_compare(results: str, outcomes: int) -> None:
    assert [item.direction for item in _told(results)] == ["no_difference"] * outcomes


def test_no_advantage_stands_before_what_is_worse() -> None:
    rows = _told("Sunitinib offered no survival advantage over placebo but was more toxic.")
    assert (rows[0].outcome, rows[0].favors) == (OS, "neither")


@pytest.mark.parametrize(
    "results",
    [
        "The most common adverse events were nausea (9% of patients), worsening fatigue (8%), and elevated alanine "
        "aminotransferase level (7%).",
        "No significant toxicities were observed.",
        "A survival advantage for sunitinib could not be excluded.",
        "With no placebo control, however, the magnitude of benefit cannot be determined.",
        "Sunitinib could have improved overall survival had more patients completed treatment.",
    ],
)
def test_what_compares_nothing_favors_nobody(results: str) -> None:
    assert {item.favors for item in _told(results)} <= {None}


def test_results_of_each_arm_in_one_sentence_are_one_comparison() -> None:
    rows = _told(
        "With placebo, median overall survival was 15.2 months; with sunitinib, it was 19.8 months (P = .02)."
    )
    assert [(item.kind, item.intervention, item.direction, item.significance) for item in rows] == [
        ("comparison", "sunitinib", "higher", "significant")
    ]


def test_number_words_of_both_arms_are_counts() -> None:
    told = extraction_of(
        _TRIAL.format("Treatment-related deaths were rare: two with sunitinib and none with placebo.")
    )
    assert {item.value: item.arm for item in told.statistics} == {2.0: "sunitinib", 0.0: "placebo"}


def test_how_long_patients_were_watched_is_no_result() -> None:
    told = extraction_of(
        _TRIAL.format(
            "Over a median of 41 months, death occurred in 12 patients on sunitinib and 24 on placebo."
        )
    )
    assert [item.value for item in told.statistics] == [12.0, 24.0]


def test_what_is_acceptable_is_not_more_of_a_harm_in_conclusions_either() -> None:
    told = extraction_of(
        "METHODS: We randomly assigned 300 patients to sunitinib or placebo. RESULTS: Survival was compared. "
        "CONCLUSIONS: Sunitinib is a reasonable option, with longer disease control and acceptable toxicity.",
        title="Sunitinib versus placebo in renal cell carcinoma",
    )
    favors = {item.outcome: item.favors for item in told.findings if item.role == "conclusion"}
    assert favors == {"disease control rate": "intervention", "toxicity": None}


@pytest.mark.parametrize(
    "results",
    [
        "Toxicity was assessed in 146 (97%) of 150 patients on sunitinib and 137 (91%) of 150 on placebo.",
        "Overall survival was analyzed in 92 patients on sunitinib and 88 on placebo.",
    ],
)
def test_in_whom_an_outcome_was_assessed_is_no_result(results: str) -> None:
    told = extraction_of(_TRIAL.format(results), title="Sunitinib versus placebo in renal cell carcinoma")
    assert told.statistics == ()
    assert [item for item in told.findings if item.role == "result"] == []


@pytest.mark.parametrize(
    ("results", "favors", "sunitinib"),
    [
        (
            "Fewer patients with sunitinib had a decline in quality of life (15% v 28%; P = .01).",
            "intervention",
            15.0,
        ),
        (
            "More patients on sunitinib than on placebo had a decline in quality of life (28% v 15%; P = .01).",
            "comparator",
            28.0,
        ),
        (
            "The proportion of patients with a decline in quality of life was smaller with sunitinib (15% v 28%).",
            "intervention",
            15.0,
        ),
    ],
)
def test_patients_in_whom_something_fell_are_counted(results: str, favors: str, sunitinib: float) -> None:
    told = extraction_of(_TRIAL.format(results), title="Sunitinib versus placebo in renal cell carcinoma")
    assert [item.favors for item in told.findings if item.role == "result"] == [favors]
    assert [item.value for item in told.statistics if item.arm == "sunitinib"] == [sunitinib]
