"""The orders for which nothing runs any more, newest first, a page at a time."""

from __future__ import annotations

from dataclasses import dataclass

import aiohttp_jinja2
from aiohttp import web

from companion import __version__
from companion.errors import NotFound
from companion.lookout import Lookout
from companion.store import Store
from companion.web.cards import OrderCard, Reader, make_order_card, make_reader
from companion.web.keys import CLOCK, LOOKOUT, STORE
from companion.web.wording import find_locale

PER_PAGE = 50
_MOST_DIGITS = 6


@dataclass(frozen=True, slots=True)
class ClosedPage:
    """One page of closed orders; pages are counted from 1."""

    number: int
    pages: int
    total: int
    orders: tuple[OrderCard, ...]

    @property
    def first(self) -> int:
        """The place of its first order among all."""
        return (self.number - 1) * PER_PAGE + 1

    @property
    def last(self) -> int:
        """The place of its last order."""
        return self.first + len(self.orders) - 1


async def get_closed(request: web.Request) -> web.Response:
    """GET /closed: one page of the orders that are over."""
    number = _parse_number(request.query.get("page", "1"))
    reader = make_reader(request.app[CLOCK](), find_locale(request.headers.get("Accept-Language", "")))
    lookout = request.app[LOOKOUT]
    page = await request.app[STORE].read(lambda store: make_closed_page(store, lookout, number, reader))
    return aiohttp_jinja2.render_template("closed.html", request, {"page": page, "version": __version__})


def make_closed_page(store: Store, lookout: Lookout, number: int, reader: Reader) -> ClosedPage:
    """Gather a page of closed orders.

    Raises:
        NotFound: there are not so many.
    """
    running = [order.number for order in lookout.look(store.watch, reader.now).running]
    total = store.watch.count() - len(running)
    pages = max(1, -(-total // PER_PAGE))
    if not 1 <= number <= pages:
        raise _make_no_page()
    records = store.watch.read_others(running, limit=PER_PAGE, offset=(number - 1) * PER_PAGE)
    return ClosedPage(number, pages, total, tuple(make_order_card(record, (), reader) for record in records))


def _parse_number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS):
        raise _make_no_page()
    return int(text)


def _make_no_page() -> NotFound:
    return NotFound("There is no such page of closed orders.", "The overview links to the first one.")
