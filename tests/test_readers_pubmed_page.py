"""PubMed's page of one article, as pasted."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from evidence.document import Document, Relation
from evidence.errors import ReadError
from evidence.readers import read, read_path

PAGE = """Skip to main page content
U.S. flag

An official website of the United States government

Access keys NCBI Homepage MyNCBI Homepage Main Content Main Navigation
Clinical Trial
J Trials
. 2021 Feb 3;7(2):12-19.
doi: 10.1000/X.1. Epub 2020 Nov 2.

Drug A versus drug B
Jane Doe 1, Richard Roe 1 2
Affiliations
expand
1 Department of Trials, City.

    PMID: 123456
    PMCID: PMC765432

Abstract

Background: Which is better is not known.

Methods: We compared them (NCT00000001).

Results: A was better.

Keywords: cancer; drug A.

Copyright © 2021 The Publisher.

PubMed Disclaimer

Conflict of interest statement

R.R. has advised a maker.

Figures

Figure 1

Comment in

    A comment. Poe E. J Trials. 2022. PMID: 999

Comment on

    Drug A. Moe F. J Trials. 2020. PMID: 888888

References

    1. Moe F. Drug A. J Trials. 2020. doi: 10.1000/z.
    1. Poe E. Drug B. J Trials. 2019. PMID: 777.

Publication types

    Randomized Controlled Trial

MeSH terms

    Humans

Grants and funding

    R01/NIH

LinkOut - more resources

    Full Text Sources
        The Publisher
"""
FURNITURE = (
    "Skip", "U.S. flag", "official", "Access keys", "Affiliations", "expand", "Department", "Disclaimer",
    "LinkOut",
    "Figures", "Copyright", "Keywords", "MeSH", "Humans", "Full Text", "The Publisher", "Comment in",
    "Poe E. J",
)  # fmt: skip


def outcomes(text: str) -> list[Document | ReadError]:
    return list(read(io.BytesIO(text.encode()), uri="p.txt", format="pubmed_page"))


def one(text: str) -> Document:
    (found,) = outcomes(text)
    assert isinstance(found, Document), found
    return found


def test_every_field() -> None:
    found = one(PAGE)
    assert found.id == "doi:10.1000/x.1#page"
    assert (found.title, found.authors) == ("Drug A versus drug B", ("Jane Doe", "Richard Roe"))
    assert (found.date, found.year, found.volume, found.issue, found.pages) == (
        "2021-02-03",
        2021,
        "7",
        "2",
        "12-19",
    )
    assert (found.doi, found.pmid, found.pmcid) == ("10.1000/x.1", "123456", "PMC765432")
    assert found.keywords == ("cancer", "drug A")
    assert found.publication_types == ("Clinical Trial", "Randomized Controlled Trial")
    assert found.relations == (Relation(type="comments_on", target="pmid:888888"),)
    assert [(r.number, r.doi, r.pmid) for r in found.references] == [(1, "10.1000/z", None), (2, None, "777")]
    assert [(s.role, s.heading) for s in found.sections] == [
        ("title", None),
        ("background", "Background"),
        ("methods", "Methods"),
        ("results", "Results"),
        ("other", "Conflict of interest statement"),
        ("other", "Grants and funding"),
        ("references", "References"),
    ]
    assert not [words for words in FURNITURE if words in found.text]


def test_the_title_stands_once_in_the_text() -> None:
    found = one(PAGE.replace("Affiliations\n", "Affiliations\nClinical Trial\n\nDrug A versus drug B\n\n", 1))
    assert found.text.count("Drug A versus drug B") == 1


@pytest.mark.parametrize(("line", "authors", "journal"), [
    ("Jane Doe et al. J Trials. 2021 Feb.", ("Jane Doe",), "J Trials"),
    ("Jane Doe\u00a0 et al. J Trials. .", ("Jane Doe",), "J Trials"),  # as pasted, the date lost
    ("Doe et al. 2021.", ("Doe",), None),
])  # fmt: skip
def test_the_sharing_menus_line(line: str, authors: tuple[str, ...], journal: str | None) -> None:
    found = one(PAGE.replace("Jane Doe 1, Richard Roe 1 2", line))
    assert (found.authors, found.journal) == (authors, journal)


@pytest.mark.parametrize("line", [". 2021.", "J Trials. 2021 Feb 3.", "J Trials. 2021 Feb-Mar;7(2):12-9."])
def test_citations_in_part(line: str) -> None:
    found = one(PAGE.replace(". 2021 Feb 3;7(2):12-19.", line))
    assert found.year == 2021 and found.title == "Drug A versus drug B"


def test_a_page_cut_before_its_abstract_is_set_aside() -> None:
    (found,) = outcomes(PAGE[: PAGE.index("Abstract")])
    assert isinstance(found, ReadError) and "cut before its abstract" in str(found)


def test_an_article_without_abstract_is_read() -> None:
    found = one(PAGE[: PAGE.index("Abstract")] + "No abstract available\n\nPubMed Disclaimer\n")
    assert found.text == "Drug A versus drug B"


def test_a_digest() -> None:
    found = one(
        PAGE.replace("Abstract\n", "Digest of pmid:77 in our own words; not the article.\n\nAbstract\n")
    )
    assert (found.id, found.form, found.pmid) == ("doi:10.1000/x.1#digest", "digest", "77")
    assert "own words" not in found.text


def test_seed(shared: Path) -> None:
    (found,) = read_path(shared / "seeds" / "pubmed_page.txt")
    assert isinstance(found, Document)
    assert (found.doi, found.title) == (
        "10.1097/bsd.0000000000001173",
        "Hybrid Therapy for Metastatic Disease",
    )
    assert (found.journal, found.date) == ("Clin Spine Surg", "2021-12-01")
    assert (found.volume, found.issue, found.pages) == ("34", "10", "369-376")
    assert [r.number for r in found.references] == [1, 2, 3, 4, 5]
    assert found.authors == ("Zach Pennington",)
    for words in (
        "U.S. flag",
        "Access keys",
        ".gov",
        "https",
        "Disclaimer",
        "LinkOut",
        "Affiliations",
        "et al. Clin",
    ):
        assert words not in found.text
    assert found.text.count(found.title or "?") == 1
