"""Verdicts: distinct studies and their patients, by the way that their own results went."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

import builders as b
from evidence.lexicon import Lexicon
from evidence.query.claims import Claim
from evidence.query.expansion import Slot
from evidence.query.ranking import Hit, Scored, way_of
from evidence.query.verdicts import Verdict, verdicts
from evidence.vocabulary import Vocabulary

VOCABULARY = Lexicon(Vocabulary(b.CONCEPTS)).vocabulary
ASKED = Slot(text="sunitinib", kind="therapy", relations={"NCIT:C71622": "same"})


def claim(*, study: str = "s1", patients: int | None = 100, **changes: str | None) -> Claim:
    """Sunitinib against placebo, overall survival, significantly better."""
    told: dict[str, str | None] = {
        "role": "result",
        "kind": "comparison",
        "favors": "intervention",
        "significance": "significant",
        "direction": "higher",
        "intervention": "NCIT:C71622",
        "comparator": "EV:placebo",
        "outcome": b.SURVIVAL.id,
        "study": study,
        "quote": "Patients lived longer.",
        **changes,
    }
    document: dict[str, list[object]] = {"dcterms:identifier": [f"{study}#abstract"]}
    if patients is not None:
        document["patients"] = [patients]
    return Claim(
        iri=f"urn:{study}:{sorted(told.items(), key=str)}",
        properties={name: [value] for name, value in told.items() if value is not None},
        document=document,  # type: ignore[arg-type]  # values of the wider type
        biomarkers=(),
    )


def judged(*claims: Claim, place: str = "own") -> tuple[Verdict, ...]:
    scored = [Scored(claim=item, hits=(Hit("same", place),), score=1.0, parts={}) for item in claims]  # type: ignore[arg-type]
    return verdicts(scored, [ASKED], VOCABULARY)


def told(verdict: Verdict) -> Mapping[str, tuple[int, int]]:
    return {way: (tally.studies, tally.patients) for way, tally in verdict.tallies.items()}


@pytest.mark.parametrize(
    ("changes", "way"),
    [
        pytest.param({}, "for", id="significant, for the intervention"),
        pytest.param({"favors": "comparator"}, "against", id="significant, for the comparator"),
        pytest.param({"significance": "not_significant"}, "no difference", id="a trend is no benefit"),
        pytest.param({"favors": "neither"}, "no difference", id="neither"),
        pytest.param({"significance": "not_reported"}, "not tested", id="a difference without a test"),
        pytest.param({"favors": None}, "unclear", id="nothing told"),
        pytest.param({"kind": "single_arm", "comparator": None}, "uncontrolled", id="one group alone"),
    ],
)
def test_way_of_a_finding(changes: dict[str, str | None], way: str) -> None:
    assert way_of(claim(**changes)) == way


@pytest.mark.parametrize(
    ("significance", "direction", "way"),
    [
        ("sensitivity", "supports", "for"),
        ("resistance", "supports", "against"),
        ("sensitivity", "does_not_support", "no difference"),
        ("resistance", "does_not_support", "no difference"),
        ("poor_outcome", "supports", "against"),
        ("unknown", "supports", "unclear"),
    ],
)
def test_way_of_an_association(significance: str, direction: str, way: str) -> None:
    made = claim(evidenceType="predictive", claimSignificance=significance, claimDirection=direction)
    assert way_of(made) == way


def test_a_study_counts_once_with_all_its_documents() -> None:
    (verdict,) = judged(claim(), claim(timepoint="5 years"), claim(study="s2", patients=50))
    assert told(verdict) == {"for": (2, 150)}


def test_cited_and_concluded_are_no_studies() -> None:
    (verdict,) = judged(claim(role="cited", study="a"), claim(role="conclusion", study="b"))
    assert told(verdict) == {}
    assert (verdict.cited, verdict.concluded) == (("a#abstract",), ("b#abstract",))


@pytest.mark.parametrize(
    "subgroup",
    [
        pytest.param({"population": "men"}, id="told as a population"),
        pytest.param({"quote": "In a subgroup analysis men lived longer."}, id="told in the words"),
        pytest.param({"quote": "In the other cohort patients lived as long."}, id="one of two cohorts"),
    ],
)
def test_all_patients_decide_and_not_a_subgroup(subgroup: dict[str, str]) -> None:
    (verdict,) = judged(claim(significance="not_significant"), claim(**subgroup))
    assert told(verdict) == {"no difference": (1, 100)}
    (verdict,) = judged(claim(**subgroup))
    assert told(verdict) == {"for": (1, 100)}


def test_a_study_of_two_answers_is_mixed() -> None:
    (verdict,) = judged(claim(), claim(significance="not_significant"))
    assert told(verdict) == {"mixed": (1, 100)}


def test_what_is_not_tested_decides_only_alone() -> None:
    (verdict,) = judged(claim(significance="not_reported"), claim())
    assert told(verdict) == {"for": (1, 100)}


def test_the_treatment_asked_for_is_judged_where_it_is_the_comparator() -> None:
    turned = claim(intervention="NCIT:C116377", comparator="NCIT:C71622")
    (verdict,) = judged(turned, place="comparator")
    assert (verdict.treatment, verdict.comparators) == ("sunitinib", ("osimertinib",))
    assert told(verdict) == {"against": (1, 100)}


def test_outcomes_are_judged_apart() -> None:
    other = claim(outcome=None, outcomeText="Pain")
    assert [verdict.outcome for verdict in judged(claim(), other)] == ["overall survival", "Pain"]


def test_unknown_numbers_of_patients_are_no_patients() -> None:
    (verdict,) = judged(claim(patients=None))
    assert told(verdict) == {"for": (1, 0)}


def test_what_is_claimed_of_any_one_of_several_counts_for_the_one_asked_for() -> None:
    told = {
        "evidenceType": "predictive",
        "claimSignificance": "resistance",
        "claimDirection": "supports",
        "therapyInteraction": "substitutes",
        "intervention": None,
        "comparator": None,
        "outcome": None,
    }
    either = claim(study="s1", **told)
    either.properties["therapy"] = ["NCIT:C71622", b.PLACEBO.id]
    alone = claim(study="s2", **{**told, "therapyInteraction": None})
    alone.properties["therapy"] = ["NCIT:C71622"]
    (verdict,) = judged(either, alone)
    assert verdict.treatment == "sunitinib"
    assert verdict.tallies["against"].studies == 2
