"""PubMed by E-utilities, against a server that speaks them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from evidence.acquire import pubmed
from evidence.acquire.articles import Articles, Cache
from evidence.acquire.client import Client
from evidence.errors import AcquireError, UsageError
from literature_services import Answer, Clock, PubMed, json_answer, pubmed_record, pubmed_set

IDS = [str(number) for number in range(1001, 1451)]  # two batches of 200 and a rest


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[PubMed]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with PubMed({pmid: pubmed_record(pmid) for pmid in IDS}) as running:
        yield running


@pytest.fixture
def client(server: PubMed) -> Iterator[Client]:
    service = pubmed.service(base_url=server.url, email="reader@example.org", api_key="k3y")
    with Client(service, tell=lambda line: None, patience=Clock().patience()) as client:
        yield client


def articles(folder: Path, *, to: str = "to", refresh: bool = False) -> Articles:
    return Articles(folder / to, Cache(folder / "cache"), refresh=refresh)


def on_disk(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "to").iterdir())


def names(pmids: list[str]) -> list[str]:
    return sorted(f"pmid-{pmid}.xml" for pmid in pmids)


def test_a_search_is_read_from_the_history_server_in_batches(
    server: PubMed, client: Client, tmp_path: Path
) -> None:
    found = pubmed.search(client, "renal cell carcinoma AND sunitinib", limit=450)
    assert (found.count, list(found.pmids)) == (450, IDS)
    progress: list[tuple[int, int]] = []
    assert (
        pubmed.fetch(
            client, found, articles(tmp_path), on_progress=lambda done, total: progress.append((done, total))
        )
        == ()
    )
    assert on_disk(tmp_path) == names(IDS) and progress == [(200, 450), (400, 450), (450, 450)]
    search, *batches = server.asked
    assert search.path == "esearch.fcgi" and search.parameters["usehistory"] == "y"
    assert search.parameters["term"] == "renal cell carcinoma AND sunitinib"
    assert [(batch.parameters["retstart"], batch.parameters["retmax"]) for batch in batches] == [
        ("0", "200"),
        ("200", "200"),
        ("400", "50"),
    ]
    for asked in server.asked:
        identity = {name: asked.parameters[name] for name in ("tool", "email", "api_key")}
        assert identity == {"tool": "oncology-evidence", "email": "reader@example.org", "api_key": "k3y"}


def test_a_limit_holds_for_search_and_fetch(server: PubMed, client: Client, tmp_path: Path) -> None:
    found = pubmed.search(client, "sunitinib", limit=3)
    assert found.count == 450
    pubmed.fetch(client, found, articles(tmp_path))
    assert on_disk(tmp_path) == names(IDS[:3])
    assert [asked.parameters["retmax"] for asked in server.asked] == ["3", "3"]


def test_what_pubmed_understood_is_told(client: Client) -> None:
    messages = pubmed.search(client, "sunitinib zzz", limit=1).messages
    assert messages == ('understood as "sunitinib zzz"[All Fields]', "phrasesnotfound: zzz")


def test_long_lists_are_posted(server: PubMed, client: Client, tmp_path: Path) -> None:
    assert pubmed.fetch(client, IDS, articles(tmp_path)) == ()
    assert [asked.method for asked in server.asked] == ["POST", "POST", "GET"], "the rest is short"
    assert on_disk(tmp_path) == names(IDS)


def test_a_run_that_broke_off_goes_on_where_it_was(server: PubMed, client: Client, tmp_path: Path) -> None:
    found = pubmed.search(client, "sunitinib", limit=450)
    server.faults.extend([Answer(body=pubmed_set(*server.records.values())[:-9], missing=0)] * 5)
    with pytest.raises(AcquireError, match="the answer is broken"):
        pubmed.fetch(client, found, articles(tmp_path))
    assert not (tmp_path / "to").exists(), "nothing of a broken answer is kept"
    pubmed.fetch(client, IDS[:200], articles(tmp_path))
    server.asked.clear()
    again = articles(tmp_path)
    assert pubmed.fetch(client, pubmed.search(client, "sunitinib", limit=450), again) == ()
    assert [asked.parameters.get("id", "").split(",") for asked in server.asked[1:]] == [
        IDS[200:400],
        IDS[400:],
    ]
    assert (again.kept, again.fetched) == (200, 250)


def test_a_second_run_asks_for_no_record(server: PubMed, client: Client, tmp_path: Path) -> None:
    pubmed.fetch(client, IDS[:5], articles(tmp_path))
    server.asked.clear()
    again, elsewhere = articles(tmp_path), articles(tmp_path, to="elsewhere")
    pubmed.fetch(client, IDS[:5], again)
    pubmed.fetch(client, IDS[:5], elsewhere)
    assert server.asked == [] and (again.kept, elsewhere.restored) == (5, 5)


def test_refreshing_brings_what_changed(server: PubMed, client: Client, tmp_path: Path) -> None:
    pubmed.fetch(client, IDS[:2], articles(tmp_path))
    server.records[IDS[0]] = pubmed_record(IDS[0], title="RETRACTED: A trial")
    pubmed.fetch(client, IDS[:2], articles(tmp_path, refresh=True))
    assert b"RETRACTED" in (tmp_path / "to" / f"pmid-{IDS[0]}.xml").read_bytes()


def test_records_that_are_not_given_are_returned(server: PubMed, client: Client, tmp_path: Path) -> None:
    assert pubmed.fetch(client, ["1001", "99", "1002"], articles(tmp_path)) == ("99",)
    server.found = ["1003", "98"]
    found = pubmed.search(client, "x", limit=9)
    assert pubmed.fetch(client, found, articles(tmp_path)) == ("98",)
    assert on_disk(tmp_path) == names(["1001", "1002", "1003"])


def test_records_that_nobody_asked_for_are_left_out(server: PubMed, client: Client, tmp_path: Path) -> None:
    server.faults.append(Answer(body=pubmed_set(pubmed_record("1001"), pubmed_record("31337"))))
    pubmed.fetch(client, ["1001"], articles(tmp_path))
    assert on_disk(tmp_path) == names(["1001"])


def test_cut_xml_and_busy_answers_are_tried_again(server: PubMed, client: Client, tmp_path: Path) -> None:
    whole = pubmed_set(pubmed_record("1001"))
    server.faults.extend(
        [
            Answer(status=429, headers={"Retry-After": "2"}),
            Answer(body=whole[: len(whole) // 2]),
            Answer(body=b"<html>The server is busy</html>"),
        ]
    )
    assert pubmed.fetch(client, ["1001"], articles(tmp_path)) == ()
    assert len(server.asked) == 4


def test_a_search_that_is_refused_is_not_tried_again(server: PubMed, client: Client) -> None:
    with pytest.raises(AcquireError, match="Empty term"):
        pubmed.search(client, "", limit=1)
    assert len(server.asked) == 1


def test_a_search_that_failed_behind_the_service_is_tried_again(server: PubMed, client: Client) -> None:
    server.faults.append(json_answer({"esearchresult": {"ERROR": "Search Backend failed: timeout"}}))
    assert pubmed.search(client, "sunitinib", limit=1).count == 450


@pytest.mark.parametrize(
    "body",
    [
        b'{"esearchresult": []}',
        b'{"esearchresult": {"count": "x"}}',
        b"{}",
        b'{"esearchresult": {"count": [], "idlist": []}}',
        b'{"esearchresult": {"count": "1", "idlist": 3}}',
        b'{"esearchresult": {"count": "1", "idlist": ["../x"]}}',
        b'{"esearchresult": {"count": "1", "idlist": [], "errorlist": 5}}',
    ],
)
def test_a_search_of_another_form_is_an_error_and_no_traceback(
    server: PubMed, client: Client, body: bytes
) -> None:
    server.faults.extend([Answer(body=body)] * 5)
    with pytest.raises(AcquireError, match="the answer is broken"):
        pubmed.search(client, "sunitinib", limit=1)


def test_a_search_reaches_what_pubmed_lists(server: PubMed, client: Client) -> None:
    pubmed.search(client, "sunitinib", limit=50_000)
    assert server.asked[0].parameters["retmax"] == str(pubmed.REACH)


def test_the_key_allows_a_faster_pace() -> None:
    slow, fast = pubmed.service(), pubmed.service(api_key="k3y")
    assert 1 / slow.interval <= 3 and 3 < 1 / fast.interval <= 10


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        (["123", "PMID: 456", "pmid:7,"], ("123", "456", "7")),
        (["5", "5"], ("5",)),
    ],
)
def test_identifiers_as_people_write_them(words: list[str], ids: tuple[str, ...]) -> None:
    assert pubmed.identifiers(words) == ids


@pytest.mark.parametrize("word", ["", "abc", "12a", "0", "123456789", "1 2", "-1", "PMC12", "١٢"])
def test_what_is_no_identifier(word: str) -> None:
    with pytest.raises(UsageError, match="is no PMID"):
        pubmed.identifiers([word])
