"""A companion's two applications, listening for real over a real store, and what tests send to them."""

from __future__ import annotations

import hashlib
import json
import secrets
import uuid
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import aiohttp

from companion.config import Config
from companion.ingest import ServedIngest
from companion.model import Notice
from companion.store import Pairing, ServedStore
from companion.web.app import make_app
from companion.web.archive import make_archive_app
from companion.web.keys import Limits, Ports
from companion.web.listen import LoopbackServer, bind_archive, bind_loopback, get_port
from companion.worker import Worker, WorkLimits

NOW = datetime(2026, 8, 30, 12, 0, tzinfo=UTC)
CHROMIUM = "chrome-extension://abcdefghijklmnopabcdefghijklmnop"
FIREFOX = "moz-extension://0e1f2a3b-4c5d-6e7f-8a9b-0c1d2e3f4a5b"
FOREIGN = "https://shop.example"


@dataclass
class SetClock:
    """A clock that stands still until it is moved."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        """Tell the time."""
        return self.now

    def move(self, seconds: float) -> None:
        """Let time pass."""
        self.now += timedelta(seconds=seconds)


@dataclass
class FakeDesk:
    """Reminders that only wait for the extension."""

    channel: str = "extension"
    notices: list[Notice] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)

    def pending_for_extension(self) -> tuple[Notice, ...]:
        """Tell what waits."""
        return tuple(self.notices)

    async def confirm_shown(self, notice_id: str) -> None:
        """Note what was shown."""
        self.shown.append(notice_id)


@dataclass
class RunningWeb:
    """The two applications and how to reach them."""

    ports: Ports
    archive_path: str
    local_key: str
    store: ServedStore
    ingest: ServedIngest
    desk: FakeDesk
    clock: SetClock
    worker: Worker
    server: LoopbackServer
    http: aiohttp.ClientSession

    @property
    def url(self) -> str:
        """The dashboard's origin."""
        return f"http://127.0.0.1:{self.ports.web}"

    @property
    def archive_url(self) -> str:
        """The archive of this run."""
        return f"http://localhost:{self.ports.archive}{self.archive_path}"

    @property
    def local(self) -> dict[str, str]:
        """The headers of a command of this user."""
        return make_headers(self.local_key)

    @property
    def own_origin(self) -> dict[str, str]:
        """The headers of a button of the dashboard."""
        return {"Origin": self.url, "Sec-Fetch-Site": "same-origin"}

    async def pair(self, origin: str = CHROMIUM) -> str:
        """Let an extension in, past the user; its secret."""
        secret = secrets.token_hex(32)
        key = hashlib.sha256(bytes.fromhex(secret)).digest()
        pairing = Pairing(str(uuid.uuid4()), "Test browser", origin, key, self.clock())
        await self.store.write(lambda store: store.add_pairing(pairing))
        return secret

    async def open_session(self, path: str = "/") -> None:
        """Open the dashboard as a user does; the cookie stays in `http`."""
        link = await self.post("/v1/dashboard-links", {"path": path}, self.local)
        async with self.http.get(link["url"]) as answer:
            assert answer.status == 200

    async def post(self, path: str, body: object, headers: Mapping[str, str]) -> dict[str, str]:
        """Post JSON and read the JSON that comes back."""
        async with self.http.post(f"{self.url}{path}", json=body, headers=headers) as answer:
            record: dict[str, str] = await answer.json()
            return record

    async def get_text(self, path: str) -> str:
        """Read a page of the dashboard."""
        async with self.http.get(f"{self.url}{path}") as answer:
            assert answer.status == 200
            return await answer.text()


def make_headers(secret: str) -> dict[str, str]:
    """Make the headers of an authenticated request."""
    return {"Authorization": f"Bearer {secret}", "X-Orderproof": "1"}


@asynccontextmanager
async def run_web(
    folder: Path, *, limits: Limits | None = None, work_limits: WorkLimits | None = None
) -> AsyncIterator[RunningWeb]:
    """Run both applications over a store in a folder."""
    clock, desk, worker = SetClock(), FakeDesk(), Worker(work_limits)
    web_socket, archive_sockets = bind_loopback(0), bind_archive(0)
    assert web_socket is not None
    ports = Ports(get_port(web_socket), get_port(archive_sockets[0]))
    archive_path, local_key = "/run-path-of-this-test", secrets.token_hex(32)
    async with (
        ServedStore(Config(folder), clock=clock) as store,
        aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True), auto_decompress=True) as http,
    ):
        ingest = ServedIngest(store, clock, ())
        app = make_app(
            store,
            ingest,
            desk,
            clock=clock,
            local_key=local_key,
            ports=ports,
            archive_path=archive_path,
            limits=limits,
        )
        archive = make_archive_app(store, ports, archive_path, worker=worker, limits=limits)
        servers = LoopbackServer(app), LoopbackServer(archive)
        await servers[0].start([web_socket])
        await servers[1].start(archive_sockets)
        try:
            yield RunningWeb(
                ports, archive_path, local_key, store, ingest, desk, clock, worker, servers[0], http
            )
        finally:
            for server in servers:
                await server.stop()
            await ingest.close()


def make_capture_json(*parts: dict[str, object], **fields: object) -> dict[str, object]:
    """Make a capture as the extension sends it."""
    return {
        "capture_id": str(uuid.uuid4()),
        "visit_id": str(uuid.uuid4()),
        "captured_at": "2026-08-30T09:00:00Z",
        "time_zone": "Europe/Berlin",
        "url": "https://www.aliexpress.com/p/order/detail.html?orderId=8200000000000001",
        "title": "Order details",
        "language": "en",
        "trigger": "load",
        "account": None,
        "browser": "Chromium 156",
        "extension_version": "0.1.0",
        "parts": list(parts),
        **fields,
    }


def make_page_part(html: str, frame_id: str = "0", url: str | None = None) -> dict[str, object]:
    """Make the part of a frozen document."""
    return {
        "role": "page",
        "media_type": "text/html; charset=utf-8",
        "sha256": hashlib.sha256(html.encode()).hexdigest(),
        "encoding": "utf-8",
        "body": html,
        "frame_id": frame_id,
        "url": url or "https://www.aliexpress.com/p/order/detail.html",
    }


def make_answer_part(answer: object) -> dict[str, object]:
    """Make the part of an API answer."""
    text = answer if isinstance(answer, str) else json.dumps(answer)
    return {
        "role": "api",
        "media_type": "application/json",
        "sha256": hashlib.sha256(text.encode()).hexdigest(),
        "encoding": "utf-8",
        "body": text,
        "url": "https://acs.aliexpress.com/h5/mtop.example.answer/1.0/?data=1",
        "transport": "jsonp",
    }


def make_resource_part(body: bytes, url: str, media_type: str) -> dict[str, object]:
    """Make the part that lists a resource."""
    return {
        "role": "resource",
        "media_type": media_type,
        "sha256": hashlib.sha256(body).hexdigest(),
        "url": url,
        "size": len(body),
    }
