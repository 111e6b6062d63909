"""The real samples beside the project say all that is known to be true of them.

Nothing of the samples is repeated here: what a record must hold is taken from the sample by a shorter way.
"""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from companion.marketplaces import parse_capture
from companion.marketplaces.files import read_file
from companion.model import Milestone, OrderLine, OrderState, PageKind, Parsed

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "fixtures" / "aliexpress" / "mtop"
LIST, DETAIL, TRACKING = "order-list-init.json", "order-detail.json", "logistics-querydetail.json"
RETURNS, TIMES = "refund-list.json", ("Create", "Modified")
ORDER = "8212313961591322"

pytestmark = pytest.mark.samples


def raw(name: str) -> dict[str, Any]:
    """Load a sample's data."""
    loaded: dict[str, Any] = json.loads((FOLDER / name).read_text("utf-8"))["data"]
    return loaded


def read(name: str) -> Parsed:
    """Read a sample as `orderproof parse` does."""
    capture = read_file(
        (FOLDER / name).read_bytes(),
        url=None,
        captured_at=datetime(2026, 9, 7, 12, tzinfo=UTC),
        time_zone="America/Sao_Paulo",
        language="en_US",
    )
    [parsed] = parse_capture(capture)
    return parsed


def fields_of(name: str, tag: str) -> dict[str, Any]:
    """Load the fields of the one component with a tag."""
    [fields] = [one["fields"] for one in raw(name)["data"].values() if one["tag"] == tag]
    loaded: dict[str, Any] = fields
    return loaded


def price(info: str) -> Decimal:
    """Make the amount of a `shown|whole|fraction`."""
    return Decimal(".".join(info.split("|")[1:]))


def day(shown: str) -> date:
    """Make the day of the one form the samples use."""
    return datetime.strptime(shown, "%b %d, %Y").replace(tzinfo=UTC).date()


def raw_line(line: dict[str, Any]) -> tuple[object, ...]:
    """Give a line as the sample has it."""
    options = {one["name"]: one["text"] for one in line["skuAttrs"]}
    ids = (line["orderLineId"], line["productId"], line["skuId"])
    url = "https:" + line["itemDetailUrl"]
    return (*ids, line["itemTitle"], options, line["quantity"], price(line["formatPriceInfo"]), "BRL", url)


def read_line(line: OrderLine) -> tuple[object, ...]:
    """Give a line as it was read."""
    assert line.unit_price
    ids = (line.line_id, line.product_id, line.sku_id)
    amount, currency = line.unit_price.amount, line.unit_price.currency
    return (*ids, line.title, line.options, line.quantity, amount, currency, line.url)


def test_the_list_holds_ten_orders() -> None:
    """Every order is read in its place: lines, quantities, options, prices, total, seller, day and label."""
    tree = raw(LIST)
    [keys] = [
        keys for key, keys in tree["hierarchy"]["structure"].items() if key.startswith("pc_om_list_body")
    ]
    orders = read(LIST).orders

    assert 10 == len(keys) == len(orders)
    for fields, order in zip((tree["data"][key]["fields"] for key in keys), orders, strict=True):
        assert [raw_line(line) for line in fields["orderLines"]] == [read_line(line) for line in order.lines]
        assert (fields["orderId"], fields["statusText"]) == (order.order_id, order.site_state)
        assert day(fields["orderDateText"]) == order.placed_on
        assert order.total
        assert (price(fields["formatPriceInfo"]), "BRL") == (order.total.amount, order.total.currency)
        assert order.seller
        store = fields["storePageUrl"]
        assert (fields["storeName"], store.rpartition("/")[2]) == (order.seller.name, order.seller.store_id)
        assert f"https:{store}" == order.seller.url


def test_the_list_s_states() -> None:
    """Eight orders are completed and two await delivery, and nothing of the list is a problem."""
    parsed = read(LIST)
    states = [order.state for order in parsed.orders]

    assert (8, 2) == (states.count(OrderState.COMPLETED), states.count(OrderState.AWAITING_DELIVERY))
    assert ((), ()) == (parsed.problems, parsed.statements)


def test_the_order_page() -> None:
    """The order page gives days, payment, country, seller and lines."""
    [order] = read(DETAIL).orders
    info, products = (
        fields_of(DETAIL, tag) for tag in ("detail_simple_order_info_component", "detail_product_block")
    )

    assert (ORDER, OrderState.COMPLETED) == (order.order_id, order.state)
    days = (order.placed_on, order.paid_on, order.shipped_on, order.completed_on)
    assert (date(2026, 7, 15), date(2026, 7, 15), date(2026, 7, 16), date(2026, 7, 28)) == days
    assert (info["paymentMethod"], "BR") == (order.payment_method, order.ship_to_country)
    assert [raw_line(line) for line in products["productVOList"]] == [read_line(line) for line in order.lines]
    assert order.seller
    assert products["sellerVO"]["sellerName"] == order.seller.name


def test_the_price_block() -> None:
    """Every price row is read, folded ones as well, and the rows add up to the total."""
    [order] = read(DETAIL).orders
    block = fields_of(DETAIL, "detail_order_price_block")

    assert [(row["title"], row["value"], row.get("hide", False)) for row in block["priceDetails"]] == [
        (row.label, row.value and row.value.raw, row.hidden) for row in order.price_rows
    ]
    amounts = [row.value.amount for row in order.price_rows if row.value]
    assert order.total
    assert (5, 1) == (len(amounts), amounts.count(Decimal(0)))  # "Free shipping" is an amount of nothing
    assert price(block["totalPrice"]["formatPriceInfo"]) == order.total.amount == sum(amounts)


def test_the_order_page_s_statements() -> None:
    """The order page states refund, coupon, estimate, dispute and both returns, each with its sentence."""
    parsed = read(DETAIL)

    assert {
        ("return_within", "7", "order_completed", "detail_order_status_block"),
        ("dispute_within", "90", "order_placed", "detail_order_status_block"),
        ("late_coupon_from", "2026-08-03", "None", "detail_service_progress_bar"),
        ("refund_if_not_delivered_by", "2026-09-04", "None", "detail_service_progress_bar"),
        ("late_coupon_from", "2026-08-03", "None", "detail_order_services"),
        ("refund_if_not_delivered_by", "2026-09-04", "None", "detail_order_services"),
        ("return_within", "15", "delivered", "detail_order_services"),
        ("estimated_delivery", "2026-08-03", "None", "detail_product_block"),
    } == {
        (str(one.kind), str(one.on or one.within_days), str(one.after), one.place)
        for one in parsed.statements
    }
    text = (FOLDER / DETAIL).read_text("utf-8")
    unquoted = [one.quote for one in parsed.statements if one.quote not in text]
    assert ["Refund: Sep 4, 2026"] == unquoted  # a node's name and day, which stand apart
    assert () == parsed.problems


def test_the_tracking_page() -> None:
    """The tracking page gives one parcel of this order with 26 events, delivered on 28 July 2026."""
    [shipment] = read(TRACKING).shipments
    [parcel] = raw(TRACKING)["module"]["trackingDetailLineList"]
    milestones = [event.milestone for event in shipment.events]
    dated = [event.at for event in shipment.events if event.at]

    assert (ORDER, 26) == (shipment.order_id, len(shipment.events))
    assert (parcel["mailNo"], parcel["logisticsCpInfo"]["cpName"]) == (
        shipment.tracking_number,
        shipment.carrier,
    )
    assert [(row.get("timeText"), row["trackingDetailDesc"]) for row in parcel["detailList"]] == [
        (event.at_text, event.text) for event in shipment.events
    ]
    assert datetime(2026, 7, 28, 21, 39, tzinfo=UTC) == shipment.events[0].at
    assert (Milestone.DELIVERED, Milestone.PAID, Milestone.ORDERED) == (milestones[0], *milestones[-2:])
    assert 1 == milestones.count(Milestone.DELIVERED)
    assert (24, sorted(dated, reverse=True)) == (len(dated), dated)


def test_the_tracking_page_s_statements() -> None:
    """The tracking page states the refund a day earlier than the order page; its epochs are one problem."""
    parsed = read(TRACKING)
    listed = raw(TRACKING)["module"]["fastDeliveryInfoDTO"]["fdContentList"]

    assert [
        ("late_coupon_from", "2026-08-03", listed[0], "fastDeliveryInfoDTO"),
        ("refund_if_not_delivered_by", "2026-09-03", listed[1], "fastDeliveryInfoDTO"),
    ] == [(str(one.kind), str(one.on), one.quote, one.place) for one in parsed.statements]
    assert ["events.at"] == [problem.field for problem in parsed.problems]


def test_the_other_answer() -> None:
    """An answer that is not read is told, and gives no records."""
    parsed = read("order-count.json")

    assert (PageKind.UNKNOWN, (), ()) == (parsed.page_kind, parsed.orders, parsed.disputes)


def test_the_returns() -> None:
    """All three returns are read in their place, with their order, line, state, times, product and seller."""
    parsed = read(RETURNS)
    found = [(shop, line) for shop in raw(RETURNS)["module"]["items"] for line in shop["reverseOrderLines"]]
    zone = ZoneInfo("America/Sao_Paulo")

    assert 3 == len(found) == len(parsed.disputes) == len(parsed.orders)
    for (shop, line), dispute, order in zip(found, parsed.disputes, parsed.orders, strict=True):
        ids = (line["reverseOrderLineId"], line["tradeOrderId"], line["tradeOrderLineId"])
        assert ids == (dispute.dispute_id, dispute.order_id, dispute.line_id)
        assert ("return", str(line["reverseStatus"]), True) == (
            dispute.kind,
            dispute.site_state,
            dispute.is_closed,
        )
        times = [datetime.fromisoformat(line[f"gmt{name}Format"]).replace(tzinfo=zone) for name in TIMES]
        assert times == [dispute.opened_at, dispute.closed_at]
        assert dispute.amount is None  # the product's price is no refund
        item, [bought] = line["aeItemDTO"], order.lines
        price = Decimal(item["itemUnitPrice"]["cent"]) / 100
        assert (item["itemTitle"], str(item["itemId"]), price) == (
            bought.title,
            bought.product_id,
            bought.unit_price and bought.unit_price.amount,
        )
        assert order.seller
        assert (shop["shopName"], str(line["seller"]["storeId"])) == (
            order.seller.name,
            order.seller.store_id,
        )


def test_the_returns_scrambled_times_are_one_problem() -> None:
    """Milliseconds that contradict their text are said once, and the texts hold."""
    assert ["opened_at"] == [problem.field for problem in read(RETURNS).problems]


def test_no_receiver_is_let_out() -> None:
    """Nothing of the receiver but the country is in any record."""
    said = str([read(name) for name in (LIST, DETAIL, TRACKING)])
    receiver = raw(TRACKING)["module"]["logisticsReceiverInfo"]
    private = [receiver[key] for key in ("contactName", "address", "phoneNumber", "zipCode", "city")]

    assert [] == [word for word in private if word in said]
