"""The tracking page: `mtop.ae.ld.querydetail`, one entry for each parcel of an order.

Seen 2026-09, golden tracking/*. The answer does not name its order: the request does, and the link behind
its tips. Rows show no year and stand in the zone the request names. `logisticsReceiverInfo` is private:
nothing of it leaves.
"""

from __future__ import annotations

from datetime import UTC, date

from companion.marketplaces.aliexpress.events import Timeline, read_timelines
from companion.marketplaces.aliexpress.fields import ORDER_ID_DIGITS, Reading, find_order_id
from companion.marketplaces.aliexpress.kinds import NAME
from companion.marketplaces.aliexpress.receiver import read_receiver
from companion.marketplaces.aliexpress.sentences import Meaning
from companion.marketplaces.aliexpress.statements import make_statements, parse_promise
from companion.marketplaces.base import Node
from companion.model import DateRange, PageKind, Parsed, Shipment, Statement, StatementKind
from companion.text import strip_tags
from companion.when import parse_days

_ARRIVED = "REAL_DELIVERY"  # `etaInfo` then tells the day it came, which is no estimate
_ETA = "etaInfo"


def parse_tracking(reading: Reading, page_url: str) -> Parsed:
    """Read every parcel of one order and the promise shown above them."""
    module = reading.answer.data.at("module")
    parcels = module.at("trackingDetailLineList")
    if not parcels.is_present:
        reading.problems.add("data", module.where, "no parcels in it")
    order_id = _find_order_id(parcels, reading, page_url)
    if order_id is not None:
        return _parse_parcels(module, order_id, reading)
    if parcels.is_present:
        reading.problems.add("order_id", module.where, "neither request nor answer names the order")
    return Parsed(NAME, PageKind.TRACKING)


def _parse_parcels(module: Node, order_id: str, reading: Reading) -> Parsed:
    parcels = module.at("trackingDetailLineList").items("shipments")
    receiver = read_receiver(module.at("logisticsReceiverInfo"))
    timelines = read_timelines(parcels, receiver, reading)
    statements = parse_promise(module.at("fastDeliveryInfoDTO"), order_id, reading)
    shipments = []
    for parcel, timeline in zip(parcels, timelines, strict=True):
        eta = parcel.at(_ETA)
        span = _read_estimate(eta, timeline, reading)
        shipments.append(_make_shipment(parcel, order_id, span, timeline))
        statements += _state_estimate(eta, span, order_id)
    return Parsed(
        NAME, PageKind.TRACKING, shipments=tuple(shipments), statements=tuple(_keep_one_estimate(statements))
    )


def _make_shipment(parcel: Node, order_id: str, span: DateRange | None, timeline: Timeline) -> Shipment:
    number = parcel.at("mailNo").text("tracking_number") or parcel.at("originMailNo").text("tracking_number")
    carrier = parcel.at("logisticsCpInfo", "cpName").text("carrier")
    carrier = carrier or parcel.at("logisticsCarrierName").text("carrier")
    return Shipment(order_id, number, carrier, span, timeline.events)


def _find_order_id(parcels: Node, reading: Reading, page_url: str) -> str | None:
    """Find the order by the request, else by the answer's own link, else by the page it was seen on."""
    asked = reading.answer.request.at("tradeOrderId").identifier("order_id", ORDER_ID_DIGITS)
    links = [parcel.at(_ETA, "tipsLink") for parcel in parcels.items("shipments")]
    linked = [(node, found) for node in links if (found := find_order_id(node.text("order_id")))]
    for node, found in linked:
        if found != (asked or linked[0][1]):
            node.problem("order_id", "another order than the one asked for")
    return asked or (linked[0][1] if linked else find_order_id(page_url))


def _read_estimate(eta: Node, timeline: Timeline, reading: Reading) -> DateRange | None:
    if eta.at("etaSceneCode").text("estimated_delivery") == _ARRIVED:
        return None
    near = timeline.newest_on or _captured_on(reading)
    return eta.at("etaTimeText").read(
        "estimated_delivery", lambda text: parse_days(text, reading.setting.language, near)
    )


def _captured_on(reading: Reading) -> date:
    return reading.setting.captured_at.astimezone(UTC).date()


def _state_estimate(eta: Node, span: DateRange | None, order_id: str) -> list[Statement]:
    shown = eta.at("etaTimeText").text("estimated_delivery")
    if span is None or shown is None:
        return []
    title = strip_tags(eta.at("etaTitleRichText").text("estimated_delivery") or "")
    quote = title if shown in title else shown
    return make_statements([(Meaning(StatementKind.ESTIMATED_DELIVERY, on=span.end), quote)], order_id, _ETA)


def _keep_one_estimate(statements: list[Statement]) -> list[Statement]:
    """Keep the latest estimate where an order comes in several parcels."""
    estimates = [one for one in statements if one.place == _ETA and one.on]
    latest = max(estimates, key=lambda one: one.on or date.min, default=None)
    return [one for one in statements if one.place != _ETA or one is latest]
