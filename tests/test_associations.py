"""Molecular claims, in CIViC's words."""

from __future__ import annotations

from pathlib import Path

import pytest

from evidence.cli import main
from evidence.records import Association
from pipelines import extraction_of

Claim = tuple[tuple[str, ...], str | None, tuple[str, ...], str, str, str]


def claims(text: str, *, title: str | None = None) -> list[Claim]:
    """Biomarkers, disease, therapies, evidence type, significance, direction; in text order."""
    return [in_short(item) for item in extraction_of(text, title=title).associations]


def in_short(item: Association) -> Claim:
    return (
        tuple(f"{marker.gene} {marker.name}" if marker.gene else marker.name for marker in item.biomarkers),
        item.disease.label if item.disease else None,
        tuple(concept.label for concept in item.therapies),
        item.evidence_type,
        item.significance,
        item.direction,
    )


MELANOMA, NSCLC, CRC = "melanoma", "non-small cell lung cancer", "colorectal cancer"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Melanomas with BRAF V600E responded to vemurafenib.",
            (("BRAF V600E",), MELANOMA, ("vemurafenib",), "predictive", "sensitivity", "supports"),
            id="response",
        ),
        pytest.param(
            "In non-small cell lung cancer, EGFR T790M confers resistance to gefitinib.",
            (("EGFR T790M",), NSCLC, ("gefitinib",), "predictive", "resistance", "supports"),
            id="resistance",
        ),
        pytest.param(
            "Colorectal cancers with KRAS G12D did not respond to cetuximab.",
            (("KRAS G12D",), CRC, ("cetuximab",), "predictive", "resistance", "supports"),
            id="no response is resistance, as CIViC mostly codes it",
        ),
        pytest.param(
            "Cells of a colorectal cancer with BRAF V600E were less sensitive to cetuximab.",
            (("BRAF V600E",), CRC, ("cetuximab",), "predictive", "resistance", "supports"),
            id="less sensitive is resistance, as CIViC mostly codes it",
        ),
        pytest.param(
            "Colorectal cancers with KRAS G13D respond rarely to cetuximab.",
            (("KRAS G13D",), CRC, ("cetuximab",), "predictive", "resistance", "supports"),
            id="rare responses are resistance",
        ),
        pytest.param(
            "TP53 mutations were associated with shorter overall survival in breast cancer.",
            (("TP53 mutation",), "breast cancer", (), "prognostic", "poor_outcome", "supports"),
            id="prognosis without a therapy",
        ),
        pytest.param(
            "Patients with glioblastoma and MGMT promoter methylation had a better prognosis.",
            (("MGMT promoter methylation",), "glioblastoma", (), "prognostic", "better_outcome", "supports"),
            id="a better prognosis",
        ),
        pytest.param(
            "Germline BRCA1 mutations predispose to breast cancer.",
            (("BRCA1 mutation",), "breast cancer", (), "predisposing", "predisposition", "supports"),
            id="predisposition",
        ),
        pytest.param(
            "The EML4-ALK fusion is diagnostic of a subtype of non-small cell lung cancer.",
            (("EML4::ALK EML4::ALK",), NSCLC, (), "diagnostic", "positive", "supports"),
            id="diagnosis",
        ),
    ],
)
def test_one_claim(text: str, expected: Claim) -> None:
    assert claims(text) == [expected]


def test_clauses_claim_by_themselves() -> None:
    found = claims(
        "Melanomas with BRAF V600E responded to vemurafenib but those with NRAS Q61R were resistant to it."
    )
    assert (("BRAF V600E",), MELANOMA, ("vemurafenib",), "predictive", "sensitivity", "supports") in found
    assert not [claim for claim in found if claim[0] == ("NRAS Q61R",) and claim[4] == "sensitivity"]


def test_therapies_given_together_and_each_by_itself() -> None:
    (together,) = extraction_of(
        "Melanomas with BRAF V600E responded to dabrafenib plus trametinib."
    ).associations
    assert together.therapy_interaction == "combination"
    assert {concept.label for concept in together.therapies} == {"dabrafenib", "trametinib"}
    (either,) = extraction_of(
        "Lung cancers with EGFR L858R responded to gefitinib or erlotinib."
    ).associations
    assert either.therapy_interaction == "substitutes"
    assert {concept.label for concept in either.therapies} == {"gefitinib", "erlotinib"}
    apart = claims("Lung cancers with EGFR L858R responded to gefitinib, and to erlotinib after that.")
    assert sorted(claim[2] for claim in apart) == [("erlotinib",), ("gefitinib",)]


def test_changes_told_together_are_one_profile() -> None:
    (double,) = claims("Lung cancers with EGFR L858R + T790M responded to osimertinib.")
    assert double[0] == ("EGFR L858R", "EGFR T790M")
    (driven,) = claims("Leukemia cells with BCR-ABL1 T315I were resistant to imatinib.")
    assert driven[0] == ("BCR::ABL1 BCR::ABL1", "ABL1 T315I")


@pytest.mark.parametrize(
    ("text", "absent"),
    [
        ("Melanomas with BRAF V600E responded better to vemurafenib than to dacarbazine.", "dacarbazine"),
        ("After failure of gefitinib, lung cancers with EGFR T790M responded to osimertinib.", "gefitinib"),
    ],
)
def test_comparators_and_earlier_lines_claim_nothing(text: str, absent: str) -> None:
    found = claims(text)
    assert found
    assert not any(absent in claim[2] for claim in found)


def test_a_change_that_is_only_compared_with_claims_nothing() -> None:
    found = claims(
        "Melanoma cells with BRAF L505H were resistant to vemurafenib compared with cells with BRAF V600E."
    )
    assert [claim[0] for claim in found] == [("BRAF L505H",)]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("We sequenced KRAS G12D and BRAF V600E in 40 tumours.", "no words that claim"),
        ("We aimed to assess the efficacy of vemurafenib in BRAF V600E melanoma.", "an aim"),
        ("Vemurafenib improved survival in melanoma.", "no biomarker"),
        ("No BRAF mutations were found, and tumours responded to vemurafenib.", "a negated biomarker"),
        ("The mechanisms of resistance to vemurafenib in BRAF V600E melanoma were studied.", "a question"),
    ],
)
def test_silence(text: str, why: str) -> None:
    assert not claims(text, title="A study of tumours"), why


@pytest.mark.parametrize(
    ("text", "absent"),
    [
        pytest.param(
            "Olaparib led to longer survival than the physician's choice of enzalutamide or abiraterone among men"
            " with BRCA2 mutations.",
            "enzalutamide",
            id="the comparator behind several words",
        ),
        pytest.param(
            "Among men with BRCA2 mutations those who received olaparib lived longer than those who were assigned to"
            " receive enzalutamide or abiraterone.",
            "abiraterone",
            id="the comparator behind a relative clause",
        ),
        pytest.param(
            "In patients with EGFR mutations, progression-free survival was longer among those who received gefitinib"
            " than among those who received carboplatin-paclitaxel.",
            "paclitaxel",
            id="the comparator's second drug",
        ),
        pytest.param(
            "In EGFR-mutated lung cancer survival was longer with gefitinib, whereas in those negative for the"
            " mutation survival was longer with carboplatin.",
            "carboplatin",
            id="those who have not the mutation",
        ),
        pytest.param(
            "Afatinib was tested in lung cancer models with EGFR T790M that confers resistance to gefitinib.",
            "afatinib",
            id="resistance to another drug",
        ),
        pytest.param(
            "In lung cancers with EGFR L858R gefitinib was superior to docetaxel with a better response.",
            "docetaxel",
            id="what was inferior",
        ),
        pytest.param(
            "The efficacy of atezolizumab in lung cancer with PD-L1 expression is not known.",
            "atezolizumab",
            id="what nobody knows",
        ),
    ],
)
def test_drugs_of_others_and_of_nobody_are_not_claimed(text: str, absent: str) -> None:
    assert absent not in {label for claim in claims(text, title="A trial") for label in claim[2]}


def test_risk_of_recurrence_is_no_predisposition() -> None:
    found = claims("The risk of recurrence was higher in rectal cancer with KRAS mutations.", title="A trial")
    assert "predisposing" not in [claim[3] for claim in found]


def test_the_status_that_defines_a_population_is_no_marker() -> None:
    """A trial in HER2-negative disease says nothing of HER2."""
    text = (
        "Capecitabine significantly improved overall survival in patients with HER2-negative breast cancer."
    )
    assert not claims(text, title="Capecitabine in early breast cancer")


def test_an_abstract_does_not_carry_markers_from_sentence_to_sentence() -> None:
    text = "Of 90 melanomas, 40 had BRAF V600E. The response rate to ipilimumab was 15%."
    assert not claims(text, title="Ipilimumab in melanoma")


def test_castration_resistant_names_the_disease() -> None:
    told = claims(
        "In castration-resistant prostate cancer all patients with BRCA2 mutations responded to olaparib.",
        title="PARP inhibitors",
    )
    assert [item[3:5] for item in told] == [("predictive", "sensitivity")]


def test_a_negative_predictor_of_response_is_one_of_resistance() -> None:
    told = claims(
        "In colorectal cancer KRAS G12D is a negative predictor of response to cetuximab.", title="KRAS"
    )
    assert [item[2:5] for item in told] == [(("cetuximab",), "predictive", "resistance")]


def test_what_is_said_of_the_wild_type_is_not_said_of_the_mutation() -> None:
    text = "Responses were fewest with KRAS G13D (p = 0.01), with longer OS in wild type tumors."
    assert "better_outcome" not in [item[4] for item in claims(text, title="KRAS")]


def test_a_mutation_of_a_fusion_that_another_sentence_names_is_believed() -> None:
    told = claims(
        "The EML4-ALK tumor was found in 2010. The mutant L1198F resisted lorlatinib but was sensitive to crizotinib.",
        title="ALK",
    )
    assert [(item[0][-1], *item[2], item[4]) for item in told] == [
        ("ALK L1198F", "lorlatinib", "resistance"),
        ("ALK L1198F", "crizotinib", "sensitivity"),
    ]


def test_the_disease_comes_from_the_title_if_the_text_names_none() -> None:
    (claim,) = claims(
        "Tumours with KRAS G12D were resistant to cetuximab.", title="Cetuximab in colorectal cancer"
    )
    assert claim[1] == CRC


def test_a_list_under_a_head_ties_each_alteration_to_its_therapy() -> None:
    text = (
        "The review lists actionable alterations with therapies for ALK rearrangements in lung cancer (alectinib), "
        "HER2 amplification in gastric cancer (trastuzumab), and BRCA2 mutations in ovarian cancer (olaparib)."
    )
    assert [(claim[0], claim[1], claim[2]) for claim in claims(text)] == [
        (("ALK fusion",), "lung cancer", ("alectinib",)),
        (("ERBB2 amplification",), "gastric cancer", ("trastuzumab",)),
        (("BRCA2 mutation",), "ovarian cancer", ("olaparib",)),
    ]


def test_the_cited_review_of_the_seed(
    shared: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A commentary that cites a review's targetable mutations: all cited, with the reference, word for word."""
    import json

    assert main(["extract", "--output", "jsonl", str(shared / "seeds" / "commentary.txt")]) == 0
    record = json.loads(capsys.readouterr().out)
    text = record["document"]["text"]
    found = {
        (
            tuple(marker["gene"] or marker["name"] for marker in item["biomarkers"]),
            item["disease"]["label"],
            tuple(therapy["label"] for therapy in item["therapies"]),
        )
        for item in record["associations"]
    }
    assert found == {
        (("BRAF",), "melanoma", ("MEK inhibitor",)),
        (("EGFR",), "non-small cell lung cancer", ("crizotinib",)),
        (("VEGFR",), "renal cell carcinoma", ("cabozantinib",)),
        (("AXL",), "renal cell carcinoma", ("cabozantinib",)),
        (("MET",), "renal cell carcinoma", ("cabozantinib",)),
        (("DNA damage repair pathway",), "prostate cancer", ("PARP inhibitor",)),
    }
    for item in record["associations"]:
        assert (item["role"], item["reference"], item["significance"]) == ("cited", 1, "sensitivity")
        assert text[item["start"] : item["end"]] == item["quote"]


def test_quotes_are_the_texts_own_words() -> None:
    text = "Melanomas with BRAF V600E responded to vemurafenib. KRAS G12D conferred resistance to cetuximab."
    for item in extraction_of(text).associations:
        assert text[item.start : item.end] == item.quote
        assert 0 < item.confidence <= 1
