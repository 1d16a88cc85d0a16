"""Tables of all formats: where cells stand in the grid, and that their offsets lead to their words."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.document import Document
from evidence.readers import grids, read
from evidence.readers.grids import Entry
from evidence.readers.prose import Words, together

JATS = """<article xmlns:xlink="http://www.w3.org/1999/xlink" dtd-version="1.0"><front><article-meta><title-group>
<article-title>A trial of an invented drug</article-title></title-group></article-meta></front><body><sec>
<title>Results</title>
<p>Patients lived.</p><table-wrap><label>Table 2</label><caption><p>Response</p></caption><table><thead>
<tr><th rowspan="2">Outcome</th><th colspan="2">Drug (n = 39)</th></tr>
<tr><th>No.</th><th>%</th></tr></thead><tbody>
<tr><td colspan="3">Response</td></tr><tr><td>&#160;&#160;Complete</td><td>12</td><td>31<sup>a</sup></td></tr>
<tr><td/><td/><td/></tr>
</tbody></table>
<table-wrap-foot><p>a Confirmed.</p></table-wrap-foot></table-wrap></sec></body></article>"""
HTML = """<html><head><meta name="citation_title" content="A trial of an invented drug"></head><body>
<h1>A trial of an invented drug</h1><h2>Results</h2><p>Patients lived for a long time after they had been given it.</p>
<table><caption>Response</caption>
<tr><th>Outcome</th><th>Drug (n = 39)</th></tr>
<tr><td style="padding-left:10px">Complete</td><td>12 (31)</td></tr></table>
</body></html>"""
MARKDOWN = """# A trial of an invented drug

## Results

Patients lived.

**Table 2.** Response

| Outcome | Drug (n = 39) |
|:--|--:|
| Complete \\| partial | **12** (31) |

They lived on."""


def document(source: str, format: str) -> Document:
    (found,) = read(io.BytesIO(source.encode()), uri="a", format=format)
    assert isinstance(found, Document)
    return found


@pytest.mark.parametrize(
    ("source", "format", "caption", "cells"),
    [
        pytest.param(
            JATS,
            "jats",
            "Response",
            [
                ("Outcome", 0, 0, 2, 1, True, 0),
                ("Drug (n = 39)", 0, 1, 1, 2, True, 0),
                ("No.", 1, 1, 1, 1, True, 0),  # the first column is taken by the cell above
                ("%", 1, 2, 1, 1, True, 0),
                ("Response", 2, 0, 1, 3, False, 0),
                ("Complete", 3, 0, 1, 1, False, 2),
                ("12", 3, 1, 1, 1, False, 0),
                ("31a", 3, 2, 1, 1, False, 0),
                ("", 4, 0, 1, 1, False, 0),
                ("", 4, 1, 1, 1, False, 0),
                ("", 4, 2, 1, 1, False, 0),
            ],
            id="jats",
        ),
        pytest.param(
            HTML,
            "html",
            "Response",
            [
                ("Outcome", 0, 0, 1, 1, True, 0),
                ("Drug (n = 39)", 0, 1, 1, 1, True, 0),
                ("Complete", 1, 0, 1, 1, False, 10),
                ("12 (31)", 1, 1, 1, 1, False, 0),
            ],
            id="html",
        ),
        pytest.param(
            MARKDOWN,
            "markdown",
            "Table 2. Response",
            [
                ("Outcome", 0, 0, 1, 1, True, 0),
                ("Drug (n = 39)", 0, 1, 1, 1, True, 0),
                ("Complete | partial", 1, 0, 1, 1, False, 0),  # an escaped bar is a word's
                ("12 (31)", 1, 1, 1, 1, False, 0),
            ],
            id="markdown",
        ),
    ],
)
def test_cells(source, format, caption, cells):
    found = document(source, format)
    (table,) = found.tables
    text = found.text
    assert [
        (text[c.start : c.end], c.row, c.column, c.rows, c.columns, c.header, c.indent) for c in table.cells
    ] == cells
    assert table.caption is not None
    assert text[slice(*table.caption)] == caption
    roles = [part.role for part in found.sections if part.start <= table.start < part.end]
    assert roles == ["other"]  # what a row says only its header tells


def test_label_and_notes_of_jats():
    found = document(JATS, "jats")
    (table,) = found.tables
    assert table.label == "Table 2"
    assert table.notes is not None
    assert found.text[slice(*table.notes)] == "a Confirmed."


def test_markdown_leads_back_to_its_source_and_goes_on_behind_the_table():
    found = document(MARKDOWN, "markdown")
    for part in found.segments:
        length = part.end - part.start
        assert found.text[part.start : part.end] == MARKDOWN[part.source_start : part.source_start + length]
    assert found.text.endswith("They lived on.")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("# T\n\n## Results\n\nAlive | dead\n\nNo table.", id="bars without dashes"),
        pytest.param("# T\n\n## Results\n\nFirst\n---\n\nNo table.", id="an underlined heading"),
        pytest.param("# T\n\n## Results\n\n|---|---|\n", id="dashes without a head"),
    ],
)
def test_no_table(text):
    assert document(text, "markdown").tables == ()


ENTRIES = st.builds(
    Entry,
    words=st.builds(Words, st.text("ab", max_size=3)),
    rows=st.integers(1, 4),
    columns=st.integers(1, 4),
)


@given(st.lists(st.lists(ENTRIES, max_size=5), max_size=6))
def test_cells_lie_in_the_grid_side_by_side_and_quote_their_words(rows):
    lines, cells = grids.laid_out(rows)
    text = together((together(line, grids.CELLS) for line in lines), grids.ROWS).text
    given = [entry.words.text for row in rows for entry in row]
    assert [text[cell.start : cell.end] for cell in cells] == given
    places = [
        (row, column)
        for cell in cells
        for row in range(cell.row, cell.row + cell.rows)
        for column in range(cell.column, cell.column + cell.columns)
    ]
    assert all(row < len(rows) for row, _ in places)
    starts = [(cell.row, cell.column) for cell in cells]
    assert len(set(starts)) == len(starts)


@pytest.mark.parametrize(
    ("told", "number"), [("3", 3), ("", 1), (None, 1), ("0", 1), ("x", 1), ("-2", 1), ("999999999999", 1)]
)
def test_span(told, number):
    assert grids.span(told) == number
