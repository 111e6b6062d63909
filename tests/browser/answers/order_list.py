"""The order list of the fake marketplace's API."""

from __future__ import annotations

from tests.browser.answers.components import (
    CURRENCY,
    SITE,
    STATUS_TEXTS,
    Json,
    make_component,
    make_line,
    make_price,
    make_price_info,
)
from tests.browser.answers.samples import Days, MadeOrder

_BUTTONS: dict[str, list[tuple[str, str]]] = {
    "to_ship": [("Cancel order", "CANCEL_ORDER")],
    "to_deliver": [("Confirm received", "CONFIRM_GOODS"), ("Track status", "TRACKING")],
    "completed": [("Add to cart", "REPURCHASE"), ("Remove", "DELETE")],
}
_TABS = [("all", "View all"), ("unpaid", "To pay"), ("processing", "To ship"), ("shipped", "Shipped")]


def make_list(orders: list[MadeOrder], days: Days, *, page: int, has_more: bool) -> Json:
    """Make one page of the order list; the map is in another order than the hierarchy says."""
    cards = [make_component("pc_om_list_order", one.order_id, _make_card(one, days)) for one in orders]
    body = {"hasMore": has_more, "pageIndex": page, "pageSize": 10}
    header = {"pageTitle": "Orders", "statusTabList": [{"code": code, "title": text} for code, text in _TABS]}
    components = [
        *reversed(cards),
        make_component("pc_om_list_header", "110551", header),
        make_component("pc_om_list_body", "109702", body),
        make_component("pc_om_list_page", "109694", {}),
    ]
    structure = {
        "pc_om_list_page_109694": ["pc_om_list_header_110551", "pc_om_list_body_109702"],
        "pc_om_list_body_109702": [key for key, _ in cards],
    }
    hierarchy: Json = {"root": "pc_om_list_page_109694", "structure": structure}
    return {"data": dict(components), "hierarchy": hierarchy, "global": {"refreshPage": True}}


def make_count(orders: list[MadeOrder]) -> Json:
    """Make the numbers beside the tabs."""
    shipped = sum(1 for one in orders if one.state == "to_deliver")
    processing = sum(1 for one in orders if one.state == "to_ship")
    return {"module": {"shipped": str(shipped), "processing": str(processing), "unpaid": "0"}}


def _make_card(order: MadeOrder, days: Days) -> Json:
    return {
        "baseCurrency": "CNY",
        "buttons": [{"text": text, "type": kind} for text, kind in _BUTTONS[order.state]],
        "currencyCode": CURRENCY,
        "formatPriceInfo": make_price_info(order.total),
        "orderDateText": days.text(order.placed),
        "orderDateTitle": "Date",
        "orderDetailUrl": f"{SITE}/p/order/detail.html",
        "orderId": order.order_id,
        "orderLineSize": len(order.lines),
        "orderLines": [make_line(order, line) for line in order.lines],
        "sellerConnectUrl": f"{SITE}/p/message/index.html?fromCode=order&orderId={order.order_id}",
        "statusText": STATUS_TEXTS[order.state],
        "statusTitle": "Status",
        "storeName": order.seller.name,
        "storePageUrl": f"//www.aliexpress.com/store/{order.seller.store_id}",
        "totalPriceText": make_price(order.total),
        "totalPriceTitle": "Total",
    }
