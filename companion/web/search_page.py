"""GET /search: what was kept, found by its words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import urlencode

import aiohttp_jinja2
from aiohttp import web

from companion import __version__
from companion.model import Author, PageKind
from companion.protection.wording import page_words
from companion.store import Found, Hit, ItemKind, Piece, Wish, is_searchable
from companion.web.cards import Reader, make_order_path
from companion.web.conversation_card import make_conversation_path
from companion.web.keys import STORE
from companion.web.pages import make_page_reader
from companion.web.wording import make_day_words, make_moment_words, make_name_words

MAX_QUERY_CHARACTERS = 200
_SHOWN, _MOST = 50, 200

_KIND_WORDS = {
    ItemKind.ORDER: "Order",
    ItemKind.LINE: "Product",
    ItemKind.PARCEL: "Parcel",
    ItemKind.DISPUTE: "Dispute",
    ItemKind.MESSAGE: "Message",
    ItemKind.STATEMENT: "Promise",
    ItemKind.PAGE: "Archived page",
}
_FILTER_WORDS = {
    ItemKind.ORDER: "Orders",
    ItemKind.LINE: "Products",
    ItemKind.PARCEL: "Parcels",
    ItemKind.DISPUTE: "Disputes",
    ItemKind.MESSAGE: "Messages",
    ItemKind.STATEMENT: "Promises",
    ItemKind.PAGE: "Archived pages",
}

_WRITTEN_BY = {
    Author.BUYER: "You wrote",
    Author.SELLER: "The seller wrote",
    Author.PLATFORM: "AliExpress wrote",
    Author.BOT: "A robot wrote",
    None: "Message",
}


@dataclass(frozen=True, slots=True)
class HitCard:
    """One hit, ready for the template."""

    kind: ItemKind
    label: str
    when: str
    title: tuple[Piece, ...]
    snippet: tuple[Piece, ...]
    path: str
    opens_archive: bool
    order_id: str | None
    order_path: str | None
    seller: str | None
    archived_path: str | None
    captures: int


@dataclass(frozen=True, slots=True)
class Filter:
    """A way to see only one kind of thing."""

    label: str
    path: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class SearchPage:
    """What the page shows."""

    query: str
    is_searchable: bool
    filters: tuple[Filter, ...]
    hits: tuple[HitCard, ...]
    more_path: str | None
    has_more: bool


async def get_search(request: web.Request) -> web.Response:
    """GET /search?q=TEXT[&kind=KIND][&limit=N]."""
    wish = _read_wish(request)
    found = Found((), has_more=False)
    if is_searchable(wish.text):
        found = await request.app[STORE].read(lambda store: store.search.find(wish))
    page = make_search_page(wish, found, make_page_reader(request))
    return aiohttp_jinja2.render_template("search.html", request, {"page": page, "version": __version__})


def make_search_page(wish: Wish, found: Found, reader: Reader) -> SearchPage:
    """Lay out what was found."""
    return SearchPage(
        query=wish.text,
        is_searchable=is_searchable(wish.text),
        filters=_make_filters(wish),
        hits=tuple(_make_card(hit, reader) for hit in found.hits),
        more_path=_make_path(replace(wish, limit=_MOST)) if found.has_more and wish.limit < _MOST else None,
        has_more=found.has_more,
    )


def _read_wish(request: web.Request) -> Wish:
    kind = request.query.get("kind")
    is_long = request.query.get("limit") == str(_MOST)
    return Wish(
        request.query.get("q", "")[:MAX_QUERY_CHARACTERS].strip(),
        kind=ItemKind(kind) if kind in set(ItemKind) else None,
        limit=_MOST if is_long else _SHOWN,
    )


def _make_filters(wish: Wish) -> tuple[Filter, ...]:
    choices = ((None, "Everything"), *_FILTER_WORDS.items())
    return tuple(
        Filter(label, _make_path(replace(wish, kind=kind, limit=_SHOWN)), wish.kind is kind)
        for kind, label in choices
    )


def _make_path(wish: Wish) -> str:
    fields = {"q": wish.text, "kind": wish.kind, "limit": wish.limit if wish.limit != _SHOWN else None}
    return "/search?" + urlencode({name: value for name, value in fields.items() if value is not None})


def _make_card(hit: Hit, reader: Reader) -> HitCard:
    is_page = hit.kind is ItemKind.PAGE
    archived = f"/captures/{hit.capture_id}" if hit.capture_id else None
    order = make_order_path(hit.order_id) if hit.order_id else None
    return HitCard(
        kind=hit.kind,
        label=_make_label(hit),
        when=_make_when(hit, reader),
        title=hit.title,
        snippet=hit.snippet,
        path=_find_path(hit),
        opens_archive=is_page,
        order_id=hit.order_id,
        order_path=order,
        seller=make_name_words(hit.seller),
        archived_path=None if is_page else archived,
        captures=hit.captures,
    )


def _find_path(hit: Hit) -> str:
    if hit.kind is ItemKind.PAGE:
        return f"/captures/{hit.capture_id}" if hit.capture_id else "/"
    if hit.thread is not None:
        return make_conversation_path(hit.thread)
    return make_order_path(hit.order_id) if hit.order_id else "/"


def _make_label(hit: Hit) -> str:
    if hit.kind is ItemKind.MESSAGE:
        return _WRITTEN_BY[hit.author]
    if hit.kind is ItemKind.PAGE and hit.page_kind not in {None, PageKind.UNKNOWN}:
        words = page_words(hit.page_kind).removeprefix("the ")
        return words[:1].upper() + words[1:]
    return _KIND_WORDS[hit.kind]


def _make_when(hit: Hit, reader: Reader) -> str:
    if hit.kind in {ItemKind.ORDER, ItemKind.LINE}:  # a day of the shop, which no zone moves
        return make_day_words(hit.at.date(), reader.today, reader.locale)
    return make_moment_words(hit.at, reader.zone, reader.locale)
