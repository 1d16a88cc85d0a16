"""DOCX: headings by style or by their words, runs, tables with merged cells, what is left out and what is refused."""

from __future__ import annotations

import io
import re
import zipfile
from xml.sax.saxutils import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence.document import Document
from evidence.errors import ReadError
from evidence.readers import docx_text, read, sniff

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
STYLES = f"""<w:styles xmlns:w="{W}">
<w:style w:type="paragraph" w:styleId="Titel"><w:name w:val="Title"/></w:style>
<w:style w:type="paragraph" w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style>
<w:style w:type="paragraph" w:styleId="berschrift2"><w:name w:val="heading 2"/></w:style>
<w:style w:type="paragraph" w:styleId="Mine"><w:basedOn w:val="berschrift1"/><w:name w:val="My heading"/></w:style>
<w:style w:type="paragraph" w:styleId="Round"><w:basedOn w:val="Round"/><w:name w:val="Round"/></w:style>
<w:style w:type="paragraph" w:styleId="Level"><w:name w:val="Level"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>
</w:styles>"""


def paragraph(text: str, style: str = "") -> str:
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f'<w:p>{properties}<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'


def raw(inner: str) -> str:
    return f"<w:p>{inner}</w:p>"


def row(*cells: str, head: bool = False) -> str:
    properties = "<w:trPr><w:tblHeader/></w:trPr>" if head else ""
    return f"<w:tr>{properties}{''.join(cells)}</w:tr>"


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(text)}</w:tc>"


def packed(
    body: str, *, styles: str = STYLES, namespace: str = W, extra: dict[str, bytes] | None = None
) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        document = f'<?xml version="1.0"?><w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
        archive.writestr("word/document.xml", document.replace(W, namespace))
        if styles:
            archive.writestr("word/styles.xml", styles.replace(W, namespace))
        for name, data in (extra or {}).items():
            archive.writestr(name, data)
    return stream.getvalue()


def outcomes(data: bytes, format: str | None = None) -> list[Document | ReadError]:
    return list(read(io.BytesIO(data), uri="a.docx", format=format))


def only(body: str, **options: str) -> Document:
    (found,) = outcomes(packed(body, **options))  # type: ignore[arg-type]
    assert isinstance(found, Document), found
    return found


LONG = "Patients were treated with two drugs and followed for years. " * 30
ARTICLE = "".join(
    (
        paragraph("A trial of drug A versus drug B", "Titel"),
        paragraph("Jane Doe, Richard Roe, and Carl Poe"),
        paragraph("doi: 10.1000/Trial.1"),
        paragraph("Abstract", "berschrift1"),
        paragraph("Methods: We tried. Results: A was better."),
        paragraph("Introduction", "berschrift1"), paragraph(LONG),
        paragraph("Patients and Methods", "Mine"), paragraph("We assigned patients."),
        paragraph("Outcomes", "berschrift2"), paragraph("Survival was measured."),
        paragraph("Results", "berschrift1"), paragraph(LONG),
        paragraph("Conclusions", "Level"), paragraph("Use A."),
        paragraph("References", "berschrift1"), paragraph("1. Doe J. Words. doi:10.1000/r1"),
        paragraph("[2] Roe R. More words. PMID: 77"), paragraph("Poe C. Without a number."),
        "<w:sectPr/>",
    )
)  # fmt: skip


@pytest.mark.parametrize("namespace", [W, STRICT])
def test_an_article(namespace: str) -> None:
    found = only(ARTICLE, namespace=namespace)
    assert found.source.format == "docx" and sniff(packed(ARTICLE)[:100], "a") == "docx"
    assert found.id == "doi:10.1000/trial.1#fulltext"
    assert found.title == "A trial of drug A versus drug B"
    assert found.authors == ("Jane Doe", "Richard Roe", "Carl Poe")
    assert [(s.role, s.heading, found.text[s.start : s.end][:20]) for s in found.sections] == [
        ("title", None, "A trial of drug A ve"),
        ("methods", "Methods", "We tried."), ("results", "Results", "A was better."),
        ("background", "Introduction", LONG[:20]), ("methods", "Patients and Methods", "We assigned patients"),
        ("methods", "Outcomes", "Survival was measure"), ("results", "Results", LONG[:20]),
        ("conclusions", "Conclusions", "Use A."), ("references", "References", "Doe J. Words. doi:10"),
    ]  # fmt: skip
    assert [(item.number, item.doi, item.pmid) for item in found.references] == [
        (1, "10.1000/r1", None), (2, None, "77"), (3, None, None),
    ]  # fmt: skip


def test_headings_without_styles_are_known_by_their_words() -> None:
    found = only(
        "".join(
            map(paragraph, ("A trial of two drugs", "Background", "It is known.", "RESULTS", "It went well."))
        ),
        styles="",
    )
    assert found.title == "A trial of two drugs"
    assert [section.role for section in found.sections] == ["title", "background", "results"]


R = "<w:r>{}</w:r>".format
T = "<w:t>{}</w:t>".format


@pytest.mark.parametrize(("inner", "text"), [
    (R(T("one")) + R("<w:tab/>") + R(T("two")) + R("<w:br/>") + R(T("three")), "one two three"),
    (R(T("HER2")) + R("<w:noBreakHyphen/>") + R(T("positive")) + R("<w:softHyphen/>"), "HER2-positive"),
    (R(T("10")) + R('<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>' + T("9")) + R(T(" cells")), "10^9 cells"),
    (R(T("25")) + R('<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>' + T("12")), "25\u00a012"),
    (R(T("kept ")) + "<w:del>" + R("<w:delText>gone</w:delText>" + T("gone")) + "</w:del>", "kept"),
    (R(T("kept ")) + "<w:ins>" + R(T("new")) + "</w:ins>", "kept new"),
    (R(T("a ")) + '<w:hyperlink r:id="x" xmlns:r="r">' + R(T("link")) + "</w:hyperlink>", "a link"),
    (R(T("age ")) + R('<w:sym w:font="Symbol" w:char="F0B3"/>') + R(T(" 65")), "age ≥ 65"),
    (R("<w:rPr><w:vanish/></w:rPr>" + T("hidden")) + R(T("seen")), "seen"),
    (R("<w:fldChar/>") + R("<w:instrText>ADDIN ZOTERO</w:instrText>") + R(T("[1]")), "[1]"),
    (R(T("text")) + R("<w:footnoteReference w:id='1'/>"), "text"),
    (R(T("text")) + R("<w:drawing><a><w:t>in a picture</w:t></a></w:drawing>"), "text"),
    ("<w:AC xmlns:w='urn:x'/>" + R(T("fo")) + R(T("ur &lt; five")), "four < five"),
    ("<w:smartTag>" + R(T("tagged")) + "</w:smartTag>", "tagged"),
])  # fmt: skip
def test_runs(inner: str, text: str) -> None:
    assert only(paragraph("A title of this text") + raw(inner)).text == f"A title of this text\n\n{text}"


def test_a_table_with_merged_cells() -> None:
    table = "<w:tbl><w:tblPr/>" + "".join((
        row(cell("Outcome", '<w:vMerge w:val="restart"/>'), cell("Drug A (n = 39)", '<w:gridSpan w:val="2"/>'),
            head=True),
        row(cell("", "<w:vMerge/>"), cell("n"), cell("%"), head=True),
        row(cell("Response"), cell("12"), cell("31")),
    )) + "</w:tbl>"  # fmt: skip
    found = only(
        paragraph("A title of this text") + paragraph("Table 1. Outcomes.") + table + paragraph("Behind it.")
    )
    (printed,) = found.tables
    assert found.text[printed.start : printed.end] == "Outcome | Drug A (n = 39)\nn | %\nResponse | 12 | 31"
    cells = [
        (c.row, c.column, c.rows, c.columns, c.header, found.text[c.start : c.end]) for c in printed.cells
    ]
    assert cells == [
        (0, 0, 2, 1, True, "Outcome"), (0, 1, 1, 2, True, "Drug A (n = 39)"), (1, 1, 1, 1, True, "n"),
        (1, 2, 1, 1, True, "%"), (2, 0, 1, 1, False, "Response"), (2, 1, 1, 1, False, "12"), (2, 2, 1, 1, False, "31"),
    ]  # fmt: skip
    assert printed.caption and found.text[slice(*printed.caption)] == "Table 1. Outcomes."
    assert found.text.endswith("Behind it.")


def test_a_table_of_one_column_frames_text() -> None:
    found = only(
        paragraph("A title of this text")
        + f"<w:tbl>{row(cell('Results'))}{row(cell('It went well.'))}</w:tbl>"
    )
    assert not found.tables and [section.role for section in found.sections] == ["title", "results"]


def test_content_controls_are_opened() -> None:
    found = only(
        paragraph("A title of this text")
        + f"<w:sdt><w:sdtPr/><w:sdtContent>{paragraph('Inside.')}</w:sdtContent></w:sdt>"
    )
    assert found.text.endswith("Inside.")


def test_nothing_else_is_read() -> None:
    body = paragraph("A title of this text") + paragraph("Words.")
    (found,) = outcomes(
        packed(body, extra={"word/vbaProject.bin": b"\xd0\xcf", "word/footnotes.xml": b"<broken"})
    )
    assert isinstance(found, Document) and found.text == "A title of this text\n\nWords."


@pytest.mark.parametrize(("data", "reason"), [
    (packed(""), "no text"),
    (packed("<w:p>"), "not well-formed XML"),
    (packed(paragraph("a")).replace(b"word/document.xml", b"word/documenx.xml"), "an office document"),
    (packed(paragraph("a"), styles="<w:styles"), "not well-formed XML"),
    (packed("<w:p/>" * 2 + " " * 21_000_000), "longer than 20 MB"),
    (packed("<w:sdt><w:sdtContent>" * 2000 + "</w:sdtContent></w:sdt>" * 2000), "not well-formed XML"),
    (packed(paragraph("a"))[:200], "cannot be read"),
], ids=["empty", "broken", "other", "styles", "bomb", "deep", "cut"])  # fmt: skip
def test_what_is_no_manuscript_is_one_line(data: bytes, reason: str) -> None:
    (found,) = outcomes(data)
    assert isinstance(found, ReadError) and reason in str(found) and "\n" not in str(found)


@pytest.mark.parametrize("declaration", [
    '<!ENTITY x SYSTEM "file:///etc/passwd">',
    '<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY x "&b;&b;&b;&b;&b;&b;&b;&b;">',
])  # fmt: skip
def test_entities_are_not_expanded(declaration: str) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        body = paragraph("A title of this text") + "<w:p><w:r><w:t>Be&x;fore</w:t></w:r></w:p>"
        document = (
            f'<!DOCTYPE d [{declaration}]><w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
        )
        archive.writestr("word/document.xml", document)
    for found in outcomes(stream.getvalue()):
        assert isinstance(found, ReadError) or not re.search("root:|aaaa", found.text)


@pytest.mark.parametrize(("name", "level"), [
    ("heading 1", 1), ("Heading2", 2), ("Überschrift 3", 3), ("Titre1", 1), ("Title", 0), ("Document Title", 0),
    ("Normal", None), ("Table Heading 1", None), ("Subtitle", None),
])  # fmt: skip
def test_names_of_styles(name: str, level: int | None) -> None:
    assert docx_text.named_level(name) == level


ELEMENTS = st.recursive(
    st.sampled_from(["<w:t>Results</w:t>", "<w:t>a</w:t>", "<w:tab/>", "x", "<!-- c -->", "<?p?>", '<w:vMerge/>']),
    lambda inner: st.builds(
        lambda name, parts: f"<w:{name}>{''.join(parts)}</w:{name}>",
        st.sampled_from(["p", "r", "tbl", "tr", "tc", "tcPr", "sdt", "sdtContent", "ins", "del", "pPr", "rPr"]),
        st.lists(inner, max_size=4),
    ),
    max_leaves=25,
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.lists(ELEMENTS, max_size=8).map("".join))
def test_no_markup_breaks_it(body: str) -> None:
    for found in outcomes(packed(body)):
        assert isinstance(found, ReadError) or found.text.strip()
