"""XML of services, whole or not, and PubMed's records in it."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.acquire.xml_bodies import pubmed_records, root_of
from evidence.document import Document
from evidence.readers import read
from literature_services import pubmed_record, pubmed_set


def test_every_record_becomes_a_set_of_its_own_that_the_reader_reads() -> None:
    body = pubmed_set(
        pubmed_record("11", title="Größe <i>in</i> μm"), pubmed_record("22", abstract="P &lt; 0.05.")
    )
    records = pubmed_records(body)
    assert list(records) == ["11", "22"]
    for pmid, record in records.items():
        (found,) = read(io.BytesIO(record), uri="r.xml")
        assert isinstance(found, Document) and found.pmid == pmid
        assert record.startswith(body[: body.index(b"<PubmedArticle>")])
    assert "Größe <i>in</i> μm".encode() in records["11"] and b"P &lt; 0.05." in records["22"]


def test_books_are_records_too() -> None:
    book = "<PubmedBookArticle><BookDocument><PMID>7</PMID><Book/></BookDocument></PubmedBookArticle>"
    assert list(pubmed_records(pubmed_set(pubmed_record("1"), book))) == ["1", "7"]


def test_a_set_may_be_empty() -> None:
    assert pubmed_records(pubmed_set()) == {}


REFUSED = (
    (pubmed_set(pubmed_record("1"))[:-30], "XML: ", "cut short"),
    (b"", "XML: ", "nothing at all"),
    (b"<html>busy</html>", "html where PubmedArticleSet", "a page instead of records"),
    (b"<eFetchResult><ERROR>x</ERROR></eFetchResult>", "eFetchResult where", "an error as XML"),
    (pubmed_set("<PubmedArticle/>"), "without PMID", "a record without identifier"),
    (pubmed_set(pubmed_record("../../x")), "without PMID", "an identifier that would leave the folder"),
)


@pytest.mark.parametrize(("body", "message", "reason"), REFUSED, ids=[case[2] for case in REFUSED])
def test_other_bodies_are_refused(body: bytes, message: str, reason: str) -> None:
    with pytest.raises(ValueError, match=message):
        pubmed_records(body)


@given(st.binary(max_size=60), st.integers(min_value=0, max_value=400))
def test_arbitrary_bytes_are_refused_or_read(noise: bytes, place: int) -> None:
    whole = pubmed_set(pubmed_record("1"))
    try:
        assert set(pubmed_records(whole[:place] + noise + whole[place:])) <= {"1"}
    except ValueError:
        return


def test_entities_are_not_expanded() -> None:
    """A billion laughs: expat itself would refuse; here nothing is built at all."""
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    assert root_of(f'<!DOCTYPE a [<!ENTITY e0 "ha">{levels}]><a>&e9;</a>'.encode()) == "a"


def test_a_document_type_elsewhere_is_not_loaded() -> None:
    assert (
        root_of(b'<!DOCTYPE article SYSTEM "http://127.0.0.1:1/x.dtd"><article>&nbsp;</article>') == "article"
    )
