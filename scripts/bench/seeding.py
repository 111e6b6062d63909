"""A store as it looks after years: invented orders, most of them long over, each seen in many captures."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from companion.model import (
    Anchor,
    Capture,
    DateRange,
    Milestone,
    Money,
    Order,
    OrderLine,
    OrderState,
    PageKind,
    Parsed,
    Part,
    PartRole,
    PriceRow,
    Seller,
    Shipment,
    Statement,
    StatementKind,
    TrackingEvent,
    Trigger,
)
from companion.store import Store
from companion.wire import make_sha256

NOW = datetime.now(UTC).replace(microsecond=0)
TODAY = NOW.date()
CAPTURES_PER_ORDER = 10  # six of the list, two of the order's page, two of its tracking
_DAYS_BETWEEN_CAPTURES = 3
_BODIES = 50  # bytes are no matter here, rows are: the captures share these few
_PER_TRANSACTION = 100  # orders


@dataclass(frozen=True, slots=True)
class Size:
    """How much a store holds."""

    orders: int
    open_orders: int


def seed(store: Store, size: Size) -> int:
    """Fill a store and count its captures; the last `open_orders` orders are on their way."""
    captures = 0
    for first in range(0, size.orders, _PER_TRANSACTION):
        with store.transaction():
            for number in range(first, min(first + _PER_TRANSACTION, size.orders)):
                captures += _add_order(store, number, is_open=number >= size.orders - size.open_orders)
    return captures


def _add_order(store: Store, number: int, *, is_open: bool) -> int:
    # Open orders were placed in the last weeks, the others spread over the years before.
    placed = TODAY - timedelta(days=10 + number % 50 if is_open else 150 + number % 1500)
    count = 0
    for capture, parsed in _make_history(number, placed, is_open=is_open):
        store.add_capture(capture)
        store.apply_parsed(capture, parsed)
        count += 1
    return count


def _make_history(
    number: int, placed: date, *, is_open: bool
) -> Iterator[tuple[Capture, tuple[Parsed, ...]]]:
    on_its_way = OrderState.AWAITING_DELIVERY
    last = on_its_way if is_open else (OrderState.CANCELLED if number % 9 == 0 else OrderState.COMPLETED)
    for index in range(CAPTURES_PER_ORDER):
        state = last if index >= CAPTURES_PER_ORDER - 4 else on_its_way
        captured_at = _make_instant(placed, index)
        match index % 5:
            case 3:
                parsed = _make_detail(number, placed, state)
            case 4:
                parsed = _make_tracking(number, placed, is_there=state is OrderState.COMPLETED)
            case _:
                parsed = Parsed("aliexpress", PageKind.ORDER_LIST, (_make_order(number, placed, state),))
        yield _make_capture(number, index, captured_at), (parsed,)


def _make_instant(placed: date, index: int) -> datetime:
    noon = datetime(placed.year, placed.month, placed.day, 12, tzinfo=UTC)
    return min(noon + timedelta(days=index * _DAYS_BETWEEN_CAPTURES), NOW - timedelta(hours=20 - index))


def _make_id(*numbers: int) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_OID, ".".join(map(str, numbers))))


def _make_order_id(number: int) -> str:
    return f"83{number:014d}"


def _make_capture(number: int, index: int, captured_at: datetime) -> Capture:
    body = f'{{"api": "invented", "number": {(number + index) % _BODIES}}}'.encode()
    part = Part(PartRole.API, make_sha256(body), "application/json", body, size=len(body))
    return Capture(
        capture_id=_make_id(number, index),
        visit_id=_make_id(number, index, 0),
        captured_at=captured_at,
        time_zone="Europe/Berlin",
        url=f"https://www.aliexpress.com/p/order/detail.html?orderId={_make_order_id(number)}",
        title="Orders",
        language="en",
        trigger=Trigger.LOAD,
        account=None,
        browser="Firefox 153",
        extension_version="0.1.0",
        parts=(part,),
    )


def _make_money(cents: int) -> Money:
    return Money(Decimal(cents) / 100, "EUR", f"€{cents // 100}.{cents % 100:02d}")


def _make_order(number: int, placed: date, state: OrderState) -> Order:
    is_over = state is OrderState.COMPLETED
    return Order(
        _make_order_id(number),
        state=state,
        site_state=state.value.replace("_", " ").capitalize(),
        placed_on=placed,
        total=_make_money(999 + number % 9000),
        completed_on=placed + timedelta(days=28) if is_over else None,
        seller=Seller(f"Invented Store {number % 300}", str(number % 300), None),
        url=f"https://www.aliexpress.com/p/order/detail.html?orderId={_make_order_id(number)}",
        lines=tuple(_make_line(number, index) for index in range(1 + number % 3)),
    )


def _make_line(number: int, index: int) -> OrderLine:
    return OrderLine(
        f"{_make_order_id(number)}{index}",
        product_id=f"10050{number:08d}{index}",
        title=f"Invented thing {number}, variant {index}, with a title as long as such titles tend to be",
        options={"Color": "Sand", "Ships From": "China"},
        quantity=1 + index,
        unit_price=_make_money(499 + number % 4000),
        image_url=f"https://ae01.alicdn.com/kf/S{number}{index}.jpg",
        badges=("free_returns",),
    )


def _make_detail(number: int, placed: date, state: OrderState) -> Parsed:
    order = _make_order(number, placed, state)
    rows = tuple(PriceRow(label, order.total, hidden=False) for label in ("Subtotal", "Shipping", "Total"))
    within = _make_statement(number, StatementKind.DISPUTE_WITHIN, "You can open a dispute within 90 days")
    return Parsed(
        "aliexpress",
        PageKind.ORDER_DETAIL,
        (replace(order, price_rows=rows, paid_on=placed, ship_to_country="DE"),),
        statements=(within,),
    )


def _make_tracking(number: int, placed: date, *, is_there: bool) -> Parsed:
    due = placed + timedelta(days=60)
    refund = _make_statement(
        number, StatementKind.REFUND_IF_NOT_DELIVERED_BY, f"Refund if no delivery before {due}", due
    )
    coupon = _make_statement(number, StatementKind.LATE_COUPON_FROM, f"Coupon if delayed after {due}", due)
    return Parsed(
        "aliexpress",
        PageKind.TRACKING,
        shipments=(_make_shipment(number, placed, is_there=is_there),),
        statements=(refund, coupon),
    )


def _make_statement(number: int, kind: StatementKind, quote: str, on: date | None = None) -> Statement:
    days, after = (90, Anchor.ORDER_PLACED) if on is None else (None, None)
    return Statement(_make_order_id(number), kind, on, days, after, quote, "fastDeliveryInfoDTO")


def _make_shipment(number: int, placed: date, *, is_there: bool) -> Shipment:
    scans = [(1, Milestone.PAID), (3, Milestone.PACKED), (5, Milestone.ACCEPTED), (8, Milestone.IN_TRANSIT)]
    scans += [(12, Milestone.CUSTOMS), *([(27, Milestone.DELIVERED)] if is_there else [])]
    events = (
        TrackingEvent(_make_instant(placed, 0) + timedelta(days=days), None, None, kind, f"Invented: {kind}")
        for days, kind in reversed(scans)
    )
    expected = DateRange(placed + timedelta(days=20), placed + timedelta(days=30))
    return Shipment(_make_order_id(number), f"LX{number:09d}DE", "Invented Shipping", expected, tuple(events))
