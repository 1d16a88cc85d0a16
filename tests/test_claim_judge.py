"""The learnt judgement: its arithmetic, and what it may not override."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence.pipeline import claim_features, claim_judge, claim_lists
from evidence.pipeline.claim_judge import Judge
from evidence.pipeline.claim_models import NO, TASKS, YES, Linear, learnt, steps
from evidence.pipeline.claim_trees import Forest
from evidence.vocabulary import Vocabulary
from pipelines import extraction_of, scene_of


def test_two_labels_are_a_logistic_function() -> None:
    model = Linear((NO, YES), {"": [(1, 100)], "known": [(1, 200)]})
    assert model.probability(["known", "unknown"]) == pytest.approx(1 / (1 + math.exp(-3)))


def test_weights_are_hundredths_in_text() -> None:
    model = Linear(("a", "b", "c"), {"x": "0:150 2:-50"})
    chances = model.probabilities(["x"])
    total = math.exp(1.5) + 1 + math.exp(-0.5)
    assert chances["a"] == pytest.approx(math.exp(1.5) / total)
    assert chances["b"] == pytest.approx(1 / total)


@settings(deadline=None)  # the first example reads the weights
@given(st.sets(st.text(max_size=5)))
def test_probabilities_sum_to_one(features: set[str]) -> None:
    for task in ("type", "significance"):
        assert math.fsum(learnt()[task].probabilities(features).values()) == pytest.approx(1)


def test_the_table_has_every_model() -> None:
    assert set(learnt()) == {*TASKS, "confidence"}


def test_less_certain_parts_never_raise_the_confidence() -> None:
    """Steps add up: a smaller product has all the steps of a larger one."""
    assert set(steps(0.5)) < set(steps(0.1))
    assert steps(1.0) == []


def test_models_that_know_nothing_claim_nothing_certain() -> None:
    empty = {task: Linear((NO, YES), {}) for task in TASKS}
    judge = Judge(
        {**empty, "type": Linear(("none", "predictive"), {"": [(0, 500)]})}, Forest(()), Vocabulary(())
    )
    assert judge.judge(scene_of("Melanomas with BRAF V600E responded to vemurafenib.")) == []


def test_names_are_masked_and_numbers_sorted_by_size() -> None:
    view = scene_of("Of 12 melanomas with BRAF V600E, 0 responded to vemurafenib (P = 0.01).")
    assert "vemurafenib" not in view.tokens
    assert {"DRUG", "DISEASE", "#10", "#0", "#<.05"} <= set(view.tokens)


def test_a_candidate_that_only_stands_aside_is_marked() -> None:
    view = scene_of("After failure of gefitinib, lung cancers with EGFR T790M responded to osimertinib.")
    aside = {item.concept.label: item.aside for item in view.therapies if item.concept}
    assert aside == {"gefitinib": True, "osimertinib": False}
    known = scene_of("Cells with BRAF V600E (a known sensitizing mutation) and KRAS G12D resist vemurafenib.")
    assert {item.key: item.aside for item in known.markers} == {"BRAF|V600E": True, "KRAS|G12D": False}


def test_several_changes_of_one_residue_offer_the_residue() -> None:
    view = scene_of("Melanomas with BRAF V600E or V600K responded to dabrafenib.")
    assert {"BRAF|V600E", "BRAF|V600K", "BRAF|V600"} == {item.key for item in view.markers}


def test_features_are_of_the_candidate() -> None:
    view = scene_of("Lung cancers with EGFR T790M resisted gefitinib.")
    drug = view.therapies[0]
    assert "targets True True" in claim_features.of_candidate(view, drug, Vocabulary.load())


@pytest.mark.parametrize(
    ("text", "gene"),
    [
        ("Germline mutations were found in VHL families with hemangioblastoma.", "VHL"),
        ("In patients with Li-Fraumeni syndrome, a germline mutation predisposes to sarcoma.", "TP53"),
    ],
)
def test_a_syndrome_tells_of_its_gene(text: str, gene: str) -> None:
    found = extraction_of(text).associations
    assert {marker.gene for item in found for marker in item.biomarkers} == {gene}
    assert {item.evidence_type for item in found} == {"predisposing"}


def test_the_findings_that_back_a_claim_are_named() -> None:
    extraction = extraction_of(
        "Patients with BRAF V600E-mutant melanoma were randomly assigned to dabrafenib or dacarbazine. "
        "Progression-free survival was longer with dabrafenib than with dacarbazine (hazard ratio, 0.30; "
        "95% CI, 0.18 to 0.51; P<.0001). Dabrafenib improved progression-free survival in melanoma with BRAF V600E.",
        title="Dabrafenib in melanoma",
    )
    findings = {finding.id: finding for finding in extraction.findings}
    backed = [item for item in extraction.associations if item.evidence_type == "predictive"]
    assert backed
    for item in backed:
        assert item.findings
        for id in item.findings:
            assert "dabrafenib" in {concept.label for concept in findings[id].intervention_concepts}


def test_a_claim_of_function_has_no_findings() -> None:
    for item in extraction_of(
        "BRAF V600E is an activating mutation that increases kinase activity."
    ).associations:
        assert item.findings == ()


@pytest.mark.parametrize(
    ("text", "origin"),
    [
        ("Germline BRCA1 mutations predispose to breast cancer.", "germline"),
        ("Tumours with somatic BRCA1 mutations responded to olaparib.", "somatic"),
        ("Patients with BRCA1 mutations (germline) responded to olaparib.", "germline"),
        ("Germline or somatic BRCA1 mutations predict response to olaparib.", None),
        ("Tumours with BRCA1 mutations responded to olaparib.", None),
    ],
)
def test_origin(text: str, origin: str | None) -> None:
    found = extraction_of(text).associations
    assert found
    assert {marker.origin for item in found for marker in item.biomarkers} == {origin}


@pytest.mark.parametrize(
    ("words", "interaction"),
    [("plus", "combination"), ("followed by", "sequential"), ("and then", "sequential")],
)
def test_how_therapies_go_together(words: str, interaction: str) -> None:
    view = scene_of(f"Melanomas with BRAF V600E responded to dabrafenib {words} trametinib.")
    assert claim_judge._interaction(view, view.therapies) == interaction
    assert claim_judge._interaction(view, view.therapies[:1]) is None


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("cetuximab or panitumumab", True),
        ("cetuximab or the panitumumab", True),
        ("cetuximab, panitumumab or erlotinib", True),
        ("cetuximab, panitumumab, or erlotinib", True),
        ("cetuximab and panitumumab", False),
        ("cetuximab and/or panitumumab", True),
        ("cetuximab, panitumumab and erlotinib", False),
        ("cetuximab plus panitumumab or cetuximab alone", False),
        ("cetuximab and panitumumab, or erlotinib", False),
        ("the EGFR inhibitor cetuximab given with panitumumab", False),
    ],
)
def test_one_or_another_is_not_one_with_another(words: str, expected: bool) -> None:
    view = scene_of(f"Tumours with KRAS G12D did not respond to {words}.")
    by_name = {item.concept.label: item for item in view.therapies if item.concept}
    pair = by_name["cetuximab"], by_name["panitumumab"]
    assert claim_lists.alternatives(view, *pair) is expected
    assert claim_lists.alternatives(view, *reversed(pair)) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Lung cancers with EGFR L858R responded to gefitinib or erlotinib.", True),
        (
            "Tumours of patients given gefitinib or erlotinib had EGFR L858R. Those on erlotinib regressed.",
            False,
        ),
        (
            "Lung cancers with EGFR L858R had been given gefitinib or erlotinib. They were sensitive to erlotinib"
            " treatment but resistant to gefitinib.",
            False,
        ),
        ("Patients with EGFR L858R were randomly assigned to gefitinib or erlotinib.", False),
        ("Cancers with EGFR L858R or T790M responded to gefitinib or erlotinib, respectively.", False),
        ("Lung cancers with EGFR L858R responded to an EGFR inhibitor, gefitinib.", False),
    ],
)
def test_what_is_told_of_either_is_told_of_both(text: str, expected: bool) -> None:
    view = scene_of(text)
    assert claim_lists.share_fate(view, view.therapies[0], view.therapies[1]) is expected


def test_those_given_either_are_told_of_both() -> None:
    (claim,) = extraction_of(
        "NRAS mutations were found in patients who had no benefit from EGFR inhibition (cetuximab or panitumumab)."
    ).associations
    assert {concept.label for concept in claim.therapies} == {"cetuximab", "panitumumab"}
    assert claim.therapy_interaction == "substitutes"


def test_the_quote_claims_and_does_not_only_tell_who_was_given_which() -> None:
    (claim,) = extraction_of(
        "Women with endometrial cancer were given temsirolimus or ridaforolimus. PIK3CA mutations predicted response."
    ).associations
    assert len(claim.therapies) == 2
    assert claim.quote == "PIK3CA mutations predicted response."


@pytest.mark.parametrize(
    ("statement", "reason"),
    [
        (
            "Patients with BRAF wild-type melanoma did not respond to vemurafenib.",
            "a response that is denied",
        ),
        (
            "No association was found between PIK3CA mutations and response to trastuzumab.",
            "a denied association",
        ),
        ("It is unknown whether MET amplification predicts response to capmatinib.", "a question"),
        (
            "In contrast to V600E, BRAF class 3 mutations responded to vemurafenib.",
            "a marker only held against",
        ),
    ],
)
def test_what_is_denied_or_asked_is_not_told_to_work(statement: str, reason: str) -> None:
    told = [(item.significance, item.direction) for item in extraction_of(statement).associations]
    assert ("sensitivity", "supports") not in told, reason


def test_changes_named_as_examples_are_no_claims_of_their_own() -> None:
    (claim,) = extraction_of(
        "Cell lines with PIK3CA mutations (E542K, E545K and H1047R) were sensitive to alpelisib."
    ).associations
    assert [marker.name for marker in claim.biomarkers] == ["mutation"]


def test_what_is_told_of_a_list_is_told_of_each() -> None:
    claims = extraction_of(
        "Tumours with KRAS G12D were resistant to cetuximab, panitumumab and bosutanib."
    ).associations
    assert {concept.label for claim in claims for concept in claim.therapies} == {
        "cetuximab",
        "panitumumab",
        "bosutinib",
    }
    assert {claim.significance for claim in claims} == {"resistance"}


@pytest.mark.parametrize(
    ("text", "example"),
    [
        ("Tumours had EGFR mutations (L858R and G719A).", True),
        ("Tumours had EGFR mutations including L858R, G719A, and S768I.", True),
        ("Tumours had an EGFR mutation (L858R).", False),
        ("Tumours had EGFR L858R and G719A.", False),
        ("Tumours had EGFR mutations (L858R and G719A), and L858R responded.", False),
    ],
)
def test_examples(text: str, example: bool) -> None:
    view = scene_of(text)
    (change,) = [item for item in view.markers if item.marker and item.marker.name == "L858R"]
    assert claim_lists.is_example(view, change) is example
