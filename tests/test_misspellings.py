"""Misspelt names of drugs."""

from __future__ import annotations

import pytest

from evidence.lexicon import Lexicon, tokenize
from evidence.pipeline.misspellings import Misspellings
from evidence.vocabulary import Vocabulary


@pytest.fixture(scope="module")
def misspellings() -> Misspellings:
    return Misspellings(Lexicon(Vocabulary.load()))


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("bosutanib", "bosutinib"),
        ("Crizotnib", "crizotinib"),  # a letter left out
        ("crizontinib", "crizotinib"),  # put in
        ("metfromin", "metformin"),  # two swapped
        ("trastuzumb", "trastuzumab"),  # in the ending itself
        ("cytarabin", "cytarabine"),  # as it is called in German
        ("vermurafenib", "vemurafenib"),
    ],
)
def test_one_edit_from_one_drug(misspellings: Misspellings, written: str, meant: str) -> None:
    text = f"Patients were given {written} daily."
    (match,) = misspellings.matches(tokenize(text), [])
    assert text[match.start : match.end] == written
    assert [concept.label for concept in match.concepts] == [meant]


@pytest.mark.parametrize(
    ("word", "reason"),
    [
        ("bosutinib", "a name"),
        ("apatinib", "another drug's name, one letter from lapatinib"),
        ("avitinib", "another drug's name, one letter from axitinib"),
        ("bosotanib", "two edits"),
        ("kosutinib", "the first letter differs"),
        ("ufatinib", "a short word"),
        ("measuring", "an English word"),
        ("conceptual", "an English word"),
        ("prebiotic", "no ending of drugs"),
        ("darubicin", "the first letters are those of no drug, and two drugs are as near"),
    ],
)
def test_other_words_are_none(misspellings: Misspellings, word: str, reason: str) -> None:
    assert list(misspellings.matches(tokenize(f"Patients were given {word} daily."), [])) == [], reason


def test_what_a_name_covers_is_left_alone(misspellings: Misspellings) -> None:
    text = "bosutanib"
    known = Lexicon(Vocabulary.load()).match("bosutinib")
    assert list(misspellings.matches(tokenize(text), known)) == []
