"""What sentences of conclusions claim. Every text is made up for the case."""

from __future__ import annotations

import pytest

from evidence.pipeline.conclusion_cues import claim_cues
from evidence.records import Finding
from pipelines import extraction_of

_ARMS = "METHODS: We randomly assigned patients to exemestane (n = 50) or placebo (n = 50). CONCLUSION: "


def _claims(conclusion: str) -> list[Finding]:
    return [item for item in extraction_of(_ARMS + conclusion).findings if item.role == "conclusion"]


# Sentence; (outcome, direction, favours) of its rows; what it is a case of.
CASES = [
    (
        "Exemestane lengthened overall survival whether or not nodes were involved.",
        [("overall survival", "higher", "intervention")],
        "'whether or not' asks nothing",
    ),
    (
        "Exemestane did as well as placebo and was about equally toxic.",
        [("efficacy", "no_difference", "neither"), ("toxicity", "no_difference", "neither")],
        "likeness of treatments",
    ),
    (
        "Responses were shorter and toxicity was greater with exemestane than with placebo.",
        [("Responses", "lower", "unclear"), ("toxicity", "higher", "comparator")],
        "each statement has a word of its own",
    ),
    (
        "Reduction of pain, quality of life, and fatigue was not significantly different from the placebo group.",
        [
            ("pain", "no_difference", "neither"),
            ("quality of life", "no_difference", "neither"),
            ("fatigue", "no_difference", "neither"),
        ],
        "a change that did not differ is denied for each of a list",
    ),
    (
        "The reduction in fatigue did not differ between exemestane and placebo.",
        [("fatigue", "no_difference", "neither")],
        "the same by its verb",
    ),
    (
        "Improvement in quality of life was similar with exemestane and placebo.",
        [("quality of life", "no_difference", "neither")],
        "a change that was similar is no benefit",
    ),
    (
        "Exemestane brought a reduction of fatigue that was similar to that with placebo.",
        [],
        "nor is one that is called so behind it",
    ),
    (
        "The reduction of fatigue was relevant with exemestane, but quality of life did not differ.",
        [("fatigue", "lower", "intervention"), ("quality of life", "no_difference", "neither")],
        "a denial behind another verb is of something else",
    ),
    (
        "With more than 5 years of follow-up exemestane remains superior to placebo.",
        [("efficacy", "higher", "intervention")],
        "'more than' bounds a time",
    ),
    (
        "Quality of life improved over time with exemestane compared with placebo.",
        [("quality of life", "higher", "intervention")],
        "nothing is held against time",
    ),
    (
        "Exemestane is superior to placebo for all end points except overall survival.",
        [("overall survival", "no_difference", "neither")],
        "what is excepted is no benefit",
    ),
    (
        "Neither exemestane nor placebo proved effective in reducing hot flashes.",
        [("hot flashes", "no_difference", "neither")],
        "a denial by both subjects",
    ),
    (
        "The poorer quality of life with standard treatment is a price to pay for a chance at improved survival.",
        [("quality of life", "higher", "intervention")],
        "the control by another name; what is hoped for is no claim",
    ),
    (
        "The trial shows biochemical control and a clinical advantage for exemestane.",
        [("clinical benefit", "higher", "intervention")],
        "control that is an outcome is no arm",
    ),
    (
        "Exemestane significantly improved recurrence, but not overall survival.",
        [("recurrence", "lower", "intervention"), ("overall survival", "no_difference", "neither")],
        "what is excepted from a significant claim is not significant",
    ),
    (
        "Patients receiving exemestane not only had statistically improved overall survival but also less pain.",
        [("overall survival", "higher", "intervention"), ("pain", "lower", "intervention")],
        "'not only' denies nothing",
    ),
    (
        "The daily schedule was associated with more toxicity than the schedule of tablets given with placebo.",
        [],
        "the control stands some words behind 'than', and who is held against it is not told",
    ),
    (
        "Exemestane remains superior to placebo, and no new safety signal has appeared.",
        [("efficacy", "higher", "intervention"), ("new safety signal", None, None)],
        "what is denied behind a claim is not ruled by its word",
    ),
    (
        "Exemestane preserves walking better than placebo.",
        [("ambulation", "higher", "intervention")],
        "a comparing word behind an outcome told by a verb",
    ),
    (
        "Hot flashes were more frequent following placebo.",
        [("hot flashes", "lower", "intervention")],
        "what happened after the control is told of the control",
    ),
    (
        "Exemestane improved overall survival and reduced recurrence.",
        [("overall survival", "higher", "intervention"), ("recurrence", "lower", "intervention")],
        "each outcome by the word before it",
    ),
    (
        "Exemestane does not improve overall survival and increases toxicity.",
        [("overall survival", "no_difference", "neither"), ("toxicity", "higher", "comparator")],
        "a denial ends where another outcome and 'and' stand between",
    ),
    (
        "Exemestane did not prolong overall survival or improve quality of life.",
        [("overall survival", "no_difference", "neither"), ("quality of life", "no_difference", "neither")],
        "a denial goes on over 'or'",
    ),
    (
        "Exemestane prolonged progression-free survival, but not overall survival.",
        [
            ("progression-free survival", "higher", "intervention"),
            ("overall survival", "no_difference", "neither"),
        ],
        "an item that the list excepts",
    ),
    (
        "This trial did not show an overall survival benefit of exemestane.",
        [("overall survival", "no_difference", "neither")],
        "an outcome that is part of the claiming word, denied",
    ),
    (
        "Our trial failed to demonstrate that exemestane improves overall survival.",
        [("overall survival", "no_difference", "neither")],
        "a denial that reaches into the clause behind 'that'",
    ),
    (
        "Overall survival and quality of life were better with exemestane than with placebo.",
        [("overall survival", "higher", "intervention"), ("quality of life", "higher", "intervention")],
        "a predicate rules the list before it",
    ),
    (
        "Exemestane is superior to placebo in terms of overall survival, with little additional toxicity.",
        [("overall survival", "higher", "intervention"), ("toxicity", "no_difference", "neither")],
        "outcomes behind 'in terms of'",
    ),
    (
        "With regard to overall survival, there was no difference between exemestane and placebo.",
        [("overall survival", "no_difference", "neither")],
        "an outcome in front of its sentence",
    ),
    (
        "Exemestane was more effective than placebo.",
        [("efficacy", "higher", "intervention")],
        "a comparison without an outcome is one of efficacy",
    ),
    (
        "Exemestane is not effective in preventing nausea.",
        [("nausea", "no_difference", "neither")],
        "what it is effective in is the outcome",
    ),
    (
        "Exemestane was noninferior to placebo with respect to overall survival.",
        [("overall survival", "no_difference", "neither")],
        "noninferiority",
    ),
    (
        "Noninferiority of exemestane in overall survival could not be demonstrated.",
        [],
        "noninferiority that was not shown says neither that they differ nor that they do not",
    ),
    (
        "Exemestane and placebo led to similar improvements in quality of life.",
        [("quality of life", "no_difference", "neither")],
        "an adjective of likeness turns the noun that it stands before",
    ),
    (
        "Exemestane delayed deterioration of quality of life.",
        [("quality of life", "higher", "intervention")],
        "less of what is worse",
    ),
    (
        "Exemestane was safe and well tolerated.",
        [("toxicity", None, None)],
        "safety that is only called acceptable points nowhere",
    ),
    (
        "Exemestane improved overall survival with manageable toxicity.",
        [("overall survival", "higher", "intervention"), ("toxicity", None, None)],
        "the same behind a claim",
    ),
    (
        "Exemestane improved overall survival, and further studies are warranted.",
        [("overall survival", "higher", "intervention")],
        "what is claimed before more is asked for",
    ),
    (
        "Further studies are needed to show whether exemestane improves overall survival.",
        [],
        "what is asked for is no claim",
    ),
    (
        "Women with visceral disease had worse overall survival.",
        [],
        "what is told of a kind of patients is told of no arm",
    ),
    (
        "Placebo was associated with more fatigue.",
        [("fatigue", "lower", "intervention")],
        "the control as the subject turns the direction",
    ),
    (
        "Exemestane may affect overall survival.",
        [],
        "an effect without its direction is no claim",
    ),
]


@pytest.mark.parametrize(("sentence", "rows", "reason"), CASES)
def test_claims(sentence: str, rows: list[tuple[str, str | None, str | None]], reason: str) -> None:
    assert [(item.outcome, item.direction, item.favors) for item in _claims(sentence)] == rows, reason


def test_arms_are_those_of_the_study_where_the_sentence_leaves_the_control_out() -> None:
    (row,) = _claims("Exemestane improved overall survival.")
    assert (row.kind, row.intervention, row.comparator) == ("comparison", "exemestane", "placebo")


def test_those_excepted_are_a_row_of_their_own() -> None:
    rows = _claims("Exemestane improved overall survival in women but not in men.")
    assert [(row.direction, row.population) for row in rows] == [
        ("higher", "women"),
        ("no_difference", "men"),
    ]


def test_adding_a_drug_to_the_control_is_no_claim_about_the_control() -> None:
    text = (
        "METHODS: Patients were randomised to gemcitabine plus erlotinib or gemcitabine alone. "
        "CONCLUSION: Adding erlotinib to gemcitabine prolonged overall survival."
    )
    (row,) = (item for item in extraction_of(text).findings if item.role == "conclusion")
    assert (row.direction, row.favors) == ("higher", "intervention")


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("Exemestane significantly improved overall survival.", "significant"),
        ("Exemestane significantly improved overall survival and reduced recurrence.", "significant"),
        ("Exemestane did not significantly improve overall survival.", "not_significant"),
        ("The improvement in overall survival did not reach significance.", "not_significant"),
        ("Exemestane improved overall survival.", "not_reported"),
    ],
)
def test_significance(sentence: str, told: str) -> None:
    assert {row.significance for row in _claims(sentence)} == {told}


def test_a_hedge_is_kept() -> None:
    (row,) = _claims("Exemestane may improve overall survival.")
    assert row.hedged


def test_cues_are_in_order_and_inside_the_clause() -> None:
    text = "A was better than B but not cheaper, and reduced pain"
    cues = claim_cues(text, 0, len(text), ())
    assert [text[cue.start : cue.end] for cue in cues] == ["better than", "reduced"]


def test_an_arm_that_another_is_held_against_is_not_the_treatment() -> None:
    text = (
        "METHODS: Patients were randomised to gemcitabine (n = 50), erlotinib (n = 50) or sunitinib (n = 50). "
        "CONCLUSION: Combined treatment improved overall survival versus gemcitabine."
    )
    rows = [item for item in extraction_of(text).findings if item.role == "conclusion"]
    assert "gemcitabine" not in {item.intervention for item in rows}


def test_a_predictor_is_no_effect_of_the_treatment() -> None:
    assert _claims("An early response is a predictor of better survival with exemestane.") == []


def test_a_likeness_to_what_others_reported_is_none_to_the_control() -> None:
    (row,) = _claims("Overall survival with exemestane was similar to that reported for other inhibitors.")
    assert (row.comparator, row.direction) == (None, "no_difference")


def test_what_is_excepted_from_a_significant_claim_is_not_significant() -> None:
    rows = _claims("Exemestane significantly improved progression-free survival, but not overall survival.")
    assert [item.significance for item in rows] == ["significant", "not_significant"]


@pytest.mark.parametrize(
    ("control", "sentence", "told"),
    [
        ("sorafenib", "Sunitinib is a safe and effective treatment.", [("sunitinib", None, None)]),
        (
            "sorafenib",
            "Sunitinib is as effective as sorafenib.",
            [("sunitinib", "sorafenib", "no_difference")],
        ),
        ("sorafenib", "Sunitinib is more effective than sorafenib.", [("sunitinib", "sorafenib", "higher")]),
        ("sorafenib", "Sunitinib is not effective.", []),
        ("placebo", "Sunitinib is a safe and effective treatment.", [("sunitinib", "placebo", "higher")]),
        (
            "best supportive care",
            "Sunitinib is effective.",
            [("sunitinib", "best supportive care", "higher")],
        ),
    ],
)
def test_what_is_called_effective_is_held_against_no_other_remedy(
    control: str, sentence: str, told: list[tuple[str, str | None, str | None]]
) -> None:
    text = f"METHODS: Patients were randomised to sunitinib (n = 50) or {control} (n = 50). CONCLUSION: {sentence}"
    rows = [item for item in extraction_of(text).findings if item.outcome == "efficacy"]
    assert [(item.intervention, item.comparator, item.direction) for item in rows] == told
