"""Talks to the running companion over loopback, for commands of the same user.

`running.json` is readable by this user only and names the port and a key made for that run. A companion that
was killed leaves the file behind and another program may hold its port by now; so hello is asked first. What
such a program could learn from us is the key of a run that is over, which opens nothing.
"""

from __future__ import annotations

import http.client
import secrets
import socket
from enum import Enum
from http import HTTPStatus
from typing import TypeVar

import msgspec

from companion.config import PRODUCT, Config, Running, find_running
from companion.errors import CompanionError, CompanionUnreachable, NotFound

_Answer = TypeVar("_Answer")

_TIMEOUT_SECONDS = 10.0
_LOOK_SECONDS = 2.0
_MAX_ANSWER_BYTES = 8 * 1024 * 1024
_START_HINT = "Start it with: orderproof serve"


class _Hello(msgspec.Struct, frozen=True):
    product: str
    version: str
    nonce: str
    port: int


class _Refusal(msgspec.Struct, frozen=True):
    error: str
    message: str
    hint: str = ""


class DashboardLink(msgspec.Struct, frozen=True):
    """A link that opens the dashboard once."""

    url: str
    expires_at: str


class Listener(Enum):
    """Who answers on a port of this computer."""

    NOBODY = "nobody"
    COMPANION = "a companion"
    OTHER = "another program"


class CompanionClient:
    """One companion that answered as the one written down."""

    def __init__(self, running: Running) -> None:
        self._running = running

    @property
    def running(self) -> Running:
        """Who is talked to."""
        return self._running

    def get(self, path: str, kind: type[_Answer]) -> _Answer:
        """Ask for a record."""
        return _decode(self._call("GET", path, None), kind)

    def post(self, path: str, body: object, kind: type[_Answer]) -> _Answer:
        """Ask for something to be done and read the record that tells of it."""
        return _decode(self._call("POST", path, msgspec.json.encode(body)), kind)

    def post_only(self, path: str, body: object) -> None:
        """Ask for something to be done; what the answer holds does not matter."""
        self._call("POST", path, msgspec.json.encode(body))

    def make_dashboard_link(self, path: str) -> DashboardLink:
        """Make a link to a dashboard page; it works once.

        Raises:
            CompanionUnreachable: the answer points elsewhere than to this companion.
        """
        link = self.post("/v1/dashboard-links", {"path": path}, DashboardLink)
        if not link.url.startswith(f"http://127.0.0.1:{self._running.port}/"):
            raise CompanionUnreachable("The link that the companion gave leads elsewhere.", _START_HINT)
        return link

    def _call(self, method: str, path: str, body: bytes | None) -> bytes:
        headers = {"Authorization": f"Bearer {self._running.local_key}", "X-Orderproof": "1"}
        if body is not None:
            headers["Content-Type"] = "application/json"
        status, answer = _request(self._running.port, method, path, body, headers)
        if status >= HTTPStatus.BAD_REQUEST:
            raise _make_error(status, answer)
        return answer


def connect(config: Config) -> CompanionClient:
    """Find the companion that serves a data folder.

    Raises:
        CompanionUnreachable: none answers, or what answers is no companion.
    """
    client = find_companion(config)
    if client is None:
        raise CompanionUnreachable("No companion is running for this data folder.", _START_HINT)
    return client


def find_companion(config: Config) -> CompanionClient | None:
    """Find the companion that serves a data folder; None when none answers."""
    running = find_running(config)
    if running is None:
        return None
    try:
        return CompanionClient(running) if _is_companion(running) else None
    except CompanionUnreachable:
        return None


def look_at_port(port: int) -> Listener:
    """Tell who listens on a port; nothing but a nonce is sent."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=_LOOK_SECONDS):
            pass
    except OSError:
        return Listener.NOBODY
    try:
        return Listener.COMPANION if _greet(port, timeout=_LOOK_SECONDS) else Listener.OTHER
    except CompanionUnreachable:
        return Listener.OTHER


def _is_companion(running: Running) -> bool:
    hello = _greet(running.port)
    return hello is not None and hello.version == running.version


def _greet(port: int, *, timeout: float = _TIMEOUT_SECONDS) -> _Hello | None:
    """Ask who is there; None where that is no companion."""
    nonce = secrets.token_urlsafe(24)
    status, answer = _request(port, "GET", f"/v1/hello?nonce={nonce}", None, {}, timeout=timeout)
    if status != HTTPStatus.OK:
        return None
    hello = _decode(answer, _Hello)
    return hello if (PRODUCT, nonce, port) == (hello.product, hello.nonce, hello.port) else None


def _request(
    port: int,
    method: str,
    path: str,
    body: bytes | None,
    headers: dict[str, str],
    *,
    timeout: float = _TIMEOUT_SECONDS,
) -> tuple[int, bytes]:
    # http.client and not urllib.request: a proxy named in the environment must never see the key.
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
    try:
        connection.request(method, path, body=body, headers=headers)
        response = connection.getresponse()
        answer = response.read(_MAX_ANSWER_BYTES + 1)
    except (OSError, http.client.HTTPException) as error:
        raise CompanionUnreachable("The companion does not answer.", _START_HINT) from error
    finally:
        connection.close()
    if len(answer) > _MAX_ANSWER_BYTES:
        raise CompanionUnreachable("The companion's answer has no end.", _START_HINT)
    return response.status, answer


def _decode(answer: bytes, kind: type[_Answer]) -> _Answer:
    try:
        return msgspec.json.decode(answer, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise CompanionUnreachable(
            "The companion's answer cannot be read.", "Stop it and start it again: orderproof serve"
        ) from error


def _make_error(status: int, answer: bytes) -> CompanionError:
    refusal = _decode(answer, _Refusal)
    kind = NotFound if status == HTTPStatus.NOT_FOUND else CompanionError
    return kind(refusal.message, refusal.hint)
