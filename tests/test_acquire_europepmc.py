"""Europe PMC, against a server that speaks its protocol."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from evidence.acquire import europepmc
from evidence.acquire.articles import Articles, Cache
from evidence.acquire.client import Client
from evidence.errors import AcquireError
from literature_services import Answer, Clock, EuropePMC

JATS = "<article><front><article-meta><title-group/></article-meta></front></article>"


def result(number: int, *, is_open: bool = True, pmcid: bool = True) -> dict[str, str]:
    found = {"id": str(number), "source": "MED", "isOpenAccess": "Y" if is_open else "N"}
    return found | ({"pmcid": f"PMC{number}"} if pmcid else {})


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[EuropePMC]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    results = [result(number) for number in range(1, 8)]
    with EuropePMC(results, {f"PMC{number}": JATS for number in range(1, 8)}) as running:
        yield running


@pytest.fixture
def client(server: EuropePMC) -> Iterator[Client]:
    service = europepmc.service(base_url=server.url)
    with Client(service, tell=lambda line: None, patience=Clock().patience()) as client:
        yield client


def articles(folder: Path) -> Articles:
    return Articles(folder / "to", Cache(folder / "cache"))


def on_disk(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "to").iterdir())


def texts(server: EuropePMC) -> list[str]:
    return [path for path in server.paths() if path.endswith("fullTextXML")]


@pytest.mark.parametrize("same_cursor", [False, True], ids=["no cursor at the end", "the same cursor again"])
def test_pages_follow_the_cursor_to_the_end(server: EuropePMC, client: Client, same_cursor: bool) -> None:
    server.page_limit, server.ends_with_same_cursor = 3, same_cursor
    count, hits = europepmc.search(client, "sunitinib", limit=100)
    assert (count, [hit.id for hit in hits]) == (7, [f"MED:{number}" for number in range(1, 8)])
    cursors = [asked.parameters["cursorMark"] for asked in server.asked]
    assert cursors[:3] == ["*", "at-3", "at-6"] and len(cursors) == 3


def test_pages_stop_at_the_limit(server: EuropePMC, client: Client) -> None:
    server.page_limit = 3
    _, hits = europepmc.search(client, "sunitinib", limit=4)
    assert len(hits) == 4 and len(server.asked) == 2


def test_nothing_is_found(server: EuropePMC, client: Client) -> None:
    server.results = []
    assert europepmc.search(client, "nothing", limit=4) == (0, ())


def test_only_open_texts_are_fetched(server: EuropePMC, client: Client, tmp_path: Path) -> None:
    server.results = [
        result(1),
        result(2, is_open=False),
        result(3, pmcid=False),
        {**result(4), "pmcid": "../../x"},
    ]
    _, hits = europepmc.search(client, "sunitinib", limit=9)
    outcome = europepmc.fetch(client, hits, articles(tmp_path))
    assert [hit.id for hit in outcome.closed] == ["MED:2", "MED:3", "MED:4"] and outcome.failed == ()
    assert on_disk(tmp_path) == ["PMC1.xml"] and texts(server) == ["PMC1/fullTextXML"]
    assert (tmp_path / "to" / "PMC1.xml").read_text(encoding="utf-8") == JATS


def test_an_open_article_without_text_is_left_out(server: EuropePMC, client: Client, tmp_path: Path) -> None:
    del server.texts["PMC2"]
    _, hits = europepmc.search(client, "sunitinib", limit=3)
    outcome = europepmc.fetch(client, hits, articles(tmp_path))
    assert [hit.id for hit in outcome.closed] == ["MED:2"] and on_disk(tmp_path) == ["PMC1.xml", "PMC3.xml"]


def test_a_second_run_fetches_what_is_missing(server: EuropePMC, client: Client, tmp_path: Path) -> None:
    _, hits = europepmc.search(client, "sunitinib", limit=5)
    europepmc.fetch(client, hits[:3], articles(tmp_path))
    server.asked.clear()
    progress: list[tuple[int, int]] = []
    again = articles(tmp_path)
    europepmc.fetch(client, hits, again, on_progress=lambda done, total: progress.append((done, total)))
    assert texts(server) == ["PMC4/fullTextXML", "PMC5/fullTextXML"]
    assert (again.kept, again.fetched, progress[-1]) == (3, 2, (5, 5))


def test_an_article_that_stays_broken_is_set_aside(server: EuropePMC, client: Client, tmp_path: Path) -> None:
    _, hits = europepmc.search(client, "sunitinib", limit=3)
    server.texts["PMC2"] = JATS[:50]
    outcome = europepmc.fetch(client, hits, articles(tmp_path))
    (error,) = outcome.failed
    assert "PMC2/fullTextXML" in str(error) and "XML" in str(error)
    assert on_disk(tmp_path) == ["PMC1.xml", "PMC3.xml"]


def test_articles_that_come_between_tell_that_the_service_is_well(
    server: EuropePMC, client: Client, tmp_path: Path
) -> None:
    _, hits = europepmc.search(client, "sunitinib", limit=7)
    server.texts |= dict.fromkeys(("PMC1", "PMC3", "PMC5"), JATS[:50])
    assert len(europepmc.fetch(client, hits, articles(tmp_path)).failed) == 3
    assert on_disk(tmp_path) == ["PMC2.xml", "PMC4.xml", "PMC6.xml", "PMC7.xml"]


def test_articles_that_are_not_asked_for_tell_nothing_of_the_service(
    server: EuropePMC, client: Client, tmp_path: Path
) -> None:
    server.results = [result(number, is_open=number % 2 == 1) for number in range(1, 8)]
    _, hits = europepmc.search(client, "sunitinib", limit=7)
    server.faults.extend([Answer(status=500)] * 100)
    with pytest.raises(AcquireError, match="status 500"):
        europepmc.fetch(client, hits, articles(tmp_path))


def test_a_page_instead_of_an_article_is_no_article(
    server: EuropePMC, client: Client, tmp_path: Path
) -> None:
    _, hits = europepmc.search(client, "sunitinib", limit=1)
    server.texts["PMC1"] = "<html>come back later</html>"
    (error,) = europepmc.fetch(client, hits, articles(tmp_path)).failed
    assert "html where an article was expected" in str(error)


def test_a_service_that_stays_broken_ends_the_run(server: EuropePMC, client: Client, tmp_path: Path) -> None:
    _, hits = europepmc.search(client, "sunitinib", limit=7)
    server.faults.extend([Answer(status=500)] * 100)
    with pytest.raises(AcquireError, match="status 500"):
        europepmc.fetch(client, hits, articles(tmp_path))
    assert set(texts(server)) == {f"PMC{number}/fullTextXML" for number in (1, 2, 3)}


def test_without_a_connection_the_run_ends_at_once(server: EuropePMC, client: Client, tmp_path: Path) -> None:
    _, hits = europepmc.search(client, "sunitinib", limit=7)
    server.faults.extend([Answer(dropped=True)] * 100)
    with pytest.raises(AcquireError, match="no connection"):
        europepmc.fetch(client, hits, articles(tmp_path))
    assert set(texts(server)) == {"PMC1/fullTextXML"}


def test_a_query_that_is_refused(client: Client) -> None:
    with pytest.raises(AcquireError, match=r"refuses \(Invalid query\)"):
        europepmc.search(client, "broken(", limit=1)


def test_a_broken_page_is_asked_for_again(server: EuropePMC, client: Client) -> None:
    for body in (b'{"hitCount": 7', b'{"hitCount": 7, "resultList": {"result": [1]}}', b"<html/>"):
        server.faults.append(Answer(body=body))
    assert europepmc.search(client, "sunitinib", limit=7)[0] == 7
    assert len(server.asked) == 4
