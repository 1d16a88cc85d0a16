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
