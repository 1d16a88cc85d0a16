"""Whose word a sentence is. Texts are invented."""

from __future__ import annotations

from dataclasses import replace

import pytest

from evidence.document import Reference, Relation
from evidence.pipeline.build import extract
from pipelines import document_of, layers_of, pipeline

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


def test_what_goes_on_with_one_work_that_is_cited_is_cited_too() -> None:
    told = "DISCUSSION: A is much used.[1] {} {}"
    one = "Another small study enrolled 40 patients who were given A.[2]"
    found = "This study found a lower response rate with A."
    doc = layers_of(told.format(one, found), references=REFERENCES)
    assert (doc._.voices[-1].role, doc._.voices[-1].reference) == ("cited", 2)
    for before, words in (
        ("A did well in several studies.[2]", found),
        (one, "Our study found a lower response rate with A."),
        (one, "In contrast, this study found a lower response rate than we had expected."),
    ):
        assert role_of(told.format(before, words), references=REFERENCES) != "cited"


def test_what_news_cite_is_not_their_own_though_it_reads_like_results() -> None:
    news = (
        "Kidney cancer is common. A trial compared A with B in 300 patients.\n\n"
        "Median survival was 12 months with A and 9 months with B (hazard ratio, 0.70; P=0.01).[1]"
    )
    assert role_of(news, references=REFERENCES) == "cited"
    under = "RESULTS: Median survival was 12 months with A (hazard ratio, 0.70; P=0.01).[1]"
    assert role_of(under, references=REFERENCES) == "result"


@pytest.mark.parametrize(
    "text",
    [
        "DISCUSSION: In our own earlier study of A, none of 91 patients died (Roe et al, 2004).",
        "DISCUSSION: In large trials A was superior to B (Roe and Doe, 2000; Poe et al, 2001).",
    ],
)
def test_works_named_by_authors_and_year_are_cited(text: str) -> None:
    assert role_of(text) == "cited"


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


_RESULT = "Response was 40% with sunitinib and 20% with placebo (P = .01)."


@pytest.mark.parametrize(
    ("types", "title", "role", "reason"),
    [
        (("Journal Article",), "Sunitinib in kidney cancer", "result", "a study of its own"),
        (("Editorial",), "Sunitinib in kidney cancer", "background", "by its type"),
        (("article-commentary",), "Sunitinib in kidney cancer", "background", "by JATS's type"),
        (("Published Erratum",), "Sunitinib in kidney cancer", "background", "an erratum"),
        (("Review",), "Sunitinib in kidney cancer", "background", "a narrative review"),
        (
            ("Review", "Systematic Review"),
            "Sunitinib in kidney cancer",
            "result",
            "a review of studies is one",
        ),
        ((), "Re: Sunitinib in kidney cancer", "background", "the title of a letter"),
        ((), 'Comment on "Sunitinib in kidney cancer"', "background", "the title of a comment"),
        ((), "Targeted drugs in kidney cancer: a narrative review", "background", "the title of a review"),
        ((), "Targeted drugs: a systematic review", "result", "the title of a systematic review"),
        ((), "Response to sunitinib in kidney cancer", "result", "the response of tumors, not of authors"),
        ((), "Correction of anemia with epoetin", "result", "a treatment and no erratum"),
    ],
)
def test_documents_without_results_of_their_own(
    types: tuple[str, ...], title: str, role: str, reason: str
) -> None:
    document = replace(document_of(_RESULT, title=title), publication_types=types)
    found = next(extract(pipeline(), [document])).findings
    assert {str(item.role) for item in found} <= {role}, reason
    assert bool(found) == (role == "result"), reason


def test_a_letter_owns_what_it_says_to_be_its_own() -> None:
    text = (
        "In our series, response was higher with sunitinib than with placebo (P = .01). "
        "Response is higher in others (P = .02)."
    )
    document = replace(document_of(text, title="Sunitinib"), publication_types=("Letter",))
    assert [item.role for item in next(extract(pipeline(), [document])).findings][:1] == ["result"]


def test_a_commentary_cites_the_authors_it_comments_on() -> None:
    text = "The authors report that survival was longer with sunitinib."
    relations = (Relation(type="comments_on", target="Roe et al."),)
    assert role_of(text, relations=relations) == "cited"


def test_a_list_of_references_without_heading_tells_nothing() -> None:
    line = "Roe AB, Doe CD, Poe EF, et al. Sunitinib improves survival in kidney cancer. J Urol. 2010;1:1-9. "
    doc = layers_of(4 * line)
    assert {voice.role for voice in doc._.voices} == {"method"}


def test_long_conclusions_are_a_discussion() -> None:
    short = "CONCLUSIONS: Sunitinib prolonged survival."
    assert role_of(short) == "conclusion"
    assert role_of(short + 14 * " Others treated patients with sunitinib.") == "background"


@pytest.mark.parametrize(
    ("text", "role"),
    [
        pytest.param("CONCLUSIONS: Sunitinib should be offered to all.", "recommendation", id="what to do"),
        pytest.param("CONCLUSIONS: We recommend sunitinib.", "recommendation", id="who recommends"),
        pytest.param(
            "CONCLUSIONS: Sunitinib improved survival and should be offered to all.",
            "conclusion",
            id="a claim that grounds it",
        ),
        pytest.param(
            "DISCUSSION: We have previously shown that sunitinib prolongs survival.",
            "cited",
            id="an earlier work",
        ),
        pytest.param("RESULTS: We examined whether sunitinib prolongs survival.", "method", id="a question"),
        pytest.param(
            "DISCUSSION: In conclusion, sunitinib prolongs survival.",
            "conclusion",
            id="says that it concludes",
        ),
    ],
)
def test_recommendations_and_questions(text: str, role: str) -> None:
    assert role_of(text) == role


def test_results_cite_methods_and_compare_with_others() -> None:
    own = "RESULTS: Response by usual criteria[1] was higher with A (P = .01)."
    assert role_of(own, references=REFERENCES) == "result"
    others = "RESULTS: Response was like that reported in another trial[1] (P = .01)."
    assert role_of(others, references=REFERENCES) == "cited"
