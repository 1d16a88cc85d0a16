"""Names to concepts: folding, case of abbreviations, longest match, boundaries."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.lexicon import Lexicon, beginnings, first_word, fold, tokenize
from evidence.vocabulary import Concept, Vocabulary

_CONCEPTS = (
    Concept(
        id="DOID:4450",
        label="renal cell carcinoma",
        kind="disease",
        synonyms=("kidney cancer",),
        abbreviations=("RCC?",),
    ),
    Concept(id="DOID:3908", label="non-small cell lung carcinoma", kind="disease", abbreviations=("NSCLC",)),
    Concept(id="DOID:1324", label="lung cancer", kind="disease"),
    Concept(
        id="HGNC:7029",
        label="MET",
        kind="gene",
        synonyms=("hepatocyte growth factor receptor",),
        abbreviations=("MET", "c-MET"),
    ),
    Concept(id="HGNC:3430", label="ERBB2", kind="gene", abbreviations=("HER2", "ERBB2")),
    Concept(id="EV:mek-inhibitor", label="MEK inhibitor", kind="therapy"),
    Concept(id="EV:tki", label="tyrosine kinase inhibitor", kind="therapy", abbreviations=("TKI",)),
    Concept(id="DOID:0080684", label="glioma, H3 K27M-mutant", kind="disease"),
    Concept(id="DOID:0081093", label="AML with t(8;21); (q22; q22.1)", kind="disease"),
    Concept(id="DOID:162", label="tumor", kind="disease", synonyms=("leukaemia",)),
)


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon(Vocabulary(_CONCEPTS))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("Renal-cell carcinomas", ["DOID:4450"], id="hyphen and plural"),
        pytest.param("patients with RCC", ["DOID:4450"], id="abbreviation as written"),
        pytest.param("rcc", [], id="abbreviation in another case"),
        pytest.param("non small-cell lung carcinoma", ["DOID:3908"], id="other hyphens"),
        pytest.param("non-small cell lung carcinoma of the lung", ["DOID:3908"], id="the longest name"),
        pytest.param("we met in the clinic", [], id="an English word is no gene"),
        pytest.param("MET amplification", ["HGNC:7029"], id="the gene in capitals"),
        pytest.param("the c-MET gene", ["HGNC:7029"], id="a hyphen in an abbreviation"),
        pytest.param("HER-2 and HER 2", ["HGNC:3430", "HGNC:3430"], id="letters and digits apart"),
        pytest.param("HER23", [], id="a name ends at a border"),
        pytest.param("TKIs", ["EV:tki"], id="plural of an abbreviation"),
        pytest.param("leukemias and tumours", ["DOID:162", "DOID:162"], id="British spelling"),
        pytest.param("lung. Cancer", [], id="no name across sentences"),
        pytest.param("lung\n\ncancer", [], id="no name across paragraphs"),
        pytest.param("lung, cancer", [], id="no name across a comma"),
        pytest.param("glioma, H3 K27M-mutant", ["DOID:0080684"], id="a name with a comma"),
        pytest.param("glioma H3 K27M-mutant", ["DOID:0080684"], id="a name with a comma, without it"),
        pytest.param("AML with t(8;21); (q22; q22.1)", ["DOID:0081093"], id="bands of chromosomes"),
        pytest.param("MEK-\ninhibitors", ["EV:mek-inhibitor"], id="a hyphen and a line end"),
    ],
)
def test_match(lexicon: Lexicon, text: str, found: list[str]) -> None:
    assert [match.concepts[0].id for match in lexicon.match(text)] == found


def test_support_is_told(lexicon: Lexicon) -> None:
    assert [name.needs_support for name in lexicon.match("RCC")[0].names] == [True]


def test_suggestions_are_one_edit_away(lexicon: Lexicon) -> None:
    assert lexicon.suggest("tumot") == ["tumor"]
    assert lexicon.suggest("tumor") == []


def test_suggestions_for_long_words_are_two_edits_away_where_none_is_nearer() -> None:
    lexicon = Lexicon(Vocabulary.load())
    assert lexicon.suggest("sunitib") == ["sunitinib"]
    assert lexicon.suggest("everlimus") == ["everolimus"]
    assert lexicon.suggest("quality") == []


def test_lookup_takes_the_whole_name(lexicon: Lexicon) -> None:
    assert [concept.id for concept in lexicon.lookup("kidney cancer")] == ["DOID:4450"]
    assert lexicon.lookup("kidney cancer surgery") == ()


@given(st.text())
def test_matches_lie_in_the_text(text: str) -> None:
    for match in Lexicon(Vocabulary(_CONCEPTS)).match(text):
        assert 0 <= match.start < match.end <= len(text)


@given(st.text())
def test_tokens_cover_letters_and_digits(text: str) -> None:
    assert all(text[start:end].isalnum() for _, start, end, _ in tokenize(text))


@given(st.from_regex(r"[a-z]{1,12}", fullmatch=True))
def test_folding_forgets_case(word: str) -> None:
    assert fold(word) == fold(word.upper()) == fold(word.capitalize())


def test_a_name_is_found_by_how_it_may_begin() -> None:
    """The index is made by first words as folded, the files are searched as written: no name may fall between."""
    lost = [
        name
        for concept in Vocabulary.load()
        for name in (concept.label, *concept.synonyms, *concept.abbreviations)
        if not any(
            re.match(re.escape(text) + after, name.encode().lower().decode())
            for text, after in beginnings(first_word(name)).items()
        )
    ]
    assert lost == []


@pytest.mark.parametrize(
    "text",
    [
        "targeted therapy RCC",
        "haemoglobin and oestrogen receptor",
        "β-catenin, T790M, 5-FU and p53",
        "Sézary syndrome treated with 177Lu-PSMA-617",
    ],
)
def test_an_index_made_as_it_is_asked_finds_the_same(text: str) -> None:
    shipped = Vocabulary.load()
    whole = Lexicon(Vocabulary(shipped))  # over concepts, not files
    found = [(match.start, match.end, match.names) for match in Lexicon(shipped).match(text)]
    assert found
    assert found == [(match.start, match.end, match.names) for match in whole.match(text)]
