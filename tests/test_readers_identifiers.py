"""Identifiers, dates, pages, citation lines and names as they are printed."""

from __future__ import annotations

import pytest

from evidence.readers.citations import citation_line, names
from evidence.readers.identifiers import find_doi, find_pmcid, find_pmid, iso_date, page_range


@pytest.mark.parametrize(("text", "doi"), [
    ("doi: 10.1000/ABC.1.", "10.1000/abc.1"),  # the full stop ends the sentence; DOIs have no case
    ("(doi:10.1000/x(05)66-1)", "10.1000/x(05)66-1"),  # brackets of its own stay, the one around it goes
    ("https://doi.org/10.1000/x?y=1", "10.1000/x?y=1"),  # a question mark may be part of a DOI
    ("[10.1000/x](https://a.b/10.1000/x)", "10.1000/x"),  # a link in Markdown
    ("https://a.b/doi/full/10.1000/x/full", "10.1000/x"),  # a page's address, not the DOI
    ("10.1000/x, 10.1000/y", "10.1000/x"),
    ("ratio 10.5/12 of", None),  # a prefix has four figures and more
    ("no identifier", None),
])  # fmt: skip
def test_find_doi(text: str, doi: str | None) -> None:
    assert find_doi(text) == doi


@pytest.mark.parametrize(("text", "pmid", "pmcid"), [
    ("PMID: 123456", "123456", None),
    ("pmid:123 PMCID: PMC7654321", "123", "PMC7654321"),
    ("https://pubmed.ncbi.nlm.nih.gov/123456/", "123456", None),
    ("http://www.ncbi.nlm.nih.gov/pubmed/11147", "11147", None),
    ("of 123456 patients", None, None),
])  # fmt: skip
def test_find_pubmed_identifiers(text: str, pmid: str | None, pmcid: str | None) -> None:
    assert (find_pmid(text), find_pmcid(text)) == (pmid, pmcid)


@pytest.mark.parametrize(("text", "date"), [
    ("2021 Dec 1", "2021-12-01"),
    ("2021 Dec", "2021-12"),
    ("2021", "2021"),
    ("2020 Jan-Feb", "2020-01"),  # of a range the first
    ("2005 Aug 20-26", "2005-08-20"),
    ("12/3/2019", "2019-12-03"),  # RefWorks writes month/day/year
    ("2019/12/03", "2019-12-03"),
    ("2019///", "2019"),  # RIS leaves places empty
    ("3 Dec 2019", "2019-12-03"),
    ("December 3, 2019", "2019-12-03"),
    ("January 2014", "2014-01"),
    ("2006 Spring", "2006"),
    ("2019-13-45", "2019"),  # no such month
    ("International Society", None),  # publishers stand where dates should
    ("", None),
])  # fmt: skip
def test_iso_date(text: str, date: str | None) -> None:
    assert iso_date(text) == date


@pytest.mark.parametrize(("first", "last", "pages"), [
    ("982", "988", "982-988"),
    ("982–988", None, "982-988"),
    ("E12", "E12", "E12"),
    (None, "9", "9"),
    (None, None, None),
])  # fmt: skip
def test_page_range(first: str | None, last: str | None, pages: str | None) -> None:
    assert page_range(first, last) == pages


@pytest.mark.parametrize(("line", "journal", "date", "volume", "issue", "pages"), [
    (". 2021 Dec 1;34(10):369-376.", None, "2021-12-01", "34", "10", "369-376"),
    ("J Trials. 2021 Dec 1;34(10):369-376. doi: 10.1000/x.", "J Trials", "2021-12-01", "34", "10", "369-376"),
    ("J Trials. 2020 Jan-Feb;7 Suppl 1:S12-S14.", "J Trials", "2020-01", "7 Suppl 1", None, "S12-S14"),
    ("J Trials (City). 2019;12(1 Suppl):e55.", "J Trials (City)", "2019", "12", "1 Suppl", "e55"),
    (". 2014.", None, "2014", None, None, None),
    ("Journal of Trials 2020, 14 (6) 982-988; DOI: https://doi.org/10.1000/x", "Journal of Trials", "2020",
     "14", "6",
     "982-988"),
    ("Trials volume 12, Article number: 349 (2012)", "Trials", "2012", "12", None, "349"),
    ("Trials volume 12, pages 3–9 (2012)", "Trials", "2012", "12", None, "3-9"),
    ("The Journal, January 2014.", "The Journal", "2014-01", None, None, None),
])  # fmt: skip
def test_citation_line(
    line: str, journal: str | None, date: str, volume: str | None, issue: str | None, pages: str | None
) -> None:
    found = citation_line(line)
    assert found is not None
    assert (found.journal, found.date, found.volume) == (journal, date, volume)
    assert (found.issue, found.pages) == (issue, pages)
    assert found.year == int(date[:4])


@pytest.mark.parametrize("line", [
    "We enrolled 100 patients in 2014; 34 (10%) died.",
    "Jane Doe et al. J Trials. 2020.",  # the sharing menu's line; the page reader has its own pattern
    "Results of the trial",
    "",
])  # fmt: skip
def test_other_lines_are_no_citations(line: str) -> None:
    assert citation_line(line) is None


@pytest.mark.parametrize(("line", "found"), [
    ("Ann B Smith 1 2, Carl Dee*, and Eva Fox", ("Ann B Smith", "Carl Dee", "Eva Fox")),
    ("Ann Smith1,2, Carl de Dee3 & J. R. O'Neil", ("Ann Smith", "Carl de Dee", "J. R. O'Neil")),
    ("Ann Smith, MD, PhD, Carl Dee, MSc", ("Ann Smith", "Carl Dee")),
    ("Kidney cancer often spreads, and the spine is where it goes", ()),
    ("Department of Surgery, University Hospital, 12 High Street", ()),
])  # fmt: skip
def test_names(line: str, found: tuple[str, ...]) -> None:
    assert names(line) == found
