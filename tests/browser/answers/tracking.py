"""The tracking page of the fake marketplace's API; the answer itself does not name its order."""

from __future__ import annotations

from tests.browser.answers.components import Json
from tests.browser.answers.samples import Days, MadeOrder, MadeParcel

_EVENTS = {
    "AE_PICK_UP_SUCCESS": ("Collected by carrier", "The carrier has the parcel."),
    "AE_SC_INBOUND_SUCCESS": ("In transit", "The parcel reached the sorting centre."),
    "AE_LH_DEPART": ("In transit", "The parcel left its country of origin."),
    "AE_LH_ARRIVE": ("In transit", "The parcel reached the country of destination."),
    "AE_CC_IM_SUCCESS": ("Customs complete", "Import customs clearance completed."),
    "AE_GTMS_DELIVERING": ("Delivery update", "The parcel is out for delivery."),
    "AE_GTMS_SIGNED": ("Delivered", "The parcel was delivered."),
}


def make_tracking(order: MadeOrder, days: Days) -> Json:
    """Make a tracking page."""
    parcels = [_make_parcel(order, order.parcel, days)] if order.parcel else []
    module: Json = {"isTrackingV2": True, "trackingDetailLineList": parcels}
    if order.refund is not None and order.coupon_from is not None:
        module["fastDeliveryInfoDTO"] = _make_promises(order.coupon_from, order.refund.tracking, days)
    return {"module": module, "result": True}


def _make_promises(coupon_from: int, refund: int, days: Days) -> Json:
    promises = [
        f"Apply for US $1.00 coupon code if delayed by {days.text(coupon_from)}",
        f"Refund if no delivery before {days.text(refund)}",
        "Refund if items damaged",
    ]
    rich = [f'<span style="font-size:12px;color:#2ABD05;">{text}</span>' for text in promises]
    return {
        "fdContent": " · ".join(promises),
        "fdContentList": promises,
        "fdContentListRichText": rich,
        "fdTitle": "Fast delivery",
    }


def _make_parcel(order: MadeOrder, parcel: MadeParcel, days: Days) -> Json:
    delivered = parcel.events[0][2] == "AE_GTMS_SIGNED"
    events = [_make_event(code, days.moment(day, time)) for day, time, code in parcel.events]
    eta = days.short(parcel.events[0][0] if delivered else order.eta)
    scene = "REAL_DELIVERY" if delivered else "FULFILLLMENT_PROMISE_ETA"
    return {
        "detailList": [
            *events,
            {"trackingName": "Package in preparation", "trackingSecondCode": "AE_ORDER_PAID"},
            {"trackingName": "Order created", "trackingSecondCode": "AE_ORDER_PLACED"},
        ],
        "etaInfo": {"etaTimeText": eta, "etaSceneCode": scene},
        "logisticsCarrierName": parcel.carrier,
        "logisticsCpInfo": {"cpName": "Example Post"},
        "mailNo": parcel.number,
        "originMailNo": parcel.number,
        "packageItemList": [
            {
                "count": line.quantity,
                "itemId": int(line.product_id),
                "itemTitle": line.title,
                "skuId": line.sku_id,
            }
            for line in order.lines
        ],
    }


def _make_event(code: str, at_text: str) -> Json:
    name, text = _EVENTS[code]
    return {
        "timeText": at_text,
        "trackingDetailDesc": text,
        "trackingName": name,
        "trackingPrimaryCode": code,
        "trackingSecondCode": code,
    }
