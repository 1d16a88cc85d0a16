"""The body of an article tells of more than its arms: factors, tests, kinds of tumors, changes in all patients."""

from __future__ import annotations

import pytest

from evidence.records import Finding
from pipelines import extraction_of

_TITLE = "Sunitinib versus placebo in renal cell carcinoma"
_ABSTRACT = (
    "METHODS: We randomly assigned 300 patients with renal cell carcinoma to receive sunitinib (n = 150) or placebo "
    "(n = 150). RESULTS: Overall survival was longer with sunitinib than with placebo (HR 0.70; P = .01). "
    "CONCLUSIONS: Sunitinib prolonged overall survival. "
)
_OPENING = (
    "INTRODUCTION: Renal cell carcinoma is common. METHODS: Tumors were stained for carbonic anhydrase. "
)


def _body(results: str, section: str = "RESULTS") -> list[Finding]:
    """What the body of the article tells of its results."""
    extraction = extraction_of(f"{_ABSTRACT}{_OPENING}{section}: {results}", title=_TITLE)
    start = len(_TITLE) + 2 + len(_ABSTRACT)
    return [item for item in extraction.findings if item.start >= start]


@pytest.mark.parametrize(
    "results",
    [
        "Progression-free survival was shorter in mutated than in unmutated tumors (P = .03).",
        "However, CAIX positivity was not significantly associated with overall survival (HR 0.83; P = .36).",
        "Interestingly, low hemoglobin was also found to be associated with shorter overall survival (P = .01).",
        "Strong staining in the tumor correlated with larger tumors (mean 63 vs 45 mm, P = .01).",
        "The final variables retained as predictive factors for toxicity were age and sex (P < .05).",
        "The overall response rate was 23% in codon 13, 49% in codon 12, and 63% in wild type tumors (P = .01).",
        "Of 288 patients included in the analysis, 96 (33.3%) relapsed and 78 (27.1%) died.",
        "Hemoglobin decreased significantly from day 1 to day 8.",
        "Microvessel density shifted from 74 to 62 per mm2 (P = .02).",
        "The estimates from bootstrap sampling were comparable with those of the regression.",
        "There was no heterogeneity in response rates (P = .78).",
        "Patients with a performance status of 2 are at a higher risk of toxicity.",
    ],
)
def test_what_is_of_no_arm_has_none(results: str) -> None:
    told = {name for item in _body(results) for name in (item.intervention, item.comparator)}
    assert not told & {"sunitinib", "placebo"}


@pytest.mark.parametrize(
    ("results", "direction"),
    [
        ("There were no differences in hematologic toxicity.", "no_difference"),
        ("Response rates did not differ between the groups (P = .40).", "no_difference"),
        ("In mutated tumors the hazard ratio for progression or death was 0.65 (P < .001).", None),
        ("Quality of life was better in patients given sunitinib.", "higher"),
        ("One patient in each arm had a confirmed venous thrombosis.", "no_difference"),
    ],
)
def test_what_is_of_the_arms_has_both(results: str, direction: str | None) -> None:
    rows = _body(results)
    assert [(item.intervention, item.comparator) for item in rows] == [("sunitinib", "placebo")]
    assert direction is None or rows[0].direction == direction


def test_what_only_changed_is_not_concluded_of_the_arms() -> None:
    assert not _body("In contrast, we observed a slight increase in hypoxia.", "DISCUSSION")
