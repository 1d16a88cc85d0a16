"""PDF: columns, heads, footnotes, hyphens, tables, lists of references; what is no article in one line."""

from __future__ import annotations

import io
import random
from collections.abc import Iterable, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.lib import pdfencrypt
from reportlab.pdfgen.canvas import Canvas

from evidence.document import Document, Source
from evidence.errors import ReadError
from evidence.readers import pdf, pdf_characters, pdf_layout, pdf_pages, read, sniff
from evidence.readers.pdf_pages import Page, Printed, Run

WIDTH, HEIGHT, SIZE, LEADING = 595.0, 842.0, 10.0, 12.0
LEFT, SECOND, COLUMN = 50.0, 305.0, 240.0
SOURCE = Source(uri="a.pdf", media_type="application/pdf", format="pdf", sha256="ab")
WORDS = (
    "patients",
    "were",
    "assigned",
    "to",
    "the",
    "drug",
    "or",
    "placebo",
    "and",
    "followed",
    "until",
    "worse",
)


def prose(seed: int, sentences: int) -> str:
    """Sentences that no other seed has."""
    chance = random.Random(seed)
    return " ".join(
        f"In part {seed}.{number} {' '.join(chance.choices(WORDS, k=11))}." for number in range(sentences)
    )


def wrapped(text: str, width: float, size: float = SIZE) -> list[str]:
    """Lines of a column, a character taken as half as wide as it is high."""
    lines, line = [], ""
    for word in text.split():
        if line and len(line) + 1 + len(word) > width / (0.5 * size):
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    return [*lines, line]


def run(text: str, left: float, baseline: float, size: float = SIZE) -> Run:
    return Run(text, left, left + 0.5 * size * len(text), baseline, size)


def column(lines: Iterable[str], left: float, top: float, size: float = SIZE) -> list[Run]:
    """Lines below each other."""
    return [run(line, left, top - LEADING / SIZE * size * at, size) for at, line in enumerate(lines) if line]


def page(*runs: Iterable[Run]) -> Page:
    return Page(width=WIDTH, height=HEIGHT, runs=tuple(item for part in runs for item in part))


def article(*pages: Page, metadata: dict[str, str] | None = None) -> Document:
    found = pdf.document(Printed(pages=pages, broken=(), metadata=metadata or {}), SOURCE)
    assert isinstance(found, Document), found
    return found


def two_columns(number: int, left: Sequence[str], right: Sequence[str]) -> Page:
    """A page with a head, two columns and its number."""
    head = [run("Doe et al", LEFT, 810, 7), run(f"J Trials 2021;7:{number + 10}", 420, 810, 7)]
    foot = [run(str(number + 10), 295, 25, 8)]
    return page(head, column(left, LEFT, 770), column(right, SECOND, 770), foot)


def test_two_columns_are_read_one_after_the_other() -> None:
    first, second = wrapped(prose(1, 12), COLUMN), wrapped(prose(2, 12), COLUMN)
    found = article(page(column(first, LEFT, 770), column(second, SECOND, 770)))
    assert " ".join(found.text.split()) == f"{prose(1, 12)} {prose(2, 12)}"


def test_one_column_is_read_line_by_line() -> None:
    lines = wrapped(prose(1, 14), 480)
    found = article(page(column(lines, LEFT, 770)), page(column(wrapped(prose(2, 14), 480), LEFT, 770)))
    assert " ".join(found.text.split()) == f"{prose(1, 14)} {prose(2, 14)}"


def test_what_crosses_the_columns_stands_between_what_is_above_and_below() -> None:
    parts = [wrapped(prose(seed, 4), COLUMN)[:8] for seed in range(4)]
    wide = "This line is as wide as the page and tells of both of the columns, one and two."
    found = article(
        page(
            column(parts[0], LEFT, 770), column(parts[1], SECOND, 770), [run(wide, LEFT, 640)],
            column(parts[2], LEFT, 600), column(parts[3], SECOND, 600),
        )
    )  # fmt: skip
    order = [
        found.text.index(words) for words in ("part 0.0", "part 1.0", "This line", "part 2.0", "part 3.0")
    ]
    assert order == sorted(order)


def test_heads_feet_and_page_numbers_are_left_out() -> None:
    pages = [
        two_columns(n, wrapped(prose(n, 9), COLUMN), wrapped(prose(n + 10, 9), COLUMN)) for n in (1, 2, 3)
    ]
    text = article(*pages).text
    assert (
        "Doe et al" not in text
        and "J Trials" not in text
        and "\n11" not in text
        and "13" not in text.split("part 13")[-1][-3:]
    )
    for seed in (1, 2, 3, 11, 12, 13):
        assert f"part {seed}.8" in text


def test_a_sentence_goes_on_over_columns_and_pages() -> None:
    text = prose(5, 30)
    lines = wrapped(text, COLUMN)
    quarter = len(lines) // 4
    parts = [lines[at * quarter : (at + 1) * quarter if at < 3 else None] for at in range(4)]
    found = article(two_columns(1, parts[0], parts[1]), two_columns(2, parts[2], parts[3]))
    assert " ".join(found.text.split()) == text
    assert all(part[-1:] in ".!?" for part in found.text.split("\n\n"))


def test_words_that_a_line_cut_are_whole_again() -> None:
    lines = [
        "The inves-", "tigational drug was well toler-", "ated, and progression-", "free survival was great-",
        "er; as in HER2-", "positive disease. Progression-free survival", "was the end point of this trial.",
    ]  # fmt: skip
    text = article(page(column(lines, LEFT, 700))).text
    assert text == (
        "The investigational drug was well tolerated, and progression-free survival was greater; as in HER2-positive "
        "disease. Progression-free survival was the end point of this trial."
    )


def test_ligatures_are_taken_apart_and_raised_figures_kept_apart() -> None:
    runs = [
        *column(["The eﬃcacy was ﬁrst-rate and diﬀerent", "The cells were at 10", "and it is known."], LEFT, 700),
        run("9", LEFT + 5 * 20, 700 - LEADING + 4, 6), run("per litre", LEFT + 5 * 21, 700 - LEADING),
        run("12", LEFT + 5 * 16, 700 - 2 * LEADING + 4, 6), run("There is more.", LEFT + 5 * 19, 700 - 2 * LEADING),
    ]  # fmt: skip
    text = article(page(runs)).text
    assert "efficacy was first-rate and different" in text
    assert "10^9 per litre" in text and "known.12 There" in text


def test_paragraphs_by_indent_and_by_distance() -> None:
    first, second, third = (wrapped(prose(seed, 3), COLUMN) for seed in (1, 2, 3))
    runs = column([*first, *second], LEFT, 700)
    runs[len(first)] = run(second[0], LEFT + 12, runs[len(first)].baseline)
    low = runs[-1].baseline - 2.2 * LEADING
    text = article(page(runs, column(third, LEFT, low))).text
    assert text.split("\n\n") == [prose(1, 3), prose(2, 3), prose(3, 3)]


def test_footnotes_stand_behind_the_text() -> None:
    above, below = wrapped(prose(1, 10), COLUMN), wrapped(prose(2, 10), COLUMN)
    note = column(["* Supported by a grant of the foundation.", "Address: Main Street 1, Town."], LEFT, 90, 7)
    found = article(page(column(above, LEFT, 770), note, column(below, SECOND, 770)))
    assert found.text.index("part 2.9") < found.text.index("Supported by a grant")
    assert found.sections[-1].role == "other"
    assert " ".join(found.text.split()).startswith(f"{prose(1, 10)} {prose(2, 10)}")


def whole() -> list[Page]:
    title = column(
        ["A randomised trial of drug A versus drug B", "in advanced disease of the kidney"], 90, 760, 16
    )
    names = column(["Jane Doe, Richard Roe, and Carl Poe"], LEFT, 715)
    doi = column(["J Trials. 2021 Feb 3;7(2):12-19. doi: 10.1000/Trial.1"], LEFT, 820, 7)
    abstract = column(["Abstract"], LEFT, 690, 12) + column(
        wrapped("Methods: We tried two drugs. Results: A was better (P=.03). Conclusions: Use A.", 480),
        LEFT,
        672,
    )
    left = column(["Introduction"], LEFT, 600, 12) + column(wrapped(prose(1, 9), COLUMN), LEFT, 584)
    right = column(["2. Methods"], SECOND, 600, 12) + column(wrapped(prose(2, 9), COLUMN), SECOND, 584)
    rest = column(["Results"], LEFT, 770, 12) + column(wrapped(prose(3, 10), COLUMN), LEFT, 754)
    rest += column(["Discussion"], SECOND, 770, 12) + column(wrapped(prose(4, 10), COLUMN), SECOND, 754)
    low = rest[-1].baseline - 24
    listed: list[str] = []
    for number in range(1, 13):
        listed += wrapped(
            f"{number}. Doe J. On the matter numbered {number}. J Trials. 2001;{number}:1-9. doi: 10.1000/r{number}",
            COLUMN,
            8,
        )
    references = column(["References"], SECOND, low, 12) + [
        run(line, SECOND if line[0].isdigit() and ". Doe" in line[:8] else SECOND + 8, low - 14 - 9.5 * at, 8)
        for at, line in enumerate(listed)
    ]
    return [page(title, names, doi, abstract, left, right), page(rest, references)]


def test_a_whole_article() -> None:
    found = article(*whole())
    assert found.title == "A randomised trial of drug A versus drug B in advanced disease of the kidney"
    assert found.authors == ("Jane Doe", "Richard Roe", "Carl Poe")
    assert (found.doi, found.journal, found.year, found.volume) == ("10.1000/trial.1", "J Trials", 2021, "7")
    assert found.id == "doi:10.1000/trial.1#fulltext"
    assert [(section.role, section.heading) for section in found.sections] == [
        ("title", None), ("methods", "Methods"), ("results", "Results"), ("conclusions", "Conclusions"),
        ("background", "Introduction"), ("methods", "2. Methods"), ("results", "Results"), ("discussion", "Discussion"),
        ("references", "References"),
    ]  # fmt: skip
    texts = [found.text[section.start : section.end] for section in found.sections]
    assert [" ".join(text.split()) for text in texts[4:8]] == [
        prose(1, 9),
        prose(2, 9),
        prose(3, 10),
        prose(4, 10),
    ]
    assert [(item.number, item.doi) for item in found.references] == [
        (n, f"10.1000/r{n}") for n in range(1, 13)
    ]


def test_a_table_is_rows_with_bars_under_the_role_other() -> None:
    rows = [
        ("Outcome", "Drug A", "Drug B"),
        ("Response", "12 (31)", "8 (20)"),
        ("Survival", "10.1", "8.2"),
        ("Deaths", "3", "7"),
    ]
    top = column(wrapped(prose(1, 6), 480), LEFT, 770)
    low = top[-1].baseline - 30
    table = [
        run(cell, LEFT + 150 * at, low - 14 * line, 9)
        for line, row in enumerate(rows)
        for at, cell in enumerate(row)
    ]
    found = article(page(top, table, column(wrapped(prose(2, 6), 480), LEFT, low - 90)))
    (section,) = (section for section in found.sections if section.role == "other")
    assert found.text[section.start : section.end].endswith(
        "Response | 12 (31) | 8 (20)\nSurvival | 10.1 | 8.2\nDeaths | 3 | 7"
    )
    assert "part 1.5" in found.text and "part 2.5" in found.text


@pytest.mark.parametrize(("heading", "size", "role"), [
    ("Primary outcomes", 10.5, "results"),  # smaller than the section's
    ("Study population", 12, "results"),  # leads back to the methods, and is not called so
    ("Methods", 12, "methods"),
    ("Conclusions", 10.5, "conclusions"),
    ("Discussion", 12, "discussion"),
])  # fmt: skip
def test_headings_within_a_section(heading: str, size: float, role: str) -> None:
    above, below = wrapped(prose(1, 5), 480), wrapped(prose(2, 5), 480)
    runs = column(["Results"], LEFT, 770, 12) + column(above, LEFT, 755)
    low = runs[-1].baseline - 20
    found = article(page(runs, column([heading], LEFT, low, size), column(below, LEFT, low - 14)))
    assert found.sections[-1].role == role
    assert found.text[found.sections[-1].end - 5 : found.sections[-1].end] == prose(2, 5)[-5:]


@pytest.mark.parametrize(("runs", "reason"), [
    ([], "no text, only pictures"),
    ([run("17", 290, 20)], "no text, only pictures"),
    (column(["\ufffd" * 60] * 3, LEFT, 700), "fonts that do not tell their letters"),
    (column(["\ue012\ue013 " * 30] * 3, LEFT, 700), "fonts that do not tell their letters"),
])  # fmt: skip
def test_what_has_no_words_is_one_line(runs: list[Run], reason: str) -> None:
    found = pdf.document(Printed(pages=(page(runs),), broken=(), metadata={}), SOURCE)
    assert isinstance(found, ReadError) and reason in str(found) and "recognition" in str(found)


def drawn(*, password: str | None = None, text: bool = True) -> bytes:
    """The whole article as a PDF."""
    stream = io.BytesIO()
    encrypt = pdfencrypt.StandardEncryption(password, ownerPassword="o") if password is not None else None
    canvas = Canvas(stream, pagesize=(WIDTH, HEIGHT), encrypt=encrypt)
    for printed in whole():
        for item in printed.runs if text else ():
            canvas.setFont("Courier", item.size * 0.83)  # half as wide as high
            canvas.drawString(item.left, item.baseline, item.text)
        canvas.rect(10, 10, 5, 5)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def outcomes(data: bytes) -> list[Document | ReadError]:
    return list(read(io.BytesIO(data), uri="a.pdf"))


def test_a_file() -> None:
    (found,) = outcomes(drawn())
    assert isinstance(found, Document) and found.source.format == "pdf"
    known = article(*whole())
    assert (found.text, found.sections, found.references) == (known.text, known.sections, known.references)
    assert (found.title, found.doi, found.authors) == (known.title, known.doi, known.authors)


@pytest.mark.parametrize(("data", "reason"), [
    (drawn(password="secret"), "encrypted; save a copy"),
    (drawn(text=False), "no text, only pictures"),
    (drawn()[:300], "not a whole PDF"),
    (b"%PDF-1.7 text", "not a whole PDF"),
    (b"%PDF-1.7\n" + b"\0" * 1000, "not a whole PDF"),
], ids=["encrypted", "pictures", "cut", "text", "zeros"])  # fmt: skip
def test_what_is_no_article_is_one_line(data: bytes, reason: str) -> None:
    (found,) = outcomes(data)
    assert isinstance(found, ReadError) and reason in str(found) and "\n" not in str(found)


def test_a_password_that_is_empty_is_none() -> None:
    (found,) = outcomes(drawn(password=""))
    assert isinstance(found, Document)


def test_something_before_the_mark() -> None:
    assert sniff(b"\n\njunk\n" + drawn()[:100], "a") == "pdf"
    (found,) = outcomes(b"\n" + drawn())
    assert isinstance(found, Document)


def test_time_and_crashes_are_bounded(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> None:
    from pathlib import Path

    assert isinstance(tmp_path, Path)
    program = tmp_path / "program.py"
    monkeypatch.setattr(pdf_pages, "_PROGRAM", program)
    monkeypatch.setattr(pdf_pages, "_SECONDS", 1.0)
    for code, reason in (
        ("import time; time.sleep(60)", "not read within"),
        ("import os; os.abort()", "breaks its reader"),
        ('print(\'{"error": "memory"}\')', "needs more memory"),
    ):
        program.write_text(code)
        with pytest.raises(ReadError, match=reason):
            pdf_pages.printed(b"%PDF-", uri="a.pdf")


def test_a_page_that_is_broken_is_set_aside() -> None:
    lines = [{"pages": 2, "metadata": {}}, {"broken": 1}, {"width": 1.0, "height": 2.0, "runs": []}]
    found = pdf_pages.assembled(lines, uri="a.pdf")
    assert found.broken == (1,) and len(found.pages) == 1


def test_the_program_bounds_pages_and_characters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_characters, "MOST_PAGES", 1)
    monkeypatch.setattr(pdf_characters, "MOST_CHARACTERS", 100)
    found = list(pdf_characters.pages(drawn()))
    assert found[0]["pages"] == 2 and len(found) == 2
    assert sum(len(item[0]) for item in found[1]["runs"]) <= 100


RUNS = st.builds(
    Run,
    st.sampled_from(["Results", "References", "1. Doe J.", "12", "a-", "b", "Words.", "\ufb01", "Abstract", "x" * 90]),
    st.floats(-100, 700), st.floats(-100, 700), st.floats(-100, 900), st.sampled_from([1.0, 6.0, 10.0, 10.1, 400.0]),
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.lists(st.lists(RUNS, max_size=25), min_size=1, max_size=3))
def test_no_layout_breaks_it(pages: list[list[Run]]) -> None:
    found = pdf.document(Printed(pages=tuple(map(page, pages)), broken=(), metadata={}), SOURCE)
    if isinstance(found, Document):
        assert found.text.strip()


@pytest.mark.parametrize("size", [10.0, 1.0, 300.0])
def test_time_grows_with_length_and_no_faster(size: float) -> None:
    import time

    start = time.process_time()
    runs = [run("ab", 5.0 * at % 590, 842 - at // 100, size) for at in range(20_000)]
    pdf_layout.read_order([page(runs)])
    pdf.document(Printed(pages=(page(runs),) * 2, broken=(), metadata={}), SOURCE)
    assert time.process_time() - start < 20
