"""How much a finding is believed: laws of the rating, the shipped weights, and the script that learns them."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import make_finding, make_statistics
from evidence.pipeline.confidence import ANY, circumstances, confidences, learnt, probability
from evidence.records import Discrepancy, Finding
from pipelines import extraction_of

_SCRIPTS = Path(__file__).resolve().parents[1] / "scripts"


@pytest.fixture
def script(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """`scripts/train_confidence.py`, which imports its neighbours."""
    monkeypatch.syspath_prepend(str(_SCRIPTS))
    yield importlib.import_module("train_confidence")
    for name in ("train_confidence", "evaluate_corpus", "train_claims"):
        sys.modules.pop(name, None)


def _rating(finding: Finding, *discrepancies: Discrepancy) -> float:
    return next(confidences([finding], make_statistics(), (), discrepancies))


def _disputed(check: str, place: tuple[int, int]) -> Discrepancy:
    return Discrepancy(check=check, severity="warning", message="words and figures disagree", spans=(place,))


def test_words_against_figures_lower_it() -> None:
    finding, figure = make_finding(), make_statistics()[0]
    own, other = (figure.start, figure.end), (figure.end, figure.end + 1)
    assert _rating(finding, _disputed("direction", own)) < _rating(finding)
    assert _rating(finding, _disputed("significance", own)) < _rating(finding)
    assert _rating(finding, _disputed("direction", other)) == _rating(finding)  # another row's figures


def test_a_direction_of_the_conclusion_lowers_it() -> None:
    told, taken = (make_finding(direction_basis=basis) for basis in ("words", "conclusion"))
    assert _rating(taken) < _rating(told)


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        pytest.param(
            "Median overall survival was 12.1 months with sunitinib and 8.0 months with placebo (P = .01).",
            "Overall survival was 12.1 and 8.0 months.",
            id="tested comparison of named arms",
        ),
        pytest.param(
            "Overall survival was longer with sunitinib than with placebo (HR 0.60; P = .01).",
            "Perceived helpfulness of leaflets was greater with sunitinib than with placebo.",
            id="outcome of the vocabulary",
        ),
    ],
)
def test_what_is_told_plainly_is_believed_more(better: str, worse: str) -> None:
    methods = "METHODS: Patients were randomised to sunitinib or placebo. RESULTS: "
    sure, doubtful = (
        max((item.confidence for item in extraction_of(methods + text).findings), default=0.0)
        for text in (better, worse)
    )
    assert sure > doubtful


@given(st.sets(st.sampled_from(sorted(learnt()))))
def test_it_is_a_probability_whatever_comes_together(found: set[str]) -> None:
    assert 0 < probability(found) < 1


def test_names_of_outcome_and_arms_are_no_words_of_the_sentence() -> None:
    found = circumstances(
        make_finding(), [], frozenset(), 1, frozenset({"sunitinib", "placebo", "survival", "longer"})
    )
    assert {item for item in found if item.startswith("says ")} == {"says longer"}


def test_the_shipped_weights_are_of_circumstances_that_occur() -> None:
    kinds = {name.split(" ")[0] for name in learnt()}
    seen = {
        name.split(" ")[0]
        for name in circumstances(make_finding(), list(make_statistics()), frozenset(), 1, frozenset())
    }
    assert kinds - seen <= {ANY.split(" ")[0], "says", "hedged", "of", "at"}
    assert all(abs(weight) < 1000 for weight in learnt().values())


def test_a_circumstance_of_right_rows_is_learnt(script: Any) -> None:
    rows = [
        script.Row(
            f"{kind} {number}", kind, frozenset({"tested" if number % 2 else "untested"}), bool(number % 2)
        )
        for kind in (script.CORPUS, script.PROMPTS)
        for number in range(40)
    ]
    weights = script.fit(rows)
    assert weights["tested"] > 0 > weights["untested"]
    assert script.likelihood(weights, rows[1]) > 0.5 > script.likelihood(weights, rows[0])
    judged = script.cross_validated(rows, 4)
    assert len(judged) == 40  # the corpus alone is told of
    assert script.told("rows", judged)[0].endswith("area under the curve 1.000")


@pytest.mark.parametrize(
    ("label", "swapped", "right"),
    [
        ("significantly increased", False, True),
        ("significantly decreased", False, False),
        ("significantly decreased", True, True),
        ("no significant difference", True, False),
    ],
)
def test_rows_are_held_against_the_prompt_with_its_arms(
    script: Any, label: str, swapped: bool, right: bool
) -> None:
    finding = make_finding()
    arms = ["placebo", "sunitinib"] if swapped else ["sunitinib", "placebo"]
    prompt = {"outcome": "survival", "intervention": arms[0], "comparator": arms[1], "label": label}
    place = [(finding.start, finding.end)]
    assert script._points_right(finding, [(prompt, place)]) is right
    assert script._points_right(finding, [(prompt, [(finding.end, finding.end + 9)])]) is None
    assert script._points_right(finding, [(prompt | {"outcome": "nausea"}, place)]) is None
