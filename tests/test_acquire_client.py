"""The client of all services: pace, patience, bounds, and what it says when they end."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from evidence.acquire.client import Client, RefusedError, Service
from evidence.acquire.json_bodies import parsed
from evidence.errors import AcquireError
from literature_services import Answer, Asked, Clock, json_answer
from literature_services import Service as Server

GOOD = json_answer({"good": 1})


class Echo(Server):
    """Answers every request well."""

    def answer(self, asked: Asked) -> Answer:
        return GOOD


@pytest.fixture
def server() -> Iterator[Echo]:
    with Echo() as running:
        yield running


@pytest.fixture(autouse=True)
def direct(monkeypatch: pytest.MonkeyPatch) -> None:
    """No proxy of the environment between the tests and their server."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("no_proxy", "127.0.0.1")


class Asking:
    """A client with a clock of its own, and what it told."""

    def __init__(self, url: str, *, secret: str | None = None, **changes: float) -> None:
        self.clock, self.told = Clock(), list[str]()
        self.service = Service(
            name="Example",
            base_url=url,
            interval=changes.pop("interval", 0.0),
            identity={"api_key": secret} if secret else {},
            post_beyond=100,
            email="reader@example.org",
        )
        self.patience = self.clock.patience(**changes)

    def ask(self, *requests: dict[str, str]) -> list[object]:
        with Client(self.service, tell=self.told.append, patience=self.patience) as client:
            return [client.ask("thing", request, parsed) for request in requests or ({"a": "1"},)]


RETRIED = (
    (Answer(status=429, headers={"Retry-After": "7"}), [7.0], "the service says how long"),
    (Answer(status=429, headers={"Retry-After": "soon"}), [1.0], "an unreadable Retry-After is none"),
    (Answer(status=500), [1.0], "a server's error passes"),
    (Answer(status=503, headers={"Retry-After": "0"}), [1.0], "never without any wait"),
    (Answer(body=GOOD.body, missing=10), [1.0], "a body shorter than its Content-Length"),
    (Answer(dropped=True), [1.0], "a connection closed without an answer"),
    (Answer(body=b'{"good": '), [1.0], "malformed JSON"),
    (Answer(body=b"[1]"), [1.0], "JSON of another form"),
    (Answer(body=b"\xff\xfe\xfa"), [1.0], "no UTF-8"),
)


@pytest.mark.parametrize(("fault", "waits", "reason"), RETRIED, ids=[case[2] for case in RETRIED])
def test_passing_trouble_is_tried_again(server: Echo, fault: Answer, waits: list[float], reason: str) -> None:
    asking = Asking(server.url)
    server.faults.append(fault)
    assert asking.ask() == [{"good": 1}], reason
    assert asking.clock.slept == waits
    assert len(server.asked) == 2 and len(asking.told) == 1 and "trying again in" in asking.told[0]


def test_a_date_in_retry_after_is_waited_for(server: Echo) -> None:
    asking = Asking(server.url)
    moment = format_datetime(datetime.now(UTC) + timedelta(seconds=30), usegmt=True)
    server.faults.append(Answer(status=503, headers={"Retry-After": moment}))
    assert asking.ask() == [{"good": 1}]
    assert 20 < asking.clock.slept[0] <= 30


def test_waits_double_and_end(server: Echo) -> None:
    asking = Asking(server.url)
    server.faults.extend([Answer(status=500)] * 9)
    with pytest.raises(AcquireError, match="status 500, 5 times; run it again later") as caught:
        asking.ask()
    assert caught.value.status == 500
    assert asking.clock.slept == [1, 2, 4, 8] and len(server.asked) == 5


def test_a_long_wait_is_left_to_the_user(server: Echo) -> None:
    asking = Asking(server.url)
    server.faults.append(Answer(status=429, headers={"Retry-After": "3600"}))
    with pytest.raises(AcquireError, match="come back in 3600 s"):
        asking.ask()
    assert asking.clock.slept == []


def test_nobody_listens() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        asking = Asking(f"http://127.0.0.1:{unused.getsockname()[1]}")
        with pytest.raises(AcquireError, match="no connection, 5 times") as caught:
            asking.ask()
    assert caught.value.status is None and len(asking.told) == 4


def test_final_answers_are_not_tried_again_and_hide_the_key(server: Echo) -> None:
    asking = Asking(server.url, secret="s3cret")
    server.faults.append(
        json_answer({"error": "API key s3cret\nis invalid", "api-key": "s3cret"}, status=400)
    )
    with pytest.raises(AcquireError) as caught:
        asking.ask()
    said = str(caught.value)
    assert "status 400 (API key ... is invalid)" in said and "s3cret" not in said and "\n" not in said
    assert len(server.asked) == 1 and server.asked[0].parameters["api_key"] == "s3cret"


def test_a_refusal_with_status_200_is_final(server: Echo) -> None:
    def refuse(body: bytes) -> None:
        raise RefusedError("no such thing")

    asking = Asking(server.url)
    with (
        Client(asking.service, tell=asking.told.append, patience=asking.patience) as client,
        pytest.raises(AcquireError, match=r"refuses \(no such thing\)"),
    ):
        client.ask("thing", {}, refuse)
    assert len(server.asked) == 1


def test_bodies_are_bounded(server: Echo) -> None:
    asking = Asking(server.url, longest_body=1_000)
    server.faults.append(Answer(body=b" " * 200_000))
    with pytest.raises(AcquireError, match="more than 1000 bytes"):
        asking.ask()
    assert len(server.asked) == 1


def test_requests_keep_their_distance(server: Echo) -> None:
    asking = Asking(server.url, interval=0.34)
    asking.ask(*[{"a": str(number)} for number in range(4)])
    assert asking.clock.slept == pytest.approx([0.34] * 3)


def test_repeated_requests_keep_their_distance_too(server: Echo) -> None:
    asking = Asking(server.url, interval=5.0)
    server.faults.append(Answer(status=500))
    asking.ask()
    assert asking.clock.slept == [1.0, 4.0]


def test_long_parameters_are_posted(server: Echo) -> None:
    Asking(server.url).ask({"id": "1" * 60}, {"id": "2" * 5_000})
    assert [asked.method for asked in server.asked] == ["GET", "POST"]
    assert server.asked[1].parameters["id"] == "2" * 5_000


def test_it_says_who_asks(server: Echo) -> None:
    Asking(server.url).ask()
    agent = server.asked[0].agent
    assert agent.startswith("oncology-evidence/") and "mailto:reader@example.org" in agent
