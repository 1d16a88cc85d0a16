"""Plain text: wrapped lines, page breaks, commentaries."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from evidence.document import Document, Reference, Relation
from evidence.errors import ReadError
from evidence.pipeline.build import extract
from evidence.readers import read, read_path
from pipelines import pipeline

BODY = (
    "Spinal metastasis is common, and it is more common than it was when\npatients lived for a shorter time."
    "\n\nMore is not known.\n"
)


def one(text: str) -> Document:
    (found,) = read(io.BytesIO(text.encode()), uri="c.txt", format="plain")
    assert isinstance(found, Document), found
    return found


@pytest.mark.parametrize(("text", "read_as"), [
    ("One line\nand the next.\n\nA new\nparagraph.", "One line and the next.\n\nA new paragraph."),
    ("No line ends at all. None.", "No line ends at all. None."),
    ("One  line \n  and the next.", "One line and the next."),
    ("It ends on a page that is long enough to be one, and the\n\nsentence goes on.",
     "It ends on a page that is long enough to be one, and the sentence goes on."),
    ("It ends on a page that is long enough to be one, and the metas-\n\ntasis goes on.",
     "It ends on a page that is long enough to be one, and the metastasis goes on."),
    ("It ends on a page that is long enough to be one, and the\n\n  12  \n\nsentence goes on.",
     "It ends on a page that is long enough to be one, and the sentence goes on."),
    ("It ends on a page that is long enough to be one, and the\n\f\nsentence goes on.",
     "It ends on a page that is long enough to be one, and the sentence goes on."),
    ("A sentence ends, with a mark of a reference, on this page.3,4\n\nmTOR begins the next.",
     "A sentence ends, with a mark of a reference, on this page.3,4\n\nmTOR begins the next."),
    ("We saw.\n1. one thing\n2. another\n   thing\n", "We saw.\n1. one thing\n2. another thing"),
])  # fmt: skip
def test_lines_become_paragraphs(text: str, read_as: str) -> None:
    assert one(text).text == read_as


@pytest.mark.parametrize(("head", "title"), [
    ("A title of a commentary\n\n", "A title of a commentary"),
    ("A title that goes\non for two lines: a com-\nmentary\n\n",
     "A title that goes on for two lines: a commentary"),
    ("Is this a title?\n\n", "Is this a title?"),
    ("", None),
    ("It is a sentence.\n\n", None),
    ("Introduction\n\n", None),
])  # fmt: skip
def test_title(head: str, title: str | None) -> None:
    assert one(head + BODY).title == title


def test_authors_and_identity_below_the_title() -> None:
    found = one("A title\n\nJane Doe, Richard Roe\n\nJ Trials. 2020;1(2):3-4.\n\ndoi: 10.1000/x\n\n" + BODY)
    assert (found.authors, found.journal, found.doi) == (("Jane Doe", "Richard Roe"), "J Trials", "10.1000/x")
    assert found.text.startswith("A title\n\nSpinal metastasis")


@pytest.mark.parametrize(("words", "target", "number"), [
    ("In their review, Fomchenko et al.1 summarize the field.", "Fomchenko et al.", 1),
    ("In this issue of the Journal, Doe and colleagues [3] report a trial.", "Doe and colleagues", 3),
    ("In this issue, Doe and Roe report a trial.", "Doe and Roe", None),
    ("The review by Doe et al12 is welcome.", "Doe et al", 12),
    ("We read with great interest the article by Doe et al.1 on this.", "Doe et al.", 1),
    ("We congratulate Doe et al. on it.", "Doe et al.", None),
])  # fmt: skip
def test_a_comment_names_its_work(words: str, target: str, number: int | None) -> None:
    found = one(BODY + "\n" + words + "\n")
    assert found.relations == (Relation(type="comments_on", target=target),)
    assert found.references == ((Reference(number=number, text=target),) if number else ())
    assert found.form == "comment"


@pytest.mark.parametrize("words", [
    "Doe et al.1 found a longer survival.",
    "In the study by Doe et al.1 survival was longer.",
    "According to Doe et al, survival was longer.",
])  # fmt: skip
def test_citing_is_not_commenting(words: str) -> None:
    assert one(BODY + "\n" + words + "\n").relations == ()


def test_a_title_announces_a_comment_on_reference_one() -> None:
    title = "Spinal metastasis: Commentary on “A Review of Spinal Metastasis”\n\n"
    found = one(title + "It is common.2 Doe et al.1 have reviewed it.\n\n" + BODY)
    assert found.relations == (Relation(type="comments_on", target="Doe et al."),)
    found = one(title + BODY)
    assert found.relations == (Relation(type="comments_on", target="A Review of Spinal Metastasis"),)


@pytest.mark.parametrize(("statement", "id"), [
    ("Digest of doi:10.1000/d pmid:7 in our own words; not the article.\n\n", "doi:10.1000/d#digest"),
    ("Digest of doi:10.1000/d in our own\nwords; not the ar-\nticle.\n\n", "doi:10.1000/d#digest"),
    ("Digest of a commentary (no doi or pmid known) in our own words; not the article.\n\n", "sha256:"),
])  # fmt: skip
def test_digests(statement: str, id: str) -> None:
    found = one(statement + BODY)
    assert found.form == "digest" and found.id.startswith(id)
    assert found.text.startswith("Spinal metastasis")


def test_headings_and_references() -> None:
    found = one(
        "A title\n\nMethods\nWe did what one\ndoes.\n\nResults: It went.\n\n"
        "References\n4. Moe F. J Trials 2010.\n"
        "   doi:10.1000/m\n5. Poe E. J Trials 2011.\n"
    )
    assert [(s.role, s.heading, found.text[s.start : s.end]) for s in found.sections] == [
        ("title", None, "A title"),
        ("methods", "Methods", "We did what one does."),
        ("results", "Results", "It went."),
        ("references", "References", "Moe F. J Trials 2010. doi:10.1000/m\nPoe E. J Trials 2011."),
    ]
    assert [(r.number, r.doi) for r in found.references] == [(4, "10.1000/m"), (5, None)]
    assert found.doi is None


def test_a_heading_alone_is_set_aside() -> None:
    (found,) = read(io.BytesIO(b"References\n"), uri="c.txt", format="plain")
    assert isinstance(found, ReadError)


def test_seed(shared: Path) -> None:
    (found,) = read_path(shared / "seeds" / "commentary.txt")
    assert isinstance(found, Document)
    assert found.title is None and found.form == "comment"
    assert found.relations == (Relation(type="comments_on", target="Fomchenko et al."),)
    for word in ("targetable", "inhibitors", "lung cancer", "cell carcinoma", "pathways", "metastasis that",
                 "radiation-refractory", "Long-term", "decision-making", "constructed on data"):  # fmt: skip
        assert word in found.text
    assert "-\n" not in found.text and found.text.count("\n\n") == 3


def test_a_soft_hyphen_alone_is_no_text() -> None:
    (error,) = read(io.BytesIO("\xad\n".encode()), uri="x.txt")
    assert isinstance(error, ReadError)
    assert error.reason == "no text"


def test_a_labelled_title() -> None:
    text = "TITLE: \nSunitinib in kidney cancer.\n\nSunitinib was given to many patients. They lived on.\n"
    (document,) = read(io.BytesIO(text.encode()), uri="x.txt")
    assert isinstance(document, Document)
    assert document.title == "Sunitinib in kidney cancer."
    assert document.text.startswith("Sunitinib in kidney cancer.\n\nSunitinib was given")


def test_a_labelled_title_is_no_markdown_for_a_count_in_a_table_below() -> None:
    text = (
        "TITLE: \nDrugs in kidney cancer.\n\nMany patients were treated for long.\n\n# Participants\n\n12\n"
    )
    (document,) = read(io.BytesIO(text.encode()), uri="x.txt")
    assert isinstance(document, Document)
    assert (document.source.format, document.title) == ("plain", "Drugs in kidney cancer.")


@pytest.mark.parametrize(
    ("title", "text", "expected"),
    [
        pytest.param(
            "A Randomized TrialDrug A in Kidneys",
            "This trial was of drug A.",
            "A Randomized Trial",
            id="a running head",
        ),
        pytest.param(
            "Drug A for carcinomasMedicamento A para carcinomas",
            "Carcinomas were small.",
            "Drug A for carcinomas",
            id="the title in another language",
        ),
        pytest.param(
            "Results of CheckMate 999 in lungs",
            "Check the doses. CheckMate 999 was a trial.",
            "Results of CheckMate 999 in lungs",
            id="a name that the text has too",
        ),
        pytest.param(
            "Results of FoundationOne in lungs",
            "Nothing is said of it.",
            "Results of FoundationOne in lungs",
            id="no part is a word of the text",
        ),
        pytest.param(
            "PubMed and McDonald scores", "Pub", "PubMed and McDonald scores", id="short beginnings"
        ),
    ],
)
def test_what_flattening_glued_to_a_labelled_title_is_cut_off(title: str, text: str, expected: str) -> None:
    data = f"TITLE: \n{title}\n\n\n\nABSTRACT.METHODS:\n{text}\n".encode()
    (document,) = read(io.BytesIO(data), uri="a.txt", format="plain")
    assert isinstance(document, Document) and document.title == expected
    assert document.text.startswith(f"{expected}\n\n")


@pytest.mark.parametrize(
    ("ending", "numbers"),
    [
        ("1. Moe F, Poe E. On bones. J Trials 2010;3:1-9.", [1]),
        ("1. Moe F, et al. On bones. J Trials 2010.\n2. BONE investigators. On more. NCT01234567.", [1, 2]),
        ("1. Moe FG. On bones. doi:10.1000/m\n\n2. Poe E, Roe A. On more. J Trials 2011.", [1, 2]),
        # Statements are no works, whatever they count up.
        ("1. Sunitinib prolonged survival in 2010.\n2. Placebo did not.", []),
        ("1. Moe F. On bones. J Trials 2010.\n2. More has to be known of it.", []),
        ("3. Moe F. On bones. J Trials 2010.", []),
    ],
)
def test_a_list_of_references_without_a_heading(ending: str, numbers: list[int]) -> None:
    found = one(f"{BODY}\n{ending}\n")
    assert [item.number for item in found.references] == numbers
    assert any(section.role == "references" for section in found.sections) == bool(numbers)


def test_one_listed_reference_is_cited() -> None:
    text = (
        "A commentary on bones\n\nIn the first study of it the median survival was 1.3 months.1\n\n"
        "It has to be studied again, and by more than one.\n\n1. Moe F, et al. On bones. J Trials 2010.\n"
    )
    (extraction,) = extract(pipeline(), [one(text)])
    assert {(item.role, item.reference) for item in extraction.findings} == {("cited", 1)}
