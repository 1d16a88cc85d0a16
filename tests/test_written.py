"""Outcomes as clauses write them."""

from __future__ import annotations

import pytest

from evidence.pipeline.written import first_name, without_brackets, written


@pytest.mark.parametrize(
    ("clause", "names", "reason"),
    [
        (
            "The mean test time was longer in group A",
            ["test time"],
            "the subject, without its article and measure",
        ),
        (
            "There were no differences in stay, cost, or urea levels",
            ["stay", "cost", "urea levels"],
            "a list",
        ),
        (
            "Treatment reduced wound depth and scar width",
            ["wound depth", "scar width"],
            "objects of a verb of change",
        ),
        ("A had a higher platelet count than B", ["platelet count"], "behind a comparative"),
        ("Patients with A fared better regarding weight", ["weight"], "behind a preposition"),
        (
            "No difference between patients of the treatment arm and controls was observed for the memory score",
            ["memory score"],
            "behind the groups that do not differ",
        ),
        ("Adjusting for age, survival was longer", ["survival"], "what a model was adjusted for is no name"),
        ("A total of 60 visits were missed", [], "what is counted is no name"),
        (
            "B was superior in terms of comfort and speed of onset",
            ["comfort", "speed of onset"],
            "in terms of",
        ),
        ("The improvement in gait speed was larger", ["gait speed"], "the outcome is what changes"),
        (
            "The percentage of patients who achieved full healing was larger",
            ["full healing"],
            "a share of patients",
        ),
        (
            "Systolic and diastolic pressure fell",
            ["Systolic and diastolic pressure"],
            "adjectives share a noun",
        ),
        ("Groups were well balanced with respect to tumour grade", [], "what groups were made alike in"),
        ("Patients were enrolled between May and June", [], "people are no outcome"),
        ("However, it was significantly different", [], "no name at all"),
        ("Nonetheless, the sample was larger", [], "words of argument"),
        ("Figure 3 shows that A was more effective", [], "a place of the text"),
        ("The ANCOVA indicated that the groups did not differ", [], "words of analysis"),
        ("There was no effect on the odds of relapse", ["relapse"], "the chance of an outcome"),
        ("At week 12 the stride length was longer", ["stride length"], "a beginning without a comma"),
        ("From baseline to month 6 insulin dose fell", ["insulin dose"], "a name behind a number"),
        ("H. pylori clearance was similar", ["H. pylori clearance"], "the genus of a species"),
        (
            "Fewer patients in the diet group stopped smoking",
            ["stopped smoking"],
            "what more or fewer patients did",
        ),
        ("Groups differed in terms of gait speed", ["gait speed"], "the longer preposition first"),
        (
            "An analysis of both trials showed that stride length was longer",
            ["stride length"],
            "a reported result",
        ),
        ("Overall treatment cost was lower", ["Overall treatment cost"], "overall begins a subject"),
        ("There were no changes from baseline in ferritin or folate", ["ferritin", "folate"], "since when"),
        ("The decrease in distress of the exercise group was larger", ["distress"], "whose it is"),
        (
            "There was no difference in the duration of treatment",
            ["duration of treatment"],
            "how treatment went",
        ),
        ("There was no effect on the Stroop test", ["Stroop test"], "a test that measures"),
        (
            "There were no differences between weight, height and ferritin in the two groups",
            ["weight", "height", "ferritin"],
            "outcomes behind between",
        ),
        ("A had a lower pain score of 3.2 than B", ["pain score"], "a figure is no part of a name"),
        (
            "For gait speed and stride length, no statistical differences were observed",
            ["gait speed", "stride length"],
            "outcomes before a denial",
        ),
        (
            "Other markers including ferritin, folate and zinc did not change",
            ["markers", "ferritin", "folate", "zinc"],
            "a list behind its head",
        ),
        ("Cortical bone had lower calcium content", ["calcium content"], "what has less is no outcome"),
    ],
)
def test_written(clause: str, names: list[str], reason: str) -> None:
    assert [clause[item.start : item.end] for item in written(clause, 0, len(clause))] == names, reason


def test_brackets_are_blank_and_offsets_stay() -> None:
    text = "Vitamin 25(OH)D (ng/ml [mean]) rose"
    assert without_brackets(text) == "Vitamin 25(OH)D                rose"


def test_first_name_stops_at_a_verb() -> None:
    text = "the septic animals were healthy"
    assert text[slice(*(first_name(text, 4, len(text)) or (0, 0)))] == "septic animals"
