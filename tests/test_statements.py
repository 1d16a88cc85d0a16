"""Short texts as curators and commentators write them, without headings or a title: whose their figures are."""

from __future__ import annotations

from typing import TypeAlias

import pytest

from evidence.pipeline.populations import population
from pipelines import extraction_of

OS, PFS, ORR = "overall survival", "progression-free survival", "objective response rate"
# (intervention, comparator, outcome, direction, values)
Row: TypeAlias = tuple[str | None, str | None, str, str | None, tuple[float, ...]]
_VALUES = ("median", "mean", "rate", "count", "hazard_ratio", "odds_ratio")


def _rows(text: str) -> list[Row]:
    extraction = extraction_of(text)
    told = {item.id: item for item in extraction.statistics}
    return [
        (
            item.intervention,
            item.comparator,
            item.outcome,
            item.direction,
            tuple(told[id].value or 0 for id in item.statistics if told[id].type in _VALUES),
        )
        for item in extraction.findings
    ]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        # An unknown drug against a known one is not the known one.
        (
            "Treatment with zomatinib reduced the risk of progression (HR, 0.64; P = .02) compared with placebo.",
            [("zomatinib", "placebo", "progressive disease", "lower", (0.64,))],
        ),
        (
            "Zomatinib prolonged overall survival (HR, 0.71; P = .03) compared with sunitinib.",
            [("Zomatinib", "sunitinib", OS, "higher", (0.71,))],
        ),
        # Who has a change, and not what they all were given.
        (
            "Patients with NRAS mutations who were given FOLFOX plus panitumumab had shorter overall survival (14 v "
            "26 months; HR, 2.1; P = .01) than patients with wild-type NRAS.",
            [("NRAS mutations", "wild-type NRAS", OS, "lower", (14, 26, 2.1))],
        ),
        (
            "The response to erlotinib was lower in patients with mutations in codon 12 of KRAS compared to "
            "wildtype KRAS.",
            [("mutations in codon 12 of KRAS", "wildtype KRAS", "response to erlotinib", "lower", ())],
        ),
        (
            "AKT1 mutations were associated with a greater risk of progression (HR, 1.9; P = .01, multivariate "
            "analysis) compared to wildtype AKT1.",
            [("AKT1 mutations", "wildtype AKT1", "progressive disease", "higher", (1.9,))],
        ),
        (
            "Based on an analysis of nine trials, PD-L1 expression was associated with a higher response rate.",
            [("PD-L1 expression", None, ORR, "higher", ())],
        ),
        (
            "Median progression-free survival was 5 and 13 months, respectively, in patients with mutated and "
            "wild-type BRAF (P < .001), regardless of chemotherapy or use of bevacizumab.",
            [("mutated", "wild-type BRAF", PFS, "lower", (5, 13))],
        ),
        (
            "Event-free survival was significantly worse for patients with the KMT2A::AFF1 fusion in spite of "
            "intensified chemotherapy.",
            [("KMT2A::AFF1 fusion", None, "event-free survival", "lower", ())],
        ),
        # A class and the drug of that class are one treatment.
        (
            "Seventy patients were given two doses of the HER2 inhibitor neratinib, with response rates of 31% and "
            "44%, respectively.",
            [("neratinib", None, ORR, None, (31, 44))],
        ),
        # What is like others is told of nobody here.
        ("Similar to other FGFR inhibitors, common adverse events included fatigue and rash.", []),
        # Ranges are no medians.
        (
            "Median survival was 38 months (28 to 61 months, n = 7) with imatinib and 20 months (12 to 30 months) "
            "with placebo.",
            [("imatinib", "placebo", OS, "higher", (38, 20))],
        ),
        # What came later did not get better.
        (
            "Treatment with crizotinib resulted in improvement of symptoms, followed by rapid disease progression.",
            [],
        ),
        # Tumours are no outcome, and what patients have is none.
        (
            "Overall survival of MEK1-mutated tumours did not differ from KRAS-mutated tumours (15 v 14 months; HR, "
            "0.89; P = .75) or BRAF-mutated tumours (15 v 21 months; HR, 1.64; P = .30).",
            [
                (None, None, OS, "no_difference", (15, 14, 0.89)),
                (None, None, OS, "no_difference", (15, 21, 1.64)),
            ],
        ),
        (
            "There was no difference in disease-free survival between patients who had the FCGR3A V/V genotype and "
            "patients without that genotype.",
            [(None, None, "disease-free survival", "no_difference", ())],
        ),
        # A plus with blanks joins what is given together.
        (
            "Overall survival was 13.8 months with chemotherapy + trastuzumab and 11.1 months with chemotherapy alone "
            "(P = .01).",
            [("chemotherapy + trastuzumab", "chemotherapy alone", OS, "higher", (13.8, 11.1))],
        ),
        # A comparative is that of its adjective, and figures behind it have their own direction.
        (
            "Patients with a BRAF mutation were more resistant to irinotecan than patients with wildtype BRAF (median "
            "PFS, 3.5 and 12.8 months, respectively; P = .006).",
            [
                ("BRAF mutation", "wildtype BRAF", "resistant", "higher", ()),
                ("BRAF mutation", "wildtype BRAF", PFS, "lower", (3.5, 12.8)),
            ],
        ),
        (
            "Patients with a low RRM1 expression had a better outcome after gemcitabine than patients with high RRM1 "
            "expression (P = .02).",
            [("low RRM1 expression", "high RRM1 expression", "clinical outcome", "higher", ())],
        ),
        # Who is only held against is not whom the clause tells of.
        (
            "The survival rate at 3 years was poorer with BRAF D594G mutations when compared to the wild type group "
            "(50% v 88%; P = .002).",
            [(None, "wild type group", OS, "lower", (50, 88))],
        ),
        # What has ended is no likeness, what exceeds a bound no difference.
        (
            "Olaparib in patients who were no longer responding to standard treatments led to a high response rate.",
            [],
        ),
        (
            "One patient had a partial response, and the duration of response was longer than 12 months.",
            [(None, None, "partial response", None, (1,))],
        ),
        # What is only named along with what was compared.
        (
            "Grade 3 or higher adverse events were less frequent with datopotamab deruxtecan (26% v 42%), with "
            "stomatitis and interstitial lung disease as notable events.",
            [("datopotamab deruxtecan", None, "adverse events", "lower", (26, 42))],
        ),
        # A bracket's figures are not ruled by the word for another outcome before it.
        (
            "Trastuzumab emtansine resulted in improved progression free survival and fewer serious adverse events "
            "when compared to trastuzumab plus docetaxel (median PFS with trastuzumab emtansine 14 vs 9 with "
            "trastuzumab plus docetaxel).",
            [
                ("Trastuzumab emtansine", "trastuzumab plus docetaxel", PFS, "higher", (14, 9)),
                (
                    "Trastuzumab emtansine",
                    "trastuzumab plus docetaxel",
                    "serious adverse events",
                    "lower",
                    (),
                ),
            ],
        ),
        # A control and what it was given are one group.
        (
            "Patients given pertuzumab plus trastuzumab had improved progression free survival (18 vs 12 months; P < "
            ".001) compared with the control group given placebo.",
            [("pertuzumab plus trastuzumab", "control group", PFS, "higher", (18, 12))],
        ),
        (
            "Patients treated with regorafenib had similarly favorable progression-free survival (HR, 0.21; 95% CI, "
            "0.10 to 0.46) as compared to patients treated with placebo.",
            [("regorafenib", "placebo", PFS, "higher", (0.21,))],
        ),
        (
            "Patients harboring a BRAF mutation were more resistant to bevacizumab-containing chemotherapy than "
            "patients with wildtype BRAF (median PFS, 4 and 12 months, respectively; P < .001).",
            [
                ("BRAF mutation", "wildtype BRAF", "resistant", "higher", ()),
                ("BRAF mutation", "wildtype BRAF", PFS, "lower", (4, 12)),
            ],
        ),
        (
            "Among patients given erlotinib, those whose tumors had KRAS mutations had a progression-free survival "
            "rate of 25% compared to 30% for KRAS wt patients (P = .74).",
            [("KRAS mutations", "KRAS wt patients", PFS, "no_difference", (25, 30))],
        ),
        # To be likelier not to have something is to have less of it.
        (
            "Patients with the wild type were 3 times more likely not to experience relapse than patients with the "
            "mutation.",
            [("Patients with the wild type", "mutation", "recurrence", "lower", ())],
        ),
        # What is listed behind a comparative has none of its own.
        (
            "Tumours with hot spot mutations were correlated with lower grade, ER-positive, and HER2-negative compared "
            "to PIK3CA wt tumours.",
            [],
        ),
        # Events that only tell when was analysed, and what was not to be seen.
        (
            "Patients were randomly assigned to margetuximab or trastuzumab. At the second interim analysis of 270 "
            "deaths, the median overall survival was 22 months for margetuximab versus 20 months with trastuzumab (HR, "
            "0.89; P = .33).",
            [("margetuximab", "trastuzumab", OS, "no_difference", (270, 22, 20, 0.89))],
        ),
        (
            "Patients were randomly assigned to afatinib or trastuzumab. Recruitment was stopped when it was deemed "
            "unlikely that the increased progression-free survival would be seen in the afatinib group.",
            [],
        ),
        # Time points without a hyphen, and no arm of them.
        (
            "Aspirin reduced 3 year recurrence compared with placebo (8% v 17%; HR, 0.42) and improved 3 year DFS (89% "
            "v 79%; HR, 0.51).",
            [
                ("Aspirin", "placebo", "recurrence", "lower", (8, 17, 0.42)),
                ("Aspirin", "placebo", "disease-free survival", "higher", (89, 79, 0.51)),
            ],
        ),
        (
            "Event-free survival was worse for patients with the fusion in the pre-tyrosine kinase inhibitor era.",
            [("fusion", None, "event-free survival", "lower", ())],
        ),
        # A sentence may begin in lower case, and where something was seen is no outcome.
        (
            "Patients were randomly assigned to docetaxel or paclitaxel. pCR in the breast and axilla was seen in 30% "
            "of patients in both arms.",
            [("docetaxel", "paclitaxel", "pathological complete response", "no_difference", (30,))],
        ),
        # The abbreviations that meeting reports use.
        (
            "Patients were randomly assigned to encorafenib plus binimetinib or vemurafenib. mPFS was 14.9 v 7.3 "
            "months, mOS 33.6 v 16.9 months.",
            [
                ("encorafenib plus binimetinib", "vemurafenib", PFS, "higher", (14.9, 7.3)),
                ("encorafenib plus binimetinib", "vemurafenib", OS, "higher", (33.6, 16.9)),
            ],
        ),
        (
            "PFS was longer with alectinib than with crizotinib (HR, 0.47; P < .001). Investigator-assessed RR was "
            "83% in the alectinib arm and 76% in the crizotinib arm.",
            [
                ("alectinib arm", "crizotinib arm", PFS, "higher", (0.47,)),
                ("alectinib arm", "crizotinib arm", ORR, "higher", (83, 76)),
            ],
        ),
    ],
)
def test_rows(text: str, wanted: list[Row]) -> None:
    assert [row for row in _rows(text) if row[2] != "symptoms"] == wanted


@pytest.mark.parametrize(
    ("text", "never"),
    [
        (
            "Complete response was comparable for patients with ABL1 mutations versus without.",
            "Complete response",
        ),
        (
            "Patients received FOLFOX with or without cetuximab. Complete response was comparable for patients with "
            "BRAF mutations versus without.",
            "FOLFOX plus cetuximab",
        ),
        (
            "Neoadjuvant chemotherapy may be feasible in patients with low MGMT expression, whereas patients with "
            "high MGMT expression are less likely to respond and more likely to experience progression.",
            "Neoadjuvant chemotherapy",
        ),
    ],
)
def test_no_arm(text: str, never: str) -> None:
    assert all(row[0] != never for row in _rows(text))


def test_control_by_choice() -> None:
    """What the investigators choose is what the others are held against, whatever another arm has less of."""
    rows = _rows(
        "Patients were randomly assigned to encorafenib, binimetinib, and cetuximab (triplet group); encorafenib and "
        "cetuximab (doublet group); or the investigators' choice of either cetuximab and irinotecan or cetuximab and "
        "FOLFIRI. Overall survival was 9.0 months in the triplet group and 5.4 months in the control group (HR, 0.52; "
        "P < .001)."
    )
    assert [row[1] for row in rows] == ["cetuximab plus irinotecan or cetuximab plus FOLFIRI (control group)"]


def test_population_ends_before_its_opposite() -> None:
    text = (
        "survival was longer in patients with low RRM1 expression as opposed to those with a high expression."
    )
    assert population(text, 0, len(text), ()) == "patients with low RRM1 expression"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Patients with BCR-ABL1-like B-ALL had a poor outcome.", []),
        ("BRCA1-like tumours responded to cisplatin.", []),
        ("Patients with BCR-ABL1-positive ALL had a poor outcome.", ["BCR::ABL1"]),
    ],
)
def test_what_something_is_like_it_has_not(text: str, names: list[str]) -> None:
    extraction = extraction_of(text)
    assert [item.variant.name for item in extraction.mentions if item.variant is not None] == names
    assert not [item for item in extraction.mentions if item.kind == "gene" and not names]


def test_less_is_believed_of_what_is_retold() -> None:
    """Nobody's own words: of such texts the corpus, from which confidence is learnt, has none."""
    text = "Overall survival was 21 months with sunitinib and 15 months with placebo (P = .01)."
    (retold,) = extraction_of(text).findings
    (told,) = extraction_of(text, title="Sunitinib versus placebo in renal cell carcinoma").findings
    assert retold.confidence < 0.85 * told.confidence


def test_an_arm_is_called_by_all_its_drugs() -> None:
    chop = "doxorubicin, vincristine, etoposide, prednisone, and cyclophosphamide"
    extraction = extraction_of(f"Patients were randomly assigned to {chop} with nivolumab or {chop}.")
    assert extraction.study is not None
    first, second = (arm.name for arm in extraction.study.arms)
    assert first == f"{second} plus nivolumab"
