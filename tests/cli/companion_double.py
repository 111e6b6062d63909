"""A program on a port that answers the way a running companion does, for the commands that ask one."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from companion import __version__
from companion.config import Config, Running, make_private_dir, write_running

LOCAL_KEY = "5f" * 32
PENDING = {
    "id": "3d0c5a7e-1111-4111-8111-000000000001",
    "name": "Firefox on Linux",
    "origin": "moz-extension://3d0c5a7e-1111-4111-8111-00000000000f",
    "code": "ACD-347",
    "created_at": "2026-09-20T00:00:00Z",
    "expires_at": "2026-09-20T00:03:00Z",
}


@dataclass(slots=True)
class Double:
    """What the program answers, and what it was asked."""

    product: str = "orderproof"
    link: str = "http://127.0.0.1:{port}/session/once"
    pending: list[dict[str, str]] = field(default_factory=lambda: [PENDING])
    asked: list[str] = field(default_factory=list)
    keys: list[str | None] = field(default_factory=list)
    port: int = 0

    def answer(self, method: str, target: str) -> tuple[int, object]:
        """Answer one request."""
        url = urlsplit(target)
        self.asked.append(f"{method} {url.path}")
        if url.path == "/v1/hello":
            return 200, self._greet(parse_qs(url.query)["nonce"][0])
        if target == "/v1/pairings":
            return 200, {"pending": self.pending, "pairings": []}
        if target == "/v1/status":
            return 200, {"channel": "desktop", "read_only": False}
        if target == "/v1/dashboard-links":
            return 201, {"url": self.link.format(port=self.port), "expires_at": "2026-09-20T00:01:00Z"}
        if target.startswith(f"/v1/pairings/{PENDING['id']}/"):
            return 204, None
        return 404, {"error": "not_found", "message": "Nothing is here.", "hint": "Look elsewhere."}

    def _greet(self, nonce: str) -> dict[str, object]:
        return {
            "product": self.product,
            "version": __version__,
            "protocols": {"lowest": 1, "highest": 1},
            "nonce": nonce,
            "port": self.port,
            "proof": None,
        }


@contextmanager
def run_double(double: Double, config: Config) -> Iterator[Double]:
    """Let the program answer, noted in a data folder as the running companion."""

    class Handler(BaseHTTPRequestHandler):
        def handle_any(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            key = self.headers.get("Authorization")
            double.keys.append(key if self.headers.get("X-Orderproof") == "1" else None)
            status, answer = double.answer(self.command, self.path)
            body = b"" if answer is None else json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST = handle_any

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    double.port = server.server_port
    make_private_dir(config.data_dir)
    started_at = datetime(2026, 9, 20, tzinfo=UTC)
    write_running(config, Running(double.port, 1, LOCAL_KEY, 1, started_at, __version__))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield double
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
