"""How texts speak of markers and therapies, and what must not be made of it (`claim_wordings.tsv`).

An effect told where words or numbers deny it, one tied to the wrong marker or therapy, and another's result told as
the document's own are worse than any claim that is missed.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from evidence import tables
from evidence.records import Association
from pipelines import extraction_of

_TITLE = "Molecular alterations and targeted treatment in solid tumours"
_SAID = {
    "sens": ("predictive", "sensitivity"),
    "alone": ("predictive", "sensitivity"),
    "res": ("predictive", "resistance", "reduced_sensitivity"),
    "poor": ("prognostic", "poor_outcome"),
    "better": ("prognostic", "better_outcome"),
    "risk": ("predisposing", "predisposition"),
    "less": ("predisposing", "protectiveness"),
    "found": ("diagnostic", "positive"),
}
ROWS = tables.rows(Path(__file__).parent / "claim_wordings.tsv")


def _told(text: str, form: str) -> tuple[Association, ...]:
    if form == "statement":
        return extraction_of(text).associations
    return extraction_of(f"RESULTS: {text}", title=_TITLE).associations


def _is(item: Association, claim: str) -> bool:
    """Whether an association supports what a cell of the table forbids."""
    said, *rest = [part.strip() for part in claim.split("|")]
    effect, marker = said.split(" ", 1)
    type, *significances = _SAID[effect]
    therapy, role = (*rest, None, None)[:2]
    names = [f"{one.gene} {one.name}" for one in item.biomarkers]
    return (
        item.evidence_type == type
        and item.direction == "supports"
        and item.significance in significances
        and (marker == "*" or any(name.startswith(marker) for name in names))
        and (therapy is None or any(therapy in concept.label for concept in item.therapies))
        and (effect != "alone" or len(item.therapies) == 1)
        and (role is None or item.role == role)
    )


@pytest.mark.parametrize("form", ["statement", "abstract"])
@pytest.mark.parametrize(("reason", "text", "never"), [tuple(row.values()) for row in ROWS])
def test_never(reason: str, text: str, never: str, form: str) -> None:
    for item in _told(text, form):
        for claim in never.split(";"):
            assert not _is(item, claim.strip()), f"{reason}: {item.significance} at {item.confidence}"


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        (
            "BCL2 overexpression protected cells from venetoclax-induced cell death.",
            ("res BCL2 | venetoclax",),
        ),
        (
            "Trametinib blocked proliferation and induced apoptosis in BRAF V600E cells.",
            ("sens BRAF | trametinib",),
        ),
        (
            "EGFR T790M is the most common mechanism of acquired resistance to erlotinib.",
            ("res EGFR T790M | erlotinib",),
        ),
        ("None of 12 patients with KRAS G12D responded to cetuximab.", ("res KRAS G12D | cetuximab",)),
        (
            "Crizotinib was ineffective in patients with ALK G1202R, but lorlatinib was active.",
            ("res ALK G1202R | crizotinib", "sens ALK G1202R | lorlatinib"),
        ),
        (
            "The CASP8 D302H variant was associated with a reduced risk of breast cancer.",
            ("less CASP8 D302H",),
        ),
        (
            "Cells with ALK F1174L were resistant to crizotinib but responded to lorlatinib.",
            ("res ALK F1174L | crizotinib", "sens ALK F1174L | lorlatinib"),
        ),
        (
            "A patient with ALK fusion who was resistant to crizotinib responded to alectinib.",
            ("sens ALK fusion | alectinib",),
        ),
        (
            "Imatinib-refractory tumours with KIT exon 9 mutation responded to sunitinib.",
            ("sens KIT exon 9 mutation | sunitinib",),
        ),
        (
            "Resistance to crizotinib in ALK-rearranged lung cancer was overcome by ceritinib.",
            ("sens ALK fusion | ceritinib",),
        ),
        (
            "The response rate in BRAF V600E melanoma was 53% with dabrafenib and 5% with dacarbazine.",
            ("sens BRAF V600E | dabrafenib",),
        ),
        (
            "Melanoma with BRAF V600E that had progressed on vemurafenib regressed on trametinib plus dabrafenib.",
            ("sens BRAF V600E | trametinib", "sens BRAF V600E | dabrafenib"),
        ),
        (
            "KRAS- or NRAS-mutated colorectal cancers were resistant to cetuximab.",
            ("res NRAS mutation | cetuximab", "res KRAS mutation | cetuximab"),
        ),
        (
            "Osimertinib prolonged PFS compared with platinum-pemetrexed in EGFR T790M lung cancer.",
            ("sens EGFR T790M | osimertinib",),
        ),
        (
            "Dabrafenib plus trametinib yielded a higher response rate than dabrafenib alone in BRAF V600K melanoma.",
            ("sens BRAF V600K | dabrafenib", "sens BRAF V600K | trametinib"),
        ),
        (
            "Everolimus had no activity as a single agent in PTEN deficient tumours.",
            ("res PTEN loss | everolimus",),
        ),
        (
            "After crizotinib failed, lorlatinib led to a partial response in a patient with ROS1 G2032R.",
            ("sens ROS1 G2032R | lorlatinib",),
        ),
        (
            "PTEN loss predicted resistance and PIK3CA mutation predicted sensitivity to trastuzumab.",
            ("res PTEN loss | trastuzumab",),
        ),
        (
            "Tumours with high ERCC1 were resistant and those with low ERCC1 were sensitive to cisplatin.",
            ("res ERCC1 overexpression | cisplatin", "sens ERCC1 underexpression | cisplatin"),
        ),
        (
            "Tumours lacking PTEN expression responded to olaparib.",
            ("sens PTEN loss of expression | olaparib",),
        ),
        (
            "Loss of BAP1 expression was associated with metastasis in uveal melanoma, while SF3B1 mutations were"
            " associated with good prognosis.",
            ("poor BAP1 loss of expression", "better SF3B1 mutation"),
        ),
        ("BRCA2 reversion mutations caused resistance to olaparib.", ("res BRCA2 reversion | olaparib",)),
        ("Loss of NF1 abolished the response to erlotinib.", ("res NF1 loss | erlotinib",)),
        (
            "Vemurafenib plus cobimetinib, but not vemurafenib alone, was effective in BRAF V600K melanoma.",
            ("sens BRAF V600K | cobimetinib",),
        ),
        (
            "EGFR mutations conferred longer survival irrespective of treatment with erlotinib or chemotherapy.",
            ("better EGFR mutation",),
        ),
        (
            "Hormone receptor positivity had significantly favourable effects on 10-year disease-free survival.",
            ("better None hormone receptor positive",),
        ),
        (
            "Loss of RB1 expression was associated with resistance to palbociclib in ER-positive breast cancer.",
            ("res RB1 loss | palbociclib",),
        ),
        ("Men with BRCA2 mutations died earlier of prostate cancer.", ("poor BRCA2 mutation",)),
        (
            "Whole-exome sequencing of patients with acquired resistance to ibrutinib found that most harboured a"
            " C481S mutation in BTK.",
            ("res BTK C481S | ibrutinib",),
        ),
        (
            "MET amplification conferred resistance to gefitinib in EGFR-mutant lung cancers.",
            ("res MET amplification | gefitinib",),
        ),
        ("KRAS-mutant lung cancers are resistant to erlotinib.", ("res KRAS mutation | erlotinib",)),
        (
            "A combination of dabrafenib, trametinib, and panitumumab prolonged survival in colorectal cancer with BRAF"
            " V600E.",
            ("sens BRAF V600E | trametinib",),
        ),
        (
            "Pyrotinib showed durable anticancer activity in HER2-mutant lung cancer.",
            ("sens ERBB2 mutation | pyrotinib",),
        ),
        (
            "Patients with a colorectal tumor bearing mutated K-ras did not benefit from cetuximab, whereas patients"
            " with a tumor bearing wild-type K-ras did benefit from cetuximab.",
            ("res KRAS mutation | cetuximab", "sens KRAS wild type | cetuximab"),
        ),
        (
            "Loss of NF2 not only increased sensitivity to trametinib, it also slowed growth.",
            ("sens NF2 loss | trametinib",),
        ),
        (
            "Vemurafenib prolonged survival as compared with placebo among patients with BRAF V600K melanoma.",
            ("sens BRAF V600K | vemurafenib",),
        ),
        (
            "KRAS G12C inhibitors such as sotorasib showed limited activity in colorectal cancer.",
            ("res KRAS G12C | sotorasib",),
        ),
    ],
)
def test_still_told(text: str, claims: tuple[str, ...]) -> None:
    told = _told(text, "abstract")
    for claim in claims:
        assert any(_is(item, claim) for item in told), claim


def test_a_combination_is_not_told_as_one_of_its_drugs() -> None:
    """The words before an earlier line's drug are not those of the drug after it."""
    told = _told(
        "Melanoma with BRAF V600E that had progressed on vemurafenib regressed on trametinib plus dabrafenib.",
        "abstract",
    )
    given = [
        {concept.label for concept in item.therapies} for item in told if item.significance == "sensitivity"
    ]
    assert given == [{"trametinib", "dabrafenib"}]


def test_two_markers_of_clauses_joined_by_and() -> None:
    told = _told(
        "FLT3-ITD predicted response to gilteritinib, and FLT3 F691L predicted resistance.", "statement"
    )
    assert not any(_is(item, "res FLT3 internal | gilteritinib") for item in told)


def test_what_is_only_asked_is_a_hypothesis_without_a_direction() -> None:
    told = _told("Do patients with BRAF V600E melanoma benefit from adjuvant dabrafenib?", "statement")
    assert {(item.significance, item.role) for item in told} == {("unknown", "hypothesis")}


def test_common_knowledge_is_not_a_result() -> None:
    told = _told("It is known that EGFR T790M causes resistance to erlotinib.", "statement")
    assert {item.role for item in told} <= {"cited", "background"}


def test_the_disease_that_somebody_is_at_risk_of() -> None:
    """It may stand in the name of an outcome."""
    told = _told(
        "The CHEK2 1100delC variant was associated with an increased risk of breast cancer.", "abstract"
    )
    assert {item.disease.label for item in told if item.disease} == {"breast cancer"}


def test_what_a_change_does_to_the_protein_is_told_as_that() -> None:
    told = _told("PTEN C124S abolished phosphatase activity.", "statement")
    assert {(item.evidence_type, item.significance) for item in told} == {("functional", "loss_of_function")}


def test_what_is_denied_of_a_course_and_of_a_risk_is_not_supported() -> None:
    for text in (
        "KRAS mutation was not associated with overall survival in resected pancreatic cancer.",
        "BRCA1 185delAG was not associated with an increased risk of lung cancer.",
    ):
        assert {item.direction for item in _told(text, "statement")} == {"does_not_support"}


def test_alternatives_share_what_is_told_of_them() -> None:
    told = _told("Breast tumours with TP53 R175H or R273H mutations responded to doxorubicin.", "statement")
    assert {item.biomarkers[0].name for item in told} == {"R175H", "R273H"}


def test_where_no_word_tells_which_way_the_effect_goes_none_is_told() -> None:
    told = _told("TYMS expression is a predictive biomarker for pemetrexed in mesothelioma.", "statement")
    assert {item.significance for item in told if item.evidence_type == "predictive"} <= {"unknown"}


def test_the_status_of_a_population_is_no_marker_of_an_abstract() -> None:
    told = _told(
        "Ribociclib plus letrozole prolonged survival in women with hormone receptor-positive, human epidermal growth"
        " factor receptor 2-negative advanced breast cancer.",
        "abstract",
    )
    assert not told
