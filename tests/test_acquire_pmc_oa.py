"""PMC's OA Web Service and its packages, against a server that speaks its protocol."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from evidence.acquire import pmc_oa
from evidence.acquire.articles import Articles, Cache
from evidence.acquire.client import Client
from evidence.acquire.pmc_oa import Record
from evidence.errors import AcquireError
from literature_services import Answer, Clock, PMCPackages

JATS = b"<article><front><article-meta><title-group/></article-meta></front></article>"
PACKED = {"a.pdf": b"%PDF-1.4", "supplement.xml": b"<data/>", "trial.nxml": JATS, "figure.jpg": b"\xff\xd8"}


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[PMCPackages]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with PMCPackages() as running:
        yield running


@pytest.fixture
def told() -> list[str]:
    return []


@pytest.fixture
def clients(server: PMCPackages, told: list[str]) -> Iterator[tuple[Client, Client]]:
    patience = Clock().patience()
    with (
        Client(pmc_oa.service(base_url=server.url), tell=told.append, patience=patience) as client,
        Client(pmc_oa.files(base_url=server.url), tell=told.append, patience=patience) as packages,
    ):
        yield client, packages


def articles(folder: Path) -> Articles:
    return Articles(folder / "to", Cache(folder / "cache"))


def brought(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted((folder / "to").glob("*"))}


def wanted(*pmcids: str) -> tuple[Record, ...]:
    return tuple(Record(pmcid=pmcid) for pmcid in pmcids)


def test_of_a_package_the_article_is_kept(
    server: PMCPackages, clients: tuple[Client, Client], tmp_path: Path
) -> None:
    server.package("PMC1", PACKED)
    outcome = pmc_oa.fetch(*clients, wanted("PMC1", "PMC2"), articles(tmp_path))
    assert [item.pmcid for item in outcome.closed] == ["PMC2"] and outcome.failed == ()
    assert brought(tmp_path) == {"PMC1.xml": JATS}
    assert server.paths()[:2] == ["oa.fcgi", "pub/pmc/oa_package/0a/1b/PMC1.tar.gz"]


def test_a_record(server: PMCPackages, clients: tuple[Client, Client]) -> None:
    server.package("PMC1", PACKED)
    server.retracted.add("PMC1")
    assert pmc_oa.record(clients[0], "PMC1") == Record(
        pmcid="PMC1",
        citation="J Trials. 2020; 1:2",
        license="CC BY",
        is_retracted=True,
        package="pub/pmc/oa_package/0a/1b/PMC1.tar.gz",
    )
    server.records["PMC1"] = ""  # an article of which there is a PDF alone
    found = pmc_oa.record(clients[0], "PMC1")
    assert found is not None and found.package is None


@pytest.mark.parametrize(
    ("limit", "until", "expected", "asked"),
    [
        pytest.param(100, None, ["PMC2", "PMC3", "PMC4", "PMC5", "PMC6"], 3, id="all pages"),
        pytest.param(3, None, ["PMC2", "PMC3", "PMC4"], 2, id="as many as are wanted"),
        pytest.param(2, None, ["PMC2", "PMC3"], 1, id="no page too many"),
        pytest.param(100, date(2021, 5, 3), ["PMC2", "PMC3"], 1, id="until a day"),
    ],
)
def test_what_has_changed_comes_page_by_page(
    server: PMCPackages,
    clients: tuple[Client, Client],
    limit: int,
    until: date | None,
    expected: list[str],
    asked: int,
) -> None:
    for number in range(1, 7):
        server.package(f"PMC{number}", PACKED, updated=f"2021-05-{number:02d}")
    found = list(pmc_oa.changed(clients[0], since=date(2021, 5, 2), until=until, limit=limit))
    assert [item.pmcid for item in found] == expected and len(server.asked) == asked
    assert server.asked[0].parameters["format"] == "tgz"
    outcome = pmc_oa.fetch(*clients, (), Articles(Path("/nowhere"), Cache(Path("/nowhere"))))
    assert outcome.closed == ()


def test_a_token_that_leads_to_itself_ends_the_list(
    server: PMCPackages, clients: tuple[Client, Client]
) -> None:
    page = (
        b'<OA><records><record id="PMC1"/></records><resumption><link token="t" href="x"/></resumption></OA>'
    )
    server.faults.extend([Answer(body=page)] * 3)
    assert len(list(pmc_oa.changed(clients[0], since=date(2021, 1, 1), limit=10))) == 1
    assert len(server.asked) == 2


def test_a_run_that_broke_off_goes_on_where_it_was(
    server: PMCPackages, clients: tuple[Client, Client], tmp_path: Path
) -> None:
    for number in (1, 2, 3):
        server.package(f"PMC{number}", PACKED)
    found = tuple(pmc_oa.changed(clients[0], since=date(2020, 1, 1), limit=10))
    kept, server.packages[found[1].package or ""] = server.packages[found[1].package or ""], b"x" * 40
    outcome = pmc_oa.fetch(*clients, found, articles(tmp_path))
    assert len(outcome.failed) == 1 and list(brought(tmp_path)) == ["PMC1.xml", "PMC3.xml"]
    server.packages[found[1].package or ""] = kept
    server.asked.clear()
    assert pmc_oa.fetch(*clients, found, articles(tmp_path)).failed == ()
    assert server.paths() == [found[1].package] and len(brought(tmp_path)) == 3


@pytest.mark.parametrize(
    "fault",
    [
        pytest.param(Answer(status=429, headers={"Retry-After": "2"}), id="throttled"),
        pytest.param(Answer(body=b"<OA><records>", missing=5), id="cut short"),
        pytest.param(Answer(body=b"<OA><records>"), id="not well-formed"),
        pytest.param(Answer(body=b"<html/>"), id="another page"),
    ],
)
def test_passing_trouble_is_sat_out(
    server: PMCPackages, clients: tuple[Client, Client], tmp_path: Path, told: list[str], fault: Answer
) -> None:
    server.package("PMC1", PACKED)
    server.faults.append(fault)
    assert pmc_oa.fetch(*clients, wanted("PMC1"), articles(tmp_path)).failed == ()
    assert len(brought(tmp_path)) == 1 and "trying again" in told[0]


def test_a_refusal_is_final(server: PMCPackages, clients: tuple[Client, Client]) -> None:
    server.faults.append(Answer(body=b'<OA><error code="badArgument">from: no date</error></OA>'))
    with pytest.raises(AcquireError, match="from: no date"):
        list(pmc_oa.changed(clients[0], since=date(2020, 1, 1), limit=1))
    assert len(server.asked) == 1


def test_entities_are_not_expanded(server: PMCPackages, clients: tuple[Client, Client]) -> None:
    bomb = b'<!DOCTYPE OA [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><OA><error code="x">&b;</error></OA>'
    server.faults.append(Answer(body=bomb))
    with pytest.raises(AcquireError) as caught:
        pmc_oa.record(clients[0], "PMC1")
    assert "aaaa" not in str(caught.value)


@pytest.mark.parametrize(
    ("package", "reason"),
    [
        pytest.param(b"", "without a file", id="empty"),
        pytest.param(gzip.compress(b"")[:9], "cannot be read", id="half a header"),
        pytest.param(gzip.compress(JATS), "article in JATS|archive|cannot", id="no archive"),
        pytest.param(b"\x1f\x8b" + b"\0" * 30, "cannot be read", id="broken gzip"),
    ],
)
def test_a_broken_package_is_worth_another_attempt(package: bytes, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        pmc_oa.article_of(package)


def test_a_package_without_article(server: PMCPackages) -> None:
    server.package("PMC1", {"a.xml": b"<data/>", "b.pdf": b"%PDF"})
    with pytest.raises(ValueError, match="without an article in JATS"):
        pmc_oa.article_of(next(iter(server.packages.values())))
