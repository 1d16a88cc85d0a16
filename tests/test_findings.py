"""Findings of small texts: what is claimed, of which arms, which way, and by whom."""

from __future__ import annotations

import pytest

from evidence.records import Extraction, Finding
from pipelines import extraction_of, layers_of

_TRIAL = (
    "METHODS: We randomly assigned 300 patients with renal cell carcinoma to receive sunitinib (n = 150) or "
    "placebo (n = 150). "
    "RESULTS: {results} CONCLUSIONS: {conclusions}"
)


def _trial(results: str = "", conclusions: str = "") -> Extraction:
    return extraction_of(
        _TRIAL.format(results=results, conclusions=conclusions), title="Sunitinib versus placebo"
    )


def _rows(extraction: Extraction, outcome: str) -> list[Finding]:
    return [item for item in extraction.findings if item.outcome == outcome]


@pytest.mark.parametrize(
    ("results", "outcome", "direction", "favors", "significance", "reason"),
    [
        (
            "Median overall survival was 21.0 months with sunitinib and 14.0 months with placebo (P = .01).",
            "overall survival", "higher", "intervention", "significant", "figures beside the arms they belong to",
        ),
        (
            "Median overall survival was 14.0 months with placebo and 21.0 months with sunitinib (P = .01).",
            "overall survival", "higher", "intervention", "significant", "the text's own order",
        ),
        (
            "Fatigue was more common with sunitinib than with placebo (40% v 20%; P = .02).",
            "fatigue", "higher", "comparator", "significant", "more of a harm favours the other arm",
        ),
        (
            "Progression-free survival was longer with sunitinib than with placebo (P = .20).",
            "progression-free survival", "no_difference", "neither", "not_significant",
            "what is not significant favours no arm, whatever the words say",
        ),
        (
            "Quality of life was similar with sunitinib and placebo.",
            "quality of life", "no_difference", "neither", "not_reported", "likeness that is told and not tested",
        ),
        (
            "Overall survival favoured sunitinib (hazard ratio 0.70; 95% CI 0.55 to 0.90).",
            "overall survival", "higher", "intervention", "significant", "an interval without 1 is significant",
        ),
        (
            "Adverse events with sunitinib and placebo were rash (41%, both groups) and nausea (30% v 10%).",
            "rash", "no_difference", "neither", "not_reported", "one figure for both",
        ),
        (
            "The objective response rate was 31% with sunitinib and none with placebo.",
            "objective response rate", "higher", "intervention", "not_reported", "a rate against none",
        ),
        (
            "Sunitinib cut the risk of a disease-free survival (DFS) event by a third "
            "(hazard ratio, 0.67; 95% CI 0.50 to 0.90).",
            "disease-free survival", "higher", "intervention", "significant", "fewer events are more survival",
        ),
        (
            "The hazard ratio for progression or death was 0.40 (95% CI, 0.21 to 0.77), with a median of 9.5 months "
            "with placebo and none reached with sunitinib.",
            "progression-free survival", "higher", "intervention", "significant", "a median that is none is not zero",
        ),
        (
            "Pain had gone completely in 40% of patients with sunitinib and in 20% with placebo (P = .01).",
            "pain relief", "higher", "intervention", "significant", "the end of a harm is good to have",
        ),
        (
            "Nor did sunitinib prolong overall survival over placebo in patients with elevated enzymes.",
            "overall survival", "no_difference", "neither", "not_reported", "an inverted clause denies",
        ),
        (
            "Median overall survival, analysed after 255 deaths, was 22 months with sunitinib and 17 months with "
            "placebo (hazard ratio 0.70; 95% CI 0.55 to 0.90).",
            "overall survival", "higher", "intervention", "significant", "deaths that only tell the time of analysis",
        ),
        (
            "Sunitinib prolonged survival free of relapse and of distant metastasis compared with placebo.",
            "relapse-free survival", "higher", "intervention", "not_reported", "more of a state without the event",
        ),
        (
            "Sunitinib improved all end points over placebo except overall survival.",
            "overall survival", "no_difference", "neither", "not_reported", "excepted from what is claimed of all",
        ),
        (
            "Sunitinib prolonged the time to first skeletal-related event compared with placebo (P = .01).",
            "time to first skeletal-related event", "higher", "intervention", "significant",
            "the longer until a harm the better",
        ),
        (
            "Sunitinib delayed the time to pain worsening compared with placebo (P = .01).",
            "time to pain worsening", "higher", "intervention", "significant",
            "what delays an event makes the time to it longer",
        ),
        (
            "Differences in pain (before the placebo group crossed over) favored the sunitinib group (P = .02).",
            "pain", "lower", "intervention", "significant", "the favoured arm is the one behind the word",
        ),
        (
            "Interstitial lung disease or pneumonitis occurred in 10% with sunitinib and in 2% with placebo.",
            "interstitial lung disease or pneumonitis", "higher", "comparator", "not_reported",
            "two names of what is counted once",
        ),
        (
            "Fatigue was more common with sunitinib than with placebo (40% v 20%), with no increase in rash.",
            "fatigue", "higher", "comparator", "not_reported", "a denial that is added is of what stands behind it",
        ),
    ],
)  # fmt: skip
def test_comparison(
    results: str, outcome: str, direction: str, favors: str, significance: str, reason: str
) -> None:
    found = _rows(_trial(results), outcome)
    assert [(item.direction, item.favors, item.significance) for item in found] == [
        (direction, favors, significance)
    ], reason
    assert (found[0].intervention, found[0].comparator) == ("sunitinib", "placebo"), reason


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (
            "METHODS: A P value less than .05 was considered significant for overall survival with sunitinib.",
            "a threshold is a method",
        ),
        (
            "METHODS: The trial had 80% power to detect a hazard ratio of 0.70 for overall survival with sunitinib.",
            "a design figure is a method",
        ),
        ("OBJECTIVE: To find out whether sunitinib improves overall survival.", "an aim claims nothing"),
        (
            "CONCLUSIONS: Further trials are needed to find out whether sunitinib improves overall survival.",
            "who asks for more claims nothing",
        ),
    ],
)
def test_no_finding(text: str, reason: str) -> None:
    assert extraction_of(text, title="Sunitinib in renal cell carcinoma").findings == (), reason


@pytest.mark.parametrize(
    ("results", "outcomes", "reason"),
    [
        (
            "The most common adverse events did not change substantially from the first report.",
            set(), "a change since an earlier report is none between arms",
        ),
        (
            "Safety was consistent with the known side effects of sunitinib, with no excess of fatigue.",
            {"fatigue"}, "what is only referred to is no result",
        ),
        (
            "A total of 60 patients assigned to sunitinib and 80 assigned to placebo had died.",
            {"mortality"}, "people who are counted are no outcome",
        ),
        (
            "Overall survival was longer with sunitinib (P = .01); the between-group difference was clear (P = .02).",
            {"overall survival"}, "a difference is of something",
        ),
        ("The difference showed superiority of sunitinib over placebo (P = .01).", set(), "a verdict is no outcome"),
        (
            "Overall survival was longer with sunitinib (P = .01) and in the PD-L1-positive subgroup (P = .02).",
            {"overall survival"}, "a part of the patients is no outcome",
        ),
        (
            "Overall survival was longer (P = .01), but not in the sunitinib (P = .60) and placebo groups (P = .70).",
            {"overall survival"}, "what was given is no outcome",
        ),
    ],
)  # fmt: skip
def test_what_is_no_outcome(results: str, outcomes: set[str], reason: str) -> None:
    assert {item.outcome for item in _trial(results).findings} == outcomes, reason


def test_a_question_claims_nothing() -> None:
    text = "BACKGROUND: Whether the addition of sunitinib improves overall survival is controversial."
    assert extraction_of(text, title="Sunitinib in renal cell carcinoma").findings == ()


def test_every_listed_outcome_is_a_row() -> None:
    found = _trial(
        "There were no significant differences between groups in walking speed, grip strength, or length of stay."
    ).findings
    assert {item.outcome for item in found} == {"walking speed", "grip strength", "length of stay"}
    assert {item.direction for item in found} == {"no_difference"}
    assert {item.significance for item in found} == {"not_significant"}


def test_figures_are_dealt_in_their_order() -> None:
    extraction = _trial(
        "Three-year overall survival and progression-free survival rates were 60% v 50% (P = .03) and "
        "40% v 38% (P = .60), respectively, for sunitinib v placebo."
    )
    values = {item.id: item.value for item in extraction.statistics}
    rows = {item.outcome: [values[id] for id in item.statistics] for item in extraction.findings}
    assert rows == {"overall survival": [60, 50, 0.03], "progression-free survival": [40, 38, 0.6]}


@pytest.mark.parametrize(
    ("results", "rows", "reason"),
    [
        (
            "Compared with placebo, sunitinib increased nausea (4% v 1%; P = .01), and mucositis (9% v 4%; P = .01), "
            "and decreased rates of hypocalcemia (3% v 9%; P = .01).",
            [("nausea", "higher"), ("mucositis", "higher"), ("hypocalcemia", "lower")],
            "a comparing word in front of the next outcome is not that of the one before it",
        ),
        (
            "At 10 years, sunitinib showed significant improvement over placebo: disease-free survival "
            "(13% v 22%; P < .001), local recurrence (22% v 12%; P < .001) and mortality (30% v 20%; P < .001).",
            [("disease-free survival", "higher"), ("local recurrence", "lower"), ("mortality", "lower")],
            "a word that governs a list is believed against the habit of writing one's own arm first",
        ),
    ],
)  # fmt: skip
def test_directions_in_a_list(results: str, rows: list[tuple[str, str]], reason: str) -> None:
    told = {item.outcome: item.direction for item in _trial(results).findings}
    assert {outcome: told.get(outcome) for outcome, _ in rows} == dict(rows), reason


def test_figures_without_an_arm_beside_them_go_by_the_words() -> None:
    extraction = _trial(
        "An increase of fatigue (2% v 19%; P < .001) and rash (8% v 30%; P < .001) was seen with sunitinib."
    )
    arms = {item.value: item.arm for item in extraction.statistics if item.type == "rate"}
    assert arms == {2.0: "placebo", 19.0: "sunitinib", 8.0: "placebo", 30.0: "sunitinib"}
    assert [item.direction for item in extraction.findings] == ["higher", "higher"]
    assert not extraction.discrepancies


def test_a_later_event_is_a_longer_time_to_it() -> None:
    (row,) = _rows(
        _trial("Sunitinib significantly delayed time to first bone metastasis (33 v 29 months; P = .03)."),
        "time to first bone metastasis",
    )
    assert (row.direction, row.favors) == ("higher", "intervention")


def test_a_figure_without_an_arm_beside_it_gets_none() -> None:
    extraction = _trial("The objective response rate was 31%.")
    assert [item.arm for item in extraction.statistics] == [None]


def test_words_against_figures_are_noted_and_doubted() -> None:
    good = _trial(
        "Overall survival was longer with sunitinib (median 20 months) than with placebo (median 10 months)."
    )
    bad = _trial(
        "Overall survival was longer with sunitinib (median 10 months) than with placebo (median 20 months)."
    )
    assert good.discrepancies == ()
    assert [(item.check, item.severity) for item in bad.discrepancies] == [("direction", "warning")]
    assert _rows(bad, "overall survival")[0].confidence < _rows(good, "overall survival")[0].confidence


def test_words_and_numbers_that_disagree_on_significance_are_noted_and_doubted() -> None:
    doubted = _trial("Overall survival was significantly longer with sunitinib than with placebo (P = .07).")
    plain = _trial("Overall survival was longer with sunitinib than with placebo (P = .07).")
    assert [item.check for item in doubted.discrepancies] == ["significance"]
    assert plain.discrepancies == ()
    assert doubted.findings[0].confidence < plain.findings[0].confidence


@pytest.mark.parametrize(
    ("results", "kinds", "reason"),
    [
        ("Pain improved significantly in both groups (P < .01).", ["before_after"], "a change within each"),
        ("Both groups showed a significant reduction in pain.", [], "the same, and not tested"),
        (
            "Pain was reduced more in the sunitinib group, and fell in both groups.",
            ["comparison"],
            "more in one",
        ),
    ],
)
def test_a_change_in_every_group_is_no_comparison(results: str, kinds: list[str], reason: str) -> None:
    rows = [item for item in _trial(results).findings if item.outcome.lower() == "pain"]
    assert [item.kind for item in rows] == kinds, reason
    assert all(item.favors in (None, "unclear") for item in rows if item.kind == "before_after"), reason


def test_an_event_that_neither_group_had() -> None:
    (row,) = _trial("No grade 4 neutropenia occurred in either group.").findings
    assert (row.outcome, row.direction, row.favors) == ("neutropenia", "no_difference", "neither")


def test_an_abbreviation_of_something_narrower_is_told_as_written() -> None:
    (row,) = _trial("HbA1c was lower with sunitinib than with placebo (P = .01).").findings
    assert row.outcome == "HbA1c"


def test_likeness_that_the_numbers_deny_is_not_told() -> None:
    (row,) = _trial(
        "Overall survival was similar with sunitinib and placebo (20 v 14 months; P = .001)."
    ).findings
    assert (row.direction, row.significance) == ("higher", "significant")


def test_shares_of_patients_beside_medians_are_no_figures_of_the_outcome() -> None:
    (row,) = _trial(
        "Median overall survival for the 53 (65%) of 82 patients assigned to sunitinib was 30 months compared with"
        " 20 months for the 26 (65%) of 40 patients assigned to placebo (hazard ratio, 0.70; P = .01)."
    ).findings
    assert (row.direction, row.favors) == ("higher", "intervention")


def test_longer_follow_up_compares_no_arms() -> None:
    told = _trial("No new safety signals were observed with longer follow-up.").findings
    assert all(item.direction not in ("higher", "lower") for item in told)


def test_fewer_events_of_a_survival_are_more_of_it() -> None:
    (row,) = _trial(
        "There were 40 progression-free survival events with sunitinib and 60 with placebo."
    ).findings
    assert (row.outcome, row.direction, row.favors) == ("progression-free survival", "higher", "intervention")


def test_conclusion_is_told_as_one_and_hedged_where_the_text_hedges() -> None:
    plain = _trial(conclusions="Sunitinib improves overall survival.").findings
    hedged = _trial(conclusions="Sunitinib may improve overall survival.").findings
    assert [(item.role, item.direction, item.hedged) for item in plain] == [("conclusion", "higher", False)]
    assert [(item.role, item.hedged) for item in hedged] == [("conclusion", True)]


def test_a_direction_taken_from_the_conclusion_says_so() -> None:
    found = _trial(
        "There was a significant difference in overall survival for sunitinib (P = .01).",
        "Sunitinib prolongs overall survival.",
    ).findings
    assert (found[0].direction, found[0].direction_basis) == ("higher", "conclusion")


def test_before_and_after() -> None:
    found = extraction_of(
        "RESULTS: The mean VAS score was 7.0 before surgery. After surgery it was 3.0. "
        "A significant decrease in back pain after surgery was observed (P < .001).",
        title="Surgery for spinal metastases",
    ).findings
    last = found[-1]
    assert (last.kind, last.direction, last.significance) == ("before_after", "lower", "significant")


def test_prognostic_factors_are_rows_of_their_own() -> None:
    extraction = _trial(
        "Older age (P = .02) and tumor size (P = .001) were associated with poorer overall survival."
    )
    values = {item.id: item.value for item in extraction.statistics}
    rows = [
        (item.kind, item.intervention, item.direction, [values[id] for id in item.statistics])
        for item in extraction.findings
    ]
    assert rows == [
        ("association", "Older age", "lower", [0.02]),
        ("association", "tumor size", "lower", [0.001]),
    ]


def test_figures_have_their_arms_where_no_outcome_is_named() -> None:
    text = (
        "METHODS: Women were randomly assigned to trastuzumab or observation. RESULTS: After trastuzumab, "
        "20 of 30 (67%) women became KX-negative compared to six of 40 (15%) in the observation arm (P = .001)."
    )
    told = [(item.value, item.arm) for item in layers_of(text, title="A trial in breast cancer")._.statistics]
    assert told[:2] == [(67.0, "trastuzumab"), (15.0, "observation")]


@pytest.mark.parametrize(
    ("results", "told", "reason"),
    [
        (
            "Diarrhea (64 [16%] of 150 v seven [2%] of 150), and colitis (18 [5%] v 0) were seen with sunitinib.",
            {"colitis": ("higher", "comparator")},
            "against none",
        ),
        (
            "Overall survival was worse with placebo than with sunitinib (46 v 27 deaths; HR 1.75; P = .02).",
            {"overall survival": ("higher", "intervention")},
            "deaths that a bracket counts are those of the survival before it",
        ),
        (
            "Survival was 9.2 months for patients aged 60 years or less, and 5.4 months for those aged more.",
            {"overall survival": (None, None)},
            "kinds of patients are no arms",
        ),
        (
            "Sunitinib gave better quality of life and social function, fewer falls, and less fatigue (P < .01).",
            {"social function": ("higher", "intervention"), "fatigue": ("lower", "intervention")},
            "a comparing word that heads the next item of a list",
        ),
        (
            "After progression 68% of patients given sunitinib and 79% given placebo had more treatment.",
            {"progressive disease": (None, None), "progression": (None, None)},
            "an event is only the time of what is told",
        ),
        (
            "30 (8%) patients given sunitinib and 70 (20%) given placebo had had tumor recurrence or had died.",
            {
                "recurrence": (None, None),
                "mortality": (None, None),
                "tumor recurrence or had died": ("lower", "intervention"),
            },
            "one count of two events",
        ),
        (
            "Nausea was seen in 40% v 20%, and 6.7% v 0.3% had grade 3 diarrhea.",
            {"diarrhea": ("higher", "comparator"), "nausea": ("higher", "comparator")},
            "contrasted figures before what they are of",
        ),
        (
            "Differences in depression scores (before the placebo group began) favored the early group (mean"
            " difference, -3.4; P = .02).",
            {"depression scores": ("lower", "intervention")},
            "a favoured group by a name that nobody knows is not the one named elsewhere",
        ),
        (
            "With sunitinib, recurrence was lower (HR, 0.5; P = .01) and time to brain metastases delayed (HR, 0.45;"
            " P = .004).",
            {"time to brain metastases": ("higher", "intervention")},
            "a word behind a name is no part of it",
        ),
        (
            "Six treatment-related deaths occurred: three with sunitinib (one each of sepsis, bleeding, and sudden"
            " death) and three with placebo (one each of anemia and pneumonia).",
            {"sudden death": (None, None), "treatment-related deaths": ("no_difference", "neither")},
            "a bracket of causes tells no outcomes",
        ),
        (
            "Sunitinib gave a greater reduction of pain score (-4.1 points) than placebo (-2.3 points; P < .001).",
            {"pain score": ("lower", "intervention")},
            "changes that have their sign",
        ),
        (
            "Baseline demographic and disease characteristics were balanced except for lymph node metastasis.",
            {"lymph node metastasis": (None, None), "Baseline demographic": (None, None)},
            "what groups were before treatment",
        ),
        (
            "Five patients were excluded (one patient showed acute allergic reaction to sunitinib).",
            {"acute allergic reaction": (None, None)},
            "who was left out is no result",
        ),
        (
            "The most common events with sunitinib were nausea (27%) and rash (13%).",
            {"rash": (None, None), "nausea": (None, None)},
            "one figure compares nothing",
        ),
        (
            "Adherence until recurrence, death, or unacceptable toxicity was 70% with sunitinib and 60% with placebo.",
            {"recurrence": (None, None), "toxicity": (None, None)},
            "a list of ends of treatment",
        ),
        (
            "Nausea occurred in 32% v 27%; 13% of patients given sunitinib and 16% given placebo stopped treatment"
            " because of adverse events.",
            {"nausea": ("higher", "comparator")},
            "figures behind a semicolon are of what follows",
        ),
    ],
)
def test_whose_and_what_figures_are(
    results: str, told: dict[str, tuple[str | None, str | None]], reason: str
) -> None:
    rows = {item.outcome: (item.direction, item.favors) for item in _trial(results).findings}
    assert {outcome: rows.get(outcome, (None, None)) for outcome in told} == told, reason


def test_arms_that_are_held_against_each_other_are_no_factors() -> None:
    (row,) = _trial(
        "Targeted therapy was associated with improved overall survival (HR, 0.70; P = .01) compared with placebo."
    ).findings
    assert (row.kind, row.outcome, row.comparator) == ("comparison", "overall survival", "placebo")


def test_a_drug_of_several_arms_is_tried_across_them() -> None:
    text = (
        "METHODS: Women were randomly assigned to tamoxifen, anastrozole, tamoxifen plus zoledronic acid, or "
        "anastrozole plus zoledronic acid. RESULTS: Zoledronic acid reduced the risk of recurrence (HR, 0.68), "
        "although not in the tamoxifen and anastrozole arms taken apart."
    )
    rows = extraction_of(
        text, title="Zoledronic acid with tamoxifen or anastrozole in breast cancer"
    ).findings
    assert {item.intervention for item in rows if item.role == "result"} == {"Zoledronic acid"}


def test_unnamed_groups_are_those_of_the_documents_other_comparisons() -> None:
    extraction = extraction_of(
        "RESULTS: Skin temperature was higher in the hot room than in the cool room (P = .01). Cough did not differ "
        "between the groups (P = .60)."
    )
    (row,) = _rows(extraction, "cough")
    assert (row.intervention, row.comparator, row.direction) == ("hot room", "cool room", "no_difference")


@pytest.mark.parametrize(
    "heading",
    [
        "Methodology/Principal Findings",
        "Methods and Findings",
        "Patients and Results",
        "Design and Results",
        "Methods and Results",
    ],
)
def test_one_heading_of_methods_and_results_has_both(heading: str) -> None:
    extraction = extraction_of(
        f"Background: We aimed to see what sunitinib does in renal cell carcinoma.\n{heading}: Patients were randomly "
        "assigned to sunitinib or placebo. The sample size was chosen to detect an increase of 20% in survival with "
        "sunitinib (P < .05). Median overall survival was 21.0 months with sunitinib and 14.0 months with placebo "
        "(HR, 0.70; P = .01). Fatigue was more frequent with sunitinib than with placebo (P = .002).\n"
        "Conclusions: More is to be learnt."
    )
    rows = [(item.outcome, item.direction, item.significance) for item in extraction.findings]
    assert rows == [("overall survival", "higher", "significant"), ("fatigue", "higher", "significant")]
