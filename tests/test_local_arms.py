"""A sentence's own arms: whom a sentence compares where the document's arms are not among its words."""

from __future__ import annotations

import pytest

from evidence.pipeline.layers import Sentence
from evidence.pipeline.local_arms import local_arms
from pipelines import extraction_of, layers_of


def _arms(text: str, *blocked: str, lone: bool = True) -> list[str]:
    """The names of a sentence's arms; `blocked` are its outcomes, by their words."""
    doc = layers_of(text)
    therapies = [item for item in doc._.mentions if item.kind in ("therapy", "procedure")]
    values = [item for item in doc._.statistics if item.type in ("rate", "count", "median", "mean")]
    spans = [(text.index(words), text.index(words) + len(words)) for words in blocked]
    found = local_arms(text, Sentence(0, len(text), "results"), therapies, [], values, spans, lone=lone)
    return [] if found is None else [arm.name for arm in found[0]]


@pytest.mark.parametrize(
    ("text", "blocked", "names", "reason"),
    [
        ("Pain was less in the music group than in the rest group (3.1 v 4.7 points).", ["Pain"],
         ["music group", "rest group"], "names of groups"),
        ("Response was 42% for XY and 47% for XZ (P = .6).", ["Response"], ["XY", "XZ"], "a name behind each figure"),
        ("Harm was alike (4% for XY v 5% for XZ).", ["Harm"], ["XY", "XZ"], "also in a bracket"),
        ("Stay was shorter (XY 2.2 ± 1.2 versus XZ 3.1 ± 1.7 days).", ["Stay"], ["XY", "XZ"],
         "a name before each figure"),
        ("Survival was alike (21 and 22 months for XY and XZ, respectively).", ["Survival"], ["XY", "XZ"],
         "dealt out in order"),
        ("Response rates with FQ 100 than with FQ 75 were better (49.2% v 40%).", ["Response"], ["FQ 100", "FQ 75"],
         "numbers that belong to a name"),
        ("XY improved survival compared with XZ (14.5 v 11.5 months).", ["survival"], ["XY", "XZ"],
         "the subject against what it is compared with"),
        ("Leukopenia occurred more often with XY (81% v 73%).", ["Leukopenia"], ["XY"], "one name by itself"),
        ("Harm was more common in those given XY: pain (29% v 9%), rash (23% v 12%).", ["Harm", "pain", "rash"],
         ["XY"], "one name above a list"),
    ],
)  # fmt: skip
def test_names(text: str, blocked: list[str], names: list[str], reason: str) -> None:
    assert sorted(_arms(text, *blocked)) == sorted(names), reason


@pytest.mark.parametrize(
    ("text", "blocked", "reason"),
    [
        ("Time to disease progression was longer (6.1 v 4.2 months).", ["disease progression"], "an outcome"),
        ("Counts were less than 500/µl in 10% v 20%.", ["Counts"], "a threshold"),
        ("It rose by 1.2% compared with significant decreases of 0.9%.", [], "an adjective"),
        ("Deaths were 12% at baseline and 15% at follow-up.", ["Deaths"], "times"),
    ],
)
def test_no_names(text: str, blocked: list[str], reason: str) -> None:
    assert _arms(text, *blocked) == [], reason


def test_a_lone_name_is_no_arm_where_the_document_has_its_own() -> None:
    assert _arms("Leukopenia occurred more often with XY (81% v 73%).", "Leukopenia", lone=False) == []


def test_the_control_stands_last() -> None:
    assert _arms("Pain was 37% for controls and 44% for XY.", "Pain") == ["XY", "controls"]


@pytest.mark.parametrize(
    ("results", "populations", "reason"),
    [
        (
            "Response rates were 47% for pemetrexed and 21% for docetaxel in the TS-negative group and 40% and 39%, "
            "respectively, in the TS-positive group.",
            ["TS-negative group", "TS-positive group"], "strata have a pair of figures each",
        ),
        (
            "Response rates were 47% for pemetrexed and 21% for docetaxel, and 40% and 39% in the second year.",
            [None], "no strata are named",
        ),
    ],
)  # fmt: skip
def test_strata_are_populations_and_no_arms(results: str, populations: list[str | None], reason: str) -> None:
    methods = "METHODS: Patients were randomly assigned to pemetrexed or docetaxel. "
    found = extraction_of(f"{methods}RESULTS: {results}", title="A trial in lung cancer").findings
    assert [item.population for item in found] == populations, reason
    assert {(item.intervention, item.comparator) for item in found} == {("pemetrexed", "docetaxel")}, reason


def test_doses_of_one_drug_are_two_groups() -> None:
    text = (
        "METHODS: We reviewed 300 patients. RESULTS: Patients with exon 9 mutations had better responses with imatinib "
        "800 mg versus 400 mg (67% v 17%; P = .02)."
    )
    (found,) = [item for item in extraction_of(text).findings if item.role == "result"]
    assert (found.intervention, found.comparator) == ("imatinib 800 mg", "imatinib 400 mg")
