"""The PMC Cloud Service, against a server that speaks as its bucket does."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from evidence.acquire import pmc_cloud
from evidence.acquire.articles import Articles, Cache
from evidence.acquire.client import Client
from evidence.errors import AcquireError, UsageError
from literature_services import Answer, Clock, PMCCloud

JATS = "<article><front><article-meta><title-group/></article-meta></front></article>"


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[PMCCloud]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with PMCCloud() as running:
        yield running


@pytest.fixture
def told() -> list[str]:
    return []


@pytest.fixture
def client(server: PMCCloud, told: list[str]) -> Iterator[Client]:
    service = pmc_cloud.service(base_url=server.url)
    with Client(service, tell=told.append, patience=Clock().patience()) as client:
        yield client


def articles(folder: Path) -> Articles:
    return Articles(folder / "to", Cache(folder / "cache"))


def brought(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in sorted((folder / "to").glob("*"))}


@pytest.mark.parametrize(
    ("versions", "chosen"),
    [
        pytest.param({"PMC1.1": {}}, "PMC1.1", id="the only one"),
        pytest.param({"PMC1.1": {}, "PMC1.2": {}, "PMC1.10": {}}, "PMC1.10", id="the latest, as a number"),
        pytest.param({"PMC1.1": {}, "PMC1.2": {"is_manuscript": True}}, "PMC1.1", id="the publisher's"),
        pytest.param({"PMC1.1": {"is_manuscript": True}}, "PMC1.1", id="an author's where there is no other"),
        pytest.param({"PMC1.1": {}, "PMC1.2": {"is_pmc_openaccess": False}}, "PMC1.1", id="the open one"),
        pytest.param({"PMC1.1": {}, "PMC1.2": {"xml_url": None}}, "PMC1.1", id="one that has its text"),
        pytest.param({"PMC1.1": {"is_pmc_openaccess": False}}, None, id="none is open"),
        pytest.param({"PMC10.1": {}, "PMC1.1": {}}, "PMC1.1", id="not another article's"),
        pytest.param({"PMC10.1": {}}, None, id="none is there"),
    ],
)
def test_the_version_that_is_brought(
    server: PMCCloud,
    client: Client,
    tmp_path: Path,
    versions: dict[str, dict[str, object]],
    chosen: str | None,
) -> None:
    for name, metadata in versions.items():
        server.article(name, f"{JATS}<!--{name}-->", **metadata)
    outcome = pmc_cloud.fetch(client, ("PMC1",), articles(tmp_path))
    if chosen is None:
        assert outcome.closed == ("PMC1",) and brought(tmp_path) == {}
    else:
        assert outcome.closed == () and brought(tmp_path) == {"PMC1.xml": f"{JATS}<!--{chosen}-->"}


def test_a_second_run_asks_for_what_is_missing_alone(
    server: PMCCloud, client: Client, tmp_path: Path
) -> None:
    server.article("PMC1.1", JATS)
    server.article("PMC2.1", JATS)
    pmc_cloud.fetch(client, ("PMC1",), articles(tmp_path))
    server.asked.clear()
    pmc_cloud.fetch(client, ("PMC1", "PMC2"), articles(tmp_path))
    assert server.paths() == ["", "metadata/PMC2.1.json", "PMC2.1/PMC2.1.xml"]


def test_retraction_is_told(server: PMCCloud, client: Client, tmp_path: Path, told: list[str]) -> None:
    server.article("PMC1.1", JATS, is_retracted=True)
    pmc_cloud.fetch(client, ("PMC1",), articles(tmp_path))
    assert told == ["PMC: PMC1 is marked as retracted"] and "PMC1.xml" in brought(tmp_path)


@pytest.mark.parametrize(
    "fault",
    [
        pytest.param(Answer(status=503, headers={"Retry-After": "1"}), id="throttled"),
        pytest.param(Answer(body=b"<ListBucketResult>", missing=5), id="cut short"),
        pytest.param(Answer(body=b"<ListBucketResult>"), id="not well-formed"),
        pytest.param(Answer(body=b"<html/>"), id="another page"),
        pytest.param(Answer(dropped=True), id="no answer"),
    ],
)
def test_passing_trouble_is_sat_out(
    server: PMCCloud, client: Client, tmp_path: Path, told: list[str], fault: Answer
) -> None:
    server.article("PMC1.1", JATS)
    server.faults.append(fault)
    assert pmc_cloud.fetch(client, ("PMC1",), articles(tmp_path)).failed == ()
    assert brought(tmp_path) == {"PMC1.xml": JATS} and "trying again" in told[0]


def test_a_text_that_is_not_the_one_described_is_set_aside(
    server: PMCCloud, client: Client, tmp_path: Path
) -> None:
    for name in ("PMC1.1", "PMC2.1"):
        server.article(name, JATS)
    server.files["PMC1.1/PMC1.1.xml"] = JATS[:-1].encode()
    (error,) = pmc_cloud.fetch(client, ("PMC1", "PMC2"), articles(tmp_path)).failed
    assert "MD5" in str(error) and list(brought(tmp_path)) == ["PMC2.xml"]


@pytest.mark.parametrize(
    "url", ["https://example.org/a.xml", "s3://pmc-oa-opendata", "s3://pmc-oa-opendata/"]
)
def test_an_address_outside_the_bucket_is_not_followed(
    server: PMCCloud, client: Client, tmp_path: Path, url: str
) -> None:
    server.article("PMC1.1", JATS, xml_url=url)
    (error,) = pmc_cloud.fetch(client, ("PMC1",), articles(tmp_path)).failed
    assert "no address in the bucket" in str(error)


def test_a_service_that_fails_ends_the_run(server: PMCCloud, client: Client, tmp_path: Path) -> None:
    server.faults.extend([Answer(status=403)] * 3)
    with pytest.raises(AcquireError, match="status 403"):
        pmc_cloud.fetch(client, ("PMC1", "PMC2", "PMC3", "PMC4"), articles(tmp_path))
    assert len(server.asked) == 3


@pytest.mark.parametrize("word", ["PMC123", "pmc123", "PMCID: PMC123", "PMC123.2", "PMC123,"])
def test_identifiers_as_people_write_them(word: str) -> None:
    assert pmc_cloud.identifier(word) == "PMC123"


@pytest.mark.parametrize("word", ["", "123", "PMC", "PMC0", "PMC12/3", "PMC1 2"])
def test_what_is_no_identifier(word: str) -> None:
    with pytest.raises(UsageError, match="is no PMCID"):
        pmc_cloud.identifier(word)
