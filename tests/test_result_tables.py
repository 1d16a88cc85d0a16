"""Findings from tables: arms by headers or rows, outcomes by labels, figures by cells; and what is no result."""

from __future__ import annotations

import dataclasses
import io

import pytest

from evidence.document import Document
from evidence.pipeline.build import extract
from evidence.pipeline.result_tables import figures, labels
from evidence.pipeline.result_tables.figures import Hints
from evidence.readers import read
from evidence.records import Extraction
from pipelines import pipeline

HEAD = (
    "# Sunitinib versus placebo in renal cell carcinoma: a randomised trial\n\n## Methods\n\nPatients with renal cell"
    " carcinoma were randomly assigned to sunitinib or placebo.\n\n## Results\n\nAll were treated.\n\n"
)


def extraction(table: str, caption: str = "Table 2. Efficacy results", head: str = HEAD) -> Extraction:
    source = f"{head}{caption}\n\n{table}\n"
    (document,) = read(io.BytesIO(source.encode()), uri="a.md", format="markdown")
    assert isinstance(document, Document)
    return next(extract(pipeline(), [document]))


def rows(found: Extraction):
    """The findings of the tables, with their statistics' types, values and arms."""
    known = {item.id: item for item in found.statistics}
    (table,) = found.document.tables
    return [
        (
            item.outcome,
            item.intervention,
            item.comparator,
            item.direction,
            item.favors,
            item.significance,
            [(known[id].type, known[id].value, known[id].arm) for id in item.statistics],
        )
        for item in found.findings
        if table.start <= item.start < table.end
    ]


@pytest.mark.parametrize(
    ("caption", "when"),
    [
        ("Table 2. Adverse events during pre-operative chemotherapy", "pre-operative chemotherapy"),
        ("Table 2. Late adverse events", "late"),
        ("Table 2. Acute toxic effects by grade", "acute"),
        ("Table 2. Adverse events", None),
        ("Table 2. Acute and late adverse events during maintenance treatment", None),
    ],
)
def test_the_part_of_the_trial_that_a_table_is_of_is_the_time_of_its_rows(caption, when):
    found = extraction(
        "| Event, no. (%) | Sunitinib (n = 39) | Placebo (n = 41) |\n|---|---|---|\n| Nausea | 12 (31) | 4 (10) |\n",
        caption,
    )
    told = [item for item in found.findings if item.quote.startswith("Nausea")]
    assert [item.timepoint for item in told] == [when]
    assert {item.timepoint for item in found.statistics if item.id in told[0].statistics} == {when}


def test_a_response_before_surgery_is_no_baseline_value():
    found = extraction(
        "| Outcome | Sunitinib (n = 39) | Placebo (n = 41) |\n|---|---|---|\n| Pre-operative RECIST response | | |\n"
        "| Complete response | 12 (31%) | 4 (10%) |\n"
    )
    assert [told[3] for told in rows(found)] == ["higher"]


def test_a_row_of_two_arms_with_its_test():
    table = (
        "| Outcome | Sunitinib (n = 39) | Placebo (n = 41) | P value |\n|---|---|---|---|\n"
        "| Objective response, no. (%) | 12 (30.8) | 4 (9.8) | .02 |\n"
    )
    found = extraction(table)
    values = [("rate", 30.8, "sunitinib"), ("rate", 9.8, "placebo"), ("p_value", 0.02, None)]
    assert rows(found) == [
        ("objective response rate", "sunitinib", "placebo", "higher", "intervention", "significant", values)
    ]
    finding = next(item for item in found.findings if item.quote.startswith("Objective response"))
    text = found.document.text
    assert text[finding.start : finding.end] == finding.quote
    known = {item.id: item for item in found.statistics}
    first, second, test = (known[id] for id in finding.statistics)
    assert [text[item.start : item.end] for item in (first, second, test)] == ["12 (30.8)", "4 (9.8)", ".02"]
    assert (first.numerator, first.denominator, second.denominator) == (12, 39, 41)
    assert len({item.id for item in found.statistics}) == len(found.statistics)
    assert len({item.id for item in found.findings}) == len(found.findings)


@pytest.mark.parametrize(
    ("table", "told"),
    [
        pytest.param(
            "| | Sunitinib | Placebo | P |\n|---|---|---|---|\n"
            "| Median overall survival, months | 20.1 | 14.0 | 0.21 |",
            [("overall survival", "no_difference", "neither", "not_significant")],
            id="a difference that is not significant favours nobody",
        ),
        pytest.param(
            "| | Sunitinib | Placebo | P |\n|---|---|---|---|\n"
            "| Progression-free survival (months) | | | |\n"
            "| Median | 11 | 5 | <0.001 |\n| 95% CI | 9-13 | 4-6 | |",
            [("progression-free survival", "higher", "intervention", "significant")],
            id="the outcome stands in the row above, the measure in the label; a row of bounds is none",
        ),
        pytest.param(
            "| Event | Sunitinib, % | Placebo, % |\n|---|---|---|\n| Diarrhoea | 40 | 12 |\n| Unknown | 1 | 2 |",
            [("diarrhoea", "higher", "comparator", "not_reported")],
            id="harms that nobody tested; those of whom nothing is known are none",
        ),
        pytest.param(
            "| Group | N | Mean overall survival, months | P |\n|---|---|---|---|\n| Sunitinib | 39 | 20 | 0.01 |\n"
            "| Placebo | 41 | 14 | |",
            [("overall survival", "higher", "intervention", "significant")],
            id="arms in the rows",
        ),
        pytest.param(
            "| | Sunitinib | Placebo |\n|---|---|---|\n| Fatigue before treatment, % | 10 | 20 |",
            [],
            id="before treatment is no result",
        ),
        pytest.param(
            "| | Sunitinib | Placebo |\n|---|---|---|\n| Overall survival | 12 | 10 |",
            [],
            id="a number that nothing explains stays silent",
        ),
        pytest.param(
            "| | Sunitinib | Placebo |\n|---|---|---|\n| Any fatigue, % | 40% | 12% |\n| No fatigue, % | 60% | 88% |",
            [
                ("any fatigue", "higher", "comparator", "not_reported"),
                ("No fatigue", "lower", "unclear", "not_reported"),
            ],
            id="less of no harm is nothing that a list can judge",
        ),
    ],
)
def test_rows(table, told):
    found = extraction(table)
    assert [(row[0], row[3], row[4], row[5]) for row in rows(found)] == told


@pytest.mark.parametrize(
    ("caption", "table"),
    [
        pytest.param(
            "Table 1. Baseline characteristics",
            "| | Sunitinib | Placebo | P |\n|---|---|---|---|\n| Pain, no. (%) | 12 (30.8) | 4 (9.8) | .02 |",
            id="by its caption",
        ),
        pytest.param(
            "Table 1",
            "| | Sunitinib (n = 39) | Placebo (n = 41) |\n|---|---|---|\n| Male sex | 20 (51) | 19 (46) |\n"
            "| ECOG performance status 0 | 20 (51) | 19 (46) |\n| Fatigue, no. (%) | 12 (31) | 4 (10) |",
            id="by its rows",
        ),
        pytest.param(
            "Table 4. Summary of published trials",
            "| | Sunitinib | Placebo |\n|---|---|---|\n| Objective response, % | 30% | 10% |",
            id="others' results",
        ),
        pytest.param(
            "Table 4. Results",
            "| Study | Sunitinib | Placebo |\n|---|---|---|\n| Objective response, % | 30% | 10% |",
            id="a row a study",
        ),
        pytest.param(
            "Table 3. Doses given",
            "| | Sunitinib | Placebo |\n|---|---|---|\n| Dose intensity, % | 80% | 99% |",
            id="what was given",
        ),
    ],
)
def test_tables_that_hold_no_results_of_their_own(caption, table):
    assert rows(extraction(table, caption)) == []


def test_what_a_review_tabulates_is_not_its_own():
    table = "| | Sunitinib | Placebo |\n|---|---|---|\n| Objective response, % | 30% | 10% |"
    found = extraction(table)
    assert rows(found)
    review = dataclasses.replace(found.document, publication_types=("Review",))
    assert rows(next(extract(pipeline(), [review]))) == []


FACTORS = (
    "| Variable | HR (95% CI) | P |\n|---|---|---|\n| Performance status 2 | 1.80 (1.20-2.70) | .004 |\n"
    "| Older age | 0.95 (0.70-1.29) | .74 |\n| Low stage | 1.00 (reference) | |\n"
)


def test_what_an_outcome_depends_on():
    found = extraction(FACTORS, "Table 3. Multivariate analysis of overall survival")
    known = [(row[0], row[1], row[2], row[3], row[4], row[5]) for row in rows(found)]
    assert known == [
        ("overall survival", "Performance status 2", None, "lower", "comparator", "significant"),
        ("overall survival", "Older age", None, "no_difference", "neither", "not_significant"),
    ]
    assert [item.kind for item in found.findings if item.quote.startswith("Older age")] == ["association"]


SUBGROUPS = (
    "| Subgroup | HR | 95% CI |\n|---|---|---|\n| Women | 0.60 | 0.40-0.90 |\n| Men | 0.90 | 0.60-1.35 |\n"
)
TOLD = "All were treated; overall survival was longer with sunitinib than with placebo (HR 0.70, 95% CI 0.55-0.90)."


@pytest.mark.parametrize(
    ("text", "women"),
    [
        pytest.param(TOLD, ("higher", "intervention"), id="the text tells which arm stands above the line"),
        pytest.param("All were treated.", ("unclear", "unclear"), id="nothing tells it"),
    ],
)
def test_a_treatment_in_parts_of_the_patients(text, women):
    head = HEAD.replace("All were treated.", text)
    found = extraction(SUBGROUPS, "Table 4. Overall survival in subgroups", head)
    (table,) = found.document.tables
    told = [item for item in found.findings if table.start <= item.start < table.end]
    assert [(item.population, item.direction, item.favors, item.significance) for item in told] == [
        ("Women", *women, "significant"),
        ("Men", "no_difference", "neither", "not_significant"),
    ]
    assert {(item.intervention, item.comparator) for item in told} == {("sunitinib", "placebo")}
    known = {item.id: item for item in found.statistics}
    statistic = known[told[0].statistics[0]]
    assert (statistic.value, statistic.ci_lower, statistic.ci_upper) == (0.6, 0.4, 0.9)
    assert found.document.text[statistic.start : statistic.end] == statistic.text


@pytest.mark.parametrize(
    ("words", "says", "size", "rest"),
    [
        ("Placebo (n = 39)", set(), 39, "Placebo"),
        ("Test group (107)", set(), 107, "Test group"),
        ("Complete response, no. (%)", {"n", "percent"}, None, "Complete response"),
        ("Median (95% CI)", {"median", "ci"}, None, ""),
        ("P value", {"p"}, None, ""),
        ("P-value (log rank)", {"p"}, None, ""),
        ("HR (95% CI)", {"hazard_ratio", "ci"}, None, ""),
        ("Pain score", set(), None, "Pain score"),
        ("Age, years", {"characteristic"}, None, "Age"),
        ("Grade 3–4", {"grade"}, None, "Grade 3–4"),
        ("3 months", {"time"}, None, ""),
        ("All patients", {"total"}, None, ""),
    ],
)
def test_labels(words, says, size, rest):
    label = labels.read(words)
    assert (set(label.says), label.size, label.rest) == (says, size, rest)


COUNTS = Hints(says=[frozenset({"n", "percent"})], size=39)


@pytest.mark.parametrize(
    ("words", "hints", "told"),
    [
        pytest.param("12 (30.8)", COUNTS, ("rate", 30.8, 12, 39), id="count and share"),
        pytest.param("12 (30.8%)", Hints(says=[]), ("rate", 30.8, 12, None), id="the sign tells"),
        pytest.param("12/39 (31%)", Hints(says=[]), ("rate", 31.0, 12, 39), id="a fraction"),
        pytest.param("12/39 (61%)", Hints(says=[]), None, id="a fraction that is no such share"),
        pytest.param("12 (30.8)", Hints(says=[]), None, id="nothing tells what the bracket is"),
        pytest.param("12 (31)", Hints(says=[], size=39), ("rate", 31.0, 12, 39), id="arithmetic tells"),
        pytest.param("57.8 ± 7.8", Hints(says=[]), ("mean", 57.8, None, None), id="mean and deviation"),
        pytest.param(
            "8.2 (6.1–9.4)",
            Hints(says=[frozenset({"median", "ci"})]),
            ("median", 8.2, None, None),
            id="median",
        ),
        pytest.param("0·78", Hints(says=[frozenset({"mean"})]), ("mean", 0.78, None, None), id="mid-dot"),
        pytest.param("40", Hints(says=[frozenset({"percent"})]), ("rate", 40.0, None, None), id="percent"),
        pytest.param("140", Hints(says=[frozenset({"percent"})]), None, id="no share of patients"),
        pytest.param("7", Hints(says=[frozenset({"n"})]), ("count", 7.0, 7, None), id="a count"),
        pytest.param("see text", COUNTS, None, id="words"),
    ],
)
def test_figures(words, hints, told):
    found = figures.value(words, hints)
    assert (found and (found.type, found.value, found.numerator, found.denominator)) == told


def test_an_interval_is_one_only_where_labels_say_so():
    certain = figures.value("8.2 (6.1–9.4)", Hints(says=[frozenset({"median", "ci"})]))
    spread = figures.value("8.2 (6.1–9.4)", Hints(says=[frozenset({"median", "spread"})]))
    assert certain is not None
    assert spread is not None
    assert (certain.lower, certain.upper) == (6.1, 9.4)
    assert (spread.lower, spread.upper) == (None, None)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("0.03", (0.03, "=")),
        ("<.001", (0.001, "<")),
        ("NS", (None, None)),
        ("1.00", (1.0, "=")),
        ("2.3", "none"),
    ],
)
def test_p_values(words, told):
    found = figures.p_value(words)
    assert ((found.value, found.operator) if found else "none") == told


def test_marks_of_notes_are_no_part_of_a_groups_name():
    table = (
        "| | Intervention* (N* = 40) % (SD) | Control* (N* = 37) % (SD) | P |\n|---|---|---|---|\n"
        "| Objective response rate | 60.0 | 20.3 | 0.01 |"
    )
    ((_, intervention, comparator, *_),) = rows(extraction(table, "Table 3. Outcomes"))
    assert (intervention, comparator) == ("Intervention", "Control")


def test_a_share_of_patients_beyond_a_limit_is_not_the_quantity():
    table = (
        "| | Sunitinib (n = 50) | Placebo (n = 50) |\n|---|---|---|\n"
        "| Hemoglobin level, mean (SD) | 9.5 (1.2) | 9.0 (1.1) |\n"
        "| Hemoglobin level <8.5 g/dL | 15 (30.0) | 10 (20.0) |"
    )
    found = rows(extraction(table, "Table 3. Outcomes"))
    assert [row[3:5] for row in found] == [("higher", "intervention"), ("higher", "unclear")]


SIZED = "| | Sunitinib | Placebo |\n|---|---|---|\n"


@pytest.mark.parametrize(
    ("table", "caption", "told"),
    [
        pytest.param(
            SIZED + "| Pain score, mean (SD) | 20 (3) | 30 (4) |",
            "Table 1. Baseline disease activity and pain scores",
            0,
            id="what was measured before treatment",
        ),
        pytest.param(
            SIZED + "| Pain score, mean (SD) | 20 (3) | 30 (4) |",
            "Table 1. Baseline and final pain scores",
            1,
            id="what was measured before and after",
        ),
        pytest.param(
            "| | Sunitinib | Placebo | | | P |\n|---|---|---|---|---|---|\n| | N | Mean | N | Mean | |\n"
            "| Pain score | 39 | 20.5 | 41 | 30.5 | .02 |",
            "Table 2. Outcomes",
            0,
            id="groups whose columns hold unlike things",
        ),
        pytest.param(
            "| | Sunitinib | | Placebo | | P |\n|---|---|---|---|---|---|\n| n (%) | Mean | n (%) | Mean | P |\n"
            "| Pain score | 39 (50) | 20.5 | 41 (50) | 30.5 | .02 |",
            "Table 2. Outcomes",
            0,
            id="a header that moved to the left",
        ),
        pytest.param(
            "| | Sunitinib | Placebo | | |\n|---|---|---|---|---|\n"
            "| Pain score | 2.1 (1) | 3.0 (1) | 2.5 (1) | 3.1 (1) |",
            "Table 2. Mean outcomes",
            0,
            id="figures under no label",
        ),
        pytest.param(
            "| | Time | Sunitinib | Placebo | Difference |\n|---|---|---|---|---|\n"
            "| Pain score | 3 months | 2.1 (1) | 3.0 (1) | 0.9 |\n| 6 months | 2.2 (1) | 3.1 (1) | 0.9 | |\n"
            "| Fatigue score | 3 months | 2.1 (1) | 3.0 (1) | 0.9 |\n| 6 months | 2.2 (1) | 3.1 (1) | 0.9 | |",
            "Table 2. Mean (SD) outcomes",
            2,
            id="a row that moved to the left",
        ),
    ],
)
def test_what_is_silent_because_the_figures_may_be_anothers(table: str, caption: str, told: int):
    assert len(rows(extraction(table, caption))) == told
