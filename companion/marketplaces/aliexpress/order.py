"""The order page: `mtop.aliexpress.trade.buyer.order.detail`.

Seen 2026-09, golden order_detail/*. Called wrongly it answers SUCCESS with an empty skeleton, which says
nothing of the order (golden order_detail/empty-skeleton). `addressVO` is the receiver: only its country
leaves this module.
"""

from __future__ import annotations

import re
from dataclasses import replace

from companion.marketplaces.aliexpress.fields import (
    ORDER_ID_DIGITS,
    Reading,
    read_amount,
    read_buttons,
    read_currency,
    read_day,
    read_lines,
    read_order_url,
    read_price,
    read_seller,
)
from companion.marketplaces.aliexpress.kinds import NAME
from companion.marketplaces.aliexpress.mtop import order_components, pick
from companion.marketplaces.aliexpress.statements import parse_order_statements
from companion.marketplaces.aliexpress.states import NOT_COMPLETED, find_state
from companion.marketplaces.base import Node, Problems
from companion.model import Order, OrderLine, PageKind, Parsed, PriceRow, Seller

_STATUS = "detail_order_status_block"
_INFO = "detail_simple_order_info_component"
_PRODUCTS = "detail_product_block"
_PRICES = "detail_order_price_block"

_COUNTRY = re.compile(r"[A-Z]{2}")

Components = tuple[tuple[str, Node], ...]


def parse_order_detail(reading: Reading, _page_url: str) -> Parsed:
    """Read one order and what its page says about the buyer's rights."""
    components = order_components(reading.answer.data)
    nothing = Parsed(NAME, PageKind.ORDER_DETAIL)
    if not any(pick(components, tag) for tag in (_STATUS, _INFO, _PRODUCTS, _PRICES)):
        reading.problems.add("data", reading.answer.data.where, "an empty skeleton")
        return nothing
    order_id = _read_order_id(components, reading)
    if order_id is None:
        return nothing
    order = _parse_order(components, order_id, reading)
    statements = parse_order_statements(components, order, reading)
    return replace(nothing, orders=(order,), statements=statements)


def _parse_order(components: Components, order_id: str, reading: Reading) -> Order:
    status, info, prices = (_first(components, tag, reading) for tag in (_STATUS, _INFO, _PRICES))
    label = status.at("title").text("site_state")
    state = find_state(
        read_buttons(status.at("buttonVOList")),
        reading.answer.data.at("global", "orderStatus").text("state"),
        label,
    )
    total = prices.at("totalPrice")
    currency = read_currency(total.at("currencyCode"))
    ended_on = read_day(info.at("orderEndTime"), "completed_on", reading)
    return Order(
        order_id=order_id,
        state=state,
        site_state=label,
        placed_on=read_day(info.at("orderCreatTime"), "placed_on", reading),  # the site's own spelling
        paid_on=read_day(info.at("payTime"), "paid_on", reading),
        shipped_on=read_day(info.at("orderShipTime"), "shipped_on", reading),
        completed_on=None if state in NOT_COMPLETED else ended_on,
        total=read_price(total, "value", "total", currency, reading),
        price_rows=_read_price_rows(prices.at("priceDetails"), currency, reading),
        seller=_read_seller(components),
        payment_method=info.at("paymentMethod").text("payment_method"),
        ship_to_country=_read_country(info.at("addressVO"), reading),
        url=read_order_url(Node(None, "url", reading.problems), order_id),
        lines=_read_all_lines(components, order_id, reading),
    )


def _first(components: Components, tag: str, reading: Reading) -> Node:
    found = pick(components, tag)
    return found[0] if found else Node(None, tag, reading.problems)


def _read_order_id(components: Components, reading: Reading) -> str | None:
    """Read the id the page names; where two places name two orders, nothing here can be trusted."""
    named = [fields.at("tradeOrderId") for fields in pick(components, _INFO)]
    named += [fields.at("orderId") for fields in pick(components, _STATUS)]
    ids = {found for node in named if (found := node.identifier("order_id", ORDER_ID_DIGITS))}
    asked = reading.answer.request.at("tradeOrderId").identifier("order_id", ORDER_ID_DIGITS)
    if len(ids) > 1:
        named[0].problem("order_id", "two orders are named")
        return None
    if ids and asked and asked not in ids:
        named[0].problem("order_id", "another order than the one asked for")
    found = next(iter(ids), asked)
    if found is None:
        reading.problems.add("order_id", reading.answer.data.where, "no order id")
    return found


def _read_country(address: Node, reading: Reading) -> str | None:
    """Read the receiver's country. What is wrong is said without a quote, for it may be an address."""
    unheard = Problems()
    country = address.told_to(unheard).at("countryCode").text("ship_to_country")
    if country and _COUNTRY.fullmatch(country):
        return country
    if country or unheard.all():
        reading.problems.add("ship_to_country", address.where, "no country code")
    return None


def _read_price_rows(rows: Node, currency: str | None, reading: Reading) -> tuple[PriceRow, ...]:
    return tuple(
        PriceRow(
            label=row.at("title").text("price_rows") or "",
            value=read_amount(row.at("value"), "price_rows", currency, reading),
            hidden=row.at("hide").flag("price_rows") or False,
        )
        for row in rows.items("price_rows")
    )


def _read_seller(components: Components) -> Seller | None:
    sellers = (fields.at("sellerVO") for fields in pick(components, _PRODUCTS))
    found = (read_seller(seller.at("sellerName"), seller.at("storeUrl")) for seller in sellers)
    return next((seller for seller in found if seller), None)


def _read_all_lines(components: Components, order_id: str, reading: Reading) -> tuple[OrderLine, ...]:
    blocks = pick(components, _PRODUCTS)
    return tuple(
        line for fields in blocks for line in read_lines(fields.at("productVOList"), order_id, reading)
    )
