"""A site of bare pages and calls, for the tests of what the content scripts do to a page.

Every host of the marketplace is answered. `/h5/<api>/1.0/` answers with what `answers` holds for the api,
else with an envelope that repeats the request's data; JSONP with the site's leading space. Pages come from
`pages`, then from `tests/browser/probe/`, then from the extension's folder below `/extension/`.
`/slow/…` answers after the event `go`. Whatever asks for a socket gets one of `sockets`.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from aiohttp import web

from tests.browser.browser import Launch
from tests.browser.certificate import make_certificate
from tests.browser.pictures import make_picture
from tests.browser.socket_feed import SocketFeed, is_socket

SITE = "https://www.aliexpress.com"
HOSTS = ("*.aliexpress.com", "*.m.aliexpress.com", "*.aliexpress.us", "*.alicdn.com")
_PROBES = Path(__file__).with_name("probe")
_ROOT = Path(__file__).parents[2]
_CORS = {"Access-Control-Allow-Credentials": "true", "Access-Control-Expose-Headers": "x-probe"}


class ProbeSite:
    """The server."""

    def __init__(self) -> None:
        self._certificate = make_certificate(HOSTS)
        self.pages: dict[str, str] = {}
        self.answers: dict[str, str] = {}
        self.seen: list[str] = []
        self.sockets = SocketFeed()
        self.go = asyncio.Event()
        self.port = 0

    def make_launch(self, name: str, extension: Path | None = None) -> Launch:
        """Make the launch of a browser that takes this server for the shop."""
        return Launch(name, extension, marketplace_port=self.port, certificate_pin=self._certificate.pin)

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Answer one request."""
        self.seen.append(f"{request.method} {request.host}{request.path}")
        if is_socket(request):
            return await self.sockets.serve(request)
        if request.path.startswith("/slow/"):
            await self.go.wait()
        if request.path.startswith("/gone/"):
            return web.Response(status=404, text='{"gone": true}', content_type="application/json")
        if "/h5/" in request.path or request.path.endswith(".json"):
            return await self._serve_call(request)
        if request.path.endswith(".png"):
            return web.Response(body=make_picture(request.path.rpartition("/")[2]), content_type="image/png")
        if request.path.endswith(".css"):
            return web.Response(text=self.pages.get(request.path, ""), content_type="text/css")
        return self._serve_page(request.path)

    def _serve_page(self, path: str) -> web.Response:
        text = self.pages.get(path)
        folder, name = (
            (_ROOT, path[1:]) if path.startswith("/extension/") else (_PROBES, path.rpartition("/")[2])
        )
        if text is None and not (name and (folder / name).is_file()):
            return web.Response(status=404)
        kind = "text/javascript" if path.endswith(".js") else "text/html"
        return web.Response(text=text or (folder / name).read_text("utf-8"), content_type=kind)

    async def _serve_call(self, request: web.Request) -> web.Response:
        parts = request.path.split("/h5/", 1)
        api = parts[1].split("/", 1)[0] if len(parts) == 2 else request.path.rpartition("/")[2]
        data = await request.text() if request.method == "POST" else request.query.get("data", "")
        text = self.answers.get(api)
        if text is None:
            text = json.dumps(
                {"api": api, "ret": ["SUCCESS::made"], "data": {"asked": data, "word": "pão—日本"}}
            )
        callback = request.query.get("callback")
        if callback is not None:
            return web.Response(text=f" {callback}({text})", content_type="text/javascript")
        headers = {
            **_CORS,
            "Access-Control-Allow-Origin": request.headers.get("Origin", SITE),
            "x-probe": "1",
        }
        return web.Response(text=text, content_type="application/json", headers=headers)

    @asynccontextmanager
    async def run(self) -> AsyncIterator[ProbeSite]:
        """Listen on a free port until the block ends."""
        application = web.Application(client_max_size=16 << 20)
        application.router.add_route("*", "/{path:.*}", self.serve)
        runner = web.AppRunner(application, access_log=None, shutdown_timeout=1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0, ssl_context=self._certificate.context).start()
        self.port = int(runner.addresses[0][1])
        try:
            yield self
        finally:
            self.go.set()
            await runner.cleanup()
