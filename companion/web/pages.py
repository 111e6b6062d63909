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
from companion.protection.wording import UNHEARD, UNHEARD_NEXT
from companion.store.advice import make_next_action
from companion.web.cards import Reader, make_reader
from companion.web.conversation_card import make_talks
from companion.web.dispute_cards import make_dispute_cards
from companion.web.keys import ARCHIVE_PATH, CLOCK, LOOKOUT, NOTICES, PORTS, SETTINGS, STORE
from companion.web.order_page import make_order_page
from companion.web.overview import make_overview
from companion.web.pairing import PAIRING_DESK
from companion.web.pairing_list import Paired, make_about_words, make_queue_words
from companion.web.pairing_routes import list_paired
from companion.web.pictures import find_picture, make_picture_answer
from companion.web.wording import find_locale, make_age_words, make_keeping_words

STATIC_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


@dataclass(frozen=True, slots=True)
class BrowserCard:
    """A paired browser."""

    pairing_id: str
    name: str
    since: str
    queue: str | None
    about: str
    needs_care: bool


async def get_overview(request: web.Request) -> web.Response:
    """GET /: orders by urgency, what waits for a decision, and what went wrong."""
    reader = make_page_reader(request)
    lookout = request.app[LOOKOUT]
    overview = await request.app[STORE].read(lambda store: make_overview(store, lookout, reader))
    browsers = await list_paired(request.app)
    context = {
        "overview": overview,
        "pending": request.app[PAIRING_DESK].find_pending(),
        "browsers": [_make_browser_card(one, reader) for one in browsers if one.revoked_at is None],
        "channel": request.app[NOTICES].channel,
        "keeping": make_keeping_words(request.app[SETTINGS].keep_listings_days),
        "undecoded_next": make_next_action("frame"),
        "unheard": f"{UNHEARD} {UNHEARD_NEXT}",
        "version": __version__,
    }
    return aiohttp_jinja2.render_template("overview.html", request, context)


async def get_order(request: web.Request) -> web.Response:
    """GET /orders/{order_id}: all that is known of an order."""
    reader = make_page_reader(request)
    order_id = request.match_info["order_id"]
    record = await request.app[STORE].read(lambda store: store.find_order(order_id))
    if record is None:
        raise NotFound("This order is not in the archive.", "Open its page on the site once.")
    sources = await request.app[STORE].read(lambda store: store.field_sources(order_id, record.marketplace))
    context = {
        "page": make_order_page(record, reader),
        "talks": await request.app[STORE].read(lambda store: make_talks(store, record, reader)),
        "disputes": make_dispute_cards(record, sources, reader),
        "version": __version__,
    }
    return aiohttp_jinja2.render_template("order.html", request, context)


async def get_line_picture(request: web.Request) -> web.StreamResponse:
    """GET /orders/{order_id}/lines/{line_id}/picture: the archived picture, or a placeholder."""
    order_id, line_id = request.match_info["order_id"], request.match_info["line_id"]
    return make_picture_answer(await find_picture(request.app[STORE], order_id, line_id))


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


def make_page_reader(request: web.Request) -> Reader:
    """Tell for whom a page is made, and when."""
    return make_reader(request.app[CLOCK](), find_locale(request.headers.get("Accept-Language", "")))


def _make_browser_card(paired: Paired, reader: Reader) -> BrowserCard:
    report = paired.last_report.report if paired.last_report else None
    return BrowserCard(
        pairing_id=paired.id,
        name=paired.name,
        since=make_age_words(paired.created_at, reader.now),
        queue=", ".join(make_queue_words(report, reader.now)) if report else None,
        about=make_about_words(paired, reader.now),
        needs_care=report is not None and bool(report.refused or report.lost.orders or report.lost.listings),
    )
