"""The dashboard's routes."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from http import HTTPStatus
from importlib import resources

import aiohttp_jinja2
from aiohttp import web

from companion import __version__
from companion.errors import NotFound
from companion.store import Pairing
from companion.web.cards import PLACEHOLDER, Reader, make_reader
from companion.web.keys import ARCHIVE_PATH, CLOCK, LOOKOUT, NOTICES, PORTS, STORE
from companion.web.order_page import make_order_page
from companion.web.overview import make_overview
from companion.web.pairing import PAIRING_DESK
from companion.web.pictures import find_picture
from companion.web.wording import find_locale, make_age_words

STATIC_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


@dataclass(frozen=True, slots=True)
class BrowserCard:
    """A paired browser."""

    pairing_id: str
    name: str
    origin: str
    since: str
    seen: str | None


async def get_overview(request: web.Request) -> web.Response:
    """GET /: orders by urgency, what waits for a decision, and what went wrong."""
    reader = _make_reader(request)
    lookout = request.app[LOOKOUT]
    overview = await request.app[STORE].read(lambda store: make_overview(store, lookout, reader))
    pairings = await request.app[STORE].read(lambda store: store.list_pairings())
    context = {
        "overview": overview,
        "pending": request.app[PAIRING_DESK].find_pending(),
        "browsers": [_make_browser_card(p, reader) for p in pairings if p.revoked_at is None],
        "channel": request.app[NOTICES].channel,
        "version": __version__,
    }
    return aiohttp_jinja2.render_template("overview.html", request, context)


async def get_order(request: web.Request) -> web.Response:
    """GET /orders/{order_id}: all that is known of an order."""
    reader = _make_reader(request)
    order_id = request.match_info["order_id"]
    record = await request.app[STORE].read(lambda store: store.find_order(order_id))
    if record is None:
        raise NotFound("This order is not in the archive.", "Open its page on the site once.")
    return aiohttp_jinja2.render_template(
        "order.html", request, {"page": make_order_page(record, reader), "version": __version__}
    )


async def get_line_picture(request: web.Request) -> web.StreamResponse:
    """GET /orders/{order_id}/lines/{line_id}/picture: the archived picture, or a placeholder."""
    order_id, line_id = request.match_info["order_id"], request.match_info["line_id"]
    picture = await find_picture(request.app[STORE], order_id, line_id)
    if picture is None:
        return web.Response(status=HTTPStatus.FOUND, headers={"Location": PLACEHOLDER})
    response = web.Response(body=picture.body, content_type=picture.media_type)
    response.headers["Cache-Control"] = "private, max-age=600"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


async def get_capture(request: web.Request) -> web.Response:
    """GET /captures/{capture_id}: on to the archive, which is an origin of its own."""
    capture_id = request.match_info["capture_id"]
    url = f"http://localhost:{request.app[PORTS].archive}{request.app[ARCHIVE_PATH]}/captures/{capture_id}"
    return web.Response(status=HTTPStatus.FOUND, headers={"Location": url})


async def get_static(request: web.Request) -> web.Response:
    """GET /static/{name}: one of the files that came with the program."""
    name = request.match_info["name"]
    found = await asyncio.to_thread(_find_static, name)
    if found is None:
        raise web.HTTPNotFound
    suffix = name[name.rindex(".") :]
    response = web.Response(body=found, content_type=STATIC_TYPES[suffix], charset="utf-8")
    response.headers["Cache-Control"] = "no-cache"
    return response


def _find_static(name: str) -> bytes | None:
    # By its name among the names there are, so that no path can be spelled.
    for file in resources.files("companion.web").joinpath("static").iterdir():
        if file.name == name and name.endswith(tuple(STATIC_TYPES)):
            return file.read_bytes()
    return None


def _make_reader(request: web.Request) -> Reader:
    return make_reader(request.app[CLOCK](), find_locale(request.headers.get("Accept-Language", "")))


def _make_browser_card(pairing: Pairing, reader: Reader) -> BrowserCard:
    return BrowserCard(
        pairing_id=pairing.pairing_id,
        name=pairing.name,
        origin=pairing.origin,
        since=make_age_words(pairing.created_at, reader.now),
        seen=make_age_words(pairing.last_seen_at, reader.now) if pairing.last_seen_at else None,
    )
