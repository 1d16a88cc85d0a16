"""Web pages of one article."""

from __future__ import annotations

import io
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence.document import Document
from evidence.errors import ReadError
from evidence.readers import html, read, read_path, sniff

HEAD = """<!DOCTYPE html><html lang="en"><head><title>A trial of two drugs - Site</title>
<meta name="citation_title" content="A trial of two drugs"><meta name="citation_author" content="Doe, Jane">
<meta name="citation_author" content="Moe, F"><meta name="citation_journal_title" content="J Trials">
<meta name="citation_publication_date" content="2020/02/03"><meta name="citation_volume" content="7">
<meta name="citation_issue" content="2"><meta name="citation_firstpage" content="12">
<meta name="citation_lastpage" content="19"><meta name="citation_doi" content="10.1000/X.1">
<meta name="citation_pmid" content="123456"><meta name="DC.Language" content="en">
<meta name="keywords" content="The site's own words"><script>var a = "<p>Methods</p>";</script></head>"""
PUBMED = f"""{HEAD}<body><header class="ncbi-header">Skip to main page content</header><nav>Menu</nav>
<main class="article-page"><div class="article-source">. 2020 Feb 3;7(2):12-19.</div>
<h1 class="heading-title">A trial of two drugs</h1><div class="authors-list">Jane Doe <sup>1</sup>, F Moe</div>
<h3 class="title">Affiliations</h3><ul class="item-list"><li>1 A hospital of some town.</li></ul>
<div class="abstract" id="abstract"><h2 class="title">Abstract</h2><div class="abstract-content selected">
<p><strong class="sub-title"> Background: </strong> Nobody knew.</p>
<p><strong class="sub-title"> Results: </strong> A won (P&thinsp;&lt;&thinsp;0.05; 10<sup>9</sup> cells).</p></div>
<p><strong class="sub-title"> Keywords: </strong>cancer; two drugs.</p></div>
<p class="copyright">&copy; 2020 Somebody.</p>
<h2>Conflict of interest statement</h2><p>None.</p>
<h2>Similar articles</h2><ul><li>Another trial of two drugs and of many others, it seems.</li></ul>
<h2>Publication types</h2><ul><li>Journal Article</li></ul></main><footer>Help</footer></body></html>"""
JOURNAL = f"""{HEAD}<body class="has-sidebar"><div class="social-share">Share</div><article>
<h1>A trial of two drugs</h1><p>Jane Doe and F Moe</p>
<section class="abstract"><h2>Abstract</h2><h3>Methods</h3><p>We tried.</p></section>
<section><h2>Introduction</h2><p>It is known.<sup><a href="#ref1">1</a>,<a href="#ref2">2</a></sup>
<a href="/x">View Large</a></p></section>
<section><h2>Results</h2><h3>Patients</h3><p>Of 25<sup>a</sup> patients, 3 did well
[<a href="https://site/x#ref1">1</a>&ndash;<a href="#ref3">3</a>].</p>
<figure><img src="x"><figcaption>Figure 1. By arm.</figcaption><button>Open it</button><a>Download slide</a></figure>
<table><caption>Who they were</caption><tr><th></th><th>A</th></tr><tr><td>Men</td><td>4 <i>(5%)</i></td></tr></table>
<aside>See also: another article.</aside><!-- <p>no</p> --></section>
<section><h2>Discussion</h2><p>So it is.</p><h3>Conclusion</h3><p>It works.</p></section>
<section><h2>References</h2><ol><li id="ref1">Poe G. An old trial. J Trials. 2010. <a
href="https://doi.org/10.1000/p">CrossRef</a> <a>Google Scholar</a></li>
<li id="ref2"><span>2.</span><cite>Roe H. Another.</cite> [<a>DOI</a>] [<a>PubMed</a>]</li>
<li id="ref3">Third.</li></ol></section>
<section>
<h2>Author profile</h2><p>Somebody who did this and that for a long time.</p></section></article></body></html>"""
LINKED = """<html><head>
<script type="application/ld+json">{"@graph": [{"@type": "ScholarlyArticle", "headline": "A trial",
"author": [{"name": "Jane Doe"}, {"givenName": "F", "familyName": "Moe"}], "datePublished": "2020-02",
"isPartOf": {"@type": "PublicationIssue", "issueNumber": "2", "isPartOf": {"@type": ["PublicationVolume", "Periodical"],
"volumeNumber": 7, "name": "J Trials"}}, "pageStart": "5", "pageEnd": "9", "sameAs": "https://doi.org/10.1000/X"}]}
</script><script type="application/ld+json">{"@type": </script></head>
<body><h1>A trial</h1><h2>Methods</h2><p>We tried.</p></body></html>"""


def outcomes(text: str | bytes) -> list[Document | ReadError]:
    data = text if isinstance(text, bytes) else text.encode()
    return list(read(io.BytesIO(data), uri="a.html", format="html"))


def document(text: str | bytes) -> Document:
    (found,) = outcomes(text)
    assert isinstance(found, Document), found
    return found


def sections(found: Document) -> list[tuple[str, str | None, str]]:
    return [(s.role, s.heading, found.text[s.start : s.end]) for s in found.sections]


def test_what_the_head_says() -> None:
    found = document(PUBMED)
    assert (found.id, found.form, found.title) == ("doi:10.1000/x.1#page", "page", "A trial of two drugs")
    assert (found.pmid, found.journal, found.authors) == ("123456", "J Trials", ("Doe, Jane", "Moe, F"))
    assert (found.date, found.volume, found.issue, found.pages) == ("2020-02-03", "7", "2", "12-19")
    assert (found.keywords, found.language) == (("cancer", "two drugs"), "en")


def test_pubmeds_page() -> None:
    assert sections(document(PUBMED)) == [
        ("title", None, "A trial of two drugs"),
        ("background", "Background", "Nobody knew."),
        ("results", "Results", "A won (P\u2009<\u20090.05; 10^9 cells)."),
        ("other", "Conflict of interest statement", "None."),
    ]
    assert document(PUBMED).text.endswith("\n\nConflict of interest statement\n\nNone.")


def test_a_journals_page() -> None:
    found = document(JOURNAL)
    assert found.form == "fulltext"
    assert sections(found) == [
        ("title", None, "A trial of two drugs"),
        ("methods", "Methods", "We tried."),
        ("background", "Introduction", "It is known.1,2"),
        ("results", "Patients", "Of 25a patients, 3 did well [1–3].\n\nFigure 1. By arm."),
        ("other", None, "Who they were\n\n| A\nMen | 4 (5%)"),
        ("discussion", "Discussion", "So it is."),
        ("conclusions", "Conclusion", "It works."),
        ("references", "References", "Poe G. An old trial. J Trials. 2010.\nRoe H. Another.\nThird."),
    ]
    for absent in ("Share", "See also", "Download", "Open it", "Somebody", "no</p>"):
        assert absent not in found.text
    assert [(found.text[c.start : c.end], c.numbers) for c in found.citations] == [
        ("1,2", (1, 2)),
        ("[1–3]", (1, 2, 3)),
    ]
    assert [(r.number, r.doi) for r in found.references] == [(1, "10.1000/p"), (2, None), (3, None)]


def test_linked_data() -> None:
    found = document(LINKED)
    assert (found.title, found.journal, found.volume, found.issue) == ("A trial", "J Trials", "7", "2")
    assert (found.doi, found.date, found.pages) == ("10.1000/x", "2020-02", "5-9")
    assert found.authors == ("Jane Doe", "Moe, F")


def test_an_abstract_without_a_heading_is_known_by_its_name() -> None:
    words = "We tried two drugs in many patients, and one of them was better than the other in all of these patients."
    page = "<html><body><form><h2>A menu</h2><dl class='AbstractPlus'><dd class='abstract'><h2>A trial</h2>"
    page += f"<div>Doe J, Moe F.</div><p>{words}</p>"
    found = document(
        f"{page}<p>PMID: 99 [PubMed]</p></dd></dl><h4>Recent activity</h4><p>Off.</p></form></body></html>"
    )
    assert (found.title, found.authors, found.pmid) == ("A trial", ("Doe J", "Moe F"), "99")
    assert found.text == f"A trial\n\n{words}"


def test_references_that_only_the_head_lists() -> None:
    meta = '<meta name="citation_reference" content="citation_title=An old trial; citation_doi=10.1000/p">'
    found = document(JOURNAL.split("<section><h2>References")[0].replace("<script>", f"{meta}<script>"))
    assert [(r.text, r.doi) for r in found.references] == [("An old trial. 10.1000/p.", "10.1000/p")]


@pytest.mark.parametrize("encode", [
    lambda text: text.encode("utf-8-sig"), lambda text: text.encode("utf-16"), lambda text: text.encode("windows-1252"),
    lambda text: ('<?xml version="1.0" encoding="utf-8"?>' + text).encode(),
    lambda text: text.replace("\n", "\r\n").encode(),
], ids=["bom", "utf-16", "windows-1252", "xhtml", "crlf"])  # fmt: skip
def test_encodings_give_the_same_text(encode: object) -> None:
    assert callable(encode)
    text = PUBMED.replace("Nobody", "Nobödy – “no”")
    assert document(encode(text)).text == document(text).text


@pytest.mark.parametrize("text", [PUBMED, JOURNAL, LINKED, f"\n<!-- saved -->{JOURNAL}"])
def test_sniff_knows_pages(text: str) -> None:
    assert sniff(text.encode(), "x") == "html"


@pytest.mark.parametrize("text", [
    "<article><front><body></body></front></article>", "<PubmedArticleSet>", '{"text": "<html>"}', "# An <html> page\n",
    "<?xml version='1.0'?><a/>",
])  # fmt: skip
def test_sniff_takes_no_other_format(text: str) -> None:
    assert html.sniff(text, "a.xml") == 0


@pytest.mark.parametrize(("data", "reason"), [
    (b"<html><body><p>Short.</p></body></html>", "without an article's text"),
    (b"a.html", "without an article's text"),
    (b"", "empty"),
    (b"<html>\0</html>", "binary"),
])  # fmt: skip
def test_what_is_no_article_is_set_aside(data: bytes, reason: str) -> None:
    (error,) = outcomes(data)
    assert isinstance(error, ReadError) and reason in str(error)


def test_entities_of_a_page_are_not_read_from_files() -> None:
    found = document(
        '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
        + JOURNAL.replace("We tried", "We &x; tried")
    )
    assert "root:" not in found.text


@pytest.mark.parametrize("pattern", [
    "<div>", "<div class='share nav'>a", "<b>", "<p>a", "<a href='#ref1'>1</a>", "<sup>1</sup>", "<table><tr><td>",
    "&amp;", "<h2>Methods</h2>", "<h3>x</h3><p>y</p>", "<span class='aB-cD'>", "<li>", "<!--", "<strong>Results",
])  # fmt: skip
def test_time_grows_with_length_and_no_faster(pattern: str) -> None:
    start = time.process_time()
    outcomes(JOURNAL.replace("<h2>Results</h2>", f"<h2>Results</h2>{pattern * (60_000 // len(pattern))}"))
    assert time.process_time() - start < 5


def test_truncated_pages_keep_what_they_hold() -> None:
    found = document(JOURNAL[: JOURNAL.index("did well")])
    assert "Of 25a patients, 3" in found.text


MARKUP = st.sampled_from([
    "<p>", "</p>", "<h1>", "<h2>Methods</h2>", "<h2>References</h2><ol><li id='r'>", "<a href='#r'>1</a>", "<sup>",
    "</sup>", "<table>", "<tr><td>1", "<div class='abstract'>", "<strong>Results:</strong>", "Keywords: a; b",
    "<meta name='citation_doi' content='10'>", "<script type='application/ld+json'>", "[]", '{"@type": "Article"}',
    "</script>", "PMID: 1", "&#0;", "&x;", "<!--", "-->", "<![CDATA[", "]]>", "<?x?>", "<svg>", "10", "a" * 210 + ".",
])  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(pieces=st.lists(MARKUP | st.text(max_size=6), max_size=20))
def test_no_text_breaks_the_reader(pieces: list[str]) -> None:
    for found in outcomes(("<html>" + "".join(pieces)).encode("utf-8", "ignore")):
        assert isinstance(found, Document | ReadError)


@settings(max_examples=100, deadline=None)
@given(data=st.binary(max_size=200))
def test_no_bytes_break_the_reader(data: bytes) -> None:
    assert all(isinstance(found, Document | ReadError) for found in outcomes(data))


def test_samples(shared: Path) -> None:
    for path in (shared / "data/format_samples/html").iterdir():
        (found,) = read_path(path)
        assert isinstance(found, Document) and found.source.format == "html"
        assert (
            found.title
            and found.pmid
            and found.pmid in path.name
            and found.authors
            and found.journal
            and found.year
        )
        assert len(found.text) > 500 and "NCBI" not in found.text
