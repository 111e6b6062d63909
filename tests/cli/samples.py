"""Answers in the shape of the site, with invented orders, and the other forms a saved file may have."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from companion.model import Capture, Part, PartRole, Trigger
from companion.wire import make_sha256, render_capture

LIST_URL = "https://acs.aliexpress.com/h5/mtop.aliexpress.trade.buyer.order.list/1.0/"
WAITING, FINISHED = "8200000000000001", "8200000000000002"
HOSTILE_NAME = "Nice\x1b[2J\x9b31m shop\u202e"

_BODY = "pc_om_list_body_7"
_BUTTONS = {
    "Awaiting delivery": ("CONFIRM_GOODS", "TRACKING"),
    "Completed": ("REPURCHASE", "DELETE"),
}


def make_order_component(order_id: str, site_state: str, seller: str) -> dict[str, object]:
    """Make one order of a list answer."""
    line = {
        "currencyCode": "BRL",
        "formatPriceInfo": "R$12,50|12|50",
        "itemDetailUrl": "//www.aliexpress.com/item/1005000000000001.html",
        "itemImgUrl": "https://ae-pic-a1.aliexpress-media.com/kf/lamp.jpg_220x220.jpg",
        "itemPriceText": "R$12,50",
        "itemTitle": "Paper lamp",
        "orderLineId": f"{order_id}5",
        "productId": "1005000000000001",
        "quantity": 2,
        "skuAttrs": [{"id": 14, "name": "Color", "text": "White", "vid": 1}],
        "skuId": "12000000000000001",
    }
    fields = {
        "buttons": [{"type": kind, "text": kind.title()} for kind in _BUTTONS[site_state]],
        "currencyCode": "BRL",
        "formatPriceInfo": "R$25,00|25|00",
        "orderDateText": "Jul 15, 2026",
        "orderDetailUrl": "https://www.aliexpress.com/p/order/detail.html",
        "orderId": order_id,
        "orderLineSize": 1,
        "orderLines": [line],
        "statusText": site_state,
        "storeName": seller,
        "storePageUrl": "//www.aliexpress.com/store/1100000001",
        "totalPriceText": "R$25,00",
    }
    return {"fields": fields, "id": order_id, "tag": "pc_om_list_order", "type": "pc_om_list_order"}


def make_list_answer(seller: str = "Paper House Store") -> bytes:
    """Make a list answer with one order awaiting delivery and one completed."""
    orders = {
        f"pc_om_list_order_{WAITING}": make_order_component(WAITING, "Awaiting delivery", seller),
        f"pc_om_list_order_{FINISHED}": make_order_component(FINISHED, "Completed", seller),
    }
    body = {"fields": {"hasMore": False, "pageIndex": 1, "pageSize": 10}, "id": "7", "tag": "pc_om_list_body"}
    answer = {
        "api": "mtop.aliexpress.trade.buyer.order.list",
        "data": {
            "data": {**orders, _BODY: body},
            "hierarchy": {"root": _BODY, "structure": {_BODY: list(orders)}},
        },
        "ret": ["SUCCESS::ok"],
        "v": "1.0",
    }
    return json.dumps(answer).encode()


def make_jsonp(answer: bytes) -> bytes:
    """Wrap an answer the way it arrives in a script."""
    return b" mtopjsonp3(" + answer + b")"


def make_failed_answer() -> bytes:
    """Make the answer that a logged-out browser gets."""
    answer = {
        "api": "mtop.aliexpress.trade.buyer.order.list",
        "data": {},
        "ret": ["FAIL_SYS_SESSION_EXPIRED::expired"],
        "v": "1.0",
    }
    return json.dumps(answer).encode()


def make_capture_file(answer: bytes, captured_at: datetime = datetime(2026, 9, 7, tzinfo=UTC)) -> bytes:
    """Make a capture file that holds one answer."""
    part = Part(
        PartRole.API,
        make_sha256(answer),
        "application/json",
        body=answer,
        url=LIST_URL,
        transport="fetch",
        size=len(answer),
    )
    capture = Capture(
        capture_id="0c5a39fe-3f2b-4a54-9a57-3d1b4b8c1a01",
        visit_id="0c5a39fe-3f2b-4a54-9a57-3d1b4b8c1a02",
        captured_at=captured_at,
        time_zone="America/Sao_Paulo",
        url="https://www.aliexpress.com/p/order/index.html",
        title="Orders",
        language="en",
        trigger=Trigger.LOAD,
        account=None,
        browser="Firefox 153",
        extension_version="0.1.0",
        parts=(part,),
    )
    return render_capture(capture)
