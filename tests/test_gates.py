"""Gates: a gate finds what its pattern finds, and folding keeps offsets."""

from __future__ import annotations

import re
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus_kb import DOCUMENTS
from evidence.document import Document
from evidence.pipeline import arm_number, bracket_names, directions, populations, prognostic, written
from evidence.pipeline.folding import caseless, folded
from evidence.pipeline.gates import Gate
from evidence.readers import read_path

_GATES = {
    "numbers of arms": arm_number._TOLD,
    "comparing words": directions._pattern()[0],
    "places of outcomes": written._places(),
    "headings of lists": bracket_names._HEADING,
    "populations": populations._POPULATION,
    "outcome first": prognostic._cues("outcome_first"),
    "turned": prognostic._cues("turned"),
    "between": prognostic._cues("between"),
}


@cache
def _texts() -> list[str]:
    return [
        item.text
        for path in sorted(DOCUMENTS.iterdir())
        for item in read_path(path)
        if isinstance(item, Document)
    ]


@pytest.mark.parametrize("name", _GATES)
def test_a_gate_finds_what_its_pattern_finds(name: str) -> None:
    """Else a stem is missing from the column `begins` of its table."""
    gate = _GATES[name]
    for text in _texts():
        wanted = [match.span() for match in gate.pattern.finditer(text)]
        assert [match.span() for match in gate.finditer(text, 0, len(text))] == wanted


def test_a_gate_looks_back_and_keeps_to_its_stretch() -> None:
    gate = Gate(re.compile(r"(?<!no )gain(?:ed)?", re.IGNORECASE), ("gain",))
    text = "no gain, Gained, gain"
    assert [match.group() for match in gate.finditer(text, 0, len(text))] == ["Gained", "gain"]
    assert gate.search(text, 0, 8) is None
    assert gate.search(text, 17, len(text)) is not None


@given(st.text())
def test_folding_keeps_offsets(text: str) -> None:
    assert len(folded(text)) == len(text)


@pytest.mark.parametrize(
    "pattern",
    [
        r"(?<![\w-])(?:(?P<g0>no [\w-]+|OS)|(?P<g1>PFS\b|\S+ed))(?!\w)",
        r"[A-Z]{2}\d|naïve|\Bs\b",
        r"(?P<Sign>[<=>])\s?(?P=Sign)",
    ],
)
@given(text=st.text(alphabet="noOSPFSednaïÏV7 <=>-\u017f\u0130\u212a", max_size=30))
def test_a_caseless_pattern_finds_in_lower_case_what_the_pattern_finds(pattern: str, text: str) -> None:
    wanted = [match.span() for match in re.finditer(pattern, text, re.IGNORECASE)]
    assert [match.span() for match in caseless(pattern).finditer(folded(text))] == wanted


def test_a_pattern_that_heeds_case_is_none_for_folded_texts() -> None:
    with pytest.raises(ValueError, match="capitals"):
        caseless("(?-i:OS)")
