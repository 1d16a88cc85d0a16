"""`evidence fetch`, from the service to the knowledge base."""

from __future__ import annotations

import functools
import io
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from evidence.acquire import client
from evidence.cli import main
from literature_services import (
    Answer,
    Clock,
    Crossref,
    EuropePMC,
    PMCCloud,
    PMCPackages,
    PubMed,
    Unpaywall,
    pubmed_record,
)

JATS = """<article article-type="research-article"><front><journal-meta><journal-title-group>
<journal-title>Journal of trials</journal-title></journal-title-group></journal-meta><article-meta>
<article-id pub-id-type="pmcid">PMC77</article-id><title-group><article-title>Vemurafenib in melanoma</article-title>
</title-group></article-meta></front><body><sec><title>Results</title>
<p>Melanomas with BRAF V600E were sensitive to vemurafenib.</p></sec></body></article>"""
RECORDS = {
    "1001": pubmed_record(
        "1001",
        title="Sunitinib versus interferon alfa in renal cell carcinoma",
        abstract="Overall survival was longer with sunitinib than with interferon alfa (HR 0.70; P = .005).",
    ),
    "1002": pubmed_record("1002", title="Nivolumab in melanoma", abstract="Patients received nivolumab."),
}


@pytest.fixture(autouse=True)
def surroundings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder, a cache and an address of the test's own, and no waiting."""
    monkeypatch.chdir(tmp_path)
    for name in ("EVIDENCE_PUBMED_URL", "EVIDENCE_EUROPEPMC_URL", "EVIDENCE_CROSSREF_URL", "NCBI_API_KEY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("EVIDENCE_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("EVIDENCE_EMAIL", "reader@example.org")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    clock = Clock()
    patience = functools.partial(client.Patience, sleep=clock.sleep, clock=lambda: clock.now)
    monkeypatch.setattr(client, "Patience", patience)


@pytest.fixture
def kb(tmp_path: Path, reference_kb: Callable[[Path], Path]) -> Path:
    """The knowledge base of the test's folder, with its vocabulary."""
    return reference_kb(tmp_path / ".evidence")


@pytest.fixture
def pubmed(monkeypatch: pytest.MonkeyPatch) -> Iterator[PubMed]:
    with PubMed(RECORDS) as running:
        monkeypatch.setenv("EVIDENCE_PUBMED_URL", running.url)
        yield running


@pytest.mark.usefixtures("kb")
def test_from_a_search_to_an_answer(pubmed: PubMed, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["fetch", "pubmed", "kidney", "cancer", "--limit", "2", "--to", "articles"]) == 0
    captured = capsys.readouterr()
    assert captured.out == "" and "articles: 2 fetched, 0 from the cache, 0 there already" in captured.err
    assert main(["ingest", "articles"]) == 0
    assert "2 documents (2 added" in capsys.readouterr().err
    assert main(["query", "sunitinib versus interferon alfa", "--output", "csv"]) == 0
    assert "Sunitinib" in capsys.readouterr().out
    assert main(["fetch", "pubmed", "kidney", "cancer", "--limit", "2", "--to", "articles"]) == 0
    assert "0 fetched, 0 from the cache, 2 there already" in capsys.readouterr().err
    assert pubmed.paths() == ["esearch.fcgi", "efetch.fcgi", "esearch.fcgi"]


@pytest.mark.usefixtures("kb")
def test_full_texts_are_read_as_well(capsys: pytest.CaptureFixture[str]) -> None:
    results = [
        {"id": "1", "source": "MED", "pmcid": "PMC77", "isOpenAccess": "Y"},
        {"id": "2", "source": "MED", "isOpenAccess": "N"},
    ]
    with EuropePMC(results, {"PMC77": JATS}) as server:
        assert main(["fetch", "europepmc", "melanoma", "--base-url", server.url]) == 0
    captured = capsys.readouterr().err
    assert "no open-access text of 1, left out: MED:2" in captured and "1 fetched" in captured
    assert main(["ingest", "articles"]) == 0
    assert main(["query", "BRAF V600E melanoma vemurafenib"]) == 0


def test_records_by_their_identifiers(
    pubmed: PubMed, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("PMID:1002\n31337\n"))
    assert main(["fetch", "pubmed", "--pmid", "1001", "-"]) == 1
    assert "PubMed gives no record of 1: 31337" in capsys.readouterr().err
    assert sorted(path.name for path in Path("articles").iterdir()) == ["pmid-1001.xml", "pmid-1002.xml"]


def test_notices_are_lines_of_output(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    gone = {
        "DOI": "10.1000/g",
        "updated-by": [{"DOI": "10.1000/n", "type": "retraction", "source": "publisher"}],
    }
    monkeypatch.setattr("sys.stdin", io.StringIO("10.1000/g\n10.1000/fine\n10.1000/none\n"))
    with Crossref({"10.1000/g": gone, "10.1000/fine": {"DOI": "10.1000/fine"}}) as server:
        assert main(["fetch", "crossref", "-", "--base-url", server.url]) == 1
    captured = capsys.readouterr()
    assert captured.out == "10.1000/g\thas\tretraction\t\t10.1000/n\tpublisher\n"
    assert "10.1000/fine: no notices" in captured.err and "does not know 10.1000/none" in captured.err
    assert len(list(Path("articles").glob("crossref-*.json"))) == 2


@pytest.mark.parametrize("crossref_first", [False, True], ids=["the abstract first", "the notice first"])
@pytest.mark.usefixtures("kb")
def test_a_retraction_that_only_crossref_knows_leaves_answers(
    capsys: pytest.CaptureFixture[str], crossref_first: bool
) -> None:
    record = pubmed_record(
        "1001",
        title="Sunitinib versus interferon alfa in renal cell carcinoma",
        abstract="Overall survival was longer with sunitinib than with interferon alfa (HR 0.70; P = .005).",
    ).replace("<Journal>", '<ELocationID EIdType="doi">10.1000/Kidney</ELocationID><Journal>')
    title = ["Sunitinib versus interferon alfa in renal cell carcinoma"]
    work: dict[str, object] = {"DOI": "10.1000/kidney", "title": title}
    asked = ["query", "sunitinib versus interferon alfa", "--output", "json"]
    with PubMed({"1001": record}) as pubmed, Crossref({"10.1000/kidney": work}) as crossref:
        update = ["fetch", "crossref", "10.1000/kidney", "--base-url", crossref.url, "--to", "notices"]
        assert main(["fetch", "pubmed", "--pmid", "1001", "--base-url", pubmed.url]) == 0
        assert main(update) == 0
        folders = ["notices", "articles"] if crossref_first else ["articles", "notices"]
        assert main(["ingest", *folders]) == 0
        assert main(asked) == 0
        work["updated-by"] = [{"DOI": "10.1000/n", "type": "retraction", "source": "retraction-watch"}]
        assert main(update) == 0
        assert main(["ingest", *folders]) == 0
        capsys.readouterr()
        assert main(asked) == 1
        told = json.loads(capsys.readouterr().out)["question"]["withdrawn"]
        assert [(item["document"], item["standing"]) for item in told] == [
            ("doi:10.1000/kidney#abstract", "retracted")
        ]
        assert told[0]["told_by"] == ["notices/crossref-10.1000%2Fkidney.json"]
        # What was reinstated stands again.
        del work["updated-by"]
        assert main(update) == 0
        assert main(["ingest", "notices"]) == 0
        assert main(asked) == 0


def test_update_asks_for_new_notices_too(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    work: dict[str, object] = {"DOI": "10.1000/a", "title": ["A trial"]}
    with Crossref({"10.1000/a": work}) as server:
        monkeypatch.setenv("EVIDENCE_CROSSREF_URL", server.url)
        assert main(["fetch", "crossref", "10.1000/a"]) == 0
        work["updated-by"] = [{"DOI": "10.1000/n", "type": "retraction"}]
        assert main(["fetch", "--update"]) == 0
    assert capsys.readouterr().out == "10.1000/a\thas\tretraction\t\t10.1000/n\t\n"


@pytest.mark.usefixtures("kb")
def test_texts_of_pmc_from_its_cloud(capsys: pytest.CaptureFixture[str]) -> None:
    with PMCCloud() as server:
        server.article("PMC77.1", JATS)
        assert main(["fetch", "pmc", "PMC77", "PMC78", "--base-url", server.url]) == 0
        assert main(["fetch", "pmc", "PMC78", "--base-url", server.url]) == 1
    told = capsys.readouterr().err
    assert "PMC has no open-access text of 1, left out: PMC78" in told and "1 fetched" in told
    assert main(["ingest", "articles"]) == 0
    assert main(["query", "BRAF V600E melanoma vemurafenib"]) == 0


@pytest.mark.usefixtures("kb")
def test_texts_of_pmc_from_packages(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with PMCPackages() as server:
        monkeypatch.setenv("EVIDENCE_PMC_OA_URL", server.url)
        monkeypatch.setenv("EVIDENCE_PMC_FILES_URL", server.url)
        for number in (77, 78, 79):
            text = JATS.replace("PMC77", f"PMC{number}").encode()
            server.package(
                f"PMC{number}", {"a.nxml": text, "a.pdf": b"%PDF"}, updated=f"2021-01-{number - 70:02d}"
            )
        server.retracted.add("PMC79")
        assert main(["fetch", "pmc", "--packages", "PMC77", "PMC80"]) == 0
        assert main(["fetch", "pmc", "--since", "2021-01-08"]) == 0
    told = capsys.readouterr().err
    assert "PMC OA has no open-access text of 1, left out: PMC80" in told
    assert "2 records have changed" in told and "PMC79 is marked as retracted" in told
    assert sorted(path.name for path in Path("articles").iterdir()) == ["PMC77.xml", "PMC78.xml", "PMC79.xml"]
    assert main(["ingest", "articles"]) == 0


def test_nothing_found_is_status_1(pubmed: PubMed) -> None:
    pubmed.found = []
    assert main(["fetch", "pubmed", "nothing"]) == 1


def test_trouble_is_one_line_and_status_3(pubmed: PubMed, capsys: pytest.CaptureFixture[str]) -> None:
    pubmed.faults.append(Answer(status=403))
    assert main(["fetch", "pubmed", "--pmid", "1"]) == 3
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("evidence: PubMed (") and "status 403" in line


def test_waiting_is_told(pubmed: PubMed, capsys: pytest.CaptureFixture[str]) -> None:
    pubmed.faults.append(Answer(status=429, headers={"Retry-After": "3"}))
    assert main(["fetch", "pubmed", "--pmid", "1001"]) == 0
    assert "PubMed: status 429; trying again in 3 s (1 of 5)" in capsys.readouterr().err


def test_a_search_longer_than_pubmed_lists(pubmed: PubMed, capsys: pytest.CaptureFixture[str]) -> None:
    pubmed.found = [str(number) for number in range(1, 10_002)]
    pubmed.records = {}
    assert main(["fetch", "pubmed", "cancer", "--limit", "20000"]) == 1
    assert "PubMed lists the first 9999 records" in capsys.readouterr().err


WRONG = (
    (["pubmed"], "either a query or --pmid"),
    (["pubmed", "x", "--pmid", "1"], "either a query or --pmid"),
    (["pubmed", "--pmid", "x"], "is no PMID"),
    (["crossref", "here"], "is no DOI"),
    (["pmc"], "either PMCIDs or --since"),
    (["pmc", "PMC1", "--since", "2020-01-01"], "either PMCIDs or --since"),
    (["pmc", "PMC1", "--until", "2020-01-01"], "--until goes with --since"),
    (["pmc", "x"], "is no PMCID"),
    (["pubmed", "x", "--base-url", "ftp://127.0.0.1"], "no address of a service"),
    (["pubmed", "x", "--base-url", "http://[x"], "no address of a service"),
    (["pubmed", "x", "--base-url", "http://127.0.0.1/?a=b"], "no address of a service"),
    (["pubmed", "x", "--email", "nobody"], "no address for mail"),
    (["pubmed", "x", "--email", "a@b\r\nX: y"], "no address for mail"),
)


@pytest.mark.parametrize(("argv", "message"), WRONG)
def test_wrong_usage(argv: list[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["fetch", *argv]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert message in line


@pytest.mark.parametrize(
    "argv", [["arxiv", "x"], ["europepmc"], ["pubmed", "x", "--limit", "0"], ["pmc", "--since", "May"]]
)
def test_wrong_options(argv: list[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["fetch", *argv])
    assert caught.value.code == 2


@pytest.mark.parametrize(
    "argv",
    [["fetch"], *(["fetch", name] for name in ("pubmed", "europepmc", "pmc", "crossref", "unpaywall"))],
)
def test_help_teaches_by_examples(argv: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main([*argv, "--help"])
    assert caught.value.code == 0
    assert f"  evidence {argv[0]} {argv[-1] if argv[1:] else 'pubmed'}" in capsys.readouterr().out


def test_no_network_is_loaded_for_help_and_other_verbs() -> None:
    script = "import sys; from evidence.cli import build_parser; build_parser(); sys.exit('requests' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


@pytest.mark.usefixtures("kb")
def test_update_brings_what_is_new_since_the_last_time(
    pubmed: PubMed, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["fetch", "pubmed", "kidney", "cancer", "--to", "articles"]) == 0
    assert "2 fetched" in capsys.readouterr().err
    today = datetime.now(UTC).date()
    pubmed.records["1003"] = pubmed_record("1003", title="Pazopanib in renal cell carcinoma")
    pubmed.found.append("1003")
    pubmed.entered["1003"] = f"{today:%Y/%m/%d}"
    pubmed.asked.clear()
    assert main(["fetch", "--update", "--to", "articles"]) == 0
    told = capsys.readouterr().err
    assert "pubmed: kidney cancer, since" in told and "1 fetched" in told
    search, brought = (asked.parameters for asked in pubmed.asked)
    assert (search["term"], search["datetype"]) == ("kidney cancer", "edat")
    assert search["mindate"] == f"{today - timedelta(days=1):%Y/%m/%d}"
    assert brought["retmax"] == "1", "the history server is asked for what is new alone"
    assert sorted(path.name for path in Path("articles").glob("*.xml")) == [
        "pmid-1001.xml",
        "pmid-1002.xml",
        "pmid-1003.xml",
    ]
    # Nothing is new now, and that is no failure; and the saved searches are no articles.
    assert main(["fetch", "--update", "--to", "articles"]) == 0
    assert "0 fetched" in capsys.readouterr().err
    assert main(["ingest", "articles"]) == 0
    assert "3 documents (3 added" in capsys.readouterr().err


def test_update_that_breaks_off_is_asked_again_from_the_same_day(
    pubmed: PubMed, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["fetch", "pubmed", "kidney", "--to", "articles"]) == 0
    path = Path("articles/.searches.json")
    path.write_text(path.read_text().replace(f"{datetime.now(UTC).date()}", "2020-05-05"))
    pubmed.entered = {"1001": "2020/01/01", "1002": "2020/01/01", "1003": "2026/01/01"}
    pubmed.found.append("1003")  # PubMed lists it, and gives no record
    assert main(["fetch", "--update", "--to", "articles"]) == 1
    assert "no record of 1: 1003" in capsys.readouterr().err
    pubmed.faults.extend([Answer(status=500)] * 9)
    assert main(["fetch", "--update", "--to", "articles"]) == 3
    assert "2020-05-05" in path.read_text()
    pubmed.faults.clear()
    pubmed.records["1003"] = pubmed_record("1003", title="Pazopanib in renal cell carcinoma")
    assert main(["fetch", "--update", "--to", "articles"]) == 0
    assert "1 fetched" in capsys.readouterr().err
    assert "2020-05-05" not in path.read_text()


def test_update_of_europe_pmc_asks_by_the_day_of_change(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    results = [{"id": "1", "source": "MED", "pmcid": "PMC77", "isOpenAccess": "Y"}]
    with EuropePMC(results, {"PMC77": JATS}) as server:
        monkeypatch.setenv("EVIDENCE_EUROPEPMC_URL", server.url)
        assert main(["fetch", "europepmc", "melanoma"]) == 0
        assert main(["fetch", "--update"]) == 0
        asked = [item.parameters["query"] for item in server.asked if item.path == "search"]
    yesterday = datetime.now(UTC).date() - timedelta(days=1)
    assert asked == ["melanoma", f"(melanoma) AND UPDATE_DATE:[{yesterday} TO 3000-12-31]"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        pytest.param(None, "keeps no searches", id="none was asked"),
        pytest.param("{", "saved searches cannot be read", id="damaged"),
        pytest.param('{"searches": [{"service": "pubmed"}]}', "saved searches cannot be read", id="half"),
    ],
)
def test_update_without_searches(content: str | None, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    if content is not None:
        Path("articles").mkdir()
        Path("articles/.searches.json").write_text(content)
    assert main(["fetch", "--update"]) in (2, 3)
    assert said in capsys.readouterr().err


def test_a_service_or_update_must_be_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["fetch"]) == 2
    assert "--update" in capsys.readouterr().err


def test_unpaywall_shows_links_and_follows_none(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    place = {
        "url": "https://example.org/1",
        "url_for_pdf": "https://example.org/1.pdf",
        "version": "acceptedVersion",
        "license": "cc-by",
    }
    works = {
        "10.1000/a": {"oa_status": "green", "best_oa_location": place},
        "10.1000/b": {"oa_status": "closed", "best_oa_location": None},
    }
    with Unpaywall(works) as server:
        monkeypatch.setenv("EVIDENCE_UNPAYWALL_URL", server.url)
        assert main(["fetch", "unpaywall", "10.1000/a", "10.1000/b"]) == 0
        out = capsys.readouterr().out
        assert out == (
            "10.1000/a\tgreen\tacceptedVersion\tcc-by\thttps://example.org/1\thttps://example.org/1.pdf\n"
            "10.1000/b\tclosed\t\t\t\t\n"
        )
        assert server.paths() == ["10.1000/a", "10.1000/b"]
        assert main(["fetch", "unpaywall", "10.1000/none"]) == 1
        assert "does not know 10.1000/none" in capsys.readouterr().err
        monkeypatch.delenv("EVIDENCE_EMAIL")
        assert main(["fetch", "unpaywall", "10.1000/a"]) == 2
        assert "EVIDENCE_EMAIL" in capsys.readouterr().err
