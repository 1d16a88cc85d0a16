"""Sentences of trial abstracts and all rows that they give: whom a result is of, whose figures are, what is none."""

from __future__ import annotations

from typing import TypeAlias

import pytest

from pipelines import extraction_of

_TRIAL = (
    "METHODS: We randomly assigned 300 patients with renal cell carcinoma to receive sunitinib (n = 150) or "
    "placebo (n = 150). {}"
)
_THREE = (
    "METHODS: Patients with melanoma were randomly assigned to nivolumab plus ipilimumab, nivolumab alone, or "
    "ipilimumab alone. {}"
)
OS, PFS, CR = "overall survival", "progression-free survival", "complete response"
# (outcome, direction, favours, significance, population)
Row: TypeAlias = tuple[str, str | None, str | None, str, str | None]
_MEN_NOT_WOMEN: list[Row] = [
    (OS, "higher", "intervention", "not_reported", "men"),
    (OS, "lower", "comparator", "not_reported", "women"),
]


def _rows(text: str, trial: str = _TRIAL) -> list[Row]:
    return [
        (item.outcome, item.direction, item.favors, item.significance, item.population)
        for item in extraction_of(trial.format(text), title="A trial of several treatments").findings
        if item.role in ("result", "conclusion")
    ]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        # A grade is no figure: the word tells the direction of the whole list.
        (
            "RESULTS: Sunitinib had higher rates of grade 2 or higher nausea (10% v 14%) and fatigue (6% v 14%).",
            [
                ("nausea", "higher", "comparator", "not_reported", None),
                ("fatigue", "higher", "comparator", "not_reported", None),
            ],
        ),
        # What happened to those who are meant is no outcome.
        (
            "RESULTS: Overall survival was longer in the subset who developed an immune response (HR 0.3; P = .02).",
            [(OS, None, None, "significant", "subset who developed an immune response")],
        ),
        (
            "RESULTS: Compared with placebo, overall survival was worse in the group that did not develop a rash "
            "(HR 1.30; P = .02).",
            [(OS, "lower", "comparator", "significant", "group that did not develop a rash")],
        ),
        (
            "RESULTS: Overall survival was worse with sunitinib in those who did not develop hypertension "
            "(HR 1.30; P = .02).",
            [(OS, "lower", "comparator", "significant", "those who did not develop hypertension")],
        ),
        (
            "RESULTS: Overall survival was longer with sunitinib in patients with stage IIIB, IIIC and IVM1a disease "
            "(P = .02).",
            [(OS, "higher", "intervention", "significant", "patients with stage IIIB, IIIC and IVM1a disease")],
        ),
        # A scale whose name is a list.
        (
            "RESULTS: Pain, Disabilities of the Arm, Shoulder, and Hand scores, and fatigue were lower with sunitinib "
            "than with placebo.",
            [
                ("Pain", "lower", "intervention", "not_reported", None),
                ("Disabilities of the Arm, Shoulder, and Hand", "lower", "intervention", "not_reported", None),
                ("fatigue", "lower", "intervention", "not_reported", None),
            ],
        ),
        # The next sentence takes back what an arm gained.
        (
            "RESULTS: Fatigue and pain improved with sunitinib. However, the difference between sunitinib and placebo "
            "was not significant.",
            [
                ("fatigue", "no_difference", "neither", "not_significant", None),
                ("pain", "no_difference", "neither", "not_significant", None),
            ],
        ),
        (
            "RESULTS: Quality of life improved after four weeks of sunitinib. However, there was no significant "
            "difference between changes of the sunitinib group and the placebo group.",
            [("quality of life", "no_difference", "neither", "not_significant", None)],
        ),
        (
            "RESULTS: Quality of life improved with sunitinib. However, changes did not differ significantly between "
            "the groups.",
            [("quality of life", "no_difference", "neither", "not_significant", None)],
        ),
        (
            "RESULTS: The response rate was 40% with sunitinib and 30% with placebo. The difference between the two "
            "arms was not significant.",
            [("objective response rate", "no_difference", "neither", "not_significant", None)],
        ),
        (
            "RESULTS: Overall survival was longer with sunitinib in patients achieving a complete response "
            "(HR 0.4; P < .001).",
            [(OS, "higher", "intervention", "significant", "patients achieving a complete response")],
        ),
        # Two kinds of patients who went different ways.
        (
            "RESULTS: Progression-free survival was longer with sunitinib in patients with favorable-risk disease "
            "(HR, 0.50) but shorter in patients with poor-risk disease (HR, 1.60; P = .01).",
            [
                (PFS, "higher", "intervention", "not_reported", "patients with favorable-risk disease"),
                (PFS, "lower", "comparator", "significant", "patients with poor-risk disease"),
            ],
        ),
        (
            "RESULTS: Sunitinib improved overall survival in men but worsened it in women.",
            _MEN_NOT_WOMEN,
        ),
        (
            "RESULTS: Sunitinib increased survival in younger patients and decreased survival in older patients.",
            [
                (OS, "higher", "intervention", "not_reported", "younger patients"),
                (OS, "lower", "comparator", "not_reported", "older patients"),
            ],
        ),
        (
            "RESULTS: Overall survival did not differ between groups in the whole population, but was longer with "
            "sunitinib in patients with liver metastases (HR, 0.62; 95% CI, 0.45 to 0.85).",
            [
                (OS, "no_difference", "neither", "not_significant", None),
                (OS, "higher", "intervention", "significant", "patients with liver metastases"),
            ],
        ),
        (
            "RESULTS: In men, overall survival was longer with sunitinib; in women, it was shorter.",
            _MEN_NOT_WOMEN,
        ),
        (
            "RESULTS: Sunitinib was associated with longer overall survival in men but with shorter overall survival "
            "in women.",
            _MEN_NOT_WOMEN,
        ),
        (
            "RESULTS: Hazard ratios for death favored sunitinib in men (0.60; 95% CI, 0.40 to 0.80) and placebo in "
            "women (1.5; 95% CI, 1.1 to 2.0).",
            [
                ("death", "lower", "intervention", "significant", "men"),
                ("mortality", "higher", "comparator", "significant", "women"),
            ],
        ),
        (
            "CONCLUSIONS: Sunitinib prolonged overall survival in patients with PD-L1-positive tumors but shortened it "
            "in those with PD-L1-negative tumors.",
            [
                (OS, "higher", "intervention", "not_reported", "patients with PD-L1-positive tumors"),
                (OS, "lower", "comparator", "not_reported", "those with PD-L1-negative tumors"),
            ],
        ),
        (
            "CONCLUSIONS: Overall survival was longer with sunitinib in men but shorter in women.",
            _MEN_NOT_WOMEN,
        ),
        # The second kind has a test of its own.
        (
            "RESULTS: Overall survival was longer with sunitinib in women (P = .001), but not in men (P = .46).",
            [
                (OS, "higher", "intervention", "significant", "women"),
                (OS, "no_difference", "neither", "not_significant", "men"),
            ],
        ),
        (
            "RESULTS: Overall survival was longer with sunitinib in Study 305 (P = .001), but not in Study 301 "
            "(P = .46).",
            [
                (OS, "higher", "intervention", "significant", "Study 305"),
                (OS, "no_difference", "neither", "not_significant", "Study 301"),
            ],
        ),
        # A bracket is read to its end.
        (
            "RESULTS: High VEGF expression was associated with poor disease-free survival (alone: hazard ratio 1.35, "
            "95% CI 1.12-1.63. Adjusted: hazard ratio 1.29, 95% CI 1.06-1.58) and overall survival (hazard ratio "
            "1.34, 95% CI 1.07-1.68).",
            [
                ("disease-free survival", "lower", "comparator", "significant", None),
                ("disease-free survival", "lower", "comparator", "significant", None),
                (OS, "lower", "comparator", "significant", None),
            ],
        ),
        # A difference of the figures alone favours nobody.
        (
            "RESULTS: Overall survival was numerically longer with sunitinib than with placebo.",
            [(OS, "higher", "unclear", "not_reported", None)],
        ),
        (
            "CONCLUSIONS: Overall survival was numerically longer with sunitinib than with placebo.",
            [(OS, "higher", "unclear", "not_reported", None)],
        ),
        # What is denied of neither group, of another outcome, or to tell the opposite.
        (
            "RESULTS: Overall survival was longer in neither group.",
            [(OS, "no_difference", "neither", "not_reported", None)],
        ),
        (
            "RESULTS: The benefit in progression-free survival was not seen in overall survival.",
            [
                (PFS, "higher", "intervention", "not_reported", None),
                (OS, "no_difference", "neither", "not_reported", None),
            ],
        ),
        (
            "RESULTS: The benefit in progression-free survival was not seen in women.",
            [(PFS, "no_difference", "neither", "not_reported", None)],
        ),
        (
            "RESULTS: Toxicity was not reduced but was increased with sunitinib.",
            [("toxicity", "higher", "comparator", "not_reported", None)],
        ),
        (
            "RESULTS: Quality of life was not improved but hospital stay was shortened by sunitinib.",
            [
                ("quality of life", "no_difference", "neither", "not_reported", None),
                ("hospital stay", "lower", "intervention", "not_reported", None),
            ],
        ),
        # What changed in every group changed less in one of them.
        (
            "RESULTS: Quality of life declined in both groups, but less with sunitinib (-3.2 v -7.5; P = .01).",
            [("quality of life", "higher", "intervention", "significant", None)],
        ),
        (
            "RESULTS: Pain increased in both groups, but less so with sunitinib.",
            [("Pain", "lower", "intervention", "not_reported", None)],
        ),
        (
            "RESULTS: Quality of life improved with both treatments, though to a lesser extent with sunitinib.",
            [("quality of life", "lower", "comparator", "not_reported", None)],
        ),
        (
            "RESULTS: Quality of life worsened in both arms, but significantly more in the placebo arm (P = .02).",
            [("quality of life", "higher", "intervention", "significant", None)],
        ),
        # A subgroup stays with its result.
        (
            "RESULTS: However, in subgroup analysis, patients with poor renal function before enrollment had "
            "significantly worse fatigue after sunitinib.",
            [
                (
                    "fatigue", "higher", "comparator", "significant",
                    "patients with poor renal function before enrollment",
                )
            ],
        ),
        (
            "RESULTS: Overall survival was longer with sunitinib in patients 70 years or older (HR 0.6; P = .01).",
            [(OS, "higher", "intervention", "significant", "patients 70 years or older")],
        ),
        (
            "CONCLUSIONS: Sunitinib prolonged overall survival in patients with high-risk, clear-cell renal cell "
            "carcinoma.",
            [
                (
                    OS, "higher", "intervention", "not_reported",
                    "patients with high-risk, clear-cell renal cell carcinoma",
                )
            ],
        ),
        # Two subgroups, each with its pair of figures and its test.
        (
            "RESULTS: The rates of complete response were 39% and 28% among 66 patients with clear-cell tumors "
            "(P = .003) and 7.8% and 7.7% among 120 patients with papillary tumors (P = 1.00).",
            [
                (CR, "higher", "intervention", "significant", "patients with clear-cell tumors"),
                (CR, "no_difference", "neither", "not_significant", "patients with papillary tumors"),
            ],
        ),
        # Others' results and guesses at causes are no conclusions.
        (
            "CONCLUSIONS: Sunitinib prolonged survival. This might be due to the dose, which, in a prior study, "
            "showed a trend toward inferior survival.",
            [(OS, "higher", "intervention", "not_reported", None)],
        ),
        # An interaction that is denied says nothing of the arms.
        (
            "RESULTS: The benefit of sunitinib for progression-free survival did not vary significantly by sex "
            "(P for interaction = .4).",
            [(PFS, "unclear", "unclear", "not_significant", None)],
        ),
        # How many events an analysis had.
        (
            "RESULTS: With 268 death events available, sunitinib improved progression-free survival (HR 0.7; "
            "P < .001).",
            [(PFS, "higher", "intervention", "significant", None)],
        ),
        (
            "RESULTS: After 268 deaths had occurred, sunitinib improved progression-free survival (HR 0.7; P < .001).",
            [(PFS, "higher", "intervention", "significant", None)],
        ),
        # An arm that a bracket names is not the subject of what stands behind it.
        (
            "RESULTS: Sunitinib patients had more fatigue (72% v 10% of placebo patients; P < .001) and significantly "
            "better quality of life.",
            [
                ("fatigue", "higher", "comparator", "significant", None),
                ("quality of life", "higher", "intervention", "significant", None),
            ],
        ),
        # Courses in both arms: which fell more is not told by the verb.
        (
            "RESULTS: Pain scores fell from 6.5 to 1.5 in the sunitinib group and from 6.4 to 5.0 in the placebo group "
            "(P = .01).",
            [("Pain scores", "unclear", "unclear", "significant", None)],
        ),
        # Shares stand before what they are of.
        (
            "RESULTS: In all, 57% of patients in the sunitinib arm and 36% of placebo patients had fatigue (P = .001), "
            "and 43% of sunitinib patients and 27% of placebo patients had nausea (P = .03).",
            [
                ("fatigue", "higher", "comparator", "significant", None),
                ("nausea", "higher", "comparator", "significant", None),
            ],
        ),
        (
            "RESULTS: None of the between-group differences in response rates were significant.",
            [("objective response rate", "no_difference", "neither", "not_significant", None)],
        ),
        # The time until something got worse.
        (
            "RESULTS: Sunitinib significantly prolonged time to definitive worsening of Karnofsky performance status "
            "(6.1 v 4.8 months; P = .009).",
            [
                (
                    "time to definitive worsening of Karnofsky performance status", "higher", "intervention",
                    "significant", None,
                )
            ],
        ),
        (
            "RESULTS: Although overall survival favored sunitinib, these results were not statistically significant.",
            [(OS, "no_difference", "neither", "not_significant", None)],
        ),
        # What is lost is less.
        (
            "RESULTS: Patients given sunitinib lost significantly less bone mineral density (P = .03).",
            [("bone mineral density", "higher", "intervention", "significant", None)],
        ),
        # Others' figures, kinds of tumours, the start, and what was only measured.
        ("RESULTS: Patients in the sunitinib arm had a higher global quality of life at baseline.", []),
        ("RESULTS: Baseline quality of life was higher with sunitinib than with placebo (P = .04).", []),
        ("RESULTS: Clinical benefit was assessed beyond protocol-specific treatment.", []),
        ("CONCLUSIONS: Less surgical trauma could lead to fewer infections.", []),
        (
            "CONCLUSIONS: Sunitinib significantly reduced fatigue without increasing nausea.",
            [
                ("fatigue", "lower", "intervention", "significant", None),
                ("nausea", "no_difference", "neither", "not_reported", None),
            ],
        ),
        # One noun for both groups.
        (
            "RESULTS: The mean pain score in the placebo and sunitinib group was 25.6 and 34.1 (P = .02).",
            [("pain score", "higher", "comparator", "significant", None)],
        ),
        # "Respectively" deals out two kinds of event, and no arms.
        (
            "RESULTS: Local and distant recurrence developed in 10% and 25%, respectively.",
            [("Local and distant recurrence", None, None, "not_reported", None)],
        ),
        # All patients, or kinds of them.
        (
            "RESULTS: Overall, patients had a significant improvement in quality of life (P = .02).",
            [("quality of life", "higher", "unclear", "significant", None)],
        ),
        ("CONCLUSIONS: PDL1-positive patients had longer survival.", []),
        # What only says which patients are meant.
        ("CONCLUSIONS: Sunitinib is an option for patients with increased risk of recurrence.", []),
        (
            "CONCLUSIONS: Sunitinib produced improvements in fatigue for patients at elevated recurrence risk.",
            [("fatigue", "lower", "intervention", "not_reported", None)],
        ),
        (
            "CONCLUSIONS: Sunitinib benefits patients with superior complete response.",
            [
                ("clinical benefit", "higher", "intervention", "not_reported", None),
                (CR, "higher", "intervention", "not_reported", None),
            ],
        ),
        # A reduction that is told with "in" is a comparison, and no outcome.
        (
            "RESULTS: There was a significant reduction in pain with sunitinib compared with placebo (P = .01).",
            [("pain", "lower", "intervention", "significant", None)],
        ),
        # What a measure only stands for, and what did not get worse.
        (
            "RESULTS: PSA, a surrogate of tumour burden and survival, was lower with sunitinib (P = .01).",
            [("PSA", "lower", "unclear", "significant", None)],
        ),
        (
            "CONCLUSIONS: Sunitinib improved overall survival without deterioration of quality of life.",
            [
                (OS, "higher", "intervention", "not_reported", None),
                ("quality of life", "no_difference", "neither", "not_reported", None),
            ],
        ),
        # What goes as another outcome did, and what is not tied to it.
        (
            "RESULTS: Overall survival was longer with sunitinib (P = .01). There was a similar trend for "
            "progression-free survival.",
            [(OS, "higher", "intervention", "significant", None)],
        ),
        ("RESULTS: There was no association between baseline hemoglobin and overall survival.", []),
        (
            "RESULTS: Pain decreased significantly after 6 weeks of sunitinib treatment (P = .02).",
            [("Pain", "lower", "intervention", "significant", None)],
        ),
        ("RESULTS: There were no initial differences between the groups in pain.", []),
        ("CONCLUSIONS: Loss of PTEN led to worse overall survival.", []),
        ("CONCLUSIONS: PD-L1 over-expression conferred a better overall survival.", []),
        # A second verb behind "and" has its own outcome.
        (
            "RESULTS: Sunitinib reduced pain and prolonged progression-free survival.",
            [
                ("pain", "lower", "intervention", "not_reported", None),
                (PFS, "higher", "intervention", "not_reported", None),
            ],
        ),
        (
            "CONCLUSIONS: Sunitinib reduced the risk of death and increased response rates.",
            [
                (OS, "higher", "intervention", "not_reported", None),
                ("objective response rate", "higher", "intervention", "not_reported", None),
            ],
        ),
        # Times behind pairs of figures.
        (
            "RESULTS: Overall survival with sunitinib versus placebo was 63.9% v 46.3% at 1 year (P = .01) and 46.8% v "
            "44.6% at 2 years (P = .6).",
            [
                (OS, "higher", "intervention", "significant", None),
                (OS, "no_difference", "neither", "not_significant", None),
            ],
        ),
        (
            "RESULTS: The best predictor of decreased pain with sunitinib was a referral.",
            [],
        ),
        (
            "CONCLUSIONS: Overall survival was better with sunitinib among those at high risk of progression.",
            [(OS, "higher", "intervention", "not_reported", "those at high risk of progression")],
        ),
        # The comparator stands first.
        (
            "RESULTS: Compared with patients who received placebo, patients who received sunitinib had lower "
            "pain scores (P = .01).",
            [("pain scores", "lower", "intervention", "significant", None)],
        ),
    ],
)  # fmt: skip
def test_rows_of_a_sentence(text: str, wanted: list[Row]) -> None:
    assert _rows(text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "RESULTS: Overall survival with sunitinib was lower than figures quoted by other authors.",
        "RESULTS: Fatigue did not differ between the two histological types (P = .4).",
        "RESULTS: Pain decreased from 6.5 to 1.5 after sunitinib administration (P = .01).",
    ],
)
def test_what_is_held_against_something_else_is_not_told_of_two_arms(text: str) -> None:
    rows = extraction_of(_TRIAL.format(text), title="A trial of several treatments").findings
    assert not any(row.comparator == "placebo" for row in rows)


@pytest.mark.parametrize(
    "text",
    [
        "RESULTS: Overall survival at 5 years was 52% with nivolumab plus ipilimumab and 44% with nivolumab, as "
        "compared with 26% with ipilimumab.",
        "CONCLUSIONS: Overall survival was longer with nivolumab plus ipilimumab or with nivolumab alone than with "
        "ipilimumab alone.",
        "RESULTS: The median overall survival was more than 60.0 months (median not reached) with nivolumab plus "
        "ipilimumab and 36.9 months with nivolumab, as compared with 19.9 months with ipilimumab.",
    ],
)
def test_two_arms_against_a_third(text: str) -> None:
    assert _rows(text, _THREE) == [(OS, "higher", "intervention", "not_reported", None)] * 2


@pytest.mark.parametrize(
    "text",
    [
        "CONCLUSIONS: Nivolumab plus ipilimumab was more effective than ipilimumab and similar in efficacy to "
        "nivolumab.",
        "CONCLUSIONS: Nivolumab plus ipilimumab, rather than nivolumab, resulted in longer survival than ipilimumab.",
    ],
)
def test_an_arm_that_is_set_aside_is_not_held_against_the_third(text: str) -> None:
    rows = extraction_of(_THREE.format(text), title="A trial of several treatments").findings
    told = {(row.intervention, row.comparator, row.direction) for row in rows}
    assert not any(None not in (tried, held) and tried == "nivolumab" for tried, held, _ in told), told


_GROUPS = (
    "METHODS: Patients with mucositis were randomly assigned to a professional oral care (POC) group or a self-care "
    "(SC) group. {}"
)


@pytest.mark.parametrize(
    ("text", "direction"),
    [
        ("RESULTS: Mucositis was less frequent (POC, 20%; SC, 40%; P = .01).", "lower"),
        (
            "RESULTS: Mucositis differed between the SC and POC groups (40% in SC, 20% in POC; P = .01).",
            "lower",
        ),
    ],
)
def test_letters_of_groups_stand_for_them(text: str, direction: str) -> None:
    (row,) = extraction_of(_GROUPS.format(text), title="Oral care in mucositis").findings
    assert row.intervention is not None
    assert (("POC" in row.intervention), row.direction) in ((True, direction), (False, "higher"))


def test_a_therapy_of_both_arms_is_likened_to_others_by_its_own_name() -> None:
    text = (
        "METHODS: Patients were randomly assigned to durvalumab plus olaparib or durvalumab plus placebo. "
        "CONCLUSIONS: Response rates with durvalumab were similar to those reported for other PD-L1 inhibitors."
    )
    rows = extraction_of(text, title="A trial of two combinations").findings
    assert [(row.intervention, row.comparator) for row in rows] == [("durvalumab", None)]


def test_ratios_behind_what_was_adjusted_for_are_told_of_their_groups() -> None:
    text = (
        "RESULTS: Adjusting for known risk factors of kidney failure, the hazard ratios for kidney failure were 1.96 "
        "(95% CI 0.62 to 6.17) for patients with mild disease and 3.10 (95% CI 1.45 to 6.65) for patients with severe "
        "disease."
    )
    rows = extraction_of(text, title="Retinopathy and the kidney: a cohort study").findings
    assert [row.population for row in rows] == ["patients with mild disease", "patients with severe disease"]


@pytest.mark.parametrize(
    "sentence",
    [
        "The primary end point, overall survival, did not meet noninferiority criteria.",
        "Sunitinib did not meet the noninferiority criterion for overall survival (HR 1.15; 95% CI, 0.98 to 1.35).",
        "Noninferiority was not shown for overall survival.",
        "Sunitinib was not noninferior to placebo for overall survival.",
        "Sunitinib failed to demonstrate non-inferiority to placebo in overall survival.",
        "Overall survival was not similar in the two groups.",
    ],
)
def test_likeness_that_was_not_shown_is_neither_likeness_nor_a_difference(sentence: str) -> None:
    ((outcome, direction, favors, significance, _),) = _rows(f"RESULTS: {sentence}")
    assert (outcome, direction, favors) == (OS, "unclear", "unclear")
    assert significance != "significant"


def test_likeness_that_was_shown_is_told() -> None:
    for sentence in (
        "Sunitinib was noninferior to placebo for overall survival.",
        "Overall survival was not inferior.",
    ):
        assert [row[1] for row in _rows(f"RESULTS: {sentence}")] == ["no_difference"]


@pytest.mark.parametrize(
    "sentence",
    [
        "The main reasons for discontinuation were progression (50% v 80%) and adverse events (12% v 5%).",
        "The most common reason for treatment discontinuation was disease progression (50% v 80%).",
    ],
)
def test_why_patients_stopped_is_no_outcome_of_the_arms(sentence: str) -> None:
    assert _rows(f"RESULTS: {sentence}") == []


# (outcome, direction, favours, significance)
Told: TypeAlias = tuple[str, str | None, str | None, str]


def _told(text: str) -> list[Told]:
    return [row[:4] for row in _rows(text)]


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
def test_told_results(text: str, wanted: list[Told]) -> None:
    assert _told(text) == wanted


def test_a_denied_superiority_that_a_harm_goes_with_is_none() -> None:
    rows = _told(
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
    assert _told(text) == [(OS, "higher", "intervention", "not_reported")]


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
    assert [row[:3] for row in _told(f"RESULTS: {sentence}")] == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        # A trend is that of the outcome behind it.
        (
            "RESULTS: Sunitinib improved progression-free survival and showed a trend toward better overall survival.",
            [
                (PFS, "higher", "intervention", "not_reported"),
                (OS, "no_difference", "neither", "not_significant"),
            ],
        ),
        (
            "RESULTS: Sunitinib significantly prolonged progression-free survival, with a trend to longer survival.",
            [
                (PFS, "higher", "intervention", "significant"),
                (OS, "no_difference", "neither", "not_significant"),
            ],
        ),
        (
            "RESULTS: Sunitinib prolonged progression-free survival, with a trend toward significance.",
            [(PFS, "no_difference", "neither", "not_significant")],
        ),
        (
            "RESULTS: Differences in overall survival were small, with a trend toward longer palliation.",
            [
                (OS, "no_difference", "neither", "not_significant"),
                ("palliation", "no_difference", "neither", "not_significant"),
            ],
        ),
        # What foretells a benefit, and what is still to be done, is no benefit.
        ("CONCLUSION: High expression of the marker may be predictive of a sunitinib benefit.", []),
        (
            "CONCLUSION: This underscores the challenge of expanding the benefit of sunitinib to all patients.",
            [],
        ),
        # What is kept that else is lost.
        (
            "CONCLUSION: Sunitinib was efficacious in maintaining LS BMD.",
            [("maintaining LS BMD", "higher", "intervention", "not_reported")],
        ),
    ],
)
def test_what_is_told_of_an_outcome_alone(text: str, wanted: list[tuple[str, str, str, str]]) -> None:
    assert _told(text) == wanted


def test_a_denial_of_a_difference_in_other_patients_is_a_statement_by_itself() -> None:
    rows = _rows(
        "RESULTS: Sunitinib was associated with lower fatigue scores than placebo among obese patients, but no "
        "significant difference between arms in lean patients (interaction P = .005)."
    )
    assert [(row[1], row[3], row[4]) for row in rows] == [
        ("lower", "not_reported", "obese patients"),
        ("no_difference", "not_significant", "lean patients"),
        ("unclear", "significant", None),
    ]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        # A blank got into a fraction.
        (
            "There was no difference in fatigue (P = 0. 99).",
            [("fatigue", "no_difference", "not_significant")],
        ),
        ("Fatigue was worse with sunitinib (P = 0. 02).", [("fatigue", "higher", "significant")]),
        (
            "Overall survival did not differ (HR = 1.21, 95% CI, 0.82-1. 75).",
            [(OS, "no_difference", "not_significant")],
        ),
    ],
)
def test_a_fraction_that_a_blank_got_into_is_whole(text: str, wanted: list[tuple[str, str, str]]) -> None:
    assert [(row[0], row[1], row[3]) for row in _rows(f"RESULTS: {text}")] == wanted


def test_an_opposite_effect_in_others_is_told_of_them() -> None:
    rows = _rows(
        "RESULTS: There was an effect in women (overall survival: HR = 0.66, 95% CI, 0.41-0.91) and an opposite effect "
        "in men with anemia (overall survival: HR = 1.32, 95% CI, 0.82-2.15)."
    )
    assert [row[4] for row in rows][-1] == "men with anemia"


def test_a_pair_of_figures_against_baseline_holds_no_arms_against_each_other() -> None:
    text = "RESULTS: Fatigue decreased compared with baseline in patients treated with sunitinib (4.2 v 6.1; P = .01)."
    found = extraction_of(_TRIAL.format(text), title="A trial of several treatments").findings
    assert [(item.intervention, item.comparator, item.direction) for item in found] == [
        ("sunitinib", None, "lower")
    ]


@pytest.mark.parametrize("heading", ["RESULTS", "CONCLUSIONS"])
@pytest.mark.parametrize(
    ("sentence", "whom"),
    [
        ("Early response to sunitinib was associated with longer survival.", "Early response to sunitinib"),
        (
            "Discontinuation of sunitinib was associated with shorter survival.",
            "Discontinuation of sunitinib",
        ),
        ("Crossing over to sunitinib was associated with longer survival.", None),
        (
            "Dose reduction of sunitinib was not associated with worse survival.",
            "Dose reduction of sunitinib",
        ),
        ("Response to treatment was associated with longer survival.", "Response to treatment"),
        ("Nephrectomy was associated with longer survival (HR, 0.6; P = .01).", "Nephrectomy"),
        ("Prior chemotherapy was associated with shorter survival.", "Prior chemotherapy"),
        # Patients by what came of them are held against each other.
        ("Patients who responded to sunitinib had longer survival than those who did not respond.", None),
        (
            "Patients who crossed over from placebo to sunitinib had longer survival than those who did not.",
            None,
        ),
        ("Patients who developed hypertension on sunitinib lived longer than those who did not.", None),
    ],
)
def test_what_came_of_a_treatment_is_no_arm(heading: str, sentence: str, whom: str | None) -> None:
    found = extraction_of(
        _TRIAL.format(f"{heading}: {sentence}"), title="A trial of several treatments"
    ).findings
    told = [(item.intervention, item.comparator) for item in found if item.outcome == OS]
    assert not {"sunitinib", "placebo"} & {name for pair in told for name in pair}
    assert whom is None or [one for one, _ in told] == [whom]


@pytest.mark.parametrize(
    "sentence",
    [
        "Treatment with sunitinib was associated with longer survival (HR, 0.6; P = .01).",
        "Patients who received sunitinib had longer survival than those who received placebo.",
        "Discontinuation of treatment was rare, and survival was longer with sunitinib.",
    ],
)
def test_what_an_arm_got_is_the_arm(sentence: str) -> None:
    found = extraction_of(
        _TRIAL.format(f"RESULTS: {sentence}"), title="A trial of several treatments"
    ).findings
    assert [(item.intervention, item.comparator) for item in found if item.outcome == OS] == [
        ("sunitinib", "placebo")
    ]
