"""The sections of a text: the reader's, else the headings', else those that words and places tell (invented texts)."""

from __future__ import annotations

import dataclasses

import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.document import Section
from evidence.pipeline import rhetoric, sections
from pipelines import document_of, layers_of

TITLE = "Sunitinib or placebo after surgery for kidney cancer"
BACKGROUND = "Kidney cancer often comes back after surgery, and little is known about how to prevent it."
AIM = "The aim of this study was to compare sunitinib with placebo after surgery."
METHODS = (
    "We randomly assigned patients with high-risk disease to receive sunitinib or placebo for one year."
    " Patients were stratified by stage, and scans were done every six months."
    " The primary end point was disease-free survival, analysed by intention to treat."
)
RESULTS = (
    "A total of 300 patients underwent randomization, 150 in each group."
    " Median disease-free survival was 6.1 years with sunitinib and 5.0 years with placebo"
    " (hazard ratio 0.75; P = 0.02)."
    " Grade 3 adverse events occurred in 48% of patients in the sunitinib group and 20% in the placebo group."
)
CONCLUSION = "In conclusion, sunitinib prolonged disease-free survival at the cost of toxicity."
ABSTRACT = " ".join((BACKGROUND, AIM, METHODS, RESULTS, CONCLUSION))


def sections_of(text: str, *, title: str | None = TITLE) -> list[tuple[str, str]]:
    doc = layers_of(text, title=title)
    return [(item.role, doc.text[item.start : item.end]) for item in doc._.sections]


def test_an_abstract_without_headings_is_read_in_its_order() -> None:
    assert sections_of(ABSTRACT) == [
        ("title", TITLE),
        ("background", BACKGROUND),
        ("objective", AIM),
        ("methods", METHODS),
        ("results", RESULTS),
        ("conclusions", CONCLUSION),
    ]


def test_a_title_that_stands_in_the_text_is_found() -> None:
    more = (
        "Quality of life was measured with questionnaires at baseline and after every second cycle of treatment."
        " Adverse events were graded with common criteria, and survival was compared with the log-rank test."
        " Patients with other malignancies, untreated brain metastases or uncontrolled hypertension were excluded."
        " The sample size was calculated to detect a hazard ratio of 0.70 with a power of 80%."
    )
    found = sections_of(f"{TITLE}. {BACKGROUND} {AIM} {METHODS} {more} {RESULTS} {CONCLUSION}", title=None)
    assert found[0] == ("title", f"{TITLE}.")
    assert [role for role, _ in found[1:]] == ["background", "objective", "methods", "results", "conclusions"]


def test_a_registration_with_its_heading_does_not_stand_for_all_sections() -> None:
    found = sections_of(f"{ABSTRACT}\nTrial registration: NCT01234567")
    assert [role for role, _ in found] == [
        "title",
        "background",
        "objective",
        "methods",
        "results",
        "conclusions",
        "other",
    ]
    assert found[-1] == ("other", "NCT01234567")


def test_the_opening_s_heading_alone_does_not_stand_for_all_sections() -> None:
    found = sections_of(f"Background: {ABSTRACT}")
    assert "results" in [role for role, _ in found]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        pytest.param(f"{RESULTS} {CONCLUSION}", None, id="a statement of four sentences"),
        pytest.param(
            " ".join((AIM, RESULTS, CONCLUSION, CONCLUSION)), None, id="a long statement without a title"
        ),
        pytest.param("It grew. It shrank. It went.", TITLE, id="three short sentences"),
        pytest.param(" ".join([RESULTS] * 20), TITLE, id="longer than any abstract"),
        pytest.param("", TITLE, id="nothing"),
    ],
)
def test_what_is_no_abstract_is_left_whole(text: str, title: str | None) -> None:
    assert [role for role, _ in sections_of(text, title=title) if role != "title"] == []


def test_headings_come_before_words() -> None:
    text = f"METHODS: {RESULTS} RESULTS: {METHODS} {METHODS}"
    assert [role for role, _ in sections_of(text)] == ["title", "methods", "results"]


def test_the_readers_sections_are_kept() -> None:
    document = document_of(ABSTRACT)
    own = (Section(role="discussion", heading=None, start=0, end=len(ABSTRACT)),)
    assert sections._sections(dataclasses.replace(document, sections=own)) == own


@given(
    st.lists(
        st.sampled_from(["We were randomised.", "P = .02 (n = 4)!", "1", "In conclusion, yes?", "μ"]),
        max_size=30,
    )
)
def test_roles_stand_in_order_whatever_the_words(sentences: list[str]) -> None:
    found = [rhetoric.ROLES.index(role) for role in rhetoric.roles(sentences, titled=True)]
    assert len(found) == len(sentences)
    assert found == sorted(found)
    assert 0 not in found  # no second title


@given(st.text(max_size=2000))
def test_predicted_sections_lie_inside_and_do_not_overlap(text: str) -> None:
    last = 0
    for section in sections.predicted(text * 3, 0, len(text) * 3, titled=True):
        assert last <= section.start < section.end <= len(text) * 3
        last = section.end


def test_best_path_may_only_go_on() -> None:
    learnt = rhetoric._learnt()
    scores = numpy.zeros((3, len(rhetoric.ROLES)))
    scores[0, 4] = scores[1, 1] = scores[2, 2] = 100.0  # conclusions, background, methods: out of order
    path = rhetoric.best_path(scores, learnt)
    assert path == sorted(path)
