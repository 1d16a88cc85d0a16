"""RefWorks tagged records."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from evidence.document import Document, Relation
from evidence.errors import ReadError
from evidence.readers import read, read_path

LINES = """RT Journal Article
SR Electronic
T1 Drug A versus drug B
JF Journal of Trials
JO J Trials
FD 12/3/2019
SP 12
OP 19
DO 10.1000/X.1
VO 7
IS 2
A1 Doe, Jane
A1 Roe, Richard
K1 cancer
K1 drug A; drug B
YR 2019
AN PMID: 123456
UL https://example.org/1
LA en
AB Background: Which is better
is not known.Methods: We compared IS 6 and NO difference.Results: A.
"""


def outcomes(text: str) -> list[Document | ReadError]:
    return list(read(io.BytesIO(text.encode()), uri="r.txt", format="refworks"))


def one(text: str) -> Document:
    (found,) = outcomes(text)
    assert isinstance(found, Document), found
    return found


@pytest.mark.parametrize("text", [LINES, LINES.replace("\n", " ")], ids=["lines", "one line"])
def test_every_field(text: str) -> None:
    found = one(text)
    assert found.id == "doi:10.1000/x.1#record"
    assert (found.title, found.journal, found.authors) == (
        "Drug A versus drug B", "Journal of Trials", ("Doe, Jane", "Roe, Richard"),
    )  # fmt: skip
    assert (found.year, found.date, found.volume, found.issue, found.pages) == (
        2019,
        "2019-12-03",
        "7",
        "2",
        "12-19",
    )
    assert (found.doi, found.pmid, found.url, found.language) == (
        "10.1000/x.1", "123456", "https://example.org/1", "en",
    )  # fmt: skip
    assert found.keywords == ("cancer", "drug A", "drug B")
    assert found.publication_types == ("Journal Article",)
    assert found.text == (
        "Drug A versus drug B\n\nBackground: Which is better is not known.\n\n"
        "Methods: We compared IS 6 and NO difference.\n\nResults: A."
    )
    assert [(s.role, s.heading, found.text[s.start : s.end]) for s in found.sections] == [
        ("title", None, "Drug A versus drug B"),
        ("background", "Background", "Which is better is not known."),
        ("methods", "Methods", "We compared IS 6 and NO difference."),
        ("results", "Results", "A."),
    ]


def test_several_records_and_one_cut_short() -> None:
    first, second, third = outcomes(
        LINES + "\nRT Journal Article\nA1 Doe, Jane\nYR 2020\n\nRT Report\nT1 Another\n"
    )
    assert isinstance(first, Document) and isinstance(third, Document)
    assert isinstance(second, ReadError)
    assert str(second) == "r.txt, record 2: a record without title and abstract; export it again"
    assert third.title == "Another" and third.publication_types == ("Report",)


def test_several_records_in_one_line() -> None:
    found = outcomes((LINES + LINES.replace("X.1", "X.2")).replace("\n", " "))
    assert [item.id for item in found if isinstance(item, Document)] == [
        "doi:10.1000/x.1#record",
        "doi:10.1000/x.2#record",
    ]


def test_records_without_identifier_have_ids_of_their_own_that_do_not_depend_on_the_file() -> None:
    alone = one("RT Journal Article\nT1 First\n")
    both = outcomes("RT Journal Article\nT1 First\n\nRT Journal Article\nT1 Second\n")
    ids = [item.id for item in both if isinstance(item, Document)]
    assert ids[0] == alone.id != ids[1] and alone.id.startswith("sha256:")


@pytest.mark.parametrize("text", [
    LINES.replace("AB ", "NO Digest of doi:10.1000/y pmid:77 in our own words; not the article.\nAB "),
    LINES.replace("AB ",
    "NO Digest of doi:10.1000/y pmid:77 in our own words; not the article.\nAB ").replace("\n", " "),
], ids=["lines", "one line"])  # fmt: skip
def test_a_digest_is_no_article(text: str) -> None:
    found = one(text)
    assert (found.form, found.doi, found.pmid, found.id) == (
        "digest",
        "10.1000/y",
        "77",
        "doi:10.1000/y#digest",
    )
    assert found.relations == (Relation(type="same_study_as", target="doi:10.1000/y"),)
    assert "igest of" not in found.text and "own words" not in found.text


@pytest.mark.parametrize(("value", "date"), [
    ("FD International Society for Trials", "2019"),  # publishers' names stand where dates should
    ("FD 2019/05", "2019-05"),
    ("FD 1 May 2018", "2019"),  # another year than the record's own: the year counts
])  # fmt: skip
def test_dates(value: str, date: str) -> None:
    assert one(LINES.replace("FD 12/3/2019", value)).date == date


def test_capitals_in_running_text_are_no_tags() -> None:
    words = "AB In T1 N0 disease, type AB blood, VO 2 max and NO donors; A1 lesions; SP 1 and IS 5 cells."
    found = one(f"RT Journal Article T1 T1 mapping of DO not resuscitate orders A1 Doe, Jane YR 2019 {words}")
    assert found.title == "T1 mapping of DO not resuscitate orders"
    assert found.authors == ("Doe, Jane",) and found.volume is None and found.issue is None
    assert found.text.endswith(words.removeprefix("AB "))


def test_seed(shared: Path) -> None:
    (found,) = read_path(shared / "seeds" / "refworks_record.txt")
    assert isinstance(found, Document)
    assert (found.doi, found.journal, found.year) == (
        "10.14444/7147",
        "International Journal of Spine Surgery",
        2020,
    )
    assert (found.volume, found.issue, found.pages, found.date) == ("14", "6", "982-988", "2020")
    assert [author.split(",")[0] for author in found.authors] == [
        "PTASHNIKOV", "ZABOROVSKII", "KOSTRICKII", "MIKAYLOV", "MASEVNIN", "SMEKALENKOV", "KUPARADZE",
    ]  # fmt: skip
    assert [s.role for s in found.sections] == [
        "title", "background", "methods", "results", "conclusions", "other", "conclusions",
    ]  # fmt: skip
    assert "Level of Evidence: 3." in found.text
