"""The returns and disputes of the fake marketplace's API: the list, and the page of each.

The list follows what is known of real answers. The page of one dispute is invented: no real one is public.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from pathlib import Path

import msgspec

from tests.browser.answers.components import CURRENCY, PICTURES, SITE
from tests.browser.answers.samples import Days, MadeOrder

SAMPLES = Path(__file__).parent.with_name("samples") / "disputes.json"
_DAY = re.compile(r"\{day([+-]\d+)\}")

Json = dict[str, object]


@dataclass(frozen=True, slots=True)
class MadeOffer:
    """An invented proposal."""

    role: str
    solution: str
    amount: str
    made: int
    state: str
    text: str | None = None


@dataclass(frozen=True, slots=True)
class MadeClock:
    """An invented countdown and the sentence beside it."""

    text: str
    milliseconds: int


@dataclass(frozen=True, slots=True)
class MadeDispute:
    """An invented return or dispute of an order's first line; days count as those of the orders."""

    dispute_id: str
    order_id: str
    status: int
    opened: int
    modified: int
    state: str
    reason: str
    amount: str
    offers: list[MadeOffer] = field(default_factory=list)
    clock: MadeClock | None = None
    evidence: list[str] = field(default_factory=list)
    ship_text: str | None = None
    return_address: str | None = None
    refunded_to: str | None = None


def load_disputes() -> list[MadeDispute]:
    """Load the invented disputes, newest first."""
    return msgspec.json.decode(SAMPLES.read_bytes(), type=list[MadeDispute])


def make_refund_list(disputes: list[MadeDispute], orders: list[MadeOrder], days: Days) -> Json:
    """Make the list of returns; like the real one it counts its pages wrongly and shows no refund."""
    known = {order.order_id: order for order in orders}
    items = [
        {
            "reverseOrderLines": [_make_line(one, known[one.order_id], days)],
            "shopName": known[one.order_id].seller.name,
        }
        for one in disputes
    ]
    return {"module": {"items": items, "pageNum": 1, "pageSize": 10, "pages": 0, "total": len(items)}}


def make_dispute(dispute: MadeDispute, order: MadeOrder, days: Days) -> Json:
    """Make the page of one dispute."""
    module: Json = {
        "reverseOrderLineDTO": _make_ids(dispute, order, days),
        "reverseDetailStatusText": dispute.state,
        "applyReason": dispute.reason,
        "refundAmount": _make_money(dispute.amount),
        "aeItemDTO": _make_item(order),
        "solutionList": [_make_offer(offer, days) for offer in dispute.offers],
        "evidenceRequestList": [_fill(text, days) for text in dispute.evidence],
    }
    if dispute.clock:
        module["countDownInfo"] = {"title": dispute.clock.text, "countDownTime": dispute.clock.milliseconds}
    if dispute.return_address:
        module["returnGoods"] = {
            "tip": _fill(dispute.ship_text or "", days),
            "returnAddress": dispute.return_address,
        }
    if dispute.refunded_to:
        refund = {"amount": _make_money(dispute.amount), "channel": dispute.refunded_to}
        module["reverseFinishInfo"] = {"refundInfo": [refund]}
    return {"module": module}


def _make_line(dispute: MadeDispute, order: MadeOrder, days: Days) -> Json:
    line_id = order.lines[0].line_id
    detail = f"https://trade.aliexpress.com/issue/fastissue/Detail.htm?tradeOrderLineId={line_id}&reverseOrderLineId="
    return {
        **_make_ids(dispute, order, days),
        "aeItemDTO": _make_item(order),
        "buttonDTOList": [
            {"code": 1, "detailUrl": f"{detail}{dispute.dispute_id}&from=1", "type": "view_details"}
        ],
        "seller": {"storeUrl": f"{SITE}/store/{order.seller.store_id}"},
        "solutionType": 1,
    }


def _make_ids(dispute: MadeDispute, order: MadeOrder, days: Days) -> Json:
    opened, modified = (_moment(days, day) for day in (dispute.opened, dispute.modified))
    return {
        "gmtCreate": str(int(opened.timestamp() * 1000)),
        "gmtCreateFormat": f"{opened:%Y-%m-%d %H:%M:%S}",
        "gmtModified": str(int(modified.timestamp() * 1000)),
        "gmtModifiedFormat": f"{modified:%Y-%m-%d %H:%M:%S}",
        "reverseOrderId": dispute.dispute_id[:-1] + "1",
        "reverseOrderLineId": dispute.dispute_id,
        "reverseStatus": dispute.status,
        "reverseType": "RETURN",
        "tradeOrderId": order.order_id,
        "tradeOrderLineId": order.lines[0].line_id,
    }


def _make_item(order: MadeOrder) -> Json:
    line = order.lines[0]
    return {
        "itemCount": line.quantity,
        "itemDetailUrl": f"{SITE}/item/{line.product_id}.html",
        "itemId": int(line.product_id),
        "itemPicUrl": f"{PICTURES}/{line.picture}.jpg_220x220.jpg",
        "itemTitle": line.title,
        "itemUnitPrice": _make_money(line.price),
    }


def _make_offer(offer: MadeOffer, days: Days) -> Json:
    return {
        "role": offer.role,
        "solutionText": offer.solution,
        "refundAmount": _make_money(offer.amount),
        "createTimeText": f"{_moment(days, offer.made):%Y-%m-%d %H:%M:%S}",
        "statusText": offer.state,
        "content": offer.text,
    }


def _make_money(amount: str) -> Json:
    whole, fraction = amount.split(".")
    shown = f"US ${amount}"
    style = json.dumps({"single": {"decimalPointChar": ".", "thousandsChar": ","}})
    price = {"priceInfo": f"{shown}|{whole}|{fraction}", "localPriceTag": style}
    return {"cent": int(whole + fraction), "currency": CURRENCY, "formatMoney": shown, "formatPrice": price}


def _moment(days: Days, day: int) -> datetime:
    return datetime.combine(days.date(day), time(10, 15), UTC)


def _fill(text: str, days: Days) -> str:
    return _DAY.sub(lambda found: days.text(int(found[1])), text)
