"""Services of literature on 127.0.0.1, for the tests: they speak the protocols, and fail when they are told to."""

from __future__ import annotations

import hashlib
import io
import json
import tarfile
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, Self
from urllib.parse import parse_qsl, unquote, urlsplit

from evidence.acquire.client import Patience

LONGEST_URL = 2_000  # characters; longer ones are refused, as servers do


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request as it came."""

    method: str
    path: str
    parameters: Mapping[str, str]
    agent: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What is sent; `missing` bytes are promised by Content-Length and never come; `dropped` sends nothing."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    missing: int = 0
    dropped: bool = False


def json_answer(value: Any, status: int = 200) -> Answer:
    """A JSON answer."""
    return Answer(body=json.dumps(value).encode(), status=status)


class Service:
    """A server in a thread. `faults` are answered first, one a request; `asked` holds every request."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self.faults: deque[Answer] = deque()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        # Served one after the other, so that no connection outlives the server.
        self._server.daemon_threads = False
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    @property
    def url(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self._server.server_address[1]}/base"

    def paths(self) -> list[str]:
        """The paths that were asked for."""
        return [asked.path for asked in self.asked]

    def reply(self, asked: Asked) -> Answer:
        """The next fault, else the protocol's answer."""
        self.asked.append(asked)
        return self.faults.popleft() if self.faults else self.answer(asked)

    def answer(self, asked: Asked) -> Answer:
        """What the protocol says."""
        raise NotImplementedError


def _handler(service: Service) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            self._reply(parts.path, parts.query, too_long=len(self.path) > LONGEST_URL)

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            self._reply(self.path, body.decode(), too_long=False)

        def _reply(self, path: str, query: str, *, too_long: bool) -> None:
            asked = Asked(
                method=self.command,
                path=unquote(path.removeprefix("/base/")),
                parameters=dict(parse_qsl(query)),
                agent=self.headers["User-Agent"],
            )
            answer = Answer(status=414) if too_long else service.reply(asked)
            self.close_connection = True
            if answer.dropped:
                return
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer.body) + answer.missing))
            self.end_headers()
            self.wfile.write(answer.body)

        def log_message(self, format: str, *args: object) -> None:
            """Silent."""

    return Handler


def pubmed_record(pmid: str, *, title: str = "A trial", abstract: str = "A was given.") -> str:
    """A record as EFetch writes it, with another article's PMID inside."""
    return (
        f'<PubmedArticle><MedlineCitation Status="MEDLINE"><PMID Version="1">{pmid}</PMID><Article>'
        f"<Journal><Title>Journal of trials</Title></Journal><ArticleTitle>{title}</ArticleTitle>"
        f"<Abstract><AbstractText>{abstract}</AbstractText></Abstract></Article>"
        '<CommentsCorrectionsList><CommentsCorrections RefType="CommentIn"><PMID>4242</PMID>'
        "</CommentsCorrections></CommentsCorrectionsList></MedlineCitation></PubmedArticle>"
    )


def pubmed_set(*records: str) -> bytes:
    """EFetch's answer."""
    head = (
        '<?xml version="1.0" ?>\n<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle, 1st January 2025//EN"'
        ' "https://dtd.nlm.nih.gov/ncbi/pubmed/out/pubmed_250101.dtd">\n<PubmedArticleSet>\n'
    )
    return (head + "\n".join(records) + "\n</PubmedArticleSet>").encode()


class PubMed(Service):
    """E-utilities over `records` (PMID to XML); every search finds `found`, or all records.

    `entered` is the day (YYYY/MM/DD) on which a record came, by its PMID; without one it was there always.
    """

    def __init__(self, records: Mapping[str, str], found: list[str] | None = None) -> None:
        super().__init__()
        self.records = dict(records)
        self.found = list(records) if found is None else found
        self.entered: dict[str, str] = {}
        self._history: dict[str, list[str]] = {}

    def answer(self, asked: Asked) -> Answer:
        given = asked.parameters
        if given.get("db") != "pubmed":
            return json_answer({"esearchresult": {"ERROR": "Invalid db name specified"}})
        return self._search(given) if asked.path == "esearch.fcgi" else self._records(given)

    def _search(self, given: Mapping[str, str]) -> Answer:
        if not given.get("term"):
            return json_answer({"esearchresult": {"ERROR": "Empty term and query_key - nothing todo"}})
        if ("mindate" in given) != ("maxdate" in given):
            return json_answer({"esearchresult": {"ERROR": "mindate and maxdate must be given together"}})
        first, last = given.get("mindate", ""), given.get("maxdate", "9999")
        found = [pmid for pmid in self.found if first <= self.entered.get(pmid, "") <= last]
        session = f"MCID_{len(self._history)}"
        if given.get("usehistory") == "y":
            self._history[session] = found
        listed = found[: int(given.get("retmax", "20"))]
        result = {
            "count": str(len(found)),
            "retmax": str(len(listed)),
            "retstart": "0",
            "querykey": "1",
            "webenv": session,
            "idlist": listed,
            "querytranslation": f'"{given["term"]}"[All Fields]',
            "errorlist": {"phrasesnotfound": ["zzz"], "fieldsnotfound": []},
        }
        return json_answer({"header": {"type": "esearch", "version": "0.3"}, "esearchresult": result})

    def _records(self, given: Mapping[str, str]) -> Answer:
        if "WebEnv" in given:
            kept = self._history.get(given["WebEnv"])
            if kept is None or given.get("query_key") != "1":
                return json_answer({"error": "Unable to obtain query #1"}, status=400)
            start = int(given["retstart"])
            ids = kept[start : start + int(given["retmax"])]
        else:
            ids = given["id"].split(",")
        return Answer(body=pubmed_set(*(self.records[pmid] for pmid in ids if pmid in self.records)))


class EuropePMC(Service):
    """Europe PMC over `results` (of a search, in the form lite) and `texts` (PMCID to JATS)."""

    def __init__(self, results: list[dict[str, str]], texts: Mapping[str, str]) -> None:
        super().__init__()
        self.results, self.texts = results, dict(texts)
        self.page_limit = 1_000
        self.ends_with_same_cursor = False

    def answer(self, asked: Asked) -> Answer:
        if asked.path == "search":
            return self._search(asked.parameters)
        text = self.texts.get(asked.path.removesuffix("/fullTextXML"))
        return Answer(status=404) if text is None else Answer(body=text.encode())

    def _search(self, given: Mapping[str, str]) -> Answer:
        if given["query"] == "broken(":
            return json_answer({"version": "6.9", "errCode": 400, "errMsg": "Invalid query"})
        cursor = given["cursorMark"]
        start = 0 if cursor == "*" else int(cursor.removeprefix("at-"))
        end = start + min(int(given["pageSize"]), self.page_limit)
        page = self.results[start:end]
        answer: dict[str, Any] = {"hitCount": len(self.results), "resultList": {"result": page}}
        if end < len(self.results):
            answer["nextCursorMark"] = f"at-{end}"
        elif self.ends_with_same_cursor:
            answer["nextCursorMark"] = cursor
        return json_answer(answer)


class Unpaywall(Service):
    """Unpaywall over `works` (DOI to answer); it wants an address."""

    def __init__(self, works: Mapping[str, dict[str, Any]]) -> None:
        super().__init__()
        self.works = works

    def answer(self, asked: Asked) -> Answer:
        if "@" not in asked.parameters.get("email", ""):
            return json_answer({"error": True, "message": "Email address required"}, status=422)
        work = self.works.get(asked.path)
        if work is None:
            return json_answer({"error": True, "message": f"'{asked.path}' isn't in Unpaywall"}, status=404)
        return json_answer({"doi": asked.path, **work})


class Crossref(Service):
    """Crossref over `works` (DOI to message)."""

    def __init__(self, works: Mapping[str, dict[str, Any]]) -> None:
        super().__init__()
        self.works = works

    def answer(self, asked: Asked) -> Answer:
        message = self.works.get(asked.path.removeprefix("works/"))
        if message is None:
            return Answer(body=b"Resource not found.", status=404)
        return json_answer({"status": "ok", "message-type": "work", "message": message})


class PMCCloud(Service):
    """A bucket over `files` (key to bytes), with `article` to put a version of one there."""

    def __init__(self) -> None:
        super().__init__()
        self.files: dict[str, bytes] = {}

    def article(self, name: str, text: str, **told: Any) -> None:
        """Version `name` ("PMC1.2") with its metadata."""
        pmcid, _, number = name.partition(".")
        body = text.encode()
        digest = hashlib.md5(body, usedforsecurity=False).hexdigest()
        url = f"s3://pmc-oa-opendata/{name}/{name}.xml?md5={digest}"
        known = {"pmcid": pmcid, "version": int(number), "is_pmc_openaccess": True, "xml_url": url, **told}
        self.files[f"metadata/{name}.json"] = json.dumps(known).encode()
        self.files[f"{name}/{name}.xml"] = body

    def answer(self, asked: Asked) -> Answer:
        if asked.path:
            body = self.files.get(asked.path)
            return (
                Answer(body=b"<Error><Code>NoSuchKey</Code></Error>", status=404)
                if body is None
                else Answer(body=body)
            )
        if asked.parameters.get("list-type") != "2":
            return Answer(status=403)
        keys = sorted(key for key in self.files if key.startswith(asked.parameters["prefix"]))
        listed = "".join(f"<Contents><Key>{key}</Key><Size>1</Size></Contents>" for key in keys)
        head = '<?xml version="1.0" encoding="UTF-8"?><ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">'
        return Answer(body=f"{head}<KeyCount>{len(keys)}</KeyCount>{listed}</ListBucketResult>".encode())


class PMCPackages(Service):
    """The OA Web Service over `records` (PMCID to path of its package), and the server of the packages.

    A list has `page` records a page; `updated` is the day on which a record changed.
    """

    def __init__(self) -> None:
        super().__init__()
        self.records: dict[str, str] = {}
        self.updated: dict[str, str] = {}
        self.packages: dict[str, bytes] = {}
        self.retracted: set[str] = set()
        self.page = 2

    def package(self, pmcid: str, members: Mapping[str, bytes], *, updated: str = "2020-01-01") -> None:
        """Put a package there, as PMC packs them."""
        path = f"pub/pmc/oa_package/0a/1b/{pmcid}.tar.gz"
        stream = io.BytesIO()
        with tarfile.open(fileobj=stream, mode="w:gz") as archive:
            for name, body in members.items():
                info = tarfile.TarInfo(f"{pmcid}/{name}")
                info.size = len(body)
                archive.addfile(info, io.BytesIO(body))
        self.records[pmcid], self.updated[pmcid] = path, updated
        self.packages[path] = stream.getvalue()

    def answer(self, asked: Asked) -> Answer:
        if asked.path != "oa.fcgi":
            body = self.packages.get(asked.path)
            return Answer(status=404) if body is None else Answer(body=body)
        given = asked.parameters
        if "id" in given:
            return self._one(given["id"])
        token = given.get("resumptionToken")
        if token is None and "from" not in given:
            return self._said("<error code='badArgument'>no parameters</error>")
        since, until, start = token.split("!") if token else (given["from"], given.get("until", "9"), "0")
        found = sorted(pmcid for pmcid, day in self.updated.items() if since <= day <= until)
        shown = found[int(start) : int(start) + self.page]
        more = int(start) + self.page < len(found)
        following = f"{since}!{until}!{int(start) + self.page}"
        resumption = (
            f'<resumption><link token="{following}" href="x?resumptionToken={following}"/></resumption>'
        )
        records = "".join(map(self._record, shown))
        counts = f'returned-count="{len(shown)}" total-count="{len(found)}"'
        return self._said(f"<records {counts}>{records}{resumption if more else ''}</records>")

    def _one(self, pmcid: str) -> Answer:
        if pmcid not in self.records:
            return self._said(
                f"<error code='idIsNotOpenAccess'>identifier '{pmcid}' is not Open Access</error>"
            )
        return self._said(f'<records returned-count="1" total-count="1">{self._record(pmcid)}</records>')

    def _record(self, pmcid: str) -> str:
        told = f'id="{pmcid}" citation="J Trials. 2020; 1:2" license="CC BY"'
        retracted = "yes" if pmcid in self.retracted else "no"
        day = f'updated="{self.updated[pmcid]} 10:00:00"'
        links = "".join(
            f'<link format="{kind}" {day} href="ftp://ftp.ncbi.nlm.nih.gov/{path}"/>'
            for kind, path in (("tgz", self.records[pmcid]), ("pdf", "pub/pmc/oa_pdf/a.pdf"))
            if path
        )
        return f'<record {told} retracted="{retracted}">{links}</record>'

    def _said(self, inner: str) -> Answer:
        head = "<OA><responseDate>2020-01-01 00:00:00</responseDate><request>oa.fcgi</request>"
        return Answer(body=f"{head}{inner}</OA>".encode())


class Clock:
    """Time that passes only when it is slept; `slept` holds every wait."""

    def __init__(self) -> None:
        self.now = 0.0
        self.slept: list[float] = []

    def sleep(self, seconds: float) -> None:
        """Let time pass."""
        self.slept.append(seconds)
        self.now += seconds

    def patience(self, **changes: Any) -> Patience:
        """A client's patience by this clock."""
        return Patience(sleep=self.sleep, clock=lambda: self.now, **changes)
