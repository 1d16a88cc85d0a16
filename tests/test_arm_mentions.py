"""Mentions of arms: by therapies, by names, and by what only tells the side."""

from __future__ import annotations

import pytest

from pipelines import layers_of

_METHODS = (
    "METHODS: Patients were randomly assigned to receive docetaxel with bevacizumab or docetaxel. RESULTS: "
)


@pytest.mark.parametrize(
    ("sentence", "named", "reason"),
    [
        (
            "Bevacizumab plus docetaxel did well.",
            [("Bevacizumab plus docetaxel", 0)],
            "therapies in another order",
        ),
        ("Docetaxel alone did worse.", [("Docetaxel alone", 1)], "the backbone alone is the other arm"),
        ("The control group did worse.", [("control group", 1)], "told by its side"),
        ("The combination did well.", [("combination", 0)], "the arm with more"),
        ("Both groups did well.", [], "both are none"),
        ("Cisplatin was not given.", [], "a therapy of no arm"),
    ],
)
def test_mentions(sentence: str, named: list[tuple[str, int]], reason: str) -> None:
    doc = layers_of(_METHODS + sentence, title="Two regimens")
    start = doc.text.index("RESULTS")
    found = [(doc.text[item.start : item.end], item.arm) for item in doc._.arm_mentions if item.start > start]
    assert found == named, reason


def test_a_name_begins_behind_the_end_of_a_line_or_cell() -> None:
    doc = layers_of(
        "METHODS: Patients were randomly assigned to ginger (intervention group) or sugar pills (control group).\n\n"
        "Table 2\n\nEvent | Intervention group | Control group\n\nNausea | 12 | 14",
        title="Ginger in chemotherapy",
    )
    start = doc.text.index("Table 2")
    found = [(doc.text[item.start : item.end], item.arm) for item in doc._.arm_mentions if item.start > start]
    assert found == [("Intervention group", 0), ("Control group", 1)]


def test_two_therapies_that_are_two_arms() -> None:
    doc = layers_of(
        "METHODS: Patients were randomly assigned to receive sunitinib or placebo. "
        "RESULTS: Nausea with sunitinib and placebo was 10% and 5%, respectively.",
        title="Two arms",
    )
    start = doc.text.index("RESULTS")
    assert [item.arm for item in doc._.arm_mentions if item.start > start] == [0, 1]


def test_an_arm_that_is_denied_is_the_one_that_lacks_it() -> None:
    doc = layers_of(
        "METHODS: Women were randomly assigned to chemotherapy with or without goserelin. "
        "RESULTS: Amenorrhea occurred in 93% with goserelin and in 83% without goserelin.",
        title="A trial in breast cancer",
    )
    text = doc._.document.text
    told = [item.arm for item in doc._.arm_mentions if item.start > text.index("RESULTS")]
    assert told == [0, 1]


def test_labels_share_their_noun() -> None:
    doc = layers_of(
        "METHODS: Patients were randomly assigned to sunitinib (arm A) or placebo (arm B). RESULTS: Response "
        "rates were 5% and 31% in arms B and A, respectively.",
        title="Two arms",
    )
    start = doc.text.index("RESULTS")
    told = [(doc.text[item.start : item.end], item.arm) for item in doc._.arm_mentions if item.start > start]
    assert told == [("B", 1), ("A", 0)]


def test_monotherapy_is_the_arm_with_one_of_the_drugs() -> None:
    doc = layers_of(
        "METHODS: Patients were randomly assigned to temozolomide plus bevacizumab or temozolomide. RESULTS: "
        "Fatigue was rarer in the monotherapy group.",
        title="Two arms",
    )
    start = doc.text.index("RESULTS")
    assert [item.arm for item in doc._.arm_mentions if item.start > start] == [1]


def test_what_both_arms_get_together_is_of_neither() -> None:
    text = (
        "We compared radiosurgery (n = 206) with surgery (n = 96). Recurrence was 12% after radiosurgery and 16% after "
        "resection plus radiosurgery."
    )
    doc = layers_of(text, title="Radiosurgery versus surgery for brain metastases")
    told = [(doc.text[item.start : item.end], item.arm) for item in doc._.arm_mentions]
    assert ("radiosurgery", 0) in told
    assert not any(item.start > doc.text.index("16%") for item in doc._.arm_mentions)
