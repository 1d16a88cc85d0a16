"""Headings and their roles; where inline headings begin and end."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence import headings
from evidence.document import SectionRole


@pytest.mark.parametrize(("heading", "role"), [
    ("Background", "background"),
    ("METHODS", "methods"),
    ("2. Materials and Methods:", "methods"),  # numbering and punctuation are not the heading's
    ("IV. Results", "results"),
    ("**Conclusions**", "conclusions"),
    ("Patients & methods", "methods"),
    ("Design, Setting, and Participants", "methods"),  # composed: the first part's
    ("Conclusions and Relevance", "conclusions"),
    ("Authors’ conclusions", "conclusions"),  # the typographic apostrophe
    ("Findings", "results"),  # The Lancet's
    ("Interpretation", "conclusions"),
    ("Level of Evidence", "other"),
    ("Funding", "other"),
    ("References", "references"),
    ("Melanoma", None),
    ("Results of melanoma", None),  # words of a sentence
    ("", None),
])  # fmt: skip
def test_role_of(heading: str, role: SectionRole | None) -> None:
    assert headings.role_of(heading) == role


def parts(text: str) -> list[tuple[str, str | None, str]]:
    return [(s.role, s.heading, text[s.start : s.end]) for s in headings.split(text, 0, len(text))]


M, R = ("methods", "Methods", "We tried."), ("results", "Results", "It went.")


@pytest.mark.parametrize(("text", "found"), [
    ("Methods: We tried. Results: It went.", [M, R]),
    ("Of the spine.Methods: We tried.Results: It went.", [M, R]),  # glued on, as journals' exports do
    ("METHODS We tried. RESULTS It went. CONCLUSIONS 5 are few.",  # capitals need no colon
     [("methods", "METHODS", "We tried."), ("results", "RESULTS", "It went."),
      ("conclusions", "CONCLUSIONS", "5 are few.")]),
    ("AIM A trial. METHODS We tried.", [("objective", "AIM", "A trial."), ("methods", "METHODS",
     "We tried.")]),
    ("Methods.—We tried. Results.—It went.", [M, R]),  # AMA style
    ("Methods. We tried. Results. It went.", [M, R]),
    ("Methods\nWe tried.\nResults\nIt went.", [M, R]),
    ("Methods We tried. Results It went.", [M, R]),  # in type alone, which plain text loses
    ("Background Old. Findings It went. Interpretation It is so.",
     [("background", "Background", "Old."), ("results", "Findings", "It went."),
      ("conclusions", "Interpretation", "It is so.")]),
    ("It was tried. Results Show nothing.", []),  # one is none
    ("Results It went. Methods We tried.", []),  # nor are two in another order
    ("Level of Evidence: 3.Results: It went.", [("other", "Level of Evidence", "3."), R]),
    ("MAIN OUTCOMES AND MEASURES: Survival (months). Results: It went.",
     [("methods", "MAIN OUTCOMES AND MEASURES", "Survival (months)."), R]),
    ("We compared results: they were good. The methods: old.", []),  # words of a sentence
    ("The Methods We Used. RESULTS were good.", []),  # capitals within a sentence
    ("Toxicity was graded as follows: mild or not.", []),
    ("Methods: Results: It went.", [R]),  # nothing stands under the first
    ("", []),
])  # fmt: skip
def test_split(text: str, found: list[tuple[str, str | None, str]]) -> None:
    assert parts(text) == found


def test_split_keeps_to_its_part() -> None:
    text = "Methods: one. Results: two."
    assert headings.split(text, 14, len(text))[0].heading == "Results"
    assert headings.split(text, 0, 13)[-1].end == 13


@given(
    st.lists(
        st.sampled_from(["Methods: ", "RESULTS ", "We tried. ", "x", "\n", ". ", ":", "Aim.— ", " "])
    ).map("".join)
)
def test_sections_are_in_order_and_within(text: str) -> None:
    last = 0
    for section in headings.split(text, 0, len(text)):
        assert last <= section.start < section.end <= len(text)
        assert text[section.start : section.end].strip() == text[section.start : section.end]
        last = section.end


def test_every_row_of_the_table_is_a_heading_in_its_own_right() -> None:
    lines = (
        (Path(headings.__file__).parent / "data" / "section_headings.tsv")
        .read_text(encoding="utf-8")
        .splitlines()
    )
    rows = [line.split("\t") for line in lines[1:]]
    assert len(rows) > 200 and len({heading for heading, _ in rows}) == len(rows)
    for heading, role in rows:
        assert headings.role_of(heading) == headings.role_of(heading.upper()) == role
