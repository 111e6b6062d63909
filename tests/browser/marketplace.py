"""The fake marketplace: an HTTPS server on a free port that real browsers take for the real shop.

    async with run_marketplace() as marketplace:
        launch = marketplace.make_launch("firefox", extension=Path("extension"))
        async with open_browser(launch) as browser:
            page = await browser.open(ORDERS_PAGE)
            await page.wait_for("document.body.dataset.state === 'SUCCESS'")
            await page.click("[data-pl=order_more] button")      # "View orders": page 2, by POST

    marketplace.case = Case.LOGGED_OUT       # what the API answers from now on
    marketplace.serve_folder(folder)         # answers from files instead of the invented orders
    marketplace.serve(answers, front)        # any other answers, and the language its pages are in
    marketplace.requests                     # everything that was asked, in order
    marketplace.strangers                    # hosts asked for that are not the shop's
    marketplace.sockets                      # the chat's sockets: what they say and hear (socket_feed.py)
    marketplace.chat                         # the conversation that chat pages show (chat_service.py)

Pages: `/p/order/index.html`, `/p/order/detail.html?orderId=`, `/p/tracking/index.html?tradeOrderId=`,
`/p/message/index.html?orderId=` (with `build=` a whole chat: chat_shells.py), `/item/<id>.html`, on `m.`
the returns (`/p/refund-dispute/list.html`) and a refund's amount
(`/p/refund-amount/detail.html?tradeOrderLineId=`), on `trade.` a dispute
(`/issue/fastissue/Detail.htm?reverseOrderLineId=`); any other path is a page of an unknown kind. When a page
has rendered, `document.body.dataset.state` is the code of its last answer. Looking at it without extension:
`PYTHONPATH=.:scripts python -m tests.browser.marketplace` prints its port.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from fnmatch import fnmatch
from html import escape
from pathlib import Path
from string import Template

from aiohttp import web

from tests.browser.answers import calls
from tests.browser.answers.calls import Answers, FolderAnswers, MadeAnswers
from tests.browser.answers.disputes import load_disputes
from tests.browser.answers.samples import Days, load_orders
from tests.browser.browser import Launch
from tests.browser.certificate import make_certificate
from tests.browser.chat_service import ChatService
from tests.browser.chat_shells import find_chat_scripts
from tests.browser.pictures import make_picture
from tests.browser.rpc import Node
from tests.browser.socket_feed import CHAT_HOST, CHAT_PATH, SocketFeed, is_socket

SITE = "https://www.aliexpress.com"
ORDERS_PAGE = f"{SITE}/p/order/index.html"
HOSTS = (
    "*.aliexpress.com",
    "*.m.aliexpress.com",
    "*.aliexpress.us",
    "*.alicdn.com",
    "*.aliexpress-media.com",
)
_PICTURE_HOSTS = ("*.alicdn.com", "*.aliexpress-media.com")
_ASSETS = "https://assets.aliexpress-media.com/g/shop"
_SHOP = Path(__file__).with_name("shop")
_KINDS = {".css": "text/css", ".js": "text/javascript"}
_PAGES = {
    "/p/order/index.html": ("orders", "Orders"),
    "/p/order/detail.html": ("detail", "Order details"),
    "/p/tracking/index.html": ("tracking", "Tracking"),
    "/p/message/index.html": ("message", "Messages"),
    "/p/refund-dispute/list.html": ("refunds", "Returns"),
    "/p/refund-amount/detail.html": ("dispute", "Refund"),
    "/issue/fastissue/Detail.htm": ("dispute", "Dispute"),
}


class Case(StrEnum):
    """How the API behaves."""

    NORMAL = "normal"
    TOKEN_EXPIRED = "token_expired"
    LOGGED_OUT = "logged_out"
    CAPTCHA = "captcha"
    EMPTY_DETAIL = "empty_detail"
    CHANGED_LAYOUT = "changed_layout"
    RENAMED_KEY = "renamed_key"


@dataclass(frozen=True, slots=True)
class Front:
    """How the shop meets a buyer: how its pages are written, and what they name in every call."""

    language: str = "en"
    direction: str = "ltr"
    context: Mapping[str, object] = field(
        default_factory=lambda: {
            "timeZone": "GMT+0000",
            "_lang": "en_US",
            "_currency": "USD",
            "shipToCountry": "DE",
        }
    )


@dataclass(frozen=True, slots=True)
class SeenRequest:
    """One request that reached the marketplace."""

    method: str
    host: str
    path: str
    query: str
    api: str
    data: str


class FakeMarketplace:
    """The server; start it, point browsers at it, stop it."""

    def __init__(self, *, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._clock = clock
        self._certificate = make_certificate(HOSTS)
        self._runner: web.AppRunner | None = None
        self._answers: Answers = MadeAnswers([], Days(clock().date()))
        self._front = Front()
        self._renewed: set[str] = set()
        self.case = Case.NORMAL
        self.requests: list[SeenRequest] = []
        self.strangers: list[str] = []
        self.sockets = SocketFeed()
        self.chat = ChatService(clock, self.sockets)
        self.port = 0
        self.serve_made()

    @property
    def pin(self) -> str:
        """The public key that Chromium is told to excuse."""
        return self._certificate.pin

    async def start(self) -> None:
        """Listen on a free port of 127.0.0.1."""
        application = web.Application(client_max_size=1 << 20)
        application.router.add_route("*", "/{path:.*}", self._serve)
        self._runner = web.AppRunner(application, access_log=None)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0, ssl_context=self._certificate.context)
        await site.start()
        self.port = int(self._runner.addresses[0][1])

    async def stop(self) -> None:
        """Stop listening and drop open connections."""
        await self.sockets.close()
        if self._runner is not None:
            await self._runner.cleanup()

    def serve_made(self) -> None:
        """Answer with the invented orders, counted from today."""
        self._answers = MadeAnswers(load_orders(), Days(self._clock().date()), load_disputes())

    def serve_folder(self, folder: Path) -> None:
        """Answer with the files of a folder, each known by its own `api`."""
        self._answers = FolderAnswers(folder)

    def serve(self, answers: Answers, front: Front) -> None:
        """Answer with other answers, on pages written for a certain buyer."""
        self._answers, self._front = answers, front

    def make_launch(self, name: str, extension: Path | None = None, *, headless: bool = True) -> Launch:
        """Make the launch of a browser that takes this server for the shop and reaches nothing else."""
        return Launch(
            name, extension, marketplace_port=self.port, certificate_pin=self.pin, headless=headless
        )

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        host = request.host.partition(":")[0]
        data = await _read_data(request)
        api = request.path.split("/")[2].lower() if request.path.startswith("/h5/") else ""
        self.requests.append(SeenRequest(request.method, host, request.path, request.query_string, api, data))
        if any(fnmatch(host, pattern) for pattern in _PICTURE_HOSTS):
            return _serve_file(request.path)
        if is_socket(request) and (host, request.path) == (CHAT_HOST, CHAT_PATH):
            return await self.sockets.serve(request)
        if api:
            return await self._serve_answer(request, api, data)
        if any(fnmatch(host, pattern) for pattern in HOSTS):
            return _serve_page(request, self._front)
        self.strangers.append(host)
        return web.Response(status=421, text="This is the fake marketplace; it stands in for one shop only.")

    async def _serve_answer(self, request: web.Request, api: str, data: str) -> web.Response:
        asked = Node(json.loads(data)) if data else Node({})
        text = await self.chat.find(api, asked) or self._make_answer(api, asked)
        callback = request.query.get("callback")
        if callback is not None:  # the leading space is the site's
            return web.Response(text=f" {callback}({text})", content_type="text/javascript")
        origin = request.headers.get("Origin", SITE)
        headers = {"Access-Control-Allow-Origin": origin, "Access-Control-Allow-Credentials": "true"}
        return web.Response(text=text, content_type="application/json", headers=headers)

    def _make_answer(self, api: str, data: Node) -> str:
        failure = self._find_failure(api)
        if failure is not None:
            return failure
        answer = self._answers.find(api, data)
        if answer is None:
            return calls.make_failure(api, "FAIL_SYS_API_NOT_FOUNDED::no such API here")
        if self.case is Case.CHANGED_LAYOUT:
            return answer.replace("pc_om_list_order", "trade_list_card").replace("detail_", "trade_page_")
        if self.case is Case.RENAMED_KEY:
            return answer.replace('"statusText"', '"stateText"')
        return answer

    def _find_failure(self, api: str) -> str | None:
        if self.case is Case.TOKEN_EXPIRED and api not in self._renewed:
            self._renewed.add(api)
            return calls.make_failure(api, "FAIL_SYS_TOKEN_EXOIRED::token expired")
        if self.case is Case.LOGGED_OUT:
            return calls.make_failure(api, "FAIL_SYS_SESSION_EXPIRED::session expired")
        if self.case is Case.CAPTCHA:
            where = {"url": f"{SITE}/_____tmd_____/punish?x5secdata=made-up"}
            return calls.make_failure(api, "FAIL_SYS_USER_VALIDATE::please verify", where)
        if self.case is Case.EMPTY_DETAIL and api == calls.DETAIL:
            return calls.make_envelope(api, calls.make_empty_detail())
        return None


@asynccontextmanager
async def run_marketplace() -> AsyncIterator[FakeMarketplace]:
    """Start a marketplace and stop it at the end."""
    marketplace = FakeMarketplace()
    await marketplace.start()
    try:
        yield marketplace
    finally:
        await marketplace.stop()


async def _read_data(request: web.Request) -> str:
    if request.method == "POST":
        form = await request.post()
        return str(form.get("data", ""))
    return request.query.get("data", "")


def _serve_page(request: web.Request, front: Front) -> web.Response:
    path = request.path
    page, title = _PAGES.get(path, ("item", "Product") if path.startswith("/item/") else ("other", "Coupons"))
    chat = find_chat_scripts(request.host, path, request.query.get("build", ""))
    shell = Template((_SHOP / "page.html").read_text("utf-8")).substitute(
        page=page,
        style="chat" if chat else "shop",
        scripts="\n".join(f'<script src="{_ASSETS}/{script}.js"></script>' for script in chat or (page,)),
        title=title,
        language=front.language,
        direction=front.direction,
        context=escape(json.dumps(front.context)),
    )
    response = web.Response(text=shell, content_type="text/html")
    # The site keeps a half of its token where its scripts can read it; it must never reach a capture.
    response.set_cookie("_m_h5_tk", "feedfacecafebeef_1790000000000", domain=".aliexpress.com", path="/")
    return response


def _serve_file(path: str) -> web.Response:
    name = path.rpartition("/")[2]
    cached = {"Cache-Control": "max-age=86400"}
    if path.endswith(".mp4"):
        return web.Response(body=f"a film: {name}".encode(), content_type="video/mp4", headers=cached)
    if path.startswith("/kf/"):
        return web.Response(body=make_picture(name), content_type="image/png", headers=cached)
    file = _SHOP / name
    if path != f"/g/shop/{name}" or file.suffix not in _KINDS or not file.is_file():
        return web.Response(status=404)
    return web.Response(
        body=file.read_bytes(), content_type=_KINDS[file.suffix], charset="utf-8", headers=cached
    )


async def _show() -> None:
    async with run_marketplace() as marketplace:
        print(f"https://127.0.0.1:{marketplace.port}", flush=True)  # noqa: T201
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(_show())
