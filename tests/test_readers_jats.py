"""Full text in JATS."""

from __future__ import annotations

import gzip
import io
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence.document import Document, Relation
from evidence.errors import ReadError
from evidence.readers import jats, read, read_path, sniff, xml_records

FRONT = """<front><journal-meta><journal-id journal-id-type="nlm-ta">J Trials</journal-id>
<journal-title-group><journal-title>Journal of Trials</journal-title></journal-title-group></journal-meta>
<article-meta><article-id pub-id-type="pmid">123456</article-id><article-id pub-id-type="pmc">765432</article-id>
<article-id pub-id-type="doi">10.1000/X.1</article-id>
<title-group><article-title>Drug A<sub>2</sub> or <italic>drug</italic>
 B<xref ref-type="fn" rid="n1">*</xref></article-title><subtitle>A trial</subtitle></title-group>
<contrib-group><contrib contrib-type="author"><name><surname>Doe</surname><given-names>Jane B</given-names>
<suffix>Jr</suffix></name><xref ref-type="aff" rid="a1">1</xref></contrib>
<contrib contrib-type="author"><collab>The Trial Group<contrib-group><contrib><name><surname>Inner</surname></name>
</contrib></contrib-group></collab></contrib>
<contrib contrib-type="editor"><name><surname>Moe</surname><given-names>E</given-names></name></contrib>
</contrib-group>
<pub-date pub-type="collection"><year>2020</year></pub-date>
<pub-date pub-type="epub"><day>3</day><month>2</month><year>2020</year></pub-date>
<pub-date pub-type="pmc-release"><day>1</day><month>1</month><year>2021</year></pub-date>
<volume>7</volume><issue>2</issue><fpage>12</fpage><lpage>19</lpage>
<abstract><sec><title>Background</title><p>Nobody knew.</p></sec>
<sec><title>Results</title><p>A was better (HR 0&#183;54, P&#8201;&lt;&#8201;0.05).</p></sec></abstract>
<trans-abstract xml:lang="fr"><p>Personne ne savait.</p></trans-abstract>
<kwd-group><title>Keywords</title><kwd>cancer</kwd><kwd>trial</kwd></kwd-group>
<kwd-group kwd-group-type="abbreviations"><kwd>OS</kwd></kwd-group></article-meta></front>"""
BODY = """<body><p>It began here.<sup><xref ref-type="bibr" rid="R1">1</xref>,<xref ref-type="bibr" rid="R2">2</xref>
</sup></p>
<sec sec-type="methods"><title>How it went</title><p>We gave 10<sup>9</sup> cells and 25<sup>12</sup> more
[<xref ref-type="bibr" rid="R1">1</xref>&#8211;<xref ref-type="bibr" rid="R3">3</xref>].</p>
<sec><title>Results so far</title><p>None.</p></sec></sec>
<sec><title>Results</title><sec><title>Patients</title><p>Of 9 patients, 3 did well<break/>(<xref ref-type="table"
rid="t1">Table 1</xref>, <xref ref-type="fig" rid="f1">Figure 1</xref>).
<table-wrap id="t1"><label>Table 1</label><caption><p>Who they were</p></caption><table>
<thead><tr><th/><th>A</th><th>B</th></tr></thead>
<tbody><tr><td>Men</td><td>4<sup>a</sup></td><td>5 (<italic>55</italic>%)</td></tr></tbody></table>
<table-wrap-foot><fn><label>a</label><p>One unknown.</p></fn></table-wrap-foot></table-wrap>Two died.</p></sec>
<sec><title>Conclusion</title><p>It works.</p></sec></sec></body>"""
BACK = """<back><ack><p>Thanks.</p></ack><ref-list><title>References</title>
<ref id="R1"><label>1.</label><element-citation><person-group><name><surname>Moe</surname><given-names>F</given-names>
</name><etal/></person-group><article-title>An old trial</article-title><source>J Trials</source><year>2010</year>
<volume>3</volume><issue>4</issue><fpage>5</fpage><lpage>9</lpage><pub-id pub-id-type="pmid">777</pub-id>
<pub-id pub-id-type="doi">10.1000/M</pub-id></element-citation></ref>
<ref id="R2"><label>2.</label><mixed-citation><name><surname>Poe</surname><given-names>G</given-names></name>. A
 <italic>second</italic> one. doi: 10.1000/p.</mixed-citation></ref>
<ref id="R3"><label>3.</label><mixed-citation>A third one.</mixed-citation></ref></ref-list></back>
<floats-group><fig id="f1"><label>Figure 1</label><caption><title>Survival</title><p>By arm.</p></caption>
<graphic/></fig></floats-group>"""
SUB = "<sub-article><front-stub/><body><p>A reviewer's words.</p></body></sub-article>"
LINK = 'ext-link-type="doi" xlink:href="10.1000/Z"'
ARTICLE = f'<article article-type="research-article" xml:lang="en">{FRONT}{BODY}{BACK}{SUB}</article>'


def outcomes(text: str | bytes) -> list[Document | ReadError]:
    data = text if isinstance(text, bytes) else text.encode()
    return list(read(io.BytesIO(data), uri="a.nxml", format="jats"))


def document(text: str) -> Document:
    (found,) = outcomes(text)
    assert isinstance(found, Document), found
    return found


def in_body(body: str, back: str = BACK) -> Document:
    return document(f"<article>{FRONT}<body>{body}</body>{back}</article>")


def sections(found: Document) -> list[tuple[str, str | None, str]]:
    return [(s.role, s.heading, found.text[s.start : s.end]) for s in found.sections]


def test_what_the_front_says() -> None:
    found = document(ARTICLE)
    assert (found.id, found.form, found.pmid, found.pmcid) == (
        "doi:10.1000/x.1#fulltext",
        "fulltext",
        "123456",
        "PMC765432",
    )
    assert (found.title, found.journal) == ("Drug A2 or drug B", "Journal of Trials")
    assert found.authors == ("Doe, Jane B Jr", "The Trial Group") and found.keywords == ("cancer", "trial")
    assert (found.date, found.year, found.volume, found.issue, found.pages) == (
        "2020-02-03",
        2020,
        "7",
        "2",
        "12-19",
    )
    assert (found.publication_types, found.language) == (("Journal Article",), "en")


def test_sections_their_roles_and_words() -> None:
    found = document(ARTICLE)
    assert sections(found) == [
        ("title", None, "Drug A2 or drug B: A trial"),
        ("background", "Background", "Nobody knew."),
        ("results", "Results", "A was better (HR 0·54, P\u2009<\u20090.05)."),
        ("background", None, "It began here.1,2"),
        ("methods", "How it went", "We gave 10^9 cells and 25\u00a012 more [1–3]."),
        ("methods", "Results so far", "None."),
        ("results", "Patients", "Of 9 patients, 3 did well (Table 1, Figure 1). Two died."),
        ("other", "Table 1", "Who they were\n\n| A | B\nMen | 4a | 5 (55%)\n\na One unknown."),
        ("conclusions", "Conclusion", "It works."),
        ("results", "Figure 1", "Survival\n\nBy arm."),
        ("other", "Acknowledgements", "Thanks."),
        (
            "references",
            "References",
            "Moe F, et al. An old trial. J Trials. 2010;3(4):5-9.\n"
            "Poe G. A second one. doi: 10.1000/p.\nA third one.",
        ),
    ]
    assert "\n\nResults\n\nPatients\n\nOf 9" in found.text
    assert "Personne" not in found.text and "reviewer" not in found.text


def test_references_and_where_they_are_cited() -> None:
    found = document(ARTICLE)
    assert [(r.number, r.doi, r.pmid) for r in found.references] == [
        (1, "10.1000/m", "777"),
        (2, "10.1000/p", None),
        (3, None, None),
    ]
    assert [(found.text[c.start : c.end], c.numbers) for c in found.citations] == [
        ("1,2", (1, 2)),
        ("[1–3]", (1, 2, 3)),
    ]
    assert found.segments == ()


@pytest.mark.parametrize(("paragraph", "text", "cited"), [
    ('So<xref ref-type="bibr" rid="R1 R2 R3">1-3</xref>.', "So1-3.", [("1-3", (1, 2, 3))]),
    ('So<xref ref-type="bibr" rid="R1 R3">1–3</xref>.', "So1–3.", [("1–3", (1, 2, 3))]),
    ('So (<xref ref-type="bibr" rid="R2">Poe, 2011</xref>; <xref ref-type="bibr" rid="R1">Moe, 2010</xref>).',
     "So (Poe, 2011; Moe, 2010).", [("(Poe, 2011; Moe, 2010)", (2, 1))]),
    ('So <xref ref-type="bibr" rid="gone">[2]</xref>.', "So [2].", [("[2]", (2,))]),
    ('So <xref ref-type="bibr" rid="gone">the list</xref>.', "So the list.", []),
    ('In 2007<sup><xref ref-type="bibr" rid="R2">2</xref></sup> too.', "In 2007\u00a02 too.", [("2", (2,))]),
    ('Of 25 <xref ref-type="bibr" rid="R2"> 2 </xref>patients', "Of 25 2 patients", [("2", (2,))]),
])  # fmt: skip
def test_markers(paragraph: str, text: str, cited: list[tuple[str, tuple[int, ...]]]) -> None:
    found = in_body(f"<sec><title>Results</title><p>{paragraph}</p></sec>")
    assert text in found.text
    assert [(found.text[c.start : c.end], c.numbers) for c in found.citations] == cited


@pytest.mark.parametrize(("paragraph", "text"), [
    ("1.2&#215;10<sup>&#8722;5</sup>", "1.2×10^−5"),
    ("m<sup>2</sup> and CO<sub>2</sub>, the 2<sup>nd</sup>", "m2 and CO2, the 2nd"),
    ("log<sub>2</sub>2.5", "log2\u00a02.5"),
    ("210<sup>9</sup>", "210\u00a09"),
    ("a<italic>b</italic>c<bold> d</bold>", "abc d"),
    ("x<!-- no --><?no no?>y", "xy"),
    ("<inline-formula><alternatives><tex-math>\\x</tex-math><mml:math xmlns:mml='m'><mml:msup><mml:mn>10</mml:mn>"
     "<mml:mn>3</mml:mn></mml:msup><mml:mo>=</mml:mo> <mml:mfrac><mml:mn>4</mml:mn><mml:mi>n</mml:mi></mml:mfrac>"
     "</mml:math></alternatives></inline-formula> so", "10^3=4/n so"),
    ("one<list><list-item><label>(1)</label><p>first</p></list-item></list>two", "one\n\n(1) first\n\ntwo"),
])  # fmt: skip
def test_inline_markup(paragraph: str, text: str) -> None:
    assert f"\n\n{text}\n\n" in in_body(f"<sec><title>Results</title><p>{paragraph}</p></sec>").text


def test_headings_in_emphasis_part_an_abstract() -> None:
    words = "<bold>Methods:</bold> We <bold>results</bold> tried. <bold>Results</bold> Well."
    abstract = f"<abstract><p>{words}</p></abstract>"
    found = document(f"<article>{FRONT.split('<abstract>')[0]}{abstract}</article-meta></front></article>")
    assert sections(found)[1:] == [
        ("methods", "Methods", "We results tried."),
        ("results", "Results", "Well."),
    ]
    assert found.form == "abstract"


def test_plain_headings_part_an_abstract() -> None:
    abstract = "<abstract><p>METHODS: We tried. RESULTS: It went well.</p></abstract>"
    found = document(f"<article>{FRONT.split('<abstract>')[0]}{abstract}</article-meta></front></article>")
    assert [s.role for s in found.sections] == ["title", "methods", "results"]


@pytest.mark.parametrize(("kind", "relation", "link", "expected"), [
    ("correction", "corrected-article", 'ext-link-type="pubmed" xlink:href="99"', ("erratum_of", "pmid:99")),
    ("retraction", "retracted-article", LINK, ("retraction_of", "doi:10.1000/z")),
    ("editorial", "commentary-article", 'xlink:href="https://doi.org/10.1000/Z"', ("comments_on", "doi:10.1000/z")),
    ("article-commentary", "article-reference", LINK, ("comments_on", "doi:10.1000/z")),
    ("research-article", "retraction-forward", LINK, ("retracted_by", "doi:10.1000/z")),
    ("research-article", "correction-forward", LINK, ("corrected_by", "doi:10.1000/z")),
    ("expression-of-concern", "object-of-concern", LINK, ("concern_about", "doi:10.1000/z")),
    ("research-article", "article-reference", LINK, None),
    ("research-article", "commentary", LINK, None),
])  # fmt: skip
def test_relations(kind: str, relation: str, link: str, expected: tuple[str, str] | None) -> None:
    item = f'<related-article related-article-type="{relation}" {link} xmlns:xlink="http://www.w3.org/1999/xlink"/>'
    front = FRONT.replace("</article-meta>", f"{item}</article-meta>")
    found = document(f'<article article-type="{kind}">{front}{BODY}</article>')
    assert [(r.type, r.target) for r in found.relations] == ([expected] if expected else [])
    assert (found.form == "comment") == (expected is not None and expected[0] == "comments_on")
    assert all(isinstance(r, Relation) for r in found.relations)


def test_registrations_that_are_metadata_only() -> None:
    registry = '<related-object source-type="registry" source-id="ClinicalTrials.gov" document-id="NCT01"/>'
    custom = "<custom-meta-group><custom-meta><meta-name>trial-registry</meta-name><meta-value><named-content>ISRCTN"
    custom += (
        "</named-content><named-content>22</named-content></meta-value></custom-meta></custom-meta-group>"
    )
    front = FRONT.replace("</abstract>", f"</abstract>{registry}", 1).replace(
        "</article-meta>", f"{custom}</article-meta>"
    )
    found = document(f"<article>{front}{BODY}{BACK}</article>")
    assert ("other", "Trial registration", "ClinicalTrials.gov NCT01; ISRCTN 22") in sections(found)


def test_sets_namespaces_and_gzip() -> None:
    other = ARTICLE.replace("10.1000/X.1", "10.1000/y").replace(
        "<article ", '<article xmlns="http://jats.nlm.nih.gov" '
    )
    found = outcomes(gzip.compress(f"<pmc-articleset>{ARTICLE}{other}</pmc-articleset>".encode()))
    assert [item.doi for item in found if isinstance(item, Document)] == ["10.1000/x.1", "10.1000/y"]
    assert isinstance(found[0], Document) and isinstance(found[1], Document)
    assert found[0].text == found[1].text and found[0].source.sha256 != found[1].source.sha256


def test_an_article_without_words_is_set_aside_and_the_rest_goes_on() -> None:
    first, empty, last = outcomes(f"<s>{ARTICLE}<article><front/></article>{ARTICLE}</s>")
    assert isinstance(first, Document) and isinstance(last, Document)
    assert isinstance(empty, ReadError) and "article 2: an article without title and text" in str(empty)


@pytest.mark.parametrize(("data", "reason"), [
    (ARTICLE[: len(ARTICLE) // 2].encode(), "not well-formed XML"),
    (b"<article>" + b"<sec>" * 5000, "not well-formed XML"),
    (ARTICLE.replace("Nobody", "Nobödy").encode("latin-1"), "not well-formed XML"),
    (b"", "not well-formed XML"),
    (b"<books/>", "XML without <article>"),
    (b"\x1f\x8b\x08\x00broken", "cannot be read"),
], ids=["truncated", "deep", "encoding", "empty", "other", "gzip"])  # fmt: skip
def test_what_cannot_be_read_is_set_aside_with_one_line(data: bytes, reason: str) -> None:
    (error,) = outcomes(data)
    assert isinstance(error, ReadError) and reason in str(error) and "\n" not in str(error)


def test_declared_encodings() -> None:
    text = ARTICLE.replace("Nobody", "Nobödy")
    for name in ("iso-8859-1", "utf-16"):
        data = f"<?xml version='1.0' encoding='{name}'?>{text}".encode(name)
        (found,) = outcomes(data)
        assert isinstance(found, Document) and "Nobödy" in found.text


@pytest.mark.parametrize("declaration", [
    '<!ENTITY x SYSTEM "file:///etc/passwd">',
    '<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY x "&b;&b;&b;&b;&b;&b;&b;&b;">',
    '<!ENTITY % p SYSTEM "http://127.0.0.1:9/x.dtd"> %p; <!ENTITY x "aaaa">',
])  # fmt: skip
def test_entities_are_not_expanded(declaration: str) -> None:
    for found in outcomes(f"<!DOCTYPE article [{declaration}]>{ARTICLE.replace('Nobody', 'No&x;body')}"):
        if isinstance(found, Document):
            assert "root:" not in found.text and "aaaa" not in found.text


def test_entities_that_a_standard_names_are_their_characters() -> None:
    doctype = '<!DOCTYPE article PUBLIC "-//NLM//DTD Journal Archiving v2.3//EN" "archivearticle.dtd">'
    found = document(doctype + ARTICLE.replace("Nobody", "P&thinsp;&plusmn;&agr;&beta;"))
    assert "P\u2009±β knew" in found.text


def test_a_record_beyond_the_limit_is_set_aside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xml_records, "LIMIT", 40_000)
    (error,) = outcomes(ARTICLE.replace("Nobody", "Nobody " * 20_000))
    assert isinstance(error, ReadError) and "longer than" in str(error)


@pytest.mark.parametrize("pattern", [
    "<p>a</p>", '<xref ref-type="bibr" rid="R1">1</xref>', '<xref ref-type="bibr" rid="R1">1</xref>,', "<sup>1</sup>",
    "<fig><label>1</label></fig>", "<b>Results</b>", "<bold>Results</bold>", "10<sup>9</sup>", "<!-- -->", " <i/> ",
    "<table-wrap><table><tr><td>1</td></tr></table></table-wrap>", "<list-item><label>1</label></list-item>",
])  # fmt: skip
def test_time_grows_with_length_and_no_faster(pattern: str) -> None:
    start = time.process_time()
    in_body(f"<sec><title>Results</title><p>a{pattern * (60_000 // len(pattern))}</p></sec>")
    assert time.process_time() - start < 5


@pytest.mark.parametrize("text", [
    '<!DOCTYPE html><html><head></head><body><article><section class="front"></section></article></body></html>',
    "<PubmedArticleSet><PubmedArticle/></PubmedArticleSet>",
    '{"id": "a", "text": "<article><front>"}',
    "# A heading about <article> and <front> \n\n## B\n\nwords",
])  # fmt: skip
def test_sniff_takes_no_other_format(text: str) -> None:
    assert jats.sniff(text, "a.xml") == 0


def test_sniff_knows_articles() -> None:
    assert sniff(ARTICLE.encode(), "x") == sniff(f"<pmc-articleset>{ARTICLE}".encode(), "x") == "jats"


NAMES = [
    "article",
    "front",
    "article-meta",
    "abstract",
    "sec",
    "p",
    "title",
    "body",
    "sup",
    "xref",
    "table-wrap",
]
NAMES += [
    "table",
    "tr",
    "td",
    "ref-list",
    "ref",
    "label",
    "fig",
    "fn",
    "list-item",
    "math",
    "back",
    "pub-date",
]
PIECES = st.sampled_from([
    *(f"<{name}>" for name in NAMES), *(f"</{name}>" for name in NAMES),
    '<xref ref-type="bibr" rid="R1">', "1", "10", " ", "&#0;", "&x;", "&beta;", "<!--", "-->", "<?x", "<math>",
    "<![CDATA[", "]]>", FRONT, BODY, BACK, "</article></article>",
])  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(pieces=st.lists(PIECES | st.text(max_size=6), max_size=25))
def test_no_text_breaks_the_reader(pieces: list[str]) -> None:
    for found in outcomes(("<article>" + "".join(pieces)).encode("utf-8", "ignore")):
        assert isinstance(found, Document | ReadError)


@settings(max_examples=100, deadline=None)
@given(data=st.binary(max_size=200))
def test_no_bytes_break_the_reader(data: bytes) -> None:
    assert all(isinstance(found, Document | ReadError) for found in outcomes(data))


def test_samples(shared: Path) -> None:
    found = [
        item
        for path in sorted((shared / "data/jats_articles/nxml").glob("*.nxml"))
        for item in read_path(path)
    ]
    assert len(found) == 40
    for item in found:
        assert isinstance(item, Document) and item.source.format == "jats"
        assert item.pmcid and item.title and item.authors and item.year
        for section in item.sections:
            assert item.text[section.start : section.end].strip()
        known = {reference.number for reference in item.references}
        for citation in item.citations:
            assert any(letter.isalnum() for letter in item.text[citation.start : citation.end])
            assert known.issuperset(citation.numbers)
        without = len(item.text) - sum(section.end - section.start for section in item.sections)
        assert len(item.sections) < 6 or without < 0.3 * len(item.text)
