"""The order page as the buyer sees it.

Families: `.order-detail-info`, `.order-detail-item-content-wrap`, `.order-price` with `data-pl` marks
(2022-2026; rows and prices also from real German fragments of 2026; golden order_detail/page-*), and the page
of before 2022 (order_page_old.py). Of the receiver only the country leaves.
"""

from __future__ import annotations

from dataclasses import replace

from companion.marketplaces.aliexpress.fields import find_order_id
from companion.marketplaces.aliexpress.kinds import NAME
from companion.marketplaces.aliexpress.order_page_old import is_old_page, parse_old_order_page
from companion.marketplaces.aliexpress.page import PageReading
from companion.marketplaces.aliexpress.page_barriers import note_unread
from companion.marketplaces.aliexpress.page_fields import (
    find_linked_order,
    find_shown_order,
    make_order_url,
    read_seller,
)
from companion.marketplaces.aliexpress.page_info import read_info
from companion.marketplaces.aliexpress.page_lines import DETAIL, read_page_lines
from companion.marketplaces.aliexpress.page_prices import read_prices
from companion.marketplaces.aliexpress.page_statements import parse_page_statements
from companion.marketplaces.aliexpress.privacy import find_country
from companion.marketplaces.aliexpress.states import NOT_COMPLETED, find_state
from companion.marketplaces.dom import Spot
from companion.model import Order, PageKind, Parsed

_STATUS = (".order-status .order-block-title", ".order-status-title")
_STATUS_BLOCK = ".order-status"
_ID_ROW = ('[data-pl="order_detail_gray_id"]',)
_INFO = ".order-detail-info, .order-info"
_ITEMS = ".order-detail-item-content-wrap"
_PRICES = ".order-price, .order-summary"
_WHOLE = ".order-detail-info"
_CONFIRM_LINK = 'a[href*="/trade/confirm.html"]'


def parse_order_page(reading: PageReading) -> Parsed:
    """Read one order and what its page says about the buyer's rights."""
    nothing = Parsed(NAME, PageKind.ORDER_DETAIL)
    root = reading.root
    if is_old_page(root):
        return parse_old_order_page(reading)
    if not any(root.find(one).is_present for one in (_INFO, _ITEMS, _PRICES, _STATUS_BLOCK)):
        note_unread(reading, "order")
        return nothing
    order_id = find_page_order(root.find(*_ID_ROW), reading)
    if order_id is None:
        return nothing
    order = _parse_order(order_id, reading)
    _note_gone(order, reading)
    statements = parse_page_statements(order_id, order.placed_on, reading)
    return replace(nothing, orders=(order,), statements=statements)


def find_page_order(row: Spot, reading: PageReading) -> str | None:
    """Find the order a page is about: the id it shows in its row, else its address, else its links."""
    shown = find_shown_order(row) or find_shown_order(row.parent())
    asked = find_order_id(reading.url)
    if shown and asked and shown != asked:
        row.problem("order_id", "another order than the one asked for")
    found = shown or asked or find_linked_order(reading.root)
    if found is None:
        reading.problems.add("order_id", "page", "no order id")
    return found


def _parse_order(order_id: str, reading: PageReading) -> Order:
    root = reading.root
    status = root.find(*_STATUS)
    label = status.text("site_state")
    confirm = frozenset({"CONFIRM_GOODS"}) if root.find(_CONFIRM_LINK).is_present else frozenset[str]()
    state = find_state(confirm, None, label)
    info = read_info(root.find_all(_INFO), reading)
    prices = read_prices(root.find_all(_PRICES), reading)
    currency = prices.total.currency if prices.total else None
    return Order(
        order_id=order_id,
        state=state,
        site_state=label,
        placed_on=info.placed_on,
        paid_on=info.paid_on,
        shipped_on=info.shipped_on,
        completed_on=None if state in NOT_COMPLETED else info.completed_on,
        total=prices.total,
        price_rows=prices.rows,
        seller=read_seller(root, reading),
        payment_method=info.payment_method,
        ship_to_country=find_country(root, reading.setting.language),
        url=make_order_url(order_id),
        lines=read_page_lines(root.find_all(_ITEMS), DETAIL, order_id, reading, currency),
    )


def _note_gone(order: Order, reading: PageReading) -> None:
    """Say what every whole page of this family has and this one has not: the page has changed."""
    if not reading.root.find(_STATUS_BLOCK).is_present or not reading.root.find(_WHOLE).is_present:
        return  # a piece of a page, or one that has not drawn everything yet
    told = {problem.field for problem in reading.problems.all()}
    shown = (
        ("site_state", order.site_state, {"site_state"}),
        ("placed_on", order.placed_on, {"placed_on", "dates"}),
        ("total", order.total, {"total"}),
        ("lines", order.lines, {"lines"}),
    )
    for field, value, fields in shown:
        if not value and not fields & told:
            reading.problems.add(field, "page", "nothing where it stood")
