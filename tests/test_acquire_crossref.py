"""Crossref, against a server that speaks its protocol."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from evidence.acquire import crossref
from evidence.acquire.client import Client
from evidence.acquire.crossref import Update
from evidence.errors import AcquireError, UsageError
from literature_services import Answer, Clock, Crossref

WORKS = {
    "10.1000/fine": {"DOI": "10.1000/fine", "title": ["T"]},
    "10.1000/gone": {
        "DOI": "10.1000/gone",
        "updated-by": [
            {
                "DOI": "10.1000/NOTICE",
                "type": "retraction",
                "source": "retraction-watch",
                "updated": {"date-parts": [[2019, 7, 26]]},
            },
            {"DOI": "10.1000/fix", "type": "correction", "updated": {"date-parts": [[None]]}},
        ],
    },
    "10.1000/notice": {
        "DOI": "10.1000/notice",
        "update-to": [{"DOI": "10.1000/gone", "type": "retraction", "source": "publisher"}],
    },
    "10.1002/(sici)1<1::aid-x>3.0.co;2-#": {"DOI": "10.1002/(sici)1<1::aid-x>3.0.co;2-#"},
}


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Crossref]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with Crossref(WORKS) as running:
        yield running


@pytest.fixture
def client(server: Crossref) -> Iterator[Client]:
    service = crossref.service(base_url=server.url, email="reader@example.org")
    with Client(service, tell=lambda line: None, patience=Clock().patience()) as client:
        yield client


def updates(client: Client, doi: str) -> tuple[Update, ...] | None:
    found = crossref.work(client, doi)
    return None if found is None else found.updates


def test_a_work_and_the_notices_about_it(client: Client) -> None:
    assert updates(client, "10.1000/gone") == (
        Update(
            relation="has",
            kind="retraction",
            doi="10.1000/notice",
            date="2019-07-26",
            source="retraction-watch",
        ),
        Update(relation="has", kind="correction", doi="10.1000/fix", date=None, source=None),
    )


def test_a_notice_and_the_work_that_it_is_about(client: Client) -> None:
    assert updates(client, "10.1000/notice") == (
        Update(relation="is", kind="retraction", doi="10.1000/gone", date=None, source="publisher"),
    )


def test_a_work_without_notices_and_one_that_is_not_known(server: Crossref, client: Client) -> None:
    assert updates(client, "10.1000/fine") == ()
    assert updates(client, "10.1000/none") is None
    assert {asked.parameters["mailto"] for asked in server.asked} == {"reader@example.org"}


def test_a_doi_with_signs_of_addresses_arrives_whole(client: Client) -> None:
    assert updates(client, "10.1002/(sici)1<1::aid-x>3.0.co;2-#") == ()


@pytest.mark.parametrize("body", [b"{}", b'{"message": {}}', b'{"message": {"DOI": "x", "updated-by": [1]}}'])
def test_an_answer_of_another_form_is_an_error(server: Crossref, client: Client, body: bytes) -> None:
    server.faults.extend([Answer(body=body)] * 5)
    with pytest.raises(AcquireError, match="the answer is broken"):
        updates(client, "10.1000/fine")


@pytest.mark.parametrize(
    "word", ["10.1056/NEJMoa065044", "doi:10.1056/NEJMoa065044", "https://doi.org/10.1056/NEJMoa065044"]
)
def test_identifiers_as_people_write_them(word: str) -> None:
    assert crossref.identifier(word) == "10.1056/NEJMoa065044"


@pytest.mark.parametrize(
    "word", ["", "NEJMoa065044", "10.1056", "10.1056/a b", "https://example.org/10.1056/a"]
)
def test_what_is_no_identifier(word: str) -> None:
    with pytest.raises(UsageError, match="is no DOI"):
        crossref.identifier(word)


@pytest.mark.parametrize("doi", ["10.1056/NEJMoa065044", "10.1002/(sici)1<1::aid-x>3.0.co;2-#"])
def test_a_file_is_named_by_the_doi_and_leads_back_to_it(doi: str) -> None:
    name = crossref.file_name(doi)
    assert "/" not in name and crossref.doi_of(name) == doi.lower()


@pytest.mark.parametrize("name", ["pmid-1.xml", "crossref-x.json", "crossref-10.1056%2Fa.xml"])
def test_files_of_others(name: str) -> None:
    assert crossref.doi_of(name) is None
