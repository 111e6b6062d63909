"""The order list of before 2022: the table `#buyer-ordertable`, one body for each order.

Selectors as readers of the page used them in 2017 and 2021 (golden order_list/page-en-2019).
"""

from __future__ import annotations

from companion.marketplaces.aliexpress.countdowns import read_left_time
from companion.marketplaces.aliexpress.kinds import NAME
from companion.marketplaces.aliexpress.page import PageReading
from companion.marketplaces.aliexpress.page_barriers import note_unread
from companion.marketplaces.aliexpress.page_fields import (
    find_linked_order,
    find_shown_order,
    make_order_url,
    read_day,
    read_price,
    read_seller,
)
from companion.marketplaces.aliexpress.page_lines import OLD, read_page_lines
from companion.marketplaces.aliexpress.states import find_state
from companion.marketplaces.dom import Spot
from companion.model import Coverage, Order, PageKind, Parsed, Statement

TABLE = "#buyer-ordertable"

_BODIES = ("tbody.order-item-wraper", "tbody[class*=order-item]")  # the site's own spelling
_ID = (".order-info .first-row .info-body", ".order-info .first-row")
_DATE = (".order-info .second-row .info-body", ".order-info .second-row")
_STATUS = (".order-status .f-left", ".order-status")
_LINES = (".order-body", "tr:has(.product-title)")
_NEXT = ".ui-pagination-next"


def parse_order_table(table: Spot, reading: PageReading) -> Parsed:
    """Read every order of the table, and how long each is still protected."""
    bodies = table.find_all(*_BODIES)
    orders: dict[str, Order] = {}
    statements: list[Statement] = []
    for body in bodies:
        order = _parse_body(body, reading)
        if order is not None:
            orders[order.order_id] = order
            statements += read_left_time(body.find("[lefttime]"), order.order_id, reading)
    if not orders:
        note_unread(reading, "order")
    coverage = Coverage(shown=len(orders), has_more=_has_more(reading.root)) if orders else None
    return Parsed(
        NAME,
        PageKind.ORDER_LIST,
        orders=tuple(orders.values()),
        statements=tuple(statements),
        coverage=coverage,
    )


def _parse_body(body: Spot, reading: PageReading) -> Order | None:
    order_id = find_linked_order(body) or find_shown_order(body.find(*_ID))
    if order_id is None:
        body.problem("order_id", "an order without its id")
        return None
    status = body.find(*_STATUS)
    label = status.text("site_state")
    placed, amount = body.find(*_DATE), body.find(".amount-num")
    for spot, field in ((status, "site_state"), (placed, "placed_on"), (amount, "total")):
        if not spot.see():
            spot.problem(field, "nothing where it stood")
    total = read_price(amount, "total", reading)
    return Order(
        order_id=order_id,
        state=find_state(frozenset(), None, label),
        site_state=label,
        placed_on=read_day(placed, "placed_on", reading),
        total=total,
        seller=read_seller(body, reading),
        url=make_order_url(order_id),
        lines=read_page_lines(
            body.find_all(*_LINES), OLD, order_id, reading, total.currency if total else None
        ),
    )


def _has_more(root: Spot) -> bool | None:
    following = root.find(_NEXT)
    if not following.is_present:
        return None
    return not following.is_hidden and "disabled" not in following.class_words
