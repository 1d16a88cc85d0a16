"""Sentences, in the texts' own dress: abbreviations, citations glued to full stops, headings, line ends."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines import document_of, layers_of


def sentences_of(text: str) -> list[str]:
    doc = layers_of(text)
    return [text[item.start : item.end] for item in doc._.sentences]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        pytest.param("It grew. It shrank.", 2, id="plain"),
        pytest.param("Pain fell (P = .02). Survival did not.", 2, id="bracket before the full stop"),
        pytest.param("Drug A vs. Drug B was tested. None worked.", 2, id="vs. ends no sentence"),
        pytest.param("Smith et al. Found it first, cf. Fig. 2 and No. 7.", 1, id="al., cf., Fig., No."),
        pytest.param("Bone is involved.1 Spinal disease is common.2,3 It hurts.", 3, id="citations glued on"),
        pytest.param(
            "Bone is involved.[1] Spinal disease is common.[2,3] It hurts. [4-6] Often.", 4, id="in brackets"
        ),
        pytest.param("It was given at 0.5 mg. The dose was 2.5 mg.", 2, id="decimal points"),
        pytest.param("We saw stabilization.Results were good.", 2, id="a full stop glued to a word"),
        pytest.param("ClinicalTrials.gov holds it.", 1, id="a dot inside a name"),
        pytest.param("One line\n\nAnother line", 2, id="an empty line"),
        pytest.param("Patients in arm A. They lived.", 2, id="a single capital ends a sentence"),
    ],
)
def test_count(text: str, count: int) -> None:
    assert len(sentences_of(text)) == count


def test_no_sentence_crosses_a_section() -> None:
    text = "Background: It is rare\nMethods: We looked"
    doc = layers_of(text)
    assert [(text[item.start : item.end], item.section) for item in doc._.sentences] == [
        ("It is rare", "background"),
        ("We looked", "methods"),
    ]


def test_spacy_knows_them_too() -> None:
    doc = layers_of("It grew. It shrank.")
    assert [span.text for span in doc.sents] == ["It grew.", "It shrank."]


@given(st.text(alphabet=st.sampled_from("aB .!?\n1()vs"), max_size=80))
def test_sentences_cover_all_words_once(text: str) -> None:
    doc = layers_of(text)
    covered = "".join(text[item.start : item.end] for item in doc._.sentences)
    assert "".join(covered.split()) == "".join(text.split())
    assert document_of(text).text == doc.text
