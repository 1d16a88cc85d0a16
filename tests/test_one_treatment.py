"""The treatment that all patients of a study without arms got is that of its results, and of no others."""

from __future__ import annotations

import pytest

from pipelines import extraction_of


def _told(title: str, text: str) -> set[tuple[str | None, str | None]]:
    return {
        (item.intervention, item.comparator)
        for item in extraction_of(text, title=title).findings
        if item.role == "result" and item.kind == "single_arm"
    }


@pytest.mark.parametrize(
    ("title", "methods", "name"),
    [
        (
            "Crizotinib in ROS1-rearranged lung cancer",
            "Patients were treated with crizotinib at the standard oral dose of 250 mg twice daily.",
            "crizotinib",
        ),
        (
            "Dabrafenib plus trametinib in anaplastic thyroid cancer: a phase II trial",
            "Patients received dabrafenib 150 mg twice daily and trametinib 2 mg once daily.",
            "dabrafenib plus trametinib",
        ),
        (
            "Whole-brain radiotherapy for brain metastases from renal cell carcinoma",
            "We reviewed 119 patients who underwent whole-brain radiotherapy.",
            "whole-brain radiotherapy",
        ),
    ],
)
def test_results_are_those_of_the_one_treatment(title: str, methods: str, name: str) -> None:
    text = f"METHODS: {methods} RESULTS: The objective response rate was 27% (95% CI, 19-36)."
    assert _told(title, text) == {(name, None)}


@pytest.mark.parametrize(
    ("title", "methods", "why"),
    [
        ("Survival in renal cell carcinoma", "Patients received sunitinib.", "the title tries none"),
        ("Sunitinib in renal cell carcinoma", "We reviewed 119 patients.", "nobody says that it was given"),
        (
            "Renal cell carcinoma refractory to sunitinib",
            "Patients had received sunitinib.",
            "what the disease had resisted",
        ),
        (
            "Sunitinib in renal cell carcinoma",
            "Patients received sunitinib or were observed and compared with controls.",
            "something is compared",
        ),
        (
            "Sunitinib and everolimus in renal cell carcinoma",
            "Patients received sunitinib.",
            "a part of what is tried",
        ),
    ],
)
def test_nothing_is_guessed(title: str, methods: str, why: str) -> None:
    text = f"METHODS: {methods} RESULTS: The objective response rate was 27% (95% CI, 19-36)."
    assert {name for name, _ in _told(title, text)} == {None}, why


def test_an_endpoint_of_a_study_without_arms_is_told_only_where_it_is_stated() -> None:
    told = "METHODS: Patients received crizotinib.{} RESULTS: The objective response rate was 72%."
    for stated, wanted in (
        ("", None),
        (" The primary end point was the objective response rate.", "objective response rate"),
    ):
        endpoint = extraction_of(
            told.format(stated), title="A phase 2 trial of crizotinib"
        ).study.primary_endpoint
        assert (endpoint.outcome if endpoint is not None else None) == wanted
