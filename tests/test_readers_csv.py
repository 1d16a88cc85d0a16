"""Tables of records: exports of reference managers and databases, their delimiters, quotes and names."""

from __future__ import annotations

import io
import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence.document import Document
from evidence.errors import ReadError
from evidence.readers import decoding, read, sniff, tables

ABSTRACT = "METHODS: We tried. RESULTS: A was better, with P<0.05."
# Each is a header line as the program writes it (in part), a row, and what it says.
EXPORTS: dict[str, tuple[str, dict[str, Any]]] = {
    "Zotero": (
        '"Key","Item Type","Publication Year","Author","Title","Publication Title","ISSN","DOI","Url","Abstract Note",'
        '"Date","Pages","Issue","Volume","Journal Abbreviation","Language","Manual Tags","Automatic Tags"\n'
        '"AB12","journalArticle","2021","Doe, Jane; Roe, Richard","A trial of ""A""","Journal of Trials","1-2",'
        f'"10.1000/X.1","https://x.org","{ABSTRACT}","2021-02-03","12-19","2","7","J Trials","en","cancer; drugs",""\n',
        {"title": 'A trial of "A"', "authors": ("Doe, Jane", "Roe, Richard"), "journal": "Journal of Trials",
         "year": 2021, "date": "2021-02-03", "volume": "7", "issue": "2", "pages": "12-19", "language": "en",
         "id": "doi:10.1000/x.1#record", "keywords": ("cancer", "drugs"), "url": "https://x.org"},
    ),
    "PubMed": (
        "PMID,Title,Authors,Citation,First Author,Journal/Book,Publication Year,Create Date,PMCID,NIHMS ID,DOI\n"
        '123456,"A trial of two, or three","Doe J, Roe RR, van der Berg A.",'
        '"J Trials. 2021 Feb 3;7(2):12-19. doi: 10.1000/x.1. Epub 2021 Jan 1.",Doe J,J Trials,2021,2021/01/02,'
        "PMC765432,,10.1000/x.1\n",
        {"title": "A trial of two, or three", "authors": ("Doe J", "Roe RR", "van der Berg A"), "pmid": "123456",
         "pmcid": "PMC765432", "journal": "J Trials", "year": 2021, "date": "2021-02-03", "volume": "7",
         "issue": "2", "pages": "12-19"},
    ),
    "Rayyan": (
        "key,title,authors,journal,issn,volume,issue,pages,year,publisher,url,abstract,notes,doi,keywords\n"
        f'rayyan-1,A trial,"Doe, Jane and Roe, Richard",J Trials,,7,2,12-19,2021,,,"{ABSTRACT}",,10.1000/x.1,"a,b"\n',
        {"title": "A trial", "authors": ("Doe, Jane", "Roe, Richard"), "volume": "7", "keywords": ("a", "b")},
    ),
    "Scopus": (
        '"Authors","Author full names","Author(s) ID","Title","Year","Source title","Volume","Issue","Art. No.",'
        '"Page start","Page end","Cited by","DOI","Link","Abstract","Author Keywords","Index Keywords","PubMed ID",'
        '"Language of Original Document","Document Type","Source","EID"\n'
        '"Doe J.; Roe R.","Doe, Jane (57190000001); Roe, Richard (57190000002)","1; 2","A trial","2021",'
        f'"Journal of Trials","7","2","","12","19","3","10.1000/x.1","https://www.scopus.com","{ABSTRACT}",'
        '"cancer; drugs",'
        '"human","123456","English","Article","Scopus","2-s2.0-1"\n',
        {"authors": ("Doe, Jane", "Roe, Richard"), "journal": "Journal of Trials", "pages": "12-19",
         "pmid": "123456", "keywords": ("cancer", "drugs"), "publication_types": ("Article",)},
    ),
    "Web of Science": (
        "PT\tAU\tAF\tTI\tSO\tLA\tDT\tDE\tAB\tPD\tPY\tVL\tIS\tBP\tEP\tDI\tPM\tUT\n"
        f'J\tDoe, J; Roe, R\tDoe, Jane; Roe, Richard\t"Best" of two trials\tJOURNAL OF TRIALS\tEnglish\tArticle\ta; b\t'
        f"{ABSTRACT}\tFEB\t2021\t7\t2\t12\t19\t10.1000/x.1\t123456\tWOS:1\n",
        {"title": '"Best" of two trials', "authors": ("Doe, Jane", "Roe, Richard"), "pages": "12-19",
         "pmid": "123456", "year": 2021, "keywords": ("a", "b")},
    ),
    "Web of Science, names": (
        '"Publication Type","Authors","Author Full Names","Article Title","Source Title","Author Keywords","Abstract",'
        '"Publication Year","Volume","Issue","Start Page","End Page","DOI","Pubmed Id"\n'
        f'"J","Doe, J","Doe, Jane","A trial","J TRIALS","a; b","{ABSTRACT}",'
        '"2021","7","2","12","19","10.1000/x.1",""\n',
        {"title": "A trial", "authors": ("Doe, Jane",), "journal": "J TRIALS", "pages": "12-19"},
    ),
    "Covidence": (
        "Title,Authors,Abstract,Published Year,Published Month,Journal,Volume,Issue,Pages,Accession Number,DOI,Ref\n"
        f'A trial,"Doe, Jane; Roe, R.","{ABSTRACT}",2021,Feb,J Trials,7,2,12-19,12345678,10.1000/x.1,1\n',
        {"title": "A trial", "year": 2021, "pmid": "12345678", "authors": ("Doe, Jane", "Roe, R.")},
    ),
    "Europe PMC": (
        "SOURCE,EXTERNAL_ID,TITLE,AUTHORS,JOURNAL_TITLE,ISSUE,VOLUME,PUBLICATION_YEAR,PAGE_INFO,DOI\n"
        'MED,12345678,A trial,"Doe J, Roe R.",J Trials,2,7,2021,12-19,10.1000/x.1\n',
        {"title": "A trial", "pmid": "12345678", "authors": ("Doe J", "Roe R"), "journal": "J Trials"},
    ),
    "a spreadsheet, with semicolons": (
        f'sep=;\n"Title";"Abstract";"DOI"\n"A trial; or two";"{ABSTRACT}";10.1000/x.1\n',
        {"title": "A trial; or two", "doi": "10.1000/x.1"},
    ),
    "ASReview": (f'title,abstract,authors,included\nA trial,"{ABSTRACT}","Doe, J.",1\n',
                 {"title": "A trial", "authors": ("Doe, J.",)}),
    "one's own": (f'id,title,text\nx,A trial,"{ABSTRACT}"\n', {"title": "A trial"}),
}  # fmt: skip


def outcomes(text: str, format: str | None = "csv", uri: str = "table.csv") -> list[Document | ReadError]:
    return list(read(io.BytesIO(text.encode()), uri=uri, format=format))


def documents(text: str) -> list[Document]:
    found = outcomes(text)
    assert all(isinstance(item, Document) for item in found), found
    return [item for item in found if isinstance(item, Document)]


def leads_back(document: Document, source: str) -> bool:
    return all(
        source[segment.source_start :][: segment.end - segment.start]
        == document.text[segment.start : segment.end]
        for segment in document.segments
    )


@pytest.mark.parametrize(("text", "expected"), EXPORTS.values(), ids=EXPORTS)
def test_exports(text: str, expected: dict[str, Any]) -> None:
    assert sniff(text.encode(), "export.csv") == "csv"
    (found,) = outcomes(text, None)
    assert isinstance(found, Document) and found.source.format == "csv"
    assert {name: getattr(found, name) for name in expected} == expected
    if ABSTRACT in text:
        assert "RESULTS: A was better, with P<0.05." in found.text
        assert [section.role for section in found.sections] == ["title", "methods", "results"]
    assert leads_back(found, text)


def test_every_heading_is_folded_and_means_a_field_that_is_read() -> None:
    fields = {row["field"] for row in tables.rows("csv_headers")}
    assert fields <= {"title", "abstract", "author", "journal", "journal_short", "date", "year", "volume", "issue",
                      "pages", "first_page", "last_page", "doi", "pmid", "accession", "pmcid", "url", "keyword", "type",
                      "language", "citation", "note"}  # fmt: skip
    for row in tables.rows("csv_headers"):
        assert row["header"] == " ".join(row["header"].casefold().split())


@pytest.mark.parametrize(("text", "titles"), [
    ("title,abstract\nOne,a\nTwo,b\n", ["One", "Two"]),
    ("title,abstract\r\nOne,a\r\nTwo,b", ["One", "Two"]),
    ("title,abstract\rOne,a\rTwo,b", ["One", "Two"]),
    ("title,abstract\n\n  \nOne,a\n,,\n", ["One"]),
    ("title,abstract\nOne,a,more,cells\nTwo\n", ["One", "Two"]),
    ('title,abstract\n"One\nline",a\n', ["One line"]),
    ('title,abstract\n"One ""quoted""",a\n', ['One "quoted"']),
    ('title,abstract\n"One" of two,a\n', ['"One" of two']),
    ('title,abstract\nOne 5" pipe,a\n', ['One 5" pipe']),
    ('title,abstract\n"One" ,a\n', ["One"]),
    ("\ufefftitle,abstract\nOne,a\n", ["One"]),
    ("title\tabstract\nOne, or two\ta\n", ["One, or two"]),
    ("Title|Abstract|Year\nOne|a|2020\n", ["One"]),
    ("abstract,title,title\na,One,Two\n", ["Two"]),
])  # fmt: skip
def test_shapes_of_tables(text: str, titles: list[str]) -> None:
    assert [item.title for item in documents(text)] == titles


@pytest.mark.parametrize(("cell", "names"), [
    ("Doe J, Roe RR.", ("Doe J", "Roe RR")),
    ("Doe J., Roe R.R.", ("Doe J.", "Roe R.R")),
    ("Doe, Jane", ("Doe, Jane",)),
    ("Doe, J. and Roe, R.", ("Doe, J.", "Roe, R.")),
    ("Doe J and Roe R", ("Doe J", "Roe R")),
    ("Jane Doe; Richard Roe", ("Jane Doe", "Richard Roe")),
    ("Doe, Jane (57190000001)", ("Doe, Jane",)),
    ("The Alpha Group", ("The Alpha Group",)),
    ("Doe J, Smith AB Jr, O'Neil-Roe C", ("Doe J", "Smith AB Jr", "O'Neil-Roe C")),
])  # fmt: skip
def test_authors(cell: str, names: tuple[str, ...]) -> None:
    (found,) = documents(f'title,authors\nOne,"{cell}"\n')
    assert found.authors == names


def test_a_row_without_words_is_set_aside_and_the_rest_goes_on() -> None:
    first, bad, last = outcomes("title,abstract,year\nOne,a,2020\n,,2021\nTwo,b,2022\n")
    assert isinstance(first, Document) and isinstance(last, Document)
    assert isinstance(bad, ReadError) and "row 3: a record without title and abstract" in str(bad)


def test_a_table_of_other_things_is_one_line() -> None:
    (error,) = outcomes("a,b\n1,2\n")
    assert isinstance(error, ReadError) and "without known columns" in str(error) and "title" in str(error)


def test_half_a_table_keeps_its_last_words() -> None:
    found = documents('title,abstract,doi\nOne,a,10.1/x\nTwo,"b, and what')
    assert found[1].text == "Two\n\nb, and what"


@pytest.mark.parametrize("text", [
    "Title, abstract and conclusions were read by two of us.\n",
    "Patients, methods\nand so on, abstract.\n",
    "a,b,c\n1,2,3\n",
    "year,volume,pages\n1,2,3\n",
])  # fmt: skip
def test_prose_is_no_table(text: str) -> None:
    assert sniff(text.encode(), "notes.txt") != "csv"


def test_a_long_table_is_read_in_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decoding, "_RUN", 500)
    text = "title,abstract\n" + "".join(f'"Trial {n}","two\nlines, ü"\n' for n in range(300))
    found = documents(text)
    assert [item.title for item in found] == [f"Trial {n}" for n in range(300)]
    assert all(leads_back(item, text) for item in found)


CELLS = st.sampled_from(
    ["title", "abstract", "authors", ",", ";", "\t", '"', '""', "\n", "\r\n", "One", "sep=,\n", " "]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(CELLS | st.text(max_size=4), max_size=30).map("".join))
def test_no_text_breaks_it(text: str) -> None:
    text = "title,abstract\n" + text.encode("utf-8", "ignore").decode()
    for found in outcomes(text):
        assert isinstance(found, ReadError) or leads_back(found, text)


@pytest.mark.parametrize(
    "pattern", ['"', ",", " ", "\n", '",', ',"', '","', '""', ',""x', '"\n', ',"x', "; ", " and ", "A B, "]
)
def test_time_grows_with_length_and_no_faster(pattern: str) -> None:
    start = time.process_time()
    outcomes("title,authors,abstract\n" + pattern * (50_000 // len(pattern)))
    outcomes('title,authors,abstract\na,"' + pattern * (50_000 // len(pattern)))
    assert time.process_time() - start < 8


def test_a_short_last_row_is_no_other_encoding() -> None:
    """Of a run by itself every other byte may be zero."""
    (found,) = outcomes("title,abstract\n\x00;")
    assert isinstance(found, ReadError)
