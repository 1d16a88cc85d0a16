"""PubMed's XML."""

from __future__ import annotations

import gzip
import io
from pathlib import Path

import pytest

from evidence.document import Document, Relation
from evidence.errors import ReadError
from evidence.readers import read, read_path

RECORD = """<PubmedArticle><MedlineCitation><PMID Version="1">123456</PMID><Article>
<Journal><JournalIssue><Volume>7</Volume><Issue>2</Issue><PubDate><Year>2021</Year>
<Month>Feb</Month></PubDate></JournalIssue>
<Title>Journal of trials</Title><ISOAbbreviation>J Trials</ISOAbbreviation></Journal>
<ArticleTitle>Drug A<sub>2</sub> versus
 <i>drug</i> B.</ArticleTitle><Pagination><MedlinePgn>12-9</MedlinePgn></Pagination>
<ELocationID EIdType="pii">S1</ELocationID><ELocationID EIdType="doi">10.1000/X.1</ELocationID>
<Abstract><AbstractText Label="WHY" NlmCategory="BACKGROUND">Unknown &amp; open (P&lt;0.05).</AbstractText>
<AbstractText Label="RESULTS">A was <b>better</b>.</AbstractText>
<AbstractText Label="ODD">Words.</AbstractText>
</Abstract><AuthorList><Author><LastName>Doe</LastName><ForeName>Jane</ForeName><Suffix>Jr</Suffix></Author>
<Author><CollectiveName>The Group</CollectiveName></Author></AuthorList><Language>eng</Language>
<DataBankList><DataBank><DataBankName>ClinicalTrials.gov</DataBankName><AccessionNumberList>
<AccessionNumber>NCT00000001</AccessionNumber></AccessionNumberList></DataBank></DataBankList>
<PublicationTypeList><PublicationType>Journal Article</PublicationType></PublicationTypeList></Article>
<CommentsCorrectionsList>
<CommentsCorrections RefType="CommentOn"><PMID>888888</PMID></CommentsCorrections>
<CommentsCorrections RefType="CommentIn"><PMID>999999</PMID></CommentsCorrections></CommentsCorrectionsList>
<KeywordList><Keyword>cancer</Keyword></KeywordList><CoiStatement>None.</CoiStatement></MedlineCitation>
<PubmedData><ArticleIdList><ArticleId IdType="pmc">PMC765432</ArticleId></ArticleIdList>
<ReferenceList><Reference>
<Citation>Moe F. J Trials. 2010.</Citation><ArticleIdList><ArticleId IdType="doi">10.1000/m</ArticleId>
<ArticleId IdType="pubmed">777</ArticleId></ArticleIdList></Reference></ReferenceList></PubmedData>
</PubmedArticle>"""
EMPTY = "<PubmedArticle><MedlineCitation><PMID>9</PMID></MedlineCitation></PubmedArticle>"


def outcomes(body: str | bytes) -> list[Document | ReadError]:
    data = body if isinstance(body, bytes) else f"<PubmedArticleSet>{body}</PubmedArticleSet>".encode()
    return list(read(io.BytesIO(data), uri="p.xml"))


def test_every_field() -> None:
    (found,) = outcomes(RECORD)
    assert isinstance(found, Document)
    assert (found.id, found.pmid, found.pmcid) == ("doi:10.1000/x.1#abstract", "123456", "PMC765432")
    assert (found.title, found.journal) == ("Drug A2 versus drug B.", "Journal of trials")
    assert (found.date, found.year, found.volume, found.issue, found.pages) == (
        "2021-02",
        2021,
        "7",
        "2",
        "12-9",
    )
    assert found.authors == ("Doe, Jane Jr", "The Group") and found.keywords == ("cancer",)
    assert found.relations == (Relation(type="comments_on", target="pmid:888888"),)
    assert [(r.number, r.doi, r.pmid) for r in found.references] == [(1, "10.1000/m", "777")]
    assert [(s.role, s.heading, found.text[s.start : s.end]) for s in found.sections] == [
        ("title", None, "Drug A2 versus drug B."),
        ("background", "WHY", "Unknown & open (P<0.05)."),
        ("results", "RESULTS", "A was better."),
        ("other", "Trial registration", "ClinicalTrials.gov NCT00000001"),
        ("other", "Conflict of interest statement", "None."),
    ]
    assert "ODD: Words." in found.text


@pytest.mark.parametrize(
    ("notice", "relation"),
    [
        ('RefType="RetractionIn"><PMID>7</PMID>', Relation(type="retracted_by", target="pmid:7")),
        ('RefType="ErratumIn"><PMID>7</PMID>', Relation(type="corrected_by", target="pmid:7")),
        (
            'RefType="ErratumIn"><RefSource>Ann X. 2009</RefSource>',
            Relation(type="corrected_by", target="Ann X. 2009"),
        ),
        (
            'RefType="ExpressionOfConcernIn"><PMID>7</PMID>',
            Relation(type="concern_raised_by", target="pmid:7"),
        ),
        ('RefType="ExpressionOfConcernFor"><PMID>7</PMID>', Relation(type="concern_about", target="pmid:7")),
        ('RefType="CommentIn"><RefSource>Ann X. 2009</RefSource>', None),
    ],
)
def test_notices(notice: str, relation: Relation | None) -> None:
    (found,) = outcomes(RECORD.replace('RefType="CommentOn"><PMID>888888</PMID>', notice))
    assert isinstance(found, Document)
    assert found.relations == ((relation,) if relation else ())


def test_a_record_without_words_is_set_aside_and_the_rest_goes_on() -> None:
    first, empty, last = outcomes(RECORD + EMPTY + RECORD)
    assert isinstance(first, Document) and isinstance(last, Document)
    assert isinstance(empty, ReadError) and "record 2: a record without title and abstract" in str(empty)


def test_a_break_in_the_xml_keeps_what_stands_before_it() -> None:
    first, error = outcomes(f"<PubmedArticleSet>{RECORD}<PubmedArticle><a>".encode())
    assert isinstance(first, Document)
    assert isinstance(error, ReadError) and "not well-formed XML" in str(error) and "line" in str(error)


def test_gzip() -> None:
    (found,) = outcomes(gzip.compress(f"<PubmedArticleSet>{RECORD}</PubmedArticleSet>".encode()))
    assert isinstance(found, Document) and found.pmid == "123456"


@pytest.mark.parametrize("declaration", [
    '<!ENTITY x SYSTEM "file:///etc/passwd">',
    '<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY x "&b;&b;&b;&b;&b;&b;&b;&b;">',
])  # fmt: skip
def test_entities_are_not_expanded(declaration: str) -> None:
    body = RECORD.replace("Unknown", "Un&x;known")
    (found,) = outcomes(f"<!DOCTYPE a [{declaration}]><PubmedArticleSet>{body}</PubmedArticleSet>".encode())
    if isinstance(found, Document):
        assert "root:" not in found.text and "aaaa" not in found.text


def test_samples(shared: Path) -> None:
    found = [
        item
        for path in sorted((shared / "data/format_samples/pubmed_xml").iterdir())
        for item in read_path(path)
    ]
    assert len(found) == 45
    assert all(isinstance(item, Document) and item.pmid and item.title for item in found)
