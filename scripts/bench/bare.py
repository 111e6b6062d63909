"""A bare server of the companion's kind: aiohttp, an SQLite file and one route."""

from __future__ import annotations

import socket
import sqlite3
import sys

from aiohttp import web

READY = "serves on port"


def main(path: str) -> None:
    """Serve until the process is ended."""
    rows = sqlite3.connect(path, isolation_level=None)
    rows.execute("PRAGMA journal_mode = WAL")
    rows.execute("PRAGMA synchronous = FULL")
    rows.execute("CREATE TABLE IF NOT EXISTS captures (capture_id TEXT PRIMARY KEY, url TEXT) STRICT")

    async def get_hello(_request: web.Request) -> web.Response:
        [(count,)] = rows.execute("SELECT count(*) FROM captures").fetchall()
        return web.json_response({"captures": count})

    app = web.Application()
    app.router.add_get("/v1/hello", get_hello)
    bound = socket.create_server(("127.0.0.1", 0))
    print(READY, bound.getsockname()[1], flush=True)
    web.run_app(app, sock=bound, print=None, access_log=None)


if __name__ == "__main__":
    main(sys.argv[1])
