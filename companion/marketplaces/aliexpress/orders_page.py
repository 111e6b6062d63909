"""The order list as the buyer sees it: one card for each order, ten more with each "View orders".

Families: cards `.order-item` with `data-pl` marks (2022-2026, a real card of 2023; golden order_list/page-*),
and the table `#buyer-ordertable` of before 2022 (orders_table.py).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from companion.marketplaces.aliexpress.fields import find_order_id
from companion.marketplaces.aliexpress.kinds import NAME
from companion.marketplaces.aliexpress.orders_table import TABLE, parse_order_table
from companion.marketplaces.aliexpress.page import PageReading
from companion.marketplaces.aliexpress.page_barriers import note_unread
from companion.marketplaces.aliexpress.page_coverage import read_page_coverage
from companion.marketplaces.aliexpress.page_fields import (
    find_linked_order,
    find_shown_order,
    make_order_url,
    read_day,
    read_price,
    read_seller,
)
from companion.marketplaces.aliexpress.page_lines import LIST, read_page_lines, read_pictures
from companion.marketplaces.aliexpress.states import find_state
from companion.marketplaces.dom import Spot
from companion.model import Order, OrderLine, PageKind, Parsed

_CARD = ".order-item"
_HEADER = ('[data-pl="order_item_header_info"]', ".order-item-header-right-info")
_STATUS = (
    ".order-item-header-status-text",
    '[data-pl="order_item_header_status"]',
    ".order-item-header-status",
)
_TOTAL = ('[data-pl="order_item_content_price_total"]', ".order-item-content-opt-price-total")
_LINES = (".order-item-content-body", ".order-item-content-info")
_PICTURES = (
    ".order-item-content-img-list .order-item-content-img",
    ".order-item-content-img-list img",
    ".order-item-content-img-list a",
)
_DETAIL_LINK = 'a[href*="/order/detail.html"], a[href*="order_detail.htm"]'
_CONFIRM_LINK = 'a[href*="/trade/confirm.html"]'
_EMPTY = ".comet-empty, [class*=empty], [class*=no-data], [class*=nodata]"


def parse_order_list_page(reading: PageReading) -> Parsed:
    """Read every order that a list page shows."""
    table = reading.root.find(TABLE)
    if table.is_present:
        return parse_order_table(table, reading)
    cards = reading.root.outermost(_CARD)
    seen = read_page_coverage(reading.root)
    orders = _unique(order for card in cards if (order := _parse_card(card, reading, seen.tab)))
    if not cards and not reading.root.find(_DETAIL_LINK).is_present:
        note_unread(reading, "order list", _is_empty)
    _note_missed(orders, reading)
    is_list = bool(orders) or (_is_empty(reading.root) and not reading.problems.all())
    coverage = replace(seen, shown=len(orders)) if is_list else None
    return Parsed(NAME, PageKind.ORDER_LIST, orders=orders, coverage=coverage)


def _parse_card(card: Spot, reading: PageReading, tab: str | None) -> Order | None:
    header = card.find(*_HEADER)
    order_id = _read_order_id(card, header)
    if order_id is None:
        card.problem("order_id", "an order without its id")
        return None
    status = card.find(*_STATUS)
    label = status.text("site_state")
    if label is None:
        status.problem("site_state", "an order without its state")
    total = _must_be(card.find(*_TOTAL), "total")
    price = read_price(total, "total", reading)
    confirm = frozenset({"CONFIRM_GOODS"}) if card.find(_CONFIRM_LINK).is_present else frozenset[str]()
    return Order(
        order_id=order_id,
        state=find_state(confirm, None, label, tab),
        site_state=label,
        placed_on=read_day(_must_be(header, "placed_on"), "placed_on", reading),
        total=price,
        seller=read_seller(card, reading),
        url=make_order_url(order_id),
        lines=_read_lines(card, order_id, reading, price.currency if price else None),
    )


def _read_order_id(card: Spot, header: Spot) -> str | None:
    """Read the id from the links of a card, else the only long number of its header; never by a label."""
    linked, shown = find_linked_order(card), find_shown_order(header)
    if linked and shown and linked != shown:
        header.problem("order_id", "another order than the one it links to")
    return linked or shown


def _must_be(spot: Spot, field: str) -> Spot:
    """Give a place that every card has; where it is gone, the page has changed."""
    if not spot.see():
        spot.problem(field, "nothing where it stood")
    return spot


def _read_lines(
    card: Spot, order_id: str, reading: PageReading, currency: str | None
) -> tuple[OrderLine, ...]:
    """Read a card's lines; a card of several products may show their pictures and nothing else."""
    pictures = card.find_all(*_PICTURES)
    if pictures:
        return read_pictures(pictures, order_id, reading)
    lines = read_page_lines(card.find_all(*_LINES), LIST, order_id, reading, currency)
    if not lines:
        card.problem("lines", "an order without its products")
    return lines


def _unique(orders: Iterable[Order]) -> tuple[Order, ...]:
    return tuple({order.order_id: order for order in orders}.values())


def _note_missed(orders: tuple[Order, ...], reading: PageReading) -> None:
    """Say that orders are linked which no card gave: then the cards are built another way by now."""
    links = (find_order_id(link.attribute("href")) for link in reading.root.find_all(_DETAIL_LINK))
    missed = {found for found in links if found} - {order.order_id for order in orders}
    if missed:
        field = "orders" if orders else "data"
        reading.problems.add(field, "page", f"{len(missed)} linked orders that could not be read")


def _is_empty(root: Spot) -> bool:
    """Tell a list that shows on purpose that there is nothing."""
    return root.find(_EMPTY).is_present
