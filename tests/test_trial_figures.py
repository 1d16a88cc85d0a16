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
        # A group's name is no figure, nor are weeks.
        (
            "194 deaths occurred in the 1 cm group compared with 165 in the 3 cm group.",
            ("deaths", "higher", "comparator", None, ((194, "1 cm group"), (165, "3 cm group"))),
        ),
        (
            "Two deaths on sunitinib occurred between weeks 54 and 104.",
            ("deaths", None, None, None, ((2, S),)),
        ),
        # What part of all a kind of patients is, and how many had what another clause tells.
        (
            "In patients with squamous histology (35% of the study population), overall survival was longer with "
            "sunitinib than with placebo.",
            ("overall survival", "higher", "intervention", "patients with squamous histology", ()),
        ),
        (
            "Progression-free survival was longer in the sunitinib group (10.5 vs 8.3 months), and 12 patients in the "
            "sunitinib group had a response.",
            ("progression-free survival", "higher", "intervention", None, ((10.5, S), (8.3, P))),
        ),
        # The number of all is no arm's, nor is one figure both arms'.
        (
            "Eighty-three deaths occurred (sunitinib 39, placebo 44).",
            ("deaths", "lower", "intervention", None, ((83, None), (39, S), (44, P))),
        ),
        (
            "83 relapses (sunitinib group 39, placebo group 44) were seen.",
            ("recurrence", "lower", "intervention", None, ((83, None), (39, S), (44, P))),
        ),
        (
            "Distant metastases occurred in 14/16 patients in the sunitinib and placebo groups, respectively.",
            ("distant metastasis", None, None, None, ((14, None),)),
        ),
        (
            "The rate of infection was 22.2% without differences between the sunitinib and placebo groups.",
            ("infection", "no_difference", "neither", None, ((22.2, None),)),
        ),
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
        # Who is told of before the verb, and who only says which patients are meant.
        (
            "MET-positive patients (n = 66) treated with sunitinib showed improvement in overall survival.",
            ("overall survival", "higher", "intervention", "MET-positive patients", ()),
        ),
        (
            "In patients with lung cancer who had the highest expression of PD-L1 (205 patients), overall survival was "
            "longer with sunitinib than with placebo (20 v 13 months).",
            ("overall survival", "higher", "intervention", "patients with lung cancer", ((20, S), (13, P))),
        ),
        # What populations have is no outcome, and no change either.
        (
            "The addition of sunitinib did not improve any end point, including survival in the elevated lactate "
            "dehydrogenase or EGFR wild-type populations.",
            ("overall survival", "no_difference", "neither", None, ()),
        ),
        (
            "In the cohort without PIK3CA-mutated cancer, overall survival was 11 months with sunitinib and 12 months "
            "with placebo.",
            (
                "overall survival",
                "lower",
                "comparator",
                "cohort without PIK3CA-mutated cancer",
                ((11, S), (12, P)),
            ),
        ),
        # Some of those who were counted.
        (
            "In cohort B, the median overall survival was 14.1 months with sunitinib and 11.5 months with placebo.",
            ("overall survival", "higher", "intervention", "cohort B", ((14.1, S), (11.5, P))),
        ),
        (
            "Median overall survival was 19.1 months with sunitinib and 14.7 months with placebo in cohort A. In the "
            "overall population, the corresponding durations were 17.3 months and 14.0 months.",
            ("overall survival", "higher", "intervention", None, ((17.3, S), (14.0, P))),
        ),
        (
            "Hypertension occurred while treated with FOLFOX in 14.6% of patients in the sunitinib group vs 10.9% of "
            "patients in the placebo group.",
            ("hypertension", "higher", "comparator", None, ((14.6, S), (10.9, P))),
        ),
        (
            "Among women receiving sunitinib, 27 of 36 (75%) had adverse events, which resolved in 20 women (74%).",
            ("adverse events", None, None, None, ((75, S),)),
        ),
        # The relative risk of what was told before.
        (
            "Thrombotic events were seen in 46% with sunitinib and 26% with placebo. The corresponding relative risk "
            "was 1.92 (P=0.008).",
            ("thrombotic events", "higher", "comparator", None, ((46, S), (26, P))),
        ),
        ("Rash was twice as common with sunitinib as with placebo.", ("rash", "higher", "comparator", None, ())),
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


_LETTERS = "METHODS: Patients were randomly assigned to carboplatin (arm A) or cisplatin (arm B). RESULTS: {}"
_THREE = (
    "METHODS: Men were randomly assigned to imiquimod, topical fluorouracil, or monthly electrocautery for 4 months. "
    "INTERPRETATION: {}"
)
_WEEKLY = (
    "METHODS: Patients were randomly assigned to paclitaxel administered either weekly (12 doses) or once every 3 "
    "weeks (four cycles), followed by four cycles of FAC. CONCLUSION: {}"
)


def test_letters_share_their_noun_in_the_singular_too() -> None:
    ((_, direction, _, _, figures),) = _rows(
        _LETTERS, "The response rate was 66.6% and 69.2% on arm A and B, respectively."
    )
    assert direction == "lower"
    assert figures == ((66.6, "carboplatin (arm A)"), (69.2, "cisplatin (arm B)"))


@pytest.mark.parametrize(
    ("trial", "conclusion", "wanted"),
    [
        # Those behind "than" are what the first is held against.
        (
            _THREE,
            "Electrocautery is better than imiquimod and fluorouracil.",
            [("efficacy", "monthly electrocautery", "imiquimod and fluorouracil", "higher")],
        ),
        (_THREE, "Laser ablation is better than imiquimod and fluorouracil.", []),
        (
            _THREE,
            "Fluorouracil was non-inferior and imiquimod was superior to electrocautery.",
            [("efficacy", "imiquimod", "monthly electrocautery", "higher")],
        ),
        # Schedules of one treatment; a change from one of them to the other.
        (
            _WEEKLY,
            "The change from once every 3 weeks to a more frequent administration improved overall survival.",
            [("overall survival", "paclitaxel weekly", "paclitaxel every 3 weeks", "higher")],
        ),
        # What is "compared with" has no advantage, and no tolerability either.
        (
            _TRIAL.replace("RESULTS", "CONCLUSION"),
            "As compared with placebo, sunitinib had a survival advantage without substantial toxicity.",
            [("overall survival", S, P, "higher"), ("toxicity", S, None, None)],
        ),
    ],
)
def test_conclusions_hold_the_right_arms_against_each_other(
    trial: str, conclusion: str, wanted: list[tuple[str, str, str | None, str | None]]
) -> None:
    findings = extraction_of(trial.format(conclusion), title="A trial of treatments").findings
    assert [(item.outcome, item.intervention, item.comparator, item.direction) for item in findings] == wanted


def test_some_of_those_who_were_counted_are_not_all() -> None:
    results = "Ten participants were reported as having severe rash, of which eight were taking sunitinib (P = .08)."
    told = extraction_of(_TRIAL.format(results), title="A trial of two treatments").statistics
    assert all(item.arm is None for item in told if item.value == 10)


def test_several_tried_arms_of_one_clause_are_not_held_against_each_other() -> None:
    text = (
        "METHODS: Patients were randomly assigned to linifanib 7.5 mg (arm B), linifanib 12.5 mg (arm C), or placebo "
        "(arm A). CONCLUSION: Linifanib significantly improved progression-free survival (arm B), with a trend for "
        "survival (arm C)."
    )
    told = {(item.intervention, item.comparator) for item in extraction_of(text, title="A trial").findings}
    assert ("linifanib (arm B)", "linifanib (arm C)") not in told


def test_a_later_clause_has_groups_and_a_test_of_its_own() -> None:
    text = (
        "RESULTS: Recurrence was more frequent with KRAS mutant than KRAS wild-type tumors (28% v 21%; P = .002) but "
        "did not differ significantly between BRAF mutant and BRAF wild-type tumors (P = .36)."
    )
    first, second = extraction_of(text).findings
    assert (first.significance, second.significance) == ("significant", "not_significant")
    assert second.intervention == "BRAF mutant"


def test_an_interval_of_a_low_level_proves_nothing() -> None:
    text = _TRIAL.format(
        "Overall survival was 15.8 months with sunitinib and 14.4 months with placebo (HR 1.084, 80% CI 1.008-1.165)."
    )
    (finding,) = extraction_of(text).findings
    assert finding.significance == "not_reported"


def test_a_count_behind_a_week_is_no_week() -> None:
    text = (
        "RESULTS: At week 48, 22 (46%) of 48 had a recurrence with sunitinib, and at week 72, 30 (67%) of 45."
    )
    times = {item.timepoint for item in extraction_of(text).statistics if item.type == "rate"}
    assert times == {"48 weeks", "72 weeks"}


_STANDARD = (
    "METHODS: Men were randomly allocated to standard of care only (SOC-only), standard of care plus zoledronic acid "
    "(SOC + ZA), or standard of care plus docetaxel (SOC + Doc). {}"
)


def test_standard_of_care_begins_arms() -> None:
    study = extraction_of(_STANDARD.format(""), title="A trial of three treatments").study
    assert study is not None
    assert {arm.name for arm in study.arms} == {
        "standard of care plus zoledronic acid (SOC + ZA)",
        "standard of care plus docetaxel (SOC + Doc)",
        "standard of care only (SOC-only)",
    }


def test_each_arm_of_a_row_of_figures_is_held_against_the_control() -> None:
    results = (
        "RESULTS: Overall survival was 71 months for SOC-only, 72 months for SOC + ZA (HR 0.94; p=0.45), and 81 months "
        "for SOC + Doc (HR 0.78; p=0.006)."
    )
    findings = extraction_of(_STANDARD.format(results), title="A trial of three treatments").findings
    assert [(item.intervention, item.comparator, item.direction) for item in findings] == [
        (
            "standard of care plus zoledronic acid (SOC + ZA)",
            "standard of care only (SOC-only)",
            "no_difference",
        ),
        ("standard of care plus docetaxel (SOC + Doc)", "standard of care only (SOC-only)", "higher"),
    ]


def test_a_row_of_figures_with_several_tests_is_held_against_nobody() -> None:
    results = (
        "RESULTS: Weight loss was 6.4%, 5.4%, and 2.0%, respectively (P = .004, P = .009, and P = .46 for the three "
        "comparisons)."
    )
    findings = extraction_of(_STANDARD.format(results), title="A trial of three treatments").findings
    assert all(item.comparator is None and item.direction is None for item in findings)


@pytest.mark.parametrize(
    "brackets",
    [
        "hazard ratio [HR] = 0.53; CI, 0.41 to 0.70; P < .001 and HR = 0.67; CI, 0.49 to 0.90; P = .008",
        "HR 0.53, P < .001; HR 0.67, P = .008, respectively",
    ],
)
def test_each_outcome_of_a_list_has_its_own_ratio_and_test(brackets: str) -> None:
    told = extraction_of(
        "METHODS: Men were assigned to sunitinib or placebo. RESULTS: Sunitinib improved event-free survival and "
        f"disease-free survival ({brackets})."
    )
    figures = {item.id: item.value for item in told.statistics}
    rows = [
        (item.outcome, [figures[id] for id in item.statistics])
        for item in told.findings
        if item.role == "result"
    ]
    assert rows == [("event-free survival", [0.53, 0.001]), ("disease-free survival", [0.67, 0.008])]


def test_what_most_events_of_all_arms_were_is_no_arms_own() -> None:
    told = extraction_of(
        "METHODS: Men were assigned to sunitinib or placebo. RESULTS: 92 of 245 patients and 132 of 236 had EFS "
        "events in the sunitinib and placebo arm, respectively, mostly relapse (48.7%) or death (45.1%)."
    )
    assert [item.arm for item in told.statistics if item.value in (48.7, 45.1)] == [None, None]


def test_what_a_benefit_went_along_with_is_no_outcome() -> None:
    told = extraction_of(
        "METHODS: Men were assigned to sunitinib or placebo. RESULTS: The benefit in progression-free survival "
        "increased as PD-L1 expression increased, with an HR of 0.47 and 0.24 for 1% and 50%, respectively."
    )
    assert not any("expression" in item.outcome for item in told.findings)


def test_words_that_compare_begin_no_population() -> None:
    told = extraction_of(
        "METHODS: Men were assigned to sunitinib or placebo. RESULTS: Patients receiving sunitinib had a significant "
        "improvement in RFS compared with patients treated with placebo (13 v 10 months; HR 0.47)."
    )
    assert {item.population for item in told.findings} == {None}


def test_a_bayesian_interval_is_no_figure_of_an_arm() -> None:
    told = extraction_of(
        "METHODS: Women were assigned to veliparib or control therapy. RESULTS: At the completion of "
        "chemotherapy, the rates of "
        "pathological complete response were 51% (95% Bayesian probability interval [PI], 36 to 66%) in "
        "the veliparib group "
        "versus 26% (95% PI, 9 to 43%) in the control group."
    )
    assert [(item.value, item.arm) for item in told.statistics if item.type == "rate"] == [
        (51.0, "veliparib"),
        (26.0, "control therapy"),
    ]
    assert [(item.outcome, item.direction) for item in told.findings if item.role == "result"] == [
        ("pathological complete response", "higher")
    ]


@pytest.mark.parametrize(
    ("results", "population"),
    [
        (
            "Patients with first-cycle rash had better overall survival (HR 0.76; P = .006), compared with placebo.",
            "Patients with first-cycle rash",
        ),
        (
            "Patients with compromised function before enrollment had significantly worse urinary function "
            "after sunitinib.",
            "patients with compromised function before enrollment",
        ),
        (
            "Of patients who were treated with radiotherapy and had data available, 21% in the sunitinib "
            "group versus 18% in the "
            "placebo group reported a side-effect (P = .61).",
            "patients who were treated with radiotherapy and had data available",
        ),
    ],
)  # fmt: skip
def test_the_kind_of_patients_that_heads_a_clause_is_its_population(results: str, population: str) -> None:
    told = extraction_of(
        f"METHODS: Patients were assigned to sunitinib or placebo. RESULTS: {results}",
        title="Sunitinib versus placebo in renal cell carcinoma",
    )
    rows = [item.population or "" for item in told.findings if item.role == "result"]
    assert [item.lower() for item in rows] == [population.lower()]


@pytest.mark.parametrize(
    ("results", "outcome"),
    [
        (
            "The incidence of vaginal recurrence was lower with sunitinib (2% v 7%; P = .01).",
            "vaginal recurrence",
        ),
        (
            "With sunitinib, the incidence of central nervous system recurrences was lower (relative risk, "
            "0.48; P = .002).",
            "central nervous system recurrences",
        ),
        ("The incidence of recurrence was lower with sunitinib (2% v 7%; P = .01).", "recurrence"),
    ],
)
def test_a_measure_is_of_its_outcome_by_the_whole_name(results: str, outcome: str) -> None:
    told = extraction_of(f"METHODS: Patients were assigned to sunitinib or placebo. RESULTS: {results}")
    assert [(item.outcome, item.direction) for item in told.findings if item.role == "result"] == [
        (outcome, "lower")
    ]


def test_a_denial_without_a_verb_is_a_statement_by_itself() -> None:
    told = extraction_of(
        "METHODS: Patients were assigned to screening or education. RESULTS: Patients in the screening "
        "arm had significantly "
        "fewer visits (rate ratio, 0.86; P = .001), and no significant difference in urgent care or hospital stay."
    )
    rows = [
        (item.outcome, item.direction, item.statistics) for item in told.findings if item.role == "result"
    ]
    assert rows == [("urgent care", "no_difference", ()), ("hospital stay", "no_difference", ())]


def test_worse_morbidity_is_more_of_it() -> None:
    told = extraction_of(
        "METHODS: Patients were assigned to sunitinib or placebo. RESULTS: Morbidity was worse after "
        "sunitinib than after placebo."
    )
    assert [(item.direction, item.favors) for item in told.findings if item.role == "result"] == [
        ("higher", "comparator")
    ]


def test_a_median_time_of_follow_up_is_no_figure_of_an_arm() -> None:
    told = extraction_of(
        "METHODS: Patients were assigned to docetaxel or doxorubicin. RESULTS: At a median of 7 years "
        "follow-up, the difference "
        "in DFS between docetaxel and doxorubicin was significant (81% docetaxel v 75% doxorubicin; P = .033)."
    )
    assert [item.value for item in told.statistics if item.arm] == [81.0, 75.0]


@pytest.mark.parametrize(
    ("results", "told"),
    [
        (
            "Wound infections were more frequent with sunitinib than with placebo; therefore, the enrolment of "
            "patients with rectal tumors was halted.",
            [("wound infections", "higher")],
        ),
        (
            "Mean costs were higher with sunitinib than with placebo, but the impact on overall survival was small.",
            [("costs", "higher")],
        ),
        (
            "Nausea was more frequent with sunitinib than with placebo, but vomiting was not.",
            [("nausea", "higher"), ("vomiting", "no_difference")],
        ),
    ],
)
def test_a_statement_of_its_own_inherits_no_comparison(results: str, told: list[tuple[str, str]]) -> None:
    extraction = extraction_of(_TRIAL.format(results), title="A trial of two treatments")
    assert [(item.outcome, item.direction) for item in extraction.findings] == told


def test_patients_held_against_themselves_later_are_not_held_against_the_other_arm() -> None:
    for selves in ("their post-treatment scores", "the post-intervention (day 21) scores"):
        extraction = extraction_of(
            _TRIAL.format(
                f"In the sunitinib group, fatigue did not differ significantly compared to {selves} (P = .6)."
            ),
            title="A trial of two treatments",
        )
        assert [(item.intervention, item.comparator) for item in extraction.findings] == [(S, None)]


def test_words_and_figures_that_contradict_each_other_tell_no_direction() -> None:
    extraction = extraction_of(
        _TRIAL.format(
            "Deaths were more frequent in the sunitinib group than in the placebo group (12% of patients given "
            "sunitinib v 20% of patients given placebo)."
        ),
        title="A trial of two treatments",
    )
    assert [(item.direction, item.favors) for item in extraction.findings] == [("unclear", "unclear")]
    assert [item.check for item in extraction.discrepancies] == ["direction"]


def test_what_stands_beside_the_comparing_word_is_its_subject_though_it_comes_again_behind_versus() -> None:
    extraction = extraction_of(
        _TRIAL.format(
            "Overall survival was longer with placebo (median: sunitinib, 24 weeks v placebo, 29 weeks)."
        ),
        title="A trial of two treatments",
    )
    assert [(item.outcome, item.direction) for item in extraction.findings] == [("overall survival", "lower")]
    assert not extraction.discrepancies


def test_what_is_told_to_be_significant_at_the_level_itself_is() -> None:
    for words, told in (
        ("was significantly more frequent", ("higher", "significant")),
        ("was more frequent", ("no_difference", "not_significant")),
        ("was not significantly more frequent", ("no_difference", "not_significant")),
    ):
        extraction = extraction_of(
            _TRIAL.format(f"Rash {words} with sunitinib than with placebo (9% v 4%; P = .05)."),
            title="A trial of two treatments",
        )
        assert [(item.direction, item.significance) for item in extraction.findings] == [told]


_OUTCOMES = [
    # What changed behind a bracket of figures is an outcome of its own, whether or not a comma or "was" parts it.
    (
        "Serum ferritin fell with sunitinib (P = .01) and hepcidin rose with placebo (P = .02).",
        {"Serum ferritin": ("lower", 0.01), "hepcidin": ("lower", 0.02)},
    ),
    (
        "Serum ferritin fell with sunitinib (P = .01), and hepcidin increased with placebo (P = .02).",
        {"Serum ferritin": ("lower", 0.01), "hepcidin": ("lower", 0.02)},
    ),
    (
        "Overall survival was longer with sunitinib (P = .01) and serum ferritin was lower (P = .02).",
        {"overall survival": ("higher", 0.01), "serum ferritin": ("lower", 0.02)},
    ),
    # A verb without a subject of its own begins no statement.
    (
        "Sunitinib was associated with longer overall survival (P = .01) and increased hepcidin (P = .02).",
        {"overall survival": ("higher", 0.01), "hepcidin": ("higher", 0.02)},
    ),
    (
        "Response rates for sunitinib (20%) and placebo were similar (P = .50).",
        {"objective response rate": ("no_difference", 0.5)},
    ),
    # The name of an adverse event that is a measure and its verb, in a statement and in a list.
    ("Hemoglobin decreased (P = .01) in the sunitinib group.", {"Hemoglobin": ("lower", 0.01)}),
    (
        "Platelet count decreased significantly with sunitinib compared with placebo (P = .01).",
        {"Platelet count": ("lower", 0.01)},
    ),
    (
        "Adverse events were platelet count decreased (10% v 5%; P = .03) and hypertension (9% v 3%; P = .02).",
        {"platelet count decreased": ("higher", 0.03), "hypertension": ("higher", 0.02)},
    ),
    (
        "Neutrophil count decreased in 20% of patients with sunitinib and 10% with placebo (P = .04).",
        {"neutrophil count decreased": ("higher", 0.04)},
    ),
    # A course of each arm tells no direction by its verb alone, and the larger amount decides.
    (
        "Hepcidin rose from 80 to 95 with sunitinib and from 81 to 84 with placebo (P = .01).",
        {"Hepcidin": ("unclear", 0.01)},
    ),
    ("Hepcidin fell by 3 with sunitinib and by 15 with placebo (P = .01).", {"Hepcidin": ("higher", 0.01)}),
    ("Hepcidin fell by 9 with sunitinib and by 4 with placebo (P = .01).", {"Hepcidin": ("lower", 0.01)}),
    (
        "Hepcidin fell by 3.4 ng/ml in the sunitinib group and by 5.5 ng/ml in the placebo group (P = .01).",
        {"Hepcidin": ("higher", 0.01)},
    ),
    (
        "Hepcidin rose by 3.4 ng/ml in the sunitinib group and by 5.5 ng/ml in the placebo group (P = .01).",
        {"Hepcidin": ("lower", 0.01)},
    ),
]


@pytest.mark.parametrize(("results", "wanted"), _OUTCOMES)
def test_each_measure_has_its_own_direction_and_test(
    results: str, wanted: dict[str, tuple[str, float]]
) -> None:
    told = extraction_of(_TRIAL.format(results), title="A trial of two treatments")
    tests = {item.id: item.value for item in told.statistics if item.type == "p_value"}
    rows = {
        item.outcome: (item.direction, *(tests[id] for id in item.statistics if id in tests))
        for item in told.findings
        if item.role == "result"
    }
    assert rows == wanted


@pytest.mark.parametrize("brackets", ["()", "[]"])
def test_a_spread_beside_its_value_is_no_value(brackets: str) -> None:
    opened, closed = brackets
    (row,) = _rows(
        _TRIAL,
        f"Hospital stay was longer with sunitinib (2.1 {opened}0.4{closed} days) than with placebo "
        f"(1.2 {opened}0.5{closed} days).",
    )
    assert row == ("Hospital stay", "higher", "comparator", None, ((2.1, S), (1.2, P)))


@pytest.mark.parametrize(
    ("results", "arms"),
    [
        (
            "Response rates for the 60 and 75 mg/m2 doses were 20% and 40%, respectively.",
            ("60 mg/m2", "75 mg/m2"),
        ),
        (
            "Response rates were 20% and 40% at the 60- and 75-mg dose levels, respectively.",
            ("60 mg", "75 mg"),
        ),
        ("Response rates were 20% and 40% at doses of 60 and 75 mg, respectively.", ("60 mg", "75 mg")),
    ],
)
def test_figures_of_doses_are_dealt_to_no_arm(results: str, arms: tuple[str, str]) -> None:
    (row,) = _rows(_TRIAL, results)
    assert (row[0], row[4]) == ("objective response rate", ((20, arms[0]), (40, arms[1])))


@pytest.mark.parametrize(
    ("results", "outcomes", "population"),
    [
        (
            "Progression-free survival for the combined populations with mid or high HER3 expression was shorter with "
            "sunitinib (HR 1.4; P = .03).",
            ["progression-free survival"],
            "combined populations with mid or high HER3 expression",
        ),
        (
            "Response in the subpopulations with high or mid PTEN expression was more frequent with sunitinib "
            "(20% v 10%).",
            ["Response"],
            "subpopulations with high or mid PTEN expression",
        ),
        (
            "Progression-free survival for tumors with low, mid or high PTEN levels did not differ (P = .50).",
            ["progression-free survival"],
            None,
        ),
        (
            "Men were a distinct subset with longer overall survival (P = .02).",
            ["overall survival"],
            None,
        ),
    ],
)
def test_degrees_of_a_marker_tell_of_whom_and_are_no_outcome(
    results: str, outcomes: list[str], population: str | None
) -> None:
    rows = _rows(_TRIAL, results)
    assert [row[0] for row in rows] == outcomes
    assert {row[3] for row in rows} == {population}


def test_measures_that_all_treatments_changed_are_no_groups() -> None:
    told = extraction_of(
        "METHODS: Women were randomly assigned to letrozole, exemestane, or both. RESULTS: All treatments reduced "
        "estradiol. PgR and Ki67 expression were significantly reduced with all treatments (means, 34% and 75%, "
        "respectively; P = .001).",
        title="Letrozole, exemestane, or both in breast cancer",
    )
    named = {item.intervention for item in told.findings} | {item.comparator for item in told.findings}
    assert not named & {"PgR", "Ki67", "Ki67 expression"}


@pytest.mark.parametrize(
    ("results", "told"),
    [
        (
            "Sunitinib was associated with fewer complications averted than placebo.",
            ("complications averted", "lower", "comparator"),
        ),
        ("More deaths were prevented with sunitinib than with placebo.", ("deaths", "lower", "intervention")),
        (
            "More hospitalizations were avoided with sunitinib than with placebo (12 vs 5).",
            ("hospitalizations", "lower", "intervention"),
        ),
    ],
)
def test_harms_that_were_kept_away_are_a_benefit(results: str, told: tuple[str, str, str]) -> None:
    extraction = extraction_of(_TRIAL.format(results), title="A trial of two treatments")
    assert [(item.outcome, item.direction, item.favors) for item in extraction.findings] == [told]


def test_what_a_program_is_to_bring_about_is_no_harm() -> None:
    program = "METHODS: We randomly assigned 300 men to a weight loss program or usual care. RESULTS: {}"
    for trial, favors in ((program, "unclear"), (_TRIAL, "comparator")):
        first, second = ("the weight loss program", "usual care") if trial is program else (S, P)
        results = f"Weight loss was greater with {first} than with {second} (P = .01)."
        extraction = extraction_of(trial.format(results), title="A trial of two treatments")
        assert [(item.direction, item.favors) for item in extraction.findings] == [("higher", favors)]


def test_what_figures_amount_to_is_told_of_another_thing_than_they_are() -> None:
    extraction = extraction_of(
        _TRIAL.format(
            "25 (9%) of 273 patients in the sunitinib group and 33 (12%) of 270 in the placebo group did not start on "
            "time, giving compliance rates of 91% in the sunitinib group and 88% in the placebo group."
        ),
        title="A trial of two treatments",
    )
    told = {(item.outcome, item.direction) for item in extraction.findings if "compliance" in item.outcome}
    assert told == {("compliance rates", "unclear")}


@pytest.mark.parametrize(
    "results",
    [
        "Toxicity was lower than expected, probably because of the use of surgery or radiotherapy.",
        "Mortality was lower than expected with sunitinib and with placebo.",
        "Overall survival was the same as that projected for sunitinib.",
        "Patients lost more weight there (4%) as compared to our trial (2% with placebo and 3% with sunitinib).",
    ],
)
def test_what_was_expected_is_no_other_arm(results: str) -> None:
    extraction = extraction_of(_TRIAL.format(results), title="A trial of two treatments")
    assert all(item.comparator in (None, "expected", "projected") for item in extraction.findings)


def test_groups_that_are_alike_are_so_though_both_did_better_than_expected() -> None:
    extraction = extraction_of(
        _TRIAL.format("Nausea was similar with sunitinib and placebo and lower than expected."),
        title="A trial of two treatments",
    )
    assert [(item.comparator, item.direction) for item in extraction.findings] == [(P, "no_difference")]


def test_what_patients_died_of_is_not_how_often_it_was() -> None:
    extraction = extraction_of(
        _TRIAL.format(
            "In the sunitinib group versus the placebo group, causes of the 12 treatment-related deaths were "
            "neutropenic sepsis (one vs three), septic shock (one vs none), and bronchial pneumonia (none vs two)."
        ),
        title="A trial of two treatments",
    )
    assert not [item.outcome for item in extraction.findings if item.direction is not None]


_ADDED = (
    "METHODS: We randomly assigned 300 patients with breast cancer to receive docetaxel plus gemcitabine (n = 150) or "
    "gemcitabine alone (n = 150). RESULTS: {}"
)
D, G = "docetaxel plus gemcitabine", "gemcitabine alone"


@pytest.mark.parametrize(
    ("results", "wanted"),
    [
        (
            "Median survival was 18.6 and 15.3 months with combination therapy and monotherapy, respectively.",
            ("overall survival", "higher", "intervention", None, ((18.6, D), (15.3, G))),
        ),
        (
            "Response rates were 29% and 11% in the combination and monotherapy arms, respectively.",
            ("objective response rate", "higher", "intervention", None, ((29, D), (11, G))),
        ),
        (
            "The response rate was higher with the combination (45%) than with monotherapy (32%).",
            ("objective response rate", "higher", "intervention", None, ((45, D), (32, G))),
        ),
    ],
)
def test_monotherapy_is_the_arm_of_one_drug(results: str, wanted: Row) -> None:
    assert _rows(_ADDED, results) == [wanted]


@pytest.mark.parametrize(
    ("results", "arms"),
    [
        ("Response rates were 29% and 11% with sunitinib and ABC, respectively.", (S, P)),
        ("Response rates were 29% and 11% in the sunitinib and XYZ-only arms, respectively.", (S, P)),
        ("Response rates were 29% and 11% in the ABC and sunitinib arms, respectively.", (P, S)),
    ],
)
def test_the_first_of_two_arms_has_the_first_figure_though_nobody_knows_the_second(
    results: str, arms: tuple[str, str]
) -> None:
    (row,) = _rows(_TRIAL, results)
    assert row[4] == ((29, arms[0]), (11, arms[1]))


@pytest.mark.parametrize(
    ("results", "direction", "arms"),
    [
        # The better figure is that of the arm that is favoured, whichever stands first.
        ("Overall survival trended in favor of placebo (16 v 23 months; P = .06).", "no_difference", (S, P)),
        ("Overall survival trended in favor of placebo (23 v 16 months; P = .06).", "no_difference", (P, S)),
        ("Overall survival differed in favour of placebo (16 v 23 months; P = .01).", "lower", (S, P)),
        (
            "Overall survival trended in favor of sunitinib (23 v 16 months; P = .06).",
            "no_difference",
            (S, P),
        ),
    ],
)
def test_the_better_figure_is_the_favoured_arms(results: str, direction: str, arms: tuple[str, str]) -> None:
    (row,) = _rows(_TRIAL, results)
    assert row[1] == direction
    assert tuple(arm for _, arm in row[4]) == arms


@pytest.mark.parametrize(
    "behind",
    ["in the sunitinib group", "with sunitinib", "compared with placebo", "(P = .01) for sunitinib", ""],
)
def test_what_sums_up_figures_is_told_of_the_arm_behind_it(behind: str) -> None:
    rows = _rows(
        _TRIAL,
        "Disease-free survival was 71% with sunitinib and 62% with placebo, representing a 26 percent reduction "
        f"in the risk of relapse {behind}.",
    )
    assert [row[:3] for row in rows] == [
        ("disease-free survival", "higher", "intervention"),
        ("recurrence", "lower", "intervention"),
    ]


@pytest.mark.parametrize(
    ("results", "wanted"),
    [
        # Changes of what is lost, and not sizes of the loss.
        (
            "Sunitinib prevented bone loss at the spine (-0.4% v -3.1%; P = .01).",
            ("bone loss", "lower", "intervention", None, ((-0.4, S), (-3.1, P))),
        ),
        (
            "Sunitinib prevented bone loss at the spine (0.2% with sunitinib v -3.1% with placebo; P = .01).",
            ("bone loss", "lower", "intervention", None, ((0.2, S), (-3.1, P))),
        ),
        (
            "There was a mean reduction in fatigue scores of -9.5 with sunitinib versus a rise of 4.1 with placebo.",
            ("fatigue scores", "lower", "intervention", None, ((-9.5, S), (4.1, P))),
        ),
        # The time until patients stopped is not the toxicity for which they stopped.
        (
            "Patients given sunitinib had a shorter time to discontinuation for toxicity than those given placebo.",
            ("time to discontinuation", "lower", "comparator", None, ()),
        ),
    ],
)
def test_less_of_what_is_lost_is_better(results: str, wanted: Row) -> None:
    assert _rows(_TRIAL, results) == [wanted]


def test_patients_who_deteriorated_in_a_list_of_functions_are_the_worse_off() -> None:
    rows = _rows(
        _TRIAL,
        "More patients receiving sunitinib reported deterioration at any visit in role functioning (45% vs 36%), "
        "physical functioning (31% vs 22%), and fatigue (66% vs 60%).",
    )
    assert [row[:3] for row in rows] == [
        ("role functioning", "lower", "comparator"),
        ("physical functioning", "lower", "comparator"),
        ("fatigue", "higher", "comparator"),
    ]


def test_a_subgroup_that_heads_a_sentence_holds_for_its_later_clauses() -> None:
    rows = _rows(
        _TRIAL,
        "In women with nodal disease, disease-free survival was 83% with sunitinib and 61% with placebo, while "
        "overall survival was 88% with sunitinib and 74% with placebo.",
    )
    assert [row[3] for row in rows] == ["women with nodal disease"] * 2


@pytest.mark.parametrize(
    ("results", "wanted"),
    [
        (
            "Nausea was seen in 12% of patients in both the sunitinib (9/75) and the placebo group (9/77).",
            ("nausea", "no_difference", "neither", None, ((12, None), (9, S), (9, P))),
        ),
        (
            "Nausea was seen in 12% of patients in both the sunitinib and the placebo groups.",
            ("nausea", "no_difference", "neither", None, ((12, None),)),
        ),
    ],
)
def test_a_figure_of_both_arms_is_no_arms_own(results: str, wanted: Row) -> None:
    assert _rows(_TRIAL, results) == [wanted]


@pytest.mark.parametrize(
    ("results", "told"),
    [
        # The more of them whom a harm left, the less of it there was.
        (
            "Nausea resolved in 40% of patients on sunitinib and 10% on placebo.",
            ("nausea", "lower", "intervention", None),
        ),
        (
            "No nausea occurred in 80% of patients on sunitinib and 60% on placebo.",
            ("nausea", "lower", "intervention", None),
        ),
        (
            "60% of patients in the sunitinib group and 40% in the placebo group experienced no pain.",
            ("pain", "lower", "intervention", None),
        ),
        (
            "No response was seen in 40% of patients on sunitinib and 20% on placebo.",
            ("response", "lower", "comparator", None),
        ),
        (
            "Fatigue improved in 40% of the sunitinib group and 10% of the placebo group.",
            ("fatigue", "lower", "intervention", None),
        ),
        (
            "Resolution of nausea was seen in 40% of patients on sunitinib and 10% on placebo.",
            ("nausea", "lower", "intervention", None),
        ),
        (
            "Lymph node metastases shrank in 40% of patients on sunitinib and 10% on placebo.",
            ("lymph node metastasis", "lower", "intervention", None),
        ),
        (
            "Quality of life deteriorated in 40% of patients on sunitinib and 60% on placebo.",
            ("quality of life", "higher", "intervention", None),
        ),
        ("Less edema was seen in the sunitinib group.", ("edema", "lower", "intervention", None)),
        # Verbs and odds of events.
        (
            "Disease progressed in 40% of the sunitinib patients and 60% of the placebo patients.",
            ("progressive disease", "lower", "intervention", None),
        ),
        (
            "Patients receiving sunitinib were less likely to progress (OR, 0.5).",
            ("progressive disease", "lower", "intervention", None),
        ),
        (
            "Twice as many patients responded with sunitinib (40% v 20%).",
            ("objective response rate", "higher", "intervention", None),
        ),
        (
            "Sunitinib-treated patients lived a median of 4.2 months longer.",
            ("overall survival", "higher", "intervention", None),
        ),
        # Whom alone a result is told of.
        (
            "A benefit in overall survival was confined to women (HR 0.6).",
            ("overall survival", "higher", "intervention", "women"),
        ),
    ],
)
def test_events_that_came_or_went_in_so_many(results: str, told: tuple[str, str, str, str | None]) -> None:
    found = extraction_of(_TRIAL.format(results), title="A trial of two treatments").findings
    assert [(item.outcome, item.direction, item.favors, item.population) for item in found] == [told]


@pytest.mark.parametrize(
    "results",
    [
        "Median survival was 4.0 and 2.5 months for sunitinib and placebo arms, respectively (95% CI, 2.5 to 5.3 and "
        "1.9 to 3.8, respectively; hazard ratio, 0.81; 95% CI, 0.54 to 1.21; P = .30).",
        "Median survival was 4.0 v 2.5 months (95% CI 2.5-5.3 v 1.9-3.8) with sunitinib and placebo; hazard ratio, "
        "0.81, 95% CI, 0.54 to 1.21.",
    ],
)
def test_intervals_behind_one_mark_are_dealt_to_the_figures_before_it(results: str) -> None:
    told = [
        (item.value, item.arm, item.ci_lower, item.ci_upper)
        for item in extraction_of(_TRIAL.format(results), title="A trial of two treatments").statistics
        if item.type != "p_value"
    ]
    assert told == [(4.0, S, 2.5, 5.3), (2.5, P, 1.9, 3.8), (0.81, None, 0.54, 1.21)]


def test_slashes_between_the_figures_of_two_arms_make_no_fractions() -> None:
    extraction = extraction_of(
        _TRIAL.format(
            "Relapse occurred in 10/8, distant metastases in 14/16, and second cancers in 11/10 patients."
        ),
        title="A trial of two treatments",
    )
    assert [item.denominator for item in extraction.statistics if item.denominator] == []
