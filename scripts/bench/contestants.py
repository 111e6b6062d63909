"""Bare servers that do the companion's work on a capture with the same care, and nothing else.

    python -m bench.contestants starlette|fastapi|stdlib FOLDER

Body bounded and inflated within a bound, JSON parsed against types, every part's SHA-256 checked, bytes
compressed (zstd-3) into a file of their name: written, fsync'd, renamed, folder fsync'd; then a row in SQLite
(WAL, synchronous=FULL); then 201. No rules, no journal, no reading of pages: what is left out favours them.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import socket
import sqlite3
import sys
import threading
import zlib
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import msgspec
import zstandard

MAX_BYTES = 16 * 1024 * 1024
READY = "serves on port"


class _Part(msgspec.Struct):
    role: str
    sha256: str
    body: str


class _Capture(msgspec.Struct):
    capture_id: str
    url: str
    parts: list[_Part]


class Keeper:
    """Keeps captures: one connection, one lock, a file for each body."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        for number in range(256):
            (folder / f"{number:02x}").mkdir(parents=True, exist_ok=True)
        self._lock = threading.Lock()
        self._rows = sqlite3.connect(folder / "captures.db", check_same_thread=False, isolation_level=None)
        self._rows.execute("PRAGMA journal_mode = WAL")
        self._rows.execute("PRAGMA synchronous = FULL")
        self._rows.execute(
            "CREATE TABLE captures (capture_id TEXT PRIMARY KEY, url TEXT, hashes TEXT) STRICT"
        )

    def keep(self, body: bytes, is_packed: bool) -> None:
        """Keep one capture; on return it would survive a power cut."""
        capture = msgspec.json.decode(_inflate(body) if is_packed else body, type=_Capture)
        for part in capture.parts:
            self._keep_part(part)
        hashes = ",".join(part.sha256 for part in capture.parts)
        with self._lock:
            self._rows.execute(
                "INSERT INTO captures VALUES (?, ?, ?)", (capture.capture_id, capture.url, hashes)
            )

    def _keep_part(self, part: _Part) -> None:
        data = part.body.encode()
        if hashlib.sha256(data).hexdigest() != part.sha256:
            raise ValueError("the bytes are not the ones their name promises")
        folder = self._folder / part.sha256[:2]
        unfinished = folder / secrets.token_hex(8)
        with unfinished.open("wb") as file:
            file.write(zstandard.ZstdCompressor(level=3).compress(data))
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(folder / part.sha256)
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _inflate(body: bytes) -> bytes:
    stream = zlib.decompressobj(wbits=31)
    data = stream.decompress(body, MAX_BYTES)
    if stream.unconsumed_tail:
        raise ValueError("too large")
    return data


def _bind() -> socket.socket:
    bound = socket.create_server(("127.0.0.1", 0), backlog=128)
    # Accepted sockets take this over; without it an answer may wait 40 ms for a delayed acknowledgement.
    bound.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    print(READY, bound.getsockname()[1], flush=True)
    return bound


def serve_starlette(keeper: Keeper) -> None:
    """Serve with Starlette on uvicorn, the work in its thread pool."""
    from starlette.applications import Starlette
    from starlette.concurrency import run_in_threadpool
    from starlette.requests import Request
    from starlette.responses import JSONResponse
    from starlette.routing import Route

    async def post(request: Request) -> JSONResponse:
        body = await request.body()
        await run_in_threadpool(keeper.keep, body, request.headers.get("content-encoding") == "gzip")
        return JSONResponse({"kept": True}, 201)

    _run_uvicorn(Starlette(routes=[Route("/captures", post, methods=["POST"])]))


def serve_fastapi(keeper: Keeper) -> None:
    """Serve with FastAPI on uvicorn, the work in its thread pool."""
    from fastapi import FastAPI, Request
    from starlette.concurrency import run_in_threadpool

    app = FastAPI()

    async def post(request: Request) -> dict[str, bool]:
        body = await request.body()
        await run_in_threadpool(keeper.keep, body, request.headers.get("content-encoding") == "gzip")
        return {"kept": True}

    # The annotation is looked up in the module, where this import of its own is not.
    post.__annotations__["request"] = Request
    app.post("/captures", status_code=201)(post)
    _run_uvicorn(app)


def _run_uvicorn(app: object) -> None:
    import uvicorn

    config = uvicorn.Config(app, log_level="error", access_log=False)
    uvicorn.Server(config).run(sockets=[_bind()])


def serve_stdlib(keeper: Keeper) -> None:
    """Serve with the standard library, a thread for each connection."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:  # the library's name
            body = self.rfile.read(int(self.headers["Content-Length"]))
            keeper.keep(body, self.headers.get("Content-Encoding") == "gzip")
            self.send_response(201)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", "13")
            self.end_headers()
            self.wfile.write(b'{"kept":true}')

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler, bind_and_activate=False)
    server.socket.close()
    server.socket = _bind()
    server.serve_forever()


SERVERS: dict[str, Callable[[Keeper], None]] = {
    "starlette": serve_starlette,
    "fastapi": serve_fastapi,
    "stdlib": serve_stdlib,
}

if __name__ == "__main__":
    SERVERS[sys.argv[1]](Keeper(Path(sys.argv[2])))
