"""The order page of the corpus."""

from __future__ import annotations

from tests.browser.answers.components import SITE, Json, make_component
from tests.corpus.list_answer import CODES
from tests.corpus.lives import Life, Stage
from tests.corpus.moment import Moment, make_chat_link

_ROOT = "detail_root_container_109716"


def make_detail_answer(moment: Moment, life: Life) -> Json:
    """Make an order page."""
    stage = life.stage_on(moment.day)
    components = [
        make_component("detail_order_status_block", "111818", _make_status(moment, life)),
        *_make_promise(moment, life),
        make_component("detail_simple_order_info_component", "111820", _make_info(moment, life)),
        make_component("detail_product_block", "111822", _make_products(moment, life)),
        make_component("detail_order_price_block", "111823", _make_prices(moment, life)),
    ]
    tree = dict([*reversed(components), make_component("detail_root_container", "109716", {})])
    hierarchy: Json = {"root": _ROOT, "structure": {_ROOT: [key for key, _ in components]}}
    facts: Json = {"pageTitle": life.order_id}
    if stage in CODES:
        facts["orderStatus"] = moment.fact(CODES[stage])
    return {"data": tree, "hierarchy": hierarchy, "global": facts}


def _make_status(moment: Moment, life: Life) -> Json:
    stage = life.stage_on(moment.day)
    said = moment.language.sentences
    reminders = {Stage.ON_WAY: said.on_way, Stage.COMPLETED: said.completed}
    tracking: Json = {"text": "Tracking", "type": "TRACKING", "href": f"{SITE}/p/tracking/index.html"}
    has_left = life.begun(Stage.ON_WAY, moment.day) is not None
    return {
        "buttonVOList": [tracking] if has_left else [],
        "orderId": int(life.order_id),  # a number here, text in the list
        "reminder": reminders.get(stage, ""),
        "title": moment.language.states.__getattribute__(stage),
    }


def _make_promise(moment: Moment, life: Life) -> list[tuple[str, Json]]:
    if life.promise is None:
        return []
    said, labels = moment.language.sentences, moment.language.labels
    promises = moment.promises(life, life.promise.refund_on_order)
    nodes = [
        {"text": said.paid_node, "time": moment.on_page(life.placed)},
        {"text": moment.money(life.promise.coupon), "time": moment.on_page(life.promise.coupon_on)},
        {"text": said.refund_node, "time": moment.on_page(life.promise.refund_on_order)},
    ]
    services = [
        {"title": labels.fast_delivery, "content": " · ".join(promises)},
        {"title": labels.free_returns, "content": said.returns},
    ]
    return [
        make_component(
            "detail_service_progress_bar",
            "202361",
            {"nodes": nodes, "text": "", "title": labels.fast_delivery},
        ),
        make_component(
            "detail_order_services", f"sv3-{life.order_id}", {"data": services, "title": labels.fast_delivery}
        ),
    ]


def _make_info(moment: Moment, life: Life) -> Json:
    labels = moment.language.labels
    fields: Json = {
        "addressVO": {
            "contactName": "Alex Example",
            "countryCode": moment.language.country,
            "detailAddress": "Example Road 1",
            "fullPhoneNo": "+00 000 000",
            "postCode": "00000",
            "regionAddress": "Example City",
        },
        "orderCreatTime": moment.on_page(life.placed),
        "orderCreatTimeTile": labels.placed_on,  # the site's own spelling
        "orderIdTitle": labels.order_id,
        "paymentMethod": "Example Card",
        "paymentMethodTitle": labels.payment,
        "tradeOrderId": int(life.order_id),
    }
    days = (
        ("payTime", "payTimeTitle", labels.paid_on, life.begun(Stage.TO_SHIP, moment.day)),
        ("orderShipTime", "orderShipTimeTile", labels.shipped_on, life.begun(Stage.ON_WAY, moment.day)),
        ("orderEndTime", "orderEndTimeTile", labels.completed_on, life.begun(Stage.COMPLETED, moment.day)),
    )
    for key, title_key, title, day in days:
        if day is not None:
            fields |= {key: moment.on_page(day), title_key: title}
    return fields


def _make_products(moment: Moment, life: Life) -> Json:
    estimate = moment.language.sentences.estimated.format(day=moment.on_page(life.estimate[1]))
    lines = [
        {
            **moment.line(line, has_promise=life.promise is not None),
            "etaAndTrack": {"expectDeliveryDateTitle": estimate},
            "snapshotUrl": f"{SITE}/p/order/snapshot.html?orderId={line.line_id}",
        }
        for line in life.lines
    ]
    seller = {
        "connectUrl": make_chat_link(life),
        "sellerName": life.seller.name,
        "storeUrl": f"//www.aliexpress.com/store/{life.seller.store_id}",
    }
    return {"productVOList": lines, "sellerVO": seller}


def _make_prices(moment: Moment, life: Life) -> Json:
    labels, currency = moment.language.labels, moment.buyer.currency
    shipping = moment.money(life.shipping) if life.shipping else labels.free
    rows: list[Json] = [
        {"title": labels.subtotal, "value": moment.money(life.subtotal)},
        {"title": labels.shipping, "value": shipping, "hide": moment.fact(True)},
    ]
    if life.coupon:
        rows.append({"title": labels.coupon, "value": moment.money(-life.coupon), "hide": moment.fact(True)})
    total = {
        "currencyCode": currency.code,
        "formatPriceInfo": currency.write_info(life.total),
        "title": labels.total,
        "value": moment.money(life.total),
    }
    return {"priceDetails": rows, "totalPrice": total}
