"""The order list: `mtop.aliexpress.trade.buyer.order.list`, ten orders a page.

Seen 2026-09, golden order_list/*. The list carries no shipping cost, no tracking number and no deadline at
all. Some accounts get booleans and numbers as texts (golden order_list/ko-krw).
"""

from __future__ import annotations

from companion.marketplaces.aliexpress.fields import (
    ORDER_ID_DIGITS,
    Reading,
    find_order_id,
    read_buttons,
    read_currency,
    read_day,
    read_lines,
    read_order_url,
    read_price,
    read_seller,
)
from companion.marketplaces.aliexpress.kinds import NAME
from companion.marketplaces.aliexpress.mtop import Answer, order_components, pick
from companion.marketplaces.aliexpress.states import find_state
from companion.marketplaces.base import Node, Problems
from companion.model import Coverage, Order, PageKind, Parsed

COUNT_API = "mtop.aliexpress.trade.buyer.order.count"

_ORDER = "pc_om_list_order"
_BODY = "pc_om_list_body"
_HEADER = "pc_om_list_header"
_SEARCH = "pc_om_list_header_action"


Components = tuple[tuple[str, Node], ...]


def parse_order_list(reading: Reading, _page_url: str) -> Parsed:
    """Read every order of one page of the list."""
    components = order_components(reading.answer.data)
    found = pick(components, _ORDER)
    if not found and (not pick(components, _BODY) or _lists_something(reading.answer.data)):
        reading.problems.add("data", reading.answer.data.where, "no order list in it")
    orders = [order for fields in found if (order := _parse_order(fields, reading))]
    coverage = _read_coverage(components, len(orders), reading) if pick(components, _BODY) else None
    return Parsed(NAME, PageKind.ORDER_LIST, orders=tuple(orders), coverage=coverage)


def parse_order_count(answer: Answer) -> Parsed:
    """Read how many orders there are beside each tab. Logged out, the site counts nought and says SUCCESS."""
    counts = {
        code: count
        for code, node in answer.data.told_to(Problems()).at("module").entries("coverage")
        if (count := node.whole("coverage")) is not None
    }
    return Parsed(NAME, PageKind.UNKNOWN, coverage=Coverage(counts=counts) if counts else None)


def _read_coverage(components: Components, shown: int, reading: Reading) -> Coverage:
    """Read which piece of the list this is. Numbers beside tabs are not evidenced here, and read if there."""
    body = pick(components, _BODY)[0]
    asked = reading.answer.request.at("statusTab").text("statusTab")
    searches = pick(components, _SEARCH)
    tab = asked or next((found for one in searches if (found := one.at("statusTab").text("statusTab"))), None)
    tabs = (
        tab for header in pick(components, _HEADER) for tab in header.at("statusTabList").items("coverage")
    )
    counts = {
        code: count
        for one in tabs
        if (code := one.at("code").text("coverage"))
        and (count := one.at("count").whole("coverage")) is not None
    }
    return Coverage(
        tab=tab,
        page=body.at("pageIndex").whole("coverage"),
        shown=shown,
        has_more=body.at("hasMore").flag("coverage"),
        counts=counts,
    )


def _lists_something(data: Node) -> bool:
    """Tell whether the list has entries, whatever these are called by now."""
    structure = data.at("hierarchy", "structure").entries("structure")
    return any(key.startswith(_BODY) and children.items("structure") for key, children in structure)


def _parse_order(fields: Node, reading: Reading) -> Order | None:
    order_id = _read_order_id(fields)
    if order_id is None:
        return None
    label = fields.at("statusText").text("site_state")
    return Order(
        order_id=order_id,
        state=find_state(
            read_buttons(fields.at("buttons")),
            fields.at("utParams", "args", "orderStatus").text("state"),
            label,
            reading.answer.request.at("statusTab").text("statusTab"),
        ),
        site_state=label,
        placed_on=read_day(fields.at("orderDateText"), "placed_on", reading),
        total=read_price(
            fields, "totalPriceText", "total", read_currency(fields.at("currencyCode")), reading
        ),
        seller=read_seller(fields.at("storeName"), fields.at("storePageUrl")),
        url=read_order_url(fields.at("orderDetailUrl"), order_id),
        lines=read_lines(fields.at("orderLines"), order_id, reading),
    )


def _read_order_id(fields: Node) -> str | None:
    """Read the id from the data, else from the link to the order; never from a label."""
    named = fields.at("orderId").identifier("order_id", ORDER_ID_DIGITS)
    found = named or find_order_id(fields.at("orderDetailUrl").text("url"))
    if found is None and not fields.at("orderId").is_present:
        fields.problem("order_id", "no order id")
    return found
