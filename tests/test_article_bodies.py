"""The body of an article tells of more than its arms: factors, tests, kinds of tumors, changes in all patients."""

from __future__ import annotations

from pathlib import Path

import pytest

from evidence.document import Document
from evidence.pipeline.build import extract
from evidence.readers import read_path
from evidence.records import Finding
from pipelines import extraction_of, pipeline

_TITLE = "Sunitinib versus placebo in renal cell carcinoma"
_ABSTRACT = (
    "METHODS: We randomly assigned 300 patients with renal cell carcinoma to receive sunitinib (n = 150) or placebo "
    "(n = 150). RESULTS: Overall survival was longer with sunitinib than with placebo (HR 0.70; P = .01). "
    "CONCLUSIONS: Sunitinib prolonged overall survival. "
)
_OPENING = (
    "INTRODUCTION: Renal cell carcinoma is common. METHODS: Tumors were stained for carbonic anhydrase. "
)


def _body(results: str, section: str = "RESULTS") -> list[Finding]:
    """What the body of the article tells of its results."""
    extraction = extraction_of(f"{_ABSTRACT}{_OPENING}{section}: {results}", title=_TITLE)
    start = len(_TITLE) + 2 + len(_ABSTRACT)
    return [item for item in extraction.findings if item.start >= start]


@pytest.mark.parametrize(
    "results",
    [
        "Progression-free survival was shorter in mutated than in unmutated tumors (P = .03).",
        "However, CAIX positivity was not significantly associated with overall survival (HR 0.83; P = .36).",
        "Interestingly, low hemoglobin was also found to be associated with shorter overall survival (P = .01).",
        "Strong staining in the tumor correlated with larger tumors (mean 63 vs 45 mm, P = .01).",
        "The final variables retained as predictive factors for toxicity were age and sex (P < .05).",
        "The overall response rate was 23% in codon 13, 49% in codon 12, and 63% in wild type tumors (P = .01).",
        "Of 288 patients included in the analysis, 96 (33.3%) relapsed and 78 (27.1%) died.",
        "Hemoglobin decreased significantly from day 1 to day 8.",
        "Microvessel density shifted from 74 to 62 per mm2 (P = .02).",
        "The estimates from bootstrap sampling were comparable with those of the regression.",
        "There was no heterogeneity in response rates (P = .78).",
        "Patients with a performance status of 2 are at a higher risk of toxicity.",
        "Patients with a Karnofsky score of 90 or 100 may be those with improved overall survival.",
    ],
)
def test_what_is_of_no_arm_has_none(results: str) -> None:
    told = {name for item in _body(results) for name in (item.intervention, item.comparator)}
    assert not told & {"sunitinib", "placebo"}


@pytest.mark.parametrize(
    ("results", "direction"),
    [
        ("There were no differences in hematologic toxicity.", "no_difference"),
        ("Response rates did not differ between the groups (P = .40).", "no_difference"),
        ("In mutated tumors the hazard ratio for progression or death was 0.65 (P < .001).", None),
        ("Quality of life was better in patients given sunitinib.", "higher"),
        ("One patient in each arm had a confirmed venous thrombosis.", "no_difference"),
    ],
)
def test_what_is_of_the_arms_has_both(results: str, direction: str | None) -> None:
    rows = _body(results)
    assert [(item.intervention, item.comparator) for item in rows] == [("sunitinib", "placebo")]
    assert direction is None or rows[0].direction == direction


def test_what_only_changed_is_not_concluded_of_the_arms() -> None:
    assert not _body("In contrast, we observed a slight increase in hypoxia.", "DISCUSSION")


@pytest.mark.parametrize(
    "results",
    [
        "Recruitment was closed to patients with lower esophageal tumors.",
        "The analysis of response is based on 280 patients (142 in the sunitinib group and 138 in the placebo group).",
        "The reasons for dose delays were nausea in four patients given sunitinib and two given placebo.",
        "Seven patients were not evaluable for response, four with sunitinib and three with placebo.",
    ],
)
def test_what_is_no_result_gives_no_row(results: str) -> None:
    assert not _body(results)


def test_who_was_analyzed_beside_a_result_does_not_hide_it() -> None:
    rows = _body(
        "In this analysis (which included 290 patients), overall survival was 21 months with sunitinib and 15 months "
        "with placebo (P = .02)."
    )
    assert [(item.outcome, item.direction) for item in rows] == [("overall survival", "higher")]


def test_groups_that_share_their_noun_are_both_named() -> None:
    rows = _body(
        "Nausea of grade 3 in the treatment and placebo groups was seen in 40% and 54%, respectively."
    )
    assert [item.direction for item in rows] == ["lower"]
    rows = _body("Response rates in the control and treatment groups were 20% and 45%, respectively.")
    assert [item.direction for item in rows] == ["higher"]


def test_some_patients_of_an_arm_are_no_comparison() -> None:
    rows = _body("Three sunitinib patients were able to lower their dosage of steroids without more nausea.")
    assert {item.comparator for item in rows} == {None}
    rows = _body(
        "Of the 150 patients in the sunitinib group, 90 (60%) began maintenance and 16 (18%) reported nausea."
    )
    assert {item.comparator for item in rows} == {None}


@pytest.mark.parametrize(
    "results",
    [
        "Of the 140 patients in the chemotherapy plus cetuximab group who began postoperative chemotherapy, 90 (64%) "
        "went on to cetuximab and 12 (13%) of these patients reported neutropenia.",
        "Of the 150 patients given cetuximab, 100 (67%) went on to chemotherapy, of whom 20 (20%) had neutropenia.",
    ],
)
def test_what_patients_of_an_arm_got_next_is_not_the_other_arm(results: str) -> None:
    extraction = extraction_of(
        "METHODS: Patients were randomly assigned to chemotherapy plus cetuximab or chemotherapy alone. "
        f"RESULTS: {results}",
        title="Cetuximab in gastric cancer",
    )
    assert {(item.outcome, item.comparator, item.direction) for item in extraction.findings} == {
        ("neutropenia", None, None)
    }
    assert {item.arm for item in extraction.statistics} <= {None, "chemotherapy plus cetuximab"}


@pytest.mark.parametrize(
    ("results", "outcome"),
    [
        (
            "The time to first grade 3 nausea was longer with sunitinib (P = .02).",
            "time to first grade 3 nausea",
        ),
        (
            "The time to breast cancer recurrence was shorter with placebo (P = .02).",
            "time to breast cancer recurrence",
        ),
    ],
)
def test_a_longer_time_to_a_harm_is_a_benefit(results: str, outcome: str) -> None:
    assert [(item.outcome, item.direction, item.favors) for item in _body(results)] == [
        (outcome, "higher", "intervention")
    ]


def test_what_is_cited_of_a_drug_is_not_told_of_the_arm_of_this_trial() -> None:
    title = "Low-dose radiotherapy versus standard radiotherapy"
    text = (
        "METHODS: We randomly assigned 200 patients to reduced-dose radiotherapy (RT) or chemotherapy. "
        "RESULTS: Response rates were 40% with RT and 20% with chemotherapy. "
        "DISCUSSION: Adjuvant RT after surgery improved local control in an earlier trial (Smith et al, 2003). "
        "Adjuvant cisplatin improved survival compared with RT alone (Jones et al, 2004)."
    )
    cited = [item for item in extraction_of(text, title=title).findings if item.role == "cited"]
    assert [(item.intervention, item.comparator) for item in cited] == [
        ("RT", None),
        ("cisplatin", "RT alone"),
    ]


def test_two_names_that_a_dash_joins_are_the_arm_that_got_both() -> None:
    text = (
        "METHODS: We randomly assigned 60 patients to exemestane plus celecoxib (COXIB) or exemestane alone (EXE). "
        "RESULTS: Complete responses were seen in 6 patients in the EXE–COXIB arm and in 5 patients in the EXE arm."
    )
    told = extraction_of(text, title="Exemestane with or without celecoxib").statistics
    assert {item.value: item.arm for item in told} == {
        6.0: "exemestane plus celecoxib (COXIB)",
        5.0: "exemestane alone (EXE)",
    }


@pytest.mark.parametrize(
    "results",
    [
        "In the per-protocol population, overall survival was longer with sunitinib (P = .01), whereas in the whole "
        "population it was not (P = .60).",
        "Overall survival was longer with sunitinib in men (P = .02), but it was not in women (P = .30).",
        "Overall survival was better with sunitinib (P = .02), but at 5 years it was not (P = .30).",
    ],
)
def test_what_it_was_not_is_a_result_of_its_own(results: str) -> None:
    assert [(item.outcome, item.direction) for item in _body(results)] == [
        ("overall survival", "higher"),
        ("overall survival", "no_difference"),
    ]


def test_what_patients_of_an_arm_died_of_is_no_arm() -> None:
    extraction = extraction_of(
        "We studied lymphoma. Among the patients randomly assigned to ABVD alone, 6 patients died from lymphoma "
        "or an early treatment complication."
    )
    assert [arm.name for arm in extraction.study.arms] == []


def test_the_drugs_of_a_regimen_beside_chemotherapy_are_the_chemotherapy() -> None:
    extraction = extraction_of(
        "METHODS: We randomly assigned 1000 patients to receive epirubicin, cisplatin, and capecitabine chemotherapy "
        "or chemotherapy plus bevacizumab.",
        title="Chemotherapy with or without bevacizumab in gastric cancer",
    )
    assert [arm.name for arm in extraction.study.arms] == [
        "chemotherapy plus bevacizumab",
        "epirubicin, cisplatin, and capecitabine chemotherapy",
    ]


def test_a_group_by_a_short_name_of_its_program_is_that_arm_and_no_outcome() -> None:
    text = (
        "METHODS: Weight loss (WL) may slow cancer. We randomly assigned 44 men to a weight loss program or a control "
        "group. RESULTS: The mean PSA in the WL group was 6.8 as compared with 7.5 in the control group."
    )
    extraction = extraction_of(text)
    assert {item.outcome for item in extraction.findings} == {"PSA"}
    assert [
        item.arm is not None and "weight loss" in item.arm for item in extraction.statistics if item.value
    ] == [
        True,
        False,
    ]


def test_how_many_of_the_events_were_fatal_is_no_figure_of_the_other_arm() -> None:
    rows = _body(
        "Four patients in the sunitinib group had severe pancreatitis (two fatal events), with no such events in the "
        "placebo group."
    )
    assert not [item for item in rows if item.favors == "intervention"]


@pytest.mark.parametrize(
    "results",
    [
        "More than half (55.7%) reported one or more infections.",
        "Patients found the visits more helpful for pain than for nausea.",
        "Of those, 61% (28/46) had nausea once, and 33% (15/46) had it 2 or more times.",
        "Of those in the sunitinib group, 10% had nausea once and 47% had it more often.",
    ],
)
def test_shares_of_patients_and_of_uses_are_no_comparison(results: str) -> None:
    assert not [item for item in _body(results) if item.comparator is not None]


@pytest.mark.parametrize(
    ("conclusion", "told"),
    [
        ("Sunitinib may not hasten recovery and may in fact increase pain.", [("pain", "higher")]),
        ("The weak improvement owing to sunitinib is not significant enough to be observed.", []),
        (
            "Treatment resulted in more nausea in those treated vs. the placebo group and was accompanied by less "
            "body fat.",
            [("nausea", "higher"), ("body fat", "lower")],
        ),
    ],
)
def test_conclusions_of_two_parts(conclusion: str, told: list[tuple[str, str]]) -> None:
    text = f"{_ABSTRACT.split('CONCLUSIONS')[0]}CONCLUSIONS: {conclusion}"
    rows = [item for item in extraction_of(text, title=_TITLE).findings if item.role == "conclusion"]
    assert [(item.outcome, item.direction) for item in rows] == told


def test_who_tells_of_an_association_is_no_factor() -> None:
    rows = extraction_of(
        "The authors conclude that detection of AR-V7 is associated with poor survival."
    ).findings
    assert [item.intervention for item in rows] == ["detection of AR-V7"]
    rows = extraction_of("Meta-analysis of three trials suggests an increased risk of pancreatitis.").findings
    assert not [item for item in rows if item.intervention is not None]


def test_results_of_several_named_trials_are_cited() -> None:
    text = (
        "Nivolumab prolonged overall survival compared with everolimus (HR 0.73; CheckMate 025). Pembrolizumab plus "
        "axitinib improved progression-free survival compared with sunitinib (15.1 v 11.1 months) (KEYNOTE-426)."
    )
    extraction = extraction_of(text)
    assert [(item.role, len(item.statistics)) for item in extraction.findings] == [("cited", 1), ("cited", 2)]
    own = extraction_of(
        "Nivolumab prolonged overall survival compared with everolimus (HR 0.73; CheckMate 025)."
    )
    assert [item.role for item in own.findings] == ["result"]


def test_a_rate_of_greater_than_so_much_compares_nothing() -> None:
    rows = extraction_of(
        "Tretinoin combined with standard chemotherapy has been shown to induce a complete remission rate of greater "
        "than 75%."
    ).findings
    assert [item.comparator for item in rows] == [None]


@pytest.mark.parametrize(
    ("text", "arms"),
    [
        (
            "The trial randomly assigned 307 patients to pembrolizumab (n = 153) or to chemotherapy (n = 154), and "
            "those given chemotherapy could cross over after progression.",
            ["pembrolizumab", "chemotherapy"],
        ),
        ("Mutations are predictors of response to antibodies against EGFR.", []),
    ],
)
def test_what_names_no_arm(text: str, arms: list[str]) -> None:
    assert [arm.name for arm in extraction_of(text).study.arms] == arms


def test_a_section_headed_by_an_outcome_tells_of_it(tmp_path: Path) -> None:
    article = tmp_path / "article.md"
    article.write_text(
        "# Niraparib versus placebo in ovarian cancer\n\n## Methods\n\nWe randomly assigned 300 patients to niraparib "
        "(n = 150) or placebo (n = 150).\n\n## Results\n\n### Progression-free survival\n\nAmong carriers of a "
        "germline mutation the hazard ratio was 0.27 (95% CI, 0.17 to 0.41), and the medians were 21.0 months on "
        "niraparib and 5.5 months on placebo. In the HRD cohort, patients reached 12.9 months vs. 3.8 months "
        "(hazard ratio, 0.38; 95% CI, 0.24 to 0.59).\n"
    )
    (document,) = read_path(article)
    assert isinstance(document, Document)
    (extraction,) = extract(pipeline(), [document])
    assert [
        (item.intervention, item.comparator, item.outcome, item.direction, item.population)
        for item in extraction.findings
    ] == [
        ("niraparib", "placebo", "progression-free survival", "higher", "carriers of a germline mutation"),
        ("niraparib", "placebo", "progression-free survival", "higher", "HRD cohort"),
    ]


def _article(tmp_path: Path, heading: str, paragraph: str) -> list[Finding]:
    """What an article tells in a part of its results under a heading."""
    article = tmp_path / "article.md"
    article.write_text(
        "# Niraparib versus placebo in ovarian cancer\n\n## Methods\n\nWe randomly assigned 300 patients to niraparib "
        f"(n = 150) or placebo (n = 150).\n\n## Results\n\n### {heading}\n\n{paragraph}\n"
    )
    (document,) = read_path(article)
    assert isinstance(document, Document)
    (extraction,) = extract(pipeline(), [document])
    return list(extraction.findings)


_BASELINE = (
    "The mean CA-125 level was 68 with niraparib and 75 with placebo. "
    "Diabetes was found in 12% and 9%, respectively."
)


@pytest.mark.parametrize(
    "heading", ["Patient characteristics", "3.1. Patients", "Demographics", "Study population", "Recruitment"]
)
def test_how_patients_came_is_no_result(tmp_path: Path, heading: str) -> None:
    assert not _article(tmp_path, heading, _BASELINE)
    assert _article(tmp_path, "Laboratory values", _BASELINE)


def test_what_became_of_the_patients_is_a_result_under_their_heading_too(tmp_path: Path) -> None:
    told = _article(tmp_path, "Patients", "Niraparib was tolerated better than placebo.")
    assert [(item.intervention, item.comparator) for item in told] == [("niraparib", "placebo")]


def test_notes_of_a_trial_profile_are_no_results(tmp_path: Path) -> None:
    notes = (
        "Two patients died before the first dose of niraparib and three patients died before that of placebo."
    )
    assert not _article(tmp_path, "Figure 1", f"Trial profile\n\n{notes}")
    assert not _article(tmp_path, "Fig. 1", f"CONSORT diagram. {notes}")
    assert _article(tmp_path, "Figure 2", f"Deaths. {notes}")


def test_a_trial_by_a_name_that_the_abstract_lacks_is_anothers() -> None:
    others = "Sunitinib did not improve overall survival compared with placebo in the SPARE trial."
    assert "conclusion" not in {item.role for item in _body(others, "DISCUSSION")}
    own = "Sunitinib did not improve overall survival compared with placebo in the older patients."
    assert {item.role for item in _body(own, "DISCUSSION")} == {"conclusion"}
