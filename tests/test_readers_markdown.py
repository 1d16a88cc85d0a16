"""Articles in Markdown, in lines and all in one line."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from evidence.document import Document, Relation
from evidence.errors import ReadError
from evidence.readers import read, read_path

ARTICLE = """A Trial of Drug A
=================

* JANE DOE
* RICHARD ROE1,2

## ABSTRACT

**Background:** Which drug is better (*P* < .05) is not known.

**Results:** Drug A was better (*P* = .012).

**Level of Evidence:** 3.

* cancer
* drug A

## INTRODUCTION

Cancer is common.1,2 See [the register](https://e.org/x_(y)).

## MATERIALS AND METHODS

A trial was done.

View this table: [Table 1](https://e.org/T1) Table 1 Patients.

### Statistical Methods

We used a test.

## RESULTS

### Patients

There were 2 \\* 50 patients &lt; 80 years.

![Figure 1](https://e.org/F1.gif) [Figure 1](https://e.org/F1) Figure 1 Survival of __all__ patients.

### Survival

Survival was longer.

## DISCUSSION

Others found the same.

### Conclusions

Drug A is better.

## Footnotes

* **Disclosures and COI:** None.
* This manuscript is generously published free of charge. Copyright © 2020 A Society

## REFERENCES

1. 1 .Moe F. Cancer. *J Trials*. 2010;1(1):1. doi:[10.1000/m](https://e.org/lookup/doi/10.1000/m) \
[CrossRef](https://e.org/lookup/external-ref?access_num=10.1000/other&link_type=DOI) \
[PubMed](https://e.org/lookup/external-ref?access_num=123456&link_type=MED&atom=x)
2. 2 .Poe E. Drug B. *J Trials*. 2011;2(1):2. \
[CrossRef](https://e.org/lookup/external-ref?access_num=10.1000/P&link_type=DOI) \
[Abstract/FREE Full Text](https://e.org/lookup/ijlink/abc==)
"""
SECTIONS = [
    ("title", None, "A Trial of Drug A"),
    ("background", "Background", "Which drug is better (P < .05) is not known."),
    ("results", "Results", "Drug A was better (P = .012)."),
    ("other", "Level of Evidence", "3."),
    ("background", "INTRODUCTION", "Cancer is common.1,2 See the register."),
    ("methods", "MATERIALS AND METHODS", "A trial was done.\n\nTable 1 Patients."),
    ("methods", "Statistical Methods", "We used a test."),
    ("results", "Patients", "There were 2 * 50 patients < 80 years.\n\nFigure 1 Survival of all patients."),
    ("results", "Survival", "Survival was longer."),
    ("discussion", "DISCUSSION", "Others found the same."),
    ("conclusions", "Conclusions", "Drug A is better."),
    ("other", "Disclosures and COI", "Disclosures and COI: None."),
    ("references", "REFERENCES",
     "Moe F. Cancer. J Trials. 2010;1(1):1. doi:10.1000/m\nPoe E. Drug B. J Trials. 2011;2(1):2."),
]  # fmt: skip


def one(text: str) -> Document:
    (found,) = read(io.BytesIO(text.encode()), uri="a.md", format="markdown")
    assert isinstance(found, Document), found
    return found


@pytest.mark.parametrize("text", [ARTICLE, " ".join(ARTICLE.split())], ids=["lines", "one line"])
def test_an_article(text: str) -> None:
    found = one(text)
    assert [(s.role, s.heading, found.text[s.start : s.end]) for s in found.sections] == SECTIONS
    assert found.authors == ("JANE DOE", "RICHARD ROE")
    assert found.keywords == ("cancer", "drug A")
    assert [(r.number, r.doi, r.pmid) for r in found.references] == [
        (1, "10.1000/m", "123456"),
        (2, "10.1000/p", None),
    ]
    assert (found.doi, found.pmid) == (None, None)  # the references' identifiers are not the article's
    assert found.id == f"sha256:{found.source.sha256}" and found.form == "fulltext"
    for words in ("View this table", "CrossRef", "http", "generously", "©", "**", "==", "##"):
        assert words not in found.text
    assert found.text.count("Figure 1") == 1 and found.text.count("Table 1") == 1


@pytest.mark.parametrize(("lines", "doi", "journal", "year"), [
    ("DOI: 10.1000/own", "10.1000/own", None, None),
    ("https://doi.org/10.1000/own", "10.1000/own", None, None),
    ("*J Trials* 2020, 14 (6) 982-988; DOI: https://doi.org/10.1000/own", "10.1000/own", "J Trials", 2020),
    ("*BMC Trials* **volume 12**, Article number: 349 (2012)", None, "BMC Trials", 2012),
    ("Department of Trials, City", None, None, None),
])  # fmt: skip
def test_the_articles_own_identity_stands_above_its_first_section(
    lines: str, doi: str | None, journal: str | None, year: int | None
) -> None:
    found = one(ARTICLE.replace("## ABSTRACT", f"{lines}\n\n## ABSTRACT"))
    assert (found.doi, found.journal, found.year) == (doi, journal, year)
    assert lines not in found.text


@pytest.mark.parametrize("in_lines", [True, False])
def test_a_digest(in_lines: bool) -> None:
    statement = "Digest of doi:10.1000/d pmid:7 in our own words; not the article."
    text = ARTICLE.replace("* JANE", f"> {statement}\n\n* JANE" if in_lines else f"{statement} * JANE")
    text = text if in_lines else " ".join(text.split())
    found = one(text)
    assert (found.id, found.form, found.pmid) == ("doi:10.1000/d#digest", "digest", "7")
    assert found.relations == (Relation(type="same_study_as", target="doi:10.1000/d"),)
    assert "own words" not in found.text and found.authors == ("JANE DOE", "RICHARD ROE")


def test_an_abstract_with_headings_of_its_own_and_authors_on_a_line() -> None:
    found = one(
        "# A Trial\n\nJane Doe, Richard Roe & Eva Fox\n\n## Abstract\n\n### Background\n\nIt is common.\n\n"
        "### Results\n\nIt went.\n\n## Background\n\nOnce more.\n\n## Keywords\n\ncancer; drug A\n"
    )
    assert found.authors == ("Jane Doe", "Richard Roe", "Eva Fox") and found.keywords == ("cancer", "drug A")
    assert [s.role for s in found.sections] == ["title", "background", "results", "background"]


@pytest.mark.parametrize(("heading", "sentence"), [
    ("RESULTS", "A total of 10 patients were treated"),  # the article is no part of a heading in capitals
    ("Statistical Methods", "Statistical analyses were provided"),
    ("MATERIALS AND METHODS", "The study was approved"),
    ("Study design and participants", "At 73 centres in eight countries we enrolled adults"),
    ("Overall Survival", "At the last follow-up nobody had died"),  # an unknown heading in title case
    ("Quality of Life", "Patients filled in a form"),
    ("MOLECULAR TARGETS", "Kinases are targets of many drugs"),
    ("Patient characteristics", "The median age was 56 years"),  # an unknown heading in sentence case
])  # fmt: skip
def test_where_a_heading_ends_that_shares_its_line(heading: str, sentence: str) -> None:
    sentence += " and all of this went on for a very long time, until there was no more to tell."
    found = one(f"# Title\n\n## INTRODUCTION\n\nWords.\n\n### {heading} {sentence}")
    assert f"\n\n{heading}\n\n{sentence}" in found.text


def test_text_that_only_looks_like_markup_stays() -> None:
    found = one(
        "# T\n\n## Methods\n\ngene_a_b and 5 * 3 * 2 cm, P<.05\\*, a_i [12], (see #4), 1 < 2 & 3 > 2\n"
    )
    assert found.text.endswith("gene_a_b and 5 * 3 * 2 cm, P<.05*, a_i [12], (see #4), 1 < 2 & 3 > 2")


def test_references_alone_are_no_article() -> None:
    (found,) = read(io.BytesIO(b"## References\n\n1. Moe F. 2010.\n"), uri="a.md", format="markdown")
    assert isinstance(found, ReadError)


def test_seed(shared: Path) -> None:
    (found,) = read_path(shared / "seeds" / "fulltext_markdown.txt")
    assert isinstance(found, Document)
    assert (
        found.title is not None
        and found.title.startswith("Metastasectomy")
        and found.title.endswith("Carcinoma")
    )
    assert len(found.authors) == 7 and found.authors[0] == "DMITRII PTASHNIKOV" and found.doi is None
    assert found.keywords == ("spine", "metastasis", "tumor", "survival")
    assert [r.number for r in found.references] == list(range(1, 22))
    assert all(r.doi for r in found.references)
    assert found.references[13].doi == "10.3171/2016.5.focus16145"  # the printed one, not the link's
    body = found.sections[[s.heading for s in found.sections].index("INTRODUCTION") :]
    assert [(s.role, s.heading) for s in body if s.role != "other"] == [
        ("background", "INTRODUCTION"),
        ("methods", "MATERIALS AND METHODS"),
        ("methods", "Statistical Methods"),
        ("results", "RESULTS"),
        ("discussion", "DISCUSSION"),
        ("conclusions", "CONCLUSIONS"),
        ("references", "REFERENCES"),
    ]  # fmt: skip
    assert [s.heading for s in found.sections][1:5] == ["Background", "Methods", "Results", "Conclusions"]
    assert "http" not in found.text[: found.text.index("\n\nREFERENCES")] and "*" not in found.text


SIMPLE = """
  Outcome                A (*n* = 39)   B (*n* = 41)   P
  ---------------------- -------------- -------------- ------
  **Response**
   Objective[a](#)       12 (30.8%)     4 (9.8%)       0.02
   None||                20             30
"""
FRAMED = """
---------------------------------------------
 Outcome            A (n =        B (n =
                    39)           41)
------------------- ------------- -------------
 Response,          12 (30.8%)    4 (9.8%)
 objective

 Death              20            30
---------------------------------------------
"""


def _rows_of(found: Document) -> list[list[str]]:
    (table,) = found.tables
    rows: dict[int, list[str]] = {}
    for cell in table.cells:
        rows.setdefault(cell.row, []).append(found.text[cell.start : cell.end])
    return list(rows.values())


def test_a_table_whose_columns_are_drawn_by_dashes() -> None:
    found = one(f"# T\n\n## Results\n\nWords.\n\nTable: How it went\n{SIMPLE}\nMore words.\n")
    assert _rows_of(found) == [
        ["Outcome", "A (n = 39)", "B (n = 41)", "P"],
        ["Response", "", "", ""],
        ["Objectivea", "12 (30.8%)", "4 (9.8%)", "0.02"],
        ["None||", "20", "30", ""],
    ]
    (table,) = found.tables
    assert table.caption is not None and found.text[slice(*table.caption)] == "How it went"
    assert [cell.indent for cell in table.cells if not cell.column] == [0, 0, 1, 1]
    assert [cell.header for cell in table.cells[:5]] == [True] * 4 + [False]
    assert found.text.endswith("More words.") and "---" not in found.text


def test_a_table_with_cells_of_several_lines() -> None:
    found = one(f"# T\n\n## Results\n\nWords.\n{FRAMED}\nMore words.\n")
    assert _rows_of(found) == [
        ["Outcome", "A (n = 39)", "B (n = 41)"],
        ["Response, objective", "12 (30.8%)", "4 (9.8%)"],
        ["Death", "20", "30"],
    ]
    assert [section.heading for section in found.sections if section.role == "results"] == ["Results"] * 2


@pytest.mark.parametrize(
    "opening",
    [":::: table-wrap\n::: caption\n###### How it went\n:::\n", "::: {#a .caption}\nHow it went\n:::\n"],
)
def test_a_caption_in_a_division(opening: str) -> None:
    found = one(f"# T\n\n## Results\n\nWords.\n\n{opening}\n{SIMPLE}\n^a^A note.\n\n::::\n")
    (table,) = found.tables
    assert table.caption is not None and found.text[slice(*table.caption)] == "How it went"
    assert ":::" not in found.text


@pytest.mark.parametrize("text", ["a\n\n--- ---\n\nb", "- - -", "-- --\n", "a -- -- b", "x\n-- --"])
def test_dashes_that_are_no_table(text: str) -> None:
    found = one(f"# T\n\n## Results\n\nWords.\n\n{text}\n")
    assert found.tables == ()
