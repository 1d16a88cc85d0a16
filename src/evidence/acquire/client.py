"""One polite HTTP client for all services: paced, bounded, patient, and clear about what went wrong.

What is tried again, and when: RFC 9110 section 10.2.3 (Retry-After) and section 15.6 (server errors), RFC 6585
section 4 (429).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import Final, Self, TypeVar
from urllib.parse import urlencode

import requests

from evidence import __version__
from evidence.acquire import json_bodies
from evidence.errors import AcquireError

TOOL: Final = "oncology-evidence"
_PASSING: Final = frozenset({408, 429, 500, 502, 503, 504})  # statuses that another attempt may cure
_TIMEOUT: Final = (10.0, 60.0)  # seconds to connect, and between two pieces of a body
_PIECE: Final = 1 << 16  # bytes
_SAID: Final = 200  # characters of a service's own words in a message

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """Whom to ask, and by what rules."""

    name: str
    base_url: str
    interval: float  # seconds between the beginnings of two requests
    identity: Mapping[str, str] = field(default_factory=dict)  # parameters of every request: who asks
    post_beyond: int | None = None  # characters of parameters beyond which they are sent as a form
    email: str | None = None

    def url(self, path: str) -> str:
        """The address of a path."""
        return f"{self.base_url.rstrip('/')}/{path}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How often and how long the client tries: waits double from `first_wait`, and longer ones are not sat out."""

    attempts: int = 5
    first_wait: float = 1.0  # seconds
    longest_wait: float = 120.0  # seconds
    longest_body: int = 64 << 20  # bytes, unpacked
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic


class RefusedError(Exception):
    """Raised by a parser whose body is the service's refusal, in its own words: final, though the status is 200."""


class _PassingTroubleError(Exception):
    """What another attempt may cure; `wait` is what the service asks for, in seconds."""

    def __init__(self, reason: str, *, status: int | None = None, wait: float = 0.0) -> None:
        self.reason, self.status, self.wait = reason, status, wait
        super().__init__(reason)


class Client:
    """Asks one service. A context manager, so that its connections are closed."""

    def __init__(
        self, service: Service, *, tell: Callable[[str], None], patience: Patience | None = None
    ) -> None:
        """`tell` gets a line for every wait."""
        self.service = service
        self.tell = tell
        self._patience = patience or Patience()
        self._next_start = float("-inf")
        self._session = requests.Session()
        contact = f" (mailto:{service.email})" if service.email else ""
        self._session.headers["User-Agent"] = f"{TOOL}/{__version__}{contact}"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._session.close()

    def ask(self, path: str, parameters: Mapping[str, str], parse: Callable[[bytes], T]) -> T:
        """What `parse` makes of the answer's body.

        Tried again if there is no connection, the service is busy or broken, the body ends too early, or `parse`
        raises ValueError. AcquireError when patience ends or the answer is final (RefusedError of `parse`, any other
        status); its `status` is the last one seen.
        """
        for attempt in range(1, self._patience.attempts + 1):
            try:
                return self._attempt(path, parameters, parse)
            except _PassingTroubleError as trouble:
                self._wait(path, trouble, attempt)
        raise AssertionError("the last attempt returns or raises")

    def _attempt(self, path: str, parameters: Mapping[str, str], parse: Callable[[bytes], T]) -> T:
        body = self._body(path, parameters)
        try:
            return parse(body)
        except ValueError as error:
            reason = f"the answer is broken ({error})"
            raise _PassingTroubleError(reason, status=requests.codes.ok) from error
        except RefusedError as error:
            reason = f"it refuses ({error})"
            raise self._error(
                path, reason, status=requests.codes.ok, remedy="check what was asked"
            ) from error

    def _wait(self, path: str, trouble: _PassingTroubleError, attempt: int) -> None:
        patience = self._patience
        wait = max(patience.first_wait * 2 ** (attempt - 1), trouble.wait)
        if attempt == patience.attempts:
            raise self._error(
                path, f"{trouble.reason}, {attempt} times", status=trouble.status, remedy="run it again later"
            )
        if wait > patience.longest_wait:
            remedy = f"it asks to come back in {wait:.0f} s"
            raise self._error(path, trouble.reason, status=trouble.status, remedy=remedy)
        self.tell(
            f"{self.service.name}: {trouble.reason}; trying again in {wait:g} s ({attempt} of {patience.attempts})"
        )
        patience.sleep(wait)

    def _body(self, path: str, parameters: Mapping[str, str]) -> bytes:
        """The body of a good answer; every other becomes an error that tells whether to try again."""
        self._pace()
        try:
            with self._send(path, {**parameters, **self.service.identity}) as response:
                if response.status_code in _PASSING:
                    reason = f"status {response.status_code}"
                    raise _PassingTroubleError(
                        reason, status=response.status_code, wait=_retry_after(response)
                    )
                body = self._bounded(path, response)
        except requests.exceptions.SSLError as error:
            raise self._error(path, "its certificate is not trusted", remedy="check --base-url") from error
        except requests.Timeout as error:
            raise _PassingTroubleError("no answer in time") from error
        except (requests.exceptions.ChunkedEncodingError, requests.exceptions.ContentDecodingError) as error:
            raise _PassingTroubleError("the answer ends too early", status=requests.codes.ok) from error
        except requests.ConnectionError as error:
            raise _PassingTroubleError("no connection") from error
        except requests.RequestException as error:
            # Its own words would show the address with every parameter, the key of the API among them.
            raise self._error(path, type(error).__name__, remedy="check --base-url") from error
        if response.status_code != requests.codes.ok:
            said = _said(body, self.service.identity.get("api_key"))
            reason = f"status {response.status_code}" + (f" ({said})" if said else "")
            raise self._error(path, reason, status=response.status_code, remedy="check what was asked")
        return body

    def _pace(self) -> None:
        now = self._patience.clock()
        if now < self._next_start:
            self._patience.sleep(self._next_start - now)
            now = self._next_start
        self._next_start = now + self.service.interval

    def _send(self, path: str, parameters: Mapping[str, str]) -> requests.Response:
        url, limit = self.service.url(path), self.service.post_beyond
        if limit is not None and len(urlencode(parameters)) > limit:
            return self._session.post(url, data=parameters, timeout=_TIMEOUT, stream=True)
        return self._session.get(url, params=parameters, timeout=_TIMEOUT, stream=True)

    def _bounded(self, path: str, response: requests.Response) -> bytes:
        body = bytearray()
        for piece in response.iter_content(_PIECE):
            body += piece
            if len(body) > self._patience.longest_body:
                reason = f"an answer of more than {self._patience.longest_body} bytes"
                raise self._error(path, reason, status=response.status_code, remedy="ask for less at once")
        return bytes(body)

    def _error(self, path: str, reason: str, *, remedy: str, status: int | None = None) -> AcquireError:
        where = f"{self.service.name} ({self.service.url(path)})"
        return AcquireError(reason, where=where, remedy=remedy, status=status)


def _retry_after(response: requests.Response) -> float:
    """Seconds that Retry-After asks for, given as such or as a date; 0 if it is absent or unreadable."""
    told = response.headers.get("Retry-After", "").strip()
    if told.isdecimal():
        return float(told)
    try:
        moment = parsedate_to_datetime(told)
    except ValueError:
        return 0.0
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())


def _said(body: bytes, secret: str | None) -> str:
    """The reason that a service gives as JSON (NCBI: error; Europe PMC: errMsg), without the key of the API."""
    try:
        found = json_bodies.parsed(body)
    except ValueError:
        return ""
    said = next((str(found[name]) for name in ("error", "errMsg", "message") if name in found), "")
    said = said.replace(secret, "...") if secret else said
    return " ".join(said.split())[:_SAID]
