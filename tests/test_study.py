"""What was done: design, phase, size, arms with their sizes, registrations, level of evidence. Texts are invented."""

from __future__ import annotations

import dataclasses

import pytest

from evidence import readers
from evidence.errors import ReadError
from evidence.pipeline.build import extract
from evidence.records import Study
from pipelines import document_of, extraction_of, pipeline


def study_of(text: str, *, title: str | None = "Sunitinib in kidney cancer") -> Study:
    study = extraction_of(text, title=title).study
    assert study is not None
    return study


@pytest.mark.parametrize(
    ("title", "text", "design"),
    [
        pytest.param(
            "A randomised trial of X",
            "METHODS: We gave X.",
            "randomised controlled trial",
            id="the title's word",
        ),
        pytest.param(
            None,
            "METHODS: Women were randomly allocated.",
            "randomised controlled trial",
            id="allocation by chance",
        ),
        pytest.param(
            None,
            "METHODS: Men got X or Y. RESULTS: In total, 70 men were randomly assigned.",
            "randomised controlled trial",
            id="told with the results",
        ),
        pytest.param(
            None,
            "METHODS: In this nonrandomized phase 2 trial, X was given.",
            "single-arm trial",
            id="not random",
        ),
        pytest.param(
            None, "METHODS: Charts were reviewed retrospectively.", "retrospective cohort", id="looked back"
        ),
        pytest.param(
            None,
            "METHODS: Clinical data of 240 patients operated on since 2004 were reviewed.",
            "retrospective cohort",
            id="data reviewed",
        ),
        pytest.param(
            None,
            "METHODS: Of 812 patients who had surgery, 300 were selected by propensity score matching.",
            "retrospective cohort",
            id="made alike afterwards",
        ),
        pytest.param(
            None,
            "SEARCH METHODS: We searched CENTRAL and MEDLINE. SELECTION CRITERIA: We included randomised trials.",
            "systematic review",
            id="a review of trials is none",
        ),
        pytest.param(
            None,
            "METHODS: All patients treated since 2001 were identified in the national cancer registry.",
            "retrospective cohort",
            id="a registry",
        ),
        pytest.param(
            None,
            "We report our experience with en bloc resection in 28 patients. Survival was 60% at 5 years.",
            "case series",
            id="an experience",
        ),
        pytest.param(
            "Radiosurgery: a narrative review",
            "We tell of randomized trials.",
            "review",
            id="of others' trials",
        ),
        pytest.param(
            "Robots for all? Editorial",
            "In this issue, 350 patients were randomly assigned to X or Y.",
            "other",
            id="another's trial",
        ),
        pytest.param(
            None, "METHODS: A prospective cohort was followed.", "prospective cohort", id="looked ahead"
        ),
        pytest.param(
            None,
            "METHODS: In a case-control study, cases were matched.",
            "case-control",
            id="cases and controls",
        ),
        pytest.param(
            "X for pain: a meta-analysis of randomised trials",
            "METHODS: We pooled.",
            "meta-analysis",
            id="pooled",
        ),
        pytest.param(
            "X for pain: a systematic review of randomized trials",
            "We searched.",
            "systematic review",
            id="searched",
        ),
        pytest.param("Giant schwannoma: a case report", "A man came.", "case report", id="one patient"),
        pytest.param(None, "METHODS: Mice bearing xenografts got X.", "preclinical", id="mice"),
        pytest.param(
            "X and frailty: a Mendelian randomization study",
            "We used variants.",
            "other",
            id="Mendel's is no trial",
        ),
    ],
)
def test_design(title: str | None, text: str, design: str) -> None:
    assert study_of(text, title=title).design == design


def test_publication_types_of_indexers_decide() -> None:
    document = dataclasses.replace(document_of("Nothing is told here."), publication_types=("Meta-Analysis",))
    study = next(extract(pipeline(), [document])).study
    assert study is not None
    assert study.design == "meta-analysis"


@pytest.mark.parametrize(
    ("text", "level", "derived"),
    [
        pytest.param(
            "METHODS: Charts were reviewed retrospectively. Level of Evidence: 4.",
            "4",
            False,
            id="stated wins",
        ),
        pytest.param("METHODS: A prospective cohort. LEVEL OF EVIDENCE: II", "2", False, id="Roman"),
        pytest.param(
            "METHODS: Women were randomly allocated.",
            "1",
            True,
            id="Oxford CEBM 2009: a randomised trial is 1b",
        ),
        pytest.param(
            "METHODS: Charts were reviewed retrospectively.", "3", True, id="a retrospective cohort"
        ),
        pytest.param("METHODS: We thought.", None, False, id="no level for an unknown design"),
    ],
)
def test_level_of_evidence(text: str, level: str | None, derived: bool) -> None:
    study = study_of(text)
    assert (study.level_of_evidence, study.level_derived) == (level, derived)


@pytest.mark.parametrize(
    ("text", "level", "reason"),
    [
        ("METHODS: We pooled randomized trials.", "1", "a review of trials is 1a"),
        ("METHODS: We pooled cohort studies.", "2", "of cohorts, it is 2a"),
        (
            "METHODS: We pooled randomized trials and cohort studies.",
            "2",
            "of both, it is no better than the worse",
        ),
        ("METHODS: We pooled studies.", None, "of what, nobody knows"),
    ],
)
def test_level_of_a_review_is_that_of_its_studies(text: str, level: str | None, reason: str) -> None:
    study = study_of(text, title="Sunitinib: a meta-analysis")
    assert (study.level_of_evidence, study.level_derived) == (level, level is not None), reason


@pytest.mark.parametrize(
    ("words", "phase"),
    [
        ("phase III", "3"),
        ("phase 2b", "2"),
        ("phase I/II", "1/2"),
        ("Phase 2-3", "2/3"),
        ("late-phase", None),
    ],
)
def test_phase(words: str, phase: str | None) -> None:
    assert study_of(f"METHODS: In a {words} trial, men were randomly assigned.").phase == phase


def test_registry_ids_without_spaces_and_once() -> None:
    study = study_of("METHODS: X (NCT 01234567; ISRCTN12345678). OTHER: NCT01234567.")
    assert study.registry_ids == ("NCT01234567", "ISRCTN12345678")


@pytest.mark.parametrize(
    ("text", "sizes"),
    [
        pytest.param(
            "METHODS: Patients were randomly assigned to sunitinib (n = 61) or placebo (n = 59).",
            [61, 59],
            id="n =",
        ),
        pytest.param(
            "METHODS: Patients were randomly assigned to sunitinib or placebo."
            " RESULTS: We randomly assigned 61 patients to sunitinib and 59 to placebo.",
            [61, 59],
            id="numbers before the names",
        ),
        pytest.param(
            "METHODS: Patients were randomly assigned to sunitinib (n = 61) or placebo (n = 59)."
            " RESULTS: In bone disease, placebo (n = 12) did worse than sunitinib (n = 11).",
            [61, 59],
            id="a subgroup's are not the arm's",
        ),
    ],
)
def test_sizes_of_arms(text: str, sizes: list[int]) -> None:
    assert [arm.n for arm in study_of(text).arms] == sizes


def test_seeds(shared) -> None:  # type: ignore[no-untyped-def]
    """The user's own record: one hundred patients, looked back on, level 3 as its authors say."""
    for name in ("refworks_record.txt", "fulltext_markdown.txt"):
        found = next(iter(readers.read_path(shared / "seeds" / name)))
        assert not isinstance(found, ReadError)
        study = next(extract(pipeline(), [found])).study
        assert study is not None
        assert (study.n, study.design, study.level_of_evidence, study.level_derived) == (
            100,
            "retrospective cohort",
            "3",
            False,
        )
        assert {61, 39} <= {arm.n for arm in study.arms}
