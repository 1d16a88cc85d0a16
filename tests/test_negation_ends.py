"""Which words a negation does not reach."""

from __future__ import annotations

import re

import pytest

from evidence.pipeline import negation_ends
from evidence.pipeline.layers import Cue


@pytest.mark.parametrize(
    ("text", "place", "of", "expected"),
    [
        ("NPM1 mutation without FLT3-ITD was associated with longer survival", "longer", "claim", True),
        ("tumours lacking PTEN responded", "responded", "claim", True),
        ("without a response", "response", "claim", False),
        ("after crizotinib failed, lorlatinib led to responses", "responses", "claim", True),
        ("had no response and was switched, with remission", "remission", "claim", True),
        ("had no response or remission", "remission", "claim", False),
        ("no activity in PTEN deficient tumours", "PTEN", "change", True),
        ("a patient (with no relapse) had a response", "response", "claim", True),
        ("no tumour (of 20) with a response", "response", "claim", False),
        ("no PTEN loss", "PTEN", "change", False),
        ("patients with and without KRAS mutations", "KRAS", "change", True),
        ("A with or without B, patients with TP53 mutations", "TP53", "change", True),
    ],
)
def test_ended(text: str, place: str, of: negation_ends.Of, expected: bool) -> None:
    match = re.search(r"\b(?:without|failed|no|lacking|not)\b", text)
    assert match is not None
    cue = Cue("negation", match.start(), match.end(), len(text))
    assert negation_ends.ended(text, cue, text.index(place), of) is expected
