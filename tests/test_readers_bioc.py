"""BioC in XML and JSON."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence.document import Document
from evidence.errors import ReadError
from evidence.readers import bioc, read, read_path, sniff


def passage(text: str, **infons: str) -> dict[str, Any]:
    return {"offset": 0, "infons": infons, "text": text, "annotations": [{"text": "drug"}]}


FRONT = {
    "article-id_pmid": "123456", "article-id_pmc": "77", "article-id_doi": "10.1000/X", "year": "2020", "volume": "3",
    "fpage": "5", "lpage": "9", "name_1": "surname:Moe;given-names:F", "name_0": "surname:Doe;given-names:Jane",
    "type": "front", "section_type": "TITLE",
}  # fmt: skip
FULL: dict[str, Any] = {"id": "77", "infons": {}, "passages": [
    passage("A trial of two drugs", **FRONT),
    passage("Background", type="abstract_title_1", section_type="ABSTRACT"),
    passage("Nobody knew.", type="abstract", section_type="ABSTRACT"),
    passage("Methods", type="title_1", section_type="METHODS"),
    passage("Patients", type="title_2", section_type="METHODS"),
    passage("We gave A.", type="paragraph", section_type="METHODS"),
    passage("Twice.", type="paragraph", section_type="METHODS"),
    passage("By arm.", type="fig_caption", section_type="FIG"),
    passage("Men\t4\t5", type="table", section_type="TABLE"),
    passage("Conclusion", type="title_2", section_type="DISCUSS"),
    passage("It works.", type="paragraph", section_type="DISCUSS"),
    passage("References", type="title", section_type="REF"),
    passage("An old trial", type="ref", section_type="REF", source="J Trials", year="2010", volume="3", fpage="5",
            lpage="9", name_0="surname:Poe;given-names:G", **{"pub-id_pmid": "88"}),
]}  # fmt: skip
SHORT: dict[str, Any] = {
    "id": "99",
    "passages": [{"offset": 0, "text": "A title."}, {"offset": 9, "text": "Its words."}],
}
XML = """<?xml version='1.0' encoding='utf8'?><!DOCTYPE collection SYSTEM 'BioC.dtd'><collection><source>x</source>
<document><id>99</id><infon key="journal">J Trials</infon><infon key="year">2017</infon><infon key="month">4</infon>
<infon key="authors">Jane Doe, F Moe</infon><infon key="publicationTypes">Journal Article|Review</infon>
<passage><infon key="section">title</infon><offset>0</offset><text>A &lt; B</text></passage>
<passage><infon key="section">abstract</infon><offset>5</offset><text>Its words.</text>
<annotation id="1"><text>words</text></annotation></passage>
<passage><infon key="section">abstract</infon><sentence><offset>9</offset><text>One.</text></sentence>
<sentence><text>Two.</text></sentence></passage></document></collection>"""


def outcomes(value: Any) -> list[Document | ReadError]:
    data = (
        value
        if isinstance(value, bytes)
        else (value if isinstance(value, str) else json.dumps(value)).encode()
    )
    return list(read(io.BytesIO(data), uri="a.json", format="bioc"))


def document(value: Any) -> Document:
    (found,) = outcomes(value)
    assert isinstance(found, Document), found
    return found


def test_full_text() -> None:
    found = document([{"source": "PMC", "documents": [FULL]}])
    assert (found.id, found.form, found.pmid, found.pmcid) == (
        "doi:10.1000/x#fulltext",
        "fulltext",
        "123456",
        "PMC77",
    )
    assert (found.date, found.volume, found.pages, found.authors) == (
        "2020",
        "3",
        "5-9",
        ("Doe, Jane", "Moe, F"),
    )
    assert [(s.role, s.heading, found.text[s.start : s.end]) for s in found.sections] == [
        ("title", None, "A trial of two drugs"),
        ("background", "Background", "Nobody knew."),
        ("methods", "Patients", "We gave A.\n\nTwice."),
        ("results", None, "By arm."),
        ("other", None, "Men 4 5"),
        ("conclusions", "Conclusion", "It works."),
        ("references", "References", "Poe G. An old trial. J Trials. 2010;3:5-9."),
    ]
    assert [(r.number, r.pmid) for r in found.references] == [(1, "88")]


@pytest.mark.parametrize("value", [
    SHORT, {"documents": [SHORT]}, [{"documents": [SHORT]}], {"PubTator3": [SHORT]}, [SHORT],
    json.dumps(SHORT) + "\n", json.dumps({"documents": [SHORT]}, indent=1),
], ids=["document", "collection", "collections", "pubtator3", "list", "line", "indented"])  # fmt: skip
def test_shapes_of_json(value: Any) -> None:
    found = document(value)
    assert (found.title, found.text, found.pmid, found.form) == (
        "A title.", "A title.\n\nIts words.", "99", "abstract"
    )  # fmt: skip
    text = value if isinstance(value, str) else json.dumps(value)
    assert sniff(text.encode(), "a.json") == "bioc"


def test_json_lines() -> None:
    other = {**SHORT, "id": "98"}
    found = outcomes(f"{json.dumps(SHORT)}\n{json.dumps(other)}\n")
    assert [item.pmid for item in found if isinstance(item, Document)] == ["99", "98"]


def test_xml() -> None:
    found = document(XML)
    assert (found.title, found.text) == ("A < B", "A < B\n\nIts words.\n\nOne. Two.")
    assert (found.journal, found.date, found.authors) == ("J Trials", "2017-04", ("Jane Doe", "F Moe"))
    assert found.publication_types == ("Journal Article", "Review")
    assert sniff(XML.encode(), "a.xml") == "bioc"


def test_pubtators_citation_line() -> None:
    value = {"id": "29|None", "pmid": 29, "passages": [
        passage("T", type="title", journal="JAMA Oncol; 2017 Apr 1; 3 (9) 1190-1196. doi: 10.1000/J.1", year="2017")
    ]}  # fmt: skip
    found = document(value)
    assert (found.journal, found.doi, found.year) == ("JAMA Oncol", "10.1000/j.1", 2017)


def test_a_document_without_words_is_set_aside_and_the_rest_goes_on() -> None:
    empty = {"id": "1", "passages": [{"text": " "}]}
    first, none, odd, last = outcomes({"documents": [SHORT, empty, 5, SHORT]})
    assert isinstance(first, Document) and isinstance(last, Document)
    assert "document 2: a document without words" in str(none) and "not a BioC document" in str(odd)


BOMB = '<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY x "&b;&b;&b;&b;&b;&b;&b;&b;">'


@pytest.mark.parametrize("declaration", [BOMB, '<!ENTITY x SYSTEM "file:///etc/passwd">'])
def test_entities_are_not_expanded(declaration: str) -> None:
    text = XML.replace("SYSTEM 'BioC.dtd'", f"[{declaration}]").replace("Its words", "Its &x; words")
    for found in outcomes(text):
        if isinstance(found, Document):
            assert "root:" not in found.text and "aaaa" not in found.text


@pytest.mark.parametrize(("data", "reason"), [
    (b'{"documents": [', "not JSON"),
    (b"[" * 200_000, "not JSON (nested too deeply)"),
    (b"[1" + b"1" * 5000 + b"]", "not JSON (a number too long)"),
    (b'"word"', "not well-formed XML"),
    (b"[3]", "not a BioC document"),
    (b"<collection><document>", "not well-formed XML"),
    (b"<collection/>", "XML without <document>"),
    (b"<collection>" + b"<passage>" * 4000, "not well-formed XML"),
    (b'{"a": "\xff\x81"}', "neither UTF-8"),
], ids=range(9))  # fmt: skip
def test_what_cannot_be_read_is_set_aside_with_one_line(data: bytes, reason: str) -> None:
    (error,) = outcomes(data)
    assert isinstance(error, ReadError) and reason in str(error) and "\n" not in str(error)


def test_half_a_surrogate_pair_is_a_replacement_character() -> None:
    assert document('{"id":"1","passages":[{"text":"a \\ud800 b"}]}').text == "a \ufffd b"


@pytest.mark.parametrize("text", [
    '{"id": "a", "text": "\\"passages\\": [1]"}\n', '{"title": "t", "text": "b"}',
    "<collection><article/></collection>",
    "<html><body><passage>x</passage></body></html>", "# documents\n\nwords",
])  # fmt: skip
def test_sniff_takes_no_other_format(text: str) -> None:
    assert bioc.sniff(text, "a") == 0


JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["id", "documents", "passages", "text", "infons", "type", "sentences"]), inner
        )
    ),
    max_leaves=12,
)


@settings(max_examples=150, deadline=None)
@given(value=JSON)
def test_no_json_breaks_the_reader(value: Any) -> None:
    assert all(isinstance(found, Document | ReadError) for found in outcomes([value]))


@settings(max_examples=100, deadline=None)
@given(
    data=st.binary(max_size=100),
    head=st.sampled_from([b"", b"{", b"[", b"<collection><document>", XML.encode()[:200]]),
)
def test_no_bytes_break_the_reader(data: bytes, head: bytes) -> None:
    assert all(isinstance(found, Document | ReadError) for found in outcomes(head + data))


def test_samples(shared: Path) -> None:
    folder = shared / "data/format_samples/bioc"
    found = [item for path in sorted(folder.iterdir()) for item in read_path(path)]
    assert len(found) == 5
    assert all(
        isinstance(item, Document) and item.pmid and item.title and item.form == "abstract" for item in found
    )
