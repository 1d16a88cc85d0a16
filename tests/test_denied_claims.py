"""What results and conclusions say in words of what was not so, not shown, conceded or advised against.

Each sentence is read as a result and as a conclusion, and says the same in both. Every text is made up for the case.
"""

from __future__ import annotations

import pytest

from pipelines import extraction_of

_TRIAL = (
    "METHODS: We randomly assigned 300 patients with renal cell carcinoma to receive sunitinib (n = 150) or placebo "
    "(n = 150). {}: {}"
)
Row = tuple[str, str, str]


def _rows(part: str, sentence: str) -> list[Row]:
    found = extraction_of(_TRIAL.format(part, sentence), title="A trial of two treatments").findings
    return [
        (item.outcome, str(item.direction), str(item.favors)) for item in found if item.role != "background"
    ]


def _holds(sentence: str, wanted: list[Row]) -> None:
    for part in ("RESULTS", "CONCLUSIONS"):
        assert _rows(part, sentence) == wanted, part


@pytest.mark.parametrize(
    "sentence",
    [
        "The data argue against the use of sunitinib to lessen fatigue and to prolong survival.",
        "Our data do not support the use of sunitinib to prolong survival.",
        "These findings do not support adding sunitinib to reduce recurrence.",
        "The evidence is insufficient to recommend sunitinib for improving survival.",
        "There was insufficient evidence to conclude that sunitinib improves overall survival.",
        "There is no conclusive evidence that sunitinib improves quality of life.",
        "Evidence for improved overall survival with sunitinib is still lacking.",
        "Sunitinib should not be used to prolong survival.",
        "Sunitinib is not recommended for improving quality of life.",
        "There remains doubt that sunitinib prolongs survival.",
    ],
)
def test_what_is_advised_against_or_has_no_evidence_is_no_result(sentence: str) -> None:
    _holds(sentence, [])
