"""Invented orders of every urgency, kept in a real store, for the dashboard's tests and pictures."""

from __future__ import annotations

import hashlib
import uuid
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from companion.ingest.reparsing import find_version
from companion.marketplaces import ADAPTERS
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
    Problem,
    Seller,
    Shipment,
    Statement,
    StatementKind,
    TrackingEvent,
    Trigger,
)
from companion.store import Store
from tests.web.running import NOW

TODAY = NOW.date()
PICTURE_URL = "https://ae01.alicdn.com/kf/S{number}.jpg"


@dataclass(frozen=True)
class Seed:
    """One invented order."""

    number: int
    title: str
    amount: str
    seller: str
    state: OrderState = OrderState.AWAITING_DELIVERY
    refund_in: int | None = None
    seen_hours_ago: int = 3
    more_titles: tuple[str, ...] = ()
    delivered_days_ago: int | None = None
    picture: bytes | None = None
    statements: tuple[Statement, ...] = field(default=())

    @property
    def order_id(self) -> str:
        """Its id."""
        return f"82000000000{self.number:05d}"


SEEDS = (
    Seed(1, "Mechanical keyboard 75%, hot-swap, gasket mount, ISO-DE, aluminium case", "132.74",
         "Keystone Works Store", refund_in=2, more_titles=("Coiled USB-C cable",)),
    Seed(2, "Ceramic pour-over coffee set with walnut stand", "41.90", "Morrow Home Official Store",
         refund_in=-4, seen_hours_ago=60),
    Seed(3, "Hiking backpack 28 L, rain cover", "58.20", "Trailhead Gear", refund_in=9, seen_hours_ago=26),
    Seed(4, "Brass desk lamp, dimmable", "36.00", "Vega Store", seen_hours_ago=240),
    Seed(5, "Merino socks, 5 pairs", "24.60", "Northwool", refund_in=41, seen_hours_ago=1),
    Seed(6, "Watchmaker's screwdriver set, 12 pieces", "17.35", "Fine Tools Store", OrderState.COMPLETED,
         delivered_days_ago=30),
    Seed(7, "Bicycle bell, brass", "9.10", "Velo Parts", OrderState.CANCELLED),
)  # fmt: skip


def add_seeds(store: Store, seeds: tuple[Seed, ...] = SEEDS) -> None:
    """Keep the orders with the captures they were read from."""
    for seed in seeds:
        _add(store, seed)


def _add(store: Store, seed: Seed) -> None:
    seen_at = NOW - timedelta(hours=seed.seen_hours_ago)
    older = _make_capture(seed, seen_at - timedelta(days=3))
    newer = _make_capture(seed, seen_at)
    for capture, moved in ((older, 1), (newer, 0)):
        store.add_capture(capture)
        parsed = (_make_detail(seed), _make_tracking(seed, moved, capture.captured_at))
        store.apply_parsed(capture, parsed, find_version(ADAPTERS))
    if seed.picture is not None:
        store.add_blob(hashlib.sha256(seed.picture).hexdigest(), seed.picture)


def _make_capture(seed: Seed, captured_at: datetime) -> Capture:
    body = f"<!doctype html><title>Order</title><h1>Order {seed.order_id}</h1>".encode()
    parts = [
        Part(PartRole.PAGE, hashlib.sha256(body).hexdigest(), "text/html; charset=utf-8", body, frame_id="0")
    ]
    if seed.picture is not None:
        parts.append(
            Part(
                PartRole.RESOURCE,
                hashlib.sha256(seed.picture).hexdigest(),
                "image/png",
                url=f"{PICTURE_URL.format(number=seed.number)}_480x480.jpg",
            )
        )
    return Capture(
        capture_id=str(uuid.uuid4()),
        visit_id=str(uuid.uuid4()),
        captured_at=captured_at,
        time_zone="Europe/Berlin",
        url=f"https://www.aliexpress.com/p/order/detail.html?orderId={seed.order_id}",
        title="Order details",
        language="en",
        trigger=Trigger.LOAD,
        account=None,
        browser="Chromium 156",
        extension_version="0.1.0",
        parts=tuple(parts),
    )


def _make_detail(seed: Seed) -> Parsed:
    within = Statement(
        seed.order_id,
        StatementKind.DISPUTE_WITHIN,
        None,
        90,
        Anchor.ORDER_PLACED,
        "You can open a dispute within 90 days after order was placed",
        "detail_order_status_block",
    )
    said = (within,) if seed.number == 1 else ()
    problems = (Problem("estimated_delivery", "etaInfo", "30/02"),) if seed.number == 4 else ()
    return Parsed(
        "aliexpress", PageKind.ORDER_DETAIL, (make_order(seed),), statements=said, problems=problems
    )


def make_order(seed: Seed) -> Order:
    """Make the order itself."""
    return Order(
        seed.order_id,
        state=seed.state,
        site_state=seed.state.value.replace("_", " ").capitalize(),
        placed_on=TODAY - timedelta(days=46),
        paid_on=TODAY - timedelta(days=46),
        shipped_on=None if seed.state is OrderState.CANCELLED else TODAY - timedelta(days=43),
        completed_on=TODAY - timedelta(days=seed.delivered_days_ago) if seed.delivered_days_ago else None,
        total=_euros(seed.amount),
        price_rows=(
            PriceRow("Subtotal", _euros(seed.amount), hidden=False),
            PriceRow("Shipping", _euros("0"), hidden=False),
            PriceRow("Coins", None, hidden=True),
        ),
        seller=Seller(seed.seller, "9001", "https://www.aliexpress.com/store/9001"),
        payment_method="Visa",
        ship_to_country="DE",
        url=f"https://www.aliexpress.com/p/order/detail.html?orderId={seed.order_id}",
        lines=tuple(
            _make_line(seed, index, title) for index, title in enumerate((seed.title, *seed.more_titles))
        ),
    )


def _make_line(seed: Seed, index: int, title: str) -> OrderLine:
    return OrderLine(
        f"{seed.order_id}-{index}",
        title=title,
        options={"Color": "Sand", "Ships From": "China"},
        quantity=1 + index,
        unit_price=_euros("19.90"),
        url="https://www.aliexpress.com/item/1005000000000000.html",
        image_url=f"{PICTURE_URL.format(number=seed.number)}_220x220.jpg",
        badges=("free_returns",),
    )


def _make_tracking(seed: Seed, moved: int, captured_at: datetime) -> Parsed:
    statements: tuple[Statement, ...] = seed.statements
    if seed.refund_in is not None:
        on = TODAY + timedelta(days=seed.refund_in + moved)
        quote = f"Refund if no delivery before {on:%b} {on.day}, {on.year}"
        kind = StatementKind.REFUND_IF_NOT_DELIVERED_BY
        statements += (Statement(seed.order_id, kind, on, None, None, quote, "fastDeliveryInfoDTO"),)
    shipments = (_make_shipment(seed),) if seed.state is not OrderState.CANCELLED else ()
    return Parsed("aliexpress", PageKind.TRACKING, shipments=shipments, statements=statements)


def _make_shipment(seed: Seed) -> Shipment:
    events = [
        (12, Milestone.CUSTOMS, "Import customs clearance started"),
        (19, Milestone.IN_TRANSIT, "Departed from departure country/region"),
        (41, Milestone.ACCEPTED, "Accepted by carrier"),
        (46, Milestone.PAID, "Order paid"),
    ]
    if seed.delivered_days_ago is not None:
        events.insert(0, (seed.delivered_days_ago, Milestone.DELIVERED, "Package delivered"))
    return Shipment(
        seed.order_id,
        f"LX{seed.number:09d}DE",
        "AliExpress Standard Shipping",
        DateRange(date(2026, 8, 24), date(2026, 9, 2)),
        tuple(
            TrackingEvent(
                datetime(2026, 8, 30, 8, 0, tzinfo=UTC) - timedelta(days=ago), None, None, kind, text
            )
            for ago, kind, text in events
        ),
    )


def _euros(amount: str) -> Money:
    return Money(Decimal(amount), "EUR", f"{amount} €")
