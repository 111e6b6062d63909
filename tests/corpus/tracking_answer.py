"""The tracking page of the corpus, and its list of returns."""

from __future__ import annotations

from collections.abc import Sequence

from tests.browser.answers.components import SITE, Json
from tests.corpus.lives import Life, Parcel, Return, Scan
from tests.corpus.moment import Moment, make_picture_url

_SIGNED = "AE_GTMS_SIGNED"


def make_tracking_answer(moment: Moment, life: Life) -> Json:
    """Make a tracking page: one entry for each parcel that has left, and the promise above them."""
    left = [parcel for parcel in life.parcels if parcel.scans_until(moment.day)]
    module: Json = {
        "isTrackingV2": True,
        "trackingDetailLineList": [_make_parcel(moment, life, one) for one in left],
    }
    if life.promise is not None:
        promises = moment.promises(life, life.promise.refund_on_tracking)
        module["fastDeliveryInfoDTO"] = {
            "fdContent": " · ".join(promises),
            "fdContentList": promises,
            "fdContentListRichText": [f'<span style="color:#2ABD05;">{text}</span>' for text in promises],
            "fdTitle": moment.language.labels.fast_delivery,
        }
    return {"module": module, "result": True}


def _make_parcel(moment: Moment, life: Life, parcel: Parcel) -> Json:
    scans = list(reversed(parcel.scans_until(moment.day)))
    return {
        "detailList": [
            *(_make_event(moment, scan) for scan in scans),
            {"trackingName": "Order paid", "trackingSecondCode": "AE_ORDER_PAID"},
            {"trackingName": "Order placed", "trackingSecondCode": "AE_ORDER_PLACED"},
        ],
        "etaInfo": _make_estimate(moment, life, scans[0]),
        "logisticsCarrierName": "Example standard shipping",
        "logisticsCpInfo": {"cpName": parcel.carrier},
        "mailNo": parcel.number,
        "originMailNo": f"{parcel.number}CN",
        "packageItemList": [
            {
                "count": line.quantity,
                "itemId": int(line.product_id),
                "itemTitle": line.title,
                "skuId": line.sku_id,
            }
            for line in life.lines
            if line.line_id in parcel.line_ids
        ],
    }


def _make_event(moment: Moment, scan: Scan) -> Json:
    at = moment.instant(scan)
    name = scan.code.removeprefix("AE_").replace("_", " ").capitalize()
    event: Json = {
        "timeText": moment.language.write_row(at),
        "trackingDetailDesc": f"{name}.",
        "trackingName": name,
        "trackingPrimaryCode": scan.code,
        "trackingSecondCode": scan.code,
    }
    if moment.buyer.epochs:
        event["time"] = int(at.timestamp() * 1000)
    return event


def _make_estimate(moment: Moment, life: Life, newest: Scan) -> Json:
    link = f"{SITE}/p/tracking/pop-text.html?tradeOrderId={life.order_id}&popWindowType=TIPS_INFO"
    if newest.code == _SIGNED:
        arrived = moment.language.write_short(moment.date(newest.day))
        title = f"<span><strong>{moment.language.labels.delivered}：{arrived}</strong></span>"
        return {
            "etaTimeText": arrived,
            "etaTitleRichText": title,
            "etaSceneCode": "REAL_DELIVERY",
            "tipsLink": link,
        }
    first, last = (moment.date(day) for day in life.estimate)
    span = moment.language.write_span(first, last) if first != last else moment.language.write_short(last)
    return {"etaTimeText": span, "etaSceneCode": "FULFILLLMENT_PROMISE_ETA", "tipsLink": link}


def make_returns_answer(moment: Moment, lives: Sequence[Life]) -> Json:
    """Make the list of returns, newest first; `pages` lies, as on the site (seen 2026-09)."""
    claims = [(life, life.claim) for life in lives if life.claim and life.claim.opened <= moment.day]
    claims.sort(key=lambda pair: -pair[1].opened)
    items = [
        {"reverseOrderLines": [_make_return(moment, life, claim)], "shopName": life.seller.name}
        for life, claim in claims
    ]
    return {"module": {"curPagesize": 0, "firstPage": 0, "items": items, "pages": 0}}


def _make_return(moment: Moment, life: Life, claim: Return) -> Json:
    line = next(line for line in life.lines if line.line_id == claim.line_id)
    opened_at = moment.opened_at(claim)
    currency = moment.buyer.currency
    price = {"cent": line.price, "currency": currency.code, "formatMoney": moment.money(line.price)}
    detail = "https://trade.aliexpress.com/issue/fastissue/Detail.htm"
    return {
        "aeItemDTO": {
            "itemDetailUrl": f"{SITE}/item/{line.product_id}.html",
            "itemId": int(line.product_id),
            "itemPicUrl": make_picture_url(line),
            "itemTitle": line.title,
            "itemUnitPrice": price,
        },
        "buttonDTOList": [
            {
                "detailUrl": f"{detail}?tradeOrderLineId={line.line_id}&reverseOrderLineId={claim.return_id}",
                "type": "view_details",
            }
        ],
        "gmtCreate": str(int(opened_at.timestamp() * 1000)),
        "gmtCreateFormat": f"{opened_at:%Y-%m-%d %H:%M:%S}",
        "reverseOrderId": str(int(claim.return_id) - 7),
        "reverseOrderLineId": claim.return_id,
        "reverseStatus": claim.code_on(moment.day),
        "reverseType": "RETURN",
        "solutionType": "REFUND",
        "tradeOrderId": life.order_id,
        "tradeOrderLineId": line.line_id,
    }
