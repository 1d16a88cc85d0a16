"""The roles of an abstract's sentences by its learnt weights. Sentences are invented."""

from __future__ import annotations

import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.pipeline.rhetoric import ROLES, Weights, best_path, features, roles, weights_of, words

_ABSTRACT = (
    "Kidney cancer is a common disease and its treatment remains difficult.",
    "We aimed to compare sunitinib with placebo in patients with kidney cancer.",
    "Patients were randomly assigned to sunitinib or placebo, and survival was the primary end point.",
    "Between 2001 and 2005, 300 patients were enrolled.",
    "Median survival was 12 months with sunitinib and 9 months with placebo (P = .01).",
    "Grade 3 fatigue occurred in 12% and 4% of patients.",
    "Sunitinib prolongs survival and should be offered to patients with kidney cancer.",
)


def test_an_abstract_is_told_in_the_usual_order() -> None:
    found = roles(_ABSTRACT, titled=True)
    assert (found[0], found[2], found[4], found[-1]) == ("background", "methods", "results", "conclusions")


def test_without_sentences_there_are_no_roles() -> None:
    assert roles([], titled=True) == []


@given(st.lists(st.text(max_size=40), min_size=1, max_size=12), st.booleans())
def test_roles_never_go_back(sentences: list[str], titled: bool) -> None:
    places = [ROLES.index(role) for role in roles(sentences, titled=titled)]
    assert len(places) == len(sentences)
    assert places == sorted(places)
    assert not titled or places[0] > 0


def _learnt() -> Weights:
    table = [{"place": "border", "feature": name, **dict.fromkeys(ROLES, "0")} for name in ("start", "end")]
    table += [{"place": "border", "feature": f"after {role}", **dict.fromkeys(ROLES, "0")} for role in ROLES]
    table.append({"place": "own", "feature": "enrolled", **dict.fromkeys(ROLES, "0"), "methods": "150"})
    return weights_of(table)


def test_weights_are_in_hundredths() -> None:
    learnt = _learnt()
    assert learnt.of_words[learnt.words["enrolled"], ROLES.index("methods")] == pytest.approx(1.5)


def test_the_best_path_follows_the_scores() -> None:
    scores = numpy.zeros((2, len(ROLES)))
    scores[0, 1] = scores[1, 3] = 1.0
    assert best_path(scores, _learnt()) == [1, 3]


def test_every_number_is_one_word() -> None:
    assert words("12 of 1,300 (0.9%)") == ["0", "of", "0", "0", "%"]


def test_features_have_an_order_of_their_own() -> None:
    """That of a set of words is another in every process, and so is the last digit of what they sum up to."""
    assert list(features(["we", "saw", "we", "saw"], 0, 1)) == [
        ("we", "saw"),
        ("saw", "we"),
        ("^", "we"),
        ("^", "we", "saw"),
        ("^", "we", "saw", "we"),
        "@0/10",
        "@<0",
        "@>0",
    ]
