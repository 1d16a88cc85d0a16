"""BibTeX: values, abbreviations, LaTeX, entries that are broken."""

from __future__ import annotations

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence.document import Document
from evidence.errors import ReadError
from evidence.readers import decoding, latex, read
from evidence.readers.traced import Traced

ENTRY = r"""% Exported by hand.
@comment{jabref-meta: databaseType:bibtex;}
@string{jt = "Journal of " # {Trials}}

@article{doe2021,
  title     = {{Drug A} versus {D}rug B in {HER2}-positive disease: 5\,mg \& more},
  author    = {Doe, Jane and {The Alpha and Beta Group} and M{\"u}ller, Jr., Karl-Heinz and Richard Roe and others},
  journal   = jt,
  year      = 2021,
  month     = feb,
  volume    = {7},
  number    = "2",
  pages     = {12--19},
  doi       = {10.1000/X\_1},
  pmid      = {123456},
  pmc       = {PMC765432},
  keywords  = {breast cancer, trastuzumab},
  language  = {en},
  abstract  = {Background: Which is better is not known. Methods: We tried. Results: A was better
               (HR 0.70, 95\% CI 0.50--0.90; $P<0.001$; $\alpha$ of 5{\%}). Conclusions: Use A.},
  file      = {C\:\\Users\\me\\a.pdf:PDF},
}
"""


def outcomes(text: str, format: str | None = "bibtex") -> list[Document | ReadError]:
    return list(read(io.BytesIO(text.encode()), uri="refs.bib", format=format))


def only(text: str) -> Document:
    (found,) = outcomes(text)
    assert isinstance(found, Document), found
    return found


def test_an_entry() -> None:
    (found,) = outcomes(ENTRY, None)
    assert isinstance(found, Document) and found.source.format == "bibtex"
    assert found.title == "Drug A versus Drug B in HER2-positive disease: 5 mg & more"
    assert found.authors == ("Doe, Jane", "The Alpha and Beta Group", "Müller, Karl-Heinz Jr.", "Richard Roe")
    assert (found.journal, found.date, found.year) == ("Journal of Trials", "2021-02", 2021)
    assert (found.volume, found.issue, found.pages) == ("7", "2", "12-19")
    assert (found.id, found.pmid, found.pmcid) == ("doi:10.1000/x_1#record", "123456", "PMC765432")
    assert found.keywords == ("breast cancer", "trastuzumab") and found.language == "en"
    assert "(HR 0.70, 95% CI 0.50–0.90; P<0.001; α of 5%)." in found.text
    assert [s.role for s in found.sections] == ["title", "background", "methods", "results", "conclusions"]


def test_segments_lead_back() -> None:
    found = only(ENTRY)
    for segment in found.segments:
        length = segment.end - segment.start
        assert ENTRY[segment.source_start :][:length] == found.text[segment.start : segment.end]
    assert sum(segment.end - segment.start for segment in found.segments) > 0.9 * len(found.text)


@pytest.mark.parametrize(("value", "printed"), [
    (r"Schr{\"o}dinger, \'{E}mile, na\"{\i}ve, \c{c}a, \v{S}, \H o, \r{a}", "Schrödinger, Émile, naïve, ça, Š, ő, å"),
    (r"{\o}re, Stra{\ss}e, \L{}\'od\'z, \AA ngstr\"om", "øre, Straße, Łódź, Ångström"),
    (r"$\beta$-blockers, $\geq$ 65, 5 $\pm$ 2, $10^{9}$/L, CO$_{2}$", "β-blockers, ≥ 65, 5 ± 2, 10^9/L, CO2"),
    (r"\textit{KRAS} and \emph{in vitro}, \textbf{bold}", "KRAS and in vitro, bold"),
    (r"``quoted'' --- and 1--2, 5\% of \$3 \& \#4, a\_b", "“quoted” — and 1–2, 5% of $3 & #4, a_b"),
    (r"P \textless{} 0.05, \textgreater 3, 37\textdegree C", "P < 0.05, >3, 37°C"),
    (r"J.~Doe", "J.\u00a0Doe"),
    (r"{\'\i}, {\`a}, {\~n}, \~{n}, \k{a}, \u{g}, \.z, \=o, \d{s}", "í, à, ñ, ñ, ą, ğ, ż, ō, ṣ"),
    (r"hy\-phen, a\/b, a \\ b, \unknown{kept}", "hyphen, ab, a   b, kept"),
    ("plain words < 5% of 10 & more", "plain words < 5% of 10 & more"),
    ("é and “ready” – already", "é and “ready” – already"),
    ("a \\", "a \\"),
    ("$", ""),
])  # fmt: skip
def test_latex(value: str, printed: str) -> None:
    found = latex.plain(Traced.whole(value))
    assert found.text == printed
    for segment in found.segments():
        length = segment.end - segment.start
        assert value[segment.source_start :][:length] == found.text[segment.start : segment.end]


@pytest.mark.parametrize(("text", "title"), [
    ("@article{k, title = {A trial}}", "A trial"),
    ("@ARTICLE{k,TITLE=\"A {\\\"u} trial\"}", "A ü trial"),
    ("@article(k, title = {A trial})", "A trial"),
    ("@article{, title = {A trial}, year = 2020}", "A trial"),
    ("@article{title = {A trial}}", "A trial"),
    ("@article{k,\r\n\ttitle\t=\t{A\r\n\t trial},\r\n}\r\n", "A trial"),
    ("@inproceedings{k, booktitle = {Meeting}, title = {A trial}}", "A trial"),
    ("@article{k, title = {A trial}", "A trial"),
    ("@article{k, title = {A trial\n year = {2020}\n}\n", "A trial"),
    ("@article{k, note = {ok}, title = {A {trial}\n}", "A trial"),
    ("@article{k, title = {Mail me@x.org @article{no, for} A trial}}", "Mail me@x.org @articleno, for A trial"),
    ("@article{a:b/c-1, title = {A trial}, }", "A trial"),
    ("@misc{k, title = {A} # { trial}}", "A trial"),
    ("@misc{k, title = {A trial} year = 2020}", "A trial"),
])  # fmt: skip
def test_shapes_of_entries(text: str, title: str) -> None:
    assert only(text).title == title


@pytest.mark.parametrize(("fields", "expected"), [
    ("date = {2021-03-04}", {"date": "2021-03-04", "year": 2021}),
    ("year = {2021}, month = {3}", {"date": "2021-03"}),
    ("year = 2021, month = \"12~\" # jan", {"year": 2021}),
    ("year = {in press}", {"year": None}),
    ("eprint = {123456}, eprinttype = {pubmed}", {"pmid": "123456"}),
    ("eprint = {2101.00001}, archiveprefix = {arXiv}", {"pmid": None}),
    ("journaltitle = {J. Trials}, number = {3}, eid = {e12}", {"journal": "J. Trials", "issue": "3", "pages": "e12"}),
    ("url = {https://doi.org/10.1000/ab_c~d}", {"doi": "10.1000/ab_c~d"}),
    ("keywords = {a; b, c; d}", {"keywords": ("a", "b, c", "d")}),
    ("author = {Doe, J. AND Roe, R.}", {"authors": ("Doe, J.", "Roe, R.")}),
    ("author = {{World Health Organization}}", {"authors": ("World Health Organization",)}),
    ("note = {Digest of pmid:77 in our own words; not the article.}", {"id": "pmid:77#digest"}),
])  # fmt: skip
def test_fields(fields: str, expected: dict[str, object]) -> None:
    found = only(f"@article{{k, title = {{A trial}}, {fields}}}")
    assert {name: getattr(found, name) for name in expected} == expected


def test_a_bad_entry_leaves_the_others() -> None:
    first, bad, last = outcomes(
        "@article{a, title={One}, abstract={open\n@article{b, year=2020}\n@article{c, title={Three}}\n"
    )
    assert isinstance(first, Document) and first.title == "One"
    assert isinstance(bad, ReadError) and "record 2: a record without title and abstract" in str(bad)
    assert isinstance(last, Document) and last.title == "Three"


def test_no_entry_is_one_line() -> None:
    (error,) = outcomes("Nothing here, @ all.\n")
    assert isinstance(error, ReadError) and "no entry" in str(error)


def test_a_long_file_is_read_in_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decoding, "_RUN", 1000)
    text = "@string{jt={Journal}}\n" + "".join(
        f'@article{{k{n}, title = {{Trial {n} of {{\\"u}}}}, journal = jt}}\n\n' for n in range(200)
    )
    found = outcomes(text)
    assert [item.title for item in found if isinstance(item, Document)] == [
        f"Trial {n} of ü" for n in range(200)
    ]
    assert all(isinstance(item, Document) and item.journal == "Journal" for item in found)
    for item in found:
        assert isinstance(item, Document)
        for segment in item.segments:
            length = segment.end - segment.start
            assert text[segment.source_start :][:length] == item.text[segment.start : segment.end]


PARTS = st.sampled_from([
    "@article{", "@string{", "@comment{", "k,", "title", "abstract", "author", " = ", "{", "}", '"', "#", ",", "\n",
    "\\",    "\\\"", "$", "^", "A trial", " and ", "%", "@", "(", ")", "jan", "2020", "~", "--", "\\alpha", "\\textit{",
])  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(PARTS | st.text(max_size=4), max_size=30).map("".join))
def test_no_text_breaks_it(text: str) -> None:
    for found in outcomes(text):
        if isinstance(found, Document):
            for segment in found.segments:
                length = segment.end - segment.start
                source = text.encode("utf-8", "ignore").decode().removeprefix("\ufeff")
                assert source[segment.source_start :][:length] == found.text[segment.start : segment.end]


@pytest.mark.parametrize("pattern", [
    "@article{", "a={", "a={\n", "\na={{}", 'a="', "{", "}", " ", "\n", "#", "@", "\\", "\\'", "$", "and ", " and", ",",
    "@a{b}", "=", "a=b,", "10^",
])  # fmt: skip
def test_time_grows_with_length_and_no_faster(pattern: str) -> None:
    import time

    start = time.process_time()
    outcomes("@article{k, title = {A trial},\n abstract = {" + pattern * (50_000 // len(pattern)))
    outcomes("@article{k, title = {A trial},\n" + pattern * (50_000 // len(pattern)))
    assert time.process_time() - start < 8
