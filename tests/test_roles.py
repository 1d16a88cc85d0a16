"""Whose word a sentence is. Texts are invented."""

from __future__ import annotations

import pytest
from tests.pipelines import layers_of

from evidence.document import Reference, Relation

REFERENCES = tuple(Reference(number=number, text=f"Roe R. Reference {number}. 2019.") for number in (1, 2, 3))


def role_of(text: str, **options: object) -> str:
    doc = layers_of(text, **options)  # type: ignore[arg-type]
    return str(doc._.voices[-1].role)


@pytest.mark.parametrize(
    ("text", "role"),
    [
        pytest.param("RESULTS: Survival was 9 months.", "result", id="a result"),
        pytest.param("CONCLUSIONS: Sunitinib works.", "conclusion", id="a conclusion"),
        pytest.param("BACKGROUND: Kidney cancer is rare.", "background", id="background"),
        pytest.param(
            "BACKGROUND: The aim of this study was to compare A with B.", "method", id="an aim claims nothing"
        ),
        pytest.param("BACKGROUND: We hypothesized that A is better.", "hypothesis", id="a hypothesis"),
        pytest.param("METHODS: Survival was the primary end point.", "method", id="methods claim nothing"),
        pytest.param("DISCUSSION: Previous studies have shown that A works.", "cited", id="others' word"),
        pytest.param(
            "DISCUSSION: We found that A works.", "conclusion", id="the authors' own word in a discussion"
        ),
    ],
)
def test_role_by_section_and_words(text: str, role: str) -> None:
    assert role_of(text) == role


def test_a_sentence_that_cites_tells_of_others_unless_its_authors_say_we() -> None:
    assert role_of("DISCUSSION: Response was 40% with A.[1]", references=REFERENCES) == "cited"
    assert (
        role_of("DISCUSSION: We found a response of 40%, as others did.[1]", references=REFERENCES)
        == "conclusion"
    )


def test_cited_sentences_keep_their_reference() -> None:
    doc = layers_of("DISCUSSION: Kato et al.[2] showed that A works.", references=REFERENCES)
    assert (doc._.voices[-1].role, doc._.voices[-1].reference) == ("cited", 2)


@pytest.mark.parametrize(
    ("text", "role"),
    [
        pytest.param("Patients were randomly assigned to A or B.", "method", id="how it was done"),
        pytest.param("In conclusion, A works.", "conclusion", id="says that it concludes"),
        pytest.param("Survival was longer with A.", "result", id="else a result"),
    ],
)
def test_unsectioned_sentences_are_read_by_their_words(text: str, role: str) -> None:
    assert role_of(text) == role


def test_a_commentary_tells_no_results_of_its_own() -> None:
    text = "Tumors shrank after treatment with sunitinib."
    assert role_of(text) == "result"
    assert role_of(text, relations=(Relation(type="comments_on", target="Roe et al."),)) == "background"
