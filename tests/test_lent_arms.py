"""Clauses that name no arm: which of them tell of the two arms of their trial, and which compare nothing."""

from __future__ import annotations

import pytest

from pipelines import extraction_of

_TRIAL = (
    "METHODS: We randomly assigned 300 patients with renal cell carcinoma to receive sunitinib (n = 150) or "
    "placebo (n = 150). RESULTS: {}"
)


def _arms(sentence: str) -> set[tuple[str | None, str | None]]:
    found = extraction_of(_TRIAL.format(sentence), title="A trial of several treatments").findings
    return {(item.intervention, item.comparator) for item in found if item.role == "result"}


@pytest.mark.parametrize(
    "sentence",
    [
        "Progression-free survival was improved (P = .01).",
        "Fatigue was less frequent (12% v 24%; P = .01).",
        "Pain was significantly reduced by treatment (P = .01).",
        "The incidence of bone metastasis was reduced by 40%.",
        "It was associated with improved survival (HR 0.6; P = .02).",
        "Survival did not differ between Sunitinib and Placebo.",
        "There was no difference in pain before and after surgery between the groups.",
        "Fatigue did not differ between treatment and control.",
        "The survival benefit was seen regardless of age.",
        "A reduction in pain was more frequent (40% v 20%; P = .01).",
    ],
)
def test_what_only_groups_can_have_is_told_of_the_arms(sentence: str) -> None:
    assert _arms(sentence) == {("sunitinib", "placebo")}


@pytest.mark.parametrize(
    "sentence",
    [
        # What changed in patients, or how many had much of it.
        "Pain was reduced (P = .01).",
        "Serum calcium was elevated in 120 (23%) of 522 patients.",
        "Fatigue improved in all subjects (P < .001).",
        "However, the level of distress did not improve.",
        "Bone density declined by 7% over the two years.",
        "The reduction in pain score ranged from 0.8 to 2.6.",
        "Overall, pain improved at 1 week (7.3 to 5.7; P < .01).",
        # Patients against themselves.
        "No significant differences in estradiol were found before and after treatment.",
        "Oxygen pressure did not differ between the two time points (P = .19).",
        "Within each group, reaction time did not change significantly.",
        "Fatigue did not differ between baseline and week 12 (P = .4).",
        # Factors.
        "Overall survival correlated with the number of liver metastases (P < .001).",
        "On-treatment decreased serum interleukin-6 levels were associated with better overall survival.",
        "A significant relationship exists between lymphocyte counts and longer overall survival (P < .0001).",
        "No association of any of the genotypes with fatigue was found.",
        # Groups of other names.
        "Hemoglobin was not different between smokers and ex-smokers.",
        "There was a significant difference in complete response between clear cell and papillary tumors (P = .03).",
        "Survival did not differ between VHL mutant and wild-type tumors.",
        # Another report, other patients.
        "Safety profiles in Asian patients were similar to those of the overall population.",
        "These reductions in pain were similar to those seen in the initial report.",
        "The risk of stroke was 11% lower than in the original report.",
        # Plans.
        "Prespecified criteria for superiority required a hazard ratio for death of 0.56 or less.",
        "Secondary end points included pain (higher scores indicate worse pain), fatigue and mortality.",
    ],
)
def test_what_compares_no_groups_is_told_of_none(sentence: str) -> None:
    assert ("sunitinib", "placebo") not in _arms(sentence)


@pytest.mark.parametrize(
    "told",
    [
        # An effect behind that of a factor, and what more groups had than there are arms.
        "A positive biopsy was associated with shorter progression-free survival (HR 4.8; 95% CI 2.5-9.3; P < .001). "
        "The hazard ratio for overall survival was 1.58 (95% CI, 0.52-4.78; P = .42).",
        "Four risk groups were found. Median progression-free survival was 9.8, 2.0, 1.6, and 0.7 years for each, "
        "respectively (P < .001).",
        # What patients were like, and who they were.
        "There was no difference in socio-demographic characteristics or smoking habits between the two groups.",
        "The mean age of patients with a complete response was significantly lower (P = .02).",
    ],
)
def test_what_is_no_comparison_of_the_arms_is_not_told_of_them(told: str) -> None:
    assert not any("sunitinib" in pair for pair in _arms(told))


def test_those_without_a_response_are_no_figure_of_another_outcome() -> None:
    told = extraction_of(
        _TRIAL.format(
            "There were 33 (57%) partial responses and 17 (29%) no responses. Stable disease was seen in 20% and no "
            "response in 38% of patients receiving sunitinib."
        ),
        title="A trial of several treatments",
    )
    used = {used for row in told.findings for used in row.statistics}
    assert {item.text for item in told.statistics if item.id in used} == {"33 (57%)", "20%"}
