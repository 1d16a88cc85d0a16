"""What abstracts of trials tell in one sentence: every row with its arms, its figures and whose they are."""

from __future__ import annotations

from typing import TypeAlias

import pytest

from pipelines import extraction_of, layers_of

_TWO = (
    "METHODS: We randomly assigned 300 patients with renal cell carcinoma to receive sunitinib (n = 150) or "
    "placebo (n = 150). RESULTS: {}"
)
_THREE = (
    "METHODS: Patients were randomly assigned in a 1:1:1 ratio to encorafenib, binimetinib, and cetuximab (triplet "
    "group); encorafenib and cetuximab (doublet group); or cetuximab and FOLFIRI (control group). RESULTS: {}"
)
_COMBINED = (
    "METHODS: We assigned, in a 1:1:1 ratio, 600 patients with melanoma to nivolumab alone, nivolumab plus "
    "ipilimumab, or ipilimumab alone. RESULTS: {}"
)
OS, PFS = "overall survival", "progression-free survival"
S, P = "sunitinib", "placebo"
# (outcome, direction, favours, significance, time, figures with their arms)
Row: TypeAlias = tuple[
    str, str | None, str | None, str, str | None, tuple[tuple[float | None, str | None], ...]
]
_VALUES = ("median", "mean", "rate", "count")


def _rows(results: str, trial: str = _TWO) -> list[Row]:
    extraction = extraction_of(trial.format(results), title="A trial of several treatments")
    told = {item.id: item for item in extraction.statistics}
    return [
        (
            item.outcome,
            item.direction,
            item.favors,
            item.significance,
            item.timepoint,
            tuple((told[id].value, told[id].arm) for id in item.statistics if told[id].type in _VALUES),
        )
        for item in extraction.findings
        if item.role == "result"
    ]


@pytest.mark.parametrize(
    ("results", "wanted"),
    [
        (
            "There were 48 relapse events with sunitinib and 75 with placebo (hazard ratio, 0.49; P<0.001).",
            [("recurrence", "lower", "intervention", "significant", None, ((48, S), (75, P)))],
        ),
        (
            "Patients given sunitinib had improvements in fatigue, whereas placebo patients had deterioration.",
            [("fatigue", "lower", "intervention", "not_reported", None, ())],
        ),
        (
            "Fatigue was lower with sunitinib at week 4 (2.1 v 3.4; P = .01) but not at week 12 (2.5 v 2.6; P = .61).",
            [
                ("fatigue", "lower", "intervention", "significant", "4 weeks", ((2.1, S), (3.4, P))),
                ("fatigue", "no_difference", "neither", "not_significant", "12 weeks", ((2.5, S), (2.6, P))),
            ],
        ),
        ("In all, 31% had an ECOG performance status of 2 or higher with sunitinib.", []),
        (
            "Neither sunitinib (risk ratio 0.98, 95% CI 0.9 to 1.1) nor placebo (0.99, 0.87 to 1.12) reduced fatigue.",
            [("fatigue", "no_difference", "neither", "not_significant", None, ())],
        ),
        (
            "Six-month sunitinib resulted in fewer patients with fatigue (19% v 24%, P = .002).",
            [("fatigue", "lower", "intervention", "significant", None, ((19, S), (24, P)))],
        ),
        (
            "Mean fatigue scores for sunitinib (67.2) were better than for placebo (75.4) at day 30 (P = .001).",
            [("fatigue scores", "lower", "intervention", "significant", "30 days", ((67.2, S), (75.4, P)))],
        ),
        (
            "Diarrhoea of any grade was commoner with sunitinib (52% vs 31%; P<0.05), but severe diarrhoea was not.",
            [
                ("diarrhoea", "higher", "comparator", "significant", None, ((52, S), (31, P))),
                ("severe diarrhoea", "no_difference", "neither", "not_reported", None, ()),
            ],
        ),
        (
            "With more than 5 years of follow-up sunitinib remains superior to placebo, and no new toxicity has "
            "appeared.",
            [("efficacy", "higher", "intervention", "not_reported", None, ())],
        ),
        (
            "Survival was longer with sunitinib (hazard ratio, 0.70; P = .01), and the difference held in "
            "multivariable analysis (hazard ratio, 0.68; P = .02).",
            [
                (OS, "higher", "intervention", "significant", None, ()),
                (OS, "higher", "intervention", "significant", None, ()),
            ],
        ),
        (
            "The median overall survival was 38 months with sunitinib and 18 months with placebo; 3-year rates "
            "were 53.6% and 21%, and 5-year rates 26.8% and 6.6%.",
            [
                (OS, "higher", "intervention", "not_reported", None, ((38, S), (18, P))),
                (OS, "higher", "intervention", "not_reported", "3 years", ((53.6, S), (21, P))),
                (OS, "higher", "intervention", "not_reported", "5 years", ((26.8, S), (6.6, P))),
            ],
        ),
        (
            "Responses lasted longer with sunitinib: a median of 17.2 months versus 8.5 months.",
            [("duration of response", "higher", "intervention", "not_reported", None, ((17.2, S), (8.5, P)))],
        ),
        (
            "There were 10 partial responses (7%) with sunitinib and one with placebo.",
            [("partial response", "higher", "intervention", "not_reported", None, ((7, S), (1, P)))],
        ),
        (
            "Nor did sunitinib help survival in patients with elevated lactate dehydrogenase.",
            [(OS, "no_difference", "neither", "not_reported", None, ())],
        ),
        (
            "Differences in quality of life were small.",
            [("quality of life", "no_difference", "neither", "not_reported", None, ())],
        ),
        (
            "Post-progression survival was longer with sunitinib (P = .01).",
            [("post-progression survival", "higher", "intervention", "significant", None, ())],
        ),
        (
            "In patients with a BRCA mutation (60 [40%] vs 58 [39%]), median progression-free survival was 16.6 "
            "months (95% CI 13.4-22.9; 60 [40%] patients) in the sunitinib group versus 5.4 months (3.4-6.7; 58 "
            "[39%] patients) in the placebo group (hazard ratio 0.23 [95% CI 0.16-0.34]; p<0.0001). In the "
            "intention-to-treat population, it was 10.8 months (8.3-11.4) versus 5.4 months (5.3-5.5; 0.36 "
            "[0.30-0.45]; p<0.0001).",
            [
                (PFS, "higher", "intervention", "significant", None, ((16.6, S), (5.4, P))),
                (PFS, "higher", "intervention", "significant", None, ((10.8, S), (5.4, P))),
            ],
        ),
        (
            "Adverse events in the safety population (148 [99%] patients in the sunitinib group vs 150 [100%] in "
            "the placebo group) were reported in 84 (56%) patients in the sunitinib group versus 22 (15%) in the "
            "placebo group.",
            [("adverse events", "higher", "comparator", "not_reported", None, ((56, S), (15, P)))],
        ),
        (
            "All such events except fatigue occurred in less than 10% of patients in either group.",
            [],
        ),
        (
            "The median time to worsening performance status (a change in performance status from 0 or 1 to 2 or "
            "more) was 5.7 months with sunitinib versus 4.0 months with placebo (P<0.001).",
            [
                (
                    "time to worsening performance status", "higher", "intervention", "significant", None,
                    ((5.7, S), (4.0, P)),
                )
            ],
        ),
        (
            "Grade 3 adverse events that were more common with sunitinib than with placebo were hypertension "
            "(12% v 2%) and raised lipase (7% v 2%).",
            [
                ("hypertension", "higher", "comparator", "not_reported", None, ((12, S), (2, P))),
                ("raised lipase", "higher", "comparator", "not_reported", None, ((7, S), (2, P))),
            ],
        ),
        (
            "There were 46 deaths among 150 patients (30.7%) in the sunitinib group and 67 deaths among 150 patients "
            "(44.7%) in the placebo group.",
            [("deaths", "lower", "intervention", "not_reported", None, ((30.7, S), (44.7, P)))],
        ),
        (
            "Median times to progression in the sunitinib and placebo groups were 6.22 months (189 days) and 3.49 "
            "months (106 days), respectively (hazard ratio, 0.55; P<0.001).",
            [
                (
                    "time to progression",
                    "higher",
                    "intervention",
                    "significant",
                    None,
                    ((6.22, S), (189, S), (3.49, P), (106, P)),
                )
            ],
        ),
        (
            "The benefit of sunitinib was shown for complete response (59% vs. 5%), and a rate of decline of at "
            "least 50% in PSA (78% vs. 3%).",
            [
                ("complete response", "higher", "intervention", "not_reported", None, ((59, S), (5, P))),
                ("PSA response", "higher", "intervention", "not_reported", None, ((78, S), (3, P))),
            ],
        ),
        (
            "The benefit of sunitinib was shown for the time until the initiation of cytotoxic chemotherapy (hazard "
            "ratio, 0.35), and complete response (59% vs. 5%).",
            [
                ("time to next treatment", "higher", "intervention", "not_reported", None, ()),
                ("complete response", "higher", "intervention", "not_reported", None, ((59, S), (5, P))),
            ],
        ),
        (
            "The study was stopped after a planned interim analysis, conducted when 540 deaths had been "
            "reported, showed a benefit of the active treatment.",
            [],
        ),
        (
            "There were 46 relapses (30.7%) in the sunitinib group and 67 relapses (44.7%) in the placebo group.",
            [("recurrence", "lower", "intervention", "not_reported", None, ((30.7, S), (44.7, P)))],
        ),
        (
            "Overall survival was longer with sunitinib (46 deaths [30.7%] v 67 deaths [44.7%]; P = .02).",
            [("overall survival", "higher", "intervention", "significant", None, ((30.7, S), (44.7, P)))],
        ),
        (
            "An event ending a period of disease-free survival occurred in 20 patients given sunitinib and 40 given "
            "placebo.",
            [("disease-free survival", "higher", "intervention", "not_reported", None, ((20, S), (40, P)))],
        ),
        (
            "The median duration of response was longer with sunitinib (not reached [range, 2.3+ to 15.6+ "
            "months] v 7.1 months [range, 1.8+ to 11.9+] with placebo).",
            [("duration of response", "higher", "intervention", "not_reported", None, ((None, S), (7.1, P)))],
        ),
        (
            "Adverse events were less frequent with sunitinib (occurring in 61% v 84% of patients), as were "
            "adverse events of grade 3 or 4 (21% v 47%).",
            [
                ("adverse events", "lower", "intervention", "not_reported", None, ((61.0, S), (84.0, P))),
                ("adverse events", "lower", "intervention", "not_reported", None, ((21.0, S), (47.0, P))),
            ],
        ),
        (
            "The risk of progression or death fell (rate of freedom from progression and from death at 2 years, "
            "55% with sunitinib v 31% with placebo; P < .001).",
            [(PFS, "higher", "intervention", "significant", "2 years", ((55.0, S), (31.0, P)))],
        ),
        (
            "At 2 years, the rate of freedom from progression to advanced or refractory disease was 91% in the "
            "sunitinib group and 84% in the placebo group (P = .01).",
            [(PFS, "higher", "intervention", "significant", "2 years", ((91.0, S), (84.0, P)))],
        ),
        (
            "Disease-free survival was longer with sunitinib than with placebo (71% v 64% of the patients were "
            "alive and free from relapse or a new cancer at 4 years; hazard ratio, 0.72; 95% CI, 0.55 to 0.94).",
            [
                (
                    "disease-free survival", "higher", "intervention", "significant", "4 years",
                    ((71.0, S), (64.0, P)),
                )
            ],
        ),
        (
            "The response rate was higher with sunitinib (31% v 12%; P = .02), and responses lasted longer (66% "
            "v 41% of the patients had an ongoing response at 12 months).",
            [("objective response rate", "higher", "intervention", "significant", None, ((31.0, S), (12.0, P)))],
        ),
        (
            "Median survival was 9.4 months longer with sunitinib than with placebo (41.2 v 31.8 months; hazard "
            "ratio for death in the sunitinib group, 0.66; 95% CI, 0.50 to 0.87).",
            [(OS, "higher", "intervention", "significant", None, ((41.2, S), (31.8, P)))],
        ),
        (
            "Progression-free survival was 10.2 months with sunitinib and 8.9 months with placebo (hazard ratio, 0.84; "
            "P = .03, not significant per the prespecified 0.01 threshold).",
            [(PFS, "no_difference", "neither", "not_significant", None, ((10.2, S), (8.9, P)))],
        ),
        (
            "Median survival was 20 months with sunitinib and 16 months with placebo (hazard ratio, 0.81; 95% "
            "CI, 0.70 to 0.94; P < .001 for noninferiority; P = .006 for superiority).",
            [(OS, "higher", "intervention", "significant", None, ((20.0, S), (16.0, P)))],
        ),
        (
            "A disease-free survival event occurred in 40 patients (27%) in the sunitinib group and 31 (21%) in "
            "the placebo group.",
            [
                (
                    "disease-free survival", "lower", "comparator", "not_reported", None,
                    ((27.0, S), (21.0, P)),
                )
            ],
        ),
        (
            "By May 14, 2016, 120 deaths had occurred (52 in the sunitinib group and 68 in the placebo group).",
            [
                (
                    "deaths", "lower", "intervention", "not_reported", None,
                    ((120.0, None), (52.0, S), (68.0, P)),
                )
            ],
        ),
        (
            "Sunitinib had a significant effect on overall survival (P = .03), reducing the death risk by 21%.",
            [
                (OS, "unclear", "unclear", "significant", None, ()),
                ("death", "lower", "intervention", "not_reported", None, ()),
            ],
        ),
        (
            "The safety profile was broadly similar in the two groups, with no increase in heart failure.",
            [
                ("toxicity", "no_difference", "neither", "not_reported", None, ()),
                ("heart failure", "no_difference", "neither", "not_reported", None, ()),
            ],
        ),
        (
            "Sunitinib was better tolerated than placebo.",
            [("tolerability", "higher", "intervention", "not_reported", None, ())],
        ),
        ("Drug-related adverse events were similar to those previously reported.", []),
        (
            "Similar effects were seen regardless of whether patients had a 17p13.1 deletion or resistance to "
            "alkylating agents.",
            [],
        ),
    ],
)  # fmt: skip
def test_rows_of_two_arms(results: str, wanted: list[Row]) -> None:
    told = _rows(results)
    assert [row for row in wanted if row not in told] == []
    assert len(told) >= len(wanted)
    assert bool(told) == bool(wanted)


@pytest.mark.parametrize(
    ("results", "arms"),
    [
        (
            "The most common adverse events were hypertension (40%), rash (31%), and weight loss (22%) for "
            "sunitinib, and fatigue (51%), rash (12%), and nausea (9%) for placebo.",
            {"hypertension": S, "weight loss": S, "fatigue": P, "nausea": P},
        ),
        (
            "The most common adverse events were rash (in 60% of patients) and diarrhea (46%) in the sunitinib "
            "group and neurotoxic effects (69%), neutropenia (67%), and alopecia (58%) in the placebo group.",
            {"rash": S, "diarrhea": S, "neutropenia": P, "alopecia": P},
        ),
        (
            "Common adverse events of sunitinib were rash (83 patients, 17%), fatigue (48, 10%), and nausea (36, 7%).",
            {"fatigue": S, "nausea": S},
        ),
    ],
)
def test_lists_of_events_are_of_one_arm_each(results: str, arms: dict[str, str]) -> None:
    told = {row[0]: row[5] for row in _rows(results)}
    assert {name: [arm for _, arm in told[name]] for name in arms} == {
        name: [arm] for name, arm in arms.items()
    }


@pytest.mark.parametrize(
    ("trial", "results", "wanted"),
    [
        (
            _THREE,
            "Median survival in the doublet group was 8.4 months (hazard ratio for death v control, 0.60; P < .001).",
            [("encorafenib plus cetuximab (doublet)", "cetuximab plus FOLFIRI (control)", (8.4,))],
        ),
        (
            _THREE,
            "Adverse events of grade 3 occurred in 58% of patients in the triplet group, in 50% in the doublet "
            "group, and in 61% in the control group.",
            [
                (
                    "encorafenib plus binimetinib plus cetuximab (triplet)",
                    "cetuximab plus FOLFIRI (control)",
                    (58.0, 61.0),
                ),
                ("encorafenib plus cetuximab (doublet)", "cetuximab plus FOLFIRI (control)", (50.0, 61.0)),
            ],
        ),
        (
            _THREE,
            "Progression-free survival was longer with encorafenib, binimetinib, and cetuximab than with cetuximab and "
            "FOLFIRI (20 v 9 months; hazard ratio, 0.40; P < .001) and was longer with encorafenib and cetuximab "
            "than with cetuximab and FOLFIRI (14 v 9 months; hazard ratio, 0.60; P < .001).",
            [
                (
                    "encorafenib plus binimetinib plus cetuximab (triplet)",
                    "cetuximab plus FOLFIRI (control)",
                    (20.0, 9.0),
                ),
                ("encorafenib plus cetuximab (doublet)", "cetuximab plus FOLFIRI (control)", (14.0, 9.0)),
            ],
        ),
        (
            _COMBINED,
            "Progression-free survival was longer with the combination than with nivolumab alone (11.2 v 5.3 months).",
            [("nivolumab plus ipilimumab", "nivolumab alone", (11.2, 5.3))],
        ),
    ],
)
def test_rows_of_three_arms(
    trial: str, results: str, wanted: list[tuple[str, str, tuple[float, ...]]]
) -> None:
    extraction = extraction_of(trial.format(results), title="A trial of three treatments")
    told = {item.id: item for item in extraction.statistics}
    rows = [
        (
            item.intervention,
            item.comparator,
            tuple(told[id].value for id in item.statistics if told[id].type in _VALUES),
        )
        for item in extraction.findings
        if item.role == "result"
    ]
    assert rows == wanted


@pytest.mark.parametrize(
    ("results", "outcomes"),
    [
        (
            "There was a significant interaction between treatment and mutation status for tumor response (P = "
            ".02) but not for progression-free survival (P = .06) or overall survival (P = .41).",
            {"tumor response", PFS, OS},
        ),
    ],
)
def test_the_p_values_of_an_interaction_say_nothing_of_the_arms(results: str, outcomes: set[str]) -> None:
    rows = _rows(results)
    assert {row[0] for row in rows} == outcomes
    assert {(row[1], row[2]) for row in rows} == {("unclear", "unclear")}


@pytest.mark.parametrize(
    ("results", "populations"),
    [
        (
            "In the subgroup of 200 patients who were positive for the mutation, progression-free survival was "
            "longer among those who received sunitinib than among those who received placebo (hazard ratio, 0.5; "
            "P < .001), whereas in the subgroup of 100 patients who were negative for the mutation, "
            "progression-free survival was longer among those who received placebo (hazard ratio with sunitinib, "
            "2.4; P < .001).",
            [
                "patients who were positive for the mutation",
                "patients who were negative for the mutation",
            ],
        ),
        (
            "Among patients with previously treated disease, overall survival was longer with sunitinib (P = .02).",
            ["patients with previously treated disease"],
        ),
        (
            "Among women with early cancer who had residual disease, overall survival was longer with sunitinib "
            "(P = .02).",
            ["women with early cancer"],
        ),
        (
            "Among patients with recurrent, persistent, or metastatic cancer, overall survival was longer with "
            "sunitinib (P = .02).",
            ["patients with recurrent, persistent, or metastatic cancer"],
        ),
    ],
)
def test_populations_end_where_they_end(results: str, populations: list[str]) -> None:
    extraction = extraction_of(_TWO.format(results), title="Sunitinib or placebo")
    assert [item.population for item in extraction.findings if item.role == "result"] == populations


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "Patients were randomly assigned to receive pembrolizumab or the investigator's choice of platinum-based "
            "chemotherapy.",
            ["pembrolizumab", "investigator's choice of platinum-based chemotherapy"],
        ),
        (
            "Patients were randomly assigned to olaparib or the physician's choice of enzalutamide or abiraterone.",
            ["olaparib", "physician's choice of enzalutamide or abiraterone"],
        ),
        (
            "Patients were randomly assigned to a chemotherapy regimen consisting of capecitabine plus cisplatin or "
            "fluorouracil plus cisplatin or chemotherapy in combination with trastuzumab.",
            [
                "chemotherapy plus trastuzumab",
                "chemotherapy regimen of capecitabine plus cisplatin or fluorouracil plus cisplatin",
            ],
        ),
        (
            "We randomly assigned 210 patients to receive cisplatin or carboplatin plus fluorouracil and 212 "
            "patients to receive the same chemotherapy plus cetuximab.",
            [
                "cisplatin or carboplatin plus fluorouracil plus cetuximab",
                "cisplatin or carboplatin plus fluorouracil",
            ],
        ),
        (
            "Men were randomly assigned to receive 12 mg of mitoxantrone per square meter every three weeks, 75 mg of "
            "docetaxel per square meter every three weeks, or 30 mg of docetaxel per square meter weekly.",
            ["mitoxantrone", "docetaxel 75 mg (every three weeks)", "docetaxel 30 mg (weekly)"],
        ),
        (
            "We randomly assigned patients with lymphoma that was refractory to or had relapsed after "
            "chemoimmunotherapy to receive axicabtagene ciloleucel or standard care.",
            ["axicabtagene ciloleucel", "standard care"],
        ),
        (
            "Patients were randomly assigned to nanoliposomal irinotecan or fluorouracil and folinic acid. A "
            "third arm was added later. RESULTS: 400 patients were randomly assigned either nanoliposomal "
            "irinotecan plus fluorouracil and folinic acid (n=110), nanoliposomal irinotecan (n=150), or "
            "fluorouracil and folinic acid (n=140).",
            [
                "nanoliposomal irinotecan plus fluorouracil plus folinic acid",
                "nanoliposomal irinotecan",
                "fluorouracil plus folinic acid",
            ],
        ),
        (
            "Patients were randomly assigned to receive either 6-month or 12-month trastuzumab delivered "
            "intravenously or subcutaneously, given in combination with chemotherapy.",
            ["6-month trastuzumab", "12-month trastuzumab"],
        ),
        (
            "Patients were randomly assigned to atezolizumab plus carboplatin plus paclitaxel (ACP), bevacizumab plus "
            "carboplatin plus paclitaxel (BCP), or atezolizumab plus BCP (ABCP) every 3 weeks for four or six cycles.",
            [
                "atezolizumab plus bevacizumab plus carboplatin plus paclitaxel (ABCP)",
                "atezolizumab plus carboplatin plus paclitaxel (ACP)",
                "bevacizumab plus carboplatin plus paclitaxel (BCP)",
            ],
        ),
        (
            "Patients were randomly assigned to daily ibrutinib or the anti-CD20 antibody ofatumumab.",
            ["ibrutinib", "ofatumumab"],
        ),
        (
            "Patients were randomly assigned to standard postoperative treatment either with capecitabine or without.",
            ["capecitabine", "control"],
        ),
    ],
)
def test_arms_as_trials_tell_them(text: str, names: list[str]) -> None:
    assert sorted(
        arm.name for arm in layers_of(f"METHODS: {text}", title="A randomized trial")._.arms
    ) == sorted(names)


def test_the_arm_that_adds_to_chemotherapy_is_tried() -> None:
    text = (
        "METHODS: Patients were randomly assigned to a chemotherapy regimen consisting of capecitabine plus "
        "cisplatin or fluorouracil plus cisplatin or chemotherapy in combination with trastuzumab."
    )
    (control,) = [arm for arm in layers_of(text, title="A randomized trial")._.arms if arm.control]
    assert control.name.startswith("chemotherapy regimen of capecitabine")


def _of(assigned: str, told: str) -> list[tuple[str | None, str | None, str, str | None]]:
    text = f"METHODS: Patients were randomly assigned to {assigned}. RESULTS: {told}"
    return [
        (item.intervention, item.comparator, item.outcome, item.favors)
        for item in extraction_of(text, title="A randomized trial").findings
        if item.role == "result"
    ]


@pytest.mark.parametrize(
    ("assigned", "told", "row"),
    [
        (
            "eight cycles of CHOP every three weeks or eight cycles of CHOP plus rituximab",
            "Adding rituximab to CHOP significantly reduced the risk of treatment failure (risk ratio, 0.6; P < .001).",
            ("CHOP plus rituximab", "CHOP", "treatment failure", "intervention"),
        ),
        (
            "carboplatin and paclitaxel, given every 3 weeks, or to this regimen plus bevacizumab",
            "Progression-free survival was longer with bevacizumab than without it (18 v 15 months; P = .01).",
            (
                "carboplatin plus paclitaxel plus bevacizumab",
                "carboplatin plus paclitaxel",
                PFS,
                "intervention",
            ),
        ),
        (
            "six cycles of either paclitaxel plus carboplatin on day 1 (conventional regimen; n=310) or dose-dense "
            "paclitaxel on days 1, 8, and 15 plus carboplatin (dose-dense regimen; n=305)",
            "Dose-dense weekly paclitaxel plus carboplatin improved overall survival compared with the "
            "conventional regimen.",
            ("paclitaxel plus carboplatin (conventional)", "dose-dense paclitaxel", OS, "comparator"),
        ),
        (
            "imatinib or interferon alfa plus cytarabine",
            "Overall survival was 91% in the imatinib group and 80% in the combination-therapy group (P < .001).",
            ("imatinib", "interferon alfa plus cytarabine", OS, "intervention"),
        ),
        (
            "docetaxel and cisplatin plus fluorouracil (DCF) or cisplatin plus fluorouracil (CF)",
            "Survival was assessed in patients who got CF. The response rate was higher with DCF (P = .01).",
            (
                "docetaxel plus cisplatin plus fluorouracil (DCF)",
                "cisplatin plus fluorouracil (CF)",
                "objective response rate",
                "intervention",
            ),
        ),
        (
            "three annual screenings with either low-dose CT (500 participants) or chest radiography (510)",
            "The rate of positive screening tests was 24% in the low-dose CT group and 7% in the radiography group.",
            ("CT", "chest radiography", "rate of positive screening tests", "unclear"),
        ),
        (
            "sunitinib or placebo",
            "The proportion of patients with no nausea was greater with sunitinib than with placebo (70% v 45%; "
            "P = .01).",
            ("sunitinib", "placebo", "with no nausea", "intervention"),
        ),
        (
            "sunitinib or placebo",
            "There were 40 deaths from lung cancer per 10,000 person-years with sunitinib and 60 deaths per 10,000 "
            "person-years with placebo (P = .01).",
            ("sunitinib", "placebo", "deaths from lung cancer", "intervention"),
        ),
        (
            "sunitinib or placebo",
            "The rate of death was reduced in the sunitinib group, as compared with the placebo group, by 7% (P "
            "= .02).",
            ("sunitinib", "placebo", "death", "intervention"),
        ),
        (
            "sunitinib or placebo",
            "Patient-reported outcomes were significantly less favorable with sunitinib than with placebo (P < .001).",
            ("sunitinib", "placebo", "Patient-reported outcomes", "comparator"),
        ),
        (
            "sunitinib or placebo",
            "More patients in the sunitinib group had no vomiting (63.5% v 55.6%; P = .019).",
            ("sunitinib", "placebo", "no vomiting", "intervention"),
        ),
        (
            "sunitinib or placebo",
            "No vomiting was reported by more patients with sunitinib than with placebo (63.5% v 55.6%; P = .019).",
            ("sunitinib", "placebo", "No vomiting", "intervention"),
        ),
        (
            "sunitinib or placebo",
            "64% of patients with sunitinib reported no nausea, compared with 56% with placebo (P = .019).",
            ("sunitinib", "placebo", "no nausea", "intervention"),
        ),
        (
            "sunitinib or placebo",
            "More patients given sunitinib reported minimal or no impact of nausea (64% v 56%; P = .019).",
            ("sunitinib", "placebo", "minimal or no impact of nausea", "intervention"),
        ),
        (
            "chemoradiotherapy or surgery alone",
            "The hazard ratio for the independently assessed time to progression was 0.5 (P < .001), with 49 "
            "events in the chemoradiotherapy group and 72 events in the surgery group.",
            ("chemoradiotherapy", "surgery alone", "time to progression", "intervention"),
        ),
    ],
)
def test_which_arm_is_meant(assigned: str, told: str, row: tuple[str, str, str, str]) -> None:
    assert _of(assigned, told) == [row]


def test_sizes_of_a_part_are_no_sizes_of_arms() -> None:
    text = (
        "METHODS: We randomly assigned adults to nivolumab plus ipilimumab or sunitinib. RESULTS: A total of "
        "1000 patients were assigned to receive nivolumab plus ipilimumab (510 patients) or sunitinib (490 "
        "patients); 400 and 390, respectively, had a poor risk."
    )
    assert [arm.n for arm in layers_of(text, title="A randomized trial")._.study.arms] == [510, 490]


@pytest.mark.parametrize(
    ("text", "design", "phase"),
    [
        (
            "BACKGROUND: In this randomized, double-blind, phase 3 study, A was held against B. METHODS: We "
            "assigned, in a 1:1 ratio, 300 patients to sunitinib or sorafenib.",
            "randomised controlled trial",
            "3",
        ),
        (
            "BACKGROUND: The drug has shown activity in phase 2 studies. METHODS: We randomly assigned 300 patients to "
            "sunitinib or sorafenib.",
            "randomised controlled trial",
            None,
        ),
        (
            "BACKGROUND: On the basis of a phase 2 trial of three doses, this phase 3 trial evaluated the "
            "highest. METHODS: We randomly assigned 300 patients to sunitinib or placebo.",
            "randomised controlled trial",
            "3",
        ),
    ],
)
def test_designs_and_phases(text: str, design: str, phase: str | None) -> None:
    study = layers_of(text, title="Sunitinib in kidney cancer")._.study
    assert (study.design, study.phase) == (design, phase)


@pytest.mark.parametrize(
    ("conclusion", "outcomes"),
    [
        (
            "Among patients with advanced disease, overall survival was longer and fewer adverse events of grade "
            "3 occurred with sunitinib than with placebo.",
            {OS: "intervention", "adverse events": "intervention"},
        ),
        (
            "Progression-free survival was longer and response rates were higher in patients who received "
            "sunitinib than in those who received placebo.",
            {PFS: "intervention", "objective response rate": "intervention"},
        ),
        (
            "Sunitinib improved nausea prevention, as well as the complete-response rate.",
            {"nausea": "intervention", "complete response": "intervention"},
        ),
        (
            "In patients with lower esophageal adenocarcinomas, sunitinib improved overall survival.",
            {OS: "intervention"},
        ),
    ],
)
def test_conclusions_of_several_outcomes(conclusion: str, outcomes: dict[str, str]) -> None:
    text = _TWO.format("Survival was assessed in 300 patients.") + f" CONCLUSION: {conclusion}"
    rows = [
        item
        for item in extraction_of(text, title="Sunitinib or placebo").findings
        if item.role == "conclusion"
    ]
    assert {item.outcome: item.favors for item in rows} == outcomes


_LETTERED = (
    "METHODS: Patients with gastric cancer were randomly assigned to sunitinib (arm A) or placebo (arm B). "
    "RESULTS: {}"
)
SA, PB = "sunitinib (arm A)", "placebo (arm B)"


@pytest.mark.parametrize(
    ("results", "wanted"),
    [
        (
            "Median progression-free survival differed (B: 5.1 months, A: 7.8 months; P = .01).",
            [(PFS, "higher", "intervention", "significant", None, ((5.1, PB), (7.8, SA)))],
        ),
        (
            "The objective response rate was higher with sunitinib (A: 35%/B: 12%; P = .02).",
            [
                (
                    "objective response rate",
                    "higher",
                    "intervention",
                    "significant",
                    None,
                    ((35, SA), (12, PB)),
                )
            ],
        ),
        (
            "Diarrhea occurred in 12% in B and 35% in A (P = .02).",
            [("diarrhea", "higher", "comparator", "significant", None, ((12, PB), (35, SA)))],
        ),
    ],
)
def test_letters_of_arms_beside_their_figures(results: str, wanted: list[Row]) -> None:
    assert _rows(results, _LETTERED) == wanted


@pytest.mark.parametrize(
    ("results", "wanted"),
    [
        (
            "Disease-free survival at 3 years was 76.4% versus76.1% (P = .8).",
            [
                (
                    "disease-free survival",
                    "no_difference",
                    "neither",
                    "not_significant",
                    "3 years",
                    ((76.4, S), (76.1, P)),
                )
            ],
        ),
        (
            "Similarly, the rate of diarrhea was higher with sunitinib (39% v 8%).",
            [("diarrhea", "higher", "comparator", "not_reported", None, ((39, S), (8, P)))],
        ),
        (
            "More toxicity was reported with sunitinib, especially grade 3 or 4 depression (10% v 2%).",
            [
                ("toxicity", "higher", "comparator", "not_reported", None, ()),
                ("depression", "higher", "comparator", "not_reported", None, ((10, S), (2, P))),
            ],
        ),
        (
            "The hazard ratio for death was 0.56 (95% CI, 0.41 to 0.78). Changes in fatigue were smaller with "
            "sunitinib (-0.01, -0.18 to 0.16, v 0.74, 0.47 to 1.00; difference, -0.74, 95% -1.06 to -0.43; P<0.001).",
            [
                (OS, "higher", "intervention", "significant", None, ()),
                ("fatigue", "lower", "intervention", "significant", None, ((-0.01, S), (0.74, P))),
            ],
        ),
        (
            "Overall survival did not differ (sunitinib, 43.9 [95% CI 40.1-not estimable] months v placebo, 44.8 "
            "[40.1-not estimable] months; P = .91).",
            [(OS, "no_difference", "neither", "not_significant", None, ((43.9, S), (44.8, P)))],
        ),
        (
            "More patients on sunitinib (64%) v placebo (50%) experienced improvements in dyspnea scores (P = .01).",
            [("dyspnea", "lower", "intervention", "significant", None, ((64, S), (50, P)))],
        ),
        (
            "Fewer patients on sunitinib had an improvement in pain (40% v 60%).",
            [("pain", "higher", "comparator", "not_reported", None, ((40, S), (60, P)))],
        ),
        (
            "Improvement in pain was seen in 60% of patients with sunitinib and 40% with placebo (P = .01).",
            [("pain", "lower", "intervention", "significant", None, ((60, S), (40, P)))],
        ),
        (
            "More patients on sunitinib had an improvement in quality of life (60% v 40%).",
            [("quality of life", "higher", "intervention", "not_reported", None, ((60, S), (40, P)))],
        ),
        (
            "Sunitinib mitigated fatigue (P = .01).",
            [("fatigue", "lower", "intervention", "significant", None, ())],
        ),
    ],
)
def test_prints_and_words_around_figures(results: str, wanted: list[Row]) -> None:
    assert _rows(results) == wanted


@pytest.mark.parametrize(
    ("arms", "results", "wanted"),
    [
        (
            "high-dose sunitinib, low-dose sunitinib, or placebo",
            "RESULTS: Sunitinib was superior to placebo for overall survival (P = .02).",
            (None, "placebo"),
        ),
        (
            "supervised aerobic exercise, supervised resistance exercise, or usual care",
            "RESULTS: Aerobic exercise was superior to usual care for fatigue (P = .02).",
            ("supervised aerobic exercise", "usual care"),
        ),
        (
            "tamoxifen plus ovarian suppression, exemestane plus ovarian suppression, or tamoxifen",
            "CONCLUSION: In women at sufficient risk to warrant adjuvant chemotherapy, ovarian suppression improved "
            "disease outcomes.",
            ("ovarian suppression", None),
        ),
    ],
)
def test_whom_others_are_held_against_is_not_tried(
    arms: str, results: str, wanted: tuple[str | None, str | None]
) -> None:
    """Of three arms, the one behind "superior to" is the comparator, and what patients may get later is no arm."""
    (row,) = extraction_of(f"METHODS: Women were randomly assigned to {arms}. {results}").findings
    assert (row.intervention, row.comparator) == wanted


@pytest.mark.parametrize(
    ("conclusion", "outcome", "favors", "population"),
    [
        (
            "In patients not receiving surgery, sunitinib improved overall survival.",
            OS,
            "intervention",
            "patients not receiving surgery",
        ),
        (
            "In patients who did not receive chemotherapy, sunitinib improved overall survival.",
            OS,
            "intervention",
            "patients who did not receive chemotherapy",
        ),
        (
            "Among women not previously treated, sunitinib did not improve overall survival.",
            OS,
            "neither",
            "women not previously treated",
        ),
        (
            "Sunitinib may serve to buffer deterioration in quality of life.",
            "quality of life",
            "intervention",
            None,
        ),
        (
            "Sunitinib slowed the decline in physical functioning.",
            "physical functioning",
            "intervention",
            None,
        ),
    ],
)
def test_denials_of_treatments_are_no_denials_of_effects(
    conclusion: str, outcome: str, favors: str, population: str | None
) -> None:
    text = _TWO.format("Survival was assessed in 300 patients.") + f" CONCLUSION: {conclusion}"
    (row,) = [item for item in extraction_of(text).findings if item.role == "conclusion"]
    told = (row.outcome, row.intervention, row.comparator, row.favors, row.population)
    assert told == (outcome, S, P, favors, population)


def test_what_is_tied_to_a_measure_is_told_of_no_arm() -> None:
    text = _TWO.format(
        "Of the sunitinib patients, 69% attended, with lower adherence associated with increased fatigue (P < .001)."
    )
    (fatigue,) = [item for item in extraction_of(text).findings if item.outcome == "fatigue"]
    assert (fatigue.intervention, fatigue.comparator) == (None, None)


@pytest.mark.parametrize(
    "results",
    [
        "There was a significant improvement in fatigue in both arms, with a trend in favor of sunitinib.",
        "Quality of life improved significantly in both arms, with a trend toward greater improvement with sunitinib.",
        "Eight of the 17 quality-of-life variables showed improvements of more than 10% between baseline and week 12.",
    ],
)
def test_a_change_in_each_arm_favours_none(results: str) -> None:
    assert all(
        item.favors in (None, "neither", "unclear") and item.comparator is None
        for item in extraction_of(_TWO.format(results)).findings
    )


def test_words_of_a_schedule_are_no_arm() -> None:
    text = (
        "METHODS: Adults received drops at 0.5 mL once daily to 2 mL three times a day, or matched placebo."
    )
    assert layers_of(text)._.arms == ()


_PAIR = "METHODS: Patients were randomly assigned to sunitinib or sorafenib. {}"


@pytest.mark.parametrize(
    "conclusion",
    [
        "Sunitinib and sorafenib improved overall survival.",
        "Both sunitinib and sorafenib are effective first-line agents.",
        "Both sunitinib and sorafenib prevented cardiotoxicity.",
    ],
)
def test_what_two_arms_did_is_told_against_neither(conclusion: str) -> None:
    findings = extraction_of(_PAIR.format(f"CONCLUSION: {conclusion}")).findings
    assert not [item for item in findings if item.comparator is not None]


@pytest.mark.parametrize(
    ("results", "wanted"),
    [
        (
            "Sunitinib caused hypertension but had no effect on quality of life.",
            {"quality of life": "neither"},
        ),
        (
            "Sunitinib had side effects but did not have a significant effect on pain.",
            {"pain": "neither"},
        ),
        (
            "Sunitinib increased toxicity but did not improve overall survival.",
            {"toxicity": "comparator", OS: "neither"},
        ),
    ],
)
def test_a_denial_behind_but_is_of_what_stands_behind_it(results: str, wanted: dict[str, str]) -> None:
    findings = extraction_of(_TWO.format(results)).findings
    assert {item.outcome: item.favors for item in findings if item.favors is not None} == wanted


@pytest.mark.parametrize(
    ("results", "direction", "favors"),
    [
        ("Both sunitinib and sorafenib significantly improved quality of life.", "unclear", "unclear"),
        ("Sunitinib and sorafenib reduced pain (P < .001).", "unclear", "unclear"),
        (
            "Sunitinib and sorafenib reduced pain by 20% and 10%, respectively (P < .001).",
            "lower",
            "intervention",
        ),
    ],
)
def test_what_a_verb_tells_of_two_arms(results: str, direction: str, favors: str) -> None:
    (row,) = extraction_of(_PAIR.format(f"RESULTS: {results}")).findings
    assert (row.direction, row.favors) == (direction, favors)


def test_what_something_rose_from_is_no_arms_own_figure() -> None:
    text = _TWO.format(
        "Sunitinib was associated with an increase in median overall survival from 5.4 months to 6.7 months after "
        "randomization."
    )
    assert [item.arm for item in extraction_of(text).statistics if item.type == "median"] == [None]


_PRESSURE = (
    "INTERVENTIONS: Randomization (1:1:1) to 6 weeks of relaxing acupressure, stimulating acupressure, or usual care. "
    "RESULTS: {}"
)


def _sides(
    results: str, trial: str = _TWO
) -> list[tuple[str, str | None, str | None, str | None, str | None]]:
    told = extraction_of(trial.format(results), title="A trial of several treatments")
    return [
        (item.outcome, item.intervention, item.comparator, item.direction, item.favors)
        for item in told.findings
        if item.role in ("result", "conclusion")
    ]


def test_what_is_denied_of_one_of_three_arms_is_not_told_of_it() -> None:
    told = _sides(
        "Relaxing acupressure, but not stimulating acupressure, improved sleep quality compared with usual care.",
        _PRESSURE,
    )
    assert [(item[1], item[3]) for item in told] == [("relaxing acupressure", "higher")]


@pytest.mark.parametrize(
    "results",
    [
        "Normal fatigue levels (score <4) were achieved by 66% in the sunitinib group and 31% in the placebo group.",
        "A total of 56% with sunitinib and 30% with placebo continued to have normal fatigue.",
    ],
)
def test_it_is_good_to_have_a_harm_in_its_normal_range(results: str) -> None:
    ((outcome, *_, direction, favors),) = _sides(results)
    assert (outcome.lower().startswith("normal fatigue"), direction, favors) == (
        True,
        "higher",
        "intervention",
    )


def test_figures_of_two_ages_are_theirs() -> None:
    told = extraction_of(
        _TWO.format(
            "There was a reduction in mortality in women aged 50 years and older (HR 0.71; P = .02), but no "
            "significant reduction in women younger than 50 years (HR 0.93; P = .37)."
        ),
        title="A trial of several treatments",
    )
    figures = {item.id: item.value for item in told.statistics}
    rows = {
        item.population: (item.direction, [figures[id] for id in item.statistics])
        for item in told.findings
        if item.role == "result"
    }
    assert rows == {
        "women aged 50 years and older": ("lower", [0.71, 0.02]),
        "women younger than 50 years": ("no_difference", [0.93, 0.37]),
    }


def test_stages_of_one_name_are_one_outcome() -> None:
    told = _sides(
        "The proportion of women with stage III or IV disease was lower with sunitinib (37% v 47%; P = .001)."
    )
    assert [item[0] for item in told] == ["stage III or IV disease"]


def test_a_later_clause_of_a_conclusion_is_not_told_of_the_arm_named_first() -> None:
    trial = (
        "METHODS: Women were assigned to chemoendocrine therapy or endocrine therapy alone. CONCLUSIONS: {}"
    )
    told = _sides(
        "Endocrine therapy and chemoendocrine therapy had similar efficacy, although some benefit of chemotherapy was "
        "found in some women.",
        trial,
    )
    assert (
        "clinical benefit",
        "chemoendocrine therapy",
        "endocrine therapy alone",
        "higher",
        "intervention",
    ) in told
