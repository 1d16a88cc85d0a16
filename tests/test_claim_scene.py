"""What the words beside markers, therapies and diseases tell of their part in a claim, and what goes together."""

from __future__ import annotations

import pytest

from evidence.pipeline.claim_fusions import completed
from evidence.pipeline.claim_judge import Judge
from evidence.pipeline.claim_lists import alternatives, opposed
from evidence.pipeline.claim_models import TASKS, YES, Linear
from evidence.pipeline.claim_proposals import Proposal
from evidence.pipeline.claim_trees import Forest
from evidence.vocabulary import Vocabulary
from pipelines import extraction_of, scene_of


def _contexts(text: str, kind: str) -> dict[str, tuple[str | None, ...]]:
    view = scene_of(text)
    found = {"disease": view.diseases, "therapy": view.therapies}[kind]
    return {item.concept.label: item.contexts for item in found if item.concept}


@pytest.mark.parametrize(
    ("text", "excluded", "meant"),
    [
        (
            "MSH2 Q288* was found in the colon cancer of a man with suspected Lynch syndrome (LS), who was negative"
            " for LS.",
            "Lynch syndrome",
            "colon cancer",
        ),
        (
            "The sarcoma with SS18-SSX1 had been misdiagnosed as melanoma and showed no evidence of melanoma.",
            "melanoma",
            "sarcoma",
        ),
    ],
)
def test_a_disease_that_nobody_has(text: str, excluded: str, meant: str) -> None:
    told = _contexts(text, "disease")
    assert None not in told[excluded]
    assert None in told[meant]


def test_what_was_only_suspected_may_have_been_found() -> None:
    told = _contexts("Carriers of VHL R167Q were suspected of having von Hippel-Lindau disease.", "disease")
    assert set(told["von Hippel-Lindau disease"]) == {None}


def test_a_gene_that_was_not_found_in_a_disease_does_not_deny_the_disease() -> None:
    told = _contexts("Negative for KRAS G12C in lung cancer, the patients received erlotinib.", "disease")
    assert told == {"lung cancer": (None,)}


def test_the_disease_told_is_one_that_somebody_has() -> None:
    text = (
        "MSH2 Q288* was confirmed as somatic in a case of endometrial cancer with suspected Lynch syndrome (LS)."
        " The patient was negative for LS."
    )
    diseases = {item.disease.label for item in extraction_of(text).associations if item.disease}
    assert diseases <= {"endometrial cancer"}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "Bosutinib was given to dasatinib and/or nilotinib-resistant patients with ABL1 F317L.",
            {"bosutinib": None, "dasatinib": "attributive", "nilotinib": "attributive"},
        ),
        (
            "Ponatinib helped patients with ABL1 T315I who were intolerant to dasatinib and/or nilotinib.",
            {"ponatinib": None, "dasatinib": "earlier", "nilotinib": "earlier"},
        ),
        (
            "Patients with EGFR T790M received osimertinib, and gefitinib-resistant ones carboplatin.",
            {"osimertinib": None, "gefitinib": "attributive", "carboplatin": None},
        ),
    ],
)
def test_who_the_patients_are_is_told_by_a_list(text: str, told: dict[str, str | None]) -> None:
    assert {name: contexts[0] for name, contexts in _contexts(text, "therapy").items()} == told


def _of_disease(text: str) -> set[str]:
    return {item.key for item in scene_of(text).markers if item.contexts == ("of disease",)}


def test_a_marker_inside_the_name_of_a_disease_only_tells_which_is_meant() -> None:
    text = "In HER2-positive breast cancer cells PIK3CA H1047R conferred resistance to lapatinib."
    assert _of_disease(text) == {"ERBB2|expression"}


def test_what_is_known_of_the_comparison_is_no_claim() -> None:
    text = (
        "Cells with ERBB2 V777L were less sensitive to lapatinib, comparable to cells with EGFR T790M"
        " (T790M is a known resistance mutation)."
    )
    told = extraction_of(text).associations
    assert told
    assert all(marker.name == "V777L" for item in told for marker in item.biomarkers)


def _completed(text: str, marker: str) -> list[set[str]]:
    """What the proposals about one marker are about in the end."""
    view = scene_of(text)
    own = next(item for item in view.markers if item.key == marker)
    proposals = [Proposal.of((own,), (item,), {}) for item in view.therapies]
    return [{item.key for item in whole.markers} for whole in completed(view, proposals, {})]


@pytest.mark.parametrize("marker", ["ALK|L1196M", "EML4::ALK|EML4::ALK"])
def test_a_kinase_that_is_fused_and_its_second_change_are_one_marker(marker: str) -> None:
    text = "Cells expressing EML4-ALK with the secondary mutation L1196M were resistant to crizotinib."
    assert _completed(text, marker) == [{"ALK|L1196M", "EML4::ALK|EML4::ALK"}]


def test_which_of_two_changes_a_fusion_goes_with_is_left_open() -> None:
    text = "Of patients with EML4-ALK who received lorlatinib, one had L1196M and another had I1171N."
    assert _completed(text, "EML4::ALK|EML4::ALK") == [{"EML4::ALK|EML4::ALK"}]
    assert _completed(text, "ALK|I1171N") == [{"ALK|I1171N", "EML4::ALK|EML4::ALK"}]


def test_a_fusion_that_changes_are_held_against_does_not_go_with_them() -> None:
    text = "Cells with ALK L1196M were resistant to crizotinib compared with cells with EML4-ALK."
    assert _completed(text, "ALK|L1196M") == [{"ALK|L1196M"}]


def test_a_change_that_makes_no_fusion_drive_goes_alone() -> None:
    text = "Colorectal cancers with TPM3-NTRK1 or KRAS G12D were resistant to cetuximab."
    assert _completed(text, "KRAS|G12D") == [{"KRAS|G12D"}]


def _together(text: str) -> set[frozenset[str]]:
    """The pairs that a judgement that holds every pair possible takes to be meant together."""
    models = {task: Linear(("no", YES), {"": [(1, 500)]}) for task in TASKS}
    view = scene_of(text)
    judge = Judge(models, Forest(()), Vocabulary.load())
    pairs = judge._together(view, judge._chances(view))
    return {frozenset(pair) for pair in pairs}


@pytest.mark.parametrize(
    ("text", "wide", "narrow"),
    [
        ("ESR1 mutations such as Y537S predicted resistance to anastrozole.", "ESR1|mutation", "ESR1|Y537S"),
        ("ALK fusions such as EML4-ALK sensitised cells to ceritinib.", "ALK|fusion", "EML4::ALK|EML4::ALK"),
        ("BRAF V600 mutations, mostly V600E, predicted response to vemurafenib.", "BRAF|V600", "BRAF|V600E"),
    ],
)
def test_one_change_in_more_and_in_less_detail_is_not_two(text: str, wide: str, narrow: str) -> None:
    keys = {item.key for item in scene_of(text).markers}
    assert {wide, narrow} <= keys
    assert frozenset((wide, narrow)) not in _together(text)


def test_different_changes_of_a_gene_may_be_meant_together() -> None:
    text = "Tumours with both EGFR mutation and EGFR amplification responded to erlotinib."
    assert frozenset(("EGFR|mutation", "EGFR|amplification")) in _together(text)


def test_therapies_held_against_each_other_are_not_given_together() -> None:
    view = scene_of("In BRAF V600E melanoma vemurafenib versus dacarbazine prolonged survival.")
    assert opposed(view, *view.therapies)
    other = scene_of("In BRAF V600E melanoma vemurafenib and cobimetinib prolonged survival.")
    assert not opposed(other, *other.therapies)


@pytest.mark.parametrize(
    ("text", "given"),
    [
        (
            "The olaparib, durvalumab and bevacizumab combination shrank tumours with BRCA1 loss.",
            [{"olaparib", "durvalumab", "bevacizumab"}],
        ),
        (
            "Tumours with KRAS G12C regressed on combined sotorasib, trametinib and afatinib.",
            [{"sotorasib", "trametinib", "afatinib"}],
        ),
        (
            "Two patients with KRAS G12C responded to sotorasib (AMG 510) plus panitumumab.",
            [{"sotorasib", "panitumumab"}],
        ),
        (
            "Survival with BRAF V600K was longer in the nivolumab, encorafenib and binimetinib arm.",
            [{"nivolumab", "encorafenib", "binimetinib"}],
        ),
        (
            "PFS with PIK3CA H1047R was longer with gedatolisib, palbociclib, and letrozole (triplet group) versus"
            " placebo, palbociclib, and letrozole.",
            [{"gedatolisib", "palbociclib", "letrozole"}, {"palbociclib", "letrozole"}],
        ),
        (
            "Patients with BRAF V600E received encorafenib and binimetinib or encorafenib alone.",
            [{"encorafenib", "binimetinib"}, {"encorafenib"}],
        ),
        (
            "A phase 2 trial of selumetinib and docetaxel enrolled patients with KRAS mutations.",
            [{"selumetinib", "docetaxel"}],
        ),
        (
            "Patients with PIK3CA mutations were given alpelisib and letrozole. Eight responded to the combination.",
            [{"alpelisib", "letrozole"}, {"alpelisib", "letrozole"}],
        ),
        (
            "Neither trametinib nor palbociclib stopped tumours with NRAS Q61R, but the combination did.",
            [{"trametinib"}, {"palbociclib"}, {"trametinib", "palbociclib"}],
        ),
        (
            "Cells with FLT3-ITD were sensitive to quizartinib, gilteritinib and midostaurin.",
            [{"quizartinib"}, {"gilteritinib"}, {"midostaurin"}],
        ),
        (
            "Patients with EGFR L858R who were given gefitinib or erlotinib responded.",
            [{"gefitinib"}, {"erlotinib"}],
        ),
    ],
)
def test_what_is_given_together(text: str, given: list[set[str]]) -> None:
    view = scene_of(text)
    labels = {item.key: item.concept.label for item in view.therapies if item.concept}
    assert [{labels[key] for key in treatment} for treatment in view.given] == given


def test_expression_where_high_and_low_are_told() -> None:
    view = scene_of(
        "High SPARC expression predicted response to paclitaxel. Low SPARC expression predicted resistance to it."
    )
    names = {item.marker.name for item in view.markers if item.marker}
    assert names == {"overexpression", "underexpression", "expression"}


def test_internal_tandem_repeats_are_duplications() -> None:
    view = scene_of("Midostaurin was active in leukemia with FLT3 internal tandem repeats.")
    assert [item.marker.name for item in view.markers if item.marker] == ["internal tandem duplication"]


@pytest.mark.parametrize(
    ("joined", "is_choice"),
    [
        ("gefitinib or erlotinib", True),
        ("gefitinib and/or erlotinib", True),
        ("gefitinib and erlotinib", False),
    ],
)
def test_one_or_another(joined: str, is_choice: bool) -> None:
    view = scene_of(f"Lung cancers with MET amplification were resistant to {joined}.")
    assert alternatives(view, *view.therapies) == is_choice
