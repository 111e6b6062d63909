"""The order page of the fake marketplace's API."""

from __future__ import annotations

from tests.browser.answers.components import (
    CURRENCY,
    SITE,
    STATUS_CODES,
    STATUS_TEXTS,
    Json,
    make_component,
    make_line,
    make_price,
    make_price_info,
)
from tests.browser.answers.samples import Days, MadeOrder

_ROOT = "detail_root_container_109716"
_REMINDERS = {
    "to_ship": "The seller is preparing your order.",
    "to_deliver": "Your order is on its way. Please confirm only when everything is in your hands.",
    "completed": "Order complete.If there are any problems, you can apply for a return/refund within 7 days"
    " of confirming receipt.If the item you received is defective or not as described, you can open a"
    " dispute within 90 days after order was placed.",
}


def make_detail(order: MadeOrder, days: Days) -> Json:
    """Make an order page."""
    components = [
        make_component("detail_order_status_block", "111818", _make_status(order)),
        *_make_progress(order, days),
        *_make_services(order, days),
        make_component("detail_simple_order_info_component", "111820", _make_info(order, days)),
        make_component("detail_product_block", "111822", _make_products(order, days)),
        make_component("detail_order_price_block", "111823", _make_prices(order)),
    ]
    tree = dict([*reversed(components), make_component("detail_root_container", "109716", {})])
    hierarchy: Json = {"root": _ROOT, "structure": {_ROOT: [key for key, _ in components]}}
    facts: Json = {"orderStatus": STATUS_CODES[order.state], "pageTitle": "Order Detail"}
    return {"data": tree, "hierarchy": hierarchy, "global": facts}


def _make_status(order: MadeOrder) -> Json:
    tracking: Json = {"text": "Track status", "type": "TRACKING", "href": f"{SITE}/p/tracking/index.html"}
    return {
        "buttonVOList": [tracking] if order.parcel else [],
        "orderId": int(order.order_id),  # a number here, text in the list
        "reminder": _REMINDERS[order.state],
        "title": STATUS_TEXTS[order.state],
    }


def _make_progress(order: MadeOrder, days: Days) -> list[tuple[str, Json]]:
    if order.refund is None or order.coupon_from is None:
        return []
    nodes = [
        {"text": "Paid", "time": days.text(order.placed)},
        {"text": "US $1", "time": days.text(order.coupon_from + 2)},
        {"text": "Refund", "time": days.text(order.refund.detail)},
    ]
    sentence = f"If delivered after {days.text(order.coupon_from)} you can collect a US $1 coupon"
    fields: Json = {"currentNode": 0, "nodes": nodes, "text": sentence, "title": "Fast delivery: active"}
    return [make_component("detail_service_progress_bar", "202361", fields)]


def _make_services(order: MadeOrder, days: Days) -> list[tuple[str, Json]]:
    if order.refund is None or order.coupon_from is None:
        return []
    promises = " · ".join(
        [
            f"Apply for US $1.00 coupon code if delayed by {days.text(order.coupon_from)}",
            f"Refund if no delivery before {days.text(order.refund.detail)}",
            "Refund if items damaged",
        ]
    )
    data = [
        {"title": "Fast delivery", "content": promises},
        {
            "title": "Free returns",
            "content": "Changed your mind? Send it back within 15 days after delivery.",
        },
    ]
    fields: Json = {"data": data, "title": "Service Commitment"}
    return [make_component("detail_order_services", f"sv3-{order.order_id}", fields)]


def _make_info(order: MadeOrder, days: Days) -> Json:
    address = {
        "contactName": "Alex Example",
        "countryCode": "DE",
        "detailAddress": "Beispielweg 1",
        "fullPhoneNo": "+49 30 0000000",
        "postCode": "10115",
        "regionAddress": "Berlin, Germany",
    }
    fields: Json = {
        "addressVO": address,
        "orderCreatTime": days.text(order.placed),
        "orderCreatTimeTile": "Order placed on",
        "orderIdTitle": "Ref. Number",
        "payTime": days.text(order.placed),
        "payTimeTitle": "Paid on",
        "paymentMethod": "Credit/Debit card",
        "paymentMethodTitle": "Payment method",
        "tradeOrderId": int(order.order_id),
    }
    if order.shipped is not None:
        fields |= {"orderShipTime": days.text(order.shipped), "orderShipTimeTile": "Shipment completed on"}
    if order.completed is not None:
        fields |= {"orderEndTime": days.text(order.completed), "orderEndTimeTile": "Order completed on"}
    return fields


def _make_products(order: MadeOrder, days: Days) -> Json:
    promise: Json = {"expectDeliveryDateTitle": f"Estimated delivery date: {days.text(order.eta)}"}
    lines = [
        {**make_line(order, line), "etaAndTrack": promise, "snapshotUrl": f"{SITE}/p/order/snapshot.html"}
        for line in order.lines
    ]
    seller = {
        "connectUrl": f"{SITE}/p/message/index.html?fromCode=order&orderId={order.order_id}",
        "sellerName": order.seller.name,
        "storeUrl": f"//www.aliexpress.com/store/{order.seller.store_id}",
    }
    return {"productVOList": lines, "sellerVO": seller}


def _make_prices(order: MadeOrder) -> Json:
    subtotal = sum(round(float(line.price) * 100) * line.quantity for line in order.lines)
    rows: list[Json] = [{"title": "Subtotal", "value": make_price(f"{subtotal / 100:.2f}")}]
    for title, amount in order.rows:
        value = make_price(amount) if amount.lstrip("-")[0].isdigit() else amount
        rows.append({"title": title, "value": value, "hide": True})
    total = {
        "currencyCode": CURRENCY,
        "formatPriceInfo": make_price_info(order.total),
        "title": "Total",
        "value": make_price(order.total),
    }
    return {"priceDetails": rows, "totalPrice": total}
