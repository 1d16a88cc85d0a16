"""What figures are of where no outcome is named: the subject before them, or what the patients did."""

from __future__ import annotations

import pytest

from evidence.pipeline.figured import figured
from evidence.pipeline.written import without_brackets
from pipelines import layers_of

_VALUES = frozenset({"rate", "count", "median", "mean"})


def _figured(text: str) -> str | None:
    doc = layers_of(text)
    values = [item for item in doc._.statistics if item.type in _VALUES]
    masked = without_brackets(text)
    start = doc._.sentences[-1].start
    span = figured(masked, start, len(text), values, doc._.arm_mentions)
    return " ".join(masked[slice(*span)].split()) if span is not None else None


@pytest.mark.parametrize(
    ("text", "name", "reason"),
    [
        ("RESULTS: The mean time to drain removal was 7.1 ± 1.2 days in group A and 8.5 ± 2.1 days in group B.",
         "time to drain removal", "the subject of a copula"),
        ("RESULTS: The trial showed that readmissions at a second hospital were 6% with A and 30% with B.",
         "readmissions at a second hospital", "the subject of a clause behind 'that'"),
        ("RESULTS: Four weeks into treatment, stent patency was 28% in group A and 12% in group B.",
         "stent patency", "what stands before a comma is no part of a name"),
        ("RESULTS: In arm A, 45 (83%) finished the diary compared with 61 (90%) in arm B.",
         "finished the diary", "what patients did"),
        ("RESULTS: Three (6%) first punctures failed in the warm group compared with 14 (28%) in the cold group.",
         "first punctures failed", "what happened"),
        ("RESULTS: Five of six in the red group and three of six in the blue group were rated as improvers.",
         "rated as improvers", "one predicate behind the figures of both groups"),
        ("RESULTS: Women in the letter group were less likely to begin walking (52% v 65%, P = .05).",
         "begin walking", "what they were likely to do"),
        ("RESULTS: The letter was better accepted, with fewer patients missing visits (17% v 23%).",
         "missing visits", "fewer patients doing something"),
        ("RESULTS: It took 36 seconds (95% CI, 31 to 40) to place a cannula with A and 62 seconds with B.",
         "place a cannula", "what took a time"),
        ("RESULTS: XA was noninferior to XB with rates of graft failure 6.6% versus 7.1%.",
         "rates of graft failure", "a rate that stands before its figures"),
    ],
)  # fmt: skip
def test_figured(text: str, name: str, reason: str) -> None:
    assert _figured(text) == name, reason


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("RESULTS: 577 of 1345 patients were randomly assigned to A or B.", "the conduct of a study"),
        ("RESULTS: It was 17% with A and 23% with B.", "a pronoun"),
        ("RESULTS: The rate was 17% with A and 23% with B.", "a word that only measures"),
        ("RESULTS: High-dose XA had the strongest effect compared with low-dose XB without XC (1.59; P = .006).",
         "what something is compared with"),
    ],
)  # fmt: skip
def test_nothing_figured(text: str, reason: str) -> None:
    assert _figured(text) is None, reason
